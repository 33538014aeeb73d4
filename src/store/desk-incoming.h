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
/**
 * desk_incoming_new_salvaged:
 * @path: what DeskSalvage read of a damaged desk; it stays while this lives
 * @db: reads the desk it is taken into
 *
 * The same for what is left of a damaged desk: what is not what its hash says is passed over, and entries that stand on
 * missing ones are set aside.
 */
DeskIncoming *desk_incoming_new_salvaged (const char *path, DeskConnection *db, GError **error);
void desk_incoming_free (DeskIncoming *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskIncoming, desk_incoming_free)

/**
 * desk_incoming_step:
 * @more: (out): whether there is more to do
 *
 * Takes in a slice: some texts, or what else there is of one story. Each in a transaction of the caller's.
 */
gboolean desk_incoming_step (DeskIncoming *self, DeskWriter *writer, gboolean *more, GError **error);

/* Entries that were new to the desk. */
guint desk_incoming_get_n_entries (DeskIncoming *self);
/* (transfer none) (element-type DeskEntry): of a damaged desk, those that stand on missing ones, as they came. */
GPtrArray *desk_incoming_get_orphans (DeskIncoming *self);
/**
 * desk_incoming_count_lost:
 * @to: what a damaged desk is taken into, before anything is
 * @first: the first row that it cannot have
 * @last: the last row that is known of
 * @n: (out): entries of the damaged desk that cannot be read, and are not in @to either
 */
gboolean desk_incoming_count_lost (DeskIncoming *self, DeskConnection *to, gint64 first, gint64 last, gint64 *n, GError **error);
/* (transfer none): reads the desk that is taken in */
DeskConnection *desk_incoming_get_connection (DeskIncoming *self);

/* (transfer full) (element-type utf8): ids of the stories that gained entries. */
GPtrArray *desk_incoming_take_gained (DeskIncoming *self);

G_END_DECLS
