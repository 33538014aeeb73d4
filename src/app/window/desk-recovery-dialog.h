/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-recovery.h"

G_BEGIN_DECLS

/**
 * DeskRecoveryDialog:
 *
 * Tells an editor what became of a damaged desk: what was opened instead, what was brought over, what is missing, and
 * where the damaged file lies.
 */
#define DESK_TYPE_RECOVERY_DIALOG (desk_recovery_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskRecoveryDialog, desk_recovery_dialog, DESK, RECOVERY_DIALOG, AdwDialog)

AdwDialog *desk_recovery_dialog_new (const DeskRecovery *recovery);

G_END_DECLS
