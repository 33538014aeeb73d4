/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/ustring.h>

#include "desk-attribution.h"
#include "desk-markdown.h"
#include "desk-stamp.h"
#include "desk-style.h"
#include "desk-words.h"

#define DAY ((gint64) G_TIME_SPAN_DAY)
#define NEAR_DAYS 7

/* What a byte of the body is, apart from running text. */
enum
{
  IS_EXEMPT = 1 << 0, /* code, an address, a mark of CommonMark: nothing is found in it */
  IS_QUOTED = 1 << 1, /* somebody's words: only their typography is the house's */
};

/* A body that is being looked through. */
typedef struct
{
  const char *body;
  gsize length;
  const DeskStyleStory *story;
  char language[4];
  guint8 *flags;     /* of each byte */
  GArray *tokens;    /* (element-type DeskToken) */
  GHashTable *out;   /* (nullable): the paragraphs that are out */
  GHashTable *days;  /* day since 1970 → as it is written */
  GPtrArray *found;  /* (element-type DeskStyleFinding), places in bytes */
} Check;

typedef void (*CheckFunc) (Check *self);

static void check_weekdays (Check *self);
static void check_times (Check *self);
static void check_doubled (Check *self);
static void check_quotes (Check *self);
static void check_dashes (Check *self);
static void check_percent (Check *self);

static const DeskStyleCheck checks[] = {
  { "weekday", N_ ("Weekdays that are far"), N_ ("A weekday more than seven days from the story’s day") },
  { "time", N_ ("Times that cannot be told"), N_ ("A time of day without a day, or in another zone than the story’s") },
  { "doubled", N_ ("Doubled words"), N_ ("The same word twice in a row") },
  { "quotes", N_ ("Straight quotation marks"), N_ ("Quotation marks that are not those of the story’s language") },
  { "dashes", N_ ("Hyphens for dashes"), N_ ("A hyphen in a range of numbers, or between clauses") },
  { "percent", N_ ("Percent"), N_ ("“%” and “percent” in one story; or what the house does not write") },
};

static const CheckFunc check_funcs[] = { check_weekdays, check_times, check_doubled, check_quotes, check_dashes, check_percent };
G_STATIC_ASSERT (G_N_ELEMENTS (checks) == G_N_ELEMENTS (check_funcs));

void
desk_style_finding_free (DeskStyleFinding *self)
{
  g_free (self->rule);
  g_free (self->message);
  g_strfreev (self->suggestions);
  g_free (self);
}

const DeskStyleCheck *
desk_style_list_checks (gsize *n)
{
  *n = G_N_ELEMENTS (checks);

  return checks;
}

/* --- what all checks share --- */

static gboolean
is_language (Check *self, const char *language)
{
  return g_str_equal (self->language, language);
}

static gboolean
has_flag (Check *self, gsize start, gsize end, guint flags)
{
  for (gsize i = start; i < end; i++)
    if (self->flags[i] & flags)
      return TRUE;

  return FALSE;
}

/* @suggestions: (transfer full) (nullable) */
static void
add (Check *self, gsize start, gsize end, const char *rule, const char *message, GStrv suggestions)
{
  DeskStyleFinding *finding = g_new0 (DeskStyleFinding, 1);

  finding->start = start;
  finding->end = end;
  finding->rule = g_strdup (rule);
  finding->message = g_strdup (message);
  finding->suggestions = suggestions != NULL ? suggestions : g_new0 (char *, 1);
  g_ptr_array_add (self->found, finding);
}

static GStrv
make_suggestions (const char *first, const char *second)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv list;

  if (first != NULL)
    g_strv_builder_add (builder, first);
  if (second != NULL && g_strcmp0 (first, second) != 0)
    g_strv_builder_add (builder, second);
  list = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return list;
}

/* A pattern that is compiled once for all threads; never freed. */
static GRegex *
get_pattern (GRegex **kept, const char *pattern)
{
  if (g_once_init_enter_pointer (kept))
    {
      GRegex *regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL);

      g_assert (regex != NULL);
      g_once_init_leave_pointer (kept, regex);
    }

  return *kept;
}

static gboolean
matches (GRegex *regex, const char *text, gssize length)
{
  return g_regex_match_full (regex, text, length, 0, 0, NULL, NULL);
}

/* The paragraph around a byte: from blank line to blank line. */
static void
find_paragraph (Check *self, gsize at, gsize *start, gsize *end)
{
  const char *next = strstr (self->body + at, "\n\n");
  gsize first = at;

  while (first > 0 && !(self->body[first - 1] == '\n' && (first == 1 || self->body[first - 2] == '\n')))
    first--;
  *start = first;
  *end = next != NULL ? (gsize) (next - self->body) : self->length;
}

static gunichar
get_char_before (Check *self, gsize at)
{
  return at > 0 ? g_utf8_get_char (g_utf8_find_prev_char (self->body, self->body + at)) : '\n';
}

/* --- days --- */

/* As ICU names a zone. */
static UCalendar *
open_calendar (const char *zone, gint64 at)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar name[64];
  int32_t length = 0;
  UCalendar *calendar;

  u_strFromUTF8 (name, G_N_ELEMENTS (name), &length, zone != NULL && *zone != '\0' ? zone : "UTC", -1, &status);
  calendar = ucal_open (U_FAILURE (status) ? NULL : name, U_FAILURE (status) ? 0 : length, "en_US", UCAL_GREGORIAN, &status);
  if (U_FAILURE (status))
    return NULL;

  ucal_setMillis (calendar, (double) (at / 1000), &status);

  return calendar;
}

/* The days since 1970 of an instant, as they are counted in a zone. */
static gint64
get_day (const char *zone, gint64 at)
{
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *calendar = open_calendar (zone, at);
  gint64 offset = 0;
  gint64 local;

  if (calendar != NULL)
    {
      offset = ucal_get (calendar, UCAL_ZONE_OFFSET, &status) + ucal_get (calendar, UCAL_DST_OFFSET, &status);
      ucal_close (calendar);
    }

  local = at + offset * 1000;

  return (local - ((local % DAY) + DAY) % DAY) / DAY;
}

/* The day of the week of a day since 1970, 0 for a Sunday. */
static guint
get_weekday (gint64 day)
{
  return (guint) (((day + 4) % 7 + 7) % 7);
}

/* "23 February", and its year when that is another than the story's. */
static char *
make_day (Check *self, gint64 day, gint64 today)
{
  UErrorCode status = U_ZERO_ERROR;
  UDateTimePatternGenerator *generator;
  UDateFormat *format;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (day * 86400);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (today * 86400);
  gboolean same_year = g_date_time_get_year (date) == g_date_time_get_year (now);
  const UChar *skeleton = same_year ? u"MMMMd" : u"yMMMMd";
  char locale[ULOC_FULLNAME_CAPACITY] = "";
  UChar pattern[64], words[128];
  char utf8[256];
  int32_t length;

  uloc_forLanguageTag (self->story->language, locale, sizeof locale, NULL, &status);
  generator = udatpg_open (locale, &status);
  length = udatpg_getBestPattern (generator, skeleton, -1, pattern, G_N_ELEMENTS (pattern), &status);
  udatpg_close (generator);
  format = udat_open (UDAT_PATTERN, UDAT_PATTERN, locale, u"UTC", -1, pattern, length, &status);
  length = udat_format (format, (double) day * 86400000., words, G_N_ELEMENTS (words), NULL, &status);
  udat_close (format);
  u_strToUTF8 (utf8, sizeof utf8, NULL, words, length, &status);

  return U_SUCCESS (status) ? g_strdup (utf8) : g_strdup ("");
}

/* The same, remembered: ICU takes as long for one as for reading a page. (transfer none) */
static const char *
format_day (Check *self, gint64 day, gint64 today)
{
  char *words = g_hash_table_lookup (self->days, &day);

  if (words == NULL)
    {
      words = make_day (self, day, today);
      g_hash_table_insert (self->days, g_memdup2 (&day, sizeof day), words);
    }

  return words;
}

/* From Sunday on, as they stand in a text. */
static const char *const english_days[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
static const char *const german_days[] = { "Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag" };
static const char *const arabic_days[] = { "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت" };

/* The day of the week that a token is, -1 when it is none. @end: behind its name: "Monday’s" */
static int
read_weekday (Check *self, const DeskToken *token, gsize *end)
{
  const char *const *names = is_language (self, "en") ? english_days : is_language (self, "de") ? german_days
                                                                   : is_language (self, "ar")   ? arabic_days
                                                                                                : NULL;
  const char *word = self->body + token->start;
  gsize length = token->end - token->start;

  for (int i = 0; names != NULL && i < 7; i++)
    {
      gsize n = strlen (names[i]);

      if (length < n || strncmp (word, names[i], n) != 0)
        continue;
      if (length == n || (is_language (self, "en") && (g_str_has_prefix (word + n, "’s") || g_str_has_prefix (word + n, "'s"))))
        {
          *end = token->start + n;
          return i;
        }
    }

  if (is_language (self, "ar") && length == strlen ("الإثنين") && strncmp (word, "الإثنين", length) == 0)
    {
      *end = token->end;
      return 1;
    }

  if (is_language (self, "de") && length == strlen ("Sonnabend") && strncmp (word, "Sonnabend", length) == 0)
    {
      *end = token->end;
      return 6;
    }

  return -1;
}

/* Whether what stands beside a weekday makes another thing of it: a feast, every week, or a day with its date. */
static gboolean
is_no_bare_day (Check *self, gsize start, gsize end)
{
  static GRegex *before, *behind;
  gsize from = start > 48 ? start - 48 : 0;
  gsize to = MIN (self->length, end + 32);
  g_autofree char *left = g_utf8_make_valid (self->body + from, start - from);
  g_autofree char *right = g_utf8_make_valid (self->body + end, to - end);

  return matches (get_pattern (&before, "(?:Good|Black|Ash|Easter|Palm|Holy|Bloody|Cyber|Super|Boxing|[Ee]very|[Ee]ach|of|jeden|jedem|Black|كل|[0-9٠-٩]{1,2}[.]?(?:st|nd|rd|th)?)\\s+(?:a\\s+|يوم\\s+)?$|[0-9٠-٩][,،]\\s*$|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\w*[.]?,\\s+(?:a\\s+)?$"), left, -1) ||
         matches (get_pattern (&behind, "^(?:,|،|\\s|\\(|den|dem|the|of|-|–)*(?:[0-9٠-٩]|Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)"), right, -1);
}

static gboolean
is_out (Check *self, gsize at)
{
  g_autofree char *paragraph = NULL;
  gsize start, end;

  if (self->out == NULL)
    return FALSE;

  find_paragraph (self, at, &start, &end);
  paragraph = g_strstrip (g_strndup (self->body + start, end - start));

  return g_hash_table_contains (self->out, paragraph);
}

/*
 * A weekday is read from the day on which it was written: the last one of that name, or the next. When both are far from
 * the story's day, a reader of today takes it for another.
 */
static void
check_weekdays (Check *self)
{
  const DeskStyleStory *story = self->story;
  gint64 today = get_day (story->zone, story->at);
  gint64 first = get_day (story->zone, story->first_out);
  gint64 last = get_day (story->zone, story->last_out);

  if (self->out == NULL)
    return;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      const DeskToken *token = &g_array_index (self->tokens, DeskToken, i);
      gsize end = token->end;
      int weekday = token->is_word ? read_weekday (self, token, &end) : -1;
      gint64 past, past_of_first, next;
      gboolean told;

      if (weekday < 0 || has_flag (self, token->start, end, IS_EXEMPT | IS_QUOTED))
        continue;

      past = last - (get_weekday (last) + 7 - weekday) % 7;
      past_of_first = first - (get_weekday (first) + 7 - weekday) % 7;
      next = past + 7;
      if (today - next <= NEAR_DAYS || !is_out (self, token->start) || is_no_bare_day (self, token->start, end))
        continue;

      /* With a week between, nobody knows in which of them it was written. */
      told = past == past_of_first;
      add (self, token->start, end, "weekday",
           _ ("This was written more than seven days ago: readers will take the weekday for another. Give the date"),
           make_suggestions (told ? format_day (self, past, today) : NULL, told ? format_day (self, next, today) : NULL));
    }
}

/* --- times of day --- */

typedef struct
{
  const char *name;
  int minutes; /* east of Greenwich */
} Zone;

static const Zone zones[] = {
  { "GMT", 0 },
  { "UTC", 0 },
  { "BST", 60 },
  { "CET", 60 },
  { "CEST", 120 },
  { "MEZ", 60 },
  { "MESZ", 120 },
  { "EET", 120 },
  { "EEST", 180 },
  { "MSK", 180 },
  { "EST", -300 },
  { "EDT", -240 },
  { "PST", -480 },
  { "PDT", -420 },
  { "غرينتش", 0 },
  { "جرينتش", 0 },
};

static int
get_offset (const char *zone, gint64 at)
{
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *calendar = open_calendar (zone, at);
  int offset = 0;

  if (calendar != NULL)
    {
      offset = (ucal_get (calendar, UCAL_ZONE_OFFSET, &status) + ucal_get (calendar, UCAL_DST_OFFSET, &status)) / 60000;
      ucal_close (calendar);
    }

  return offset;
}

/* The time of the story's clock, in the manner of the one that stands there. */
static char *
tell_time (Check *self, int minutes, const char *half)
{
  int hour = minutes / 60, minute = minutes % 60;

  if (is_language (self, "de"))
    return minute == 0 ? g_strdup_printf ("%d Uhr", hour) : g_strdup_printf ("%d.%02d Uhr", hour, minute);

  if (*half == '\0')
    return g_strdup_printf ("%02d:%02d", hour, minute);

  half = strchr (half, '.') != NULL ? (hour < 12 ? "a.m." : "p.m.") : (hour < 12 ? "am" : "pm");
  hour = hour % 12 == 0 ? 12 : hour % 12;

  return minute == 0 ? g_strdup_printf ("%d %s", hour, half) : g_strdup_printf ("%d:%02d %s", hour, minute, half);
}

static int
to_number (const char *digits)
{
  int value = 0;

  for (const char *p = digits; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    value = value * 10 + MAX (g_unichar_digit_value (g_utf8_get_char (p)), 0);

  return value;
}

/* Whether the paragraph, or the one before it, says which day it is about. */
static gboolean
has_day (Check *self, gsize at)
{
  static GRegex *days;
  gsize start, end, before, unused;

  find_paragraph (self, at, &start, &end);
  if (start >= 2)
    {
      find_paragraph (self, start - 2, &before, &unused);
      start = before;
    }

  return matches (get_pattern (&days,
                               "(?i)\\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|yesterday|tomorrow|(?:this|that|the same|the next|every|each|on the|all) "
                               "(?:day|night|morning|afternoon|evening)|last night|daily|weekdays?|nightly|overnight|"
                               "(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)|january|february|march|may|june|july|october|december|"
                               "(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec)[. ]|"
                               "(?:sonn|mon|diens|donners|frei|sams)tag\\w*|mittwoch\\w*|sonnabend\\w*|heute|gestern|vorgestern|morgens?|abends|nachts|täglich)\\b|"
                               "\\d{4}-\\d\\d-\\d\\d|\\d{1,2}\\.\\d{1,2}\\.\\d{2,4}|\\d{1,2}/\\d{1,2}/\\d{2,4}|"
                               "الأحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|اليوم|أمس|غدا|الليلة|يوميا|"
                               "يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين"),
                  self->body + start, end - start);
}

/* The stamps that Desk itself writes have their day elsewhere. */
static gboolean
is_stamp (Check *self, gsize at)
{
  g_autofree char *paragraph = NULL;
  g_autoptr (DeskFoundStamp) stamp = NULL;
  gsize start, end;

  find_paragraph (self, at, &start, &end);
  if (end - start > 400)
    return FALSE;
  paragraph = g_strndup (self->body + start, end - start);
  stamp = desk_stamp_find (paragraph);

  return stamp != NULL;
}

/* Minutes east of Greenwich of a zone as it is written: "CET", "GMT+3", "UTC−03:30"; FALSE when nobody knows it. */
static gboolean
read_zone (const char *zone, int *minutes)
{
  const char *sign = zone + strcspn (zone, "+-");
  const char *minus = strstr (zone, "−");
  const char *digits = minus != NULL ? minus + strlen ("−") : *sign != '\0' ? sign + 1
                                                                            : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    if (g_str_has_prefix (zone, zones[i].name) && (digits != NULL || g_str_equal (zone, zones[i].name)))
      {
        *minutes = zones[i].minutes;
        if (digits != NULL)
          {
            const char *colon = strchr (digits, ':');
            int hours = atoi (digits);
            int offset = hours > 14 ? hours / 100 * 60 + hours % 100 : hours * 60 + (colon != NULL ? atoi (colon + 1) : 0);

            *minutes = minus != NULL || *sign == '-' ? -offset : offset;
          }
        return TRUE;
      }

  return FALSE;
}

/* A time that is told by another clock, with the one of the story. */
static void
check_zone (Check *self, gsize start, gsize end, int minutes, const char *half, const char *zone)
{
  int ours = get_offset (self->story->zone, self->story->at);
  g_autofree char *message = NULL;
  g_autofree char *told = NULL;
  int theirs, converted;

  if (!read_zone (zone, &theirs) || theirs == ours)
    return;

  converted = minutes + ours - theirs;
  /* Translators: a time zone, such as “Asia/Baghdad” */
  message = g_strdup_printf (_ ("The clock of this story is that of %s"), self->story->zone);
  /* On another day it would need that day too. */
  told = converted >= 0 && converted < 24 * 60 ? tell_time (self, converted, half) : NULL;
  add (self, start, end, "time", message, make_suggestions (told, NULL));
}

static void
check_times (Check *self)
{
  static GRegex *english, *german, *arabic;
  GRegex *regex = NULL;
  g_autoptr (GMatchInfo) info = NULL;

  if (is_language (self, "en"))
    regex = get_pattern (&english, "(?<![\\w:.,/$€£-])([0-9]{1,2})(?:[:.]([0-5][0-9]))?(?:[\\s\u00a0\u202f]?([ap]m\\b|[ap]\\.m\\.)|(?<=:[0-9]{2})(?![:0-9]))(?:[\\s\u00a0](?:\\()?((?:GMT|UTC)(?:[+−-][0-9]{1,2}(?::?[0-9]{2})?)?|BST|CET|CEST|EET|EEST|MSK|EST|EDT|PST|PDT)\\b)?");
  else if (is_language (self, "de"))
    regex = get_pattern (&german, "(?<![\\w:.,])([0-9]{1,2})(?:[:.]([0-5][0-9]))?[\\s\u00a0]Uhr\\b()(?:[\\s\u00a0](?:\\()?((?:GMT|UTC)(?:[+−-][0-9]{1,2}(?::?[0-9]{2})?)?|MEZ|MESZ|CET|CEST)\\b)?");
  else if (is_language (self, "ar"))
    regex = get_pattern (&arabic, "الساعة[\\s\u00a0]([0-9٠-٩]{1,2})(?:[:٫.]([0-5٠-٥][0-9٠-٩]))?()(?:[^\\n.؟!]{0,24}?بتوقيت[\\s\u00a0](غرينتش|جرينتش)(?![+−-]))?");
  if (regex == NULL)
    return;

  for (g_regex_match_full (regex, self->body, self->length, 0, 0, &info, NULL); g_match_info_matches (info); g_match_info_next (info, NULL))
    {
      g_autofree char *hour = g_match_info_fetch (info, 1);
      g_autofree char *minute = g_match_info_fetch (info, 2);
      g_autofree char *half = g_match_info_fetch (info, 3);
      g_autofree char *zone = g_match_info_fetch (info, 4);
      int minutes = to_number (hour) * 60 + to_number (minute);
      int start, end;

      g_match_info_fetch_pos (info, 0, &start, &end);
      if (to_number (hour) > 24 || has_flag (self, start, end, IS_EXEMPT | IS_QUOTED) || get_char_before (self, start) == '(' || is_stamp (self, start))
        continue;

      if (half != NULL && *half != '\0')
        minutes = minutes % 720 + (*half == 'p' ? 720 : 0);
      if (zone != NULL && *zone != '\0')
        check_zone (self, start, end, minutes, half != NULL ? half : "", zone);
      else if (!has_day (self, start))
        add (self, start, end, "time", _ ("On which day? Nothing near this time says so"), NULL);
    }
}

/* --- doubled words --- */

/* Words that may stand twice; a language without a line is not looked at: it may double words to mean more. */
static const struct
{
  const char *language;
  const char *words; /* between spaces */
} may_double[] = {
  { "en", " had that very no so many ha bye knock yes now well there hear never far much her who what long really " },
  { "de", " die der das sie ist sehr ja nein ganz den dem wer " },
  { "ar", " لا جدا نعم كلا يوم " },
  { "fr", " nous vous très oui non faire " },
  { "es", " muy no sí ya " },
  { "it", " molto sì no piano via " },
  { "nl", " die dat heel ja nee " },
  { "pt", " muito não sim já " },
  { "sv", " det som ja nej " },
  { "da", " det som ja nej " },
  { "nb", " det som ja nei " },
};

static const char *
get_may_double (Check *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (may_double); i++)
    if (is_language (self, may_double[i].language))
      return may_double[i].words;

  return NULL;
}

static gboolean
is_blank_between (const char *text, gsize length)
{
  guint lines = 0;

  for (gsize i = 0; i < length; i++)
    if (text[i] == '\n')
      lines++;
    else if (text[i] != ' ' && text[i] != '\t')
      return FALSE;

  return length > 0 && lines < 2;
}

static gboolean
may_stand_twice (Check *self, const char *word, const char *allowed)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  g_autofree char *key = g_strdup_printf (" %s ", lower);

  /* Arabic doubles an adverb to say "one by one". */
  return strstr (allowed, key) != NULL || (is_language (self, "ar") && (g_str_has_suffix (word, "ا") || g_str_has_suffix (word, "ً")));
}

static void
check_doubled (Check *self)
{
  const char *allowed = get_may_double (self);
  const DeskToken *before = NULL;

  if (allowed == NULL)
    return;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      const DeskToken *token = &g_array_index (self->tokens, DeskToken, i);
      const DeskToken *last = before;
      g_autofree char *word = NULL;
      g_autofree char *again = NULL;
      g_autofree char *word_folded = NULL;
      g_autofree char *again_folded = NULL;

      if (!token->is_word)
        continue;
      before = token;
      /* As long as each other, when but for the case they are the same. */
      if (last == NULL || token->end - token->start != last->end - last->start ||
          g_ascii_strncasecmp (self->body + last->start, self->body + token->start, 1) != 0 ||
          !is_blank_between (self->body + last->end, token->start - last->end))
        continue;

      word = g_strndup (self->body + last->start, last->end - last->start);
      again = g_strndup (self->body + token->start, token->end - token->start);
      word_folded = g_utf8_casefold (word, -1);
      again_folded = g_utf8_casefold (again, -1);
      /* Two capitals are a name: "Bora Bora". */
      if (!g_str_equal (word_folded, again_folded) || !g_unichar_isalpha (g_utf8_get_char (word)) ||
          g_unichar_isupper (g_utf8_get_char (again)) || has_flag (self, last->start, token->end, IS_EXEMPT | IS_QUOTED) ||
          may_stand_twice (self, word, allowed))
        continue;

      add (self, last->start, token->end, "doubled", _ ("The same word twice"), make_suggestions (word, NULL));
    }
}

/* --- typography --- */

static char *
get_delimiter (Check *self, ULocaleDataDelimiterType type)
{
  UErrorCode status = U_ZERO_ERROR;
  char locale[ULOC_FULLNAME_CAPACITY] = "";
  ULocaleData *data;
  UChar mark[8];
  char utf8[32] = "";
  int32_t length;

  uloc_forLanguageTag (self->story->language, locale, sizeof locale, NULL, &status);
  data = ulocdata_open (locale, &status);
  length = ulocdata_getDelimiter (data, type, mark, G_N_ELEMENTS (mark), &status);
  ulocdata_close (data);
  u_strToUTF8 (utf8, sizeof utf8, NULL, mark, length, &status);

  return g_strdup (U_SUCCESS (status) ? utf8 : "");
}

/* Whether a mark in front of @next and behind @before begins something. */
static gboolean
opens (gunichar before)
{
  return g_unichar_isspace (before) || g_unichar_type (before) == G_UNICODE_OPEN_PUNCTUATION ||
         g_unichar_type (before) == G_UNICODE_INITIAL_PUNCTUATION || g_unichar_type (before) == G_UNICODE_DASH_PUNCTUATION || before == '*' || before == '_';
}

static void
check_quotes (Check *self)
{
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  for (const char *p = strchr (self->body, '"'); p != NULL; p = strchr (p + 1, '"'))
    {
      gsize at = p - self->body;
      gunichar before = get_char_before (self, at);

      /* Behind a figure it may be inches. */
      if (has_flag (self, at, at + 1, IS_EXEMPT) || g_unichar_isdigit (before))
        continue;
      if (start == NULL)
        {
          start = get_delimiter (self, ULOCDATA_QUOTATION_START);
          end = get_delimiter (self, ULOCDATA_QUOTATION_END);
        }
      if (*start == '\0' || g_str_equal (start, "\""))
        return;

      add (self, at, at + 1, "quotes", _ ("A straight quotation mark"), make_suggestions (opens (before) ? start : end, NULL));
    }
}

static void
check_dashes (Check *self)
{
  static GRegex *between, *range;
  g_autoptr (GMatchInfo) info = NULL;
  g_autoptr (GMatchInfo) ranges = NULL;
  int start, end;

  for (g_regex_match_full (get_pattern (&between, "(?<=[^\\s\\-|])[ \u00a0](--?)[ \u00a0](?=[^\\s\\-|])"), self->body, self->length, 0, 0, &info, NULL);
       g_match_info_matches (info); g_match_info_next (info, NULL))
    {
      g_match_info_fetch_pos (info, 1, &start, &end);
      /* Between figures it may be anything: a minus, a date and its time. */
      if (!has_flag (self, start, end, IS_EXEMPT) && !(g_ascii_isdigit (self->body[start - 2]) && g_ascii_isdigit (self->body[end + 1])))
        add (self, start, end, "dashes", _ ("A hyphen between clauses"), make_suggestions ("–", is_language (self, "en") ? "—" : NULL));
    }

  for (g_regex_match_full (get_pattern (&range, "(?<![\\w.,:/+-])([0-9]{1,4})(-)([0-9]{2,4})(?![\\w:/-]|[.,][0-9])"), self->body, self->length, 0, 0, &ranges, NULL);
       g_match_info_matches (ranges); g_match_info_next (ranges, NULL))
    {
      g_autofree char *from = g_match_info_fetch (ranges, 1);
      g_autofree char *to = g_match_info_fetch (ranges, 3);
      gsize n_from = strlen (from), n_to = strlen (to);

      /* Neither a number to call nor a score: what rises by no more than a digit, or years. */
      if (!(n_from == 4 && n_to == 2) && !(atoi (from) < atoi (to) && n_to - n_from <= 1 && *from != '0' && *to != '0' && !(n_from == 3 && n_to == 4)))
        continue;

      g_match_info_fetch_pos (ranges, 2, &start, &end);
      if (!has_flag (self, start, end, IS_EXEMPT))
        add (self, start, end, "dashes", _ ("A hyphen in a range"), make_suggestions ("–", NULL));
    }
}

/* --- percent --- */

/* The rule with that id; (nullable) */
static DeskRule *
find_rule (Check *self, const char *id)
{
  for (guint i = 0; self->story->rules != NULL && i < self->story->rules->len; i++)
    {
      DeskRule *rule = g_ptr_array_index (self->story->rules, i);

      if (g_str_equal (rule->id, id))
        return rule;
    }

  return NULL;
}

/* What the house chose, or what the story began with; the other forms are found. */
static void
check_percent (Check *self)
{
  static GRegex *english, *german, *arabic;
  DeskRule *rule = find_rule (self, "percent");
  g_autofree char *form = g_strdup (rule != NULL && *rule->prefer != '\0' ? rule->prefer : NULL);
  gboolean chosen = form != NULL;
  g_autoptr (GMatchInfo) info = NULL;
  GRegex *regex = NULL;

  if (is_language (self, "en"))
    regex = get_pattern (&english, "(?<=[0-9])[ \u00a0]?(%|percent\\b|per cent\\b)");
  else if (is_language (self, "de"))
    regex = get_pattern (&german, "(?<=[0-9])[ \u00a0\u202f]?(%|Prozent\\b)");
  else if (is_language (self, "ar"))
    regex = get_pattern (&arabic, "(?<=[0-9٠-٩])[ \u00a0]?(%|٪|في المئة|في المائة|بالمئة|بالمائة)");
  if (regex == NULL)
    return;

  for (g_regex_match_full (regex, self->body, self->length, 0, 0, &info, NULL); g_match_info_matches (info); g_match_info_next (info, NULL))
    {
      g_autofree char *found = g_match_info_fetch (info, 1);
      g_autofree char *suggestion = NULL;
      g_autofree char *message = NULL;
      gboolean tight;
      int start, end;

      g_match_info_fetch_pos (info, 0, &start, &end);
      if (has_flag (self, start, end, IS_EXEMPT | IS_QUOTED))
        continue;
      if (form == NULL)
        form = g_strdup (found);
      if (g_str_equal (form, found))
        continue;

      tight = (g_str_equal (form, "%") || g_str_equal (form, "٪")) && !is_language (self, "de");
      suggestion = g_strconcat (tight ? "" : "\u00a0", form, NULL);
      /* Translators: %s is “percent”, “per cent” or “%” */
      message = g_strdup_printf (chosen ? _ ("The house writes “%s”") : _ ("The story has “%s” elsewhere"), form);
      add (self, start, end, "percent", message, make_suggestions (suggestion, NULL));
    }
}

/* --- the rules of the house --- */

/* A rule's term, cut into words. */
typedef struct
{
  DeskRule *rule;
  GStrv words; /* as they are compared */
  char *message;
} Term;

static void
term_free (Term *term)
{
  g_object_unref (term->rule);
  g_strfreev (term->words);
  g_free (term->message);
  g_free (term);
}

static gboolean
applies (Check *self, DeskRule *rule)
{
  gsize n = strcspn (rule->language, "-_");

  /* A check that is built in has no term but what it is told to prefer. */
  return !rule->dropped && *rule->term != '\0' && g_uuid_string_is_valid (rule->id) &&
         (n == 0 || (strlen (self->language) == n && g_ascii_strncasecmp (rule->language, self->language, n) == 0));
}

static char *
make_message (DeskRule *rule)
{
  if (*rule->why != '\0')
    return g_strdup (rule->why);

  if (*rule->prefer == '\0')
    return g_strdup (_ ("The house does not write this"));

  /* Translators: %s is the form of a word that a newsroom prefers */
  return g_strdup_printf (_ ("The house writes “%s”"), rule->prefer);
}

static GStrv
cut_term (const char *text, gboolean fold, const char *language)
{
  g_autoptr (GArray) tokens = desk_words_split (text, -1, language);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; i < tokens->len; i++)
    {
      const DeskToken *token = &g_array_index (tokens, DeskToken, i);
      g_autofree char *word = g_strndup (text + token->start, token->end - token->start);

      if (*g_strstrip (word) == '\0')
        g_strv_builder_add (words, " ");
      else
        g_strv_builder_take (words, fold ? g_utf8_casefold (word, -1) : g_strdup (word));
    }

  return g_strv_builder_end (words);
}

/* Whether the term stands from token @i on; @end: behind it */
static gboolean
stands_at (Check *self, const Term *term, guint i, gsize *end)
{
  for (guint n = 0; term->words[n] != NULL; n++, i++)
    {
      const DeskToken *token;
      g_autofree char *word = NULL;

      if (i >= self->tokens->len)
        return FALSE;
      token = &g_array_index (self->tokens, DeskToken, i);
      word = g_strndup (self->body + token->start, token->end - token->start);
      if (*g_strstrip (word) == '\0' ? !g_str_equal (term->words[n], " ") : FALSE)
        return FALSE;

      if (*word != '\0')
        {
          g_autofree char *folded = term->rule->any_case ? g_utf8_casefold (word, -1) : g_strdup (word);

          if (!g_str_equal (folded, term->words[n]))
            return FALSE;
        }
      *end = token->end;
    }

  return TRUE;
}

/* As the term stands there: a capital at its beginning stays one. */
static char *
fit_case (DeskRule *rule, const char *found)
{
  gunichar first = g_utf8_get_char (found);
  g_autofree char *rest = NULL;
  char capital[7] = "";

  if (!rule->any_case || *rule->prefer == '\0' || !g_unichar_isupper (first) || g_unichar_isupper (g_utf8_get_char (rule->term)))
    return g_strdup (rule->prefer);

  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (rule->prefer)), capital);
  rest = g_strdup (g_utf8_next_char (rule->prefer));

  return g_strconcat (capital, rest, NULL);
}

static GHashTable *
make_terms (Check *self)
{
  GHashTable *terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; self->story->rules != NULL && i < self->story->rules->len; i++)
    {
      DeskRule *rule = g_ptr_array_index (self->story->rules, i);
      g_autofree char *key = NULL;
      GPtrArray *list;
      Term *term;

      if (rule->is_regex || !applies (self, rule))
        continue;

      term = g_new0 (Term, 1);
      term->rule = g_object_ref (rule);
      term->words = cut_term (rule->term, rule->any_case, self->story->language);
      term->message = make_message (rule);
      key = g_utf8_casefold (term->words[0] != NULL ? term->words[0] : "", -1);
      list = g_hash_table_lookup (terms, key);
      if (list == NULL)
        {
          list = g_ptr_array_new_with_free_func ((GDestroyNotify) term_free);
          g_hash_table_insert (terms, g_steal_pointer (&key), list);
        }
      g_ptr_array_add (list, term);
    }

  return terms;
}

static void
check_terms (Check *self)
{
  g_autoptr (GHashTable) terms = make_terms (self);

  for (guint i = 0; g_hash_table_size (terms) > 0 && i < self->tokens->len; i++)
    {
      const DeskToken *token = &g_array_index (self->tokens, DeskToken, i);
      g_autofree char *key = NULL;
      GPtrArray *list;

      if (!token->is_word && g_ascii_isspace (self->body[token->start]))
        continue;

      key = g_utf8_casefold (self->body + token->start, token->end - token->start);
      list = g_hash_table_lookup (terms, key);
      for (guint j = 0; list != NULL && j < list->len; j++)
        {
          const Term *term = g_ptr_array_index (list, j);
          g_autofree char *suggestion = NULL;
          gsize end = token->end;

          if (!stands_at (self, term, i, &end) || has_flag (self, token->start, end, IS_EXEMPT | IS_QUOTED))
            continue;

          suggestion = *term->rule->prefer != '\0' ? fit_case (term->rule, self->body + token->start) : NULL;
          add (self, token->start, end, term->rule->id, term->message, make_suggestions (suggestion, NULL));
        }
    }
}

static GRegex *
compile (DeskRule *rule, GError **error)
{
  return g_regex_new (rule->term, rule->any_case ? G_REGEX_CASELESS | G_REGEX_OPTIMIZE : G_REGEX_OPTIMIZE, 0, error);
}

/* @prefer with $1 to $9 (or \1 to \9) as the groups that were found. */
static char *
expand (const char *prefer, GMatchInfo *info)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = prefer; *p != '\0'; p++)
    if ((*p == '$' || *p == '\\') && g_ascii_isdigit (p[1]))
      {
        g_autofree char *group = g_match_info_fetch (info, *++p - '0');

        g_string_append (out, group != NULL ? group : "");
      }
    else
      {
        g_string_append_c (out, *p);
      }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
check_expression (Check *self, DeskRule *rule)
{
  g_autoptr (GRegex) regex = compile (rule, NULL);
  g_autoptr (GMatchInfo) info = NULL;
  g_autofree char *message = make_message (rule);

  if (regex == NULL)
    return;

  /* One that goes astray ends at PCRE's own limit, and finds nothing more. */
  for (g_regex_match_full (regex, self->body, self->length, 0, 0, &info, NULL); g_match_info_matches (info); g_match_info_next (info, NULL))
    {
      g_autofree char *suggestion = NULL;
      int start, end;

      g_match_info_fetch_pos (info, 0, &start, &end);
      if (end <= start || has_flag (self, start, end, IS_EXEMPT | IS_QUOTED))
        continue;

      suggestion = *rule->prefer != '\0' ? expand (rule->prefer, info) : NULL;
      add (self, start, end, rule->id, message, make_suggestions (suggestion, NULL));
    }
}

static void
check_expressions (Check *self)
{
  for (guint i = 0; self->story->rules != NULL && i < self->story->rules->len; i++)
    {
      DeskRule *rule = g_ptr_array_index (self->story->rules, i);

      if (rule->is_regex && applies (self, rule))
        check_expression (self, rule);
    }
}

/* --- what is no running text --- */

/* Sets @flag from one code point to another; @at and @chars go along, as ranges come in order mostly. */
static void
set_flags (Check *self, guint start, guint end, guint flag, gsize *at, guint *chars)
{
  gsize first;

  if (start < *chars)
    {
      *at = 0;
      *chars = 0;
    }
  *at = g_utf8_offset_to_pointer (self->body + *at, start - *chars) - self->body;
  *chars = start;
  first = *at;
  for (gsize i = first, n = end - start; n > 0 && i < self->length; n--)
    for (gsize next = i + g_utf8_skip[(guchar) self->body[i]]; i < next && i < self->length; i++)
      self->flags[i] |= flag;
}

/* Whether a link's words are its address. */
static gboolean
is_address (Check *self, const DeskSpan *span, gsize at)
{
  return span->kind == DESK_SPAN_LINK && (self->body[at] == '<' || g_str_has_prefix (self->body + at, "http"));
}

static void
mark_spans (Check *self)
{
  g_autoptr (GPtrArray) spans = desk_markdown_list_spans (self->body);
  g_autoptr (GPtrArray) embeds = desk_markdown_list_embeds (self->body);
  g_autoptr (GArray) quotations = desk_attribution_list_quotations (self->body);
  guint chars = 0;
  gsize at = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (spans, i);

      if (span->kind == DESK_SPAN_CODE || span->kind == DESK_SPAN_MARK)
        set_flags (self, span->start, span->end, IS_EXEMPT, &at, &chars);
      else if (span->kind == DESK_SPAN_QUOTE)
        set_flags (self, span->start, span->end, IS_QUOTED, &at, &chars);
      else if (span->kind == DESK_SPAN_LINK)
        {
          set_flags (self, span->start, span->end, 0, &at, &chars);
          if (is_address (self, span, at))
            set_flags (self, span->start, span->end, IS_EXEMPT, &at, &chars);
        }
    }

  for (guint i = 0; i < embeds->len; i++)
    {
      const DeskEmbed *embed = g_ptr_array_index (embeds, i);

      set_flags (self, embed->start, embed->end, IS_EXEMPT, &at, &chars);
    }

  for (guint i = 0; i < quotations->len; i++)
    {
      const DeskQuotation *quotation = &g_array_index (quotations, DeskQuotation, i);

      set_flags (self, quotation->start, quotation->end, IS_QUOTED, &at, &chars);
    }
}

/* --- what is left of what was found --- */

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const DeskStyleFinding *left = *(DeskStyleFinding *const *) a;
  const DeskStyleFinding *right = *(DeskStyleFinding *const *) b;

  if (left->start != right->start)
    return left->start < right->start ? -1 : 1;

  /* The longer one says more. */
  return left->end == right->end ? 0 : left->end > right->end ? -1
                                                              : 1;
}

static gboolean
is_left (Check *self, const DeskStyleFinding *finding)
{
  gsize length = finding->end - finding->start;

  for (guint i = 0; self->story->leaves != NULL && i < self->story->leaves->len; i++)
    {
      const DeskLeave *leave = g_ptr_array_index (self->story->leaves, i);
      const DeskAnchor *anchor = leave->anchor;
      gsize n_prefix = strlen (anchor->prefix);

      if (!g_str_equal (leave->rule, finding->rule) || strlen (anchor->exact) != length ||
          strncmp (anchor->exact, self->body + finding->start, length) != 0)
        continue;

      /* One side may have become another since. */
      if (g_str_has_prefix (self->body + finding->end, anchor->suffix) ||
          (n_prefix <= finding->start && strncmp (anchor->prefix, self->body + finding->start - n_prefix, n_prefix) == 0))
        return TRUE;
    }

  return FALSE;
}

/* By place, without what is left as it is and what overlaps; places then count code points. */
static GPtrArray *
settle (Check *self)
{
  g_autoptr (GPtrArray) settled = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_style_finding_free);
  gsize behind = 0, at = 0;
  guint chars = 0;

  g_ptr_array_sort (self->found, compare_findings);
  for (guint i = 0; i < self->found->len; i++)
    {
      DeskStyleFinding *finding = g_ptr_array_index (self->found, i);

      if (finding->start < behind || is_left (self, finding))
        {
          desk_style_finding_free (finding);
          continue;
        }

      behind = finding->end;
      chars += g_utf8_strlen (self->body + at, finding->start - at);
      at = finding->start;
      finding->end = chars + g_utf8_strlen (self->body + at, finding->end - at);
      finding->start = chars;
      g_ptr_array_add (settled, finding);
    }
  g_ptr_array_set_size (self->found, 0);

  return g_steal_pointer (&settled);
}

static GHashTable *
list_paragraphs (const char *body)
{
  GHashTable *paragraphs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) parts = g_strsplit (body, "\n\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    g_hash_table_add (paragraphs, g_strdup (g_strstrip (parts[i])));

  return paragraphs;
}

GPtrArray *
desk_style_check (const char *body, const DeskStyleStory *story)
{
  g_autofree guint8 *flags = NULL;
  g_autoptr (GArray) tokens = NULL;
  g_autoptr (GHashTable) out = NULL;
  g_autoptr (GHashTable) days = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GPtrArray) found = NULL;
  Check self = { .body = body, .story = story, .days = days };

  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (story != NULL && story->language != NULL, NULL);

  self.length = strlen (body);
  g_strlcpy (self.language, story->language, MIN (sizeof self.language, strcspn (story->language, "-_") + 1));
  self.flags = flags = g_malloc0 (self.length + 1);
  self.tokens = tokens = desk_words_split (body, self.length, story->language);
  self.out = out = story->out != NULL ? list_paragraphs (story->out) : NULL;
  self.found = found = g_ptr_array_new ();

  mark_spans (&self);
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      DeskRule *rule = find_rule (&self, checks[i].name);

      if (rule == NULL || !rule->dropped)
        check_funcs[i](&self);
    }
  check_terms (&self);
  check_expressions (&self);

  return settle (&self);
}

GPtrArray *
desk_style_check_snapshot (DeskSnapshot *snapshot, const char *body, gint64 now, GPtrArray *rules)
{
  const char *head;
  DeskStyleStory story;

  g_return_val_if_fail (DESK_IS_SNAPSHOT (snapshot), NULL);

  head = desk_text_get_body (snapshot->text);
  story = (DeskStyleStory) {
    .language = desk_text_get_field (snapshot->text, DESK_FIELD_LANGUAGE),
    .zone = desk_text_get_field (snapshot->text, DESK_FIELD_ZONE),
    .at = body == NULL || g_str_equal (body, head) ? snapshot->head_at : now,
    .out = snapshot->out != NULL ? desk_text_get_body (snapshot->out) : NULL,
    .first_out = snapshot->story->published_at,
    .last_out = snapshot->story->out_at,
    .rules = rules,
    .leaves = snapshot->leaves,
  };

  return desk_style_check (body != NULL ? body : head, &story);
}

gboolean
desk_style_check_rule (DeskRule *rule, GError **error)
{
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (DESK_IS_RULE (rule), FALSE);

  if (*rule->term == '\0')
    {
      g_set_error_literal (error, DESK_CORE_ERROR, DESK_CORE_ERROR_VALUE, _ ("A rule needs a term that is looked for"));
      return FALSE;
    }

  if (!rule->is_regex)
    return TRUE;

  regex = compile (rule, &local_error);
  if (regex == NULL)
    /* Translators: a regular expression, then what is wrong with it */
    g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_VALUE, _ ("“%s” is no regular expression: %s"), rule->term, local_error->message);

  return regex != NULL;
}
