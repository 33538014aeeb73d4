/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "core/desk-time.h"
#include "desk-test-utils.h"
#include "preferences/desk-choice-row.h"
#include "window/desk-window.h"

#define STORY                                                                  \
  "Harbour reopens after night of storms\n\n"                                  \
  "PORT ALDER, Marrow Coast - The harbour reopened, the coast guard said.\n\n" \
  "Updated at 10:19 pm.\n"

typedef struct
{
  char *folder;
  DeskStore *store;
  GtkWindow *window;
  AdwDialog *dialog;
} Fixture;

static char *
write_file (Fixture *fixture, const char *name, const char *contents)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GError) error = NULL;
  const char *const names[] = { "harbour.txt", "picture.txt" };
  const char *const contents[] = { STORY, "\x89PNG\r\n\x1a\n" };
  DeskWindow *window;

  fixture->folder = g_dir_make_tmp ("desk-test-XXXXXX", &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = write_file (fixture, names[i], contents[i]);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_list_store_append (files, file);
    }

  fixture->store = desk_test_store_new ();
  window = desk_window_new (NULL, desk_store_get_path (fixture->store), DESK_STORE_OPEN_DEFAULT);
  fixture->window = g_object_ref (GTK_WINDOW (window));
  gtk_window_present (fixture->window);
  desk_window_set_store (window, g_object_ref (fixture->store));
  desk_window_import (window, G_LIST_MODEL (files));
  fixture->dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  g_assert_nonnull (fixture->dialog);
  desk_test_wait_for (desk_test_find (GTK_WIDGET (fixture->dialog), ADW_TYPE_ENTRY_ROW, "Slug") != NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "harbour.txt", "picture.txt" };

  gtk_window_close (fixture->window);
  desk_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  desk_test_settle ();
  desk_test_finalize (fixture->window);
  desk_test_store_free (fixture->store);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static GtkWidget *
find (Fixture *fixture, GType type, const char *title)
{
  GtkWidget *widget = desk_test_find (GTK_WIDGET (fixture->dialog), type, title);

  g_assert_nonnull (widget);
  return widget;
}

static DeskSnapshot *
import (Fixture *fixture)
{
  g_autoptr (GPtrArray) stories = NULL;
  g_autoptr (GError) error = NULL;
  DeskSnapshot *snapshot;

  desk_test_click (adw_dialog_get_default_widget (fixture->dialog));
  desk_test_wait_for (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
  desk_test_wait_for (desk_story_view_get_document (desk_window_get_story_view (DESK_WINDOW (fixture->window))) != NULL);
  stories = desk_store_list_stories (fixture->store, &(DeskStoryQuery) { .state = -1 }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stories->len, ==, 1);
  snapshot = desk_store_load (fixture->store, ((DeskStory *) g_ptr_array_index (stories, 0))->id, &error);
  g_assert_no_error (error);
  return snapshot;
}

static void
test_stamp_left (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;

  /* What cannot be read is said, and does not hold up the rest. */
  find (fixture, ADW_TYPE_ACTION_ROW, "Not Read");
  g_assert_true (adw_dialog_get_focus (fixture->dialog) == adw_dialog_get_default_widget (fixture->dialog));
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, ADW_TYPE_ENTRY_ROW, "Slug")), "harbour-again");
  snapshot = import (fixture);

  g_assert_cmpstr (snapshot->story->slug, ==, "harbour-again");
  g_assert_cmpstr (desk_text_get_field (snapshot->text, DESK_FIELD_HEADLINE), ==, "Harbour reopens after night of storms");
  g_assert_nonnull (strstr (desk_text_get_body (snapshot->text), "Updated at 10:19 pm."));
  g_assert_cmpuint (snapshot->updates->len, ==, 0);
}

static void
test_stamp_confirmed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *button = adw_dialog_get_default_widget (fixture->dialog);
  GtkWidget *zone = find (fixture, DESK_TYPE_CHOICE_ROW, "Time Zone");
  DeskUpdate *update;
  gint64 at;

  /* Neither date nor zone is made up. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (fixture, ADW_TYPE_COMBO_ROW, "A Stamp Was Found")), 1);
  desk_test_settle ();
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (desk_choice_row_get_chosen (DESK_CHOICE_ROW (zone)), ==, "");
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, ADW_TYPE_ENTRY_ROW, "Date (Year-Month-Day)")), "2026-02-23");
  g_assert_false (gtk_widget_get_sensitive (button));
  desk_choice_row_set_chosen (DESK_CHOICE_ROW (zone), "Asia/Baghdad");
  g_assert_true (gtk_widget_get_sensitive (button));

  snapshot = import (fixture);
  g_assert_null (strstr (desk_text_get_body (snapshot->text), "Updated at"));
  g_assert_cmpuint (snapshot->updates->len, ==, 1);
  update = g_ptr_array_index (snapshot->updates, 0);
  desk_time_parse ("2026-02-23 22:19", "Asia/Baghdad", 0, &at, &error);
  g_assert_no_error (error);
  g_assert_cmpint (update->at, ==, at);
  g_assert_cmpstr (update->zone, ==, "Asia/Baghdad");
  g_assert_cmpstr (update->words, ==, "Updated at 10:19 pm.");
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

  g_test_add ("/import-dialog/stamp-left", Fixture, NULL, set_up, test_stamp_left, tear_down);
  g_test_add ("/import-dialog/stamp-confirmed", Fixture, NULL, set_up, test_stamp_confirmed, tear_down);

  return g_test_run ();
}
