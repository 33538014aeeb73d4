/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Files that are being made, and what killed programs left of theirs. While a program is at one it holds a lock of its open
 * file description (F_OFD_SETLK) on the first byte, which SQLite never locks; the lock goes with the program, however that ends.
 */

/**
 * desk_partial_hold:
 * @partial: a file that desk_file_make_partial() named
 * @fd: (transfer full): an open descriptor of it, for writing; -1 opens it
 *
 * Keeps desk_partial_sweep() away from it, here and in other programs. A file system without locks is no error: nothing is swept there.
 */
void desk_partial_hold (const char *partial, int fd);

/* Ends that; nothing when @partial is not held. No connection to it may be open. */
void desk_partial_release (const char *partial);

/**
 * desk_partial_sweep:
 * @path: what is about to be made
 *
 * Removes, from the folder of @path, what was begun for @path or for any "*.desk", is this user's, is held by nobody, and was not written to for
 * a minute. Nothing is said of what cannot be removed.
 */
void desk_partial_sweep (const char *path);

G_END_DECLS
