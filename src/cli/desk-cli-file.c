/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli.h"

#include <glib/gi18n.h>

#include "core/desk-stamp.h"
#include "core/desk-time.h"
#include "desk-cli-json.h"
#include "exchange/desk-export.h"
#include "exchange/desk-history-import.h"
#include "exchange/desk-import.h"
#include "store/desk-backups.h"
#include "store/desk-proof.h"
#include "store/desk-recovery.h"

static gboolean
check_zone (const char *value, GError **error)
{
  return desk_time_check_zone (value, error);
}

static gboolean
check_language (const char *value, GError **error)
{
  if (g_regex_match_simple ("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", value, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
    return TRUE;
  /* Translators: %s is what was typed */
  g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("“%s” is no language: a tag such as “en” or “ar” is needed"), value);
  return FALSE;
}

static gboolean
check_style (const char *value, GError **error)
{
  gsize n;
  const DeskStampStyle *styles = desk_stamp_list_styles (&n);
  g_autoptr (GString) known = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      if (g_str_equal (styles[i].id, value))
        return TRUE;
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", styles[i].id);
    }
  /* Translators: the first %s is what was typed, the second a list of words that are allowed */
  g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("“%s” is no style of stamps: there are %s"), value, known->str);
  return FALSE;
}

static gboolean
check_person (const char *value, GError **error)
{
  if (value[0] != '\0')
    return TRUE;
  g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("A person has a name"));
  return FALSE;
}

static const struct
{
  const char *key;
  gboolean (*check) (const char *value, GError **error);
} settings[] = {
  { "person", check_person },
  { "zone", check_zone },
  { "language", check_language },
  { "stamp-style", check_style },
};

/* Stories of another desk. */
static gboolean
take_in_desk (DeskCli *cli, const char *path, JsonArray *array, GError **error)
{
  g_autofree char *absolute = desk_cli_absolute_path (path);
  g_autoptr (GPtrArray) ids = desk_store_take_in (cli->store, absolute, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DeskSnapshot) snapshot = desk_store_load (cli->store, g_ptr_array_index (ids, i), error);
      JsonObject *object;

      if (snapshot == NULL)
        return FALSE;
      desk_cli_print (cli, "%s\n", snapshot->story->slug);
      object = json_object_new ();
      json_object_set_string_member (object, "file", path);
      json_object_set_object_member (object, "story", desk_cli_story_to_json (snapshot->story));
      json_array_add_object_element (array, object);
    }
  if (ids->len == 0)
    /* Translators: %s is the name of a file */
    desk_cli_remark (cli, _ ("%s holds nothing new\n"), path);
  return TRUE;
}

static JsonObject *
stamp_to_json (const DeskFoundStamp *stamp)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "words", stamp->words);
  json_object_set_int_member (object, "hour", stamp->hour);
  json_object_set_int_member (object, "minute", stamp->minute);
  json_object_set_boolean_member (object, "has_date", stamp->has_date);
  if (stamp->zone != NULL)
    json_object_set_string_member (object, "zone", stamp->zone);
  else
    json_object_set_null_member (object, "zone");
  return object;
}

static gboolean
import_text (DeskCli *cli, const char *path, JsonArray *array, GError **error)
{
  gsize length;
  g_autofree char *data = desk_cli_read (path, DESK_TEXT_MAX_BYTES, &length, error);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *language = desk_store_get_setting (cli->store, "language");
  g_autofree char *zone = desk_store_get_setting (cli->store, "zone");
  g_autoptr (DeskImport) import = NULL;
  g_autofree char *id = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  JsonObject *object;

  if (data == NULL)
    return FALSE;
  import = desk_import_text (data, length, g_str_equal (path, "-") ? NULL : name, language, zone, error);
  if (import == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  id = desk_store_create_story (cli->store, import->slug, import->text, NULL, error);
  snapshot = id != NULL ? desk_store_load (cli->store, id, error) : NULL;
  if (snapshot == NULL)
    return FALSE;

  desk_cli_print (cli, "%s\n", snapshot->story->slug);
  for (guint i = 0; i < import->recognised->len; i++)
    desk_cli_remark (cli, "  %s\n", (const char *) g_ptr_array_index (import->recognised, i));
  object = json_object_new ();
  json_object_set_string_member (object, "file", path);
  json_object_set_object_member (object, "story", desk_cli_story_to_json (snapshot->story));
  g_ptr_array_add (import->recognised, NULL);
  json_object_set_array_member (object, "recognised", desk_cli_strings_to_json ((const char *const *) import->recognised->pdata));
  if (import->stamp != NULL)
    {
      /* Translators: %s is a story's slug; what is behind the colon is typed as it stands */
      desk_cli_remark (cli, _ ("  When that was, say with: deskctl update %s --found --at \"YYYY-MM-DD HH:MM\"\n"), snapshot->story->slug);
      json_object_set_object_member (object, "stamp", stamp_to_json (import->stamp));
    }
  json_array_add_object_element (array, object);
  return TRUE;
}

static gboolean
import_history (DeskCli *cli, const char *folder, JsonArray *array, GError **error)
{
  guint n;
  g_autofree char *id = desk_import_history (cli->store, folder, &n, error);
  g_autoptr (DeskSnapshot) snapshot = id != NULL ? desk_store_load (cli->store, id, error) : NULL;
  JsonObject *object;

  if (snapshot == NULL)
    return FALSE;

  desk_cli_print (cli, "%s\n", snapshot->story->slug);
  /* Translators: how many versions of a story were read from a folder */
  desk_cli_remark (cli, ngettext ("  %u version\n", "  %u versions\n", n), n);
  object = json_object_new ();
  json_object_set_string_member (object, "folder", folder);
  json_object_set_int_member (object, "versions", n);
  json_object_set_object_member (object, "story", desk_cli_story_to_json (snapshot->story));
  json_array_add_object_element (array, object);
  return TRUE;
}

gboolean
desk_cli_import (DeskCli *cli, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autofree char *folder = NULL;
  const GOptionEntry options[] = {
    { "history", 0, 0, G_OPTION_ARG_FILENAME, &folder, N_ ("Each file of a folder, by name, as a version of one story"), N_ ("FOLDER") },
    G_OPTION_ENTRY_NULL
  };

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  if ((folder != NULL) == (cli->n_arguments > 0))
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Name files, or one folder with --history"));
      return FALSE;
    }
  if (folder != NULL && !import_history (cli, folder, array, error))
    return FALSE;
  for (guint i = 0; i < cli->n_arguments; i++)
    {
      const char *path = cli->arguments[i];

      if (!(g_str_has_suffix (path, ".desk") ? take_in_desk (cli, path, array, error) : import_text (cli, path, array, error)))
        return FALSE;
    }
  desk_cli_take_array (cli, g_steal_pointer (&array));
  return TRUE;
}

static gboolean
check_format (const char *format, GError **error)
{
  gsize n;
  const DeskExportFormat *formats = desk_export_list_formats (&n);
  g_autoptr (GString) known = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      if (g_str_equal (formats[i].id, format))
        return TRUE;
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", formats[i].id);
    }
  /* Translators: the first %s is what was typed, the second a list of words that are allowed */
  g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("“%s” is no format: there are %s"), format, known->str);
  return FALSE;
}

/* Pages are nothing to read in a terminal. */
static gboolean
is_for_file (const char *format)
{
  return g_str_equal (format, "pdf") || g_str_equal (format, "proof");
}

/* Says in JSON what was written where; text goes into the value when it went to no file. */
static gboolean
deliver (DeskCli *cli, const char *path, GBytes *bytes, JsonObject *object, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *content = path == NULL ? g_strndup (data, length) : NULL;

  json_object_set_int_member (object, "bytes", length);
  if (path != NULL)
    json_object_set_string_member (object, "file", path);
  else
    json_object_set_string_member (object, "content", content);
  desk_cli_take_object (cli, object);
  return (path == NULL && cli->json) || desk_cli_write (cli, path != NULL ? path : "-", bytes, error);
}

gboolean
desk_cli_export (DeskCli *cli, GError **error)
{
  g_autofree char *format = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  gboolean bare = FALSE;
  const GOptionEntry options[] = {
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &format, N_ ("markdown (as it is kept), text (for a clipboard), pdf or proof"), N_ ("FORMAT") },
    { "revision", 0, 0, G_OPTION_ARG_FILENAME, &name, N_ ("That version"), "R" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, N_ ("Write it there"), N_ ("FILE") },
    { "without-id", 0, 0, G_OPTION_ARG_NONE, &bare, N_ ("The words alone, without the line that names the entry they show"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskRevision) revision = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object;
  const char *id, *entry;

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  id = format != NULL ? format : "markdown";
  if (!check_format (id, error))
    return FALSE;
  if ((path == NULL || g_str_equal (path, "-")) && is_for_file (id))
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Name a file with -o"));
      return FALSE;
    }
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;
  if (name != NULL)
    {
      revision = desk_store_find_revision (cli->store, snapshot->story->id, name, error);
      text = revision != NULL ? desk_store_load_text (cli->store, revision->text, error) : NULL;
      if (text == NULL)
        return FALSE;
    }
  entry = desk_export_find_entry (snapshot, text != NULL ? text : snapshot->text);
  if (entry == NULL && revision != NULL)
    entry = revision->id;
  bytes = desk_export_story (snapshot, text, id, bare ? NULL : entry, error);
  if (bytes == NULL)
    return FALSE;

  object = json_object_new ();
  json_object_set_string_member (object, "story", snapshot->story->slug);
  json_object_set_string_member (object, "format", id);
  if (entry != NULL)
    json_object_set_string_member (object, "entry", entry);
  return deliver (cli, path, bytes, object, error);
}

gboolean
desk_cli_dossier (DeskCli *cli, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *time = NULL;
  const GOptionEntry options[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, N_ ("Write it there"), N_ ("FILE") },
    { "at", 0, 0, G_OPTION_ARG_FILENAME, &time, N_ ("As it was out at that time, in the story's zone"), N_ ("TIME") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskSnapshot) then = NULL;
  g_autoptr (DeskStoryBlame) blame = NULL;
  g_autoptr (DeskUpdate) update = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object;
  gint64 at;

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  if (path == NULL || g_str_equal (path, "-"))
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Name a file with -o"));
      return FALSE;
    }
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL || !desk_cli_parse_time (time, snapshot->story->zone, &at, error))
    return FALSE;
  if (time != NULL)
    {
      update = desk_store_find_out_at (cli->store, snapshot->story->id, at, error);
      text = update != NULL ? desk_store_load_text (cli->store, update->text, error) : NULL;
      then = text != NULL ? desk_store_load_at (cli->store, snapshot->story->id, at, error) : NULL;
      if (then == NULL)
        return FALSE;
    }
  revisions = desk_store_list_revisions (cli->store, snapshot->story->id, 0, 0, error);
  if (revisions == NULL)
    return FALSE;
  blame = desk_store_blame (cli->store, snapshot->story->id, update != NULL ? update->revision : NULL, error);
  if (blame == NULL)
    return FALSE;
  bytes = desk_export_dossier (snapshot, then, update, text != NULL ? text : snapshot->text, blame, revisions, error);
  if (bytes == NULL)
    return FALSE;

  object = json_object_new ();
  json_object_set_string_member (object, "story", snapshot->story->slug);
  json_object_set_string_member (object, "format", "dossier");
  return deliver (cli, path, bytes, object, error);
}

static void
add_entry_to_json (JsonObject *object, const char *member, DeskEntry *entry)
{
  g_autofree char *at = desk_time_format_iso (desk_entry_get_at (entry), "Etc/UTC");
  JsonObject *value = json_object_new ();

  json_object_set_string_member (value, "id", desk_entry_get_id (entry));
  json_object_set_string_member (value, "kind", desk_entry_get_kind_nick (entry));
  json_object_set_string_member (value, "author", desk_entry_get_name (entry));
  json_object_set_string_member (value, "at", at);
  json_object_set_object_member (object, member, value);
}

/* One id that others hold. @story: (nullable). What the history does not have is an answer, not an error. */
static gboolean
verify_against (DeskCli *cli, const char *story, const char *id, JsonArray *array, gboolean *holds, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskProof) proof = desk_store_prove (cli->store, story, id, &local_error);
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autofree char *at = NULL;
  const char *whole;
  JsonObject *object;

  if (proof == NULL && !g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "against", id);
  json_object_set_boolean_member (object, "found", proof != NULL);
  json_object_set_boolean_member (object, "holds", proof != NULL && proof->holds);
  json_array_add_object_element (array, object);
  *holds = proof != NULL && proof->holds;
  if (proof == NULL)
    {
      desk_cli_print (cli, "%s\n", local_error->message);
      return TRUE;
    }

  whole = desk_entry_get_id (proof->entry);
  at = desk_time_format_iso (desk_entry_get_at (proof->entry), "Etc/UTC");
  if (desk_entry_get_story (proof->entry) != NULL)
    snapshot = desk_store_load (cli->store, desk_entry_get_story (proof->entry), NULL);
  json_object_set_string_member (object, "story", snapshot != NULL ? snapshot->story->slug : "");
  json_object_set_int_member (object, "before", proof->n_before);
  json_object_set_int_member (object, "after", proof->n_after);
  json_object_set_int_member (object, "beside", proof->n_beside);
  add_entry_to_json (object, "entry", proof->entry);
  if (proof->first != NULL)
    add_entry_to_json (object, "first_beside", proof->first);

  /* Translators: an id, a story's short name ("-" without), a kind of entry (in English), a person, a time */
  desk_cli_print (cli, _ ("%s is in this history: %s, %s, %s, %s\n"), whole, snapshot != NULL ? snapshot->story->slug : "-",
                  desk_entry_get_kind_nick (proof->entry), desk_entry_get_name (proof->entry), at);
  if (proof->holds)
    desk_cli_print (cli, ngettext ("%u entry came later and builds on it\n", "%u entries came later and build on it\n", proof->n_after), proof->n_after);
  if (proof->holds && proof->n_beside > 0)
    desk_cli_print (cli, ngettext ("%u entry was made beside it and joined later\n", "%u entries were made beside it and joined later\n", proof->n_beside), proof->n_beside);
  if (!proof->holds)
    /* Translators: a number, then an id */
    desk_cli_print (cli, ngettext ("%u entry does not build on it: %s\n", "%u entries do not build on it, the first of them %s\n", proof->n_beside),
                    proof->n_beside, desk_entry_get_id (proof->first));
  return TRUE;
}

gboolean
desk_cli_verify (DeskCli *cli, GError **error)
{
  g_autofree char *story = NULL;
  g_auto (GStrv) ids = NULL;
  const GOptionEntry options[] = {
    { "against", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ids, N_ ("Whether this id, or at least 8 of its digits, is in the history and all that came later builds on it; may be given several times"), N_ ("ID") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskVerifyReport) report = NULL;
  JsonArray *faults;
  JsonObject *object;
  const char *verdict;

  if (!desk_cli_begin (cli, options, error))
    return FALSE;
  if (cli->n_arguments > 0)
    {
      story = desk_store_find_story (cli->store, cli->arguments[0], error);
      if (story == NULL)
        return FALSE;
    }
  report = desk_store_verify (cli->store, story, error);
  if (report == NULL)
    return FALSE;

  faults = json_array_new ();
  for (guint i = 0; i < report->faults->len; i++)
    {
      JsonObject *fault = json_object_new ();

      desk_cli_print (cli, "%s\n", (const char *) g_ptr_array_index (report->faults, i));
      json_object_set_string_member (fault, "id", g_ptr_array_index (report->fault_ids, i));
      json_object_set_string_member (fault, "message", g_ptr_array_index (report->faults, i));
      json_array_add_object_element (faults, fault);
    }
  if (!report->intact)
    verdict = _ ("not intact");
  else
    verdict = report->n_redacted > 0 ? _ ("intact, redacted") : _ ("intact");
  /* Translators: the first %s is "intact", "intact, redacted" or "not intact" */
  desk_cli_print (cli, _ ("%s: %u entries, %u texts, %u files, %u erased, %u left out\n"), verdict, report->n_entries, report->n_texts,
                  report->n_blobs, report->n_redacted, report->n_left_out);

  object = json_object_new ();
  json_object_set_boolean_member (object, "intact", report->intact);
  json_object_set_int_member (object, "entries", report->n_entries);
  json_object_set_int_member (object, "texts", report->n_texts);
  json_object_set_int_member (object, "blobs", report->n_blobs);
  json_object_set_int_member (object, "redacted", report->n_redacted);
  json_object_set_int_member (object, "left_out", report->n_left_out);
  json_object_set_array_member (object, "faults", faults);
  desk_cli_take_object (cli, object);
  cli->answer_is_no = !report->intact;

  if (ids != NULL)
    json_object_set_array_member (object, "against", json_array_new ());
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      gboolean holds;

      if (!verify_against (cli, story, ids[i], json_object_get_array_member (object, "against"), &holds, error))
        return FALSE;
      cli->answer_is_no = cli->answer_is_no || !holds;
    }
  return TRUE;
}

gboolean
desk_cli_rebuild (DeskCli *cli, GError **error)
{
  JsonObject *object;
  gint64 n;

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  n = desk_store_rebuild (cli->store, error);
  if (n < 0)
    return FALSE;
  desk_cli_print (cli, ngettext ("%u entry\n", "%u entries\n", n), (guint) n);
  object = json_object_new ();
  json_object_set_int_member (object, "entries", n);
  desk_cli_take_object (cli, object);
  return TRUE;
}

/* A desk that cannot be opened has backups too. */
static gboolean
list_backups (DeskCli *cli, GError **error)
{
  g_autofree char *path = desk_cli_get_desk_path (cli);
  g_autoptr (GPtrArray) backups = desk_backups_list (path, error);
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  JsonArray *array;

  if (backups == NULL)
    return FALSE;

  array = json_array_new ();
  for (guint i = 0; i < backups->len; i++)
    {
      const DeskBackupFile *backup = g_ptr_array_index (backups, i);
      g_autofree char *time = desk_time_format_iso (backup->at, "Etc/UTC");
      g_autofree char *size = g_format_size (backup->size);
      JsonObject *object = json_object_new ();

      desk_cli_add_row (rows, time, size, backup->path, NULL);
      json_object_set_string_member (object, "at", time);
      json_object_set_int_member (object, "bytes", backup->size);
      json_object_set_string_member (object, "file", backup->path);
      json_array_add_object_element (array, object);
    }
  desk_cli_print_rows (cli, rows);
  desk_cli_take_array (cli, array);
  cli->answer_is_no = backups->len == 0;
  return TRUE;
}

gboolean
desk_cli_backup (DeskCli *cli, GError **error)
{
  g_autofree char *path = NULL;
  gboolean list = FALSE;
  const GOptionEntry options[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &list, N_ ("List the backups that Desk made by itself, newest first"), NULL },
    G_OPTION_ENTRY_NULL
  };
  JsonObject *object;

  if (!desk_cli_parse (cli, options, error))
    return FALSE;
  if (list == (cli->n_arguments > 0))
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Name a file, or say --list"));
      return FALSE;
    }
  if (list)
    return list_backups (cli, error);

  if (!desk_cli_open (cli, error))
    return FALSE;
  path = desk_cli_absolute_path (cli->arguments[0]);
  if (!desk_store_backup (cli->store, path, error))
    return FALSE;
  desk_cli_print (cli, "%s\n", path);
  object = json_object_new ();
  json_object_set_string_member (object, "file", path);
  desk_cli_take_object (cli, object);
  return TRUE;
}

gboolean
desk_cli_compact (DeskCli *cli, GError **error)
{
  JsonObject *object;
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;
  gint64 before, after;

  if (!desk_cli_begin (cli, NULL, error) || !desk_store_compact (cli->store, &before, &after, error))
    return FALSE;

  was = g_format_size (before);
  is = g_format_size (after);
  /* Translators: two sizes of a file, before and after */
  desk_cli_print (cli, _ ("%s, now %s\n"), was, is);
  object = json_object_new ();
  json_object_set_int_member (object, "before", before);
  json_object_set_int_member (object, "after", after);
  desk_cli_take_object (cli, object);
  return TRUE;
}

static void
print_losses (DeskCli *cli, const DeskRecovery *report, JsonObject *object)
{
  JsonArray *losses = json_array_new ();

  for (guint i = 0; i < report->losses->len; i++)
    {
      const DeskRecoveryLoss *loss = g_ptr_array_index (report->losses, i);
      g_autofree char *since = desk_time_format_iso (loss->since, "Etc/UTC");
      JsonObject *value = json_object_new ();

      /* Translators: a story's short name, a number, a time */
      desk_cli_print (cli, ngettext ("%s: %u change since %s is missing, or has lost its text\n", "%s: %u changes since %s are missing, or have lost their text\n", loss->n),
                      loss->slug, loss->n, since);
      json_object_set_string_member (value, "story", loss->slug);
      json_object_set_int_member (value, "changes", loss->n);
      json_object_set_string_member (value, "since", since);
      json_array_add_object_element (losses, value);
    }
  json_object_set_array_member (object, "losses", losses);
  if (report->n_unread > 0)
    desk_cli_print (cli, ngettext ("%u change could not be read at all\n", "%u changes could not be read at all\n", report->n_unread), report->n_unread);
  if (report->cut_off)
    desk_cli_print (cli, "%s\n", _ ("The last changes may be missing: nobody knows how many there were"));
  if (desk_recovery_is_complete (report))
    desk_cli_print (cli, "%s\n", _ ("Nothing is missing that is known of"));
}

gboolean
desk_cli_recover (DeskCli *cli, GError **error)
{
  g_autofree char *output = NULL;
  const GOptionEntry options[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Write it there"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL
  };
  g_autofree char *path = NULL;
  g_autofree char *target = NULL;
  g_autoptr (DeskRecovery) report = NULL;
  JsonObject *object;

  if (!desk_cli_parse (cli, options, error))
    return FALSE;
  if (output == NULL || g_str_equal (output, "-"))
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Name a file with -o"));
      return FALSE;
    }
  path = desk_cli_absolute_path (cli->arguments[0]);
  target = desk_cli_absolute_path (output);
  if (g_file_test (target, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE,
                   /* Translators: %s is a file */
                   _ ("There is a file “%s” already"), output);
      return FALSE;
    }
  report = desk_recovery_run (path, target, g_get_real_time (), error);
  if (report == NULL)
    return FALSE;

  object = json_object_new ();
  json_object_set_string_member (object, "file", target);
  if (report->backup != NULL)
    {
      g_autofree char *at = desk_time_format_iso (report->backup_at, "Etc/UTC");

      /* Translators: a file, and a time */
      desk_cli_print (cli, _ ("%s, the backup of %s\n"), report->backup, at);
      json_object_set_string_member (object, "backup", report->backup);
      json_object_set_string_member (object, "backup_at", at);
    }
  else
    {
      desk_cli_print (cli, "%s\n", _ ("A new desk, as there is no backup"));
      json_object_set_null_member (object, "backup");
    }
  desk_cli_print (cli, ngettext ("%u change brought over from the damaged desk\n", "%u changes brought over from the damaged desk\n", report->n_entries), report->n_entries);
  if (report->n_versions > 0)
    desk_cli_print (cli, ngettext ("%u text kept as a recovered version\n", "%u texts kept as recovered versions\n", report->n_versions), report->n_versions);
  json_object_set_int_member (object, "changes", report->n_entries);
  json_object_set_int_member (object, "recovered_versions", report->n_versions);
  json_object_set_int_member (object, "unread", report->n_unread);
  json_object_set_boolean_member (object, "complete", desk_recovery_is_complete (report));
  print_losses (cli, report, object);
  desk_cli_take_object (cli, object);
  cli->answer_is_no = !desk_recovery_is_complete (report);
  return TRUE;
}

static gboolean
find_setting (const char *key, guint *index, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      if (g_str_equal (settings[i].key, key))
        {
          *index = i;
          return TRUE;
        }
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", settings[i].key);
    }
  /* Translators: the first %s is what was typed, the second a list of words that are allowed */
  g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("There is no setting “%s”: there are %s"), key, known->str);
  return FALSE;
}

gboolean
desk_cli_get (DeskCli *cli, GError **error)
{
  JsonObject *object;
  guint first = 0, n = G_N_ELEMENTS (settings);

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  if (cli->n_arguments > 0)
    {
      if (!find_setting (cli->arguments[0], &first, error))
        return FALSE;
      n = 1;
    }

  object = json_object_new ();
  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *value = desk_store_get_setting (cli->store, settings[i].key);

      if (value == NULL)
        json_object_set_null_member (object, settings[i].key);
      else
        json_object_set_string_member (object, settings[i].key, value);
      if (value != NULL && cli->n_arguments > 0)
        desk_cli_print (cli, "%s\n", value);
      else if (value != NULL)
        desk_cli_print (cli, "%s: %s\n", settings[i].key, value);
      cli->answer_is_no = cli->n_arguments > 0 && value == NULL;
    }
  desk_cli_take_object (cli, object);
  return TRUE;
}

gboolean
desk_cli_set (DeskCli *cli, GError **error)
{
  JsonObject *object;
  guint i;

  if (!desk_cli_begin (cli, NULL, error) || !find_setting (cli->arguments[0], &i, error) || !settings[i].check (cli->arguments[1], error) ||
      !desk_store_set_setting (cli->store, settings[i].key, cli->arguments[1], error))
    return FALSE;
  object = json_object_new ();
  json_object_set_string_member (object, settings[i].key, cli->arguments[1]);
  desk_cli_take_object (cli, object);
  return TRUE;
}
