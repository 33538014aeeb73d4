/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"
#include "desk-store.h"

G_BEGIN_DECLS

/**
 * desk_package_write:
 * @db: reads the desk, within one transaction
 * @story: its row
 *
 * Writes one story as a desk of its own. What is not put in is noted there as left out.
 */
gboolean desk_package_write (DeskConnection *db, gint64 story, const char *path, DeskPackageFlags flags, GError **error);

G_END_DECLS
