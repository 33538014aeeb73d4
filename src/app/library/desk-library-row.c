/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "library/desk-library-row.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"

struct _DeskLibraryRow
{
  AdwBin parent_instance;

  DeskLibraryItem *item;

  GtkLabel *headline;
  GtkLabel *snippet;
  GtkImage *state_icon;
  GtkLabel *slug;
  GtkLabel *state;
  GtkLabel *claims;
};

G_DEFINE_FINAL_TYPE (DeskLibraryRow, desk_library_row, ADW_TYPE_BIN)

static const char *
get_headline (DeskStory *story)
{
  return story->headline[0] != '\0' ? story->headline : _ ("No headline yet");
}

static const char *
get_state_icon (DeskStory *story)
{
  if (story->binned)
    return "user-trash-symbolic";

  switch (story->state)
    {
    case DESK_STATE_REVIEW:
      return "view-reveal-symbolic";
    case DESK_STATE_READY:
      return "mail-send-symbolic";
    case DESK_STATE_PUBLISHED:
      return story->not_out ? "document-edit-symbolic" : "object-select-symbolic";
    case DESK_STATE_ARCHIVED:
      return "folder-symbolic";
    case DESK_STATE_DRAFT:
    default:
      return "document-edit-symbolic";
    }
}

static char *
dup_state (DeskStory *story, gboolean brief)
{
  gint64 at = story->state == DESK_STATE_PUBLISHED && story->out_at != 0 ? story->out_at : story->changed_at;
  g_autofree char *moment = brief ? desk_time_format_brief (at, g_get_real_time (), story->zone, desk_locale_get_language ())
                                  : desk_time_format_moment (at, g_get_real_time (), story->zone, desk_locale_get_language ());

  /* Translators: the state of a story and when that was: “Published 18:45” */
  return g_strdup_printf (C_ ("story state", "%s %s"), desk_enum_get_label (DESK_TYPE_STATE, story->state), moment);
}

static void
update (DeskLibraryRow *self)
{
  DeskStory *story = desk_library_item_get_story (self->item);
  g_autofree char *state = dup_state (story, TRUE);
  g_autofree char *dotted = g_strdup_printf ("· \u2068%s\u2069", state);
  g_autofree char *claims = NULL;

  gtk_label_set_label (self->headline, get_headline (story));
  desk_isolate_label (self->headline);
  if (story->headline[0] != '\0')
    gtk_widget_remove_css_class (GTK_WIDGET (self->headline), "dimmed");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->headline), "dimmed");
  gtk_label_set_label (self->snippet, story->snippet);
  desk_isolate_label (self->snippet);
  gtk_widget_set_visible (GTK_WIDGET (self->snippet), story->snippet[0] != '\0');
  gtk_image_set_from_icon_name (self->state_icon, get_state_icon (story));
  gtk_label_set_label (self->slug, story->slug);
  gtk_label_set_label (self->state, dotted);

  /* Translators: claims with a source, of all claims */
  claims = g_strdup_printf (C_ ("claims", "%u/%u"), story->n_sourced, story->n_claims);
  gtk_label_set_label (self->claims, claims);
  gtk_widget_set_visible (GTK_WIDGET (self->claims), story->n_claims > 0);
}

static void
desk_library_row_dispose (GObject *object)
{
  DeskLibraryRow *self = DESK_LIBRARY_ROW (object);

  desk_library_row_set_item (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_LIBRARY_ROW);

  G_OBJECT_CLASS (desk_library_row_parent_class)->dispose (object);
}

static void
desk_library_row_class_init (DeskLibraryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_library_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-library-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskLibraryRow, headline);
  gtk_widget_class_bind_template_child (widget_class, DeskLibraryRow, snippet);
  gtk_widget_class_bind_template_child (widget_class, DeskLibraryRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskLibraryRow, slug);
  gtk_widget_class_bind_template_child (widget_class, DeskLibraryRow, state);
  gtk_widget_class_bind_template_child (widget_class, DeskLibraryRow, claims);
}

static void
desk_library_row_init (DeskLibraryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_library_row_new (void)
{
  return g_object_new (DESK_TYPE_LIBRARY_ROW, NULL);
}

void
desk_library_row_set_item (DeskLibraryRow *self, DeskLibraryItem *item)
{
  g_return_if_fail (DESK_IS_LIBRARY_ROW (self));
  g_return_if_fail (item == NULL || DESK_IS_LIBRARY_ITEM (item));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_swapped (item, "notify::story", G_CALLBACK (update), self);
      update (self);
    }
}

DeskLibraryItem *
desk_library_row_get_item (DeskLibraryRow *self)
{
  g_return_val_if_fail (DESK_IS_LIBRARY_ROW (self), NULL);

  return self->item;
}

char *
desk_library_row_describe (DeskStory *story)
{
  g_autoptr (GString) description = NULL;
  g_autofree char *state = NULL;

  g_return_val_if_fail (DESK_IS_STORY (story), NULL);

  state = dup_state (story, FALSE);
  description = g_string_new (NULL);
  g_string_append_printf (description, "%s, %s, %s", get_headline (story), story->slug, state);
  if (story->not_out)
    g_string_append_printf (description, ", %s", _ ("changes not out"));
  if (story->n_claims > 0)
    {
      g_string_append (description, ", ");
      /* Translators: how many of a story's claims have a source */
      g_string_append_printf (description, _ ("%u of %u claims sourced"), story->n_sourced, story->n_claims);
    }
  return g_string_free_and_steal (g_steal_pointer (&description));
}
