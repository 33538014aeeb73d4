/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"
#include "store/desk-sql.h"

/*
 * A desk of every version of the format that there ever was, in tests/data/desks, is opened for all time: what its journal
 * says comes out to the byte, and its tables become those of a new desk.
 */

/* SHA-256 of what tell_all() says of each. */
static const char *const digests[] = {
  "a887b34e883cde129d6048da387cc9abb3510011777569b7774d80ac55112efa",
  "914b8f0b30b05ba4c754dd1dc79001d0b18e25471e99cbe03ea19c3870c6c3d0",
};

/* A copy of the desk of that version, in the fixture's folder. */
static char *
copy_version (DeskFixture *fixture, guint version)
{
  g_autofree char *name = g_strdup_printf ("version-%u.desk", version);
  g_autofree char *kept = g_test_build_filename (G_TEST_DIST, "data", "desks", name, NULL);
  char *path = desk_fixture_path (fixture, name);
  g_autofree char *contents = NULL;
  gsize length;

  contents = read_file (kept, &length);
  g_assert_true (g_file_set_contents (path, contents, length, NULL));

  return path;
}

/* What the tables and indices of a file are. */
static char *
tell_schema (const char *path)
{
  g_autoptr (GString) out = g_string_new (NULL);
  sqlite3_stmt *statement;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_prepare_v2 (handle, "SELECT sql FROM sqlite_schema ORDER BY name", -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (out, "%s\n", (const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (handle);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
test_versions (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *schema = tell_schema (fixture->path);

  g_assert_cmpuint (G_N_ELEMENTS (digests), ==, DESK_USER_VERSION);
  for (guint version = 1; version <= DESK_USER_VERSION; version++)
    {
      g_autofree char *path = copy_version (fixture, version);
      g_autoptr (DeskStore) store = open_desk (path);
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskVerifyReport) report = desk_store_verify (store, NULL, &error);
      g_autofree char *told = tell_all (store);
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, told, -1);
      g_autofree char *now = tell_schema (path);
      g_autofree char *before = dump_tables (path);
      g_autofree char *after = NULL;

      g_assert_no_error (error);
      g_assert_true (report->intact);
      g_assert_cmpstr (digest, ==, digests[version - 1]);
      g_assert_cmpstr (now, ==, schema);
      g_assert_cmpint (ask_sql (path, "PRAGMA user_version"), ==, DESK_USER_VERSION);
      g_assert_cmpint (desk_store_rebuild (store, &error), >, 0);
      after = dump_tables (path);
      g_assert_cmpstr (after, ==, before);
      desk_store_close (store, NULL);
    }
}

/* One that may not be written is read as it is. */
static void
test_read_only (DeskFixture *fixture, gconstpointer data)
{
  for (guint version = 1; version <= DESK_USER_VERSION; version++)
    {
      g_autofree char *path = copy_version (fixture, version);
      g_autofree char *before = hash_file (path);
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskStore) store = desk_store_open (path, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
      g_autofree char *told = NULL;
      g_autofree char *digest = NULL;
      g_autofree char *after = NULL;
      g_autofree char *story = NULL;
      g_autoptr (DeskSnapshot) snapshot = NULL;
      g_autoptr (GPtrArray) rules = NULL;

      g_assert_no_error (error);
      told = tell_all (store);
      digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, told, -1);
      g_assert_cmpstr (digest, ==, digests[version - 1]);
      story = desk_store_find_story (store, "prison", NULL);
      snapshot = load (store, story);
      g_assert_cmpuint (snapshot->notes->len, ==, 0);
      rules = desk_store_list_rules (store, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (rules->len, ==, version == 1 ? 0 : 2);
      desk_store_close (store, NULL);
      after = hash_file (path);
      g_assert_cmpstr (after, ==, before);
    }
}

/* What came with the second one. */
static void
test_second (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = copy_version (fixture, 2);
  g_autoptr (DeskStore) store = open_desk (path);
  g_autofree char *story = desk_store_find_story (store, "prison-opened-in-marrow", NULL);
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (GPtrArray) words = desk_store_list_words (store, NULL);
  DeskNote *note = snapshot->notes->pdata[0];
  DeskLeave *leave = snapshot->leaves->pdata[0];
  DeskWord *word = words->pdata[0];

  g_assert_cmpuint (snapshot->notes->len, ==, 2);
  g_assert_cmpstr (note->words, ==, "Who let them in? Ask the council");
  g_assert_cmpuint (snapshot->leaves->len, ==, 1);
  g_assert_cmpstr (leave->rule, ==, "weekday");
  g_assert_cmpuint (snapshot->target, ==, 600);
  g_assert_cmpuint (words->len, ==, 1);
  g_assert_cmpstr (word->word, ==, "Rell");
  desk_store_close (store, NULL);
}

/* What an editor sees of the first one. */
static void
test_first (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = copy_version (fixture, 1);
  g_autoptr (DeskStore) store = open_desk (path);
  g_autofree char *story = desk_store_find_story (store, "prison", NULL);
  g_autofree char *log = desk_store_find_story (store, "harbour-log", NULL);
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (DeskSnapshot) harbour = load (store, log);
  DeskUpdate *correction = snapshot->updates->pdata[0];

  g_assert_cmpstr (snapshot->story->headline, ==, "Prison opened in night of storms");
  g_assert_cmpuint (snapshot->claims->len, ==, 2);
  g_assert_cmpuint (snapshot->posts->len, ==, 1);
  g_assert_cmpuint (snapshot->updates->len, ==, 3);
  g_assert_cmpint (correction->kind, ==, DESK_UPDATE_CORRECTION);
  g_assert_cmpstr (correction->was, ==, "840");
  g_assert_cmpuint (harbour->story->n_revisions, ==, 90);
  g_assert_cmpuint (harbour->story->n_heads, ==, 1);
  desk_store_close (store, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/versions/all", test_versions);
  desk_fixture_add ("/versions/first", test_first);
  desk_fixture_add ("/versions/second", test_second);
  desk_fixture_add ("/versions/read-only", test_read_only);

  return g_test_run ();
}
