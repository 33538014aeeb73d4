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
 * A text view gives what lies over it the least width that it asks for, and is itself never narrower. So the frame asks
 * for no more than its content needs, and gives the content the width that it was told: a column that gets narrower is
 * not held up by a card that was wide.
 *
 * Tab passes it by. It is entered by desk_embed_frame_enter(), or with the pointer; Escape leaves it for the text.
 *
 * Action: "embed.remove", for the menu of what it holds.
 *
 * Signals: "resized" (): its height became another; "remove" (): the line that it belongs to is to go.
 */
#define DESK_TYPE_EMBED_FRAME (desk_embed_frame_get_type ())
G_DECLARE_FINAL_TYPE (DeskEmbedFrame, desk_embed_frame, DESK, EMBED_FRAME, AdwBin)

/* How wide the content is, in pixels, if it can be that narrow. */
void desk_embed_frame_set_width (DeskEmbedFrame *self, int width);

/* Puts the focus on the first control of the content; FALSE when it has none. */
gboolean desk_embed_frame_enter (DeskEmbedFrame *self);

G_END_DECLS
