/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DESK_DIRECTION_NEUTRAL,
  DESK_DIRECTION_LTR,
  DESK_DIRECTION_RTL,
} DeskDirection;

/* The direction that the first letter of a text asks for (UAX #9, rules P2 and P3); neutral when it has none. */
DeskDirection desk_direction_of (const char *text, gssize length);

/**
 * DeskParagraph:
 * @start: code points: where its line begins
 * @end: behind its line end
 * @marks: what its words stand behind: spaces and the marks of a list and of quotations, digits as "0"
 * @quoted: whether it stands in a quotation
 * @direction: of the line; a line without letters has that of the one before, or else of the next one that has some, as
 *   GTK has it
 *
 * A line that does not begin where others do.
 */
typedef struct
{
  guint start;
  guint end;
  char *marks;
  gboolean quoted;
  DeskDirection direction;
} DeskParagraph;

/**
 * desk_paragraphs_list:
 * @spans: (element-type DeskSpan): of @body
 *
 * Returns: (transfer full) (element-type DeskParagraph): the lines of lists and quotations, in order
 */
GPtrArray *desk_paragraphs_list (const char *body, GPtrArray *spans);

G_END_DECLS
