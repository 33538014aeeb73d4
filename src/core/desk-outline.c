/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-outline.h"

#include "desk-line.h"
#include "desk-markdown.h"

#define TITLE_LENGTH 120 /* code points that are shown of a paragraph */

DeskPlace *
desk_place_new (DeskPlaceKind kind, guint level, guint start, guint end, const char *title)
{
  DeskPlace *self = g_new0 (DeskPlace, 1);

  self->kind = kind;
  self->level = level;
  self->start = start;
  self->end = end;
  self->title = g_strdup (title);
  return self;
}

void
desk_place_free (DeskPlace *self)
{
  g_free (self->title);
  g_free (self);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const DeskPlace *one = a, *other = b;

  return one->start < other->start ? -1 : one->start > other->start;
}

/* The words of a line, without marks. */
static char *
dup_title (const gunichar *chars, guint start, guint end)
{
  g_autofree char *line = g_ucs4_to_utf8 (chars + start, MIN (end - start, TITLE_LENGTH), NULL, NULL, NULL);
  char *words = desk_markdown_to_plain (line);

  g_strdelimit (words, "\n", ' ');
  return g_strstrip (words);
}

GPtrArray *
desk_outline_list (const char *body)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_place_free);
  g_autoptr (GPtrArray) spans = NULL;
  g_autoptr (GPtrArray) embeds = NULL;
  g_autofree gunichar *chars = NULL;
  glong length;

  g_return_val_if_fail (body != NULL, places);

  spans = desk_markdown_list_spans (body);
  embeds = desk_markdown_list_embeds (body);
  chars = g_utf8_to_ucs4_fast (body, -1, &length);
  for (guint i = 0; i < spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (spans, i);
      g_autofree char *title = NULL;
      DeskLine line;

      if (span->kind != DESK_SPAN_HEADING)
        continue;
      line = desk_line_read (chars, length, span->start);
      title = dup_title (chars, line.text, line.end);
      g_ptr_array_add (places, desk_place_new (DESK_PLACE_HEADING, span->level, line.text, line.end, title));
    }
  for (guint i = 0; i < embeds->len; i++)
    {
      const DeskEmbed *embed = g_ptr_array_index (embeds, i);

      g_ptr_array_add (places, desk_place_new (DESK_PLACE_POST, 0, embed->start, embed->end, embed->address));
    }
  g_ptr_array_sort_values (places, compare_places);
  return places;
}

GPtrArray *
desk_outline_list_paragraphs (const char *body)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_place_free);
  g_autoptr (GPtrArray) embeds = NULL;
  g_autofree gunichar *chars = NULL;
  guint next_embed = 0;
  glong length;

  g_return_val_if_fail (body != NULL, places);

  embeds = desk_markdown_list_embeds (body);
  chars = g_utf8_to_ucs4_fast (body, -1, &length);
  for (guint at = 0; at < (guint) length;)
    {
      DeskLine line = desk_line_read (chars, length, at);
      g_autofree char *title = NULL;

      at = line.end + 1;
      while (next_embed < embeds->len && ((DeskEmbed *) g_ptr_array_index (embeds, next_embed))->end <= line.start)
        next_embed++;
      if (next_embed < embeds->len && ((DeskEmbed *) g_ptr_array_index (embeds, next_embed))->start <= line.start)
        continue;
      if (desk_line_is_blank (&line, chars))
        continue;
      title = dup_title (chars, line.text, line.end);
      g_ptr_array_add (places, desk_place_new (DESK_PLACE_PARAGRAPH, places->len + 1, line.text, line.end, title));
    }
  return places;
}
