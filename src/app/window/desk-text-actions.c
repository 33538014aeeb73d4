/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-text-actions.h"

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
