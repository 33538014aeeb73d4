/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-records.h"

G_BEGIN_DECLS

/* What is open before a story goes out: one implementation for the Publish dialog and `deskctl check`. */

typedef enum
{
  DESK_FINDING_QUOTE_DIFFERS,   /* must be seen */
  DESK_FINDING_WORDS_CHANGED,   /* must be seen: words changed since the check */
  DESK_FINDING_WORDS_GONE,
  DESK_FINDING_CLAIM_FALSE,     /* must be seen */
  DESK_FINDING_NO_WARNING,      /* must be seen: a graphic post without a warning */
  DESK_FINDING_CLAIM_OPEN,
  DESK_FINDING_CLAIM_UNSOURCED,
  DESK_FINDING_CLAIM_DISPUTED,
  DESK_FINDING_ONE_SOURCE,      /* a figure with a single source */
  DESK_FINDING_POST_GONE,
  DESK_FINDING_POST_MISSING,    /* an embed whose post is not kept */
  DESK_FINDING_NO_HEADLINE,
  DESK_FINDING_NO_BYLINE,
  DESK_FINDING_NO_DATELINE,
  DESK_FINDING_STAMP_IN_BODY,   /* a stamp in the text whose date or zone nobody confirmed */
} DeskFindingKind;
#define DESK_TYPE_FINDING_KIND (desk_finding_kind_get_type ())
GType desk_finding_kind_get_type (void);

#define DESK_TYPE_FINDING (desk_finding_get_type ())
G_DECLARE_FINAL_TYPE (DeskFinding, desk_finding, DESK, FINDING, GObject)

struct _DeskFinding
{
  GObject parent_instance;

  DeskFindingKind kind;
  gboolean must_be_seen;
  char *message;   /* one line, translated */
  char *detail;    /* what the story has; "" */
  char *detail_source; /* what the post has; "" */
  char *claim;     /* id, "" */
  char *post;      /* id, "" */
  guint start, end; /* code points of the body, equal when it is about no words */
};

/**
 * desk_check_story:
 * @text: (nullable): the text as typed; %NULL means the snapshot's own
 *
 * Returns: (transfer full) (element-type DeskFinding): what must be seen first
 */
GPtrArray *desk_check_story (DeskSnapshot *snapshot, DeskText *text);

/**
 * desk_check_count_changes:
 * @a: the text that is out
 * @b: the text here
 *
 * Returns: how many changes are not out: of the body by words, and one for each header field that differs
 */
guint desk_check_count_changes (DeskText *a, DeskText *b);

G_END_DECLS
