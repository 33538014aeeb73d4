/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-text-diff.h"

G_BEGIN_DECLS

/**
 * DeskDiffView:
 *
 * Shows a DeskTextDiff to be read: headline, standfirst, byline and dateline, other fields that differ, the body.
 * What was added is underlined on a tint, what was removed is struck and dimmed; a changed line break shows as ¶.
 *
 * Property: "only-changes" (boolean, construct): paragraphs without a change are left out, each run of them a "…".
 */
#define DESK_TYPE_DIFF_VIEW (desk_diff_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskDiffView, desk_diff_view, DESK, DIFF_VIEW, GtkTextView)

/* @diff: (nullable): %NULL empties the view */
void desk_diff_view_set_diff (DeskDiffView *self, DeskTextDiff *diff);

guint desk_diff_view_get_n_changes (DeskDiffView *self);

/**
 * desk_diff_view_go:
 *
 * Selects the next (previous) change, scrolls to it and says it to assistive technology; round at the ends.
 *
 * Returns: its place, from 1; 0 when there is none
 */
guint desk_diff_view_go (DeskDiffView *self, gboolean backwards);

G_END_DECLS
