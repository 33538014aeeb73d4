/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/desk-claim-marks.h"

G_BEGIN_DECLS

/* The quiet tint under the words of notes that are open. */

void desk_note_marks_set_colors (GtkTextBuffer *buffer, const DeskMarkColors *colors);
void desk_note_marks_update (DeskDocument *document);

G_END_DECLS
