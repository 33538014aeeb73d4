/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/desk-moves.h"
#include "desk-bench.h"

#define RUNS 21

typedef struct
{
  const char *folder;
  char *old_text;
  char *new_text;
  char *old_file;
  char *new_file;
} Texts;

static void
diff_words (gpointer data)
{
  Texts *texts = data;
  g_autoptr (GArray) hunks = desk_diff_words (texts->old_text, texts->new_text, "en");

  g_assert_cmpuint (hunks->len, >, 1);
}

static void
diff_moves (gpointer data)
{
  Texts *texts = data;
  g_autoptr (GPtrArray) moves = NULL;
  g_autoptr (GArray) hunks = desk_moves_diff (texts->old_text, texts->new_text, "en", &moves);

  g_assert_cmpuint (hunks->len, >, 1);
}

static void
diff_with_git (gpointer data)
{
  Texts *texts = data;
  const char *const argv[] = { "git", "--no-pager", "diff", "--word-diff", "--no-index", "--no-color", texts->old_file, texts->new_file, NULL };

  if (!desk_bench_run (texts->folder, argv))
    g_error ("git did not compare %s and %s", texts->old_file, texts->new_file);
}

static void
measure (const char *folder, const char *git, const char *name, guint words, guint share, double bound)
{
  Texts texts = { folder, desk_bench_dup_text (words, 20261125) };
  g_autoptr (GError) error = NULL;
  g_autofree char *with_moves = g_strconcat (name, ", with moves", NULL);
  double peer = 0;

  texts.new_text = desk_bench_dup_changed (texts.old_text, share, 5);
  texts.old_file = g_build_filename (folder, "old.txt", NULL);
  texts.new_file = g_build_filename (folder, "new.txt", NULL);
  if (!g_file_set_contents (texts.old_file, texts.old_text, -1, &error) ||
      !g_file_set_contents (texts.new_file, texts.new_text, -1, &error))
    g_error ("%s", error->message);

  if (git != NULL)
    peer = desk_bench_median (RUNS, diff_with_git, &texts);
  desk_bench_report (name, desk_bench_median (RUNS, diff_words, &texts), "ms", git, peer, bound);
  desk_bench_report (with_moves, desk_bench_median (RUNS, diff_moves, &texts), "ms", git, peer, 0);

  g_free (texts.old_text);
  g_free (texts.new_text);
  g_free (texts.old_file);
  g_free (texts.new_file);
}

int
main (int argc, char *argv[])
{
  const char *const version[] = { "git", "--version", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  const char *git = NULL;

  desk_bench_begin (argc, argv);
  folder = g_dir_make_tmp ("desk-bench-XXXXXX", &error);
  if (folder == NULL)
    g_error ("%s", error->message);

  /* Of git the whole program is measured: it reads two files and writes nothing that is kept. */
  if (desk_bench_run (folder, version))
    git = "git diff --word-diff";
  else
    desk_bench_remark ("git is not there: no peer");

  measure (folder, git, "diff of 7,000 words, a change in 100", 7000, 10, 10);
  measure (folder, git, "diff of 7,000 words, half of them changed", 7000, 500, 30);
  measure (folder, git, "diff of 50,000 words, a tenth of them changed", 50000, 100, 60);

  desk_bench_remove (folder);
  return desk_bench_end ();
}
