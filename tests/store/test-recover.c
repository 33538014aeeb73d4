/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk-fixture.h"
#include "store/desk-backups.h"
#include "store/desk-recovery.h"

#define PAGE 1024 /* as a desk has them */
#define HOUR G_TIME_SPAN_HOUR
/* 2026-02-23 00:00 UTC */
#define MIDNIGHT (G_GINT64_CONSTANT (1771804800) * G_TIME_SPAN_SECOND)

static void
back_up (DeskFixture *fixture, gint64 at)
{
  g_autoptr (GError) error = NULL;
  gboolean made;

  desk_store_keep_backup (fixture->store, at, &made, &error);
  g_assert_no_error (error);
  g_assert_true (made);
}

/* In the place of a desk that is closed. */
static DeskRecovery *
recover (DeskFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  DeskRecovery *report = desk_recovery_run (fixture->path, NULL, MIDNIGHT + 12 * HOUR, &error);

  g_assert_no_error (error);
  g_assert_null (strstr (report->damaged, "partial"));
  g_assert_true (g_file_test (report->damaged, G_FILE_TEST_EXISTS));
  fixture->store = open_desk (fixture->path);

  return report;
}

static char *
get_head_body (DeskStore *store, const char *story)
{
  g_autoptr (DeskSnapshot) snapshot = load (store, story);

  return g_strchomp (g_strdup (desk_text_get_body (snapshot->text)));
}

static void
body_is (DeskStore *store, const char *story, const char *body)
{
  g_autofree char *found = get_head_body (store, story);

  g_assert_cmpstr (found, ==, body);
}

static gboolean
is_intact (DeskStore *store)
{
  g_autoptr (DeskVerifyReport) report = desk_store_verify (store, NULL, NULL);

  for (guint i = 0; i < report->faults->len; i++)
    g_test_message ("%s", (char *) report->faults->pdata[i]);

  return report->intact;
}

static void
damage (const char *path, gsize at, gsize length)
{
  g_autofree char *contents = NULL;
  gsize size;

  contents = read_file (path, &size);
  for (gsize i = at; i < MIN (at + length, size); i++)
    contents[i] = (char) (0xa5 + i);
  g_assert_true (g_file_set_contents (path, contents, size, NULL));
}

static guint
count_files (const char *folder, const char *part)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, part) != NULL;

  return n;
}

/* What a desk says when it is opened, or looked over in the background. */
static gboolean
looks_damaged (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) store = desk_store_open (path, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
  gboolean damaged;

  if (store == NULL)
    return desk_recovery_is_needed (path, error);

  damaged = !desk_store_check (store, NULL, &error);
  if (damaged)
    g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
  desk_store_close (store, NULL);

  return damaged;
}

/* --- */

/* Each page of a desk in turn: what is said to be complete is what it was, and what is not can be used. */
static void
try_each_page (DeskFixture *fixture, gboolean has_backup, gboolean is_compacted)
{
  g_autofree char *rich = make_rich_story (fixture->store, NULL);
  g_autofree char *plain = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *contents = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *before = NULL;
  g_autofree char *folder = desk_fixture_path (fixture, "tries");
  guint n_tried = 0, n_damaged = 0, n_complete = 0;
  gsize size;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  if (has_backup)
    back_up (fixture, MIDNIGHT);
  for (int i = 0; i < 30; i++)
    {
      g_autofree char *body = g_strdup_printf ("Version %d: the ferry line asked for help, %d boats.", i, 40 + i);
      g_autofree char *id = keep (fixture->store, plain, body);
    }
  kept = keep (fixture->store, rich, "Four ships left. Hundreds fled.");
  before = describe (fixture->store, rich);
  if (is_compacted)
    g_assert_true (desk_store_compact (fixture->store, NULL, NULL, NULL));
  desk_fixture_close (fixture);
  contents = read_file (fixture->path, &size);

  /* Every one of them with -m thorough. */
  for (gsize page = 0; page < size / PAGE; page += g_test_thorough () ? 1 : 4)
    {
      g_autofree char *name = g_strdup_printf ("tries/%03d.desk", (int) page);
      g_autofree char *path = desk_fixture_path (fixture, name);
      g_autofree char *new = g_strconcat (path, ".new", NULL);
      g_autofree char *backups = desk_backups_get_folder (path);
      g_autofree char *own = desk_backups_get_folder (fixture->path);
      g_autofree char *after = NULL;
      g_autofree char *body = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskRecovery) report = NULL;
      DeskStore *store;

      g_assert_true (g_file_set_contents (path, contents, size, NULL));
      if (has_backup)
        g_assert_cmpint (symlink (own, backups), ==, 0);
      /* Its beginning, its end, or all of it. */
      damage (path, page * PAGE + (page % 3 == 1 ? PAGE / 2 : 0), page % 3 == 2 ? PAGE : PAGE / 2);
      n_damaged += looks_damaged (path);
      n_tried++;

      report = desk_recovery_run (path, new, MIDNIGHT, &error);
      if (report == NULL)
        {
          g_assert_false (has_backup);
          g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
          continue;
        }

      g_test_message ("page %d: %u entries of %u stories, %u versions, %u unread, %u losses", (int) page + 1,
                      report->n_entries, report->n_stories, report->n_versions, report->n_unread, report->losses->len);
      store = open_desk (new);
      if (desk_recovery_is_complete (report))
        {
          after = describe (store, rich);
          g_assert_true (g_str_equal (after, before));
          body_is (store, plain, "Version 29: the ferry line asked for help, 69 boats.");
          g_assert_true (is_intact (store));
          n_complete++;
        }
      else if (has_backup)
        {
          body = get_head_body (store, plain);
          g_assert_true (g_str_has_prefix (body, "Version ") || g_str_equal (body, "One."));
        }
      desk_store_close (store, NULL);
      g_assert_finalize_object (store);
    }

  g_test_message ("%u damaged, %u complete of %u", n_damaged, n_complete, n_tried);
  g_assert_cmpuint (n_complete, >, n_tried / 5);
  fixture->store = open_desk (fixture->path);
}

static void
test_each_page (DeskFixture *fixture, gconstpointer data)
{
  try_each_page (fixture, FALSE, FALSE);
}

static void
test_each_page_with_backup (DeskFixture *fixture, gconstpointer data)
{
  try_each_page (fixture, TRUE, FALSE);
}

/* Entries and texts that are packed together. */
static void
test_each_page_compacted (DeskFixture *fixture, gconstpointer data)
{
  try_each_page (fixture, FALSE, TRUE);
}

/* The file lies aside as it was, the backup is in its place, and what came after the backup is there. */
static void
test_set_aside (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *kept = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (DeskRecovery) report = NULL;
  struct stat status;
  gint64 page = ask_sql (fixture->path, "SELECT rootpage FROM sqlite_schema WHERE name = 'claim'");

  back_up (fixture, MIDNIGHT);
  kept = keep (fixture->store, story, "Two.");
  desk_fixture_close (fixture);
  damage (fixture->path, (page - 1) * PAGE, PAGE);
  before = hash_file (fixture->path);

  report = recover (fixture);
  g_assert_true (g_str_has_suffix (report->damaged, "/a.desk.damaged-20260223-120000"));
  after = hash_file (report->damaged);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (g_str_has_suffix (report->backup, "/2026-02-23T00-00-00Z.desk"));
  g_assert_cmpint (report->backup_at, ==, MIDNIGHT);
  g_assert_cmpuint (report->n_passed, ==, 0);
  g_assert_cmpuint (report->n_stories, ==, 1);
  g_assert_cmpuint (report->n_entries, ==, 1);
  g_assert_cmpuint (report->n_versions, ==, 0);
  g_assert_true (desk_recovery_is_complete (report));
  body_is (fixture->store, story, "Two.");
  g_assert_true (is_intact (fixture->store));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (count_files (fixture->folder, "partial"), ==, 0);
}

/* What the WAL has and the file has not. */
static void
test_wal (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *kept = NULL;
  g_autofree char *copy = desk_fixture_path (fixture, "b.desk");
  g_autofree char *copy_wal = desk_fixture_path (fixture, "b.desk-wal");
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *wal_contents = NULL;
  g_autofree char *damaged_wal = NULL;
  g_autofree char *damaged = NULL;
  g_autoptr (DeskRecovery) report = NULL;
  gint64 page = ask_sql (fixture->path, "SELECT rootpage FROM sqlite_schema WHERE name = 'sealed'");
  gsize size, wal_size;

  desk_fixture_reopen (fixture);
  kept = keep (fixture->store, story, "Two.");
  contents = read_file (fixture->path, &size);
  wal_contents = read_file (wal, &wal_size);
  g_assert_cmpuint (wal_size, >, 0);
  desk_fixture_close (fixture);

  for (guint killed = 0; killed < 2; killed++)
    {
      g_autoptr (DeskStore) store = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (copy, contents, size, NULL));
      damage (copy, (page - 1) * PAGE, PAGE);
      g_assert_true (g_file_set_contents (copy_wal, wal_contents, wal_size, NULL));

      /* A recovery that ended when the file had both names. */
      damaged = g_strconcat (copy, ".damaged-20260223-110000", NULL);
      damaged_wal = g_strconcat (damaged, "-wal", NULL);
      if (killed)
        {
          g_assert_cmpint (link (copy, damaged), ==, 0);
          g_assert_cmpint (g_rename (copy_wal, damaged_wal), ==, 0);
        }

      report = desk_recovery_run (copy, NULL, MIDNIGHT + 12 * HOUR, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_suffix (report->damaged, killed ? "-110000" : "-120000"));
      g_assert_true (desk_recovery_is_complete (report));
      store = open_desk (copy);
      body_is (store, story, "Two.");
      desk_store_close (store, NULL);
      g_clear_pointer (&damaged, g_free);
      g_clear_pointer (&damaged_wal, g_free);
      damaged_wal = g_strconcat (report->damaged, "-wal", NULL);
      g_assert_true (g_file_test (damaged_wal, G_FILE_TEST_EXISTS));
      g_clear_pointer (&damaged_wal, g_free);
      g_clear_pointer (&report, desk_recovery_free);
    }

  fixture->store = open_desk (fixture->path);
}

/* The newest backups are no good either. */
static void
test_walks_back (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autoptr (GPtrArray) backups = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (DeskRecovery) report = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *body = g_strdup_printf ("Backup %d.", i);
      g_autofree char *kept = keep (fixture->store, story, body);

      back_up (fixture, MIDNIGHT + i * HOUR);
    }
  before = describe (fixture->store, story);
  backups = desk_backups_list (fixture->path, NULL);
  desk_fixture_close (fixture);
  damage (((DeskBackupFile *) backups->pdata[0])->path, 2 * PAGE, 20 * PAGE);
  /* Nothing that SQLite sees, but no backup of what was there. */
  run_sql (((DeskBackupFile *) backups->pdata[1])->path, "UPDATE sealed SET value = CAST ('Thomas Rell' AS BLOB)");
  damage (fixture->path, ask_sql (fixture->path, "SELECT rootpage FROM sqlite_schema WHERE name = 'post'") * PAGE - PAGE, PAGE);

  report = recover (fixture);
  g_assert_cmpint (report->backup_at, ==, MIDNIGHT);
  g_assert_cmpuint (report->n_passed, ==, 2);
  g_assert_true (desk_recovery_is_complete (report));
  after = describe (fixture->store, story);
  g_assert_cmpstr (after, ==, before);
}

/* An entry in the middle is gone: the words of those that stand on it are kept, and it is said since when. */
static void
test_lost_entry (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *other = make_story (fixture->store, "Ferry", "Boats.");
  g_autofree char *two = keep (fixture->store, story, "Two.");
  g_autofree char *three = keep (fixture->store, story, "Three.");
  g_autofree char *four = keep (fixture->store, story, "Four.");
  g_autoptr (DeskRecovery) report = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  DeskRecoveryLoss *loss;
  gint64 at = ask_sql (fixture->path, "SELECT at FROM entry WHERE seq = 6");

  desk_fixture_close (fixture);
  run_sql (fixture->path, "DELETE FROM entry WHERE seq = 5");

  report = recover (fixture);
  g_assert_null (report->backup);
  g_assert_cmpuint (report->n_entries, ==, 4);
  g_assert_cmpuint (report->n_stories, ==, 2);
  g_assert_cmpuint (report->n_versions, ==, 2);
  g_assert_cmpuint (report->losses->len, ==, 1);
  loss = g_ptr_array_index (report->losses, 0);
  g_assert_cmpstr (loss->slug, ==, "harbour");
  g_assert_cmpuint (loss->n, ==, 2);
  g_assert_cmpint (loss->since, ==, at);

  body_is (fixture->store, story, "Four.");
  revisions = desk_store_list_revisions (fixture->store, story, 0, 0, NULL);
  g_assert_cmpuint (revisions->len, ==, 3);
  g_assert_cmpint (((DeskRevision *) revisions->pdata[0])->why, ==, DESK_WHY_RECOVERED);
  g_assert_cmpstr (((DeskRevision *) revisions->pdata[0])->author, ==, "Mara Vell");
  g_assert_cmpstr (desk_store_get_person (fixture->store), ==, "Mara Vell");
  g_assert_true (is_intact (fixture->store));
}

/* The beginning of a story is gone. */
static void
test_lost_beginning (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *two = keep (fixture->store, story, "Two.");
  g_autoptr (DeskRecovery) report = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_store_set_setting (fixture->store, "zone", "Asia/Baghdad", NULL));
  desk_fixture_close (fixture);
  run_sql (fixture->path, "DELETE FROM entry WHERE seq = 1");

  report = recover (fixture);
  g_assert_cmpuint (report->n_entries, ==, 0);
  g_assert_cmpuint (report->n_versions, ==, 2);
  found = desk_store_find_story (fixture->store, "harbour", &error);
  g_assert_no_error (error);
  body_is (fixture->store, found, "Two.");
  g_free (found);
  found = desk_store_get_setting (fixture->store, "zone");
  g_assert_cmpstr (found, ==, "Asia/Baghdad");
}

/* The text of the last version is gone, and then every one of a story. */
static void
test_lost_text (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *two = keep (fixture->store, story, "Two.");
  g_autofree char *all = desk_fixture_path (fixture, "all.desk");
  g_autofree char *new = desk_fixture_path (fixture, "new.desk");
  g_autoptr (DeskRecovery) report = NULL;
  g_autoptr (DeskRecovery) second = NULL;
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (GError) error = NULL;
  DeskRecoveryLoss *loss;

  desk_store_backup (fixture->store, all, &error);
  g_assert_no_error (error);
  desk_fixture_close (fixture);
  run_sql (fixture->path, "DELETE FROM text WHERE n = (SELECT max (n) FROM text)");
  run_sql (all, "DELETE FROM text");

  report = recover (fixture);
  g_assert_cmpuint (report->n_entries, ==, 3);
  g_assert_cmpuint (report->losses->len, ==, 1);
  loss = g_ptr_array_index (report->losses, 0);
  g_assert_cmpstr (loss->slug, ==, "harbour");
  g_assert_cmpuint (loss->n, ==, 1);
  body_is (fixture->store, story, "One.");

  second = desk_recovery_run (all, new, MIDNIGHT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (((DeskRecoveryLoss *) second->losses->pdata[0])->n, ==, 2);
  store = open_desk (new);
  body_is (store, story, "");
  desk_store_close (store, NULL);
}

/* What was being typed when it ended, in the damaged desk and in its backup. */
static void
test_drafts (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *head = NULL;
  g_autofree char *copy = desk_fixture_path (fixture, "b.desk");
  g_autofree char *folder = NULL;
  g_autoptr (DeskText) typed = NULL;
  g_autoptr (DeskText) typed_then = NULL;
  g_autoptr (DeskRecovery) report = NULL;
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GError) error = NULL;

  typed_then = desk_text_with_body (snapshot->text, "Typed before the backup.\n");
  g_assert_true (desk_store_save_draft (fixture->store, story, snapshot->story->head, typed_then, NULL));
  folder = desk_backups_get_folder (copy);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  {
    g_autofree char *backup = g_build_filename (folder, "2026-02-23T00-00-00Z.desk", NULL);

    desk_store_backup (fixture->store, backup, &error);
    g_assert_no_error (error);
  }

  head = keep (fixture->store, story, "Two.");
  typed = desk_text_with_body (snapshot->text, "Two. And typed.\n");
  g_assert_true (desk_store_save_draft (fixture->store, story, head, typed, NULL));
  /* As it lies on the disk when the program is killed. */
  desk_store_backup (fixture->store, copy, &error);
  g_assert_no_error (error);
  damage (copy, ask_sql (copy, "SELECT rootpage FROM sqlite_schema WHERE name = 'claim'") * PAGE - PAGE, PAGE);

  report = desk_recovery_run (copy, NULL, MIDNIGHT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_versions, ==, 1);
  g_assert_true (desk_recovery_is_complete (report));
  store = open_desk (copy);
  g_assert_cmpuint (g_strv_length ((char **) desk_store_get_recovered (store)), ==, 0);
  body_is (store, story, "Two. And typed.");
  g_clear_object (&snapshot);
  snapshot = load (store, story);
  g_assert_cmpuint (snapshot->story->n_heads, ==, 1);
  revisions = desk_store_list_revisions (store, story, 0, 0, NULL);
  g_assert_cmpuint (revisions->len, ==, 3);
  desk_store_close (store, NULL);
}

/* Cut off, with no header, with nothing at all. */
static void
test_hardly_a_file (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *before = NULL;
  g_autofree char *contents = NULL;
  gsize size;

  back_up (fixture, MIDNIGHT);
  before = describe (fixture->store, story);
  desk_fixture_close (fixture);
  contents = read_file (fixture->path, &size);

  for (int i = 0; i < 4; i++)
    {
      g_autoptr (DeskRecovery) report = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;
      gsize length = i == 0 ? size / 2 : i == 1 ? size
                                     : i == 2   ? 5000
                                                : 1;

      g_assert_true (g_file_set_contents (fixture->path, contents, length, NULL));
      damage (fixture->path, 0, i == 1 ? 100 : i == 2 ? 5000
                                                      : 0);
      g_assert_true (looks_damaged (fixture->path));

      report = recover (fixture);
      g_assert_nonnull (report->backup);
      after = describe (fixture->store, story);
      g_assert_cmpstr (after, ==, before);
      desk_fixture_close (fixture);
    }
  g_assert_cmpuint (count_files (fixture->folder, ".damaged-"), ==, 4);

  /* Without a header, and without the page that says what tables there are; and without a backup. */
  for (int whole_page = 0; whole_page < 2; whole_page++)
    {
      g_autofree char *path = desk_fixture_path (fixture, "b.desk");
      g_autofree char *new = desk_fixture_path (fixture, "new.desk");
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskRecovery) report = NULL;
      g_autoptr (DeskStore) store = NULL;
      g_autofree char *after = NULL;

      g_assert_true (g_file_set_contents (path, contents, size, NULL));
      damage (path, 0, whole_page ? PAGE : 60);
      g_assert_false (looks_damaged (path));
      report = desk_recovery_run (path, new, MIDNIGHT, &error);
      g_assert_no_error (error);
    /* Nobody knows then whether it is all. */
      g_assert_cmpint (desk_recovery_is_complete (report), ==, !whole_page);
      g_assert_cmpuint (report->losses->len, ==, 0);
      store = open_desk (new);
      after = describe (store, story);
      g_assert_cmpstr (after, ==, before);
      desk_store_close (store, NULL);
      g_unlink (new);
    }

  fixture->store = open_desk (fixture->path);
}

static void
recovery_fails (const char *path, int code)
{
  g_autofree char *before = hash_file (path);
  g_autofree char *after = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  guint n = count_files (folder, "");

  g_assert_null (desk_recovery_run (path, NULL, MIDNIGHT, &error));
  g_assert_error (error, DESK_STORE_ERROR, code);
  after = hash_file (path);
  g_assert_cmpstr (after, ==, before);
  /* A file of sessions may have come. */
  g_assert_cmpuint (count_files (folder, ""), <=, n + 1);
  g_assert_cmpuint (count_files (folder, "partial"), ==, 0);
}

/* What is not damaged is left alone. */
static void
test_left_alone (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *text = desk_fixture_path (fixture, "text.desk");
  g_autofree char *newer = desk_fixture_path (fixture, "newer.desk");
  static const DeskStoreError others[] = {
    DESK_STORE_ERROR_NEWER, DESK_STORE_ERROR_READ_ONLY, DESK_STORE_ERROR_FULL,
    DESK_STORE_ERROR_BUSY, DESK_STORE_ERROR_IO, DESK_STORE_ERROR_NOT_FOUND, DESK_STORE_ERROR_NOT_A_DESK
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) other = g_error_new_literal (DESK_STORE_ERROR, others[i], "");

      g_assert_false (desk_recovery_is_needed (fixture->path, other));
    }

  /* A program has it open. */
  g_assert_true (desk_store_check (fixture->store, NULL, &error));
  g_assert_no_error (error);
  recovery_fails (fixture->path, DESK_STORE_ERROR_BUSY);

  desk_store_backup (fixture->store, newer, &error);
  g_assert_no_error (error);
  run_sql (newer, "PRAGMA user_version = 999");
  recovery_fails (newer, DESK_STORE_ERROR_NEWER);

  g_assert_true (g_file_set_contents (text, "Headline: Harbour\n\nNo desk at all.\n", -1, NULL));
  recovery_fails (text, DESK_STORE_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/recover/each-page", test_each_page);
  desk_fixture_add ("/recover/each-page-with-backup", test_each_page_with_backup);
  desk_fixture_add ("/recover/each-page-compacted", test_each_page_compacted);
  desk_fixture_add ("/recover/set-aside", test_set_aside);
  desk_fixture_add ("/recover/wal", test_wal);
  desk_fixture_add ("/recover/walks-back", test_walks_back);
  desk_fixture_add ("/recover/lost-entry", test_lost_entry);
  desk_fixture_add ("/recover/lost-beginning", test_lost_beginning);
  desk_fixture_add ("/recover/lost-text", test_lost_text);
  desk_fixture_add ("/recover/drafts", test_drafts);
  desk_fixture_add ("/recover/hardly-a-file", test_hardly_a_file);
  desk_fixture_add ("/recover/left-alone", test_left_alone);

  return g_test_run ();
}
