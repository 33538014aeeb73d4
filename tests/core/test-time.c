/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/desk-time.h"

static gint64
parse (const char *string, const char *zone)
{
  g_autoptr (GError) error = NULL;
  gint64 at = 0;

  desk_time_parse (string, zone, 0, &at, &error);
  g_assert_no_error (error);

  return at;
}

static void
test_parse (void)
{
  static const struct
  {
    const char *string;
    const char *zone;
    const char *iso; /* NULL: refused */
  } cases[] = {
    { "2026-02-23 22:19", "Asia/Baghdad", "2026-02-23T22:19:00+03:00" },
    { "2026-02-23T22:19:07", "Asia/Baghdad", "2026-02-23T22:19:07+03:00" },
    { "2026-02-23T22:19:07Z", "Asia/Baghdad", "2026-02-24T01:19:07+03:00" },
    { "2026-02-23T22:19:00-05:00", "Asia/Baghdad", "2026-02-24T06:19:00+03:00" },
    { " 2026-2-3 9:05 ", "UTC", "2026-02-03T09:05:00Z" },
    { "2026-07-01 12:00", "Asia/Kathmandu", "2026-07-01T12:00:00+05:45" },
    { "2026-07-01 12:00", "America/New_York", "2026-07-01T12:00:00-04:00" },
    { "٢٠٢٦-٠٢-٢٣ ٢٢:١٩", "Asia/Baghdad", "2026-02-23T22:19:00+03:00" },
    /* The hour that comes twice: the first is meant. */
    { "2026-10-25 02:30", "Europe/Berlin", "2026-10-25T02:30:00+02:00" },
    { "2026-11-01 01:30", "America/New_York", "2026-11-01T01:30:00-04:00" },
    /* The hour that is not. */
    { "2026-03-29 02:30", "Europe/Berlin", NULL },
    { "2026-03-08 02:30", "America/New_York", NULL },
    { "2026-02-30 12:00", "UTC", NULL },
    { "2024-02-29 12:00", "UTC", "2024-02-29T12:00:00Z" },
    { "2026-02-23", "UTC", NULL },
    { "2026-13-01 12:00", "UTC", NULL },
    { "24:00", "UTC", NULL },
    { "22:60", "UTC", NULL },
    { "", "UTC", NULL },
    { "soon", "UTC", NULL },
    { "2026-02-23 22:19", "Nowhere/Town", NULL },
    { "2026-02-23 22:19", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 at = 0;

      g_test_message ("%s in %s", cases[i].string, cases[i].zone);
      if (cases[i].iso == NULL)
        {
          g_assert_false (desk_time_parse (cases[i].string, cases[i].zone, 0, &at, &error));
          g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_TIME);
        }
      else
        {
          g_autofree char *iso = NULL;

          g_assert_true (desk_time_parse (cases[i].string, cases[i].zone, 0, &at, &error));
          iso = desk_time_format_iso (at, cases[i].zone);
          g_assert_cmpstr (iso, ==, cases[i].iso);
        }
    }
}

/* A time alone is today's, and today is the zone's. */
static void
test_today (void)
{
  gint64 now = parse ("2026-02-23 23:30", "UTC");
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  gint64 at;

  g_assert_true (desk_time_parse ("10:19", "UTC", now, &at, NULL));
  here = desk_time_format_iso (at, "UTC");
  g_assert_cmpstr (here, ==, "2026-02-23T10:19:00Z");

  g_assert_true (desk_time_parse ("10:19", "Asia/Baghdad", now, &at, NULL));
  there = desk_time_format_iso (at, "Asia/Baghdad");
  g_assert_cmpstr (there, ==, "2026-02-24T10:19:00+03:00");
}

static void
test_format (void)
{
  gint64 at = parse ("2026-02-23 18:45", "Asia/Baghdad");
  gint64 evening = parse ("2026-02-23 23:59", "Asia/Baghdad");
  gint64 morning = parse ("2026-02-24 00:01", "Asia/Baghdad");
  gint64 next_year = parse ("2027-01-01 00:01", "Asia/Baghdad");
  g_autofree char *clock = desk_time_format_clock (at, "Asia/Baghdad", "en");
  g_autofree char *elsewhere = desk_time_format_clock (at, "America/New_York", "de");
  g_autofree char *same_day = desk_time_format_moment (at, evening, "Asia/Baghdad", "en");
  g_autofree char *other_day = desk_time_format_moment (at, morning, "Asia/Baghdad", "en");
  g_autofree char *other_year = desk_time_format_moment (at, next_year, "Asia/Baghdad", "en");
  g_autofree char *brief = desk_time_format_brief (at, evening, "Asia/Baghdad", "en");
  g_autofree char *brief_day = desk_time_format_brief (at, morning, "Asia/Baghdad", "en");
  g_autofree char *brief_year = desk_time_format_brief (at, next_year, "Asia/Baghdad", "en");
  g_autofree char *day = desk_time_format_day (at, "Asia/Baghdad", "de");
  g_autofree char *full = desk_time_format_full (at, "Europe/Berlin", "en-GB");
  g_autofree char *unknown_language = desk_time_format_clock (at, "Asia/Baghdad", "not a language");

  g_assert_cmpstr (clock, ==, "18:45");
  g_assert_cmpstr (elsewhere, ==, "10:45");
  g_assert_cmpstr (same_day, ==, "18:45");
  g_assert_cmpstr (other_day, ==, "Feb 23, 18:45");
  g_assert_cmpstr (other_year, ==, "Feb 23, 2026, 18:45");
  g_assert_cmpstr (brief, ==, "18:45");
  g_assert_cmpstr (brief_day, ==, "Feb 23");
  g_assert_cmpstr (brief_year, ==, "Feb 23, 2026");
  g_assert_cmpstr (day, ==, "Montag, 23. Februar 2026");
  g_assert_nonnull (strstr (full, "Monday"));
  g_assert_nonnull (strstr (full, "16:45"));
  g_assert_nonnull (strstr (full, "CET"));
  g_assert_cmpstr (unknown_language, ==, "18:45");
}

static void
test_same_day (void)
{
  gint64 late = parse ("2026-02-23 23:30", "Europe/Berlin");
  gint64 early = parse ("2026-02-24 00:30", "Europe/Berlin");

  g_assert_false (desk_time_same_day (late, early, "Europe/Berlin"));
  g_assert_true (desk_time_same_day (late, early, "Asia/Baghdad"));
  g_assert_true (desk_time_same_day (late, early, "America/New_York"));
}

static void
test_zones (void)
{
  g_auto (GStrv) zones = desk_time_list_zones ();

  g_assert_true (g_strv_contains ((const char *const *) zones, "Asia/Baghdad"));
  g_assert_true (g_strv_contains ((const char *const *) zones, "Europe/Berlin"));
  /* As IANA calls it today. */
  g_assert_true (g_strv_contains ((const char *const *) zones, "Asia/Kolkata"));
  g_assert_false (g_strv_contains ((const char *const *) zones, "Asia/Calcutta"));
  for (guint i = 0; zones[i] != NULL; i++)
    {
      g_assert_true (desk_time_check_zone (zones[i], NULL));
      if (i > 0)
        g_assert_cmpint (strcmp (zones[i - 1], zones[i]), <, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time/parse", test_parse);
  g_test_add_func ("/time/today", test_today);
  g_test_add_func ("/time/format", test_format);
  g_test_add_func ("/time/same-day", test_same_day);
  g_test_add_func ("/time/zones", test_zones);

  return g_test_run ();
}
