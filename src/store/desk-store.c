/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/desk-time.h"
#include "desk-backup.h"
#include "desk-commit.h"
#include "desk-drafts.h"
#include "desk-file.h"
#include "desk-incoming.h"
#include "desk-journal.h"
#include "desk-lookup.h"
#include "desk-package.h"
#include "desk-queue.h"
#include "desk-search.h"
#include "desk-session.h"
#include "desk-sql.h"
#include "desk-store.h"
#include "desk-texts.h"
#include "desk-verify.h"
#include "desk-views.h"

#define MAX_READERS 4

/* Slices that the writer does at a stretch, between which drafts get their turn. */
#define BACKUP_PAGES 256
#define REBUILD_ROWS 100
#define RECOUNT_TEXTS 10

struct _DeskStore
{
  GObject parent_instance;

  char *path;
  GMainContext *context; /* where signals are emitted */
  DeskQueue *queue;
  DeskSearch *search;
  GStrv recovered;
  gboolean read_only;
  gboolean immutable; /* nobody can write it, so readers need no locks */
  GFileMonitor *monitors[2];

  /* Of the queue's thread alone. */
  DeskWriter *writer; /* (nullable): NULL when the desk was opened to be read */
  DeskSession *session;
  GHashTable *draft_numbers; /* story id → number of the job that saved its draft last */
  GHashTable *successors;    /* revision → the one that this program put in its place */
  gint64 data_version;
  gint64 last_seq;

  GMutex mutex; /* guards what is below */
  GCond returned;
  GQueue readers; /* (element-type DeskConnection): those that nobody uses */
  guint n_readers;
  gboolean closed;
  gboolean looking;
  GHashTable *settings;
  const char *person; /* interned */
};

G_DEFINE_FINAL_TYPE (DeskStore, desk_store, G_TYPE_OBJECT)
G_DEFINE_QUARK (desk-store-error-quark, desk_store_error)

/* What a call brings along; each takes of it what it needs. */
typedef struct
{
  char *story;
  char *name;
  DeskText *text;
  GPtrArray *changes;
  GHashTable *settings;
  DeskStoryQuery query;
  gint64 at;
  gint64 row;
  guint offset;
  guint limit;
  gpointer pointer; /* not owned */
  gint64 result;    /* where yes and no are too little */
} Request;

typedef gpointer (*OperationFunc) (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error);

typedef enum
{
  OPERATION_READ = 0,
  OPERATION_WRITE = 1 << 0,
  OPERATION_URGENT = 1 << 1,
  OPERATION_BARE = 1 << 2, /* without a transaction around it */
} OperationFlags;

/* What a call does. @func gives NULL and an error, or a result. */
typedef struct
{
  OperationFlags flags;
  OperationFunc func;
  GDestroyNotify free_result; /* (nullable) */
} Operation;

/* A call on its way: either somebody waits for it, or it ends in a task. */
typedef struct
{
  DeskStore *self;
  const Operation *operation;
  Request *request;
  GTask *task;
  GMutex mutex;
  GCond cond;
  gboolean done;
  gpointer result;
  GError *error;
} Job;

typedef struct
{
  GBytes *bytes;
  char *type;
} LoadedBlob;

typedef struct
{
  GWeakRef store;
  char *story;
} Emission;

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static Request *
request_new (const char *story)
{
  Request *request = g_new0 (Request, 1);

  request->story = g_strdup (story);

  return request;
}

static void
request_free (Request *request)
{
  g_free (request->story);
  g_free (request->name);
  g_clear_pointer (&request->text, desk_text_unref);
  g_clear_pointer (&request->changes, g_ptr_array_unref);
  g_clear_pointer (&request->settings, g_hash_table_unref);
  g_free ((char *) request->query.words);
  g_free (request);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static void
loaded_blob_free (LoadedBlob *blob)
{
  g_bytes_unref (blob->bytes);
  g_free (blob->type);
  g_free (blob);
}

static void
writer_free (DeskWriter *writer)
{
  desk_connection_close (writer->db);
  g_free (writer->person);
  g_free (writer->device);
  g_free (writer->zone);
  g_free (writer->language);
  g_hash_table_unref (writer->touched);
  g_free (writer);
}

static GPtrArray *
copy_changes (GPtrArray *changes)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    g_ptr_array_add (copy, desk_change_ref (g_ptr_array_index (changes, i)));

  return copy;
}

/* --- Signals --- */

static void
emission_free (gpointer data)
{
  Emission *emission = data;

  g_weak_ref_clear (&emission->store);
  g_free (emission->story);
  g_free (emission);
}

static gboolean
emit_changed_cb (gpointer data)
{
  Emission *emission = data;
  g_autoptr (DeskStore) self = g_weak_ref_get (&emission->store);

  if (self != NULL)
    g_signal_emit (self, signals[CHANGED], 0, emission->story);

  return G_SOURCE_REMOVE;
}

static void
attach (DeskStore *self, GSourceFunc func, const char *story)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Emission *emission = g_new0 (Emission, 1);

  g_weak_ref_init (&emission->store, self);
  emission->story = g_strdup (story);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, emission, emission_free);
  g_source_set_static_name (source, "[desk] store changed");
  g_source_attach (source, self->context);
}

/* --- Settings --- */

static char *
get_system_zone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);

  return g_strdup (desk_time_check_zone (name, NULL) ? name : "UTC");
}

/* "de_AT.UTF-8" as BCP 47. */
static char *
get_system_language (void)
{
  const char *const *names = g_get_language_names ();
  g_autofree char *name = g_strdup (names[0]);

  name[strcspn (name, ".@")] = '\0';
  g_strdelimit (name, "_", '-');

  return g_str_equal (name, "C") || g_str_equal (name, "POSIX") || *name == '\0' ? g_strdup ("en")
                                                                                 : g_steal_pointer (&name);
}

static GHashTable *
load_settings (DeskConnection *db, GError **error)
{
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_setting_list, error, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    g_hash_table_insert (settings, desk_statement_dup_string (statement, 0), desk_statement_dup_string (statement, 1));

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_steal_pointer (&settings);
}

static gboolean
settings_equal (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_strcmp0 (value, g_hash_table_lookup (b, key)) != 0)
      return FALSE;

  return TRUE;
}

/* Who and where the writer is, before it writes. */
static void
prepare_writer (DeskStore *self)
{
  DeskWriter *writer = self->writer;
  g_autofree char *zone = desk_store_get_setting (self, "zone");
  g_autofree char *language = desk_store_get_setting (self, "language");

  g_set_str (&writer->person, desk_store_get_person (self));
  g_free (writer->zone);
  writer->zone = zone != NULL && *zone != '\0' ? g_steal_pointer (&zone) : get_system_zone ();
  g_free (writer->language);
  writer->language = language != NULL && *language != '\0' ? g_steal_pointer (&language) : get_system_language ();
}

/* --- What other programs did --- */

/* Adds the stories that other connections changed since the last look to those touched. */
static gboolean
notice_others (DeskStore *self, GError **error)
{
  DeskConnection *db = self->writer->db;
  g_autoptr (GHashTable) settings = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 data_version;

  if (!desk_connection_get_int (db, "PRAGMA data_version", &data_version, error))
    return FALSE;

  if (data_version == self->data_version)
    return TRUE;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_list_changed, error, "l", self->last_seq);

    if (statement == NULL)
      return FALSE;

    while (desk_statement_step (statement, &local_error))
      g_hash_table_add (self->writer->touched, desk_statement_dup_string (statement, 1));
  }

  if (local_error == NULL)
    settings = load_settings (db, &local_error);

  if (local_error != NULL || !desk_connection_get_int (db, sql_entry_max_seq, &self->last_seq, &local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_mutex_lock (&self->mutex);
  if (!settings_equal (settings, self->settings))
    {
      g_hash_table_unref (self->settings);
      self->settings = g_steal_pointer (&settings);
      g_hash_table_add (self->writer->touched, g_strdup (""));
    }
  g_mutex_unlock (&self->mutex);

  self->data_version = data_version;

  return TRUE;
}

/* Tells of what was touched, when @committed, and forgets it. */
static void
tell_touched (DeskStore *self, gboolean committed)
{
  GHashTableIter iter;
  gpointer story;

  g_hash_table_iter_init (&iter, self->writer->touched);
  while (committed && g_hash_table_iter_next (&iter, &story, NULL))
    attach (self, emit_changed_cb, story);

  g_hash_table_remove_all (self->writer->touched);
}

/* --- Jobs --- */

static void
free_result (const Operation *operation, gpointer result)
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
  gboolean bare = (job->operation->flags & OPERATION_BARE) != 0;
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

  prepare_writer (self);
  if (!desk_connection_begin (db, error))
    return NULL;

  /* Beginning may have taken as long as others held the file. From here on cancelling comes too late. */
  if (!fail_if_cancelled (job, error) && notice_others (self, error))
    result = job->operation->func (self, db, number, job->request, error);

  committed = result != NULL && desk_connection_commit (db, error);
  if (!committed)
    {
      desk_connection_rollback (db);
      free_result (job->operation, g_steal_pointer (&result));
    }

  desk_connection_get_int (db, sql_entry_max_seq, &self->last_seq, NULL);
  tell_touched (self, committed);

  /* Erased values are still in the WAL, until it is begun anew. */
  if (committed && self->writer->erased)
    desk_connection_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
  self->writer->erased = FALSE;

  return result;
}

static gpointer
do_job (Job *job, guint64 number, GError **error)
{
  OperationFlags flags = job->operation->flags;

  if (!(flags & OPERATION_WRITE))
    return read_job (job, error);

  if (is_closed (job->self))
    {
      fail_closed (error);
      return NULL;
    }

  if (flags & OPERATION_BARE)
    return job->operation->func (job->self, job->self->writer != NULL ? job->self->writer->db : NULL, number,
                                 job->request, error);

  if (job->self->writer == NULL)
    {
      desk_file_fail (job->self->path, EROFS, error);
      return NULL;
    }

  return write_job (job, number, error);
}

static void
job_free (Job *job)
{
  g_clear_pointer (&job->request, request_free);
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

/* Runs @operation and waits for it. */
static gpointer
run_request (DeskStore *self, const Operation *operation, Request *request, GError **error)
{
  Job job = { .self = self, .operation = operation, .request = request };

  if (!(operation->flags & OPERATION_WRITE))
    return read_job (&job, error);

  g_mutex_init (&job.mutex);
  g_cond_init (&job.cond);
  desk_queue_push (self->queue, (operation->flags & OPERATION_URGENT) != 0, queue_sync_cb, &job);

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

/* The same for a request that is done with. @request: (transfer full) */
static gpointer
run (DeskStore *self, const Operation *operation, Request *request, GError **error)
{
  g_autoptr (Request) owned = request;

  return run_request (self, operation, owned, error);
}

/* Runs @operation elsewhere; its task's source tag is @operation. @request: (transfer full) */
static void
run_async (DeskStore *self,
           const Operation *operation,
           Request *request,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, (gpointer) operation);
  /* A write that was done says so, cancelled or not: the job itself looks, as long as it can be taken back. */
  g_task_set_check_cancellable (task, (operation->flags & OPERATION_WRITE) == 0);
  job->self = self;
  job->operation = operation;
  job->request = request;
  job->task = g_object_ref (task);

  if (operation->flags & OPERATION_WRITE)
    {
      desk_queue_push (self->queue, (operation->flags & OPERATION_URGENT) != 0, queue_async_cb, job);
    }
  else
    {
      g_task_set_task_data (task, job, NULL);
      g_task_run_in_thread (task, read_async_cb);
    }
}

static gpointer
finish (DeskStore *self, const Operation *operation, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == (gpointer) operation, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- What calls do --- */

/* A result that only says yes. */
static gpointer
yes (gboolean done)
{
  return done ? GINT_TO_POINTER (TRUE) : NULL;
}

static gpointer
set_settings_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  g_autoptr (GHashTable) settings = NULL;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, request->settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (value != NULL ? !desk_connection_run (db, sql_setting_set, error, "ss", key, value)
                      : !desk_connection_run (db, sql_setting_unset, error, "s", key))
      return NULL;

  settings = load_settings (db, error);
  if (settings == NULL)
    return NULL;

  g_mutex_lock (&self->mutex);
  g_hash_table_unref (self->settings);
  self->settings = g_steal_pointer (&settings);
  g_mutex_unlock (&self->mutex);
  g_hash_table_add (self->writer->touched, g_strdup (""));

  return yes (TRUE);
}

static const Operation set_settings_operation = { OPERATION_WRITE, set_settings_func, NULL };

static gpointer
create_story_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  return desk_commit_story (self->writer, request->name, request->text, request->changes, error);
}

static const Operation create_story_operation = { OPERATION_WRITE, create_story_func, g_free };

/* The revisions that @id stands on, (nullable). */
static GStrv
list_bases (DeskConnection *db, gint64 story, const char *id)
{
  g_autoptr (DeskRevision) revision = desk_lookup_find_revision (db, story, id, NULL);

  return revision != NULL ? g_strdupv (revision->bases) : NULL;
}

/* What was typed up to the commit is in the revision now. What was typed since stands on it. */
static gboolean
settle_draft (DeskStore *self, guint64 number, gint64 story, const char *id, const char *revision, gboolean is_new, GError **error)
{
  guint64 *saved = g_hash_table_lookup (self->draft_numbers, id);
  int session = desk_session_get_number (self->session);
  g_auto (GStrv) bases = is_new ? list_bases (self->writer->db, story, revision) : NULL;

  if (saved == NULL || *saved < number)
    {
      if (!desk_drafts_remove (self->writer->db, session, story, error))
        return FALSE;
    }

  for (guint i = 0; bases != NULL && bases[i] != NULL; i++)
    {
      g_hash_table_insert (self->successors, g_strdup (bases[i]), g_strdup (revision));
      if (!desk_drafts_rebase (self->writer->db, session, story, bases[i], revision, error))
        return FALSE;
    }

  return TRUE;
}

static gpointer
commit_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;
  gint64 story = desk_lookup_story_row (db, request->story, error);
  gint64 before;

  if (story < 0 || !desk_connection_get_int (db, sql_entry_max_seq, &before, error))
    return NULL;

  ids = desk_commit_changes (self->writer, story, request->story, request->changes, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (desk_change_get_kind (g_ptr_array_index (request->changes, i)) == DESK_ENTRY_REVISION)
        {
          gboolean is_new = desk_journal_find (db, story, id, NULL) > before;

          if (!settle_draft (self, number, story, request->story, id, is_new, error))
            return NULL;
        }
    }

  return g_steal_pointer (&ids);
}

static const Operation commit_operation = { OPERATION_WRITE, commit_func, (GDestroyNotify) g_ptr_array_unref };

static gpointer
save_draft_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);
  const char *base = request->name;
  const char *successor;

  if (story < 0)
    return NULL;

  /* What this program committed since the window last heard of it. */
  while ((successor = g_hash_table_lookup (self->successors, base)) != NULL)
    base = successor;

  if (!desk_drafts_save (self->writer, desk_session_get_number (self->session), story, base, request->text, error))
    return NULL;

  g_hash_table_insert (self->draft_numbers, g_strdup (request->story), g_memdup2 (&number, sizeof number));

  return yes (TRUE);
}

static const Operation save_draft_operation = { OPERATION_WRITE | OPERATION_URGENT, save_draft_func, NULL };

static gpointer
list_stories_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  const DeskStoryQuery *query = &request->query;

  if (query->words != NULL)
    return desk_search_find (self->search, db, query, error);

  return desk_lookup_list_stories (db, query->state, query->binned, query->offset, query->limit, error);
}

/* Without a transaction: the search file may have a long way to catch up. */
static const Operation list_stories_operation = { OPERATION_READ | OPERATION_BARE, list_stories_func,
                                                  (GDestroyNotify) g_ptr_array_unref };

static gpointer
find_story_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  return desk_lookup_find_story (db, request->name, error);
}

static const Operation find_story_operation = { OPERATION_READ, find_story_func, g_free };

static gpointer
load_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_load (db, story, error) : NULL;
}

static const Operation load_operation = { OPERATION_READ, load_func, g_object_unref };

static gpointer
list_revisions_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_list_revisions (db, story, request->offset, request->limit, error) : NULL;
}

static const Operation list_revisions_operation = { OPERATION_READ, list_revisions_func, (GDestroyNotify) g_ptr_array_unref };

static gpointer
find_revision_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_find_revision (db, story, request->name, error) : NULL;
}

static const Operation find_revision_operation = { OPERATION_READ, find_revision_func, g_object_unref };

static gpointer
find_out_at_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_find_out_at (db, story, request->at, error) : NULL;
}

static const Operation find_out_at_operation = { OPERATION_READ, find_out_at_func, g_object_unref };

static gpointer
load_text_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  return desk_texts_load (db, request->name, error);
}

static const Operation load_text_operation = { OPERATION_READ, load_text_func, (GDestroyNotify) desk_text_unref };

static gpointer
load_blob_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  g_autofree char *type = NULL;
  GBytes *bytes = desk_texts_load_blob (db, request->name, &type, error);
  LoadedBlob *blob;

  if (bytes == NULL)
    return NULL;

  blob = g_new (LoadedBlob, 1);
  *blob = (LoadedBlob) { bytes, g_steal_pointer (&type) };

  return blob;
}

static const Operation load_blob_operation = { OPERATION_READ, load_blob_func, (GDestroyNotify) loaded_blob_free };

static gpointer
load_sealed_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  return desk_texts_load_sealed (db, request->name, NULL, error);
}

static const Operation load_sealed_operation = { OPERATION_READ, load_sealed_func, (GDestroyNotify) g_bytes_unref };

static gpointer
list_entries_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gint64 story = request->story != NULL ? desk_lookup_story_row (db, request->story, error) : 0;

  return story >= 0 ? desk_journal_list (db, story, error) : NULL;
}

static const Operation list_entries_operation = { OPERATION_READ, list_entries_func, (GDestroyNotify) g_ptr_array_unref };

/* Nothing but notice_others(), which the writer does before anything else. */
static gpointer
look_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  g_mutex_lock (&self->mutex);
  self->looking = FALSE;
  g_mutex_unlock (&self->mutex);

  return yes (TRUE);
}

static const Operation look_operation = { OPERATION_WRITE, look_func, NULL };

/* Without a transaction: nobody is to wait for it. */
static gpointer
verify_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gint64 story = request->story != NULL ? desk_lookup_story_row (db, request->story, error) : 0;

  return story >= 0 ? desk_verify (db, story, error) : NULL;
}

static const Operation verify_operation = { OPERATION_READ | OPERATION_BARE, verify_func, (GDestroyNotify) desk_verify_report_free };

/* The next slice of what lies beside the entries. */
static gpointer
derive_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  request->result = desk_journal_derive (db, request->row, REBUILD_ROWS, error);

  return yes (request->result >= 0);
}

static const Operation derive_operation = { OPERATION_WRITE, derive_func, NULL };

/* Counts the words of the next texts again. */
static gpointer
recount_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  request->result = desk_texts_recount (db, request->row, RECOUNT_TEXTS, error);

  return yes (request->result >= 0);
}

static const Operation recount_operation = { OPERATION_WRITE, recount_func, NULL };

static gpointer
rebuild_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  request->result = desk_views_rebuild (db, request->row, error);

  return yes (request->result >= 0);
}

static const Operation rebuild_operation = { OPERATION_WRITE, rebuild_func, NULL };

static gpointer
rebuild_search_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  return yes (desk_search_rebuild (self->search, db, error));
}

static const Operation rebuild_search_operation = { OPERATION_READ | OPERATION_BARE, rebuild_search_func, NULL };

/* (element-type gint64): rows of all stories. */
static gpointer
list_rows_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
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

static const Operation list_rows_operation = { OPERATION_READ, list_rows_func, (GDestroyNotify) g_array_unref };

static gpointer
backup_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gboolean done;

  if (!desk_backup_step (request->pointer, db, BACKUP_PAGES, &done, error))
    return NULL;

  if (done)
    desk_backup_end (request->pointer);
  request->result = done;

  return yes (TRUE);
}

/* On the writer's connection, so that what it writes in between goes into the copy, which else would begin anew. */
static const Operation backup_operation = { OPERATION_WRITE | OPERATION_BARE, backup_func, NULL };
static const Operation backup_read_only_operation = { OPERATION_READ | OPERATION_BARE, backup_func, NULL };

static gpointer
write_package_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return yes (story > 0 && desk_package_write (db, story, request->name, request->limit, error));
}

static const Operation write_package_operation = { OPERATION_READ, write_package_func, NULL };

static gpointer
open_incoming_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  return desk_incoming_new (request->name, self->path, db, error);
}

static const Operation open_incoming_operation = { OPERATION_READ | OPERATION_BARE, open_incoming_func, (GDestroyNotify) desk_incoming_free };

static gpointer
take_in_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gboolean more;

  if (!desk_incoming_step (request->pointer, self->writer, &more, error))
    return NULL;

  request->result = more;

  return yes (TRUE);
}

static const Operation take_in_operation = { OPERATION_WRITE, take_in_func, NULL };

/* --- Closing --- */

static void
close_files (DeskStore *self)
{
  DeskConnection *db;

  g_mutex_lock (&self->mutex);
  self->closed = TRUE;
  g_cond_broadcast (&self->returned);
  while (g_queue_get_length (&self->readers) < self->n_readers)
    g_cond_wait (&self->returned, &self->mutex);

  while ((db = g_queue_pop_head (&self->readers)) != NULL)
    desk_connection_close (db);
  self->n_readers = 0;
  g_mutex_unlock (&self->mutex);

  g_clear_pointer (&self->search, desk_search_free);
  g_clear_pointer (&self->writer, writer_free);
  g_clear_pointer (&self->session, desk_session_free);
}

static gpointer
close_func (DeskStore *self, DeskConnection *db, guint64 number, Request *request, GError **error)
{
  gboolean folded = db == NULL || desk_connection_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", error);

  close_files (self);

  return yes (folded);
}

static const Operation close_operation = { OPERATION_WRITE | OPERATION_BARE, close_func, NULL };

/* --- Opening --- */

static void
monitor_changed_cb (DeskStore *self)
{
  gboolean looking;

  g_mutex_lock (&self->mutex);
  looking = self->looking || self->closed;
  self->looking = TRUE;
  g_mutex_unlock (&self->mutex);

  if (!looking)
    run_async (self, &look_operation, request_new (NULL), NULL, NULL, NULL);
}

/* In the main context, and only where one runs: a program that ends in a moment watches nothing. */
static gboolean
start_monitors_cb (gpointer data)
{
  Emission *emission = data;
  g_autoptr (DeskStore) self = g_weak_ref_get (&emission->store);
  const char *suffixes[] = { "", "-wal" };

  for (guint i = 0; self != NULL && i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = desk_file_get_sibling (self->path, suffixes[i]);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      self->monitors[i] = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
      if (self->monitors[i] == NULL)
        continue;
      g_file_monitor_set_rate_limit (self->monitors[i], 250);
      g_signal_connect_object (self->monitors[i], "changed", G_CALLBACK (monitor_changed_cb), self, G_CONNECT_SWAPPED);
    }

  /* What happened before they were there. */
  if (self != NULL)
    monitor_changed_cb (self);

  return G_SOURCE_REMOVE;
}

/* SQLite opens a file that it cannot write, and fails when it does. */
static gboolean
check_writable (const char *path, GError **error)
{
  g_autofree char *real = desk_file_get_sibling (path, "");
  g_autofree char *folder = g_path_get_dirname (real);

  if (access (real, W_OK) != 0)
    return desk_file_fail (path, errno, error);

  return access (folder, W_OK) == 0 || desk_file_fail (path, errno, error);
}

/* The file as it is, or an error that says why it cannot be. */
static gboolean
prepare_file (const char *path, DeskStoreOpenFlags flags, GError **error)
{
  gboolean exists;

  if (!desk_file_check (path, &exists, error))
    return FALSE;

  if (exists)
    return (flags & DESK_STORE_OPEN_READ_ONLY) || check_writable (path, error);

  if (flags & (DESK_STORE_OPEN_READ_ONLY | DESK_STORE_OPEN_EXISTING))
    {
      g_autofree char *shown = g_filename_display_name (path);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return desk_file_fail (path, ENOENT, error);

      /* Translators: %s is a file */
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_A_DESK, _ ("“%s” is empty: there is no desk in it"), shown);
      return FALSE;
    }

  return desk_file_create (path, error);
}

static gboolean
open_to_read (DeskStore *self, GError **error)
{
  g_autofree char *wal = desk_file_get_sibling (self->path, "-wal");
  g_autoptr (GError) local_error = NULL;
  DeskConnection *db;
  struct stat status;

  db = desk_file_open (self->path, DESK_CONNECTION_READ, &local_error);
  if (db != NULL)
    self->settings = load_settings (db, &local_error);

  /* Without a place for SQLite's own files. What is not folded in yet would be passed over, so there must be nothing. */
  if (self->settings == NULL && (stat (wal, &status) != 0 || status.st_size == 0) &&
      !g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    {
      g_clear_pointer (&db, desk_connection_close);
      g_clear_error (&local_error);
      self->immutable = TRUE;
      db = desk_file_open (self->path, DESK_CONNECTION_IMMUTABLE, &local_error);
      if (db != NULL)
        self->settings = load_settings (db, &local_error);
    }

  if (self->settings == NULL)
    {
      g_clear_pointer (&db, desk_connection_close);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  self->n_readers = 1;
  g_queue_push_head (&self->readers, db);

  return TRUE;
}

static gboolean
recover_drafts (DeskStore *self, GError **error)
{
  DeskConnection *db = self->writer->db;
  g_autoptr (GPtrArray) recovered = NULL;

  prepare_writer (self);
  if (!desk_connection_begin (db, error))
    return FALSE;

  recovered = desk_drafts_recover (self->writer, self->session, error);
  if (recovered == NULL || !desk_connection_commit (db, error))
    {
      desk_connection_rollback (db);
      return FALSE;
    }

  g_hash_table_remove_all (self->writer->touched);
  g_ptr_array_add (recovered, NULL);
  g_strfreev (self->recovered);
  self->recovered = (GStrv) g_ptr_array_steal (recovered, NULL);

  return TRUE;
}

static gboolean
open_to_write (DeskStore *self, GError **error)
{
  g_autofree char *sessions = desk_file_get_sibling (self->path, "-sessions");
  DeskConnection *db = desk_file_open (self->path, DESK_CONNECTION_WRITE, error);

  if (db == NULL)
    return FALSE;

  self->writer = g_new0 (DeskWriter, 1);
  self->writer->db = db;
  self->writer->device = g_strdup (g_get_host_name ());
  self->writer->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->settings = load_settings (db, error);
  if (self->settings == NULL)
    return FALSE;

  self->session = desk_session_new (sessions, error);

  return self->session != NULL && recover_drafts (self, error) &&
         desk_connection_get_int (db, "PRAGMA data_version", &self->data_version, error) &&
         desk_connection_get_int (db, sql_entry_max_seq, &self->last_seq, error);
}

static DeskStore *
open_store (const char *path, DeskStoreOpenFlags flags, GMainContext *context, GCancellable *cancellable, GError **error)
{
  g_autoptr (DeskStore) self = g_object_new (DESK_TYPE_STORE, NULL);
  g_autofree char *search = NULL;

  self->path = g_canonicalize_filename (path, NULL);
  self->read_only = (flags & DESK_STORE_OPEN_READ_ONLY) != 0;
  self->context = context != NULL ? g_main_context_ref (context) : NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !prepare_file (self->path, flags, error))
    return NULL;

  if (self->read_only ? !open_to_read (self, error) : !open_to_write (self, error))
    return NULL;

  search = desk_file_get_sibling (self->path, "-search");
  self->search = desk_search_new (search);
  if (self->writer != NULL)
    attach (self, start_monitors_cb, NULL);

  return g_steal_pointer (&self);
}

typedef struct
{
  char *path;
  DeskStoreOpenFlags flags;
} OpenData;

static void
open_data_free (OpenData *data)
{
  g_free (data->path);
  g_free (data);
}

static void
open_async_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  OpenData *data = task_data;
  g_autoptr (GError) error = NULL;
  DeskStore *store = open_store (data->path, data->flags, g_task_get_context (task), cancellable, &error);

  if (store != NULL)
    g_task_return_pointer (task, store, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* --- The object --- */

static void
desk_store_finalize (GObject *object)
{
  DeskStore *self = DESK_STORE (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->monitors); i++)
    if (self->monitors[i] != NULL)
      {
        g_file_monitor_cancel (self->monitors[i]);
        g_clear_object (&self->monitors[i]);
      }

  desk_queue_stop (self->queue);
  close_files (self);

  g_free (self->path);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_strfreev (self->recovered);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_hash_table_unref (self->draft_numbers);
  g_hash_table_unref (self->successors);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->returned);

  G_OBJECT_CLASS (desk_store_parent_class)->finalize (object);
}

static void
desk_store_class_init (DeskStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_store_finalize;

  /**
   * DeskStore::changed:
   * @story: its id; "" for the settings, or any number of stories
   */
  signals[CHANGED] = g_signal_new ("changed", DESK_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
}

static void
desk_store_init (DeskStore *self)
{
  self->queue = desk_queue_new ("desk-writer");
  self->recovered = g_new0 (char *, 1);
  self->draft_numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->successors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->returned);
}

DeskStore *
desk_store_open (const char *path, DeskStoreOpenFlags flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return open_store (path, flags, context, cancellable, error);
}

void
desk_store_open_async (
    const char *path, DeskStoreOpenFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  OpenData *open_data = g_new0 (OpenData, 1);

  g_return_if_fail (path != NULL);

  open_data->path = g_strdup (path);
  open_data->flags = flags;
  g_task_set_source_tag (task, desk_store_open_async);
  g_task_set_task_data (task, open_data, (GDestroyNotify) open_data_free);
  g_task_run_in_thread (task, open_async_cb);
}

DeskStore *
desk_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == desk_store_open_async, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
desk_store_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "desk", "desk.desk", NULL);
}

gboolean
desk_store_close (DeskStore *self, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);

  return run (self, &close_operation, request_new (NULL), error) != NULL;
}

void
desk_store_close_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));

  run_async (self, &close_operation, request_new (NULL), cancellable, callback, data);
}

gboolean
desk_store_close_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, &close_operation, result, error) != NULL;
}

const char *
desk_store_get_path (DeskStore *self)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return self->path;
}

const char *const *
desk_store_get_recovered (DeskStore *self)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return (const char *const *) self->recovered;
}

void
desk_store_set_person (DeskStore *self, const char *name)
{
  g_return_if_fail (DESK_IS_STORE (self));

  g_mutex_lock (&self->mutex);
  self->person = name != NULL && *name != '\0' ? g_intern_string (name) : NULL;
  g_mutex_unlock (&self->mutex);
}

const char *
desk_store_get_person (DeskStore *self)
{
  const char *environment = g_getenv ("DESK_PERSON");
  const char *person, *setting;

  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  g_mutex_lock (&self->mutex);
  setting = g_hash_table_lookup (self->settings, "person");
  if (self->person != NULL)
    person = self->person;
  else if (environment != NULL && *environment != '\0')
    person = g_intern_string (environment);
  else if (setting != NULL && *setting != '\0')
    person = g_intern_string (setting);
  else
    person = g_str_equal (g_get_real_name (), "Unknown") ? g_get_user_name () : g_get_real_name ();
  g_mutex_unlock (&self->mutex);

  return person;
}

char *
desk_store_get_setting (DeskStore *self, const char *key)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (g_hash_table_lookup (self->settings, key));
}

static Request *
settings_request (GHashTable *settings)
{
  Request *request = request_new (NULL);
  GHashTableIter iter;
  gpointer key, value;

  request->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (request->settings, g_strdup (key), g_strdup (value));

  return request;
}

gboolean
desk_store_set_setting (DeskStore *self, const char *key, const char *value, GError **error)
{
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  g_hash_table_insert (settings, (gpointer) key, (gpointer) value);

  return run (self, &set_settings_operation, settings_request (settings), error) != NULL;
}

void
desk_store_set_settings_async (
    DeskStore *self, GHashTable *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (settings != NULL);

  run_async (self, &set_settings_operation, settings_request (settings), cancellable, callback, data);
}

gboolean
desk_store_set_settings_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, &set_settings_operation, result, error) != NULL;
}

static Request *
create_request (const char *slug, DeskText *text, GPtrArray *changes)
{
  Request *request = request_new (NULL);

  request->name = g_strdup (slug);
  request->text = desk_text_ref (text);
  request->changes = copy_changes (changes);

  return request;
}

char *
desk_store_create_story (DeskStore *self, const char *slug, DeskText *text, GPtrArray *changes, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  return run (self, &create_story_operation, create_request (slug, text, changes), error);
}

void
desk_store_create_story_async (DeskStore *self,
                               const char *slug,
                               DeskText *text,
                               GPtrArray *changes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (text != NULL);

  run_async (self, &create_story_operation, create_request (slug, text, changes), cancellable, callback, data);
}

char *
desk_store_create_story_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, &create_story_operation, result, error);
}

static Request *
commit_request (const char *story, GPtrArray *changes)
{
  Request *request = request_new (story);

  request->changes = copy_changes (changes);

  return request;
}

GPtrArray *
desk_store_commit (DeskStore *self, const char *story, GPtrArray *changes, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);
  g_return_val_if_fail (changes != NULL, NULL);

  return run (self, &commit_operation, commit_request (story, changes), error);
}

void
desk_store_commit_async (DeskStore *self,
                         const char *story,
                         GPtrArray *changes,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (story != NULL);
  g_return_if_fail (changes != NULL);

  run_async (self, &commit_operation, commit_request (story, changes), cancellable, callback, data);
}

GPtrArray *
desk_store_commit_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, &commit_operation, result, error);
}

static Request *
draft_request (const char *story, const char *base, DeskText *text)
{
  Request *request = request_new (story);

  request->name = g_strdup (base != NULL ? base : "");
  request->text = desk_text_ref (text);

  return request;
}

gboolean
desk_store_save_draft (DeskStore *self, const char *story, const char *base, DeskText *text, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);
  g_return_val_if_fail (story != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return run (self, &save_draft_operation, draft_request (story, base, text), error) != NULL;
}

void
desk_store_save_draft_async (DeskStore *self,
                             const char *story,
                             const char *base,
                             DeskText *text,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (story != NULL);
  g_return_if_fail (text != NULL);

  run_async (self, &save_draft_operation, draft_request (story, base, text), cancellable, callback, data);
}

gboolean
desk_store_save_draft_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, &save_draft_operation, result, error) != NULL;
}

static Request *
query_request (const DeskStoryQuery *query)
{
  static const DeskStoryQuery everything = { .state = -1 };
  Request *request = request_new (NULL);
  g_autofree char *words = NULL;

  request->query = query != NULL ? *query : everything;
  words = g_strstrip (g_strdup (request->query.words != NULL ? request->query.words : ""));
  request->query.words = *words != '\0' ? g_strdup (query->words) : NULL;

  return request;
}

GPtrArray *
desk_store_list_stories (DeskStore *self, const DeskStoryQuery *query, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return run (self, &list_stories_operation, query_request (query), error);
}

void
desk_store_list_stories_async (
    DeskStore *self, const DeskStoryQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));

  run_async (self, &list_stories_operation, query_request (query), cancellable, callback, data);
}

GPtrArray *
desk_store_list_stories_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, &list_stories_operation, result, error);
}

static Request *
name_request (const char *story, const char *name)
{
  Request *request = request_new (story);

  request->name = g_strdup (name);

  return request;
}

char *
desk_store_find_story (DeskStore *self, const char *name, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return run (self, &find_story_operation, name_request (NULL, name), error);
}

DeskSnapshot *
desk_store_load (DeskStore *self, const char *story, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  return run (self, &load_operation, request_new (story), error);
}

void
desk_store_load_async (
    DeskStore *self, const char *story, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (story != NULL);

  run_async (self, &load_operation, request_new (story), cancellable, callback, data);
}

DeskSnapshot *
desk_store_load_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, &load_operation, result, error);
}

static Request *
range_request (const char *story, guint offset, guint limit)
{
  Request *request = request_new (story);

  request->offset = offset;
  request->limit = limit;

  return request;
}

GPtrArray *
desk_store_list_revisions (DeskStore *self, const char *story, guint offset, guint limit, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  return run (self, &list_revisions_operation, range_request (story, offset, limit), error);
}

void
desk_store_list_revisions_async (DeskStore *self,
                                 const char *story,
                                 guint offset,
                                 guint limit,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (story != NULL);

  run_async (self, &list_revisions_operation, range_request (story, offset, limit), cancellable, callback, data);
}

GPtrArray *
desk_store_list_revisions_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, &list_revisions_operation, result, error);
}

DeskRevision *
desk_store_find_revision (DeskStore *self, const char *story, const char *name, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return run (self, &find_revision_operation, name_request (story, name), error);
}

DeskUpdate *
desk_store_find_out_at (DeskStore *self, const char *story, gint64 at, GError **error)
{
  Request *request;

  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  request = request_new (story);
  request->at = at;

  return run (self, &find_out_at_operation, request, error);
}

DeskText *
desk_store_load_text (DeskStore *self, const char *hash, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  return run (self, &load_text_operation, name_request (NULL, hash), error);
}

void
desk_store_load_text_async (
    DeskStore *self, const char *hash, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (hash != NULL);

  run_async (self, &load_text_operation, name_request (NULL, hash), cancellable, callback, data);
}

DeskText *
desk_store_load_text_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, &load_text_operation, result, error);
}

/* @blob: (transfer full) (nullable) */
static GBytes *
take_blob (LoadedBlob *blob, char **type)
{
  GBytes *bytes;

  if (blob == NULL)
    return NULL;

  if (type != NULL)
    *type = g_steal_pointer (&blob->type);
  bytes = g_bytes_ref (blob->bytes);
  loaded_blob_free (blob);

  return bytes;
}

GBytes *
desk_store_load_blob (DeskStore *self, const char *hash, char **type, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  return take_blob (run (self, &load_blob_operation, name_request (NULL, hash), error), type);
}

void
desk_store_load_blob_async (
    DeskStore *self, const char *hash, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (hash != NULL);

  run_async (self, &load_blob_operation, name_request (NULL, hash), cancellable, callback, data);
}

GBytes *
desk_store_load_blob_finish (DeskStore *self, GAsyncResult *result, char **type, GError **error)
{
  return take_blob (finish (self, &load_blob_operation, result, error), type);
}

GBytes *
desk_store_load_sealed (DeskStore *self, const char *hash, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  return run (self, &load_sealed_operation, name_request (NULL, hash), error);
}

GPtrArray *
desk_store_list_entries (DeskStore *self, const char *story, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return run (self, &list_entries_operation, request_new (story), error);
}

DeskVerifyReport *
desk_store_verify (DeskStore *self, const char *story, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return run (self, &verify_operation, request_new (story), error);
}

/* Runs @operation from row to row until it is behind the last one. */
static gboolean
run_rows (DeskStore *self, const Operation *operation, GError **error)
{
  g_autoptr (Request) request = request_new (NULL);

  do
    {
      request->row = request->result;
      if (run_request (self, operation, request, error) == NULL)
        return FALSE;
    }
  while (request->result > 0);

  return TRUE;
}

gint64
desk_store_rebuild (DeskStore *self, GError **error)
{
  g_autoptr (GArray) rows = NULL;
  g_autoptr (Request) request = request_new (NULL);
  gint64 n = 0;

  g_return_val_if_fail (DESK_IS_STORE (self), -1);

  if (!run_rows (self, &derive_operation, error) || !run_rows (self, &recount_operation, error))
    return -1;

  rows = run (self, &list_rows_operation, request_new (NULL), error);
  if (rows == NULL)
    return -1;

  /* The desk's own journal, then each story. */
  for (guint i = 0; i <= rows->len; i++)
    {
      request->row = i == 0 ? 0 : g_array_index (rows, gint64, i - 1);
      if (run_request (self, &rebuild_operation, request, error) == NULL)
        return -1;
      n += request->result;
    }

  return run (self, &rebuild_search_operation, request_new (NULL), error) != NULL ? n : -1;
}

gboolean
desk_store_backup (DeskStore *self, const char *path, GError **error)
{
  g_autofree char *own = NULL;
  g_autofree char *other = NULL;
  g_autoptr (DeskBackup) backup = NULL;
  g_autoptr (Request) request = request_new (NULL);

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

  backup = desk_backup_new (path, error);
  if (backup == NULL)
    return FALSE;

  request->pointer = backup;
  while (!request->result)
    if (run_request (self, self->read_only ? &backup_read_only_operation : &backup_operation, request, error) == NULL)
      return FALSE;

  return desk_backup_finish (backup, error);
}

gboolean
desk_store_write_package (DeskStore *self, const char *story, const char *path, DeskPackageFlags flags, GError **error)
{
  Request *request;

  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);
  g_return_val_if_fail (story != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  request = request_new (story);
  request->name = g_strdup (path);
  request->limit = flags;

  return run (self, &write_package_operation, request, error) != NULL;
}

GPtrArray *
desk_store_take_in (DeskStore *self, const char *path, GError **error)
{
  g_autoptr (DeskIncoming) incoming = NULL;
  g_autoptr (Request) request = request_new (NULL);

  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (self->read_only)
    {
      desk_file_fail (self->path, EROFS, error);
      return NULL;
    }

  incoming = run (self, &open_incoming_operation, name_request (NULL, path), error);
  if (incoming == NULL)
    return NULL;

  request->pointer = incoming;
  do
    if (run_request (self, &take_in_operation, request, error) == NULL)
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
