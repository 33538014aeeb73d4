/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-text-merge.h"
#include "desk-fixture.h"

static char *
keep_on (DeskStore *store, const char *story, const char *base, const char *body)
{
  const char *bases[] = { base, NULL };
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, body);

  return commit (store, story, desk_change_new_revision (text, base != NULL ? bases : NULL, DESK_WHY_KEEP, NULL, NULL));
}

static void
assert_merge (DeskStore *store, const char *story, const char *ours, const char *base_body, const char *our_body, const char *their_body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStoryMerge) merge = desk_store_load_merge (store, story, ours, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (desk_text_get_body (merge->base_text), ==, base_body);
  g_assert_cmpstr (desk_text_get_body (merge->our_text), ==, our_body);
  g_assert_cmpstr (desk_text_get_body (merge->their_text), ==, their_body);
}

static void
test_heads (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Ships", "Ships.");
  g_autofree char *base = keep (fixture->store, story, "Three ships left at dawn.\n");
  g_autofree char *left = NULL;
  g_autofree char *later_left = NULL;
  g_autofree char *right = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_store_load_merge (fixture->store, story, NULL, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);

  left = keep_on (fixture->store, story, base, "Four ships left at dawn.\n");
  later_left = keep_on (fixture->store, story, left, "Four ships left at dawn, they said.\n");
  right = keep_on (fixture->store, story, base, "Three ships left at noon.\n");
  assert_merge (fixture->store, story, NULL, "Three ships left at dawn.\n", "Three ships left at noon.\n", "Four ships left at dawn, they said.\n");
  assert_merge (fixture->store, story, later_left, "Three ships left at dawn.\n", "Four ships left at dawn, they said.\n", "Three ships left at noon.\n");
}

/* What comes of one merge is what the next begins from. */
static void
test_again (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Ships", "Ships.");
  g_autofree char *base = keep (fixture->store, story, "Three ships left at dawn.\n");
  g_autofree char *left = keep_on (fixture->store, story, base, "Four ships left at dawn.\n");
  g_autofree char *right = keep_on (fixture->store, story, base, "Three ships left at noon.\n");
  const char *bases[] = { left, right, NULL };
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, "Four ships left at noon.\n");
  g_autofree char *merge = commit (fixture->store, story, desk_change_new_revision (text, bases, DESK_WHY_MERGE, NULL, NULL));
  /* One goes on from the merge, the other from what it had. */
  g_autofree char *on = keep_on (fixture->store, story, merge, "Four ships left at noon today.\n");
  g_autofree char *behind = keep_on (fixture->store, story, right, "Three boats left at noon.\n");

  assert_merge (fixture->store, story, on, "Three ships left at noon.\n", "Four ships left at noon today.\n", "Three boats left at noon.\n");
}

/* A version that says nothing of what it stands on leaves the other head alone. */
static void
test_without_bases (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Ships", "Ships.");
  g_autofree char *base = keep (fixture->store, story, "Three ships left.\n");
  g_autofree char *left = keep_on (fixture->store, story, base, "Four ships left.\n");
  g_autofree char *right = keep_on (fixture->store, story, base, "Three boats left.\n");
  g_autofree char *on = keep_on (fixture->store, story, NULL, "Three boats left today.\n");
  g_autoptr (DeskSnapshot) after = load (fixture->store, story);

  g_assert_cmpuint (after->story->n_heads, ==, 2);
  g_assert_cmpstr (after->heads->pdata[0], ==, on);
  g_assert_cmpstr (after->heads->pdata[1], ==, left);
  g_assert_cmpstr (right, !=, on);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/merge/heads", test_heads);
  desk_fixture_add ("/merge/again", test_again);
  desk_fixture_add ("/merge/without-bases", test_without_bases);

  return g_test_run ();
}
