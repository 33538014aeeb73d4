/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-replace-stories.h"

#include "editor/desk-document.h"

typedef struct
{
  DeskReplacer *replacer;
  char *whole_words;  /* (nullable) */
  GHashTable *typed;  /* story → DeskText, of those that are open */
} Find;

typedef struct
{
  GPtrArray *replacements;
  char *note;
  GPtrArray *written;
  GError *error; /* (nullable): the first */
} Apply;

static DeskStoryReplacement *
replacement_new (DeskStory *story, DeskText *text, DeskText *replaced, guint n, GPtrArray *shown)
{
  DeskStoryReplacement *self = g_new0 (DeskStoryReplacement, 1);

  self->story = g_object_ref (story);
  self->text = desk_text_ref (text);
  self->replaced = desk_text_ref (replaced);
  self->n = n;
  self->shown = g_ptr_array_ref (shown);
  return self;
}

static GPtrArray *
replacements_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) desk_story_replacement_free);
}

static void
find_free (gpointer data)
{
  Find *self = data;

  desk_replacer_unref (self->replacer);
  g_free (self->whole_words);
  g_hash_table_unref (self->typed);
  g_free (self);
}

static void
apply_free (gpointer data)
{
  Apply *self = data;

  g_ptr_array_unref (self->replacements);
  g_ptr_array_unref (self->written);
  g_clear_error (&self->error);
  g_free (self->note);
  g_free (self);
}

/* The head's hash; (transfer full) (nullable) */
static char *
load_head (DeskStore *store, const char *story, GError **error)
{
  g_autoptr (DeskRevision) revision = desk_store_find_revision (store, story, "@-1", error);

  return revision ? g_strdup (revision->text) : NULL;
}

static DeskText *
load_text (DeskStore *store, const char *story, GError **error)
{
  g_autofree char *hash = load_head (store, story, error);

  return hash ? desk_store_load_text (store, hash, error) : NULL;
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DeskStore *store = source;
  Find *self = data;
  DeskStoryQuery query = { .state = -1, .words = self->whole_words };
  g_autoptr (GPtrArray) found = replacements_new ();
  g_autoptr (GPtrArray) stories = NULL;
  GError *error = NULL;

  stories = desk_store_list_stories (store, &query, &error);
  for (guint i = 0; stories && !error && i < stories->len && found->len < DESK_REPLACE_MAX_STORIES; i++)
    {
      DeskStory *story = g_ptr_array_index (stories, i);
      DeskText *typed = g_hash_table_lookup (self->typed, story->id);
      g_autoptr (DeskText) text = NULL;
      g_autoptr (DeskText) replaced = NULL;
      g_autoptr (GPtrArray) shown = desk_replacements_new ();
      guint n;

      if (g_task_return_error_if_cancelled (task))
        return;
      text = typed ? desk_text_ref (typed) : load_text (store, story->id, &error);
      if (text)
        replaced = desk_replacer_apply (self->replacer, text, &n, shown, DESK_REPLACE_MAX_SHOWN, &error);
      if (replaced && n > 0 && !desk_text_equal (text, replaced))
        g_ptr_array_add (found, replacement_new (story, text, replaced, n, shown));
    }
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
write_story (DeskStore *store, DeskStoryReplacement *replacement, const char *note, GError **error)
{
  g_autoptr (DeskRevision) head = desk_store_find_revision (store, replacement->story->id, "@-1", error);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  const char *bases[2] = { NULL };

  if (!head || !g_str_equal (head->text, desk_text_get_hash (replacement->text)))
    return FALSE;
  bases[0] = head->id;
  g_ptr_array_add (changes, desk_change_new_revision (replacement->replaced, bases, DESK_WHY_KEEP, note, NULL));
  ids = desk_store_commit (store, replacement->story->id, changes, error);
  return ids != NULL;
}

static void
apply_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Apply *self = data;

  for (guint i = 0; i < self->replacements->len; i++)
    {
      DeskStoryReplacement *one = g_ptr_array_index (self->replacements, i);
      g_autoptr (GError) error = NULL;

      if (write_story (source, one, self->note, &error))
        g_ptr_array_add (self->written, replacement_new (one->story, one->text, one->replaced, one->n, one->shown));
      else if (error && !self->error)
        self->error = g_steal_pointer (&error);
    }
  g_task_return_boolean (task, TRUE);
}

/* The open document of that story, among @open; (transfer none) (nullable) */
static DeskDocument *
find_document (GPtrArray *open, const char *story)
{
  for (guint i = 0; i < open->len; i++)
    if (g_str_equal (desk_document_get_story_id (g_ptr_array_index (open, i)), story))
      return g_ptr_array_index (open, i);
  return NULL;
}

DeskStoryReplacement *
desk_story_replacement_reverse (DeskStoryReplacement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return replacement_new (self->story, self->replaced, self->text, self->n, self->shown);
}

void
desk_story_replacement_free (DeskStoryReplacement *self)
{
  g_object_unref (self->story);
  desk_text_unref (self->text);
  desk_text_unref (self->replaced);
  g_ptr_array_unref (self->shown);
  g_free (self);
}

void
desk_replace_stories_find_async (DeskStore *store,
                                 DeskReplacer *replacer,
                                 const char *whole_words,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GTask) task = NULL;
  Find *self;

  g_return_if_fail (DESK_IS_STORE (store));
  g_return_if_fail (replacer != NULL);

  self = g_new0 (Find, 1);
  self->replacer = desk_replacer_ref (replacer);
  self->whole_words = g_strdup (whole_words);
  self->typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) desk_text_unref);
  open = desk_document_list_open (store);
  for (guint i = 0; i < open->len; i++)
    {
      DeskDocument *document = g_ptr_array_index (open, i);

      g_hash_table_insert (self->typed, g_strdup (desk_document_get_story_id (document)), desk_document_dup_text (document));
    }
  task = g_task_new (store, cancellable, callback, data);
  g_task_set_source_tag (task, desk_replace_stories_find_async);
  g_task_set_task_data (task, self, find_free);
  g_task_run_in_thread (task, find_thread);
}

GPtrArray *
desk_replace_stories_find_finish (DeskStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
desk_replace_stories_apply_async (DeskStore *store, GPtrArray *replacements, const char *note, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GTask) task = NULL;
  Apply *self;

  g_return_if_fail (DESK_IS_STORE (store));
  g_return_if_fail (replacements != NULL);

  self = g_new0 (Apply, 1);
  self->replacements = replacements_new ();
  self->written = replacements_new ();
  self->note = g_strdup (note);
  open = desk_document_list_open (store);
  for (guint i = 0; i < replacements->len; i++)
    {
      DeskStoryReplacement *one = g_ptr_array_index (replacements, i);
      DeskDocument *document = find_document (open, one->story->id);
      g_autoptr (DeskText) typed = document ? desk_document_dup_text (document) : NULL;

      if (!document)
        g_ptr_array_add (self->replacements, replacement_new (one->story, one->text, one->replaced, one->n, one->shown));
      else if (desk_text_equal (typed, one->text))
        {
          desk_document_replace_noted (document, one->replaced, note);
          g_ptr_array_add (self->written, replacement_new (one->story, one->text, one->replaced, one->n, one->shown));
        }
    }
  task = g_task_new (store, NULL, callback, data);
  g_task_set_source_tag (task, desk_replace_stories_apply_async);
  g_task_set_task_data (task, self, apply_free);
  g_task_run_in_thread (task, apply_thread);
}

GPtrArray *
desk_replace_stories_apply_finish (DeskStore *store, GAsyncResult *result, GError **error)
{
  Apply *self;

  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  self = g_task_get_task_data (G_TASK (result));
  if (self->error && error)
    *error = g_error_copy (self->error);
  return g_ptr_array_ref (self->written);
}
