/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/desk-records.h"

G_BEGIN_DECLS

/*
 * Records as --json prints them. All are (transfer full). Ids are whole, words of the journal stand as they
 * are there ("in review" is "review"), instants are RFC 3339 in the story's zone, and null when not known.
 */

JsonObject *desk_cli_story_to_json (DeskStory *story);
JsonObject *desk_cli_revision_to_json (DeskRevision *revision, const char *zone);
JsonObject *desk_cli_claim_to_json (DeskClaim *claim, const char *zone);
JsonObject *desk_cli_post_to_json (DeskPost *post, const char *zone);
JsonObject *desk_cli_update_to_json (DeskUpdate *update);
/* The canonical text, its fields by name, its body. */
JsonObject *desk_cli_text_to_json (DeskText *text);

JsonArray *desk_cli_strings_to_json (const char *const *strings);

G_END_DECLS
