/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-link-popover.h"

#include "core/desk-format.h"

struct _DeskLinkPopover
{
  GtkPopover parent_instance;

  GtkEditable *address;
  GtkWidget *remove;
  GtkWidget *accept;
};

G_DEFINE_FINAL_TYPE (DeskLinkPopover, desk_link_popover, GTK_TYPE_POPOVER)

static guint accepted_signal;

static void
clipboard_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskLinkPopover) self = data;
  g_autofree char *words = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  /* What was typed meanwhile counts. */
  if (words == NULL || self->address == NULL || *gtk_editable_get_text (self->address) != '\0' || !desk_format_is_address (g_strstrip (words)))
    return;
  gtk_editable_set_text (self->address, words);
  gtk_editable_select_region (self->address, 0, -1);
}

static void
accept (DeskLinkPopover *self, const char *address)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, accepted_signal, 0, address);
}

static void
accept_clicked_cb (DeskLinkPopover *self)
{
  g_autofree char *address = g_strstrip (g_strdup (gtk_editable_get_text (self->address)));

  accept (self, address);
}

static void
remove_clicked_cb (DeskLinkPopover *self)
{
  accept (self, "");
}

static void
changed_cb (DeskLinkPopover *self)
{
  gtk_widget_set_sensitive (self->accept, gtk_widget_get_visible (self->remove) || *gtk_editable_get_text (self->address) != '\0');
}

static void
desk_link_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_LINK_POPOVER);

  G_OBJECT_CLASS (desk_link_popover_parent_class)->dispose (object);
}

static void
desk_link_popover_class_init (DeskLinkPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_link_popover_dispose;

  accepted_signal = g_signal_new ("accepted", DESK_TYPE_LINK_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-link-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskLinkPopover, address);
  gtk_widget_class_bind_template_child (widget_class, DeskLinkPopover, remove);
  gtk_widget_class_bind_template_child (widget_class, DeskLinkPopover, accept);
  gtk_widget_class_bind_template_callback (widget_class, accept_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
desk_link_popover_init (DeskLinkPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DeskLinkPopover *
desk_link_popover_new (const char *address, GdkClipboard *clipboard)
{
  DeskLinkPopover *self;

  g_return_val_if_fail (GDK_IS_CLIPBOARD (clipboard), NULL);

  self = g_object_new (DESK_TYPE_LINK_POPOVER, NULL);
  gtk_widget_set_visible (self->remove, address != NULL);
  if (address != NULL)
    gtk_editable_set_text (self->address, address);
  else
    gdk_clipboard_read_text_async (clipboard, NULL, clipboard_read_cb, g_object_ref (self));
  changed_cb (self);
  return self;
}
