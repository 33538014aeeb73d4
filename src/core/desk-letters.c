/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-letters.h"

#include <string.h>

#define SOFT_HYPHEN 0x00ad
#define NO_BREAK_SPACE 0x00a0
#define NARROW_NO_BREAK_SPACE 0x202f
#define ZERO_WIDTH_SPACE 0x200b
#define NON_JOINER 0x200c
#define JOINER 0x200d
#define LINE_SEPARATOR 0x2028
#define PARAGRAPH_SEPARATOR 0x2029

static gboolean
is_language (const char *language, const char *codes)
{
  gsize length = strcspn (language, "-_");
  g_autofree char *code = g_strdup_printf (" %.*s ", (int) length, language);

  return length > 0 && strstr (codes, code) != NULL;
}

/* Whether a no-break space between @before and @after (0: none) is set by the rules of the language. */
static gboolean
keeps_no_break (const char *language, gunichar before, gunichar after)
{
  if (before == 0 || after == 0)
    return is_language (language, " fr ") && (before == 0xab || (after != 0 && after < 0x80 && strchr (":;!?%", (char) after)) || after == 0xbb);
  if (g_unichar_isdigit (before) && g_unichar_isdigit (after))
    return TRUE;
  if (is_language (language, " fr ") && (before == 0xab || after == 0xbb || (after < 0x80 && strchr (":;!?", (char) after))))
    return TRUE;
  /* "10 km", "5 %", "12 €" */
  if (g_unichar_isdigit (before) && (g_unichar_isalpha (after) || after == '%' || g_unichar_type (after) == G_UNICODE_CURRENCY_SYMBOL))
    return is_language (language, " be bg cs da de es et fi fr hu it lt lv nb nn no pl pt ro ru sk sl sv uk ");
  /* A preposition of one letter does not end a line. */
  return is_language (language, " be cs pl ru sk uk ") && g_unichar_isalpha (before) && g_unichar_isalpha (after);
}

/* Written from right to left, or emoji, or one of the scripts in which letters join: ASCII and its neighbours never need it. */
static gboolean
keeps_joiner (gunichar before, gunichar after)
{
  return before >= 0x0590 || after >= 0x0590;
}

static gboolean
is_dropped (gunichar c)
{
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == SOFT_HYPHEN || c == 0xfeff || c == 0x2060 || c == 0x180e ||
         c == 0xfffc || (c >= 0x202a && c <= 0x202e) || (c >= 0x206a && c <= 0x206f) || (c >= 0xfff9 && c <= 0xfffb);
}

static gboolean
is_direction_mark (gunichar c)
{
  return c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_space (gunichar c)
{
  return c == NO_BREAK_SPACE || c == NARROW_NO_BREAK_SPACE;
}

static gboolean
runs_right_to_left (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c >= 0x0590 && c < 0x0900) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc) || (c >= 0x10800 && c < 0x11000) || (c >= 0x1e800 && c < 0x1f000))
        return TRUE;
    }
  return FALSE;
}

static char *
make_valid (const char *text, gssize length)
{
  g_autoptr (GString) whole = NULL;
  const char *end;

  if (length < 0)
    length = strlen (text);
  end = text + length;
  if (!memchr (text, '\0', length))
    return g_utf8_make_valid (text, length);

  whole = g_string_sized_new (length);
  for (const char *p = text; p < end;)
    {
      const char *stop = memchr (p, '\0', end - p);

      g_string_append_len (whole, p, (stop ? stop : end) - p);
      p = stop ? stop + 1 : end;
    }
  return g_utf8_make_valid (whole->str, whole->len);
}

char *
desk_letters_clean (const char *text, gssize length, const char *language)
{
  g_autofree char *valid = NULL;
  GString *out;
  gunichar before = 0;
  gboolean rtl;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  valid = make_valid (text, length);
  rtl = runs_right_to_left (valid);
  out = g_string_sized_new (strlen (valid));
  for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gunichar after = g_utf8_get_char (g_utf8_next_char (p));

      if (c == '\r' || c == 0x85 || c == LINE_SEPARATOR)
        {
          if (c != '\r' || after != '\n')
            g_string_append_c (out, '\n');
        }
      else if (c == PARAGRAPH_SEPARATOR)
        g_string_append (out, "\n\n");
      else if (is_space (c))
        {
          if (keeps_no_break (language, before, after))
            g_string_append_unichar (out, c);
          else
            g_string_append_c (out, ' ');
        }
      else if (c == NON_JOINER || c == JOINER)
        {
          if (keeps_joiner (before, after))
            g_string_append_unichar (out, c);
        }
      else if (c == ZERO_WIDTH_SPACE)
        {
          /* Where it parts words that no space parts. */
          if (is_language (language, " km lo my th "))
            g_string_append_unichar (out, c);
        }
      else if (is_direction_mark (c) ? rtl : !is_dropped (c))
        g_string_append_unichar (out, c);
      else
        continue; /* as if it were not there for what stands around it */
      before = c;
    }
  return g_string_free_and_steal (out);
}
