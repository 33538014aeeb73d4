/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"
#include "desk-store.h"

G_BEGIN_DECLS

/*
 * The one way in which every call of DeskStore is carried out, waiting for it or not: a request is handed to
 * an operation, which reads on a connection of the pool or writes on the writer's thread.
 */

/* What a call brings along; each takes of it what it needs. */
typedef struct
{
  char *story;
  char *name;
  DeskText *text;
  GPtrArray *changes;
  GHashTable *settings;
  DeskStoryQuery query;
  gint64 at;
  gint64 row;
  guint offset;
  guint limit;
  gpointer pointer; /* not owned */
  gint64 result;    /* where yes and no are too little */
} DeskRequest;

typedef gpointer (*DeskOperationFunc) (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error);

typedef enum
{
  DESK_OPERATION_READ = 0,
  DESK_OPERATION_WRITE = 1 << 0,
  DESK_OPERATION_URGENT = 1 << 1,
  DESK_OPERATION_BARE = 1 << 2, /* without a transaction around it */
  DESK_OPERATION_UPKEEP = 1 << 3, /* nobody asked for it: the desk is at rest all the same */
  DESK_OPERATION_FOREIGN = 1 << 4, /* reads another file too: damage may be there */
  DESK_OPERATION_LAST = 1 << 5, /* ends the desk, whatever it is like */
} DeskOperationFlags;

/* What a call does. @func gives NULL and an error, or a result. */
typedef struct
{
  DeskOperationFlags flags;
  DeskOperationFunc func;
  GDestroyNotify free_result; /* (nullable) */
} DeskOperation;

DeskRequest *desk_request_new (const char *story);
DeskRequest *desk_request_new_name (const char *story, const char *name);
void desk_request_free (DeskRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskRequest, desk_request_free)

/* A result that only says yes. */
gpointer desk_yes (gboolean done);

/* Runs @operation and waits for it. */
gpointer desk_store_run_request (DeskStore *self, const DeskOperation *operation, DeskRequest *request, GError **error);
/* The same for a request that is done with. @request: (transfer full) */
gpointer desk_store_run (DeskStore *self, const DeskOperation *operation, DeskRequest *request, GError **error);
/* Runs @operation elsewhere; its task's source tag is @operation. @request: (transfer full) */
void desk_store_run_async (DeskStore *self,
                           const DeskOperation *operation,
                           DeskRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
gpointer desk_store_finish (DeskStore *self, const DeskOperation *operation, GAsyncResult *result, GError **error);

G_END_DECLS
