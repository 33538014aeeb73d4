/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskStatusBar:
 *
 * The line below the text: whether it is on disk, and how long it is.
 *
 * Property: "document" (DeskDocument).
 */
#define DESK_TYPE_STATUS_BAR (desk_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (DeskStatusBar, desk_status_bar, DESK, STATUS_BAR, AdwBin)

void desk_status_bar_set_document (DeskStatusBar *self, DeskDocument *document);

G_END_DECLS
