/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-backup-plan.h"

#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY
#define MAX_HOURS 24
#define MAX_DAYS 14
#define MIN_KEPT 2

gboolean
desk_backup_plan_is_due (const DeskBackupSlot *slots, gsize n, gint64 now)
{
  for (gsize i = 0; i < n; i++)
    if (slots[i].at <= now && slots[i].at > now - HOUR)
      return FALSE;

  return TRUE;
}

/* The newest of each stretch of time as long as @length, of at most @max of them; none that is older than @since. */
static void
keep_one_of_each (DeskBackupSlot *slots, gsize n, gint64 length, guint max, gint64 since)
{
  guint n_kept = 0;

  for (gsize i = 0; i < n && n_kept < max && slots[i].at > since; i++)
    if (i == 0 || slots[i].at / length != slots[i - 1].at / length)
      {
        slots[i].keep = TRUE;
        n_kept++;
      }
}

void
desk_backup_plan_choose (DeskBackupSlot *slots, gsize n, gint64 now, gint64 room)
{
  guint n_kept = 0;

  for (gsize i = 0; i < n; i++)
    slots[i].keep = FALSE;

  keep_one_of_each (slots, n, HOUR, MAX_HOURS, now - DAY);
  keep_one_of_each (slots, n, DAY, MAX_DAYS, G_MININT64);

  for (gsize i = 0; i < n; i++)
    {
      if (!slots[i].keep)
        continue;

      room -= slots[i].size;
      slots[i].keep = n_kept < MIN_KEPT || room >= 0;
      n_kept += slots[i].keep;
    }
}
