/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-text-actions.h"

#include "editor/desk-text-size.h"
#include "window/desk-places-dialog.h"
#include "window/desk-story-view.h"

static void
bold_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_format (desk_story_view_get_editor (DESK_STORY_VIEW (widget)), DESK_FORMAT_BOLD, 0);
}

static void
italic_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_format (desk_story_view_get_editor (DESK_STORY_VIEW (widget)), DESK_FORMAT_ITALIC, 0);
}

static void
link_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_edit_link (desk_story_view_get_editor (DESK_STORY_VIEW (widget)));
}

static void
heading_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_format (desk_story_view_get_editor (DESK_STORY_VIEW (widget)), DESK_FORMAT_HEADING, CLAMP (g_variant_get_int32 (parameter), 0, 6));
}

static void
quotation_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_format (desk_story_view_get_editor (DESK_STORY_VIEW (widget)), DESK_FORMAT_QUOTATION, 0);
}

static void
list_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_format (desk_story_view_get_editor (DESK_STORY_VIEW (widget)), DESK_FORMAT_LIST, 0);
}

static void
numbered_list_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_format (desk_story_view_get_editor (DESK_STORY_VIEW (widget)), DESK_FORMAT_NUMBERED_LIST, 0);
}

static void
measure_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_measure (desk_story_view_get_editor (DESK_STORY_VIEW (widget)));
}

static void
outline_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (desk_places_dialog_new (desk_story_view_get_document (DESK_STORY_VIEW (widget)), FALSE), widget);
}

static void
go_to_paragraph_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (desk_places_dialog_new (desk_story_view_get_document (DESK_STORY_VIEW (widget)), TRUE), widget);
}

static void
focus_mode_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gboolean focus_mode;

  g_object_get (widget, "focus-mode", &focus_mode, NULL);
  g_object_set (widget, "focus-mode", !focus_mode, NULL);
}

static void
full_screen_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (!GTK_IS_WINDOW (root))
    return;
  if (gtk_window_is_fullscreen (GTK_WINDOW (root)))
    gtk_window_unfullscreen (GTK_WINDOW (root));
  else
    gtk_window_fullscreen (GTK_WINDOW (root));
}

static void
zoom_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_text_size_change (g_str_equal (action, "story.zoom-in") ? 1 : g_str_equal (action, "story.zoom-out") ? -1
                                                                                                            : 0);
}

static const struct
{
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "story.bold", NULL, bold_cb },
  { "story.italic", NULL, italic_cb },
  { "story.link", NULL, link_cb },
  { "story.heading", "i", heading_cb },
  { "story.quotation", NULL, quotation_cb },
  { "story.list", NULL, list_cb },
  { "story.numbered-list", NULL, numbered_list_cb },
  { "story.measure", NULL, measure_cb },
  { "story.outline", NULL, outline_cb },
  { "story.go-to-paragraph", NULL, go_to_paragraph_cb },
  { "story.focus-mode", NULL, focus_mode_cb },
  { "story.full-screen", NULL, full_screen_cb },
  { "story.zoom-in", NULL, zoom_cb },
  { "story.zoom-out", NULL, zoom_cb },
  { "story.zoom-normal", NULL, zoom_cb },
};

void
desk_text_actions_install (GtkWidgetClass *widget_class)
{
  g_return_if_fail (GTK_IS_WIDGET_CLASS (widget_class));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
}

void
desk_text_actions_set_enabled (GtkWidget *view, gboolean enabled)
{
  g_return_if_fail (GTK_IS_WIDGET (view));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (view, actions[i].name, enabled);
}
