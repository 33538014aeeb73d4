/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-change.h"
#include "desk-connection.h"

G_BEGIN_DECLS

/*
 * What entries name by hash: texts, blobs, sealed values.
 *
 * A text is stored as its difference from an earlier one. Chains are at most 45 long, and so are the
 * chains of their heads, so that any text opens in bounded work. A text that entries name and that is not here has a row of size -1.
 */

#define DESK_TEXTS_CHAIN 45

/* The row of a text, 0 when there is none; -1 and @error. @words: (out) (optional) */
gint64 desk_texts_find (DeskConnection *db, const char *hash, guint *words, GError **error);
/* The row by which a text is named, whether it is here or not, made if need be; -1 and @error. @hash: one that desk_texts_is_hash() */
gint64 desk_texts_name (DeskConnection *db, const char *hash, GError **error);

/**
 * desk_texts_add:
 * @base: (nullable): hash of the text that @text was made from
 *
 * Does nothing when the text is there.
 */
gboolean desk_texts_add (DeskConnection *db, DeskText *text, const char *base, GError **error);

/* (transfer full): NOT_FOUND when it is not there, DAMAGED when its bytes are not those that were hashed. */
DeskText *desk_texts_load (DeskConnection *db, const char *hash, GError **error);
/**
 * desk_texts_load_bytes:
 *
 * The last ones stay at hand with the connection, as the next text is mostly told from one of them. Whoever wants to see what stands on
 * the disk calls desk_texts_forget() first.
 *
 * Returns: (transfer full): the bytes of a row as they come, not hashed
 */
GBytes *desk_texts_load_bytes (DeskConnection *db, gint64 row, GError **error);
void desk_texts_forget (DeskConnection *db);

/* Counts the words of the @limit texts behind row @after again: the last row done, 0 behind the end, -1 and @error. */
gint64 desk_texts_recount (DeskConnection *db, gint64 after, guint limit, GError **error);

/* The words of a text as they are counted everywhere. */
guint desk_texts_count_words (DeskText *text);

/* SHA-256 of @salt (nullable) and @value, in hexadecimal digits. (transfer full) */
char *desk_texts_hash (GBytes *salt, GBytes *value);
gboolean desk_texts_is_hash (const char *string);

GBytes *desk_texts_load_blob (DeskConnection *db, const char *hash, char **type, GError **error);
GBytes *desk_texts_load_sealed (DeskConnection *db, const char *hash, GBytes **salt, GError **error);
gboolean desk_texts_add_blob (DeskConnection *db, const DeskBlob *blob, GError **error);
gboolean desk_texts_add_sealed (DeskConnection *db, const DeskSealed *sealed, GError **error);

G_END_DECLS
