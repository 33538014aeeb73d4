/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-insert.h"

gboolean
desk_insert_is_blank_line (const GtkTextIter *iter)
{
  GtkTextIter start = *iter, end;
  g_autofree char *line = NULL;

  gtk_text_iter_set_line_offset (&start, 0);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  line = gtk_text_iter_get_slice (&start, &end);
  return *g_strstrip (line) == '\0';
}

void
desk_insert_paragraph (GtkTextView *view, const char *text)
{
  GtkTextBuffer *buffer;
  g_autoptr (GString) string = g_string_new (NULL);
  GtkTextIter iter, line;
  gboolean at_end;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (text != NULL);

  buffer = gtk_text_view_get_buffer (view);
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  while (!desk_insert_is_blank_line (&iter))
    {
      if (!gtk_text_iter_ends_line (&iter))
        gtk_text_iter_forward_to_line_end (&iter);
      line = iter;
      if (!gtk_text_iter_forward_line (&line) || desk_insert_is_blank_line (&line))
        break;
      iter = line;
    }

  if (!desk_insert_is_blank_line (&iter))
    {
      g_string_append (string, "\n\n");
    }
  else
    {
      line = iter;
      if (gtk_text_iter_backward_line (&line) && gtk_text_iter_get_line (&line) != gtk_text_iter_get_line (&iter) && !desk_insert_is_blank_line (&line))
        g_string_append_c (string, '\n');
    }
  g_string_append (string, text);

  line = iter;
  at_end = !gtk_text_iter_forward_line (&line);
  if (at_end)
    g_string_append (string, "\n\n");
  else if (!desk_insert_is_blank_line (&line))
    g_string_append_c (string, '\n');

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_insert (buffer, &iter, string->str, -1);
  gtk_text_buffer_end_user_action (buffer);
  if (!at_end)
    gtk_text_iter_forward_line (&iter);
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
}

void
desk_insert_words (GtkTextView *view, const char *words)
{
  GtkTextBuffer *buffer;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (words != NULL);

  buffer = gtk_text_view_get_buffer (view);

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, words, -1, TRUE);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
}
