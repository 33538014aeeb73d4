/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "core/desk-markdown.h"
#include "core/desk-measure.h"

static void
check (const char *body, const char *language, DeskMeasure expected)
{
  DeskMeasure measure = desk_measure_read (body, language);

  g_test_message ("%s", body);
  g_assert_cmpuint (measure.words, ==, expected.words);
  g_assert_cmpuint (measure.words, ==, desk_markdown_count_words (body, language));
  g_assert_cmpuint (measure.characters, ==, expected.characters);
  g_assert_cmpuint (measure.characters_without_spaces, ==, expected.characters_without_spaces);
  g_assert_cmpuint (measure.sentences, ==, expected.sentences);
  g_assert_cmpuint (measure.paragraphs, ==, expected.paragraphs);
}

static void
test_read (void)
{
  check ("", "en", (DeskMeasure) { 0 });
  check ("Hello, world.", "en", (DeskMeasure) { 2, 13, 12, 1, 1 });
  /* Marks and addresses are not read. */
  check ("## **Hello**\n\nSee [it](https://example.org).\n", "en", (DeskMeasure) { 3, 12, 11, 2, 2 });
  check ("- one\n- two\n\n<https://example.org/a>\n", "en", (DeskMeasure) { 2, 6, 6, 2, 2 });
  check ("Mr. Smith came. Who? He!", "en", (DeskMeasure) { 5, 24, 20, 3, 1 });
  /* What is one to a reader is one: a flag, a letter with its accent. */
  check ("e\314\201t\303\251 \360\237\207\251\360\237\207\252", "fr", (DeskMeasure) { 1, 5, 4, 1, 1 });
  check ("قال الوزير ذلك. ثم ذهب؟", "ar", (DeskMeasure) { 5, 23, 19, 2, 1 });
  check ("گوتی: بەندەر کرایەوە.", "ckb", (DeskMeasure) { 3, 21, 19, 1, 1 });
}

static void
test_minutes (void)
{
  g_assert_cmpuint (desk_measure_get_minutes (0), ==, 1);
  g_assert_cmpuint (desk_measure_get_minutes (300), ==, 1);
  g_assert_cmpuint (desk_measure_get_minutes (612), ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/measure/read", test_read);
  g_test_add_func ("/measure/minutes", test_minutes);

  return g_test_run ();
}
