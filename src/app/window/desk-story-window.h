/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-store.h"
#include "window/desk-story-view.h"

G_BEGIN_DECLS

/**
 * DeskStoryWindow:
 *
 * One story in a window of its own. It shares the document with every other window on that story.
 */
#define DESK_TYPE_STORY_WINDOW (desk_story_window_get_type ())
G_DECLARE_FINAL_TYPE (DeskStoryWindow, desk_story_window, DESK, STORY_WINDOW, AdwApplicationWindow)

/* @application: (nullable): a DeskApplication. @store: (transfer full) */
GtkWindow *desk_story_window_new (GtkApplication *application, DeskStore *store, const char *story);

DeskStore *desk_story_window_get_store (DeskStoryWindow *self); /* (transfer none) */
DeskStoryView *desk_story_window_get_story_view (DeskStoryWindow *self); /* (transfer none) */
gboolean desk_story_window_shows (DeskStoryWindow *self, DeskStore *store, const char *story);

G_END_DECLS
