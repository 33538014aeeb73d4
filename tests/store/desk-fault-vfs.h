/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * A file system for SQLite that fails when it is told to. It lies over the system's own and becomes the default
 * of the process; desk-fault-system.c does the same for what Desk asks of the system without SQLite. Nothing is
 * really synced, as no test cuts the machine's own power.
 */

/* What is asked of a file system. */
typedef enum
{
  DESK_CALL_OPEN = 1 << 0,
  DESK_CALL_READ = 1 << 1,
  DESK_CALL_WRITE = 1 << 2,
  DESK_CALL_SYNC = 1 << 3,
  DESK_CALL_TRUNCATE = 1 << 4,
  DESK_CALL_LOCK = 1 << 5, /* of the file, and of the memory that programs share about its WAL */
  DESK_CALL_MAP = 1 << 6,  /* that memory itself */
  DESK_CALL_SIZE = 1 << 7,
  DESK_CALL_DELETE = 1 << 8,
  DESK_CALL_ACCESS = 1 << 9,
  DESK_CALL_SYSTEM = 1 << 10, /* Desk's own: open, sync, rename, copy */
  DESK_CALL_CHANGES = DESK_CALL_WRITE | DESK_CALL_SYNC | DESK_CALL_TRUNCATE | DESK_CALL_DELETE | DESK_CALL_MAP | DESK_CALL_SYSTEM,
  DESK_CALL_ALL = (1 << 11) - 1,
} DeskCall;

typedef enum
{
  DESK_FAULT_NONE,
  DESK_FAULT_IO,    /* the disk fails */
  DESK_FAULT_FULL,  /* there is no room */
  DESK_FAULT_SHORT, /* half is read or written, and then as above: the disk fails, there is no room */
  DESK_FAULT_BUSY,  /* somebody else has the lock */
} DeskFault;

void desk_fault_vfs_install (void);

/* The @n-th (from 1) of @calls fails so; when it @lasts, all of them after it too. */
void desk_fault_vfs_arm (DeskFault fault, DeskCall calls, guint n, gboolean lasts);
/* Stops failing; how many of the calls there were since it was armed. */
guint desk_fault_vfs_disarm (void);

/* All files of @folder (nullable) together may have that many bytes. */
void desk_fault_vfs_set_room (const char *folder, goffset bytes);

/* Reads and writes at first do half of what they are asked for, without an error, as the system may. */
void desk_fault_vfs_halve (gboolean halve);

/* For desk-fault-system.c: counts a call; how it is to fail. */
DeskFault desk_fault_vfs_count (DeskCall call);
