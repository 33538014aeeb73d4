/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/desk-time.h"
#include "desk-backups.h"
#include "desk-drafts.h"
#include "desk-file.h"
#include "desk-job.h"
#include "desk-schema.h"
#include "desk-sql.h"
#include "desk-store-private.h"

/* A desk at which nobody wrote for so long rests. */
#define REST_SECONDS 20

typedef struct
{
  GWeakRef store;
  char *story;
} Emission;

G_DEFINE_FINAL_TYPE (DeskStore, desk_store, G_TYPE_OBJECT)
G_DEFINE_QUARK (desk-store-error-quark, desk_store_error)

enum
{
  CHANGED,
  DAMAGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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
attach_source (DeskStore *self, GSource *source, GSourceFunc func, const char *story)
{
  Emission *emission = g_new0 (Emission, 1);

  g_weak_ref_init (&emission->store, self);
  emission->story = g_strdup (story);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, emission, emission_free);
  g_source_set_static_name (source, "[desk] store");
  g_source_attach (source, self->context);
}

static void
attach (DeskStore *self, GSourceFunc func, const char *story)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  attach_source (self, source, func, story);
}

static gboolean
emit_damaged_cb (gpointer data)
{
  Emission *emission = data;
  g_autoptr (DeskStore) self = g_weak_ref_get (&emission->store);

  if (self != NULL)
    g_signal_emit (self, signals[DAMAGED], 0, emission->story);

  return G_SOURCE_REMOVE;
}

void
desk_store_tell_damaged (DeskStore *self, const GError *error)
{
  gboolean told;

  g_mutex_lock (&self->mutex);
  told = self->told_damaged;
  self->told_damaged = TRUE;
  g_mutex_unlock (&self->mutex);

  if (!told)
    attach (self, emit_damaged_cb, error->message);
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

/* The settings of a file that was just opened, if its tables are what they ought to be. */
static GHashTable *
load_first_settings (DeskConnection *db, GError **error)
{
  return desk_schema_check (db, error) ? load_settings (db, error) : NULL;
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

void
desk_store_prepare_writer (DeskStore *self)
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

/* Reads the settings as they will be when what is begun is committed. */
static gboolean
read_settings (DeskStore *self, GError **error)
{
  g_clear_pointer (&self->new_settings, g_hash_table_unref);
  self->new_settings = load_settings (self->writer->db, error);

  return self->new_settings != NULL;
}

/* Entries of the desk's own journal that came behind row @seq. */
static gboolean
count_own_since (DeskConnection *db, gint64 seq, gint64 *n, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_own_since, error, "l", seq);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  if (desk_statement_step (statement, &local_error))
    *n = desk_statement_get_int (statement, 0);

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

gboolean
desk_store_notice_others (DeskStore *self, GError **error)
{
  DeskConnection *db = self->writer->db;
  g_autoptr (GError) local_error = NULL;
  gint64 data_version, last_seq, n_own = 0;

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

  if (!desk_pass_error (g_steal_pointer (&local_error), error) || !count_own_since (db, self->last_seq, &n_own, error) ||
      !desk_connection_get_int (db, sql_entry_max_seq, &last_seq, error) || !read_settings (self, error))
    return FALSE;

  if (n_own > 0 || !settings_equal (self->new_settings, self->settings))
    g_hash_table_add (self->writer->touched, g_strdup (""));

  /* Theirs is committed, whatever becomes of what is written here. */
  self->data_version = data_version;
  self->last_seq = last_seq;
  desk_store_tell_touched (self, TRUE);

  return TRUE;
}

void
desk_store_tell_touched (DeskStore *self, gboolean committed)
{
  GHashTableIter iter;
  gpointer story;

  if (committed && self->new_settings != NULL)
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

      g_hash_table_unref (self->settings);
      self->settings = g_steal_pointer (&self->new_settings);
    }
  g_clear_pointer (&self->new_settings, g_hash_table_unref);

  g_hash_table_iter_init (&iter, self->writer->touched);
  while (committed && g_hash_table_iter_next (&iter, &story, NULL))
    attach (self, emit_changed_cb, story);

  g_hash_table_remove_all (self->writer->touched);
}

static gpointer
set_settings_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, request->settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (value != NULL ? !desk_connection_run (db, sql_setting_set, error, "ss", key, value)
                      : !desk_connection_run (db, sql_setting_unset, error, "s", key))
      return NULL;

  g_hash_table_add (self->writer->touched, g_strdup (""));

  return desk_yes (read_settings (self, error));
}

static const DeskOperation set_settings_operation = { DESK_OPERATION_WRITE, set_settings_func, NULL };
/* Nothing but notice_others(), which the writer does before anything else. */
static gpointer
look_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  g_mutex_lock (&self->mutex);
  self->looking = FALSE;
  g_mutex_unlock (&self->mutex);

  return desk_yes (TRUE);
}

static const DeskOperation look_operation = { DESK_OPERATION_WRITE | DESK_OPERATION_UPKEEP, look_func, NULL };
/* --- Closing --- */

static void
close_files (DeskStore *self)
{
  DeskConnection *db;

  /* They hold the writer's connection, and fail at their next step. */
  for (guint i = 0; i < self->backups->len; i++)
    desk_backup_end (g_ptr_array_index (self->backups, i));
  g_ptr_array_set_size (self->backups, 0);

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
close_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gboolean damaged = g_atomic_int_get (&self->damaged);
  gboolean folded = db == NULL || damaged || desk_connection_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", error);

  if (db != NULL && damaged)
    sqlite3_db_config (desk_connection_get_handle (db), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);

  close_files (self);

  return desk_yes (folded);
}

static const DeskOperation close_operation = { DESK_OPERATION_WRITE | DESK_OPERATION_BARE | DESK_OPERATION_LAST, close_func, NULL };

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
    desk_store_run_async (self, &look_operation, desk_request_new (NULL), NULL, NULL, NULL);
}

static gboolean
rest_cb (gpointer data)
{
  Emission *emission = data;
  g_autoptr (DeskStore) self = g_weak_ref_get (&emission->store);

  if (self == NULL)
    return G_SOURCE_REMOVE;

  desk_store_rest (self);

  return G_SOURCE_CONTINUE;
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

  if (self == NULL)
    return G_SOURCE_REMOVE;

  self->rest = g_timeout_source_new_seconds (REST_SECONDS);
  attach_source (self, self->rest, rest_cb, NULL);

  /* What happened before they were there. */
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

static gboolean
has_backups (const char *path)
{
  g_autoptr (GPtrArray) backups = desk_backups_list (path, NULL);

  return backups != NULL && backups->len > 0;
}

static gboolean
fail_emptied (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
               /* Translators: %s is a file */
               _ ("“%s” is empty, but there are backups of the desk that was in it"), shown);

  return FALSE;
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

  /* What is empty now was a desk when there are backups of it. */
  if (g_file_test (path, G_FILE_TEST_EXISTS) && has_backups (path))
    return fail_emptied (path, error);

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
    self->settings = load_first_settings (db, &local_error);

  /* Without a place for SQLite's own files. What is not folded in yet would be passed over, so there must be nothing. */
  if (self->settings == NULL && (stat (wal, &status) != 0 || status.st_size == 0) &&
      !g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    {
      g_clear_pointer (&db, desk_connection_close);
      g_clear_error (&local_error);
      self->immutable = TRUE;
      db = desk_file_open (self->path, DESK_CONNECTION_IMMUTABLE, &local_error);
      if (db != NULL)
        self->settings = load_first_settings (db, &local_error);
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

  desk_store_prepare_writer (self);
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

  self->settings = load_first_settings (db, error);
  if (self->settings == NULL)
    return FALSE;

  self->session = desk_session_new (sessions, error);
  if (self->session != NULL)
    desk_file_set_mode (sessions, self->path, FALSE);

  return self->session != NULL && recover_drafts (self, error) &&
         desk_connection_get_int (db, "PRAGMA data_version", &self->data_version, error) &&
         desk_connection_get_int (db, sql_entry_max_seq, &self->last_seq, error);
}

static DeskStore *
open_store (const char *path, DeskStoreOpenFlags flags, GMainContext *context, GCancellable *cancellable, GError **error)
{
  g_autoptr (DeskStore) self = g_object_new (DESK_TYPE_STORE, NULL);
  g_autofree char *search = NULL;
  g_autoptr (GError) local_error = NULL;

  self->path = g_canonicalize_filename (path, NULL);
  self->read_only = (flags & DESK_STORE_OPEN_READ_ONLY) != 0;
  self->context = context != NULL ? g_main_context_ref (context) : NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !prepare_file (self->path, flags, error))
    return NULL;

  if (self->read_only ? !open_to_read (self, &local_error) : !open_to_write (self, &local_error))
    {
      if (local_error == NULL)
        desk_file_fail_numbers (self->path, &local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  search = desk_file_get_sibling (self->path, "-search");
  self->search = desk_search_new (self->path, self->read_only ? NULL : search);
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

  if (self->rest != NULL)
    {
      g_source_destroy (self->rest);
      g_clear_pointer (&self->rest, g_source_unref);
    }

  desk_queue_stop (self->queue);
  close_files (self);
  desk_blames_free (self->blames);

  g_free (self->path);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_strfreev (self->recovered);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_clear_pointer (&self->new_settings, g_hash_table_unref);
  g_hash_table_unref (self->draft_numbers);
  g_hash_table_unref (self->successors);
  g_ptr_array_unref (self->backups);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->returned);

  G_OBJECT_CLASS (desk_store_parent_class)->finalize (object);
}

static void
desk_store_class_init (DeskStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_store_finalize;

  /**
   * DeskStore::damaged:
   * @message: what was found
   */
  signals[DAMAGED] = g_signal_new ("damaged", DESK_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);

  /**
   * DeskStore::changed:
   * @story: its id; "" for the settings, the desk's own journal, or any number of stories
   */
  signals[CHANGED] = g_signal_new ("changed", DESK_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
}

static void
desk_store_init (DeskStore *self)
{
  self->queue = desk_queue_new ("desk-writer");
  self->writes_compacted = -1;
  self->recovered = g_new0 (char *, 1);
  self->draft_numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->successors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->backups = g_ptr_array_new ();
  self->blames = desk_blames_new ();
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

  return desk_store_run (self, &close_operation, desk_request_new (NULL), error) != NULL;
}

void
desk_store_close_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));

  desk_store_run_async (self, &close_operation, desk_request_new (NULL), cancellable, callback, data);
}

gboolean
desk_store_close_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &close_operation, result, error) != NULL;
}

void
desk_store_give_up (DeskStore *self)
{
  g_return_if_fail (DESK_IS_STORE (self));

  g_atomic_int_set (&self->damaged, 1);
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

static DeskRequest *
settings_request (GHashTable *settings)
{
  DeskRequest *request = desk_request_new (NULL);
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

  return desk_store_run (self, &set_settings_operation, settings_request (settings), error) != NULL;
}

void
desk_store_set_settings_async (
    DeskStore *self, GHashTable *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (settings != NULL);

  desk_store_run_async (self, &set_settings_operation, settings_request (settings), cancellable, callback, data);
}

gboolean
desk_store_set_settings_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &set_settings_operation, result, error) != NULL;
}
