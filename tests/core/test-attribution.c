/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/desk-attribution.h"

static void
test_guess (void)
{
  static const struct
  {
    const char *language;
    const char *sentence;
    const char *words; /* NULL: the sentence */
    const char *who;
    DeskClaimKind kind;
  } cases[] = {
    { "en", "Armed men opened a prison, the coast guard said in a post on X.", NULL, "Coast guard", DESK_CLAIM_FACT },
    { "en", "The interior ministry said the prison was “secure and fully staffed”.", NULL, "Interior ministry",
      DESK_CLAIM_QUOTATION },
    { "en", "The building has room for 840 people, according to the ministry’s own register.",
      "The building has room for 840 people", "Ministry’s own register", DESK_CLAIM_FIGURE },
    { "en", "“The gates are open,” said Ilen Voss on Monday.", NULL, "Ilen Voss", DESK_CLAIM_QUOTATION },
    { "en", "“The gates are open,” the mayor told reporters.", NULL, "Mayor", DESK_CLAIM_QUOTATION },
    { "en", "He said the road was closed.", NULL, "", DESK_CLAIM_FACT },
    { "en", "The guards were accused of leaving, the Harbour Watch wrote.", NULL, "Harbour Watch", DESK_CLAIM_ALLEGATION },
    { "en", "The road is closed.", NULL, "", DESK_CLAIM_FACT },
    { "en", "Rain fell, and the Marrow Coast Guard denied losing control.", NULL, "Marrow Coast Guard", DESK_CLAIM_FACT },
    { "en-GB", "The road is closed, police said.", NULL, "Police", DESK_CLAIM_FACT },
    { NULL, "The road is closed, police said.", NULL, "Police", DESK_CLAIM_FACT },
    { "de", "Die Straße ist gesperrt, sagte die Bürgermeisterin am Montag.", NULL, "Bürgermeisterin", DESK_CLAIM_FACT },
    { "de", "Laut Küstenwache sind 300 Menschen geflohen.", NULL, "Küstenwache", DESK_CLAIM_FIGURE },
    { "de", "„Die Tore sind offen“, schrieb die Küstenwache.", NULL, "Küstenwache", DESK_CLAIM_QUOTATION },
    { "ar", "وقال خفر السواحل إن البوابات مفتوحة.", NULL, "خفر السواحل", DESK_CLAIM_FACT },
    { "ar", "بحسب وزارة الداخلية، فر ٣٠٠ سجين.", NULL, "وزارة الداخلية", DESK_CLAIM_FIGURE },
    { "ja", "300人が逃げた。", NULL, "", DESK_CLAIM_FIGURE },
    { "en", "", NULL, "", DESK_CLAIM_FACT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DeskAttribution) guess = desk_attribution_guess (
          cases[i].words != NULL ? cases[i].words : cases[i].sentence, cases[i].sentence, cases[i].language);

      g_test_message ("%s", cases[i].sentence);
      g_assert_cmpstr (guess->who, ==, cases[i].who);
      g_assert_cmpint (guess->kind, ==, cases[i].kind);
    }
}

static void
test_quotations (void)
{
  static const struct
  {
    const char *body;
    const char *found[4];
  } cases[] = {
    { "He said “yes” and \"no\".", { "yes", "no" } },
    { "Don't say 'stop now' to the editors' desk.", { "stop now" } },
    { "‘It’s open,’ she said.", { "It’s open," } },
    { "„Offen“, sagte sie, »und leer«.", { "Offen", "und leer" } },
    { "قال «البوابات مفتوحة» و“لا أحد هنا”.", { "البوابات مفتوحة", "لا أحد هنا" } },
    { "“He called it ‘open’ twice,” she said.", { "He called it ‘open’ twice," } },
    { "“First paragraph.\n\n“Second paragraph,” she said.", { "First paragraph.\n\n“Second paragraph," } },
    { "An “unclosed passage.\n\nAnother paragraph.", { NULL } },
    { "A 6' tall 5\" wide board", { NULL } },
    { "“”", { NULL } },
    { "", { NULL } },
    { "He said “we [the guards] left … at night”.", { "we [the guards] left … at night" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) found = desk_attribution_list_quotations (cases[i].body);
      guint n = 0;

      g_test_message ("%s", cases[i].body);
      while (n < G_N_ELEMENTS (cases[i].found) && cases[i].found[n] != NULL)
        n++;
      g_assert_cmpuint (found->len, ==, n);
      for (guint j = 0; j < n; j++)
        {
          DeskQuotation *quotation = &g_array_index (found, DeskQuotation, j);
          g_autofree char *words = g_utf8_substring (cases[i].body, quotation->start, quotation->end);

          g_assert_cmpstr (words, ==, cases[i].found[j]);
        }
    }
}

static void
test_compare (void)
{
  static const char *source =
      "We have lost contact with the post at the harbour prison. The gates are open. “Thousands” are in the "
      "streets after an attack carried out by the guards. Stay at home!";
  static const struct
  {
    const char *quotation;
    DeskQuoteFit fit;
    const char *near;
  } cases[] = {
    { "The gates are open", DESK_QUOTE_EXACT, NULL },
    { "the GATES are open!", DESK_QUOTE_EXACT, NULL },
    { "The gates are open.\n\nThousands are in the streets", DESK_QUOTE_EXACT, NULL },
    { "The gates [of the prison] are open", DESK_QUOTE_EXACT, NULL },
    { "[Thousands of people] are in the streets", DESK_QUOTE_EXACT, NULL },
    { "We have lost contact with [it]. The gates are open", DESK_QUOTE_EXACT, NULL },
    { "We have lost contact [with them all]", DESK_QUOTE_EXACT, NULL },
    { "[W]e have lost contact", DESK_QUOTE_EXACT, NULL },
    { "We have lost contact … The gates are open", DESK_QUOTE_SHORTENED, NULL },
    { "We have lost contact [...] The gates are open", DESK_QUOTE_SHORTENED, NULL },
    { "We have lost contact (…) are in the streets", DESK_QUOTE_SHORTENED, NULL },
    { "The … [prison] … streets", DESK_QUOTE_SHORTENED, NULL },
    /* Brackets hide no whole passage. */
    { "We have lost contact [now] after an attack carried out", DESK_QUOTE_DIFFERS, NULL },
    { "We have lost contact ... are in the streets", DESK_QUOTE_SHORTENED, NULL },
    { "The gates are open … We have lost contact", DESK_QUOTE_DIFFERS, NULL },
    { "an attack reportedly carried out by the guards", DESK_QUOTE_DIFFERS, "an attack carried out by the guards" },
    { "The gates were open", DESK_QUOTE_DIFFERS, NULL },
    { "Nobody left the town tonight", DESK_QUOTE_NO_SOURCE, NULL },
    { "secure", DESK_QUOTE_NO_SOURCE, NULL },
    { "", DESK_QUOTE_NO_SOURCE, NULL },
    { "…", DESK_QUOTE_NO_SOURCE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *near = NULL;
      DeskQuoteFit fit = desk_attribution_compare_quotation (cases[i].quotation, source, "en", &near);

      g_test_message ("%s", cases[i].quotation);
      g_assert_cmpint (fit, ==, cases[i].fit);
      g_assert_true ((near != NULL) == (fit == DESK_QUOTE_DIFFERS));
      if (cases[i].near != NULL)
        g_assert_cmpstr (near, ==, cases[i].near);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attribution/guess", test_guess);
  g_test_add_func ("/attribution/quotations", test_quotations);
  g_test_add_func ("/attribution/compare", test_compare);

  return g_test_run ();
}
