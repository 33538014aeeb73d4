/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "desk-file.h"
#include "desk-job.h"
#include "desk-sql.h"
#include "desk-store-private.h"

#define MAX_READERS 4

/* A call on its way: either somebody waits for it, or it ends in a task. */
typedef struct
{
  DeskStore *self;
  const DeskOperation *operation;
  DeskRequest *request;
  GTask *task;
  GMutex mutex;
  GCond cond;
  gboolean done;
  gpointer result;
  GError *error;
} Job;

static void
free_result (const DeskOperation *operation, gpointer result)
{
  if (result != NULL && operation->free_result != NULL)
    operation->free_result (result);
}

static gboolean
fail_closed (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The desk is closed"));

  return FALSE;
}

static gboolean
is_closed (DeskStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->closed;
}

static DeskConnection *
take_reader (DeskStore *self, GError **error)
{
  DeskConnection *db = NULL;

  g_mutex_lock (&self->mutex);
  while (!self->closed && g_queue_is_empty (&self->readers) && self->n_readers == MAX_READERS)
    g_cond_wait (&self->returned, &self->mutex);

  if (self->closed)
    {
      g_mutex_unlock (&self->mutex);
      fail_closed (error);
      return NULL;
    }

  db = g_queue_pop_head (&self->readers);
  if (db == NULL)
    self->n_readers++;
  g_mutex_unlock (&self->mutex);

  if (db != NULL)
    return db;

  db = desk_file_open (self->path, self->immutable ? DESK_CONNECTION_IMMUTABLE : DESK_CONNECTION_READ, error);
  if (db == NULL)
    {
      g_mutex_lock (&self->mutex);
      self->n_readers--;
      g_cond_broadcast (&self->returned);
      g_mutex_unlock (&self->mutex);
    }

  return db;
}

static void
return_reader (DeskStore *self, DeskConnection *db)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_head (&self->readers, db);
  g_cond_broadcast (&self->returned);
  g_mutex_unlock (&self->mutex);
}

static gpointer
read_job (Job *job, GError **error)
{
  gboolean bare = (job->operation->flags & DESK_OPERATION_BARE) != 0;
  DeskConnection *db = take_reader (job->self, error);
  gpointer result = NULL;

  if (db == NULL)
    return NULL;

  if (bare || desk_connection_begin_read (db, error))
    {
      result = job->operation->func (job->self, db, 0, job->request, error);
      desk_connection_rollback (db);
    }
  return_reader (job->self, db);

  return result;
}

static gboolean
fail_if_cancelled (Job *job, GError **error)
{
  return job->task != NULL && g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), error);
}

/* In one transaction, all or none. */
static gpointer
write_job (Job *job, guint64 number, GError **error)
{
  DeskStore *self = job->self;
  DeskConnection *db = self->writer->db;
  gpointer result = NULL;
  gboolean committed;

  if (fail_if_cancelled (job, error))
    return NULL;

  desk_store_prepare_writer (self);
  if (!desk_connection_begin (db, error))
    return NULL;

  /* Beginning may have taken as long as others held the file. From here on cancelling comes too late. */
  if (!fail_if_cancelled (job, error) && desk_store_notice_others (self, error))
    result = job->operation->func (self, db, number, job->request, error);

  committed = result != NULL && desk_connection_commit (db, error);
  if (!committed)
    {
      desk_connection_rollback (db);
      free_result (job->operation, g_steal_pointer (&result));
    }

  desk_connection_get_int (db, sql_entry_max_seq, &self->last_seq, NULL);
  desk_store_tell_touched (self, committed);
  if (committed && !(job->operation->flags & DESK_OPERATION_UPKEEP))
    g_atomic_int_inc (&self->n_writes);

  /* Erased values are still in the WAL, until it is begun anew. */
  if (committed && self->writer->erased)
    desk_connection_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
  self->writer->erased = FALSE;

  return result;
}

static gpointer
carry_out (Job *job, guint64 number, GError **error)
{
  DeskOperationFlags flags = job->operation->flags;

  if (!(flags & DESK_OPERATION_WRITE))
    return read_job (job, error);

  if (is_closed (job->self))
    {
      fail_closed (error);
      return NULL;
    }

  if (g_atomic_int_get (&job->self->damaged) && !(flags & DESK_OPERATION_LAST))
    {
      g_set_error_literal (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                           _ ("The desk's file is damaged, and nothing more is written to it"));
      return NULL;
    }

  if (flags & DESK_OPERATION_BARE)
    return job->operation->func (job->self, job->self->writer != NULL ? job->self->writer->db : NULL, number,
                                 job->request, error);

  if (job->self->writer == NULL)
    {
      desk_file_fail (job->self->path, EROFS, error);
      return NULL;
    }

  return write_job (job, number, error);
}

static gpointer
do_job (Job *job, guint64 number, GError **error)
{
  GError *local_error = NULL;
  gpointer result = carry_out (job, number, &local_error);

  if (result == NULL && local_error == NULL)
    desk_file_fail_numbers (job->self->path, &local_error);
  if (g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED) &&
      !(job->operation->flags & DESK_OPERATION_FOREIGN))
    desk_store_tell_damaged (job->self, local_error);
  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return result;
}

static void
job_free (Job *job)
{
  g_clear_pointer (&job->request, desk_request_free);
  g_clear_object (&job->task);
  g_free (job);
}

/* Ends a job in its task. */
static void
finish_job (Job *job, guint64 number)
{
  g_autoptr (GError) error = NULL;
  gpointer result = do_job (job, number, &error);

  if (job->task != NULL && result != NULL)
    g_task_return_pointer (job->task, result, job->operation->free_result);
  else if (job->task != NULL)
    g_task_return_error (job->task, g_steal_pointer (&error));
  job_free (job);
}

static void
queue_async_cb (gpointer data, guint64 number)
{
  finish_job (data, number);
}

static void
read_async_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  finish_job (data, 0);
}

static void
queue_sync_cb (gpointer data, guint64 number)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  gpointer result = do_job (job, number, &error);

  g_mutex_lock (&job->mutex);
  job->result = result;
  job->error = g_steal_pointer (&error);
  job->done = TRUE;
  g_cond_signal (&job->cond);
  g_mutex_unlock (&job->mutex);
}

gpointer
desk_store_run_request (DeskStore *self, const DeskOperation *operation, DeskRequest *request, GError **error)
{
  Job job = { .self = self, .operation = operation, .request = request };

  if (!(operation->flags & DESK_OPERATION_WRITE))
    return do_job (&job, 0, error);

  g_mutex_init (&job.mutex);
  g_cond_init (&job.cond);
  desk_queue_push (self->queue, (operation->flags & DESK_OPERATION_URGENT) != 0, queue_sync_cb, &job);

  g_mutex_lock (&job.mutex);
  while (!job.done)
    g_cond_wait (&job.cond, &job.mutex);
  g_mutex_unlock (&job.mutex);

  g_mutex_clear (&job.mutex);
  g_cond_clear (&job.cond);
  if (job.error != NULL)
    g_propagate_error (error, job.error);

  return job.result;
}

gpointer
desk_store_run (DeskStore *self, const DeskOperation *operation, DeskRequest *request, GError **error)
{
  g_autoptr (DeskRequest) owned = request;

  return desk_store_run_request (self, operation, owned, error);
}

void
desk_store_run_async (DeskStore *self,
                      const DeskOperation *operation,
                      DeskRequest *request,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, (gpointer) operation);
  /* A write that was done says so, cancelled or not: the job itself looks, as long as it can be taken back. */
  g_task_set_check_cancellable (task, (operation->flags & DESK_OPERATION_WRITE) == 0);
  job->self = self;
  job->operation = operation;
  job->request = request;
  job->task = g_object_ref (task);

  if (operation->flags & DESK_OPERATION_WRITE)
    {
      desk_queue_push (self->queue, (operation->flags & DESK_OPERATION_URGENT) != 0, queue_async_cb, job);
    }
  else
    {
      g_task_set_task_data (task, job, NULL);
      g_task_run_in_thread (task, read_async_cb);
    }
}

gpointer
desk_store_finish (DeskStore *self, const DeskOperation *operation, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == (gpointer) operation, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

DeskRequest *
desk_request_new (const char *story)
{
  DeskRequest *request = g_new0 (DeskRequest, 1);

  request->story = g_strdup (story);

  return request;
}

void
desk_request_free (DeskRequest *request)
{
  g_free (request->story);
  g_free (request->name);
  g_clear_pointer (&request->text, desk_text_unref);
  g_clear_pointer (&request->changes, g_ptr_array_unref);
  g_clear_pointer (&request->settings, g_hash_table_unref);
  g_free ((char *) request->query.words);
  g_free (request);
}

DeskRequest *
desk_request_new_name (const char *story, const char *name)
{
  DeskRequest *request = desk_request_new (story);

  request->name = g_strdup (name);

  return request;
}

gpointer
desk_yes (gboolean done)
{
  return done ? GINT_TO_POINTER (TRUE) : NULL;
}
