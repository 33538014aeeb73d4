/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-delta.h"
#include "desk-drafts.h"
#include "desk-journal.h"
#include "desk-lookup.h"
#include "desk-slug.h"
#include "desk-sql.h"
#include "desk-texts.h"

typedef struct
{
  gint64 story;
  char *id;
  int session;
  char *base;
  char *prefix;
  char *hash;
  gint64 size;
  char *name;
  gint64 at;
  GBytes *data;
} Draft;

static void
draft_free (Draft *draft)
{
  g_free (draft->id);
  g_free (draft->base);
  g_free (draft->prefix);
  g_free (draft->hash);
  g_free (draft->name);
  g_bytes_unref (draft->data);
  g_free (draft);
}

/* The text of a revision, "" when there is no such one. */
static char *
find_text_of (DeskConnection *db, gint64 story, const char *revision, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_revision_find, error, "hl", revision, story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  if (desk_statement_step (statement, &local_error))
    return desk_statement_dup_string (statement, 0);

  if (local_error == NULL)
    return g_strdup ("");

  g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

/* A text's bytes, NULL when it is not there. */
static GBytes *
load_prefix (DeskConnection *db, const char *hash)
{
  gint64 row = *hash != '\0' ? desk_texts_find (db, hash, NULL, NULL) : 0;

  return row > 0 ? desk_texts_load_bytes (db, row, NULL) : NULL;
}

gboolean
desk_drafts_save (DeskWriter *writer, int session, gint64 story, const char *base, DeskText *text, GError **error)
{
  g_autofree char *prefix_hash = find_text_of (writer->db, story, base, error);
  g_autoptr (GBytes) prefix = NULL;
  g_autoptr (GBytes) data = NULL;
  gsize size;
  const char *bytes = desk_text_get_canonical (text, &size);

  if (prefix_hash == NULL)
    return FALSE;

  if (g_str_equal (prefix_hash, desk_text_get_hash (text)))
    return desk_drafts_remove (writer->db, session, story, error);

  prefix = load_prefix (writer->db, prefix_hash);
  data = desk_delta_pack (prefix, bytes, size, DESK_DELTA_QUICK);

  return desk_connection_run (writer->db, sql_draft_set, error, "lissslslb", story, session, base,
                              prefix != NULL ? prefix_hash : "", desk_text_get_hash (text), (gint64) size,
                              writer->person, g_get_real_time (), data);
}

gboolean
desk_drafts_remove (DeskConnection *db, int session, gint64 story, GError **error)
{
  return desk_connection_run (db, sql_draft_remove, error, "li", story, session);
}

gboolean
desk_drafts_rebase (DeskConnection *db, int session, gint64 story, const char *old, const char *base, GError **error)
{
  return desk_connection_run (db, sql_draft_rebase, error, "liss", story, session, base, old);
}

static GPtrArray *
list_drafts (DeskConnection *db, GError **error)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) draft_free);
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_draft_list, error, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    {
      Draft *draft = g_new0 (Draft, 1);

      draft->story = desk_statement_get_int (statement, 0);
      draft->session = desk_statement_get_int (statement, 1);
      draft->base = desk_statement_dup_string (statement, 2);
      draft->prefix = desk_statement_dup_string (statement, 3);
      draft->hash = desk_statement_dup_string (statement, 4);
      draft->size = desk_statement_get_int (statement, 5);
      draft->name = desk_statement_dup_string (statement, 6);
      draft->at = desk_statement_get_int (statement, 7);
      draft->data = desk_statement_get_bytes (statement, 8);
      draft->id = desk_statement_dup_string (statement, 9);
      g_ptr_array_add (drafts, draft);
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_steal_pointer (&drafts);
}

/* (nullable): what was typed; NULL when it is not what was kept. */
static DeskText *
read_draft (DeskConnection *db, Draft *draft)
{
  g_autoptr (GBytes) prefix = load_prefix (db, draft->prefix);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DeskText) text = NULL;

  if (draft->size < 0 || draft->size > DESK_TEXT_MAX_BYTES)
    return NULL;

  bytes = desk_delta_unpack (prefix, draft->data, draft->size);
  if (bytes != NULL)
    text = desk_text_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  return text != NULL && g_str_equal (desk_text_get_hash (text), draft->hash) ? g_steal_pointer (&text) : NULL;
}

gboolean
desk_drafts_check (DeskConnection *db, gint64 story, DeskDraftFunc func, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) drafts = list_drafts (db, error);

  for (guint i = 0; drafts != NULL && i < drafts->len; i++)
    {
      Draft *draft = g_ptr_array_index (drafts, i);
      g_autoptr (DeskText) text = story == 0 || story == draft->story ? read_draft (db, draft) : NULL;

      if (text == NULL && (story == 0 || story == draft->story))
        func (draft->hash, data);
    }

  return drafts != NULL;
}

/* Whether a head has these words already, as when a version was kept just before the end. */
static gboolean
is_head_text (DeskConnection *db, gint64 story, DeskText *text, gboolean *found, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_revision_list_heads, error, "l", story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  *found = FALSE;
  while (desk_statement_step (statement, &local_error))
    *found = *found || g_str_equal (desk_statement_get_string (statement, 1), desk_text_get_hash (text));

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* Whether @text gives its first headline to a story that nobody has given a slug. */
static gboolean
wants_slug (DeskConnection *db, gint64 story, const char *base_text, DeskText *text, gboolean *wants, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_head, error, "l", story);
  g_autoptr (GBytes) bytes = load_prefix (db, base_text);
  g_autoptr (DeskText) base = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean has_none;

  if (statement == NULL)
    return FALSE;

  has_none = desk_statement_step (statement, &local_error) && desk_slug_is_made_up (desk_statement_get_string (statement, 1));
  if (bytes != NULL)
    base = desk_text_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  *wants = has_none && (base == NULL || desk_text_get_field (base, DESK_FIELD_HEADLINE)[0] == '\0') &&
           desk_text_get_field (text, DESK_FIELD_HEADLINE)[0] != '\0';

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

int
desk_drafts_keep (DeskWriter *writer,
                  gint64 story,
                  const char *id,
                  const char *base,
                  DeskText *text,
                  const char *name,
                  gint64 at,
                  GError **error)
{
  const char *bases[] = { base, NULL };
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *base_text = NULL;
  gboolean is_there, wants;

  if (!is_head_text (writer->db, story, text, &is_there, error))
    return -1;
  if (is_there)
    return 0;

  base_text = find_text_of (writer->db, story, base, error);
  if (base_text == NULL || !wants_slug (writer->db, story, base_text, text, &wants, error))
    return -1;

  g_ptr_array_add (changes, desk_change_new_revision (text, *base_text != '\0' ? bases : NULL, DESK_WHY_RECOVERED, NULL, NULL));
  if (wants)
    g_ptr_array_add (changes, desk_change_new_slug (NULL));
  for (guint i = 0; i < changes->len; i++)
    {
      desk_change_set_at (g_ptr_array_index (changes, i), at);
      desk_change_set_author (g_ptr_array_index (changes, i), name);
    }
  ids = desk_commit_changes (writer, story, id, changes, error);

  return ids != NULL ? 1 : -1;
}

gboolean
desk_drafts_clear (DeskConnection *db, GError **error)
{
  return desk_connection_run (db, sql_draft_clear, error, "");
}

int
desk_drafts_take_over (DeskWriter *writer, DeskConnection *from, GError **error)
{
  g_autoptr (GPtrArray) drafts = list_drafts (from, error);
  int n = 0;

  if (drafts == NULL)
    return -1;

  for (guint i = 0; i < drafts->len; i++)
    {
      Draft *draft = g_ptr_array_index (drafts, i);
      g_autoptr (DeskText) text = read_draft (from, draft);
      gint64 story = desk_journal_find_story (writer->db, draft->id, error);
      int kept;

      /* What it is told from may be whole here. */
      if (text == NULL)
        text = read_draft (writer->db, draft);
      if (story < 0)
        return -1;
      if (text == NULL || story == 0)
        continue;

      kept = desk_drafts_keep (writer, story, draft->id, draft->base, text, draft->name, draft->at, error);
      if (kept < 0)
        return -1;
      n += kept;
    }

  return n;
}

GPtrArray *
desk_drafts_recover (DeskWriter *writer, DeskSession *session, GError **error)
{
  g_autoptr (GPtrArray) recovered = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) drafts = list_drafts (writer->db, error);

  if (drafts == NULL)
    return NULL;

  for (guint i = 0; i < drafts->len; i++)
    {
      Draft *draft = g_ptr_array_index (drafts, i);
      g_autoptr (DeskText) text = NULL;
      int kept;

      /* One's own number was somebody else's, who is gone. */
      if (draft->session != desk_session_get_number (session) && desk_session_is_held (session, draft->session))
        continue;

      text = read_draft (writer->db, draft);
      if (text == NULL)
        continue;

      kept = desk_drafts_keep (writer, draft->story, draft->id, draft->base, text, draft->name, draft->at, error);
      if (kept < 0 || !desk_drafts_remove (writer->db, draft->session, draft->story, error))
        return NULL;

      if (kept > 0 && !g_ptr_array_find_with_equal_func (recovered, draft->id, g_str_equal, NULL))
        g_ptr_array_add (recovered, g_strdup (draft->id));
    }

  return g_steal_pointer (&recovered);
}
