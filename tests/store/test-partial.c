/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "desk-fixture.h"
#include "store/desk-file.h"
#include "store/desk-partial.h"

#define OLD 120 /* seconds */

/* A file in the fixture's folder that was written to that long ago. */
static char *
leave (DeskFixture *fixture, const char *name, guint seconds)
{
  char *path = desk_fixture_path (fixture, name);
  struct utimbuf times = { 0 };

  g_assert_true (g_file_set_contents (path, "Half.", -1, NULL));
  times.actime = times.modtime = g_get_real_time () / G_USEC_PER_SEC - seconds;
  g_assert_cmpint (utime (path, &times), ==, 0);

  return path;
}

static void
make_old (const char *path)
{
  struct utimbuf times = { 0 };

  times.actime = times.modtime = g_get_real_time () / G_USEC_PER_SEC - OLD;
  g_assert_cmpint (utime (path, &times), ==, 0);
}

static gboolean
is_there (DeskFixture *fixture, const char *name)
{
  g_autofree char *path = desk_fixture_path (fixture, name);

  return g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK);
}

/* What a killed program left goes with the next backup or package in that folder, and nothing else does. */
static void
test_left (DeskFixture *fixture, gconstpointer package)
{
  static const char *const gone[] = {
    "b.desk.partial-AbCd12",
    "b.desk.partial-AbCd12-journal",
    "b.desk.partial-AbCd12-wal",
    "other.desk.partial-zzzzzz",
    "third.desk.partial-QqQqQq-shm", /* of one that is gone */
    "to lawyer.partial-AbCd12",      /* of the same target */
  };
  static const char *const stay[] = {
    "b.desk",
    "letter.txt.partial-AbCd12",
    "b.desk.partial-AbCd1",
    "b.desk.partial-AbCd123",
    "b.desk.partial-AbCd1.",
    "b.desk.partial-AbCd12-note",
    "b.desk.partial-",
  };
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *target = desk_fixture_path (fixture, "to lawyer");
  g_autofree char *link = desk_fixture_path (fixture, "link.desk.partial-AbCd12");
  g_autofree char *folder = desk_fixture_path (fixture, "folder.desk.partial-AbCd12");
  g_autofree char *young = leave (fixture, "young.desk.partial-AbCd12", 0);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    g_free (leave (fixture, gone[i], OLD));
  for (guint i = 0; i < G_N_ELEMENTS (stay); i++)
    g_free (leave (fixture, stay[i], OLD));
  g_assert_cmpint (symlink (target, link), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);

  if (package != NULL)
    desk_store_write_package (fixture->store, story, target, DESK_PACKAGE_DEFAULT, &error);
  else
    desk_store_backup (fixture->store, target, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    g_assert_false (is_there (fixture, gone[i]));
  for (guint i = 0; i < G_N_ELEMENTS (stay); i++)
    g_assert_true (is_there (fixture, stay[i]));
  g_assert_true (is_there (fixture, "link.desk.partial-AbCd12"));
  g_assert_true (is_there (fixture, "folder.desk.partial-AbCd12"));
  g_assert_true (is_there (fixture, "young.desk.partial-AbCd12"));
  g_assert_true (is_there (fixture, "to lawyer"));
  g_rmdir (folder);
}

/* Begins a file in another program, which does not end by itself. */
static pid_t
begin_elsewhere (const char *path, char *partial, gsize size)
{
  int ends[2];
  pid_t program;
  gssize length;

  g_assert_cmpint (pipe (ends), ==, 0);
  program = fork ();
  g_assert_cmpint (program, >=, 0);
  if (program == 0)
    {
      g_autofree char *own = desk_file_make_partial (path, NULL);

      if (own == NULL || write (ends[1], own, strlen (own) + 1) < 0)
        _exit (1);
      for (;;)
        pause ();
    }

  length = read (ends[0], partial, size);
  g_assert_cmpint (length, >, 0);
  close (ends[0]);
  close (ends[1]);

  return program;
}

/* However long somebody takes over it, it stays as long as they live. */
static void
test_held (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (fixture, "b.desk");
  g_autofree char *own = desk_file_make_partial (path, NULL);
  char others[4096];
  pid_t program = begin_elsewhere (path, others, sizeof others);

  make_old (own);
  make_old (others);
  desk_partial_sweep (path);
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (others, G_FILE_TEST_EXISTS));

  g_assert_cmpint (kill (program, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (program, NULL, 0), ==, program);
  desk_partial_sweep (path);
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (others, G_FILE_TEST_EXISTS));

  desk_partial_release (own);
  desk_partial_sweep (path);
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
}

/* What is in its place is nobody's partial file any more. */
static void
test_in_place (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (fixture, "b.desk");
  g_autofree char *partial = desk_file_make_partial (path, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_file_put_in_place (partial, path, &error));
  make_old (path);
  desk_partial_sweep (path);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/partial/left/backup", DeskFixture, NULL, desk_fixture_set_up, test_left, desk_fixture_tear_down);
  g_test_add ("/partial/left/package", DeskFixture, "package", desk_fixture_set_up, test_left, desk_fixture_tear_down);
  desk_fixture_add ("/partial/held", test_held);
  desk_fixture_add ("/partial/in-place", test_in_place);

  return g_test_run ();
}
