/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/desk-blame.h"
#include "core/desk-change.h"
#include "core/desk-records.h"

G_BEGIN_DECLS

#define DESK_STORE_ERROR (desk_store_error_quark ())

/**
 * DeskStoreError:
 * @DESK_STORE_ERROR_NOT_A_DESK: the file is something else
 * @DESK_STORE_ERROR_NEWER: written by a newer Desk; not opened
 * @DESK_STORE_ERROR_DAMAGED: SQLite or a hash says so
 * @DESK_STORE_ERROR_READ_ONLY: the file or its folder cannot be written
 * @DESK_STORE_ERROR_FULL: the disk is full; nothing was lost, try again
 * @DESK_STORE_ERROR_BUSY: another program held the file for too long
 * @DESK_STORE_ERROR_IO: the disk failed
 * @DESK_STORE_ERROR_NOT_FOUND: no such story, revision, claim, …
 * @DESK_STORE_ERROR_AMBIGUOUS: a name that fits several; the message lists them
 * @DESK_STORE_ERROR_EXISTS: a slug that is taken
 * @DESK_STORE_ERROR_INVALID: a change that does not fit the journal
 */
typedef enum
{
  DESK_STORE_ERROR_NOT_A_DESK,
  DESK_STORE_ERROR_NEWER,
  DESK_STORE_ERROR_DAMAGED,
  DESK_STORE_ERROR_READ_ONLY,
  DESK_STORE_ERROR_FULL,
  DESK_STORE_ERROR_BUSY,
  DESK_STORE_ERROR_IO,
  DESK_STORE_ERROR_NOT_FOUND,
  DESK_STORE_ERROR_AMBIGUOUS,
  DESK_STORE_ERROR_EXISTS,
  DESK_STORE_ERROR_INVALID,
} DeskStoreError;

GQuark desk_store_error_quark (void);

/**
 * DeskStore:
 *
 * One `.desk` file. One writer thread with its queue and its connection, a small pool of
 * read-only connections. Every call has a form that waits (for deskctl and tests; never on
 * the window's thread) and an `_async` form; both run the same job. Records handed out are
 * immutable. Cancelling an `_async` write before its transaction begins takes it back; later
 * it has no effect and the write reports success.
 *
 * Signals, in the thread-default main context of the thread that opened the store:
 * `changed (story)`: that story's views changed, here or through another program; "" means
 * the desk's settings, its rules and words, or any number of stories.
 * `damaged (message)`: a call met with damage in the file, for the first time.
 */
#define DESK_TYPE_STORE (desk_store_get_type ())
G_DECLARE_FINAL_TYPE (DeskStore, desk_store, DESK, STORE, GObject)

typedef enum
{
  DESK_STORE_OPEN_DEFAULT = 0,
  DESK_STORE_OPEN_EXISTING = 1 << 0, /* an error rather than a new file */
  DESK_STORE_OPEN_READ_ONLY = 1 << 1, /* never writes; drafts are not recovered */
} DeskStoreOpenFlags;

/**
 * desk_store_open:
 * @path: an absolute path, made with its folder (mode 0700) when there is none
 *
 * Opens a desk, brings an older file up to date, recovers drafts that no living session holds
 * (each becomes a revision marked recovered). Errors leave the file as it was and say what and where.
 */
DeskStore *desk_store_open (const char *path, DeskStoreOpenFlags flags, GCancellable *cancellable, GError **error);
void desk_store_open_async (const char *path, DeskStoreOpenFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
DeskStore *desk_store_open_finish (GAsyncResult *result, GError **error);

/* $XDG_DATA_HOME/desk/desk.desk; (transfer full) */
char *desk_store_get_default_path (void);

/* Waits for the queue, folds the WAL in and closes; the store answers nothing afterwards. */
gboolean desk_store_close (DeskStore *self, GError **error);
void desk_store_close_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean desk_store_close_finish (DeskStore *self, GAsyncResult *result, GError **error);

const char *desk_store_get_path (DeskStore *self);
/* Ids of the stories whose drafts were recovered when this store was opened; (transfer none), ended by %NULL. */
const char *const *desk_store_get_recovered (DeskStore *self);

/* Who writes; without it $DESK_PERSON, the setting "person", then the user's own name. (transfer none) */
void desk_store_set_person (DeskStore *self, const char *name);
const char *desk_store_get_person (DeskStore *self);

/* --- settings: "person", "zone", "language", "stamp-style", … ; (transfer full) (nullable) --- */
char *desk_store_get_setting (DeskStore *self, const char *key);
gboolean desk_store_set_setting (DeskStore *self, const char *key, const char *value, GError **error);
void desk_store_set_settings_async (DeskStore *self, GHashTable *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean desk_store_set_settings_finish (DeskStore *self, GAsyncResult *result, GError **error);

/* --- house style: what the desk's own journal says, rules that are switched off too --- */

/* Oldest first; (transfer full) (element-type DeskRule). */
GPtrArray *desk_store_list_rules (DeskStore *self, GError **error);
void desk_store_list_rules_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *desk_store_list_rules_finish (DeskStore *self, GAsyncResult *result, GError **error);
/* By word; (transfer full) (element-type DeskWord). */
GPtrArray *desk_store_list_words (DeskStore *self, GError **error);
void desk_store_list_words_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *desk_store_list_words_finish (DeskStore *self, GAsyncResult *result, GError **error);

/* --- the journal --- */

/**
 * desk_store_create_story:
 * @slug: (nullable): %NULL makes one from the headline; a taken one gets a number
 * @text: (nullable): its first text; a missing Language or Zone field is filled in from the desk's settings. %NULL when
 *   @changes begin with a revision
 * @changes: (nullable) (element-type DeskChange): more to write with it; the story has the instant and the author of the first
 *
 * Returns: (transfer full) (nullable): the new story's id
 */
char *desk_store_create_story (DeskStore *self, const char *slug, DeskText *text, GPtrArray *changes, GError **error);
void desk_store_create_story_async (DeskStore *self, const char *slug, DeskText *text, GPtrArray *changes, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
char *desk_store_create_story_finish (DeskStore *self, GAsyncResult *result, GError **error);

/**
 * desk_store_commit:
 * @story: (nullable): its id; %NULL for the desk's own journal, which has rules of house style and words for spelling
 * @changes: (element-type DeskChange): appended in this order, in one transaction, all or none
 *
 * A revision equal to the head is left out (its id is then the head's), unless it was imported. Behind each revision the store appends an
 * `anchor` entry for every claim, and a `note` entry for every note, whose words moved to other words or went. A revision drops the
 * caller's draft of that story. Publishing sets the state to published.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the id of each change's entry
 */
GPtrArray *desk_store_commit (DeskStore *self, const char *story, GPtrArray *changes, GError **error);
void desk_store_commit_async (DeskStore *self, const char *story, GPtrArray *changes, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *desk_store_commit_finish (DeskStore *self, GAsyncResult *result, GError **error);

/**
 * desk_store_save_draft:
 * @base: entry id of the revision being edited, "" for none
 * @text: what is on the screen
 *
 * Keeps what is being typed: durable when it returns, ahead of everything else in the queue.
 * One row for each story and session.
 */
gboolean desk_store_save_draft (DeskStore *self, const char *story, const char *base, DeskText *text, GError **error);
void desk_store_save_draft_async (DeskStore *self, const char *story, const char *base, DeskText *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean desk_store_save_draft_finish (DeskStore *self, GAsyncResult *result, GError **error);

/* --- reading --- */

typedef struct
{
  int state;           /* a DeskState, or -1 for all */
  const char *words;   /* (nullable): a search as one types, the last word may be begun */
  gboolean binned;     /* those in the bin instead */
  guint offset;
  guint limit;         /* 0: all */
} DeskStoryQuery;

/* Newest changed first; (transfer full) (element-type DeskStory). */
GPtrArray *desk_store_list_stories (DeskStore *self, const DeskStoryQuery *query, GError **error);
void desk_store_list_stories_async (DeskStore *self, const DeskStoryQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *desk_store_list_stories_finish (DeskStore *self, GAsyncResult *result, GError **error);

/* By slug, whole id, or the end of an id (at least 4 digits): the id, (transfer full) (nullable). */
char *desk_store_find_story (DeskStore *self, const char *name, GError **error);

DeskSnapshot *desk_store_load (DeskStore *self, const char *story, GError **error);
void desk_store_load_async (DeskStore *self, const char *story, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
DeskSnapshot *desk_store_load_finish (DeskStore *self, GAsyncResult *result, GError **error);

/* Newest first; @limit 0: all; (transfer full) (element-type DeskRevision). */
GPtrArray *desk_store_list_revisions (DeskStore *self, const char *story, guint offset, guint limit, GError **error);
void desk_store_list_revisions_async (DeskStore *self, const char *story, guint offset, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *desk_store_list_revisions_finish (DeskStore *self, GAsyncResult *result, GError **error);

/* A version in few bytes, for lists of very many. */
typedef struct
{
  gint64 at;
  const char *author; /* lives as long as the program */
  DeskWhy why;
  guint is_named : 1;
  guint is_published : 1;
  guint is_head : 1;
} DeskRevisionMark;

/* Every version of a story, newest first: of n the one at i has the number n - i. (transfer full) (element-type DeskRevisionMark) */
GArray *desk_store_list_marks (DeskStore *self, const char *story, GError **error);

/* The versions with numbers from @first on, @n of them, newest first, without those that are not there; as quick at both
 * ends of a long history. (transfer full) (element-type DeskRevision) */
GPtrArray *desk_store_list_numbers (DeskStore *self, const char *story, guint first, guint n, GError **error);
void desk_store_list_numbers_async (DeskStore *self, const char *story, guint first, guint n, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *desk_store_list_numbers_finish (DeskStore *self, GAsyncResult *result, GError **error);

/* "@N", "@-1" (the head), the start of an entry id (at least 4 digits), or a name given to it. */
DeskRevision *desk_store_find_revision (DeskStore *self, const char *story, const char *name, GError **error);
/* What was out at an instant: the last update at or before it. NOT_FOUND when nothing was. */
DeskUpdate *desk_store_find_out_at (DeskStore *self, const char *story, gint64 at, GError **error);

/**
 * desk_store_load_as_of:
 * @revision: entry id
 *
 * The story as it stood while that version was its newest: its text, and claims, posts and stamps with all that was
 * done before the next version came. Works through the story's journal: never on the window's thread.
 */
DeskSnapshot *desk_store_load_as_of (DeskStore *self, const char *story, const char *revision, GError **error);
/* The same with every entry of that instant or an earlier one, each by the clock of who wrote it. */
DeskSnapshot *desk_store_load_at (DeskStore *self, const char *story, gint64 at, GError **error);

DeskText *desk_store_load_text (DeskStore *self, const char *hash, GError **error);
void desk_store_load_text_async (DeskStore *self, const char *hash, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
DeskText *desk_store_load_text_finish (DeskStore *self, GAsyncResult *result, GError **error);

GBytes *desk_store_load_blob (DeskStore *self, const char *hash, char **type, GError **error);
void desk_store_load_blob_async (DeskStore *self, const char *hash, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GBytes *desk_store_load_blob_finish (DeskStore *self, GAsyncResult *result, char **type, GError **error);

/* A sealed value. NOT_FOUND when it was erased or left out. */
GBytes *desk_store_load_sealed (DeskStore *self, const char *hash, GError **error);

/* The entries of a story, oldest first (topological order, then instant, then id); %NULL for the desk's own journal. (element-type DeskEntry) */
GPtrArray *desk_store_list_entries (DeskStore *self, const char *story, GError **error);

/**
 * DeskStoryBlame:
 * @text: of @revision
 * @runs: (element-type DeskBlameRun): bytes of the canonical @text; `origin` is a place in @revisions
 * @revisions: (element-type DeskRevision): those that have words in it, oldest first
 *
 * Which version each word of one version appeared in first; see DeskBlame for what counts as the same words.
 */
typedef struct
{
  DeskText *text;
  DeskRevision *revision;
  GArray *runs;
  GPtrArray *revisions;
} DeskStoryBlame;

void desk_story_blame_free (DeskStoryBlame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskStoryBlame, desk_story_blame_free)

/**
 * desk_store_blame:
 * @revision: (nullable): as in desk_store_find_revision(); %NULL: the head
 *
 * The answer is remembered, and the next version's worked out from it. A version that has the very text of one it descends
 * from, as one that was restored has, is blamed as that one.
 */
DeskStoryBlame *desk_store_blame (DeskStore *self, const char *story, const char *revision, GError **error);
void desk_store_blame_async (DeskStore *self, const char *story, const char *revision, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
DeskStoryBlame *desk_store_blame_finish (DeskStore *self, GAsyncResult *result, GError **error);

/**
 * DeskStoryMerge:
 * @ours: a head
 * @theirs: the other one; of more than two the latest
 * @base: (nullable): the last version that both descend from
 * @base_text: empty without a @base
 *
 * Two versions of a story, neither of which descends from the other.
 */
typedef struct
{
  DeskRevision *ours, *theirs, *base;
  DeskText *our_text, *their_text, *base_text;
} DeskStoryMerge;

void desk_story_merge_free (DeskStoryMerge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskStoryMerge, desk_story_merge_free)

/**
 * desk_store_load_merge:
 * @ours: (nullable): id of the head that is ours; %NULL: the one that is shown
 *
 * What desk_text_merge_new() makes one of. A revision with both as its bases, why %DESK_WHY_MERGE, ends it. NOT_FOUND when
 * the story has one head.
 */
DeskStoryMerge *desk_store_load_merge (DeskStore *self, const char *story, const char *ours, GError **error);

/* --- keeping it whole --- */

typedef struct
{
  gboolean intact;
  guint n_entries, n_texts, n_blobs;
  guint n_redacted;   /* sealed values and blobs that were erased by an entry */
  guint n_left_out;   /* sealed values, blobs and texts that a package left out */
  GPtrArray *faults;  /* (element-type utf8): one line each, translated, naming the entry or text */
  GPtrArray *fault_ids; /* (element-type utf8): the id of the entry (or hash) that each line names */
} DeskVerifyReport;

void desk_verify_report_free (DeskVerifyReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskVerifyReport, desk_verify_report_free)

/**
 * desk_store_verify:
 * @story: (nullable): one story, or all and the file itself
 *
 * Hashes every entry, text, blob, sealed value and draft again, walks the parents, and compares the columns
 * beside the entries, and the tables themselves with those that Desk makes. Returns a report also of a damaged file; %NULL only when it could not be read at all.
 */
DeskVerifyReport *desk_store_verify (DeskStore *self, const char *story, GError **error);

/**
 * desk_store_check:
 *
 * SQLite's quick look through the whole file, beside all else: nobody waits for it. Cancelling ends it.
 *
 * Errors: %DESK_STORE_ERROR_DAMAGED, and those of reading.
 */
gboolean desk_store_check (DeskStore *self, GCancellable *cancellable, GError **error);
/* The desk is to be recovered: from now on nothing is written to its file, not when it is closed either. */
void desk_store_give_up (DeskStore *self);
void desk_store_check_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean desk_store_check_finish (DeskStore *self, GAsyncResult *result, GError **error);

/* Makes every view anew from the journal, and the search file. Returns the number of entries taken in, or -1. */
gint64 desk_store_rebuild (DeskStore *self, GError **error);
/**
 * desk_store_compact:
 * @before: (out) (optional): bytes of the file
 * @after: (out) (optional): bytes of the file then
 *
 * Makes the file as small as it can be: texts and entries are compressed anew, in slices between which others write, and
 * free room is given back. No hash changes, and it may be killed at any moment. A desk that is open does the most of it by itself
 * when nobody writes.
 *
 * Errors: %DESK_STORE_ERROR_BUSY when another program reads or writes all the time.
 */
gboolean desk_store_compact (DeskStore *self, gint64 *before, gint64 *after, GError **error);
/* A whole copy by SQLite's backup API, in slices; @path is replaced only when the copy is whole. */
gboolean desk_store_backup (DeskStore *self, const char *path, GError **error);
void desk_store_backup_async (DeskStore *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean desk_store_backup_finish (DeskStore *self, GAsyncResult *result, GError **error);

/**
 * desk_store_keep_backup:
 * @now: the instant of the backup, microseconds since 1970
 * @made: (out): whether there is a new one
 *
 * Makes a backup in the desk's own folder of them (desk-backups.h) when an hour has passed since the last one and
 * something changed, and takes away those that need not be kept any more. Nothing of it is done for a desk that was
 * opened to be read.
 */
gboolean desk_store_keep_backup (DeskStore *self, gint64 now, gboolean *made, GError **error);
/* The same for the present instant. */
void desk_store_keep_backup_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean desk_store_keep_backup_finish (DeskStore *self, GAsyncResult *result, GError **error);

typedef enum
{
  DESK_PACKAGE_DEFAULT = 0,
  DESK_PACKAGE_WITH_SEALED = 1 << 0,
} DeskPackageFlags;

/* One story as a desk file of its own, journal_mode=DELETE, nothing sealed unless asked for. */
gboolean desk_store_write_package (DeskStore *self, const char *story, const char *path, DeskPackageFlags flags, GError **error);
/* Takes in every story of another desk file (the union of entries). (transfer full) (element-type utf8): ids of stories that gained entries. */
GPtrArray *desk_store_take_in (DeskStore *self, const char *path, GError **error);
void desk_store_take_in_async (DeskStore *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *desk_store_take_in_finish (DeskStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
