/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is done to the words of a story: actions of its view's class, beside those of desk-story-view.c. */

void desk_text_actions_install (GtkWidgetClass *widget_class);
void desk_text_actions_set_enabled (GtkWidget *view, gboolean enabled);

G_END_DECLS
