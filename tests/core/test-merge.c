/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/desk-merge.h"
#include "core/desk-words.h"

/* A chunk's end is one of a cluster in each of the three texts: of what the tests are made of. */
static void
assert_cluster_ends (const char *before, const char *behind)
{
  gunichar a;
  gunichar b = g_utf8_get_char (behind);

  if (*before == '\0' || *behind == '\0')
    return;
  a = g_utf8_get_char (g_utf8_prev_char (before + strlen (before)));
  g_assert_false (a == '\r' && b == '\n');
  g_assert_false (a == 0x200D && b > 0x1F000);
  g_assert_false ((g_unichar_ismark (b) || b == 0x200D || (b >= 0x1F3FB && b <= 0x1F3FF)) && !g_unichar_iscntrl (a) && !g_unichar_isspace (a));
}

/* The merge as one string: a conflict as "<ours|base|theirs>". Asserts what holds of any merge. */
static char *
show (DeskMerge *merge, const char *base, const char *ours, const char *theirs)
{
  GArray *chunks = desk_merge_get_chunks (merge);
  g_autoptr (GString) base_whole = g_string_new (NULL);
  g_autoptr (GString) our_whole = g_string_new (NULL);
  g_autoptr (GString) their_whole = g_string_new (NULL);
  GString *string = g_string_new (NULL);
  guint n_conflicts = 0;

  for (guint i = 0; i < chunks->len; i++)
    {
      const DeskMergeChunk *chunk = &g_array_index (chunks, DeskMergeChunk, i);

      assert_cluster_ends (base_whole->str, chunk->base);
      assert_cluster_ends (our_whole->str, chunk->ours);
      assert_cluster_ends (their_whole->str, chunk->theirs);
      g_string_append (base_whole, chunk->base);
      g_string_append (our_whole, chunk->ours);
      g_string_append (their_whole, chunk->theirs);
      g_assert_true (g_utf8_validate (chunk->ours, -1, NULL));

      switch (chunk->kind)
        {
        case DESK_MERGE_SAME:
          g_assert_cmpstr (chunk->ours, ==, chunk->base);
          g_assert_cmpstr (chunk->theirs, ==, chunk->base);
          break;
        case DESK_MERGE_OURS:
          g_assert_cmpstr (chunk->theirs, ==, chunk->base);
          g_assert_cmpstr (chunk->ours, !=, chunk->base);
          break;
        case DESK_MERGE_THEIRS:
          g_assert_cmpstr (chunk->ours, ==, chunk->base);
          g_assert_cmpstr (chunk->theirs, !=, chunk->base);
          break;
        case DESK_MERGE_BOTH:
          g_assert_cmpstr (chunk->ours, ==, chunk->theirs);
          g_assert_cmpstr (chunk->ours, !=, chunk->base);
          break;
        case DESK_MERGE_CONFLICT:
        default:
          n_conflicts++;
          g_assert_cmpstr (chunk->ours, !=, chunk->theirs);
          g_assert_cmpstr (chunk->ours, !=, chunk->base);
          g_assert_cmpstr (chunk->theirs, !=, chunk->base);
          g_string_append_printf (string, "<%s|%s|%s>", chunk->ours, chunk->base, chunk->theirs);
          continue;
        }
      g_string_append (string, chunk->kind == DESK_MERGE_THEIRS ? chunk->theirs : chunk->ours);
    }
  g_assert_cmpstr (base_whole->str, ==, base);
  g_assert_cmpstr (our_whole->str, ==, ours);
  g_assert_cmpstr (their_whole->str, ==, theirs);
  g_assert_cmpuint (desk_merge_get_n_conflicts (merge), ==, n_conflicts);

  return g_string_free_and_steal (string);
}

static char *
merge_words (const char *base, const char *ours, const char *theirs, const char *language)
{
  g_autoptr (DeskMerge) merge = desk_merge_new (base, ours, theirs, language);

  return show (merge, base, ours, theirs);
}

static void
test_words (void)
{
  static const struct
  {
    const char *language;
    const char *base;
    const char *ours;
    const char *theirs;
    const char *merged;
  } cases[] = {
    { "en", "", "", "", "" },
    { "en", "Three ships left.", "Three ships left.", "Three ships left.", "Three ships left." },
    { "en", "Three ships left.", "Four ships left.", "Three ships left.", "Four ships left." },
    /* Beside each other. */
    { "en", "Three ships left.", "Four ships left.", "Three boats left.", "Four boats left." },
    { "en", "One.\n\nTwo.\n", "One!\n\nTwo.\n", "One.\n\nTwo, three.\n", "One!\n\nTwo, three.\n" },
    { "en", "One.\n\nTwo.\n", "Zero.\n\nOne.\n\nTwo.\n", "One.\n\nTwo.\n\nThree.\n", "Zero.\n\nOne.\n\nTwo.\n\nThree.\n" },
    /* Equal ones are one. */
    { "en", "Three ships left.", "Four ships left.", "Four ships left.", "Four ships left." },
    { "en", "Three ships left.", "Four ships left at dawn.", "Four boats left at dawn.", "Four boats left at dawn." },
    { "en", "One.\n", "One.\n\nTwo.\n", "One.\n\nTwo.\n", "One.\n\nTwo.\n" },
    /* In conflict, and no wider than that. */
    { "en", "Three ships left.", "Four ships left.", "Five ships left.", "<Four|Three|Five> ships left." },
    { "en", "The gate is open.", "The gate is not open.", "The gate is closed.", "The gate is <not open|open|closed>." },
    { "en", "The house.", "The big house.", "The old house.", "The <big||old> house." },
    { "en", "The house.", "The big red house.", "The big blue house.", "The big <red||blue> house." },
    { "en", "A man, red, left.", "A man left.", "A man, blue, left.", "A man<|, red,|, blue,> left." },
    { "en", "One. Two is here. Three.", "One. Three.", "One. Two was here. Three.", "One. <|Two is here. |Two was here. >Three." },
    /* Where the two sides know different places for what they agree on, more is in dispute rather than less; where neither knows, all is. */
    { "en", "a a b", "a b", "a", "a< b| a b|>" },
    { "en", "a a b", "a", "a b", "a<| a b| b>" },
    { "en", "b c", "d d c", "d b b", "<d d|b|d b b>" },
    { "en", "Some 40 men of the north.", "Some 48 men of the north.", "Some 50 women of the north.", "Some <48 men|40 men|50 women> of the north." },
    /* Scripts. */
    { "ar", "فتحت السجن في الليل", "فتحت البوابات في الليل", "فتحت السجن في الصباح", "فتحت البوابات في الصباح" },
    { "ar", "فتحت السجن", "فتحت البوابات", "فتحت الأبواب", "فتحت <البوابات|السجن|الأبواب>" },
    { "ckb", "کۆمەڵێک چەکدار هاتن", "کۆمەڵێک پۆلیس هاتن", "کۆمەڵێک چەکدار ڕۆیشتن", "کۆمەڵێک پۆلیس ڕۆیشتن" },
    { "zh", "港口重新开放", "码头重新开放", "港口再次开放", "码头再次开放" },
    { "zh", "港口重新开放", "港口再次开放", "港口已经开放", "港口<再次|重新|已经>开放" },
    { "th", "เรือจมแล้ว", "เรือลอยแล้ว", "เรือจมอยู่", "เรือลอยอยู่" },
    { "en", "a 👨‍👩‍👧 b 🇩🇪 c", "a 👨‍👩‍👦 b 🇩🇪 c", "a 👨‍👩‍👧 b 🇫🇷 c", "a 👨‍👩‍👦 b 🇫🇷 c" },
    { "en", "a 👨‍👩‍👧 b", "a 👨‍👩‍👦 b", "a 👩‍👩‍👧 b", "a <👨‍👩‍👦|👨‍👩‍👧|👩‍👩‍👧> b" },
    { "en", "🇩🇪🇫🇷", "🇩🇪🇮🇹", "🇪🇸🇫🇷", "🇪🇸🇮🇹" },
    { "en", "👍🏽 👍", "👍 👍", "👍🏽 👍🏿", "👍 👍🏿" },
    { "en", "cafe\xcc\x81 one", "cafe one", "cafe\xcc\x81 two", "cafe two" },
    { "en", "cafe\xcc\x81 one", "cafe one", "cafe\xcc\x80 one", "<cafe|cafe\xcc\x81|cafe\xcc\x80> one" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *merged = merge_words (cases[i].base, cases[i].ours, cases[i].theirs, cases[i].language);

      g_assert_cmpstr (merged, ==, cases[i].merged);
    }
}

static void
test_answers (void)
{
  g_autoptr (DeskMerge) merge = desk_merge_new ("Three ships left at dawn.", "Four ships left at noon.", "Five ships left at night.", "en");
  const struct
  {
    DeskMergeAnswer answers[2];
    const char *text;
  } cases[] = {
    { { { DESK_MERGE_TAKE_OURS }, { DESK_MERGE_TAKE_THEIRS } }, "Four ships left at night." },
    { { { DESK_MERGE_TAKE_BASE }, { DESK_MERGE_TAKE_BOTH } }, "Three ships left at noon night." },
    { { { DESK_MERGE_TAKE_WORDS, "Some" }, { DESK_MERGE_TAKE_WORDS, NULL } }, "Some ships left at ." },
  };

  g_assert_cmpuint (desk_merge_get_n_conflicts (merge), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = desk_merge_dup_text (merge, cases[i].answers);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_both (void)
{
  static const struct
  {
    const char *ours;
    const char *theirs;
    const char *both;
  } cases[] = {
    { "red", "blue", "red blue" },
    { "red ", "blue", "red blue" },
    { "", "blue", "blue" },
    { "One.", "Two.", "One. Two." },
    { "再次", "已经", "再次已经" },
    { "ลอย", "จม", "ลอยจม" },
    { "One.\n\nTwo.", "Three.", "One.\n\nTwo.\n\nThree." },
    { "فتح", "أغلق", "فتح أغلق" },
  };
  const DeskMergeAnswer both = { DESK_MERGE_TAKE_BOTH };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DeskMergeChunk chunk = { DESK_MERGE_CONFLICT, "", cases[i].ours, cases[i].theirs };
      g_autofree char *words = desk_merge_chunk_dup_words (&chunk, &both);

      g_assert_cmpstr (words, ==, cases[i].both);
    }
}

static void
test_whole (void)
{
  g_autoptr (DeskMerge) one = desk_merge_new_whole ("Asia/Baghdad", "Asia/Tokyo", "Asia/Baghdad");
  g_autoptr (DeskMerge) two = desk_merge_new_whole ("Asia/Baghdad", "Asia/Tokyo", "Europe/Baghdad");
  g_autofree char *one_shown = show (one, "Asia/Baghdad", "Asia/Tokyo", "Asia/Baghdad");
  g_autofree char *two_shown = show (two, "Asia/Baghdad", "Asia/Tokyo", "Europe/Baghdad");

  g_assert_cmpstr (one_shown, ==, "Asia/Tokyo");
  g_assert_cmpstr (two_shown, ==, "<Asia/Tokyo|Asia/Baghdad|Europe/Baghdad>");
}

static void
test_items (void)
{
  g_autoptr (DeskMerge) merge = desk_merge_new_items ("ferry\nstorm\npier", "ferry\npier\nhelp\nsea", "storm\nferry\nboats\nhelp");
  g_autofree char *text = desk_merge_dup_text (merge, NULL);

  g_assert_cmpuint (desk_merge_get_n_conflicts (merge), ==, 0);
  g_assert_cmpstr (text, ==, "ferry\nhelp\nsea\nboats\n");
}

static const char *const pieces[] = {
  "the", "ferry", "of", " ", " ", " ", "\n\n", ". ", ", ", "“", "”", "👨‍👩‍👧", "🇩🇪", "👍🏽", "سفينة", "e\xcc\x81", "\xcc\x81", "\r\n", "1,5", "港口", "เรือ", "\n", "_"
};

static const char *
pick (GRand *random)
{
  return pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))];
}

static void
assert_merges_to (const char *base, const char *ours, const char *theirs, const char *wanted)
{
  g_autofree char *merged = merge_words (base, ours, theirs, "en");

  g_assert_cmpstr (merged, ==, wanted);
}

/* What one side makes of the other's names. */
static DeskMergeKind
turn (DeskMergeKind kind)
{
  return kind == DESK_MERGE_OURS ? DESK_MERGE_THEIRS : kind == DESK_MERGE_THEIRS ? DESK_MERGE_OURS
                                                                                 : kind;
}

static void
assert_symmetric (const char *base, const char *ours, const char *theirs)
{
  g_autoptr (DeskMerge) merge = desk_merge_new (base, ours, theirs, "en");
  g_autoptr (DeskMerge) turned = desk_merge_new (base, theirs, ours, "en");
  GArray *chunks = desk_merge_get_chunks (merge);
  GArray *others = desk_merge_get_chunks (turned);

  g_assert_cmpuint (chunks->len, ==, others->len);
  for (guint i = 0; i < chunks->len; i++)
    {
      const DeskMergeChunk *chunk = &g_array_index (chunks, DeskMergeChunk, i);
      const DeskMergeChunk *other = &g_array_index (others, DeskMergeChunk, i);

      g_assert_cmpint (chunk->kind, ==, turn (other->kind));
      g_assert_cmpstr (chunk->base, ==, other->base);
      g_assert_cmpstr (chunk->ours, ==, other->theirs);
      g_assert_cmpstr (chunk->theirs, ==, other->ours);
    }
}

/* Texts of few different pieces, so that much matches by accident. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261125);

  for (int round = 0; round < (g_test_thorough () ? 30000 : 1000); round++)
    {
      g_autoptr (GString) base = g_string_new (NULL);
      g_autoptr (GString) ours = g_string_new (NULL);
      g_autoptr (GString) theirs = g_string_new (NULL);
      g_autofree char *merged = NULL;

      for (int n = g_rand_int_range (random, 0, 40); n > 0; n--)
        {
          const char *piece = pick (random);

          g_string_append (base, piece);
          g_string_append (ours, g_rand_int_range (random, 0, 8) > 0 ? piece : g_rand_boolean (random) ? ""
                                                                                                       : pick (random));
          g_string_append (theirs, g_rand_int_range (random, 0, 8) > 0 ? piece : g_rand_boolean (random) ? ""
                                                                                                         : pick (random));
        }

      assert_merges_to (base->str, base->str, theirs->str, theirs->str);
      assert_merges_to (base->str, ours->str, base->str, ours->str);
      assert_merges_to (base->str, ours->str, ours->str, ours->str);
      assert_symmetric (base->str, ours->str, theirs->str);
      merged = merge_words (base->str, ours->str, theirs->str, "en");
    }
}

/* Words that are there once, each side changing some that the other leaves alone: both sides' changes are there. */
static void
test_apart (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261126);

  for (int round = 0; round < (g_test_thorough () ? 10000 : 500); round++)
    {
      g_autoptr (GString) base = g_string_new (NULL);
      g_autoptr (GString) ours = g_string_new (NULL);
      g_autoptr (GString) theirs = g_string_new (NULL);
      g_autoptr (GString) wanted = g_string_new (NULL);
      guint n = g_rand_int_range (random, 1, 60);

      for (guint i = 0; i < n; i++)
        {
          g_autofree char *word = g_strdup_printf ("w%u", i);
          g_autofree char *other = g_strdup_printf ("n%u", i);
          int who = g_rand_int_range (random, 0, 5);
          const char *behind = i % 7 == 6 ? ".\n\n" : i % 3 == 2 ? ", "
                                                                 : " ";

          g_string_append_printf (base, "%s%s", word, behind);
          g_string_append_printf (ours, "%s%s", who == 0 ? other : word, behind);
          g_string_append_printf (theirs, "%s%s", who == 1 ? other : word, behind);
          g_string_append_printf (wanted, "%s%s", who < 2 ? other : word, behind);
        }
      assert_merges_to (base->str, ours->str, theirs->str, wanted->str);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/merge/words", test_words);
  g_test_add_func ("/merge/answers", test_answers);
  g_test_add_func ("/merge/both", test_both);
  g_test_add_func ("/merge/whole", test_whole);
  g_test_add_func ("/merge/items", test_items);
  g_test_add_func ("/merge/random", test_random);
  g_test_add_func ("/merge/apart", test_apart);

  return g_test_run ();
}
