/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/desk-blame.h"

/* The text with the number of each run's revision before it: "[0]One [1]two". */
static char *
show (DeskBlame *blame)
{
  g_autoptr (GArray) runs = desk_blame_list_runs (blame);
  const char *text = desk_blame_get_text (blame);
  GString *string = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      DeskBlameRun *run = &g_array_index (runs, DeskBlameRun, i);

      g_assert_cmpuint (run->start, ==, at);
      g_assert_cmpuint (run->length, >, 0);
      g_assert_true (i == 0 || run[-1].origin != run->origin);
      g_string_append_printf (string, "[%u]%.*s", run->origin, (int) run->length, text + run->start);
      at += run->length;
    }
  g_assert_cmpuint (at, ==, strlen (text));

  return g_string_free_and_steal (string);
}

/* What comes of texts that were each made from the one before. */
static char *
blame_row (const char *const *texts)
{
  g_autoptr (DeskBlame) blame = NULL;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      DeskBlame *next = desk_blame_new (&blame, blame != NULL ? 1 : 0, texts[i], i, "en");

      g_clear_pointer (&blame, desk_blame_unref);
      blame = next;
    }

  return show (blame);
}

static void
test_row (void)
{
  static const struct
  {
    const char *texts[6];
    const char *blame;
  } cases[] = {
    { { "" }, "" },
    { { "One.\n" }, "[0]One.\n" },
    { { "One.\n", "One.\n" }, "[0]One.\n" },
    { { "Three ships left.\n", "Four ships left.\n" }, "[1]Four [0]ships left.\n" },
    { { "Three ships left.\n", "Four ships left.\n", "Four ships left at dawn.\n" }, "[1]Four [0]ships left [2]at dawn[0].\n" },
    { { "One.\n", "One.\n\nTwo.\n", "Zero.\n\nOne.\n\nTwo.\n" }, "[2]Zero.\n\n[0]One.\n\n[1]Two.\n" },
    /* Written again is new. */
    { { "One two three.\n", "One three.\n", "One two three.\n" }, "[0]One [2]two [0]three.\n" },
    /* A paragraph that moved and was mended on the way. */
    { { "The ferry line asked the council for help on Monday.\n\nThe harbour opened again at dawn, and three ships left.\n\nEnd.\n",
        "The harbour opened again at dawn, and three ships left.\n\nThe ferry line asked the council for money on Monday.\n\nEnd.\n" },
      "[0]The harbour opened again at dawn, and three ships left.\n\nThe ferry line asked the council for [1]money [0]on Monday.\n\nEnd.\n" },
    /* A sentence that went from one paragraph into another. */
    { { "It rained all night long. The ferry line asked for help.\n\nThe harbour opened again at dawn, the guard said, and ships left.\n",
        "The ferry line asked for help.\n\nThe harbour opened again at dawn, the guard said, and ships left. It rained all night long.\n" },
      "[0]The ferry line asked for help.\n\nThe harbour opened again at dawn, the guard said, and ships left. It rained all night long[1].\n" },
    { { "فتحت السجن في الليل.\n", "فتحت البوابات في الليل.\n" }, "[0]فتحت [1]البوابات [0]في الليل.\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blame = blame_row (cases[i].texts);

      g_assert_cmpstr (blame, ==, cases[i].blame);
    }
}

/* What either side wrote stays theirs when the two were merged. */
static void
test_merge (void)
{
  g_autoptr (DeskBlame) first = desk_blame_new (NULL, 0, "Three ships left at dawn.\n", 0, "en");
  g_autoptr (DeskBlame) ours = desk_blame_new (&first, 1, "Four ships left at dawn.\n", 1, "en");
  g_autoptr (DeskBlame) theirs = desk_blame_new (&first, 1, "Three ships left at noon.\n", 2, "en");
  DeskBlame *bases[] = { ours, theirs };
  g_autoptr (DeskBlame) merged = desk_blame_new (bases, 2, "Four ships left at noon today.\n", 3, "en");
  g_autofree char *shown = show (merged);

  g_assert_cmpstr (shown, ==, "[1]Four [0]ships left at [2]noon [3]today[0].\n");
}

/* Whatever is done to a text, each word that is there once is of the revision that brought it. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261127);

  for (int round = 0; round < (g_test_thorough () ? 300 : 20); round++)
    {
      g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (DeskBlame) blame = NULL;
      guint next = 0;

      for (guint revision = 0; revision < 40; revision++)
        {
          g_autoptr (GString) text = g_string_new (NULL);
          DeskBlame *made;
          g_autoptr (GArray) runs = NULL;

          for (int n = g_rand_int_range (random, 0, 6); n > 0; n--)
            {
              guint at = g_rand_int_range (random, 0, words->len + 1);

              if (at < words->len && g_rand_boolean (random))
                g_ptr_array_remove_index (words, at);
              else
                g_ptr_array_insert (words, at, g_strdup_printf ("r%uw%u", revision, next++));
            }
          for (guint i = 0; i < words->len; i++)
            g_string_append_printf (text, "%s%s", (char *) words->pdata[i], i % 9 == 8 ? "\n\n" : " ");

          made = desk_blame_new (&blame, blame != NULL ? 1 : 0, text->str, revision, "en");
          g_clear_pointer (&blame, desk_blame_unref);
          blame = made;

          runs = desk_blame_list_runs (blame);
          for (guint i = 0; i < runs->len; i++)
            {
              DeskBlameRun *run = &g_array_index (runs, DeskBlameRun, i);
              g_autofree char *run_words = g_strndup (text->str + run->start, run->length);
              g_auto (GStrv) list = g_strsplit_set (run_words, " \n", -1);

              for (guint k = 0; list[k] != NULL; k++)
                if (*list[k] != '\0')
                  g_assert_cmpuint (g_ascii_strtoull (list[k] + 1, NULL, 10), ==, run->origin);
            }
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/blame/row", test_row);
  g_test_add_func ("/blame/merge", test_merge);
  g_test_add_func ("/blame/random", test_random);

  return g_test_run ();
}
