/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DeskLinkCard:
 *
 * A link that stands alone in its line, as a reader sees it: its title, and whose page it is. Nothing is loaded from there.
 * Accessible role ARTICLE.
 *
 * Its menu activates "story.open-address", "story.copy-address" (both "s"), and "embed.remove" where there is one.
 */
#define DESK_TYPE_LINK_CARD (desk_link_card_get_type ())
G_DECLARE_FINAL_TYPE (DeskLinkCard, desk_link_card, DESK, LINK_CARD, GtkWidget)

GtkWidget *desk_link_card_new (void);

/* @title: "" when the link has no words of its own */
void desk_link_card_set_link (DeskLinkCard *self, const char *address, const char *title);

G_END_DECLS
