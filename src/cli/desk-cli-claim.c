/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "desk-cli-json.h"

#define MIN_ID 4
#define MAX_EVIDENCE_BYTES (64 * 1024 * 1024)

static void
add_claim_row (GPtrArray *rows, DeskClaim *claim)
{
  g_autofree char *id = desk_cli_short_id (claim->id);
  g_autofree char *words = g_strdup_printf ("“%s”", claim->anchor->exact);
  g_autofree char *sources = g_strdup_printf (ngettext ("%u source", "%u sources", claim->evidence->len), claim->evidence->len);

  desk_cli_add_row (rows, id, desk_enum_get_label (DESK_TYPE_STATUS, desk_claim_get_status (claim)),
                    desk_enum_get_label (DESK_TYPE_CLAIM_KIND, claim->kind), sources, claim->by, words, NULL);
}

/* Loads the story again and reports one claim of it. */
static gboolean
report_claim (DeskCli *cli, const char *story, const char *id, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = desk_store_load (cli->store, story, error);
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  DeskClaim *claim;

  if (snapshot == NULL)
    return FALSE;
  claim = desk_snapshot_get_claim (snapshot, id);
  g_assert (claim != NULL);
  add_claim_row (rows, claim);
  desk_cli_print_rows (cli, rows);
  desk_cli_take_object (cli, desk_cli_claim_to_json (claim, snapshot->story->zone));
  return TRUE;
}

gboolean
desk_cli_claim_add (DeskCli *cli, GError **error)
{
  g_autofree char *exact = NULL;
  g_autofree char *by = NULL;
  g_autofree char *kind_nick = NULL;
  const GOptionEntry options[] = {
    { "exact", 0, 0, G_OPTION_ARG_FILENAME, &exact, N_ ("The words, just as they stand in the body"), N_ ("TEXT") },
    { "by", 0, 0, G_OPTION_ARG_FILENAME, &by, N_ ("Who says it"), N_ ("WHO") },
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &kind_nick, N_ ("fact, figure, quotation, allegation, identity, time, place, opinion"), N_ ("KIND") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autofree char *id = NULL;
  int kind = DESK_CLAIM_FACT;

  if (!desk_cli_begin (cli, options, error) ||
      (kind_nick != NULL && !desk_enum_from_nick (DESK_TYPE_CLAIM_KIND, kind_nick, &kind, error)))
    return FALSE;
  if (exact == NULL || exact[0] == '\0')
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Name the words with --exact"));
      return FALSE;
    }
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;

  anchor = desk_anchor_new_for_words (desk_text_get_body (snapshot->text), exact, desk_text_get_hash (snapshot->text), error);
  if (anchor == NULL)
    return FALSE;
  id = desk_cli_commit_one (cli, snapshot,
                            desk_change_new_claim (anchor, by != NULL ? by : "", kind, DESK_SAID_OPEN, DESK_SO_OPEN, "", NULL),
                            error);
  return id != NULL && report_claim (cli, snapshot->story->id, id, error);
}

gboolean
desk_cli_claim_list (DeskCli *cli, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) rows = desk_cli_new_rows ();
  JsonArray *array;

  if (!desk_cli_begin (cli, NULL, error))
    return FALSE;
  snapshot = desk_cli_load_story (cli, cli->arguments[0], error);
  if (snapshot == NULL)
    return FALSE;

  array = json_array_new ();
  for (guint i = 0; i < snapshot->claims->len; i++)
    {
      DeskClaim *claim = g_ptr_array_index (snapshot->claims, i);

      add_claim_row (rows, claim);
      json_array_add_object_element (array, desk_cli_claim_to_json (claim, snapshot->story->zone));
    }
  desk_cli_print_rows (cli, rows);
  desk_cli_take_array (cli, array);
  return TRUE;
}

/* The claim whose id begins with @prefix, whatever story it is in. */
static DeskClaim *
find_claim (DeskCli *cli, const char *prefix, DeskSnapshot **story, GError **error)
{
  const DeskStoryQuery query = { .state = -1 };
  g_autoptr (GPtrArray) stories = NULL;
  g_autoptr (DeskClaim) found = NULL;
  g_autoptr (DeskSnapshot) found_in = NULL;

  if (strlen (prefix) < MIN_ID)
    {
      g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Give at least %d digits of the claim's id"), MIN_ID);
      return NULL;
    }
  stories = desk_store_list_stories (cli->store, &query, error);
  if (stories == NULL)
    return NULL;

  for (guint i = 0; i < stories->len; i++)
    {
      DeskStory *candidate = g_ptr_array_index (stories, i);
      g_autoptr (DeskSnapshot) snapshot = NULL;

      if (candidate->n_claims == 0)
        continue;
      snapshot = desk_store_load (cli->store, candidate->id, error);
      if (snapshot == NULL)
        return NULL;
      for (guint j = 0; j < snapshot->claims->len; j++)
        {
          DeskClaim *claim = g_ptr_array_index (snapshot->claims, j);

          if (!g_str_has_prefix (claim->id, prefix))
            continue;
          if (found != NULL)
            {
              /* Translators: %s is the beginning of an id; the others are ids */
              g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("“%s” begins the ids of several claims: %s, %s"), prefix, found->id, claim->id);
              return NULL;
            }
          found = g_object_ref (claim);
          found_in = g_object_ref (snapshot);
        }
    }

  if (found == NULL)
    /* Translators: %s is the beginning of an id */
    g_set_error (error, DESK_CLI_ERROR, DESK_CLI_NO, _ ("No claim's id begins with “%s”"), prefix);
  else
    *story = g_steal_pointer (&found_in);
  return g_steal_pointer (&found);
}

static DeskPost *
find_post (DeskSnapshot *snapshot, const char *name)
{
  for (guint i = 0; i < snapshot->posts->len; i++)
    {
      DeskPost *post = g_ptr_array_index (snapshot->posts, i);

      if (strlen (name) >= MIN_ID && g_str_has_prefix (post->id, name))
        return post;
    }

  return desk_snapshot_get_post_for_address (snapshot, name);
}

static DeskChange *
make_file_evidence (const char *claim, const char *path, GError **error)
{
  gsize length;
  g_autofree char *data = desk_cli_read (path, MAX_EVIDENCE_BYTES, &length, error);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *content_type = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (data == NULL)
    return NULL;
  content_type = g_content_type_guess (name, (const guchar *) data, length, NULL);
  type = g_content_type_get_mime_type (content_type);
  bytes = g_bytes_new_take (g_steal_pointer (&data), length);
  return desk_change_new_evidence_file (claim, DESK_STANCE_FOR, bytes, type != NULL ? type : "application/octet-stream", name, "");
}

/* A post of the story, by its id or address, or another address, or a file. */
static DeskChange *
make_evidence (DeskSnapshot *snapshot, const char *claim, const char *source, GError **error)
{
  DeskPost *post = find_post (snapshot, source);
  g_autofree char *scheme = g_uri_parse_scheme (source);

  if (post != NULL)
    return desk_change_new_evidence (claim, DESK_EVIDENCE_POST, DESK_STANCE_FOR, post->id,
                                     post->author[0] != '\0' ? post->author : post->handle, "");
  if (g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0)
    return desk_change_new_evidence (claim, DESK_EVIDENCE_ADDRESS, DESK_STANCE_FOR, source, "", "");
  return make_file_evidence (claim, source, error);
}

gboolean
desk_cli_claim_set (DeskCli *cli, GError **error)
{
  g_autofree char *said_nick = NULL;
  g_autofree char *so_nick = NULL;
  g_autofree char *because = NULL;
  g_auto (GStrv) evidence = NULL;
  const GOptionEntry options[] = {
    { "said", 0, 0, G_OPTION_ARG_FILENAME, &said_nick, N_ ("Was it said: yes, no, open"), N_ ("ANSWER") },
    { "so", 0, 0, G_OPTION_ARG_FILENAME, &so_nick, N_ ("Is it so: verified, disputed, false, unknown, open"), N_ ("ANSWER") },
    { "evidence", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &evidence, N_ ("A source: an address, a file, or the id of a post"), N_ ("SOURCE") },
    { "because", 0, 0, G_OPTION_ARG_FILENAME, &because, N_ ("The reason for the answer"), N_ ("TEXT") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskClaim) claim = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  int said = -1, so = -1;

  if (!desk_cli_begin (cli, options, error) ||
      (said_nick != NULL && !desk_enum_from_nick (DESK_TYPE_SAID, said_nick, &said, error)) ||
      (so_nick != NULL && !desk_enum_from_nick (DESK_TYPE_SO, so_nick, &so, error)))
    return FALSE;
  if (said_nick == NULL && so_nick == NULL && because == NULL && evidence == NULL)
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Give an answer or a source: --said, --so, --because, --evidence"));
      return FALSE;
    }
  claim = find_claim (cli, cli->arguments[0], &snapshot, error);
  if (claim == NULL)
    return FALSE;

  for (guint i = 0; evidence != NULL && evidence[i] != NULL; i++)
    {
      DeskChange *change = make_evidence (snapshot, claim->id, evidence[i], error);

      if (change == NULL)
        return FALSE;
      g_ptr_array_add (changes, change);
    }
  if (said_nick != NULL || so_nick != NULL || because != NULL)
    g_ptr_array_add (changes, desk_change_new_answer (claim->id, said, so, because != NULL ? because : claim->because, claim->anchor->exact));

  ids = desk_store_commit (cli->store, snapshot->story->id, changes, error);
  return ids != NULL && report_claim (cli, snapshot->story->id, claim->id, error);
}
