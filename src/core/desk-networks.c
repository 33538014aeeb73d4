/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-networks.h"

/* Addresses longer than this are no post's. */
#define MAX_ADDRESS 2048

/*
 * One form of a post's address.
 *
 * @pattern is matched against "host/path?query", the host in lower case. @canonical and @handle are made from its
 * groups by the rules of g_match_info_expand_references(); names that a network reads without regard to case are
 * lower-cased in @canonical, so that one post has one address.
 */
typedef struct
{
  DeskNetwork network;
  const char *pattern;
  const char *canonical;
  const char *handle;               /* (nullable) */
  gint64 (*read_time) (guint64 id); /* (nullable): microseconds from the group "id" */
} AddressForm;

static gint64 x_time (guint64 id);
static gint64 tiktok_time (guint64 id);

/*
 * Times are read only from numbers that the network itself gives out. A Bluesky record key holds a time too, but the
 * author's own program chooses it.
 */
static const AddressForm forms[] = {
  { { "x", "X" },
    "^(?:(?:www|mobile|m)\\.)?(?:x|twitter)\\.com/i/(?:web/)?status/(?<id>[0-9]{1,19})(?:[/?]|$)",
    "https://x.com/i/status/\\g<id>",
    NULL,
    x_time },
  { { "x", "X" },
    "^(?:(?:www|mobile|m)\\.)?(?:x|twitter)\\.com/(?<name>[A-Za-z0-9_]{1,15})/status(?:es)?/(?<id>[0-9]{1,19})(?:[/?]|$)",
    "https://x.com/\\L\\g<name>\\E/status/\\g<id>",
    "@\\g<name>",
    x_time },
  { { "bluesky", "Bluesky" },
    "^bsky\\.app/profile/(?<did>did:[a-z]+:[A-Za-z0-9._:%-]+)/post/(?<id>[A-Za-z0-9]{1,32})(?:[/?]|$)",
    "https://bsky.app/profile/\\g<did>/post/\\g<id>",
    NULL,
    NULL },
  { { "bluesky", "Bluesky" },
    "^bsky\\.app/profile/(?<name>[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)/post/(?<id>[A-Za-z0-9]{1,32})(?:[/?]|$)",
    "https://bsky.app/profile/\\L\\g<name>\\E/post/\\g<id>",
    "@\\L\\g<name>\\E",
    NULL },
  { { "tiktok", "TikTok" },
    "^(?:(?:www|m)\\.)?tiktok\\.com/@(?<name>[A-Za-z0-9_.]{1,32})/(?<kind>video|photo)/(?<id>[0-9]{1,20})(?:[/?]|$)",
    "https://www.tiktok.com/@\\L\\g<name>\\E/\\g<kind>/\\g<id>",
    "@\\g<name>",
    tiktok_time },
  { { "youtube", "YouTube" },
    "^(?:(?:www|m|music)\\.)?youtube\\.com/watch/?\\?(?:.*&)?v=(?<id>[A-Za-z0-9_-]{11})(?:&|$)",
    "https://www.youtube.com/watch?v=\\g<id>",
    NULL,
    NULL },
  /* "videoseries" has as many letters as a video's id: before those. */
  { { "youtube", "YouTube" },
    "^(?:(?:www|m)\\.)?youtube(?:-nocookie)?\\.com/(?:playlist|embed/videoseries)\\?(?:.*&)?list=(?<id>[A-Za-z0-9_-]{12,64})(?:&|$)",
    "https://www.youtube.com/playlist?list=\\g<id>",
    NULL,
    NULL },
  { { "youtube", "YouTube" },
    "^(?:(?:www|m)\\.)?youtube(?:-nocookie)?\\.com/(?:shorts|live|embed|v)/(?<id>[A-Za-z0-9_-]{11})(?:[/?]|$)",
    "https://www.youtube.com/watch?v=\\g<id>",
    NULL,
    NULL },
  { { "youtube", "YouTube" },
    "^youtu\\.be/(?<id>[A-Za-z0-9_-]{11})(?:[/?]|$)",
    "https://www.youtube.com/watch?v=\\g<id>",
    NULL,
    NULL },
  { { "telegram", "Telegram" },
    "^(?:t|telegram)\\.me/c/(?<name>[0-9]+)/(?<id>[0-9]{1,12})(?:[/?]|$)",
    "https://t.me/c/\\g<name>/\\g<id>",
    NULL,
    NULL },
  { { "telegram", "Telegram" },
    "^(?:t|telegram)\\.me/(?:s/)?(?<name>[A-Za-z][A-Za-z0-9_]{3,31})/(?<id>[0-9]{1,12})(?:[/?]|$)",
    "https://t.me/\\L\\g<name>\\E/\\g<id>",
    "@\\g<name>",
    NULL },
  { { "reddit", "Reddit" },
    "^(?:(?:www|old|new|np|m)\\.)?reddit\\.com/r/(?<name>[A-Za-z0-9_]{2,21})/comments/(?<id>[a-z0-9]{1,10})(?:[/?]|$)",
    "https://www.reddit.com/r/\\L\\g<name>\\E/comments/\\g<id>/",
    NULL,
    NULL },
  { { "reddit", "Reddit" },
    "^(?:(?:www|old|new|np|m)\\.)?reddit\\.com/(?:user|u)/(?<name>[A-Za-z0-9_-]{2,20})/comments/(?<id>[a-z0-9]{1,10})(?:[/?]|$)",
    "https://www.reddit.com/user/\\L\\g<name>\\E/comments/\\g<id>/",
    "u/\\g<name>",
    NULL },
  { { "reddit", "Reddit" },
    "^(?:redd\\.it/|(?:(?:www|old)\\.)?reddit\\.com/comments/)(?<id>[a-z0-9]{1,10})(?:[/?]|$)",
    "https://www.reddit.com/comments/\\g<id>/",
    NULL,
    NULL },
  { { "threads", "Threads" },
    "^(?:www\\.)?threads\\.(?:net|com)/@(?<name>[A-Za-z0-9_.]{1,30})/post/(?<id>[A-Za-z0-9_-]{5,20})(?:[/?]|$)",
    "https://www.threads.com/@\\L\\g<name>\\E/post/\\g<id>",
    "@\\g<name>",
    NULL },
  { { "instagram", "Instagram" },
    "^(?:www\\.)?instagram\\.com/(?:[A-Za-z0-9_.]{1,30}/)?(?<kind>p|reel|tv)/(?<id>[A-Za-z0-9_-]{5,40})(?:[/?]|$)",
    "https://www.instagram.com/\\g<kind>/\\g<id>/",
    NULL,
    NULL },
  { { "facebook", "Facebook" },
    "^(?:(?:www|m|web)\\.)?facebook\\.com/(?<name>[A-Za-z0-9.]{2,64})/(?<kind>posts|videos)/(?<id>[A-Za-z0-9]{5,128})(?:[/?]|$)",
    "https://www.facebook.com/\\g<name>/\\g<kind>/\\g<id>",
    NULL,
    NULL },
  { { "facebook", "Facebook" },
    "^(?:(?:www|m|web)\\.)?facebook\\.com/reel/(?<id>[0-9]{5,20})(?:[/?]|$)",
    "https://www.facebook.com/reel/\\g<id>",
    NULL,
    NULL },
  { { "facebook", "Facebook" },
    "^(?:(?:www|m|web)\\.)?facebook\\.com/permalink\\.php\\?(?:.*&)?story_fbid=(?<id>[A-Za-z0-9]+)&(?:.*&)?id=(?<name>[0-9]+)(?:&|$)",
    "https://www.facebook.com/permalink.php?story_fbid=\\g<id>&id=\\g<name>",
    NULL,
    NULL },
  /* Mastodon lives on any host, so it comes last and takes only what a status of today looks like. */
  { { "mastodon", "Mastodon" },
    "^(?<host>[a-z0-9-]+(?:\\.[a-z0-9-]+)+)/(?:web/)?@(?<name>[A-Za-z0-9_]{1,30})@(?<home>[A-Za-z0-9.-]+)/(?<id>[0-9]{17,19})(?:[/?]|$)",
    "https://\\g<host>/@\\g<name>@\\g<home>/\\g<id>",
    "@\\g<name>@\\g<home>",
    NULL },
  { { "mastodon", "Mastodon" },
    "^(?<host>[a-z0-9-]+(?:\\.[a-z0-9-]+)+)/(?:(?:web/)?@|users/)(?<name>[A-Za-z0-9_]{1,30})/(?:statuses/)?(?<id>[0-9]{17,19})(?:[/?]|$)",
    "https://\\g<host>/@\\g<name>/\\g<id>",
    "@\\g<name>@\\g<host>",
    NULL },
};

/*
 * X numbers its posts by "snowflake" since 4 November 2010: milliseconds since 1288834974657 (Unix time) in the
 * upper bits. Smaller numbers were counted up and tell nothing.
 */
static gint64
x_time (guint64 id)
{
  if (id <= G_GUINT64_CONSTANT (29700859247))
    return 0;

  return ((gint64) (id >> 22) + G_GINT64_CONSTANT (1288834974657)) * 1000;
}

/* The upper 32 bits of a TikTok video's number are seconds since 1970; the oldest are of 2014. */
static gint64
tiktok_time (guint64 id)
{
  gint64 seconds = (gint64) (id >> 32);

  return seconds >= 1388534400 ? seconds * G_USEC_PER_SEC : 0;
}

static const GRegex *
get_regex (gsize form)
{
  static GRegex *regexes[G_N_ELEMENTS (forms)];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
        {
          g_autoptr (GError) error = NULL;

          regexes[i] = g_regex_new (forms[i].pattern, G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, &error);
          if (regexes[i] == NULL)
            g_error ("Pattern of %s: %s", forms[i].network.id, error->message);
        }
      g_once_init_leave (&ready, 1);
    }

  return regexes[form];
}

/* "host/path?query" of a web address, or NULL when it is none. A name before the host ("x.com@elsewhere") is a trick. */
static char *
get_subject (const char *address)
{
  g_autofree char *stripped = NULL;
  g_autofree char *scheme = NULL;
  g_autofree char *user = NULL;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;
  g_autofree char *host_lower = NULL;
  int port = -1;

  if (strlen (address) > MAX_ADDRESS)
    return NULL;

  stripped = g_strstrip (g_strdup (address));
  if (strstr (stripped, "://") == NULL)
    {
      g_autofree char *bare = g_steal_pointer (&stripped);

      stripped = g_strconcat ("https://", bare, NULL);
    }

  if (!g_uri_split (stripped, G_URI_FLAGS_ENCODED, &scheme, &user, &host, &port, &path, &query, NULL, NULL))
    return NULL;
  if (scheme == NULL || host == NULL || *host == '\0')
    return NULL;
  if (g_ascii_strcasecmp (scheme, "https") != 0 && g_ascii_strcasecmp (scheme, "http") != 0)
    return NULL;
  if (user != NULL || (port != -1 && port != 80 && port != 443))
    return NULL;

  host_lower = g_ascii_strdown (host, -1);

  return g_strconcat (host_lower, path, query != NULL ? "?" : NULL, query, NULL);
}

const DeskNetwork *
desk_network_for_address (const char *address, char **canonical, char **handle, gint64 *posted_at)
{
  g_autofree char *subject = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  if (canonical != NULL)
    *canonical = NULL;
  if (handle != NULL)
    *handle = NULL;
  if (posted_at != NULL)
    *posted_at = 0;

  subject = get_subject (address);
  if (subject == NULL)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GMatchInfo) match = NULL;

      if (!g_regex_match (get_regex (i), subject, 0, &match))
        continue;

      if (canonical != NULL)
        *canonical = g_match_info_expand_references (match, forms[i].canonical, NULL);
      if (handle != NULL && forms[i].handle != NULL)
        *handle = g_match_info_expand_references (match, forms[i].handle, NULL);
      if (posted_at != NULL && forms[i].read_time != NULL)
        {
          g_autofree char *number = g_match_info_fetch_named (match, "id");
          guint64 id = 0;

          if (g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT64, &id, NULL))
            *posted_at = forms[i].read_time (id);
        }

      return &forms[i].network;
    }

  return NULL;
}

const char *
desk_network_get_name (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (forms[i].network.id, id))
      return forms[i].network.name;

  return id;
}
