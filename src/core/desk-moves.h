/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-diff.h"

G_BEGIN_DECLS

/**
 * DeskMove:
 *
 * One paragraph, or several that went together, at both its places. The two runs of %DESK_DIFF_MOVED_AWAY and
 * %DESK_DIFF_MOVED_HERE that carry its number hold the blank lines that went with it as well; these do not.
 */
typedef struct
{
  gsize old_start, old_length;
  gsize new_start, new_length;
  GArray *hunks; /* (element-type DeskDiffHunk): what changed in it on the way; places in the whole texts, none moved */
} DeskMove;

void desk_move_free (DeskMove *move);

/**
 * desk_moves_diff:
 * @language: (nullable): BCP 47
 * @moves: (out) (transfer full) (element-type DeskMove): in the order of the old text
 *
 * As desk_diff_words(), but a paragraph that stands elsewhere now is a run %DESK_DIFF_MOVED_AWAY where it stood and a
 * run %DESK_DIFF_MOVED_HERE where it stands, both with its number, rather than removed and added. A paragraph is
 * what stands between blank lines.
 *
 * A paragraph that keeps less than half of its letters where it stood is looked for elsewhere. It moved if it stands
 * there byte for byte, or with at least 6 of 10 of its words, counted in both texts, in their order. Of a paragraph of
 * fewer than five words only the very same one is taken for it.
 *
 * Returns: (transfer full) (element-type DeskDiffHunk)
 */
GArray *desk_moves_diff (const char *old_text, const char *new_text, const char *language, GPtrArray **moves);

/**
 * desk_moves_count:
 *
 * Returns: changes as an editor counts them: those of desk_diff_count(), each move, and each change within one
 */
guint desk_moves_count (GArray *hunks, GPtrArray *moves);

G_END_DECLS
