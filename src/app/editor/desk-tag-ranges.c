/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-tag-ranges.h"

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const DeskTagRange *one = a, *other = b;

  return one->start - other->start;
}

static void
join_ranges (GArray *ranges)
{
  guint n = 0;

  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      DeskTagRange range = g_array_index (ranges, DeskTagRange, i);
      DeskTagRange *last = n > 0 ? &g_array_index (ranges, DeskTagRange, n - 1) : NULL;

      if (range.start >= range.end)
        continue;
      if (last && range.start <= last->end)
        last->end = MAX (last->end, range.end);
      else
        g_array_index (ranges, DeskTagRange, n++) = range;
    }
  g_array_set_size (ranges, n);
}

static GArray *
list_ranges (GtkTextBuffer *buffer, GtkTextTag *tag)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));
  GtkTextIter iter;
  DeskTagRange range;

  gtk_text_buffer_get_start_iter (buffer, &iter);
  if (!gtk_text_iter_starts_tag (&iter, tag) && !gtk_text_iter_forward_to_tag_toggle (&iter, tag))
    return ranges;

  do
    {
      range.start = gtk_text_iter_get_offset (&iter);
      gtk_text_iter_forward_to_tag_toggle (&iter, tag);
      range.end = gtk_text_iter_get_offset (&iter);
      if (range.end > range.start)
        g_array_append_val (ranges, range);
    }
  while (gtk_text_iter_forward_to_tag_toggle (&iter, tag));
  return ranges;
}

void
desk_tag_ranges_apply (GtkTextBuffer *buffer, GtkTextTag *tag, GArray *ranges)
{
  g_autoptr (GArray) old = NULL;
  GtkTextIter start, end;
  guint i, j;

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (GTK_IS_TEXT_TAG (tag));
  g_return_if_fail (ranges != NULL);

  join_ranges (ranges);
  old = list_ranges (buffer, tag);

  /* First those that are wrong go, as they may overlap what comes. */
  for (i = 0, j = 0; i < old->len; i++)
    {
      DeskTagRange range = g_array_index (old, DeskTagRange, i);

      while (j < ranges->len && g_array_index (ranges, DeskTagRange, j).start < range.start)
        j++;
      if (j < ranges->len &&
          g_array_index (ranges, DeskTagRange, j).start == range.start &&
          g_array_index (ranges, DeskTagRange, j).end == range.end)
        {
          /* Nothing to be done for it below. */
          g_array_index (ranges, DeskTagRange, j).end = range.start;
          continue;
        }
      gtk_text_buffer_get_iter_at_offset (buffer, &start, range.start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, range.end);
      gtk_text_buffer_remove_tag (buffer, tag, &start, &end);
    }

  for (j = 0; j < ranges->len; j++)
    {
      DeskTagRange range = g_array_index (ranges, DeskTagRange, j);

      if (range.start >= range.end)
        continue;
      gtk_text_buffer_get_iter_at_offset (buffer, &start, range.start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, range.end);
      gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
    }
}

GtkTextTag *
desk_tag_ranges_ensure (GtkTextBuffer *buffer, const char *name)
{
  GtkTextTag *tag;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);
  return tag ? tag : gtk_text_buffer_create_tag (buffer, name, NULL);
}
