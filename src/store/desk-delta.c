/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <zstd.h>

#include "desk-delta.h"

#define LONG_BYTES (512 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZSTD_CCtx, ZSTD_freeCCtx)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZSTD_DCtx, ZSTD_freeDCtx)

/* A window that reaches back over all of the prefix. */
static int
window_log (gsize size)
{
  ZSTD_bounds bounds = ZSTD_cParam_getBounds (ZSTD_c_windowLog);

  return CLAMP ((int) g_bit_storage (size), bounds.lowerBound, MIN (bounds.upperBound, 27));
}

GBytes *
desk_delta_pack (GBytes *prefix, gconstpointer data, gsize size, int level)
{
  g_autoptr (ZSTD_CCtx) context = ZSTD_createCCtx ();
  gsize prefix_size = prefix != NULL ? g_bytes_get_size (prefix) : 0;
  gsize bound = ZSTD_compressBound (size);
  g_autofree guint8 *out = g_malloc (bound);
  gsize length;

  ZSTD_CCtx_setParameter (context, ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter (context, ZSTD_c_windowLog, window_log (prefix_size + size));
  /* It stands beside the frame: a few bytes less of each. */
  ZSTD_CCtx_setParameter (context, ZSTD_c_contentSizeFlag, 0);
  /* The tables of the quick level forget what lies far back. */
  if (prefix_size + size > LONG_BYTES)
    ZSTD_CCtx_setParameter (context, ZSTD_c_enableLongDistanceMatching, 1);
  if (prefix_size > 0)
    ZSTD_CCtx_refPrefix (context, g_bytes_get_data (prefix, NULL), prefix_size);

  length = ZSTD_compress2 (context, out, bound, data, size);
  if (ZSTD_isError (length))
    g_error ("zstd: %s", ZSTD_getErrorName (length));

  return g_bytes_new (out, length);
}

GBytes *
desk_delta_unpack (GBytes *prefix, GBytes *delta, gsize size)
{
  g_autoptr (ZSTD_DCtx) context = ZSTD_createDCtx ();
  g_autofree guint8 *out = g_malloc (size + 1);
  gsize length, delta_size;
  gconstpointer data = g_bytes_get_data (delta, &delta_size);

  if (prefix != NULL && g_bytes_get_size (prefix) > 0)
    ZSTD_DCtx_refPrefix (context, g_bytes_get_data (prefix, NULL), g_bytes_get_size (prefix));

  length = ZSTD_decompressDCtx (context, out, size, data, delta_size);
  if (ZSTD_isError (length) || length != size)
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&out), size);
}
