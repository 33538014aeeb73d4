/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-style.h"
#include "desk-rules-csv.h"

enum
{
  TERM,
  PREFERRED,
  WHY,
  REGEX,
  LANGUAGE,
  CASE,
  N_COLUMNS
};

static const char *const names[N_COLUMNS] = { "term", "preferred", "why", "regex", "language", "case" };

/* A row, and the line that it begins in. */
typedef struct
{
  GPtrArray *fields; /* (element-type utf8) */
  guint line;
} Row;

static void
row_free (Row *row)
{
  g_ptr_array_unref (row->fields);
  g_free (row);
}

/* Reads a field; @p is then at what ends it. FALSE: a quotation mark is not closed. */
static gboolean
read_field (const char **p, guint *line, GString *field)
{
  const char *c = *p;

  g_string_truncate (field, 0);
  if (*c != '"')
    {
      gsize n = strcspn (c, ",\r\n");

      g_string_append_len (field, c, n);
      *p = c + n;
      return TRUE;
    }

  for (c++; *c != '\0'; c++)
    {
      if (*c == '"' && c[1] != '"')
        {
          gsize n = strcspn (c + 1, ",\r\n");

          /* What stands behind the mark belongs to it all the same. */
          g_string_append_len (field, c + 1, n);
          *p = c + 1 + n;
          return TRUE;
        }

      if (*c == '"')
        c++;
      *line += *c == '\n';
      g_string_append_c (field, *c);
    }
  *p = c;

  return FALSE;
}

static void
add_fault (GPtrArray *faults, guint line, const char *what)
{
  /* Translators: the number of a line of a file, then what is wrong with it */
  g_ptr_array_add (faults, g_strdup_printf (_ ("Line %u: %s"), line, what));
}

static GPtrArray *
read_rows (const char *data, GPtrArray *faults)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  g_autoptr (GString) field = g_string_new (NULL);
  const char *p = data;
  guint line = 1;

  while (*p != '\0')
    {
      Row *row = g_new0 (Row, 1);
      gboolean closed;

      row->fields = g_ptr_array_new_with_free_func (g_free);
      row->line = line;
      do
        {
          closed = read_field (&p, &line, field);
          g_ptr_array_add (row->fields, g_strdup (field->str));
        }
      while (closed && *p == ',' && *p++ != '\0');

      if (*p == '\r' && p[1] == '\n')
        p++;
      if (*p != '\0')
        p++;
      line++;

      if (!closed)
        add_fault (faults, row->line, _ ("a quotation mark is not closed"));
      if (closed && (row->fields->len > 1 || *(const char *) row->fields->pdata[0] != '\0'))
        g_ptr_array_add (rows, row);
      else
        row_free (row);
    }

  return g_steal_pointer (&rows);
}

/* Which field of a row each column is, -1 when there is none; FALSE when the row is no head. */
static gboolean
read_head (const Row *row, int *columns)
{
  gboolean is_head = FALSE;

  for (int i = 0; i < N_COLUMNS; i++)
    {
      columns[i] = -1;
      for (guint j = 0; j < row->fields->len; j++)
        {
          g_autofree char *name = g_strstrip (g_ascii_strdown (row->fields->pdata[j], -1));

          if (g_str_equal (name, names[i]) || (i == PREFERRED && g_str_equal (name, "prefer")))
            columns[i] = j;
        }
      is_head = is_head || (i == TERM && columns[i] >= 0);
    }

  return is_head;
}

static const char *
get_field (const Row *row, int column)
{
  return column >= 0 && column < (int) row->fields->len ? row->fields->pdata[column] : "";
}

static gboolean
says_yes (const char *field)
{
  const char *const words[] = { "yes", "true", "1", "x", "y", NULL };
  g_autofree char *lower = g_strstrip (g_ascii_strdown (field, -1));

  return g_strv_contains (words, lower);
}

static DeskRule *
make_rule (const Row *row, const int *columns)
{
  DeskRule *rule = g_object_new (DESK_TYPE_RULE, NULL);
  g_autofree char *cases = g_strstrip (g_ascii_strdown (get_field (row, columns[CASE]), -1));

  g_free (rule->id);
  rule->id = g_uuid_string_random ();
  g_set_str (&rule->term, get_field (row, columns[TERM]));
  g_set_str (&rule->prefer, get_field (row, columns[PREFERRED]));
  g_set_str (&rule->why, get_field (row, columns[WHY]));
  g_free (rule->language);
  rule->language = g_strstrip (g_strdup (get_field (row, columns[LANGUAGE])));
  rule->is_regex = says_yes (get_field (row, columns[REGEX]));
  rule->any_case = g_str_equal (cases, "any");

  return rule;
}

GPtrArray *
desk_rules_csv_read (const char *data, gsize length, GPtrArray **faults)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) wrong = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = g_utf8_make_valid (data, length);
  g_autoptr (GPtrArray) rows = read_rows (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text, wrong);
  int columns[N_COLUMNS] = { 0, 1, 2, 3, 4, 5 };
  guint first = 0;

  g_return_val_if_fail (faults != NULL, NULL);

  if (rows->len > 0)
    {
      int head[N_COLUMNS];

      if (read_head (rows->pdata[0], head))
        {
          memcpy (columns, head, sizeof columns);
          first = 1;
        }
    }

  for (guint i = first; i < rows->len; i++)
    {
      const Row *row = rows->pdata[i];
      g_autoptr (DeskRule) rule = make_rule (row, columns);
      g_autoptr (GError) error = NULL;

      if (desk_style_check_rule (rule, &error))
        g_ptr_array_add (rules, g_steal_pointer (&rule));
      else
        add_fault (wrong, row->line, error->message);
    }

  *faults = g_steal_pointer (&wrong);

  return g_steal_pointer (&rules);
}

static void
write_field (GString *out, const char *field, const char *end)
{
  if (strpbrk (field, ",\"\r\n") == NULL)
    {
      g_string_append (out, field);
    }
  else
    {
      g_auto (GStrv) parts = g_strsplit (field, "\"", -1);
      g_autofree char *doubled = g_strjoinv ("\"\"", parts);

      g_string_append_printf (out, "\"%s\"", doubled);
    }
  g_string_append (out, end);
}

char *
desk_rules_csv_write (GPtrArray *rules)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (int i = 0; i < N_COLUMNS; i++)
    write_field (out, names[i], i < N_COLUMNS - 1 ? "," : "\r\n");

  for (guint i = 0; i < rules->len; i++)
    {
      DeskRule *rule = rules->pdata[i];

      if (rule->dropped || *rule->term == '\0' || !g_uuid_string_is_valid (rule->id))
        continue;

      write_field (out, rule->term, ",");
      write_field (out, rule->prefer, ",");
      write_field (out, rule->why, ",");
      write_field (out, rule->is_regex ? "yes" : "", ",");
      write_field (out, rule->language, ",");
      write_field (out, rule->any_case ? "any" : "", "\r\n");
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

GPtrArray *
desk_rules_csv_make_changes (GPtrArray *read, GPtrArray *known)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  for (guint i = 0; i < read->len; i++)
    {
      DeskRule *rule = read->pdata[i];
      gboolean same = FALSE;

      for (guint j = 0; j < known->len && !same; j++)
        {
          DeskRule *other = known->pdata[j];

          if (!g_str_equal (rule->term, other->term) || !g_str_equal (rule->language, other->language) ||
              rule->is_regex != other->is_regex || !g_uuid_string_is_valid (other->id))
            continue;

          g_set_str (&rule->id, other->id);
          same = !other->dropped && g_str_equal (rule->prefer, other->prefer) && g_str_equal (rule->why, other->why) &&
                 rule->any_case == other->any_case;
          break;
        }

      if (!same)
        g_ptr_array_add (changes, desk_change_new_rule (rule));
    }

  return changes;
}
