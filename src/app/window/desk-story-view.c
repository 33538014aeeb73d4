/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-story-view.h"

#include <glib/gi18n.h>

#include "claims/desk-claims-page.h"
#include "core/desk-time.h"
#include "details/desk-details-page.h"
#include "editor/desk-editor.h"
#include "editor/desk-format-menu.h"
#include "editor/desk-save-banner.h"
#include "exchange/desk-export.h"
#include "history/desk-as-of-dialog.h"
#include "history/desk-blame-popover.h"
#include "history/desk-compare-view.h"
#include "history/desk-history-page.h"
#include "history/desk-merge-view.h"
#include "posts/desk-keep-post-dialog.h"
#include "posts/desk-posts-page.h"
#include "preferences/desk-locale.h"
#include "preview/desk-preview-view.h"
#include "updates/desk-publish-dialog.h"
#include "updates/desk-updates-page.h"
#include "window/desk-application.h"
#include "window/desk-commands.h"
#include "window/desk-story-files.h"
#include "window/desk-story-print.h"
#include "window/desk-style-actions.h"
#include "window/desk-text-actions.h"

/* The window's own story view, kept on the window for those who stand beside it. */
#define VIEW_OF_ROOT "desk-story-view"

/* More than a narrow window has: the sheet is as high as it may be, whichever page it shows. */
#define SHEET_HEIGHT 2000

struct _DeskStoryView
{
  AdwBin parent_instance;

  DeskDocument *document;
  GSignalGroup *document_signals;
  gboolean overlaid;
  gboolean narrow;
  gboolean inspector_visible;
  gboolean inspector_beside;
  gboolean inspector_asked; /* for one page of it, before the window's width was known */

  gboolean focus_mode;
  gboolean inspector_unfocused; /* whether it was there before focus mode */
  gboolean full_screen;

  AdwMultiLayoutView *layouts;
  AdwToolbarView *toolbars;
  GtkWidget *sheet_bin;
  GtkLabel *summary;
  AdwWindowTitle *title;
  GtkButton *publish_button;
  GtkStack *stack;
  DeskEditor *editor;
  DeskCompareView *compare_view; /* NULL until it is asked for, as it is for most stories */
  DeskMergeView *merge_view;     /* the same */
  DeskPreviewView *preview_view; /* the same */
  AdwBanner *merge_banner;
  AdwViewStack *pages;
  GMenu *export_menu;
  GMenu *format_menu;
};

G_DEFINE_FINAL_TYPE (DeskStoryView, desk_story_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  PROP_OVERLAID,
  PROP_NARROW,
  PROP_INSPECTOR_VISIBLE,
  PROP_INSPECTOR_BESIDE,
  PROP_INSPECTOR_PAGE,
  PROP_FOCUS_MODE,
  PROP_FULL_SCREEN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* The pages of the inspector: most windows show one or two of them. */
static const struct
{
  const char *name;
  GType (*get_type) (void);
} page_types[] = {
  { "claims", desk_claims_page_get_type },
  { "posts", desk_posts_page_get_type },
  { "updates", desk_updates_page_get_type },
  { "history", desk_history_page_get_type },
  { "details", desk_details_page_get_type },
};

/* --- what is shown --- */

/* The page itself, made when there is none yet; %NULL for an unknown name. */
static GtkWidget *
ensure_page (DeskStoryView *self, const char *name)
{
  GtkWidget *place = adw_view_stack_get_child_by_name (self->pages, name);

  for (gsize i = 0; i < G_N_ELEMENTS (page_types) && place != NULL; i++)
    if (g_str_equal (page_types[i].name, name))
      {
        if (adw_bin_get_child (ADW_BIN (place)) == NULL)
          adw_bin_set_child (ADW_BIN (place), g_object_new (page_types[i].get_type (), "document", self->document, NULL));
        return adw_bin_get_child (ADW_BIN (place));
      }
  return NULL;
}

static DeskCompareView *
ensure_compare_view (DeskStoryView *self)
{
  if (self->compare_view == NULL)
    {
      self->compare_view = g_object_new (DESK_TYPE_COMPARE_VIEW, NULL);
      desk_compare_view_set_document (self->compare_view, self->document);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->compare_view), "compare");
    }
  return self->compare_view;
}

static gboolean
has_room (DeskStoryView *self)
{
  return !self->overlaid && !self->narrow;
}

static void
set_inspector_visible (DeskStoryView *self, gboolean visible)
{
  self->inspector_asked = self->inspector_asked && visible;
  if (self->inspector_visible != visible)
    {
      self->inspector_visible = visible;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_VISIBLE]);
    }
  if (has_room (self) && self->inspector_beside != visible)
    {
      self->inspector_beside = visible;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_BESIDE]);
    }
}

/* Nothing but the story: what stands beside it comes back afterwards. */
static void
set_focus_mode (DeskStoryView *self, gboolean focus_mode)
{
  if (self->focus_mode == focus_mode)
    return;

  self->focus_mode = focus_mode;
  if (focus_mode)
    {
      self->inspector_unfocused = has_room (self) && self->inspector_visible;
      if (self->inspector_unfocused)
        {
          /* For now only: it is not what is wanted the next time. */
          self->inspector_visible = FALSE;
          g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_VISIBLE]);
        }
    }
  else if (self->inspector_unfocused && has_room (self))
    {
      set_inspector_visible (self, TRUE);
    }
  g_object_set (self->editor, "focus-mode", focus_mode, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOCUS_MODE]);
}

static void
focus_mode_changed_cb (DeskStoryView *self)
{
  gboolean focus_mode;

  g_object_get (self->editor, "focus-mode", &focus_mode, NULL);
  set_focus_mode (self, focus_mode);
}

/* --- full screen: the header bar comes when the pointer is at the top --- */

static void
set_full_screen (DeskStoryView *self, gboolean full_screen)
{
  if (self->full_screen == full_screen)
    return;

  self->full_screen = full_screen;
  adw_toolbar_view_set_reveal_top_bars (self->toolbars, !full_screen);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FULL_SCREEN]);
}

static void
fullscreened_cb (DeskStoryView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  set_full_screen (self, GTK_IS_WINDOW (root) && gtk_window_is_fullscreen (GTK_WINDOW (root)));
}

static void
motion_cb (DeskStoryView *self, double x, double y)
{
  int height = adw_toolbar_view_get_top_bar_height (self->toolbars);

  if (!self->full_screen)
    return;
  if (y <= 2)
    adw_toolbar_view_set_reveal_top_bars (self->toolbars, TRUE);
  else if (y > height + 24 && adw_toolbar_view_get_reveal_top_bars (self->toolbars))
    adw_toolbar_view_set_reveal_top_bars (self->toolbars, FALSE);
}

/* What had a use for Escape has had it. */
static gboolean
key_pressed_cb (DeskStoryView *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (keyval != GDK_KEY_Escape || state & gtk_accelerator_get_default_mod_mask () || !self->full_screen || !GTK_IS_WINDOW (root))
    return GDK_EVENT_PROPAGATE;
  gtk_window_unfullscreen (GTK_WINDOW (root));
  return GDK_EVENT_STOP;
}

static void
add_controllers (DeskStoryView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
measure_sheet (GtkWidget *widget,
               GtkOrientation orientation,
               int for_size,
               int *minimum,
               int *natural,
               int *minimum_baseline,
               int *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *natural = MAX (*natural, SHEET_HEIGHT);
}

static void
allocate_sheet (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
}

/* An inspector that would lie over the text waits until it is asked for. */
static void
layout_changed (DeskStoryView *self)
{
  gboolean beside = self->inspector_beside;

  set_inspector_visible (self, self->inspector_asked || (has_room (self) && beside));
  adw_multi_layout_view_set_layout_name (self->layouts, self->narrow ? "sheet" : "beside");
  if (self->narrow)
    gtk_button_set_icon_name (self->publish_button, "document-send-symbolic");
  else
    /* Translators: to publish a story, after a dialog */
    gtk_button_set_label (self->publish_button, C_ ("button", "Publish…"));
}

static char *
dup_changes (guint n_changes)
{
  /* Translators: how many changes of a published story have not been published */
  return g_strdup_printf (ngettext ("%u change not out", "%u changes not out", n_changes), n_changes);
}

static char *
dup_subtitle (DeskStory *story, guint n_changes)
{
  g_autofree char *state = NULL;
  g_autofree char *changes = NULL;

  if (story->state == DESK_STATE_PUBLISHED && story->out_at != 0)
    {
      g_autofree char *moment = desk_time_format_moment (story->out_at, g_get_real_time (), story->zone, desk_locale_get_language ());

      /* Translators: the state of a story and when that was: “Published 18:45” */
      state = g_strdup_printf (C_ ("story state", "%s %s"), desk_enum_get_label (DESK_TYPE_STATE, story->state), moment);
    }
  else
    state = g_strdup (desk_enum_get_label (DESK_TYPE_STATE, story->state));

  if (n_changes == 0)
    return g_steal_pointer (&state);

  changes = dup_changes (n_changes);
  /* Each in its own direction (UAX #9, first strong isolate). */
  return g_strdup_printf ("\u2068%s\u2069 · \u2068%s\u2069", state, changes);
}

/* What the inspector has to say when it is not to be seen, and what the narrow title has no room for. */
static char *
dup_summary (DeskSnapshot *snapshot, guint n_changes)
{
  g_autofree char *posts = NULL;
  g_autofree char *changes = dup_changes (n_changes);

  /* Translators: how many posts a story has kept */
  posts = g_strdup_printf (ngettext ("%u post", "%u posts", snapshot->story->n_posts), snapshot->story->n_posts);
  if (n_changes == 0)
    return g_strdup_printf ("%u/%u · %s", snapshot->story->n_sourced, snapshot->story->n_claims, posts);
  return g_strdup_printf ("%u/%u · %s · %s", snapshot->story->n_sourced, snapshot->story->n_claims, posts, changes);
}

static void
update_title (DeskStoryView *self)
{
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *slug = NULL;
  guint n_changes = 0;

  if (snapshot == NULL)
    {
      adw_window_title_set_title (self->title, "");
      adw_window_title_set_subtitle (self->title, "");
      gtk_widget_remove_css_class (GTK_WIDGET (self->publish_button), "suggested-action");
      return;
    }

  g_object_get (self->document, "slug", &slug, "n-changes-out", &n_changes, NULL);
  subtitle = dup_subtitle (snapshot->story, n_changes);
  summary = dup_summary (snapshot, n_changes);
  adw_window_title_set_title (self->title, slug);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_label_set_label (self->summary, summary);
  if (snapshot->out == NULL || n_changes > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->publish_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->publish_button), "suggested-action");
}

static void
update_merge_banner (DeskStoryView *self)
{
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;

  adw_banner_set_revealed (self->merge_banner, snapshot != NULL && snapshot->story->n_heads > 1);
}

static gboolean
is_comparing (DeskStoryView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "compare") == 0;
}

static gboolean
is_merging (DeskStoryView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "merge") == 0;
}

static void
show_editor (DeskStoryView *self)
{
  gtk_stack_set_visible_child_name (self->stack, "editor");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "story.close-merge", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "story.close-compare", FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->merge_banner), TRUE);
}

static void
show_comparison (DeskStoryView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->merge_banner), TRUE);
  /* What would lie over it makes room. */
  if (!has_room (self))
    set_inspector_visible (self, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "story.close-merge", FALSE);
  gtk_stack_set_visible_child_name (self->stack, "compare");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "story.close-compare", TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->compare_view));
}

static void
set_page (DeskStoryView *self, const char *page)
{
  if (page != NULL && adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
}

static void
show_inspector (DeskStoryView *self, const char *page)
{
  adw_view_stack_set_visible_child_name (self->pages, page);
  set_inspector_visible (self, TRUE);
}

static DeskPost *
find_post (DeskStoryView *self, const char *id)
{
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;

  return snapshot != NULL ? desk_snapshot_get_post (snapshot, id) : NULL;
}

static void
commit (DeskStoryView *self, DeskChange *change)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);
  desk_document_commit (self->document, DESK_WHY_CHECK, changes);
}

/* --- actions: the text --- */

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_undo (DESK_STORY_VIEW (widget)->editor);
}

static void
redo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_redo (DESK_STORY_VIEW (widget)->editor);
}

static void
find_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  show_editor (self);
  desk_editor_find (self->editor, FALSE);
}

static void
replace_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  show_editor (self);
  desk_editor_find (self->editor, TRUE);
}

static void
paste_plain_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_editor_paste_plain (DESK_STORY_VIEW (widget)->editor);
}

static void
version_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStoryView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_document_commit_finish (DESK_DOCUMENT (source), result, &error);

  desk_story_view_toast (GTK_WIDGET (self), error == NULL ? _ ("Version kept") : error->message);
}

static void
keep_version_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  desk_document_commit_async (self->document, DESK_WHY_KEEP, NULL, NULL, version_kept_cb, g_object_ref (self));
}

static void
show_range_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);
  guint start, end;

  g_variant_get (parameter, "(uu)", &start, &end);
  show_editor (self);
  desk_editor_show_range (self->editor, start, end);
}

/* --- actions: claims --- */

static void
add_claim_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  show_editor (self);
  desk_editor_add_claim (self->editor);
}

static void
show_claim_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  show_editor (self);
  if (!has_room (self))
    set_inspector_visible (self, FALSE);
  if (!desk_editor_show_claim (self->editor, g_variant_get_string (parameter, NULL)))
    desk_story_view_toast (widget, _ ("These words are not in the text any more"));
}

static void
edit_claim_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  show_inspector (self, "claims");
  desk_claims_page_show_claim (DESK_CLAIMS_PAGE (ensure_page (self, "claims")), g_variant_get_string (parameter, NULL));
}

/* The claim's row is ready for its keys (S, V, D, X) where it can be seen beside its words. */
static void
go_to_open (DeskStoryView *self, gboolean backwards)
{
  g_autofree char *claim = NULL;

  if (is_comparing (self))
    {
      desk_compare_view_next (self->compare_view, backwards);
      return;
    }
  if (is_merging (self))
    {
      desk_merge_view_next (self->merge_view, backwards);
      return;
    }
  claim = g_strdup (desk_editor_next_open (self->editor, backwards));
  if (claim == NULL)
    desk_story_view_toast (GTK_WIDGET (self), _ ("No claim is open"));
  else if (has_room (self))
    {
      show_inspector (self, "claims");
      desk_claims_page_show_claim (DESK_CLAIMS_PAGE (ensure_page (self, "claims")), claim);
    }
}

static void
next_open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go_to_open (DESK_STORY_VIEW (widget), FALSE);
}

static void
previous_open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go_to_open (DESK_STORY_VIEW (widget), TRUE);
}

/* --- actions: posts --- */

static void
keep_post_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  adw_dialog_present (desk_keep_post_dialog_new (self->document, NULL), widget);
}

static void
keep_pasted_post_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  adw_dialog_present (desk_keep_post_dialog_new (self->document, g_variant_get_string (parameter, NULL)), widget);
}

static void
quote_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);
  const char *id, *words;
  DeskPost *post;

  g_variant_get (parameter, "(&s&s)", &id, &words);
  post = find_post (self, id);
  if (post == NULL)
    return;
  show_editor (self);
  desk_editor_quote (self->editor, post, words);
}

static void
insert_post_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);
  DeskPost *post = find_post (self, g_variant_get_string (parameter, NULL));

  if (post == NULL)
    return;
  show_editor (self);
  desk_editor_insert_post (self->editor, post);
}

static void
show_post_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  show_inspector (self, "posts");
  desk_posts_page_show_post (DESK_POSTS_PAGE (ensure_page (self, "posts")), g_variant_get_string (parameter, NULL));
}

static void
copy_post_address_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskPost *post = find_post (DESK_STORY_VIEW (widget), g_variant_get_string (parameter, NULL));

  if (post == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), post->address);
  desk_story_view_toast (widget, _ ("Address copied"));
}

static void
copy_address_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), g_variant_get_string (parameter, NULL));
  desk_story_view_toast (widget, _ ("Address copied"));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStoryView) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    desk_story_view_toast (GTK_WIDGET (self), error->message);
}

static void
open_address_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (g_variant_get_string (parameter, NULL));

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, opened_cb, g_object_ref (widget));
}

/* What an editor saw who looked at it again. */
static void
check_post_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *post, *state;
  int value;

  g_variant_get (parameter, "(&s&s)", &post, &state);
  if (desk_enum_from_nick (DESK_TYPE_POST_STATE, state, &value, NULL))
    commit (DESK_STORY_VIEW (widget), desk_change_new_post_check (post, value));
}

static void
open_here_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  show_editor (self);
  if (!desk_editor_open_here (self->editor))
    desk_story_view_toast (widget, _ ("There is neither a claim nor a card at the cursor"));
}

static void
cover_post_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);
  DeskPost *post = find_post (self, g_variant_get_string (parameter, NULL));

  if (post != NULL)
    commit (self, desk_change_new_post_graphic (post->id, post->graphic[0] != '\0' ? "" : "graphic"));
}

static void
drop_post_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);
  const char *post = g_variant_get_string (parameter, NULL);
  GPtrArray *reversing = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  commit (self, desk_change_new_post_dropped (post, TRUE));
  g_ptr_array_add (reversing, desk_change_new_post_dropped (post, FALSE));
  desk_story_view_toast_undo (widget, _ ("Post taken out of the panel"), reversing);
}

/* --- actions: versions --- */

static void
merge_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  if (self->document == NULL || desk_document_get_snapshot (self->document) == NULL || is_merging (self))
    return;
  if (self->merge_view == NULL)
    {
      self->merge_view = g_object_new (DESK_TYPE_MERGE_VIEW, NULL);
      desk_merge_view_set_document (self->merge_view, self->document);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->merge_view), "merge");
    }
  if (!has_room (self))
    set_inspector_visible (self, FALSE);
  gtk_widget_action_set_enabled (widget, "story.close-compare", FALSE);
  gtk_stack_set_visible_child_name (self->stack, "merge");
  gtk_widget_set_visible (GTK_WIDGET (self->merge_banner), FALSE);
  gtk_widget_action_set_enabled (widget, "story.close-merge", TRUE);
  desk_merge_view_begin (self->merge_view);
  gtk_widget_grab_focus (GTK_WIDGET (self->merge_view));
}

static void
compare_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  if (is_comparing (self))
    {
      gtk_widget_activate_action (widget, "story.close-compare", NULL);
      return;
    }
  desk_compare_view_compare (ensure_compare_view (self), NULL, NULL);
  show_comparison (self);
}

static void
compare_revisions_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);
  const char *from, *to;

  g_variant_get (parameter, "(&s&s)", &from, &to);
  desk_compare_view_compare (ensure_compare_view (self), from[0] != '\0' ? from : NULL, to[0] != '\0' ? to : NULL);
  show_comparison (self);
}

static void
show_revision_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  desk_compare_view_show (ensure_compare_view (self), g_variant_get_string (parameter, NULL));
  show_comparison (self);
}

static void
blamed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStoryView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStoryBlame) blame = desk_store_blame_finish (DESK_STORE (source), result, &error);
  g_autoptr (DeskText) typed = self->document != NULL ? desk_document_dup_text (self->document) : NULL;
  guint start, end;

  if (blame == NULL)
    {
      desk_story_view_toast (GTK_WIDGET (self), error->message);
      return;
    }
  /* Somebody typed on, or went to another story: the places are others now. */
  if (typed == NULL || !desk_text_equal (typed, blame->text) || !desk_editor_get_passage (self->editor, &start, &end))
    return;
  desk_editor_popup (self->editor, desk_blame_popover_new (blame, start, end, desk_document_get_zone (self->document)), start, end);
}

static void
kept_to_blame_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskStoryView) self = data;
  DeskDocument *document = DESK_DOCUMENT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_document_commit_finish (document, result, &error);

  if (error != NULL)
    desk_story_view_toast (GTK_WIDGET (self), error->message);
  else
    desk_store_blame_async (desk_document_get_store (document), desk_document_get_story_id (document), NULL, NULL, blamed_cb, g_object_ref (self));
}

/* What was typed last has a writer too: it is kept first. */
static void
blame_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);
  guint start, end;

  show_editor (self);
  if (desk_editor_get_passage (self->editor, &start, &end))
    desk_document_commit_async (self->document, DESK_WHY_PAUSE, NULL, NULL, kept_to_blame_cb, g_object_ref (self));
  else
    desk_story_view_toast (widget, _ ("Nothing is written here"));
}

static void
as_of_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);
  gint64 at = is_comparing (self) ? desk_compare_view_get_as_of (self->compare_view) : 0;

  adw_dialog_present (desk_as_of_dialog_new (self->document, at), widget);
}

static void
show_as_of_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  desk_compare_view_show_as_of (ensure_compare_view (self), g_variant_get_int64 (parameter));
  show_comparison (self);
}

static void
close_compare_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  show_editor (self);
  desk_editor_focus (self->editor);
}

typedef struct
{
  DeskDocument *document;
  char *revision;
} Restore;

static void
restore_free (gpointer data)
{
  Restore *restore = data;

  g_object_unref (restore->document);
  g_free (restore->revision);
  g_free (restore);
}

static void
load_revision (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Restore *restore = data;
  DeskStore *store = desk_document_get_store (restore->document);
  GError *error = NULL;
  g_autoptr (DeskRevision) revision = desk_store_find_revision (store, desk_document_get_story_id (restore->document), restore->revision, &error);
  DeskText *text = revision != NULL ? desk_store_load_text (store, revision->text, &error) : NULL;

  if (text != NULL)
    g_task_return_pointer (task, text, (GDestroyNotify) desk_text_unref);
  else
    g_task_return_error (task, error);
}

static void
revision_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskStoryView *self = DESK_STORY_VIEW (source);
  Restore *restore = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskText) text = g_task_propagate_pointer (G_TASK (result), &error);

  if (text == NULL)
    {
      desk_story_view_toast (GTK_WIDGET (self), error->message);
      return;
    }
  /* What is typed now is a version before it is replaced. */
  desk_document_commit (restore->document, DESK_WHY_KEEP, NULL);
  desk_document_replace_text (restore->document, text);
  desk_document_commit (restore->document, DESK_WHY_RESTORE, NULL);
  if (self->document != restore->document)
    return;
  show_editor (self);
  desk_editor_focus (self->editor);
  desk_story_view_toast_undo_typing (GTK_WIDGET (self), _ ("Version restored"));
}

static void
restore_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);
  g_autoptr (GTask) task = g_task_new (self, NULL, revision_loaded_cb, NULL);
  Restore *restore = g_new0 (Restore, 1);

  restore->document = g_object_ref (self->document);
  restore->revision = g_variant_dup_string (parameter, NULL);
  g_task_set_task_data (task, restore, restore_free);
  g_task_run_in_thread (task, load_revision);
}

/* --- actions: as a reader sees it --- */

static gboolean
is_previewing (DeskStoryView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "preview") == 0;
}

static void
preview_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  if (is_previewing (self))
    {
      gtk_widget_activate_action (widget, "story.close-preview", NULL);
      return;
    }
  if (self->preview_view == NULL)
    {
      self->preview_view = g_object_new (DESK_TYPE_PREVIEW_VIEW, NULL);
      desk_preview_view_set_document (self->preview_view, self->document);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->preview_view), "preview");
    }
  /* What closes a comparison or a merge has nothing to close. */
  show_editor (self);
  if (!has_room (self))
    set_inspector_visible (self, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "preview");
  gtk_widget_grab_focus (GTK_WIDGET (self->preview_view));
}

static void
stack_changed_cb (DeskStoryView *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "story.close-preview", is_previewing (self));
}

/* --- actions: out of the window --- */

static void
publish_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (desk_publish_dialog_new (DESK_STORY_VIEW (widget)->document, NULL), widget);
}

static void
correct_update_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  adw_dialog_present (desk_publish_dialog_new (self->document, g_variant_get_string (parameter, NULL)), widget);
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_story_files_copy (widget, DESK_STORY_VIEW (widget)->document);
}

static void
export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_story_files_export (widget, DESK_STORY_VIEW (widget)->document, g_variant_get_string (parameter, NULL));
}

static void
save_elsewhere_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_story_files_save_elsewhere (widget, DESK_STORY_VIEW (widget)->document);
}

static void
dossier_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_story_files_save_dossier (widget, DESK_STORY_VIEW (widget)->document);
}

static void
dossier_as_of_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_story_files_save_dossier_as_of (widget, DESK_STORY_VIEW (widget)->document, g_variant_get_int64 (parameter));
}

static void
print_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_story_print (widget, DESK_STORY_VIEW (widget)->document, FALSE);
}

static void
print_proof_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_story_print (widget, DESK_STORY_VIEW (widget)->document, TRUE);
}

static void
hand_over_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_story_files_hand_over (widget, DESK_STORY_VIEW (widget)->document);
}

static void
new_window_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskDocument *document = DESK_STORY_VIEW (widget)->document;
  GApplication *application = g_application_get_default ();

  if (DESK_IS_APPLICATION (application))
    desk_application_open_story_window (DESK_APPLICATION (application), desk_document_get_store (document),
                                        desk_document_get_story_id (document));
}

static void
toast_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_story_view_toast (widget, g_variant_get_string (parameter, NULL));
}

/* --- actions: the inspector --- */

static void
inspector_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  show_inspector (self, action + strlen ("inspector."));
  gtk_widget_child_focus (adw_view_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
}

static void
toggle_inspector_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskStoryView *self = DESK_STORY_VIEW (widget);

  set_inspector_visible (self, !self->inspector_visible);
}

/* Undo, redo and what closes a comparison or a merge have conditions of their own. */
static const struct
{
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "story.keep-version", NULL, keep_version_cb },
  { "story.publish", NULL, publish_cb },
  { "story.correct-update", "s", correct_update_cb },
  { "story.add-claim", NULL, add_claim_cb },
  { "story.next-open", NULL, next_open_cb },
  { "story.previous-open", NULL, previous_open_cb },
  { "story.keep-post", NULL, keep_post_cb },
  { "story.keep-pasted-post", "s", keep_pasted_post_cb },
  { "story.quote", "(ss)", quote_cb },
  { "story.insert-post", "s", insert_post_cb },
  { "story.show-post", "s", show_post_cb },
  { "story.copy-post-address", "s", copy_post_address_cb },
  { "story.check-post", "(ss)", check_post_cb },
  { "story.cover-post", "s", cover_post_cb },
  { "story.drop-post", "s", drop_post_cb },
  { "story.copy-address", "s", copy_address_cb },
  { "story.open-address", "s", open_address_cb },
  { "story.open-here", NULL, open_here_cb },
  { "story.find", NULL, find_cb },
  { "story.replace", NULL, replace_cb },
  { "story.paste-plain", NULL, paste_plain_cb },
  { "story.merge", NULL, merge_cb },
  { "story.preview", NULL, preview_cb },
  { "story.compare", NULL, compare_cb },
  { "story.compare-revisions", "(ss)", compare_revisions_cb },
  { "story.show-revision", "s", show_revision_cb },
  { "story.blame", NULL, blame_cb },
  { "story.as-of", NULL, as_of_cb },
  { "story.show-as-of", "x", show_as_of_cb },
  { "story.restore", "s", restore_cb },
  { "story.copy", NULL, copy_cb },
  { "story.export", "s", export_cb },
  { "story.save-elsewhere", NULL, save_elsewhere_cb },
  { "story.dossier", NULL, dossier_cb },
  { "story.dossier-as-of", "x", dossier_as_of_cb },
  { "story.print", NULL, print_cb },
  { "story.print-proof", NULL, print_proof_cb },
  { "story.hand-over", NULL, hand_over_cb },
  { "story.show-claim", "s", show_claim_cb },
  { "story.edit-claim", "s", edit_claim_cb },
  { "story.show-range", "(uu)", show_range_cb },
  { "story.new-window", NULL, new_window_cb },
  { "inspector.claims", NULL, inspector_cb },
  { "inspector.posts", NULL, inspector_cb },
  { "inspector.updates", NULL, inspector_cb },
  { "inspector.history", NULL, inspector_cb },
  { "inspector.details", NULL, inspector_cb },
};

static void
update_undo (DeskStoryView *self)
{
  gboolean can_undo, can_redo;

  g_object_get (self->editor, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "story.undo", self->document != NULL && can_undo);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "story.redo", self->document != NULL && can_redo);
}

static void
update_actions (DeskStoryView *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, self->document != NULL);
  desk_text_actions_set_enabled (GTK_WIDGET (self), self->document != NULL);
  desk_style_actions_set_enabled (GTK_WIDGET (self), self->document != NULL);
  update_undo (self);
}

/* --- callbacks --- */

static void
document_failed_cb (DeskStoryView *self, const char *message)
{
  desk_story_view_toast (GTK_WIDGET (self), message);
}

static void
page_changed_cb (DeskStoryView *self)
{
  if (self->document != NULL)
    ensure_page (self, adw_view_stack_get_visible_child_name (self->pages));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_PAGE]);
}

static void
undo_changes_cb (AdwToast *toast, gpointer data)
{
  DeskDocument *document = data;
  GPtrArray *changes = g_object_steal_data (G_OBJECT (toast), "changes");

  if (changes != NULL)
    desk_document_commit (document, DESK_WHY_CHECK, changes);
}

/* --- object --- */

static void
desk_story_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (desk_story_view_parent_class)->root (widget);

  g_object_set_data (G_OBJECT (gtk_widget_get_root (widget)), VIEW_OF_ROOT, widget);
  if (GTK_IS_WINDOW (gtk_widget_get_root (widget)))
    g_signal_connect_object (gtk_widget_get_root (widget), "notify::fullscreened", G_CALLBACK (fullscreened_cb), widget, G_CONNECT_SWAPPED);
}

static void
desk_story_view_unroot (GtkWidget *widget)
{
  g_object_set_data (G_OBJECT (gtk_widget_get_root (widget)), VIEW_OF_ROOT, NULL);
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), fullscreened_cb, widget);

  GTK_WIDGET_CLASS (desk_story_view_parent_class)->unroot (widget);
}

static void
desk_story_view_dispose (GObject *object)
{
  DeskStoryView *self = DESK_STORY_VIEW (object);

  if (self->editor != NULL)
    desk_story_view_set_document (self, NULL);
  g_clear_object (&self->document_signals);
  /* The template would take the child away without the bin's knowledge. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_STORY_VIEW);

  G_OBJECT_CLASS (desk_story_view_parent_class)->dispose (object);
}

static void
desk_story_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskStoryView *self = DESK_STORY_VIEW (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_OVERLAID:
      g_value_set_boolean (value, self->overlaid);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_INSPECTOR_VISIBLE:
      g_value_set_boolean (value, self->inspector_visible);
      break;
    case PROP_INSPECTOR_BESIDE:
      g_value_set_boolean (value, self->inspector_beside);
      break;
    case PROP_INSPECTOR_PAGE:
      g_value_set_string (value, adw_view_stack_get_visible_child_name (self->pages));
      break;
    case PROP_FOCUS_MODE:
      g_value_set_boolean (value, self->focus_mode);
      break;
    case PROP_FULL_SCREEN:
      g_value_set_boolean (value, self->full_screen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_story_view_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskStoryView *self = DESK_STORY_VIEW (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      desk_story_view_set_document (self, g_value_get_object (value));
      break;
    case PROP_OVERLAID:
      if (self->overlaid != g_value_get_boolean (value))
        {
          self->overlaid = g_value_get_boolean (value);
          layout_changed (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_NARROW:
      if (self->narrow != g_value_get_boolean (value))
        {
          self->narrow = g_value_get_boolean (value);
          layout_changed (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_INSPECTOR_VISIBLE:
      set_inspector_visible (self, g_value_get_boolean (value));
      break;
    case PROP_INSPECTOR_BESIDE:
      if (self->inspector_beside != g_value_get_boolean (value))
        {
          self->inspector_beside = g_value_get_boolean (value);
          if (has_room (self))
            set_inspector_visible (self, self->inspector_beside);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_INSPECTOR_PAGE:
      set_page (self, g_value_get_string (value));
      break;
    case PROP_FOCUS_MODE:
      set_focus_mode (self, g_value_get_boolean (value));
      break;
    case PROP_FULL_SCREEN:
      set_full_screen (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_story_view_class_init (DeskStoryViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_story_view_dispose;
  object_class->get_property = desk_story_view_get_property;
  object_class->set_property = desk_story_view_set_property;
  widget_class->root = desk_story_view_root;
  widget_class->unroot = desk_story_view_unroot;

  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OVERLAID] = g_param_spec_boolean ("overlaid", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSPECTOR_VISIBLE] = g_param_spec_boolean ("inspector-visible", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSPECTOR_BESIDE] = g_param_spec_boolean ("inspector-beside", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSPECTOR_PAGE] = g_param_spec_string ("inspector-page", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOCUS_MODE] = g_param_spec_boolean ("focus-mode", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FULL_SCREEN] = g_param_spec_boolean ("full-screen", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DESK_TYPE_EDITOR);
  g_type_ensure (DESK_TYPE_SAVE_BANNER);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-story-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, layouts);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, toolbars);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, sheet_bin);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, summary);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, title);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, publish_button);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, editor);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, merge_banner);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, pages);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, export_menu);
  gtk_widget_class_bind_template_child (widget_class, DeskStoryView, format_menu);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
  desk_text_actions_install (widget_class);
  desk_style_actions_install (widget_class);
  gtk_widget_class_install_action (widget_class, "story.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "story.redo", NULL, redo_cb);
  gtk_widget_class_install_action (widget_class, "story.close-compare", NULL, close_compare_cb);
  gtk_widget_class_install_action (widget_class, "story.close-merge", NULL, close_compare_cb);
  gtk_widget_class_install_action (widget_class, "story.close-preview", NULL, close_compare_cb);
  gtk_widget_class_install_action (widget_class, "story.toast", "s", toast_cb);
  gtk_widget_class_install_action (widget_class, "inspector.toggle", NULL, toggle_inspector_cb);
}

static void
desk_story_view_init (DeskStoryView *self)
{
  const DeskExportFormat *formats;
  gsize n_formats;

  self->inspector_visible = TRUE;
  self->inspector_beside = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  desk_commands_add_shortcuts (GTK_WIDGET (self), DESK_KEYS_STORY);
  desk_commands_add_shortcuts (GTK_WIDGET (self), DESK_KEYS_FIELD);
  add_controllers (self);
  gtk_widget_set_layout_manager (self->sheet_bin, gtk_custom_layout_new (NULL, measure_sheet, allocate_sheet));
  layout_changed (self);
  desk_format_menu_fill (self->format_menu);
  formats = desk_export_list_formats (&n_formats);
  for (gsize i = 0; i < n_formats; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (formats[i].name), NULL);

      g_menu_item_set_action_and_target (item, "story.export", "s", formats[i].id);
      g_menu_append_item (self->export_menu, item);
    }

  self->document_signals = g_signal_group_new (DESK_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot", G_CALLBACK (update_merge_banner), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::n-changes-out", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::slug", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->document_signals, "failed", G_CALLBACK (document_failed_cb), self);
  g_signal_connect_swapped (self->editor, "notify::focus-mode", G_CALLBACK (focus_mode_changed_cb), self);
  g_signal_connect_swapped (self->editor, "notify::can-undo", G_CALLBACK (update_undo), self);
  g_signal_connect_swapped (self->editor, "notify::can-redo", G_CALLBACK (update_undo), self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "story.close-compare", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "story.close-merge", FALSE);
  g_signal_connect_swapped (self->stack, "notify::visible-child-name", G_CALLBACK (stack_changed_cb), self);
  stack_changed_cb (self);
  update_actions (self);
}

DeskDocument *
desk_story_view_get_document (DeskStoryView *self)
{
  g_return_val_if_fail (DESK_IS_STORY_VIEW (self), NULL);

  return self->document;
}

void
desk_story_view_set_document (DeskStoryView *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_STORY_VIEW (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (!g_set_object (&self->document, document))
    return;

  show_editor (self);
  g_signal_group_set_target (self->document_signals, document);
  desk_editor_set_document (self->editor, document);
  if (self->compare_view != NULL)
    desk_compare_view_set_document (self->compare_view, document);
  if (self->merge_view != NULL)
    desk_merge_view_set_document (self->merge_view, document);
  if (self->preview_view != NULL)
    desk_preview_view_set_document (self->preview_view, document);
  for (gsize i = 0; i < G_N_ELEMENTS (page_types); i++)
    {
      GtkWidget *place = adw_view_stack_get_child_by_name (self->pages, page_types[i].name);

      if (adw_bin_get_child (ADW_BIN (place)) != NULL)
        g_object_set (adw_bin_get_child (ADW_BIN (place)), "document", document, NULL);
    }
  if (document != NULL)
    ensure_page (self, adw_view_stack_get_visible_child_name (self->pages));
  update_title (self);
  update_merge_banner (self);
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

DeskEditor *
desk_story_view_get_editor (DeskStoryView *self)
{
  g_return_val_if_fail (DESK_IS_STORY_VIEW (self), NULL);

  if (gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->editor))
    show_editor (self);
  return self->editor;
}

void
desk_story_view_focus (DeskStoryView *self)
{
  g_return_if_fail (DESK_IS_STORY_VIEW (self));

  desk_editor_focus (self->editor);
}

void
desk_story_view_show_page (DeskStoryView *self, const char *page)
{
  g_return_if_fail (DESK_IS_STORY_VIEW (self));

  set_page (self, page);
  set_inspector_visible (self, TRUE);
  self->inspector_asked = TRUE;
}

DeskStoryView *
desk_story_view_find (GtkWidget *widget)
{
  GtkWidget *view;
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  view = gtk_widget_get_ancestor (widget, DESK_TYPE_STORY_VIEW);
  if (view != NULL)
    return DESK_STORY_VIEW (view);
  root = gtk_widget_get_root (widget);
  return root != NULL ? g_object_get_data (G_OBJECT (root), VIEW_OF_ROOT) : NULL;
}

static void
add_toast (GtkWidget *widget, AdwToast *toast)
{
  DeskStoryView *view = desk_story_view_find (widget);
  GtkWidget *overlay = view != NULL ? gtk_widget_get_ancestor (GTK_WIDGET (view), ADW_TYPE_TOAST_OVERLAY) : NULL;

  /* What was done last is told at once, and is what *Undo* takes back. */
  if (overlay != NULL)
    {
      adw_toast_overlay_dismiss_all (ADW_TOAST_OVERLAY (overlay));
      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
    }
  else
    g_object_unref (g_object_ref_sink (toast));
}

void
desk_story_view_toast (GtkWidget *widget, const char *message)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (message != NULL);

  add_toast (widget, g_object_new (ADW_TYPE_TOAST, "title", message, "use-markup", FALSE, NULL));
}

void
desk_story_view_toast_undo (GtkWidget *widget, const char *message, GPtrArray *changes)
{
  DeskStoryView *view;
  AdwToast *toast;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (message != NULL);
  g_return_if_fail (changes != NULL);

  view = desk_story_view_find (widget);
  toast = g_object_new (ADW_TYPE_TOAST, "title", message, "use-markup", FALSE, "button-label", _ ("_Undo"), NULL);
  g_object_set_data_full (G_OBJECT (toast), "changes", changes, (GDestroyNotify) g_ptr_array_unref);
  if (view != NULL && view->document != NULL)
    g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_changes_cb), view->document, 0);
  add_toast (widget, toast);
}

static void
undo_typing_cb (DeskStoryView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "story.undo", NULL);
}

void
desk_story_view_toast_undo_typing (GtkWidget *widget, const char *message)
{
  DeskStoryView *view;
  AdwToast *toast;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (message != NULL);

  view = desk_story_view_find (widget);
  toast = g_object_new (ADW_TYPE_TOAST, "title", message, "use-markup", FALSE, "button-label", _ ("_Undo"), NULL);
  if (view != NULL)
    g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_typing_cb), view, G_CONNECT_SWAPPED);
  add_toast (widget, toast);
}

static void leave (GTask *task);

static void
loss_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  if (g_str_equal (response, "again"))
    leave (g_steal_pointer (&task));
  else
    g_task_return_boolean (task, g_str_equal (response, "close"));
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DeskStoryView *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  AdwDialog *dialog;

  if (desk_document_flush_finish (DESK_DOCUMENT (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  dialog = adw_alert_dialog_new (_ ("The Last Words Are Not on Disk"), error->message);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "stay", _ ("_Stay"),
                                  "close", _ ("_Close and Lose Them"),
                                  "again", _ ("_Try Again"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "close", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "again");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "stay");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, loss_answered_cb, g_steal_pointer (&task));
}

/* A version that could not be kept is no loss as long as the draft is on disk. */
static void
left_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) ids = desk_document_commit_finish (DESK_DOCUMENT (source), result, NULL);

  desk_document_flush_async (DESK_DOCUMENT (source), NULL, flushed_cb, data);
}

/* @task: (transfer full) */
static void
leave (GTask *task)
{
  desk_document_commit_async (g_task_get_task_data (task), DESK_WHY_LEAVE, NULL, NULL, left_cb, task);
}

void
desk_story_view_leave_async (DeskStoryView *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DESK_IS_STORY_VIEW (self));

  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, desk_story_view_leave_async);
  if (self->document == NULL || desk_document_get_snapshot (self->document) == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_set_task_data (task, g_object_ref (self->document), g_object_unref);
  leave (g_steal_pointer (&task));
}

gboolean
desk_story_view_leave_finish (DeskStoryView *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
