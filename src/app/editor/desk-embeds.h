/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskEmbeds:
 *
 * Cards under the lines of the text that are a link and nothing else: a kept post, a related page. The text has the link
 * and nothing more; a tag leaves the room below the line, and the card is laid over it. The address of a post that is not
 * kept gets a card that offers to. Only near the screen there are cards; elsewhere there is the room for them.
 *
 * Signal: "room-changed" (): once lines are laid out anew, cards are to be placed again.
 */
#define DESK_TYPE_EMBEDS (desk_embeds_get_type ())
G_DECLARE_FINAL_TYPE (DeskEmbeds, desk_embeds, DESK, EMBEDS, GObject)

/* The cards are children of @view, and live no longer than it. */
DeskEmbeds *desk_embeds_new (GtkTextView *view);
/* @document: (nullable) */
void desk_embeds_set_document (DeskEmbeds *self, DeskDocument *document);
/* @embeds: (element-type DeskEmbed): the lone links of the text as it is */
void desk_embeds_set_embeds (DeskEmbeds *self, GPtrArray *embeds);
/* Shows posts as the document's snapshot has them. */
void desk_embeds_update_posts (DeskEmbeds *self);
/* Moves cards to their lines, and gives them the view's width. */
void desk_embeds_place (DeskEmbeds *self);
/* Puts the focus into the card under the line of @iter; FALSE when there is none. */
gboolean desk_embeds_enter (DeskEmbeds *self, const GtkTextIter *iter);

G_END_DECLS
