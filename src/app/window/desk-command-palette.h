/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DeskCommandPalette:
 *
 * Every command that can be given now, narrowed as one types: Enter gives the one that is chosen. Those given last stand
 * first.
 */
#define DESK_TYPE_COMMAND_PALETTE (desk_command_palette_get_type ())
G_DECLARE_FINAL_TYPE (DeskCommandPalette, desk_command_palette, DESK, COMMAND_PALETTE, AdwDialog)

/* Shows it in @window, unless a dialog is there. What is chosen is done where the focus is now. */
void desk_command_palette_open (GtkWindow *window);

G_END_DECLS
