/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "editor/desk-title-view.h"
#include "library/desk-library-item.h"
#include "library/desk-library.h"
#include "preferences/desk-welcome-dialog.h"
#include "window/desk-window.h"

static GtkWindow *
open_window (DeskStore *store)
{
  DeskWindow *window = desk_window_new (NULL, desk_store_get_path (store), DESK_STORE_OPEN_DEFAULT);

  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  desk_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window)));
  desk_window_set_store (window, g_object_ref (store));
  return GTK_WINDOW (window);
}

/* As an editor closes it: what is typed is kept first. */
static void
close_window (GtkWindow *window)
{
  gtk_window_close (window);
  desk_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (window)));
  desk_test_settle ();
  desk_test_finalize (window);
}

static DeskLibrary *
get_library (GtkWindow *window)
{
  return DESK_LIBRARY (desk_test_find (GTK_WIDGET (window), DESK_TYPE_LIBRARY, NULL));
}

static guint
count_shown (GtkWindow *window)
{
  return g_list_model_get_n_items (desk_library_get_items (get_library (window)));
}

static DeskDocument *
get_document (GtkWindow *window)
{
  return desk_story_view_get_document (desk_window_get_story_view (DESK_WINDOW (window)));
}

static void
set_state (DeskStore *store, const char *story, DeskChange *change)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, change);
  ids = desk_store_commit (store, story, changes, &error);
  g_assert_no_error (error);
}

static void
test_empty (void)
{
  DeskStore *store = desk_test_store_new ();
  GtkWindow *window = open_window (store);
  GtkWidget *page;

  desk_test_wait_for ((page = desk_test_find (GTK_WIDGET (window), ADW_TYPE_STATUS_PAGE, "An Empty Desk")) != NULL &&
                      gtk_widget_get_mapped (page));
  g_assert_nonnull (desk_test_find (page, GTK_TYPE_BUTTON, "_New Story"));
  g_assert_nonnull (desk_test_find (page, GTK_TYPE_BUTTON, "_Open the Sample Desk"));
  g_assert_cmpuint (count_shown (window), ==, 0);

  close_window (window);
  desk_test_store_free (store);
}

static void
test_first_run (void)
{
  DeskStore *store = desk_test_store_new ();
  GtkWindow *window;
  g_autoptr (GError) error = NULL;
  g_autofree char *person = NULL;
  AdwDialog *dialog;

  /* As a new desk has it. */
  desk_store_set_setting (store, "person", NULL, &error);
  g_assert_no_error (error);
  window = open_window (store);
  desk_test_wait_for ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) != NULL);
  g_assert_true (DESK_IS_WELCOME_DIALOG (dialog));

  desk_test_click (adw_dialog_get_default_widget (dialog));
  desk_test_wait_for (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) == NULL);
  person = desk_store_get_setting (store, "person");
  g_assert_nonnull (person);
  g_assert_cmpstr (person, !=, "");

  close_window (window);
  desk_test_store_free (store);
}

static void
test_new_story (void)
{
  DeskStore *store = desk_test_store_new ();
  GtkWindow *window = open_window (store);
  g_autoptr (DeskDocument) document = NULL;
  g_autofree char *story = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-story", NULL);
  desk_test_wait_for (get_document (window) != NULL);
  desk_test_wait_for (count_shown (window) == 1);
  g_assert_nonnull (gtk_window_get_focus (window));

  /* What is typed is on disk once the window is closed. */
  document = g_object_ref (get_document (window));
  story = g_strdup (desk_document_get_story_id (document));
  gtk_text_buffer_set_text (desk_document_get_headline (document), "Ferry line asks for help", -1);
  gtk_text_buffer_insert_at_cursor (GTK_TEXT_BUFFER (desk_document_get_body (document)), "The pier gave way at noon.\n", -1);
  close_window (window);
  g_clear_object (&document);

  snapshot = desk_store_load (store, story, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (desk_text_get_field (snapshot->text, DESK_FIELD_HEADLINE), ==, "Ferry line asks for help");
  g_assert_cmpstr (desk_text_get_body (snapshot->text), ==, "The pier gave way at noon.\n");
  g_assert_cmpstr (desk_text_get_field (snapshot->text, DESK_FIELD_ZONE), ==, "Europe/Berlin");
  g_clear_object (&snapshot);

  desk_test_store_free (store);
}

static void
test_library (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *ferry = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  g_autofree char *council = desk_test_story_new (store, "Headline: Council votes on night trains\n\nSeven to two.\n");
  g_autofree char *outage = desk_test_story_new (store, "Headline: What is known about the outage\n\nIt is dark.\n");
  GtkWindow *window = open_window (store);
  DeskLibrary *library = get_library (window);
  g_autoptr (DeskLibraryItem) first = NULL;
  GtkWidget *entry;

  desk_test_wait_for (count_shown (window) == 3);

  /* A story that changes keeps its place's object, and the newest is first. */
  first = g_list_model_get_item (desk_library_get_items (library), 2);
  g_assert_cmpstr (desk_library_item_get_id (first), ==, ferry);
  set_state (store, ferry, desk_change_new_state (DESK_STATE_REVIEW, NULL));
  desk_test_wait_for (desk_library_item_get_story (first)->state == DESK_STATE_REVIEW);

  desk_library_set_filter (library, "review");
  desk_test_wait_for (count_shown (window) == 1);
  desk_library_set_filter (library, "archived");
  desk_test_wait_for (count_shown (window) == 0);
  desk_library_set_filter (library, "");
  desk_test_wait_for (count_shown (window) == 3);

  entry = desk_test_find (GTK_WIDGET (library), GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "tra");
  desk_test_wait_for (count_shown (window) == 1);
  gtk_editable_set_text (GTK_EDITABLE (entry), "zeppelin");
  desk_test_wait_for (count_shown (window) == 0);
  gtk_widget_activate_action (entry, "library.clear-search", NULL);
  desk_test_wait_for (count_shown (window) == 3);

  gtk_widget_activate_action (GTK_WIDGET (library), "library.bin", "s", council);
  desk_test_wait_for (count_shown (window) == 2);
  desk_library_set_filter (library, "bin");
  desk_test_wait_for (count_shown (window) == 1);
  gtk_widget_activate_action (GTK_WIDGET (library), "library.restore", "s", council);
  desk_test_wait_for (count_shown (window) == 0);

  g_clear_object (&first);
  close_window (window);
  desk_test_store_free (store);
}

static void
test_open_story (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *ferry = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  g_autofree char *council = desk_test_story_new (store, "Headline: Council votes\n\nSeven to two.\n");
  GtkWindow *window = open_window (store);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-story", "s", ferry);
  desk_test_wait_for (get_document (window) != NULL);
  g_assert_cmpstr (desk_document_get_story_id (get_document (window)), ==, ferry);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-story", "s", council);
  desk_test_wait_for (get_document (window) != NULL && g_str_equal (desk_document_get_story_id (get_document (window)), council));

  /* A story that goes to the bin is not on the screen any more. */
  gtk_widget_activate_action (GTK_WIDGET (get_library (window)), "library.bin", "s", council);
  desk_test_wait_for (get_document (window) == NULL);

  close_window (window);
  desk_test_store_free (store);
}

/* The story is there before its view ever was on the screen, as when Desk starts. */
static void
test_story_at_start (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *ferry = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  g_autoptr (DeskDocument) document = desk_test_document_new (store, ferry);
  GtkWidget *view = g_object_new (DESK_TYPE_STORY_VIEW, "document", document, NULL);
  GtkWindow *window = desk_test_window_new (view);
  GtkWidget *headline = desk_test_find (view, DESK_TYPE_TITLE_VIEW, NULL);
  int height;

  desk_test_settle ();
  height = gtk_widget_get_height (headline);
  g_assert_cmpint (height, >, 10);

  /* It grows with its lines, and shrinks with them. */
  gtk_text_buffer_set_text (desk_document_get_headline (document),
                            "Ferry line asks for help after the collapse of the pier that all of the island depends on, and says that it is not the first time",
                            -1);
  desk_test_wait_for (gtk_widget_get_height (headline) >= 2 * height);
  gtk_text_buffer_set_text (desk_document_get_headline (document), "Ferry line asks for help", -1);
  desk_test_wait_for (gtk_widget_get_height (headline) == height);

  g_clear_object (&document);
  desk_test_window_free (window);
  desk_test_store_free (store);
}

static void
test_inspector (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *ferry = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  GtkWindow *window = open_window (store);
  GtkWidget *view = GTK_WIDGET (desk_window_get_story_view (DESK_WINDOW (window)));
  const char *const pages[] = { "posts", "updates", "history", "details", "claims" };
  gboolean visible;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-story", "s", ferry);
  desk_test_wait_for (get_document (window) != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *action = g_strconcat ("inspector.", pages[i], NULL);
      g_autofree char *page = NULL;

      g_assert_true (gtk_widget_activate_action (view, action, NULL));
      desk_test_settle ();
      g_object_get (view, "inspector-page", &page, NULL);
      g_assert_cmpstr (page, ==, pages[i]);
    }

  gtk_widget_activate_action (view, "inspector.toggle", NULL);
  g_object_get (view, "inspector-visible", &visible, NULL);
  g_assert_false (visible);

  /* Over the text it waits to be asked for, and is back beside it where there is room. */
  gtk_widget_activate_action (view, "inspector.toggle", NULL);
  g_object_set (view, "overlaid", TRUE, "narrow", TRUE, NULL);
  desk_test_settle ();
  g_object_get (view, "inspector-visible", &visible, NULL);
  g_assert_false (visible);
  g_object_set (view, "narrow", FALSE, "overlaid", FALSE, NULL);
  desk_test_settle ();
  g_object_get (view, "inspector-visible", &visible, NULL);
  g_assert_true (visible);

  close_window (window);
  desk_test_store_free (store);
}

/* A page that is asked for comes up over the text, with room for what it shows, and is put away again. */
static void
test_narrow_page (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *ferry = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  g_autoptr (DeskDocument) document = desk_test_document_new (store, ferry);
  GtkWidget *view = g_object_new (DESK_TYPE_STORY_VIEW, "document", document, "narrow", TRUE, NULL);
  GtkWindow *window = desk_test_window_new (view);
  gboolean visible;
  GtkWidget *pages;

  gtk_widget_activate_action (view, "inspector.details", NULL);
  g_object_get (view, "inspector-visible", &visible, NULL);
  g_assert_true (visible);
  pages = desk_test_find (view, ADW_TYPE_VIEW_STACK, NULL);
  desk_test_wait_for (gtk_widget_get_mapped (pages));
  desk_test_wait_for (gtk_widget_get_height (pages) > 480);

  gtk_widget_activate_action (view, "inspector.toggle", NULL);
  g_object_get (view, "inspector-visible", &visible, NULL);
  g_assert_false (visible);

  g_clear_object (&document);
  desk_test_window_free (window);
  desk_test_store_free (store);
}

/* Where the title has no room for it, the bar at the bottom says what is not out. */
static void
test_narrow_summary (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *ferry = desk_test_story_new (store, "Headline: Ferry line asks for help\nLanguage: en\nZone: Asia/Baghdad\n\nThe pier gave way.\n");
  g_autoptr (DeskDocument) document = desk_test_document_new (store, ferry);
  GtkWidget *view = g_object_new (DESK_TYPE_STORY_VIEW, "document", document, "narrow", TRUE, NULL);
  GtkWindow *window = desk_test_window_new (view);
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_assert_nonnull (desk_test_find (view, GTK_TYPE_LABEL, "0/0 · 0 posts"));
  g_ptr_array_add (changes, desk_change_new_update (DESK_UPDATE_PUBLISH, desk_text_get_hash (desk_document_get_snapshot (document)->text),
                                                    0, "Asia/Baghdad", "en", "", "", "", "", ""));
  desk_test_commit (document, changes);
  gtk_text_buffer_insert_at_cursor (GTK_TEXT_BUFFER (desk_document_get_body (document)), "It is raining. ", -1);
  desk_test_wait_for (desk_test_find (view, GTK_TYPE_LABEL, "0/0 · 0 posts · 1 change not out") != NULL);

  g_clear_object (&document);
  desk_test_window_free (window);
  desk_test_store_free (store);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *ferry = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier **gave way**.\n");
  GtkWindow *window = open_window (store);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  g_autofree char *copied = NULL;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-story", "s", ferry);
  desk_test_wait_for (get_document (window) != NULL);

  gdk_clipboard_set_text (clipboard, "");
  gtk_widget_activate_action (GTK_WIDGET (desk_window_get_story_view (DESK_WINDOW (window))), "story.copy", NULL);
  desk_test_wait_for (desk_test_find (GTK_WIDGET (window), GTK_TYPE_LABEL, "Story copied") != NULL);
  gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, &copied);
  desk_test_wait_for (copied != NULL);
  g_assert_true (g_str_has_prefix (copied, "Ferry line asks for help\n"));
  g_assert_nonnull (strstr (copied, "The pier gave way."));

  close_window (window);
  desk_test_store_free (store);
}

static void
test_paste_post (void)
{
  DeskStore *store = desk_test_store_new ();
  GtkWindow *window = open_window (store);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  GtkWidget *library = GTK_WIDGET (get_library (window));
  DeskSnapshot *snapshot;

  /* What is no post begins no story. */
  gdk_clipboard_set_text (clipboard, "");
  gtk_widget_activate_action (library, "library.paste", NULL);
  desk_test_settle ();
  g_assert_cmpuint (count_shown (window), ==, 0);

  gdk_clipboard_set_text (clipboard, "https://twitter.com/marrow_guard/status/2025946527169249280?s=20");
  gtk_widget_activate_action (library, "library.paste", NULL);
  desk_test_wait_for (get_document (window) != NULL);
  snapshot = desk_document_get_snapshot (get_document (window));
  g_assert_cmpuint (snapshot->posts->len, ==, 1);
  g_assert_cmpstr (desk_text_get_body (snapshot->text), ==, "<https://x.com/marrow_guard/status/2025946527169249280>\n");
  desk_test_wait_for (count_shown (window) == 1);

  close_window (window);
  desk_test_store_free (store);
}

static void
test_restore (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *ferry = desk_test_story_new (store, "Headline: Ferry line asks for help\n\nThe pier gave way.\n");
  GtkWindow *window = open_window (store);
  GtkWidget *view = GTK_WIDGET (desk_window_get_story_view (DESK_WINDOW (window)));
  g_autoptr (DeskDocument) document = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  GtkTextBuffer *body;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-story", "s", ferry);
  desk_test_wait_for (get_document (window) != NULL);
  document = g_object_ref (get_document (window));
  body = GTK_TEXT_BUFFER (desk_document_get_body (document));
  first = g_strdup (desk_document_get_snapshot (document)->story->head);

  gtk_text_buffer_set_text (body, "The pier is whole.\n", -1);
  gtk_widget_activate_action (view, "story.keep-version", NULL);
  desk_test_wait_for (g_strcmp0 (desk_document_get_snapshot (document)->story->head, first) != 0);

  /* A version of its own, behind those that were there. */
  gtk_widget_activate_action (view, "story.restore", "s", first);
  desk_test_wait_for (desk_document_get_snapshot (document)->story->n_revisions == 3);
  g_assert_cmpstr (desk_text_get_body (desk_document_get_snapshot (document)->text), ==, "The pier gave way.\n");
  revisions = desk_store_list_revisions (store, ferry, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (((DeskRevision *) g_ptr_array_index (revisions, 0))->why, ==, DESK_WHY_RESTORE);

  g_clear_object (&document);
  close_window (window);
  desk_test_store_free (store);
}

static void
test_desk_that_cannot_be_opened (void)
{
  g_autoptr (GError) error = g_error_new_literal (DESK_STORE_ERROR, DESK_STORE_ERROR_NEWER, "a <b> & c");
  DeskWindow *window = desk_window_new (NULL, "/nowhere/a.desk", DESK_STORE_OPEN_DEFAULT);
  GtkWidget *page;

  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  desk_window_set_error (window, error);
  page = desk_test_find (GTK_WIDGET (window), ADW_TYPE_STATUS_PAGE, "This Desk Could Not Be Opened");
  desk_test_wait_for (gtk_widget_get_mapped (page));
  g_assert_true (g_str_has_prefix (adw_status_page_get_description (ADW_STATUS_PAGE (page)), "a &lt;b&gt; &amp; c"));

  close_window (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/window/empty", test_empty);
  g_test_add_func ("/window/first-run", test_first_run);
  g_test_add_func ("/window/new-story", test_new_story);
  g_test_add_func ("/window/library", test_library);
  g_test_add_func ("/window/open-story", test_open_story);
  g_test_add_func ("/window/story-at-start", test_story_at_start);
  g_test_add_func ("/window/inspector", test_inspector);
  g_test_add_func ("/window/narrow-page", test_narrow_page);
  g_test_add_func ("/window/narrow-summary", test_narrow_summary);
  g_test_add_func ("/window/copy", test_copy);
  g_test_add_func ("/window/paste-post", test_paste_post);
  g_test_add_func ("/window/restore", test_restore);
  g_test_add_func ("/window/desk-that-cannot-be-opened", test_desk_that_cannot_be_opened);

  return g_test_run ();
}
