/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"
#include "desk-store.h"

G_BEGIN_DECLS

/* A story as it stood: the entries up to a place of its journal, applied again in memory by what applies every entry. */

/**
 * desk_as_of_load:
 * @path: the desk, read beside whoever writes it
 * @immutable: nobody writes it
 * @revision: (nullable): entry id of a version: with all that was done before the next one came
 * @at: without @revision: with every entry of that instant or an earlier one
 *
 * Errors: %DESK_STORE_ERROR_NOT_FOUND when there is no such story or version.
 */
DeskSnapshot *desk_as_of_load (const char *path, gboolean immutable, const char *story, const char *revision, gint64 at, GError **error);

G_END_DECLS
