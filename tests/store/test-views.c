/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"

/* Views made anew are the same to the byte. */
static void
test_rebuild (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *rich = make_rich_story (fixture->store, NULL);
  g_autofree char *plain = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *bin = commit (fixture->store, plain, desk_change_new_bin (TRUE));
  g_autofree char *before = dump_tables (fixture->path);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n = desk_store_rebuild (fixture->store, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n, ==, count_entries (fixture->store, rich) + count_entries (fixture->store, plain));
  after = dump_tables (fixture->path);
  g_assert_cmpstr (after, ==, before);
}

/* Whatever is wrong with the views, the journal puts it right. */
static void
test_rebuild_from_nothing (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *rich = make_rich_story (fixture->store, NULL);
  g_autofree char *before = dump_tables (fixture->path);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  run_sql (fixture->path,
           "DELETE FROM ledger; DELETE FROM post; DELETE FROM contradiction; DELETE FROM evidence; DELETE FROM claim;"
           "DELETE FROM revision; DELETE FROM holding; DELETE FROM tip;"
           "UPDATE story SET slug = 'x', headline = '', state = 'ready', head = '', n_claims = 99, tip = 'nothing';"
           "UPDATE entry SET place = 1, at = 5, actor = 1, story = NULL;"
           "UPDATE text SET words = 0");
  g_assert_cmpint (desk_store_rebuild (fixture->store, &error), >, 0);
  g_assert_no_error (error);
  after = dump_tables (fixture->path);
  g_assert_cmpstr (after, ==, before);
}

/* A row that is lost from the table of stories comes back out of its entries. */
static void
test_rebuild_story_row (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *before = describe (fixture->store, story);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  run_sql (fixture->path,
           "DELETE FROM ledger; DELETE FROM post; DELETE FROM contradiction; DELETE FROM evidence; DELETE FROM claim;"
           "DELETE FROM revision; DELETE FROM holding; DELETE FROM tip; UPDATE entry SET story = NULL; DELETE FROM story");
  g_assert_cmpint (desk_store_rebuild (fixture->store, &error), >, 0);
  g_assert_no_error (error);
  after = describe (fixture->store, story);
  g_assert_cmpstr (after, ==, before);
}

static DeskStore *
open_second (DeskFixture *fixture, char **path)
{
  *path = desk_fixture_path (fixture, "b.desk");

  return open_desk (*path);
}

static guint
take_in (DeskStore *store, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) gained = desk_store_take_in (store, path, &error);

  g_assert_no_error (error);

  return gained->len;
}

static void
same_story (DeskStore *a, DeskStore *b, const char *story)
{
  g_autofree char *left = describe (a, story);
  g_autofree char *right = describe (b, story);

  g_assert_cmpstr (left, ==, right);
}

/* Two desks that exchange entries hold the union, and see the same in it. */
static void
test_exchange (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path_b = NULL;
  g_autoptr (DeskStore) b = open_second (fixture, &path_b);
  DeskStore *a = fixture->store;
  g_autofree char *story = make_rich_story (a, NULL);
  g_autofree char *kept_a = NULL;
  g_autofree char *kept_b = NULL;
  g_autofree char *claim_b = NULL;
  g_autoptr (DeskText) joined_text = NULL;
  g_autofree char *joined = NULL;
  g_autoptr (DeskSnapshot) split = NULL;
  g_autoptr (DeskSnapshot) whole = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;

  g_assert_cmpuint (take_in (b, fixture->path), ==, 1);
  same_story (a, b, story);

  /* Apart for a while: a text on each side, and a claim. */
  kept_a = keep (a, story, "Armed men opened the prison at dusk. Dozens fled, on foot.\n");
  desk_store_set_person (b, "Ilan Doss");
  kept_b = keep (b, story, "At dusk: armed men opened the prison at dusk. Dozens fled.\n");
  claim_b = claim (b, story, "At dusk");

  g_assert_cmpuint (take_in (a, path_b), ==, 1);
  g_assert_cmpuint (take_in (b, fixture->path), ==, 1);
  same_story (a, b, story);
  split = load (a, story);
  g_assert_cmpuint (split->story->n_heads, ==, 2);

  /* Nothing new is nothing gained. */
  g_assert_cmpuint (take_in (a, path_b), ==, 0);
  g_assert_cmpuint (take_in (b, fixture->path), ==, 0);

  joined_text = desk_text_with_body (split->text, "At dusk: armed men opened the prison. Dozens fled, on foot.\n");
  joined = commit (b, story, desk_change_new_revision (joined_text, NULL, DESK_WHY_MERGE, NULL, NULL));
  g_assert_cmpuint (take_in (a, path_b), ==, 1);
  same_story (a, b, story);
  whole = load (a, story);
  g_assert_cmpstr (whole->story->head, ==, joined);
  g_assert_cmpuint (whole->story->n_heads, ==, 1);

  report = desk_store_verify (a, NULL, NULL);
  g_assert_true (report->intact);
  desk_store_close (b, NULL);
}

/* Views follow the set of entries, not the order in which they came: rebuilt, they are the same. */
static void
test_order_of_arrival (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path_b = NULL;
  g_autoptr (DeskStore) b = open_second (fixture, &path_b);
  DeskStore *a = fixture->store;
  g_autofree char *story = make_rich_story (a, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  take_in (b, fixture->path);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *body_a = g_strdup_printf ("Armed men opened the prison. %d fled.\n", i);
      g_autofree char *body_b = g_strdup_printf ("Armed men opened it. Dozens (%d) fled.\n", i);
      g_autofree char *kept_a = keep (a, story, body_a);
      g_autofree char *kept_b = keep (b, story, body_b);
    }
  take_in (a, path_b);

  before = dump_tables (fixture->path);
  g_assert_cmpint (desk_store_rebuild (a, &error), >, 0);
  g_assert_no_error (error);
  after = dump_tables (fixture->path);
  g_assert_cmpstr (after, ==, before);
  desk_store_close (b, NULL);
}

/* The order itself: parents first, then instant, then id. */
static void
test_order (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path_b = NULL;
  g_autoptr (DeskStore) b = open_second (fixture, &path_b);
  DeskStore *a = fixture->store;
  g_autofree char *story = make_story (a, "Harbour", "One.");
  DeskChange *late = desk_change_new_state (DESK_STATE_READY, NULL);
  DeskChange *early = desk_change_new_state (DESK_STATE_REVIEW, NULL);
  DeskChange *child = desk_change_new_state (DESK_STATE_DRAFT, NULL);
  g_autofree char *late_id = NULL;
  g_autofree char *early_id = NULL;
  g_autofree char *child_id = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;

  take_in (b, fixture->path);
  /* Made on one state, and a child of the later one with a clock that went back. */
  desk_change_set_at (late, G_GINT64_CONSTANT (4000000000000000));
  desk_change_set_at (child, 1);
  desk_change_set_at (early, G_GINT64_CONSTANT (3000000000000000));
  late_id = commit (a, story, late);
  child_id = commit (a, story, child);
  early_id = commit (b, story, early);
  take_in (a, path_b);
  take_in (b, fixture->path);

  entries = desk_store_list_entries (a, story, NULL);
  g_assert_cmpuint (entries->len, ==, 5);
  g_assert_cmpstr (desk_entry_get_id (entries->pdata[2]), ==, early_id);
  g_assert_cmpstr (desk_entry_get_id (entries->pdata[3]), ==, late_id);
  g_assert_cmpstr (desk_entry_get_id (entries->pdata[4]), ==, child_id);
  same_story (a, b, story);
  snapshot = load (a, story);
  g_assert_cmpint (snapshot->story->state, ==, DESK_STATE_DRAFT);
  desk_store_close (b, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/views/rebuild", test_rebuild);
  desk_fixture_add ("/views/rebuild-from-nothing", test_rebuild_from_nothing);
  desk_fixture_add ("/views/rebuild-story-row", test_rebuild_story_row);
  desk_fixture_add ("/views/exchange", test_exchange);
  desk_fixture_add ("/views/order-of-arrival", test_order_of_arrival);
  desk_fixture_add ("/views/order", test_order);

  return g_test_run ();
}
