/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "core/desk-time.h"
#include "desk-front-matter.h"

#define MAX_LINES 100

static const struct
{
  const char *key;
  const char *field;
} fields[] = {
  { "title", DESK_FIELD_HEADLINE },
  { "headline", DESK_FIELD_HEADLINE },
  { "subtitle", DESK_FIELD_STANDFIRST },
  { "standfirst", DESK_FIELD_STANDFIRST },
  { "description", DESK_FIELD_STANDFIRST },
  { "author", DESK_FIELD_BYLINE },
  { "authors", DESK_FIELD_BYLINE },
  { "byline", DESK_FIELD_BYLINE },
  { "dateline", DESK_FIELD_DATELINE },
  { "lang", DESK_FIELD_LANGUAGE },
  { "language", DESK_FIELD_LANGUAGE },
  { "zone", DESK_FIELD_ZONE },
  { "timezone", DESK_FIELD_ZONE },
  { "tags", DESK_FIELD_KEYWORDS },
  { "keywords", DESK_FIELD_KEYWORDS },
  { "warning", DESK_FIELD_WARNING },
};

static const char *
find_field (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_ascii_strcasecmp (fields[i].key, key) == 0)
      return fields[i].field;

  return NULL;
}

/* A value without its quotation marks. */
static char *
unquote (const char *value)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value));
  gsize length = strlen (stripped);

  if (length >= 2 && (*stripped == '"' || *stripped == '\'') && stripped[length - 1] == *stripped)
    return g_strndup (stripped + 1, length - 2);

  return g_steal_pointer (&stripped);
}

/* "[a, b]" as "a, b". */
static char *
read_value (const char *value)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value));
  gsize length = strlen (stripped);

  if (length >= 2 && *stripped == '[' && stripped[length - 1] == ']')
    {
      g_auto (GStrv) items = NULL;

      stripped[length - 1] = '\0';
      items = g_strsplit (stripped + 1, ",", -1);
      for (guint i = 0; items[i] != NULL; i++)
        {
          g_autofree char *item = g_steal_pointer (&items[i]);

          items[i] = unquote (item);
        }

      return g_strjoinv (", ", items);
    }

  return unquote (stripped);
}

static gboolean
makes_sense (const char *field, const char *value)
{
  if (g_str_equal (field, DESK_FIELD_ZONE))
    return desk_time_check_zone (value, NULL);
  if (g_str_equal (field, DESK_FIELD_LANGUAGE))
    return g_regex_match_simple ("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", value, 0, 0);

  return TRUE;
}

/* (transfer full): the field for @key; a value that makes no sense in it is kept beside it. */
static char *
choose_field (const char *key, const char *value)
{
  const char *field = find_field (key);

  if (field == NULL)
    return g_strdup (key);

  return makes_sense (field, value) ? g_strdup (field) : g_strconcat ("X-", key, NULL);
}

guint
desk_front_matter_read (GPtrArray *lines, DeskText **text, char **slug)
{
  g_autoptr (GRegex) pair = g_regex_new ("^(?<key>[A-Za-z][A-Za-z0-9_-]*):(?:\\h+(?<value>.*))?$", 0, 0, NULL);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  guint end = 0;

  g_return_val_if_fail (lines != NULL, 0);
  g_return_val_if_fail (text != NULL && *text != NULL, 0);

  if (lines->len == 0 || !g_str_equal (g_ptr_array_index (lines, 0), "---"))
    return 0;

  for (guint i = 1; i < lines->len && i <= MAX_LINES; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_autoptr (GMatchInfo) info = NULL;
      g_autofree char *value = NULL;
      g_autofree char *key = NULL;

      if (g_str_equal (line, "---") || g_str_equal (line, "..."))
        {
          end = i + 1;
          break;
        }

      if (g_regex_match_simple ("^\\h*- ", line, 0, 0) && values->len > 0)
        {
          g_autofree char *item = unquote (strchr (line, '-') + 1);
          char **last = (char **) &g_ptr_array_index (values, values->len - 1);
          char *joined = g_strconcat (*last, **last != '\0' ? ", " : "", item, NULL);

          g_free (*last);
          *last = joined;
          continue;
        }

      if (!g_regex_match (pair, line, 0, &info))
        return 0;

      key = g_match_info_fetch_named (info, "key");
      value = g_match_info_fetch_named (info, "value");
      g_ptr_array_add (values, read_value (value != NULL ? value : ""));
      /* YAML writes "time_zone", a header field "time-zone". */
      g_ptr_array_add (keys, g_strdelimit (g_steal_pointer (&key), "_", '-'));
    }

  if (end == 0)
    return 0;

  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      const char *value = g_ptr_array_index (values, i);
      g_autofree char *field = NULL;
      DeskText *changed;

      if (*value == '\0')
        continue;
      if (g_ascii_strcasecmp (key, "slug") == 0)
        {
          g_set_str (slug, value);
          continue;
        }

      field = choose_field (key, value);
      changed = desk_text_with_field (*text, field, value);
      desk_text_unref (*text);
      *text = changed;
    }

  return end;
}
