/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-replacer.h"

#include <string.h>

/* Letters of a line beside a match. */
#define CONTEXT 40

struct _DeskReplacer
{
  gatomicrefcount ref_count;
  GRegex *regex;
  char *replacement; /* as g_match_info_expand_references() reads it */
};

static void
replacement_free (gpointer data)
{
  DeskReplacement *self = data;

  g_free (self->before);
  g_free (self->match);
  g_free (self->after);
  g_free (self->replaced);
  g_free (self);
}

/* "\" is no reference in words that are meant as they are. */
static char *
escape_replacement (const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, "\\", -1);

  return g_strjoinv ("\\\\", parts);
}

DeskReplacer *
desk_replacer_new (const char *words, const char *replacement, DeskReplacerFlags flags, GError **error)
{
  g_autofree char *escaped = NULL;
  g_autofree char *pattern = NULL;
  g_autofree char *expanded = NULL;
  g_autoptr (GRegex) regex = NULL;
  DeskReplacer *self;

  g_return_val_if_fail (words != NULL && *words, NULL);
  g_return_val_if_fail (replacement != NULL, NULL);

  escaped = flags & DESK_REPLACER_REGEX ? g_strdup (words) : g_regex_escape_string (words, -1);
  /* Alone first, so that a bracket too many does not pass for one of ours. */
  regex = g_regex_new (escaped, G_REGEX_MULTILINE, 0, error);
  if (!regex)
    return NULL;
  if (flags & DESK_REPLACER_WHOLE_WORDS)
    {
      pattern = g_strdup_printf ("(?<!\\w)(?:%s)(?!\\w)", escaped);
      g_clear_pointer (&regex, g_regex_unref);
    }
  else
    {
      pattern = g_steal_pointer (&escaped);
      g_clear_pointer (&regex, g_regex_unref);
    }
  regex = g_regex_new (pattern, G_REGEX_OPTIMIZE | G_REGEX_MULTILINE | (flags & DESK_REPLACER_MATCH_CASE ? 0 : G_REGEX_CASELESS), 0, error);
  if (!regex)
    return NULL;

  expanded = flags & DESK_REPLACER_REGEX ? g_strdup (replacement) : escape_replacement (replacement);
  if (!g_regex_check_replacement (expanded, NULL, error))
    return NULL;

  self = g_new0 (DeskReplacer, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->regex = g_steal_pointer (&regex);
  self->replacement = g_steal_pointer (&expanded);
  return self;
}

DeskReplacer *
desk_replacer_ref (DeskReplacer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
desk_replacer_unref (DeskReplacer *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_regex_unref (self->regex);
  g_free (self->replacement);
  g_free (self);
}

GPtrArray *
desk_replacements_new (void)
{
  return g_ptr_array_new_with_free_func (replacement_free);
}

/* What stands in the line before @at, with "…" where more does. */
static char *
dup_before (const char *text, const char *at)
{
  const char *begin = at;
  guint n = 0;

  while (begin > text && begin[-1] != '\n' && n < CONTEXT)
    {
      begin = g_utf8_find_prev_char (text, begin);
      n++;
    }
  return g_strdup_printf ("%s%.*s", n == CONTEXT ? "…" : "", (int) (at - begin), begin);
}

static char *
dup_after (const char *at)
{
  const char *end = at;
  guint n = 0;

  while (*end && *end != '\n' && n < CONTEXT)
    {
      end = g_utf8_next_char (end);
      n++;
    }
  return g_strdup_printf ("%.*s%s", (int) (end - at), at, n == CONTEXT ? "…" : "");
}

/* (transfer full) (nullable): @text with replacements, %NULL on an error */
static char *
apply (DeskReplacer *self, const char *text, const char *field, guint *n_replaced, GPtrArray *shown, guint max_shown, GError **error)
{
  g_autoptr (GMatchInfo) info = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  GError *local_error = NULL;
  int done = 0;

  g_regex_match_full (self->regex, text, -1, 0, 0, &info, &local_error);
  while (!local_error && g_match_info_matches (info))
    {
      g_autofree char *replaced = NULL;
      int start, end;

      g_match_info_fetch_pos (info, 0, &start, &end);
      /* Nothing is no words: "x*" matches between all letters. */
      if (end > start)
        {
          replaced = g_match_info_expand_references (info, self->replacement, &local_error);
          if (!replaced)
            break;
          g_string_append_len (out, text + done, start - done);
          g_string_append (out, replaced);
          done = end;
          (*n_replaced)++;
          if (shown && shown->len < max_shown)
            {
              DeskReplacement *one = g_new0 (DeskReplacement, 1);

              one->field = field;
              one->before = dup_before (text, text + start);
              one->match = g_strndup (text + start, end - start);
              one->after = dup_after (text + end);
              one->replaced = g_steal_pointer (&replaced);
              g_ptr_array_add (shown, one);
            }
        }
      g_match_info_next (info, &local_error);
    }
  if (local_error)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  g_string_append (out, text + done);
  return g_strdup (out->str);
}

DeskText *
desk_replacer_apply (DeskReplacer *self, DeskText *text, guint *n_replaced, GPtrArray *shown, guint max_shown, GError **error)
{
  static const char *const fields[] = { DESK_FIELD_HEADLINE, DESK_FIELD_STANDFIRST };
  g_autoptr (DeskText) result = NULL;
  g_autofree char *body = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (n_replaced != NULL, NULL);

  *n_replaced = 0;
  result = desk_text_ref (text);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      guint before = *n_replaced;
      g_autofree char *value = apply (self, desk_text_get_field (text, fields[i]), fields[i], n_replaced, shown, max_shown, error);

      if (!value)
        return NULL;
      if (*n_replaced > before)
        {
          DeskText *changed;

          /* A field is one line. */
          g_strdelimit (value, "\r\n", ' ');
          changed = desk_text_with_field (result, fields[i], value);
          desk_text_unref (result);
          result = changed;
        }
    }
  body = apply (self, desk_text_get_body (text), NULL, n_replaced, shown, max_shown, error);
  if (!body)
    return NULL;
  return *n_replaced > 0 ? desk_text_with_body (result, body) : g_steal_pointer (&result);
}
