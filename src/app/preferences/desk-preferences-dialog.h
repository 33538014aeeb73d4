/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskPreferencesDialog:
 *
 * Settings of a desk: the person who writes, and the zone, language and style of stamps of new stories. Each is
 * written as soon as it is changed. And its backups: when the last was made, and one more.
 */
#define DESK_TYPE_PREFERENCES_DIALOG (desk_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskPreferencesDialog, desk_preferences_dialog, DESK, PREFERENCES_DIALOG, AdwPreferencesDialog)

AdwDialog *desk_preferences_dialog_new (DeskStore *store);

G_END_DECLS
