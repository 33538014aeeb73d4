/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences/desk-locale.h"

#include <string.h>

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "core/desk-time.h"

typedef struct
{
  char *language;
  char *key; /* what it is sorted by */
} Named;

static void
named_clear (gpointer data)
{
  Named *named = data;

  g_free (named->language);
  g_free (named->key);
}

static int
named_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Named *) a)->key, ((const Named *) b)->key);
}

static char *
dup_tag (const char *locale)
{
  char tag[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;

  uloc_toLanguageTag (locale, tag, sizeof tag, FALSE, &status);
  return g_strdup (U_FAILURE (status) ? "en" : tag);
}

const char *
desk_locale_get_language (void)
{
  static char *language = NULL;

  if (g_once_init_enter_pointer (&language))
    {
      g_autofree char *name = g_strdup (g_get_language_names ()[0]);

      name[strcspn (name, ".@")] = '\0';
      if (g_str_equal (name, "C") || g_str_equal (name, "POSIX"))
        g_once_init_leave_pointer (&language, g_strdup ("en"));
      else
        g_once_init_leave_pointer (&language, dup_tag (name));
    }
  return language;
}

char *
desk_locale_dup_zone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);

  return g_strdup (desk_time_check_zone (name, NULL) ? name : "UTC");
}

char *
desk_locale_dup_person (void)
{
  const char *name = g_get_real_name ();

  /* GLib's word for an account that has no name of its own. */
  if (name == NULL || name[0] == '\0' || g_str_equal (name, "Unknown"))
    name = g_get_user_name ();
  return g_utf8_make_valid (name, -1);
}

char *
desk_locale_dup_language_name (const char *language)
{
  UChar name[128];
  UErrorCode status = U_ZERO_ERROR;
  int32_t length;
  g_autofree char *utf8 = NULL;

  g_return_val_if_fail (language != NULL, NULL);

  length = uloc_getDisplayName (language, desk_locale_get_language (), name, G_N_ELEMENTS (name), &status);
  if (U_SUCCESS (status))
    utf8 = g_utf16_to_utf8 (name, length, NULL, NULL, NULL);
  return utf8 != NULL ? g_steal_pointer (&utf8) : g_strdup (language);
}

char **
desk_locale_list_languages (void)
{
  g_autoptr (GArray) languages = g_array_new (FALSE, FALSE, sizeof (Named));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_array_set_clear_func (languages, named_clear);
  for (int32_t i = 0; i < uloc_countAvailable (); i++)
    {
      const char *locale = uloc_getAvailable (i);

      /* A country's or script's form of a language is found under the language. */
      if (strchr (locale, '_') == NULL)
        {
          g_autofree char *name = desk_locale_dup_language_name (locale);
          Named named = { dup_tag (locale), g_utf8_collate_key (name, -1) };

          g_array_append_val (languages, named);
        }
    }
  g_array_sort (languages, named_compare);
  for (guint i = 0; i < languages->len; i++)
    g_strv_builder_add (builder, g_array_index (languages, Named, i).language);
  return g_strv_builder_end (builder);
}
