/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-link-card.h"

#include <glib/gi18n.h>

#include "posts/desk-isolate.h"

struct _DeskLinkCard
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *title;
  GtkLabel *host;
  GtkMenuButton *menu;

  char *address;
};

G_DEFINE_FINAL_TYPE (DeskLinkCard, desk_link_card, GTK_TYPE_WIDGET)

/* Whose page it is, without what all addresses have. */
static char *
dup_host (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0')
    return g_strdup (address);
  return g_strdup (g_str_has_prefix (host, "www.") ? host + strlen ("www.") : host);
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *address)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (address != NULL)
    g_menu_item_set_action_and_target (item, action, "s", address);
  else
    g_menu_item_set_action_and_target (item, action, NULL);
  g_menu_append_item (menu, item);
}

/* Only when it is asked for. */
static void
create_menu_cb (GtkMenuButton *button, gpointer data)
{
  DeskLinkCard *self = data;
  g_autoptr (GMenu) menu = g_menu_new ();

  add_item (menu, _ ("_Open in Browser"), "story.open-address", self->address);
  add_item (menu, _ ("_Copy Address"), "story.copy-address", self->address);
  add_item (menu, _ ("_Remove from Text"), "embed.remove", NULL);
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

static void
desk_link_card_dispose (GObject *object)
{
  DeskLinkCard *self = DESK_LINK_CARD (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_LINK_CARD);

  G_OBJECT_CLASS (desk_link_card_parent_class)->dispose (object);
}

static void
desk_link_card_finalize (GObject *object)
{
  g_free (DESK_LINK_CARD (object)->address);

  G_OBJECT_CLASS (desk_link_card_parent_class)->finalize (object);
}

static void
desk_link_card_class_init (DeskLinkCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_link_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = desk_link_card_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ARTICLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-link-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskLinkCard, content);
  gtk_widget_class_bind_template_child (widget_class, DeskLinkCard, title);
  gtk_widget_class_bind_template_child (widget_class, DeskLinkCard, host);
  gtk_widget_class_bind_template_child (widget_class, DeskLinkCard, menu);
}

static void
desk_link_card_init (DeskLinkCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu, create_menu_cb, self, NULL);
}

GtkWidget *
desk_link_card_new (void)
{
  return g_object_new (DESK_TYPE_LINK_CARD, NULL);
}

void
desk_link_card_set_link (DeskLinkCard *self, const char *address, const char *title)
{
  g_autofree char *host = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (DESK_IS_LINK_CARD (self));
  g_return_if_fail (address != NULL);
  g_return_if_fail (title != NULL);

  g_set_str (&self->address, address);
  host = dup_host (address);
  gtk_label_set_label (self->title, *title != '\0' ? title : address);
  desk_isolate_label (self->title);
  gtk_label_set_label (self->host, host);

  /* Translators: the words of a link */
  name = g_strdup_printf (_ ("Link: %s"), *title != '\0' ? title : address);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
