/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "editor/desk-document.h"
#include "exchange/desk-print.h"

G_BEGIN_DECLS

/*
 * A story on paper, by the system's dialog for printing (the portal's, in a sandbox), which writes PDF too. @widget is one for
 * which desk_story_view_find() answers; a toast says what went wrong.
 */

/* What is typed, as a reader reads it, or as a proof. */
void desk_story_print (GtkWidget *widget, DeskDocument *document, gboolean is_proof);

/**
 * desk_story_print_new_operation:
 * @print: (transfer full)
 *
 * Lays out and draws @print in slices, so that a long story stops nothing.
 *
 * Returns: (transfer full): to be run
 */
GtkPrintOperation *desk_story_print_new_operation (DeskPrint *print);

G_END_DECLS
