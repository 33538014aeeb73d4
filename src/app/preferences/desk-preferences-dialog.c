/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences/desk-preferences-dialog.h"

#include <glib/gi18n.h>

#include "core/desk-stamp.h"
#include "core/desk-time.h"
#include "editor/desk-text-size.h"
#include "preferences/desk-back-up.h"
#include "preferences/desk-choice-row.h"
#include "preferences/desk-locale.h"
#include "preferences/desk-style-page.h"
#include "store/desk-backups.h"

struct _DeskPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  DeskStore *store; /* NULL until the rows show what it has */

  AdwEntryRow *person_row;
  AdwComboRow *width_row;
  DeskChoiceRow *zone_row;
  DeskChoiceRow *language_row;
  DeskChoiceRow *style_row;
  AdwActionRow *last_row;
  GtkWidget *folder_button;
  GtkWidget *back_up_row;
  DeskStylePage *style_page;
};

G_DEFINE_FINAL_TYPE (DeskPreferencesDialog, desk_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

static void
settings_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskPreferencesDialog) self = data;
  g_autoptr (GError) error = NULL;

  if (!desk_store_set_settings_finish (DESK_STORE (source), result, &error))
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (self), adw_toast_new (error->message));
}

static void
write_setting (DeskPreferencesDialog *self, const char *key, const char *value)
{
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (settings, g_strdup (key), g_strdup (value));
  desk_store_set_settings_async (self->store, settings, NULL, settings_written_cb, g_object_ref (self));
}

static char *
preview_cb (gpointer object, const char *style, const char *language, const char *zone)
{
  gint64 now = g_get_real_time ();

  return desk_stamp_format (style, DESK_UPDATE_UPDATE, language, zone, now, now);
}

static void
person_applied_cb (DeskPreferencesDialog *self)
{
  g_autofree char *person = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->person_row))));

  if (person[0] == '\0')
    {
      gtk_editable_set_text (GTK_EDITABLE (self->person_row), desk_store_get_person (self->store));
      return;
    }
  desk_store_set_person (self->store, person);
  write_setting (self, "person", person);
}

static void
choice_changed_cb (DeskPreferencesDialog *self, GParamSpec *pspec, DeskChoiceRow *row)
{
  const char *key = row == self->zone_row ? "zone" : row == self->language_row ? "language"
                                                                               : "stamp-style";

  if (self->store != NULL)
    write_setting (self, key, desk_choice_row_get_chosen (row));
}

static void
width_changed_cb (DeskPreferencesDialog *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);

  if (self->store != NULL)
    g_settings_set_enum (settings, DESK_TEXT_WIDTH, adw_combo_row_get_selected (self->width_row));
}

/* --- backups --- */

static void
list_backups (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *backups = desk_backups_list (data, &error);

  if (backups != NULL)
    g_task_return_pointer (task, backups, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
backups_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskPreferencesDialog *self = DESK_PREFERENCES_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) backups = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *moment = NULL;

  if (self->store == NULL)
    return; /* closed meanwhile */
  if (backups == NULL)
    moment = g_strdup (error->message);
  else if (backups->len == 0)
    /* Translators: of backups */
    moment = g_strdup (C_ ("backup", "None yet"));
  else
    {
      g_autofree char *zone = desk_locale_dup_zone ();

      moment = desk_time_format_moment (((DeskBackupFile *) g_ptr_array_index (backups, 0))->at, g_get_real_time (), zone,
                                        desk_locale_get_language ());
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->last_row), FALSE);
  adw_action_row_set_subtitle (self->last_row, moment);
  gtk_widget_set_sensitive (self->folder_button, backups != NULL && backups->len > 0);
}

static void
show_backups (DeskPreferencesDialog *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, backups_listed_cb, NULL);

  g_task_set_task_data (task, g_strdup (desk_store_get_path (self->store)), g_free);
  g_task_run_in_thread (task, list_backups);
}

static void
folder_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskPreferencesDialog) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (self), adw_toast_new (error->message));
}

static void
open_folder_cb (DeskPreferencesDialog *self)
{
  g_autofree char *path = desk_backups_get_folder (desk_store_get_path (self->store));
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (folder);

  gtk_file_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, folder_opened_cb, g_object_ref (self));
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskPreferencesDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = desk_back_up_finish (result, &error);
  g_autofree char *message = NULL;

  gtk_widget_set_sensitive (self->back_up_row, TRUE);
  if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;
  if (file == NULL)
    message = g_strdup (error->message);
  else
    {
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *display = g_filename_display_name (name);

      /* Translators: a file's name */
      message = g_strdup_printf (_ ("Saved “%s”"), display);
    }
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (self), g_object_new (ADW_TYPE_TOAST, "title", message, "use-markup", FALSE, NULL));
}

static void
back_up_cb (DeskPreferencesDialog *self)
{
  gtk_widget_set_sensitive (self->back_up_row, FALSE);
  desk_back_up_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->store, backed_up_cb, g_object_ref (self));
}

static void
desk_preferences_dialog_dispose (GObject *object)
{
  DeskPreferencesDialog *self = DESK_PREFERENCES_DIALOG (object);

  g_clear_object (&self->store);
  if (self->style_page != NULL)
    desk_style_page_set_store (self->style_page, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_PREFERENCES_DIALOG);

  G_OBJECT_CLASS (desk_preferences_dialog_parent_class)->dispose (object);
}

static void
desk_preferences_dialog_class_init (DeskPreferencesDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_preferences_dialog_dispose;

  g_type_ensure (DESK_TYPE_CHOICE_ROW);
  g_type_ensure (DESK_TYPE_STYLE_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPreferencesDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferencesDialog, width_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferencesDialog, zone_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferencesDialog, language_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferencesDialog, style_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferencesDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferencesDialog, folder_button);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferencesDialog, back_up_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferencesDialog, style_page);
  gtk_widget_class_bind_template_callback (widget_class, open_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, person_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, width_changed_cb);
}

static void
desk_preferences_dialog_init (DeskPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
desk_preferences_dialog_new (DeskStore *store)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  DeskPreferencesDialog *self;
  g_autofree char *zone = NULL;
  g_autofree char *language = NULL;
  g_autofree char *style = NULL;
  gsize n_styles;

  g_return_val_if_fail (DESK_IS_STORE (store), NULL);

  self = g_object_new (DESK_TYPE_PREFERENCES_DIALOG, NULL);
  zone = desk_store_get_setting (store, "zone");
  if (zone == NULL)
    zone = desk_locale_dup_zone ();
  language = desk_store_get_setting (store, "language");
  style = desk_store_get_setting (store, "stamp-style");

  gtk_editable_set_text (GTK_EDITABLE (self->person_row), desk_store_get_person (store));
  adw_combo_row_set_selected (self->width_row, g_settings_get_enum (settings, DESK_TEXT_WIDTH));
  desk_choice_row_set_chosen (self->zone_row, zone);
  desk_choice_row_set_chosen (self->language_row, language != NULL ? language : desk_locale_get_language ());
  desk_choice_row_set_chosen (self->style_row, style != NULL ? style : desk_stamp_list_styles (&n_styles)[0].id);
  self->store = g_object_ref (store);
  desk_style_page_set_store (self->style_page, store);
  show_backups (self);
  return ADW_DIALOG (self);
}
