/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-history-import.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* So much text is handed to the writer at a time, which does some megabytes a second. */
#define BATCH_BYTES (256 * 1024)

/* A file's place in the history. */
typedef struct
{
  char *path;
  gint64 at; /* microseconds since 1970, UTC */
} Version;

static void
version_clear_cb (gpointer data)
{
  Version *version = data;

  g_free (version->path);
}

static int
compare_versions (gconstpointer a, gconstpointer b)
{
  const Version *left = a;
  const Version *right = b;

  return strcmp (left->path, right->path);
}

/* (element-type Version): the files of @folder by name. */
static GArray *
list_versions (const char *folder, GError **error)
{
  g_autoptr (GArray) versions = g_array_new (FALSE, FALSE, sizeof (Version));
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  g_array_set_clear_func (versions, version_clear_cb);
  if (dir == NULL)
    return NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf status;

      if (name[0] == '.' || g_stat (path, &status) != 0 || !S_ISREG (status.st_mode))
        continue;

      g_array_append_val (versions, ((Version) { g_steal_pointer (&path), status.st_mtim.tv_sec * G_USEC_PER_SEC +
                                                                              status.st_mtim.tv_nsec / 1000 }));
    }

  g_array_sort (versions, compare_versions);

  return g_steal_pointer (&versions);
}

/* Whether a text begins with a header of ours: it then says what its headline is. */
static gboolean
has_header (DeskText *text)
{
  return *desk_text_get_field (text, DESK_FIELD_HEADLINE) != '\0';
}

/* What is in a file; of one without a header, its bytes are the body of @frame. */
static DeskText *
read_version (const Version *version, DeskText *frame, GError **error)
{
  g_autofree char *contents = NULL;
  g_autofree char *shown = g_path_get_basename (version->path);
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length;

  if (!g_file_get_contents (version->path, &contents, &length, error))
    return NULL;

  text = desk_text_parse (contents, length, &local_error);
  if (text != NULL && has_header (text))
    return g_steal_pointer (&text);

  /* Prose that begins as a header does is prose. */
  if (text != NULL || g_error_matches (local_error, DESK_CORE_ERROR, DESK_CORE_ERROR_HEADER))
    return desk_text_with_body (frame, contents);

  g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", shown);

  return NULL;
}

static DeskChange *
make_change (const Version *version, DeskText *text)
{
  DeskChange *change = desk_change_new_revision (text, NULL, DESK_WHY_IMPORT, NULL, NULL);

  desk_change_set_at (change, version->at);

  return change;
}

/* A frame for all texts of the story: what a new one is given by the desk. */
static DeskText *
make_frame (DeskStore *store, const char *folder)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *base = g_path_get_basename (absolute);
  g_autofree char *headline = g_filename_display_name (base);
  g_autofree char *language = desk_store_get_setting (store, "language");
  g_autofree char *zone = desk_store_get_setting (store, "zone");
  g_autoptr (DeskText) empty = desk_text_new ();
  g_autoptr (DeskText) with_headline = desk_text_with_field (empty, DESK_FIELD_HEADLINE, headline);
  g_autoptr (DeskText) with_language = desk_text_with_field (with_headline, DESK_FIELD_LANGUAGE, language != NULL ? language : "en");

  return desk_text_with_field (with_language, DESK_FIELD_ZONE, zone != NULL ? zone : "UTC");
}

static gboolean
check_versions (GArray *versions, DeskText *frame, GError **error)
{
  for (guint i = 0; i < versions->len; i++)
    {
      g_autoptr (DeskText) text = read_version (&g_array_index (versions, Version, i), frame, error);

      if (text == NULL)
        return FALSE;
    }

  return TRUE;
}

/* Hands @changes to the writer, as a new story's first ones when there is none yet. */
static gboolean
commit (DeskStore *store, char **story, GPtrArray *changes, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;
  gboolean done = TRUE;

  if (*story == NULL)
    *story = desk_store_create_story (store, NULL, NULL, changes, error);
  else if (changes->len > 0)
    done = (ids = desk_store_commit (store, *story, changes, error)) != NULL;

  g_ptr_array_set_size (changes, 0);

  return done && *story != NULL;
}

static char *
write_versions (DeskStore *store, GArray *versions, DeskText *frame, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autofree char *story = NULL;
  gsize bytes = 0;

  for (guint i = 0; i < versions->len; i++)
    {
      const Version *version = &g_array_index (versions, Version, i);
      g_autoptr (DeskText) text = read_version (version, frame, error);
      gsize length;

      if (text == NULL)
        return NULL;

      desk_text_get_canonical (text, &length);
      bytes += length;
      g_ptr_array_add (changes, make_change (version, text));
      if (bytes >= BATCH_BYTES || i + 1 == versions->len)
        {
          if (!commit (store, &story, changes, error))
            return NULL;
          bytes = 0;
        }
    }

  return g_steal_pointer (&story);
}

char *
desk_import_history (DeskStore *store, const char *folder, guint *n_revisions, GError **error)
{
  g_autoptr (GArray) versions = NULL;
  g_autoptr (DeskText) frame = NULL;

  g_return_val_if_fail (DESK_IS_STORE (store), NULL);
  g_return_val_if_fail (folder != NULL, NULL);

  versions = list_versions (folder, error);
  if (versions == NULL)
    return NULL;

  if (versions->len == 0)
    {
      g_autofree char *shown = g_filename_display_name (folder);

      g_set_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN,
                   /* Translators: %s is a folder */
                   _ ("There are no texts in “%s”"), shown);
      return NULL;
    }

  frame = make_frame (store, folder);
  if (!check_versions (versions, frame, error))
    return NULL;

  if (n_revisions != NULL)
    *n_revisions = versions->len;

  return write_versions (store, versions, frame, error);
}
