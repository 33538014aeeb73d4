/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-records.h"

G_BEGIN_DECLS

/**
 * desk_embed_read:
 * @post: a new post
 * @html: embed code of a network, or a saved page of it; valid UTF-8
 *
 * Fills @post in from HTML, by libxml2's parser; scripts are passed over.
 *
 * Returns: whether a post was seen in it
 */
gboolean desk_embed_read (DeskPost *post, const char *html);

/**
 * desk_oembed_read:
 * @post: a new post
 * @json: an answer of a network's oEmbed end point (https://oembed.com/, section 2.3.4); valid UTF-8
 *
 * Returns: whether a post was seen in it
 */
gboolean desk_oembed_read (DeskPost *post, const char *json);

G_END_DECLS
