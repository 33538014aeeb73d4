/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DESK_FOCUS_DIM_TAG "focus-dim"

/**
 * DeskFocusDim:
 *
 * Dims all of a text but the paragraph that the cursor is in. Colour only; once it is on, moving the cursor costs two lines.
 */
#define DESK_TYPE_FOCUS_DIM (desk_focus_dim_get_type ())
G_DECLARE_FINAL_TYPE (DeskFocusDim, desk_focus_dim, DESK, FOCUS_DIM, GObject)

/* On from now on, until it is disposed of. */
DeskFocusDim *desk_focus_dim_new (GtkTextBuffer *buffer);

G_END_DECLS
