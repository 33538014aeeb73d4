/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-test-story.h"
#include "exchange/desk-page-writer.h"
#include "exchange/desk-print.h"

static const DeskPageStyle plain = { "Sans 10", 0, 0, 0 };

/* (transfer full) (nullable) */
static char *
print_text (DeskSnapshot *snapshot, DeskText *text, gboolean is_proof)
{
  g_autoptr (DeskPrint) print = desk_print_new (snapshot, text, is_proof);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = desk_print_make_pdf (print, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (bytes, NULL), "%PDF-1."));

  return desk_test_read_pdf (bytes);
}

static void
assert_has (const char *text, const char *const *expected, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_test_message ("%s", expected[i]);
      g_assert_nonnull (strstr (text, expected[i]));
    }
}

/* The narrow spaces of a foot may be none to whoever reads the PDF. */
static void
assert_page (const char *text, guint page, guint n_pages)
{
  g_autofree char *pattern = g_strdup_printf ("^%u ?/ ?%u$", page, n_pages);

  g_assert_true (g_regex_match_simple (pattern, text, G_REGEX_MULTILINE, 0));
}

static void
test_story (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autofree char *text = print_text (snapshot, snapshot->text, FALSE);
  const char *const expected[] = {
    "Harbour prison seized", "Ministry denies losing control", "By M. Aral", "PORT ALDER, Marrow Coast — Armed men",
    "Marrow Coast Guard", "@marrow_guard", "17:51", "The gates are open.", "Updated at 10:19 pm.", "Related: Ferry line asks for help",
    "harbour-prison"
  };

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  assert_has (text, expected, G_N_ELEMENTS (expected));
  assert_page (text, 1, 1);
  /* What only the desk knows, and marks of CommonMark. */
  g_assert_null (strstr (text, "source A"));
  g_assert_null (strstr (text, "Claims"));
  g_assert_null (strstr (text, "**"));
}

static void
test_covered (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  DeskPost *post = g_ptr_array_index (snapshot->posts, 0);
  g_autofree char *text = NULL;

  g_set_str (&post->graphic, "a fire");
  text = print_text (snapshot, snapshot->text, FALSE);
  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_nonnull (strstr (text, "Covered: a fire"));
  g_assert_null (strstr (text, "The gates are open."));
}

static void
test_proof (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autofree char *text = print_text (snapshot, snapshot->text, TRUE);
  const char *const expected[] = { "Proof", "Claims", "Marrow Coast Guard", "Said: ", "So: ", "For: Person: ", "source A" };

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  assert_has (text, expected, G_N_ELEMENTS (expected));
  g_assert_null (strstr (text, "5ea1ed00"));
}

/* The page is known at the foot of each, and no page is lost. */
static void
test_pages (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (DeskText) text = NULL;
  g_autoptr (DeskPrint) print = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *read = NULL;
  guint n;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (body, "> Paragraph %u: the harbour stays closed until noon, and the ferries with it.\n\n", i);
  text = desk_text_with_body (snapshot->text, body->str);
  print = desk_print_new (snapshot, text, FALSE);
  bytes = desk_print_make_pdf (print, NULL);
  n = desk_print_get_n_pages (print);
  g_assert_cmpuint (n, >, 3);

  read = desk_test_read_pdf (bytes);
  if (read == NULL)
    return;
  for (guint i = 1; i <= n; i++)
    assert_page (read, i, n);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *paragraph = g_strdup_printf ("Paragraph %u:", i);

      g_assert_nonnull (strstr (read, paragraph));
    }
}

static void
write_no_foot (guint page, guint n_pages, char **start, char **end, gpointer data)
{
}

/* Paragraphs of so many lines on pages that hold @fit of them: the lines of each page, "9 3 …". */
static char *
lay_out (guint fit, const guint *paragraphs, gsize n)
{
  DeskPageSize size = { 300, 300, 20, 20, 20, 20 };
  g_autoptr (DeskPageWriter) ruler = desk_page_writer_new (&size, "en", write_no_foot, NULL);
  g_autoptr (DeskPageWriter) writer = NULL;
  g_autoptr (GString) counts = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;

  size.height = 40 + (fit + 0.5) * desk_page_writer_measure_in_box (ruler, &plain, "line");
  writer = desk_page_writer_new (&size, "en", write_no_foot, NULL);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GString) words = g_string_new ("line");

      for (guint j = 1; j < paragraphs[i]; j++)
        g_string_append (words, "\nline");
      desk_page_writer_add (writer, &plain, words->str, NULL, NULL, 0);
    }
  bytes = desk_page_writer_make_pdf (writer, "", "", NULL);
  text = desk_test_read_pdf (bytes);
  if (text == NULL)
    return NULL;
  pages = g_strsplit (text, "\f", -1);
  for (guint i = 0; pages[i] != NULL && pages[i + 1] != NULL; i++)
    {
      g_auto (GStrv) lines = g_strsplit (pages[i], "line", -1);

      g_string_append_printf (counts, "%s%u", i > 0 ? " " : "", g_strv_length (lines) - 1);
    }

  return g_string_free_and_steal (g_steal_pointer (&counts));
}

/* No line stands alone at the end of a page or at the beginning of one. */
static void
test_widows (void)
{
  static const struct
  {
    guint paragraphs[3];
    const char *pages;
  } cases[] = {
    { { 10, 1, 1 }, "10 2" },
    { { 9, 3, 1 }, "9 4" },  /* one of three would stand alone here, and so would the third there */
    { { 8, 3, 1 }, "8 4" },  /* two fit, and the third would be alone */
    { { 8, 4, 1 }, "10 3" },
    { { 7, 4, 1 }, "9 3" },  /* three fit, two have to go on */
    { { 25, 1, 1 }, "10 10 7" },
    { { 21, 1, 1 }, "10 9 4" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pages = lay_out (10, cases[i].paragraphs, 3);

      if (pages == NULL)
        {
          g_test_skip ("pdftotext is not installed");
          return;
        }
      g_assert_cmpstr (pages, ==, cases[i].pages);
    }
}

/* Where the words of a paragraph begin and end, in points from the left. */
static void
get_edges (const char *language, const char *words, double *left, double *right)
{
  DeskPageSize size = { 400, 300, 20, 20, 60, 20 };
  g_autoptr (DeskPageWriter) writer = desk_page_writer_new (&size, language, write_no_foot, NULL);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double x, y, width, height;

  desk_page_writer_add (writer, &plain, words, NULL, NULL, 0);
  desk_page_writer_draw (writer, cr, 0);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  *left = x;
  *right = x + width;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Lines begin where a reader of their script looks for them, and the margins change places with the story's direction. */
static void
test_direction (void)
{
  double left, right;

  get_edges ("en", "words", &left, &right);
  g_assert_cmpfloat_with_epsilon (left, 60, 3);
  get_edges ("en", "كلمات", &left, &right);
  g_assert_cmpfloat_with_epsilon (right, 380, 3);
  get_edges ("ar", "كلمات", &left, &right);
  g_assert_cmpfloat_with_epsilon (right, 340, 3);
  get_edges ("ar", "words", &left, &right);
  g_assert_cmpfloat_with_epsilon (left, 20, 3);
}

/* A card goes on to the next page whole; one that is higher than a page is written nevertheless. */
static void
test_boxes (void)
{
  DeskPageSize size = { 300, 300, 20, 20, 20, 20 };
  g_autoptr (DeskPageWriter) writer = desk_page_writer_new (&size, "ar", write_no_foot, NULL);
  const char *tall = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22\n23\n24\n25\n26\n27\n28\n29\n30";

  for (guint i = 0; i < 10; i++)
    desk_page_writer_add (writer, &plain, "line", NULL, NULL, 0);
  desk_page_writer_begin_box (writer, 140);
  desk_page_writer_add (writer, &plain, "1\n2\n3\n4\n5\n6\n7\n8", NULL, NULL, 0);
  g_assert_cmpuint (desk_page_writer_get_n_pages (writer), ==, 2);
  desk_page_writer_end_box (writer);

  desk_page_writer_begin_box (writer, desk_page_writer_measure_in_box (writer, &plain, tall));
  desk_page_writer_add (writer, &plain, tall, NULL, NULL, 0);
  desk_page_writer_end_box (writer);
  g_assert_cmpuint (desk_page_writer_get_n_pages (writer), >, 3);
}

static void
test_bare (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (DeskText) empty = desk_text_new ();
  g_autoptr (DeskPrint) print = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_ptr_array_set_size (snapshot->updates, 0);
  g_ptr_array_set_size (snapshot->claims, 0);
  print = desk_print_new (snapshot, empty, TRUE);
  bytes = desk_print_make_pdf (print, NULL);
  g_assert_cmpuint (desk_print_get_n_pages (print), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/print/story", test_story);
  g_test_add_func ("/print/covered", test_covered);
  g_test_add_func ("/print/proof", test_proof);
  g_test_add_func ("/print/pages", test_pages);
  g_test_add_func ("/print/widows", test_widows);
  g_test_add_func ("/print/direction", test_direction);
  g_test_add_func ("/print/boxes", test_boxes);
  g_test_add_func ("/print/bare", test_bare);

  return g_test_run ();
}
