/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-diff-runs.h"

#include <string.h>

struct _DeskDiffRuns
{
  gatomicrefcount ref_count;
  DeskTextDiff *diff;
  GArray *runs;
  GArray *changes;
};

G_DEFINE_BOXED_TYPE (DeskDiffRuns, desk_diff_runs, desk_diff_runs_ref, desk_diff_runs_unref)

/* --- making them --- */

static guint
add_change (DeskDiffRuns *self, const DeskTextDiffPart *part, gboolean is_move, const DeskDiffHunk *hunk)
{
  const DeskDiffChange change = { part, is_move, hunk->old_start, hunk->old_length, hunk->new_start, hunk->new_length };

  g_array_append_val (self->changes, change);
  return self->changes->len;
}

static void
add_run (DeskDiffRuns *self, const DeskTextDiffPart *part, DeskDiffKind kind, const DeskDiffHunk *hunk, guint change, guint move)
{
  const DeskDiffRun run = { part, kind, hunk->old_start, hunk->old_length, hunk->new_start, hunk->new_length, change, move };

  g_array_append_val (self->runs, run);
}

/* Removed, or added; what is added behind something removed belongs to the same change. */
static guint
add_words (DeskDiffRuns *self, const DeskTextDiffPart *part, const DeskDiffHunk *hunk, const DeskDiffHunk *before, guint move)
{
  gboolean goes_on = before != NULL && before->kind == DESK_DIFF_REMOVED && hunk->kind == DESK_DIFF_ADDED;
  guint change;

  if (goes_on)
    {
      change = self->changes->len;
      g_array_index (self->changes, DeskDiffChange, change - 1).new_start = hunk->new_start;
      g_array_index (self->changes, DeskDiffChange, change - 1).new_length = hunk->new_length;
    }
  else
    {
      change = add_change (self, part, FALSE, hunk);
    }
  add_run (self, part, hunk->kind, hunk, change, move);
  return change;
}

/* The blank lines that stand before or behind a paragraph that moved here. */
static void
add_blank (DeskDiffRuns *self, const DeskTextDiffPart *part, gsize start, gsize end, guint change, guint move)
{
  const DeskDiffHunk blank = { .new_start = start, .new_length = end - start };

  if (end > start)
    add_run (self, part, DESK_DIFF_MOVED_HERE, &blank, change, move);
}

static guint
add_moved (DeskDiffRuns *self, const DeskTextDiffPart *part, const DeskDiffHunk *hunk)
{
  const DeskMove *move = g_ptr_array_index (part->moves, hunk->move);
  const DeskDiffHunk whole = { .old_start = move->old_start, .old_length = move->old_length, .new_start = move->new_start, .new_length = move->new_length };
  guint change = add_change (self, part, TRUE, &whole);

  add_blank (self, part, hunk->new_start, move->new_start, change, hunk->move + 1);
  for (guint i = 0; i < move->hunks->len; i++)
    {
      const DeskDiffHunk *inner = &g_array_index (move->hunks, DeskDiffHunk, i);

      if (inner->kind == DESK_DIFF_SAME)
        add_run (self, part, DESK_DIFF_MOVED_HERE, inner, change, hunk->move + 1);
      else
        add_words (self, part, inner, i > 0 ? inner - 1 : NULL, hunk->move + 1);
    }
  add_blank (self, part, move->new_start + move->new_length, hunk->new_start + hunk->new_length, change, hunk->move + 1);
  return change;
}

static void
add_body (DeskDiffRuns *self, const DeskTextDiffPart *part)
{
  g_autofree guint *changes = g_new0 (guint, part->moves->len + 1);
  guint first = self->runs->len;

  for (guint i = 0; i < part->hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (part->hunks, DeskDiffHunk, i);

      switch (hunk->kind)
        {
        case DESK_DIFF_SAME:
          add_run (self, part, hunk->kind, hunk, 0, 0);
          break;
        case DESK_DIFF_MOVED_AWAY:
          add_run (self, part, hunk->kind, hunk, 0, hunk->move + 1);
          break;
        case DESK_DIFF_MOVED_HERE:
          changes[hunk->move] = add_moved (self, part, hunk);
          break;
        case DESK_DIFF_REMOVED:
        case DESK_DIFF_ADDED:
        default:
          add_words (self, part, hunk, i > 0 ? hunk - 1 : NULL, 0);
          break;
        }
    }

  /* Where it stood belongs to the same change, wherever that is. */
  for (guint i = first; i < self->runs->len; i++)
    {
      DeskDiffRun *run = &g_array_index (self->runs, DeskDiffRun, i);

      if (run->kind == DESK_DIFF_MOVED_AWAY)
        run->change = changes[run->move - 1];
    }
}

static void
add_field (DeskDiffRuns *self, const DeskTextDiffPart *part)
{
  const DeskDiffHunk whole = { .old_length = strlen (part->old_text), .new_length = strlen (part->new_text) };
  guint change = part->n_changes > 0 ? add_change (self, part, FALSE, &whole) : 0;

  for (guint i = 0; i < part->hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (part->hunks, DeskDiffHunk, i);

      add_run (self, part, hunk->kind, hunk, hunk->kind != DESK_DIFF_SAME ? change : 0, 0);
    }
}

/* --- taking one back --- */

static gboolean
is_changed (const DeskDiffHunk *hunk)
{
  return hunk->kind == DESK_DIFF_REMOVED || hunk->kind == DESK_DIFF_ADDED;
}

/* Whether a paragraph begins or ends at a place: it is at an end of @text, or beside a line feed that is beside another. */
static gboolean
is_between_paragraphs (const char *text, gsize at)
{
  gboolean before = at == 0 || text[at - 1] == '\n';
  gboolean behind = text[at] == '\0' || text[at] == '\n';

  if (before && (behind || at < 2 || text[at - 2] == '\n'))
    return TRUE;
  return behind && (text[at] == '\0' || text[at + 1] == '\n' || text[at + 1] == '\0');
}

/* Whether a paragraph ends within what both texts have. */
static gboolean
has_end_within (const DeskDiffHunk *hunk, const char *text)
{
  for (gsize i = hunk->new_start + 1; i < hunk->new_start + hunk->new_length; i++)
    if (is_between_paragraphs (text, i))
      return TRUE;
  return FALSE;
}

/* Whether hunk @i is of another paragraph than the one before it, in both texts. */
static gboolean
begins_paragraph (const DeskTextDiffPart *part, GArray *hunks, guint i)
{
  const DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
  const DeskDiffHunk *before = hunk - 1;

  if (hunk->kind == DESK_DIFF_ADDED && before->kind == DESK_DIFF_REMOVED)
    return FALSE;
  return is_between_paragraphs (part->old_text, hunk->old_start) && is_between_paragraphs (part->new_text, hunk->new_start);
}

/* Whether the paragraph of what stands beside a hunk does not go on behind it. */
static gboolean
ends_paragraph (const DeskDiffHunk *hunk, const char *text)
{
  return hunk->kind == DESK_DIFF_SAME ? has_end_within (hunk, text) : !is_changed (hunk);
}

/* The hunk that @change begins with; its number in @hunks, or their length. */
static guint
find_hunk (GArray *hunks, const DeskDiffChange *change)
{
  guint i = 0;

  while (i < hunks->len)
    {
      const DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);

      if ((hunk->kind == DESK_DIFF_REMOVED && change->old_length > 0 && hunk->old_start == change->old_start) ||
          (hunk->kind == DESK_DIFF_ADDED && change->old_length == 0 && hunk->new_start == change->new_start))
        break;
      i++;
    }
  return i;
}

/* The hunks of the paragraph that hunk @i is in. */
static void
find_paragraph (const DeskTextDiffPart *part, GArray *hunks, guint i, guint *first, guint *last)
{
  const char *text = part->new_text;

  *first = i;
  *last = i;
  while (*first > 0 && !begins_paragraph (part, hunks, *first) &&
         !ends_paragraph (&g_array_index (hunks, DeskDiffHunk, *first - 1), text))
    (*first)--;
  while (*last + 1 < hunks->len && !begins_paragraph (part, hunks, *last + 1) &&
         !ends_paragraph (&g_array_index (hunks, DeskDiffHunk, *last + 1), text))
    (*last)++;
}

static void
append_old (GString *body, const DeskTextDiffPart *part, const DeskDiffHunk *hunk)
{
  g_string_append_len (body, part->old_text + hunk->old_start, hunk->old_length);
}

static void
append_new (GString *body, const DeskTextDiffPart *part, const DeskDiffHunk *hunk)
{
  g_string_append_len (body, part->new_text + hunk->new_start, hunk->new_length);
}

/* The hunks from @first to @last as they were, the others as they are. */
static void
append_hunks (GString *body, const DeskTextDiffPart *part, GArray *hunks, guint first, guint last)
{
  for (guint i = 0; i < hunks->len; i++)
    if (i >= first && i <= last)
      append_old (body, part, &g_array_index (hunks, DeskDiffHunk, i));
    else
      append_new (body, part, &g_array_index (hunks, DeskDiffHunk, i));
}

static char *
restore_in_move (const DeskTextDiffPart *part, const DeskDiffChange *change)
{
  for (guint i = 0; i < part->moves->len; i++)
    {
      const DeskMove *move = g_ptr_array_index (part->moves, i);
      guint hunk = find_hunk (move->hunks, change);
      GString *body;
      guint first, last;

      if (hunk == move->hunks->len)
        continue;
      find_paragraph (part, move->hunks, hunk, &first, &last);
      body = g_string_new_len (part->new_text, move->new_start);
      append_hunks (body, part, move->hunks, first, last);
      g_string_append (body, part->new_text + move->new_start + move->new_length);
      return g_string_free_and_steal (body);
    }
  return g_strdup (part->new_text);
}

static char *
restore_words (const DeskTextDiffPart *part, const DeskDiffChange *change)
{
  guint hunk = find_hunk (part->hunks, change);
  GString *body;
  guint first, last;

  if (hunk == part->hunks->len)
    return restore_in_move (part, change);
  find_paragraph (part, part->hunks, hunk, &first, &last);
  body = g_string_new (NULL);
  append_hunks (body, part, part->hunks, first, last);
  return g_string_free_and_steal (body);
}

/* Where it stood it is put back with its blank lines as they were, between them as it reads now. */
static void
append_moved_back (GString *body, const DeskTextDiffPart *part, const DeskDiffHunk *away, const DeskMove *move)
{
  gsize behind = move->old_start + move->old_length;

  g_string_append_len (body, part->old_text + away->old_start, move->old_start - away->old_start);
  g_string_append_len (body, part->new_text + move->new_start, move->new_length);
  g_string_append_len (body, part->old_text + behind, away->old_start + away->old_length - behind);
}

static char *
restore_move (const DeskTextDiffPart *part, const DeskDiffChange *change)
{
  GString *body = g_string_new (NULL);

  for (guint i = 0; i < part->hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (part->hunks, DeskDiffHunk, i);
      gboolean is_moved = hunk->kind == DESK_DIFF_MOVED_AWAY || hunk->kind == DESK_DIFF_MOVED_HERE;
      const DeskMove *move = is_moved ? g_ptr_array_index (part->moves, hunk->move) : NULL;

      if (move == NULL || move->new_start != change->new_start)
        append_new (body, part, hunk);
      else if (hunk->kind == DESK_DIFF_MOVED_AWAY)
        append_moved_back (body, part, hunk, move);
    }
  return g_string_free_and_steal (body);
}

static DeskText *
restore_field (const DeskTextDiffPart *part, DeskText *to)
{
  g_auto (GStrv) values = g_strsplit (part->old_text, "\n", -1);

  return desk_text_with_fields (to, part->field, (const char *const *) values);
}

/* --- public --- */

DeskDiffRuns *
desk_diff_runs_new (DeskTextDiff *diff)
{
  DeskDiffRuns *self = g_new0 (DeskDiffRuns, 1);
  GPtrArray *parts;

  g_return_val_if_fail (diff != NULL, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->diff = desk_text_diff_ref (diff);
  self->runs = g_array_new (FALSE, FALSE, sizeof (DeskDiffRun));
  self->changes = g_array_new (FALSE, FALSE, sizeof (DeskDiffChange));
  parts = desk_text_diff_get_parts (diff);
  for (guint i = 0; i < parts->len; i++)
    {
      const DeskTextDiffPart *part = g_ptr_array_index (parts, i);

      if (part->field != NULL)
        add_field (self, part);
      else
        add_body (self, part);
    }
  return self;
}

DeskDiffRuns *
desk_diff_runs_ref (DeskDiffRuns *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
desk_diff_runs_unref (DeskDiffRuns *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->runs);
  g_array_unref (self->changes);
  desk_text_diff_unref (self->diff);
  g_free (self);
}

GArray *
desk_diff_runs_get_runs (DeskDiffRuns *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->runs;
}

GArray *
desk_diff_runs_get_changes (DeskDiffRuns *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->changes;
}

static const DeskDiffChange *
get_change (DeskDiffRuns *self, guint change)
{
  return &g_array_index (self->changes, DeskDiffChange, change - 1);
}

char *
desk_diff_runs_dup_was (DeskDiffRuns *self, guint change)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (change > 0 && change <= self->changes->len, NULL);

  if (get_change (self, change)->is_move)
    return desk_diff_runs_dup_now (self, change);
  return g_strndup (get_change (self, change)->part->old_text + get_change (self, change)->old_start, get_change (self, change)->old_length);
}

char *
desk_diff_runs_dup_now (DeskDiffRuns *self, guint change)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (change > 0 && change <= self->changes->len, NULL);

  return g_strndup (get_change (self, change)->part->new_text + get_change (self, change)->new_start, get_change (self, change)->new_length);
}

DeskText *
desk_diff_runs_restore (DeskDiffRuns *self, DeskText *to, guint change)
{
  const DeskDiffChange *which;
  g_autofree char *body = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (to != NULL, NULL);
  g_return_val_if_fail (change > 0 && change <= self->changes->len, NULL);

  which = get_change (self, change);
  if (which->part->field != NULL)
    return restore_field (which->part, to);
  body = which->is_move ? restore_move (which->part, which) : restore_words (which->part, which);
  return desk_text_with_body (to, body);
}
