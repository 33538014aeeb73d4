/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-enums.h"
#include "desk-json.h"

G_BEGIN_DECLS

/**
 * DeskEntry:
 *
 * One entry of a journal: what somebody did, when, and on top of what. Its bytes
 * are canonical JSON, kept as they were hashed; its id is their SHA-256. Immutable,
 * may be shared between threads.
 *
 * Members: "actor" {"device", "name"}, "at" (microseconds since 1970, UTC), "body",
 * "kind", "parents" (ids, sorted), "story" (UUID; left out in the desk's own journal),
 * "zone" (IANA).
 */
typedef struct _DeskEntry DeskEntry;

#define DESK_TYPE_ENTRY (desk_entry_get_type ())
#define DESK_ENTRY_MAX_BYTES (1024 * 1024)

GType desk_entry_get_type (void);
DeskEntry *desk_entry_ref (DeskEntry *self);
void desk_entry_unref (DeskEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskEntry, desk_entry_unref)

/**
 * desk_entry_new:
 * @story: (nullable): the story's UUID, %NULL in the desk's own journal
 * @parents: (nullable): ids of every head of that journal that the writer knew, in any order
 * @name: the person
 * @device: the computer
 * @at: microseconds since 1970, UTC
 * @zone: IANA name of the writer's zone
 * @body: (transfer none): strings, integers, arrays and objects only
 *
 * Errors: %DESK_CORE_ERROR_ENTRY, %DESK_CORE_ERROR_TOO_LARGE.
 */
DeskEntry *desk_entry_new (const char *story,
                           const char *const *parents,
                           const char *name,
                           const char *device,
                           gint64 at,
                           const char *zone,
                           DeskEntryKind kind,
                           JsonObject *body,
                           GError **error);

/**
 * desk_entry_parse:
 * @bytes: untrusted bytes
 *
 * Errors: %DESK_CORE_ERROR_ENTRY when they are not canonical, or a member is missing or of a wrong type.
 * An unknown kind is no error: desk_entry_get_kind() is then -1 and the entry is kept and passed over.
 */
DeskEntry *desk_entry_parse (GBytes *bytes, GError **error);

const char *desk_entry_get_id (DeskEntry *self);    /* 64 hexadecimal digits */
GBytes *desk_entry_get_bytes (DeskEntry *self);     /* (transfer none) */
const char *desk_entry_get_story (DeskEntry *self); /* (nullable) */
const char *const *desk_entry_get_parents (DeskEntry *self);
const char *desk_entry_get_name (DeskEntry *self);
const char *desk_entry_get_device (DeskEntry *self);
gint64 desk_entry_get_at (DeskEntry *self);
const char *desk_entry_get_zone (DeskEntry *self);
int desk_entry_get_kind (DeskEntry *self); /* a DeskEntryKind, or -1 */
const char *desk_entry_get_kind_nick (DeskEntry *self);
JsonObject *desk_entry_get_body (DeskEntry *self); /* (transfer none): read only */

G_END_DECLS
