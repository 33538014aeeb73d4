/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-records.h"

G_BEGIN_DECLS

/**
 * DeskLibraryItem:
 *
 * A place in the library's list. The records of a story come and go as it changes; its place stays the same
 * object, so that selection, scrolling and the row on the screen stay too.
 *
 * Property: "story" (DeskStory).
 */
#define DESK_TYPE_LIBRARY_ITEM (desk_library_item_get_type ())
G_DECLARE_FINAL_TYPE (DeskLibraryItem, desk_library_item, DESK, LIBRARY_ITEM, GObject)

DeskLibraryItem *desk_library_item_new (DeskStory *story);

DeskStory *desk_library_item_get_story (DeskLibraryItem *self); /* (transfer none) */
void desk_library_item_set_story (DeskLibraryItem *self, DeskStory *story);

/* The same story's id as long as the item lives; (transfer none). */
const char *desk_library_item_get_id (DeskLibraryItem *self);

G_END_DECLS
