/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-confirm-stamp-dialog.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "exchange/desk-import.h"
#include "preferences/desk-choice-row.h"
#include "preferences/desk-date-row.h"
#include "preferences/desk-locale.h"
#include "window/desk-story-view.h"

struct _DeskConfirmStampDialog
{
  AdwDialog parent_instance;

  DeskDocument *document;
  char *stamp; /* its words */

  GtkLabel *words;
  GtkEditable *date_row;
  GtkEditable *time_row;
  DeskChoiceRow *zone_row;
  GtkLabel *meaning;
  GtkWidget *confirm_button;
};

G_DEFINE_FINAL_TYPE (DeskConfirmStampDialog, desk_confirm_stamp_dialog, ADW_TYPE_DIALOG)

static gboolean
parse_instant (DeskConfirmStampDialog *self, gint64 *at, GError **error)
{
  g_autofree char *date = g_strstrip (g_strdup (gtk_editable_get_text (self->date_row)));
  g_autofree char *time = g_strstrip (g_strdup (gtk_editable_get_text (self->time_row)));
  g_autofree char *instant = g_strdup_printf ("%s %s", date, time);

  if (date[0] == '\0' || time[0] == '\0' || desk_choice_row_get_chosen (self->zone_row)[0] == '\0')
    {
      g_set_error_literal (error, DESK_CORE_ERROR, DESK_CORE_ERROR_TIME, _ ("The text does not say the day: it takes someone who knows"));
      return FALSE;
    }
  return desk_time_parse (instant, desk_choice_row_get_chosen (self->zone_row), g_get_real_time (), at, error);
}

/* What was typed, in the story's own zone, so that a wrong zone is seen. */
static void
show_meaning (DeskConfirmStampDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *meaning = NULL;
  gint64 at;
  gboolean is_right = parse_instant (self, &at, &error);

  if (is_right)
    meaning = desk_time_format_full (at, desk_document_get_zone (self->document), desk_locale_get_language ());
  gtk_label_set_label (self->meaning, is_right ? meaning : error->message);
  gtk_widget_set_sensitive (self->confirm_button, is_right);
}

static void
changed_cb (DeskConfirmStampDialog *self)
{
  if (self->document != NULL)
    show_meaning (self);
}

static void
commit_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) view = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_document_commit_finish (DESK_DOCUMENT (source), result, &error);

  if (desk_story_view_find (view) != NULL)
    desk_story_view_toast (view, ids != NULL ? _ ("Stamp confirmed") : error->message);
}

static void
confirm_cb (DeskConfirmStampDialog *self)
{
  g_autoptr (DeskText) text = desk_document_dup_text (self->document);
  g_autoptr (DeskFoundStamp) stamp = desk_stamp_find (desk_text_get_body (text));
  g_autoptr (DeskText) without = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  DeskStoryView *view = desk_story_view_find (GTK_WIDGET (self));
  gint64 at;

  if (!parse_instant (self, &at, NULL))
    return;

  /* Another window may have taken the line out meanwhile. */
  if (stamp != NULL && g_str_equal (stamp->words, self->stamp))
    {
      without = desk_import_without_stamp (text, stamp);
      desk_document_replace_text (self->document, without);
      g_clear_pointer (&text, desk_text_unref);
      text = desk_document_dup_text (self->document);
      g_ptr_array_add (changes, desk_change_new_update (stamp->kind, desk_text_get_hash (text), at,
                                                        desk_document_get_zone (self->document),
                                                        desk_document_get_language (self->document),
                                                        self->stamp, "", "", "", ""));
      desk_document_commit_async (self->document, DESK_WHY_PUBLISH, changes, NULL, commit_cb,
                                  g_object_ref (view != NULL ? GTK_WIDGET (view) : GTK_WIDGET (self)));
    }
  adw_dialog_close (ADW_DIALOG (self));
}

static void
desk_confirm_stamp_dialog_dispose (GObject *object)
{
  DeskConfirmStampDialog *self = DESK_CONFIRM_STAMP_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_CONFIRM_STAMP_DIALOG);
  g_clear_object (&self->document);
  g_clear_pointer (&self->stamp, g_free);

  G_OBJECT_CLASS (desk_confirm_stamp_dialog_parent_class)->dispose (object);
}

static void
desk_confirm_stamp_dialog_class_init (DeskConfirmStampDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_confirm_stamp_dialog_dispose;

  g_type_ensure (DESK_TYPE_CHOICE_ROW);
  g_type_ensure (DESK_TYPE_DATE_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-confirm-stamp-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskConfirmStampDialog, words);
  gtk_widget_class_bind_template_child (widget_class, DeskConfirmStampDialog, date_row);
  gtk_widget_class_bind_template_child (widget_class, DeskConfirmStampDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, DeskConfirmStampDialog, zone_row);
  gtk_widget_class_bind_template_child (widget_class, DeskConfirmStampDialog, meaning);
  gtk_widget_class_bind_template_child (widget_class, DeskConfirmStampDialog, confirm_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static void
desk_confirm_stamp_dialog_init (DeskConfirmStampDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
desk_confirm_stamp_dialog_new (DeskDocument *document, const DeskFoundStamp *stamp)
{
  DeskConfirmStampDialog *self;
  g_autofree char *time = NULL;
  gboolean has_zone;

  g_return_val_if_fail (DESK_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (stamp != NULL, NULL);

  self = g_object_new (DESK_TYPE_CONFIRM_STAMP_DIALOG, NULL);
  self->stamp = g_strdup (stamp->words);
  gtk_label_set_label (self->words, stamp->words);
  if (stamp->has_date)
    {
      g_autofree char *date = g_strdup_printf ("%04d-%02d-%02d", stamp->year, stamp->month, stamp->day);

      gtk_editable_set_text (self->date_row, date);
    }
  time = g_strdup_printf ("%02d:%02d", stamp->hour, stamp->minute);
  gtk_editable_set_text (self->time_row, time);
  has_zone = stamp->zone != NULL && desk_time_check_zone (stamp->zone, NULL);
  desk_choice_row_set_chosen (self->zone_row, has_zone ? stamp->zone : desk_document_get_zone (document));
  self->document = g_object_ref (document);
  show_meaning (self);
  return ADW_DIALOG (self);
}
