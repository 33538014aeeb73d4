/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "desk-delta.h"
#include "desk-pack.h"
#include "desk-sql.h"
#include "desk-store.h"
#include "desk-texts.h"

/* What stands where a hash was, around a decimal number. Canonical JSON holds no control characters. */
#define MARK_ENTRY '\x01'
#define MARK_TEXT '\x02'
#define DIGITS 64

/* The lines that went before, in either direction. */
typedef struct
{
  DeskConnection *db;
  GPtrArray *ids; /* (element-type utf8): of the lines so far */
  gint64 text;    /* row of the text that was named last */
} Lines;

static void
lines_init (Lines *self, DeskConnection *db)
{
  *self = (Lines) { db, g_ptr_array_new_with_free_func (g_free), 0 };
}

static void
lines_clear (Lines *self)
{
  g_clear_pointer (&self->ids, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lines, lines_clear)

static void
add_id (Lines *self, GBytes *line)
{
  g_ptr_array_add (self->ids, desk_texts_hash (NULL, line));
}

/* How many lines ago @hash was a line's id; 0 when it was none. */
static guint
find_line (Lines *self, const char *hash)
{
  for (guint i = self->ids->len; i > 0; i--)
    if (g_str_equal (g_ptr_array_index (self->ids, i - 1), hash))
      return self->ids->len + 1 - i;

  return 0;
}

/* Writes @hash, or what is shorter and says the same. */
static gboolean
fold_hash (Lines *self, GString *out, const char *hash, GError **error)
{
  guint back = find_line (self, hash);
  gint64 text;

  if (back > 0)
    {
      g_string_append_printf (out, "%c%u%c", MARK_ENTRY, back, MARK_ENTRY);
      return TRUE;
    }

  text = desk_texts_find (self->db, hash, NULL, error);
  if (text < 0)
    return FALSE;

  if (text > 0)
    g_string_append_printf (out, "%c%" G_GINT64_FORMAT "%c", MARK_TEXT, text - self->text, MARK_TEXT);
  else
    g_string_append (out, hash);

  if (text > 0)
    self->text = text;

  return TRUE;
}

static gboolean
fold_line (Lines *self, GString *out, GBytes *entry, GError **error)
{
  gsize size;
  const char *bytes = g_bytes_get_data (entry, &size);

  for (gsize i = 0; i < size;)
    {
      char hash[DIGITS + 1];
      gsize n = 0;

      while (i + n < size && n <= DIGITS && strchr ("0123456789abcdef", bytes[i + n]) != NULL && bytes[i + n] != '\0')
        n++;

      if (n == DIGITS && i > 0 && bytes[i - 1] == '"')
        {
          memcpy (hash, bytes + i, DIGITS);
          hash[DIGITS] = '\0';
          if (!fold_hash (self, out, hash, error))
            return FALSE;
        }
      else
        {
          n = MAX (n, 1);
          g_string_append_len (out, bytes + i, n);
        }
      i += n;
    }

  g_string_append_c (out, '\n');
  add_id (self, entry);

  return TRUE;
}

GBytes *
desk_pack_make (DeskConnection *db, GPtrArray *entries, gsize *size, GError **error)
{
  g_auto (Lines) lines = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);

  lines_init (&lines, db);
  for (guint i = 0; i < entries->len; i++)
    if (!fold_line (&lines, out, g_ptr_array_index (entries, i), error))
      return NULL;

  *size = out->len;

  return desk_delta_pack (NULL, out->str, out->len, DESK_DELTA_SMALL);
}

/* --- The way back --- */

static gboolean
fail_damaged (GError **error)
{
  g_set_error_literal (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                       _ ("Entries of the journal that are kept together are damaged"));

  return FALSE;
}

static char *
get_text_hash (DeskConnection *db, gint64 row, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_text_get_hash, error, "l", row);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  if (desk_statement_step (statement, &local_error))
    return desk_statement_dup_string (statement, 0);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    fail_damaged (error);

  return NULL;
}

/* The number between two marks at @p; sets *@end behind the second. */
static gboolean
read_number (const char *p, const char *line_end, gint64 *number, const char **end)
{
  const char *mark = memchr (p + 1, *p, line_end - p - 1);
  g_autofree char *digits = mark != NULL ? g_strndup (p + 1, mark - p - 1) : NULL;

  *end = mark != NULL ? mark + 1 : line_end;

  return mark != NULL && g_ascii_string_to_signed (digits, 10, -G_MAXINT32, G_MAXINT32, number, NULL);
}

static gboolean
unfold_hash (Lines *self, GString *out, char mark, gint64 number, GError **error)
{
  g_autofree char *hash = NULL;

  if (mark == MARK_ENTRY)
    {
      if (number < 1 || number > self->ids->len)
        return fail_damaged (error);
      g_string_append (out, g_ptr_array_index (self->ids, self->ids->len - number));
      return TRUE;
    }

  self->text += number;
  hash = get_text_hash (self->db, self->text, error);
  if (hash == NULL)
    return FALSE;
  g_string_append (out, hash);

  return TRUE;
}

static GBytes *
unfold_line (Lines *self, const char *line, const char *end, GError **error)
{
  g_autoptr (GString) out = g_string_sized_new (end - line + DIGITS);
  GBytes *bytes;

  while (line < end)
    {
      const char *mark = line;
      gint64 number;

      while (mark < end && *mark != MARK_ENTRY && *mark != MARK_TEXT)
        mark++;
      g_string_append_len (out, line, mark - line);
      if (mark == end)
        break;

      if (!read_number (mark, end, &number, &line))
        {
          fail_damaged (error);
          return NULL;
        }
      if (!unfold_hash (self, out, *mark, number, error))
        return NULL;
    }

  bytes = g_string_free_to_bytes (g_steal_pointer (&out));
  add_id (self, bytes);

  return bytes;
}

GPtrArray *
desk_pack_open (DeskConnection *db, GBytes *frame, gint64 size, GError **error)
{
  g_auto (Lines) lines = { 0 };
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GBytes) folded = NULL;
  const char *line, *end;

  if (size > 0 && size <= DESK_PACK_MAX_BYTES)
    folded = desk_delta_unpack (NULL, frame, size);
  if (folded == NULL)
    {
      fail_damaged (error);
      return NULL;
    }

  lines_init (&lines, db);
  line = g_bytes_get_data (folded, NULL);
  end = line + size;
  while (line < end && entries->len < DESK_PACK_ENTRIES)
    {
      const char *line_end = memchr (line, '\n', end - line);
      GBytes *entry;

      if (line_end == NULL)
        break;

      entry = unfold_line (&lines, line, line_end, error);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
      line = line_end + 1;
    }

  if (line < end)
    {
      fail_damaged (error);
      return NULL;
    }

  return g_steal_pointer (&entries);
}
