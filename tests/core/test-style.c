/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "core/desk-stamp.h"
#include "core/desk-style.h"

/* Monday, 23 February 2026, 22:00 in Baghdad. */
#define MONDAY (G_GINT64_CONSTANT (1771873200) * G_USEC_PER_SEC)
#define DAY ((gint64) G_TIME_SPAN_DAY)

static DeskStyleStory
make_story (const char *language)
{
  return (DeskStyleStory) { .language = language, .zone = "Asia/Baghdad", .at = MONDAY };
}

/* "words[rule: suggestion|suggestion] …" of all that is found. */
static char *
describe (const char *body, const DeskStyleStory *story)
{
  g_autoptr (GPtrArray) found = desk_style_check (body, story);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      DeskStyleFinding *finding = g_ptr_array_index (found, i);
      g_autofree char *words = g_utf8_substring (body, finding->start, finding->end);
      g_autofree char *suggestions = g_strjoinv ("|", finding->suggestions);

      g_assert_cmpstr (finding->message, !=, "");
      g_string_append_printf (out, "%s%s[%s: %s]", i > 0 ? " " : "", words, finding->rule, suggestions);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
finds (const char *language, const char *body, const char *expected)
{
  DeskStyleStory story = make_story (language);
  g_autofree char *found = describe (body, &story);

  if (!g_str_equal (found, expected))
    g_test_message ("in “%s”", body);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_weekdays (void)
{
  const struct
  {
    const char *language;
    const char *body;
    gint64 days; /* from when it went out to the story's day */
    const char *expected;
  } cases[] = {
    { "en", "It opened on Monday.", 6, "" },
    { "en", "It opened on Monday.", 13, "" }, /* the Monday to come is near */
    { "en", "It opened on Monday.", 15, "Monday[weekday: February 23|March 2]" },
    { "en", "Monday’s storm. On Sunday, it rained.", 30, "Monday[weekday: February 23|March 2] Sunday[weekday: February 22|March 1]" },
    { "en", "It opened on Monday.", 330, "Monday[weekday: February 23, 2026|March 2, 2026]" },
    { "en", "On Monday, Feb. 2, it opened. On Monday 2 March too, and on 2 March, a Monday.", 30, "" },
    { "en", "Good Friday. Every Friday. mondays.", 30, "" },
    { "en", "“It opened on Monday,” she said.", 30, "" },
    { "de", "Sie öffnete am Montag. Am Montag, den 2. März, nicht.", 30, "Montag[weekday: 23. Februar|2. März]" },
    { "ar", "فتح يوم الاثنين.", 30, "الاثنين[weekday: 23 فبراير|2 مارس]" },
    { "fr", "Il a ouvert lundi.", 30, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DeskStyleStory story = make_story (cases[i].language);
      g_autofree char *found = NULL;

      story.out = cases[i].body;
      story.first_out = story.last_out = MONDAY;
      story.at = MONDAY + cases[i].days * DAY;
      found = describe (cases[i].body, &story);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

/* What was written today is read from today; where it cannot be told which week it was, there is no date. */
static void
test_weekday_passages (void)
{
  DeskStyleStory story = make_story ("en");
  g_autofree char *found = NULL;
  g_autofree char *open = NULL;

  story.out = "It opened on Monday.";
  story.first_out = story.last_out = MONDAY;
  story.at = MONDAY + 30 * DAY;
  found = describe ("It opened on Monday.\n\nIt closed on Monday.", &story);
  g_assert_cmpstr (found, ==, "Monday[weekday: February 23|March 2]");

  story.first_out = MONDAY - 8 * DAY;
  open = describe ("It opened on Monday.", &story);
  g_assert_cmpstr (open, ==, "Monday[weekday: ]");
}

static void
test_times (void)
{
  finds ("en", "Shots were heard at 10:15 p.m. on Monday.", "");
  finds ("en", "On Monday they met.\n\nShots were heard at 10:15 p.m.", "");
  finds ("en", "They met.\n\nShots were heard.\n\nIt was 10:15 p.m.", "10:15 p.m.[time: ]");
  finds ("en", "Shots were heard at 6 pm. It was 18:45.", "6 pm[time: ] 18:45[time: ]");
  finds ("en", "On Monday at 2 p.m. GMT it closed.", "2 p.m. GMT[time: 5 p.m.]");
  finds ("en", "On Monday at 14:30 UTC it closed, at 5 p.m. (14:00 GMT) again.", "14:30 UTC[time: 17:30]");
  finds ("en", "At 14:30 GMT+3 and 14:30 UTC+03:00 it closed, at 14:30 GMT−2 not.", "14:30 GMT−2[time: 19:30]");
  finds ("en", "It costs $10.30, or 10.30 of them; Luke 12:50:3, v1.12, a ratio of 3:1.", "");
  finds ("en", "“It was 10:15 p.m.,” he said.", "");
  finds ("en", "Updated at 10:19 pm.", "");
  finds ("de", "Am Montag um 14 Uhr MEZ.", "14 Uhr MEZ[time: 16 Uhr]");
  finds ("de", "Um 14.30 Uhr schloss sie.", "14.30 Uhr[time: ]");
  finds ("de", "Gestern um 14.30 Uhr schloss sie.", "");
  finds ("ar", "أغلقت الساعة 10:15.", "الساعة 10:15[time: ]");
  finds ("ar", "أغلقت أمس الساعة 10:15.", "");
}

static void
test_doubled (void)
{
  finds ("en", "He said the the ship left. It It sank.", "the the[doubled: the]");
  finds ("en", "The the ship. He had had that that. No, no. It left. left", "The the[doubled: The]");
  finds ("en", "They went to Bora Bora. the\nthe end. one\n\none", "the\nthe[doubled: the]");
  finds ("en", "“the the”", "");
  finds ("de", "Er sagte, dass dass es so war. Die, die die Stadt kennen.", "dass dass[doubled: dass]");
  finds ("ar", "قال إن إن السفينة غادرت واحدا واحدا.", "إن إن[doubled: إن]");
  finds ("id", "anak anak bermain main main", "");
}

static void
test_typography (void)
{
  finds ("en", "She said \"it is open\" twice.", "\"[quotes: “] \"[quotes: ”]");
  finds ("de", "Sie sagte: \"Offen.\"", "\"[quotes: „] \"[quotes: “]");
  finds ("en", "`\"code\"` 5\" <https://example.org/\"a\"> [a](https://example.org \"title\")", "");
  finds ("en", "A storm - the first - came.", "-[dashes: –|—] -[dashes: –|—]");
  finds ("en", "- a list\n- of things\n\nAges 10-15, 2019-2024, 1998-99.", "-[dashes: –] -[dashes: –] -[dashes: –]");
  finds ("en", "Call 555-1234. It ended 3-2, by 31-12, on 2026-02-23. An F-16, COVID-19, a 10-year-old.", "");
  finds ("de", "Ein Sturm - der erste - kam.", "-[dashes: –] -[dashes: –]");
}

static DeskRule *
make_rule (const char *id, const char *term, const char *prefer)
{
  DeskRule *rule = g_object_new (DESK_TYPE_RULE, NULL);

  g_set_str (&rule->id, id);
  g_set_str (&rule->term, term);
  g_set_str (&rule->prefer, prefer);

  return rule;
}

#define ID(n) "018f3c1e-7a00-7c3a-9d51-00000000000" n

static void
test_percent (void)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (g_object_unref);
  DeskStyleStory story = make_story ("en");
  g_autofree char *found = NULL;

  finds ("en", "It rose 5% and 6%.", "");
  finds ("en", "It rose 5 percent, then 6%.", "%[percent: \u00a0percent]");

  g_ptr_array_add (rules, make_rule ("percent", "%", "per cent"));
  story.rules = rules;
  found = describe ("It rose 5 percent, then 6%, then 7 per cent.", &story);
  g_assert_cmpstr (found, ==, " percent[percent: \u00a0per cent] %[percent: \u00a0per cent]");
}

static void
test_rules (void)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (g_object_unref);
  DeskStyleStory story = make_story ("en");
  DeskRule *rule;
  g_autoptr (GError) error = NULL;

  story.rules = rules;
  g_ptr_array_add (rules, rule = make_rule (ID ("1"), "advisor", "adviser"));
  rule->any_case = TRUE;
  g_set_str (&rule->why, "The house spells it so");
  g_ptr_array_add (rules, make_rule (ID ("2"), "Port  Alder", "Port Alder"));
  g_ptr_array_add (rules, rule = make_rule (ID ("3"), "(\\d+) (?:k|K)m\\b", "$1 kilometres"));
  rule->is_regex = TRUE;
  g_ptr_array_add (rules, rule = make_rule (ID ("4"), "Polizei", "die Polizei"));
  g_set_str (&rule->language, "de");
  g_ptr_array_add (rules, rule = make_rule (ID ("5"), "utilise", "use"));
  rule->dropped = TRUE;
  g_ptr_array_add (rules, make_rule (ID ("6"), "very", ""));

  {
    g_autofree char *found = describe ("Advisor and advisor, not advisors. Port\nAlder lies 5 km off. Polizei utilise very VERY.", &story);

    g_assert_cmpstr (found, ==,
                     "Advisor[" ID ("1") ": Adviser] advisor[" ID ("1") ": adviser] Port\nAlder[" ID ("2") ": Port Alder] "
                                                                                                           "5 km[" ID ("3") ": 5 kilometres] very[" ID ("6") ": ]");
  }
  {
    g_autofree char *found = describe ("“advisor” `advisor` [advisor](https://advisor.example) <https://a.example/advisor>\n\n> advisor\n", &story);

    g_assert_cmpstr (found, ==, "advisor[" ID ("1") ": adviser]");
  }

  /* A check that is switched off finds nothing. */
  g_ptr_array_add (rules, rule = make_rule ("doubled", "", ""));
  rule->dropped = TRUE;
  {
    g_autofree char *found = describe ("the the", &story);

    g_assert_cmpstr (found, ==, "");
  }

  g_assert_true (desk_style_check_rule (rules->pdata[0], &error));
  g_set_str (&((DeskRule *) rules->pdata[2])->term, "(a");
  g_assert_false (desk_style_check_rule (rules->pdata[2], &error));
  g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (desk_style_check_rule (rule, &error));
  g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_VALUE);
}

/* What is left is found again by its words and one of its sides, and nowhere else. */
static void
test_leaves (void)
{
  g_autoptr (GPtrArray) leaves = g_ptr_array_new_with_free_func (g_object_unref);
  DeskLeave *leave = g_object_new (DESK_TYPE_LEAVE, NULL);
  const char *body = "He said the the ship left.";
  DeskStyleStory story = make_story ("en");

  g_set_str (&leave->rule, "doubled");
  leave->anchor = desk_anchor_new (body, 8, 15, NULL, NULL);
  g_ptr_array_add (leaves, leave);
  story.leaves = leaves;
  {
    g_autofree char *same = describe (body, &story);
    g_autofree char *edited = describe ("He said the the boat left.", &story);
    g_autofree char *elsewhere = describe ("She knew the the boat had gone.", &story);

    g_assert_cmpstr (same, ==, "");
    g_assert_cmpstr (edited, ==, "");
    g_assert_cmpstr (elsewhere, ==, "the the[doubled: the]");
  }

  g_set_str (&leave->rule, "quotes");
  {
    g_autofree char *other = describe (body, &story);

    g_assert_cmpstr (other, ==, "the the[doubled: the]");
  }
}

/* Stamps that Desk writes stand in the texts of those who copied them there. */
static void
test_stamps (void)
{
  const char *const languages[] = { "en", "en-GB", "de", "ar", "fr" };
  gsize n;
  const DeskStampStyle *styles = desk_stamp_list_styles (&n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (languages); j++)
      for (int kind = DESK_UPDATE_PUBLISH; kind <= DESK_UPDATE_WITHDRAWAL; kind++)
        for (int days = 0; days < 40; days += 13)
          {
            g_autofree char *stamp = desk_stamp_format (styles[i].id, kind, languages[j], "Asia/Baghdad", MONDAY + days * DAY, MONDAY);
            g_autofree char *body = g_strdup_printf ("%s\n\nA storm came.\n\n%s\n", stamp, stamp);
            DeskStyleStory story = make_story (languages[j]);
            g_autofree char *found = NULL;

            story.out = body;
            story.first_out = story.last_out = MONDAY;
            story.at = MONDAY + days * DAY;
            found = describe (body, &story);
            if (*found != '\0')
              g_test_message ("%s, %s: %s", styles[i].id, languages[j], stamp);
            g_assert_cmpstr (found, ==, "");
          }
}

/* Twice the text takes at most some three times as long; the bound on the time itself is the bench's. */
static void
test_long (void)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (g_object_unref);
  DeskStyleStory story = make_story ("en");
  g_autoptr (GPtrArray) found = NULL;
  gint64 began;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *term = g_strdup_printf ("advisor%u", i);

      g_ptr_array_add (rules, make_rule (id, term, "adviser"));
    }
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (body, "The harbour of Port Alder opened at dawn on Monday, the coast guard said, and the the ferry %u left.%s", i,
                            i % 5 == 4 ? "\n\n" : " ");
  story.rules = rules;
  story.out = body->str;
  story.first_out = story.last_out = MONDAY;
  story.at = MONDAY + 30 * DAY;
  began = g_get_monotonic_time ();
  found = desk_style_check (body->str, &story);
  g_test_message ("%.1f ms for 20,000 words", (g_get_monotonic_time () - began) / 1000.);
  g_assert_cmpuint (found->len, ==, 2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/style/weekdays", test_weekdays);
  g_test_add_func ("/style/weekday-passages", test_weekday_passages);
  g_test_add_func ("/style/times", test_times);
  g_test_add_func ("/style/doubled", test_doubled);
  g_test_add_func ("/style/typography", test_typography);
  g_test_add_func ("/style/percent", test_percent);
  g_test_add_func ("/style/rules", test_rules);
  g_test_add_func ("/style/leaves", test_leaves);
  g_test_add_func ("/style/stamps", test_stamps);
  g_test_add_func ("/style/long", test_long);

  return g_test_run ();
}
