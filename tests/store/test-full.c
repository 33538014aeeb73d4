/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "desk-fault-vfs.h"
#include "desk-promises.h"

/*
 * A disk of 2 MB that runs full, and has room again. One that the tests' own file system pretends to be, and a real
 * one: DESK_SMALL_DISK is a folder on it, or the system lets one be mounted.
 */

#define ROOM (2 * 1024 * 1024)
#define DRAFT_BYTES 20000
#define SAVES 3000

typedef struct
{
  char *folder;
  char *path;
  char *ballast;
  DeskStore *store;
  DeskPromises *promises;
  GRand *chance;
} Full;

/* Words that do not compress to nothing. */
static char *
make_words (GRand *chance, gsize size)
{
  GString *words = g_string_sized_new (size + 16);

  while (words->len < size)
    g_string_append_printf (words, "%08x%s", g_rand_int (chance), words->len % 60 < 9 ? ".\n\n" : " ");
  g_string_append_c (words, '\n');

  return g_string_free_and_steal (words);
}

/* Something else lies on the disk, which takes @most bytes, or what room is left but for @rest. */
static void
fill_disk (Full *self, gsize most, gsize rest)
{
  g_autofree char *zeros = g_malloc0 (4096);
  int fd = open (self->ballast, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  gsize size = 0;

  g_assert_cmpint (fd, >=, 0);
  while (size < most && write (fd, zeros, 4096) == 4096)
    size += 4096;
  g_assert_cmpint (ftruncate (fd, size > rest ? size - rest : 0), ==, 0);
  close (fd);
}

static gboolean
save (Full *self, const char *story, const char *body, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = load (self->store, story);
  g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, body);
  gboolean done;

  desk_promises_add (self->promises, DESK_PROMISE_TEXT, FALSE, story, desk_text_get_hash (text));
  done = desk_store_save_draft (self->store, story, snapshot->story->head, text, error);
  if (done)
    desk_promises_add (self->promises, DESK_PROMISE_TEXT, TRUE, story, desk_text_get_hash (text));

  return done;
}

static gboolean
keep_version (Full *self, const char *story, const char *body, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = load (self->store, story);
  g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, body);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;

  g_ptr_array_add (changes, desk_change_new_revision (text, NULL, DESK_WHY_KEEP, NULL, NULL));
  desk_promises_add (self->promises, DESK_PROMISE_TEXT, FALSE, story, desk_text_get_hash (text));
  ids = desk_store_commit (self->store, story, changes, error);
  if (ids == NULL)
    return FALSE;

  desk_promises_add (self->promises, DESK_PROMISE_TEXT, TRUE, story, desk_text_get_hash (text));
  desk_promises_add (self->promises, DESK_PROMISE_ENTRY, TRUE, story, ids->pdata[0]);

  return TRUE;
}

/* All that can be done without room goes on: reading, and saying so. */
static void
check_full (Full *self, const char *story)
{
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autoptr (GPtrArray) stories = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autofree char *backup = g_build_filename (self->folder, "backup.desk", NULL);
  g_autoptr (GError) error = NULL;

  stories = desk_store_list_stories (self->store, &(DeskStoryQuery) { .state = -1 }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stories->len, ==, 1);
  revisions = desk_store_list_revisions (self->store, story, 0, 0, &error);
  g_assert_no_error (error);
  report = desk_store_verify (self->store, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (report->intact);

  g_assert_false (desk_store_backup (self->store, backup, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
}

static void
fill_and_empty (Full *self, gboolean pretend)
{
  g_autofree char *story = NULL;
  g_autofree char *words = make_words (self->chance, DRAFT_BYTES);
  g_autofree char *more = NULL;
  g_autoptr (GError) error = NULL;
  guint n_versions = 0;

  fill_disk (self, ROOM / 3, 0);
  self->store = open_desk (self->path);
  story = make_story (self->store, "Harbour", "The harbour opened.");

  /* Of a draft there is one, however often it is saved: the WAL that it goes through is folded in in time. */
  for (guint i = 0; i < SAVES / (g_test_slow () ? 1 : 10); i++)
    {
      words[i % DRAFT_BYTES] = 'x';
      if (!save (self, story, words, &error))
        break;
    }
  g_assert_no_error (error);

  /* Versions fill the disk. */
  while (error == NULL)
    {
      g_free (more);
      more = make_words (self->chance, DRAFT_BYTES);
      n_versions += keep_version (self, story, more, &error);
      g_assert_cmpuint (n_versions, <, 1000);
    }
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "a.desk"));
  g_assert_cmpuint (n_versions, >, 10);
  g_clear_error (&error);

  /* To the last byte, again and again. */
  if (!pretend)
    fill_disk (self, ROOM, 0);
  else
    desk_fault_vfs_set_room (self->folder, 0);
  for (guint i = 0; i < 10; i++)
    {
      g_clear_pointer (&more, g_free);
      more = make_words (self->chance, DRAFT_BYTES * 10);
      g_assert_false (save (self, story, more, &error));
      g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
      g_clear_error (&error);
    }
  check_full (self, story);

  /* The program ends, and begins again before there is room: it says so, or goes on; nothing is lost. */
  desk_store_close (self->store, NULL);
  g_clear_object (&self->store);
  self->store = desk_store_open (self->path, DESK_STORE_OPEN_DEFAULT, NULL, &error);
  if (self->store == NULL)
    g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
  g_clear_error (&error);
  if (self->store != NULL)
    desk_store_close (self->store, NULL);
  g_clear_object (&self->store);

  /* So it does to be read: what was not folded in yet cannot be read without 32 kB for SQLite's index of it. */
  self->store = desk_store_open (self->path, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
  if (self->store == NULL)
    g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
  else
    g_object_unref (load (self->store, story));
  g_clear_error (&error);
  if (self->store != NULL)
    desk_store_close (self->store, NULL);
  g_clear_object (&self->store);

  /* Room for a draft, and a little more: it is saved at the next try, without anything else done. */
  if (!pretend)
    g_unlink (self->ballast);
  else
    desk_fault_vfs_set_room (self->folder, 8 * ROOM);
  self->store = open_desk (self->path);
  g_assert_true (save (self, story, words, &error));
  g_assert_no_error (error);
  desk_store_close (self->store, &error);
  g_assert_no_error (error);
  g_clear_object (&self->store);
}

/* The same store sees the disk fill up and become empty. */
static void
fill_beneath (Full *self, gboolean pretend)
{
  g_autofree char *story = NULL;
  g_autoptr (GError) error = NULL;

  self->store = open_desk (self->path);
  story = make_story (self->store, "Ferry", "The ferry is late.");
  for (guint round = 0; round < 5; round++)
    {
      g_autofree char *words = make_words (self->chance, DRAFT_BYTES);

      g_assert_true (save (self, story, words, &error));
      g_assert_no_error (error);

      if (!pretend)
        fill_disk (self, ROOM, round * 4096);
      else
        desk_fault_vfs_set_room (self->folder, 1);
      /* Where there was a WAL before there is room for one. */
      for (gsize size = DRAFT_BYTES; size < 8 * ROOM && error == NULL; size *= 2)
        {
          g_free (words);
          words = make_words (self->chance, size);
          save (self, story, words, &error);
        }
      g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
      g_clear_error (&error);

      if (!pretend)
        g_unlink (self->ballast);
      else
        desk_fault_vfs_set_room (self->folder, 8 * ROOM);
      g_free (words);
      words = make_words (self->chance, DRAFT_BYTES);
      save (self, story, words, &error);
      g_assert_no_error (error);
    }
  desk_store_close (self->store, &error);
  g_assert_no_error (error);
  g_clear_object (&self->store);
}

static void
run_on (const char *folder, gboolean pretend)
{
  Full self = {
    .folder = g_strdup (folder),
    .path = g_build_filename (folder, "a.desk", NULL),
    .ballast = g_build_filename (folder, "ballast", NULL),
    .promises = desk_promises_new (),
    .chance = g_rand_new_with_seed (20260223),
  };

  fill_and_empty (&self, pretend);
  fill_beneath (&self, pretend);
  desk_fault_vfs_set_room (NULL, 0);
  desk_promises_check (self.promises, folder, desk_promises_get_n (self.promises));

  g_rand_free (self.chance);
  desk_promises_free (self.promises);
  g_free (self.ballast);
  g_free (self.path);
  g_free (self.folder);
}

static void
test_pretended (DeskFixture *fixture, gconstpointer data)
{
  desk_fixture_close (fixture);
  g_unlink (fixture->path);
  desk_fault_vfs_set_room (fixture->folder, ROOM);
  run_on (fixture->folder, TRUE);
}

/* The user is the same inside. */
static gboolean
map_user (uid_t user)
{
  g_autofree char *line = g_strdup_printf ("%u %u 1", user, user);
  int fd = open ("/proc/self/uid_map", O_WRONLY);
  gboolean done = fd >= 0 && write (fd, line, strlen (line)) == (gssize) strlen (line);

  if (fd >= 0)
    close (fd);

  return done;
}

/* In a name space of its own, where the system lets anybody make one. */
static gboolean
mount_disk (const char *folder)
{
  uid_t user = getuid ();

  if (unshare (CLONE_NEWNS) != 0 &&
      (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0 || !map_user (user)))
    return FALSE;

  return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && mount ("tmpfs", folder, "tmpfs", 0, "size=2m") == 0;
}

/* The rest of this program lives in the name space, so there is nothing after it. */
static void
test_real (void)
{
  const char *given = g_getenv ("DESK_SMALL_DISK");
  g_autofree char *folder = given != NULL ? g_build_filename (given, "desk-XXXXXX", NULL)
                                          : g_build_filename (g_get_tmp_dir (), "desk-XXXXXX", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_nonnull (g_mkdtemp (folder));
  if (given == NULL && !mount_disk (folder))
    {
      g_rmdir (folder);
      g_test_skip ("no small disk can be mounted here");
      return;
    }

  run_on (folder, FALSE);

  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  if (given == NULL)
    umount (folder);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_fault_vfs_install ();

  desk_fixture_add ("/full/pretended", test_pretended);
  g_test_add_func ("/full/real", test_real);

  return g_test_run ();
}
