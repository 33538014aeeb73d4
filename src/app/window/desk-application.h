/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskApplication:
 *
 * The program: what it was started with, which desks are open, and the keys of actions that every window has.
 */
#define DESK_TYPE_APPLICATION (desk_application_get_type ())
G_DECLARE_FINAL_TYPE (DeskApplication, desk_application, DESK, APPLICATION, AdwApplication)

DeskApplication *desk_application_new (void);

/**
 * desk_application_open_desk:
 * @file: (nullable): a desk; %NULL is the one that was open last, or the user's own
 * @flags: for one that is not open yet
 *
 * Returns: (transfer none): the window on that desk, there already or new; it says so itself when the desk can't be opened
 */
GtkWindow *desk_application_open_desk (DeskApplication *self, GFile *file, DeskStoreOpenFlags flags);

/* A new sample desk in a window of its own; (transfer none). */
GtkWindow *desk_application_open_sample (DeskApplication *self);

/**
 * desk_application_open_file:
 * @window: (nullable): where a story is to be taken in; %NULL opens the user's own desk
 * @file: a desk, a package, or a text
 *
 * Opens a desk; a package, and a desk that cannot be worked on in its place, are taken in after asking; so are texts.
 */
void desk_application_open_file (DeskApplication *self, GtkWindow *window, GFile *file);

/* A window of its own for a story of an open desk. */
void desk_application_open_story_window (DeskApplication *self, DeskStore *store, const char *story);

/**
 * desk_application_recover:
 * @store: an open desk that is damaged
 *
 * Closes its windows, recovers it, and opens it in a new window, with what was typed.
 */
void desk_application_recover (DeskApplication *self, DeskStore *store);

/* Opens the desk of @window, a DeskWindow, and hands it over; again, after it could not be opened. */
void desk_application_load (DeskApplication *self, GtkWindow *window);

/* A window is done with a desk: @store (transfer full). */
void desk_application_release_store (DeskApplication *self, DeskStore *store);

G_END_DECLS
