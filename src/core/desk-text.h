/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "desk-core-error.h"

G_BEGIN_DECLS

/**
 * DeskText:
 *
 * The canonical text of a story: header fields as in an e-mail (RFC 5322,
 * section 2.2, folding included), a blank line, a CommonMark body. It is what
 * a revision hashes, what `deskctl show` prints and what Markdown export writes.
 *
 * A `DeskText` is immutable and may be shared between threads; the functions
 * called `with` give a changed copy. Parsing and formatting are byte-exact:
 * formatting what was parsed gives the same bytes (line ends apart, which
 * become LF), in the same order of fields, unknown fields included.
 */
typedef struct _DeskText DeskText;

#define DESK_TYPE_TEXT (desk_text_get_type ())

/* The largest canonical text Desk takes in, in bytes. */
#define DESK_TEXT_MAX_BYTES (16 * 1024 * 1024)

#define DESK_FIELD_HEADLINE "Headline"
#define DESK_FIELD_STANDFIRST "Standfirst"
#define DESK_FIELD_BYLINE "Byline"
#define DESK_FIELD_DATELINE "Dateline"
#define DESK_FIELD_LANGUAGE "Language"
#define DESK_FIELD_ZONE "Zone"
#define DESK_FIELD_KEYWORDS "Keywords" /* one field, separated by ", " */
#define DESK_FIELD_RELATED "Related"   /* one field a link: "[title](address)" */
#define DESK_FIELD_WARNING "Warning"   /* one field a warning: "graphic", or words of the editor's own */

GType desk_text_get_type (void);
DeskText *desk_text_ref (DeskText *self);
void desk_text_unref (DeskText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskText, desk_text_unref)

/**
 * desk_text_new:
 *
 * Returns: (transfer full): a text with no field and an empty body
 */
DeskText *desk_text_new (void);

/**
 * desk_text_parse:
 * @data: bytes of a canonical text, UTF-8; a byte-order mark is dropped, CRLF and CR become LF
 * @length: their number, or -1 when @data ends with a NUL
 *
 * Reads a canonical text. Text whose first line is not a header field is all body.
 *
 * Errors: %DESK_CORE_ERROR_ENCODING naming line and byte, %DESK_CORE_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL with @error set
 */
DeskText *desk_text_parse (const char *data, gssize length, GError **error);

/**
 * desk_text_get_canonical:
 * @length: (out) (optional): bytes, without the NUL behind them
 *
 * Returns: (transfer none): the canonical bytes; `desk_text_parse()` gives an equal text from them
 */
const char *desk_text_get_canonical (DeskText *self, gsize *length);

/**
 * desk_text_get_hash:
 *
 * Returns: (transfer none): SHA-256 of the canonical bytes, 64 lower-case hexadecimal digits
 */
const char *desk_text_get_hash (DeskText *self);

gboolean desk_text_equal (DeskText *a, DeskText *b);

/**
 * desk_text_get_body:
 *
 * Returns: (transfer none): the CommonMark body, never %NULL
 */
const char *desk_text_get_body (DeskText *self);

/**
 * desk_text_get_field:
 * @name: a field's name; case does not matter
 *
 * Returns: (transfer none): the first such field's value with its folding undone, "" when there is none
 */
const char *desk_text_get_field (DeskText *self, const char *name);

/**
 * desk_text_get_fields:
 *
 * Returns: (transfer container): every such field's value, in order, ended by %NULL; free with g_free(),
 *   the strings belong to @self
 */
const char **desk_text_get_fields (DeskText *self, const char *name);

/**
 * desk_text_get_field_names:
 *
 * Returns: (transfer container): the name of each field, in order, repeated ones too, ended by %NULL
 */
const char **desk_text_get_field_names (DeskText *self);

/**
 * desk_text_compare_fields:
 *
 * Returns: which of two names of fields stands first in a header, as strcmp() does; unknown ones are equal
 */
int desk_text_compare_fields (const char *a, const char *b);

/**
 * desk_text_with_field:
 * @value: (nullable): one value; line breaks become spaces. %NULL or "" takes the field out
 *
 * Known fields are put in their canonical place (the order of the DESK_FIELD_ list above),
 * unknown ones behind them.
 *
 * Returns: (transfer full): a copy in which @name has that one value; @self itself (a new reference) when nothing changes
 */
DeskText *desk_text_with_field (DeskText *self, const char *name, const char *value);

/**
 * desk_text_with_fields:
 * @values: (nullable): as many fields of that name, ended by %NULL
 */
DeskText *desk_text_with_fields (DeskText *self, const char *name, const char *const *values);

/**
 * desk_text_with_body:
 * @body: valid UTF-8, LF line ends (CRLF is turned into LF)
 */
DeskText *desk_text_with_body (DeskText *self, const char *body);

G_END_DECLS
