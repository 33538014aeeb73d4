/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli.h"

#include <glib/gi18n.h>

#include "core/desk-text-merge.h"
#include "desk-cli-json.h"

/* A side of a conflict in one line. */
static void
print_side (DeskCli *cli, const char *name, const char *words)
{
  g_autofree char *line = desk_cli_line (words);

  desk_cli_print (cli, "  %s: %s\n", name, line);
}

/* Prints each conflict, and gives them as JSON. */
static JsonArray *
list_conflicts (DeskCli *cli, DeskTextMerge *merge)
{
  GPtrArray *parts = desk_text_merge_get_parts (merge);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      DeskTextMergePart *part = g_ptr_array_index (parts, i);
      GArray *chunks = desk_merge_get_chunks (part->merge);

      for (guint k = 0; k < chunks->len; k++)
        {
          const DeskMergeChunk *chunk = &g_array_index (chunks, DeskMergeChunk, k);
          JsonObject *object;

          if (chunk->kind != DESK_MERGE_CONFLICT)
            continue;
          desk_cli_print (cli, "%s\n", part->field != NULL ? part->field : _ ("Text"));
          print_side (cli, C_ ("version", "Before"), chunk->base);
          print_side (cli, C_ ("version", "Ours"), chunk->ours);
          print_side (cli, C_ ("version", "Theirs"), chunk->theirs);

          object = json_object_new ();
          json_object_set_string_member (object, "part", part->field != NULL ? part->field : "body");
          json_object_set_string_member (object, "base", chunk->base);
          json_object_set_string_member (object, "ours", chunk->ours);
          json_object_set_string_member (object, "theirs", chunk->theirs);
          json_array_add_object_element (array, object);
        }
    }

  return array;
}

/* Keeps what the merge comes to, every conflict settled in one way. */
static gboolean
keep_merged (DeskCli *cli, DeskSnapshot *snapshot, DeskStoryMerge *heads, DeskTextMerge *merge, DeskMergeChoice choice, GError **error)
{
  guint n = desk_text_merge_get_n_conflicts (merge);
  g_autofree DeskMergeAnswer *answers = g_new0 (DeskMergeAnswer, n + 1);
  const char *bases[] = { heads->ours->id, heads->theirs->id, NULL };
  g_autoptr (DeskText) text = NULL;
  g_autoptr (DeskRevision) revision = NULL;
  g_autofree char *id = NULL;

  for (guint i = 0; i < n; i++)
    answers[i].choice = choice;
  text = desk_text_merge_dup_text (merge, answers);
  id = desk_cli_commit_one (cli, snapshot, desk_change_new_revision (text, bases, DESK_WHY_MERGE, NULL, NULL), error);
  revision = id != NULL ? desk_store_find_revision (cli->store, snapshot->story->id, id, error) : NULL;
  if (revision == NULL)
    return FALSE;

  desk_cli_print (cli, "@%u\n", revision->number);
  desk_cli_take_object (cli, desk_cli_revision_to_json (revision, snapshot->story->zone));
  return TRUE;
}

gboolean
desk_cli_merge (DeskCli *cli, GError **error)
{
  gboolean ours = FALSE, theirs = FALSE;
  const GOptionEntry options[] = {
    { "ours", 0, 0, G_OPTION_ARG_NONE, &ours, N_ ("Where both changed the same words, take those of the version that is shown"), NULL },
    { "theirs", 0, 0, G_OPTION_ARG_NONE, &theirs, N_ ("Where both changed the same words, take those of the other version"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskStoryMerge) heads = NULL;
  g_autoptr (DeskTextMerge) merge = NULL;
  JsonObject *object;

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  if (ours && theirs)
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("--ours and --theirs exclude each other"));
      return FALSE;
    }
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;
  if (snapshot->story->n_heads < 2)
    {
      desk_cli_remark (cli, "%s\n", _ ("There is nothing to merge in this story"));
      desk_cli_take_object (cli, json_object_new ());
      return TRUE;
    }

  heads = desk_store_load_merge (cli->store, snapshot->story->id, NULL, error);
  if (heads == NULL)
    return FALSE;
  merge = desk_text_merge_new (heads->base_text, heads->our_text, heads->their_text, snapshot->story->language);
  if (ours || theirs || desk_text_merge_get_n_conflicts (merge) == 0)
    return keep_merged (cli, snapshot, heads, merge, theirs ? DESK_MERGE_TAKE_THEIRS : DESK_MERGE_TAKE_OURS, error);

  object = json_object_new ();
  json_object_set_array_member (object, "conflicts", list_conflicts (cli, merge));
  desk_cli_remark (cli, "%s\n", _ ("Both versions changed the same words: settle it in the window, or with --ours or --theirs"));
  desk_cli_take_object (cli, object);
  cli->answer_is_no = TRUE;
  return TRUE;
}
