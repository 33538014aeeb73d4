/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * desk_hard_lines_mend:
 * @text: plain text of another program, UTF-8
 *
 * Makes paragraphs of lines. Lines that were broken to fit a width, as in mail, become one again: a line is taken for one when
 * the first word of the next had no room in it. Where no empty line parts anything and lines are as long as paragraphs are,
 * each line is a paragraph. Lists, quotations, code, verse and addresses stay as they are.
 *
 * Returns: (transfer full)
 */
char *desk_hard_lines_mend (const char *text);

G_END_DECLS
