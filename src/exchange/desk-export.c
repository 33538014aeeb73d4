/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-markdown.h"
#include "desk-export.h"
#include "desk-print.h"

static GBytes *export_markdown (DeskSnapshot *snapshot, DeskText *text, GError **error);
static GBytes *export_text (DeskSnapshot *snapshot, DeskText *text, GError **error);
static GBytes *export_pdf (DeskSnapshot *snapshot, DeskText *text, GError **error);
static GBytes *export_proof (DeskSnapshot *snapshot, DeskText *text, GError **error);

/* In the order of a menu. A writer stands at the same place as its format. */
static const DeskExportFormat formats[] = {
  { "markdown", N_ ("Markdown"), "md", "text/markdown" },
  { "text", N_ ("Plain Text"), "txt", "text/plain" },
  { "pdf", N_ ("PDF"), "pdf", "application/pdf" },
  { "proof", N_ ("Proof in PDF"), "pdf", "application/pdf" },
};

static GBytes *(*const writers[]) (DeskSnapshot *snapshot, DeskText *text, GError **error) = {
  export_markdown,
  export_text,
  export_pdf,
  export_proof,
};

/* How each names the entry behind its last line, if it does. Not translated: whoever reads it may be a program. */
static const char *const entry_lines[] = {
  "\n<!-- Desk entry %s -->\n",
  "\nDesk entry %s\n",
  NULL,
  NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (formats) == G_N_ELEMENTS (writers));
G_STATIC_ASSERT (G_N_ELEMENTS (formats) == G_N_ELEMENTS (entry_lines));

static GBytes *
export_markdown (DeskSnapshot *snapshot, DeskText *text, GError **error)
{
  gsize length;
  const char *canonical = desk_text_get_canonical (text, &length);

  return g_bytes_new (canonical, length);
}

static void
append_block (GString *out, const char *block)
{
  if (*block == '\0')
    return;

  if (out->len > 0)
    g_string_append (out, "\n\n");
  g_string_append (out, block);
}

/*
 * What went out up to these words, as a place in the list of updates: readers of an older version had no later stamp.
 * Words that are not out yet get what readers see now.
 */
static guint
find_newest (DeskSnapshot *snapshot, DeskText *text)
{
  for (guint i = 0; i < snapshot->updates->len; i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      if (g_str_equal (update->text, desk_text_get_hash (text)))
        return i;
    }

  return 0;
}

static gboolean
is_stamp (DeskUpdate *update)
{
  return *update->words != '\0' && (update->kind == DESK_UPDATE_PUBLISH || update->kind == DESK_UPDATE_UPDATE);
}

static gboolean
is_correction (DeskUpdate *update)
{
  return update->kind == DESK_UPDATE_CORRECTION || update->kind == DESK_UPDATE_CLARIFICATION ||
         update->kind == DESK_UPDATE_RETRACTION || update->kind == DESK_UPDATE_WITHDRAWAL;
}

static GBytes *
export_text (DeskSnapshot *snapshot, DeskText *text, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *plain = desk_markdown_to_plain (desk_text_get_body (text));
  const char *dateline = desk_text_get_field (text, DESK_FIELD_DATELINE);
  guint newest = find_newest (snapshot, text);

  g_strstrip (plain);
  append_block (out, desk_text_get_field (text, DESK_FIELD_HEADLINE));
  append_block (out, desk_text_get_field (text, DESK_FIELD_STANDFIRST));
  append_block (out, desk_text_get_field (text, DESK_FIELD_BYLINE));
  append_block (out, dateline);
  if (*dateline != '\0' && *plain != '\0')
    g_string_append_printf (out, " — %s", plain);
  else
    append_block (out, plain);

  for (guint i = newest; i < snapshot->updates->len; i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      if (is_stamp (update) && *update->superseded_by == '\0')
        {
          append_block (out, update->words);
          break;
        }
    }
  for (guint i = snapshot->updates->len; i > newest; i--)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i - 1);

      if (is_correction (update) && *update->superseded_by == '\0')
        append_block (out, update->words);
    }

  if (out->len > 0)
    g_string_append_c (out, '\n');

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

static GBytes *
export_pdf (DeskSnapshot *snapshot, DeskText *text, GError **error)
{
  g_autoptr (DeskPrint) print = desk_print_new (snapshot, text, FALSE);

  return desk_print_make_pdf (print, error);
}

static GBytes *
export_proof (DeskSnapshot *snapshot, DeskText *text, GError **error)
{
  g_autoptr (DeskPrint) print = desk_print_new (snapshot, text, TRUE);

  return desk_print_make_pdf (print, error);
}

const DeskExportFormat *
desk_export_list_formats (gsize *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (formats);

  return formats;
}

/* @bytes: (transfer full) */
static GBytes *
with_entry (GBytes *bytes, const char *line, const char *entry)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_string_append_len (out, data, length);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (out, line, entry);
#pragma GCC diagnostic pop
  g_bytes_unref (bytes);

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

const char *
desk_export_find_entry (DeskSnapshot *snapshot, DeskText *text)
{
  const char *hash;

  g_return_val_if_fail (DESK_IS_SNAPSHOT (snapshot), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  hash = desk_text_get_hash (text);
  for (guint i = 0; i < snapshot->updates->len; i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      if (g_str_equal (update->text, hash) && *update->superseded_by == '\0')
        return update->id;
    }

  return g_str_equal (desk_text_get_hash (snapshot->text), hash) && *snapshot->story->head != '\0' ? snapshot->story->head : NULL;
}

gsize
desk_export_measure_entry (const char *data, gsize length)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\n(<!-- Desk entry [0-9a-f]{64} -->|Desk entry [0-9a-f]{64})\\n?\\z", G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  /* Nothing before the last lines is looked at. */
  gsize skipped = length > 100 ? length - 100 : 0;
  int start;

  g_return_val_if_fail (data != NULL, 0);

  if (!g_regex_match_full (regex, data + skipped, length - skipped, 0, 0, &match, NULL) ||
      !g_match_info_fetch_pos (match, 0, &start, NULL))
    return 0;

  return length - skipped - start;
}

GBytes *
desk_export_story (DeskSnapshot *snapshot, DeskText *text, const char *format, const char *entry, GError **error)
{
  g_return_val_if_fail (DESK_IS_SNAPSHOT (snapshot), NULL);
  g_return_val_if_fail (format != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].id, format))
      {
        GBytes *bytes = writers[i](snapshot, text != NULL ? text : snapshot->text, error);

        return bytes != NULL && entry != NULL && entry_lines[i] != NULL ? with_entry (bytes, entry_lines[i], entry) : bytes;
      }

  g_set_error (error,
               DESK_EXCHANGE_ERROR,
               DESK_EXCHANGE_ERROR_UNKNOWN,
               /* Translators: %s is what somebody typed as the name of a format */
               _ ("“%s” is no format that Desk writes"),
               format);
  return NULL;
}
