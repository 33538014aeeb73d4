/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * desk_soft_lines:
 * @text: UTF-8
 * @length: bytes, or -1
 *
 * Cuts lines that are too long to be drawn without a wait: at a space, behind a sentence where there is one. To CommonMark
 * a line break within a paragraph is a space, so the paragraph and its words stay what they were. Line ends of other
 * systems become LF.
 *
 * Returns: (transfer full) (nullable): %NULL when @text can stay as it is
 */
char *desk_soft_lines (const char *text, gssize length);

G_END_DECLS
