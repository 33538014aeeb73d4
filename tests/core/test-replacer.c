/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/desk-replacer.h"

static DeskText *
parse (const char *canonical)
{
  g_autoptr (GError) error = NULL;
  DeskText *text = desk_text_parse (canonical, -1, &error);

  g_assert_no_error (error);
  return text;
}

static void
check (const char *words, const char *replacement, DeskReplacerFlags flags, const char *from, const char *to, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskReplacer) replacer = desk_replacer_new (words, replacement, flags, &error);
  g_autoptr (DeskText) text = parse (from);
  g_autoptr (DeskText) result = NULL;
  guint n_replaced;

  g_assert_no_error (error);
  result = desk_replacer_apply (replacer, text, &n_replaced, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (desk_text_get_canonical (result, NULL), ==, to);
  g_assert_cmpuint (n_replaced, ==, n);
}

static void
test_apply (void)
{
  static const char from[] = "Headline: Port and airport\nStandfirst: A port\nByline: By Port\n\nThe port. \\1 a.b\n\nport\n";

  check ("port", "harbour", DESK_REPLACER_WHOLE_WORDS, from, "Headline: harbour and airport\nStandfirst: A harbour\nByline: By Port\n\nThe harbour. \\1 a.b\n\nharbour\n", 4);
  check ("port", "harbour", DESK_REPLACER_MATCH_CASE, from, "Headline: Port and airharbour\nStandfirst: A harbour\nByline: By Port\n\nThe harbour. \\1 a.b\n\nharbour\n", 4);
  check ("a.b", "\\1", DESK_REPLACER_DEFAULT, from, "Headline: Port and airport\nStandfirst: A port\nByline: By Port\n\nThe port. \\1 \\1\n\nport\n", 1);
  check ("a(.)b", "b\\1a", DESK_REPLACER_REGEX, from, "Headline: Port and airport\nStandfirst: A port\nByline: By Port\n\nThe port. \\1 b.a\n\nport\n", 1);
  check ("^port$", "quay", DESK_REPLACER_REGEX, from, "Headline: Port and airport\nStandfirst: A port\nByline: By Port\n\nThe port. \\1 a.b\n\nquay\n", 1);
  check ("x*", "y", DESK_REPLACER_REGEX, from, from, 0);
  check ("قارب", "زورق", DESK_REPLACER_WHOLE_WORDS, "Headline: قارب\n\nقارب وقارب\n", "Headline: زورق\n\nزورق وقارب\n", 2);
}

static void
test_shown (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskReplacer) replacer = desk_replacer_new ("(4)0", "5\\1", DESK_REPLACER_REGEX, &error);
  g_autoptr (DeskText) text = parse ("Headline: 40 boats\n\nOne.\nThe line has some 40 boats, said somebody who has counted them all and twice.\n\n40\n");
  g_autoptr (DeskText) result = NULL;
  g_autoptr (GPtrArray) shown = desk_replacements_new ();
  DeskReplacement *one;
  guint n;

  g_assert_no_error (error);
  result = desk_replacer_apply (replacer, text, &n, shown, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (shown->len, ==, 2);
  one = g_ptr_array_index (shown, 0);
  g_assert_cmpstr (one->field, ==, DESK_FIELD_HEADLINE);
  one = g_ptr_array_index (shown, 1);
  g_assert_null (one->field);
  g_assert_cmpstr (one->before, ==, "The line has some ");
  g_assert_cmpstr (one->match, ==, "40");
  g_assert_cmpstr (one->replaced, ==, "54");
  g_assert_cmpstr (one->after, ==, " boats, said somebody who has counted th…");
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskReplacer) replacer = NULL;
  g_autoptr (DeskText) text = parse ("Headline: a\n\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n");
  guint n;

  g_assert_null (desk_replacer_new ("(", "", DESK_REPLACER_REGEX, &error));
  g_assert_error (error, G_REGEX_ERROR, G_REGEX_ERROR_UNMATCHED_PARENTHESIS);
  g_clear_error (&error);
  g_assert_null (desk_replacer_new ("a)|(b", "", DESK_REPLACER_REGEX | DESK_REPLACER_WHOLE_WORDS, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (desk_replacer_new ("a", "\\g<", DESK_REPLACER_REGEX, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  /* What would take for ever gives up. */
  replacer = desk_replacer_new ("^(a+)+$", "", DESK_REPLACER_REGEX, &error);
  g_assert_no_error (error);
  g_assert_null (desk_replacer_apply (replacer, text, &n, NULL, 0, &error));
  g_assert_error (error, G_REGEX_ERROR, G_REGEX_ERROR_MATCH);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/replacer/apply", test_apply);
  g_test_add_func ("/replacer/shown", test_shown);
  g_test_add_func ("/replacer/refused", test_refused);

  return g_test_run ();
}
