/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-networks.h"
#include "desk-records.h"

/*
 * A record's strings and lists of strings are found by their offsets, so that
 * "never NULL" and "freed with the record" are said once for all of them.
 */
static void
init_strings (gpointer record, const gsize *offsets, gsize n)
{
  for (gsize i = 0; i < n; i++)
    G_STRUCT_MEMBER (char *, record, offsets[i]) = g_strdup ("");
}

static void
clear_strings (gpointer record, const gsize *offsets, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_free (G_STRUCT_MEMBER (char *, record, offsets[i]));
}

static void
init_lists (gpointer record, const gsize *offsets, gsize n)
{
  for (gsize i = 0; i < n; i++)
    G_STRUCT_MEMBER (char **, record, offsets[i]) = g_new0 (char *, 1);
}

static void
clear_lists (gpointer record, const gsize *offsets, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_strfreev (G_STRUCT_MEMBER (char **, record, offsets[i]));
}

G_DEFINE_FINAL_TYPE (DeskStory, desk_story, G_TYPE_OBJECT)

static const gsize desk_story_strings[] = {
  G_STRUCT_OFFSET (DeskStory, id),
  G_STRUCT_OFFSET (DeskStory, slug),
  G_STRUCT_OFFSET (DeskStory, headline),
  G_STRUCT_OFFSET (DeskStory, language),
  G_STRUCT_OFFSET (DeskStory, zone),
  G_STRUCT_OFFSET (DeskStory, head),
  G_STRUCT_OFFSET (DeskStory, snippet),
};

static void
desk_story_finalize (GObject *object)
{
  clear_strings (object, desk_story_strings, G_N_ELEMENTS (desk_story_strings));

  G_OBJECT_CLASS (desk_story_parent_class)->finalize (object);
}

static void
desk_story_class_init (DeskStoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_story_finalize;
}

static void
desk_story_init (DeskStory *self)
{
  init_strings (self, desk_story_strings, G_N_ELEMENTS (desk_story_strings));
}

G_DEFINE_FINAL_TYPE (DeskRevision, desk_revision, G_TYPE_OBJECT)

static const gsize desk_revision_strings[] = {
  G_STRUCT_OFFSET (DeskRevision, id),
  G_STRUCT_OFFSET (DeskRevision, seen),
  G_STRUCT_OFFSET (DeskRevision, text),
  G_STRUCT_OFFSET (DeskRevision, author),
  G_STRUCT_OFFSET (DeskRevision, name),
  G_STRUCT_OFFSET (DeskRevision, note),
};

static const gsize desk_revision_lists[] = {
  G_STRUCT_OFFSET (DeskRevision, bases),
};

static void
desk_revision_finalize (GObject *object)
{
  clear_strings (object, desk_revision_strings, G_N_ELEMENTS (desk_revision_strings));
  clear_lists (object, desk_revision_lists, G_N_ELEMENTS (desk_revision_lists));

  G_OBJECT_CLASS (desk_revision_parent_class)->finalize (object);
}

static void
desk_revision_class_init (DeskRevisionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_revision_finalize;
}

static void
desk_revision_init (DeskRevision *self)
{
  init_strings (self, desk_revision_strings, G_N_ELEMENTS (desk_revision_strings));
  init_lists (self, desk_revision_lists, G_N_ELEMENTS (desk_revision_lists));
}

G_DEFINE_FINAL_TYPE (DeskEvidence, desk_evidence, G_TYPE_OBJECT)

static const gsize desk_evidence_strings[] = {
  G_STRUCT_OFFSET (DeskEvidence, id),
  G_STRUCT_OFFSET (DeskEvidence, ref),
  G_STRUCT_OFFSET (DeskEvidence, title),
  G_STRUCT_OFFSET (DeskEvidence, quote),
  G_STRUCT_OFFSET (DeskEvidence, sealed),
  G_STRUCT_OFFSET (DeskEvidence, author),
};

static void
desk_evidence_finalize (GObject *object)
{
  clear_strings (object, desk_evidence_strings, G_N_ELEMENTS (desk_evidence_strings));

  G_OBJECT_CLASS (desk_evidence_parent_class)->finalize (object);
}

static void
desk_evidence_class_init (DeskEvidenceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_evidence_finalize;
}

static void
desk_evidence_init (DeskEvidence *self)
{
  init_strings (self, desk_evidence_strings, G_N_ELEMENTS (desk_evidence_strings));
}

G_DEFINE_FINAL_TYPE (DeskClaim, desk_claim, G_TYPE_OBJECT)

static const gsize desk_claim_strings[] = {
  G_STRUCT_OFFSET (DeskClaim, id),
  G_STRUCT_OFFSET (DeskClaim, seen),
  G_STRUCT_OFFSET (DeskClaim, wording),
  G_STRUCT_OFFSET (DeskClaim, by),
  G_STRUCT_OFFSET (DeskClaim, because),
  G_STRUCT_OFFSET (DeskClaim, author),
  G_STRUCT_OFFSET (DeskClaim, answered_by),
};

static const gsize desk_claim_lists[] = {
  G_STRUCT_OFFSET (DeskClaim, contradicts),
};

static void
desk_claim_finalize (GObject *object)
{
  clear_strings (object, desk_claim_strings, G_N_ELEMENTS (desk_claim_strings));
  clear_lists (object, desk_claim_lists, G_N_ELEMENTS (desk_claim_lists));
  g_clear_pointer (&DESK_CLAIM (object)->anchor, desk_anchor_free);
  g_ptr_array_unref (DESK_CLAIM (object)->evidence);

  G_OBJECT_CLASS (desk_claim_parent_class)->finalize (object);
}

static void
desk_claim_class_init (DeskClaimClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_claim_finalize;
}

static void
desk_claim_init (DeskClaim *self)
{
  init_strings (self, desk_claim_strings, G_N_ELEMENTS (desk_claim_strings));
  init_lists (self, desk_claim_lists, G_N_ELEMENTS (desk_claim_lists));
  self->evidence = g_ptr_array_new_with_free_func (g_object_unref);
}

G_DEFINE_FINAL_TYPE (DeskPost, desk_post, G_TYPE_OBJECT)

static const gsize desk_post_strings[] = {
  G_STRUCT_OFFSET (DeskPost, id),
  G_STRUCT_OFFSET (DeskPost, seen),
  G_STRUCT_OFFSET (DeskPost, address),
  G_STRUCT_OFFSET (DeskPost, network),
  G_STRUCT_OFFSET (DeskPost, author),
  G_STRUCT_OFFSET (DeskPost, handle),
  G_STRUCT_OFFSET (DeskPost, author_address),
  G_STRUCT_OFFSET (DeskPost, words),
  G_STRUCT_OFFSET (DeskPost, language),
  G_STRUCT_OFFSET (DeskPost, graphic),
  G_STRUCT_OFFSET (DeskPost, raw),
  G_STRUCT_OFFSET (DeskPost, captured_by),
};

static const gsize desk_post_lists[] = {
  G_STRUCT_OFFSET (DeskPost, missing),
  G_STRUCT_OFFSET (DeskPost, pictures),
};

static void
desk_post_finalize (GObject *object)
{
  clear_strings (object, desk_post_strings, G_N_ELEMENTS (desk_post_strings));
  clear_lists (object, desk_post_lists, G_N_ELEMENTS (desk_post_lists));

  G_OBJECT_CLASS (desk_post_parent_class)->finalize (object);
}

static void
desk_post_class_init (DeskPostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_post_finalize;
}

static void
desk_post_init (DeskPost *self)
{
  init_strings (self, desk_post_strings, G_N_ELEMENTS (desk_post_strings));
  init_lists (self, desk_post_lists, G_N_ELEMENTS (desk_post_lists));
}

G_DEFINE_FINAL_TYPE (DeskUpdate, desk_update, G_TYPE_OBJECT)

static const gsize desk_update_strings[] = {
  G_STRUCT_OFFSET (DeskUpdate, id),
  G_STRUCT_OFFSET (DeskUpdate, seen),
  G_STRUCT_OFFSET (DeskUpdate, zone),
  G_STRUCT_OFFSET (DeskUpdate, language),
  G_STRUCT_OFFSET (DeskUpdate, words),
  G_STRUCT_OFFSET (DeskUpdate, text),
  G_STRUCT_OFFSET (DeskUpdate, revision),
  G_STRUCT_OFFSET (DeskUpdate, was),
  G_STRUCT_OFFSET (DeskUpdate, now),
  G_STRUCT_OFFSET (DeskUpdate, because),
  G_STRUCT_OFFSET (DeskUpdate, author),
  G_STRUCT_OFFSET (DeskUpdate, superseded_by),
};

static void
desk_update_finalize (GObject *object)
{
  clear_strings (object, desk_update_strings, G_N_ELEMENTS (desk_update_strings));

  G_OBJECT_CLASS (desk_update_parent_class)->finalize (object);
}

static void
desk_update_class_init (DeskUpdateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_update_finalize;
}

static void
desk_update_init (DeskUpdate *self)
{
  init_strings (self, desk_update_strings, G_N_ELEMENTS (desk_update_strings));
}

G_DEFINE_FINAL_TYPE (DeskNote, desk_note, G_TYPE_OBJECT)

static const gsize desk_note_strings[] = {
  G_STRUCT_OFFSET (DeskNote, id),
  G_STRUCT_OFFSET (DeskNote, seen),
  G_STRUCT_OFFSET (DeskNote, words),
  G_STRUCT_OFFSET (DeskNote, author),
  G_STRUCT_OFFSET (DeskNote, resolved_by),
};

static const gsize desk_note_lists[] = {
  G_STRUCT_OFFSET (DeskNote, sealed),
};

static void
desk_note_finalize (GObject *object)
{
  clear_strings (object, desk_note_strings, G_N_ELEMENTS (desk_note_strings));
  clear_lists (object, desk_note_lists, G_N_ELEMENTS (desk_note_lists));
  g_clear_pointer (&DESK_NOTE (object)->anchor, desk_anchor_free);

  G_OBJECT_CLASS (desk_note_parent_class)->finalize (object);
}

static void
desk_note_class_init (DeskNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_note_finalize;
}

static void
desk_note_init (DeskNote *self)
{
  init_strings (self, desk_note_strings, G_N_ELEMENTS (desk_note_strings));
  init_lists (self, desk_note_lists, G_N_ELEMENTS (desk_note_lists));
}

G_DEFINE_FINAL_TYPE (DeskLeave, desk_leave, G_TYPE_OBJECT)

static const gsize desk_leave_strings[] = {
  G_STRUCT_OFFSET (DeskLeave, id),
  G_STRUCT_OFFSET (DeskLeave, rule),
};

static void
desk_leave_finalize (GObject *object)
{
  clear_strings (object, desk_leave_strings, G_N_ELEMENTS (desk_leave_strings));
  g_clear_pointer (&DESK_LEAVE (object)->anchor, desk_anchor_free);

  G_OBJECT_CLASS (desk_leave_parent_class)->finalize (object);
}

static void
desk_leave_class_init (DeskLeaveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_leave_finalize;
}

static void
desk_leave_init (DeskLeave *self)
{
  init_strings (self, desk_leave_strings, G_N_ELEMENTS (desk_leave_strings));
}

G_DEFINE_FINAL_TYPE (DeskRule, desk_rule, G_TYPE_OBJECT)

static const gsize desk_rule_strings[] = {
  G_STRUCT_OFFSET (DeskRule, id),
  G_STRUCT_OFFSET (DeskRule, seen),
  G_STRUCT_OFFSET (DeskRule, term),
  G_STRUCT_OFFSET (DeskRule, prefer),
  G_STRUCT_OFFSET (DeskRule, why),
  G_STRUCT_OFFSET (DeskRule, language),
  G_STRUCT_OFFSET (DeskRule, author),
};

static void
desk_rule_finalize (GObject *object)
{
  clear_strings (object, desk_rule_strings, G_N_ELEMENTS (desk_rule_strings));

  G_OBJECT_CLASS (desk_rule_parent_class)->finalize (object);
}

static void
desk_rule_class_init (DeskRuleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_rule_finalize;
}

static void
desk_rule_init (DeskRule *self)
{
  init_strings (self, desk_rule_strings, G_N_ELEMENTS (desk_rule_strings));
}

G_DEFINE_FINAL_TYPE (DeskWord, desk_word, G_TYPE_OBJECT)

static const gsize desk_word_strings[] = {
  G_STRUCT_OFFSET (DeskWord, word),
  G_STRUCT_OFFSET (DeskWord, language),
  G_STRUCT_OFFSET (DeskWord, author),
};

static void
desk_word_finalize (GObject *object)
{
  clear_strings (object, desk_word_strings, G_N_ELEMENTS (desk_word_strings));

  G_OBJECT_CLASS (desk_word_parent_class)->finalize (object);
}

static void
desk_word_class_init (DeskWordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_word_finalize;
}

static void
desk_word_init (DeskWord *self)
{
  init_strings (self, desk_word_strings, G_N_ELEMENTS (desk_word_strings));
}

G_DEFINE_FINAL_TYPE (DeskSnapshot, desk_snapshot, G_TYPE_OBJECT)

static void
desk_snapshot_finalize (GObject *object)
{
  DeskSnapshot *self = DESK_SNAPSHOT (object);

  g_clear_object (&self->story);
  g_clear_pointer (&self->text, desk_text_unref);
  g_clear_pointer (&self->out, desk_text_unref);
  g_free (self->tip);
  g_ptr_array_unref (self->heads);
  g_ptr_array_unref (self->claims);
  g_ptr_array_unref (self->posts);
  g_ptr_array_unref (self->updates);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->leaves);

  G_OBJECT_CLASS (desk_snapshot_parent_class)->finalize (object);
}

static void
desk_snapshot_class_init (DeskSnapshotClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_snapshot_finalize;
}

static void
desk_snapshot_init (DeskSnapshot *self)
{
  self->tip = g_strdup ("");
  self->heads = g_ptr_array_new_with_free_func (g_free);
  self->claims = g_ptr_array_new_with_free_func (g_object_unref);
  self->posts = g_ptr_array_new_with_free_func (g_object_unref);
  self->updates = g_ptr_array_new_with_free_func (g_object_unref);
  self->notes = g_ptr_array_new_with_free_func (g_object_unref);
  self->leaves = g_ptr_array_new_with_free_func (g_object_unref);
}

DeskStatus
desk_claim_get_status (DeskClaim *self)
{
  g_return_val_if_fail (DESK_IS_CLAIM (self), DESK_STATUS_OPEN);

  /* Words that changed end an answer; a claim that never had one is simply open. */
  if (self->fit != DESK_FIT_EXACT && (self->said != DESK_SAID_OPEN || self->so != DESK_SO_OPEN))
    return DESK_STATUS_CHANGED;

  switch (self->so)
    {
    case DESK_SO_VERIFIED:
      return DESK_STATUS_VERIFIED;
    case DESK_SO_DISPUTED:
      return DESK_STATUS_DISPUTED;
    case DESK_SO_FALSE:
      return DESK_STATUS_FALSE;
    case DESK_SO_OPEN:
    case DESK_SO_UNKNOWN:
    default:
      return self->said == DESK_SAID_YES ? DESK_STATUS_SAID : DESK_STATUS_OPEN;
    }
}

DeskClaim *
desk_snapshot_get_claim (DeskSnapshot *self, const char *id)
{
  g_return_val_if_fail (DESK_IS_SNAPSHOT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->claims->len; i++)
    {
      DeskClaim *claim = g_ptr_array_index (self->claims, i);

      if (g_str_equal (claim->id, id))
        return claim;
    }

  return NULL;
}

DeskPost *
desk_snapshot_get_post (DeskSnapshot *self, const char *id)
{
  g_return_val_if_fail (DESK_IS_SNAPSHOT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->posts->len; i++)
    {
      DeskPost *post = g_ptr_array_index (self->posts, i);

      if (g_str_equal (post->id, id))
        return post;
    }

  return NULL;
}

DeskNote *
desk_snapshot_get_note (DeskSnapshot *self, const char *id)
{
  g_return_val_if_fail (DESK_IS_SNAPSHOT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->notes->len; i++)
    {
      DeskNote *note = g_ptr_array_index (self->notes, i);

      if (g_str_equal (note->id, id))
        return note;
    }

  return NULL;
}

DeskPost *
desk_snapshot_get_post_for_address (DeskSnapshot *self, const char *address)
{
  g_autofree char *canonical = NULL;

  g_return_val_if_fail (DESK_IS_SNAPSHOT (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  if (desk_network_for_address (address, &canonical, NULL, NULL) == NULL)
    canonical = g_strdup (address);

  for (guint i = 0; i < self->posts->len; i++)
    {
      DeskPost *post = g_ptr_array_index (self->posts, i);

      if (*post->address != '\0' && g_str_equal (post->address, canonical))
        return post;
    }

  return NULL;
}

DeskUpdate *
desk_snapshot_get_stamp (DeskSnapshot *self)
{
  g_return_val_if_fail (DESK_IS_SNAPSHOT (self), NULL);

  for (guint i = 0; i < self->updates->len; i++)
    {
      DeskUpdate *update = g_ptr_array_index (self->updates, i);

      if (*update->superseded_by == '\0' && *update->words != '\0' &&
          (update->kind == DESK_UPDATE_PUBLISH || update->kind == DESK_UPDATE_UPDATE))
        return update;
    }

  return NULL;
}
