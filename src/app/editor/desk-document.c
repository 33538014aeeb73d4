/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-document.h"

#include <glib/gi18n.h>

#include "core/desk-check.h"
#include "core/desk-diff.h"
#include "core/desk-markdown.h"

#include "editor/desk-soft-lines.h"
#include "editor/desk-tracker.h"
#include "store/desk-slug.h"

#define SAVE_AFTER 350     /* milliseconds from a keystroke to its draft */
#define RETRY_AFTER 2000   /* milliseconds, when a draft could not be saved */
#define SETTLE_AFTER 200   /* milliseconds; also between two looks while one types on */
#define PAUSE_AFTER 60     /* seconds of rest that make a revision */
#define DETAILS_AFTER 2000 /* milliseconds from a changed field to its revision */

struct _DeskDocument
{
  GObject parent_instance;

  DeskStore *store;
  char *story;
  DeskSnapshot *snapshot; /* (nullable): until loaded */

  GtkSourceBuffer *body;
  GtkTextBuffer *headline;
  GtkTextBuffer *standfirst;
  GtkEntryBuffer *byline;
  GtkEntryBuffer *dateline;
  DeskText *form; /* has the fields that no buffer has */
  DeskTracker *tracker;
  DeskTracker *note_tracker; /* of claims that stand for notes: whatever their words become, they are the note's */

  /* What is typed descends from this revision. */
  char *head;
  DeskText *base;

  /* Every change of what is on the screen has a number: the last one, the last on disk, and the one that @base was. */
  guint serial;
  guint saved_serial;
  guint base_serial;
  gboolean filling;
  gboolean saving;
  gboolean abandoned; /* nothing more is written: somebody else has its words */
  guint n_commits; /* a revision drops the draft, so a draft saved across one does not count */
  GError *save_error; /* (nullable): why the last words are not on disk */
  guint save_id;
  GPtrArray *flushes; /* (element-type GTask) */

  GQueue commits; /* (element-type GTask), the first is running when @committing */
  gboolean committing;
  gint64 typed_at;
  guint pause_id;
  guint details_id;

  gboolean reloading;
  gboolean reload_again;
  char *told_head; /* (nullable): the other text an editor was told of */

  guint settle_id;
  guint settled_serial;
  gboolean looking;
  gboolean look_again;

  GListStore *claims;
  GListStore *posts;
  GListStore *updates;
  GListStore *notes;
  guint n_changes_out;
  guint n_words;
  char *slug;
  char *language;
  char *zone;
};

/* What is on the screen at one moment, to be put together as a DeskText on another thread. */
typedef struct
{
  DeskText *form;
  char *headline;
  char *standfirst;
  char *byline;
  char *dateline;
  GRefString *body;
  guint serial;
} Typed;

typedef struct
{
  DeskWhy why;
  char *other; /* (nullable): a head beside the document's own that its revision ends */
  char *note;  /* (nullable): of its revision */
  GPtrArray *changes;
  Typed *typed;
  GArray *ranges;
  gboolean keeps_revision;
  gboolean makes_slug;
  DeskText *text;
  GPtrArray *ids;
} Commit;

typedef struct
{
  DeskDocument *document;
  guint serial;
  guint n_commits;
} Save;

typedef struct
{
  Typed *typed;
  DeskText *out; /* (nullable) */
  char *language;
  DeskTrackerSearch *search; /* (nullable) */
  DeskTrackerSearch *note_search; /* (nullable) */
  guint n_words;
  guint n_changes_out;
} Look;

static void desk_document_init_buffers (DeskDocument *self);
static void save_now (DeskDocument *self);
static void run_commits (DeskDocument *self);
static void queue_settle (DeskDocument *self);
static void reload (DeskDocument *self);

G_DEFINE_FINAL_TYPE (DeskDocument, desk_document, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STORE,
  PROP_STORY_ID,
  PROP_SNAPSHOT,
  PROP_SAVE_STATE,
  PROP_SAVE_ERROR,
  PROP_N_CHANGES_OUT,
  PROP_N_WORDS,
  PROP_SLUG,
  PROP_LANGUAGE,
  PROP_ZONE,
  N_PROPS
};

enum
{
  CLAIMS_MOVED,
  FAILED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* Of this process, by store and story: two windows on a story share one. Not owned. */
static GHashTable *documents;

GType
desk_save_state_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { DESK_SAVE_SAVED, "DESK_SAVE_SAVED", "saved" },
        { DESK_SAVE_WAITING, "DESK_SAVE_WAITING", "waiting" },
        { DESK_SAVE_FAILED, "DESK_SAVE_FAILED", "failed" },
        { 0 },
      };

      g_once_init_leave (&type, g_enum_register_static ("DeskSaveState", values));
    }
  return type;
}

static void
typed_free (Typed *self)
{
  desk_text_unref (self->form);
  g_free (self->headline);
  g_free (self->standfirst);
  g_free (self->byline);
  g_free (self->dateline);
  g_ref_string_release (self->body);
  g_free (self);
}

static void
commit_free (Commit *self)
{
  g_free (self->other);
  g_free (self->note);
  g_ptr_array_unref (self->changes);
  typed_free (self->typed);
  g_array_unref (self->ranges);
  g_clear_pointer (&self->text, desk_text_unref);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_free (self);
}

static void
save_free (Save *self)
{
  g_object_unref (self->document);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Save, save_free)

static void
look_free (Look *self)
{
  typed_free (self->typed);
  g_clear_pointer (&self->out, desk_text_unref);
  g_clear_pointer (&self->search, desk_tracker_search_free);
  g_clear_pointer (&self->note_search, desk_tracker_search_free);
  g_free (self->language);
  g_free (self);
}

static char *
dup_all (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static Typed *
capture (DeskDocument *self)
{
  Typed *typed = g_new0 (Typed, 1);

  typed->form = desk_text_ref (self->form);
  typed->headline = dup_all (self->headline);
  typed->standfirst = dup_all (self->standfirst);
  typed->byline = g_strdup (gtk_entry_buffer_get_text (self->byline));
  typed->dateline = g_strdup (gtk_entry_buffer_get_text (self->dateline));
  typed->body = desk_tracker_dup_body (self->tracker);
  typed->serial = self->serial;
  return typed;
}

static DeskText *
replace_field (DeskText *text, const char *name, const char *value)
{
  DeskText *changed = desk_text_with_field (text, name, value);

  desk_text_unref (text);
  return changed;
}

static DeskText *
typed_to_text (Typed *self)
{
  DeskText *text = desk_text_with_body (self->form, self->body);

  text = replace_field (text, DESK_FIELD_HEADLINE, self->headline);
  text = replace_field (text, DESK_FIELD_STANDFIRST, self->standfirst);
  text = replace_field (text, DESK_FIELD_BYLINE, self->byline);
  text = replace_field (text, DESK_FIELD_DATELINE, self->dateline);
  return text;
}

/* The canonical text is formatted and hashed away from the main thread. */
static void
build_text_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, typed_to_text (data), (GDestroyNotify) desk_text_unref);
}

static void
build_text_async (DeskDocument *self, Typed *typed, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, build_text_async);
  g_task_set_task_data (task, typed, NULL);
  g_task_run_in_thread (task, build_text_thread);
}

static DeskSaveState
get_save_state (DeskDocument *self)
{
  if (self->save_error)
    return DESK_SAVE_FAILED;
  return self->serial == self->saved_serial ? DESK_SAVE_SAVED : DESK_SAVE_WAITING;
}

/* @error: (nullable) */
static void
set_save_error (DeskDocument *self, const GError *error)
{
  gboolean same = g_strcmp0 (self->save_error ? self->save_error->message : NULL, error ? error->message : NULL) == 0;

  g_clear_error (&self->save_error);
  self->save_error = error ? g_error_copy (error) : NULL;
  if (!same)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVE_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVE_STATE]);
}

static void
tell (DeskDocument *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

/* Answers those who wait for a quiet moment, when this is one. */
static void
end_flushes (DeskDocument *self, const GError *error)
{
  g_autoptr (GPtrArray) flushes = NULL;

  if (self->flushes->len == 0)
    return;
  if (!error && (self->serial != self->saved_serial || self->saving || !g_queue_is_empty (&self->commits)))
    return;

  flushes = g_steal_pointer (&self->flushes);
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < flushes->len; i++)
    {
      GTask *task = g_ptr_array_index (flushes, i);

      if (error)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static gboolean
save_cb (gpointer data)
{
  DeskDocument *self = data;

  self->save_id = 0;
  save_now (self);
  return G_SOURCE_REMOVE;
}

/* Holds the document until its words are on disk, whoever lets go of it before. */
static void
queue_save (DeskDocument *self, guint after)
{
  if (self->save_id == 0 && !self->abandoned)
    self->save_id = g_timeout_add_full (G_PRIORITY_DEFAULT, after, save_cb, g_object_ref (self), g_object_unref);
}

static void
draft_saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Save) save = data;
  g_autoptr (GError) error = NULL;
  DeskDocument *self = save->document;

  self->saving = FALSE;
  if (!desk_store_save_draft_finish (DESK_STORE (source), result, &error))
    {
      set_save_error (self, error);
      g_clear_handle_id (&self->save_id, g_source_remove);
      queue_save (self, RETRY_AFTER);
      end_flushes (self, error);
      return;
    }

  if (save->n_commits == self->n_commits)
    self->saved_serial = MAX (self->saved_serial, save->serial);
  set_save_error (self, NULL);
  if (self->saved_serial != self->serial)
    queue_save (self, self->flushes->len > 0 ? 0 : SAVE_AFTER);
  end_flushes (self, NULL);
}

static void
draft_built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskDocument *self = DESK_DOCUMENT (source);
  g_autoptr (DeskText) text = NULL;
  Typed *typed = data;
  Save *save;

  text = g_task_propagate_pointer (G_TASK (result), NULL);

  save = g_new0 (Save, 1);
  save->document = g_object_ref (self);
  save->serial = typed->serial;
  save->n_commits = self->n_commits;
  desk_store_save_draft_async (self->store, self->story, self->head, text, NULL, draft_saved_cb, save);
  typed_free (typed);
}

static void
save_now (DeskDocument *self)
{
  Typed *typed;

  g_clear_handle_id (&self->save_id, g_source_remove);

  /* A commit that runs keeps these words, or goes on here when it ends. */
  if (self->saving || self->committing)
    return;
  if (self->serial == self->saved_serial || self->abandoned)
    {
      end_flushes (self, NULL);
      return;
    }

  self->saving = TRUE;
  typed = capture (self);
  build_text_async (self, typed, draft_built_cb, typed);
}

static void
pause_cb (gpointer data)
{
  DeskDocument *self = data;
  gint64 rested = (g_get_monotonic_time () - self->typed_at) / G_USEC_PER_SEC;

  self->pause_id = 0;
  if (rested + 1 < PAUSE_AFTER)
    self->pause_id = g_timeout_add_seconds_once (PAUSE_AFTER - rested, pause_cb, self);
  else if (self->serial != self->base_serial)
    desk_document_commit (self, DESK_WHY_PAUSE, NULL);
}

static void
details_cb (gpointer data)
{
  DeskDocument *self = data;

  self->details_id = 0;
  desk_document_commit (self, DESK_WHY_DETAILS, NULL);
}

/* After every change of what is on the screen. */
static void
typed_in (DeskDocument *self)
{
  if (self->filling)
    return;

  self->serial++;
  self->typed_at = g_get_monotonic_time ();
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVE_STATE]);
  queue_save (self, SAVE_AFTER);
  queue_settle (self);
  if (self->pause_id == 0)
    self->pause_id = g_timeout_add_seconds_once (PAUSE_AFTER, pause_cb, self);
}

/* --- what is typed is looked at: words, changes that are not out, words of claims --- */

static void
look_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;

  look->n_words = desk_markdown_count_words (look->typed->body, look->language);
  if (look->out)
    {
      g_autoptr (DeskText) text = typed_to_text (look->typed);

      look->n_changes_out = desk_check_count_changes (look->out, text);
    }
  if (look->search)
    desk_tracker_search_run (look->search);
  if (look->note_search)
    desk_tracker_search_run (look->note_search);
  g_task_return_boolean (task, TRUE);
}

static void
set_count (DeskDocument *self, guint *count, guint value, guint prop)
{
  if (*count == value)
    return;

  *count = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskDocument *self = DESK_DOCUMENT (source);
  Look *look = g_task_get_task_data (G_TASK (result));
  gboolean moved;

  self->looking = FALSE;
  set_count (self, &self->n_words, look->n_words, PROP_N_WORDS);
  set_count (self, &self->n_changes_out, look->n_changes_out, PROP_N_CHANGES_OUT);
  moved = look->search && desk_tracker_end_search (self->tracker, look->search);
  if ((look->note_search && desk_tracker_end_search (self->note_tracker, look->note_search)) || moved)
    g_signal_emit (self, signals[CLAIMS_MOVED], 0);
  if (self->look_again)
    queue_settle (self);
}

static void
look (DeskDocument *self)
{
  g_autoptr (GTask) task = NULL;
  Look *data;

  self->look_again = self->looking;
  if (self->looking)
    return;

  self->looking = TRUE;
  data = g_new0 (Look, 1);
  data->typed = capture (self);
  data->out = self->snapshot->out ? desk_text_ref (self->snapshot->out) : NULL;
  data->language = g_strdup (self->language);
  data->search = desk_tracker_begin_search (self->tracker);
  data->note_search = desk_tracker_begin_search (self->note_tracker);

  task = g_task_new (self, NULL, looked_cb, NULL);
  g_task_set_source_tag (task, look);
  g_task_set_task_data (task, data, (GDestroyNotify) look_free);
  g_task_run_in_thread (task, look_thread);
}

static void
settle_cb (gpointer data)
{
  DeskDocument *self = data;
  gboolean moved;

  self->settle_id = 0;
  moved = desk_tracker_settle (self->tracker);
  if (desk_tracker_settle (self->note_tracker) || moved)
    g_signal_emit (self, signals[CLAIMS_MOVED], 0);

  /* While one types on, only the cheap part is done. */
  if (self->settled_serial != self->serial)
    {
      self->settled_serial = self->serial;
      queue_settle (self);
    }
  else
    {
      look (self);
    }
}

static void
queue_settle (DeskDocument *self)
{
  if (self->settle_id == 0 && self->snapshot)
    self->settle_id = g_timeout_add_once (SETTLE_AFTER, settle_cb, self);
}

/* --- the screen follows the journal --- */

/* Leaves undo whole, and the cursor where it was. */
static void
apply_difference (GtkTextBuffer *buffer, const char *text, const char *language)
{
  g_autofree char *old = dup_all (buffer);
  g_autoptr (GArray) hunks = NULL;
  int offset = 0;

  if (g_str_equal (old, text))
    return;

  hunks = desk_diff_words (old, text, language);
  gtk_text_buffer_begin_user_action (buffer);
  for (guint i = 0; i < hunks->len; i++)
    {
      DeskDiffHunk *hunk = &g_array_index (hunks, DeskDiffHunk, i);
      GtkTextIter start, end;

      gtk_text_buffer_get_iter_at_offset (buffer, &start, offset);
      switch (hunk->kind)
        {
        case DESK_DIFF_SAME:
          offset += g_utf8_strlen (old + hunk->old_start, hunk->old_length);
          break;
        case DESK_DIFF_REMOVED:
          gtk_text_buffer_get_iter_at_offset (buffer, &end, offset + g_utf8_strlen (old + hunk->old_start, hunk->old_length));
          gtk_text_buffer_delete (buffer, &start, &end);
          break;
        case DESK_DIFF_ADDED:
          gtk_text_buffer_insert (buffer, &start, text + hunk->new_start, hunk->new_length);
          offset = gtk_text_iter_get_offset (&start);
          break;
        default:
          g_assert_not_reached ();
        }
    }
  gtk_text_buffer_end_user_action (buffer);
}

static void
fill_buffer (GtkTextBuffer *buffer, const char *text)
{
  GtkTextIter start;

  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
}

static void
fill_entry (GtkEntryBuffer *buffer, const char *text)
{
  if (!g_str_equal (gtk_entry_buffer_get_text (buffer), text))
    gtk_entry_buffer_set_text (buffer, text, -1);
}

static void
take_form (DeskDocument *self, DeskText *text)
{
  const char *language;
  const char *zone;

  g_clear_pointer (&self->form, desk_text_unref);
  self->form = desk_text_ref (text);

  language = desk_text_get_field (text, DESK_FIELD_LANGUAGE);
  zone = desk_text_get_field (text, DESK_FIELD_ZONE);
  if (self->snapshot && !*language)
    language = self->snapshot->story->language;
  if (self->snapshot && !*zone)
    zone = self->snapshot->story->zone;

  desk_tracker_set_language (self->tracker, language);
  desk_tracker_set_language (self->note_tracker, language);
  if (g_set_str (&self->language, language))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LANGUAGE]);
  if (g_set_str (&self->zone, zone))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZONE]);
}

static void
take_base (DeskDocument *self, const char *head, DeskText *text, guint serial)
{
  g_set_str (&self->head, head);
  desk_text_ref (text);
  g_clear_pointer (&self->base, desk_text_unref);
  self->base = text;
  self->base_serial = serial;
}

static void
fill (DeskDocument *self, DeskText *text)
{
  g_autofree char *typed = NULL;

  self->filling = TRUE;
  take_form (self, text);
  fill_buffer (self->headline, desk_text_get_field (text, DESK_FIELD_HEADLINE));
  fill_buffer (self->standfirst, desk_text_get_field (text, DESK_FIELD_STANDFIRST));
  fill_entry (self->byline, desk_text_get_field (text, DESK_FIELD_BYLINE));
  fill_entry (self->dateline, desk_text_get_field (text, DESK_FIELD_DATELINE));
  fill_buffer (GTK_TEXT_BUFFER (self->body), desk_text_get_body (text));
  self->filling = FALSE;

  take_base (self, self->snapshot->story->head, text, self->serial);
  self->saved_serial = self->serial;

  /* A line too long to be drawn was cut as it came in: that is a change like any other. */
  typed = dup_all (GTK_TEXT_BUFFER (self->body));
  if (!g_str_equal (typed, desk_text_get_body (text)))
    typed_in (self);
}

static void
show_text (DeskDocument *self, DeskText *text)
{
  g_autofree char *language = g_strdup (desk_text_get_field (text, DESK_FIELD_LANGUAGE));

  take_form (self, text);
  apply_difference (self->headline, desk_text_get_field (text, DESK_FIELD_HEADLINE), language);
  apply_difference (self->standfirst, desk_text_get_field (text, DESK_FIELD_STANDFIRST), language);
  fill_entry (self->byline, desk_text_get_field (text, DESK_FIELD_BYLINE));
  fill_entry (self->dateline, desk_text_get_field (text, DESK_FIELD_DATELINE));
  apply_difference (GTK_TEXT_BUFFER (self->body), desk_text_get_body (text), language);
  typed_in (self);
}

/* Another window or program kept a text behind the one that is typed over here. */
static void
follow_head (DeskDocument *self)
{
  DeskSnapshot *snapshot = self->snapshot;
  g_autoptr (DeskText) text = desk_document_dup_text (self);

  if (desk_text_equal (text, self->base) || desk_text_equal (text, snapshot->text))
    {
      if (!desk_text_equal (text, snapshot->text))
        show_text (self, snapshot->text);
      take_base (self, snapshot->story->head, snapshot->text, self->serial);
      self->saved_serial = self->serial;
      g_clear_handle_id (&self->save_id, g_source_remove);
      set_save_error (self, NULL);
    }
  else if (g_set_str (&self->told_head, snapshot->story->head))
    {
      tell (self, _ ("This story was changed in another place. Your words are kept as a version of their own."));
    }
}

static int
find_record (GListStore *store, guint from, const char *id, const char *(*get_id) (gpointer))
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));

  for (guint i = from; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (g_str_equal (get_id (item), id))
        return i;
    }
  return -1;
}

/* Changes @store in place: what did not change keeps its place and identity. */
static void
update_list (GListStore *store, GPtrArray *records, const char *(*get_id) (gpointer), gboolean (*is_same) (gpointer, gpointer))
{
  guint i;

  for (i = 0; i < records->len; i++)
    {
      gpointer record = g_ptr_array_index (records, i);
      int found = find_record (store, i, get_id (record), get_id);
      g_autoptr (GObject) old = NULL;

      if (found >= 0)
        old = g_list_model_get_item (G_LIST_MODEL (store), found);

      if (found == (int) i)
        {
          if (!is_same (old, record))
            g_list_store_splice (store, i, 1, &record, 1);
        }
      else
        {
          gpointer kept = old && is_same (old, record) ? (gpointer) old : record;

          if (old)
            g_list_store_remove (store, found);
          g_list_store_insert (store, i, kept);
        }
    }
  g_list_store_splice (store, i, g_list_model_get_n_items (G_LIST_MODEL (store)) - i, NULL, 0);
}

static const char *
get_claim_id (gpointer claim)
{
  return ((DeskClaim *) claim)->id;
}

static const char *
get_post_id (gpointer post)
{
  return ((DeskPost *) post)->id;
}

static const char *
get_update_id (gpointer update)
{
  return ((DeskUpdate *) update)->id;
}

static gboolean
is_same_claim (gpointer a, gpointer b)
{
  DeskClaim *one = a, *other = b;

  return g_str_equal (one->seen, other->seen) && one->fit == other->fit;
}

static gboolean
is_same_post (gpointer a, gpointer b)
{
  return g_str_equal (((DeskPost *) a)->seen, ((DeskPost *) b)->seen);
}

static gboolean
is_same_update (gpointer a, gpointer b)
{
  DeskUpdate *one = a, *other = b;

  return g_str_equal (one->seen, other->seen) && g_str_equal (one->superseded_by, other->superseded_by);
}

static const char *
get_note_id (gpointer note)
{
  return ((DeskNote *) note)->id;
}

static gboolean
is_same_note (gpointer a, gpointer b)
{
  DeskNote *one = a, *other = b;

  return g_str_equal (one->seen, other->seen) && one->fit == other->fit && g_str_equal (one->words, other->words);
}

static void
take_notes (DeskDocument *self, DeskSnapshot *snapshot)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  g_autoptr (GPtrArray) stand_ins = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < snapshot->notes->len; i++)
    {
      DeskNote *note = g_ptr_array_index (snapshot->notes, i);
      DeskClaim *claim;

      /* What was erased, or left out of a package, is nothing to look at. */
      if (!*note->words)
        continue;

      g_ptr_array_add (notes, note);
      claim = g_object_new (DESK_TYPE_CLAIM, NULL);
      g_set_str (&claim->id, note->id);
      g_set_str (&claim->wording, note->anchor->exact);
      claim->anchor = desk_anchor_copy (note->anchor);
      claim->fit = note->fit;
      g_ptr_array_add (stand_ins, claim);
    }

  desk_tracker_set_claims (self->note_tracker, stand_ins, desk_text_get_body (snapshot->text));
  update_list (self->notes, notes, get_note_id, is_same_note);
}

static void
take_snapshot (DeskDocument *self, DeskSnapshot *snapshot)
{
  gboolean first = self->snapshot == NULL;

  if (!first && g_str_equal (self->snapshot->tip, snapshot->tip))
    return;

  g_set_object (&self->snapshot, snapshot);
  if (first)
    fill (self, snapshot->text);
  else if (!g_ptr_array_find_with_equal_func (snapshot->heads, self->head, g_str_equal, NULL))
    follow_head (self);

  desk_tracker_set_claims (self->tracker, snapshot->claims, desk_text_get_body (snapshot->text));
  take_notes (self, snapshot);
  update_list (self->claims, snapshot->claims, get_claim_id, is_same_claim);
  update_list (self->posts, snapshot->posts, get_post_id, is_same_post);
  update_list (self->updates, snapshot->updates, get_update_id, is_same_update);

  if (g_set_str (&self->slug, snapshot->story->slug))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SLUG]);
  if (!snapshot->out)
    set_count (self, &self->n_changes_out, 0, PROP_N_CHANGES_OUT);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SNAPSHOT]);
  g_signal_emit (self, signals[CLAIMS_MOVED], 0);
  look (self);
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskDocument) self = data;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  self->reloading = FALSE;
  snapshot = desk_store_load_finish (DESK_STORE (source), result, &error);
  if (error)
    tell (self, error->message);

  /* A commit that began meanwhile reads the story again by itself. */
  if (snapshot && !self->committing)
    take_snapshot (self, snapshot);
  if (self->reload_again)
    reload (self);
}

static void
reload (DeskDocument *self)
{
  self->reload_again = self->reloading || self->committing;
  if (self->reload_again || !self->snapshot)
    return;

  self->reloading = TRUE;
  desk_store_load_async (self->store, self->story, NULL, reloaded_cb, g_object_ref (self));
}

static void
store_changed_cb (DeskStore *store, const char *story, DeskDocument *self)
{
  if (!*story || g_str_equal (story, self->story))
    reload (self);
}

/* --- commits, one behind the other --- */

static void
end_commit (DeskDocument *self, GError *error)
{
  g_autoptr (GTask) task = g_queue_pop_head (&self->commits);
  Commit *commit = g_task_get_task_data (task);

  self->committing = FALSE;
  run_commits (self);
  save_now (self);
  if (self->reload_again)
    reload (self);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&commit->ids), (GDestroyNotify) g_ptr_array_unref);
  end_flushes (self, NULL);
}

static void
commit_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskDocument) self = data;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  GError *error = NULL;

  snapshot = desk_store_load_finish (DESK_STORE (source), result, &error);
  if (snapshot)
    take_snapshot (self, snapshot);
  end_commit (self, error);
}

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskDocument) self = data;
  Commit *commit = g_task_get_task_data (g_queue_peek_head (&self->commits));
  GError *error = NULL;

  commit->ids = desk_store_commit_finish (DESK_STORE (source), result, &error);
  if (!commit->ids)
    {
      end_commit (self, error);
      return;
    }

  if (commit->makes_slug)
    g_ptr_array_remove_index (commit->ids, commit->ids->len - 1);
  if (commit->keeps_revision)
    {
      take_base (self, g_ptr_array_index (commit->ids, 0), commit->text, commit->typed->serial);
      g_ptr_array_remove_index (commit->ids, 0);

      /* The revision dropped the draft: what was typed since is on disk no more. */
      self->n_commits++;
      self->saved_serial = commit->typed->serial;
      set_save_error (self, NULL);
    }
  desk_store_load_async (self->store, self->story, NULL, commit_loaded_cb, g_object_ref (self));
}

/* Whether the story gets its first headline now, and nobody has given it a slug. */
static gboolean
wants_slug (DeskDocument *self, DeskText *text)
{
  return self->snapshot != NULL && desk_slug_is_made_up (self->snapshot->story->slug) &&
         *desk_text_get_field (self->base, DESK_FIELD_HEADLINE) == '\0' &&
         *desk_text_get_field (text, DESK_FIELD_HEADLINE) != '\0';
}

static void
commit_built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskDocument *self = DESK_DOCUMENT (source);
  GTask *task = g_queue_peek_head (&self->commits);
  Commit *commit = g_task_get_task_data (task);
  g_autoptr (GPtrArray) changes = NULL;

  commit->text = g_task_propagate_pointer (G_TASK (result), NULL);
  commit->keeps_revision = commit->other != NULL || !desk_text_equal (commit->text, self->base);

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  if (commit->keeps_revision)
    {
      const char *const bases[] = { self->head, commit->other, NULL };

      g_ptr_array_add (changes, desk_change_new_revision (commit->text, *self->head ? bases : NULL, commit->why, commit->note, commit->ranges));
    }
  g_ptr_array_extend (changes, commit->changes, (GCopyFunc) desk_change_ref, NULL);

  commit->makes_slug = commit->keeps_revision && wants_slug (self, commit->text);
  if (commit->makes_slug)
    g_ptr_array_add (changes, desk_change_new_slug (NULL));

  if (changes->len == 0)
    {
      commit->ids = g_ptr_array_new_with_free_func (g_free);
      self->base_serial = commit->typed->serial;
      end_commit (self, NULL);
      return;
    }
  desk_store_commit_async (self->store, self->story, changes, g_task_get_cancellable (task), committed_cb, g_object_ref (self));
}

static void
run_commits (DeskDocument *self)
{
  Commit *commit;

  if (self->committing || g_queue_is_empty (&self->commits))
    return;

  self->committing = TRUE;
  commit = g_task_get_task_data (g_queue_peek_head (&self->commits));
  build_text_async (self, commit->typed, commit_built_cb, NULL);
}

/* --- buffers --- */

static void
body_insert_text_cb (GtkTextBuffer *buffer, GtkTextIter *position, const char *text, int length, DeskDocument *self)
{
  g_autofree char *cut = desk_soft_lines (text, length);

  if (cut)
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      gtk_text_buffer_insert (buffer, position, cut, -1);
    }
}

static void
line_insert_text_cb (GtkTextBuffer *buffer, GtkTextIter *position, const char *text, int length, DeskDocument *self)
{
  g_autofree char *line = g_strndup (text, length < 0 ? strlen (text) : (gsize) length);

  if (strpbrk (line, "\r\n"))
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      g_strdelimit (line, "\r\n", ' ');
      gtk_text_buffer_insert (buffer, position, line, -1);
    }
}

static GtkTextBuffer *
new_line_buffer (DeskDocument *self)
{
  GtkTextBuffer *buffer = gtk_text_buffer_new (NULL);

  gtk_text_buffer_set_max_undo_levels (buffer, 0);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (line_insert_text_cb), self, 0);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (typed_in), self, G_CONNECT_SWAPPED);
  return buffer;
}

static GtkEntryBuffer *
new_entry_buffer (DeskDocument *self)
{
  GtkEntryBuffer *buffer = gtk_entry_buffer_new (NULL, -1);

  g_signal_connect_object (buffer, "notify::text", G_CALLBACK (typed_in), self, G_CONNECT_SWAPPED);
  return buffer;
}

static void
desk_document_init_buffers (DeskDocument *self)
{
  GtkTextBuffer *body;

  /* Words are words, not a program's source: no scheme of colours, no brackets to match. */
  self->body = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_style_scheme (self->body, NULL);
  gtk_source_buffer_set_highlight_syntax (self->body, FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (self->body, FALSE);
  gtk_source_buffer_set_implicit_trailing_newline (self->body, FALSE);

  body = GTK_TEXT_BUFFER (self->body);
  gtk_text_buffer_set_max_undo_levels (body, 0);
  g_signal_connect_object (body, "insert-text", G_CALLBACK (body_insert_text_cb), self, 0);
  self->tracker = desk_tracker_new (body);
  self->note_tracker = desk_tracker_new (body);
  g_signal_connect_object (body, "changed", G_CALLBACK (typed_in), self, G_CONNECT_SWAPPED);

  self->headline = new_line_buffer (self);
  self->standfirst = new_line_buffer (self);
  self->byline = new_entry_buffer (self);
  self->dateline = new_entry_buffer (self);
}

static char *
make_key (DeskStore *store, const char *story)
{
  return g_strdup_printf ("%p:%s", (void *) store, story);
}

static void
desk_document_constructed (GObject *object)
{
  DeskDocument *self = DESK_DOCUMENT (object);

  G_OBJECT_CLASS (desk_document_parent_class)->constructed (object);

  g_assert (self->store && self->story);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  if (!documents)
    documents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (documents, make_key (self->store, self->story), self);
}

static void
desk_document_dispose (GObject *object)
{
  DeskDocument *self = DESK_DOCUMENT (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->details_id, g_source_remove);
  if (self->store)
    {
      g_autofree char *key = make_key (self->store, self->story);

      if (g_hash_table_lookup (documents, key) == self)
        g_hash_table_remove (documents, key);
    }
  g_clear_object (&self->tracker);
  g_clear_object (&self->note_tracker);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (desk_document_parent_class)->dispose (object);
}

static void
desk_document_finalize (GObject *object)
{
  DeskDocument *self = DESK_DOCUMENT (object);

  g_assert (g_queue_is_empty (&self->commits));
  g_ptr_array_unref (self->flushes);
  g_clear_object (&self->snapshot);
  g_clear_object (&self->body);
  g_clear_object (&self->headline);
  g_clear_object (&self->standfirst);
  g_clear_object (&self->byline);
  g_clear_object (&self->dateline);
  g_clear_object (&self->claims);
  g_clear_object (&self->posts);
  g_clear_object (&self->updates);
  g_clear_object (&self->notes);
  g_clear_pointer (&self->form, desk_text_unref);
  g_clear_pointer (&self->base, desk_text_unref);
  g_free (self->story);
  g_free (self->head);
  g_free (self->told_head);
  g_clear_error (&self->save_error);
  g_free (self->slug);
  g_free (self->language);
  g_free (self->zone);

  G_OBJECT_CLASS (desk_document_parent_class)->finalize (object);
}

static void
desk_document_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskDocument *self = DESK_DOCUMENT (object);

  switch (prop_id)
    {
    case PROP_STORE:
      g_value_set_object (value, self->store);
      break;
    case PROP_STORY_ID:
      g_value_set_string (value, self->story);
      break;
    case PROP_SNAPSHOT:
      g_value_set_object (value, self->snapshot);
      break;
    case PROP_SAVE_STATE:
      g_value_set_enum (value, get_save_state (self));
      break;
    case PROP_SAVE_ERROR:
      g_value_set_string (value, self->save_error ? self->save_error->message : "");
      break;
    case PROP_N_CHANGES_OUT:
      g_value_set_uint (value, self->n_changes_out);
      break;
    case PROP_N_WORDS:
      g_value_set_uint (value, self->n_words);
      break;
    case PROP_SLUG:
      g_value_set_string (value, self->slug);
      break;
    case PROP_LANGUAGE:
      g_value_set_string (value, self->language);
      break;
    case PROP_ZONE:
      g_value_set_string (value, self->zone);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_document_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskDocument *self = DESK_DOCUMENT (object);

  switch (prop_id)
    {
    case PROP_STORE:
      self->store = g_value_dup_object (value);
      break;
    case PROP_STORY_ID:
      self->story = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_document_class_init (DeskDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = desk_document_constructed;
  object_class->dispose = desk_document_dispose;
  object_class->finalize = desk_document_finalize;
  object_class->get_property = desk_document_get_property;
  object_class->set_property = desk_document_set_property;

  props[PROP_STORE] = g_param_spec_object ("store", NULL, NULL, DESK_TYPE_STORE, construct);
  props[PROP_STORY_ID] = g_param_spec_string ("story-id", NULL, NULL, NULL, construct);
  props[PROP_SNAPSHOT] = g_param_spec_object ("snapshot", NULL, NULL, DESK_TYPE_SNAPSHOT, readable);
  props[PROP_SAVE_STATE] = g_param_spec_enum ("save-state", NULL, NULL, DESK_TYPE_SAVE_STATE, DESK_SAVE_SAVED, readable);
  props[PROP_SAVE_ERROR] = g_param_spec_string ("save-error", NULL, NULL, "", readable);
  props[PROP_N_CHANGES_OUT] = g_param_spec_uint ("n-changes-out", NULL, NULL, 0, G_MAXUINT, 0, readable);
  props[PROP_N_WORDS] = g_param_spec_uint ("n-words", NULL, NULL, 0, G_MAXUINT, 0, readable);
  props[PROP_SLUG] = g_param_spec_string ("slug", NULL, NULL, "", readable);
  props[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, "", readable);
  props[PROP_ZONE] = g_param_spec_string ("zone", NULL, NULL, "", readable);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CLAIMS_MOVED] = g_signal_new ("claims-moved", DESK_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", DESK_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
desk_document_init (DeskDocument *self)
{
  self->form = desk_text_new ();
  self->base = desk_text_new ();
  self->head = g_strdup ("");
  self->slug = g_strdup ("");
  self->language = g_strdup ("");
  self->zone = g_strdup ("");
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  self->claims = g_list_store_new (DESK_TYPE_CLAIM);
  self->posts = g_list_store_new (DESK_TYPE_POST);
  self->updates = g_list_store_new (DESK_TYPE_UPDATE);
  self->notes = g_list_store_new (DESK_TYPE_NOTE);
  g_queue_init (&self->commits);
  desk_document_init_buffers (self);
}

DeskDocument *
desk_document_open (DeskStore *store, const char *story)
{
  g_autofree char *key = NULL;
  DeskDocument *self;

  g_return_val_if_fail (DESK_IS_STORE (store), NULL);
  g_return_val_if_fail (story != NULL && *story, NULL);

  key = make_key (store, story);
  self = documents ? g_hash_table_lookup (documents, key) : NULL;
  if (self)
    return g_object_ref (self);
  return g_object_new (DESK_TYPE_DOCUMENT, "store", store, "story-id", story, NULL);
}

GPtrArray *
desk_document_list_open (DeskStore *store)
{
  GPtrArray *open = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer document;

  g_return_val_if_fail (DESK_IS_STORE (store), open);

  if (!documents)
    return open;
  g_hash_table_iter_init (&iter, documents);
  while (g_hash_table_iter_next (&iter, NULL, &document))
    if (DESK_DOCUMENT (document)->store == store && DESK_DOCUMENT (document)->snapshot)
      g_ptr_array_add (open, g_object_ref (document));
  return open;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  GError *error = NULL;

  snapshot = desk_store_load_finish (DESK_STORE (source), result, &error);
  if (!snapshot)
    {
      g_task_return_error (task, error);
      return;
    }

  take_snapshot (g_task_get_source_object (task), snapshot);
  g_task_return_boolean (task, TRUE);
}

void
desk_document_load_async (DeskDocument *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DESK_IS_DOCUMENT (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, desk_document_load_async);
  if (self->snapshot)
    g_task_return_boolean (task, TRUE);
  else
    desk_store_load_async (self->store, self->story, cancellable, loaded_cb, g_steal_pointer (&task));
}

gboolean
desk_document_load_finish (DeskDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

DeskStore *
desk_document_get_store (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->store;
}

const char *
desk_document_get_story_id (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->story;
}

DeskSnapshot *
desk_document_get_snapshot (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->snapshot;
}

const char *
desk_document_get_head (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->head;
}

const char *
desk_document_get_language (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->language;
}

const char *
desk_document_get_zone (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->zone;
}

GtkSourceBuffer *
desk_document_get_body (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->body;
}

GtkTextBuffer *
desk_document_get_headline (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->headline;
}

GtkTextBuffer *
desk_document_get_standfirst (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->standfirst;
}

GtkEntryBuffer *
desk_document_get_byline (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->byline;
}

GtkEntryBuffer *
desk_document_get_dateline (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->dateline;
}

DeskText *
desk_document_dup_text (DeskDocument *self)
{
  DeskText *text;
  Typed *typed;

  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  typed = capture (self);
  text = typed_to_text (typed);
  typed_free (typed);
  return text;
}

void
desk_document_set_fields (DeskDocument *self, const char *name, const char *const *values)
{
  g_autoptr (DeskText) form = NULL;

  g_return_if_fail (DESK_IS_DOCUMENT (self));
  g_return_if_fail (name != NULL);

  form = desk_text_with_fields (self->form, name, values);
  if (desk_text_equal (form, self->form))
    return;

  take_form (self, form);
  typed_in (self);
  g_clear_handle_id (&self->details_id, g_source_remove);
  self->details_id = g_timeout_add_once (DETAILS_AFTER, details_cb, self);
}

void
desk_document_replace_text (DeskDocument *self, DeskText *text)
{
  g_return_if_fail (DESK_IS_DOCUMENT (self));
  g_return_if_fail (text != NULL);

  show_text (self, text);
}

GListModel *
desk_document_get_claims (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return G_LIST_MODEL (self->claims);
}

GListModel *
desk_document_get_posts (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return G_LIST_MODEL (self->posts);
}

GListModel *
desk_document_get_updates (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return G_LIST_MODEL (self->updates);
}

GListModel *
desk_document_get_notes (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return G_LIST_MODEL (self->notes);
}

gboolean
desk_document_get_note_range (DeskDocument *self, const char *note, GtkTextIter *start, GtkTextIter *end)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (note != NULL && start != NULL && end != NULL, FALSE);

  return desk_tracker_get_range (self->note_tracker, note, start, end);
}

DeskNote *
desk_document_get_note_at (DeskDocument *self, const GtkTextIter *iter)
{
  DeskNote *found = NULL;

  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (iter != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->notes)); i++)
    {
      g_autoptr (DeskNote) note = g_list_model_get_item (G_LIST_MODEL (self->notes), i);
      GtkTextIter start, end;

      /* The list holds it on. */
      if (desk_document_get_note_range (self, note->id, &start, &end) && gtk_text_iter_in_range (iter, &start, &end) &&
          (!found || found->resolved))
        found = note;
    }
  return found;
}

gboolean
desk_document_get_claim_range (DeskDocument *self, const char *claim, GtkTextIter *start, GtkTextIter *end)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (claim != NULL && start != NULL && end != NULL, FALSE);

  return desk_tracker_get_range (self->tracker, claim, start, end);
}

DeskFit
desk_document_get_claim_fit (DeskDocument *self, DeskClaim *claim)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), DESK_FIT_GONE);

  return desk_tracker_get_fit (self->tracker, claim);
}

DeskStatus
desk_document_get_claim_status (DeskDocument *self, DeskClaim *claim)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), DESK_STATUS_OPEN);

  return desk_tracker_get_status (self->tracker, claim);
}

DeskClaim *
desk_document_get_claim_at (DeskDocument *self, const GtkTextIter *iter)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (iter != NULL, NULL);

  return desk_tracker_get_claim_at (self->tracker, iter);
}

DeskAnchor *
desk_document_make_anchor (DeskDocument *self, const GtkTextIter *start, const GtkTextIter *end, GError **error)
{
  g_autoptr (DeskText) text = NULL;

  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (start != NULL && end != NULL, NULL);

  text = desk_document_dup_text (self);
  return desk_anchor_new (desk_text_get_body (text), gtk_text_iter_get_offset (start), gtk_text_iter_get_offset (end), desk_text_get_hash (text), error);
}

static void
queue_commit (DeskDocument *self, DeskWhy why, const char *other, const char *note, GPtrArray *changes, GTask *task)
{
  g_autoptr (GArray) notes = NULL;
  Commit *commit;

  /* Taken now: the changes speak of the words as they are now. */
  commit = g_new0 (Commit, 1);
  commit->why = why;
  commit->other = g_strdup (other);
  commit->note = g_strdup (note);
  commit->changes = changes ? g_ptr_array_ref (changes) : g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  commit->typed = capture (self);
  commit->ranges = desk_tracker_dup_ranges (self->tracker);
  notes = desk_tracker_dup_ranges (self->note_tracker);
  g_array_append_vals (commit->ranges, notes->data, notes->len);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, commit, (GDestroyNotify) commit_free);
  g_queue_push_tail (&self->commits, task);
  run_commits (self);
}

void
desk_document_commit_async (DeskDocument *self, DeskWhy why, GPtrArray *changes, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (DESK_IS_DOCUMENT (self));
  g_return_if_fail (self->snapshot != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, desk_document_commit_async);
  queue_commit (self, why, NULL, NULL, changes, task);
}

GPtrArray *
desk_document_commit_finish (DeskDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const GError *
desk_document_get_save_error (DeskDocument *self)
{
  g_return_val_if_fail (DESK_IS_DOCUMENT (self), NULL);

  return self->save_error;
}

void
desk_document_abandon (DeskDocument *self)
{
  g_return_if_fail (DESK_IS_DOCUMENT (self));

  self->abandoned = TRUE;
  self->saved_serial = self->serial;
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->details_id, g_source_remove);
  /* It may hold the last reference. */
  g_object_ref (self);
  g_clear_handle_id (&self->save_id, g_source_remove);
  g_object_unref (self);
}

void
desk_document_retry (DeskDocument *self)
{
  g_return_if_fail (DESK_IS_DOCUMENT (self));

  if (self->save_error)
    save_now (self);
}

static void
committed_alone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskDocument *self = DESK_DOCUMENT (source);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  ids = desk_document_commit_finish (self, result, &error);
  if (!ids)
    tell (self, error->message);
}

void
desk_document_commit (DeskDocument *self, DeskWhy why, GPtrArray *changes)
{
  g_autoptr (GPtrArray) owned = changes;

  g_return_if_fail (DESK_IS_DOCUMENT (self));

  desk_document_commit_async (self, why, owned, NULL, committed_alone_cb, NULL);
}

void
desk_document_merge (DeskDocument *self, DeskText *text, const char *other)
{
  GTask *task;

  g_return_if_fail (DESK_IS_DOCUMENT (self));
  g_return_if_fail (self->snapshot != NULL);
  g_return_if_fail (text != NULL && other != NULL);

  show_text (self, text);
  task = g_task_new (self, NULL, committed_alone_cb, NULL);
  g_task_set_source_tag (task, desk_document_commit_async);
  queue_commit (self, DESK_WHY_MERGE, other, NULL, NULL, task);
}

void
desk_document_replace_noted (DeskDocument *self, DeskText *text, const char *note)
{
  GTask *task;

  g_return_if_fail (DESK_IS_DOCUMENT (self));
  g_return_if_fail (self->snapshot != NULL);
  g_return_if_fail (text != NULL);

  desk_document_commit (self, DESK_WHY_KEEP, NULL);
  show_text (self, text);
  task = g_task_new (self, NULL, committed_alone_cb, NULL);
  g_task_set_source_tag (task, desk_document_commit_async);
  queue_commit (self, DESK_WHY_KEEP, NULL, note, NULL, task);
}

void
desk_document_flush_async (DeskDocument *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (DESK_IS_DOCUMENT (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, desk_document_flush_async);
  g_ptr_array_add (self->flushes, task);
  save_now (self);
}

gboolean
desk_document_flush_finish (DeskDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
