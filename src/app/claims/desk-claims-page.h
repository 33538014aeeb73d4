/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/* The Claims page of the inspector. Property: "document" (DeskDocument, nullable). */
#define DESK_TYPE_CLAIMS_PAGE (desk_claims_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskClaimsPage, desk_claims_page, DESK, CLAIMS_PAGE, AdwBin)

void desk_claims_page_set_document (DeskClaimsPage *self, DeskDocument *document);

/* Opens that claim's row and gives it the focus. */
void desk_claims_page_show_claim (DeskClaimsPage *self, const char *claim);

G_END_DECLS
