/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * desk_isolate:
 * @text: UTF-8 from outside: a name, a handle, words
 *
 * Makes @text safe to stand in a line of ours: on one line, with a direction of its own, and unable to turn the
 * direction of what stands beside it (UAX #9, section 2: explicit formatting characters are left out, the
 * whole is an isolate).
 *
 * Returns: (transfer full)
 */
char *desk_isolate (const char *text);

/**
 * desk_isolate_get_mark:
 *
 * What a line begins with that is put together of isolates: its parts then follow one another in the direction of the
 * interface, and not in that of whatever part comes first.
 *
 * Returns: (transfer none): a mark that takes no room
 */
const char *desk_isolate_get_mark (gboolean right_to_left);

/**
 * desk_isolate_label:
 * @label: what shows words that somebody wrote, and nothing else
 *
 * Gives @label the direction of its words, so that each line begins where a reader of that script looks for it,
 * whatever the direction of the interface. Call it when they have changed.
 */
void desk_isolate_label (GtkLabel *label);

G_END_DECLS
