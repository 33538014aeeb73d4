/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-merge-banner.h"

#include <glib/gi18n.h>

struct _DeskMergeBanner
{
  AdwBin parent_instance;

  AdwBanner *banner;
  DeskDocument *document; /* (nullable) */
  GSignalGroup *document_signals;
};

G_DEFINE_FINAL_TYPE (DeskMergeBanner, desk_merge_banner, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
update (DeskMergeBanner *self)
{
  DeskSnapshot *snapshot = self->document ? desk_document_get_snapshot (self->document) : NULL;

  adw_banner_set_revealed (self->banner, snapshot != NULL && snapshot->story->n_heads > 1);
}

static void
desk_merge_banner_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskMergeBanner *self = DESK_MERGE_BANNER (object);

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
desk_merge_banner_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskMergeBanner *self = DESK_MERGE_BANNER (object);

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
desk_merge_banner_dispose (GObject *object)
{
  DeskMergeBanner *self = DESK_MERGE_BANNER (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (desk_merge_banner_parent_class)->dispose (object);
}

static void
desk_merge_banner_class_init (DeskMergeBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_merge_banner_dispose;
  object_class->get_property = desk_merge_banner_get_property;
  object_class->set_property = desk_merge_banner_set_property;

  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
desk_merge_banner_init (DeskMergeBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (_ ("Two versions of this story")));
  adw_banner_set_button_label (self->banner, _ ("_Merge…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->banner), "story.merge");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));

  self->document_signals = g_signal_group_new (DESK_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot", G_CALLBACK (update), self);
}
