/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-embed-frame.h"

struct _DeskEmbedFrame
{
  AdwBin parent_instance;

  int width;
  int height;
};

G_DEFINE_FINAL_TYPE (DeskEmbedFrame, desk_embed_frame, ADW_TYPE_BIN)

enum
{
  RESIZED,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
leave (DeskEmbedFrame *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_TEXT_VIEW);

  if (view != NULL)
    gtk_widget_grab_focus (view);
}

static gboolean
key_pressed_cb (DeskEmbedFrame *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK))
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Escape:
      leave (self);
      return GDK_EVENT_STOP;
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

/* The width of the content, and in @least the one that it needs. */
static int
get_content_width (DeskEmbedFrame *self, int *least)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (self)), GTK_ORIENTATION_HORIZONTAL, -1, least, NULL, NULL, NULL);
  return MAX (self->width, *least);
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  DeskEmbedFrame *self = DESK_EMBED_FRAME (widget);
  GtkWidget *child = adw_bin_get_child (ADW_BIN (self));

  if (child != NULL && gtk_widget_should_layout (child))
    {
      int width = get_content_width (self, minimum);

      if (orientation == GTK_ORIENTATION_VERTICAL)
        gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, minimum, NULL, NULL, NULL);
    }
  *natural = *minimum;
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DeskEmbedFrame *self = DESK_EMBED_FRAME (widget);
  GtkWidget *child = adw_bin_get_child (ADW_BIN (self));
  int least;

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_allocate (child, get_content_width (self, &least), height, baseline, NULL);

  if (self->height != height)
    {
      self->height = height;
      g_signal_emit (self, signals[RESIZED], 0);
    }
}

/* Only as long as the focus is in it, or on its way there, it takes any. */
static void
focus_changed_cb (GtkEventControllerFocus *controller, GParamSpec *pspec, GtkWidget *self)
{
  if (!gtk_event_controller_focus_contains_focus (controller))
    gtk_widget_set_can_focus (self, FALSE);
}

static void
press_begin_cb (GtkWidget *self)
{
  gtk_widget_set_can_focus (self, TRUE);
}

static void
press_end_cb (GtkWidget *self)
{
  if (gtk_widget_get_focus_child (self) == NULL)
    gtk_widget_set_can_focus (self, FALSE);
}

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[REMOVE], 0);
}

static void
desk_embed_frame_class_init (DeskEmbedFrameClass *klass)
{
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "embed.remove", NULL, remove_cb);

  signals[RESIZED] = g_signal_new ("resized", DESK_TYPE_EMBED_FRAME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", DESK_TYPE_EMBED_FRAME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_embed_frame_init (DeskEmbedFrame *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *press = gtk_gesture_click_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (focus, "notify::contains-focus", G_CALLBACK (focus_changed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (press), 0);
  g_signal_connect_swapped (press, "begin", G_CALLBACK (press_begin_cb), self);
  g_signal_connect_swapped (press, "end", G_CALLBACK (press_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));

  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "default");
  gtk_widget_set_layout_manager (GTK_WIDGET (self), gtk_custom_layout_new (NULL, measure, allocate));
}

void
desk_embed_frame_set_width (DeskEmbedFrame *self, int width)
{
  g_return_if_fail (DESK_IS_EMBED_FRAME (self));

  if (self->width == width)
    return;
  self->width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

gboolean
desk_embed_frame_enter (DeskEmbedFrame *self)
{
  g_return_val_if_fail (DESK_IS_EMBED_FRAME (self), FALSE);

  gtk_widget_set_can_focus (GTK_WIDGET (self), TRUE);
  if (gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD))
    return TRUE;

  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  return FALSE;
}
