/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/* A list of one change, taken over; (transfer full) (element-type DeskChange). */
GPtrArray *desk_changes_new (DeskChange *change);

/**
 * desk_undoable_commit:
 * @widget: who asks; the toast appears in its story view
 * @why: as for desk_document_commit_async()
 * @changes: (transfer full) (element-type DeskChange): what is done
 * @message: what was done, for the toast
 * @reversing: (transfer full) (nullable) (element-type DeskChange): what *Undo* commits. Evidence, claims and posts that
 *   @changes make need nothing here: they are let go of again by themselves
 *
 * Commits, and offers to take it back once it is written. A failure is told in a toast instead.
 */
void desk_undoable_commit (GtkWidget *widget,
                           DeskDocument *document,
                           DeskWhy why,
                           GPtrArray *changes,
                           const char *message,
                           GPtrArray *reversing);

G_END_DECLS
