/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"

static DeskVerifyReport *
verify (DeskStore *store, const char *story)
{
  g_autoptr (GError) error = NULL;
  DeskVerifyReport *report = desk_store_verify (store, story, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, report->fault_ids->len);
  g_assert_cmpint (report->intact, ==, report->faults->len == 0);

  return report;
}

static gboolean
names (DeskVerifyReport *report, const char *id)
{
  for (guint i = 0; i < report->fault_ids->len; i++)
    if (g_str_equal (report->fault_ids->pdata[i], id) && strstr (report->faults->pdata[i], id) != NULL)
      return TRUE;

  return FALSE;
}

/* The report after @sql, and the entry with that id in it. */
static void
damage_names (DeskFixture *fixture, const char *story, const char *sql, const char *id)
{
  g_autoptr (DeskVerifyReport) whole = NULL;
  g_autoptr (DeskVerifyReport) one = NULL;

  run_sql (fixture->path, sql);
  whole = verify (fixture->store, NULL);
  one = verify (fixture->store, story);
  g_assert_false (whole->intact);
  g_assert_true (names (whole, id));
  g_assert_true (names (one, id));
}

static char *
id_of (DeskFixture *fixture, const char *story, DeskEntryKind kind, guint nth)
{
  g_autoptr (GPtrArray) entries = desk_store_list_entries (fixture->store, story, NULL);

  for (guint i = 0; i < entries->len; i++)
    if (desk_entry_get_kind (entries->pdata[i]) == (int) kind && nth-- == 0)
      return g_strdup (desk_entry_get_id (entries->pdata[i]));

  g_assert_not_reached ();
}

static void
test_intact (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *rich = make_rich_story (fixture->store, NULL);
  g_autofree char *plain = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskVerifyReport) whole = verify (fixture->store, NULL);
  g_autoptr (DeskVerifyReport) one = verify (fixture->store, plain);
  g_autoptr (DeskVerifyReport) none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (whole->intact);
  g_assert_cmpuint (whole->n_entries, ==, count_entries (fixture->store, rich) + 2);
  g_assert_cmpuint (whole->n_texts, ==, 6);
  g_assert_cmpuint (whole->n_blobs, ==, 2);
  g_assert_cmpuint (whole->n_redacted, ==, 0);
  g_assert_cmpuint (whole->n_left_out, ==, 0);
  g_assert_cmpuint (one->n_entries, ==, 2);
  g_assert_cmpuint (one->n_texts, ==, 1);

  none = desk_store_verify (fixture->store, "01890000-0000-7000-8000-000000000000", &error);
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

/* Each byte of an entry, one after another. */
static void
test_each_byte (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *id = id_of (fixture, story, DESK_ENTRY_REVISION, 0);
  g_autoptr (GPtrArray) entries = desk_store_list_entries (fixture->store, story, NULL);
  g_autofree guint8 *bytes = NULL;
  sqlite3_stmt *write;
  sqlite3 *handle;
  gsize length;

  g_assert_cmpstr (desk_entry_get_id (entries->pdata[1]), ==, id);
  length = g_bytes_get_size (desk_entry_get_bytes (entries->pdata[1]));
  bytes = g_memdup2 (g_bytes_get_data (desk_entry_get_bytes (entries->pdata[1]), NULL), length);
  g_assert_cmpuint (length, >, 100);

  g_assert_cmpint (sqlite3_open (fixture->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "PRAGMA synchronous = OFF", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "UPDATE entry SET bytes = ?1 WHERE seq = 2", -1, &write, NULL), ==, SQLITE_OK);
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (DeskVerifyReport) report = NULL;

      bytes[i] ^= 1;
      sqlite3_bind_blob (write, 1, bytes, length, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (write), ==, SQLITE_DONE);
      sqlite3_reset (write);

      report = verify (fixture->store, story);
      g_assert_cmpuint (report->faults->len, ==, 1);
      g_assert_true (names (report, id));
      bytes[i] ^= 1;
    }
  sqlite3_finalize (write);
  sqlite3_close (handle);
}

/* Bytes and id changed together: the chain does not hold. */
static void
test_forged (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autoptr (GPtrArray) entries = desk_store_list_entries (fixture->store, story, NULL);
  DeskEntry *old = entries->pdata[5];
  g_autoptr (DeskEntry) forged = NULL;
  g_autofree char *hex = NULL;
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *sql = NULL;
  gsize size;
  const guint8 *raw;

  forged = desk_entry_new (story, desk_entry_get_parents (old), "Somebody Else", desk_entry_get_device (old),
                           desk_entry_get_at (old), desk_entry_get_zone (old), desk_entry_get_kind (old),
                           desk_entry_get_body (old), NULL);
  raw = g_bytes_get_data (desk_entry_get_bytes (forged), &size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (bytes, "%02x", raw[i]);
  sql = g_strdup_printf ("INSERT INTO actor SELECT 99, 'Somebody Else', device, zone FROM actor LIMIT 1;"
                         "UPDATE entry SET bytes = x'%s', id = x'%s', actor = 99 WHERE id = x'%s'",
                         bytes->str, desk_entry_get_id (forged), desk_entry_get_id (old));

  /* Whatever came next says what it came after. */
  damage_names (fixture, story, sql, desk_entry_get_id (entries->pdata[6]));
}

static void
test_columns (DeskFixture *fixture, gconstpointer data)
{
  static const char *const changes[] = {
    "UPDATE entry SET at = at + 1 WHERE id = x'%s'",
    "UPDATE entry SET story = (SELECT max (n) FROM story) WHERE id = x'%s'",
    "UPDATE actor SET name = 'Nobody' WHERE n = (SELECT actor FROM entry WHERE id = x'%s')",
    "UPDATE actor SET device = 'x' WHERE n = (SELECT actor FROM entry WHERE id = x'%s')",
    "UPDATE actor SET zone = 'UTC+1' WHERE n = (SELECT actor FROM entry WHERE id = x'%s')",
  };
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *other = make_story (fixture->store, "Ferry", "Two.");
  g_autofree char *id = id_of (fixture, story, DESK_ENTRY_STORY, 0);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (changes[i], "%s", 2);
      g_autofree char *sql = g_strjoinv (id, parts);
      g_autoptr (DeskVerifyReport) mended = NULL;

      damage_names (fixture, NULL, sql, id);
      g_assert_cmpint (desk_store_rebuild (fixture->store, NULL), >, 0);
      mended = verify (fixture->store, NULL);
      g_assert_true (mended->intact);
    }
}

static void
test_parents (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *other = make_story (fixture->store, "Ferry", "Two.");
  g_autofree char *child = id_of (fixture, story, DESK_ENTRY_REVISION, 0);
  g_autofree char *parent = id_of (fixture, story, DESK_ENTRY_STORY, 0);
  g_autofree char *moved = NULL;
  g_autofree char *place = NULL;
  g_autofree char *lost = NULL;

  moved = g_strdup_printf ("UPDATE entry SET story = (SELECT max (n) FROM story) WHERE id = x'%s'", parent);
  damage_names (fixture, story, moved, child);
  g_assert_cmpint (desk_store_rebuild (fixture->store, NULL), >, 0);

  place = g_strdup_printf ("UPDATE entry SET place = 9 WHERE id = x'%s'", parent);
  damage_names (fixture, story, place, child);
  g_assert_cmpint (desk_store_rebuild (fixture->store, NULL), >, 0);

  lost = g_strdup_printf ("DELETE FROM entry WHERE id = x'%s'", parent);
  damage_names (fixture, story, lost, child);
}

static void
test_texts_and_values (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *sealed = NULL;
  g_autofree char *story = make_rich_story (fixture->store, &sealed);
  g_autofree char *revision = id_of (fixture, story, DESK_ENTRY_REVISION, 2);
  g_autofree char *post = id_of (fixture, story, DESK_ENTRY_POST, 0);
  g_autofree char *person = id_of (fixture, story, DESK_ENTRY_EVIDENCE, 0);
  g_autofree char *file = id_of (fixture, story, DESK_ENTRY_EVIDENCE, 2);

  damage_names (fixture, story, "UPDATE blob SET bytes = CAST (x'3d' || substr (bytes, 2) AS BLOB) WHERE type = 'text/html'", post);
  damage_names (fixture, story, "DELETE FROM blob WHERE type = 'video/mp4'", file);
  damage_names (fixture, story, "UPDATE sealed SET value = CAST ('Thomas Rell' AS BLOB)", person);
  damage_names (fixture, story, "DELETE FROM sealed", person);
  damage_names (fixture, story,
                "UPDATE text SET data = CAST (substr (data, 1, length (data) - 1) || x'5a' AS BLOB)"
                " WHERE n = (SELECT text FROM revision WHERE number = 3)",
                revision);
  damage_names (fixture, story,
                "UPDATE text SET hash = zeroblob (32) WHERE n = (SELECT text FROM revision WHERE number = 3)",
                revision);
}

/* Erasing a name leaves the chain whole, and no trace in the file. */
static void
test_erased (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *sealed = NULL;
  g_autofree char *story = make_rich_story (fixture->store, &sealed);
  const char *hashes[] = { sealed, NULL };
  g_autofree char *erased = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autoptr (GBytes) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *wal_path = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *file = NULL;
  g_autofree char *wal = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size, wal_size;

  erased = commit (fixture->store, story, desk_change_new_erase (hashes, NULL, "she asked for it"));
  report = verify (fixture->store, NULL);
  g_assert_true (report->intact);
  g_assert_cmpuint (report->n_redacted, ==, 1);

  value = desk_store_load_sealed (fixture->store, sealed, &error);
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);

  file = read_file (fixture->path, &size);
  wal = read_file (wal_path, &wal_size);
  g_assert_null (memmem (file, size, "Tomas Rell", 10));
  g_assert_null (memmem (wal, wal_size, "Tomas Rell", 10));

  before = dump_tables (fixture->path);
  g_assert_cmpint (desk_store_rebuild (fixture->store, NULL), >, 0);
  after = dump_tables (fixture->path);
  g_assert_cmpstr (after, ==, before);
}

/* What another story holds too, no story's entry can erase. */
static void
test_erased_elsewhere (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_story (fixture->store, "A", "One.");
  g_autofree char *b = make_story (fixture->store, "B", "Two.");
  g_autofree char *claim_a = claim (fixture->store, a, "One");
  g_autofree char *claim_b = claim (fixture->store, b, "Two");
  g_autoptr (GBytes) film = g_bytes_new_static ("one film", 8);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, film);
  const char *hashes[] = { hash, NULL };
  g_autofree char *file_a =
      commit (fixture->store, a, desk_change_new_evidence_file (claim_a, DESK_STANCE_FOR, film, "video/mp4", "", ""));
  g_autofree char *first = NULL;
  g_autofree char *file_b = NULL;
  g_autofree char *again = NULL;
  g_autofree char *last = NULL;
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;

  /* B does not hold it. */
  first = commit (fixture->store, b, desk_change_new_erase (NULL, hashes, ""));
  loaded = desk_store_load_blob (fixture->store, hash, NULL, NULL);
  g_assert_nonnull (loaded);

  /* Both do. */
  file_b = commit (fixture->store, b, desk_change_new_evidence_file (claim_b, DESK_STANCE_FOR, film, "video/mp4", "", ""));
  again = commit (fixture->store, b, desk_change_new_erase (NULL, hashes, ""));
  g_bytes_unref (loaded);
  loaded = desk_store_load_blob (fixture->store, hash, NULL, NULL);
  g_assert_nonnull (loaded);
  report = verify (fixture->store, NULL);
  g_assert_true (report->intact);
}

/* Anything in the file: a report or a message, never a crash. */
static void
test_any_byte_of_the_file (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *contents = NULL;
  g_autofree char *copy = desk_fixture_path (fixture, "flipped.desk");
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  gsize length;
  int n_found = 0, n_refused = 0;

  desk_fixture_close (fixture);
  contents = read_file (fixture->path, &length);
  for (int i = 0; i < 150; i++)
    {
      gsize at = g_rand_int_range (random, 100, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskStore) store = NULL;
      g_autoptr (DeskVerifyReport) report = NULL;

      contents[at] ^= 0x55;
      g_assert_true (g_file_set_contents (copy, contents, length, NULL));
      store = desk_store_open (copy, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
      if (store != NULL)
        report = desk_store_verify (store, NULL, &error);
      if (report == NULL)
        {
          g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
          n_refused++;
        }
      else if (!report->intact)
        n_found++;

      if (store != NULL)
        desk_store_close (store, NULL);
      contents[at] ^= 0x55;
    }
  g_test_message ("%d of 150 found, %d refused", n_found, n_refused);
  /* Most bytes are views, or room that is not used. */
  g_assert_cmpint (n_found, >, 10);

  fixture->store = open_desk (fixture->path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/verify/intact", test_intact);
  desk_fixture_add ("/verify/each-byte", test_each_byte);
  desk_fixture_add ("/verify/forged", test_forged);
  desk_fixture_add ("/verify/columns", test_columns);
  desk_fixture_add ("/verify/parents", test_parents);
  desk_fixture_add ("/verify/texts-and-values", test_texts_and_values);
  desk_fixture_add ("/verify/erased", test_erased);
  desk_fixture_add ("/verify/erased-elsewhere", test_erased_elsewhere);
  desk_fixture_add ("/verify/any-byte-of-the-file", test_any_byte_of_the_file);

  return g_test_run ();
}
