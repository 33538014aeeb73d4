/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-entry.h"
#include "desk-drafts.h"
#include "desk-journal.h"
#include "desk-schema.h"
#include "desk-sql.h"
#include "desk-texts.h"
#include "desk-verify.h"
#include "desk-views.h"

/* So many entries are read at a stretch. */
#define BATCH 200

/* Something that entries name by hash. */
typedef struct
{
  const char *kind; /* "text", "blob", "file", "sealed"; static */
  char *hash;
  char *entry; /* the first that names it */
} Named;

typedef struct
{
  DeskConnection *db;
  gint64 story;
  DeskVerifyReport *report;
  GPtrArray *named;       /* (element-type Named), in the order of the entries */
  GHashTable *ids;        /* of the entries so far */
  GHashTable *known;      /* hashes in @named */
  GHashTable *erased;     /* hashes that an entry erased */
  const char *entry;      /* id of the one being read */
} Verify;

static void
named_free (Named *named)
{
  g_free (named->hash);
  g_free (named->entry);
  g_free (named);
}

/* One line of the report. @id: the entry or hash that @line names; @line: (transfer full) */
static void
add_fault (Verify *self, const char *id, char *line)
{
  self->report->intact = FALSE;
  g_ptr_array_add (self->report->faults, line);
  g_ptr_array_add (self->report->fault_ids, g_strdup (id));
}

/* Damage becomes a line of the report; anything else ends it. @local_error: (transfer full) (nullable) */
static gboolean
absorb (Verify *self, GError *local_error, GError **error)
{
  if (local_error == NULL)
    return TRUE;

  if (!g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  add_fault (self, "", g_strdup (local_error->message));
  g_error_free (local_error);

  return TRUE;
}

/* What SQLite itself finds, and whether its tables are what they ought to be. */
static gboolean
check_file (Verify *self, GError **error)
{
  g_autoptr (DeskStatement) statement = NULL;
  GError *local_error = NULL;

  desk_schema_check (self->db, &local_error);
  if (!absorb (self, g_steal_pointer (&local_error), error))
    return FALSE;

  statement = desk_connection_query (self->db, sql_integrity_check, &local_error, "");
  while (statement != NULL && desk_statement_step (statement, &local_error))
    {
      g_autofree char *line = desk_statement_dup_string (statement, 0);

      if (!g_str_equal (line, "ok"))
        /* Translators: %s is what SQLite says */
        add_fault (self, "", g_strdup_printf (_ ("The file is damaged: %s"), line));
    }

  return absorb (self, local_error, error);
}

static void
add_named_cb (const char *hash, const char *kind, gpointer data)
{
  Verify *self = data;
  Named *named;

  if (g_hash_table_contains (self->known, hash))
    return;

  named = g_new (Named, 1);
  *named = (Named) { kind, g_strdup (hash), g_strdup (self->entry) };
  g_ptr_array_add (self->named, named);
  g_hash_table_add (self->known, named->hash);
}

static void
add_erased (Verify *self, DeskEntry *entry)
{
  const char *members[] = { "sealed", "blobs" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_auto (GStrv) hashes = desk_json_get_strings (desk_entry_get_body (entry), members[i]);

      for (guint j = 0; hashes[j] != NULL; j++)
        g_hash_table_add (self->erased, g_strdup (hashes[j]));
    }
}

/* One row of sql_entry_list_columns. */
typedef struct
{
  const char *id;
  gint64 story; /* its row */
  gint64 place;
} Row;

/* What is wrong with one of the parents of an entry, nothing at best. (transfer full) (nullable) */
static char *
check_parent (Verify *self, const Row *row, const char *parent, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (self->db, sql_entry_find, error, "h", parent);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  if (!desk_statement_step (statement, &local_error))
    {
      if (local_error == NULL)
        /* Translators: two ids of entries */
        return g_strdup_printf (_ ("Entry %s: the entry before it, %s, is missing"), row->id, parent);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (desk_statement_get_int (statement, 1) != row->story)
    /* Translators: two ids of entries */
    return g_strdup_printf (_ ("Entry %s: the entry before it, %s, is another story's"), row->id, parent);

  if (desk_statement_get_int (statement, 2) >= row->place)
    /* Translators: two ids of entries */
    return g_strdup_printf (_ ("Entry %s stands before %s, which it came after"), row->id, parent);

  return NULL;
}

static gboolean
check_parents (Verify *self, const Row *row, DeskEntry *entry, GError **error)
{
  const char *const *parents = desk_entry_get_parents (entry);
  g_autoptr (GError) local_error = NULL;

  for (guint i = 0; parents[i] != NULL && local_error == NULL; i++)
    {
      char *fault = check_parent (self, row, parents[i], &local_error);

      if (fault != NULL)
        add_fault (self, row->id, fault);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* The columns beside an entry against what it says. */
static gboolean
columns_fit (DeskStatement *row, DeskEntry *entry)
{
  const char *story = desk_entry_get_story (entry);

  return g_str_equal (story != NULL ? story : "", desk_statement_get_string (row, 3)) &&
         desk_entry_get_at (entry) == desk_statement_get_int (row, 5) &&
         g_str_equal (desk_entry_get_name (entry), desk_statement_get_string (row, 6)) &&
         g_str_equal (desk_entry_get_device (entry), desk_statement_get_string (row, 7)) &&
         g_str_equal (desk_entry_get_zone (entry), desk_statement_get_string (row, 8));
}

/* One row of sql_entry_list_columns: bytes against id, columns against bytes. */
static gboolean
check_entry (Verify *self, DeskJournalReader *reader, DeskStatement *statement, GError **error)
{
  Row row = { desk_statement_get_string (statement, 2), desk_statement_get_int (statement, 9), desk_statement_get_int (statement, 4) };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = desk_journal_reader_read (reader, statement, &local_error);
  g_autofree char *hash = bytes != NULL ? desk_texts_hash (NULL, bytes) : NULL;
  g_autoptr (DeskEntry) entry = NULL;

  if (local_error != NULL && !g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  self->report->n_entries++;
  if (g_strcmp0 (hash, row.id) != 0)
    {
      /* Translators: %s is an id */
      add_fault (self, row.id, g_strdup_printf (_ ("Entry %s was changed: its bytes are not those that were hashed"), row.id));
      return TRUE;
    }

  if (!g_hash_table_add (self->ids, g_strdup (row.id)))
    /* Translators: %s is an id */
    add_fault (self, row.id, g_strdup_printf (_ ("Entry %s is there twice"), row.id));

  entry = desk_entry_parse (bytes, NULL);
  if (entry == NULL)
    {
      /* Translators: %s is an id */
      add_fault (self, row.id, g_strdup_printf (_ ("Entry %s cannot be read"), row.id));
      return TRUE;
    }

  if (!columns_fit (statement, entry))
    add_fault (self, row.id,
               /* Translators: %s is an id */
               g_strdup_printf (_ ("Entry %s: what stands beside it is not what it says. “deskctl rebuild” mends that"),
                                row.id));

  self->entry = row.id;
  desk_views_foreach_holding (entry, add_named_cb, self);
  if (desk_entry_get_kind (entry) == DESK_ENTRY_ERASE)
    add_erased (self, entry);

  return check_parents (self, &row, entry, error);
}

static gboolean
check_entries (Verify *self, GError **error)
{
  g_autoptr (DeskJournalReader) reader = desk_journal_reader_new (self->db);
  GError *local_error = NULL;
  gint64 last = 0;
  guint n;

  do
    {
      g_autoptr (DeskStatement) statement =
          desk_connection_query (self->db, sql_entry_list_columns, &local_error, "lli", last, self->story, BATCH);

      for (n = 0; statement != NULL && desk_statement_step (statement, &local_error); n++)
        {
          /* A torn tree gives rows again and again. */
          if (desk_statement_get_int (statement, 0) <= last)
            {
              desk_file_fail_numbers (desk_connection_get_path (self->db), &local_error);
              break;
            }

          last = desk_statement_get_int (statement, 0);
          if (!check_entry (self, reader, statement, &local_error))
            break;
        }
    }
  while (n == BATCH && local_error == NULL);

  return absorb (self, local_error, error);
}

/* It is not there: erased, left out, or lost. */
static gboolean
check_missing (Verify *self, const Named *named, GError **error)
{
  g_autoptr (DeskStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  if (g_hash_table_contains (self->erased, named->hash))
    {
      self->report->n_redacted++;
      return TRUE;
    }

  statement = desk_connection_query (self->db, sql_left_out_find, error, "s", named->hash);
  if (statement == NULL)
    return FALSE;

  if (desk_statement_step (statement, &local_error))
    self->report->n_left_out++;
  else if (local_error == NULL)
    add_fault (self, named->entry,
               g_strdup_printf (g_str_equal (named->kind, "text")
                                    /* Translators: an entry's id, a hash */
                                    ? _ ("Entry %s: its text %s is missing")
                                    : g_str_equal (named->kind, "sealed")
                                    /* Translators: an entry's id, a hash */
                                          ? _ ("Entry %s: the sealed value %s is missing, and nobody erased it")
                                    /* Translators: an entry's id, a hash */
                                          : _ ("Entry %s: the file %s is missing, and nobody erased it"),
                                named->entry, named->hash));

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* Loads what is named in whatever table it is in. The loaders hash it. */
static gboolean
check_named (Verify *self, const Named *named, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean is_text = g_str_equal (named->kind, "text");
  gboolean is_sealed = g_str_equal (named->kind, "sealed");

  if (is_text)
    {
      gint64 row = desk_texts_find (self->db, named->hash, NULL, &local_error);

      if (row > 0)
        bytes = desk_texts_load_bytes (self->db, row, &local_error);
      if (bytes != NULL)
        {
          g_autofree char *hash = desk_texts_hash (NULL, bytes);

          if (!g_str_equal (hash, named->hash))
            g_set_error_literal (&local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED, "");
        }
      else if (local_error == NULL)
        {
          return check_missing (self, named, error);
        }
    }
  else
    {
      bytes = is_sealed ? desk_texts_load_sealed (self->db, named->hash, NULL, &local_error)
                        : desk_texts_load_blob (self->db, named->hash, NULL, &local_error);
      if (g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND))
        return check_missing (self, named, error);
    }

  self->report->n_texts += is_text;
  self->report->n_blobs += !is_text && !is_sealed;
  if (local_error == NULL)
    return TRUE;

  if (!g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  add_fault (self, named->entry,
             g_strdup_printf (is_text
                                  /* Translators: an entry's id, a hash */
                                  ? _ ("Entry %s: its text %s was changed: its bytes are not those that were hashed")
                                  : is_sealed
                                  /* Translators: an entry's id, a hash */
                                        ? _ ("Entry %s: the sealed value %s was changed: its bytes are not those that were hashed")
                                  /* Translators: an entry's id, a hash */
                                        : _ ("Entry %s: the file %s was changed: its bytes are not those that were hashed"),
                              named->entry, named->hash));

  return TRUE;
}

static gboolean
check_all_named (Verify *self, GError **error)
{
  desk_texts_forget (self->db);
  for (guint i = 0; i < self->named->len; i++)
    if (!check_named (self, g_ptr_array_index (self->named, i), error))
      return FALSE;

  return TRUE;
}

static void
add_draft_cb (const char *hash, gpointer data)
{
  /* Translators: %s is a hash; a draft is what is being typed and was kept as no version yet */
  add_fault (data, hash, g_strdup_printf (_ ("The draft %s was changed: its bytes are not those that were hashed"), hash));
}

/* No entry names them. */
static gboolean
check_drafts (Verify *self, GError **error)
{
  GError *local_error = NULL;

  desk_drafts_check (self->db, self->story, add_draft_cb, self, &local_error);

  return absorb (self, local_error, error);
}

DeskVerifyReport *
desk_verify (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (DeskVerifyReport) report = g_new0 (DeskVerifyReport, 1);
  g_autoptr (GPtrArray) named = g_ptr_array_new_with_free_func ((GDestroyNotify) named_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) erased = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Verify self = { db, story, report, named, ids, known, erased, NULL };

  report->intact = TRUE;
  report->faults = g_ptr_array_new_with_free_func (g_free);
  report->fault_ids = g_ptr_array_new_with_free_func (g_free);

  if ((story == 0 && !check_file (&self, error)) || !check_entries (&self, error) || !check_all_named (&self, error) ||
      !check_drafts (&self, error))
    return NULL;

  return g_steal_pointer (&report);
}

void
desk_verify_report_free (DeskVerifyReport *self)
{
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_clear_pointer (&self->fault_ids, g_ptr_array_unref);
  g_free (self);
}
