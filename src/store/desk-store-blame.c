/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-job.h"
#include "desk-lookup.h"
#include "desk-store-private.h"

/* Who wrote which words of a story, and when. */

static gpointer
blame_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_blames_find (self->blames, db, story, request->name, error) : NULL;
}

static const DeskOperation blame_operation = { DESK_OPERATION_READ, blame_func, (GDestroyNotify) desk_story_blame_free };

void
desk_story_blame_free (DeskStoryBlame *self)
{
  desk_text_unref (self->text);
  g_object_unref (self->revision);
  g_ptr_array_unref (self->revisions);
  g_array_unref (self->runs);
  g_free (self);
}

DeskStoryBlame *
desk_store_blame (DeskStore *self, const char *story, const char *revision, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  return desk_store_run (self, &blame_operation, desk_request_new_name (story, revision), error);
}

void
desk_store_blame_async (
    DeskStore *self, const char *story, const char *revision, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (story != NULL);

  desk_store_run_async (self, &blame_operation, desk_request_new_name (story, revision), cancellable, callback, data);
}

DeskStoryBlame *
desk_store_blame_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &blame_operation, result, error);
}
