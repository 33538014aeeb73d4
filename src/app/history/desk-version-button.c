/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-version-button.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "desk-comparison.h"
#include "preferences/desk-locale.h"

struct _DeskVersionButton
{
  AdwBin parent_instance;

  char *title;
  DeskHistoryModel *history;
  char *zone;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkWidget *now_button;
  GtkWidget *out_button;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (DeskVersionButton, desk_version_button, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_HAS_NOW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
choose (DeskVersionButton *self, const char *version)
{
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[CHOSEN], 0, version);
}

static void
now_cb (DeskVersionButton *self)
{
  choose (self, DESK_VERSION_NOW);
}

static void
out_cb (DeskVersionButton *self)
{
  choose (self, DESK_VERSION_OUT);
}

static void
activate_cb (DeskVersionButton *self, guint position, GtkListView *list)
{
  g_autoptr (DeskHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->history), position);

  if (item->n_folded > 0)
    desk_history_model_toggle (self->history, item);
  else if (item->revision != NULL)
    choose (self, item->revision->id);
}

/* "18:45 · Before the denial", or how many versions from when to when. */
static char *
describe_item (DeskVersionButton *self, DeskHistoryItem *item)
{
  const char *language = desk_locale_get_language ();
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (item->n_folded == 0)
    return item->revision != NULL ? desk_version_describe (item->revision, self->zone) : g_strdup ("");
  from = desk_time_format_moment (item->oldest_at, g_get_real_time (), self->zone, language);
  to = desk_time_format_clock (item->at, self->zone, language);
  /* Translators: versions that Desk kept by itself: from when to when, and how many */
  return g_strdup_printf (ngettext ("%s–%s · %u version…", "%s–%s · %u versions…", item->n_folded), from, to, item->n_folded);
}

static void
show_item (DeskVersionButton *self, GtkListItem *list_item)
{
  DeskHistoryItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *child = gtk_list_item_get_child (list_item);
  g_autofree char *label = describe_item (self, item);

  gtk_label_set_label (GTK_LABEL (child), label);
  gtk_widget_set_margin_start (child, item->nested ? 12 : 0);
  if (item->n_folded > 0 || item->nested)
    gtk_widget_add_css_class (child, "dimmed");
  else
    gtk_widget_remove_css_class (child, "dimmed");
  gtk_list_item_set_accessible_label (list_item, label);
}

static void
item_changed_cb (DeskHistoryItem *item, GtkListItem *list_item)
{
  GtkWidget *self = gtk_widget_get_ancestor (gtk_list_item_get_child (list_item), DESK_TYPE_VERSION_BUTTON);

  if (self != NULL && DESK_VERSION_BUTTON (self)->history != NULL)
    show_item (DESK_VERSION_BUTTON (self), list_item);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, DeskVersionButton *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, DeskVersionButton *self)
{
  g_signal_connect (gtk_list_item_get_item (list_item), "changed", G_CALLBACK (item_changed_cb), list_item);
  show_item (self, list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, DeskVersionButton *self)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), item_changed_cb, list_item);
}

static void
desk_version_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DeskVersionButton *self = DESK_VERSION_BUTTON (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_HAS_NOW:
      g_value_set_boolean (value, gtk_widget_get_visible (self->now_button));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
desk_version_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DeskVersionButton *self = DESK_VERSION_BUTTON (object);

  switch (id)
    {
    case PROP_TITLE:
      g_set_str (&self->title, g_value_get_string (value));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), self->title);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
      break;
    case PROP_HAS_NOW:
      gtk_widget_set_visible (self->now_button, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
desk_version_button_dispose (GObject *object)
{
  DeskVersionButton *self = DESK_VERSION_BUTTON (object);

  /* The template would take the child away without the bin's knowledge. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_VERSION_BUTTON);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (desk_version_button_parent_class)->dispose (object);
}

static void
desk_version_button_finalize (GObject *object)
{
  DeskVersionButton *self = DESK_VERSION_BUTTON (object);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->zone, g_free);

  G_OBJECT_CLASS (desk_version_button_parent_class)->finalize (object);
}

static void
desk_version_button_class_init (DeskVersionButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_version_button_dispose;
  object_class->finalize = desk_version_button_finalize;
  object_class->get_property = desk_version_button_get_property;
  object_class->set_property = desk_version_button_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HAS_NOW] = g_param_spec_boolean ("has-now", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", DESK_TYPE_VERSION_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-version-button.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskVersionButton, button);
  gtk_widget_class_bind_template_child (widget_class, DeskVersionButton, popover);
  gtk_widget_class_bind_template_child (widget_class, DeskVersionButton, now_button);
  gtk_widget_class_bind_template_child (widget_class, DeskVersionButton, out_button);
  gtk_widget_class_bind_template_child (widget_class, DeskVersionButton, list);
  gtk_widget_class_bind_template_callback (widget_class, now_cb);
  gtk_widget_class_bind_template_callback (widget_class, out_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
desk_version_button_init (DeskVersionButton *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
}

void
desk_version_button_set_history (DeskVersionButton *self, DeskHistoryModel *history, const char *zone)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (DESK_IS_VERSION_BUTTON (self));
  g_return_if_fail (history == NULL || DESK_IS_HISTORY_MODEL (history));

  gtk_list_view_set_model (self->list, NULL);
  g_set_str (&self->zone, zone);
  g_set_object (&self->history, history);
  if (history == NULL)
    return;
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (history)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

void
desk_version_button_set_has_out (DeskVersionButton *self, gboolean has_out)
{
  g_return_if_fail (DESK_IS_VERSION_BUTTON (self));

  gtk_widget_set_visible (self->out_button, has_out);
}

void
desk_version_button_set_label (DeskVersionButton *self, const char *label)
{
  g_return_if_fail (DESK_IS_VERSION_BUTTON (self));

  gtk_menu_button_set_label (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, label, -1);
}
