/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-focus-dim.h"

#include "editor/desk-tag-ranges.h"

struct _DeskFocusDim
{
  GObject parent_instance;

  GtkTextBuffer *buffer;
  GtkTextTag *tag;
  GtkTextMark *line; /* in the line that is not dimmed */
};

G_DEFINE_FINAL_TYPE (DeskFocusDim, desk_focus_dim, G_TYPE_OBJECT)

static void
get_line (DeskFocusDim *self, GtkTextMark *mark, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (self->buffer, start, mark);
  gtk_text_iter_set_line_offset (start, 0);
  *end = *start;
  gtk_text_iter_forward_line (end);
}

static void
cursor_moved_cb (DeskFocusDim *self)
{
  GtkTextIter start, end, line;

  get_line (self, gtk_text_buffer_get_insert (self->buffer), &start, &end);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &line, self->line);
  if (gtk_text_iter_get_line (&line) == gtk_text_iter_get_line (&start))
    return;

  get_line (self, self->line, &start, &end);
  gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, &end);
  get_line (self, gtk_text_buffer_get_insert (self->buffer), &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
  gtk_text_buffer_move_mark (self->buffer, self->line, &start);
}

/* What comes in elsewhere, by a merge or undo, is dimmed as what is around it. */
static void
inserted_cb (DeskFocusDim *self, GtkTextIter *location, const char *text, int length)
{
  GtkTextIter start = *location, here, end;

  get_line (self, gtk_text_buffer_get_insert (self->buffer), &here, &end);
  gtk_text_iter_backward_chars (&start, g_utf8_strlen (text, length));
  if (gtk_text_iter_compare (&start, &here) >= 0 && gtk_text_iter_compare (location, &end) <= 0)
    return;
  gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, location);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &here, &end);
}

static void
desk_focus_dim_dispose (GObject *object)
{
  DeskFocusDim *self = DESK_FOCUS_DIM (object);
  GtkTextIter start, end;

  if (self->buffer)
    {
      g_signal_handlers_disconnect_by_data (self->buffer, self);
      gtk_text_buffer_get_bounds (self->buffer, &start, &end);
      gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
      gtk_text_buffer_delete_mark (self->buffer, self->line);
      g_clear_object (&self->line);
    }
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (desk_focus_dim_parent_class)->dispose (object);
}

static void
desk_focus_dim_class_init (DeskFocusDimClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = desk_focus_dim_dispose;
}

static void
desk_focus_dim_init (DeskFocusDim *self)
{
}

DeskFocusDim *
desk_focus_dim_new (GtkTextBuffer *buffer)
{
  GdkRGBA grey = { 0.5, 0.5, 0.5, 0.5 };
  GtkTextTagTable *table;
  GtkTextIter start, end;
  DeskFocusDim *self;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  self = g_object_new (DESK_TYPE_FOCUS_DIM, NULL);
  self->buffer = g_object_ref (buffer);
  table = gtk_text_buffer_get_tag_table (buffer);
  self->tag = desk_tag_ranges_ensure (buffer, DESK_FOCUS_DIM_TAG);
  gtk_text_tag_set_priority (self->tag, gtk_text_tag_table_get_size (table) - 1);
  g_object_set (self->tag, "foreground-rgba", &grey, NULL);

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_apply_tag (buffer, self->tag, &start, &end);
  get_line (self, gtk_text_buffer_get_insert (buffer), &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->tag, &start, &end);
  self->line = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE));
  g_signal_connect_swapped (buffer, "notify::cursor-position", G_CALLBACK (cursor_moved_cb), self);
  g_signal_connect_data (buffer, "insert-text", G_CALLBACK (inserted_cb), self, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return self;
}
