/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-rescue.h"

typedef struct
{
  char *story;
  DeskText *text;
} Words;

struct _DeskRescue
{
  GPtrArray *words; /* (element-type Words) */
};

static void
words_free (gpointer data)
{
  Words *words = data;

  g_free (words->story);
  desk_text_unref (words->text);
  g_free (words);
}

static void
rescue_free_cb (gpointer data)
{
  desk_rescue_free (data);
}

/* Whether the story has these words, as its head or as what it was once. */
static gboolean
has_text (DeskStore *store, const char *story, DeskText *text)
{
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, story, 0, 0, NULL);

  for (guint i = 0; revisions != NULL && i < revisions->len; i++)
    if (g_str_equal (((DeskRevision *) g_ptr_array_index (revisions, i))->text, desk_text_get_hash (text)))
      return TRUE;
  return FALSE;
}

/* 1 when there is a new version, 0, or -1. */
static int
keep (DeskStore *store, const Words *words, GError **error)
{
  g_autoptr (DeskSnapshot) snapshot = desk_store_load (store, words->story, NULL);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *story = NULL;

  if (snapshot == NULL)
    {
      story = desk_store_create_story (store, NULL, words->text, NULL, error);
      return story != NULL ? 1 : -1;
    }
  if (has_text (store, words->story, words->text))
    return 0;

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_ptr_array_add (changes, desk_change_new_revision (words->text, NULL, DESK_WHY_RECOVERED, NULL, NULL));
  ids = desk_store_commit (store, words->story, changes, error);
  return ids != NULL ? 1 : -1;
}

static void
keep_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DeskRescue *self = data;
  GError *error = NULL;
  int n = 0;

  for (guint i = 0; i < self->words->len; i++)
    {
      int kept = keep (DESK_STORE (source), g_ptr_array_index (self->words, i), &error);

      if (kept < 0)
        {
          g_task_return_error (task, error);
          return;
        }
      n += kept;
    }
  g_task_return_int (task, n);
}

DeskRescue *
desk_rescue_new (void)
{
  DeskRescue *self = g_new0 (DeskRescue, 1);

  self->words = g_ptr_array_new_with_free_func (words_free);
  return self;
}

void
desk_rescue_free (DeskRescue *self)
{
  g_ptr_array_unref (self->words);
  g_free (self);
}

void
desk_rescue_take (DeskRescue *self, DeskDocument *document)
{
  Words *words;

  g_return_if_fail (self != NULL);
  g_return_if_fail (DESK_IS_DOCUMENT (document));

  if (desk_document_get_snapshot (document) != NULL)
    {
      words = g_new (Words, 1);
      *words = (Words) { g_strdup (desk_document_get_story_id (document)), desk_document_dup_text (document) };
      g_ptr_array_add (self->words, words);
    }
  desk_document_abandon (document);
}

void
desk_rescue_keep_async (DeskRescue *self, DeskStore *store, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (DESK_IS_STORE (store));

  task = g_task_new (store, NULL, callback, data);
  g_task_set_source_tag (task, desk_rescue_keep_async);
  g_task_set_task_data (task, self, rescue_free_cb);
  g_task_run_in_thread (task, keep_thread);
}

int
desk_rescue_keep_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, desk_rescue_keep_async), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
