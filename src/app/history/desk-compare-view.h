/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskCompareView:
 *
 * Two versions in the text column: additions underlined, deletions struck. A banner says which two and how many
 * changes, with two drop-downs; F8 and Shift+F8 go from one to the next; *Restore This Version*; Escape
 * activates "story.close-compare".
 */
#define DESK_TYPE_COMPARE_VIEW (desk_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskCompareView, desk_compare_view, DESK, COMPARE_VIEW, AdwBin)

void desk_compare_view_set_document (DeskCompareView *self, DeskDocument *document);

/* @from, @to: (nullable): entry ids of revisions; %NULL @from is what is out, or the version before; %NULL @to is what is typed */
void desk_compare_view_compare (DeskCompareView *self, const char *from, const char *to);

/* One version alone, to read, with *Restore This Version*. */
void desk_compare_view_show (DeskCompareView *self, const char *revision);

void desk_compare_view_next (DeskCompareView *self, gboolean backwards);

G_END_DECLS
