/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-text-diff.h"

G_BEGIN_DECLS

/**
 * DeskDiffRun:
 *
 * A run of words as it is read: %DESK_DIFF_SAME, %DESK_DIFF_REMOVED and %DESK_DIFF_ADDED as ever. A paragraph that moved is
 * one run of %DESK_DIFF_MOVED_AWAY where it stood, and where it stands now runs of %DESK_DIFF_MOVED_HERE with what was
 * removed and added in it between them, all with @move.
 */
typedef struct
{
  const DeskTextDiffPart *part;
  DeskDiffKind kind;
  gsize old_start, old_length; /* what was moved here unchanged has a place in both texts */
  gsize new_start, new_length;
  guint change; /* from 1; 0: none */
  guint move;   /* from 1; 0: none */
} DeskDiffRun;

/* What counts as one change: a removed run with the added one behind it, a field, or a paragraph that moved. */
typedef struct
{
  const DeskTextDiffPart *part;
  gboolean is_move;
  gsize old_start, old_length; /* of a field all of it */
  gsize new_start, new_length;
} DeskDiffChange;

/**
 * DeskDiffRuns:
 *
 * The difference of two texts in the order in which it is read, with its changes one by one. Immutable, may be shared
 * between threads.
 */
typedef struct _DeskDiffRuns DeskDiffRuns;

#define DESK_TYPE_DIFF_RUNS (desk_diff_runs_get_type ())
GType desk_diff_runs_get_type (void);
DeskDiffRuns *desk_diff_runs_new (DeskTextDiff *diff);
DeskDiffRuns *desk_diff_runs_ref (DeskDiffRuns *self);
void desk_diff_runs_unref (DeskDiffRuns *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskDiffRuns, desk_diff_runs_unref)

/* (transfer none) (element-type DeskDiffRun): field by field, the body last. */
GArray *desk_diff_runs_get_runs (DeskDiffRuns *self);

/* (transfer none) (element-type DeskDiffChange): as many as desk_text_diff_get_n_changes() counts. */
GArray *desk_diff_runs_get_changes (DeskDiffRuns *self);

/* The words of a change before and after; of a move both are what stands there now. (transfer full) */
char *desk_diff_runs_dup_was (DeskDiffRuns *self, guint change);
char *desk_diff_runs_dup_now (DeskDiffRuns *self, guint change);

/**
 * desk_diff_runs_restore:
 * @to: the later of the two texts
 * @change: from 1
 *
 * Returns: (transfer full): @to with the paragraph of that change as it was, the other changes in that paragraph too; a
 *   field as it was; a paragraph that moved back in its place, with what changed in it on the way left as it is
 */
DeskText *desk_diff_runs_restore (DeskDiffRuns *self, DeskText *to, guint change);

G_END_DECLS
