/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * DeskConnection:
 *
 * SQLite's connection to one file, with its prepared statements kept. Used by one thread at a time.
 * Every function that takes an error gives one of %DESK_STORE_ERROR, which names the file.
 */
typedef struct _DeskConnection DeskConnection;

typedef enum
{
  DESK_CONNECTION_WRITE,     /* the one that writes a desk */
  DESK_CONNECTION_READ,      /* reads beside a writer */
  DESK_CONNECTION_IMMUTABLE, /* reads a file that nobody writes meanwhile */
  DESK_CONNECTION_MEMORY,    /* writes no file at all */
} DeskConnectionMode;

/**
 * desk_connection_open:
 * @path: a file, which need not be a desk; made when there is none and @mode is to write
 *
 * No trust in what a file's schema says: triggers and views are off, double-quoted strings too.
 */
DeskConnection *desk_connection_open (const char *path, DeskConnectionMode mode, GError **error);
/* How SQLite names a file that is opened in that way: for ATTACH; (transfer full). */
char *desk_connection_get_uri (const char *path, DeskConnectionMode mode);
/* Finishes every statement. A writer's WAL is folded in by SQLite when it was the last connection. */
void desk_connection_close (DeskConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskConnection, desk_connection_close)

sqlite3 *desk_connection_get_handle (DeskConnection *self);
const char *desk_connection_get_path (DeskConnection *self);

/* Runs one or more statements that are not kept. */
gboolean desk_connection_exec (DeskConnection *self, const char *sql, GError **error);
/* The single integer that @sql gives. */
gboolean desk_connection_get_int (DeskConnection *self, const char *sql, gint64 *value, GError **error);

gboolean desk_connection_begin (DeskConnection *self, GError **error);      /* to write, waits for others */
gboolean desk_connection_begin_read (DeskConnection *self, GError **error); /* one state of the file for several reads */
gboolean desk_connection_commit (DeskConnection *self, GError **error);
void desk_connection_rollback (DeskConnection *self);

/**
 * DeskStatement:
 *
 * A kept statement with its values in place. Given back at the end of its scope by
 * `g_autoptr (DeskStatement)`; the same text may not be in use twice on one connection.
 */
typedef struct sqlite3_stmt DeskStatement;

/**
 * desk_connection_query:
 * @sql: one statement, a text from desk-sql.h
 * @types: what follows, one letter a value: "i" an int, "l" a gint64, "n" one whose 0 is SQL's NULL, "s" a string (%NULL is SQL's NULL),
 *   "h" a hash of 64 digits as its 32 bytes (anything else is SQL's NULL),
 *   "b" a GBytes that outlives the statement (%NULL is SQL's NULL)
 */
DeskStatement *desk_connection_query (DeskConnection *self, const char *sql, GError **error, const char *types, ...);
/* The same for a statement that gives no row. */
gboolean desk_connection_run (DeskConnection *self, const char *sql, GError **error, const char *types, ...);
/* Rows that the last desk_connection_run() changed. */
int desk_connection_get_changes (DeskConnection *self);
gint64 desk_connection_get_last_row (DeskConnection *self);

/**
 * desk_statement_step:
 * @error: must not be %NULL, as %FALSE alone may be the end
 *
 * Returns: whether there is a row; %FALSE at the end, and with @error set
 */
gboolean desk_statement_step (DeskStatement *self, GError **error);
gint64 desk_statement_get_int (DeskStatement *self, int column);
/* (transfer none), until the next step; never %NULL, and valid UTF-8: U+FFFD where it is not. */
const char *desk_statement_get_string (DeskStatement *self, int column);
/* The same as a copy, with U+FFFD for what is not valid within it. */
char *desk_statement_dup_string (DeskStatement *self, int column);
gboolean desk_statement_is_null (DeskStatement *self, int column);
GBytes *desk_statement_get_bytes (DeskStatement *self, int column); /* (transfer full): a copy */
void desk_statement_release (DeskStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskStatement, desk_statement_release)

/* Hands @local_error on to @error, (transfer full) (nullable); whether there was none. */
gboolean desk_pass_error (GError *local_error, GError **error);

/* In the name of a file that is not in its place yet; messages name the place. */
#define DESK_FILE_PARTIAL ".partial-"

/**
 * desk_connection_get_texts:
 *
 * Returns: (transfer none) (element-type gint64 GBytes): what whoever reads texts on this connection likes to have at hand; emptied
 *   when a transaction is rolled back, as rows may then stand for something else
 */
GHashTable *desk_connection_get_texts (DeskConnection *self);

/* Turns what SQLite said last into an error of the store. Always %FALSE. */
gboolean desk_connection_fail (sqlite3 *handle, GError **error);
/* The same where a row's number, which stands for "an error" when it is negative, is so in the file. Always %FALSE. */
gboolean desk_file_fail_numbers (const char *path, GError **error);
/* The same for a call of the system that failed on @path. Always %FALSE. */
gboolean desk_file_fail (const char *path, int saved_errno, GError **error);

G_END_DECLS
