/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-comparison.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"

/* What was asked for. */
typedef struct
{
  DeskStore *store;
  DeskSnapshot *snapshot;
  DeskText *typed;
  char *from;
  char *to;
  gboolean alone;
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->store);
  g_clear_object (&request->snapshot);
  g_clear_pointer (&request->typed, desk_text_unref);
  g_free (request->from);
  g_free (request->to);
  g_free (request);
}

static void
side_clear (DeskComparisonSide *side)
{
  g_clear_pointer (&side->text, desk_text_unref);
  g_clear_pointer (&side->label, g_free);
  g_clear_pointer (&side->revision, g_free);
  g_clear_object (&side->out);
}

/* --- finding a text --- */

static void
take_now (Request *request, DeskComparisonSide *side)
{
  side->is_now = TRUE;
  side->text = desk_text_ref (request->typed);
  side->label = g_strdup (C_ ("version", "Now"));
}

/* Before the first version there was nothing. */
static void
take_nothing (DeskComparisonSide *side)
{
  side->text = desk_text_new ();
  side->label = g_strdup (C_ ("version", "Nothing"));
}

static char *
format_moment (Request *request, gint64 at)
{
  return desk_time_format_moment (at, g_get_real_time (), request->snapshot->story->zone, desk_locale_get_language ());
}

static void
take_out (Request *request, DeskComparisonSide *side)
{
  DeskSnapshot *snapshot = request->snapshot;
  g_autofree char *moment = NULL;

  if (snapshot->out == NULL)
    {
      take_nothing (side);
      return;
    }
  moment = format_moment (request, snapshot->story->out_at);
  side->text = desk_text_ref (snapshot->out);
  /* Translators: %s is a time */
  side->label = g_strdup_printf (_ ("Published %s"), moment);
  for (guint i = 0; i < snapshot->updates->len && side->out == NULL; i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      if (update->superseded_by[0] == '\0' && g_str_equal (update->text, desk_text_get_hash (snapshot->out)))
        g_set_object (&side->out, update);
    }
  if (side->out != NULL)
    g_set_str (&side->revision, side->out->revision);
}

/* That nothing was out is an answer, and leaves the side without a text. */
static gboolean
take_as_of (Request *request, const char *instant, DeskComparisonSide *side, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *moment = NULL;

  side->as_of = g_ascii_strtoll (instant, NULL, 10);
  moment = format_moment (request, side->as_of);
  /* Translators: %s is a time: what was out then */
  side->label = g_strdup_printf (_ ("As of %s"), moment);
  side->out = desk_store_find_out_at (request->store, request->snapshot->story->id, side->as_of, &local_error);
  if (g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND))
    return TRUE;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_set_str (&side->revision, side->out->revision);
  side->text = desk_store_load_text (request->store, side->out->text, error);
  return side->text != NULL;
}

static gboolean
take_revision (Request *request, const char *id, DeskComparisonSide *side, GError **error)
{
  DeskStory *story = request->snapshot->story;
  g_autoptr (DeskRevision) revision = desk_store_find_revision (request->store, story->id, id, error);

  if (revision == NULL)
    return FALSE;
  side->text = desk_store_load_text (request->store, revision->text, error);
  side->label = desk_version_describe (revision, story->zone);
  side->revision = g_strdup (revision->id);
  return side->text != NULL;
}

static gboolean
take_version_before (Request *request, const char *id, DeskComparisonSide *side, GError **error)
{
  g_autoptr (DeskRevision) revision = desk_store_find_revision (request->store, request->snapshot->story->id, id, error);

  if (revision == NULL)
    return FALSE;
  if (revision->bases[0] != NULL)
    return take_revision (request, revision->bases[0], side, error);
  take_nothing (side);
  return TRUE;
}

static gboolean
is_kept (const char *version)
{
  return !g_str_equal (version, DESK_VERSION_NOW) && !g_str_equal (version, DESK_VERSION_OUT) && !g_str_has_prefix (version, DESK_VERSION_AS_OF);
}

static gboolean
take_version (Request *request, const char *version, DeskComparisonSide *side, GError **error)
{
  if (is_kept (version))
    return take_revision (request, version, side, error);
  if (g_str_has_prefix (version, DESK_VERSION_AS_OF))
    return take_as_of (request, version + strlen (DESK_VERSION_AS_OF), side, error);
  if (g_str_equal (version, DESK_VERSION_NOW))
    take_now (request, side);
  else
    take_out (request, side);
  return TRUE;
}

/* What a text is compared with when nobody says: what is out; else what was kept before it. */
static gboolean
take_default (Request *request, DeskComparisonSide *side, GError **error)
{
  DeskSnapshot *snapshot = request->snapshot;

  if (request->to != NULL && is_kept (request->to))
    return take_version_before (request, request->to, side, error);
  if (snapshot->out != NULL)
    return take_version (request, DESK_VERSION_OUT, side, error);
  if (desk_text_equal (snapshot->text, request->typed))
    return take_version_before (request, snapshot->story->head, side, error);
  return take_revision (request, snapshot->story->head, side, error);
}

static gboolean
take_sides (Request *request, DeskComparison *comparison, GError **error)
{
  if (!take_version (request, request->to != NULL ? request->to : DESK_VERSION_NOW, &comparison->to, error))
    return FALSE;
  if (request->alone)
    return TRUE;
  return request->from != NULL ? take_version (request, request->from, &comparison->from, error)
                               : take_default (request, &comparison->from, error);
}

static void
compare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  g_autoptr (DeskComparison) comparison = g_atomic_rc_box_new0 (DeskComparison);
  GError *error = NULL;

  comparison->store = g_object_ref (request->store);
  comparison->snapshot = g_object_ref (request->snapshot);
  if (!take_sides (request, comparison, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* Before anything was out there is nothing to compare with. */
  if (!request->alone && comparison->from.text == NULL)
    comparison->from.text = desk_text_new ();
  if (comparison->to.text != NULL)
    comparison->diff = desk_text_diff_new (request->alone ? comparison->to.text : comparison->from.text,
                                           comparison->to.text, request->snapshot->story->language);
  g_task_return_pointer (task, g_steal_pointer (&comparison), (GDestroyNotify) desk_comparison_unref);
}

/* --- what else was done --- */

/* (nullable) without an error: before there was anything. */
static DeskSnapshot *
load_side (DeskComparison *self, const DeskComparisonSide *side, GError **error)
{
  const char *story = self->snapshot->story->id;

  if (side->is_now)
    return g_object_ref (self->snapshot);
  if (side->as_of != 0)
    return desk_store_load_at (self->store, story, side->as_of, error);
  if (side->revision != NULL)
    return desk_store_load_as_of (self->store, story, side->revision, error);
  return NULL;
}

static void
list_records_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DeskComparison *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskSnapshot) from = load_side (self, &self->from, &error);
  g_autoptr (DeskSnapshot) to = error == NULL ? load_side (self, &self->to, &error) : NULL;

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (to == NULL)
    g_task_return_pointer (task, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_pointer (task, desk_record_diff_new (from, to), (GDestroyNotify) g_ptr_array_unref);
}

/* --- public --- */

static void
comparison_clear (gpointer data)
{
  DeskComparison *self = data;

  side_clear (&self->from);
  side_clear (&self->to);
  g_clear_pointer (&self->diff, desk_text_diff_unref);
  g_clear_object (&self->snapshot);
  g_clear_object (&self->store);
}

DeskComparison *
desk_comparison_ref (DeskComparison *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
desk_comparison_unref (DeskComparison *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, comparison_clear);
}

void
desk_comparison_new_async (DeskDocument *document,
                           const char *from,
                           const char *to,
                           gboolean alone,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Request *request;

  g_return_if_fail (DESK_IS_DOCUMENT (document));
  g_return_if_fail (desk_document_get_snapshot (document) != NULL);

  request = g_new0 (Request, 1);
  request->store = g_object_ref (desk_document_get_store (document));
  request->snapshot = g_object_ref (desk_document_get_snapshot (document));
  request->typed = desk_document_dup_text (document);
  request->from = g_strdup (from);
  request->to = g_strdup (to);
  request->alone = alone;
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, desk_comparison_new_async);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, compare_in_thread);
}

DeskComparison *
desk_comparison_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
desk_comparison_list_records_async (DeskComparison *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, desk_comparison_list_records_async);
  g_task_set_task_data (task, desk_comparison_ref (self), (GDestroyNotify) desk_comparison_unref);
  g_task_run_in_thread (task, list_records_in_thread);
}

GPtrArray *
desk_comparison_list_records_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
desk_version_as_of (gint64 at)
{
  return g_strdup_printf (DESK_VERSION_AS_OF "%" G_GINT64_FORMAT, at);
}

char *
desk_version_describe (DeskRevision *revision, const char *zone)
{
  g_autofree char *moment = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (DESK_IS_REVISION (revision), NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  moment = desk_time_format_moment (revision->at, g_get_real_time (), zone, desk_locale_get_language ());
  name = desk_isolate (revision->name[0] != '\0' ? revision->name : desk_enum_get_label (DESK_TYPE_WHY, revision->why));
  /* Translators: a version in one line: when, and its name or why it was kept */
  return g_strdup_printf (C_ ("version", "%s · %s"), moment, name);
}
