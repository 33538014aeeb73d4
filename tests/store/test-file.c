/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk-fixture.h"
#include "store/desk-uuid.h"

static void
open_fails (const char *path, DeskStoreOpenFlags flags, DeskStoreError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) store = desk_store_open (path, flags, NULL, &error);
  g_autofree char *name = g_path_get_basename (path);

  g_assert_error (error, DESK_STORE_ERROR, (int) code);
  g_assert_null (store);
  /* What and where. */
  g_assert_nonnull (strstr (error->message, name));
}

/* Opening fails and leaves the folder as it was, to the byte. */
static void
open_fails_untouched (DeskFixture *fixture, const char *path, DeskStoreOpenFlags flags, DeskStoreError code)
{
  g_autofree char *before = hash_file (path);
  g_autofree char *after = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = NULL;
  GStatBuf status_before, status_after;
  guint n = 0, n_after = 0;

  g_assert_cmpint (g_stat (path, &status_before), ==, 0);
  dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n++;

  open_fails (path, flags, code);

  after = hash_file (path);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (g_stat (path, &status_after), ==, 0);
  g_assert_cmpint (status_after.st_mtim.tv_sec, ==, status_before.st_mtim.tv_sec);
  g_assert_cmpint (status_after.st_mtim.tv_nsec, ==, status_before.st_mtim.tv_nsec);
  g_dir_rewind (dir);
  while (g_dir_read_name (dir) != NULL)
    n_after++;
  g_assert_cmpuint (n_after, ==, n);
}

static int
get_mode (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);

  return status.st_mode & 0777;
}

/* What holds a desk's words can be read by whoever can read the desk, and by nobody else. */
static void
test_private (DeskFixture *fixture, gconstpointer data)
{
  static const struct
  {
    int desk, folder;
  } modes[] = { { 0600, 0700 }, { 0640, 0750 }, { 0660, 0770 }, { 0600, 0700 } };
  static const char *const files[] = { "a.desk", "a.desk-wal", "a.desk-shm", "a.desk-search", "a.desk-search-wal", "a.desk-search-shm", "a.desk-sessions", "b.desk" };
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *copy = desk_fixture_path (fixture, "b.desk");
  g_autofree char *backups = desk_fixture_path (fixture, "a.desk-backups");
  mode_t mask = umask (0);

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *body = g_strdup_printf ("Version %u.\n", i);
      g_autofree char *kept = NULL;
      g_autoptr (GPtrArray) found = NULL;
      g_autoptr (GDir) dir = NULL;
      g_autoptr (GError) error = NULL;
      const char *name;
      gboolean made;

      g_assert_cmpint (g_chmod (fixture->path, modes[i].desk), ==, 0);
      desk_fixture_reopen (fixture);
      kept = keep (fixture->store, story, body);
      found = desk_store_list_stories (fixture->store, &(DeskStoryQuery) { .state = -1, .words = "version" }, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, 1);
      g_assert_true (desk_store_backup (fixture->store, copy, &error));
      g_assert_true (desk_store_keep_backup (fixture->store, G_GINT64_CONSTANT (1771804800000000) + i * 2 * G_TIME_SPAN_HOUR, &made, &error));
      g_assert_true (made);

      for (guint j = 0; j < G_N_ELEMENTS (files); j++)
        {
          g_autofree char *file = desk_fixture_path (fixture, files[j]);

          g_test_message ("%s of a desk of mode %o", files[j], modes[i].desk);
          g_assert_cmphex (get_mode (file), ==, modes[i].desk);
        }
      g_assert_cmphex (get_mode (backups), ==, modes[i].folder);
      dir = g_dir_open (backups, 0, NULL);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *file = g_build_filename (backups, name, NULL);

          /* Those that were made before stay as they are. */
          if (i == 0)
            g_assert_cmphex (get_mode (file), ==, modes[i].desk);
        }
    }
  umask (mask);
}

static void
test_new (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = desk_fixture_path (fixture, "deep/down");
  g_autofree char *path = g_build_filename (folder, "b.desk", NULL);
  g_autoptr (DeskStore) store = open_desk (path);
  g_autoptr (GPtrArray) stories = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *default_path = desk_store_get_default_path ();

  g_assert_cmpstr (desk_store_get_path (store), ==, path);
  g_assert_cmpint (get_mode (folder), ==, 0700);
  g_assert_cmpint (get_mode (path), ==, 0600);
  g_assert_cmphex (ask_sql (path, "PRAGMA application_id"), ==, 0x4465736b);
  g_assert_cmpint (ask_sql (path, "PRAGMA user_version"), ==, 2);
  g_assert_null (desk_store_get_recovered (store)[0]);

  stories = desk_store_list_stories (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stories->len, ==, 0);

  desk_store_close (store, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (default_path, "/desk/desk.desk"));
}

/* What touch leaves: there is nothing to lose. */
static void
test_empty_file (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (fixture, "empty.desk");
  g_autoptr (DeskStore) store = NULL;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  open_fails (path, DESK_STORE_OPEN_EXISTING, DESK_STORE_ERROR_NOT_A_DESK);
  open_fails (path, DESK_STORE_OPEN_READ_ONLY, DESK_STORE_ERROR_NOT_A_DESK);
  store = open_desk (path);
  g_assert_cmpint (ask_sql (path, "SELECT count (*) FROM story"), ==, 0);
}

static void
test_missing (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (fixture, "none.desk");

  open_fails (path, DESK_STORE_OPEN_EXISTING, DESK_STORE_ERROR_NOT_FOUND);
  open_fails (path, DESK_STORE_OPEN_READ_ONLY, DESK_STORE_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_not_a_desk (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *text = desk_fixture_path (fixture, "letter.txt");
  g_autofree char *other = desk_fixture_path (fixture, "other.sqlite");
  g_autofree char *folder = desk_fixture_path (fixture, "folder.desk");
  sqlite3 *handle;

  g_assert_true (g_file_set_contents (text, "Dear editor, this is not a desk.", -1, NULL));
  open_fails_untouched (fixture, text, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_NOT_A_DESK);
  open_fails_untouched (fixture, text, DESK_STORE_OPEN_READ_ONLY, DESK_STORE_ERROR_NOT_A_DESK);

  g_assert_cmpint (sqlite3_open (other, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)", NULL, NULL, NULL);
  sqlite3_close (handle);
  open_fails_untouched (fixture, other, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_NOT_A_DESK);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  open_fails (folder, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_NOT_A_DESK);
}

static void
test_newer (DeskFixture *fixture, gconstpointer data)
{
  desk_fixture_close (fixture);
  run_sql (fixture->path, "PRAGMA user_version = 98");
  open_fails_untouched (fixture, fixture->path, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_NEWER);
  open_fails_untouched (fixture, fixture->path, DESK_STORE_OPEN_READ_ONLY, DESK_STORE_ERROR_NEWER);
}

/* A newer program is running: its version is in the WAL alone. */
static void
test_newer_in_wal (DeskFixture *fixture, gconstpointer data)
{
  sqlite3 *handle;

  desk_fixture_close (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  open_fails (fixture->path, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_NEWER);
  sqlite3_close (handle);
}

static void
test_damaged (DeskFixture *fixture, gconstpointer data)
{
  gsize length;
  g_autofree char *contents = NULL;

  desk_fixture_close (fixture);
  contents = read_file (fixture->path, &length);

  /* The schema's page, behind the header. */
  memset (contents + 100, 0xa5, 3000);
  g_assert_true (g_file_set_contents (fixture->path, contents, length, NULL));
  {
    g_autofree char *before = hash_file (fixture->path);
    g_autofree char *after = NULL;

    open_fails (fixture->path, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_DAMAGED);
    after = hash_file (fixture->path);
    g_assert_cmpstr (after, ==, before);
  }

  /* Cut off. */
  g_assert_true (g_file_set_contents (fixture->path, contents, 2000, NULL));
  open_fails (fixture->path, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_DAMAGED);

  /* The header alone. */
  g_assert_true (g_file_set_contents (fixture->path, contents, 50, NULL));
  open_fails_untouched (fixture, fixture->path, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_NOT_A_DESK);
}

static gboolean
skip_if_root (const char *path)
{
  if (access (path, W_OK) != 0)
    return FALSE;

  g_test_skip ("root may write what is read-only");

  return TRUE;
}

static void
test_read_only_file (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "The harbour opened.");

  desk_fixture_close (fixture);
  g_chmod (fixture->path, 0400);
  if (skip_if_root (fixture->path))
    return;

  open_fails_untouched (fixture, fixture->path, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_READ_ONLY);
}

/* What lies on a read-only medium can be read there, and is not written. */
static void
test_read_only_folder (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "The harbour opened.");
  g_autofree char *new_path = desk_fixture_path (fixture, "new.desk");
  g_autofree char *search = g_strconcat (fixture->path, "-search", NULL);
  g_autofree char *taken = desk_fixture_path (fixture, "copy.desk");
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) gained = NULL;
  g_autoptr (GError) error = NULL;
  DeskStoryQuery query = { .state = -1, .words = "harb" };

  desk_fixture_close (fixture);
  g_unlink (search);
  g_chmod (fixture->folder, 0500);
  if (skip_if_root (fixture->folder))
    return;

  open_fails_untouched (fixture, fixture->path, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_READ_ONLY);
  open_fails (new_path, DESK_STORE_OPEN_DEFAULT, DESK_STORE_ERROR_READ_ONLY);

  store = desk_store_open (fixture->path, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  snapshot = load (store, story);
  g_assert_cmpstr (snapshot->story->headline, ==, "Harbour reopens");
  found = desk_store_list_stories (store, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);

  gained = desk_store_take_in (store, taken, &error);
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_READ_ONLY);
  desk_store_close (store, NULL);
}

static void
test_read_only_flag (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "The harbour opened.");
  g_autofree char *backup = desk_fixture_path (fixture, "backup.desk");
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskText) text = make_text ("Headline: Another\n\nOne.\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) beside = NULL;

  /* Beside one that writes. */
  beside = desk_store_open (fixture->path, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  snapshot = load (beside, story);
  g_assert_cmpstr (snapshot->story->slug, ==, "harbour-reopens");

  g_assert_null (desk_store_create_story (beside, NULL, text, NULL, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (desk_store_save_draft (beside, story, "", text, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (desk_store_set_setting (beside, "zone", "Asia/Baghdad", &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);

  desk_store_backup (beside, backup, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ask_sql (backup, "SELECT count (*) FROM story"), ==, 1);
  desk_store_close (beside, &error);
  g_assert_no_error (error);
}

static void
test_symlink (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *link = desk_fixture_path (fixture, "link.desk");
  g_autofree char *sessions = desk_fixture_path (fixture, "link.desk-sessions");
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "The harbour opened.");
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;

  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  store = open_desk (link);
  snapshot = load (store, story);
  /* What stands beside the desk stands beside the real one. */
  g_assert_false (g_file_test (sessions, G_FILE_TEST_EXISTS));
}

static void
test_closed (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stories = NULL;
  g_autofree char *zone = NULL;

  g_assert_true (desk_store_set_setting (fixture->store, "zone", "Asia/Baghdad", NULL));
  g_assert_true (desk_store_close (fixture->store, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));

  stories = desk_store_list_stories (fixture->store, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_null (stories);
  g_clear_error (&error);
  g_assert_false (desk_store_set_setting (fixture->store, "zone", "UTC", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (desk_store_close (fixture->store, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);

  g_clear_object (&fixture->store);
  fixture->store = open_desk (fixture->path);
  zone = desk_store_get_setting (fixture->store, "zone");
  g_assert_cmpstr (zone, ==, "Asia/Baghdad");
}

/* Nobody said goodbye: the store goes with its last reference. */
static void
test_dropped (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "The harbour opened.");
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);

  g_assert_finalize_object (g_steal_pointer (&fixture->store));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  fixture->store = open_desk (fixture->path);
}

static void
test_settings (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *none = desk_store_get_setting (fixture->store, "stamp-style");
  g_autofree char *style = NULL;
  g_autofree char *unset = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (none);
  g_assert_true (desk_store_set_setting (fixture->store, "stamp-style", "house", &error));
  g_assert_true (desk_store_set_setting (fixture->store, "language", "ar", &error));
  g_assert_true (desk_store_set_setting (fixture->store, "stamp-style", "ap", &error));
  g_assert_no_error (error);
  desk_fixture_reopen (fixture);
  style = desk_store_get_setting (fixture->store, "stamp-style");
  g_assert_cmpstr (style, ==, "ap");

  g_assert_true (desk_store_set_setting (fixture->store, "stamp-style", NULL, &error));
  unset = desk_store_get_setting (fixture->store, "stamp-style");
  g_assert_null (unset);
}

static void
test_person (DeskFixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (desk_store_get_person (fixture->store), ==, "Mara Vell");
  desk_store_set_person (fixture->store, NULL);
  g_assert_cmpstr (desk_store_get_person (fixture->store), !=, "");

  g_assert_true (desk_store_set_setting (fixture->store, "person", "Ilan Doss", NULL));
  g_assert_cmpstr (desk_store_get_person (fixture->store), ==, "Ilan Doss");
  g_setenv ("DESK_PERSON", "Night desk", TRUE);
  g_assert_cmpstr (desk_store_get_person (fixture->store), ==, "Night desk");
  g_unsetenv ("DESK_PERSON");
  desk_store_set_person (fixture->store, "Mara Vell");
  g_assert_cmpstr (desk_store_get_person (fixture->store), ==, "Mara Vell");
}

static void
test_uuid (void)
{
  g_autofree char *first = desk_uuid_new (G_GINT64_CONSTANT (1645557742000000));
  g_autofree char *second = desk_uuid_new (G_GINT64_CONSTANT (1645557742000000));

  /* RFC 9562, appendix A.6: 017F22E2-79B0-7CC3-98C4-DC0C0C07398F */
  g_assert_true (g_str_has_prefix (first, "017f22e2-79b0-7"));
  g_assert_true (g_uuid_string_is_valid (first));
  g_assert_nonnull (strchr ("89ab", first[19]));
  g_assert_cmpstr (first, !=, second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DESK_PERSON");

  desk_fixture_add ("/file/new", test_new);
  desk_fixture_add ("/file/private", test_private);
  desk_fixture_add ("/file/empty-file", test_empty_file);
  desk_fixture_add ("/file/missing", test_missing);
  desk_fixture_add ("/file/not-a-desk", test_not_a_desk);
  desk_fixture_add ("/file/newer", test_newer);
  desk_fixture_add ("/file/newer-in-wal", test_newer_in_wal);
  desk_fixture_add ("/file/damaged", test_damaged);
  desk_fixture_add ("/file/read-only-file", test_read_only_file);
  desk_fixture_add ("/file/read-only-folder", test_read_only_folder);
  desk_fixture_add ("/file/read-only-flag", test_read_only_flag);
  desk_fixture_add ("/file/symlink", test_symlink);
  desk_fixture_add ("/file/closed", test_closed);
  desk_fixture_add ("/file/dropped", test_dropped);
  desk_fixture_add ("/file/settings", test_settings);
  desk_fixture_add ("/file/person", test_person);
  g_test_add_func ("/file/uuid", test_uuid);

  return g_test_run ();
}
