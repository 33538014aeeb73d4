/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Gestures that write CommonMark: what they do to a text says core (desk-format.h); here it is done to a buffer, each in one
 * step that can be undone, with the words between the edits left alone.
 */

typedef enum
{
  DESK_FORMAT_BOLD,
  DESK_FORMAT_ITALIC,
  DESK_FORMAT_HEADING, /* of a level */
  DESK_FORMAT_QUOTATION,
  DESK_FORMAT_LIST,
  DESK_FORMAT_NUMBERED_LIST,
} DeskFormat;

/* Of the selection, or of what the cursor is in. @level: of a heading; 0: a plain paragraph */
void desk_formatter_toggle (GtkTextView *view, DeskFormat format, guint level);

/* @address: "" takes the link away */
void desk_formatter_set_link (GtkTextView *view, const char *address);

/* Where the link at the selection leads; (transfer full) (nullable) */
char *desk_formatter_dup_link (GtkTextView *view);

/* From now on Enter, Backspace and Tab know lists and quotations. An input method has each key first. */
void desk_formatter_attach (GtkTextView *view);

G_END_DECLS
