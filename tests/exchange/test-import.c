/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "core/desk-markdown.h"
#include "core/desk-words.h"
#include "exchange/desk-import.h"

static char *
load (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("DESK_TEST_DATA"), "stories", name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);

  return contents;
}

static DeskImport *
import (const char *data, const char *name)
{
  g_autoptr (GError) error = NULL;
  DeskImport *self = desk_import_text (data, -1, name, "en", "Asia/Baghdad", &error);

  g_assert_no_error (error);

  return self;
}

static void
assert_field (DeskImport *self, const char *field, const char *value)
{
  g_assert_cmpstr (desk_text_get_field (self->text, field), ==, value);
}

static void
assert_fields (DeskImport *self, const char *field, const char *joined)
{
  g_autofree const char **values = desk_text_get_fields (self->text, field);
  g_autofree char *actual = g_strjoinv (" | ", (char **) values);

  g_assert_cmpstr (actual, ==, joined);
}

static GPtrArray *
list_words (const char *text)
{
  g_autoptr (GArray) tokens = desk_words_split (text, -1, NULL);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tokens->len; i++)
    {
      DeskToken *token = &g_array_index (tokens, DeskToken, i);

      if (token->is_word)
        g_ptr_array_add (words, g_strndup (text + token->start, token->end - token->start));
    }

  return words;
}

/*
 * Every word of @source is in the header or, in its order, in the body: nothing lost, nothing made up.
 */
static void
assert_words_kept (const char *source, DeskImport *self)
{
  static const char *const taken[] = {
    DESK_FIELD_HEADLINE, DESK_FIELD_STANDFIRST, DESK_FIELD_BYLINE, DESK_FIELD_DATELINE, DESK_FIELD_RELATED
  };
  g_autoptr (GString) header = g_string_new (NULL);
  g_autoptr (GPtrArray) expected = list_words (source);
  g_autoptr (GPtrArray) body = list_words (desk_text_get_body (self->text));
  g_autoptr (GPtrArray) in_header = NULL;
  guint b = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autofree const char **values = desk_text_get_fields (self->text, taken[i]);

      for (guint v = 0; values[v] != NULL; v++)
        g_string_append_printf (header, "%s\n", values[v]);
    }
  in_header = list_words (header->str);
  g_ptr_array_add (in_header, g_strdup ("RELATED"));
  g_ptr_array_add (in_header, g_strdup ("RELATED"));

  for (guint i = 0; i < expected->len; i++)
    {
      const char *word = g_ptr_array_index (expected, i);
      guint h;

      if (b < body->len && g_str_equal (word, g_ptr_array_index (body, b)))
        {
          b++;
          continue;
        }
      g_assert_true (g_ptr_array_find_with_equal_func (in_header, word, g_str_equal, &h));
      g_ptr_array_remove_index (in_header, h);
    }
  g_assert_cmpuint (b, ==, body->len);
}

static void
test_agency (void)
{
  g_autofree char *source = load ("agency.txt");
  g_autoptr (DeskImport) self = import (source, "/tmp/Harbour Story.txt");

  assert_field (self, DESK_FIELD_HEADLINE, "Harbour prison seized in night of storms, officials say");
  assert_field (self, DESK_FIELD_DATELINE, "PORT ALDER, Marrow Coast");
  assert_field (self, DESK_FIELD_STANDFIRST, "");
  assert_field (self, DESK_FIELD_BYLINE, "");
  assert_field (self, DESK_FIELD_LANGUAGE, "en");
  assert_field (self, DESK_FIELD_ZONE, "Asia/Baghdad");
  assert_fields (self, DESK_FIELD_RELATED,
                 "[Ferry line asks for help after pier collapse](https://example.org/marrow/ferry-pier) | "
                 "[What is known about the outage in Vell](https://example.org/marrow/vell-outage)");
  g_assert_cmpstr (self->slug, ==, "harbour-story");

  g_assert_cmpstr (desk_text_get_body (self->text), ==,
                   "Armed men opened a prison in Port Alder on Monday night, the coast guard said in a post on X, and "
                   "“thousands” of prisoners walked out.\n\n"
                   "\"They [the guards] were told to leave,\" said a resident who gave only her first name, Ilse. "
                   "‘We heard it at six,’ said another.\n\n"
                   "The interior ministry said the prison was “secure and fully staffed [as on any day]”. The building "
                   "has room for 840 people — the ministry’s own register says so - and held 812.\n\n"
                   "Coast Watch, a rights group, asked for the names of those held.\n\n"
                   "Updated at 10:19 pm.");
  assert_words_kept (source, self);
}

/* A stamp has no date: it stays in the body until somebody confirms what it leaves open. */
static void
test_stamp (void)
{
  g_autofree char *source = load ("agency.txt");
  g_autoptr (DeskImport) self = import (source, NULL);
  g_autoptr (DeskText) without = NULL;
  g_autoptr (DeskText) changed = NULL;
  g_autoptr (DeskText) untouched = NULL;

  g_assert_nonnull (self->stamp);
  g_assert_cmpstr (self->stamp->words, ==, "Updated at 10:19 pm.");
  g_assert_cmpint (self->stamp->hour, ==, 22);
  g_assert_cmpint (self->stamp->minute, ==, 19);
  g_assert_false (self->stamp->has_date);
  g_assert_null (self->stamp->zone);
  g_assert_true (g_str_has_suffix (desk_text_get_body (self->text), "\n\nUpdated at 10:19 pm."));

  without = desk_import_without_stamp (self->text, self->stamp);
  g_assert_true (g_str_has_suffix (desk_text_get_body (without), "the names of those held."));
  assert_field (self, DESK_FIELD_DATELINE, desk_text_get_field (without, DESK_FIELD_DATELINE));

  /* Words that are there instead stay. */
  changed = desk_text_with_body (self->text, "Other words, more than enough of them to stand where the stamp stood before.");
  untouched = desk_import_without_stamp (changed, self->stamp);
  g_assert_true (desk_text_equal (changed, untouched));
}

static void
test_stamp_on_top (void)
{
  g_autoptr (DeskImport) self =
      import ("Harbour reopens\n\nUpdated at 10:19 pm.\n\nPORT ALDER - The harbour is open.\n\nBoats sail.\n", NULL);
  g_autoptr (DeskText) without = NULL;

  assert_field (self, DESK_FIELD_DATELINE, "PORT ALDER");
  g_assert_cmpstr (desk_text_get_body (self->text), ==, "Updated at 10:19 pm.\n\nThe harbour is open.\n\nBoats sail.");
  g_assert_nonnull (self->stamp);

  without = desk_import_without_stamp (self->text, self->stamp);
  g_assert_cmpstr (desk_text_get_body (without), ==, "The harbour is open.\n\nBoats sail.");
}

static void
test_recognised (void)
{
  g_autofree char *source = load ("agency.txt");
  g_autoptr (DeskImport) self = import (source, NULL);
  g_autofree char *lines = NULL;

  g_ptr_array_add (self->recognised, NULL);
  lines = g_strjoinv ("\n", (char **) self->recognised->pdata);
  g_assert_cmpstr (lines, ==,
                   "Headline: Harbour prison seized in night of storms, officials say\n"
                   "Dateline: PORT ALDER, Marrow Coast\n"
                   "Related: [Ferry line asks for help after pier collapse](https://example.org/marrow/ferry-pier)\n"
                   "Related: [What is known about the outage in Vell](https://example.org/marrow/vell-outage)\n"
                   "Stamp, left in the text until its date and zone are confirmed: Updated at 10:19 pm.");
  g_assert_cmpstr (self->slug, ==, "harbour-prison-seized-in-night-of-storms");
}

static void
test_wrapped (void)
{
  g_autofree char *source = load ("wrapped.txt");
  g_autoptr (DeskImport) self = import (source, "wrapped.txt");
  g_autofree char *plain = NULL;

  assert_field (self, DESK_FIELD_HEADLINE, "Ferry line asks for help after pier collapse");
  assert_field (self, DESK_FIELD_STANDFIRST, "A pier that stood for ninety years fell into the sea");
  assert_field (self, DESK_FIELD_BYLINE, "By M. Aral and L. Sand");
  assert_field (self, DESK_FIELD_DATELINE, "PORT ALDER, Marrow Coast, Feb. 23 (Coast Wire)");
  g_assert_cmpstr (desk_text_get_body (self->text), ==,
                   "The ferry line of Port\n"
                   "Alder has asked the coast for help after the old pier fell into the sea.\n\n"
                   "Nobody was on it, the line said. #harbour\n"
                   "1. Boats land at the fish market.\n"
                   "2. The summer timetable \\<b>stays\\</b>.\n\n"
                   "\\[1]: the line's own count");
  assert_words_kept (source, self);

  /* Readers see every word too. */
  plain = desk_markdown_to_plain (desk_text_get_body (self->text));
  g_assert_nonnull (strstr (plain, "<b>stays</b>"));
  g_assert_nonnull (strstr (plain, "[1]: the line's own count"));
}

static void
test_markdown (void)
{
  g_autofree char *source = load ("markdown.md");
  g_autoptr (DeskImport) self = import (source, "2026-02-23-trains.md");

  assert_field (self, DESK_FIELD_HEADLINE, "Marrow Coast council votes on night trains");
  assert_field (self, DESK_FIELD_BYLINE, "By L. Sand");
  assert_field (self, DESK_FIELD_KEYWORDS, "trains, council");
  assert_field (self, DESK_FIELD_LANGUAGE, "en");
  assert_field (self, DESK_FIELD_DATELINE, "PORT ALDER, Marrow Coast");
  assert_field (self, "date", "2026-02-23");
  g_assert_cmpstr (desk_text_get_body (self->text), ==,
                   "The council **voted** on Monday to let trains\nrun at night.\n\n"
                   "* by 31 to 12\n* from 1 May\n\n"
                   "> \"People work at night.\"\n\n"
                   "<https://x.com/marrow_guard/status/2025946527169249280>");
}

static void
test_german (void)
{
  g_autofree char *source = load ("german.txt");
  g_autoptr (DeskImport) self = import (source, "german.txt");

  assert_field (self, DESK_FIELD_HEADLINE, "Gefängnis am Hafen in stürmischer Nacht geöffnet");
  assert_field (self, DESK_FIELD_BYLINE, "Von M. Aral");
  assert_field (self, DESK_FIELD_DATELINE, "Port Alder (Küstendienst)");
  assert_fields (self, DESK_FIELD_RELATED,
                 "[Fähre bittet um Hilfe](https://example.org/faehre) | [Strom in Vell](https://example.org/vell)");
  g_assert_cmpstr (desk_text_get_body (self->text), ==,
                   "Bewaffnete haben am Montagabend ein Gefängnis geöffnet. „Tausende“ seien frei, schrieb die "
                   "Küstenwache.\n\nAktualisiert um 22:19 Uhr.");
  g_assert_nonnull (self->stamp);
  g_assert_cmpint (self->stamp->hour, ==, 22);
}

static void
test_arabic (void)
{
  g_autofree char *source = load ("arabic.txt");
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskImport) self = desk_import_text (source, -1, NULL, "ar", "Asia/Baghdad", &error);

  g_assert_no_error (error);
  assert_field (self, DESK_FIELD_HEADLINE, "قوارب ساحل مارو تعود إلى البحر بعد أسبوع من العواصف");
  assert_field (self, DESK_FIELD_BYLINE, "بقلم ليان ساري");
  assert_field (self, DESK_FIELD_DATELINE, "بورت ألدر (وكالة الساحل)");
  assert_field (self, DESK_FIELD_LANGUAGE, "ar");
  g_assert_true (g_str_has_prefix (desk_text_get_body (self->text), "خرج نحو ستين"));
  assert_words_kept (source, self);
}

/* What Desk itself wrote comes back byte for byte. */
static void
test_canonical (void)
{
  g_autofree char *source = load ("canonical.txt");
  g_autoptr (DeskImport) self = import (source, "harbour.md");
  g_autoptr (DeskImport) again = NULL;
  g_autofree char *crlf = NULL;
  g_auto (GStrv) lines = g_strsplit (source, "\n", -1);

  g_assert_cmpstr (desk_text_get_canonical (self->text, NULL), ==, source);
  assert_field (self, DESK_FIELD_HEADLINE, "Harbour reopens after a night of storms");

  crlf = g_strjoinv ("\r\n", lines);
  again = import (crlf, NULL);
  g_assert_true (desk_text_equal (self->text, again->text));
}

typedef struct
{
  const char *source;
  const char *headline;
  const char *standfirst;
  const char *byline;
  const char *dateline;
  const char *related;
  const char *body;
} Case;

static const Case cases[] = {
  /* Headlines */
  { "# Harbour reopens #\n\nWords.", "Harbour reopens", "", "", "", "", "Words." },
  { "Harbour reopens\n===\n\nWords.", "Harbour reopens", "", "", "", "", "Words." },
  { "\xEF\xBB\xBFHarbour reopens\r\n\r\nWords.\r\n", "Harbour reopens", "", "", "", "", "Words." },
  { "\n\nHarbour reopens\nWords.", "Harbour reopens", "", "", "", "", "Words." },
  { "Harbour reopens", "Harbour reopens", "", "", "", "", "" },
  { "Breaking: harbour reopens\nAnd so on.", "Breaking: harbour reopens", "", "", "", "", "And so on." },
  { "Warning: heavy seas\n\nWords.", "Warning: heavy seas", "", "", "", "", "Words." },
  { "PORT ALDER - The harbour is open.\n\nMore.", "", "", "", "PORT ALDER", "", "The harbour is open.\n\nMore." },
  { "The harbour is open again after a night\nof storms, and so on.", "", "", "", "", "", "The harbour is open again after a night\nof storms, and so on." },
  { "- one\n- two", "", "", "", "", "", "- one\n- two" },
  { "> A quotation\n\nWords.", "", "", "", "", "", "> A quotation\n\nWords." },

  /* Datelines */
  { "H\n\nPORT ALDER – Words.", "H", "", "", "PORT ALDER", "", "Words." },
  { "H\n\nPORT ALDER—Words.", "H", "", "", "PORT ALDER", "", "Words." },
  { "H\n\nPORT ALDER ‒ Words.", "H", "", "", "PORT ALDER", "", "Words." },
  { "H\n\nPORT ALDER ― Words.", "H", "", "", "PORT ALDER", "", "Words." },
  { "H\n\nPORT ALDER―Words.", "H", "", "", "PORT ALDER", "", "Words." },
  { "H\n\nPORT ALDER − Words.", "H", "", "", "PORT ALDER", "", "Words." },
  { "H\n\nPORT ALDER‑BASED boats sail.", "H", "", "", "", "", "PORT ALDER‑BASED boats sail." },
  { "H\n\nPORT ALDER -- Words.", "H", "", "", "PORT ALDER", "", "Words." },
  { "H\n\nST. ALDER-ON-SEA, M.C. (CW) — Words.", "H", "", "", "ST. ALDER-ON-SEA, M.C. (CW)", "", "Words." },
  { "H\n\nPORT ALDER (Coast Wire) - Words - and more.", "H", "", "", "PORT ALDER (Coast Wire)", "", "Words - and more." },
  { "H\n\nPort Alder (Coast Wire) - Words.", "H", "", "", "Port Alder (Coast Wire)", "", "Words." },
  { "H\n\nPort Alder - Words.", "H", "", "", "", "", "Port Alder - Words." },
  { "H\n\nBREAKING - Words.", "H", "", "", "", "", "BREAKING - Words." },
  { "H\n\nThe harbour - the only one - is open.", "H", "", "", "", "", "The harbour - the only one - is open." },
  { "H\n\nPORT ALDER-based boats sail.", "H", "", "", "", "", "PORT ALDER-based boats sail." },
  { "H\n\nWords.\n\nMore.\n\nVELL - Yet more.", "H", "", "", "", "", "Words.\n\nMore.\n\nVELL - Yet more." },
  { "H\n\nالميناء - قال المتحدث.", "H", "", "", "", "", "الميناء - قال المتحدث." },

  { "H\n\n23-02-2026\nShare\n\nVELL, Marrow Coast\u00a0- Words.", "H", "", "", "VELL, Marrow Coast", "", "23-02-2026\nShare\n\nWords." },
  { "H\n\nShare this\n\nVELL - Words.", "H", "", "", "VELL", "", "Share this\n\nWords." },
  { "H\n\n1\n2\n3\n4\nVELL - Words.", "H", "", "", "", "", "1\n2\n3\n4\nVELL - Words." },

  /* Bylines */
  { "H\nBy M. Aral\n\nWords.", "H", "", "By M. Aral", "", "", "Words." },
  { "# H\n\n*By M. Aral, Coast Wire*\n\nWords.", "H", "", "By M. Aral, Coast Wire", "", "", "Words." },
  { "H\n\nVon Ilse Varn und T. Okar\n\nWords.", "H", "", "Von Ilse Varn und T. Okar", "", "", "Words." },
  { "H\n\nBy Monday the harbour will be open.\n\nWords.", "H", "", "", "", "", "By Monday the harbour will be open.\n\nWords." },
  { "H\n\nWords.\n\nBy M. Aral", "H", "", "", "", "", "Words.\n\nBy M. Aral" },

  /* Standfirsts: only before something that is known */
  { "H\n\nA short line\n\nWords.\n\nMore.", "H", "", "", "", "", "A short line\n\nWords.\n\nMore." },
  { "H\n\nA short line\n\nVELL - Words.", "H", "A short line", "", "VELL", "", "Words." },
  { "H\nBy M. Aral\nA short line\nVELL - Words.", "H", "A short line", "By M. Aral", "VELL", "", "Words." },

  /* Related links */
  { "H\n\nWords.\nRELATED: A title https://example.org/a\nMore.", "H", "", "", "", "[A title](https://example.org/a)", "Words.\n\nMore." },
  { "RELATED: A title https://example.org/a\nH\n\nWords.", "H", "", "", "", "[A title](https://example.org/a)", "Words." },
  { "H\n\n**RELATED:** [A [sic](https://example.org/a)\n\nWords.", "H", "", "", "", "[\\[A \\[sic\\]](https://example.org/a)", "Words." },
  { "H\n\nRELATED: A [big] title - <https://example.org/a>\n\nWords.", "H", "", "", "", "[A \\[big\\] title](https://example.org/a)", "Words." },
  { "H\n\nRELATED: https://example.org/a\n\nWords.", "H", "", "", "", "[https://example.org/a](https://example.org/a)", "Words." },
  { "H\n\nRELATED:\n- A https://example.org/a\n- [B](https://example.org/b)\n\nWords.", "H", "", "", "", "[A](https://example.org/a) | [B](https://example.org/b)", "Words." },
  { "H\n\nRELATED: A title\n\nWords.", "H", "", "", "", "A title", "Words." },
  { "H\n\nRelated: the ministry says the opposite.\n\nWords.", "H", "", "", "", "", "Related: the ministry says the opposite.\n\nWords." },
  { "H\n\nRELATED: A title javascript://x\n\nWords.", "H", "", "", "", "", "RELATED: A title javascript://x\n\nWords." },

  /* Marks that CommonMark reads: the words stay */
  { "H\n\nA <b, a </i> and a \\<u>; 3 < 4; <!-- so --> <x:y>", "H", "", "", "", "", "A \\<b, a \\</i> and a \\<u>; 3 < 4; \\<!-- so --> \\<x:y>" },
  { "H\n\n#harbour\n\n* * *\n\n5 * 3 * 2\n\nWords.", "H", "", "", "", "", "#harbour\n\n* * *\n\n5 * 3 * 2\n\nWords." },
  { "H\n\n1. One\n2. Two", "H", "", "", "", "", "1. One\n2. Two" },
  { "# H\n\n    code\n\n[1]: https://example.org/", "H", "", "", "", "", "    code\n\n[1]: https://example.org/" },
  { "H\n\n<https://t.me/alder_now/311>\n\n<m.aral@example.org>", "H", "", "", "", "", "<https://t.me/alder_now/311>\n\n<m.aral@example.org>" },
};

static void
test_forms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (DeskImport) self = NULL;

      g_test_message ("%s", c->source);
      self = import (c->source, NULL);
      assert_field (self, DESK_FIELD_HEADLINE, c->headline);
      assert_field (self, DESK_FIELD_STANDFIRST, c->standfirst);
      assert_field (self, DESK_FIELD_BYLINE, c->byline);
      assert_field (self, DESK_FIELD_DATELINE, c->dateline);
      assert_fields (self, DESK_FIELD_RELATED, c->related);
      g_assert_cmpstr (desk_text_get_body (self->text), ==, c->body);
    }
}

/* Sites print a paragraph a line; CommonMark would make one paragraph of them all. */
static void
test_paragraph_a_line (void)
{
  g_autofree char *one = g_strnfill (130, 'a');
  g_autofree char *source = g_strconcat ("Headline\n\n", one, "\nShort.\n", one, "\n- a list\n- of two\n\nMore.\n", NULL);
  g_autofree char *body = g_strconcat (one, "\n\nShort.\n\n", one, "\n- a list\n- of two\n\nMore.", NULL);
  g_autofree char *wrapped = g_strconcat ("Headline\n\nWords\nand\nwords,\n", one, "\nand words", NULL);
  g_autoptr (DeskImport) self = import (source, NULL);
  g_autoptr (DeskImport) other = import (wrapped, NULL);

  g_assert_cmpstr (desk_text_get_body (self->text), ==, body);

  /* One long word makes no paragraphs of a text that is wrapped. */
  g_assert_cmpstr (desk_text_get_body (other->text), ==, wrapped + strlen ("Headline\n\n"));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *data;
    gssize length;
    gboolean is_encoding;
    const char *message; /* part of it */
  } rows[] = {
    { "", 0, FALSE, "no text" },
    { " \n\t\r\n", -1, FALSE, "no text" },
    { "\xEF\xBB\xBF \n", -1, FALSE, "no text" },
    { "%PDF-1.7 ...", -1, FALSE, "PDF" },
    { "PK\003\004 ...", -1, FALSE, "word processor" },
    { "{\\rtf1 ...", -1, FALSE, "word processor" },
    { "SQLite format 3", 16, FALSE, "database" },
    { "\377\376H\000", 4, FALSE, "UTF-16" },
    { "\n<!DOCTYPE html><p>Words", -1, FALSE, "web page" },
    { "<HTML><p>Words", -1, FALSE, "web page" },
    { "Headline\n\ncaf\351 au lait", -1, TRUE, "Line 3, byte 4: not UTF-8 text (0xe9). Save" },
    { "Headline\n\nWords\000.", 17, TRUE, "Line 3, byte 6" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      DeskImport *self = desk_import_text (rows[i].data, rows[i].length, NULL, "en", "UTC", &error);

      g_assert_null (self);
      if (rows[i].is_encoding)
        g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_ENCODING);
      else
        g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN);
      g_assert_nonnull (strstr (error->message, rows[i].message));
    }
}

static void
test_front_matter (void)
{
  static const struct
  {
    const char *source;
    const char *headline;
    const char *keywords;
    const char *zone;
    const char *slug;
    const char *body;
  } rows[] = {
    { "---\ntitle: A: B\nslug: The Slug\n---\nWords.\n\nMore.", "A: B", "", "UTC", "the-slug", "Words.\n\nMore." },
    { "---\nheadline: 'A'\ntags:\n  - one\n  - \"two\"\nzone: Europe/Lisbon\n...\nWords.", "A", "one, two", "Europe/Lisbon", "a", "Words." },
    { "---\ntitle: A\nzone: Atlantis\n---\nWords.", "A", "", "UTC", "a", "Words." },
    { "---\ntitle: A\n  nested:\n---\nWords.", "", "", "UTC", "story", "---\ntitle: A\n  nested:\n---\nWords." },
    { "---\ntitle: A\n\nWords.", "", "", "UTC", "story", "---\ntitle: A\n\nWords." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskImport) self = desk_import_text (rows[i].source, -1, NULL, "en", "UTC", &error);

      g_test_message ("%s", rows[i].source);
      g_assert_no_error (error);
      assert_field (self, DESK_FIELD_HEADLINE, rows[i].headline);
      assert_field (self, DESK_FIELD_KEYWORDS, rows[i].keywords);
      assert_field (self, DESK_FIELD_ZONE, rows[i].zone);
      g_assert_cmpstr (self->slug, ==, rows[i].slug);
      g_assert_cmpstr (desk_text_get_body (self->text), ==, rows[i].body);
    }
}

static void
test_slug (void)
{
  static const struct
  {
    const char *name;
    const char *headline;
    const char *slug;
  } rows[] = {
    { "/home/m/My Story (final).txt", "H", "my-story-final" },
    { NULL, "The Ministry’s “No”", "the-ministrys-no" },
    { "....txt", "Überfahrt", "überfahrt" },
    { NULL, "الميناء مفتوح", "الميناء-مفتوح" },
    { NULL, "!!!", "story" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *source = g_strconcat (rows[i].headline, "\n\nWords.", NULL);
      g_autoptr (DeskImport) self = import (source, rows[i].name);

      g_assert_cmpstr (self->slug, ==, rows[i].slug);
    }
}

/*
 * A hundred thousand lines are read in one go, not line by line again and again: that would not end before the test is
 * ended.
 */
static void
test_large (void)
{
  g_autoptr (GString) source = g_string_new ("Headline\n\nVELL - Words.\n");
  g_autoptr (DeskImport) self = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (source, i % 5 == 0 ? "\n" : "Some words on a line of a long text.\n");
  self = import (source->str, NULL);

  assert_field (self, DESK_FIELD_DATELINE, "VELL");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import/agency", test_agency);
  g_test_add_func ("/import/stamp", test_stamp);
  g_test_add_func ("/import/stamp-on-top", test_stamp_on_top);
  g_test_add_func ("/import/recognised", test_recognised);
  g_test_add_func ("/import/wrapped", test_wrapped);
  g_test_add_func ("/import/markdown", test_markdown);
  g_test_add_func ("/import/german", test_german);
  g_test_add_func ("/import/arabic", test_arabic);
  g_test_add_func ("/import/canonical", test_canonical);
  g_test_add_func ("/import/forms", test_forms);
  g_test_add_func ("/import/paragraph-a-line", test_paragraph_a_line);
  g_test_add_func ("/import/refused", test_refused);
  g_test_add_func ("/import/front-matter", test_front_matter);
  g_test_add_func ("/import/slug", test_slug);
  g_test_add_func ("/import/large", test_large);

  return g_test_run ();
}
