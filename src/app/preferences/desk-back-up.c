/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences/desk-back-up.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* Through a folder of Desk's own: the file portal lends a file, but no folder to write it in whole or not at all. */
static gboolean
back_up_lent (DeskStore *store, GFile *file, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("desk-XXXXXX", error);
  g_autofree char *path = NULL;
  g_autoptr (GFile) copy = NULL;
  gboolean written;

  if (folder == NULL)
    return FALSE;
  path = g_build_filename (folder, "backup.desk", NULL);
  copy = g_file_new_for_path (path);
  written = desk_store_backup (store, path, error) &&
            g_file_copy (copy, file, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, error);
  g_unlink (path);
  g_rmdir (folder);
  return written;
}

static void
back_up (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DeskStore *store = DESK_STORE (source);
  GFile *file = data;
  const char *path = g_file_peek_path (file);
  g_autofree char *portal = g_build_filename (g_get_user_runtime_dir (), "doc", G_DIR_SEPARATOR_S, NULL);
  GError *error = NULL;

  if (path != NULL && !g_str_has_prefix (path, portal) ? desk_store_backup (store, path, &error) : back_up_lent (store, file, &error))
    g_task_return_pointer (task, g_object_ref (file), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, file, g_object_unref);
  g_task_run_in_thread (task, back_up);
}

void
desk_back_up_async (GtkWindow *window, DeskStore *store, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (DESK_IS_STORE (store));

  base = g_path_get_basename (desk_store_get_path (store));
  if (g_str_has_suffix (base, ".desk"))
    base[strlen (base) - strlen (".desk")] = '\0';
  name = g_strdup_printf ("%s %04d-%02d-%02d.desk", base, g_date_time_get_year (now), g_date_time_get_month (now),
                          g_date_time_get_day_of_month (now));
  gtk_file_dialog_set_title (dialog, _ ("Back Up Desk"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, window, NULL, file_chosen_cb, g_task_new (store, NULL, callback, data));
}

void
desk_back_up_to_async (DeskStore *store, GFile *file, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DESK_IS_STORE (store));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (store, NULL, callback, data);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, back_up);
}

GFile *
desk_back_up_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
