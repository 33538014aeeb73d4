/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk-fault-vfs.h"
#include "desk-power.h"

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
static DeskCall fault_calls;
static guint fault_at;
static gboolean fault_lasts;
static guint n_calls;
static char *room_folder; /* (nullable) */
static goffset room;

DeskFault
desk_fault_vfs_count (DeskCall call)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (!(call & fault_calls))
    return DESK_FAULT_NONE;

  n_calls++;

  return n_calls == fault_at || (fault_lasts && n_calls > fault_at) ? fault : DESK_FAULT_NONE;
}

/* Counts a call; SQLITE_OK, or @code, with the reason where SQLite looks for it. */
static int
count (DeskCall call, int code)
{
  switch (desk_fault_vfs_count (call))
    {
    case DESK_FAULT_IO:
    case DESK_FAULT_SHORT:
      errno = EIO;
      return code;

    case DESK_FAULT_FULL:
      errno = ENOSPC;
      return code == SQLITE_IOERR_WRITE ? SQLITE_FULL : code;

    case DESK_FAULT_BUSY:
      return SQLITE_BUSY;

    case DESK_FAULT_NONE:
    default:
      return SQLITE_OK;
    }
}

/* Whether the files would still have room when that of @file grows to @size. */
static gboolean
has_room (FaultFile *file, goffset size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autoptr (GDir) dir = NULL;
  struct stat status;
  goffset sum = 0;
  const char *name;

  if (room_folder == NULL || file->path == NULL || !g_str_has_prefix (file->path, room_folder))
    return TRUE;

  if (stat (file->path, &status) == 0)
    {
      if (size <= status.st_size)
        return TRUE;
      sum = size - status.st_size;
    }

  dir = g_dir_open (room_folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (room_folder, name, NULL);

      if (stat (path, &status) == 0)
        sum += status.st_size;
    }

  return sum <= room;
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
  int code = count (DESK_CALL_READ, SQLITE_IOERR_READ);

  if (code != SQLITE_OK && fault == DESK_FAULT_SHORT)
    real->pMethods->xRead (real, data, amount / 2, offset);

  return code != SQLITE_OK ? code : real->pMethods->xRead (real, data, amount, offset);
}

static int
fault_write (sqlite3_file *base, const void *data, int amount, sqlite3_int64 offset)
{
  FaultFile *file = (FaultFile *) base;
  int code = count (DESK_CALL_WRITE, SQLITE_IOERR_WRITE);

  if (code == SQLITE_OK && !has_room (file, offset + amount))
    {
      errno = ENOSPC;
      code = SQLITE_FULL;
    }
  if (code != SQLITE_OK && fault == DESK_FAULT_SHORT)
    {
      file->real->pMethods->xWrite (file->real, data, amount / 2, offset);
      errno = ENOSPC;
      code = SQLITE_FULL;
    }
  if (code != SQLITE_OK)
    return code;

  desk_power_note_write (file->path, data, amount, offset);

  return file->real->pMethods->xWrite (file->real, data, amount, offset);
}

static int
fault_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  FaultFile *file = (FaultFile *) base;
  int code = count (DESK_CALL_TRUNCATE, SQLITE_IOERR_TRUNCATE);

  if (code != SQLITE_OK)
    return code;

  desk_power_note_truncate (file->path, size);

  return file->real->pMethods->xTruncate (file->real, size);
}

static int
fault_sync (sqlite3_file *base, int flags)
{
  FaultFile *file = (FaultFile *) base;
  int code = count (DESK_CALL_SYNC, SQLITE_IOERR_FSYNC);

  if (code == SQLITE_OK)
    desk_power_note_sync (file->path);

  return code;
}

static int
fault_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  sqlite3_file *real = ((FaultFile *) base)->real;
  int code = count (DESK_CALL_SIZE, SQLITE_IOERR_FSTAT);

  return code != SQLITE_OK ? code : real->pMethods->xFileSize (real, size);
}

static int
fault_lock (sqlite3_file *base, int lock)
{
  sqlite3_file *real = ((FaultFile *) base)->real;
  int code = count (DESK_CALL_LOCK, SQLITE_IOERR_LOCK);

  return code != SQLITE_OK ? code : real->pMethods->xLock (real, lock);
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
  int code = count (DESK_CALL_LOCK, SQLITE_IOERR_CHECKRESERVEDLOCK);

  return code != SQLITE_OK ? code : real->pMethods->xCheckReservedLock (real, out);
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
  int code = count (DESK_CALL_MAP, SQLITE_IOERR_SHMSIZE);

  if (code != SQLITE_OK)
    {
      *out = NULL;
      return code;
    }

  return real->pMethods->xShmMap (real, page, size, extend, out);
}

static int
fault_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  sqlite3_file *real = ((FaultFile *) base)->real;
  int code = flags & SQLITE_SHM_UNLOCK ? SQLITE_OK : count (DESK_CALL_LOCK, SQLITE_IOERR_SHMLOCK);

  return code != SQLITE_OK ? code : real->pMethods->xShmLock (real, offset, n, flags);
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
  code = count (DESK_CALL_OPEN, SQLITE_CANTOPEN);
  if (code != SQLITE_OK)
    return code;

  file->real = g_malloc0 (real_vfs->szOsFile);
  code = real_vfs->xOpen (real_vfs, path, file->real, flags, out_flags);
  if (code != SQLITE_OK)
    {
      g_clear_pointer (&file->real, g_free);
      return code;
    }

  file->path = g_strdup (path);
  file->base.pMethods = &fault_methods;
  if (flags & SQLITE_OPEN_CREATE)
    desk_power_note_open (path);

  return SQLITE_OK;
}

static int
fault_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  int code = count (DESK_CALL_DELETE, SQLITE_IOERR_DELETE);

  if (code != SQLITE_OK)
    return code;

  desk_power_note_delete (path, sync_folder);

  return real_vfs->xDelete (real_vfs, path, FALSE);
}

static int
fault_access (sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
  int code = count (DESK_CALL_ACCESS, SQLITE_IOERR_ACCESS);

  return code != SQLITE_OK ? code : real_vfs->xAccess (real_vfs, path, flags, out);
}

/* Whoever waits for a lock that is not there would wait long. */
static int
fault_sleep (sqlite3_vfs *vfs, int microseconds)
{
  return microseconds;
}

void
desk_fault_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  fault_vfs = *real_vfs;
  fault_vfs.zName = "fault";
  fault_vfs.szOsFile = sizeof (FaultFile);
  fault_vfs.xOpen = fault_open;
  fault_vfs.xDelete = fault_delete;
  fault_vfs.xAccess = fault_access;
  fault_vfs.xSleep = fault_sleep;
  g_assert_cmpint (sqlite3_vfs_register (&fault_vfs, 1), ==, SQLITE_OK);
}

void
desk_fault_vfs_arm (DeskFault new_fault, DeskCall calls, guint n, gboolean lasts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  fault = new_fault;
  fault_calls = calls;
  fault_at = n;
  fault_lasts = lasts;
  n_calls = 0;
}

guint
desk_fault_vfs_disarm (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  fault = DESK_FAULT_NONE;
  fault_calls = 0;

  return n_calls;
}

void
desk_fault_vfs_set_room (const char *folder, goffset bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  g_set_str (&room_folder, folder);
  room = bytes;
}

static ssize_t
read_half (int fd, void *data, size_t size, off_t offset)
{
  return pread (fd, data, size > 1 ? size / 2 : size, offset);
}

static ssize_t
write_half (int fd, const void *data, size_t size, off_t offset)
{
  return pwrite (fd, data, size > 1 ? size / 2 : size, offset);
}

void
desk_fault_vfs_halve (gboolean halve)
{
  const char *reads[] = { "pread", "pread64" };
  const char *writes[] = { "pwrite", "pwrite64" };

  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    {
      real_vfs->xSetSystemCall (real_vfs, reads[i], halve ? (sqlite3_syscall_ptr) read_half : NULL);
      real_vfs->xSetSystemCall (real_vfs, writes[i], halve ? (sqlite3_syscall_ptr) write_half : NULL);
    }
}
