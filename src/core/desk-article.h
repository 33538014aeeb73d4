/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-blocks.h"
#include "desk-records.h"

G_BEGIN_DECLS

/**
 * desk_article_new:
 * @text: the words
 * @updates: (element-type DeskUpdate): what went out, newest first
 * @marks: (nullable) (array length=n_marks): as for desk_blocks_new()
 *
 * What a reader of @text reads, from its warnings and headline to the stamps that were seen (all that were not replaced, with
 * their very words, oldest first), corrections and related stories. The dateline begins the first paragraph. Nothing of the
 * desk's own. May be called from any thread.
 *
 * Returns: (transfer full) (element-type DeskBlock)
 */
GPtrArray *desk_article_new (DeskText *text, GPtrArray *updates, const DeskBlockMark *marks, gsize n_marks);

/**
 * desk_article_is_right_to_left:
 * @language: BCP 47, may be ""
 *
 * Returns: whether that language is written from right to left
 */
gboolean desk_article_is_right_to_left (const char *language);

G_END_DECLS
