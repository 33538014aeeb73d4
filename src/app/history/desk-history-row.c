/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-history-row.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"

/* Where the menu's button stands, or will. */
#define BUTTON_WIDTH 34

struct _DeskHistoryRow
{
  AdwBin parent_instance;

  DeskHistoryItem *item;
  gboolean is_pointed;
  GtkMenuButton *menu_button; /* (nullable): not yet needed; a child of the box */

  GtkBox *box;
  GtkWidget *words;
  GtkImage *mark;
  GtkLabel *time;
  GtkLabel *title;
  GtkLabel *details;
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

/* What readers saw with a version's words; (nullable): nothing, or it did not go out. */
static const char *
find_stamp (DeskRevision *revision, DeskSnapshot *snapshot)
{
  for (guint i = 0; snapshot != NULL && revision->published && i < snapshot->updates->len; i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      if (update->superseded_by[0] == '\0' && update->words[0] != '\0' && g_str_equal (update->text, revision->text))
        return update->words;
    }
  return NULL;
}

/* What is behind the name: what else it was, how many words, who kept it, the note. It begins with a word of the
 * interface, as that gives the line its direction. */
static char *
describe_revision (DeskRevision *revision, const char *stamp)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (revision->is_head)
    g_strv_builder_add (parts, C_ ("version", "Now"));
  if (revision->published)
    g_strv_builder_add (parts, C_ ("version", "Published"));
  if (revision->name[0] != '\0' && stamp != NULL)
    g_strv_builder_take (parts, desk_isolate (stamp));
  if (revision->name[0] != '\0' && revision->why != DESK_WHY_PUBLISH)
    g_strv_builder_add (parts, desk_enum_get_label (DESK_TYPE_WHY, revision->why));
  g_strv_builder_take (parts, describe_words (revision));
  g_strv_builder_take (parts, desk_isolate (revision->author));
  if (revision->note[0] != '\0')
    g_strv_builder_take (parts, desk_isolate (revision->note));
  list = g_strv_builder_end (parts);
  return g_strjoinv (" · ", list);
}

/* (nullable): what stands out is seen without reading. */
static const char *
get_mark (DeskRevision *revision)
{
  if (revision->published)
    return "document-send-symbolic";
  if (revision->name[0] != '\0')
    return "user-bookmarks-symbolic";
  switch (revision->why)
    {
    case DESK_WHY_RESTORE:
      return "document-revert-symbolic";
    case DESK_WHY_MERGE:
      return "desk-merge-symbolic";
    case DESK_WHY_RECOVERED:
      return "desk-recovered-symbolic";
    case DESK_WHY_FIRST:
    case DESK_WHY_KEEP:
    case DESK_WHY_PAUSE:
    case DESK_WHY_LEAVE:
    case DESK_WHY_CHECK:
    case DESK_WHY_PUBLISH:
    case DESK_WHY_IMPORT:
    case DESK_WHY_DETAILS:
    default:
      return NULL;
    }
}

/* "Mara Vell, Ilan Döss" of names one a line; of many the one who came last. */
static char *
describe_authors (const char *authors)
{
  g_auto (GStrv) names = g_strsplit (authors, "\n", -1);
  guint n = g_strv_length (names);
  g_autofree char *first = desk_isolate (n > 0 ? names[0] : "");
  g_autofree char *second = desk_isolate (n > 1 ? names[1] : "");

  if (n < 2)
    return g_steal_pointer (&first);
  if (n == 2)
    /* Translators: two names */
    return g_strdup_printf (_ ("%s, %s"), first, second);
  /* Translators: a name, and how many others worked on the same versions */
  return g_strdup_printf (ngettext ("%s and %u other", "%s and %u others", n - 1), first, n - 1);
}

static char *
describe_fold (DeskHistoryItem *item, const char *zone)
{
  g_autofree char *from = desk_time_format_clock (item->oldest_at, zone, desk_locale_get_language ());
  g_autofree char *to = desk_time_format_clock (item->at, zone, desk_locale_get_language ());
  g_autofree char *span = NULL;
  g_autofree char *authors = describe_authors (item->authors);

  if (g_str_equal (from, to))
    span = g_strdup (to);
  else
    /* Translators: from one time of the day to another: “18:02–18:20” */
    span = g_strdup_printf (C_ ("times", "%s–%s"), from, to);
  /* Translators: versions that Desk kept by itself, in one line: how many, from when to when, whose: “7 versions, 18:02–18:40, Mara Vell” */
  return g_strdup_printf (ngettext ("%u version, %s, %s", "%u versions, %s, %s", item->n_folded), item->n_folded, span, authors);
}

static void
show_fold (DeskHistoryRow *self, const char *zone)
{
  g_autofree char *title = describe_fold (self->item, zone);

  gtk_label_set_wrap (self->title, FALSE);
  gtk_label_set_label (self->title, title);
  gtk_image_set_from_icon_name (self->mark, self->item->expanded ? "pan-down-symbolic" : "pan-end-symbolic");
}

static void
show_revision (DeskHistoryRow *self, DeskSnapshot *snapshot, const char *zone)
{
  DeskRevision *revision = self->item->revision;
  const char *stamp = find_stamp (revision, snapshot);
  g_autofree char *name = desk_isolate (revision->name[0] != '\0' || stamp == NULL ? revision->name : stamp);
  g_autofree char *details = describe_revision (revision, stamp);

  /* What wraps is measured again and again: only what people wrote may be long. */
  gtk_label_set_wrap (self->title, revision->name[0] != '\0' || stamp != NULL);
  gtk_label_set_wrap (self->details, revision->note[0] != '\0' || (revision->name[0] != '\0' && stamp != NULL));
  gtk_label_set_label (self->title, revision->name[0] != '\0' || stamp != NULL ? name : desk_enum_get_label (DESK_TYPE_WHY, revision->why));
  gtk_label_set_label (self->details, details);
  gtk_image_set_from_icon_name (self->mark, get_mark (revision));
}

/* As high as most lines are, for the moment until it was read. */
static void
show_nothing (DeskHistoryRow *self)
{
  gtk_label_set_wrap (self->title, FALSE);
  gtk_label_set_wrap (self->details, FALSE);
  gtk_label_set_label (self->title, " ");
  gtk_label_set_label (self->details, " ");
  gtk_image_clear (self->mark);
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

/* The button is there while the pointer is on the line or the menu is open; otherwise its place is kept. */
static void
update_button (DeskHistoryRow *self)
{
  gboolean is_shown = self->menu_button != NULL && self->item != NULL && self->item->revision != NULL &&
                      (self->is_pointed || gtk_menu_button_get_active (self->menu_button));
  gboolean is_fold = self->item != NULL && self->item->n_folded > 0;

  if (self->menu_button != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->menu_button), is_shown);
  gtk_widget_set_margin_end (self->words, is_shown || is_fold ? 0 : BUTTON_WIDTH + gtk_box_get_spacing (self->box));
}

/* Few lines are ever pointed at, and a button is dearer than the line itself. */
static void
need_button (DeskHistoryRow *self)
{
  GtkWidget *button;

  if (self->menu_button != NULL)
    return;
  button = gtk_menu_button_new ();
  self->menu_button = GTK_MENU_BUTTON (button);
  gtk_menu_button_set_icon_name (self->menu_button, "view-more-symbolic");
  gtk_widget_set_tooltip_text (button, _ ("Version Menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Version Menu"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_menu_button_set_create_popup_func (self->menu_button, create_popup_cb, self, NULL);
  g_signal_connect_object (button, "notify::active", G_CALLBACK (update_button), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->box, button);
}

/* What was too long for the line. */
static gboolean
desk_history_row_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (widget);
  g_autofree char *label = desk_history_row_dup_label (self);

  if (!pango_layout_is_ellipsized (gtk_label_get_layout (self->title)) &&
      !(gtk_widget_get_visible (GTK_WIDGET (self->details)) && pango_layout_is_ellipsized (gtk_label_get_layout (self->details))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, label);
  return TRUE;
}

static void
desk_history_row_dispose (GObject *object)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (object);

  if (self->menu_button != NULL)
    g_signal_handlers_disconnect_by_data (self->menu_button, self);
  self->menu_button = NULL;
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
  widget_class->query_tooltip = desk_history_row_query_tooltip;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, words);
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, mark);
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, time);
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, title);
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryRow, details);
}

static void
desk_history_row_init (DeskHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->box = GTK_BOX (adw_bin_get_child (ADW_BIN (self)));
}

GtkWidget *
desk_history_row_new (void)
{
  return g_object_new (DESK_TYPE_HISTORY_ROW, NULL);
}

void
desk_history_row_set_item (DeskHistoryRow *self, DeskHistoryItem *item, DeskSnapshot *snapshot, const char *zone)
{
  gboolean is_fold, stands_out;

  g_return_if_fail (DESK_IS_HISTORY_ROW (self));
  g_return_if_fail (item == NULL || DESK_IS_HISTORY_ITEM (item));
  g_return_if_fail (snapshot == NULL || DESK_IS_SNAPSHOT (snapshot));

  if (self->menu_button != NULL && item != self->item)
    gtk_menu_button_popdown (self->menu_button);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  is_fold = item->n_folded > 0;
  stands_out = item->revision != NULL && (item->revision->name[0] != '\0' || item->revision->published);
  gtk_widget_set_visible (GTK_WIDGET (self->time), !is_fold);
  gtk_widget_set_visible (GTK_WIDGET (self->details), !is_fold);
  update_button (self);
  gtk_widget_set_margin_start (GTK_WIDGET (self), item->nested ? 12 : 0);
  set_class (GTK_WIDGET (self->title), "dimmed", is_fold || item->nested);
  set_class (GTK_WIDGET (self->title), "caption", is_fold);
  set_class (GTK_WIDGET (self->title), "heading", stands_out);
  set_class (GTK_WIDGET (self->mark), "accent", stands_out);
  set_class (GTK_WIDGET (self->mark), "dimmed", !stands_out);

  if (item->at != 0)
    {
      g_autofree char *time = desk_time_format_clock (item->at, zone, desk_locale_get_language ());

      gtk_label_set_label (self->time, time);
    }
  else
    gtk_label_set_label (self->time, "");
  if (is_fold)
    show_fold (self, zone);
  else if (item->revision != NULL)
    show_revision (self, snapshot, zone);
  else
    show_nothing (self);
}

DeskHistoryItem *
desk_history_row_get_item (DeskHistoryRow *self)
{
  g_return_val_if_fail (DESK_IS_HISTORY_ROW (self), NULL);

  return self->item;
}

void
desk_history_row_popup (DeskHistoryRow *self)
{
  g_return_if_fail (DESK_IS_HISTORY_ROW (self));

  if (self->item == NULL || self->item->revision == NULL)
    return;
  need_button (self);
  /* A menu opens at a button that is seen. */
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), TRUE);
  gtk_menu_button_popup (self->menu_button);
  update_button (self);
}

void
desk_history_row_set_pointed (DeskHistoryRow *self, gboolean is_pointed)
{
  g_return_if_fail (DESK_IS_HISTORY_ROW (self));

  self->is_pointed = is_pointed;
  if (is_pointed && self->item != NULL && self->item->revision != NULL)
    need_button (self);
  update_button (self);
}

char *
desk_history_row_dup_label (DeskHistoryRow *self)
{
  g_return_val_if_fail (DESK_IS_HISTORY_ROW (self), NULL);

  if (self->item == NULL || self->item->n_folded > 0)
    return g_strdup (gtk_label_get_label (self->title));
  return g_strjoin (", ", gtk_label_get_label (self->time), gtk_label_get_label (self->title), gtk_label_get_label (self->details), NULL);
}
