/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskPublishDialog:
 *
 * On top the stamp as readers will see it; the kind (first, update, no stamp, correction with was and now);
 * what must be seen; what else is open, folded; what changed since the version that is out. Ctrl+Enter publishes.
 */
#define DESK_TYPE_PUBLISH_DIALOG (desk_publish_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskPublishDialog, desk_publish_dialog, DESK, PUBLISH_DIALOG, AdwDialog)

/* @supersedes: (nullable): id of a mistaken update that this one corrects */
AdwDialog *desk_publish_dialog_new (DeskDocument *document, const char *supersedes);

G_END_DECLS
