/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-edits.h"

G_BEGIN_DECLS

/*
 * What the gestures of an editor do to lines of CommonMark: headings, lists, quotations, and the keys that go on with them.
 * As in desk-format.h they take whole paragraphs, with what stands right before and behind them, and give the edits or %NULL.
 */

/* Headings of a level; 0: plain lines, and so are headings that have that level already. */
DeskEdits *desk_format_heading (const char *text, guint start, guint end, guint level);

/* A quotation of the paragraphs, or one no more. */
DeskEdits *desk_format_quotation (const char *text, guint start, guint end);

/* Each line an item, numbered on from the one before, or an item no more. */
DeskEdits *desk_format_list (const char *text, guint start, guint end, gboolean ordered);

/* Enter: goes on with the mark of the line in the next one; a line with nothing else loses it. */
DeskEdits *desk_format_enter (const char *text, guint cursor);

/* Backspace right behind the mark of a line takes it away. */
DeskEdits *desk_format_backspace (const char *text, guint cursor);

/* Tab and Shift+Tab: the items of the selection and what hangs on them go below the item before, or one level up. */
DeskEdits *desk_format_nest (const char *text, guint start, guint end, gboolean deeper);

/* Whether the line at a place is an item of a list. */
gboolean desk_format_is_item (const char *text, guint place);

G_END_DECLS
