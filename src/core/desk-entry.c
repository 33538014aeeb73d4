/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "desk-entry.h"

struct _DeskEntry
{
  gatomicrefcount ref_count;
  char *id;
  GBytes *bytes;
  JsonNode *root; /* immutable; the strings below are its own */
  const char *story;
  char **parents;
  const char *name;
  const char *device;
  gint64 at;
  const char *zone;
  const char *kind_nick;
  int kind;
  JsonObject *body;
};

G_DEFINE_BOXED_TYPE (DeskEntry, desk_entry, desk_entry_ref, desk_entry_unref)

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The parents sorted, each once. */
static JsonArray *
sort_parents (const char *const *parents)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; parents != NULL && parents[i] != NULL; i++)
    g_ptr_array_add (sorted, (gpointer) parents[i]);
  g_ptr_array_sort (sorted, compare_strings);

  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || !g_str_equal (sorted->pdata[i], sorted->pdata[i - 1]))
      json_array_add_string_element (array, sorted->pdata[i]);

  return array;
}

static gboolean
is_id (const char *string)
{
  gsize n = strspn (string, "0123456789abcdef");

  return n == 64 && string[n] == '\0';
}

static gboolean
is_sorted_ids (char **ids, JsonArray *array)
{
  if (array == NULL || g_strv_length (ids) != json_array_get_length (array))
    return FALSE;

  for (guint i = 0; ids[i] != NULL; i++)
    if (!is_id (ids[i]) || (i > 0 && strcmp (ids[i - 1], ids[i]) >= 0))
      return FALSE;

  return TRUE;
}

/* Takes the members out of the parsed root; FALSE when one is missing or of a wrong type. */
static gboolean
read_members (DeskEntry *self)
{
  JsonObject *root;
  JsonObject *actor;

  if (!JSON_NODE_HOLDS_OBJECT (self->root))
    return FALSE;

  root = json_node_get_object (self->root);
  actor = desk_json_get_object (root, "actor");
  self->name = desk_json_get_string (actor, "name");
  self->device = desk_json_get_string (actor, "device");
  self->at = desk_json_get_int (root, "at", G_MININT64);
  self->zone = desk_json_get_string (root, "zone");
  self->kind_nick = desk_json_get_string (root, "kind");
  self->body = desk_json_get_object (root, "body");
  self->parents = desk_json_get_strings (root, "parents");
  self->story = desk_json_get_string (root, "story");
  if (*self->story == '\0')
    self->story = NULL;
  if (!desk_enum_from_nick (DESK_TYPE_ENTRY_KIND, self->kind_nick, &self->kind, NULL))
    self->kind = -1;

  return actor != NULL && self->body != NULL && self->at != G_MININT64 && *self->kind_nick != '\0' &&
         is_sorted_ids (self->parents, desk_json_get_array (root, "parents")) &&
         (self->story == NULL ? !json_object_has_member (root, "story") : g_uuid_string_is_valid (self->story));
}

DeskEntry *
desk_entry_ref (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
desk_entry_unref (DeskEntry *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_strfreev (self->parents);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

DeskEntry *
desk_entry_new (const char *story,
                const char *const *parents,
                const char *name,
                const char *device,
                gint64 at,
                const char *zone,
                DeskEntryKind kind,
                JsonObject *body,
                GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object = json_object_new ();
  JsonObject *actor = json_object_new ();

  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  json_object_set_string_member (actor, "device", device != NULL ? device : "");
  json_object_set_string_member (actor, "name", name != NULL ? name : "");
  json_object_set_object_member (object, "actor", actor);
  json_object_set_int_member (object, "at", at);
  json_object_set_object_member (object, "body", json_object_ref (body));
  json_object_set_string_member (object, "kind", desk_enum_to_nick (DESK_TYPE_ENTRY_KIND, kind));
  json_object_set_array_member (object, "parents", sort_parents (parents));
  desk_json_set_string (object, "story", story);
  json_object_set_string_member (object, "zone", zone != NULL ? zone : "");

  root = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);

  bytes = desk_json_canonical (root, error);
  if (bytes == NULL)
    return NULL;

  return desk_entry_parse (bytes, error);
}

DeskEntry *
desk_entry_parse (GBytes *bytes, GError **error)
{
  g_autoptr (DeskEntry) self = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_bytes_get_size (bytes) > DESK_ENTRY_MAX_BYTES)
    {
      g_autofree char *limit = g_format_size_full (DESK_ENTRY_MAX_BYTES, G_FORMAT_SIZE_IEC_UNITS);

      /* Translators: %s is a size, such as 1 MiB */
      g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_TOO_LARGE, _ ("One entry may hold %s at most"), limit);
      return NULL;
    }

  self = g_new0 (DeskEntry, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (bytes);
  self->root = desk_json_parse (bytes, error);
  if (self->root == NULL)
    return NULL;

  if (!read_members (self))
    {
      g_set_error_literal (error, DESK_CORE_ERROR, DESK_CORE_ERROR_ENTRY,
                           _ ("A member of an entry is missing or of a wrong type"));
      return NULL;
    }

  self->id = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_steal_pointer (&self);
}

const char *
desk_entry_get_id (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

GBytes *
desk_entry_get_bytes (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

const char *
desk_entry_get_story (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->story;
}

const char *const *
desk_entry_get_parents (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->parents;
}

const char *
desk_entry_get_name (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

const char *
desk_entry_get_device (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->device;
}

gint64
desk_entry_get_at (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->at;
}

const char *
desk_entry_get_zone (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->zone;
}

int
desk_entry_get_kind (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->kind;
}

const char *
desk_entry_get_kind_nick (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kind_nick;
}

JsonObject *
desk_entry_get_body (DeskEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->body;
}
