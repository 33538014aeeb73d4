/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "desk-fixture.h"

/* The body with the number of each run's version before it. */
static char *
show (DeskStoryBlame *blame)
{
  gsize length;
  const char *text = desk_text_get_canonical (blame->text, &length);
  gsize body = length - strlen (desk_text_get_body (blame->text));
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < blame->runs->len; i++)
    {
      DeskBlameRun *run = &g_array_index (blame->runs, DeskBlameRun, i);
      gsize start = MAX (run->start, body);
      gsize end = run->start + run->length;

      if (end > start)
        g_string_append_printf (string, "[%u]%.*s", ((DeskRevision *) g_ptr_array_index (blame->revisions, run->origin))->number,
                                (int) (end - start), text + start);
    }

  return g_string_free_and_steal (string);
}

static void
assert_blame (DeskStore *store, const char *story, const char *revision, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStoryBlame) blame = desk_store_blame (store, story, revision, &error);
  g_autofree char *shown = NULL;

  g_assert_no_error (error);
  shown = show (blame);
  g_assert_cmpstr (shown, ==, wanted);
}

static char *
keep_on (DeskStore *store, const char *story, const char *base, const char *body)
{
  const char *bases[] = { base, NULL };
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, body);

  return commit (store, story, desk_change_new_revision (text, bases, DESK_WHY_KEEP, NULL, NULL));
}

static void
test_row (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Ships", "Three ships left.");
  g_autofree char *second = keep (fixture->store, story, "Four ships left.\n");
  g_autofree char *third = NULL;
  g_autofree char *fourth = NULL;
  g_autoptr (GError) error = NULL;

  assert_blame (fixture->store, story, NULL, "[2]Four [1]ships left.\n");
  third = keep (fixture->store, story, "Four ships left at dawn.\n");
  /* From what is remembered, and without it. */
  assert_blame (fixture->store, story, NULL, "[2]Four [1]ships left [3]at dawn[1].\n");
  assert_blame (fixture->store, story, NULL, "[2]Four [1]ships left [3]at dawn[1].\n");
  desk_fixture_reopen (fixture);
  assert_blame (fixture->store, story, NULL, "[2]Four [1]ships left [3]at dawn[1].\n");
  assert_blame (fixture->store, story, "@1", "[1]Three ships left.\n");

  /* What was restored is as it was. */
  fourth = keep (fixture->store, story, "Three ships left.\n");
  assert_blame (fixture->store, story, NULL, "[1]Three ships left.\n");

  g_assert_null (desk_store_blame (fixture->store, story, "@9", &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

/* What came back twice is as it was the first time, not the second. */
static void
test_oldest (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Ships", "One ship.");

  for (guint i = 0; i < 3; i++)
    {
      g_free (keep (fixture->store, story, "Two boats.\n"));
      g_free (keep (fixture->store, story, "One ship.\n"));
    }
  assert_blame (fixture->store, story, NULL, "[1]One ship.\n");
  assert_blame (fixture->store, story, "@6", "[2]Two boats[1].\n");
}

/* Two versions made from one, and the one that they were merged to. */
static void
test_heads (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Ships", "Three ships left at dawn.");
  g_autoptr (DeskSnapshot) first = load (fixture->store, story);
  g_autofree char *ours = keep_on (fixture->store, story, first->story->head, "Four ships left at dawn.\n");
  g_autofree char *theirs = keep_on (fixture->store, story, first->story->head, "Three ships left at noon.\n");
  const char *bases[] = { ours, theirs, NULL };
  g_autoptr (DeskText) merged = desk_text_with_body (first->text, "Four ships left at noon today.\n");
  g_autofree char *merge = NULL;

  assert_blame (fixture->store, story, ours, "[2]Four [1]ships left at dawn.\n");
  assert_blame (fixture->store, story, theirs, "[1]Three ships left at [3]noon[1].\n");
  merge = commit (fixture->store, story, desk_change_new_revision (merged, bases, DESK_WHY_MERGE, NULL, NULL));
  assert_blame (fixture->store, story, merge, "[2]Four [1]ships left at [3]noon [4]today[1].\n");
  desk_fixture_reopen (fixture);
  assert_blame (fixture->store, story, merge, "[2]Four [1]ships left at [3]noon [4]today[1].\n");
}

/* Whether it is remembered, worked out from what is, or from nothing, it is the same. */
static void
test_random (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Words", "w0 w1 w2 w3 w4 w5 w6 w7");
  g_autoptr (GRand) random = g_rand_new_with_seed (20261125);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, g_strdup ("w0 w1 w2 w3 w4 w5 w6 w7\n"));
  for (guint i = 1; i < 60; i++)
    {
      const char *before = g_ptr_array_index (texts, g_rand_int_range (random, 0, 4) == 0 ? g_rand_int_range (random, 0, texts->len) : (int) texts->len - 1);
      g_auto (GStrv) words = g_strsplit (before, " ", -1);
      guint at = g_rand_int_range (random, 0, g_strv_length (words) - 1);
      g_autofree char *kept = NULL;

      g_free (words[at]);
      words[at] = g_rand_boolean (random) ? g_strdup_printf ("n%u", i) : g_strdup_printf ("a%u b%u", i, i);
      g_ptr_array_add (texts, g_strjoinv (" ", words));
      kept = keep (fixture->store, story, g_ptr_array_index (texts, i));

      if (g_rand_int_range (random, 0, 5) == 0)
        {
          g_autoptr (DeskStoryBlame) blame = desk_store_blame (fixture->store, story, NULL, NULL);
          g_autofree char *remembered = show (blame);
          g_autoptr (DeskStoryBlame) anew = NULL;
          g_autofree char *shown = NULL;

          desk_fixture_reopen (fixture);
          anew = desk_store_blame (fixture->store, story, NULL, NULL);
          shown = show (anew);
          g_assert_cmpstr (remembered, ==, shown);
        }
    }
}

static void
blamed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(DeskStoryBlame **) data = desk_store_blame_finish (DESK_STORE (source), result, &error);
  g_assert_no_error (error);
}

static void
test_async (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Ships", "Three ships left.");
  g_autoptr (DeskStoryBlame) blame = NULL;
  g_autofree char *shown = NULL;

  desk_store_blame_async (fixture->store, story, NULL, NULL, blamed_cb, &blame);
  while (blame == NULL)
    g_main_context_iteration (NULL, TRUE);
  shown = show (blame);
  g_assert_cmpstr (shown, ==, "[1]Three ships left.\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/blame/row", test_row);
  desk_fixture_add ("/blame/oldest", test_oldest);
  desk_fixture_add ("/blame/heads", test_heads);
  desk_fixture_add ("/blame/random", test_random);
  desk_fixture_add ("/blame/async", test_async);

  return g_test_run ();
}
