/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-change.h"
#include "desk-connection.h"

G_BEGIN_DECLS

/* Changes become entries here, within the transaction of the caller. */

/**
 * DeskWriter: who writes, where, and what was written.
 */
typedef struct
{
  DeskConnection *db;
  char *person;
  char *device;
  char *zone;     /* IANA, of the writer */
  char *language; /* for a text that has none */
  GHashTable *touched; /* ids of stories whose views changed; "" for the settings and the desk's own journal */
  gboolean erased;     /* values were taken out, and are to be gone from the WAL too */
} DeskWriter;

/**
 * desk_commit_story:
 *
 * Returns: the new story's id, or %NULL
 */
char *desk_commit_story (DeskWriter *self, const char *slug, DeskText *text, GPtrArray *changes, GError **error);

/**
 * desk_commit_changes:
 * @story: its row, 0 for the desk's own journal
 * @id: (nullable): its id
 *
 * Returns: (transfer full) (element-type utf8): the id of each change's entry
 */
GPtrArray *desk_commit_changes (DeskWriter *self, gint64 story, const char *id, GPtrArray *changes, GError **error);

/* Appends one entry and applies it; (transfer full): its id. @at 0: now. @author (nullable): the writer. */
char *desk_commit_entry (DeskWriter *self,
                         gint64 story,
                         const char *id,
                         DeskEntryKind kind,
                         JsonObject *body,
                         gint64 at,
                         const char *author,
                         GError **error);

/* A slug that no other story has: @slug itself, or with a number. (transfer full) */
char *desk_commit_find_free_slug (DeskConnection *db, const char *slug, const char *story, GError **error);

G_END_DECLS
