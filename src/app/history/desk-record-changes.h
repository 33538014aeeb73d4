/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk-record-diff.h"

G_BEGIN_DECLS

/**
 * DeskRecordChanges:
 *
 * What was done between two versions besides the text, a line each: claims marked and answered, posts that came, stamps
 * that were set. Hidden when there is nothing; folds to one line.
 */
#define DESK_TYPE_RECORD_CHANGES (desk_record_changes_get_type ())
G_DECLARE_FINAL_TYPE (DeskRecordChanges, desk_record_changes, DESK, RECORD_CHANGES, AdwBin)

/* @changes: (nullable) (element-type DeskRecordChange). @zone: the story's, IANA. */
void desk_record_changes_set_changes (DeskRecordChanges *self, GPtrArray *changes, const char *zone);

/* One in words: "Marked · verified · 2 sources more"; (transfer full). */
char *desk_record_change_describe (DeskRecordChange *change, const char *zone);

G_END_DECLS
