/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * desk_isolate:
 * @text: UTF-8 from outside: a name, a handle, words
 *
 * Makes @text safe to stand in a line of ours: on one line, with a direction of its own, and unable to turn the
 * direction of what stands beside it (UAX #9, section 2: explicit formatting characters are left out, the
 * whole is an isolate).
 *
 * Returns: (transfer full)
 */
char *desk_isolate (const char *text);

G_END_DECLS
