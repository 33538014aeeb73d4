/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DeskStylePopover:
 *
 * Says why words are not in the house's style, and what to write instead: the first suggestion is Enter.
 *
 * Signals: "taken" (uint: which suggestion), "left" (), "switched-off" ().
 */
#define DESK_TYPE_STYLE_POPOVER (desk_style_popover_get_type ())
G_DECLARE_FINAL_TYPE (DeskStylePopover, desk_style_popover, DESK, STYLE_POPOVER, GtkPopover)

/* @is_word: a word that the dictionary does not know: there is no rule behind it */
DeskStylePopover *desk_style_popover_new (const char *message, const char *const *suggestions, gboolean is_word);

G_END_DECLS
