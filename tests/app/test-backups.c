/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "desk-test-utils.h"
#include "preferences/desk-back-up.h"
#include "preferences/desk-preferences-dialog.h"
#include "store/desk-backups.h"
#include "window/desk-caretaker.h"

static guint
count_backups (DeskStore *store)
{
  g_autoptr (GPtrArray) backups = desk_backups_list (desk_store_get_path (store), NULL);

  return backups != NULL ? backups->len : 0;
}

static void
count_cb (DeskCaretaker *caretaker, const char *message, guint *n)
{
  g_assert_nonnull (strstr (message, "test.desk-backups"));
  ++*n;
}

/* By itself, quietly when it goes well, and once when it does not. */
static void
test_caretaker (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  g_autofree char *folder = desk_backups_get_folder (desk_store_get_path (store));
  DeskCaretaker *caretaker = desk_caretaker_new (store);
  guint n_told = 0;

  g_signal_connect (caretaker, "backup-failed", G_CALLBACK (count_cb), &n_told);
  g_assert_true (g_file_set_contents (folder, "A file where the folder would be.", -1, NULL));
  desk_caretaker_look (caretaker);
  desk_test_wait_for (n_told == 1);
  desk_caretaker_look (caretaker);
  desk_test_wait_for (G_OBJECT (caretaker)->ref_count == 1);
  g_assert_cmpuint (n_told, ==, 1);

  g_assert_cmpint (g_unlink (folder), ==, 0);
  desk_caretaker_look (caretaker);
  desk_test_wait_for (count_backups (store) == 1);
  desk_test_wait_for (G_OBJECT (caretaker)->ref_count == 1);
  g_assert_cmpuint (n_told, ==, 1);

  g_assert_finalize_object (caretaker);
  desk_test_store_free (store);
}

/* Desk is closed while it looks. */
static void
test_closed (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  DeskCaretaker *caretaker = desk_caretaker_new (store);

  desk_caretaker_look (caretaker);
  g_object_unref (caretaker);
  desk_test_store_free (store);
}

static void
test_preferences (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  GtkWindow *window = desk_test_window_new (adw_bin_new ());
  AdwDialog *dialog;
  GtkWidget *row, *button;
  g_autoptr (GError) error = NULL;
  gboolean made;

  for (guint n = 0; n < 2; n++)
    {
      dialog = desk_preferences_dialog_new (store);
      adw_dialog_present (dialog, GTK_WIDGET (window));
      row = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "Last Backup");
      g_assert_nonnull (row);
      desk_test_wait_for (adw_action_row_get_subtitle (ADW_ACTION_ROW (row))[0] != '\0');
      button = desk_test_find_named (row, "Open Backups Folder");
      g_assert_nonnull (button);
      if (n == 0)
        g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "None yet");
      else
        g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), !=, "None yet");
      g_assert_cmpint (gtk_widget_get_sensitive (button), ==, n == 1);
      adw_dialog_force_close (dialog);
      desk_test_settle ();

      if (n == 0)
        {
          desk_store_keep_backup (store, g_get_real_time (), &made, &error);
          g_assert_no_error (error);
          g_assert_true (made);
        }
    }

  desk_test_window_free (window);
  desk_test_store_free (store);
}

static void
test_back_up_now (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  g_autofree char *path = g_strconcat (desk_store_get_path (store), ".copy", NULL);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (GFile) written = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) copy = NULL;
  g_autofree char *found = NULL;

  desk_back_up_to_async (store, target, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  written = desk_back_up_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_equal (written, target));
  g_clear_object (&result);

  copy = desk_store_open (path, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  found = desk_store_find_story (copy, story, &error);
  g_assert_no_error (error);
  desk_store_close (copy, &error);

  desk_test_store_free (store);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/backups/caretaker", test_caretaker);
  g_test_add_func ("/backups/closed", test_closed);
  g_test_add_func ("/backups/preferences", test_preferences);
  g_test_add_func ("/backups/back-up-now", test_back_up_now);

  return g_test_run ();
}
