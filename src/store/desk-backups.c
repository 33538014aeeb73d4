/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "desk-backup-plan.h"
#include "desk-backups.h"
#include "desk-file.h"
#include "desk-sql.h"

#define SUFFIX ".desk"
/* What stays free for the desk itself, whatever is backed up. */
#define RESERVE (64 * 1024 * 1024)
/* Of what the disk has for them, backups take this part. */
#define SHARE 10

void
desk_backup_file_free (DeskBackupFile *self)
{
  g_free (self->path);
  g_free (self);
}

char *
desk_backups_get_folder (const char *path)
{
  return desk_file_get_sibling (path, "-backups");
}

static char *
make_name (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (at);

  return g_date_time_format (time, "%Y-%m-%dT%H-%M-%SZ" SUFFIX);
}

/* The instant in a file's name, 0 when it is no backup. */
static gint64
parse_name (const char *name)
{
  int year, month, day, hour, minute, second;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *again = NULL;
  gint64 at;

  if (sscanf (name, "%4d-%2d-%2dT%2d-%2d-%2dZ", &year, &month, &day, &hour, &minute, &second) != 6)
    return 0;

  time = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (time == NULL)
    return 0;

  at = g_date_time_to_unix_usec (time);
  again = make_name (at);

  return g_str_equal (name, again) ? at : 0;
}

static int
compare_backups (gconstpointer a, gconstpointer b)
{
  const DeskBackupFile *first = *(const DeskBackupFile *const *) a;
  const DeskBackupFile *second = *(const DeskBackupFile *const *) b;

  return first->at > second->at ? -1 : first->at < second->at;
}

GPtrArray *
desk_backups_list (const char *path, GError **error)
{
  g_autoptr (GPtrArray) backups = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_backup_file_free);
  g_autofree char *folder = desk_backups_get_folder (path);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local_error);
  const char *name;

  if (dir == NULL && !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      desk_file_fail (folder, errno, error);
      return NULL;
    }

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      gint64 at = parse_name (name);
      DeskBackupFile *backup;
      struct stat status;

      if (at == 0 || stat (file, &status) != 0 || !S_ISREG (status.st_mode))
        continue;

      backup = g_new (DeskBackupFile, 1);
      *backup = (DeskBackupFile) { g_steal_pointer (&file), at, status.st_size };
      g_ptr_array_add (backups, backup);
    }
  g_ptr_array_sort (backups, compare_backups);

  return g_steal_pointer (&backups);
}

/* As desk_backup_plan.h has them. */
static GArray *
make_slots (GPtrArray *backups)
{
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (DeskBackupSlot));

  for (guint i = 0; i < backups->len; i++)
    {
      const DeskBackupFile *backup = g_ptr_array_index (backups, i);
      DeskBackupSlot slot = { backup->at, backup->size, TRUE };

      g_array_append_val (slots, slot);
    }

  return slots;
}

/* Bytes that are free where the backups lie; -1 when nobody says. */
static gint64
get_free (const char *folder)
{
  struct statvfs disk;

  return statvfs (folder, &disk) == 0 ? (gint64) (disk.f_bavail * disk.f_frsize) : -1;
}

static gboolean
make_room (const char *folder, GPtrArray *backups, gint64 size, GError **error)
{
  gint64 wanted = size + MAX (size, RESERVE);
  gint64 n_free = get_free (folder);

  while (n_free >= 0 && n_free < wanted && backups->len > 1)
    {
      const DeskBackupFile *oldest = g_ptr_array_index (backups, backups->len - 1);

      desk_file_discard (oldest->path);
      g_ptr_array_set_size (backups, backups->len - 1);
      n_free = get_free (folder);
    }

  return n_free < 0 || n_free >= wanted || desk_file_fail (folder, ENOSPC, error);
}

gboolean
desk_backups_prepare (const char *path, GPtrArray *backups, gint64 size, gint64 now, char **name, GError **error)
{
  g_autoptr (GArray) slots = make_slots (backups);
  g_autofree char *folder = desk_backups_get_folder (path);
  g_autofree char *base = make_name (now);

  *name = NULL;
  if (!desk_backup_plan_is_due ((DeskBackupSlot *) slots->data, slots->len, now))
    return TRUE;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return desk_file_fail (folder, errno, error);
  desk_file_set_mode (folder, path, TRUE);

  if (!make_room (folder, backups, size, error))
    return FALSE;

  *name = g_build_filename (folder, base, NULL);

  return TRUE;
}

void
desk_backups_thin_out (const char *path, gint64 now)
{
  g_autofree char *folder = desk_backups_get_folder (path);
  g_autoptr (GPtrArray) backups = desk_backups_list (path, NULL);
  g_autoptr (GArray) slots = NULL;
  gint64 room = get_free (folder);

  if (backups == NULL)
    return;

  slots = make_slots (backups);
  for (guint i = 0; i < slots->len && room >= 0; i++)
    room += g_array_index (slots, DeskBackupSlot, i).size;

  desk_backup_plan_choose ((DeskBackupSlot *) slots->data, slots->len, now, room >= 0 ? room / SHARE : G_MAXINT64);
  for (guint i = 0; i < slots->len; i++)
    if (!g_array_index (slots, DeskBackupSlot, i).keep)
      desk_file_discard (((DeskBackupFile *) g_ptr_array_index (backups, i))->path);
}

char *
desk_backups_describe (DeskConnection *db, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_backup_describe, error, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  if (desk_statement_step (statement, &local_error))
    return desk_statement_dup_string (statement, 0);

  g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

gboolean
desk_backups_is_outdated (const DeskBackupFile *backup, const char *description)
{
  g_autoptr (DeskConnection) db = desk_connection_open (backup->path, DESK_CONNECTION_IMMUTABLE, NULL);
  g_autofree char *then = db != NULL ? desk_backups_describe (db, NULL) : NULL;

  return g_strcmp0 (then, description) != 0;
}
