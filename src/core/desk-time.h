/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "desk-core-error.h"

G_BEGIN_DECLS

/* One story, one clock: an instant is microseconds since 1970 in UTC; it is read in a story's zone and language. */

/**
 * desk_time_check_zone:
 * @zone: IANA name, such as "Asia/Baghdad"
 *
 * Errors: %DESK_CORE_ERROR_TIME when ICU does not know it.
 */
gboolean desk_time_check_zone (const char *zone, GError **error);

/**
 * desk_time_format_clock:
 * @language: BCP 47
 *
 * Returns: (transfer full): "18:45", in 24 hours, with the digits of @language
 */
char *desk_time_format_clock (gint64 at, const char *zone, const char *language);

/**
 * desk_time_format_moment:
 * @now: today, to decide what to leave out
 *
 * Returns: (transfer full): "18:45" on the same day in that zone, else with day and, in another year, the year
 */
char *desk_time_format_moment (gint64 at, gint64 now, const char *zone, const char *language);

/**
 * desk_time_format_brief:
 *
 * Returns: (transfer full): "18:45" on the same day in that zone, else the day alone: "Feb 23", with its year in another one
 */
char *desk_time_format_brief (gint64 at, gint64 now, const char *zone, const char *language);

/**
 * desk_time_format_full:
 *
 * Returns: (transfer full): day, date, time and zone in words of @language
 */
char *desk_time_format_full (gint64 at, const char *zone, const char *language);

/**
 * desk_time_format_day:
 *
 * Returns: (transfer full): "Monday, 23 February 2026" in @language
 */
char *desk_time_format_day (gint64 at, const char *zone, const char *language);

/**
 * desk_time_format_iso:
 *
 * Returns: (transfer full): RFC 3339 with the zone's offset at that instant: "2026-02-23T18:45:00+03:00"
 */
char *desk_time_format_iso (gint64 at, const char *zone);

/**
 * desk_time_parse:
 * @string: RFC 3339, or "YYYY-MM-DD HH:MM[:SS]", "YYYY-MM-DDTHH:MM" and "HH:MM" (today) in @zone
 * @now: what "today" is
 * @at: (out): microseconds since 1970, UTC
 *
 * Errors: %DESK_CORE_ERROR_TIME; an hour that the zone's clocks skip is an error, of one that comes twice the first is meant.
 */
gboolean desk_time_parse (const char *string, const char *zone, gint64 now, gint64 *at, GError **error);

/**
 * desk_time_same_day:
 *
 * Returns: whether both instants are on one day in @zone
 */
gboolean desk_time_same_day (gint64 a, gint64 b, const char *zone);

/**
 * desk_time_list_zones:
 *
 * Returns: (transfer full): IANA names that name a place, sorted, ended by %NULL
 */
char **desk_time_list_zones (void);

G_END_DECLS
