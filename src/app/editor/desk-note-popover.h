/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-records.h"

G_BEGIN_DECLS

/**
 * DeskNotePopover:
 *
 * A note on words of a story: to be typed, or to be read, changed, resolved and deleted. Enter accepts, Shift+Enter begins a line.
 *
 * Signals: "accepted" (const char *words), "resolved" (gboolean resolved), "deleted" ().
 */
#define DESK_TYPE_NOTE_POPOVER (desk_note_popover_get_type ())
G_DECLARE_FINAL_TYPE (DeskNotePopover, desk_note_popover, DESK, NOTE_POPOVER, GtkPopover)

/* @note: (nullable): %NULL for a new one */
DeskNotePopover *desk_note_popover_new (DeskNote *note);

G_END_DECLS
