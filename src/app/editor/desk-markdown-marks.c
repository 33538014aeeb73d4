/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-markdown-marks.h"

#include "core/desk-markdown.h"
#include "editor/desk-spelling.h"
#include "editor/desk-tag-ranges.h"

enum
{
  TAG_QUOTE,
  TAG_HEADING_1,
  TAG_HEADING_2,
  TAG_HEADING_3,
  TAG_STRONG,
  TAG_EMPH,
  TAG_CODE,
  TAG_LINK,
  TAG_MARK,
  TAG_EMBED,
  N_TAGS
};

static const char *const names[N_TAGS] = {
  [TAG_QUOTE] = "markdown-quote",
  [TAG_HEADING_1] = "markdown-heading-1",
  [TAG_HEADING_2] = "markdown-heading-2",
  [TAG_HEADING_3] = "markdown-heading-3",
  [TAG_STRONG] = "markdown-strong",
  [TAG_EMPH] = "markdown-emph",
  [TAG_CODE] = "markdown-code",
  [TAG_LINK] = "markdown-link",
  [TAG_MARK] = "markdown-mark",
  [TAG_EMBED] = "markdown-embed",
};

static int
get_tag (const DeskSpan *span)
{
  switch (span->kind)
    {
    case DESK_SPAN_HEADING:
      return TAG_HEADING_1 + CLAMP (span->level, 1, 3) - 1;
    case DESK_SPAN_STRONG:
      return TAG_STRONG;
    case DESK_SPAN_EMPH:
      return TAG_EMPH;
    case DESK_SPAN_CODE:
      return TAG_CODE;
    case DESK_SPAN_LINK:
      return TAG_LINK;
    case DESK_SPAN_QUOTE:
      return TAG_QUOTE;
    case DESK_SPAN_MARK:
      return TAG_MARK;
    case DESK_SPAN_LIST:
    default:
      return -1;
    }
}

void
desk_markdown_marks_set_colors (GtkTextBuffer *buffer, const DeskMarkColors *colors)
{
  GtkTextTag *tags[N_TAGS];
  GdkRGBA grey = { 0.5, 0.5, 0.5, 1 };

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (colors != NULL);

  for (int i = 0; i < N_TAGS; i++)
    tags[i] = desk_tag_ranges_ensure (buffer, names[i]);

  g_object_set (tags[TAG_HEADING_1], "weight", PANGO_WEIGHT_BOLD, "scale", 1.35, NULL);
  g_object_set (tags[TAG_HEADING_2], "weight", PANGO_WEIGHT_BOLD, "scale", 1.2, NULL);
  g_object_set (tags[TAG_HEADING_3], "weight", PANGO_WEIGHT_BOLD, "scale", 1.1, NULL);
  g_object_set (tags[TAG_STRONG], "weight", PANGO_WEIGHT_BOLD, NULL);
  g_object_set (tags[TAG_EMPH], "style", PANGO_STYLE_ITALIC, NULL);
  g_object_set (tags[TAG_CODE], "family", "monospace", NULL);
  g_object_set (tags[TAG_QUOTE], "style", PANGO_STYLE_ITALIC, NULL);
  g_object_set (tags[TAG_LINK], "foreground-rgba", &colors->accent, NULL);
  g_object_set (tags[TAG_MARK], "foreground-rgba", &grey, NULL);
  g_object_set (tags[TAG_EMBED], "foreground-rgba", &grey, "scale", 0.82, NULL);
}

static void
add_range (GArray *ranges, guint start, guint end)
{
  DeskTagRange range = { start, end };

  g_array_append_val (ranges, range);
}

/* An address that is its own words is not in any dictionary. */
static gboolean
is_bare_address (GtkTextBuffer *buffer, const DeskSpan *span)
{
  g_autofree char *words = NULL;
  GtkTextIter start, end;

  if (span->kind != DESK_SPAN_LINK || !span->address)
    return FALSE;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, span->start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, span->end);
  words = gtk_text_iter_get_text (&start, &end);
  return strstr (words, span->address) != NULL;
}

void
desk_markdown_marks_update (GtkTextBuffer *buffer, GPtrArray *spans, GPtrArray *embeds)
{
  g_autoptr (GPtrArray) ranges = NULL;
  g_autoptr (GArray) no_spelling = NULL;
  GtkTextTag *tag_no_spelling;

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (spans != NULL && embeds != NULL);

  ranges = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (int i = 0; i < N_TAGS; i++)
    g_ptr_array_add (ranges, g_array_new (FALSE, FALSE, sizeof (DeskTagRange)));

  no_spelling = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));

  for (guint i = 0; i < spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (spans, i);
      int tag = get_tag (span);

      if (tag >= 0)
        add_range (g_ptr_array_index (ranges, tag), span->start, span->end);
      if (span->kind == DESK_SPAN_CODE || span->kind == DESK_SPAN_MARK || is_bare_address (buffer, span))
        add_range (no_spelling, span->start, span->end);
    }
  for (guint i = 0; i < embeds->len; i++)
    {
      const DeskEmbed *embed = g_ptr_array_index (embeds, i);

      add_range (g_ptr_array_index (ranges, TAG_EMBED), embed->start, embed->end);
      add_range (no_spelling, embed->start, embed->end);
    }

  for (int i = 0; i < N_TAGS; i++)
    desk_tag_ranges_apply (buffer, desk_tag_ranges_ensure (buffer, names[i]), g_ptr_array_index (ranges, i));

  tag_no_spelling = desk_spelling_get_exempt_tag (buffer);
  if (tag_no_spelling)
    desk_tag_ranges_apply (buffer, tag_no_spelling, no_spelling);
}
