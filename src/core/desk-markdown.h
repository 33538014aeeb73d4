/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What Desk reads out of a CommonMark body, by cmark. */

/**
 * desk_markdown_to_plain:
 *
 * Returns: (transfer full): @body as plain text: marks gone, a link as its words, one blank line between
 *   blocks, list items with "• " or their number; an embed's line (see desk_markdown_list_embeds()) as its address
 */
char *desk_markdown_to_plain (const char *body);

/**
 * desk_markdown_to_html:
 *
 * Returns: (transfer full): safe HTML (raw HTML and javascript: left out)
 */
char *desk_markdown_to_html (const char *body);

/**
 * desk_markdown_to_words:
 *
 * Returns: (transfer full): what a reader reads of @body: as desk_markdown_to_plain(), but for marks of lists, addresses
 *   and embeds
 */
char *desk_markdown_to_words (const char *body);

/**
 * desk_markdown_count_words:
 *
 * Returns: words that a reader reads: addresses and embeds do not count
 */
guint desk_markdown_count_words (const char *body, const char *language);

typedef struct
{
  char *address; /* as written; of a titled link, as a browser takes it */
  char *title;   /* the words of a titled link; "" for an address alone */
  guint line;    /* from 0 */
  guint start;   /* code points, of the line */
  guint end;
} DeskEmbed;

/**
 * desk_markdown_list_embeds:
 *
 * Returns: (transfer full) (element-type DeskEmbed): each paragraph that is one autolink and nothing else
 */
GPtrArray *desk_markdown_list_embeds (const char *body);

/**
 * desk_markdown_list_lone_links:
 *
 * Returns: (transfer full) (element-type DeskEmbed): the embeds, and each paragraph that is one line with one titled link
 *   to a page and nothing else: a related link
 */
GPtrArray *desk_markdown_list_lone_links (const char *body);

typedef enum
{
  DESK_SPAN_HEADING, /* level in @level */
  DESK_SPAN_STRONG,
  DESK_SPAN_EMPH,
  DESK_SPAN_CODE,
  DESK_SPAN_LINK,  /* address in @address */
  DESK_SPAN_QUOTE, /* block quotation */
  DESK_SPAN_LIST,  /* list item */
  DESK_SPAN_MARK,  /* the marks themselves: **, #, >, ](…) */
} DeskSpanKind;

typedef struct
{
  DeskSpanKind kind;
  guint start; /* code points */
  guint end;
  guint level;
  char *address; /* (nullable) */
} DeskSpan;

/**
 * desk_markdown_list_spans:
 *
 * Returns: (transfer full) (element-type DeskSpan): what to draw where, in order of @start
 */
GPtrArray *desk_markdown_list_spans (const char *body);

G_END_DECLS
