/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "editor/desk-editor.h"
#include "window/desk-story-window.h"
#include "window/desk-window.h"

#define BODY "Armed men opened a prison.\n\nThe gates are open.\n"
#define STORY "Headline: Harbour\nLanguage: en\nZone: Europe/Berlin\n\n" BODY

static GtkTextView *
get_view (gpointer root)
{
  return GTK_TEXT_VIEW (desk_test_find (root, GTK_SOURCE_TYPE_VIEW, NULL));
}

static char *
dup_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_iter_get_text (&start, &end);
}

static void
assert_text (GtkTextView *view, const char *expected)
{
  g_autofree char *text = dup_text (view);

  g_assert_cmpstr (text, ==, expected);
}

static int
get_cursor (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  return gtk_text_iter_get_offset (&iter);
}

static void
place_cursor (GtkTextView *view, int offset)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, offset);
  gtk_text_buffer_place_cursor (buffer, &iter);
}

/* The main window and the story's own: one document, one text, one undo; either may close first. */
static void
test_windows (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, STORY);
  DeskWindow *window = desk_window_new (NULL, desk_store_get_path (store), DESK_STORE_OPEN_DEFAULT);
  GtkWindow *own;
  DeskStoryView *one, *other;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;

  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  desk_window_set_fleeting (window, TRUE);
  desk_window_set_store (window, g_object_ref (store));
  desk_window_open_story (window, story);
  one = desk_window_get_story_view (window);
  desk_test_wait_for (desk_story_view_get_document (one) != NULL);
  own = g_object_ref (desk_story_window_new (NULL, g_object_ref (store), story));
  gtk_window_present (own);
  other = desk_story_window_get_story_view (DESK_STORY_WINDOW (own));
  desk_test_wait_for (desk_story_view_get_document (other) != NULL);
  desk_test_settle ();
  g_assert_true (desk_story_view_get_document (one) == desk_story_view_get_document (other));

  /* What is typed in one is in the other, at once; what one undoes is undone. */
  place_cursor (get_view (one), 0);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (get_view (one)), "Five a", -1);
  assert_text (get_view (other), "Five a" BODY);
  gtk_widget_grab_focus (GTK_WIDGET (get_view (other)));
  gtk_widget_activate_action (GTK_WIDGET (other), "story.undo", NULL);
  assert_text (get_view (one), BODY);
  gtk_widget_activate_action (GTK_WIDGET (other), "story.redo", NULL);
  assert_text (get_view (one), "Five a" BODY);

  gtk_window_close (own);
  desk_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (own)));
  desk_test_settle ();
  desk_test_finalize (own);
  assert_text (get_view (one), "Five a" BODY);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (get_view (one)), "!", -1);

  gtk_window_close (GTK_WINDOW (window));
  desk_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (window)));
  desk_test_settle ();
  desk_test_finalize (window);
  snapshot = desk_store_load (store, story, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strchr (desk_text_get_body (snapshot->text), '!'));
  desk_test_store_free (store);
}

/* Each view has a cursor of its own, that follows its words. */
static void
test_cursors (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, STORY);
  DeskDocument *document = desk_test_document_new (store, story);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *one = g_object_new (DESK_TYPE_EDITOR, "document", document, "hexpand", TRUE, NULL);
  GtkWidget *other = g_object_new (DESK_TYPE_EDITOR, "document", document, "hexpand", TRUE, NULL);
  DeskSaveState state;
  GtkWindow *window;

  gtk_box_append (GTK_BOX (box), one);
  gtk_box_append (GTK_BOX (box), other);
  window = desk_test_window_new (box);

  gtk_widget_grab_focus (GTK_WIDGET (get_view (one)));
  place_cursor (get_view (one), 5);
  gtk_widget_grab_focus (GTK_WIDGET (get_view (other)));
  place_cursor (get_view (other), 32);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (get_view (other)), "big ", -1);
  g_assert_cmpint (get_cursor (get_view (other)), ==, 36);
  gtk_widget_grab_focus (GTK_WIDGET (get_view (one)));
  g_assert_cmpint (get_cursor (get_view (one)), ==, 5);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (get_view (one)), ", five", -1);
  gtk_widget_grab_focus (GTK_WIDGET (get_view (other)));
  g_assert_cmpint (get_cursor (get_view (other)), ==, 36 + 6);
  assert_text (get_view (other), "Armed, five men opened a prison.\n\nThe big gates are open.\n");

  /* Shown on purpose, the place is where it was shown. */
  gtk_widget_grab_focus (GTK_WIDGET (get_view (one)));
  desk_editor_show_range (DESK_EDITOR (other), 0, 5);
  g_assert_true (gtk_window_get_focus (window) == GTK_WIDGET (get_view (other)));
  g_assert_cmpint (get_cursor (get_view (other)), <=, 5);

  /* One undo for both. */
  desk_editor_undo (DESK_EDITOR (other));
  desk_editor_undo (DESK_EDITOR (other));
  assert_text (get_view (one), BODY);

  desk_test_window_free (window);
  desk_test_wait_for ((g_object_get (document, "save-state", &state, NULL), state == DESK_SAVE_SAVED));
  desk_test_finalize (document);
  desk_test_store_free (store);
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/two-views/windows", test_windows);
  g_test_add_func ("/two-views/cursors", test_cursors);

  return g_test_run ();
}
