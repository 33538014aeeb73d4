/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskBlamePopover:
 *
 * Who wrote which words of a passage, when, and in which version they appeared first. A line activates
 * "story.compare-revisions" with that version and the one before it.
 */
#define DESK_TYPE_BLAME_POPOVER (desk_blame_popover_get_type ())
G_DECLARE_FINAL_TYPE (DeskBlamePopover, desk_blame_popover, DESK, BLAME_POPOVER, GtkPopover)

/**
 * desk_blame_popover_new:
 * @start, @end: code points of the body
 * @zone: the story's, IANA
 */
GtkWidget *desk_blame_popover_new (DeskStoryBlame *blame, guint start, guint end, const char *zone);

G_END_DECLS
