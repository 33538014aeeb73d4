/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskKeepPostDialog:
 *
 * One form for address or embed code or oEmbed answer (pasted into one field, recognised at once), words, account,
 * time. Enter keeps, Ctrl+Enter keeps and inserts (activates "story.insert-post").
 */
#define DESK_TYPE_KEEP_POST_DIALOG (desk_keep_post_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskKeepPostDialog, desk_keep_post_dialog, DESK, KEEP_POST_DIALOG, AdwDialog)

/* @paste: (nullable): what was pasted, to fill the form from */
AdwDialog *desk_keep_post_dialog_new (DeskDocument *document, const char *paste);

G_END_DECLS
