/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-change.h"
#include "core/desk-networks.h"
#include "desk-exchange-error.h"

G_BEGIN_DECLS

/**
 * desk_capture_read:
 * @data: what an editor pasted or dropped: a post's embed code (HTML), an oEmbed answer (JSON), saved HTML of an embed
 *   page, or an address with or without words
 * @length: bytes, or -1
 * @raw_type: (out) (optional): media type of @data
 *
 * Reads a post with no network at all. No script is run, nothing is fetched.
 *
 * Errors: %DESK_EXCHANGE_ERROR_UNKNOWN when no post can be seen in it, TOO_LARGE over 4 MiB.
 *
 * Returns: (transfer full): what is known; the rest is "" and named in `missing`
 */
DeskPost *desk_capture_read (const char *data, gssize length, const char **raw_type, GError **error);

/**
 * desk_capture_by_hand:
 * @address: (nullable)
 * @words: (nullable)
 * @author: (nullable): name, "@handle", or "Name (@handle)"
 * @posted_at: 0 when not known; a time that the number tells is used then
 *
 * Errors: %DESK_EXCHANGE_ERROR_INVALID when there is neither an address nor words.
 */
DeskPost *desk_capture_by_hand (const char *address, const char *words, const char *author, gint64 posted_at, GError **error);

/**
 * desk_capture_describe:
 *
 * Returns: (transfer full): what was kept, for a toast: "Kept 18:02: words, time; no pictures"
 */
char *desk_capture_describe (DeskPost *post, const char *zone, const char *language);

G_END_DECLS
