/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-file.h"
#include "desk-journal.h"
#include "desk-lookup.h"
#include "desk-package.h"
#include "desk-sql.h"
#include "desk-texts.h"
#include "desk-views.h"

typedef struct
{
  DeskConnection *from;
  DeskConnection *to;
  DeskPackageFlags flags;
  char *text; /* the last one written, which the next is told from */
  GError *error;
} Package;

/* @local_error: (transfer full): what was not there is left out; TRUE when that was all. */
static gboolean
leave_out (Package *self, const char *hash, GError *local_error)
{
  if (local_error != NULL && !g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND))
    {
      self->error = local_error;
      return FALSE;
    }

  g_clear_error (&local_error);

  return desk_connection_run (self->to, sql_left_out_add, &self->error, "s", hash);
}

static void
put_text (Package *self, const char *hash)
{
  GError *local_error = NULL;
  g_autoptr (DeskText) text = desk_texts_load (self->from, hash, &local_error);

  if (text == NULL)
    leave_out (self, hash, local_error);
  else if (desk_texts_add (self->to, text, self->text, &self->error))
    g_set_str (&self->text, hash);
}

static void
put_blob (Package *self, const char *hash)
{
  GError *local_error = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GBytes) bytes = desk_texts_load_blob (self->from, hash, &type, &local_error);
  DeskBlob blob = { (char *) hash, type, bytes };

  if (bytes == NULL)
    leave_out (self, hash, local_error);
  else
    desk_texts_add_blob (self->to, &blob, &self->error);
}

static void
put_sealed (Package *self, const char *hash)
{
  GError *local_error = NULL;
  g_autoptr (GBytes) salt = NULL;
  g_autoptr (GBytes) value = desk_texts_load_sealed (self->from, hash, &salt, &local_error);
  DeskSealed sealed = { (char *) hash, salt, value };

  if (value == NULL)
    leave_out (self, hash, local_error);
  else
    desk_texts_add_sealed (self->to, &sealed, &self->error);
}

static void
put_holding_cb (const char *hash, const char *kind, gpointer data)
{
  Package *self = data;
  gboolean with_sealed = (self->flags & DESK_PACKAGE_WITH_SEALED) != 0;

  if (self->error != NULL)
    return;

  if (g_str_equal (kind, "text"))
    put_text (self, hash);
  else if (g_str_equal (kind, "blob") || (g_str_equal (kind, "file") && with_sealed))
    put_blob (self, hash);
  else if (g_str_equal (kind, "sealed") && with_sealed)
    put_sealed (self, hash);
  else
    leave_out (self, hash, NULL);
}

static gboolean
put_story (Package *self, gint64 story, GError **error)
{
  g_autoptr (DeskStory) record = desk_lookup_get_story (self->from, story, error);
  g_autoptr (GPtrArray) entries = NULL;
  gint64 row;

  if (record == NULL || (entries = desk_journal_list (self->from, story, error)) == NULL ||
      (row = desk_journal_add_story (self->to, record->id, error)) < 0)
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      DeskEntry *entry = g_ptr_array_index (entries, i);

      if (desk_journal_add (self->to, row, entry, error) < 0)
        return FALSE;

      desk_views_foreach_holding (entry, put_holding_cb, self);
      if (self->error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&self->error));
          return FALSE;
        }
    }

  return desk_connection_run (self->to, sql_setting_set, error, "ss", "package", "1") &&
         desk_views_rebuild (self->to, row, error) >= 0;
}

gboolean
desk_package_write (DeskConnection *db, gint64 story, const char *path, DeskPackageFlags flags, GError **error)
{
  g_autofree char *partial = desk_file_make_partial (path, error);
  gboolean done = FALSE;

  if (partial == NULL)
    return FALSE;

  {
    g_autoptr (DeskConnection) to = desk_file_begin_package (partial, error);
    Package self = { db, to, flags, NULL, NULL };

    if (to != NULL && desk_connection_begin (to, error))
      {
        done = put_story (&self, story, error) && desk_connection_commit (to, error);
        if (!done)
          desk_connection_rollback (to);
      }
    g_free (self.text);
  }

  done = done && desk_file_put_in_place (partial, path, error);
  desk_file_discard (partial);

  return done;
}
