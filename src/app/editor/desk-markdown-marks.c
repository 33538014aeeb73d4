/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-markdown-marks.h"

#include "core/desk-attribution.h"
#include "core/desk-markdown.h"
#include "editor/desk-near-marks.h"
#include "editor/desk-spelling.h"
#include "editor/desk-tag-ranges.h"

/* Of marks in lines that the cursor is not in. */
#define FADED 0.35f

enum
{
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
    case DESK_SPAN_MARK:
      return TAG_MARK;
    case DESK_SPAN_QUOTE:
    case DESK_SPAN_LIST:
    default:
      return -1;
    }
}

void
desk_markdown_marks_set_colors (GtkTextBuffer *buffer, const DeskMarkColors *colors)
{
  GtkTextTag *tags[N_TAGS];
  GtkTextTag *near;
  GdkRGBA grey = { 0.5, 0.5, 0.5, 1 };
  GdkRGBA faded = { 0.5, 0.5, 0.5, FADED };

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (colors != NULL);

  for (int i = 0; i < N_TAGS; i++)
    tags[i] = desk_tag_ranges_ensure (buffer, names[i]);
  near = desk_tag_ranges_ensure (buffer, DESK_NEAR_MARK);
  gtk_text_tag_set_priority (near, gtk_text_tag_table_get_size (gtk_text_buffer_get_tag_table (buffer)) - 1);

  g_object_set (tags[TAG_HEADING_1], "weight", PANGO_WEIGHT_BOLD, "scale", 1.35, NULL);
  g_object_set (tags[TAG_HEADING_2], "weight", PANGO_WEIGHT_BOLD, "scale", 1.2, NULL);
  g_object_set (tags[TAG_HEADING_3], "weight", PANGO_WEIGHT_BOLD, "scale", 1.1, NULL);
  g_object_set (tags[TAG_STRONG], "weight", PANGO_WEIGHT_BOLD, NULL);
  g_object_set (tags[TAG_EMPH], "style", PANGO_STYLE_ITALIC, NULL);
  g_object_set (tags[TAG_CODE], "family", "monospace", NULL);
  g_object_set (tags[TAG_LINK], "foreground-rgba", &colors->accent, NULL);
  g_object_set (tags[TAG_MARK], "foreground-rgba", &faded, NULL);
  g_object_set (near, "foreground-rgba", &grey, NULL);
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
is_bare_address (const char *words, const DeskSpan *span)
{
  gsize length;

  if (span->kind != DESK_SPAN_LINK || !span->address)
    return FALSE;

  /* As long as its address and a bracket at each end. */
  length = g_utf8_strlen (span->address, -1);
  if (span->end - span->start > length + 2)
    return FALSE;
  return *words == '<' || g_str_has_prefix (words, span->address);
}

/* What somebody said, between marks or as a block. */
static void
add_quotations (const char *body, GPtrArray *spans, GArray *ranges)
{
  g_autoptr (GArray) quotations = desk_attribution_list_quotations (body);

  for (guint i = 0; i < quotations->len; i++)
    {
      const DeskQuotation *quotation = &g_array_index (quotations, DeskQuotation, i);

      add_range (ranges, quotation->start, quotation->end);
    }
  for (guint i = 0; i < spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (spans, i);

      if (span->kind == DESK_SPAN_QUOTE)
        add_range (ranges, span->start, span->end);
    }
}

GPtrArray *
desk_markdown_marks_plan (const char *body, GPtrArray *spans, GPtrArray *embeds, gboolean skip_quotations)
{
  GPtrArray *plan;
  GArray *no_spelling;
  const char *at = body;
  guint chars = 0;

  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (spans != NULL && embeds != NULL, NULL);

  plan = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (int i = 0; i <= N_TAGS; i++)
    g_ptr_array_add (plan, g_array_new (FALSE, FALSE, sizeof (DeskTagRange)));
  no_spelling = g_ptr_array_index (plan, N_TAGS);

  for (guint i = 0; i < spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (spans, i);
      int tag = get_tag (span);

      /* They are in order. */
      at = g_utf8_offset_to_pointer (at, span->start - chars);
      chars = span->start;
      if (tag >= 0)
        add_range (g_ptr_array_index (plan, tag), span->start, span->end);
      if (span->kind == DESK_SPAN_CODE || span->kind == DESK_SPAN_MARK || is_bare_address (at, span))
        add_range (no_spelling, span->start, span->end);
    }
  for (guint i = 0; i < embeds->len; i++)
    {
      const DeskEmbed *embed = g_ptr_array_index (embeds, i);

      if (*embed->title)
        continue;
      add_range (g_ptr_array_index (plan, TAG_EMBED), embed->start, embed->end);
      add_range (no_spelling, embed->start, embed->end);
    }
  if (skip_quotations)
    add_quotations (body, spans, no_spelling);
  for (guint i = 0; i < plan->len; i++)
    desk_tag_ranges_join (g_ptr_array_index (plan, i));
  return plan;
}

GPtrArray *
desk_markdown_marks_list_tags (GtkTextBuffer *buffer)
{
  GPtrArray *tags;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  tags = g_ptr_array_new ();
  for (int i = 0; i < N_TAGS; i++)
    g_ptr_array_add (tags, desk_tag_ranges_ensure (buffer, names[i]));
  g_ptr_array_add (tags, desk_spelling_get_exempt_tag (buffer));
  return tags;
}
