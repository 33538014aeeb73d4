/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How words and paragraphs can look, by the actions `story.bold`, …: added to @menu in sections. */
void desk_format_menu_fill (GMenu *menu);

G_END_DECLS
