/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-quotation.h"

#include <string.h>

#include "core/desk-networks.h"

typedef struct
{
  const char *language;
  const char *open, *close;
  const char *inner_open, *inner_close; /* of a quotation within */
  const char *comma;
  gboolean comma_inside;     /* before the closing mark */
  const char *by_on;         /* {who} and {network} */
  const char *by;            /* no network */
  const char *on;            /* no name */
  const char *unknown;       /* neither */
} Form;

/* The first is the one for all other languages. It follows the story's language, so it is not in the catalogs. */
static const Form forms[] = {
  { "en", "“", "”", "‘", "’", ",", TRUE,
    "{who} said in a post on {network}.", "{who} said in a post.", "a post on {network} said.", "a post said." },
  { "de", "„", "“", "‚", "‘", ",", FALSE,
    "schrieb {who} in einem Beitrag auf {network}.", "schrieb {who} in einem Beitrag.", "hieß es in einem Beitrag auf {network}.", "hieß es in einem Beitrag." },
  { "ar", "«", "»", "“", "”", "،", FALSE,
    "قال {who} في منشور على {network}.", "قال {who} في منشور.", "بحسب منشور على {network}.", "بحسب منشور." },
};

static const Form *
get_form (const char *language)
{
  for (gsize i = 0; language && i < G_N_ELEMENTS (forms); i++)
    {
      gsize length = strlen (forms[i].language);

      if (g_ascii_strncasecmp (language, forms[i].language, length) == 0 && (language[length] == '\0' || language[length] == '-'))
        return &forms[i];
    }
  return &forms[0];
}

/* One line, quotation marks of its own within the outer ones, and nothing that CommonMark reads as a mark. */
static char *
prepare_words (const char *words, const Form *form, gboolean *asks)
{
  g_autoptr (GString) string = g_string_new (NULL);
  gboolean space = FALSE;
  gboolean open = FALSE;

  for (const char *p = words; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        {
          space = string->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (string, ' ');
      space = FALSE;

      if (c == '"')
        {
          open = !open;
          g_string_append (string, open ? form->inner_open : form->inner_close);
        }
      else if (c == 0x201c /* “ */ || c == 0x201d /* ” */ || c == 0x201e /* „ */ || c == 0x00ab /* « */ || c == 0x00bb /* » */)
        {
          open = c == 0x201e || c == 0x00ab || (c == 0x201c && !open);
          g_string_append (string, open ? form->inner_open : form->inner_close);
        }
      else
        {
          if (c < 0x80 && strchr ("*`<\\", (int) c))
            g_string_append_c (string, '\\');
          g_string_append_unichar (string, c);
        }
    }

  /* A full stop gives way to what follows; a question stays one. */
  while (string->len > 0 && !g_str_has_suffix (string->str, "...") && (g_str_has_suffix (string->str, ".") || g_str_has_suffix (string->str, ",") || g_str_has_suffix (string->str, ";") || g_str_has_suffix (string->str, "،")))
    g_string_truncate (string, g_utf8_find_prev_char (string->str, string->str + string->len) - string->str);
  *asks = g_str_has_suffix (string->str, "?") || g_str_has_suffix (string->str, "!") ||
          g_str_has_suffix (string->str, "؟") || g_str_has_suffix (string->str, "…") ||
          g_str_has_suffix (string->str, "...");
  return g_string_free (g_steal_pointer (&string), FALSE);
}

const char *
desk_quotation_get_who (DeskPost *post)
{
  g_return_val_if_fail (DESK_IS_POST (post), "");

  return *post->author ? post->author : post->handle;
}

char *
desk_quotation_format (DeskPost *post, const char *words, const char *language)
{
  g_autoptr (GString) sentence = NULL;
  g_autoptr (GString) attribution = NULL;
  g_autofree char *quoted = NULL;
  const char *who;
  const char *network;
  const Form *form;
  gboolean asks;

  g_return_val_if_fail (DESK_IS_POST (post), NULL);
  g_return_val_if_fail (words != NULL, NULL);

  form = get_form (language);
  who = desk_quotation_get_who (post);
  network = *post->network && !g_str_equal (post->network, "web") ? desk_network_get_name (post->network) : "";
  quoted = prepare_words (words, form, &asks);

  sentence = g_string_new (form->open);
  g_string_append (sentence, quoted);
  if (form->comma_inside && !asks)
    g_string_append (sentence, form->comma);
  g_string_append (sentence, form->close);
  if (!form->comma_inside)
    g_string_append (sentence, form->comma);
  g_string_append_c (sentence, ' ');

  if (*who)
    attribution = g_string_new (*network ? form->by_on : form->by);
  else
    attribution = g_string_new (*network ? form->on : form->unknown);
  g_string_replace (attribution, "{network}", network, 1);
  g_string_replace (attribution, "{who}", who, 1);
  g_string_append (sentence, attribution->str);
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}
