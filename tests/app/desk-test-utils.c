/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"

#include <glib/gstdio.h>
#include <gtksourceview/gtksource.h>

#include "history/desk-diff-view.h"

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        remove_folder (file);
      else
        g_assert_cmpint (g_unlink (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

void
desk_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  adw_init ();
  gtk_source_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()), "/com/example/Desk/icons");
}

void
desk_test_iterate (void)
{
  /* So that a wait ends in time when nothing happens at all. */
  guint source = g_timeout_add (20, wake_cb, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

void
desk_test_wait_until (DeskTestCondition condition, gpointer data)
{
  desk_test_wait_for (condition (data));
}

void
desk_test_settle (void)
{
  gint64 end = g_get_monotonic_time () + 150 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    desk_test_iterate ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

DeskStore *
desk_test_store_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("desk-test-XXXXXX", &error);
  g_autofree char *path = NULL;
  DeskStore *store;

  g_assert_no_error (error);
  path = g_build_filename (folder, "test.desk", NULL);
  store = desk_store_open (path, DESK_STORE_OPEN_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  desk_store_set_setting (store, "person", "Ada Tester", &error);
  g_assert_no_error (error);
  desk_store_set_setting (store, "zone", "Europe/Berlin", &error);
  g_assert_no_error (error);
  desk_store_set_setting (store, "language", "en", &error);
  g_assert_no_error (error);
  return store;
}

void
desk_test_store_free (DeskStore *store)
{
  g_autofree char *folder = g_path_get_dirname (desk_store_get_path (store));
  g_autoptr (GError) error = NULL;

  desk_test_settle ();
  desk_store_close (store, &error);
  g_assert_no_error (error);
  desk_test_finalize (store);
  remove_folder (folder);
}

char *
desk_test_story_new (DeskStore *store, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskText) parsed = desk_text_parse (text, -1, &error);
  char *story;

  g_assert_no_error (error);
  story = desk_store_create_story (store, NULL, parsed, NULL, &error);
  g_assert_no_error (error);
  return story;
}

DeskDocument *
desk_test_document_new (DeskStore *store, const char *story)
{
  DeskDocument *document = desk_document_open (store, story);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  desk_document_load_async (document, NULL, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  desk_document_load_finish (document, result, &error);
  g_assert_no_error (error);
  return document;
}

void
desk_test_document_free (DeskDocument *document)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  desk_document_flush_async (document, NULL, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  g_assert_true (desk_document_flush_finish (document, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  desk_test_settle ();
  desk_test_finalize (document);
}

void
desk_test_commit (DeskDocument *document, GPtrArray *changes)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) owned = changes;

  desk_document_commit_async (document, DESK_WHY_KEEP, owned, NULL, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  ids = desk_document_commit_finish (document, result, &error);
  g_assert_no_error (error);
}

GtkWindow *
desk_test_window_new (GtkWidget *child)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 800);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  desk_test_wait_for (gtk_widget_get_mapped (window));
  return g_object_ref (GTK_WINDOW (window));
}

void
desk_test_window_free (GtkWindow *window)
{
  gtk_window_destroy (window);
  desk_test_settle ();
  desk_test_finalize (window);
}

void
desk_test_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **place = data;

  g_set_object (place, result);
}

static gboolean
has_label (GtkWidget *widget, const char *label)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (widget);

  for (const char *const *name = (const char *const[]) { "label", "title", NULL }; *name != NULL; name++)
    {
      GParamSpec *pspec = g_object_class_find_property (klass, *name);
      g_autofree char *value = NULL;

      if (pspec == NULL || pspec->value_type != G_TYPE_STRING)
        continue;
      g_object_get (widget, *name, &value, NULL);
      if (g_strcmp0 (value, label) == 0)
        return TRUE;
    }
  return FALSE;
}

GtkWidget *
desk_test_find (GtkWidget *root, GType type, const char *label)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (label == NULL || has_label (root, label)))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = desk_test_find (child, type, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
desk_test_find_named (GtkWidget *root, const char *name)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      /* What it has instead, when it is not that. */
      g_autofree char *other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

      if (other == NULL)
        return root;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = desk_test_find_named (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
desk_test_click (GtkWidget *button)
{
  g_assert_true (GTK_IS_BUTTON (button));
  desk_test_wait_for (gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

char *
desk_test_dup_shown (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

gboolean
desk_test_shows (GtkWidget *root, const char *words)
{
  GtkWidget *view = desk_test_find (root, DESK_TYPE_DIFF_VIEW, NULL);
  g_autofree char *shown = desk_test_dup_shown (view);

  return strstr (shown, words) != NULL;
}
