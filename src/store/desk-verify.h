/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"
#include "desk-store.h"

G_BEGIN_DECLS

/**
 * desk_verify:
 * @db: reads the desk, outside of a transaction, so that nobody waits for it
 * @story: row of a story, or 0 for all of them and the file itself
 */
DeskVerifyReport *desk_verify (DeskConnection *db, gint64 story, GError **error);

G_END_DECLS
