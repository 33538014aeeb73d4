/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk-records.h"

G_BEGIN_DECLS

/**
 * DeskPostCard:
 *
 * A kept post, drawn natively, the same in the panel and under its line in the text: author, handle, words with
 * their own direction, time in the story's zone, network, state ("Deleted since · as kept at 18:02"). A graphic
 * post is covered until asked for. Nothing remote is ever loaded. Accessible role ARTICLE.
 *
 * The words can be selected; *Quote* activates "story.quote" with (post id, words selected, or all).
 * Its menu activates "story.insert-post", "story.copy-post-address", "story.cover-post", "story.drop-post" (all "s": the id),
 * "story.check-post" (id, state), "story.open-address" (s), and "embed.remove" where it lies in the text.
 */
#define DESK_TYPE_POST_CARD (desk_post_card_get_type ())
G_DECLARE_FINAL_TYPE (DeskPostCard, desk_post_card, DESK, POST_CARD, GtkWidget)

GtkWidget *desk_post_card_new (void);
/* @zone: the story's; @language: that of the interface, in which its times are written. */
void desk_post_card_set_post (DeskPostCard *self, DeskPost *post, const char *zone, const char *language);
DeskPost *desk_post_card_get_post (DeskPostCard *self);
/* What only the desk knows or does is left out: menu, *Quote*, what is missing, what became of the post. Before the post is set. */
void desk_post_card_set_for_readers (DeskPostCard *self, gboolean for_readers);

G_END_DECLS
