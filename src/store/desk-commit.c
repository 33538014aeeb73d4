/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-time.h"
#include "core/desk-words.h"
#include "desk-commit.h"
#include "desk-follow.h"
#include "desk-journal.h"
#include "desk-slug.h"
#include "desk-sql.h"
#include "desk-store.h"
#include "desk-texts.h"
#include "desk-uuid.h"
#include "desk-views.h"

/* A list of changes on its way into a story's journal. */
typedef struct
{
  DeskWriter *writer;
  DeskConnection *db;
  gint64 story;
  const char *id;
} Commit;

/* The story's head as the views have it now. */
typedef struct
{
  char *revision;
  char *text;
  guint n_heads;
} Head;

static void
head_clear (Head *head)
{
  g_free (head->revision);
  g_free (head->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, head_clear)

static gboolean
fail_not_in_story (DeskEntryKind kind, GError **error)
{
  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND,
               /* Translators: %s is a kind of change, such as “answer” */
               _ ("Nothing was written: what the %s is about is not in this story"),
               desk_enum_to_nick (DESK_TYPE_ENTRY_KIND, kind));

  return FALSE;
}

static gboolean
get_head (Commit *self, Head *head, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskStatement) statement = desk_connection_query (self->db, sql_revision_list_heads, error, "l", self->story);

  if (statement == NULL)
    return FALSE;

  while (desk_statement_step (statement, &local_error))
    if (head->n_heads++ == 0)
      {
        head->revision = desk_statement_dup_string (statement, 0);
        head->text = desk_statement_dup_string (statement, 1);
      }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* A copy of @body, to be completed; objects within it are shared. */
static JsonObject *
copy_body (JsonObject *body)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init (&iter, body);
  while (json_object_iter_next (&iter, &member, &node))
    json_object_set_member (copy, member, json_node_copy (node));

  return copy;
}

char *
desk_commit_entry (DeskWriter *self,
                   gint64 story,
                   const char *id,
                   DeskEntryKind kind,
                   JsonObject *body,
                   gint64 at,
                   const char *author,
                   GError **error)
{
  g_auto (GStrv) parents = desk_journal_list_tips (self->db, story, error);
  g_autoptr (DeskEntry) entry = NULL;
  gboolean fits;
  gint64 seq;

  if (parents == NULL)
    return NULL;

  entry = desk_entry_new (id, (const char *const *) parents, author != NULL ? author : self->person, self->device,
                          at != 0 ? at : g_get_real_time (), self->zone, kind, body, error);
  if (entry == NULL)
    return NULL;

  seq = desk_journal_add (self->db, story, entry, error);
  if (seq < 0 || !desk_views_apply (self->db, story, seq, entry, &fits, error))
    return NULL;

  if (!fits)
    {
      fail_not_in_story (kind, error);
      return NULL;
    }

  g_hash_table_add (self->touched, g_strdup (id != NULL ? id : ""));
  self->erased = self->erased || kind == DESK_ENTRY_ERASE;

  return g_strdup (desk_entry_get_id (entry));
}

/* --- Claims and notes, behind a new text --- */

/* What is tied to words. */
typedef struct
{
  gboolean is_note;
  char *id;
  DeskAnchor *anchor;
  char *fit;
  char *wording;
} Followed;

static void
followed_free (Followed *self)
{
  g_free (self->id);
  g_clear_pointer (&self->anchor, desk_anchor_free);
  g_free (self->fit);
  g_free (self->wording);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Followed, followed_free)

/* Adds to @list what @sql lists: id, -, anchor, fit, and of a claim the words that it was answered for. */
static gboolean
list_followed (Commit *self, const char *sql, gboolean is_note, GPtrArray *list, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (self->db, sql, error, "l", self->story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (desk_statement_step (statement, &local_error))
    {
      Followed *followed = g_new0 (Followed, 1);

      followed->is_note = is_note;
      followed->id = desk_statement_dup_string (statement, 0);
      followed->anchor = g_new0 (DeskAnchor, 1);
      followed->anchor->exact = desk_statement_dup_string (statement, 2);
      followed->anchor->prefix = desk_statement_dup_string (statement, 3);
      followed->anchor->suffix = desk_statement_dup_string (statement, 4);
      followed->anchor->start = desk_statement_get_int (statement, 5);
      followed->anchor->text = desk_statement_dup_string (statement, 6);
      followed->fit = desk_statement_dup_string (statement, 7);
      /* A note answers for nothing: whatever its words became, they are its words. */
      followed->wording = is_note ? NULL : desk_statement_dup_string (statement, 8);
      g_ptr_array_add (list, followed);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

static const DeskClaimRange *
find_range (GArray *ranges, const char *claim)
{
  for (guint i = 0; ranges != NULL && i < ranges->len; i++)
    {
      const DeskClaimRange *range = &g_array_index (ranges, DeskClaimRange, i);

      if (g_str_equal (range->claim, claim))
        return range;
    }

  return NULL;
}

/* Finds @claim, or a note, in the new text; an entry when its words are others than they were, went, or came back. */
static gboolean
follow_one (Commit *self,
            DeskFollow *follow,
            Followed *claim,
            const DeskClaimRange *range,
            DeskChange *revision,
            GError **error)
{
  DeskText *text = desk_change_get_text (revision);
  const char *body = desk_text_get_body (text);
  const char *language = desk_text_get_field (text, DESK_FIELD_LANGUAGE);
  guint found_start = 0, found_end = 0;
  DeskFit found = desk_follow_find (follow, claim->anchor, &found_start, &found_end);
  gboolean known = range != NULL && range->end > range->start;
  guint start = known ? range->start : found_start;
  guint end = known ? range->end : found_end;
  /* Whoever reads this later finds the words alone, where they are or elsewhere. */
  gboolean alone = found != DESK_FIT_GONE && start == found_start && end == found_end;
  gboolean gone = range != NULL ? !known : found == DESK_FIT_GONE;
  g_autoptr (DeskAnchor) anchor = gone ? NULL : desk_anchor_new (body, start, end, desk_text_get_hash (text), NULL);
  g_autoptr (DeskChange) change = NULL;
  g_autofree char *entry = NULL;
  DeskFit fit = DESK_FIT_GONE;

  if (anchor != NULL)
    fit = claim->is_note || desk_words_same (anchor->exact, claim->wording, language) ? DESK_FIT_EXACT : DESK_FIT_CHANGED;

  if (g_str_equal (desk_enum_to_nick (DESK_TYPE_FIT, fit), claim->fit) &&
      (anchor == NULL || (alone && desk_words_same (anchor->exact, claim->anchor->exact, language))))
    return TRUE;

  change = claim->is_note ? desk_change_new_note_moved (claim->id, fit, anchor) : desk_change_new_anchor (claim->id, fit, anchor);
  entry = desk_commit_entry (self->writer, self->story, self->id, desk_change_get_kind (change), desk_change_get_body (change),
                             desk_change_get_at (revision), desk_change_get_author (revision), error);

  return entry != NULL;
}

static gboolean
follow_all (Commit *self, DeskChange *revision, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) followed_free);
  g_autoptr (DeskFollow) follow = desk_follow_new (self->db, desk_change_get_text (revision));
  GArray *ranges = desk_change_get_ranges (revision);

  if (!list_followed (self, sql_claim_list, FALSE, list, error) || !list_followed (self, sql_note_list, TRUE, list, error))
    return FALSE;

  for (guint i = 0; i < list->len; i++)
    {
      Followed *followed = g_ptr_array_index (list, i);

      if (!follow_one (self, follow, followed, find_range (ranges, followed->id), revision, error))
        return FALSE;
    }

  return TRUE;
}

/* --- One change --- */

static gboolean
add_parts (Commit *self, DeskChange *change, GError **error)
{
  GPtrArray *blobs = desk_change_get_blobs (change);
  GPtrArray *sealed = desk_change_get_sealed (change);

  for (guint i = 0; i < blobs->len; i++)
    if (!desk_texts_add_blob (self->db, g_ptr_array_index (blobs, i), error))
      return FALSE;

  for (guint i = 0; i < sealed->len; i++)
    if (!desk_texts_add_sealed (self->db, g_ptr_array_index (sealed, i), error))
      return FALSE;

  return TRUE;
}

/* Fills in the revisions that a new one stands on; FALSE when one of them is not in the story. */
static gboolean
set_bases (Commit *self, JsonObject *body, GError **error)
{
  g_auto (GStrv) given = desk_json_get_strings (body, "bases");
  g_autoptr (GPtrArray) heads = g_ptr_array_new_null_terminated (2, g_free, TRUE);
  g_autoptr (GError) local_error = NULL;

  for (guint i = 0; given[i] != NULL; i++)
    {
      g_autoptr (DeskStatement) statement =
          desk_connection_query (self->db, sql_revision_find, error, "hl", given[i], self->story);

      if (statement == NULL)
        return FALSE;
      if (!desk_statement_step (statement, &local_error))
        {
          if (local_error == NULL)
            return fail_not_in_story (DESK_ENTRY_REVISION, error);
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  if (given[0] == NULL)
    {
      g_autoptr (DeskStatement) statement =
          desk_connection_query (self->db, sql_revision_list_heads, error, "l", self->story);
      gboolean is_merge = g_str_equal (desk_json_get_string (body, "why"), "merge");

      if (statement == NULL)
        return FALSE;
      /* Whoever does not merge has not read the other text: it stays a head. */
      while ((is_merge || heads->len == 0) && desk_statement_step (statement, &local_error))
        g_ptr_array_add (heads, desk_statement_dup_string (statement, 0));
      if (!desk_pass_error (g_steal_pointer (&local_error), error))
        return FALSE;
      desk_json_set_strings (body, "bases", (const char *const *) heads->pdata);
    }

  return TRUE;
}

static char *
commit_revision (Commit *self, DeskChange *change, GError **error)
{
  DeskText *text = desk_change_get_text (change);
  g_autoptr (JsonObject) body = copy_body (desk_change_get_body (change));
  g_autofree char *entry = NULL;
  g_auto (Head) head = { 0 };

  if (text == NULL)
    {
      g_set_error_literal (error, DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID,
                           _ ("Nothing was written: a version came without its text"));
      return NULL;
    }

  if (!get_head (self, &head, error) || !set_bases (self, body, error))
    return NULL;

  /* What another system kept twice is kept twice. */
  if (head.n_heads == 1 && !g_str_equal (desk_json_get_string (body, "why"), "import") && g_str_equal (head.text, desk_text_get_hash (text)))
    return g_steal_pointer (&head.revision);

  if (!desk_texts_add (self->db, text, head.text, error))
    return NULL;

  entry = desk_commit_entry (self->writer, self->story, self->id, DESK_ENTRY_REVISION, body, desk_change_get_at (change),
                             desk_change_get_author (change), error);
  if (entry == NULL || !follow_all (self, change, error))
    return NULL;

  return g_steal_pointer (&entry);
}

static gboolean
check_slug (Commit *self, const char *slug, GError **error)
{
  g_autofree char *free_slug = NULL;

  if (!desk_slug_check (slug, error))
    return FALSE;

  free_slug = desk_commit_find_free_slug (self->db, slug, self->id, error);
  if (free_slug == NULL)
    return FALSE;

  if (g_str_equal (free_slug, slug))
    return TRUE;

  /* Translators: %s is a slug */
  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_EXISTS, _ ("Another story has the slug “%s”"), slug);

  return FALSE;
}

/* A slug that nobody chose comes from the headline, with a number when another story has it. */
static gboolean
complete_slug (Commit *self, JsonObject *body, GError **error)
{
  g_autofree char *wanted = NULL;
  g_autofree char *slug = NULL;
  g_auto (Head) head = { 0 };
  g_autoptr (DeskText) text = NULL;

  if (json_object_has_member (body, "slug"))
    return check_slug (self, desk_json_get_string (body, "slug"), error);

  if (!get_head (self, &head, error))
    return FALSE;

  if (head.text != NULL)
    text = desk_texts_load (self->db, head.text, NULL);
  wanted = desk_slug_from_headline (text != NULL ? desk_text_get_field (text, DESK_FIELD_HEADLINE) : "");
  slug = desk_commit_find_free_slug (self->db, wanted, self->id, error);
  desk_json_set_string (body, "slug", slug);

  return slug != NULL;
}

/* Words are in the head, when an anchor does not say where. */
static gboolean
complete_anchor (Commit *self, JsonObject *body, GError **error)
{
  JsonObject *anchor = desk_json_get_object (body, "anchor");
  JsonObject *complete;
  g_auto (Head) head = { 0 };

  if (anchor == NULL || *desk_json_get_string (anchor, "text") != '\0')
    return TRUE;

  if (!get_head (self, &head, error))
    return FALSE;

  complete = copy_body (anchor);
  desk_json_set_string (complete, "text", head.text);
  json_object_set_object_member (body, "anchor", complete);

  return TRUE;
}

static char *
commit_change (Commit *self, DeskChange *change, GError **error)
{
  DeskEntryKind kind = desk_change_get_kind (change);
  g_autoptr (JsonObject) body = NULL;

  if (!add_parts (self, change, error))
    return NULL;

  if (kind == DESK_ENTRY_REVISION)
    return commit_revision (self, change, error);

  body = copy_body (desk_change_get_body (change));
  if (kind == DESK_ENTRY_SLUG && !complete_slug (self, body, error))
    return NULL;

  if (!complete_anchor (self, body, error))
    return NULL;

  /* A name without a revision is for the head: it may have come just before, in the same list. */
  if (kind == DESK_ENTRY_NAME && *desk_json_get_string (body, "revision") == '\0')
    {
      g_auto (Head) head = { 0 };

      if (!get_head (self, &head, error))
        return NULL;
      desk_json_set_string (body, "revision", head.revision);
    }

  return desk_commit_entry (self->writer, self->story, self->id, kind, body, desk_change_get_at (change),
                            desk_change_get_author (change), error);
}

char *
desk_commit_find_free_slug (DeskConnection *db, const char *slug, const char *story, GError **error)
{
  g_autofree char *candidate = g_strdup (slug);

  for (guint n = 2;; n++)
    {
      g_autofree char *key = desk_views_fold_slug (candidate);
      g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_slug_taken, error, "ss", key, story);
      g_autoptr (GError) local_error = NULL;

      if (statement == NULL)
        return NULL;

      if (!desk_statement_step (statement, &local_error))
        {
          if (local_error == NULL)
            return g_steal_pointer (&candidate);
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }

      g_free (candidate);
      candidate = desk_slug_number (slug, n);
    }
}

GPtrArray *
desk_commit_changes (DeskWriter *self, gint64 story, const char *id, GPtrArray *changes, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Commit commit = { self, self->db, story, id };

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      DeskEntryKind kind = desk_change_get_kind (g_ptr_array_index (changes, i));
      char *entry;

      if (id == NULL && kind != DESK_ENTRY_RULE && kind != DESK_ENTRY_WORD)
        {
          fail_not_in_story (kind, error);
          return NULL;
        }

      entry = commit_change (&commit, g_ptr_array_index (changes, i), error);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (ids, entry);
    }

  return desk_views_finish (self->db, story, error) ? g_steal_pointer (&ids) : NULL;
}

/* The revision that a story begins with. One story, one clock and one language: none goes without. */
static DeskChange *
make_first (DeskWriter *self, DeskText *text, gint64 at, const char *author)
{
  g_autoptr (DeskText) with_language = *desk_text_get_field (text, DESK_FIELD_LANGUAGE) != '\0'
                                           ? desk_text_ref (text)
                                           : desk_text_with_field (text, DESK_FIELD_LANGUAGE, self->language);
  g_autoptr (DeskText) with_zone = *desk_text_get_field (with_language, DESK_FIELD_ZONE) != '\0'
                                       ? desk_text_ref (with_language)
                                       : desk_text_with_field (with_language, DESK_FIELD_ZONE, self->zone);
  DeskChange *revision = desk_change_new_revision (with_zone, NULL, DESK_WHY_FIRST, NULL, NULL);

  desk_change_set_at (revision, at);
  desk_change_set_author (revision, author);

  return revision;
}

char *
desk_commit_story (DeskWriter *self, const char *slug, DeskText *text, GPtrArray *changes, GError **error)
{
  /* A story that is brought in from elsewhere began there. */
  DeskChange *first = changes != NULL && changes->len > 0 ? g_ptr_array_index (changes, 0) : NULL;
  gint64 at = first != NULL ? desk_change_get_at (first) : 0;
  const char *author = first != NULL ? desk_change_get_author (first) : NULL;
  g_autofree char *id = desk_uuid_new (at != 0 ? at : g_get_real_time ());
  DeskText *first_text = text != NULL ? text : desk_change_get_text (first);
  g_autofree char *wanted = NULL;
  g_autofree char *free_slug = NULL;
  g_autofree char *entry = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  gint64 story;

  if (slug != NULL && !desk_slug_check (slug, error))
    return NULL;

  wanted = slug != NULL ? g_strdup (slug) : desk_slug_from_headline (desk_text_get_field (first_text, DESK_FIELD_HEADLINE));
  free_slug = desk_commit_find_free_slug (self->db, wanted, id, error);
  if (free_slug == NULL || (story = desk_journal_add_story (self->db, id, error)) < 0)
    return NULL;

  json_object_set_string_member (body, "slug", free_slug);
  entry = desk_commit_entry (self, story, id, DESK_ENTRY_STORY, body, at, author, error);
  if (entry == NULL)
    return NULL;

  if (text != NULL)
    g_ptr_array_add (all, make_first (self, text, at, author));
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    g_ptr_array_add (all, desk_change_ref (g_ptr_array_index (changes, i)));

  ids = desk_commit_changes (self, story, id, all, error);

  return ids != NULL ? g_steal_pointer (&id) : NULL;
}
