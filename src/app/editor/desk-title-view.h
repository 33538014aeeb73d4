/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DeskTitleView:
 *
 * A field of one paragraph that wraps, such as a headline. Enter, Tab and the arrows at its edges leave it.
 *
 * Property: "placeholder" (shown, and said, while it is empty). Signals: "activate" (Enter).
 */
#define DESK_TYPE_TITLE_VIEW (desk_title_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskTitleView, desk_title_view, DESK, TITLE_VIEW, GtkTextView)

G_END_DECLS
