/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-title-view.h"

struct _DeskTitleView
{
  GtkTextView parent_instance;

  char *placeholder;
  GSignalGroup *buffer_signals;
  gboolean composing; /* an input method has letters of its own, which Enter accepts */
};

G_DEFINE_FINAL_TYPE (DeskTitleView, desk_title_view, GTK_TYPE_TEXT_VIEW)

enum
{
  PROP_0,
  PROP_PLACEHOLDER,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint activate_signal;

static gboolean
is_on_last_line (DeskTitleView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_forward_display_line_end (GTK_TEXT_VIEW (self), &iter);
  return gtk_text_iter_is_end (&iter);
}

static gboolean
is_on_first_line (DeskTitleView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_backward_display_line_start (GTK_TEXT_VIEW (self), &iter);
  return gtk_text_iter_is_start (&iter);
}

static gboolean
move_focus (DeskTitleView *self, GtkDirectionType direction)
{
  return gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), direction);
}

static void
preedit_changed_cb (DeskTitleView *self, const char *preedit)
{
  self->composing = *preedit != '\0';
}

static gboolean
key_pressed_cb (DeskTitleView *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (self->composing || state & gtk_accelerator_get_default_mod_mask ())
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      g_signal_emit (self, activate_signal, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return is_on_last_line (self) && move_focus (self, GTK_DIR_TAB_FORWARD);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return is_on_first_line (self) && move_focus (self, GTK_DIR_TAB_BACKWARD);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static GtkSizeRequestMode
desk_title_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/*
 * A text view is as high as the lines it has laid out, which are none before it was given a width, and it may never
 * ask again. A title is short: its height is known at once.
 */
static void
desk_title_view_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  DeskTitleView *self = DESK_TITLE_VIEW (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  g_autoptr (PangoLayout) layout = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  /* What an input method has not given yet is in the view alone. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL || self->composing)
    {
      GTK_WIDGET_CLASS (desk_title_view_parent_class)->measure (widget, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
      return;
    }

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  layout = gtk_widget_create_pango_layout (widget, text);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, for_size > 0 ? for_size * PANGO_SCALE : -1);
  pango_layout_get_pixel_size (layout, NULL, minimum);
  *natural = *minimum;
}

static void
desk_title_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DeskTitleView *self = DESK_TITLE_VIEW (widget);

  GTK_WIDGET_CLASS (desk_title_view_parent_class)->snapshot (widget, snapshot);

  if (self->placeholder && gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self))) == 0)
    {
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, self->placeholder);
      GdkRGBA color;

      pango_layout_set_width (layout, gtk_widget_get_width (widget) * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_auto_dir (layout, FALSE);
      gtk_widget_get_color (widget, &color);
      color.alpha *= 0.5;
      gtk_snapshot_append_layout (snapshot, layout, &color);
    }
}

static void
desk_title_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskTitleView *self = DESK_TITLE_VIEW (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      g_value_set_string (value, self->placeholder);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_title_view_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskTitleView *self = DESK_TITLE_VIEW (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      g_set_str (&self->placeholder, g_value_get_string (value));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, self->placeholder, -1);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
buffer_changed_cb (DeskTitleView *self)
{
  g_signal_group_set_target (self->buffer_signals, gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
desk_title_view_dispose (GObject *object)
{
  g_clear_object (&DESK_TITLE_VIEW (object)->buffer_signals);

  G_OBJECT_CLASS (desk_title_view_parent_class)->dispose (object);
}

static void
desk_title_view_finalize (GObject *object)
{
  g_free (DESK_TITLE_VIEW (object)->placeholder);

  G_OBJECT_CLASS (desk_title_view_parent_class)->finalize (object);
}

static void
desk_title_view_class_init (DeskTitleViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_title_view_dispose;
  object_class->finalize = desk_title_view_finalize;
  object_class->get_property = desk_title_view_get_property;
  object_class->set_property = desk_title_view_set_property;
  GTK_WIDGET_CLASS (klass)->get_request_mode = desk_title_view_get_request_mode;
  GTK_WIDGET_CLASS (klass)->measure = desk_title_view_measure;
  GTK_WIDGET_CLASS (klass)->snapshot = desk_title_view_snapshot;

  props[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  activate_signal = g_signal_new ("activate", DESK_TYPE_TITLE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_title_view_init (DeskTitleView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self), FALSE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "preedit-changed", G_CALLBACK (preedit_changed_cb), NULL);

  self->buffer_signals = g_signal_group_new (GTK_TYPE_TEXT_BUFFER);
  g_signal_group_connect_swapped (self->buffer_signals, "changed", G_CALLBACK (gtk_widget_queue_resize), self);
  g_signal_connect (self, "notify::buffer", G_CALLBACK (buffer_changed_cb), NULL);
}
