/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences/desk-rule-dialog.h"

#include <glib/gi18n.h>

#include "core/desk-style.h"

struct _DeskRuleDialog
{
  AdwAlertDialog parent_instance;

  char *id;
  GtkWidget *term;
  GtkWidget *prefer;
  GtkWidget *why;
  GtkWidget *language;
  GtkWidget *any_case;
  GtkWidget *regex;
  GtkWidget *problem;
};

G_DEFINE_FINAL_TYPE (DeskRuleDialog, desk_rule_dialog, ADW_TYPE_ALERT_DIALOG)

static guint saved_signal;

static DeskRule *
make_rule (DeskRuleDialog *self)
{
  DeskRule *rule = g_object_new (DESK_TYPE_RULE, NULL);

  g_set_str (&rule->id, self->id);
  g_set_str (&rule->term, gtk_editable_get_text (GTK_EDITABLE (self->term)));
  g_set_str (&rule->prefer, gtk_editable_get_text (GTK_EDITABLE (self->prefer)));
  g_set_str (&rule->why, gtk_editable_get_text (GTK_EDITABLE (self->why)));
  g_free (rule->language);
  rule->language = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->language))));
  rule->any_case = adw_switch_row_get_active (ADW_SWITCH_ROW (self->any_case));
  rule->is_regex = adw_switch_row_get_active (ADW_SWITCH_ROW (self->regex));
  return rule;
}

static void
changed_cb (DeskRuleDialog *self)
{
  g_autoptr (DeskRule) rule = make_rule (self);
  g_autoptr (GError) error = NULL;
  gboolean usable = desk_style_check_rule (rule, &error);

  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self), "save", usable);
  /* Nothing is wrong yet with a rule that is being begun. */
  gtk_widget_set_visible (self->problem, !usable && *rule->term != '\0');
  gtk_label_set_label (GTK_LABEL (self->problem), usable ? "" : error->message);
}

static void
response_cb (DeskRuleDialog *self, const char *response)
{
  g_autoptr (DeskRule) rule = NULL;

  if (!g_str_equal (response, "save"))
    return;
  rule = make_rule (self);
  g_signal_emit (self, saved_signal, 0, rule);
}

static void
desk_rule_dialog_finalize (GObject *object)
{
  g_free (DESK_RULE_DIALOG (object)->id);

  G_OBJECT_CLASS (desk_rule_dialog_parent_class)->finalize (object);
}

static void
desk_rule_dialog_class_init (DeskRuleDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_rule_dialog_finalize;

  saved_signal = g_signal_new ("saved", DESK_TYPE_RULE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, DESK_TYPE_RULE);
}

static GtkWidget *
add_entry (DeskRuleDialog *self, GtkWidget *group, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (changed_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
add_switch (DeskRuleDialog *self, GtkWidget *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  g_signal_connect_swapped (row, "notify::active", G_CALLBACK (changed_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
desk_rule_dialog_init (DeskRuleDialog *self)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group = adw_preferences_group_new ();

  self->problem = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_add_css_class (self->problem, "caption");
  gtk_widget_set_visible (self->problem, FALSE);

  self->term = add_entry (self, group, _ ("Term"));
  self->prefer = add_entry (self, group, _ ("Preferred"));
  self->why = add_entry (self, group, _ ("Why"));
  self->language = add_entry (self, group, _ ("Language, such as “en”"));
  self->any_case = add_switch (self, group, _ ("In Whatever Case"), "");
  self->regex = add_switch (self, group, _ ("Regular Expression"), _ ("“$1” in what is preferred is its first group"));
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), self->problem);
  adw_alert_dialog_set_extra_child (dialog, box);

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "save", _ ("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "save");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (self, "response", G_CALLBACK (response_cb), NULL);
}

AdwDialog *
desk_rule_dialog_new (DeskRule *rule)
{
  DeskRuleDialog *self = g_object_new (DESK_TYPE_RULE_DIALOG, NULL);

  adw_alert_dialog_set_heading (ADW_ALERT_DIALOG (self), rule != NULL ? _ ("Rule of House Style") : _ ("New Rule of House Style"));
  self->id = rule != NULL ? g_strdup (rule->id) : g_uuid_string_random ();
  if (rule != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->term), rule->term);
      gtk_editable_set_text (GTK_EDITABLE (self->prefer), rule->prefer);
      gtk_editable_set_text (GTK_EDITABLE (self->why), rule->why);
      gtk_editable_set_text (GTK_EDITABLE (self->language), rule->language);
      adw_switch_row_set_active (ADW_SWITCH_ROW (self->any_case), rule->any_case);
      adw_switch_row_set_active (ADW_SWITCH_ROW (self->regex), rule->is_regex);
    }
  changed_cb (self);
  return ADW_DIALOG (self);
}
