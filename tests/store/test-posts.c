/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"

#define ADDRESS "https://x.com/marrow_guard/status/1890000000000000001"

static DeskPost *
make_post (const char *words)
{
  DeskPost *post = g_object_new (DESK_TYPE_POST, NULL);

  g_set_str (&post->address, ADDRESS);
  g_set_str (&post->network, "x");
  g_set_str (&post->author, "Marrow Coast Guard");
  g_set_str (&post->handle, "@marrow_guard");
  g_set_str (&post->words, words);
  g_set_str (&post->language, "en");
  post->posted_at = G_GINT64_CONSTANT (1771860120000000);
  post->posted_from = DESK_TIME_NUMBER;
  g_strfreev (post->missing);
  post->missing = g_strsplit ("pictures video", " ", -1);

  return post;
}

static void
add_picture (DeskPost *post, const char *bytes)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bytes, -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) post->pictures);
  g_strv_builder_add (builder, hash);
  g_strfreev (post->pictures);
  post->pictures = g_strv_builder_end (builder);
}

static char *
keep_post (DeskStore *store, const char *story, const char *words)
{
  g_autoptr (DeskPost) post = make_post (words);
  g_autoptr (GBytes) raw = g_bytes_new_static ("{\"html\":\"…\"}", 14);

  return commit (store, story, desk_change_new_post (post, raw, "application/json"));
}

static void
test_kept (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Prison opened", "The minister wrote.");
  g_autofree char *id = keep_post (fixture->store, story, "Armed men have opened the prison.");
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autoptr (GBytes) raw = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GError) error = NULL;
  DeskPost *post = snapshot->posts->pdata[0];

  g_assert_cmpuint (snapshot->story->n_posts, ==, 1);
  g_assert_cmpstr (post->id, ==, id);
  g_assert_cmpstr (post->seen, ==, id);
  g_assert_cmpstr (post->address, ==, ADDRESS);
  g_assert_cmpstr (post->network, ==, "x");
  g_assert_cmpstr (post->author, ==, "Marrow Coast Guard");
  g_assert_cmpstr (post->handle, ==, "@marrow_guard");
  g_assert_cmpstr (post->words, ==, "Armed men have opened the prison.");
  g_assert_cmpint (post->posted_at, ==, G_GINT64_CONSTANT (1771860120000000));
  g_assert_cmpint (post->posted_from, ==, DESK_TIME_NUMBER);
  g_assert_cmpstr (post->missing[0], ==, "pictures");
  g_assert_cmpstr (post->missing[1], ==, "video");
  g_assert_cmpint (post->state, ==, DESK_POST_KEPT);
  g_assert_cmpint (post->captured_at, >, 0);
  g_assert_cmpstr (post->captured_by, ==, "Mara Vell");
  g_assert_cmpuint (post->n_captures, ==, 1);
  g_assert_true (desk_snapshot_get_post_for_address (snapshot, ADDRESS) == post);

  raw = desk_store_load_blob (fixture->store, post->raw, &type, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (type, ==, "application/json");
}

/* A later look at a post that is gone takes nothing away. */
static void
test_captured_again (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Prison opened", "The minister wrote.");
  g_autofree char *id = keep_post (fixture->store, story, "Armed men have opened the prison.");
  g_autoptr (DeskPost) screenshot = g_object_new (DESK_TYPE_POST, NULL);
  g_autoptr (DeskPost) edited = make_post ("Armed men have opened a prison.");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *check = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskSnapshot) after = NULL;
  DeskPost *post;

  add_picture (screenshot, "a screenshot");
  g_strfreev (screenshot->missing);
  screenshot->missing = g_strsplit ("video", " ", -1);
  first = commit (fixture->store, story, desk_change_new_capture (id, screenshot, NULL, NULL));

  snapshot = load (fixture->store, story);
  post = snapshot->posts->pdata[0];
  g_assert_cmpuint (snapshot->posts->len, ==, 1);
  g_assert_cmpstr (post->id, ==, id);
  g_assert_cmpstr (post->seen, ==, first);
  g_assert_cmpstr (post->words, ==, "Armed men have opened the prison.");
  g_assert_cmpint (post->posted_at, ==, G_GINT64_CONSTANT (1771860120000000));
  g_assert_cmpint (post->posted_from, ==, DESK_TIME_NUMBER);
  g_assert_cmpstr (post->raw, !=, "");
  g_assert_cmpuint (g_strv_length (post->pictures), ==, 1);
  g_assert_cmpuint (g_strv_length (post->missing), ==, 1);
  g_assert_cmpstr (post->missing[0], ==, "video");
  g_assert_cmpuint (post->n_captures, ==, 2);

  add_picture (edited, "a screenshot");
  add_picture (edited, "another one");
  second = commit (fixture->store, story, desk_change_new_capture (id, edited, NULL, NULL));
  check = commit (fixture->store, story, desk_change_new_post_check (id, DESK_POST_EDITED));
  after = load (fixture->store, story);
  post = after->posts->pdata[0];
  g_assert_cmpstr (post->words, ==, "Armed men have opened a prison.");
  g_assert_cmpuint (g_strv_length (post->pictures), ==, 2);
  g_assert_cmpuint (post->n_captures, ==, 3);
  g_assert_cmpint (post->state, ==, DESK_POST_EDITED);
  g_assert_cmpint (post->checked_at, >, 0);
  g_assert_cmpstr (post->seen, ==, check);
}

static void
test_marked (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Prison opened", "The minister wrote.");
  g_autofree char *id = keep_post (fixture->store, story, "A film.");
  g_autofree char *covered = commit (fixture->store, story, desk_change_new_post_graphic (id, "a body is shown"));
  g_autofree char *dropped = NULL;
  g_autofree char *taken_back = NULL;
  g_autofree char *uncovered = NULL;
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autoptr (DeskSnapshot) without = NULL;
  g_autoptr (DeskSnapshot) with = NULL;

  g_assert_cmpstr (((DeskPost *) snapshot->posts->pdata[0])->graphic, ==, "a body is shown");

  dropped = commit (fixture->store, story, desk_change_new_post_dropped (id, TRUE));
  without = load (fixture->store, story);
  g_assert_cmpuint (without->posts->len, ==, 0);
  g_assert_cmpuint (without->story->n_posts, ==, 0);

  taken_back = commit (fixture->store, story, desk_change_new_post_dropped (id, FALSE));
  uncovered = commit (fixture->store, story, desk_change_new_post_graphic (id, NULL));
  with = load (fixture->store, story);
  g_assert_cmpuint (with->posts->len, ==, 1);
  g_assert_cmpstr (((DeskPost *) with->posts->pdata[0])->graphic, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/posts/kept", test_kept);
  desk_fixture_add ("/posts/captured-again", test_captured_again);
  desk_fixture_add ("/posts/marked", test_marked);

  return g_test_run ();
}
