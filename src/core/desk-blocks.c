/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cmark.h>
#include <string.h>

#include "desk-blocks.h"
#include "desk-markdown.h"

/*
 * Where a passage begins and ends is written into the body before cmark reads it, as "𒑰3𒑱" and "𒑱3𒑰": places in CommonMark are
 * not places in what is read. Both are punctuation, beside which emphasis opens and closes as it does beside letters; no
 * story is written in cuneiform.
 */
#define OPEN "\360\222\221\260"
#define CLOSE "\360\222\221\261"

typedef struct
{
  GPtrArray *blocks;
  DeskBlock *block; /* (nullable): the one that runs go to */
  GHashTable *embeds; /* (element-type guint): lines of embedded posts, from 1 */
  GArray *numbers;  /* (element-type int): of the next item of each list around the node */
  char *marker;     /* (nullable): waits for the first block of its item */
  guint quotes;
  guint bold;
  guint italic;
  const char *address; /* (nullable): of the link around the node */
  guint marked;
} Reader;

typedef struct
{
  guint at;
  guint number;
  gboolean opens;
} Edge;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (cmark_node, cmark_node_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cmark_iter, cmark_iter_free)

static void
run_free (gpointer data)
{
  DeskRun *run = data;

  g_free (run->words);
  g_free (run->address);
  g_free (run);
}

static gboolean
may_follow (const char *address)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (address, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;

  return FALSE;
}

static void
begin_block (Reader *self, DeskBlockKind kind)
{
  self->block = desk_block_new (kind);
  self->block->quotes = self->quotes;
  self->block->lists = self->numbers->len;
  self->block->marker = g_steal_pointer (&self->marker);
  g_ptr_array_add (self->blocks, self->block);
}

static void
add_run (Reader *self, DeskRunStyle style, const char *words)
{
  if (self->block == NULL)
    return;

  style |= (self->bold > 0 ? DESK_RUN_BOLD : 0) | (self->italic > 0 ? DESK_RUN_ITALIC : 0) | (self->marked > 0 ? DESK_RUN_MARKED : 0);
  desk_block_add_run (self->block, style, words, self->address);
}

/* The edge of a passage that @p stands at: its bytes, or 0. */
static gsize
read_edge (const char *p, gboolean *opens, guint *number)
{
  const char *digits = p + strlen (OPEN);
  const char *end = digits;

  *opens = g_str_has_prefix (p, OPEN);
  if (!*opens && !g_str_has_prefix (p, CLOSE))
    return 0;
  while (g_ascii_isdigit (*end))
    end++;
  if (end == digits || !g_str_has_prefix (end, *opens ? CLOSE : OPEN))
    return 0;
  *number = strtoul (digits, NULL, 10);

  return end + strlen (OPEN) - p;
}

static void
add_words (Reader *self, DeskRunStyle style, const char *words)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *p = words; *p != '\0';)
    {
      g_autofree char *label = NULL;
      gboolean opens;
      guint number;
      gsize length = read_edge (p, &opens, &number);

      if (length == 0)
        {
          g_string_append_c (plain, *p++);
          continue;
        }
      add_run (self, style, plain->str);
      g_string_truncate (plain, 0);
      p += length;
      if (opens)
        {
          self->marked++;
          continue;
        }
      label = g_strdup_printf ("%u", number);
      self->marked -= self->marked > 0;
      if (self->block != NULL)
        desk_block_add_run (self->block, DESK_RUN_NUMBER, label, NULL);
    }
  add_run (self, style, plain->str);
}

static void
begin_item (Reader *self, cmark_node *item)
{
  int *number = &g_array_index (self->numbers, int, self->numbers->len - 1);

  g_free (self->marker);
  if (cmark_node_get_list_type (cmark_node_parent (item)) == CMARK_ORDERED_LIST)
    self->marker = g_strdup_printf ("%d.", (*number)++);
  else
    self->marker = g_strdup ("•");
}

static void
enter (Reader *self, cmark_node *node)
{
  int number;

  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_BLOCK_QUOTE:
      self->quotes++;
      break;
    case CMARK_NODE_LIST:
      number = cmark_node_get_list_start (node);
      g_array_append_val (self->numbers, number);
      break;
    case CMARK_NODE_ITEM:
      begin_item (self, node);
      break;
    case CMARK_NODE_PARAGRAPH:
      begin_block (self, DESK_BLOCK_PARAGRAPH);
      if (g_hash_table_contains (self->embeds, GUINT_TO_POINTER (cmark_node_get_start_line (node))))
        self->block->kind = DESK_BLOCK_POST;
      break;
    case CMARK_NODE_HEADING:
      begin_block (self, DESK_BLOCK_HEADING);
      self->block->level = cmark_node_get_heading_level (node);
      break;
    case CMARK_NODE_CODE_BLOCK:
      {
        g_autofree char *words = g_strchomp (g_strdup (cmark_node_get_literal (node)));

        begin_block (self, DESK_BLOCK_CODE);
        add_words (self, DESK_RUN_CODE, words);
        self->block = NULL;
      }
      break;
    case CMARK_NODE_THEMATIC_BREAK:
      begin_block (self, DESK_BLOCK_BREAK);
      self->block = NULL;
      break;
    case CMARK_NODE_TEXT:
      add_words (self, DESK_RUN_PLAIN, cmark_node_get_literal (node));
      break;
    case CMARK_NODE_CODE:
      add_words (self, DESK_RUN_CODE, cmark_node_get_literal (node));
      break;
    case CMARK_NODE_SOFTBREAK:
      add_run (self, DESK_RUN_PLAIN, " ");
      break;
    case CMARK_NODE_LINEBREAK:
      add_run (self, DESK_RUN_PLAIN, "\n");
      break;
    case CMARK_NODE_STRONG:
      self->bold++;
      break;
    case CMARK_NODE_EMPH:
      self->italic++;
      break;
    case CMARK_NODE_LINK:
      self->address = cmark_node_get_url (node);
      if (self->block != NULL && self->block->kind == DESK_BLOCK_POST)
        g_set_str (&self->block->address, self->address);
      break;
    default:
      break;
    }
}

static void
leave (Reader *self, cmark_node *node)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_BLOCK_QUOTE:
      self->quotes--;
      break;
    case CMARK_NODE_LIST:
      g_array_set_size (self->numbers, self->numbers->len - 1);
      break;
    case CMARK_NODE_ITEM:
      g_clear_pointer (&self->marker, g_free);
      break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
      self->block = NULL;
      break;
    case CMARK_NODE_STRONG:
      self->bold--;
      break;
    case CMARK_NODE_EMPH:
      self->italic--;
      break;
    case CMARK_NODE_LINK:
      /* No link stands within another. */
      self->address = NULL;
      break;
    default:
      break;
    }
}

/* The bytes of the mark of a quotation, heading or list item that @p begins with, or of white space; 0 when it is a word. */
static gsize
measure_block_mark (const char *p)
{
  gsize n = strspn (p, "#");

  if (*p == ' ' || *p == '\t' || *p == '>')
    return 1;
  if (n == 0 && (*p == '-' || *p == '+' || *p == '*'))
    n = 1;
  if (n == 0)
    {
      n = strspn (p, "0123456789");
      n = n > 0 && (p[n] == '.' || p[n] == ')') ? n + 1 : 0;
    }

  return n > 0 && p[n] == ' ' ? n : 0;
}

/* @p stands behind nothing but the marks of its line: behind what other marks stand there. */
static const char *
skip_block_marks (const char *p)
{
  gsize n;

  while ((n = measure_block_mark (p)) > 0)
    p += n;

  return p;
}

static gboolean
is_behind_marks (const char *body, const char *p)
{
  while (p > body && p[-1] != '\n')
    if (strchr (" \t>", *--p) == NULL)
      return FALSE;

  return TRUE;
}

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *first = a, *second = b;

  if (first->at != second->at)
    return first->at < second->at ? -1 : 1;

  return first->opens - second->opens;
}

/* (transfer full): @body with the edges of the passages in it. */
static char *
write_edges (const char *body, const DeskBlockMark *marks, gsize n_marks)
{
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = body;
  guint at = 0;

  for (gsize i = 0; i < n_marks; i++)
    {
      Edge start = { marks[i].start, marks[i].number, TRUE };
      Edge end = { marks[i].end, marks[i].number, FALSE };

      if (marks[i].start >= marks[i].end)
        continue;
      g_array_append_val (edges, start);
      g_array_append_val (edges, end);
    }
  g_array_sort (edges, compare_edges);

  for (guint i = 0; i < edges->len; i++)
    {
      const Edge *edge = &g_array_index (edges, Edge, i);
      const char *from = p;

      for (; at < edge->at && *p != '\0'; at++)
        p = g_utf8_next_char (p);
      if (edge->opens && is_behind_marks (body, p))
        {
          const char *words = skip_block_marks (p);

          at += g_utf8_strlen (p, words - p);
          p = words;
        }
      g_string_append_len (out, from, p - from);
      g_string_append_printf (out, edge->opens ? OPEN "%u" CLOSE : CLOSE "%u" OPEN, edge->number);
    }
  g_string_append (out, p);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

DeskBlock *
desk_block_new (DeskBlockKind kind)
{
  DeskBlock *self = g_new0 (DeskBlock, 1);

  self->kind = kind;
  self->runs = g_ptr_array_new_with_free_func (run_free);

  return self;
}

void
desk_block_free (DeskBlock *self)
{
  g_free (self->marker);
  g_free (self->address);
  g_ptr_array_unref (self->runs);
  g_free (self);
}

void
desk_block_add_run (DeskBlock *self, DeskRunStyle style, const char *words, const char *address)
{
  DeskRun *last;

  g_return_if_fail (self != NULL);
  g_return_if_fail (words != NULL);

  if (*words == '\0')
    return;

  address = address != NULL && may_follow (address) ? address : NULL;
  last = self->runs->len > 0 ? g_ptr_array_index (self->runs, self->runs->len - 1) : NULL;
  if (last == NULL || last->style != style || style == DESK_RUN_NUMBER || g_strcmp0 (last->address, address) != 0)
    {
      last = g_new0 (DeskRun, 1);
      last->style = style;
      last->words = g_strdup (words);
      last->address = g_strdup (address);
      g_ptr_array_add (self->runs, last);
    }
  else
    {
      g_autofree char *before = last->words;

      last->words = g_strconcat (before, words, NULL);
    }
}

char *
desk_block_dup_words (const DeskBlock *self)
{
  GString *words = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->runs->len; i++)
    g_string_append (words, ((DeskRun *) g_ptr_array_index (self->runs, i))->words);

  return g_string_free_and_steal (words);
}

GPtrArray *
desk_blocks_new (const char *body, const DeskBlockMark *marks, gsize n_marks)
{
  g_autofree char *marked = NULL;
  g_autoptr (cmark_node) document = NULL;
  g_autoptr (cmark_iter) iter = NULL;
  g_autoptr (GPtrArray) embeds = NULL;
  Reader reader = { 0 };
  cmark_event_type event;

  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (marks != NULL || n_marks == 0, NULL);

  /* A body that has the signs itself is shown as it is. */
  if (n_marks > 0 && strstr (body, OPEN) == NULL && strstr (body, CLOSE) == NULL)
    body = marked = write_edges (body, marks, n_marks);

  reader.blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_block_free);
  reader.numbers = g_array_new (FALSE, FALSE, sizeof (int));
  reader.embeds = g_hash_table_new (NULL, NULL);
  embeds = desk_markdown_list_embeds (body);
  for (guint i = 0; i < embeds->len; i++)
    g_hash_table_add (reader.embeds, GUINT_TO_POINTER (((DeskEmbed *) g_ptr_array_index (embeds, i))->line + 1));

  document = cmark_parse_document (body, strlen (body), CMARK_OPT_SOURCEPOS);
  iter = cmark_iter_new (document);
  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    if (event == CMARK_EVENT_ENTER)
      enter (&reader, cmark_iter_get_node (iter));
    else
      leave (&reader, cmark_iter_get_node (iter));

  g_free (reader.marker);
  g_array_unref (reader.numbers);
  g_hash_table_unref (reader.embeds);

  return reader.blocks;
}
