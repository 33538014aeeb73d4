/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-diff.h"
#include "desk-moves.h"
#include "desk-text.h"

G_BEGIN_DECLS

/**
 * DeskTextDiff:
 *
 * The difference of two texts of a story, part by part: each header field that one of them has, and the body.
 * Immutable, may be shared between threads.
 */
typedef struct _DeskTextDiff DeskTextDiff;

#define DESK_TYPE_TEXT_DIFF (desk_text_diff_get_type ())
GType desk_text_diff_get_type (void);
DeskTextDiff *desk_text_diff_ref (DeskTextDiff *self);
void desk_text_diff_unref (DeskTextDiff *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTextDiff, desk_text_diff_unref)

typedef struct
{
  char *field;    /* a field's name; %NULL: the body */
  char *old_text; /* the values of a field that comes several times, one a line */
  char *new_text;
  GArray *hunks; /* (element-type DeskDiffHunk): of bytes of the two; of the body with paragraphs that moved */
  GPtrArray *moves; /* (element-type DeskMove): what the hunks name by number; of a field empty */
  guint n_changes; /* of the body by words and moves, see desk_moves_count(); of a field 1 when it differs */
} DeskTextDiffPart;

/**
 * desk_text_diff_new:
 * @language: (nullable): BCP 47
 *
 * Returns: (transfer full)
 */
DeskTextDiff *desk_text_diff_new (DeskText *from, DeskText *to, const char *language);

/* (transfer none) (element-type DeskTextDiffPart): fields in the order of the header, the body last. */
GPtrArray *desk_text_diff_get_parts (DeskTextDiff *self);

/* Of all parts. */
guint desk_text_diff_get_n_changes (DeskTextDiff *self);

/**
 * desk_text_diff_is_small:
 *
 * Returns: whether only spelling and marks changed, in every part; see desk_diff_is_small()
 */
gboolean desk_text_diff_is_small (DeskTextDiff *self);

/**
 * desk_text_diff_dup_first:
 * @was: (out): what the old body says where the first change is: its sentence as plain text, or the clause alone of
 *   a long one; the value when only a field changed; "" when there is nothing
 * @now: (out): the same of the new one
 *
 * A proposal for a correction's two sides.
 */
void desk_text_diff_dup_first (DeskTextDiff *self, char **was, char **now);

G_END_DECLS
