/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "desk-journal.h"
#include "desk-pack.h"
#include "desk-sql.h"
#include "desk-store.h"

/* An entry while its journal is put in order. */
typedef struct
{
  gint64 seq;
  guint rank;      /* by instant, then id */
  guint n_waiting; /* parents that have not come yet */
  GArray *children; /* (element-type guint): ranks */
} Node;

static void
node_clear_cb (gpointer data)
{
  Node *node = data;

  g_clear_pointer (&node->children, g_array_unref);
}

/* The integer in the first column, 0 without a row, -1 with an error. */
static gint64
take_row (DeskStatement *statement, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return -1;

  if (desk_statement_step (statement, &local_error))
    return desk_statement_get_int (statement, 0);

  if (local_error == NULL)
    return 0;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return -1;
}

gint64
desk_journal_find_story (DeskConnection *db, const char *id, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_find, error, "s", id);

  return take_row (statement, error);
}

gint64
desk_journal_add_story (DeskConnection *db, const char *id, GError **error)
{
  if (!desk_connection_run (db, sql_story_add, error, "s", id))
    return -1;

  return desk_connection_get_last_row (db);
}

GStrv
desk_journal_list_tips (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_tip_list, error, "n", story);
  g_autoptr (GStrvBuilder) tips = g_strv_builder_new ();
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    g_strv_builder_add (tips, desk_statement_get_string (statement, 0));

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_strv_builder_end (tips);
}

gint64
desk_journal_find (DeskConnection *db, gint64 story, const char *id, GError **error)
{
  g_autoptr (DeskStatement) statement =
      story < 0 ? desk_connection_query (db, sql_entry_find, error, "h", id)
                : desk_connection_query (db, sql_entry_find_in_story, error, "hn", id, story);

  return take_row (statement, error);
}

/* The row of who wrote @entry, made if need be; -1 with an error. */
static gint64
find_actor (DeskConnection *db, DeskEntry *entry, GError **error)
{
  const char *name = desk_entry_get_name (entry);
  const char *device = desk_entry_get_device (entry);
  const char *zone = desk_entry_get_zone (entry);
  gint64 row;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_actor_find, error, "sss", name, device, zone);

    row = take_row (statement, error);
  }

  if (row != 0)
    return row;

  return desk_connection_run (db, sql_actor_add, error, "sss", name, device, zone) ? desk_connection_get_last_row (db) : -1;
}

gint64
desk_journal_add (DeskConnection *db, gint64 story, DeskEntry *entry, GError **error)
{
  const char *const *parents = desk_entry_get_parents (entry);
  const char *id = desk_entry_get_id (entry);
  gint64 actor = find_actor (db, entry, error);
  gint64 seq;

  /* The desk's own journal has no story: NULL in the column, 0 here. */
  if (actor < 0 || !desk_connection_run (db, sql_entry_add, error, "hnllb", id, story, desk_entry_get_at (entry), actor,
                                         desk_entry_get_bytes (entry)))
    return -1;

  seq = desk_connection_get_last_row (db);
  for (guint i = 0; parents[i] != NULL; i++)
    if (!desk_connection_run (db, sql_tip_remove, error, "s", parents[i]))
      return -1;

  return desk_connection_run (db, sql_tip_add, error, "sn", id, story) ? seq : -1;
}

/* --- Reading what stands in the file --- */

struct _DeskJournalReader
{
  DeskConnection *db;
  gint64 first; /* of the pack that is at hand */
  GPtrArray *entries;
};

DeskJournalReader *
desk_journal_reader_new (DeskConnection *db)
{
  DeskJournalReader *self = g_new0 (DeskJournalReader, 1);

  self->db = db;

  return self;
}

void
desk_journal_reader_free (DeskJournalReader *self)
{
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}

/* Has the pack at hand that entry @seq is in, if any is. */
static gboolean
open_pack (DeskJournalReader *self, gint64 seq, GError **error)
{
  g_autoptr (DeskStatement) statement = NULL;
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GError) local_error = NULL;

  if (self->entries != NULL && seq >= self->first && (guint64) seq - (guint64) self->first < self->entries->len)
    return TRUE;

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  statement = desk_connection_query (self->db, sql_pack_find, error, "l", seq);
  if (statement == NULL)
    return FALSE;

  if (desk_statement_step (statement, &local_error))
    {
      self->first = desk_statement_get_int (statement, 0);
      frame = desk_statement_get_bytes (statement, 2);
      self->entries = desk_pack_open (self->db, frame, desk_statement_get_int (statement, 1), &local_error);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

GBytes *
desk_journal_reader_read (DeskJournalReader *self, DeskStatement *row, GError **error)
{
  gint64 seq = desk_statement_get_int (row, 0);

  if (!desk_statement_is_null (row, 1))
    return desk_statement_get_bytes (row, 1);

  if (!open_pack (self, seq, error))
    return NULL;

  if (self->entries != NULL && seq >= self->first && (guint64) seq - (guint64) self->first < self->entries->len)
    return g_bytes_ref (g_ptr_array_index (self->entries, seq - self->first));

  g_set_error_literal (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                       _ ("The bytes of an entry of the journal are missing"));

  return NULL;
}

DeskEntry *
desk_journal_reader_parse (DeskJournalReader *self, DeskStatement *row, GError **error)
{
  g_autoptr (GBytes) bytes = desk_journal_reader_read (self, row, error);
  DeskEntry *entry;

  if (bytes == NULL)
    return NULL;

  entry = desk_entry_parse (bytes, error);
  if (entry == NULL && error != NULL)
    {
      g_prefix_error (error, _ ("An entry of the journal is damaged: "));
      (*error)->domain = DESK_STORE_ERROR;
      (*error)->code = DESK_STORE_ERROR_DAMAGED;
    }

  return entry;
}

/* --- Order --- */

/* An entry's parents, as ranks of those before it; what is damaged or not there holds nothing up. */
static void
add_edges (GArray *nodes, GHashTable *ranks, guint rank, DeskEntry *entry)
{
  const char *const *parents = desk_entry_get_parents (entry);

  for (guint i = 0; parents[i] != NULL; i++)
    {
      gpointer parent;

      if (!g_hash_table_lookup_extended (ranks, parents[i], NULL, &parent))
        continue;

      g_array_index (nodes, Node, rank).n_waiting++;
      g_array_append_val (g_array_index (nodes, Node, GPOINTER_TO_UINT (parent)).children, rank);
    }
}

/* The nodes of a journal by rank, without edges. @ranks: id → rank */
static GArray *
load_nodes (DeskConnection *db, gint64 story, GHashTable *ranks, GError **error)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, TRUE, sizeof (Node));
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_list_order, error, "n", story);
  g_autoptr (GError) local_error = NULL;

  g_array_set_clear_func (nodes, node_clear_cb);
  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    {
      Node node = { .seq = desk_statement_get_int (statement, 0), .rank = nodes->len };

      node.children = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (ranks, desk_statement_dup_string (statement, 2), GUINT_TO_POINTER (node.rank));
      g_array_append_val (nodes, node);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error) ? g_steal_pointer (&nodes) : NULL;
}

static gboolean
load_edges (DeskConnection *db, gint64 story, GArray *nodes, GHashTable *ranks, GError **error)
{
  g_autoptr (DeskJournalReader) reader = desk_journal_reader_new (db);
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_list, error, "n", story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (desk_statement_step (statement, &local_error))
    {
      g_autoptr (DeskEntry) entry = desk_journal_reader_parse (reader, statement, NULL);
      gpointer rank;

      if (entry != NULL && g_hash_table_lookup_extended (ranks, desk_entry_get_id (entry), NULL, &rank))
        add_edges (nodes, ranks, GPOINTER_TO_UINT (rank), entry);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

static void
insert_rank (GArray *ready, guint rank)
{
  guint low = 0, high = ready->len;

  /* The smallest comes last, where it is taken from. */
  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (ready, guint, middle) > rank)
        low = middle + 1;
      else
        high = middle;
    }
  g_array_insert_val (ready, low, rank);
}

/* Gives an entry its place; one that nothing stands on is a tip. */
static gboolean
put_in_place (DeskConnection *db, const Node *node, gint64 place, GError **error)
{
  return desk_connection_run (db, sql_entry_set_place, error, "ll", node->seq, place) &&
         (node->children->len > 0 || desk_connection_run (db, sql_tip_add_row, error, "l", node->seq));
}

gboolean
desk_journal_sort (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (GHashTable) ranks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) nodes = load_nodes (db, story, ranks, error);
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));
  gint64 place = 0;

  if (nodes == NULL || !load_edges (db, story, nodes, ranks, error) ||
      !desk_connection_run (db, sql_tip_clear, error, "n", story))
    return FALSE;

  for (guint i = nodes->len; i > 0; i--)
    if (g_array_index (nodes, Node, i - 1).n_waiting == 0)
      insert_rank (ready, i - 1);

  while (ready->len > 0)
    {
      Node *node = &g_array_index (nodes, Node, g_array_index (ready, guint, ready->len - 1));

      g_array_set_size (ready, ready->len - 1);
      if (!put_in_place (db, node, ++place, error))
        return FALSE;

      for (guint i = 0; i < node->children->len; i++)
        {
          guint child = g_array_index (node->children, guint, i);

          if (--g_array_index (nodes, Node, child).n_waiting == 0)
            insert_rank (ready, child);
        }
    }

  return TRUE;
}

/* Writes what @entry says into the columns of its row. */
static gboolean
derive_columns (DeskConnection *db, gint64 seq, DeskEntry *entry, GError **error)
{
  const char *id = desk_entry_get_story (entry);
  gint64 story = id != NULL ? desk_journal_find_story (db, id, error) : 0;
  gint64 actor = story < 0 ? -1 : find_actor (db, entry, error);

  if (story == 0 && id != NULL && actor > 0)
    story = desk_journal_add_story (db, id, error);

  return story >= 0 && actor > 0 &&
         desk_connection_run (db, sql_entry_set, error, "lnll", seq, story, desk_entry_get_at (entry), actor);
}

gint64
desk_journal_derive (DeskConnection *db, gint64 after, int limit, GError **error)
{
  g_autoptr (DeskJournalReader) reader = desk_journal_reader_new (db);
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_list_all, error, "li", after, limit);
  g_autoptr (GError) local_error = NULL;
  gint64 last = 0;

  if (statement == NULL)
    return -1;

  while (desk_statement_step (statement, &local_error))
    {
      g_autoptr (DeskEntry) entry = desk_journal_reader_parse (reader, statement, NULL);

      last = desk_statement_get_int (statement, 0);
      if (entry != NULL && g_str_equal (desk_entry_get_id (entry), desk_statement_get_string (statement, 2)) &&
          !derive_columns (db, last, entry, &local_error))
        break;
    }

  return desk_pass_error (g_steal_pointer (&local_error), error) ? last : -1;
}

GPtrArray *
desk_journal_list (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_entry_unref);
  g_autoptr (DeskJournalReader) reader = desk_journal_reader_new (db);
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_list, error, "n", story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  while (local_error == NULL && desk_statement_step (statement, &local_error))
    {
      DeskEntry *entry = desk_journal_reader_parse (reader, statement, &local_error);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error) ? g_steal_pointer (&entries) : NULL;
}
