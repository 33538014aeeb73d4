/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-edits.h"

G_BEGIN_DECLS

/*
 * What the gestures of an editor do to CommonMark. Each takes whole paragraphs and a selection in them in code points (a
 * cursor: @start and @end are the same), and gives the edits to be made, or %NULL when the text stays as it is: for a key
 * that means that it does what it does anywhere.
 */

/**
 * desk_format_emphasis:
 * @strong: bold, otherwise italic
 *
 * Of the selection or the word at the cursor, by block. What is emphasised already is so no more; a selection of both
 * becomes one run. Where CommonMark cannot show it as selected, it is the words without the marks at their edges, or all
 * up to the next spaces. Without a word the marks stand around the cursor.
 */
DeskEdits *desk_format_emphasis (const char *text, guint start, guint end, gboolean strong);

/**
 * desk_format_link:
 * @address: where it leads; %NULL: nowhere any more
 *
 * Of the selection, the word or the link at the cursor. Without a word the address is written itself.
 */
DeskEdits *desk_format_link (const char *text, guint start, guint end, const char *address);

/* Where the link at the selection leads; (transfer full) (nullable) */
char *desk_format_find_link (const char *text, guint start, guint end);

/* "example.org" as an address: "https://example.org"; what has a scheme stays. (transfer full) */
char *desk_format_complete_address (const char *address);

/* Whether it can be taken for an address of the web or of mail. */
gboolean desk_format_is_address (const char *words);

G_END_DECLS
