/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-record-diff.h"

static DeskRecordChange *
add (GPtrArray *changes, DeskRecordFlags flags)
{
  DeskRecordChange *change = g_new0 (DeskRecordChange, 1);

  change->flags = flags;
  g_ptr_array_add (changes, change);
  return change;
}

static gboolean
has_same_sources (DeskClaim *a, DeskClaim *b)
{
  if (a->evidence->len != b->evidence->len || !g_strv_equal ((const char *const *) a->contradicts, (const char *const *) b->contradicts))
    return FALSE;
  for (guint i = 0; i < a->evidence->len; i++)
    if (!g_str_equal (((DeskEvidence *) g_ptr_array_index (a->evidence, i))->id, ((DeskEvidence *) g_ptr_array_index (b->evidence, i))->id))
      return FALSE;
  return TRUE;
}

static DeskRecordFlags
compare_claims (DeskClaim *a, DeskClaim *b)
{
  DeskRecordFlags flags = 0;

  if (a->said != b->said)
    flags |= DESK_RECORD_SAID;
  if (a->so != b->so)
    flags |= DESK_RECORD_SO;
  if (a->fit != b->fit || !g_str_equal (a->wording, b->wording))
    flags |= DESK_RECORD_WORDS;
  if (a->kind != b->kind || !g_str_equal (a->by, b->by) || !g_str_equal (a->because, b->because))
    flags |= DESK_RECORD_DETAILS;
  if (!has_same_sources (a, b))
    flags |= DESK_RECORD_SOURCES;
  return flags;
}

static void
add_claims (GPtrArray *changes, DeskSnapshot *from, DeskSnapshot *to)
{
  for (guint i = 0; i < to->claims->len; i++)
    {
      DeskClaim *claim = g_ptr_array_index (to->claims, i);
      DeskClaim *old_claim = from != NULL ? desk_snapshot_get_claim (from, claim->id) : NULL;
      DeskRecordFlags flags = old_claim != NULL ? compare_claims (old_claim, claim) : DESK_RECORD_CAME;
      DeskRecordChange *change;

      if (flags == 0)
        continue;
      change = add (changes, flags);
      g_set_object (&change->old_claim, old_claim);
      g_set_object (&change->claim, claim);
    }
  for (guint i = 0; from != NULL && i < from->claims->len; i++)
    {
      DeskClaim *claim = g_ptr_array_index (from->claims, i);

      if (desk_snapshot_get_claim (to, claim->id) == NULL)
        add (changes, DESK_RECORD_WENT)->old_claim = g_object_ref (claim);
    }
}

static DeskRecordFlags
compare_posts (DeskPost *a, DeskPost *b)
{
  DeskRecordFlags flags = 0;

  if (a->state != b->state)
    flags |= DESK_RECORD_STATE;
  if (a->n_captures != b->n_captures)
    flags |= DESK_RECORD_WORDS;
  return flags;
}

static void
add_posts (GPtrArray *changes, DeskSnapshot *from, DeskSnapshot *to)
{
  for (guint i = 0; i < to->posts->len; i++)
    {
      DeskPost *post = g_ptr_array_index (to->posts, i);
      DeskPost *old_post = from != NULL ? desk_snapshot_get_post (from, post->id) : NULL;
      DeskRecordFlags flags = old_post != NULL ? compare_posts (old_post, post) : DESK_RECORD_CAME;
      DeskRecordChange *change;

      if (flags == 0)
        continue;
      change = add (changes, flags);
      g_set_object (&change->old_post, old_post);
      g_set_object (&change->post, post);
    }
  for (guint i = 0; from != NULL && i < from->posts->len; i++)
    {
      DeskPost *post = g_ptr_array_index (from->posts, i);

      if (desk_snapshot_get_post (to, post->id) == NULL)
        add (changes, DESK_RECORD_WENT)->old_post = g_object_ref (post);
    }
}

static DeskUpdate *
find_update (DeskSnapshot *snapshot, const char *id)
{
  for (guint i = 0; snapshot != NULL && i < snapshot->updates->len; i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      if (g_str_equal (update->id, id))
        return update;
    }
  return NULL;
}

/* They come newest first. What went out is never taken out of the ledger: only another version without it can be older. */
static void
add_updates (GPtrArray *changes, DeskSnapshot *from, DeskSnapshot *to)
{
  for (guint i = to->updates->len; i > 0; i--)
    {
      DeskUpdate *update = g_ptr_array_index (to->updates, i - 1);
      DeskUpdate *old_update = find_update (from, update->id);
      DeskRecordChange *change;

      if (old_update != NULL && g_str_equal (old_update->superseded_by, update->superseded_by))
        continue;
      change = add (changes, old_update != NULL ? DESK_RECORD_SUPERSEDED : DESK_RECORD_CAME);
      g_set_object (&change->old_update, old_update);
      g_set_object (&change->update, update);
    }
  for (guint i = from != NULL ? from->updates->len : 0; i > 0; i--)
    {
      DeskUpdate *update = g_ptr_array_index (from->updates, i - 1);

      if (find_update (to, update->id) == NULL)
        add (changes, DESK_RECORD_WENT)->old_update = g_object_ref (update);
    }
}

void
desk_record_change_free (DeskRecordChange *self)
{
  g_clear_object (&self->old_claim);
  g_clear_object (&self->claim);
  g_clear_object (&self->old_post);
  g_clear_object (&self->post);
  g_clear_object (&self->old_update);
  g_clear_object (&self->update);
  g_free (self);
}

GPtrArray *
desk_record_diff_new (DeskSnapshot *from, DeskSnapshot *to)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_record_change_free);

  g_return_val_if_fail (from == NULL || DESK_IS_SNAPSHOT (from), changes);
  g_return_val_if_fail (DESK_IS_SNAPSHOT (to), changes);

  if (from != NULL && from->story->state != to->story->state)
    {
      DeskRecordChange *change = add (changes, DESK_RECORD_STATE);

      change->old_state = from->story->state;
      change->state = to->story->state;
    }
  add_updates (changes, from, to);
  add_claims (changes, from, to);
  add_posts (changes, from, to);
  return changes;
}
