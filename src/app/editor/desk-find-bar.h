/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/**
 * DeskFindBar:
 *
 * Finds words in the text of a view. It comes down over the text when it is asked for.
 */
#define DESK_TYPE_FIND_BAR (desk_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (DeskFindBar, desk_find_bar, DESK, FIND_BAR, AdwBin)

/* The view that is searched, and its buffer: to be told again when the view got another one. NULL: nothing. */
void desk_find_bar_set_view (DeskFindBar *self, GtkSourceView *view);

/* Shows it, ready to type in. */
void desk_find_bar_open (DeskFindBar *self);

G_END_DECLS
