/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/**
 * DeskBodyView:
 *
 * The text of a story: a source view that draws a bar beside quotations, at the side at which they begin.
 *
 * Signal: "font-changed": what was measured in it is to be measured anew.
 */
#define DESK_TYPE_BODY_VIEW (desk_body_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskBodyView, desk_body_view, DESK, BODY_VIEW, GtkSourceView)

G_END_DECLS
