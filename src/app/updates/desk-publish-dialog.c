/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-publish-dialog.h"

#include <glib/gi18n.h>

#include "core/desk-check.h"
#include "core/desk-stamp.h"
#include "core/desk-text-diff.h"
#include "core/desk-time.h"
#include "exchange/desk-export.h"
#include "history/desk-diff-view.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"
#include "window/desk-story-view.h"

typedef enum
{
  AFTERWARDS_COPY,
  AFTERWARDS_SAVE,
  AFTERWARDS_NOTHING,
} Afterwards;

/* What is looked up and computed on a thread before the dialog can be read. */
typedef struct
{
  DeskStore *store;
  DeskSnapshot *snapshot;
  DeskText *text;

  char *style;
  GPtrArray *findings;
  DeskTextDiff *diff; /* (nullable): nothing is out */
  gboolean is_small;
  char *was;
  char *now;
} Look;

struct _DeskPublishDialog
{
  AdwDialog parent_instance;

  DeskDocument *document;
  DeskUpdate *supersedes; /* (nullable) */
  gboolean is_first;
  char *style;
  gboolean is_looked_at;
  gboolean publishing;
  guint tick_id;
  DeskFinding *going;  /* (nullable): to be shown once the dialog is closed */
  DeskStoryView *view; /* (nullable) (weak): to show it in */

  GtkStack *stack;
  GtkLabel *stamp;
  GtkLabel *caption;
  AdwToggleGroup *kinds;
  GtkWidget *words_group;
  GtkWidget *was_row;
  GtkWidget *now_row;
  GtkWidget *because_row;
  GtkToggleButton *own_button;
  GtkWidget *words_row;
  AdwPreferencesGroup *must_group;
  GtkWidget *others_group;
  AdwExpanderRow *others_row;
  GtkWidget *diff_group;
  DeskDiffView *diff_view;
  GtkDropDown *afterwards;
};

/* What was published, and what is done about it then. */
typedef struct
{
  DeskPublishDialog *dialog;
  gint64 at;
} Publishing;

G_DEFINE_FINAL_TYPE (DeskPublishDialog, desk_publish_dialog, ADW_TYPE_DIALOG)

#define FINDING "desk-finding"

static void
look_free (Look *look)
{
  g_clear_object (&look->store);
  g_clear_object (&look->snapshot);
  g_clear_pointer (&look->text, desk_text_unref);
  g_free (look->style);
  g_clear_pointer (&look->findings, g_ptr_array_unref);
  g_clear_pointer (&look->diff, desk_text_diff_unref);
  g_free (look->was);
  g_free (look->now);
  g_free (look);
}

static gboolean
is_kind (DeskPublishDialog *self, const char *name)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->kinds), name) == 0;
}

static DeskUpdateKind
get_kind (DeskPublishDialog *self)
{
  if (self->is_first)
    return DESK_UPDATE_PUBLISH;
  if (is_kind (self, "silent"))
    return DESK_UPDATE_SILENT;
  return is_kind (self, "correction") ? DESK_UPDATE_CORRECTION : DESK_UPDATE_UPDATE;
}

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* The words readers see when it goes out at @at: (transfer full) */
static char *
make_words (DeskPublishDialog *self, gint64 at)
{
  DeskStory *story = desk_document_get_snapshot (self->document)->story;
  const char *language = desk_document_get_language (self->document);
  const char *zone = desk_document_get_zone (self->document);

  if (is_kind (self, "silent"))
    return g_strdup ("");
  if (gtk_toggle_button_get_active (self->own_button))
    return g_strstrip (g_strdup (get_text (self->words_row)));
  if (is_kind (self, "correction"))
    return desk_stamp_format_correction (self->style, language, zone, at, story->published_at, get_text (self->was_row), get_text (self->now_row));
  return desk_stamp_format (self->style, get_kind (self), language, zone, at, story->published_at);
}

static gboolean
has_all (DeskPublishDialog *self)
{
  return !is_kind (self, "correction") || gtk_toggle_button_get_active (self->own_button) ||
         (get_text (self->was_row)[0] != '\0' && get_text (self->now_row)[0] != '\0');
}

static void
show_stamp (DeskPublishDialog *self)
{
  g_autofree char *words = NULL;
  g_autofree char *caption = NULL;

  words = make_words (self, g_get_real_time ());
  if (!has_all (self))
    caption = g_strdup (_ ("Say what was wrong, and what is right"));
  else if (words[0] == '\0')
    caption = g_strdup (_ ("Readers see no stamp"));
  else if (self->supersedes != NULL && self->supersedes->words[0] != '\0')
    {
      g_autofree char *replaced = desk_isolate (self->supersedes->words);

      /* Translators: %s is a stamp such as "Updated at 10:19 pm." */
      caption = g_strdup_printf (_ ("Instead of “%s”"), replaced);
    }
  else
    /* Translators: %s is a time zone's name */
    caption = g_strdup_printf (_ ("As readers will see it · %s"), desk_document_get_zone (self->document));

  if (!g_str_equal (gtk_label_get_label (self->stamp), words))
    gtk_label_set_label (self->stamp, words);
  gtk_widget_set_visible (GTK_WIDGET (self->stamp), words[0] != '\0' && has_all (self));
  gtk_label_set_label (self->caption, caption);
}

static void
update_form (DeskPublishDialog *self)
{
  gboolean corrects;

  if (!self->is_looked_at)
    return;
  corrects = is_kind (self, "correction");
  /* A correction is a sentence or two, a stamp a line. */
  gtk_widget_set_css_classes (GTK_WIDGET (self->stamp), (const char *[]) { corrects ? "heading" : "title-3", NULL });
  gtk_widget_set_visible (self->was_row, corrects);
  gtk_widget_set_visible (self->now_row, corrects);
  gtk_widget_set_visible (self->because_row, corrects);
  gtk_widget_set_visible (GTK_WIDGET (self->own_button), !is_kind (self, "silent"));
  gtk_widget_set_visible (self->words_group, corrects || (!is_kind (self, "silent") && gtk_toggle_button_get_active (self->own_button)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "publish.commit", !self->publishing && has_all (self));
  show_stamp (self);
}

static gboolean
has_place (DeskFinding *finding)
{
  return finding->claim[0] != '\0' || finding->post[0] != '\0' || finding->start < finding->end;
}

static char *
describe_finding (DeskFinding *finding)
{
  g_autofree char *detail = desk_isolate (finding->detail);
  g_autofree char *source = desk_isolate (finding->detail_source);

  if (finding->detail[0] == '\0' || finding->detail_source[0] == '\0')
    return g_strdup (finding->detail);
  if (finding->kind == DESK_FINDING_WORDS_CHANGED)
    /* Translators: the words of the story, and those that were checked */
    return g_strdup_printf (_ ("Now: %s\nChecked: %s"), detail, source);
  /* Translators: the words of the story, and those of the post that they differ from */
  return g_strdup_printf (_ ("Story: %s\nPost: %s"), detail, source);
}

static GtkWidget *
make_finding_row (DeskFinding *finding)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (finding->must_be_seen ? "dialog-warning-symbolic" : "dialog-information-symbolic");
  g_autofree char *detail = describe_finding (finding);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), finding->message);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  if (finding->must_be_seen)
    gtk_widget_add_css_class (icon, "warning");
  if (has_place (finding))
    {
      GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

      gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
    }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), has_place (finding));
  g_object_set_data_full (G_OBJECT (row), FINDING, g_object_ref (finding), g_object_unref);
  return row;
}

static void
finding_activated_cb (DeskPublishDialog *self, GtkWidget *row)
{
  g_set_object (&self->going, g_object_get_data (G_OBJECT (row), FINDING));
  g_set_weak_pointer (&self->view, desk_story_view_find (GTK_WIDGET (self)));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
show_findings (DeskPublishDialog *self, GPtrArray *findings)
{
  guint n_must = 0, n_others = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      DeskFinding *finding = g_ptr_array_index (findings, i);
      GtkWidget *row = make_finding_row (finding);

      g_signal_connect_object (row, "activated", G_CALLBACK (finding_activated_cb), self, G_CONNECT_SWAPPED);
      if (finding->must_be_seen)
        {
          adw_preferences_group_add (self->must_group, row);
          n_must++;
        }
      else
        {
          adw_expander_row_add_row (self->others_row, row);
          n_others++;
        }
    }

  gtk_widget_set_visible (GTK_WIDGET (self->must_group), n_must > 0);
  gtk_widget_set_visible (self->others_group, n_others > 0);
  if (n_others > 0)
    {
      g_autofree char *title = n_must > 0
                                   ? g_strdup_printf (ngettext ("%u more thing is open", "%u more things are open", n_others), n_others)
                                   : g_strdup_printf (ngettext ("%u thing is open", "%u things are open", n_others), n_others);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->others_row), title);
    }
}

static void
show_difference (DeskPublishDialog *self, DeskTextDiff *diff)
{
  guint n = diff != NULL ? desk_text_diff_get_n_changes (diff) : 0;

  desk_diff_view_set_diff (self->diff_view, diff);
  gtk_widget_set_visible (GTK_WIDGET (self->diff_view), n > 0);
  gtk_widget_set_visible (self->diff_group, diff != NULL);
  if (diff != NULL)
    {
      g_autofree char *count = n > 0 ? g_strdup_printf (ngettext ("%u change is not out", "%u changes are not out", n), n)
                                     : g_strdup (_ ("All of the text is out already"));

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->diff_group), count);
    }
}

/* What is proposed, until the editor says otherwise. */
static const char *
propose_kind (DeskPublishDialog *self, Look *look)
{
  if (self->is_first)
    return "first";
  if (self->supersedes != NULL && self->supersedes->kind == DESK_UPDATE_CORRECTION)
    return "correction";
  if (self->supersedes != NULL)
    return "update";
  return look->is_small ? "silent" : "update";
}

static void
drop_kind (DeskPublishDialog *self, const char *name)
{
  AdwToggle *toggle = adw_toggle_group_get_toggle_by_name (self->kinds, name);

  if (toggle != NULL)
    adw_toggle_group_remove (self->kinds, toggle);
}

static void
show_kinds (DeskPublishDialog *self)
{
  if (self->is_first)
    {
      drop_kind (self, "update");
      drop_kind (self, "correction");
    }
  else
    {
      drop_kind (self, "first");
    }
}

static void
fill_correction (DeskPublishDialog *self, Look *look)
{
  gboolean again = self->supersedes != NULL && self->supersedes->kind == DESK_UPDATE_CORRECTION;

  gtk_editable_set_text (GTK_EDITABLE (self->was_row), again ? self->supersedes->was : look->was);
  gtk_editable_set_text (GTK_EDITABLE (self->now_row), again ? self->supersedes->now : look->now);
  gtk_editable_set_text (GTK_EDITABLE (self->because_row), again ? self->supersedes->because : "");
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;

  look->style = desk_store_get_setting (look->store, "stamp-style");
  look->findings = desk_check_story (look->snapshot, look->text);
  if (look->snapshot->out != NULL)
    {
      look->diff = desk_text_diff_new (look->snapshot->out, look->text, look->snapshot->story->language);
      look->is_small = desk_text_diff_get_n_changes (look->diff) > 0 && desk_text_diff_is_small (look->diff);
      desk_text_diff_dup_first (look->diff, &look->was, &look->now);
    }
  g_task_return_boolean (task, TRUE);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskPublishDialog *self = DESK_PUBLISH_DIALOG (source);
  Look *look = g_task_get_task_data (G_TASK (result));

  /* The dialog may have been closed meanwhile. */
  if (self->document == NULL)
    return;

  g_set_str (&self->style, look->style);
  self->is_looked_at = TRUE;
  show_findings (self, look->findings);
  show_difference (self, look->diff);
  if (look->diff != NULL)
    fill_correction (self, look);
  adw_toggle_group_set_active_name (self->kinds, propose_kind (self, look));
  gtk_stack_set_visible_child_name (self->stack, "form");
  update_form (self);
}

static void
look_at_story (DeskPublishDialog *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, looked_cb, NULL);
  Look *look = g_new0 (Look, 1);

  look->store = g_object_ref (desk_document_get_store (self->document));
  look->snapshot = g_object_ref (desk_document_get_snapshot (self->document));
  look->text = desk_document_dup_text (self->document);
  g_task_set_source_tag (task, look_at_story);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  g_task_run_in_thread (task, look_in_thread);
}

/* Clean text for the newsroom's system; whether there is any. */
static gboolean
copy_story (DeskPublishDialog *self)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);
  g_autoptr (GBytes) bytes = desk_export_story (snapshot, snapshot->out, "text", NULL, NULL);
  g_autofree char *text = NULL;

  if (bytes == NULL)
    return FALSE;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  return TRUE;
}

static void
finish (DeskPublishDialog *self, gint64 at)
{
  Afterwards afterwards = gtk_drop_down_get_selected (self->afterwards);
  DeskStoryView *view = desk_story_view_find (GTK_WIDGET (self));
  gboolean copied = afterwards == AFTERWARDS_COPY && copy_story (self);
  g_autofree char *clock = desk_time_format_clock (at, desk_document_get_zone (self->document), desk_locale_get_language ());
  g_autofree char *message = NULL;

  if (copied)
    /* Translators: %s is a time of the day; the story is on the clipboard */
    message = g_strdup_printf (_ ("Published %s. Copied"), clock);
  else
    /* Translators: %s is a time of the day */
    message = g_strdup_printf (_ ("Published %s"), clock);
  if (view != NULL)
    {
      desk_story_view_toast (GTK_WIDGET (view), message);
      if (afterwards == AFTERWARDS_SAVE)
        gtk_widget_activate_action (GTK_WIDGET (view), "story.export", "s", "text");
    }
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
published_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Publishing *publishing = data;
  g_autoptr (DeskPublishDialog) self = publishing->dialog;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_document_commit_finish (DESK_DOCUMENT (source), result, &error);

  self->publishing = FALSE;
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (ids != NULL)
    {
      finish (self, publishing->at);
      return;
    }
  update_form (self);
  if (desk_story_view_find (GTK_WIDGET (self)) != NULL)
    desk_story_view_toast (GTK_WIDGET (self), error->message);
}

static void
commit_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskPublishDialog *self = DESK_PUBLISH_DIALOG (widget);
  g_autoptr (DeskText) text = desk_document_dup_text (self->document);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  Publishing *publishing = g_new0 (Publishing, 1);
  gboolean corrects = is_kind (self, "correction");
  g_autofree char *words = NULL;

  publishing->dialog = g_object_ref (self);
  publishing->at = g_get_real_time ();
  words = make_words (self, publishing->at);
  g_ptr_array_add (changes, desk_change_new_update (get_kind (self), desk_text_get_hash (text), publishing->at,
                                                    desk_document_get_zone (self->document),
                                                    desk_document_get_language (self->document), words,
                                                    corrects ? get_text (self->was_row) : "",
                                                    corrects ? get_text (self->now_row) : "",
                                                    corrects ? get_text (self->because_row) : "",
                                                    self->supersedes != NULL ? self->supersedes->id : ""));
  self->publishing = TRUE;
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  update_form (self);
  desk_document_commit_async (self->document, DESK_WHY_PUBLISH, changes, NULL, published_cb, publishing);
}

static void
kind_changed_cb (DeskPublishDialog *self)
{
  update_form (self);
}

static void
words_changed_cb (DeskPublishDialog *self)
{
  update_form (self);
}

static void
own_changed_cb (DeskPublishDialog *self)
{
  /* One's own words begin as the house's. */
  if (self->is_looked_at && gtk_toggle_button_get_active (self->own_button))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->words_row), gtk_label_get_label (self->stamp));
      gtk_widget_grab_focus (self->words_row);
    }
  update_form (self);
}

static gboolean
tick_cb (gpointer data)
{
  DeskPublishDialog *self = DESK_PUBLISH_DIALOG (data);

  if (self->is_looked_at && !self->publishing)
    show_stamp (self);
  return G_SOURCE_CONTINUE;
}

static void
desk_publish_dialog_closed (AdwDialog *dialog)
{
  DeskPublishDialog *self = DESK_PUBLISH_DIALOG (dialog);
  g_autoptr (DeskFinding) finding = g_steal_pointer (&self->going);
  GtkWidget *view = GTK_WIDGET (self->view);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (finding == NULL || view == NULL)
    return;
  if (finding->start < finding->end && (finding->kind == DESK_FINDING_QUOTE_DIFFERS || finding->claim[0] == '\0'))
    gtk_widget_activate_action (view, "story.show-range", "(uu)", finding->start, finding->end);
  else if (finding->claim[0] != '\0')
    gtk_widget_activate_action (view, "story.edit-claim", "s", finding->claim);
  else
    gtk_widget_activate_action (view, "story.show-post", "s", finding->post);
}

static void
desk_publish_dialog_dispose (GObject *object)
{
  DeskPublishDialog *self = DESK_PUBLISH_DIALOG (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_PUBLISH_DIALOG);
  g_clear_object (&self->document);
  g_clear_object (&self->supersedes);
  g_clear_object (&self->going);
  g_clear_weak_pointer (&self->view);
  g_clear_pointer (&self->style, g_free);

  G_OBJECT_CLASS (desk_publish_dialog_parent_class)->dispose (object);
}

static void
desk_publish_dialog_class_init (DeskPublishDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwDialogClass *dialog_class = ADW_DIALOG_CLASS (klass);

  object_class->dispose = desk_publish_dialog_dispose;
  dialog_class->closed = desk_publish_dialog_closed;

  g_type_ensure (DESK_TYPE_DIFF_VIEW);

  gtk_widget_class_install_action (widget_class, "publish.commit", NULL, commit_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "publish.commit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "publish.commit", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-publish-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, stamp);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, caption);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, kinds);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, words_group);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, was_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, now_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, because_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, own_button);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, words_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, must_group);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, others_group);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, others_row);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, diff_group);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, diff_view);
  gtk_widget_class_bind_template_child (widget_class, DeskPublishDialog, afterwards);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, words_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, own_changed_cb);
}

static void
desk_publish_dialog_init (DeskPublishDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "publish.commit", FALSE);
}

AdwDialog *
desk_publish_dialog_new (DeskDocument *document, const char *supersedes)
{
  DeskPublishDialog *self;
  DeskSnapshot *snapshot;

  g_return_val_if_fail (DESK_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (desk_document_get_snapshot (document) != NULL, NULL);

  self = g_object_new (DESK_TYPE_PUBLISH_DIALOG, NULL);
  self->document = g_object_ref (document);
  snapshot = desk_document_get_snapshot (document);
  for (guint i = 0; supersedes != NULL && i < snapshot->updates->len; i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      if (g_str_equal (update->id, supersedes))
        self->supersedes = g_object_ref (update);
    }
  self->is_first = snapshot->story->published_at == 0 ||
                   (self->supersedes != NULL && self->supersedes->kind == DESK_UPDATE_PUBLISH);
  show_kinds (self);
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  look_at_story (self);
  return ADW_DIALOG (self);
}
