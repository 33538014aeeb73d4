/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "preview/desk-preview-item.h"

G_BEGIN_DECLS

/* What shows one block of a preview: a label, a heading, a card, …; links in it can be opened. */
GtkWidget *desk_preview_row_new (DeskPreviewItem *item);

G_END_DECLS
