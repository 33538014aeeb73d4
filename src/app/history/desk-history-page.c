/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-history-page.h"

#include <glib/gi18n.h>

#include "claims/desk-undoable.h"
#include "core/desk-time.h"
#include "desk-history-model.h"
#include "desk-history-row.h"
#include "preferences/desk-locale.h"
#include "window/desk-story-view.h"

struct _DeskHistoryPage
{
  AdwBin parent_instance;

  DeskDocument *document;
  DeskHistoryModel *model;
  gboolean is_stale; /* the story changed while nobody looked */
  GtkSliceListModel *shown;
  guint tick;               /* while lines are still added to @shown */
  gboolean stays_at_top;    /* once the lines that came are laid out */
  DeskHistoryRow *pointed; /* (nullable): where the pointer is, a weak pointer */
  DeskHistoryRow *focused; /* (nullable): where the focus is, a weak pointer */

  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (DeskHistoryPage, desk_history_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What the name dialog writes to. */
typedef struct
{
  GtkWidget *page;
  DeskDocument *document;
  DeskRevision *revision;
  GtkEditable *name;
  GtkEditable *note;
} Naming;

static void
naming_free (Naming *naming)
{
  g_clear_object (&naming->page);
  g_clear_object (&naming->document);
  g_clear_object (&naming->revision);
  g_free (naming);
}

static void
failed_cb (DeskHistoryPage *self, const char *message)
{
  if (desk_story_view_find (GTK_WIDGET (self)) != NULL)
    desk_story_view_toast (GTK_WIDGET (self), message);
}

/* A list view makes some 200 lines at once, seen or not: a high window full of them comes in the first frame, the others
 * in the frames behind it, and all that lie further on cost nothing. */
#define FIRST_LINES 40
#define MORE_LINES 60
#define MADE_LINES 240

static gboolean
show_more_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DeskHistoryPage *self = DESK_HISTORY_PAGE (data);
  guint n = gtk_slice_list_model_get_size (self->shown);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return G_SOURCE_CONTINUE;
  if (n < MIN (MADE_LINES, g_list_model_get_n_items (G_LIST_MODEL (self->model))))
    {
      gtk_slice_list_model_set_size (self->shown, n + MORE_LINES);
      return G_SOURCE_CONTINUE;
    }
  self->tick = 0;
  gtk_slice_list_model_set_size (self->shown, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

/* A list view keeps the line that is the first in view where it is when others come, without the day above it: who is at
 * the top stays there, and sees the newest. */
static void
items_changed_cb (DeskHistoryPage *self)
{
  if (gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list))) == 0)
    self->stays_at_top = TRUE;
}

/* Still in the same frame: the lines are laid out once more before they are drawn. */
static void
layout_cb (DeskHistoryPage *self)
{
  if (self->stays_at_top)
    gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), 0);
  self->stays_at_top = FALSE;
}

static void
clear_list (DeskHistoryPage *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->tick);
  self->tick = 0;
  gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->model);
}

/* The list starts over with another story, and with another zone, as days are the zone's. */
static void
fill (DeskHistoryPage *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  clear_list (self);
  if (self->document == NULL || desk_document_get_snapshot (self->document) == NULL)
    return;

  self->is_stale = FALSE;
  self->model = desk_history_model_new (desk_document_get_store (self->document), desk_document_get_story_id (self->document),
                                        desk_document_get_zone (self->document));
  g_signal_connect_object (self->model, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  self->shown = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->model)), 0, FIRST_LINES);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->shown)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), show_more_cb, self, NULL);
}

/* Nobody waits for what is not seen. */
static void
refresh (DeskHistoryPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->is_stale = TRUE;
  else if (self->model == NULL)
    fill (self);
  else
    {
      self->is_stale = FALSE;
      desk_history_model_reload (self->model);
    }
}

static void
name_response_cb (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  Naming *naming = data;
  DeskRevision *revision = naming->revision;
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (naming->name)));
  g_autofree char *note = g_strstrip (g_strdup (gtk_editable_get_text (naming->note)));

  if (!g_str_equal (response, "name") || (g_str_equal (name, revision->name) && g_str_equal (note, revision->note)))
    return;
  desk_undoable_commit (naming->page, naming->document, DESK_WHY_KEEP,
                        desk_changes_new (desk_change_new_name (revision->id, name, note)), _ ("Version named"),
                        desk_changes_new (desk_change_new_name (revision->id, revision->name, revision->note)));
}

static void
name_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskHistoryPage *self = DESK_HISTORY_PAGE (widget);
  DeskRevision *revision = self->model != NULL ? desk_history_model_find (self->model, g_variant_get_string (parameter, NULL)) : NULL;
  AdwDialog *dialog;
  GtkWidget *group, *name, *note;
  Naming *naming;

  if (revision == NULL)
    return;

  group = adw_preferences_group_new ();
  name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (name), C_ ("version", "Name"));
  gtk_editable_set_text (GTK_EDITABLE (name), revision->name);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (name), TRUE);
  note = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (note), C_ ("version", "Note"));
  gtk_editable_set_text (GTK_EDITABLE (note), revision->note);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (note), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), note);

  naming = g_new0 (Naming, 1);
  naming->page = g_object_ref (widget);
  naming->document = g_object_ref (self->document);
  naming->revision = g_object_ref (revision);
  naming->name = GTK_EDITABLE (name);
  naming->note = GTK_EDITABLE (note);

  dialog = adw_alert_dialog_new (_ ("Name Version"), NULL);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "name", _ ("_Name"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "name");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), group);
  g_signal_connect_data (dialog, "response", G_CALLBACK (name_response_cb), naming, (GClosureNotify) naming_free, 0);
  adw_dialog_set_focus (dialog, name);
  adw_dialog_present (dialog, widget);
}

/* The line that has the focus, or that something in it has; (transfer none) (nullable). */
static DeskHistoryRow *
get_focused_row (DeskHistoryPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    return NULL;
  if (child != NULL && DESK_IS_HISTORY_ROW (child))
    return DESK_HISTORY_ROW (child);
  return DESK_HISTORY_ROW (gtk_widget_get_ancestor (focus, DESK_TYPE_HISTORY_ROW));
}

static gboolean
name_focused_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  DeskHistoryRow *row = get_focused_row (DESK_HISTORY_PAGE (widget));
  DeskHistoryItem *item = row != NULL ? desk_history_row_get_item (row) : NULL;

  if (item == NULL || item->revision == NULL)
    return FALSE;
  gtk_widget_activate_action (widget, "history.name", "s", item->revision->id);
  return TRUE;
}

static gboolean
popup_focused_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  DeskHistoryRow *row = get_focused_row (DESK_HISTORY_PAGE (widget));

  if (row == NULL)
    return FALSE;
  desk_history_row_popup (row);
  return TRUE;
}

/* The line at a place of the list; (transfer none) (nullable). */
static DeskHistoryRow *
find_row (DeskHistoryPage *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);

  if (widget == NULL)
    return NULL;
  if (GTK_IS_WIDGET (gtk_widget_get_first_child (widget)) && DESK_IS_HISTORY_ROW (gtk_widget_get_first_child (widget)))
    return DESK_HISTORY_ROW (gtk_widget_get_first_child (widget));
  return DESK_HISTORY_ROW (gtk_widget_get_ancestor (widget, DESK_TYPE_HISTORY_ROW));
}

/* Moves a mark from the row in @place to @row (nullable). */
static void
move_mark (DeskHistoryRow **place, DeskHistoryRow *row, void (*set_mark) (DeskHistoryRow *row, gboolean is_marked))
{
  DeskHistoryRow *old = *place;

  if (!g_set_weak_pointer (place, row))
    return;
  if (old != NULL)
    set_mark (old, FALSE);
  if (row != NULL)
    set_mark (row, TRUE);
}

static void
set_pointed (DeskHistoryPage *self, DeskHistoryRow *row)
{
  move_mark (&self->pointed, row, desk_history_row_set_pointed);
}

static void
focus_changed_cb (DeskHistoryPage *self)
{
  move_mark (&self->focused, get_focused_row (self), desk_history_row_set_focused);
}

/* One for all lines, as there are many of these. */
static void
motion_cb (DeskHistoryPage *self, double x, double y)
{
  set_pointed (self, find_row (self, x, y));
}

static void
leave_cb (DeskHistoryPage *self)
{
  set_pointed (self, NULL);
}

static void
pressed_cb (DeskHistoryPage *self, int n_press, double x, double y)
{
  DeskHistoryRow *row = find_row (self, x, y);

  if (row != NULL)
    desk_history_row_popup (row);
}

static void
long_pressed_cb (DeskHistoryPage *self, double x, double y, GtkGesture *gesture)
{
  DeskHistoryRow *row = find_row (self, x, y);

  if (row == NULL)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  desk_history_row_popup (row);
}

static void
activate_cb (DeskHistoryPage *self, guint position, GtkListView *list)
{
  g_autoptr (DeskHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (item->n_folded > 0)
    desk_history_model_toggle (self->model, item);
  else if (item->revision != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "story.show-revision", "s", item->revision->id);
}

static void
show_item (DeskHistoryPage *self, GtkListItem *list_item)
{
  DeskHistoryRow *row = DESK_HISTORY_ROW (gtk_list_item_get_child (list_item));
  DeskHistoryItem *item = gtk_list_item_get_item (list_item);
  const char *description = "";
  g_autofree char *label = NULL;

  desk_history_row_set_item (row, item, desk_document_get_snapshot (self->document), desk_document_get_zone (self->document));
  label = desk_history_row_dup_label (row);
  if (item->n_folded > 0)
    description = item->expanded ? _ ("They follow. Enter hides them") : _ ("Enter shows them");
  gtk_list_item_set_accessible_label (list_item, label);
  gtk_list_item_set_accessible_description (list_item, description);
}

static void
item_changed_cb (DeskHistoryItem *item, GtkListItem *list_item)
{
  GtkWidget *page = gtk_widget_get_ancestor (gtk_list_item_get_child (list_item), DESK_TYPE_HISTORY_PAGE);

  if (page != NULL && DESK_HISTORY_PAGE (page)->document != NULL)
    show_item (DESK_HISTORY_PAGE (page), list_item);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, DeskHistoryPage *self)
{
  gtk_list_item_set_child (list_item, desk_history_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, DeskHistoryPage *self)
{
  g_signal_connect (gtk_list_item_get_item (list_item), "changed", G_CALLBACK (item_changed_cb), list_item);
  show_item (self, list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, DeskHistoryPage *self)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), item_changed_cb, list_item);
  desk_history_row_set_item (DESK_HISTORY_ROW (gtk_list_item_get_child (list_item)), NULL, NULL, NULL);
}

static void
setup_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, DeskHistoryPage *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_list_header_set_child (header, label);
}

static void
bind_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, DeskHistoryPage *self)
{
  DeskHistoryItem *item = gtk_list_header_get_item (header);
  g_autofree char *day = desk_time_format_day (item->at, desk_document_get_zone (self->document), desk_locale_get_language ());

  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)), day);
}

static void
snapshot_changed_cb (DeskHistoryPage *self)
{
  refresh (self);
}

static void
clock_changed_cb (DeskHistoryPage *self)
{
  fill (self);
}

static void
desk_history_page_map (GtkWidget *widget)
{
  DeskHistoryPage *self = DESK_HISTORY_PAGE (widget);

  GTK_WIDGET_CLASS (desk_history_page_parent_class)->map (widget);

  if (self->is_stale || self->model == NULL)
    refresh (self);
}

static void
desk_history_page_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (desk_history_page_parent_class)->realize (widget);

  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "layout", G_CALLBACK (layout_cb), widget,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
desk_history_page_unrealize (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (widget), layout_cb, widget);

  GTK_WIDGET_CLASS (desk_history_page_parent_class)->unrealize (widget);
}

static void
desk_history_page_root (GtkWidget *widget)
{
  DeskHistoryPage *self = DESK_HISTORY_PAGE (widget);

  GTK_WIDGET_CLASS (desk_history_page_parent_class)->root (widget);

  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget", G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
desk_history_page_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), focus_changed_cb, widget);

  GTK_WIDGET_CLASS (desk_history_page_parent_class)->unroot (widget);
}

static void
desk_history_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DeskHistoryPage *self = DESK_HISTORY_PAGE (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
desk_history_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_DOCUMENT:
      desk_history_page_set_document (DESK_HISTORY_PAGE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
desk_history_page_dispose (GObject *object)
{
  DeskHistoryPage *self = DESK_HISTORY_PAGE (object);

  desk_history_page_set_document (self, NULL);
  g_clear_weak_pointer (&self->pointed);
  g_clear_weak_pointer (&self->focused);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_HISTORY_PAGE);

  G_OBJECT_CLASS (desk_history_page_parent_class)->dispose (object);
}

static void
desk_history_page_class_init (DeskHistoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_history_page_dispose;
  object_class->get_property = desk_history_page_get_property;
  object_class->set_property = desk_history_page_set_property;
  widget_class->map = desk_history_page_map;
  widget_class->realize = desk_history_page_realize;
  widget_class->unrealize = desk_history_page_unrealize;
  widget_class->root = desk_history_page_root;
  widget_class->unroot = desk_history_page_unroot;

  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "history.name", "s", name_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, name_focused_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, popup_focused_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, popup_focused_cb, NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryPage, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
}

static void
desk_history_page_init (DeskHistoryPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) header_factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  g_signal_connect_object (header_factory, "setup", G_CALLBACK (setup_header_cb), self, 0);
  g_signal_connect_object (header_factory, "bind", G_CALLBACK (bind_header_cb), self, 0);
  gtk_list_view_set_header_factory (self->list, header_factory);
}

void
desk_history_page_set_document (DeskHistoryPage *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_HISTORY_PAGE (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  /* The rows still shown are of the old document. */
  clear_list (self);
  g_set_object (&self->document, document);

  if (document != NULL)
    {
      g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (snapshot_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (document, "notify::zone", G_CALLBACK (clock_changed_cb), self, G_CONNECT_SWAPPED);
      refresh (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}
