/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-formatter.h"

#include "core/desk-format-lines.h"
#include "core/desk-format.h"
#include "editor/desk-insert.h"

/* Lines on each side of the selection that are looked at: a paragraph is one or a few. */
#define MAX_LINES 200

/* The paragraphs that the selection is in. */
typedef struct
{
  GtkTextBuffer *buffer;
  char *text;
  guint offset; /* of it in the buffer */
  guint start;  /* of the selection in it */
  guint end;
} Context;

/* The keys of one view. */
typedef struct
{
  GtkTextView *view;
  gboolean composing;
} Keys;

static void
context_clear (Context *self)
{
  g_free (self->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Context, context_clear)

static void
context_init (Context *self, GtkTextView *view)
{
  GtkTextIter start, end, first, last;

  self->buffer = gtk_text_view_get_buffer (view);
  gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end);

  first = start;
  gtk_text_iter_set_line_offset (&first, 0);
  for (int i = 0; i < MAX_LINES; i++)
    {
      GtkTextIter line = first;

      if (!gtk_text_iter_backward_line (&line) || desk_insert_is_blank_line (&line))
        break;
      first = line;
    }
  last = end;
  for (int i = 0; i < MAX_LINES; i++)
    {
      GtkTextIter line = last;

      if (!gtk_text_iter_forward_line (&line) || desk_insert_is_blank_line (&line))
        break;
      last = line;
    }
  if (!gtk_text_iter_ends_line (&last))
    gtk_text_iter_forward_to_line_end (&last);

  self->text = gtk_text_iter_get_slice (&first, &last);
  self->offset = gtk_text_iter_get_offset (&first);
  self->start = gtk_text_iter_get_offset (&start) - self->offset;
  self->end = gtk_text_iter_get_offset (&end) - self->offset;
}

static void
make_edits (Context *self, DeskEdits *edits)
{
  GtkTextIter cursor, start, end;
  gboolean backwards;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor, gtk_text_buffer_get_insert (self->buffer));
  backwards = self->start < self->end && (guint) gtk_text_iter_get_offset (&cursor) == self->offset + self->start;

  gtk_text_buffer_begin_user_action (self->buffer);
  /* From the last to the first, so that places before are still right. */
  for (guint i = edits->edits->len; i > 0; i--)
    {
      const DeskEdit *edit = g_ptr_array_index (edits->edits, i - 1);

      gtk_text_buffer_get_iter_at_offset (self->buffer, &start, self->offset + edit->start);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &end, self->offset + edit->end);
      if (edit->start < edit->end)
        gtk_text_buffer_delete (self->buffer, &start, &end);
      if (*edit->text != '\0')
        gtk_text_buffer_insert (self->buffer, &start, edit->text, -1);
    }
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, self->offset + edits->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, self->offset + edits->end);
  gtk_text_buffer_select_range (self->buffer, backwards ? &start : &end, backwards ? &end : &start);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
apply (GtkTextView *view, Context *context, DeskEdits *edits)
{
  make_edits (context, edits);
  gtk_text_view_reset_im_context (view);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (context->buffer));
}

static DeskEdits *
get_edits (const Context *context, DeskFormat format, guint level)
{
  switch (format)
    {
    case DESK_FORMAT_BOLD:
    case DESK_FORMAT_ITALIC:
      return desk_format_emphasis (context->text, context->start, context->end, format == DESK_FORMAT_BOLD);
    case DESK_FORMAT_HEADING:
      return desk_format_heading (context->text, context->start, context->end, level);
    case DESK_FORMAT_QUOTATION:
      return desk_format_quotation (context->text, context->start, context->end);
    case DESK_FORMAT_LIST:
    case DESK_FORMAT_NUMBERED_LIST:
    default:
      return desk_format_list (context->text, context->start, context->end, format == DESK_FORMAT_NUMBERED_LIST);
    }
}

/* --- keys --- */

/* Where code is written a "-" is a minus. */
static gboolean
is_code (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextTag *code = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "markdown-code");
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_iter_set_line_offset (&iter, 0);
  return code != NULL && gtk_text_iter_has_tag (&iter, code);
}

static DeskEdits *
get_edits_of_key (const Context *context, guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return desk_format_enter (context->text, context->start);
    case GDK_KEY_BackSpace:
      return context->start == context->end ? desk_format_backspace (context->text, context->start) : NULL;
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      return desk_format_nest (context->text, context->start, context->end, TRUE);
    case GDK_KEY_ISO_Left_Tab:
      return desk_format_nest (context->text, context->start, context->end, FALSE);
    default:
      return NULL;
    }
}

static gboolean
is_tab (guint keyval)
{
  return keyval == GDK_KEY_Tab || keyval == GDK_KEY_KP_Tab || keyval == GDK_KEY_ISO_Left_Tab;
}

static gboolean
is_key (guint keyval, GdkModifierType state)
{
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  if (state & (gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK))
    return FALSE;
  if (keyval == GDK_KEY_ISO_Left_Tab)
    return TRUE;
  /* With Shift, Enter breaks a line as anywhere. */
  return !shift && (is_tab (keyval) || keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter || keyval == GDK_KEY_BackSpace);
}

static gboolean
key_pressed_cb (Keys *self, guint keyval, guint keycode, GdkModifierType state, GtkEventController *controller)
{
  g_autoptr (DeskEdits) edits = NULL;
  g_auto (Context) context = { 0 };
  GdkEvent *event;

  if (keyval == GDK_KEY_Tab && (state & gtk_accelerator_get_default_mod_mask ()) == GDK_SHIFT_MASK)
    {
      keyval = GDK_KEY_ISO_Left_Tab;
      state &= ~GDK_SHIFT_MASK;
    }
  if (self->composing || !is_key (keyval, state) || !gtk_text_view_get_editable (self->view) || is_code (self->view))
    return GDK_EVENT_PROPAGATE;

  context_init (&context, self->view);
  edits = get_edits_of_key (&context, keyval);
  if (edits == NULL)
    /* In a list Tab does not leave the text, even where there is no place to go. */
    return is_tab (keyval) && desk_format_is_item (context.text, context.start) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
  event = gtk_event_controller_get_current_event (controller);
  if (event != NULL && gtk_text_view_im_context_filter_keypress (self->view, event))
    return GDK_EVENT_STOP;

  if (context.start < context.end && !is_tab (keyval))
    {
      /* Enter takes the place of the selection. */
      g_auto (Context) rest = { 0 };
      GtkTextBuffer *buffer = context.buffer;

      gtk_text_buffer_begin_user_action (buffer);
      gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
      context_init (&rest, self->view);
      g_clear_pointer (&edits, desk_edits_free);
      edits = get_edits_of_key (&rest, keyval);
      if (edits != NULL)
        apply (self->view, &rest, edits);
      else
        gtk_text_buffer_insert_at_cursor (buffer, "\n", 1);
      gtk_text_buffer_end_user_action (buffer);
      return GDK_EVENT_STOP;
    }
  apply (self->view, &context, edits);
  return GDK_EVENT_STOP;
}

static void
preedit_changed_cb (GtkTextView *view, const char *preedit, Keys *self)
{
  self->composing = *preedit != '\0';
}

void
desk_formatter_attach (GtkTextView *view)
{
  GtkEventController *controller;
  Keys *keys;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  keys = g_new0 (Keys, 1);
  keys->view = view;
  g_object_set_data_full (G_OBJECT (view), "desk-formatter", keys, g_free);
  g_signal_connect (view, "preedit-changed", G_CALLBACK (preedit_changed_cb), keys);

  /* Before the text view's own, and not for keys of a card that lies in it. */
  controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_TARGET);
  g_signal_connect_swapped (controller, "key-pressed", G_CALLBACK (key_pressed_cb), keys);
  gtk_widget_add_controller (GTK_WIDGET (view), controller);
  g_object_set_data (G_OBJECT (view), "desk-formatter-keys", controller);
}

void
desk_formatter_toggle (GtkTextView *view, DeskFormat format, guint level)
{
  g_autoptr (DeskEdits) edits = NULL;
  g_auto (Context) context = { 0 };

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  if (!gtk_text_view_get_editable (view))
    return;
  context_init (&context, view);
  edits = get_edits (&context, format, level);
  if (edits != NULL)
    apply (view, &context, edits);
}

void
desk_formatter_set_link (GtkTextView *view, const char *address)
{
  g_autofree char *whole = NULL;
  g_autoptr (DeskEdits) edits = NULL;
  g_auto (Context) context = { 0 };

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (address != NULL);

  if (!gtk_text_view_get_editable (view))
    return;
  whole = desk_format_complete_address (address);
  context_init (&context, view);
  edits = desk_format_link (context.text, context.start, context.end, *whole != '\0' ? whole : NULL);
  if (edits != NULL)
    apply (view, &context, edits);
}

char *
desk_formatter_dup_link (GtkTextView *view)
{
  g_auto (Context) context = { 0 };

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  context_init (&context, view);
  return desk_format_find_link (context.text, context.start, context.end);
}
