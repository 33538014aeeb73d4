/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskStoryView:
 *
 * A story with its header bar, editor (or comparison) and inspector: what the main window and a story's own window
 * share. All `story.*` and `inspector.*` actions are installed here.
 */
#define DESK_TYPE_STORY_VIEW (desk_story_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskStoryView, desk_story_view, DESK, STORY_VIEW, AdwBin)

DeskDocument *desk_story_view_get_document (DeskStoryView *self);
void desk_story_view_set_document (DeskStoryView *self, DeskDocument *document);

G_END_DECLS
