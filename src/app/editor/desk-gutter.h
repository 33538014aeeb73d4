/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/desk-document.h"

G_BEGIN_DECLS

/* Pixels that the marks take beside the text, at its start. */
#define DESK_GUTTER_WIDTH 24

/**
 * DeskGutter:
 *
 * The marks beside a text view's lines: one for each line in which claims begin, showing the worst status of them and how
 * many there are when there are several. A mark is a button, named after statuses and words, that activates
 * "story.edit-claim". There are only those on the screen.
 */
#define DESK_TYPE_GUTTER (desk_gutter_get_type ())
G_DECLARE_FINAL_TYPE (DeskGutter, desk_gutter, DESK, GUTTER, GObject)

/*
 * gtk_text_view_add_overlay(), under a name of Desk's own: GTK 4.18 keeps 24 bytes of each overlay for ever, and
 * tests/lsan.supp can name only what has a name.
 */
void desk_gutter_add_overlay (GtkTextView *view, GtkWidget *overlay, int x, int y);

/* The marks are children of @view, and live no longer than it. */
DeskGutter *desk_gutter_new (GtkTextView *view);
/* @document: (nullable) */
void desk_gutter_set_document (DeskGutter *self, DeskDocument *document);
/* Looks at the lines on the screen. */
void desk_gutter_update (DeskGutter *self);

G_END_DECLS
