/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-update-row.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"
#include "window/desk-story-view.h"

struct _DeskUpdateRow
{
  GtkListBoxRow parent_instance;

  DeskUpdate *update;

  GtkLabel *kind;
  GtkLabel *moment;
  GtkLabel *words;
  GtkLabel *was;
  GtkLabel *now;
  GtkLabel *because;
  GtkLabel *superseded;
  GtkLabel *details;
  GtkLabel *id;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (DeskUpdateRow, desk_update_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text[0] != '\0');
  gtk_label_set_label (label, text);
}

static char *
describe (DeskUpdate *update)
{
  g_autofree char *author = desk_isolate (update->author);

  if (update->revision_number == 0)
    return g_steal_pointer (&author);
  /* Translators: the number of the version that went out, and who published. The line begins with a word of yours,
   * which gives it its direction */
  return g_strdup_printf (_ ("Version %u · %s"), update->revision_number, author);
}

/* Its first digits, which are enough to recognise it by. */
static void
show_id (DeskUpdateRow *self)
{
  g_autofree char *digits = g_strndup (self->update->id, 8);
  /* Translators: %s are the first digits of the long number that names an entry of the journal */
  g_autofree char *line = g_strdup_printf (_ ("Id %s…"), digits);

  show_text (self->id, line);
}

static void
strike (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
  gtk_label_set_attributes (label, attributes);
  gtk_widget_add_css_class (GTK_WIDGET (label), "dimmed");
}

static void
show_sides (DeskUpdateRow *self)
{
  g_autofree char *was = desk_isolate (self->update->was);
  g_autofree char *now = desk_isolate (self->update->now);
  /* Translators: what was wrong in a story that is corrected */
  g_autofree char *was_line = g_strdup_printf (_ ("Was: %s"), was);
  /* Translators: what is right in a story that is corrected */
  g_autofree char *now_line = g_strdup_printf (_ ("Now: %s"), now);

  show_text (self->was, self->update->was[0] != '\0' ? was_line : "");
  show_text (self->now, self->update->now[0] != '\0' ? now_line : "");
}

static void
show_update (DeskUpdateRow *self)
{
  DeskUpdate *update = self->update;
  g_autofree char *moment = desk_time_format_moment (update->at, g_get_real_time (), update->zone, desk_locale_get_language ());
  g_autofree char *full = desk_time_format_full (update->at, update->zone, desk_locale_get_language ());
  g_autofree char *details = describe (update);
  gboolean is_superseded = update->superseded_by[0] != '\0';

  gtk_label_set_label (self->kind, desk_enum_get_label (DESK_TYPE_UPDATE_KIND, update->kind));
  gtk_label_set_label (self->moment, moment);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->moment), full);
  show_text (self->words, update->words);
  desk_isolate_label (self->words);
  show_sides (self);
  show_text (self->because, update->because);
  desk_isolate_label (self->because);
  show_text (self->details, details);
  show_id (self);
  gtk_widget_set_visible (GTK_WIDGET (self->superseded), is_superseded);
  if (is_superseded)
    {
      strike (self->words);
      strike (self->was);
      strike (self->now);
      gtk_widget_add_css_class (GTK_WIDGET (self->kind), "dimmed");
    }
}

static void
copy_id_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), DESK_UPDATE_ROW (widget)->update->id);
  desk_story_view_toast (widget, _ ("Id copied"));
}

static void
append_action (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static void
create_popup_cb (GtkMenuButton *button, gpointer data)
{
  DeskUpdateRow *self = DESK_UPDATE_ROW (data);
  DeskUpdate *update = self->update;
  g_autoptr (GMenu) menu = g_menu_new ();

  if (update->superseded_by[0] == '\0')
    append_action (menu, _ ("_Correct This Entry…"), "story.correct-update", g_variant_new_string (update->id));
  if (update->revision[0] != '\0')
    {
      append_action (menu, _ ("_Show This Version"), "story.show-revision", g_variant_new_string (update->revision));
      append_action (menu, _ ("Compare with _Now"), "story.compare-revisions", g_variant_new ("(ss)", update->revision, ""));
    }
  append_action (menu, _ ("Copy _Id"), "update.copy-id", NULL);
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

static void
desk_update_row_dispose (GObject *object)
{
  DeskUpdateRow *self = DESK_UPDATE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_UPDATE_ROW);
  g_clear_object (&self->update);

  G_OBJECT_CLASS (desk_update_row_parent_class)->dispose (object);
}

static void
desk_update_row_class_init (DeskUpdateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_update_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-update-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, kind);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, moment);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, words);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, was);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, now);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, because);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, superseded);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, details);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, id);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdateRow, menu_button);
  gtk_widget_class_install_action (widget_class, "update.copy-id", NULL, copy_id_cb);
}

static void
desk_update_row_init (DeskUpdateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_popup_cb, self, NULL);
}

GtkWidget *
desk_update_row_new (DeskUpdate *update)
{
  DeskUpdateRow *self;

  g_return_val_if_fail (DESK_IS_UPDATE (update), NULL);

  self = g_object_new (DESK_TYPE_UPDATE_ROW, NULL);
  self->update = g_object_ref (update);
  show_update (self);
  return GTK_WIDGET (self);
}
