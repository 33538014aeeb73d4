/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/desk-stamp.h"
#include "core/desk-time.h"

static gint64
instant (const char *string, const char *zone)
{
  g_autoptr (GError) error = NULL;
  gint64 at = 0;

  desk_time_parse (string, zone, 0, &at, &error);
  g_assert_no_error (error);

  return at;
}

static void
test_format (void)
{
  static const struct
  {
    const char *style;
    const char *language;
    const char *zone;
    const char *at;
    const char *published; /* NULL: never */
    const char *words;
  } cases[] = {
    { NULL, "en", "Asia/Baghdad", "2026-02-23 22:19", "2026-02-23 18:45", "Updated at 10:19 pm." },
    { "desk", "en-GB", "Asia/Baghdad", "2026-02-23 22:19", NULL, "Updated at 10:19 pm." },
    { "no such style", "en", "Asia/Baghdad", "2026-02-23 09:05", NULL, "Updated at 9:05 am." },
    { NULL, "en", "Asia/Baghdad", "2026-02-23 12:00", NULL, "Updated at 12:00 pm." },
    { NULL, "en", "Asia/Baghdad", "2026-02-23 00:00", NULL, "Updated at 12:00 am." },
    /* Another day in the story's zone, though not in UTC. */
    { NULL, "en", "Asia/Baghdad", "2026-02-24 00:30", "2026-02-23 23:50", "Updated at 12:30 am on 24 February 2026." },
    { NULL, "de", "Europe/Berlin", "2026-02-23 22:19", NULL, "Aktualisiert um 22:19 Uhr." },
    { NULL, "de", "Europe/Berlin", "2026-02-24 08:00", "2026-02-23 22:19",
      "Aktualisiert am 24. Februar 2026 um 08:00 Uhr." },
    { NULL, "ar", "Asia/Baghdad", "2026-02-23 22:19", NULL, "تم التحديث الساعة 10:19 م" },
    { NULL, "ar-IQ", "Asia/Baghdad", "2026-02-23 22:19", NULL, "تم التحديث الساعة 10:19 م" },
    { NULL, "ckb", "Asia/Baghdad", "2026-02-23 22:19", NULL, "نوێکراوەتەوە لە کاتژمێر ١٠:١٩ د.ن" },
    { NULL, "sw", "Asia/Baghdad", "2026-02-23 22:19", NULL, "Updated at 10:19 pm." },
    { "ap", "en", "Asia/Baghdad", "2026-02-23 22:19", NULL, "Updated 10:19 p.m. GMT+3, February 23, 2026" },
    { "ap", "ar", "Asia/Baghdad", "2026-02-23 22:19", NULL, "تم التحديث الساعة 10:19 م" },
    { NULL, "ku", "Europe/Istanbul", "2026-02-23 22:19", NULL, "Hat nûkirin: saet 22:19" },
    { NULL, "tr", "Europe/Istanbul", "2026-02-24 08:00", "2026-02-23 22:19", "Güncellendi: 24 Şubat 2026 08:00" },
    { NULL, "fr", "Europe/Paris", "2026-02-23 22:19", NULL, "Mis à jour à 22h19." },
    { NULL, "es", "Europe/Madrid", "2026-02-24 08:00", "2026-02-23 22:19", "Actualizado el 24 de febrero de 2026 a las 08:00." },
    { "afp", "fr-BE", "Europe/Brussels", "2026-02-23 22:19", NULL, "Mis à jour le : 23/02/2026 - 22:19" },
    /* Midnight passes, clocks go forward, where half an hour is between zones too. */
    { NULL, "en", "America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T06:59:00Z", "Updated at 3:00 am." },
    { NULL, "en", "America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T04:59:00Z", "Updated at 12:00 am on 8 March 2026." },
    { NULL, "en", "Asia/Tehran", "2026-02-23T20:30:00Z", "2026-02-23T20:29:00Z", "Updated at 12:00 am on 24 February 2026." },
    { "clock", "en", "Asia/Baghdad", "2026-02-23 22:19", NULL, "Updated 22:19 GMT+3" },
    { "guardian", "en", "Asia/Baghdad", "2026-02-23 22:19", NULL, "Last updated on Mon 23 Feb 2026 22.19 GMT+3" },
    { "bbc", "en", "Europe/Berlin", "2026-11-22 22:19", NULL, "Last updated on 22 November 2026 at 22:19" },
    /* The hour that comes twice: both are 2:30, and the zone tells them apart. */
    { "clock", "en", "Europe/Berlin", "2026-10-25T00:30:00Z", NULL, "Updated 02:30 GMT+2" },
    { "clock", "en", "Europe/Berlin", "2026-10-25T01:30:00Z", NULL, "Updated 02:30 GMT+1" },
    /* Either side of the hour that is not. */
    { "clock", "en", "Europe/Berlin", "2026-03-29T00:59:00Z", NULL, "Updated 01:59 GMT+1" },
    { "clock", "en", "Europe/Berlin", "2026-03-29T01:00:00Z", NULL, "Updated 03:00 GMT+2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 published = cases[i].published != NULL ? instant (cases[i].published, cases[i].zone) : 0;
      g_autofree char *words = desk_stamp_format (cases[i].style, DESK_UPDATE_UPDATE, cases[i].language, cases[i].zone,
                                                  instant (cases[i].at, cases[i].zone), published);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* Every style's sample is what the style really writes. */
static void
test_styles (void)
{
  gsize n;
  const DeskStampStyle *styles = desk_stamp_list_styles (&n);
  gint64 at = instant ("2026-02-23 22:19", "Asia/Baghdad");

  g_assert_cmpuint (n, >=, 5);
  g_assert_cmpstr (styles[0].id, ==, "desk");
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *words = desk_stamp_format (styles[i].id, DESK_UPDATE_UPDATE, "en", "Asia/Baghdad", at, 0);
      g_autofree char *silent = desk_stamp_format (styles[i].id, DESK_UPDATE_SILENT, "en", "Asia/Baghdad", at, 0);

      g_assert_cmpstr (words, ==, styles[i].sample);
      g_assert_cmpstr (silent, ==, "");
    }
}

/* In whatever style, an update that has words has them in every language of the default one. */
static void
test_kinds (void)
{
  static const char *const languages[] = { "en", "de", "ar", "ckb", "ku", "tr", "fr", "es" };
  static const DeskUpdateKind kinds[] = { DESK_UPDATE_UPDATE, DESK_UPDATE_CLARIFICATION, DESK_UPDATE_RETRACTION,
                                          DESK_UPDATE_WITHDRAWAL };
  gint64 at = instant ("2026-02-23 22:19", "Asia/Baghdad");
  gsize n;
  const DeskStampStyle *styles = desk_stamp_list_styles (&n);

  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          g_autofree char *words = desk_stamp_format (styles[i].id, kinds[k], languages[j], "Asia/Baghdad", at, 0);
          g_autofree char *english = desk_stamp_format (styles[i].id, kinds[k], "en", "Asia/Baghdad", at, 0);

          g_test_message ("%s %s: %s", styles[i].id, languages[j], words);
          g_assert_cmpstr (words, !=, "");
          g_assert_null (strpbrk (words, "{}"));
          g_assert_null (strchr (": ", words[strlen (words) - 1]));
          if (j > 0)
            g_assert_cmpstr (words, !=, english);
        }
}

/* Words that look like placeholders are words. */
static void
test_correction (void)
{
  gint64 at = instant ("2026-02-24 08:00", "Asia/Baghdad");
  g_autofree char *words =
      desk_stamp_format_correction (NULL, "en", "Asia/Baghdad", at, 0, "the {now} gate", "the {time} gate");
  g_autofree char *went = desk_stamp_format_correction (NULL, "en", "Asia/Baghdad", at, 0, "the old gate", "");
  g_autofree char *came = desk_stamp_format_correction ("ap", "de", "Asia/Baghdad", at, 0, "", "das Tor");
  g_autofree char *german = desk_stamp_format_correction (NULL, "de", "Asia/Baghdad", at, 0, "Süd", "Nord");

  g_assert_cmpstr (words, ==,
                   "Correction, 24 February 2026: an earlier version said “the {now} gate”. It should have said “the "
                   "{time} gate”.");
  g_assert_cmpstr (german, ==,
                   "Korrektur vom 24. Februar 2026: In einer früheren Fassung stand „Süd“. Richtig ist: „Nord“.");
  g_assert_cmpstr (went, ==, "Correction, 24 February 2026: an earlier version wrongly said “the old gate”.");
  g_assert_cmpstr (came, ==, "Korrektur vom 24. Februar 2026: In einer früheren Fassung fehlte „das Tor“.");
}

static void
test_find (void)
{
  static const struct
  {
    const char *line;
    int hour; /* -1: no stamp */
    int minute;
    int year, month, day; /* 0: not said */
    const char *zone;
  } cases[] = {
    { "Updated at 10:19 pm.", 22, 19, 0, 0, 0, NULL },
    { "*Updated at 10:19 p.m.*", 22, 19, 0, 0, 0, NULL },
    { "Updated 22:19 GMT+3", 22, 19, 0, 0, 0, "GMT+3" },
    { "Last updated on 22 November 2026 at 22:19", 22, 19, 2026, 11, 22, NULL },
    { "Updated 10:19 p.m. GMT+3, February 23, 2026", 22, 19, 2026, 2, 23, "GMT+3" },
    { "Updated 12:05 am, Feb. 3, 2026", 0, 5, 2026, 2, 3, NULL },
    { "Last updated on Mon 23 Feb 2026 22.19 GMT", 22, 19, 2026, 2, 23, "GMT" },
    { "Updated 2026-02-23 22:19 Asia/Baghdad", 22, 19, 2026, 2, 23, "Asia/Baghdad" },
    { "Updated at 10:19 pm EST", 22, 19, 0, 0, 0, NULL },
    { "Updated at 9:05 a.m. ET on Feb. 23, 2026", 9, 5, 2026, 2, 23, NULL },
    { "Last updated: February 23, 2026 at 10:19 p.m. Eastern", 22, 19, 2026, 2, 23, NULL },
    { "This article was last updated on February 23, 2026 at 10:19 p.m.", 22, 19, 2026, 2, 23, NULL },
    { "Story updated at 10:19 pm", 22, 19, 0, 0, 0, NULL },
    { "Updated at 10:19 pm on Monday", 22, 19, 0, 0, 0, NULL },
    { "Updated at 22:19, 23 February", 22, 19, 0, 0, 0, NULL },
    { "Aktualisiert um 22.19 Uhr", 22, 19, 0, 0, 0, NULL },
    { "Stand: 23.02.2026, 22:19 Uhr", 22, 19, 2026, 2, 23, NULL },
    { "Aktualisiert am 24. Februar 2026 um 08:00 Uhr.", 8, 0, 2026, 2, 24, NULL },
    { "تم التحديث الساعة 10:19 م", 22, 19, 0, 0, 0, NULL },
    { "تم التحديث الساعة ١٠:١٩ ص", 10, 19, 0, 0, 0, NULL },
    { "آخر تحديث: 23 فبراير 2026 22:19", 22, 19, 2026, 2, 23, NULL },
    { "Updated at 10 pm", 22, 0, 0, 0, 0, NULL },
    { "Updated: 23/02/2026 - 22:19", 22, 19, 2026, 2, 23, NULL },
    { "Updated: 07/08/2026 - 22:19", 22, 19, 0, 0, 0, NULL }, /* July or August */
    { "Updated at 22:19 (Baghdad time), 23 February 2026", 22, 19, 2026, 2, 23, NULL },
    { "Updated 2026-02-23T22:19+03:00", 22, 19, 2026, 2, 23, "GMT+3" },
    { "Updated at 22:19 UTC+3:30", 22, 19, 0, 0, 0, "GMT+3:30" },
    { "Updated at 22:19 Nowhere/Atall", -1, 0, 0, 0, 0, NULL },
    { "Zuletzt aktualisiert am Montag, den 23. Feb. 2026, 22:19 Uhr (Ortszeit)", 22, 19, 2026, 2, 23, NULL },
    { "آخر تحديث: ٢٣ شباط ٢٠٢٦ الساعة ٢٢:١٩ بتوقيت غرينتش", 22, 19, 2026, 2, 23, "GMT" },
    { "تم التحديث في 23 فبراير 2026 الساعة 10:19 مساءً (غرينتش+3)", 22, 19, 2026, 2, 23, "GMT+3" },
    /* Sentences that begin like one. */
    { "Updated figures that came in at 10:19 pm put it at 14.", -1, 0, 0, 0, 0, NULL },
    { "Posted at 10:19 pm, the video shows the gates.", -1, 0, 0, 0, 0, NULL },
    { "Stand um 22:19 Uhr noch offen: das Tor.", -1, 0, 0, 0, 0, NULL },
    { "Updated at 10:19 pm at 11:20 pm", -1, 0, 0, 0, 0, NULL },
    { "This story was updated to say what the mayor said at 10:19 pm.", -1, 0, 0, 0, 0, NULL },
    { "The page updated at 10:19 pm is gone.", -1, 0, 0, 0, 0, NULL },
    { "Updated guidance for ferries.", -1, 0, 0, 0, 0, NULL },
    { "The ministry updated its list at 10:19 pm.", -1, 0, 0, 0, 0, NULL },
    { "Updated at 25:19", -1, 0, 0, 0, 0, NULL },
    { "Updated at 13:19 pm", -1, 0, 0, 0, 0, NULL },
    { "Updated to version 1.2.3", -1, 0, 0, 0, 0, NULL },
    { "", -1, 0, 0, 0, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint place = 0; place < 2; place++)
      {
        g_autofree char *body = place == 0 ? g_strdup_printf ("Ünder the harbour.\n\n%s\n\n", cases[i].line)
                                           : g_strdup_printf ("%s\n\nUnder the harbour.\n", cases[i].line);
        g_autoptr (DeskFoundStamp) stamp = desk_stamp_find (body);

        g_test_message ("%s", cases[i].line);
        if (cases[i].hour < 0)
          {
            g_assert_null (stamp);
            continue;
          }

        g_assert_nonnull (stamp);
        g_assert_cmpint (stamp->hour, ==, cases[i].hour);
        g_assert_cmpint (stamp->minute, ==, cases[i].minute);
        g_assert_cmpint (stamp->has_date, ==, cases[i].year != 0);
        g_assert_cmpint (stamp->year, ==, cases[i].year);
        g_assert_cmpint (stamp->month, ==, cases[i].month);
        g_assert_cmpint (stamp->day, ==, cases[i].day);
        g_assert_cmpstr (stamp->zone, ==, cases[i].zone);
        {
          g_autofree char *words = g_utf8_substring (body, stamp->start, stamp->end);

          g_assert_cmpstr (words, ==, stamp->words);
          g_assert_null (strchr (words, '*'));
        }
      }
}

/* Every stamp that Desk writes, Desk knows again. */
static void
test_find_own (void)
{
  static const char *const languages[] = { "en", "de", "ar" };
  gsize n;
  const DeskStampStyle *styles = desk_stamp_list_styles (&n);
  gint64 at = instant ("2026-02-23 22:19", "Asia/Baghdad");

  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      for (guint dated = 0; dated < 2; dated++)
        {
          g_autofree char *words = desk_stamp_format (styles[i].id, DESK_UPDATE_UPDATE, languages[j], "Asia/Baghdad", at,
                                                      dated ? instant ("2026-02-01 12:00", "UTC") : 0);
          g_autoptr (DeskFoundStamp) stamp = desk_stamp_find (words);

          g_test_message ("%s", words);
          g_assert_nonnull (stamp);
          g_assert_cmpint (stamp->hour, ==, 22);
          g_assert_cmpint (stamp->minute, ==, 19);
          if (dated)
            g_assert_cmpint (stamp->day, ==, 23);
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stamp/format", test_format);
  g_test_add_func ("/stamp/styles", test_styles);
  g_test_add_func ("/stamp/kinds", test_kinds);
  g_test_add_func ("/stamp/correction", test_correction);
  g_test_add_func ("/stamp/find", test_find);
  g_test_add_func ("/stamp/find-own", test_find_own);

  return g_test_run ();
}
