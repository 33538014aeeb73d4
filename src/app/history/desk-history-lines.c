/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-history-lines.h"

static gboolean
is_foldable (const DeskRevisionMark *mark)
{
  if (mark->is_head || mark->is_published || mark->is_named)
    return FALSE;
  switch (mark->why)
    {
    case DESK_WHY_PAUSE:
    case DESK_WHY_LEAVE:
    case DESK_WHY_CHECK:
    case DESK_WHY_DETAILS:
      return TRUE;
    case DESK_WHY_FIRST:
    case DESK_WHY_KEEP:
    case DESK_WHY_PUBLISH:
    case DESK_WHY_IMPORT:
    case DESK_WHY_RESTORE:
    case DESK_WHY_RECOVERED:
    case DESK_WHY_MERGE:
    default:
      return FALSE;
    }
}

/* Thousands of versions at once, so by arithmetic. */
static int
get_day (GTimeZone *zone, gint64 at)
{
  gint64 seconds = at / G_USEC_PER_SEC;
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);

  return (seconds + g_time_zone_get_offset (zone, interval)) / (24 * 60 * 60);
}

/* How many versions from @first on are one fold, at least 1. */
static guint
count_folded (GArray *marks, guint first, GTimeZone *zone)
{
  const DeskRevisionMark *mark = &g_array_index (marks, DeskRevisionMark, first);
  int day = get_day (zone, mark->at);
  guint n = 1;

  while (is_foldable (mark) && first + n < marks->len)
    {
      const DeskRevisionMark *next = &g_array_index (marks, DeskRevisionMark, first + n);

      if (!is_foldable (next) || mark->at - next->at > DESK_HISTORY_REST || get_day (zone, next->at) != day)
        break;
      mark = next;
      n++;
    }
  return n;
}

static const char *
join_authors (GArray *marks, guint first, guint n)
{
  g_autoptr (GPtrArray) authors = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  /* They are interned: the same name is the same pointer. */
  for (guint i = first; i < first + n; i++)
    {
      gpointer author = (gpointer) g_array_index (marks, DeskRevisionMark, i).author;

      if (!g_ptr_array_find (authors, author, NULL))
        g_ptr_array_add (authors, author);
    }
  g_ptr_array_add (authors, NULL);
  joined = g_strjoinv ("\n", (char **) authors->pdata);
  return g_intern_string (joined);
}

GArray *
desk_history_lines_new (GArray *marks, const char *zone)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (DeskHistoryLine));
  g_autoptr (GTimeZone) time_zone = g_time_zone_new_identifier (zone);
  guint n;

  if (time_zone == NULL)
    time_zone = g_time_zone_new_utc ();
  for (guint i = 0; i < marks->len; i += n)
    {
      const DeskRevisionMark *mark = &g_array_index (marks, DeskRevisionMark, i);
      DeskHistoryLine line = { .number = marks->len - i, .at = mark->at };

      n = count_folded (marks, i, time_zone);
      line.n = n;
      line.span = (mark->at - g_array_index (marks, DeskRevisionMark, i + n - 1).at) / G_USEC_PER_SEC;
      line.day = get_day (time_zone, mark->at);
      line.authors = n > 1 ? join_authors (marks, i, n) : NULL;
      g_array_append_val (lines, line);
    }
  return lines;
}
