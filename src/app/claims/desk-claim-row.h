/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskClaimRow:
 *
 * A claim in a list box: its exact words, who said them, how its two answers stand, what it rests on. It opens in
 * place (DeskClaimForm), and answers by keys while nothing is typed in it: S said, V verified, D disputed,
 * X false, O open.
 *
 * Actions: "claim.set-said" and "claim.set-so" (both "s": the journal's word), "claim.still-holds", "claim.check-again",
 * "claim.let-go", "claim.close".
 *
 * Properties: "expanded" (boolean).
 */
#define DESK_TYPE_CLAIM_ROW (desk_claim_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskClaimRow, desk_claim_row, DESK, CLAIM_ROW, GtkListBoxRow)

GtkWidget *desk_claim_row_new (DeskDocument *document);

DeskClaim *desk_claim_row_get_claim (DeskClaimRow *self); /* (transfer none) (nullable) */
void desk_claim_row_set_claim (DeskClaimRow *self, DeskClaim *claim);

/* Shows again what follows from what is typed: words and whether they changed. */
void desk_claim_row_refresh (DeskClaimRow *self);

gboolean desk_claim_row_get_expanded (DeskClaimRow *self);
void desk_claim_row_set_expanded (DeskClaimRow *self, gboolean expanded);

/* The claim as the journal has it by now: rows are shown it a moment later. (transfer none) */
DeskClaim *desk_claim_get_newest (DeskClaim *claim, DeskDocument *document);

/* A claim's words as they are in the text now, or were last; (transfer full). */
char *desk_claim_dup_words (DeskClaim *claim, DeskDocument *document);

/* The same between quotation marks, where they bring none of their own; (transfer full). */
char *desk_claim_dup_quotation (DeskClaim *claim, DeskDocument *document);

/* Whether an answer waits: what the page's filter *Open* shows. */
gboolean desk_claim_is_waiting (DeskClaim *claim, DeskDocument *document);

/* Whether something speaks for it. */
gboolean desk_claim_has_source (DeskClaim *claim);

G_END_DECLS
