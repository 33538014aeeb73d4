/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/desk-text.h"

static DeskText *
parse (const char *data)
{
  g_autoptr (GError) error = NULL;
  DeskText *text = desk_text_parse (data, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (text);

  return text;
}

/* Canonical texts come out as they went in, byte for byte. */
static void
test_round_trip (void)
{
  static const char *const texts[] = {
    "",
    "\n",
    "\n\n",
    "A body alone.\n",
    "\nHeadline: a body that looks like a header\n",
    "Headline: One\n",
    "Headline: One\n\n",
    "Headline: One\nStandfirst: Two\n\nBody.\n\nMore, no line end",
    "Headline: folded\n  on two\n\tand three lines\nX-Own: kept:  as it is  \nLanguage: ar\n\n\nBody after two lines\n",
    "headline:no space is prose\n",
    "Zone: Asia/Baghdad\nHeadline: fields in another order\nRelated: [a](https://example.org/a)\n"
    "Related: [b](https://example.org/b)\nWarning: graphic\n\nText.\n",
    "Headline:\n\nBody\n",
    "Headline: عنوان\nLanguage: ar\n\nفتحت مجموعة مسلحة سجنا.\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DeskText) text = parse (texts[i]);
      g_autoptr (DeskText) again = parse (desk_text_get_canonical (text, NULL));
      gsize length;

      g_assert_cmpstr (desk_text_get_canonical (text, &length), ==, texts[i]);
      g_assert_cmpuint (length, ==, strlen (texts[i]));
      g_assert_true (desk_text_equal (text, again));
      g_assert_cmpstr (desk_text_get_hash (text), ==, desk_text_get_hash (again));
    }
}

static void
test_fields (void)
{
  g_autoptr (DeskText) text = parse ("Headline: Harbour reopens\n after night of storms\nbyline: M. Aral\n"
                                     "Related: [a](https://example.org/a)\nRelated: [b](https://example.org/b)\n"
                                     "X-Own: mine\n\nThe harbour …\n");
  g_autofree const char **related = desk_text_get_fields (text, "related");
  g_autofree const char **names = desk_text_get_field_names (text);

  g_assert_cmpstr (desk_text_get_field (text, DESK_FIELD_HEADLINE), ==, "Harbour reopens after night of storms");
  g_assert_cmpstr (desk_text_get_field (text, DESK_FIELD_BYLINE), ==, "M. Aral");
  g_assert_cmpstr (desk_text_get_field (text, DESK_FIELD_ZONE), ==, "");
  g_assert_cmpstr (desk_text_get_field (text, "x-own"), ==, "mine");
  g_assert_cmpstrv (related, ((const char *[]) { "[a](https://example.org/a)", "[b](https://example.org/b)", NULL }));
  g_assert_cmpuint (g_strv_length ((char **) names), ==, 5);
  g_assert_cmpstr (desk_text_get_body (text), ==, "The harbour …\n");
}

static void
test_line_ends (void)
{
  g_autoptr (DeskText) text = parse ("\xef\xbb\xbfHeadline: One\r\nByline: Two\r\r\nBody\r\nmore\rend\n");

  g_assert_cmpstr (desk_text_get_canonical (text, NULL), ==, "Headline: One\nByline: Two\n\nBody\nmore\nend\n");
}

static void
test_with (void)
{
  g_autoptr (DeskText) empty = desk_text_new ();
  g_autoptr (DeskText) zone = desk_text_with_field (empty, DESK_FIELD_ZONE, "Asia/Baghdad");
  g_autoptr (DeskText) own = desk_text_with_field (zone, "X-Own", "kept");
  g_autoptr (DeskText) headline = desk_text_with_field (own, DESK_FIELD_HEADLINE, " Two\nlines ");
  g_autoptr (DeskText) body = desk_text_with_body (headline, "Body\r\nof two lines");
  g_autoptr (DeskText) related =
      desk_text_with_fields (body, DESK_FIELD_RELATED, (const char *[]) { "[a](https://a.example)", "", "b", NULL });
  g_autoptr (DeskText) without = desk_text_with_fields (related, DESK_FIELD_RELATED, NULL);
  g_autoptr (DeskText) same = desk_text_with_field (related, DESK_FIELD_ZONE, "Asia/Baghdad");
  g_autoptr (DeskText) changed = desk_text_with_field (related, DESK_FIELD_ZONE, "Europe/Lisbon");

  g_assert_cmpstr (desk_text_get_canonical (related, NULL), ==,
                   "Headline: Two lines\nZone: Asia/Baghdad\nRelated: [a](https://a.example)\nRelated: b\n"
                   "X-Own: kept\n\nBody\nof two lines");
  g_assert_true (desk_text_equal (without, body));
  g_assert_true (same == related);
  g_assert_cmpstr (desk_text_get_field (changed, DESK_FIELD_ZONE), ==, "Europe/Lisbon");
  g_assert_cmpstr (desk_text_get_field (related, DESK_FIELD_ZONE), ==, "Asia/Baghdad");
}

/* Folding stays as it is in fields that nobody touched. */
static void
test_with_keeps_folding (void)
{
  g_autoptr (DeskText) text = parse ("Headline: folded\n  twice\nByline: a\n\nBody\n");
  g_autoptr (DeskText) byline = desk_text_with_field (text, DESK_FIELD_BYLINE, "b");
  g_autoptr (DeskText) same = desk_text_with_field (byline, DESK_FIELD_HEADLINE, "folded twice");

  g_assert_cmpstr (desk_text_get_canonical (same, NULL), ==, "Headline: folded\n  twice\nByline: b\n\nBody\n");
}

/* A body never turns into a header, whatever it begins with. */
static void
test_body_stays_body (void)
{
  static const char *const bodies[] = { "", "\n", "\n\nx", "Headline: no\n", "Note: prose\n", " indented", "x: y" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (guint with_field = 0; with_field < 2; with_field++)
      {
        g_autoptr (DeskText) empty = desk_text_new ();
        g_autoptr (DeskText) base = desk_text_with_field (empty, DESK_FIELD_HEADLINE, with_field ? "H" : NULL);
        g_autoptr (DeskText) text = desk_text_with_body (base, bodies[i]);
        g_autoptr (DeskText) again = parse (desk_text_get_canonical (text, NULL));

        g_assert_cmpstr (desk_text_get_body (again), ==, bodies[i]);
        g_assert_cmpstr (desk_text_get_field (again, DESK_FIELD_HEADLINE), ==, with_field ? "H" : "");
      }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *data;
    gssize length;
    int code;
    const char *words;
  } cases[] = {
    { "Headline: a\n\nthe \xff", -1, DESK_CORE_ERROR_ENCODING, "Line 3, byte 5" },
    { "\xc3(", -1, DESK_CORE_ERROR_ENCODING, "Line 1, byte 1" },
    { "a\0b", 3, DESK_CORE_ERROR_ENCODING, "Line 1, byte 2" },
    { "Headline: a\nprose in the header\n\nBody", -1, DESK_CORE_ERROR_HEADER, "Line 2" },
    { "Headline: a\n folded\nprose\n\nBody", -1, DESK_CORE_ERROR_HEADER, "Line 3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskText) text = desk_text_parse (cases[i].data, cases[i].length, &error);

      g_assert_error (error, DESK_CORE_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_null (text);
    }
}

static void
test_too_large (void)
{
  g_autofree char *large = g_malloc (DESK_TEXT_MAX_BYTES + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskText) text = NULL;

  memset (large, 'a', DESK_TEXT_MAX_BYTES + 1);
  text = desk_text_parse (large, DESK_TEXT_MAX_BYTES + 1, &error);
  g_assert_null (text);
  g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_TOO_LARGE);
  g_clear_error (&error);

  text = desk_text_parse (large, DESK_TEXT_MAX_BYTES, &error);
  g_assert_no_error (error);
  g_assert_nonnull (text);
}

/* Whatever bytes come, what is accepted round-trips and what is refused says why. */
static void
test_random_bytes (void)
{
  static const char *const pieces[] = { "Headline", ":", " ", "\n", "\r\n", "\r", "\t", "x", "é", "\xff", "\n\n", "Zone: " };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260223);

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GString) data = g_string_new (NULL);
      g_autoptr (DeskText) text = NULL;
      g_autoptr (GError) error = NULL;

      for (int n = g_rand_int_range (rand, 0, 12); n > 0; n--)
        g_string_append (data, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);

      text = desk_text_parse (data->str, data->len, &error);
      if (text == NULL)
        {
          g_assert_nonnull (error);
          continue;
        }

      {
        g_autoptr (DeskText) again = parse (desk_text_get_canonical (text, NULL));
        g_autoptr (DeskText) edited = desk_text_with_field (text, DESK_FIELD_WARNING, "graphic");
        g_autoptr (DeskText) reread = parse (desk_text_get_canonical (edited, NULL));

        g_assert_true (desk_text_equal (text, again));
        g_assert_cmpstr (desk_text_get_body (reread), ==, desk_text_get_body (text));
        g_assert_cmpstr (desk_text_get_field (reread, DESK_FIELD_WARNING), ==, "graphic");
      }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/round-trip", test_round_trip);
  g_test_add_func ("/text/fields", test_fields);
  g_test_add_func ("/text/line-ends", test_line_ends);
  g_test_add_func ("/text/with", test_with);
  g_test_add_func ("/text/with-keeps-folding", test_with_keeps_folding);
  g_test_add_func ("/text/body-stays-body", test_body_stays_body);
  g_test_add_func ("/text/refused", test_refused);
  g_test_add_func ("/text/too-large", test_too_large);
  g_test_add_func ("/text/random-bytes", test_random_bytes);

  return g_test_run ();
}
