/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-time.h"
#include "desk-cli-json.h"

static void
add_row (GPtrArray *rows, DeskRevision *revision, const char *moment, const char *start, const char *end)
{
  g_autofree char *words = g_strndup (start, end - start);
  g_autofree char *line = desk_cli_line (g_strstrip (words));
  g_autofree char *number = g_strdup_printf ("@%u", revision->number);

  if (*line != '\0')
    desk_cli_add_row (rows, number, moment, revision->author, line, NULL);
}

/* A row for each run of words, and a new one with each line of the text. */
static void
add_rows (GPtrArray *rows, DeskStoryBlame *blame, const char *zone, const char *language)
{
  const char *text = desk_text_get_canonical (blame->text, NULL);
  gint64 now = g_get_real_time ();

  for (guint i = 0; i < blame->runs->len; i++)
    {
      const DeskBlameRun *run = &g_array_index (blame->runs, DeskBlameRun, i);
      DeskRevision *revision = g_ptr_array_index (blame->revisions, run->origin);
      g_autofree char *moment = desk_time_format_moment (revision->at, now, zone, language);
      const char *end = text + run->start + run->length;

      for (const char *line = text + run->start; line < end;)
        {
          const char *line_break = memchr (line, '\n', end - line);
          const char *stop = line_break != NULL ? line_break : end;

          add_row (rows, revision, moment, line, stop);
          line = line_break != NULL ? line_break + 1 : end;
        }
    }
}

gboolean
desk_cli_blame (DeskCli *cli, GError **error)
{
  g_autofree char *name = NULL;
  const GOptionEntry options[] = {
    { "revision", 0, 0, G_OPTION_ARG_FILENAME, &name, N_ ("That version"), "R" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskStoryBlame) blame = NULL;
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  JsonArray *runs;
  JsonArray *revisions;
  JsonObject *object;
  const char *zone;
  const char *text;

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  blame = snapshot != NULL ? desk_store_blame (cli->store, snapshot->story->id, name, error) : NULL;
  if (blame == NULL)
    return FALSE;

  zone = snapshot->story->zone;
  text = desk_text_get_canonical (blame->text, NULL);
  add_rows (rows, blame, zone, snapshot->story->language);
  desk_cli_print_rows (cli, rows);

  runs = json_array_new ();
  for (guint i = 0; i < blame->runs->len; i++)
    {
      const DeskBlameRun *run = &g_array_index (blame->runs, DeskBlameRun, i);
      g_autofree char *words = g_strndup (text + run->start, run->length);
      JsonObject *member = json_object_new ();

      json_object_set_int_member (member, "number", ((DeskRevision *) g_ptr_array_index (blame->revisions, run->origin))->number);
      json_object_set_string_member (member, "words", words);
      json_array_add_object_element (runs, member);
    }
  revisions = json_array_new ();
  for (guint i = 0; i < blame->revisions->len; i++)
    json_array_add_object_element (revisions, desk_cli_revision_to_json (g_ptr_array_index (blame->revisions, i), zone));

  object = json_object_new ();
  json_object_set_int_member (object, "number", blame->revision->number);
  json_object_set_array_member (object, "runs", runs);
  json_object_set_array_member (object, "revisions", revisions);
  desk_cli_take_object (cli, object);
  return TRUE;
}
