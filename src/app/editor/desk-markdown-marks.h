/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "editor/desk-claim-marks.h"

G_BEGIN_DECLS

/* How CommonMark's marks look in the text: bold is bold, and the marks themselves step back. Style only. */
void desk_markdown_marks_set_colors (GtkTextBuffer *buffer, const DeskMarkColors *colors);

/**
 * desk_markdown_marks_update:
 * @spans: (element-type DeskSpan): of the buffer's text
 * @embeds: (element-type DeskEmbed): of the same
 */
void desk_markdown_marks_update (GtkTextBuffer *buffer, GPtrArray *spans, GPtrArray *embeds);

G_END_DECLS
