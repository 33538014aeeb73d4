/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <git2.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "desk-bench.h"
#include "exchange/desk-history-import.h"
#include "store/desk-file.h"
#include "store/desk-store.h"
#include "store/desk-texts.h"

/*
 * What a history takes on disk and how quickly its versions open, beside Git and Fossil with the same texts; what it takes to
 * keep a version for good, beside one bare insert. DESK_BENCH_HISTORY names a folder with a real history, a file a version
 * (build-aux/file-history writes one); without it an invented one is measured.
 */

#define INVENTED_VERSIONS 1500
#define COMMITS 300

typedef struct
{
  char *folder; /* everything below it is ours */
  char *history;
  char *desk;
  char *repository;
  char *fossil; /* (nullable): not there */
  GPtrArray *files; /* (element-type utf8): of the history, by name */
} Bench;

static char *
path_in (Bench *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static gboolean
run_shell (Bench *self, const char *script)
{
  const char *argv[] = { "/bin/sh", "-c", script, NULL };

  return desk_bench_run (self->folder, argv);
}

static double
file_size (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_size : 0;
}

static void
invent_history (Bench *self)
{
  g_autofree char *text = desk_bench_dup_text (7000, 1);

  self->history = path_in (self, "invented");
  g_mkdir (self->history, 0700);
  for (guint i = 0; i < INVENTED_VERSIONS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05u.md", i);
      g_autofree char *path = g_build_filename (self->history, name, NULL);
      char *next = desk_bench_dup_changed (text, i % 50 == 0 ? 20 : 1, i);

      g_file_set_contents (path, next, -1, NULL);
      g_free (text);
      text = next;
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_files (Bench *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->history, 0, NULL);
  const char *name;

  self->files = g_ptr_array_new_with_free_func (g_free);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (self->files, g_build_filename (self->history, name, NULL));
  g_ptr_array_sort (self->files, compare_names);
}

/* One commit a version, as whoever keeps a text in Git makes them, and then as small as Git makes it by itself: how small depends on its threads. */
static gboolean
fill_git (Bench *self)
{
  g_autofree char *stream_path = path_in (self, "stream");
  FILE *stream = g_fopen (stream_path, "w");

  self->repository = path_in (self, "git");
  for (guint i = 0; i < self->files->len; i++)
    {
      g_autofree char *contents = NULL;
      gsize length;
      GStatBuf status;

      if (!g_file_get_contents (self->files->pdata[i], &contents, &length, NULL) || g_stat (self->files->pdata[i], &status) != 0)
        continue;
      fprintf (stream, "commit refs/heads/main\ncommitter Mara Vell <mara@example.org> %" G_GINT64_FORMAT " +0000\ndata 4\nkeep\nM 644 inline story.md\ndata %zu\n",
               (gint64) status.st_mtime, length);
      fwrite (contents, 1, length, stream);
      fputs ("\n", stream);
    }
  fclose (stream);

  return run_shell (self, "git init -q -b main git && git -C git fast-import --quiet < stream &&"
                          " git -C git gc -q --aggressive --prune=now");
}

/* What "git count-objects" calls size-pack: the pack and its index. */
static double
size_of_packs (Bench *self)
{
  g_autofree char *folder = g_build_filename (self->repository, ".git", "objects", "pack", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  double size = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".pack") || g_str_has_suffix (name, ".idx"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        size += file_size (path);
      }

  return size;
}

static double
measure_size (Bench *self, double *milliseconds)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) store = desk_store_open (self->desk, DESK_STORE_OPEN_DEFAULT, NULL, &error);
  g_autofree char *story = store != NULL ? desk_import_history (store, self->history, NULL, &error) : NULL;
  gint64 begin = g_get_monotonic_time ();

  if (story == NULL || !desk_store_compact (store, NULL, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }
  *milliseconds = (g_get_monotonic_time () - begin) / 1000.0;
  desk_store_close (store, NULL);

  return file_size (self->desk);
}

static void
bench_size (Bench *self)
{
  double milliseconds;
  double own = measure_size (self, &milliseconds) / 1000;
  double theirs;

  if (fill_git (self))
    {
      theirs = size_of_packs (self) / 1000;
      desk_bench_report ("history on disk", own, "kB", "git gc --aggressive", theirs, theirs);
    }
  else
    {
      desk_bench_remark ("git is not there: nothing to compare the size with");
      desk_bench_report ("history on disk", own, "kB", NULL, 0, 0);
    }

  if (self->repository != NULL && run_shell (self, "HOME=$PWD USER=mara; export HOME USER; git -C git fast-export --all | fossil import --git a.fossil &&"
                                                   " fossil rebuild --quiet --compress --vacuum a.fossil"))
    {
      self->fossil = path_in (self, "a.fossil");
      theirs = file_size (self->fossil) / 1000;
      desk_bench_report ("history on disk", own, "kB", "fossil rebuild --compress", theirs, 0.4 * theirs);
    }
  else
    {
      desk_bench_remark ("fossil is not there: nothing to compare the size with");
    }
  desk_bench_report ("compact", milliseconds, "ms", NULL, 0, 0);
}

/* Each version once, in no order, each on a connection that was just opened: nothing is warm but the system's cache. */
static GArray *
time_opening (Bench *self)
{
  g_autoptr (DeskStore) store = desk_store_open (self->desk, DESK_STORE_OPEN_READ_ONLY, NULL, NULL);
  g_autoptr (GPtrArray) stories = desk_store_list_stories (store, &(DeskStoryQuery) { .state = -1 }, NULL);
  DeskStory *story = stories->pdata[0];
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, story->id, 0, 0, NULL);
  GArray *figures = g_array_new (FALSE, FALSE, sizeof (double));
  guint step = revisions->len / 2 + 1;

  while (step % 2 == 0 || revisions->len % step == 0)
    step++;
  for (guint i = 0, at = 0; i < revisions->len; i++, at = (at + step) % revisions->len)
    {
      DeskRevision *revision = revisions->pdata[at];
      g_autoptr (DeskConnection) db = desk_file_open (self->desk, DESK_CONNECTION_READ, NULL);
      gint64 begin = g_get_monotonic_time ();
      gboolean begun = desk_connection_begin_read (db, NULL);
      g_autoptr (DeskText) text = begun ? desk_texts_load (db, revision->text, NULL) : NULL;
      double figure = (g_get_monotonic_time () - begin) / 1000.0;

      g_assert (text != NULL);
      g_array_append_val (figures, figure);
    }
  desk_bench_sort (figures);

  return figures;
}

/* The same of Git, by the library that has no process to start. */
static GArray *
time_opening_git (Bench *self)
{
  GArray *figures = g_array_new (FALSE, FALSE, sizeof (double));
  git_repository *repository = NULL;
  git_revwalk *walk = NULL;
  git_oid id;

  git_libgit2_init ();
  if (self->repository == NULL || git_repository_open (&repository, self->repository) != 0 ||
      git_revwalk_new (&walk, repository) != 0 || git_revwalk_push_head (walk) != 0)
    return figures;

  while (git_revwalk_next (&id, walk) == 0)
    {
      git_repository *fresh = NULL;
      git_object *blob = NULL;
      g_autofree char *name = g_strdup_printf ("%s:story.md", git_oid_tostr_s (&id));
      gint64 begin;
      double figure;

      git_repository_open (&fresh, self->repository);
      begin = g_get_monotonic_time ();
      if (git_revparse_single (&blob, fresh, name) == 0)
        {
          figure = (g_get_monotonic_time () - begin) / 1000.0;
          g_array_append_val (figures, figure);
        }
      git_object_free (blob);
      git_repository_free (fresh);
    }
  git_revwalk_free (walk);
  git_repository_free (repository);
  desk_bench_sort (figures);

  return figures;
}

static void
bench_opening (Bench *self)
{
  g_autoptr (GArray) own = time_opening (self);
  g_autoptr (GArray) git = time_opening_git (self);

  desk_bench_report ("open a version, 99th percentile", desk_bench_percentile (own, 99), "ms", git->len > 0 ? "libgit2" : NULL,
                     git->len > 0 ? desk_bench_percentile (git, 99) : 0, 2);
  desk_bench_report ("open a version, median", desk_bench_percentile (own, 50), "ms", git->len > 0 ? "libgit2" : NULL,
                     git->len > 0 ? desk_bench_percentile (git, 50) : 0, 0);
}

static void
verify_cb (gpointer data)
{
  Bench *self = data;
  g_autoptr (DeskStore) store = desk_store_open (self->desk, DESK_STORE_OPEN_READ_ONLY, NULL, NULL);
  g_autoptr (DeskVerifyReport) report = desk_store_verify (store, NULL, NULL);

  g_assert (report != NULL && report->intact);
}

static void
fsck_cb (gpointer data)
{
  g_assert (run_shell (data, "git -C git fsck --full >/dev/null 2>&1"));
}

static void
bench_verify (Bench *self)
{
  double own = desk_bench_median (5, verify_cb, self);

  desk_bench_report ("verify", own, "ms", self->repository != NULL ? "git fsck --full" : NULL,
                     self->repository != NULL ? desk_bench_median (5, fsck_cb, self) : 0, 1500);
}

/* --- One version, for good --- */

static sqlite3 *
open_bare (Bench *self)
{
  g_autofree char *path = path_in (self, "bare.db");
  sqlite3 *handle;

  g_assert (sqlite3_open (path, &handle) == SQLITE_OK);
  sqlite3_exec (handle, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a)", NULL, NULL, NULL);

  return handle;
}

static double
since (gint64 begin)
{
  return (g_get_monotonic_time () - begin) / 1000.0;
}

/* By turns, so that what the machine does meanwhile is the same for both. */
static void
bench_commit (Bench *self)
{
  g_autofree char *path = path_in (self, "commit.desk");
  g_autoptr (DeskStore) store = desk_store_open (path, DESK_STORE_OPEN_DEFAULT, NULL, NULL);
  g_autofree char *body = desk_bench_dup_text (800, 3);
  g_autoptr (DeskText) empty = desk_text_new ();
  g_autoptr (DeskText) text = desk_text_with_body (empty, body);
  g_autofree char *story = desk_store_create_story (store, "bench", text, NULL, NULL);
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) git = g_array_new (FALSE, FALSE, sizeof (double));
  sqlite3 *handle = open_bare (self);
  gboolean has_git = run_shell (self, "git init -q -b main work && git -C work config user.name m && git -C work config user.email m@example.org");
  double median;

  for (guint i = 0; i < COMMITS; i++)
    {
      char *next = desk_bench_dup_changed (body, 3, i);
      g_autoptr (DeskText) version = desk_text_with_body (text, next);
      g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
      g_autoptr (GPtrArray) ids = NULL;
      gint64 begin;
      double figure;

      g_free (body);
      body = next;
      g_ptr_array_add (changes, desk_change_new_revision (version, NULL, DESK_WHY_PAUSE, NULL, NULL));
      begin = g_get_monotonic_time ();
      ids = desk_store_commit (store, story, changes, NULL);
      figure = since (begin);
      g_assert (ids != NULL);
      g_array_append_val (own, figure);

      begin = g_get_monotonic_time ();
      sqlite3_exec (handle, "INSERT INTO t VALUES (randomblob (300))", NULL, NULL, NULL);
      figure = since (begin);
      g_array_append_val (bare, figure);

      if (has_git && i % 10 == 0)
        {
          g_autofree char *file = g_build_filename (self->folder, "work", "story.md", NULL);

          g_file_set_contents (file, body, -1, NULL);
          begin = g_get_monotonic_time ();
          run_shell (self, "git -C work add story.md && git -C work -c core.fsync=all commit -q -m keep");
          figure = since (begin);
          g_array_append_val (git, figure);
        }
    }
  sqlite3_close (handle);
  desk_store_close (store, NULL);
  desk_bench_sort (own);
  desk_bench_sort (bare);
  desk_bench_sort (git);

  median = desk_bench_percentile (own, 50);
  desk_bench_report ("keep a version of 5 kB, durable", median, "ms", "a bare SQLite insert", desk_bench_percentile (bare, 50),
                     2 * desk_bench_percentile (bare, 50));
  if (has_git)
    desk_bench_report ("keep a version of 5 kB, durable", median, "ms", "git add, git commit", desk_bench_percentile (git, 50),
                       desk_bench_percentile (git, 50) / 10);
}

int
main (int argc, char *argv[])
{
  const char *history = g_getenv ("DESK_BENCH_HISTORY");
  g_autofree char *remove = NULL;
  Bench self = { 0 };

  desk_bench_begin (argc, argv);
  self.folder = g_dir_make_tmp ("desk-bench-XXXXXX", NULL);
  self.desk = path_in (&self, "history.desk");
  if (history != NULL && *history != '\0')
    {
      self.history = g_strdup (history);
    }
  else
    {
      desk_bench_remark ("DESK_BENCH_HISTORY names no real history: an invented one is measured");
      invent_history (&self);
    }
  list_files (&self);

  bench_size (&self);
  bench_opening (&self);
  bench_verify (&self);
  bench_commit (&self);

  remove = g_strdup_printf ("rm -rf '%s'", self.folder);
  run_shell (&self, remove);
  g_ptr_array_unref (self.files);
  g_free (self.folder);
  g_free (self.desk);
  g_free (self.history);
  g_free (self.repository);
  g_free (self.fossil);

  return desk_bench_end ();
}
