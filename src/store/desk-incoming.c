/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <sys/stat.h>

#include "core/desk-entry.h"
#include "desk-file.h"
#include "desk-incoming.h"
#include "desk-journal.h"
#include "desk-pack.h"
#include "desk-partial.h"
#include "desk-schema.h"
#include "desk-sql.h"
#include "desk-store.h"
#include "desk-texts.h"
#include "desk-views.h"

/* Bytes of text in one slice: their words are counted, ten megabytes of them in a second. */
#define SLICE_BYTES (256 * 1024)
/* To look for one takes as long as so many. */
#define LOOK_BYTES (4 * 1024)
#define MAX_BYTES_OF_A_VALUE (256 * 1024 * 1024)

/* A story of the other file, or what it is like: the desk's own journal of a desk that is recovered. */
typedef struct
{
  char *id; /* (nullable) */
  GPtrArray *entries; /* (element-type DeskEntry) */
  GPtrArray *texts;   /* (element-type utf8): hashes, in the order in which they were written */
} Story;

struct _DeskIncoming
{
  char *path;
  char *copy;
  DeskConnection *db;
  GPtrArray *stories; /* (element-type Story) */
  GHashTable *ids;    /* of all entries; id → Story */
  gboolean salvaged;  /* what is damaged in it is left behind, not refused */
  GPtrArray *orphans; /* (element-type DeskEntry): those that stand on what is missing */
  GHashTable *unread; /* ids of entries whose bytes are not there any more → their rows */
  GPtrArray *rowless; /* (element-type utf8): ids of entries whose bytes are all that is there */
  GPtrArray *gained;
  guint n_entries; /* that were new here */
  guint story; /* the one that is being taken in */
  guint text;  /* its text that comes next */
};

/* What an entry names, while it is looked up. */
typedef struct
{
  DeskIncoming *self;
  Story *story;
  DeskConnection *to;
  GError *error;
} Holding;

static void
story_free (Story *story)
{
  g_free (story->id);
  g_ptr_array_unref (story->entries);
  g_ptr_array_unref (story->texts);
  g_free (story);
}

static gboolean
fail (DeskIncoming *self, DeskStoreError code, const char *what, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->path);

  /* Translators: a file, then what is wrong with it */
  g_set_error (error, DESK_STORE_ERROR, code, _ ("Nothing was taken in from “%s”: %s"), shown, what);

  return FALSE;
}

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *shown = g_filename_display_name (from);
  DeskStoreError code = DESK_STORE_ERROR_IO;

  if (g_file_copy (source, target, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL,
                   &local_error))
    return TRUE;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    code = DESK_STORE_ERROR_NOT_FOUND;
  else if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    code = DESK_STORE_ERROR_FULL;

  /* Translators: a file, then what the system says */
  g_set_error (error, DESK_STORE_ERROR, code, _ ("“%s” could not be copied in: %s"), shown, local_error->message);

  return FALSE;
}

/* Folds a WAL that lay beside the file into the copy. */
static gboolean
fold_wal (const char *copy, GError **error)
{
  g_autoptr (DeskConnection) db = desk_connection_open (copy, DESK_CONNECTION_WRITE, error);

  return db != NULL && desk_connection_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

static gboolean
make_copy (DeskIncoming *self, const char *near, GError **error)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *copy_wal = NULL;
  struct stat status;
  gboolean exists;

  if (!desk_file_check (self->path, &exists, error))
    return FALSE;

  if (!exists)
    return g_file_test (self->path, G_FILE_TEST_EXISTS)
               ? fail (self, DESK_STORE_ERROR_NOT_A_DESK, _ ("it is empty"), error)
               : desk_file_fail (self->path, ENOENT, error);

  self->copy = desk_file_make_partial (near, error);
  if (self->copy == NULL)
    return FALSE;

  copy_wal = g_strconcat (self->copy, "-wal", NULL);
  if (!copy_file (self->path, self->copy, error))
    return FALSE;
  /* It is another file now. */
  desk_partial_hold (self->copy, -1);

  if (stat (wal, &status) != 0 || status.st_size == 0)
    return TRUE;

  return copy_file (wal, copy_wal, error) && fold_wal (self->copy, error);
}

/* Whether what is read as a table is one, with no code behind it, and SQLite finds nothing wrong. */
static gboolean
check_file (DeskIncoming *self, GError **error)
{
  gboolean whole;
  g_autoptr (GError) local_error = NULL;

  sqlite3_limit (desk_connection_get_handle (self->db), SQLITE_LIMIT_LENGTH, MAX_BYTES_OF_A_VALUE);
  if (!desk_schema_check (self->db, &local_error))
    return g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED)
               ? fail (self, DESK_STORE_ERROR_NOT_A_DESK, _ ("it has not the tables of a desk"), error)
               : desk_pass_error (g_steal_pointer (&local_error), error);

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (self->db, sql_quick_check, error, "");

    if (statement == NULL)
      return FALSE;
    whole = desk_statement_step (statement, &local_error) && g_str_equal (desk_statement_get_string (statement, 0), "ok");
  }

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (!whole)
    fail (self, DESK_STORE_ERROR_DAMAGED, _ ("it is damaged"), error);

  return whole;
}

/* What is there must be what its hash says; what is not there was left out. Of a damaged desk what is left is taken. */
static void
check_holding_cb (const char *hash, const char *kind, gpointer data)
{
  Holding *holding = data;
  DeskConnection *db = holding->self->db;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (holding->error != NULL)
    return;

  if (g_str_equal (kind, "text"))
    text = desk_texts_load (db, hash, &holding->error);
  else if (g_str_equal (kind, "sealed"))
    bytes = desk_texts_load_sealed (db, hash, NULL, &holding->error);
  else
    bytes = desk_texts_load_blob (db, hash, NULL, &holding->error);

  if (g_error_matches (holding->error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND) ||
      (holding->self->salvaged && g_error_matches (holding->error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED)))
    g_clear_error (&holding->error);
  if (text != NULL)
    g_ptr_array_add (holding->story->texts, g_strdup (hash));
}

static Story *
find_story (DeskIncoming *self, const char *id)
{
  Story *story;

  for (guint i = self->stories->len; i > 0; i--)
    {
      story = g_ptr_array_index (self->stories, i - 1);
      if (g_strcmp0 (story->id, id) == 0)
        return story;
    }

  story = g_new0 (Story, 1);
  story->id = g_strdup (id);
  story->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_entry_unref);
  story->texts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->stories, story);

  return story;
}

/* Notes an entry that is what its id says, and the texts that it names and that are there. */
static gboolean
keep_entry (DeskIncoming *self, DeskEntry *entry, GError **error)
{
  Holding holding = { .self = self };

  /* A desk's own journal stays with that desk, and comes along when that is recovered. */
  if (desk_entry_get_story (entry) == NULL && !self->salvaged)
    return TRUE;

  holding.story = find_story (self, desk_entry_get_story (entry));
  desk_views_foreach_holding (entry, check_holding_cb, &holding);
  if (holding.error != NULL)
    {
      g_propagate_error (error, holding.error);
      return FALSE;
    }

  g_hash_table_insert (self->ids, (gpointer) desk_entry_get_id (entry), holding.story);
  g_ptr_array_add (holding.story->entries, desk_entry_ref (entry));

  return TRUE;
}

static gboolean
read_entry (DeskIncoming *self, DeskJournalReader *reader, DeskStatement *row, GError **error)
{
  g_autoptr (DeskEntry) entry = desk_journal_reader_parse (reader, row, NULL);

  if (entry == NULL || !g_str_equal (desk_entry_get_id (entry), desk_statement_get_string (row, 2)))
    {
      g_autofree char *what = NULL;

      if (self->salvaged)
        {
          g_hash_table_insert (self->unread, desk_statement_dup_string (row, 2),
                               g_memdup2 (&(gint64) { desk_statement_get_int (row, 0) }, sizeof (gint64)));
          return TRUE;
        }

      /* Translators: %s is an id */
      what = g_strdup_printf (_ ("entry %s was changed"), desk_statement_get_string (row, 2));

      return fail (self, DESK_STORE_ERROR_DAMAGED, what, error);
    }

  return keep_entry (self, entry, error);
}

static gboolean
read_entries (DeskIncoming *self, GError **error)
{
  g_autoptr (DeskJournalReader) reader = desk_journal_reader_new (self->db);
  g_autoptr (DeskStatement) statement =
      desk_connection_query (self->db, sql_entry_list_all, error, "li", (gint64) 0, -1);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (desk_statement_step (statement, &local_error))
    if (!read_entry (self, reader, statement, &local_error))
      break;

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* Of a damaged desk: entries that are in a pack, and whose rows are not there any more. */
static gboolean
read_pack (DeskIncoming *self, DeskStatement *row, GError **error)
{
  g_autoptr (GBytes) frame = desk_statement_get_bytes (row, 2);
  g_autoptr (GPtrArray) lines = desk_pack_open (self->db, frame, desk_statement_get_int (row, 1), NULL);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      g_autoptr (DeskEntry) entry = desk_entry_parse (g_ptr_array_index (lines, i), NULL);

      /* Nothing but its own bytes says which one it is: what fits nowhere is left behind as an orphan. */
      if (entry == NULL || g_hash_table_contains (self->ids, desk_entry_get_id (entry)))
        continue;

      if (!keep_entry (self, entry, error))
        return FALSE;
      g_ptr_array_add (self->rowless, g_strdup (desk_entry_get_id (entry)));
    }

  return TRUE;
}

static gboolean
read_packs (DeskIncoming *self, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (self->db, sql_pack_list, error, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (desk_statement_step (statement, &local_error))
    if (!read_pack (self, statement, &local_error))
      break;

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* Where its journal is in the desk: a row, 0 for the desk's own; @there: whether it is there. */
static gboolean
find_journal (Story *story, DeskConnection *to, gint64 *row, gboolean *there, GError **error)
{
  *row = story->id != NULL ? desk_journal_find_story (to, story->id, error) : 0;
  *there = story->id == NULL || *row > 0;

  return *row >= 0;
}

/* (out) @missing: (nullable) (transfer none): a parent that is neither in the file nor, in that story, in the desk already. */
static gboolean
find_missing_parent (DeskIncoming *self, Story *story, DeskEntry *entry, DeskConnection *to, const char **missing, GError **error)
{
  const char *const *parents = desk_entry_get_parents (entry);
  gboolean there;
  gint64 row;

  *missing = NULL;
  if (!find_journal (story, to, &row, &there, error))
    return FALSE;

  for (guint i = 0; parents[i] != NULL; i++)
    {
      gint64 found = g_hash_table_lookup (self->ids, parents[i]) == story ? 1 : 0;

      if (!found && there)
        found = desk_journal_find (to, row, parents[i], error);
      if (found < 0)
        return FALSE;

      if (!found)
        *missing = parents[i];
    }

  return TRUE;
}

/* Every entry before another must be there, in the same story. */
static gboolean
check_parents (DeskIncoming *self, Story *story, DeskConnection *to, GError **error)
{
  for (guint i = 0; i < story->entries->len; i++)
    {
      DeskEntry *entry = g_ptr_array_index (story->entries, i);
      const char *missing;

      if (!find_missing_parent (self, story, entry, to, &missing, error))
        return FALSE;

      if (missing != NULL)
        {
          g_autofree char *what =
              /* Translators: two ids of entries */
              g_strdup_printf (_ ("entry %s stands on %s, which is missing"), desk_entry_get_id (entry), missing);

          return fail (self, DESK_STORE_ERROR_INVALID, what, error);
        }
    }

  return TRUE;
}

/* Sets aside what stands on a missing entry, and what stands on that, until nothing more does. */
static gboolean
set_orphans_aside (DeskIncoming *self, Story *story, DeskConnection *to, GError **error)
{
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      for (guint i = 0; i < story->entries->len;)
        {
          DeskEntry *entry = g_ptr_array_index (story->entries, i);
          const char *missing;

          if (!find_missing_parent (self, story, entry, to, &missing, error))
            return FALSE;

          if (missing == NULL)
            {
              i++;
              continue;
            }

          g_hash_table_remove (self->ids, desk_entry_get_id (entry));
          g_ptr_array_add (self->orphans, g_ptr_array_steal_index (story->entries, i));
          again = TRUE;
        }
    }

  return TRUE;
}

static DeskIncoming *
make_incoming (const char *path)
{
  DeskIncoming *self = g_new0 (DeskIncoming, 1);

  self->path = g_strdup (path);
  self->stories = g_ptr_array_new_with_free_func ((GDestroyNotify) story_free);
  self->gained = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->orphans = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_entry_unref);
  self->unread = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rowless = g_ptr_array_new_with_free_func (g_free);

  return self;
}

DeskIncoming *
desk_incoming_new_salvaged (const char *path, DeskConnection *db, GError **error)
{
  g_autoptr (DeskIncoming) self = make_incoming (path);

  self->salvaged = TRUE;
  self->db = desk_file_open (path, DESK_CONNECTION_IMMUTABLE, error);
  if (self->db == NULL || !read_entries (self, error) || !read_packs (self, error))
    return NULL;

  for (guint i = self->stories->len; i > 0; i--)
    {
      Story *story = g_ptr_array_index (self->stories, i - 1);

      if (!set_orphans_aside (self, story, db, error))
        return NULL;

      if (story->entries->len == 0)
        g_ptr_array_remove_index (self->stories, i - 1);
    }

  return g_steal_pointer (&self);
}

DeskIncoming *
desk_incoming_new (const char *path, const char *near, DeskConnection *db, GError **error)
{
  g_autoptr (DeskIncoming) self = make_incoming (path);

  if (!make_copy (self, near, error))
    return NULL;

  self->db = desk_file_open (self->copy, DESK_CONNECTION_IMMUTABLE, error);
  if (self->db == NULL || !check_file (self, error) || !read_entries (self, error))
    return NULL;

  for (guint i = 0; i < self->stories->len; i++)
    if (!check_parents (self, g_ptr_array_index (self->stories, i), db, error))
      return NULL;

  return g_steal_pointer (&self);
}

void
desk_incoming_free (DeskIncoming *self)
{
  g_clear_pointer (&self->db, desk_connection_close);
  if (self->copy != NULL)
    desk_file_discard (self->copy);
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->stories);
  g_ptr_array_unref (self->gained);
  g_ptr_array_unref (self->orphans);
  g_hash_table_unref (self->unread);
  g_ptr_array_unref (self->rowless);
  g_free (self->path);
  g_free (self->copy);
  g_free (self);
}

/* --- Within the writer's transactions --- */

static gboolean
add_texts (DeskIncoming *self, Story *story, DeskConnection *to, GError **error)
{
  for (gsize done = 0; done < SLICE_BYTES && self->text < story->texts->len; self->text++)
    {
      const char *hash = g_ptr_array_index (story->texts, self->text);
      const char *before = self->text > 0 ? g_ptr_array_index (story->texts, self->text - 1) : NULL;
      gint64 row = desk_texts_find (to, hash, NULL, error);

      if (row < 0)
        return FALSE;

      if (row == 0)
        {
          g_autoptr (DeskText) text = desk_texts_load (self->db, hash, error);
          gsize size;

          if (text == NULL || !desk_texts_add (to, text, before, error))
            return FALSE;

          desk_text_get_canonical (text, &size);
          done += size;
        }
      done += LOOK_BYTES;
    }

  return TRUE;
}

/* What a damaged desk has lost was not left out of it. */
static gboolean
is_left_out (DeskConnection *db, const char *hash)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_left_out_find, NULL, "s", hash);
  g_autoptr (GError) local_error = NULL;

  return statement != NULL && desk_statement_step (statement, &local_error);
}

static void
add_holding_cb (const char *hash, const char *kind, gpointer data)
{
  Holding *holding = data;
  DeskConnection *db = holding->self->db;
  DeskConnection *to = holding->to;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) salt = NULL;
  g_autofree char *type = NULL;
  GError *local_error = NULL;
  gint64 n = 0;

  if (holding->error != NULL)
    return;

  if (g_str_equal (kind, "text"))
    {
      n = desk_texts_find (to, hash, NULL, &holding->error);
    }
  else if (g_str_equal (kind, "sealed"))
    {
      bytes = desk_texts_load_sealed (db, hash, &salt, &local_error);
      if (bytes != NULL)
        desk_texts_add_sealed (to, &(DeskSealed) { (char *) hash, salt, bytes }, &holding->error);
    }
  else
    {
      bytes = desk_texts_load_blob (db, hash, &type, &local_error);
      if (bytes != NULL)
        desk_texts_add_blob (to, &(DeskBlob) { (char *) hash, type, bytes }, &holding->error);
    }

  g_clear_error (&local_error);
  if (bytes == NULL && n == 0 && holding->error == NULL && (!holding->self->salvaged || is_left_out (db, hash)))
    desk_connection_run (to, sql_left_out_note, &holding->error, "sh", hash, hash);
}

/* Adds the entries that are new here; their number, or -1. */
static gint64
add_entries (DeskIncoming *self, Story *story, gint64 row, DeskConnection *to, GError **error)
{
  Holding holding = { self, story, to, NULL };
  gint64 n = 0;

  for (guint i = 0; i < story->entries->len; i++)
    {
      DeskEntry *entry = g_ptr_array_index (story->entries, i);
      gint64 there = desk_journal_find (to, row, desk_entry_get_id (entry), error);

      if (there < 0)
        return -1;

      desk_views_foreach_holding (entry, add_holding_cb, &holding);
      if (holding.error != NULL)
        {
          g_propagate_error (error, holding.error);
          return -1;
        }

      if (there > 0)
        continue;

      if (desk_journal_add (to, row, entry, error) < 0)
        return -1;
      n++;
    }

  return n;
}

/* Of two stories with one slug, the one that comes in gets a number. */
static gboolean
settle_slug (DeskWriter *writer, gint64 row, const char *id, GError **error)
{
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *slug = NULL;
  g_autofree char *free_slug = NULL;
  g_autofree char *entry = NULL;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (writer->db, sql_story_head, error, "l", row);
    g_autoptr (GError) local_error = NULL;

    if (statement == NULL)
      return FALSE;
    if (desk_statement_step (statement, &local_error))
      slug = desk_statement_dup_string (statement, 1);
    if (!desk_pass_error (g_steal_pointer (&local_error), error))
      return FALSE;
  }

  free_slug = desk_commit_find_free_slug (writer->db, slug, id, error);
  if (free_slug == NULL)
    return FALSE;
  if (g_str_equal (free_slug, slug))
    return TRUE;

  body = json_object_new ();
  json_object_set_string_member (body, "slug", free_slug);
  entry = desk_commit_entry (writer, row, id, DESK_ENTRY_SLUG, body, 0, NULL, error);

  return entry != NULL && desk_views_finish (writer->db, row, error);
}

static gboolean
add_story (DeskIncoming *self, Story *story, DeskWriter *writer, GError **error)
{
  gboolean there;
  gint64 row, n;

  if (!find_journal (story, writer->db, &row, &there, error))
    return FALSE;

  if (!there)
    row = desk_journal_add_story (writer->db, story->id, error);

  if (row < 0 || (n = add_entries (self, story, row, writer->db, error)) < 0)
    return FALSE;

  /* Anew even without new entries: texts may have come that were left out before, and erased ones go again. */
  if (desk_views_rebuild (writer->db, row, error) < 0)
    return FALSE;

  if (n == 0)
    return TRUE;

  self->n_entries += n;
  if (story->id == NULL)
    return TRUE;

  g_ptr_array_add (self->gained, g_strdup (story->id));
  g_hash_table_add (writer->touched, g_strdup (story->id));

  return settle_slug (writer, row, story->id, error);
}

gboolean
desk_incoming_step (DeskIncoming *self, DeskWriter *writer, gboolean *more, GError **error)
{
  Story *story;

  if (self->story < self->stories->len)
    {
      story = g_ptr_array_index (self->stories, self->story);
      if (self->text < story->texts->len)
        {
          if (!add_texts (self, story, writer->db, error))
            return FALSE;
        }
      else
        {
          if (!add_story (self, story, writer, error))
            return FALSE;
          self->story++;
          self->text = 0;
        }
    }

  *more = self->story < self->stories->len;

  return TRUE;
}

guint
desk_incoming_get_n_entries (DeskIncoming *self)
{
  return self->n_entries;
}

GPtrArray *
desk_incoming_get_orphans (DeskIncoming *self)
{
  return self->orphans;
}

DeskConnection *
desk_incoming_get_connection (DeskIncoming *self)
{
  return self->db;
}

gboolean
desk_incoming_count_lost (DeskIncoming *self, DeskConnection *to, gint64 first, gint64 last, gint64 *n, GError **error)
{
  GHashTableIter iter;
  gpointer id, seq;
  gint64 n_rows;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (self->db, sql_entry_count_between, error, "ll", first, last);
    g_autoptr (GError) local_error = NULL;

    if (statement == NULL)
      return FALSE;

    n_rows = desk_statement_step (statement, &local_error) ? desk_statement_get_int (statement, 0) : 0;
    if (!desk_pass_error (g_steal_pointer (&local_error), error))
      return FALSE;
  }

  /* They came one after another. */
  *n = (last >= first ? (gint64) MIN ((guint64) last - (guint64) first, G_MAXINT64 - 1) + 1 : 0) - n_rows;
  g_hash_table_iter_init (&iter, self->unread);
  while (g_hash_table_iter_next (&iter, &id, &seq))
    {
      gint64 row = *(gint64 *) seq >= first ? desk_journal_find (to, -1, id, error) : 1;

      if (row < 0)
        return FALSE;
      *n += row == 0;
    }
  for (guint i = 0; i < self->rowless->len; i++)
    {
      gint64 row = desk_journal_find (to, -1, g_ptr_array_index (self->rowless, i), error);

      if (row < 0)
        return FALSE;
      *n -= row == 0;
    }
  *n = MAX (*n, 0);

  return TRUE;
}

GPtrArray *
desk_incoming_take_gained (DeskIncoming *self)
{
  GPtrArray *gained = g_steal_pointer (&self->gained);

  self->gained = g_ptr_array_new_with_free_func (g_free);

  return gained;
}
