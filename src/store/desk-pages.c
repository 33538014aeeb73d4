/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <sqlite3.h>

#include "desk-pages.h"

#define TABLE_LEAF 0x0d
#define PAGE_HEADER 8
/* No table of a desk has more columns. */
#define MAX_COLUMNS 64
#define MAX_PAYLOAD (256 * 1024 * 1024)

/* The file, page by page. */
typedef struct
{
  const guint8 *bytes;
  gint64 n_pages;
  gint64 page_size;
  DeskPagesFunc func;
  gpointer data;
} Pages;

static guint16
read_be16 (const guint8 *bytes)
{
  return bytes[0] << 8 | bytes[1];
}

static guint32
read_be32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

/* A number of one to nine bytes; whether it ends before @end. @at: (inout) */
static gboolean
read_varint (const guint8 **at, const guint8 *end, guint64 *value)
{
  *value = 0;
  for (guint i = 0; i < 9 && *at < end; i++)
    {
      guint8 byte = *(*at)++;

      *value = i == 8 ? *value << 8 | byte : *value << 7 | (byte & 0x7f);
      if (i == 8 || byte < 0x80)
        return TRUE;
    }

  return FALSE;
}

static gint64
read_integer (const guint8 *bytes, gsize length)
{
  guint64 value = length > 0 && bytes[0] >= 0x80 ? G_MAXUINT64 : 0;

  for (gsize i = 0; i < length; i++)
    value = value << 8 | bytes[i];

  return (gint64) value;
}

/* Section 2.1, "Serial Type Codes Of The Record Format". */
static gboolean
read_value (guint64 type, const guint8 **at, const guint8 *end, DeskPageValue *value)
{
  static const guint8 sizes[] = { 0, 1, 2, 3, 4, 6, 8 };

  *value = (DeskPageValue) { .type = SQLITE_NULL };
  if (type == 0)
    return TRUE;

  if (type == 8 || type == 9)
    {
      *value = (DeskPageValue) { .type = SQLITE_INTEGER, .integer = type - 8 };
      return TRUE;
    }

  value->length = type < G_N_ELEMENTS (sizes) ? sizes[type] : (type - 12) / 2;
  if ((type >= G_N_ELEMENTS (sizes) && type < 12) || value->length > (gsize) (end - *at))
    return FALSE;

  value->data = *at;
  *at += value->length;
  if (type >= 12)
    {
      value->type = type % 2 == 0 ? SQLITE_BLOB : SQLITE_TEXT;
      return TRUE;
    }

  value->type = SQLITE_INTEGER;
  value->integer = read_integer (value->data, value->length);

  return TRUE;
}

static void
read_record (Pages *self, gint64 rowid, const guint8 *payload, gsize length)
{
  const guint8 *types = payload;
  const guint8 *end = payload + length;
  const guint8 *at;
  DeskPageValue values[MAX_COLUMNS];
  guint64 header, type;
  guint n = 0;

  if (!read_varint (&types, end, &header) || header > length)
    return;

  at = payload + header;
  for (; types < payload + header; n++)
    if (n == MAX_COLUMNS || !read_varint (&types, payload + header, &type) || !read_value (type, &at, end, &values[n]))
      return;

  /* What is no record has bytes left, or none at all. */
  if (n > 0 && at == end)
    self->func (rowid, values, n, self->data);
}

/* The rest of a payload, page by page. @bytes: has its beginning */
static gboolean
follow_overflow (Pages *self, GByteArray *bytes, gsize length, guint32 page)
{
  while (bytes->len < length)
    {
      const guint8 *start;

      if (page < 2 || page > self->n_pages)
        return FALSE;

      start = self->bytes + (page - 1) * self->page_size;
      page = read_be32 (start);
      g_byte_array_append (bytes, start + 4, MIN ((gsize) self->page_size - 4, length - bytes->len));
    }

  return TRUE;
}

/* Section 1.6: how much of a payload stands in its cell. */
static gsize
get_local_size (gint64 usable, gsize length)
{
  gint64 most = usable - 35;
  gint64 least = (usable - 12) * 32 / 255 - 23;
  gint64 local = least + ((gint64) length - least) % (usable - 4);

  return (gint64) length <= most ? length : (gsize) (local <= most ? local : least);
}

static void
read_cell (Pages *self, const guint8 *cell, const guint8 *page_end)
{
  guint64 length, rowid;
  gsize local;

  if (!read_varint (&cell, page_end, &length) || !read_varint (&cell, page_end, &rowid) || length > MAX_PAYLOAD ||
      length > (guint64) (self->n_pages * self->page_size))
    return;

  local = get_local_size (self->page_size, length);
  if (local + (local < length ? 4 : 0) > (gsize) (page_end - cell))
    return;

  if (local == length)
    {
      read_record (self, rowid, cell, length);
    }
  else
    {
      g_autoptr (GByteArray) bytes = g_byte_array_sized_new (length);

      g_byte_array_append (bytes, cell, local);
      if (follow_overflow (self, bytes, length, read_be32 (cell + local)))
        read_record (self, rowid, bytes->data, bytes->len);
    }
}

static void
read_page (Pages *self, gint64 n)
{
  const guint8 *page = self->bytes + n * self->page_size;
  const guint8 *header = page + (n == 0 ? 100 : 0);
  guint n_cells = read_be16 (header + 3);

  if (header[0] != TABLE_LEAF || n_cells > self->page_size / 2 - PAGE_HEADER)
    return;

  for (guint i = 0; i < n_cells; i++)
    {
      const guint8 *pointer = header + PAGE_HEADER + 2 * i;

      if (pointer + 2 > page + self->page_size)
        return;
      if (read_be16 (pointer) >= PAGE_HEADER && read_be16 (pointer) < self->page_size)
        read_cell (self, page + read_be16 (pointer), page + self->page_size);
    }
}

void
desk_pages_foreach_row (const char *path, gint64 page_size, DeskPagesFunc func, gpointer data)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  Pages self = { .page_size = page_size, .func = func, .data = data };

  g_return_if_fail (page_size >= 512);

  if (file == NULL)
    return;

  self.bytes = (const guint8 *) g_mapped_file_get_contents (file);
  self.n_pages = g_mapped_file_get_length (file) / page_size;
  for (gint64 i = 0; i < self.n_pages; i++)
    read_page (&self, i);
}
