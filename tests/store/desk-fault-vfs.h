/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * A file system for SQLite that fails when it is told to, and that knows what would still be there after a
 * power cut. It lies over the system's own and becomes the default of the process.
 */

typedef enum
{
  DESK_FAULT_NONE,
  DESK_FAULT_FULL, /* no room, from one write on */
  DESK_FAULT_IO,   /* the disk fails, from one write or sync on */
} DeskFault;

void desk_fault_vfs_install (void);

/* From the @n-th write (from 1) on, every one fails so. */
void desk_fault_vfs_arm (DeskFault fault, int n);
/* Stops failing; how many writes there were since it was armed. */
int desk_fault_vfs_disarm (void);

/* From now on what was synced is known; what is in @folder now is taken as synced. */
void desk_fault_vfs_begin_power (const char *folder);
/* Copies into @folder what would be left after a power cut now: no write that was not synced. */
void desk_fault_vfs_cut_power (const char *folder);
void desk_fault_vfs_end_power (void);
