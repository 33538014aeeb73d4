/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-cli-json.h"

#include "core/desk-time.h"

static void
set_nick (JsonObject *object, const char *member, GType type, int value)
{
  json_object_set_string_member (object, member, desk_enum_to_nick (type, value));
}

static void
set_instant (JsonObject *object, const char *member, gint64 at, const char *zone)
{
  if (at == 0)
    {
      json_object_set_null_member (object, member);
    }
  else
    {
      g_autofree char *iso = desk_time_format_iso (at, zone);

      json_object_set_string_member (object, member, iso);
    }
}

static JsonArray *
evidence_to_json (GPtrArray *evidence, const char *zone)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < evidence->len; i++)
    {
      DeskEvidence *item = g_ptr_array_index (evidence, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", item->id);
      set_nick (object, "kind", DESK_TYPE_EVIDENCE_KIND, item->kind);
      set_nick (object, "stance", DESK_TYPE_STANCE, item->stance);
      json_object_set_string_member (object, "ref", item->ref);
      json_object_set_string_member (object, "title", item->title);
      json_object_set_string_member (object, "quote", item->quote);
      set_instant (object, "at", item->at, zone);
      json_object_set_string_member (object, "author", item->author);
      json_array_add_object_element (array, object);
    }
  return array;
}

JsonArray *
desk_cli_strings_to_json (const char *const *strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  return array;
}

JsonObject *
desk_cli_story_to_json (DeskStory *story)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", story->id);
  json_object_set_string_member (object, "slug", story->slug);
  json_object_set_string_member (object, "headline", story->headline);
  json_object_set_string_member (object, "language", story->language);
  json_object_set_string_member (object, "zone", story->zone);
  set_nick (object, "state", DESK_TYPE_STATE, story->state);
  json_object_set_boolean_member (object, "binned", story->binned);
  set_instant (object, "created_at", story->created_at, story->zone);
  set_instant (object, "changed_at", story->changed_at, story->zone);
  set_instant (object, "published_at", story->published_at, story->zone);
  set_instant (object, "out_at", story->out_at, story->zone);
  json_object_set_boolean_member (object, "not_out", story->not_out);
  json_object_set_string_member (object, "head", story->head);
  json_object_set_int_member (object, "heads", story->n_heads);
  json_object_set_int_member (object, "revisions", story->n_revisions);
  json_object_set_int_member (object, "claims", story->n_claims);
  json_object_set_int_member (object, "sourced", story->n_sourced);
  json_object_set_int_member (object, "verified", story->n_verified);
  json_object_set_int_member (object, "posts", story->n_posts);
  if (story->snippet[0] != '\0')
    json_object_set_string_member (object, "snippet", story->snippet);
  return object;
}

JsonObject *
desk_cli_revision_to_json (DeskRevision *revision, const char *zone)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", revision->id);
  json_object_set_int_member (object, "number", revision->number);
  json_object_set_string_member (object, "text", revision->text);
  json_object_set_array_member (object, "bases", desk_cli_strings_to_json ((const char *const *) revision->bases));
  set_nick (object, "why", DESK_TYPE_WHY, revision->why);
  json_object_set_string_member (object, "author", revision->author);
  set_instant (object, "at", revision->at, zone);
  json_object_set_string_member (object, "name", revision->name);
  json_object_set_string_member (object, "note", revision->note);
  json_object_set_int_member (object, "words", revision->words);
  json_object_set_int_member (object, "words_more", revision->words_more);
  json_object_set_boolean_member (object, "published", revision->published);
  json_object_set_boolean_member (object, "head", revision->is_head);
  return object;
}

JsonObject *
desk_cli_claim_to_json (DeskClaim *claim, const char *zone)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", claim->id);
  json_object_set_string_member (object, "exact", claim->anchor->exact);
  json_object_set_int_member (object, "start", claim->anchor->start);
  set_nick (object, "fit", DESK_TYPE_FIT, claim->fit);
  json_object_set_string_member (object, "wording", claim->wording);
  json_object_set_string_member (object, "by", claim->by);
  set_nick (object, "kind", DESK_TYPE_CLAIM_KIND, claim->kind);
  set_nick (object, "said", DESK_TYPE_SAID, claim->said);
  set_nick (object, "so", DESK_TYPE_SO, claim->so);
  set_nick (object, "status", DESK_TYPE_STATUS, desk_claim_get_status (claim));
  json_object_set_string_member (object, "because", claim->because);
  json_object_set_string_member (object, "author", claim->author);
  set_instant (object, "at", claim->at, zone);
  json_object_set_string_member (object, "answered_by", claim->answered_by);
  set_instant (object, "answered_at", claim->answered_at, zone);
  json_object_set_array_member (object, "evidence", evidence_to_json (claim->evidence, zone));
  json_object_set_array_member (object, "contradicts", desk_cli_strings_to_json ((const char *const *) claim->contradicts));
  return object;
}

JsonObject *
desk_cli_post_to_json (DeskPost *post, const char *zone)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", post->id);
  json_object_set_string_member (object, "address", post->address);
  json_object_set_string_member (object, "network", post->network);
  json_object_set_string_member (object, "author", post->author);
  json_object_set_string_member (object, "handle", post->handle);
  json_object_set_string_member (object, "author_address", post->author_address);
  json_object_set_string_member (object, "words", post->words);
  json_object_set_string_member (object, "language", post->language);
  set_instant (object, "posted_at", post->posted_at, zone);
  set_nick (object, "posted_from", DESK_TYPE_TIME_FROM, post->posted_from);
  json_object_set_array_member (object, "missing", desk_cli_strings_to_json ((const char *const *) post->missing));
  json_object_set_string_member (object, "graphic", post->graphic);
  json_object_set_string_member (object, "raw", post->raw);
  json_object_set_array_member (object, "pictures", desk_cli_strings_to_json ((const char *const *) post->pictures));
  set_instant (object, "captured_at", post->captured_at, zone);
  json_object_set_string_member (object, "captured_by", post->captured_by);
  json_object_set_int_member (object, "captures", post->n_captures);
  set_nick (object, "state", DESK_TYPE_POST_STATE, post->state);
  set_instant (object, "checked_at", post->checked_at, zone);
  return object;
}

JsonObject *
desk_cli_update_to_json (DeskUpdate *update)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", update->id);
  set_nick (object, "kind", DESK_TYPE_UPDATE_KIND, update->kind);
  set_instant (object, "at", update->at, update->zone);
  json_object_set_string_member (object, "zone", update->zone);
  json_object_set_string_member (object, "language", update->language);
  json_object_set_string_member (object, "words", update->words);
  json_object_set_string_member (object, "text", update->text);
  json_object_set_string_member (object, "revision", update->revision);
  json_object_set_int_member (object, "revision_number", update->revision_number);
  json_object_set_string_member (object, "was", update->was);
  json_object_set_string_member (object, "now", update->now);
  json_object_set_string_member (object, "because", update->because);
  json_object_set_string_member (object, "author", update->author);
  json_object_set_string_member (object, "superseded_by", update->superseded_by);
  return object;
}

JsonObject *
desk_cli_text_to_json (DeskText *text)
{
  g_autofree const char **names = desk_text_get_field_names (text);
  JsonObject *object = json_object_new ();
  JsonArray *fields = json_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree const char **values = NULL;

      if (!g_hash_table_add (seen, g_ascii_strdown (names[i], -1)))
        continue;
      values = desk_text_get_fields (text, names[i]);
      for (guint j = 0; values[j] != NULL; j++)
        {
          JsonObject *field = json_object_new ();

          json_object_set_string_member (field, "name", names[i]);
          json_object_set_string_member (field, "value", values[j]);
          json_array_add_object_element (fields, field);
        }
    }

  json_object_set_string_member (object, "hash", desk_text_get_hash (text));
  json_object_set_string_member (object, "text", desk_text_get_canonical (text, NULL));
  json_object_set_array_member (object, "fields", fields);
  json_object_set_string_member (object, "body", desk_text_get_body (text));
  return object;
}
