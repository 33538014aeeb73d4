/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-hard-lines.h"

#include <string.h>

/* Letters: mail is broken at 72 or so, and nothing at less than 50. */
#define NARROWEST 50
#define WIDEST 100
/* A line of this many letters is a paragraph. */
#define LONG_LINE 120

/* What begins a block in CommonMark, or is set apart by its indentation. */
static gboolean
begins_block (const char *line)
{
  gsize digits = strspn (line, "0123456789");

  if (*line == '\0')
    return FALSE;
  if (*line == ' ' || *line == '\t' || strchr ("#>|~`<", *line))
    return TRUE;
  if (strchr ("-+*", *line) && line[1] == ' ')
    return TRUE;
  return digits > 0 && digits < 10 && strchr (".)", line[digits]) && line[digits] != '\0' && line[digits + 1] == ' ';
}

/* Whether @lines, up to @n, were broken so that none is wider than @width. */
static gboolean
is_wrapped (char **lines, guint n, glong width)
{
  if (n < 2)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (begins_block (lines[i]))
      return FALSE;
  for (guint i = 0; i + 1 < n; i++)
    {
      glong length = g_utf8_strlen (lines[i], -1);
      glong word = g_utf8_strlen (lines[i + 1], strcspn (lines[i + 1], " "));

      if (length < NARROWEST / 2 || length + 1 + word <= width)
        return FALSE;
    }
  return TRUE;
}

static void
append_paragraph (GString *out, char **lines, guint n, glong width)
{
  gboolean wrapped = is_wrapped (lines, n, width);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, wrapped ? ' ' : '\n');
      g_string_append (out, lines[i]);
    }
}

char *
desk_hard_lines_mend (const char *text)
{
  g_auto (GStrv) lines = NULL;
  GString *out;
  gboolean has_empty = FALSE, has_blocks = FALSE;
  glong width = 0;
  guint n, from = 0;

  g_return_val_if_fail (text != NULL, NULL);

  if (!strchr (text, '\n'))
    return g_strdup (text);

  lines = g_strsplit (text, "\n", -1);
  n = g_strv_length (lines);
  for (guint i = 0; i < n; i++)
    {
      gboolean last = i + 1 == n && *lines[i] == '\0';

      g_strchomp (lines[i]);
      width = MAX (width, g_utf8_strlen (lines[i], -1));
      has_empty = has_empty || (*lines[i] == '\0' && !last);
      has_blocks = has_blocks || begins_block (lines[i]);
    }

  if (!has_empty && !has_blocks && width >= LONG_LINE)
    {
      g_autofree char *joined = g_strjoinv ("\n\n", lines);

      g_strchomp (joined);
      return g_strconcat (joined, g_str_has_suffix (text, "\n") ? "\n" : "", NULL);
    }
  if (width < NARROWEST || width > WIDEST)
    return g_strdup (text);

  out = g_string_sized_new (strlen (text));
  for (guint i = 0; i <= n; i++)
    if (i == n || *lines[i] == '\0')
      {
        append_paragraph (out, lines + from, i - from, width);
        if (i < n && i > from)
          g_string_append_c (out, '\n');
        if (i + 1 < n)
          g_string_append_c (out, '\n');
        from = i + 1;
      }
  return g_string_free_and_steal (out);
}
