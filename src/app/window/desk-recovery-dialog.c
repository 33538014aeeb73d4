/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-recovery-dialog.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "preferences/desk-locale.h"

struct _DeskRecoveryDialog
{
  AdwDialog parent_instance;

  char *damaged;

  AdwActionRow *opened_row;
  AdwActionRow *brought_row;
  AdwActionRow *damaged_row;
  AdwPreferencesGroup *missing_group;
  GtkWidget *close_button;
};

G_DEFINE_FINAL_TYPE (DeskRecoveryDialog, desk_recovery_dialog, ADW_TYPE_DIALOG)

/* As an editor's clock has it. */
static char *
format_moment (gint64 at)
{
  g_autofree char *zone = desk_locale_dup_zone ();

  return desk_time_format_moment (at, g_get_real_time (), zone, desk_locale_get_language ());
}

static void
set_subtitle (AdwActionRow *row, const char *subtitle)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_selectable (row, TRUE);
  adw_action_row_set_subtitle (row, subtitle);
}

static void
show_opened (DeskRecoveryDialog *self, const DeskRecovery *recovery)
{
  g_autofree char *moment = recovery->backup != NULL ? format_moment (recovery->backup_at) : NULL;
  g_autofree char *line = NULL;

  if (moment == NULL)
    line = g_strdup (_ ("A new desk, as there is no backup"));
  else if (recovery->n_passed == 0)
    /* Translators: %s is a time, perhaps with a date */
    line = g_strdup_printf (_ ("The backup of %s"), moment);
  else
    /* Translators: %s is a time, perhaps with a date */
    line = g_strdup_printf (_ ("The backup of %s, as newer ones are damaged too"), moment);
  set_subtitle (self->opened_row, line);
}

static void
show_brought (DeskRecoveryDialog *self, const DeskRecovery *recovery)
{
  /* Translators: a change is whatever an editor did: a version, an answer, an update */
  g_autofree char *changes = g_strdup_printf (ngettext ("%u change", "%u changes", recovery->n_entries), recovery->n_entries);
  g_autofree char *texts = g_strdup_printf (ngettext ("%u text kept as a version", "%u texts kept as versions", recovery->n_versions), recovery->n_versions);
  g_autofree char *both = g_strdup_printf ("%s · %s", changes, texts);

  if (recovery->n_entries == 0 && recovery->n_versions == 0)
    set_subtitle (self->brought_row, _ ("Nothing that the backup does not have"));
  else
    set_subtitle (self->brought_row, recovery->n_versions > 0 ? both : changes);
}

static void
add_missing (DeskRecoveryDialog *self, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (self->missing_group, row);
}

static void
show_missing (DeskRecoveryDialog *self, const DeskRecovery *recovery)
{
  if (desk_recovery_is_complete (recovery))
    {
      add_missing (self, _ ("Nothing That Is Known Of"), NULL);
      return;
    }

  for (guint i = 0; i < recovery->losses->len; i++)
    {
      const DeskRecoveryLoss *loss = g_ptr_array_index (recovery->losses, i);
      g_autofree char *moment = format_moment (loss->since);
      /* Translators: how many changes, and a time, perhaps with a date */
      g_autofree char *line = g_strdup_printf (ngettext ("%u change since %s", "%u changes since %s", loss->n), loss->n, moment);

      add_missing (self, loss->slug[0] != '\0' ? loss->slug : _ ("A story whose beginning is missing"), line);
    }
  if (recovery->n_unread > 0)
    {
      g_autofree char *title = g_strdup_printf (ngettext ("%u change that cannot be read", "%u changes that cannot be read", recovery->n_unread), recovery->n_unread);

      add_missing (self, title, NULL);
    }
  if (recovery->cut_off)
    add_missing (self, _ ("Perhaps What Was Done Last"), _ ("Nobody knows how much it was. Compare the last versions of your stories with what you remember."));
}

static void
folder_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_open_containing_folder_finish (GTK_FILE_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    g_message ("%s", error->message);
}

static void
open_folder_cb (DeskRecoveryDialog *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->damaged);
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, folder_opened_cb, NULL);
}

static void
close_cb (DeskRecoveryDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
desk_recovery_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_RECOVERY_DIALOG);

  G_OBJECT_CLASS (desk_recovery_dialog_parent_class)->dispose (object);
}

static void
desk_recovery_dialog_finalize (GObject *object)
{
  g_free (DESK_RECOVERY_DIALOG (object)->damaged);

  G_OBJECT_CLASS (desk_recovery_dialog_parent_class)->finalize (object);
}

static void
desk_recovery_dialog_class_init (DeskRecoveryDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_recovery_dialog_dispose;
  object_class->finalize = desk_recovery_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-recovery-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskRecoveryDialog, opened_row);
  gtk_widget_class_bind_template_child (widget_class, DeskRecoveryDialog, brought_row);
  gtk_widget_class_bind_template_child (widget_class, DeskRecoveryDialog, damaged_row);
  gtk_widget_class_bind_template_child (widget_class, DeskRecoveryDialog, missing_group);
  gtk_widget_class_bind_template_child (widget_class, DeskRecoveryDialog, close_button);
  gtk_widget_class_bind_template_callback (widget_class, open_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
desk_recovery_dialog_init (DeskRecoveryDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
desk_recovery_dialog_new (const DeskRecovery *recovery)
{
  DeskRecoveryDialog *self;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (recovery != NULL, NULL);

  self = g_object_new (DESK_TYPE_RECOVERY_DIALOG, NULL);
  self->damaged = g_strdup (recovery->damaged);
  shown = g_filename_display_name (recovery->damaged);
  set_subtitle (self->damaged_row, shown);
  show_opened (self, recovery);
  show_brought (self, recovery);
  show_missing (self, recovery);
  return ADW_DIALOG (self);
}
