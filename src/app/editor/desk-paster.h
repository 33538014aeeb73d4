/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * desk_paster_attach:
 * @view: of a story's body
 *
 * From here on, what is pasted or dropped into @view is looked at first, on another thread: the address of a post becomes its
 * embed and is kept ("story.keep-pasted-post"), a post's embed code is kept, a page or a letter comes in as clean CommonMark
 * (desk-html.h) where it has more than plain words, and words come in as text. What is copied out of it is CommonMark as it
 * stands, and HTML for programs that want it.
 */
void desk_paster_attach (GtkTextView *view);

/* BCP 47, of the story. */
void desk_paster_set_language (GtkTextView *view, const char *language);

/* Pastes what is on the clipboard as plain words, whatever else it has. */
void desk_paster_paste_plain (GtkTextView *view);

/* As if they had been dropped at the cursor: texts come in, stories and desks are offered for import. @files: (element-type GFile) */
void desk_paster_take_files (GtkTextView *view, GSList *files);

/* The story is left: nothing more comes in that has not begun to. */
void desk_paster_leave (GtkTextView *view);

G_END_DECLS
