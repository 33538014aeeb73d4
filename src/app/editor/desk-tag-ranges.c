/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-tag-ranges.h"

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const DeskTagRange *one = a, *other = b;

  return one->start - other->start;
}

void
desk_tag_ranges_join (GArray *ranges)
{
  guint n = 0;

  g_return_if_fail (ranges != NULL);

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

/* What of a tag is between two places. */
static GArray *
list_ranges (GtkTextBuffer *buffer, GtkTextTag *tag, int lo, int hi)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, lo);
  while (gtk_text_iter_has_tag (&iter, tag) || gtk_text_iter_forward_to_tag_toggle (&iter, tag))
    {
      DeskTagRange range;

      range.start = gtk_text_iter_get_offset (&iter);
      if (range.start >= hi || gtk_text_iter_is_end (&iter))
        break;
      gtk_text_iter_forward_to_tag_toggle (&iter, tag);
      range.end = MIN (gtk_text_iter_get_offset (&iter), hi);
      if (range.end > range.start)
        g_array_append_val (ranges, range);
      if (range.end >= hi)
        break;
    }
  return ranges;
}

/* The first of sorted ranges that ends behind a place. */
static guint
find_range (GArray *ranges, int place)
{
  guint first = 0, last = ranges->len;

  while (first < last)
    {
      guint middle = first + (last - first) / 2;

      if (g_array_index (ranges, DeskTagRange, middle).end <= place)
        first = middle + 1;
      else
        last = middle;
    }
  return first;
}

static gboolean
has_range (GArray *ranges, DeskTagRange range)
{
  guint i = find_range (ranges, range.start);

  return i < ranges->len && g_array_index (ranges, DeskTagRange, i).start == range.start &&
         g_array_index (ranges, DeskTagRange, i).end == range.end;
}

static GArray *
cut_ranges (GArray *ranges, int lo, int hi)
{
  GArray *cut = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));

  for (guint i = find_range (ranges, lo); i < ranges->len && g_array_index (ranges, DeskTagRange, i).start < hi; i++)
    {
      DeskTagRange range = g_array_index (ranges, DeskTagRange, i);

      range.start = MAX (range.start, lo);
      range.end = MIN (range.end, hi);
      g_array_append_val (cut, range);
    }
  return cut;
}

void
desk_tag_ranges_apply_within (GtkTextBuffer *buffer, GtkTextTag *tag, GArray *ranges, int lo, int hi)
{
  g_autoptr (GArray) old = NULL;
  g_autoptr (GArray) now = NULL;
  GtkTextIter start, end;

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (GTK_IS_TEXT_TAG (tag));
  g_return_if_fail (ranges != NULL);

  old = list_ranges (buffer, tag, lo, hi);
  now = cut_ranges (ranges, lo, hi);

  /* First those that are wrong go, as they may overlap what comes. */
  for (guint i = 0; i < old->len; i++)
    {
      DeskTagRange range = g_array_index (old, DeskTagRange, i);

      if (has_range (now, range))
        continue;
      gtk_text_buffer_get_iter_at_offset (buffer, &start, range.start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, range.end);
      gtk_text_buffer_remove_tag (buffer, tag, &start, &end);
    }
  for (guint i = 0; i < now->len; i++)
    {
      DeskTagRange range = g_array_index (now, DeskTagRange, i);

      if (has_range (old, range))
        continue;
      gtk_text_buffer_get_iter_at_offset (buffer, &start, range.start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, range.end);
      gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
    }
}

void
desk_tag_ranges_apply (GtkTextBuffer *buffer, GtkTextTag *tag, GArray *ranges)
{
  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (ranges != NULL);

  desk_tag_ranges_join (ranges);
  desk_tag_ranges_apply_within (buffer, tag, ranges, 0, gtk_text_buffer_get_char_count (buffer));
}

GtkTextTag *
desk_tag_ranges_ensure (GtkTextBuffer *buffer, const char *name)
{
  GtkTextTag *tag;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);
  return tag ? tag : gtk_text_buffer_create_tag (buffer, name, NULL);
}
