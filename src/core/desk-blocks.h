/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A story as a reader reads it: one block below the other, each of runs of words that look alike. */

typedef enum
{
  DESK_RUN_PLAIN = 0,
  DESK_RUN_BOLD = 1 << 0,
  DESK_RUN_ITALIC = 1 << 1,
  DESK_RUN_CODE = 1 << 2,
  DESK_RUN_MARKED = 1 << 3, /* within one of the passages that were asked for */
  DESK_RUN_NUMBER = 1 << 4, /* the number of such a passage, behind its last word */
} DeskRunStyle;

typedef struct
{
  DeskRunStyle style;
  char *words;   /* "\n" where a line ends whatever its width */
  char *address; /* (nullable): of a link that may be followed: http, https or mailto */
} DeskRun;

typedef enum
{
  DESK_BLOCK_WARNING, /* "graphic", or words of the editor's own */
  DESK_BLOCK_HEADLINE,
  DESK_BLOCK_STANDFIRST,
  DESK_BLOCK_BYLINE,
  DESK_BLOCK_PARAGRAPH,
  DESK_BLOCK_HEADING, /* @level */
  DESK_BLOCK_CODE,
  DESK_BLOCK_BREAK, /* a thematic break: no words */
  DESK_BLOCK_POST,  /* the post at @address */
  DESK_BLOCK_STAMP,
  DESK_BLOCK_CORRECTION,
  DESK_BLOCK_RELATED,
} DeskBlockKind;

typedef struct
{
  DeskBlockKind kind;
  guint level;     /* of a heading, 1 to 6 */
  guint quotes;    /* quotations around it */
  guint lists;     /* lists around it */
  char *marker;    /* (nullable): "•" or "3.": the first block of a list's item */
  char *address;   /* (nullable): of a post */
  GPtrArray *runs; /* (element-type DeskRun) */
} DeskBlock;

/* A passage of the body, code points, and the number that is to stand behind it. */
typedef struct
{
  guint start;
  guint end;
  guint number;
} DeskBlockMark;

DeskBlock *desk_block_new (DeskBlockKind kind);
void desk_block_free (DeskBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskBlock, desk_block_free)

/* @address: (nullable); empty words are no run. */
void desk_block_add_run (DeskBlock *self, DeskRunStyle style, const char *words, const char *address);

/* (transfer full): its words without their looks; "" when it has none */
char *desk_block_dup_words (const DeskBlock *self);

/**
 * desk_blocks_new:
 * @body: CommonMark
 * @marks: (nullable) (array length=n_marks): passages to be marked; they may overlap
 *
 * Raw HTML is left out, a picture is its description.
 *
 * Returns: (transfer full) (element-type DeskBlock)
 */
GPtrArray *desk_blocks_new (const char *body, const DeskBlockMark *marks, gsize n_marks);

G_END_DECLS
