/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Actions of DeskStoryView that are about house style, spelling and notes: what they do the editor does. */

void desk_style_actions_install (GtkWidgetClass *widget_class);
void desk_style_actions_set_enabled (GtkWidget *view, gboolean enabled);

G_END_DECLS
