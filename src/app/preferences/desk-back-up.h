/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * desk_back_up_async:
 * @window: (nullable): over which it asks where to
 *
 * Asks for a file, and writes a whole copy of the desk there. Ends with %GTK_DIALOG_ERROR_DISMISSED when the editor
 * thinks better of it.
 */
void desk_back_up_async (GtkWindow *window, DeskStore *store, GAsyncReadyCallback callback, gpointer data);

/* (transfer full) (nullable): the file it was written to */
GFile *desk_back_up_finish (GAsyncResult *result, GError **error);

/* The same for a file that is known. */
void desk_back_up_to_async (DeskStore *store, GFile *file, GAsyncReadyCallback callback, gpointer data);

G_END_DECLS
