/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-style.h"
#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskStyler:
 *
 * House style in the text: what desk_style_check_snapshot() finds in it, on another thread once typing rests, under a quiet
 * line. While one types on, what was found moves along, and goes when it is touched.
 *
 * Signal "checked" (): what is found is another now.
 */
#define DESK_TYPE_STYLER (desk_styler_get_type ())
G_DECLARE_FINAL_TYPE (DeskStyler, desk_styler, DESK, STYLER, GObject)

DeskStyler *desk_styler_new (void);

/* @document: (nullable) */
void desk_styler_set_document (DeskStyler *self, DeskDocument *document);

/* How the line looks; those of claims are drawn over it. */
void desk_styler_prepare (GtkTextBuffer *buffer);

/* (transfer none) (element-type DeskStyleFinding): by place, until the main loop runs again */
GPtrArray *desk_styler_get_findings (DeskStyler *self);
/* The one whose words are at @offset, or end there; (transfer none) (nullable), as above */
const DeskStyleFinding *desk_styler_find_at (DeskStyler *self, guint offset);

/* Puts the n-th suggestion in the place of what was found: one step of undo. FALSE when there is none. */
gboolean desk_styler_take (DeskStyler *self, const DeskStyleFinding *finding, guint n);
/* Leaves these words as they are from now on. */
void desk_styler_leave (DeskStyler *self, const DeskStyleFinding *finding);
/* Switches its rule off, in all stories of the desk. */
void desk_styler_switch_off (DeskStyler *self, const DeskStyleFinding *finding);

G_END_DECLS
