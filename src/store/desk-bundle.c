/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <zstd.h>

#include "desk-bundle.h"
#include "desk-delta.h"
#include "desk-sql.h"

struct _DeskBundleReader
{
  DeskConnection *db;
  gint64 first; /* of the bundle that is at hand */
  GPtrArray *frames;
};

DeskBundleReader *
desk_bundle_reader_new (DeskConnection *db)
{
  DeskBundleReader *self = g_new0 (DeskBundleReader, 1);

  self->db = db;

  return self;
}

void
desk_bundle_reader_free (DeskBundleReader *self)
{
  g_clear_pointer (&self->frames, g_ptr_array_unref);
  g_free (self);
}

/* (nullable): nothing comes out of @data. What is behind the first that is no frame is no use. */
static GPtrArray *
split (GBytes *data)
{
  g_autoptr (GBytes) joined = desk_delta_unpack_up_to (data, DESK_BUNDLE_MAX_BYTES);
  GPtrArray *frames;
  gsize size, at = 0;
  const guint8 *bytes;

  if (joined == NULL)
    return NULL;

  frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  bytes = g_bytes_get_data (joined, &size);

  while (at < size && frames->len < DESK_BUNDLE_TEXTS)
    {
      gsize length = ZSTD_findFrameCompressedSize (bytes + at, size - at);

      if (ZSTD_isError (length))
        break;
      g_ptr_array_add (frames, g_bytes_new_from_bytes (joined, at, length));
      at += length;
    }

  return frames;
}

static gboolean
open_bundle (DeskBundleReader *self, gint64 row, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (self->db, sql_bundle_find, error, "l", row);
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GError) local_error = NULL;

  g_clear_pointer (&self->frames, g_ptr_array_unref);
  if (statement == NULL)
    return FALSE;

  if (desk_statement_step (statement, &local_error))
    {
      self->first = desk_statement_get_int (statement, 0);
      data = desk_statement_get_bytes (statement, 1);
      self->frames = split (data);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

static gboolean
has_row (DeskBundleReader *self, gint64 row)
{
  return self->frames != NULL && row >= self->first && (guint64) row - (guint64) self->first < self->frames->len;
}

GBytes *
desk_bundle_reader_read (DeskBundleReader *self, gint64 row, GError **error)
{
  if (!has_row (self, row) && !open_bundle (self, row, error))
    return NULL;

  return has_row (self, row) ? g_bytes_ref (g_ptr_array_index (self->frames, row - self->first)) : NULL;
}

gboolean
desk_bundle_takes (GBytes *data)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (data, &size);

  return size > 0 && ZSTD_findFrameCompressedSize (bytes, size) == size;
}

gboolean
desk_bundle_add (DeskConnection *db, gint64 first, GPtrArray *frames, GError **error)
{
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GBytes) back = NULL;

  for (guint i = 0; i < frames->len; i++)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (g_ptr_array_index (frames, i), &size);

      g_byte_array_append (joined, bytes, size);
    }

  data = desk_delta_pack (NULL, joined->data, joined->len, DESK_DELTA_SMALL);
  back = desk_delta_unpack_up_to (data, DESK_BUNDLE_MAX_BYTES);

  /* Not seen yet; they stay as they are. */
  if (back == NULL || g_bytes_get_size (back) != joined->len || memcmp (g_bytes_get_data (back, NULL), joined->data, joined->len) != 0)
    return TRUE;

  return desk_connection_run (db, sql_bundle_add, error, "lb", first, data) &&
         desk_connection_run (db, sql_text_unload, error, "ll", first, first + (gint64) (frames->len - 1));
}
