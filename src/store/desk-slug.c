/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "desk-slug.h"
#include "desk-store.h"

#define NO_HEADLINE "story"
#define MAX_WORDS 7
#define MAX_LENGTH 48
#define MAX_CHARACTERS 120

/* (transfer full): @text in ASCII, lower case; other scripts by their sound. */
static char *
transliterate (const char *text)
{
  static UTransliterator *to_latin = NULL;
  static GMutex mutex;
  static const UChar rules[] = u"Any-Latin; Latin-ASCII; Lower";
  g_autofree UChar *wide = NULL;
  g_autofree char *out = NULL;
  UErrorCode status = U_ZERO_ERROR;
  gint32 length = strlen (text);
  gint32 capacity = 4 * length + 16;
  gint32 limit;

  wide = g_new0 (UChar, capacity);
  u_strFromUTF8 (wide, capacity, &length, text, -1, &status);

  /* Opening takes a while, using is not safe in two threads. */
  g_mutex_lock (&mutex);
  if (to_latin == NULL && U_SUCCESS (status))
    to_latin = utrans_openU (rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  limit = length;
  if (to_latin != NULL && U_SUCCESS (status))
    utrans_transUChars (to_latin, wide, &length, capacity, 0, &limit, &status);
  g_mutex_unlock (&mutex);

  if (U_FAILURE (status))
    return g_str_to_ascii (text, "C");

  out = g_malloc0 (4 * capacity);
  u_strToUTF8 (out, 4 * capacity, NULL, wide, length, &status);

  return U_SUCCESS (status) ? g_steal_pointer (&out) : g_strdup ("");
}

char *
desk_slug_from_headline (const char *headline)
{
  g_autofree char *latin = transliterate (headline);
  g_autoptr (GString) slug = g_string_new (NULL);
  guint n_words = 0;

  for (const char *c = latin; *c != '\0' && n_words < MAX_WORDS;)
    {
      gsize length = 0;

      while (g_ascii_isalnum (c[length]))
        length++;

      /* A word is whole or left out, the first one apart. */
      if (length > 0 && slug->len > 0 && slug->len + 1 + length > MAX_LENGTH)
        break;

      if (length > 0)
        {
          if (slug->len > 0)
            g_string_append_c (slug, '-');
          g_string_append_len (slug, c, MIN (length, MAX_LENGTH));
          n_words++;
          c += length;
        }

      /* An apostrophe is within a word. */
      while (*c != '\0' && !g_ascii_isalnum (*c))
        c++;
    }

  g_string_ascii_down (slug);

  return slug->len > 0 ? g_string_free_and_steal (g_steal_pointer (&slug)) : g_strdup (NO_HEADLINE);
}

gboolean
desk_slug_is_made_up (const char *slug)
{
  return g_regex_match_simple ("^" NO_HEADLINE "(-[0-9]+)?$", slug, 0, 0);
}

gboolean
desk_slug_check (const char *slug, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (slug));

  if (*slug != '\0' && g_utf8_validate (slug, -1, NULL) && g_str_equal (stripped, slug) &&
      g_utf8_strlen (slug, -1) <= MAX_CHARACTERS && strpbrk (slug, "/\n\r\t") == NULL)
    return TRUE;

  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID,
               /* Translators: what was given as a slug, then a number */
               _ ("“%s” cannot be a slug: it must have 1 to %d characters on one line, without a slash"), slug,
               MAX_CHARACTERS);

  return FALSE;
}

char *
desk_slug_number (const char *slug, guint n)
{
  return g_strdup_printf ("%s-%u", slug, n);
}
