/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskReplaceDialog:
 *
 * Finds words or a regular expression in all stories of a desk, shows each place in its line, and replaces in those that are
 * ticked: one version a story, with a note of what was replaced. A toast takes it back.
 */
#define DESK_TYPE_REPLACE_DIALOG (desk_replace_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskReplaceDialog, desk_replace_dialog, DESK, REPLACE_DIALOG, AdwDialog)

/* @words: (nullable): to begin with */
AdwDialog *desk_replace_dialog_new (DeskStore *store, const char *words);

G_END_DECLS
