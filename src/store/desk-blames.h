/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"
#include "desk-store.h"

G_BEGIN_DECLS

/**
 * DeskBlames:
 *
 * Works out which version each word of a text is from, and remembers the last answers. The answer for a version follows
 * from the versions that it stands on, which never change, so what is remembered never grows old; the next version is
 * worked out from it. May be used from several threads at a time.
 */
typedef struct _DeskBlames DeskBlames;

DeskBlames *desk_blames_new (void);
void desk_blames_free (DeskBlames *self);

/**
 * desk_blames_find:
 * @story: its row
 * @revision: (nullable): as in desk_lookup_find_revision(); %NULL: the head
 */
DeskStoryBlame *desk_blames_find (DeskBlames *self, DeskConnection *db, gint64 story, const char *revision, GError **error);

G_END_DECLS
