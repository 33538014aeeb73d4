/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-related.h"

#include <string.h>

static char *
escape (const char *text, const char *marks)
{
  GString *escaped = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p++)
    {
      if (strchr (marks, *p) != NULL)
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, *p);
    }

  return g_string_free_and_steal (escaped);
}

/* A backslash before punctuation stands for the mark itself; before anything else it is one. */
static char *
unescape (const char *text, gsize length)
{
  GString *plain = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\\' && i + 1 < length && g_ascii_ispunct (text[i + 1]))
        i++;
      g_string_append_c (plain, text[i]);
    }

  return g_string_free_and_steal (plain);
}

/* The bracket that closes the title, %NULL without one. */
static const char *
find_end_of_title (const char *title)
{
  guint depth = 1;

  for (const char *p = title; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '[')
        depth++;
      else if (*p == ']' && --depth == 0)
        return p;
    }

  return NULL;
}

char *
desk_related_format (const char *title, const char *address)
{
  g_autofree char *label = NULL;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (address != NULL, NULL);

  label = escape (*title != '\0' ? title : address, "[]\\");

  /* The plain form of a destination has no spaces, and no brackets that could end it. */
  if (strpbrk (address, " ()<>\\") != NULL)
    {
      g_autofree char *escaped = escape (address, "<>\\");

      return g_strdup_printf ("[%s](<%s>)", label, escaped);
    }

  return g_strdup_printf ("[%s](%s)", label, address);
}

void
desk_related_parse (const char *value, char **title, char **address)
{
  const char *end = NULL;
  gsize length;

  g_return_if_fail (value != NULL);
  g_return_if_fail (title != NULL);
  g_return_if_fail (address != NULL);

  if (value[0] == '[')
    end = find_end_of_title (value + 1);
  length = strlen (value);

  if (end == NULL || end[1] != '(' || value[length - 1] != ')')
    {
      *title = g_strdup (value);
      *address = g_strdup ("");
      return;
    }

  *title = unescape (value + 1, end - value - 1);
  if (end[2] == '<' && length >= 2 && value[length - 2] == '>')
    *address = unescape (end + 3, value + length - 2 - (end + 3));
  else
    *address = unescape (end + 2, value + length - 1 - (end + 2));
}
