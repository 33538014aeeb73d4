/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/desk-document.h"

G_BEGIN_DECLS

/* The colours of the theme that say something, as they are now. */
typedef struct
{
  GdkRGBA accent;
  GdkRGBA success;
  GdkRGBA warning;
  GdkRGBA error;
} DeskMarkColors;

/* How a claim's words are underlined, by status, in a buffer. Never by colour alone: the gutter's marks say the same. */
void desk_claim_marks_set_colors (GtkTextBuffer *buffer, const DeskMarkColors *colors);

/* Underlines the words of all claims of @document where they are now. */
void desk_claim_marks_update (DeskDocument *document);

G_END_DECLS
