/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desk-core-error.h"

G_BEGIN_DECLS

/*
 * Canonical JSON (RFC 8785), narrowed to what a journal needs: objects, arrays,
 * strings and integers of at most 53 bits. No fractions, booleans or nulls.
 */

/**
 * desk_json_canonical:
 *
 * Returns: (transfer full) (nullable): the canonical bytes (keys sorted by UTF-16 code units, RFC 8785 section 3.2.3),
 *   or %NULL with %DESK_CORE_ERROR_ENTRY when @node holds anything else
 */
GBytes *desk_json_canonical (JsonNode *node, GError **error);

/**
 * desk_json_parse:
 * @bytes: untrusted
 *
 * Reads canonical JSON and nothing else: bytes that would not be written so again
 * (spaces, equal keys, large numbers, depth over 32) are refused.
 *
 * Returns: (transfer full) (nullable): the root node
 */
JsonNode *desk_json_parse (GBytes *bytes, GError **error);

/* Reading with a default, whatever type the member really has. Strings are (transfer none), never %NULL. */
const char *desk_json_get_string (JsonObject *object, const char *member);
gint64 desk_json_get_int (JsonObject *object, const char *member, gint64 fallback);
/* (transfer none) (nullable) */
JsonObject *desk_json_get_object (JsonObject *object, const char *member);
JsonArray *desk_json_get_array (JsonObject *object, const char *member);
/* The strings of an array, others passed over; (transfer full), ended by %NULL, empty when there is none. */
char **desk_json_get_strings (JsonObject *object, const char *member);

/* Setting, only when there is something to say: "" and %NULL leave the member out. */
void desk_json_set_string (JsonObject *object, const char *member, const char *value);
void desk_json_set_strings (JsonObject *object, const char *member, const char *const *values);

G_END_DECLS
