/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"
#include "store/desk-slug.h"

static void
test_story (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (DeskText) text = make_text ("Headline: Harbour reopens after night of storms\n\nThe harbour opened again.\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *story = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  DeskRevision *revision;

  g_assert_true (desk_store_set_setting (fixture->store, "language", "ar", &error));
  g_assert_true (desk_store_set_setting (fixture->store, "zone", "Asia/Baghdad", &error));
  story = desk_store_create_story (fixture->store, NULL, text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (story));
  g_assert_cmpint (story[14], ==, '7');

  snapshot = load (fixture->store, story);
  g_assert_cmpstr (snapshot->story->id, ==, story);
  g_assert_cmpstr (snapshot->story->slug, ==, "harbour-reopens-after-night-of-storms");
  g_assert_cmpstr (snapshot->story->headline, ==, "Harbour reopens after night of storms");
  /* A text without a language or zone gets the desk's. */
  g_assert_cmpstr (snapshot->story->language, ==, "ar");
  g_assert_cmpstr (snapshot->story->zone, ==, "Asia/Baghdad");
  g_assert_cmpint (snapshot->story->state, ==, DESK_STATE_DRAFT);
  g_assert_cmpuint (snapshot->story->n_heads, ==, 1);
  g_assert_cmpuint (snapshot->story->n_revisions, ==, 1);
  g_assert_cmpuint (snapshot->heads->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (snapshot->heads, 0), ==, snapshot->story->head);
  g_assert_false (snapshot->story->not_out);
  g_assert_null (snapshot->out);
  g_assert_cmpstr (desk_text_get_body (snapshot->text), ==, "The harbour opened again.\n");
  g_assert_cmpint (snapshot->story->created_at, <=, snapshot->story->changed_at);

  entries = desk_store_list_entries (fixture->store, story, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpint (desk_entry_get_kind (entries->pdata[0]), ==, DESK_ENTRY_STORY);
  g_assert_cmpuint (g_strv_length ((char **) desk_entry_get_parents (entries->pdata[0])), ==, 0);
  g_assert_cmpint (desk_entry_get_kind (entries->pdata[1]), ==, DESK_ENTRY_REVISION);
  g_assert_cmpstr (desk_entry_get_parents (entries->pdata[1])[0], ==, desk_entry_get_id (entries->pdata[0]));
  g_assert_cmpstr (desk_entry_get_name (entries->pdata[1]), ==, "Mara Vell");
  g_assert_cmpstr (desk_entry_get_zone (entries->pdata[1]), ==, "Asia/Baghdad");
  g_assert_cmpstr (desk_entry_get_id (entries->pdata[1]), ==, snapshot->tip);

  revisions = desk_store_list_revisions (fixture->store, story, 0, 0, &error);
  g_assert_no_error (error);
  revision = revisions->pdata[0];
  g_assert_cmpint (revision->why, ==, DESK_WHY_FIRST);
  g_assert_cmpuint (revision->number, ==, 1);
  g_assert_cmpuint (revision->words, ==, 4);
  g_assert_cmpint (revision->words_more, ==, 4);
  g_assert_true (revision->is_head);
  g_assert_cmpuint (g_strv_length (revision->bases), ==, 0);
}

/* A story from elsewhere has the instant and the author of there. */
static void
test_import (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (DeskText) text = make_text ("Headline: Old news\nLanguage: en\nZone: UTC\n\nIt was.\n");
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  DeskChange *change = desk_change_new_state (DESK_STATE_REVIEW, "from the archive");
  g_autoptr (GError) error = NULL;
  g_autofree char *story = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  desk_change_set_at (change, G_GINT64_CONSTANT (1500000000000000));
  desk_change_set_author (change, "Ilan Doss");
  g_ptr_array_add (changes, change);
  story = desk_store_create_story (fixture->store, "Old News", text, changes, &error);
  g_assert_no_error (error);

  snapshot = load (fixture->store, story);
  g_assert_cmpstr (snapshot->story->slug, ==, "Old News");
  g_assert_cmpint (snapshot->story->state, ==, DESK_STATE_REVIEW);
  g_assert_cmpint (snapshot->story->created_at, ==, G_GINT64_CONSTANT (1500000000000000));

  entries = desk_store_list_entries (fixture->store, story, &error);
  g_assert_cmpuint (entries->len, ==, 3);
  for (guint i = 0; i < entries->len; i++)
    g_assert_cmpstr (desk_entry_get_name (entries->pdata[i]), ==, "Ilan Doss");
}

static void
test_slugs (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *first = make_story (fixture->store, "Harbour reopens", "One.");
  g_autofree char *second = make_story (fixture->store, "HARBOUR reopens!", "Two.");
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, second);
  g_autoptr (DeskText) text = make_text ("Headline: x\n\ny\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *entry = NULL;
  g_autofree char *found = NULL;

  g_assert_cmpstr (snapshot->story->slug, ==, "harbour-reopens-2");

  commit_fails (fixture->store, second, desk_change_new_slug ("Harbour-Reopens"), DESK_STORE_ERROR,
                DESK_STORE_ERROR_EXISTS);
  commit_fails (fixture->store, second, desk_change_new_slug (""), DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID);
  commit_fails (fixture->store, second, desk_change_new_slug (" a"), DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID);
  commit_fails (fixture->store, second, desk_change_new_slug ("a/b"), DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID);
  g_assert_cmpuint (count_entries (fixture->store, second), ==, 2);

  /* Its own, in another case. */
  entry = commit (fixture->store, second, desk_change_new_slug ("HARBOUR-reopens-2"));
  found = desk_store_find_story (fixture->store, "harbour-REOPENS-2", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, second);

  g_assert_null (desk_store_create_story (fixture->store, "a\nb", text, NULL, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID);
}

/* A story that nobody named yet is named by its headline. */
static void
test_slug_made_up (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *first = make_story (fixture->store, "", "One.");
  g_autofree char *second = make_story (fixture->store, "Harbour reopens", "Two.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, first);
  g_autoptr (DeskText) named = desk_text_with_field (before->text, DESK_FIELD_HEADLINE, "Harbour reopens");
  g_autofree char *kept = NULL;
  g_autofree char *slug = NULL;
  g_autoptr (DeskSnapshot) after = NULL;

  g_assert_cmpstr (before->story->slug, ==, "story");
  g_assert_true (desk_slug_is_made_up (before->story->slug));
  g_assert_true (desk_slug_is_made_up ("story-12"));
  g_assert_false (desk_slug_is_made_up ("story-of-a-night"));

  kept = commit (fixture->store, first, desk_change_new_revision (named, NULL, DESK_WHY_KEEP, NULL, NULL));
  slug = commit (fixture->store, first, desk_change_new_slug (NULL));
  after = load (fixture->store, first);
  g_assert_cmpstr (after->story->slug, ==, "harbour-reopens-2");
}

static void
test_slug_from_headline (void)
{
  static const struct
  {
    const char *headline;
    const char *slug;
  } cases[] = {
    { "Harbour reopens after night of storms", "harbour-reopens-after-night-of-storms" },
    { "One two three four five six seven eight nine", "one-two-three-four-five-six-seven" },
    { "Überflutung: Straße gesperrt", "uberflutung-strasse-gesperrt" },
    { "Порт открыт", "port-otkryt" },
    { "", "story" },
    { "!!! ???", "story" },
    { "  3,000 prisoners  ", "3-000-prisoners" },
  };
  g_autofree char *arabic = desk_slug_from_headline ("الميناء يفتح أبوابه");
  g_autofree char *long_word = NULL;
  char letters[200];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *slug = desk_slug_from_headline (cases[i].headline);

      g_assert_cmpstr (slug, ==, cases[i].slug);
    }

  g_assert_cmpstr (arabic, !=, "story");
  g_assert_true (g_str_is_ascii (arabic));

  memset (letters, 'x', sizeof letters);
  letters[sizeof letters - 1] = '\0';
  long_word = desk_slug_from_headline (letters);
  g_assert_cmpuint (strlen (long_word), ==, 48);
}

static void
test_find_story (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "One.");
  g_autofree char *end = NULL;
  g_autofree char *upper = g_ascii_strup (story, -1);
  const char *names[] = { "harbour-reopens", "Harbour-Reopens", story, upper, story + 24, story + 30 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *found = desk_store_find_story (fixture->store, names[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (found, ==, story);
    }

  /* Too short an end, and what nobody has. */
  g_assert_null (desk_store_find_story (fixture->store, story + 33, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (desk_store_find_story (fixture->store, "no-such-story", &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (desk_store_load (fixture->store, "01890000-0000-7000-8000-000000000000", &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

/* Two ids that end alike: the message lists both. */
static void
test_find_story_ambiguous (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *one = make_story (fixture->store, "Harbour reopens", "One.");
  g_autofree char *two = make_story (fixture->store, "Ferry late", "Two.");
  g_autoptr (GError) error = NULL;

  run_sql (fixture->path, "UPDATE story SET id = substr (id, 1, 30) || 'abcdef'");
  g_assert_null (desk_store_find_story (fixture->store, "abcdef", &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_AMBIGUOUS);
  g_assert_nonnull (strstr (error->message, "harbour-reopens"));
  g_assert_nonnull (strstr (error->message, "ferry-late"));
}

static void
test_revisions (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "The harbour opened.");
  g_autofree char *second = keep (fixture->store, story, "The harbour opened at dawn.\n");
  g_autofree char *third = keep (fixture->store, story, "The harbour.\n");
  g_autofree char *again = keep (fixture->store, story, "The harbour.\n");
  g_autofree char *name = NULL;
  g_autofree char *name_head = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GError) error = NULL;
  DeskRevision *revision;

  /* The same words are no new version. */
  g_assert_cmpstr (again, ==, third);
  g_assert_cmpuint (count_entries (fixture->store, story), ==, 4);

  name = commit (fixture->store, story, desk_change_new_name (second, "Before the call", "as sent to the lawyer"));
  name_head = commit (fixture->store, story, desk_change_new_name ("", "Short", NULL));

  revisions = desk_store_list_revisions (fixture->store, story, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (revisions->len, ==, 3);
  revision = revisions->pdata[0];
  g_assert_cmpstr (revision->id, ==, third);
  g_assert_cmpuint (revision->number, ==, 3);
  g_assert_cmpuint (revision->words, ==, 2);
  g_assert_cmpint (revision->words_more, ==, -3);
  g_assert_cmpstr (revision->bases[0], ==, second);
  g_assert_cmpstr (revision->name, ==, "Short");
  g_assert_cmpstr (revision->seen, ==, name_head);
  g_assert_true (revision->is_head);
  revision = revisions->pdata[1];
  g_assert_cmpstr (revision->name, ==, "Before the call");
  g_assert_cmpstr (revision->note, ==, "as sent to the lawyer");
  g_assert_cmpstr (revision->seen, ==, name);
  g_assert_false (revision->is_head);
  g_assert_cmpint (revision->words_more, ==, 2);

  page = desk_store_list_revisions (fixture->store, story, 1, 1, &error);
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_cmpstr (((DeskRevision *) page->pdata[0])->id, ==, second);
}

static void
find_revision_is (DeskFixture *fixture, const char *story, const char *name, guint number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskRevision) revision = desk_store_find_revision (fixture->store, story, name, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (revision->number, ==, number);
}

static void
find_revision_fails (DeskFixture *fixture, const char *story, const char *name, DeskStoreError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskRevision) revision = desk_store_find_revision (fixture->store, story, name, &error);

  g_assert_null (revision);
  g_assert_error (error, DESK_STORE_ERROR, (int) code);
}

static void
test_find_revision (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "One.");
  g_autofree char *second = keep (fixture->store, story, "Two.\n");
  g_autofree char *third = keep (fixture->store, story, "Three.\n");
  g_autofree char *start = g_strndup (second, 12);
  g_autofree char *upper = g_ascii_strup (start, -1);
  g_autofree char *name = commit (fixture->store, story, desk_change_new_name (second, "Twice", NULL));
  g_autofree char *same_name = NULL;

  find_revision_is (fixture, story, "@1", 1);
  find_revision_is (fixture, story, "@3", 3);
  find_revision_is (fixture, story, "@-1", 3);
  find_revision_is (fixture, story, "@-3", 1);
  find_revision_is (fixture, story, "Twice", 2);
  find_revision_is (fixture, story, second, 2);
  find_revision_is (fixture, story, start, 2);
  find_revision_is (fixture, story, upper, 2);
  find_revision_fails (fixture, story, "@4", DESK_STORE_ERROR_NOT_FOUND);
  find_revision_fails (fixture, story, "@-4", DESK_STORE_ERROR_NOT_FOUND);
  find_revision_fails (fixture, story, "@0", DESK_STORE_ERROR_NOT_FOUND);
  find_revision_fails (fixture, story, "@x", DESK_STORE_ERROR_NOT_FOUND);
  find_revision_fails (fixture, story, "@99999999999999999999", DESK_STORE_ERROR_NOT_FOUND);
  find_revision_fails (fixture, story, "nothing", DESK_STORE_ERROR_NOT_FOUND);
  find_revision_fails (fixture, story, "", DESK_STORE_ERROR_NOT_FOUND);

  same_name = commit (fixture->store, story, desk_change_new_name (third, "Twice", NULL));
  find_revision_fails (fixture, story, "Twice", DESK_STORE_ERROR_AMBIGUOUS);
}

/* Two texts on one base wait to be merged; a version on both ends that. */
static void
test_two_heads (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "One.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  g_autoptr (DeskSnapshot) split = NULL;
  g_autoptr (DeskSnapshot) joined = NULL;
  g_autofree char *left = keep (fixture->store, story, "One left.\n");
  g_autoptr (DeskText) right_text = desk_text_with_body (before->text, "One right.\n");
  g_autoptr (DeskText) joined_text = desk_text_with_body (before->text, "One left right.\n");
  const char *bases[] = { before->story->head, NULL };
  g_autofree char *right =
      commit (fixture->store, story, desk_change_new_revision (right_text, bases, DESK_WHY_KEEP, NULL, NULL));
  g_autofree char *merge = NULL;
  g_autoptr (DeskRevision) revision = NULL;

  split = load (fixture->store, story);
  g_assert_cmpuint (split->story->n_heads, ==, 2);
  g_assert_cmpuint (split->heads->len, ==, 2);
  g_assert_cmpstr (split->story->head, ==, right);
  g_assert_cmpstr (split->heads->pdata[1], ==, left);
  g_assert_cmpstr (desk_text_get_body (split->text), ==, "One right.\n");

  merge = commit (fixture->store, story, desk_change_new_revision (joined_text, NULL, DESK_WHY_MERGE, NULL, NULL));
  joined = load (fixture->store, story);
  g_assert_cmpuint (joined->story->n_heads, ==, 1);
  revision = desk_store_find_revision (fixture->store, story, merge, NULL);
  g_assert_cmpuint (g_strv_length (revision->bases), ==, 2);
}

/* A merge that takes one side as it is is written all the same. */
static void
test_merge_to_one_side (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "One.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  g_autofree char *left = keep (fixture->store, story, "One left.\n");
  g_autoptr (DeskText) right_text = desk_text_with_body (before->text, "One right.\n");
  const char *bases[] = { before->story->head, NULL };
  g_autofree char *right =
      commit (fixture->store, story, desk_change_new_revision (right_text, bases, DESK_WHY_KEEP, NULL, NULL));
  g_autofree char *merge =
      commit (fixture->store, story, desk_change_new_revision (right_text, NULL, DESK_WHY_MERGE, NULL, NULL));
  g_autoptr (DeskSnapshot) after = load (fixture->store, story);

  g_assert_cmpstr (merge, !=, right);
  g_assert_cmpuint (after->story->n_heads, ==, 1);
  g_assert_cmpstr (after->story->head, ==, merge);
}

static void
test_state_and_bin (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "One.");
  g_autofree char *other = make_story (fixture->store, "Ferry late", "Two.");
  g_autofree char *state = commit (fixture->store, story, desk_change_new_state (DESK_STATE_READY, NULL));
  g_autofree char *bin = commit (fixture->store, other, desk_change_new_bin (TRUE));
  g_autoptr (GError) error = NULL;
  DeskStoryQuery query = { .state = -1 };
  g_autoptr (GPtrArray) all = desk_store_list_stories (fixture->store, &query, &error);
  g_autoptr (GPtrArray) binned = NULL;
  g_autoptr (GPtrArray) ready = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autofree char *back = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (((DeskStory *) all->pdata[0])->id, ==, story);
  g_assert_cmpint (((DeskStory *) all->pdata[0])->state, ==, DESK_STATE_READY);

  query.binned = TRUE;
  binned = desk_store_list_stories (fixture->store, &query, &error);
  g_assert_cmpuint (binned->len, ==, 1);
  g_assert_cmpstr (((DeskStory *) binned->pdata[0])->id, ==, other);

  query = (DeskStoryQuery) { .state = DESK_STATE_READY };
  ready = desk_store_list_stories (fixture->store, &query, &error);
  g_assert_cmpuint (ready->len, ==, 1);
  query.state = DESK_STATE_DRAFT;
  drafts = desk_store_list_stories (fixture->store, &query, &error);
  g_assert_cmpuint (drafts->len, ==, 0);

  back = commit (fixture->store, other, desk_change_new_bin (FALSE));
  snapshot = load (fixture->store, other);
  g_assert_false (snapshot->story->binned);
}

static void
test_list (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_story (fixture->store, "A", "One.");
  g_autofree char *b = make_story (fixture->store, "B", "Two.");
  g_autofree char *c = make_story (fixture->store, "C", "Three.");
  g_autofree char *newest = keep (fixture->store, a, "One more.\n");
  g_autoptr (GError) error = NULL;
  DeskStoryQuery query = { .state = -1 };
  g_autoptr (GPtrArray) all = desk_store_list_stories (fixture->store, &query, &error);
  g_autoptr (GPtrArray) page = NULL;

  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (((DeskStory *) all->pdata[0])->id, ==, a);
  g_assert_cmpstr (((DeskStory *) all->pdata[1])->id, ==, c);
  g_assert_cmpstr (((DeskStory *) all->pdata[2])->id, ==, b);

  query.offset = 1;
  query.limit = 1;
  page = desk_store_list_stories (fixture->store, &query, &error);
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_cmpstr (((DeskStory *) page->pdata[0])->id, ==, c);
}

/* All or none: the last change does not fit, so nothing was written. */
static void
test_all_or_none (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "One.");
  g_autofree char *other = make_story (fixture->store, "Ferry late", "Two.");
  g_autofree char *others_claim = claim (fixture->store, other, "Two");
  g_autofree char *before = dump_tables (fixture->path);
  g_autofree char *after = NULL;
  g_autoptr (DeskText) text = make_text ("Headline: Harbour\n\nQuite other words.\n");
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, desk_change_new_revision (text, NULL, DESK_WHY_KEEP, NULL, NULL));
  g_ptr_array_add (changes, desk_change_new_state (DESK_STATE_READY, NULL));
  g_ptr_array_add (changes, desk_change_new_answer (others_claim, DESK_SAID_YES, -1, NULL, "Two"));
  ids = desk_store_commit (fixture->store, story, changes, &error);
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_assert_null (ids);

  after = dump_tables (fixture->path);
  g_assert_cmpstr (after, ==, before);
}

static void
test_does_not_fit (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "One.");
  g_autofree char *mark = claim (fixture->store, story, "One");
  const char *no_id = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  const char *bases[] = { no_id, NULL };
  g_autoptr (DeskText) text = make_text ("Headline: x\n\ny\n");
  guint n = count_entries (fixture->store, story);

  commit_fails (fixture->store, story, desk_change_new_revision (text, bases, DESK_WHY_KEEP, NULL, NULL),
                DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new_name (no_id, "a", NULL), DESK_STORE_ERROR,
                DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new_anchor (no_id, DESK_FIT_GONE, NULL), DESK_STORE_ERROR,
                DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new_answer (no_id, DESK_SAID_YES, -1, NULL, "a"), DESK_STORE_ERROR,
                DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story,
                desk_change_new_evidence (no_id, DESK_EVIDENCE_ADDRESS, DESK_STANCE_FOR, "https://a.example", "", ""),
                DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new_evidence_dropped (no_id, TRUE), DESK_STORE_ERROR,
                DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new_contradiction (mark, no_id, TRUE), DESK_STORE_ERROR,
                DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new_contradiction (mark, mark, TRUE), DESK_STORE_ERROR,
                DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new_post_check (no_id, DESK_POST_DELETED), DESK_STORE_ERROR,
                DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new_post_graphic (no_id, "blood"), DESK_STORE_ERROR,
                DESK_STORE_ERROR_NOT_FOUND);
  /* A text that no version of this story has. */
  commit_fails (fixture->store, story,
                desk_change_new_update (DESK_UPDATE_PUBLISH, desk_text_get_hash (text), 0, "UTC", "en", "", "", "", "", ""),
                DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  commit_fails (fixture->store, story, desk_change_new (DESK_ENTRY_REVISION, json_object_new ()), DESK_STORE_ERROR,
                DESK_STORE_ERROR_INVALID);
  g_assert_cmpuint (count_entries (fixture->store, story), ==, n);
}

/* An entry that is too large is core's to refuse. */
static void
test_too_large (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "One.");
  g_autofree char *because = g_strnfill (DESK_ENTRY_MAX_BYTES, 'x');

  commit_fails (fixture->store, story, desk_change_new_state (DESK_STATE_READY, because), DESK_CORE_ERROR,
                DESK_CORE_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/journal/story", test_story);
  desk_fixture_add ("/journal/import", test_import);
  desk_fixture_add ("/journal/slugs", test_slugs);
  desk_fixture_add ("/journal/slug-made-up", test_slug_made_up);
  g_test_add_func ("/journal/slug-from-headline", test_slug_from_headline);
  desk_fixture_add ("/journal/find-story", test_find_story);
  desk_fixture_add ("/journal/find-story-ambiguous", test_find_story_ambiguous);
  desk_fixture_add ("/journal/revisions", test_revisions);
  desk_fixture_add ("/journal/find-revision", test_find_revision);
  desk_fixture_add ("/journal/two-heads", test_two_heads);
  desk_fixture_add ("/journal/merge-to-one-side", test_merge_to_one_side);
  desk_fixture_add ("/journal/state-and-bin", test_state_and_bin);
  desk_fixture_add ("/journal/list", test_list);
  desk_fixture_add ("/journal/all-or-none", test_all_or_none);
  desk_fixture_add ("/journal/does-not-fit", test_does_not_fit);
  desk_fixture_add ("/journal/too-large", test_too_large);

  return g_test_run ();
}
