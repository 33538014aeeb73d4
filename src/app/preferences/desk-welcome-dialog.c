/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences/desk-welcome-dialog.h"

#include <glib/gi18n.h>

#include "core/desk-stamp.h"
#include "preferences/desk-choice-row.h"
#include "preferences/desk-locale.h"

struct _DeskWelcomeDialog
{
  AdwDialog parent_instance;

  DeskStore *store;

  AdwToastOverlay *toasts;
  AdwEntryRow *person_row;
  DeskChoiceRow *zone_row;
  DeskChoiceRow *language_row;
  DeskChoiceRow *style_row;
  GtkWidget *start_button;
};

G_DEFINE_FINAL_TYPE (DeskWelcomeDialog, desk_welcome_dialog, ADW_TYPE_DIALOG)

static char *
preview_cb (gpointer object, const char *style, const char *language, const char *zone)
{
  gint64 now = g_get_real_time ();

  return desk_stamp_format (style, DESK_UPDATE_UPDATE, language, zone, now, now);
}

static gboolean
has_words_cb (gpointer object, const char *text)
{
  g_autofree char *words = g_strstrip (g_strdup (text != NULL ? text : ""));

  return words[0] != '\0';
}

static void
settings_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWelcomeDialog) self = data;
  g_autoptr (GError) error = NULL;

  if (desk_store_set_settings_finish (DESK_STORE (source), result, &error))
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  gtk_widget_set_sensitive (self->start_button, TRUE);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (error->message));
}

static void
start_cb (DeskWelcomeDialog *self)
{
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *person = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->person_row))));

  desk_store_set_person (self->store, person);
  g_hash_table_insert (settings, (char *) "person", g_steal_pointer (&person));
  g_hash_table_insert (settings, (char *) "zone", g_strdup (desk_choice_row_get_chosen (self->zone_row)));
  g_hash_table_insert (settings, (char *) "language", g_strdup (desk_choice_row_get_chosen (self->language_row)));
  g_hash_table_insert (settings, (char *) "stamp-style", g_strdup (desk_choice_row_get_chosen (self->style_row)));

  desk_store_set_settings_async (self->store, settings, NULL, settings_written_cb, g_object_ref (self));
}

static void
desk_welcome_dialog_dispose (GObject *object)
{
  DeskWelcomeDialog *self = DESK_WELCOME_DIALOG (object);

  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_WELCOME_DIALOG);

  G_OBJECT_CLASS (desk_welcome_dialog_parent_class)->dispose (object);
}

static void
desk_welcome_dialog_class_init (DeskWelcomeDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_welcome_dialog_dispose;

  g_type_ensure (DESK_TYPE_CHOICE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-welcome-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomeDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomeDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomeDialog, zone_row);
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomeDialog, language_row);
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomeDialog, style_row);
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomeDialog, start_button);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_words_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
desk_welcome_dialog_init (DeskWelcomeDialog *self)
{
  g_autofree char *person = desk_locale_dup_person ();
  g_autofree char *zone = desk_locale_dup_zone ();
  gsize n_styles;

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_editable_set_text (GTK_EDITABLE (self->person_row), person);
  desk_choice_row_set_chosen (self->zone_row, zone);
  desk_choice_row_set_chosen (self->language_row, desk_locale_get_language ());
  desk_choice_row_set_chosen (self->style_row, desk_stamp_list_styles (&n_styles)[0].id);
}

AdwDialog *
desk_welcome_dialog_new (DeskStore *store)
{
  DeskWelcomeDialog *self;

  g_return_val_if_fail (DESK_IS_STORE (store), NULL);

  self = g_object_new (DESK_TYPE_WELCOME_DIALOG, NULL);
  self->store = g_object_ref (store);
  return ADW_DIALOG (self);
}
