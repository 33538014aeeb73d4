/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is put into the text at the cursor: each in one step that can be undone, and shown. */

/* A paragraph of its own: in an empty line, or behind the paragraph that the cursor is in. */
void desk_insert_paragraph (GtkTextView *view, const char *text);

/* Words instead of the selection. */
void desk_insert_words (GtkTextView *view, const char *words);

/* Whether the line of @iter has nothing but white space. */
gboolean desk_insert_is_blank_line (const GtkTextIter *iter);

G_END_DECLS
