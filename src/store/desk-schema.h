/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"

G_BEGIN_DECLS

/**
 * desk_schema_check:
 * @db: a desk of a version that this program knows
 *
 * Whether the tables and indexes of @db are to the letter those that Desk makes, with nothing else hung on them: a file
 * that says so otherwise could have columns, checks and indexes that compute what they like, or types that Desk does
 * not expect. Tables of somebody else beside them are passed over.
 *
 * Errors: %DESK_STORE_ERROR_DAMAGED, and those of reading.
 */
gboolean desk_schema_check (DeskConnection *db, GError **error);

G_END_DECLS
