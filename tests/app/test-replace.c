/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "window/desk-replace-dialog.h"
#include "window/desk-window.h"

#define HEAD "Language: en\nZone: Europe/Berlin\n"
#define ONE "Headline: Port closed\n" HEAD "\nThe port is closed. Airports are open.\n"
#define TWO "Headline: Night\n" HEAD "\nA port again.\n\nAnd a Port.\n"
#define THREE "Headline: Other\n" HEAD "\nNothing of it.\n"

typedef struct
{
  DeskStore *store;
  char *stories[3];
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *const texts[] = { ONE, TWO, THREE };

  fixture->store = desk_test_store_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    fixture->stories[i] = desk_test_story_new (fixture->store, texts[i]);
  fixture->window = GTK_WINDOW (desk_window_new (NULL, desk_store_get_path (fixture->store), DESK_STORE_OPEN_DEFAULT));
  g_object_ref (fixture->window);
  gtk_window_present (fixture->window);
  desk_window_set_fleeting (DESK_WINDOW (fixture->window), TRUE);
  desk_window_set_store (DESK_WINDOW (fixture->window), g_object_ref (fixture->store));
  desk_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_close (fixture->window);
  desk_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  desk_test_settle ();
  desk_test_finalize (fixture->window);
  desk_test_store_free (fixture->store);
  for (gsize i = 0; i < G_N_ELEMENTS (fixture->stories); i++)
    g_free (fixture->stories[i]);
}

static GtkWidget *
open_dialog (Fixture *fixture)
{
  AdwDialog *dialog;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.replace-in-stories", NULL);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  g_assert_true (DESK_IS_REPLACE_DIALOG (dialog));
  return GTK_WIDGET (dialog);
}

static void
type (GtkWidget *dialog, const char *title, const char *words)
{
  gtk_editable_set_text (GTK_EDITABLE (desk_test_find (dialog, ADW_TYPE_ENTRY_ROW, title)), words);
}

static char *
dup_body (Fixture *fixture, guint i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskSnapshot) snapshot = desk_store_load (fixture->store, fixture->stories[i], &error);

  g_assert_no_error (error);
  return g_strdup (desk_text_get_body (snapshot->text));
}

static gboolean
body_is (Fixture *fixture, guint i, const char *expected)
{
  g_autofree char *body = dup_body (fixture, i);

  return g_str_equal (body, expected);
}

static void
check_note (Fixture *fixture, guint i, const char *note)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskRevision) head = desk_store_find_revision (fixture->store, fixture->stories[i], "@-1", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (head->note, ==, note);
  g_assert_cmpint (head->why, ==, DESK_WHY_KEEP);
}

/* In a story that is open and one that is not; what is not ticked stays; the toast takes it back. */
static void
test_replace (Fixture *fixture, gconstpointer data)
{
  DeskStoryView *view = desk_window_get_story_view (DESK_WINDOW (fixture->window));
  GtkTextBuffer *body;
  GtkWidget *dialog, *undo;
  GtkTextIter start;

  desk_window_open_story (DESK_WINDOW (fixture->window), fixture->stories[0]);
  desk_test_wait_for (desk_story_view_get_document (view) != NULL);
  body = GTK_TEXT_BUFFER (desk_document_get_body (desk_story_view_get_document (view)));
  /* Typed and not yet kept: it counts. */
  gtk_text_buffer_get_end_iter (body, &start);
  gtk_text_buffer_insert (body, &start, "\nTyped port.\n", -1);

  dialog = open_dialog (fixture);
  type (dialog, "Find", "port");
  type (dialog, "Replace With", "harbour");
  desk_test_wait_for (desk_test_find (dialog, ADW_TYPE_EXPANDER_ROW, "Port closed"));
  g_assert_nonnull (desk_test_find (dialog, ADW_TYPE_EXPANDER_ROW, "Night"));
  g_assert_null (desk_test_find (dialog, ADW_TYPE_EXPANDER_ROW, "Other"));
  g_assert_nonnull (desk_test_find (dialog, GTK_TYPE_LABEL, "5 matches · 2 stories"));
  desk_test_click (desk_test_find (dialog, GTK_TYPE_BUTTON, "_Replace"));

  desk_test_wait_for (body_is (fixture, 0, "The harbour is closed. Airports are open.\n\nTyped harbour.\n"));
  desk_test_wait_for (body_is (fixture, 1, "A harbour again.\n\nAnd a harbour.\n"));
  g_assert_true (body_is (fixture, 2, "Nothing of it.\n"));
  check_note (fixture, 0, "“port” replaced by “harbour”");
  check_note (fixture, 1, "“port” replaced by “harbour”");

  desk_test_wait_for ((undo = desk_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "_Undo")) != NULL && gtk_widget_get_mapped (undo));
  g_signal_emit_by_name (undo, "clicked");
  desk_test_wait_for (body_is (fixture, 0, "The port is closed. Airports are open.\n\nTyped port.\n"));
  desk_test_wait_for (body_is (fixture, 1, "A port again.\n\nAnd a Port.\n"));
  check_note (fixture, 1, "Replacement taken back");
}

static void
test_choose (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (fixture);
  GtkWidget *row, *check;

  /* Half a word is found in no index. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (desk_test_find (dialog, GTK_TYPE_CHECK_BUTTON, "_Whole Words")), FALSE);
  type (dialog, "Find", "irpor");
  desk_test_wait_for ((row = desk_test_find (dialog, ADW_TYPE_EXPANDER_ROW, "Port closed")));
  g_assert_nonnull (desk_test_find (dialog, GTK_TYPE_LABEL, "1 match · 1 story"));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (desk_test_find (dialog, GTK_TYPE_CHECK_BUTTON, "Regular _Expression")), TRUE);
  type (dialog, "Find", "a ([Pp]ort)");
  type (dialog, "Replace With", "the \\1");
  desk_test_wait_for ((row = desk_test_find (dialog, ADW_TYPE_EXPANDER_ROW, "Night")));
  check = desk_test_find (row, GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  g_assert_false (gtk_widget_get_sensitive (desk_test_find (dialog, GTK_TYPE_BUTTON, "_Replace")));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  desk_test_click (desk_test_find (dialog, GTK_TYPE_BUTTON, "_Replace"));
  desk_test_wait_for (body_is (fixture, 1, "the port again.\n\nAnd the Port.\n"));
  g_assert_true (body_is (fixture, 0, "The port is closed. Airports are open.\n"));
}

static void
test_fault (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (fixture);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (desk_test_find (dialog, GTK_TYPE_CHECK_BUTTON, "Regular _Expression")), TRUE);
  type (dialog, "Find", "nowhere");
  desk_test_wait_for (desk_test_find (dialog, ADW_TYPE_STATUS_PAGE, "No Story Has This") != NULL &&
                      gtk_widget_get_mapped (desk_test_find (dialog, ADW_TYPE_STATUS_PAGE, "No Story Has This")));
  type (dialog, "Find", "(");
  desk_test_settle ();
  desk_test_settle ();
  g_assert_false (gtk_widget_get_sensitive (desk_test_find (dialog, GTK_TYPE_BUTTON, "_Replace")));
  adw_dialog_force_close (ADW_DIALOG (dialog));
  desk_test_settle ();
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/replace/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("replace", test_replace);
  ADD ("choose", test_choose);
  ADD ("fault", test_fault);
#undef ADD

  return g_test_run ();
}
