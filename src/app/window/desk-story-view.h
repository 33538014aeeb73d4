/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"
#include "editor/desk-editor.h"

G_BEGIN_DECLS

/**
 * DeskStoryView:
 *
 * A story with its header bar, editor (or comparison) and inspector: what the main window and a story's own window
 * share. All `story.*` and `inspector.*` actions are installed here.
 *
 * Properties: "document" (DeskDocument, nullable), "overlaid" (the inspector lies over the text), "narrow"
 * (the inspector is a sheet at the bottom), "inspector-visible" (now), "inspector-beside" (whether it is wanted where
 * there is room beside the text), "inspector-page" (string: "claims", "posts", …), "focus-mode"
 * (nothing but the paragraph at the cursor, and nothing beside the story), "full-screen" (the header bar comes when the
 * pointer is at the top).
 */
#define DESK_TYPE_STORY_VIEW (desk_story_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskStoryView, desk_story_view, DESK, STORY_VIEW, AdwBin)

DeskDocument *desk_story_view_get_document (DeskStoryView *self);
void desk_story_view_set_document (DeskStoryView *self, DeskDocument *document);

/* The editor, brought back when a comparison stands in its place. (transfer none) */
DeskEditor *desk_story_view_get_editor (DeskStoryView *self);

/* Focus: a new story's headline, otherwise the body where the cursor was. */
void desk_story_view_focus (DeskStoryView *self);

/*
 * Shows the inspector at one of its pages: "claims", "posts", "updates", "history", "details". It stays where it is
 * until somebody puts it away, over the text too where a narrow window has no room for both.
 */
void desk_story_view_show_page (DeskStoryView *self, const char *page);

/**
 * desk_story_view_leave_async:
 *
 * Before a window closes: keeps what is typed as a version, and waits until every keystroke is on disk. When that
 * fails, it asks whether to try again, stay, or close and lose the last words.
 */
void desk_story_view_leave_async (DeskStoryView *self, GAsyncReadyCallback callback, gpointer data);

/* %FALSE: the editor stays. */
gboolean desk_story_view_leave_finish (DeskStoryView *self, GAsyncResult *result);

/**
 * desk_story_view_find:
 * @widget: any widget of a window, in a dialog too
 *
 * A dialog stands beside the story view, not in it, so gtk_widget_activate_action() on the dialog finds no `story.*`
 * action: activate it on what this returns.
 *
 * Returns: (transfer none) (nullable): the story view that @widget belongs to
 */
DeskStoryView *desk_story_view_find (GtkWidget *widget);

/* Shows @message, plain text, for some seconds in the window of @widget. */
void desk_story_view_toast (GtkWidget *widget, const char *message);

/**
 * desk_story_view_toast_undo:
 * @widget: any widget for which desk_story_view_find() answers
 * @message: what was done
 * @changes: (transfer full) (element-type DeskChange): what *Undo* commits
 */
void desk_story_view_toast_undo (GtkWidget *widget, const char *message, GPtrArray *changes);

/* Shows @message with an *Undo* that takes back what was put into the text last. */
void desk_story_view_toast_undo_typing (GtkWidget *widget, const char *message);

G_END_DECLS
