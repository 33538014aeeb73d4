/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cmark.h>
#include <string.h>

#include "desk-markdown.h"
#include "desk-words.h"

/* Bytes between two places whose code points are known: short enough to count on from one in no time. */
#define CHUNK 256

/* A body and where its lines and code points are, for cmark's lines and columns of bytes. */
typedef struct
{
  const char *body;
  gsize length;
  GArray *lines;  /* (element-type gsize): byte at which each begins, and one behind the last */
  GArray *chunks; /* (element-type guint): code points before each CHUNK bytes */
} Source;

/* What stands within more than this is words alone: nobody writes so, and each level takes some of the stack. */
#define MAX_DEPTH 100

/* Bytes of the body. */
typedef struct
{
  gsize start;
  gsize end;
} Range;

typedef struct
{
  Source source;
  GPtrArray *spans;
  guint quotes; /* block quotations around the node */
  guint depth;  /* nodes around the node */

  /* The paragraph or heading that inlines belong to. */
  guint first_line;
  gsize indent; /* bytes before its text in its first line */
} Painter;

typedef struct
{
  GString *out;
  gboolean for_count;    /* words only: no numbers of lists, no addresses */
  gboolean after_marker; /* a list item's first block goes on in the line of its mark */
  guint lists;           /* lists around the node */
  guint depth;           /* nodes around the node */
} Writer;

static void source_clear (Source *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cmark_node, cmark_node_free)

static void
embed_free (gpointer data)
{
  DeskEmbed *embed = data;

  g_free (embed->address);
  g_free (embed->title);
  g_free (embed);
}

static void
span_free (gpointer data)
{
  DeskSpan *span = data;

  g_free (span->address);
  g_free (span);
}

static void
source_init (Source *self, const char *body)
{
  guint chars = 0;
  gsize start = 0;

  self->body = body;
  self->length = strlen (body);
  self->lines = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->chunks = g_array_sized_new (FALSE, FALSE, sizeof (guint), self->length / CHUNK + 1);

  g_array_append_val (self->lines, start);
  for (gsize i = 0; i <= self->length; i++)
    {
      if (i % CHUNK == 0)
        g_array_append_val (self->chunks, chars);
      if (((guchar) body[i] & 0xC0) != 0x80)
        chars++;
      start = i + 1;
      if (body[i] == '\n')
        g_array_append_val (self->lines, start);
    }
  start = self->length + 1;
  g_array_append_val (self->lines, start);
}

static void
source_clear (Source *self)
{
  g_array_unref (self->lines);
  g_array_unref (self->chunks);
}

static guint
source_get_chars (const Source *self, gsize byte)
{
  gsize from = byte / CHUNK * CHUNK;
  guint chars = g_array_index (self->chunks, guint, byte / CHUNK);

  for (gsize i = from; i < byte; i++)
    chars += ((guchar) self->body[i] & 0xC0) != 0x80;

  return chars;
}

/* A line of cmark's, from 1; without its line end. */
static Range
source_get_line (const Source *self, guint line)
{
  Range range = { self->length, self->length };

  if (line >= 1 && line < self->lines->len)
    {
      range.start = MIN (g_array_index (self->lines, gsize, line - 1), self->length);
      range.end = MIN (g_array_index (self->lines, gsize, line) - 1, self->length);
    }

  return range;
}

static gsize
source_get_byte (const Source *self, guint line, guint column)
{
  Range range = source_get_line (self, line);

  return MIN (range.start + MAX (column, 1) - 1, range.end);
}

/* What a block covers, without the white space behind it. Column 0 is cmark's word for the end of the line before. */
static Range
source_get_block (const Source *self, cmark_node *node)
{
  Range range;
  int end_line = cmark_node_get_end_line (node);
  int end_column = cmark_node_get_end_column (node);

  range.start = source_get_byte (self, cmark_node_get_start_line (node), cmark_node_get_start_column (node));
  if (end_column == 0)
    range.end = source_get_line (self, end_line - 1).end;
  else
    range.end = source_get_byte (self, end_line, end_column + 1);

  range.end = MAX (range.start, range.end);
  while (range.end > range.start && g_ascii_isspace (self->body[range.end - 1]))
    range.end--;

  return range;
}

static cmark_node *
parse (const char *body, gsize length)
{
  /* Without CMARK_OPT_SOURCEPOS lines within code are not counted. */
  return cmark_parse_document (body, length, CMARK_OPT_SOURCEPOS);
}

/*
 * cmark forgets to count the line that a backslash ends, and every place behind it is wrong. A comma, which means
 * nothing in CommonMark, makes it a plain line end in the same place.
 */
static char *
hide_backslash_breaks (const char *body, gsize length)
{
  char *hidden = g_strndup (body, length);

  for (char *p = strstr (hidden, "\\\n"); p != NULL; p = strstr (p + 1, "\\\n"))
    *p = ',';

  return hidden;
}

static gboolean
is_address (const char *string)
{
  return g_ascii_strncasecmp (string, "http://", 7) == 0 || g_ascii_strncasecmp (string, "https://", 8) == 0;
}

/* A paragraph that is one autolink and nothing else; its line in @range. */
static gboolean
is_embed (const Source *source, cmark_node *node, Range *range)
{
  cmark_node *link = cmark_node_first_child (node);
  Range words;

  if (cmark_node_get_type (node) != CMARK_NODE_PARAGRAPH || link == NULL || cmark_node_next (link) != NULL ||
      cmark_node_get_type (link) != CMARK_NODE_LINK || !is_address (cmark_node_get_url (link)))
    return FALSE;

  words = source_get_block (source, node);
  *range = source_get_line (source, cmark_node_get_start_line (node));

  return words.start >= range->start && words.end <= range->end && source->body[words.start] == '<' &&
         source->body[words.end - 1] == '>' &&
         memchr (source->body + words.start, '>', words.end - words.start - 1) == NULL;
}

/* A link whose words are its address. */
static gboolean
is_autolink (cmark_node *node)
{
  cmark_node *child = cmark_node_first_child (node);
  const char *words = child != NULL && cmark_node_get_type (child) == CMARK_NODE_TEXT ? cmark_node_get_literal (child) : NULL;
  const char *address = cmark_node_get_url (node);

  return words != NULL && cmark_node_next (child) == NULL &&
         (g_str_equal (words, address) || (g_str_has_prefix (address, "mailto:") && g_str_equal (words, address + 7)));
}

static void
begin_block (Writer *self, gboolean tight)
{
  if (self->out->len > 0 && !self->after_marker)
    g_string_append (self->out, tight ? "\n" : "\n\n");
  self->after_marker = FALSE;
}

/* The words alone of what is nested too deeply. */
static void
write_flat (Writer *self, cmark_node *parent)
{
  cmark_iter *iter = cmark_iter_new (parent);
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    {
      cmark_node *node = cmark_iter_get_node (iter);

      if (event != CMARK_EVENT_ENTER)
        continue;

      switch (cmark_node_get_type (node))
        {
        case CMARK_NODE_PARAGRAPH:
        case CMARK_NODE_HEADING:
          begin_block (self, TRUE);
          break;
        case CMARK_NODE_CODE_BLOCK:
          begin_block (self, TRUE);
          g_string_append (self->out, cmark_node_get_literal (node));
          break;
        case CMARK_NODE_TEXT:
        case CMARK_NODE_CODE:
          g_string_append (self->out, cmark_node_get_literal (node));
          break;
        case CMARK_NODE_SOFTBREAK:
        case CMARK_NODE_LINEBREAK:
          g_string_append_c (self->out, ' ');
          break;
        default:
          break;
        }
    }
  cmark_iter_free (iter);
}

static void
write_inlines (Writer *self, cmark_node *parent)
{
  if (self->depth == MAX_DEPTH)
    {
      write_flat (self, parent);
      return;
    }

  self->depth++;
  for (cmark_node *node = cmark_node_first_child (parent); node != NULL; node = cmark_node_next (node))
    switch (cmark_node_get_type (node))
      {
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE:
        g_string_append (self->out, cmark_node_get_literal (node));
        break;
      case CMARK_NODE_SOFTBREAK:
        g_string_append_c (self->out, ' ');
        break;
      case CMARK_NODE_LINEBREAK:
        g_string_append_c (self->out, '\n');
        break;
      case CMARK_NODE_LINK:
        if (!self->for_count || !is_autolink (node))
          write_inlines (self, node);
        break;
      case CMARK_NODE_HTML_INLINE:
      case CMARK_NODE_CUSTOM_INLINE:
        break;
      default:
        write_inlines (self, node);
        break;
      }
  self->depth--;
}

static void
begin_item (Writer *self, cmark_node *list, int number)
{
  if (self->for_count)
    return;

  for (guint i = 0; i < self->lists; i++)
    g_string_append (self->out, "  ");
  if (cmark_node_get_list_type (list) == CMARK_ORDERED_LIST)
    g_string_append_printf (self->out, "%d. ", number);
  else
    g_string_append (self->out, "• ");
  self->after_marker = TRUE;
}

/* @tight: whether the blocks stand in a list without empty lines */
static void
write_blocks (Writer *self, cmark_node *parent, gboolean tight)
{
  if (self->depth == MAX_DEPTH)
    {
      write_flat (self, parent);
      return;
    }

  self->depth++;
  for (cmark_node *node = cmark_node_first_child (parent); node != NULL; node = cmark_node_next (node))
    switch (cmark_node_get_type (node))
      {
      case CMARK_NODE_LIST:
        {
          int number = cmark_node_get_list_start (node);

          for (cmark_node *item = cmark_node_first_child (node); item != NULL; item = cmark_node_next (item))
            {
              gboolean first = item == cmark_node_first_child (node);

              begin_block (self, first ? tight : cmark_node_get_list_tight (node));
              begin_item (self, node, number++);
              self->lists++;
              write_blocks (self, item, cmark_node_get_list_tight (node));
              self->lists--;
              self->after_marker = FALSE;
            }
        }
        break;
      case CMARK_NODE_CODE_BLOCK:
        begin_block (self, tight);
        g_string_append (self->out, cmark_node_get_literal (node));
        if (g_str_has_suffix (self->out->str, "\n"))
          g_string_truncate (self->out, self->out->len - 1);
        break;
      case CMARK_NODE_THEMATIC_BREAK:
        if (!self->for_count)
          {
            begin_block (self, tight);
            g_string_append (self->out, "* * *");
          }
        break;
      case CMARK_NODE_PARAGRAPH:
      case CMARK_NODE_HEADING:
        begin_block (self, tight);
        write_inlines (self, node);
        break;
      case CMARK_NODE_HTML_BLOCK:
      case CMARK_NODE_CUSTOM_BLOCK:
        break;
      default:
        write_blocks (self, node, tight);
        break;
      }
  self->depth--;
}

static char *
write_plain (const char *body, gboolean for_count)
{
  g_autoptr (cmark_node) document = parse (body, strlen (body));
  Writer writer = { .out = g_string_sized_new (strlen (body)), .for_count = for_count };

  write_blocks (&writer, document, FALSE);

  return g_string_free_and_steal (writer.out);
}

static void
add_span (Painter *self, DeskSpanKind kind, gsize start, gsize end, guint level, const char *address)
{
  DeskSpan *span;

  if (start >= end)
    return;

  span = g_new0 (DeskSpan, 1);
  span->kind = kind;
  span->start = source_get_chars (&self->source, start);
  span->end = source_get_chars (&self->source, end);
  span->level = level;
  span->address = g_strdup (address);
  g_ptr_array_add (self->spans, span);
}

static void
add_mark (Painter *self, gsize start, gsize end)
{
  add_span (self, DESK_SPAN_MARK, start, end, 0, NULL);
}

/* Where the text of a line begins, behind the marks of the quotations and the indentation that it stands in. */
static gsize
skip_indent (const Painter *self, Range line)
{
  guint quotes = self->quotes;
  gsize p = line.start;

  while (p < line.end && (self->source.body[p] == ' ' || self->source.body[p] == '\t' ||
                          (self->source.body[p] == '>' && quotes-- > 0)))
    p++;

  return p;
}

/*
 * The byte at which cmark says an inline begins or ends. Its columns are those of a paragraph in which every line is
 * indented like the first.
 */
static gsize
get_inline_byte (const Painter *self, guint line, guint column)
{
  Range range;

  if (line == self->first_line || column <= self->indent)
    return source_get_byte (&self->source, line, column);

  range = source_get_line (&self->source, line);

  return MIN (skip_indent (self, range) + column - 1 - self->indent, range.end);
}

/* Whether the body may have written @c like this: as itself, escaped or as an entity. */
static gboolean
is_written (char source, char c, char mark)
{
  return source == c || source == mark || (mark == '&' && source == '\\');
}

/* A run of text, where the body has it. */
static gboolean
get_text_range (const Painter *self, cmark_node *node, Range *range)
{
  const char *body = self->source.body;
  const char *literal = cmark_node_get_literal (node);
  char last = *literal != '\0' ? literal[strlen (literal) - 1] : '\0';

  range->start = get_inline_byte (self, cmark_node_get_start_line (node), cmark_node_get_start_column (node));
  range->end = get_inline_byte (self, cmark_node_get_end_line (node), cmark_node_get_end_column (node) + 1);

  /* Behind a lone backtick or an entity cmark is one too far. */
  if (range->end > range->start + 1 && !is_written (body[range->end - 1], last, ';') &&
      is_written (body[range->end - 2], last, ';'))
    range->end--;

  return range->start < range->end && is_written (body[range->start], *literal, '&') &&
         is_written (body[range->end - 1], last, ';');
}

/* Code with its backticks; cmark gives what is between them. */
static gboolean
get_code_range (const Painter *self, cmark_node *node, Range *range)
{
  const char *body = self->source.body;
  gsize content = get_inline_byte (self, cmark_node_get_start_line (node), cmark_node_get_start_column (node));
  gsize n = 0;
  gsize escapes = 0;

  while (n < content && body[content - n - 1] == '`')
    n++;
  while (n + escapes < content && body[content - n - escapes - 1] == '\\')
    escapes++;
  n -= escapes % 2;
  if (n == 0)
    return FALSE;

  range->start = content - n;
  for (range->end = content; range->end < self->source.length; range->end++)
    {
      gsize run = strspn (body + range->end, "`");

      range->end += run;
      if (run == n)
        return TRUE;
      if (run > 0)
        range->end--;
    }

  return FALSE;
}

static gboolean paint_inline (Painter *self, cmark_node *node, Range *range);

/* Paints what is in @parent; whether it is known where that begins and ends, in @range. */
static gboolean
paint_inlines (Painter *self, cmark_node *parent, Range *range)
{
  gboolean known_start = FALSE;
  gboolean known_end = FALSE;
  gboolean any = FALSE;

  if (self->depth == MAX_DEPTH)
    return FALSE;

  self->depth++;
  for (cmark_node *node = cmark_node_first_child (parent); node != NULL; node = cmark_node_next (node))
    {
      cmark_node_type type = cmark_node_get_type (node);
      Range child = { 0, 0 };

      if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
        continue;

      known_end = paint_inline (self, node, &child);
      if (!any)
        {
          known_start = known_end;
          range->start = child.start;
        }
      range->end = child.end;
      any = TRUE;
    }
  self->depth--;

  return known_start && known_end;
}

static gboolean
paint_emphasis (Painter *self, cmark_node *node, Range *range)
{
  const char *body = self->source.body;
  gboolean strong = cmark_node_get_type (node) == CMARK_NODE_STRONG;
  gsize n = strong ? 2 : 1;

  if (!paint_inlines (self, node, range) || range->start < n || self->source.length - range->end < n ||
      strspn (body + range->start - n, "*_") < n || strspn (body + range->end, "*_") < n)
    return FALSE;

  range->start -= n;
  range->end += n;
  add_span (self, strong ? DESK_SPAN_STRONG : DESK_SPAN_EMPH, range->start, range->end, 0, NULL);
  add_mark (self, range->start, range->start + n);
  add_mark (self, range->end - n, range->end);

  return TRUE;
}

static gboolean
paint_link (Painter *self, cmark_node *node, Range *range)
{
  const char *body = self->source.body;
  const char *address = cmark_node_get_url (node);
  Range words = { 0, 0 };

  if (cmark_node_first_child (node) == NULL)
    {
      words.start = get_inline_byte (self, cmark_node_get_start_line (node), cmark_node_get_start_column (node));
      words.start = words.end = words.start + strspn (body + words.start, "![");
    }
  else if (!paint_inlines (self, node, &words))
    return FALSE;

  while (words.start > 0 && g_ascii_isspace (body[words.start - 1]))
    words.start--;
  if (words.start == 0)
    return FALSE;

  range->start = words.start - 1;
  if (body[range->start] == '<')
    range->end = words.end + 1;
  else
    range->end = get_inline_byte (self, cmark_node_get_end_line (node), cmark_node_get_end_column (node) + 1);

  if (body[range->start] == '[' && range->start > 0 && cmark_node_get_type (node) == CMARK_NODE_IMAGE)
    range->start--;
  if (range->end <= words.end || strchr ("<![", body[range->start]) == NULL || strchr (">)]", body[range->end - 1]) == NULL)
    return FALSE;

  add_span (self, DESK_SPAN_LINK, range->start, range->end, 0, address);
  add_mark (self, range->start, words.start);
  add_mark (self, words.end, range->end);

  return TRUE;
}

static gboolean
paint_inline (Painter *self, cmark_node *node, Range *range)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_HTML_INLINE:
      return get_text_range (self, node, range);
    case CMARK_NODE_CODE:
      {
        gsize n;

        if (!get_code_range (self, node, range))
          return FALSE;
        n = strspn (self->source.body + range->start, "`");
        add_span (self, DESK_SPAN_CODE, range->start, range->end, 0, NULL);
        add_mark (self, range->start, range->start + n);
        add_mark (self, range->end - n, range->end);
        return TRUE;
      }
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
      return paint_emphasis (self, node, range);
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
      return paint_link (self, node, range);
    default:
      return FALSE;
    }
}

static void
paint_text (Painter *self, cmark_node *node, Range *words)
{
  self->first_line = cmark_node_get_start_line (node);
  self->indent = cmark_node_get_start_column (node) - 1;
  paint_inlines (self, node, words);
}

/* The start of the line that ends at or behind @at. */
static gsize
get_line_start (const Painter *self, gsize at)
{
  while (at > 0 && self->source.body[at - 1] != '\n')
    at--;

  return at;
}

/* The line of "===" or "---" that makes the lines before it a heading. */
static Range
find_underline (const Painter *self, guint first_line)
{
  const char *body = self->source.body;
  Range line = { 0, 0 };

  for (guint i = first_line + 1; i < self->source.lines->len; i++)
    {
      line = source_get_line (&self->source, i);
      line.start = skip_indent (self, line);
      while (line.end > line.start && g_ascii_isspace (body[line.end - 1]))
        line.end--;
      if (line.start < line.end &&
          (strspn (body + line.start, "=") >= line.end - line.start || strspn (body + line.start, "-") >= line.end - line.start))
        break;
    }

  return line;
}

static void
paint_heading (Painter *self, cmark_node *node)
{
  const char *body = self->source.body;
  guint level = cmark_node_get_heading_level (node);
  guint first_line = cmark_node_get_start_line (node);
  gsize start = source_get_block (&self->source, node).start;
  gsize marks = strspn (body + start, "#");
  Range line = source_get_line (&self->source, first_line);
  Range words = { 0, 0 };
  gsize text;

  if (marks != level)
    {
      line = find_underline (self, first_line);
      add_span (self, DESK_SPAN_HEADING, start, line.end, level, NULL);
      add_mark (self, line.start, line.end);
      paint_text (self, node, &words);
      return;
    }

  /* Closing marks are no part of cmark's heading. */
  text = MIN (start + marks + strspn (body + start + marks, " \t"), line.end);
  add_span (self, DESK_SPAN_HEADING, start, line.end, level, NULL);
  add_mark (self, start, text);
  paint_text (self, node, &words);
  text = MAX (text, words.end);
  if (text <= line.end && strspn (body + text, " \t#") >= line.end - text)
    add_mark (self, text, line.end);
}

static void paint_blocks (Painter *self, cmark_node *parent);

static void
paint_quotation (Painter *self, cmark_node *node)
{
  const char *body = self->source.body;
  Range range = source_get_block (&self->source, node);

  add_span (self, DESK_SPAN_QUOTE, range.start, range.end, 0, NULL);
  self->quotes++;

  /* The first mark may stand behind that of a list, the others only behind those of other quotations. */
  for (gsize at = range.start; at < range.end; at += strcspn (body + at, "\n") + 1)
    {
      guint depth = at == range.start ? self->quotes - 1 : 0;

      for (gsize p = at; p < range.end && strchr (" \t>", body[p]) != NULL; p++)
        if (body[p] == '>' && ++depth == self->quotes)
          {
            add_mark (self, p, p + 1 + (body[p + 1] == ' '));
            break;
          }
    }

  paint_blocks (self, node);
  self->quotes--;
}

static void
paint_item (Painter *self, cmark_node *node)
{
  const char *body = self->source.body;
  Range range = source_get_block (&self->source, node);
  gsize digits = strspn (body + range.start, "0123456789");

  add_span (self, DESK_SPAN_LIST, range.start, range.end, 0, NULL);
  add_mark (self, range.start, MIN (range.start + digits + 1 + (body[range.start + digits + 1] == ' '), range.end));
  paint_blocks (self, node);
}

static void
paint_code (Painter *self, cmark_node *node)
{
  const char *body = self->source.body;
  Range range = source_get_block (&self->source, node);
  gsize last = get_line_start (self, range.end);

  add_span (self, DESK_SPAN_CODE, range.start, range.end, 0, NULL);
  if (range.start == range.end || strchr ("`~", body[range.start]) == NULL)
    return;

  add_mark (self, range.start, MIN (range.start + strcspn (body + range.start, "\n"), range.end));
  last = skip_indent (self, (Range) { last, range.end });
  if (last > range.start && last < range.end && strspn (body + last, "`~") >= range.end - last)
    add_mark (self, last, range.end);
}

static void
paint_blocks (Painter *self, cmark_node *parent)
{
  if (self->depth == MAX_DEPTH)
    return;

  self->depth++;
  for (cmark_node *node = cmark_node_first_child (parent); node != NULL; node = cmark_node_next (node))
    {
      Range range = { 0, 0 };

      switch (cmark_node_get_type (node))
        {
        case CMARK_NODE_PARAGRAPH:
          paint_text (self, node, &range);
          break;
        case CMARK_NODE_HEADING:
          paint_heading (self, node);
          break;
        case CMARK_NODE_BLOCK_QUOTE:
          paint_quotation (self, node);
          break;
        case CMARK_NODE_ITEM:
          paint_item (self, node);
          break;
        case CMARK_NODE_CODE_BLOCK:
          paint_code (self, node);
          break;
        case CMARK_NODE_THEMATIC_BREAK:
          range = source_get_line (&self->source, cmark_node_get_start_line (node));
          add_mark (self, source_get_block (&self->source, node).start, range.end);
          break;
        default:
          paint_blocks (self, node);
          break;
        }
    }
  self->depth--;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const DeskSpan *x = a;
  const DeskSpan *y = b;

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  if (x->end != y->end)
    return x->end > y->end ? -1 : 1;

  return (int) x->kind - (int) y->kind;
}

/* Puts spaces over addresses that stand in a text as words. */
static void
blank_addresses (char *text)
{
  for (char *p = text; *p != '\0';)
    {
      gsize length;

      p += strspn (p, " \n\t(\"'");
      length = strcspn (p, " \n\t");
      if (is_address (p) || g_ascii_strncasecmp (p, "www.", 4) == 0)
        memset (p, ' ', length);
      p += length;
    }
}

char *
desk_markdown_to_plain (const char *body)
{
  g_return_val_if_fail (body != NULL, NULL);

  return write_plain (body, FALSE);
}

char *
desk_markdown_to_html (const char *body)
{
  g_autoptr (cmark_node) document = NULL;
  char *rendered;
  char *html;

  g_return_val_if_fail (body != NULL, NULL);

  /* Without CMARK_OPT_UNSAFE. What cmark allocates only the C library's free() may free. */
  document = parse (body, strlen (body));
  rendered = cmark_render_html (document, CMARK_OPT_DEFAULT);
  html = g_strdup (rendered);
  free (rendered);

  return html;
}

char *
desk_markdown_to_words (const char *body)
{
  char *plain;

  g_return_val_if_fail (body != NULL, NULL);

  plain = write_plain (body, TRUE);
  blank_addresses (plain);

  return plain;
}

guint
desk_markdown_count_words (const char *body, const char *language)
{
  g_autofree char *plain = NULL;

  g_return_val_if_fail (body != NULL, 0);

  plain = desk_markdown_to_words (body);

  return desk_words_count (plain, language);
}

/* A paragraph of one line that is one link to a page and nothing else; its line in @range. */
static gboolean
is_titled_link (const Source *source, cmark_node *node, Range *range)
{
  cmark_node *link = cmark_node_first_child (node);
  Range words;

  if (cmark_node_get_type (node) != CMARK_NODE_PARAGRAPH || link == NULL || cmark_node_next (link) != NULL ||
      cmark_node_get_type (link) != CMARK_NODE_LINK || !is_address (cmark_node_get_url (link)) || cmark_node_first_child (link) == NULL)
    return FALSE;

  words = source_get_block (source, node);
  *range = source_get_line (source, cmark_node_get_start_line (node));

  return words.start >= range->start && words.end <= range->end && source->body[words.start] == '[';
}

static char *
dup_title (cmark_node *paragraph)
{
  Writer writer = { .out = g_string_new (NULL) };

  write_inlines (&writer, cmark_node_first_child (paragraph));
  return g_string_free_and_steal (writer.out);
}

static GPtrArray *
list_lone_links (const char *body, gboolean titled_too)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (embed_free);
  g_autoptr (cmark_node) document = NULL;
  g_auto (Source) source = { 0 };

  source_init (&source, body);
  document = parse (body, source.length);
  for (cmark_node *node = cmark_node_first_child (document); node != NULL; node = cmark_node_next (node))
    {
      gboolean titled = FALSE;
      DeskEmbed *embed;
      Range line;

      if (!is_embed (&source, node, &line) && !(titled = titled_too && is_titled_link (&source, node, &line)))
        continue;

      embed = g_new0 (DeskEmbed, 1);
      if (titled)
        {
          embed->address = g_strdup (cmark_node_get_url (cmark_node_first_child (node)));
          embed->title = dup_title (node);
        }
      else
        {
          Range words = source_get_block (&source, node);

          embed->address = g_strndup (body + words.start + 1, words.end - words.start - 2);
          embed->title = g_strdup ("");
        }
      embed->line = cmark_node_get_start_line (node) - 1;
      embed->start = source_get_chars (&source, line.start);
      embed->end = source_get_chars (&source, line.end);
      g_ptr_array_add (links, embed);
    }

  return links;
}

GPtrArray *
desk_markdown_list_embeds (const char *body)
{
  g_return_val_if_fail (body != NULL, g_ptr_array_new_with_free_func (embed_free));

  return list_lone_links (body, FALSE);
}

GPtrArray *
desk_markdown_list_lone_links (const char *body)
{
  g_return_val_if_fail (body != NULL, g_ptr_array_new_with_free_func (embed_free));

  return list_lone_links (body, TRUE);
}

GPtrArray *
desk_markdown_list_spans (const char *body)
{
  GPtrArray *spans = g_ptr_array_new_with_free_func (span_free);
  g_autoptr (cmark_node) document = NULL;
  g_auto (Source) source = { 0 };
  g_autofree char *hidden = NULL;
  Painter painter = { 0 };

  g_return_val_if_fail (body != NULL, spans);

  source_init (&source, body);
  hidden = hide_backslash_breaks (body, source.length);
  document = parse (hidden, source.length);

  painter.source = source;
  painter.spans = spans;
  paint_blocks (&painter, document);
  g_ptr_array_sort_values (spans, compare_spans);

  return spans;
}
