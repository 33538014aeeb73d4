/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-agency.h"

#define MAX_DATELINE 120
#define MAX_BYLINE 100
#define MAX_TITLE 160
#define MAX_RELATED 4000

/* In capitals before a dash, and no place. */
static const char *const labels[] = {
  "ANALYSIS", "BREAKING", "CORRECTED", "CORRECTION", "EXCLUSIVE", "EXPLAINER", "FACTBOX", "LIVE",
  "OPINION", "UPDATE", "URGENT", "VIDEO", "WATCH", NULL
};

/* The dash has a space on both sides, unless it is a long one: of all that look alike, down to the sign of minus. */
#define DASH "(?:\\h+(?:--?|[‐‑‒–—―−])\\h+|\\h*(?:[—―]|--)\\h*)"

typedef enum
{
  FORM_PLACE_IN_CAPITALS,
  FORM_PLACE_WITH_AGENCY,
  FORM_BYLINE,
  FORM_RELATED,
  FORM_LINK,
  FORM_ITEM,
  N_FORMS,
} Form;

static const char *const patterns[N_FORMS] = {
  [FORM_PLACE_IN_CAPITALS] =
      "^(?<dateline>(?<place>\\p{Lu}[\\p{Lu}\\p{M} .'’/-]*?\\p{Lu}\\.?)"
      "(?:,\\h+[\\p{Lu}\\p{Lo}\\d][\\p{L}\\p{M}\\d .'’-]*?){0,4}"
      "(?:\\h*\\([^()]{2,60}\\))?)" DASH "(?=\\S)",

  [FORM_PLACE_WITH_AGENCY] =
      "^(?<dateline>(?<place>[\\p{Lu}\\p{Lo}][\\p{L}\\p{M}.'’-]*"
      "(?:[ ,،/]+[\\p{Lu}\\p{Lo}\\d][\\p{L}\\p{M}\\d.'’-]*){0,6})"
      "\\h*\\([^()]{2,60}\\))" DASH "(?=\\S)",

  [FORM_BYLINE] =
      "^(?<marks>[*_]{0,3})"
      "(?<byline>(?:(?:By|BY|Von|VON)\\h+\\p{Lu}[\\p{L}\\p{M}.'’-]*"
      "(?:(?:,?\\h+(?:and|und|for|für|in|de|van|von|of|the|&)(?=\\h)|,)?\\h+\\p{Lu}[\\p{L}\\p{M}.'’-]*){0,9}"
      "|(?:بقلم|كتب|كتبت|إعداد):?\\h+[\\p{Arabic}\\p{M}]+(?:\\h+[\\p{Arabic}\\p{M}]+){0,4}))"
      "\\k<marks>\\h*$",

  [FORM_RELATED] =
      "^\\h*[*_]{0,3}(?:(?<loud>RELATED|LESEN SIE AUCH)|Related|Lesen Sie auch|اقرأ أيض(?:ا|اً|ًا))"
      "[*_]{0,3}\\h*:\\h*[*_]{0,3}\\h*(?<rest>.*?)\\h*$",

  [FORM_LINK] =
      "\\[(?<title>(?:[^\\[\\]\\\\]|\\\\.)+)\\]\\(<?(?<address>https?://[^\\s()<>]+)>?\\)",

  [FORM_ITEM] =
      "^\\h*(?:[-*•]\\h+)?(?<title>.*?)\\h*(?:[-–—:|]\\h*)?[(<]?(?<address>https?://[^\\s()<>]+)[)>]?\\h*$",
};

/* Compiled once, as every line of a text is looked at. */
static GRegex *
get_regex (Form form)
{
  static GRegex *regexes[N_FORMS];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < N_FORMS; i++)
        {
          g_autoptr (GError) error = NULL;

          regexes[i] = g_regex_new (patterns[i], G_REGEX_OPTIMIZE, 0, &error);
          if (regexes[i] == NULL)
            g_error ("Pattern %u: %s", i, error->message);
        }
      g_once_init_leave (&ready, 1);
    }

  return regexes[form];
}

/* (transfer full) (nullable): %NULL when @text has not that form */
static GMatchInfo *
match (Form form, const char *text)
{
  g_autoptr (GMatchInfo) info = NULL;

  return g_regex_match (get_regex (form), text, 0, &info) ? g_steal_pointer (&info) : NULL;
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
  g_autofree char *between = g_regex_replace_literal (get_regex (FORM_LINK), line, -1, 0, "", 0, NULL);
  g_autoptr (GMatchInfo) info = match (FORM_LINK, line);

  if (info == NULL ||
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

  if (read_links (line, links))
    return 1;

  info = match (FORM_ITEM, line);
  if (info == NULL && next != NULL && is_address (next))
    {
      joined = g_strconcat (line, " ", next, NULL);
      info = match (FORM_ITEM, joined);
    }
  if (info == NULL)
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
  const Form forms[] = { FORM_PLACE_IN_CAPITALS, FORM_PLACE_WITH_AGENCY };

  g_return_val_if_fail (paragraph != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GMatchInfo) info = match (forms[i], paragraph);
      g_autofree char *dateline = NULL;
      g_autofree char *place = NULL;
      int end = 0;

      if (info == NULL)
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

  g_return_val_if_fail (line != NULL, NULL);

  if (g_utf8_strlen (line, -1) > MAX_BYLINE)
    return NULL;

  info = match (FORM_BYLINE, line);

  return info != NULL ? g_match_info_fetch_named (info, "byline") : NULL;
}

guint
desk_agency_read_related (GPtrArray *lines, guint first, GPtrArray *links)
{
  g_autoptr (GMatchInfo) info = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *loud = NULL;
  const char *line, *next;
  guint used;

  g_return_val_if_fail (lines != NULL, 0);
  g_return_val_if_fail (first < lines->len, 0);

  line = g_ptr_array_index (lines, first);
  if (strchr (line, ':') == NULL || strlen (line) > MAX_RELATED)
    return 0;

  info = match (FORM_RELATED, line);
  if (info == NULL)
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
