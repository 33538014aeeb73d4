/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * desk_format_bar_attach:
 * @view: a text view
 * @host: a widget around it that knows the actions `story.bold`, …
 *
 * A small bar with what can be done to the words stands beside them when they were selected by pointer, until a key is
 * pressed, the selection is gone or the text moves. It takes no focus: all that it offers has keys and stands in menus.
 */
void desk_format_bar_attach (GtkTextView *view, GtkWidget *host);

/* Shows it, when words are selected. */
void desk_format_bar_show (GtkTextView *view);

/* To be called when @host goes. */
void desk_format_bar_detach (GtkTextView *view);

G_END_DECLS
