/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * desk_paster_attach:
 * @view: of a story's body
 *
 * From here on, what is pasted into @view is looked at first: the address of a post becomes its embed and is kept
 * ("story.keep-pasted-post"), a post's embed code is kept, and words come in as text, whatever else the clipboard has.
 */
void desk_paster_attach (GtkTextView *view);

G_END_DECLS
