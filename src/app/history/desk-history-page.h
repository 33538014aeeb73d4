/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/* The History page of the inspector. Property: "document" (DeskDocument, nullable). */
#define DESK_TYPE_HISTORY_PAGE (desk_history_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskHistoryPage, desk_history_page, DESK, HISTORY_PAGE, AdwBin)

void desk_history_page_set_document (DeskHistoryPage *self, DeskDocument *document);

G_END_DECLS
