/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-words.h"
#include "desk-agency.h"
#include "desk-export.h"
#include "desk-front-matter.h"
#include "desk-import.h"

#define MAX_HEADLINE 160
#define MAX_STANDFIRST 300
#define MIN_STANDFIRST_WORDS 3
#define MAX_SLUG 48
#define MAX_LABEL 60
#define MAX_LABELS 3
#define BOM "\xEF\xBB\xBF"
/* No text is wrapped by hand wider than this. */
#define MAX_WRAP 120

/* What a file that is no text begins with. */
static const struct
{
  const char *bytes;
  const char *message;
} other_types[] = {
  { "%PDF", N_ ("This is a PDF. Copy its text and import that") },
  { "PK\003\004", N_ ("This is a word processor’s file or an archive. Save it as plain text (UTF-8) and import that") },
  { "{\\rtf", N_ ("This is a word processor’s file. Save it as plain text (UTF-8) and import that") },
  { "\320\317\021\340", N_ ("This is a word processor’s file. Save it as plain text (UTF-8) and import that") },
  { "SQLite format 3", N_ ("This is a database, maybe a desk: open it rather than importing it") },
  { "\377\376", N_ ("This text is in UTF-16. Save it as UTF-8 and import that") },
  { "\376\377", N_ ("This text is in UTF-16. Save it as UTF-8 and import that") },
  { "\211PNG", N_ ("This is a picture, not a text") },
  { "\377\330\377", N_ ("This is a picture, not a text") },
};

/* Behind any space. */
static const char *const web_starts[] = { "<!doctype", "<html", "<?xml" };

/* A story's lines while its parts are taken out of them. A line that was taken is NULL. */
typedef struct
{
  GPtrArray *lines; /* (element-type utf8) */
  DeskText *text;
  char *slug;
  gboolean is_markdown;
} Reading;

static void
reading_clear (Reading *self)
{
  g_ptr_array_unref (self->lines);
  desk_text_unref (self->text);
  g_free (self->slug);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/* Case of ASCII letters does not matter. */
static gboolean
starts_with (const char *data, gsize length, const char *start)
{
  gsize n = strlen (start);

  return length >= n && g_ascii_strncasecmp (data, start, n) == 0;
}

static gboolean
check_type (const char *data, gsize length, GError **error)
{
  gsize i = starts_with (data, length, BOM) ? strlen (BOM) : 0;

  for (gsize t = 0; t < G_N_ELEMENTS (other_types); t++)
    if (starts_with (data, length, other_types[t].bytes))
      {
        g_set_error_literal (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN, _ (other_types[t].message));
        return FALSE;
      }

  while (i < length && g_ascii_isspace (data[i]))
    i++;
  if (i == length)
    {
      g_set_error_literal (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN, _ ("There is no text in this"));
      return FALSE;
    }

  for (gsize t = 0; t < G_N_ELEMENTS (web_starts); t++)
    if (starts_with (data + i, length - i, web_starts[t]))
      {
        g_set_error_literal (error,
                             DESK_EXCHANGE_ERROR,
                             DESK_EXCHANGE_ERROR_UNKNOWN,
                             _ ("This is a web page. Copy the story’s text from the browser and import that"));
        return FALSE;
      }

  return TRUE;
}

/*
 * Many a first line looks like a header field ("Breaking: harbour reopens"), so a canonical text is known by one that
 * Desk writes and nobody else does.
 */
static gboolean
is_canonical (DeskText *text)
{
  static const char *const sure[] = { DESK_FIELD_HEADLINE, DESK_FIELD_LANGUAGE, DESK_FIELD_ZONE, NULL };
  g_autofree const char **names = desk_text_get_field_names (text);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_strv_contains (sure, names[i]))
      return TRUE;

  return FALSE;
}

static gboolean
is_blank (const char *line)
{
  while (g_unichar_isspace (g_utf8_get_char (line)))
    line = g_utf8_next_char (line);

  return *line == '\0';
}

static const char *
get_line (Reading *self, guint i)
{
  return i < self->lines->len ? g_ptr_array_index (self->lines, i) : NULL;
}

static void
take_line (Reading *self, guint i)
{
  g_clear_pointer (&g_ptr_array_index (self->lines, i), g_free);
}

static void
set_field (Reading *self, const char *name, const char *value)
{
  DeskText *changed = desk_text_with_field (self->text, name, value);

  desk_text_unref (self->text);
  self->text = changed;
}

static gboolean
has_field (Reading *self, const char *name)
{
  return *desk_text_get_field (self->text, name) != '\0';
}

/* The first line from @i on that has words and was not taken. */
static guint
find_words (Reading *self, guint i)
{
  while (i < self->lines->len && (get_line (self, i) == NULL || is_blank (get_line (self, i))))
    i++;

  return i;
}

static gboolean
starts_lower (const char *line)
{
  return g_unichar_islower (g_utf8_get_char (line + strspn (line, " \t")));
}

static gboolean
is_stamp (const char *line)
{
  g_autoptr (DeskFoundStamp) stamp = desk_stamp_find (line);

  return stamp != NULL;
}

static gboolean
has_dateline (const char *line)
{
  g_autofree char *dateline = desk_agency_read_dateline (line, NULL);

  return dateline != NULL;
}

static gboolean
has_byline (const char *line)
{
  g_autofree char *byline = desk_agency_read_byline (line);

  return byline != NULL;
}

static gboolean
has_block_mark (const char *line)
{
  return g_regex_match_simple ("^\\h*(?:[-*+•>|]\\h|[0-9]+[.)]\\h|```|~~~|</?[A-Za-z]|<https?:|!?\\[)", line, 0, 0);
}

static void
take_related (Reading *self)
{
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->lines->len; i++)
    {
      guint used = desk_agency_read_related (self->lines, i, links);

      for (guint taken = 0; taken < used; taken++)
        take_line (self, i + taken);
      if (used > 0)
        i += used - 1;
    }

  if (links->len > 0)
    {
      DeskText *changed;

      g_ptr_array_add (links, NULL);
      changed = desk_text_with_fields (self->text, DESK_FIELD_RELATED, (const char *const *) links->pdata);
      desk_text_unref (self->text);
      self->text = changed;
    }
}

/* Returns the line behind the headline. */
static guint
take_headline (Reading *self)
{
  guint i = find_words (self, 0);
  const char *line = get_line (self, i);
  const char *next = get_line (self, i + 1);
  g_autofree char *headline = NULL;

  if (line == NULL)
    return i;

  if (g_str_has_prefix (line, "# "))
    {
      g_autoptr (GRegex) marks = g_regex_new ("^#\\h+|\\h+#*\\h*$", 0, 0, NULL);

      self->is_markdown = TRUE;
      headline = g_regex_replace_literal (marks, line, -1, 0, "", 0, NULL);
      if (has_field (self, DESK_FIELD_HEADLINE) &&
          !g_str_equal (headline, desk_text_get_field (self->text, DESK_FIELD_HEADLINE)))
        return i;
    }
  else if (next != NULL && g_regex_match_simple ("^={3,}\\h*$", next, 0, 0))
    {
      self->is_markdown = TRUE;
      headline = g_strstrip (g_strdup (line));
      take_line (self, i + 1);
    }
  else if (!has_field (self, DESK_FIELD_HEADLINE))
    {
      gboolean is_wrapped = next != NULL && starts_lower (next) && g_utf8_strlen (next, -1) <= MAX_WRAP;

      if (g_utf8_strlen (line, -1) > MAX_HEADLINE || is_wrapped ||
          has_block_mark (line) || has_dateline (line) || has_byline (line) || is_stamp (line))
        return i;
      headline = g_strstrip (g_strdup (line));
    }

  if (headline == NULL || *headline == '\0')
    return i;

  set_field (self, DESK_FIELD_HEADLINE, headline);
  take_line (self, i);

  return i + 1;
}

/*
 * One short line between the headline and a byline or dateline: there a standfirst stands, and nothing else. A byline
 * with no words behind it signs what stands before.
 */
static gboolean
is_standfirst (Reading *self, guint i)
{
  const char *line = get_line (self, i);
  guint n = find_words (self, i + 1);
  const char *next = get_line (self, n);
  gboolean is_followed =
      next != NULL && (has_dateline (next) || (has_byline (next) && get_line (self, find_words (self, n + 1)) != NULL));

  return is_followed && g_utf8_strlen (line, -1) <= MAX_STANDFIRST && desk_words_count (line, NULL) >= MIN_STANDFIRST_WORDS &&
         !has_block_mark (line) && !has_dateline (line) && !has_byline (line) && !is_stamp (line) &&
         *line != '#' && g_regex_match_simple ("[^-–—]\\h*$", line, 0, 0);
}

/* "23-02-2026", "Share": what sites print above a story stays in the body, and a dateline may stand behind it. */
static gboolean
is_label (const char *line)
{
  return g_utf8_strlen (line, -1) <= MAX_LABEL && !has_block_mark (line) &&
         g_regex_match_simple ("[^.!?…:؟]\\h*$", line, 0, 0);
}

/* Takes the dateline off the first words of the body, which begin at line @i or behind a few labels. */
static void
take_dateline (Reading *self, guint i)
{
  const char *line;

  if (has_field (self, DESK_FIELD_DATELINE))
    return;

  for (guint n = 0; n <= MAX_LABELS && (line = get_line (self, i)) != NULL; n++, i = find_words (self, i + 1))
    {
      const char *rest = NULL;
      g_autofree char *dateline = desk_agency_read_dateline (line, &rest);

      if (dateline != NULL)
        {
          char *words = g_strdup (rest);

          set_field (self, DESK_FIELD_DATELINE, dateline);
          take_line (self, i);
          g_ptr_array_index (self->lines, i) = words;
          return;
        }
      if (!is_label (line))
        return;
    }
}

/* What stands between the headline and the first words of the body, in any order; then the dateline before them. */
static void
take_head (Reading *self, guint i)
{
  const char *line;

  for (i = find_words (self, i); (line = get_line (self, i)) != NULL; i = find_words (self, i + 1))
    {
      g_autofree char *byline = desk_agency_read_byline (line);

      if (byline != NULL && !has_field (self, DESK_FIELD_BYLINE))
        {
          set_field (self, DESK_FIELD_BYLINE, byline);
          take_line (self, i);
        }
      else if (has_field (self, DESK_FIELD_HEADLINE) && !has_field (self, DESK_FIELD_STANDFIRST) && is_standfirst (self, i))
        {
          set_field (self, DESK_FIELD_STANDFIRST, line);
          take_line (self, i);
        }
      else if (!is_stamp (line))
        {
          break;
        }
    }

  take_dateline (self, i);
}

/* Whether each paragraph stands on a line of its own: many lines are longer than anybody wraps them. */
static gboolean
is_line_a_paragraph (GPtrArray *lines)
{
  guint n_lines = 0, n_long = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);

      if (line == NULL || is_blank (line))
        continue;
      n_lines++;
      n_long += g_utf8_strlen (line, -1) > MAX_WRAP;
    }

  return n_long > 0 && n_long * 3 >= n_lines;
}

/* "<tag", as CommonMark reads it; not "<https://…>" nor "<name@host>" (CommonMark 0.31, section 6.5). */
static gboolean
is_tag (const char *text)
{
  gsize length = strcspn (text + 1, "<> \t") + 1;
  const char *colon = memchr (text, ':', length);
  const char *at = memchr (text, '@', length);
  gboolean is_closed = text[length] == '>';

  if (!g_ascii_isalpha (text[1]) && strchr ("/!?", text[1]) == NULL)
    return FALSE;

  return text[1] != '\0' && !(is_closed && (at != NULL || (colon != NULL && colon > text + 2)));
}

/*
 * Plain text read as CommonMark would lose some words: a tag, the definition of a link's name; and a first line set in
 * by four spaces would become code.
 */
static char *
protect_line (const char *line, gboolean is_first)
{
  const char *words = is_first ? line + strspn (line, " \t") : line;
  gsize indent = strspn (words, " \t");
  GString *safe = g_string_new_len (words, indent);

  words += indent;
  if (*words == '[' && g_regex_match_simple ("^\\[[^\\[\\]]+\\]:", words, 0, 0))
    g_string_append_c (safe, '\\');

  for (const char *p = words; *p != '\0'; p++)
    {
      if (*p == '<' && is_tag (p) && (p == words || p[-1] != '\\'))
        g_string_append_c (safe, '\\');
      g_string_append_c (safe, *p);
    }

  return g_string_free_and_steal (safe);
}

/* What is left of the lines; where something was taken, one empty line is enough. */
static char *
make_body (Reading *self)
{
  g_autoptr (GString) body = g_string_new (NULL);
  gboolean is_first = TRUE; /* of a paragraph */
  gboolean was_taken = FALSE;
  gboolean is_single = !self->is_markdown && is_line_a_paragraph (self->lines);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const char *line = get_line (self, i);
      g_autofree char *safe = NULL;

      if (line == NULL)
        {
          was_taken = TRUE;
          continue;
        }
      if (is_blank (line) && (was_taken || body->len == 0) && is_first)
        continue;
      if ((was_taken || (is_single && !has_block_mark (line))) && !is_first && !is_blank (line))
        {
          g_string_append_c (body, '\n');
          is_first = TRUE;
        }

      safe = self->is_markdown ? g_strdup (line) : protect_line (line, is_first);
      g_string_append_printf (body, "%s\n", safe);
      is_first = is_blank (line);
      was_taken = FALSE;
    }

  while (body->len > 0 && strchr (" \t\n", body->str[body->len - 1]) != NULL)
    g_string_truncate (body, body->len - 1);

  return g_string_free_and_steal (g_steal_pointer (&body));
}

/* Lower-case words with hyphens, of every script; cut between words. */
static char *
make_slug (const char *words)
{
  g_autofree char *lower = g_utf8_strdown (words, -1);
  GString *slug = g_string_new (NULL);
  guint n = 0;

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_mark = g_unichar_ismark (c) || c == '\'' || c == 0x2019;

      if (g_unichar_isalnum (c) || (is_mark && g_unichar_ismark (c) && slug->len > 0))
        {
          g_string_append_unichar (slug, c);
          n++;
        }
      else if (!is_mark && slug->len > 0 && slug->str[slug->len - 1] != '-')
        {
          if (n >= MAX_SLUG * 3 / 4)
            break;
          g_string_append_c (slug, '-');
          n++;
        }
      if (n >= MAX_SLUG)
        break;
    }
  if (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);

  return g_string_free_and_steal (slug);
}

static char *
choose_slug (DeskText *text, const char *given, const char *name)
{
  g_autofree char *base = name != NULL ? g_path_get_basename (name) : g_strdup ("");
  const char *headline = desk_text_get_field (text, DESK_FIELD_HEADLINE);
  char *dot = strrchr (base, '.');
  const char *sources[3];

  if (dot != NULL && dot != base)
    *dot = '\0';
  sources[0] = given != NULL ? given : "";
  sources[1] = base;
  sources[2] = headline;

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *slug = make_slug (sources[i]);

      if (*slug != '\0')
        return g_steal_pointer (&slug);
    }

  return g_strdup ("story");
}

static void
add_recognised (GPtrArray *recognised, DeskText *text, const char *field, const char *format)
{
  g_autofree const char **values = desk_text_get_fields (text, field);

  for (guint i = 0; values[i] != NULL; i++)
    {
      /* The formats are those of list_recognised(), each with one %s. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_ptr_array_add (recognised, g_strdup_printf (format, values[i]));
#pragma GCC diagnostic pop
    }
}

static GPtrArray *
list_recognised (DeskText *text, const DeskFoundStamp *stamp)
{
  GPtrArray *recognised = g_ptr_array_new_with_free_func (g_free);

  /* Translators: what an import recognised in a story; %s is taken from the story */
  add_recognised (recognised, text, DESK_FIELD_HEADLINE, _ ("Headline: %s"));
  /* Translators: what an import recognised in a story; the standfirst is the short paragraph under a headline */
  add_recognised (recognised, text, DESK_FIELD_STANDFIRST, _ ("Standfirst: %s"));
  /* Translators: what an import recognised in a story; the byline names its author */
  add_recognised (recognised, text, DESK_FIELD_BYLINE, _ ("Byline: %s"));
  /* Translators: what an import recognised in a story; the dateline names its place */
  add_recognised (recognised, text, DESK_FIELD_DATELINE, _ ("Dateline: %s"));
  /* Translators: what an import recognised in a story */
  add_recognised (recognised, text, DESK_FIELD_LANGUAGE, _ ("Language: %s"));
  /* Translators: what an import recognised in a story: a time zone */
  add_recognised (recognised, text, DESK_FIELD_ZONE, _ ("Zone: %s"));
  /* Translators: what an import recognised in a story */
  add_recognised (recognised, text, DESK_FIELD_KEYWORDS, _ ("Keywords: %s"));
  /* Translators: what an import recognised in a story: a link to another one */
  add_recognised (recognised, text, DESK_FIELD_RELATED, _ ("Related: %s"));
  /* Translators: what an import recognised in a story: a warning of its content */
  add_recognised (recognised, text, DESK_FIELD_WARNING, _ ("Warning: %s"));
  if (stamp != NULL)
    g_ptr_array_add (recognised,
                     /* Translators: %s is a line such as “Updated at 10:19 pm.” that an import found in a story's text */
                     g_strdup_printf (_ ("Stamp, left in the text until its date and zone are confirmed: %s"), stamp->words));

  return recognised;
}

static void
fill_in (DeskText **text, const char *field, const char *value)
{
  DeskText *changed;

  if (value == NULL || *desk_text_get_field (*text, field) != '\0')
    return;

  changed = desk_text_with_field (*text, field, value);
  desk_text_unref (*text);
  *text = changed;
}

/*
 * @data as it stands when it is a canonical text, else all of it as a body. A first line such as "RELATED: …" begins
 * like a header and is none.
 */
static DeskText *
read_source (const char *data, gsize length, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskText) source = desk_text_parse (data, length, &local_error);
  g_autoptr (DeskText) empty = NULL;
  g_autofree char *body = NULL;

  if (source != NULL && is_canonical (source))
    return g_steal_pointer (&source);
  if (source == NULL &&
      (!g_error_matches (local_error, DESK_CORE_ERROR, DESK_CORE_ERROR_HEADER) ||
       starts_with (data, length, DESK_FIELD_HEADLINE ":")))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (starts_with (data, length, BOM))
    {
      data += strlen (BOM);
      length -= strlen (BOM);
    }
  empty = desk_text_new ();
  body = g_strndup (data, length);

  return desk_text_with_body (empty, body);
}

static DeskText *
read_story (const char *source, const char *name, char **slug)
{
  g_auto (Reading) reading = { NULL };
  g_autofree char *body = NULL;
  guint n_front;

  reading.lines = g_ptr_array_new_with_free_func (g_free);
  reading.text = desk_text_new ();
  for (const char *line = source; line != NULL;)
    {
      const char *end = strchr (line, '\n');

      g_ptr_array_add (reading.lines, end != NULL ? g_strndup (line, end - line) : g_strdup (line));
      line = end != NULL ? end + 1 : NULL;
    }

  n_front = desk_front_matter_read (reading.lines, &reading.text, &reading.slug);
  if (n_front > 0)
    g_ptr_array_remove_range (reading.lines, 0, n_front);

  reading.is_markdown =
      n_front > 0 || (name != NULL && g_regex_match_simple ("\\.(md|markdown|mkd)$", name, G_REGEX_CASELESS, 0));

  take_related (&reading);
  take_head (&reading, take_headline (&reading));
  body = make_body (&reading);
  *slug = g_steal_pointer (&reading.slug);

  return desk_text_with_body (reading.text, body);
}

void
desk_import_free (DeskImport *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->text, desk_text_unref);
  g_clear_pointer (&self->recognised, g_ptr_array_unref);
  g_clear_pointer (&self->stamp, desk_found_stamp_free);
  g_free (self->slug);
  g_free (self);
}

DeskImport *
desk_import_text (
    const char *data, gssize length, const char *name, const char *language, const char *zone, GError **error)
{
  g_autoptr (DeskText) source = NULL;
  g_autoptr (DeskImport) import = NULL;
  g_autofree char *slug = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (length < 0)
    length = strlen (data);
  length -= desk_export_measure_entry (data, length);
  if (!check_type (data, length, error))
    return NULL;

  source = read_source (data, length, &local_error);
  if (source == NULL)
    {
      if (g_error_matches (local_error, DESK_CORE_ERROR, DESK_CORE_ERROR_ENCODING))
        /* Translators: %s says where a text is not UTF-8, as “Line 3, byte 4: not UTF-8 text (0xe9)” */
        g_set_error (error, local_error->domain, local_error->code, _ ("%s. Save it as UTF-8 and import that"), local_error->message);
      else
        g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  import = g_new0 (DeskImport, 1);
  import->text = is_canonical (source) ? desk_text_ref (source) : read_story (desk_text_get_body (source), name, &slug);
  import->slug = choose_slug (import->text, slug, name);
  import->stamp = desk_stamp_find (desk_text_get_body (import->text));
  import->recognised = list_recognised (import->text, import->stamp);

  fill_in (&import->text, DESK_FIELD_LANGUAGE, language);
  fill_in (&import->text, DESK_FIELD_ZONE, zone);

  return g_steal_pointer (&import);
}

DeskText *
desk_import_without_stamp (DeskText *text, const DeskFoundStamp *stamp)
{
  g_autoptr (GString) rest = NULL;
  const char *body;
  const char *start, *end;
  glong length;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (stamp != NULL, NULL);

  body = desk_text_get_body (text);
  length = g_utf8_strlen (body, -1);
  if (stamp->start >= stamp->end || stamp->end > length)
    return desk_text_ref (text);

  start = g_utf8_offset_to_pointer (body, stamp->start);
  end = g_utf8_offset_to_pointer (body, stamp->end);
  /* Words typed since would go with it. */
  if (strncmp (start, stamp->words, strlen (stamp->words)) != 0)
    return desk_text_ref (text);

  while (start > body && g_ascii_isspace (start[-1]))
    start--;
  end += strspn (end, "\n");

  rest = g_string_new_len (body, start - body);
  if (*end != '\0' && rest->len > 0)
    g_string_append (rest, "\n\n");
  g_string_append (rest, end);

  return desk_text_with_body (text, rest->str);
}
