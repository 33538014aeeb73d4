/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "editor/desk-editor.h"
#include "editor/desk-find-bar.h"

#define BODY "The harbour is open. The Harbour Master said so.\n\nHarbourside flats are 40 years old, and 12 are empty.\n"
#define STORY "Headline: Harbour\nLanguage: en\nZone: Europe/Berlin\n\n" BODY

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  DeskEditor *editor;
  GtkWindow *window;
  GtkTextBuffer *body;
  GtkWidget *view;
  GtkWidget *bar;
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
  fixture->view = desk_test_find (GTK_WIDGET (fixture->editor), GTK_SOURCE_TYPE_VIEW, NULL);
  fixture->bar = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_FIND_BAR, NULL);
  gtk_widget_grab_focus (fixture->view);
  desk_test_settle ();
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

static GtkEditable *
get_entry (Fixture *fixture)
{
  return GTK_EDITABLE (desk_test_find_named (fixture->bar, "Find in This Story"));
}

static GtkEditable *
get_replace_entry (Fixture *fixture)
{
  return GTK_EDITABLE (desk_test_find_named (fixture->bar, "Replace With"));
}

static void
set_option (Fixture *fixture, const char *label, gboolean value)
{
  GtkWidget *button = desk_test_find (fixture->bar, GTK_TYPE_CHECK_BUTTON, label);

  g_assert_nonnull (button);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), value);
}

static void
wait_count (Fixture *fixture, const char *count)
{
  desk_test_wait_for (desk_test_find (fixture->bar, GTK_TYPE_LABEL, count));
}

static void
assert_body (Fixture *fixture, const char *expected)
{
  g_autofree char *body = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  body = gtk_text_iter_get_text (&start, &end);
  g_assert_cmpstr (body, ==, expected);
}

static int
get_cursor (Fixture *fixture)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (fixture->body, &iter, gtk_text_buffer_get_insert (fixture->body));
  return gtk_text_iter_get_offset (&iter);
}

static void
place_cursor (Fixture *fixture, int offset)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (fixture->body, &iter, offset);
  gtk_text_buffer_place_cursor (fixture->body, &iter);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start, end, found;

  place_cursor (fixture, 30);
  desk_editor_find (fixture->editor, FALSE);
  gtk_editable_set_text (get_entry (fixture), "harbour");
  wait_count (fixture, "3 of 3");
  g_signal_emit_by_name (get_entry (fixture), "activate");
  wait_count (fixture, "1 of 3");
  g_signal_emit_by_name (get_entry (fixture), "previous-match");
  wait_count (fixture, "3 of 3");

  set_option (fixture, "_Whole Words", TRUE);
  wait_count (fixture, "1 of 2");
  set_option (fixture, "_Match Case", TRUE);
  wait_count (fixture, "1 of 1");
  gtk_editable_set_text (get_entry (fixture), "nowhere");
  wait_count (fixture, "0 matches");

  /* Nothing was found: back where one was. */
  g_signal_emit_by_name (get_entry (fixture), "stop-search");
  desk_test_settle ();
  g_assert_cmpint (get_cursor (fixture), ==, 30);
  g_assert_false (gtk_text_buffer_get_has_selection (fixture->body));

  /* What was found stays selected, to be written over. */
  desk_editor_find (fixture->editor, FALSE);
  gtk_editable_set_text (get_entry (fixture), "Harbour");
  wait_count (fixture, "1 of 1");
  gtk_text_buffer_get_selection_bounds (fixture->body, &found, &start);
  g_signal_emit_by_name (get_entry (fixture), "stop-search");
  desk_test_settle ();
  g_assert_true (gtk_text_buffer_get_selection_bounds (fixture->body, &start, &end));
  g_assert_true (gtk_text_iter_equal (&start, &found));

  /* What is selected is looked for. */
  gtk_text_buffer_get_iter_at_offset (fixture->body, &start, 4);
  gtk_text_buffer_get_iter_at_offset (fixture->body, &end, 11);
  gtk_text_buffer_select_range (fixture->body, &end, &start);
  desk_editor_find (fixture->editor, FALSE);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, "harbour");
  wait_count (fixture, "1 of 1");
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  desk_editor_find (fixture->editor, TRUE);
  gtk_editable_set_text (get_entry (fixture), "harbour");
  gtk_editable_set_text (get_replace_entry (fixture), "port");
  wait_count (fixture, "1 of 3");
  g_signal_emit_by_name (get_replace_entry (fixture), "activate");
  wait_count (fixture, "1 of 2");
  assert_body (fixture, "The port is open. The Harbour Master said so.\n\nHarbourside flats are 40 years old, and 12 are empty.\n");

  /* All in one step. */
  desk_test_click (desk_test_find (fixture->bar, GTK_TYPE_BUTTON, "Replace _All"));
  assert_body (fixture, "The port is open. The port Master said so.\n\nportside flats are 40 years old, and 12 are empty.\n");
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, "The port is open. The Harbour Master said so.\n\nHarbourside flats are 40 years old, and 12 are empty.\n");
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, BODY);
}

/* A claim that is not replaced stays where its words are. */
static void
test_claims (Fixture *fixture, gconstpointer data)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autoptr (DeskClaim) claim = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (fixture->body, &start, 50);
  gtk_text_buffer_get_iter_at_offset (fixture->body, &end, 84);
  words = gtk_text_iter_get_text (&start, &end);
  g_assert_cmpstr (words, ==, "Harbourside flats are 40 years old");
  gtk_text_buffer_get_iter_at_offset (fixture->body, &start, 68);
  anchor = desk_document_make_anchor (fixture->document, &start, &end, &error);
  g_assert_no_error (error);
  g_ptr_array_add (changes, desk_change_new_claim (anchor, "", DESK_CLAIM_FIGURE, DESK_SAID_OPEN, DESK_SO_OPEN, NULL, NULL));
  desk_test_commit (fixture->document, changes);
  claim = g_list_model_get_item (desk_document_get_claims (fixture->document), 0);

  desk_editor_find (fixture->editor, TRUE);
  gtk_editable_set_text (get_entry (fixture), "harbour");
  gtk_editable_set_text (get_replace_entry (fixture), "Port of Alder and ");
  wait_count (fixture, "1 of 3");
  desk_test_click (desk_test_find (fixture->bar, GTK_TYPE_BUTTON, "Replace _All"));
  desk_test_settle ();
  g_assert_true (desk_document_get_claim_range (fixture->document, claim->id, &start, &end));
  g_free (words);
  words = gtk_text_iter_get_text (&start, &end);
  g_assert_cmpstr (words, ==, "are 40 years old");
  g_assert_cmpint (desk_document_get_claim_fit (fixture->document, claim), ==, DESK_FIT_EXACT);
}

static GtkWidget *
get_fault (Fixture *fixture)
{
  for (GtkWidget *box = gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (get_entry (fixture)))), *child = gtk_widget_get_last_child (box); child;)
    return child;
  return NULL;
}

static void
test_regex (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bad = NULL;
  GtkWidget *fault;

  desk_editor_find (fixture->editor, TRUE);
  fault = get_fault (fixture);
  set_option (fixture, "Regular _Expression", TRUE);
  gtk_editable_set_text (get_entry (fixture), "(");
  desk_test_wait_for (gtk_widget_get_visible (fault));
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (fault)), "No regular expression: "));

  gtk_editable_set_text (get_entry (fixture), "(\\d+) (are|years)");
  wait_count (fixture, "1 of 2");
  g_assert_false (gtk_widget_get_visible (fault));
  gtk_editable_set_text (get_replace_entry (fixture), "\\2: \\1");
  desk_test_click (desk_test_find (fixture->bar, GTK_TYPE_BUTTON, "Replace _All"));
  assert_body (fixture, "The harbour is open. The Harbour Master said so.\n\nHarbourside flats are years: 40 old, and are: 12 empty.\n");
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, BODY);

  /* A reference that can't be one changes nothing. */
  wait_count (fixture, "2 matches");
  gtk_editable_set_text (get_replace_entry (fixture), "\\g<");
  desk_test_click (desk_test_find (fixture->bar, GTK_TYPE_BUTTON, "Replace _All"));
  g_assert_true (gtk_widget_get_visible (fault));
  assert_body (fixture, BODY);
}

/* An expression that tries everything gives up by itself. */
static void
test_explosive (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 begin, longest = 0;

  for (int i = 0; i < 20; i++)
    g_string_append (text, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! and words that stand behind it.\n\n");
  gtk_text_buffer_set_text (fixture->body, text->str, -1);
  desk_editor_find (fixture->editor, FALSE);
  set_option (fixture, "Regular _Expression", TRUE);
  gtk_editable_set_text (get_entry (fixture), "(a+)+$");
  for (int i = 0; i < 100; i++)
    {
      begin = g_get_monotonic_time ();
      desk_test_iterate ();
      longest = MAX (longest, g_get_monotonic_time () - begin);
    }
  g_test_message ("the longest turn took %d ms", (int) (longest / 1000));
  gtk_editable_set_text (get_entry (fixture), "words");
  wait_count (fixture, "1 of 20");
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/find/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("find", test_find);
  ADD ("replace", test_replace);
  ADD ("claims", test_claims);
  ADD ("regex", test_regex);
  ADD ("explosive", test_explosive);
#undef ADD

  return g_test_run ();
}
