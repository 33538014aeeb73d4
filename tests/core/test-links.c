/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-links.h"

static void
test_clean (void)
{
  static const struct
  {
    const char *address;
    const char *clean;
  } cases[] = {
    { "https://example.org/a", "https://example.org/a" },
    { "https://example.org/a?utm_source=mail&utm_medium=x", "https://example.org/a" },
    { "https://example.org/a?id=4&utm_source=mail&page=2#part", "https://example.org/a?id=4&page=2#part" },
    { "https://example.org/a?UTM_Source=mail&fbclid=I1&gclid=2&msclkid=3&mc_eid=4&igshid=5&ref_src=twsrc", "https://example.org/a" },
    { "https://example.org/a?#part", "https://example.org/a?#part" },
    { "https://example.org/a?b=%C3%A4&&c=a+b", "https://example.org/a?b=%C3%A4&&c=a+b" },
    { "https://example.org/a#utm_campaign=spring", "https://example.org/a" },
    { "https://example.org/a#xyz", "https://example.org/a#xyz" },
    { "https://example.org?fbclid=1", "https://example.org" },
    /* Only there. */
    { "https://youtu.be/abcdefghijk?si=Zx&t=90", "https://youtu.be/abcdefghijk?t=90" },
    { "https://www.youtube.com/watch?v=abcdefghijk&si=Zx&feature=share", "https://www.youtube.com/watch?v=abcdefghijk" },
    { "https://example.org/list?si=4", "https://example.org/list?si=4" },
    { "https://notyoutube.com/list?si=4", "https://notyoutube.com/list?si=4" },
    { "https://x.com/a/status/1?s=20&t=abc", "https://x.com/a/status/1" },
    { "https://example.org/?s=words", "https://example.org/?s=words" },
    /* What only leads on. */
    { "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa%3Fid%3D4%26utm_source%3Dx&data=05%7C01&reserved=0",
      "https://example.org/a?id=4" },
    { "https://www.google.com/url?q=https://example.org/harbour&sa=D&source=editors&ust=17", "https://example.org/harbour" },
    { "https://www.google.co.uk/url?sa=t&url=https%3A%2F%2Fexample.org%2F", "https://example.org/" },
    { "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F%3Ffbclid%3D1&h=AT0", "https://example.org/" },
    { "https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fexample.org%252Fb", "https://example.org/b" },
    /* Leads to no page. */
    { "https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)" },
    { "https://google.evil.example/url?q=https://example.org/", "https://google.evil.example/url?q=https://example.org/" },
    { "https://www.google.com/search?q=https://example.org/", "https://www.google.com/search?q=https://example.org/" },
    /* None of ours. */
    { "mailto:a@example.org?utm_source=1", "mailto:a@example.org?utm_source=1" },
    { "words?utm_source=1", "words?utm_source=1" },
    { "https://", "https://" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = desk_link_clean (cases[i].address);
      g_autofree char *again = desk_link_clean (clean);

      g_assert_cmpstr (clean, ==, cases[i].clean);
      g_assert_cmpstr (again, ==, clean);
    }
}

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    const char *clean;
  } cases[] = {
    { "He hid the ship.", "He hid the ship." },
    { "See https://example.org/a?utm_source=x. And http://example.org/b?fbclid=1, he said", "See https://example.org/a. And http://example.org/b, he said" },
    { "[a](https://example.org/a?utm_source=x) <https://example.org/b?gclid=1>", "[a](https://example.org/a) <https://example.org/b>" },
    { "(https://example.org/a_(b)?utm_source=x)", "(https://example.org/a_(b))" },
    { "https://example.org/a?utm_source=x", "https://example.org/a" },
    { "https://example.org/a?utm_source=x\nhhttps://h", "https://example.org/a\nhhttps://h" },
    { "انظر https://example.org/a?utm_source=x، قال", "انظر https://example.org/a، قال" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = desk_links_clean_text (cases[i].text);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
}

static void
test_is_web_address (void)
{
  g_assert_true (desk_link_is_web_address ("https://example.org/a"));
  g_assert_true (desk_link_is_web_address ("HTTP://example.org"));
  g_assert_false (desk_link_is_web_address ("https://example.org/a b"));
  g_assert_false (desk_link_is_web_address ("https://"));
  g_assert_false (desk_link_is_web_address ("example.org"));
  g_assert_false (desk_link_is_web_address ("javascript:alert(1)"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/links/clean", test_clean);
  g_test_add_func ("/links/text", test_text);
  g_test_add_func ("/links/is-web-address", test_is_web_address);

  return g_test_run ();
}
