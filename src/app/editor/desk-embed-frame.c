/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-embed-frame.h"

struct _DeskEmbedFrame
{
  AdwBin parent_instance;

  int height;
};

G_DEFINE_FINAL_TYPE (DeskEmbedFrame, desk_embed_frame, ADW_TYPE_BIN)

static guint resized_signal;

static gboolean
key_pressed_cb (DeskEmbedFrame *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK))
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_BackSpace:
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      return GDK_EVENT_STOP;
    default:
      return gdk_keyval_to_unicode (keyval) >= ' ' ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
    }
}

static void
desk_embed_frame_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DeskEmbedFrame *self = DESK_EMBED_FRAME (widget);

  GTK_WIDGET_CLASS (desk_embed_frame_parent_class)->size_allocate (widget, width, height, baseline);

  if (self->height != height)
    {
      self->height = height;
      g_signal_emit (self, resized_signal, 0);
    }
}

static void
desk_embed_frame_class_init (DeskEmbedFrameClass *klass)
{
  GTK_WIDGET_CLASS (klass)->size_allocate = desk_embed_frame_size_allocate;

  resized_signal = g_signal_new ("resized", DESK_TYPE_EMBED_FRAME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_embed_frame_init (DeskEmbedFrame *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "default");
}
