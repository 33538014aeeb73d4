/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"

G_BEGIN_DECLS

/*
 * Making a desk smaller without changing a hash: texts are compressed anew, with patience, and entries packed
 * together. What is written is read back first, and each slice is one transaction, so that it may end at any moment.
 */

/**
 * desk_compact_step:
 * @all: also the last entries, too few for a whole pack
 * @more: (out): whether there is more to do
 *
 * Does the next slice, of some tens of milliseconds, in a transaction of the caller's. What is damaged is left as it is.
 */
gboolean desk_compact_step (DeskConnection *db, gboolean all, gboolean *more, GError **error);

/**
 * desk_compact_shrink:
 *
 * Gives the room that became free back to the disk (VACUUM). Outside of a transaction; takes as long as copying the file.
 */
gboolean desk_compact_shrink (DeskConnection *db, GError **error);

G_END_DECLS
