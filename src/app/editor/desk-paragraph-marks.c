/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-paragraph-marks.h"

#include "core/desk-paragraphs.h"
#include "editor/desk-tag-ranges.h"

/* Marks that are wider are no marks that anybody meant. */
#define WIDEST 240

static int
measure (GtkTextView *view, const char *marks)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), marks);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return MIN (width, WIDEST);
}

static void
add_range (GArray *ranges, const DeskParagraph *paragraph)
{
  DeskTagRange range = { paragraph->start, paragraph->end };

  g_array_append_val (ranges, range);
}

/* The tags of hanging lines that a buffer has, by their width; with no ranges yet. */
static GHashTable *
list_hangs (GtkTextBuffer *buffer)
{
  GHashTable *known = g_object_get_data (G_OBJECT (buffer), "desk-hangs");
  GHashTable *hangs = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  GHashTableIter iter;
  gpointer width;

  if (known == NULL)
    {
      known = g_hash_table_new (NULL, NULL);
      g_object_set_data_full (G_OBJECT (buffer), "desk-hangs", known, (GDestroyNotify) g_hash_table_unref);
    }
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &width, NULL))
    g_hash_table_insert (hangs, width, g_array_new (FALSE, FALSE, sizeof (DeskTagRange)));
  return hangs;
}

static GArray *
ensure_hang (GHashTable *hangs, int width)
{
  GArray *ranges = g_hash_table_lookup (hangs, GINT_TO_POINTER (width));

  if (ranges == NULL)
    {
      ranges = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));
      g_hash_table_insert (hangs, GINT_TO_POINTER (width), ranges);
    }
  return ranges;
}

static void
apply_hangs (GtkTextBuffer *buffer, GHashTable *hangs)
{
  GHashTable *known = g_object_get_data (G_OBJECT (buffer), "desk-hangs");
  GHashTableIter iter;
  gpointer width, ranges;

  g_hash_table_iter_init (&iter, hangs);
  while (g_hash_table_iter_next (&iter, &width, &ranges))
    {
      g_autofree char *name = g_strdup_printf ("markdown-hang-%d", GPOINTER_TO_INT (width));
      GtkTextTag *tag = desk_tag_ranges_ensure (buffer, name);

      /* Pango hangs at the side at which the line begins. */
      if (g_hash_table_add (known, width))
        g_object_set (tag, "indent", -GPOINTER_TO_INT (width), NULL);
      desk_tag_ranges_apply (buffer, tag, ranges);
    }
}

static void
apply_quote (GtkTextBuffer *buffer, const char *name, const char *margin, GArray *ranges)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);

  if (tag == NULL)
    tag = gtk_text_buffer_create_tag (buffer, name, margin, DESK_QUOTE_INDENT, "accumulative-margin", TRUE, NULL);
  desk_tag_ranges_apply (buffer, tag, ranges);
}

void
desk_paragraph_marks_update (GtkTextView *view, GPtrArray *paragraphs)
{
  g_autoptr (GHashTable) widths = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));
  g_autoptr (GArray) right = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));
  g_autoptr (GHashTable) hangs = NULL;
  GtkTextBuffer *buffer;
  gboolean rtl;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (paragraphs != NULL);

  buffer = gtk_text_view_get_buffer (view);
  rtl = gtk_widget_get_direction (GTK_WIDGET (view)) == GTK_TEXT_DIR_RTL;
  hangs = list_hangs (buffer);
  for (guint i = 0; i < paragraphs->len; i++)
    {
      const DeskParagraph *paragraph = g_ptr_array_index (paragraphs, i);
      gpointer width = g_hash_table_lookup (widths, paragraph->marks);

      if (paragraph->quoted)
        add_range (paragraph->direction == DESK_DIRECTION_RTL || (paragraph->direction == DESK_DIRECTION_NEUTRAL && rtl) ? right : left, paragraph);
      if (*paragraph->marks == '\0')
        continue;
      if (width == NULL)
        {
          width = GINT_TO_POINTER (MAX (1, measure (view, paragraph->marks)));
          g_hash_table_insert (widths, paragraph->marks, width);
        }
      add_range (ensure_hang (hangs, GPOINTER_TO_INT (width)), paragraph);
    }

  apply_quote (buffer, DESK_QUOTE_LEFT, "left-margin", left);
  apply_quote (buffer, DESK_QUOTE_RIGHT, "right-margin", right);
  apply_hangs (buffer, hangs);
}
