/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * desk_slices_insert:
 * @view: of a story's body
 * @text: UTF-8, without lines that are too long to be drawn (desk_soft_lines())
 *
 * Puts @text into the text at the cursor, instead of the selection, in one step that can be undone. A long one goes in slice by
 * slice while the window goes on to draw and to take keys: what is typed meanwhile stands behind it. GTK undoes nothing until all
 * is in; another text in the view and desk_slices_finish() put the rest in at once.
 */
void desk_slices_insert (GtkTextView *view, const char *text);

/* Ends what is still going in. */
void desk_slices_finish (GtkTextView *view);

/* Whether something is still going in. */
gboolean desk_slices_is_busy (GtkTextView *view);

G_END_DECLS
