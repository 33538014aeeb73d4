/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A field that shows what the story says, and in which somebody may be typing when the story
 * changes: what is typed is never overwritten, only what was shown.
 */

/* Shows @text, unless something else was typed since the last text was shown. */
void desk_shown_text_show (GtkEditable *editable, const char *text);

/* Whether something was typed since. */
gboolean desk_shown_text_is_typed (GtkEditable *editable);

/* Takes what was typed: it counts as shown from now on. Returns whether anything was. */
gboolean desk_shown_text_take (GtkEditable *editable);

/* Drops what was typed and shows again what was shown. */
void desk_shown_text_drop (GtkEditable *editable);

G_END_DECLS
