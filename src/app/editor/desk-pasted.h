/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "editor/desk-paste.h"

G_BEGIN_DECLS

/* Bytes that a story can take at once; more than anybody writes. */
#define DESK_PASTED_MAX_LENGTH (4 * 1024 * 1024)

typedef enum
{
  DESK_PASTED_CLEAN, /* whatever it is, as well as it can be read */
  DESK_PASTED_PLAIN, /* words only */
  DESK_PASTED_RAW,   /* text of a story: as it stands */
} DeskPastedManner;

/**
 * DeskPasted:
 * @kind: what it is
 * @text: what goes into the text, or what is kept as a post
 * @address: of a post, or ""
 * @is_markdown: whether @text was made of HTML, with words escaped that would be marks
 * @message: (nullable): what an editor is told
 */
typedef struct
{
  DeskPasteKind kind;
  char *text;
  char *address;
  gboolean is_markdown;
  char *message;
} DeskPasted;

void desk_pasted_free (DeskPasted *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskPasted, desk_pasted_free)

/**
 * desk_pasted_read_async:
 * @text: (transfer full) (nullable): plain text
 * @html: (transfer full) (nullable): HTML of the same
 *
 * Reads what was pasted, on a thread. With neither anything in @text nor in @html the text is "".
 */
void desk_pasted_read_async (char *text,
                             GBytes *html,
                             DeskPastedManner manner,
                             const char *language,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);

/* Errors: %G_IO_ERROR_CANCELLED, and %DESK_EXCHANGE_ERROR_TOO_LARGE */
DeskPasted *desk_pasted_read_finish (GAsyncResult *result, GError **error);

/* Whether CommonMark made of HTML begins, or ends, with something that needs a line of its own. */
gboolean desk_pasted_begins_block (const char *markdown);
gboolean desk_pasted_ends_block (const char *markdown);

G_END_DECLS
