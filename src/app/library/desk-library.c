/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "library/desk-library.h"

#include <glib/gi18n.h>

#include "exchange/desk-capture.h"
#include "library/desk-library-item.h"
#include "library/desk-library-row.h"
#include "window/desk-story-view.h"

/* As many rows as are asked for at a time; the next come when the list is scrolled to its end. */
#define PAGE 200

/* Milliseconds in which changes of the desk are gathered before the list is read again. */
#define SETTLE 40

struct _DeskLibrary
{
  AdwBin parent_instance;

  DeskStore *store;
  GListStore *items; /* of DeskLibraryItem */
  char *open_story;
  gboolean selecting; /* the list's selection follows the window now, not the other way round */
  guint limit;
  guint reload_source;
  GCancellable *reload;

  GtkDropDown *filter;
  GtkToggleButton *search_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkStack *pages;
  GtkListView *list;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (DeskLibrary, desk_library, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_FILTER,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* What stands in the drop-down: all, each DeskState in its order, the bin. */
enum
{
  FILTER_ALL,
  FILTER_STATE,
  FILTER_BIN = FILTER_STATE + DESK_STATE_ARCHIVED + 1,
};

static const char *
get_words (DeskLibrary *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
}

static void
update_selection (DeskLibrary *self)
{
  guint position = GTK_INVALID_LIST_POSITION;
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n_items && self->open_story != NULL; i++)
    {
      g_autoptr (DeskLibraryItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_str_equal (desk_library_item_get_id (item), self->open_story))
        {
          position = i;
          break;
        }
    }

  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
}

static void
update_page (DeskLibrary *self)
{
  const char *page = "list";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    {
      if (get_words (self)[0] != '\0')
        page = "not-found";
      else if (gtk_drop_down_get_selected (self->filter) != FILTER_ALL)
        page = "nothing";
      else
        page = "empty";
    }
  gtk_stack_set_visible_child_name (self->pages, page);
}

/* Brings the list to @stories with the least that changes: an item whose story stays is the same object. */
static void
show_stories (DeskLibrary *self, GPtrArray *stories)
{
  GListModel *model = G_LIST_MODEL (self->items);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_old = g_list_model_get_n_items (model);
  guint first = 0, last = 0;

  for (guint i = 0; i < n_old; i++)
    {
      DeskLibraryItem *item = g_list_model_get_item (model, i);

      g_hash_table_insert (known, (char *) desk_library_item_get_id (item), item);
    }
  for (guint i = 0; i < stories->len; i++)
    {
      DeskStory *story = g_ptr_array_index (stories, i);
      DeskLibraryItem *item = g_hash_table_lookup (known, story->id);

      g_ptr_array_add (items, item != NULL ? g_object_ref (item) : desk_library_item_new (story));
    }

  while (first < n_old && first < items->len)
    {
      g_autoptr (GObject) old = g_list_model_get_item (model, first);

      if (old != g_ptr_array_index (items, first))
        break;
      first++;
    }
  while (last < n_old - first && last < items->len - first)
    {
      g_autoptr (GObject) old = g_list_model_get_item (model, n_old - 1 - last);

      if (old != g_ptr_array_index (items, items->len - 1 - last))
        break;
      last++;
    }

  self->selecting = TRUE;
  if (first + last < n_old || first + last < items->len)
    g_list_store_splice (self->items, first, n_old - first - last, items->pdata + first, items->len - first - last);
  self->selecting = FALSE;

  /* Only now, as the ids that `known` looks up by belong to the stories that go. */
  g_hash_table_remove_all (known);
  for (guint i = 0; i < items->len; i++)
    desk_library_item_set_story (g_ptr_array_index (items, i), g_ptr_array_index (stories, i));

  update_selection (self);
  update_page (self);
}

static void
stories_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskLibrary) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stories = desk_store_list_stories_finish (DESK_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->store != DESK_STORE (source))
    return;
  if (stories == NULL)
    {
      desk_story_view_toast (GTK_WIDGET (self), error->message);
      return;
    }
  show_stories (self, stories);
}

static void
reload (DeskLibrary *self)
{
  guint filter = gtk_drop_down_get_selected (self->filter);
  const char *words = get_words (self);
  DeskStoryQuery query = {
    .state = -1,
    .words = words[0] != '\0' ? words : NULL,
    .binned = filter == FILTER_BIN,
    .limit = self->limit,
  };

  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_cancellable_cancel (self->reload);
  g_clear_object (&self->reload);
  if (self->store == NULL)
    return;

  if (filter >= FILTER_STATE && filter < FILTER_BIN)
    query.state = (int) (filter - FILTER_STATE);
  self->reload = g_cancellable_new ();
  desk_store_list_stories_async (self->store, &query, self->reload, stories_listed_cb, g_object_ref (self));
}

static gboolean
reload_cb (gpointer data)
{
  DeskLibrary *self = data;

  self->reload_source = 0;
  reload (self);
  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (DeskLibrary *self)
{
  if (self->reload_source == 0)
    self->reload_source = g_timeout_add (SETTLE, reload_cb, self);
}

static void
search_changed_cb (DeskLibrary *self)
{
  self->limit = PAGE;
  reload (self);
}

static void
search_activated_cb (DeskLibrary *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
    gtk_single_selection_set_selected (self->selection, 0);
}

static void
filter_changed_cb (DeskLibrary *self)
{
  self->limit = PAGE;
  reload (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
}

static void
show_all_cb (DeskLibrary *self)
{
  gtk_drop_down_set_selected (self->filter, FILTER_ALL);
}

static void
edge_reached_cb (DeskLibrary *self, GtkPositionType edge)
{
  if (edge == GTK_POS_BOTTOM && g_list_model_get_n_items (G_LIST_MODEL (self->items)) >= self->limit)
    {
      self->limit += PAGE;
      reload (self);
    }
}

static void
selected_cb (DeskLibrary *self)
{
  DeskLibraryItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (self->selecting || item == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-story", "s", desk_library_item_get_id (item));
}

static void
activated_cb (DeskLibrary *self, guint position)
{
  g_autoptr (DeskLibraryItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-story", "s", desk_library_item_get_id (item));
}

static void
append_action (GMenu *menu, const char *label, const char *action, const char *story, const char *state)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (state != NULL)
    g_menu_item_set_action_and_target (item, action, "(ss)", story, state);
  else
    g_menu_item_set_action_and_target (item, action, "s", story);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (DeskStory *story)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) open = g_menu_new ();
  g_autoptr (GMenu) states = g_menu_new ();
  g_autoptr (GMenu) bin = g_menu_new ();

  append_action (open, _ ("Open in New _Window"), "win.open-story-window", story->id, NULL);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (open));

  for (int state = DESK_STATE_DRAFT; state <= DESK_STATE_ARCHIVED && !story->binned; state++)
    {
      /* A story is published by publishing it. */
      if (state != (int) story->state && (state != DESK_STATE_PUBLISHED || story->out_at != 0))
        append_action (states, desk_enum_get_label (DESK_TYPE_STATE, state), "library.set-state", story->id,
                       desk_enum_to_nick (DESK_TYPE_STATE, state));
    }
  if (!story->binned)
    g_menu_append_section (menu, _ ("State"), G_MENU_MODEL (states));

  if (story->binned)
    append_action (bin, _ ("_Restore"), "library.restore", story->id, NULL);
  else
    append_action (bin, _ ("Move to _Bin"), "library.bin", story->id, NULL);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (bin));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
menu_closed_cb (GtkPopover *popover)
{
  /* Its action is activated after it closed, and needs it in the tree until then. */
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, popover);
}

static void
show_menu (GtkWidget *parent, DeskStory *story, const GdkRectangle *at)
{
  g_autoptr (GMenuModel) menu = make_menu (story);
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);

  gtk_widget_set_parent (popover, parent);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), at);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  g_signal_connect (popover, "closed", G_CALLBACK (menu_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
row_pressed_cb (GtkGesture *gesture, double x, double y)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  DeskLibraryItem *item = desk_library_row_get_item (DESK_LIBRARY_ROW (row));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (row, desk_library_item_get_story (item), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
}

static void
row_right_pressed_cb (GtkGesture *gesture, int n_press, double x, double y)
{
  row_pressed_cb (gesture, x, y);
}

static void
row_setup_cb (DeskLibrary *self, GtkListItem *list_item)
{
  GtkWidget *row = desk_library_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *hold = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (row_right_pressed_cb), NULL);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), TRUE);
  g_signal_connect (hold, "pressed", G_CALLBACK (row_pressed_cb), NULL);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (hold));
  gtk_list_item_set_child (list_item, row);
}

static gboolean
describe_story (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_take_string (to, desk_library_row_describe (g_value_get_object (from)));
  return TRUE;
}

static void
row_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  DeskLibraryItem *item = gtk_list_item_get_item (list_item);

  desk_library_row_set_item (DESK_LIBRARY_ROW (gtk_list_item_get_child (list_item)), item);
  g_object_set_data (G_OBJECT (list_item), "description",
                     g_object_bind_property_full (item, "story", list_item, "accessible-label", G_BINDING_SYNC_CREATE,
                                                  describe_story, NULL, NULL, NULL));
}

static void
row_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  g_binding_unbind (g_object_steal_data (G_OBJECT (list_item), "description"));
  desk_library_row_set_item (DESK_LIBRARY_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* --- actions --- */

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskLibrary) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_store_commit_finish (DESK_STORE (source), result, &error);

  if (ids == NULL)
    desk_story_view_toast (GTK_WIDGET (self), error->message);
}

static void
commit (DeskLibrary *self, const char *story, DeskChange *change)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);
  desk_store_commit_async (self->store, story, changes, NULL, committed_cb, g_object_ref (self));
}

static void
set_state_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *story, *nick;
  int state;

  g_variant_get (parameter, "(&s&s)", &story, &nick);
  if (desk_enum_from_nick (DESK_TYPE_STATE, nick, &state, NULL))
    commit (DESK_LIBRARY (widget), story, desk_change_new_state (state, NULL));
}

static void
restore_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  commit (DESK_LIBRARY (widget), g_variant_get_string (parameter, NULL), desk_change_new_bin (FALSE));
}

static void
undo_bin_cb (DeskLibrary *self, AdwToast *toast)
{
  commit (self, g_object_get_data (G_OBJECT (toast), "story"), desk_change_new_bin (FALSE));
}

static void
bin_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskLibrary *self = DESK_LIBRARY (widget);
  const char *story = g_variant_get_string (parameter, NULL);
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;

  commit (self, story, desk_change_new_bin (TRUE));
  gtk_widget_activate_action (widget, "win.leave-story", "s", story);

  if (overlay == NULL)
    return;
  toast = adw_toast_new (_ ("Moved to the bin"));
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "story", g_strdup (story), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_bin_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
clear_search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskLibrary *self = DESK_LIBRARY (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
menu_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskLibrary *self = DESK_LIBRARY (widget);
  DeskLibraryItem *item = gtk_single_selection_get_selected_item (self->selection);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  if (item != NULL && focus != NULL && gtk_widget_compute_bounds (focus, GTK_WIDGET (self->list), &bounds))
    show_menu (GTK_WIDGET (self->list), desk_library_item_get_story (item),
               &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width, (int) bounds.size.height });
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskLibrary) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *story = desk_store_create_story_finish (DESK_STORE (source), result, &error);

  if (story != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-story", "s", story);
  else
    desk_story_view_toast (GTK_WIDGET (self), error->message);
}

static void
begin_with_post (DeskLibrary *self, DeskPost *post, GBytes *raw, const char *raw_type)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (DeskText) empty = desk_text_new ();
  g_autoptr (DeskText) text = NULL;
  g_autofree char *body = NULL;

  /* The post's line is its embed. */
  body = post->address[0] != '\0' ? g_strdup_printf ("<%s>\n", post->address) : g_strdup ("");
  text = desk_text_with_body (empty, body);
  g_ptr_array_add (changes, desk_change_new_post (post, raw, raw_type));
  desk_library_expect_story (self);
  desk_store_create_story_async (self->store, NULL, text, changes, NULL, begun_cb, g_object_ref (self));
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskLibrary) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *pasted = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (DeskPost) post = NULL;
  g_autoptr (GBytes) raw = NULL;
  const char *raw_type = NULL;

  if (pasted == NULL || self->store == NULL)
    return;
  post = desk_capture_read (pasted, -1, &raw_type, &error);
  if (post == NULL)
    {
      desk_story_view_toast (GTK_WIDGET (self), error->message);
      return;
    }
  raw = g_bytes_new (pasted, strlen (pasted));
  begin_with_post (self, post, raw, raw_type);
}

static void
paste_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb, g_object_ref (widget));
}

/* --- object --- */

static void
desk_library_dispose (GObject *object)
{
  DeskLibrary *self = DESK_LIBRARY (object);

  desk_library_set_store (self, NULL);
  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_clear_pointer (&self->open_story, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_LIBRARY);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (desk_library_parent_class)->dispose (object);
}

static void
desk_library_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskLibrary *self = DESK_LIBRARY (object);

  switch (prop_id)
    {
    case PROP_FILTER:
      g_value_set_string (value, desk_library_get_filter (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_library_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskLibrary *self = DESK_LIBRARY (object);

  switch (prop_id)
    {
    case PROP_FILTER:
      desk_library_set_filter (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_library_class_init (DeskLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_library_dispose;
  object_class->get_property = desk_library_get_property;
  object_class->set_property = desk_library_set_property;

  properties[PROP_FILTER] = g_param_spec_string ("filter", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-library.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskLibrary, filter);
  gtk_widget_class_bind_template_child (widget_class, DeskLibrary, search_button);
  gtk_widget_class_bind_template_child (widget_class, DeskLibrary, search_bar);
  gtk_widget_class_bind_template_child (widget_class, DeskLibrary, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DeskLibrary, pages);
  gtk_widget_class_bind_template_child (widget_class, DeskLibrary, list);
  gtk_widget_class_bind_template_child (widget_class, DeskLibrary, selection);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, edge_reached_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_unbind_cb);

  gtk_widget_class_install_action (widget_class, "library.set-state", "(ss)", set_state_cb);
  gtk_widget_class_install_action (widget_class, "library.bin", "s", bin_cb);
  gtk_widget_class_install_action (widget_class, "library.restore", "s", restore_cb);
  gtk_widget_class_install_action (widget_class, "library.clear-search", NULL, clear_search_cb);
  gtk_widget_class_install_action (widget_class, "library.menu", NULL, menu_cb);
  gtk_widget_class_install_action (widget_class, "library.paste", NULL, paste_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "library.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "library.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "library.menu", NULL);
}

static void
desk_library_init (DeskLibrary *self)
{
  g_autoptr (GtkStringList) filters = gtk_string_list_new (NULL);

  self->limit = PAGE;
  self->items = g_list_store_new (DESK_TYPE_LIBRARY_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_string_list_append (filters, _ ("All Stories"));
  for (int state = DESK_STATE_DRAFT; state <= DESK_STATE_ARCHIVED; state++)
    gtk_string_list_append (filters, desk_enum_get_label (DESK_TYPE_STATE, state));
  gtk_string_list_append (filters, C_ ("stories to show", "Bin"));
  gtk_drop_down_set_model (self->filter, G_LIST_MODEL (filters));

  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->items));
}

void
desk_library_set_store (DeskLibrary *self, DeskStore *store)
{
  g_return_if_fail (DESK_IS_LIBRARY (self));
  g_return_if_fail (store == NULL || DESK_IS_STORE (store));

  if (self->store == store)
    return;
  g_cancellable_cancel (self->reload);
  g_clear_object (&self->reload);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_func (self->store, store_changed_cb, self);
  g_set_object (&self->store, store);
  if (store != NULL)
    {
      g_signal_connect_swapped (store, "changed", G_CALLBACK (store_changed_cb), self);
      reload (self);
    }
}

void
desk_library_set_open_story (DeskLibrary *self, const char *story)
{
  g_return_if_fail (DESK_IS_LIBRARY (self));

  if (g_set_str (&self->open_story, story))
    update_selection (self);
}

const char *
desk_library_get_filter (DeskLibrary *self)
{
  guint filter;

  g_return_val_if_fail (DESK_IS_LIBRARY (self), "");

  filter = gtk_drop_down_get_selected (self->filter);
  if (filter == FILTER_BIN)
    return "bin";
  if (filter >= FILTER_STATE && filter < FILTER_BIN)
    return desk_enum_to_nick (DESK_TYPE_STATE, (int) (filter - FILTER_STATE));
  return "";
}

void
desk_library_set_filter (DeskLibrary *self, const char *filter)
{
  int state;

  g_return_if_fail (DESK_IS_LIBRARY (self));

  if (g_strcmp0 (filter, "bin") == 0)
    gtk_drop_down_set_selected (self->filter, FILTER_BIN);
  else if (filter != NULL && desk_enum_from_nick (DESK_TYPE_STATE, filter, &state, NULL))
    gtk_drop_down_set_selected (self->filter, (guint) (FILTER_STATE + state));
  else
    gtk_drop_down_set_selected (self->filter, FILTER_ALL);
}

void
desk_library_expect_story (DeskLibrary *self)
{
  g_return_if_fail (DESK_IS_LIBRARY (self));

  if (gtk_drop_down_get_selected (self->filter) != FILTER_STATE + DESK_STATE_DRAFT)
    gtk_drop_down_set_selected (self->filter, FILTER_ALL);
}

void
desk_library_start_search (DeskLibrary *self)
{
  g_return_if_fail (DESK_IS_LIBRARY (self));

  gtk_toggle_button_set_active (self->search_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

GListModel *
desk_library_get_items (DeskLibrary *self)
{
  g_return_val_if_fail (DESK_IS_LIBRARY (self), NULL);

  return G_LIST_MODEL (self->items);
}
