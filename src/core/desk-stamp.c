/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>

#include "data/stamps/desk-stamps.h"
#include "desk-stamp.h"
#include "desk-time.h"

#define STAMPS "/com/example/Desk/stamps/"
#define STYLE_GROUP "Style"
#define MAX_FORMATTED 256
/* A line longer than that says more than when. */
#define MAX_STAMP_CHARS 120

typedef struct
{
  char *id;
  char *name;
  char *sample;
  int order;
  GKeyFile *words;
} Style;

/* The words by which a line is known as a stamp, lower case; the first group that is in the line tells its kind. */
static const struct
{
  DeskUpdateKind kind;
  const char *pattern;
} stamp_words[] = {
  { DESK_UPDATE_UPDATE, "^(?:last |zuletzt )?(?:updated?|modified|amended|aktualisiert|geändert|stand)\\b|^(?:آخر تحديث|تم التحديث|تم تحديث|حُدّث|تحديث)" },
  { DESK_UPDATE_PUBLISH, "^(?:first )?(?:published|posted|veröffentlicht)\\b|^(?:نُشر|نشر|تم النشر)" },
};

static int
compare_styles (gconstpointer a, gconstpointer b)
{
  const Style *left = *(Style *const *) a;
  const Style *right = *(Style *const *) b;

  return left->order - right->order;
}

static gpointer
load_styles (gpointer unused)
{
  GPtrArray *styles = g_ptr_array_new ();
  /* Naming the resource also keeps it in a program that links this library statically. */
  GResource *resource = desk_stamps_get_resource ();
  g_auto (GStrv) files = g_resource_enumerate_children (resource, STAMPS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (STAMPS, files[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_autoptr (GError) error = NULL;
      Style *style = g_new0 (Style, 1);

      style->words = g_key_file_new ();
      if (!g_key_file_load_from_bytes (style->words, bytes, G_KEY_FILE_NONE, &error))
        g_error ("%s: %s", path, error->message);

      style->id = g_strndup (files[i], strlen (files[i]) - strlen (".stamp"));
      style->name = g_key_file_get_string (style->words, STYLE_GROUP, "Name", NULL);
      style->sample = g_key_file_get_string (style->words, STYLE_GROUP, "Sample", NULL);
      style->order = g_key_file_get_integer (style->words, STYLE_GROUP, "Order", NULL);
      g_ptr_array_add (styles, style);
    }
  g_ptr_array_sort (styles, compare_styles);

  return styles;
}

static GPtrArray *
get_styles (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_styles, NULL);
}

static Style *
find_style (const char *id)
{
  GPtrArray *styles = get_styles ();

  for (guint i = 0; id != NULL && i < styles->len; i++)
    {
      Style *style = g_ptr_array_index (styles, i);

      if (g_str_equal (style->id, id))
        return style;
    }

  return g_ptr_array_index (styles, 0);
}

/* The group of @language in @words, or of its parent ("ar-IQ", "ar"); (transfer full) (nullable). */
static char *
find_group (GKeyFile *words, const char *language)
{
  g_autofree char *tag = g_strdup (language);

  for (;;)
    {
      char *dash;

      if (g_key_file_has_group (words, tag))
        return g_steal_pointer (&tag);

      dash = strrchr (tag, '-');
      if (dash == NULL)
        return NULL;
      *dash = '\0';
    }
}

/*
 * The words to use: the style's in that language; then the default style's, since a reader's language
 * matters more than a house's habit; then English.
 */
static GKeyFile *
find_words (const char *style, const char *language, char **group)
{
  Style *wanted = find_style (style);
  Style *house = find_style (NULL);

  *group = find_group (wanted->words, language);
  if (*group != NULL)
    return wanted->words;

  *group = find_group (house->words, language);
  if (*group != NULL)
    return house->words;

  *group = g_strdup ("en");

  return wanted->words;
}

static UChar *
to_utf16 (const char *string)
{
  return (UChar *) g_utf8_to_utf16 (string, -1, NULL, NULL, NULL);
}

static void
set_am_pm (UDateFormat *formatter, const char *am, const char *pm)
{
  const char *words[] = { am, pm };
  UErrorCode status = U_ZERO_ERROR;

  for (int i = 0; i < 2; i++)
    if (words[i] != NULL)
      {
        g_autofree UChar *wide = to_utf16 (words[i]);

        udat_setSymbols (formatter, UDAT_AM_PMS, i, wide, -1, &status);
      }
}

/* The instant by the pattern of @key (UTS #35), in the language of the group. */
static char *
format_by_pattern (GKeyFile *words, const char *group, const char *key, const char *zone, gint64 at)
{
  g_autofree char *pattern = g_key_file_get_string (words, group, key, NULL);
  g_autofree char *digits = g_key_file_get_string (words, group, "Digits", NULL);
  g_autofree char *am = g_key_file_get_string (words, group, "Am", NULL);
  g_autofree char *pm = g_key_file_get_string (words, group, "Pm", NULL);
  g_autofree char *tag = g_strdup_printf ("%s-u-ca-gregory-nu-%s", group, digits != NULL ? digits : "latn");
  g_autofree UChar *wide_pattern = NULL;
  g_autofree UChar *wide_zone = to_utf16 (zone);
  char locale[ULOC_FULLNAME_CAPACITY];
  UChar formatted[MAX_FORMATTED];
  UErrorCode status = U_ZERO_ERROR;
  UDateFormat *formatter;
  int32_t length;

  g_return_val_if_fail (pattern != NULL, g_strdup (""));

  wide_pattern = to_utf16 (pattern);
  uloc_forLanguageTag (tag, locale, sizeof locale, NULL, &status);
  formatter = udat_open (UDAT_PATTERN, UDAT_PATTERN, locale, wide_zone, -1, wide_pattern, -1, &status);
  if (U_FAILURE (status))
    return desk_time_format_iso (at, zone);

  set_am_pm (formatter, am, pm);
  length = udat_format (formatter, (double) at / 1000.0, formatted, MAX_FORMATTED, NULL, &status);
  udat_close (formatter);
  if (U_FAILURE (status))
    return desk_time_format_iso (at, zone);

  return g_utf16_to_utf8 ((const gunichar2 *) formatted, length, NULL, NULL, NULL);
}

/* Fills in the pattern of @key. What is put in is not looked at again, whatever braces it has. */
static char *
fill_in (GKeyFile *words,
         const char *group,
         const char *key,
         const char *zone,
         gint64 at,
         const char *was,
         const char *now)
{
  g_autofree char *pattern = g_key_file_get_string (words, group, key, NULL);
  g_autoptr (GString) filled = g_string_new (NULL);

  for (const char *c = pattern; c != NULL && *c != '\0';)
    {
      static const struct
      {
        const char *name;
        const char *key;
      } instants[] = { { "{time}", "Time" }, { "{date}", "Date" }, { "{zone}", "Zone" } };
      gboolean found = FALSE;

      for (guint i = 0; !found && i < G_N_ELEMENTS (instants); i++)
        if (g_str_has_prefix (c, instants[i].name))
          {
            g_autofree char *formatted = format_by_pattern (words, group, instants[i].key, zone, at);

            g_string_append (filled, formatted);
            c += strlen (instants[i].name);
            found = TRUE;
          }

      if (found)
        continue;

      if (g_str_has_prefix (c, "{was}") || g_str_has_prefix (c, "{now}"))
        {
          g_string_append (filled, c[1] == 'w' ? was : now);
          c += strlen ("{was}");
        }
      else
        {
          g_string_append_c (filled, *c++);
        }
    }

  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static const char *
get_key (DeskUpdateKind kind, gboolean dated)
{
  switch (kind)
    {
    case DESK_UPDATE_PUBLISH:
      return "Publish";
    case DESK_UPDATE_UPDATE:
      return dated ? "UpdateDated" : "Update";
    case DESK_UPDATE_CORRECTION:
      return "Correction";
    case DESK_UPDATE_CLARIFICATION:
      return "Clarification";
    case DESK_UPDATE_RETRACTION:
      return "Retraction";
    case DESK_UPDATE_WITHDRAWAL:
      return "Withdrawal";
    case DESK_UPDATE_SILENT:
    default:
      return NULL;
    }
}

/* Digits of every script as 0 to 9, letters in lower case; as many code points as before. */
static char *
normalise_line (const char *line)
{
  GString *normal = g_string_new (NULL);

  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      int digit = g_unichar_digit_value (character);

      g_string_append_unichar (normal, digit >= 0 ? (gunichar) ('0' + digit) : g_unichar_tolower (character));
    }

  return g_string_free (normal, FALSE);
}

/* The number of the month that @word is in one of the languages of stamps, 1 to 12, or 0. */
static int
find_month (const char *word)
{
  static const char *const locales[] = { "en", "de", "ar", "ar_IQ", "ar_EG" };
  static const UDateFormatSymbolType types[] = { UDAT_MONTHS, UDAT_SHORT_MONTHS, UDAT_STANDALONE_MONTHS };

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      UErrorCode status = U_ZERO_ERROR;
      UDateFormat *formatter = udat_open (UDAT_NONE, UDAT_MEDIUM, locales[i], NULL, 0, NULL, 0, &status);
      int found = 0;

      for (guint type = 0; U_SUCCESS (status) && found == 0 && type < G_N_ELEMENTS (types); type++)
        for (int month = 0; found == 0 && month < 12; month++)
          {
            UChar wide[64];
            int32_t length = udat_getSymbols (formatter, types[type], month, wide, G_N_ELEMENTS (wide), &status);
            g_autofree char *name = NULL;
            g_autofree char *lower = NULL;

            if (U_FAILURE (status))
              break;
            name = g_utf16_to_utf8 ((const gunichar2 *) wide, length, NULL, NULL, NULL);
            lower = g_utf8_strdown (name, -1);
            if (g_str_has_suffix (lower, "."))
              lower[strlen (lower) - 1] = '\0';
            if (g_str_equal (lower, word))
              found = month + 1;
          }

      if (U_SUCCESS (status))
        udat_close (formatter);
      if (found != 0)
        return found;
    }

  return 0;
}

static int
fetch_number (GMatchInfo *match, const char *name)
{
  g_autofree char *digits = g_match_info_fetch_named (match, name);

  return digits != NULL && *digits != '\0' ? atoi (digits) : -1;
}

/* The clock time of a line: "10:19 pm", "22.19 uhr", "10:19 م". */
static gboolean
read_clock (const char *line, DeskFoundStamp *stamp)
{
  g_autoptr (GRegex) regex = g_regex_new (
      "(?<![\\d.:])(?<hour>\\d{1,2})[:.](?<minute>\\d{2})(?![\\d.])(?:[:.]\\d{2})?\\s*(?<half>[ap]\\.?\\s?m\\b|[صم](?!\\p{L}))?", 0,
      0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *half = NULL;

  if (!g_regex_match (regex, line, 0, &match))
    return FALSE;

  stamp->hour = fetch_number (match, "hour");
  stamp->minute = fetch_number (match, "minute");
  half = g_match_info_fetch_named (match, "half");
  if (half != NULL && *half != '\0')
    {
      gboolean pm = *half == 'p' || g_str_equal (half, "م");

      if (stamp->hour < 1 || stamp->hour > 12)
        return FALSE;
      stamp->hour = stamp->hour % 12 + (pm ? 12 : 0);
    }

  return stamp->hour <= 23 && stamp->minute <= 59;
}

/* A whole date: "22 november 2026", "february 23, 2026", "23.2.2026", "2026-02-23". One that lacks the year is none. */
static void
read_date (const char *line, DeskFoundStamp *stamp)
{
  static const char *const patterns[] = {
    "(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})",
    "(?<day>\\d{1,2})\\.\\s?(?<month>\\d{1,2})\\.\\s?(?<year>\\d{4})",
    "(?<day>\\d{1,2})\\.?\\s+(?:of\\s+)?(?<name>\\p{L}+(?: \\p{L}+)?)\\.?,?\\s+(?<year>\\d{4})",
    "(?<name>\\p{L}+)\\.?\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<year>\\d{4})",
  };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (patterns[i], 0, 0, NULL);
      g_autoptr (GMatchInfo) match = NULL;
      g_autofree char *name = NULL;
      int month;

      if (!g_regex_match (regex, line, 0, &match))
        continue;

      name = g_match_info_fetch_named (match, "name");
      month = name != NULL && *name != '\0' ? find_month (name) : fetch_number (match, "month");
      if (!g_date_valid_dmy (fetch_number (match, "day"), month, fetch_number (match, "year")))
        continue;

      stamp->has_date = TRUE;
      stamp->year = fetch_number (match, "year");
      stamp->month = month;
      stamp->day = fetch_number (match, "day");
      return;
    }
}

/* A zone that means one offset: "GMT+3", "UTC", "Asia/Baghdad". "EST" and "CST" are many zones' names. */
static void
read_zone (const char *line, DeskFoundStamp *stamp)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("\\b(?:(?:GMT|UTC)(?:\\s?[+−-]\\s?\\d{1,2}(?::?\\d{2})?)?|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (g_regex_match (regex, line, 0, &match))
    stamp->zone = g_match_info_fetch (match, 0);
}

/* @line without the marks around it; NULL when it is no stamp. */
static DeskFoundStamp *
read_stamp (const char *line)
{
  g_autoptr (DeskFoundStamp) stamp = g_new0 (DeskFoundStamp, 1);
  g_autofree char *normal = NULL;
  gboolean known = FALSE;

  if (g_utf8_strlen (line, -1) > MAX_STAMP_CHARS)
    return NULL;

  normal = normalise_line (line);
  for (guint i = 0; !known && i < G_N_ELEMENTS (stamp_words); i++)
    {
      known = g_regex_match_simple (stamp_words[i].pattern, normal, 0, 0);
      stamp->kind = stamp_words[i].kind;
    }

  if (!known || !read_clock (normal, stamp))
    return NULL;

  read_date (normal, stamp);
  read_zone (line, stamp);

  return g_steal_pointer (&stamp);
}

/* A stamp in the line of @body that begins at @start and ends before @end. */
static DeskFoundStamp *
read_stamp_line (const char *body, const char *start, const char *end)
{
  g_autofree char *line = NULL;
  DeskFoundStamp *stamp;

  while (start < end && strchr (" \t*_>(", *start))
    start++;
  while (end > start && strchr (" \t*_)", end[-1]))
    end--;
  if (start == end)
    return NULL;

  line = g_strndup (start, end - start);
  stamp = read_stamp (line);
  if (stamp == NULL)
    return NULL;

  stamp->words = g_steal_pointer (&line);
  stamp->start = g_utf8_pointer_to_offset (body, start);
  stamp->end = g_utf8_pointer_to_offset (body, end);

  return stamp;
}

void
desk_found_stamp_free (DeskFoundStamp *self)
{
  if (self == NULL)
    return;

  g_free (self->words);
  g_free (self->zone);
  g_free (self);
}

const DeskStampStyle *
desk_stamp_list_styles (gsize *n)
{
  static DeskStampStyle *list;
  GPtrArray *styles = get_styles ();

  if (g_once_init_enter_pointer (&list))
    {
      DeskStampStyle *made = g_new0 (DeskStampStyle, styles->len);

      for (guint i = 0; i < styles->len; i++)
        {
          Style *style = g_ptr_array_index (styles, i);

          made[i] = (DeskStampStyle) { style->id, style->name, style->sample };
        }
      g_once_init_leave_pointer (&list, made);
    }

  if (n != NULL)
    *n = styles->len;

  return list;
}

char *
desk_stamp_format (
    const char *style, DeskUpdateKind kind, const char *language, const char *zone, gint64 at, gint64 published)
{
  const char *key = get_key (kind, published != 0 && !desk_time_same_day (at, published, zone));
  g_autofree char *group = NULL;
  GKeyFile *words;

  g_return_val_if_fail (language != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  if (key == NULL)
    return g_strdup ("");

  words = find_words (style, language, &group);

  return fill_in (words, group, key, zone, at, "", "");
}

char *
desk_stamp_format_correction (const char *style,
                              const char *language,
                              const char *zone,
                              gint64 at,
                              gint64 published,
                              const char *was,
                              const char *now)
{
  g_autofree char *group = NULL;
  GKeyFile *words;

  g_return_val_if_fail (language != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);
  g_return_val_if_fail (was != NULL && now != NULL, NULL);

  words = find_words (style, language, &group);

  return fill_in (words, group, "Correction", zone, at, was, now);
}

DeskFoundStamp *
desk_stamp_find (const char *body)
{
  const char *end;
  const char *start;
  DeskFoundStamp *stamp = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  /* The last line with anything in it. */
  end = body + strlen (body);
  while (end > body && g_ascii_isspace (end[-1]))
    end--;
  start = end;
  while (start > body && start[-1] != '\n')
    start--;
  stamp = read_stamp_line (body, start, end);
  if (stamp != NULL)
    return stamp;

  /* The first. */
  start = body + strspn (body, " \t\n");

  return read_stamp_line (body, start, start + strcspn (start, "\n"));
}
