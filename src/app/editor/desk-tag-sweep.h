/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DeskTagSweep:
 *
 * Brings tags of a buffer to where they belong, however many there are, in slices of a millisecond or two. Only where the
 * text was edited since, and where a plan differs from the one before, is looked at all. An edit stops it; what it had not
 * come to is looked at with the next plan.
 */
#define DESK_TYPE_TAG_SWEEP (desk_tag_sweep_get_type ())
G_DECLARE_FINAL_TYPE (DeskTagSweep, desk_tag_sweep, DESK, TAG_SWEEP, GObject)

DeskTagSweep *desk_tag_sweep_new (void);

/* @buffer: (nullable) */
void desk_tag_sweep_set_buffer (DeskTagSweep *self, GtkTextBuffer *buffer);

/**
 * desk_tag_sweep_start:
 * @tags: (element-type GtkTextTag): (nullable) each: a tag that there is not is passed over; one that comes to be there later
 *   is a change of all
 * @plan: (element-type GArray of DeskTagRange): for each tag where it belongs in the text as it is now, sorted and joined; see
 *   desk_tag_ranges_join()
 */
void desk_tag_sweep_start (DeskTagSweep *self, GPtrArray *tags, GPtrArray *plan);

/* Whether there is more to be done. */
gboolean desk_tag_sweep_is_busy (DeskTagSweep *self);

G_END_DECLS
