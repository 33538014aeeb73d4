/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "desk-test-utils.h"
#include "editor/desk-editor.h"
#include "editor/desk-hard-lines.h"
#include "editor/desk-paster.h"
#include "editor/desk-slices.h"
#include "editor/desk-title-view.h"

#define ADDRESS "https://x.com/marrow_guard/status/1893000000000000001"
#define BODY "Armed men opened a prison.\n\nThe gates are open.\n"
#define STORY "Headline: Harbour prison seized\nLanguage: en\nZone: Europe/Berlin\n\n" BODY

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  DeskEditor *editor;
  GtkWindow *window;
  GtkTextBuffer *body;
  GtkTextView *view;
  GSimpleActionGroup *story_actions;
  GSimpleActionGroup *window_actions;
  char *activated; /* the last action, and what it was given */
} Fixture;

static void
activate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *value = g_variant_print (parameter, FALSE);

  g_free (fixture->activated);
  fixture->activated = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), value);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const GActionEntry of_story[] = { { "toast", activate_cb, "s" }, { "keep-pasted-post", activate_cb, "s" } };
  const GActionEntry of_window[] = { { "import-files", activate_cb, "as" } };

  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, STORY);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  fixture->editor = g_object_new (DESK_TYPE_EDITOR, "document", fixture->document, NULL);
  fixture->window = desk_test_window_new (GTK_WIDGET (fixture->editor));
  fixture->view = GTK_TEXT_VIEW (desk_test_find (GTK_WIDGET (fixture->editor), GTK_SOURCE_TYPE_VIEW, NULL));
  fixture->story_actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->story_actions), of_story, G_N_ELEMENTS (of_story), fixture);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "story", G_ACTION_GROUP (fixture->story_actions));
  fixture->window_actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->window_actions), of_window, G_N_ELEMENTS (of_window), fixture);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "win", G_ACTION_GROUP (fixture->window_actions));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  desk_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  DeskSaveState state;

  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "story", NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "win", NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), "");
  desk_test_window_free (fixture->window);
  desk_test_wait_for ((g_object_get (fixture->document, "save-state", &state, NULL), state == DESK_SAVE_SAVED));
  desk_test_finalize (fixture->document);
  desk_test_store_free (fixture->store);
  g_object_unref (fixture->story_actions);
  g_object_unref (fixture->window_actions);
  g_free (fixture->activated);
  g_free (fixture->story);
}

static char *
dup_body (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  return gtk_text_iter_get_text (&start, &end);
}

static void
assert_body (Fixture *fixture, const char *expected)
{
  g_autofree char *body = dup_body (fixture);

  g_assert_cmpstr (body, ==, expected);
}

static gboolean
body_is (Fixture *fixture, const char *expected)
{
  g_autofree char *body = dup_body (fixture);

  return g_str_equal (body, expected);
}

static void
select_words (Fixture *fixture, const char *words)
{
  GtkTextIter start, end;

  /* X may still have to tell that the selection before it is gone, and GTK would take it for this one. */
  desk_test_settle ();
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, words, 0, &start, &end, NULL));
  gtk_text_buffer_select_range (fixture->body, &end, &start);
}

static void
place_at_end (Fixture *fixture)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (fixture->body, &end);
  gtk_text_buffer_place_cursor (fixture->body, &end);
}

/* As another program: @text and @html each (nullable). */
static void
set_clipboard (Fixture *fixture, const char *text, const char *html)
{
  g_autoptr (GPtrArray) providers = g_ptr_array_new ();
  g_autoptr (GdkContentProvider) all = NULL;


  desk_test_settle ();
  if (text)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

      g_ptr_array_add (providers, gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8", bytes));
    }
  if (html)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));

      g_ptr_array_add (providers, gdk_content_provider_new_for_bytes ("text/html", bytes));
    }
  all = gdk_content_provider_new_union ((GdkContentProvider **) providers->pdata, providers->len);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), all);
}

static void
paste (Fixture *fixture)
{
  g_clear_pointer (&fixture->activated, g_free);
  g_signal_emit_by_name (fixture->view, "paste-clipboard");
}

static void
test_html (Fixture *fixture, gconstpointer data)
{
  /* Into a line: words with their marks, the cursor behind them; one undo. */
  select_words (fixture, "Armed");
  set_clipboard (fixture, "Five armed", "<meta charset=utf-8><b style='font-weight:normal'><span style='font-weight:700'>Five</span> <a href='https://example.org/?utm_source=a'>armed</a></b>");
  paste (fixture);
  desk_test_wait_for (body_is (fixture, "**Five** [armed](https://example.org/) men opened a prison.\n\nThe gates are open.\n"));
  gtk_text_buffer_insert_at_cursor (fixture->body, "!", -1);
  assert_body (fixture, "**Five** [armed](https://example.org/)! men opened a prison.\n\nThe gates are open.\n");
  gtk_text_buffer_undo (fixture->body);
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, BODY);

  /* A list has lines of its own. */
  select_words (fixture, "men ");
  set_clipboard (fixture, "a\nb", "<ul><li>a</li><li>b</li></ul>");
  paste (fixture);
  desk_test_wait_for (body_is (fixture, "Armed \n\n- a\n- b\n\nopened a prison.\n\nThe gates are open.\n"));
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, BODY);

  /* Nothing but fonts: the words as the other program gives them. */
  select_words (fixture, "Armed");
  set_clipboard (fixture, "Some *men*", "<font color=red>Some *men*</font>");
  paste (fixture);
  desk_test_wait_for (body_is (fixture, "Some *men* men opened a prison.\n\nThe gates are open.\n"));
}

static void
test_plain (Fixture *fixture, gconstpointer data)
{
  GtkWidget *headline = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_TITLE_VIEW, NULL);

  select_words (fixture, "Armed");
  set_clipboard (fixture, "Five\u200b armed", "<b>Five</b> armed");
  desk_editor_paste_plain (fixture->editor);
  desk_test_wait_for (body_is (fixture, "Five armed men opened a prison.\n\nThe gates are open.\n"));

  /* The address of a post is one more word. */
  select_words (fixture, "Five");
  set_clipboard (fixture, ADDRESS, NULL);
  g_clear_pointer (&fixture->activated, g_free);
  desk_editor_paste_plain (fixture->editor);
  desk_test_wait_for (body_is (fixture, ADDRESS " armed men opened a prison.\n\nThe gates are open.\n"));
  g_assert_null (fixture->activated);

  /* Only HTML: its words. */
  select_words (fixture, ADDRESS);
  set_clipboard (fixture, NULL, "<p><b>One</b></p><p>Two</p>");
  desk_editor_paste_plain (fixture->editor);
  desk_test_wait_for (body_is (fixture, "One\n\nTwo armed men opened a prison.\n\nThe gates are open.\n"));

  /* In a field, into the field. */
  gtk_widget_grab_focus (headline);
  set_clipboard (fixture, "Night", NULL);
  desk_editor_paste_plain (fixture->editor);
  desk_test_wait_for (gtk_text_buffer_get_char_count (desk_document_get_headline (fixture->document)) >= (int) strlen ("Night"));
  assert_body (fixture, "One\n\nTwo armed men opened a prison.\n\nThe gates are open.\n");
}

static void
test_addresses (Fixture *fixture, gconstpointer data)
{
  /* On words a link to it; the post of an address, with HTML beside it or not, is kept. */
  select_words (fixture, "opened a prison");
  set_clipboard (fixture, "https://example.org/a?fbclid=1&id=2", NULL);
  paste (fixture);
  desk_test_wait_for (body_is (fixture, "Armed men [opened a prison](https://example.org/a?id=2).\n\nThe gates are open.\n"));

  select_words (fixture, "https://example.org/a?id=2");
  set_clipboard (fixture, "https://example.org/b?gclid=1", NULL);
  paste (fixture);
  desk_test_wait_for (body_is (fixture, "Armed men [opened a prison](https://example.org/b).\n\nThe gates are open.\n"));

  place_at_end (fixture);
  set_clipboard (fixture, ADDRESS "?s=20", "<a href='" ADDRESS "?s=20'>" ADDRESS "</a>");
  paste (fixture);
  desk_test_wait_for (fixture->activated != NULL);
  g_assert_true (g_str_has_prefix (fixture->activated, "keep-pasted-post"));
  assert_body (fixture, "Armed men [opened a prison](https://example.org/b).\n\nThe gates are open.\n\n<" ADDRESS ">\n\n");
}

/* What is copied is what stands there, and has its marks in other programs; it comes back as it was. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *html = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_set_text (fixture->body, "A **bold** [link](https://example.org/) and \\*\n\n1994\\. It was", -1);
  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  gtk_text_buffer_select_range (fixture->body, &start, &end);
  g_signal_emit_by_name (fixture->view, "copy-clipboard");
  gdk_clipboard_read_async (clipboard, (const char *[]) { "text/html", NULL }, G_PRIORITY_DEFAULT, NULL, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  stream = gdk_clipboard_read_finish (clipboard, result, NULL, &error);
  g_assert_no_error (error);
  g_input_stream_read_bytes_async (stream, 1024, G_PRIORITY_DEFAULT, NULL, desk_test_result_cb, &read);
  desk_test_wait_for (read != NULL);
  bytes = g_input_stream_read_bytes_finish (stream, read, &error);
  g_assert_no_error (error);
  html = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (html, "<p>A <strong>bold</strong> <a href=\"https://example.org/\">link</a> and *</p>"));

  place_at_end (fixture);
  paste (fixture);
  desk_test_wait_for (body_is (fixture, "A **bold** [link](https://example.org/) and \\*\n\n1994\\. It wasA **bold** [link](https://example.org/) and \\*\n\n1994\\. It was"));

  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  gtk_text_buffer_select_range (fixture->body, &start, &end);
  g_signal_emit_by_name (fixture->view, "cut-clipboard");
  assert_body (fixture, "");
  gtk_text_buffer_undo (fixture->body);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->body), >, 100);
}

static char *
make_long (guint n, const char *between)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "word%u%s", i, i % 12 == 11 ? between : " ");
  return g_string_free_and_steal (text);
}

/* A long text comes in slice by slice; what is typed meanwhile stands behind it, and one undo takes it out. */
static void
test_long (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = make_long (50000, ".\n\n");
  g_autofree char *whole = g_strconcat (BODY, text, "typed", NULL);

  place_at_end (fixture);
  set_clipboard (fixture, text, NULL);
  paste (fixture);
  desk_test_wait_for (desk_slices_is_busy (fixture->view));
  gtk_text_buffer_insert_at_cursor (fixture->body, "typed", -1);
  desk_test_wait_for (!desk_slices_is_busy (fixture->view));
  assert_body (fixture, whole);
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, BODY);
  gtk_text_buffer_redo (fixture->body);
  assert_body (fixture, whole);
  gtk_text_buffer_undo (fixture->body);

  /* Undone in the middle it is undone whole. */
  desk_test_settle ();
  set_clipboard (fixture, text, NULL);
  paste (fixture);
  desk_test_wait_for (desk_slices_is_busy (fixture->view));
  desk_editor_undo (fixture->editor);
  g_assert_false (desk_slices_is_busy (fixture->view));
  assert_body (fixture, BODY);
}

/* The story is left in the middle: what had begun to come in is all there, what was still being read is not. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = make_long (50000, ".\n\n");
  g_autofree char *whole = g_strconcat (BODY, text, NULL);

  place_at_end (fixture);
  set_clipboard (fixture, text, NULL);
  paste (fixture);
  desk_test_wait_for (desk_slices_is_busy (fixture->view));
  g_object_set (fixture->editor, "document", NULL, NULL);
  g_assert_false (desk_slices_is_busy (fixture->view));
  assert_body (fixture, whole);

  g_object_set (fixture->editor, "document", fixture->document, NULL);
  gtk_text_buffer_undo (fixture->body);
  set_clipboard (fixture, text, NULL);
  paste (fixture);
  g_object_set (fixture->editor, "document", NULL, NULL);
  desk_test_settle ();
  assert_body (fixture, BODY);
}

static void
test_too_long (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = make_long (500000, ".\n\n");

  set_clipboard (fixture, text, NULL);
  paste (fixture);
  desk_test_wait_for (fixture->activated != NULL);
  g_assert_cmpstr (fixture->activated, ==, "toast 'This is too long for a story. Nothing was pasted'");
  assert_body (fixture, BODY);
}

/* HTML that can't be read: its words are there all the same, and so is word of it. */
static void
test_fallback (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) html = g_string_new (NULL);

  for (int i = 0; i < 5000; i++)
    g_string_append (html, "<div>");
  g_string_append (html, "<b>Five</b>");
  select_words (fixture, "Armed");
  set_clipboard (fixture, "Five", html->str);
  paste (fixture);
  desk_test_wait_for (body_is (fixture, "Five men opened a prison.\n\nThe gates are open.\n"));
  g_assert_cmpstr (fixture->activated, ==, "toast 'Its marks could not be read: its plain words were pasted'");
}

static void
take_file (Fixture *fixture, const char *folder, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSList) files = g_slist_append (NULL, file);

  g_clear_pointer (&fixture->activated, g_free);
  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
  desk_paster_take_files (fixture->view, files);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) web = g_file_new_for_uri ("https://example.org/a?utm_source=b");
  g_autoptr (GSList) files = g_slist_append (NULL, web);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("desk-test-XXXXXX", &error);

  g_assert_no_error (error);
  select_words (fixture, "Armed");
  take_file (fixture, folder, "a.txt", "Five\u200b armed\n");
  desk_test_wait_for (body_is (fixture, "Five armed\n men opened a prison.\n\nThe gates are open.\n"));
  select_words (fixture, "Five armed\n");
  take_file (fixture, folder, "a.md", "**Armed**");
  desk_test_wait_for (body_is (fixture, "**Armed** men opened a prison.\n\nThe gates are open.\n"));

  take_file (fixture, folder, "b.md", "Headline: Another\n\nStory.\n");
  desk_test_wait_for (fixture->activated != NULL);
  g_assert_true (g_str_has_prefix (fixture->activated, "import-files ['file://"));
  take_file (fixture, folder, "c.desk", "");
  g_assert_true (g_str_has_prefix (fixture->activated, "import-files ['file://"));
  take_file (fixture, folder, "d.png", "");
  g_assert_cmpstr (fixture->activated, ==, "toast 'Pictures come into a story with the posts that show them'");
  take_file (fixture, folder, "e.xyz", "");
  g_assert_cmpstr (fixture->activated, ==, "toast 'A story takes texts (.txt, .md), links and words'");

  select_words (fixture, "**Armed** ");
  desk_paster_take_files (fixture->view, files);
  desk_test_wait_for (body_is (fixture, "https://example.org/amen opened a prison.\n\nThe gates are open.\n") ||
                      body_is (fixture, "[**Armed** ](https://example.org/a)men opened a prison.\n\nThe gates are open.\n") ||
                      body_is (fixture, "[**Armed**](https://example.org/a)men opened a prison.\n\nThe gates are open.\n"));

  for (const char *const *name = (const char *const[]) { "a.txt", "a.md", "b.md", "c.desk", "d.png", "e.xyz", NULL }; *name; name++)
    {
      g_autofree char *path = g_build_filename (folder, *name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_hard_lines (void)
{
  static const struct
  {
    const char *text;
    const char *mended;
  } cases[] = {
    { "one line", "one line" },
    /* Mail: broken where the next word had no room. */
    { "The gates of the prison were opened at nine in the evening, said\nthe spokesperson of the coast guard. Nobody was hurt when it was\ndone.\n\nIt was dark.\n",
      "The gates of the prison were opened at nine in the evening, said the spokesperson of the coast guard. Nobody was hurt when it was done.\n\nIt was dark.\n" },
    /* Verse, lists, quotations, code. */
    { "It was dark,\nit was cold,\nand nobody came to see the ship go down.\n", "It was dark,\nit was cold,\nand nobody came to see the ship go down.\n" },
    { "- The gates of the prison were opened at nine in the evening, said\n- the spokesperson of the coast guard. Nobody was hurt when it was\n",
      "- The gates of the prison were opened at nine in the evening, said\n- the spokesperson of the coast guard. Nobody was hurt when it was\n" },
    { "> The gates of the prison were opened at nine in the evening, said\n> the spokesperson of the coast guard. Nobody was hurt when it was\n",
      "> The gates of the prison were opened at nine in the evening, said\n> the spokesperson of the coast guard. Nobody was hurt when it was\n" },
  };
  g_autofree char *lines = make_long (48, ".\n");
  g_autofree char *paragraphs = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *mended = desk_hard_lines_mend (cases[i].text);

      g_assert_cmpstr (mended, ==, cases[i].mended);
    }

  /* A paragraph a line, as word processors give it. */
  g_free (lines);
  lines = g_strdup ("The gates of the prison were opened at nine in the evening, said the spokesperson of the coast guard, and nobody was hurt when it was done, as far as anybody knows.\nIt was dark.\n");
  paragraphs = desk_hard_lines_mend (lines);
  g_assert_nonnull (strstr (paragraphs, "knows.\n\nIt was dark.\n"));
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/paste/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("html", test_html);
  ADD ("plain", test_plain);
  ADD ("addresses", test_addresses);
  ADD ("copy", test_copy);
  ADD ("long", test_long);
  ADD ("leave", test_leave);
  ADD ("too-long", test_too_long);
  ADD ("fallback", test_fallback);
  ADD ("files", test_files);
#undef ADD
  g_test_add_func ("/paste/hard-lines", test_hard_lines);

  return g_test_run ();
}
