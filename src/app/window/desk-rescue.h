/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskRescue:
 *
 * Words that are on the screen while their desk is damaged: kept in memory, and put into the desk that takes its place.
 */
typedef struct _DeskRescue DeskRescue;

DeskRescue *desk_rescue_new (void);
void desk_rescue_free (DeskRescue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskRescue, desk_rescue_free)

/* Takes over what is typed in @document, which then saves nothing any more. */
void desk_rescue_take (DeskRescue *self, DeskDocument *document);

/**
 * desk_rescue_keep_async:
 * @self: (transfer full)
 *
 * Makes a version of each text that its story in @store does not have; a story that is not there is begun anew.
 */
void desk_rescue_keep_async (DeskRescue *self, DeskStore *store, GAsyncReadyCallback callback, gpointer data);
/* How many new versions there are, or -1. */
int desk_rescue_keep_finish (GAsyncResult *result, GError **error);

G_END_DECLS
