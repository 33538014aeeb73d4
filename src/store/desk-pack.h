/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"

G_BEGIN_DECLS

/*
 * Entries of a journal that are kept together: their bytes, a line each, in one zstd frame. A hash in them that says
 * nothing new is *folded*: an earlier line's id becomes how many lines back it is, a text's hash how far its row is
 * from the last one named. docs/desk-file.md has the form.
 */

#define DESK_PACK_ENTRIES 128
#define DESK_PACK_MAX_BYTES (256 * 1024)

/**
 * desk_pack_make:
 * @entries: (element-type GBytes): canonical bytes, none of which holds a control character
 * @size: (out): bytes before compression
 *
 * Returns: (transfer full) (nullable): the frame; %NULL with @error when texts could not be looked up
 */
GBytes *desk_pack_make (DeskConnection *db, GPtrArray *entries, gsize *size, GError **error);

/**
 * desk_pack_open:
 * @frame: untrusted
 * @size: bytes that come out of it
 *
 * Errors: %DESK_STORE_ERROR_DAMAGED, and those of reading.
 *
 * Returns: (transfer full) (element-type GBytes): the entries as they were hashed; whoever reads one hashes it again
 */
GPtrArray *desk_pack_open (DeskConnection *db, GBytes *frame, gint64 size, GError **error);

G_END_DECLS
