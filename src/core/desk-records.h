/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "desk-anchor.h"
#include "desk-text.h"

G_BEGIN_DECLS

/*
 * What a story holds, as the views give it. A record is a snapshot: it is filled in by
 * the store and never changes after it was handed out, so its members are read directly,
 * from any thread. Strings are never NULL ("" when there is nothing); instants are
 * microseconds since 1970, UTC, 0 when not known. `seen` is the id of the last entry that
 * changed the record: equal ids and equal `seen` mean an equal record.
 */

#define DESK_TYPE_STORY (desk_story_get_type ())
G_DECLARE_FINAL_TYPE (DeskStory, desk_story, DESK, STORY, GObject)

/* A line of the library. */
struct _DeskStory
{
  GObject parent_instance;

  char *id; /* UUIDv7 */
  char *slug;
  char *headline;
  char *language;
  char *zone;
  DeskState state;
  gboolean binned;
  gint64 created_at;
  gint64 changed_at;
  gint64 published_at; /* first went out */
  gint64 out_at;       /* last went out */
  char *head;          /* entry id of the head revision */
  guint n_heads;       /* 2 when two texts wait to be merged */
  guint n_claims;
  guint n_sourced;  /* claims with at least one piece of evidence for them */
  guint n_verified; /* claims verified whose words have not changed since */
  guint n_posts;
  guint n_revisions;
  gboolean not_out;   /* published, and its text differs from what is out */
  char *snippet;      /* of a search: the words around what was found, "" otherwise */
};

#define DESK_TYPE_REVISION (desk_revision_get_type ())
G_DECLARE_FINAL_TYPE (DeskRevision, desk_revision, DESK, REVISION, GObject)

struct _DeskRevision
{
  GObject parent_instance;

  char *id;    /* of its entry */
  char *seen;
  guint number; /* place in this desk, from 1: "@1" */
  char *text;  /* hash of its DeskText */
  char **bases;
  DeskWhy why;
  char *author;
  gint64 at;
  char *name;  /* given by an editor, "" without */
  char *note;
  guint words;
  int words_more; /* words more (or fewer) than in its base */
  gboolean published; /* these words went out */
  gboolean is_head;
};

#define DESK_TYPE_EVIDENCE (desk_evidence_get_type ())
G_DECLARE_FINAL_TYPE (DeskEvidence, desk_evidence, DESK, EVIDENCE, GObject)

struct _DeskEvidence
{
  GObject parent_instance;

  char *id; /* its entry, or "CLAIM/n" when it came with the claim's own entry */
  DeskEvidenceKind kind;
  DeskStance stance;
  char *ref;    /* address, id of the post or claim, hash of the file; "" for a person */
  char *title;  /* what an editor reads; for a person "source A" */
  char *quote;  /* the sentence relied on */
  char *sealed; /* hash of a sealed value (a person's name), "" when nothing is sealed */
  gint64 at;
  char *author;
};

#define DESK_TYPE_CLAIM (desk_claim_get_type ())
G_DECLARE_FINAL_TYPE (DeskClaim, desk_claim, DESK, CLAIM, GObject)

struct _DeskClaim
{
  GObject parent_instance;

  char *id;
  char *seen;
  DeskAnchor *anchor; /* where its words are now, or were last */
  DeskFit fit;        /* changed: its answers wait */
  char *wording;      /* the words its answers were given for */
  char *by;           /* who said it */
  DeskClaimKind kind;
  DeskSaid said;
  DeskSo so;
  char *because;
  char *author; /* who marked it */
  gint64 at;
  char *answered_by;
  gint64 answered_at; /* 0: never */
  GPtrArray *evidence;    /* (element-type DeskEvidence) */
  char **contradicts;     /* ids of claims */
  gboolean dropped;       /* let go; only in lists that ask for it */
};

/**
 * desk_claim_get_status:
 *
 * Returns: what the claim shows at a glance; words changed or gone come before an old answer
 */
DeskStatus desk_claim_get_status (DeskClaim *self);

#define DESK_TYPE_POST (desk_post_get_type ())
G_DECLARE_FINAL_TYPE (DeskPost, desk_post, DESK, POST, GObject)

struct _DeskPost
{
  GObject parent_instance;

  char *id;
  char *seen;
  char *address;  /* canonical; "" when only words are known */
  char *network;  /* "x", "bluesky", "mastodon", "tiktok", "youtube", "telegram", "reddit", "web", "" */
  char *author;   /* the name shown */
  char *handle;   /* "@marrow_guard" */
  char *author_address;
  char *words;
  char *language; /* BCP 47, "" when not known */
  gint64 posted_at;
  DeskTimeFrom posted_from;
  char **missing; /* what is known not to have been kept: "pictures", "video", "rest" (cut words), "time" */
  char *graphic;  /* why it is covered, "" when it is not */
  char *raw;      /* hash of the raw answer's blob, "" */
  char **pictures; /* hashes of blobs */
  gint64 captured_at;
  char *captured_by;
  guint n_captures;
  DeskPostState state;
  gint64 checked_at;
};

#define DESK_TYPE_UPDATE (desk_update_get_type ())
G_DECLARE_FINAL_TYPE (DeskUpdate, desk_update, DESK, UPDATE, GObject)

struct _DeskUpdate
{
  GObject parent_instance;

  char *id;
  char *seen;
  DeskUpdateKind kind;
  gint64 at;      /* the instant readers are told */
  char *zone;
  char *language;
  char *words;    /* what readers saw, "" when nothing */
  char *text;     /* hash of the text that went out */
  char *revision; /* entry id */
  guint revision_number;
  char *was;
  char *now;
  char *because;
  char *author;
  char *superseded_by; /* id of the update that replaces a mistaken one, "" */
};

#define DESK_TYPE_NOTE (desk_note_get_type ())
G_DECLARE_FINAL_TYPE (DeskNote, desk_note, DESK, NOTE, GObject)

/* An editor's remark on words of a story. */
struct _DeskNote
{
  GObject parent_instance;

  char *id;
  char *seen;
  DeskAnchor *anchor; /* where its words are now, or were last */
  DeskFit fit;
  char *words;        /* what it says; "" when that was erased, or left out of a package */
  char **sealed;      /* hashes of all that it ever said, the last one in force */
  gboolean resolved;
  char *author;
  gint64 at;
  char *resolved_by;  /* who resolved or reopened it last, "" when nobody did */
  gint64 resolved_at;
};

#define DESK_TYPE_LEAVE (desk_leave_get_type ())
G_DECLARE_FINAL_TYPE (DeskLeave, desk_leave, DESK, LEAVE, GObject)

/* Words in which what a rule of house style finds is left as it is. */
struct _DeskLeave
{
  GObject parent_instance;

  char *id;
  char *rule;         /* id of a rule, or the name of a check */
  DeskAnchor *anchor; /* its words and those around them; its place is that of long ago */
};

#define DESK_TYPE_RULE (desk_rule_get_type ())
G_DECLARE_FINAL_TYPE (DeskRule, desk_rule, DESK, RULE, GObject)

/* A rule of house style that the newsroom wrote, or whether a check that is built in is switched off. */
struct _DeskRule
{
  GObject parent_instance;

  char *id;       /* a UUID; of a check its name, and then only dropped is told */
  char *seen;
  char *term;     /* words, or a regular expression of PCRE2's */
  char *prefer;   /* what to write instead, "" when there is nothing; $1 to $9 are groups of the expression */
  char *why;
  char *language; /* BCP 47, "" for all */
  gboolean is_regex;
  gboolean any_case; /* whether the term is found in whatever case */
  gboolean dropped;
  char *author;
  gint64 at;
};

#define DESK_TYPE_WORD (desk_word_get_type ())
G_DECLARE_FINAL_TYPE (DeskWord, desk_word, DESK, WORD, GObject)

/* A word that is spelled right at this desk. */
struct _DeskWord
{
  GObject parent_instance;

  char *word;
  char *language; /* BCP 47, "" for all */
  char *author;
  gint64 at;
};

#define DESK_TYPE_SNAPSHOT (desk_snapshot_get_type ())
G_DECLARE_FINAL_TYPE (DeskSnapshot, desk_snapshot, DESK, SNAPSHOT, GObject)

/* One story, whole, but for its older revisions. */
struct _DeskSnapshot
{
  GObject parent_instance;

  DeskStory *story;
  DeskText *text;        /* of the head */
  DeskText *out;         /* (nullable): the text that is out */
  char *tip;             /* the newest entry of the journal taken into these views */
  gint64 head_at;        /* when the head was written */
  GPtrArray *heads;      /* (element-type utf8): entry ids of head revisions, more than one when texts wait to be merged */
  GPtrArray *claims;     /* (element-type DeskClaim), in the order of the text, those gone last */
  GPtrArray *posts;      /* (element-type DeskPost), oldest first */
  GPtrArray *updates;    /* (element-type DeskUpdate), newest first */
  GPtrArray *notes;      /* (element-type DeskNote), as claims */
  GPtrArray *leaves;     /* (element-type DeskLeave), oldest first */
  guint target;          /* words that it is to have, 0: as many as it likes */
};

/* (transfer none) (nullable) */
DeskClaim *desk_snapshot_get_claim (DeskSnapshot *self, const char *id);
DeskPost *desk_snapshot_get_post (DeskSnapshot *self, const char *id);
DeskNote *desk_snapshot_get_note (DeskSnapshot *self, const char *id);
/* The post that an address means, whatever form it has: "twitter.com", with "?s=20", … (transfer none) (nullable) */
DeskPost *desk_snapshot_get_post_for_address (DeskSnapshot *self, const char *address);
/* The update whose stamp readers see now: the newest publication or update that is not superseded and has words. (transfer none) (nullable) */
DeskUpdate *desk_snapshot_get_stamp (DeskSnapshot *self);

G_END_DECLS
