/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-markdown.h"
#include "desk-bundle.h"
#include "desk-delta.h"
#include "desk-sql.h"
#include "desk-store.h"
#include "desk-texts.h"

/* What is at hand of a connection's texts at most. */
#define MEMORY_TEXTS 64
#define MEMORY_BYTES (16 * 1024 * 1024)

/* Where a text stands: the how-manieth of its chain, and its chain's head the how-manieth of the heads. */
typedef struct
{
  gint64 base;
  int frame;
  int link;
} Place;

static gboolean
fail_damaged (const char *hash, GError **error)
{
  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
               /* Translators: %s is a hash */
               _ ("The text %s is damaged: its bytes are not those that were kept"), hash);

  return FALSE;
}

static gboolean
get_place (DeskConnection *db, gint64 row, Place *place, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_text_get_place, error, "l", row);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  *place = (Place) { 0 };
  if (desk_statement_step (statement, &local_error))
    *place = (Place) {
      .base = desk_statement_get_int (statement, 0),
      .frame = desk_statement_get_int (statement, 1),
      .link = desk_statement_get_int (statement, 2),
    };

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* Where the text behind @base goes. */
static gboolean
find_place (DeskConnection *db, gint64 base, Place *place, GError **error)
{
  Place before;

  *place = (Place) { 0 };
  if (base == 0)
    return TRUE;

  if (!get_place (db, base, &before, error))
    return FALSE;

  if (before.link + 1 < DESK_TEXTS_CHAIN)
    {
      *place = (Place) { .base = base, .frame = before.frame, .link = before.link + 1 };
      return TRUE;
    }

  /* The chain is full: its head is what the next one's head is told from. */
  for (int i = 0; before.link > 0 && i < DESK_TEXTS_CHAIN; i++)
    {
      base = before.base;
      if (!get_place (db, base, &before, error))
        return FALSE;
    }

  if (before.frame + 1 < DESK_TEXTS_CHAIN)
    *place = (Place) { .base = base, .frame = before.frame + 1, .link = 0 };

  return TRUE;
}

guint
desk_texts_count_words (DeskText *text)
{
  return desk_markdown_count_words (desk_text_get_body (text), desk_text_get_field (text, DESK_FIELD_LANGUAGE));
}

gboolean
desk_texts_is_hash (const char *string)
{
  gsize n = strspn (string, "0123456789abcdef");

  return n == 64 && string[n] == '\0';
}

char *
desk_texts_hash (GBytes *salt, GBytes *value)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size;
  gconstpointer data;

  if (salt != NULL)
    {
      data = g_bytes_get_data (salt, &size);
      g_checksum_update (checksum, data, size);
    }
  data = g_bytes_get_data (value, &size);
  g_checksum_update (checksum, data, size);

  return g_strdup (g_checksum_get_string (checksum));
}

/* The row of a text and whether its bytes are here; 0 when there is none, -1 with an error. */
static gint64
find_row (DeskConnection *db, const char *hash, guint *words, gboolean *is_here, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_text_find, error, "h", hash);
  g_autoptr (GError) local_error = NULL;
  gint64 row = 0;

  *words = 0;
  *is_here = FALSE;
  if (statement == NULL)
    return -1;

  if (desk_statement_step (statement, &local_error))
    {
      row = desk_statement_get_int (statement, 0);
      *words = desk_statement_get_int (statement, 2);
      *is_here = desk_statement_get_int (statement, 3) != 0;
    }

  return desk_pass_error (g_steal_pointer (&local_error), error) ? row : -1;
}

gint64
desk_texts_find (DeskConnection *db, const char *hash, guint *words, GError **error)
{
  gboolean is_here;
  guint n;
  gint64 row = find_row (db, hash, &n, &is_here, error);

  if (words != NULL)
    *words = n;

  return row > 0 && !is_here ? 0 : row;
}

gint64
desk_texts_name (DeskConnection *db, const char *hash, GError **error)
{
  gboolean is_here;
  guint words;
  gint64 row = find_row (db, hash, &words, &is_here, error);

  if (row != 0)
    return row;

  return desk_connection_run (db, sql_text_name, error, "h", hash) ? desk_connection_get_last_row (db) : -1;
}

/* What @text is told from: @base, unless that is not here, is damaged, or came later than the row that is to be filled. */
static GBytes *
choose_base (DeskConnection *db, const char *base, gint64 row, Place *place, GError **error)
{
  gint64 base_row = base != NULL && *base != '\0' ? desk_texts_find (db, base, NULL, error) : 0;
  GBytes *prefix = NULL;

  /* Told from earlier rows alone, texts can never be told from themselves. */
  if (row > 0 && base_row > row)
    base_row = 0;

  if (base_row < 0 || !find_place (db, base_row, place, error))
    return NULL;

  if (place->base != 0)
    prefix = desk_texts_load_bytes (db, place->base, NULL);
  if (prefix == NULL)
    *place = (Place) { 0 };

  return prefix;
}

gboolean
desk_texts_add (DeskConnection *db, DeskText *text, const char *base, GError **error)
{
  const char *hash = desk_text_get_hash (text);
  g_autoptr (GBytes) prefix = NULL;
  g_autoptr (GBytes) delta = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize size;
  const char *bytes = desk_text_get_canonical (text, &size);
  gboolean is_here, done;
  guint words;
  gint64 row = find_row (db, hash, &words, &is_here, error);
  Place place = { 0 };

  if (row < 0 || is_here)
    return row > 0;

  prefix = choose_base (db, base, row, &place, &local_error);
  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return FALSE;

  delta = desk_delta_pack (prefix, bytes, size, DESK_DELTA_QUICK);
  words = desk_texts_count_words (text);
  if (row > 0)
    done = desk_connection_run (db, sql_text_fill, error, "lliniib", row, (gint64) size, (int) words, place.base,
                                place.frame, place.link, delta);
  else
    done = desk_connection_run (db, sql_text_add, error, "hliniib", hash, (gint64) size, (int) words, place.base,
                                place.frame, place.link, delta);

  return done && desk_connection_run (db, sql_left_out_remove, error, "s", hash);
}

void
desk_texts_forget (DeskConnection *db)
{
  g_hash_table_remove_all (desk_connection_get_texts (db));
}

/* Has a text at hand for who is told from it. */
static void
remember (DeskConnection *db, gint64 row, GBytes *bytes)
{
  GHashTable *texts = desk_connection_get_texts (db);

  if (g_bytes_get_size (bytes) > MEMORY_BYTES / MEMORY_TEXTS)
    return;
  if (g_hash_table_size (texts) >= MEMORY_TEXTS)
    g_hash_table_remove_all (texts);
  g_hash_table_replace (texts, g_memdup2 (&row, sizeof row), g_bytes_ref (bytes));
}

GBytes *
desk_texts_load_bytes (DeskConnection *db, gint64 row, GError **error)
{
  g_autoptr (GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DeskBundleReader) bundles = desk_bundle_reader_new (db);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 wanted = row;

  /* Up to the text that stands alone, or is at hand, … */
  while (row != 0 && deltas->len < 2 * DESK_TEXTS_CHAIN)
    {
      g_autoptr (DeskStatement) statement = NULL;
      GBytes *delta;
      gint64 size;

      bytes = g_hash_table_lookup (desk_connection_get_texts (db), &row);
      if (bytes != NULL)
        {
          g_bytes_ref (bytes);
          row = 0;
          break;
        }

      statement = desk_connection_query (db, sql_text_get, error, "l", row);
      if (statement == NULL)
        return NULL;

      if (!desk_statement_step (statement, &local_error))
        break;

      delta = desk_statement_is_null (statement, 2) ? desk_bundle_reader_read (bundles, row, &local_error)
                                                    : desk_statement_get_bytes (statement, 2);
      if (delta == NULL)
        break;

      size = desk_statement_get_int (statement, 0);
      row = desk_statement_get_int (statement, 1);
      g_array_append_val (sizes, size);
      g_ptr_array_add (deltas, delta);
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  /* … and down again. */
  if (row == 0 && deltas->len > 0)
    {
      GBytes *unpacked = desk_delta_unpack_chain (bytes, deltas, sizes);

      g_clear_pointer (&bytes, g_bytes_unref);
      bytes = unpacked;
    }

  if (bytes == NULL || row != 0)
    {
      g_set_error_literal (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                           _ ("A text is damaged: it does not come out of its difference"));
      return NULL;
    }

  remember (db, wanted, bytes);

  return g_steal_pointer (&bytes);
}

DeskText *
desk_texts_load (DeskConnection *db, const char *hash, GError **error)
{
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 row = desk_texts_find (db, hash, NULL, error);

  if (row < 0)
    return NULL;

  if (row == 0)
    {
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND,
                   /* Translators: %s is a hash */
                   _ ("There is no text %s in this desk"), hash);
      return NULL;
    }

  bytes = desk_texts_load_bytes (db, row, &local_error);
  if (bytes != NULL)
    text = desk_text_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  if (local_error != NULL && !g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (text == NULL || !g_str_equal (desk_text_get_hash (text), hash))
    {
      fail_damaged (hash, error);
      return NULL;
    }

  return g_steal_pointer (&text);
}

/* Counts the next text's words; its row, 0 behind the end, -1 with an error. */
static gint64
recount_next (DeskConnection *db, gint64 after, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 row = 0;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_text_next, error, "l", after);

    if (statement == NULL)
      return -1;
    if (desk_statement_step (statement, &local_error))
      {
        row = desk_statement_get_int (statement, 0);
        hash = desk_statement_dup_string (statement, 1);
      }
  }

  /* A damaged text keeps the count it has. */
  if (row > 0 && (text = desk_texts_load (db, hash, NULL)) != NULL)
    desk_connection_run (db, sql_text_set_words, &local_error, "li", row, (int) desk_texts_count_words (text));

  if (local_error == NULL)
    return row;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return -1;
}

gint64
desk_texts_recount (DeskConnection *db, gint64 after, guint limit, GError **error)
{
  for (guint i = 0; i < limit; i++)
    {
      after = recount_next (db, after, error);
      if (after <= 0)
        break;
    }

  return after;
}

GBytes *
desk_texts_load_blob (DeskConnection *db, const char *hash, char **type, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_blob_get, error, "s", hash);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  if (desk_statement_step (statement, &local_error))
    {
      bytes = desk_statement_get_bytes (statement, 0);
      found = desk_texts_hash (NULL, bytes);
      if (g_str_equal (found, hash))
        {
          if (type != NULL)
            *type = desk_statement_dup_string (statement, 1);
          return g_steal_pointer (&bytes);
        }
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                   /* Translators: %s is a hash */
                   _ ("The file %s is damaged: its bytes are not those that were kept"), hash);
    }
  else if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  else
    {
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND,
                   /* Translators: %s is a hash */
                   _ ("There is no file %s in this desk: it was erased, or left out of a package"), hash);
    }

  return NULL;
}

GBytes *
desk_texts_load_sealed (DeskConnection *db, const char *hash, GBytes **salt, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_sealed_get, error, "s", hash);
  g_autoptr (GBytes) found_salt = NULL;
  g_autoptr (GBytes) value = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  if (desk_statement_step (statement, &local_error))
    {
      found_salt = desk_statement_get_bytes (statement, 0);
      value = desk_statement_get_bytes (statement, 1);
      found = desk_texts_hash (found_salt, value);
      if (g_str_equal (found, hash))
        {
          if (salt != NULL)
            *salt = g_steal_pointer (&found_salt);
          return g_steal_pointer (&value);
        }
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                   /* Translators: %s is a hash */
                   _ ("The sealed value %s is damaged: its bytes are not those that were kept"), hash);
    }
  else if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  else
    {
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND,
                   /* Translators: %s is a hash */
                   _ ("There is no sealed value %s in this desk: it was erased, or left out of a package"), hash);
    }

  return NULL;
}

gboolean
desk_texts_add_blob (DeskConnection *db, const DeskBlob *blob, GError **error)
{
  return desk_connection_run (db, sql_blob_add, error, "ssb", blob->hash, blob->type, blob->bytes) &&
         desk_connection_run (db, sql_left_out_remove, error, "s", blob->hash);
}

gboolean
desk_texts_add_sealed (DeskConnection *db, const DeskSealed *sealed, GError **error)
{
  return desk_connection_run (db, sql_sealed_add, error, "sbb", sealed->hash, sealed->salt, sealed->value) &&
         desk_connection_run (db, sql_left_out_remove, error, "s", sealed->hash);
}
