/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "desk-test-story.h"
#include "exchange/desk-export.h"

static GBytes *
make_dossier (DeskSnapshot *snapshot, DeskUpdate *update, DeskText *text)
{
  g_autoptr (GPtrArray) revisions = desk_test_story_list_revisions (snapshot);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = desk_export_dossier (snapshot, NULL, update, text, NULL, revisions, &error);

  g_assert_no_error (error);

  return bytes;
}

static gboolean
contains (GBytes *bytes, const char *needle)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return memmem (data, length, needle, strlen (needle)) != NULL;
}

static guint
count_pages (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_malloc0 (length + 1);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("/Type /Pages\\b[^>]*/Count ([0-9]+)", G_REGEX_RAW | G_REGEX_DOTALL, 0, NULL);
  g_autofree char *count = NULL;

  for (gsize i = 0; i < length; i++)
    text[i] = data[i] != '\0' ? data[i] : ' ';
  g_regex_match (regex, text, 0, &match);
  count = g_match_info_fetch (match, 1);

  return count != NULL ? g_ascii_strtoull (count, NULL, 10) : 0;
}

static void
test_pdf (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (GBytes) bytes = make_dossier (snapshot, NULL, snapshot->text);

  g_assert_cmpuint (g_bytes_get_size (bytes), >, 1000);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (bytes, NULL), "%PDF-1."));
  g_assert_cmpuint (count_pages (bytes), >=, 1);
  /* The title is plain in the file, and what is sealed is nowhere in what the writer was given. */
  g_assert_true (contains (bytes, "/Title (Harbour prison seized)"));
  g_assert_false (contains (bytes, "5ea1ed00"));
}

static void
test_words (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (GBytes) bytes = make_dossier (snapshot, g_ptr_array_index (snapshot->updates, 0), snapshot->text);
  g_autofree char *text = desk_test_read_pdf (bytes);
  const char *const expected[] = {
    "Harbour prison seized", "Armed men opened a prison", "Updated at 10:19 pm.", "source A", "The gates are open.",
    "019c8b5e-0000-7000-8000-000000000001", "revision-1", "Page 1 of", "@marrow_guard",
    "As it was out from"
  };

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s", expected[i]);
      g_assert_nonnull (strstr (text, expected[i]));
    }
  g_assert_null (strstr (text, "5ea1ed00"));
}

static void
test_pages (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (GString) body = g_string_new ("Armed men **opened** a prison.");
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append (body, "\n\nThe harbour stays closed until noon on Tuesday, and the ferries with it. مغلق");
  text = desk_text_with_body (snapshot->text, body->str);
  bytes = make_dossier (snapshot, NULL, text);

  g_assert_cmpuint (count_pages (bytes), >, 5);
}

/* One long paragraph, right to left, goes over several pages too. */
static void
test_long_paragraph (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append (body, "الميناء مغلق ");
  text = desk_text_with_body (snapshot->text, body->str);
  bytes = make_dossier (snapshot, NULL, text);

  g_assert_cmpuint (count_pages (bytes), >, 3);
}

static void
test_bare (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (DeskText) empty = desk_text_new ();
  g_autoptr (GPtrArray) revisions = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_ptr_array_set_size (snapshot->updates, 0);
  g_ptr_array_set_size (snapshot->claims, 0);
  g_ptr_array_set_size (snapshot->posts, 0);
  g_set_str (&snapshot->story->zone, "");
  g_set_str (&snapshot->story->language, "");
  bytes = desk_export_dossier (snapshot, NULL, NULL, empty, NULL, revisions, NULL);

  g_assert_cmpuint (count_pages (bytes), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dossier/pdf", test_pdf);
  g_test_add_func ("/dossier/words", test_words);
  g_test_add_func ("/dossier/pages", test_pages);
  g_test_add_func ("/dossier/long-paragraph", test_long_paragraph);
  g_test_add_func ("/dossier/bare", test_bare);

  return g_test_run ();
}
