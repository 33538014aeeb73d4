/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-attribution.h"

G_BEGIN_DECLS

/**
 * DeskClaimPopover:
 *
 * Asks who says the words that are being marked as a claim, and what kind of claim they are: both filled in, Enter accepts.
 *
 * Signal: "accepted" (const char *who, DeskClaimKind kind).
 */
#define DESK_TYPE_CLAIM_POPOVER (desk_claim_popover_get_type ())
G_DECLARE_FINAL_TYPE (DeskClaimPopover, desk_claim_popover, DESK, CLAIM_POPOVER, GtkPopover)

DeskClaimPopover *desk_claim_popover_new (const char *words, const DeskAttribution *guess);

G_END_DECLS
