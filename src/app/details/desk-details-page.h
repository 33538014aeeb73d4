/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/* The Details page of the inspector. Property: "document" (DeskDocument, nullable). */
#define DESK_TYPE_DETAILS_PAGE (desk_details_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskDetailsPage, desk_details_page, DESK, DETAILS_PAGE, AdwBin)

void desk_details_page_set_document (DeskDetailsPage *self, DeskDocument *document);

G_END_DECLS
