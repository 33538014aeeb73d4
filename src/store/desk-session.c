/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "desk-connection.h"
#include "desk-session.h"
#include "desk-store.h"

#define MAX_SESSIONS 4096

struct _DeskSession
{
  int fd;
  int number;
};

/* Locks of an open file description: those of POSIX go when any descriptor of the file is closed. */
static struct flock
lock_of (int number)
{
  return (struct flock) { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = number, .l_len = 1 };
}

DeskSession *
desk_session_new (const char *path, GError **error)
{
  g_autoptr (DeskSession) self = g_new0 (DeskSession, 1);

  self->fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      desk_file_fail (path, errno, error);
      return NULL;
    }

  for (self->number = 1; self->number <= MAX_SESSIONS; self->number++)
    {
      struct flock lock = lock_of (self->number);

      if (fcntl (self->fd, F_OFD_SETLK, &lock) == 0)
        return g_steal_pointer (&self);

      if (errno != EAGAIN && errno != EACCES)
        break;
    }

  desk_file_fail (path, errno, error);

  return NULL;
}

void
desk_session_free (DeskSession *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

int
desk_session_get_number (DeskSession *self)
{
  return self->number;
}

gboolean
desk_session_is_alone (DeskSession *self)
{
  struct flock lock = lock_of (0);

  /* All bytes of the file. */
  lock.l_len = 0;

  return fcntl (self->fd, F_OFD_GETLK, &lock) == 0 && lock.l_type == F_UNLCK;
}

gboolean
desk_session_is_held (DeskSession *self, int number)
{
  struct flock lock = lock_of (number);

  /* One's own lock does not stand in one's own way. */
  return fcntl (self->fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}
