/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk-file.h"
#include "desk-partial.h"
#include "desk-sql.h"
#include "desk-store.h"

/* https://www.sqlite.org/fileformat2.html, section 1.3 */
#define HEADER_BYTES 100
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_USER_VERSION 60
#define HEADER_APPLICATION_ID 68

static guint32
read_be32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static gboolean
fail_not_a_desk (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_A_DESK,
               /* Translators: %s is a file */
               _ ("“%s” is not a desk. It was left as it is"), shown);

  return FALSE;
}

static gboolean
fail_newer (const char *path, gint64 version, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NEWER,
               /* Translators: a file, then two numbers of versions */
               _ ("“%s” was written by a newer Desk (format %d; this one knows %d). It was left as it is"), shown,
               (int) version, DESK_USER_VERSION);

  return FALSE;
}

/* Reads up to @size bytes from the beginning; their number, or -1. */
static gssize
read_start (const char *path, guint8 *bytes, gsize size)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gssize length;
  int saved_errno;

  if (fd < 0)
    return -1;

  length = read (fd, bytes, size);
  saved_errno = errno;
  close (fd);
  errno = saved_errno;

  return length;
}

/* What a file is whose header does not say so: a WAL that lies beside it may have another header, if the power went
 * while it was being folded in. FALSE when it is no desk. */
static gboolean
ask_wal (const char *path, gint64 *version)
{
  g_autofree char *wal = desk_file_get_sibling (path, "-wal");
  g_autoptr (DeskConnection) db = NULL;
  gint64 id;
  guint8 byte;

  if (read_start (wal, &byte, 1) != 1 || (db = desk_connection_open (path, DESK_CONNECTION_READ, NULL)) == NULL)
    return FALSE;

  sqlite3_db_config (desk_connection_get_handle (db), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);

  return desk_connection_get_int (db, "PRAGMA application_id", &id, NULL) && id == DESK_APPLICATION_ID &&
         desk_connection_get_int (db, "PRAGMA user_version", version, NULL);
}

static gboolean
migrate (DeskConnection *db, gint64 version, GError **error)
{
  for (; version < DESK_USER_VERSION; version++)
    {
      char set_version[64];

      g_snprintf (set_version, sizeof set_version, "PRAGMA user_version = %d", (int) version + 1);
      if (!desk_connection_begin (db, error))
        return FALSE;

      if (!desk_connection_exec (db, sql_migrations[version], error) ||
          !desk_connection_exec (db, set_version, error) || !desk_connection_commit (db, error))
        {
          desk_connection_rollback (db);
          return FALSE;
        }
    }

  return TRUE;
}

/* The schema in an empty file, which has no WAL yet, so that the header is right from its first byte on. */
static gboolean
write_schema (DeskConnection *db, GError **error)
{
  char set_id[64];

  g_snprintf (set_id, sizeof set_id, "PRAGMA application_id = %d", DESK_APPLICATION_ID);

  return desk_connection_exec (db, "PRAGMA page_size = 1024; PRAGMA synchronous = FULL", error) &&
         desk_connection_exec (db, set_id, error) &&
         migrate (db, 0, error);
}

static gboolean
sync_path (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  int saved_errno;
  gboolean done;

  if (fd < 0)
    return desk_file_fail (path, errno, error);

  done = fsync (fd) == 0;
  saved_errno = errno;
  close (fd);

  /* Some file systems have nothing to do for a folder and say so. */
  return done || saved_errno == EINVAL || desk_file_fail (path, saved_errno, error);
}

gboolean
desk_file_check (const char *path, gboolean *exists, GError **error)
{
  guint8 header[HEADER_BYTES];
  gssize length = read_start (path, header, sizeof header);
  gint64 version;

  *exists = FALSE;
  if (length < 0)
    {
      if (errno == EISDIR)
        return fail_not_a_desk (path, error);
      return errno == ENOENT || desk_file_fail (path, errno, error);
    }

  /* What touch and temporary files leave: there is nothing to lose. */
  if (length == 0)
    return TRUE;

  if (length == HEADER_BYTES && memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) == 0 &&
      read_be32 (header + HEADER_APPLICATION_ID) == DESK_APPLICATION_ID)
    version = read_be32 (header + HEADER_USER_VERSION);
  else if (!ask_wal (path, &version))
    return fail_not_a_desk (path, error);

  if (version > DESK_USER_VERSION)
    return fail_newer (path, version, error);

  *exists = TRUE;

  return TRUE;
}

gboolean
desk_file_create (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *partial = NULL;
  gboolean done;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return desk_file_fail (folder, errno, error);

  partial = desk_file_make_partial (path, error);
  if (partial == NULL)
    return FALSE;

  {
    g_autoptr (DeskConnection) db = desk_connection_open (partial, DESK_CONNECTION_WRITE, error);

    done = db != NULL && write_schema (db, error);
  }

  done = done && sync_path (partial, error);
  /* Never over a file that appeared meanwhile, unless there is nothing in it. */
  if (done && renameat2 (AT_FDCWD, partial, AT_FDCWD, path, RENAME_NOREPLACE) != 0)
    {
      guint8 byte;
      gboolean replace = errno != EEXIST || read_start (path, &byte, 1) == 0;

      if (replace && g_rename (partial, path) != 0)
        done = desk_file_fail (path, errno, error);
    }
  desk_file_discard (partial);

  return done && sync_path (folder, error);
}

DeskConnection *
desk_file_open (const char *path, DeskConnectionMode mode, GError **error)
{
  g_autoptr (DeskConnection) db = desk_connection_open (path, mode, error);
  gint64 version, id;

  if (db == NULL || !desk_connection_get_int (db, "PRAGMA application_id", &id, error) ||
      !desk_connection_get_int (db, "PRAGMA user_version", &version, error))
    return NULL;

  if (id != DESK_APPLICATION_ID || version < 1)
    {
      fail_not_a_desk (path, error);
      return NULL;
    }

  /* A newer program may have written its version into the WAL alone. */
  if (version > DESK_USER_VERSION)
    {
      sqlite3_db_config (desk_connection_get_handle (db), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
      fail_newer (path, version, error);
      return NULL;
    }

  if (!desk_connection_exec (db, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", error))
    return NULL;

  if (mode != DESK_CONNECTION_WRITE)
    return (version >= 2 || desk_connection_exec (db, sql_read_version_1, error)) &&
                   desk_connection_exec (db, "PRAGMA query_only = ON", error)
               ? g_steal_pointer (&db)
               : NULL;

  if (!desk_connection_exec (db,
                             "PRAGMA journal_mode = WAL;"
                             "PRAGMA synchronous = FULL;"
                             "PRAGMA wal_autocheckpoint = 400;"
                             "PRAGMA journal_size_limit = 1048576;"
                             "PRAGMA secure_delete = ON;"
                             "PRAGMA foreign_keys = ON;",
                             error) ||
      !migrate (db, version, error))
    return NULL;

  return g_steal_pointer (&db);
}

DeskConnection *
desk_file_begin_package (const char *path, GError **error)
{
  g_autoptr (DeskConnection) db = desk_connection_open (path, DESK_CONNECTION_WRITE, error);

  if (db == NULL || !write_schema (db, error) ||
      !desk_connection_exec (db, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY", error))
    return NULL;

  return g_steal_pointer (&db);
}

DeskConnection *
desk_file_open_memory (GError **error)
{
  g_autoptr (DeskConnection) db = desk_connection_open ("desk", DESK_CONNECTION_MEMORY, error);

  if (db == NULL || !desk_connection_exec (db, "PRAGMA temp_store = MEMORY", error) || !migrate (db, 0, error))
    return NULL;

  return g_steal_pointer (&db);
}

char *
desk_file_get_sibling (const char *path, const char *suffix)
{
  g_autofree char *real = realpath (path, NULL);

  return g_strconcat (real != NULL ? real : path, suffix, NULL);
}

char *
desk_file_make_partial (const char *path, GError **error)
{
  g_autofree char *partial = g_strconcat (path, DESK_FILE_PARTIAL "XXXXXX", NULL);
  int fd;

  desk_partial_sweep (path);
  fd = g_mkstemp_full (partial, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      desk_file_fail (path, errno, error);
      return NULL;
    }

  desk_partial_hold (partial, fd);

  return g_steal_pointer (&partial);
}

void
desk_file_remove (const char *path)
{
  const char *suffixes[] = { "", "-journal", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }
}

void
desk_file_discard (const char *path)
{
  desk_file_remove (path);
  desk_partial_release (path);
}

void
desk_file_set_mode (const char *path, const char *like, gboolean is_folder)
{
  struct stat status;
  mode_t mode = stat (like, &status) == 0 ? status.st_mode & 0666 : 0;

  /* Its owner writes it, even where the desk is not to be changed. */
  mode |= 0600;
  /* Who reads a file may look for it in its folder. */
  g_chmod (path, is_folder ? mode | (mode & 0444) >> 2 : mode);
}

gboolean
desk_file_put_in_place (const char *partial, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (!sync_path (partial, error))
    return FALSE;

  if (g_rename (partial, path) != 0)
    return desk_file_fail (path, errno, error);
  desk_partial_release (partial);

  return sync_path (folder, error);
}
