/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-line.h"

/* More digits are no number of a list (CommonMark 0.31, section 5.2). */
#define MAX_DIGITS 9
#define MAX_LEVEL 6
#define TAB 4

static gboolean
is_space (gunichar c)
{
  return c == ' ' || c == '\t';
}

static gboolean
ends_at (const gunichar *text, guint at, guint end)
{
  return at >= end || is_space (text[at]);
}

/* "* * *": a line across, whose first star is no mark of a list. */
static gboolean
is_line_across (const gunichar *text, guint at, guint end)
{
  gunichar sign = at < end ? text[at] : 0;
  guint n = 0;

  if (sign != '*' && sign != '-' && sign != '_')
    return FALSE;
  for (; at < end; at++)
    if (text[at] == sign)
      n++;
    else if (!is_space (text[at]))
      return FALSE;
  return n >= 3;
}

static void
read_quotations (DeskLine *line, const gunichar *text)
{
  guint at = line->start;

  for (;;)
    {
      guint mark = at;

      while (mark < line->end && mark < at + 3 && text[mark] == ' ')
        mark++;
      if (mark >= line->end || text[mark] != '>')
        return;
      at = mark + 1;
      if (at < line->end && is_space (text[at]))
        at++;
      line->quotes++;
      line->quote_end = at;
    }
}

static guint
find_item_end (const DeskLine *line, const gunichar *text)
{
  guint at = line->item_start;
  guint digits = 0;

  if (at >= line->end || is_line_across (text, at, line->end))
    return line->item_start;
  if (text[at] == '-' || text[at] == '*' || text[at] == '+')
    return ends_at (text, at + 1, line->end) ? at + 1 : line->item_start;

  while (at + digits < line->end && digits <= MAX_DIGITS && text[at + digits] >= '0' && text[at + digits] <= '9')
    digits++;
  if (digits == 0 || digits > MAX_DIGITS || at + digits >= line->end ||
      (text[at + digits] != '.' && text[at + digits] != ')') || !ends_at (text, at + digits + 1, line->end))
    return line->item_start;
  return at + digits + 1;
}

static void
read_item (DeskLine *line, const gunichar *text)
{
  guint at = line->quote_end;

  for (; at < line->end && is_space (text[at]); at++)
    line->indent += text[at] == '\t' ? TAB : 1;
  line->item_start = at;
  line->item_end = find_item_end (line, text);
  if (line->item_end == line->item_start)
    return;

  line->sign = text[line->item_end - 1];
  line->ordered = line->sign == '.' || line->sign == ')';
  for (guint i = line->item_start; line->ordered && i < line->item_end - 1; i++)
    line->number = line->number * 10 + (text[i] - '0');
  if (line->item_end < line->end)
    line->item_end++;
}

static void
read_heading (DeskLine *line, const gunichar *text)
{
  guint level = 0;

  line->text = line->item_end;
  while (line->text + level < line->end && level <= MAX_LEVEL && text[line->text + level] == '#')
    level++;
  if (level == 0 || level > MAX_LEVEL || !ends_at (text, line->text + level, line->end))
    return;

  line->level = level;
  line->text += level;
  while (line->text < line->end && is_space (text[line->text]))
    line->text++;
}

DeskLine
desk_line_read (const gunichar *text, guint length, guint at)
{
  DeskLine line = { 0 };

  g_return_val_if_fail (text != NULL, line);

  line.start = line.end = MIN (at, length);
  while (line.start > 0 && text[line.start - 1] != '\n')
    line.start--;
  while (line.end < length && text[line.end] != '\n')
    line.end++;
  line.quote_end = line.start;
  read_quotations (&line, text);
  read_item (&line, text);
  read_heading (&line, text);
  return line;
}

gboolean
desk_line_is_item (const DeskLine *line)
{
  g_return_val_if_fail (line != NULL, FALSE);

  return line->item_end > line->item_start;
}

gboolean
desk_line_is_blank (const DeskLine *line, const gunichar *text)
{
  g_return_val_if_fail (line != NULL, FALSE);

  for (guint i = line->text; i < line->end; i++)
    if (!g_unichar_isspace (text[i]))
      return FALSE;
  return TRUE;
}
