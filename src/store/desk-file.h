/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"

G_BEGIN_DECLS

/* What a desk is as a file: found out, made, opened, put in its place. */

/**
 * desk_file_check:
 * @exists: (out): whether there is a file with something in it
 *
 * Reads no more than the file's header, so that what is no desk is left without a trace; only where that is
 * none and a WAL lies beside the file SQLite is asked, as the WAL may have the right one.
 *
 * Errors: %DESK_STORE_ERROR_NOT_A_DESK, %DESK_STORE_ERROR_NEWER, and those of reading.
 */
gboolean desk_file_check (const char *path, gboolean *exists, GError **error);

/* Makes a desk at @path, whole or not at all, its folder too; one that another program made meanwhile stays. */
gboolean desk_file_create (const char *path, GError **error);

/**
 * desk_file_open:
 * @mode: a writer brings an older file up to date and puts it in WAL mode
 */
DeskConnection *desk_file_open (const char *path, DeskConnectionMode mode, GError **error);

/* A desk of its own without WAL, to be filled in and put in its place: a package. @path: a name that nobody has. */
DeskConnection *desk_file_begin_package (const char *path, GError **error);

/* An empty desk in memory, with no file. */
DeskConnection *desk_file_open_memory (GError **error);

/* "<the real path>@suffix"; (transfer full). */
char *desk_file_get_sibling (const char *path, const char *suffix);
/* A new empty file beside @path, held until it is discarded or put in its place; what was left there of others is swept. (transfer full) (nullable). */
char *desk_file_make_partial (const char *path, GError **error);
/* Takes away a file and what SQLite put beside it. */
void desk_file_remove (const char *path);
/* The same, of one that desk_file_make_partial() made, or of any other. */
void desk_file_discard (const char *path);
/**
 * desk_file_set_mode:
 * @like: a desk
 *
 * Lets those read and write @path who may read and write @like, and nobody else: what holds a desk's words is as private as
 * the desk is. Where @like is not there, its owner alone;
 * the owner always.
 */
void desk_file_set_mode (const char *path, const char *like, gboolean is_folder);
/* Makes @partial durable and names it @path. What was there is replaced. */
gboolean desk_file_put_in_place (const char *partial, const char *path, GError **error);

G_END_DECLS
