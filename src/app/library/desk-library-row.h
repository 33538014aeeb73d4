/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "library/desk-library-item.h"

G_BEGIN_DECLS

/**
 * DeskLibraryRow:
 *
 * A story in the library: its headline, slug, state with the time of it, and how many claims have a source.
 */
#define DESK_TYPE_LIBRARY_ROW (desk_library_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskLibraryRow, desk_library_row, DESK, LIBRARY_ROW, AdwBin)

GtkWidget *desk_library_row_new (void);

/* @item: (nullable) */
void desk_library_row_set_item (DeskLibraryRow *self, DeskLibraryItem *item);
DeskLibraryItem *desk_library_row_get_item (DeskLibraryRow *self);

/* The row in one sentence, for a screen reader; (transfer full). */
char *desk_library_row_describe (DeskStory *story);

G_END_DECLS
