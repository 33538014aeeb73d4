/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli.h"

#include <glib/gi18n.h>

#include "core/desk-check.h"
#include "core/desk-stamp.h"
#include "desk-cli-json.h"
#include "exchange/desk-import.h"

/* A line of the ledger to be. Words are those that readers see; NULL lets the house's pattern make them. */
typedef struct
{
  DeskUpdateKind kind;
  gint64 at; /* 0: now */
  const char *words;
  const char *was;
  const char *now;
  const char *because;
} Line;

static JsonObject *
finding_to_json (DeskFinding *finding)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", desk_enum_to_nick (DESK_TYPE_FINDING_KIND, finding->kind));
  json_object_set_boolean_member (object, "must_be_seen", finding->must_be_seen);
  json_object_set_string_member (object, "message", finding->message);
  json_object_set_string_member (object, "detail", finding->detail);
  json_object_set_string_member (object, "detail_source", finding->detail_source);
  json_object_set_string_member (object, "claim", finding->claim);
  json_object_set_string_member (object, "post", finding->post);
  json_object_set_int_member (object, "start", finding->start);
  json_object_set_int_member (object, "end", finding->end);
  return object;
}

static void
print_finding (DeskCli *cli, DeskFinding *finding)
{
  g_autofree char *message = desk_cli_line (finding->message);
  g_autofree char *detail = desk_cli_line (finding->detail);
  g_autofree char *source = desk_cli_line (finding->detail_source);

  desk_cli_print (cli, "%s %s\n", finding->must_be_seen ? "!" : "·", message);
  if (detail[0] != '\0')
    /* Translators: %s is what the story says, in the output of "deskctl check" */
    desk_cli_print (cli, _ ("    story: %s\n"), detail);
  if (source[0] != '\0' && finding->kind == DESK_FINDING_WORDS_CHANGED)
    /* Translators: %s are the words that were checked, in the output of "deskctl check" */
    desk_cli_print (cli, _ ("    checked: %s\n"), source);
  else if (source[0] != '\0')
    /* Translators: %s is what the post says, in the output of "deskctl check" */
    desk_cli_print (cli, _ ("    post:  %s\n"), source);
}

gboolean
desk_cli_check (DeskCli *cli, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  JsonArray *array;
  JsonObject *object;
  guint must_be_seen = 0;

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;

  findings = desk_check_story (snapshot, NULL);
  array = json_array_new ();
  for (guint i = 0; i < findings->len; i++)
    {
      DeskFinding *finding = g_ptr_array_index (findings, i);

      print_finding (cli, finding);
      json_array_add_object_element (array, finding_to_json (finding));
      must_be_seen += finding->must_be_seen ? 1 : 0;
    }
  if (findings->len == 0)
    desk_cli_remark (cli, "%s\n", _ ("Nothing is open"));

  object = json_object_new ();
  json_object_set_int_member (object, "must_be_seen", must_be_seen);
  json_object_set_array_member (object, "findings", array);
  desk_cli_take_object (cli, object);
  cli->answer_is_no = must_be_seen > 0;
  return TRUE;
}

static char *
make_words (DeskCli *cli, DeskStory *story, const Line *line)
{
  g_autofree char *style = desk_store_get_setting (cli->store, "stamp-style");
  gint64 at = line->at != 0 ? line->at : g_get_real_time ();

  if (line->words != NULL)
    return g_strdup (line->words);
  if (line->kind == DESK_UPDATE_CORRECTION)
    return desk_stamp_format_correction (style, story->language, story->zone, at, story->published_at, line->was, line->now);
  return desk_stamp_format (style, line->kind, story->language, story->zone, at, story->published_at);
}

/* Writes the line (behind @revision, a change taken, when the text changes with it) and prints the words readers see. */
static gboolean
add_line (DeskCli *cli, DeskSnapshot *snapshot, const Line *line, DeskText *text, DeskChange *revision, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autofree char *words = make_words (cli, snapshot->story, line);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (DeskSnapshot) after = NULL;
  const char *id;

  if (revision != NULL)
    g_ptr_array_add (changes, revision);
  g_ptr_array_add (changes, desk_change_new_update (line->kind, desk_text_get_hash (text), line->at, snapshot->story->zone,
                                                    snapshot->story->language, words, line->was, line->now, line->because, ""));
  ids = desk_store_commit (cli->store, snapshot->story->id, changes, error);
  after = ids != NULL ? desk_store_load (cli->store, snapshot->story->id, error) : NULL;
  if (after == NULL)
    return FALSE;

  id = g_ptr_array_index (ids, ids->len - 1);
  for (guint i = 0; i < after->updates->len; i++)
    {
      DeskUpdate *update = g_ptr_array_index (after->updates, i);

      if (g_str_equal (update->id, id))
        desk_cli_take_object (cli, desk_cli_update_to_json (update));
    }
  if (words[0] != '\0')
    desk_cli_print (cli, "%s\n", words);
  else
    desk_cli_remark (cli, "%s\n", _ ("Out, with no stamp"));
  return TRUE;
}

static gboolean
check_is_out (DeskSnapshot *snapshot, GError **error)
{
  if (snapshot->story->published_at == 0)
    {
      /* Translators: %s is a story's slug */
      g_set_error (error, DESK_CLI_ERROR, DESK_CLI_NO, _ ("%s has not been published"), snapshot->story->slug);
      return FALSE;
    }
  return TRUE;
}

gboolean
desk_cli_publish (DeskCli *cli, GError **error)
{
  gboolean no_stamp = FALSE;
  g_autofree char *time = NULL;
  const GOptionEntry options[] = {
    { "no-stamp", 0, 0, G_OPTION_ARG_NONE, &no_stamp, N_ ("Readers see no stamp"), NULL },
    { "at", 0, 0, G_OPTION_ARG_FILENAME, &time, N_ ("When it went out, in the story's zone"), N_ ("TIME") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  Line line = { .was = "", .now = "", .because = "" };

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL || !desk_cli_parse_time (time, snapshot->story->zone, &line.at, error))
    return FALSE;
  if (snapshot->out != NULL && desk_text_equal (snapshot->out, snapshot->text))
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_NO, _ ("All of it is out already"));
      return FALSE;
    }

  line.words = no_stamp ? "" : NULL;
  if (snapshot->story->published_at == 0)
    line.kind = DESK_UPDATE_PUBLISH;
  else
    line.kind = no_stamp ? DESK_UPDATE_SILENT : DESK_UPDATE_UPDATE;
  return add_line (cli, snapshot, &line, snapshot->text, NULL, error);
}

/* A stamp that came with the text: its words go to the ledger, its line out of the body, once somebody says when it was. */
static gboolean
confirm_found_stamp (DeskCli *cli, DeskSnapshot *snapshot, Line *line, GError **error)
{
  g_autoptr (DeskFoundStamp) stamp = desk_stamp_find (desk_text_get_body (snapshot->text));
  g_autoptr (DeskText) text = NULL;

  if (stamp == NULL)
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_NO, _ ("There is no stamp in the text"));
      return FALSE;
    }
  text = desk_import_without_stamp (snapshot->text, stamp);
  line->kind = stamp->kind;
  line->words = stamp->words;
  return add_line (cli, snapshot, line, text, desk_change_new_revision (text, NULL, DESK_WHY_PUBLISH, "", NULL), error);
}

gboolean
desk_cli_update (DeskCli *cli, GError **error)
{
  gboolean found = FALSE;
  g_autofree char *time = NULL;
  const GOptionEntry options[] = {
    { "found", 0, 0, G_OPTION_ARG_NONE, &found, N_ ("Take the stamp found in the text out of it; needs --at"), NULL },
    { "at", 0, 0, G_OPTION_ARG_FILENAME, &time, N_ ("When it went out, in the story's zone"), N_ ("TIME") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  Line line = { .kind = DESK_UPDATE_UPDATE, .was = "", .now = "", .because = "" };

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  if (found && (time == NULL || cli->n_arguments > 1))
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("--found takes its words from the text and needs --at: a date and a time"));
      return FALSE;
    }
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL || !desk_cli_parse_time (time, snapshot->story->zone, &line.at, error))
    return FALSE;
  if (found)
    return confirm_found_stamp (cli, snapshot, &line, error);

  line.words = cli->arguments[1];
  return check_is_out (snapshot, error) && add_line (cli, snapshot, &line, snapshot->text, NULL, error);
}

gboolean
desk_cli_correct (DeskCli *cli, GError **error)
{
  g_autofree char *was = NULL;
  g_autofree char *now = NULL;
  g_autofree char *because = NULL;
  g_autofree char *time = NULL;
  const GOptionEntry options[] = {
    { "was", 0, 0, G_OPTION_ARG_FILENAME, &was, N_ ("What was wrong"), N_ ("TEXT") },
    { "now", 0, 0, G_OPTION_ARG_FILENAME, &now, N_ ("What is right"), N_ ("TEXT") },
    { "because", 0, 0, G_OPTION_ARG_FILENAME, &because, N_ ("The reason, for the desk alone"), N_ ("TEXT") },
    { "at", 0, 0, G_OPTION_ARG_FILENAME, &time, N_ ("When it went out, in the story's zone"), N_ ("TIME") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  Line line = { .kind = DESK_UPDATE_CORRECTION };

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  if (was == NULL || now == NULL)
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("A correction says --was and --now"));
      return FALSE;
    }
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL || !desk_cli_parse_time (time, snapshot->story->zone, &line.at, error) || !check_is_out (snapshot, error))
    return FALSE;

  line.was = was;
  line.now = now;
  line.because = because != NULL ? because : "";
  return add_line (cli, snapshot, &line, snapshot->text, NULL, error);
}
