/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-undoable.h"

#include "window/desk-story-view.h"

typedef struct
{
  GtkWidget *widget;
  GPtrArray *changes;
  char *message;
  GPtrArray *reversing;
} Commit;

static void
commit_free (Commit *self)
{
  g_clear_object (&self->widget);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->reversing, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Commit, commit_free)

/* What takes back an entry that made something: only its id, known now, was missing for that. */
static DeskChange *
reverse_made (DeskEntryKind kind, const char *id)
{
  switch ((int) kind)
    {
    case DESK_ENTRY_CLAIM:
      return desk_change_new_claim_dropped (id, TRUE, NULL);
    case DESK_ENTRY_EVIDENCE:
      return desk_change_new_evidence_dropped (id, TRUE);
    case DESK_ENTRY_POST:
      return desk_change_new_post_dropped (id, TRUE);
    default:
      return NULL;
    }
}

static void
commit_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Commit) commit = data;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_assert (DESK_IS_DOCUMENT (source));

  ids = desk_document_commit_finish (DESK_DOCUMENT (source), result, &error);

  if (ids == NULL)
    {
      if (desk_story_view_find (commit->widget) != NULL)
        desk_story_view_toast (commit->widget, error->message);
      return;
    }

  for (guint i = 0; i < commit->changes->len && i < ids->len; i++)
    {
      DeskChange *change = g_ptr_array_index (commit->changes, i);
      DeskChange *back = reverse_made (desk_change_get_kind (change), g_ptr_array_index (ids, i));

      if (back != NULL)
        g_ptr_array_add (commit->reversing, back);
    }

  if (desk_story_view_find (commit->widget) != NULL)
    desk_story_view_toast_undo (commit->widget, commit->message, g_steal_pointer (&commit->reversing));
}

GPtrArray *
desk_changes_new (DeskChange *change)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  if (change != NULL)
    g_ptr_array_add (changes, change);

  return changes;
}

void
desk_undoable_commit (GtkWidget *widget,
                      DeskDocument *document,
                      DeskWhy why,
                      GPtrArray *changes,
                      const char *message,
                      GPtrArray *reversing)
{
  g_autoptr (GPtrArray) back = reversing;
  DeskStoryView *view;
  Commit *commit;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DESK_IS_DOCUMENT (document));
  g_return_if_fail (changes != NULL && changes->len > 0);
  g_return_if_fail (message != NULL);

  /* The row that asks may be gone by the time it is written: its view stays. */
  view = desk_story_view_find (widget);

  commit = g_new0 (Commit, 1);
  commit->widget = g_object_ref (view != NULL ? GTK_WIDGET (view) : widget);
  commit->changes = changes;
  commit->message = g_strdup (message);
  commit->reversing = back != NULL ? g_steal_pointer (&back) : desk_changes_new (NULL);

  desk_document_commit_async (document, why, changes, NULL, commit_cb, commit);
}
