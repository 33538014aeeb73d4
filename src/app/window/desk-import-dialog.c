/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-import-dialog.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "exchange/desk-import.h"
#include "preferences/desk-choice-row.h"
#include "preferences/desk-locale.h"

struct _DeskImportDialog
{
  AdwDialog parent_instance;

  GtkWidget *window;
  DeskStore *store;
  GPtrArray *texts; /* of Text */
  guint taken;      /* how many of them are in the desk */
  char *last;       /* id of the story taken in last */

  AdwToastOverlay *toasts;
  GtkWidget *import_button;
  GtkStack *stack;
  AdwPreferencesPage *page;
};

/* A file, what was read from it, and the rows that show it. */
typedef struct
{
  char *name;
  DeskImport *import; /* NULL when there is an error */
  GError *error;

  GtkEditable *slug_row;
  AdwComboRow *stamp_row; /* NULL without a stamp, and so are those below */
  GtkEditable *date_row;
  GtkEditable *time_row;
  DeskChoiceRow *zone_row;
} Text;

/* What becomes of a stamp, as in the combo row. */
enum
{
  STAMP_LEAVE,
  STAMP_TAKE_OUT,
};

G_DEFINE_FINAL_TYPE (DeskImportDialog, desk_import_dialog, ADW_TYPE_DIALOG)

static void
text_free (gpointer data)
{
  Text *text = data;

  g_free (text->name);
  g_clear_pointer (&text->import, desk_import_free);
  g_clear_error (&text->error);
  g_free (text);
}

/* --- reading --- */

typedef struct
{
  DeskStore *store;
  GPtrArray *files; /* of GFile */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->store);
  g_ptr_array_unref (reading->files);
  g_free (reading);
}

static Text *
read_text (GFile *file, const char *language, const char *zone)
{
  Text *text = g_new0 (Text, 1);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *contents = NULL;
  gsize length;

  text->name = g_filename_display_name (name);
  if (g_file_load_contents (file, NULL, &contents, &length, NULL, &text->error))
    text->import = desk_import_text (contents, (gssize) length, text->name, language, zone, &text->error);
  return text;
}

static void
read_files (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GPtrArray *texts = g_ptr_array_new_with_free_func (text_free);
  g_autofree char *language = desk_store_get_setting (reading->store, "language");
  g_autofree char *zone = desk_store_get_setting (reading->store, "zone");

  if (zone == NULL)
    zone = desk_locale_dup_zone ();
  for (guint i = 0; i < reading->files->len; i++)
    g_ptr_array_add (texts, read_text (g_ptr_array_index (reading->files, i),
                                       language != NULL ? language : desk_locale_get_language (), zone));
  g_task_return_pointer (task, texts, (GDestroyNotify) g_ptr_array_unref);
}

/* --- rows --- */

static gboolean
takes_stamp_out (Text *text)
{
  return text->stamp_row != NULL && adw_combo_row_get_selected (text->stamp_row) == STAMP_TAKE_OUT;
}

static gboolean
get_stamp_time (Text *text, const char *zone, gint64 *at)
{
  g_autofree char *moment = NULL;
  const char *date = gtk_editable_get_text (text->date_row);

  /* A time alone would be today's. */
  if (date[0] == '\0')
    return FALSE;
  moment = g_strdup_printf ("%s %s", date, gtk_editable_get_text (text->time_row));
  return desk_time_parse (moment, zone, g_get_real_time (), at, NULL);
}

static void
set_wrong (GtkWidget *widget, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
update_ready (DeskImportDialog *self)
{
  gboolean ready = TRUE;
  guint n_texts = 0;

  for (guint i = 0; i < self->texts->len; i++)
    {
      Text *text = g_ptr_array_index (self->texts, i);
      const char *zone;
      gboolean asked, no_time, no_zone;
      gint64 at;

      if (text->import == NULL)
        continue;
      n_texts++;
      if (text->stamp_row == NULL)
        continue;
      asked = takes_stamp_out (text);
      gtk_widget_set_visible (GTK_WIDGET (text->date_row), asked);
      gtk_widget_set_visible (GTK_WIDGET (text->time_row), asked);
      gtk_widget_set_visible (GTK_WIDGET (text->zone_row), asked);
      zone = desk_choice_row_get_chosen (text->zone_row);
      no_zone = asked && zone[0] == '\0';
      no_time = asked && !get_stamp_time (text, no_zone ? "UTC" : zone, &at);
      set_wrong (GTK_WIDGET (text->date_row), no_time);
      set_wrong (GTK_WIDGET (text->zone_row), no_zone);
      ready = ready && !no_time && !no_zone;
    }
  gtk_widget_set_sensitive (self->import_button, ready && n_texts > 0);
}

static GtkEditable *
add_entry (DeskImportDialog *self, AdwPreferencesGroup *group, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_object (row, "changed", G_CALLBACK (update_ready), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
  return GTK_EDITABLE (row);
}

static void
add_line (AdwPreferencesGroup *group, const char *title, const char *line)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", line, "subtitle-lines", 0, "use-markup", FALSE, NULL);

  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);
}

/* Date and zone are empty unless the stamp itself says them: nothing is made up. */
static void
add_stamp (DeskImportDialog *self, AdwPreferencesGroup *group, Text *text)
{
  DeskFoundStamp *stamp = text->import->stamp;
  const char *choices[] = { _ ("Leave in the Text"), _ ("Take Out, Note as an Update"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (choices);
  g_autofree char *date = stamp->has_date ? g_strdup_printf ("%04d-%02d-%02d", stamp->year, stamp->month, stamp->day) : g_strdup ("");
  g_autofree char *time = g_strdup_printf ("%02d:%02d", stamp->hour, stamp->minute);

  text->stamp_row = ADW_COMBO_ROW (adw_combo_row_new ());
  g_object_set (text->stamp_row, "title", _ ("A Stamp Was Found"), "subtitle", stamp->words, "use-markup", FALSE, "model", model, NULL);
  g_signal_connect_object (text->stamp_row, "notify::selected", G_CALLBACK (update_ready), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, GTK_WIDGET (text->stamp_row));

  text->date_row = add_entry (self, group, _ ("Date (Year-Month-Day)"), date);
  text->time_row = add_entry (self, group, _ ("Time (24 Hours)"), time);
  text->zone_row = DESK_CHOICE_ROW (desk_choice_row_new (DESK_CHOICE_ZONE));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (text->zone_row), _ ("Time Zone"));
  desk_choice_row_set_chosen (text->zone_row, stamp->zone);
  g_signal_connect_object (text->zone_row, "notify::chosen", G_CALLBACK (update_ready), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, GTK_WIDGET (text->zone_row));
}

static void
add_text (DeskImportDialog *self, Text *text)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *title = g_markup_escape_text (text->name, -1);

  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (self->page, group);
  if (text->import == NULL)
    {
      add_line (group, _ ("Not Read"), text->error->message);
      return;
    }

  /* Translators: the short name by which a newsroom knows a story */
  text->slug_row = add_entry (self, group, _ ("Slug"), text->import->slug);
  if (text->import->recognised->len > 0)
    {
      g_autoptr (GPtrArray) lines = g_ptr_array_copy (text->import->recognised, NULL, NULL);
      g_autofree char *joined = NULL;

      g_ptr_array_set_free_func (lines, NULL);
      g_ptr_array_add (lines, NULL);
      joined = g_strjoinv ("\n", (char **) lines->pdata);
      add_line (group, _ ("Recognised"), joined);
    }
  else
    add_line (group, _ ("Recognised"), _ ("Nothing; all of it becomes the body"));
  if (text->import->stamp != NULL)
    add_stamp (self, group, text);
}

static void
files_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskImportDialog *self = DESK_IMPORT_DIALOG (source);

  self->texts = g_task_propagate_pointer (G_TASK (result), NULL);
  for (guint i = 0; i < self->texts->len; i++)
    add_text (self, g_ptr_array_index (self->texts, i));
  gtk_stack_set_visible_child_name (self->stack, "texts");
  update_ready (self);
  /* Enter imports. */
  if (gtk_widget_is_sensitive (self->import_button))
    adw_dialog_set_focus (ADW_DIALOG (self), self->import_button);
}

/* --- taking in --- */

static void take_next (DeskImportDialog *self);

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  char *story = desk_store_create_story_finish (DESK_STORE (source), result, &error);

  if (story == NULL)
    {
      gtk_widget_set_sensitive (self->import_button, TRUE);
      adw_toast_overlay_add_toast (self->toasts, g_object_new (ADW_TYPE_TOAST, "title", error->message, "use-markup", FALSE, NULL));
      return;
    }
  g_free (self->last);
  self->last = story;
  self->taken++;
  take_next (self);
}

/* With the fields that the store would add: an update names its text by the hash. */
static DeskText *
dup_whole_text (DeskStore *store, DeskText *text)
{
  g_autofree char *language = desk_store_get_setting (store, "language");
  g_autofree char *zone = desk_store_get_setting (store, "zone");
  g_autoptr (DeskText) with_language = NULL;

  if (zone == NULL)
    zone = desk_locale_dup_zone ();
  if (desk_text_get_field (text, DESK_FIELD_LANGUAGE)[0] == '\0')
    with_language = desk_text_with_field (text, DESK_FIELD_LANGUAGE, language != NULL ? language : desk_locale_get_language ());
  else
    with_language = desk_text_ref (text);
  if (desk_text_get_field (text, DESK_FIELD_ZONE)[0] != '\0')
    return g_steal_pointer (&with_language);
  return desk_text_with_field (with_language, DESK_FIELD_ZONE, zone);
}

static void
take (DeskImportDialog *self, Text *text)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autofree char *slug = g_strstrip (g_strdup (gtk_editable_get_text (text->slug_row)));
  g_autoptr (DeskText) whole = dup_whole_text (self->store, text->import->text);
  gint64 at;

  if (takes_stamp_out (text) && get_stamp_time (text, desk_choice_row_get_chosen (text->zone_row), &at))
    {
      DeskFoundStamp *stamp = text->import->stamp;
      g_autoptr (DeskText) without = desk_import_without_stamp (whole, stamp);

      g_ptr_array_add (changes, desk_change_new_update (stamp->kind, desk_text_get_hash (without), at,
                                                        desk_choice_row_get_chosen (text->zone_row),
                                                        desk_text_get_field (without, DESK_FIELD_LANGUAGE),
                                                        stamp->words, NULL, NULL, NULL, NULL));
      desk_text_unref (whole);
      whole = g_steal_pointer (&without);
    }
  desk_store_create_story_async (self->store, slug[0] != '\0' ? slug : NULL, whole, changes, NULL, taken_cb, g_object_ref (self));
}

static void
take_next (DeskImportDialog *self)
{
  while (self->taken < self->texts->len)
    {
      Text *text = g_ptr_array_index (self->texts, self->taken);

      if (text->import != NULL)
        {
          take (self, text);
          return;
        }
      self->taken++;
    }
  if (self->last != NULL)
    gtk_widget_activate_action (self->window, "win.open-story", "s", self->last);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
import_cb (DeskImportDialog *self)
{
  gtk_widget_set_sensitive (self->import_button, FALSE);
  take_next (self);
}

/* --- object --- */

static void
desk_import_dialog_dispose (GObject *object)
{
  DeskImportDialog *self = DESK_IMPORT_DIALOG (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_IMPORT_DIALOG);

  G_OBJECT_CLASS (desk_import_dialog_parent_class)->dispose (object);
}

static void
desk_import_dialog_finalize (GObject *object)
{
  DeskImportDialog *self = DESK_IMPORT_DIALOG (object);

  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->last, g_free);

  G_OBJECT_CLASS (desk_import_dialog_parent_class)->finalize (object);
}

static void
desk_import_dialog_class_init (DeskImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_import_dialog_dispose;
  object_class->finalize = desk_import_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskImportDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, DeskImportDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, DeskImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskImportDialog, page);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
}

static void
desk_import_dialog_init (DeskImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
desk_import_dialog_new (GtkWidget *window, DeskStore *store, GListModel *files)
{
  DeskImportDialog *self;
  Reading *reading;
  g_autoptr (GTask) task = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (window), NULL);
  g_return_val_if_fail (DESK_IS_STORE (store), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (files), NULL);

  self = g_object_new (DESK_TYPE_IMPORT_DIALOG, NULL);
  g_set_weak_pointer (&self->window, window);
  self->store = g_object_ref (store);

  reading = g_new0 (Reading, 1);
  reading->store = g_object_ref (store);
  reading->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (reading->files, g_list_model_get_item (files, i));
  task = g_task_new (self, NULL, files_read_cb, NULL);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_files);
  return ADW_DIALOG (self);
}
