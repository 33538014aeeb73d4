/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"

G_BEGIN_DECLS

/**
 * DeskBackup:
 *
 * A whole copy on its way, made by SQLite's backup API in slices. What the connection that is copied
 * writes meanwhile goes into the copy too.
 */
typedef struct _DeskBackup DeskBackup;

DeskBackup *desk_backup_new (const char *path, GError **error);
/* Copies @n_pages more from @source, which must be the same each time; @done: (out). */
gboolean desk_backup_step (DeskBackup *self, DeskConnection *source, int n_pages, gboolean *done, GError **error);
/* Gives up what @source was held for. On the thread of desk_backup_step(). */
void desk_backup_end (DeskBackup *self);
/* Looks the copy over and puts it in its place. */
gboolean desk_backup_finish (DeskBackup *self, GError **error);
void desk_backup_free (DeskBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskBackup, desk_backup_free)

G_END_DECLS
