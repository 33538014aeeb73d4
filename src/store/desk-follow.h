/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-anchor.h"
#include "core/desk-text.h"
#include "desk-connection.h"

G_BEGIN_DECLS

/**
 * DeskFollow:
 *
 * Finds the words of claims again in one text, each from the text it was last seen in.
 */
typedef struct _DeskFollow DeskFollow;

DeskFollow *desk_follow_new (DeskConnection *db, DeskText *text);
void desk_follow_free (DeskFollow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskFollow, desk_follow_free)

/* As desk_anchor_follow(); a text that was left out or is damaged is none. */
DeskFit desk_follow_find (DeskFollow *self, const DeskAnchor *anchor, guint *start, guint *end);

G_END_DECLS
