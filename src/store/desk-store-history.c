/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-as-of.h"
#include "desk-job.h"
#include "desk-lookup.h"
#include "desk-store-private.h"

/* DeskStore's calls that look back. */

static gpointer
list_marks_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_list_marks (db, story, error) : NULL;
}

static const DeskOperation list_marks_operation = { DESK_OPERATION_READ, list_marks_func, (GDestroyNotify) g_array_unref };

static gpointer
list_numbers_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_list_numbers (db, story, request->offset, request->limit, error) : NULL;
}

static const DeskOperation list_numbers_operation = { DESK_OPERATION_READ, list_numbers_func, (GDestroyNotify) g_ptr_array_unref };

static gpointer
load_as_of_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_as_of_load (self->path, self->immutable, request->story, request->name, request->at, error);
}

/* On a connection of its own. */
static const DeskOperation load_as_of_operation = { DESK_OPERATION_READ | DESK_OPERATION_BARE, load_as_of_func, g_object_unref };

GArray *
desk_store_list_marks (DeskStore *self, const char *story, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  return desk_store_run (self, &list_marks_operation, desk_request_new (story), error);
}

static DeskRequest *
numbers_request (const char *story, guint first, guint n)
{
  DeskRequest *request = desk_request_new (story);

  request->offset = first;
  request->limit = n;

  return request;
}

GPtrArray *
desk_store_list_numbers (DeskStore *self, const char *story, guint first, guint n, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  return desk_store_run (self, &list_numbers_operation, numbers_request (story, first, n), error);
}

void
desk_store_list_numbers_async (DeskStore *self,
                               const char *story,
                               guint first,
                               guint n,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (story != NULL);

  desk_store_run_async (self, &list_numbers_operation, numbers_request (story, first, n), cancellable, callback, data);
}

GPtrArray *
desk_store_list_numbers_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &list_numbers_operation, result, error);
}

DeskSnapshot *
desk_store_load_as_of (DeskStore *self, const char *story, const char *revision, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);
  g_return_val_if_fail (revision != NULL, NULL);

  return desk_store_run (self, &load_as_of_operation, desk_request_new_name (story, revision), error);
}

DeskSnapshot *
desk_store_load_at (DeskStore *self, const char *story, gint64 at, GError **error)
{
  DeskRequest *request;

  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  request = desk_request_new (story);
  request->at = at;

  return desk_store_run (self, &load_as_of_operation, request, error);
}
