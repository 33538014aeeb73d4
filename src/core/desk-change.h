/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-anchor.h"
#include "desk-entry.h"
#include "desk-records.h"
#include "desk-text.h"

G_BEGIN_DECLS

/**
 * DeskChange:
 *
 * What somebody wants to be written in a journal: the kind and body of an entry to be,
 * with the texts, blobs and sealed values that it names by hash. The store turns a list of
 * changes into entries, all or none. Immutable once handed to the store.
 */
typedef struct _DeskChange DeskChange;

#define DESK_TYPE_CHANGE (desk_change_get_type ())
GType desk_change_get_type (void);
DeskChange *desk_change_ref (DeskChange *self);
void desk_change_unref (DeskChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskChange, desk_change_unref)

/* A value that lies outside the entry: the entry names hash = SHA-256 (salt || value). */
typedef struct
{
  char *hash;
  GBytes *salt; /* 32 random bytes */
  GBytes *value;
} DeskSealed;

typedef struct
{
  char *hash; /* SHA-256 of bytes */
  char *type; /* media type */
  GBytes *bytes;
} DeskBlob;

/* Any entry: @body is taken (transfer full). The functions below are this one with the body filled in. */
DeskChange *desk_change_new (DeskEntryKind kind, JsonObject *body);

/* @slug: (nullable): %NULL lets the store make a free one from the headline. */
DeskChange *desk_change_new_slug (const char *slug);
/* @bases: (nullable): entry ids; %NULL lets the store take the story's head, of several the one that is shown, and all of
 * them for a merge. @claims: (nullable) (element-type DeskClaimRange): where the
 * window knows claims to be; the store finds all others itself. */
DeskChange *desk_change_new_revision (DeskText *text, const char *const *bases, DeskWhy why, const char *note, GArray *claims);
/* Gives a revision a name and a note; later ones replace it. */
DeskChange *desk_change_new_name (const char *revision, const char *name, const char *note);
/* @evidence: (nullable) (element-type DeskChange): evidence that comes with it, made with a %NULL claim */
DeskChange *desk_change_new_claim (const DeskAnchor *anchor, const char *by, DeskClaimKind kind, DeskSaid said, DeskSo so, const char *because, GPtrArray *evidence);
DeskChange *desk_change_new_anchor (const char *claim, DeskFit fit, const DeskAnchor *anchor);
/* An answer for the words @wording. -1 leaves @said or @so as it is, %NULL leaves @because, "" takes it away. */
DeskChange *desk_change_new_answer (const char *claim, int said, int so, const char *because, const char *wording);
/* What a claim says of itself: who, what kind. %NULL and -1 leave as it is. */
DeskChange *desk_change_new_claim_details (const char *claim, const char *by, int kind);
/* Lets a claim go, or takes it back. */
DeskChange *desk_change_new_claim_dropped (const char *claim, gboolean dropped, const char *because);
DeskChange *desk_change_new_evidence (const char *claim, DeskEvidenceKind kind, DeskStance stance, const char *ref, const char *title, const char *quote);
/* A person spoken to: @name is sealed, @label ("source A") is what everybody reads. */
DeskChange *desk_change_new_evidence_person (const char *claim, DeskStance stance, const char *label, const char *name, const char *quote);
/* A file: kept as a blob. */
DeskChange *desk_change_new_evidence_file (const char *claim, DeskStance stance, GBytes *bytes, const char *type, const char *title, const char *quote);
DeskChange *desk_change_new_evidence_dropped (const char *evidence, gboolean dropped);
DeskChange *desk_change_new_contradiction (const char *claim, const char *other, gboolean stands);
/* @post: what was kept; id, seen, captured_* and state are not read. @raw: (nullable): the answer as it came. */
DeskChange *desk_change_new_post (DeskPost *post, GBytes *raw, const char *raw_type);
/* A second look that kept words again. */
DeskChange *desk_change_new_capture (const char *post_id, DeskPost *post, GBytes *raw, const char *raw_type);
DeskChange *desk_change_new_post_check (const char *post, DeskPostState state);
/* Covers a post ("" uncovers it). */
DeskChange *desk_change_new_post_graphic (const char *post, const char *why);
/* Takes a post out of the panel, or back: what was kept stays in the journal. */
DeskChange *desk_change_new_post_dropped (const char *post, gboolean dropped);
/* @text: hash of a text of this story (one of the same list of changes will do). @at: 0 is the entry's own instant. */
DeskChange *desk_change_new_update (DeskUpdateKind kind, const char *text, gint64 at, const char *zone, const char *language, const char *words, const char *was, const char *now, const char *because, const char *supersedes);
DeskChange *desk_change_new_state (DeskState state, const char *because);
DeskChange *desk_change_new_bin (gboolean binned);
DeskChange *desk_change_new_erase (const char *const *sealed, const char *const *blobs, const char *because);


/* --- notes: an editor's remarks on words of a story; what they say is sealed --- */

DeskChange *desk_change_new_note (const DeskAnchor *anchor, const char *words);
/* Other words for a note. Those it had before stay sealed until they are erased. */
DeskChange *desk_change_new_note_words (const char *note, const char *words);
DeskChange *desk_change_new_note_resolved (const char *note, gboolean resolved);
DeskChange *desk_change_new_note_dropped (const char *note, gboolean dropped);
/* @anchor: (nullable): as in desk_change_new_anchor() */
DeskChange *desk_change_new_note_moved (const char *note, DeskFit fit, const DeskAnchor *anchor);

/* What house style finds in these words is left as it is. @rule: id of a rule, or the name of a check */
DeskChange *desk_change_new_leave (const char *rule, const DeskAnchor *anchor);
DeskChange *desk_change_new_leave_dropped (const char *leave, gboolean dropped);
/* How long the story is to be, in words; 0: as long as it likes. */
DeskChange *desk_change_new_target (guint words);

/* --- the desk's own journal --- */

/* @rule: its id, term, prefer, why, language, is_regex and any_case are read. One with a known id replaces what that says. */
DeskChange *desk_change_new_rule (DeskRule *rule);
/* Switches a rule off, or on again. @rule: its id, or the name of a check that is built in */
DeskChange *desk_change_new_rule_dropped (const char *rule, gboolean dropped);
/* A word that is spelled right at this desk. @language: BCP 47; "" for all */
DeskChange *desk_change_new_word (const char *word, const char *language, gboolean dropped);

/* Gives a change an instant and an author of its own: an import says when and by whom. */
void desk_change_set_at (DeskChange *self, gint64 at);
void desk_change_set_author (DeskChange *self, const char *name);
gint64 desk_change_get_at (DeskChange *self);            /* 0: now */
const char *desk_change_get_author (DeskChange *self);   /* (nullable) */

void desk_change_add_blob (DeskChange *self, GBytes *bytes, const char *type);
/* Seals @value with a new salt and returns its hash (transfer none). */
const char *desk_change_add_sealed (DeskChange *self, GBytes *value);

DeskEntryKind desk_change_get_kind (DeskChange *self);
JsonObject *desk_change_get_body (DeskChange *self);      /* (transfer none) */
DeskText *desk_change_get_text (DeskChange *self);        /* (transfer none) (nullable) */
GPtrArray *desk_change_get_blobs (DeskChange *self);      /* (transfer none) (element-type DeskBlob) */
GPtrArray *desk_change_get_sealed (DeskChange *self);     /* (transfer none) (element-type DeskSealed) */
GArray *desk_change_get_ranges (DeskChange *self);        /* (transfer none) (nullable) (element-type DeskClaimRange) */

/* Where the window knows a claim, or a note, to be in a new text. */
typedef struct
{
  char claim[65]; /* its id */
  guint start; /* code points of the body; start == end: its words are gone */
  guint end;
} DeskClaimRange;

G_END_DECLS
