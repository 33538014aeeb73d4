/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/desk-recovery.h"
#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskStorePool:
 *
 * The desks that this process has open: one store for each canonical path, however many windows show it. It is
 * closed when the last of them gives it back; the application is held until then. While it is open it is looked after
 * (DeskCaretaker).
 *
 * A desk that is damaged is recovered before it is opened.
 *
 * Signals: `backup-failed (store, message)`, `damaged (store, message)`: as DeskCaretaker says it.
 * `recovering (path)`: that desk is damaged; opening it takes longer.
 */
#define DESK_TYPE_STORE_POOL (desk_store_pool_get_type ())
G_DECLARE_FINAL_TYPE (DeskStorePool, desk_store_pool, DESK, STORE_POOL, GObject)

DeskStorePool *desk_store_pool_new (void);

/**
 * desk_store_pool_dup_canonical:
 * @path: an absolute path; the file need not be there
 *
 * Returns: (transfer full): @path with the links of its folder, and its own, followed
 */
char *desk_store_pool_dup_canonical (const char *path);

/**
 * desk_store_pool_open_async:
 * @path: (nullable): a canonical path; %NULL makes a sample desk in a temporary file, which goes when it is closed
 * @flags: for a store that is not open yet
 */
void desk_store_pool_open_async (DeskStorePool *self, const char *path, DeskStoreOpenFlags flags, GAsyncReadyCallback callback, gpointer data);

/* (transfer full) (nullable): to be given back by desk_store_pool_release(). */
DeskStore *desk_store_pool_open_finish (DeskStorePool *self, GAsyncResult *result, GError **error);

/* What became of a damaged desk, to tell an editor once; (transfer full) (nullable). */
DeskRecovery *desk_store_pool_take_recovery (DeskStorePool *self, DeskStore *store);

/* Nothing more is written to @store; opened the next time, it is recovered first. */
void desk_store_pool_give_up (DeskStorePool *self, DeskStore *store);

/* One more user of an open store; (transfer full), to be given back too. */
DeskStore *desk_store_pool_share (DeskStorePool *self, DeskStore *store);

/* @store: (transfer full) */
void desk_store_pool_release (DeskStorePool *self, DeskStore *store);

G_END_DECLS
