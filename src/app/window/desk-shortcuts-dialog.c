/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-shortcuts-dialog.h"

#include <glib/gi18n.h>

#include "window/desk-commands.h"

static GtkWidget *
new_row (const DeskCommand *command)
{
  g_autofree char *keys = desk_command_dup_keys (command);
  GtkWidget *label = gtk_label_new (keys);
  GtkWidget *row = adw_action_row_new ();

  gtk_widget_add_css_class (label, "dimmed");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), desk_command_get_title (command));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

AdwDialog *
desk_shortcuts_dialog_new (void)
{
  AdwDialog *dialog = adw_preferences_dialog_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = NULL;
  const DeskCommand *commands;
  int shown = -1;
  gsize n;

  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), page);
  commands = desk_commands_list (&n);
  for (gsize i = 0; i < n; i++)
    {
      if (commands[i].keys[0] == NULL)
        continue;
      if ((int) commands[i].group != shown)
        {
          shown = commands[i].group;
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, desk_command_group_get_title (commands[i].group));
          adw_preferences_page_add (page, group);
        }
      adw_preferences_group_add (group, new_row (&commands[i]));
    }
  return dialog;
}
