/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-store-pool.h"

#include <limits.h>
#include <stdlib.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "exchange/desk-sample.h"
#include "preferences/desk-locale.h"
#include "window/desk-caretaker.h"

struct _DeskStorePool
{
  GObject parent_instance;

  GHashTable *desks; /* path → Desk */
};

typedef struct
{
  char *path;
  char *folder; /* of a sample, NULL otherwise */
  DeskStoreOpenFlags flags;
  DeskStore *store; /* NULL until it is open */
  DeskCaretaker *caretaker; /* (nullable): of an open desk that is no sample */
  guint n_users;
  gboolean damaged;       /* recovered before it is opened again */
  DeskRecovery *recovery; /* (nullable): until somebody takes it */
  gboolean busy;  /* being opened, or closed */
  GQueue waiting; /* of GTask: those who asked meanwhile */
} Desk;

G_DEFINE_FINAL_TYPE (DeskStorePool, desk_store_pool, G_TYPE_OBJECT)

enum
{
  BACKUP_FAILED,
  DAMAGED,
  RECOVERING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

static void
desk_free (gpointer data)
{
  Desk *desk = data;

  g_queue_clear_full (&desk->waiting, g_object_unref);
  g_clear_object (&desk->caretaker);
  g_clear_object (&desk->store);
  g_clear_pointer (&desk->recovery, desk_recovery_free);
  if (desk->folder != NULL)
    remove_folder (desk->folder);
  g_free (desk->folder);
  g_free (desk->path);
  g_free (desk);
}

static Desk *
find_desk (DeskStorePool *self, DeskStore *store)
{
  GHashTableIter iter;
  gpointer desk;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, &desk))
    if (((Desk *) desk)->store == store)
      return desk;
  return NULL;
}

static void
hold (void)
{
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
}

static void
release (void)
{
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

static void
backup_failed_cb (DeskStorePool *self, const char *message, DeskCaretaker *caretaker)
{
  GHashTableIter iter;
  gpointer desk;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, &desk))
    if (((Desk *) desk)->caretaker == caretaker)
      {
        g_signal_emit (self, signals[BACKUP_FAILED], 0, ((Desk *) desk)->store, message);
        return;
      }
}

static void
damaged_cb (DeskStorePool *self, const char *message, DeskCaretaker *caretaker)
{
  GHashTableIter iter;
  gpointer desk;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, &desk))
    if (((Desk *) desk)->caretaker == caretaker)
      {
        g_signal_emit (self, signals[DAMAGED], 0, ((Desk *) desk)->store, message);
        return;
      }
}

/* A sample is gone when it is closed. */
static void
look_after (DeskStorePool *self, Desk *desk)
{
  if (desk->folder != NULL || desk->flags & DESK_STORE_OPEN_READ_ONLY)
    return;
  desk->caretaker = desk_caretaker_new (desk->store);
  g_signal_connect_object (desk->caretaker, "backup-failed", G_CALLBACK (backup_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk->caretaker, "damaged", G_CALLBACK (damaged_cb), self, G_CONNECT_SWAPPED);
}

static void
answer (DeskStorePool *self, Desk *desk, DeskStore *store, const GError *error)
{
  GTask *task;

  desk->busy = FALSE;
  if (store != NULL)
    {
      desk->store = g_object_ref (store);
      look_after (self, desk);
    }
  while ((task = g_queue_pop_head (&desk->waiting)) != NULL)
    {
      if (store != NULL)
        {
          desk->n_users++;
          g_task_return_pointer (task, g_object_ref (store), g_object_unref);
        }
      else
        g_task_return_error (task, g_error_copy (error));
      g_object_unref (task);
    }
  if (store == NULL)
    g_hash_table_remove (self->desks, desk->path);
  release ();
}

static void open_desk (DeskStorePool *self, Desk *desk);
static void recover_desk (DeskStorePool *self, Desk *desk, const GError *reason);

static void
fill_sample (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DeskStore *store = data;
  g_autofree char *person = desk_store_get_setting (store, "person");
  GError *error = NULL;

  /* A sample asks nobody for a name. */
  if (person == NULL)
    {
      person = desk_locale_dup_person ();
      if (!desk_store_set_setting (store, "person", person, &error))
        {
          g_task_return_error (task, error);
          return;
        }
    }
  if (!desk_sample_fill (store, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
sample_filled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskStorePool *self = DESK_STORE_POOL (source);
  Desk *desk = data;
  g_autoptr (GError) error = NULL;
  DeskStore *store = g_task_get_task_data (G_TASK (result));
  gboolean filled = g_task_propagate_boolean (G_TASK (result), &error);

  answer (self, desk, filled ? store : NULL, error);
}

/* --- damage --- */

typedef struct
{
  Desk *desk;
  char *path;
  GError *reason; /* (nullable): why it could not be opened */
} Recover;

static void
recover_free (gpointer data)
{
  Recover *recover = data;

  g_free (recover->path);
  g_clear_error (&recover->reason);
  g_free (recover);
}

static void
recover_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Recover *recover = data;
  GError *error = NULL;
  DeskRecovery *recovery = NULL;

  if (recover->reason == NULL || desk_recovery_is_needed (recover->path, recover->reason))
    recovery = desk_recovery_run (recover->path, NULL, g_get_real_time (), &error);
  else
    error = g_error_copy (recover->reason);

  if (recovery != NULL)
    g_task_return_pointer (task, recovery, (GDestroyNotify) desk_recovery_free);
  else
    g_task_return_error (task, error);
}

static void
recovered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskStorePool *self = DESK_STORE_POOL (source);
  Recover *recover = g_task_get_task_data (G_TASK (result));
  Desk *desk = recover->desk;
  g_autoptr (GError) error = NULL;
  DeskRecovery *recovery = g_task_propagate_pointer (G_TASK (result), &error);

  if (recovery == NULL)
    {
      answer (self, desk, NULL, error);
      return;
    }
  g_clear_pointer (&desk->recovery, desk_recovery_free);
  desk->recovery = recovery;
  desk->busy = FALSE;
  open_desk (self, desk);
  release ();
}

/* Of a desk that is busy. @reason: (nullable): why it could not be opened, when it may be damaged */
static void
recover_desk (DeskStorePool *self, Desk *desk, const GError *reason)
{
  GTask *task = g_task_new (self, NULL, recovered_cb, NULL);
  Recover *recover = g_new0 (Recover, 1);

  desk->damaged = FALSE;
  recover->desk = desk;
  recover->path = g_strdup (desk->path);
  recover->reason = reason != NULL ? g_error_copy (reason) : NULL;
  g_task_set_task_data (task, recover, recover_free);
  if (!g_error_matches (reason, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_A_DESK))
    g_signal_emit (self, signals[RECOVERING], 0, desk->path);
  g_task_run_in_thread (task, recover_thread);
  g_object_unref (task);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DeskStorePool *self = g_task_get_source_object (task);
  Desk *desk = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) store = desk_store_open_finish (result, &error);
  g_autoptr (GTask) filling = NULL;

  /* Once: what was just recovered and cannot be opened has another reason. */
  if (store == NULL && desk->folder == NULL && desk->recovery == NULL && !(desk->flags & DESK_STORE_OPEN_READ_ONLY) &&
      (g_error_matches (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED) ||
       g_error_matches (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_A_DESK)))
    {
      recover_desk (self, desk, error);
      return;
    }
  if (store == NULL || desk->folder == NULL)
    {
      answer (self, desk, store, error);
      return;
    }
  filling = g_task_new (self, NULL, sample_filled_cb, desk);
  g_task_set_task_data (filling, g_steal_pointer (&store), g_object_unref);
  g_task_run_in_thread (filling, fill_sample);
}

static void
open_desk (DeskStorePool *self, Desk *desk)
{
  GTask *task = g_task_new (self, NULL, NULL, NULL);

  desk->busy = TRUE;
  hold ();
  if (desk->damaged)
    {
      g_object_unref (task);
      recover_desk (self, desk, NULL);
      return;
    }
  g_task_set_task_data (task, desk, NULL);
  desk_store_open_async (desk->path, desk->flags, NULL, opened_cb, task);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DeskStorePool *self = g_task_get_source_object (task);
  Desk *desk = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* What was written is on disk already; only the WAL beside it stays longer. */
  if (!desk_store_close_finish (DESK_STORE (source), result, &error))
    g_message ("%s: %s", desk->path, error->message);

  desk->busy = FALSE;
  g_clear_object (&desk->store);
  if (g_queue_is_empty (&desk->waiting))
    g_hash_table_remove (self->desks, desk->path);
  else
    open_desk (self, desk);
  release ();
}

static void
desk_store_pool_finalize (GObject *object)
{
  DeskStorePool *self = DESK_STORE_POOL (object);

  g_clear_pointer (&self->desks, g_hash_table_unref);

  G_OBJECT_CLASS (desk_store_pool_parent_class)->finalize (object);
}

static void
desk_store_pool_class_init (DeskStorePoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_store_pool_finalize;

  /**
   * DeskStorePool::backup-failed:
   * @store: a desk
   * @message: why no backup of it could be made
   */
  signals[DAMAGED] = g_signal_new ("damaged", DESK_TYPE_STORE_POOL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, DESK_TYPE_STORE, G_TYPE_STRING);
  signals[RECOVERING] = g_signal_new ("recovering", DESK_TYPE_STORE_POOL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BACKUP_FAILED] = g_signal_new ("backup-failed", DESK_TYPE_STORE_POOL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, DESK_TYPE_STORE, G_TYPE_STRING);
}

static void
desk_store_pool_init (DeskStorePool *self)
{
  self->desks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, desk_free);
}

DeskStorePool *
desk_store_pool_new (void)
{
  return g_object_new (DESK_TYPE_STORE_POOL, NULL);
}

char *
desk_store_pool_dup_canonical (const char *path)
{
  g_autofree char *plain = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  char real[PATH_MAX];

  g_return_val_if_fail (path != NULL, NULL);

  if (realpath (path, real) != NULL)
    return g_strdup (real);

  plain = g_canonicalize_filename (path, NULL);
  folder = g_path_get_dirname (plain);
  name = g_path_get_basename (plain);
  return g_build_filename (realpath (folder, real) != NULL ? real : folder, name, NULL);
}

void
desk_store_pool_open_async (DeskStorePool *self, const char *path, DeskStoreOpenFlags flags, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Desk *desk;

  g_return_if_fail (DESK_IS_STORE_POOL (self));

  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, desk_store_pool_open_async);

  desk = path != NULL ? g_hash_table_lookup (self->desks, path) : NULL;
  if (desk == NULL)
    {
      GError *error = NULL;
      g_autofree char *folder = path == NULL ? g_dir_make_tmp ("desk-XXXXXX", &error) : NULL;

      if (path == NULL && folder == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      desk = g_new0 (Desk, 1);
      desk->path = path != NULL ? g_strdup (path) : g_build_filename (folder, "sample.desk", NULL);
      desk->folder = g_steal_pointer (&folder);
      desk->flags = flags;
      g_queue_init (&desk->waiting);
      g_hash_table_insert (self->desks, desk->path, desk);
    }

  if (desk->store != NULL && !desk->busy && !desk->damaged)
    {
      desk->n_users++;
      g_task_return_pointer (task, g_object_ref (desk->store), g_object_unref);
      return;
    }
  g_queue_push_tail (&desk->waiting, g_steal_pointer (&task));
  /* What is damaged is closed first, by those who use it. */
  if (!desk->busy && desk->store == NULL)
    open_desk (self, desk);
}

DeskStore *
desk_store_pool_open_finish (DeskStorePool *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

DeskRecovery *
desk_store_pool_take_recovery (DeskStorePool *self, DeskStore *store)
{
  Desk *desk;

  g_return_val_if_fail (DESK_IS_STORE_POOL (self), NULL);

  desk = find_desk (self, store);

  return desk != NULL ? g_steal_pointer (&desk->recovery) : NULL;
}

void
desk_store_pool_give_up (DeskStorePool *self, DeskStore *store)
{
  Desk *desk;

  g_return_if_fail (DESK_IS_STORE_POOL (self));

  desk = find_desk (self, store);
  g_return_if_fail (desk != NULL);

  desk->damaged = TRUE;
  desk_store_give_up (store);
}

DeskStore *
desk_store_pool_share (DeskStorePool *self, DeskStore *store)
{
  Desk *desk;

  g_return_val_if_fail (DESK_IS_STORE_POOL (self), NULL);

  desk = find_desk (self, store);
  g_return_val_if_fail (desk != NULL, NULL);

  desk->n_users++;
  return g_object_ref (store);
}

void
desk_store_pool_release (DeskStorePool *self, DeskStore *store)
{
  Desk *desk;
  GTask *task;

  g_return_if_fail (DESK_IS_STORE_POOL (self));
  g_return_if_fail (DESK_IS_STORE (store));

  desk = find_desk (self, store);
  g_object_unref (store);
  g_return_if_fail (desk != NULL && desk->n_users > 0);

  if (--desk->n_users > 0)
    return;
  desk->busy = TRUE;
  /* What it does in a thread may hold it longer, and closing waits for that: it is to stop now. */
  if (desk->caretaker != NULL)
    g_object_run_dispose (G_OBJECT (desk->caretaker));
  g_clear_object (&desk->caretaker);
  hold ();
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, desk, NULL);
  desk_store_close_async (desk->store, NULL, closed_cb, task);
}
