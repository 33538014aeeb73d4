/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-measure-popover.h"

#include <glib/gi18n.h>

#define N_ROWS 6

struct _DeskMeasurePopover
{
  GtkPopover parent_instance;

  GtkGrid *grid;
  GtkSpinButton *target_spin;

  GtkLabel *story_labels[N_ROWS];
  GtkLabel *selection_labels[N_ROWS];
  GtkWidget *selection_title;
  guint target;
};

G_DEFINE_FINAL_TYPE (DeskMeasurePopover, desk_measure_popover, GTK_TYPE_POPOVER)

static guint target_chosen_signal;

static const char *const rows[N_ROWS] = {
  N_ ("Words"),
  N_ ("Characters"),
  N_ ("Without Spaces"),
  N_ ("Sentences"),
  N_ ("Paragraphs"),
  N_ ("To Read"),
};

static char *
dup_value (const DeskMeasure *measure, guint row)
{
  const guint values[] = { measure->words, measure->characters, measure->characters_without_spaces, measure->sentences, measure->paragraphs };
  guint minutes = desk_measure_get_minutes (measure->words);

  if (row < G_N_ELEMENTS (values))
    /* Translators: a number, with the separators of your language */
    return g_strdup_printf (_ ("%'u"), values[row]);
  /* Translators: how long it takes to read a story, short */
  return g_strdup_printf (ngettext ("%u min", "%u min", minutes), minutes);
}

static GtkLabel *
add_label (DeskMeasurePopover *self, const char *words, int column, int row, const char *style)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  if (style)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
  return GTK_LABEL (label);
}

static void
closed_cb (DeskMeasurePopover *self)
{
  guint target;

  gtk_spin_button_update (self->target_spin);
  target = gtk_spin_button_get_value_as_int (self->target_spin);
  if (target == self->target)
    return;
  self->target = target;
  g_signal_emit (self, target_chosen_signal, 0, target);
}

static void
desk_measure_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_MEASURE_POPOVER);

  G_OBJECT_CLASS (desk_measure_popover_parent_class)->dispose (object);
}

static void
desk_measure_popover_class_init (DeskMeasurePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_measure_popover_dispose;

  target_chosen_signal = g_signal_new ("target-chosen", DESK_TYPE_MEASURE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-measure-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskMeasurePopover, grid);
  gtk_widget_class_bind_template_child (widget_class, DeskMeasurePopover, target_spin);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
desk_measure_popover_init (DeskMeasurePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Translators: heading of a column of numbers: how long the whole story is */
  add_label (self, C_ ("measure", "Story"), 1, 0, "dimmed");
  self->selection_title = GTK_WIDGET (add_label (self, C_ ("measure", "Selection"), 2, 0, "dimmed"));
  for (guint i = 0; i < N_ROWS; i++)
    {
      add_label (self, _ (rows[i]), 0, i + 1, NULL);
      self->story_labels[i] = add_label (self, "", 1, i + 1, "numeric");
      self->selection_labels[i] = add_label (self, "", 2, i + 1, "numeric");
    }
}

void
desk_measure_popover_show_measures (DeskMeasurePopover *self, const DeskMeasure *story, const DeskMeasure *selection)
{
  g_return_if_fail (DESK_IS_MEASURE_POPOVER (self));
  g_return_if_fail (story != NULL);

  gtk_widget_set_visible (self->selection_title, selection != NULL);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *of_story = dup_value (story, i);
      g_autofree char *of_selection = selection ? dup_value (selection, i) : NULL;

      gtk_label_set_label (self->story_labels[i], of_story);
      gtk_label_set_label (self->selection_labels[i], of_selection ? of_selection : "");
      gtk_widget_set_visible (GTK_WIDGET (self->selection_labels[i]), selection != NULL);
    }
}

void
desk_measure_popover_set_target (DeskMeasurePopover *self, guint words)
{
  g_return_if_fail (DESK_IS_MEASURE_POPOVER (self));

  if (self->target == words)
    return;
  self->target = words;
  gtk_spin_button_set_value (self->target_spin, words);
}
