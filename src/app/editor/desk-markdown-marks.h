/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "editor/desk-claim-marks.h"

G_BEGIN_DECLS

/* How CommonMark's marks look in the text: bold is bold, and the marks themselves step back. Style only. */
void desk_markdown_marks_set_colors (GtkTextBuffer *buffer, const DeskMarkColors *colors);

/**
 * desk_markdown_marks_plan:
 * @spans: (element-type DeskSpan): of @body
 * @embeds: (element-type DeskEmbed): of the same
 * @skip_quotations: whether spelling leaves what somebody said alone
 *
 * From any thread.
 *
 * Returns: (transfer full) (element-type GArray of DeskTagRange): where each tag of desk_markdown_marks_list_tags() belongs
 */
GPtrArray *desk_markdown_marks_plan (const char *body, GPtrArray *spans, GPtrArray *embeds, gboolean skip_quotations);

/* (transfer full) (element-type GtkTextTag): the last is %NULL as long as no spelling is looked at */
GPtrArray *desk_markdown_marks_list_tags (GtkTextBuffer *buffer);

G_END_DECLS
