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

/* @path: where the copy goes; it can be read by whoever can read @desk, the file that is copied. */
DeskBackup *desk_backup_new (const char *path, const char *desk, GError **error);
/* Copies @n_pages more from @source, which must be the same each time, -1 all of them; @done: (out). */
gboolean desk_backup_step (DeskBackup *self, DeskConnection *source, int n_pages, gboolean *done, GError **error);
/* Between steps, on another thread: lets the disk keep up, so that whoever else writes does not have to wait for all at once. */
void desk_backup_settle (DeskBackup *self);
/* Gives up what @source was held for. On the thread of desk_backup_step(). */
void desk_backup_end (DeskBackup *self);
/* Looks the copy over and puts it in its place. @single: as one file without WAL, which Desk takes in rather than works on */
gboolean desk_backup_finish (DeskBackup *self, gboolean single, GError **error);
void desk_backup_free (DeskBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskBackup, desk_backup_free)

G_END_DECLS
