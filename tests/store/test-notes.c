/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"

/* Notes, what house style leaves as it is, and how long a story is to be. */

static DeskNote *
get_note (DeskSnapshot *snapshot, guint i)
{
  g_assert_cmpuint (i, <, snapshot->notes->len);

  return g_ptr_array_index (snapshot->notes, i);
}

static void
also (DeskFixture *fixture, const char *story, DeskChange *change)
{
  g_autofree char *id = commit (fixture->store, story, change);
}

static void
test_life (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "Three ships left. The coast guard said so.");
  g_autofree char *guard = add_note (fixture->store, story, "The coast guard", "Who there?");
  g_autofree char *ships = add_note (fixture->store, story, "Three ships", "Count again");

  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
    DeskNote *first = get_note (snapshot, 0);

    g_assert_cmpstr (first->id, ==, ships);
    g_assert_cmpstr (first->words, ==, "Count again");
    g_assert_cmpstr (first->anchor->exact, ==, "Three ships");
    g_assert_cmpstr (first->author, ==, "Mara Vell");
    g_assert_false (first->resolved);
    g_assert_true (desk_snapshot_get_note (snapshot, guard) == get_note (snapshot, 1));
  }

  also (fixture, story, desk_change_new_note_resolved (ships, TRUE));
  also (fixture, story, desk_change_new_note_words (ships, "Counted: three"));
  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    g_assert_true (get_note (snapshot, 0)->resolved);
    g_assert_cmpstr (get_note (snapshot, 0)->resolved_by, ==, "Mara Vell");
    g_assert_cmpint (get_note (snapshot, 0)->resolved_at, >, 0);
    g_assert_cmpstr (get_note (snapshot, 0)->words, ==, "Counted: three");
    g_assert_cmpuint (g_strv_length (get_note (snapshot, 0)->sealed), ==, 2);
  }

  also (fixture, story, desk_change_new_note_resolved (ships, FALSE));
  also (fixture, story, desk_change_new_note_dropped (guard, TRUE));
  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    g_assert_cmpuint (snapshot->notes->len, ==, 1);
    g_assert_false (get_note (snapshot, 0)->resolved);
  }

  also (fixture, story, desk_change_new_note_dropped (guard, FALSE));
  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    g_assert_cmpuint (snapshot->notes->len, ==, 2);
  }

  commit_fails (fixture->store, story, desk_change_new_note_resolved (story, TRUE), DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

/* A note goes where its words go, waits for nobody when they change, and says so when they are gone. */
static void
test_follow (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "Three ships left. The coast guard said so.");
  g_autofree char *noted = add_note (fixture->store, story, "Three ships left", "Count again");
  guint before;

  g_free (keep (fixture->store, story, "At dawn it rained. Three ships left. The coast guard said so.\n"));
  before = count_entries (fixture->store, story);
  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    g_assert_cmpuint (get_note (snapshot, 0)->anchor->start, ==, 19);
    g_assert_cmpint (get_note (snapshot, 0)->fit, ==, DESK_FIT_EXACT);
  }

  /* Other words in it: one revision, and one entry that says where the note is now. */
  g_free (keep (fixture->store, story, "At dawn it rained. Three grey ships left. The coast guard said so.\n"));
  g_assert_cmpuint (count_entries (fixture->store, story), ==, before + 2);
  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    g_assert_cmpstr (get_note (snapshot, 0)->anchor->exact, ==, "Three grey ships left");
    g_assert_cmpint (get_note (snapshot, 0)->fit, ==, DESK_FIT_EXACT);
  }

  g_free (keep (fixture->store, story, "Rain all day.\n"));
  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    g_assert_cmpint (get_note (snapshot, 0)->fit, ==, DESK_FIT_GONE);
    g_assert_cmpstr (get_note (snapshot, 0)->words, ==, "Count again");
  }
}

/* What a note says is nowhere in the journal, and can be taken out of the desk: all that it ever said. */
static void
test_erase (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "Three ships left.");
  g_autofree char *noted = add_note (fixture->store, story, "Three ships", "Source is Tomas Rell");
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  also (fixture, story, desk_change_new_note_words (noted, "Source is known to Mara"));
  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    also (fixture, story, desk_change_new_erase ((const char *const *) get_note (snapshot, 0)->sealed, NULL, "asked for"));
  }
  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    g_assert_cmpstr (get_note (snapshot, 0)->words, ==, "");
  }

  report = desk_store_verify (fixture->store, NULL, &error);
  g_assert_true (report->intact);
  g_assert_cmpuint (report->n_redacted, ==, 2);

  desk_fixture_reopen (fixture);
  contents = read_file (fixture->path, &length);
  g_assert_null (g_strstr_len (contents, length, "Tomas Rell"));
  g_assert_null (g_strstr_len (contents, length, "known to Mara"));
}

static DeskSnapshot *
hand_over (DeskFixture *fixture, const char *story, DeskPackageFlags flags, const char *name)
{
  g_autofree char *package = desk_fixture_path (fixture, name);
  g_autofree char *desk = g_strconcat (package, "-there.desk", NULL);
  g_autoptr (DeskStore) other = open_desk (desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) gained = NULL;
  DeskSnapshot *snapshot;

  g_assert_true (desk_store_write_package (fixture->store, story, package, flags, &error));
  gained = desk_store_take_in (other, package, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gained->len, ==, 1);
  snapshot = load (other, story);
  desk_store_close (other, NULL);

  return snapshot;
}

static void
test_package (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "Three ships left on Monday.");
  g_autofree char *noted = add_note (fixture->store, story, "Three ships", "Count again");
  g_autoptr (DeskSnapshot) bare = NULL;
  g_autoptr (DeskSnapshot) whole = NULL;

  also (fixture, story, desk_change_new_target (480));
  bare = hand_over (fixture, story, DESK_PACKAGE_DEFAULT, "bare.desk");
  g_assert_cmpstr (get_note (bare, 0)->words, ==, "");
  g_assert_cmpuint (bare->target, ==, 480);

  whole = hand_over (fixture, story, DESK_PACKAGE_WITH_SEALED, "whole.desk");
  g_assert_cmpstr (get_note (whole, 0)->words, ==, "Count again");
}

static void
test_leave (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "Three ships left on Monday.");
  g_autoptr (DeskSnapshot) first = load (fixture->store, story);
  g_autoptr (DeskAnchor) monday = desk_anchor_new_for_words (desk_text_get_body (first->text), "Monday", NULL, NULL);
  g_autofree char *left = commit (fixture->store, story, desk_change_new_leave ("weekday", monday));

  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
    DeskLeave *leave = snapshot->leaves->pdata[0];

    g_assert_cmpuint (snapshot->leaves->len, ==, 1);
    g_assert_cmpstr (leave->id, ==, left);
    g_assert_cmpstr (leave->rule, ==, "weekday");
    g_assert_cmpstr (leave->anchor->exact, ==, "Monday");
    g_assert_cmpstr (leave->anchor->prefix, ==, "Three ships left on ");
    g_assert_cmpstr (leave->anchor->text, ==, desk_text_get_hash (snapshot->text));
  }

  also (fixture, story, desk_change_new_leave_dropped (left, TRUE));
  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    g_assert_cmpuint (snapshot->leaves->len, ==, 0);
  }
}

static void
test_target (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "Three ships left.");
  const guint lengths[] = { 600, 450, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (DeskSnapshot) snapshot = NULL;

      also (fixture, story, desk_change_new_target (lengths[i]));
      snapshot = load (fixture->store, story);
      g_assert_cmpuint (snapshot->target, ==, lengths[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/notes/life", test_life);
  desk_fixture_add ("/notes/follow", test_follow);
  desk_fixture_add ("/notes/erase", test_erase);
  desk_fixture_add ("/notes/package", test_package);
  desk_fixture_add ("/notes/leave", test_leave);
  desk_fixture_add ("/notes/target", test_target);

  return g_test_run ();
}
