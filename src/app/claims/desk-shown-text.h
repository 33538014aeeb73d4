/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A field that shows what the story says, and in which somebody may be typing when the story
 * changes. What is typed is never overwritten: not while it is typed, and not by what the story
 * said before, between the moment it is taken and the moment the story says it.
 */

/* Shows @text, which is what the story says now. */
void desk_shown_text_show (GtkEditable *editable, const char *text);

/* Whether something was typed that the story does not say. */
gboolean desk_shown_text_is_typed (GtkEditable *editable);

/* Whether something was typed that was not taken before; it is from now on. */
gboolean desk_shown_text_take (GtkEditable *editable);

/* Drops what was typed and shows what the story says. */
void desk_shown_text_drop (GtkEditable *editable);

G_END_DECLS
