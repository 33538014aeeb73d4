/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-application.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "window/desk-commands.h"
#include "window/desk-rescue.h"
#include "window/desk-store-pool.h"
#include "window/desk-story-window.h"
#include "window/desk-window.h"

struct _DeskApplication
{
  AdwApplication parent_instance;

  DeskStorePool *pool;
  GHashTable *rescues; /* path → DeskRescue: words for a desk that is being recovered */
};

G_DEFINE_FINAL_TYPE (DeskApplication, desk_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "desk", 'd', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL, N_ ("Open this desk; it is made when there is none"), N_ ("FILE") },
  { "sample", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_ ("Open a sample desk"), NULL },
  { "new-story", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_ ("Begin a story"), NULL },
  { "story", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL, N_ ("Show this story"), N_ ("SLUG") },
  { "page", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL, N_ ("Show this page of the inspector: claims, posts, updates, history or details"), N_ ("PAGE") },
  { "size", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL, N_ ("Open the window in this size"), N_ ("WIDTHxHEIGHT") },
  { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and end"), NULL },
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[FILE…]") },
  { NULL },
};

static const char *const pages[] = { "claims", "posts", "updates", "history", "details", NULL };

/* GTK takes the direction from its own catalog, which Desk's languages may be missing in. */
static void
set_direction (void)
{
  /* Translators: “default:RTL” for a language that is written from right to left, otherwise “default:LTR”. Nothing else. */
  const char *direction = _ ("default:LTR");

  if (g_str_equal (direction, "default:RTL"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  else if (!g_str_equal (direction, "default:LTR"))
    g_message ("“%s” is no direction", direction);
}

static DeskWindow *
find_window (DeskApplication *self, const char *path)
{
  for (GList *list = gtk_application_get_windows (GTK_APPLICATION (self)); list != NULL; list = list->next)
    if (DESK_IS_WINDOW (list->data) && g_strcmp0 (desk_window_get_path (list->data), path) == 0)
      return list->data;
  return NULL;
}

/* A file that somebody opened is the desk of the next start too, once it is known to be one. */
static void
remember_desk (DeskWindow *window)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autoptr (GFile) file = g_file_new_for_path (desk_window_get_path (window));
  g_autofree char *uri = g_file_get_uri (file);

  g_settings_set_string (settings, "last-desk", uri);
}

static void
rescued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (desk_rescue_keep_finish (result, &error) < 0)
    desk_story_view_toast (GTK_WIDGET (window), error->message);
}

/* Puts what was typed back, and tells what became of the desk. */
static void
end_recovery (DeskApplication *self, DeskWindow *window, DeskStore *store)
{
  g_autoptr (DeskRecovery) recovery = desk_store_pool_take_recovery (self->pool, store);
  gpointer path, rescue;

  if (recovery == NULL)
    return;
  if (g_hash_table_steal_extended (self->rescues, desk_store_get_path (store), &path, &rescue))
    {
      g_free (path);
      desk_rescue_keep_async (rescue, store, rescued_cb, g_object_ref (window));
    }
  desk_window_tell_recovery (window, recovery);
}

static void
desk_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) window = data;
  g_autoptr (GError) error = NULL;
  DeskStore *store = desk_store_pool_open_finish (DESK_STORE_POOL (source), result, &error);

  if (store == NULL)
    desk_window_set_error (window, error);
  else if (gtk_widget_in_destruction (GTK_WIDGET (window)) || gtk_window_get_application (GTK_WINDOW (window)) == NULL)
    desk_store_pool_release (DESK_STORE_POOL (source), store); /* closed meanwhile */
  else
    {
      desk_window_set_store (window, store);
      end_recovery (DESK_APPLICATION (gtk_window_get_application (GTK_WINDOW (window))), window, store);
      if (desk_window_get_flags (window) & DESK_STORE_OPEN_EXISTING)
        remember_desk (window);
    }
}

static DeskWindow *
open_window (DeskApplication *self, const char *path, DeskStoreOpenFlags flags)
{
  DeskWindow *window = desk_window_new (GTK_APPLICATION (self), path, flags);

  desk_application_load (self, GTK_WINDOW (window));
  return window;
}

static char *
dup_usual_path (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *last = g_settings_get_string (settings, "last-desk");
  g_autofree char *path = NULL;

  if (last[0] != '\0')
    {
      g_autoptr (GFile) file = g_file_new_for_uri (last);

      path = g_file_get_path (file);
      if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
        return desk_store_pool_dup_canonical (path);
      g_clear_pointer (&path, g_free);
    }
  path = desk_store_get_default_path ();
  return desk_store_pool_dup_canonical (path);
}

/* --- files --- */

typedef struct
{
  GtkWindow *window; /* (nullable) */
  GFile *file;
} OpenFile;

static void
open_file_free (gpointer data)
{
  OpenFile *job = data;

  g_clear_object (&job->window);
  g_clear_object (&job->file);
  g_free (job);
}

/*
 * Whether a desk has to be taken in rather than worked on where it lies: a package (its journal is not a
 * write-ahead log, SQLite's file format, section 1.3.3), one that can't be written, and one that the file portal lends.
 */
static void
look_at_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OpenFile *job = data;
  const char *path = g_file_peek_path (job->file);
  g_autofree char *folder = NULL;
  g_autofree char *portal = g_build_filename (g_get_user_runtime_dir (), "doc", G_DIR_SEPARATOR_S, NULL);
  guchar header[20] = { 0 };
  FILE *file;

  if (path == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  file = fopen (path, "rbe");
  if (file != NULL)
    {
      if (fread (header, 1, sizeof header, file) < sizeof header)
        header[18] = 0;
      fclose (file);
    }
  folder = g_path_get_dirname (path);
  g_task_return_boolean (task, header[18] == 1 || g_str_has_prefix (path, portal) ||
                                   (file != NULL && (access (path, W_OK) != 0 || access (folder, W_OK) != 0)));
}

static void
file_looked_at_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskApplication *self = DESK_APPLICATION (source);
  OpenFile *job = g_task_get_task_data (G_TASK (result));
  gboolean take_in = g_task_propagate_boolean (G_TASK (result), NULL);

  if (!take_in)
    desk_application_open_desk (self, job->file, DESK_STORE_OPEN_EXISTING);
  else
    desk_window_take_in (DESK_IS_WINDOW (job->window) ? DESK_WINDOW (job->window)
                                                      : DESK_WINDOW (desk_application_open_desk (self, NULL, DESK_STORE_OPEN_DEFAULT)),
                         job->file);
  g_application_release (G_APPLICATION (self));
}

static gboolean
is_desk (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, ".desk");
}

static void
open_files (DeskApplication *self, GtkWindow *window, GListModel *files)
{
  g_autoptr (GListStore) texts = g_list_store_new (G_TYPE_FILE);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autoptr (GTask) task = NULL;
      OpenFile *job;

      if (!is_desk (file))
        {
          g_list_store_append (texts, file);
          continue;
        }
      job = g_new0 (OpenFile, 1);
      job->file = g_object_ref (file);
      g_set_object (&job->window, window);
      task = g_task_new (self, NULL, file_looked_at_cb, NULL);
      g_task_set_task_data (task, job, open_file_free);
      g_application_hold (G_APPLICATION (self));
      g_task_run_in_thread (task, look_at_file);
    }

  if (g_list_model_get_n_items (G_LIST_MODEL (texts)) > 0)
    {
      if (!DESK_IS_WINDOW (window))
        window = desk_application_open_desk (self, NULL, DESK_STORE_OPEN_DEFAULT);
      desk_window_import (DESK_WINDOW (window), G_LIST_MODEL (texts));
    }
}

/* --- actions --- */

/* Said in passing: nothing is lost. */
static void
backup_failed_cb (DeskApplication *self, DeskStore *store, const char *message)
{
  for (GList *list = gtk_application_get_windows (GTK_APPLICATION (self)); list != NULL; list = list->next)
    if (DESK_IS_WINDOW (list->data) && desk_window_get_store (list->data) == store)
      desk_story_view_toast (list->data, message);
}

static void
damaged_cb (DeskApplication *self, DeskStore *store, const char *message)
{
  desk_application_recover (self, store);
}

static void
recovering_cb (DeskApplication *self, const char *path)
{
  DeskWindow *window = find_window (self, path);

  if (window != NULL)
    desk_window_show_recovering (window);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  /* Each sees its story on disk first. A dialog would take the closing for itself. */
  for (GList *list = windows; list != NULL; list = list->next)
    {
      AdwDialog *dialog = adw_application_window_get_visible_dialog (list->data);

      if (dialog != NULL)
        adw_dialog_force_close (dialog);
      gtk_window_close (list->data);
    }
}

static void
new_story_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = desk_application_open_desk (DESK_APPLICATION (data), NULL, DESK_STORE_OPEN_DEFAULT);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-story", NULL);
}

static const GActionEntry actions[] = {
  { "quit", quit_cb },
  { "new-story", new_story_cb },
};

/* --- object --- */

static void
desk_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    desk_application_open_desk (DESK_APPLICATION (application), NULL, DESK_STORE_OPEN_DEFAULT);
}

static void
desk_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  for (int i = 0; i < n_files; i++)
    g_list_store_append (list, files[i]);
  open_files (DESK_APPLICATION (application), NULL, G_LIST_MODEL (list));
}

static int
desk_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  if (!g_variant_dict_contains (dict, "version"))
    return -1;
  g_print ("Desk %s\n", PACKAGE_VERSION);
  return EXIT_SUCCESS;
}

static gboolean
parse_size (const char *size, int *width, int *height)
{
  char rest;

  return sscanf (size, "%dx%d%c", width, height, &rest) == 2 && *width > 0 && *height > 0;
}

static int
desk_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  DeskApplication *self = DESK_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (line);
  g_autofree const char **remaining = NULL;
  const char *path = NULL, *story = NULL, *page = NULL, *size = NULL;
  int width = 0, height = 0;
  GtkWindow *window = NULL;

  g_variant_dict_lookup (dict, "desk", "^&ay", &path);
  g_variant_dict_lookup (dict, "story", "&s", &story);
  g_variant_dict_lookup (dict, "page", "&s", &page);
  g_variant_dict_lookup (dict, "size", "&s", &size);
  g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &remaining);

  if (page != NULL && !g_strv_contains (pages, page))
    {
      g_autofree char *known = g_strjoinv (", ", (char **) pages);

      g_application_command_line_printerr (line, _ ("“%s” is no page; there are: %s"), page, known);
      g_application_command_line_printerr (line, "\n");
      return 2;
    }
  if (size != NULL && !parse_size (size, &width, &height))
    {
      g_application_command_line_printerr (line, _ ("“%s” is no size such as 360x720"), size);
      g_application_command_line_printerr (line, "\n");
      return 2;
    }

  if (g_variant_dict_contains (dict, "sample"))
    window = desk_application_open_sample (self);
  else if (path != NULL)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, path);

      window = desk_application_open_desk (self, file, DESK_STORE_OPEN_DEFAULT);
    }
  else if (remaining == NULL || story != NULL || page != NULL || size != NULL)
    window = desk_application_open_desk (self, NULL, DESK_STORE_OPEN_DEFAULT);

  if (window != NULL)
    {
      if (size != NULL)
        {
          desk_window_set_fleeting (DESK_WINDOW (window), TRUE);
          gtk_window_unmaximize (window);
          gtk_window_set_default_size (window, width, height);
        }
      desk_window_start_with (DESK_WINDOW (window), story, page);
    }
  if (g_variant_dict_contains (dict, "new-story"))
    {
      if (window == NULL)
        window = desk_application_open_desk (self, NULL, DESK_STORE_OPEN_DEFAULT);
      gtk_widget_activate_action (GTK_WIDGET (window), "win.new-story", NULL);
    }

  if (remaining != NULL)
    {
      g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

      for (guint i = 0; remaining[i] != NULL; i++)
        {
          g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, remaining[i]);

          g_list_store_append (files, file);
        }
      open_files (self, window, G_LIST_MODEL (files));
    }
  return EXIT_SUCCESS;
}

static void
desk_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (desk_application_parent_class)->startup (application);

  set_direction ();
  gtk_source_init ();
  gtk_window_set_default_icon_name (APP_ID);
  desk_commands_set_accels (GTK_APPLICATION (application));
}

static void
desk_application_finalize (GObject *object)
{
  DeskApplication *self = DESK_APPLICATION (object);

  g_clear_object (&self->pool);
  g_clear_pointer (&self->rescues, g_hash_table_unref);

  G_OBJECT_CLASS (desk_application_parent_class)->finalize (object);
}

static void
desk_application_class_init (DeskApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = desk_application_finalize;
  application_class->activate = desk_application_activate;
  application_class->command_line = desk_application_command_line;
  application_class->handle_local_options = desk_application_handle_local_options;
  application_class->open = desk_application_open;
  application_class->startup = desk_application_startup;
}

static void
desk_application_init (DeskApplication *self)
{
  self->pool = desk_store_pool_new ();
  g_signal_connect_object (self->pool, "backup-failed", G_CALLBACK (backup_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pool, "damaged", G_CALLBACK (damaged_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pool, "recovering", G_CALLBACK (recovering_cb), self, G_CONNECT_SWAPPED);
  self->rescues = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) desk_rescue_free);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

DeskApplication *
desk_application_new (void)
{
  return g_object_new (DESK_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/com/example/Desk",
                       NULL);
}

GtkWindow *
desk_application_open_desk (DeskApplication *self, GFile *file, DeskStoreOpenFlags flags)
{
  g_autofree char *path = NULL;
  DeskWindow *window;

  g_return_val_if_fail (DESK_IS_APPLICATION (self), NULL);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), NULL);

  if (file == NULL)
    path = dup_usual_path ();
  else if (g_file_peek_path (file) != NULL)
    path = desk_store_pool_dup_canonical (g_file_peek_path (file));
  else
    path = g_file_get_uri (file); /* opening it says that there is no such file */

  window = find_window (self, path);
  if (window == NULL)
    window = open_window (self, path, flags);
  gtk_window_present (GTK_WINDOW (window));
  return GTK_WINDOW (window);
}

GtkWindow *
desk_application_open_sample (DeskApplication *self)
{
  DeskWindow *window;

  g_return_val_if_fail (DESK_IS_APPLICATION (self), NULL);

  window = open_window (self, NULL, DESK_STORE_OPEN_DEFAULT);
  desk_window_set_fleeting (window, TRUE);
  gtk_window_present (GTK_WINDOW (window));
  return GTK_WINDOW (window);
}

void
desk_application_open_file (DeskApplication *self, GtkWindow *window, GFile *file)
{
  g_autoptr (GListStore) files = NULL;

  g_return_if_fail (DESK_IS_APPLICATION (self));
  g_return_if_fail (G_IS_FILE (file));

  files = g_list_store_new (G_TYPE_FILE);
  g_list_store_append (files, file);
  open_files (self, window, G_LIST_MODEL (files));
}

void
desk_application_open_story_window (DeskApplication *self, DeskStore *store, const char *story)
{
  g_return_if_fail (DESK_IS_APPLICATION (self));
  g_return_if_fail (DESK_IS_STORE (store));
  g_return_if_fail (story != NULL);

  for (GList *list = gtk_application_get_windows (GTK_APPLICATION (self)); list != NULL; list = list->next)
    if (DESK_IS_STORY_WINDOW (list->data) && desk_story_window_shows (list->data, store, story))
      {
        gtk_window_present (list->data);
        return;
      }
  gtk_window_present (desk_story_window_new (GTK_APPLICATION (self), desk_store_pool_share (self->pool, store), story));
}

/* Whether @window shows something of @store; then, what of it is open: (transfer none) (nullable) */
static gboolean
shows_store (GtkWindow *window, DeskStore *store, DeskDocument **document)
{
  DeskStoryView *view = NULL;

  if (DESK_IS_WINDOW (window) && desk_window_get_store (DESK_WINDOW (window)) == store)
    view = desk_window_get_story_view (DESK_WINDOW (window));
  else if (DESK_IS_STORY_WINDOW (window) && desk_story_window_get_store (DESK_STORY_WINDOW (window)) == store)
    view = desk_story_window_get_story_view (DESK_STORY_WINDOW (window));
  *document = view != NULL ? desk_story_view_get_document (view) : NULL;
  return view != NULL;
}

void
desk_application_recover (DeskApplication *self, DeskStore *store)
{
  g_autolist (GtkWindow) windows = NULL;
  g_autoptr (DeskStore) held = NULL;
  g_autoptr (DeskRescue) rescue = desk_rescue_new ();
  g_autofree char *story = NULL;
  DeskStoreOpenFlags flags = DESK_STORE_OPEN_DEFAULT;
  DeskWindow *fresh;
  int width = 0, height = 0;

  g_return_if_fail (DESK_IS_APPLICATION (self));
  g_return_if_fail (DESK_IS_STORE (store));

  held = g_object_ref (store);
  windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (self)), (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  desk_store_pool_give_up (self->pool, store);

  for (GList *list = windows; list != NULL; list = list->next)
    {
      DeskDocument *document;

      if (!shows_store (list->data, store, &document))
        continue;
      if (document != NULL)
        desk_rescue_take (rescue, document);
      if (!DESK_IS_WINDOW (list->data))
        continue;
      flags = desk_window_get_flags (list->data);
      gtk_window_get_default_size (list->data, &width, &height);
      if (document != NULL)
        g_set_str (&story, desk_document_get_story_id (document));
    }

  /* The new one is there before the old ones go, so that Desk does not end. */
  fresh = desk_window_new (GTK_APPLICATION (self), desk_store_get_path (store), flags);
  if (width > 0 && height > 0)
    gtk_window_set_default_size (GTK_WINDOW (fresh), width, height);
  desk_window_show_recovering (fresh);
  desk_window_start_with (fresh, story, NULL);
  gtk_window_present (GTK_WINDOW (fresh));
  g_hash_table_insert (self->rescues, g_strdup (desk_store_get_path (store)), g_steal_pointer (&rescue));

  for (GList *list = windows; list != NULL; list = list->next)
    {
      DeskDocument *document;

      if (shows_store (list->data, store, &document))
        gtk_window_destroy (list->data);
    }
  desk_application_load (self, GTK_WINDOW (fresh));
}

void
desk_application_load (DeskApplication *self, GtkWindow *window)
{
  const char *path;

  g_return_if_fail (DESK_IS_APPLICATION (self));
  g_return_if_fail (DESK_IS_WINDOW (window));

  path = desk_window_get_path (DESK_WINDOW (window));
  if (path != NULL && !g_path_is_absolute (path))
    {
      g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("%s is not on this computer. Copy it here first."), path);

      desk_window_set_error (DESK_WINDOW (window), error);
      return;
    }
  desk_store_pool_open_async (self->pool, path, desk_window_get_flags (DESK_WINDOW (window)), desk_opened_cb, g_object_ref (window));
}

void
desk_application_release_store (DeskApplication *self, DeskStore *store)
{
  g_return_if_fail (DESK_IS_APPLICATION (self));

  desk_store_pool_release (self->pool, store);
}
