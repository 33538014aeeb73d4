/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-format-lines.h"

#include "desk-line.h"

/* The largest number that an item of a list may have. */
#define MAX_NUMBER 999999999

typedef struct
{
  const char *text;
  gunichar *chars;
  guint length;
  GArray *lines; /* (element-type DeskLine) */
  guint first;   /* line of the selection */
  guint last;
} Source;

static void
source_clear (Source *self)
{
  g_free (self->chars);
  g_array_unref (self->lines);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static const DeskLine *
get_line (const Source *self, guint i)
{
  return &g_array_index (self->lines, DeskLine, i);
}

static gboolean
is_blank (const Source *self, guint i)
{
  return desk_line_is_blank (get_line (self, i), self->chars);
}

static gboolean
is_item (const Source *self, guint i)
{
  return desk_line_is_item (get_line (self, i));
}

static void
source_init (Source *self, const char *text, guint start, guint end)
{
  glong length;

  self->text = text;
  self->chars = g_utf8_to_ucs4_fast (text, -1, &length);
  self->length = length;
  self->lines = g_array_new (FALSE, FALSE, sizeof (DeskLine));
  for (guint at = 0; at <= self->length;)
    {
      DeskLine line = desk_line_read (self->chars, self->length, at);

      if (line.start <= start)
        self->first = self->lines->len;
      /* A selection that ends where a line begins has nothing of it. */
      if (line.start < end || line.start <= start)
        self->last = self->lines->len;
      g_array_append_val (self->lines, line);
      at = line.end + 1;
    }
}

/* Whether a line is one of those that the gesture is for: empty lines between others are not. */
static gboolean
is_meant (const Source *self, guint i)
{
  return self->first == self->last || !is_blank (self, i) || is_item (self, i) || get_line (self, i)->level > 0;
}

static char *
dup_part (const Source *self, guint start, guint end)
{
  return g_utf8_substring (self->text, start, end);
}

/* The marks of quotations that a line begins with. */
static char *
dup_quotes (const Source *self, guint i)
{
  return dup_part (self, get_line (self, i)->start, get_line (self, i)->quote_end);
}

static DeskEdits *
finish (const Source *self, DeskEdits *edits, guint start, guint end)
{
  desk_edits_sort (edits, self->text);
  if (edits->edits->len == 0)
    {
      desk_edits_free (edits);
      return NULL;
    }
  edits->start = desk_edits_map (edits, start, TRUE);
  edits->end = MAX (edits->start, desk_edits_map (edits, end, TRUE));
  return edits;
}

/* --- headings --- */

DeskEdits *
desk_format_heading (const char *text, guint start, guint end, guint level)
{
  g_auto (Source) source = { 0 };
  DeskEdits *edits;
  gboolean same = TRUE;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (start <= end && level <= 6, NULL);

  source_init (&source, text, start, end);
  for (guint i = source.first; i <= source.last; i++)
    same = same && (!is_meant (&source, i) || get_line (&source, i)->level == level);

  edits = desk_edits_new (start, end);
  for (guint i = source.first; i <= source.last; i++)
    {
      const DeskLine *line = get_line (&source, i);
      g_autofree char *mark = NULL;

      if (!is_meant (&source, i) || (level == 0 && line->level == 0))
        continue;
      if (level == 0 || same)
        {
          desk_edits_add (edits, line->item_end, line->text, "");
          continue;
        }
      mark = g_strnfill (level + 1, '#');
      mark[level] = ' ';
      /* An item that is a heading is neither to readers. */
      desk_edits_add (edits, line->quote_end, line->text, mark);
    }
  return finish (&source, edits, start, end);
}

/* --- quotations --- */

/* Lines of one paragraph stand together. */
static void
take_whole_paragraphs (Source *self)
{
  while (self->first > 0 && !is_blank (self, self->first) && !is_item (self, self->first) && get_line (self, self->first)->level == 0 &&
         !is_blank (self, self->first - 1) && get_line (self, self->first - 1)->level == 0 &&
         get_line (self, self->first - 1)->quotes == get_line (self, self->first)->quotes)
    self->first--;
  while (self->last + 1 < self->lines->len && !is_blank (self, self->last) && get_line (self, self->last)->level == 0 &&
         !is_blank (self, self->last + 1) && !is_item (self, self->last + 1) && get_line (self, self->last + 1)->level == 0 &&
         get_line (self, self->last + 1)->quotes == get_line (self, self->last)->quotes)
    self->last++;
}

/* Behind the first mark of a quotation and its space. */
static guint
get_first_quote_end (const Source *self, const DeskLine *line)
{
  guint at = line->start;

  while (self->chars[at] != '>')
    at++;
  at++;
  return at < line->end && (self->chars[at] == ' ' || self->chars[at] == '\t') ? at + 1 : at;
}

DeskEdits *
desk_format_quotation (const char *text, guint start, guint end)
{
  g_auto (Source) source = { 0 };
  DeskEdits *edits;
  gboolean quoted = TRUE;
  guint first, last;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (start <= end, NULL);

  source_init (&source, text, start, end);
  take_whole_paragraphs (&source);
  for (first = source.first; first < source.last && !is_meant (&source, first); first++)
    continue;
  for (last = source.last; last > first && !is_meant (&source, last); last--)
    continue;
  for (guint i = first; i <= last; i++)
    quoted = quoted && (!is_meant (&source, i) || get_line (&source, i)->quotes > 0);

  edits = desk_edits_new (start, end);
  /* A line right behind a quotation belongs to it, with or without the mark. */
  if (quoted && first > 0 && get_line (&source, first - 1)->quotes > 0 && !is_blank (&source, first - 1))
    desk_edits_add (edits, get_line (&source, first)->start, get_line (&source, first)->start, "\n");
  for (guint i = first; i <= last; i++)
    {
      const DeskLine *line = get_line (&source, i);

      if (quoted && line->quotes > 0)
        desk_edits_add (edits, line->start, get_first_quote_end (&source, line), "");
      else if (!quoted)
        desk_edits_add (edits, line->start, line->start, is_meant (&source, i) ? "> " : ">");
    }
  return finish (&source, edits, start, end);
}

/* --- lists --- */

/* A line that belongs to a list: an item, or what hangs on one. */
static gboolean
is_of_list (const Source *self, guint i)
{
  const DeskLine *line = get_line (self, i);

  return desk_line_is_item (line) || (line->indent > 0 && !is_blank (self, i));
}

static char *
dup_mark (gboolean ordered, guint number, gunichar sign)
{
  char bullet[] = "- ";

  if (ordered)
    return g_strdup_printf ("%u%c ", MIN (number, MAX_NUMBER), sign == ')' ? ')' : '.');
  if (sign == '*' || sign == '+')
    bullet[0] = sign;
  return g_strdup (bullet);
}

static void
drop_items (const Source *self, DeskEdits *edits)
{
  const DeskLine *last = get_line (self, self->last);

  /* A line right behind an item would hang on it, and a list that does not begin with 1 on the line before it. */
  if (self->first > 0 && is_of_list (self, self->first - 1))
    {
      g_autofree char *quotes = dup_quotes (self, self->first);
      g_autofree char *between = g_strconcat ("\n", quotes, NULL);

      desk_edits_add (edits, get_line (self, self->first)->quote_end, get_line (self, self->first)->quote_end, between);
    }
  for (guint i = self->first; i <= self->last; i++)
    if (is_item (self, i))
      desk_edits_add (edits, get_line (self, i)->quote_end, get_line (self, i)->item_end, "");
  if (self->last + 1 < self->lines->len && get_line (self, self->last + 1)->ordered && get_line (self, self->last + 1)->number != 1)
    desk_edits_add (edits, last->end, last->end, "\n");
}

static void
make_items (const Source *self, DeskEdits *edits, gboolean ordered)
{
  const DeskLine *before = self->first > 0 ? get_line (self, self->first - 1) : NULL;
  gboolean goes_on = before != NULL && desk_line_is_item (before) && before->ordered == ordered &&
                     before->quotes == get_line (self, self->first)->quotes;
  guint number = goes_on && ordered ? before->number + 1 : 1;
  gunichar sign = goes_on ? before->sign : 0;

  for (guint i = self->first; i <= self->last; i++)
    {
      const DeskLine *line = get_line (self, i);
      g_autofree char *mark = NULL;

      if (!is_meant (self, i))
        continue;
      /* "-" alone below words would make them a heading. */
      if (self->first == self->last && is_blank (self, i) && before != NULL && !is_blank (self, i - 1) && !is_of_list (self, i - 1))
        {
          g_autofree char *quotes = dup_quotes (self, i);
          g_autofree char *between = g_strconcat (quotes, "\n", NULL);

          desk_edits_add (edits, line->start, line->start, between);
        }
      mark = dup_mark (ordered, number++, sign);
      if (desk_line_is_item (line))
        desk_edits_add (edits, line->item_start, line->text, mark);
      else
        desk_edits_add (edits, line->quote_end, line->text, mark);
    }
}

DeskEdits *
desk_format_list (const char *text, guint start, guint end, gboolean ordered)
{
  g_auto (Source) source = { 0 };
  DeskEdits *edits;
  gboolean same = TRUE;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (start <= end, NULL);

  source_init (&source, text, start, end);
  for (guint i = source.first; i <= source.last; i++)
    same = same && (!is_meant (&source, i) || (is_item (&source, i) && !get_line (&source, i)->ordered == !ordered));

  edits = desk_edits_new (start, end);
  if (same)
    drop_items (&source, edits);
  else
    make_items (&source, edits, ordered);
  return finish (&source, edits, start, end);
}

gboolean
desk_format_is_item (const char *text, guint place)
{
  g_auto (Source) source = { 0 };

  g_return_val_if_fail (text != NULL, FALSE);

  source_init (&source, text, place, place);
  return is_item (&source, source.first);
}

/* --- Tab --- */

/* The item before a line that is at most, or less, indented; -1 when there is none right before. */
static int
find_item_before (const Source *self, guint i, guint indent)
{
  const DeskLine *line = get_line (self, i);

  for (int j = (int) i - 1; j >= 0 && !is_blank (self, j) && get_line (self, j)->quotes == line->quotes; j--)
    if (is_item (self, j) && get_line (self, j)->indent <= indent)
      return j;
  return -1;
}

static void
set_indent (const Source *self, DeskEdits *edits, const DeskLine *line, guint indent)
{
  g_autofree char *spaces = g_strnfill (indent, ' ');

  if (indent >= line->indent && line->indent == line->item_start - line->quote_end)
    {
      spaces[indent - line->indent] = '\0';
      desk_edits_add (edits, line->quote_end, line->quote_end, spaces);
    }
  else
    {
      desk_edits_add (edits, line->quote_end, line->item_start, spaces);
    }
}

/* What an item that comes into another list counts as. */
static void
set_mark (const Source *self, DeskEdits *edits, guint i, guint indent, gboolean deeper)
{
  const DeskLine *line = get_line (self, i);
  int before = find_item_before (self, i, indent);
  const DeskLine *sibling = before >= 0 && get_line (self, before)->indent == indent ? get_line (self, before) : NULL;
  g_autofree char *mark = NULL;

  if (sibling != NULL && (sibling->ordered == line->ordered || !deeper))
    mark = dup_mark (sibling->ordered, sibling->number + 1, sibling->sign);
  else if (line->ordered)
    mark = dup_mark (TRUE, 1, line->sign);
  else
    return;
  desk_edits_add (edits, line->item_start, line->item_end, mark);
}

DeskEdits *
desk_format_nest (const char *text, guint start, guint end, gboolean deeper)
{
  g_auto (Source) source = { 0 };
  const DeskLine *line, *parent;
  DeskEdits *edits;
  int before, shift;
  guint last;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (start <= end, NULL);

  source_init (&source, text, start, end);
  line = get_line (&source, source.first);
  if (!desk_line_is_item (line) || (!deeper && line->indent == 0))
    return NULL;

  before = find_item_before (&source, source.first, deeper ? line->indent : line->indent - 1);
  if (deeper && before < 0)
    return NULL;
  parent = before >= 0 ? get_line (&source, before) : NULL;
  if (deeper)
    shift = (int) (parent->indent + parent->item_end - parent->item_start) - (int) line->indent;
  else
    shift = (int) (parent != NULL ? parent->indent : 0) - (int) line->indent;
  if (shift == 0 || (deeper && shift < 0))
    return NULL;

  /* What hangs on an item goes with it. */
  for (last = source.last; last + 1 < source.lines->len && !is_blank (&source, last + 1) && get_line (&source, last + 1)->indent > line->indent; last++)
    continue;

  edits = desk_edits_new (start, end);
  for (guint i = source.first; i <= last; i++)
    {
      const DeskLine *one = get_line (&source, i);

      if (!is_blank (&source, i) || desk_line_is_item (one))
        set_indent (&source, edits, one, MAX (0, (int) one->indent + shift));
    }
  set_mark (&source, edits, source.first, line->indent + shift, deeper);
  return finish (&source, edits, start, end);
}

/* --- Enter and Backspace --- */

static DeskEdits *
end_block (const Source *self, const DeskLine *line)
{
  DeskEdits *edits = desk_edits_new (line->end, line->end);
  gboolean item = desk_line_is_item (line);
  gboolean follows = self->first > 0 && !is_blank (self, self->first - 1) && get_line (self, self->first - 1)->quotes == line->quotes;
  g_autofree char *quotes = item ? dup_quotes (self, self->first) : g_strdup ("");
  /* What follows a list or a quotation without an empty line belongs to it. */
  g_autofree char *rest = follows ? g_strconcat ("\n", quotes, NULL) : g_strdup ("");

  desk_edits_add (edits, item ? line->quote_end : line->start, line->end, rest);
  return finish (self, edits, line->end, line->end);
}

static DeskEdits *
continue_block (const Source *self, const DeskLine *line, guint cursor)
{
  DeskEdits *edits = desk_edits_new (cursor, cursor);
  g_autofree char *before = dup_part (self, line->start, desk_line_is_item (line) ? line->item_start : line->quote_end);
  g_autofree char *mark = desk_line_is_item (line) ? dup_mark (line->ordered, line->number + 1, line->sign) : g_strdup ("");
  g_autofree char *prefix = g_strconcat ("\n", before, mark, NULL);
  guint rest = cursor;

  while (rest < line->end && self->chars[rest] == ' ')
    rest++;
  desk_edits_add (edits, cursor, rest, prefix);
  edits->start = edits->end = cursor + g_utf8_strlen (prefix, -1);
  return edits;
}

DeskEdits *
desk_format_enter (const char *text, guint cursor)
{
  g_auto (Source) source = { 0 };
  const DeskLine *line;
  DeskEdits *edits;

  g_return_val_if_fail (text != NULL, NULL);

  source_init (&source, text, cursor, cursor);
  line = get_line (&source, source.first);
  if ((!desk_line_is_item (line) && line->quotes == 0) || cursor < line->text)
    return NULL;
  if (!desk_line_is_blank (line, source.chars) || line->level > 0)
    return continue_block (&source, line, cursor);

  edits = desk_line_is_item (line) ? desk_format_nest (text, cursor, cursor, FALSE) : NULL;
  return edits != NULL ? edits : end_block (&source, line);
}

DeskEdits *
desk_format_backspace (const char *text, guint cursor)
{
  g_auto (Source) source = { 0 };
  const DeskLine *line;
  DeskEdits *edits;
  guint from;

  g_return_val_if_fail (text != NULL, NULL);

  source_init (&source, text, cursor, cursor);
  line = get_line (&source, source.first);
  if (cursor != line->text || cursor == line->start)
    return NULL;

  if (line->level > 0)
    from = line->item_end;
  else if (desk_line_is_item (line))
    from = line->quote_end;
  else if (line->quotes > 0 && line->quote_end == cursor)
    {
      from = line->quote_end - 1;
      while (source.chars[from] != '>')
        from--;
    }
  else
    return NULL;
  edits = desk_edits_new (cursor, cursor);
  desk_edits_add (edits, from, cursor, "");
  return finish (&source, edits, cursor, cursor);
}
