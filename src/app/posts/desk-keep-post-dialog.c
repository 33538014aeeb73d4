/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-keep-post-dialog.h"

#include <glib/gi18n.h>

#include "claims/desk-undoable.h"
#include "claims/desk-shown-text.h"
#include "core/desk-change.h"
#include "core/desk-time.h"
#include "exchange/desk-capture.h"
#include "core/desk-networks.h"
#include "preferences/desk-locale.h"
#include "window/desk-story-view.h"

/* More than an address: a field of one line would take long to draw it, and nobody reads it there. */
#define MAX_LINE 1024

typedef enum
{
  KEEP_NOT,
  KEEP,
  KEEP_AND_INSERT,
} Keep;

struct _DeskKeepPostDialog
{
  AdwDialog parent_instance;

  DeskDocument *document;

  char *code;          /* (nullable): what was pasted and is too much for the field */
  GTask *reading;      /* (nullable): what is being read; an older answer is passed over */
  DeskPost *seen_post; /* (nullable): what was recognised */
  GBytes *raw;         /* (nullable): of that */
  const char *raw_type;
  char *shown_words; /* what the text view was filled with */
  Keep keep;         /* what to do when it has been read */
  gboolean given;    /* the paste was given: the form is filled in when it has been read, and the focus goes on */
  gboolean keeping;  /* being written: nothing may be kept twice */

  GtkWidget *keep_button;
  GtkWidget *form;
  GtkEditable *paste;
  GtkImage *seen_icon;
  GtkLabel *seen;
  GtkTextView *words;
  GtkEditable *account;
  AdwEntryRow *time;
  AdwSwitchRow *graphic;
  GtkEditable *reason;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (DeskKeepPostDialog, desk_keep_post_dialog, ADW_TYPE_DIALOG)

static void keep_now (DeskKeepPostDialog *self);

typedef struct
{
  char *data;
  const char *type;
} Reading;

static void
reading_free (Reading *self)
{
  g_clear_pointer (&self->data, g_free);
  g_free (self);
}

static char *
dup_words (DeskKeepPostDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->words);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static gboolean
words_are_typed (DeskKeepPostDialog *self)
{
  g_autofree char *words = dup_words (self);

  return !g_str_equal (words, self->shown_words != NULL ? self->shown_words : "");
}

static void
show_words (DeskKeepPostDialog *self, const char *words)
{
  if (words_are_typed (self))
    return;

  g_free (self->shown_words);
  self->shown_words = g_strstrip (g_strdup (words));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->words), self->shown_words, -1);
}

static void
show_problem (DeskKeepPostDialog *self, const char *message)
{
  gtk_label_set_label (self->problem, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), message != NULL);
  if (message != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
show_seen (DeskKeepPostDialog *self, const char *icon, const char *message)
{
  gtk_widget_set_visible (GTK_WIDGET (self->seen_icon), icon != NULL);
  gtk_image_set_from_icon_name (self->seen_icon, icon);
  gtk_label_set_label (self->seen, message);
}

/* As it can be typed again: in the story's zone, to the minute. */
static char *
format_time (DeskKeepPostDialog *self, DeskPost *post)
{
  g_autofree char *iso = NULL;

  if (post->posted_at == 0)
    return g_strdup ("");

  iso = desk_time_format_iso (post->posted_at, desk_document_get_zone (self->document));
  if (post->posted_from == DESK_TIME_DATE)
    return g_strndup (iso, strlen ("2026-02-23"));

  g_strdelimit (iso, "T", ' ');

  return g_strndup (iso, strlen ("2026-02-23 18:45"));
}

static char *
format_account (DeskPost *post)
{
  if (*post->author == '\0' || *post->handle == '\0')
    return g_strdup (*post->author != '\0' ? post->author : post->handle);

  return g_strdup_printf ("%s (%s)", post->author, post->handle);
}

static void
show_recognised (DeskKeepPostDialog *self)
{
  DeskPost *post = self->seen_post;
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);
  g_autofree char *account = format_account (post);
  g_autofree char *time = format_time (self, post);
  g_autofree char *message = NULL;
  const char *network = *post->network != '\0' ? desk_network_get_name (post->network) : C_ ("network", "Web");

  show_words (self, post->words);
  desk_shown_text_show (self->account, account);
  desk_shown_text_show (GTK_EDITABLE (self->time), time);

  if (*post->address != '\0' && snapshot != NULL && desk_snapshot_get_post_for_address (snapshot, post->address) != NULL)
    /* Translators: a network's name */
    message = g_strdup_printf (_ ("%s: already kept; these words are kept beside the earlier ones"), network);
  else if (*post->words == '\0')
    /* Translators: a network's name */
    message = g_strdup_printf (_ ("%s: type or paste its words"), network);
  else
    /* Translators: a network's name */
    message = g_strdup_printf (_ ("%s: post recognised"), network);
  show_seen (self, "desk-claim-verified-symbolic", message);
}

/* Whoever came with a post in hand goes on where something is missing. Behind typing the focus stays where it is. */
static void
move_focus (DeskKeepPostDialog *self)
{
  if (!self->given)
    return;

  self->given = FALSE;
  if (self->seen_post == NULL || *self->seen_post->words == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->words));
  else
    gtk_widget_grab_focus (self->keep_button);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;
  DeskPost *post = desk_capture_read (reading->data, -1, &reading->type, &error);

  if (post != NULL)
    g_task_return_pointer (task, post, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskKeepPostDialog *self = DESK_KEEP_POST_DIALOG (source);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->reading != G_TASK (result))
    return;

  g_clear_object (&self->reading);
  if (post != NULL)
    {
      self->seen_post = g_steal_pointer (&post);
      self->raw = g_bytes_new (reading->data, strlen (reading->data));
      self->raw_type = reading->type;
      show_recognised (self);
    }
  else
    {
      show_seen (self, "dialog-information-symbolic", error->message);
    }

  move_focus (self);
  if (self->keep != KEEP_NOT)
    keep_now (self);
}

static void
start_reading (DeskKeepPostDialog *self, const char *data)
{
  g_autofree char *stripped = g_strstrip (g_strdup (data));
  Reading *reading;

  g_clear_object (&self->reading);
  g_clear_object (&self->seen_post);
  g_clear_pointer (&self->raw, g_bytes_unref);
  show_problem (self, NULL);

  if (*stripped == '\0')
    {
      show_seen (self, NULL, _ ("Nothing is loaded: what you paste is read here."));
      return;
    }

  reading = g_new0 (Reading, 1);
  reading->data = g_steal_pointer (&stripped);
  self->reading = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_source_tag (self->reading, start_reading);
  g_task_set_task_data (self->reading, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (self->reading, read_in_thread);
}

static void
take_code (DeskKeepPostDialog *self, const char *code)
{
  g_autofree char *size = g_format_size (strlen (code));
  /* Translators: a size such as “2.1 kB” */
  g_autofree char *title = g_strdup_printf (_ ("Address or Embed Code (%s pasted)"), size);

  gtk_editable_set_text (self->paste, "");
  g_set_str (&self->code, code);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->paste), title);
  start_reading (self, code);
}

/* Embed code never comes to stand in the field; it is read at once. */
static void
insert_text_cb (GtkEditable *delegate, const char *text, int length, int *position, DeskKeepPostDialog *self)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;

  if (size <= MAX_LINE && memchr (text, '\n', size) == NULL)
    return;

  g_signal_stop_emission_by_name (delegate, "insert-text");
  {
    g_autofree char *code = g_strndup (text, size);

    take_code (self, code);
  }
}

static void
paste_changed_cb (DeskKeepPostDialog *self)
{
  const char *text = gtk_editable_get_text (self->paste);

  if (*text == '\0' && self->code != NULL)
    return;

  g_clear_pointer (&self->code, g_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->paste), _ ("Address or Embed Code"));
  start_reading (self, text);
}

static void
remove_missing (GStrvBuilder *builder, DeskPost *post, gboolean knows_time, gboolean typed_words)
{
  for (guint i = 0; post->missing[i] != NULL; i++)
    {
      if ((knows_time && g_str_equal (post->missing[i], "time")) || (typed_words && g_str_equal (post->missing[i], "rest")))
        continue;
      g_strv_builder_add (builder, post->missing[i]);
    }
}

/* What was recognised and is left as it was keeps what the network said of it; what was typed is the editor's word. */
static void
take_recognised (DeskKeepPostDialog *self, DeskPost *post)
{
  DeskPost *seen = self->seen_post;
  gboolean typed_words = words_are_typed (self);
  g_autoptr (GStrvBuilder) missing = g_strv_builder_new ();

  if (!desk_shown_text_is_typed (self->account))
    {
      g_set_str (&post->author, seen->author);
      g_set_str (&post->handle, seen->handle);
      g_set_str (&post->author_address, seen->author_address);
    }
  if (!desk_shown_text_is_typed (GTK_EDITABLE (self->time)))
    {
      post->posted_at = seen->posted_at;
      post->posted_from = seen->posted_from;
    }
  if (!typed_words)
    {
      g_set_str (&post->words, seen->words);
      g_set_str (&post->language, seen->language);
    }
  g_set_str (&post->network, seen->network);

  remove_missing (missing, seen, post->posted_at != 0 && post->posted_from != DESK_TIME_DATE, typed_words);
  g_strfreev (post->missing);
  post->missing = g_strv_builder_end (missing);
}

static DeskPost *
make_post (DeskKeepPostDialog *self, GError **error)
{
  g_autofree char *words = dup_words (self);
  g_autofree char *account = g_strstrip (g_strdup (gtk_editable_get_text (self->account)));
  g_autofree char *time = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->time))));
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
  const char *address = self->seen_post != NULL ? self->seen_post->address : gtk_editable_get_text (self->paste);
  DeskPost *post;
  gint64 at = 0;

  if (*time != '\0' && desk_shown_text_is_typed (GTK_EDITABLE (self->time)) &&
      !desk_time_parse (time, desk_document_get_zone (self->document), g_get_real_time (), &at, error))
    return NULL;

  post = desk_capture_by_hand (*address != '\0' ? address : NULL,
                               *words != '\0' ? words : NULL,
                               *account != '\0' ? account : NULL,
                               at, error);
  if (post == NULL)
    return NULL;

  if (self->seen_post != NULL)
    take_recognised (self, post);
  if (adw_switch_row_get_active (self->graphic))
    g_set_str (&post->graphic, *reason != '\0' ? reason : "graphic");

  return post;
}

typedef struct
{
  DeskKeepPostDialog *dialog;
  char *existing; /* (nullable): id of the post that was looked at again */
  gboolean insert;
} Commit;

static void
commit_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Commit *commit = data;
  g_autoptr (DeskKeepPostDialog) self = commit->dialog;
  g_autofree char *existing = commit->existing;
  DeskDocument *document = DESK_DOCUMENT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_document_commit_finish (document, result, &error);
  DeskSnapshot *snapshot;
  DeskStoryView *view;
  const char *id;
  DeskPost *post;

  self->keeping = FALSE;
  gtk_widget_set_sensitive (self->form, TRUE);
  if (ids == NULL)
    {
      show_problem (self, error->message);
      return;
    }

  id = existing != NULL ? existing : g_ptr_array_index (ids, 0);
  snapshot = desk_document_get_snapshot (document);
  post = snapshot != NULL ? desk_snapshot_get_post (snapshot, id) : NULL;

  view = desk_story_view_find (GTK_WIDGET (self));
  if (view != NULL && post != NULL)
    {
      g_autofree char *kept = desk_capture_describe (post, desk_document_get_zone (document), desk_locale_get_language ());

      if (existing == NULL && !commit->insert)
        desk_story_view_toast_undo (GTK_WIDGET (view), kept, desk_changes_new (desk_change_new_post_dropped (id, TRUE)));
      else
        desk_story_view_toast (GTK_WIDGET (view), kept);
    }
  adw_dialog_force_close (ADW_DIALOG (self));

  if (view != NULL && commit->insert)
    gtk_widget_activate_action (GTK_WIDGET (view), "story.insert-post", "s", id);
}

static void
keep_now (DeskKeepPostDialog *self)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);
  gboolean insert = self->keep == KEEP_AND_INSERT;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  DeskPost *earlier = NULL;
  Commit *commit;

  self->keep = KEEP_NOT;
  post = make_post (self, &error);
  if (post == NULL)
    {
      show_problem (self, error->message);
      return;
    }

  if (*post->address != '\0' && snapshot != NULL)
    earlier = desk_snapshot_get_post_for_address (snapshot, post->address);
  if (earlier != NULL)
    changes = desk_changes_new (desk_change_new_capture (earlier->id, post, self->raw, self->raw_type));
  else
    changes = desk_changes_new (desk_change_new_post (post, self->raw, self->raw_type));

  self->keeping = TRUE;
  gtk_widget_set_sensitive (self->form, FALSE);
  show_problem (self, NULL);

  commit = g_new0 (Commit, 1);
  commit->dialog = g_object_ref (self);
  commit->existing = earlier != NULL ? g_strdup (earlier->id) : NULL;
  commit->insert = insert;
  desk_document_commit_async (self->document, DESK_WHY_PAUSE, changes, NULL, commit_cb, commit);
}

/* Enter right behind a paste waits for the paste to be read. */
static void
keep (DeskKeepPostDialog *self, Keep how)
{
  if (self->keeping)
    return;

  self->keep = how;
  if (self->reading == NULL)
    keep_now (self);
}

static void
keep_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  keep (DESK_KEEP_POST_DIALOG (widget), KEEP);
}

static void
keep_and_insert_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  keep (DESK_KEEP_POST_DIALOG (widget), KEEP_AND_INSERT);
}

static void
desk_keep_post_dialog_dispose (GObject *object)
{
  DeskKeepPostDialog *self = DESK_KEEP_POST_DIALOG (object);

  g_clear_object (&self->reading);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_KEEP_POST_DIALOG);
  g_clear_object (&self->seen_post);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->shown_words, g_free);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (desk_keep_post_dialog_parent_class)->dispose (object);
}

static void
desk_keep_post_dialog_class_init (DeskKeepPostDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_keep_post_dialog_dispose;

  gtk_widget_class_install_action (widget_class, "dialog.keep", NULL, keep_action);
  gtk_widget_class_install_action (widget_class, "dialog.keep-and-insert", NULL, keep_and_insert_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-keep-post-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, keep_button);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, form);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, paste);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, seen_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, seen);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, words);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, account);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, time);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, graphic);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, DeskKeepPostDialog, problem);
}

static void
desk_keep_post_dialog_init (DeskKeepPostDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (gtk_editable_get_delegate (self->paste), "insert-text", G_CALLBACK (insert_text_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->paste, "changed", G_CALLBACK (paste_changed_cb), self, G_CONNECT_SWAPPED);
}

AdwDialog *
desk_keep_post_dialog_new (DeskDocument *document, const char *paste)
{
  DeskKeepPostDialog *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (DESK_IS_DOCUMENT (document), NULL);

  self = g_object_new (DESK_TYPE_KEEP_POST_DIALOG, NULL);
  self->document = g_object_ref (document);

  /* Translators: %s is a time zone: “Time in Asia/Baghdad (17:51, or 2026-02-23 17:51)” */
  title = g_strdup_printf (_ ("Time in %s (17:51, or 2026-02-23 17:51)"), desk_document_get_zone (document));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->time), title);

  self->given = paste != NULL;
  if (paste != NULL && (strlen (paste) > MAX_LINE || strchr (paste, '\n') != NULL))
    take_code (self, paste);
  else if (paste != NULL)
    gtk_editable_set_text (self->paste, paste);

  return ADW_DIALOG (self);
}
