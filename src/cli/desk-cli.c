/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/desk-time.h"

G_DEFINE_QUARK (desk-cli-error, desk_cli_error)

#define SHORT_ID 12

/* Columns of a terminal that a string takes. */
static guint
count_columns (const char *string)
{
  guint columns = 0;

  for (const char *p = string; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        columns += g_unichar_iswide (c) ? 2 : 1;
    }
  return columns;
}

static gboolean
check_arguments (DeskCli *cli, GError **error)
{
  const DeskCliCommand *command = cli->command;

  if (cli->n_arguments < (guint) command->min_arguments ||
      (command->max_arguments >= 0 && cli->n_arguments > (guint) command->max_arguments))
    {
      /* Translators: %s is a command with its arguments, as it is typed */
      g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Use: deskctl %s %s"), command->name, command->usage);
      return FALSE;
    }
  return TRUE;
}

/* Whoever only reads can do so from media that cannot be written. A desk that is not there is no answer "no". */
static DeskStore *
open_store (const char *path, DeskStoreOpenFlags flags, GError **error)
{
  g_autoptr (GError) local = NULL;
  DeskStore *store = desk_store_open (path, flags, NULL, &local);

  if (store == NULL && (flags & DESK_STORE_OPEN_EXISTING) && g_error_matches (local, DESK_STORE_ERROR, DESK_STORE_ERROR_READ_ONLY))
    {
      g_clear_error (&local);
      store = desk_store_open (path, flags | DESK_STORE_OPEN_READ_ONLY, NULL, &local);
    }
  if (g_error_matches (local, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND))
    g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_FAILED, local->message);
  else if (store == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return store;
}

GOptionContext *
desk_cli_make_context (DeskCli *cli, const char *parameters, const GOptionEntry *options)
{
  const GOptionEntry common[] = {
    /* Translators: a place for an argument in a command's help */
    { "desk", 0, 0, G_OPTION_ARG_FILENAME, &cli->path, N_ ("Use this desk instead of your own"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Print one JSON value"), NULL },
    { "version", 0, cli->command != NULL ? G_OPTION_FLAG_HIDDEN : 0, G_OPTION_ARG_NONE, &cli->version, N_ ("Print the version"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (parameters);

  if (options != NULL)
    g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (cli->command != NULL)
    g_option_context_set_summary (context, _ (cli->command->summary));
  return context;
}

gboolean
desk_cli_parse (DeskCli *cli, const GOptionEntry *options, GError **error)
{
  g_autofree char *parameters = g_strdup_printf ("%s %s", cli->command->name, cli->command->usage);
  g_autoptr (GOptionContext) context = desk_cli_make_context (cli, parameters, options);
  gboolean ended = FALSE;
  guint n = 0;

  if (!g_option_context_parse_strv (context, &cli->argv, error))
    return FALSE;

  /* The program's name comes first, and the "--" that ends the options may be left behind. */
  cli->arguments = g_new0 (char *, g_strv_length (cli->argv) + 1);
  for (guint i = 1; cli->argv[i] != NULL; i++)
    if (!ended && g_str_equal (cli->argv[i], "--"))
      ended = TRUE;
    else
      cli->arguments[n++] = g_strdup (cli->argv[i]);
  cli->n_arguments = n;
  return check_arguments (cli, error);
}

gboolean
desk_cli_begin (DeskCli *cli, const GOptionEntry *options, GError **error)
{
  return desk_cli_parse (cli, options, error) && desk_cli_open (cli, error);
}

gboolean
desk_cli_open (DeskCli *cli, GError **error)
{
  g_autofree char *path = desk_cli_get_desk_path (cli);

  cli->store = open_store (path, cli->command->flags, error);
  return cli->store != NULL;
}

char *
desk_cli_get_desk_path (DeskCli *cli)
{
  return cli->path != NULL ? desk_cli_absolute_path (cli->path) : desk_store_get_default_path ();
}

void
desk_cli_clear (DeskCli *cli)
{
  g_clear_pointer (&cli->argv, g_strfreev);
  g_clear_pointer (&cli->arguments, g_strfreev);
  g_clear_pointer (&cli->path, g_free);
  g_clear_pointer (&cli->result, json_node_unref);
  g_clear_object (&cli->store);
}

DeskCliStatus
desk_cli_status_for_error (const GError *error)
{
  if (error->domain == DESK_CLI_ERROR)
    return error->code;
  if (error->domain == G_OPTION_ERROR)
    return DESK_CLI_USAGE;
  if (error->domain == DESK_STORE_ERROR)
    switch ((DeskStoreError) error->code)
      {
      case DESK_STORE_ERROR_NOT_FOUND:
        return DESK_CLI_NO;
      case DESK_STORE_ERROR_AMBIGUOUS:
      case DESK_STORE_ERROR_EXISTS:
      case DESK_STORE_ERROR_INVALID:
        return DESK_CLI_USAGE;
      case DESK_STORE_ERROR_NOT_A_DESK:
      case DESK_STORE_ERROR_NEWER:
      case DESK_STORE_ERROR_DAMAGED:
      case DESK_STORE_ERROR_READ_ONLY:
      case DESK_STORE_ERROR_FULL:
      case DESK_STORE_ERROR_BUSY:
      case DESK_STORE_ERROR_IO:
        return DESK_CLI_FAILED;
      }
  if (g_error_matches (error, DESK_CORE_ERROR, DESK_CORE_ERROR_RANGE))
    return DESK_CLI_NO;
  if (g_error_matches (error, DESK_CORE_ERROR, DESK_CORE_ERROR_TIME) ||
      g_error_matches (error, DESK_CORE_ERROR, DESK_CORE_ERROR_VALUE))
    return DESK_CLI_USAGE;
  return DESK_CLI_FAILED;
}

void
desk_cli_print (DeskCli *cli, const char *format, ...)
{
  va_list arguments;

  if (cli->json)
    return;
  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
}

void
desk_cli_remark (DeskCli *cli, const char *format, ...)
{
  va_list arguments;

  if (cli->json)
    return;
  va_start (arguments, format);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
}

gboolean
desk_cli_print_bytes (DeskCli *cli, const char *data, gsize length, GError **error)
{
  if (fwrite (data, 1, length, stdout) == length && fflush (stdout) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), _ ("Cannot write: %s"), g_strerror (errno));
  return FALSE;
}

GPtrArray *
desk_cli_new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
}

void
desk_cli_add_row (GPtrArray *rows, const char *cell, ...)
{
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  va_list cells;

  va_start (cells, cell);
  for (; cell != NULL; cell = va_arg (cells, const char *))
    g_strv_builder_take (row, desk_cli_line (cell));
  va_end (cells);
  g_ptr_array_add (rows, g_strv_builder_end (row));
}

void
desk_cli_print_rows (DeskCli *cli, GPtrArray *rows)
{
  guint n_columns = rows->len > 0 ? g_strv_length (g_ptr_array_index (rows, 0)) : 0;
  g_autofree guint *widths = g_new0 (guint, n_columns + 1);

  for (guint i = 0; i < rows->len; i++)
    for (guint j = 0; j < n_columns; j++)
      widths[j] = MAX (widths[j], count_columns (((char **) g_ptr_array_index (rows, i))[j]));

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint j = 0; j < n_columns; j++)
        {
          g_string_append (line, row[j]);
          if (j + 1 < n_columns)
            g_string_append_printf (line, "%*s", (int) (widths[j] - count_columns (row[j]) + 2), "");
        }
      g_strchomp (line->str);
      desk_cli_print (cli, "%s\n", line->str);
    }
}

char *
desk_cli_line (const char *words)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (const char *p = words; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iscntrl (c))
        g_string_append_unichar (line, c);
      else if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }
  return g_strchomp (g_string_free (g_steal_pointer (&line), FALSE));
}

char *
desk_cli_short_id (const char *id)
{
  return g_strndup (id, SHORT_ID);
}

void
desk_cli_take_object (DeskCli *cli, JsonObject *object)
{
  g_clear_pointer (&cli->result, json_node_unref);
  cli->result = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (cli->result, object);
}

void
desk_cli_take_array (DeskCli *cli, JsonArray *array)
{
  g_clear_pointer (&cli->result, json_node_unref);
  cli->result = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (cli->result, array);
}

char *
desk_cli_read (const char *path, gsize max, gsize *length, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[64 * 1024];
  gssize n;

  if (g_str_equal (path, "-"))
    {
      stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
    }
  else
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);

      stream = G_INPUT_STREAM (g_file_read (file, NULL, error));
      if (stream == NULL)
        return NULL;
    }

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, error)) > 0)
    {
      if (bytes->len + (gsize) n > max)
        {
          g_autofree char *size = g_format_size (max);

          /* Translators: the first %s is a file's name, the second a size such as "16 MB" */
          g_set_error (error, DESK_CLI_ERROR, DESK_CLI_FAILED, _ ("%s is larger than %s"), path, size);
          return NULL;
        }
      g_byte_array_append (bytes, buffer, n);
    }
  if (n < 0)
    return NULL;

  *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

DeskText *
desk_cli_read_text (const char *path, GError **error)
{
  gsize length;
  g_autofree char *data = desk_cli_read (path, DESK_TEXT_MAX_BYTES, &length, error);
  g_autoptr (DeskText) text = NULL;

  if (data == NULL)
    return NULL;
  text = desk_text_parse (data, length, error);
  if (text == NULL)
    g_prefix_error (error, "%s: ", path);
  return g_steal_pointer (&text);
}

gboolean
desk_cli_write (DeskCli *cli, const char *path, GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (g_str_equal (path, "-"))
    return desk_cli_print_bytes (cli, data, length, error);
  return g_file_set_contents (path, data, length, error);
}

char *
desk_cli_absolute_path (const char *path)
{
  return g_canonicalize_filename (path, NULL);
}

DeskSnapshot *
desk_cli_load_story (DeskCli *cli, const char *name, GError **error)
{
  g_autofree char *id = desk_store_find_story (cli->store, name, error);

  return id != NULL ? desk_store_load (cli->store, id, error) : NULL;
}

gboolean
desk_cli_parse_time (const char *string, const char *zone, gint64 *at, GError **error)
{
  *at = 0;
  return string == NULL || desk_time_parse (string, zone, g_get_real_time (), at, error);
}

char *
desk_cli_commit_one (DeskCli *cli, DeskSnapshot *snapshot, DeskChange *change, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;

  g_ptr_array_add (changes, change);
  ids = desk_store_commit (cli->store, snapshot->story->id, changes, error);
  return ids != NULL ? g_strdup (g_ptr_array_index (ids, 0)) : NULL;
}
