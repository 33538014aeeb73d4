/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-compare-view.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "desk-comparison.h"
#include "desk-diff-view.h"
#include "desk-history-model.h"
#include "desk-record-changes.h"
#include "desk-side-view.h"
#include "desk-version-button.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"
#include "window/desk-story-view.h"

struct _DeskCompareView
{
  AdwBin parent_instance;

  DeskDocument *document;
  DeskHistoryModel *history;
  char *from; /* (nullable): as asked for */
  char *to;
  gboolean alone;             /* @to is shown by itself */
  gboolean asked;             /* there is something to show */
  GCancellable *cancellable;  /* of the comparison on its way */
  DeskComparison *comparison; /* (nullable): what is shown */
  char *records;              /* (nullable): what the changes besides the text were worked out for */

  GtkWidget *versions;
  DeskVersionButton *from_button;
  DeskVersionButton *to_button;
  GtkLabel *title;
  GtkLabel *count;
  GtkWidget *steps;
  GtkWidget *compare_button;
  GtkWidget *paragraph_button;
  GtkWidget *restore_button;
  GtkWidget *dossier_button;
  GtkToggleButton *side_button;
  GtkLabel *stamp;
  DeskRecordChanges *record_changes;
  GtkStack *stack;
  AdwStatusPage *failed;
  AdwStatusPage *nothing;
  DeskDiffView *diff_view;
  DeskSideView *side_view;
};

G_DEFINE_FINAL_TYPE (DeskCompareView, desk_compare_view, ADW_TYPE_BIN)

/* --- what is shown --- */

static gboolean
is_side_by_side (DeskCompareView *self)
{
  return gtk_toggle_button_get_active (self->side_button) && !self->alone;
}

static guint
get_current (DeskCompareView *self)
{
  return is_side_by_side (self) ? desk_side_view_get_current (self->side_view) : desk_diff_view_get_current (self->diff_view);
}

static void
show_count (DeskCompareView *self)
{
  guint n = desk_diff_view_get_n_changes (self->diff_view);
  guint current = get_current (self);
  g_autofree char *count = NULL;

  if (n == 0)
    count = g_strdup (_ ("No changes"));
  else if (current == 0)
    count = g_strdup_printf (ngettext ("%u change", "%u changes", n), n);
  else
    /* Translators: the place of a change, and how many there are */
    count = g_strdup_printf (ngettext ("%u of %u change", "%u of %u changes", n), current, n);
  gtk_label_set_label (self->count, count);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.restore-paragraph",
                                 !self->alone && current > 0 && self->comparison != NULL && self->comparison->to.is_now);
}

/* The version that can be brought back. */
static const DeskComparisonSide *
get_restorable (DeskCompareView *self)
{
  return self->alone || self->comparison->to.revision != NULL ? &self->comparison->to : &self->comparison->from;
}

static void
show_restore (DeskCompareView *self)
{
  DeskComparison *comparison = self->comparison;
  g_autoptr (DeskText) typed = desk_document_dup_text (self->document);
  const DeskComparisonSide *side = get_restorable (self);
  g_autofree char *tooltip = NULL;
  gboolean can_restore = side->revision != NULL && !desk_text_equal (side->text, typed);

  gtk_widget_set_visible (self->restore_button, can_restore);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.restore", can_restore);
  gtk_widget_set_visible (self->paragraph_button, !self->alone && comparison->to.is_now && desk_diff_view_get_n_changes (self->diff_view) > 0);
  if (!can_restore)
    return;
  /* Translators: %s is a version in one line: "18:45 · Before the denial" */
  tooltip = g_strdup_printf (_ ("Bring back %s, as a new version"), side->label);
  gtk_widget_set_tooltip_text (self->restore_button, tooltip);
}

/* What readers saw with the text that is, or was, out. */
static void
show_stamp (DeskCompareView *self)
{
  const DeskComparisonSide *side = self->alone ? &self->comparison->to : &self->comparison->from;
  g_autofree char *label = NULL;
  g_autofree char *moment = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->stamp), side->out != NULL && side->as_of != 0);
  if (side->out == NULL || side->as_of == 0)
    return;
  moment = desk_time_format_moment (side->out->at, g_get_real_time (), self->comparison->snapshot->story->zone, desk_locale_get_language ());
  words = desk_isolate (side->out->words);
  if (side->out->words[0] != '\0')
    /* Translators: %1$s is how a text went out, such as Updated, %2$s when, %3$s the words that readers saw with it */
    label = g_strdup_printf (_ ("%1$s %2$s. Readers saw: “%3$s”"), desk_enum_get_label (DESK_TYPE_UPDATE_KIND, side->out->kind), moment, words);
  else
    /* Translators: %1$s is how a text went out, such as Published, %2$s when */
    label = g_strdup_printf (_ ("%1$s %2$s. Readers saw no stamp"), desk_enum_get_label (DESK_TYPE_UPDATE_KIND, side->out->kind), moment);
  gtk_label_set_label (self->stamp, label);
}

static void
show_nothing (DeskCompareView *self)
{
  DeskStory *story = self->comparison->snapshot->story;
  g_autofree char *asked = desk_time_format_full (self->comparison->to.as_of, story->zone, desk_locale_get_language ());
  g_autofree char *first = NULL;
  g_autofree char *description = NULL;

  if (story->published_at != 0)
    {
      first = desk_time_format_full (story->published_at, story->zone, desk_locale_get_language ());
      /* Translators: %1$s and %2$s are days and times */
      description = g_strdup_printf (_ ("Nothing of this story was out on %1$s. It went out first on %2$s."), asked, first);
    }
  else
    {
      /* Translators: %s is a day and time */
      description = g_strdup_printf (_ ("Nothing of this story was out on %s, and nothing has gone out since."), asked);
    }
  adw_status_page_set_description (self->nothing, description);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

/* Whoever reads keeps the place when something else of the story changed. */
static void
show_text (DeskCompareView *self, DeskComparison *shown)
{
  gboolean is_same = shown != NULL && shown->diff != NULL && (shown->from.text == NULL) == (self->comparison->from.text == NULL) &&
                     desk_text_equal (shown->to.text, self->comparison->to.text) &&
                     (shown->from.text == NULL || desk_text_equal (shown->from.text, self->comparison->from.text));

  if (!is_same)
    {
      desk_diff_view_set_diff (self->diff_view, self->comparison->diff);
      desk_side_view_set_runs (self->side_view, desk_diff_view_get_runs (self->diff_view));
    }
  gtk_stack_set_visible_child_name (self->stack, is_side_by_side (self) ? "sides" : "text");
}

static void
records_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskCompareView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = desk_comparison_list_records_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->document == NULL)
    return;
  if (changes == NULL)
    {
      g_clear_pointer (&self->records, g_free);
      desk_story_view_toast (GTK_WIDGET (self), error->message);
      return;
    }
  desk_record_changes_set_changes (self->record_changes, changes, desk_document_get_zone (self->document));
}

/* What is typed changes nothing besides the text: claims follow it once it is kept. */
static void
show_records (DeskCompareView *self)
{
  DeskComparison *comparison = self->comparison;
  g_autofree char *records = NULL;

  if (self->alone)
    {
      g_clear_pointer (&self->records, g_free);
      desk_record_changes_set_changes (self->record_changes, NULL, NULL);
      return;
    }
  records = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " %d %s", comparison->from.revision != NULL ? comparison->from.revision : "",
                             comparison->from.as_of, comparison->to.revision != NULL ? comparison->to.revision : "",
                             comparison->to.as_of, comparison->to.is_now, comparison->snapshot->tip);
  if (g_strcmp0 (records, self->records) == 0)
    return;
  g_set_str (&self->records, records);
  desk_record_changes_set_changes (self->record_changes, NULL, NULL);
  desk_comparison_list_records_async (comparison, self->cancellable, records_cb, g_object_ref (self));
}

/* @comparison: (transfer full) */
static void
show_comparison (DeskCompareView *self, DeskComparison *comparison)
{
  g_autoptr (DeskComparison) shown = g_steal_pointer (&self->comparison);
  gboolean is_out = comparison->to.text != NULL;

  self->comparison = comparison;
  gtk_widget_set_visible (self->versions, !self->alone);
  gtk_widget_set_visible (GTK_WIDGET (self->title), self->alone);
  gtk_widget_set_visible (GTK_WIDGET (self->count), !self->alone);
  gtk_widget_set_visible (self->compare_button, self->alone && is_out);
  gtk_widget_set_visible (self->dossier_button, comparison->to.as_of != 0 && is_out);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.side-by-side", !self->alone);
  gtk_widget_set_sensitive (GTK_WIDGET (self->side_button), !self->alone);
  gtk_label_set_label (self->title, comparison->to.label);
  desk_version_button_set_label (self->to_button, comparison->to.label);
  if (!self->alone)
    desk_version_button_set_label (self->from_button, comparison->from.label);
  desk_version_button_set_has_out (self->from_button, comparison->snapshot->out != NULL);
  desk_version_button_set_has_out (self->to_button, comparison->snapshot->out != NULL);
  show_stamp (self);
  if (is_out)
    {
      show_text (self, shown);
      show_restore (self);
    }
  else
    {
      show_nothing (self);
      gtk_widget_set_visible (self->restore_button, FALSE);
      gtk_widget_set_visible (self->paragraph_button, FALSE);
    }
  gtk_widget_set_visible (self->steps, is_out && !self->alone && desk_diff_view_get_n_changes (self->diff_view) > 0);
  show_count (self);
  show_records (self);
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskCompareView) self = data;
  g_autoptr (GError) error = NULL;
  DeskComparison *comparison = desk_comparison_new_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (comparison != NULL)
    {
      show_comparison (self, comparison);
      return;
    }
  adw_status_page_set_description (self->failed, error->message);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
refresh (DeskCompareView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->document == NULL || desk_document_get_snapshot (self->document) == NULL || !self->asked)
    return;

  self->cancellable = g_cancellable_new ();
  desk_comparison_new_async (self->document, self->from, self->to, self->alone, self->cancellable, compared_cb, g_object_ref (self));
}

static void
ask (DeskCompareView *self, const char *from, const char *to, gboolean alone)
{
  g_set_str (&self->from, from);
  g_set_str (&self->to, to);
  self->alone = alone;
  self->asked = TRUE;
  if (self->document != NULL && self->history == NULL)
    {
      const char *zone = desk_document_get_zone (self->document);

      self->history = desk_history_model_new (desk_document_get_store (self->document), desk_document_get_story_id (self->document), zone);
      desk_version_button_set_history (self->from_button, self->history, zone);
      desk_version_button_set_history (self->to_button, self->history, zone);
    }
  refresh (self);
}

/* --- callbacks --- */

static void
from_chosen_cb (DeskCompareView *self, const char *version)
{
  g_autofree char *to = g_strdup (self->to);

  ask (self, version, to, FALSE);
}

static void
to_chosen_cb (DeskCompareView *self, const char *version)
{
  g_autofree char *from = g_strdup (self->from);

  ask (self, from, version, FALSE);
}

static void
next_cb (DeskCompareView *self)
{
  desk_compare_view_next (self, FALSE);
}

static void
previous_cb (DeskCompareView *self)
{
  desk_compare_view_next (self, TRUE);
}

static void
compare_with_now_cb (DeskCompareView *self)
{
  g_autofree char *version = g_strdup (self->to);

  ask (self, version, NULL, FALSE);
}

static void
current_changed_cb (DeskCompareView *self)
{
  show_count (self);
}

static void
side_toggled_cb (DeskCompareView *self)
{
  if (self->comparison == NULL || self->comparison->diff == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, is_side_by_side (self) ? "sides" : "text");
  gtk_widget_grab_focus (GTK_WIDGET (self));
  show_count (self);
}

static void
side_by_side_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkToggleButton *button = DESK_COMPARE_VIEW (widget)->side_button;

  if (gtk_widget_get_visible (GTK_WIDGET (button)))
    gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
restore_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "story.restore", "s", get_restorable (DESK_COMPARE_VIEW (widget))->revision);
}

/* Of what is shown: the story as it was, or as it is. */
static void
dossier_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskComparison *comparison = DESK_COMPARE_VIEW (widget)->comparison;

  if (comparison != NULL && comparison->to.as_of != 0 && comparison->to.text != NULL)
    gtk_widget_activate_action (widget, "story.dossier-as-of", "x", comparison->to.as_of);
  else
    gtk_widget_activate_action (widget, "story.dossier", NULL);
}

static void
restore_paragraph_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskCompareView *self = DESK_COMPARE_VIEW (widget);
  DeskDiffRuns *runs = desk_diff_view_get_runs (self->diff_view);
  guint current = get_current (self);
  g_autoptr (DeskText) typed = desk_document_dup_text (self->document);
  g_autoptr (DeskText) restored = NULL;

  if (runs == NULL || current == 0)
    return;
  /* Another window may have typed meanwhile: what is seen is what is restored. */
  if (!desk_text_equal (typed, self->comparison->to.text))
    {
      refresh (self);
      desk_story_view_toast (widget, _ ("The text has changed meanwhile. Look again"));
      return;
    }
  restored = desk_diff_runs_restore (runs, typed, current);
  desk_document_replace_text (self->document, restored);
  desk_story_view_toast_undo_typing (widget, _ ("Paragraph restored"));
  refresh (self);
}

static void
snapshot_changed_cb (DeskCompareView *self)
{
  if (self->history != NULL)
    desk_history_model_reload (self->history);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
}

/* Something was typed, here after an undo or in another window. */
static void
typed_cb (DeskCompareView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
}

/* --- the object --- */

static gboolean
desk_compare_view_grab_focus (GtkWidget *widget)
{
  DeskCompareView *self = DESK_COMPARE_VIEW (widget);

  return gtk_widget_grab_focus (is_side_by_side (self) ? GTK_WIDGET (self->side_view) : GTK_WIDGET (self->diff_view));
}

static void
desk_compare_view_dispose (GObject *object)
{
  DeskCompareView *self = DESK_COMPARE_VIEW (object);

  if (self->document != NULL)
    desk_compare_view_set_document (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_COMPARE_VIEW);
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->to, g_free);
  g_clear_pointer (&self->records, g_free);

  G_OBJECT_CLASS (desk_compare_view_parent_class)->dispose (object);
}

static void
desk_compare_view_class_init (DeskCompareViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_compare_view_dispose;
  widget_class->grab_focus = desk_compare_view_grab_focus;

  g_type_ensure (DESK_TYPE_DIFF_VIEW);
  g_type_ensure (DESK_TYPE_RECORD_CHANGES);
  g_type_ensure (DESK_TYPE_SIDE_VIEW);
  g_type_ensure (DESK_TYPE_VERSION_BUTTON);

  gtk_widget_class_install_action (widget_class, "compare.dossier", NULL, dossier_cb);
  gtk_widget_class_install_action (widget_class, "compare.restore", NULL, restore_cb);
  gtk_widget_class_install_action (widget_class, "compare.restore-paragraph", NULL, restore_paragraph_cb);
  gtk_widget_class_install_action (widget_class, "compare.side-by-side", NULL, side_by_side_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "story.close-compare", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, 0, "compare.restore-paragraph", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F4, GDK_CONTROL_MASK, "compare.side-by-side", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-compare-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, versions);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, from_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, to_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, title);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, count);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, steps);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, compare_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, paragraph_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, restore_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, dossier_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, side_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, stamp);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, record_changes);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, failed);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, nothing);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, diff_view);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, side_view);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_with_now_cb);
}

static void
desk_compare_view_init (DeskCompareView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->from_button, "chosen", G_CALLBACK (from_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->to_button, "chosen", G_CALLBACK (to_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->diff_view, "notify::current", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side_view, "notify::current", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side_button, "toggled", G_CALLBACK (side_toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.restore-paragraph", FALSE);
}

void
desk_compare_view_set_document (DeskCompareView *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_COMPARE_VIEW (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  self->asked = FALSE;
  refresh (self);
  desk_version_button_set_history (self->from_button, NULL, NULL);
  desk_version_button_set_history (self->to_button, NULL, NULL);
  g_clear_object (&self->history);
  desk_diff_view_set_diff (self->diff_view, NULL);
  desk_side_view_set_runs (self->side_view, NULL);
  desk_record_changes_set_changes (self->record_changes, NULL, NULL);
  g_clear_pointer (&self->records, g_free);
  g_clear_pointer (&self->comparison, desk_comparison_unref);
  gtk_stack_set_visible_child_name (self->stack, "waiting");

  g_set_object (&self->document, document);
  if (document == NULL)
    return;
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (snapshot_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::save-state", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
}

void
desk_compare_view_compare (DeskCompareView *self, const char *from, const char *to)
{
  g_return_if_fail (DESK_IS_COMPARE_VIEW (self));

  ask (self, from, to, FALSE);
}

void
desk_compare_view_show (DeskCompareView *self, const char *version)
{
  g_return_if_fail (DESK_IS_COMPARE_VIEW (self));
  g_return_if_fail (version != NULL);

  ask (self, NULL, version, TRUE);
}

void
desk_compare_view_show_as_of (DeskCompareView *self, gint64 at)
{
  g_autofree char *version = desk_version_as_of (at);

  g_return_if_fail (DESK_IS_COMPARE_VIEW (self));

  ask (self, NULL, version, TRUE);
}

gint64
desk_compare_view_get_as_of (DeskCompareView *self)
{
  g_return_val_if_fail (DESK_IS_COMPARE_VIEW (self), 0);

  if (self->comparison == NULL)
    return 0;
  return self->comparison->to.as_of != 0 ? self->comparison->to.as_of : self->comparison->from.as_of;
}

void
desk_compare_view_next (DeskCompareView *self, gboolean backwards)
{
  g_return_if_fail (DESK_IS_COMPARE_VIEW (self));

  if (is_side_by_side (self))
    desk_side_view_go (self->side_view, backwards);
  else
    desk_diff_view_go (self->diff_view, backwards);
  show_count (self);
}
