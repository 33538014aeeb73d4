/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-shortcuts-dialog.h"

#include <glib/gi18n.h>

/* A line without keys begins a group. */
static const struct
{
  const char *title;
  const char *keys[4];
} lines[] = {
  { N_ ("Library"), { NULL } },
  { N_ ("New story"), { "<Control>n" } },
  { N_ ("Begin a story with the post on the clipboard"), { "<Control>v" } },
  { N_ ("Search stories"), { "<Control><Shift>f" } },
  { N_ ("Import"), { "<Control>o" } },

  { N_ ("Text"), { NULL } },
  { N_ ("Undo"), { "<Control>z" } },
  { N_ ("Redo"), { "<Control><Shift>z" } },
  { N_ ("Find in the story"), { "<Control>f" } },
  { N_ ("Keep a version"), { "<Control>s" } },
  { N_ ("Compare with what is out"), { "F4" } },
  { N_ ("Compare side by side"), { "<Control>F4" } },
  { N_ ("In a comparison: restore the paragraph of a change"), { "r" } },
  { N_ ("What was out at a time"), { "<Shift>F4" } },
  { N_ ("Who wrote the selection, or the paragraph"), { "<Control><Shift>b" } },
  { N_ ("In the history: name a version"), { "F2" } },

  { N_ ("Claims and Posts"), { NULL } },
  { N_ ("Mark a claim"), { "<Control>m" } },
  { N_ ("Next open claim, or next change"), { "F8" } },
  { N_ ("Previous open claim, or previous change"), { "<Shift>F8" } },
  { N_ ("In a claim’s row: said, verified, disputed, false"), { "s", "v", "d", "x" } },
  { N_ ("Keep a post"), { "<Control><Shift>k" } },

  { N_ ("Going Out"), { NULL } },
  { N_ ("Publish"), { "<Control><Shift>Return" } },
  { N_ ("Copy story"), { "<Control><Shift>c" } },

  { N_ ("Window"), { NULL } },
  { N_ ("Claims"), { "<Alt>1" } },
  { N_ ("Posts"), { "<Alt>2" } },
  { N_ ("Updates"), { "<Alt>3" } },
  { N_ ("History"), { "<Alt>4" } },
  { N_ ("Details"), { "<Alt>5" } },
  { N_ ("Show or hide the inspector"), { "F9" } },
  { N_ ("Preferences"), { "<Control>comma" } },
  { N_ ("Keyboard shortcuts"), { "<Control>question" } },
  { N_ ("Close window"), { "<Control>w" } },
  { N_ ("Quit"), { "<Control>q" } },
};

static char *
dup_keys (const char *const *keys)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lines[0].keys) && keys[i] != NULL; i++)
    {
      GdkModifierType modifiers;
      guint key;

      gtk_accelerator_parse (keys[i], &key, &modifiers);
      g_strv_builder_take (builder, gtk_accelerator_get_label (key, modifiers));
    }
  labels = g_strv_builder_end (builder);
  return g_strjoinv (" ", labels);
}

AdwDialog *
desk_shortcuts_dialog_new (void)
{
  AdwDialog *dialog = adw_preferences_dialog_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = NULL;

  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), page);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *keys = NULL;
      GtkWidget *row, *label;

      if (lines[i].keys[0] == NULL)
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, _ (lines[i].title));
          adw_preferences_page_add (page, group);
          continue;
        }
      keys = dup_keys (lines[i].keys);
      label = gtk_label_new (keys);
      gtk_widget_add_css_class (label, "dimmed");
      row = adw_action_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (lines[i].title));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
      adw_preferences_group_add (group, row);
    }
  return dialog;
}
