/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desk-history-model.h"

G_BEGIN_DECLS

/**
 * DeskHistoryRow:
 *
 * A line of the history. Its menu activates "story.show-revision", "story.compare-revisions", "story.restore" and
 * "history.name" with the version's id.
 */
#define DESK_TYPE_HISTORY_ROW (desk_history_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskHistoryRow, desk_history_row, DESK, HISTORY_ROW, GtkWidget)

GtkWidget *desk_history_row_new (void);

/* @item: (nullable). @snapshot: (nullable): the story as it stands, for the words of stamps. @zone: the story's, IANA. */
void desk_history_row_set_item (DeskHistoryRow *self, DeskHistoryItem *item, DeskSnapshot *snapshot, const char *zone);

DeskHistoryItem *desk_history_row_get_item (DeskHistoryRow *self); /* (transfer none) (nullable) */

/* Opens the menu of a version. */
void desk_history_row_popup (DeskHistoryRow *self);

/* The pointer or the focus came to the line or left it: the button of its menu is there meanwhile. */
void desk_history_row_set_pointed (DeskHistoryRow *self, gboolean is_pointed);
void desk_history_row_set_focused (DeskHistoryRow *self, gboolean is_focused);

/* What the row says, for a screen reader: (transfer full) */
char *desk_history_row_dup_label (DeskHistoryRow *self);

G_END_DECLS
