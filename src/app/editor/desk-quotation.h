/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-records.h"

G_BEGIN_DECLS

/**
 * desk_quotation_format:
 * @words: what is quoted of @post
 * @language: (nullable): the story's, BCP 47; English where Desk has no form for it
 *
 * Returns: (transfer full): a sentence for the story, CommonMark, in one line:
 *   "“We have lost contact,” Marrow Coast Guard said in a post on X."
 */
char *desk_quotation_format (DeskPost *post, const char *words, const char *language);

/* Who said it, as a claim names it: the author's name, else the handle, else "". (transfer none) */
const char *desk_quotation_get_who (DeskPost *post);

G_END_DECLS
