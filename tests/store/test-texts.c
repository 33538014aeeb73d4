/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"
#include "store/desk-delta.h"
#include "store/desk-texts.h"

static GBytes *
bytes_of (const char *string)
{
  return g_bytes_new (string, strlen (string));
}

static void
test_delta (void)
{
  g_autoptr (GBytes) prefix = NULL;
  g_autoptr (GBytes) small = NULL;
  g_autoptr (GBytes) alone = NULL;
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GBytes) empty = desk_delta_pack (NULL, "", 0, DESK_DELTA_QUICK);
  g_autoptr (GBytes) empty_back = NULL;
  g_autoptr (GBytes) other = bytes_of ("something else");
  g_autoptr (GBytes) junk = bytes_of ("this is no frame");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text, "%x ", g_rand_int (random));
  prefix = g_bytes_new (text->str, text->len);
  g_string_insert (text, text->len / 2, "some words more");

  small = desk_delta_pack (prefix, text->str, text->len, DESK_DELTA_SMALL);
  alone = desk_delta_pack (NULL, text->str, text->len, DESK_DELTA_SMALL);
  g_assert_cmpuint (g_bytes_get_size (small), <, 200);
  g_assert_cmpuint (g_bytes_get_size (alone), >, 50000);

  back = desk_delta_unpack (prefix, small, text->len);
  g_assert_cmpmem (g_bytes_get_data (back, NULL), g_bytes_get_size (back), text->str, text->len);

  empty_back = desk_delta_unpack (NULL, empty, 0);
  g_assert_cmpuint (g_bytes_get_size (empty_back), ==, 0);

  g_assert_null (desk_delta_unpack (NULL, small, text->len));
  g_assert_null (desk_delta_unpack (prefix, small, text->len - 1));
  g_assert_null (desk_delta_unpack (prefix, small, text->len + 1));
  g_assert_null (desk_delta_unpack (prefix, junk, 10));
  g_assert_nonnull (other);
}

/* Beyond zstd's usual window of two megabytes. */
static void
test_large (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autofree char *story = make_story (fixture->store, "Large", "x");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;

  for (int i = 0; i < 60000; i++)
    g_string_append_printf (body, "%08x%08x%08x%08x%08x%08x%08x\n\n", g_rand_int (random), g_rand_int (random),
                            g_rand_int (random), g_rand_int (random), g_rand_int (random), g_rand_int (random),
                            g_rand_int (random));
  first = keep (fixture->store, story, body->str);
  g_string_append (body, "one more\n");
  second = keep (fixture->store, story, body->str);

  snapshot = load (fixture->store, story);
  g_assert_cmpstr (desk_text_get_body (snapshot->text), ==, body->str);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT length (data) FROM text ORDER BY n DESC LIMIT 1"), <, 2000);
}

/* Any of many versions opens, in bounded work. */
static void
test_chains (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Chains", "0");
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  const guint n = DESK_TEXTS_CHAIN * DESK_TEXTS_CHAIN + 40;

  for (guint i = 1; i < n; i++)
    {
      g_autofree char *body = g_strdup_printf ("Version %u of a text that goes on.\n", i);
      g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, body);

      g_ptr_array_add (changes, desk_change_new_revision (text, NULL, DESK_WHY_PAUSE, NULL, NULL));
    }
  ids = desk_store_commit (fixture->store, story, changes, &error);
  g_assert_no_error (error);

  g_assert_cmpint (ask_sql (fixture->path, "SELECT max (link) FROM text"), ==, DESK_TEXTS_CHAIN - 1);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT max (frame) FROM text"), ==, DESK_TEXTS_CHAIN - 1);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT count (*) FROM text WHERE base IS NULL"), ==, 2);
  g_assert_cmpint (ask_sql (fixture->path, "WITH RECURSIVE up (n, base, depth) AS"
                                           " (SELECT n, base, 0 FROM text UNION ALL"
                                           "  SELECT up.n, text.base, depth + 1 FROM up JOIN text ON text.n = up.base)"
                                           " SELECT max (depth) FROM up"),
                   ==, 2 * (DESK_TEXTS_CHAIN - 1));

  revisions = desk_store_list_revisions (fixture->store, story, 0, 0, &error);
  g_assert_cmpuint (revisions->len, ==, n);
  for (guint i = 0; i < n; i += 7)
    {
      DeskRevision *revision = revisions->pdata[i];
      g_autofree char *body = g_strdup_printf ("Version %u of a text that goes on.\n", revision->number - 1);
      g_autoptr (DeskText) text = desk_store_load_text (fixture->store, revision->text, &error);

      g_assert_no_error (error);
      if (revision->number > 1)
        g_assert_cmpstr (desk_text_get_body (text), ==, body);
    }
}

/* One text is kept once, whatever stories have it. */
static void
test_shared (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_story (fixture->store, "Same", "Same.");
  g_autofree char *b = make_story (fixture->store, "Same", "Same.");

  g_assert_cmpint (ask_sql (fixture->path, "SELECT count (*) FROM text"), ==, 1);
}

static void
test_errors (DeskFixture *fixture, gconstpointer data)
{
  const char *no_hash = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  g_autofree char *story = make_story (fixture->store, "One", "One.");
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_store_load_text (fixture->store, no_hash, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (desk_store_load_blob (fixture->store, no_hash, NULL, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (desk_store_load_sealed (fixture->store, no_hash, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  run_sql (fixture->path, "UPDATE text SET data = zeroblob (length (data))");
  g_assert_null (desk_store_load_text (fixture->store, desk_text_get_hash (snapshot->text), &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
  g_clear_error (&error);

  /* Told from itself: no loop without an end. */
  run_sql (fixture->path, "UPDATE text SET base = n");
  g_assert_null (desk_store_load_text (fixture->store, desk_text_get_hash (snapshot->text), &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
  g_clear_error (&error);

  run_sql (fixture->path, "UPDATE text SET base = NULL, size = 9000000000000000000");
  g_assert_null (desk_store_load_text (fixture->store, desk_text_get_hash (snapshot->text), &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
  g_clear_error (&error);

  run_sql (fixture->path, "UPDATE text SET size = -1");
  g_assert_null (desk_store_load_text (fixture->store, desk_text_get_hash (snapshot->text), &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/texts/delta", test_delta);
  desk_fixture_add ("/texts/large", test_large);
  desk_fixture_add ("/texts/chains", test_chains);
  desk_fixture_add ("/texts/shared", test_shared);
  desk_fixture_add ("/texts/errors", test_errors);

  return g_test_run ();
}
