/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Addresses without what is in them only to follow readers: one table of parameters, one of pages that lead to others. */

/**
 * desk_link_clean:
 * @address: any address
 *
 * Takes out parameters that name a reader, a campaign or the page that somebody came from (`utm_*`, `fbclid`, `si` of YouTube,
 * …), and lets pages that only lead on (Outlook's safe links, Google's and Facebook's) lead on. What is left is written
 * as it was.
 *
 * Returns: (transfer full): @address itself when there is nothing to take out, or when it is no web address
 */
char *desk_link_clean (const char *address);

/**
 * desk_links_clean_text:
 * @text: plain text or CommonMark, UTF-8
 *
 * Returns: (transfer full): @text with each web address in it as desk_link_clean() gives it
 */
char *desk_links_clean_text (const char *text);

/* Whether @text is one web address and nothing else. */
gboolean desk_link_is_web_address (const char *text);

G_END_DECLS
