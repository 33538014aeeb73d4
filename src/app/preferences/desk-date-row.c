/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences/desk-date-row.h"

struct _DeskDateRow
{
  AdwEntryRow parent_instance;

  GtkPopover *popover;
  GtkCalendar *calendar;
};

G_DEFINE_FINAL_TYPE (DeskDateRow, desk_date_row, ADW_TYPE_ENTRY_ROW)

static void
day_selected_cb (DeskDateRow *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (self), date);
  gtk_popover_popdown (self->popover);
}

static void
desk_date_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_DATE_ROW);

  G_OBJECT_CLASS (desk_date_row_parent_class)->dispose (object);
}

static void
desk_date_row_class_init (DeskDateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_date_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-date-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskDateRow, popover);
  gtk_widget_class_bind_template_child (widget_class, DeskDateRow, calendar);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
}

static void
desk_date_row_init (DeskDateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
