/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A Related field of a story's text: a CommonMark link, "[title](address)" (CommonMark 0.31, section 6.3). */

/**
 * desk_related_format:
 * @title: what readers read; "" takes the address for it
 * @address: a link's destination
 *
 * Returns: (transfer full)
 */
char *desk_related_format (const char *title, const char *address);

/**
 * desk_related_parse:
 * @value: a Related field
 * @title: (out) (transfer full): what readers read; all of @value when it is no link
 * @address: (out) (transfer full): "" when it has none
 */
void desk_related_parse (const char *value, char **title, char **address);

G_END_DECLS
