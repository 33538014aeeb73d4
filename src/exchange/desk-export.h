/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/desk-store.h"
#include "desk-exchange-error.h"

G_BEGIN_DECLS

/* One exporter a format: a new format is one entry in the table of desk-export.c. */
typedef struct
{
  const char *id;        /* "markdown", "text" */
  const char *name;      /* N_() */
  const char *extension; /* "md" */
  const char *type;      /* media type */
} DeskExportFormat;

const DeskExportFormat *desk_export_list_formats (gsize *n);

/**
 * desk_export_story:
 * @text: (nullable): the version to export; %NULL is the head
 * @format: an id
 * @entry: (nullable): id of the entry that it shows, for a file that others are to hold
 *
 * "markdown" is the canonical text, byte for byte. "text" is for a clipboard: headline, standfirst, byline,
 * dateline before the body, plain words, embeds as their addresses, the stamp that readers see, corrections behind it.
 * Behind either of these stands @entry on a line of its own, which desk_import_text() passes over: whoever holds the file can say
 * later whether a history has what it shows. "pdf" and "proof" are pages, see DeskPrint.
 *
 * Errors: %DESK_EXCHANGE_ERROR_UNKNOWN format.
 */
GBytes *desk_export_story (DeskSnapshot *snapshot, DeskText *text, const char *format, const char *entry, GError **error);

/**
 * desk_export_find_entry:
 *
 * Returns: (transfer none) (nullable): id of the entry that says most of @text: with which it went out last, otherwise
 *   its revision when it is the head; %NULL for words that are in neither
 */
const char *desk_export_find_entry (DeskSnapshot *snapshot, DeskText *text);

/* Bytes at the end of a file that desk_export_story() wrote which name the entry; 0 when there are none. */
gsize desk_export_measure_entry (const char *data, gsize length);

/**
 * desk_export_dossier:
 * @snapshot: the story as it stands: what has gone out
 * @then: (nullable): the story as it stood at the time that was asked for: its claims and posts
 * @update: (nullable): what was out; %NULL is the story as it stands
 * @text: the words it shows
 * @blame: (nullable): who wrote which words of @text; of another text it is not shown
 * @revisions: (element-type DeskRevision): newest first
 *
 * One PDF (cairo, Pango) for a lawyer: the text, who wrote which words of it, its claims with both answers and sources,
 * its posts, its stamps, who kept which version, the ids. Nothing sealed.
 */
GBytes *desk_export_dossier (DeskSnapshot *snapshot, DeskSnapshot *then, DeskUpdate *update, DeskText *text, DeskStoryBlame *blame, GPtrArray *revisions, GError **error);

G_END_DECLS
