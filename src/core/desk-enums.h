/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "desk-core-error.h"

G_BEGIN_DECLS

/*
 * The words of the journal. An enumeration's nick is what stands in an entry and
 * what deskctl takes and prints; it is never translated. What an editor reads comes
 * from desk_enum_get_label().
 */

/* What an entry records; the nicks are these words with hyphens: "evidence-drop". */
typedef enum
{
  DESK_ENTRY_STORY,
  DESK_ENTRY_SLUG,
  DESK_ENTRY_REVISION,
  DESK_ENTRY_NAME,
  DESK_ENTRY_CLAIM,
  DESK_ENTRY_ANCHOR,
  DESK_ENTRY_ANSWER,
  DESK_ENTRY_EVIDENCE,
  DESK_ENTRY_EVIDENCE_DROP,
  DESK_ENTRY_CONTRADICTION,
  DESK_ENTRY_PERSON,
  DESK_ENTRY_POST,
  DESK_ENTRY_CAPTURE,
  DESK_ENTRY_POST_CHECK,
  DESK_ENTRY_POST_MARK,
  DESK_ENTRY_NOTE,
  DESK_ENTRY_UPDATE,
  DESK_ENTRY_STATE,
  DESK_ENTRY_ERASE,
  DESK_ENTRY_BIN,
  DESK_ENTRY_RULE, /* this one and the next: in the desk's own journal */
  DESK_ENTRY_WORD,
  DESK_ENTRY_LEAVE,
  DESK_ENTRY_TARGET,
} DeskEntryKind;
#define DESK_TYPE_ENTRY_KIND (desk_entry_kind_get_type ())
GType desk_entry_kind_get_type (void);

/* Why a revision was kept. */
typedef enum
{
  DESK_WHY_FIRST,     /* "first": the story's first text */
  DESK_WHY_KEEP,      /* "keep": the editor asked for it */
  DESK_WHY_PAUSE,     /* "pause": typing rested */
  DESK_WHY_LEAVE,     /* "leave": the story was left, or Desk quit */
  DESK_WHY_CHECK,     /* "check": a claim was marked or answered in it */
  DESK_WHY_PUBLISH,   /* "publish": it went out */
  DESK_WHY_IMPORT,    /* "import" */
  DESK_WHY_RESTORE,   /* "restore" */
  DESK_WHY_RECOVERED, /* "recovered": a draft found newer than its head */
  DESK_WHY_MERGE,     /* "merge" */
  DESK_WHY_DETAILS,   /* "details": header fields changed */
} DeskWhy;
#define DESK_TYPE_WHY (desk_why_get_type ())
GType desk_why_get_type (void);

typedef enum
{
  DESK_STATE_DRAFT,
  DESK_STATE_REVIEW,
  DESK_STATE_READY,
  DESK_STATE_PUBLISHED,
  DESK_STATE_ARCHIVED,
} DeskState;
#define DESK_TYPE_STATE (desk_state_get_type ())
GType desk_state_get_type (void);

typedef enum
{
  DESK_CLAIM_FACT,
  DESK_CLAIM_FIGURE,
  DESK_CLAIM_QUOTATION,
  DESK_CLAIM_ALLEGATION,
  DESK_CLAIM_IDENTITY,
  DESK_CLAIM_TIME,
  DESK_CLAIM_PLACE,
  DESK_CLAIM_OPINION,
} DeskClaimKind;
#define DESK_TYPE_CLAIM_KIND (desk_claim_kind_get_type ())
GType desk_claim_kind_get_type (void);

/* Was it said: did the source really say this? */
typedef enum
{
  DESK_SAID_OPEN,
  DESK_SAID_YES,
  DESK_SAID_NO,
} DeskSaid;
#define DESK_TYPE_SAID (desk_said_get_type ())
GType desk_said_get_type (void);

/* Is it so: is it true? */
typedef enum
{
  DESK_SO_OPEN,
  DESK_SO_VERIFIED,
  DESK_SO_DISPUTED,
  DESK_SO_FALSE,
  DESK_SO_UNKNOWN,
} DeskSo;
#define DESK_TYPE_SO (desk_so_get_type ())
GType desk_so_get_type (void);

/* How a claim's words stand in the text. */
typedef enum
{
  DESK_FIT_EXACT,   /* "exact": the same words (marks and spaces apart), maybe elsewhere */
  DESK_FIT_CHANGED, /* "changed": words changed, came or went */
  DESK_FIT_GONE,    /* "gone": not found again */
} DeskFit;
#define DESK_TYPE_FIT (desk_fit_get_type ())
GType desk_fit_get_type (void);

/* What a claim shows at a glance: DESIGN.md's table of marks, worst last. */
typedef enum
{
  DESK_STATUS_OPEN,
  DESK_STATUS_SAID,
  DESK_STATUS_VERIFIED,
  DESK_STATUS_CHANGED,
  DESK_STATUS_DISPUTED,
  DESK_STATUS_FALSE,
} DeskStatus;
#define DESK_TYPE_STATUS (desk_status_get_type ())
GType desk_status_get_type (void);

typedef enum
{
  DESK_EVIDENCE_ADDRESS, /* "address": a web page */
  DESK_EVIDENCE_POST,    /* "post": a captured post of this story */
  DESK_EVIDENCE_FILE,    /* "file": a file kept in the desk */
  DESK_EVIDENCE_PERSON,  /* "person": a person spoken to; the name is sealed */
  DESK_EVIDENCE_CLAIM,   /* "claim": another claim */
} DeskEvidenceKind;
#define DESK_TYPE_EVIDENCE_KIND (desk_evidence_kind_get_type ())
GType desk_evidence_kind_get_type (void);

typedef enum
{
  DESK_STANCE_FOR,
  DESK_STANCE_AGAINST,
} DeskStance;
#define DESK_TYPE_STANCE (desk_stance_get_type ())
GType desk_stance_get_type (void);

/* What a later look at a post found. */
typedef enum
{
  DESK_POST_KEPT,    /* "kept": not looked at since */
  DESK_POST_SAME,    /* "unchanged" */
  DESK_POST_EDITED,  /* "edited" */
  DESK_POST_DELETED, /* "deleted" */
  DESK_POST_GONE,    /* "gone": the account is gone */
} DeskPostState;
#define DESK_TYPE_POST_STATE (desk_post_state_get_type ())
GType desk_post_state_get_type (void);

/* What a post's time was read from. */
typedef enum
{
  DESK_TIME_NONE,   /* "none": not known */
  DESK_TIME_ANSWER, /* "answer": the network said so */
  DESK_TIME_NUMBER, /* "number": the post's number tells */
  DESK_TIME_DATE,   /* "date": the network gave a day and no clock time */
  DESK_TIME_TYPED,  /* "typed": the editor */
} DeskTimeFrom;
#define DESK_TYPE_TIME_FROM (desk_time_from_get_type ())
GType desk_time_from_get_type (void);

/* A line of a story's ledger. */
typedef enum
{
  DESK_UPDATE_PUBLISH,    /* "publish": first out */
  DESK_UPDATE_UPDATE,     /* "update": out again, with a stamp */
  DESK_UPDATE_SILENT,     /* "silent": out again, no stamp */
  DESK_UPDATE_CORRECTION, /* "correction": was and now */
  DESK_UPDATE_CLARIFICATION,
  DESK_UPDATE_RETRACTION,
  DESK_UPDATE_WITHDRAWAL,
} DeskUpdateKind;
#define DESK_TYPE_UPDATE_KIND (desk_update_kind_get_type ())
GType desk_update_kind_get_type (void);

/**
 * desk_enum_to_nick:
 * @type: one of the types above
 *
 * Returns: (transfer none): the word of the journal for @value
 */
const char *desk_enum_to_nick (GType type, int value);

/**
 * desk_enum_from_nick:
 * @value: (out)
 *
 * Errors: %DESK_CORE_ERROR_VALUE, with the words that are allowed.
 */
gboolean desk_enum_from_nick (GType type, const char *nick, int *value, GError **error);

/**
 * desk_enum_get_label:
 *
 * Returns: (transfer none): what an editor reads, in the language of the interface ("In review")
 */
const char *desk_enum_get_label (GType type, int value);

G_END_DECLS
