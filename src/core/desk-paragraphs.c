/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-paragraphs.h"

#include <string.h>
#include <unicode/uchar.h>

#include "desk-line.h"
#include "desk-markdown.h"

static void
paragraph_free (gpointer data)
{
  DeskParagraph *paragraph = data;

  g_free (paragraph->marks);
  g_free (paragraph);
}

static DeskDirection
get_direction (gunichar c)
{
  switch (u_charDirection ((UChar32) c))
    {
    case U_LEFT_TO_RIGHT:
      return DESK_DIRECTION_LTR;
    case U_RIGHT_TO_LEFT:
    case U_RIGHT_TO_LEFT_ARABIC:
      return DESK_DIRECTION_RTL;
    default:
      return DESK_DIRECTION_NEUTRAL;
    }
}

DeskDirection
desk_direction_of (const char *text, gssize length)
{
  const char *end;

  g_return_val_if_fail (text != NULL, DESK_DIRECTION_NEUTRAL);

  end = text + (length < 0 ? strlen (text) : (gsize) length);
  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      DeskDirection direction = get_direction (g_utf8_get_char (p));

      if (direction != DESK_DIRECTION_NEUTRAL)
        return direction;
    }
  return DESK_DIRECTION_NEUTRAL;
}

static DeskDirection
get_line_direction (const gunichar *chars, const DeskLine *line)
{
  for (guint i = line->start; i < line->end; i++)
    if (get_direction (chars[i]) != DESK_DIRECTION_NEUTRAL)
      return get_direction (chars[i]);
  return DESK_DIRECTION_NEUTRAL;
}

static char *
dup_marks (const gunichar *chars, const DeskLine *line)
{
  GString *marks = g_string_new (NULL);
  guint end = line->item_end > line->item_start ? line->item_end : line->item_start;

  for (guint i = line->start; i < end; i++)
    g_string_append_unichar (marks, g_unichar_isdigit (chars[i]) ? '0' : chars[i]);
  return g_string_free_and_steal (marks);
}

/* What the next span of a kind covers that ends behind a place; spans are in order of their beginnings. */
static gboolean
is_within (GPtrArray *spans, DeskSpanKind kind, guint *next, guint *until, const DeskLine *line)
{
  for (; *next < spans->len; (*next)++)
    {
      const DeskSpan *span = g_ptr_array_index (spans, *next);

      if (span->start > line->end)
        break;
      if (span->kind == kind)
        *until = MAX (*until, span->end);
    }
  return *until > line->start;
}

GPtrArray *
desk_paragraphs_list (const char *body, GPtrArray *spans)
{
  GPtrArray *paragraphs = g_ptr_array_new_with_free_func (paragraph_free);
  DeskDirection last = DESK_DIRECTION_NEUTRAL;
  g_autofree gunichar *chars = NULL;
  guint next_item = 0, item_until = 0;
  guint next_quote = 0, quote_until = 0;
  guint unknown = 0; /* paragraphs from this one on wait for a direction */
  glong length;

  g_return_val_if_fail (body != NULL, paragraphs);
  g_return_val_if_fail (spans != NULL, paragraphs);

  chars = g_utf8_to_ucs4_fast (body, -1, &length);
  for (guint at = 0; at < (guint) length;)
    {
      DeskLine line = desk_line_read (chars, length, at);
      DeskDirection direction = get_line_direction (chars, &line);
      gboolean in_item = is_within (spans, DESK_SPAN_LIST, &next_item, &item_until, &line);
      gboolean in_quote = is_within (spans, DESK_SPAN_QUOTE, &next_quote, &quote_until, &line);

      if (direction != DESK_DIRECTION_NEUTRAL)
        {
          for (; last == DESK_DIRECTION_NEUTRAL && unknown < paragraphs->len; unknown++)
            ((DeskParagraph *) g_ptr_array_index (paragraphs, unknown))->direction = direction;
          last = direction;
        }
      if (in_item || in_quote)
        {
          DeskParagraph *paragraph = g_new0 (DeskParagraph, 1);

          paragraph->start = line.start;
          paragraph->end = MIN (line.end + 1, (guint) length);
          paragraph->marks = dup_marks (chars, &line);
          paragraph->quoted = in_quote;
          paragraph->direction = last;
          g_ptr_array_add (paragraphs, paragraph);
        }
      at = line.end + 1;
    }
  return paragraphs;
}
