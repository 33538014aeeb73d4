/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/desk-diff-runs.h"

#define HEADER "Headline: Ferry line asks for help\nLanguage: en\nZone: Asia/Baghdad\n\n"
#define FERRY "The ferry line asked the council for help on Monday after the storm."
#define FERRY_EDITED "The ferry company asked the council for help on Tuesday after the storm."
#define HARBOUR "The harbour opened again at dawn, and three ships left for the islands, the coast guard said."
#define HOSPITAL "Nobody was hurt, according to the hospital in Marrow, which had kept forty beds free overnight."
#define SCHOOL "Schools along the coast stay closed until the end of the week, said the governor's office."
#define GAP "\n\n"

typedef struct
{
  DeskText *from;
  DeskText *to;
  DeskDiffRuns *runs;
} Pair;

static Pair
make_pair (const char *from, const char *to)
{
  Pair pair = { desk_text_parse (from, -1, NULL), desk_text_parse (to, -1, NULL) };
  g_autoptr (DeskTextDiff) diff = desk_text_diff_new (pair.from, pair.to, "en");

  pair.runs = desk_diff_runs_new (diff);
  g_assert_cmpuint (desk_diff_runs_get_changes (pair.runs)->len, ==, desk_text_diff_get_n_changes (diff));
  return pair;
}

static void
pair_clear (Pair *pair)
{
  desk_text_unref (pair->from);
  desk_text_unref (pair->to);
  desk_diff_runs_unref (pair->runs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

/* The body's runs: words that are the same as they are, "[-1:was-]", "{+1:now+}", "(away 1:…)", "<here 1:…>". */
static char *
describe_body (Pair *pair)
{
  GArray *runs = desk_diff_runs_get_runs (pair->runs);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const DeskDiffRun *run = &g_array_index (runs, DeskDiffRun, i);
      int old_length = run->old_length, new_length = run->new_length;
      const char *old_text = run->part->old_text + run->old_start;
      const char *new_text = run->part->new_text + run->new_start;

      if (run->part->field != NULL)
        continue;
      if (run->kind == DESK_DIFF_SAME)
        g_string_append_printf (out, "%.*s", new_length, new_text);
      else if (run->kind == DESK_DIFF_REMOVED)
        g_string_append_printf (out, "[-%u:%.*s-]", run->change, old_length, old_text);
      else if (run->kind == DESK_DIFF_ADDED)
        g_string_append_printf (out, "{+%u:%.*s+}", run->change, new_length, new_text);
      else if (run->kind == DESK_DIFF_MOVED_AWAY)
        g_string_append_printf (out, "(away %u:%.*s)", run->change, old_length, old_text);
      else
        g_string_append_printf (out, "<here %u:%.*s>", run->change, new_length, new_text);
    }
  return g_string_free_and_steal (out);
}

static void
assert_body (Pair *pair, const char *wanted)
{
  g_autofree char *body = describe_body (pair);

  g_assert_cmpstr (body, ==, wanted);
}

static void
assert_change (Pair *pair, guint change, const char *was, const char *now)
{
  g_autofree char *old_words = desk_diff_runs_dup_was (pair->runs, change);
  g_autofree char *new_words = desk_diff_runs_dup_now (pair->runs, change);

  g_assert_cmpstr (old_words, ==, was);
  g_assert_cmpstr (new_words, ==, now);
}

static void
assert_restored (Pair *pair, guint change, const char *wanted)
{
  g_autoptr (DeskText) restored = desk_diff_runs_restore (pair->runs, pair->to, change);

  g_assert_cmpstr (desk_text_get_canonical (restored, NULL), ==, wanted);
}

static void
test_words (void)
{
  g_auto (Pair) pair = make_pair (HEADER FERRY GAP HARBOUR "\n", "Headline: Ferry line begs\nKeywords: boats\nLanguage: en\nZone: Asia/Baghdad\n\n" FERRY_EDITED GAP HARBOUR "\n");

  g_assert_cmpuint (desk_diff_runs_get_changes (pair.runs)->len, ==, 4);
  assert_change (&pair, 1, "Ferry line asks for help", "Ferry line begs");
  assert_change (&pair, 2, "", "boats");
  assert_change (&pair, 3, "line", "company");
  assert_change (&pair, 4, "Monday", "Tuesday");
  assert_body (&pair, "The ferry [-3:line-]{+3:company+} asked the council for help on [-4:Monday-]{+4:Tuesday+} after the storm." GAP HARBOUR "\n");
}

static void
test_moved (void)
{
  g_auto (Pair) pair = make_pair (HEADER FERRY GAP HARBOUR GAP HOSPITAL GAP SCHOOL "\n", HEADER HARBOUR GAP HOSPITAL GAP FERRY_EDITED GAP SCHOOL "\n");

  assert_change (&pair, 1, FERRY_EDITED, FERRY_EDITED);
  assert_change (&pair, 2, "line", "company");
  assert_body (&pair, "(away 1:" FERRY GAP ")" HARBOUR GAP HOSPITAL GAP
                      "<here 1:The ferry >[-2:line-]{+2:company+}<here 1: asked the council for help on >[-3:Monday-]{+3:Tuesday+}"
                      "<here 1: after the storm.><here 1:" GAP ">" SCHOOL "\n");

  /* Back in its place, as it reads now; then its words. */
  assert_restored (&pair, 1, HEADER FERRY_EDITED GAP HARBOUR GAP HOSPITAL GAP SCHOOL "\n");
  assert_restored (&pair, 3, HEADER HARBOUR GAP HOSPITAL GAP FERRY GAP SCHOOL "\n");
}

static void
test_restore (void)
{
  g_auto (Pair) pair = make_pair (HEADER FERRY GAP HARBOUR GAP SCHOOL "\n",
                                  "Headline: Ferry line begs\nLanguage: en\nZone: Asia/Baghdad\n\n" FERRY_EDITED GAP HOSPITAL GAP HARBOUR "\n");

  assert_restored (&pair, 1, HEADER FERRY_EDITED GAP HOSPITAL GAP HARBOUR "\n");
  /* The whole paragraph, and no other one. */
  assert_restored (&pair, 2, "Headline: Ferry line begs\nLanguage: en\nZone: Asia/Baghdad\n\n" FERRY GAP HOSPITAL GAP HARBOUR "\n");
  assert_restored (&pair, 3, "Headline: Ferry line begs\nLanguage: en\nZone: Asia/Baghdad\n\n" FERRY GAP HOSPITAL GAP HARBOUR "\n");
  assert_restored (&pair, 4, "Headline: Ferry line begs\nLanguage: en\nZone: Asia/Baghdad\n\n" FERRY_EDITED GAP HARBOUR "\n");
  assert_restored (&pair, 5, "Headline: Ferry line begs\nLanguage: en\nZone: Asia/Baghdad\n\n" FERRY_EDITED GAP HOSPITAL GAP HARBOUR GAP SCHOOL "\n");
}

/* Several values of a field come back as several fields. */
static void
test_restore_fields (void)
{
  const char *old_text = "Headline: Ferry\nWarning: graphic\nWarning: strong words\n\n" FERRY "\n";
  g_auto (Pair) pair = make_pair (old_text, "Headline: Ferry\nWarning: graphic\n\n" FERRY "\n");

  assert_restored (&pair, 1, old_text);
}

static char *
shuffle (GRand *rand)
{
  static const char *const paragraphs[] = { FERRY, FERRY_EDITED, HARBOUR, HOSPITAL, SCHOOL, "A crane fell.", "مغلق حتى الظهر", "港口黎明时分重新开放，海岸警卫队说。" };
  GString *body = g_string_new (NULL);
  guint n = g_rand_int_range (rand, 0, 7);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (body, "%s%s", i > 0 ? (g_rand_boolean (rand) ? "\n\n" : "\n") : "", paragraphs[g_rand_int_range (rand, 0, G_N_ELEMENTS (paragraphs))]);
  g_string_append_c (body, '\n');
  return g_string_free_and_steal (body);
}

/* Whoever restores change by change comes to the old text, and every run has its words. */
static void
test_restore_all (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261125);

  for (guint round = 0; round < 300; round++)
    {
      g_autofree char *old_body = shuffle (rand);
      g_autofree char *new_body = shuffle (rand);
      g_autoptr (DeskText) empty = desk_text_new ();
      g_autoptr (DeskText) from = desk_text_with_body (empty, old_body);
      g_autoptr (DeskText) to = desk_text_with_body (empty, new_body);
      guint n = 0;

      while (!desk_text_equal (from, to))
        {
          g_autoptr (DeskTextDiff) diff = desk_text_diff_new (from, to, "en");
          g_autoptr (DeskDiffRuns) runs = desk_diff_runs_new (diff);
          guint n_changes = desk_diff_runs_get_changes (runs)->len;
          g_autoptr (DeskText) next = NULL;

          g_assert_cmpuint (n_changes, ==, desk_text_diff_get_n_changes (diff));
          g_assert_cmpuint (n_changes, >, 0);
          next = desk_diff_runs_restore (runs, to, g_rand_int_range (rand, 1, n_changes + 1));
          g_assert_false (desk_text_equal (next, to));
          desk_text_unref (to);
          to = g_steal_pointer (&next);
          g_assert_cmpuint (n++, <, 60);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diff-runs/words", test_words);
  g_test_add_func ("/diff-runs/moved", test_moved);
  g_test_add_func ("/diff-runs/restore", test_restore);
  g_test_add_func ("/diff-runs/restore/fields", test_restore_fields);
  g_test_add_func ("/diff-runs/restore/all", test_restore_all);

  return g_test_run ();
}
