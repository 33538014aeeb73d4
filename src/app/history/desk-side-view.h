/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk-diff-runs.h"

G_BEGIN_DECLS

/**
 * DeskSideView:
 *
 * Two texts side by side, paragraph beside paragraph: what went is struck in the earlier one, what came underlined in the
 * later one, and a paragraph that moved stands at both its places.
 *
 * Property: "current" (uint, read-only): the change that is selected, from 1; 0: none.
 */
#define DESK_TYPE_SIDE_VIEW (desk_side_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskSideView, desk_side_view, DESK, SIDE_VIEW, AdwBin)

/* @runs: (nullable): %NULL empties the view */
void desk_side_view_set_runs (DeskSideView *self, DeskDiffRuns *runs);

/* As desk_diff_view_go(). */
guint desk_side_view_go (DeskSideView *self, gboolean backwards);

guint desk_side_view_get_current (DeskSideView *self);

G_END_DECLS
