/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-own-cursor.h"

#define CURSOR "desk-own-cursor"

/* Of a view; the buffer has that of the view which had the focus last, under the same name. */
typedef struct
{
  GtkTextMark *insert; /* (nullable): until the focus left it for the first time */
  GtkTextMark *bound;
} Cursor;

static void
cursor_clear (Cursor *self)
{
  GtkTextMark *marks[] = { g_steal_pointer (&self->insert), g_steal_pointer (&self->bound) };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (marks[i] && !gtk_text_mark_get_deleted (marks[i]))
        gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (marks[i]), marks[i]);
      g_clear_object (&marks[i]);
    }
}

static void
cursor_free (gpointer data)
{
  cursor_clear (data);
  g_rc_box_release (data);
}

static gboolean
is_of (Cursor *self, GtkTextBuffer *buffer)
{
  return self && self->insert && gtk_text_mark_get_buffer (self->insert) == buffer;
}

static void
get_iters (Cursor *self, GtkTextBuffer *buffer, GtkTextIter *insert, GtkTextIter *bound)
{
  gtk_text_buffer_get_iter_at_mark (buffer, insert, self->insert);
  gtk_text_buffer_get_iter_at_mark (buffer, bound, self->bound);
}

static void
leave_cb (GtkTextView *view)
{
  Cursor *self = g_object_get_data (G_OBJECT (view), CURSOR);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter iter;

  cursor_clear (self);
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  self->insert = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &iter, FALSE));
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_selection_bound (buffer));
  self->bound = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &iter, FALSE));
  g_object_set_data_full (G_OBJECT (buffer), CURSOR, g_rc_box_acquire (self), g_rc_box_release);
}

static void
enter_cb (GtkTextView *view)
{
  Cursor *self = g_object_get_data (G_OBJECT (view), CURSOR);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  Cursor *last = g_object_get_data (G_OBJECT (buffer), CURSOR);
  GtkTextIter insert, bound, last_insert, last_bound;

  if (last == self || !is_of (self, buffer) || !is_of (last, buffer))
    return;
  get_iters (last, buffer, &last_insert, &last_bound);
  gtk_text_buffer_get_iter_at_mark (buffer, &insert, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_get_iter_at_mark (buffer, &bound, gtk_text_buffer_get_selection_bound (buffer));
  if (!gtk_text_iter_equal (&insert, &last_insert) || !gtk_text_iter_equal (&bound, &last_bound))
    return;
  get_iters (self, buffer, &insert, &bound);
  gtk_text_buffer_select_range (buffer, &insert, &bound);
}

void
desk_own_cursor_attach (GtkTextView *view)
{
  GtkEventController *focus;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  g_object_set_data_full (G_OBJECT (view), CURSOR, g_rc_box_new0 (Cursor), cursor_free);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (enter_cb), view);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (leave_cb), view);
  gtk_widget_add_controller (GTK_WIDGET (view), focus);
}
