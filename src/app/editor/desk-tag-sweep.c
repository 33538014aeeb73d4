/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-tag-sweep.h"

#include "editor/desk-tag-ranges.h"

#define SLICE 1500 /* microseconds of work at a time */
#define PIECE 300 /* code points looked at before the clock is */

struct _DeskTagSweep
{
  GObject parent_instance;

  GSignalGroup *signals;
  GtkTextBuffer *buffer; /* (nullable) */
  GPtrArray *tags;       /* (nullable): of the plan */
  GPtrArray *plan;       /* (nullable): outside what is dirty it is carried out */
  guint n_tags;          /* that there were */
  int length;            /* of the text that the plan was made for */

  gboolean dirty;
  int lo; /* code points of the text as it is now */
  int hi;
  guint slice_id;
};

G_DEFINE_FINAL_TYPE (DeskTagSweep, desk_tag_sweep, G_TYPE_OBJECT)

/* --- what is to be looked at --- */

static void
add_dirty (DeskTagSweep *self, int lo, int hi)
{
  self->lo = self->dirty ? MIN (self->lo, lo) : lo;
  self->hi = self->dirty ? MAX (self->hi, hi) : hi;
  self->dirty = TRUE;
}

static void
stop (DeskTagSweep *self)
{
  g_clear_handle_id (&self->slice_id, g_source_remove);
}

/* Behind the insertion, @location is at its end. */
static void
inserted_cb (DeskTagSweep *self, GtkTextIter *location, const char *text, int length)
{
  int n = g_utf8_strlen (text, length);
  int at = gtk_text_iter_get_offset (location) - n;

  stop (self);
  if (self->dirty && self->lo > at)
    self->lo += n;
  if (self->dirty && self->hi > at)
    self->hi += n;
  add_dirty (self, at, at + n);
}

static int
map_deleted (int place, int start, int end)
{
  return place <= start ? place : place >= end ? place - (end - start)
                                               : start;
}

static void
deleting_cb (DeskTagSweep *self, GtkTextIter *from, GtkTextIter *to)
{
  int start = gtk_text_iter_get_offset (from);
  int end = gtk_text_iter_get_offset (to);

  stop (self);
  self->lo = map_deleted (self->lo, start, end);
  self->hi = map_deleted (self->hi, start, end);
  add_dirty (self, start, start);
}

/* The first place before @until at which two lists of ranges differ; @until when there is none. */
static int
find_first_difference (GArray *old, GArray *now, int until)
{
  for (guint i = 0;; i++)
    {
      DeskTagRange nothing = { until, until };
      DeskTagRange a = i < old->len ? g_array_index (old, DeskTagRange, i) : nothing;
      DeskTagRange b = i < now->len ? g_array_index (now, DeskTagRange, i) : nothing;

      if (a.start >= until && b.start >= until)
        return until;
      if (a.start != b.start)
        return MIN (a.start, b.start);
      if (MIN (a.end, until) != MIN (b.end, until))
        return MIN (a.end, b.end);
    }
}

/* The end of the last one behind @from, places of @now; those of @old are @shift before. */
static int
find_last_difference (GArray *old, GArray *now, int from, int shift)
{
  for (guint i = 1;; i++)
    {
      DeskTagRange nothing = { from, from };
      DeskTagRange a = nothing;
      DeskTagRange b = i <= now->len ? g_array_index (now, DeskTagRange, now->len - i) : nothing;

      if (i <= old->len)
        {
          a = g_array_index (old, DeskTagRange, old->len - i);
          a.start += shift;
          a.end += shift;
        }
      if (a.end <= from && b.end <= from)
        return from;
      if (a.end != b.end)
        return MAX (a.end, b.end);
      if (MAX (a.start, from) != MAX (b.start, from))
        return MAX (a.start, b.start);
    }
}

static void
compare_plans (DeskTagSweep *self, GPtrArray *plan, int length)
{
  int lo = self->dirty ? self->lo : length;
  int hi = self->dirty ? self->hi : length;
  int first = lo, last = hi;

  for (guint i = 0; i < plan->len; i++)
    {
      GArray *old = g_ptr_array_index (self->plan, i);
      GArray *now = g_ptr_array_index (plan, i);

      first = MIN (first, find_first_difference (old, now, lo));
      last = MAX (last, find_last_difference (old, now, hi, length - self->length));
    }
  if (first < lo || last > hi)
    add_dirty (self, first, last);
}

/* --- the work --- */

/* To whole lines, and one before: a tag that begins where a line does may be put there at once. */
static void
begin_at_line (DeskTagSweep *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, MAX (0, self->lo - 1));
  gtk_text_iter_set_line_offset (&iter, 0);
  self->lo = gtk_text_iter_get_offset (&iter);
}

static void
sweep_piece (DeskTagSweep *self)
{
  int lo = self->lo;
  GtkTextIter iter;
  int hi;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, MIN (self->hi + 1, lo + PIECE));
  gtk_text_iter_forward_line (&iter);
  hi = gtk_text_iter_get_offset (&iter);

  for (guint i = 0; i < self->tags->len; i++)
    if (g_ptr_array_index (self->tags, i) != NULL)
      desk_tag_ranges_apply_within (self->buffer, g_ptr_array_index (self->tags, i), g_ptr_array_index (self->plan, i), lo, hi);

  if (hi > self->hi || gtk_text_iter_is_end (&iter))
    self->dirty = FALSE;
  else
    self->lo = hi;
}

static gboolean
slice (DeskTagSweep *self)
{
  gint64 end = g_get_monotonic_time () + SLICE;

  while (self->dirty && g_get_monotonic_time () < end)
    sweep_piece (self);
  return self->dirty;
}

static gboolean
slice_cb (gpointer data)
{
  DeskTagSweep *self = data;

  if (slice (self))
    return G_SOURCE_CONTINUE;
  self->slice_id = 0;
  return G_SOURCE_REMOVE;
}

static void
desk_tag_sweep_dispose (GObject *object)
{
  DeskTagSweep *self = DESK_TAG_SWEEP (object);

  desk_tag_sweep_set_buffer (self, NULL);
  g_clear_object (&self->signals);

  G_OBJECT_CLASS (desk_tag_sweep_parent_class)->dispose (object);
}

static void
desk_tag_sweep_class_init (DeskTagSweepClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = desk_tag_sweep_dispose;
}

static void
desk_tag_sweep_init (DeskTagSweep *self)
{
  self->signals = g_signal_group_new (GTK_TYPE_TEXT_BUFFER);
  g_signal_group_connect_data (self->signals, "insert-text", G_CALLBACK (inserted_cb), self, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_group_connect_swapped (self->signals, "delete-range", G_CALLBACK (deleting_cb), self);
}

DeskTagSweep *
desk_tag_sweep_new (void)
{
  return g_object_new (DESK_TYPE_TAG_SWEEP, NULL);
}

void
desk_tag_sweep_set_buffer (DeskTagSweep *self, GtkTextBuffer *buffer)
{
  g_return_if_fail (DESK_IS_TAG_SWEEP (self));
  g_return_if_fail (buffer == NULL || GTK_IS_TEXT_BUFFER (buffer));

  stop (self);
  if (self->signals)
    g_signal_group_set_target (self->signals, buffer);
  g_set_object (&self->buffer, buffer);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->plan, g_ptr_array_unref);
  self->dirty = FALSE;
}

void
desk_tag_sweep_start (DeskTagSweep *self, GPtrArray *tags, GPtrArray *plan)
{
  guint n_tags = 0;
  int length;

  g_return_if_fail (DESK_IS_TAG_SWEEP (self));
  g_return_if_fail (tags != NULL && plan != NULL);
  g_return_if_fail (tags->len == plan->len);

  if (!self->buffer)
    return;

  stop (self);
  length = gtk_text_buffer_get_char_count (self->buffer);
  for (guint i = 0; i < tags->len; i++)
    n_tags += g_ptr_array_index (tags, i) != NULL;

  if (!self->plan || n_tags != self->n_tags)
    add_dirty (self, 0, length);
  else
    compare_plans (self, plan, length);

  g_ptr_array_ref (tags);
  g_ptr_array_ref (plan);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->plan, g_ptr_array_unref);
  self->tags = tags;
  self->plan = plan;
  self->n_tags = n_tags;
  self->length = length;
  if (self->dirty)
    begin_at_line (self);
  if (slice (self))
    self->slice_id = g_idle_add (slice_cb, self);
}

gboolean
desk_tag_sweep_is_busy (DeskTagSweep *self)
{
  g_return_val_if_fail (DESK_IS_TAG_SWEEP (self), FALSE);

  return self->dirty;
}
