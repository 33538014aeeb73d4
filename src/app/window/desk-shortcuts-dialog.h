/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Every key of the window, in a dialog: GtkShortcutsWindow is deprecated, and libadwaita's own comes with 1.8. */
AdwDialog *desk_shortcuts_dialog_new (void);

G_END_DECLS
