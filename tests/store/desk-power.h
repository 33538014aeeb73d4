/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * What would be on a disk whose power is cut. All that is done to the files of a folder is written down in
 * its order, and played again up to any moment: what was synced then is there; what was not is there or
 * not, by sectors of 512 bytes, in any order, or torn. Names come and go in the order in which they were
 * given, as on a file system with a journal of its own.
 */

/* From now on what happens in @folder is written down; files that are there now are on the disk. */
void desk_power_begin (const char *folder);
/* Stops; how many moments there were. What was written down stays, until it begins again. */
guint desk_power_end (void);
void desk_power_clear (void);

/* Something was promised to the caller: the @n first of its events have happened. */
void desk_power_note_mark (guint n);

/**
 * desk_power_cut:
 * @moment: the power is cut after so many; never before those of the last call
 * @seed: what chance does with the rest: 0: all of it is lost; 1: all of it is there
 * @folder: an empty one, for what would be on the disk
 *
 * Returns: the last mark
 */
guint desk_power_cut (guint moment, guint32 seed, const char *folder);

/* For the file system that is tested; they do nothing unless it is written down. @path: (nullable) */
void desk_power_note_open (const char *path);
void desk_power_note_write (const char *path, gconstpointer data, gsize size, goffset offset);
void desk_power_note_truncate (const char *path, goffset size);
void desk_power_note_sync (const char *path);
void desk_power_note_delete (const char *path, gboolean sync_folder);
void desk_power_note_rename (const char *old_path, const char *path);
void desk_power_note_sync_folder (void);
