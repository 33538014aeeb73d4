/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-note-marks.h"

#include "editor/desk-tag-ranges.h"

#define TAG "note"
#define STRENGTH 0.14

void
desk_note_marks_set_colors (GtkTextBuffer *buffer, const DeskMarkColors *colors)
{
  GtkTextTag *tag;
  GdkRGBA tint;

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (colors != NULL);

  tint = colors->accent;
  tint.alpha *= STRENGTH;
  tag = desk_tag_ranges_ensure (buffer, TAG);
  /* Under what is said of claims. */
  gtk_text_tag_set_priority (tag, 0);
  g_object_set (tag, "background-rgba", &tint, NULL);
}

void
desk_note_marks_update (DeskDocument *document)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));
  GListModel *notes;
  GtkTextBuffer *buffer;
  guint n;

  g_return_if_fail (DESK_IS_DOCUMENT (document));

  buffer = GTK_TEXT_BUFFER (desk_document_get_body (document));
  notes = desk_document_get_notes (document);
  n = g_list_model_get_n_items (notes);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DeskNote) note = g_list_model_get_item (notes, i);
      GtkTextIter start, end;
      DeskTagRange range;

      if (note->resolved || !desk_document_get_note_range (document, note->id, &start, &end))
        continue;
      range.start = gtk_text_iter_get_offset (&start);
      range.end = gtk_text_iter_get_offset (&end);
      g_array_append_val (ranges, range);
    }
  desk_tag_ranges_apply (buffer, desk_tag_ranges_ensure (buffer, TAG), ranges);
}
