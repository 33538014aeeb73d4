/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/* The Posts page of the inspector. Property: "document" (DeskDocument, nullable). */
#define DESK_TYPE_POSTS_PAGE (desk_posts_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskPostsPage, desk_posts_page, DESK, POSTS_PAGE, AdwBin)

void desk_posts_page_set_document (DeskPostsPage *self, DeskDocument *document);

void desk_posts_page_show_post (DeskPostsPage *self, const char *post);

G_END_DECLS
