/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskLibrary:
 *
 * The stories of a desk: a filter, a search as one types, and the list, newest changed first. It follows the store,
 * and asks for a story by activating `win.open-story` (chosen) or `win.edit-story` (chosen to be written in).
 *
 * Property: "filter" (string: a state's nick, "bin", or "" for all stories).
 */
#define DESK_TYPE_LIBRARY (desk_library_get_type ())
G_DECLARE_FINAL_TYPE (DeskLibrary, desk_library, DESK, LIBRARY, AdwBin)

/* @store: (nullable) */
void desk_library_set_store (DeskLibrary *self, DeskStore *store);

/* @story: (nullable): id of the story that is shown beside the library; its row is the selected one */
void desk_library_set_open_story (DeskLibrary *self, const char *story);

const char *desk_library_get_filter (DeskLibrary *self);
/* @filter: unknown ones show all stories */
void desk_library_set_filter (DeskLibrary *self, const char *filter);

/* A story is about to be made: a filter that it would be missing from gives way to all stories. */
void desk_library_expect_story (DeskLibrary *self);

void desk_library_start_search (DeskLibrary *self);

/* The list as it is shown; (transfer none) (element-type DeskLibraryItem). */
GListModel *desk_library_get_items (DeskLibrary *self);

G_END_DECLS
