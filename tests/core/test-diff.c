/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/desk-diff.h"
#include "core/desk-words.h"

/* No cut within what a reader sees as one character. */
static void
assert_cluster_ends (const char *text, gsize at)
{
  gunichar before = at > 0 ? g_utf8_get_char (g_utf8_prev_char (text + at)) : '\n';
  gunichar behind = g_utf8_get_char (text + at);

  g_assert_false (before == '\r' && behind == '\n');
  g_assert_false (before == 0x200D && behind > 0x1F000);
  g_assert_false ((g_unichar_ismark (behind) || behind == 0x200D) && !g_unichar_iscntrl (before));
}

/* The difference as one string: what went in "[-…-]", what came in "{+…+}". Asserts what holds of any difference. */
static char *
show_diff (const char *old_text, const char *new_text, const char *language)
{
  g_autoptr (GArray) hunks = desk_diff_words (old_text, new_text, language);
  GString *string = g_string_new (NULL);
  gsize old_at = 0;
  gsize new_at = 0;

  for (guint i = 0; i < hunks->len; i++)
    {
      DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      DeskDiffHunk *before = i > 0 ? hunk - 1 : NULL;

      g_assert_cmpuint (hunk->old_start, ==, old_at);
      g_assert_cmpuint (hunk->new_start, ==, new_at);
      assert_cluster_ends (old_text, old_at);
      assert_cluster_ends (new_text, new_at);
      g_assert_true (before == NULL || before->kind != hunk->kind);
      /* What went comes first. */
      g_assert_false (before != NULL && before->kind == DESK_DIFF_ADDED && hunk->kind == DESK_DIFF_REMOVED);

      switch (hunk->kind)
        {
        case DESK_DIFF_SAME:
          g_assert_cmpmem (old_text + old_at, hunk->old_length, new_text + new_at, hunk->new_length);
          g_assert_cmpuint (hunk->old_length, >, 0);
          g_string_append_len (string, old_text + old_at, hunk->old_length);
          break;
        case DESK_DIFF_REMOVED:
          g_assert_cmpuint (hunk->new_length, ==, 0);
          g_assert_cmpuint (hunk->old_length, >, 0);
          g_string_append_printf (string, "[-%.*s-]", (int) hunk->old_length, old_text + old_at);
          break;
        case DESK_DIFF_ADDED:
        default:
          g_assert_cmpuint (hunk->old_length, ==, 0);
          g_assert_cmpuint (hunk->new_length, >, 0);
          g_string_append_printf (string, "{+%.*s+}", (int) hunk->new_length, new_text + new_at);
          break;
        }

      old_at += hunk->old_length;
      new_at += hunk->new_length;
    }

  g_assert_cmpuint (old_at, ==, strlen (old_text));
  g_assert_cmpuint (new_at, ==, strlen (new_text));

  return g_string_free_and_steal (string);
}

static void
test_words (void)
{
  static const struct
  {
    const char *old_text;
    const char *new_text;
    const char *diff;
    guint count;
  } cases[] = {
    { "", "", "", 0 },
    { "", "One", "{+One+}", 1 },
    { "One", "", "[-One-]", 1 },
    { "The same.\n", "The same.\n", "The same.\n", 0 },
    { "the red house", "the blue house", "the [-red-]{+blue+} house", 1 },
    { "the house", "the big house", "the {+big +}house", 1 },
    { "the big house", "the house", "the [-big -]house", 1 },
    { "red, white flags", "blue, green flags", "[-red, white-]{+blue, green+} flags", 1 },
    { "red flags, white sails", "blue flags, green sails", "[-red-]{+blue+} flags, [-white-]{+green+} sails", 2 },
    { "carried out", "reportedly carried out", "{+reportedly +}carried out", 1 },
    { "The A left. The B came. The C went.", "The A left. The C went.", "The A left. [-The B came. -]The C went.", 1 },
    { "The A left. The C went.", "The A left. The B came. The C went.", "The A left. {+The B came. +}The C went.", 1 },
    { "A.\n\nThe one.\n\nThe two.", "A.\n\nThe two.", "A.[-\n\nThe one.-]\n\nThe two.", 1 },
    { "One two", "One\n\ntwo", "One[- -]{+\n\n+}two", 1 },
    { "One  two", "One two", "One [- -]two", 1 },
    { "One.", "One.\n\nTwo.", "One.{+\n\nTwo.+}", 1 },
    { "It’s open", "It is open", "[-It’s-]{+It is+} open", 1 },
    { "prisoner", "prisoners", "[-prisoner-]{+prisoners+}", 1 },
    { "ab 👨‍👩‍👧 c", "ab 👨‍👩‍👦 c", "ab [-👨‍👩‍👧-]{+👨‍👩‍👦+} c", 1 },
    { "👍🏽👍", "👍👍", "[-👍🏽-]{+👍+}👍", 1 },
    { "فتحت السجن", "فتحت البوابات", "فتحت [-السجن-]{+البوابات+}", 1 },
    { "cafe\xcc\x81 one", "cafe one", "[-cafe\xcc\x81-]{+cafe+} one", 1 },
    { "a\r\nb", "a\nb", "a[-\r\n-]{+\n+}b", 1 },
    { "a \r\nb", "a \nb", "a [-\r\n-]{+\n+}b", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *diff = show_diff (cases[i].old_text, cases[i].new_text, "en");
      g_autoptr (GArray) hunks = desk_diff_words (cases[i].old_text, cases[i].new_text, "en");

      g_assert_cmpstr (diff, ==, cases[i].diff);
      g_assert_cmpuint (desk_diff_count (hunks), ==, cases[i].count);
    }
}

static void
test_scripts (void)
{
  static const struct
  {
    const char *language;
    const char *old_text;
    const char *new_text;
    const char *diff;
  } cases[] = {
    { "zh", "港口重新开放", "港口再次开放", "港口[-重新-]{+再次+}开放" },
    { "th", "เรือจมแล้ว", "เรือลอยแล้ว", "เรือ[-จม-]{+ลอย+}แล้ว" },
    { "ckb", "کۆمەڵێک چەکدار هاتن", "کۆمەڵێک پۆلیس هاتن", "کۆمەڵێک [-چەکدار-]{+پۆلیس+} هاتن" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *diff = show_diff (cases[i].old_text, cases[i].new_text, cases[i].language);

      g_assert_cmpstr (diff, ==, cases[i].diff);
    }
}

/* Texts of few different pieces, so that much matches by accident. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "the", "ferry", " ", " ", " ", "\n\n", ". ", ", ", "“", "”", "👨‍👩‍👧", "سفينة", "e\xcc\x81", "\xcc\x81", "\r\n", "1,5", "港口", "\n", "_", "*"
  };

  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (int round = 0; round < (g_test_thorough () ? 50000 : 1000); round++)
    {
      g_autoptr (GString) old_text = g_string_new (NULL);
      g_autoptr (GString) new_text = g_string_new (NULL);
      guint n = g_rand_int_range (random, 0, 40);
      g_autofree char *diff = NULL;
      g_autofree char *back = NULL;

      for (guint i = 0; i < n; i++)
        {
          const char *piece = pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))];

          /* Mostly the same in both. */
          if (g_rand_int_range (random, 0, 6) > 0)
            {
              g_string_append (old_text, piece);
              g_string_append (new_text, piece);
            }
          else
            g_string_append (g_rand_boolean (random) ? old_text : new_text, piece);
        }

      diff = show_diff (old_text->str, new_text->str, "en");
      back = show_diff (new_text->str, old_text->str, "en");
    }
}

static void
test_small (void)
{
  static const struct
  {
    const char *old_text;
    const char *new_text;
    gboolean small;
  } cases[] = {
    { "", "", TRUE },
    { "They recieve it", "They receive it", TRUE },
    { "teh ferry", "the ferry", TRUE },
    { "\"Open\", he said", "“Open” – he said.", TRUE },
    { "One. Two.", "One.\n\nTwo.", TRUE },
    { "the minister", "the Minister", TRUE },
    { "can not", "cannot", TRUE },
    { "They did not now", "They did not know", FALSE }, /* "now" is a word of its own, and short */
    { "It is not open", "It is now open", FALSE },
    { "his boat", "her boat", FALSE },
    { "10 men", "11 men", FALSE },
    { "seventy men", "seventeen men", FALSE },
    { "eight men", "eighty men", FALSE },
    { "two men", "ten men", FALSE },
    { "5% more", "5 more", FALSE },
    { "€5", "$5", FALSE },
    { "carried out", "reportedly carried out", FALSE },
    { "the guards left", "the guards", FALSE },
    { "the guards left", "the crew left", FALSE },
    { "", "A sentence.", FALSE },
    { "The harbor reopned at night", "The harbour reopened at night", TRUE },
    { "فتحت البوبات", "فتحت البوابات", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s / %s", cases[i].old_text, cases[i].new_text);
      g_assert_cmpint (desk_diff_is_small (cases[i].old_text, cases[i].new_text, "en"), ==, cases[i].small);
    }

  g_assert_false (desk_diff_is_small ("achtzig Leute", "achtzehn Leute", "de"));
  g_assert_true (desk_diff_is_small ("die Küstenwahce", "die Küstenwache", "de"));
}

/* Many words and many changes come back in one piece. How fast is what tests/bench measures. */
static void
test_large (void)
{
  g_autoptr (GString) old_text = g_string_new (NULL);
  g_autoptr (GString) new_text = g_string_new (NULL);
  g_autoptr (GArray) hunks = NULL;
  g_autofree char *diff = NULL;

  for (guint i = 0; i < 50000; i++)
    {
      g_string_append_printf (old_text, "word%u%s", i % 997, i % 90 == 89 ? ".\n\n" : " ");
      g_string_append_printf (new_text, "%s%u%s", i % 10 == 3 ? "other" : "word", i % 997, i % 90 == 89 ? ".\n\n" : " ");
    }

  diff = show_diff (old_text->str, new_text->str, "en");
  hunks = desk_diff_words (old_text->str, new_text->str, "en");
  g_assert_cmpuint (desk_diff_count (hunks), ==, 5000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diff/words", test_words);
  g_test_add_func ("/diff/scripts", test_scripts);
  g_test_add_func ("/diff/random", test_random);
  g_test_add_func ("/diff/small", test_small);
  g_test_add_func ("/diff/large", test_large);

  return g_test_run ();
}
