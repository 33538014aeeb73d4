/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-near-marks.h"

#include "editor/desk-tag-ranges.h"

struct _DeskNearMarks
{
  GObject parent_instance;

  GSignalGroup *signals;
  GtkTextBuffer *buffer; /* (nullable) */
  GtkTextMark *line;     /* (nullable): in the line that shows its marks */
};

G_DEFINE_FINAL_TYPE (DeskNearMarks, desk_near_marks, G_TYPE_OBJECT)

static void
get_line (GtkTextBuffer *buffer, GtkTextMark *mark, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (buffer, start, mark);
  gtk_text_iter_set_line_offset (start, 0);
  *end = *start;
  if (!gtk_text_iter_ends_line (end))
    gtk_text_iter_forward_to_line_end (end);
}

/* Where the marks of a line are. */
static GArray *
list_marks (GtkTextBuffer *buffer, const GtkTextIter *start, const GtkTextIter *end)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));
  GtkTextTag *tag = desk_tag_ranges_ensure (buffer, "markdown-mark");
  GtkTextIter from = *start, to;

  while (gtk_text_iter_compare (&from, end) < 0)
    {
      DeskTagRange range;

      if (!gtk_text_iter_has_tag (&from, tag))
        {
          if (!gtk_text_iter_forward_to_tag_toggle (&from, tag))
            break;
          continue;
        }
      to = from;
      gtk_text_iter_forward_to_tag_toggle (&to, tag);
      if (gtk_text_iter_compare (&to, end) > 0)
        to = *end;
      range.start = gtk_text_iter_get_offset (&from);
      range.end = gtk_text_iter_get_offset (&to);
      g_array_append_val (ranges, range);
      from = to;
    }
  return ranges;
}

static void
leave_line (DeskNearMarks *self)
{
  GtkTextIter start, end;

  if (!self->line)
    return;
  get_line (self->buffer, self->line, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, desk_tag_ranges_ensure (self->buffer, DESK_NEAR_MARK), &start, &end);
  gtk_text_buffer_delete_mark (self->buffer, self->line);
  g_clear_object (&self->line);
}

static void
enter_line (DeskNearMarks *self)
{
  GtkTextTag *near = desk_tag_ranges_ensure (self->buffer, DESK_NEAR_MARK);
  g_autoptr (GArray) ranges = NULL;
  GtkTextIter start, end;

  get_line (self->buffer, gtk_text_buffer_get_insert (self->buffer), &start, &end);
  self->line = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, &start, TRUE));
  ranges = list_marks (self->buffer, &start, &end);
  for (guint i = 0; i < ranges->len; i++)
    {
      DeskTagRange range = g_array_index (ranges, DeskTagRange, i);

      gtk_text_buffer_get_iter_at_offset (self->buffer, &start, range.start);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &end, range.end);
      gtk_text_buffer_apply_tag (self->buffer, near, &start, &end);
    }
}

static void
cursor_moved_cb (DeskNearMarks *self)
{
  GtkTextIter cursor, line;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor, gtk_text_buffer_get_insert (self->buffer));
  if (self->line)
    {
      gtk_text_buffer_get_iter_at_mark (self->buffer, &line, self->line);
      if (gtk_text_iter_get_line (&line) == gtk_text_iter_get_line (&cursor))
        return;
    }
  leave_line (self);
  enter_line (self);
}

static void
desk_near_marks_dispose (GObject *object)
{
  DeskNearMarks *self = DESK_NEAR_MARKS (object);

  desk_near_marks_set_buffer (self, NULL);
  g_clear_object (&self->signals);

  G_OBJECT_CLASS (desk_near_marks_parent_class)->dispose (object);
}

static void
desk_near_marks_class_init (DeskNearMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = desk_near_marks_dispose;
}

static void
desk_near_marks_init (DeskNearMarks *self)
{
  self->signals = g_signal_group_new (GTK_TYPE_TEXT_BUFFER);
  g_signal_group_connect_swapped (self->signals, "notify::cursor-position", G_CALLBACK (cursor_moved_cb), self);
}

DeskNearMarks *
desk_near_marks_new (void)
{
  return g_object_new (DESK_TYPE_NEAR_MARKS, NULL);
}

void
desk_near_marks_set_buffer (DeskNearMarks *self, GtkTextBuffer *buffer)
{
  g_return_if_fail (DESK_IS_NEAR_MARKS (self));
  g_return_if_fail (buffer == NULL || GTK_IS_TEXT_BUFFER (buffer));

  if (self->buffer == buffer)
    return;
  if (self->buffer)
    leave_line (self);
  if (self->signals)
    g_signal_group_set_target (self->signals, buffer);
  g_set_object (&self->buffer, buffer);
}

void
desk_near_marks_refresh (DeskNearMarks *self)
{
  g_autoptr (GArray) ranges = NULL;
  GtkTextIter start, end;

  g_return_if_fail (DESK_IS_NEAR_MARKS (self));

  if (!self->buffer)
    return;
  if (!self->line)
    enter_line (self);
  get_line (self->buffer, self->line, &start, &end);
  ranges = list_marks (self->buffer, &start, &end);
  desk_tag_ranges_apply (self->buffer, desk_tag_ranges_ensure (self->buffer, DESK_NEAR_MARK), ranges);
}
