/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-window.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "library/desk-library.h"
#include "preferences/desk-preferences-dialog.h"
#include "preferences/desk-welcome-dialog.h"
#include "window/desk-application.h"
#include "window/desk-command-palette.h"
#include "window/desk-import-dialog.h"
#include "window/desk-recovery-dialog.h"
#include "window/desk-replace-dialog.h"
#include "window/desk-shortcuts-dialog.h"

struct _DeskWindow
{
  AdwApplicationWindow parent_instance;

  char *path; /* NULL for a sample */
  DeskStoreOpenFlags flags;
  DeskStore *store; /* NULL until it is open */
  GSettings *settings;
  gboolean fleeting;

  char *start_story;
  gboolean start_new;
  gboolean greeting;       /* the form of a first run is there */
  GListModel *start_files; /* to import when the desk is open and greeted */
  GFile *start_package;

  DeskDocument *opening; /* the one that is being loaded, or is shown */
  gboolean focus_when_open;
  gboolean leaving;

  GtkStack *pages;
  AdwNavigationSplitView *split_view;
  DeskLibrary *library;
  GtkStack *content;
  DeskStoryView *story_view;
  AdwStatusPage *story_error;
  AdwStatusPage *desk_error;
  AdwBanner *damage_banner;
  gboolean library_unfocused; /* put away for focus mode */
};

G_DEFINE_FINAL_TYPE (DeskWindow, desk_window, ADW_TYPE_APPLICATION_WINDOW)

static DeskApplication *
get_application (void)
{
  GApplication *application = g_application_get_default ();

  return DESK_IS_APPLICATION (application) ? DESK_APPLICATION (application) : NULL;
}

static void
set_markup_safe (AdwStatusPage *page, const char *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_description (page, escaped);
}

/* --- what is open --- */

static void
any_story_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stories = desk_store_list_stories_finish (DESK_STORE (source), result, &error);

  if (self->opening != NULL || self->store != DESK_STORE (source))
    return;
  if (stories == NULL)
    {
      desk_story_view_toast (GTK_WIDGET (self), error->message);
      return;
    }
  gtk_stack_set_visible_child_name (self->content, stories->len > 0 ? "none" : "empty");
  /* There is nothing to choose from in the library. */
  if (stories->len == 0)
    adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
show_no_story (DeskWindow *self)
{
  DeskStoryQuery query = { .state = -1, .limit = 1 };

  desk_store_list_stories_async (self->store, &query, NULL, any_story_cb, g_object_ref (self));
}

/* A story that is left becomes a version. */
static void
leave_story (DeskWindow *self)
{
  DeskDocument *document = desk_story_view_get_document (self->story_view);

  if (document != NULL)
    desk_document_commit (document, DESK_WHY_LEAVE, NULL);
  desk_story_view_set_document (self->story_view, NULL);
}

static void
document_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;
  DeskDocument *document = DESK_DOCUMENT (source);
  g_autoptr (GError) error = NULL;
  gboolean loaded = desk_document_load_finish (document, result, &error);

  if (self->opening != document || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return; /* another one was chosen meanwhile */

  leave_story (self);
  if (!loaded)
    {
      set_markup_safe (self->story_error, error->message);
      gtk_stack_set_visible_child_name (self->content, "failed");
      return;
    }
  desk_story_view_set_document (self->story_view, document);
  gtk_stack_set_visible_child_name (self->content, "story");
  if (self->focus_when_open)
    desk_story_view_focus (self->story_view);
  if (!self->fleeting)
    g_settings_set_string (self->settings, "last-story", desk_document_get_story_id (document));
}

static void
open_story (DeskWindow *self, const char *story, gboolean focus)
{
  gboolean here = self->opening != NULL && g_str_equal (desk_document_get_story_id (self->opening), story);

  self->focus_when_open = focus;
  if (!here)
    {
      g_clear_object (&self->opening);
      self->opening = desk_document_open (self->store, story);
      desk_document_load_async (self->opening, NULL, document_loaded_cb, g_object_ref (self));
    }
  desk_library_set_open_story (self->library, story);
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
  if (here && focus && desk_story_view_get_document (self->story_view) == self->opening)
    desk_story_view_focus (self->story_view);
}

static void
close_story (DeskWindow *self)
{
  leave_story (self);
  g_clear_object (&self->opening);
  desk_library_set_open_story (self->library, NULL);
  adw_navigation_split_view_set_show_content (self->split_view, FALSE);
  show_no_story (self);
}

static void
try_story_again_cb (DeskWindow *self)
{
  g_autofree char *story = self->opening != NULL ? g_strdup (desk_document_get_story_id (self->opening)) : NULL;

  g_clear_object (&self->opening);
  if (story != NULL)
    open_story (self, story, FALSE);
}

/* On a narrow window every row can be chosen again once the library is back. */
/* In focus mode the library makes room too, and comes back afterwards. */
static void
focus_mode_cb (DeskWindow *self)
{
  gboolean focus_mode;

  g_object_get (self->story_view, "focus-mode", &focus_mode, NULL);
  if (focus_mode && !adw_navigation_split_view_get_collapsed (self->split_view))
    {
      self->library_unfocused = TRUE;
      adw_navigation_split_view_set_show_content (self->split_view, TRUE);
      adw_navigation_split_view_set_collapsed (self->split_view, TRUE);
    }
  else if (!focus_mode && self->library_unfocused)
    {
      self->library_unfocused = FALSE;
      adw_navigation_split_view_set_collapsed (self->split_view, FALSE);
    }
}

static void
show_content_cb (DeskWindow *self)
{
  gboolean library_alone = adw_navigation_split_view_get_collapsed (self->split_view) &&
                           !adw_navigation_split_view_get_show_content (self->split_view);

  desk_library_set_open_story (self->library, library_alone || self->opening == NULL ? NULL : desk_document_get_story_id (self->opening));
}

/* --- starting --- */

typedef struct
{
  char *name;
  gboolean asked_for; /* by the editor, who is told when there is none */
} FindStory;

static void
find_story_free (gpointer data)
{
  FindStory *find = data;

  g_free (find->name);
  g_free (find);
}

static void
find_story (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  FindStory *find = data;
  GError *error = NULL;
  char *story = desk_store_find_story (DESK_STORE (source), find->name, &error);

  if (story != NULL)
    g_task_return_pointer (task, story, g_free);
  else
    g_task_return_error (task, error);
}

static void
story_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;
  FindStory *find = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *story = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->store != DESK_STORE (source))
    return;
  if (story != NULL)
    open_story (self, story, FALSE);
  else
    {
      if (find->asked_for)
        desk_story_view_toast (GTK_WIDGET (self), error->message);
      show_no_story (self);
    }
}

static void
start_with_story (DeskWindow *self, const char *name, gboolean asked_for)
{
  g_autoptr (GTask) task = g_task_new (self->store, NULL, story_found_cb, g_object_ref (self));
  FindStory *find = g_new0 (FindStory, 1);

  find->name = g_strdup (name);
  find->asked_for = asked_for;
  g_task_set_task_data (task, find, find_story_free);
  g_task_run_in_thread (task, find_story);
}

static void
first_story_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;
  g_autoptr (GPtrArray) stories = desk_store_list_stories_finish (DESK_STORE (source), result, NULL);

  if (self->store != DESK_STORE (source) || self->opening != NULL)
    return;
  if (stories != NULL && stories->len > 0)
    open_story (self, ((DeskStory *) g_ptr_array_index (stories, 0))->id, FALSE);
  else
    show_no_story (self);
}

static void
start (DeskWindow *self)
{
  g_autofree char *last = g_settings_get_string (self->settings, "last-story");

  if (self->start_new)
    {
      self->start_new = FALSE;
      gtk_widget_activate_action (GTK_WIDGET (self), "win.new-story", NULL);
    }
  else if (self->start_story != NULL)
    {
      start_with_story (self, self->start_story, TRUE);
      g_clear_pointer (&self->start_story, g_free);
    }
  else if (self->path == NULL)
    {
      DeskStoryQuery query = { .state = -1, .limit = 1 };

      desk_store_list_stories_async (self->store, &query, NULL, first_story_cb, g_object_ref (self));
    }
  else if (last[0] != '\0')
    start_with_story (self, last, FALSE);
  else
    show_no_story (self);
}

/* What else Desk was started with, once nothing else asks. */
static void
start_files (DeskWindow *self)
{
  self->greeting = FALSE;
  if (self->start_files != NULL)
    {
      g_autoptr (GListModel) files = g_steal_pointer (&self->start_files);

      desk_window_import (self, files);
    }
  if (self->start_package != NULL)
    {
      g_autoptr (GFile) package = g_steal_pointer (&self->start_package);

      desk_window_take_in (self, package);
    }
}

static void
greet (DeskWindow *self)
{
  g_autofree char *person = desk_store_get_setting (self->store, "person");
  guint n_recovered = g_strv_length ((char **) desk_store_get_recovered (self->store));

  if (person == NULL)
    {
      AdwDialog *dialog = desk_welcome_dialog_new (self->store);

      self->greeting = TRUE;
      g_signal_connect_object (dialog, "closed", G_CALLBACK (start_files), self, G_CONNECT_SWAPPED);
      adw_dialog_present (dialog, GTK_WIDGET (self));
    }
  else
    start_files (self);
  if (n_recovered > 0)
    {
      /* Translators: what was typed when Desk last ended without being closed */
      g_autofree char *message = g_strdup_printf (ngettext ("The last words of %u story were recovered", "The last words of %u stories were recovered", n_recovered), n_recovered);

      desk_story_view_toast (GTK_WIDGET (self), message);
    }
}

/* The words behind what the store says. */
static const char *
get_advice (const GError *error)
{
  if (error->domain != DESK_STORE_ERROR)
    return NULL;

  switch ((DeskStoreError) error->code)
    {
    case DESK_STORE_ERROR_NOT_A_DESK:
      return _ ("Choose another file.");
    case DESK_STORE_ERROR_NEWER:
      return _ ("Open it with the Desk that wrote it, or install that version here.");
    case DESK_STORE_ERROR_DAMAGED:
      return _ ("Open a backup, or ask “deskctl verify” what is whole.");
    case DESK_STORE_ERROR_READ_ONLY:
      return _ ("Copy the file to a folder that you can write in, and open the copy.");
    case DESK_STORE_ERROR_FULL:
      return _ ("Make room on the disk, then try again.");
    case DESK_STORE_ERROR_BUSY:
      return _ ("Close the other program that has it open, then try again.");
    case DESK_STORE_ERROR_IO:
    case DESK_STORE_ERROR_NOT_FOUND:
    case DESK_STORE_ERROR_AMBIGUOUS:
    case DESK_STORE_ERROR_EXISTS:
    case DESK_STORE_ERROR_INVALID:
    default:
      return NULL;
    }
}

/* --- actions --- */

static void
story_created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *story = desk_store_create_story_finish (DESK_STORE (source), result, &error);

  if (story == NULL)
    desk_story_view_toast (GTK_WIDGET (self), error->message);
  else if (self->store == DESK_STORE (source))
    open_story (self, story, TRUE);
}

static void
new_story_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = DESK_WINDOW (widget);
  g_autoptr (DeskText) text = desk_text_new ();

  if (self->store == NULL)
    {
      self->start_new = TRUE;
      return;
    }
  desk_library_expect_story (self->library);
  desk_store_create_story_async (self->store, NULL, text, NULL, NULL, story_created_cb, g_object_ref (self));
}

static void
open_story_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_window_open_story (DESK_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
edit_story_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = DESK_WINDOW (widget);

  if (self->store != NULL)
    open_story (self, g_variant_get_string (parameter, NULL), TRUE);
}

static void
leave_story_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = DESK_WINDOW (widget);

  if (self->opening != NULL && g_str_equal (desk_document_get_story_id (self->opening), g_variant_get_string (parameter, NULL)))
    close_story (self);
}

static void
open_story_window_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskApplication *application = get_application ();

  if (application != NULL && DESK_WINDOW (widget)->store != NULL)
    desk_application_open_story_window (application, DESK_WINDOW (widget)->store, g_variant_get_string (parameter, NULL));
}

static void
search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = DESK_WINDOW (widget);

  adw_navigation_split_view_set_show_content (self->split_view, FALSE);
  desk_library_start_search (self->library);
}

static void
texts_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (files != NULL && g_list_model_get_n_items (files) > 0)
    desk_window_import (self, files);
}

static GtkFileDialog *
make_file_dialog (const char *title, const char *filter_name, const char *const *suffixes)
{
  GtkFileDialog *dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_filter_set_name (filter, filter_name);
  for (guint i = 0; suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, filter);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  return dialog;
}

static void
import_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = make_file_dialog (_ ("Import Stories"), _ ("Texts"), (const char *const[]) { "md", "markdown", "txt", "text", NULL });

  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (widget), NULL, texts_chosen_cb, g_object_ref (widget));
}

/* A desk among them is opened or taken in, as when it is opened from the system. */
static void
import_files_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_auto (GStrv) uris = g_variant_dup_strv (parameter, NULL);
  g_autoptr (GListStore) texts = g_list_store_new (G_TYPE_FILE);

  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);

      if (g_str_has_suffix (uris[i], ".desk") && get_application () != NULL)
        desk_application_open_file (get_application (), GTK_WINDOW (widget), file);
      else
        g_list_store_append (texts, file);
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (texts)) > 0)
    desk_window_import (DESK_WINDOW (widget), G_LIST_MODEL (texts));
}

static void
desk_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL && get_application () != NULL)
    desk_application_open_file (get_application (), GTK_WINDOW (self), file);
}

static void
open_desk_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = make_file_dialog (_ ("Open Desk"), _ ("Desks"), (const char *const[]) { "desk", NULL });

  gtk_file_dialog_open (dialog, GTK_WINDOW (widget), NULL, desk_chosen_cb, g_object_ref (widget));
}

static void
open_sample_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (get_application () != NULL)
    desk_application_open_sample (get_application ());
}

static void
try_again_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (get_application () != NULL)
    desk_application_load (get_application (), GTK_WINDOW (widget));
}

static void
preferences_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = DESK_WINDOW (widget);

  if (self->store != NULL && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL)
    adw_dialog_present (desk_preferences_dialog_new (self->store), widget);
}

static void
replace_in_stories_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = DESK_WINDOW (widget);

  if (self->store != NULL && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL)
    adw_dialog_present (desk_replace_dialog_new (self->store, NULL), widget);
}

static void
recover_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = DESK_WINDOW (widget);

  if (self->store != NULL && get_application () != NULL)
    desk_application_recover (get_application (), self->store);
}

static void
store_damaged_cb (DeskWindow *self)
{
  adw_banner_set_revealed (self->damage_banner, TRUE);
}

static void
shortcuts_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) == NULL)
    adw_dialog_present (desk_shortcuts_dialog_new (), widget);
}

static void
commands_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_command_palette_open (GTK_WINDOW (widget));
}

static void
about_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_show_about_dialog (widget,
                         "application-name", _ ("Desk"),
                         "application-icon", APP_ID,
                         "version", PACKAGE_VERSION,
                         "developer-name", _ ("The Desk developers"),
                         "comments", _ ("Write, check and publish news stories"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your name, and your address if you like, one person a line */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}

static void
taken_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stories = desk_store_take_in_finish (DESK_STORE (source), result, &error);
  g_autofree char *message = NULL;

  if (stories == NULL)
    message = g_strdup (error->message);
  else if (stories->len == 0)
    message = g_strdup (_ ("Everything in it is here already"));
  else
    {
      message = g_strdup_printf (ngettext ("%u story taken in", "%u stories taken in", stories->len), stories->len);
      if (self->store == DESK_STORE (source))
        open_story (self, g_ptr_array_index (stories, 0), FALSE);
    }
  desk_story_view_toast (GTK_WIDGET (self), message);
}

static void
take_in_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;
  GFile *file = g_object_get_data (source, "file");

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "take-in") && self->store != NULL)
    desk_store_take_in_async (self->store, g_file_peek_path (file), NULL, taken_in_cb, g_object_ref (self));
}

/* --- object --- */

static void
save_size (DeskWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (width > 0 && height > 0)
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskWindow) self = data;

  self->leaving = FALSE;
  if (!desk_story_view_leave_finish (DESK_STORY_VIEW (source), result))
    return;
  if (!self->fleeting)
    save_size (self);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
desk_window_close_request (GtkWindow *window)
{
  DeskWindow *self = DESK_WINDOW (window);

  /* What is closed is the dialog. */
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return GTK_WINDOW_CLASS (desk_window_parent_class)->close_request (window);

  if (!self->leaving)
    {
      self->leaving = TRUE;
      desk_story_view_leave_async (self->story_view, left_cb, g_object_ref (self));
    }
  return GDK_EVENT_STOP;
}

static void
desk_window_dispose (GObject *object)
{
  DeskWindow *self = DESK_WINDOW (object);
  DeskApplication *application = get_application ();

  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_WINDOW);
  g_clear_object (&self->opening);
  g_clear_object (&self->settings);
  g_clear_object (&self->start_files);
  g_clear_object (&self->start_package);
  if (self->store != NULL && application != NULL)
    desk_application_release_store (application, g_steal_pointer (&self->store));
  g_clear_object (&self->store);

  G_OBJECT_CLASS (desk_window_parent_class)->dispose (object);
}

static void
desk_window_finalize (GObject *object)
{
  DeskWindow *self = DESK_WINDOW (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->start_story, g_free);

  G_OBJECT_CLASS (desk_window_parent_class)->finalize (object);
}

static void
desk_window_class_init (DeskWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = desk_window_dispose;
  object_class->finalize = desk_window_finalize;
  window_class->close_request = desk_window_close_request;

  g_type_ensure (DESK_TYPE_LIBRARY);
  g_type_ensure (DESK_TYPE_STORY_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, library);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, content);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, story_view);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, story_error);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, desk_error);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, damage_banner);
  gtk_widget_class_bind_template_callback (widget_class, show_content_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_story_again_cb);

  gtk_widget_class_install_action (widget_class, "win.new-story", NULL, new_story_cb);
  gtk_widget_class_install_action (widget_class, "win.open-story", "s", open_story_cb);
  gtk_widget_class_install_action (widget_class, "win.edit-story", "s", edit_story_cb);
  gtk_widget_class_install_action (widget_class, "win.leave-story", "s", leave_story_cb);
  gtk_widget_class_install_action (widget_class, "win.open-story-window", "s", open_story_window_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import_cb);
  gtk_widget_class_install_action (widget_class, "win.import-files", "as", import_files_cb);
  gtk_widget_class_install_action (widget_class, "win.open-desk", NULL, open_desk_cb);
  gtk_widget_class_install_action (widget_class, "win.open-sample", NULL, open_sample_cb);
  gtk_widget_class_install_action (widget_class, "win.try-again", NULL, try_again_cb);
  gtk_widget_class_install_action (widget_class, "win.replace-in-stories", NULL, replace_in_stories_cb);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_cb);
  gtk_widget_class_install_action (widget_class, "win.recover", NULL, recover_cb);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_cb);
  gtk_widget_class_install_action (widget_class, "win.commands", NULL, commands_cb);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, about_cb);
}

static void
desk_window_init (DeskWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings = g_settings_new (APP_ID);
  g_signal_connect_swapped (self->story_view, "notify::focus-mode", G_CALLBACK (focus_mode_cb), self);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

DeskWindow *
desk_window_new (GtkApplication *application, const char *path, DeskStoreOpenFlags flags)
{
  DeskWindow *self;

  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);

  self = g_object_new (DESK_TYPE_WINDOW, "application", application, NULL);
  self->path = g_strdup (path);
  self->flags = flags;
  return self;
}

const char *
desk_window_get_path (DeskWindow *self)
{
  g_return_val_if_fail (DESK_IS_WINDOW (self), NULL);

  return self->path;
}

DeskStoreOpenFlags
desk_window_get_flags (DeskWindow *self)
{
  g_return_val_if_fail (DESK_IS_WINDOW (self), DESK_STORE_OPEN_DEFAULT);

  return self->flags;
}

void
desk_window_set_store (DeskWindow *self, DeskStore *store)
{
  g_return_if_fail (DESK_IS_WINDOW (self));
  g_return_if_fail (DESK_IS_STORE (store));
  g_return_if_fail (self->store == NULL);

  self->store = store;
  gtk_stack_set_visible_child_name (self->pages, "desk");
  if (!self->fleeting)
    {
      g_settings_bind (self->settings, "inspector-visible", self->story_view, "inspector-beside", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (self->settings, "inspector-page", self->story_view, "inspector-page", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (self->settings, "library-filter", self->library, "filter", G_SETTINGS_BIND_DEFAULT);
    }
  g_signal_connect_object (store, "damaged", G_CALLBACK (store_damaged_cb), self, G_CONNECT_SWAPPED);
  desk_library_set_store (self->library, store);
  start (self);
  greet (self);
}

DeskStore *
desk_window_get_store (DeskWindow *self)
{
  g_return_val_if_fail (DESK_IS_WINDOW (self), NULL);

  return self->store;
}

void
desk_window_set_error (DeskWindow *self, const GError *error)
{
  const char *advice;
  g_autofree char *description = NULL;

  g_return_if_fail (DESK_IS_WINDOW (self));
  g_return_if_fail (error != NULL);

  advice = get_advice (error);
  description = advice != NULL ? g_strdup_printf ("%s\n\n%s", error->message, advice) : g_strdup (error->message);
  set_markup_safe (self->desk_error, description);
  gtk_stack_set_visible_child_name (self->pages, "failed");
}

void
desk_window_show_recovering (DeskWindow *self)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  gtk_stack_set_visible_child_name (self->pages, "recovering");
}

void
desk_window_tell_recovery (DeskWindow *self, const DeskRecovery *recovery)
{
  g_return_if_fail (DESK_IS_WINDOW (self));
  g_return_if_fail (recovery != NULL);

  adw_dialog_present (desk_recovery_dialog_new (recovery), GTK_WIDGET (self));
}

void
desk_window_set_fleeting (DeskWindow *self, gboolean fleeting)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  self->fleeting = fleeting;
}

void
desk_window_start_with (DeskWindow *self, const char *story, const char *page)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  if (page != NULL)
    desk_story_view_show_page (self->story_view, page);
  if (story == NULL)
    return;
  if (self->store != NULL)
    start_with_story (self, story, TRUE);
  else
    g_set_str (&self->start_story, story);
}

void
desk_window_open_story (DeskWindow *self, const char *story)
{
  g_return_if_fail (DESK_IS_WINDOW (self));
  g_return_if_fail (story != NULL);

  if (self->store != NULL)
    open_story (self, story, FALSE);
}

void
desk_window_import (DeskWindow *self, GListModel *files)
{
  g_return_if_fail (DESK_IS_WINDOW (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  if (self->store != NULL && !self->greeting)
    {
      desk_library_expect_story (self->library);
      adw_dialog_present (desk_import_dialog_new (GTK_WIDGET (self), self->store, files), GTK_WIDGET (self));
    }
  else
    g_set_object (&self->start_files, files);
}

void
desk_window_take_in (DeskWindow *self, GFile *file)
{
  g_autofree char *name = NULL;
  g_autofree char *display = NULL;
  AdwDialog *dialog;

  g_return_if_fail (DESK_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->store == NULL || self->greeting)
    {
      g_set_object (&self->start_package, file);
      return;
    }
  if (g_file_peek_path (file) == NULL)
    {
      desk_story_view_toast (GTK_WIDGET (self), _ ("This file is not on this computer. Copy it here first."));
      return;
    }

  name = g_file_get_basename (file);
  display = g_filename_display_name (name);
  dialog = adw_alert_dialog_new (NULL, NULL);
  /* Translators: a file's name */
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _ ("Take In “%s”?"), display);
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), _ ("Its stories are copied into this desk. The file stays as it is."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "take-in", _ ("_Take In"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "take-in", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "take-in");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "file", g_object_ref (file), g_object_unref);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, take_in_answered_cb, g_object_ref (self));
}

DeskStoryView *
desk_window_get_story_view (DeskWindow *self)
{
  g_return_val_if_fail (DESK_IS_WINDOW (self), NULL);

  return self->story_view;
}
