/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-text.h"

G_BEGIN_DECLS

/**
 * DeskReplacer:
 *
 * Words or a regular expression (PCRE2) and what is to stand in their place, for whole stories: headline, standfirst and body.
 * An expression that tries too much gives up with an error instead of taking for ever. Used from any thread.
 */
typedef struct _DeskReplacer DeskReplacer;

typedef enum
{
  DESK_REPLACER_DEFAULT = 0,
  DESK_REPLACER_REGEX = 1 << 0,
  DESK_REPLACER_MATCH_CASE = 1 << 1,
  DESK_REPLACER_WHOLE_WORDS = 1 << 2,
} DeskReplacerFlags;

/* One place that is to change, in its line. */
typedef struct
{
  const char *field; /* DESK_FIELD_HEADLINE, …, NULL: the body */
  char *before;      /* of its line, shortened */
  char *match;
  char *after;
  char *replaced; /* what the match becomes */
} DeskReplacement;

/**
 * desk_replacer_new:
 * @words: what is looked for
 * @replacement: with "\1" for groups of a regular expression
 *
 * Errors: G_REGEX_ERROR, of the expression or of the replacement
 */
DeskReplacer *desk_replacer_new (const char *words, const char *replacement, DeskReplacerFlags flags, GError **error);
DeskReplacer *desk_replacer_ref (DeskReplacer *self);
void desk_replacer_unref (DeskReplacer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskReplacer, desk_replacer_unref)

/**
 * desk_replacer_apply:
 * @n_replaced: (out): how many
 * @shown: (nullable) (element-type DeskReplacement): gets the first @max_shown of them
 *
 * Returns: (transfer full) (nullable): the text with the replacements; @text itself when there are none; %NULL: an error
 */
DeskText *desk_replacer_apply (DeskReplacer *self, DeskText *text, guint *n_replaced, GPtrArray *shown, guint max_shown, GError **error);

/* (transfer full): for desk_replacer_apply() */
GPtrArray *desk_replacements_new (void);

G_END_DECLS
