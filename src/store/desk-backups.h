/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"

G_BEGIN_DECLS

/*
 * The backups that Desk makes of a desk by itself: whole desks in the folder "<desk>-backups" beside it, named by
 * their instant in UTC, each a single file that Desk takes in rather than works on.
 */

typedef struct
{
  char *path;
  gint64 at;
  gint64 size;
} DeskBackupFile;

void desk_backup_file_free (DeskBackupFile *self);

/* @path: of the desk; (transfer full) */
char *desk_backups_get_folder (const char *path);

/**
 * desk_backups_list:
 * @path: of the desk
 *
 * Returns: (transfer full) (element-type DeskBackupFile) (nullable): the newest first; none when there is no folder
 */
GPtrArray *desk_backups_list (const char *path, GError **error);

/**
 * desk_backups_prepare:
 * @backups: as desk_backups_list() gives them
 * @size: bytes of the desk
 * @name: (out) (nullable): where the backup goes; %NULL when none is due
 *
 * Makes the folder, and room on the disk: a backup leaves as much free as an editor needs to go on working. Older
 * ones go before that, all but the newest.
 *
 * Errors: %DESK_STORE_ERROR_FULL when there is no room nonetheless, and those of the disk.
 */
gboolean desk_backups_prepare (const char *path, GPtrArray *backups, gint64 size, gint64 now, char **name, GError **error);

/* Takes away what need not be kept. */
void desk_backups_thin_out (const char *path, gint64 now);

/**
 * desk_backups_describe:
 *
 * Returns: (transfer full) (nullable): what the desk holds in a line that is the same as long as nothing changes
 */
char *desk_backups_describe (DeskConnection *db, GError **error);

/* Whether a desk has changed since @backup was made of it. @description: desk_backups_describe() of the desk */
gboolean desk_backups_is_outdated (const DeskBackupFile *backup, const char *description);

G_END_DECLS
