/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-moves.h"

#include <string.h>

#include "desk-words.h"

/* Of a paragraph of fewer words only the very same one is taken for it. */
#define MIN_WORDS 5

/* So many words in a row that two paragraphs share are a reason to compare the two. */
#define SHINGLE 3

/* Of the paragraphs that share most with one, so many are compared with it. */
#define MOST_COMPARED 4

typedef struct
{
  gsize start, end; /* without the line breaks around it */
  gsize same_before; /* how much of the text before it stayed where it is */
  gboolean is_sought; /* most of it is not where it was */
  int partner;        /* the paragraph that it is in the other text, or -1 */
} Paragraph;

typedef struct
{
  const char *text;
  const char *language;
  GArray *paragraphs;
} Side;

/* Two paragraphs that may be one. */
typedef struct
{
  guint old_index, new_index;
  guint shared; /* shingles */
  double likeness; /* 0 to 1 */
} Pair;

/* Where a shingle stands in the new text. */
typedef struct
{
  guint hash;
  guint index; /* of its paragraph */
} Shingle;

/* What is taken out of a text before the rest of it is compared: moved paragraphs and the blank lines that go with them. */
typedef struct
{
  gsize start, end;
  guint move;
} Cut;

typedef struct
{
  GArray *hunks;
  GArray *old_cuts, *new_cuts;
  guint old_cut, new_cut; /* the next ones */
  gsize old_at, new_at;
} Weaver;

static Paragraph *
side_get (const Side *self, guint i)
{
  return &g_array_index (self->paragraphs, Paragraph, i);
}

static gboolean
is_blank (const char *p, const char *end)
{
  while (p < end && g_ascii_isspace (*p))
    p++;

  return p == end;
}

static GArray *
list_paragraphs (const char *text)
{
  GArray *paragraphs = g_array_new (FALSE, TRUE, sizeof (Paragraph));
  gboolean goes_on = FALSE;

  for (const char *line = text; *line != '\0';)
    {
      const char *end = strchrnul (line, '\n');
      const char *next = *end != '\0' ? end + 1 : end;
      gboolean blank = is_blank (line, end);

      if (end > line && end[-1] == '\r')
        end--;
      if (!blank && !goes_on)
        {
          Paragraph paragraph = { line - text, 0, 0, FALSE, -1 };

          g_array_append_val (paragraphs, paragraph);
        }
      if (!blank)
        g_array_index (paragraphs, Paragraph, paragraphs->len - 1).end = end - text;
      goes_on = !blank;
      line = next;
    }

  return paragraphs;
}

/* How much of a run that stayed lies before @at, white space at its ends apart. */
static gsize
measure_same (const char *text, gsize start, gsize end, gsize at)
{
  while (start < end && g_ascii_isspace (text[start]))
    start++;
  while (end > start && g_ascii_isspace (text[end - 1]))
    end--;

  return CLAMP (at, start, end) - start;
}

/* Finds what of each paragraph stayed: @old says which of its two sides a hunk is read on. */
static void
side_find_sought (Side *self, GArray *hunks, gboolean old)
{
  gsize same = 0; /* of the hunks before the one at hand */
  guint h = 0;

  for (guint i = 0; i < self->paragraphs->len; i++)
    {
      Paragraph *paragraph = side_get (self, i);
      gsize stayed[2];

      for (int k = 0; k < 2; k++)
        {
          gsize at = k == 0 ? paragraph->start : paragraph->end;

          stayed[k] = same;
          for (; h < hunks->len; h++)
            {
              const DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, h);
              gsize start = old ? hunk->old_start : hunk->new_start;
              gsize end = start + (old ? hunk->old_length : hunk->new_length);

              stayed[k] = same + (hunk->kind == DESK_DIFF_SAME ? measure_same (self->text, start, end, at) : 0);
              if (end >= at)
                break;
              same = stayed[k];
            }
        }
      paragraph->same_before = stayed[0];
      paragraph->is_sought = 2 * (stayed[1] - stayed[0]) < paragraph->end - paragraph->start;
    }
}

static GArray *
split_paragraph (const Side *side, const Paragraph *paragraph)
{
  return desk_words_split (side->text + paragraph->start, paragraph->end - paragraph->start, side->language);
}

static guint
hash_bytes (guint hash, const char *p, gsize length)
{
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) p[i]) * 16777619u;

  return hash;
}

/* What two likely paragraphs share: runs of words, and one number for each that is the same to the byte. */
static void
add_shingles (GArray *shingles, const Side *side, guint index)
{
  const Paragraph *paragraph = side_get (side, index);
  const char *words = side->text + paragraph->start;
  g_autoptr (GArray) tokens = split_paragraph (side, paragraph);
  guint last[SHINGLE] = { 0 };
  guint n = 0;
  Shingle shingle = { hash_bytes (1, words, paragraph->end - paragraph->start), index };

  g_array_append_val (shingles, shingle);
  for (guint i = 0; i < tokens->len; i++)
    {
      const DeskToken *token = &g_array_index (tokens, DeskToken, i);

      if (!token->is_word)
        continue;
      memmove (last, last + 1, sizeof last - sizeof *last);
      last[SHINGLE - 1] = hash_bytes (2166136261u, words + token->start, token->end - token->start);
      if (++n < SHINGLE)
        continue;
      shingle.hash = hash_bytes (2, (const char *) last, sizeof last);
      g_array_append_val (shingles, shingle);
    }
}

static int
compare_shingles (gconstpointer a, gconstpointer b)
{
  const Shingle *x = a;
  const Shingle *y = b;

  if (x->hash != y->hash)
    return x->hash < y->hash ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

static guint
find_shingle (GArray *shingles, guint hash)
{
  guint low = 0;
  guint high = shingles->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (shingles, Shingle, middle).hash < hash)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static int
compare_shared (gconstpointer a, gconstpointer b)
{
  const Pair *x = a;
  const Pair *y = b;

  return (x->shared < y->shared) - (x->shared > y->shared);
}

/* The paragraphs of the new text that share most with one of the old: (element-type Pair) */
static GArray *
list_likely (const Side *old_side, guint old_index, const Side *new_side, GArray *shingles)
{
  GArray *likely = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (Shingle));
  g_autofree guint *shared = g_new0 (guint, new_side->paragraphs->len);

  add_shingles (own, old_side, old_index);
  for (guint i = 0; i < own->len; i++)
    {
      guint hash = g_array_index (own, Shingle, i).hash;

      for (guint k = find_shingle (shingles, hash); k < shingles->len && g_array_index (shingles, Shingle, k).hash == hash; k++)
        shared[g_array_index (shingles, Shingle, k).index]++;
    }

  for (guint i = 0; i < new_side->paragraphs->len; i++)
    {
      Pair pair = { old_index, i, shared[i], 0 };

      /* Nothing that stayed is between the two: it was written anew where it is. */
      if (shared[i] > 0 && side_get (new_side, i)->same_before != side_get (old_side, old_index)->same_before)
        g_array_append_val (likely, pair);
    }
  g_array_sort (likely, compare_shared);
  g_array_set_size (likely, MIN (likely->len, MOST_COMPARED));

  return likely;
}

static GArray *
diff_paragraphs (const Side *old_side, gsize old_start, gsize old_end, const Side *new_side, gsize new_start, gsize new_end)
{
  g_autofree char *old_words = g_strndup (old_side->text + old_start, old_end - old_start);
  g_autofree char *new_words = g_strndup (new_side->text + new_start, new_end - new_start);
  GArray *hunks = desk_diff_words (old_words, new_words, old_side->language);

  for (guint i = 0; i < hunks->len; i++)
    {
      g_array_index (hunks, DeskDiffHunk, i).old_start += old_start;
      g_array_index (hunks, DeskDiffHunk, i).new_start += new_start;
    }

  return hunks;
}

/* Words of the old paragraph that the new one has, twice, of all words of both. */
static double
measure_likeness (const Side *old_side, const Paragraph *was, const Side *new_side, const Paragraph *now)
{
  g_autoptr (GArray) old_tokens = NULL;
  g_autoptr (GArray) new_tokens = NULL;
  g_autoptr (GArray) hunks = NULL;
  guint old_words = 0;
  guint new_words = 0;
  guint same = 0;
  guint h = 0;

  if (was->end - was->start == now->end - now->start &&
      memcmp (old_side->text + was->start, new_side->text + now->start, was->end - was->start) == 0)
    return 1;

  old_tokens = split_paragraph (old_side, was);
  new_tokens = split_paragraph (new_side, now);
  hunks = diff_paragraphs (old_side, was->start, was->end, new_side, now->start, now->end);

  for (guint i = 0; i < new_tokens->len; i++)
    new_words += g_array_index (new_tokens, DeskToken, i).is_word;
  for (guint i = 0; i < old_tokens->len; i++)
    {
      const DeskToken *token = &g_array_index (old_tokens, DeskToken, i);
      gsize at = was->start + token->start;

      while (at >= g_array_index (hunks, DeskDiffHunk, h).old_start + g_array_index (hunks, DeskDiffHunk, h).old_length)
        h++;
      old_words += token->is_word;
      same += token->is_word && g_array_index (hunks, DeskDiffHunk, h).kind == DESK_DIFF_SAME;
    }

  return MIN (old_words, new_words) < MIN_WORDS ? 0 : 2.0 * same / (old_words + new_words);
}

static int
compare_likeness (gconstpointer a, gconstpointer b)
{
  const Pair *x = a;
  const Pair *y = b;

  return (x->likeness < y->likeness) - (x->likeness > y->likeness);
}

/* Makes partners of the paragraphs that are most alike. */
static void
find_partners (Side *old_side, Side *new_side)
{
  g_autoptr (GArray) shingles = g_array_new (FALSE, FALSE, sizeof (Shingle));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

  for (guint i = 0; i < new_side->paragraphs->len; i++)
    if (side_get (new_side, i)->is_sought)
      add_shingles (shingles, new_side, i);
  g_array_sort (shingles, compare_shingles);

  for (guint i = 0; i < old_side->paragraphs->len && shingles->len > 0; i++)
    {
      g_autoptr (GArray) likely = NULL;

      if (!side_get (old_side, i)->is_sought)
        continue;
      likely = list_likely (old_side, i, new_side, shingles);
      for (guint k = 0; k < likely->len; k++)
        {
          Pair *pair = &g_array_index (likely, Pair, k);

          pair->likeness = measure_likeness (old_side, side_get (old_side, i), new_side, side_get (new_side, pair->new_index));
          if (pair->likeness >= 0.6)
            g_array_append_val (pairs, *pair);
        }
    }

  g_array_sort (pairs, compare_likeness);
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);
      Paragraph *was = side_get (old_side, pair->old_index);
      Paragraph *now = side_get (new_side, pair->new_index);

      if (was->partner < 0 && now->partner < 0)
        {
          was->partner = pair->new_index;
          now->partner = pair->old_index;
        }
    }
}

/* One move for each run of paragraphs that went together. @numbers: (out): that of each old paragraph */
static GPtrArray *
list_moves (const Side *old_side, const Side *new_side, guint *numbers)
{
  GPtrArray *moves = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_move_free);

  for (guint i = 0; i < old_side->paragraphs->len; i++)
    {
      const Paragraph *was = side_get (old_side, i);
      const Paragraph *now = was->partner >= 0 ? side_get (new_side, was->partner) : NULL;
      DeskMove *move;

      if (now == NULL)
        continue;
      if (i > 0 && was[-1].partner >= 0 && was[-1].partner == was->partner - 1)
        {
          move = g_ptr_array_index (moves, moves->len - 1);
        }
      else
        {
          move = g_new0 (DeskMove, 1);
          move->old_start = was->start;
          move->new_start = now->start;
          g_ptr_array_add (moves, move);
        }
      move->old_length = was->end - move->old_start;
      move->new_length = now->end - move->new_start;
      numbers[i] = moves->len - 1;
    }

  for (guint i = 0; i < moves->len; i++)
    {
      DeskMove *move = g_ptr_array_index (moves, i);

      move->hunks = diff_paragraphs (old_side, move->old_start, move->old_start + move->old_length,
                                     new_side, move->new_start, move->new_start + move->new_length);
    }

  return moves;
}

/*
 * With a paragraph go the blank lines behind it; with the last ones of a text those before, so that what is left ends as
 * it did. @numbers: of the moves by the paragraphs of the old text
 */
static GArray *
list_cuts (const Side *self, const guint *numbers, gboolean old)
{
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (Cut));
  guint n = self->paragraphs->len;
  guint tail = n;

  while (tail > 0 && side_get (self, tail - 1)->partner >= 0)
    tail--;

  for (guint i = 0; i < n; i++)
    {
      const Paragraph *paragraph = side_get (self, i);
      Cut *last = cuts->len > 0 ? &g_array_index (cuts, Cut, cuts->len - 1) : NULL;
      Cut cut;

      if (paragraph->partner < 0)
        continue;
      cut.start = i < tail || i == 0 ? paragraph->start : paragraph[-1].end;
      cut.end = i < tail ? paragraph[1].start : paragraph->end;
      cut.move = numbers[old ? i : (guint) paragraph->partner];
      if (last != NULL && last->move == cut.move)
        last->end = cut.end;
      else
        g_array_append_val (cuts, cut);
    }

  return cuts;
}

static char *
dup_rest (const char *text, GArray *cuts)
{
  GString *rest = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < cuts->len; i++)
    {
      const Cut *cut = &g_array_index (cuts, Cut, i);

      g_string_append_len (rest, text + at, cut->start - at);
      at = cut->end;
    }
  g_string_append (rest, text + at);

  return g_string_free_and_steal (rest);
}

static void
weaver_add (Weaver *self, DeskDiffKind kind, gsize old_length, gsize new_length, guint move)
{
  DeskDiffHunk hunk = { kind, self->old_at, old_length, self->new_at, new_length, move };

  g_array_append_val (self->hunks, hunk);
  self->old_at += old_length;
  self->new_at += new_length;
}

/* Bytes until what was cut out of the old text; nothing is left to cut when it is far. */
static gsize
weaver_get_old_distance (const Weaver *self)
{
  return self->old_cut < self->old_cuts->len ? g_array_index (self->old_cuts, Cut, self->old_cut).start - self->old_at : G_MAXSIZE;
}

static gsize
weaver_get_new_distance (const Weaver *self)
{
  return self->new_cut < self->new_cuts->len ? g_array_index (self->new_cuts, Cut, self->new_cut).start - self->new_at : G_MAXSIZE;
}

static void
weaver_take_old (Weaver *self)
{
  while (weaver_get_old_distance (self) == 0)
    {
      const Cut *cut = &g_array_index (self->old_cuts, Cut, self->old_cut++);

      weaver_add (self, DESK_DIFF_MOVED_AWAY, cut->end - cut->start, 0, cut->move);
    }
}

static void
weaver_take_new (Weaver *self)
{
  while (weaver_get_new_distance (self) == 0)
    {
      const Cut *cut = &g_array_index (self->new_cuts, Cut, self->new_cut++);

      weaver_add (self, DESK_DIFF_MOVED_HERE, 0, cut->end - cut->start, cut->move);
    }
}

/* Puts what was moved back between the hunks of the rest. */
static GArray *
weave (GArray *rest, GArray *old_cuts, GArray *new_cuts)
{
  Weaver weaver = { g_array_new (FALSE, TRUE, sizeof (DeskDiffHunk)), old_cuts, new_cuts };

  for (guint i = 0; i < rest->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (rest, DeskDiffHunk, i);
      gboolean of_old = hunk->kind != DESK_DIFF_ADDED;
      gboolean of_new = hunk->kind != DESK_DIFF_REMOVED;
      gsize left = of_old ? hunk->old_length : hunk->new_length;

      while (left > 0)
        {
          gsize length = left;

          if (of_old)
            weaver_take_old (&weaver);
          if (of_new)
            weaver_take_new (&weaver);
          if (of_old)
            length = MIN (length, weaver_get_old_distance (&weaver));
          if (of_new)
            length = MIN (length, weaver_get_new_distance (&weaver));
          weaver_add (&weaver, hunk->kind, of_old ? length : 0, of_new ? length : 0, 0);
          left -= length;
        }
    }
  weaver_take_old (&weaver);
  weaver_take_new (&weaver);

  return weaver.hunks;
}

/* What moved went at one place and came at another. */
static gboolean
may_hold_moves (GArray *hunks)
{
  gboolean went = FALSE;
  gboolean came = FALSE;

  for (guint i = 0; i < hunks->len; i++)
    {
      went |= g_array_index (hunks, DeskDiffHunk, i).kind == DESK_DIFF_REMOVED;
      came |= g_array_index (hunks, DeskDiffHunk, i).kind == DESK_DIFF_ADDED;
    }

  return went && came && desk_diff_count (hunks) > 1;
}

void
desk_move_free (DeskMove *move)
{
  g_clear_pointer (&move->hunks, g_array_unref);
  g_free (move);
}

GArray *
desk_moves_diff (const char *old_text, const char *new_text, const char *language, GPtrArray **moves)
{
  g_autoptr (GArray) hunks = NULL;
  g_autoptr (GArray) old_paragraphs = NULL;
  g_autoptr (GArray) new_paragraphs = NULL;
  g_autoptr (GArray) old_cuts = NULL;
  g_autoptr (GArray) new_cuts = NULL;
  g_autoptr (GArray) rest = NULL;
  g_autofree char *old_rest = NULL;
  g_autofree char *new_rest = NULL;
  g_autofree guint *numbers = NULL;
  Side old_side = { old_text, language };
  Side new_side = { new_text, language };

  g_return_val_if_fail (moves != NULL, NULL);
  g_return_val_if_fail (old_text != NULL && new_text != NULL, NULL);

  hunks = desk_diff_words (old_text, new_text, language);
  if (!may_hold_moves (hunks))
    {
      *moves = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_move_free);
      return g_steal_pointer (&hunks);
    }

  old_side.paragraphs = old_paragraphs = list_paragraphs (old_text);
  new_side.paragraphs = new_paragraphs = list_paragraphs (new_text);
  side_find_sought (&old_side, hunks, TRUE);
  side_find_sought (&new_side, hunks, FALSE);
  find_partners (&old_side, &new_side);

  numbers = g_new0 (guint, old_paragraphs->len + 1);
  *moves = list_moves (&old_side, &new_side, numbers);
  if ((*moves)->len == 0)
    return g_steal_pointer (&hunks);

  old_cuts = list_cuts (&old_side, numbers, TRUE);
  new_cuts = list_cuts (&new_side, numbers, FALSE);
  old_rest = dup_rest (old_text, old_cuts);
  new_rest = dup_rest (new_text, new_cuts);
  rest = desk_diff_words (old_rest, new_rest, language);

  return weave (rest, old_cuts, new_cuts);
}

guint
desk_moves_count (GArray *hunks, GPtrArray *moves)
{
  guint n;

  g_return_val_if_fail (hunks != NULL && moves != NULL, 0);

  n = desk_diff_count (hunks) + moves->len;
  for (guint i = 0; i < moves->len; i++)
    n += desk_diff_count (((DeskMove *) g_ptr_array_index (moves, i))->hunks);

  return n;
}
