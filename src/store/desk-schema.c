/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "desk-schema.h"
#include "desk-sql.h"
#include "desk-store.h"

/* What a database is made of; (transfer full) (nullable): "table entry" → "entry\nCREATE TABLE entry …" */
static GHashTable *
read_parts (DeskConnection *db, GError **error)
{
  g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_schema_list, error, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    {
      const char *type = desk_statement_get_string (statement, 0);
      const char *table = desk_statement_get_string (statement, 2);

      g_hash_table_insert (parts, g_strconcat (type, " ", desk_statement_get_string (statement, 1), NULL),
                           g_strconcat (table, "\n", desk_statement_get_string (statement, 3), NULL));
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_steal_pointer (&parts);
}

/* The same of a desk of that version as it ought to be. */
static GHashTable *
make_parts (gint64 version, GError **error)
{
  g_autoptr (DeskConnection) db = desk_connection_open ("schema", DESK_CONNECTION_MEMORY, error);

  for (gint64 i = 0; db != NULL && i < version; i++)
    if (!desk_connection_exec (db, sql_migrations[i], error))
      return NULL;

  return db != NULL ? read_parts (db, error) : NULL;
}

static gboolean
fail (DeskConnection *db, const char *part, GError **error)
{
  g_autofree char *shown = g_filename_display_name (desk_connection_get_path (db));

  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
               /* Translators: a file, then a part of it, such as “table entry” */
               _ ("“%s” is damaged, or was altered by another program: its “%s” is not as Desk makes it"), shown, part);

  return FALSE;
}

/* Whether @value, "entry\nCREATE …", belongs to a table of @parts. */
static gboolean
hangs_on (GHashTable *parts, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", 2);
  g_autofree char *table = g_strconcat ("table ", lines[0], NULL);

  return g_hash_table_contains (parts, table);
}

gboolean
desk_schema_check (DeskConnection *db, GError **error)
{
  g_autoptr (GHashTable) expected = NULL;
  g_autoptr (GHashTable) parts = NULL;
  GHashTableIter iter;
  gpointer name, value;
  gint64 version;

  if (!desk_connection_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;

  expected = make_parts (CLAMP (version, 1, DESK_USER_VERSION), error);
  if (expected == NULL || (parts = read_parts (db, error)) == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_strcmp0 (g_hash_table_lookup (parts, name), value) != 0)
      return fail (db, name, error);

  g_hash_table_iter_init (&iter, parts);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!g_hash_table_contains (expected, name) && hangs_on (expected, value))
      return fail (db, name, error);

  return TRUE;
}
