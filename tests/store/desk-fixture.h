/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "store/desk-store.h"

/* How often something is tried: a sanitizer takes six times as long for each, and sees as much in a few of them. */
#ifdef __SANITIZE_ADDRESS__
#define DESK_TRIES(n) (((n) + 3) / 4)
#else
#define DESK_TRIES(n) (n)
#endif

/* A desk in a folder of its own, and short words for what tests do with it. A step that fails ends the test. */
typedef struct
{
  char *folder;
  char *path;
  DeskStore *store;
} DeskFixture;

void desk_fixture_set_up (DeskFixture *self, gconstpointer data);
void desk_fixture_tear_down (DeskFixture *self, gconstpointer data);
#define desk_fixture_add(path, func) \
  g_test_add (path, DeskFixture, NULL, desk_fixture_set_up, func, desk_fixture_tear_down)

/* Closes the desk and opens it again. */
void desk_fixture_reopen (DeskFixture *self);
void desk_fixture_close (DeskFixture *self);
DeskStore *open_desk (const char *path);
char *desk_fixture_path (DeskFixture *self, const char *name);

DeskText *make_text (const char *canonical);
/* A story with that headline and body; (transfer full): its id. */
char *make_story (DeskStore *store, const char *headline, const char *body);
DeskSnapshot *load (DeskStore *store, const char *story);
/* Commits one change; (transfer full): its entry's id. @change: (transfer full) */
char *commit (DeskStore *store, const char *story, DeskChange *change);
/* The same for one that must not be written. */
void commit_fails (DeskStore *store, const char *story, DeskChange *change, GQuark domain, int code);
/* A version with that body. */
char *keep (DeskStore *store, const char *story, const char *body);
/* A claim for words that are in the head. */
char *claim (DeskStore *store, const char *story, const char *words);
/* A note on words that are in the head. */
char *add_note (DeskStore *store, const char *story, const char *words, const char *remark);
DeskClaim *get_claim (DeskSnapshot *snapshot, guint i);
guint count_entries (DeskStore *store, const char *story);

/* A story with something of everything; (transfer full): its id. @sealed: (out) (optional): hash of the name of a source */
char *make_rich_story (DeskStore *store, char **sealed);

/* What a snapshot says. */
char *describe_snapshot (DeskSnapshot *snapshot);
/* What a story's records say, without anything that is different from desk to desk. */
char *describe (DeskStore *store, const char *story);

/* All that the journal of a desk holds, story by story: entries byte for byte, texts as they come out. */
char *tell_all (DeskStore *store);

/* SQL behind the desk's back. */
void run_sql (const char *path, const char *sql);
gint64 ask_sql (const char *path, const char *sql);
/* Every row of every table. */
char *dump_tables (const char *path);

char *read_file (const char *path, gsize *length);
char *hash_file (const char *path);
