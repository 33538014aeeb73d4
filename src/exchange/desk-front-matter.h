/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-text.h"

G_BEGIN_DECLS

/**
 * desk_front_matter_read:
 * @lines: (element-type utf8): the lines of a text
 * @text: (inout): gets the fields; a key that Desk has no field for stays a field of that name
 * @slug: (out) (transfer full) (nullable): the slug it names
 *
 * Reads the front matter that Markdown files begin with: "---", lines "key: value" (with plain or quoted values and
 * lists), "---". Anything beyond that (YAML has much more) leaves all of it to the body.
 *
 * Returns: the number of lines it takes up, 0 when there is none
 */
guint desk_front_matter_read (GPtrArray *lines, DeskText **text, char **slug);

G_END_DECLS
