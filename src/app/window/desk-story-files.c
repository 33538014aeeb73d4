/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-story-files.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "exchange/desk-export.h"
#include "window/desk-story-view.h"

typedef enum
{
  JOB_COPY,
  JOB_EXPORT,
  JOB_TEXT,
  JOB_DOSSIER,
  JOB_HAND_OVER,
} JobKind;

typedef struct
{
  JobKind kind;
  char *format; /* of an export */
  DeskDocument *document;
  DeskStore *store;
  char *story;
  DeskSnapshot *snapshot;
  DeskText *text; /* as it is typed */
  GFile *file;    /* where to, NULL for the clipboard */
  gint64 as_of;   /* of a dossier: what was out then; 0: the story as it stands */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->format);
  g_free (job->story);
  g_clear_object (&job->document);
  g_clear_object (&job->store);
  g_clear_object (&job->snapshot);
  g_clear_pointer (&job->text, desk_text_unref);
  g_clear_object (&job->file);
  g_free (job);
}

/* As it is kept: import reads it back byte for byte. */
static GBytes *
make_text (Job *job)
{
  gsize size;
  const char *bytes = desk_text_get_canonical (job->text, &size);

  return g_bytes_new (bytes, size);
}

/* The words of that time, with what was known of them then; the ledger whole, as what went out later is part of the answer. */
static GBytes *
make_dossier_as_of (Job *job, GPtrArray *revisions, GError **error)
{
  g_autoptr (DeskUpdate) update = desk_store_find_out_at (job->store, job->story, job->as_of, error);
  g_autoptr (DeskText) text = update != NULL ? desk_store_load_text (job->store, update->text, error) : NULL;
  g_autoptr (DeskSnapshot) then = text != NULL ? desk_store_load_at (job->store, job->story, job->as_of, error) : NULL;
  g_autoptr (DeskStoryBlame) blame = then != NULL ? desk_store_blame (job->store, job->story, update->revision, error) : NULL;

  return blame != NULL ? desk_export_dossier (job->snapshot, then, update, text, blame, revisions, error) : NULL;
}

static GBytes *
make_dossier (Job *job, GError **error)
{
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions (job->store, job->story, 0, 0, error);
  g_autoptr (DeskStoryBlame) blame = NULL;

  if (revisions == NULL)
    return NULL;
  if (job->as_of != 0)
    return make_dossier_as_of (job, revisions, error);
  blame = desk_store_blame (job->store, job->story, NULL, error);
  return blame != NULL ? desk_export_dossier (job->snapshot, NULL, NULL, job->text, blame, revisions, error) : NULL;
}

/* A package is an SQLite file, which needs a folder to be written in; the chosen place may be a portal's. */
static gboolean
write_package (Job *job, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("desk-XXXXXX", error);
  g_autofree char *path = NULL;
  g_autoptr (GFile) package = NULL;
  gboolean written;

  if (folder == NULL)
    return FALSE;
  path = g_build_filename (folder, "package.desk", NULL);
  package = g_file_new_for_path (path);
  written = desk_store_write_package (job->store, job->story, path, DESK_PACKAGE_DEFAULT, error) &&
            g_file_copy (package, job->file, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, error);
  g_unlink (path);
  g_rmdir (folder);
  return written;
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  switch (job->kind)
    {
    case JOB_COPY:
      /* What is pasted into a newsroom's system is to be the story alone. */
      bytes = desk_export_story (job->snapshot, job->text, "text", NULL, &error);
      break;
    case JOB_EXPORT:
      bytes = desk_export_story (job->snapshot, job->text, job->format, desk_export_find_entry (job->snapshot, job->text), &error);
      break;
    case JOB_TEXT:
      bytes = make_text (job);
      break;
    case JOB_DOSSIER:
      bytes = make_dossier (job, &error);
      break;
    case JOB_HAND_OVER:
    default:
      write_package (job, &error);
      break;
    }

  if (bytes != NULL && job->file != NULL)
    g_file_replace_contents (job->file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, FALSE,
                             G_FILE_CREATE_NONE, NULL, NULL, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
}

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *message = NULL;

  if (error != NULL)
    message = g_strdup (error->message);
  else if (job->file == NULL)
    {
      gsize length;
      const char *data_of_bytes = g_bytes_get_data (bytes, &length);
      g_autofree char *text = g_strndup (data_of_bytes, length);

      gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
      message = g_strdup (_ ("Story copied"));
    }
  else
    {
      g_autofree char *name = g_file_get_basename (job->file);
      g_autofree char *display = g_filename_display_name (name);

      /* Translators: a file's name */
      message = g_strdup_printf (_ ("Saved “%s”"), display);
    }
  desk_story_view_toast (widget, message);
}

static void
start_job (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  g_set_object (&job->snapshot, desk_document_get_snapshot (job->document));
  job->text = desk_document_dup_text (job->document);
  g_task_run_in_thread (task, run_job);
}

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_document_commit_finish (DESK_DOCUMENT (source), result, &error);

  /* Words are exported even when they cannot be kept; then there is no entry to name. */
  if (error != NULL && ((Job *) g_task_get_task_data (task))->kind != JOB_EXPORT)
    desk_story_view_toast (g_task_get_source_object (task), error->message);
  else
    start_job (task);
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  job->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  if (job->file == NULL)
    {
      if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
        desk_story_view_toast (g_task_get_source_object (task), error->message);
      return;
    }

  /* Where the desk can take nothing there is nothing to wait for. */
  if (job->kind == JOB_TEXT)
    start_job (task);
  else
    desk_document_commit_async (job->document, DESK_WHY_KEEP, NULL, NULL, committed_cb, g_steal_pointer (&task));
}

static GTask *
make_job (GtkWidget *widget, DeskDocument *document, JobKind kind)
{
  GTask *task;
  Job *job;

  if (desk_document_get_snapshot (document) == NULL)
    return NULL;

  job = g_new0 (Job, 1);
  job->kind = kind;
  job->document = g_object_ref (document);
  job->store = g_object_ref (desk_document_get_store (document));
  job->story = g_strdup (desk_document_get_story_id (document));
  task = g_task_new (widget, NULL, job_done_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  return task;
}

static void
ask_for_file (GTask *task, const char *title, const char *extension, const char *type)
{
  GtkWidget *widget = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autofree char *slug = NULL;
  g_autofree char *name = NULL;

  g_object_get (job->document, "slug", &slug, NULL);
  name = g_strdup_printf ("%s.%s", slug, extension);
  gtk_file_filter_add_mime_type (filter, type);
  gtk_file_filter_add_suffix (filter, extension);
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, file_chosen_cb, task);
}

void
desk_story_files_copy (GtkWidget *widget, DeskDocument *document)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DESK_IS_DOCUMENT (document));

  task = make_job (widget, document, JOB_COPY);
  if (task != NULL)
    start_job (task);
}

void
desk_story_files_export (GtkWidget *widget, DeskDocument *document, const char *format)
{
  const DeskExportFormat *formats;
  gsize n_formats;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DESK_IS_DOCUMENT (document));

  formats = desk_export_list_formats (&n_formats);
  for (gsize i = 0; i < n_formats; i++)
    if (g_strcmp0 (formats[i].id, format) == 0)
      {
        GTask *task = make_job (widget, document, JOB_EXPORT);

        if (task == NULL)
          return;
        ((Job *) g_task_get_task_data (task))->format = g_strdup (format);
        ask_for_file (task, _ ("Export Story"), formats[i].extension, formats[i].type);
      }
}

void
desk_story_files_save_elsewhere (GtkWidget *widget, DeskDocument *document)
{
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DESK_IS_DOCUMENT (document));

  task = make_job (widget, document, JOB_TEXT);
  if (task != NULL)
    ask_for_file (task, _ ("Save Elsewhere"), "md", "text/markdown");
}

void
desk_story_files_save_to (GtkWidget *widget, DeskDocument *document, GFile *file)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DESK_IS_DOCUMENT (document));
  g_return_if_fail (G_IS_FILE (file));

  task = make_job (widget, document, JOB_TEXT);
  if (task == NULL)
    return;

  ((Job *) g_task_get_task_data (task))->file = g_object_ref (file);
  start_job (task);
}

void
desk_story_files_save_dossier (GtkWidget *widget, DeskDocument *document)
{
  desk_story_files_save_dossier_as_of (widget, document, 0);
}

void
desk_story_files_save_dossier_as_of (GtkWidget *widget, DeskDocument *document, gint64 at)
{
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DESK_IS_DOCUMENT (document));

  task = make_job (widget, document, JOB_DOSSIER);
  if (task == NULL)
    return;
  ((Job *) g_task_get_task_data (task))->as_of = at;
  ask_for_file (task, _ ("Save Dossier"), "pdf", "application/pdf");
}

void
desk_story_files_hand_over (GtkWidget *widget, DeskDocument *document)
{
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DESK_IS_DOCUMENT (document));

  task = make_job (widget, document, JOB_HAND_OVER);
  if (task != NULL)
    ask_for_file (task, _ ("Hand Over Story"), "desk", "application/vnd.example.desk");
}
