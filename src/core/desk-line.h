/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeskLine:
 * @start: where the line begins
 * @end: where it ends, without its line end
 * @quotes: marks of quotations (">") that it begins with
 * @quote_end: behind them; @start when there are none
 * @indent: columns of white space from there to what comes next
 * @item_start: the mark of a list ("-", "2.")
 * @item_end: behind it and its space; @item_start when there is none
 * @ordered: whether the mark is a number
 * @number: that number
 * @sign: what stands behind the number, or the bullet
 * @level: of a heading, 1 to 6; 0 when it is none
 * @text: where the words begin, behind all marks
 *
 * A line of CommonMark and the marks that it begins with: quotations, then one item of a list, then a heading. Places are
 * code points of the text.
 */
typedef struct
{
  guint start;
  guint end;
  guint quotes;
  guint quote_end;
  guint indent;
  guint item_start;
  guint item_end;
  gboolean ordered;
  guint number;
  gunichar sign;
  guint level;
  guint text;
} DeskLine;

/**
 * desk_line_read:
 * @text: UCS-4
 * @length: code points
 * @at: any place in the line
 */
DeskLine desk_line_read (const gunichar *text, guint length, guint at);

/* Whether it has the mark of a list, nothing but marks and white space. */
gboolean desk_line_is_item (const DeskLine *line);
gboolean desk_line_is_blank (const DeskLine *line, const gunichar *text);

G_END_DECLS
