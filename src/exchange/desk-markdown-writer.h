/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeskMarkdownWriter:
 *
 * Writes CommonMark block by block, for an editor who reads the source: no more marks than are needed, and words that would
 * be read as a mark escaped. Each block is read again by cmark as it is written: when its words came out as others, it is
 * written with fewer marks. No nesting is deeper than what an editor can read.
 */
typedef struct _DeskMarkdownWriter DeskMarkdownWriter;

typedef enum
{
  DESK_RUN_PLAIN = 0,
  DESK_RUN_STRONG = 1 << 0,
  DESK_RUN_EMPH = 1 << 1,
  DESK_RUN_CODE = 1 << 2,
} DeskRunFlags;

DeskMarkdownWriter *desk_markdown_writer_new (void);
void desk_markdown_writer_free (DeskMarkdownWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskMarkdownWriter, desk_markdown_writer_free)

/* Words of the block that is being written; white space counts as one space. @address (nullable): what they lead to, http(s) or mailto. */
void desk_markdown_writer_add_words (DeskMarkdownWriter *self, const char *words, DeskRunFlags flags, const char *address);
/* A line end within the block. */
void desk_markdown_writer_add_break (DeskMarkdownWriter *self);
/* Whether the block that is being written has any words. */
gboolean desk_markdown_writer_has_words (DeskMarkdownWriter *self);

/* Ends the block that is being written: a paragraph. Nothing when it has no words. */
void desk_markdown_writer_end_paragraph (DeskMarkdownWriter *self);
/* The same for a heading. @level: 1 to 6 */
void desk_markdown_writer_end_heading (DeskMarkdownWriter *self, guint level);

void desk_markdown_writer_add_code (DeskMarkdownWriter *self, const char *code);
void desk_markdown_writer_add_rule (DeskMarkdownWriter *self);

void desk_markdown_writer_begin_quote (DeskMarkdownWriter *self);
void desk_markdown_writer_end_quote (DeskMarkdownWriter *self);

/* @start: the first number, of a list with numbers */
void desk_markdown_writer_begin_list (DeskMarkdownWriter *self, gboolean ordered, guint start);
void desk_markdown_writer_begin_item (DeskMarkdownWriter *self);
void desk_markdown_writer_end_item (DeskMarkdownWriter *self);
void desk_markdown_writer_end_list (DeskMarkdownWriter *self);

/* Whether there was anything yet that plain text has not: a mark, a link, a list, …. */
gboolean desk_markdown_writer_has_marks (DeskMarkdownWriter *self);
/* Bytes so far. */
gsize desk_markdown_writer_get_length (DeskMarkdownWriter *self);

/* Ends what is open. (transfer full): CommonMark, without a line end behind it */
char *desk_markdown_writer_finish (DeskMarkdownWriter *self);

G_END_DECLS
