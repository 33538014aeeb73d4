/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "core/desk-networks.h"
#include "desk-post-parts.h"

/* The longest posts of any network have some 60,000 characters; an entry of the journal holds 1 MiB. */
#define MAX_WORDS 100000
#define MAX_LINE 200
#define MAX_DIRECTIONS 125

#define LRE 0x202A
#define RLE 0x202B
#define PDF 0x202C
#define LRO 0x202D
#define RLO 0x202E
#define LRI 0x2066
#define RLI 0x2067
#define FSI 0x2068
#define PDI 0x2069

static gboolean
is_bidi_control (gunichar c)
{
  return (c >= LRE && c <= RLO) || (c >= LRI && c <= PDI);
}

static gboolean
is_control (gunichar c)
{
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

/* Ends what is still open, the innermost first (UAX #9, rules X1 to X8). */
static void
close_directions (GString *out, GString *open)
{
  for (gsize i = open->len; i > 0; i--)
    g_string_append_unichar (out, open->str[i - 1] == 'i' ? PDI : PDF);
  g_string_truncate (open, 0);
}

/*
 * @open has a letter for each direction that is open: "i" for an isolate, "e" for an embedding or override. Returns
 * whether @c counts: beyond that depth (BD2) it would have no effect.
 */
static gboolean
note_direction (GString *open, gunichar c)
{
  gboolean is_embedding = c == LRE || c == RLE || c == LRO || c == RLO;
  gboolean is_isolate = c == LRI || c == RLI || c == FSI;

  if ((is_embedding || is_isolate) && open->len == MAX_DIRECTIONS)
    return FALSE;

  if (is_embedding || is_isolate)
    g_string_append_c (open, is_isolate ? 'i' : 'e');
  else if (c == PDF && open->len > 0 && open->str[open->len - 1] == 'e')
    g_string_truncate (open, open->len - 1);
  else if (c == PDI && strrchr (open->str, 'i') != NULL)
    g_string_truncate (open, strrchr (open->str, 'i') - open->str);

  return TRUE;
}

char *
desk_post_clean_words (const char *words)
{
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  g_autoptr (GString) out = g_string_sized_new (strlen (valid));
  g_autoptr (GString) open = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' && p[1] == '\n')
        continue;
      if (c == '\r' || c == 0x2028 || c == 0x2029)
        c = '\n';

      if (c == '\n')
        close_directions (out, open);
      else if (!note_direction (open, c))
        continue;

      if (c == '\n' || c == '\t' || !is_control (c))
        g_string_append_unichar (out, c);
    }
  close_directions (out, open);

  return g_strstrip (g_string_free_and_steal (g_steal_pointer (&out)));
}

char *
desk_post_clean_line (const char *line)
{
  g_autofree char *valid = g_utf8_make_valid (line, -1);
  GString *out = g_string_new (NULL);
  gboolean space = FALSE;
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < MAX_LINE; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || c == 0x2028 || c == 0x2029)
        {
          space = out->len > 0;
          continue;
        }
      if (is_control (c) || is_bidi_control (c))
        continue;

      if (space)
        g_string_append_c (out, ' ');
      space = FALSE;
      g_string_append_unichar (out, c);
      n++;
    }

  return g_string_free_and_steal (out);
}

char *
desk_post_clean_address (const char *address, const char *base)
{
  g_autofree char *line = desk_post_clean_line (address);
  g_autoptr (GUri) base_uri = NULL;
  g_autoptr (GUri) uri = NULL;

  if (*line == '\0' || strchr (line, ' ') != NULL)
    return NULL;

  if (base != NULL)
    base_uri = g_uri_parse (base, G_URI_FLAGS_ENCODED, NULL);
  uri = g_uri_parse_relative (base_uri, line, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  if (g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") != 0 &&
      g_ascii_strcasecmp (g_uri_get_scheme (uri), "http") != 0)
    return NULL;

  return g_uri_to_string (uri);
}

gboolean
desk_post_take_address (DeskPost *self, const char *address)
{
  const DeskNetwork *network;
  g_autofree char *canonical = NULL;
  g_autofree char *handle = NULL;
  gint64 posted_at = 0;

  network = desk_network_for_address (address, &canonical, &handle, &posted_at);
  if (network == NULL)
    return FALSE;

  g_set_str (&self->address, canonical);
  g_set_str (&self->network, network->id);
  if (handle != NULL)
    g_set_str (&self->handle, handle);
  if (posted_at != 0)
    {
      self->posted_at = posted_at;
      self->posted_from = DESK_TIME_NUMBER;
    }

  return TRUE;
}

void
desk_post_take_words (DeskPost *self, const char *words)
{
  g_autofree char *clean = desk_post_clean_words (words);

  if (*clean == '\0')
    return;

  if (g_utf8_strlen (clean, -1) > MAX_WORDS)
    {
      *g_utf8_offset_to_pointer (clean, MAX_WORDS) = '\0';
      desk_post_add_missing (self, "rest");
    }

  g_set_str (&self->words, clean);
}

void
desk_post_take_author (DeskPost *self, const char *author)
{
  g_autofree char *line = desk_post_clean_line (author);
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  if (*line == '@' && strchr (line, ' ') == NULL && line[1] != '\0')
    {
      g_set_str (&self->handle, line);
      return;
    }

  regex = g_regex_new ("^(?<name>.*?)\\s*\\((?<handle>@[^\\s()]+)\\)$", 0, 0, NULL);
  if (g_regex_match (regex, line, 0, &match))
    {
      g_autofree char *name = g_match_info_fetch_named (match, "name");
      g_autofree char *handle = g_match_info_fetch_named (match, "handle");

      g_set_str (&self->handle, handle);
      g_set_str (&line, name);
    }

  if (*line != '\0')
    g_set_str (&self->author, line);
}

void
desk_post_take_language (DeskPost *self, const char *language)
{
  /* "und", "zxx" (ISO 639-2), and X's own "qme", "qht", …, of the range for private use. */
  if (!g_regex_match_simple ("^[a-z]{2,3}(-[a-z0-9]{2,8})*$", language, G_REGEX_CASELESS, 0) ||
      g_regex_match_simple ("^(und|zxx|mul|mis|q[a-t][a-z])(-|$)", language, G_REGEX_CASELESS, 0))
    return;

  g_set_str (&self->language, language);
}

void
desk_post_take_time (DeskPost *self, const char *time)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (time, NULL);

  if (at == NULL || g_date_time_to_unix (at) <= 0)
    return;

  self->posted_at = g_date_time_to_unix (at) * G_USEC_PER_SEC + g_date_time_get_microsecond (at);
  self->posted_from = DESK_TIME_ANSWER;
}

void
desk_post_take_day (DeskPost *self, const char *day)
{
  static const char *const months[] = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
  };
  g_autofree char *line = desk_post_clean_line (day);
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *month_name = NULL;
  g_autofree char *month_number = NULL;
  g_autofree char *day_number = NULL;
  g_autofree char *year_number = NULL;
  g_autofree char *month_start = NULL;
  g_autoptr (GDateTime) at = NULL;
  int month = 0;

  if (self->posted_at != 0)
    return;

  regex = g_regex_new ("^(?:(?<name>[a-z]{3,9})\\.? (?<d>[0-9]{1,2}), (?<y>[0-9]{4})|(?<y>[0-9]{4})-(?<m>[0-9]{2})-(?<d>[0-9]{2}))\\b",
                       G_REGEX_CASELESS | G_REGEX_DUPNAMES,
                       0,
                       NULL);
  if (!g_regex_match (regex, line, 0, &match))
    return;

  month_name = g_match_info_fetch_named (match, "name");
  month_number = g_match_info_fetch_named (match, "m");
  day_number = g_match_info_fetch_named (match, "d");
  year_number = g_match_info_fetch_named (match, "y");

  month_start = g_ascii_strdown (month_name != NULL ? month_name : "", 3);
  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_str_equal (months[i], month_start))
      month = i + 1;
  if (month == 0 && month_number != NULL)
    month = atoi (month_number);

  at = g_date_time_new_utc (atoi (year_number), month, atoi (day_number), 0, 0, 0);
  if (at == NULL || g_date_time_to_unix (at) <= 0)
    return;

  self->posted_at = g_date_time_to_unix (at) * G_USEC_PER_SEC;
  self->posted_from = DESK_TIME_DATE;
}

void
desk_post_add_missing (DeskPost *self, const char *what)
{
  guint n = g_strv_length (self->missing);

  if (g_strv_contains ((const char *const *) self->missing, what))
    return;

  self->missing = g_renew (char *, self->missing, n + 2);
  self->missing[n] = g_strdup (what);
  self->missing[n + 1] = NULL;
}
