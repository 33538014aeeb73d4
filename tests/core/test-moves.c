/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/desk-moves.h"
#include "core/desk-text-diff.h"

#define FERRY "The ferry line asked the council for help on Monday after the storm."
#define FERRY_EDITED "The ferry company asked the council for help on Tuesday after the storm."
#define HARBOUR "The harbour opened again at dawn, and three ships left for the islands, the coast guard said."
#define HOSPITAL "Nobody was hurt, according to the hospital in Marrow, which had kept forty beds free overnight."
#define SCHOOL "Schools along the coast stay closed until the end of the week, said the governor's office."

static void
append_hunks (GString *string, GArray *hunks, const char *old_text, const char *new_text)
{
  for (guint i = 0; i < hunks->len; i++)
    {
      DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);

      if (hunk->kind == DESK_DIFF_SAME)
        g_string_append_len (string, old_text + hunk->old_start, hunk->old_length);
      else if (hunk->kind == DESK_DIFF_REMOVED)
        g_string_append_printf (string, "[-%.*s-]", (int) hunk->old_length, old_text + hunk->old_start);
      else if (hunk->kind == DESK_DIFF_ADDED)
        g_string_append_printf (string, "{+%.*s+}", (int) hunk->new_length, new_text + hunk->new_start);
    }
}

/* Asserts what holds of any difference: that its runs cover both texts in order, and each move has two ends. */
static void
assert_whole (GArray *hunks, GPtrArray *moves, const char *old_text, const char *new_text)
{
  g_autofree guint *ends = g_new0 (guint, moves->len + 1);
  gsize old_at = 0;
  gsize new_at = 0;

  for (guint i = 0; i < hunks->len; i++)
    {
      DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      DeskMove *move;

      g_assert_cmpuint (hunk->old_start, ==, old_at);
      g_assert_cmpuint (hunk->new_start, ==, new_at);
      old_at += hunk->old_length;
      new_at += hunk->new_length;

      switch (hunk->kind)
        {
        case DESK_DIFF_SAME:
          g_assert_cmpmem (old_text + hunk->old_start, hunk->old_length, new_text + hunk->new_start, hunk->new_length);
          break;
        case DESK_DIFF_REMOVED:
          g_assert_cmpuint (hunk->new_length, ==, 0);
          break;
        case DESK_DIFF_ADDED:
          g_assert_cmpuint (hunk->old_length, ==, 0);
          break;
        case DESK_DIFF_MOVED_AWAY:
          move = g_ptr_array_index (moves, hunk->move);
          ends[hunk->move] += 1;
          g_assert_cmpuint (hunk->new_length, ==, 0);
          g_assert_cmpuint (hunk->old_start, <=, move->old_start);
          g_assert_cmpuint (move->old_start + move->old_length, <=, old_at);
          break;
        case DESK_DIFF_MOVED_HERE:
        default:
          move = g_ptr_array_index (moves, hunk->move);
          ends[hunk->move] += 100;
          g_assert_cmpuint (hunk->old_length, ==, 0);
          g_assert_cmpuint (hunk->new_start, <=, move->new_start);
          g_assert_cmpuint (move->new_start + move->new_length, <=, new_at);
        }
    }
  g_assert_cmpuint (old_at, ==, strlen (old_text));
  g_assert_cmpuint (new_at, ==, strlen (new_text));
  for (guint i = 0; i < moves->len; i++)
    g_assert_cmpuint (ends[i], ==, 101);
}

/* What moved as "<N>" where it stood, and "<N: …>" with what changed on the way where it stands. */
static char *
show (const char *old_text, const char *new_text, guint *count)
{
  g_autoptr (GPtrArray) moves = NULL;
  g_autoptr (GArray) hunks = desk_moves_diff (old_text, new_text, "en", &moves);
  GString *string = g_string_new (NULL);

  assert_whole (hunks, moves, old_text, new_text);
  for (guint i = 0; i < hunks->len; i++)
    {
      DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (DeskDiffHunk));
      DeskMove *move = NULL;

      g_array_append_val (one, *hunk);
      switch (hunk->kind)
        {
        case DESK_DIFF_MOVED_AWAY:
          g_string_append_printf (string, "<%u>", hunk->move);
          break;
        case DESK_DIFF_MOVED_HERE:
          move = g_ptr_array_index (moves, hunk->move);
          g_string_append_printf (string, "<%u: ", hunk->move);
          append_hunks (string, move->hunks, old_text, new_text);
          g_string_append (string, ">");
          break;
        case DESK_DIFF_SAME:
        case DESK_DIFF_REMOVED:
        case DESK_DIFF_ADDED:
        default:
          append_hunks (string, one, old_text, new_text);
        }
    }
  *count = desk_moves_count (hunks, moves);

  return g_string_free_and_steal (string);
}

static void
test_moves (void)
{
  static const struct
  {
    const char *name;
    const char *old_text;
    const char *new_text;
    const char *diff;
    guint count;
  } cases[] = {
    { "nothing", FERRY "\n\n" HARBOUR "\n", FERRY "\n\n" HARBOUR "\n", FERRY "\n\n" HARBOUR "\n", 0 },
    { "words only", FERRY "\n\n" HARBOUR "\n", FERRY_EDITED "\n\n" HARBOUR "\n",
      "The ferry [-line-]{+company+} asked the council for help on [-Monday-]{+Tuesday+} after the storm.\n\n" HARBOUR "\n", 2 },
    { "down to the end", FERRY "\n\n" HARBOUR "\n\n" HOSPITAL "\n", HARBOUR "\n\n" HOSPITAL "\n\n" FERRY "\n",
      "<0>" HARBOUR "\n\n" HOSPITAL "<0: " FERRY ">\n", 1 },
    { "up from the end", HARBOUR "\n\n" HOSPITAL "\n\n" FERRY, FERRY "\n\n" HARBOUR "\n\n" HOSPITAL,
      "<0: " FERRY ">" HARBOUR "\n\n" HOSPITAL "<0>", 1 },
    { "edited on the way", FERRY "\n\n" HARBOUR "\n\n" HOSPITAL "\n", HARBOUR "\n\n" FERRY_EDITED "\n\n" HOSPITAL "\n",
      "<0>" HARBOUR "\n\n<0: The ferry [-line-]{+company+} asked the council for help on [-Monday-]{+Tuesday+} after the storm.>" HOSPITAL "\n", 3 },
    { "two together are one move", FERRY "\n\n" SCHOOL "\n\n" HARBOUR "\n\n" HOSPITAL "\n\n" HARBOUR HARBOUR "\n",
      HARBOUR "\n\n" HOSPITAL "\n\n" FERRY "\n\n" SCHOOL "\n\n" HARBOUR HARBOUR "\n",
      "<0>" HARBOUR "\n\n" HOSPITAL "\n\n<0: " FERRY "\n\n" SCHOOL ">" HARBOUR HARBOUR "\n", 1 },
    { "with changes around it", FERRY "\n\n" HARBOUR "\n\nOne two.\n\n" HOSPITAL "\n", HARBOUR "\n\nOne three.\n\n" FERRY "\n\n" HOSPITAL "\n",
      "<0>" HARBOUR "\n\nOne [-two-]{+three+}.\n\n<0: " FERRY ">" HOSPITAL "\n", 2 },
    { "an embed", "<https://x.com/a/status/1>\n\n" FERRY "\n\n" HARBOUR, FERRY "\n\n<https://x.com/a/status/1>\n\n" HARBOUR,
      "<0>" FERRY "\n\n<0: <https://x.com/a/status/1>>" HARBOUR, 1 },
    { "too short to be known with other words", "Tell us more now.\n\n" HARBOUR "\n", HARBOUR "\n\nTell us more then.\n",
      "[-Tell us more now.\n\n-]" HARBOUR "{+\n\nTell us more then.+}\n", 2 },
    { "written anew where it is", HARBOUR "\n\n" FERRY "\n\n" SCHOOL "\n", HARBOUR "\n\n" HOSPITAL "\n\n" SCHOOL "\n", NULL, 0 },
    { "carriage returns", FERRY "\r\n\r\n" HARBOUR "\r\n\r\n" HOSPITAL "\r\n", HARBOUR "\r\n\r\n" HOSPITAL "\r\n\r\n" FERRY "\r\n",
      "<0>" HARBOUR "\r\n\r\n" HOSPITAL "<0: " FERRY ">\r\n", 1 },
    { "Arabic", "قالت شركة العبارات إنها طلبت المساعدة من المجلس يوم الاثنين.\n\nفتح الميناء أبوابه عند الفجر وغادرت ثلاث سفن إلى الجزر وفق خفر السواحل.\n",
      "فتح الميناء أبوابه عند الفجر وغادرت ثلاث سفن إلى الجزر وفق خفر السواحل.\n\nقالت شركة العبارات إنها طلبت العون من المجلس يوم الاثنين.\n",
      "<0>فتح الميناء أبوابه عند الفجر وغادرت ثلاث سفن إلى الجزر وفق خفر السواحل."
      "<0: قالت شركة العبارات إنها طلبت [-المساعدة-]{+العون+} من المجلس يوم الاثنين.>\n",
      2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint count;
      g_autofree char *diff = show (cases[i].old_text, cases[i].new_text, &count);

      g_test_message ("%s", cases[i].name);
      if (cases[i].diff == NULL)
        {
          g_assert_null (strstr (diff, "<0"));
          continue;
        }
      g_assert_cmpstr (diff, ==, cases[i].diff);
      g_assert_cmpuint (count, ==, cases[i].count);
    }
}

/* Paragraphs that change places, are edited, come and go, over and over. */
static void
test_random (void)
{
  static const char *const paragraphs[] = { FERRY, FERRY_EDITED, HARBOUR, HOSPITAL, SCHOOL, "***", "- One\n- Two", "港口重新开放。", "e\xcc\x81 👨‍👩‍👧" };
  static const char *const breaks[] = { "\n\n", "\n\n\n", "\r\n\r\n", "\n \n" };
  g_autoptr (GRand) random = g_rand_new_with_seed (20261125);

  for (int round = 0; round < (g_test_thorough () ? 20000 : 400); round++)
    {
      g_autoptr (GString) old_text = g_string_new (NULL);
      g_autoptr (GString) new_text = g_string_new (NULL);
      GString *texts[] = { old_text, new_text };
      g_autofree char *diff = NULL;
      guint count;

      for (int side = 0; side < 2; side++)
        for (int n = g_rand_int_range (random, 0, 9); n > 0; n--)
          {
            g_string_append (texts[side], paragraphs[g_rand_int_range (random, 0, G_N_ELEMENTS (paragraphs))]);
            if (n > 1 || g_rand_boolean (random))
              g_string_append (texts[side], breaks[g_rand_int_range (random, 0, G_N_ELEMENTS (breaks))]);
          }
      diff = show (old_text->str, new_text->str, &count);
    }
}

/* What a correction quotes is what changed in it, not that it stands elsewhere. */
static void
test_first (void)
{
  g_autoptr (DeskText) empty = desk_text_new ();
  g_autoptr (DeskText) from = desk_text_with_body (empty, FERRY "\n\n" HARBOUR "\n\n" HOSPITAL "\n");
  g_autoptr (DeskText) moved = desk_text_with_body (empty, HARBOUR "\n\n" HOSPITAL "\n\n" FERRY "\n");
  g_autoptr (DeskText) edited = desk_text_with_body (empty, HARBOUR "\n\n" HOSPITAL "\n\n" FERRY_EDITED "\n");
  g_autoptr (DeskTextDiff) only_moved = desk_text_diff_new (from, moved, "en");
  g_autoptr (DeskTextDiff) also_edited = desk_text_diff_new (from, edited, "en");
  g_autofree char *was = NULL;
  g_autofree char *now = NULL;
  g_autofree char *nothing_was = NULL;
  g_autofree char *nothing_now = NULL;

  g_assert_cmpuint (desk_text_diff_get_n_changes (only_moved), ==, 1);
  g_assert_false (desk_text_diff_is_small (only_moved));
  desk_text_diff_dup_first (only_moved, &nothing_was, &nothing_now);
  g_assert_cmpstr (nothing_was, ==, "");
  g_assert_cmpstr (nothing_now, ==, "");

  g_assert_cmpuint (desk_text_diff_get_n_changes (also_edited), ==, 3);
  desk_text_diff_dup_first (also_edited, &was, &now);
  g_assert_cmpstr (was, ==, "The ferry line asked the council for help on Monday after the storm");
  g_assert_cmpstr (now, ==, "The ferry company asked the council for help on Tuesday after the storm");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/moves/moves", test_moves);
  g_test_add_func ("/moves/random", test_random);
  g_test_add_func ("/moves/first", test_first);

  return g_test_run ();
}
