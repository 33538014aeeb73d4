/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DeskColumn:
 *
 * A head above a text view, scrolled as one. The text view has as much of the column's height as is visible of it, so it
 * lays out and draws only what is on the screen, however long the text; and the head stands beside it in the tree
 * of widgets, where keys typed in it do not pass through the text.
 *
 * Properties: "head" (any widget), "body" (a GtkScrollable that grows downwards: a GtkTextView).
 */
#define DESK_TYPE_COLUMN (desk_column_get_type ())
G_DECLARE_FINAL_TYPE (DeskColumn, desk_column, DESK, COLUMN, GtkWidget)

G_END_DECLS
