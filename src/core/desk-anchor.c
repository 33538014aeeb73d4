/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "desk-anchor.h"
#include "desk-diff.h"
#include "desk-words.h"

/* Characters of context kept on each side, and how many of them say that a place is the same. */
#define CONTEXT_CHARS 32
#define CONTEXT_FITS 12

/* Words that are enough to know a passage again by themselves. */
#define ENOUGH_WORDS 4

/* Bytes of a body. */
typedef struct
{
  gsize start;
  gsize end;
} Range;

/* The difference last asked for: a save follows each claim of a story through the same two bodies. */
typedef struct
{
  char *old_body;
  char *new_body;
  char *language;
  GArray *hunks;
} Difference;

static void difference_free (gpointer data);

G_DEFINE_BOXED_TYPE (DeskAnchor, desk_anchor, desk_anchor_copy, desk_anchor_free)

static GPrivate last_difference = G_PRIVATE_INIT (difference_free);

static void
difference_free (gpointer data)
{
  Difference *self = data;

  g_free (self->old_body);
  g_free (self->new_body);
  g_free (self->language);
  g_array_unref (self->hunks);
  g_free (self);
}

static GArray *
get_difference (const char *old_body, const char *new_body, const char *language)
{
  Difference *difference = g_private_get (&last_difference);

  if (difference == NULL || !g_str_equal (difference->old_body, old_body) ||
      !g_str_equal (difference->new_body, new_body) || g_strcmp0 (difference->language, language) != 0)
    {
      difference = g_new (Difference, 1);
      difference->old_body = g_strdup (old_body);
      difference->new_body = g_strdup (new_body);
      difference->language = g_strdup (language);
      difference->hunks = desk_diff_words (old_body, new_body, language);
      g_private_replace (&last_difference, difference);
    }

  return difference->hunks;
}

static gunichar
char_before (const char *body, gsize at)
{
  return at > 0 ? g_utf8_get_char (g_utf8_prev_char (body + at)) : 0;
}

static Range
trim (const char *body, Range range)
{
  while (range.start < range.end && g_unichar_isspace (g_utf8_get_char (body + range.start)))
    range.start = g_utf8_next_char (body + range.start) - body;
  while (range.end > range.start && g_unichar_isspace (char_before (body, range.end)))
    range.end = g_utf8_prev_char (body + range.end) - body;

  return range;
}

static char *
copy_range (const char *body, Range range)
{
  return g_strndup (body + range.start, range.end - range.start);
}

static guint
count_said (const char *body, Range range, const char *language)
{
  g_autoptr (GArray) said = desk_words_list_said (body + range.start, range.end - range.start, language);

  return said->len;
}

static gboolean
says_same (const char *exact, const char *body, Range range, const char *language)
{
  g_autofree char *words = copy_range (body, range);

  return desk_words_same (exact, words, language);
}

/* Marks belong to the characters before them; a context that began with one would be no text. */
static gboolean
begins_cluster (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return !g_unichar_ismark (c) && !g_unichar_iszerowidth (c) && !(c >= 0x1F3FB && c <= 0x1F3FF);
}

static DeskAnchor *
anchor_for_range (const char *body, Range range, const char *text)
{
  DeskAnchor *self = g_new0 (DeskAnchor, 1);
  const char *before = body + range.start;
  const char *behind = body + range.end;

  for (guint i = 0; i < CONTEXT_CHARS && before > body; i++)
    before = g_utf8_prev_char (before);
  while (before < body + range.start && !begins_cluster (before))
    before = g_utf8_next_char (before);

  for (guint i = 0; i < CONTEXT_CHARS && *behind != '\0'; i++)
    behind = g_utf8_next_char (behind);
  while (behind > body + range.end && *behind != '\0' && !begins_cluster (behind))
    behind = g_utf8_prev_char (behind);

  self->exact = copy_range (body, range);
  self->prefix = g_strndup (before, body + range.start - before);
  self->suffix = g_strndup (body + range.end, behind - (body + range.end));
  self->start = desk_words_chars_at (body, range.start);
  self->text = g_strdup (text != NULL ? text : "");

  return self;
}

/* Places of @exact in @body, byte by byte. */
static GArray *
list_places (const char *body, const char *exact)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Range));
  gsize length = strlen (exact);

  if (length == 0)
    return places;

  for (const char *p = strstr (body, exact); p != NULL; p = strstr (p + 1, exact))
    {
      Range place = { p - body, p - body + length };

      g_array_append_val (places, place);
    }

  return places;
}

/* Places where @body says the words of @exact with other marks, spaces or a capital. */
static GArray *
list_places_by_words (const char *body, const char *exact, const char *language)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Range));
  g_autoptr (GArray) wanted = desk_words_list_said (exact, -1, language);
  g_autoptr (GArray) said = desk_words_list_said (body, -1, language);
  DeskToken *last;
  gsize length;

  if (wanted->len == 0)
    return places;

  last = &g_array_index (wanted, DeskToken, wanted->len - 1);
  length = last->end - last->start;

  for (guint i = 0; i + wanted->len <= said->len; i++)
    {
      DeskToken *first = &g_array_index (said, DeskToken, i);
      DeskToken *end = &g_array_index (said, DeskToken, i + wanted->len - 1);
      Range place = { first->start, end->end };

      /* Most places are out by their last word. */
      if (wanted->len > 1 && (end->end - end->start != length || memcmp (body + end->start, exact + last->start, length) != 0))
        continue;
      if (says_same (exact, body, place, language))
        g_array_append_val (places, place);
    }

  return places;
}

/* Takes in the marks that the words of @exact stood between, where they are there. */
static Range
take_marks (const char *body, Range range, const char *exact)
{
  gunichar last = char_before (exact, strlen (exact));
  gunichar first = g_utf8_get_char (exact);

  if (!g_unichar_isalnum (first) && char_before (body, range.start) == first)
    range.start = g_utf8_prev_char (body + range.start) - body;
  if (!g_unichar_isalnum (last))
    for (const char *p = body + range.end; *p != '\0' && g_unichar_ispunct (g_utf8_get_char (p)); p = g_utf8_next_char (p))
      if (g_utf8_get_char (p) == last)
        {
          range.end = g_utf8_next_char (p) - body;
          break;
        }

  return range;
}

/* How many characters before @at are those that @prefix ends with. */
static guint
measure_prefix (const char *prefix, const char *body, gsize at)
{
  const char *p = prefix + strlen (prefix);
  const char *q = body + at;
  guint n = 0;

  while (p > prefix && q > body)
    {
      p = g_utf8_prev_char (p);
      q = g_utf8_prev_char (q);
      if (g_utf8_get_char (p) != g_utf8_get_char (q))
        return n;
      n++;
    }

  /* Both at the beginning of the body. */
  return p == prefix && q == body && n < CONTEXT_FITS ? CONTEXT_FITS : n;
}

static guint
measure_suffix (const char *suffix, const char *body, gsize at)
{
  const char *p = suffix;
  const char *q = body + at;
  guint n = 0;

  for (; *p != '\0' && *q != '\0'; p = g_utf8_next_char (p), q = g_utf8_next_char (q))
    {
      if (g_utf8_get_char (p) != g_utf8_get_char (q))
        return n;
      n++;
    }

  return *p == '\0' && *q == '\0' && n < CONTEXT_FITS ? CONTEXT_FITS : n;
}

/* On how many sides the context fits. */
static guint
count_sides (const DeskAnchor *self, const char *body, Range place)
{
  return (measure_prefix (self->prefix, body, place.start) >= CONTEXT_FITS) +
         (measure_suffix (self->suffix, body, place.end) >= CONTEXT_FITS);
}

/* The one place whose context fits better than all others'. */
static gboolean
choose_place (const DeskAnchor *self, const char *body, GArray *places, const char *language, Range *range)
{
  g_autoptr (GArray) said = desk_words_list_said (self->exact, -1, language);
  guint best = 0;
  guint n_best = 0;

  for (guint i = 0; i < places->len; i++)
    {
      Range place = g_array_index (places, Range, i);
      guint sides = count_sides (self, body, place);

      if (sides > best)
        {
          best = sides;
          n_best = 0;
        }
      if (sides == best && n_best++ == 0)
        *range = place;
    }

  return n_best == 1 && (best > 0 || said->len >= ENOUGH_WORDS);
}

/* Whether the claim's words begin or end their sentence; its context tells, so no old body is needed. */
static void
find_sentence_edges (const DeskAnchor *self, const char *language, gboolean *begins, gboolean *ends)
{
  g_autofree char *body = g_strconcat (self->prefix, self->exact, self->suffix, NULL);
  guint from = g_utf8_strlen (self->prefix, -1);
  guint to = from + g_utf8_strlen (self->exact, -1);
  guint start;
  guint end;
  Range left;

  *begins = *ends = FALSE;

  if (desk_words_sentence_at (body, from, language, &start, &end))
    {
      left.start = desk_words_bytes_at (body, start);
      left.end = desk_words_bytes_at (body, from);
      *begins = left.start >= left.end || count_said (body, left, language) == 0;
    }
  if (to > 0 && desk_words_sentence_at (body, to - 1, language, &start, &end))
    {
      left.start = desk_words_bytes_at (body, to);
      left.end = desk_words_bytes_at (body, end);
      *ends = left.start >= left.end || count_said (body, left, language) == 0;
    }
}

/* The words of @range that are in one sentence with what is behind it. */
static guint
count_in_sentence_behind (const char *body, Range range, const char *language)
{
  guint start;
  guint end;

  if (!desk_words_sentence_at (body, desk_words_chars_at (body, range.end), language, &start, &end))
    return 0;
  range.start = CLAMP (desk_words_bytes_at (body, start), range.start, range.end);

  return count_said (body, range, language);
}

/* The words of @range that are in one sentence with what is before it. */
static guint
count_in_sentence_before (const char *body, Range range, const char *language)
{
  guint offset = desk_words_chars_at (body, range.start);
  guint start;
  guint end;

  if (offset == 0 || !desk_words_sentence_at (body, offset - 1, language, &start, &end))
    return 0;
  range.end = CLAMP (desk_words_bytes_at (body, end), range.start, range.end);

  return count_said (body, range, language);
}

/* A span carried through the difference of two bodies. */
typedef struct
{
  Range around_old; /* in the old body: between what stayed before the span and behind it */
  Range around_new; /* the same in the new one */
  Range kept_old;   /* in the old body: from the first to the last of the span that stayed; empty when nothing did */
  Range kept_new;   /* the same in the new one */
  guint n_kept;     /* words of the span that stayed */
} Carried;

static Carried
carry (GArray *hunks, const char *old_body, const char *new_body, Range span, const char *language)
{
  Carried self = { { 0, strlen (old_body) }, { 0, strlen (new_body) } };
  gboolean stayed = FALSE;

  for (guint i = 0; i < hunks->len; i++)
    {
      DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      gsize old_end = hunk->old_start + hunk->old_length;
      gsize shift = hunk->new_start - hunk->old_start;
      Range before = { hunk->old_start, MIN (old_end, span.start) };
      Range inside = { MAX (hunk->old_start, span.start), MIN (old_end, span.end) };
      Range behind = { MAX (hunk->old_start, span.end), old_end };

      if (hunk->kind != DESK_DIFF_SAME)
        continue;

      /* Spaces that stayed are no neighbours. */
      before = trim (old_body, before);
      inside = trim (old_body, inside);
      behind = trim (old_body, behind);

      if (before.start < before.end)
        {
          self.around_old.start = before.end;
          self.around_new.start = before.end + shift;
        }
      if (inside.start < inside.end)
        {
          if (!stayed)
            {
              self.kept_old.start = inside.start;
              self.kept_new.start = inside.start + shift;
            }
          self.kept_old.end = inside.end;
          self.kept_new.end = inside.end + shift;
          self.n_kept += count_said (old_body, inside, language);
          stayed = TRUE;
        }
      if (behind.start < behind.end)
        {
          self.around_old.end = behind.start;
          self.around_new.end = behind.start + shift;
          break;
        }
    }

  return self;
}

/* The start of the last @n words of a range, or its end when @n is 0. */
static gsize
last_words (const char *body, Range range, guint n, const char *language)
{
  g_autoptr (GArray) said = desk_words_list_said (body + range.start, range.end - range.start, language);

  n = MIN (n, said->len);

  return n > 0 ? range.start + g_array_index (said, DeskToken, said->len - n).start : range.end;
}

static gsize
first_words (const char *body, Range range, guint n, const char *language)
{
  g_autoptr (GArray) said = desk_words_list_said (body + range.start, range.end - range.start, language);

  n = MIN (n, said->len);

  return n > 0 ? range.start + g_array_index (said, DeskToken, n - 1).end : range.start;
}

/* New words beside what stayed of a span, and what they stand for. */
typedef struct
{
  Range came;       /* in the new body */
  Range inside;     /* in the old body: what the span lost there */
  Range outside;    /* in the old body: what its neighbours lost */
  guint n_sentence; /* new words in one sentence with what stayed; 0 where the span did not begin or end its sentence */
} Edge;

/* How many of the new words at an edge are the span's own. */
static guint
count_own (const Edge *edge, const char *old_body, const char *new_body, const char *language)
{
  guint n_outside = count_said (old_body, edge->outside, language);
  guint n_inside = count_said (old_body, edge->inside, language);
  guint n_came = count_said (new_body, edge->came, language);

  if (edge->n_sentence > 0)
    {
      g_autofree char *neighbours = copy_range (old_body, edge->outside);

      /* "It sank. Wind rose" and "It sank; wind rose" */
      return says_same (neighbours, new_body, edge->came, language) ? 0 : edge->n_sentence;
    }

  /* As many as it lost, when its neighbours changed too. */
  return n_outside > 0 ? MIN (n_came, n_inside) : n_inside > 0 ? n_came
                                                               : 0;
}

/* Where a span of which something stayed begins and ends. */
static Range
settle_edges (const DeskAnchor *self,
              const Carried *carried,
              const char *old_body,
              const char *new_body,
              Range span,
              const char *language)
{
  Range range = carried->kept_new;
  Edge before = { { carried->around_new.start, carried->kept_new.start },
                  { span.start, carried->kept_old.start },
                  { carried->around_old.start, span.start },
                  0 };
  Edge behind = { { carried->kept_new.end, carried->around_new.end },
                  { carried->kept_old.end, span.end },
                  { span.end, carried->around_old.end },
                  0 };
  gboolean came_before = count_said (new_body, before.came, language) > 0;
  gboolean came_behind = count_said (new_body, behind.came, language) > 0;
  gboolean begins = FALSE;
  gboolean ends = FALSE;

  if (came_before || came_behind)
    find_sentence_edges (self, language, &begins, &ends);

  if (begins && came_before)
    before.n_sentence = count_in_sentence_behind (new_body, before.came, language);
  if (came_before)
    range.start = last_words (new_body, before.came, count_own (&before, old_body, new_body, language), language);
  else if (before.inside.start < before.inside.end)
    range.start = trim (new_body, before.came).start;

  if (ends && came_behind)
    behind.n_sentence = count_in_sentence_before (new_body, behind.came, language);
  if (came_behind)
    range.end = first_words (new_body, behind.came, count_own (&behind, old_body, new_body, language), language);
  else if (behind.inside.start < behind.inside.end)
    range.end = trim (new_body, behind.came).end;

  return range;
}

/* Leaves out the places that stayed where they were: they are other words that read alike. */
static void
drop_old_places (GArray *places, GArray *hunks)
{
  for (guint i = places->len; i > 0; i--)
    {
      Range place = g_array_index (places, Range, i - 1);

      for (guint k = 0; k < hunks->len; k++)
        {
          DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, k);

          if (hunk->kind == DESK_DIFF_SAME && hunk->new_start <= place.start &&
              place.end <= hunk->new_start + hunk->new_length)
            {
              g_array_remove_index (places, i - 1);
              break;
            }
        }
    }
}

/* By exact text. @hunks: (nullable): the difference from the body it was in */
static gboolean
find_exact (const DeskAnchor *self, const char *body, GArray *hunks, const char *language, Range *range)
{
  g_autoptr (GArray) places = list_places (body, self->exact);

  if (places->len == 0)
    {
      g_array_unref (places);
      places = list_places_by_words (body, self->exact, language);
      for (guint i = 0; i < places->len; i++)
        g_array_index (places, Range, i) = take_marks (body, g_array_index (places, Range, i), self->exact);
    }
  if (hunks != NULL)
    drop_old_places (places, hunks);

  return choose_place (self, body, places, language, range);
}

/* By context: the one place between the characters before and behind it, no longer than a rewritten passage may be. */
static gboolean
find_by_context (const DeskAnchor *self, const char *body, const char *language, Range *range)
{
  gsize most = 4 * strlen (self->exact) + 200;
  gboolean at_start = g_utf8_strlen (self->prefix, -1) < CONTEXT_FITS;
  gboolean at_end = g_utf8_strlen (self->suffix, -1) < CONTEXT_FITS;
  guint n = 0;

  if (at_start && at_end)
    return FALSE;

  for (const char *p = strstr (body, self->prefix); p != NULL; p = *p != '\0' ? strstr (p + 1, self->prefix) : NULL)
    {
      const char *from = p + strlen (self->prefix);
      const char *to = at_end ? body + strlen (body) - MIN (strlen (self->suffix), strlen (from))
                              : strstr (from, self->suffix);

      if (to != NULL && to >= from && (gsize) (to - from) <= most && g_str_has_prefix (to, self->suffix) && n++ == 0)
        *range = trim (body, (Range) { from - body, to - body });

      /* A short prefix is the beginning of the body, and nothing else. */
      if (at_start)
        break;
    }

  return n == 1 && count_said (body, *range, language) > 0;
}

/* Where the claim was in @old_body. */
static gboolean
find_old_span (const DeskAnchor *self, const char *old_body, const char *language, Range *span)
{
  g_autoptr (GArray) places = NULL;

  span->start = desk_words_bytes_at (old_body, self->start);
  span->end = span->start + strlen (self->exact);
  if (g_str_has_prefix (old_body + span->start, self->exact))
    return TRUE;

  places = list_places (old_body, self->exact);

  return choose_place (self, old_body, places, language, span);
}

/* In the old body: whether nothing that was beside the span changed with it. */
static gboolean
is_in_place (const Carried *carried, const char *old_body, Range span, const char *language)
{
  Range before = { carried->around_old.start, span.start };
  Range behind = { span.end, carried->around_old.end };

  return count_said (old_body, before, language) == 0 && count_said (old_body, behind, language) == 0;
}

/* By the difference of the two bodies. */
static DeskFit
follow_span (const DeskAnchor *self, const char *old_body, const char *new_body, Range span, const char *language, Range *range)
{
  GArray *hunks = get_difference (old_body, new_body, language);
  Carried carried = carry (hunks, old_body, new_body, span, language);
  Range moved;

  if (carried.n_kept > 0)
    *range = trim (new_body, settle_edges (self, &carried, old_body, new_body, span, language));
  else
    *range = trim (new_body, carried.around_new);

  if (says_same (self->exact, new_body, *range, language))
    return DESK_FIT_EXACT;

  if (carried.n_kept > 0 && carried.n_kept * 2 >= count_said (old_body, span, language))
    return DESK_FIT_CHANGED;

  if (find_exact (self, new_body, hunks, language, &moved))
    {
      *range = moved;
      return DESK_FIT_EXACT;
    }

  if (is_in_place (&carried, old_body, span, language))
    return count_said (new_body, *range, language) > 0 ? DESK_FIT_CHANGED : DESK_FIT_GONE;

  return find_by_context (self, new_body, language, range) ? DESK_FIT_CHANGED : DESK_FIT_GONE;
}

/* By the anchor alone. */
static DeskFit
find (const DeskAnchor *self, const char *body, const char *language, Range *range)
{
  Range before = { 0, 0 };
  Range behind = { 0, strlen (body) };
  gboolean begins;
  gboolean ends;

  if (!find_exact (self, body, NULL, language, range))
    return find_by_context (self, body, language, range) ? DESK_FIT_CHANGED : DESK_FIT_GONE;

  /* Words that came into its sentence, beside it. */
  before.end = range->start;
  behind.start = range->end;
  find_sentence_edges (self, language, &begins, &ends);
  if (begins)
    range->start = last_words (body, before, count_in_sentence_behind (body, before, language), language);
  if (ends)
    range->end = first_words (body, behind, count_in_sentence_before (body, behind, language), language);

  return says_same (self->exact, body, *range, language) ? DESK_FIT_EXACT : DESK_FIT_CHANGED;
}

DeskAnchor *
desk_anchor_new (const char *body, guint start, guint end, const char *text, GError **error)
{
  Range range;

  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (start >= end || end > (gulong) g_utf8_strlen (body, -1))
    {
      g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_RANGE,
                   /* Translators: %u are numbers of characters: the words to be marked as a claim are not in the text */
                   _ ("There are no words from %u to %u in this text."), start, end);
      return NULL;
    }

  range.start = desk_words_bytes_at (body, start);
  range.end = desk_words_bytes_at (body, end);
  range = trim (body, range);
  if (range.start == range.end)
    {
      g_set_error_literal (error, DESK_CORE_ERROR, DESK_CORE_ERROR_RANGE, _ ("Only spaces are selected. Select words."));
      return NULL;
    }

  return anchor_for_range (body, range, text);
}

DeskAnchor *
desk_anchor_new_for_words (const char *body, const char *exact, const char *text, GError **error)
{
  g_autoptr (GArray) places = NULL;
  g_autofree char *words = NULL;

  g_return_val_if_fail (body != NULL && exact != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  words = copy_range (exact, trim (exact, (Range) { 0, strlen (exact) }));
  places = list_places (body, words);
  if (places->len == 0)
    {
      /* Translators: %s are words that somebody wanted to mark as a claim */
      g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_RANGE, _ ("“%s” is not in this text."), words);
      return NULL;
    }
  if (places->len > 1)
    {
      g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_RANGE,
                   /* Translators: %s are words that somebody wanted to mark as a claim, %u how often they are there */
                   ngettext ("“%s” is in %u place of this text. Give more words around it.",
                             "“%s” is in %u places of this text. Give more words around it.", places->len),
                   words, places->len);
      return NULL;
    }

  return anchor_for_range (body, g_array_index (places, Range, 0), text);
}

DeskAnchor *
desk_anchor_copy (const DeskAnchor *self)
{
  DeskAnchor *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (DeskAnchor, 1);
  copy->exact = g_strdup (self->exact);
  copy->prefix = g_strdup (self->prefix);
  copy->suffix = g_strdup (self->suffix);
  copy->start = self->start;
  copy->text = g_strdup (self->text);

  return copy;
}

void
desk_anchor_free (DeskAnchor *self)
{
  g_free (self->exact);
  g_free (self->prefix);
  g_free (self->suffix);
  g_free (self->text);
  g_free (self);
}

JsonObject *
desk_anchor_to_json (const DeskAnchor *self)
{
  JsonObject *object;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  desk_json_set_string (object, "exact", self->exact);
  desk_json_set_string (object, "prefix", self->prefix);
  desk_json_set_string (object, "suffix", self->suffix);
  desk_json_set_string (object, "text", self->text);
  json_object_set_int_member (object, "start", self->start);

  return object;
}

DeskAnchor *
desk_anchor_from_json (JsonObject *object)
{
  DeskAnchor *self;

  g_return_val_if_fail (object != NULL, NULL);

  if (*desk_json_get_string (object, "exact") == '\0')
    return NULL;

  self = g_new0 (DeskAnchor, 1);
  self->exact = g_strdup (desk_json_get_string (object, "exact"));
  self->prefix = g_strdup (desk_json_get_string (object, "prefix"));
  self->suffix = g_strdup (desk_json_get_string (object, "suffix"));
  self->text = g_strdup (desk_json_get_string (object, "text"));
  self->start = CLAMP (desk_json_get_int (object, "start", 0), 0, G_MAXINT32);

  return self;
}

DeskFit
desk_anchor_follow (const DeskAnchor *self,
                    const char *old_body,
                    const char *new_body,
                    const char *language,
                    guint *start,
                    guint *end)
{
  Range range = { 0, 0 };
  Range span;
  DeskFit fit;

  g_return_val_if_fail (self != NULL, DESK_FIT_GONE);
  g_return_val_if_fail (new_body != NULL, DESK_FIT_GONE);
  g_return_val_if_fail (start != NULL && end != NULL, DESK_FIT_GONE);

  if (old_body != NULL && find_old_span (self, old_body, language, &span))
    fit = follow_span (self, old_body, new_body, span, language, &range);
  else
    fit = find (self, new_body, language, &range);

  /* Of marks alone nothing may be left, and that says the same. */
  if (range.start >= range.end)
    return DESK_FIT_GONE;
  if (fit != DESK_FIT_GONE)
    {
      *start = desk_words_chars_at (new_body, range.start);
      *end = *start + g_utf8_strlen (new_body + range.start, range.end - range.start);
    }

  return fit;
}
