/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskAsOfDialog:
 *
 * Asks for a day and a time in the story's zone. Activates "story.show-as-of" with that instant, in microseconds.
 */
#define DESK_TYPE_AS_OF_DIALOG (desk_as_of_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskAsOfDialog, desk_as_of_dialog, DESK, AS_OF_DIALOG, AdwDialog)

/* @at: what is proposed: the last time something went out, when 0 */
AdwDialog *desk_as_of_dialog_new (DeskDocument *document, gint64 at);

G_END_DECLS
