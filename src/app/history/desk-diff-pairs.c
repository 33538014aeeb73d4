/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-diff-pairs.h"

#include <glib/gi18n.h>

#include "desk-diff-view.h"

G_DEFINE_FINAL_TYPE (DeskDiffPair, desk_diff_pair, G_TYPE_OBJECT)

/* One column of the pair that is being made. */
typedef struct
{
  GString *words;
  PangoAttrList *attributes;
} Column;

typedef struct
{
  const DeskDiffColours *colours;
  GPtrArray *pairs;
  Column was;
  Column now;
  guint first_change;
  guint last_change;
  const char *field; /* (nullable): whose rows these are */
} Builder;

/* --- a column --- */

static void
column_begin (Column *column)
{
  column->words = g_string_new (NULL);
  column->attributes = pango_attr_list_new ();
}

static void
column_set (Column *column, gsize start, PangoAttribute *attribute)
{
  attribute->start_index = start;
  attribute->end_index = column->words->len;
  pango_attr_list_insert (column->attributes, attribute);
}

static guint16
scale (double channel)
{
  return CLAMP (channel, 0, 1) * G_MAXUINT16;
}

static void
column_set_kind (Builder *self, Column *column, gsize start, DeskDiffKind kind)
{
  const GdkRGBA *accent = &self->colours->accent;

  switch (kind)
    {
    case DESK_DIFF_REMOVED:
      column_set (column, start, pango_attr_strikethrough_new (TRUE));
      column_set (column, start, pango_attr_foreground_alpha_new (scale (self->colours->dim)));
      break;
    case DESK_DIFF_ADDED:
      column_set (column, start, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE));
      column_set (column, start, pango_attr_background_new (scale (accent->red), scale (accent->green), scale (accent->blue)));
      column_set (column, start, pango_attr_background_alpha_new (scale (0.18)));
      break;
    case DESK_DIFF_MOVED_AWAY:
      column_set (column, start, pango_attr_style_new (PANGO_STYLE_ITALIC));
      column_set (column, start, pango_attr_foreground_alpha_new (scale (self->colours->dim)));
      break;
    case DESK_DIFF_SAME:
    case DESK_DIFF_MOVED_HERE:
    default:
      break;
    }
}

static void
column_append (Builder *self, Column *column, const char *words, gsize length, DeskDiffKind kind)
{
  gsize start = column->words->len;

  g_string_append_len (column->words, words, length);
  column_set_kind (self, column, start, kind);
}

static void
column_append_note (Builder *self, Column *column, const char *note)
{
  gsize start = column->words->len;

  g_string_append (column->words, note);
  column_set (column, start, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  column_set (column, start, pango_attr_scale_new (PANGO_SCALE_SMALL));
  column_set (column, start, pango_attr_foreground_alpha_new (scale (self->colours->dim)));
}

/* --- a pair --- */

static gboolean
is_empty (Builder *self)
{
  return self->was.words->len == 0 && self->now.words->len == 0;
}

static void
trim (Column *column)
{
  gsize length = column->words->len;

  while (length > 0 && column->words->str[length - 1] == '\n')
    length--;
  g_string_truncate (column->words, length);
}

static void
flush (Builder *self)
{
  DeskDiffPair *pair;

  trim (&self->was);
  trim (&self->now);
  if (is_empty (self))
    return;
  pair = g_object_new (DESK_TYPE_DIFF_PAIR, NULL);
  if (self->field != NULL && g_ascii_strcasecmp (self->field, DESK_FIELD_HEADLINE) == 0)
    {
      column_set (&self->was, 0, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      column_set (&self->was, 0, pango_attr_scale_new (PANGO_SCALE_X_LARGE));
      column_set (&self->now, 0, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      column_set (&self->now, 0, pango_attr_scale_new (PANGO_SCALE_X_LARGE));
    }
  pair->old_words = g_string_free_and_steal (self->was.words);
  pair->old_attributes = self->was.attributes;
  pair->new_words = g_string_free_and_steal (self->now.words);
  pair->new_attributes = self->now.attributes;
  pair->first_change = self->first_change;
  pair->last_change = self->last_change;
  g_ptr_array_add (self->pairs, pair);
  column_begin (&self->was);
  column_begin (&self->now);
  self->first_change = 0;
  self->last_change = 0;
}

static void
note_change (Builder *self, guint change)
{
  if (change == 0)
    return;
  self->first_change = self->first_change == 0 ? change : MIN (self->first_change, change);
  self->last_change = MAX (self->last_change, change);
}

/* --- runs --- */

/* What both have: each line is a pair of its own. */
static void
add_same (Builder *self, const char *words, gsize length)
{
  const char *end = words + length;

  while (words < end)
    {
      const char *line_break = memchr (words, '\n', end - words);
      gsize n = (line_break != NULL ? line_break : end) - words;

      column_append (self, &self->was, words, n, DESK_DIFF_SAME);
      column_append (self, &self->now, words, n, DESK_DIFF_SAME);
      if (line_break != NULL)
        flush (self);
      words += n + (line_break != NULL ? 1 : 0);
    }
}

static const char *
get_words (const DeskDiffRun *run, gsize *length)
{
  gboolean came = run->kind == DESK_DIFF_ADDED || run->kind == DESK_DIFF_MOVED_HERE;

  *length = came ? run->new_length : run->old_length;
  return came ? run->part->new_text + run->new_start : run->part->old_text + run->old_start;
}

static gboolean
begins_with_break (const DeskDiffRun *run)
{
  gsize length;
  const char *words = get_words (run, &length);

  return length > 0 && words[0] == '\n';
}

static gboolean
ends_with_break (const DeskDiffRun *run)
{
  gsize length;
  const char *words = get_words (run, &length);

  return length > 0 && words[length - 1] == '\n';
}

static void
add_changed (Builder *self, const DeskDiffRun *run, gboolean strip)
{
  gsize length;
  const char *words = get_words (run, &length);

  while (strip && length > 0 && words[0] == '\n')
    {
      words++;
      length--;
    }
  column_append (self, run->kind == DESK_DIFF_ADDED ? &self->now : &self->was, words, length, run->kind);
  note_change (self, run->change);
}

/* A removed run with the added one behind it, or one of them: whole paragraphs stand in a pair of their own. Returns how many. */
static guint
add_change (Builder *self, const DeskDiffRun *run, guint n_left)
{
  const DeskDiffRun *next = n_left > 1 ? run + 1 : NULL;
  gboolean is_pair = next != NULL && run->kind == DESK_DIFF_REMOVED && next->kind == DESK_DIFF_ADDED && next->change == run->change;
  gboolean begins = begins_with_break (run) && (!is_pair || begins_with_break (next));
  gboolean ends = ends_with_break (run) && (!is_pair || ends_with_break (next));
  gboolean was_empty;

  if (begins)
    flush (self);
  was_empty = is_empty (self);
  add_changed (self, run, begins);
  if (is_pair)
    add_changed (self, next, begins);
  if (was_empty && ends)
    flush (self);
  return is_pair ? 2 : 1;
}

static void
add_moved_away (Builder *self, const DeskDiffRun *run, gboolean is_above)
{
  const DeskMove *move = g_ptr_array_index (run->part->moves, run->move - 1);

  flush (self);
  column_append (self, &self->was, run->part->old_text + move->old_start, move->old_length, DESK_DIFF_MOVED_AWAY);
  column_append_note (self, &self->now, is_above ? _ ("↑ Moved up from here") : _ ("↓ Moved down from here"));
  flush (self);
}

/* All runs of a paragraph that moved here; returns how many. */
static guint
add_moved_here (Builder *self, const DeskDiffRun *run, guint n_left, gboolean is_below)
{
  guint n = 0;

  flush (self);
  column_append_note (self, &self->was, is_below ? _ ("↑ Moved here from below") : _ ("↓ Moved here from above"));
  while (n < n_left && run[n].move == run->move && run[n].kind != DESK_DIFF_MOVED_AWAY)
    {
      gsize length;
      const char *words = get_words (&run[n], &length);

      while (self->now.words->len == 0 && length > 0 && words[0] == '\n')
        {
          words++;
          length--;
        }
      column_append (self, &self->now, words, length, run[n].kind);
      note_change (self, run[n].change);
      n++;
    }
  flush (self);
  return n;
}

static void
add_part (Builder *self, const DeskDiffRun *runs, guint n)
{
  const DeskTextDiffPart *part = runs->part;
  g_autofree gboolean *passed = g_new0 (gboolean, part->moves->len + 1);

  self->field = part->field;
  /* The name of a field stands in both columns, but for the headline, which looks like one. */
  if (part->field != NULL && g_ascii_strcasecmp (part->field, DESK_FIELD_HEADLINE) != 0)
    {
      g_autofree char *label = g_strdup_printf (_ ("%s: "), desk_diff_get_field_label (part->field));

      column_append_note (self, &self->was, part->old_text[0] != '\0' ? label : "");
      column_append_note (self, &self->now, part->new_text[0] != '\0' ? label : "");
    }
  for (guint i = 0; i < n;)
    {
      const DeskDiffRun *run = &runs[i];

      if (run->kind == DESK_DIFF_SAME)
        {
          add_same (self, part->old_text + run->old_start, run->old_length);
          i++;
        }
      else if (run->kind == DESK_DIFF_MOVED_AWAY)
        {
          add_moved_away (self, run, passed[run->move]);
          passed[run->move] = TRUE;
          i++;
        }
      else if (run->move > 0)
        {
          i += add_moved_here (self, run, n - i, !passed[run->move]);
          passed[run->move] = TRUE;
        }
      else
        {
          i += add_change (self, run, n - i);
        }
    }
  flush (self);
}

static gboolean
is_shown (const DeskTextDiffPart *part)
{
  static const char *const always[] = { DESK_FIELD_HEADLINE, DESK_FIELD_STANDFIRST, DESK_FIELD_BYLINE, NULL };

  return part->field == NULL || part->n_changes > 0 || g_strv_contains (always, part->field);
}

/* --- the object --- */

static void
desk_diff_pair_finalize (GObject *object)
{
  DeskDiffPair *self = DESK_DIFF_PAIR (object);

  g_free (self->old_words);
  g_free (self->new_words);
  g_clear_pointer (&self->old_attributes, pango_attr_list_unref);
  g_clear_pointer (&self->new_attributes, pango_attr_list_unref);

  G_OBJECT_CLASS (desk_diff_pair_parent_class)->finalize (object);
}

static void
desk_diff_pair_class_init (DeskDiffPairClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_diff_pair_finalize;
}

static void
desk_diff_pair_init (DeskDiffPair *self)
{
}

GPtrArray *
desk_diff_pairs_new (DeskDiffRuns *runs, const DeskDiffColours *colours)
{
  GArray *list = desk_diff_runs_get_runs (runs);
  Builder builder = { .colours = colours, .pairs = g_ptr_array_new_with_free_func (g_object_unref) };

  column_begin (&builder.was);
  column_begin (&builder.now);
  for (guint i = 0; i < list->len;)
    {
      const DeskDiffRun *run = &g_array_index (list, DeskDiffRun, i);
      guint n = 1;

      while (i + n < list->len && run[n].part == run->part)
        n++;
      if (is_shown (run->part))
        add_part (&builder, run, n);
      i += n;
    }
  g_string_free (builder.was.words, TRUE);
  g_string_free (builder.now.words, TRUE);
  pango_attr_list_unref (builder.was.attributes);
  pango_attr_list_unref (builder.now.attributes);
  return builder.pairs;
}
