/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/**
 * DeskFindBar:
 *
 * Finds words or a regular expression in the text of a view, and puts others in their place. It comes down over the text when
 * it is asked for. GtkSourceView looks through the text in small steps between the frames; each replacement changes the
 * matched words and nothing else, so that claims and marks beside them stay. Escape stays at what was found, and goes
 * back to where one was when nothing is.
 */
#define DESK_TYPE_FIND_BAR (desk_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (DeskFindBar, desk_find_bar, DESK, FIND_BAR, AdwBin)

/* The view that is searched, and its buffer: to be told again when the view got another one. NULL: nothing. */
void desk_find_bar_set_view (DeskFindBar *self, GtkSourceView *view);

/* Shows it, ready to type in, with what is selected. @replace: with the line to replace in */
void desk_find_bar_open (DeskFindBar *self, gboolean replace);

G_END_DECLS
