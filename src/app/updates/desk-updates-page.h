/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/* The Updates page of the inspector. Property: "document" (DeskDocument, nullable). */
#define DESK_TYPE_UPDATES_PAGE (desk_updates_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskUpdatesPage, desk_updates_page, DESK, UPDATES_PAGE, AdwBin)

void desk_updates_page_set_document (DeskUpdatesPage *self, DeskDocument *document);

G_END_DECLS
