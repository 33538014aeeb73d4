/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Bytes of HTML without the pictures within it; more is no text for a story. */
#define DESK_HTML_MAX_LENGTH (16 * 1024 * 1024)

/**
 * desk_html_to_markdown:
 * @data: (array length=length): HTML as another program put it on the clipboard, in any encoding
 * @language: BCP 47, of the story
 * @structured: (out) (optional): whether it has anything that plain text has not: marks, links, lists, paragraphs, …
 *
 * The words of a page, a letter or a document as clean CommonMark: paragraphs, emphasis (by element or by style), links without
 * trackers, lists (also as Word writes them), quotations, headings, line ends, code; tables as lines. Fonts, colours, scripts,
 * forms, pictures, what is hidden and what was deleted (`<del>`) are left out; letters are cleaned as by desk_letters_clean().
 * Links that lead to no page or mailbox (`javascript:`, `data:`, …) leave their words. Not for the main thread.
 *
 * Returns: (transfer full) (nullable): CommonMark without a line end behind it; "" when there are no words
 *
 * Errors: %DESK_EXCHANGE_ERROR_TOO_LARGE, %DESK_EXCHANGE_ERROR_INVALID (nested too deeply), %G_IO_ERROR_CANCELLED
 */
char *desk_html_to_markdown (const char *data,
                             gsize length,
                             const char *language,
                             gboolean *structured,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
