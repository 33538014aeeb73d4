/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-record-diff.h"
#include "core/desk-text-diff.h"
#include "editor/desk-document.h"

G_BEGIN_DECLS

/* Names of texts that are no kept version. */
#define DESK_VERSION_OUT "out"    /* what is out */
#define DESK_VERSION_NOW "now"    /* what is typed */
#define DESK_VERSION_AS_OF "at:"  /* with an instant behind it, microseconds: what was out then */

/* One of two texts. */
typedef struct
{
  DeskText *text;
  char *label;       /* "18:45 · Before the denial" */
  char *revision;    /* (nullable): entry id of the version with that text */
  DeskUpdate *out;   /* (nullable): as what it went out, of what is or was out */
  gboolean is_now;
  gint64 as_of;      /* of what was out at an instant; 0 otherwise */
} DeskComparisonSide;

/**
 * DeskComparison:
 *
 * Two versions of a story, found and compared off the main thread. Immutable, may be shared between threads.
 */
typedef struct
{
  DeskComparisonSide from; /* without a text when @to is shown alone */
  DeskComparisonSide to;
  DeskTextDiff *diff;      /* (nullable): nothing was out at the instant asked for: @to has no text */
  DeskSnapshot *snapshot;  /* the story as it stands */
  DeskStore *store;
} DeskComparison;

DeskComparison *desk_comparison_ref (DeskComparison *self);
void desk_comparison_unref (DeskComparison *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskComparison, desk_comparison_unref)

/**
 * desk_comparison_new_async:
 * @document: loaded
 * @from, @to: (nullable): entry ids of revisions or a name above; %NULL @from is what is out, or the version before; %NULL @to is
 *   what is typed
 * @alone: @to by itself, to be read
 */
void desk_comparison_new_async (DeskDocument *document, const char *from, const char *to, gboolean alone, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
DeskComparison *desk_comparison_new_finish (GAsyncResult *result, GError **error);

/* What else was done between the two: (transfer full) (element-type DeskRecordChange). */
void desk_comparison_list_records_async (DeskComparison *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *desk_comparison_list_records_finish (GAsyncResult *result, GError **error);

/* A name for what was out then: (transfer full). */
char *desk_version_as_of (gint64 at);

/**
 * desk_version_describe:
 *
 * Returns: (transfer full): a version in one line: "18:45 · Before the denial"
 */
char *desk_version_describe (DeskRevision *revision, const char *zone);

G_END_DECLS
