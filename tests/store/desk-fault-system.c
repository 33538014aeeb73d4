/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "desk-fault-vfs.h"
#include "desk-power.h"

/* What Desk asks of the system itself comes here by the linker's --wrap: see meson.build. */

int __real_open (const char *path, int flags, ...);
int __real_open64 (const char *path, int flags, ...);
int __real_renameat2 (int old_folder, const char *old_path, int folder, const char *path, unsigned int flags);
int __real_rename (const char *old_path, const char *path);
int __real_g_mkstemp_full (char *name, int flags, int mode);
gboolean __real_g_file_copy (GFile *source, GFile *target, GFileCopyFlags flags, GCancellable *cancellable, GFileProgressCallback progress, gpointer data, GError **error);

int __wrap_open (const char *path, int flags, ...);
int __wrap_open64 (const char *path, int flags, ...);
int __wrap_fsync (int fd);
int __wrap_renameat2 (int old_folder, const char *old_path, int folder, const char *path, unsigned int flags);
int __wrap_rename (const char *old_path, const char *path);
int __wrap_g_mkstemp_full (char *name, int flags, int mode);
gboolean __wrap_g_file_copy (GFile *source, GFile *target, GFileCopyFlags flags, GCancellable *cancellable, GFileProgressCallback progress, gpointer data, GError **error);

static gboolean
fails (void)
{
  DeskFault fault = desk_fault_vfs_count (DESK_CALL_SYSTEM);

  if (fault != DESK_FAULT_NONE)
    errno = fault == DESK_FAULT_FULL ? ENOSPC : EIO;

  return fault != DESK_FAULT_NONE;
}

static int
open_or_fail (const char *path, int flags, int mode)
{
  return fails () ? -1 : __real_open (path, flags, mode);
}

int
__wrap_open (const char *path, int flags, ...)
{
  va_list arguments;
  int mode = 0;

  va_start (arguments, flags);
  if (flags & O_CREAT)
    mode = va_arg (arguments, int);
  va_end (arguments);

  return open_or_fail (path, flags, mode);
}

int
__wrap_open64 (const char *path, int flags, ...)
{
  va_list arguments;
  int mode = 0;

  va_start (arguments, flags);
  if (flags & O_CREAT)
    mode = va_arg (arguments, int);
  va_end (arguments);

  return open_or_fail (path, flags, mode);
}

int
__wrap_fsync (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *path = g_file_read_link (link, NULL);

  if (fails ())
    return -1;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    desk_power_note_sync_folder ();
  else
    desk_power_note_sync (path);

  return 0;
}

int
__wrap_renameat2 (int old_folder, const char *old_path, int folder, const char *path, unsigned int flags)
{
  int code = fails () ? -1 : __real_renameat2 (old_folder, old_path, folder, path, flags);

  if (code == 0)
    desk_power_note_rename (old_path, path);

  return code;
}

int
__wrap_rename (const char *old_path, const char *path)
{
  int code = fails () ? -1 : __real_rename (old_path, path);

  if (code == 0)
    desk_power_note_rename (old_path, path);

  return code;
}

int
__wrap_g_mkstemp_full (char *name, int flags, int mode)
{
  return fails () ? -1 : __real_g_mkstemp_full (name, flags, mode);
}

gboolean
__wrap_g_file_copy (GFile *source, GFile *target, GFileCopyFlags flags, GCancellable *cancellable, GFileProgressCallback progress, gpointer data, GError **error)
{
  if (!fails ())
    return __real_g_file_copy (source, target, flags, cancellable, progress, data, error);

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));

  return FALSE;
}
