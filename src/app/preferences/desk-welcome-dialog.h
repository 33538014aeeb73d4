/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskWelcomeDialog:
 *
 * The one form of a first run: who writes, and the zone, language and style of stamps of new stories, filled in from
 * the system; Enter accepts. A desk whose settings have no "person" has not seen it.
 */
#define DESK_TYPE_WELCOME_DIALOG (desk_welcome_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskWelcomeDialog, desk_welcome_dialog, DESK, WELCOME_DIALOG, AdwDialog)

AdwDialog *desk_welcome_dialog_new (DeskStore *store);

G_END_DECLS
