/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-html.h"

#include <glib/gi18n.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

#include "core/desk-letters.h"
#include "core/desk-links.h"
#include "desk-exchange-error.h"
#include "desk-markdown-writer.h"

/* Elements within one another; libxml2 itself stops a little later. */
#define MAX_DEPTH 240
/* Between the cells of a row. */
#define CELL_GAP " · "
/* Bytes of one of Word's conditions. */
#define MAX_CONDITION 256
/* Code points of a picture's text that is an emoji. */
#define MAX_EMOJI 8

typedef enum
{
  ELEMENT_INLINE,
  ELEMENT_BLOCK,
  ELEMENT_DIV,
  ELEMENT_HIDDEN,
  ELEMENT_BREAK,
  ELEMENT_RULE,
  ELEMENT_HEADING,
  ELEMENT_QUOTE,
  ELEMENT_LIST,
  ELEMENT_ITEM,
  ELEMENT_TABLE,
  ELEMENT_PRE,
  ELEMENT_IMAGE,
  ELEMENT_QUOTED, /* <q> */
} ElementKind;

/* What is no plain inline; @flags are added to those around. */
static const struct
{
  const char *name;
  ElementKind kind;
  DeskRunFlags flags;
} elements[] = {
  { "address", ELEMENT_BLOCK },
  { "article", ELEMENT_BLOCK },
  { "aside", ELEMENT_BLOCK },
  { "audio", ELEMENT_HIDDEN },
  { "b", ELEMENT_INLINE, DESK_RUN_STRONG },
  { "blockquote", ELEMENT_QUOTE },
  { "br", ELEMENT_BREAK },
  { "button", ELEMENT_HIDDEN },
  { "canvas", ELEMENT_HIDDEN },
  { "caption", ELEMENT_BLOCK },
  { "center", ELEMENT_BLOCK },
  { "cite", ELEMENT_INLINE, DESK_RUN_EMPH },
  { "code", ELEMENT_INLINE, DESK_RUN_CODE },
  { "dd", ELEMENT_BLOCK },
  { "del", ELEMENT_HIDDEN },
  { "details", ELEMENT_BLOCK },
  { "dfn", ELEMENT_INLINE, DESK_RUN_EMPH },
  { "dir", ELEMENT_LIST },
  { "div", ELEMENT_DIV },
  { "dl", ELEMENT_BLOCK },
  { "dt", ELEMENT_BLOCK },
  { "em", ELEMENT_INLINE, DESK_RUN_EMPH },
  { "embed", ELEMENT_HIDDEN },
  { "fieldset", ELEMENT_BLOCK },
  { "figcaption", ELEMENT_BLOCK },
  { "figure", ELEMENT_BLOCK },
  { "footer", ELEMENT_BLOCK },
  { "form", ELEMENT_BLOCK },
  { "h1", ELEMENT_HEADING },
  { "h2", ELEMENT_HEADING },
  { "h3", ELEMENT_HEADING },
  { "h4", ELEMENT_HEADING },
  { "h5", ELEMENT_HEADING },
  { "h6", ELEMENT_HEADING },
  { "head", ELEMENT_HIDDEN },
  { "header", ELEMENT_BLOCK },
  { "hr", ELEMENT_RULE },
  { "i", ELEMENT_INLINE, DESK_RUN_EMPH },
  { "iframe", ELEMENT_HIDDEN },
  { "img", ELEMENT_IMAGE },
  { "input", ELEMENT_HIDDEN },
  { "kbd", ELEMENT_INLINE, DESK_RUN_CODE },
  { "li", ELEMENT_ITEM },
  { "link", ELEMENT_HIDDEN },
  { "main", ELEMENT_BLOCK },
  { "math", ELEMENT_HIDDEN },
  { "menu", ELEMENT_LIST },
  { "meta", ELEMENT_HIDDEN },
  { "nav", ELEMENT_BLOCK },
  { "noframes", ELEMENT_HIDDEN },
  { "noscript", ELEMENT_HIDDEN },
  { "object", ELEMENT_HIDDEN },
  { "ol", ELEMENT_LIST },
  { "p", ELEMENT_BLOCK },
  { "pre", ELEMENT_PRE },
  { "q", ELEMENT_QUOTED },
  { "rp", ELEMENT_HIDDEN },
  { "samp", ELEMENT_INLINE, DESK_RUN_CODE },
  { "script", ELEMENT_HIDDEN },
  { "section", ELEMENT_BLOCK },
  { "select", ELEMENT_HIDDEN },
  { "strong", ELEMENT_INLINE, DESK_RUN_STRONG },
  { "style", ELEMENT_HIDDEN },
  { "summary", ELEMENT_BLOCK },
  { "svg", ELEMENT_HIDDEN },
  { "table", ELEMENT_TABLE },
  { "tbody", ELEMENT_BLOCK },
  { "td", ELEMENT_BLOCK },
  { "template", ELEMENT_HIDDEN },
  { "textarea", ELEMENT_HIDDEN },
  { "tfoot", ELEMENT_BLOCK },
  { "th", ELEMENT_BLOCK },
  { "thead", ELEMENT_BLOCK },
  { "title", ELEMENT_HIDDEN },
  { "tr", ELEMENT_BLOCK },
  { "tt", ELEMENT_INLINE, DESK_RUN_CODE },
  { "ul", ELEMENT_LIST },
  { "video", ELEMENT_HIDDEN },
};

/* What words inherit from the elements around them. */
typedef struct
{
  DeskRunFlags flags;
  gboolean keeps_lines; /* white-space: pre… */
  const char *href;     /* (nullable): as written */
  const char *address;  /* (nullable): clean */
} Style;

typedef struct
{
  DeskMarkdownWriter *writer;
  const char *language;
  GCancellable *cancellable;
  guint heading;   /* level; 0: none */
  guint flat;      /* within a row: blocks do not end the line */
  gboolean broken; /* a line end was the last that came */
  guint n_paragraphs;
  gboolean has_tables;
  gboolean cancelled;
} Reader;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

static void walk (Reader *self, xmlNode *parent, Style style, guint depth);

/* --- the tree --- */

static gboolean
is_element (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp ((const char *) node->name, name) == 0;
}

static gboolean
is_text (const xmlNode *node)
{
  return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/* (transfer full) (nullable) */
static char *
get_attribute (xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp (node, (const xmlChar *) name);
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

static xmlNode *
get_next (xmlNode *top, xmlNode *node)
{
  if (node->type == XML_ELEMENT_NODE && node->children != NULL)
    return node->children;
  while (node != top && node->next == NULL)
    node = node->parent;
  return node != top ? node->next : NULL;
}

static gsize
find_element (const xmlNode *node)
{
  gsize low = 0, high = G_N_ELEMENTS (elements);

  while (low < high)
    {
      gsize middle = (low + high) / 2;
      int order = g_ascii_strcasecmp ((const char *) node->name, elements[middle].name);

      if (order == 0)
        return middle;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return G_N_ELEMENTS (elements);
}

static ElementKind
get_kind (const xmlNode *node)
{
  gsize i = find_element (node);

  return i < G_N_ELEMENTS (elements) ? elements[i].kind : ELEMENT_INLINE;
}

/* (transfer full) (nullable): the value of one property of a style attribute, in lower case */
static char *
get_property (const char *css, const char *name)
{
  gsize length = strlen (name);

  for (const char *p = css; p && *p; p = strchr (p, ';') ? strchr (p, ';') + 1 : NULL)
    {
      p += strspn (p, " \t\r\n");
      if (g_ascii_strncasecmp (p, name, length) == 0 && p[length + strspn (p + length, " \t")] == ':')
        {
          const char *value = strchr (p, ':') + 1;
          char *lower = g_ascii_strdown (value, strcspn (value, ";"));

          return g_strstrip (lower);
        }
    }
  return NULL;
}

static gboolean
property_is (const char *css, const char *name, const char *value)
{
  g_autofree char *found = get_property (css, name);

  return found != NULL && g_str_has_prefix (found, value);
}

/* Word's number or bullet, which its list draws anyway, is hidden too. */
static gboolean
is_hidden (xmlNode *node)
{
  g_autofree char *css = get_attribute (node, "style");
  g_autofree char *aria = get_attribute (node, "aria-hidden");

  if (get_kind (node) == ELEMENT_HIDDEN || xmlHasProp (node, (const xmlChar *) "hidden") || g_strcmp0 (aria, "true") == 0)
    return TRUE;
  return css != NULL && (property_is (css, "display", "none") || property_is (css, "visibility", "hidden") || property_is (css, "mso-hide", "all") ||
                         property_is (css, "mso-list", "ignore") || property_is (css, "font-size", "0"));
}

/* Whether there are no words below @node. */
static gboolean
is_blank (xmlNode *node)
{
  for (xmlNode *at = node; at != NULL; at = get_next (node, at))
    if (is_text (at))
      for (const char *p = (const char *) at->content; *p; p = g_utf8_next_char (p))
        if (!g_unichar_isspace (g_utf8_get_char (p)) && g_utf8_get_char (p) != 0x200b && g_utf8_get_char (p) != 0xfeff)
          return FALSE;
  return TRUE;
}

static gboolean
has_blocks (xmlNode *node)
{
  for (xmlNode *at = get_next (node, node); at != NULL; at = get_next (node, at))
    if (at->type == XML_ELEMENT_NODE)
      switch (get_kind (at))
        {
        case ELEMENT_BLOCK:
        case ELEMENT_DIV:
        case ELEMENT_HEADING:
        case ELEMENT_QUOTE:
        case ELEMENT_LIST:
        case ELEMENT_ITEM:
        case ELEMENT_TABLE:
        case ELEMENT_PRE:
        case ELEMENT_RULE:
          return TRUE;
        case ELEMENT_INLINE:
        case ELEMENT_HIDDEN:
        case ELEMENT_BREAK:
        case ELEMENT_IMAGE:
        case ELEMENT_QUOTED:
        default:
          break;
        }
  return FALSE;
}

/* --- style --- */

static void
set_flag (Style *style, DeskRunFlags flag, gboolean value)
{
  style->flags = value ? style->flags | flag : style->flags & ~flag;
}

/* CSS of font-weight: "bold", "700" */
static gboolean
is_bold (const char *weight)
{
  return g_str_has_prefix (weight, "bold") || g_ascii_strtoull (weight, NULL, 10) >= 600;
}

/* What @node says of itself; the strings of a link go to @href and @address. */
static void
read_style (Reader *self, Style *style, xmlNode *node, char **href, char **address)
{
  gsize i = find_element (node);
  g_autofree char *css = get_attribute (node, "style");

  if (i < G_N_ELEMENTS (elements))
    style->flags |= elements[i].flags;
  if (css != NULL)
    {
      g_autofree char *weight = get_property (css, "font-weight");
      g_autofree char *slant = get_property (css, "font-style");
      g_autofree char *space = get_property (css, "white-space");

      /* Google Docs wraps a whole text in a <b> that is not bold. */
      if (weight != NULL && !g_str_has_prefix (weight, "inherit"))
        set_flag (style, DESK_RUN_STRONG, is_bold (weight));
      if (slant != NULL && !g_str_has_prefix (slant, "inherit"))
        set_flag (style, DESK_RUN_EMPH, g_str_has_prefix (slant, "italic") || g_str_has_prefix (slant, "oblique"));
      if (space != NULL)
        style->keeps_lines = g_str_has_prefix (space, "pre");
    }

  if (is_element (node, "a"))
    {
      *href = get_attribute (node, "href");
      style->href = NULL;
      style->address = NULL;
      if (*href == NULL)
        return;
      g_strstrip (*href);
      if (strchr (*href, ' ') != NULL)
        {
          g_auto (GStrv) parts = g_strsplit (*href, " ", -1);

          g_free (*href);
          *href = g_strjoinv ("%20", parts);
        }
      if (g_ascii_strncasecmp (*href, "mailto:", 7) == 0 && strchr (*href, '@') != NULL)
        *address = g_strndup (*href, strcspn (*href, "?"));
      else if (desk_link_is_web_address (*href))
        *address = desk_link_clean (*href);
      style->href = *href;
      style->address = *address;
    }
}

/* --- words --- */

static void
end_block (Reader *self)
{
  if (self->flat > 0)
    desk_markdown_writer_add_words (self->writer, " ", DESK_RUN_PLAIN, NULL);
  else if (self->heading > 0)
    desk_markdown_writer_end_heading (self->writer, self->heading);
  else
    desk_markdown_writer_end_paragraph (self->writer);
  self->broken = FALSE;
}

/* Two of them one behind the other end a paragraph, as a reader sees it. */
static void
add_break (Reader *self)
{
  if (self->flat > 0 || self->heading > 0)
    desk_markdown_writer_add_words (self->writer, " ", DESK_RUN_PLAIN, NULL);
  else if (self->broken)
    end_block (self);
  else
    {
      desk_markdown_writer_add_break (self->writer);
      self->broken = TRUE;
    }
}

static void
add_words (Reader *self, const char *words, const Style *style)
{
  DeskRunFlags flags = style->flags;

  if (words[strspn (words, " \t\r\n\f\v")] != '\0')
    self->broken = FALSE;
  /* A heading is bold by itself; code has no other marks. */
  if (self->heading > 0)
    flags &= ~DESK_RUN_STRONG;
  if (flags & DESK_RUN_CODE)
    flags = DESK_RUN_CODE;
  desk_markdown_writer_add_words (self->writer, words, flags, style->address);
}

static void
add_text (Reader *self, const char *content, const Style *style)
{
  g_autofree char *clean = desk_letters_clean (content, -1, self->language);

  if (style->address != NULL)
    {
      g_autofree char *shown = g_strstrip (g_strdup (clean));
      g_autofree char *shown_clean = desk_link_is_web_address (shown) ? desk_link_clean (shown) : NULL;

      /* The address as it was is no word of the writer's. */
      if (g_strcmp0 (shown, style->href) == 0 || g_strcmp0 (shown_clean, style->address) == 0)
        {
          add_words (self, style->address, style);
          return;
        }
    }
  if (style->keeps_lines && strchr (clean, '\n') != NULL)
    {
      g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);

      for (guint i = 0; lines[i] != NULL; i++)
        {
          if (i > 0)
            add_break (self);
          add_words (self, lines[i], style);
        }
      return;
    }
  add_words (self, clean, style);
}

/* An emoji that a page draws by itself; other pictures have no place in a text, least of all those that count readers. */
static void
add_image (Reader *self, xmlNode *node, const Style *style)
{
  g_autofree char *alt = get_attribute (node, "alt");

  if (alt == NULL || g_utf8_strlen (alt, -1) > MAX_EMOJI)
    return;
  for (const char *p = alt; *p; p = g_utf8_next_char (p))
    if (g_utf8_get_char (p) < 0x2000 || g_unichar_isalpha (g_utf8_get_char (p)))
      return;
  add_text (self, alt, style);
}

/* --- blocks --- */

/* (transfer full): all text below @node as it stands */
static char *
dup_text (Reader *self, xmlNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (xmlNode *at = get_next (node, node); at != NULL; at = get_next (node, at))
    {
      if (is_text (at))
        g_string_append (text, (const char *) at->content);
      else if (is_element (at, "br"))
        g_string_append_c (text, '\n');
    }
  return desk_letters_clean (text->str, text->len, self->language);
}

/* Mail that was written as plain text: lines that were broken to fit go on. */
static void
add_plain_mail (Reader *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Style style = { 0 };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*g_strstrip (lines[i]) == '\0')
        end_block (self);
      add_words (self, lines[i], &style);
      add_words (self, " ", &style);
    }
}

static void
walk_pre (Reader *self, xmlNode *node)
{
  g_autofree char *text = dup_text (self, node);
  g_autofree char *names = get_attribute (node, "class");

  end_block (self);
  if (names != NULL && strstr (names, "moz-quote-pre") != NULL)
    add_plain_mail (self, text);
  else if (self->flat > 0)
    desk_markdown_writer_add_words (self->writer, text, DESK_RUN_CODE, NULL);
  else
    desk_markdown_writer_add_code (self->writer, text);
  end_block (self);
}

/* Items that stand one behind the other, from @first on; returns the last one. */
static xmlNode *
walk_items (Reader *self, xmlNode *first, Style style, guint depth)
{
  xmlNode *last = first;

  for (xmlNode *node = first; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE && (!is_text (node) || is_blank (node)))
        continue;
      if (!is_element (node, "li") && node->parent != NULL && get_kind (node->parent) != ELEMENT_LIST)
        break;

      last = node;
      if (node->type == XML_ELEMENT_NODE && is_hidden (node))
        continue;
      if (node->type == XML_ELEMENT_NODE && get_kind (node) == ELEMENT_LIST)
        {
          /* Google Docs and Outlook put a list within a list, not within its item. */
          gboolean ordered = is_element (node, "ol");

          desk_markdown_writer_begin_list (self->writer, ordered, 1);
          if (node->children != NULL && depth < MAX_DEPTH)
            walk_items (self, node->children, style, depth + 1);
          desk_markdown_writer_end_list (self->writer);
          continue;
        }
      desk_markdown_writer_begin_item (self->writer);
      if (is_text (node))
        add_text (self, (const char *) node->content, &style);
      else
        {
          Style inner = style;
          g_autofree char *href = NULL;
          g_autofree char *address = NULL;

          read_style (self, &inner, node, &href, &address);
          walk (self, node, inner, depth + 1);
        }
      end_block (self);
      desk_markdown_writer_end_item (self->writer);
    }
  return last;
}

static void
walk_list (Reader *self, xmlNode *node, Style style, guint depth)
{
  g_autofree char *start = get_attribute (node, "start");
  gboolean ordered = is_element (node, "ol");

  end_block (self);
  if (node->children == NULL)
    return;
  desk_markdown_writer_begin_list (self->writer, ordered, start != NULL ? (guint) CLAMP (g_ascii_strtoll (start, NULL, 10), 0, 999999999) : 1);
  walk_items (self, node->children, style, depth + 1);
  desk_markdown_writer_end_list (self->writer);
}

/* The level of a paragraph that is an item of a list to Word ("mso-list:l0 level1 lfo1"); 0: it is none. */
static guint
get_word_level (xmlNode *node)
{
  g_autofree char *css = is_element (node, "p") ? get_attribute (node, "style") : NULL;
  g_autofree char *list = css != NULL ? get_property (css, "mso-list") : NULL;
  const char *level = list != NULL ? strstr (list, "level") : NULL;

  return level != NULL ? CLAMP (atoi (level + strlen ("level")), 1, 9) : 0;
}

/* What Word draws before an item ("·", "1.", "a)") as a number; 0: a bullet, which may be an "o" of some font. */
static guint
get_word_number (Reader *self, xmlNode *item)
{
  for (xmlNode *node = get_next (item, item); node != NULL; node = get_next (item, node))
    {
      g_autofree char *css = node->type == XML_ELEMENT_NODE ? get_attribute (node, "style") : NULL;
      g_autofree char *mark = NULL;
      gsize n = 0;

      if (css == NULL || !property_is (css, "mso-list", "ignore"))
        continue;
      mark = dup_text (self, node);
      g_strchug (mark);
      if (g_ascii_isdigit (*mark))
        return CLAMP (g_ascii_strtoull (mark, NULL, 10), 1, 999999999);
      while (g_ascii_isalpha (mark[n]))
        n++;
      return n > 0 && (mark[n] == '.' || mark[n] == ')');
    }
  return 0;
}

static xmlNode *
walk_word_list (Reader *self, xmlNode *first, Style style, guint depth)
{
  gboolean ordered[10] = { FALSE };
  guint open = 0;
  xmlNode *last = first;

  end_block (self);
  for (xmlNode *node = first; node != NULL; node = node->next)
    {
      guint level, number;

      if (node->type != XML_ELEMENT_NODE && (!is_text (node) || is_blank (node)))
        continue;
      level = node->type == XML_ELEMENT_NODE ? get_word_level (node) : 0;
      if (level == 0)
        break;

      last = node;
      number = get_word_number (self, node);
      level = MIN (level, open + 1);
      while (open > level || (open == level && ordered[open] != (number > 0)))
        {
          desk_markdown_writer_end_list (self->writer);
          open--;
        }
      if (open < level)
        {
          desk_markdown_writer_begin_list (self->writer, number > 0, number);
          ordered[++open] = number > 0;
        }
      desk_markdown_writer_begin_item (self->writer);
      walk (self, node, style, depth + 1);
      end_block (self);
      desk_markdown_writer_end_item (self->writer);
    }
  for (; open > 0; open--)
    desk_markdown_writer_end_list (self->writer);
  return last;
}

static gboolean
is_cell (const xmlNode *node)
{
  return is_element (node, "td") || is_element (node, "th");
}

/* A table of words, not one that a page or letter is laid out with: rows of several cells, each of one paragraph. */
static gboolean
is_data_table (xmlNode *table)
{
  gboolean several = FALSE;

  for (xmlNode *node = get_next (table, table); node != NULL; node = get_next (table, node))
    {
      guint n_blocks = 0;

      if (node->type != XML_ELEMENT_NODE)
        continue;
      if (get_kind (node) == ELEMENT_TABLE || get_kind (node) == ELEMENT_LIST || get_kind (node) == ELEMENT_QUOTE || get_kind (node) == ELEMENT_HEADING)
        return FALSE;
      if (!is_cell (node))
        continue;
      for (xmlNode *block = node->children; block != NULL; block = block->next)
        n_blocks += block->type == XML_ELEMENT_NODE && (get_kind (block) == ELEMENT_BLOCK || get_kind (block) == ELEMENT_DIV) && !is_blank (block);
      if (n_blocks > 1)
        return FALSE;
      for (xmlNode *before = node->prev; before != NULL && !several; before = before->prev)
        several = is_cell (before) && !is_blank (before) && !is_blank (node);
    }
  return several;
}

static void
walk_rows (Reader *self, xmlNode *table, Style style, guint depth)
{
  gboolean any = FALSE;

  end_block (self);
  for (xmlNode *row = get_next (table, table); row != NULL; row = get_next (table, row))
    {
      gboolean any_cell = FALSE;

      if (is_element (row, "caption"))
        {
          walk (self, row, style, depth + 1);
          end_block (self);
        }
      if (!is_element (row, "tr") || is_hidden (row) || is_blank (row))
        continue;
      if (any)
        desk_markdown_writer_add_break (self->writer);
      any = TRUE;
      self->flat++;
      for (xmlNode *cell = row->children; cell != NULL; cell = cell->next)
        {
          if (!is_cell (cell) || is_hidden (cell) || is_blank (cell))
            continue;
          if (any_cell)
            desk_markdown_writer_add_words (self->writer, CELL_GAP, DESK_RUN_PLAIN, NULL);
          any_cell = TRUE;
          walk (self, cell, style, depth + 1);
        }
      self->flat--;
    }
  self->has_tables = self->has_tables || any;
  end_block (self);
}

/* Whether the <div>s below @parent are lines, and an empty one parts paragraphs, as in mail and notes. */
static gboolean
has_line_divs (xmlNode *parent)
{
  guint n_blank = 0, n_lines = 0;

  for (xmlNode *node = parent->children; node != NULL; node = node->next)
    if (is_element (node, "div"))
      {
        if (is_blank (node))
          n_blank++;
        else if (!has_blocks (node))
          n_lines++;
      }
  return n_blank > 0 && n_lines > n_blank;
}

static void
walk_div (Reader *self, xmlNode *node, const Style *style, gboolean is_line, guint depth)
{
  if (!is_line || has_blocks (node))
    {
      end_block (self);
      walk (self, node, *style, depth + 1);
      end_block (self);
    }
  else if (is_blank (node))
    {
      end_block (self);
    }
  else
    {
      if (desk_markdown_writer_has_words (self->writer) && !self->broken)
        add_break (self);
      walk (self, node, *style, depth + 1);
    }
}

/* What is nested too deeply for anybody to have meant it: its words. */
static void
walk_flat (Reader *self, xmlNode *node, const Style *style)
{
  for (xmlNode *at = node; at != NULL; at = get_next (node, at))
    if (is_text (at) && at->parent != NULL && get_kind (at->parent) != ELEMENT_HIDDEN)
      add_text (self, (const char *) at->content, style);
}

static void
walk (Reader *self, xmlNode *parent, Style style, guint depth)
{
  int line_divs = -1; /* not looked at yet */

  for (xmlNode *node = parent->children; node != NULL && !self->cancelled; node = node->next)
    {
      Style inner = style;
      g_autofree char *href = NULL;
      g_autofree char *address = NULL;

      if (is_text (node))
        add_text (self, (const char *) node->content, &style);
      if (node->type != XML_ELEMENT_NODE || is_hidden (node))
        continue;
      if (depth >= MAX_DEPTH)
        {
          walk_flat (self, node, &style);
          continue;
        }

      self->cancelled = g_cancellable_is_cancelled (self->cancellable);
      read_style (self, &inner, node, &href, &address);
      if (get_word_level (node) > 0)
        {
          node = walk_word_list (self, node, style, depth);
          continue;
        }

      switch (get_kind (node))
        {
        case ELEMENT_BREAK:
          add_break (self);
          break;
        case ELEMENT_RULE:
          end_block (self);
          if (self->flat == 0)
            desk_markdown_writer_add_rule (self->writer);
          break;
        case ELEMENT_IMAGE:
          add_image (self, node, &style);
          break;
        case ELEMENT_QUOTED:
          add_words (self, "“", &inner);
          walk (self, node, inner, depth + 1);
          add_words (self, "”", &inner);
          break;
        case ELEMENT_HEADING:
          end_block (self);
          if (self->heading == 0)
            {
              self->heading = node->name[1] - '0';
              walk (self, node, inner, depth + 1);
              end_block (self);
              self->heading = 0;
            }
          else
            walk (self, node, inner, depth + 1);
          break;
        case ELEMENT_QUOTE:
          end_block (self);
          if (self->flat == 0)
            desk_markdown_writer_begin_quote (self->writer);
          walk (self, node, inner, depth + 1);
          end_block (self);
          if (self->flat == 0)
            desk_markdown_writer_end_quote (self->writer);
          break;
        case ELEMENT_LIST:
          if (self->flat == 0)
            walk_list (self, node, inner, depth);
          else
            walk (self, node, inner, depth + 1);
          break;
        case ELEMENT_ITEM:
          end_block (self);
          if (self->flat > 0)
            walk (self, node, inner, depth + 1);
          else
            {
              desk_markdown_writer_begin_list (self->writer, FALSE, 1);
              node = walk_items (self, node, style, depth);
              desk_markdown_writer_end_list (self->writer);
            }
          break;
        case ELEMENT_TABLE:
          if (self->flat == 0 && is_data_table (node))
            {
              walk_rows (self, node, inner, depth);
              break;
            }
          end_block (self);
          walk (self, node, inner, depth + 1);
          end_block (self);
          break;
        case ELEMENT_PRE:
          walk_pre (self, node);
          break;
        case ELEMENT_DIV:
          if (line_divs < 0)
            line_divs = has_line_divs (parent);
          walk_div (self, node, &inner, line_divs, depth);
          break;
        case ELEMENT_BLOCK:
          end_block (self);
          walk (self, node, inner, depth + 1);
          self->n_paragraphs += is_element (node, "p") && desk_markdown_writer_has_words (self->writer);
          end_block (self);
          break;
        case ELEMENT_INLINE:
        case ELEMENT_HIDDEN:
        default:
          walk (self, node, inner, depth + 1);
          break;
        }
    }
}

/* --- bytes --- */

/* (transfer full) (nullable): the encoding that the page names */
static char *
find_charset (const char *data, gsize length)
{
  g_autofree char *head = g_strndup (data, MIN (length, 2048));
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *name = strstr (lower, "charset=");
  gsize n;

  if (name == NULL)
    return NULL;
  name += strlen ("charset=");
  name += strspn (name, "\"' ");
  n = strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-_");
  return n > 0 ? g_strndup (name, n) : NULL;
}

/* Firefox puts UTF-16 on the clipboard; whoever says nothing means UTF-8, or what Windows had before it. */
static char *
decode (const char *data, gsize length, gsize *decoded)
{
  g_autofree char *charset = NULL;
  const char *end;
  char *text = NULL;

  if (length >= 2 && memcmp (data, "\xff\xfe", 2) == 0)
    text = g_convert_with_fallback (data + 2, (length - 2) & ~(gsize) 1, "UTF-8", "UTF-16LE", "\xef\xbf\xbd", NULL, decoded, NULL);
  else if (length >= 2 && memcmp (data, "\xfe\xff", 2) == 0)
    text = g_convert_with_fallback (data + 2, (length - 2) & ~(gsize) 1, "UTF-8", "UTF-16BE", "\xef\xbf\xbd", NULL, decoded, NULL);
  else if (length >= 4 && data[0] == '<' && data[1] == '\0' && data[3] == '\0')
    text = g_convert_with_fallback (data, length & ~(gsize) 1, "UTF-8", "UTF-16LE", "\xef\xbf\xbd", NULL, decoded, NULL);
  else if (!g_utf8_validate (data, length, &end) && *end != '\0')
    {
      charset = find_charset (data, length);
      if (charset != NULL)
        text = g_convert_with_fallback (data, length, "UTF-8", charset, "\xef\xbf\xbd", NULL, decoded, NULL);
      if (text == NULL)
        text = g_convert_with_fallback (data, length, "UTF-8", "WINDOWS-1252", "\xef\xbf\xbd", NULL, decoded, NULL);
    }
  if (text == NULL)
    {
      text = g_memdup2 (data, length);
      *decoded = length;
    }
  return text;
}

/*
 * Without NULs, without Word's conditions that are no comments ("<![if !supportLists]>"), and without pictures that stand in
 * the page itself: LibreOffice writes them so, and they are long.
 */
static char *
strip (char *text, gsize length)
{
  static const char *const begins[] = { "src=\"data:", "src='data:" };
  GString *out = g_string_sized_new (length);

  for (gsize i = 0; i < length;)
    {
      gboolean found = FALSE;

      for (gsize j = 0; j < G_N_ELEMENTS (begins) && (text[i] == 's' || text[i] == 'S'); j++)
        {
          gsize n = strlen (begins[j]);

          if (length - i < n || g_ascii_strncasecmp (text + i, begins[j], n) != 0)
            continue;
          g_string_append_len (out, text + i, strlen ("src=\""));
          i += n;
          while (i < length && text[i] != begins[j][4])
            i++;
          found = TRUE;
          break;
        }
      if (!found && length - i > 5 && (g_ascii_strncasecmp (text + i, "<![if", 5) == 0 || g_ascii_strncasecmp (text + i, "<![en", 5) == 0))
        {
          const char *end = memchr (text + i, '>', MIN (length - i, MAX_CONDITION));

          found = end != NULL;
          i = found ? (gsize) (end + 1 - text) : i;
        }
      if (found)
        continue;
      if (text[i] != '\0')
        g_string_append_c (out, text[i]);
      i++;
    }
  g_free (text);
  text = g_utf8_make_valid (out->str, out->len);
  g_string_free (out, TRUE);
  return text;
}

static xmlDoc *
parse (const char *html, GError **error)
{
  htmlParserCtxt *context = htmlNewParserCtxt ();
  xmlDoc *document;

  document = htmlCtxtReadMemory (context, html, strlen (html), NULL, "UTF-8",
                                 HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER);
  /* libxml2 stopped in the middle. */
  if (document != NULL && context->disableSAX != 0)
    {
      g_clear_pointer (&document, xmlFreeDoc);
      g_set_error_literal (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_INVALID, _ ("This page is nested too deeply to be read"));
    }
  htmlFreeParserCtxt (context);
  return document;
}

/* A terminal's or a program's text, with colours. */
static gboolean
is_only_pre (xmlNode *node)
{
  xmlNode *only = NULL;

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && get_kind (child) != ELEMENT_HIDDEN)
      {
        if (only != NULL)
          return FALSE;
        only = child;
      }
    else if (is_text (child) && !is_blank (child))
      return FALSE;
  if (only == NULL)
    return FALSE;
  return is_element (only, "pre") || is_only_pre (only);
}

char *
desk_html_to_markdown (const char *data,
                       gsize length,
                       const char *language,
                       gboolean *structured,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (DeskMarkdownWriter) writer = NULL;
  g_autoptr (xmlDoc) document = NULL;
  g_autofree char *html = NULL;
  Reader reader = { 0 };
  Style style = { 0 };
  GError *local_error = NULL;
  xmlNode *top;
  gsize decoded = 0;

  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  if (structured != NULL)
    *structured = FALSE;
  if (length == 0)
    return g_strdup ("");
  html = decode (data, length, &decoded);
  html = strip (g_steal_pointer (&html), decoded);
  if (strlen (html) > DESK_HTML_MAX_LENGTH)
    {
      g_set_error_literal (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_TOO_LARGE, _ ("This is too long for a story"));
      return NULL;
    }

  document = parse (html, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  top = document != NULL ? xmlDocGetRootElement (document) : NULL;
  if (top == NULL)
    return g_strdup ("");

  writer = desk_markdown_writer_new ();
  reader.writer = writer;
  reader.language = language;
  reader.cancellable = cancellable;
  walk (&reader, top, style, 0);
  end_block (&reader);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (structured != NULL)
    *structured = !is_only_pre (top) && (desk_markdown_writer_has_marks (writer) || reader.n_paragraphs > 1 || reader.has_tables);
  return desk_markdown_writer_finish (writer);
}
