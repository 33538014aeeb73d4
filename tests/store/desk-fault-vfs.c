/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "desk-fault-vfs.h"

typedef struct
{
  sqlite3_file base;
  char *path; /* (nullable): of a temporary file */
  sqlite3_file *real;
} FaultFile;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs fault_vfs;

static GMutex mutex; /* guards what is below */
static DeskFault fault;
static int fault_at;
static int n_writes;
static GHashTable *synced; /* (nullable): base name → GBytes */

/* Counts one change of a file; SQLITE_OK, or how it fails. */
static int
count_write (gboolean is_sync)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  n_writes++;
  if (fault == DESK_FAULT_NONE || n_writes < fault_at)
    return SQLITE_OK;
  if (fault == DESK_FAULT_FULL)
    return is_sync ? SQLITE_OK : SQLITE_FULL;

  return is_sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
}

/* What is in the file now survives. */
static void
note_synced (FaultFile *file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autofree char *contents = NULL;
  gsize length;

  if (synced != NULL && file->path != NULL && g_file_get_contents (file->path, &contents, &length, NULL))
    g_hash_table_insert (synced, g_path_get_basename (file->path), g_bytes_new (contents, length));
}

static int
fault_close (sqlite3_file *base)
{
  FaultFile *file = (FaultFile *) base;
  int code = file->real->pMethods != NULL ? file->real->pMethods->xClose (file->real) : SQLITE_OK;

  g_free (file->path);
  g_free (file->real);

  return code;
}

static int
fault_read (sqlite3_file *base, void *data, int amount, sqlite3_int64 offset)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xRead (real, data, amount, offset);
}

static int
fault_write (sqlite3_file *base, const void *data, int amount, sqlite3_int64 offset)
{
  sqlite3_file *real = ((FaultFile *) base)->real;
  int code = count_write (FALSE);

  return code != SQLITE_OK ? code : real->pMethods->xWrite (real, data, amount, offset);
}

static int
fault_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xTruncate (real, size);
}

static int
fault_sync (sqlite3_file *base, int flags)
{
  FaultFile *file = (FaultFile *) base;
  int code = count_write (TRUE);

  if (code != SQLITE_OK)
    return code;

  note_synced (file);

  return file->real->pMethods->xSync (file->real, flags);
}

static int
fault_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xFileSize (real, size);
}

static int
fault_lock (sqlite3_file *base, int lock)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xLock (real, lock);
}

static int
fault_unlock (sqlite3_file *base, int lock)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xUnlock (real, lock);
}

static int
fault_check_reserved_lock (sqlite3_file *base, int *out)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xCheckReservedLock (real, out);
}

static int
fault_file_control (sqlite3_file *base, int op, void *argument)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xFileControl (real, op, argument);
}

static int
fault_sector_size (sqlite3_file *base)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xSectorSize (real);
}

static int
fault_device_characteristics (sqlite3_file *base)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xDeviceCharacteristics (real);
}

static int
fault_shm_map (sqlite3_file *base, int page, int size, int extend, void volatile **out)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xShmMap (real, page, size, extend, out);
}

static int
fault_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xShmLock (real, offset, n, flags);
}

static void
fault_shm_barrier (sqlite3_file *base)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  real->pMethods->xShmBarrier (real);
}

static int
fault_shm_unmap (sqlite3_file *base, int delete_flag)
{
  sqlite3_file *real = ((FaultFile *) base)->real;

  return real->pMethods->xShmUnmap (real, delete_flag);
}

static const sqlite3_io_methods fault_methods = {
  .iVersion = 2,
  .xClose = fault_close,
  .xRead = fault_read,
  .xWrite = fault_write,
  .xTruncate = fault_truncate,
  .xSync = fault_sync,
  .xFileSize = fault_file_size,
  .xLock = fault_lock,
  .xUnlock = fault_unlock,
  .xCheckReservedLock = fault_check_reserved_lock,
  .xFileControl = fault_file_control,
  .xSectorSize = fault_sector_size,
  .xDeviceCharacteristics = fault_device_characteristics,
  .xShmMap = fault_shm_map,
  .xShmLock = fault_shm_lock,
  .xShmBarrier = fault_shm_barrier,
  .xShmUnmap = fault_shm_unmap,
};

static int
fault_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags)
{
  FaultFile *file = (FaultFile *) base;
  int code;

  memset (file, 0, sizeof *file);
  file->real = g_malloc0 (real_vfs->szOsFile);
  code = real_vfs->xOpen (real_vfs, path, file->real, flags, out_flags);
  if (code != SQLITE_OK)
    {
      g_clear_pointer (&file->real, g_free);
      return code;
    }

  file->path = g_strdup (path);
  file->base.pMethods = &fault_methods;

  return SQLITE_OK;
}

void
desk_fault_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  fault_vfs = *real_vfs;
  fault_vfs.zName = "fault";
  fault_vfs.szOsFile = sizeof (FaultFile);
  fault_vfs.xOpen = fault_open;
  g_assert_cmpint (sqlite3_vfs_register (&fault_vfs, 1), ==, SQLITE_OK);
}

void
desk_fault_vfs_arm (DeskFault new_fault, int n)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  fault = new_fault;
  fault_at = n;
  n_writes = 0;
}

int
desk_fault_vfs_disarm (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  fault = DESK_FAULT_NONE;

  return n_writes;
}

void
desk_fault_vfs_begin_power (const char *folder)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  synced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      if (g_file_get_contents (path, &contents, &length, NULL))
        g_hash_table_insert (synced, g_strdup (name), g_bytes_new (contents, length));
    }
}

void
desk_fault_vfs_cut_power (const char *folder)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  GHashTableIter iter;
  gpointer name, bytes;

  g_hash_table_iter_init (&iter, synced);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      /* What SQLite keeps in memory shared between programs is none the wiser. */
      if (!g_str_has_suffix (name, "-shm"))
        g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
    }
}

void
desk_fault_vfs_end_power (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  g_clear_pointer (&synced, g_hash_table_unref);
}
