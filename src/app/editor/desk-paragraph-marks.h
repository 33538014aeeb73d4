/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Pixels from the edge of the text to a quotation's. */
#define DESK_QUOTE_INDENT 14

/* The tags of lines in a quotation, whose bar is at the left and at the right. */
#define DESK_QUOTE_LEFT "markdown-quote-left"
#define DESK_QUOTE_RIGHT "markdown-quote-right"

/**
 * desk_paragraph_marks_update:
 * @paragraphs: (element-type DeskParagraph): of the view's text
 *
 * Lines of lists and quotations hang: what is wrapped stands below their words, not below their marks. Quotations stand in,
 * at the side at which the paragraph begins.
 */
void desk_paragraph_marks_update (GtkTextView *view, GPtrArray *paragraphs);

G_END_DECLS
