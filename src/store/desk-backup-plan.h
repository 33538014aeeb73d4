/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * When Desk makes a backup by itself, and which of them it keeps: worked out from instants alone (microseconds
 * since 1970, UTC), whatever the clock says.
 */

typedef struct
{
  gint64 at;
  gint64 size; /* bytes */
  gboolean keep; /* what desk_backup_plan_choose() says */
} DeskBackupSlot;

/* Whether one is due: none was made within the hour before @now. Those that a wrong clock dated later do not count. */
gboolean desk_backup_plan_is_due (const DeskBackupSlot *slots, gsize n, gint64 now);

/**
 * desk_backup_plan_choose:
 * @slots: newest first
 * @room: bytes that all of them may take
 *
 * Keeps the newest of each hour of the last 24, and of each of the last 14 days that have one; so nothing is lost by
 * being away for a month. The oldest of these go until the others have room, but never the newest two.
 */
void desk_backup_plan_choose (DeskBackupSlot *slots, gsize n, gint64 now, gint64 room);

G_END_DECLS
