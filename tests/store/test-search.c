/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "desk-fixture.h"
#include "store/desk-tokenizer.h"

static GPtrArray *
search (DeskStore *store, const char *words)
{
  DeskStoryQuery query = { .state = -1, .words = words };
  g_autoptr (GError) error = NULL;
  GPtrArray *found = desk_store_list_stories (store, &query, &error);

  g_assert_no_error (error);

  return found;
}

/* The slugs that a search finds, in its order. */
static void
finds (DeskStore *store, const char *words, const char *expected)
{
  g_autoptr (GPtrArray) found = search (store, words);
  g_autoptr (GString) slugs = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (slugs, "%s%s", i > 0 ? " " : "", ((DeskStory *) found->pdata[i])->slug);
  g_assert_cmpstr (slugs->str, ==, expected);
}

static void
test_words (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *harbour = make_story (fixture->store, "Harbour reopens", "The **crane** fell on the [quay](https://a.example/x).");
  g_autofree char *ferry = make_story (fixture->store, "Ferry late", "A crane stood still.\n\nThe harbour was shut.");
  g_autofree char *kept = NULL;
  g_autoptr (GPtrArray) found = NULL;

  finds (fixture->store, "harbour", "ferry-late harbour-reopens");
  finds (fixture->store, "HARB", "ferry-late harbour-reopens");
  finds (fixture->store, "crane fell", "harbour-reopens");
  finds (fixture->store, "crane fel", "harbour-reopens");
  finds (fixture->store, "fe crane", "");
  finds (fixture->store, "harb ", "");
  finds (fixture->store, "harbour ", "ferry-late harbour-reopens");
  finds (fixture->store, "nothing", "");
  /* An address is not read by anybody. */
  finds (fixture->store, "example", "");
  finds (fixture->store, "  ", "ferry-late harbour-reopens");
  finds (fixture->store, "!!", "");
  /* FTS5's own words and marks mean nothing here. */
  finds (fixture->store, "crane AND fell", "");
  finds (fixture->store, "\"crane\" (fell) * : ^ -", "harbour-reopens");

  found = search (fixture->store, "shut");
  g_assert_cmpstr (((DeskStory *) found->pdata[0])->snippet, ==, "A crane stood still. The harbour was shut.");

  /* A new version: its words, and no others. */
  kept = keep (fixture->store, harbour, "All quiet.\n");
  finds (fixture->store, "crane", "ferry-late");
  finds (fixture->store, "quiet", "harbour-reopens");
  /* And it is the newest now. */
  finds (fixture->store, "harbour", "harbour-reopens ferry-late");
}

static void
test_every_script (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *arabic = make_story (fixture->store, "Arabic", "أَعْلَنَتِ الوزارةُ إعادةَ فتحِ الميناء");
  g_autofree char *german = make_story (fixture->store, "German", "Die Straße über den Fluß ist gesperrt, sagt Ångström.");
  g_autofree char *sorani = make_story (fixture->store, "Sorani", "دەروازەی بەندەر کرایەوە");
  g_autofree char *thai = make_story (fixture->store, "Thai", "ท่าเรือเปิดแล้ว");

  finds (fixture->store, "الوزارة", "arabic");
  finds (fixture->store, "اعلنت", "arabic");
  finds (fixture->store, "الميـــناء", "arabic");
  finds (fixture->store, "STRASSE", "german");
  finds (fixture->store, "uber", "german");
  finds (fixture->store, "angstrom", "german");
  finds (fixture->store, "بەندەر", "sorani");
  finds (fixture->store, "เปิด", "thai");
}

static void
test_fold (void)
{
  g_autofree char *accents = desk_tokenizer_fold ("Ångström", -1);
  g_autofree char *hindi = desk_tokenizer_fold ("हिन्दी", -1);
  g_autofree char *marks = desk_tokenizer_fold ("\xd9\x8e\xd9\x8f", -1);

  g_assert_cmpstr (accents, ==, "angstrom");
  g_assert_cmpuint (g_utf8_strlen (hindi, -1), ==, 5);
  g_assert_cmpstr (marks, ==, "");
}

static void
test_slug_posts_and_filters (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *rich = make_rich_story (fixture->store, NULL);
  g_autofree char *other = make_story (fixture->store, "Council meets", "One.");
  g_autofree char *slug = commit (fixture->store, other, desk_change_new_slug ("zebra-crossing"));
  g_autofree char *bin = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GPtrArray) published = NULL;
  g_autoptr (GPtrArray) binned = NULL;
  DeskStoryQuery query = { .state = -1, .words = "council", .offset = 1, .limit = 5 };

  finds (fixture->store, "zebra", "zebra-crossing");
  /* Who wrote a post that a story keeps. */
  finds (fixture->store, "marrow council", "prison-opened-in-marrow");
  finds (fixture->store, "council", "zebra-crossing prison-opened-in-marrow");

  page = desk_store_list_stories (fixture->store, &query, NULL);
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_cmpstr (((DeskStory *) page->pdata[0])->id, ==, rich);

  query = (DeskStoryQuery) { .state = DESK_STATE_PUBLISHED, .words = "council" };
  published = desk_store_list_stories (fixture->store, &query, NULL);
  g_assert_cmpuint (published->len, ==, 1);

  bin = commit (fixture->store, other, desk_change_new_bin (TRUE));
  finds (fixture->store, "zebra", "");
  query = (DeskStoryQuery) { .state = -1, .words = "zebra", .binned = TRUE };
  binned = desk_store_list_stories (fixture->store, &query, NULL);
  g_assert_cmpuint (binned->len, ==, 1);
}

/* The file is nobody's loss: gone, broken, another desk's, it is made anew. */
static void
test_made_anew (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->path, "-search", NULL);
  g_autofree char *story = make_story (fixture->store, "Harbour reopens", "The crane fell.");
  g_autofree char *other_path = desk_fixture_path (fixture, "other.desk");
  g_autofree char *other_search = g_strconcat (other_path, "-search", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (DeskStore) other = NULL;
  gsize length;

  finds (fixture->store, "crane", "harbour-reopens");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));

  desk_fixture_close (fixture);
  g_unlink (path);
  fixture->store = open_desk (fixture->path);
  finds (fixture->store, "crane", "harbour-reopens");

  desk_fixture_close (fixture);
  g_assert_true (g_file_set_contents (path, "This is not SQLite at all, and quite some bytes long, really.", -1, NULL));
  fixture->store = open_desk (fixture->path);
  finds (fixture->store, "crane", "harbour-reopens");

  desk_fixture_close (fixture);
  contents = read_file (path, &length);
  memset (contents + 4096, 0x5a, length - 4096);
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
  fixture->store = open_desk (fixture->path);
  finds (fixture->store, "crane", "harbour-reopens");

  /* Of a later program. */
  desk_fixture_close (fixture);
  run_sql (path, "PRAGMA user_version = 99");
  fixture->store = open_desk (fixture->path);
  finds (fixture->store, "crane", "harbour-reopens");

  /* Of another desk that has as many entries. */
  other = open_desk (other_path);
  g_free (make_story (other, "Ferry late", "A crane stood still."));
  finds (other, "crane", "ferry-late");
  desk_store_close (other, NULL);
  desk_fixture_close (fixture);
  g_assert_cmpint (g_rename (other_search, path), ==, 0);
  fixture->store = open_desk (fixture->path);
  finds (fixture->store, "crane", "harbour-reopens");

  /* Gone while it is open. */
  g_unlink (path);
  g_assert_cmpint (desk_store_rebuild (fixture->store, NULL), >, 0);
  finds (fixture->store, "crane", "harbour-reopens");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/search/words", test_words);
  desk_fixture_add ("/search/every-script", test_every_script);
  g_test_add_func ("/search/fold", test_fold);
  desk_fixture_add ("/search/slug-posts-and-filters", test_slug_posts_and_filters);
  desk_fixture_add ("/search/made-anew", test_made_anew);

  return g_test_run ();
}
