/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-diff-runs.h"

G_BEGIN_DECLS

/**
 * DeskDiffView:
 *
 * Shows a DeskTextDiff to be read: headline, standfirst, byline and dateline, other fields that differ, the body.
 * What was added is underlined on a tint, what was removed is struck and dimmed; a changed line break shows as ¶. A
 * paragraph that moved stands at both places, each with a line above it that says so.
 *
 * Properties: "only-changes" (boolean, construct): paragraphs without a change are left out, each run of them a "…";
 * "current" (uint, read-only): the change where the cursor is, from 1; 0: none.
 */
#define DESK_TYPE_DIFF_VIEW (desk_diff_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskDiffView, desk_diff_view, DESK, DIFF_VIEW, GtkTextView)

/* @diff: (nullable): %NULL empties the view */
void desk_diff_view_set_diff (DeskDiffView *self, DeskTextDiff *diff);

guint desk_diff_view_get_n_changes (DeskDiffView *self);
guint desk_diff_view_get_current (DeskDiffView *self);

/* What is shown; (transfer none) (nullable). */
DeskDiffRuns *desk_diff_view_get_runs (DeskDiffView *self);

/**
 * desk_diff_view_go:
 *
 * Selects the next (previous) change, scrolls to it and says it to assistive technology; round at the ends.
 *
 * Returns: its place, from 1; 0 when there is none
 */
guint desk_diff_view_go (DeskDiffView *self, gboolean backwards);

/* What an editor calls a field of the text: "Standfirst"; an unknown one by its own name. (transfer none) */
const char *desk_diff_get_field_label (const char *field);

/* "Change 2 of 7: “asks” became “begs”", for a screen reader; (transfer full). */
char *desk_diff_describe_change (guint change, guint n_changes, gboolean is_move, const char *was, const char *now);

G_END_DECLS
