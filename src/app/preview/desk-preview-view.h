/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskPreviewView:
 *
 * The story as a reader sees it, drawn natively: what is typed now, or what is out. It follows what is typed in another window.
 * Escape activates "story.close-preview".
 *
 * Properties: "shows-out" (boolean): what is out rather than what is typed.
 */
#define DESK_TYPE_PREVIEW_VIEW (desk_preview_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskPreviewView, desk_preview_view, DESK, PREVIEW_VIEW, AdwBin)

void desk_preview_view_set_document (DeskPreviewView *self, DeskDocument *document);

G_END_DECLS
