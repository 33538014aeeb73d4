/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "desk-fixture.h"

typedef struct
{
  DeskFixture fixture;
  char *package;
  char *path_b;
  DeskStore *b;
  char *story;
  char *sealed;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  desk_fixture_set_up (&self->fixture, data);
  self->package = desk_fixture_path (&self->fixture, "prison.desk");
  self->path_b = desk_fixture_path (&self->fixture, "b.desk");
  self->b = open_desk (self->path_b);
  self->story = make_rich_story (self->fixture.store, &self->sealed);
  g_free (make_story (self->fixture.store, "Something else", "It stays here."));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  desk_store_close (self->b, NULL);
  g_object_unref (self->b);
  g_free (self->package);
  g_free (self->path_b);
  g_free (self->story);
  g_free (self->sealed);
  desk_fixture_tear_down (&self->fixture, data);
}

static void
hand_over (Fixture *self, DeskPackageFlags flags)
{
  g_autoptr (GError) error = NULL;

  desk_store_write_package (self->fixture.store, self->story, self->package, flags, &error);
  g_assert_no_error (error);
}

static void
take_in (Fixture *self, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) gained = desk_store_take_in (self->b, self->package, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (gained->len, ==, n);
  if (n > 0)
    g_assert_cmpstr (gained->pdata[0], ==, self->story);
}

static gboolean
has_sealed (Fixture *self, DeskStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = desk_store_load_sealed (store, self->sealed, &error);

  g_assert_true (value != NULL || g_error_matches (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND));

  return value != NULL;
}

/* How much of a story came without what is sealed. */
static void
left_out_is (DeskStore *store, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskVerifyReport) report = desk_store_verify (store, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (report->intact);
  g_assert_cmpuint (report->n_left_out, ==, n);
}

static void
test_handed_over (Fixture *self, gconstpointer data)
{
  g_autofree char *here = describe (self->fixture.store, self->story);
  g_autofree char *there = NULL;
  g_autofree char *wal = g_strconcat (self->package, "-wal", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  hand_over (self, DESK_PACKAGE_DEFAULT);

  /* One file, one story, without the name, the film and what notes say. */
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  bytes = read_file (self->package, &size);
  g_assert_cmpint (bytes[18], ==, 1);
  g_assert_cmpint (bytes[19], ==, 1);
  g_assert_null (memmem (bytes, size, "Tomas Rell", 10));
  g_assert_null (memmem (bytes, size, "a film of the night", 19));
  g_assert_null (memmem (bytes, size, "Ask the council", 15));
  g_assert_null (memmem (bytes, size, "It stays here", 13));
  g_assert_cmphex (ask_sql (self->package, "PRAGMA application_id"), ==, 0x4465736b);
  g_assert_cmpint (ask_sql (self->package, "SELECT count (*) FROM story"), ==, 1);
  g_assert_cmpint (ask_sql (self->package, "SELECT value FROM setting WHERE key = 'package'"), ==, 1);

  take_in (self, 1);
  there = describe (self->b, self->story);
  g_assert_cmpstr (there, ==, here);
  g_assert_false (has_sealed (self, self->b));
  left_out_is (self->b, 5);

  take_in (self, 0);
}

static void
test_with_sealed (Fixture *self, gconstpointer data)
{
  hand_over (self, DESK_PACKAGE_DEFAULT);
  take_in (self, 1);
  g_assert_false (has_sealed (self, self->b));

  /* What was left out before is filled in later. */
  hand_over (self, DESK_PACKAGE_WITH_SEALED);
  take_in (self, 0);
  g_assert_true (has_sealed (self, self->b));
  left_out_is (self->b, 0);
}

/* A package is a desk: it can be looked at where it lies. */
static void
test_read_in_place (Fixture *self, gconstpointer data)
{
  g_autofree char *here = describe (self->fixture.store, self->story);
  g_autofree char *there = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) package = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  hand_over (self, DESK_PACKAGE_DEFAULT);
  before = hash_file (self->package);
  package = desk_store_open (self->package, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  there = describe (package, self->story);
  g_assert_cmpstr (there, ==, here);
  left_out_is (package, 5);
  desk_store_close (package, NULL);
  after = hash_file (self->package);
  g_assert_cmpstr (after, ==, before);
}

/* A desk that is in use, with much of it in its WAL. */
static void
test_whole_desk (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) gained = desk_store_take_in (self->b, self->fixture.path, &error);
  g_autofree char *here = describe (self->fixture.store, self->story);
  g_autofree char *there = describe (self->b, self->story);

  g_assert_no_error (error);
  g_assert_cmpuint (gained->len, ==, 2);
  g_assert_cmpstr (there, ==, here);
  g_assert_true (has_sealed (self, self->b));
  /* Drafts and settings are its own. */
  g_assert_cmpint (ask_sql (self->path_b, "SELECT count (*) FROM setting"), ==, 0);
}

/* Erased there stays erased here, and erased here does not come back. */
static void
test_erased (Fixture *self, gconstpointer data)
{
  const char *hashes[] = { self->sealed, NULL };
  g_autofree char *erased = NULL;
  g_autoptr (GPtrArray) gained = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;

  hand_over (self, DESK_PACKAGE_WITH_SEALED);
  take_in (self, 1);
  g_assert_true (has_sealed (self, self->b));

  erased = commit (self->b, self->story, desk_change_new_erase (hashes, NULL, "she asked for it"));
  g_assert_false (has_sealed (self, self->b));
  take_in (self, 0);
  g_assert_false (has_sealed (self, self->b));

  gained = desk_store_take_in (self->fixture.store, self->path_b, NULL);
  g_assert_cmpuint (gained->len, ==, 1);
  g_assert_false (has_sealed (self, self->fixture.store));
  report = desk_store_verify (self->fixture.store, NULL, NULL);
  g_assert_true (report->intact);
  g_assert_cmpuint (report->n_redacted, ==, 1);
}

static void
test_slug_taken (Fixture *self, gconstpointer data)
{
  g_autofree char *own = make_story (self->b, "Prison opened in Marrow", "Another one.");
  g_autoptr (DeskSnapshot) mine = NULL;
  g_autoptr (DeskSnapshot) theirs = NULL;

  hand_over (self, DESK_PACKAGE_DEFAULT);
  take_in (self, 1);
  mine = load (self->b, own);
  theirs = load (self->b, self->story);
  g_assert_cmpstr (mine->story->slug, ==, "prison-opened-in-marrow");
  g_assert_cmpstr (theirs->story->slug, ==, "prison-opened-in-marrow-2");
}

/* An entry of a kind that a later program knows is kept, and passed over. */
static void
test_unknown_kind (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = desk_store_list_entries (self->fixture.store, self->story, NULL);
  DeskEntry *last = entries->pdata[entries->len - 1];
  g_autofree char *json = g_strdup_printf ("{\"actor\":{\"device\":\"d\",\"name\":\"n\"},\"at\":1900000000000000,\"body\":{\"x\":\"y\"},"
                                           "\"kind\":\"hologram\",\"parents\":[\"%s\"],\"story\":\"%s\",\"zone\":\"UTC\"}",
                                           desk_entry_get_id (last), self->story);
  g_autofree char *id = g_compute_checksum_for_string (G_CHECKSUM_SHA256, json, -1);
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO entry (id, story, place, at, actor, bytes)"
      " VALUES (x'%s', 1, 9999, 1900000000000000, 1, CAST ('%s' AS BLOB))",
      id, json);
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autofree char *kept = NULL;

  hand_over (self, DESK_PACKAGE_DEFAULT);
  run_sql (self->package, sql);
  take_in (self, 1);
  taken = desk_store_list_entries (self->b, self->story, NULL);
  g_assert_cmpuint (taken->len, ==, entries->len + 1);
  g_assert_cmpint (desk_entry_get_kind (taken->pdata[entries->len]), ==, -1);

  kept = keep (self->b, self->story, "And on it goes.\n");
  report = desk_store_verify (self->b, NULL, NULL);
  g_assert_true (report->intact);
}

/* Nothing of what is wrong anywhere is written. */
static void
take_in_fails (Fixture *self, const char *path, DeskStoreError code)
{
  g_autofree char *before = dump_tables (self->path_b);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) gained = desk_store_take_in (self->b, path, &error);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GDir) dir = g_dir_open (self->fixture.folder, 0, NULL);
  const char *file;

  g_assert_error (error, DESK_STORE_ERROR, (int) code);
  g_assert_null (gained);
  after = dump_tables (self->path_b);
  g_assert_cmpstr (after, ==, before);

  /* The copy is gone again. */
  while ((file = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (file, ".partial-"));
}

static void
test_hostile (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    DeskStoreError code;
  } cases[] = {
    { "UPDATE entry SET bytes = CAST (x'5b' || substr (bytes, 2) AS BLOB) WHERE seq = 3", DESK_STORE_ERROR_DAMAGED },
    { "UPDATE entry SET bytes = CAST ('{}' AS BLOB) WHERE seq = 3", DESK_STORE_ERROR_DAMAGED },
    { "UPDATE entry SET bytes = zeroblob (2000000) WHERE seq = 3", DESK_STORE_ERROR_DAMAGED },
    { "UPDATE entry SET id = zeroblob (32) WHERE seq = 3", DESK_STORE_ERROR_DAMAGED },
    { "DELETE FROM entry WHERE seq = 4", DESK_STORE_ERROR_INVALID },
    { "UPDATE text SET size = 70000000000", DESK_STORE_ERROR_DAMAGED },
    { "UPDATE text SET data = zeroblob (20)", DESK_STORE_ERROR_DAMAGED },
    { "UPDATE text SET base = n", DESK_STORE_ERROR_DAMAGED },
    { "UPDATE blob SET bytes = CAST ('other' AS BLOB)", DESK_STORE_ERROR_DAMAGED },
    { "UPDATE sealed SET salt = zeroblob (32)", DESK_STORE_ERROR_DAMAGED },
    { "ALTER TABLE blob RENAME TO blob_x; CREATE VIEW blob AS SELECT * FROM blob_x", DESK_STORE_ERROR_NOT_A_DESK },
    { "ALTER TABLE blob RENAME TO blob_x; CREATE VIRTUAL TABLE blob USING fts5 (hash, type, bytes)", DESK_STORE_ERROR_NOT_A_DESK },
    { "DROP TABLE sealed", DESK_STORE_ERROR_NOT_A_DESK },
    { "PRAGMA user_version = 77", DESK_STORE_ERROR_NEWER },
    { "PRAGMA application_id = 77", DESK_STORE_ERROR_NOT_A_DESK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sql = g_strconcat ("PRAGMA foreign_keys = OFF;", cases[i].sql, NULL);

      g_test_message ("%s", cases[i].sql);
      hand_over (self, DESK_PACKAGE_WITH_SEALED);
      run_sql (self->package, sql);
      take_in_fails (self, self->package, cases[i].code);
    }
}

/* An entry of one story that stands on one of another's. */
static void
test_stands_on_another_story (Fixture *self, gconstpointer data)
{
  g_autofree char *other = make_story (self->b, "Theirs", "One.");
  g_autoptr (GPtrArray) theirs = desk_store_list_entries (self->b, other, NULL);
  const char *parents[] = { desk_entry_get_id (theirs->pdata[0]), NULL };
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (DeskEntry) entry = NULL;
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autofree char *sql = NULL;
  gsize size;
  const guint8 *bytes;

  json_object_set_string_member (body, "state", "ready");
  entry = desk_entry_new (self->story, parents, "n", "d", 1, "UTC", DESK_ENTRY_STATE, body, NULL);
  bytes = g_bytes_get_data (desk_entry_get_bytes (entry), &size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  sql = g_strdup_printf ("INSERT INTO entry (id, story, place, at, actor, bytes) VALUES (x'%s', 1, 999, 1, 1, x'%s')",
                         desk_entry_get_id (entry), hex->str);

  hand_over (self, DESK_PACKAGE_DEFAULT);
  run_sql (self->package, sql);
  take_in_fails (self, self->package, DESK_STORE_ERROR_INVALID);
}

static void
test_not_a_package (Fixture *self, gconstpointer data)
{
  g_autofree char *text = desk_fixture_path (&self->fixture, "letter.desk");
  g_autofree char *none = desk_fixture_path (&self->fixture, "none.desk");
  gsize length;
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (text, "Dear editor", -1, NULL));
  take_in_fails (self, text, DESK_STORE_ERROR_NOT_A_DESK);
  g_assert_true (g_file_set_contents (text, "", 0, NULL));
  take_in_fails (self, text, DESK_STORE_ERROR_NOT_A_DESK);
  take_in_fails (self, none, DESK_STORE_ERROR_NOT_FOUND);

  hand_over (self, DESK_PACKAGE_DEFAULT);
  contents = read_file (self->package, &length);
  g_assert_true (g_file_set_contents (text, contents, length / 2, NULL));
  take_in_fails (self, text, DESK_STORE_ERROR_DAMAGED);
}

/* Any byte of it changed: refused, or taken in whole. */
static void
test_any_byte (Fixture *self, gconstpointer data)
{
  g_autofree char *flipped = desk_fixture_path (&self->fixture, "flipped.desk");
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autofree char *contents = NULL;
  gsize length;

  hand_over (self, DESK_PACKAGE_WITH_SEALED);
  contents = read_file (self->package, &length);
  for (int i = 0; i < 60; i++)
    {
      g_autofree char *path = desk_fixture_path (&self->fixture, "c.desk");
      g_autoptr (DeskStore) store = open_desk (path);
      g_autoptr (GPtrArray) gained = NULL;
      g_autoptr (DeskVerifyReport) report = NULL;
      g_autoptr (GError) error = NULL;
      gsize at = g_rand_int_range (random, 0, length);

      contents[at] ^= 0xff;
      g_assert_true (g_file_set_contents (flipped, contents, length, NULL));
      contents[at] ^= 0xff;

      gained = desk_store_take_in (store, flipped, &error);
      if (gained == NULL)
        g_assert_cmpint (ask_sql (path, "SELECT count (*) FROM entry"), ==, 0);
      report = desk_store_verify (store, NULL, NULL);
      g_assert_true (report->intact);
      desk_store_close (store, NULL);
      g_unlink (path);
    }
}

static void
test_cannot_be_written (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = desk_fixture_path (&self->fixture, "no/such/folder.desk");

  g_assert_false (desk_store_write_package (self->fixture.store, self->story, path, 0, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (desk_store_write_package (self->fixture.store, "01890000-0000-7000-8000-000000000000", self->package, 0, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

static void
test_backup (Fixture *self, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (&self->fixture, "backup.desk");
  g_autofree char *none = desk_fixture_path (&self->fixture, "no/such/folder.desk");
  g_autofree char *link = desk_fixture_path (&self->fixture, "./a.desk");
  g_autofree char *here = dump_tables (self->fixture.path);
  g_autofree char *there = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) store = NULL;

  /* Over an older one. */
  g_assert_true (g_file_set_contents (path, "an older backup", -1, NULL));
  desk_store_backup (self->fixture.store, path, &error);
  g_assert_no_error (error);
  there = dump_tables (path);
  g_assert_cmpstr (there, ==, here);
  store = open_desk (path);
  left_out_is (store, 0);
  desk_store_close (store, NULL);

  g_assert_false (desk_store_backup (self->fixture.store, none, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (desk_store_backup (self->fixture.store, link, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID);
}

/* Words typed while a backup is made, which begins to be a large one. */
static gpointer
type_cb (gpointer data)
{
  Fixture *self = data;
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture.store, self->story);

  for (int i = 0; i < 200; i++)
    {
      g_autofree char *body = g_strdup_printf ("Typing, %d.\n", i);
      g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, body);

      g_assert_true (desk_store_save_draft (self->fixture.store, self->story, snapshot->story->head, text, NULL));
    }

  return NULL;
}

static void
test_backup_while_typing (Fixture *self, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (&self->fixture, "backup.desk");
  g_autofree char *noise = g_malloc (8 * 1024 * 1024);
  g_autoptr (GBytes) film = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  g_autofree char *mark = claim (self->fixture.store, self->story, "Dozens fled");
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;

  for (int i = 0; i < 8 * 1024 * 1024; i += 4)
    *(guint32 *) (gpointer) (noise + i) = g_rand_int (random);
  film = g_bytes_new_static (noise, 8 * 1024 * 1024);
  file = commit (self->fixture.store, self->story,
                 desk_change_new_evidence_file (mark, DESK_STANCE_FOR, film, "video/mp4", "", ""));

  thread = g_thread_new ("typing", type_cb, self);
  desk_store_backup (self->fixture.store, path, &error);
  g_assert_no_error (error);
  g_thread_join (thread);
  g_assert_cmpint (ask_sql (path, "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/package/handed-over", test_handed_over);
  add ("/package/with-sealed", test_with_sealed);
  add ("/package/read-in-place", test_read_in_place);
  add ("/package/whole-desk", test_whole_desk);
  add ("/package/erased", test_erased);
  add ("/package/slug-taken", test_slug_taken);
  add ("/package/unknown-kind", test_unknown_kind);
  add ("/package/hostile", test_hostile);
  add ("/package/stands-on-another-story", test_stands_on_another_story);
  add ("/package/not-a-package", test_not_a_package);
  add ("/package/any-byte", test_any_byte);
  add ("/package/cannot-be-written", test_cannot_be_written);
  add ("/backup/whole", test_backup);
  add ("/backup/while-typing", test_backup_while_typing);

  return g_test_run ();
}
