/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "core/desk-format-lines.h"
#include "core/desk-format.h"
#include "core/desk-markdown.h"

/* A selection is written «so», a cursor ‸. */
static char *
read_text (const char *marked, guint *start, guint *end)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  *start = *end = G_MAXUINT;
  for (const char *p = marked; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x00AB || c == 0x2038)
        *start = n;
      if (c == 0x00BB || c == 0x2038)
        *end = n;
      if (c == 0x00AB || c == 0x00BB || c == 0x2038)
        continue;
      g_string_append_unichar (text, c);
      n++;
    }
  g_assert_cmpuint (*start, <=, *end);
  g_assert_cmpuint (*end, <=, n);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
write_text (const char *text, guint start, guint end)
{
  g_autofree char *before = g_utf8_substring (text, 0, start);
  g_autofree char *within = g_utf8_substring (text, start, end);
  const char *behind = g_utf8_offset_to_pointer (text, end);

  if (start == end)
    return g_strconcat (before, "‸", behind, NULL);
  return g_strconcat (before, "«", within, "»", behind, NULL);
}

typedef enum
{
  BOLD,
  ITALIC,
  LINK,
  UNLINK,
  PLAIN,
  HEADING,
  HEADING_2,
  QUOTATION,
  LIST,
  NUMBERED,
  ENTER,
  BACKSPACE,
  DEEPER,
  HIGHER,
} Gesture;

static DeskEdits *
make (Gesture gesture, const char *text, guint start, guint end)
{
  switch (gesture)
    {
    case BOLD:
    case ITALIC:
      return desk_format_emphasis (text, start, end, gesture == BOLD);
    case LINK:
      return desk_format_link (text, start, end, "https://example.org/a");
    case UNLINK:
      return desk_format_link (text, start, end, NULL);
    case PLAIN:
      return desk_format_heading (text, start, end, 0);
    case HEADING:
      return desk_format_heading (text, start, end, 1);
    case HEADING_2:
      return desk_format_heading (text, start, end, 2);
    case QUOTATION:
      return desk_format_quotation (text, start, end);
    case LIST:
    case NUMBERED:
      return desk_format_list (text, start, end, gesture == NUMBERED);
    case ENTER:
      return desk_format_enter (text, start);
    case BACKSPACE:
      return desk_format_backspace (text, start);
    case DEEPER:
    case HIGHER:
    default:
      return desk_format_nest (text, start, end, gesture == DEEPER);
    }
}

/* @was and @now marked; "=" when nothing is to be done */
static void
check (Gesture gesture, const char *was, const char *now)
{
  guint start, end;
  g_autofree char *text = read_text (was, &start, &end);
  g_autoptr (DeskEdits) edits = make (gesture, text, start, end);
  g_autofree char *then = NULL;
  g_autofree char *marked = NULL;

  if (edits == NULL)
    {
      g_assert_cmpstr (now, ==, "=");
      return;
    }
  then = desk_edits_apply (edits, text);
  marked = write_text (then, edits->start, edits->end);
  g_assert_cmpstr (marked, ==, now);
}

/* There and back. */
static void
check_both (Gesture gesture, const char *was, const char *now)
{
  check (gesture, was, now);
  check (gesture, now, was);
}

static void
test_emphasis (void)
{
  check_both (BOLD, "The «harbour» reopens", "The **«harbour»** reopens");
  check_both (ITALIC, "The «harbour» reopens", "The *«harbour»* reopens");
  check_both (BOLD, "The har‸bour reopens", "The **har‸bour** reopens");
  check_both (BOLD, "The ‸harbour reopens", "The **‸harbour** reopens");
  check_both (BOLD, "The harbour‸ reopens", "The **harbour‸** reopens");
  check_both (BOLD, "Übung «macht» den Meister", "Übung **«macht»** den Meister");
  check_both (BOLD, "قالت «الوزارة» إن", "قالت **«الوزارة»** إن");
  check_both (BOLD, "*«harbour»*", "***«harbour»***");
  check_both (ITALIC, "**«harbour»**", "***«harbour»***");

  /* Within a word, where stars can. */
  check_both (BOLD, "har«bour»", "har**«bour»**");
  /* Spaces at the edges stay out. */
  check (BOLD, "The« harbour »reopens", "The« **harbour** »reopens");
  /* All of a run, when there is only a cursor. */
  check (BOLD, "**two wo‸rds** here", "two wo‸rds here");
  check (ITALIC, "_two wo‸rds_ here", "two wo‸rds here");
  /* A part of a run. */
  check (BOLD, "**one «two» three**", "**one** «two» **three**");
  check (BOLD, "**«one» two**", "«one» **two**");
  check (BOLD, "**one «two»**", "**one** «two»");
  /* A run of a part. */
  check (BOLD, "«**one** two»", "«**one two»**");
  check (BOLD, "«one **two**»", "**«one two**»");
  check (BOLD, "**one** «and» **two**", "**one** **«and»** **two**");

  /* No word: marks around the cursor, and gone again. */
  check_both (BOLD, "The ‸", "The **‸**");
  check_both (ITALIC, "‸", "*‸*");
  check_both (ITALIC, "**‸**", "***‸***");
  check (BOLD, "a ‸ b", "a **‸** b");
}

static void
test_emphasis_blocks (void)
{
  check_both (BOLD, "«One.\n\nTwo.»", "**«One.**\n\n**Two.»**");
  check_both (BOLD, "«One\ntwo.»", "**«One\ntwo.»**");
  check_both (BOLD, "# «One»\ntext", "# **«One»**\ntext");
  check (BOLD, "«- one\n- two»", "«- **one**\n- **two»**");
  check (BOLD, "«> one\n> two»", "«> **one\n> two»**");
  check (BOLD, "«1. one\n\n# two\nthree»", "«1. **one**\n\n# **two**\n**three»**");
  /* An embed is left alone. */
  check (BOLD, "«One\n\n<https://example.org/a>»", "**«One**\n\n<https://example.org/a>»");
  check (BOLD, "«<https://example.org/a>»", "=");
  check (BOLD, "«  »", "=");
}

/* What CommonMark cannot show as it was selected. */
static void
test_emphasis_edges (void)
{
  check (BOLD, "word«\"quoted\"»word", "word«\"**quoted**\"»word");
  check (BOLD, "a *b «c* d» e", "a ***b «c* d»** e");
  check (BOLD, "see «[the list»](https://example.org)", "see **«[the list»](https://example.org)**");
  check (BOLD, "see [the «list»](https://example.org)", "see [the **«list»**](https://example.org)");
  check (BOLD, "run `ls «-l»` now", "run **`ls «-l»`** now");
}

static void
test_link (void)
{
  g_autofree char *address = NULL;
  g_autofree char *none = NULL;

  check (LINK, "See the «list» here", "See the [«list»](https://example.org/a) here");
  check (LINK, "See the li‸st here", "See the [li‸st](https://example.org/a) here");
  check (UNLINK, "See the [li‸st](https://example.org/a) here", "See the li‸st here");
  check (LINK, "See the [li‸st](https://example.org/other) here", "See the [li‸st](https://example.org/a) here");
  check (LINK, "See [**all** o‸f it](https://example.org/other)", "See [**all** o‸f it](https://example.org/a)");
  check (LINK, "See <https://exa‸mple.org/other>", "See <https://example.org/a‸>");
  check (LINK, "See ‸", "See <https://example.org/a>‸");
  check (LINK, "a «b] c» d", "a [«b\\] c»](https://example.org/a) d");
  check (LINK, "a «b **c»** d", "a [«b **c»**](https://example.org/a) d");
  check (UNLINK, "no li‸nk", "=");

  address = desk_format_find_link ("See [it](https://example.org/b).", 6, 6);
  g_assert_cmpstr (address, ==, "https://example.org/b");
  none = desk_format_find_link ("See [it](https://example.org/b).", 1, 2);
  g_assert_null (none);
}

static void
test_address (void)
{
  static const char *const addresses[][2] = {
    { "example.org", "https://example.org" },
    { " example.org/a ", "https://example.org/a" },
    { "example.org:8080", "https://example.org:8080" },
    { "https://example.org", "https://example.org" },
    { "mailto:a@example.org", "mailto:a@example.org" },
    { "a@example.org", "mailto:a@example.org" },
    { "/story", "/story" },
    { "", "" },
  };
  g_autoptr (DeskEdits) edits = desk_format_link ("words", 0, 5, "https://example.org/a (b)");
  g_autofree char *text = desk_edits_apply (edits, "words");

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *whole = desk_format_complete_address (addresses[i][0]);

      g_assert_cmpstr (whole, ==, addresses[i][1]);
    }
  g_assert_cmpstr (text, ==, "[words](https://example.org/a%20%28b%29)");
  g_assert_true (desk_format_is_address ("https://example.org"));
  g_assert_false (desk_format_is_address ("https://example.org and more"));
  g_assert_false (desk_format_is_address ("harbour"));
  g_assert_false (desk_format_is_address (""));
}

static void
test_heading (void)
{
  check_both (HEADING, "Ti‸tle", "# Ti‸tle");
  check_both (HEADING, "‸", "# ‸");
  check (HEADING_2, "# Ti‸tle", "## Ti‸tle");
  check (PLAIN, "### Ti‸tle", "Ti‸tle");
  check (PLAIN, "Ti‸tle", "=");
  check (HEADING, "«one\n\ntwo»", "# «one\n\n# two»");
  check (HEADING, "- it‸em", "# it‸em");
  check_both (HEADING, "> ti‸tle", "> # ti‸tle");
  /* Not what only begins like one. */
  check (HEADING, "#ta‸g", "# #ta‸g");
}

static void
test_quotation (void)
{
  check_both (QUOTATION, "wo‸rds", "> wo‸rds");
  check_both (QUOTATION, "one\ntw‸o\nthree", "> one\n> tw‸o\n> three");
  check (QUOTATION, "«one\n\ntwo»", "> «one\n>\n> two»");
  check (QUOTATION, "> «one\n>\n> two»", "«one\n\ntwo»");
  check (QUOTATION, "> > wo‸rds", "> wo‸rds");
  check (QUOTATION, "before\n\nwo‸rds\n\nbehind", "before\n\n> wo‸rds\n\nbehind");
  check (QUOTATION, "- it‸em", "> - it‸em");
}

static void
test_list (void)
{
  check_both (LIST, "wo‸rds", "- wo‸rds");
  check_both (NUMBERED, "wo‸rds", "1. wo‸rds");
  check_both (LIST, "‸", "- ‸");
  check_both (LIST, "> wo‸rds", "> - wo‸rds");
  check (LIST, "«one\ntwo»", "- «one\n- two»");
  check (NUMBERED, "«one\n\ntwo\n»", "1. «one\n\n2. two\n»");
  check (NUMBERED, "1. one\ntw‸o", "1. one\n2. tw‸o");
  check (NUMBERED, "3) one\ntw‸o", "3) one\n4) tw‸o");
  check (LIST, "* one\ntw‸o", "* one\n* tw‸o");
  check (LIST, "1. on‸e", "- on‸e");
  check (NUMBERED, "- on‸e", "1. on‸e");
  check (LIST, "## on‸e", "- on‸e");
  /* Behind an item without an empty line it would hang on that. */
  check (LIST, "- one\n- tw‸o\n- three", "- one\n\ntw‸o\n- three");
  check (NUMBERED, "1. one\n2. tw‸o\n3. three", "1. one\n\ntw‸o\n\n3. three");
  /* Below words it would make them a heading. */
  check (LIST, "words\n‸", "words\n\n- ‸");
  check (LIST, "* * *‸", "- * * *‸");
}

static void
test_enter (void)
{
  check (ENTER, "- one‸", "- one\n- ‸");
  check (ENTER, "- on‸e", "- on\n- ‸e");
  check (ENTER, "* one ‸two", "* one \n* ‸two");
  check (ENTER, "9. one‸", "9. one\n10. ‸");
  check (ENTER, "2) one‸", "2) one\n3) ‸");
  check (ENTER, "  - one‸", "  - one\n  - ‸");
  check (ENTER, "> one‸", "> one\n> ‸");
  check (ENTER, "> - one‸", "> - one\n> - ‸");
  check (ENTER, "- بند‸", "- بند\n- ‸");

  /* An empty item ends the list, with the empty line that it needs. */
  check (ENTER, "- one\n- ‸", "- one\n\n‸");
  check (ENTER, "- ‸", "‸");
  check (ENTER, "1. one\n2. ‸", "1. one\n\n‸");
  check (ENTER, "> one\n> ‸", "> one\n\n‸");
  check (ENTER, "- one\n  - ‸", "- one\n- ‸");
  check (ENTER, "1. one\n   - ‸", "1. one\n2. ‸");

  check (ENTER, "words‸", "=");
  check (ENTER, "# title‸", "=");
  check (ENTER, "‸- one", "=");
  check (ENTER, "-‸ one", "=");
  check (ENTER, "- - -‸", "=");
  check (ENTER, "-1 degree‸", "=");
}

static void
test_backspace (void)
{
  check (BACKSPACE, "- ‸one", "‸one");
  check (BACKSPACE, "12. ‸one", "‸one");
  check (BACKSPACE, "  - ‸one", "‸one");
  check (BACKSPACE, "> ‸one", "‸one");
  check (BACKSPACE, "> > ‸one", "> ‸one");
  check (BACKSPACE, "> - ‸one", "> ‸one");
  check (BACKSPACE, "## ‸one", "‸one");
  check (BACKSPACE, "- o‸ne", "=");
  check (BACKSPACE, "‸one", "=");
  check (BACKSPACE, "a\n‸one", "=");
}

static void
test_nest (void)
{
  check (DEEPER, "- one\n- tw‸o", "- one\n  - tw‸o");
  check (DEEPER, "1. one\n2. tw‸o", "1. one\n   1. tw‸o");
  check (DEEPER, "1. one\n   1. two\n2. thr‸ee", "1. one\n   1. two\n   2. thr‸ee");
  check (DEEPER, "- one\n- tw‸o\n  - three\n- four", "- one\n  - tw‸o\n    - three\n- four");
  check (DEEPER, "> - one\n> - tw‸o", "> - one\n>   - tw‸o");
  check (DEEPER, "- on‸e", "=");
  check (DEEPER, "wo‸rds", "=");
  check (DEEPER, "- one\n\n- tw‸o", "=");
  check (HIGHER, "- one\n  - tw‸o", "- one\n- tw‸o");
  check (HIGHER, "1. one\n   - tw‸o", "1. one\n2. tw‸o");
  check (HIGHER, "- one\n  - tw‸o\n    - three", "- one\n- tw‸o\n  - three");
  check (HIGHER, "- on‸e", "=");
}

static const char *const pieces[] = { "*", "**", "_", "`", "[", "](https://example.org)", "<https://example.org>", " ", "\n", "\n\n",
                                      "\n- ", "\n1. ", "\n> ", "\n# ", "word", "Ärger", "قال", "\\", "!", "\"", "   ", "\t" };

/* Whatever stands there: edits are in order and within the text, and the selection is too. */
static void
test_any (void)
{
  for (guint round = 0; round < 4000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n = g_test_rand_int_range (0, 12);
      guint length, start, end;

      for (guint i = 0; i < n; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      length = g_utf8_strlen (text->str, -1);
      start = g_test_rand_int_range (0, length + 1);
      end = g_test_rand_int_range (start, length + 1);

      for (Gesture gesture = BOLD; gesture <= HIGHER; gesture++)
        {
          g_autoptr (DeskEdits) edits = make (gesture, text->str, start, end);
          g_autofree char *then = NULL;
          guint at = 0;

          if (edits == NULL)
            continue;
          for (guint i = 0; i < edits->edits->len; i++)
            {
              const DeskEdit *edit = g_ptr_array_index (edits->edits, i);

              g_assert_cmpuint (edit->start, >=, at);
              g_assert_cmpuint (edit->end, <=, length);
              at = edit->end;
            }
          then = desk_edits_apply (edits, text->str);
          g_assert_cmpuint (edits->start, <=, edits->end);
          g_assert_cmpuint (edits->end, <=, g_utf8_strlen (then, -1));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/emphasis", test_emphasis);
  g_test_add_func ("/format/emphasis-blocks", test_emphasis_blocks);
  g_test_add_func ("/format/emphasis-edges", test_emphasis_edges);
  g_test_add_func ("/format/link", test_link);
  g_test_add_func ("/format/address", test_address);
  g_test_add_func ("/format/heading", test_heading);
  g_test_add_func ("/format/quotation", test_quotation);
  g_test_add_func ("/format/list", test_list);
  g_test_add_func ("/format/enter", test_enter);
  g_test_add_func ("/format/backspace", test_backspace);
  g_test_add_func ("/format/nest", test_nest);
  g_test_add_func ("/format/any", test_any);

  return g_test_run ();
}
