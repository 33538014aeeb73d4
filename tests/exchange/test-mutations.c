/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "exchange/desk-capture.h"
#include "exchange/desk-import.h"

/* What comes from outside, damaged in many ways, always the same ones: never a crash, always valid text. */

#define ROUNDS 60
#define SEED 20260223

static const char *const snippets[] = {
  "<", ">", "<p>", "</p>", "<blockquote class=\"twitter-tweet\">", "<script>", "&#", "&#x0;", "&#xFFFFFFFF;", "\"", "{", "}",
  "[", "](", "]:", "\\", "\\u0000", "\\ud800", "---\n", "# ", "RELATED: ", "RELATED:\n", "https://", "@", "\r\n", "\n\n",
  "PORT ALDER - ", " — ", "By ", "Updated at ", "10:19", "\xEF\xBB\xBF", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xC0\x80", "\xED\xA0\x80", "\xFF",
  "Headline: ", "Zone: ", "ا", "🛥"
};

static GBytes *
mutate (GRand *rand, const char *data, gsize length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint n = g_rand_int_range (rand, 1, 8);

  g_byte_array_append (bytes, (const guint8 *) data, length);
  for (guint i = 0; i < n && bytes->len > 1; i++)
    {
      guint at = g_rand_int_range (rand, 0, bytes->len);
      guint run = g_rand_int_range (rand, 1, MIN (64, bytes->len - at) + 1);

      switch (g_rand_int_range (rand, 0, 5))
        {
        case 0: /* another byte */
          bytes->data[at] = g_rand_int_range (rand, 0, 256);
          break;
        case 1: /* cut out */
          g_byte_array_remove_range (bytes, at, run);
          break;
        case 2: /* cut off */
          g_byte_array_set_size (bytes, at + 1);
          break;
        case 3: /* said twice */
          {
            g_autofree guint8 *copy = g_memdup2 (bytes->data + at, run);

            g_byte_array_append (bytes, copy, run);
            break;
          }
        default: /* put in */
          {
            const char *snippet = snippets[g_rand_int_range (rand, 0, G_N_ELEMENTS (snippets))];
            guint tail = bytes->len - at;
            g_autofree guint8 *rest = g_memdup2 (bytes->data + at, tail);

            g_byte_array_set_size (bytes, at);
            g_byte_array_append (bytes, (const guint8 *) snippet, strlen (snippet));
            g_byte_array_append (bytes, rest, tail);
          }
        }
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static void
assert_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
assert_line (const char *line)
{
  assert_text (line);
  for (const char *p = line; *p != '\0'; p++)
    g_assert_cmpuint ((guchar) *p, >=, 0x20);
}

static void
check_capture (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = desk_capture_read (data, length, NULL, &error);
  g_autofree char *description = NULL;

  if (post == NULL)
    {
      g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN);
      return;
    }

  g_assert_no_error (error);
  g_assert_true (*post->address != '\0' || *post->words != '\0');
  g_assert_true (*post->address == '\0' || g_str_has_prefix (post->address, "http"));
  g_assert_true (*post->author_address == '\0' || g_str_has_prefix (post->author_address, "http"));
  assert_line (post->address);
  assert_line (post->author);
  assert_line (post->handle);
  assert_line (post->language);
  assert_text (post->words);
  for (const char *p = post->words; *p != '\0'; p++)
    g_assert_true ((guchar) *p >= 0x20 || *p == '\n' || *p == '\t');

  description = desk_capture_describe (post, "Asia/Baghdad", "en");
  assert_line (description);
}

static void
check_import (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskImport) import = desk_import_text (data, length, NULL, "en", "Asia/Baghdad", &error);
  g_autoptr (DeskText) again = NULL;

  if (import == NULL)
    {
      g_assert_true (error->domain == DESK_EXCHANGE_ERROR || error->domain == DESK_CORE_ERROR);
      assert_text (error->message);
      return;
    }

  g_assert_no_error (error);
  assert_text (desk_text_get_canonical (import->text, NULL));
  g_assert_cmpstr (import->slug, !=, "");
  assert_line (import->slug);
  for (guint i = 0; i < import->recognised->len; i++)
    assert_text (g_ptr_array_index (import->recognised, i));

  /* What was imported is a text that Desk reads as it wrote it. */
  again = desk_text_parse (desk_text_get_canonical (import->text, NULL), -1, &error);
  g_assert_no_error (error);
  g_assert_true (desk_text_equal (import->text, again));

  if (import->stamp != NULL)
    {
      g_autoptr (DeskText) without = desk_import_without_stamp (import->text, import->stamp);

      assert_text (desk_text_get_canonical (without, NULL));
      g_assert_cmpuint (strlen (desk_text_get_body (without)), <, strlen (desk_text_get_body (import->text)));
    }
}

static void
test_folder (gconstpointer folder)
{
  g_autofree char *path = g_build_filename (g_getenv ("DESK_TEST_DATA"), folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);
  g_assert_cmpuint (names->len, >, 0);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *file = g_build_filename (path, g_ptr_array_index (names, i), NULL);
      g_autofree char *contents = NULL;
      gsize length;

      g_file_get_contents (file, &contents, &length, &error);
      g_assert_no_error (error);

      g_test_message ("%s", file);
      for (guint round = 0; round < ROUNDS; round++)
        {
          g_autoptr (GBytes) bytes = mutate (rand, contents, length);
          gsize size;
          const char *data = g_bytes_get_data (bytes, &size);

          /* Whatever it was, somebody may paste it into the wrong place. */
          check_capture (data != NULL ? data : "", size);
          check_import (data != NULL ? data : "", size);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/mutations/posts", "posts", test_folder);
  g_test_add_data_func ("/mutations/stories", "stories", test_folder);

  return g_test_run ();
}
