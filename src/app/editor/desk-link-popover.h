/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DeskLinkPopover:
 *
 * Asks where a link leads: filled in with where it leads now or with an address from the clipboard, Enter accepts.
 *
 * Signal: "accepted" (const char *address): "" when there is to be no link.
 */
#define DESK_TYPE_LINK_POPOVER (desk_link_popover_get_type ())
G_DECLARE_FINAL_TYPE (DeskLinkPopover, desk_link_popover, DESK, LINK_POPOVER, GtkPopover)

/* @address: (nullable): where it leads now */
DeskLinkPopover *desk_link_popover_new (const char *address, GdkClipboard *clipboard);

G_END_DECLS
