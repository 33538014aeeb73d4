/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-styler.h"

#include "editor/desk-tag-ranges.h"
#include "editor/desk-tag-sweep.h"

#define CHECK_AFTER 400 /* milliseconds without a keystroke */
#define TAG "house-style"

struct _DeskStyler
{
  GObject parent_instance;

  DeskDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *buffer_signals;
  GSignalGroup *store_signals;
  DeskTagSweep *sweep;

  GPtrArray *rules; /* (nullable) (element-type DeskRule): NULL until they are read */
  GPtrArray *findings;
  guint serial; /* of the text, and of all else that is looked at */
  guint check_id;
  gboolean checking;
};

typedef struct
{
  GWeakRef styler;
  DeskSnapshot *snapshot;
  GPtrArray *rules;
  char *body;
  gint64 now;
  guint serial;
  GPtrArray *findings;
  GArray *ranges;
} Look;

static void queue_check (DeskStyler *self);

G_DEFINE_FINAL_TYPE (DeskStyler, desk_styler, G_TYPE_OBJECT)

static guint checked_signal;

static GtkTextBuffer *
get_buffer (DeskStyler *self)
{
  return GTK_TEXT_BUFFER (desk_document_get_body (self->document));
}

static GPtrArray *
new_findings (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) desk_style_finding_free);
}

static void
look_free (Look *look)
{
  g_weak_ref_clear (&look->styler);
  g_object_unref (look->snapshot);
  g_ptr_array_unref (look->rules);
  g_free (look->body);
  g_clear_pointer (&look->findings, g_ptr_array_unref);
  g_clear_pointer (&look->ranges, g_array_unref);
  g_free (look);
}

static void
look_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;

  look->findings = desk_style_check_snapshot (look->snapshot, look->body, look->now, look->rules);
  look->ranges = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));
  for (guint i = 0; i < look->findings->len; i++)
    {
      const DeskStyleFinding *finding = g_ptr_array_index (look->findings, i);
      DeskTagRange range = { finding->start, finding->end };

      g_array_append_val (look->ranges, range);
    }
  desk_tag_ranges_join (look->ranges);
  g_task_return_boolean (task, TRUE);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Look *look = g_task_get_task_data (G_TASK (result));
  g_autoptr (DeskStyler) self = g_weak_ref_get (&look->styler);
  g_autoptr (GPtrArray) tags = NULL;
  g_autoptr (GPtrArray) plan = NULL;

  if (!self)
    return;
  self->checking = FALSE;
  if (!self->document)
    return;
  if (look->serial != self->serial)
    {
      queue_check (self);
      return;
    }

  g_ptr_array_unref (self->findings);
  self->findings = g_steal_pointer (&look->findings);

  tags = g_ptr_array_new ();
  plan = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_ptr_array_add (tags, desk_tag_ranges_ensure (get_buffer (self), TAG));
  g_ptr_array_add (plan, g_steal_pointer (&look->ranges));
  desk_tag_sweep_start (self->sweep, tags, plan);
  g_signal_emit (self, checked_signal, 0);
}

static void
check (DeskStyler *self)
{
  g_autoptr (GTask) task = NULL;
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);
  GtkTextIter start, end;
  Look *look;

  if (self->checking || !snapshot || !self->rules)
    return;

  self->checking = TRUE;
  look = g_new0 (Look, 1);
  g_weak_ref_init (&look->styler, self);
  look->snapshot = g_object_ref (snapshot);
  look->rules = g_ptr_array_ref (self->rules);
  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  look->body = gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
  look->now = g_get_real_time ();
  look->serial = self->serial;

  /* The window may close meanwhile, and is not held. */
  task = g_task_new (NULL, NULL, looked_cb, NULL);
  g_task_set_source_tag (task, check);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  g_task_run_in_thread (task, look_thread);
}

static void
check_cb (gpointer data)
{
  DeskStyler *self = data;

  self->check_id = 0;
  check (self);
}

static void
queue_check (DeskStyler *self)
{
  g_clear_handle_id (&self->check_id, g_source_remove);
  if (self->document)
    self->check_id = g_timeout_add_once (CHECK_AFTER, check_cb, self);
}

static void
look_again (DeskStyler *self)
{
  self->serial++;
  queue_check (self);
}

/* --- what was found goes along with the text --- */

/* @removed code points at @at went, @added came: a few numbers a finding. */
static void
move_findings (DeskStyler *self, guint at, guint removed, guint added)
{
  for (guint i = self->findings->len; i > 0; i--)
    {
      DeskStyleFinding *finding = g_ptr_array_index (self->findings, i - 1);

      if (finding->end <= at)
        break;
      if (finding->start < at + removed || (finding->start < at && removed == 0))
        {
          g_ptr_array_remove_index (self->findings, i - 1);
          continue;
        }
      finding->start += added - removed;
      finding->end += added - removed;
    }
}

static void
inserted_cb (DeskStyler *self, const GtkTextIter *end, const char *text, int length)
{
  guint added = g_utf8_strlen (text, length);

  move_findings (self, gtk_text_iter_get_offset (end) - added, 0, added);
}

static void
delete_cb (DeskStyler *self, const GtkTextIter *start, const GtkTextIter *end)
{
  guint at = gtk_text_iter_get_offset (start);

  move_findings (self, at, gtk_text_iter_get_offset (end) - at, 0);
}

/* --- rules --- */

static void
rules_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *weak = data;
  g_autoptr (DeskStyler) self = g_weak_ref_get (weak);
  g_autoptr (GPtrArray) rules = desk_store_list_rules_finish (DESK_STORE (source), result, NULL);

  g_weak_ref_clear (weak);
  g_free (weak);
  /* Without them there is nothing to look for; that the desk cannot be read others say. */
  if (!self || !rules || !self->document || desk_document_get_store (self->document) != DESK_STORE (source))
    return;

  g_clear_pointer (&self->rules, g_ptr_array_unref);
  self->rules = g_steal_pointer (&rules);
  self->serial++;
  check (self);
}

static void
read_rules (DeskStyler *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  desk_store_list_rules_async (desk_document_get_store (self->document), NULL, rules_listed_cb, weak);
}

static void
store_changed_cb (DeskStyler *self, const char *story)
{
  if (*story == '\0' && self->document)
    read_rules (self);
}

static void
switched_off_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskDocument) document = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_store_commit_finish (DESK_STORE (source), result, &error);

  if (!ids)
    g_signal_emit_by_name (document, "failed", error->message);
}

/* --- object --- */

static void
desk_styler_dispose (GObject *object)
{
  DeskStyler *self = DESK_STYLER (object);

  desk_styler_set_document (self, NULL);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->buffer_signals);
  g_clear_object (&self->store_signals);
  g_clear_object (&self->sweep);
  g_clear_pointer (&self->rules, g_ptr_array_unref);

  G_OBJECT_CLASS (desk_styler_parent_class)->dispose (object);
}

static void
desk_styler_finalize (GObject *object)
{
  g_ptr_array_unref (DESK_STYLER (object)->findings);

  G_OBJECT_CLASS (desk_styler_parent_class)->finalize (object);
}

static void
desk_styler_class_init (DeskStylerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_styler_dispose;
  object_class->finalize = desk_styler_finalize;

  checked_signal = g_signal_new ("checked", DESK_TYPE_STYLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_styler_init (DeskStyler *self)
{
  self->findings = new_findings ();
  self->sweep = desk_tag_sweep_new ();

  self->document_signals = g_signal_group_new (DESK_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot", G_CALLBACK (look_again), self);

  self->buffer_signals = g_signal_group_new (GTK_TYPE_TEXT_BUFFER);
  g_signal_group_connect_data (self->buffer_signals, "insert-text", G_CALLBACK (inserted_cb), self, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_group_connect_swapped (self->buffer_signals, "delete-range", G_CALLBACK (delete_cb), self);
  g_signal_group_connect_swapped (self->buffer_signals, "changed", G_CALLBACK (look_again), self);

  self->store_signals = g_signal_group_new (DESK_TYPE_STORE);
  g_signal_group_connect_swapped (self->store_signals, "changed", G_CALLBACK (store_changed_cb), self);
}

DeskStyler *
desk_styler_new (void)
{
  return g_object_new (DESK_TYPE_STYLER, NULL);
}

void
desk_styler_set_document (DeskStyler *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_STYLER (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  g_clear_handle_id (&self->check_id, g_source_remove);
  if (!g_set_object (&self->document, document))
    return;

  g_ptr_array_set_size (self->findings, 0);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  self->serial++;
  g_signal_group_set_target (self->document_signals, document);
  g_signal_group_set_target (self->buffer_signals, document ? get_buffer (self) : NULL);
  g_signal_group_set_target (self->store_signals, document ? desk_document_get_store (document) : NULL);
  desk_tag_sweep_set_buffer (self->sweep, document ? get_buffer (self) : NULL);
  if (document)
    read_rules (self);
}

void
desk_styler_prepare (GtkTextBuffer *buffer)
{
  /* Neither a claim's nor spelling's; seen on light and on dark. */
  const GdkRGBA line = { 0.5, 0.5, 0.5, 0.8 };
  GtkTextTag *tag;

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));

  tag = desk_tag_ranges_ensure (buffer, TAG);
  gtk_text_tag_set_priority (tag, 0);
  g_object_set (tag, "underline", PANGO_UNDERLINE_LOW, "underline-rgba", &line, NULL);
}

GPtrArray *
desk_styler_get_findings (DeskStyler *self)
{
  g_return_val_if_fail (DESK_IS_STYLER (self), NULL);

  return self->findings;
}

const DeskStyleFinding *
desk_styler_find_at (DeskStyler *self, guint offset)
{
  const DeskStyleFinding *found = NULL;

  g_return_val_if_fail (DESK_IS_STYLER (self), NULL);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const DeskStyleFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->start > offset)
        break;
      if (offset <= finding->end)
        found = finding;
    }
  return found;
}

gboolean
desk_styler_take (DeskStyler *self, const DeskStyleFinding *finding, guint n)
{
  g_autofree char *words = NULL;
  GtkTextIter start, end;
  GtkTextBuffer *buffer;

  g_return_val_if_fail (DESK_IS_STYLER (self), FALSE);
  g_return_val_if_fail (finding != NULL, FALSE);

  if (!self->document || n >= g_strv_length (finding->suggestions))
    return FALSE;

  /* It goes with the first of its words. */
  words = g_strdup (finding->suggestions[n]);
  buffer = get_buffer (self);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, finding->start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, finding->end);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, words, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_place_cursor (buffer, &start);
  return TRUE;
}

void
desk_styler_leave (DeskStyler *self, const DeskStyleFinding *finding)
{
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autoptr (GError) error = NULL;
  GtkTextIter start, end;
  GPtrArray *changes;

  g_return_if_fail (DESK_IS_STYLER (self));
  g_return_if_fail (finding != NULL);

  if (!self->document)
    return;

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &start, finding->start);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &end, finding->end);
  anchor = desk_document_make_anchor (self->document, &start, &end, &error);
  if (!anchor)
    {
      g_signal_emit_by_name (self->document, "failed", error->message);
      return;
    }

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_ptr_array_add (changes, desk_change_new_leave (finding->rule, anchor));
  desk_document_commit (self->document, DESK_WHY_CHECK, changes);
}

void
desk_styler_switch_off (DeskStyler *self, const DeskStyleFinding *finding)
{
  g_autoptr (GPtrArray) changes = NULL;

  g_return_if_fail (DESK_IS_STYLER (self));
  g_return_if_fail (finding != NULL);

  if (!self->document)
    return;

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_ptr_array_add (changes, desk_change_new_rule_dropped (finding->rule, TRUE));
  desk_store_commit_async (desk_document_get_store (self->document), NULL, changes, NULL, switched_off_cb, g_object_ref (self->document));
}
