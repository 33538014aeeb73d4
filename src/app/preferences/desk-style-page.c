/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences/desk-style-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-style.h"
#include "editor/desk-spelling.h"
#include "exchange/desk-rules-csv.h"
#include "preferences/desk-rule-dialog.h"

#define MAX_SHOWN_FAULTS 12

struct _DeskStylePage
{
  AdwPreferencesPage parent_instance;

  DeskStore *store; /* (nullable) */
  GPtrArray *rules; /* (element-type DeskRule): as they were read last */

  GPtrArray *switches; /* (element-type AdwSwitchRow): of the checks, in their order */
  GtkWidget *percent;
  GtkWidget *rules_group;
  GPtrArray *rule_rows;
  GtkWidget *words_group;
  GtkWidget *new_word;
  GPtrArray *word_rows;
  gboolean showing; /* what is shown is no wish of anybody's */
};

G_DEFINE_FINAL_TYPE (DeskStylePage, desk_style_page, ADW_TYPE_PREFERENCES_PAGE)

/* What "percent" can prefer; the first is no choice. */
static const char *const percents[] = { "", "%", "percent", "per cent", "Prozent" };

static void
toast (DeskStylePage *self, const char *message)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);

  if (dialog != NULL)
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog), g_object_new (ADW_TYPE_TOAST, "title", message, "use-markup", FALSE, NULL));
}

/* --- writing --- */

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStylePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_store_commit_finish (DESK_STORE (source), result, &error);

  if (ids == NULL)
    toast (self, error->message);
}

/* @changes: (transfer full) */
static void
commit_all (DeskStylePage *self, GPtrArray *changes)
{
  g_autoptr (GPtrArray) own = changes;

  if (self->store != NULL && changes->len > 0)
    desk_store_commit_async (self->store, NULL, own, NULL, committed_cb, g_object_ref (self));
}

static void
commit (DeskStylePage *self, DeskChange *change)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);
  commit_all (self, changes);
}

static void
check_switched_cb (GtkWidget *row, GParamSpec *pspec, DeskStylePage *self)
{
  const char *name = g_object_get_data (G_OBJECT (row), "check");

  if (!self->showing)
    commit (self, desk_change_new_rule_dropped (name, !adw_switch_row_get_active (ADW_SWITCH_ROW (row))));
}

static DeskRule *
find_rule (DeskStylePage *self, const char *id)
{
  for (guint i = 0; i < self->rules->len; i++)
    if (g_str_equal (((DeskRule *) self->rules->pdata[i])->id, id))
      return self->rules->pdata[i];

  return NULL;
}

static void
percent_chosen_cb (DeskStylePage *self)
{
  g_autoptr (DeskRule) rule = NULL;
  DeskRule *known = find_rule (self, "percent");
  guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->percent));

  if (self->showing || chosen >= G_N_ELEMENTS (percents))
    return;

  rule = g_object_new (DESK_TYPE_RULE, NULL);
  g_set_str (&rule->id, "percent");
  g_set_str (&rule->term, "%");
  g_set_str (&rule->prefer, percents[chosen]);
  {
    GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

    g_ptr_array_add (changes, desk_change_new_rule (rule));
    if (known != NULL && known->dropped)
      g_ptr_array_add (changes, desk_change_new_rule_dropped ("percent", TRUE));
    commit_all (self, changes);
  }
}

/* --- rules --- */

static void
rule_saved_cb (DeskStylePage *self, DeskRule *rule)
{
  commit (self, desk_change_new_rule (rule));
}

static void
show_rule_dialog (DeskStylePage *self, DeskRule *rule)
{
  AdwDialog *dialog = desk_rule_dialog_new (rule);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (rule_saved_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
add_rule_cb (DeskStylePage *self)
{
  show_rule_dialog (self, NULL);
}

static void
rule_activated_cb (GtkWidget *row, DeskStylePage *self)
{
  DeskRule *rule = find_rule (self, g_object_get_data (G_OBJECT (row), "id"));

  if (rule != NULL)
    show_rule_dialog (self, rule);
}

static void
restore_rule_cb (AdwToast *shown, DeskStylePage *self)
{
  commit (self, desk_change_new_rule_dropped (g_object_get_data (G_OBJECT (shown), "id"), FALSE));
}

static void
remove_rule_cb (GtkWidget *button, DeskStylePage *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);
  const char *id = g_object_get_data (G_OBJECT (row), "id");

  if (dialog != NULL)
    {
      AdwToast *shown = adw_toast_new (_ ("Rule removed"));

      adw_toast_set_button_label (shown, _ ("_Undo"));
      g_object_set_data_full (G_OBJECT (shown), "id", g_strdup (id), g_free);
      g_signal_connect_object (shown, "button-clicked", G_CALLBACK (restore_rule_cb), self, 0);
      adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog), shown);
    }
  commit (self, desk_change_new_rule_dropped (id, TRUE));
}

static GtkWidget *
new_remove_button (const char *name, GCallback clicked, gpointer data)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", clicked, data);
  return button;
}

static GtkWidget *
new_rule_row (DeskStylePage *self, DeskRule *rule)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = NULL;

  /* Translators: what is looked for, and what the house writes instead */
  title = *rule->prefer != '\0' ? g_strdup_printf (_ ("“%s” → “%s”"), rule->term, rule->prefer) : g_strdup (rule->term);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), rule->why);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (rule->id), g_free);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_remove_button (_ ("Remove Rule"), G_CALLBACK (remove_rule_cb), self));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect (row, "activated", G_CALLBACK (rule_activated_cb), self);
  return row;
}

static void
clear_rows (GtkWidget *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static void
show_rules (DeskStylePage *self)
{
  DeskRule *percent = find_rule (self, "percent");

  self->showing = TRUE;
  for (guint i = 0; i < self->switches->len; i++)
    {
      GtkWidget *row = self->switches->pdata[i];
      DeskRule *rule = find_rule (self, g_object_get_data (G_OBJECT (row), "check"));

      adw_switch_row_set_active (ADW_SWITCH_ROW (row), rule == NULL || !rule->dropped);
    }
  for (guint i = 0; i < G_N_ELEMENTS (percents); i++)
    if (g_str_equal (percents[i], percent != NULL ? percent->prefer : ""))
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->percent), i);

  clear_rows (self->rules_group, self->rule_rows);
  for (guint i = 0; i < self->rules->len; i++)
    {
      DeskRule *rule = self->rules->pdata[i];
      GtkWidget *row;

      if (rule->dropped || *rule->term == '\0' || !g_uuid_string_is_valid (rule->id))
        continue;
      row = new_rule_row (self, rule);
      g_ptr_array_add (self->rule_rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->rules_group), row);
    }
  self->showing = FALSE;
}

static void
rules_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStylePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rules = desk_store_list_rules_finish (DESK_STORE (source), result, &error);

  if (self->store == NULL)
    return; /* closed meanwhile */
  if (rules == NULL)
    {
      toast (self, error->message);
      return;
    }
  g_ptr_array_unref (self->rules);
  self->rules = g_steal_pointer (&rules);
  show_rules (self);
}

/* --- a table --- */

/* What a file has that is no rule, the first lines of it. */
static void
tell_faults (DeskStylePage *self, GPtrArray *faults)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  AdwDialog *dialog;

  for (guint i = 0; i < faults->len && i < MAX_SHOWN_FAULTS; i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", (const char *) faults->pdata[i]);
  if (faults->len > MAX_SHOWN_FAULTS)
    g_string_append (lines, "\n…");
  dialog = adw_alert_dialog_new (_ ("Some Lines Are No Rules"), lines->str);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
file_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStylePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autofree char *message = NULL;
  g_autofree char *contents = NULL;
  GPtrArray *changes;
  guint n;
  gsize length;

  if (!g_file_load_contents_finish (G_FILE (source), result, &contents, &length, NULL, &error))
    {
      toast (self, error->message);
      return;
    }

  read = desk_rules_csv_read (contents, length, &faults);
  changes = desk_rules_csv_make_changes (read, self->rules);
  n = changes->len;
  commit_all (self, changes);
  /* Translators: rules of house style that were new, or say another thing now */
  message = g_strdup_printf (ngettext ("%u rule taken in", "%u rules taken in", n), n);
  toast (self, message);
  if (faults->len > 0)
    tell_faults (self, faults);
}

void
desk_style_page_import (DeskStylePage *self, GFile *file)
{
  g_return_if_fail (DESK_IS_STYLE_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  g_file_load_contents_async (file, NULL, file_loaded_cb, g_object_ref (self));
}

static void
file_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStylePage) self = data;
  g_autoptr (GError) error = NULL;

  toast (self, g_file_replace_contents_finish (G_FILE (source), result, NULL, &error) ? _ ("Rules saved") : error->message);
}

void
desk_style_page_export (DeskStylePage *self, GFile *file)
{
  g_autofree char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  g_return_if_fail (DESK_IS_STYLE_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  data = desk_rules_csv_write (self->rules);
  length = strlen (data);
  bytes = g_bytes_new_take (g_steal_pointer (&data), length);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, file_written_cb, g_object_ref (self));
}

static void
import_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStylePage) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    desk_style_page_import (self, file);
}

static void
import_cb (DeskStylePage *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Import Rules"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, import_chosen_cb, g_object_ref (self));
}

static void
export_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStylePage) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    desk_style_page_export (self, file);
}

static void
export_cb (DeskStylePage *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Export Rules"));
  /* Translators: the name of a file that is proposed */
  gtk_file_dialog_set_initial_name (dialog, _ ("House style.csv"));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, export_chosen_cb, g_object_ref (self));
}

/* --- words --- */

static void
remove_word_cb (GtkWidget *button, DeskStylePage *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  commit (self, desk_change_new_word (g_object_get_data (G_OBJECT (row), "word"), g_object_get_data (G_OBJECT (row), "language"), TRUE));
}

static void
word_applied_cb (DeskStylePage *self)
{
  g_autofree char *word = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->new_word))));

  gtk_editable_set_text (GTK_EDITABLE (self->new_word), "");
  if (*word != '\0')
    commit (self, desk_change_new_word (word, "", FALSE));
}

static void
words_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStylePage) self = data;
  g_autoptr (GPtrArray) words = desk_store_list_words_finish (DESK_STORE (source), result, NULL);

  if (self->store == NULL || words == NULL)
    return;

  clear_rows (self->words_group, self->word_rows);
  for (guint i = 0; i < words->len; i++)
    {
      DeskWord *word = words->pdata[i];
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), word->word);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), word->language);
      g_object_set_data_full (G_OBJECT (row), "word", g_strdup (word->word), g_free);
      g_object_set_data_full (G_OBJECT (row), "language", g_strdup (word->language), g_free);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_remove_button (_ ("Remove Word"), G_CALLBACK (remove_word_cb), self));
      g_ptr_array_add (self->word_rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->words_group), row);
    }
}

static void
read_all (DeskStylePage *self)
{
  desk_store_list_rules_async (self->store, NULL, rules_listed_cb, g_object_ref (self));
  desk_store_list_words_async (self->store, NULL, words_listed_cb, g_object_ref (self));
}

static void
store_changed_cb (DeskStylePage *self, const char *story)
{
  if (*story == '\0' && self->store != NULL)
    read_all (self);
}

/* --- object --- */

static void
desk_style_page_dispose (GObject *object)
{
  desk_style_page_set_store (DESK_STYLE_PAGE (object), NULL);

  G_OBJECT_CLASS (desk_style_page_parent_class)->dispose (object);
}

static void
desk_style_page_finalize (GObject *object)
{
  DeskStylePage *self = DESK_STYLE_PAGE (object);

  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->switches);
  g_ptr_array_unref (self->rule_rows);
  g_ptr_array_unref (self->word_rows);

  G_OBJECT_CLASS (desk_style_page_parent_class)->finalize (object);
}

static void
desk_style_page_class_init (DeskStylePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_style_page_dispose;
  object_class->finalize = desk_style_page_finalize;
}

static GtkWidget *
add_group (DeskStylePage *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  return group;
}

static void
add_checks (DeskStylePage *self)
{
  GtkWidget *group = add_group (self, _ ("Checks"), _ ("What is found has a quiet line under it in the text. F7 goes from one to the next."));
  g_autoptr (GtkStringList) forms = gtk_string_list_new (NULL);
  gsize n;
  const DeskStyleCheck *checks = desk_style_list_checks (&n);

  for (gsize i = 0; i < n; i++)
    {
      GtkWidget *row = adw_switch_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (checks[i].title));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (checks[i].summary));
      adw_switch_row_set_active (ADW_SWITCH_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "check", (gpointer) checks[i].name);
      g_signal_connect (row, "notify::active", G_CALLBACK (check_switched_cb), self);
      g_ptr_array_add (self->switches, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }

  gtk_string_list_append (forms, _ ("As the Story Begins"));
  for (gsize i = 1; i < G_N_ELEMENTS (percents); i++)
    gtk_string_list_append (forms, percents[i]);
  self->percent = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->percent), _ ("Percent Is Written"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->percent), G_LIST_MODEL (forms));
  g_signal_connect_swapped (self->percent, "notify::selected", G_CALLBACK (percent_chosen_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->percent);
}

static GtkWidget *
add_button_row (GtkWidget *group, const char *title, GCallback activated, gpointer data)
{
  GtkWidget *row = adw_button_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_swapped (row, "activated", activated, data);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
add_spelling (DeskStylePage *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  GtkWidget *quotations = adw_switch_row_new ();

  self->words_group = add_group (self, _ ("Spelling"), _ ("Words that are spelled right at this desk."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (quotations), _ ("Leave Quotations Alone"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (quotations), _ ("What somebody said is not checked"));
  g_settings_bind (settings, DESK_SKIP_QUOTATIONS, quotations, "active", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->words_group), quotations);

  self->new_word = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->new_word), _ ("Add a Word"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->new_word), TRUE);
  g_signal_connect_swapped (self->new_word, "apply", G_CALLBACK (word_applied_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->words_group), self->new_word);
}

static void
desk_style_page_init (DeskStylePage *self)
{
  GtkWidget *table;

  self->rules = g_ptr_array_new_with_free_func (g_object_unref);
  self->switches = g_ptr_array_new ();
  self->rule_rows = g_ptr_array_new ();
  self->word_rows = g_ptr_array_new ();
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("House Style"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "desk-quotation-symbolic");
  adw_preferences_page_set_name (ADW_PREFERENCES_PAGE (self), "house-style");

  add_checks (self);
  table = add_group (self, _ ("Rules of the House"), _ ("They belong to this desk: every story of it is read with them."));
  add_button_row (table, _ ("_Add Rule…"), G_CALLBACK (add_rule_cb), self);
  add_button_row (table, _ ("_Import Rules…"), G_CALLBACK (import_cb), self);
  add_button_row (table, _ ("_Export Rules…"), G_CALLBACK (export_cb), self);
  self->rules_group = add_group (self, NULL, NULL);
  add_spelling (self);
}

void
desk_style_page_set_store (DeskStylePage *self, DeskStore *store)
{
  g_return_if_fail (DESK_IS_STYLE_PAGE (self));
  g_return_if_fail (store == NULL || DESK_IS_STORE (store));

  if (self->store == store)
    return;

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_set_object (&self->store, store);
  if (store == NULL)
    return;

  g_signal_connect_swapped (store, "changed", G_CALLBACK (store_changed_cb), self);
  read_all (self);
}
