/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "desk-job.h"
#include "desk-lookup.h"
#include "desk-store-private.h"
#include "desk-texts.h"

/* The two versions of a story that wait to be merged. */

/* Every version that one descends from, itself included: (element-type utf8), ids of @revisions */
static GHashTable *
list_ancestors (GHashTable *by_id, const char *id)
{
  GHashTable *ancestors = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();

  g_ptr_array_add (stack, (char *) id);
  while (stack->len > 0)
    {
      DeskRevision *revision = g_hash_table_lookup (by_id, g_ptr_array_steal_index (stack, stack->len - 1));

      if (revision == NULL || !g_hash_table_add (ancestors, revision->id))
        continue;
      for (char **base = revision->bases; *base != NULL; base++)
        g_ptr_array_add (stack, *base);
    }

  return ancestors;
}

/* The last of the versions that both descend from. @revisions: newest first. (transfer none) (nullable) */
static DeskRevision *
find_common (GPtrArray *revisions, DeskRevision *a, DeskRevision *b)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) of_a = NULL;
  g_autoptr (GHashTable) of_b = NULL;

  for (guint i = 0; i < revisions->len; i++)
    g_hash_table_insert (by_id, ((DeskRevision *) g_ptr_array_index (revisions, i))->id, g_ptr_array_index (revisions, i));
  of_a = list_ancestors (by_id, a->id);
  of_b = list_ancestors (by_id, b->id);

  for (guint i = 0; i < revisions->len; i++)
    {
      DeskRevision *revision = g_ptr_array_index (revisions, i);

      if (g_hash_table_contains (of_a, revision->id) && g_hash_table_contains (of_b, revision->id))
        return revision;
    }

  return NULL;
}

/* @ours: (nullable): the head that is called ours; without it the one that is shown */
static gboolean
choose_heads (GPtrArray *revisions, const char *ours, DeskStoryMerge *merge, GError **error)
{
  for (guint i = 0; i < revisions->len; i++)
    {
      DeskRevision *revision = g_ptr_array_index (revisions, i);

      if (!revision->is_head)
        continue;
      if (merge->ours == NULL && (ours == NULL || g_str_equal (revision->id, ours)))
        merge->ours = g_object_ref (revision);
      else if (merge->theirs == NULL)
        merge->theirs = g_object_ref (revision);
    }

  if (merge->ours == NULL || merge->theirs == NULL)
    g_set_error_literal (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND, _ ("There is nothing to merge in this story"));

  return merge->ours != NULL && merge->theirs != NULL;
}

static gpointer
load_merge_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);
  g_autoptr (GPtrArray) revisions = story > 0 ? desk_lookup_list_revisions (db, story, 0, 0, error) : NULL;
  g_autoptr (DeskStoryMerge) merge = g_new0 (DeskStoryMerge, 1);
  DeskRevision *base;

  if (revisions == NULL || !choose_heads (revisions, request->name, merge, error))
    return NULL;

  base = find_common (revisions, merge->ours, merge->theirs);
  merge->base = base != NULL ? g_object_ref (base) : NULL;
  merge->our_text = desk_texts_load (db, merge->ours->text, error);
  if (merge->our_text != NULL)
    merge->their_text = desk_texts_load (db, merge->theirs->text, error);
  if (merge->their_text != NULL)
    merge->base_text = base != NULL ? desk_texts_load (db, base->text, error) : desk_text_new ();

  return merge->base_text != NULL ? g_steal_pointer (&merge) : NULL;
}

static const DeskOperation load_merge_operation = { DESK_OPERATION_READ, load_merge_func, (GDestroyNotify) desk_story_merge_free };

void
desk_story_merge_free (DeskStoryMerge *self)
{
  g_clear_object (&self->ours);
  g_clear_object (&self->theirs);
  g_clear_object (&self->base);
  g_clear_pointer (&self->our_text, desk_text_unref);
  g_clear_pointer (&self->their_text, desk_text_unref);
  g_clear_pointer (&self->base_text, desk_text_unref);
  g_free (self);
}

DeskStoryMerge *
desk_store_load_merge (DeskStore *self, const char *story, const char *ours, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  return desk_store_run (self, &load_merge_operation, desk_request_new_name (story, ours), error);
}
