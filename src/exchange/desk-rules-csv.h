/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-change.h"

G_BEGIN_DECLS

/*
 * House style as a table: term, preferred, why, regex, language, case. RFC 4180: fields in double quotes may have commas,
 * line breaks and doubled quotes. A first line with these names says in which order they come; without it that one is meant.
 * "regex" is yes or no, "case" is "any" or nothing.
 */

/**
 * desk_rules_csv_read:
 * @data: UTF-8, with a byte order mark or without
 * @faults: (out) (transfer full) (element-type utf8): a line for each row that is no rule, translated, with the number of its line
 *
 * Rows that are no rules keep no others from being read.
 *
 * Returns: (transfer full) (element-type DeskRule): with new ids
 */
GPtrArray *desk_rules_csv_read (const char *data, gsize length, GPtrArray **faults);

/* (transfer full): every rule with a term that is not switched off, with lines that end in CR LF. @rules: (element-type DeskRule) */
char *desk_rules_csv_write (GPtrArray *rules);

/**
 * desk_rules_csv_make_changes:
 * @read: (element-type DeskRule)
 * @known: (element-type DeskRule): those of the desk
 *
 * A rule with a term that the desk has in that language replaces what that says; one that says the same is no change.
 *
 * Returns: (transfer full) (element-type DeskChange)
 */
GPtrArray *desk_rules_csv_make_changes (GPtrArray *read, GPtrArray *known);

G_END_DECLS
