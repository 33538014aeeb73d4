/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <git2.h>
#include <string.h>

#include <unicode/unum.h>

#include "desk-diff.h"
#include "desk-words.h"

/*
 * A token that is no white space. What lies between two of them is compared afterwards:
 * spaces are half of all tokens, and as tokens they only match by accident.
 */
typedef struct
{
  gsize start;
  gsize end;
  guint id; /* equal for equal tokens of both texts */
  gboolean is_word;
} Piece;

/* Pieces that went and came, in both texts in the same place. */
typedef struct
{
  guint old_start, old_end;
  guint new_start, new_end;
} Change;

typedef struct
{
  const char *text;
  gsize end; /* of the part compared */
  GArray *pieces;
} Side;

typedef struct
{
  const char *start;
  gsize length;
} Word;

/* A shorter line (a rule, "Yes.") is no place to tell two texts' parts by. */
#define MIN_LINE 24

/* So many bytes are looked at together where two texts are mostly the same. */
#define STRIDE 256

/* How well a reader's eye rests on a cut before a piece. */
enum
{
  CUT_WITHIN,
  CUT_SPACE,
  CUT_SENTENCE,
  CUT_PARAGRAPH,
};

/* Eight bytes at a time, as whole lines are hashed too. */
static guint
word_hash (gconstpointer data)
{
  const Word *word = data;
  guint64 hash = word->length;
  guint64 bytes;
  gsize i = 0;

  for (; i + sizeof bytes <= word->length; i += sizeof bytes)
    {
      memcpy (&bytes, word->start + i, sizeof bytes);
      hash = (hash ^ bytes) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
      hash ^= hash >> 32;
    }
  for (; i < word->length; i++)
    hash = hash * 33 + (guchar) word->start[i];

  return hash ^ (hash >> 32);
}

static gboolean
word_equal (gconstpointer a, gconstpointer b)
{
  const Word *x = a;
  const Word *y = b;

  return x->length == y->length && memcmp (x->start, y->start, x->length) == 0;
}

static gboolean
is_space (const char *text, gsize start, gsize end)
{
  if ((guchar) text[start] < 0x80 && !g_ascii_isspace (text[start]))
    return FALSE;

  for (const char *p = text + start; p < text + end; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

/*
 * Bytes that both texts begin with, up to the end of a paragraph: what is behind is cut into
 * the same tokens as in the whole text, and changes can still be moved within their paragraph.
 */
static gsize
common_start (const char *a, gsize a_length, const char *b, gsize b_length)
{
  gsize most = MIN (a_length, b_length);
  gsize n = 0;

  while (n + STRIDE <= most && memcmp (a + n, b + n, STRIDE) == 0)
    n += STRIDE;
  while (n < most && a[n] == b[n])
    n++;
  if (n == a_length && n == b_length)
    return n;

  while (n > 0 && (n == a_length || n == b_length || a[n] != '\n' || b[n] != '\n'))
    n--;
  while (n > 0 && g_ascii_isspace (a[n - 1]))
    n--;

  return n;
}

/* The same of their ends, of at most @most bytes, from the end of a paragraph on. */
static gsize
common_end (const char *a, gsize a_length, const char *b, gsize b_length, gsize most)
{
  gsize n = 0;

  while (n + STRIDE <= most && memcmp (a + a_length - n - STRIDE, b + b_length - n - STRIDE, STRIDE) == 0)
    n += STRIDE;
  while (n < most && a[a_length - n - 1] == b[b_length - n - 1])
    n++;

  while (n > 0 && !(a[a_length - n] == '\n' && n < a_length && !g_ascii_isspace (a[a_length - n - 1]) &&
                    n < b_length && !g_ascii_isspace (b[b_length - n - 1])))
    n--;

  return n;
}

/* The number of some bytes: equal ones have the same. @word: where they are remembered; steps on when they are new */
static guint
number_bytes (GHashTable *ids, Word **word, const char *start, gsize length)
{
  gpointer id;

  (*word)->start = start;
  (*word)->length = length;
  id = g_hash_table_lookup (ids, *word);
  if (id == NULL)
    {
      id = GUINT_TO_POINTER (g_hash_table_size (ids) + 1);
      g_hash_table_insert (ids, (*word)++, id);
    }

  return GPOINTER_TO_UINT (id);
}

static void
side_init (Side *self, const char *text, gsize start, gsize end, const char *language, GHashTable *ids, GPtrArray *words)
{
  g_autoptr (GArray) tokens = desk_words_split (text + start, end - start, language);
  Word *word = g_new (Word, tokens->len + 1);

  self->text = text;
  self->end = end;
  self->pieces = g_array_sized_new (FALSE, FALSE, sizeof (Piece), tokens->len);
  g_ptr_array_add (words, word);

  for (guint i = 0; i < tokens->len; i++)
    {
      DeskToken *token = &g_array_index (tokens, DeskToken, i);
      Piece piece = { token->start + start, token->end + start, 0, token->is_word };

      if (!token->is_word && is_space (text, piece.start, piece.end))
        continue;

      piece.id = number_bytes (ids, &word, text + piece.start, piece.end - piece.start);
      g_array_append_val (self->pieces, piece);
    }
}

/* Whole lines as pieces: those that say enough to be known again. */
static void
side_init_lines (Side *self, const char *text, gsize start, gsize end, GHashTable *ids, GPtrArray *words)
{
  self->text = text;
  self->end = end;
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  for (gsize at = start; at < end;)
    {
      const char *line_break = memchr (text + at, '\n', end - at);
      gsize next = line_break != NULL ? (gsize) (line_break + 1 - text) : end;
      Piece piece = { at, line_break != NULL ? next - 1 : end, 0, TRUE };
      Word *word;

      at = next;
      if (piece.end > piece.start && text[piece.end - 1] == '\r')
        piece.end--;
      if (piece.end - piece.start < MIN_LINE)
        continue;

      word = g_new (Word, 1);
      g_ptr_array_add (words, word);
      piece.id = number_bytes (ids, &word, text + piece.start, piece.end - piece.start);
      g_array_append_val (self->pieces, piece);
    }
}

static Piece *
side_get (const Side *self, guint i)
{
  return &g_array_index (self->pieces, Piece, i);
}

/* One piece a line: its id in base 64, as xdiff compares lines and nothing in them may be a line end. */
static GString *
side_to_lines (const Side *self)
{
  GString *lines = g_string_sized_new (self->pieces->len * 7 + 1);
  char *end = lines->str;

  /* A number of 32 bits has six digits at most. */
  for (guint i = 0; i < self->pieces->len; i++)
    {
      for (guint id = side_get (self, i)->id; id > 0; id >>= 6)
        *end++ = '0' + (id & 63);
      *end++ = '\n';
    }
  g_string_set_size (lines, end - lines->str);

  return lines;
}

static gboolean
ends_sentence (const Side *self, guint i)
{
  gunichar c = g_utf8_get_char (self->text + side_get (self, i)->start);

  return c == '.' || c == '?' || c == '!' || c == 0x2026 || c == 0x061F || c == 0x06D4 || c == 0x3002;
}

static int
side_rate_cut (const Side *self, guint i)
{
  gsize from;
  gsize to;

  if (i == 0 || i == self->pieces->len)
    return CUT_PARAGRAPH;

  from = side_get (self, i - 1)->end;
  to = side_get (self, i)->start;
  if (memchr (self->text + from, '\n', to - from) != NULL)
    return CUT_PARAGRAPH;
  if (from == to)
    return CUT_WITHIN;

  /* “They left.” Then */
  for (guint k = i; k > 0 && k + 4 > i && !side_get (self, k - 1)->is_word; k--)
    if (ends_sentence (self, k - 1))
      return CUT_SENTENCE;

  return CUT_SPACE;
}

/*
 * Of "The A. The B. The C." without its second sentence xdiff may say that "B. The" went.
 * A run that only came or only went is moved to where the eye expects its ends.
 */
static void
slide_changes (GArray *changes, const Side *old_side, const Side *new_side)
{
  for (guint i = 0; i < changes->len; i++)
    {
      Change *change = &g_array_index (changes, Change, i);
      Change *before = i > 0 ? change - 1 : NULL;
      Change *behind = i + 1 < changes->len ? change + 1 : NULL;
      gboolean added = change->old_start == change->old_end;
      const Side *side = added ? new_side : old_side;
      guint first = added ? change->new_start : change->old_start;
      guint end = added ? change->new_end : change->old_end;
      int up = 0;
      int down = 0;
      int best = 0;
      int best_rate = -1;

      if (!added && change->new_start != change->new_end)
        continue;

      while (MIN (change->old_start - (before ? before->old_end : 0),
                  change->new_start - (before ? before->new_end : 0)) > (guint) up &&
             side_get (side, first - up - 1)->id == side_get (side, end - up - 1)->id)
        up++;
      while (MIN ((behind ? behind->old_start : old_side->pieces->len) - change->old_end,
                  (behind ? behind->new_start : new_side->pieces->len) - change->new_end) > (guint) down &&
             side_get (side, first + down)->id == side_get (side, end + down)->id)
        down++;

      for (int by = -up; by <= down; by++)
        {
          int rate = side_rate_cut (side, first + by) + side_rate_cut (side, end + by);

          if (rate >= best_rate)
            {
              best_rate = rate;
              best = by;
            }
        }

      change->old_start += best;
      change->old_end += best;
      change->new_start += best;
      change->new_end += best;
    }
}

/* Whether nothing but marks stayed between two changes, within one sentence. */
static gboolean
only_marks_between (const Side *side, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    if (side_get (side, i)->is_word || ends_sentence (side, i))
      return FALSE;

  for (guint i = from; i <= to; i++)
    {
      gsize gap = i > 0 ? side_get (side, i - 1)->end : side_get (side, i)->start;
      gsize length = (i < side->pieces->len ? side_get (side, i)->start : side->end) - gap;

      if (memchr (side->text + gap, '\n', length) != NULL)
        return FALSE;
    }

  return TRUE;
}

/* "red, white" that became "blue, green" is one change and not two around a comma. */
static void
join_changes (GArray *changes, const Side *old_side, const Side *new_side)
{
  guint n = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      Change *change = &g_array_index (changes, Change, i);
      Change *last = n > 0 ? &g_array_index (changes, Change, n - 1) : NULL;

      if (last != NULL &&
          ((last->old_end == change->old_start && last->new_end == change->new_start) ||
           (only_marks_between (old_side, last->old_end, change->old_start) &&
            only_marks_between (new_side, last->new_end, change->new_start))))
        {
          last->old_end = change->old_end;
          last->new_end = change->new_end;
        }
      else
        g_array_index (changes, Change, n++) = *change;
    }

  g_array_set_size (changes, n);
}

static int
add_change_cb (const git_diff_delta *delta, const git_diff_hunk *hunk, void *user_data)
{
  GArray *changes = user_data;
  Change change;

  /* A hunk without lines is said to stand behind the line before it. */
  change.old_start = hunk->old_start - (hunk->old_lines > 0);
  change.new_start = hunk->new_start - (hunk->new_lines > 0);
  change.old_end = change.old_start + hunk->old_lines;
  change.new_end = change.new_start + hunk->new_lines;
  g_array_append_val (changes, change);

  return 0;
}

static GArray *
list_changes (const Side *old_side, const Side *new_side)
{
  static gsize initialized = 0;
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_autoptr (GString) old_lines = NULL;
  g_autoptr (GString) new_lines = NULL;
  const Change all = { 0, old_side->pieces->len, 0, new_side->pieces->len };

  if (old_side->pieces->len == 0 || new_side->pieces->len == 0)
    {
      if (old_side->pieces->len + new_side->pieces->len > 0)
        g_array_append_val (changes, all);
      return changes;
    }

  if (g_once_init_enter (&initialized))
    {
      git_libgit2_init ();
      g_once_init_leave (&initialized, 1);
    }

  /* By what is there once: what both texts say often ("the", "of") is matched between those only. */
  options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_PATIENCE;
  options.context_lines = 0;
  options.interhunk_lines = 0;
  old_lines = side_to_lines (old_side);
  new_lines = side_to_lines (new_side);
  if (git_diff_buffers (old_lines->str, old_lines->len, NULL, new_lines->str, new_lines->len, NULL, &options,
                        NULL, NULL, add_change_cb, NULL, changes) != 0)
    {
      /* Out of memory, at most: all went, all came is true of any two texts. */
      g_array_set_size (changes, 0);
      g_array_append_val (changes, all);
    }

  return changes;
}

/* Runs are written one behind the other; the removed one waits, as it comes first. */
typedef struct
{
  GArray *hunks;
  gsize old_at, new_at;
  gsize removed, added;
} Writer;

static void
writer_add (Writer *self, DeskDiffKind kind, gsize length)
{
  DeskDiffHunk hunk = { kind, self->old_at, 0, self->new_at, 0 };
  DeskDiffHunk *last = self->hunks->len > 0 ? &g_array_index (self->hunks, DeskDiffHunk, self->hunks->len - 1) : NULL;

  if (length == 0)
    return;

  if (kind == DESK_DIFF_SAME && last != NULL && last->kind == DESK_DIFF_SAME)
    {
      last->old_length += length;
      last->new_length += length;
    }
  else
    {
      hunk.old_length = kind == DESK_DIFF_ADDED ? 0 : length;
      hunk.new_length = kind == DESK_DIFF_REMOVED ? 0 : length;
      g_array_append_val (self->hunks, hunk);
    }

  self->old_at += kind == DESK_DIFF_ADDED ? 0 : length;
  self->new_at += kind == DESK_DIFF_REMOVED ? 0 : length;
}

static void
writer_flush (Writer *self)
{
  writer_add (self, DESK_DIFF_REMOVED, self->removed);
  writer_add (self, DESK_DIFF_ADDED, self->added);
  self->removed = self->added = 0;
}

static void
writer_same (Writer *self, gsize length)
{
  if (length == 0)
    return;
  writer_flush (self);
  writer_add (self, DESK_DIFF_SAME, length);
}

/* Whether the grapheme cluster that ends at @p takes in what follows. */
static gboolean
goes_on (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return g_ascii_iscntrl (p[-1]) ? p[-1] == '\r' && c == '\n' : g_unichar_ismark (c) || g_unichar_iszerowidth (c);
}

/* Writes what lies before the next pieces that stayed. White space that both sides begin or end with stays. */
static void
writer_between (Writer *self, const char *old_text, gsize old_end, const char *new_text, gsize new_end)
{
  const char *a = old_text + self->old_at + self->removed;
  const char *b = new_text + self->new_at + self->added;
  const char *a_end = old_text + old_end;
  const char *b_end = new_text + new_end;
  gsize before = 0;
  gsize behind = 0;

  if (a_end - a == b_end - b && memcmp (a, b, a_end - a) == 0)
    {
      writer_same (self, a_end - a);
      return;
    }

  while (a + before < a_end && b + before < b_end && a[before] == b[before] && g_ascii_isspace (a[before]))
    before++;
  if (before > 0 && (goes_on (a + before) || goes_on (b + before)))
    before--;
  writer_same (self, before);
  a += before;
  b += before;

  while (a < a_end - behind && b < b_end - behind && a_end[-1 - (gssize) behind] == b_end[-1 - (gssize) behind] &&
         g_ascii_isspace (a_end[-1 - (gssize) behind]))
    behind++;
  if (behind > 0 && a_end[-(gssize) behind] == '\n' &&
      ((a < a_end - behind && a_end[-1 - (gssize) behind] == '\r') ||
       (b < b_end - behind && b_end[-1 - (gssize) behind] == '\r')))
    behind--;

  self->removed += a_end - behind - a;
  self->added += b_end - behind - b;
  writer_same (self, behind);
}

/* Letters to change, add, take away, or swap with their neighbour, to make one word the other; case does not count. */
static guint
edit_distance (const gunichar *a, glong n, const gunichar *b, glong m)
{
  g_autofree guint *rows = g_new0 (guint, 3 * (m + 1));
  guint *two = rows;
  guint *one = rows + m + 1;
  guint *row = rows + 2 * (m + 1);

  for (glong j = 0; j <= m; j++)
    row[j] = j;

  for (glong i = 1; i <= n; i++)
    {
      guint *spare = two;

      two = one;
      one = row;
      row = spare;
      row[0] = i;
      for (glong j = 1; j <= m; j++)
        {
          row[j] = MIN (one[j - 1] + (a[i - 1] != b[j - 1]), MIN (one[j], row[j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], two[j - 2] + 1);
        }
    }

  return row[m];
}

/*
 * Whether one word may be the other with a typing error. The shorter a word the less may differ: of three letters
 * only two that changed places, as "not" and "now" or "his" and "her" are other words.
 */
static gboolean
is_respelled (const char *a, const char *b)
{
  g_autofree char *a_folded = desk_words_fold (a);
  g_autofree char *b_folded = desk_words_fold (b);
  glong n;
  glong m;
  g_autofree gunichar *x = g_utf8_to_ucs4_fast (a_folded, -1, &n);
  g_autofree gunichar *y = g_utf8_to_ucs4_fast (b_folded, -1, &m);
  glong letters = MIN (n, m);
  guint distance;
  gint64 sum = 0;

  if (ABS (n - m) > 2)
    return FALSE;

  distance = edit_distance (x, n, y, m);
  if (letters >= 4 || distance == 0)
    return distance <= (letters >= 6 ? 2 : 1);

  for (glong i = 0; i < MAX (n, m); i++)
    sum += (gint64) (i < n ? x[i] : 0) - (gint64) (i < m ? y[i] : 0);

  return letters == 3 && distance == 1 && n == m && sum == 0;
}

static UNumberFormat *
open_numbers (const char *language)
{
  UErrorCode status = U_ZERO_ERROR;
  char locale[ULOC_FULLNAME_CAPACITY] = "";
  UNumberFormat *numbers;

  if (language != NULL)
    uloc_forLanguageTag (language, locale, sizeof locale, NULL, &status);
  if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING)
    *locale = '\0';

  status = U_ZERO_ERROR;
  numbers = unum_open (UNUM_SPELLOUT, NULL, 0, locale, NULL, &status);
  if (U_FAILURE (status))
    g_error ("ICU does not spell numbers: %s", u_errorName (status));

  return numbers;
}

/* Whether a word has a digit, is a sign of a figure, or is a number in letters. */
static gboolean
is_figure (UNumberFormat *numbers, const char *word)
{
  UErrorCode status = U_ZERO_ERROR;
  g_autofree char *folded = desk_words_fold (word);
  g_autofree gunichar2 *string = NULL;
  int32_t at = 0;
  glong n;

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isdigit (g_utf8_get_char (p)))
      return TRUE;
  if (!g_unichar_isalpha (g_utf8_get_char (word)))
    return TRUE;

  string = g_utf8_to_utf16 (folded, -1, NULL, &n, NULL);
  unum_parseDouble (numbers, (const UChar *) string, n, &at, &status);

  return U_SUCCESS (status) && at == n;
}

static char **
list_words (const char *text, const char *language)
{
  g_autoptr (GArray) said = desk_words_list_said (text, -1, language);
  char **words = g_new0 (char *, said->len + 1);

  for (guint i = 0; i < said->len; i++)
    {
      DeskToken *token = &g_array_index (said, DeskToken, i);

      words[i] = g_strndup (text + token->start, token->end - token->start);
    }

  return words;
}

/* Whether what went is what came, but for spelling and marks. */
static gboolean
is_small_change (const char *went, const char *came, const char *language, UNumberFormat *numbers)
{
  g_auto (GStrv) old_words = list_words (went, language);
  g_auto (GStrv) new_words = list_words (came, language);
  g_autofree char *old_joined = g_strjoinv (NULL, old_words);
  g_autofree char *new_joined = g_strjoinv (NULL, new_words);

  if (desk_words_same (went, came, language))
    return TRUE;

  for (guint i = 0; old_words[i] != NULL; i++)
    if (is_figure (numbers, old_words[i]))
      return FALSE;
  for (guint i = 0; new_words[i] != NULL; i++)
    if (is_figure (numbers, new_words[i]))
      return FALSE;

  if (g_str_equal (old_joined, new_joined))
    return TRUE;
  if (g_strv_length (old_words) != g_strv_length (new_words))
    return FALSE;
  for (guint i = 0; old_words[i] != NULL; i++)
    if (!is_respelled (old_words[i], new_words[i]))
      return FALSE;

  return TRUE;
}

/* Writes the difference of the texts' parts that begin where the writer is and end there. */
static void
writer_compare (Writer *self, const char *old_text, gsize old_end, const char *new_text, gsize new_end, const char *language)
{
  g_autoptr (GHashTable) ids = NULL;
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GArray) changes = NULL;
  g_autoptr (GArray) old_pieces = NULL;
  g_autoptr (GArray) new_pieces = NULL;
  Side old_side;
  Side new_side;
  gsize old_at = self->old_at + self->removed;
  gsize new_at = self->new_at + self->added;
  gsize start = common_start (old_text + old_at, old_end - old_at, new_text + new_at, new_end - new_at);
  gsize end = common_end (old_text + old_at, old_end - old_at, new_text + new_at, new_end - new_at,
                          MIN (old_end - old_at, new_end - new_at) - start);
  guint i = 0;

  writer_same (self, start);
  old_at += start;
  new_at += start;
  if (old_at + end == old_end && new_at + end == new_end)
    {
      writer_same (self, end);
      return;
    }

  ids = g_hash_table_new (word_hash, word_equal);
  words = g_ptr_array_new_with_free_func (g_free);
  side_init (&old_side, old_text, old_at, old_end - end, language, ids, words);
  old_pieces = old_side.pieces;
  side_init (&new_side, new_text, new_at, new_end - end, language, ids, words);
  new_pieces = new_side.pieces;

  changes = list_changes (&old_side, &new_side);
  slide_changes (changes, &old_side, &new_side);
  join_changes (changes, &old_side, &new_side);

  for (guint c = 0; c <= changes->len; c++)
    {
      Change *change = c < changes->len ? &g_array_index (changes, Change, c) : NULL;
      guint stop = change != NULL ? change->old_start : old_pieces->len;
      guint k = c > 0 ? g_array_index (changes, Change, c - 1).new_end : 0;

      for (; i < stop; i++, k++)
        {
          writer_between (self, old_text, side_get (&old_side, i)->start, new_text, side_get (&new_side, k)->start);
          writer_same (self, side_get (&old_side, i)->end - side_get (&old_side, i)->start);
        }
      if (change != NULL)
        i = change->old_end;
    }
  writer_between (self, old_text, old_side.end, new_text, new_side.end);
  writer_same (self, end);
}

GArray *
desk_diff_words (const char *old_text, const char *new_text, const char *language)
{
  GArray *hunks = g_array_new (FALSE, TRUE, sizeof (DeskDiffHunk));
  g_autoptr (GHashTable) ids = g_hash_table_new (word_hash, word_equal);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) changes = NULL;
  g_autoptr (GArray) old_lines = NULL;
  g_autoptr (GArray) new_lines = NULL;
  Writer writer = { hunks };
  Side old_side;
  Side new_side;
  gsize old_length;
  gsize new_length;
  gsize start;
  gsize end;
  guint i = 0;

  g_return_val_if_fail (old_text != NULL && new_text != NULL, hunks);

  old_length = strlen (old_text);
  new_length = strlen (new_text);
  start = common_start (old_text, old_length, new_text, new_length);
  end = common_end (old_text, old_length, new_text, new_length, MIN (old_length, new_length) - start);

  /* Lines that both texts have are found first, so that words are cut between them only. */
  side_init_lines (&old_side, old_text, start, old_length - end, ids, words);
  old_lines = old_side.pieces;
  side_init_lines (&new_side, new_text, start, new_length - end, ids, words);
  new_lines = new_side.pieces;
  changes = list_changes (&old_side, &new_side);

  writer_same (&writer, start);
  for (guint c = 0; c <= changes->len; c++)
    {
      Change *change = c < changes->len ? &g_array_index (changes, Change, c) : NULL;
      guint stop = change != NULL ? change->old_start : old_lines->len;
      guint k = c > 0 ? g_array_index (changes, Change, c - 1).new_end : 0;

      for (; i < stop; i++, k++)
        writer_compare (&writer, old_text, side_get (&old_side, i)->end, new_text, side_get (&new_side, k)->end, language);
      if (change != NULL)
        i = change->old_end;
    }
  writer_compare (&writer, old_text, old_length - end, new_text, new_length - end, language);
  writer_same (&writer, end);
  writer_flush (&writer);

  return hunks;
}

guint
desk_diff_count (GArray *hunks)
{
  guint n = 0;

  g_return_val_if_fail (hunks != NULL, 0);

  for (guint i = 0; i < hunks->len; i++)
    {
      DeskDiffKind kind = g_array_index (hunks, DeskDiffHunk, i).kind;

      if (kind == DESK_DIFF_REMOVED ||
          (kind == DESK_DIFF_ADDED && (i == 0 || g_array_index (hunks, DeskDiffHunk, i - 1).kind != DESK_DIFF_REMOVED)))
        n++;
    }

  return n;
}

gboolean
desk_diff_is_small (const char *old_text, const char *new_text, const char *language)
{
  g_autoptr (GArray) hunks = NULL;
  UNumberFormat *numbers;
  gboolean small = TRUE;

  g_return_val_if_fail (old_text != NULL && new_text != NULL, FALSE);

  hunks = desk_diff_words (old_text, new_text, language);
  numbers = open_numbers (language);

  for (guint i = 0; i < hunks->len && small; i++)
    {
      DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      DeskDiffHunk *came = hunk;
      g_autofree char *old_words = NULL;
      g_autofree char *new_words = NULL;

      if (hunk->kind == DESK_DIFF_SAME)
        continue;
      if (hunk->kind == DESK_DIFF_REMOVED && i + 1 < hunks->len &&
          g_array_index (hunks, DeskDiffHunk, i + 1).kind == DESK_DIFF_ADDED)
        came = &g_array_index (hunks, DeskDiffHunk, ++i);

      old_words = g_strndup (old_text + hunk->old_start, hunk->old_length);
      new_words = g_strndup (new_text + came->new_start, came->new_length);
      small = is_small_change (old_words, new_words, language, numbers);
    }
  unum_close (numbers);

  return small;
}
