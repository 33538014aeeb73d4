/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "desk-file.h"
#include "desk-incoming.h"
#include "desk-job.h"
#include "desk-journal.h"
#include "desk-lookup.h"
#include "desk-package.h"
#include "desk-sql.h"
#include "desk-store-private.h"
#include "desk-texts.h"
#include "desk-verify.h"
#include "desk-views.h"

/* DeskStore's calls that are about a desk as a whole. */

/* Slices that the writer does at a stretch, between which drafts get their turn. */
#define REBUILD_ROWS 100
#define RECOUNT_TEXTS 10

/* Without a transaction: nobody is to wait for it. */
static gpointer
verify_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = request->story != NULL ? desk_lookup_story_row (db, request->story, error) : 0;

  return story >= 0 ? desk_verify (db, story, error) : NULL;
}

static const DeskOperation verify_operation = { DESK_OPERATION_READ | DESK_OPERATION_BARE, verify_func, (GDestroyNotify) desk_verify_report_free };

/* How many steps SQLite makes between two looks at whether somebody ends it. */
#define CHECK_STEPS 10000

static int
is_cancelled_cb (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static gpointer
check_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  sqlite3 *handle = desk_connection_get_handle (db);
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_quick_check, error, "");
  g_autoptr (GError) local_error = NULL;
  g_autofree char *shown = g_filename_display_name (self->path);
  gboolean found, whole = FALSE;

  if (statement == NULL)
    return NULL;

  sqlite3_progress_handler (handle, CHECK_STEPS, is_cancelled_cb, request->pointer);
  found = desk_statement_step (statement, &local_error);
  sqlite3_progress_handler (handle, 0, NULL, NULL);
  if (g_cancellable_set_error_if_cancelled (request->pointer, error))
    return NULL;

  whole = found && g_str_equal (desk_statement_get_string (statement, 0), "ok");
  if (local_error == NULL && !whole)
    g_set_error (&local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                 /* Translators: a file, then SQLite's own words */
                 _ ("“%s” is damaged (%s). Open a backup, or run “deskctl verify” on a copy"), shown,
                 desk_statement_get_string (statement, 0));

  return desk_yes (desk_pass_error (g_steal_pointer (&local_error), error));
}

static const DeskOperation check_operation = { DESK_OPERATION_READ | DESK_OPERATION_BARE, check_func, NULL };

/* The next slice of what lies beside the entries. */
static gpointer
derive_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  request->result = desk_journal_derive (db, request->row, REBUILD_ROWS, error);

  return desk_yes (request->result >= 0);
}

static const DeskOperation derive_operation = { DESK_OPERATION_WRITE, derive_func, NULL };

/* Counts the words of the next texts again. */
static gpointer
recount_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  request->result = desk_texts_recount (db, request->row, RECOUNT_TEXTS, error);

  return desk_yes (request->result >= 0);
}

static const DeskOperation recount_operation = { DESK_OPERATION_WRITE, recount_func, NULL };

static gpointer
rebuild_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  request->result = desk_views_rebuild (db, request->row, error);

  return desk_yes (request->result >= 0);
}

static const DeskOperation rebuild_operation = { DESK_OPERATION_WRITE, rebuild_func, NULL };

static gpointer
rebuild_search_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_yes (desk_search_rebuild (self->search, db, error));
}

static const DeskOperation rebuild_search_operation = { DESK_OPERATION_READ | DESK_OPERATION_BARE, rebuild_search_func, NULL };

/* (element-type gint64): rows of all stories. */
static gpointer
list_rows_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_list_ids, error, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    {
      gint64 row = desk_statement_get_int (statement, 0);

      g_array_append_val (rows, row);
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_steal_pointer (&rows);
}

static const DeskOperation list_rows_operation = { DESK_OPERATION_READ, list_rows_func, (GDestroyNotify) g_array_unref };

static gpointer
write_package_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return desk_yes (story > 0 && desk_package_write (db, story, request->name, request->limit, error));
}

static const DeskOperation write_package_operation = { DESK_OPERATION_READ, write_package_func, NULL };

static gpointer
open_incoming_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_incoming_new (request->name, self->path, db, error);
}

static const DeskOperation open_incoming_operation = { DESK_OPERATION_READ | DESK_OPERATION_BARE | DESK_OPERATION_FOREIGN, open_incoming_func, (GDestroyNotify) desk_incoming_free };

static gpointer
take_in_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gboolean more;

  if (!desk_incoming_step (request->pointer, self->writer, &more, error))
    return NULL;

  request->result = more;

  return desk_yes (TRUE);
}

static const DeskOperation take_in_operation = { DESK_OPERATION_WRITE | DESK_OPERATION_FOREIGN, take_in_func, NULL };
DeskVerifyReport *
desk_store_verify (DeskStore *self, const char *story, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return desk_store_run (self, &verify_operation, desk_request_new (story), error);
}

gboolean
desk_store_check (DeskStore *self, GCancellable *cancellable, GError **error)
{
  DeskRequest *request;

  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);

  request = desk_request_new (NULL);
  request->pointer = cancellable;

  return desk_store_run (self, &check_operation, request, error) != NULL;
}

static void
check_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (desk_store_check (source, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
desk_store_check_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DESK_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, desk_store_check_async);
  g_task_run_in_thread (task, check_thread);
}

gboolean
desk_store_check_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == desk_store_check_async, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Runs @operation from row to row until it is behind the last one. In a torn tree that may be in front of where it was. */
static gboolean
run_rows (DeskStore *self, const DeskOperation *operation, GError **error)
{
  g_autoptr (DeskRequest) request = desk_request_new (NULL);

  do
    {
      request->row = request->result;
      if (desk_store_run_request (self, operation, request, error) == NULL)
        return FALSE;
    }
  while (request->result > request->row);

  return request->result == 0 || desk_file_fail_numbers (self->path, error);
}

gint64
desk_store_rebuild (DeskStore *self, GError **error)
{
  g_autoptr (GArray) rows = NULL;
  g_autoptr (DeskRequest) request = desk_request_new (NULL);
  gint64 n = 0;

  g_return_val_if_fail (DESK_IS_STORE (self), -1);

  if (!run_rows (self, &derive_operation, error) || !run_rows (self, &recount_operation, error))
    return -1;

  rows = desk_store_run (self, &list_rows_operation, desk_request_new (NULL), error);
  if (rows == NULL)
    return -1;

  /* The desk's own journal, then each story. */
  for (guint i = 0; i <= rows->len; i++)
    {
      request->row = i == 0 ? 0 : g_array_index (rows, gint64, i - 1);
      if (desk_store_run_request (self, &rebuild_operation, request, error) == NULL)
        return -1;
      n += request->result;
    }

  return desk_store_run (self, &rebuild_search_operation, desk_request_new (NULL), error) != NULL ? n : -1;
}

gboolean
desk_store_write_package (DeskStore *self, const char *story, const char *path, DeskPackageFlags flags, GError **error)
{
  DeskRequest *request;

  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);
  g_return_val_if_fail (story != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  request = desk_request_new (story);
  request->name = g_strdup (path);
  request->limit = flags;

  return desk_store_run (self, &write_package_operation, request, error) != NULL;
}

GPtrArray *
desk_store_take_in (DeskStore *self, const char *path, GError **error)
{
  g_autoptr (DeskIncoming) incoming = NULL;
  g_autoptr (DeskRequest) request = desk_request_new (NULL);

  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (self->read_only)
    {
      desk_file_fail (self->path, EROFS, error);
      return NULL;
    }

  incoming = desk_store_run (self, &open_incoming_operation, desk_request_new_name (NULL, path), error);
  if (incoming == NULL)
    return NULL;

  request->pointer = incoming;
  do
    if (desk_store_run_request (self, &take_in_operation, request, error) == NULL)
      return NULL;
  while (request->result);

  return desk_incoming_take_gained (incoming);
}

static void
take_in_async_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *gained;

  if (g_task_return_error_if_cancelled (task))
    return;

  /* What was begun is done. */
  g_task_set_check_cancellable (task, FALSE);
  gained = desk_store_take_in (source, data, &error);
  if (gained != NULL)
    g_task_return_pointer (task, gained, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
desk_store_take_in_async (
    DeskStore *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, desk_store_take_in_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, take_in_async_cb);
}

GPtrArray *
desk_store_take_in_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == desk_store_take_in_async, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
