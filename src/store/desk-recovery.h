/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-store.h"

G_BEGIN_DECLS

/* Of a story, what is missing after a recovery. */
typedef struct
{
  char *slug;
  gint64 since; /* the instant of the first of them */
  guint n;      /* changes that are missing, or that have lost their text */
} DeskRecoveryLoss;

/**
 * DeskRecovery:
 *
 * What became of a damaged desk: it lies aside, untouched; a good backup took its place, and what it still held was
 * brought over, each entry compared with its hash.
 */
typedef struct
{
  char *damaged;     /* where the damaged file lies now */
  char *backup;      /* (nullable): the backup that took its place; %NULL is a new desk */
  gint64 backup_at;
  guint n_passed;    /* newer backups that were damaged too */
  guint n_stories;   /* stories that gained entries from the damaged file */
  guint n_entries;   /* their entries */
  guint n_versions;  /* words that were being typed, or stood on what is missing: kept as versions */
  guint n_unread;    /* entries written after the backup that could not be read at all */
  gboolean cut_off;  /* nobody knows what was written last */
  GPtrArray *losses; /* (element-type DeskRecoveryLoss) */
} DeskRecovery;

void desk_recovery_free (DeskRecovery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskRecovery, desk_recovery_free)

/* Whether anything is missing that is known of. */
gboolean desk_recovery_is_complete (const DeskRecovery *self);

/**
 * desk_recovery_is_needed:
 * @error: why the desk could not be opened
 *
 * Returns: whether it is damaged; so is what is no desk any more, but has backups of one beside it
 */
gboolean desk_recovery_is_needed (const char *path, const GError *error);

/**
 * desk_recovery_run:
 * @path: a damaged desk that nobody has open
 * @target: (nullable): a file that is not there, and @path stays where it is; %NULL sets it aside as
 *   "NAME.damaged-YYYYMMDD-HHMMSS" and puts the new desk in its place
 * @now: microseconds since 1970, for that name
 *
 * Opens the newest backup that is good, else makes a new desk, brings over what @path still holds, and puts it in its
 * place only when it is whole. Until then nothing is changed.
 *
 * Errors: %DESK_STORE_ERROR_BUSY when another program has the desk open, %DESK_STORE_ERROR_NEWER,
 *   %DESK_STORE_ERROR_DAMAGED when there is no backup and nothing can be read, and those of the disk.
 */
DeskRecovery *desk_recovery_run (const char *path, const char *target, gint64 now, GError **error);

G_END_DECLS
