/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DESK_MERGE_SAME,     /* nobody changed it */
  DESK_MERGE_OURS,     /* only we did */
  DESK_MERGE_THEIRS,   /* only they did */
  DESK_MERGE_BOTH,     /* both did, in the same way */
  DESK_MERGE_CONFLICT, /* both did, each in a way of their own */
} DeskMergeKind;

/**
 * DeskMergeChunk:
 *
 * A run of the merged text: what stood there, and what each side made of it. The chunks of a merge, one behind the other,
 * are each of the three texts. None begins or ends within a grapheme cluster.
 */
typedef struct
{
  DeskMergeKind kind;
  const char *base;
  const char *ours;
  const char *theirs;
} DeskMergeChunk;

typedef enum
{
  DESK_MERGE_TAKE_OURS,
  DESK_MERGE_TAKE_THEIRS,
  DESK_MERGE_TAKE_BOTH, /* ours, then theirs */
  DESK_MERGE_TAKE_BASE,
  DESK_MERGE_TAKE_WORDS, /* the answer's own */
} DeskMergeChoice;

/* What becomes of a conflict. */
typedef struct
{
  DeskMergeChoice choice;
  const char *words; /* (nullable): with %DESK_MERGE_TAKE_WORDS */
} DeskMergeAnswer;

/**
 * DeskMerge:
 *
 * Two texts that were made from one, made one again by words. Immutable, may be shared between threads.
 *
 * Changes of both sides go in when they touch no word in common, next to each other in one sentence too, and a change
 * that both made goes in once. It is a conflict when both changed the same words, and when one put words right beside
 * words that the other changed or took out ("not" before "open", and "open" made "closed"), or both put words at one
 * place: each is right alone, and together they may say what nobody wrote. Words at the ends of a conflict that both
 * sides agree on are no part of it, as far as one side shows what they were.
 */
typedef struct _DeskMerge DeskMerge;

#define DESK_TYPE_MERGE (desk_merge_get_type ())
GType desk_merge_get_type (void);
DeskMerge *desk_merge_ref (DeskMerge *self);
void desk_merge_unref (DeskMerge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskMerge, desk_merge_unref)

/**
 * desk_merge_new:
 * @base: what both were made from, UTF-8
 * @language: (nullable): BCP 47
 *
 * Returns: (transfer full)
 */
DeskMerge *desk_merge_new (const char *base, const char *ours, const char *theirs, const char *language);

/**
 * desk_merge_new_whole:
 *
 * Merges values that make sense as a whole only, such as a time zone: both sides' changes are one or a conflict.
 *
 * Returns: (transfer full)
 */
DeskMerge *desk_merge_new_whole (const char *base, const char *ours, const char *theirs);

/**
 * desk_merge_new_items:
 *
 * Merges lists, an item a line, whose order says nothing: what either side added comes in, what either took out goes.
 * There are no conflicts.
 *
 * Returns: (transfer full)
 */
DeskMerge *desk_merge_new_items (const char *base, const char *ours, const char *theirs);

/* (transfer none) (element-type DeskMergeChunk) */
GArray *desk_merge_get_chunks (DeskMerge *self);

guint desk_merge_get_n_conflicts (DeskMerge *self);

/**
 * desk_merge_dup_text:
 * @answers: (nullable): one for each conflict, in their order; may be %NULL when there is none
 *
 * Returns: (transfer full): the merged text
 */
char *desk_merge_dup_text (DeskMerge *self, const DeskMergeAnswer *answers);

/**
 * desk_merge_chunk_dup_words:
 *
 * Returns: (transfer full): what @answer makes of a conflict. Between both sides' words a space is put, or an empty line
 *   between paragraphs, where they would run together; not in scripts that have no spaces.
 */
char *desk_merge_chunk_dup_words (const DeskMergeChunk *chunk, const DeskMergeAnswer *answer);

G_END_DECLS
