/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-paster.h"

#include "editor/desk-insert.h"
#include "editor/desk-paste.h"

static void
paste (GtkTextView *view, const char *data)
{
  g_autoptr (DeskPaste) pasted = desk_paste_read (data);
  g_autofree char *link = NULL;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter iter;

  switch (pasted->kind)
    {
    case DESK_PASTE_ADDRESS:
      link = g_strdup_printf ("<%s>", pasted->address);
      gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
      if (!gtk_text_buffer_get_has_selection (buffer) && desk_insert_is_blank_line (&iter))
        desk_insert_paragraph (view, link);
      else
        desk_insert_words (view, link);
      gtk_widget_activate_action (GTK_WIDGET (view), "story.keep-pasted-post", "s", pasted->text);
      break;
    case DESK_PASTE_POST:
      gtk_widget_activate_action (GTK_WIDGET (view), "story.keep-pasted-post", "s", pasted->text);
      break;
    case DESK_PASTE_TEXT:
    default:
      desk_insert_words (view, pasted->text);
      break;
    }
}

static void
clipboard_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkTextView) view = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text && gtk_text_view_get_editable (view))
    paste (view, text);
}

/* Text only, whatever else the clipboard has. */
static void
paste_clipboard_cb (GtkTextView *view)
{
  g_signal_stop_emission_by_name (view, "paste-clipboard");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (view)), NULL, clipboard_read_cb, g_object_ref (view));
}

void
desk_paster_attach (GtkTextView *view)
{
  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  g_signal_connect (view, "paste-clipboard", G_CALLBACK (paste_clipboard_cb), NULL);
}
