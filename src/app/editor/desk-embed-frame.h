/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DeskEmbedFrame:
 *
 * A widget laid over a text view. Keys that its content does not take end here: behind it is the text, and a letter
 * pressed on a button must not be typed into it.
 *
 * Signal: "resized" (): its height became another.
 */
#define DESK_TYPE_EMBED_FRAME (desk_embed_frame_get_type ())
G_DECLARE_FINAL_TYPE (DeskEmbedFrame, desk_embed_frame, DESK, EMBED_FRAME, AdwBin)

G_END_DECLS
