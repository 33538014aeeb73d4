/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "desk-cli-json.h"
#include "exchange/desk-capture.h"

#define MAX_CAPTURE_BYTES (4 * 1024 * 1024)

static gboolean
is_address (const char *string)
{
  g_autofree char *scheme = g_uri_parse_scheme (string);

  return g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0;
}

/* @raw: (out): what was read, when it was a file */
static DeskPost *
read_post (const char *source, const char *words, const char *by, gint64 at, GBytes **raw, const char **raw_type, GError **error)
{
  gsize length;
  g_autofree char *data = NULL;
  g_autoptr (DeskPost) post = NULL;

  if (is_address (source))
    return desk_capture_by_hand (source, words, by, at, error);

  data = desk_cli_read (source, MAX_CAPTURE_BYTES, &length, error);
  if (data == NULL)
    return NULL;
  post = desk_capture_read (data, length, raw_type, error);
  if (post == NULL)
    g_prefix_error (error, "%s: ", source);
  else
    *raw = g_bytes_new_take (g_steal_pointer (&data), length);
  return g_steal_pointer (&post);
}

gboolean
desk_cli_post_add (DeskCli *cli, GError **error)
{
  g_autofree char *words = NULL;
  g_autofree char *by = NULL;
  g_autofree char *time = NULL;
  const GOptionEntry options[] = {
    { "words", 0, 0, G_OPTION_ARG_FILENAME, &words, N_ ("With an address: the post's words"), N_ ("TEXT") },
    { "by", 0, 0, G_OPTION_ARG_FILENAME, &by, N_ ("With an address: its author, as “Name (@handle)”"), N_ ("WHO") },
    { "at", 0, 0, G_OPTION_ARG_FILENAME, &time, N_ ("With an address: when it was posted, in the story's zone"), N_ ("TIME") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskPost) post = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (DeskSnapshot) after = NULL;
  g_autofree char *id = NULL;
  g_autofree char *kept = NULL;
  const char *raw_type = NULL;
  DeskPost *known;
  gint64 at;

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  if (!is_address (cli->arguments[1]) && (words != NULL || by != NULL || time != NULL))
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("--words, --by and --at go with an address, not with a file"));
      return FALSE;
    }
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL || !desk_cli_parse_time (time, snapshot->story->zone, &at, error))
    return FALSE;
  post = read_post (cli->arguments[1], words, by, at, &raw, &raw_type, error);
  if (post == NULL)
    return FALSE;

  known = post->address[0] != '\0' ? desk_snapshot_get_post_for_address (snapshot, post->address) : NULL;
  id = desk_cli_commit_one (cli, snapshot,
                            known != NULL ? desk_change_new_capture (known->id, post, raw, raw_type)
                                          : desk_change_new_post (post, raw, raw_type),
                            error);
  after = id != NULL ? desk_store_load (cli->store, snapshot->story->id, error) : NULL;
  if (after == NULL)
    return FALSE;

  known = desk_snapshot_get_post (after, known != NULL ? known->id : id);
  g_assert (known != NULL);
  kept = desk_capture_describe (known, after->story->zone, after->story->language);
  desk_cli_print (cli, "%.12s  %s\n", known->id, kept);
  desk_cli_take_object (cli, desk_cli_post_to_json (known, after->story->zone));
  return TRUE;
}

gboolean
desk_cli_post_list (DeskCli *cli, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  JsonArray *array;
  gint64 now = g_get_real_time ();

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;

  array = json_array_new ();
  for (guint i = 0; i < snapshot->posts->len; i++)
    {
      DeskPost *post = g_ptr_array_index (snapshot->posts, i);
      g_autofree char *id = desk_cli_short_id (post->id);
      g_autofree char *moment = post->posted_at != 0
                                    ? desk_time_format_moment (post->posted_at, now, snapshot->story->zone, snapshot->story->language)
                                    : g_strdup ("—");

      desk_cli_add_row (rows, id, moment, desk_enum_get_label (DESK_TYPE_POST_STATE, post->state),
                        post->handle[0] != '\0' ? post->handle : post->author, post->address, post->words, NULL);
      json_array_add_object_element (array, desk_cli_post_to_json (post, snapshot->story->zone));
    }
  desk_cli_print_rows (cli, rows);
  desk_cli_take_array (cli, array);
  return TRUE;
}
