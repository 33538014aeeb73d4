/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"
#include "store/desk-file.h"
#include "store/desk-journal.h"
#include "store/desk-pack.h"
#include "store/desk-store-private.h"
#include "store/desk-texts.h"

static void
write_versions (DeskStore *store, const char *story, guint n)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (body, "Sentence number %u of the night at the harbour.\n", i * 7919);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *more = g_strdup_printf ("%sVersion %u says so.\n", body->str, i);
      g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, more);

      g_string_append_printf (body, "What came at %u: %u boats.\n", i, i * 31);
      g_ptr_array_add (changes, desk_change_new_revision (text, NULL, DESK_WHY_PAUSE, NULL, NULL));
    }
  ids = desk_store_commit (store, story, changes, &error);
  g_assert_no_error (error);
}

static void
is_intact (DeskStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskVerifyReport) report = desk_store_verify (store, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->faults->len; i++)
    g_test_message ("%s", (const char *) report->faults->pdata[i]);
  g_assert_true (report->intact);
}

/* It is smaller, and says what it said. */
static void
test_same (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *rich = make_rich_story (fixture->store, NULL);
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *views = NULL;
  g_autofree char *rebuilt = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *own = NULL;
  g_autoptr (GError) error = NULL;
  gint64 large, small, again;

  write_versions (fixture->store, story, 200);
  before = tell_all (fixture->store);

  g_assert_true (desk_store_compact (fixture->store, &large, &small, &error));
  g_assert_no_error (error);
  g_assert_cmpint (small, <, large * 3 / 4);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT count (*) FROM entry WHERE bytes IS NOT NULL"), <, 8);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT count (*) FROM text WHERE data IS NOT NULL AND link > 0"), <, 2);
  after = tell_all (fixture->store);
  g_assert_true (g_str_equal (after, before));
  is_intact (fixture->store);

  /* Once is enough, and views come out of packed entries as they were. */
  views = dump_tables (fixture->path);
  g_assert_true (desk_store_compact (fixture->store, &large, &again, &error));
  g_assert_cmpint (again, ==, small);
  g_assert_cmpint (desk_store_rebuild (fixture->store, &error), >, 0);
  g_assert_no_error (error);
  rebuilt = dump_tables (fixture->path);
  g_assert_true (g_str_equal (rebuilt, views));

  /* It goes on from there. */
  kept = keep (fixture->store, story, "And on it goes.\n");
  own = claim (fixture->store, story, "it goes");
  write_versions (fixture->store, story, 90);
  g_free (before);
  before = tell_all (fixture->store);
  g_assert_true (desk_store_compact (fixture->store, NULL, NULL, &error));
  g_free (after);
  after = tell_all (fixture->store);
  g_assert_true (g_str_equal (after, before));
  is_intact (fixture->store);
}

/* What is damaged is not made worse, nor hidden. */
static void
test_damaged (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskVerifyReport) before = NULL;
  g_autoptr (DeskVerifyReport) after = NULL;
  g_autoptr (GError) error = NULL;

  write_versions (fixture->store, story, 150);
  run_sql (fixture->path, "UPDATE entry SET bytes = CAST (substr (bytes, 1, 20) || 'x' || substr (bytes, 22) AS BLOB) WHERE seq = 70;"
                          "UPDATE text SET data = CAST (data || x'00' AS BLOB) WHERE n = 33;"
                          "UPDATE text SET size = 9000000000000 WHERE n = 140");
  before = desk_store_verify (fixture->store, NULL, &error);
  g_assert_false (before->intact);
  g_assert_true (desk_store_compact (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  after = desk_store_verify (fixture->store, NULL, &error);
  g_assert_cmpuint (after->faults->len, ==, before->faults->len);
  for (guint i = 0; i < before->faults->len; i++)
    g_assert_cmpstr (after->faults->pdata[i], ==, before->faults->pdata[i]);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT bytes IS NULL FROM entry WHERE seq = 70"), ==, 0);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT data IS NULL FROM text WHERE n = 33"), ==, 0);
}

/* What one story lost leaves the rows of another, among which it stood, with what is theirs. */
static void
test_gaps (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *here = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *there = make_story (fixture->store, "Lighthouse", "One.");
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *body = g_strdup_printf ("Version %u.\n", i);
      g_autofree char *other = g_strdup_printf ("Light %u.\n", i);

      g_free (keep (fixture->store, here, body));
      g_free (keep (fixture->store, there, other));
    }
  run_sql (fixture->path, "DELETE FROM text WHERE n = (SELECT text FROM revision WHERE story = 2 AND number = 12);"
                          "DELETE FROM entry WHERE seq = (SELECT entry FROM revision WHERE story = 2 AND number = 14)");
  g_assert_true (desk_store_compact (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT count (*) FROM bundle"), >, 1);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT count (*) FROM pack"), >, 1);
  report = desk_store_verify (fixture->store, here, &error);
  g_assert_no_error (error);
  g_assert_true (report->intact);
}

static gint64
count_unpacked (DeskFixture *fixture)
{
  return ask_sql (fixture->path, "SELECT count (*) FROM entry WHERE bytes IS NOT NULL");
}

/* A desk at rest does it by itself: not while somebody writes, once, and again after the next rest. */
static void
test_rest (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *told = NULL;
  g_autofree char *same = NULL;
  g_autofree char *kept = NULL;
  gint64 before;

  write_versions (fixture->store, story, 200);
  told = tell_all (fixture->store);
  before = count_unpacked (fixture);

  desk_store_rest (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (count_unpacked (fixture), ==, before);

  desk_store_rest (fixture->store);
  while (count_unpacked (fixture) >= DESK_PACK_ENTRIES)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT count (*) FROM bundle"), >, 0);
  same = tell_all (fixture->store);
  g_assert_true (g_str_equal (same, told));
  is_intact (fixture->store);

  /* Too few are left to do anything for. */
  kept = keep (fixture->store, story, "Once more.\n");
  before = count_unpacked (fixture);
  desk_store_rest (fixture->store);
  desk_store_rest (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  desk_fixture_reopen (fixture);
  g_assert_cmpint (count_unpacked (fixture), ==, before);
}

/* Each byte of what entries and texts are kept together in. */
static void
test_each_byte (DeskFixture *fixture, gconstpointer data)
{
  static const char *const tables[] = { "pack", "bundle" };
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *told = NULL;
  sqlite3 *handle;

  write_versions (fixture->store, story, 70);
  g_assert_true (desk_store_compact (fixture->store, NULL, NULL, NULL));
  told = tell_all (fixture->store);
  g_assert_cmpint (sqlite3_open (fixture->path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (int i = 0, length = 1; i < length; i += 11)
      {
        g_autoptr (DeskVerifyReport) report = NULL;
        sqlite3_blob *blob;
        guint8 byte, flipped;

        g_assert_cmpint (sqlite3_blob_open (handle, "main", tables[t], "data", t == 0 ? 1 : 2, 1, &blob), ==, SQLITE_OK);
        length = sqlite3_blob_bytes (blob);
        sqlite3_blob_read (blob, &byte, 1, i);
        flipped = byte ^ (1 << i % 8);
        sqlite3_blob_write (blob, &flipped, 1, i);
        sqlite3_blob_close (blob);

        /* A bit that the compressor does not use changes nothing, and is no fault. */
        report = desk_store_verify (fixture->store, story, NULL);
        if (report->intact)
          {
            g_autofree char *now = tell_all (fixture->store);

            g_assert_cmpstr (now, ==, told);
          }

        g_assert_cmpint (sqlite3_blob_open (handle, "main", tables[t], "data", t == 0 ? 1 : 2, 1, &blob), ==, SQLITE_OK);
        sqlite3_blob_write (blob, &byte, 1, i);
        sqlite3_blob_close (blob);
      }
  sqlite3_close (handle);
  is_intact (fixture->store);
}

/* Entries that name one another, another story's, and nothing that is here. */
static void
test_pack (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autoptr (GPtrArray) entries = desk_store_list_entries (fixture->store, story, NULL);
  g_autoptr (DeskConnection) db = desk_file_open (fixture->path, DESK_CONNECTION_READ, NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const odd[] = {
    "{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
    "{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
    "{\"a\":\"ا\\u0001 0123\"}",
    "",
  };
  gsize size;

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (lines, g_bytes_ref (desk_entry_get_bytes (entries->pdata[i])));
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    g_ptr_array_add (lines, g_bytes_new_static (odd[i], strlen (odd[i])));

  frame = desk_pack_make (db, lines, &size, &error);
  g_assert_no_error (error);
  back = desk_pack_open (db, frame, size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->len, ==, lines->len);
  for (guint i = 0; i < lines->len; i++)
    g_assert_true (g_bytes_equal (back->pdata[i], lines->pdata[i]));

  g_clear_pointer (&back, g_ptr_array_unref);
  g_assert_null (desk_pack_open (db, frame, size - 1, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (desk_pack_open (db, frame, G_MAXINT64, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/compact/same", test_same);
  desk_fixture_add ("/compact/damaged", test_damaged);
  desk_fixture_add ("/compact/gaps", test_gaps);
  desk_fixture_add ("/compact/each-byte", test_each_byte);
  desk_fixture_add ("/compact/pack", test_pack);
  desk_fixture_add ("/compact/rest", test_rest);

  return g_test_run ();
}
