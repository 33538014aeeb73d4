/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-records.h"

G_BEGIN_DECLS

/*
 * House style: what a newsroom would write otherwise. A finding is a proposal; nothing is changed by itself, and what
 * cannot be told is not found.
 */

/* A check that Desk brings along. Its name stands in the journal, in a rule that switches it off. */
typedef struct
{
  const char *name;    /* "weekday" */
  const char *title;   /* N_(): a line of a list */
  const char *summary; /* N_(): what it finds */
} DeskStyleCheck;

/* (transfer none) (array length=n): in the order of a menu. */
const DeskStyleCheck *desk_style_list_checks (gsize *n);

typedef struct
{
  guint start, end;   /* code points of the body */
  char *rule;         /* id of the rule, or the name of the check */
  char *message;      /* why, in the language of the interface */
  char **suggestions; /* what to write instead, the best first; may be empty, and a suggestion may be "" */
} DeskStyleFinding;

void desk_style_finding_free (DeskStyleFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskStyleFinding, desk_style_finding_free)

/**
 * DeskStyleStory:
 * @language: BCP 47
 * @zone: IANA
 * @at: the instant of the version: the story's day
 * @out: (nullable): the body that is out
 * @first_out: when the story first went out
 * @last_out: when @out went out
 * @rules: (nullable) (element-type DeskRule): of the desk
 * @leaves: (nullable) (element-type DeskLeave): of the story
 *
 * What house style has to know of a story. A paragraph that is out already was written between @first_out and @last_out, any
 * other on the story's day.
 */
typedef struct
{
  const char *language;
  const char *zone;
  gint64 at;
  const char *out;
  gint64 first_out;
  gint64 last_out;
  GPtrArray *rules;
  GPtrArray *leaves;
} DeskStyleStory;

/**
 * desk_style_check:
 * @body: CommonMark
 *
 * Nothing is found in code, in addresses and in the lines of embeds; in quotations typography alone. Linear in the length
 * of @body; can be called from any thread.
 *
 * Returns: (transfer full) (element-type DeskStyleFinding): by place; none overlaps another
 */
GPtrArray *desk_style_check (const char *body, const DeskStyleStory *story);

/**
 * desk_style_check_snapshot:
 * @body: (nullable): what is typed now; %NULL: the head
 * @now: the present instant, which is the story's day when @body is not the head's
 * @rules: (nullable) (element-type DeskRule)
 */
GPtrArray *desk_style_check_snapshot (DeskSnapshot *snapshot, const char *body, gint64 now, GPtrArray *rules);

/**
 * desk_style_check_rule:
 *
 * Whether a rule can be used. Errors: %DESK_CORE_ERROR_VALUE when it has no term, or its regular expression cannot be read.
 */
gboolean desk_style_check_rule (DeskRule *rule, GError **error);

G_END_DECLS
