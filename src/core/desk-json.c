/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "desk-json.h"

#define MAX_DEPTH 32
#define MAX_INTEGER G_GINT64_CONSTANT (9007199254740991) /* 2^53 - 1, RFC 7493 section 2.2 */

static gboolean write_node (GString *out, JsonNode *node, guint depth, GError **error);

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DESK_CORE_ERROR, DESK_CORE_ERROR_ENTRY, message);

  return FALSE;
}

/* RFC 8785, section 3.2.2.2. */
static gboolean
write_string (GString *out, const char *string, GError **error)
{
  if (!g_utf8_validate (string, -1, NULL))
    return refuse (error, _ ("A text in the journal is not UTF-8"));

  g_string_append_c (out, '"');
  for (const char *c = string; *c != '\0'; c++)
    {
      switch (*c)
        {
        case '"':
          g_string_append (out, "\\\"");
          break;
        case '\\':
          g_string_append (out, "\\\\");
          break;
        case '\b':
          g_string_append (out, "\\b");
          break;
        case '\f':
          g_string_append (out, "\\f");
          break;
        case '\n':
          g_string_append (out, "\\n");
          break;
        case '\r':
          g_string_append (out, "\\r");
          break;
        case '\t':
          g_string_append (out, "\\t");
          break;
        default:
          if ((guchar) *c < 0x20)
            g_string_append_printf (out, "\\u%04x", (guint) *c);
          else
            g_string_append_c (out, *c);
        }
    }
  g_string_append_c (out, '"');

  return TRUE;
}

/* RFC 8785, section 3.2.3: by UTF-16 code units, which differs from UTF-8's order beyond the basic plane. */
static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;

  while (*left != '\0' && *left == *right)
    {
      left++;
      right++;
    }

  /* Both may stand within a character now: go back to its beginning. */
  while (((guchar) *left & 0xc0) == 0x80 || ((guchar) *right & 0xc0) == 0x80)
    {
      left--;
      right--;
    }

  {
    gunichar x = *left != '\0' ? g_utf8_get_char (left) : 0;
    gunichar y = *right != '\0' ? g_utf8_get_char (right) : 0;

    /* Characters beyond the basic plane begin with a surrogate, D800 to DBFF: before E000 to FFFF. */
    if ((x >= 0x10000) != (y >= 0x10000))
      return x >= 0x10000 ? (y >= 0xe000 ? -1 : 1) : (x >= 0xe000 ? 1 : -1);

    return (x > y) - (x < y);
  }
}

static gboolean
write_object (GString *out, JsonObject *object, guint depth, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *key;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, NULL))
    {
      if (!g_utf8_validate (key, -1, NULL))
        return refuse (error, _ ("A text in the journal is not UTF-8"));
      g_ptr_array_add (keys, (gpointer) key);
    }
  g_ptr_array_sort (keys, compare_keys);

  g_string_append_c (out, '{');
  for (guint i = 0; i < keys->len; i++)
    {
      key = g_ptr_array_index (keys, i);

      if (i > 0)
        g_string_append_c (out, ',');
      if (!write_string (out, key, error))
        return FALSE;
      g_string_append_c (out, ':');
      if (!write_node (out, json_object_get_member (object, key), depth + 1, error))
        return FALSE;
    }
  g_string_append_c (out, '}');

  return TRUE;
}

static gboolean
write_array (GString *out, JsonArray *array, guint depth, GError **error)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (!write_node (out, json_array_get_element (array, i), depth + 1, error))
        return FALSE;
    }
  g_string_append_c (out, ']');

  return TRUE;
}

static gboolean
write_node (GString *out, JsonNode *node, guint depth, GError **error)
{
  if (depth > MAX_DEPTH)
    return refuse (error, _ ("An entry is nested too deeply"));

  if (JSON_NODE_HOLDS_OBJECT (node))
    return write_object (out, json_node_get_object (node), depth, error);

  if (JSON_NODE_HOLDS_ARRAY (node))
    return write_array (out, json_node_get_array (node), depth, error);

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return write_string (out, json_node_get_string (node), error);

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    {
      gint64 value = json_node_get_int (node);

      if (value < -MAX_INTEGER || value > MAX_INTEGER)
        return refuse (error, _ ("A number in an entry is too large"));
      g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
      return TRUE;
    }

  return refuse (error, _ ("An entry holds something other than texts, whole numbers, lists and objects"));
}

/* Whether brackets nest no deeper than is allowed, before a parser goes down them. */
static gboolean
depth_is_sane (const char *data, gsize length)
{
  gboolean in_string = FALSE;
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string && data[i] == '\\')
        i++;
      else if (data[i] == '"')
        in_string = !in_string;
      else if (!in_string && (data[i] == '{' || data[i] == '['))
        depth++;
      else if (!in_string && (data[i] == '}' || data[i] == ']'))
        depth--;

      if (depth > MAX_DEPTH + 1)
        return FALSE;
    }

  return TRUE;
}

GBytes *
desk_json_canonical (JsonNode *node, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (node != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!write_node (out, node, 0, error))
    return NULL;

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

JsonNode *
desk_json_parse (GBytes *bytes, GError **error)
{
  /* Not the immutable one: it aborts on a second value behind the first. */
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) again = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize length;
  const char *data;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length == 0 || !g_utf8_validate_len (data, length, NULL) || !depth_is_sane (data, length) ||
      !json_parser_load_from_data (parser, data, length, NULL))
    {
      refuse (error, _ ("An entry is not canonical JSON"));
      return NULL;
    }

  root = json_parser_steal_root (parser);
  if (root == NULL)
    {
      refuse (error, _ ("An entry is not canonical JSON"));
      return NULL;
    }

  /* What would be written otherwise was not canonical: spaces, equal keys, 1.0, large numbers. */
  again = desk_json_canonical (root, error);
  if (again == NULL)
    return NULL;

  if (!g_bytes_equal (again, bytes))
    {
      refuse (error, _ ("An entry is not canonical JSON"));
      return NULL;
    }

  json_node_seal (root);

  return g_steal_pointer (&root);
}

const char *
desk_json_get_string (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);

  return "";
}

gint64
desk_json_get_int (JsonObject *object, const char *member, gint64 fallback)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);

  return fallback;
}

JsonObject *
desk_json_get_object (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
desk_json_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

char **
desk_json_get_strings (JsonObject *object, const char *member)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
  JsonArray *array = desk_json_get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (strings, json_node_get_string (node));
    }

  return g_strv_builder_end (strings);
}

void
desk_json_set_string (JsonObject *object, const char *member, const char *value)
{
  g_return_if_fail (object != NULL);
  g_return_if_fail (member != NULL);

  if (value != NULL && *value != '\0')
    json_object_set_string_member (object, member, value);
}

void
desk_json_set_strings (JsonObject *object, const char *member, const char *const *values)
{
  g_autoptr (JsonArray) array = NULL;

  g_return_if_fail (object != NULL);
  g_return_if_fail (member != NULL);

  if (values == NULL || values[0] == NULL)
    return;

  array = json_array_new ();
  for (guint i = 0; values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);

  json_object_set_array_member (object, member, g_steal_pointer (&array));
}
