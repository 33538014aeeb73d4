/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-records.h"

G_BEGIN_DECLS

#define DESK_TYPE_HISTORY_ITEM (desk_history_item_get_type ())
G_DECLARE_FINAL_TYPE (DeskHistoryItem, desk_history_item, DESK, HISTORY_ITEM, GObject)

/* A line of the history; immutable. */
struct _DeskHistoryItem
{
  GObject parent_instance;

  DeskRevision *revision; /* of a fold its newest */
  guint n_folded;         /* versions that a fold stands for; 0: a version by itself */
  gint64 oldest_at;       /* of a fold */
  gboolean expanded;      /* a fold whose versions follow it */
  gboolean nested;        /* a version that a fold stands for */
};

/**
 * DeskHistoryModel:
 *
 * The lines of a history, made of its versions: a GListModel of DeskHistoryItem whose sections (GtkSectionModel) are days
 * of the story's zone. Versions that Desk kept by itself (typing rested, the story was left, a detail changed), one
 * behind the other on one day, fold into one line, but for those that were named, went out, or are the newest.
 */
#define DESK_TYPE_HISTORY_MODEL (desk_history_model_get_type ())
G_DECLARE_FINAL_TYPE (DeskHistoryModel, desk_history_model, DESK, HISTORY_MODEL, GObject)

/**
 * desk_history_model_new:
 * @revisions: of DeskRevision, newest first
 * @zone: IANA
 */
DeskHistoryModel *desk_history_model_new (GListModel *revisions, const char *zone);

/* Shows the versions of a fold, or hides them again. */
void desk_history_model_toggle (DeskHistoryModel *self, DeskHistoryItem *fold);

G_END_DECLS
