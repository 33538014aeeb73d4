/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <sys/stat.h>

#include "desk-backups.h"
#include "desk-file.h"
#include "desk-job.h"
#include "desk-store-private.h"

/* DeskStore's calls that copy a whole desk. */

/* What the writer copies at a stretch, between which drafts get their turn: a megabyte. */
#define BACKUP_PAGES 1024
/* After so many of them the copy waits for the disk. */
#define SETTLE_EVERY 4

static gpointer
backup_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  DeskBackup *backup = request->pointer;
  gboolean done = FALSE;
  gboolean copied;

  if (!g_ptr_array_find (self->backups, backup, NULL))
    g_ptr_array_add (self->backups, backup);

  copied = desk_backup_step (backup, db, BACKUP_PAGES, &done, error);
  if (!copied || done)
    {
      desk_backup_end (backup);
      g_ptr_array_remove (self->backups, backup);
    }
  request->result = done;

  return desk_yes (copied);
}

/* On the writer's connection, so that what it writes in between goes into the copy, which else would begin anew. */
static const DeskOperation backup_operation = { DESK_OPERATION_WRITE | DESK_OPERATION_BARE, backup_func, NULL };

/* Nobody waits for a reader; but each call may get another one. */
static gpointer
backup_read_only_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gboolean done = FALSE;
  gboolean copied;

  do
    copied = desk_backup_step (request->pointer, db, -1, &done, error);
  while (copied && !done);

  desk_backup_end (request->pointer);
  request->result = done;

  return desk_yes (copied);
}

static const DeskOperation backup_read_only_operation = { DESK_OPERATION_READ | DESK_OPERATION_BARE, backup_read_only_func, NULL };

static gpointer
describe_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_backups_describe (db, error);
}

static const DeskOperation describe_operation = { DESK_OPERATION_READ, describe_func, g_free };

static gboolean
copy_to (DeskStore *self, const char *path, gboolean single, GError **error)
{
  g_autoptr (DeskBackup) backup = desk_backup_new (path, self->path, error);
  g_autoptr (DeskRequest) request = desk_request_new (NULL);

  if (backup == NULL)
    return FALSE;

  request->pointer = backup;
  for (guint n = 1; !request->result; n++)
    {
      if (desk_store_run_request (self, self->read_only ? &backup_read_only_operation : &backup_operation, request, error) == NULL)
        return FALSE;
      if (n % SETTLE_EVERY == 0)
        desk_backup_settle (backup);
    }

  return desk_backup_finish (backup, single, error);
}

/* Bytes of the desk, its WAL among them. */
static gint64
get_size (DeskStore *self)
{
  const char *suffixes[] = { "", "-wal" };
  gint64 size = 0;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = desk_file_get_sibling (self->path, suffixes[i]);
      struct stat status;

      if (stat (file, &status) == 0)
        size += status.st_size;
    }

  return size;
}

gboolean
desk_store_backup (DeskStore *self, const char *path, GError **error)
{
  g_autofree char *own = NULL;
  g_autofree char *other = NULL;

  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  own = desk_file_get_sibling (self->path, "");
  other = desk_file_get_sibling (path, "");
  if (g_str_equal (own, other))
    {
      g_set_error_literal (error, DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID,
                           _ ("A backup cannot take the place of the desk itself"));
      return FALSE;
    }

  return copy_to (self, path, FALSE, error);
}

static void
backup_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (desk_store_backup (source, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
desk_store_backup_async (
    DeskStore *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, desk_store_backup_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, backup_thread);
}

gboolean
desk_store_backup_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == desk_store_backup_async, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
desk_store_keep_backup (DeskStore *self, gint64 now, gboolean *made, GError **error)
{
  g_autoptr (GPtrArray) backups = NULL;
  g_autofree char *description = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);
  g_return_val_if_fail (made != NULL, FALSE);

  *made = FALSE;
  if (self->read_only)
    return TRUE;

  backups = desk_backups_list (self->path, error);
  if (backups == NULL)
    return FALSE;

  description = desk_store_run (self, &describe_operation, desk_request_new (NULL), error);
  if (description == NULL)
    return FALSE;

  if (*description == '\0' ||
      (backups->len > 0 && !desk_backups_is_outdated (g_ptr_array_index (backups, 0), description)))
    return TRUE;

  if (!desk_backups_prepare (self->path, backups, get_size (self), now, &name, error))
    return FALSE;

  if (name == NULL)
    return TRUE;

  if (!copy_to (self, name, TRUE, error))
    return FALSE;

  desk_backups_thin_out (self->path, now);
  *made = TRUE;

  return TRUE;
}

static void
keep_backup_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  gboolean made;

  if (desk_store_keep_backup (source, g_get_real_time (), &made, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
desk_store_keep_backup_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DESK_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, desk_store_keep_backup_async);
  g_task_run_in_thread (task, keep_backup_thread);
}

gboolean
desk_store_keep_backup_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == desk_store_keep_backup_async, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
