/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk-records.h"

G_BEGIN_DECLS

/**
 * DeskRuleDialog:
 *
 * A rule of house style to be typed or changed. What cannot be used says why, and cannot be saved.
 *
 * Signal "saved" (DeskRule): with a new id, or that of the rule that was changed.
 */
#define DESK_TYPE_RULE_DIALOG (desk_rule_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskRuleDialog, desk_rule_dialog, DESK, RULE_DIALOG, AdwAlertDialog)

/* @rule: (nullable): %NULL for a new one */
AdwDialog *desk_rule_dialog_new (DeskRule *rule);

G_END_DECLS
