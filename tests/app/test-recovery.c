/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "desk-test-utils.h"
#include "store/desk-backups.h"
#include "window/desk-caretaker.h"
#include "window/desk-recovery-dialog.h"
#include "window/desk-rescue.h"
#include "window/desk-store-pool.h"
#include "window/desk-window.h"

/* Stories that take more room than the tables' names. */
#define MANY 60

#define STORY "Headline: Ferry line asks for help\n\nThe pier gave way.\n"

/* Garbage among the stories: what the tables are called stands before them. */
static void
damage (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  memset (contents + length * 2 / 3, 0xa5, length / 8);
  g_file_set_contents (path, contents, length, &error);
  g_assert_no_error (error);
}

static void
close_store (DeskStore *store)
{
  g_autoptr (GError) error = NULL;

  desk_test_settle ();
  desk_store_close (store, &error);
  g_assert_no_error (error);
  desk_test_finalize (store);
}

static void
note_cb (gpointer object, const char *message, char **place)
{
  g_set_str (place, message);
}

/* A desk is looked through as soon as it is open. */
static void
test_check (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *path = g_strdup (desk_store_get_path (store));
  g_autofree char *story = desk_test_story_new (store, STORY);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  DeskCaretaker *caretaker;

  for (guint i = 0; i < MANY; i++)
    g_free (desk_test_story_new (store, STORY));
  close_store (store);
  damage (path);
  store = desk_store_open (path, DESK_STORE_OPEN_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  caretaker = desk_caretaker_new (store);
  g_signal_connect (caretaker, "damaged", G_CALLBACK (note_cb), &message);
  desk_test_wait_for (message != NULL);
  g_assert_nonnull (strstr (message, "test.desk"));
  desk_test_finalize (caretaker);

  /* From then on its file stays as it is. */
  desk_store_give_up (store);
  g_assert_false (desk_store_set_setting (store, "zone", "UTC", &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
  desk_test_store_free (store);
}

/* It ends when it is told to, however far it is. */
static void
test_check_cancelled (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_store_check (store, cancellable, &error));
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_false (desk_store_check (store, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  desk_test_store_free (store);
}

/* Through the pool: given up, closed, recovered, opened again, with what was on the screen. */
static void
test_pool (void)
{
  DeskStore *first = desk_test_store_new ();
  g_autofree char *path = g_strdup (desk_store_get_path (first));
  g_autofree char *story = desk_test_story_new (first, STORY);
  g_autofree char *lost = NULL;
  g_autoptr (DeskStorePool) pool = desk_store_pool_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *recovering = NULL;
  g_autofree char *damaged = NULL;
  g_autoptr (DeskRecovery) recovery = NULL;
  DeskRescue *rescue = desk_rescue_new ();
  DeskDocument *document;
  DeskStore *store;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  gboolean made;

  desk_store_keep_backup (first, g_get_real_time (), &made, &error);
  g_assert_no_error (error);
  lost = desk_test_story_new (first, "Headline: Council votes on night trains\n\nSeven to two.\n");
  close_store (first);

  g_signal_connect (pool, "recovering", G_CALLBACK (note_cb), &recovering);
  desk_store_pool_open_async (pool, path, DESK_STORE_OPEN_DEFAULT, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  store = desk_store_pool_open_finish (pool, result, &error);
  g_assert_no_error (error);
  g_assert_null (desk_store_pool_take_recovery (pool, store));
  g_clear_object (&result);

  document = desk_test_document_new (store, story);
  gtk_text_buffer_insert_at_cursor (GTK_TEXT_BUFFER (desk_document_get_body (document)), "Typed meanwhile. ", -1);
  desk_rescue_take (rescue, document);
  desk_test_settle ();
  desk_test_finalize (document);

  /* Whoever asks for it gets it when nobody uses the damaged one any more. */
  desk_store_pool_give_up (pool, store);
  desk_store_pool_open_async (pool, path, DESK_STORE_OPEN_DEFAULT, desk_test_result_cb, &result);
  desk_test_settle ();
  g_assert_null (result);
  desk_store_pool_release (pool, store);
  desk_test_wait_for (result != NULL);
  store = desk_store_pool_open_finish (pool, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_cmpstr (recovering, ==, path);

  recovery = desk_store_pool_take_recovery (pool, store);
  g_assert_nonnull (recovery);
  g_assert_true (desk_recovery_is_complete (recovery));
  g_assert_nonnull (recovery->backup);
  g_assert_true (g_file_test (recovery->damaged, G_FILE_TEST_EXISTS));
  g_assert_null (desk_store_pool_take_recovery (pool, store));

  desk_rescue_keep_async (rescue, store, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  g_assert_cmpint (desk_rescue_keep_finish (result, &error), ==, 1);
  g_assert_no_error (error);
  g_clear_object (&result);
  snapshot = desk_store_load (store, story, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (desk_text_get_body (snapshot->text), "Typed meanwhile. "));
  g_clear_object (&snapshot);
  snapshot = desk_store_load (store, lost, &error);
  g_assert_no_error (error);
  g_clear_object (&snapshot);

  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &store);
  desk_store_pool_release (pool, store);
  desk_test_wait_for (store == NULL);
}

/* What cannot be opened at all is recovered too; what is no desk is not. */
static void
test_not_opened (void)
{
  DeskStore *first = desk_test_store_new ();
  g_autofree char *path = g_strdup (desk_store_get_path (first));
  g_autofree char *story = desk_test_story_new (first, STORY);
  g_autofree char *letter = g_strconcat (path, ".letter", NULL);
  g_autoptr (DeskStorePool) pool = desk_store_pool_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskRecovery) recovery = NULL;
  DeskStore *store;
  gboolean made;

  desk_store_keep_backup (first, g_get_real_time (), &made, &error);
  g_assert_no_error (error);
  close_store (first);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));

  desk_store_pool_open_async (pool, path, DESK_STORE_OPEN_DEFAULT, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  store = desk_store_pool_open_finish (pool, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  recovery = desk_store_pool_take_recovery (pool, store);
  g_assert_nonnull (recovery);
  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &store);
  desk_store_pool_release (pool, store);
  desk_test_wait_for (store == NULL);

  g_assert_true (g_file_set_contents (letter, "Dear editor, this is a letter.", -1, NULL));
  desk_store_pool_open_async (pool, letter, DESK_STORE_OPEN_DEFAULT, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  g_assert_null (desk_store_pool_open_finish (pool, result, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_A_DESK);
}

static void
add_loss (DeskRecovery *recovery, const char *slug, guint n)
{
  DeskRecoveryLoss *loss = g_new0 (DeskRecoveryLoss, 1);

  loss->slug = g_strdup (slug);
  loss->since = g_get_real_time () - G_TIME_SPAN_HOUR;
  loss->n = n;
  g_ptr_array_add (recovery->losses, loss);
}

static void
test_dialog (void)
{
  GtkWindow *window = desk_test_window_new (adw_bin_new ());
  DeskRecovery recovery = {
    .damaged = (char *) "/home/mara/desk/desk.desk.damaged-20260223-191500",
    .backup = (char *) "/home/mara/desk/desk.desk-backups/2026-02-23T18-00-00Z.desk",
    .backup_at = g_get_real_time () - G_TIME_SPAN_HOUR,
    .n_entries = 12,
    .n_stories = 2,
    .n_versions = 1,
  };
  AdwDialog *dialog;
  GtkWidget *row;

  recovery.losses = g_ptr_array_new_with_free_func (g_free);
  dialog = desk_recovery_dialog_new (&recovery);
  adw_dialog_present (dialog, GTK_WIDGET (window));
  row = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "Opened Instead");
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "The backup of "));
  row = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "Brought Over From the Damaged File");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "12 changes · 1 text kept as a version");
  row = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "The Damaged File");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, recovery.damaged);
  g_assert_nonnull (desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "Nothing That Is Known Of"));
  desk_test_click (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Close"));
  desk_test_settle ();

  recovery.backup = NULL;
  recovery.n_entries = recovery.n_versions = 0;
  recovery.n_unread = 3;
  recovery.cut_off = TRUE;
  add_loss (&recovery, "ferry-line", 2);
  dialog = desk_recovery_dialog_new (&recovery);
  adw_dialog_present (dialog, GTK_WIDGET (window));
  row = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "Opened Instead");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "A new desk, as there is no backup");
  row = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "ferry-line");
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "2 changes since "));
  g_assert_nonnull (desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "3 changes that cannot be read"));
  g_assert_nonnull (desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "Perhaps What Was Done Last"));
  g_assert_null (desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "Nothing That Is Known Of"));
  adw_dialog_force_close (dialog);

  g_free (((DeskRecoveryLoss *) recovery.losses->pdata[0])->slug);
  g_ptr_array_unref (recovery.losses);
  desk_test_window_free (window);
}

/* Damage that is met with while one works is said over the story. */
static void
test_banner (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, STORY);
  DeskWindow *window = desk_window_new (NULL, desk_store_get_path (store), DESK_STORE_OPEN_DEFAULT);
  GtkWidget *banner;

  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  desk_window_set_store (window, g_object_ref (store));
  banner = desk_test_find (GTK_WIDGET (window), ADW_TYPE_BANNER, "The file of this desk is damaged. What you type is kept here");
  g_assert_false (adw_banner_get_revealed (ADW_BANNER (banner)));
  g_signal_emit_by_name (store, "damaged", "It is damaged");
  g_assert_true (adw_banner_get_revealed (ADW_BANNER (banner)));

  gtk_window_close (GTK_WINDOW (window));
  desk_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (window)));
  desk_test_settle ();
  desk_test_finalize (window);
  desk_test_store_free (store);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/recovery/check", test_check);
  g_test_add_func ("/recovery/check-cancelled", test_check_cancelled);
  g_test_add_func ("/recovery/pool", test_pool);
  g_test_add_func ("/recovery/not-opened", test_not_opened);
  g_test_add_func ("/recovery/dialog", test_dialog);
  g_test_add_func ("/recovery/banner", test_banner);

  return g_test_run ();
}
