/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "library/desk-library-item.h"

struct _DeskLibraryItem
{
  GObject parent_instance;

  DeskStory *story;
};

G_DEFINE_FINAL_TYPE (DeskLibraryItem, desk_library_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STORY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
desk_library_item_finalize (GObject *object)
{
  DeskLibraryItem *self = DESK_LIBRARY_ITEM (object);

  g_clear_object (&self->story);

  G_OBJECT_CLASS (desk_library_item_parent_class)->finalize (object);
}

static void
desk_library_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskLibraryItem *self = DESK_LIBRARY_ITEM (object);

  switch (prop_id)
    {
    case PROP_STORY:
      g_value_set_object (value, self->story);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_library_item_class_init (DeskLibraryItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = desk_library_item_finalize;
  object_class->get_property = desk_library_item_get_property;

  properties[PROP_STORY] = g_param_spec_object ("story", NULL, NULL, DESK_TYPE_STORY, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_library_item_init (DeskLibraryItem *self)
{
}

DeskLibraryItem *
desk_library_item_new (DeskStory *story)
{
  DeskLibraryItem *self;

  g_return_val_if_fail (DESK_IS_STORY (story), NULL);

  self = g_object_new (DESK_TYPE_LIBRARY_ITEM, NULL);
  self->story = g_object_ref (story);
  return self;
}

DeskStory *
desk_library_item_get_story (DeskLibraryItem *self)
{
  g_return_val_if_fail (DESK_IS_LIBRARY_ITEM (self), NULL);

  return self->story;
}

void
desk_library_item_set_story (DeskLibraryItem *self, DeskStory *story)
{
  g_return_if_fail (DESK_IS_LIBRARY_ITEM (self));
  g_return_if_fail (DESK_IS_STORY (story) && g_str_equal (story->id, self->story->id));

  if (g_set_object (&self->story, story))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORY]);
}

const char *
desk_library_item_get_id (DeskLibraryItem *self)
{
  g_return_val_if_fail (DESK_IS_LIBRARY_ITEM (self), NULL);

  return self->story->id;
}
