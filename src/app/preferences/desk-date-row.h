/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DeskDateRow:
 *
 * A row that takes a day as "2026-02-23", typed or chosen from a calendar; its text is that of a GtkEditable.
 */
#define DESK_TYPE_DATE_ROW (desk_date_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskDateRow, desk_date_row, DESK, DATE_ROW, AdwEntryRow)

G_END_DECLS
