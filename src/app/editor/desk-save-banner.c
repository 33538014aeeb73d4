/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "editor/desk-save-banner.h"

#include <glib/gi18n.h>

struct _DeskSaveBanner
{
  AdwBin parent_instance;

  AdwBanner *banner;
  DeskDocument *document; /* (nullable) */
  GSignalGroup *document_signals;
};

G_DEFINE_FINAL_TYPE (DeskSaveBanner, desk_save_banner, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* What an editor can do about it. */
static char *
describe (const GError *error)
{
  if (g_error_matches (error, DESK_STORE_ERROR, DESK_STORE_ERROR_FULL))
    return g_strdup (_ ("The disk is full. Your words are kept here until there is room"));

  /* Translators: %s is what went wrong: “The file cannot be written…” */
  return g_strdup_printf (_ ("Your words are kept here until they can be saved. %s"), error->message);
}

static void
update (DeskSaveBanner *self)
{
  const GError *error = self->document ? desk_document_get_save_error (self->document) : NULL;
  g_autofree char *title = error ? describe (error) : NULL;

  /* The words stay while it goes away. */
  if (title)
    adw_banner_set_title (self->banner, title);
  adw_banner_set_revealed (self->banner, title != NULL);
}

static void
desk_save_banner_state_flags_changed (GtkWidget *widget, GtkStateFlags old)
{
  DeskSaveBanner *self = DESK_SAVE_BANNER (widget);
  gboolean was_behind = (old & GTK_STATE_FLAG_BACKDROP) != 0;

  GTK_WIDGET_CLASS (desk_save_banner_parent_class)->state_flags_changed (widget, old);

  /* Whoever comes back to the window may have made room meanwhile. */
  if (self->document && was_behind && !(gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_BACKDROP))
    desk_document_retry (self->document);
}

static void
desk_save_banner_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskSaveBanner *self = DESK_SAVE_BANNER (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_save_banner_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskSaveBanner *self = DESK_SAVE_BANNER (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      if (g_set_object (&self->document, g_value_get_object (value)))
        {
          g_signal_group_set_target (self->document_signals, self->document);
          update (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_save_banner_dispose (GObject *object)
{
  DeskSaveBanner *self = DESK_SAVE_BANNER (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (desk_save_banner_parent_class)->dispose (object);
}

static void
desk_save_banner_class_init (DeskSaveBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_save_banner_dispose;
  object_class->get_property = desk_save_banner_get_property;
  object_class->set_property = desk_save_banner_set_property;
  widget_class->state_flags_changed = desk_save_banner_state_flags_changed;

  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
desk_save_banner_init (DeskSaveBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_use_markup (self->banner, FALSE);
  adw_banner_set_button_label (self->banner, _ ("_Save Elsewhere…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->banner), "story.save-elsewhere");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));

  self->document_signals = g_signal_group_new (DESK_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::save-error", G_CALLBACK (update), self);
}
