/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * desk_uuid_new:
 * @at: microseconds since 1970, UTC
 *
 * Returns: (transfer full): a UUID version 7 (RFC 9562, section 5.7): the time in milliseconds,
 *   then 74 random bits; 36 characters, lower case
 */
char *desk_uuid_new (gint64 at);

G_END_DECLS
