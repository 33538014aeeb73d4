/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk-stamp.h"
#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskConfirmStampDialog:
 *
 * Asks which instant a stamp found in the text means: what it says is filled in, what it leaves open is not. Then the
 * stamp's words go to the ledger and its line out of the text.
 */
#define DESK_TYPE_CONFIRM_STAMP_DIALOG (desk_confirm_stamp_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskConfirmStampDialog, desk_confirm_stamp_dialog, DESK, CONFIRM_STAMP_DIALOG, AdwDialog)

/* @stamp: copied */
AdwDialog *desk_confirm_stamp_dialog_new (DeskDocument *document, const DeskFoundStamp *stamp);

G_END_DECLS
