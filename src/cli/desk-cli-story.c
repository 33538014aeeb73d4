/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-text-diff.h"
#include "core/desk-time.h"
#include "desk-cli-json.h"

static void
append_marked (GString *line, const char *open, const char *words, gsize length, const char *close)
{
  g_string_append (line, open);
  g_string_append_len (line, words, length);
  g_string_append (line, close);
}

/* A moved paragraph, numbered: what it was where it stood, what changed in it where it stands. */
static void
append_moved (GString *line, const DeskTextDiffPart *part, const DeskDiffHunk *hunk)
{
  const DeskMove *move = g_ptr_array_index (part->moves, hunk->move);
  gsize end = hunk->new_start + hunk->new_length;

  if (hunk->kind == DESK_DIFF_MOVED_AWAY)
    {
      g_string_append_len (line, part->old_text + hunk->old_start, move->old_start - hunk->old_start);
      g_string_append_printf (line, "[%u~", hunk->move + 1);
      g_string_append_len (line, part->old_text + move->old_start, move->old_length);
      g_string_append_printf (line, "~%u]", hunk->move + 1);
      end = hunk->old_start + hunk->old_length;
      g_string_append_len (line, part->old_text + move->old_start + move->old_length, end - move->old_start - move->old_length);
      return;
    }

  g_string_append_len (line, part->new_text + hunk->new_start, move->new_start - hunk->new_start);
  g_string_append_printf (line, "{%u~", hunk->move + 1);
  for (guint i = 0; i < move->hunks->len; i++)
    {
      const DeskDiffHunk *inner = &g_array_index (move->hunks, DeskDiffHunk, i);

      if (inner->kind == DESK_DIFF_REMOVED)
        append_marked (line, "[-", part->old_text + inner->old_start, inner->old_length, "-]");
      else if (inner->kind == DESK_DIFF_ADDED)
        append_marked (line, "{+", part->new_text + inner->new_start, inner->new_length, "+}");
      else
        g_string_append_len (line, part->new_text + inner->new_start, inner->new_length);
    }
  g_string_append_printf (line, "~%u}", hunk->move + 1);
  g_string_append_len (line, part->new_text + move->new_start + move->new_length, end - move->new_start - move->new_length);
}

/* Prints the lines of a part that hold a change, and … for those left out between them. */
static void
print_part (DeskCli *cli, const DeskTextDiffPart *part)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean changed = FALSE, left_out = FALSE;

  if (part->field != NULL)
    g_string_printf (line, "%s: ", part->field);
  for (guint i = 0; i < part->hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (part->hunks, DeskDiffHunk, i);
      const char *words = part->old_text + hunk->old_start;
      const char *end = words + hunk->old_length;

      if (hunk->kind != DESK_DIFF_SAME)
        {
          if (hunk->kind == DESK_DIFF_REMOVED)
            append_marked (line, "[-", words, hunk->old_length, "-]");
          else if (hunk->kind == DESK_DIFF_ADDED)
            append_marked (line, "{+", part->new_text + hunk->new_start, hunk->new_length, "+}");
          else
            append_moved (line, part, hunk);
          changed = TRUE;
          continue;
        }

      for (const char *next; (next = memchr (words, '\n', end - words)) != NULL; words = next + 1)
        {
          g_string_append_len (line, words, next - words);
          if (changed)
            desk_cli_print (cli, "%s%s\n", left_out ? "…\n" : "", line->str);
          left_out = !changed && (left_out || line->len > 0);
          changed = FALSE;
          g_string_truncate (line, 0);
        }
      g_string_append_len (line, words, end - words);
    }
  if (changed)
    desk_cli_print (cli, "%s%s\n", left_out ? "…\n" : "", line->str);
}

/* @moves: (nullable): of the hunks that have any */
static JsonArray *
hunks_to_json (const DeskTextDiffPart *part, GArray *hunks, GPtrArray *moves)
{
  static const char *const kinds[] = { "same", "removed", "added", "moved-away", "moved-here" };
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      g_autofree char *words = hunk->old_length == 0
                                   ? g_strndup (part->new_text + hunk->new_start, hunk->new_length)
                                   : g_strndup (part->old_text + hunk->old_start, hunk->old_length);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", kinds[hunk->kind]);
      json_object_set_string_member (object, "words", words);
      if (hunk->kind == DESK_DIFF_MOVED_AWAY || hunk->kind == DESK_DIFF_MOVED_HERE)
        json_object_set_int_member (object, "move", hunk->move + 1);
      if (hunk->kind == DESK_DIFF_MOVED_HERE)
        json_object_set_array_member (object, "changed",
                                      hunks_to_json (part, ((DeskMove *) g_ptr_array_index (moves, hunk->move))->hunks, NULL));
      json_array_add_object_element (array, object);
    }
  return array;
}

static char *
format_words_more (DeskRevision *revision)
{
  return revision->words_more != 0 ? g_strdup_printf ("%+d", revision->words_more) : g_strdup ("");
}

static char *
describe_revision (DeskRevision *revision)
{
  g_autoptr (GStrvBuilder) marks = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (revision->is_head)
    g_strv_builder_add (marks, _ ("here"));
  if (revision->published)
    g_strv_builder_add (marks, _ ("out"));
  if (revision->name[0] != '\0')
    g_strv_builder_take (marks, g_strdup_printf ("“%s”", revision->name));
  if (revision->note[0] != '\0')
    g_strv_builder_add (marks, revision->note);
  list = g_strv_builder_end (marks);
  return g_strjoinv (" · ", list);
}

static void
print_stories (DeskCli *cli, GPtrArray *stories)
{
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  JsonArray *array = json_array_new ();
  gint64 now = g_get_real_time ();

  for (guint i = 0; i < stories->len; i++)
    {
      DeskStory *story = g_ptr_array_index (stories, i);
      g_autofree char *moment = desk_time_format_moment (story->changed_at, now, story->zone, story->language);
      g_autofree char *claims = g_strdup_printf ("%u/%u", story->n_sourced, story->n_claims);

      desk_cli_add_row (rows, story->slug, desk_enum_get_label (DESK_TYPE_STATE, story->state), moment, claims,
                        story->headline, NULL);
      if (story->snippet[0] != '\0')
        desk_cli_add_row (rows, "", "", "", "", story->snippet, NULL);
      json_array_add_object_element (array, desk_cli_story_to_json (story));
    }
  desk_cli_print_rows (cli, rows);
  desk_cli_take_array (cli, array);
}

/* What a command that made a version says of it. */
static gboolean
report_revision (DeskCli *cli, const char *story, const char *id, const char *old_head, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = desk_store_load (cli->store, story, error);
  g_autoptr (DeskRevision) revision = NULL;
  gboolean changed = !g_str_equal (id, old_head);
  JsonObject *object;
  g_autofree char *short_id = NULL;

  if (snapshot == NULL)
    return FALSE;
  revision = desk_store_find_revision (cli->store, story, id, error);
  if (revision == NULL)
    return FALSE;

  short_id = desk_cli_short_id (revision->id);
  desk_cli_print (cli, "@%u  %s\n", revision->number, short_id);
  if (!changed)
    desk_cli_remark (cli, "%s\n", _ ("Nothing has changed"));
  object = desk_cli_revision_to_json (revision, snapshot->story->zone);
  json_object_set_boolean_member (object, "changed", changed);
  desk_cli_take_object (cli, object);
  return TRUE;
}

/* The text of a version as a person names it; without a name what is out, or the head. */
static DeskText *
load_version (DeskCli *cli, DeskSnapshot *snapshot, const char *name, gboolean out, char **label, GError **error)
{
  g_autoptr (DeskRevision) revision = NULL;

  if (name == NULL && out)
    {
      if (snapshot->out == NULL)
        {
          g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_NO, _ ("The story has not gone out"));
          return NULL;
        }
      *label = g_strdup ("published");
      return desk_text_ref (snapshot->out);
    }

  revision = desk_store_find_revision (cli->store, snapshot->story->id, name != NULL ? name : "@-1", error);
  if (revision == NULL)
    return NULL;
  *label = g_strdup_printf ("@%u", revision->number);
  return desk_store_load_text (cli->store, revision->text, error);
}

gboolean
desk_cli_new (DeskCli *cli, GError **error)
{
  g_autofree char *slug = NULL;
  const GOptionEntry options[] = {
    { "slug", 0, 0, G_OPTION_ARG_FILENAME, &slug, N_ ("The story's slug"), N_ ("SLUG") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskText) text = NULL;
  g_autofree char *id = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;

  if (!desk_cli_begin (cli, options, error))
    return FALSE;

  text = cli->n_arguments > 0 ? desk_cli_read_text (cli->arguments[0], error) : desk_text_new ();
  if (text == NULL)
    return FALSE;
  id = desk_store_create_story (cli->store, slug, text, NULL, error);
  if (id == NULL)
    return FALSE;
  snapshot = desk_store_load (cli->store, id, error);
  if (snapshot == NULL)
    return FALSE;

  desk_cli_print (cli, "%s\n", snapshot->story->slug);
  desk_cli_take_object (cli, desk_cli_story_to_json (snapshot->story));
  return TRUE;
}

gboolean
desk_cli_list (DeskCli *cli, GError **error)
{
  g_autofree char *state = NULL;
  const GOptionEntry options[] = {
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state, N_ ("Only those: draft, review, ready, published, archived"), N_ ("STATE") },
    G_OPTION_ENTRY_NULL
  };
  DeskStoryQuery query = { .state = -1 };
  g_autoptr (GPtrArray) stories = NULL;

  if (!desk_cli_begin (cli, options, error) ||
      (state != NULL && !desk_enum_from_nick (DESK_TYPE_STATE, state, &query.state, error)))
    return FALSE;
  stories = desk_store_list_stories (cli->store, &query, error);
  if (stories == NULL)
    return FALSE;
  print_stories (cli, stories);
  return TRUE;
}

gboolean
desk_cli_search (DeskCli *cli, GError **error)
{
  DeskStoryQuery query = { .state = -1 };
  g_autofree char *words = NULL;
  g_autoptr (GPtrArray) stories = NULL;

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  words = g_strjoinv (" ", cli->arguments);
  query.words = words;
  stories = desk_store_list_stories (cli->store, &query, error);
  if (stories == NULL)
    return FALSE;

  print_stories (cli, stories);
  cli->answer_is_no = stories->len == 0;
  if (stories->len == 0)
    desk_cli_remark (cli, "%s\n", _ ("No story has these words"));
  return TRUE;
}

static DeskText *
load_shown_text (DeskCli *cli, DeskSnapshot *snapshot, const char *revision, const char *time, gboolean published, JsonObject *object, GError **error)
{
  g_autoptr (DeskUpdate) update = NULL;
  g_autofree char *label = NULL;
  DeskText *text;
  gint64 at;

  if (time != NULL)
    {
      if (!desk_cli_parse_time (time, snapshot->story->zone, &at, error))
        return NULL;
      update = desk_store_find_out_at (cli->store, snapshot->story->id, at, error);
      if (update == NULL)
        return NULL;
      json_object_set_object_member (object, "update", desk_cli_update_to_json (update));
      return desk_store_load_text (cli->store, update->text, error);
    }

  text = load_version (cli, snapshot, revision, published, &label, error);
  if (text != NULL)
    json_object_set_string_member (object, "version", label);
  return text;
}

gboolean
desk_cli_show (DeskCli *cli, GError **error)
{
  g_autofree char *revision = NULL;
  g_autofree char *time = NULL;
  gboolean published = FALSE, body = FALSE;
  const GOptionEntry options[] = {
    { "revision", 0, 0, G_OPTION_ARG_FILENAME, &revision, N_ ("That version"), "R" },
    { "at", 0, 0, G_OPTION_ARG_FILENAME, &time, N_ ("What was out at that time, in the story's zone"), N_ ("TIME") },
    { "published", 0, 0, G_OPTION_ARG_NONE, &published, N_ ("What is out"), NULL },
    { "body", 0, 0, G_OPTION_ARG_NONE, &body, N_ ("The body alone"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (JsonObject) object = NULL;
  const char *shown;
  gsize length;

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  if ((revision != NULL) + (time != NULL) + published > 1)
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("--revision, --at and --published exclude each other"));
      return FALSE;
    }
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;

  object = desk_cli_story_to_json (snapshot->story);
  text = load_shown_text (cli, snapshot, revision, time, published, object, error);
  if (text == NULL)
    return FALSE;
  json_object_set_object_member (object, "content", desk_cli_text_to_json (text));
  desk_cli_take_object (cli, g_steal_pointer (&object));

  shown = desk_text_get_canonical (text, &length);
  if (body)
    {
      shown = desk_text_get_body (text);
      length = strlen (shown);
    }
  return cli->json || desk_cli_print_bytes (cli, shown, length, error);
}

gboolean
desk_cli_save (DeskCli *cli, GError **error)
{
  g_autofree char *note = NULL;
  g_autofree char *base = NULL;
  const GOptionEntry options[] = {
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &note, N_ ("A note on this version"), N_ ("TEXT") },
    { "base", 0, 0, G_OPTION_ARG_FILENAME, &base, N_ ("The version that the text was made from, if not the last one"), "R" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskRevision) revision = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autofree char *id = NULL;
  const char *bases[] = { NULL, NULL };

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  text = snapshot != NULL ? desk_cli_read_text (cli->arguments[1], error) : NULL;
  if (text == NULL)
    return FALSE;

  if (base != NULL)
    {
      revision = desk_store_find_revision (cli->store, snapshot->story->id, base, error);
      if (revision == NULL)
        return FALSE;
    }
  /* What somebody else keeps meanwhile is not written over, but beside. */
  bases[0] = revision != NULL ? revision->id : snapshot->story->head;
  id = desk_cli_commit_one (cli, snapshot, desk_change_new_revision (text, bases, DESK_WHY_KEEP, note, NULL), error);
  return id != NULL && report_revision (cli, snapshot->story->id, id, snapshot->story->head, error);
}

gboolean
desk_cli_log (DeskCli *cli, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  JsonArray *array;
  gint64 now = g_get_real_time ();

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;
  revisions = desk_store_list_revisions (cli->store, snapshot->story->id, 0, 0, error);
  if (revisions == NULL)
    return FALSE;

  array = json_array_new ();
  for (guint i = 0; i < revisions->len; i++)
    {
      DeskRevision *revision = g_ptr_array_index (revisions, i);
      g_autofree char *number = g_strdup_printf ("@%u", revision->number);
      g_autofree char *id = desk_cli_short_id (revision->id);
      g_autofree char *moment = desk_time_format_moment (revision->at, now, snapshot->story->zone, snapshot->story->language);
      g_autofree char *more = format_words_more (revision);
      g_autofree char *marks = describe_revision (revision);

      desk_cli_add_row (rows, number, id, moment, revision->author, desk_enum_get_label (DESK_TYPE_WHY, revision->why),
                        more, marks, NULL);
      json_array_add_object_element (array, desk_cli_revision_to_json (revision, snapshot->story->zone));
    }
  desk_cli_print_rows (cli, rows);
  desk_cli_take_array (cli, array);
  return TRUE;
}

gboolean
desk_cli_diff (DeskCli *cli, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autofree char *from_label = NULL;
  g_autofree char *to_label = NULL;
  g_autoptr (DeskText) from = NULL;
  g_autoptr (DeskText) to = NULL;
  g_autoptr (DeskTextDiff) diff = NULL;
  JsonArray *parts;
  JsonObject *object;
  GPtrArray *list;

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;
  from = load_version (cli, snapshot, cli->arguments[1], TRUE, &from_label, error);
  if (from == NULL)
    return FALSE;
  to = load_version (cli, snapshot, cli->n_arguments > 2 ? cli->arguments[2] : NULL, FALSE, &to_label, error);
  if (to == NULL)
    return FALSE;

  diff = desk_text_diff_new (from, to, snapshot->story->language);
  list = desk_text_diff_get_parts (diff);
  parts = json_array_new ();
  for (guint i = 0; i < list->len; i++)
    {
      DeskTextDiffPart *part = g_ptr_array_index (list, i);
      JsonObject *member;

      if (part->n_changes == 0)
        continue;
      print_part (cli, part);
      member = json_object_new ();
      json_object_set_string_member (member, "part", part->field != NULL ? part->field : "body");
      json_object_set_int_member (member, "changes", part->n_changes);
      json_object_set_array_member (member, "words", hunks_to_json (part, part->hunks, part->moves));
      json_array_add_object_element (parts, member);
    }
  if (desk_text_diff_get_n_changes (diff) == 0)
    desk_cli_remark (cli, "%s\n", _ ("No difference"));

  object = json_object_new ();
  json_object_set_string_member (object, "from", from_label);
  json_object_set_string_member (object, "to", to_label);
  json_object_set_int_member (object, "changes", desk_text_diff_get_n_changes (diff));
  json_object_set_array_member (object, "parts", parts);
  desk_cli_take_object (cli, object);
  return TRUE;
}

gboolean
desk_cli_restore (DeskCli *cli, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskRevision) revision = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autofree char *note = NULL;
  g_autofree char *id = NULL;
  const char *bases[] = { NULL, NULL };

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;
  revision = desk_store_find_revision (cli->store, snapshot->story->id, cli->arguments[1], error);
  text = revision != NULL ? desk_store_load_text (cli->store, revision->text, error) : NULL;
  if (text == NULL)
    return FALSE;

  note = g_strdup_printf ("@%u", revision->number);
  bases[0] = snapshot->story->head;
  id = desk_cli_commit_one (cli, snapshot, desk_change_new_revision (text, bases, DESK_WHY_RESTORE, note, NULL), error);
  return id != NULL && report_revision (cli, snapshot->story->id, id, snapshot->story->head, error);
}

gboolean
desk_cli_name (DeskCli *cli, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskRevision) revision = NULL;
  g_autoptr (DeskRevision) named = NULL;
  g_autofree char *id = NULL;

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;
  revision = desk_store_find_revision (cli->store, snapshot->story->id, cli->arguments[1], error);
  if (revision == NULL)
    return FALSE;
  id = desk_cli_commit_one (cli, snapshot, desk_change_new_name (revision->id, cli->arguments[2], revision->note), error);
  named = id != NULL ? desk_store_find_revision (cli->store, snapshot->story->id, revision->id, error) : NULL;
  if (named == NULL)
    return FALSE;

  desk_cli_print (cli, "@%u  %s\n", named->number, named->name);
  desk_cli_take_object (cli, desk_cli_revision_to_json (named, snapshot->story->zone));
  return TRUE;
}
