/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-style.h"
#include "desk-cli-json.h"
#include "exchange/desk-rules-csv.h"

#define MIN_ID 4
#define MAX_CSV_BYTES (16 * 1024 * 1024)

/* House style from a terminal, and notes on a story's words. */

static JsonObject *
rule_to_json (DeskRule *rule)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", rule->id);
  json_object_set_string_member (object, "term", rule->term);
  json_object_set_string_member (object, "prefer", rule->prefer);
  json_object_set_string_member (object, "why", rule->why);
  json_object_set_string_member (object, "language", rule->language);
  json_object_set_boolean_member (object, "regex", rule->is_regex);
  json_object_set_boolean_member (object, "any_case", rule->any_case);
  json_object_set_boolean_member (object, "on", !rule->dropped);

  return object;
}

static DeskRule *
find_by_id (GPtrArray *rules, const char *id)
{
  for (guint i = 0; i < rules->len; i++)
    if (g_str_equal (((DeskRule *) rules->pdata[i])->id, id))
      return rules->pdata[i];

  return NULL;
}

/* Commits to the desk's own journal. @changes: (transfer full) */
static gboolean
commit_own (DeskCli *cli, GPtrArray *changes, GError **error)
{
  g_autoptr (GPtrArray) own = changes;
  g_autoptr (GPtrArray) ids = desk_store_commit (cli->store, NULL, own, error);

  return ids != NULL;
}

static gboolean
commit_one (DeskCli *cli, DeskChange *change, GError **error)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);

  return commit_own (cli, changes, error);
}

/* The checks that are built in, then the rules of the house. */
gboolean
desk_cli_rule_list (DeskCli *cli, GError **error)
{
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  JsonArray *array;
  gsize n;
  const DeskStyleCheck *checks = desk_style_list_checks (&n);

  if (!desk_cli_begin (cli, NULL, error) || (rules = desk_store_list_rules (cli->store, error)) == NULL)
    return FALSE;

  array = json_array_new ();
  for (gsize i = 0; i < n; i++)
    {
      DeskRule *rule = find_by_id (rules, checks[i].name);
      gboolean on = rule == NULL || !rule->dropped;
      JsonObject *object = json_object_new ();

      desk_cli_add_row (rows, checks[i].name, on ? _ ("on") : _ ("off"), _ (checks[i].summary), NULL);
      json_object_set_string_member (object, "id", checks[i].name);
      json_object_set_boolean_member (object, "on", on);
      json_array_add_object_element (array, object);
    }
  for (guint i = 0; i < rules->len; i++)
    {
      DeskRule *rule = rules->pdata[i];
      g_autofree char *id = NULL;
      g_autofree char *words = NULL;

      if (!g_uuid_string_is_valid (rule->id))
        continue;
      id = desk_cli_short_id (rule->id);
      /* Translators: what is looked for, and what the house writes instead */
      words = g_strdup_printf (_ ("“%s” → “%s”"), rule->term, rule->prefer);
      desk_cli_add_row (rows, id, rule->dropped ? _ ("off") : _ ("on"), words, rule->language, rule->why, NULL);
      json_array_add_object_element (array, rule_to_json (rule));
    }
  desk_cli_print_rows (cli, rows);
  desk_cli_take_array (cli, array);

  return TRUE;
}

gboolean
desk_cli_rule_add (DeskCli *cli, GError **error)
{
  g_autofree char *why = NULL;
  g_autofree char *language = NULL;
  gboolean regex = FALSE, any_case = FALSE;
  const GOptionEntry options[] = {
    { "why", 0, 0, G_OPTION_ARG_FILENAME, &why, N_ ("The reason, as editors read it"), N_ ("TEXT") },
    { "language", 0, 0, G_OPTION_ARG_FILENAME, &language, N_ ("Only in stories of that language"), N_ ("LANGUAGE") },
    { "regex", 0, 0, G_OPTION_ARG_NONE, &regex, N_ ("The term is a regular expression; $1 in what is preferred is its first group"), NULL },
    { "any-case", 0, 0, G_OPTION_ARG_NONE, &any_case, N_ ("Find the term in whatever case"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskRule) rule = g_object_new (DESK_TYPE_RULE, NULL);

  if (!desk_cli_begin (cli, options, error))
    return FALSE;

  g_free (rule->id);
  rule->id = g_uuid_string_random ();
  g_set_str (&rule->term, cli->arguments[0]);
  g_set_str (&rule->prefer, cli->n_arguments > 1 ? cli->arguments[1] : "");
  g_set_str (&rule->why, why != NULL ? why : "");
  g_set_str (&rule->language, language != NULL ? language : "");
  rule->is_regex = regex;
  rule->any_case = any_case;
  if (!desk_style_check_rule (rule, error) || !commit_one (cli, desk_change_new_rule (rule), error))
    return FALSE;

  desk_cli_print (cli, "%.8s\n", rule->id);
  desk_cli_take_object (cli, rule_to_json (rule));

  return TRUE;
}

/* The id of the rule that @name means: of a check its name, of another the start of its id, or its term. (transfer full) (nullable) */
static char *
find_rule (DeskCli *cli, const char *name, GError **error)
{
  g_autoptr (GPtrArray) rules = desk_store_list_rules (cli->store, error);
  const char *found = NULL;
  gsize n;
  const DeskStyleCheck *checks = desk_style_list_checks (&n);

  if (rules == NULL)
    return NULL;

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (checks[i].name, name))
      return g_strdup (name);

  for (guint i = 0; i < rules->len; i++)
    {
      DeskRule *rule = rules->pdata[i];

      if (!g_str_equal (rule->term, name) && !(strlen (name) >= MIN_ID && g_str_has_prefix (rule->id, name)))
        continue;
      if (found != NULL)
        {
          /* Translators: %s is what was asked for */
          g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("“%s” may be several rules"), name);
          return NULL;
        }
      found = rule->id;
    }

  if (found == NULL)
    /* Translators: %s is what was asked for */
    g_set_error (error, DESK_CLI_ERROR, DESK_CLI_NO, _ ("No rule has the term or id “%s”"), name);

  return g_strdup (found);
}

gboolean
desk_cli_rule_drop (DeskCli *cli, GError **error)
{
  gboolean again = FALSE;
  const GOptionEntry options[] = {
    { "again", 0, 0, G_OPTION_ARG_NONE, &again, N_ ("Switch it on again"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autofree char *id = NULL;

  if (!desk_cli_begin (cli, options, error) || (id = find_rule (cli, cli->arguments[0], error)) == NULL)
    return FALSE;

  return commit_one (cli, desk_change_new_rule_dropped (id, !again), error);
}

/* What is a rule is taken; what is none is named, and the answer is no. */
gboolean
desk_cli_rule_import (DeskCli *cli, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  JsonObject *object;
  guint n;
  gsize length;

  if (!desk_cli_begin (cli, NULL, error) || (data = desk_cli_read (cli->arguments[0], MAX_CSV_BYTES, &length, error)) == NULL ||
      (known = desk_store_list_rules (cli->store, error)) == NULL)
    return FALSE;

  read = desk_rules_csv_read (data, length, &faults);
  changes = desk_rules_csv_make_changes (read, known);
  n = changes->len;
  if (n > 0 && !commit_own (cli, g_steal_pointer (&changes), error))
    return FALSE;

  /* Translators: rules of house style that were new, or say another thing now */
  desk_cli_print (cli, ngettext ("%u rule taken in\n", "%u rules taken in\n", n), n);
  for (guint i = 0; i < faults->len; i++)
    desk_cli_remark (cli, "%s", (const char *) faults->pdata[i]);
  cli->answer_is_no = faults->len > 0;

  object = json_object_new ();
  json_object_set_int_member (object, "read", read->len);
  json_object_set_int_member (object, "taken", n);
  g_ptr_array_add (faults, NULL);
  json_object_set_array_member (object, "faults", desk_cli_strings_to_json ((const char *const *) faults->pdata));
  desk_cli_take_object (cli, object);

  return TRUE;
}

gboolean
desk_cli_rule_export (DeskCli *cli, GError **error)
{
  g_autoptr (GPtrArray) rules = NULL;
  g_autofree char *data = NULL;

  if (!desk_cli_begin (cli, NULL, error) || (rules = desk_store_list_rules (cli->store, error)) == NULL)
    return FALSE;

  data = desk_rules_csv_write (rules);

  return desk_cli_print_bytes (cli, data, strlen (data), error);
}

gboolean
desk_cli_lint (DeskCli *cli, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  JsonArray *array;

  if (!desk_cli_begin (cli, NULL, error) || (snapshot = desk_cli_load_story (cli, cli->arguments[0], error)) == NULL ||
      (rules = desk_store_list_rules (cli->store, error)) == NULL)
    return FALSE;

  found = desk_style_check_snapshot (snapshot, NULL, 0, rules);
  array = json_array_new ();
  for (guint i = 0; i < found->len; i++)
    {
      DeskStyleFinding *finding = found->pdata[i];
      g_autofree char *words = g_utf8_substring (desk_text_get_body (snapshot->text), finding->start, finding->end);
      g_autofree char *shown = g_strdup_printf ("“%s”", words);
      g_autofree char *suggestions = g_strjoinv (", ", finding->suggestions);
      JsonObject *object = json_object_new ();

      desk_cli_add_row (rows, shown, finding->message, suggestions, NULL);
      json_object_set_int_member (object, "start", finding->start);
      json_object_set_int_member (object, "end", finding->end);
      json_object_set_string_member (object, "words", words);
      json_object_set_string_member (object, "rule", finding->rule);
      json_object_set_string_member (object, "message", finding->message);
      json_object_set_array_member (object, "suggestions", desk_cli_strings_to_json ((const char *const *) finding->suggestions));
      json_array_add_object_element (array, object);
    }
  desk_cli_print_rows (cli, rows);
  desk_cli_take_array (cli, array);
  cli->answer_is_no = found->len > 0;

  return TRUE;
}

/* --- notes --- */

static JsonObject *
note_to_json (DeskNote *note)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", note->id);
  json_object_set_string_member (object, "exact", note->anchor->exact);
  json_object_set_int_member (object, "start", note->anchor->start);
  json_object_set_string_member (object, "fit", desk_enum_to_nick (DESK_TYPE_FIT, note->fit));
  json_object_set_string_member (object, "words", note->words);
  json_object_set_boolean_member (object, "resolved", note->resolved);
  json_object_set_string_member (object, "author", note->author);

  return object;
}

static void
add_note_row (GPtrArray *rows, DeskNote *note)
{
  g_autofree char *id = desk_cli_short_id (note->id);
  g_autofree char *exact = g_strdup_printf ("“%s”", note->anchor->exact);

  desk_cli_add_row (rows, id, note->resolved ? _ ("resolved") : _ ("open"), note->author, exact, note->words, NULL);
}

gboolean
desk_cli_note_add (DeskCli *cli, GError **error)
{
  g_autofree char *exact = NULL;
  const GOptionEntry options[] = {
    { "exact", 0, 0, G_OPTION_ARG_FILENAME, &exact, N_ ("The words, just as they stand in the body"), N_ ("TEXT") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autofree char *id = NULL;

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  if (exact == NULL || *exact == '\0')
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Name the words with --exact"));
      return FALSE;
    }

  if ((snapshot = desk_cli_load_story (cli, cli->arguments[0], error)) == NULL ||
      (anchor = desk_anchor_new_for_words (desk_text_get_body (snapshot->text), exact, desk_text_get_hash (snapshot->text), error)) == NULL ||
      (id = desk_cli_commit_one (cli, snapshot, desk_change_new_note (anchor, cli->arguments[1]), error)) == NULL)
    return FALSE;

  {
    g_autoptr (DeskSnapshot) after = desk_store_load (cli->store, snapshot->story->id, error);
    g_autoptr (GPtrArray) rows = desk_cli_new_rows ();

    if (after == NULL)
      return FALSE;
    add_note_row (rows, desk_snapshot_get_note (after, id));
    desk_cli_print_rows (cli, rows);
    desk_cli_take_object (cli, note_to_json (desk_snapshot_get_note (after, id)));
  }

  return TRUE;
}

gboolean
desk_cli_note_list (DeskCli *cli, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  JsonArray *array;

  if (!desk_cli_begin (cli, NULL, error) || (snapshot = desk_cli_load_story (cli, cli->arguments[0], error)) == NULL)
    return FALSE;

  array = json_array_new ();
  for (guint i = 0; i < snapshot->notes->len; i++)
    {
      add_note_row (rows, snapshot->notes->pdata[i]);
      json_array_add_object_element (array, note_to_json (snapshot->notes->pdata[i]));
    }
  desk_cli_print_rows (cli, rows);
  desk_cli_take_array (cli, array);

  return TRUE;
}

gboolean
desk_cli_note_resolve (DeskCli *cli, GError **error)
{
  gboolean reopen = FALSE;
  const GOptionEntry options[] = {
    { "reopen", 0, 0, G_OPTION_ARG_NONE, &reopen, N_ ("It is open again"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  DeskNote *found = NULL;
  g_autofree char *id = NULL;

  if (!desk_cli_begin (cli, options, error) || (snapshot = desk_cli_load_story (cli, cli->arguments[0], error)) == NULL)
    return FALSE;

  for (guint i = 0; i < snapshot->notes->len && strlen (cli->arguments[1]) >= MIN_ID; i++)
    if (g_str_has_prefix (((DeskNote *) snapshot->notes->pdata[i])->id, cli->arguments[1]))
      found = snapshot->notes->pdata[i];
  if (found == NULL)
    {
      /* Translators: %s is the beginning of an id */
      g_set_error (error, DESK_CLI_ERROR, DESK_CLI_NO, _ ("No note's id begins with “%s”"), cli->arguments[1]);
      return FALSE;
    }

  id = desk_cli_commit_one (cli, snapshot, desk_change_new_note_resolved (found->id, !reopen), error);

  return id != NULL;
}
