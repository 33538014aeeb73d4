/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desk-history-model.h"

G_BEGIN_DECLS

/**
 * DeskVersionButton:
 *
 * Chooses one of a story's versions, however many there are: a drop-down whose list reads as one scrolls. Versions that Desk
 * kept by itself fold into one line, as in the history.
 *
 * Properties: "title" (string: which of the two versions, for a screen reader), "has-now" (boolean: *Now* is in the list).
 * Signal: "chosen" (const char *version): an entry's id, %DESK_VERSION_OUT or %DESK_VERSION_NOW.
 */
#define DESK_TYPE_VERSION_BUTTON (desk_version_button_get_type ())
G_DECLARE_FINAL_TYPE (DeskVersionButton, desk_version_button, DESK, VERSION_BUTTON, AdwBin)

/* @history: (nullable); @zone: the story's */
void desk_version_button_set_history (DeskVersionButton *self, DeskHistoryModel *history, const char *zone);

/* Whether something is out that can be chosen. */
void desk_version_button_set_has_out (DeskVersionButton *self, gboolean has_out);

/* What the button says is chosen: "Published 18:45". */
void desk_version_button_set_label (DeskVersionButton *self, const char *label);

G_END_DECLS
