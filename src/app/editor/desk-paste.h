/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DESK_PASTE_TEXT,    /* words for the text */
  DESK_PASTE_ADDRESS, /* the address of a post and nothing else */
  DESK_PASTE_POST,    /* a post's embed code, or the answer about it */
} DeskPasteKind;

/**
 * DeskPaste:
 *
 * What an editor pasted, and what it is.
 */
typedef struct
{
  DeskPasteKind kind;
  char *text;    /* as pasted, without white space around it when it is no text */
  char *address; /* of the post, canonical; "" when it is text, or not known */
} DeskPaste;

/* @data: UTF-8. (transfer full) */
DeskPaste *desk_paste_read (const char *data);
void desk_paste_free (DeskPaste *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskPaste, desk_paste_free)

G_END_DECLS
