/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-history-row.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"

struct _DeskHistoryRow
{
  AdwBin parent_instance;

  DeskHistoryItem *item;

  GtkLabel *time;
  GtkLabel *title;
  GtkLabel *details;
  GtkImage *arrow;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (DeskHistoryRow, desk_history_row, ADW_TYPE_BIN)

static char *
describe_words (DeskRevision *revision)
{
  if (revision->words_more > 0)
    return g_strdup_printf (ngettext ("%d word more", "%d words more", revision->words_more), revision->words_more);
  if (revision->words_more < 0)
    return g_strdup_printf (ngettext ("%d word fewer", "%d words fewer", -revision->words_more), -revision->words_more);
  return g_strdup_printf (ngettext ("%u word", "%u words", revision->words), revision->words);
}

/* What is behind the name: what else it was, how many words, who kept it, the note. It begins with a word of the
 * interface, as that gives the line its direction. */
static char *
describe_revision (DeskRevision *revision)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (revision->is_head)
    g_strv_builder_add (parts, C_ ("version", "Now"));
  if (revision->published)
    g_strv_builder_add (parts, C_ ("version", "Published"));
  if (revision->name[0] != '\0')
    g_strv_builder_add (parts, desk_enum_get_label (DESK_TYPE_WHY, revision->why));
  g_strv_builder_take (parts, describe_words (revision));
  g_strv_builder_take (parts, desk_isolate (revision->author));
  if (revision->note[0] != '\0')
    g_strv_builder_take (parts, desk_isolate (revision->note));
  list = g_strv_builder_end (parts);
  return g_strjoinv (" · ", list);
}

static void
show_fold (DeskHistoryRow *self, const char *zone)
{
  DeskHistoryItem *item = self->item;
  g_autofree char *title = g_strdup_printf (ngettext ("%u version kept by itself", "%u versions kept by themselves", item->n_folded), item->n_folded);
  g_autofree char *from = desk_time_format_clock (item->oldest_at, zone, desk_locale_get_language ());
  g_autofree char *to = desk_time_format_clock (item->revision->at, zone, desk_locale_get_language ());
  /* Translators: from one time of the day to another: “18:02–18:20” */
  g_autofree char *span = g_strdup_printf (C_ ("times", "%s–%s"), from, to);

  gtk_label_set_label (self->time, span);
  gtk_label_set_label (self->title, title);
  gtk_image_set_from_icon_name (self->arrow, item->expanded ? "pan-down-symbolic" : "pan-end-symbolic");
}

static void
show_revision (DeskHistoryRow *self, const char *zone)
{
  DeskRevision *revision = self->item->revision;
  g_autofree char *time = desk_time_format_clock (revision->at, zone, desk_locale_get_language ());
  g_autofree char *name = desk_isolate (revision->name);
  g_autofree char *details = describe_revision (revision);

  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->title, revision->name[0] != '\0' ? name : desk_enum_get_label (DESK_TYPE_WHY, revision->why));
  gtk_label_set_label (self->details, details);
}

static void
set_class (GtkWidget *widget, const char *class, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, class);
  else
    gtk_widget_remove_css_class (widget, class);
}

static void
append_action (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (DeskRevision *revision)
{
  GMenu *menu = g_menu_new ();

  append_action (menu, _ ("_Show This Version"), "story.show-revision", g_variant_new_string (revision->id));
  append_action (menu, _ ("Compare with _Now"), "story.compare-revisions", g_variant_new ("(ss)", revision->id, ""));
  if (revision->bases[0] != NULL)
    append_action (menu, _ ("Compare with _Previous"), "story.compare-revisions", g_variant_new ("(ss)", revision->bases[0], revision->id));
  append_action (menu, _ ("N_ame Version…"), "history.name", g_variant_new_string (revision->id));
  if (!revision->is_head)
    append_action (menu, _ ("_Restore This Version"), "story.restore", g_variant_new_string (revision->id));
  return G_MENU_MODEL (menu);
}

/* Only when it is opened: a row is shown a new version at each scroll. */
static void
create_popup_cb (GtkMenuButton *button, gpointer data)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (data);
  g_autoptr (GMenuModel) menu = make_menu (self->item->revision);
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);

  gtk_menu_button_set_popover (button, popover);
}

static void
desk_history_row_dispose (GObject *object)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_HISTORY_ROW);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (desk_history_row_parent_class)->dispose (object);
}

static void
desk_history_row_class_init (DeskHistoryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_history_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, time);
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, title);
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, details);
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, menu_button);
}

static void
desk_history_row_init (DeskHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_popup_cb, self, NULL);
}

GtkWidget *
desk_history_row_new (void)
{
  return g_object_new (DESK_TYPE_HISTORY_ROW, NULL);
}

void
desk_history_row_set_item (DeskHistoryRow *self, DeskHistoryItem *item, const char *zone)
{
  g_return_if_fail (DESK_IS_HISTORY_ROW (self));
  g_return_if_fail (item == NULL || DESK_IS_HISTORY_ITEM (item));

  gtk_menu_button_popdown (self->menu_button);
  if (!g_set_object (&self->item, item) || item == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->arrow), item->n_folded > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), item->n_folded == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->details), item->n_folded == 0);
  gtk_widget_set_margin_start (GTK_WIDGET (self), item->nested ? 18 : 0);
  set_class (GTK_WIDGET (self->title), "dimmed", item->n_folded > 0 || item->nested);
  set_class (GTK_WIDGET (self->title), "heading", item->n_folded == 0 && (item->revision->name[0] != '\0' || item->revision->published));

  if (item->n_folded > 0)
    show_fold (self, zone);
  else
    show_revision (self, zone);
}

char *
desk_history_row_dup_label (DeskHistoryRow *self)
{
  g_return_val_if_fail (DESK_IS_HISTORY_ROW (self), NULL);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->details)))
    return g_strjoin (", ", gtk_label_get_label (self->time), gtk_label_get_label (self->title), NULL);
  return g_strjoin (", ", gtk_label_get_label (self->time), gtk_label_get_label (self->title), gtk_label_get_label (self->details), NULL);
}
