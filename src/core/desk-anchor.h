/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-enums.h"
#include "desk-json.h"

G_BEGIN_DECLS

/**
 * DeskAnchor:
 *
 * Ties a claim to words by the selectors of the W3C Web Annotation Data Model
 * (sections 4.2.4 and 4.2.5): the exact text, up to 32 characters before and
 * behind it, and its position in a text named by its hash. Positions count
 * Unicode code points of the body, as `GtkTextIter` does.
 */
typedef struct
{
  char *exact;
  char *prefix;
  char *suffix;
  guint start; /* code points from the beginning of the body */
  char *text;  /* hash of the DeskText, "" when not known */
} DeskAnchor;

#define DESK_TYPE_ANCHOR (desk_anchor_get_type ())
GType desk_anchor_get_type (void);

/**
 * desk_anchor_new:
 * @body: the body that the range is in
 * @start: first code point
 * @end: the one behind the last
 * @text: (nullable): hash of the text with that body
 *
 * Spaces at both ends of the range are left out.
 * Errors: %DESK_CORE_ERROR_RANGE when the range is empty or outside of @body.
 */
DeskAnchor *desk_anchor_new (const char *body, guint start, guint end, const char *text, GError **error);

/**
 * desk_anchor_new_for_words:
 * @exact: words to look for in @body
 *
 * Errors: %DESK_CORE_ERROR_RANGE when they are not in @body, or in several places (the message says how many).
 */
DeskAnchor *desk_anchor_new_for_words (const char *body, const char *exact, const char *text, GError **error);

DeskAnchor *desk_anchor_copy (const DeskAnchor *self);
void desk_anchor_free (DeskAnchor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskAnchor, desk_anchor_free)

JsonObject *desk_anchor_to_json (const DeskAnchor *self);
/* (nullable): %NULL when @object has no "exact". */
DeskAnchor *desk_anchor_from_json (JsonObject *object);

/**
 * desk_anchor_follow:
 * @old_body: (nullable): the body the anchor was made in, when it is at hand
 * @new_body: the body to find it in
 * @language: (nullable): BCP 47
 * @start: (out): in @new_body, code points
 * @end: (out):
 *
 * Finds an anchor again. With @old_body its span is carried through the difference of
 * the two; then by exact text (the occurrence whose context fits; several that fit alike
 * are none), then by context. Never guesses.
 *
 * Returns: %DESK_FIT_EXACT when the words are the same (marks, spaces, and case at the start
 *   apart), %DESK_FIT_CHANGED when words in the span changed, came or went, %DESK_FIT_GONE
 *   when the words are not there any more; @start and @end are then not set
 */
DeskFit desk_anchor_follow (const DeskAnchor *self,
                            const char *old_body,
                            const char *new_body,
                            const char *language,
                            guint *start,
                            guint *end);

G_END_DECLS
