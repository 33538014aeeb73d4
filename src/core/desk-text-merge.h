/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-merge.h"
#include "desk-text.h"

G_BEGIN_DECLS

/**
 * DeskTextMerge:
 *
 * Two texts of a story that were made from one, made one again part by part: each header field that one of them has, and
 * the body. Headline, standfirst, byline, dateline and the body are merged by words, keywords, links and warnings as lists,
 * other fields as a whole. Immutable, may be shared between threads.
 */
typedef struct _DeskTextMerge DeskTextMerge;

#define DESK_TYPE_TEXT_MERGE (desk_text_merge_get_type ())
GType desk_text_merge_get_type (void);
DeskTextMerge *desk_text_merge_ref (DeskTextMerge *self);
void desk_text_merge_unref (DeskTextMerge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTextMerge, desk_text_merge_unref)

typedef struct
{
  char *field;      /* a field's name; %NULL: the body */
  DeskMerge *merge; /* of the values of a field that comes several times, one a line, as of keywords */
} DeskTextMergePart;

/**
 * desk_text_merge_new:
 * @language: (nullable): BCP 47
 *
 * Returns: (transfer full)
 */
DeskTextMerge *desk_text_merge_new (DeskText *base, DeskText *ours, DeskText *theirs, const char *language);

/* (transfer none) (element-type DeskTextMergePart): fields in the order of the header, the body last. */
GPtrArray *desk_text_merge_get_parts (DeskTextMerge *self);

/* Of all parts. */
guint desk_text_merge_get_n_conflicts (DeskTextMerge *self);

/**
 * desk_text_merge_dup_text:
 * @answers: (nullable): one for each conflict, those of the first part first; may be %NULL when there is none
 *
 * Returns: (transfer full): the merged text
 */
DeskText *desk_text_merge_dup_text (DeskTextMerge *self, const DeskMergeAnswer *answers);

G_END_DECLS
