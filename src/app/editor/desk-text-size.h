/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * How large a story's words are and how wide its column is: settings, for all windows. Headline and text grow together, and the
 * column with them; the rest of the window stays as it is.
 */

#define DESK_TEXT_ZOOM "text-zoom"
#define DESK_TEXT_WIDTH "text-width"

/* @clamp: around the column of a story; the size follows the settings as long as it is there. */
void desk_text_size_follow (AdwClampScrollable *clamp);

/* Larger by so many steps, smaller when less than 0; 0: as it was. */
void desk_text_size_change (int steps);

G_END_DECLS
