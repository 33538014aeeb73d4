/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-note-popover.h"

#include <glib/gi18n.h>

struct _DeskNotePopover
{
  GtkPopover parent_instance;

  GtkTextBuffer *words;
  GtkWidget *accept;
  gboolean is_resolved;
};

G_DEFINE_FINAL_TYPE (DeskNotePopover, desk_note_popover, GTK_TYPE_POPOVER)

enum
{
  ACCEPTED,
  RESOLVED,
  DELETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_words (DeskNotePopover *self)
{
  GtkTextIter start, end;
  char *words;

  gtk_text_buffer_get_bounds (self->words, &start, &end);
  words = gtk_text_buffer_get_text (self->words, &start, &end, TRUE);
  return g_strstrip (words);
}

static void
accept (DeskNotePopover *self)
{
  g_autofree char *words = dup_words (self);

  if (*words == '\0')
    return;
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[ACCEPTED], 0, words);
}

static void
resolve (DeskNotePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[RESOLVED], 0, !self->is_resolved);
}

static void delete (DeskNotePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[DELETED], 0);
}

static void
changed_cb (DeskNotePopover *self)
{
  g_autofree char *words = dup_words (self);

  gtk_widget_set_sensitive (self->accept, *words != '\0');
}

static gboolean
key_pressed_cb (DeskNotePopover *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) || (state & GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  accept (self);
  return GDK_EVENT_STOP;
}

static void
desk_note_popover_class_init (DeskNotePopoverClass *klass)
{
  signals[ACCEPTED] = g_signal_new ("accepted", DESK_TYPE_NOTE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RESOLVED] = g_signal_new ("resolved", DESK_TYPE_NOTE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[DELETED] = g_signal_new ("deleted", DESK_TYPE_NOTE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_note_popover_init (DeskNotePopover *self)
{
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
}

static GtkWidget *
new_view (DeskNotePopover *self, const char *words)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scroll = gtk_scrolled_window_new ();

  self->words = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_text_buffer_set_text (self->words, words, -1);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Note"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (view, keys);
  g_signal_connect_object (self->words, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_widget_set_size_request (scroll, 260, 72);
  return scroll;
}

static GtkWidget *
add_button (DeskNotePopover *self, GtkWidget *box, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

DeskNotePopover *
desk_note_popover_new (DeskNote *note)
{
  DeskNotePopover *self = g_object_new (DESK_TYPE_NOTE_POPOVER, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, note ? _ ("Note") : _ ("New Note"), -1);
  gtk_box_append (GTK_BOX (box), new_view (self, note ? note->words : ""));
  if (note)
    {
      g_autofree char *by = NULL;
      GtkWidget *label;

      self->is_resolved = note->resolved;
      /* Translators: %s is a person */
      by = g_strdup_printf (_ ("A note by %s"), note->author);
      label = gtk_label_new (by);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dimmed");
      gtk_box_append (GTK_BOX (box), label);

      add_button (self, buttons, _ ("_Delete"), G_CALLBACK (delete));
      add_button (self, buttons, note->resolved ? _ ("Re_open") : _ ("_Resolve"), G_CALLBACK (resolve));
    }

  self->accept = add_button (self, buttons, note ? _ ("_Save") : _ ("_Add Note"), G_CALLBACK (accept));
  gtk_widget_add_css_class (self->accept, "suggested-action");
  gtk_widget_set_sensitive (self->accept, note != NULL);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  return self;
}
