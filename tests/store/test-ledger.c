/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"

/* Minutes of one evening. */
#define AT(minute) (G_GINT64_CONSTANT (1771860000000000) + (minute) * G_GINT64_CONSTANT (60000000))

static char *
put_out_superseding (DeskStore *store, const char *story, DeskUpdateKind kind, gint64 at, const char *words, const char *supersedes)
{
  g_autoptr (DeskSnapshot) snapshot = load (store, story);

  return commit (store, story,
                 desk_change_new_update (kind, desk_text_get_hash (snapshot->text), at, "Asia/Baghdad", "en", words,
                                         "", "", "", supersedes));
}

static char *
put_out (DeskStore *store, const char *story, DeskUpdateKind kind, gint64 at, const char *words)
{
  return put_out_superseding (store, story, kind, at, words, NULL);
}

static void
out_at_is (DeskStore *store, const char *story, gint64 at, const char *update)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskUpdate) found = desk_store_find_out_at (store, story, at, &error);

  if (update == NULL)
    g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  else
    {
      g_assert_no_error (error);
      g_assert_cmpstr (found->id, ==, update);
    }
}

static void
test_evening (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Prison opened", "The minister wrote.");
  g_autofree char *first = put_out (fixture->store, story, DESK_UPDATE_PUBLISH, AT (45), "");
  g_autoptr (DeskSnapshot) out = load (fixture->store, story);
  g_autoptr (DeskSnapshot) typed = NULL;
  g_autoptr (DeskSnapshot) stamped = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *second = NULL;
  DeskUpdate *update;

  g_assert_cmpint (out->story->state, ==, DESK_STATE_PUBLISHED);
  g_assert_cmpint (out->story->published_at, ==, AT (45));
  g_assert_cmpint (out->story->out_at, ==, AT (45));
  g_assert_false (out->story->not_out);
  g_assert_cmpstr (desk_text_get_hash (out->out), ==, desk_text_get_hash (out->text));

  kept = keep (fixture->store, story, "The minister wrote. New facts.\n");
  typed = load (fixture->store, story);
  g_assert_true (typed->story->not_out);
  g_assert_cmpstr (desk_text_get_body (typed->out), ==, "The minister wrote.\n");

  second = put_out (fixture->store, story, DESK_UPDATE_UPDATE, AT (259), "Updated at 10:19 pm.");
  stamped = load (fixture->store, story);
  g_assert_false (stamped->story->not_out);
  g_assert_cmpint (stamped->story->published_at, ==, AT (45));
  g_assert_cmpint (stamped->story->out_at, ==, AT (259));

  g_assert_cmpuint (stamped->updates->len, ==, 2);
  update = stamped->updates->pdata[0];
  g_assert_cmpstr (update->id, ==, second);
  g_assert_cmpint (update->kind, ==, DESK_UPDATE_UPDATE);
  g_assert_cmpstr (update->words, ==, "Updated at 10:19 pm.");
  g_assert_cmpstr (update->zone, ==, "Asia/Baghdad");
  g_assert_cmpstr (update->language, ==, "en");
  g_assert_cmpstr (update->revision, ==, kept);
  g_assert_cmpuint (update->revision_number, ==, 2);
  g_assert_cmpstr (update->author, ==, "Mara Vell");
  g_assert_true (desk_snapshot_get_stamp (stamped) == update);

  revisions = desk_store_list_revisions (fixture->store, story, 0, 0, NULL);
  g_assert_true (((DeskRevision *) revisions->pdata[0])->published);
  g_assert_true (((DeskRevision *) revisions->pdata[1])->published);
  g_assert_cmpstr (((DeskRevision *) revisions->pdata[0])->seen, ==, second);

  out_at_is (fixture->store, story, AT (44), NULL);
  out_at_is (fixture->store, story, AT (45), first);
  out_at_is (fixture->store, story, AT (258), first);
  out_at_is (fixture->store, story, AT (259), second);
  out_at_is (fixture->store, story, AT (9999), second);
}

static void
test_correction (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Prison opened", "Three men.");
  g_autofree char *first = put_out (fixture->store, story, DESK_UPDATE_PUBLISH, AT (1), "");
  g_autofree char *kept = keep (fixture->store, story, "Four men.\n");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  g_autofree char *correction = commit (
      fixture->store, story,
      desk_change_new_update (DESK_UPDATE_CORRECTION, desk_text_get_hash (before->text), 0, "Asia/Baghdad", "en",
                              "Correction", "Three men", "Four men", "a slip of the pen", NULL));
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autoptr (GPtrArray) entries = desk_store_list_entries (fixture->store, story, NULL);
  DeskUpdate *update = snapshot->updates->pdata[0];

  g_assert_cmpstr (update->id, ==, correction);
  g_assert_cmpstr (update->was, ==, "Three men");
  g_assert_cmpstr (update->now, ==, "Four men");
  g_assert_cmpstr (update->because, ==, "a slip of the pen");
  /* Without an instant of its own it is the entry's. */
  g_assert_cmpint (update->at, ==, desk_entry_get_at (entries->pdata[entries->len - 1]));
  g_assert_false (snapshot->story->not_out);
}

/* What went out is never undone; a mistaken line is superseded by another. */
static void
test_superseded (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Prison opened", "One.");
  g_autofree char *first = put_out (fixture->store, story, DESK_UPDATE_PUBLISH, AT (1), "");
  g_autofree char *kept = keep (fixture->store, story, "Two.\n");
  g_autofree char *wrong = put_out (fixture->store, story, DESK_UPDATE_UPDATE, AT (100), "Updated at 9:40 pm.");
  g_autofree char *right =
      put_out_superseding (fixture->store, story, DESK_UPDATE_UPDATE, AT (40), "Updated at 8:40 pm.", wrong);
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  DeskUpdate *update;

  g_assert_cmpuint (snapshot->updates->len, ==, 3);
  update = snapshot->updates->pdata[0];
  g_assert_cmpstr (update->id, ==, wrong);
  g_assert_cmpstr (update->superseded_by, ==, right);
  g_assert_cmpstr (update->seen, ==, right);
  g_assert_cmpint (snapshot->story->out_at, ==, AT (40));
  g_assert_cmpstr (desk_snapshot_get_stamp (snapshot)->id, ==, right);

  out_at_is (fixture->store, story, AT (39), first);
  out_at_is (fixture->store, story, AT (40), right);
  out_at_is (fixture->store, story, AT (200), right);

  commit_fails (fixture->store, story,
                desk_change_new_update (DESK_UPDATE_UPDATE, desk_text_get_hash (snapshot->text), 0, "UTC", "en", "", "",
                                        "", "", kept),
                DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

static void
test_withdrawn (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Prison opened", "One.");
  g_autofree char *first = put_out (fixture->store, story, DESK_UPDATE_PUBLISH, AT (1), "");
  g_autofree char *withdrawn = commit (
      fixture->store, story,
      desk_change_new_update (DESK_UPDATE_WITHDRAWAL, "", AT (5), "Asia/Baghdad", "en", "", "", "", "a court order", ""));
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autofree char *kept = NULL;
  g_autoptr (DeskSnapshot) after = NULL;

  g_assert_null (snapshot->out);
  g_assert_cmpint (snapshot->story->published_at, ==, AT (1));
  g_assert_false (snapshot->story->not_out);
  out_at_is (fixture->store, story, AT (4), first);
  out_at_is (fixture->store, story, AT (5), NULL);

  /* With nothing out there is nothing that is not out. */
  kept = keep (fixture->store, story, "Two.\n");
  after = load (fixture->store, story);
  g_assert_false (after->story->not_out);
}

static void
test_archived (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Prison opened", "One.");
  g_autofree char *first = put_out (fixture->store, story, DESK_UPDATE_PUBLISH, AT (1), "");
  g_autofree char *archived = commit (fixture->store, story, desk_change_new_state (DESK_STATE_ARCHIVED, NULL));
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autofree char *silent = NULL;
  g_autoptr (DeskSnapshot) after = NULL;

  g_assert_cmpint (snapshot->story->state, ==, DESK_STATE_ARCHIVED);
  g_assert_nonnull (snapshot->out);

  silent = put_out (fixture->store, story, DESK_UPDATE_SILENT, AT (2), "");
  after = load (fixture->store, story);
  g_assert_cmpint (after->story->state, ==, DESK_STATE_PUBLISHED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/ledger/evening", test_evening);
  desk_fixture_add ("/ledger/correction", test_correction);
  desk_fixture_add ("/ledger/superseded", test_superseded);
  desk_fixture_add ("/ledger/withdrawn", test_withdrawn);
  desk_fixture_add ("/ledger/archived", test_archived);

  return g_test_run ();
}
