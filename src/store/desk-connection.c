/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

#include "desk-connection.h"
#include "desk-store.h"

#define BUSY_TIMEOUT_MS 5000

struct _DeskConnection
{
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* text of SQL → sqlite3_stmt */
  GHashTable *texts;
};

/* Errors */

static gboolean
fail (GError **error, DeskStoreError code, const char *format, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, DESK_STORE_ERROR, code, format, shown);
#pragma GCC diagnostic pop

  return FALSE;
}

static gboolean
fail_full (GError **error, const char *path)
{
  /* Translators: %s is a file */
  return fail (error, DESK_STORE_ERROR_FULL, _ ("The disk is full: “%s” was left as it was. Make room, then try again"),
               path);
}

static gboolean
fail_read_only (GError **error, const char *path)
{
  return fail (error, DESK_STORE_ERROR_READ_ONLY,
               /* Translators: %s is a file */
               _ ("“%s” cannot be written: the file, its folder or its disk is read-only"), path);
}

gboolean
desk_pass_error (GError *local_error, GError **error)
{
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);

  return FALSE;
}

gboolean
desk_file_fail (const char *path, int saved_errno, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
      return fail_full (error, path);

    case EACCES:
    case EPERM:
    case EROFS:
      return fail_read_only (error, path);

    case ENOENT:
    case ENOTDIR:
      /* Translators: %s is a file */
      return fail (error, DESK_STORE_ERROR_NOT_FOUND, _ ("There is no file “%s”"), path);

    default:
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_IO,
                   /* Translators: a file, then what the system says */
                   _ ("“%s” could not be used: %s"), shown, g_strerror (saved_errno));
      return FALSE;
    }
}

gboolean
desk_file_fail_numbers (const char *path, GError **error)
{
  return fail (error, DESK_STORE_ERROR_DAMAGED,
               /* Translators: %s is a file */
               _ ("“%s” is damaged: it has rows with numbers that Desk does not give"), path);
}

gboolean
desk_connection_fail (sqlite3 *handle, GError **error)
{
  /* Where a desk stands beside one in memory, it is the file. */
  const char *attached = sqlite3_db_filename (handle, "desk");
  const char *filename = attached != NULL ? attached : sqlite3_db_filename (handle, "main");
  g_auto (GStrv) parts = g_strsplit (filename != NULL ? filename : "", DESK_FILE_PARTIAL, 2);
  const char *path = parts[0] != NULL ? parts[0] : "";
  int code = sqlite3_extended_errcode (handle);
  int system = sqlite3_system_errno (handle);
  g_autofree char *shown = g_filename_display_name (path);
  /* SQLite quotes what stands in a file, whatever that is. */
  g_autofree char *said = g_utf8_make_valid (sqlite3_errmsg (handle), -1);

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return fail_full (error, shown);

    case SQLITE_READONLY:
    case SQLITE_PERM:
      return fail_read_only (error, shown);

    /* All statements are ours, so one that does not fit meets a schema that is not. */
    case SQLITE_ERROR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                   /* Translators: a file, then SQLite's own words */
                   _ ("“%s” is damaged (%s). Open a backup, or run “deskctl verify” on a copy"), shown, said);
      return FALSE;

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: /* too many attempts to begin beside others */
      return fail (error, DESK_STORE_ERROR_BUSY,
                   /* Translators: %s is a file */
                   _ ("Another program is holding “%s”. Try again when it is done"), shown);

    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      if (system != 0)
        return desk_file_fail (shown, system, error);
      break;

    default:
      break;
    }

  g_set_error (error, DESK_STORE_ERROR,
               (code & 0xff) == SQLITE_CONSTRAINT || (code & 0xff) == SQLITE_TOOBIG ? DESK_STORE_ERROR_INVALID
                                                                                    : DESK_STORE_ERROR_IO,
               /* Translators: a file, then SQLite's own words */
               _ ("“%s” could not be used: %s"), shown, said);

  return FALSE;
}

/* Statements */

static void
finalize_cb (gpointer statement)
{
  sqlite3_finalize (statement);
}

static DeskStatement *
prepare (DeskConnection *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
    {
      g_assert (!sqlite3_stmt_busy (statement));
      return statement;
    }

  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    {
      desk_connection_fail (self->handle, error);
      return NULL;
    }

  g_hash_table_insert (self->statements, (gpointer) sql, statement);

  return statement;
}

static int
digit_value (char c)
{
  return g_ascii_isupper (c) ? -1 : g_ascii_xdigit_value (c);
}

static void
bind_hash (DeskStatement *statement, int i, const char *digits)
{
  guint8 hash[32];
  gsize n = 0;

  for (; digits != NULL && n < sizeof hash; n++)
    {
      int high = digit_value (digits[2 * n]);
      int low = high >= 0 ? digit_value (digits[2 * n + 1]) : -1;

      if (low < 0)
        break;
      hash[n] = high << 4 | low;
    }

  if (n == sizeof hash && digits[2 * n] == '\0')
    sqlite3_bind_blob (statement, i, hash, sizeof hash, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (statement, i);
}

static void
bind_values (DeskStatement *statement, const char *types, va_list values)
{
  for (int i = 1; types[i - 1] != '\0'; i++)
    {
      gint64 number;
      GBytes *bytes;

      switch (types[i - 1])
        {
        case 'i':
          sqlite3_bind_int (statement, i, va_arg (values, int));
          break;

        case 'l':
          sqlite3_bind_int64 (statement, i, va_arg (values, gint64));
          break;

        case 'n':
          number = va_arg (values, gint64);
          if (number != 0)
            sqlite3_bind_int64 (statement, i, number);
          else
            sqlite3_bind_null (statement, i);
          break;

        case 's':
          sqlite3_bind_text (statement, i, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
          break;

        case 'h':
          bind_hash (statement, i, va_arg (values, const char *));
          break;

        case 'b':
          bytes = va_arg (values, GBytes *);
          if (bytes == NULL)
            sqlite3_bind_null (statement, i);
          else if (g_bytes_get_size (bytes) == 0)
            sqlite3_bind_zeroblob (statement, i, 0);
          else
            sqlite3_bind_blob64 (statement, i, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                 SQLITE_STATIC);
          break;

        default:
          g_assert_not_reached ();
        }
    }
}

DeskStatement *
desk_connection_query (DeskConnection *self, const char *sql, GError **error, const char *types, ...)
{
  DeskStatement *statement = prepare (self, sql, error);
  va_list values;

  if (statement == NULL)
    return NULL;

  va_start (values, types);
  bind_values (statement, types, values);
  va_end (values);

  return statement;
}

gboolean
desk_connection_run (DeskConnection *self, const char *sql, GError **error, const char *types, ...)
{
  g_autoptr (DeskStatement) statement = prepare (self, sql, error);
  va_list values;
  int code;

  if (statement == NULL)
    return FALSE;

  va_start (values, types);
  bind_values (statement, types, values);
  va_end (values);

  code = sqlite3_step (statement);
  g_assert (code != SQLITE_ROW);

  return code == SQLITE_DONE || desk_connection_fail (self->handle, error);
}

int
desk_connection_get_changes (DeskConnection *self)
{
  return sqlite3_changes (self->handle);
}

gint64
desk_connection_get_last_row (DeskConnection *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

gboolean
desk_statement_step (DeskStatement *self, GError **error)
{
  int code = sqlite3_step (self);

  g_assert (error != NULL);

  if (code == SQLITE_ROW)
    return TRUE;

  if (code != SQLITE_DONE)
    desk_connection_fail (sqlite3_db_handle (self), error);

  return FALSE;
}

gint64
desk_statement_get_int (DeskStatement *self, int column)
{
  return sqlite3_column_int64 (self, column);
}

const char *
desk_statement_get_string (DeskStatement *self, int column)
{
  const char *string = (const char *) sqlite3_column_text (self, column);

  if (string == NULL)
    return "";

  /* A damaged file may have any bytes, and nothing above can show them. */
  return g_utf8_validate (string, -1, NULL) ? string : "\357\277\275";
}

char *
desk_statement_dup_string (DeskStatement *self, int column)
{
  const char *string = (const char *) sqlite3_column_text (self, column);

  return string != NULL ? g_utf8_make_valid (string, -1) : g_strdup ("");
}

gboolean
desk_statement_is_null (DeskStatement *self, int column)
{
  return sqlite3_column_type (self, column) == SQLITE_NULL;
}

GBytes *
desk_statement_get_bytes (DeskStatement *self, int column)
{
  gconstpointer data = sqlite3_column_blob (self, column);

  return g_bytes_new (data, sqlite3_column_bytes (self, column));
}

void
desk_statement_release (DeskStatement *self)
{
  sqlite3_reset (self);
  sqlite3_clear_bindings (self);
}

/* The connection */

char *
desk_connection_get_uri (const char *path, DeskConnectionMode mode)
{
  static const char *const options[] = {
    [DESK_CONNECTION_WRITE] = "",
    [DESK_CONNECTION_READ] = "?mode=ro",
    [DESK_CONNECTION_IMMUTABLE] = "?mode=ro&immutable=1",
    [DESK_CONNECTION_MEMORY] = "?mode=memory",
  };
  g_autofree char *escaped = g_uri_escape_bytes ((const guint8 *) path, strlen (path), "/");

  return g_strconcat ("file:", escaped, options[mode], NULL);
}

DeskConnection *
desk_connection_open (const char *path, DeskConnectionMode mode, GError **error)
{
  g_autoptr (DeskConnection) self = NULL;
  g_autofree char *uri = NULL;
  int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

  g_return_val_if_fail (path != NULL, NULL);

  uri = desk_connection_get_uri (path, mode);
  flags |= mode == DESK_CONNECTION_READ || mode == DESK_CONNECTION_IMMUTABLE
               ? SQLITE_OPEN_READONLY
               : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

  self = g_new0 (DeskConnection, 1);
  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_cb);
  self->texts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_bytes_unref);

  if (sqlite3_open_v2 (uri, &self->handle, flags, NULL) != SQLITE_OK)
    {
      int system = sqlite3_system_errno (self->handle);

      if (system != 0)
        desk_file_fail (path, system, error);
      else
        desk_connection_fail (self->handle, error);
      return NULL;
    }

  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);

  return g_steal_pointer (&self);
}

void
desk_connection_close (DeskConnection *self)
{
  g_hash_table_unref (self->statements);
  g_hash_table_unref (self->texts);
  sqlite3_close (self->handle);
  g_free (self->path);
  g_free (self);
}

sqlite3 *
desk_connection_get_handle (DeskConnection *self)
{
  return self->handle;
}

const char *
desk_connection_get_path (DeskConnection *self)
{
  return self->path;
}

gboolean
desk_connection_exec (DeskConnection *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
         desk_connection_fail (self->handle, error);
}

gboolean
desk_connection_get_int (DeskConnection *self, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (DeskStatement) statement = prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;

  if (sqlite3_step (statement) != SQLITE_ROW)
    return desk_connection_fail (self->handle, error);

  *value = sqlite3_column_int64 (statement, 0);

  return TRUE;
}

gboolean
desk_connection_begin (DeskConnection *self, GError **error)
{
  return desk_connection_run (self, "BEGIN IMMEDIATE", error, "");
}

gboolean
desk_connection_begin_read (DeskConnection *self, GError **error)
{
  return desk_connection_run (self, "BEGIN", error, "");
}

gboolean
desk_connection_commit (DeskConnection *self, GError **error)
{
  return desk_connection_run (self, "COMMIT", error, "");
}

GHashTable *
desk_connection_get_texts (DeskConnection *self)
{
  return self->texts;
}

void
desk_connection_rollback (DeskConnection *self)
{
  g_hash_table_remove_all (self->texts);

  /* SQLite may have rolled back by itself, as on a full disk. */
  if (!sqlite3_get_autocommit (self->handle))
    desk_connection_run (self, "ROLLBACK", NULL, "");
}
