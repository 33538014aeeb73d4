/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DESK_PLACE_HEADING,   /* level in @level */
  DESK_PLACE_POST,      /* an embed; its address is the title */
  DESK_PLACE_PARAGRAPH, /* any line with words; its number in @level, from 1 */
  DESK_PLACE_CLAIM,     /* of a document, not of a text */
} DeskPlaceKind;

/* A place of a text that one can go to. */
typedef struct
{
  DeskPlaceKind kind;
  guint level;
  guint start; /* code points: of its words */
  guint end;
  char *title; /* plain: a heading's words, a paragraph's first ones */
} DeskPlace;

DeskPlace *desk_place_new (DeskPlaceKind kind, guint level, guint start, guint end, const char *title);
void desk_place_free (DeskPlace *self);

/* (transfer full) (element-type DeskPlace): the headings and embeds of a body, in order */
GPtrArray *desk_outline_list (const char *body);

/* (transfer full) (element-type DeskPlace): its paragraphs, headings and items of lists among them; embeds are none */
GPtrArray *desk_outline_list_paragraphs (const char *body);

G_END_DECLS
