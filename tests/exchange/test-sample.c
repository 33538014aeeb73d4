/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/desk-check.h"
#include "core/desk-style.h"
#include "core/desk-time.h"
#include "exchange/desk-export.h"
#include "exchange/desk-sample.h"

static char *folder;
static DeskStore *store;

static DeskSnapshot *
load (const char *slug)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = desk_store_find_story (store, slug, &error);
  DeskSnapshot *snapshot;

  g_assert_no_error (error);
  snapshot = desk_store_load (store, id, &error);
  g_assert_no_error (error);

  return snapshot;
}

static DeskClaim *
find_claim (DeskSnapshot *snapshot, const char *words)
{
  for (guint i = 0; i < snapshot->claims->len; i++)
    {
      DeskClaim *claim = g_ptr_array_index (snapshot->claims, i);

      if (strstr (claim->anchor->exact, words) != NULL)
        return claim;
    }

  g_test_message ("%s", words);
  g_assert_not_reached ();
}

static void
assert_clock (gint64 at, const char *expected)
{
  g_autofree char *iso = desk_time_format_iso (at, "Asia/Baghdad");

  g_assert_true (g_str_has_prefix (iso, expected));
}

static guint
count_findings (GPtrArray *findings, DeskFindingKind kind)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    if (((DeskFinding *) g_ptr_array_index (findings, i))->kind == kind)
      n++;

  return n;
}

static void
test_stories (void)
{
  const char *const slugs[] = { "harbour-prison", "ferry-pier", "night-trains", "vell-outage", "fishing-season" };
  const DeskState states[] = { DESK_STATE_PUBLISHED, DESK_STATE_DRAFT, DESK_STATE_PUBLISHED, DESK_STATE_REVIEW, DESK_STATE_PUBLISHED };
  const DeskStoryQuery query = { .state = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stories = desk_store_list_stories (store, &query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (stories->len, ==, G_N_ELEMENTS (slugs));
  for (guint i = 0; i < stories->len; i++)
    {
      DeskStory *story = g_ptr_array_index (stories, i);

      /* Newest first: the evening itself, then back through the day. */
      g_assert_cmpstr (story->slug, ==, slugs[i]);
      g_assert_cmpint (story->state, ==, states[i]);
      g_assert_cmpstr (story->zone, ==, "Asia/Baghdad");
      assert_clock (story->created_at, "2026-02-23T");
    }
}

/* House style has nothing to say of what is told as a house would tell it, in any version. */
static void
test_style (void)
{
  const DeskStoryQuery query = { .state = -1 };
  g_autoptr (GPtrArray) stories = desk_store_list_stories (store, &query, NULL);

  for (guint i = 0; i < stories->len; i++)
    {
      DeskStory *story = g_ptr_array_index (stories, i);
      g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, story->id, 0, 0, NULL);

      for (guint j = 0; j < revisions->len; j++)
        {
          DeskRevision *revision = g_ptr_array_index (revisions, j);
          g_autoptr (DeskSnapshot) then = desk_store_load_as_of (store, story->id, revision->id, NULL);
          g_autoptr (GPtrArray) found = desk_style_check_snapshot (then, NULL, 0, NULL);

          for (guint k = 0; k < found->len; k++)
            {
              DeskStyleFinding *finding = g_ptr_array_index (found, k);
              g_autofree char *words = g_utf8_substring (desk_text_get_body (then->text), finding->start, finding->end);

              g_test_message ("%s @%u: %s: “%s”", story->slug, revision->number, finding->rule, words);
            }
          g_assert_cmpint (then->head_at, ==, revision->at);
          g_assert_cmpuint (found->len, ==, 0);
        }
    }
}

/* Everything that DESIGN's evening has. */
static void
test_evening (void)
{
  g_autoptr (DeskSnapshot) snapshot = load ("harbour-prison");
  guint statuses[6] = { 0 };
  guint n_graphic = 0, n_deleted = 0;

  assert_clock (snapshot->story->created_at, "2026-02-23T18:02:40");
  assert_clock (snapshot->story->published_at, "2026-02-23T18:45:00");
  g_assert_cmpuint (snapshot->heads->len, ==, 1);
  g_assert_true (snapshot->story->not_out);
  g_assert_cmpuint (desk_check_count_changes (snapshot->out, snapshot->text), ==, 3);
  g_assert_cmpstr (desk_text_get_field (snapshot->text, DESK_FIELD_WARNING), ==, "graphic");
  g_assert_cmpstr (desk_text_get_field (snapshot->text, DESK_FIELD_RELATED), !=, "");
  g_assert_cmpstr (desk_text_get_field (snapshot->text, DESK_FIELD_KEYWORDS), !=, "");

  g_assert_cmpuint (snapshot->claims->len, ==, 14);
  for (guint i = 0; i < snapshot->claims->len; i++)
    statuses[desk_claim_get_status (g_ptr_array_index (snapshot->claims, i))]++;
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    g_assert_cmpuint (statuses[i], >, 0);

  g_assert_cmpuint (snapshot->posts->len, ==, 4);
  for (guint i = 0; i < snapshot->posts->len; i++)
    {
      DeskPost *post = g_ptr_array_index (snapshot->posts, i);

      n_graphic += *post->graphic != '\0';
      n_deleted += post->state == DESK_POST_DELETED;
      g_assert_cmpint (post->posted_at, !=, 0);
      g_assert_cmpint (post->posted_at, <, post->captured_at);
    }
  g_assert_cmpuint (n_graphic, ==, 1);
  g_assert_cmpuint (n_deleted, ==, 1);
}

static void
test_claims (void)
{
  g_autoptr (DeskSnapshot) snapshot = load ("harbour-prison");
  DeskClaim *thousands = find_claim (snapshot, "thousands");
  DeskClaim *staffed = find_claim (snapshot, "fully staffed");
  DeskClaim *gate = find_claim (snapshot, "was matched");
  DeskClaim *room = find_claim (snapshot, "has room for");
  DeskClaim *unlocked = find_claim (snapshot, "left unlocked");
  DeskEvidence *person;

  g_assert_true (g_strv_contains ((const char *const *) thousands->contradicts, staffed->id));
  g_assert_true (g_strv_contains ((const char *const *) staffed->contradicts, thousands->id));

  /* Rewritten by somebody: the check fell off by itself. */
  g_assert_cmpint (gate->fit, ==, DESK_FIT_CHANGED);
  g_assert_cmpstr (gate->wording, ==, "Its place was matched to the south gate");
  g_assert_cmpstr (gate->anchor->exact, ==, "Its place was matched to the north gate");

  /* Corrected, read again, and verified anew. */
  g_assert_cmpstr (room->anchor->exact, ==, "The building has room for 840 people");
  g_assert_cmpint (desk_claim_get_status (room), ==, DESK_STATUS_VERIFIED);
  g_assert_cmpuint (room->evidence->len, ==, 2);

  person = g_ptr_array_index (unlocked->evidence, 0);
  g_assert_cmpint (person->kind, ==, DESK_EVIDENCE_PERSON);
  g_assert_cmpstr (person->title, ==, "source A");
  g_assert_cmpstr (person->sealed, !=, "");
}

static void
test_ledger (void)
{
  static const struct
  {
    DeskUpdateKind kind;
    const char *at;
    const char *words;
    const char *author;
  } lines[] = {
    { DESK_UPDATE_CORRECTION, "2026-02-24T09:05:00",
      "Correction, 24 February 2026: an earlier version said “room for 850 people”. It should have said “room for 840 people”.", "T. Okar" },
    { DESK_UPDATE_SILENT, "2026-02-23T22:30:", "", "T. Okar" },
    { DESK_UPDATE_UPDATE, "2026-02-23T22:19:00", "Updated at 10:19 pm.", "M. Aral" },
    { DESK_UPDATE_PUBLISH, "2026-02-23T18:45:00", "", "M. Aral" },
  };
  g_autoptr (DeskSnapshot) snapshot = load ("harbour-prison");

  g_assert_cmpuint (snapshot->updates->len, ==, G_N_ELEMENTS (lines));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      g_assert_cmpint (update->kind, ==, lines[i].kind);
      assert_clock (update->at, lines[i].at);
      g_assert_cmpstr (update->words, ==, lines[i].words);
      g_assert_cmpstr (update->author, ==, lines[i].author);
    }
}

static void
test_versions (void)
{
  g_autoptr (DeskSnapshot) snapshot = load ("harbour-prison");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, snapshot->story->id, 0, 0, &error);
  g_autoptr (GHashTable) authors = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_named = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (revisions->len, ==, 8);
  for (guint i = 0; i < revisions->len; i++)
    {
      DeskRevision *revision = g_ptr_array_index (revisions, i);

      g_hash_table_add (authors, revision->author);
      n_named += *revision->name != '\0';
      if (i > 0)
        g_assert_cmpint (revision->at, <, ((DeskRevision *) g_ptr_array_index (revisions, i - 1))->at);
    }
  g_assert_cmpuint (n_named, ==, 2);
  g_assert_cmpuint (g_hash_table_size (authors), ==, 3);
}

/* Every entry was made on that evening, or the morning after, one behind the other. */
static void
test_journal (void)
{
  g_autoptr (DeskSnapshot) snapshot = load ("harbour-prison");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = desk_store_list_entries (store, snapshot->story->id, &error);
  gint64 before = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      DeskEntry *entry = g_ptr_array_index (entries, i);

      g_test_message ("%s %s", desk_entry_get_kind_nick (entry), desk_entry_get_name (entry));
      g_assert_cmpint (desk_entry_get_at (entry), >=, before);
      before = desk_entry_get_at (entry);
    }
  assert_clock (before, "2026-02-24T09:40:");
}

static void
test_findings (void)
{
  g_autoptr (DeskSnapshot) snapshot = load ("harbour-prison");
  g_autoptr (GPtrArray) findings = desk_check_story (snapshot, NULL);
  DeskFinding *differs = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      DeskFinding *finding = g_ptr_array_index (findings, i);

      g_test_message ("%s: %s / %s", finding->message, finding->detail, finding->detail_source);
      if (finding->kind == DESK_FINDING_QUOTE_DIFFERS)
        differs = finding;
    }

  g_assert_cmpuint (count_findings (findings, DESK_FINDING_QUOTE_DIFFERS), ==, 1);
  g_assert_nonnull (strstr (differs->detail, "reportedly"));
  g_assert_null (strstr (differs->detail_source, "reportedly"));
  g_assert_cmpuint (count_findings (findings, DESK_FINDING_WORDS_CHANGED), ==, 1);
  g_assert_cmpuint (count_findings (findings, DESK_FINDING_CLAIM_FALSE), ==, 1);
  g_assert_cmpuint (count_findings (findings, DESK_FINDING_POST_GONE), ==, 1);
  g_assert_cmpuint (count_findings (findings, DESK_FINDING_POST_MISSING), ==, 0);
  g_assert_cmpuint (count_findings (findings, DESK_FINDING_NO_WARNING), ==, 0);
  g_assert_cmpuint (count_findings (findings, DESK_FINDING_ONE_SOURCE), >, 0);
}

static void
test_night_trains (void)
{
  g_autoptr (DeskSnapshot) snapshot = load ("night-trains");

  g_assert_cmpuint (snapshot->story->n_claims, ==, 7);
  g_assert_cmpuint (snapshot->story->n_sourced, ==, 7);
  g_assert_cmpuint (snapshot->story->n_verified, ==, 7);
  g_assert_false (snapshot->story->not_out);
}

static void
test_arabic (void)
{
  g_autoptr (DeskSnapshot) snapshot = load ("fishing-season");

  g_assert_cmpstr (snapshot->story->language, ==, "ar");
  g_assert_cmpuint (snapshot->claims->len, ==, 2);
}

/* The dossier of a desk is the one place where all of it is written down for others: nothing sealed may be in it. */
static void
test_dossier (void)
{
  g_autoptr (DeskSnapshot) snapshot = load ("harbour-prison");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, snapshot->story->id, 0, 0, &error);
  g_autoptr (GBytes) bytes = NULL;
  const char *path = g_getenv ("DESK_TEST_DOSSIER");
  gint64 out_at = 0;
  g_autoptr (DeskUpdate) update = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (DeskSnapshot) then = NULL;
  g_autoptr (DeskStoryBlame) blame = NULL;

  g_assert_true (desk_time_parse ("2026-02-23 21:00", "Asia/Baghdad", 0, &out_at, NULL));
  update = desk_store_find_out_at (store, snapshot->story->id, out_at, &error);
  g_assert_no_error (error);
  text = desk_store_load_text (store, update->text, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (desk_text_get_body (text), "south gate"));

  then = desk_store_load_at (store, snapshot->story->id, out_at, &error);
  g_assert_no_error (error);
  /* What was marked later that night is not in it yet. */
  g_assert_cmpuint (then->claims->len, <, snapshot->claims->len);
  blame = desk_store_blame (store, snapshot->story->id, update->revision, &error);
  g_assert_no_error (error);
  g_assert_true (desk_text_equal (blame->text, text));

  bytes = desk_export_dossier (snapshot, then, update, text, blame, revisions, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (bytes, NULL), "%PDF-1."));

  /* To look at it. */
  if (path != NULL)
    g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
}

static void
test_verify (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskVerifyReport) report = desk_store_verify (store, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (report->intact);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

static void
fill (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  folder = g_dir_make_tmp ("desk-sample-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "sample.desk", NULL);
  store = desk_store_open (path, DESK_STORE_OPEN_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  desk_sample_fill (store, &error);
  g_assert_no_error (error);
}

static void
clear (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  desk_store_close (store, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (store);

  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sample/stories", test_stories);
  g_test_add_func ("/sample/evening", test_evening);
  g_test_add_func ("/sample/style", test_style);
  g_test_add_func ("/sample/claims", test_claims);
  g_test_add_func ("/sample/ledger", test_ledger);
  g_test_add_func ("/sample/versions", test_versions);
  g_test_add_func ("/sample/journal", test_journal);
  g_test_add_func ("/sample/findings", test_findings);
  g_test_add_func ("/sample/night-trains", test_night_trains);
  g_test_add_func ("/sample/arabic", test_arabic);
  g_test_add_func ("/sample/dossier", test_dossier);
  g_test_add_func ("/sample/verify", test_verify);

  fill ();
  status = g_test_run ();
  clear ();

  return status;
}
