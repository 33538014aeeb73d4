/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-story-print.h"

#include "window/desk-story-view.h"

/* What one turn of the main loop may take. */
#define SLICE_US 8000

typedef struct
{
  DeskSnapshot *snapshot;
  DeskText *text;
  char *name;
  gboolean is_proof;
} Reading;

/* What was chosen last is offered again, as long as Desk runs. */
static GtkPrintSettings *last_settings;
static GtkPageSetup *last_setup;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->snapshot);
  desk_text_unref (reading->text);
  g_free (reading->name);
  g_free (reading);
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  desk_print_begin (data, gtk_print_context_get_width (context), gtk_print_context_get_height (context));
}

static gboolean
paginate_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  gint64 end = g_get_monotonic_time () + SLICE_US;

  while (desk_print_step (data))
    if (g_get_monotonic_time () > end)
      return FALSE;
  gtk_print_operation_set_n_pages (operation, desk_print_get_n_pages (data));
  return TRUE;
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  desk_print_draw (data, gtk_print_context_get_cairo_context (context), page);
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer data)
{
  GtkWidget *widget = data;
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      desk_story_view_toast (widget, error->message);
    }
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    {
      g_set_object (&last_settings, gtk_print_operation_get_print_settings (operation));
      g_set_object (&last_setup, gtk_print_operation_get_default_page_setup (operation));
    }
}

static void
read_story (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;

  g_task_return_pointer (task, desk_print_new (reading->snapshot, reading->text, reading->is_proof), (GDestroyNotify) desk_print_free);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GtkPrintOperation) operation = desk_story_print_new_operation (g_task_propagate_pointer (G_TASK (result), NULL));
  GtkRoot *root = gtk_widget_get_root (widget);

  /* The window was closed meanwhile. */
  if (root == NULL)
    return;
  gtk_print_operation_set_job_name (operation, reading->name);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_print_settings (operation, last_settings);
  gtk_print_operation_set_default_page_setup (operation, last_setup);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), widget, 0);
  /* Its errors come with "done" too. */
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (root), NULL);
}

void
desk_story_print (GtkWidget *widget, DeskDocument *document, gboolean is_proof)
{
  DeskSnapshot *snapshot;
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DESK_IS_DOCUMENT (document));

  snapshot = desk_document_get_snapshot (document);
  if (snapshot == NULL)
    return;

  reading = g_new0 (Reading, 1);
  reading->snapshot = g_object_ref (snapshot);
  reading->text = desk_document_dup_text (document);
  reading->is_proof = is_proof;
  g_object_get (document, "slug", &reading->name, NULL);
  task = g_task_new (widget, NULL, read_cb, NULL);
  g_task_set_source_tag (task, desk_story_print);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_story);
}

GtkPrintOperation *
desk_story_print_new_operation (DeskPrint *print)
{
  GtkPrintOperation *operation;

  g_return_val_if_fail (print != NULL, NULL);

  operation = gtk_print_operation_new ();
  /* The pages bring their own margins. */
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_object_set_data_full (G_OBJECT (operation), "desk-print", print, (GDestroyNotify) desk_print_free);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), print);
  g_signal_connect (operation, "paginate", G_CALLBACK (paginate_cb), print);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), print);
  return operation;
}
