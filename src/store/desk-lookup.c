/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "desk-follow.h"
#include "desk-journal.h"
#include "desk-lookup.h"
#include "desk-sql.h"
#include "desk-texts.h"
#include "desk-views.h"

#define MIN_DIGITS 4

/* Columns of SQL_STORY behind those of the record. */
enum
{
  STORY_HEAD_TEXT = 19,
  STORY_OUT_TEXT = 20,
  STORY_TIP = 21,
};

static void
set_string (char **member, DeskStatement *statement, int column)
{
  g_set_str (member, desk_statement_get_string (statement, column));
}

static void
set_list (char ***member, DeskStatement *statement, int column)
{
  g_strfreev (*member);
  *member = g_strsplit (desk_statement_get_string (statement, column), " ", -1);
}

/* A word of a later program's is read as the first of its kind. */
static int
get_nick (DeskStatement *statement, int column, GType type)
{
  int value = 0;

  desk_enum_from_nick (type, desk_statement_get_string (statement, column), &value, NULL);

  return value;
}

/* Likewise, of a column that holds the number of a word. */
static int
get_value (DeskStatement *statement, int column, GType type)
{
  gint64 value = desk_statement_get_int (statement, column);

  return value >= 0 && value <= G_MAXINT && g_enum_get_value (g_type_class_ref (type), (int) value) != NULL ? (int) value : 0;
}

static DeskStory *
read_story (DeskStatement *statement)
{
  DeskStory *story = g_object_new (DESK_TYPE_STORY, NULL);
  int i = 0;

  set_string (&story->id, statement, i++);
  set_string (&story->slug, statement, i++);
  set_string (&story->headline, statement, i++);
  set_string (&story->language, statement, i++);
  set_string (&story->zone, statement, i++);
  story->state = get_nick (statement, i++, DESK_TYPE_STATE);
  story->binned = desk_statement_get_int (statement, i++) != 0;
  story->created_at = desk_statement_get_int (statement, i++);
  story->changed_at = desk_statement_get_int (statement, i++);
  story->published_at = desk_statement_get_int (statement, i++);
  story->out_at = desk_statement_get_int (statement, i++);
  set_string (&story->head, statement, i++);
  story->n_heads = desk_statement_get_int (statement, i++);
  story->n_claims = desk_statement_get_int (statement, i++);
  story->n_sourced = desk_statement_get_int (statement, i++);
  story->n_verified = desk_statement_get_int (statement, i++);
  story->n_posts = desk_statement_get_int (statement, i++);
  story->n_revisions = desk_statement_get_int (statement, i++);
  story->not_out = desk_statement_get_int (statement, i++) != 0;

  return story;
}

static DeskRevision *
read_revision (DeskStatement *statement)
{
  DeskRevision *revision = g_object_new (DESK_TYPE_REVISION, NULL);
  int i = 0;

  set_string (&revision->id, statement, i++);
  set_string (&revision->seen, statement, i++);
  revision->number = desk_statement_get_int (statement, i++);
  set_string (&revision->text, statement, i++);
  set_list (&revision->bases, statement, i++);
  revision->why = get_value (statement, i++, DESK_TYPE_WHY);
  set_string (&revision->author, statement, i++);
  revision->at = desk_statement_get_int (statement, i++);
  set_string (&revision->name, statement, i++);
  set_string (&revision->note, statement, i++);
  revision->words = desk_statement_get_int (statement, i++);
  revision->words_more = desk_statement_get_int (statement, i++);
  revision->is_head = desk_statement_get_int (statement, i++) != 0;
  revision->published = desk_statement_get_int (statement, i++) != 0;

  return revision;
}

static DeskClaim *
read_claim (DeskStatement *statement)
{
  DeskClaim *claim = g_object_new (DESK_TYPE_CLAIM, NULL);
  int i = 0;

  claim->anchor = g_new0 (DeskAnchor, 1);
  set_string (&claim->id, statement, i++);
  set_string (&claim->seen, statement, i++);
  set_string (&claim->anchor->exact, statement, i++);
  set_string (&claim->anchor->prefix, statement, i++);
  set_string (&claim->anchor->suffix, statement, i++);
  claim->anchor->start = desk_statement_get_int (statement, i++);
  set_string (&claim->anchor->text, statement, i++);
  claim->fit = get_nick (statement, i++, DESK_TYPE_FIT);
  set_string (&claim->wording, statement, i++);
  set_string (&claim->by, statement, i++);
  claim->kind = get_nick (statement, i++, DESK_TYPE_CLAIM_KIND);
  claim->said = get_nick (statement, i++, DESK_TYPE_SAID);
  claim->so = get_nick (statement, i++, DESK_TYPE_SO);
  set_string (&claim->because, statement, i++);
  set_string (&claim->author, statement, i++);
  claim->at = desk_statement_get_int (statement, i++);
  set_string (&claim->answered_by, statement, i++);
  claim->answered_at = desk_statement_get_int (statement, i++);

  return claim;
}

static DeskNote *
read_note (DeskStatement *statement)
{
  DeskNote *note = g_object_new (DESK_TYPE_NOTE, NULL);
  int i = 0;

  note->anchor = g_new0 (DeskAnchor, 1);
  set_string (&note->id, statement, i++);
  set_string (&note->seen, statement, i++);
  set_string (&note->anchor->exact, statement, i++);
  set_string (&note->anchor->prefix, statement, i++);
  set_string (&note->anchor->suffix, statement, i++);
  note->anchor->start = desk_statement_get_int (statement, i++);
  set_string (&note->anchor->text, statement, i++);
  note->fit = get_nick (statement, i++, DESK_TYPE_FIT);
  set_list (&note->sealed, statement, i++);
  note->resolved = desk_statement_get_int (statement, i++) != 0;
  set_string (&note->author, statement, i++);
  note->at = desk_statement_get_int (statement, i++);
  set_string (&note->resolved_by, statement, i++);
  note->resolved_at = desk_statement_get_int (statement, i++);

  return note;
}

static DeskLeave *
read_leave (DeskStatement *statement)
{
  DeskLeave *leave = g_object_new (DESK_TYPE_LEAVE, NULL);
  int i = 0;

  leave->anchor = g_new0 (DeskAnchor, 1);
  set_string (&leave->id, statement, i++);
  set_string (&leave->rule, statement, i++);
  set_string (&leave->anchor->exact, statement, i++);
  set_string (&leave->anchor->prefix, statement, i++);
  set_string (&leave->anchor->suffix, statement, i++);
  leave->anchor->start = desk_statement_get_int (statement, i++);
  set_string (&leave->anchor->text, statement, i++);

  return leave;
}

static DeskRule *
read_rule (DeskStatement *statement)
{
  DeskRule *rule = g_object_new (DESK_TYPE_RULE, NULL);
  int i = 0;

  set_string (&rule->id, statement, i++);
  set_string (&rule->seen, statement, i++);
  set_string (&rule->term, statement, i++);
  set_string (&rule->prefer, statement, i++);
  set_string (&rule->why, statement, i++);
  set_string (&rule->language, statement, i++);
  rule->is_regex = desk_statement_get_int (statement, i++) != 0;
  rule->any_case = desk_statement_get_int (statement, i++) != 0;
  rule->dropped = desk_statement_get_int (statement, i++) != 0;
  set_string (&rule->author, statement, i++);
  rule->at = desk_statement_get_int (statement, i++);

  return rule;
}

static DeskWord *
read_word (DeskStatement *statement)
{
  DeskWord *word = g_object_new (DESK_TYPE_WORD, NULL);
  int i = 0;

  set_string (&word->word, statement, i++);
  set_string (&word->language, statement, i++);
  set_string (&word->author, statement, i++);
  word->at = desk_statement_get_int (statement, i++);

  return word;
}

static DeskEvidence *
read_evidence (DeskStatement *statement)
{
  DeskEvidence *evidence = g_object_new (DESK_TYPE_EVIDENCE, NULL);
  int n = desk_statement_get_int (statement, 1);
  int i = 2;

  g_free (evidence->id);
  evidence->id = n == 0 ? desk_statement_dup_string (statement, 0)
                        : g_strdup_printf ("%s/%d", desk_statement_get_string (statement, 0), n);
  evidence->kind = get_nick (statement, i++, DESK_TYPE_EVIDENCE_KIND);
  evidence->stance = get_nick (statement, i++, DESK_TYPE_STANCE);
  set_string (&evidence->ref, statement, i++);
  set_string (&evidence->title, statement, i++);
  set_string (&evidence->quote, statement, i++);
  set_string (&evidence->sealed, statement, i++);
  evidence->at = desk_statement_get_int (statement, i++);
  set_string (&evidence->author, statement, i++);

  return evidence;
}

static DeskPost *
read_post (DeskStatement *statement)
{
  DeskPost *post = g_object_new (DESK_TYPE_POST, NULL);
  int i = 0;

  set_string (&post->id, statement, i++);
  set_string (&post->seen, statement, i++);
  set_string (&post->address, statement, i++);
  set_string (&post->network, statement, i++);
  set_string (&post->author, statement, i++);
  set_string (&post->handle, statement, i++);
  set_string (&post->author_address, statement, i++);
  set_string (&post->words, statement, i++);
  set_string (&post->language, statement, i++);
  post->posted_at = desk_statement_get_int (statement, i++);
  post->posted_from = get_nick (statement, i++, DESK_TYPE_TIME_FROM);
  set_list (&post->missing, statement, i++);
  set_string (&post->graphic, statement, i++);
  set_string (&post->raw, statement, i++);
  set_list (&post->pictures, statement, i++);
  post->captured_at = desk_statement_get_int (statement, i++);
  set_string (&post->captured_by, statement, i++);
  post->n_captures = desk_statement_get_int (statement, i++);
  post->state = get_nick (statement, i++, DESK_TYPE_POST_STATE);
  post->checked_at = desk_statement_get_int (statement, i++);

  return post;
}

static DeskUpdate *
read_update (DeskStatement *statement)
{
  DeskUpdate *update = g_object_new (DESK_TYPE_UPDATE, NULL);
  int i = 0;

  set_string (&update->id, statement, i++);
  set_string (&update->seen, statement, i++);
  update->kind = get_nick (statement, i++, DESK_TYPE_UPDATE_KIND);
  update->at = desk_statement_get_int (statement, i++);
  set_string (&update->zone, statement, i++);
  set_string (&update->language, statement, i++);
  set_string (&update->words, statement, i++);
  set_string (&update->text, statement, i++);
  set_string (&update->revision, statement, i++);
  update->revision_number = desk_statement_get_int (statement, i++);
  set_string (&update->was, statement, i++);
  set_string (&update->now, statement, i++);
  set_string (&update->because, statement, i++);
  set_string (&update->author, statement, i++);
  set_string (&update->superseded_by, statement, i++);

  return update;
}

/* Every row of @statement as a record. @statement: (transfer full) (nullable): an error is set when NULL */
static GPtrArray *
read_all (DeskStatement *statement_in, gpointer (*read) (DeskStatement *statement), GError **error)
{
  g_autoptr (DeskStatement) statement = statement_in;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    g_ptr_array_add (records, read (statement));

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_steal_pointer (&records);
}

#define READ(record) ((gpointer (*) (DeskStatement *)) read_##record)

/* --- Claims, where they are now --- */

static gboolean
is_later (DeskConnection *db, const char *entry, const char *other)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_entry_is_later, &error, "hh", entry, other);

  return statement != NULL && desk_statement_step (statement, &error) && desk_statement_get_int (statement, 0) != 0;
}

/* What a claim or a note has of its place. */
typedef struct
{
  DeskAnchor **anchor;
  DeskFit *fit;
  char **seen;
} Placed;

/* Its words in the head, found from where they were last seen to be. */
static void
place (DeskConnection *db, DeskFollow *follow, const Placed *placed, DeskSnapshot *snapshot)
{
  guint start, end;
  DeskFit fit;

  if (*placed->fit == DESK_FIT_GONE || g_str_equal ((*placed->anchor)->text, desk_text_get_hash (snapshot->text)))
    return;

  fit = desk_follow_find (follow, *placed->anchor, &start, &end);

  /* The record is now as the head made it, or what was said of it since. */
  if (is_later (db, snapshot->story->head, *placed->seen))
    g_set_str (placed->seen, snapshot->story->head);
  if (fit == DESK_FIT_GONE)
    {
      *placed->fit = DESK_FIT_GONE;
      return;
    }

  /* Words that wait for an answer go on waiting for it. */
  if (fit == DESK_FIT_CHANGED)
    *placed->fit = DESK_FIT_CHANGED;

  {
    DeskAnchor *anchor = desk_anchor_new (desk_text_get_body (snapshot->text), start, end,
                                          desk_text_get_hash (snapshot->text), NULL);

    if (anchor != NULL)
      {
        desk_anchor_free (*placed->anchor);
        *placed->anchor = anchor;
      }
  }
}

static int
compare_places (DeskFit left_fit, const DeskAnchor *left, gint64 left_at, DeskFit right_fit, const DeskAnchor *right, gint64 right_at)
{
  gboolean left_gone = left_fit == DESK_FIT_GONE;
  gboolean right_gone = right_fit == DESK_FIT_GONE;

  if (left_gone != right_gone)
    return left_gone - right_gone;

  if (left->start != right->start)
    return left->start < right->start ? -1 : 1;

  return left_at != right_at ? (left_at < right_at ? -1 : 1) : 0;
}

static int
compare_claims (gconstpointer a, gconstpointer b)
{
  DeskClaim *left = *(DeskClaim *const *) a;
  DeskClaim *right = *(DeskClaim *const *) b;
  int order = compare_places (left->fit, left->anchor, left->at, right->fit, right->anchor, right->at);

  return order != 0 ? order : strcmp (left->id, right->id);
}

static int
compare_notes (gconstpointer a, gconstpointer b)
{
  DeskNote *left = *(DeskNote *const *) a;
  DeskNote *right = *(DeskNote *const *) b;
  int order = compare_places (left->fit, left->anchor, left->at, right->fit, right->anchor, right->at);

  return order != 0 ? order : strcmp (left->id, right->id);
}

static gboolean
add_evidence (DeskConnection *db, gint64 story, GHashTable *by_row, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_evidence_list, error, "l", story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (desk_statement_step (statement, &local_error))
    {
      gint64 row = desk_statement_get_int (statement, 10);
      DeskClaim *claim = g_hash_table_lookup (by_row, &row);

      if (claim != NULL)
        g_ptr_array_add (claim->evidence, read_evidence (statement));
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

static void
add_contradicted (GHashTable *by_row, gint64 row, const char *other)
{
  DeskClaim *claim = g_hash_table_lookup (by_row, &row);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (claim == NULL)
    return;

  g_strv_builder_addv (builder, (const char **) claim->contradicts);
  g_strv_builder_add (builder, other);
  g_strfreev (claim->contradicts);
  claim->contradicts = g_strv_builder_end (builder);
}

static gboolean
add_contradictions (DeskConnection *db, gint64 story, GHashTable *by_row, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_contradiction_list, error, "l", story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (desk_statement_step (statement, &local_error))
    {
      add_contradicted (by_row, desk_statement_get_int (statement, 0), desk_statement_get_string (statement, 3));
      add_contradicted (by_row, desk_statement_get_int (statement, 2), desk_statement_get_string (statement, 1));
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

static gboolean
load_claims (DeskConnection *db, gint64 story, DeskSnapshot *snapshot, GError **error)
{
  g_autoptr (GHashTable) by_row = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (DeskFollow) follow = desk_follow_new (db, snapshot->text);
  g_autoptr (GError) local_error = NULL;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_claim_list, error, "l", story);

    if (statement == NULL)
      return FALSE;

    while (desk_statement_step (statement, &local_error))
      {
        DeskClaim *claim = read_claim (statement);
        gint64 row = desk_statement_get_int (statement, 18);

        g_ptr_array_add (snapshot->claims, claim);
        g_hash_table_insert (by_row, g_memdup2 (&row, sizeof row), claim);
      }
  }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return FALSE;

  if (!add_evidence (db, story, by_row, error) || !add_contradictions (db, story, by_row, error))
    return FALSE;

  for (guint i = 0; i < snapshot->claims->len; i++)
    {
      DeskClaim *claim = g_ptr_array_index (snapshot->claims, i);

      place (db, follow, &(Placed) { &claim->anchor, &claim->fit, &claim->seen }, snapshot);
    }
  g_ptr_array_sort (snapshot->claims, compare_claims);

  return TRUE;
}

/* --- Notes --- */

/* What a note says, when it is here: it may have been erased, or left out. */
static gboolean
unseal_note (DeskConnection *db, DeskNote *note, GError **error)
{
  guint n = g_strv_length (note->sealed);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) value = n > 0 ? desk_texts_load_sealed (db, note->sealed[n - 1], NULL, &local_error) : NULL;

  if (value != NULL)
    {
      g_autofree char *words = g_strndup (g_bytes_get_data (value, NULL), g_bytes_get_size (value));

      g_free (note->words);
      note->words = g_utf8_make_valid (words, -1);
    }

  if (g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND) ||
      g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    g_clear_error (&local_error);

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* Notes, what is left as it is, and how long the story is to be. */
static gboolean
load_remarks (DeskConnection *db, gint64 story, DeskSnapshot *snapshot, GError **error)
{
  g_autoptr (DeskFollow) follow = NULL;
  g_autoptr (GPtrArray) notes = read_all (desk_connection_query (db, sql_note_list, error, "l", story), READ (note), error);
  g_autoptr (GPtrArray) leaves =
      notes != NULL ? read_all (desk_connection_query (db, sql_leave_list, error, "l", story), READ (leave), error) : NULL;
  g_autoptr (GError) local_error = NULL;

  if (leaves == NULL)
    return FALSE;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_target_get, error, "l", story);

    if (statement == NULL)
      return FALSE;
    if (desk_statement_step (statement, &local_error))
      snapshot->target = CLAMP (desk_statement_get_int (statement, 0), 0, G_MAXINT);
  }

  follow = notes->len > 0 ? desk_follow_new (db, snapshot->text) : NULL;
  for (guint i = 0; i < notes->len && local_error == NULL; i++)
    {
      DeskNote *note = g_ptr_array_index (notes, i);

      if (unseal_note (db, note, &local_error))
        place (db, follow, &(Placed) { &note->anchor, &note->fit, &note->seen }, snapshot);
    }
  g_ptr_array_sort (notes, compare_notes);

  g_ptr_array_unref (snapshot->notes);
  snapshot->notes = g_steal_pointer (&notes);
  g_ptr_array_unref (snapshot->leaves);
  snapshot->leaves = g_steal_pointer (&leaves);

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

GPtrArray *
desk_lookup_list_rules (DeskConnection *db, GError **error)
{
  return read_all (desk_connection_query (db, sql_rule_list, error, ""), READ (rule), error);
}

GPtrArray *
desk_lookup_list_words (DeskConnection *db, GError **error)
{
  return read_all (desk_connection_query (db, sql_word_list, error, ""), READ (word), error);
}

/* --- Stories --- */

gint64
desk_lookup_story_row (DeskConnection *db, const char *id, GError **error)
{
  gint64 row = desk_journal_find_story (db, id, error);

  if (row == 0)
    {
      /* Translators: %s is a story's id */
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND, _ ("There is no story %s in this desk"), id);
      return -1;
    }

  return row;
}

GPtrArray *
desk_lookup_list_stories (DeskConnection *db, int state, gboolean binned, guint offset, guint limit, GError **error)
{
  gint64 sql_limit = limit == 0 ? -1 : (gint64) limit;

  return read_all (state < 0 ? desk_connection_query (db, sql_story_list, error, "ill", binned, sql_limit, (gint64) offset)
                             : desk_connection_query (db, sql_story_list_state, error, "ills", binned, sql_limit,
                                                      (gint64) offset, desk_enum_to_nick (DESK_TYPE_STATE, state)),
                   READ (story), error);
}

/* An index knows a row that is not there. */
static void
fail_story_gone (DeskStoreError code, GError **error)
{
  g_set_error_literal (error, DESK_STORE_ERROR, code, _ ("The desk is damaged: a story is known by its name alone"));
}

DeskStory *
desk_lookup_get_story (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (GPtrArray) stories = read_all (desk_connection_query (db, sql_story_get, error, "l", story), READ (story), error);

  if (stories == NULL)
    return NULL;

  if (stories->len == 0)
    {
      fail_story_gone (DESK_STORE_ERROR_NOT_FOUND, error);
      return NULL;
    }

  return g_ptr_array_steal_index (stories, 0);
}

/* The one id in the first column; several are an error that lists the second one. */
static char *
take_only (DeskStatement *statement, const char *name, GError **error)
{
  g_autoptr (GString) others = g_string_new (NULL);
  g_autofree char *id = NULL;
  g_autoptr (GError) local_error = NULL;
  guint n = 0;

  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    {
      if (n++ == 0)
        id = desk_statement_dup_string (statement, 0);
      g_string_append_printf (others, "%s%s", n > 1 ? ", " : "", desk_statement_get_string (statement, 1));
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  if (n <= 1)
    return g_steal_pointer (&id);

  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_AMBIGUOUS,
               /* Translators: what was asked for, then a list of what it may mean */
               _ ("“%s” may be several: %s"), name, others->str);

  return NULL;
}

static gboolean
is_digits (const char *name)
{
  gsize n = strspn (name, "0123456789abcdef-");

  return n >= MIN_DIGITS && name[n] == '\0';
}

char *
desk_lookup_find_story (DeskConnection *db, const char *name, GError **error)
{
  g_autofree char *key = desk_views_fold_slug (name);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autoptr (GError) local_error = NULL;
  char *id = NULL;

  {
    g_autoptr (DeskStatement) statement =
        desk_connection_query (db, sql_story_find_name, &local_error, "ss", key, lower);

    id = take_only (statement, name, &local_error);
  }

  if (id == NULL && local_error == NULL && is_digits (lower))
    {
      g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_find_end, &local_error, "s", lower);

      id = take_only (statement, name, &local_error);
    }

  if (id == NULL && local_error == NULL)
    g_set_error (&local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND,
                 /* Translators: %s is what was asked for */
                 _ ("No story has the slug or id “%s”"), name);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return id;
}

DeskSnapshot *
desk_lookup_load (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = g_object_new (DESK_TYPE_SNAPSHOT, NULL);
  g_autofree char *head_text = NULL;
  g_autofree char *out_text = NULL;
  g_autoptr (GError) local_error = NULL;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_get, error, "l", story);

    if (statement == NULL)
      return NULL;

    if (desk_statement_step (statement, &local_error))
      {
        snapshot->story = read_story (statement);
        head_text = desk_statement_dup_string (statement, STORY_HEAD_TEXT);
        out_text = desk_statement_dup_string (statement, STORY_OUT_TEXT);
        set_string (&snapshot->tip, statement, STORY_TIP);
      }
  }

  if (local_error == NULL)
    {
      g_autoptr (DeskStatement) statement =
          desk_connection_query (db, sql_revision_list_heads, &local_error, "l", story);

      while (statement != NULL && desk_statement_step (statement, &local_error))
        {
          if (snapshot->heads->len == 0)
            snapshot->head_at = desk_statement_get_int (statement, 2);
          g_ptr_array_add (snapshot->heads, desk_statement_dup_string (statement, 0));
        }
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  if (snapshot->story == NULL)
    {
      fail_story_gone (DESK_STORE_ERROR_DAMAGED, error);
      return NULL;
    }

  snapshot->text = *head_text != '\0' ? desk_texts_load (db, head_text, error) : desk_text_new ();
  if (snapshot->text == NULL)
    return NULL;

  if (*out_text != '\0' && (snapshot->out = desk_texts_load (db, out_text, error)) == NULL)
    return NULL;

  g_clear_pointer (&snapshot->posts, g_ptr_array_unref);
  g_clear_pointer (&snapshot->updates, g_ptr_array_unref);
  snapshot->posts = read_all (desk_connection_query (db, sql_post_list, error, "l", story), READ (post), error);
  if (snapshot->posts != NULL)
    snapshot->updates = read_all (desk_connection_query (db, sql_ledger_list, error, "l", story), READ (update), error);

  if (snapshot->updates != NULL && load_claims (db, story, snapshot, error) && load_remarks (db, story, snapshot, error))
    return g_steal_pointer (&snapshot);

  /* A record is whole, even one that is thrown away. */
  if (snapshot->posts == NULL)
    snapshot->posts = g_ptr_array_new ();
  if (snapshot->updates == NULL)
    snapshot->updates = g_ptr_array_new ();

  return NULL;
}

/* --- Revisions and updates --- */

GPtrArray *
desk_lookup_list_revisions (DeskConnection *db, gint64 story, guint offset, guint limit, GError **error)
{
  return read_all (desk_connection_query (db, sql_revision_list, error, "lll", story,
                                          limit == 0 ? (gint64) -1 : (gint64) limit, (gint64) offset),
                   READ (revision), error);
}

GPtrArray *
desk_lookup_list_numbers (DeskConnection *db, gint64 story, guint first, guint n, GError **error)
{
  return read_all (desk_connection_query (db, sql_revision_list_numbers, error, "lll", story, (gint64) first,
                                          (gint64) first + n - 1),
                   READ (revision), error);
}

GArray *
desk_lookup_list_marks (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (DeskRevisionMark));
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_revision_list_marks, error, "l", story);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    {
      const DeskRevisionMark mark = {
        .at = desk_statement_get_int (statement, 0),
        .author = g_intern_string (desk_statement_get_string (statement, 1)),
        .why = get_value (statement, 2, DESK_TYPE_WHY),
        .is_named = desk_statement_get_int (statement, 3) != 0,
        .is_head = desk_statement_get_int (statement, 4) != 0,
        .is_published = desk_statement_get_int (statement, 5) != 0,
      };

      g_array_append_val (marks, mark);
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_steal_pointer (&marks);
}

/* The one revision of @revisions: (transfer full) (nullable), or an error that lists them. */
static DeskRevision *
take_only_revision (GPtrArray *revisions, const char *name, GError **error)
{
  g_autoptr (GString) others = g_string_new (NULL);

  if (revisions == NULL || revisions->len == 0)
    return NULL;

  if (revisions->len == 1)
    return g_ptr_array_steal_index (revisions, 0);

  for (guint i = 0; i < revisions->len; i++)
    g_string_append_printf (others, "%s@%u", i > 0 ? ", " : "",
                            ((DeskRevision *) g_ptr_array_index (revisions, i))->number);
  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_AMBIGUOUS, _ ("“%s” may be several: %s"), name, others->str);

  return NULL;
}

DeskRevision *
desk_lookup_find_revision (DeskConnection *db, gint64 story, const char *name, GError **error)
{
  g_autoptr (GPtrArray) revisions = NULL;
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autoptr (GError) local_error = NULL;
  DeskRevision *revision = NULL;

  if (desk_texts_is_hash (name))
    {
      revisions = read_all (desk_connection_query (db, sql_revision_by_id, &local_error, "lh", story, name), READ (revision),
                            &local_error);
    }
  else if (name[0] == '@')
    {
      gint64 number;

      if (g_ascii_string_to_signed (name + 1, 10, -G_MAXINT, G_MAXINT, &number, NULL) && number != 0)
        revisions = read_all (desk_connection_query (db, sql_revision_at_number, &local_error, "ll", story, number),
                              READ (revision), &local_error);
    }
  else
    {
      revisions = read_all (desk_connection_query (db, sql_revision_by_name, &local_error, "ls", story, name),
                            READ (revision), &local_error);
      if (revisions != NULL && revisions->len == 0 && is_digits (lower))
        {
          g_ptr_array_unref (revisions);
          revisions = read_all (desk_connection_query (db, sql_revision_by_start, &local_error, "ls", story, lower),
                                READ (revision), &local_error);
        }
    }

  if (local_error == NULL)
    revision = take_only_revision (revisions, name, &local_error);

  if (revision == NULL && local_error == NULL)
    g_set_error (&local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND,
                 /* Translators: %s is what was asked for */
                 _ ("The story has no version “%s”"), name);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return revision;
}

DeskUpdate *
desk_lookup_find_out_at (DeskConnection *db, gint64 story, gint64 at, GError **error)
{
  g_autoptr (GPtrArray) updates =
      read_all (desk_connection_query (db, sql_ledger_out_at, error, "ll", story, at), READ (update), error);

  if (updates == NULL)
    return NULL;

  if (updates->len == 0 || ((DeskUpdate *) g_ptr_array_index (updates, 0))->kind == DESK_UPDATE_WITHDRAWAL)
    {
      g_set_error_literal (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND, _ ("Nothing of the story was out then"));
      return NULL;
    }

  return g_ptr_array_steal_index (updates, 0);
}
