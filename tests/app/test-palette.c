/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "editor/desk-find-bar.h"
#include "window/desk-command-palette.h"
#include "window/desk-commands.h"
#include "window/desk-shortcuts-dialog.h"
#include "window/desk-window.h"

#define STORY \
  "Headline: Harbour prison seized\nLanguage: en\nZone: Europe/Berlin\n\nArmed men opened a prison. It was dark.\n"

/* What only the page or banner that tells why can offer. */
static const char *const offered_in_place[] = { "win.try-again", "win.recover", "story.merge", NULL };

static GtkWindow *
open_window (DeskStore *store)
{
  DeskWindow *window = desk_window_new (NULL, desk_store_get_path (store), DESK_STORE_OPEN_DEFAULT);

  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  desk_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window)));
  desk_window_set_fleeting (window, TRUE);
  desk_window_set_store (window, g_object_ref (store));
  return GTK_WINDOW (window);
}

static void
close_window (GtkWindow *window)
{
  gtk_window_close (window);
  desk_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (window)));
  desk_test_settle ();
  desk_test_finalize (window);
}

static DeskStoryView *
open_story (GtkWindow *window, const char *story)
{
  DeskStoryView *view = desk_window_get_story_view (DESK_WINDOW (window));

  desk_window_open_story (DESK_WINDOW (window), story);
  desk_test_wait_for (desk_story_view_get_document (view) != NULL);
  desk_test_settle ();
  return view;
}

static GtkWidget *
open_palette (GtkWindow *window)
{
  AdwDialog *dialog;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.commands", NULL);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  g_assert_true (DESK_IS_COMMAND_PALETTE (dialog));
  desk_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  return GTK_WIDGET (dialog);
}

static void
close_palette (GtkWindow *window)
{
  adw_dialog_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  desk_test_wait_for (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) == NULL);
}

static GtkEditable *
get_entry (GtkWidget *palette)
{
  return GTK_EDITABLE (desk_test_find (palette, GTK_TYPE_SEARCH_ENTRY, NULL));
}

static void
type_words (GtkWidget *palette, const char *words)
{
  gtk_editable_set_text (get_entry (palette), words);
  desk_test_settle ();
}

/* (transfer full): the title of the row that Enter would take, NULL when there is none. */
static char *
dup_chosen (GtkWidget *palette)
{
  GtkListBox *list = GTK_LIST_BOX (desk_test_find (palette, GTK_TYPE_LIST_BOX, NULL));
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);

  return row != NULL ? g_strdup (gtk_label_get_label (GTK_LABEL (desk_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, NULL)))) : NULL;
}

static void
assert_chosen (GtkWidget *palette, const char *title)
{
  g_autofree char *chosen = dup_chosen (palette);

  g_assert_cmpstr (chosen, ==, title);
}

static void
test_match (void)
{
  g_assert_cmpint (desk_command_match ("Find in the story", ""), ==, 0);
  g_assert_cmpint (desk_command_match ("Find in the story", "fin"), ==, 0);
  g_assert_cmpint (desk_command_match ("Find in the story", "STORY fi"), ==, 0);
  g_assert_cmpint (desk_command_match ("Keep a version", "rsio"), ==, 1);
  g_assert_cmpint (desk_command_match ("Keep a version", "kv"), ==, 2);
  g_assert_cmpint (desk_command_match ("Keep a version", "vk"), ==, -1);
  g_assert_cmpint (desk_command_match ("Keep a version", "keep nothing"), ==, -1);
  g_assert_cmpint (desk_command_match ("Eine Fassung aufheben: ältere", "altere"), ==, 0);
  g_assert_cmpint (desk_command_match ("البحث في الخبر", "الخبر"), ==, 0);
}

static gboolean
is_shown_prefix (const char *action)
{
  const char *const prefixes[] = { "win.", "story.", "inspector.", NULL };

  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (action, prefixes[i]))
      return TRUE;
  return FALSE;
}

static void
check_class (GType type)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  const GVariantType *parameter;
  const char *name, *property;
  g_autofree GType *children = NULL;
  guint n_children;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (GTK_WIDGET_CLASS (klass), i, &owner, &name, &parameter, &property); i++)
    if (parameter == NULL && is_shown_prefix (name) && !g_strv_contains (offered_in_place, name) && desk_commands_find (name) == NULL)
      g_error ("%s installs %s, which desk-commands.c does not have", g_type_name (type), name);

  children = g_type_children (type, &n_children);
  for (guint i = 0; i < n_children; i++)
    check_class (children[i]);
}

static gboolean
has_action (GType type, const char *action)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  g_autofree GType *children = NULL;
  const GVariantType *parameter;
  const char *name, *property;
  guint n_children;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (GTK_WIDGET_CLASS (klass), i, &owner, &name, &parameter, &property); i++)
    if (g_str_equal (name, action))
      return TRUE;
  children = g_type_children (type, &n_children);
  for (guint i = 0; i < n_children; i++)
    if (has_action (children[i], action))
      return TRUE;
  return FALSE;
}

/* Every action of a window is in the table, and the other way about; no two take the same key. */
static void
test_table (void)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  DeskStore *store = desk_test_store_new ();
  GtkWindow *window = open_window (store);
  const DeskCommand *commands;
  gsize n;

  check_class (GTK_TYPE_WIDGET);

  commands = desk_commands_list (&n);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;
      g_autoptr (GError) error = NULL;

      for (gsize j = 0; j < G_N_ELEMENTS (commands[i].keys) && commands[i].keys[j] != NULL; j++)
        {
          GdkModifierType modifiers;
          guint key;

          g_assert_true (gtk_accelerator_parse (commands[i].keys[j], &key, &modifiers));
          if (commands[i].where != DESK_KEYS_ELSEWHERE && !g_hash_table_add (taken, (char *) commands[i].keys[j]))
            g_error ("two commands have the key %s", commands[i].keys[j]);
        }
      if (commands[i].action == NULL)
        continue;
      g_assert_true (g_action_parse_detailed_name (commands[i].action, &name, &target, &error));
      g_assert_no_error (error);
      if (!g_str_has_prefix (name, "app.") && !has_action (GTK_TYPE_WIDGET, name))
        g_error ("nothing installs %s", name);
    }

  close_window (window);
  desk_test_store_free (store);
}

static void
test_story (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, STORY);
  GtkWindow *window = open_window (store);
  DeskStoryView *view = open_story (window, story);
  GtkWidget *body = desk_test_find (GTK_WIDGET (view), GTK_SOURCE_TYPE_VIEW, NULL);
  GtkWidget *palette;
  GtkWidget *bar;

  gtk_widget_grab_focus (body);
  palette = open_palette (window);

  /* The command that brought it is none of those it shows; what can't be done now is none of them either. */
  type_words (palette, "command palette");
  assert_chosen (palette, NULL);
  type_words (palette, "redo");
  assert_chosen (palette, NULL);
  type_words (palette, "fits");
  assert_chosen (palette, "Find in the story");
  type_words (palette, "story find");
  assert_chosen (palette, "Find in the story");

  /* Enter gives it: to the story, which has the focus again by then. */
  g_signal_emit_by_name (get_entry (palette), "activate");
  desk_test_settle ();
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  bar = desk_test_find (GTK_WIDGET (view), DESK_TYPE_FIND_BAR, NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), bar));

  /* The one given last stands first. */
  palette = open_palette (window);
  assert_chosen (palette, "Find in the story");
  close_palette (window);

  close_window (window);
  desk_test_store_free (store);
}

/* Without a story only commands of the window. */
static void
test_no_story (void)
{
  DeskStore *store = desk_test_store_new ();
  GtkWindow *window = open_window (store);
  GtkWidget *palette;

  desk_test_settle ();
  palette = open_palette (window);
  type_words (palette, "publish");
  assert_chosen (palette, NULL);
  g_assert_true (gtk_widget_get_mapped (desk_test_find (palette, ADW_TYPE_STATUS_PAGE, "No Such Command")));
  type_words (palette, "new st");
  assert_chosen (palette, "New story");
  g_signal_emit_by_name (get_entry (palette), "activate");
  desk_test_wait_for (desk_story_view_get_document (desk_window_get_story_view (DESK_WINDOW (window))) != NULL);

  close_window (window);
  desk_test_store_free (store);
}

/* The window of shortcuts tells of every key. */
static void
test_shortcuts (void)
{
  DeskStore *store = desk_test_store_new ();
  GtkWindow *window = open_window (store);
  const DeskCommand *commands;
  AdwDialog *dialog;
  gsize n;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.shortcuts", NULL);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  g_assert_nonnull (dialog);
  commands = desk_commands_list (&n);
  for (gsize i = 0; i < n; i++)
    {
      GtkWidget *row = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, desk_command_get_title (&commands[i]));

      if (commands[i].keys[0] == NULL)
        g_assert_null (row);
      else
        g_assert_nonnull (row);
    }
  adw_dialog_force_close (dialog);
  desk_test_settle ();

  close_window (window);
  desk_test_store_free (store);
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/palette/match", test_match);
  g_test_add_func ("/palette/table", test_table);
  g_test_add_func ("/palette/story", test_story);
  g_test_add_func ("/palette/no-story", test_no_story);
  g_test_add_func ("/palette/shortcuts", test_shortcuts);

  return g_test_run ();
}
