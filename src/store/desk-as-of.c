/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "desk-as-of.h"
#include "desk-file.h"
#include "desk-journal.h"
#include "desk-lookup.h"
#include "desk-sql.h"
#include "desk-views.h"

/* Entries that are taken in: none behind that place, none later than that instant. */
typedef struct
{
  gint64 place;
  gint64 at;
} Limit;

/*
 * An empty desk in memory with the real one beside it. A name means the table in memory where there is one, so views are
 * made there; journal and texts are read from where they are. Erasing finds nothing in memory to erase.
 */
static DeskConnection *
open_beside (const char *path, gboolean immutable, GError **error)
{
  g_autoptr (DeskConnection) db = desk_file_open_memory (error);
  g_autofree char *uri = desk_connection_get_uri (path, immutable ? DESK_CONNECTION_IMMUTABLE : DESK_CONNECTION_READ);

  if (db == NULL || !desk_connection_exec (db, sql_as_of_drop_kept, error) ||
      !desk_connection_run (db, sql_as_of_attach, error, "s", uri))
    return NULL;

  return g_steal_pointer (&db);
}

static gboolean
fail_not_found (const char *revision, GError **error)
{
  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND, _ ("The story has no version “%s”"), revision);

  return FALSE;
}

/* The place in front of the version behind @revision. */
static gboolean
find_place (DeskConnection *db, gint64 story, const char *revision, gint64 *place, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_as_of_place, error, "hl", revision, story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  if (desk_statement_step (statement, &local_error))
    {
      *place = desk_statement_get_int (statement, 0);
      return TRUE;
    }

  return desk_pass_error (g_steal_pointer (&local_error), error) && fail_not_found (revision, error);
}

/* Versions are many and say nothing of claims or posts: their rows are taken over, and only the heads worked out. */
static gboolean
take_revisions (DeskConnection *db, gint64 story, const Limit *limit, GError **error)
{
  g_autoptr (DeskStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!desk_connection_run (db, sql_as_of_take_revisions, error, "lll", story, limit->place, limit->at) ||
      !desk_connection_run (db, sql_as_of_set_heads, error, ""))
    return FALSE;

  statement = desk_connection_query (db, sql_as_of_list_more_bases, error, "");
  if (statement == NULL)
    return FALSE;

  while (local_error == NULL && desk_statement_step (statement, &local_error))
    {
      g_auto (GStrv) bases = g_strsplit (desk_statement_get_string (statement, 0), " ", -1);

      for (guint i = 0; bases[i] != NULL && local_error == NULL; i++)
        desk_connection_run (db, sql_as_of_end_head, &local_error, "hl", bases[i], story);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

static gboolean
apply_entries (DeskConnection *db, gint64 story, const Limit *limit, GError **error)
{
  g_autoptr (DeskJournalReader) reader = desk_journal_reader_new (db);
  g_autoptr (DeskStatement) statement =
      desk_connection_query (db, sql_as_of_list_entries, error, "lll", story, limit->place, limit->at);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (desk_statement_step (statement, &local_error))
    {
      g_autoptr (DeskEntry) entry = desk_journal_reader_parse (reader, statement, NULL);

      /*
       * Damaged: verify names it. What still can be read makes the views, as in desk_views_rebuild(). Names of versions
       * came with their rows.
       */
      if (entry != NULL && desk_entry_get_kind (entry) != DESK_ENTRY_NAME &&
          !desk_views_apply (db, story, desk_statement_get_int (statement, 0), entry, NULL, &local_error))
        break;
    }

  return desk_pass_error (g_steal_pointer (&local_error), error) &&
         desk_connection_run (db, sql_as_of_touch, error, "lll", story, limit->place, limit->at);
}

static gint64
add_story (DeskConnection *db, const char *id, GError **error)
{
  if (!desk_connection_run (db, sql_as_of_add_story, error, "s", id))
    return -1;

  return desk_lookup_story_row (db, id, error);
}

DeskSnapshot *
desk_as_of_load (const char *path, gboolean immutable, const char *story, const char *revision, gint64 at, GError **error)
{
  g_autoptr (DeskConnection) db = open_beside (path, immutable, error);
  Limit limit = { G_MAXINT64, revision != NULL ? G_MAXINT64 : at };
  DeskSnapshot *snapshot = NULL;
  gint64 row;

  /* One state of the file for all that is read, as with every reader. */
  if (db == NULL || !desk_connection_begin_read (db, error))
    return NULL;

  row = add_story (db, story, error);
  if (row > 0 && (revision == NULL || find_place (db, row, revision, &limit.place, error)) &&
      take_revisions (db, row, &limit, error) && apply_entries (db, row, &limit, error) &&
      desk_views_finish (db, row, error))
    snapshot = desk_lookup_load (db, row, error);
  desk_connection_rollback (db);

  return snapshot;
}
