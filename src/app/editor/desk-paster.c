/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-paster.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-links.h"
#include "core/desk-markdown.h"
#include "editor/desk-insert.h"
#include "editor/desk-pasted.h"
#include "editor/desk-slices.h"

#define PASTER "desk-paster"
#define HTML "text/html"

/* Bytes of HTML that are read, with the pictures in it; and how many at once. */
#define MAX_HTML (64 * 1024 * 1024)
#define CHUNK (64 * 1024)
/* Bytes of a text that was dropped as a file. */
#define MAX_FILE (DESK_PASTED_MAX_LENGTH)

/* What a view knows of pasting; its data, under PASTER. */
typedef struct
{
  char *language;
  GCancellable *cancellable; /* of what is being read */
} Paster;

/* Something on its way into the text. */
typedef struct
{
  GtkTextView *view;
  GtkTextBuffer *buffer; /* the story it was meant for */
  GtkTextMark *place;    /* (nullable): where it was dropped; else at the cursor */
  GtkTextMark *start;    /* (nullable): of what was selected then, and is replaced */
  GtkTextMark *end;
  char *selected;
  GCancellable *cancellable;
  DeskPastedManner manner;
  char *text;        /* (nullable) */
  GByteArray *bytes; /* of HTML so far */
  GdkDrop *drop;     /* (nullable) */
  GdkDragAction action;
  GInputStream *stream;
} Transfer;

static void read_html (Transfer *self);

static Paster *
get_paster (GtkTextView *view)
{
  return g_object_get_data (G_OBJECT (view), PASTER);
}

static void
paster_free (gpointer data)
{
  Paster *self = data;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_free (self->language);
  g_free (self);
}

static void
toast (GtkTextView *view, const char *message)
{
  gtk_widget_activate_action (GTK_WIDGET (view), "story.toast", "s", message);
}

/* Until what is pasted was read, a program that takes the selection's place in X may have ended it. */
static void
remember_selection (Transfer *self)
{
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end))
    return;
  self->start = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, &start, FALSE));
  self->end = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, &end, TRUE));
  self->selected = gtk_text_iter_get_text (&start, &end);
}

static void
restore_selection (Transfer *self)
{
  g_autofree char *words = NULL;
  GtkTextIter start, end;

  if (!self->start)
    return;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &start, self->start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, self->end);
  words = gtk_text_iter_get_text (&start, &end);
  if (g_str_equal (words, self->selected))
    gtk_text_buffer_select_range (self->buffer, &end, &start);
}

static void
drop_mark (GtkTextBuffer *buffer, GtkTextMark **mark)
{
  if (*mark && !gtk_text_mark_get_deleted (*mark))
    gtk_text_buffer_delete_mark (buffer, *mark);
  g_clear_object (mark);
}

static Transfer *
transfer_new (GtkTextView *view, DeskPastedManner manner)
{
  Paster *paster = get_paster (view);
  Transfer *self = g_new0 (Transfer, 1);

  self->view = g_object_ref (view);
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  self->cancellable = g_object_ref (paster->cancellable);
  self->manner = manner;
  self->bytes = g_byte_array_new ();
  return self;
}

static void
transfer_free (Transfer *self)
{
  if (self->drop)
    gdk_drop_finish (self->drop, self->action);
  drop_mark (self->buffer, &self->place);
  drop_mark (self->buffer, &self->start);
  drop_mark (self->buffer, &self->end);
  g_free (self->selected);
  g_clear_object (&self->drop);
  g_clear_object (&self->stream);
  g_object_unref (self->view);
  g_object_unref (self->buffer);
  g_object_unref (self->cancellable);
  g_free (self->text);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, transfer_free)

/* Whether the story is still there, and can be typed in. */
static gboolean
is_wanted (Transfer *self)
{
  return !g_cancellable_is_cancelled (self->cancellable) && gtk_text_view_get_buffer (self->view) == self->buffer && gtk_text_view_get_editable (self->view);
}

/* --- into the text --- */

static void
insert_post (GtkTextView *view, const DeskPasted *pasted)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *link = g_strdup_printf ("<%s>", pasted->address);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  if (!gtk_text_buffer_get_has_selection (buffer) && desk_insert_is_blank_line (&iter))
    desk_insert_paragraph (view, link);
  else
    desk_insert_words (view, link);
}

/* Some words of one line that are no address and have no marks of a link. */
static char *
dup_words_for_link (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;
  g_autofree char *words = NULL;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    return NULL;
  words = gtk_text_iter_get_text (&start, &end);
  if (strpbrk (words, "\n[]<>") || strstr (words, "://") || *g_strstrip (words) == '\0')
    return NULL;
  return g_steal_pointer (&words);
}

static gboolean
is_line_empty_before (const GtkTextIter *iter)
{
  GtkTextIter start = *iter;
  g_autofree char *words = NULL;

  gtk_text_iter_set_line_offset (&start, 0);
  words = gtk_text_iter_get_slice (&start, iter);
  return *g_strstrip (words) == '\0';
}

static gboolean
is_line_empty_behind (const GtkTextIter *iter)
{
  GtkTextIter end = *iter;
  g_autofree char *words = NULL;

  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  words = gtk_text_iter_get_slice (iter, &end);
  return *g_strstrip (words) == '\0';
}

/* A list or a heading begins on a line of its own, with an empty one before it; (transfer full) */
static char *
set_apart (GtkTextBuffer *buffer, const char *markdown)
{
  GString *text = g_string_new (NULL);
  GtkTextIter start, end, line;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  if (desk_pasted_begins_block (markdown))
    {
      line = start;
      if (!is_line_empty_before (&start))
        g_string_append (text, "\n\n");
      else if (gtk_text_iter_backward_line (&line) && !desk_insert_is_blank_line (&line))
        g_string_append (text, "\n");
    }
  g_string_append (text, markdown);
  if (desk_pasted_ends_block (markdown))
    {
      line = end;
      if (!is_line_empty_behind (&end))
        g_string_append (text, "\n\n");
      else if (gtk_text_iter_forward_line (&line) && !desk_insert_is_blank_line (&line))
        g_string_append (text, "\n");
    }
  return g_string_free_and_steal (text);
}

static void
insert_text (Transfer *self, const DeskPasted *pasted)
{
  g_autofree char *address = g_strstrip (g_strdup (pasted->text));
  g_autofree char *words = NULL;

  if (self->manner == DESK_PASTED_CLEAN && desk_link_is_web_address (address))
    words = dup_words_for_link (self->buffer);
  if (words)
    {
      g_autofree char *link = g_strdup_printf (strpbrk (address, "()") ? "[%s](<%s>)" : "[%s](%s)", words, address);

      desk_insert_words (self->view, link);
    }
  else if (pasted->is_markdown)
    {
      g_autofree char *apart = set_apart (self->buffer, pasted->text);

      desk_slices_insert (self->view, apart);
    }
  else
    desk_slices_insert (self->view, pasted->text);
}

static void
insert (Transfer *self, const DeskPasted *pasted)
{
  GtkTextIter iter;

  if (self->place)
    {
      gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, self->place);
      gtk_text_buffer_place_cursor (self->buffer, &iter);
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
    }
  restore_selection (self);

  switch (pasted->kind)
    {
    case DESK_PASTE_ADDRESS:
      insert_post (self->view, pasted);
      gtk_widget_activate_action (GTK_WIDGET (self->view), "story.keep-pasted-post", "s", pasted->text);
      break;
    case DESK_PASTE_POST:
      gtk_widget_activate_action (GTK_WIDGET (self->view), "story.keep-pasted-post", "s", pasted->text);
      break;
    case DESK_PASTE_TEXT:
    default:
      if (*pasted->text)
        insert_text (self, pasted);
      break;
    }
  if (pasted->message)
    toast (self->view, pasted->message);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPasted) pasted = desk_pasted_read_finish (result, &error);

  if (!is_wanted (self))
    return;
  if (pasted)
    insert (self, pasted);
  else
    toast (self->view, error->message);
}

/* @self: (transfer full) */
static void
look (Transfer *self)
{
  Paster *paster = get_paster (self->view);
  GBytes *html = NULL;

  if (self->bytes->len > 0)
    {
      html = g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
      self->bytes = g_byte_array_new ();
    }
  if (!is_wanted (self) || (!self->text && !html))
    {
      g_clear_pointer (&html, g_bytes_unref);
      transfer_free (self);
      return;
    }
  if (self->drop)
    {
      self->action = GDK_ACTION_COPY;
      gdk_drop_finish (self->drop, self->action);
      g_clear_object (&self->drop);
    }
  desk_pasted_read_async (g_steal_pointer (&self->text), html, self->manner, paster->language, self->cancellable, pasted_cb, self);
}

/* --- HTML comes as a stream of any length --- */

static void
html_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Transfer *self = data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  /* What could not be read is not there: its plain words may be. */
  if (!bytes)
    g_byte_array_set_size (self->bytes, 0);
  if (!bytes || g_bytes_get_size (bytes) == 0)
    {
      look (self);
      return;
    }

  g_byte_array_append (self->bytes, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (self->bytes->len > MAX_HTML)
    {
      g_byte_array_set_size (self->bytes, 0);
      if (self->text)
        {
          toast (self->view, _ ("With its pictures and marks this is too long: its plain words were pasted"));
          look (self);
        }
      else
        {
          toast (self->view, _ ("This is too long for a story. Nothing was pasted"));
          transfer_free (self);
        }
      return;
    }
  read_html (self);
}

static void
read_html (Transfer *self)
{
  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT, self->cancellable, html_read_cb, self);
}

static void
take_stream (Transfer *self, GInputStream *stream)
{
  if (!stream)
    {
      look (self);
      return;
    }
  self->stream = stream;
  read_html (self);
}

/* --- the clipboard --- */

static void
clipboard_html_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  take_stream (data, gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL));
}

static void
read_clipboard_html (Transfer *self, GdkClipboard *clipboard)
{
  const char *const types[] = { HTML, NULL };

  gdk_clipboard_read_async (clipboard, (const char **) types, G_PRIORITY_DEFAULT, self->cancellable, clipboard_html_cb, self);
}

static void
clipboard_text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Transfer *self = data;
  GdkClipboard *clipboard = GDK_CLIPBOARD (source);

  self->text = gdk_clipboard_read_text_finish (clipboard, result, NULL);
  if (self->manner != DESK_PASTED_RAW && gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), HTML))
    read_clipboard_html (self, clipboard);
  else
    look (self);
}

static void
clipboard_files_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value && is_wanted (self))
    desk_paster_take_files (self->view, g_value_get_boxed (value));
}

static void
paste (GtkTextView *view, DeskPastedManner manner)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  gboolean has_text = gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) ||
                      gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8") ||
                      gdk_content_formats_contain_mime_type (formats, "text/plain");
  Transfer *self;

  self = transfer_new (view, manner);
  remember_selection (self);
  if (manner != DESK_PASTED_PLAIN && gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable, clipboard_files_cb, self);
  else if (has_text)
    gdk_clipboard_read_text_async (clipboard, self->cancellable, clipboard_text_cb, self);
  else if (gdk_content_formats_contain_mime_type (formats, HTML))
    read_clipboard_html (self, clipboard);
  else
    {
      if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
        toast (view, _ ("Pictures come into a story with the posts that show them"));
      transfer_free (self);
    }
}

static void
paste_clipboard_cb (GtkTextView *view)
{
  g_signal_stop_emission_by_name (view, "paste-clipboard");
  if (gtk_text_view_get_editable (view))
    paste (view, DESK_PASTED_CLEAN);
}

/* HTML of some words is no paragraph. */
static char *
dup_html (const char *markdown)
{
  g_autofree char *html = desk_markdown_to_html (markdown);
  gsize length = strlen (html);

  if (g_str_has_prefix (html, "<p>") && g_str_has_suffix (html, "</p>\n") && strstr (html, "</p>") == html + length - strlen ("</p>\n"))
    {
      g_autofree char *words = g_strndup (html + strlen ("<p>"), length - strlen ("<p></p>\n"));

      return g_strdup_printf ("<meta charset=\"utf-8\"><meta name=\"generator\" content=\"Desk\">%s", words);
    }
  return g_strdup_printf ("<meta charset=\"utf-8\"><meta name=\"generator\" content=\"Desk\">%s", html);
}

static gboolean
copy (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GdkContentProvider *providers[2];
  g_autoptr (GdkContentProvider) both = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *words = NULL;
  GtkTextIter start, end;
  char *html;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    return FALSE;
  words = gtk_text_iter_get_text (&start, &end);
  html = dup_html (words);
  bytes = g_bytes_new_take (html, strlen (html));
  providers[0] = gdk_content_provider_new_typed (G_TYPE_STRING, words);
  providers[1] = gdk_content_provider_new_for_bytes (HTML, bytes);
  both = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  return gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (view)), both);
}

static void
copy_clipboard_cb (GtkTextView *view)
{
  g_signal_stop_emission_by_name (view, "copy-clipboard");
  copy (view);
}

static void
cut_clipboard_cb (GtkTextView *view)
{
  g_signal_stop_emission_by_name (view, "cut-clipboard");
  if (gtk_text_view_get_editable (view) && copy (view))
    {
      gtk_text_buffer_delete_selection (gtk_text_view_get_buffer (view), TRUE, TRUE);
      gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (gtk_text_view_get_buffer (view)));
    }
}

/* --- files --- */

static gboolean
has_suffix (GFile *file, const char *const *suffixes)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = name ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; lower && suffixes[i]; i++)
    if (g_str_has_suffix (lower, suffixes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_text_file (GFile *file)
{
  return has_suffix (file, (const char *const[]) { ".txt", ".text", ".md", ".markdown", NULL });
}

static gboolean
is_picture (GFile *file)
{
  return has_suffix (file, (const char *const[]) { ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".heic", ".svg", ".tif", ".tiff", ".bmp", NULL });
}

static void
offer_import (GtkTextView *view, GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  const char *const uris[] = { uri, NULL };

  if (!gtk_widget_activate_action (GTK_WIDGET (view), "win.import-files", "^as", uris))
    toast (view, _ ("Stories are imported in the main window"));
}

/* A story with a head of its own, as Desk and others write it, not some words for this one. */
static gboolean
is_story (const char *text)
{
  return g_str_has_prefix (text, "Headline:") || g_str_has_prefix (text, "---\n") || g_str_has_prefix (text, "---\r\n");
}

static void
file_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Transfer *self = data;
  GFile *file = G_FILE (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_load_contents_finish (file, result, &text, &length, NULL, &error))
    {
      if (is_wanted (self))
        toast (self->view, error->message);
      transfer_free (self);
    }
  else if (length >= strlen ("---\n") && is_story (text))
    {
      if (is_wanted (self))
        offer_import (self->view, file);
      transfer_free (self);
    }
  else
    {
      self->text = g_utf8_make_valid (text, length);
      if (has_suffix (file, (const char *const[]) { ".md", ".markdown", NULL }))
        self->manner = DESK_PASTED_RAW;
      look (self);
    }
}

static void
file_measured_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Transfer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info && is_wanted (self) && g_file_info_get_size (info) <= MAX_FILE)
    {
      g_file_load_contents_async (G_FILE (source), self->cancellable, file_loaded_cb, self);
      return;
    }
  if (is_wanted (self))
    toast (self->view, info ? _ ("This is too long for a story. Nothing was pasted") : error->message);
  transfer_free (self);
}

/* @place: (transfer full) (nullable) */
static void
take_file (GtkTextView *view, GFile *file, GtkTextMark *place)
{
  g_autofree char *uri = g_file_get_uri (file);
  Transfer *self;

  if (desk_link_is_web_address (uri))
    {
      self = transfer_new (view, DESK_PASTED_CLEAN);
      self->place = place;
      self->text = g_steal_pointer (&uri);
      look (self);
      return;
    }
  if (is_text_file (file))
    {
      self = transfer_new (view, DESK_PASTED_CLEAN);
      self->place = place;
      g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable, file_measured_cb, self);
      return;
    }

  g_clear_object (&place);
  if (has_suffix (file, (const char *const[]) { ".desk", NULL }))
    offer_import (view, file);
  else if (is_picture (file))
    toast (view, _ ("Pictures come into a story with the posts that show them"));
  else
    toast (view, _ ("A story takes texts (.txt, .md), links and words"));
}

/* --- drops --- */

/* (transfer full): the place in the text that is under the pointer */
static GtkTextMark *
mark_place (GtkTextView *view, double x, double y)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  int buffer_x, buffer_y;
  GtkTextIter iter;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, x, y, &buffer_x, &buffer_y);
  gtk_text_view_get_iter_at_location (view, &iter, buffer_x, buffer_y);
  return g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &iter, FALSE));
}

static void
drop_html_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  take_stream (data, gdk_drop_read_finish (GDK_DROP (source), result, NULL, NULL));
}

static void
drop_text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Transfer *self = data;
  const GValue *value = gdk_drop_read_value_finish (GDK_DROP (source), result, NULL);
  const char *const types[] = { HTML, NULL };

  self->text = value ? g_value_dup_string (value) : NULL;
  if (gdk_content_formats_contain_mime_type (gdk_drop_get_formats (self->drop), HTML))
    gdk_drop_read_async (self->drop, (const char **) types, G_PRIORITY_DEFAULT, self->cancellable, drop_html_cb, self);
  else
    look (self);
}

static void
drop_files_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) self = data;
  const GValue *value = gdk_drop_read_value_finish (GDK_DROP (source), result, NULL);

  if (!value || !is_wanted (self))
    return;
  self->action = GDK_ACTION_COPY;
  for (GSList *file = g_value_get_boxed (value); file; file = file->next)
    take_file (self->view, file->data, self->place ? g_steal_pointer (&self->place) : NULL);
}

static gboolean
drop_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, GtkTextView *view)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);
  gboolean has_html = gdk_content_formats_contain_mime_type (formats, HTML);
  Transfer *self;

  if (!gtk_text_view_get_editable (view))
    return FALSE;

  self = transfer_new (view, DESK_PASTED_CLEAN);
  self->drop = g_object_ref (drop);
  self->place = mark_place (view, x, y);
  if (!has_html && gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_drop_read_value_async (drop, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable, drop_files_cb, self);
  else
    gdk_drop_read_value_async (drop, G_TYPE_STRING, G_PRIORITY_DEFAULT, self->cancellable, drop_text_cb, self);
  return TRUE;
}

/* What comes from this view itself is moved by GTK. */
static gboolean
accept_cb (GtkDropTargetAsync *target, GdkDrop *drop, GtkTextView *view)
{
  return gdk_drop_get_drag (drop) == NULL && gtk_text_view_get_editable (view) &&
         gdk_content_formats_match (gdk_drop_get_formats (drop), gtk_drop_target_async_get_formats (target));
}

/* The text view shows where words would go; it knows nothing of files. */
static GdkDragAction
drag_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, GtkTextView *view)
{
  return gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), G_TYPE_STRING) ? 0 : GDK_ACTION_COPY;
}

static void
add_drop_target (GtkTextView *view)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();
  GdkContentFormats *formats;
  GtkDropTargetAsync *target;

  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  gdk_content_formats_builder_add_gtype (builder, G_TYPE_STRING);
  gdk_content_formats_builder_add_mime_type (builder, HTML);
  formats = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_builder_free_to_formats (builder));
  target = gtk_drop_target_async_new (formats, GDK_ACTION_COPY);
  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), view);
  g_signal_connect (target, "drag-enter", G_CALLBACK (drag_cb), view);
  g_signal_connect (target, "drag-motion", G_CALLBACK (drag_cb), view);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), view);
  /* Before the text view's own. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (target));
}

void
desk_paster_attach (GtkTextView *view)
{
  Paster *self;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  self = g_new0 (Paster, 1);
  self->language = g_strdup ("");
  self->cancellable = g_cancellable_new ();
  g_object_set_data_full (G_OBJECT (view), PASTER, self, paster_free);
  g_signal_connect (view, "paste-clipboard", G_CALLBACK (paste_clipboard_cb), NULL);
  g_signal_connect (view, "copy-clipboard", G_CALLBACK (copy_clipboard_cb), NULL);
  g_signal_connect (view, "cut-clipboard", G_CALLBACK (cut_clipboard_cb), NULL);
  add_drop_target (view);
}

void
desk_paster_set_language (GtkTextView *view, const char *language)
{
  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (language != NULL);

  g_set_str (&get_paster (view)->language, language);
}

void
desk_paster_paste_plain (GtkTextView *view)
{
  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  if (gtk_text_view_get_editable (view))
    paste (view, DESK_PASTED_PLAIN);
}

void
desk_paster_take_files (GtkTextView *view, GSList *files)
{
  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  for (GSList *file = files; file; file = file->next)
    take_file (view, file->data, NULL);
}

void
desk_paster_leave (GtkTextView *view)
{
  Paster *self;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  self = get_paster (view);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  desk_slices_finish (view);
}
