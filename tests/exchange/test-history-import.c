/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "desk-fixture.h"
#include "exchange/desk-history-import.h"

/* A part of a second, in microseconds. */
#define PART 123456

/* A file of that history, changed last a little after that second. */
static void
put (const char *folder, const char *name, const char *contents, gssize length, gint64 second)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  const struct timespec times[] = { { second, PART * 1000 }, { second, PART * 1000 } };

  g_file_set_contents (path, contents, length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static char *
make_folder (DeskFixture *fixture)
{
  char *folder = desk_fixture_path (fixture, "Harbour night");

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);

  return folder;
}

static char *
body_of (DeskStore *store, const char *story, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskRevision) revision = desk_store_find_revision (store, story, name, &error);
  g_autoptr (DeskText) text = revision != NULL ? desk_store_load_text (store, revision->text, &error) : NULL;

  g_assert_no_error (error);

  return g_strdup (desk_text_get_body (text));
}

/* By name, whatever the times say; each file is one, also what comes twice; bytes come out as they went in. */
static void
test_order (DeskFixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = {
    "One.\n",
    "One. Two.",
    "One. Two.",
    "Note: this is prose\n\nand no header",
    "\n\nBlank lines first\n",
    "مرحبا \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x92\n",
    "Headline? No.\nKeywords: neither\n",
    "Headline: a word of the trade\nand prose beneath it\n\nand more.\n",
    "",
  };
  g_autofree char *folder = make_folder (fixture);
  g_autofree char *story = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *name = g_strdup_printf ("%02u.txt", i);

      put (folder, name, bodies[i], -1, 1700000000 + (i == 1 ? 9999 : i * 60));
    }
  put (folder, ".hidden", "not one", -1, 1);

  story = desk_import_history (fixture->store, folder, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (bodies));
  revisions = desk_store_list_revisions (fixture->store, story, 0, 0, &error);
  g_assert_cmpuint (revisions->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      DeskRevision *revision = revisions->pdata[n - 1 - i];
      g_autofree char *name = g_strdup_printf ("@%u", i + 1);
      g_autofree char *body = body_of (fixture->store, story, name);

      g_assert_cmpstr (body, ==, bodies[i]);
      g_assert_cmpint (revision->at, ==, (G_GINT64_CONSTANT (1700000000) + (i == 1 ? 9999 : i * 60)) * G_USEC_PER_SEC + PART);
      g_assert_cmpint (revision->why, ==, DESK_WHY_IMPORT);
    }

  {
    g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

    g_assert_cmpstr (snapshot->story->headline, ==, "Harbour night");
    g_assert_cmpstr (snapshot->story->slug, ==, "harbour-night");
    g_assert_cmpint (snapshot->story->created_at, ==, G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC + PART);
    g_assert_cmpuint (snapshot->story->n_heads, ==, 1);
  }
  report = desk_store_verify (fixture->store, NULL, &error);
  g_assert_true (report->intact);
}

/* A text of Desk's own is taken in whole. */
static void
test_canonical (DeskFixture *fixture, gconstpointer data)
{
  const char *canonical = "Headline: Storm\nLanguage: de\nZone: Europe/Vienna\nMood: calm\n\nAm Hafen.\n";
  g_autofree char *folder = make_folder (fixture);
  g_autofree char *story = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  put (folder, "a", canonical, -1, 1700000000);
  story = desk_import_history (fixture->store, folder, NULL, &error);
  g_assert_no_error (error);
  snapshot = load (fixture->store, story);
  g_assert_cmpstr (desk_text_get_canonical (snapshot->text, NULL), ==, canonical);
  g_assert_cmpstr (snapshot->story->slug, ==, "storm");
}

/* One file that cannot be read leaves nothing behind. */
static void
test_nothing (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = make_folder (fixture);
  g_autofree char *missing = desk_fixture_path (fixture, "nowhere");
  g_autoptr (GPtrArray) stories = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_import_history (fixture->store, missing, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  g_assert_null (desk_import_history (fixture->store, folder, NULL, &error));
  g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN);
  g_clear_error (&error);

  put (folder, "1", "Whole.\n", -1, 1);
  put (folder, "2", "Line one\nbroken \xff here", -1, 2);
  g_assert_null (desk_import_history (fixture->store, folder, NULL, &error));
  g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_ENCODING);
  g_assert_true (g_str_has_prefix (error->message, "2: "));
  g_assert_nonnull (strstr (error->message, "Line 2"));

  stories = desk_store_list_stories (fixture->store, &(DeskStoryQuery) { .state = -1 }, NULL);
  g_assert_cmpuint (stories->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/history-import/order", test_order);
  desk_fixture_add ("/history-import/canonical", test_canonical);
  desk_fixture_add ("/history-import/nothing", test_nothing);

  return g_test_run ();
}
