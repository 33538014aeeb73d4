/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>

#include "desk-compact.h"
#include "desk-job.h"
#include "desk-store-private.h"

/* DeskStore's calls that make a desk smaller, and when it does so by itself. */

/* Up to here giving room back takes less than the writer may be held. */
#define SHRINK_BYTES (8 * 1024 * 1024)

typedef enum
{
  NOTHING_LEFT = 1,
  MORE,
} Progress;

static const char sql_size[] = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";

/* A slice; @request's limit: whether all entries are meant. */
static gpointer
step_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gboolean more;

  if (!desk_compact_step (db, request->limit, &more, error))
    return NULL;

  return GINT_TO_POINTER (more ? MORE : NOTHING_LEFT);
}

static const DeskOperation step_operation = { DESK_OPERATION_WRITE | DESK_OPERATION_UPKEEP, step_func, NULL };

/* @request's offset: up to how many bytes. */
static gpointer
shrink_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 size;

  if (db == NULL)
    return desk_yes (desk_file_fail (self->path, EROFS, error));

  if (!desk_connection_get_int (db, sql_size, &size, error))
    return NULL;

  return desk_yes ((request->offset > 0 && size > request->offset) || desk_compact_shrink (db, error));
}

static const DeskOperation shrink_operation = { DESK_OPERATION_WRITE | DESK_OPERATION_BARE | DESK_OPERATION_UPKEEP, shrink_func, NULL };

static gpointer
measure_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_yes (desk_connection_get_int (db, sql_size, &request->result, error));
}

static const DeskOperation measure_operation = { DESK_OPERATION_READ, measure_func, NULL };

static gboolean
measure (DeskStore *self, gint64 *bytes, GError **error)
{
  g_autoptr (DeskRequest) request = desk_request_new (NULL);

  if (desk_store_run_request (self, &measure_operation, request, error) == NULL)
    return FALSE;

  if (bytes != NULL)
    *bytes = request->result;

  return TRUE;
}

gboolean
desk_store_compact (DeskStore *self, gint64 *before, gint64 *after, GError **error)
{
  g_autoptr (DeskRequest) request = desk_request_new (NULL);
  gpointer progress;

  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);

  if (!measure (self, before, error))
    return FALSE;

  request->limit = TRUE;
  do
    progress = desk_store_run_request (self, &step_operation, request, error);
  while (progress == GINT_TO_POINTER (MORE));

  return progress != NULL && desk_store_run_request (self, &shrink_operation, request, error) != NULL &&
         measure (self, after, error);
}

/* --- By itself --- */

static void
idle_step_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskStore *self = DESK_STORE (source);
  int writes = GPOINTER_TO_INT (data);
  gpointer progress = desk_store_finish (self, &step_operation, result, NULL);

  /* A full disk, or another program that writes: the next rest is another chance. */
  if (progress == NULL || g_atomic_int_get (&self->n_writes) != writes)
    return;

  if (progress == GINT_TO_POINTER (MORE))
    {
      desk_store_run_async (self, &step_operation, desk_request_new (NULL), NULL, idle_step_cb, data);
    }
  else
    {
      DeskRequest *request = desk_request_new (NULL);

      request->offset = SHRINK_BYTES;
      desk_store_run_async (self, &shrink_operation, request, NULL, NULL, NULL);
    }
}

void
desk_store_rest (DeskStore *self)
{
  int writes = g_atomic_int_get (&self->n_writes);
  gboolean rests = writes == self->writes_seen;

  self->writes_seen = writes;
  if (!rests || writes == self->writes_compacted)
    return;

  self->writes_compacted = writes;
  desk_store_run_async (self, &step_operation, desk_request_new (NULL), NULL, idle_step_cb, GINT_TO_POINTER (writes));
}
