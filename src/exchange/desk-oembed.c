/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "core/desk-json.h"
#include "desk-embed.h"
#include "desk-post-parts.h"

/* An answer is one object of plain members; json-glib's parser calls itself at each level. */
#define MAX_DEPTH 16

static const char *const types[] = { "rich", "video", "photo", "link", NULL };

static gboolean
is_shallow (const char *json)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (const char *p = json; *p != '\0'; p++)
    {
      if (in_string && *p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '"')
        in_string = !in_string;
      else if (!in_string && (*p == '{' || *p == '['))
        depth++;
      else if (!in_string && (*p == '}' || *p == ']') && depth > 0)
        depth--;

      if (depth > MAX_DEPTH)
        return FALSE;
    }

  return TRUE;
}

static void
take_address (DeskPost *post, JsonObject *answer)
{
  g_autofree char *address = desk_post_clean_address (desk_json_get_string (answer, "url"), NULL);

  if (address == NULL || desk_post_take_address (post, address) || *post->address != '\0')
    return;

  g_set_str (&post->address, address);
  g_set_str (&post->network, "web");
}

static void
take_author (DeskPost *post, JsonObject *answer)
{
  const char *author_url = desk_json_get_string (answer, "author_url");
  g_autofree char *address = NULL;
  const char *last;

  desk_post_take_author (post, desk_json_get_string (answer, "author_name"));

  address = desk_post_clean_address (author_url, desk_json_get_string (answer, "provider_url"));
  if (address != NULL)
    g_set_str (&post->author_address, address);

  /* YouTube's channels have a handle at the end of their address, other posts in their own. */
  last = address != NULL ? strrchr (address, '/') : NULL;
  if (*post->handle == '\0' && last != NULL && last[1] == '@')
    desk_post_take_author (post, last + 1);
  if (*post->handle == '\0' && g_str_equal (post->network, "reddit") && *post->author != '\0')
    {
      g_free (post->handle);
      post->handle = g_strconcat ("u/", post->author, NULL);
    }
}

gboolean
desk_oembed_read (DeskPost *post, const char *json)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonObject *answer;
  const char *type;

  g_return_val_if_fail (DESK_IS_POST (post), FALSE);
  g_return_val_if_fail (json != NULL, FALSE);

  if (!is_shallow (json))
    return FALSE;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, json, -1, NULL) ||
      json_parser_get_root (parser) == NULL || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return FALSE;

  answer = json_node_get_object (json_parser_get_root (parser));
  type = desk_json_get_string (answer, "type");
  if (!g_strv_contains (types, type))
    return FALSE;

  desk_embed_read (post, desk_json_get_string (answer, "html"));
  take_address (post, answer);
  take_author (post, answer);
  if (*post->words == '\0')
    desk_post_take_words (post, desk_json_get_string (answer, "title"));

  if (g_str_equal (type, "video"))
    desk_post_add_missing (post, "video");
  else if (g_str_equal (type, "photo") || *desk_json_get_string (answer, "thumbnail_url") != '\0')
    desk_post_add_missing (post, "pictures");

  return *post->address != '\0' || *post->words != '\0';
}
