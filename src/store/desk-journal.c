/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "desk-journal.h"
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
      story < 0 ? desk_connection_query (db, sql_entry_find, error, "s", id)
                : desk_connection_query (db, sql_entry_find_in_story, error, "sl", id, story);

  return take_row (statement, error);
}

gint64
desk_journal_add (DeskConnection *db, gint64 story, DeskEntry *entry, GError **error)
{
  const char *const *parents = desk_entry_get_parents (entry);
  const char *id = desk_entry_get_id (entry);
  gint64 seq;

  /* The desk's own journal has no story: NULL in the column, 0 here. */
  if (!desk_connection_run (db, sql_entry_add, error, "snslsssb", id, story, desk_entry_get_kind_nick (entry),
                            desk_entry_get_at (entry), desk_entry_get_name (entry), desk_entry_get_device (entry),
                            desk_entry_get_zone (entry), desk_entry_get_bytes (entry)))
    return -1;

  seq = desk_connection_get_last_row (db);
  for (guint i = 0; parents[i] != NULL; i++)
    if (!desk_connection_run (db, sql_parent_add, error, "ls", seq, parents[i]) ||
        !desk_connection_run (db, sql_tip_remove, error, "s", parents[i]))
      return -1;

  return desk_connection_run (db, sql_tip_add, error, "sn", id, story) ? seq : -1;
}

/* The nodes of a journal by rank, with the edges between them. */
static GArray *
load_nodes (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, TRUE, sizeof (Node));
  g_autoptr (GHashTable) ranks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GError) local_error = NULL;

  g_array_set_clear_func (nodes, node_clear_cb);

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_list_order, error, "n", story);

    if (statement == NULL)
      return NULL;

    while (desk_statement_step (statement, &local_error))
      {
        Node node = { .seq = desk_statement_get_int (statement, 0), .rank = nodes->len };

        node.children = g_array_new (FALSE, FALSE, sizeof (guint));
        g_hash_table_insert (ranks, g_memdup2 (&node.seq, sizeof node.seq), GUINT_TO_POINTER (node.rank));
        g_array_append_val (nodes, node);
      }
  }

  if (local_error == NULL)
    {
      g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_list_edges, error, "n", story);

      if (statement == NULL)
        return NULL;

      while (desk_statement_step (statement, &local_error))
        {
          gint64 child_seq = desk_statement_get_int (statement, 0);
          gint64 parent_seq = desk_statement_get_int (statement, 1);
          gpointer child, parent;

          if (g_hash_table_lookup_extended (ranks, &child_seq, NULL, &child) &&
              g_hash_table_lookup_extended (ranks, &parent_seq, NULL, &parent))
            {
              guint rank = GPOINTER_TO_UINT (child);

              g_array_index (nodes, Node, rank).n_waiting++;
              g_array_append_val (g_array_index (nodes, Node, GPOINTER_TO_UINT (parent)).children, rank);
            }
        }
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_steal_pointer (&nodes);
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

gboolean
desk_journal_sort (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (GArray) nodes = load_nodes (db, story, error);
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));
  gint64 place = 0;

  if (nodes == NULL)
    return FALSE;

  for (guint i = nodes->len; i > 0; i--)
    if (g_array_index (nodes, Node, i - 1).n_waiting == 0)
      insert_rank (ready, i - 1);

  while (ready->len > 0)
    {
      Node *node = &g_array_index (nodes, Node, g_array_index (ready, guint, ready->len - 1));

      g_array_set_size (ready, ready->len - 1);
      if (!desk_connection_run (db, sql_entry_set_place, error, "ll", node->seq, ++place))
        return FALSE;

      for (guint i = 0; i < node->children->len; i++)
        {
          guint child = g_array_index (node->children, guint, i);

          if (--g_array_index (nodes, Node, child).n_waiting == 0)
            insert_rank (ready, child);
        }
    }

  return desk_connection_run (db, sql_tip_clear, error, "n", story) && desk_connection_run (db, sql_tip_fill, error, "n", story);
}

/* Writes what @entry says into the columns of its row. */
static gboolean
derive_columns (DeskConnection *db, gint64 seq, DeskEntry *entry, GError **error)
{
  const char *const *parents = desk_entry_get_parents (entry);
  const char *id = desk_entry_get_story (entry);
  gint64 story = id != NULL ? desk_journal_find_story (db, id, error) : 0;

  if (story == 0 && id != NULL)
    story = desk_journal_add_story (db, id, error);

  if (story < 0 ||
      !desk_connection_run (db, sql_entry_set, error, "lnslsss", seq, story, desk_entry_get_kind_nick (entry),
                            desk_entry_get_at (entry), desk_entry_get_name (entry), desk_entry_get_device (entry),
                            desk_entry_get_zone (entry)) ||
      !desk_connection_run (db, sql_parent_clear, error, "l", seq))
    return FALSE;

  for (guint i = 0; parents[i] != NULL; i++)
    if (!desk_connection_run (db, sql_parent_add, error, "ls", seq, parents[i]))
      return FALSE;

  return TRUE;
}

gint64
desk_journal_derive (DeskConnection *db, gint64 after, int limit, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_list_all, error, "li", after, limit);
  g_autoptr (GError) local_error = NULL;
  gint64 last = 0;

  if (statement == NULL)
    return -1;

  while (desk_statement_step (statement, &local_error))
    {
      g_autoptr (GBytes) bytes = desk_statement_get_bytes (statement, 2);
      g_autoptr (DeskEntry) entry = desk_entry_parse (bytes, NULL);

      last = desk_statement_get_int (statement, 0);
      if (entry != NULL && g_str_equal (desk_entry_get_id (entry), desk_statement_get_string (statement, 1)) &&
          !derive_columns (db, last, entry, &local_error))
        break;
    }

  if (local_error == NULL)
    return last;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return -1;
}

GPtrArray *
desk_journal_list (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_entry_unref);
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_list, error, "n", story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    {
      g_autoptr (GBytes) bytes = desk_statement_get_bytes (statement, 1);
      DeskEntry *entry = desk_entry_parse (bytes, &local_error);

      if (entry == NULL)
        {
          g_prefix_error (&local_error, _ ("An entry of the journal is damaged: "));
          local_error->domain = DESK_STORE_ERROR;
          local_error->code = DESK_STORE_ERROR_DAMAGED;
          break;
        }
      g_ptr_array_add (entries, entry);
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_steal_pointer (&entries);
}
