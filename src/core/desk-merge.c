/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-merge.h"

#include <string.h>

#include "desk-diff.h"
#include "desk-words.h"

struct _DeskMerge
{
  gatomicrefcount ref_count;
  GStringChunk *strings;
  GArray *chunks;
  guint n_conflicts;
};

G_DEFINE_BOXED_TYPE (DeskMerge, desk_merge, desk_merge_ref, desk_merge_unref)

/* Bytes of the base that became others of one side's text. */
typedef struct
{
  gsize start, end;
  gsize side_start, side_end;
} Edit;

typedef struct
{
  const char *text;
  GArray *edits;
  guint next;  /* the first edit that no group has */
  guint first; /* the first edit of the group at hand; those up to next are in it */
} Side;

/* A part of a text. */
typedef struct
{
  const char *words;
  gsize length;
} Run;

static DeskMerge *
merge_new (void)
{
  DeskMerge *self = g_new0 (DeskMerge, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (4096);
  self->chunks = g_array_new (FALSE, FALSE, sizeof (DeskMergeChunk));
  return self;
}

static gboolean
run_equal (Run a, Run b)
{
  return a.length == b.length && memcmp (a.words, b.words, a.length) == 0;
}

static Run
run_cut (Run run, gsize start, gsize end)
{
  return (Run) { run.words + start, run.length - start - end };
}

static const char *
keep (DeskMerge *self, Run run)
{
  return g_string_chunk_insert_len (self->strings, run.words, run.length);
}

/* Adds what the three texts have at one place; their kind follows from which are equal. */
static void
add_chunk (DeskMerge *self, Run base, Run ours, Run theirs)
{
  DeskMergeChunk chunk;

  if (base.length + ours.length + theirs.length == 0)
    return;

  if (run_equal (ours, theirs))
    chunk.kind = run_equal (base, ours) ? DESK_MERGE_SAME : DESK_MERGE_BOTH;
  else if (run_equal (base, theirs))
    chunk.kind = DESK_MERGE_OURS;
  else if (run_equal (base, ours))
    chunk.kind = DESK_MERGE_THEIRS;
  else
    chunk.kind = DESK_MERGE_CONFLICT;

  chunk.base = keep (self, base);
  chunk.ours = run_equal (ours, base) ? chunk.base : keep (self, ours);
  chunk.theirs = run_equal (theirs, base) ? chunk.base : run_equal (theirs, ours) ? chunk.ours
                                                                                  : keep (self, theirs);
  self->n_conflicts += chunk.kind == DESK_MERGE_CONFLICT;
  g_array_append_val (self->chunks, chunk);
}

static GArray *
list_edits (const char *base, const char *text, const char *language)
{
  g_autoptr (GArray) hunks = desk_diff_words (base, text, language);
  GArray *edits = g_array_new (FALSE, FALSE, sizeof (Edit));
  gboolean goes_on = FALSE;

  for (guint i = 0; i < hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      Edit edit = { hunk->old_start, hunk->old_start + hunk->old_length, hunk->new_start, hunk->new_start + hunk->new_length };
      Edit *last = goes_on ? &g_array_index (edits, Edit, edits->len - 1) : NULL;

      if (hunk->kind != DESK_DIFF_SAME && last != NULL)
        {
          last->end = edit.end;
          last->side_end = edit.side_end;
        }
      else if (hunk->kind != DESK_DIFF_SAME)
        {
          g_array_append_val (edits, edit);
        }
      goes_on = hunk->kind != DESK_DIFF_SAME;
    }

  return edits;
}

static const Edit *
side_peek (const Side *self)
{
  return self->next < self->edits->len ? &g_array_index (self->edits, Edit, self->next) : NULL;
}

/* Of the edits of the group at hand. */
static const Edit *
side_get_last (const Side *self)
{
  return self->next > self->first ? &g_array_index (self->edits, Edit, self->next - 1) : NULL;
}

/* Whether two sides' edits are about the same words. Words put in are about those on either side of them. */
static gboolean
edits_meet (const Edit *a, const Edit *b)
{
  if (a->start == a->end || b->start == b->end)
    return a->start <= b->end && b->start <= a->end;

  return a->start < b->end && b->start < a->end;
}

/* Puts the next edit into the group at hand, if it belongs there. */
static gboolean
take_next (Side *ours, Side *theirs)
{
  const Edit *our_edit = side_peek (ours);
  const Edit *their_edit = side_peek (theirs);
  gboolean is_ours = their_edit == NULL || (our_edit != NULL && (our_edit->start < their_edit->start ||
                                                                 (our_edit->start == their_edit->start && our_edit->end <= their_edit->end)));
  const Edit *edit = is_ours ? our_edit : their_edit;
  const Edit *other = side_get_last (is_ours ? theirs : ours);
  gboolean is_first = side_get_last (ours) == NULL && side_get_last (theirs) == NULL;

  if (edit == NULL || (!is_first && (other == NULL || !edits_meet (edit, other))))
    return FALSE;

  if (is_ours)
    ours->next++;
  else
    theirs->next++;
  return TRUE;
}

/* What a side, with edits in the group at hand, made of the base's bytes from @start to @end, the ends of the group. */
static Run
side_get_run (const Side *self, gsize start, gsize end)
{
  const Edit *first = &g_array_index (self->edits, Edit, self->first);
  const Edit *last = side_get_last (self);
  gsize from = first->side_start - (first->start - start);
  gsize to = last->side_end + (end - last->end);

  return (Run) { self->text + from, to - from };
}

/*
 * Finds the place in the base, within the group at hand, of a place in a side's text; there is none within words that the
 * side put in. What it took out at that very place lies before it when @behind, else behind it.
 */
static gboolean
side_find_base (const Side *self, const char *place, gboolean behind, gsize *found)
{
  gsize at = place - self->text;
  const Edit *edit = NULL;

  for (guint i = self->first; i < self->next; i++)
    {
      edit = &g_array_index (self->edits, Edit, i);

      if (at < edit->side_start || (at == edit->side_start && !(behind && edit->side_start == edit->side_end)))
        {
          *found = edit->start - (edit->side_start - at);
          return TRUE;
        }
      if (at < edit->side_end)
        return FALSE;
    }

  *found = edit->end + (at - edit->side_end);
  return TRUE;
}

/* The same by whichever side knows; of two answers the one that leaves more in dispute. */
static gboolean
find_base (const Side *ours, const char *our_place, const Side *theirs, const char *their_place, gboolean behind, gsize *found)
{
  gsize by_ours;
  gsize by_theirs;
  gboolean we_know = side_find_base (ours, our_place, behind, &by_ours);
  gboolean they_know = side_find_base (theirs, their_place, behind, &by_theirs);

  if (we_know && they_know)
    *found = behind ? MAX (by_ours, by_theirs) : MIN (by_ours, by_theirs);
  else if (we_know || they_know)
    *found = we_know ? by_ours : by_theirs;

  return we_know || they_know;
}

/* Widens the group's ends to those of a side's edits in it. */
static void
side_widen (const Side *self, gsize *start, gsize *end)
{
  if (side_get_last (self) == NULL)
    return;
  *start = MIN (*start, g_array_index (self->edits, Edit, self->first).start);
  *end = MAX (*end, side_get_last (self)->end);
}

static Run
token_get_run (Run run, GArray *tokens, guint i)
{
  const DeskToken *token = &g_array_index (tokens, DeskToken, i);

  return (Run) { run.words + token->start, token->end - token->start };
}

/* Bytes of whole words and marks that two runs begin with, and end with behind those. */
static void
find_agreed (Run a, Run b, const char *language, gsize *start, gsize *end)
{
  g_autoptr (GArray) a_tokens = desk_words_split (a.words, a.length, language);
  g_autoptr (GArray) b_tokens = desk_words_split (b.words, b.length, language);
  guint least = MIN (a_tokens->len, b_tokens->len);
  guint n = 0;

  *start = *end = 0;
  for (; n < least && run_equal (token_get_run (a, a_tokens, n), token_get_run (b, b_tokens, n)); n++)
    *start += token_get_run (a, a_tokens, n).length;
  for (guint k = 1; n + k <= least; k++)
    {
      Run last = token_get_run (a, a_tokens, a_tokens->len - k);

      if (!run_equal (last, token_get_run (b, b_tokens, b_tokens->len - k)))
        break;
      *end += last.length;
    }
}

/* Adds what both sides changed from @from to @to of the base. What they agree on at both ends of it is not in dispute. */
static void
add_disputed (DeskMerge *self, const char *text, gsize from, gsize to, const Side *our_side, const Side *their_side, const char *language)
{
  Run ours = side_get_run (our_side, from, to);
  Run theirs = side_get_run (their_side, from, to);
  gsize base_start = from;
  gsize base_end = to;
  gsize start = 0;
  gsize end = 0;

  if (!run_equal (ours, theirs))
    {
      find_agreed (ours, theirs, language, &start, &end);

      /* Where the base has words and nobody knows which of them became those agreed on, to take the base would double them. */
      if (!find_base (our_side, ours.words + start, their_side, theirs.words + start, FALSE, &base_start))
        {
          base_start = from;
          start = from == to ? start : 0;
        }
      if (!find_base (our_side, ours.words + ours.length - end, their_side, theirs.words + theirs.length - end, TRUE, &base_end) ||
          base_end < base_start)
        {
          base_end = to;
          end = from == to ? end : 0;
        }
    }

  add_chunk (self, (Run) { text + from, base_start - from }, (Run) { ours.words, start }, (Run) { theirs.words, start });
  add_chunk (self, (Run) { text + base_start, base_end - base_start }, run_cut (ours, start, end), run_cut (theirs, start, end));
  add_chunk (self, (Run) { text + base_end, to - base_end }, run_cut (ours, ours.length - end, 0), run_cut (theirs, theirs.length - end, 0));
}

/* Appends what is to come between two runs of words that nobody wrote side by side. */
static void
append_join (GString *string, const char *words)
{
  static const GUnicodeScript unspaced[] = {
    G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_HIRAGANA, G_UNICODE_SCRIPT_KATAKANA, G_UNICODE_SCRIPT_BOPOMOFO, G_UNICODE_SCRIPT_THAI,
    G_UNICODE_SCRIPT_LAO, G_UNICODE_SCRIPT_KHMER, G_UNICODE_SCRIPT_MYANMAR, G_UNICODE_SCRIPT_TIBETAN, G_UNICODE_SCRIPT_JAVANESE
  };
  gunichar before;
  gunichar behind = g_utf8_get_char (words);

  if (string->len == 0 || *words == '\0')
    return;
  before = g_utf8_get_char (g_utf8_prev_char (string->str + string->len));
  if (g_unichar_isspace (before) || g_unichar_isspace (behind))
    return;
  if (strstr (string->str, "\n\n") != NULL || strstr (words, "\n\n") != NULL)
    {
      g_string_append (string, "\n\n");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (unspaced); i++)
    if (g_unichar_get_script (before) == unspaced[i] && g_unichar_get_script (behind) == unspaced[i])
      return;
  g_string_append_c (string, ' ');
}

DeskMerge *
desk_merge_new (const char *base, const char *ours, const char *theirs, const char *language)
{
  DeskMerge *self;
  g_autoptr (GArray) our_edits = NULL;
  g_autoptr (GArray) their_edits = NULL;
  Side our_side = { ours };
  Side their_side = { theirs };
  gsize at = 0;
  Run rest;

  g_return_val_if_fail (base != NULL && ours != NULL && theirs != NULL, NULL);

  self = merge_new ();
  our_side.edits = our_edits = list_edits (base, ours, language);
  their_side.edits = their_edits = list_edits (base, theirs, language);

  while (side_peek (&our_side) != NULL || side_peek (&their_side) != NULL)
    {
      gsize start = G_MAXSIZE;
      gsize end = 0;
      Run between;
      Run run;

      our_side.first = our_side.next;
      their_side.first = their_side.next;
      while (take_next (&our_side, &their_side))
        ;
      side_widen (&our_side, &start, &end);
      side_widen (&their_side, &start, &end);

      between = (Run) { base + at, start - at };
      add_chunk (self, between, between, between);
      run = (Run) { base + start, end - start };
      if (side_get_last (&our_side) == NULL)
        add_chunk (self, run, run, side_get_run (&their_side, start, end));
      else if (side_get_last (&their_side) == NULL)
        add_chunk (self, run, side_get_run (&our_side, start, end), run);
      else
        add_disputed (self, base, start, end, &our_side, &their_side, language);
      at = end;
    }
  rest = (Run) { base + at, strlen (base + at) };
  add_chunk (self, rest, rest, rest);

  return self;
}

DeskMerge *
desk_merge_new_whole (const char *base, const char *ours, const char *theirs)
{
  DeskMerge *self;

  g_return_val_if_fail (base != NULL && ours != NULL && theirs != NULL, NULL);

  self = merge_new ();
  add_chunk (self, (Run) { base, strlen (base) }, (Run) { ours, strlen (ours) }, (Run) { theirs, strlen (theirs) });
  return self;
}

static void
add_items (DeskMerge *self, GHashTable *seen, GStrv items, GStrv base, GStrv ours, GStrv theirs)
{
  for (guint i = 0; items[i] != NULL; i++)
    {
      g_autofree char *line = g_strconcat (items[i], "\n", NULL);
      Run there = { line, strlen (line) };
      Run gone = { line, 0 };

      if (*items[i] != '\0' && g_hash_table_add (seen, g_strdup (items[i])))
        add_chunk (self,
                   g_strv_contains ((const char *const *) base, items[i]) ? there : gone,
                   g_strv_contains ((const char *const *) ours, items[i]) ? there : gone,
                   g_strv_contains ((const char *const *) theirs, items[i]) ? there : gone);
    }
}

DeskMerge *
desk_merge_new_items (const char *base, const char *ours, const char *theirs)
{
  DeskMerge *self;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) base_items = NULL;
  g_auto (GStrv) our_items = NULL;
  g_auto (GStrv) their_items = NULL;

  g_return_val_if_fail (base != NULL && ours != NULL && theirs != NULL, NULL);

  self = merge_new ();
  base_items = g_strsplit (base, "\n", -1);
  our_items = g_strsplit (ours, "\n", -1);
  their_items = g_strsplit (theirs, "\n", -1);
  add_items (self, seen, base_items, base_items, our_items, their_items);
  add_items (self, seen, our_items, base_items, our_items, their_items);
  add_items (self, seen, their_items, base_items, our_items, their_items);
  return self;
}

DeskMerge *
desk_merge_ref (DeskMerge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
desk_merge_unref (DeskMerge *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->chunks);
  g_string_chunk_free (self->strings);
  g_free (self);
}

GArray *
desk_merge_get_chunks (DeskMerge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->chunks;
}

guint
desk_merge_get_n_conflicts (DeskMerge *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_conflicts;
}

char *
desk_merge_dup_text (DeskMerge *self, const DeskMergeAnswer *answers)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (answers != NULL || self->n_conflicts == 0, NULL);

  text = g_string_new (NULL);
  for (guint i = 0; i < self->chunks->len; i++)
    {
      const DeskMergeChunk *chunk = &g_array_index (self->chunks, DeskMergeChunk, i);
      g_autofree char *words = NULL;

      switch (chunk->kind)
        {
        case DESK_MERGE_THEIRS:
          g_string_append (text, chunk->theirs);
          break;
        case DESK_MERGE_CONFLICT:
          words = desk_merge_chunk_dup_words (chunk, answers++);
          g_string_append (text, words);
          break;
        case DESK_MERGE_SAME:
        case DESK_MERGE_OURS:
        case DESK_MERGE_BOTH:
        default:
          g_string_append (text, chunk->ours);
        }
    }

  return g_string_free_and_steal (text);
}

char *
desk_merge_chunk_dup_words (const DeskMergeChunk *chunk, const DeskMergeAnswer *answer)
{
  GString *both;

  g_return_val_if_fail (chunk != NULL && answer != NULL, NULL);

  switch (answer->choice)
    {
    case DESK_MERGE_TAKE_OURS:
      return g_strdup (chunk->ours);
    case DESK_MERGE_TAKE_THEIRS:
      return g_strdup (chunk->theirs);
    case DESK_MERGE_TAKE_BASE:
      return g_strdup (chunk->base);
    case DESK_MERGE_TAKE_WORDS:
      return g_strdup (answer->words != NULL ? answer->words : "");
    case DESK_MERGE_TAKE_BOTH:
    default:
      both = g_string_new (chunk->ours);
      append_join (both, chunk->theirs);
      g_string_append (both, chunk->theirs);
      return g_string_free_and_steal (both);
    }
}
