/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "desk-bench.h"
#include "store/desk-store.h"

#define REVISIONS 2000
#define WORDS 11000 /* 70 kB */

/* A day's typing over and over: now and then several places, mostly one. */
static char *
dup_next (const char *text, GRand *random, guint i)
{
  GString *next = g_string_new (text);

  for (int n = g_rand_int_range (random, 0, 3) > 0 ? 1 : g_rand_int_range (random, 2, 6); n > 0; n--)
    {
      const char *space = strchr (next->str + g_rand_int_range (random, 0, next->len - 400), ' ');
      gsize at = space + 1 - next->str;
      g_autofree char *was = g_strndup (next->str + at, g_rand_int_range (random, 20, 200));
      g_autofree char *now = desk_bench_dup_changed (was, 200, 10 * i + n);

      g_string_erase (next, at, strlen (was));
      g_string_insert (next, at, now);
    }

  return g_string_free_and_steal (next);
}

static GPtrArray *
make_texts (void)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) random = g_rand_new_with_seed (20261125);

  g_ptr_array_add (texts, desk_bench_dup_text (WORDS, 1));
  for (guint i = 1; i < REVISIONS; i++)
    g_ptr_array_add (texts, dup_next (g_ptr_array_index (texts, i - 1), random, i));

  return texts;
}

static char *
make_story (const char *path, GPtrArray *texts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) store = desk_store_open (path, DESK_STORE_OPEN_DEFAULT, NULL, &error);
  g_autoptr (DeskText) empty = desk_text_new ();
  g_autofree char *story = NULL;

  for (guint i = 0; store != NULL && error == NULL && i < texts->len; i++)
    {
      g_autoptr (DeskText) text = desk_text_with_body (empty, g_ptr_array_index (texts, i));
      g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
      g_autoptr (GPtrArray) ids = NULL;

      if (i == 0)
        {
          story = desk_store_create_story (store, "story", text, NULL, &error);
          continue;
        }
      g_ptr_array_add (changes, desk_change_new_revision (text, NULL, DESK_WHY_PAUSE, NULL, NULL));
      ids = desk_store_commit (store, story, changes, &error);
    }
  if (error != NULL || !desk_store_close (store, &error))
    g_error ("%s", error->message);

  return g_steal_pointer (&story);
}

/* Milliseconds. */
static double
blame (DeskStore *store, const char *story)
{
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (DeskStoryBlame) found = desk_store_blame (store, story, NULL, &error);

  if (found == NULL)
    g_error ("%s", error->message);

  return (g_get_monotonic_time () - begin) / 1000.0;
}

/* The same history as commits of one file. */
static gboolean
make_repository (const char *folder, GPtrArray *texts)
{
  const char *const init[] = { "git", "init", "--quiet", ".", NULL };
  const char *const import[] = { "sh", "-c", "git fast-import --quiet <stream && git reset --quiet --hard main", NULL };
  g_autoptr (GString) stream = g_string_new (NULL);
  g_autofree char *path = g_build_filename (folder, "stream", NULL);
  g_autoptr (GError) error = NULL;

  if (!desk_bench_run (folder, init))
    return FALSE;
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = g_ptr_array_index (texts, i);

      g_string_append_printf (stream, "commit refs/heads/main\ncommitter Ada <ada@example.org> %u +0000\ndata 0\nM 644 inline story\ndata %zu\n",
                              1771858920 + i, strlen (text));
      g_string_append (stream, text);
      g_string_append_c (stream, '\n');
    }
  if (!g_file_set_contents (path, stream->str, stream->len, &error))
    g_error ("%s", error->message);

  return desk_bench_run (folder, import);
}

static void
blame_with_git (gpointer data)
{
  const char *const argv[] = { "git", "--no-pager", "blame", "--porcelain", "story", NULL };

  if (!desk_bench_run (data, argv))
    g_error ("git did not blame");
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) second = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *story = NULL;
  const char *git = NULL;
  double peer = 0;

  desk_bench_begin (argc, argv);
  folder = g_dir_make_tmp ("desk-bench-XXXXXX", &error);
  if (folder == NULL)
    g_error ("%s", error->message);
  path = g_build_filename (folder, "a.desk", NULL);
  texts = make_texts ();
  story = make_story (path, texts);

  /* What git tells apart is lines, of which each paragraph is one. */
  if (make_repository (folder, texts))
    {
      git = "git blame";
      peer = desk_bench_median (3, blame_with_git, folder);
    }
  else
    {
      desk_bench_remark ("git is not there: no peer");
    }

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (DeskStore) store = desk_store_open (path, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
      double figure;

      if (store == NULL)
        g_error ("%s", error->message);
      figure = blame (store, story);
      g_array_append_val (first, figure);
      figure = blame (store, story);
      g_array_append_val (second, figure);
    }
  desk_bench_sort (first);
  desk_bench_sort (second);
  desk_bench_report ("blame of 2,000 revisions of 70 kB", desk_bench_percentile (first, 50), "ms", git, peer, 1000);
  desk_bench_report ("blame of them again", desk_bench_percentile (second, 50), "ms", git, peer, 50);

  desk_bench_remove (folder);
  return desk_bench_end ();
}
