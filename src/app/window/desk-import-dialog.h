/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskImportDialog:
 *
 * Texts that come from outside: what was recognised in each is shown before it is taken in. A stamp that was found
 * stays in the text unless its date and zone are confirmed; then it becomes an update of the story.
 *
 * Taken in, the last of the stories is opened by `win.open-story` on the widget that the dialog was made for.
 */
#define DESK_TYPE_IMPORT_DIALOG (desk_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskImportDialog, desk_import_dialog, DESK, IMPORT_DIALOG, AdwDialog)

/* @window: whose `win.open-story` is activated; @files: (element-type GFile) */
AdwDialog *desk_import_dialog_new (GtkWidget *window, DeskStore *store, GListModel *files);

G_END_DECLS
