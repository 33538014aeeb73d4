/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-compare-view.h"

#include <glib/gi18n.h>

#include "core/desk-text-diff.h"
#include "core/desk-time.h"
#include "desk-diff-view.h"
#include "desk-history-model.h"
#include "desk-version-button.h"
#include "preferences/desk-locale.h"

struct _DeskCompareView
{
  AdwBin parent_instance;

  DeskDocument *document;
  DeskHistoryModel *history;
  char *from; /* (nullable): as asked for */
  char *to;
  gboolean alone;            /* @to is shown by itself */
  gboolean asked;            /* there is something to show */
  GCancellable *cancellable; /* of the comparison on its way */
  char *shown;               /* (nullable): hashes of the texts in the view */

  GtkWidget *versions;
  DeskVersionButton *from_button;
  DeskVersionButton *to_button;
  GtkLabel *title;
  GtkLabel *count;
  GtkWidget *steps;
  GtkWidget *compare_button;
  GtkWidget *restore_button;
  GtkStack *stack;
  AdwStatusPage *failed;
  DeskDiffView *diff_view;
};

/* One of two texts. */
typedef struct
{
  DeskText *text;
  char *label;
  char *revision; /* (nullable): entry id of the version with that text */
} Side;

/* What goes to the thread and comes back. */
typedef struct
{
  DeskStore *store;
  DeskSnapshot *snapshot;
  DeskText *typed;
  char *from;
  char *to;
  gboolean alone;

  Side from_side;
  Side to_side;
  DeskTextDiff *diff;
} Comparison;

G_DEFINE_FINAL_TYPE (DeskCompareView, desk_compare_view, ADW_TYPE_BIN)

static void
side_clear (Side *side)
{
  g_clear_pointer (&side->text, desk_text_unref);
  g_clear_pointer (&side->label, g_free);
  g_clear_pointer (&side->revision, g_free);
}

static void
comparison_free (Comparison *comparison)
{
  g_clear_object (&comparison->store);
  g_clear_object (&comparison->snapshot);
  g_clear_pointer (&comparison->typed, desk_text_unref);
  g_free (comparison->from);
  g_free (comparison->to);
  side_clear (&comparison->from_side);
  side_clear (&comparison->to_side);
  g_clear_pointer (&comparison->diff, desk_text_diff_unref);
  g_free (comparison);
}

static void
take_now (Comparison *comparison, Side *side)
{
  side->text = desk_text_ref (comparison->typed);
  side->label = g_strdup (C_ ("version", "Now"));
}

static void
take_out (Comparison *comparison, Side *side)
{
  DeskSnapshot *snapshot = comparison->snapshot;
  DeskStory *story = snapshot->story;
  g_autofree char *moment = desk_time_format_moment (story->out_at, g_get_real_time (), story->zone, desk_locale_get_language ());

  side->text = desk_text_ref (snapshot->out);
  /* Translators: %s is a time */
  side->label = g_strdup_printf (_ ("Published %s"), moment);
  for (guint i = 0; i < snapshot->updates->len && side->revision == NULL; i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      if (g_str_equal (update->text, desk_text_get_hash (snapshot->out)))
        side->revision = g_strdup (update->revision);
    }
}

/* Before the first version there was nothing. */
static void
take_nothing (Side *side)
{
  side->text = desk_text_new ();
  side->label = g_strdup (C_ ("version", "Nothing"));
}

static gboolean
take_revision (Comparison *comparison, const char *id, Side *side, GError **error)
{
  DeskStory *story = comparison->snapshot->story;
  g_autoptr (DeskRevision) revision = desk_store_find_revision (comparison->store, story->id, id, error);

  if (revision == NULL)
    return FALSE;
  side->text = desk_store_load_text (comparison->store, revision->text, error);
  side->label = desk_version_describe (revision, story->zone);
  side->revision = g_strdup (revision->id);
  return side->text != NULL;
}

static gboolean
take_version_before (Comparison *comparison, const char *id, Side *side, GError **error)
{
  g_autoptr (DeskRevision) revision = desk_store_find_revision (comparison->store, comparison->snapshot->story->id, id, error);

  if (revision == NULL)
    return FALSE;
  if (revision->bases[0] != NULL)
    return take_revision (comparison, revision->bases[0], side, error);
  take_nothing (side);
  return TRUE;
}

static gboolean
take_version (Comparison *comparison, const char *version, Side *side, GError **error)
{
  if (g_str_equal (version, DESK_VERSION_NOW))
    take_now (comparison, side);
  else if (g_str_equal (version, DESK_VERSION_OUT) && comparison->snapshot->out != NULL)
    take_out (comparison, side);
  else if (g_str_equal (version, DESK_VERSION_OUT))
    take_nothing (side);
  else
    return take_revision (comparison, version, side, error);
  return TRUE;
}

/* What a text is compared with when nobody says: what is out; else what was kept before it. */
static gboolean
take_default (Comparison *comparison, Side *side, GError **error)
{
  DeskSnapshot *snapshot = comparison->snapshot;

  if (comparison->to != NULL && !g_str_equal (comparison->to, DESK_VERSION_NOW) && !g_str_equal (comparison->to, DESK_VERSION_OUT))
    return take_version_before (comparison, comparison->to, side, error);
  if (snapshot->out != NULL)
    return take_version (comparison, DESK_VERSION_OUT, side, error);
  if (desk_text_equal (snapshot->text, comparison->typed))
    return take_version_before (comparison, snapshot->story->head, side, error);
  return take_revision (comparison, snapshot->story->head, side, error);
}

static void
compare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Comparison *comparison = data;
  GError *error = NULL;
  gboolean done;

  done = take_version (comparison, comparison->to != NULL ? comparison->to : DESK_VERSION_NOW, &comparison->to_side, &error);
  if (done && !comparison->alone)
    done = comparison->from != NULL ? take_version (comparison, comparison->from, &comparison->from_side, &error)
                                    : take_default (comparison, &comparison->from_side, &error);
  if (!done)
    {
      g_task_return_error (task, error);
      return;
    }
  comparison->diff = desk_text_diff_new (comparison->alone ? comparison->to_side.text : comparison->from_side.text,
                                         comparison->to_side.text, comparison->snapshot->story->language);
  g_task_return_boolean (task, TRUE);
}

static void
show_count (DeskCompareView *self, guint current)
{
  guint n = desk_diff_view_get_n_changes (self->diff_view);
  g_autofree char *count = NULL;

  if (n == 0)
    count = g_strdup (_ ("No changes"));
  else if (current == 0)
    count = g_strdup_printf (ngettext ("%u change", "%u changes", n), n);
  else
    /* Translators: the place of a change, and how many there are */
    count = g_strdup_printf (ngettext ("%u of %u change", "%u of %u changes", n), current, n);
  gtk_label_set_label (self->count, count);
}

static void
show_restore (DeskCompareView *self, Comparison *comparison)
{
  const Side *side = comparison->alone || comparison->to_side.revision != NULL ? &comparison->to_side : &comparison->from_side;
  g_autofree char *tooltip = NULL;
  gboolean can_restore = side->revision != NULL && !desk_text_equal (side->text, comparison->typed);

  gtk_widget_set_visible (self->restore_button, can_restore);
  if (!can_restore)
    return;
  /* Translators: %s is a version in one line: "18:45 · Before the denial" */
  tooltip = g_strdup_printf (_ ("Bring back %s, as a new version"), side->label);
  gtk_widget_set_tooltip_text (self->restore_button, tooltip);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->restore_button), "s", side->revision);
}

static void
show_comparison (DeskCompareView *self, Comparison *comparison)
{
  g_autofree char *texts = g_strconcat (comparison->alone ? "" : desk_text_get_hash (comparison->from_side.text),
                                        desk_text_get_hash (comparison->to_side.text), NULL);

  gtk_widget_set_visible (self->versions, !comparison->alone);
  gtk_widget_set_visible (GTK_WIDGET (self->title), comparison->alone);
  gtk_widget_set_visible (GTK_WIDGET (self->count), !comparison->alone);
  gtk_widget_set_visible (self->compare_button, comparison->alone);
  gtk_label_set_label (self->title, comparison->to_side.label);
  desk_version_button_set_label (self->to_button, comparison->to_side.label);
  if (!comparison->alone)
    desk_version_button_set_label (self->from_button, comparison->from_side.label);
  desk_version_button_set_has_out (self->from_button, comparison->snapshot->out != NULL);
  desk_version_button_set_has_out (self->to_button, comparison->snapshot->out != NULL);
  show_restore (self, comparison);
  gtk_stack_set_visible_child_name (self->stack, "text");

  /* Whoever reads keeps the place when something else of the story changed. */
  if (g_strcmp0 (texts, self->shown) != 0)
    {
      desk_diff_view_set_diff (self->diff_view, comparison->diff);
      show_count (self, 0);
      g_set_str (&self->shown, texts);
    }
  gtk_widget_set_visible (self->steps, desk_diff_view_get_n_changes (self->diff_view) > 0);
}

static void
compare_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskCompareView *self = DESK_COMPARE_VIEW (source);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      show_comparison (self, g_task_get_task_data (G_TASK (result)));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      adw_status_page_set_description (self->failed, error->message);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
}

static void
refresh (DeskCompareView *self)
{
  g_autoptr (GTask) task = NULL;
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;
  Comparison *comparison;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (snapshot == NULL || !self->asked)
    return;

  comparison = g_new0 (Comparison, 1);
  comparison->store = g_object_ref (desk_document_get_store (self->document));
  comparison->snapshot = g_object_ref (snapshot);
  comparison->typed = desk_document_dup_text (self->document);
  comparison->from = g_strdup (self->from);
  comparison->to = g_strdup (self->to);
  comparison->alone = self->alone;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, compare_cb, NULL);
  g_task_set_source_tag (task, refresh);
  g_task_set_task_data (task, comparison, (GDestroyNotify) comparison_free);
  g_task_run_in_thread (task, compare_in_thread);
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
snapshot_changed_cb (DeskCompareView *self)
{
  if (self->history != NULL)
    desk_history_model_reload (self->history);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
}

static gboolean
desk_compare_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DESK_COMPARE_VIEW (widget)->diff_view));
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
  g_clear_pointer (&self->shown, g_free);

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
  g_type_ensure (DESK_TYPE_VERSION_BUTTON);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "story.close-compare", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-compare-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, versions);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, from_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, to_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, title);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, count);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, steps);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, compare_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, restore_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, failed);
  gtk_widget_class_bind_template_child (widget_class, DeskCompareView, diff_view);
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
  g_clear_pointer (&self->shown, g_free);
  gtk_stack_set_visible_child_name (self->stack, "waiting");

  g_set_object (&self->document, document);
  if (document != NULL)
    g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (snapshot_changed_cb), self, G_CONNECT_SWAPPED);
}

void
desk_compare_view_compare (DeskCompareView *self, const char *from, const char *to)
{
  g_return_if_fail (DESK_IS_COMPARE_VIEW (self));

  ask (self, from, to, FALSE);
}

void
desk_compare_view_show (DeskCompareView *self, const char *revision)
{
  g_return_if_fail (DESK_IS_COMPARE_VIEW (self));
  g_return_if_fail (revision != NULL);

  ask (self, NULL, revision, TRUE);
}

void
desk_compare_view_next (DeskCompareView *self, gboolean backwards)
{
  g_return_if_fail (DESK_IS_COMPARE_VIEW (self));

  show_count (self, desk_diff_view_go (self->diff_view, backwards));
}
