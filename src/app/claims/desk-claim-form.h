/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskClaimForm:
 *
 * What opens under a claim's row: who said it, what kind it is, the two answers, the reason, the sources and the
 * claims that it contradicts. Each change is committed at once. It stands in a DeskClaimRow, whose actions
 * give the answers.
 */
#define DESK_TYPE_CLAIM_FORM (desk_claim_form_get_type ())
G_DECLARE_FINAL_TYPE (DeskClaimForm, desk_claim_form, DESK, CLAIM_FORM, AdwBin)

GtkWidget *desk_claim_form_new (DeskDocument *document);

/* Shows the claim's newest state; what is just being typed in a field stays. */
void desk_claim_form_set_claim (DeskClaimForm *self, DeskClaim *claim);

/* Whether the row offers its replies to changed words, and with them *Let Go*. */
void desk_claim_form_set_waiting (DeskClaimForm *self, gboolean waiting);

/* Asks what verifies the claim: the source that is added next answers "verified" with it. */
void desk_claim_form_ask_source (DeskClaimForm *self);

G_END_DECLS
