/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-records.h"

G_BEGIN_DECLS

/* What is different in a claim, a post or the ledger: several may hold at once. */
typedef enum
{
  DESK_RECORD_CAME = 1 << 0,
  DESK_RECORD_WENT = 1 << 1,       /* let go of, out of the panel */
  DESK_RECORD_SAID = 1 << 2,       /* whether it was said */
  DESK_RECORD_SO = 1 << 3,         /* whether it is so */
  DESK_RECORD_WORDS = 1 << 4,      /* of a claim: the same words, changed or gone; of a post: kept again */
  DESK_RECORD_DETAILS = 1 << 5,    /* who said it, what kind of claim it is, why it was answered so */
  DESK_RECORD_SOURCES = 1 << 6,    /* evidence, contradictions */
  DESK_RECORD_STATE = 1 << 7,      /* of a post: edited or deleted since; of the story: in review, … */
  DESK_RECORD_SUPERSEDED = 1 << 8, /* of a stamp: another one stands for it */
} DeskRecordFlags;

/* One record before and after. Of the pairs one is set, or none: then it is the story's own state. */
typedef struct
{
  DeskRecordFlags flags;
  DeskClaim *old_claim, *claim;
  DeskPost *old_post, *post;
  DeskUpdate *old_update, *update;
  DeskState old_state, state;
} DeskRecordChange;

void desk_record_change_free (DeskRecordChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskRecordChange, desk_record_change_free)

/**
 * desk_record_diff_new:
 * @from: (nullable): %NULL before there was anything
 * @to: the same story
 *
 * What was done for a story besides its text: the story's state, stamps with the oldest first, claims in the order
 * of the text, posts.
 *
 * Returns: (transfer full) (element-type DeskRecordChange): empty when nothing was
 */
GPtrArray *desk_record_diff_new (DeskSnapshot *from, DeskSnapshot *to);

G_END_DECLS
