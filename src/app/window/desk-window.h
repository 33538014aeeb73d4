/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-recovery.h"
#include "store/desk-store.h"
#include "window/desk-story-view.h"

G_BEGIN_DECLS

/**
 * DeskWindow:
 *
 * A desk: its library, and the story that is open. `win.*` actions are installed here.
 */
#define DESK_TYPE_WINDOW (desk_window_get_type ())
G_DECLARE_FINAL_TYPE (DeskWindow, desk_window, DESK, WINDOW, AdwApplicationWindow)

/**
 * desk_window_new:
 * @application: (nullable): a DeskApplication; without one (in a test) the window closes no desk
 * @path: (nullable): of the desk that it waits for; %NULL is a sample
 * @flags: how it is to be opened
 */
DeskWindow *desk_window_new (GtkApplication *application, const char *path, DeskStoreOpenFlags flags);

const char *desk_window_get_path (DeskWindow *self); /* (nullable) */
DeskStoreOpenFlags desk_window_get_flags (DeskWindow *self);

/* The desk is open. A desk without a person's name shows the form of a first run. @store: (transfer full). */
void desk_window_set_store (DeskWindow *self, DeskStore *store);
DeskStore *desk_window_get_store (DeskWindow *self); /* (transfer none) (nullable) */

/* The desk could not be opened: says so, and what can be done. */
void desk_window_set_error (DeskWindow *self, const GError *error);

/* The desk is damaged: opening it takes longer. */
void desk_window_show_recovering (DeskWindow *self);
/* Tells what became of it, once it is open. */
void desk_window_tell_recovery (DeskWindow *self, const DeskRecovery *recovery);

/* Neither size nor what is open is remembered: a window made for a picture or a sample. */
void desk_window_set_fleeting (DeskWindow *self, gboolean fleeting);

/* What is shown once the desk is open; each (nullable). @story: slug, id or end of an id. @page: of the inspector. */
void desk_window_start_with (DeskWindow *self, const char *story, const char *page);

/* Shows a story, by its id. */
void desk_window_open_story (DeskWindow *self, const char *story);

/* Takes texts in, after showing what was recognised. @files: (element-type GFile) */
void desk_window_import (DeskWindow *self, GListModel *files);

/* Asks, then takes in what another desk file has. */
void desk_window_take_in (DeskWindow *self, GFile *file);

DeskStoryView *desk_window_get_story_view (DeskWindow *self);

G_END_DECLS
