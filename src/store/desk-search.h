/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"
#include "desk-store.h"

G_BEGIN_DECLS

/**
 * DeskSearch:
 *
 * The words of every story's head and posts, in an SQLite file of their own beside the desk. It says which entry
 * it took in last; whoever searches first lets it take in the rest. Missing, damaged or another
 * desk's, it is made anew; where it cannot be written, it is kept in memory. Several threads may use it.
 */
typedef struct _DeskSearch DeskSearch;

/* @path: (nullable): %NULL writes no file. It can be read by whoever can read @desk. */
DeskSearch *desk_search_new (const char *desk, const char *path);
void desk_search_free (DeskSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskSearch, desk_search_free)

/**
 * desk_search_find:
 * @db: reads the desk
 *
 * Returns: (transfer full) (element-type DeskStory): those with all the words, newest first
 */
GPtrArray *desk_search_find (DeskSearch *self, DeskConnection *db, const DeskStoryQuery *query, GError **error);

/* Begins anew with the whole desk. */
gboolean desk_search_rebuild (DeskSearch *self, DeskConnection *db, GError **error);

G_END_DECLS
