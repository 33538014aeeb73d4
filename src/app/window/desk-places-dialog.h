/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskPlacesDialog:
 *
 * Places of a story that one can go to, narrowed as one types; Enter goes there: headings, claims and posts in their order, or
 * paragraphs by number or words. It activates `story.show-range` of the story it is shown over.
 */
#define DESK_TYPE_PLACES_DIALOG (desk_places_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskPlacesDialog, desk_places_dialog, DESK, PLACES_DIALOG, AdwDialog)

/* @paragraphs: all of them, and not headings, claims and posts */
AdwDialog *desk_places_dialog_new (DeskDocument *document, gboolean paragraphs);

G_END_DECLS
