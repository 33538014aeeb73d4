/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-style-actions.h"

#include <glib/gi18n.h>

#include "window/desk-story-view.h"

static DeskEditor *
get_editor (GtkWidget *widget)
{
  return desk_story_view_get_editor (DESK_STORY_VIEW (widget));
}

static void
next_mark_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!desk_editor_next_mark (get_editor (widget), g_str_equal (action, "story.previous-mark")))
    desk_story_view_toast (widget, _ ("Nothing is out of the house’s style"));
}

static void
take_suggestion_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!desk_editor_take_suggestion (get_editor (widget)))
    desk_story_view_toast (widget, _ ("There is no suggestion for the words at the cursor"));
}

static void
leave_mark_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!desk_editor_leave_mark (get_editor (widget)))
    desk_story_view_toast (widget, _ ("There is nothing to leave at the cursor"));
}

static void
switch_off_rule_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!desk_editor_switch_off_rule (get_editor (widget)))
    desk_story_view_toast (widget, _ ("No rule has found anything at the cursor"));
}

static void
add_word_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!desk_editor_add_word (get_editor (widget)))
    desk_story_view_toast (widget, _ ("There is no word at the cursor"));
}

static void
add_note_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_add_note (get_editor (widget));
}

static void
edit_note_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!desk_editor_edit_note (get_editor (widget), g_variant_get_string (parameter, NULL)))
    desk_story_view_toast (widget, _ ("The words of this note are not in the text any more"));
}

static const struct
{
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "story.next-mark", NULL, next_mark_cb },
  { "story.previous-mark", NULL, next_mark_cb },
  { "story.take-suggestion", NULL, take_suggestion_cb },
  { "story.leave-mark", NULL, leave_mark_cb },
  { "story.switch-off-rule", NULL, switch_off_rule_cb },
  { "story.add-word", NULL, add_word_cb },
  { "story.add-note", NULL, add_note_cb },
  { "story.edit-note", "s", edit_note_cb },
};

void
desk_style_actions_install (GtkWidgetClass *widget_class)
{
  g_return_if_fail (GTK_IS_WIDGET_CLASS (widget_class));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
}

void
desk_style_actions_set_enabled (GtkWidget *view, gboolean enabled)
{
  g_return_if_fail (GTK_IS_WIDGET (view));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (view, actions[i].name, enabled);
}
