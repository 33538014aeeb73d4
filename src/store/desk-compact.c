/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-bundle.h"
#include "desk-compact.h"
#include "desk-delta.h"
#include "desk-journal.h"
#include "desk-pack.h"
#include "desk-sql.h"
#include "desk-texts.h"

/* Bytes of text in one slice: the patient level does about ten megabytes a second. */
#define SLICE_BYTES (128 * 1024)
/* A text that long would take a slice by itself many times over; it stays as it is. */
#define MAX_TEXT_BYTES (1024 * 1024)
/* What a difference may take and yet go into a bundle. */
#define MAX_FRAME_BYTES (8 * 1024)
/* Fewer entries than these are not worth a pack. */
#define MIN_ENTRIES 8

#define TEXTS "text"
#define BUNDLES "bundle"
#define ENTRIES "entry"

static gboolean
get_upto (DeskConnection *db, const char *kind, gint64 *upto, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_compacted_get, error, "s", kind);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  if (desk_statement_step (statement, &local_error))
    *upto = desk_statement_get_int (statement, 0);

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

static gboolean
set_upto (DeskConnection *db, const char *kind, gint64 upto, GError **error)
{
  return desk_connection_run (db, sql_compacted_set, error, "sl", kind, upto);
}

/* --- Texts --- */

typedef struct
{
  gint64 row;
  char *hash;
  gint64 base;
  GBytes *data;
} Text;

static void
text_clear (Text *text)
{
  g_free (text->hash);
  g_clear_pointer (&text->data, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Text, text_clear)

/* The text behind @after; its row is 0 when there is none. */
static gboolean
next_text (DeskConnection *db, gint64 after, Text *text, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_text_next, error, "l", after);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  if (desk_statement_step (statement, &local_error))
    {
      text->row = desk_statement_get_int (statement, 0);
      text->hash = desk_statement_dup_string (statement, 1);
      text->base = desk_statement_get_int (statement, 2);
      text->data = desk_statement_get_bytes (statement, 3);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* Bytes that were read of the text; 0 when it is damaged and stays as it is, -1 with an error. */
static gssize
compress_text (DeskConnection *db, const Text *text, GError **error)
{
  g_autoptr (GBytes) prefix = text->base != 0 ? desk_texts_load_bytes (db, text->base, NULL) : NULL;
  g_autoptr (GBytes) bytes = desk_texts_load_bytes (db, text->row, NULL);
  g_autofree char *hash = bytes != NULL ? desk_texts_hash (NULL, bytes) : NULL;
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GBytes) back = NULL;
  gsize size;

  if (g_strcmp0 (hash, text->hash) != 0)
    return 0;

  size = g_bytes_get_size (bytes);
  if (size > MAX_TEXT_BYTES)
    return 1;

  data = desk_delta_pack (prefix, g_bytes_get_data (bytes, NULL), size, DESK_DELTA_SMALL);
  back = desk_delta_unpack (prefix, data, size);
  if (back == NULL || !g_bytes_equal (back, bytes) || g_bytes_get_size (data) > g_bytes_get_size (text->data))
    return size;

  return desk_connection_run (db, sql_text_set_data, error, "lb", text->row, data) ? (gssize) size : -1;
}

static gboolean
compact_texts (DeskConnection *db, gboolean *more, GError **error)
{
  gint64 upto = 0;
  gsize done = 0;

  if (!get_upto (db, TEXTS, &upto, error))
    return FALSE;

  /* What is written anew is what stands in the file. */
  desk_texts_forget (db);
  *more = FALSE;
  while (done < SLICE_BYTES)
    {
      g_auto (Text) text = { 0 };
      gssize size;

      if (!next_text (db, upto, &text, error))
        return FALSE;
      if (text.row == 0)
        break;

      size = compress_text (db, &text, error);
      if (size < 0)
        return FALSE;
      done += size + 1;
      upto = text.row;
      *more = TRUE;
    }

  return !*more || set_upto (db, TEXTS, upto, error);
}

/* --- Bundles --- */

/*
 * Bundles the frames behind @upto, which goes behind the last one that was looked at; at least @least of them, and none
 * when there are fewer. The head of a chain, which is read for texts far away, stays in a row of its own and parts two
 * bundles; so does what is long, or elsewhere already.
 */
static gboolean
add_bundle (DeskConnection *db, gint64 *upto, gint64 last, guint least, GError **error)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gint64 seen = *upto;
  gsize size = 0;
  gboolean parted = FALSE;

  {
    g_autoptr (DeskStatement) statement =
        desk_connection_query (db, sql_text_list_data, error, "lli", *upto, last, DESK_BUNDLE_TEXTS);
    g_autoptr (GError) local_error = NULL;

    if (statement == NULL)
      return FALSE;

    while (!parted && desk_statement_step (statement, &local_error))
      {
        gint64 row = desk_statement_get_int (statement, 0);
        g_autoptr (GBytes) frame = desk_statement_get_bytes (statement, 1);

        size += g_bytes_get_size (frame);
        parted = (frames->len > 0 && row != seen + 1) || desk_statement_is_null (statement, 1) ||
                 desk_statement_get_int (statement, 2) == 0 ||
                 g_bytes_get_size (frame) > MAX_FRAME_BYTES || size > DESK_BUNDLE_MAX_BYTES || !desk_bundle_takes (frame);
        if (!parted)
          g_ptr_array_add (frames, g_steal_pointer (&frame));
        if (!parted || frames->len == 0)
          seen = row;
      }
    if (!desk_pass_error (g_steal_pointer (&local_error), error))
      return FALSE;
  }

  if (!parted && frames->len < least)
    return TRUE;

  *upto = seen;

  return frames->len < 2 || desk_bundle_add (db, seen - frames->len + 1, frames, error);
}

static gboolean
compact_bundles (DeskConnection *db, gboolean all, gboolean *more, GError **error)
{
  gint64 upto = 0, before, last = 0;

  if (!get_upto (db, BUNDLES, &upto, error) || !get_upto (db, TEXTS, &last, error))
    return FALSE;

  before = upto;
  if (!add_bundle (db, &upto, last, all ? 2 : DESK_BUNDLE_TEXTS, error))
    return FALSE;

  *more = upto > before;

  return !*more || set_upto (db, BUNDLES, upto, error);
}

/* --- Entries --- */

/* Entries that follow one another, and why no more of them do. */
typedef struct
{
  GPtrArray *entries; /* (element-type GBytes) */
  gint64 first;
  gint64 passed_over; /* the row that ended it, 0 when that was the last or the run is long enough */
  gboolean is_full;
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->entries, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Adds the entry of @row to @run, unless it is damaged, packed already, or does not fit. */
static gboolean
extend_run (Run *run, DeskStatement *row, gsize *size)
{
  gint64 seq = desk_statement_get_int (row, 0);
  g_autoptr (GBytes) bytes = desk_statement_get_bytes (row, 1);
  g_autofree char *hash = desk_texts_hash (NULL, bytes);

  *size += g_bytes_get_size (bytes) + 1;
  if (*size > DESK_PACK_MAX_BYTES || !g_str_equal (hash, desk_statement_get_string (row, 2)) ||
      (run->entries->len > 0 && (guint64) seq - (guint64) run->first != run->entries->len))
    return FALSE;

  if (run->entries->len == 0)
    run->first = seq;
  g_ptr_array_add (run->entries, g_steal_pointer (&bytes));

  return TRUE;
}

static gboolean
find_run (DeskConnection *db, gint64 after, Run *run, GError **error)
{
  g_autoptr (DeskStatement) statement =
      desk_connection_query (db, sql_entry_list_all, error, "li", after, DESK_PACK_ENTRIES);
  g_autoptr (GError) local_error = NULL;
  gsize size = 0;

  run->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  if (statement == NULL)
    return FALSE;

  while (run->passed_over == 0 && desk_statement_step (statement, &local_error))
    if (!extend_run (run, statement, &size))
      run->passed_over = desk_statement_get_int (statement, 0);

  run->is_full = run->entries->len == DESK_PACK_ENTRIES || (run->passed_over != 0 && run->entries->len > 0);

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* The same entries, in the same order. */
static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!g_bytes_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;

  return TRUE;
}

static gboolean
pack_run (DeskConnection *db, const Run *run, GError **error)
{
  gsize size;
  g_autoptr (GBytes) data = desk_pack_make (db, run->entries, &size, error);
  g_autoptr (GPtrArray) back = NULL;

  if (data == NULL)
    return FALSE;

  back = desk_pack_open (db, data, size, error);
  if (back == NULL)
    return FALSE;

  /* Not seen yet; they stay as they are. */
  if (!is_same (back, run->entries))
    return TRUE;

  return desk_connection_run (db, sql_pack_add, error, "llb", run->first, (gint64) size, data) &&
         desk_connection_run (db, sql_entry_unload, error, "ll", run->first, run->first + (gint64) (run->entries->len - 1));
}

static gboolean
compact_entries (DeskConnection *db, gboolean all, gboolean *more, GError **error)
{
  g_auto (Run) run = { 0 };
  gint64 upto = 0;

  if (!get_upto (db, ENTRIES, &upto, error) || !find_run (db, upto, &run, error))
    return FALSE;

  /* The last ones wait until there are more of them. */
  *more = run.is_full || run.passed_over != 0 || (all && run.entries->len >= MIN_ENTRIES);
  if (!*more)
    return TRUE;

  if (run.entries->len >= MIN_ENTRIES && !pack_run (db, &run, error))
    return FALSE;

  upto = run.entries->len > 0 ? run.first + (gint64) (run.entries->len - 1) : run.passed_over;

  return set_upto (db, ENTRIES, upto, error);
}

gboolean
desk_compact_step (DeskConnection *db, gboolean all, gboolean *more, GError **error)
{
  return compact_texts (db, more, error) && (*more || compact_bundles (db, all, more, error)) &&
         (*more || compact_entries (db, all, more, error));
}

gboolean
desk_compact_shrink (DeskConnection *db, GError **error)
{
  gboolean done;

  /* A copy of the whole desk has no place in memory. */
  if (!desk_connection_exec (db, "PRAGMA temp_store = FILE", error))
    return FALSE;

  done = desk_connection_exec (db, "VACUUM", error) && desk_connection_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", error);

  return desk_connection_exec (db, "PRAGMA temp_store = MEMORY", done ? error : NULL) && done;
}
