/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <zstd.h>

#include "core/desk-text.h"
#include "desk-delta.h"

#define LONG_BYTES (512 * 1024)

static void
free_compressor (gpointer context)
{
  ZSTD_freeCCtx (context);
}

static void
free_decompressor (gpointer context)
{
  ZSTD_freeDCtx (context);
}

/* Making a context takes longer than most texts do: each thread has one of each. */
static GPrivate compressor = G_PRIVATE_INIT (free_compressor);
static GPrivate decompressor = G_PRIVATE_INIT (free_decompressor);

static ZSTD_CCtx *
get_compressor (void)
{
  ZSTD_CCtx *context = g_private_get (&compressor);

  if (context == NULL)
    {
      context = ZSTD_createCCtx ();
      g_private_set (&compressor, context);
    }
  ZSTD_CCtx_reset (context, ZSTD_reset_session_and_parameters);

  return context;
}

static ZSTD_DCtx *
get_decompressor (void)
{
  ZSTD_DCtx *context = g_private_get (&decompressor);

  if (context == NULL)
    {
      context = ZSTD_createDCtx ();
      g_private_set (&decompressor, context);
    }
  ZSTD_DCtx_reset (context, ZSTD_reset_session_only);

  return context;
}

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
  ZSTD_CCtx *context = get_compressor ();
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

/* Writes up to @size bytes to @out; their number, or -1 when there is something wrong, or more of them. */
static gssize
unpack_up_to (gconstpointer prefix, gsize prefix_size, GBytes *delta, guint8 *out, gsize size)
{
  ZSTD_DCtx *context = get_decompressor ();
  gsize length, delta_size;
  gconstpointer data = g_bytes_get_data (delta, &delta_size);

  if (prefix_size > 0)
    ZSTD_DCtx_refPrefix (context, prefix, prefix_size);

  length = ZSTD_decompressDCtx (context, out, size, data, delta_size);

  return ZSTD_isError (length) ? -1 : (gssize) length;
}

/* Writes @size bytes to @out, or fails. */
static gboolean
unpack (gconstpointer prefix, gsize prefix_size, GBytes *delta, guint8 *out, gsize size)
{
  return unpack_up_to (prefix, prefix_size, delta, out, size) == (gssize) size;
}

GBytes *
desk_delta_unpack (GBytes *prefix, GBytes *delta, gsize size)
{
  g_autofree guint8 *out = g_malloc (size + 1);
  gsize prefix_size = 0;
  gconstpointer data = prefix != NULL ? g_bytes_get_data (prefix, &prefix_size) : NULL;

  if (!unpack (data, prefix_size, delta, out, size))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&out), size);
}

GBytes *
desk_delta_unpack_up_to (GBytes *frame, gsize size)
{
  g_autofree guint8 *out = g_malloc (size + 1);
  gssize length = unpack_up_to (NULL, 0, frame, out, size);

  return length >= 0 ? g_bytes_new_take (g_steal_pointer (&out), length) : NULL;
}

GBytes *
desk_delta_unpack_chain (GBytes *prefix, GPtrArray *deltas, GArray *sizes)
{
  g_autofree guint8 *even = NULL;
  g_autofree guint8 *odd = NULL;
  gsize size = 0, largest = 0;
  gconstpointer from = prefix != NULL ? g_bytes_get_data (prefix, &size) : NULL;

  for (guint i = 0; i < deltas->len; i++)
    {
      gint64 wanted = g_array_index (sizes, gint64, i);

      if (wanted < 0 || wanted > DESK_TEXT_MAX_BYTES)
        return NULL;
      largest = MAX (largest, (gsize) wanted);
    }

  /* By turns: what comes out of one is what the next is from. */
  even = g_malloc (largest + 1);
  odd = deltas->len > 1 ? g_malloc (largest + 1) : NULL;
  for (guint i = deltas->len; i > 0; i--)
    {
      guint8 *out = (i - 1) % 2 == 0 ? even : odd;
      gsize wanted = g_array_index (sizes, gint64, i - 1);

      if (!unpack (from, size, g_ptr_array_index (deltas, i - 1), out, wanted))
        return NULL;
      from = out;
      size = wanted;
    }

  return g_bytes_new_take (g_realloc (g_steal_pointer (&even), size + 1), size);
}
