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
/* How many paragraphs at both ends of a body may be a stamp: related links may stand behind it. */
#define END_PARAGRAPHS 3

typedef struct
{
  char *id;
  char *name;
  char *sample;
  int order;
  GKeyFile *words;
} Style;

/* What a stamp in a text is made of, behind its verb. */
typedef enum
{
  PIECE_ISO_DATE,
  PIECE_NUMERIC_DATE,
  PIECE_DAY_MONTH,
  PIECE_MONTH_DAY,
  PIECE_TIME,
  PIECE_HOUR,
  PIECE_OFFSET,
  PIECE_IANA,
  PIECE_NAMELESS,
  PIECE_LINK,
} Piece;

#define NOT_IN_WORD "(?![\\p{L}\\p{N}])"
#define PM "p\\.?m\\.?|nachm\\.?|abends|م|مساء|مساءا"
#define AM "a\\.?m\\.?|vorm\\.?|morgens|ص|صباحا"

/* %s is the names of months. */
static const char *const piece_patterns[] = {
  [PIECE_ISO_DATE] = "(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})(?:T|" NOT_IN_WORD ")",
  [PIECE_NUMERIC_DATE] = "(?<day>\\d{1,2})(?<mark>[./])(?<month>\\d{1,2})[./](?<year>\\d{4})" NOT_IN_WORD,
  [PIECE_DAY_MONTH] = "(?<day>\\d{1,2})(?:st|nd|rd|th|\\.)? ?(?<name>%s)\\.?(?:,? (?<year>\\d{4}))?" NOT_IN_WORD,
  [PIECE_MONTH_DAY] = "(?<name>%s)\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?(?:,? (?<year>\\d{4}))?" NOT_IN_WORD,
  [PIECE_TIME] = "(?<hour>\\d{1,2})[:.](?<minute>\\d{2})(?::\\d{2})?(?: ?(?:(?<pm>" PM ")|(?<am>" AM ")))?" NOT_IN_WORD,
  [PIECE_HOUR] = "(?<hour>\\d{1,2}) ?(?:(?<pm>" PM ")|(?<am>" AM "))" NOT_IN_WORD,
  [PIECE_OFFSET] = "(?:(?<base>gmt|utc|غرينتش) ?)?(?<sign>[+-]) ?(?<hours>\\d{1,2}):?(?<minutes>\\d{2})?" NOT_IN_WORD,
  [PIECE_IANA] = "(?:ب?توقيت )?(?<zone>gmt|utc|غرينتش|\\p{L}+/[\\p{L}_]+(?:/[\\p{L}_]+)?)" NOT_IN_WORD,
  /* Says where, not how far from UTC: "EST" is American and Australian, "local time" is anybody's. */
  [PIECE_NAMELESS] = "(?:(?-i:[A-Z]{3,5}|[ECMP]T)|eastern|central|mountain|pacific|local time|(?-i:\\p{Lu}\\p{L}+) time|ortszeit|\\p{L}+er zeit|بالتوقيت المحلي|(?:ب?توقيت) \\S+?)" NOT_IN_WORD,
  [PIECE_LINK] = "(?:[\\s,،:.|()\\[\\]–—-]+|(?:at|on|um|am|den|der|uhr|الساعة|ساعة|في|يوم|بتاريخ|عند|%s)" NOT_IN_WORD ")",
};

static const struct
{
  DeskUpdateKind kind;
  const char *pattern;
} verbs[] = {
  { DESK_UPDATE_UPDATE, "(?:(?:this |the )?(?:story|article|report|page) (?:(?:was|has been) )?)?(?:last |latest )?(?:updated?|modified)" NOT_IN_WORD },
  { DESK_UPDATE_UPDATE, "(?:zuletzt |letzte )?(?:aktualisiert|aktualisierung|geändert|stand)" NOT_IN_WORD },
  { DESK_UPDATE_UPDATE, "(?:تم |جرى |آخر |اخر )?(?:ال)?(?:تحديث|تعديل)" NOT_IN_WORD },
  { DESK_UPDATE_PUBLISH, "(?:first |originally )?(?:published|posted)" NOT_IN_WORD },
  { DESK_UPDATE_PUBLISH, "(?:zuerst )?(?:erst)?veröffentlicht" NOT_IN_WORD },
  { DESK_UPDATE_PUBLISH, "(?:تم النشر|تاريخ النشر|نشر|نشرت)" NOT_IN_WORD },
};

/* The months and days of these are known in stamps. */
static const char *const name_locales[] = { "en", "en_GB", "de", "de_AT", "ar", "ar_IQ", "ar_DZ" };

typedef struct
{
  GHashTable *months; /* folded name to number */
  GRegex *verbs[G_N_ELEMENTS (verbs)];
  GRegex *pieces[G_N_ELEMENTS (piece_patterns)];
} Finder;

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

  /* A style has words for what its house is known by; the rest is in the default style's. */
  if (pattern == NULL)
    pattern = g_key_file_get_string (find_style (NULL)->words, group, key, NULL);

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

/* A line as the finder reads it: European digits, plain spaces, without emphasis, vowel signs and marks of direction. */
static char *
plain_line (const char *line, gsize length)
{
  GString *plain = g_string_sized_new (length);

  for (const char *p = line; p < line + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c))
        g_string_append_c (plain, '0' + g_unichar_digit_value (c));
      else if (g_unichar_isspace (c))
        g_string_append_c (plain, ' ');
      else if (c == 0x2212)
        g_string_append_c (plain, '-');
      else if (strchr ("*_", c < 0x80 ? (int) c : 'x') == NULL && c != 0x640 && !g_unichar_ismark (c) &&
               g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (plain, c);
    }

  return g_strstrip (g_string_free_and_steal (plain));
}

static int
compare_length (gconstpointer a, gconstpointer b)
{
  return (int) strlen (*(const char *const *) b) - (int) strlen (*(const char *const *) a);
}

/* Names of months or days of all known languages, the longest first; @numbers: (nullable): where to put which month each is. */
static char *
list_names (const UDateFormatSymbolType *types, gsize n_types, int first, GHashTable *numbers)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (gsize l = 0; l < G_N_ELEMENTS (name_locales); l++)
    {
      UErrorCode status = U_ZERO_ERROR;
      UDateFormat *format = udat_open (UDAT_MEDIUM, UDAT_MEDIUM, name_locales[l], NULL, 0, NULL, 0, &status);

      for (gsize t = 0; U_SUCCESS (status) && t < n_types; t++)
        for (int i = first; i < udat_countSymbols (format, types[t]); i++)
          {
            UChar symbol[64];
            int32_t length = udat_getSymbols (format, types[t], i, symbol, G_N_ELEMENTS (symbol), &status);
            g_autofree char *name = U_SUCCESS (status) ? g_utf16_to_utf8 (symbol, length, NULL, NULL, NULL) : g_strdup ("");
            g_autofree char *plain = plain_line (name, strlen (name));

            if (g_str_has_suffix (plain, "."))
              plain[strlen (plain) - 1] = '\0';
            if (*plain == '\0')
              continue;
            if (numbers != NULL)
              g_hash_table_insert (numbers, g_utf8_casefold (plain, -1), GINT_TO_POINTER (i + 1));
            g_ptr_array_add (names, g_regex_escape_string (plain, -1));
          }
      udat_close (format);
    }

  g_ptr_array_sort (names, compare_length);
  g_ptr_array_add (names, NULL);

  return g_strjoinv ("|", (char **) names->pdata);
}

static GRegex *
compile (const char *pattern)
{
  g_autoptr (GError) error = NULL;
  GRegex *regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, G_REGEX_MATCH_ANCHORED, &error);

  if (regex == NULL)
    g_error ("%s: %s", pattern, error->message);

  return regex;
}

static const Finder *
get_finder (void)
{
  static const UDateFormatSymbolType month_types[] = { UDAT_MONTHS, UDAT_SHORT_MONTHS, UDAT_STANDALONE_MONTHS, UDAT_STANDALONE_SHORT_MONTHS };
  static const UDateFormatSymbolType day_types[] = { UDAT_WEEKDAYS, UDAT_SHORT_WEEKDAYS };
  static Finder *finder;

  if (g_once_init_enter_pointer (&finder))
    {
      Finder *made = g_new0 (Finder, 1);
      g_autofree char *months = NULL;
      g_autofree char *days = NULL;

      made->months = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      months = list_names (month_types, G_N_ELEMENTS (month_types), 0, made->months);
      days = list_names (day_types, G_N_ELEMENTS (day_types), 1, NULL);

      for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
        made->verbs[i] = compile (verbs[i].pattern);
      for (gsize i = 0; i < G_N_ELEMENTS (piece_patterns); i++)
        {
          g_autoptr (GString) pattern = g_string_new (piece_patterns[i]);

          g_string_replace (pattern, "%s", i == PIECE_LINK ? days : months, 0);
          made->pieces[i] = compile (pattern->str);
        }
      g_once_init_leave_pointer (&finder, made);
    }

  return finder;
}

static int
fetch_int (GMatchInfo *match, const char *name)
{
  g_autofree char *digits = g_match_info_fetch_named (match, name);

  return digits != NULL && *digits != '\0' ? (int) g_ascii_strtoll (digits, NULL, 10) : -1;
}

static gboolean
fetch_any (GMatchInfo *match, const char *name)
{
  g_autofree char *string = g_match_info_fetch_named (match, name);

  return string != NULL && *string != '\0';
}

static gboolean
take_date (DeskFoundStamp *self, int year, int month, int day)
{
  if (self->has_date || !g_date_valid_dmy (day, month, year))
    return FALSE;

  self->has_date = TRUE;
  self->year = year;
  self->month = month;
  self->day = day;

  return TRUE;
}

/* Without a year no date is known, and 7/8 is a day in July or in August: left open then. */
static gboolean
take_named_date (DeskFoundStamp *self, const Finder *finder, GMatchInfo *match)
{
  g_autofree char *name = g_match_info_fetch_named (match, "name");
  g_autofree char *folded = g_utf8_casefold (name, -1);
  int month = GPOINTER_TO_INT (g_hash_table_lookup (finder->months, folded));
  int year = fetch_int (match, "year");

  return year < 0 || take_date (self, year, month, fetch_int (match, "day"));
}

static gboolean
take_numeric_date (DeskFoundStamp *self, GMatchInfo *match)
{
  g_autofree char *mark = g_match_info_fetch_named (match, "mark");
  int day = fetch_int (match, "day");
  int month = fetch_int (match, "month");
  int year = fetch_int (match, "year");

  if (*mark == '.' || day > 12 || day == month)
    return take_date (self, year, month, day);
  if (month > 12)
    return take_date (self, year, day, month);

  return TRUE;
}

static gboolean
take_time (DeskFoundStamp *self, GMatchInfo *match)
{
  int hour = fetch_int (match, "hour");
  int minute = MAX (fetch_int (match, "minute"), 0);
  gboolean pm = fetch_any (match, "pm");
  gboolean am = fetch_any (match, "am");

  if (self->hour >= 0 || minute > 59 || hour > 23 || ((am || pm) && (hour == 0 || hour > 12)))
    return FALSE;

  self->hour = am || pm ? hour % 12 + (pm ? 12 : 0) : hour;
  self->minute = minute;

  return TRUE;
}

static gboolean
take_offset (DeskFoundStamp *self, GMatchInfo *match)
{
  g_autofree char *sign = g_match_info_fetch_named (match, "sign");
  int hours = fetch_int (match, "hours");
  int minutes = fetch_int (match, "minutes");

  if (self->zone != NULL || hours > 14 || minutes > 59)
    return FALSE;

  /* The one form that ICU takes. */
  self->zone = minutes > 0 ? g_strdup_printf ("GMT%s%d:%02d", sign, hours, minutes) : g_strdup_printf ("GMT%s%d", sign, hours);

  return TRUE;
}

static gboolean
take_zone (DeskFoundStamp *self, GMatchInfo *match)
{
  g_autofree char *zone = g_match_info_fetch_named (match, "zone");
  g_autofree char *upper = g_ascii_strup (zone, -1);

  if (self->zone != NULL)
    return FALSE;

  if (strchr (zone, '/') == NULL)
    self->zone = g_strdup (g_str_equal (upper, "UTC") ? "UTC" : "GMT");
  else if (desk_time_check_zone (zone, NULL))
    self->zone = g_steal_pointer (&zone);
  else
    return FALSE;

  return TRUE;
}

static gboolean
take_piece (DeskFoundStamp *self, const Finder *finder, Piece piece, GMatchInfo *match)
{
  switch (piece)
    {
    case PIECE_ISO_DATE:
      return take_date (self, fetch_int (match, "year"), fetch_int (match, "month"), fetch_int (match, "day"));
    case PIECE_NUMERIC_DATE:
      return take_numeric_date (self, match);
    case PIECE_DAY_MONTH:
    case PIECE_MONTH_DAY:
      return take_named_date (self, finder, match);
    case PIECE_TIME:
    case PIECE_HOUR:
      return take_time (self, match);
    case PIECE_OFFSET:
      return take_offset (self, match);
    case PIECE_IANA:
      return take_zone (self, match);
    case PIECE_NAMELESS:
    case PIECE_LINK:
    default:
      return TRUE;
    }
}

/* Takes one piece off @line at @at. */
static gboolean
read_piece (DeskFoundStamp *self, const Finder *finder, const char *line, int *at)
{
  for (gsize i = 0; i < G_N_ELEMENTS (piece_patterns); i++)
    {
      g_autoptr (GMatchInfo) match = NULL;
      int end;

      if (g_regex_match_full (finder->pieces[i], line, -1, *at, 0, &match, NULL) &&
          g_match_info_fetch_pos (match, 0, NULL, &end) && end > *at && take_piece (self, finder, i, match))
        {
          *at = end;
          return TRUE;
        }
    }

  return FALSE;
}

/* (transfer full) (nullable): the stamp that all of a line is */
static DeskFoundStamp *
read_line (const char *line, gsize length)
{
  const Finder *finder = get_finder ();
  g_autofree char *plain = plain_line (line, length);
  const char *words = plain + strspn (plain, "([ ");

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autoptr (GMatchInfo) match = NULL;
      g_autoptr (DeskFoundStamp) stamp = NULL;
      int at;

      if (!g_regex_match (finder->verbs[i], words, 0, &match))
        continue;

      g_match_info_fetch_pos (match, 0, NULL, &at);
      stamp = g_new0 (DeskFoundStamp, 1);
      stamp->kind = verbs[i].kind;
      stamp->hour = -1;
      while (words[at] != '\0' && read_piece (stamp, finder, words, &at))
        ;
      if (words[at] == '\0' && stamp->hour >= 0)
        return g_steal_pointer (&stamp);
    }

  return NULL;
}

/* The lines of the first and last paragraphs of @body, as offsets of bytes; a paragraph ends at an empty line. */
static GArray *
list_end_lines (const char *body)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GArray) paragraphs = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean was_empty = TRUE;
  guint first;
  guint last;

  for (const char *p = body; *p != '\0'; p += *p == '\n')
    {
      gsize at = p - body;
      gsize length = strcspn (p, "\n");

      if (strspn (p, " \t") < length)
        {
          if (was_empty)
            g_array_append_val (paragraphs, lines->len);
          g_array_append_val (lines, at);
          was_empty = FALSE;
        }
      else
        was_empty = TRUE;
      p += length;
    }

  if (paragraphs->len > 2 * END_PARAGRAPHS)
    {
      first = g_array_index (paragraphs, guint, END_PARAGRAPHS);
      last = g_array_index (paragraphs, guint, paragraphs->len - END_PARAGRAPHS);
      g_array_remove_range (lines, first, last - first);
    }

  return lines;
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
  char *stamp;

  g_return_val_if_fail (language != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  if (key == NULL)
    return g_strdup ("");

  words = find_words (style, language, &group);
  stamp = fill_in (words, group, key, zone, at, "", "");

  /* "Clarification, 23 February 2026:" without what is clarified. */
  g_strchomp (stamp);
  if (g_str_has_suffix (stamp, ":"))
    stamp[strlen (stamp) - 1] = '\0';

  return g_strchomp (stamp);
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

  /* Words that only came or only went have no other side to name. */
  return fill_in (words, group, *was == '\0' ? "CorrectionNow" : *now == '\0' ? "CorrectionWas"
                                                                              : "Correction",
                  zone, at, was, now);
}

DeskFoundStamp *
desk_stamp_find (const char *body)
{
  g_autoptr (GArray) lines = NULL;
  g_autoptr (DeskFoundStamp) found = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  lines = list_end_lines (body);
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = body + g_array_index (lines, gsize, i);
      g_autoptr (DeskFoundStamp) stamp = NULL;
      gsize length;

      /* Emphasis around it is no part of what readers saw. */
      line += strspn (line, " \t>*_");
      for (length = strcspn (line, "\n"); length > 0 && strchr (" \t*_", line[length - 1]) != NULL;)
        length--;

      /* An update is what readers saw last, however early in the text it stands; of several, the last. */
      stamp = read_line (line, length);
      if (stamp == NULL || (found != NULL && found->kind == DESK_UPDATE_UPDATE && stamp->kind == DESK_UPDATE_PUBLISH))
        continue;

      stamp->words = g_strndup (line, length);
      stamp->start = g_utf8_strlen (body, line - body);
      stamp->end = stamp->start + g_utf8_strlen (line, length);
      desk_found_stamp_free (found);
      found = g_steal_pointer (&stamp);
    }

  return g_steal_pointer (&found);
}
