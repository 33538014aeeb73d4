/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DESK_DIFF_SAME,
  DESK_DIFF_REMOVED,
  DESK_DIFF_ADDED,
  DESK_DIFF_MOVED_AWAY, /* these two come from desk_moves_diff() alone */
  DESK_DIFF_MOVED_HERE,
} DeskDiffKind;

/**
 * DeskDiffHunk:
 *
 * A run of bytes. What was removed or moved away has no length in the new text, what was added or moved here none in
 * the old; of a replacement the removed run comes first. All runs together cover both texts.
 */
typedef struct
{
  DeskDiffKind kind;
  gsize old_start, old_length;
  gsize new_start, new_length;
  guint move; /* which of the moves it is an end of */
} DeskDiffHunk;

/**
 * desk_diff_words:
 * @language: (nullable): BCP 47
 *
 * The difference of two texts by words (ICU's tokens, one a line, through libgit2's xdiff).
 * No grapheme cluster is ever cut. Common beginnings and ends are trimmed first.
 *
 * Returns: (transfer full) (element-type DeskDiffHunk)
 */
GArray *desk_diff_words (const char *old_text, const char *new_text, const char *language);

/**
 * desk_diff_count:
 *
 * Returns: changes as an editor counts them: a removed run and the added one behind it are one
 */
guint desk_diff_count (GArray *hunks);

/**
 * desk_diff_is_small:
 *
 * Returns: whether only spelling and marks changed: same words but for marks and spaces, or single words with
 *   an edit distance of at most two letters, no figure among them
 */
gboolean desk_diff_is_small (const char *old_text, const char *new_text, const char *language);

G_END_DECLS
