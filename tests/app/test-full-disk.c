/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "desk-test-utils.h"
#include "store/desk-fault-vfs.h"
#include "window/desk-story-files.h"
#include "window/desk-window.h"

/* The disk runs full while somebody types, and has room again. */

typedef struct
{
  DeskStore *store;
  GtkWindow *window;
  DeskDocument *document;
  GtkTextBuffer *body;
  char *folder;
  gboolean full;
} Fixture;

static DeskSaveState
get_save_state (Fixture *fixture)
{
  DeskSaveState state;

  g_object_get (fixture->document, "save-state", &state, NULL);
  return state;
}

/* What was typed while the disk is full cannot be said to be saved. */
static void
save_state_changed_cb (Fixture *fixture)
{
  g_assert_true (!fixture->full || get_save_state (fixture) != DESK_SAVE_SAVED);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = desk_test_store_new ();
  fixture->folder = g_path_get_dirname (desk_store_get_path (fixture->store));
  fixture->window = GTK_WINDOW (desk_window_new (NULL, desk_store_get_path (fixture->store), DESK_STORE_OPEN_DEFAULT));
  g_object_ref (fixture->window);
  gtk_window_present (fixture->window);
  desk_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  desk_window_set_store (DESK_WINDOW (fixture->window), g_object_ref (fixture->store));

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-story", NULL);
  desk_test_wait_for (desk_story_view_get_document (desk_window_get_story_view (DESK_WINDOW (fixture->window))) != NULL);
  fixture->document = g_object_ref (desk_story_view_get_document (desk_window_get_story_view (DESK_WINDOW (fixture->window))));
  desk_test_wait_for (desk_document_get_snapshot (fixture->document) != NULL);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  gtk_text_buffer_insert_at_cursor (fixture->body, "The pier gave way at noon. ", -1);
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_SAVED);
  g_signal_connect_swapped (fixture->document, "notify::save-state", G_CALLBACK (save_state_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_fault_vfs_set_room (NULL, 0);
  g_signal_handlers_disconnect_by_data (fixture->document, fixture);
  gtk_window_close (fixture->window);
  desk_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  g_clear_object (&fixture->document);
  desk_test_settle ();
  desk_test_finalize (fixture->window);
  desk_test_store_free (fixture->store);
  g_free (fixture->folder);
}

static void
set_full (Fixture *fixture, gboolean full)
{
  desk_fault_vfs_set_room (full ? fixture->folder : NULL, 0);
  fixture->full = full;
}

/* So much that it fits in no room that is there by chance. */
static void
type_much (Fixture *fixture)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (20260223);
  g_autoptr (GString) words = g_string_new (NULL);

  while (words->len < 400000)
    g_string_append_printf (words, "%08x%s", g_rand_int (chance), g_rand_int (chance) % 9 == 0 ? ".\n\n" : " ");
  gtk_text_buffer_insert_at_cursor (fixture->body, words->str, -1);
}

static AdwBanner *
get_banner (Fixture *fixture)
{
  DeskStoryView *view = desk_window_get_story_view (DESK_WINDOW (fixture->window));

  return ADW_BANNER (desk_test_find (GTK_WIDGET (view), ADW_TYPE_BANNER, NULL));
}

static char *
dup_canonical (Fixture *fixture)
{
  g_autoptr (DeskText) text = desk_document_dup_text (fixture->document);

  return g_strdup (desk_text_get_canonical (text, NULL));
}

/* What somebody would find who takes the computer's disk now. */
static char *
read_from_disk (Fixture *fixture)
{
  g_autofree char *folder = g_dir_make_tmp ("desk-copy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.desk", NULL);
  const char *suffixes[] = { "", "-wal" };
  const char *leftovers[] = { "", "-wal", "-shm", "-search", "-search-wal", "-search-shm", "-sessions" };
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  char *canonical;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (desk_store_get_path (fixture->store), suffixes[i], NULL);
      g_autofree char *to = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *contents = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (from, &contents, &size, NULL));
      g_assert_true (g_file_set_contents (to, contents, size, NULL));
    }

  store = desk_store_open (path, DESK_STORE_OPEN_EXISTING, NULL, &error);
  g_assert_no_error (error);
  snapshot = desk_store_load (store, desk_document_get_story_id (fixture->document), &error);
  g_assert_no_error (error);
  canonical = g_strdup (desk_text_get_canonical (snapshot->text, NULL));
  desk_store_close (store, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (leftovers); i++)
    {
      g_autofree char *file = g_strconcat (path, leftovers[i], NULL);

      g_unlink (file);
    }
  g_rmdir (folder);
  return canonical;
}

static void
test_resumes (Fixture *fixture, gconstpointer data)
{
  AdwBanner *banner = get_banner (fixture);
  g_autofree char *on_screen = NULL;
  g_autofree char *on_disk = NULL;

  g_assert_false (adw_banner_get_revealed (banner));
  set_full (fixture, TRUE);
  type_much (fixture);
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_FAILED);
  g_assert_true (adw_banner_get_revealed (banner));
  g_assert_nonnull (strstr (adw_banner_get_title (banner), "disk is full"));
  g_assert_nonnull (strstr (adw_banner_get_title (banner), "kept here"));
  g_assert_null (desk_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Saved"));

  /* Typing goes on, and trying again changes nothing. */
  gtk_text_buffer_insert_at_cursor (fixture->body, "The ferry waits.", -1);
  desk_document_retry (fixture->document);
  desk_test_settle ();
  g_assert_cmpint (get_save_state (fixture), ==, DESK_SAVE_FAILED);
  g_assert_true (adw_banner_get_revealed (banner));

  /* There is room, and nobody presses a key. */
  set_full (fixture, FALSE);
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_SAVED);
  g_assert_false (adw_banner_get_revealed (banner));
  g_assert_nonnull (desk_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Saved"));

  on_screen = dup_canonical (fixture);
  on_disk = read_from_disk (fixture);
  g_assert_cmpstr (on_disk, ==, on_screen);
}

static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  DeskStoryView *view = desk_window_get_story_view (DESK_WINDOW (fixture->window));
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "desk-elsewhere-test.md", NULL);
  g_autoptr (GFile) file = NULL;
  g_autofree char *on_screen = NULL;
  g_autofree char *contents = NULL;
  GtkWidget *button;

  set_full (fixture, TRUE);
  type_much (fixture);
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_FAILED);
  button = desk_test_find (GTK_WIDGET (get_banner (fixture)), GTK_TYPE_BUTTON, "_Save Elsewhere…");
  g_assert_nonnull (button);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (get_banner (fixture))), ==, "story.save-elsewhere");

  g_unlink (path);
  file = g_file_new_for_path (path);
  desk_story_files_save_to (GTK_WIDGET (view), fixture->document, file);
  desk_test_wait_for (g_file_test (path, G_FILE_TEST_EXISTS));
  desk_test_settle ();
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  on_screen = dup_canonical (fixture);
  g_assert_cmpstr (contents, ==, on_screen);
  g_unlink (path);

  /* That it is elsewhere is no reason to say that it is here. */
  g_assert_cmpint (get_save_state (fixture), ==, DESK_SAVE_FAILED);

  set_full (fixture, FALSE);
  desk_document_retry (fixture->document);
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_SAVED);
}

/* Another failure says what it is. */
static void
test_disk_failed (Fixture *fixture, gconstpointer data)
{
  AdwBanner *banner = get_banner (fixture);

  desk_fault_vfs_arm (DESK_FAULT_IO, DESK_CALL_WRITE, 1, TRUE);
  fixture->full = TRUE;
  gtk_text_buffer_insert_at_cursor (fixture->body, "The ferry waits.", -1);
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_FAILED);
  g_assert_true (adw_banner_get_revealed (banner));
  g_assert_nonnull (strstr (adw_banner_get_title (banner), desk_store_get_path (fixture->store)));

  desk_fault_vfs_disarm ();
  fixture->full = FALSE;
  desk_document_retry (fixture->document);
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_SAVED);
  g_assert_false (adw_banner_get_revealed (banner));
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);
  desk_fault_vfs_install ();

#define ADD(path, function) g_test_add ("/full-disk/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("resumes", test_resumes);
  ADD ("elsewhere", test_elsewhere);
  ADD ("disk-failed", test_disk_failed);

  return g_test_run ();
}
