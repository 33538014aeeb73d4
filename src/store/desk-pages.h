/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows in the pages of an SQLite file, whatever tree they belong to: what is left when the root of a tree is gone. */

typedef struct
{
  int type; /* SQLITE_INTEGER, SQLITE_TEXT, SQLITE_BLOB or SQLITE_NULL */
  gint64 integer;
  const guint8 *data; /* of text and bytes */
  gsize length;
} DeskPageValue;

/* Values live as long as the call. */
typedef void (*DeskPagesFunc) (gint64 rowid, const DeskPageValue *values, guint n, gpointer data);

/**
 * desk_pages_foreach_row:
 * @path: a file without WAL, of which nothing is believed but the size of its pages
 *
 * Reads every page that looks like a leaf of a table (https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1). What
 * does not fit is passed over, as are rows with fractions, which no desk has.
 */
void desk_pages_foreach_row (const char *path, gint64 page_size, DeskPagesFunc func, gpointer data);

G_END_DECLS
