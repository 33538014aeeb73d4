/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/desk-words.h"

/* The words of @text, separated by "|". */
static char *
join_words (const char *text, GArray *tokens, gboolean words_only)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < tokens->len; i++)
    {
      DeskToken *token = &g_array_index (tokens, DeskToken, i);

      if (words_only && !token->is_word)
        continue;
      if (string->len > 0)
        g_string_append_c (string, '|');
      g_string_append_len (string, text + token->start, token->end - token->start);
    }

  return g_string_free_and_steal (string);
}

static void
test_split (void)
{
  static const struct
  {
    const char *text;
    const char *language;
    const char *words;
  } cases[] = {
    { "", "en", "" },
    { " \n\n ", "en", "" },
    { "The ferry sank.", "en", "The|ferry|sank" },
    { "Don’t say 'don't'.", "en", "Don’t|say|don't" },
    { "3,000 people at 22:19", "en", "3,000|people|at|22|19" },
    { "SDF-linked", NULL, "SDF|linked" },
    { "فتحت مجموعة مسلحة سجنًا في الميناء.", "ar", "فتحت|مجموعة|مسلحة|سجنًا|في|الميناء" },
    { "کۆمەڵێک چەکدار دەرگای زیندانیان کردەوە.", "ckb", "کۆمەڵێک|چەکدار|دەرگای|زیندانیان|کردەوە" },
    { "เรือจมแล้ว", "th", "เรือ|จม|แล้ว" },
    { "港口重新开放", "zh", "港口|重新|开放" },
    { "ok 👨‍👩‍👧 ok", "en", "ok|ok" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) tokens = desk_words_split (cases[i].text, -1, cases[i].language);
      g_autofree char *words = join_words (cases[i].text, tokens, TRUE);
      gsize at = 0;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (words, ==, cases[i].words);

      /* The tokens cover the text. */
      for (guint k = 0; k < tokens->len; k++)
        {
          DeskToken *token = &g_array_index (tokens, DeskToken, k);

          g_assert_cmpuint (token->start, ==, at);
          g_assert_cmpuint (token->end, >, at);
          at = token->end;
        }
      g_assert_cmpuint (at, ==, strlen (cases[i].text));
    }
}

/* No token ends within what a reader sees as one character. */
static void
test_clusters (void)
{
  static const char *const clusters[] = {
    "👨‍👩‍👧",                     /* joined by ZWJ */
    "👍🏽",                      /* with a skin tone */
    "🇩🇪",                      /* a flag */
    "e\xcc\x81",                /* e and a combining acute */
    "نً",                       /* a letter with a vowel sign */
    "\xdb\x95\xcc\x88",         /* a Kurdish letter with a mark */
    "กำ",                       /* Thai, with SARA AM */
    "ที่",                        /* two marks over one letter */
    "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", /* Hangul jamos */
    "क्षि",                       /* a conjunct */
    "1️⃣",                       /* a keycap */
    " \xcc\x81",                /* a mark on a space */
  };

  for (guint i = 0; i < G_N_ELEMENTS (clusters); i++)
    for (guint k = 0; k < G_N_ELEMENTS (clusters); k++)
      {
        g_autofree char *text = g_strconcat ("a", clusters[i], "b ", clusters[k], clusters[i], " c", NULL);
        gsize first = 1;
        gsize second = first + strlen (clusters[i]) + 2;
        g_autoptr (GArray) tokens = desk_words_split (text, -1, "th");

        for (guint t = 0; t < tokens->len; t++)
          {
            gsize end = g_array_index (tokens, DeskToken, t).end;

            g_assert_false (end > first && end < first + strlen (clusters[i]));
            g_assert_false (end > second && end < second + strlen (clusters[k]));
          }
      }
}

static void
test_count (void)
{
  g_assert_cmpuint (desk_words_count ("", "en"), ==, 0);
  g_assert_cmpuint (desk_words_count ("One, two — and 3.5 more!", "en"), ==, 5);
  g_assert_cmpuint (desk_words_count ("قال خفر السواحل إن البوابات مفتوحة.", "ar"), ==, 6);
  g_assert_cmpuint (desk_words_count ("港口重新开放", "zh"), ==, 3);
}

static void
test_said (void)
{
  static const struct
  {
    const char *text;
    const char *said;
  } cases[] = {
    { "**Three** people _died_ at [the pier](https://example.org/a_(b)?c=d), police said.",
      "Three|people|died|at|the|pier|police|said" },
    { "<https://example.org/post>", "" },
    { "rose 5% to €3.50, at -4°", "rose|5|%|to|€|3.50|at|-|4|°" },
    { "pre-war, 1914-1918 – then", "pre|war|1914|1918|then" },
    { "a < b and [c] (d)", "a|b|and|c|d" },
    { "__init__ snake_case", "init|snake_case" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) said = desk_words_list_said (cases[i].text, -1, "en");
      g_autofree char *words = join_words (cases[i].text, said, FALSE);

      g_assert_cmpstr (words, ==, cases[i].said);
    }
}

static void
test_same (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean same;
  } cases[] = {
    { "", "", TRUE },
    { "", " — …", TRUE },
    { "The ferry sank.", "The ferry sank", TRUE },
    { "The ferry sank.", "the ferry  sank!", TRUE },
    { "The ferry sank.", "The Ferry sank.", FALSE },
    { "The ferry sank.", "The ferry has sunk.", FALSE },
    { "The ferry sank.", "Reportedly the ferry sank.", FALSE },
    { "The ferry sank.", "The **ferry** _sank_.", TRUE },
    { "The ferry sank.", "The [ferry](https://example.org/ferry) sank.", TRUE },
    { "They don't know", "They don’t know", TRUE },
    { "\"Open\", he said", "“Open” – he said", TRUE },
    { "caf\xc3\xa9", "cafe\xcc\x81", TRUE },
    { "It rose by 5%.", "It rose by 5.", FALSE },
    { "It cost €5", "It cost $5", FALSE },
    { "It was -5 degrees", "It was 5 degrees", FALSE },
    { "3,000", "3.000", FALSE },
    { "فُتح السجن", "فُتح السجن.", TRUE },
    { "فُتح السجن", "أُغلق السجن", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s / %s", cases[i].a, cases[i].b);
      g_assert_cmpint (desk_words_same (cases[i].a, cases[i].b, "en"), ==, cases[i].same);
      g_assert_cmpint (desk_words_same (cases[i].b, cases[i].a, "en"), ==, cases[i].same);
    }
}

static void
test_fold (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "“Straße”,\n\n ‘Ärger’", "\"strasse\", 'ärger'" },
    { "«OPEN»\xc2\xa0now", "\"open\" now" },
    { "Cafe\xcc\x81", "caf\xc3\xa9" },
    { "  two  ", " two " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = desk_words_fold (cases[i][0]);

      g_assert_cmpstr (folded, ==, cases[i][1]);
    }
}

/* "|" in a body stands for the place asked for and is no part of it. */
static void
test_sentence (void)
{
  static const struct
  {
    const char *body;
    const char *language;
    const char *sentence; /* NULL: none */
  } cases[] = {
    { "|", "en", NULL },
    { "One. T|wo. Three.", "en", "Two." },
    { "One.| Two.", "en", "One." },
    { "One. |Two.", "en", "Two." },
    { "One. Two.|", "en", "Two." },
    { "One.\n|\nTwo.", "en", NULL },
    { "One.\n\n|Two.\n", "en", "Two." },
    { "# A |headline #\n\nText.", "en", "A headline" },
    { "|# A headline", "en", "A headline" },
    { "- first\n- sec|ond item\n- third", "en", "second item" },
    { "12. twelf|th", "en", "twelfth" },
    { "> quoted wo|rds\n> go on. Then more.", "en", "quoted words\n> go on." },
    { "A sentence ov|er\ntwo lines. Next.", "en", "A sentence over\ntwo lines." },
    { "Text.\n\n<https://ex|ample.org/1>\n\nText.", "en", NULL },
    { "Text.\n\n--|-\n\nText.", "en", NULL },
    { "See [the post](https://example.org/?id=1). He |left.", "en", "He left." },
    { "S|ee [the post](https://example.org/?id=1) again. He left.", "en", "See [the post](https://example.org/?id=1) again." },
    { "He left. **The fe|rry sank.** Then rain.", "en", "**The ferry sank.**" },
    { "M|r. Voss left. Then rain.", "en", "Mr. Voss left." },
    { "The U.S. N|avy came. Then rain.", "en", "The U.S. Navy came." },
    { "It closed at 10 p.m. The ferry sa|nk.", "en", "The ferry sank." },
    { "“Is it open?” she a|sked. Nobody knew.", "en", "“Is it open?” she asked." },
    { "“Go now.” Th|en they left.", "en", "Then they left." },
    { "On Nov. 22 Ilen Voss l|eft. Then rain.", "en", "On Nov. 22 Ilen Voss left." },
    { "Am 3. März ka|m er. Dr. Marrow sprach.", "de", "Am 3. März kam er." },
    { "Am 3. März kam er. Dr. Marrow s|prach.", "de", "Dr. Marrow sprach." },
    { "Es gibt z. B. Boo|te. Dann Regen.", "de", "Es gibt z. B. Boote." },
    { "قال الوزير إن السجن فتح. هل هذا ص|حيح؟ نعم.", "ar", "هل هذا صحيح؟" },
    { "船沉了。港口|关闭了。", "zh", "港口关闭了。" },
    { "ნავი ჩაიძირა. ნავ|სადგური დაიხურა.", "ka", "ნავსადგური დაიხურა." },
    { "An answer … and mo|re", "en", "An answer … and more" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *bar = strchr (cases[i].body, '|');
      guint offset = g_utf8_strlen (cases[i].body, bar - cases[i].body);
      g_autoptr (GString) body = g_string_new (cases[i].body);
      guint start = 0;
      guint end = 0;
      gboolean found;

      g_test_message ("%s", cases[i].body);
      g_string_erase (body, bar - cases[i].body, 1);
      found = desk_words_sentence_at (body->str, offset, cases[i].language, &start, &end);
      g_assert_cmpint (found, ==, cases[i].sentence != NULL);
      if (found)
        {
          g_autofree char *sentence = g_utf8_substring (body->str, start, end);

          g_assert_cmpstr (sentence, ==, cases[i].sentence);
        }
    }
}

static void
test_offsets (void)
{
  const char *text = "aé港👍b";
  static const guint bytes[] = { 0, 1, 3, 6, 10, 11 };

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      g_assert_cmpuint (desk_words_bytes_at (text, i), ==, bytes[i]);
      g_assert_cmpuint (desk_words_chars_at (text, bytes[i]), ==, i);
    }

  /* Within a character, and behind the end. */
  g_assert_cmpuint (desk_words_chars_at (text, 2), ==, 1);
  g_assert_cmpuint (desk_words_chars_at (text, 99), ==, 5);
  g_assert_cmpuint (desk_words_bytes_at (text, 99), ==, 11);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/split", test_split);
  g_test_add_func ("/words/clusters", test_clusters);
  g_test_add_func ("/words/count", test_count);
  g_test_add_func ("/words/said", test_said);
  g_test_add_func ("/words/same", test_same);
  g_test_add_func ("/words/fold", test_fold);
  g_test_add_func ("/words/sentence", test_sentence);
  g_test_add_func ("/words/offsets", test_offsets);

  return g_test_run ();
}
