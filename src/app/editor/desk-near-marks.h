/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Over "markdown-mark", whose colour is nearly that of the ground. */
#define DESK_NEAR_MARK "markdown-mark-near"

/**
 * DeskNearMarks:
 *
 * Shows the marks of CommonMark in the line that the cursor is in; elsewhere they stay faded. Colour only: no line is laid out
 * anew for it, and moving the cursor costs two lines' marks however long the text is.
 */
#define DESK_TYPE_NEAR_MARKS (desk_near_marks_get_type ())
G_DECLARE_FINAL_TYPE (DeskNearMarks, desk_near_marks, DESK, NEAR_MARKS, GObject)

DeskNearMarks *desk_near_marks_new (void);

/* @buffer: (nullable) */
void desk_near_marks_set_buffer (DeskNearMarks *self, GtkTextBuffer *buffer);

/* Once the text was dressed anew. */
void desk_near_marks_refresh (DeskNearMarks *self);

G_END_DECLS
