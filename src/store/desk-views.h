/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entry.h"
#include "desk-connection.h"

G_BEGIN_DECLS

/*
 * What is known of a story, worked out from its entries. One function applies an entry, whether it was just
 * written or is read again: views are a function of the set of entries in their order.
 */

/**
 * desk_views_apply:
 * @story: its row, 0 for the desk's own journal
 * @seq: the entry's row
 * @fits: (out) (optional): whether what it is about is in the story; otherwise it has no effect
 *
 * An `erase` entry takes values and files out of the desk.
 */
gboolean desk_views_apply (DeskConnection *db, gint64 story, gint64 seq, DeskEntry *entry, gboolean *fits, GError **error);

/* Sums up a story's line in the library, after the last entry was applied. */
gboolean desk_views_finish (DeskConnection *db, gint64 story, GError **error);

/* Puts a story's journal in order and makes its views anew; the number of its entries, or -1. */
gint64 desk_views_rebuild (DeskConnection *db, gint64 story, GError **error);

/* A slug as it is compared: whatever the case. (transfer full) */
char *desk_views_fold_slug (const char *slug);

/* Every hash of a text, blob or sealed value that an entry names, told to @func as (hash, "text" | "blob" | "file" | "sealed"). */
typedef void (*DeskHoldingFunc) (const char *hash, const char *kind, gpointer data);
void desk_views_foreach_holding (DeskEntry *entry, DeskHoldingFunc func, gpointer data);

G_END_DECLS
