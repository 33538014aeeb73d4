/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/desk-store.h"

G_BEGIN_DECLS

#define DESK_TYPE_HISTORY_ITEM (desk_history_item_get_type ())
G_DECLARE_FINAL_TYPE (DeskHistoryItem, desk_history_item, DESK, HISTORY_ITEM, GObject)

/* A line of the history. Signal "changed" (): @revision came or is another record, or a fold was opened or closed. */
struct _DeskHistoryItem
{
  GObject parent_instance;

  guint number;           /* of the version, of a fold its newest */
  gint64 at;              /* of a version in a fold 0 until it was read */
  DeskRevision *revision; /* %NULL until it was read, and of a fold */
  guint n_folded;         /* versions that a fold stands for; 0: a version by itself */
  gint64 oldest_at;       /* of a fold */
  const char *authors;    /* of a fold: names, one a line */
  gboolean expanded;      /* a fold whose versions follow it */
  gboolean nested;        /* a version that a fold stands for */
};

/**
 * DeskHistoryModel:
 *
 * The history of a story: a GListModel of DeskHistoryItem whose sections (GtkSectionModel) are days of the story's zone,
 * newest first. Of the story's versions it holds few bytes each; the records are read a page at a time when lines are
 * asked for, and forgotten again. A line that is asked for twice is the same object as long as somebody holds it.
 *
 * Signal: "failed" (const char *message).
 */
#define DESK_TYPE_HISTORY_MODEL (desk_history_model_get_type ())
G_DECLARE_FINAL_TYPE (DeskHistoryModel, desk_history_model, DESK, HISTORY_MODEL, GObject)

/* Empty until the first lines have come. @zone: IANA */
DeskHistoryModel *desk_history_model_new (DeskStore *store, const char *story, const char *zone);

/* Looks again: what did not change keeps its place and identity. */
void desk_history_model_reload (DeskHistoryModel *self);

/* Shows the versions of a fold, or hides them again. */
void desk_history_model_toggle (DeskHistoryModel *self, DeskHistoryItem *fold);

/* The record of a version, by its entry's id, when it is held now; (transfer none) (nullable). */
DeskRevision *desk_history_model_find (DeskHistoryModel *self, const char *id);

/* Records of versions that are held now. */
guint desk_history_model_get_n_records (DeskHistoryModel *self);

G_END_DECLS
