/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * desk_own_cursor_attach:
 * @view: a view of a buffer that other views may show too
 *
 * Gives @view a cursor and a selection of its own: a buffer has but one, so what it was when the focus left @view is there
 * again when the focus comes back from another view. Where somebody moved the cursor meanwhile on purpose, it stays there.
 */
void desk_own_cursor_attach (GtkTextView *view);

G_END_DECLS
