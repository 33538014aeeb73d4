/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskStatusBar:
 *
 * The line below the text: whether it is on disk, and how long it and what is selected of it are; more of that, and how long
 * it is to be, in a popover.
 *
 * Property: "document" (DeskDocument).
 */
#define DESK_TYPE_STATUS_BAR (desk_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (DeskStatusBar, desk_status_bar, DESK, STATUS_BAR, AdwBin)

void desk_status_bar_set_document (DeskStatusBar *self, DeskDocument *document);

/* How long the text is, all of it. */
void desk_status_bar_popup_measure (DeskStatusBar *self);

G_END_DECLS
