/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "desk-backup.h"
#include "desk-file.h"
#include "desk-sql.h"
#include "desk-store.h"

/* Writes of other programs make a copy begin anew; after so many steps that failed it is theirs to wait. */
#define MAX_BUSY 200

struct _DeskBackup
{
  char *path;
  char *partial;
  DeskConnection *copy;
  sqlite3_backup *backup;
  guint n_busy;
};

DeskBackup *
desk_backup_new (const char *path, const char *desk, GError **error)
{
  g_autoptr (DeskBackup) self = g_new0 (DeskBackup, 1);

  self->path = g_strdup (path);
  self->partial = desk_file_make_partial (path, error);
  if (self->partial == NULL)
    return NULL;

  desk_file_set_mode (self->partial, desk, FALSE);
  /* Nobody waits for the disk while pages are copied: it is made durable as a whole, before it is put in its place. */
  self->copy = desk_connection_open (self->partial, DESK_CONNECTION_WRITE, error);
  if (self->copy == NULL ||
      !desk_connection_exec (self->copy, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY", error))
    return NULL;

  return g_steal_pointer (&self);
}

gboolean
desk_backup_step (DeskBackup *self, DeskConnection *source, int n_pages, gboolean *done, GError **error)
{
  sqlite3 *copy = desk_connection_get_handle (self->copy);
  int code;

  *done = FALSE;
  if (self->backup == NULL)
    self->backup = sqlite3_backup_init (copy, "main", desk_connection_get_handle (source), "main");
  if (self->backup == NULL)
    return desk_connection_fail (copy, error);

  code = sqlite3_backup_step (self->backup, n_pages);
  if (code == SQLITE_OK)
    return TRUE;

  if (code == SQLITE_DONE)
    {
      *done = TRUE;
      return TRUE;
    }

  if ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && self->n_busy++ < MAX_BUSY)
    return TRUE;

  /* The backup's own end puts the code where it can be read. */
  desk_backup_end (self);

  return desk_connection_fail (copy, error);
}

void
desk_backup_settle (DeskBackup *self)
{
  int fd = open (self->partial, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return;

  /* What cannot be written shows when the copy is put in its place. SQLite's locks go with the descriptor, but nobody else knows the file. */
  fdatasync (fd);
  close (fd);
}

void
desk_backup_end (DeskBackup *self)
{
  sqlite3_backup_finish (g_steal_pointer (&self->backup));
}

gboolean
desk_backup_finish (DeskBackup *self, gboolean single, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean whole = FALSE;

  if (single && !desk_connection_exec (self->copy, "PRAGMA journal_mode = DELETE", error))
    return FALSE;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (self->copy, sql_quick_check, error, "");

    if (statement == NULL)
      return FALSE;
    whole = desk_statement_step (statement, &local_error) && g_str_equal (desk_statement_get_string (statement, 0), "ok");
  }

  g_clear_pointer (&self->copy, desk_connection_close);
  if (local_error == NULL && !whole)
    {
      g_autofree char *shown = g_filename_display_name (self->path);

      g_set_error (&local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                   /* Translators: %s is a file */
                   _ ("No backup was made in “%s”: the copy is damaged, and perhaps the desk too"), shown);
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return FALSE;

  return desk_file_put_in_place (self->partial, self->path, error);
}

void
desk_backup_free (DeskBackup *self)
{
  if (self->backup != NULL)
    desk_backup_end (self);
  g_clear_pointer (&self->copy, desk_connection_close);

  if (self->partial != NULL)
    desk_file_discard (self->partial);
  g_free (self->partial);
  g_free (self->path);
  g_free (self);
}
