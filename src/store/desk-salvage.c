/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk-file.h"
#include "desk-pages.h"
#include "desk-partial.h"
#include "desk-salvage.h"
#include "desk-sql.h"
#include "desk-store.h"

/* What is read at a stretch, and what a disk loses at least when it loses something. */
#define CHUNK (256 * 1024)
#define SECTOR 4096
/* https://www.sqlite.org/fileformat2.html, section 1.3 */
#define HEADER_BYTES 100
#define HEADER_PAGE_SIZE 16
#define HEADER_VERSIONS 18
#define HEADER_RESERVED 20
#define HEADER_FIXED 24
#define HEADER_PAGES 28
/* Looks into what is damaged; each is a seek in a tree. More are worth no editor's time. */
#define MAX_LOOKS 50000

struct _DeskSalvage
{
  char *copy;
  char *sound;
  gint64 size; /* bytes of the copy, its WAL among them */
  gint64 page_size;
  DeskConnection *from;
  DeskConnection *to;
  GHashTable *torn; /* names of tables that could not be read whole */
  GHashTable *cut_off; /* of those, the ones that end in damage */
};

/* Rows are numbered from 1 as they come, and each takes more bytes than this. */
#define MIN_ROW 8

/* A table on its way. */
typedef struct
{
  sqlite3_stmt *up;   /* rows between ?1 and ?2, exclusive */
  sqlite3_stmt *down; /* the same from the other end */
  sqlite3_stmt *put;
  guint n_looks;
  gint64 max_key; /* above which no row is */
  gboolean torn;
  gboolean cut_off;
} Table;

/* --- the copy --- */

/* As much as the disk gives; what it does not give is zeros. */
static gboolean
copy_chunk (int from, int to, gint64 at, guint8 *buffer, gsize size, const char *path, GError **error)
{
  gssize n = pread (from, buffer, size, at);

  for (gsize done = 0; n < 0 && done < size; done += SECTOR)
    {
      memset (buffer + done, 0, SECTOR);
      if (pread (from, buffer + done, SECTOR, at + done) < 0 && errno != EIO)
        return desk_file_fail (path, errno, error);
    }

  n = n < 0 ? (gssize) size : n;
  for (gssize done = 0; done < n;)
    {
      gssize written = pwrite (to, buffer + done, n - done, at + done);

      if (written < 0)
        return desk_file_fail (path, errno, error);
      done += written;
    }

  return TRUE;
}

static gboolean
copy_all (int from, int to, const char *path, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  struct stat status;

  if (fstat (from, &status) != 0)
    return desk_file_fail (path, errno, error);

  for (gint64 at = 0; at < status.st_size; at += CHUNK)
    if (!copy_chunk (from, to, at, buffer, CHUNK, path, error))
      return FALSE;

  return ftruncate (to, status.st_size) == 0 || desk_file_fail (path, errno, error);
}

static gboolean
copy_file (const char *path, const char *target, GError **error)
{
  int from = open (path, O_RDONLY | O_CLOEXEC);
  int to;
  gboolean copied;

  if (from < 0)
    return desk_file_fail (path, errno, error);

  to = open (target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  copied = to >= 0 ? copy_all (from, to, target, error) : desk_file_fail (target, errno, error);
  if (to >= 0)
    close (to);
  close (from);

  return copied;
}

static guint32
read_be32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static gint64
get_page_size (const guint8 *header)
{
  gint64 size = header[HEADER_PAGE_SIZE] << 8 | header[HEADER_PAGE_SIZE + 1];

  return size == 1 ? 65536 : size;
}

static gboolean
is_header (const guint8 *header, const guint8 *model)
{
  gint64 size = get_page_size (header);

  /* Between them stand the size of a page, and two bytes that say whether there is a WAL. */
  return memcmp (header, model, HEADER_PAGE_SIZE) == 0 && size >= 512 && (size & (size - 1)) == 0 &&
         memcmp (header + HEADER_RESERVED, model + HEADER_RESERVED, HEADER_FIXED - HEADER_RESERVED) == 0;
}

/*
 * Makes the copy one that SQLite opens: with a header that is one, and as long as that says. What was cut off becomes
 * zeros, which are no page.
 */
static gboolean
mend_file (int copy, int sound, gint64 *page_size)
{
  guint8 header[HEADER_BYTES] = { 0 };
  guint8 model[HEADER_BYTES] = { 0 };
  struct stat status;
  gint64 size;

  if (fstat (copy, &status) != 0 || pread (copy, header, HEADER_BYTES, 0) < 0 ||
      pread (sound, model, HEADER_BYTES, 0) != HEADER_BYTES)
    return FALSE;

  *page_size = get_page_size (is_header (header, model) ? header : model);
  if (!is_header (header, model))
    {
      guint32 n_pages = GUINT32_TO_BE ((guint32) (status.st_size / get_page_size (model)));

      model[HEADER_VERSIONS] = model[HEADER_VERSIONS + 1] = 2;
      memcpy (model + HEADER_PAGES, &n_pages, sizeof n_pages);

      return pwrite (copy, model, HEADER_BYTES, 0) == HEADER_BYTES;
    }

  size = get_page_size (header) * read_be32 (header + HEADER_PAGES);

  /* A number that damage made is not believed. */
  return size <= status.st_size || size > 16 * (gint64) MAX (status.st_size, CHUNK) || ftruncate (copy, size) == 0;
}

static gboolean
mend_header (const char *copy, const char *sound, gint64 *page_size, GError **error)
{
  int to = open (copy, O_RDWR | O_CLOEXEC);
  int from = open (sound, O_RDONLY | O_CLOEXEC);
  gboolean done = to >= 0 && from >= 0 && mend_file (to, from, page_size);

  if (!done)
    desk_file_fail (copy, errno, error);
  if (to >= 0)
    close (to);
  if (from >= 0)
    close (from);

  return done;
}

/* --- rows --- */

static void
put_row (Table *table, sqlite3_stmt *row)
{
  int n = sqlite3_column_count (row) - 1;

  for (int i = 0; i < n; i++)
    sqlite3_bind_value (table->put, i + 1, sqlite3_column_value (row, i + 1));

  /* What does not fit, as it is damaged, is passed over. */
  sqlite3_step (table->put);
  sqlite3_reset (table->put);
  sqlite3_clear_bindings (table->put);
}

/* Reads on until the end, or until damage; whether it was the end. @last: (inout): the last key that could be read */
static gboolean
read_rows (Table *table, sqlite3_stmt *rows, gint64 low, gint64 high, gint64 *last)
{
  int code;

  sqlite3_bind_int64 (rows, 1, low);
  sqlite3_bind_int64 (rows, 2, high);
  while ((code = sqlite3_step (rows)) == SQLITE_ROW)
    {
      *last = sqlite3_column_int64 (rows, 0);
      put_row (table, rows);
    }
  sqlite3_reset (rows);
  table->n_looks++;

  return code == SQLITE_DONE;
}

/* In a tree that is torn an end is not believed either: it may be a number that damage made. */
static void
read_between (Table *table, gint64 low, gint64 high)
{
  gint64 middle;

  if (high - low < 2 || table->n_looks > MAX_LOOKS || (read_rows (table, table->up, low, high, &low) && !table->torn))
    return;

  table->torn = TRUE;
  read_rows (table, table->down, low, high, &high);
  table->cut_off = table->cut_off || high == table->max_key;
  if (high - low < 3)
    return;

  middle = low + (high - low) / 2;
  read_between (table, low, middle);
  read_between (table, middle - 1, high);
}

static sqlite3_stmt *
prepare (DeskConnection *db, const char *format, const char *table, const char *places, const char *condition)
{
  sqlite3_stmt *statement = NULL;
  g_autofree char *sql = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sql = g_strdup_printf (format, table, places, condition);
#pragma GCC diagnostic pop
  sqlite3_prepare_v2 (desk_connection_get_handle (db), sql, -1, &statement, NULL);

  return statement;
}

/* "?1, ?2, …" */
static char *
make_places (int n)
{
  g_autoptr (GString) places = g_string_new (NULL);

  for (int i = 1; i <= n; i++)
    g_string_append_printf (places, "%s?%d", i > 1 ? ", " : "", i);

  return g_string_free (g_steal_pointer (&places), FALSE);
}

/* Whether SQLite finds something wrong with the tree of a table, whatever its indexes are like. */
static gboolean
is_torn (DeskConnection *db, const char *name)
{
  sqlite3_stmt *check = prepare (db, sql_salvage_check, name, "", "");
  sqlite3_stmt *find = prepare (db, sql_salvage_root, name, "", "");
  g_autofree char *tree = NULL;
  gboolean torn = check == NULL || find == NULL || sqlite3_step (find) != SQLITE_ROW;

  if (!torn)
    tree = g_strdup_printf ("Tree %d ", sqlite3_column_int (find, 0));
  while (!torn && sqlite3_step (check) == SQLITE_ROW)
    {
      const char *line = (const char *) sqlite3_column_text (check, 0);

      torn = line != NULL && strstr (line, tree) != NULL;
    }
  sqlite3_finalize (check);
  sqlite3_finalize (find);

  return torn;
}

static void
read_table (DeskSalvage *self, const char *name, gboolean has_rowid, const char *fits)
{
  Table table = { .max_key = self->size / MIN_ROW, .torn = is_torn (self->from, name) };
  g_autofree char *places = NULL;

  table.up = prepare (self->from, has_rowid ? sql_salvage_up : sql_salvage_all, name, "", "");
  table.down = prepare (self->from, has_rowid ? sql_salvage_down : sql_salvage_all_back, name, "", "");
  if (table.up != NULL && table.down != NULL)
    {
      places = make_places (sqlite3_column_count (table.up) - 1);
      table.put = prepare (self->to, sql_salvage_put, name, places, fits);
    }

  if (table.put == NULL)
    table.torn = table.cut_off = TRUE;
  else if (has_rowid)
    read_between (&table, 0, table.max_key);
  else
    {
      gint64 last = 0;

      table.torn = !read_rows (&table, table.up, 0, 0, &last) || table.torn;
      if (table.torn)
        read_rows (&table, table.down, 0, 0, &last);
    }

  sqlite3_finalize (table.up);
  sqlite3_finalize (table.down);
  sqlite3_finalize (table.put);
  if (table.torn)
    g_hash_table_add (self->torn, (gpointer) name);
  if (table.cut_off)
    g_hash_table_add (self->cut_off, (gpointer) name);
}

static gboolean
read_tables (DeskSalvage *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (sql_salvage_tables); i++)
    {
      if (!desk_connection_begin (self->to, error))
        return FALSE;

      read_table (self, sql_salvage_tables[i].name, sql_salvage_tables[i].has_rowid, sql_salvage_tables[i].fits);
      if (!desk_connection_commit (self->to, error))
        return FALSE;
    }

  return TRUE;
}

/* --- pages --- */

/* Statements by which rows of torn tables are put, by the number of their columns. */
typedef struct
{
  sqlite3_stmt *puts[G_N_ELEMENTS (sql_salvage_tables)];
} Puts;

static void
bind_page_value (sqlite3_stmt *put, int i, const DeskPageValue *value)
{
  if (value->type == SQLITE_INTEGER)
    sqlite3_bind_int64 (put, i, value->integer);
  else if (value->type == SQLITE_TEXT)
    sqlite3_bind_text64 (put, i, (const char *) value->data, value->length, SQLITE_STATIC, SQLITE_UTF8);
  else if (value->type == SQLITE_BLOB)
    sqlite3_bind_blob64 (put, i, value->data, value->length, SQLITE_STATIC);
  else
    sqlite3_bind_null (put, i);
}

/* A row may be of any torn table that it fits; its types, and later its hash, say of which it is. */
static void
put_page_row_cb (gint64 rowid, const DeskPageValue *values, guint n, gpointer data)
{
  Puts *puts = data;

  for (guint i = 0; i < G_N_ELEMENTS (puts->puts); i++)
    {
      sqlite3_stmt *put = puts->puts[i];

      if (put == NULL || sqlite3_bind_parameter_count (put) != (int) n)
        continue;

      for (guint j = 0; j < n; j++)
        bind_page_value (put, j + 1, &values[j]);
      /* A number of its own that a row has stands beside it. */
      if (values[0].type == SQLITE_NULL)
        sqlite3_bind_int64 (put, 1, rowid);
      sqlite3_step (put);
      sqlite3_reset (put);
      sqlite3_clear_bindings (put);
    }
}

/* The number of columns that a table of a new desk has. */
static int
count_columns (DeskConnection *db, const char *table)
{
  sqlite3_stmt *all = prepare (db, sql_salvage_all, table, "", "");
  int n = all != NULL ? sqlite3_column_count (all) - 1 : 0;

  sqlite3_finalize (all);

  return n;
}

/* What SQLite does not find its way to any more. */
static gboolean
read_pages (DeskSalvage *self, GError **error)
{
  Puts puts = { { NULL } };
  gboolean torn = FALSE, done;

  for (guint i = 0; i < G_N_ELEMENTS (sql_salvage_tables); i++)
    if (sql_salvage_tables[i].has_rowid && !desk_salvage_is_whole (self, sql_salvage_tables[i].name))
      {
        g_autofree char *places = make_places (count_columns (self->to, sql_salvage_tables[i].name));

        puts.puts[i] = prepare (self->to, sql_salvage_put, sql_salvage_tables[i].name, places, sql_salvage_tables[i].fits);
        torn = TRUE;
      }

  done = !torn || desk_connection_begin (self->to, error);
  if (torn && done)
    {
      desk_pages_foreach_row (self->copy, self->page_size, put_page_row_cb, &puts);
      done = desk_connection_commit (self->to, error);
    }

  for (guint i = 0; i < G_N_ELEMENTS (puts.puts); i++)
    sqlite3_finalize (puts.puts[i]);

  return done;
}

static gboolean
open_both (DeskSalvage *self, const char *path, const char *near, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *copy_wal = NULL;
  struct stat status;

  self->copy = desk_file_make_partial (near, error);
  if (self->copy == NULL || !copy_file (path, self->copy, error))
    return FALSE;
  /* It is another file now. */
  desk_partial_hold (self->copy, -1);

  copy_wal = g_strconcat (self->copy, "-wal", NULL);
  if (stat (self->copy, &status) == 0)
    self->size = status.st_size;
  if (stat (wal, &status) == 0 && status.st_size > 0)
    {
      self->size += status.st_size;
      if (!copy_file (wal, copy_wal, error))
        return FALSE;
    }

  self->sound = desk_file_make_partial (near, error);
  if (self->sound == NULL)
    return FALSE;

  self->to = desk_file_begin_package (self->sound, error);
  if (self->to == NULL ||
      /* It is read once, and gone: nothing of it need be durable. */
      !desk_connection_exec (self->to, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = OFF", error) ||
      !mend_header (self->copy, self->sound, &self->page_size, error))
    return FALSE;

  self->from = desk_connection_open (self->copy, DESK_CONNECTION_WRITE, error);

  return self->from != NULL;
}

DeskSalvage *
desk_salvage_new (const char *path, const char *near, GError **error)
{
  g_autoptr (DeskSalvage) self = g_new0 (DeskSalvage, 1);
  g_autofree char *real = desk_file_get_sibling (path, "");

  self->torn = g_hash_table_new (g_str_hash, g_str_equal);
  self->cut_off = g_hash_table_new (g_str_hash, g_str_equal);
  if (!open_both (self, real, near, error) || !read_tables (self, error))
    return NULL;

  /* Folds the WAL in. */
  g_clear_pointer (&self->from, desk_connection_close);
  if (!read_pages (self, error))
    return NULL;

  g_clear_pointer (&self->to, desk_connection_close);

  return g_steal_pointer (&self);
}

void
desk_salvage_free (DeskSalvage *self)
{
  g_clear_pointer (&self->from, desk_connection_close);
  g_clear_pointer (&self->to, desk_connection_close);
  if (self->copy != NULL)
    desk_file_discard (self->copy);
  if (self->sound != NULL)
    desk_file_discard (self->sound);
  g_hash_table_unref (self->torn);
  g_hash_table_unref (self->cut_off);
  g_free (self->copy);
  g_free (self->sound);
  g_free (self);
}

const char *
desk_salvage_get_path (DeskSalvage *self)
{
  return self->sound;
}

gboolean
desk_salvage_is_whole (DeskSalvage *self, const char *table)
{
  return !g_hash_table_contains (self->torn, table);
}

gboolean
desk_salvage_is_cut_off (DeskSalvage *self, const char *table)
{
  return g_hash_table_contains (self->cut_off, table);
}
