/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-enums.h"

G_BEGIN_DECLS

typedef struct
{
  char *who; /* "" when the sentence names nobody */
  DeskClaimKind kind;
} DeskAttribution;

void desk_attribution_free (DeskAttribution *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskAttribution, desk_attribution_free)

/**
 * desk_attribution_guess:
 * @words: the words claimed
 * @sentence: the sentence they stand in
 * @language: (nullable): BCP 47; English, German and Arabic have rules, others guess the kind alone
 *
 * Reads who is said to have said it ("the coast guard said", "laut Polizei", "وقال المتحدث") and what kind of
 * claim it is (a quotation between marks, a figure, …). A proposal for the editor, never an entry by itself.
 *
 * Returns: (transfer full)
 */
DeskAttribution *desk_attribution_guess (const char *words, const char *sentence, const char *language);

/**
 * DeskQuotation: a passage between quotation marks, code points of the body, marks left out.
 */
typedef struct
{
  guint start, end;
} DeskQuotation;

/**
 * desk_attribution_list_quotations:
 *
 * Returns: (transfer full) (element-type DeskQuotation): curly, straight and single marks, guillemets, German and Arabic ones;
 *   a straight single mark within a word is an apostrophe
 */
GArray *desk_attribution_list_quotations (const char *body);

typedef enum
{
  DESK_QUOTE_EXACT,     /* but for marks, case, spaces and bracketed asides of the editor's */
  DESK_QUOTE_SHORTENED, /* with … where words were left out */
  DESK_QUOTE_DIFFERS,   /* close, and not the same */
  DESK_QUOTE_NO_SOURCE,
} DeskQuoteFit;

/**
 * desk_attribution_compare_quotation:
 * @quotation: words between marks
 * @source: the words of a post or of evidence
 * @near: (out) (optional) (transfer full) (nullable): the words of @source that @quotation differs from
 */
DeskQuoteFit desk_attribution_compare_quotation (const char *quotation, const char *source, const char *language, char **near);

G_END_DECLS
