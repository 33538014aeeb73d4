/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "core/desk-anchor.h"
#include "core/desk-words.h"
#include "desk-journal.h"
#include "desk-sql.h"
#include "desk-store.h"
#include "desk-texts.h"
#include "desk-views.h"

/* An entry that is being applied. */
typedef struct
{
  DeskConnection *db;
  gint64 story;
  gint64 seq;
  DeskEntry *entry;
  JsonObject *body;
  gboolean fits;
} Apply;

typedef gboolean (*ApplyFunc) (Apply *self, GError **error);

/* A member that is there, or NULL: what an entry does not say stays as it is. */
static const char *
get_said (JsonObject *body, const char *member)
{
  return json_object_has_member (body, member) ? desk_json_get_string (body, member) : NULL;
}

static const char *
get_flag (JsonObject *body, const char *member)
{
  const char *said = get_said (body, member);

  if (said == NULL)
    return NULL;

  return g_str_equal (said, "yes") ? "1" : "0";
}

/* The hashes among the strings of a list, between spaces. */
static char *
join_hashes (char **strings)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; strings[i] != NULL; i++)
    if (desk_texts_is_hash (strings[i]) && strstr (joined->str, strings[i]) == NULL)
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", strings[i]);

  return g_string_free_and_steal (g_steal_pointer (&joined));
}

/* Steps to the one row of @statement; without it, what the entry is about is not in this story. */
static gboolean
find (Apply *self, DeskStatement *statement, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  if (desk_statement_step (statement, &local_error))
    return TRUE;

  self->fits = FALSE;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* The row of the claim that the entry is about; 0 when it is not in this story, -1 with an error. */
static gint64
find_claim (Apply *self, const char *id, char **exact, char **fit, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskStatement) statement =
      desk_connection_query (self->db, sql_claim_find, &local_error, "hl", id, self->story);

  if (!find (self, statement, &local_error))
    return desk_pass_error (g_steal_pointer (&local_error), error) ? 0 : -1;

  if (exact != NULL)
    *exact = desk_statement_dup_string (statement, 1);
  if (fit != NULL)
    *fit = desk_statement_dup_string (statement, 2);

  return desk_statement_get_int (statement, 0);
}

static gboolean
apply_slug (Apply *self, GError **error)
{
  const char *slug = desk_json_get_string (self->body, "slug");
  g_autofree char *key = desk_views_fold_slug (slug);

  return desk_connection_run (self->db, sql_story_set_slug, error, "lss", self->story, slug, key);
}

/* The number of a revision in this story, 0 when there is none; -1 with an error. */
static gint64
find_revision (Apply *self, const char *id, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (self->db, sql_revision_find, error, "hl", id, self->story);
  g_autoptr (GError) local_error = NULL;
  gint64 number = 0;

  if (statement == NULL)
    return -1;

  if (desk_statement_step (statement, &local_error))
    number = desk_statement_get_int (statement, 2);

  return desk_pass_error (g_steal_pointer (&local_error), error) ? number : -1;
}

static gboolean
apply_revision (Apply *self, GError **error)
{
  const char *text = desk_json_get_string (self->body, "text");
  g_auto (GStrv) bases = desk_json_get_strings (self->body, "bases");
  g_autofree char *more = NULL;
  gint64 first_base = 0;
  gint64 text_row;
  int why = DESK_WHY_FIRST;

  self->fits = desk_texts_is_hash (text);
  if (!self->fits)
    return TRUE;

  text_row = desk_texts_name (self->db, text, error);
  if (text_row < 0)
    return FALSE;

  for (guint i = 0; bases[i] != NULL; i++)
    {
      gint64 base = find_revision (self, bases[i], error);

      if (base < 0 || (base > 0 && !desk_connection_run (self->db, sql_revision_end_head, error, "lll", self->story, base,
                                                         self->seq)))
        return FALSE;
      if (i == 0)
        first_base = base;
    }

  more = join_hashes (bases[0] != NULL ? bases + 1 : bases);
  desk_enum_from_nick (DESK_TYPE_WHY, desk_json_get_string (self->body, "why"), &why, NULL);

  return desk_connection_run (self->db, sql_revision_add, error, "lllnsis", self->seq, self->story, text_row, first_base,
                              more, why, desk_json_get_string (self->body, "note")) &&
         desk_connection_run (self->db, sql_revision_number_entry, error, "ll", self->seq, self->story);
}

static gboolean
apply_name (Apply *self, GError **error)
{
  if (!desk_connection_run (self->db, sql_revision_name, error, "hlssl",
                            desk_json_get_string (self->body, "revision"), self->story,
                            desk_json_get_string (self->body, "name"), desk_json_get_string (self->body, "note"),
                            self->seq))
    return FALSE;

  self->fits = desk_connection_get_changes (self->db) > 0;

  return TRUE;
}

static gboolean
add_evidence (Apply *self, int n, gint64 claim, JsonObject *body, GError **error)
{
  return desk_connection_run (self->db, sql_evidence_add, error, "lilssssss", self->seq, n, claim,
                              desk_json_get_string (body, "kind"), desk_json_get_string (body, "stance"),
                              desk_json_get_string (body, "ref"), desk_json_get_string (body, "title"),
                              desk_json_get_string (body, "quote"), desk_json_get_string (body, "sealed"));
}

static gboolean
apply_claim (Apply *self, GError **error)
{
  g_autoptr (DeskAnchor) anchor = NULL;
  JsonObject *anchor_json = desk_json_get_object (self->body, "anchor");
  JsonArray *evidence = desk_json_get_array (self->body, "evidence");
  const char *said = desk_json_get_string (self->body, "said");
  const char *so = desk_json_get_string (self->body, "so");
  gboolean answered = (*said != '\0' && !g_str_equal (said, "open")) || (*so != '\0' && !g_str_equal (so, "open"));

  if (anchor_json != NULL)
    anchor = desk_anchor_from_json (anchor_json);
  self->fits = anchor != NULL;
  if (!self->fits)
    return TRUE;

  if (!desk_connection_run (self->db, sql_claim_add, error, "llsssissssssn", self->seq, self->story, anchor->exact,
                            anchor->prefix, anchor->suffix, (int) anchor->start, anchor->text,
                            desk_json_get_string (self->body, "by"), desk_json_get_string (self->body, "kind"), said,
                            so, desk_json_get_string (self->body, "because"), answered ? self->seq : (gint64) 0))
    return FALSE;

  for (guint i = 0; evidence != NULL && i < json_array_get_length (evidence); i++)
    {
      JsonNode *node = json_array_get_element (evidence, i);

      if (JSON_NODE_HOLDS_OBJECT (node) &&
          !add_evidence (self, i + 1, self->seq, json_node_get_object (node), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
apply_anchor (Apply *self, GError **error)
{
  JsonObject *anchor_json = desk_json_get_object (self->body, "anchor");
  g_autoptr (DeskAnchor) anchor = anchor_json != NULL ? desk_anchor_from_json (anchor_json) : NULL;
  gint64 claim = find_claim (self, desk_json_get_string (self->body, "claim"), NULL, NULL, error);

  if (claim <= 0)
    return claim == 0;

  /* Words that are gone keep the place where they were last. */
  if (anchor != NULL &&
      !desk_connection_run (self->db, sql_claim_move, error, "lsssis", claim, anchor->exact, anchor->prefix,
                            anchor->suffix, (int) anchor->start, anchor->text))
    return FALSE;

  return desk_connection_run (self->db, sql_claim_fit, error, "lsl", claim, desk_json_get_string (self->body, "fit"),
                              self->seq);
}

/* An answer, what a claim says of itself, or that it is let go: whatever members there are. */
static gboolean
apply_answer (Apply *self, GError **error)
{
  const char *said = get_said (self->body, "said");
  const char *so = get_said (self->body, "so");
  const char *wording = get_said (self->body, "wording");
  g_autofree char *exact = NULL;
  g_autofree char *fit = NULL;
  gint64 claim = find_claim (self, desk_json_get_string (self->body, "claim"), &exact, &fit, error);

  if (claim <= 0)
    return claim == 0;

  if (said != NULL || so != NULL)
    {
      if (!desk_connection_run (self->db, sql_claim_answer, error, "lssssl", claim, said, so,
                                get_said (self->body, "because"), wording, self->seq))
        return FALSE;

      /* It is an answer for exact words: those that are there now, or others. */
      if (wording != NULL && !g_str_equal (fit, "gone") &&
          !desk_connection_run (self->db, sql_claim_fit, error, "lsl", claim,
                                desk_words_same (wording, exact, NULL) ? "exact" : "changed", self->seq))
        return FALSE;
    }

  return desk_connection_run (self->db, sql_claim_describe, error, "lsssl", claim, get_said (self->body, "by"),
                              get_said (self->body, "kind"), get_flag (self->body, "dropped"), self->seq);
}

static gboolean
apply_evidence (Apply *self, GError **error)
{
  gint64 claim = find_claim (self, desk_json_get_string (self->body, "claim"), NULL, NULL, error);

  if (claim <= 0)
    return claim == 0;

  return add_evidence (self, 0, claim, self->body, error) &&
         desk_connection_run (self->db, sql_claim_see, error, "ll", claim, self->seq);
}

static gboolean
apply_evidence_drop (Apply *self, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (desk_json_get_string (self->body, "evidence"), "/", 2);
  int n = parts[0] != NULL && parts[1] != NULL ? (int) g_ascii_strtoll (parts[1], NULL, 10) : 0;
  g_autoptr (GError) local_error = NULL;
  gint64 row, claim;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (
        self->db, sql_evidence_find, &local_error, "hil", parts[0] != NULL ? parts[0] : "", n, self->story);

    if (!find (self, statement, &local_error))
      return desk_pass_error (g_steal_pointer (&local_error), error);

    row = desk_statement_get_int (statement, 0);
    claim = desk_statement_get_int (statement, 1);
  }

  return desk_connection_run (self->db, sql_evidence_drop, error, "lii", row, n,
                              g_str_equal (desk_json_get_string (self->body, "dropped"), "yes")) &&
         desk_connection_run (self->db, sql_claim_see, error, "ll", claim, self->seq);
}

static gboolean
apply_contradiction (Apply *self, GError **error)
{
  g_auto (GStrv) claims = desk_json_get_strings (self->body, "claims");
  gboolean stands = g_str_equal (desk_json_get_string (self->body, "stands"), "yes");
  gint64 a, b;

  self->fits = g_strv_length (claims) == 2 && !g_str_equal (claims[0], claims[1]);
  if (!self->fits)
    return TRUE;

  a = find_claim (self, claims[0], NULL, NULL, error);
  b = a > 0 ? find_claim (self, claims[1], NULL, NULL, error) : a;
  if (a <= 0 || b <= 0)
    return a == 0 || b == 0;

  return desk_connection_run (self->db, stands ? sql_contradiction_add : sql_contradiction_remove, error, "ll",
                              MIN (a, b), MAX (a, b)) &&
         desk_connection_run (self->db, sql_claim_see, error, "ll", a, self->seq) &&
         desk_connection_run (self->db, sql_claim_see, error, "ll", b, self->seq);
}

static gboolean
apply_post (Apply *self, GError **error)
{
  JsonObject *body = self->body;
  g_auto (GStrv) pictures = desk_json_get_strings (body, "pictures");
  g_auto (GStrv) missing = desk_json_get_strings (body, "missing");
  g_autofree char *joined_pictures = join_hashes (pictures);
  g_autofree char *joined_missing = g_strjoinv (" ", missing);

  return desk_connection_run (
      self->db, sql_post_add, error, "llssssssslsssss", self->seq, self->story, desk_json_get_string (body, "address"),
      desk_json_get_string (body, "network"), desk_json_get_string (body, "author"),
      desk_json_get_string (body, "handle"), desk_json_get_string (body, "author_address"),
      desk_json_get_string (body, "words"), desk_json_get_string (body, "language"),
      desk_json_get_int (body, "posted", 0), desk_json_get_string (body, "posted_from"), joined_missing,
      desk_json_get_string (body, "graphic"), desk_json_get_string (body, "raw"), joined_pictures);
}

/* The row of the post that the entry is about, as find_claim(). */
static gint64
find_post (Apply *self, char **missing, char **pictures, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskStatement) statement = desk_connection_query (
      self->db, sql_post_find, &local_error, "hl", desk_json_get_string (self->body, "post"), self->story);

  if (!find (self, statement, &local_error))
    return desk_pass_error (g_steal_pointer (&local_error), error) ? 0 : -1;

  if (missing != NULL)
    *missing = desk_statement_dup_string (statement, 1);
  if (pictures != NULL)
    *pictures = desk_statement_dup_string (statement, 2);

  return desk_statement_get_int (statement, 0);
}

static gboolean
apply_capture (Apply *self, GError **error)
{
  JsonObject *body = self->body;
  g_auto (GStrv) new_pictures = desk_json_get_strings (body, "pictures");
  g_auto (GStrv) new_missing = desk_json_get_strings (body, "missing");
  g_autofree char *old_missing = NULL;
  g_autofree char *old_pictures = NULL;
  g_autofree char *pictures = NULL;
  g_auto (GStrv) was_missing = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) both_pictures = NULL;
  g_auto (GStrv) still = NULL;
  g_autofree char *missing = NULL;
  gint64 post = find_post (self, &old_missing, &old_pictures, error);

  if (post <= 0)
    return post == 0;

  /* Missing is what neither look found. */
  was_missing = g_strsplit (old_missing, " ", -1);
  for (guint i = 0; was_missing[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) new_missing, was_missing[i]))
      g_strv_builder_add (builder, was_missing[i]);
  still = g_strv_builder_end (builder);
  missing = g_strjoinv (" ", still);

  both_pictures = g_strsplit (old_pictures, " ", -1);
  g_strv_builder_addv (builder, (const char **) both_pictures);
  g_strv_builder_addv (builder, (const char **) new_pictures);
  g_strfreev (both_pictures);
  both_pictures = g_strv_builder_end (builder);
  pictures = join_hashes (both_pictures);

  return desk_connection_run (
      self->db, sql_post_capture, error, "llssssssslsssss", post, self->seq, desk_json_get_string (body, "address"),
      desk_json_get_string (body, "network"), desk_json_get_string (body, "author"),
      desk_json_get_string (body, "handle"), desk_json_get_string (body, "author_address"),
      desk_json_get_string (body, "words"), desk_json_get_string (body, "language"),
      desk_json_get_int (body, "posted", 0), desk_json_get_string (body, "posted_from"), missing,
      desk_json_get_string (body, "graphic"), desk_json_get_string (body, "raw"), pictures);
}

static gboolean
apply_post_check (Apply *self, GError **error)
{
  gint64 post = find_post (self, NULL, NULL, error);

  if (post <= 0)
    return post == 0;

  return desk_connection_run (self->db, sql_post_check, error, "llsl", post, self->seq,
                              desk_json_get_string (self->body, "state"), desk_entry_get_at (self->entry));
}

static gboolean
apply_post_mark (Apply *self, GError **error)
{
  gint64 post = find_post (self, NULL, NULL, error);

  if (post <= 0)
    return post == 0;

  return desk_connection_run (self->db, sql_post_mark, error, "llss", post, self->seq,
                              get_said (self->body, "graphic"), get_flag (self->body, "dropped"));
}

static gboolean
supersede (Apply *self, const char *id, GError **error)
{
  g_autofree char *text = NULL;

  {
    g_autoptr (GError) local_error = NULL;
    g_autoptr (DeskStatement) statement =
        desk_connection_query (self->db, sql_ledger_find, &local_error, "hl", id, self->story);

    if (!find (self, statement, &local_error))
      return desk_pass_error (g_steal_pointer (&local_error), error);
    text = desk_statement_dup_string (statement, 0);
  }

  return desk_connection_run (self->db, sql_ledger_supersede, error, "hlsl", id, self->story,
                              desk_entry_get_id (self->entry), self->seq) &&
         desk_connection_run (self->db, sql_revision_went_out, error, "lhl", self->story, text, self->seq);
}

static gboolean
apply_update (Apply *self, GError **error)
{
  const char *kind = desk_json_get_string (self->body, "kind");
  const char *text = desk_json_get_string (self->body, "text");
  const char *supersedes = desk_json_get_string (self->body, "supersedes");
  gint64 at = desk_json_get_int (self->body, "at", desk_entry_get_at (self->entry));
  gboolean withdrawn = g_str_equal (kind, "withdrawal");
  gint64 revision = 0;

  if (*supersedes != '\0' && !supersede (self, supersedes, error))
    return FALSE;

  /* A withdrawal needs no words. */
  if (*text != '\0' || !withdrawn)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (DeskStatement) statement =
          desk_connection_query (self->db, sql_revision_for_text, &local_error, "lh", self->story, text);

      if (!find (self, statement, &local_error))
        return desk_pass_error (g_steal_pointer (&local_error), error);
      revision = desk_statement_get_int (statement, 0);
    }

  return desk_connection_run (self->db, sql_ledger_add, error, "llslssssnsss", self->seq, self->story, kind, at,
                              desk_json_get_string (self->body, "zone"), desk_json_get_string (self->body, "language"),
                              desk_json_get_string (self->body, "words"), text, revision,
                              desk_json_get_string (self->body, "was"), desk_json_get_string (self->body, "now"),
                              desk_json_get_string (self->body, "because")) &&
         desk_connection_run (self->db, sql_revision_went_out, error, "lhl", self->story, text, self->seq) &&
         (withdrawn || desk_connection_run (self->db, sql_story_set_state, error, "ls", self->story, "published"));
}

static gboolean
apply_state (Apply *self, GError **error)
{
  return desk_connection_run (self->db, sql_story_set_state, error, "ls", self->story,
                              desk_json_get_string (self->body, "state"));
}

static gboolean
apply_erase (Apply *self, GError **error)
{
  g_auto (GStrv) sealed = desk_json_get_strings (self->body, "sealed");
  g_auto (GStrv) blobs = desk_json_get_strings (self->body, "blobs");

  for (guint i = 0; sealed[i] != NULL; i++)
    if (!desk_connection_run (self->db, sql_sealed_erase, error, "sl", sealed[i], self->story))
      return FALSE;

  for (guint i = 0; blobs[i] != NULL; i++)
    if (!desk_connection_run (self->db, sql_blob_erase, error, "sl", blobs[i], self->story))
      return FALSE;

  return TRUE;
}

static gboolean
apply_bin (Apply *self, GError **error)
{
  return desk_connection_run (self->db, sql_story_set_binned, error, "li", self->story,
                              g_str_equal (desk_json_get_string (self->body, "binned"), "yes"));
}

/* The row of the note, or of what is left, that the entry is about; as find_claim(). */
static gint64
find_row (Apply *self, const char *sql, const char *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskStatement) statement = desk_connection_query (self->db, sql, &local_error, "hl", id, self->story);

  if (!find (self, statement, &local_error))
    return desk_pass_error (g_steal_pointer (&local_error), error) ? 0 : -1;

  return desk_statement_get_int (statement, 0);
}

static gboolean
add_note (Apply *self, const DeskAnchor *anchor, const char *sealed, GError **error)
{
  /* Entries of a kind that was kept for later: there is nothing that they are about. */
  if (anchor == NULL)
    return TRUE;

  return desk_connection_run (self->db, sql_note_add, error, "llsssiss", self->seq, self->story, anchor->exact,
                              anchor->prefix, anchor->suffix, (int) anchor->start, anchor->text, sealed);
}

static gboolean
apply_note (Apply *self, GError **error)
{
  JsonObject *anchor_json = desk_json_get_object (self->body, "anchor");
  g_autoptr (DeskAnchor) anchor = anchor_json != NULL ? desk_anchor_from_json (anchor_json) : NULL;
  const char *said = desk_json_get_string (self->body, "sealed");
  const char *sealed = desk_texts_is_hash (said) ? said : "";
  const char *resolved = get_flag (self->body, "resolved");
  gint64 note;

  if (!json_object_has_member (self->body, "note"))
    return add_note (self, anchor, sealed, error);

  note = find_row (self, sql_note_find, desk_json_get_string (self->body, "note"), error);
  if (note <= 0)
    return note == 0;

  if (anchor != NULL &&
      !desk_connection_run (self->db, sql_note_move, error, "lsssis", note, anchor->exact, anchor->prefix, anchor->suffix,
                            (int) anchor->start, anchor->text))
    return FALSE;

  if (resolved != NULL && !desk_connection_run (self->db, sql_note_resolve, error, "lli", note, self->seq, *resolved == '1'))
    return FALSE;

  return desk_connection_run (self->db, sql_note_change, error, "llsss", note, self->seq, get_said (self->body, "fit"), sealed,
                              get_flag (self->body, "dropped"));
}

static gboolean
apply_leave (Apply *self, GError **error)
{
  JsonObject *anchor_json = desk_json_get_object (self->body, "anchor");
  g_autoptr (DeskAnchor) anchor = anchor_json != NULL ? desk_anchor_from_json (anchor_json) : NULL;
  gint64 leave;

  if (!json_object_has_member (self->body, "leave"))
    {
      self->fits = anchor != NULL;

      return anchor == NULL ||
             desk_connection_run (self->db, sql_leave_add, error, "llssssis", self->seq, self->story,
                                  desk_json_get_string (self->body, "rule"), anchor->exact, anchor->prefix, anchor->suffix,
                                  (int) anchor->start, anchor->text);
    }

  leave = find_row (self, sql_leave_find, desk_json_get_string (self->body, "leave"), error);
  if (leave <= 0)
    return leave == 0;

  return desk_connection_run (self->db, sql_leave_drop, error, "li", leave,
                              g_str_equal (desk_json_get_string (self->body, "dropped"), "yes"));
}

static gboolean
apply_target (Apply *self, GError **error)
{
  gint64 words = CLAMP (desk_json_get_int (self->body, "words", 0), 0, G_MAXINT);

  return desk_connection_run (self->db, sql_target_set, error, "ll", self->story, words);
}

static gboolean
apply_rule (Apply *self, GError **error)
{
  JsonObject *body = self->body;
  const char *rule = desk_json_get_string (body, "rule");
  const char *term = desk_json_get_string (body, "term");
  const char *dropped = get_flag (body, "dropped");

  self->fits = *rule != '\0';
  if (!self->fits)
    return TRUE;

  if (*term != '\0' &&
      !desk_connection_run (self->db, sql_rule_set, error, "slssssii", rule, self->seq, term,
                            desk_json_get_string (body, "prefer"), desk_json_get_string (body, "why"),
                            desk_json_get_string (body, "language"), g_str_equal (desk_json_get_string (body, "regex"), "yes"),
                            g_str_equal (desk_json_get_string (body, "any_case"), "yes")))
    return FALSE;

  return dropped == NULL ||
         desk_connection_run (self->db, sql_rule_drop, error, "sli", rule, self->seq, *dropped == '1');
}

static gboolean
apply_word (Apply *self, GError **error)
{
  const char *word = desk_json_get_string (self->body, "word");

  self->fits = *word != '\0';

  return !self->fits ||
         desk_connection_run (self->db, sql_word_set, error, "ssli", word, desk_json_get_string (self->body, "language"),
                              self->seq, g_str_equal (desk_json_get_string (self->body, "dropped"), "yes"));
}

/* A person and kinds of later programs have no view: the entry itself is all there is. */
static const ApplyFunc apply_funcs[] = {
  [DESK_ENTRY_STORY] = apply_slug,
  [DESK_ENTRY_SLUG] = apply_slug,
  [DESK_ENTRY_REVISION] = apply_revision,
  [DESK_ENTRY_NAME] = apply_name,
  [DESK_ENTRY_CLAIM] = apply_claim,
  [DESK_ENTRY_ANCHOR] = apply_anchor,
  [DESK_ENTRY_ANSWER] = apply_answer,
  [DESK_ENTRY_EVIDENCE] = apply_evidence,
  [DESK_ENTRY_EVIDENCE_DROP] = apply_evidence_drop,
  [DESK_ENTRY_CONTRADICTION] = apply_contradiction,
  [DESK_ENTRY_POST] = apply_post,
  [DESK_ENTRY_CAPTURE] = apply_capture,
  [DESK_ENTRY_POST_CHECK] = apply_post_check,
  [DESK_ENTRY_POST_MARK] = apply_post_mark,
  [DESK_ENTRY_UPDATE] = apply_update,
  [DESK_ENTRY_STATE] = apply_state,
  [DESK_ENTRY_ERASE] = apply_erase,
  [DESK_ENTRY_BIN] = apply_bin,
  [DESK_ENTRY_NOTE] = apply_note,
  [DESK_ENTRY_LEAVE] = apply_leave,
  [DESK_ENTRY_TARGET] = apply_target,
};

/* Of the desk's own journal. */
static const ApplyFunc apply_own_funcs[] = {
  [DESK_ENTRY_RULE] = apply_rule,
  [DESK_ENTRY_WORD] = apply_word,
};

typedef struct
{
  Apply *apply;
  GError *error;
} AddHolding;

static void
add_holding_cb (const char *hash, const char *kind, gpointer data)
{
  AddHolding *add = data;

  if (add->error == NULL && !g_str_equal (kind, "text"))
    desk_connection_run (add->apply->db, sql_holding_add, &add->error, "sls", hash, add->apply->story, kind);
}

/* Entries name few things by hash; what they name depends on their kind alone. */
static void
tell_hashes (JsonObject *body, const char *member, const char *kind, DeskHoldingFunc func, gpointer data)
{
  g_auto (GStrv) list = desk_json_get_strings (body, member);
  const char *single = desk_json_get_string (body, member);

  if (desk_texts_is_hash (single))
    func (single, kind, data);
  for (guint i = 0; list[i] != NULL; i++)
    if (desk_texts_is_hash (list[i]))
      func (list[i], kind, data);
}

static void
tell_evidence (JsonObject *body, DeskHoldingFunc func, gpointer data)
{
  if (g_str_equal (desk_json_get_string (body, "kind"), "file"))
    tell_hashes (body, "ref", "file", func, data);
  tell_hashes (body, "sealed", "sealed", func, data);
}

void
desk_views_foreach_holding (DeskEntry *entry, DeskHoldingFunc func, gpointer data)
{
  JsonObject *body = desk_entry_get_body (entry);
  JsonArray *evidence = desk_json_get_array (body, "evidence");

  switch (desk_entry_get_kind (entry))
    {
    case DESK_ENTRY_REVISION:
      tell_hashes (body, "text", "text", func, data);
      break;

    case DESK_ENTRY_CLAIM:
      for (guint i = 0; evidence != NULL && i < json_array_get_length (evidence); i++)
        if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (evidence, i)))
          tell_evidence (json_array_get_object_element (evidence, i), func, data);
      break;

    case DESK_ENTRY_EVIDENCE:
      tell_evidence (body, func, data);
      break;

    case DESK_ENTRY_POST:
    case DESK_ENTRY_CAPTURE:
      tell_hashes (body, "raw", "blob", func, data);
      tell_hashes (body, "pictures", "blob", func, data);
      break;

    case DESK_ENTRY_NOTE:
    case DESK_ENTRY_PERSON:
      tell_hashes (body, "sealed", "sealed", func, data);
      break;

    default:
      break;
    }
}

char *
desk_views_fold_slug (const char *slug)
{
  g_autofree char *normal = g_utf8_normalize (slug, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

/* An entry of a kind that does not belong into the desk's own journal has no effect there. */
static gboolean
apply_own (Apply *self, int kind, GError **error)
{
  self->fits = kind >= 0 && kind < (int) G_N_ELEMENTS (apply_own_funcs) && apply_own_funcs[kind] != NULL;

  return !self->fits || apply_own_funcs[kind](self, error);
}

static gboolean
apply_to_story (Apply *self, int kind, GError **error)
{
  AddHolding add = { self, NULL };

  desk_views_foreach_holding (self->entry, add_holding_cb, &add);
  if (add.error != NULL)
    {
      g_propagate_error (error, add.error);
      return FALSE;
    }

  self->fits = kind != DESK_ENTRY_RULE && kind != DESK_ENTRY_WORD;
  if (!desk_connection_run (self->db, sql_story_touch, error, "lls", self->story, desk_entry_get_at (self->entry),
                            desk_entry_get_id (self->entry)))
    return FALSE;

  return kind < 0 || kind >= (int) G_N_ELEMENTS (apply_funcs) || apply_funcs[kind] == NULL || apply_funcs[kind](self, error);
}

gboolean
desk_views_apply (DeskConnection *db, gint64 story, gint64 seq, DeskEntry *entry, gboolean *fits, GError **error)
{
  Apply self = { db, story, seq, entry, desk_entry_get_body (entry), TRUE };
  int kind = desk_entry_get_kind (entry);

  if (story == 0 ? !apply_own (&self, kind, error) : !apply_to_story (&self, kind, error))
    return FALSE;

  if (fits != NULL)
    *fits = self.fits;

  return TRUE;
}

gboolean
desk_views_finish (DeskConnection *db, gint64 story, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GError) local_error = NULL;

  if (story == 0)
    return TRUE;

  if (!desk_connection_run (db, sql_story_sum_up, error, "l", story) ||
      !desk_connection_run (db, sql_story_sum_up_head, error, "l", story))
    return FALSE;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_head, error, "l", story);

    if (statement == NULL)
      return FALSE;

    if (desk_statement_step (statement, &local_error))
      hash = desk_statement_dup_string (statement, 5);
  }

  if (hash != NULL && *hash != '\0')
    text = desk_texts_load (db, hash, &local_error);

  /* A text that was left out, or is damaged, takes its headline with it and nothing more. */
  if (g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND) ||
      g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    g_clear_error (&local_error);
  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return FALSE;

  if (text == NULL)
    text = desk_text_new ();

  return desk_connection_run (db, sql_story_set_text, error, "lsss", story,
                              desk_text_get_field (text, DESK_FIELD_HEADLINE),
                              desk_text_get_field (text, DESK_FIELD_LANGUAGE),
                              desk_text_get_field (text, DESK_FIELD_ZONE));
}

/* Takes away all that stands in the views of a journal. */
static gboolean
clear_views (DeskConnection *db, gint64 story, GError **error)
{
  for (guint i = 0; story == 0 && i < G_N_ELEMENTS (sql_desk_views_clear); i++)
    if (!desk_connection_run (db, sql_desk_views_clear[i], error, ""))
      return FALSE;

  if (story == 0)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (sql_views_clear); i++)
    if (!desk_connection_run (db, sql_views_clear[i], error, "l", story))
      return FALSE;

  return desk_connection_run (db, sql_holding_clear, error, "l", story) &&
         desk_connection_run (db, sql_story_clear, error, "l", story);
}

gint64
desk_views_rebuild (DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (DeskJournalReader) reader = desk_journal_reader_new (db);
  g_autoptr (DeskStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 n = 0;

  if (!desk_journal_sort (db, story, error) || !clear_views (db, story, error))
    return -1;

  statement = desk_connection_query (db, sql_entry_list, error, "n", story);
  if (statement == NULL)
    return -1;

  while (desk_statement_step (statement, &local_error))
    {
      g_autoptr (DeskEntry) entry = desk_journal_reader_parse (reader, statement, NULL);

      /* Damaged: verify names it. What still can be read makes the views. */
      if (entry == NULL)
        continue;

      if (!desk_views_apply (db, story, desk_statement_get_int (statement, 0), entry, NULL, &local_error))
        break;
      n++;
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return -1;

  return desk_views_finish (db, story, error) ? n : -1;
}
