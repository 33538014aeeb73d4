/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-agency.h"

#define MAX_DATELINE 120
#define MAX_BYLINE 100
#define MAX_TITLE 160

/* In capitals before a dash, and no place. */
static const char *const labels[] = {
  "ANALYSIS", "BREAKING", "CORRECTED", "CORRECTION", "EXCLUSIVE", "EXPLAINER", "FACTBOX", "LIVE",
  "OPINION", "UPDATE", "URGENT", "VIDEO", "WATCH", NULL
};

/* The dash has a space on both sides, unless it is a long one. */
#define DASH "(?:\\h+(?:--?|–|—)\\h+|\\h*(?:—|--)\\h*)"

static const char place_in_capitals[] =
    "^(?<dateline>(?<place>\\p{Lu}[\\p{Lu}\\p{M} .'’/-]*?\\p{Lu}\\.?)"
    "(?:,\\h+[\\p{Lu}\\p{Lo}\\d][\\p{L}\\p{M}\\d .'’-]*?){0,4}"
    "(?:\\h*\\([^()]{2,60}\\))?)" DASH "(?=\\S)";

static const char place_with_agency[] =
    "^(?<dateline>(?<place>[\\p{Lu}\\p{Lo}][\\p{L}\\p{M}.'’-]*"
    "(?:[ ,،/]+[\\p{Lu}\\p{Lo}\\d][\\p{L}\\p{M}\\d.'’-]*){0,6})"
    "\\h*\\([^()]{2,60}\\))" DASH "(?=\\S)";

static const char byline_form[] =
    "^(?<marks>[*_]{0,3})"
    "(?<byline>(?:(?:By|BY|Von|VON)\\h+\\p{Lu}[\\p{L}\\p{M}.'’-]*"
    "(?:(?:,?\\h+(?:and|und|for|für|in|de|van|von|of|the|&)(?=\\h)|,)?\\h+\\p{Lu}[\\p{L}\\p{M}.'’-]*){0,9}"
    "|(?:بقلم|كتب|كتبت|إعداد):?\\h+[\\p{Arabic}\\p{M}]+(?:\\h+[\\p{Arabic}\\p{M}]+){0,4}))"
    "\\k<marks>\\h*$";

static const char related_form[] =
    "^\\h*[*_]{0,3}(?:(?<loud>RELATED|LESEN SIE AUCH)|Related|Lesen Sie auch|اقرأ أيض(?:ا|اً|ًا))"
    "[*_]{0,3}\\h*:\\h*[*_]{0,3}\\h*(?<rest>.*?)\\h*$";

static const char link_form[] = "\\[(?<title>(?:[^\\[\\]\\\\]|\\\\.)+)\\]\\(<?(?<address>https?://[^\\s()<>]+)>?\\)";

static const char item_form[] =
    "^\\h*(?:[-*•]\\h+)?(?<title>.*?)\\h*(?:[-–—:|]\\h*)?[(<]?(?<address>https?://[^\\s()<>]+)[)>]?\\h*$";

/* (transfer full) */
static GMatchInfo *
match (const char *pattern, const char *text, gboolean *matches)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, &error);
  GMatchInfo *info = NULL;

  g_assert_no_error (error);
  *matches = g_regex_match (regex, text, 0, &info);

  return info;
}

static char *
make_link (const char *title, const char *address)
{
  GString *link = g_string_new ("[");

  for (const char *p = *title != '\0' ? title : address; *p != '\0'; p++)
    {
      if (*p == '[' || *p == ']' || *p == '\\')
        g_string_append_c (link, '\\');
      g_string_append_c (link, *p);
    }
  g_string_append_printf (link, "](%s)", address);

  return g_string_free_and_steal (link);
}

/* A line of CommonMark links and nothing else but what stands between them. */
static gboolean
read_links (const char *line, GPtrArray *links)
{
  g_autoptr (GRegex) regex = g_regex_new (link_form, 0, 0, NULL);
  g_autofree char *between = g_regex_replace_literal (regex, line, -1, 0, "", 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  if (!g_regex_match (regex, line, 0, &info) ||
      !g_regex_match_simple ("^(?:[\\s,;|·•*-]|and|und)*$", between, 0, 0))
    return FALSE;

  while (g_match_info_matches (info))
    {
      g_ptr_array_add (links, g_match_info_expand_references (info, "[\\g<title>](\\g<address>)", NULL));
      g_match_info_next (info, NULL);
    }

  return TRUE;
}

static gboolean
is_address (const char *line)
{
  return g_regex_match_simple ("^\\s*<?https?://[^\\s<>]+>?\\s*$", line, 0, 0);
}

/* One link: on this line, or with its address on the next. Returns the number of lines. */
static guint
read_item (const char *line, const char *next, GPtrArray *links)
{
  g_autoptr (GMatchInfo) info = NULL;
  g_autofree char *title = NULL;
  g_autofree char *address = NULL;
  g_autofree char *joined = NULL;
  gboolean matches;

  if (read_links (line, links))
    return 1;

  info = match (item_form, line, &matches);
  if (!matches && next != NULL && is_address (next))
    {
      joined = g_strconcat (line, " ", next, NULL);
      g_clear_pointer (&info, g_match_info_free);
      info = match (item_form, joined, &matches);
    }
  if (!matches)
    return 0;

  title = g_match_info_fetch_named (info, "title");
  address = g_match_info_fetch_named (info, "address");
  /* A second address in the title is not what a title is. */
  if (strstr (title, "://") != NULL || g_utf8_strlen (title, -1) > MAX_TITLE)
    return 0;

  g_ptr_array_add (links, make_link (title, address));

  return joined != NULL ? 2 : 1;
}

char *
desk_agency_read_dateline (const char *paragraph, const char **rest)
{
  const char *const forms[] = { place_in_capitals, place_with_agency };

  g_return_val_if_fail (paragraph != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GMatchInfo) info = NULL;
      g_autofree char *dateline = NULL;
      g_autofree char *place = NULL;
      gboolean matches;
      int end = 0;

      info = match (forms[i], paragraph, &matches);
      if (!matches)
        continue;

      dateline = g_match_info_fetch_named (info, "dateline");
      place = g_match_info_fetch_named (info, "place");
      if (g_utf8_strlen (dateline, -1) > MAX_DATELINE || g_strv_contains (labels, place))
        continue;

      g_match_info_fetch_pos (info, 0, NULL, &end);
      if (rest != NULL)
        *rest = paragraph + end;

      return g_steal_pointer (&dateline);
    }

  return NULL;
}

char *
desk_agency_read_byline (const char *line)
{
  g_autoptr (GMatchInfo) info = NULL;
  gboolean matches;

  g_return_val_if_fail (line != NULL, NULL);

  if (g_utf8_strlen (line, -1) > MAX_BYLINE)
    return NULL;

  info = match (byline_form, line, &matches);

  return matches ? g_match_info_fetch_named (info, "byline") : NULL;
}

guint
desk_agency_read_related (GPtrArray *lines, guint first, GPtrArray *links)
{
  g_autoptr (GMatchInfo) info = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *loud = NULL;
  const char *next;
  guint used;
  gboolean matches;

  g_return_val_if_fail (lines != NULL, 0);
  g_return_val_if_fail (first < lines->len, 0);

  if (strchr (g_ptr_array_index (lines, first), ':') == NULL)
    return 0;

  info = match (related_form, g_ptr_array_index (lines, first), &matches);
  if (!matches)
    return 0;

  rest = g_match_info_fetch_named (info, "rest");
  loud = g_match_info_fetch_named (info, "loud");
  next = first + 1 < lines->len ? g_ptr_array_index (lines, first + 1) : NULL;

  if (*rest == '\0')
    {
      guint i = first + 1;

      while (i < lines->len)
        {
          used = read_item (g_ptr_array_index (lines, i),
                            i + 1 < lines->len ? g_ptr_array_index (lines, i + 1) : NULL,
                            links);
          if (used == 0)
            break;
          i += used;
        }

      return i > first + 1 ? i - first : 0;
    }

  used = read_item (rest, next, links);
  if (used == 0 && loud != NULL && *loud != '\0' && strstr (rest, "://") == NULL &&
      g_utf8_strlen (rest, -1) <= MAX_TITLE && !g_str_has_suffix (rest, "."))
    {
      g_ptr_array_add (links, g_strdup (rest));
      used = 1;
    }

  return used;
}
