/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-tracker.h"

#include "core/desk-words.h"

/* Letters: no edge of a claim moves farther to take in a whole word. */
#define LONGEST_WORD 1000

typedef struct
{
  DeskClaim *claim;
  GtkTextMark *start; /* (nullable): NULL when the words are gone */
  GtkTextMark *end;
  gboolean cuts_first_word; /* the claim begins, or ends, within a word */
  gboolean cuts_last_word;
  DeskFit fit;
  gboolean touched;

  /* Where the words stood when they last were those of the claim; NULL while they are. */
  DeskAnchor *origin;
  GRefString *origin_body; /* (nullable): not at hand */
} Place;

typedef struct
{
  char *claim;
  DeskAnchor *origin;
  GRefString *origin_body; /* (nullable) */
  DeskFit fit;
  guint start;
  guint end;
} Search;

struct _DeskTrackerSearch
{
  guint serial;
  GRefString *body;
  char *language;
  GPtrArray *searches; /* (element-type Search) */
};

struct _DeskTracker
{
  GObject parent_instance;

  GtkTextBuffer *buffer;
  char *language;
  GHashTable *places; /* (element-type utf8 Place): by the claim's id */
  GRefString *body;   /* (nullable): NULL when the buffer changed since */
  guint serial;
};

G_DEFINE_FINAL_TYPE (DeskTracker, desk_tracker, G_TYPE_OBJECT)

static void
drop_origin (Place *place)
{
  g_clear_pointer (&place->origin, desk_anchor_free);
  g_clear_pointer (&place->origin_body, g_ref_string_release);
}

static void
drop_marks (Place *place)
{
  if (place->start)
    {
      gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (place->start), place->start);
      gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (place->end), place->end);
    }
  g_clear_object (&place->start);
  g_clear_object (&place->end);
}

static void
place_free (Place *place)
{
  drop_marks (place);
  drop_origin (place);
  g_clear_object (&place->claim);
  g_free (place);
}

static void
search_free (Search *search)
{
  g_free (search->claim);
  desk_anchor_free (search->origin);
  g_clear_pointer (&search->origin_body, g_ref_string_release);
  g_free (search);
}

static GRefString *
ensure_body (DeskTracker *self)
{
  if (!self->body)
    {
      g_autofree char *text = NULL;
      GtkTextIter start, end;

      gtk_text_buffer_get_bounds (self->buffer, &start, &end);
      text = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
      self->body = g_ref_string_new (text);
    }
  return self->body;
}

/* The words that answers were given for, or, never answered, those that were marked. */
static const char *
get_wording (DeskClaim *claim)
{
  return *claim->wording ? claim->wording : claim->anchor->exact;
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* By letters alone: this is asked for every claim at every keystroke, and a paragraph's word breaks take long to find. */
static gboolean
is_within_word (const GtkTextIter *iter)
{
  GtkTextIter before = *iter;

  return is_letter (gtk_text_iter_get_char (iter)) &&
         gtk_text_iter_backward_char (&before) &&
         is_letter (gtk_text_iter_get_char (&before));
}

static gboolean
get_range (Place *place, GtkTextIter *start, GtkTextIter *end)
{
  GtkTextBuffer *buffer;

  if (!place->start)
    return FALSE;

  buffer = gtk_text_mark_get_buffer (place->start);
  gtk_text_buffer_get_iter_at_mark (buffer, start, place->start);
  gtk_text_buffer_get_iter_at_mark (buffer, end, place->end);
  if (gtk_text_iter_compare (start, end) >= 0)
    return FALSE;

  /* Letters typed at the edge of a claim make its first or last word another one. */
  while (!place->cuts_first_word && is_within_word (start))
    gtk_text_iter_backward_char (start);
  while (!place->cuts_last_word && is_within_word (end))
    gtk_text_iter_forward_char (end);
  return TRUE;
}

static void
set_range (DeskTracker *self, Place *place, guint start, guint end)
{
  GtkTextIter first, last;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &first, start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &last, end);
  if (gtk_text_iter_compare (&first, &last) >= 0)
    {
      drop_marks (place);
      return;
    }

  if (place->start)
    {
      gtk_text_buffer_move_mark (self->buffer, place->start, &first);
      gtk_text_buffer_move_mark (self->buffer, place->end, &last);
    }
  else
    {
      /* What is typed at an edge is outside. */
      place->start = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, &first, FALSE));
      place->end = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, &last, TRUE));
    }
  place->cuts_first_word = is_within_word (&first);
  place->cuts_last_word = is_within_word (&last);
}

static DeskFit
compare_words (DeskTracker *self, Place *place)
{
  g_autofree char *words = NULL;
  GtkTextIter start, end;

  if (!get_range (place, &start, &end))
    return DESK_FIT_GONE;

  words = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  return desk_words_same (words, get_wording (place->claim), self->language) ? DESK_FIT_EXACT : DESK_FIT_CHANGED;
}

/* Before the buffer changes. */
static void
touch (DeskTracker *self, Place *place, const GtkTextIter *start, const GtkTextIter *end)
{
  place->touched = TRUE;
  if (place->fit != DESK_FIT_EXACT || place->origin)
    return;

  place->origin = desk_anchor_new (ensure_body (self), gtk_text_iter_get_offset (start), gtk_text_iter_get_offset (end), NULL, NULL);
  if (place->origin)
    place->origin_body = g_ref_string_acquire (ensure_body (self));
}

/* Most claims are far from where one types; those are passed over without a look at the letters at their edges. */
static gboolean
is_far (Place *place, int first, int last)
{
  GtkTextIter start, end;

  if (!place->start)
    return TRUE;

  gtk_text_buffer_get_iter_at_mark (gtk_text_mark_get_buffer (place->start), &start, place->start);
  gtk_text_buffer_get_iter_at_mark (gtk_text_mark_get_buffer (place->start), &end, place->end);
  return gtk_text_iter_get_offset (&start) > last + LONGEST_WORD || gtk_text_iter_get_offset (&end) < first - LONGEST_WORD;
}

static void
touch_range (DeskTracker *self, int first, int last)
{
  GHashTableIter iter;
  Place *place;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &place))
    {
      GtkTextIter start, end;

      if (!is_far (place, first, last) &&
          get_range (place, &start, &end) &&
          gtk_text_iter_get_offset (&start) <= last &&
          gtk_text_iter_get_offset (&end) >= first)
        touch (self, place, &start, &end);
    }
}

static void
body_insert_text_cb (GtkTextBuffer *buffer, GtkTextIter *position, char *text, int length, DeskTracker *self)
{
  touch_range (self, gtk_text_iter_get_offset (position), gtk_text_iter_get_offset (position));
}

static void
body_delete_range_cb (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end, DeskTracker *self)
{
  touch_range (self, gtk_text_iter_get_offset (start), gtk_text_iter_get_offset (end));
}

static void
body_changed_cb (GtkTextBuffer *buffer, DeskTracker *self)
{
  self->serial++;
  g_clear_pointer (&self->body, g_ref_string_release);
}

static void
desk_tracker_dispose (GObject *object)
{
  DeskTracker *self = DESK_TRACKER (object);

  g_hash_table_remove_all (self->places);
  if (self->buffer)
    g_signal_handlers_disconnect_by_data (self->buffer, self);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (desk_tracker_parent_class)->dispose (object);
}

static void
desk_tracker_finalize (GObject *object)
{
  DeskTracker *self = DESK_TRACKER (object);

  g_hash_table_unref (self->places);
  g_clear_pointer (&self->body, g_ref_string_release);
  g_free (self->language);

  G_OBJECT_CLASS (desk_tracker_parent_class)->finalize (object);
}

static void
desk_tracker_class_init (DeskTrackerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_tracker_dispose;
  object_class->finalize = desk_tracker_finalize;
}

static void
desk_tracker_init (DeskTracker *self)
{
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) place_free);
}

DeskTracker *
desk_tracker_new (GtkTextBuffer *buffer)
{
  DeskTracker *self;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  self = g_object_new (DESK_TYPE_TRACKER, NULL);
  self->buffer = g_object_ref (buffer);
  g_signal_connect (buffer, "insert-text", G_CALLBACK (body_insert_text_cb), self);
  g_signal_connect (buffer, "delete-range", G_CALLBACK (body_delete_range_cb), self);
  g_signal_connect (buffer, "changed", G_CALLBACK (body_changed_cb), self);
  return self;
}

void
desk_tracker_set_language (DeskTracker *self, const char *language)
{
  g_return_if_fail (DESK_IS_TRACKER (self));

  g_set_str (&self->language, language);
}

char *
desk_tracker_dup_body (DeskTracker *self)
{
  g_return_val_if_fail (DESK_IS_TRACKER (self), NULL);

  return g_ref_string_acquire (ensure_body (self));
}

/* What to look for when the journal already knows the words to be others: one day they may come back. */
static DeskAnchor *
make_origin_of_wording (DeskClaim *claim)
{
  DeskAnchor *origin = desk_anchor_copy (claim->anchor);

  g_set_str (&origin->exact, get_wording (claim));
  return origin;
}

static void
take_over (DeskTracker *self, Place *place)
{
  DeskAnchor *anchor = place->claim->anchor;

  if (place->claim->fit == DESK_FIT_GONE)
    drop_marks (place);
  else
    set_range (self, place, anchor->start, anchor->start + g_utf8_strlen (anchor->exact, -1));

  place->touched = FALSE;
  place->fit = compare_words (self, place);
  if (place->fit == DESK_FIT_EXACT)
    drop_origin (place);
  else if (!place->origin)
    place->origin = make_origin_of_wording (place->claim);
}

void
desk_tracker_set_claims (DeskTracker *self, GPtrArray *claims, const char *body)
{
  g_autoptr (GHashTable) old = NULL;
  gboolean same_text;

  g_return_if_fail (DESK_IS_TRACKER (self));
  g_return_if_fail (claims != NULL && body != NULL);

  same_text = g_str_equal (ensure_body (self), body);
  old = g_steal_pointer (&self->places);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) place_free);

  for (guint i = 0; i < claims->len; i++)
    {
      DeskClaim *claim = g_ptr_array_index (claims, i);
      g_autofree char *key = NULL;
      Place *place;

      if (g_hash_table_steal_extended (old, claim->id, (gpointer *) &key, (gpointer *) &place))
        {
          if (!g_str_equal (get_wording (place->claim), get_wording (claim)))
            drop_origin (place);
          g_set_object (&place->claim, claim);
        }
      else
        {
          place = g_new0 (Place, 1);
          place->claim = g_object_ref (claim);
          place->fit = claim->fit;
          if (!same_text)
            {
              place->origin = desk_anchor_copy (claim->anchor);
              place->origin_body = g_ref_string_new (body);
            }
        }
      g_hash_table_insert (self->places, key ? g_steal_pointer (&key) : g_strdup (claim->id), place);

      if (same_text)
        {
          take_over (self, place);
        }
      else
        {
          place->touched = TRUE;
          if (!place->origin)
            place->origin = make_origin_of_wording (claim);
        }
    }
}

gboolean
desk_tracker_get_range (DeskTracker *self, const char *claim, GtkTextIter *start, GtkTextIter *end)
{
  Place *place;

  g_return_val_if_fail (DESK_IS_TRACKER (self), FALSE);

  place = g_hash_table_lookup (self->places, claim);
  return place && get_range (place, start, end);
}

DeskFit
desk_tracker_get_fit (DeskTracker *self, DeskClaim *claim)
{
  Place *place;

  g_return_val_if_fail (DESK_IS_TRACKER (self), DESK_FIT_GONE);
  g_return_val_if_fail (DESK_IS_CLAIM (claim), DESK_FIT_GONE);

  place = g_hash_table_lookup (self->places, claim->id);
  if (!place)
    return claim->fit;
  if (place->touched && place->start)
    return compare_words (self, place);
  return place->fit;
}

DeskStatus
desk_tracker_get_status (DeskTracker *self, DeskClaim *claim)
{
  DeskClaim as_typed;

  g_return_val_if_fail (DESK_IS_CLAIM (claim), DESK_STATUS_OPEN);

  /* The same record but for its fit: nothing in it is owned. */
  as_typed = *claim;
  as_typed.fit = desk_tracker_get_fit (self, claim);
  return desk_claim_get_status (&as_typed);
}

DeskClaim *
desk_tracker_get_claim_at (DeskTracker *self, const GtkTextIter *iter)
{
  DeskStatus worst = DESK_STATUS_OPEN;
  DeskClaim *found = NULL;
  GHashTableIter places;
  Place *place;

  g_return_val_if_fail (DESK_IS_TRACKER (self), NULL);

  g_hash_table_iter_init (&places, self->places);
  while (g_hash_table_iter_next (&places, NULL, (gpointer *) &place))
    {
      GtkTextIter start, end;

      if (get_range (place, &start, &end) && gtk_text_iter_in_range (iter, &start, &end))
        {
          DeskStatus status = desk_tracker_get_status (self, place->claim);

          if (!found || status > worst)
            {
              found = place->claim;
              worst = status;
            }
        }
    }
  return found;
}

GArray *
desk_tracker_dup_ranges (DeskTracker *self)
{
  GArray *ranges;
  GHashTableIter iter;
  Place *place;

  g_return_val_if_fail (DESK_IS_TRACKER (self), NULL);

  ranges = g_array_new (FALSE, TRUE, sizeof (DeskClaimRange));
  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &place))
    {
      GtkTextIter start, end;
      DeskClaimRange range = { 0 };

      /* Touched and not the same words: undo may have put back what the marks no longer enclose. */
      if (!get_range (place, &start, &end) || (place->touched && compare_words (self, place) != DESK_FIT_EXACT))
        continue;

      g_strlcpy (range.claim, place->claim->id, sizeof range.claim);
      range.start = gtk_text_iter_get_offset (&start);
      range.end = gtk_text_iter_get_offset (&end);
      g_array_append_val (ranges, range);
    }
  return ranges;
}

gboolean
desk_tracker_settle (DeskTracker *self)
{
  gboolean changed = FALSE;
  GHashTableIter iter;
  Place *place;

  g_return_val_if_fail (DESK_IS_TRACKER (self), FALSE);

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &place))
    {
      DeskFit fit;

      if (!place->touched)
        continue;

      fit = compare_words (self, place);
      changed = changed || fit != place->fit;
      place->fit = fit;
      if (fit == DESK_FIT_EXACT)
        {
          place->touched = FALSE;
          drop_origin (place);
        }
      else if (fit == DESK_FIT_GONE)
        {
          drop_marks (place);
        }
    }
  return changed;
}

DeskTrackerSearch *
desk_tracker_begin_search (DeskTracker *self)
{
  DeskTrackerSearch *search;
  GHashTableIter iter;
  Place *place;

  g_return_val_if_fail (DESK_IS_TRACKER (self), NULL);

  search = g_new0 (DeskTrackerSearch, 1);
  search->serial = self->serial;
  search->body = g_ref_string_acquire (ensure_body (self));
  search->language = g_strdup (self->language);
  search->searches = g_ptr_array_new_with_free_func ((GDestroyNotify) search_free);

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &place))
    if (place->origin && (place->touched || place->fit == DESK_FIT_GONE))
      {
        Search *one = g_new0 (Search, 1);

        one->claim = g_strdup (place->claim->id);
        one->origin = desk_anchor_copy (place->origin);
        one->origin_body = place->origin_body ? g_ref_string_acquire (place->origin_body) : NULL;
        g_ptr_array_add (search->searches, one);
      }

  if (search->searches->len == 0)
    g_clear_pointer (&search, desk_tracker_search_free);
  return search;
}

void
desk_tracker_search_run (DeskTrackerSearch *search)
{
  g_return_if_fail (search != NULL);

  for (guint i = 0; i < search->searches->len; i++)
    {
      Search *one = g_ptr_array_index (search->searches, i);

      one->fit = desk_anchor_follow (one->origin, one->origin_body, search->body, search->language, &one->start, &one->end);
    }
}

gboolean
desk_tracker_end_search (DeskTracker *self, DeskTrackerSearch *search)
{
  gboolean changed = FALSE;

  g_return_val_if_fail (DESK_IS_TRACKER (self), FALSE);
  g_return_val_if_fail (search != NULL, FALSE);

  if (search->serial != self->serial)
    return FALSE;

  for (guint i = 0; i < search->searches->len; i++)
    {
      Search *one = g_ptr_array_index (search->searches, i);
      Place *place = g_hash_table_lookup (self->places, one->claim);
      DeskFit fit;

      if (!place)
        continue;

      if (one->fit == DESK_FIT_GONE)
        drop_marks (place);
      else
        set_range (self, place, one->start, one->end);

      place->touched = FALSE;
      fit = compare_words (self, place);
      changed = changed || fit != place->fit || one->fit != DESK_FIT_GONE;
      place->fit = fit;
      if (fit == DESK_FIT_EXACT)
        drop_origin (place);
    }
  return changed;
}

void
desk_tracker_search_free (DeskTrackerSearch *self)
{
  g_ref_string_release (self->body);
  g_free (self->language);
  g_ptr_array_unref (self->searches);
  g_free (self);
}
