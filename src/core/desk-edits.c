/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-edits.h"

#include <string.h>

static void
edit_free (gpointer data)
{
  DeskEdit *edit = data;

  g_free (edit->text);
  g_free (edit);
}

/* What comes in at a place stands before what goes from there. */
static int
compare_edits (gconstpointer a, gconstpointer b)
{
  const DeskEdit *x = a;
  const DeskEdit *y = b;

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  if (x->end != y->end)
    return x->end < y->end ? -1 : 1;
  return 0;
}

DeskEdits *
desk_edits_new (guint start, guint end)
{
  DeskEdits *self = g_new0 (DeskEdits, 1);

  self->edits = g_ptr_array_new_with_free_func (edit_free);
  self->start = start;
  self->end = end;
  return self;
}

void
desk_edits_free (DeskEdits *self)
{
  g_ptr_array_unref (self->edits);
  g_free (self);
}

void
desk_edits_add (DeskEdits *self, guint start, guint end, const char *text)
{
  DeskEdit *edit;

  g_return_if_fail (self != NULL);
  g_return_if_fail (start <= end);
  g_return_if_fail (text != NULL);

  if (start == end && *text == '\0')
    return;
  edit = g_new0 (DeskEdit, 1);
  edit->start = start;
  edit->end = end;
  edit->text = g_strdup (text);
  g_ptr_array_add (self->edits, edit);
}

void
desk_edits_sort (DeskEdits *self, const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  for (guint i = self->edits->len; i > 0; i--)
    {
      DeskEdit *edit = g_ptr_array_index (self->edits, i - 1);
      g_autofree char *was = g_utf8_substring (text, edit->start, edit->end);

      if (g_str_equal (was, edit->text))
        g_ptr_array_remove_index (self->edits, i - 1);
    }
  g_ptr_array_sort_values (self->edits, compare_edits);
  for (guint i = 0; i + 1 < self->edits->len;)
    {
      DeskEdit *one = g_ptr_array_index (self->edits, i);
      DeskEdit *next = g_ptr_array_index (self->edits, i + 1);
      DeskEdit *in = one->start == one->end ? one : next;
      DeskEdit *out = in == one ? next : one;
      gboolean touch = in->start == in->end && *out->text == '\0' && (in->start == out->start || in->start == out->end);
      g_autofree char *gone = touch ? g_utf8_substring (text, out->start, out->end) : NULL;

      if (gone == NULL || !g_str_equal (gone, in->text))
        {
          i++;
          continue;
        }
      g_ptr_array_remove_range (self->edits, i, 2);
      i = i > 0 ? i - 1 : 0;
    }
}

guint
desk_edits_map (DeskEdits *self, guint place, gboolean behind)
{
  guint to = place;

  g_return_val_if_fail (self != NULL, place);

  for (guint i = 0; i < self->edits->len; i++)
    {
      const DeskEdit *edit = g_ptr_array_index (self->edits, i);
      guint length = g_utf8_strlen (edit->text, -1);

      if (edit->start > place || (edit->start == place && edit->end == place && !behind))
        break;
      if (edit->end <= place && (edit->end < place || edit->start < place || behind))
        to = to - (edit->end - edit->start) + length;
      else if (edit->start < place)
        to = to - (place - edit->start) + length;
    }
  return to;
}

char *
desk_edits_apply (DeskEdits *self, const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *from = text;
  guint at = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  for (guint i = 0; i < self->edits->len; i++)
    {
      const DeskEdit *edit = g_ptr_array_index (self->edits, i);
      const char *start = g_utf8_offset_to_pointer (from, edit->start - at);

      g_string_append_len (out, from, start - from);
      g_string_append (out, edit->text);
      from = g_utf8_offset_to_pointer (start, edit->end - edit->start);
      at = edit->end;
    }
  g_string_append (out, from);
  return g_string_free_and_steal (g_steal_pointer (&out));
}
