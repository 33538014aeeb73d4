/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A text as its difference from another one: zstd with that one as prefix (RFC 8878 frames; zstd's manual, ZSTD_CCtx_refPrefix). */

/**
 * desk_delta_pack:
 * @prefix: (nullable): what the difference is from
 *
 * Returns: (transfer full): one zstd frame that holds the size
 */
GBytes *desk_delta_pack (GBytes *prefix, gconstpointer data, gsize size);

/**
 * desk_delta_unpack:
 * @delta: untrusted
 * @size: bytes to come out
 *
 * Returns: (transfer full) (nullable): %NULL when @delta does not give @size bytes on that prefix
 */
GBytes *desk_delta_unpack (GBytes *prefix, GBytes *delta, gsize size);

G_END_DECLS
