/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-text-merge.h"

G_BEGIN_DECLS

/**
 * DeskMergeText:
 *
 * The text that a merge comes to, as it is being settled. What one side changed, or both in the same way, is underlined on
 * a tint, with the words that went struck before it. A conflict that nobody settled has the words of both sides, one behind
 * the other; one that is settled has the words that were chosen, which can be typed over. Nothing else can.
 *
 * Signal: "changed" (): another conflict is the current one, or what becomes of one changed.
 */
#define DESK_TYPE_MERGE_TEXT (desk_merge_text_get_type ())
G_DECLARE_FINAL_TYPE (DeskMergeText, desk_merge_text, DESK, MERGE_TEXT, GtkTextView)

/* @merge: (nullable): %NULL empties the view */
void desk_merge_text_set_merge (DeskMergeText *self, DeskTextMerge *merge);

guint desk_merge_text_get_n_conflicts (DeskMergeText *self);
guint desk_merge_text_get_n_settled (DeskMergeText *self);

/* The place of the conflict at hand, from 1; 0 when there is none. */
guint desk_merge_text_get_current (DeskMergeText *self);
/* What the two sides have there; (transfer none) (nullable). */
const DeskMergeChunk *desk_merge_text_get_chunk (DeskMergeText *self);
/* What was chosen there: a DeskMergeChoice, -1 when nothing was. */
int desk_merge_text_get_choice (DeskMergeText *self);

/* Makes the next (previous) conflict the current one, round at the ends, selects it and scrolls to it. */
void desk_merge_text_go (DeskMergeText *self, gboolean backwards);

/* Settles the conflict at hand. */
void desk_merge_text_choose (DeskMergeText *self, DeskMergeChoice choice);

/* The merged text, every conflict being settled; (transfer full). */
DeskText *desk_merge_text_dup_text (DeskMergeText *self);

G_END_DECLS
