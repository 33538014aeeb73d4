/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskCompareView:
 *
 * Two versions in the text column, or side by side: additions underlined, deletions struck, what moved at both its places,
 * and what was done besides the text. A banner says which two and how many changes, with two drop-downs; F8 and Shift+F8
 * go from one to the next; *Restore Paragraph* (R) where the later one is what is typed; *Restore This Version*; Escape
 * activates "story.close-compare".
 */
#define DESK_TYPE_COMPARE_VIEW (desk_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskCompareView, desk_compare_view, DESK, COMPARE_VIEW, AdwBin)

void desk_compare_view_set_document (DeskCompareView *self, DeskDocument *document);

/* @from, @to: (nullable): as for desk_comparison_new_async() */
void desk_compare_view_compare (DeskCompareView *self, const char *from, const char *to);

/* One version alone, to read, with *Restore This Version*. */
void desk_compare_view_show (DeskCompareView *self, const char *version);

/* What was out at an instant (microseconds), with the stamp as readers saw it and *Save Dossier…*. */
void desk_compare_view_show_as_of (DeskCompareView *self, gint64 at);

/* The instant that is shown, 0: none. */
gint64 desk_compare_view_get_as_of (DeskCompareView *self);

void desk_compare_view_next (DeskCompareView *self, gboolean backwards);

G_END_DECLS
