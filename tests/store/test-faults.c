/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "desk-fault-vfs.h"
#include "desk-fixture.h"

/* Each write in turn; without -m thorough the later ones are thinned out. */
static int
next_write (int n)
{
  return g_test_thorough () ? n + 1 : n + 1 + n / 12;
}

/* What an evening does, step by step; each says whether it was done. */
enum
{
  STEP_DRAFT,
  STEP_KEEP,
  STEP_CLAIM,
  STEP_STORY,
  STEP_SETTING,
  STEP_DRAFT_AGAIN,
  N_STEPS,
};

typedef struct
{
  gboolean done[N_STEPS];
  int failed_with; /* a code of DESK_STORE_ERROR, -1 for none */
  char *story;     /* the new one */
} Evening;

static void
note (Evening *evening, int step, gboolean done, GError **error)
{
  evening->done[step] = done;
  if (done)
    return;

  g_assert_nonnull (*error);
  g_assert_true ((*error)->domain == DESK_STORE_ERROR);
  g_assert_nonnull (strstr ((*error)->message, "a.desk"));
  evening->failed_with = (*error)->code;
  g_clear_error (error);
}

static gboolean
commit_one (DeskStore *store, const char *story, DeskChange *change, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;

  g_ptr_array_add (changes, change);
  ids = desk_store_commit (store, story, changes, error);

  return ids != NULL;
}

static void
spend_evening (DeskStore *store, const char *story, DeskSnapshot *before, Evening *evening)
{
  g_autoptr (DeskText) typed = desk_text_with_body (before->text, "One. Typed.\n");
  g_autoptr (DeskText) kept = desk_text_with_body (before->text, "One. Typed and kept.\n");
  g_autoptr (DeskText) again = desk_text_with_body (before->text, "One. Typed and kept. And more.\n");
  g_autoptr (DeskText) other = make_text ("Headline: Ferry late\nLanguage: en\nZone: UTC\n\nTwo.\n");
  g_autoptr (DeskAnchor) anchor =
      desk_anchor_new_for_words (desk_text_get_body (before->text), "One", desk_text_get_hash (before->text), NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *zone = NULL;
  gboolean done;

  *evening = (Evening) { .failed_with = -1 };

  done = desk_store_save_draft (store, story, before->story->head, typed, &error);
  note (evening, STEP_DRAFT, done, &error);

  done = commit_one (store, story, desk_change_new_revision (kept, NULL, DESK_WHY_KEEP, NULL, NULL), &error);
  note (evening, STEP_KEEP, done, &error);

  done = commit_one (
      store, story,
      desk_change_new_claim (anchor, "", DESK_CLAIM_FACT, DESK_SAID_YES, DESK_SO_OPEN, NULL, NULL), &error);
  note (evening, STEP_CLAIM, done, &error);

  evening->story = desk_store_create_story (store, NULL, other, NULL, &error);
  note (evening, STEP_STORY, evening->story != NULL, &error);

  done = desk_store_set_setting (store, "zone", "Asia/Baghdad", &error);
  note (evening, STEP_SETTING, done, &error);
  /* What was not written is not set. */
  zone = desk_store_get_setting (store, "zone");
  g_assert_cmpstr (zone, ==, done ? "Asia/Baghdad" : NULL);

  done = desk_store_save_draft (store, story, before->story->head, again, &error);
  note (evening, STEP_DRAFT_AGAIN, done, &error);
}

static gboolean
has_text (DeskStore *store, const char *story, const char *body)
{
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, story, 0, 0, NULL);

  for (guint i = 0; i < revisions->len; i++)
    {
      g_autoptr (DeskText) text = desk_store_load_text (store, ((DeskRevision *) revisions->pdata[i])->text, NULL);

      if (g_str_equal (desk_text_get_body (text), body))
        return TRUE;
    }

  return FALSE;
}

/* The desk is whole, has all that was said to be done, and words that were typed are somewhere. */
static void
check_morning (const char *path, const char *story, Evening *evening)
{
  g_autoptr (DeskStore) store = open_desk (path);
  g_autoptr (DeskVerifyReport) report = desk_store_verify (store, NULL, NULL);
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autofree char *zone = desk_store_get_setting (store, "zone");

  for (guint i = 0; i < report->faults->len; i++)
    g_test_message ("%s", (char *) report->faults->pdata[i]);
  g_assert_true (report->intact);

  if (evening->done[STEP_DRAFT_AGAIN])
    g_assert_true (has_text (store, story, "One. Typed and kept. And more.\n"));
  else if (evening->done[STEP_KEEP])
    g_assert_true (has_text (store, story, "One. Typed and kept.\n"));
  else if (evening->done[STEP_DRAFT])
    g_assert_true (has_text (store, story, "One. Typed.\n") || has_text (store, story, "One. Typed and kept.\n"));

  if (evening->done[STEP_CLAIM])
    g_assert_cmpuint (snapshot->claims->len, ==, 1);
  if (evening->done[STEP_STORY] && evening->story != NULL)
    {
      g_autoptr (DeskSnapshot) other = load (store, evening->story);

      g_assert_cmpstr (other->story->headline, ==, "Ferry late");
    }
  if (evening->done[STEP_SETTING])
    g_assert_cmpstr (zone, ==, "Asia/Baghdad");

  desk_store_close (store, NULL);
}

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

/* A desk with one story, as bytes to begin from again and again. */
static GBytes *
make_seed (DeskFixture *fixture, char **story)
{
  gsize length;
  char *contents;

  *story = make_story (fixture->store, "Harbour", "One.");
  desk_fixture_close (fixture);
  contents = read_file (fixture->path, &length);

  return g_bytes_new_take (contents, length);
}

static void
run_faults (DeskFixture *fixture, DeskFault fault, DeskStoreError expected)
{
  g_autofree char *story = NULL;
  g_autoptr (GBytes) seed = make_seed (fixture, &story);
  g_autofree char *folder = desk_fixture_path (fixture, "run");
  g_autofree char *path = g_build_filename (folder, "a.desk", NULL);
  gboolean failed = TRUE;
  int n;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (n = 1; failed; n = next_write (n))
    {
      g_autoptr (DeskSnapshot) before = NULL;
      Evening evening;
      DeskStore *store;

      clear_folder (folder);
      g_assert_true (g_file_set_contents (path, g_bytes_get_data (seed, NULL), g_bytes_get_size (seed), NULL));
      store = open_desk (path);
      before = load (store, story);

      desk_fault_vfs_arm (fault, n);
      spend_evening (store, story, before, &evening);
      desk_fault_vfs_disarm ();
      failed = evening.failed_with >= 0;
      if (failed)
        g_assert_cmpint (evening.failed_with, ==, expected);

      /* Room was made: it goes on where it was. */
      {
        g_autoptr (DeskSnapshot) now = load (store, story);
        g_autoptr (DeskText) text = desk_text_with_body (now->text, "One. After all.\n");
        g_autoptr (GError) error = NULL;

        g_assert_true (desk_store_save_draft (store, story, now->story->head, text, &error));
        g_assert_no_error (error);
        /* What was typed last takes the place of what was typed before. */
        evening.done[STEP_DRAFT] = evening.done[STEP_DRAFT_AGAIN] = FALSE;
      }
      g_object_unref (store);

      check_morning (path, story, &evening);
      g_free (evening.story);
    }
  clear_folder (folder);

  g_assert_cmpint (n, >, 50);
  fixture->store = open_desk (fixture->path);
}

static void
test_full (DeskFixture *fixture, gconstpointer data)
{
  run_faults (fixture, DESK_FAULT_FULL, DESK_STORE_ERROR_FULL);
}

static void
test_io (DeskFixture *fixture, gconstpointer data)
{
  run_faults (fixture, DESK_FAULT_IO, DESK_STORE_ERROR_IO);
}

/* The same, killed: nobody closes the desk. What is said to be done is there after the power went. */
static void
test_power (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = NULL;
  g_autoptr (GBytes) seed = make_seed (fixture, &story);
  g_autofree char *folder = desk_fixture_path (fixture, "run");
  g_autofree char *path = g_build_filename (folder, "a.desk", NULL);
  g_autofree char *after = desk_fixture_path (fixture, "after");
  g_autofree char *after_path = g_build_filename (after, "a.desk", NULL);
  gboolean failed = TRUE;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (after, 0700), ==, 0);
  for (int n = 1; failed; n = next_write (n))
    {
      g_autoptr (DeskSnapshot) before = NULL;
      Evening evening;
      DeskStore *store;

      clear_folder (folder);
      clear_folder (after);
      g_assert_true (g_file_set_contents (path, g_bytes_get_data (seed, NULL), g_bytes_get_size (seed), NULL));
      desk_fault_vfs_begin_power (folder);
      store = open_desk (path);
      before = load (store, story);

      /* From the n-th write on nothing reaches the disk. */
      desk_fault_vfs_arm (DESK_FAULT_IO, n);
      spend_evening (store, story, before, &evening);
      failed = evening.failed_with >= 0;
      desk_fault_vfs_cut_power (after);
      desk_fault_vfs_disarm ();
      desk_fault_vfs_end_power ();
      g_object_unref (store);

      check_morning (after_path, story, &evening);
      g_free (evening.story);
    }
  clear_folder (folder);
  clear_folder (after);
  fixture->store = open_desk (fixture->path);
}

/* A new desk, a backup, a package that do not fit: nothing half made is left. */
static void
test_new_files (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *new_path = desk_fixture_path (fixture, "new.desk");
  g_autofree char *backup = desk_fixture_path (fixture, "backup.desk");
  g_autofree char *package = desk_fixture_path (fixture, "package.desk");
  gboolean failed = TRUE;
  int n;

  for (n = 1; failed; n = next_write (n))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) backup_error = NULL;
      g_autoptr (GError) package_error = NULL;
      DeskStore *store;
      g_autoptr (GDir) dir = NULL;
      const char *name;

      desk_fault_vfs_arm (DESK_FAULT_FULL, n);
      store = desk_store_open (new_path, DESK_STORE_OPEN_DEFAULT, NULL, &error);
      desk_fault_vfs_arm (DESK_FAULT_FULL, n);
      desk_store_backup (fixture->store, backup, &backup_error);
      desk_fault_vfs_arm (DESK_FAULT_FULL, n);
      desk_store_write_package (fixture->store, story, package, DESK_PACKAGE_WITH_SEALED, &package_error);
      desk_fault_vfs_disarm ();

      failed = error != NULL || backup_error != NULL || package_error != NULL;
      if (error != NULL)
        g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
      if (backup_error != NULL)
        g_assert_error (backup_error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
      if (package_error != NULL)
        g_assert_error (package_error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);

      g_assert_cmpint (g_file_test (backup, G_FILE_TEST_EXISTS), ==, backup_error == NULL);
      g_assert_cmpint (g_file_test (package, G_FILE_TEST_EXISTS), ==, package_error == NULL);
      g_clear_object (&store);

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
  g_assert_cmpint (n, >, 50);
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
  int n;

  g_assert_true (desk_store_write_package (fixture->store, story, package, DESK_PACKAGE_WITH_SEALED, NULL));
  for (n = 1; failed; n = next_write (n))
    {
      g_autoptr (DeskStore) store = open_desk (path);
      g_autoptr (GPtrArray) gained = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *there = NULL;

      desk_fault_vfs_arm (DESK_FAULT_FULL, n);
      gained = desk_store_take_in (store, package, &error);
      desk_fault_vfs_disarm ();
      failed = gained == NULL;
      if (failed)
        {
          g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL);
          g_clear_error (&error);
          g_assert_cmpint (ask_sql (path, "SELECT count (*) FROM entry"), ==, 0);
          gained = desk_store_take_in (store, package, &error);
          g_assert_no_error (error);
        }

      there = describe (store, story);
      g_assert_cmpstr (there, ==, here);
      desk_store_close (store, NULL);
      g_unlink (path);
    }
  g_assert_cmpint (n, >, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_fault_vfs_install ();

  desk_fixture_add ("/faults/full", test_full);
  desk_fixture_add ("/faults/io", test_io);
  desk_fixture_add ("/faults/power", test_power);
  desk_fixture_add ("/faults/new-files", test_new_files);
  desk_fixture_add ("/faults/taking-in", test_taking_in);

  return g_test_run ();
}
