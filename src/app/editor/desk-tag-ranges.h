/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  int start; /* code points */
  int end;
} DeskTagRange;

/**
 * desk_tag_ranges_apply:
 * @ranges: (element-type DeskTagRange): where @tag is to be, in any order; they may touch. Sorted and joined in place
 *
 * Puts a tag where it belongs and takes it away elsewhere. What is right already is not touched, so that the lines
 * there need no new layout.
 */
void desk_tag_ranges_apply (GtkTextBuffer *buffer, GtkTextTag *tag, GArray *ranges);

/* The same between two places only; @ranges are sorted and joined. */
void desk_tag_ranges_apply_within (GtkTextBuffer *buffer, GtkTextTag *tag, GArray *ranges, int lo, int hi);

/* Sorts ranges and makes one of those that touch; empty ones go. */
void desk_tag_ranges_join (GArray *ranges);

/* The tag of that name in @buffer, made when there is none. (transfer none) */
GtkTextTag *desk_tag_ranges_ensure (GtkTextBuffer *buffer, const char *name);

G_END_DECLS
