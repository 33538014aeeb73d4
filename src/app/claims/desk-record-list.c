/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-record-list.h"

typedef struct
{
  GtkListBox *box; /* not owned: it owns this */
  GListModel *model;
  gulong items_changed;
  guint follow; /* source of an idle, 0 when the rows are up to date */
  GHashTable *rows; /* id → GtkListBoxRow */
  DeskRecordIdFunc get_id;
  DeskRecordRowFunc make_row;
  DeskRecordShowFunc show;
  gpointer data;
} RecordList;

#define KEY "desk-record-list"
#define KEY_PLACE "desk-record-place"
#define KEY_RECORD "desk-record"

static void
record_list_free (RecordList *self)
{
  g_clear_handle_id (&self->follow, g_source_remove);
  g_signal_handler_disconnect (self->model, self->items_changed);
  g_clear_object (&self->model);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_free (self);
}

static int
compare_places (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  guint left = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (a), KEY_PLACE));
  guint right = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (b), KEY_PLACE));

  return (left > right) - (left < right);
}

/* Somebody who works down a list with the keys goes on at its neighbour. */
static void
remove_row (GtkListBox *box, GtkListBoxRow *row)
{
  gboolean focused = gtk_widget_get_state_flags (GTK_WIDGET (row)) & GTK_STATE_FLAG_FOCUS_WITHIN;
  GtkWidget *neighbour = gtk_widget_get_next_sibling (GTK_WIDGET (row));

  if (!GTK_IS_LIST_BOX_ROW (neighbour))
    neighbour = gtk_widget_get_prev_sibling (GTK_WIDGET (row));
  if (focused && GTK_IS_LIST_BOX_ROW (neighbour))
    gtk_widget_grab_focus (neighbour);

  gtk_list_box_remove (box, GTK_WIDGET (row));
}

static void
record_list_follow (RecordList *self)
{
  g_autoptr (GHashTable) old = g_steal_pointer (&self->rows);
  guint n = g_list_model_get_n_items (self->model);
  GHashTableIter iter;
  gpointer row;

  g_clear_handle_id (&self->follow, g_source_remove);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) record = g_list_model_get_item (self->model, i);
      const char *id = self->get_id (record);
      gboolean is_new;

      row = g_hash_table_lookup (old, id);
      is_new = row == NULL;
      if (is_new)
        row = self->make_row (self->data);
      else
        g_hash_table_remove (old, id);

      g_hash_table_insert (self->rows, g_strdup (id), row);
      g_object_set_data (row, KEY_PLACE, GUINT_TO_POINTER (i));
      if (g_object_get_data (row, KEY_RECORD) != record)
        {
          g_object_set_data_full (row, KEY_RECORD, g_object_ref (record), g_object_unref);
          self->show (row, record, self->data);
        }
      if (is_new)
        gtk_list_box_append (self->box, row);
    }

  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    remove_row (self->box, row);

  gtk_list_box_invalidate_sort (self->box);
}

static gboolean
follow_cb (gpointer data)
{
  RecordList *self = data;

  self->follow = 0;
  record_list_follow (self);

  return G_SOURCE_REMOVE;
}

/* A model says of a record that moves that it went and came: only when it has said all does its row stay. */
static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, RecordList *self)
{
  if (self->follow == 0)
    self->follow = g_idle_add_full (G_PRIORITY_HIGH_IDLE, follow_cb, self, NULL);
}

void
desk_record_list_bind (GtkListBox *box,
                       GListModel *model,
                       DeskRecordIdFunc get_id,
                       DeskRecordRowFunc make_row,
                       DeskRecordShowFunc show,
                       gpointer data)
{
  RecordList *self;

  g_return_if_fail (GTK_IS_LIST_BOX (box));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  g_object_set_data (G_OBJECT (box), KEY, NULL);
  gtk_list_box_remove_all (box);

  if (model == NULL)
    return;

  self = g_new0 (RecordList, 1);
  self->box = box;
  self->model = g_object_ref (model);
  self->get_id = get_id;
  self->make_row = make_row;
  self->show = show;
  self->data = data;
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->items_changed = g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_object_set_data_full (G_OBJECT (box), KEY, self, (GDestroyNotify) record_list_free);

  gtk_list_box_set_sort_func (box, compare_places, NULL, NULL);
  record_list_follow (self);
}

GtkListBoxRow *
desk_record_list_get_row (GtkListBox *box, const char *id)
{
  RecordList *self;

  g_return_val_if_fail (GTK_IS_LIST_BOX (box), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_get_data (G_OBJECT (box), KEY);
  if (self == NULL)
    return NULL;

  if (self->follow != 0)
    record_list_follow (self);

  return g_hash_table_lookup (self->rows, id);
}
