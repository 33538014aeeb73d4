/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#include "desk-change.h"

#define SALT_BYTES 32

struct _DeskChange
{
  gatomicrefcount ref_count;
  DeskEntryKind kind;
  JsonObject *body;
  DeskText *text;
  GPtrArray *blobs;  /* (element-type DeskBlob) */
  GPtrArray *sealed; /* (element-type DeskSealed) */
  GArray *ranges;    /* (element-type DeskClaimRange) */
  gint64 at;
  char *author;
};

G_DEFINE_BOXED_TYPE (DeskChange, desk_change, desk_change_ref, desk_change_unref)

static void
blob_free (gpointer data)
{
  DeskBlob *blob = data;

  g_free (blob->hash);
  g_free (blob->type);
  g_bytes_unref (blob->bytes);
  g_free (blob);
}

static void
sealed_free (gpointer data)
{
  DeskSealed *sealed = data;

  g_free (sealed->hash);
  g_bytes_unref (sealed->salt);
  g_bytes_unref (sealed->value);
  g_free (sealed);
}

static void
set_nick (JsonObject *body, const char *member, GType type, int value)
{
  json_object_set_string_member (body, member, desk_enum_to_nick (type, value));
}

static void
set_flag (JsonObject *body, const char *member, gboolean flag)
{
  json_object_set_string_member (body, member, flag ? "yes" : "no");
}

/* A short name behind a hash could be found by trying names; with a salt from the system it cannot. */
static GBytes *
make_salt (void)
{
  guint8 *salt = g_malloc (SALT_BYTES);

  if (getentropy (salt, SALT_BYTES) != 0)
    g_error ("No random bytes from the system: %s", g_strerror (errno));

  return g_bytes_new_take (salt, SALT_BYTES);
}

/* A post's members, the same for the first capture and later ones. */
static void
set_post (JsonObject *body, DeskPost *post)
{
  desk_json_set_string (body, "address", post->address);
  desk_json_set_string (body, "network", post->network);
  desk_json_set_string (body, "author", post->author);
  desk_json_set_string (body, "handle", post->handle);
  desk_json_set_string (body, "author_address", post->author_address);
  desk_json_set_string (body, "words", post->words);
  desk_json_set_string (body, "language", post->language);
  if (post->posted_at != 0)
    json_object_set_int_member (body, "posted", post->posted_at);
  set_nick (body, "posted_from", DESK_TYPE_TIME_FROM, post->posted_from);
  desk_json_set_strings (body, "missing", (const char *const *) post->missing);
  desk_json_set_string (body, "graphic", post->graphic);
  desk_json_set_strings (body, "pictures", (const char *const *) post->pictures);
}

static void
add_raw (DeskChange *self, GBytes *raw, const char *raw_type)
{
  g_autofree char *hash = NULL;

  if (raw == NULL)
    return;

  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);
  json_object_set_string_member (self->body, "raw", hash);
  desk_change_add_blob (self, raw, raw_type);
}

/* Moves what @part brings along into @self. */
static void
take_over (DeskChange *self, DeskChange *part)
{
  for (guint i = 0; i < part->blobs->len; i++)
    {
      DeskBlob *blob = g_ptr_array_index (part->blobs, i);

      desk_change_add_blob (self, blob->bytes, blob->type);
    }

  while (part->sealed->len > 0)
    g_ptr_array_add (self->sealed, g_ptr_array_steal_index (part->sealed, 0));
}

static JsonObject *
evidence_body (const char *claim, DeskEvidenceKind kind, DeskStance stance, const char *title, const char *quote)
{
  JsonObject *body = json_object_new ();

  desk_json_set_string (body, "claim", claim);
  set_nick (body, "kind", DESK_TYPE_EVIDENCE_KIND, kind);
  set_nick (body, "stance", DESK_TYPE_STANCE, stance);
  desk_json_set_string (body, "title", title);
  desk_json_set_string (body, "quote", quote);

  return body;
}

DeskChange *
desk_change_ref (DeskChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
desk_change_unref (DeskChange *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  json_object_unref (self->body);
  g_clear_pointer (&self->text, desk_text_unref);
  g_ptr_array_unref (self->blobs);
  g_ptr_array_unref (self->sealed);
  g_clear_pointer (&self->ranges, g_array_unref);
  g_free (self->author);
  g_free (self);
}

DeskChange *
desk_change_new (DeskEntryKind kind, JsonObject *body)
{
  DeskChange *self;

  g_return_val_if_fail (body != NULL, NULL);

  self = g_new0 (DeskChange, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->body = body;
  self->blobs = g_ptr_array_new_with_free_func (blob_free);
  self->sealed = g_ptr_array_new_with_free_func (sealed_free);

  return self;
}

DeskChange *
desk_change_new_slug (const char *slug)
{
  JsonObject *body = json_object_new ();

  if (slug != NULL)
    json_object_set_string_member (body, "slug", slug);

  return desk_change_new (DESK_ENTRY_SLUG, body);
}

DeskChange *
desk_change_new_revision (
    DeskText *text, const char *const *bases, DeskWhy why, const char *note, GArray *claims)
{
  JsonObject *body = json_object_new ();
  DeskChange *self;

  g_return_val_if_fail (text != NULL, NULL);

  desk_json_set_strings (body, "bases", bases);
  json_object_set_string_member (body, "text", desk_text_get_hash (text));
  set_nick (body, "why", DESK_TYPE_WHY, why);
  desk_json_set_string (body, "note", note);

  self = desk_change_new (DESK_ENTRY_REVISION, body);
  self->text = desk_text_ref (text);
  self->ranges = claims != NULL ? g_array_ref (claims) : NULL;

  return self;
}

DeskChange *
desk_change_new_name (const char *revision, const char *name, const char *note)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "revision", revision);
  desk_json_set_string (body, "name", name);
  desk_json_set_string (body, "note", note);

  return desk_change_new (DESK_ENTRY_NAME, body);
}

DeskChange *
desk_change_new_claim (const DeskAnchor *anchor,
                       const char *by,
                       DeskClaimKind kind,
                       DeskSaid said,
                       DeskSo so,
                       const char *because,
                       GPtrArray *evidence)
{
  JsonObject *body = json_object_new ();
  DeskChange *self;

  g_return_val_if_fail (anchor != NULL, NULL);

  json_object_set_object_member (body, "anchor", desk_anchor_to_json (anchor));
  desk_json_set_string (body, "by", by);
  set_nick (body, "kind", DESK_TYPE_CLAIM_KIND, kind);
  set_nick (body, "said", DESK_TYPE_SAID, said);
  set_nick (body, "so", DESK_TYPE_SO, so);
  desk_json_set_string (body, "because", because);

  self = desk_change_new (DESK_ENTRY_CLAIM, body);

  if (evidence != NULL && evidence->len > 0)
    {
      JsonArray *array = json_array_new ();

      for (guint i = 0; i < evidence->len; i++)
        {
          DeskChange *part = g_ptr_array_index (evidence, i);

          json_array_add_object_element (array, json_object_ref (part->body));
          take_over (self, part);
        }
      json_object_set_array_member (body, "evidence", array);
    }

  return self;
}

DeskChange *
desk_change_new_anchor (const char *claim, DeskFit fit, const DeskAnchor *anchor)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "claim", claim);
  set_nick (body, "fit", DESK_TYPE_FIT, fit);
  if (anchor != NULL)
    json_object_set_object_member (body, "anchor", desk_anchor_to_json (anchor));

  return desk_change_new (DESK_ENTRY_ANCHOR, body);
}

DeskChange *
desk_change_new_answer (const char *claim, int said, int so, const char *because, const char *wording)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "claim", claim);
  if (said >= 0)
    set_nick (body, "said", DESK_TYPE_SAID, said);
  if (so >= 0)
    set_nick (body, "so", DESK_TYPE_SO, so);
  if (because != NULL)
    json_object_set_string_member (body, "because", because);
  desk_json_set_string (body, "wording", wording);

  return desk_change_new (DESK_ENTRY_ANSWER, body);
}

DeskChange *
desk_change_new_claim_details (const char *claim, const char *by, int kind)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "claim", claim);
  if (by != NULL)
    json_object_set_string_member (body, "by", by);
  if (kind >= 0)
    set_nick (body, "kind", DESK_TYPE_CLAIM_KIND, kind);

  return desk_change_new (DESK_ENTRY_ANSWER, body);
}

DeskChange *
desk_change_new_claim_dropped (const char *claim, gboolean dropped, const char *because)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "claim", claim);
  set_flag (body, "dropped", dropped);
  desk_json_set_string (body, "because", because);

  return desk_change_new (DESK_ENTRY_ANSWER, body);
}

DeskChange *
desk_change_new_evidence (const char *claim,
                          DeskEvidenceKind kind,
                          DeskStance stance,
                          const char *ref,
                          const char *title,
                          const char *quote)
{
  JsonObject *body = evidence_body (claim, kind, stance, title, quote);

  desk_json_set_string (body, "ref", ref);

  return desk_change_new (DESK_ENTRY_EVIDENCE, body);
}

DeskChange *
desk_change_new_evidence_person (
    const char *claim, DeskStance stance, const char *label, const char *name, const char *quote)
{
  DeskChange *self =
      desk_change_new (DESK_ENTRY_EVIDENCE, evidence_body (claim, DESK_EVIDENCE_PERSON, stance, label, quote));

  if (name != NULL && *name != '\0')
    {
      g_autoptr (GBytes) value = g_bytes_new (name, strlen (name));

      json_object_set_string_member (self->body, "sealed", desk_change_add_sealed (self, value));
    }

  return self;
}

DeskChange *
desk_change_new_evidence_file (const char *claim,
                               DeskStance stance,
                               GBytes *bytes,
                               const char *type,
                               const char *title,
                               const char *quote)
{
  DeskChange *self =
      desk_change_new (DESK_ENTRY_EVIDENCE, evidence_body (claim, DESK_EVIDENCE_FILE, stance, title, quote));
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  json_object_set_string_member (self->body, "ref", hash);
  desk_change_add_blob (self, bytes, type);

  return self;
}

DeskChange *
desk_change_new_evidence_dropped (const char *evidence, gboolean dropped)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "evidence", evidence);
  set_flag (body, "dropped", dropped);

  return desk_change_new (DESK_ENTRY_EVIDENCE_DROP, body);
}

DeskChange *
desk_change_new_contradiction (const char *claim, const char *other, gboolean stands)
{
  JsonObject *body = json_object_new ();
  /* Of one contradiction there is one form, whichever claim it was marked from. */
  gboolean in_order = g_strcmp0 (claim, other) < 0;
  const char *claims[] = { in_order ? claim : other, in_order ? other : claim, NULL };

  desk_json_set_strings (body, "claims", claims);
  set_flag (body, "stands", stands);

  return desk_change_new (DESK_ENTRY_CONTRADICTION, body);
}

DeskChange *
desk_change_new_post (DeskPost *post, GBytes *raw, const char *raw_type)
{
  DeskChange *self = desk_change_new (DESK_ENTRY_POST, json_object_new ());

  set_post (self->body, post);
  add_raw (self, raw, raw_type);

  return self;
}

DeskChange *
desk_change_new_capture (const char *post_id, DeskPost *post, GBytes *raw, const char *raw_type)
{
  DeskChange *self = desk_change_new (DESK_ENTRY_CAPTURE, json_object_new ());

  json_object_set_string_member (self->body, "post", post_id);
  set_post (self->body, post);
  add_raw (self, raw, raw_type);

  return self;
}

DeskChange *
desk_change_new_post_check (const char *post, DeskPostState state)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "post", post);
  set_nick (body, "state", DESK_TYPE_POST_STATE, state);

  return desk_change_new (DESK_ENTRY_POST_CHECK, body);
}

DeskChange *
desk_change_new_post_graphic (const char *post, const char *why)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "post", post);
  json_object_set_string_member (body, "graphic", why != NULL ? why : "");

  return desk_change_new (DESK_ENTRY_POST_MARK, body);
}

DeskChange *
desk_change_new_post_dropped (const char *post, gboolean dropped)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "post", post);
  set_flag (body, "dropped", dropped);

  return desk_change_new (DESK_ENTRY_POST_MARK, body);
}

DeskChange *
desk_change_new_update (DeskUpdateKind kind,
                        const char *text,
                        gint64 at,
                        const char *zone,
                        const char *language,
                        const char *words,
                        const char *was,
                        const char *now,
                        const char *because,
                        const char *supersedes)
{
  JsonObject *body = json_object_new ();

  set_nick (body, "kind", DESK_TYPE_UPDATE_KIND, kind);
  json_object_set_string_member (body, "text", text);
  if (at != 0)
    json_object_set_int_member (body, "at", at);
  desk_json_set_string (body, "zone", zone);
  desk_json_set_string (body, "language", language);
  desk_json_set_string (body, "words", words);
  desk_json_set_string (body, "was", was);
  desk_json_set_string (body, "now", now);
  desk_json_set_string (body, "because", because);
  desk_json_set_string (body, "supersedes", supersedes);

  return desk_change_new (DESK_ENTRY_UPDATE, body);
}

DeskChange *
desk_change_new_state (DeskState state, const char *because)
{
  JsonObject *body = json_object_new ();

  set_nick (body, "state", DESK_TYPE_STATE, state);
  desk_json_set_string (body, "because", because);

  return desk_change_new (DESK_ENTRY_STATE, body);
}

DeskChange *
desk_change_new_bin (gboolean binned)
{
  JsonObject *body = json_object_new ();

  set_flag (body, "binned", binned);

  return desk_change_new (DESK_ENTRY_BIN, body);
}

DeskChange *
desk_change_new_erase (const char *const *sealed, const char *const *blobs, const char *because)
{
  JsonObject *body = json_object_new ();

  desk_json_set_strings (body, "sealed", sealed);
  desk_json_set_strings (body, "blobs", blobs);
  desk_json_set_string (body, "because", because);

  return desk_change_new (DESK_ENTRY_ERASE, body);
}

/* What a note says is nobody's but this desk's. */
static void
seal_words (DeskChange *self, const char *words)
{
  g_autoptr (GBytes) value = g_bytes_new (words, strlen (words));

  json_object_set_string_member (self->body, "sealed", desk_change_add_sealed (self, value));
}

/* A later entry about the note with that id. */
static DeskChange *
new_about_note (const char *note)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "note", note);

  return desk_change_new (DESK_ENTRY_NOTE, body);
}

DeskChange *
desk_change_new_note (const DeskAnchor *anchor, const char *words)
{
  JsonObject *body = json_object_new ();
  DeskChange *self;

  g_return_val_if_fail (anchor != NULL, NULL);
  g_return_val_if_fail (words != NULL, NULL);

  json_object_set_object_member (body, "anchor", desk_anchor_to_json (anchor));
  self = desk_change_new (DESK_ENTRY_NOTE, body);
  seal_words (self, words);

  return self;
}

DeskChange *
desk_change_new_note_words (const char *note, const char *words)
{
  DeskChange *self;

  g_return_val_if_fail (note != NULL, NULL);
  g_return_val_if_fail (words != NULL, NULL);

  self = new_about_note (note);
  seal_words (self, words);

  return self;
}

DeskChange *
desk_change_new_note_resolved (const char *note, gboolean resolved)
{
  DeskChange *self = new_about_note (note);

  set_flag (self->body, "resolved", resolved);

  return self;
}

DeskChange *
desk_change_new_note_dropped (const char *note, gboolean dropped)
{
  DeskChange *self = new_about_note (note);

  set_flag (self->body, "dropped", dropped);

  return self;
}

DeskChange *
desk_change_new_note_moved (const char *note, DeskFit fit, const DeskAnchor *anchor)
{
  DeskChange *self = new_about_note (note);

  set_nick (self->body, "fit", DESK_TYPE_FIT, fit);
  if (anchor != NULL)
    json_object_set_object_member (self->body, "anchor", desk_anchor_to_json (anchor));

  return self;
}

DeskChange *
desk_change_new_leave (const char *rule, const DeskAnchor *anchor)
{
  JsonObject *body = json_object_new ();

  g_return_val_if_fail (rule != NULL, NULL);
  g_return_val_if_fail (anchor != NULL, NULL);

  json_object_set_string_member (body, "rule", rule);
  json_object_set_object_member (body, "anchor", desk_anchor_to_json (anchor));

  return desk_change_new (DESK_ENTRY_LEAVE, body);
}

DeskChange *
desk_change_new_leave_dropped (const char *leave, gboolean dropped)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "leave", leave);
  set_flag (body, "dropped", dropped);

  return desk_change_new (DESK_ENTRY_LEAVE, body);
}

DeskChange *
desk_change_new_target (guint words)
{
  JsonObject *body = json_object_new ();

  json_object_set_int_member (body, "words", words);

  return desk_change_new (DESK_ENTRY_TARGET, body);
}

DeskChange *
desk_change_new_rule (DeskRule *rule)
{
  JsonObject *body = json_object_new ();

  g_return_val_if_fail (DESK_IS_RULE (rule), NULL);

  desk_json_set_string (body, "rule", rule->id);
  desk_json_set_string (body, "term", rule->term);
  desk_json_set_string (body, "prefer", rule->prefer);
  desk_json_set_string (body, "why", rule->why);
  desk_json_set_string (body, "language", rule->language);
  set_flag (body, "regex", rule->is_regex);
  set_flag (body, "any_case", rule->any_case);

  return desk_change_new (DESK_ENTRY_RULE, body);
}

DeskChange *
desk_change_new_rule_dropped (const char *rule, gboolean dropped)
{
  JsonObject *body = json_object_new ();

  desk_json_set_string (body, "rule", rule);
  set_flag (body, "dropped", dropped);

  return desk_change_new (DESK_ENTRY_RULE, body);
}

DeskChange *
desk_change_new_word (const char *word, const char *language, gboolean dropped)
{
  JsonObject *body = json_object_new ();

  desk_json_set_string (body, "word", word);
  desk_json_set_string (body, "language", language);
  set_flag (body, "dropped", dropped);

  return desk_change_new (DESK_ENTRY_WORD, body);
}

void
desk_change_set_at (DeskChange *self, gint64 at)
{
  g_return_if_fail (self != NULL);

  self->at = at;
}

void
desk_change_set_author (DeskChange *self, const char *name)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->author, name);
}

gint64
desk_change_get_at (DeskChange *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->at;
}

const char *
desk_change_get_author (DeskChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->author;
}

void
desk_change_add_blob (DeskChange *self, GBytes *bytes, const char *type)
{
  DeskBlob *blob;

  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL);

  blob = g_new (DeskBlob, 1);
  blob->hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  blob->type = g_strdup (type != NULL ? type : "application/octet-stream");
  blob->bytes = g_bytes_ref (bytes);
  g_ptr_array_add (self->blobs, blob);
}

const char *
desk_change_add_sealed (DeskChange *self, GBytes *value)
{
  g_autoptr (GChecksum) checksum = NULL;
  DeskSealed *sealed;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  sealed = g_new (DeskSealed, 1);
  sealed->salt = make_salt ();
  sealed->value = g_bytes_ref (value);

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, g_bytes_get_data (sealed->salt, NULL), g_bytes_get_size (sealed->salt));
  g_checksum_update (checksum, g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  sealed->hash = g_strdup (g_checksum_get_string (checksum));
  g_ptr_array_add (self->sealed, sealed);

  return sealed->hash;
}

DeskEntryKind
desk_change_get_kind (DeskChange *self)
{
  g_return_val_if_fail (self != NULL, DESK_ENTRY_STORY);

  return self->kind;
}

JsonObject *
desk_change_get_body (DeskChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->body;
}

DeskText *
desk_change_get_text (DeskChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

GPtrArray *
desk_change_get_blobs (DeskChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->blobs;
}

GPtrArray *
desk_change_get_sealed (DeskChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sealed;
}

GArray *
desk_change_get_ranges (DeskChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ranges;
}
