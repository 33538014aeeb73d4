/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-measure.h"

G_BEGIN_DECLS

/**
 * DeskMeasurePopover:
 *
 * How long a story and what is selected of it are, and how long it is to be.
 *
 * Signal: "target-chosen" (guint words): when it was changed and the popover closes; 0: as long as it likes.
 */
#define DESK_TYPE_MEASURE_POPOVER (desk_measure_popover_get_type ())
G_DECLARE_FINAL_TYPE (DeskMeasurePopover, desk_measure_popover, DESK, MEASURE_POPOVER, GtkPopover)

/* @selection: (nullable) */
void desk_measure_popover_show_measures (DeskMeasurePopover *self, const DeskMeasure *story, const DeskMeasure *selection);

void desk_measure_popover_set_target (DeskMeasurePopover *self, guint words);

G_END_DECLS
