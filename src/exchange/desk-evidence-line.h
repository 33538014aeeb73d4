/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-records.h"

G_BEGIN_DECLS

/**
 * desk_evidence_line_new:
 * @snapshot: whose posts and claims it may name
 *
 * Returns: (transfer full): a source of a claim in one line: for or against, its kind, what it is and where. Nothing sealed
 */
char *desk_evidence_line_new (DeskSnapshot *snapshot, DeskEvidence *evidence);

G_END_DECLS
