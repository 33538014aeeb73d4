/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-style-popover.h"

#include <glib/gi18n.h>

#define MAX_SUGGESTIONS 4

struct _DeskStylePopover
{
  GtkPopover parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskStylePopover, desk_style_popover, GTK_TYPE_POPOVER)

enum
{
  TAKEN,
  LEFT,
  SWITCHED_OFF,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
suggestion_clicked_cb (GtkWidget *button, DeskStylePopover *self)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "n"));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[TAKEN], 0, n);
}

static void
leave_clicked_cb (DeskStylePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[LEFT], 0);
}

static void
switch_off_clicked_cb (DeskStylePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SWITCHED_OFF], 0);
}

static void
desk_style_popover_class_init (DeskStylePopoverClass *klass)
{
  signals[TAKEN] = g_signal_new ("taken", DESK_TYPE_STYLE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[LEFT] = g_signal_new ("left", DESK_TYPE_STYLE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SWITCHED_OFF] = g_signal_new ("switched-off", DESK_TYPE_STYLE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* A popover has its keys to itself: those of the story that go on from here are its own too. */
static void
add_keys (DeskStylePopover *self)
{
  static const struct
  {
    const char *keys;
    const char *action;
  } keys[] = {
    { "F7", "story.next-mark" },
    { "<Shift>F7", "story.previous-mark" },
    { "<Control>Return|<Control>KP_Enter", "story.take-suggestion" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].keys), gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
desk_style_popover_init (DeskStylePopover *self)
{
  add_keys (self);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("House Style"), -1);
}

static GtkWidget *
new_button (DeskStylePopover *self, const char *label, gboolean mnemonic, GCallback clicked)
{
  GtkWidget *button = mnemonic ? gtk_button_new_with_mnemonic (label) : gtk_button_new_with_label (label);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 30);
  if (clicked)
    g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

/* What is taken out has no words. */
static const char *
get_label (const char *suggestion)
{
  return *suggestion != '\0' ? suggestion : _ ("Take Out");
}

DeskStylePopover *
desk_style_popover_new (const char *message, const char *const *suggestions, gboolean is_word)
{
  DeskStylePopover *self = g_object_new (DESK_TYPE_STYLE_POPOVER, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (message);

  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_box_append (GTK_BOX (box), label);

  for (guint i = 0; suggestions[i] && i < MAX_SUGGESTIONS; i++)
    {
      GtkWidget *button = new_button (self, get_label (suggestions[i]), FALSE, NULL);

      g_object_set_data (G_OBJECT (button), "n", GUINT_TO_POINTER (i));
      g_signal_connect (button, "clicked", G_CALLBACK (suggestion_clicked_cb), self);
      if (i == 0)
        {
          gtk_widget_add_css_class (button, "suggested-action");
          gtk_popover_set_default_widget (GTK_POPOVER (self), button);
        }
      gtk_box_append (GTK_BOX (box), button);
    }

  if (!is_word)
    {
      GtkWidget *leave = new_button (self, _ ("_Leave It Here"), TRUE, G_CALLBACK (leave_clicked_cb));
      GtkWidget *off = new_button (self, _ ("_Switch Off This Rule"), TRUE, G_CALLBACK (switch_off_clicked_cb));

      gtk_widget_add_css_class (leave, "flat");
      gtk_widget_add_css_class (off, "flat");
      gtk_box_append (GTK_BOX (box), leave);
      gtk_box_append (GTK_BOX (box), off);
    }
  gtk_popover_set_child (GTK_POPOVER (self), box);
  return self;
}
