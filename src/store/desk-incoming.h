/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-commit.h"

G_BEGIN_DECLS

/**
 * DeskIncoming:
 *
 * A desk file from elsewhere on its way into this one. It is copied first, and never run where it lies; nothing of
 * it is written before all of it was found to be what its hashes say.
 */
typedef struct _DeskIncoming DeskIncoming;

/**
 * desk_incoming_new:
 * @path: a desk or a package
 * @near: the desk it is taken into; the copy is made beside it
 * @db: reads that desk
 */
DeskIncoming *desk_incoming_new (const char *path, const char *near, DeskConnection *db, GError **error);
void desk_incoming_free (DeskIncoming *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskIncoming, desk_incoming_free)

/**
 * desk_incoming_step:
 * @more: (out): whether there is more to do
 *
 * Takes in a slice: some texts, or what else there is of one story. Each in a transaction of the caller's.
 */
gboolean desk_incoming_step (DeskIncoming *self, DeskWriter *writer, gboolean *more, GError **error);

/* (transfer full) (element-type utf8): ids of the stories that gained entries. */
GPtrArray *desk_incoming_take_gained (DeskIncoming *self);

G_END_DECLS
