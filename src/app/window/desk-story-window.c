/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-story-window.h"

#include "window/desk-application.h"
#include "window/desk-command-palette.h"
#include "window/desk-shortcuts-dialog.h"
#include "window/desk-story-view.h"

struct _DeskStoryWindow
{
  AdwApplicationWindow parent_instance;

  DeskStore *store;
  DeskDocument *document;
  gboolean leaving;

  DeskStoryView *story_view;
};

G_DEFINE_FINAL_TYPE (DeskStoryWindow, desk_story_window, ADW_TYPE_APPLICATION_WINDOW)

static void
document_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStoryWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (gtk_widget_in_destruction (GTK_WIDGET (self)) || self->document == NULL)
    return;
  if (!desk_document_load_finish (DESK_DOCUMENT (source), result, &error))
    {
      desk_story_view_toast (GTK_WIDGET (self), error->message);
      return;
    }
  desk_story_view_set_document (self->story_view, self->document);
  g_object_bind_property (self->document, "slug", self, "title", G_BINDING_SYNC_CREATE);
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStoryWindow) self = data;

  self->leaving = FALSE;
  if (desk_story_view_leave_finish (DESK_STORY_VIEW (source), result))
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
commands_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_command_palette_open (GTK_WINDOW (widget));
}

static void
shortcuts_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) == NULL)
    adw_dialog_present (desk_shortcuts_dialog_new (), widget);
}

static gboolean
desk_story_window_close_request (GtkWindow *window)
{
  DeskStoryWindow *self = DESK_STORY_WINDOW (window);

  /* What is closed is the dialog. */
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return GTK_WINDOW_CLASS (desk_story_window_parent_class)->close_request (window);
  if (!self->leaving)
    {
      self->leaving = TRUE;
      desk_story_view_leave_async (self->story_view, left_cb, g_object_ref (self));
    }
  return GDK_EVENT_STOP;
}

static void
desk_story_window_dispose (GObject *object)
{
  DeskStoryWindow *self = DESK_STORY_WINDOW (object);
  GApplication *application = g_application_get_default ();

  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_STORY_WINDOW);
  g_clear_object (&self->document);
  if (self->store != NULL && DESK_IS_APPLICATION (application))
    desk_application_release_store (DESK_APPLICATION (application), g_steal_pointer (&self->store));
  g_clear_object (&self->store);

  G_OBJECT_CLASS (desk_story_window_parent_class)->dispose (object);
}

static void
desk_story_window_class_init (DeskStoryWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = desk_story_window_dispose;
  window_class->close_request = desk_story_window_close_request;

  g_type_ensure (DESK_TYPE_STORY_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-story-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskStoryWindow, story_view);
  gtk_widget_class_install_action (widget_class, "win.commands", NULL, commands_cb);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_cb);
}

static void
desk_story_window_init (DeskStoryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self->story_view), "story.new-window", FALSE);
}

GtkWindow *
desk_story_window_new (GtkApplication *application, DeskStore *store, const char *story)
{
  DeskStoryWindow *self;

  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (DESK_IS_STORE (store), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  self = g_object_new (DESK_TYPE_STORY_WINDOW, "application", application, NULL);
  self->store = store;
  self->document = desk_document_open (store, story);
  desk_document_load_async (self->document, NULL, document_loaded_cb, g_object_ref (self));
  return GTK_WINDOW (self);
}

gboolean
desk_story_window_shows (DeskStoryWindow *self, DeskStore *store, const char *story)
{
  g_return_val_if_fail (DESK_IS_STORY_WINDOW (self), FALSE);

  return self->store == store && self->document != NULL && g_str_equal (desk_document_get_story_id (self->document), story);
}

DeskStore *
desk_story_window_get_store (DeskStoryWindow *self)
{
  g_return_val_if_fail (DESK_IS_STORY_WINDOW (self), NULL);

  return self->store;
}

DeskStoryView *
desk_story_window_get_story_view (DeskStoryWindow *self)
{
  g_return_val_if_fail (DESK_IS_STORY_WINDOW (self), NULL);

  return self->story_view;
}
