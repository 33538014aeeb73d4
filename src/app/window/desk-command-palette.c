/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-command-palette.h"

#include <glib/gi18n.h>

#include "window/desk-commands.h"
#include "window/desk-story-view.h"

#define RECENT "recent-commands"
#define MAX_RECENT 8
#define PAGE_ROWS 8 /* rows that Page Up and Page Down go */

struct _DeskCommandPalette
{
  AdwDialog parent_instance;

  GtkEditable *search_entry;
  GtkStack *stack;
  GtkListBox *list;

  GtkWidget *origin; /* weak: what commands are given to */
};

/* What a row knows of its command. */
typedef struct
{
  const DeskCommand *command;
  guint place; /* without words: the last one given first, then as the table has them */
  int rank;    /* how well it fits the words; -1: not */
} Entry;

G_DEFINE_FINAL_TYPE (DeskCommandPalette, desk_command_palette, ADW_TYPE_DIALOG)

static Entry *
get_entry (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "entry");
}

/*
 * Whether @action can be given at @origin now. Only widgets with an action are told, so one asks, in the place of @origin.
 */
static gboolean
is_enabled (GtkWidget *origin, const char *action)
{
  GtkWidget *probe = g_object_ref_sink (gtk_button_new ());
  gboolean enabled;

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (probe), action);
  gtk_widget_set_parent (probe, origin);
  enabled = gtk_widget_get_sensitive (probe);
  gtk_widget_unparent (probe);
  g_object_unref (probe);
  return enabled;
}

static void
remember (const char *action)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_auto (GStrv) recent = g_settings_get_strv (settings, RECENT);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) now = NULL;

  g_strv_builder_add (builder, action);
  for (guint i = 0, n = 1; recent[i] != NULL && n < MAX_RECENT; i++)
    if (!g_str_equal (recent[i], action))
      {
        g_strv_builder_add (builder, recent[i]);
        n++;
      }
  now = g_strv_builder_end (builder);
  g_settings_set_strv (settings, RECENT, (const char *const *) now);
}

static void
give (DeskCommandPalette *self, const DeskCommand *command)
{
  g_autoptr (GtkWidget) origin = self->origin != NULL ? g_object_ref (self->origin) : NULL;
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  /* It closes first, so that the focus is where the command expects it. */
  remember (command->action);
  adw_dialog_close (ADW_DIALOG (self));
  if (origin != NULL && g_action_parse_detailed_name (command->action, &name, &target, NULL))
    gtk_widget_activate_action_variant (origin, name, target);
}

/* --- the list --- */

static GtkWidget *
new_row (Entry *entry)
{
  g_autofree char *keys = desk_command_dup_keys (entry->command);
  const char *title = desk_command_get_title (entry->command);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *key_label = gtk_label_new (keys);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (key_label, "dimmed");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), key_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, keys, -1);
  g_object_set_data_full (G_OBJECT (row), "entry", entry, g_free);
  return row;
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  return get_entry (row)->rank >= 0;
}

static int
sort_cb (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  Entry *one = get_entry (a), *other = get_entry (b);

  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;
  return one->place < other->place ? -1 : one->place > other->place;
}

static void
fill (DeskCommandPalette *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_auto (GStrv) recent = g_settings_get_strv (settings, RECENT);
  const DeskCommand *commands;
  gsize n;

  commands = desk_commands_list (&n);
  for (gsize i = 0; i < n; i++)
    {
      Entry *entry;

      /* It is there already. */
      if (commands[i].action == NULL || g_str_equal (commands[i].action, "win.commands") || !is_enabled (self->origin, commands[i].action))
        continue;
      entry = g_new0 (Entry, 1);
      entry->command = &commands[i];
      entry->place = g_strv_length (recent) + i;
      for (guint j = 0; recent[j] != NULL; j++)
        if (g_str_equal (recent[j], commands[i].action))
          entry->place = j;
      gtk_list_box_append (self->list, new_row (entry));
    }
}

static void
choose (DeskCommandPalette *self, GtkListBoxRow *row)
{
  graphene_rect_t bounds;

  gtk_list_box_select_row (self->list, row);
  if (row == NULL)
    {
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->search_entry), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
      return;
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->search_entry), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (gtk_list_box_get_adjustment (self->list), bounds.origin.y, bounds.origin.y + bounds.size.height);
}

/* The rows that are shown, as they are shown. (transfer container) */
static GPtrArray *
list_rows (DeskCommandPalette *self)
{
  GPtrArray *rows = g_ptr_array_new ();
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (get_entry (row)->rank >= 0)
      g_ptr_array_add (rows, row);
  return rows;
}

static void
go (DeskCommandPalette *self, int n)
{
  g_autoptr (GPtrArray) rows = list_rows (self);
  guint at = 0;

  if (rows->len == 0 || !g_ptr_array_find (rows, gtk_list_box_get_selected_row (self->list), &at))
    return;
  choose (self, g_ptr_array_index (rows, CLAMP ((int) at + n, 0, (int) rows->len - 1)));
}

/* --- callbacks --- */

static void
search_changed_cb (DeskCommandPalette *self)
{
  const char *typed = gtk_editable_get_text (self->search_entry);
  g_autoptr (GPtrArray) rows = NULL;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    get_entry (row)->rank = desk_command_match (desk_command_get_title (get_entry (row)->command), typed);
  gtk_list_box_invalidate_sort (self->list);
  gtk_list_box_invalidate_filter (self->list);

  rows = list_rows (self);
  gtk_stack_set_visible_child_name (self->stack, rows->len > 0 ? "commands" : "none");
  choose (self, rows->len > 0 ? g_ptr_array_index (rows, 0) : NULL);
}

static void
search_activate_cb (DeskCommandPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL && get_entry (row)->rank >= 0)
    give (self, get_entry (row)->command);
}

static void
row_activated_cb (DeskCommandPalette *self, GtkListBoxRow *row)
{
  give (self, get_entry (row)->command);
}

static void
next_cb (DeskCommandPalette *self)
{
  go (self, 1);
}

static void
previous_cb (DeskCommandPalette *self)
{
  go (self, -1);
}

static void
stop_search_cb (DeskCommandPalette *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static gboolean
key_pressed_cb (DeskCommandPalette *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (state & gtk_accelerator_get_default_mod_mask ())
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      go (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      go (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      go (self, PAGE_ROWS);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      go (self, -PAGE_ROWS);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
desk_command_palette_dispose (GObject *object)
{
  DeskCommandPalette *self = DESK_COMMAND_PALETTE (object);

  g_clear_weak_pointer (&self->origin);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_COMMAND_PALETTE);

  G_OBJECT_CLASS (desk_command_palette_parent_class)->dispose (object);
}

static void
desk_command_palette_class_init (DeskCommandPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_command_palette_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-command-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCommandPalette, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DeskCommandPalette, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskCommandPalette, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
desk_command_palette_init (DeskCommandPalette *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  /* The entry would take the keys that go through the list. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search_entry), keys);

  gtk_list_box_set_filter_func (self->list, filter_cb, NULL, NULL);
  gtk_list_box_set_sort_func (self->list, sort_cb, NULL, NULL);
}

/* The widget with the focus, where that is part of the story; else the story, which has all actions of a window above it. */
static GtkWidget *
find_origin (GtkWindow *window)
{
  DeskStoryView *view = desk_story_view_find (GTK_WIDGET (window));
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus != NULL && (view == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (view))))
    return focus;
  return view != NULL ? GTK_WIDGET (view) : GTK_WIDGET (window);
}

void
desk_command_palette_open (GtkWindow *window)
{
  DeskCommandPalette *self;

  g_return_if_fail (ADW_IS_APPLICATION_WINDOW (window));

  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    return;

  self = g_object_new (DESK_TYPE_COMMAND_PALETTE, NULL);
  g_set_weak_pointer (&self->origin, find_origin (window));
  fill (self);
  search_changed_cb (self);
  adw_dialog_present (ADW_DIALOG (self), GTK_WIDGET (window));
}
