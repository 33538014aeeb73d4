/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-merge-view.h"

#include <glib/gi18n.h>

#include "desk-comparison.h"
#include "desk-merge-text.h"

struct _DeskMergeView
{
  AdwBin parent_instance;

  DeskDocument *document; /* (nullable) */
  GCancellable *cancellable; /* of the merge on its way */
  DeskStoryMerge *heads;     /* (nullable): what is shown */
  gboolean showing_choice;

  GtkLabel *title;
  GtkLabel *count;
  GtkWidget *steps;
  GtkWidget *keep_button;
  GtkStack *stack;
  AdwStatusPage *failed;
  DeskMergeText *text;
  GtkWidget *card;
  GtkLabel *place;
  AdwActionRow *ours_row;
  AdwActionRow *theirs_row;
  AdwActionRow *both_row;
  GtkCheckButton *ours_check;
  GtkCheckButton *theirs_check;
  GtkCheckButton *both_check;
};

/* What goes to the thread and comes back. */
typedef struct
{
  DeskStore *store;
  char *story;
  char *head;
  char *language;
  DeskStoryMerge *heads;
  DeskTextMerge *merge;
} Request;

G_DEFINE_FINAL_TYPE (DeskMergeView, desk_merge_view, ADW_TYPE_BIN)

static void
request_free (Request *request)
{
  g_object_unref (request->store);
  g_free (request->story);
  g_free (request->head);
  g_free (request->language);
  g_clear_pointer (&request->heads, desk_story_merge_free);
  g_clear_pointer (&request->merge, desk_text_merge_unref);
  g_free (request);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;

  request->heads = desk_store_load_merge (request->store, request->story, request->head, &error);
  if (request->heads == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  request->merge = desk_text_merge_new (request->heads->base_text, request->heads->our_text, request->heads->their_text, request->language);
  g_task_return_boolean (task, TRUE);
}

/* One line of what a side has. */
static void
show_words (AdwActionRow *row, const char *words)
{
  adw_action_row_set_subtitle (row, *words != '\0' ? words : C_ ("words", "nothing"));
}

static void
show_choice (DeskMergeView *self)
{
  const DeskMergeChunk *chunk = desk_merge_text_get_chunk (self->text);
  const DeskMergeAnswer both = { DESK_MERGE_TAKE_BOTH };
  int choice = desk_merge_text_get_choice (self->text);
  guint n = desk_merge_text_get_n_conflicts (self->text);
  g_autofree char *both_words = NULL;
  g_autofree char *place = NULL;

  gtk_widget_set_visible (self->card, chunk != NULL);
  if (chunk == NULL)
    return;

  /* Translators: the place of words that two versions have differently, and how many such there are */
  place = g_strdup_printf (_ ("Conflict %u of %u"), desk_merge_text_get_current (self->text), n);
  gtk_label_set_label (self->place, place);
  both_words = desk_merge_chunk_dup_words (chunk, &both);
  show_words (self->ours_row, chunk->ours);
  show_words (self->theirs_row, chunk->theirs);
  show_words (self->both_row, both_words);

  self->showing_choice = TRUE;
  gtk_check_button_set_active (self->ours_check, choice == DESK_MERGE_TAKE_OURS);
  gtk_check_button_set_active (self->theirs_check, choice == DESK_MERGE_TAKE_THEIRS);
  gtk_check_button_set_active (self->both_check, choice == DESK_MERGE_TAKE_BOTH);
  self->showing_choice = FALSE;
}

static void
show_count (DeskMergeView *self)
{
  guint n = desk_merge_text_get_n_conflicts (self->text);
  guint n_settled = desk_merge_text_get_n_settled (self->text);
  g_autofree char *count = NULL;

  if (n == 0)
    count = g_strdup (_ ("No conflicts"));
  else
    /* Translators: how many conflicts were settled, and how many there are */
    count = g_strdup_printf (ngettext ("%u of %u conflict settled", "%u of %u conflicts settled", n), n_settled, n);
  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (self->steps, n > 0);
  gtk_widget_set_sensitive (self->keep_button, self->heads != NULL && n == n_settled);
}

static void
text_changed_cb (DeskMergeView *self)
{
  show_count (self);
  show_choice (self);
}

static void
show_merge (DeskMergeView *self, Request *request)
{
  const char *zone = desk_document_get_zone (self->document);
  g_autofree char *ours = desk_version_describe (request->heads->ours, zone);
  g_autofree char *theirs = desk_version_describe (request->heads->theirs, zone);
  g_autofree char *title = NULL;

  g_clear_pointer (&self->heads, desk_story_merge_free);
  self->heads = g_steal_pointer (&request->heads);
  /* Translators: two versions in one line each: "Mine (18:45) and theirs (18:52, Before the denial)" */
  title = g_strdup_printf (_ ("Mine (%s) and theirs (%s · %s)"), ours, theirs, self->heads->theirs->author);
  gtk_label_set_label (self->title, title);
  desk_merge_text_set_merge (self->text, request->merge);
  gtk_stack_set_visible_child_name (self->stack, "text");
  desk_merge_text_go (self->text, FALSE);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskMergeView *self = DESK_MERGE_VIEW (source);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      show_merge (self, g_task_get_task_data (G_TASK (result)));
    }
  else if (g_error_matches (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "story.close-merge", NULL);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      adw_status_page_set_description (self->failed, error->message);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
}

static void
load (DeskMergeView *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, loaded_cb, NULL);
  Request *request = g_new0 (Request, 1);

  request->store = g_object_ref (desk_document_get_store (self->document));
  request->story = g_strdup (desk_document_get_story_id (self->document));
  request->head = g_strdup (desk_document_get_head (self->document));
  request->language = g_strdup (desk_document_get_language (self->document));
  g_task_set_source_tag (task, load);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, load_in_thread);
}

/* What was typed is a version now, and can be found again whatever the merge comes to. */
static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskMergeView) self = data;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  ids = desk_document_commit_finish (DESK_DOCUMENT (source), result, &error);
  if (self->document != DESK_DOCUMENT (source))
    return;
  if (ids != NULL)
    {
      load (self);
      return;
    }
  adw_status_page_set_description (self->failed, error->message);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

/* Whether the two versions are still those that are shown. */
static gboolean
is_current (DeskMergeView *self)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);
  g_autoptr (DeskText) typed = desk_document_dup_text (self->document);

  return g_str_equal (desk_document_get_head (self->document), self->heads->ours->id) &&
         desk_text_equal (typed, self->heads->our_text) &&
         g_ptr_array_find_with_equal_func (snapshot->heads, self->heads->theirs->id, g_str_equal, NULL);
}

static void
keep_cb (DeskMergeView *self)
{
  g_autoptr (DeskText) text = NULL;

  /* Somebody went on writing meanwhile. */
  if (!is_current (self))
    {
      desk_merge_view_begin (self);
      return;
    }

  text = desk_merge_text_dup_text (self->text);
  desk_document_merge (self->document, text, self->heads->theirs->id);
  gtk_widget_activate_action (GTK_WIDGET (self), "story.close-merge", NULL);
}

static void
chosen_cb (DeskMergeView *self, GtkCheckButton *check)
{
  if (self->showing_choice || !gtk_check_button_get_active (check))
    return;

  if (check == self->ours_check)
    desk_merge_text_choose (self->text, DESK_MERGE_TAKE_OURS);
  else if (check == self->theirs_check)
    desk_merge_text_choose (self->text, DESK_MERGE_TAKE_THEIRS);
  else
    desk_merge_text_choose (self->text, DESK_MERGE_TAKE_BOTH);
}

static void
next_cb (DeskMergeView *self)
{
  desk_merge_view_next (self, FALSE);
}

static void
previous_cb (DeskMergeView *self)
{
  desk_merge_view_next (self, TRUE);
}

static void
snapshot_changed_cb (DeskMergeView *self)
{
  if (self->heads != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_current (self))
    desk_merge_view_begin (self);
}

static gboolean
desk_merge_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DESK_MERGE_VIEW (widget)->text));
}

static void
desk_merge_view_dispose (GObject *object)
{
  DeskMergeView *self = DESK_MERGE_VIEW (object);

  if (self->document != NULL)
    desk_merge_view_set_document (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_MERGE_VIEW);

  G_OBJECT_CLASS (desk_merge_view_parent_class)->dispose (object);
}

static void
desk_merge_view_class_init (DeskMergeViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_merge_view_dispose;
  widget_class->grab_focus = desk_merge_view_grab_focus;

  g_type_ensure (DESK_TYPE_MERGE_TEXT);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "story.close-merge", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-merge-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, title);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, count);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, steps);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, keep_button);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, failed);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, text);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, card);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, place);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, ours_row);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, theirs_row);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, both_row);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, ours_check);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, theirs_check);
  gtk_widget_class_bind_template_child (widget_class, DeskMergeView, both_check);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
desk_merge_view_init (DeskMergeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->text, "changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
}

void
desk_merge_view_set_document (DeskMergeView *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_MERGE_VIEW (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->heads, desk_story_merge_free);
  desk_merge_text_set_merge (self->text, NULL);
  gtk_stack_set_visible_child_name (self->stack, "waiting");

  g_set_object (&self->document, document);
  if (document != NULL)
    g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (snapshot_changed_cb), self, G_CONNECT_SWAPPED);
}

void
desk_merge_view_begin (DeskMergeView *self)
{
  g_return_if_fail (DESK_IS_MERGE_VIEW (self));
  g_return_if_fail (self->document != NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->heads, desk_story_merge_free);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  desk_document_commit_async (self->document, DESK_WHY_PAUSE, NULL, NULL, kept_cb, g_object_ref (self));
}

void
desk_merge_view_next (DeskMergeView *self, gboolean backwards)
{
  g_return_if_fail (DESK_IS_MERGE_VIEW (self));

  desk_merge_text_go (self->text, backwards);
  if (desk_merge_text_get_chunk (self->text) != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->text), gtk_label_get_label (self->place), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
