/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"
#include "store/desk-recovery.h"

/* The desk's own journal: rules of house style, and words for spelling. */

static DeskRule *
make_rule (const char *id, const char *term, const char *prefer)
{
  DeskRule *rule = g_object_new (DESK_TYPE_RULE, NULL);

  g_set_str (&rule->id, id);
  g_set_str (&rule->term, term);
  g_set_str (&rule->prefer, prefer);

  return rule;
}

static void
also (DeskStore *store, DeskChange *change)
{
  g_autofree char *id = commit (store, NULL, change);
}

static void
add_house (DeskStore *store)
{
  g_autoptr (DeskRule) adviser = make_rule ("018f3c1e-7a00-7c3a-9d51-000000000001", "advisor", "adviser");
  g_autoptr (DeskRule) percent = make_rule ("018f3c1e-7a00-7c3a-9d51-000000000002", "(\\d+)%", "$1 per cent");

  percent->is_regex = TRUE;
  adviser->any_case = TRUE;
  g_set_str (&adviser->why, "The house spells it so");
  g_set_str (&adviser->language, "en");
  also (store, desk_change_new_rule (adviser));
  also (store, desk_change_new_rule (percent));
  also (store, desk_change_new_rule_dropped ("doubled", TRUE));
  also (store, desk_change_new_word ("Marrow", "en", FALSE));
  also (store, desk_change_new_word ("Rell", "", FALSE));
}

/* What the desk says of house style. (transfer full) */
static char *
describe_house (DeskStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rules = desk_store_list_rules (store, &error);
  g_autoptr (GPtrArray) words = desk_store_list_words (store, &error);
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rules->len; i++)
    {
      DeskRule *r = rules->pdata[i];

      g_string_append_printf (out, "%.4s%s [%s] [%s] [%s] [%s] regex %d case %d dropped %d by %s\n", r->id,
                              r->id + MAX (strlen (r->id), 1) - 1, r->term, r->prefer, r->why, r->language, r->is_regex,
                              r->any_case, r->dropped, r->author);
    }
  for (guint i = 0; i < words->len; i++)
    {
      DeskWord *w = words->pdata[i];

      g_string_append_printf (out, "%s (%s) by %s\n", w->word, w->language, w->author);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static const char house[] = "018f1 [advisor] [adviser] [The house spells it so] [en] regex 0 case 1 dropped 0 by Mara Vell\n"
                            "018f2 [(\\d+)%] [$1 per cent] [] [] regex 1 case 0 dropped 0 by Mara Vell\n"
                            "doubd [] [] [] [] regex 0 case 0 dropped 1 by Mara Vell\n"
                            "Marrow (en) by Mara Vell\n"
                            "Rell () by Mara Vell\n";

static void
assert_house (DeskStore *store, const char *expected)
{
  g_autofree char *found = describe_house (store);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_life (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (DeskRule) other = make_rule ("018f3c1e-7a00-7c3a-9d51-000000000001", "advisors", "advisers");
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  add_house (fixture->store);
  assert_house (fixture->store, house);
  desk_fixture_reopen (fixture);
  assert_house (fixture->store, house);

  /* One that is told anew replaces all that it said; one that is dropped stays to be switched on again. */
  also (fixture->store, desk_change_new_rule (other));
  also (fixture->store, desk_change_new_rule_dropped ("018f3c1e-7a00-7c3a-9d51-000000000002", TRUE));
  also (fixture->store, desk_change_new_rule_dropped ("doubled", FALSE));
  also (fixture->store, desk_change_new_word ("Marrow", "en", TRUE));
  assert_house (fixture->store, "018f1 [advisors] [advisers] [] [] regex 0 case 0 dropped 0 by Mara Vell\n"
                                "018f2 [(\\d+)%] [$1 per cent] [] [] regex 1 case 0 dropped 1 by Mara Vell\n"
                                "doubd [] [] [] [] regex 0 case 0 dropped 0 by Mara Vell\n"
                                "Rell () by Mara Vell\n");

  entries = desk_store_list_entries (fixture->store, NULL, NULL);
  g_assert_cmpuint (entries->len, ==, 9);
  report = desk_store_verify (fixture->store, NULL, NULL);
  g_assert_true (report->intact);
}

/* Nothing else goes into the desk's own journal, and these go into no story's. */
static void
test_place (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskText) text = make_text ("Headline: A\n\nB\n");

  commit_fails (fixture->store, NULL, desk_change_new_target (100), DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, NULL, desk_change_new_revision (text, NULL, DESK_WHY_KEEP, NULL, NULL), DESK_STORE_ERROR,
                DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new_word ("Rell", "", FALSE), DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

static void
test_rebuild (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *noted = add_note (fixture->store, story, "Dozens", "a mistake");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_free (commit (fixture->store, story, desk_change_new_note_dropped (noted, TRUE)));
  add_house (fixture->store);
  before = dump_tables (fixture->path);
  run_sql (fixture->path, "DELETE FROM rule; DELETE FROM word; DELETE FROM note; DELETE FROM leave; DELETE FROM target");
  g_assert_cmpint (desk_store_rebuild (fixture->store, &error), ==, count_entries (fixture->store, story) + 5);
  g_assert_no_error (error);
  after = dump_tables (fixture->path);
  g_assert_cmpstr (after, ==, before);
}

/* A story that is handed over takes no rules along; a desk that is taken in neither. */
static void
test_stays (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *package = desk_fixture_path (fixture, "harbour.desk");
  g_autofree char *path = desk_fixture_path (fixture, "b.desk");
  g_autoptr (DeskStore) other = open_desk (path);
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (GPtrArray) gained = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;

  add_house (fixture->store);
  g_assert_true (desk_store_write_package (fixture->store, story, package, DESK_PACKAGE_WITH_SEALED, &error));
  g_assert_cmpint (ask_sql (package, "SELECT count (*) FROM entry WHERE story IS NULL"), ==, 0);
  gained = desk_store_take_in (other, package, &error);
  again = desk_store_take_in (other, fixture->path, &error);
  g_assert_no_error (error);
  assert_house (other, "");
  desk_store_close (other, NULL);
}

/* What is recovered has its rules and words, those too that stood on a lost entry. */
static void
test_recover (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *target = desk_fixture_path (fixture, "whole.desk");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (DeskRecovery) report = NULL;
  g_autoptr (GError) error = NULL;
  DeskStore *recovered;

  add_house (fixture->store);
  before = describe (fixture->store, story);
  desk_fixture_close (fixture);
  run_sql (fixture->path,
           "UPDATE entry SET bytes = x'00' WHERE seq = (SELECT min (seq) FROM entry WHERE story IS NULL) + 1");

  report = desk_recovery_run (fixture->path, target, 0, &error);
  g_assert_no_error (error);
  recovered = open_desk (target);
  after = describe (recovered, story);
  g_assert_cmpstr (after, ==, before);
  assert_house (recovered, "018f1 [advisor] [adviser] [The house spells it so] [en] regex 0 case 1 dropped 0 by Mara Vell\n"
                           "doubd [] [] [] [] regex 0 case 0 dropped 1 by Mara Vell\n"
                           "Marrow (en) by Mara Vell\n"
                           "Rell () by Mara Vell\n");
  desk_store_close (recovered, NULL);
  g_object_unref (recovered);
}

static void
changed_cb (DeskStore *store, const char *story, GString *heard)
{
  g_string_append_printf (heard, "[%s]", story);
}

/* Who shows rules hears that there are others, whoever wrote them. */
static void
test_changed (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (DeskStore) other = open_desk (fixture->path);
  gint64 until;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), heard);
  also (fixture->store, desk_change_new_word ("Rell", "", FALSE));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (heard->str, ==, "[]");

  g_string_truncate (heard, 0);
  also (other, desk_change_new_word ("Vell", "", FALSE));
  until = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  while (heard->len == 0 && g_get_monotonic_time () < until)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpstr (heard->str, ==, "[]");
  g_signal_handlers_disconnect_by_data (fixture->store, heard);
  desk_store_close (other, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/house/life", test_life);
  desk_fixture_add ("/house/place", test_place);
  desk_fixture_add ("/house/rebuild", test_rebuild);
  desk_fixture_add ("/house/stays", test_stays);
  desk_fixture_add ("/house/recover", test_recover);
  desk_fixture_add ("/house/changed", test_changed);

  return g_test_run ();
}
