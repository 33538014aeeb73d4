/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "desk-time.h"

#define MAX_PATTERN 256
#define MAX_FORMATTED 512

/* Opening a formatter costs a thousand times what using one does, so each thread keeps those it used. */
static GPrivate formatters = G_PRIVATE_INIT ((GDestroyNotify) g_hash_table_unref);

static void
formatter_free (gpointer formatter)
{
  udat_close (formatter);
}

/* ICU wants UTF-16; (transfer full). */
static UChar *
to_utf16 (const char *string)
{
  return (UChar *) g_utf8_to_utf16 (string, -1, NULL, NULL, NULL);
}

/* A formatter for the fields of @skeleton in the order and words of @language; (transfer none) (nullable). */
static UDateFormat *
get_formatter (const char *skeleton, const char *zone, const char *language)
{
  GHashTable *kept = g_private_get (&formatters);
  g_autofree char *key = g_strjoin ("|", skeleton, zone, language, NULL);
  UDateFormat *formatter;
  UDateTimePatternGenerator *generator;
  g_autofree UChar *wide_skeleton = to_utf16 (skeleton);
  g_autofree UChar *wide_zone = to_utf16 (zone);
  UChar pattern[MAX_PATTERN];
  char locale[ULOC_FULLNAME_CAPACITY];
  int32_t length;
  UErrorCode status = U_ZERO_ERROR;

  if (kept == NULL)
    {
      kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, formatter_free);
      g_private_set (&formatters, kept);
    }

  formatter = g_hash_table_lookup (kept, key);
  if (formatter != NULL)
    return formatter;

  uloc_forLanguageTag (language, locale, sizeof locale, NULL, &status);
  if (U_FAILURE (status) || *locale == '\0')
    g_strlcpy (locale, "en", sizeof locale);

  status = U_ZERO_ERROR;
  generator = udatpg_open (locale, &status);
  length = udatpg_getBestPatternWithOptions (generator, wide_skeleton, -1, UDATPG_MATCH_HOUR_FIELD_LENGTH, pattern,
                                             MAX_PATTERN, &status);
  udatpg_close (generator);
  formatter = udat_open (UDAT_PATTERN, UDAT_PATTERN, locale, wide_zone, -1, pattern, length, &status);
  if (U_FAILURE (status))
    return NULL;

  g_hash_table_insert (kept, g_steal_pointer (&key), formatter);

  return formatter;
}

static char *
format (gint64 at, const char *zone, const char *language, const char *skeleton)
{
  UDateFormat *formatter;
  UChar formatted[MAX_FORMATTED];
  int32_t length;
  UErrorCode status = U_ZERO_ERROR;

  g_return_val_if_fail (zone != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  formatter = get_formatter (skeleton, zone, language);
  if (formatter == NULL)
    return desk_time_format_iso (at, zone);

  length = udat_format (formatter, (double) at / 1000.0, formatted, MAX_FORMATTED, NULL, &status);
  if (U_FAILURE (status))
    return desk_time_format_iso (at, zone);

  return g_utf16_to_utf8 ((const gunichar2 *) formatted, length, NULL, NULL, NULL);
}

static UCalendar *
open_calendar (const char *zone)
{
  g_autofree UChar *wide_zone = to_utf16 (zone);
  UErrorCode status = U_ZERO_ERROR;
  /* Always the Gregorian one: these are a journal's dates, not a reader's. */
  UCalendar *calendar = ucal_open (wide_zone, -1, "en", UCAL_GREGORIAN, &status);

  g_assert (U_SUCCESS (status));

  return calendar;
}

/* How far @zone is from UTC at an instant, in milliseconds. */
static gint64
get_offset (gint64 at, const char *zone)
{
  UCalendar *calendar = open_calendar (zone);
  UErrorCode status = U_ZERO_ERROR;
  gint64 offset;

  ucal_setMillis (calendar, (double) (at / 1000), &status);
  offset = ucal_get (calendar, UCAL_ZONE_OFFSET, &status) + ucal_get (calendar, UCAL_DST_OFFSET, &status);
  ucal_close (calendar);

  return offset;
}

/* The wall clock of @zone at an instant, as if it were UTC. */
static GDateTime *
get_wall_clock (gint64 at, const char *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at);

  return utc != NULL ? g_date_time_add (utc, get_offset (at, zone) * 1000) : NULL;
}

/* Without spaces around it, and with the digits of every script as 0 to 9. */
static char *
to_ascii_digits (const char *string)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *c = string; *c != '\0'; c = g_utf8_next_char (c))
    {
      int value = g_unichar_digit_value (g_utf8_get_char (c));

      if (value >= 0)
        g_string_append_c (digits, '0' + value);
      else
        g_string_append_unichar (digits, g_utf8_get_char (c));
    }

  return g_strstrip (g_string_free (g_steal_pointer (&digits), FALSE));
}

static gboolean
refuse (const char *string, GError **error)
{
  /* Translators: %s is what somebody typed */
  g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_TIME,
               _ ("“%s” is not a time: write it like 2026-02-23 22:19"), string);

  return FALSE;
}

/* The instant of a wall clock in @zone. */
static gboolean
from_wall_clock (const char *string, const int fields[6], const char *zone, gint64 *at, GError **error)
{
  UCalendar *calendar = open_calendar (zone);
  UErrorCode status = U_ZERO_ERROR;
  gboolean same;

  ucal_setAttribute (calendar, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
  ucal_clear (calendar);
  ucal_setDateTime (calendar, fields[0], fields[1] - 1, fields[2], fields[3], fields[4], fields[5], &status);
  *at = (gint64) ucal_getMillis (calendar, &status) * 1000;

  /* What does not come back as it was put in does not exist: 31 February, or an hour that the clocks skip. */
  same = U_SUCCESS (status) && ucal_get (calendar, UCAL_MONTH, &status) == fields[1] - 1 &&
         ucal_get (calendar, UCAL_DATE, &status) == fields[2] &&
         ucal_get (calendar, UCAL_HOUR_OF_DAY, &status) == fields[3] &&
         ucal_get (calendar, UCAL_MINUTE, &status) == fields[4] &&
         ucal_get (calendar, UCAL_SECOND, &status) == fields[5];
  ucal_close (calendar);

  if (!same)
    /* Translators: the first %s is a date and time, the second a time zone such as Europe/Berlin */
    g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_TIME, _ ("There is no %s in %s"), string, zone);

  return same;
}

/* @skeletons: of the same day, of the same year, and of any other. */
static char *
format_relative (gint64 at, gint64 now, const char *zone, const char *language, const char *const skeletons[3])
{
  g_autoptr (GDateTime) day = get_wall_clock (at, zone);
  g_autoptr (GDateTime) today = get_wall_clock (now, zone);

  if (day == NULL || today == NULL)
    return desk_time_format_iso (at, zone);
  if (g_date_time_get_year (day) != g_date_time_get_year (today))
    return format (at, zone, language, skeletons[2]);
  return format (at, zone, language, skeletons[g_date_time_get_day_of_year (day) == g_date_time_get_day_of_year (today) ? 0 : 1]);
}

/* ICU keeps names that IANA has replaced since: "Asia/Calcutta", "Europe/Kiev"; (transfer full). */
static char *
get_iana_name (const char *id)
{
  g_autofree UChar *wide = to_utf16 (id);
  UChar name[128];
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = ucal_getIanaTimeZoneID (wide, -1, name, G_N_ELEMENTS (name), &status);

  return U_SUCCESS (status) ? g_utf16_to_utf8 ((const gunichar2 *) name, length, NULL, NULL, NULL) : g_strdup (id);
}

gboolean
desk_time_check_zone (const char *zone, GError **error)
{
  g_autofree UChar *wide = NULL;
  UChar canonical[128];
  UBool known = FALSE;
  UErrorCode status = U_ZERO_ERROR;

  g_return_val_if_fail (zone != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  wide = to_utf16 (zone);
  if (wide != NULL && *zone != '\0')
    ucal_getCanonicalTimeZoneID (wide, -1, canonical, G_N_ELEMENTS (canonical), &known, &status);

  if (U_FAILURE (status) || !known)
    {
      g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_TIME,
                   /* Translators: %s is what somebody typed */
                   _ ("“%s” is not a time zone: write it like Asia/Baghdad"), zone);
      return FALSE;
    }

  return TRUE;
}

char *
desk_time_format_clock (gint64 at, const char *zone, const char *language)
{
  return format (at, zone, language, "HHmm");
}

char *
desk_time_format_moment (gint64 at, gint64 now, const char *zone, const char *language)
{
  return format_relative (at, now, zone, language, (const char *const[]) { "HHmm", "MMMdHHmm", "yMMMdHHmm" });
}

char *
desk_time_format_brief (gint64 at, gint64 now, const char *zone, const char *language)
{
  return format_relative (at, now, zone, language, (const char *const[]) { "HHmm", "MMMd", "yMMMd" });
}

char *
desk_time_format_full (gint64 at, const char *zone, const char *language)
{
  return format (at, zone, language, "yMMMMEEEEdHHmmz");
}

char *
desk_time_format_day (gint64 at, const char *zone, const char *language)
{
  return format (at, zone, language, "yMMMMEEEEd");
}

char *
desk_time_format_iso (gint64 at, const char *zone)
{
  g_autoptr (GDateTime) wall = NULL;
  g_autofree char *clock = NULL;
  gint64 minutes;

  g_return_val_if_fail (zone != NULL, NULL);

  wall = get_wall_clock (at, zone);
  if (wall == NULL)
    return g_strdup ("");

  clock = g_date_time_format (wall, "%Y-%m-%dT%H:%M:%S");
  minutes = get_offset (at, zone) / 60000;
  if (minutes == 0)
    return g_strconcat (clock, "Z", NULL);

  return g_strdup_printf ("%s%c%02d:%02d", clock, minutes < 0 ? '-' : '+', (int) (ABS (minutes) / 60),
                          (int) (ABS (minutes) % 60));
}

gboolean
desk_time_parse (const char *string, const char *zone, gint64 now, gint64 *at, GError **error)
{
  g_autoptr (GDateTime) with_offset = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *stripped = NULL;
  int fields[6] = { 0 };

  g_return_val_if_fail (string != NULL, FALSE);
  g_return_val_if_fail (zone != NULL, FALSE);
  g_return_val_if_fail (at != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!desk_time_check_zone (zone, error))
    return FALSE;

  stripped = to_ascii_digits (string);
  regex = g_regex_new ("^(?:(\\d{4})-(\\d{1,2})-(\\d{1,2})[ T]+)?(\\d{1,2})[:.](\\d{2})(?::(\\d{2}))?$", 0, 0, NULL);
  if (!g_regex_match (regex, stripped, 0, &match))
    {
      with_offset = g_date_time_new_from_iso8601 (stripped, NULL);
      if (with_offset == NULL)
        return refuse (string, error);

      *at = g_date_time_to_unix_usec (with_offset);
      return TRUE;
    }

  for (int i = 0; i < 6; i++)
    {
      g_autofree char *digits = g_match_info_fetch (match, i + 1);

      fields[i] = digits != NULL ? atoi (digits) : 0;
    }

  if (fields[0] == 0)
    {
      g_autoptr (GDateTime) today = get_wall_clock (now, zone);

      g_date_time_get_ymd (today, &fields[0], &fields[1], &fields[2]);
    }

  if (fields[1] < 1 || fields[1] > 12 || fields[2] < 1 || fields[2] > 31 || fields[3] > 23 || fields[4] > 59 || fields[5] > 59)
    return refuse (string, error);

  return from_wall_clock (stripped, fields, zone, at, error);
}

gboolean
desk_time_same_day (gint64 a, gint64 b, const char *zone)
{
  g_autoptr (GDateTime) left = NULL;
  g_autoptr (GDateTime) right = NULL;

  g_return_val_if_fail (zone != NULL, FALSE);

  left = get_wall_clock (a, zone);
  right = get_wall_clock (b, zone);

  return left != NULL && right != NULL && g_date_time_get_year (left) == g_date_time_get_year (right) &&
         g_date_time_get_day_of_year (left) == g_date_time_get_day_of_year (right);
}

char **
desk_time_list_zones (void)
{
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *ids = ucal_openTimeZoneIDEnumeration (UCAL_ZONE_TYPE_CANONICAL_LOCATION, NULL, NULL, &status);
  const char *id;

  while (U_SUCCESS (status) && (id = uenum_next (ids, NULL, &status)) != NULL)
    if (strchr (id, '/') != NULL)
      g_ptr_array_add (zones, get_iana_name (id));
  uenum_close (ids);

  g_ptr_array_sort_values (zones, (GCompareFunc) strcmp);
  g_ptr_array_add (zones, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&zones), FALSE);
}
