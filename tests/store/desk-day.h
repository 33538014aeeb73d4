/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-promises.h"

/*
 * A day's work with a desk, from its first opening to its last closing, and what was promised in it.
 */
typedef struct
{
  char *folder;
  char *path;
  DeskStore *store;      /* (nullable) */
  DeskPromises *promises;
  char *story;           /* (nullable): the one that is worked on */
  guint n_failed;        /* calls that failed */
  guint codes;           /* a bit for each code of DESK_STORE_ERROR that they gave */
} DeskDay;

/* @folder: an empty one, which the day leaves full */
DeskDay *desk_day_new (const char *folder);
void desk_day_free (DeskDay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskDay, desk_day_free)

/* Does what can be done; what fails must say so as an editor can understand it. The desk is closed at the end. */
void desk_day_spend (DeskDay *self);
