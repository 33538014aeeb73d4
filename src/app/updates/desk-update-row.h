/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk-records.h"

G_BEGIN_DECLS

/**
 * DeskUpdateRow:
 *
 * A line of a story's ledger: what went out when, and the very words that readers saw. Its menu activates
 * "story.correct-update", "story.show-revision" and "story.compare-revisions".
 */
#define DESK_TYPE_UPDATE_ROW (desk_update_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskUpdateRow, desk_update_row, DESK, UPDATE_ROW, GtkListBoxRow)

GtkWidget *desk_update_row_new (DeskUpdate *update);

G_END_DECLS
