/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "desk-uuid.h"

char *
desk_uuid_new (gint64 at)
{
  guint8 b[16];
  guint64 ms = at / 1000;

  if (getentropy (b + 6, 10) != 0)
    g_error ("No random bytes from the system: %s", g_strerror (errno));

  for (int i = 0; i < 6; i++)
    b[i] = ms >> (8 * (5 - i));
  b[6] = 0x70 | (b[6] & 0x0f); /* version */
  b[8] = 0x80 | (b[8] & 0x3f); /* variant */

  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2],
                          b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}
