/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-blame.h"

#include <string.h>

#include "desk-moves.h"
#include "desk-words.h"

/* Nobody is known to have written it before. */
#define UNKNOWN G_MAXUINT

/* So many words in a row that went and came are the same ones. */
#define MIN_WORDS 4

/* Half a text's runs are copied for the next one, so they are small: each goes on to the start of the next. */
typedef struct
{
  guint32 start; /* bytes; texts end long before 4 GiB */
  guint32 origin;
} Run;

/* Runs that cover a text. */
typedef struct
{
  GArray *runs; /* (element-type Run) */
  gsize length;
} Runs;

struct _DeskBlame
{
  gatomicrefcount ref_count;
  char *text;
  Runs runs;
};

G_DEFINE_BOXED_TYPE (DeskBlame, desk_blame, desk_blame_ref, desk_blame_unref)

/* A word of what went or came. */
typedef struct
{
  gsize start, end;
  guint hash;
  guint hunk; /* words of another one do not stand behind it */
} Word;

static void
runs_init (Runs *self, guint n)
{
  self->runs = g_array_sized_new (FALSE, FALSE, sizeof (Run), n);
  self->length = 0;
}

static void
runs_clear (Runs *self)
{
  g_clear_pointer (&self->runs, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Runs, runs_clear)

static Run *
runs_get (const Runs *self, guint i)
{
  return &g_array_index (self->runs, Run, i);
}

static gsize
runs_get_end (const Runs *self, guint i)
{
  return i + 1 < self->runs->len ? runs_get (self, i + 1)->start : self->length;
}

/* The run that byte @at is in. */
static guint
runs_find (const Runs *self, gsize at)
{
  guint low = 0;
  guint high = self->runs->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (runs_get (self, middle)->start <= at)
        low = middle;
      else
        high = middle;
    }

  return low;
}

/* Adds a run behind the last one. */
static void
runs_add (Runs *self, gsize length, guint origin)
{
  const Run run = { self->length, origin };

  if (length == 0)
    return;
  if (self->runs->len == 0 || runs_get (self, self->runs->len - 1)->origin != origin)
    g_array_append_val (self->runs, run);
  self->length += length;
}

/* Adds what is known of another text's bytes from @start on. */
static void
runs_copy (Runs *self, const Runs *from, gsize start, gsize length)
{
  gsize end = start + length;
  guint first;
  guint last;
  guint32 shift;
  guint at;

  if (length == 0)
    return;

  first = runs_find (from, start);
  last = runs_find (from, end - 1);
  shift = (guint32) self->length - (guint32) start;
  runs_add (self, MIN (runs_get_end (from, first), end) - start, runs_get (from, first)->origin);

  at = self->runs->len;
  g_array_set_size (self->runs, at + last - first);
  for (guint i = first + 1; i <= last; i++)
    *runs_get (self, at++) = (Run) { runs_get (from, i)->start + shift, runs_get (from, i)->origin };
  self->length = (guint32) end + shift;
}

/* Where nothing is known, takes what @other knows of the same text. */
static void
runs_fill (Runs *self, const Runs *other)
{
  g_auto (Runs) filled = { 0 };

  runs_init (&filled, self->runs->len + other->runs->len);
  for (guint i = 0, k = 0; i < self->runs->len && k < other->runs->len;)
    {
      gsize a_end = runs_get_end (self, i);
      gsize b_end = runs_get_end (other, k);
      guint origin = runs_get (self, i)->origin;

      runs_add (&filled, MIN (a_end, b_end) - filled.length, origin != UNKNOWN ? origin : runs_get (other, k)->origin);
      i += filled.length == a_end;
      k += filled.length == b_end;
    }

  g_array_unref (self->runs);
  self->runs = g_steal_pointer (&filled.runs);
}

static void
copy_hunks (Runs *runs, const DeskBlame *base, GArray *hunks, GPtrArray *moves)
{
  for (guint i = 0; i < hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);

      if (hunk->kind == DESK_DIFF_SAME)
        {
          runs_copy (runs, &base->runs, hunk->old_start, hunk->old_length);
        }
      else if (hunk->kind == DESK_DIFF_MOVED_HERE)
        {
          const DeskMove *move = g_ptr_array_index (moves, hunk->move);

          runs_add (runs, move->new_start - hunk->new_start, UNKNOWN);
          copy_hunks (runs, base, move->hunks, NULL);
          runs_add (runs, hunk->new_start + hunk->new_length - move->new_start - move->new_length, UNKNOWN);
        }
      else
        {
          runs_add (runs, hunk->new_length, UNKNOWN);
        }
    }
}

/* The words of what went, or came: (element-type Word) */
static GArray *
list_words (GArray *hunks, DeskDiffKind kind, const char *text, const char *language)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));

  for (guint i = 0; i < hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      gsize start = kind == DESK_DIFF_ADDED ? hunk->new_start : hunk->old_start;
      gsize length = kind == DESK_DIFF_ADDED ? hunk->new_length : hunk->old_length;
      g_autoptr (GArray) tokens = NULL;

      if (hunk->kind != kind)
        continue;
      tokens = desk_words_split (text + start, length, language);
      for (guint k = 0; k < tokens->len; k++)
        {
          const DeskToken *token = &g_array_index (tokens, DeskToken, k);
          Word word = { start + token->start, start + token->end, 5381, i };

          if (!token->is_word)
            continue;
          for (gsize p = word.start; p < word.end; p++)
            word.hash = word.hash * 33 + (guchar) text[p];
          g_array_append_val (words, word);
        }
    }

  return words;
}

static const Word *
get_word (GArray *words, guint i)
{
  return &g_array_index (words, Word, i);
}

/* The sum of MIN_WORDS words of one hunk from the @i-th on, 0 when there are fewer. */
static guint
hash_row (GArray *words, guint i)
{
  guint hash = 1;

  if (i + MIN_WORDS > words->len || get_word (words, i)->hunk != get_word (words, i + MIN_WORDS - 1)->hunk)
    return 0;
  for (guint k = 0; k < MIN_WORDS; k++)
    hash = hash * 31 + get_word (words, i + k)->hash;

  return MAX (hash, 1);
}

/* How many words that went stand in what came, one behind the other. */
static guint
count_same (const char *old_text, GArray *went, guint i, const char *new_text, GArray *came, guint k)
{
  guint n = 0;

  for (; i + n < went->len && k + n < came->len; n++)
    {
      const Word *a = get_word (went, i + n);
      const Word *b = get_word (came, k + n);

      if (a->hunk != get_word (went, i)->hunk || b->hunk != get_word (came, k)->hunk || a->end - a->start != b->end - b->start ||
          memcmp (old_text + a->start, new_text + b->start, a->end - a->start) != 0)
        break;
    }

  return n;
}

/* Adds to the runs of a text, as far as they are not known, what of the words that came went elsewhere. */
static void
find_moved_words (Runs *runs, const DeskBlame *base, const char *text, GArray *hunks, const char *language)
{
  g_auto (Runs) moved = { 0 };
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) went = list_words (hunks, DESK_DIFF_REMOVED, base->text, language);
  g_autoptr (GArray) came = went->len >= MIN_WORDS ? list_words (hunks, DESK_DIFF_ADDED, text, language) : NULL;

  if (came == NULL || came->len < MIN_WORDS)
    return;

  runs_init (&moved, 0);
  for (guint i = went->len; i > 0; i--)
    g_hash_table_insert (rows, GUINT_TO_POINTER (hash_row (went, i - 1)), GUINT_TO_POINTER (i));

  for (guint k = 0; k < came->len;)
    {
      guint hash = hash_row (came, k);
      guint i = hash > 0 ? GPOINTER_TO_UINT (g_hash_table_lookup (rows, GUINT_TO_POINTER (hash))) : 0;
      guint n = i > 0 ? count_same (base->text, went, i - 1, text, came, k) : 0;

      if (n < MIN_WORDS)
        {
          k++;
          continue;
        }
      for (guint w = 0; w < n; w++)
        {
          const Word *word = get_word (came, k + w);
          guint origin = runs_get (&base->runs, runs_find (&base->runs, get_word (went, i - 1 + w)->start))->origin;

          /* Marks and spaces within go with the word behind them. */
          runs_add (&moved, word->start - moved.length, w > 0 ? origin : UNKNOWN);
          runs_add (&moved, word->end - word->start, origin);
        }
      k += n;
    }

  if (moved.length == 0)
    return;
  runs_add (&moved, runs->length - moved.length, UNKNOWN);
  runs_fill (runs, &moved);
}

/* What each byte of a text has of one of its bases. */
static void
trace (Runs *runs, const DeskBlame *base, const char *text, const char *language)
{
  g_autoptr (GPtrArray) moves = NULL;
  g_autoptr (GArray) hunks = desk_moves_diff (base->text, text, language, &moves);

  runs_init (runs, base->runs.runs->len + 2 * hunks->len);
  copy_hunks (runs, base, hunks, moves);
  /* What went and came in one place did not move. */
  if (desk_diff_count (hunks) > 1)
    find_moved_words (runs, base, text, hunks, language);
}

/* Bytes of white space that a run begins with. */
static gsize
count_blank (const char *p, gsize length)
{
  gsize n = 0;

  while (n < length && g_ascii_isspace (p[n]))
    n++;

  /* A mark sits on the last of them. */
  if (n < length && (g_unichar_ismark (g_utf8_get_char (p + n)) || g_unichar_iszerowidth (g_utf8_get_char (p + n))))
    return 0;

  return n;
}

DeskBlame *
desk_blame_new (DeskBlame *const *bases, guint n_bases, const char *text, guint origin, const char *language)
{
  DeskBlame *self;
  g_auto (Runs) known = { 0 };

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (bases != NULL || n_bases == 0, NULL);

  self = g_new0 (DeskBlame, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_strdup (text);

  if (n_bases > 0)
    {
      trace (&known, bases[0], text, language);
    }
  else
    {
      runs_init (&known, 1);
      runs_add (&known, strlen (text), UNKNOWN);
    }
  for (guint i = 1; i < n_bases; i++)
    {
      g_auto (Runs) more = { 0 };

      trace (&more, bases[i], text, language);
      runs_fill (&known, &more);
    }

  runs_init (&self->runs, known.runs->len);
  for (guint i = 0; i < known.runs->len; i++)
    {
      const Run *run = runs_get (&known, i);
      gsize length = runs_get_end (&known, i) - run->start;
      gsize blank = i > 0 ? count_blank (text + run->start, length) : 0;

      if (blank > 0)
        runs_add (&self->runs, blank, runs_get (&self->runs, self->runs.runs->len - 1)->origin);
      runs_add (&self->runs, length - blank, run->origin != UNKNOWN ? run->origin : origin);
    }

  return self;
}

DeskBlame *
desk_blame_ref (DeskBlame *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
desk_blame_unref (DeskBlame *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->text);
  runs_clear (&self->runs);
  g_free (self);
}

const char *
desk_blame_get_text (DeskBlame *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

GArray *
desk_blame_list_runs (DeskBlame *self)
{
  GArray *runs;

  g_return_val_if_fail (self != NULL, NULL);

  runs = g_array_sized_new (FALSE, FALSE, sizeof (DeskBlameRun), self->runs.runs->len);
  for (guint i = 0; i < self->runs.runs->len; i++)
    {
      const Run *run = runs_get (&self->runs, i);
      const DeskBlameRun shown = { run->start, runs_get_end (&self->runs, i) - run->start, run->origin };

      g_array_append_val (runs, shown);
    }

  return runs;
}
