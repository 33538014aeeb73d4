/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-drafts.h"
#include "desk-job.h"
#include "desk-journal.h"
#include "desk-lookup.h"
#include "desk-sql.h"
#include "desk-store-private.h"
#include "desk-texts.h"

/* DeskStore's calls that write a story and read it. */

typedef struct
{
  GBytes *bytes;
  char *type;
} LoadedBlob;

static void
loaded_blob_free (LoadedBlob *blob)
{
  g_bytes_unref (blob->bytes);
  g_free (blob->type);
  g_free (blob);
}

static GPtrArray *
copy_changes (GPtrArray *changes)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    g_ptr_array_add (copy, desk_change_ref (g_ptr_array_index (changes, i)));

  return copy;
}

static gpointer
create_story_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_commit_story (self->writer, request->name, request->text, request->changes, error);
}

static const DeskOperation create_story_operation = { DESK_OPERATION_WRITE, create_story_func, g_free };

/* The revisions that @id stands on, (nullable). */
static GStrv
list_bases (DeskConnection *db, gint64 story, const char *id)
{
  g_autoptr (DeskRevision) revision = desk_lookup_find_revision (db, story, id, NULL);

  return revision != NULL ? g_strdupv (revision->bases) : NULL;
}

/* What was typed up to the commit is in the revision now. What was typed since stands on it. */
static gboolean
settle_draft (DeskStore *self, guint64 number, gint64 story, const char *id, const char *revision, gboolean is_new, GError **error)
{
  guint64 *saved = g_hash_table_lookup (self->draft_numbers, id);
  int session = desk_session_get_number (self->session);
  g_auto (GStrv) bases = is_new ? list_bases (self->writer->db, story, revision) : NULL;

  if (saved == NULL || *saved < number)
    {
      if (!desk_drafts_remove (self->writer->db, session, story, error))
        return FALSE;
    }

  for (guint i = 0; bases != NULL && bases[i] != NULL; i++)
    {
      g_hash_table_insert (self->successors, g_strdup (bases[i]), g_strdup (revision));
      if (!desk_drafts_rebase (self->writer->db, session, story, bases[i], revision, error))
        return FALSE;
    }

  return TRUE;
}

static gpointer
commit_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;
  gint64 story = request->story != NULL ? desk_lookup_story_row (db, request->story, error) : 0;
  gint64 before;

  if (story < 0 || !desk_connection_get_int (db, sql_entry_max_seq, &before, error))
    return NULL;

  ids = desk_commit_changes (self->writer, story, request->story, request->changes, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (desk_change_get_kind (g_ptr_array_index (request->changes, i)) == DESK_ENTRY_REVISION)
        {
          gboolean is_new = desk_journal_find (db, story, id, NULL) > before;

          if (!settle_draft (self, number, story, request->story, id, is_new, error))
            return NULL;
        }
    }

  return g_steal_pointer (&ids);
}

static const DeskOperation commit_operation = { DESK_OPERATION_WRITE, commit_func, (GDestroyNotify) g_ptr_array_unref };

static gpointer
save_draft_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);
  const char *base = request->name;
  const char *successor;

  if (story < 0)
    return NULL;

  /* What this program committed since the window last heard of it. */
  while ((successor = g_hash_table_lookup (self->successors, base)) != NULL)
    base = successor;

  if (!desk_drafts_save (self->writer, desk_session_get_number (self->session), story, base, request->text, error))
    return NULL;

  g_hash_table_insert (self->draft_numbers, g_strdup (request->story), g_memdup2 (&number, sizeof number));

  return desk_yes (TRUE);
}

static const DeskOperation save_draft_operation = { DESK_OPERATION_WRITE | DESK_OPERATION_URGENT, save_draft_func, NULL };

static gpointer
list_stories_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  const DeskStoryQuery *query = &request->query;

  if (query->words != NULL)
    return desk_search_find (self->search, db, query, error);

  return desk_lookup_list_stories (db, query->state, query->binned, query->offset, query->limit, error);
}

/* Without a transaction: the search file may have a long way to catch up. */
static const DeskOperation list_stories_operation = { DESK_OPERATION_READ | DESK_OPERATION_BARE, list_stories_func,
                                                      (GDestroyNotify) g_ptr_array_unref };

static gpointer
find_story_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_lookup_find_story (db, request->name, error);
}

static const DeskOperation find_story_operation = { DESK_OPERATION_READ, find_story_func, g_free };

static gpointer
load_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_load (db, story, error) : NULL;
}

static const DeskOperation load_operation = { DESK_OPERATION_READ, load_func, g_object_unref };

static gpointer
list_revisions_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_list_revisions (db, story, request->offset, request->limit, error) : NULL;
}

static const DeskOperation list_revisions_operation = { DESK_OPERATION_READ, list_revisions_func, (GDestroyNotify) g_ptr_array_unref };

static gpointer
find_revision_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_find_revision (db, story, request->name, error) : NULL;
}

static const DeskOperation find_revision_operation = { DESK_OPERATION_READ, find_revision_func, g_object_unref };

static gpointer
find_out_at_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = desk_lookup_story_row (db, request->story, error);

  return story > 0 ? desk_lookup_find_out_at (db, story, request->at, error) : NULL;
}

static const DeskOperation find_out_at_operation = { DESK_OPERATION_READ, find_out_at_func, g_object_unref };

static gpointer
load_text_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_texts_load (db, request->name, error);
}

static const DeskOperation load_text_operation = { DESK_OPERATION_READ, load_text_func, (GDestroyNotify) desk_text_unref };

static gpointer
load_blob_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  g_autofree char *type = NULL;
  GBytes *bytes = desk_texts_load_blob (db, request->name, &type, error);
  LoadedBlob *blob;

  if (bytes == NULL)
    return NULL;

  blob = g_new (LoadedBlob, 1);
  *blob = (LoadedBlob) { bytes, g_steal_pointer (&type) };

  return blob;
}

static const DeskOperation load_blob_operation = { DESK_OPERATION_READ, load_blob_func, (GDestroyNotify) loaded_blob_free };

static gpointer
load_sealed_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_texts_load_sealed (db, request->name, NULL, error);
}

static const DeskOperation load_sealed_operation = { DESK_OPERATION_READ, load_sealed_func, (GDestroyNotify) g_bytes_unref };

static gpointer
list_entries_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  gint64 story = request->story != NULL ? desk_lookup_story_row (db, request->story, error) : 0;

  return story >= 0 ? desk_journal_list (db, story, error) : NULL;
}

static const DeskOperation list_entries_operation = { DESK_OPERATION_READ, list_entries_func, (GDestroyNotify) g_ptr_array_unref };

static gpointer
list_rules_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_lookup_list_rules (db, error);
}

static const DeskOperation list_rules_operation = { DESK_OPERATION_READ, list_rules_func, (GDestroyNotify) g_ptr_array_unref };

static gpointer
list_words_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  return desk_lookup_list_words (db, error);
}

static const DeskOperation list_words_operation = { DESK_OPERATION_READ, list_words_func, (GDestroyNotify) g_ptr_array_unref };

static DeskRequest *
create_request (const char *slug, DeskText *text, GPtrArray *changes)
{
  DeskRequest *request = desk_request_new (NULL);

  request->name = g_strdup (slug);
  request->text = text != NULL ? desk_text_ref (text) : NULL;
  request->changes = copy_changes (changes);

  return request;
}

char *
desk_store_create_story (DeskStore *self, const char *slug, DeskText *text, GPtrArray *changes, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (text != NULL || (changes != NULL && changes->len > 0), NULL);

  return desk_store_run (self, &create_story_operation, create_request (slug, text, changes), error);
}

void
desk_store_create_story_async (DeskStore *self,
                               const char *slug,
                               DeskText *text,
                               GPtrArray *changes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (text != NULL || (changes != NULL && changes->len > 0));

  desk_store_run_async (self, &create_story_operation, create_request (slug, text, changes), cancellable, callback, data);
}

char *
desk_store_create_story_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &create_story_operation, result, error);
}

static DeskRequest *
commit_request (const char *story, GPtrArray *changes)
{
  DeskRequest *request = desk_request_new (story);

  request->changes = copy_changes (changes);

  return request;
}

GPtrArray *
desk_store_commit (DeskStore *self, const char *story, GPtrArray *changes, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (changes != NULL, NULL);

  return desk_store_run (self, &commit_operation, commit_request (story, changes), error);
}

void
desk_store_commit_async (DeskStore *self,
                         const char *story,
                         GPtrArray *changes,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (changes != NULL);

  desk_store_run_async (self, &commit_operation, commit_request (story, changes), cancellable, callback, data);
}

GPtrArray *
desk_store_commit_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &commit_operation, result, error);
}

static DeskRequest *
draft_request (const char *story, const char *base, DeskText *text)
{
  DeskRequest *request = desk_request_new (story);

  request->name = g_strdup (base != NULL ? base : "");
  request->text = desk_text_ref (text);

  return request;
}

gboolean
desk_store_save_draft (DeskStore *self, const char *story, const char *base, DeskText *text, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), FALSE);
  g_return_val_if_fail (story != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return desk_store_run (self, &save_draft_operation, draft_request (story, base, text), error) != NULL;
}

void
desk_store_save_draft_async (DeskStore *self,
                             const char *story,
                             const char *base,
                             DeskText *text,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (story != NULL);
  g_return_if_fail (text != NULL);

  desk_store_run_async (self, &save_draft_operation, draft_request (story, base, text), cancellable, callback, data);
}

gboolean
desk_store_save_draft_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &save_draft_operation, result, error) != NULL;
}

static DeskRequest *
query_request (const DeskStoryQuery *query)
{
  static const DeskStoryQuery everything = { .state = -1 };
  DeskRequest *request = desk_request_new (NULL);
  g_autofree char *words = NULL;

  request->query = query != NULL ? *query : everything;
  words = g_strstrip (g_strdup (request->query.words != NULL ? request->query.words : ""));
  request->query.words = *words != '\0' ? g_strdup (query->words) : NULL;

  return request;
}

GPtrArray *
desk_store_list_stories (DeskStore *self, const DeskStoryQuery *query, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return desk_store_run (self, &list_stories_operation, query_request (query), error);
}

void
desk_store_list_stories_async (
    DeskStore *self, const DeskStoryQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));

  desk_store_run_async (self, &list_stories_operation, query_request (query), cancellable, callback, data);
}

GPtrArray *
desk_store_list_stories_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &list_stories_operation, result, error);
}


char *
desk_store_find_story (DeskStore *self, const char *name, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return desk_store_run (self, &find_story_operation, desk_request_new_name (NULL, name), error);
}

DeskSnapshot *
desk_store_load (DeskStore *self, const char *story, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  return desk_store_run (self, &load_operation, desk_request_new (story), error);
}

void
desk_store_load_async (
    DeskStore *self, const char *story, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (story != NULL);

  desk_store_run_async (self, &load_operation, desk_request_new (story), cancellable, callback, data);
}

DeskSnapshot *
desk_store_load_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &load_operation, result, error);
}

static DeskRequest *
range_request (const char *story, guint offset, guint limit)
{
  DeskRequest *request = desk_request_new (story);

  request->offset = offset;
  request->limit = limit;

  return request;
}

GPtrArray *
desk_store_list_revisions (DeskStore *self, const char *story, guint offset, guint limit, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  return desk_store_run (self, &list_revisions_operation, range_request (story, offset, limit), error);
}

void
desk_store_list_revisions_async (DeskStore *self,
                                 const char *story,
                                 guint offset,
                                 guint limit,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (story != NULL);

  desk_store_run_async (self, &list_revisions_operation, range_request (story, offset, limit), cancellable, callback, data);
}

GPtrArray *
desk_store_list_revisions_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &list_revisions_operation, result, error);
}

DeskRevision *
desk_store_find_revision (DeskStore *self, const char *story, const char *name, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return desk_store_run (self, &find_revision_operation, desk_request_new_name (story, name), error);
}

DeskUpdate *
desk_store_find_out_at (DeskStore *self, const char *story, gint64 at, GError **error)
{
  DeskRequest *request;

  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  request = desk_request_new (story);
  request->at = at;

  return desk_store_run (self, &find_out_at_operation, request, error);
}

DeskText *
desk_store_load_text (DeskStore *self, const char *hash, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  return desk_store_run (self, &load_text_operation, desk_request_new_name (NULL, hash), error);
}

void
desk_store_load_text_async (
    DeskStore *self, const char *hash, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (hash != NULL);

  desk_store_run_async (self, &load_text_operation, desk_request_new_name (NULL, hash), cancellable, callback, data);
}

DeskText *
desk_store_load_text_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &load_text_operation, result, error);
}

/* @blob: (transfer full) (nullable) */
static GBytes *
take_blob (LoadedBlob *blob, char **type)
{
  GBytes *bytes;

  if (blob == NULL)
    return NULL;

  if (type != NULL)
    *type = g_steal_pointer (&blob->type);
  bytes = g_bytes_ref (blob->bytes);
  loaded_blob_free (blob);

  return bytes;
}

GBytes *
desk_store_load_blob (DeskStore *self, const char *hash, char **type, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  return take_blob (desk_store_run (self, &load_blob_operation, desk_request_new_name (NULL, hash), error), type);
}

void
desk_store_load_blob_async (
    DeskStore *self, const char *hash, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));
  g_return_if_fail (hash != NULL);

  desk_store_run_async (self, &load_blob_operation, desk_request_new_name (NULL, hash), cancellable, callback, data);
}

GBytes *
desk_store_load_blob_finish (DeskStore *self, GAsyncResult *result, char **type, GError **error)
{
  return take_blob (desk_store_finish (self, &load_blob_operation, result, error), type);
}

GBytes *
desk_store_load_sealed (DeskStore *self, const char *hash, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  return desk_store_run (self, &load_sealed_operation, desk_request_new_name (NULL, hash), error);
}

GPtrArray *
desk_store_list_entries (DeskStore *self, const char *story, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return desk_store_run (self, &list_entries_operation, desk_request_new (story), error);
}

GPtrArray *
desk_store_list_rules (DeskStore *self, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return desk_store_run (self, &list_rules_operation, desk_request_new (NULL), error);
}

void
desk_store_list_rules_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));

  desk_store_run_async (self, &list_rules_operation, desk_request_new (NULL), cancellable, callback, data);
}

GPtrArray *
desk_store_list_rules_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &list_rules_operation, result, error);
}

GPtrArray *
desk_store_list_words (DeskStore *self, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (self), NULL);

  return desk_store_run (self, &list_words_operation, desk_request_new (NULL), error);
}

void
desk_store_list_words_async (DeskStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DESK_IS_STORE (self));

  desk_store_run_async (self, &list_words_operation, desk_request_new (NULL), cancellable, callback, data);
}

GPtrArray *
desk_store_list_words_finish (DeskStore *self, GAsyncResult *result, GError **error)
{
  return desk_store_finish (self, &list_words_operation, result, error);
}
