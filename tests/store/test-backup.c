/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "desk-fault-vfs.h"
#include "desk-fixture.h"
#include "store/desk-backup-plan.h"
#include "store/desk-backups.h"

#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY
/* 2026-02-23 00:00 UTC */
#define MIDNIGHT (G_GINT64_CONSTANT (1771804800) * G_TIME_SPAN_SECOND)

/* --- the plan --- */

static void
test_due (void)
{
  DeskBackupSlot slots[] = { { .at = MIDNIGHT + 2 * HOUR }, { .at = MIDNIGHT } };

  g_assert_true (desk_backup_plan_is_due (NULL, 0, MIDNIGHT));
  g_assert_false (desk_backup_plan_is_due (slots + 1, 1, MIDNIGHT));
  g_assert_false (desk_backup_plan_is_due (slots + 1, 1, MIDNIGHT + HOUR - 1));
  g_assert_true (desk_backup_plan_is_due (slots + 1, 1, MIDNIGHT + HOUR));

  /* The clock was put back: what it dated later neither stops backups nor asks for one at every look. */
  g_assert_false (desk_backup_plan_is_due (slots, 2, MIDNIGHT + HOUR / 2));
  g_assert_true (desk_backup_plan_is_due (slots, 2, MIDNIGHT + HOUR));
}

/* Takes what goes out of @slots. */
static void
choose (GArray *slots, gint64 now, gint64 room)
{
  desk_backup_plan_choose ((DeskBackupSlot *) slots->data, slots->len, now, room);
  for (guint i = slots->len; i > 0; i--)
    if (!g_array_index (slots, DeskBackupSlot, i - 1).keep)
      g_array_remove_index (slots, i - 1);
}

/* Forty days of work from nine to six, with a look every twenty minutes. */
static void
test_fortnight (void)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (DeskBackupSlot));
  guint most = 0;

  for (int day = 0; day < 40; day++)
    for (int minute = 9 * 60; minute <= 18 * 60; minute += 20)
      {
        gint64 now = MIDNIGHT + day * DAY + minute * (HOUR / 60);
        DeskBackupSlot slot = { .at = now, .size = 1000 };
        guint n_today = 0;
        GHashTable *days;

        if (!desk_backup_plan_is_due ((DeskBackupSlot *) slots->data, slots->len, now))
          continue;

        g_array_prepend_val (slots, slot);
        choose (slots, now, G_MAXINT64);
        most = MAX (most, slots->len);

        days = g_hash_table_new (NULL, NULL);
        for (guint i = 0; i < slots->len; i++)
          {
            gint64 at = g_array_index (slots, DeskBackupSlot, i).at;

            g_hash_table_add (days, GINT_TO_POINTER ((int) ((at - MIDNIGHT) / DAY)));
            n_today += at / DAY == now / DAY;
            if (i > 0)
              g_assert_cmpint (at, <, g_array_index (slots, DeskBackupSlot, i - 1).at);
          }
        /* Each hour of today, and one of each day of a fortnight: its last. */
        g_assert_cmpuint (n_today, ==, (minute - 9 * 60) / 60 + 1);
        g_assert_cmpuint (g_hash_table_size (days), ==, MIN (day + 1, 14));
        g_assert_true (day == 0 || g_hash_table_contains (days, GINT_TO_POINTER (day - 1)));
        g_hash_table_unref (days);
      }

  g_assert_cmpuint (most, <=, 24 + 14);
  g_assert_cmpuint (most, >=, 10 + 13);
}

/* A month away takes nothing. */
static void
test_away (void)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (DeskBackupSlot));

  for (int day = 20; day > 0; day--)
    {
      DeskBackupSlot slot = { .at = MIDNIGHT + day * DAY };

      g_array_append_val (slots, slot);
    }
  choose (slots, MIDNIGHT + 300 * DAY, G_MAXINT64);
  g_assert_cmpuint (slots->len, ==, 14);
  g_assert_cmpint (g_array_index (slots, DeskBackupSlot, 13).at, ==, MIDNIGHT + 7 * DAY);
}

static void
test_room (void)
{
  for (guint n_fit = 0; n_fit <= 8; n_fit++)
    {
      g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (DeskBackupSlot));

      for (int day = 8; day > 0; day--)
        {
          DeskBackupSlot slot = { .at = MIDNIGHT + day * DAY, .size = 1000 };

          g_array_append_val (slots, slot);
        }
      choose (slots, MIDNIGHT + 8 * DAY, n_fit * 1000 + 999);
      g_assert_cmpuint (slots->len, ==, MAX (n_fit, 2));
      g_assert_cmpint (g_array_index (slots, DeskBackupSlot, 0).at, ==, MIDNIGHT + 8 * DAY);
    }
}

/* --- the folder --- */

static gboolean
keep_backup (DeskFixture *fixture, gint64 now)
{
  g_autoptr (GError) error = NULL;
  gboolean made;

  desk_store_keep_backup (fixture->store, now, &made, &error);
  g_assert_no_error (error);

  return made;
}

static GPtrArray *
list_backups (DeskFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *backups = desk_backups_list (fixture->path, &error);

  g_assert_no_error (error);

  return backups;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_kept (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = NULL;
  g_autofree char *folder = desk_backups_get_folder (fixture->path);
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  g_autofree char *header = NULL;
  g_autoptr (GPtrArray) backups = NULL;
  DeskBackupFile *backup;
  struct stat status;
  gsize length;

  /* There is nothing to lose yet. */
  g_assert_false (keep_backup (fixture, MIDNIGHT));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));

  story = make_rich_story (fixture->store, NULL);
  g_assert_true (keep_backup (fixture, MIDNIGHT + HOUR));
  here = dump_tables (fixture->path);

  backups = list_backups (fixture);
  g_assert_cmpuint (backups->len, ==, 1);
  g_assert_cmpuint (count_files (folder), ==, 1);
  backup = g_ptr_array_index (backups, 0);
  g_assert_cmpint (backup->at, ==, MIDNIGHT + HOUR);
  g_assert_true (g_str_has_suffix (backup->path, "/a.desk-backups/2026-02-23T01-00-00Z.desk"));
  there = dump_tables (backup->path);
  g_assert_cmpstr (there, ==, here);

  g_assert_cmpint (g_stat (backup->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (status.st_size, ==, backup->size);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  /* A single file, not in WAL mode: SQLite's file format, section 1.3.3. */
  header = read_file (backup->path, &length);
  g_assert_cmpint (header[18], ==, 1);
}

static void
test_only_what_changed (DeskFixture *fixture, gconstpointer data)
{
  static const int hours[] = { 12, 10, 8, 4, 2, 0 };
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *kept = NULL;
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autoptr (DeskText) typed = desk_text_with_body (snapshot->text, "Typed.\n");
  g_autoptr (GPtrArray) backups = NULL;

  g_assert_true (keep_backup (fixture, MIDNIGHT));
  g_assert_false (keep_backup (fixture, MIDNIGHT + 2 * HOUR));

  /* An entry; an hour has to pass. */
  kept = keep (fixture->store, story, "Two.");
  g_assert_false (keep_backup (fixture, MIDNIGHT + HOUR / 2));
  g_assert_true (keep_backup (fixture, MIDNIGHT + 2 * HOUR));

  /* Words that are being typed. */
  g_assert_true (desk_store_save_draft (fixture->store, story, kept, typed, NULL));
  g_assert_true (keep_backup (fixture, MIDNIGHT + 4 * HOUR));
  g_assert_false (keep_backup (fixture, MIDNIGHT + 6 * HOUR));

  /* A setting. */
  g_assert_true (desk_store_set_setting (fixture->store, "zone", "Asia/Baghdad", NULL));
  g_assert_true (keep_backup (fixture, MIDNIGHT + 8 * HOUR));

  /* Starting again is no change; what was typed became a version. */
  g_assert_true (desk_store_set_setting (fixture->store, "zone", "Asia/Tokyo", NULL));
  g_assert_true (keep_backup (fixture, MIDNIGHT + 10 * HOUR));
  desk_fixture_reopen (fixture);
  g_assert_true (keep_backup (fixture, MIDNIGHT + 12 * HOUR));
  desk_fixture_reopen (fixture);
  g_assert_false (keep_backup (fixture, MIDNIGHT + 14 * HOUR));

  backups = list_backups (fixture);
  g_assert_cmpuint (backups->len, ==, G_N_ELEMENTS (hours));
  for (guint i = 0; i < backups->len; i++)
    g_assert_cmpint (((DeskBackupFile *) backups->pdata[i])->at, ==, MIDNIGHT + hours[i] * HOUR);
}

/* Days pass; what is somebody else's stays. */
static void
test_thinned_out (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *folder = desk_backups_get_folder (fixture->path);
  g_autofree char *note = g_build_filename (folder, "note.txt", NULL);
  g_autofree char *other = g_build_filename (folder, "2026-02-31T01-00-00Z.desk", NULL);
  g_autoptr (GPtrArray) backups = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (note, "Keep this.", -1, NULL));
  g_assert_true (g_file_set_contents (other, "No such day.", -1, NULL));

  for (int day = 0; day < 20; day++)
    for (int hour = 0; hour < 3; hour++)
      {
        g_autofree char *body = g_strdup_printf ("%d, %d.", day, hour);
        g_autofree char *kept = keep (fixture->store, story, body);

        g_assert_true (keep_backup (fixture, MIDNIGHT + day * DAY + hour * HOUR));
      }

  backups = list_backups (fixture);
  g_assert_cmpuint (backups->len, ==, 3 + 13);
  g_assert_true (g_file_test (note, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
}

/* A backup that cannot be made says so, and leaves nothing half made. */
static void
test_cannot_be_made (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *folder = desk_backups_get_folder (fixture->path);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  gboolean made;

  g_assert_true (g_file_set_contents (folder, "A file where the folder would be.", -1, NULL));
  g_assert_false (desk_store_keep_backup (fixture->store, MIDNIGHT, &made, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "a.desk-backups"));
  g_assert_false (made);
  g_unlink (folder);

  kept = keep (fixture->store, story, "Two.");
  g_assert_true (keep_backup (fixture, MIDNIGHT));
}

/* What is damaged takes no backup's place. */
static void
test_damaged (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *folder = desk_backups_get_folder (fixture->path);
  g_autofree char *contents = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  gint64 page;
  gsize length;
  gboolean made;

  g_assert_true (keep_backup (fixture, MIDNIGHT));
  page = ask_sql (fixture->path, "SELECT rootpage FROM sqlite_schema WHERE name = 'sealed'");
  desk_fixture_close (fixture);
  contents = read_file (fixture->path, &length);
  memset (contents + (page - 1) * 1024, 0xa5, 100);
  g_assert_true (g_file_set_contents (fixture->path, contents, length, NULL));

  fixture->store = open_desk (fixture->path);
  kept = keep (fixture->store, story, "Two.");
  g_assert_false (desk_store_keep_backup (fixture->store, MIDNIGHT + 2 * HOUR, &made, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED);
  g_assert_cmpuint (count_files (folder), ==, 1);
}

static gpointer
keep_backup_cb (gpointer data)
{
  DeskFixture *fixture = data;
  g_autoptr (GError) error = NULL;
  gboolean made;

  if (!desk_store_keep_backup (fixture->store, MIDNIGHT, &made, &error))
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);

  return NULL;
}

/* Desk is closed while a backup is made. */
static void
test_closed_meanwhile (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *mark = claim (fixture->store, story, "One");
  g_autofree char *noise = g_malloc0 (6 * 1024 * 1024);
  g_autoptr (GBytes) film = g_bytes_new_static (noise, 6 * 1024 * 1024);
  g_autofree char *file =
      commit (fixture->store, story, desk_change_new_evidence_file (mark, DESK_STANCE_FOR, film, "video/mp4", "", ""));
  g_autofree char *folder = desk_backups_get_folder (fixture->path);
  g_autoptr (GPtrArray) backups = NULL;
  GThread *thread = g_thread_new ("backup", keep_backup_cb, fixture);

  /* Until it has begun. */
  while (count_files (folder) == 0)
    g_thread_yield ();
  g_assert_true (desk_store_close (fixture->store, NULL));
  g_thread_join (thread);

  g_assert_finalize_object (g_steal_pointer (&fixture->store));
  fixture->store = open_desk (fixture->path);
  backups = list_backups (fixture);
  g_assert_cmpuint (count_files (folder), ==, backups->len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backup/due", test_due);
  g_test_add_func ("/backup/fortnight", test_fortnight);
  g_test_add_func ("/backup/away", test_away);
  g_test_add_func ("/backup/room", test_room);
  desk_fixture_add ("/backup/kept", test_kept);
  desk_fixture_add ("/backup/only-what-changed", test_only_what_changed);
  desk_fixture_add ("/backup/thinned-out", test_thinned_out);
  desk_fixture_add ("/backup/cannot-be-made", test_cannot_be_made);
  desk_fixture_add ("/backup/damaged", test_damaged);
  desk_fixture_add ("/backup/closed-meanwhile", test_closed_meanwhile);

  return g_test_run ();
}
