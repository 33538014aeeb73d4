/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-follow.h"
#include "desk-texts.h"

/* A text that claims were seen in, and how much it has in common with the one they are looked for in. */
typedef struct
{
  DeskText *text; /* (nullable): NULL when it is not there */
  guint n_chars;
  guint common_start; /* code points */
  guint common_end;
} Before;

struct _DeskFollow
{
  DeskConnection *db;
  DeskText *text;
  guint n_chars;
  GHashTable *before; /* hash → Before */
};

static void
before_free (Before *before)
{
  g_clear_pointer (&before->text, desk_text_unref);
  g_free (before);
}

static guint
count_common_start (const char *a, const char *b)
{
  guint n = 0;

  while (*a != '\0' && g_utf8_get_char (a) == g_utf8_get_char (b))
    {
      a = g_utf8_next_char (a);
      b = g_utf8_next_char (b);
      n++;
    }

  return n;
}

static guint
count_common_end (const char *a, const char *b)
{
  const char *a_end = a + strlen (a);
  const char *b_end = b + strlen (b);
  guint n = 0;

  while (a_end > a && b_end > b)
    {
      a_end = g_utf8_prev_char (a_end);
      b_end = g_utf8_prev_char (b_end);
      if (g_utf8_get_char (a_end) != g_utf8_get_char (b_end))
        break;
      n++;
    }

  return n;
}

static Before *
get_before (DeskFollow *self, const char *hash)
{
  Before *before = g_hash_table_lookup (self->before, hash);
  const char *body = desk_text_get_body (self->text);

  if (before != NULL)
    return before;

  before = g_new0 (Before, 1);
  if (*hash != '\0')
    before->text = desk_texts_load (self->db, hash, NULL);
  if (before->text != NULL)
    {
      const char *old_body = desk_text_get_body (before->text);

      before->n_chars = g_utf8_strlen (old_body, -1);
      before->common_start = count_common_start (old_body, body);
      before->common_end = count_common_end (old_body, body);
    }
  g_hash_table_insert (self->before, g_strdup (hash), before);

  return before;
}

/* Whether a word stands between spaces in @n code points from the @offset-th on. */
static gboolean
has_whole_word (const char *body, guint offset, guint n)
{
  const char *c = g_utf8_offset_to_pointer (body, offset);
  gboolean began = FALSE, in_word = FALSE;

  for (; n > 0; n--, c = g_utf8_next_char (c))
    {
      gboolean is_space = g_unichar_isspace (g_utf8_get_char (c));

      if (is_space && in_word)
        return TRUE;
      began = began || is_space;
      in_word = began && !is_space;
    }

  return FALSE;
}

/* Words that nothing was typed in or beside are where they were, counted from the beginning or from the end. */
static gboolean
find_untouched (DeskFollow *self, const Before *before, const DeskAnchor *anchor, guint *start, guint *end)
{
  const char *body = desk_text_get_body (self->text);
  guint length = g_utf8_strlen (anchor->exact, -1);
  guint common_end;

  if (before->text == NULL || length == 0 || anchor->start > before->n_chars || length > before->n_chars - anchor->start)
    return FALSE;

  common_end = before->n_chars - before->common_end;
  if (anchor->start + length < before->common_start &&
      has_whole_word (body, anchor->start + length, before->common_start - anchor->start - length))
    *start = anchor->start;
  else if (anchor->start > common_end &&
           has_whole_word (body, self->n_chars - before->common_end, anchor->start - common_end))
    *start = self->n_chars - (before->n_chars - anchor->start);
  else
    return FALSE;

  *end = *start + length;

  /* One from elsewhere may not tell the truth of its text. */
  return g_str_has_prefix (g_utf8_offset_to_pointer (body, *start), anchor->exact);
}

DeskFollow *
desk_follow_new (DeskConnection *db, DeskText *text)
{
  DeskFollow *self = g_new0 (DeskFollow, 1);

  self->db = db;
  self->text = desk_text_ref (text);
  self->n_chars = g_utf8_strlen (desk_text_get_body (text), -1);
  self->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) before_free);

  return self;
}

void
desk_follow_free (DeskFollow *self)
{
  desk_text_unref (self->text);
  g_hash_table_unref (self->before);
  g_free (self);
}

DeskFit
desk_follow_find (DeskFollow *self, const DeskAnchor *anchor, guint *start, guint *end)
{
  Before *before = get_before (self, anchor->text);

  if (find_untouched (self, before, anchor, start, end))
    return DESK_FIT_EXACT;

  return desk_anchor_follow (anchor, before->text != NULL ? desk_text_get_body (before->text) : NULL,
                             desk_text_get_body (self->text), desk_text_get_field (self->text, DESK_FIELD_LANGUAGE),
                             start, end);
}
