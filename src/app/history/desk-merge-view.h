/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskMergeView:
 *
 * Makes two versions of a story one, in the text column: what either side changed is shown in the text as Compare shows it,
 * and where both changed the same words, those of one side, of the other, of both, or the editor's own are chosen. Words
 * that were chosen can be typed over in their place. "Keep Merged Version" keeps the text with both versions as its bases,
 * and activates `story.close-merge`.
 */
#define DESK_TYPE_MERGE_VIEW (desk_merge_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskMergeView, desk_merge_view, DESK, MERGE_VIEW, AdwBin)

/* @document: (nullable) */
void desk_merge_view_set_document (DeskMergeView *self, DeskDocument *document);

/* Keeps what is typed as a version, and shows what it and the other version come to. */
void desk_merge_view_begin (DeskMergeView *self);

/* Goes to the next (previous) words that both changed; round at the ends. */
void desk_merge_view_next (DeskMergeView *self, gboolean backwards);

G_END_DECLS
