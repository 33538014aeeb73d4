/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-slices.h"

#include <string.h>

#define SLICES "desk-slices"

/* Bytes that go in at once, and for how long one goes on before the window has its turn. */
#define SLICE 4096
#define TURN (6 * 1000) /* microseconds */

typedef struct
{
  GtkTextView *view; /* not owned: this is its data */
  GtkTextBuffer *buffer;
  GtkTextMark *mark; /* where the next slice goes: what is typed there stands behind it */
  char *text;
  gsize at;
  guint idle_id;
  gulong buffer_id;
} Slices;

static void
slices_free (gpointer data)
{
  Slices *self = data;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->buffer_id != 0)
    g_signal_handler_disconnect (self->view, self->buffer_id);
  if (!gtk_text_mark_get_deleted (self->mark))
    gtk_text_buffer_delete_mark (self->buffer, self->mark);
  g_object_unref (self->mark);
  g_object_unref (self->buffer);
  g_free (self->text);
  g_free (self);
}

/* Bytes of the next slice: up to a line end where one is near, never within a letter. */
static gsize
measure_slice (const char *text)
{
  gsize length = strlen (text);
  const char *end;

  if (length <= SLICE)
    return length;
  end = memrchr (text, '\n', SLICE);
  if (end && end > text)
    return end + 1 - text;
  return g_utf8_find_prev_char (text, text + SLICE) - text;
}

static void
insert_slice (Slices *self)
{
  gsize length = measure_slice (self->text + self->at);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, self->mark);
  gtk_text_buffer_insert (self->buffer, &iter, self->text + self->at, length);
  gtk_text_buffer_move_mark (self->buffer, self->mark, &iter);
  self->at += length;
}

static gboolean
is_done (Slices *self)
{
  return self->text[self->at] == '\0';
}

static void
end (GtkTextView *view)
{
  Slices *self = g_object_steal_data (G_OBJECT (view), SLICES);

  gtk_text_buffer_end_user_action (self->buffer);
  if (gtk_text_view_get_buffer (view) == self->buffer && gtk_widget_get_mapped (GTK_WIDGET (view)))
    gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (self->buffer));
  slices_free (self);
}

static gboolean
slice_cb (gpointer data)
{
  Slices *self = data;
  gint64 until = g_get_monotonic_time () + TURN;

  do
    insert_slice (self);
  while (!is_done (self) && g_get_monotonic_time () < until);

  if (!is_done (self))
    return G_SOURCE_CONTINUE;
  self->idle_id = 0;
  end (self->view);
  return G_SOURCE_REMOVE;
}

static void
finish_cb (Slices *self)
{
  desk_slices_finish (self->view);
}

static void
view_destroyed_cb (gpointer data)
{
  Slices *self = data;

  /* The view goes, its words stay. */
  while (!is_done (self))
    insert_slice (self);
  gtk_text_buffer_end_user_action (self->buffer);
  self->buffer_id = 0;
  slices_free (self);
}

void
desk_slices_insert (GtkTextView *view, const char *text)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, stop;
  Slices *self;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (text != NULL);

  desk_slices_finish (view);
  buffer = gtk_text_view_get_buffer (view);
  gtk_text_buffer_begin_user_action (buffer);
  if (gtk_text_buffer_get_selection_bounds (buffer, &start, &stop))
    gtk_text_buffer_delete (buffer, &start, &stop);

  self = g_new0 (Slices, 1);
  self->view = view;
  self->buffer = g_object_ref (buffer);
  self->text = g_strdup (text);
  self->mark = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE));
  self->buffer_id = g_signal_connect_swapped (view, "notify::buffer", G_CALLBACK (finish_cb), self);
  g_object_set_data_full (G_OBJECT (view), SLICES, self, view_destroyed_cb);
  if (!is_done (self))
    insert_slice (self);
  if (is_done (self))
    {
      end (view);
      return;
    }

  self->idle_id = g_idle_add (slice_cb, self);
}

void
desk_slices_finish (GtkTextView *view)
{
  Slices *self;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  self = g_object_get_data (G_OBJECT (view), SLICES);
  if (!self)
    return;
  while (!is_done (self))
    insert_slice (self);
  end (view);
}

gboolean
desk_slices_is_busy (GtkTextView *view)
{
  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), FALSE);

  return g_object_get_data (G_OBJECT (view), SLICES) != NULL;
}
