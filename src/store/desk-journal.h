/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entry.h"
#include "desk-connection.h"

G_BEGIN_DECLS

/*
 * Entries, their parents and their order. A story is named by its row here, the desk's own journal by 0.
 *
 * The order is a function of the set of entries: parents first; of those whose parents have all come,
 * the earliest instant, then the smallest id. An entry's `place` is its number in that order.
 */

/**
 * DeskJournalReader:
 *
 * Reads the bytes of entries, which stand in their own rows or together in packs; best in the order in which they came.
 */
typedef struct _DeskJournalReader DeskJournalReader;

DeskJournalReader *desk_journal_reader_new (DeskConnection *db);
void desk_journal_reader_free (DeskJournalReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskJournalReader, desk_journal_reader_free)

/**
 * desk_journal_reader_read:
 * @row: a row of a statement whose first column is an entry's seq, the second its bytes
 *
 * Errors: %DESK_STORE_ERROR_DAMAGED, and those of reading.
 *
 * Returns: (transfer full): the bytes as they come, not hashed
 */
GBytes *desk_journal_reader_read (DeskJournalReader *self, DeskStatement *row, GError **error);
/* The same, parsed; its id is the hash of its bytes, and may be another than the row says. */
DeskEntry *desk_journal_reader_parse (DeskJournalReader *self, DeskStatement *row, GError **error);

/* The row of a story, 0 when there is none; -1 and @error. */
gint64 desk_journal_find_story (DeskConnection *db, const char *id, GError **error);
gint64 desk_journal_add_story (DeskConnection *db, const char *id, GError **error);

/* Ids of the entries that no other has as parent, sorted, ended by %NULL. */
GStrv desk_journal_list_tips (DeskConnection *db, gint64 story, GError **error);

/* The row of an entry of that journal (of any when -1), 0 when there is none; -1 and @error. */
gint64 desk_journal_find (DeskConnection *db, gint64 story, const char *id, GError **error);

/**
 * desk_journal_add:
 *
 * Adds an entry at the end of its journal's order; where that is not its place, desk_journal_sort() follows.
 *
 * Returns: its row, or -1
 */
gint64 desk_journal_add (DeskConnection *db, gint64 story, DeskEntry *entry, GError **error);

/* Works out order and tips of a journal anew. */
gboolean desk_journal_sort (DeskConnection *db, gint64 story, GError **error);

/**
 * desk_journal_derive:
 * @after: a row; the next @limit ones are done
 *
 * Writes the columns beside entries anew, from their bytes. What cannot be read stays as it is.
 *
 * Returns: the last row that was done, 0 behind the end, -1 with an error
 */
gint64 desk_journal_derive (DeskConnection *db, gint64 after, int limit, GError **error);

/* (element-type DeskEntry), in order; one whose bytes cannot be read is an error. */
GPtrArray *desk_journal_list (DeskConnection *db, gint64 story, GError **error);

G_END_DECLS
