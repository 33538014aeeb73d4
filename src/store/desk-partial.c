/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk-connection.h"
#include "desk-file.h"
#include "desk-partial.h"

/* What g_mkstemp_full() puts behind DESK_FILE_PARTIAL. */
#define N_LETTERS 6
/* A file is made and then locked; in between it is nobody's. */
#define MINUTE 60

static GMutex mutex;
static GHashTable *held; /* path → descriptor */

static void
close_cb (gpointer fd)
{
  close (GPOINTER_TO_INT (fd));
}

/* The first byte: F_WRLCK takes it or asks for it. */
static struct flock
first_byte (void)
{
  return (struct flock) { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
}

void
desk_partial_hold (const char *partial, int fd)
{
  struct flock lock = first_byte ();

  if (fd < 0)
    fd = open (partial, O_RDWR | O_CLOEXEC);
  if (fd < 0)
    return;

  fcntl (fd, F_OFD_SETLK, &lock);
  g_mutex_lock (&mutex);
  if (held == NULL)
    held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, close_cb);
  g_hash_table_replace (held, g_strdup (partial), GINT_TO_POINTER (fd));
  g_mutex_unlock (&mutex);
}

void
desk_partial_release (const char *partial)
{
  g_mutex_lock (&mutex);
  if (held != NULL)
    g_hash_table_remove (held, partial);
  g_mutex_unlock (&mutex);
}

/* The length of the part of @name that names the partial file itself, without what SQLite adds; 0 when it is none. */
static gsize
measure_partial (const char *name, const char *target)
{
  static const char *const suffixes[] = { "", "-journal", "-wal", "-shm" };
  const char *mark = g_strrstr (name, DESK_FILE_PARTIAL);
  const char *letters = mark != NULL ? mark + strlen (DESK_FILE_PARTIAL) : NULL;
  g_autofree char *stem = mark != NULL ? g_strndup (name, mark - name) : NULL;
  gsize n = 0;

  if (mark == NULL || !(g_str_equal (stem, target) || g_str_has_suffix (stem, ".desk")))
    return 0;

  while (n < N_LETTERS && g_ascii_isalnum (letters[n]))
    n++;
  for (guint i = 0; n == N_LETTERS && i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_equal (letters + n, suffixes[i]))
      return letters + n - name;

  return 0;
}

/* This user's own, and old enough. */
static gboolean
is_left (const char *file)
{
  struct stat status;

  return lstat (file, &status) == 0 && S_ISREG (status.st_mode) && status.st_uid == geteuid () &&
         status.st_mtime < g_get_real_time () / G_USEC_PER_SEC - MINUTE;
}

/* Removes @partial with what lies beside it, unless somebody holds it. */
static void
sweep_one (const char *partial)
{
  struct flock lock = first_byte ();
  int fd;

  /* One that this program holds must not be opened: closing it again would end SQLite's locks. */
  g_mutex_lock (&mutex);
  if (held == NULL || !g_hash_table_contains (held, partial))
    {
      fd = open (partial, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
      if (fd >= 0 && fcntl (fd, F_OFD_SETLK, &lock) == 0)
        desk_file_remove (partial);
      if (fd >= 0)
        close (fd);
    }
  g_mutex_unlock (&mutex);
}

void
desk_partial_sweep (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *target = g_path_get_basename (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      gsize length = measure_partial (name, target);
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *base = g_strndup (name, length);
      g_autofree char *partial = g_build_filename (folder, base, NULL);

      if (length == 0 || !is_left (file))
        continue;

      if (name[length] == '\0')
        sweep_one (partial);
      else if (!g_file_test (partial, G_FILE_TEST_EXISTS))
        g_unlink (file);
    }
}
