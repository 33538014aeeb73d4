/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "desk-day.h"
#include "desk-fault-vfs.h"

/*
 * Every call of the file system that a day's work makes is made to fail in turn, once and from then on. After each
 * the desk is whole, all that was promised is there, and whoever called was told.
 *
 * DESK_FAULT_STEP=1 tries every single one, which takes a while; without it a few of each kind are tried.
 */

#define TRIES DESK_TRIES (7) /* of each kind of call, of failing, and of lasting */

#define IO (1u << DESK_STORE_ERROR_IO)
#define FULL (1u << DESK_STORE_ERROR_FULL)
#define BUSY (1u << DESK_STORE_ERROR_BUSY)
/* Where a copy cannot be read again, SQLite's check of it says no more. */
#define READ (IO | 1u << DESK_STORE_ERROR_DAMAGED)

typedef struct
{
  const char *name;
  DeskCall calls;
  DeskFault fault;
  guint codes; /* what may be said of it */
} Sweep;

static const Sweep sweeps[] = {
  { "open", DESK_CALL_OPEN, DESK_FAULT_IO, IO },
  { "open-full", DESK_CALL_OPEN, DESK_FAULT_FULL, FULL },
  { "read", DESK_CALL_READ, DESK_FAULT_IO, READ },
  { "short-read", DESK_CALL_READ, DESK_FAULT_SHORT, READ },
  { "write", DESK_CALL_WRITE, DESK_FAULT_IO, IO },
  { "write-full", DESK_CALL_WRITE, DESK_FAULT_FULL, FULL },
  { "short-write", DESK_CALL_WRITE, DESK_FAULT_SHORT, FULL },
  { "sync", DESK_CALL_SYNC, DESK_FAULT_IO, IO },
  { "sync-full", DESK_CALL_SYNC, DESK_FAULT_FULL, FULL },
  { "truncate", DESK_CALL_TRUNCATE, DESK_FAULT_IO, IO },
  { "lock", DESK_CALL_LOCK, DESK_FAULT_IO, IO },
  { "busy", DESK_CALL_LOCK, DESK_FAULT_BUSY, BUSY },
  { "map", DESK_CALL_MAP, DESK_FAULT_IO, IO },
  { "map-full", DESK_CALL_MAP, DESK_FAULT_FULL, FULL },
  { "size", DESK_CALL_SIZE, DESK_FAULT_IO, IO },
  { "delete", DESK_CALL_DELETE, DESK_FAULT_IO, IO },
  { "access", DESK_CALL_ACCESS, DESK_FAULT_IO, IO },
  { "system", DESK_CALL_SYSTEM, DESK_FAULT_IO, IO },
  { "system-full", DESK_CALL_SYSTEM, DESK_FAULT_FULL, FULL },
  { "all", DESK_CALL_ALL, DESK_FAULT_IO, READ },
  { "changes-full", DESK_CALL_CHANGES, DESK_FAULT_FULL, FULL },
};

static void
clear_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
}

/* A package from elsewhere, made once. */
static GBytes *
make_package (DeskFixture *fixture)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *path = desk_fixture_path (fixture, "in.desk");
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize size;

  g_assert_true (desk_store_write_package (fixture->store, story, path, DESK_PACKAGE_WITH_SEALED, &error));
  g_assert_no_error (error);
  contents = read_file (path, &size);

  return g_bytes_new_take (contents, size);
}

static DeskDay *
begin_day (const char *folder, GBytes *package)
{
  g_autofree char *path = g_build_filename (folder, "in.desk", NULL);
  gsize size;
  gconstpointer data = g_bytes_get_data (package, &size);

  clear_folder (folder);
  g_assert_true (g_file_set_contents (path, data, size, NULL));

  return desk_day_new (folder);
}

/* What SQLite asks for is the same in each day, but for what chance gives ids. */
static guint
count_calls (const char *folder, GBytes *package, DeskCall calls)
{
  g_autoptr (DeskDay) day = begin_day (folder, package);
  guint n;

  desk_fault_vfs_arm (DESK_FAULT_NONE, calls, 0, FALSE);
  desk_day_spend (day);
  n = desk_fault_vfs_disarm ();
  g_assert_cmpuint (day->n_failed, ==, 0);
  desk_promises_check (day->promises, folder, desk_promises_get_n (day->promises));

  return n;
}

static void
try_one (const Sweep *sweep, const char *folder, GBytes *package, guint n, gboolean lasts)
{
  g_autoptr (DeskDay) day = begin_day (folder, package);

  g_test_message ("%s: call %u%s", sweep->name, n, lasts ? " and all after it" : "");
  desk_fault_vfs_arm (sweep->fault, sweep->calls, n, lasts);
  desk_day_spend (day);
  desk_fault_vfs_disarm ();

  /* Nothing else than what happened is said. */
  g_assert_cmphex (day->codes & ~sweep->codes, ==, 0);
  desk_promises_check (day->promises, folder, desk_promises_get_n (day->promises));
}

static void
test_sweep (DeskFixture *fixture, gconstpointer data)
{
  const Sweep *sweep = data;
  const char *step_text = g_getenv ("DESK_FAULT_STEP");
  g_autoptr (GBytes) package = make_package (fixture);
  g_autofree char *folder = desk_fixture_path (fixture, "run");
  guint n_calls, step;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  n_calls = count_calls (folder, package, sweep->calls);
  step = step_text != NULL ? (guint) MAX (1, atoi (step_text)) : MAX (1, n_calls / TRIES);
  g_test_message ("%u calls, every %u-th fails", n_calls, step);
  g_assert_cmpuint (n_calls, >, 0);

  for (guint n = 1; n <= n_calls; n += step)
    {
      try_one (sweep, folder, package, n, FALSE);
      try_one (sweep, folder, package, n, TRUE);
    }
  clear_folder (folder);
}

/* That a system call did less than it was asked for is no fault. */
static void
test_halves (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) package = make_package (fixture);
  g_autofree char *folder = desk_fixture_path (fixture, "run");

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  desk_fault_vfs_halve (TRUE);
  count_calls (folder, package, 0);
  desk_fault_vfs_halve (FALSE);
  clear_folder (folder);
}

/* A new desk, a backup, a package that do not fit: nothing half made is left. */
static void
test_nothing_left (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *new_path = desk_fixture_path (fixture, "new.desk");
  g_autofree char *backup = desk_fixture_path (fixture, "backup.desk");
  g_autofree char *package = desk_fixture_path (fixture, "package.desk");
  gboolean failed = TRUE;
  guint n;

  for (n = 1; failed; n += 1 + n / TRIES)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) backup_error = NULL;
      g_autoptr (GError) package_error = NULL;
      DeskStore *store;
      g_autoptr (GDir) dir = NULL;
      const char *name;

      desk_fault_vfs_arm (DESK_FAULT_FULL, DESK_CALL_CHANGES, n, TRUE);
      store = desk_store_open (new_path, DESK_STORE_OPEN_DEFAULT, NULL, &error);
      desk_fault_vfs_arm (DESK_FAULT_FULL, DESK_CALL_CHANGES, n, TRUE);
      desk_store_backup (fixture->store, backup, &backup_error);
      desk_fault_vfs_arm (DESK_FAULT_FULL, DESK_CALL_CHANGES, n, TRUE);
      desk_store_write_package (fixture->store, story, package, DESK_PACKAGE_WITH_SEALED, &package_error);
      desk_fault_vfs_disarm ();
      g_clear_object (&store);

      failed = error != NULL || backup_error != NULL || package_error != NULL;
      g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS) || backup_error != NULL);
      g_assert_true (g_file_test (package, G_FILE_TEST_EXISTS) || package_error != NULL);

      dir = g_dir_open (fixture->folder, 0, NULL);
      while ((name = g_dir_read_name (dir)) != NULL)
        g_assert_null (strstr (name, ".partial-"));

      /* One that was made is whole. */
      if (g_file_test (new_path, G_FILE_TEST_EXISTS))
        g_object_unref (open_desk (new_path));
      g_unlink (new_path);
      g_unlink (backup);
      g_unlink (package);
    }
  g_assert_cmpuint (n, >, 50);
}

/* Taking in: a story is there whole, or not at all, and a second try completes it. */
static void
test_taking_in (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *package = desk_fixture_path (fixture, "package.desk");
  g_autofree char *path = desk_fixture_path (fixture, "b.desk");
  g_autofree char *here = describe (fixture->store, story);
  gboolean failed = TRUE;
  guint n;

  g_assert_true (desk_store_write_package (fixture->store, story, package, DESK_PACKAGE_WITH_SEALED, NULL));
  for (n = 1; failed; n += 1 + n / TRIES)
    {
      g_autoptr (DeskStore) store = open_desk (path);
      g_autoptr (GPtrArray) gained = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *there = NULL;

      desk_fault_vfs_arm (DESK_FAULT_FULL, DESK_CALL_CHANGES, n, TRUE);
      gained = desk_store_take_in (store, package, &error);
      desk_fault_vfs_disarm ();
      failed = gained == NULL;
      if (failed)
        {
          g_autoptr (GPtrArray) stories = desk_store_list_stories (store, &(DeskStoryQuery) { .state = -1 }, NULL);

          g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
          g_clear_error (&error);
          g_assert_cmpuint (stories->len, ==, 0);
          gained = desk_store_take_in (store, package, &error);
          g_assert_no_error (error);
        }

      there = describe (store, story);
      g_assert_cmpstr (there, ==, here);
      desk_store_close (store, NULL);
      g_unlink (path);
    }
  g_assert_cmpuint (n, >, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_fault_vfs_install ();

  for (guint i = 0; i < G_N_ELEMENTS (sweeps); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/", sweeps[i].name, NULL);

      g_test_add (path, DeskFixture, &sweeps[i], desk_fixture_set_up, test_sweep, desk_fixture_tear_down);
    }
  desk_fixture_add ("/faults/halves", test_halves);
  desk_fixture_add ("/faults/nothing-left", test_nothing_left);
  desk_fixture_add ("/faults/taking-in", test_taking_in);

  return g_test_run ();
}
