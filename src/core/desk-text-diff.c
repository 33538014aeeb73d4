/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-text-diff.h"

#include <string.h>

#include "desk-markdown.h"
#include "desk-words.h"

/* Of a sentence of more letters a correction quotes the clause alone, if that has so many words. */
#define LONG_SENTENCE 60
#define MIN_CLAUSE 2

struct _DeskTextDiff
{
  gatomicrefcount ref_count;
  char *language;
  GPtrArray *parts;
  guint n_changes;
};

G_DEFINE_BOXED_TYPE (DeskTextDiff, desk_text_diff, desk_text_diff_ref, desk_text_diff_unref)

static void
part_free (DeskTextDiffPart *part)
{
  g_free (part->field);
  g_free (part->old_text);
  g_free (part->new_text);
  g_clear_pointer (&part->hunks, g_array_unref);
  g_clear_pointer (&part->moves, g_ptr_array_unref);
  g_free (part);
}

static char *
join_fields (DeskText *text, const char *name)
{
  g_autofree const char **values = desk_text_get_fields (text, name);

  return g_strjoinv ("\n", (char **) values);
}

/* Takes both texts. */
static void
add_part (DeskTextDiff *self, const char *field, char *old_text, char *new_text)
{
  DeskTextDiffPart *part = g_new0 (DeskTextDiffPart, 1);

  part->field = g_strdup (field);
  part->old_text = old_text;
  part->new_text = new_text;
  if (field != NULL)
    {
      part->hunks = desk_diff_words (old_text, new_text, self->language);
      part->moves = g_ptr_array_new ();
      part->n_changes = !g_str_equal (old_text, new_text);
    }
  else
    {
      part->hunks = desk_moves_diff (old_text, new_text, self->language, &part->moves);
      part->n_changes = desk_moves_count (part->hunks, part->moves);
    }
  self->n_changes += part->n_changes;
  g_ptr_array_add (self->parts, part);
}

static void
add_fields (DeskTextDiff *self, GHashTable *seen, const char **names, DeskText *from, DeskText *to)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_hash_table_add (seen, g_ascii_strdown (names[i], -1)))
      add_part (self, names[i], join_fields (from, names[i]), join_fields (to, names[i]));
}

static int
compare_parts (const DeskTextDiffPart *a, const DeskTextDiffPart *b)
{
  return desk_text_compare_fields (a->field, b->field);
}

/* The marks that part a sentence's clauses, with the space behind them. */
static gboolean
is_clause_mark (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return (c == ',' || c == ';' || c == ':' || c == 0x2013 || c == 0x2014 || c == 0x060c || c == 0x061b) &&
         g_unichar_isspace (g_utf8_get_char (g_utf8_next_char (p)));
}

/* Narrows a sentence to the clause that the changed words are in, unless that says too little. */
static void
narrow_to_clause (const char *text, gsize changed_start, gsize changed_end, gsize *start, gsize *end, const char *language)
{
  const char *from = text + CLAMP (changed_start, *start, *end);
  const char *to = text + CLAMP (changed_end, *start, *end);
  g_autofree char *clause = NULL;

  while (from > text + *start && !is_clause_mark (g_utf8_prev_char (from)))
    from = g_utf8_prev_char (from);
  while (to < text + *end && !is_clause_mark (to))
    to = g_utf8_next_char (to);

  clause = g_strndup (from, to - from);
  if (desk_words_count (clause, language) < MIN_CLAUSE)
    return;
  *start = from - text;
  *end = to - text;
}

/* What a correction would quote of @text, which changed from byte @changed_start to @changed_end: (transfer full) */
static char *
dup_quote (DeskTextDiffPart *part, const char *text, gsize changed_start, gsize changed_end, const char *language)
{
  g_autofree char *quote = NULL;
  g_autofree char *plain = NULL;
  guint first, last;
  gsize start, end;

  if (part->field != NULL)
    return g_strdup (text);
  if (!desk_words_sentence_at (text, desk_words_chars_at (text, changed_start), language, &first, &last))
    return g_strdup ("");

  start = desk_words_bytes_at (text, first);
  end = desk_words_bytes_at (text, last);
  if (last - first > LONG_SENTENCE)
    narrow_to_clause (text, changed_start, changed_end, &start, &end, language);
  quote = g_strndup (text + start, end - start);
  plain = desk_markdown_to_plain (quote);
  g_strstrip (plain);
  /* It stands within a sentence of ours. */
  if (g_str_has_suffix (plain, "."))
    plain[strlen (plain) - 1] = '\0';
  return g_steal_pointer (&plain);
}

/* The end of what was put in at @hunk, in the new text. */
static gsize
find_new_end (GArray *hunks, guint hunk)
{
  const DeskDiffHunk *removed = &g_array_index (hunks, DeskDiffHunk, hunk);
  const DeskDiffHunk *next = hunk + 1 < hunks->len ? removed + 1 : NULL;

  if (removed->kind == DESK_DIFF_REMOVED && next != NULL && next->kind == DESK_DIFF_ADDED)
    return next->new_start + next->new_length;
  return removed->new_start + removed->new_length;
}

/* Quotes the first change of @hunks, if there is one. */
static gboolean
quote_first (DeskTextDiffPart *part, GArray *hunks, const char *language, char **was, char **now)
{
  for (guint i = 0; i < hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      DeskMove *move = NULL;

      switch (hunk->kind)
        {
        case DESK_DIFF_SAME:
        case DESK_DIFF_MOVED_AWAY:
          break;
        case DESK_DIFF_MOVED_HERE:
          /* What stands elsewhere now is as right as it was. */
          move = g_ptr_array_index (part->moves, hunk->move);
          if (quote_first (part, move->hunks, language, was, now))
            return TRUE;
          break;
        case DESK_DIFF_REMOVED:
        case DESK_DIFF_ADDED:
        default:
          *was = dup_quote (part, part->old_text, hunk->old_start, hunk->old_start + hunk->old_length, language);
          *now = dup_quote (part, part->new_text, hunk->new_start, find_new_end (hunks, i), language);
          return TRUE;
        }
    }

  return FALSE;
}

DeskTextDiff *
desk_text_diff_new (DeskText *from, DeskText *to, const char *language)
{
  DeskTextDiff *self;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree const char **from_names = NULL;
  g_autofree const char **to_names = NULL;

  g_return_val_if_fail (from != NULL, NULL);
  g_return_val_if_fail (to != NULL, NULL);

  self = g_new0 (DeskTextDiff, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->language = g_strdup (language);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);

  from_names = desk_text_get_field_names (from);
  to_names = desk_text_get_field_names (to);
  add_fields (self, seen, to_names, from, to);
  add_fields (self, seen, from_names, from, to);
  g_ptr_array_sort_values (self->parts, (GCompareFunc) compare_parts);
  add_part (self, NULL, g_strdup (desk_text_get_body (from)), g_strdup (desk_text_get_body (to)));
  return self;
}

DeskTextDiff *
desk_text_diff_ref (DeskTextDiff *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
desk_text_diff_unref (DeskTextDiff *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->language);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

GPtrArray *
desk_text_diff_get_parts (DeskTextDiff *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parts;
}

guint
desk_text_diff_get_n_changes (DeskTextDiff *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_changes;
}

gboolean
desk_text_diff_is_small (DeskTextDiff *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->parts->len; i++)
    {
      DeskTextDiffPart *part = g_ptr_array_index (self->parts, i);

      if (part->n_changes > 0 && !desk_diff_is_small (part->old_text, part->new_text, self->language))
        return FALSE;
    }
  return TRUE;
}

void
desk_text_diff_dup_first (DeskTextDiff *self, char **was, char **now)
{
  DeskTextDiffPart *part = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (was != NULL && now != NULL);

  /* What is wrong with the facts is in the body, and the headline follows it. */
  for (guint i = self->parts->len; i > 0 && (part == NULL || part->n_changes == 0); i--)
    part = g_ptr_array_index (self->parts, i - 1);

  if (part->n_changes > 0 && quote_first (part, part->hunks, self->language, was, now))
    return;
  *was = g_strdup ("");
  *now = g_strdup ("");
}
