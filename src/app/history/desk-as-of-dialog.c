/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-as-of-dialog.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "preferences/desk-date-row.h"
#include "preferences/desk-locale.h"
#include "window/desk-story-view.h"

struct _DeskAsOfDialog
{
  AdwDialog parent_instance;

  DeskDocument *document;
  DeskStoryView *view; /* (nullable): to be told once the dialog is gone */
  gint64 at;

  GtkEditable *date_row;
  GtkEditable *time_row;
  GtkLabel *meaning;
  GtkWidget *show_button;
};

G_DEFINE_FINAL_TYPE (DeskAsOfDialog, desk_as_of_dialog, ADW_TYPE_DIALOG)

static gboolean
parse_instant (DeskAsOfDialog *self, gint64 *at, GError **error)
{
  g_autofree char *date = g_strstrip (g_strdup (gtk_editable_get_text (self->date_row)));
  g_autofree char *time = g_strstrip (g_strdup (gtk_editable_get_text (self->time_row)));
  g_autofree char *instant = g_strdup_printf ("%s %s", date, time);

  return desk_time_parse (instant, desk_document_get_zone (self->document), g_get_real_time (), at, error);
}

/* In words and with the zone, so that a wrong day is seen. */
static void
show_meaning (DeskAsOfDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *meaning = NULL;
  gint64 at;
  gboolean is_right = parse_instant (self, &at, &error);

  if (is_right)
    meaning = desk_time_format_full (at, desk_document_get_zone (self->document), desk_locale_get_language ());
  gtk_label_set_label (self->meaning, is_right ? meaning : error->message);
  gtk_widget_set_sensitive (self->show_button, is_right);
}

static void
changed_cb (DeskAsOfDialog *self)
{
  if (self->document != NULL)
    show_meaning (self);
}

static gboolean
show_in_idle_cb (gpointer data)
{
  DeskAsOfDialog *self = data;

  gtk_widget_activate_action (GTK_WIDGET (self->view), "story.show-as-of", "x", self->at);
  return G_SOURCE_REMOVE;
}

/* A dialog that goes gives the focus back to where it was: what is shown takes it behind that. */
static void
desk_as_of_dialog_closed (AdwDialog *dialog)
{
  if (DESK_AS_OF_DIALOG (dialog)->view != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, show_in_idle_cb, g_object_ref (dialog), g_object_unref);
}

static void
show_cb (DeskAsOfDialog *self)
{
  DeskStoryView *view = desk_story_view_find (GTK_WIDGET (self));

  if (!parse_instant (self, &self->at, NULL))
    return;
  g_set_object (&self->view, view);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
desk_as_of_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_AS_OF_DIALOG);
  g_clear_object (&DESK_AS_OF_DIALOG (object)->document);
  g_clear_object (&DESK_AS_OF_DIALOG (object)->view);

  G_OBJECT_CLASS (desk_as_of_dialog_parent_class)->dispose (object);
}

static void
desk_as_of_dialog_class_init (DeskAsOfDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_as_of_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = desk_as_of_dialog_closed;

  g_type_ensure (DESK_TYPE_DATE_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-as-of-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskAsOfDialog, date_row);
  gtk_widget_class_bind_template_child (widget_class, DeskAsOfDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, DeskAsOfDialog, meaning);
  gtk_widget_class_bind_template_child (widget_class, DeskAsOfDialog, show_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
}

static void
desk_as_of_dialog_init (DeskAsOfDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
desk_as_of_dialog_new (DeskDocument *document, gint64 at)
{
  DeskAsOfDialog *self;
  DeskSnapshot *snapshot;
  g_autofree char *iso = NULL;

  g_return_val_if_fail (DESK_IS_DOCUMENT (document), NULL);

  self = g_object_new (DESK_TYPE_AS_OF_DIALOG, NULL);
  snapshot = desk_document_get_snapshot (document);
  /* The first whole minute at which it was out. */
  if (at == 0)
    at = snapshot != NULL && snapshot->story->out_at != 0 ? snapshot->story->out_at + G_TIME_SPAN_MINUTE - 1 : g_get_real_time ();
  /* "2026-02-23T18:45:00+03:00" */
  iso = desk_time_format_iso (at, desk_document_get_zone (document));
  iso[10] = '\0';
  iso[16] = '\0';
  gtk_editable_set_text (self->date_row, iso);
  gtk_editable_set_text (self->time_row, iso + 11);
  self->document = g_object_ref (document);
  show_meaning (self);
  return ADW_DIALOG (self);
}
