/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"
#include "store/desk-delta.h"
#include "store/desk-file.h"
#include "store/desk-pack.h"
#include "store/desk-texts.h"

/* The figures of docs/desk-file.md are true. */

static char *document;

/* What stands in the document between "```vector NAME" and "```". @with_line_feed: the last one belongs to it */
static char *
get_vector (const char *name, gboolean with_line_feed)
{
  g_autofree char *opening = g_strdup_printf ("\n```vector %s\n", name);
  const char *start = strstr (document, opening);
  const char *end;

  g_assert_nonnull (start);
  start += strlen (opening);
  end = strstr (start, "\n```\n");
  g_assert_nonnull (end);

  return g_strndup (start, end - start + (with_line_feed ? 1 : 0));
}

static GBytes *
get_hex (const char *name)
{
  g_autofree char *hex = get_vector (name, FALSE);
  gsize n = strlen (hex) / 2;
  guint8 *bytes = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    bytes[i] = g_ascii_xdigit_value (hex[2 * i]) * 16 + g_ascii_xdigit_value (hex[2 * i + 1]);

  return g_bytes_new_take (bytes, n);
}

static GBytes *
get_bytes (const char *name, gboolean with_line_feed)
{
  char *string = get_vector (name, with_line_feed);

  return g_bytes_new_take (string, strlen (string));
}

static void
test_texts (void)
{
  g_autoptr (GBytes) first = get_bytes ("text-1", TRUE);
  g_autoptr (GBytes) second = get_bytes ("text-2", TRUE);
  g_autoptr (GBytes) frame = get_hex ("frame-of-text-2");
  g_autoptr (GBytes) unpacked = desk_delta_unpack (first, frame, g_bytes_get_size (second));
  const char *names[] = { "text-1", "text-2" };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *canonical = get_vector (names[i], TRUE);
      g_autofree char *hash_name = g_strconcat ("hash-of-", names[i], NULL);
      g_autofree char *hash = get_vector (hash_name, FALSE);
      g_autoptr (DeskText) text = make_text (canonical);

      g_assert_cmpstr (desk_text_get_canonical (text, NULL), ==, canonical);
      g_assert_cmpstr (desk_text_get_hash (text), ==, hash);
    }

  g_assert_nonnull (unpacked);
  g_assert_true (g_bytes_equal (unpacked, second));
}

static void
test_entries (void)
{
  for (int i = 1; i <= 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("entry-%d", i);
      g_autofree char *id_name = g_strdup_printf ("id-of-entry-%d", i);
      g_autoptr (GBytes) bytes = get_bytes (name, FALSE);
      g_autofree char *id = get_vector (id_name, FALSE);
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskEntry) entry = desk_entry_parse (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (desk_entry_get_id (entry), ==, id);
    }
}

static void
test_sealed (void)
{
  g_autoptr (GBytes) salt = get_hex ("salt");
  g_autoptr (GBytes) value = get_bytes ("value", FALSE);
  g_autofree char *expected = get_vector ("hash-of-value", FALSE);
  g_autofree char *hash = desk_texts_hash (salt, value);

  g_assert_cmpuint (g_bytes_get_size (salt), ==, 32);
  g_assert_cmpstr (hash, ==, expected);
}

/* The pack's lines with control characters where the document writes them out. */
static GString *
get_pack (void)
{
  g_autofree char *written = get_vector ("pack", TRUE);
  GString *lines = g_string_new (written);

  g_string_replace (lines, "\\1", "\x01", 0);
  g_string_replace (lines, "\\2", "\x02", 0);

  return lines;
}

static void
append_hex (GString *sql, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_string_append (sql, "x'");
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (sql, "%02x", data[i]);
  g_string_append (sql, "'");
}

/* Entries kept together are those that stand alone. */
static void
test_pack (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (fixture, "pack.desk");
  g_autofree char *hash_1 = get_vector ("hash-of-text-1", FALSE);
  g_autofree char *hash_2 = get_vector ("hash-of-text-2", FALSE);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO text (n, hash, size, words, frame, link) VALUES (1, x'%s', 0, 0, 0, 0), (2, x'%s', 0, 0, 0, 0)",
                                          hash_1, hash_2);
  g_autoptr (GString) lines = get_pack ();
  g_autoptr (GBytes) frame = desk_delta_pack (NULL, lines->str, lines->len, DESK_DELTA_SMALL);
  g_autoptr (GBytes) made = NULL;
  g_autoptr (DeskConnection) db = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  {
    g_autoptr (DeskStore) empty = open_desk (path);

    desk_store_close (empty, NULL);
  }
  run_sql (path, sql);
  db = desk_file_open (path, DESK_CONNECTION_READ, &error);
  g_assert_no_error (error);

  entries = desk_pack_open (db, frame, lines->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 3);
  for (guint i = 0; i < entries->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("entry-%u", i + 1);
      g_autoptr (GBytes) bytes = get_bytes (name, FALSE);

      g_assert_true (g_bytes_equal (entries->pdata[i], bytes));
    }

  made = desk_pack_make (db, entries, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, ==, lines->len);
  g_assert_true (g_bytes_equal (made, frame));
}

/* A package as somebody else would write it, with no view in it at all, the entries the wrong way about. */
static void
test_foreign_package (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (fixture, "foreign.desk");
  g_autofree char *first = get_vector ("text-1", TRUE);
  g_autofree char *third_id = get_vector ("id-of-entry-3", FALSE);
  g_autoptr (GBytes) first_bytes = get_bytes ("text-1", TRUE);
  g_autoptr (GBytes) second_bytes = get_bytes ("text-2", TRUE);
  g_autoptr (GBytes) alone = desk_delta_pack (NULL, g_bytes_get_data (first_bytes, NULL), g_bytes_get_size (first_bytes),
                                              DESK_DELTA_QUICK);
  g_autoptr (GBytes) frame = get_hex ("frame-of-text-2");
  g_autofree char *hash_1 = get_vector ("hash-of-text-1", FALSE);
  g_autofree char *hash_2 = get_vector ("hash-of-text-2", FALSE);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GPtrArray) gained = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;
  DeskClaim *mark;

  {
    g_autoptr (DeskStore) empty = open_desk (path);

    desk_store_close (empty, NULL);
  }

  g_string_append (sql, "PRAGMA journal_mode = DELETE; INSERT INTO story (n, id) VALUES (1, 'some-story');");
  for (int i = 4; i >= 1; i--)
    {
      g_autofree char *name = g_strdup_printf ("entry-%d", i);
      g_autofree char *id_name = g_strdup_printf ("id-of-entry-%d", i);
      g_autoptr (GBytes) bytes = get_bytes (name, FALSE);
      g_autofree char *id = get_vector (id_name, FALSE);

      g_string_append_printf (sql, "INSERT INTO entry (id, story, place, at, actor, bytes) VALUES (x'%s', 1, 0, 0, 1, ", id);
      append_hex (sql, bytes);
      g_string_append (sql, ");");
    }
  g_string_append_printf (sql, "INSERT INTO text (n, hash, size, words, base, frame, link, data) VALUES (1, x'%s', %d, 0, NULL, 0, 0, ", hash_1,
                          (int) g_bytes_get_size (first_bytes));
  append_hex (sql, alone);
  g_string_append_printf (sql, "); INSERT INTO text (n, hash, size, words, base, frame, link, data) VALUES (2, x'%s', %d, 0, 1, 0, 1, ", hash_2,
                          (int) g_bytes_get_size (second_bytes));
  append_hex (sql, frame);
  g_string_append (sql, ");");
  run_sql (path, sql->str);

  gained = desk_store_take_in (fixture->store, path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gained->len, ==, 1);

  entries = desk_store_list_entries (fixture->store, gained->pdata[0], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 4);
  for (int i = 1; i <= 4; i++)
    {
      g_autofree char *id_name = g_strdup_printf ("id-of-entry-%d", i);
      g_autofree char *id = get_vector (id_name, FALSE);

      g_assert_cmpstr (desk_entry_get_id (entries->pdata[i - 1]), ==, id);
    }

  snapshot = load (fixture->store, gained->pdata[0]);
  g_assert_cmpstr (snapshot->story->slug, ==, "harbour-reopens");
  g_assert_cmpuint (snapshot->story->n_heads, ==, 1);
  g_assert_cmpstr (snapshot->story->head, ==, third_id);
  mark = get_claim (snapshot, 0);
  g_assert_cmpint (mark->fit, ==, DESK_FIT_CHANGED);
  g_assert_cmpstr (mark->anchor->exact, ==, "Four ships left");
  g_assert_cmpstr (mark->wording, ==, "Three ships left");
  g_assert_cmpstr (mark->author, ==, "Ilan Döss");

  report = desk_store_verify (fixture->store, NULL, &error);
  g_assert_true (report->intact);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);

  path = g_test_build_filename (G_TEST_DIST, "..", "docs", "desk-file.md", NULL);
  document = read_file (path, NULL);

  g_test_add_func ("/vectors/texts", test_texts);
  g_test_add_func ("/vectors/entries", test_entries);
  g_test_add_func ("/vectors/sealed", test_sealed);
  desk_fixture_add ("/vectors/pack", test_pack);
  desk_fixture_add ("/vectors/foreign-package", test_foreign_package);

  status = g_test_run ();
  g_free (document);

  return status;
}
