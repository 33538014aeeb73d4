/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "desk-test-utils.h"
#include "editor/desk-editor.h"
#include "editor/desk-spelling.h"
#include "editor/desk-style-popover.h"
#include "exchange/desk-rules-csv.h"
#include "preferences/desk-preferences-dialog.h"
#include "preferences/desk-rule-dialog.h"
#include "preferences/desk-style-page.h"

#define STORY                                    \
  "Headline: Harbour prison seized\n"            \
  "Language: en\n"                               \
  "Zone: Asia/Baghdad\n"                         \
  "\n"                                           \
  "Armed men opened the the prison on Monday.\n" \
  "\n"                                           \
  "The advisor said \"nothing\" of it - then he left.\n"

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  DeskEditor *editor;
  GtkWindow *window;
  GtkTextBuffer *body;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, STORY);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  fixture->editor = g_object_new (DESK_TYPE_EDITOR, "document", fixture->document, NULL);
  fixture->window = desk_test_window_new (GTK_WIDGET (fixture->editor));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  DeskSaveState state;

  desk_test_window_free (fixture->window);
  desk_test_wait_for ((g_object_get (fixture->document, "save-state", &state, NULL), state == DESK_SAVE_SAVED));
  desk_test_finalize (fixture->document);
  desk_test_store_free (fixture->store);
  g_free (fixture->story);
}

/* "the the|\"|…": what has the line under it. */
static char *
dup_marked (Fixture *fixture)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->body), "house-style");
  g_autoptr (GString) out = g_string_new (NULL);
  GtkTextIter iter, end;

  gtk_text_buffer_get_start_iter (fixture->body, &iter);
  while (tag && (gtk_text_iter_starts_tag (&iter, tag) || gtk_text_iter_forward_to_tag_toggle (&iter, tag)))
    {
      g_autofree char *words = NULL;

      end = iter;
      gtk_text_iter_forward_to_tag_toggle (&end, tag);
      words = gtk_text_iter_get_text (&iter, &end);
      g_string_append_printf (out, "%s%s", out->len > 0 ? "|" : "", words);
      iter = end;
      if (gtk_text_iter_is_end (&iter))
        break;
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

typedef struct
{
  Fixture *fixture;
  const char *words;
} Marked;

static gboolean
is_marked (gpointer data)
{
  Marked *marked = data;
  g_autofree char *found = dup_marked (marked->fixture);

  return g_str_equal (found, marked->words);
}

static void
wait_marked (Fixture *fixture, const char *words)
{
  Marked marked = { fixture, words };

  desk_test_wait_until (is_marked, &marked);
}

static char *
dup_selected (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (fixture->body, &start, &end);
  return gtk_text_iter_get_text (&start, &end);
}

static char *
dup_body (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  return gtk_text_iter_get_text (&start, &end);
}

static void
assert_selected (Fixture *fixture, const char *words)
{
  g_autofree char *selected = dup_selected (fixture);

  g_assert_cmpstr (selected, ==, words);
}

static void
next (Fixture *fixture, gboolean backwards, const char *words)
{
  g_test_message ("next %d: %s", backwards, words);
  g_assert_true (desk_editor_next_mark (fixture->editor, backwards));
  desk_test_settle ();
  assert_selected (fixture, words);
}

static void
add_rule (Fixture *fixture)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (DeskRule) rule = g_object_new (DESK_TYPE_RULE, NULL);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_set_str (&rule->id, "018f3c1e-7a00-7c3a-9d51-000000000001");
  g_set_str (&rule->term, "advisor");
  g_set_str (&rule->prefer, "adviser");
  g_set_str (&rule->why, "The house spells it so");
  g_ptr_array_add (changes, desk_change_new_rule (rule));
  ids = desk_store_commit (fixture->store, NULL, changes, &error);
  g_assert_no_error (error);
}

/* What is found has a line, moves along as one types, and goes when it was mended. */
static void
test_marks (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start, end;

  wait_marked (fixture, "the the|\"|\"|-");
  add_rule (fixture);
  wait_marked (fixture, "the the|advisor|\"|\"|-");

  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_insert (fixture->body, &start, "At dawn it rained. ", -1);
  next (fixture, FALSE, "the the");
  wait_marked (fixture, "the the|advisor|\"|\"|-");

  gtk_text_buffer_get_iter_at_offset (fixture->body, &start, 40);
  gtk_text_buffer_get_iter_at_offset (fixture->body, &end, 44);
  gtk_text_buffer_delete (fixture->body, &start, &end);
  wait_marked (fixture, "advisor|\"|\"|-");
}

/* From one to the next and back, around the end; each says why. */
static void
test_next (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start;
  GtkWidget *popover;

  wait_marked (fixture, "the the|\"|\"|-");
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_place_cursor (fixture->body, &start);
  next (fixture, FALSE, "the the");
  popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_STYLE_POPOVER, NULL);
  g_assert_nonnull (popover);
  g_assert_nonnull (desk_test_find (popover, GTK_TYPE_LABEL, "The same word twice"));
  g_assert_nonnull (desk_test_find (popover, GTK_TYPE_BUTTON, "the"));
  next (fixture, FALSE, "\"");
  next (fixture, FALSE, "\"");
  next (fixture, FALSE, "-");
  next (fixture, FALSE, "the the");
  next (fixture, TRUE, "-");
  next (fixture, TRUE, "\"");
}

/* One key takes the suggestion, one step of undo takes it back. */
static void
test_take (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dup_body (fixture);
  g_autofree char *taken = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *clicked = NULL;
  GtkTextIter start;
  GtkWidget *popover;

  wait_marked (fixture, "the the|\"|\"|-");
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_place_cursor (fixture->body, &start);
  g_assert_false (desk_editor_take_suggestion (fixture->editor));
  next (fixture, FALSE, "the the");
  g_assert_true (desk_editor_take_suggestion (fixture->editor));
  taken = dup_body (fixture);
  g_assert_true (g_str_has_prefix (taken, "Armed men opened the prison on Monday."));
  wait_marked (fixture, "\"|\"|-");

  gtk_text_buffer_undo (fixture->body);
  undone = dup_body (fixture);
  g_assert_cmpstr (undone, ==, before);
  wait_marked (fixture, "the the|\"|\"|-");

  /* The dash's second suggestion, by the pointer. */
  next (fixture, TRUE, "-");
  popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_STYLE_POPOVER, NULL);
  desk_test_click (desk_test_find (popover, GTK_TYPE_BUTTON, "—"));
  clicked = dup_body (fixture);
  g_assert_nonnull (strstr (clicked, "of it — then he left"));
  desk_test_settle ();
}

/* At the cursor, without a popover. */
static void
test_at_cursor (Fixture *fixture, gconstpointer data)
{
  g_autofree char *taken = NULL;
  GtkTextIter iter;

  wait_marked (fixture, "the the|\"|\"|-");
  gtk_text_buffer_get_iter_at_offset (fixture->body, &iter, 20);
  gtk_text_buffer_place_cursor (fixture->body, &iter);
  g_assert_true (desk_editor_take_suggestion (fixture->editor));
  taken = dup_body (fixture);
  g_assert_true (g_str_has_prefix (taken, "Armed men opened the prison on Monday."));
}

static void
test_leave (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;
  DeskLeave *leave;

  wait_marked (fixture, "the the|\"|\"|-");
  gtk_text_buffer_set_text (fixture->body, "He said the the ship left.\n", -1);
  wait_marked (fixture, "the the");
  next (fixture, FALSE, "the the");
  popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_STYLE_POPOVER, NULL);
  desk_test_click (desk_test_find (popover, GTK_TYPE_BUTTON, "_Leave It Here"));
  wait_marked (fixture, "");
  leave = desk_document_get_snapshot (fixture->document)->leaves->pdata[0];
  g_assert_cmpstr (leave->rule, ==, "doubled");
  g_assert_cmpstr (leave->anchor->exact, ==, "the the");

  /* Elsewhere it is found again. */
  gtk_text_buffer_set_text (fixture->body, "He said the the ship left. She saw the the boat.\n", -1);
  wait_marked (fixture, "the the");
}

static void
test_switch_off (Fixture *fixture, gconstpointer data)
{
  wait_marked (fixture, "the the|\"|\"|-");
  next (fixture, FALSE, "the the");
  g_assert_true (desk_editor_switch_off_rule (fixture->editor));
  wait_marked (fixture, "\"|\"|-");
}

/* It looks in the language that the story has now. */
static void
test_language (Fixture *fixture, gconstpointer data)
{
  const char *const german[] = { "de", NULL };

  wait_marked (fixture, "the the|\"|\"|-");
  desk_document_set_fields (fixture->document, "Language", german);
  gtk_text_buffer_set_text (fixture->body, "Er sagte, dass dass es so war.\n", -1);
  wait_marked (fixture, "dass dass");
}

/* --- preferences --- */

typedef struct
{
  Fixture fixture;
  GtkWidget *dialog;
  DeskStylePage *page;
} Preferences;

static void
open_preferences (Preferences *self, gconstpointer data)
{
  set_up (&self->fixture, data);
  self->dialog = GTK_WIDGET (desk_preferences_dialog_new (self->fixture.store));
  adw_dialog_present (ADW_DIALOG (self->dialog), GTK_WIDGET (self->fixture.editor));
  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (self->dialog), "house-style");
  desk_test_settle ();
  self->page = DESK_STYLE_PAGE (desk_test_find (self->dialog, DESK_TYPE_STYLE_PAGE, NULL));
  g_assert_nonnull (self->page);
}

static void
close_preferences (Preferences *self, gconstpointer data)
{
  adw_dialog_force_close (ADW_DIALOG (self->dialog));
  desk_test_settle ();
  tear_down (&self->fixture, data);
}

/* Rules that are in force, as CSV. */
static gboolean
has_rules (Preferences *self, const char *expected)
{
  g_autoptr (GPtrArray) rules = desk_store_list_rules (self->fixture.store, NULL);
  g_autofree char *found = desk_rules_csv_write (rules);

  return g_str_equal (found, expected);
}

#define HEAD "term,preferred,why,regex,language,case\r\n"

static void
test_preferences_checks (Preferences *self, gconstpointer data)
{
  AdwSwitchRow *row = ADW_SWITCH_ROW (desk_test_find (GTK_WIDGET (self->page), ADW_TYPE_SWITCH_ROW, "Doubled words"));

  wait_marked (&self->fixture, "the the|\"|\"|-");
  g_assert_true (adw_switch_row_get_active (row));
  adw_switch_row_set_active (row, FALSE);
  wait_marked (&self->fixture, "\"|\"|-");
  adw_switch_row_set_active (row, TRUE);
  wait_marked (&self->fixture, "the the|\"|\"|-");
}

static void
test_preferences_rules (Preferences *self, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (self->fixture.window);
  GtkWidget *dialog;

  g_signal_emit_by_name (desk_test_find (GTK_WIDGET (self->page), ADW_TYPE_BUTTON_ROW, "_Add Rule…"), "activated");
  desk_test_settle ();
  dialog = desk_test_find (root, DESK_TYPE_RULE_DIALOG, NULL);
  g_assert_false (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "save"));
  gtk_editable_set_text (GTK_EDITABLE (desk_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Term")), "(advisor");
  adw_switch_row_set_active (ADW_SWITCH_ROW (desk_test_find (dialog, ADW_TYPE_SWITCH_ROW, "Regular Expression")), TRUE);
  g_assert_false (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "save"));
  adw_switch_row_set_active (ADW_SWITCH_ROW (desk_test_find (dialog, ADW_TYPE_SWITCH_ROW, "Regular Expression")), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (desk_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Term")), "advisor");
  gtk_editable_set_text (GTK_EDITABLE (desk_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Preferred")), "adviser");
  g_assert_true (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "save"));
  g_signal_emit_by_name (dialog, "response", "save");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  desk_test_wait_for (has_rules (self, HEAD "advisor,adviser,,,,\r\n"));
  wait_marked (&self->fixture, "the the|advisor|\"|\"|-");

  desk_test_wait_for (desk_test_find (GTK_WIDGET (self->page), ADW_TYPE_ACTION_ROW, "“advisor” → “adviser”") != NULL);
  desk_test_click (desk_test_find_named (GTK_WIDGET (self->page), "Remove Rule"));
  desk_test_wait_for (has_rules (self, HEAD));
  wait_marked (&self->fixture, "the the|\"|\"|-");
}

/* What is a rule is taken in, what is none is named by its line, and what was written comes back in. */
static void
test_preferences_table (Preferences *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("desk-test-XXXXXX", NULL);
  g_autofree char *in_path = g_build_filename (folder, "in.csv", NULL);
  g_autofree char *out_path = g_build_filename (folder, "out.csv", NULL);
  g_autoptr (GFile) in = g_file_new_for_path (in_path);
  g_autoptr (GFile) out = g_file_new_for_path (out_path);
  g_autofree char *written = NULL;
  GtkWidget *dialog;

  g_assert_true (g_file_set_contents (in_path, "advisor,adviser,\"a, b\"\n,nothing\n", -1, NULL));
  desk_style_page_import (self->page, in);
  desk_test_wait_for (has_rules (self, HEAD "advisor,adviser,\"a, b\",,,\r\n"));
  desk_test_wait_for ((dialog = desk_test_find (GTK_WIDGET (self->fixture.window), ADW_TYPE_ALERT_DIALOG, NULL)) != NULL);
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog)), "Line 2"));
  adw_dialog_force_close (ADW_DIALOG (dialog));

  desk_test_wait_for (desk_test_find (GTK_WIDGET (self->page), ADW_TYPE_ACTION_ROW, "“advisor” → “adviser”") != NULL);
  desk_style_page_export (self->page, out);
  desk_test_wait_for (g_file_get_contents (out_path, &written, NULL, NULL) && *written != '\0');
  g_assert_cmpstr (written, ==, HEAD "advisor,adviser,\"a, b\",,,\r\n");
  desk_test_settle ();
  g_unlink (in_path);
  g_unlink (out_path);
  g_rmdir (folder);
}

static guint
count_words (Preferences *self)
{
  g_autoptr (GPtrArray) words = desk_store_list_words (self->fixture.store, NULL);

  return words->len;
}

static void
test_preferences_words (Preferences *self, gconstpointer data)
{
  GtkWidget *entry = desk_test_find (GTK_WIDGET (self->page), ADW_TYPE_ENTRY_ROW, "Add a Word");

  gtk_editable_set_text (GTK_EDITABLE (entry), " Marrow ");
  g_signal_emit_by_name (entry, "apply");
  desk_test_wait_for (count_words (self) == 1);
  desk_test_wait_for (desk_test_find (GTK_WIDGET (self->page), ADW_TYPE_ACTION_ROW, "Marrow") != NULL);
  desk_test_click (desk_test_find_named (GTK_WIDGET (self->page), "Remove Word"));
  desk_test_wait_for (count_words (self) == 0);
}

/* --- spelling --- */

static gboolean
is_misspelled (Fixture *fixture, const char *word)
{
  GtkTextTag *tag = desk_spelling_get_tag (fixture->body);
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (fixture->body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, word, 0, &start, &end, NULL));
  return tag && gtk_text_iter_has_tag (&start, tag);
}

/* A word that the desk gets is right at once. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  GtkTextIter iter;

  gtk_text_buffer_set_text (fixture->body, "The Qarrowvel harbour said “helo”.\n", -1);
  desk_test_wait_for (is_misspelled (fixture, "Qarrowvel"));
  desk_test_wait_for (is_misspelled (fixture, "helo"));
  gtk_text_buffer_get_iter_at_offset (fixture->body, &iter, 6);
  gtk_text_buffer_place_cursor (fixture->body, &iter);
  g_assert_true (desk_editor_add_word (fixture->editor));
  desk_test_wait_for (!is_misspelled (fixture, "Qarrowvel"));
  /* All is looked at again. */
  desk_test_wait_for (is_misspelled (fixture, "helo"));
  g_assert_false (is_misspelled (fixture, "Qarrowvel"));
}

static void
test_quotations (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);

  gtk_text_buffer_set_text (fixture->body, "The Wexlaroon harbour said “helo”.\n", -1);
  desk_test_wait_for (is_misspelled (fixture, "helo"));
  g_settings_set_boolean (settings, DESK_SKIP_QUOTATIONS, TRUE);
  desk_test_wait_for (!is_misspelled (fixture, "helo"));
  desk_test_wait_for (is_misspelled (fixture, "Wexlaroon"));
  g_settings_reset (settings, DESK_SKIP_QUOTATIONS);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/style/marks", test_marks);
  add ("/style/next", test_next);
  add ("/style/take", test_take);
  add ("/style/at-cursor", test_at_cursor);
  add ("/style/leave", test_leave);
  add ("/style/switch-off", test_switch_off);
  add ("/style/language", test_language);

  add ("/style/words", test_words);
  add ("/style/quotations", test_quotations);

#define add_preferences(path, func) g_test_add (path, Preferences, NULL, open_preferences, func, close_preferences)
  add_preferences ("/style/preferences/checks", test_preferences_checks);
  add_preferences ("/style/preferences/rules", test_preferences_rules);
  add_preferences ("/style/preferences/table", test_preferences_table);
  add_preferences ("/style/preferences/words", test_preferences_words);

  return g_test_run ();
}
