/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entry.h"
#include "desk-store.h"

G_BEGIN_DECLS

/* The fewest digits by which an id may be named that others hold. */
#define DESK_PROOF_MIN_DIGITS 8

/**
 * DeskProof:
 *
 * What a history says about the id of an entry that was handed out earlier: it is in there, and what came later builds on
 * it. Worked out from the bytes of entries alone, not from what stands beside them.
 */
typedef struct
{
  DeskEntry *entry;  /* the one with that id */
  gboolean holds;    /* every end of its journal builds on it */
  guint n_before;    /* entries that it builds on */
  guint n_after;     /* entries that build on it */
  guint n_beside;    /* the others of its journal; when @holds they were made apart and joined later */
  DeskEntry *first;  /* (nullable): the first of the others, in the order of the journal */
} DeskProof;

void desk_proof_free (DeskProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskProof, desk_proof_free)

/**
 * desk_proof_find:
 * @entries: (element-type DeskEntry): a whole journal, in order
 * @start: the id, or at least its first %DESK_PROOF_MIN_DIGITS digits
 *
 * Returns: (transfer full) (nullable): %NULL when it is not in there. Errors: %DESK_STORE_ERROR_AMBIGUOUS
 */
DeskProof *desk_proof_find (GPtrArray *entries, const char *start, GError **error);

/**
 * desk_store_prove:
 * @story: (nullable): in its journal alone
 * @start: as desk_proof_find() has it
 *
 * Errors: %DESK_STORE_ERROR_NOT_FOUND when no entry here has that id, %DESK_STORE_ERROR_INVALID when it can be none,
 *   %DESK_STORE_ERROR_AMBIGUOUS, and %DESK_STORE_ERROR_DAMAGED when a journal cannot be read and the id is in no other.
 */
DeskProof *desk_store_prove (DeskStore *self, const char *story, const char *start, GError **error);

G_END_DECLS
