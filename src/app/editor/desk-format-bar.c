/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-format-bar.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkTextView *view; /* owns this */
  GtkWidget *host;
  GtkWidget *popover; /* (nullable): until words are selected by pointer */
} Bar;

static const struct
{
  const char *icon;
  const char *action;
  const char *name;
} buttons[] = {
  { "format-text-bold-symbolic", "story.bold", N_ ("Bold") },
  { "format-text-italic-symbolic", "story.italic", N_ ("Italic") },
  { "desk-link-symbolic", "story.link", N_ ("Link") },
  { "desk-heading-symbolic", "story.heading(2)", N_ ("Heading") },
  { "desk-quotation-symbolic", "story.quotation", N_ ("Quotation") },
  { "view-list-bullet-symbolic", "story.list", N_ ("List") },
  { "desk-claims-symbolic", "story.add-claim", N_ ("Mark as Claim") },
};

static GtkTextBuffer *
get_buffer (Bar *self)
{
  return gtk_text_view_get_buffer (self->view);
}

static void
hide (Bar *self)
{
  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static GtkWidget *
new_button (gsize i)
{
  GtkWidget *button = gtk_button_new_from_icon_name (buttons[i].icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_can_focus (button, FALSE);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), buttons[i].action);
  gtk_widget_set_tooltip_text (button, _ (buttons[i].name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (buttons[i].name), -1);
  return button;
}

static void
ensure_popover (Bar *self)
{
  GtkWidget *box;

  if (self->popover != NULL)
    return;

  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (box, "toolbar");
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = new_button (i);

      g_signal_connect_swapped (button, "clicked", G_CALLBACK (hide), self);
      gtk_box_append (GTK_BOX (box), button);
    }

  self->popover = gtk_popover_new ();
  gtk_widget_add_css_class (self->popover, "desk-format-bar");
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_TOP);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->popover), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Format"), -1);
  gtk_widget_set_parent (self->popover, self->host);
}

static void
show (Bar *self)
{
  GdkRectangle place, last;
  GtkTextIter start, end;
  graphene_point_t corner;

  if (!gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end) || !gtk_text_view_get_editable (self->view))
    return;

  ensure_popover (self);
  gtk_text_view_get_iter_location (self->view, &start, &place);
  gtk_text_view_get_iter_location (self->view, &end, &last);
  if (last.y == place.y)
    gdk_rectangle_union (&place, &last, &place);
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_WIDGET, place.x, place.y, &place.x, &place.y);
  if (!gtk_widget_compute_point (GTK_WIDGET (self->view), self->host, &GRAPHENE_POINT_INIT (place.x, place.y), &corner))
    return;
  /* The beginning may be scrolled away. */
  place.x = MAX (0, corner.x);
  place.y = CLAMP (corner.y, 0, gtk_widget_get_height (self->host));
  place.width = MAX (1, place.width);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
show_soon_cb (gpointer data)
{
  g_autoptr (GtkTextView) view = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (view)))
    desk_format_bar_show (view);
}

/* The text view claims a drag, so that a gesture of this would not see its end. */
static gboolean
event_cb (Bar *self, GdkEvent *event)
{
  if (gdk_event_get_event_type (event) == GDK_BUTTON_PRESS)
    hide (self);
  /* Once the text view has seen it. */
  else if (gdk_event_get_event_type (event) == GDK_BUTTON_RELEASE && gdk_button_event_get_button (event) == GDK_BUTTON_PRIMARY &&
           !(gdk_event_get_modifier_state (event) & GDK_CONTROL_MASK))
    g_idle_add_once (show_soon_cb, g_object_ref (self->view));
  return GDK_EVENT_PROPAGATE;
}

static gboolean
key_pressed_cb (Bar *self)
{
  hide (self);
  return GDK_EVENT_PROPAGATE;
}

void
desk_format_bar_attach (GtkTextView *view, GtkWidget *host)
{
  GtkEventController *controller;
  Bar *self;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (GTK_IS_WIDGET (host));

  self = g_new0 (Bar, 1);
  self->view = view;
  self->host = host;
  g_object_set_data_full (G_OBJECT (view), "desk-format-bar", self, g_free);

  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), controller);

  controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), controller);

  controller = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (controller, "leave", G_CALLBACK (hide), self);
  gtk_widget_add_controller (GTK_WIDGET (view), controller);

  controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, "scroll", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), controller);
}

void
desk_format_bar_show (GtkTextView *view)
{
  Bar *self;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  self = g_object_get_data (G_OBJECT (view), "desk-format-bar");
  if (self != NULL)
    show (self);
}

void
desk_format_bar_detach (GtkTextView *view)
{
  Bar *self;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  self = g_object_get_data (G_OBJECT (view), "desk-format-bar");
  if (self != NULL)
    g_clear_pointer (&self->popover, gtk_widget_unparent);
}
