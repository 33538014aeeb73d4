/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-stamp.h"
#include "core/desk-text.h"
#include "desk-exchange-error.h"

G_BEGIN_DECLS

/**
 * DeskImport:
 *
 * A story that came from outside, and what was recognised in it. The body's words come
 * through unchanged; what was not recognised stays in the body.
 */
typedef struct
{
  DeskText *text;
  char *slug;              /* proposed, from a file name or the headline */
  GPtrArray *recognised;   /* (element-type utf8): lines for the editor, translated: "Headline: …", "Dateline: …" */
  DeskFoundStamp *stamp;   /* (nullable): a stamp found; it is still in the body */
} DeskImport;

void desk_import_free (DeskImport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskImport, desk_import_free)

/**
 * desk_import_text:
 * @data: canonical text, Markdown (with or without a front matter), or plain text as agencies and sites print it
 * @length: bytes, or -1
 * @name: (nullable): the file's name, for the slug
 * @language: (nullable): the desk's, when the text does not say; BCP 47
 * @zone: (nullable): the desk's, IANA
 *
 * Errors: %DESK_CORE_ERROR, %DESK_EXCHANGE_ERROR_UNKNOWN for something that is no text.
 */
DeskImport *desk_import_text (const char *data, gssize length, const char *name, const char *language, const char *zone, GError **error);

/* Takes the stamp's line out of the body, once an editor has confirmed its date and zone. (transfer full) */
DeskText *desk_import_without_stamp (DeskText *text, const DeskFoundStamp *stamp);

G_END_DECLS
