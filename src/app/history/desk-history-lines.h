/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/desk-store.h"

G_BEGIN_DECLS

/*
 * A history as lines: a version by itself, or a fold that stands for versions Desk kept by itself, one behind the other in
 * one burst of work. What was named, went out, was asked for, restored, merged or recovered, and the newest, never folds.
 */

/* So much rest ends a burst of work. */
#define DESK_HISTORY_REST (30 * 60 * G_USEC_PER_SEC)

/* Few bytes, as a long history has many. */
typedef struct
{
  guint number; /* of its newest version; the others follow downwards */
  guint n;      /* versions, 1 of a version by itself */
  gint64 at;    /* of the newest */
  guint span;   /* seconds that the oldest is earlier */
  int day;      /* days since 1970 in the zone */
  const char *authors; /* of a fold: names, one a line, who came last first; lives as long as the program */
} DeskHistoryLine;

/**
 * desk_history_lines_new:
 * @marks: (element-type DeskRevisionMark): newest first
 * @zone: IANA
 *
 * Returns: (transfer full) (element-type DeskHistoryLine): newest first
 */
GArray *desk_history_lines_new (GArray *marks, const char *zone);

G_END_DECLS
