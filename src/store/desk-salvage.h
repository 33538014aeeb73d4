/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"

G_BEGIN_DECLS

/**
 * DeskSalvage:
 *
 * What can still be read of a damaged desk, row by row, in a sound file with the tables of a desk. What a row says is
 * whatever the damaged file says: who takes it from there compares it with its hash. Views are left behind.
 */
typedef struct _DeskSalvage DeskSalvage;

/**
 * desk_salvage_new:
 * @path: a damaged desk; it is copied first, its WAL too, and not touched
 * @near: beside which the copy and the sound file are made
 *
 * Reads on behind damage, from both ends and from the middle of what is left; then, for what is torn, every page of the
 * file, as the roots of trees may be gone. Errors are those of writing, and
 * %DESK_STORE_ERROR_NEWER; a file of which nothing can be read is none.
 */
DeskSalvage *desk_salvage_new (const char *path, const char *near, GError **error);
/* Takes both files away. */
void desk_salvage_free (DeskSalvage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskSalvage, desk_salvage_free)

/* The sound file, not in WAL mode; (transfer none). */
const char *desk_salvage_get_path (DeskSalvage *self);

/* Whether every row of @table could be read. */
gboolean desk_salvage_is_whole (DeskSalvage *self, const char *table);
/* Whether it ends in damage, so that nobody knows how many rows there were. */
gboolean desk_salvage_is_cut_off (DeskSalvage *self, const char *table);

G_END_DECLS
