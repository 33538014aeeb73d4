/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-dresser.h"

#include "core/desk-markdown.h"
#include "core/desk-paragraphs.h"

#include "editor/desk-claim-marks.h"
#include "editor/desk-markdown-marks.h"
#include "editor/desk-near-marks.h"
#include "editor/desk-spelling.h"
#include "editor/desk-tag-sweep.h"

#define DRESS_AFTER 150 /* milliseconds without a keystroke */

struct _DeskDresser
{
  GObject parent_instance;

  DeskDocument *document;
  GSignalGroup *buffer_signals;
  GSettings *settings;
  DeskTagSweep *sweep;
  DeskNearMarks *near;
  GPtrArray *paragraphs; /* (nullable): of the text as it is dressed */

  guint serial; /* of the text */
  guint dressed_serial;
  guint dress_id;
  gboolean dressing;
};

typedef struct
{
  GWeakRef dresser;
  char *body;
  gboolean skip_quotations;
  guint serial;
  GPtrArray *plan; /* of tags */
  GPtrArray *embeds;
  GPtrArray *paragraphs;
} Dress;

static void queue_dress (DeskDresser *self);

G_DEFINE_FINAL_TYPE (DeskDresser, desk_dresser, G_TYPE_OBJECT)

static guint dressed_signal;

static void
dress_free (Dress *dress)
{
  g_weak_ref_clear (&dress->dresser);
  g_free (dress->body);
  g_clear_pointer (&dress->plan, g_ptr_array_unref);
  g_clear_pointer (&dress->embeds, g_ptr_array_unref);
  g_clear_pointer (&dress->paragraphs, g_ptr_array_unref);
  g_free (dress);
}

static void
dress_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Dress *dress = data;
  g_autoptr (GPtrArray) spans = desk_markdown_list_spans (dress->body);

  dress->embeds = desk_markdown_list_lone_links (dress->body);
  dress->paragraphs = desk_paragraphs_list (dress->body, spans);
  dress->plan = desk_markdown_marks_plan (dress->body, spans, dress->embeds, dress->skip_quotations);
  g_task_return_boolean (task, TRUE);
}

static void
dressed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Dress *dress = g_task_get_task_data (G_TASK (result));
  g_autoptr (DeskDresser) self = g_weak_ref_get (&dress->dresser);
  g_autoptr (GPtrArray) tags = NULL;

  if (!self)
    return;
  self->dressing = FALSE;
  if (!self->document)
    return;
  if (dress->serial != self->serial)
    {
      queue_dress (self);
      return;
    }

  self->dressed_serial = dress->serial;
  tags = desk_markdown_marks_list_tags (GTK_TEXT_BUFFER (desk_document_get_body (self->document)));
  desk_tag_sweep_start (self->sweep, tags, dress->plan);
  desk_near_marks_refresh (self->near);
  g_clear_pointer (&self->paragraphs, g_ptr_array_unref);
  self->paragraphs = g_steal_pointer (&dress->paragraphs);
  /* Text dragged from another place brought its marks with it. */
  desk_claim_marks_update (self->document);
  g_signal_emit (self, dressed_signal, 0, dress->embeds);
}

static void
dress_cb (gpointer data)
{
  DeskDresser *self = data;

  self->dress_id = 0;
  desk_dresser_dress (self);
}

static void
queue_dress (DeskDresser *self)
{
  g_clear_handle_id (&self->dress_id, g_source_remove);
  self->dress_id = g_timeout_add_once (DRESS_AFTER, dress_cb, self);
}

static void
changed_cb (DeskDresser *self)
{
  self->serial++;
  queue_dress (self);
}

static void
desk_dresser_dispose (GObject *object)
{
  DeskDresser *self = DESK_DRESSER (object);

  desk_dresser_set_document (self, NULL);
  g_clear_object (&self->buffer_signals);
  g_clear_object (&self->settings);
  g_clear_object (&self->sweep);
  g_clear_object (&self->near);

  G_OBJECT_CLASS (desk_dresser_parent_class)->dispose (object);
}

static void
desk_dresser_class_init (DeskDresserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = desk_dresser_dispose;

  dressed_signal = g_signal_new ("dressed", DESK_TYPE_DRESSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
desk_dresser_init (DeskDresser *self)
{
  self->settings = g_settings_new (APP_ID);
  g_signal_connect_object (self->settings, "changed::" DESK_SKIP_QUOTATIONS, G_CALLBACK (desk_dresser_dress_soon), self, G_CONNECT_SWAPPED);
  self->sweep = desk_tag_sweep_new ();
  self->near = desk_near_marks_new ();
  self->buffer_signals = g_signal_group_new (GTK_TYPE_TEXT_BUFFER);
  g_signal_group_connect_swapped (self->buffer_signals, "changed", G_CALLBACK (changed_cb), self);
}

DeskDresser *
desk_dresser_new (void)
{
  return g_object_new (DESK_TYPE_DRESSER, NULL);
}

void
desk_dresser_set_document (DeskDresser *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_DRESSER (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  g_clear_handle_id (&self->dress_id, g_source_remove);
  g_set_object (&self->document, document);
  if (self->buffer_signals)
    g_signal_group_set_target (self->buffer_signals, document ? desk_document_get_body (document) : NULL);
  if (self->sweep)
    desk_tag_sweep_set_buffer (self->sweep, document ? GTK_TEXT_BUFFER (desk_document_get_body (document)) : NULL);
  if (self->near)
    desk_near_marks_set_buffer (self->near, document ? GTK_TEXT_BUFFER (desk_document_get_body (document)) : NULL);
  g_clear_pointer (&self->paragraphs, g_ptr_array_unref);
  self->serial++;
}

GPtrArray *
desk_dresser_get_paragraphs (DeskDresser *self)
{
  g_return_val_if_fail (DESK_IS_DRESSER (self), NULL);

  return self->paragraphs;
}

void
desk_dresser_dress (DeskDresser *self)
{
  g_autoptr (GTask) task = NULL;
  GtkTextIter start, end;
  GtkTextBuffer *buffer;
  Dress *dress;

  g_return_if_fail (DESK_IS_DRESSER (self));

  g_clear_handle_id (&self->dress_id, g_source_remove);
  if (self->dressing || !self->document)
    return;

  self->dressing = TRUE;
  dress = g_new0 (Dress, 1);
  g_weak_ref_init (&dress->dresser, self);
  buffer = GTK_TEXT_BUFFER (desk_document_get_body (self->document));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  dress->body = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  dress->skip_quotations = g_settings_get_boolean (self->settings, DESK_SKIP_QUOTATIONS);
  dress->serial = self->serial;

  /* The window may close meanwhile, and is not held. */
  task = g_task_new (NULL, NULL, dressed_cb, NULL);
  g_task_set_source_tag (task, desk_dresser_dress);
  g_task_set_task_data (task, dress, (GDestroyNotify) dress_free);
  g_task_run_in_thread (task, dress_thread);
}

void
desk_dresser_dress_soon (DeskDresser *self)
{
  g_return_if_fail (DESK_IS_DRESSER (self));

  if (self->document)
    queue_dress (self);
}

void
desk_dresser_ensure (DeskDresser *self)
{
  g_return_if_fail (DESK_IS_DRESSER (self));

  if (self->dressed_serial != self->serial)
    desk_dresser_dress (self);
}
