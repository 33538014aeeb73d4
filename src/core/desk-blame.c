/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-blame.h"

#include <string.h>

#include "desk-moves.h"
#include "desk-words.h"

/* Nobody is known to have written it before. */
#define UNKNOWN G_MAXUINT

/* So many words in a row that went and came are the same ones. */
#define MIN_WORDS 4

struct _DeskBlame
{
  gatomicrefcount ref_count;
  char *text;
  GArray *runs;
};

G_DEFINE_BOXED_TYPE (DeskBlame, desk_blame, desk_blame_ref, desk_blame_unref)

/* A word of what went or came. */
typedef struct
{
  gsize start, end;
  guint hash;
  guint hunk; /* words of another one do not stand behind it */
} Word;

/* Adds a run behind the last one. */
static void
add_run (GArray *runs, gsize length, guint origin)
{
  DeskBlameRun *last = runs->len > 0 ? &g_array_index (runs, DeskBlameRun, runs->len - 1) : NULL;
  DeskBlameRun run = { last != NULL ? last->start + last->length : 0, length, origin };

  if (length == 0)
    return;
  if (last != NULL && last->origin == origin)
    last->length += length;
  else
    g_array_append_val (runs, run);
}

/* The run that byte @at is in. */
static guint
find_run (GArray *runs, gsize at)
{
  guint low = 0;
  guint high = runs->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (runs, DeskBlameRun, middle).start <= at)
        low = middle;
      else
        high = middle;
    }

  return low;
}

/* Adds what is known of the base's bytes from @start on. */
static void
copy_runs (GArray *runs, const DeskBlame *base, gsize start, gsize length)
{
  gsize end = start + length;

  if (length == 0)
    return;

  for (guint i = find_run (base->runs, start); start < end; i++)
    {
      const DeskBlameRun *run = &g_array_index (base->runs, DeskBlameRun, i);
      gsize to = MIN (end, run->start + run->length);

      add_run (runs, to - start, run->origin);
      start = to;
    }
}

static void
copy_hunks (GArray *runs, const DeskBlame *base, GArray *hunks, GPtrArray *moves)
{
  for (guint i = 0; i < hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);

      if (hunk->kind == DESK_DIFF_SAME)
        {
          copy_runs (runs, base, hunk->old_start, hunk->old_length);
        }
      else if (hunk->kind == DESK_DIFF_MOVED_HERE)
        {
          const DeskMove *move = g_ptr_array_index (moves, hunk->move);

          add_run (runs, move->new_start - hunk->new_start, UNKNOWN);
          copy_hunks (runs, base, move->hunks, NULL);
          add_run (runs, hunk->new_start + hunk->new_length - move->new_start - move->new_length, UNKNOWN);
        }
      else
        {
          add_run (runs, hunk->new_length, UNKNOWN);
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

/* What of the words that came went elsewhere: runs that cover the text, most of them unknown; (nullable): nothing. */
static GArray *
find_moved_words (const DeskBlame *base, const char *text, GArray *hunks, const char *language)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (DeskBlameRun));
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) went = list_words (hunks, DESK_DIFF_REMOVED, base->text, language);
  g_autoptr (GArray) came = went->len >= MIN_WORDS ? list_words (hunks, DESK_DIFF_ADDED, text, language) : NULL;
  gsize at = 0;

  if (came == NULL || came->len < MIN_WORDS)
    return NULL;

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
          const DeskBlameRun *run = &g_array_index (base->runs, DeskBlameRun, find_run (base->runs, get_word (went, i - 1 + w)->start));

          /* Marks and spaces within go with the word behind them. */
          if (w == 0)
            add_run (runs, word->start - at, UNKNOWN);
          else
            add_run (runs, word->start - at, run->origin);
          add_run (runs, word->end - word->start, run->origin);
          at = word->end;
        }
      k += n;
    }
  if (at == 0)
    return NULL;

  add_run (runs, strlen (text) - at, UNKNOWN);
  return g_steal_pointer (&runs);
}

/* What @first knows, and @second where that does not; both cover the same text. */
static GArray *
combine (GArray *first, GArray *second)
{
  GArray *runs = g_array_sized_new (FALSE, FALSE, sizeof (DeskBlameRun), first->len + second->len);
  gsize at = 0;

  for (guint i = 0, k = 0; i < first->len && k < second->len;)
    {
      const DeskBlameRun *a = &g_array_index (first, DeskBlameRun, i);
      const DeskBlameRun *b = &g_array_index (second, DeskBlameRun, k);
      gsize to = MIN (a->start + a->length, b->start + b->length);

      add_run (runs, to - at, a->origin != UNKNOWN ? a->origin : b->origin);
      at = to;
      i += to == a->start + a->length;
      k += to == b->start + b->length;
    }

  return runs;
}

static GArray *
trace (const DeskBlame *base, const char *text, const char *language)
{
  g_autoptr (GPtrArray) moves = NULL;
  g_autoptr (GArray) hunks = desk_moves_diff (base->text, text, language, &moves);
  g_autoptr (GArray) runs = g_array_sized_new (FALSE, FALSE, sizeof (DeskBlameRun), base->runs->len + 2 * hunks->len);
  g_autoptr (GArray) moved = NULL;

  copy_hunks (runs, base, hunks, moves);
  /* What went and came in one place did not move. */
  if (desk_diff_count (hunks) < 2)
    return g_steal_pointer (&runs);

  moved = find_moved_words (base, text, hunks, language);
  return moved != NULL ? combine (runs, moved) : g_steal_pointer (&runs);
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
  g_autoptr (GArray) known = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (bases != NULL || n_bases == 0, NULL);

  self = g_new0 (DeskBlame, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_strdup (text);

  for (guint i = 0; i < n_bases; i++)
    {
      g_autoptr (GArray) more = trace (bases[i], text, language);
      GArray *both = known != NULL ? combine (known, more) : g_array_ref (more);

      g_clear_pointer (&known, g_array_unref);
      known = both;
    }
  if (known == NULL)
    {
      known = g_array_new (FALSE, FALSE, sizeof (DeskBlameRun));
      add_run (known, strlen (text), UNKNOWN);
    }

  self->runs = g_array_sized_new (FALSE, FALSE, sizeof (DeskBlameRun), known->len);
  for (guint i = 0; i < known->len; i++)
    {
      const DeskBlameRun *run = &g_array_index (known, DeskBlameRun, i);
      guint last = self->runs->len > 0 ? g_array_index (self->runs, DeskBlameRun, self->runs->len - 1).origin : UNKNOWN;
      gsize blank = last != UNKNOWN ? count_blank (text + run->start, run->length) : 0;

      add_run (self->runs, blank, last);
      add_run (self->runs, run->length - blank, run->origin != UNKNOWN ? run->origin : origin);
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
  g_array_unref (self->runs);
  g_free (self);
}

const char *
desk_blame_get_text (DeskBlame *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

GArray *
desk_blame_get_runs (DeskBlame *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->runs;
}
