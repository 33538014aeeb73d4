/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-links.h"

#include <string.h>

/* Longer than any browser takes: left as it is. */
#define MAX_ADDRESS 16384
/* A page that leads to a page that leads on. */
#define MAX_WRAPPERS 4

/* @name ends in "*" when it is a beginning. @host (nullable): only there and on hosts below it. */
static const struct
{
  const char *name;
  const char *host;
} trackers[] = {
  { "utm_*", NULL },
  { "mtm_*", NULL },
  { "fbclid", NULL },
  { "gclid", NULL },
  { "gclsrc", NULL },
  { "dclid", NULL },
  { "gbraid", NULL },
  { "wbraid", NULL },
  { "msclkid", NULL },
  { "yclid", NULL },
  { "twclid", NULL },
  { "ttclid", NULL },
  { "li_fat_id", NULL },
  { "mc_cid", NULL },
  { "mc_eid", NULL },
  { "mkt_tok", NULL },
  { "igshid", NULL },
  { "igsh", NULL },
  { "_hsenc", NULL },
  { "_hsmi", NULL },
  { "oly_anon_id", NULL },
  { "oly_enc_id", NULL },
  { "vero_id", NULL },
  { "ref_src", NULL },
  { "ref_url", NULL },
  { "xtor", NULL },
  { "si", "youtube.com" },
  { "si", "youtu.be" },
  { "si", "spotify.com" },
  { "feature", "youtube.com" },
  { "feature", "youtu.be" },
  { "s", "x.com" },
  { "t", "x.com" },
  { "s", "twitter.com" },
  { "t", "twitter.com" },
};

/* Pages that lead to the address in one of their parameters. @host: it or a host below it; "google.*" is any country's. */
static const struct
{
  const char *host;
  const char *path;
  const char *parameter;
} wrappers[] = {
  { "safelinks.protection.outlook.com", "/", "url" },
  { "google.*", "/url", "q" },
  { "google.*", "/url", "url" },
  { "l.facebook.com", "/l.php", "u" },
  { "lm.facebook.com", "/l.php", "u" },
  { "l.instagram.com", "/", "u" },
  { "youtube.com", "/redirect", "q" },
  { "out.reddit.com", "*", "url" },
  { "slack-redir.net", "/link", "url" },
  { "t.umblr.com", "/redirect", "z" },
  { "steamcommunity.com", "/linkfilter/", "u" },
};

/* An address in its parts, each as it was written. */
typedef struct
{
  const char *host;
  gsize host_length;
  const char *path;
  gsize path_length;
  const char *query; /* (nullable) */
  gsize query_length;
  const char *fragment; /* with its "#", or the end */
} Parts;

static gboolean
is_web (const char *address)
{
  return g_ascii_strncasecmp (address, "http://", 7) == 0 || g_ascii_strncasecmp (address, "https://", 8) == 0;
}

static gboolean
split (const char *address, Parts *parts)
{
  const char *p;

  if (!is_web (address) || strlen (address) > MAX_ADDRESS)
    return FALSE;

  parts->host = strstr (address, "://") + 3;
  parts->host_length = strcspn (parts->host, "/?#");
  /* A name or a port in the authority is no part of the host. */
  for (p = parts->host; p < parts->host + parts->host_length; p++)
    if (*p == '@')
      {
        parts->host_length -= p + 1 - parts->host;
        parts->host = p + 1;
      }
  p = parts->host + parts->host_length;
  for (const char *colon = parts->host; colon < p; colon++)
    if (*colon == ':')
      {
        parts->host_length = colon - parts->host;
        break;
      }

  parts->path = p;
  parts->path_length = strcspn (p, "?#");
  p += parts->path_length;
  parts->query = *p == '?' ? p + 1 : NULL;
  parts->query_length = parts->query ? strcspn (parts->query, "#") : 0;
  parts->fragment = parts->query ? parts->query + parts->query_length : p;
  return parts->host_length > 0;
}

static gboolean
is_host (const Parts *parts, const char *host)
{
  gsize length = strlen (host);
  g_autofree char *lower = g_ascii_strdown (parts->host, parts->host_length);
  const char *begin;

  if (g_str_has_suffix (host, ".*"))
    {
      /* "www.google.co.uk" */
      begin = strstr (lower, "google.");
      return begin && (begin == lower || begin[-1] == '.') && strlen (begin) <= strlen ("google.") + strlen ("com.xx");
    }
  if (parts->host_length < length)
    return FALSE;
  begin = lower + parts->host_length - length;
  return g_str_equal (begin, host) && (begin == lower || begin[-1] == '.');
}

static gboolean
is_tracker (const Parts *parts, const char *pair, gsize length)
{
  gsize name = 0;

  while (name < length && pair[name] != '=')
    name++;

  for (gsize i = 0; i < G_N_ELEMENTS (trackers); i++)
    {
      gsize n = strlen (trackers[i].name);
      gboolean fits = trackers[i].name[n - 1] == '*' ? name >= n - 1 && g_ascii_strncasecmp (pair, trackers[i].name, n - 1) == 0
                                                     : name == n && g_ascii_strncasecmp (pair, trackers[i].name, n) == 0;

      if (fits && (!trackers[i].host || is_host (parts, trackers[i].host)))
        return TRUE;
    }
  return FALSE;
}

/* Adds the parameters of @query that are none of the trackers' behind @begin; returns whether any was left out. */
static gboolean
append_query (GString *out, const Parts *parts, const char *begin, const char *query, gsize length)
{
  gboolean left_out = FALSE;
  gboolean first = TRUE;

  for (gsize at = 0; at <= length;)
    {
      gsize end = at;

      while (end < length && query[end] != '&')
        end++;
      if (is_tracker (parts, query + at, end - at))
        left_out = TRUE;
      else
        {
          g_string_append (out, first ? begin : "&");
          g_string_append_len (out, query + at, end - at);
          first = FALSE;
        }
      at = end + 1;
    }
  return left_out;
}

/* (transfer full) (nullable): where a page leads */
static char *
unwrap (const char *address)
{
  Parts parts;

  if (!split (address, &parts) || !parts.query)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrappers); i++)
    {
      g_autofree char *query = NULL;
      g_auto (GStrv) pairs = NULL;
      gsize name = strlen (wrappers[i].parameter);

      if (!is_host (&parts, wrappers[i].host) ||
          (!g_str_equal (wrappers[i].path, "*") &&
           (strlen (wrappers[i].path) != MAX (parts.path_length, 1) || (parts.path_length > 0 && strncmp (wrappers[i].path, parts.path, parts.path_length) != 0))))
        continue;
      query = g_strndup (parts.query, parts.query_length);
      pairs = g_strsplit (query, "&", -1);
      for (guint j = 0; pairs[j]; j++)
        if (strncmp (pairs[j], wrappers[i].parameter, name) == 0 && pairs[j][name] == '=')
          {
            g_autofree char *target = g_uri_unescape_string (pairs[j] + name + 1, NULL);

            if (target && is_web (target) && g_utf8_validate (target, -1, NULL))
              return g_steal_pointer (&target);
          }
    }
  return NULL;
}

char *
desk_link_clean (const char *address)
{
  g_autofree char *target = NULL;
  g_autoptr (GString) out = NULL;
  Parts parts;
  gboolean changed;

  g_return_val_if_fail (address != NULL, NULL);

  target = g_strdup (address);
  for (guint i = 0; i < MAX_WRAPPERS; i++)
    {
      char *next = unwrap (target);

      if (!next)
        break;
      g_free (target);
      target = next;
    }

  if (!split (target, &parts))
    return g_steal_pointer (&target);

  out = g_string_new_len (target, (parts.query ? parts.query - 1 : parts.fragment) - target);
  changed = parts.query && append_query (out, &parts, "?", parts.query, parts.query_length);
  /* Some write the campaign behind the "#". A fragment of another kind has no "name=value" of theirs. */
  if (*parts.fragment == '#')
    changed = append_query (out, &parts, "#", parts.fragment + 1, strlen (parts.fragment + 1)) || changed;
  return changed ? g_strdup (out->str) : g_steal_pointer (&target);
}

/* Bytes of the address that begins @text, as a reader sees where it ends. */
static gsize
measure_address (const char *text)
{
  gsize length = strcspn (text, " \t\r\n\f\v<>\"`");
  int open = 0;

  /* A bracket that was opened within it is part of it. */
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '(')
        open++;
      else if (text[i] == ')' && --open < 0)
        length = i;
    }
  /* Marks that end a sentence, in any script. */
  while (length > 0)
    {
      const char *last = g_utf8_find_prev_char (text, text + length);
      gunichar c = g_utf8_get_char (last);

      if (!strchr (".,;:!?'*_]", c < 0x80 ? (int) c : 'a') && (c < 0x80 || !g_unichar_ispunct (c)) && !g_unichar_isspace (c))
        break;
      length = last - text;
    }
  return length;
}

char *
desk_links_clean_text (const char *text)
{
  GString *out;
  const char *p;

  g_return_val_if_fail (text != NULL, NULL);

  out = g_string_sized_new (strlen (text));
  for (p = text; *p;)
    {
      const char *next = strpbrk (p, "hH");

      if (!next)
        break;
      g_string_append_len (out, p, next - p);
      p = next;
      if (is_web (p) && (p == text || !g_ascii_isalnum (p[-1])))
        {
          gsize length = measure_address (p);
          g_autofree char *address = g_strndup (p, length);
          g_autofree char *clean = desk_link_clean (address);

          g_string_append (out, clean);
          p += length;
        }
      if (*p && (*p == 'h' || *p == 'H'))
        g_string_append_c (out, *p++);
    }
  g_string_append (out, p);
  return g_string_free_and_steal (out);
}

gboolean
desk_link_is_web_address (const char *text)
{
  Parts parts;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!split (text, &parts))
    return FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || *p == '<' || *p == '>')
      return FALSE;
  return TRUE;
}
