/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"

/* How long a test waits for what comes from elsewhere before it fails. */
#define PATIENCE_SECONDS 20

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **out = data;

  *out = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static gboolean
give_up_cb (gpointer data)
{
  g_error ("Waited too long");

  return G_SOURCE_REMOVE;
}

/* The stories that "changed" told of. */
static void
changed_cb (DeskStore *store, const char *story, gpointer data)
{
  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  g_ptr_array_add (data, g_strdup (story));
}

static gboolean
heard_of (GPtrArray *changed, const char *story)
{
  return g_ptr_array_find_with_equal_func (changed, story, g_str_equal, NULL);
}

static void
wait_to_hear_of (GPtrArray *changed, const char *story)
{
  guint source = g_timeout_add_seconds (PATIENCE_SECONDS, give_up_cb, NULL);

  while (!heard_of (changed, story))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static void
test_every_call (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (fixture, "async.desk");
  g_autofree char *package = desk_fixture_path (fixture, "package.desk");
  g_autoptr (DeskText) text = make_text ("Headline: Harbour reopens\n\nThe crane fell.\n");
  g_autoptr (DeskText) typed = make_text ("Headline: Harbour reopens\n\nThe crane fell down.\n");
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GBytes) film = g_bytes_new_static ("film", 4);
  g_autofree char *film_hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, film);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) store = NULL;
  g_autofree char *story = NULL;
  g_autofree char *rich = make_rich_story (fixture->store, NULL);
  DeskChange *noted;

  {
    g_autoptr (GAsyncResult) result = NULL;

    desk_store_open_async (path, DESK_STORE_OPEN_DEFAULT, NULL, take_result_cb, &result);
    store = desk_store_open_finish (wait_for (&result), &error);
    g_assert_no_error (error);
  }

  {
    g_autoptr (GAsyncResult) result = NULL;

    g_hash_table_insert (settings, (gpointer) "zone", (gpointer) "Asia/Baghdad");
    g_hash_table_insert (settings, (gpointer) "language", (gpointer) "ar");
    desk_store_set_settings_async (store, settings, NULL, take_result_cb, &result);
    g_assert_true (desk_store_set_settings_finish (store, wait_for (&result), &error));
    g_assert_no_error (error);
  }

  {
    g_autoptr (GAsyncResult) result = NULL;

    desk_store_create_story_async (store, NULL, text, NULL, NULL, take_result_cb, &result);
    story = desk_store_create_story_finish (store, wait_for (&result), &error);
    g_assert_no_error (error);
  }

  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) ids = NULL;

    noted = desk_change_new (DESK_ENTRY_NOTE, json_object_new ());
    desk_change_add_blob (noted, film, "video/mp4");
    g_ptr_array_add (changes, noted);
    desk_store_commit_async (store, story, changes, NULL, take_result_cb, &result);
    ids = desk_store_commit_finish (store, wait_for (&result), &error);
    g_assert_no_error (error);
    g_assert_cmpuint (ids->len, ==, 1);
  }

  {
    g_autoptr (GAsyncResult) result = NULL;

    desk_store_save_draft_async (store, story, "", typed, NULL, take_result_cb, &result);
    g_assert_true (desk_store_save_draft_finish (store, wait_for (&result), &error));
    g_assert_no_error (error);
  }

  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) stories = NULL;

    desk_store_list_stories_async (store, NULL, NULL, take_result_cb, &result);
    stories = desk_store_list_stories_finish (store, wait_for (&result), &error);
    g_assert_no_error (error);
    g_assert_cmpuint (stories->len, ==, 1);
    g_assert_cmpstr (((DeskStory *) stories->pdata[0])->language, ==, "ar");
  }

  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (DeskSnapshot) snapshot = NULL;

    desk_store_load_async (store, story, NULL, take_result_cb, &result);
    snapshot = desk_store_load_finish (store, wait_for (&result), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (snapshot->story->zone, ==, "Asia/Baghdad");
  }

  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GAsyncResult) text_result = NULL;
    g_autoptr (GPtrArray) revisions = NULL;
    g_autoptr (DeskText) loaded = NULL;

    desk_store_list_revisions_async (store, story, 0, 10, NULL, take_result_cb, &result);
    revisions = desk_store_list_revisions_finish (store, wait_for (&result), &error);
    g_assert_no_error (error);
    g_assert_cmpuint (revisions->len, ==, 1);

    desk_store_load_text_async (store, ((DeskRevision *) revisions->pdata[0])->text, NULL, take_result_cb, &text_result);
    loaded = desk_store_load_text_finish (store, wait_for (&text_result), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (desk_text_get_body (loaded), ==, "The crane fell.\n");
  }

  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GBytes) loaded = NULL;
    g_autofree char *type = NULL;

    desk_store_load_blob_async (store, film_hash, NULL, take_result_cb, &result);
    loaded = desk_store_load_blob_finish (store, wait_for (&result), &type, &error);
    g_assert_no_error (error);
    g_assert_true (g_bytes_equal (loaded, film));
    g_assert_cmpstr (type, ==, "video/mp4");
  }

  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) gained = NULL;

    g_assert_true (desk_store_write_package (fixture->store, rich, package, 0, NULL));
    desk_store_take_in_async (store, package, NULL, take_result_cb, &result);
    gained = desk_store_take_in_finish (store, wait_for (&result), &error);
    g_assert_no_error (error);
    g_assert_cmpuint (gained->len, ==, 1);
  }

  {
    g_autoptr (GAsyncResult) result = NULL;

    desk_store_close_async (store, NULL, take_result_cb, &result);
    g_assert_true (desk_store_close_finish (store, wait_for (&result), &error));
    g_assert_no_error (error);
  }
}

static void
test_every_error (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (fixture, "none.desk");
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (GAsyncResult) result = NULL;

    desk_store_open_async (path, DESK_STORE_OPEN_EXISTING, NULL, take_result_cb, &result);
    g_assert_null (desk_store_open_finish (wait_for (&result), &error));
    g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
    g_clear_error (&error);
  }

  {
    g_autoptr (GAsyncResult) result = NULL;

    desk_store_load_async (fixture->store, "nothing", NULL, take_result_cb, &result);
    g_assert_null (desk_store_load_finish (fixture->store, wait_for (&result), &error));
    g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
    g_clear_error (&error);
  }

  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) none = g_ptr_array_new ();

    desk_store_commit_async (fixture->store, "nothing", none, NULL, take_result_cb, &result);
    g_assert_null (desk_store_commit_finish (fixture->store, wait_for (&result), &error));
    g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
    g_clear_error (&error);
  }

  {
    g_autoptr (GAsyncResult) result = NULL;

    desk_store_take_in_async (fixture->store, path, NULL, take_result_cb, &result);
    g_assert_null (desk_store_take_in_finish (fixture->store, wait_for (&result), &error));
    g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  }
}

static void
test_changed (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *story = NULL;
  g_autofree char *kept = NULL;

  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), changed);
  story = make_story (fixture->store, "Harbour", "One.");
  g_assert_cmpuint (changed->len, ==, 0);
  wait_to_hear_of (changed, story);

  g_ptr_array_set_size (changed, 0);
  g_assert_true (desk_store_set_setting (fixture->store, "zone", "UTC", NULL));
  wait_to_hear_of (changed, "");
  g_assert_false (heard_of (changed, story));

  /* What was not written is not told. */
  g_ptr_array_set_size (changed, 0);
  commit_fails (fixture->store, story, desk_change_new_slug (""), DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (changed->len, ==, 0);
}

/* What another program does is seen, although nothing is done here. */
static void
test_changed_elsewhere (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *kept = NULL;
  g_autofree char *zone = NULL;
  DeskStore *other = open_desk (fixture->path);

  /* The monitors are there. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), changed);
  kept = keep (other, story, "Two.\n");
  wait_to_hear_of (changed, story);

  g_assert_true (desk_store_set_setting (other, "zone", "Asia/Baghdad", NULL));
  wait_to_hear_of (changed, "");
  zone = desk_store_get_setting (fixture->store, "zone");
  g_assert_cmpstr (zone, ==, "Asia/Baghdad");

  desk_store_close (other, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (other);
}

/* And at the latest with the next write of one's own. */
static void
test_noticed_by_writing (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *mine = make_story (fixture->store, "Ferry", "One.");
  g_autoptr (DeskStore) other = open_desk (fixture->path);
  g_autofree char *kept_there = keep (other, story, "Two.\n");
  g_autofree char *kept_here = NULL;
  g_autofree char *kept_again = NULL;
  g_autoptr (DeskStore) other_again = NULL;

  desk_store_close (other, NULL);
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), changed);
  kept_here = keep (fixture->store, mine, "Two.\n");
  wait_to_hear_of (changed, mine);
  g_assert_true (heard_of (changed, story));

  /* Even with one that fails. */
  other_again = open_desk (fixture->path);
  kept_again = keep (other_again, story, "Three.\n");
  desk_store_close (other_again, NULL);
  g_ptr_array_set_size (changed, 0);
  commit_fails (fixture->store, mine, desk_change_new_slug (""), DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID);
  wait_to_hear_of (changed, story);
}

static sqlite3 *
hold_file (const char *path)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);

  return handle;
}

/* Taken back as long as it has not begun. */
static void
test_cancelled_before (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (DeskText) text = make_text ("Headline: Harbour reopens\n\nThe crane fell.\n");
  g_autoptr (GCancellable) first_cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) second_cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *holder = hold_file (fixture->path);

  /* One waits for the file, one in the queue behind it. */
  desk_store_create_story_async (fixture->store, NULL, text, NULL, first_cancellable, take_result_cb, &first);
  desk_store_create_story_async (fixture->store, NULL, text, NULL, second_cancellable, take_result_cb, &second);
  g_usleep (50000);
  g_cancellable_cancel (first_cancellable);
  g_cancellable_cancel (second_cancellable);
  sqlite3_close (holder);

  g_assert_null (desk_store_create_story_finish (fixture->store, wait_for (&first), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (desk_store_create_story_finish (fixture->store, wait_for (&second), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT count (*) FROM story"), ==, 0);
}

static void
cancel_cb (DeskStore *store, const char *story, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* Written is written, and said to be. */
static void
test_cancelled_after (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (DeskText) text = make_text ("Headline: Harbour reopens\n\nThe crane fell.\n");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *story = NULL;
  g_autoptr (GError) error = NULL;

  /* That it changed is told before the call is answered. */
  g_signal_connect (fixture->store, "changed", G_CALLBACK (cancel_cb), cancellable);
  desk_store_create_story_async (fixture->store, NULL, text, NULL, cancellable, take_result_cb, &result);
  story = desk_store_create_story_finish (fixture->store, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_nonnull (story);
}

static void
test_cancelled_read (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *path = desk_fixture_path (fixture, "b.desk");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  desk_store_list_stories_async (fixture->store, NULL, cancellable, take_result_cb, &result);
  g_assert_null (desk_store_list_stories_finish (fixture->store, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  desk_store_open_async (path, DESK_STORE_OPEN_DEFAULT, cancellable, take_result_cb, &opened);
  g_assert_null (desk_store_open_finish (wait_for (&opened), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Another program does not let go of it. */
static void
test_busy (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  sqlite3 *holder = hold_file (fixture->path);
  g_autofree char *kept = NULL;
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);

  commit_fails (fixture->store, story, desk_change_new_bin (TRUE), DESK_STORE_ERROR, DESK_STORE_ERROR_BUSY);
  sqlite3_close (holder);
  kept = keep (fixture->store, story, "Two.\n");
}

typedef struct
{
  int *order;
  int *next;
} Place;

static void
note_place_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Place *place = data;

  *place->order = (*place->next)++;
}

/* What is typed goes first, however much waits. */
static void
test_drafts_first (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskText) typed = make_text ("Headline: Harbour\n\nOne, typed.\n");
  sqlite3 *holder = hold_file (fixture->path);
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);
  int orders[21] = { 0 };
  Place places[21];
  int next = 1;

  g_hash_table_insert (settings, (gpointer) "a", (gpointer) "b");
  for (int i = 0; i < 20; i++)
    {
      places[i] = (Place) { &orders[i], &next };
      desk_store_set_settings_async (fixture->store, settings, NULL, note_place_cb, &places[i]);
    }
  g_usleep (20000);
  places[20] = (Place) { &orders[20], &next };
  desk_store_save_draft_async (fixture->store, story, "", typed, NULL, note_place_cb, &places[20]);
  sqlite3_close (holder);
  while (next <= 21)
    g_main_context_iteration (NULL, TRUE);

  /* At most behind the one that was being done. */
  g_assert_cmpint (orders[20], <=, 2);
  for (int i = 1; i < 20; i++)
    g_assert_cmpint (orders[i], >, orders[i - 1]);
}

typedef struct
{
  DeskStore *store;
  const char *story;
  int number;
} Worker;

static gpointer
work_cb (gpointer data)
{
  Worker *worker = data;

  for (int i = 0; i < 25; i++)
    {
      g_autofree char *headline = g_strdup_printf ("Story %d of %d", i, worker->number);
      g_autofree char *own = make_story (worker->store, headline, "Words.");
      g_autofree char *state =
          commit (worker->store, worker->story, desk_change_new_state (i % 2 ? DESK_STATE_READY : DESK_STATE_REVIEW, NULL));
      g_autoptr (DeskSnapshot) snapshot = load (worker->store, own);
      g_autoptr (GPtrArray) found = NULL;
      DeskStoryQuery query = { .state = -1, .words = "words", .limit = 10 };

      g_assert_cmpstr (snapshot->story->headline, ==, headline);
      found = desk_store_list_stories (worker->store, &query, NULL);
      g_assert_cmpuint (found->len, >, 0);
    }

  return NULL;
}

static void
test_threads (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  Worker workers[6];
  GThread *threads[6];
  g_autoptr (DeskVerifyReport) report = NULL;

  for (int i = 0; i < 6; i++)
    {
      workers[i] = (Worker) { fixture->store, story, i };
      threads[i] = g_thread_new ("worker", work_cb, &workers[i]);
    }
  for (int i = 0; i < 6; i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (count_entries (fixture->store, story), ==, 2 + 6 * 25);
  report = desk_store_verify (fixture->store, NULL, NULL);
  g_assert_true (report->intact);
  g_assert_cmpuint (report->n_entries, ==, 2 + 6 * 25 + 2 * 6 * 25);
}

/* Two programs write one desk. */
static void
test_two_programs (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskStore) other = open_desk (fixture->path);
  Worker workers[2] = { { fixture->store, story, 0 }, { other, story, 1 } };
  GThread *threads[2];
  g_autoptr (DeskVerifyReport) report = NULL;

  for (int i = 0; i < 2; i++)
    threads[i] = g_thread_new ("program", work_cb, &workers[i]);
  for (int i = 0; i < 2; i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (count_entries (fixture->store, story), ==, 2 + 2 * 25);
  report = desk_store_verify (other, NULL, NULL);
  g_assert_true (report->intact);
  desk_store_close (other, NULL);
}

/* Let go of while there is work to do: it is done. */
static void
test_let_go (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (DeskText) text = make_text ("Headline: Harbour reopens\n\nThe crane fell.\n");
  g_autoptr (GAsyncResult) result = NULL;

  desk_store_create_story_async (fixture->store, NULL, text, NULL, NULL, take_result_cb, &result);
  g_clear_object (&fixture->store);
  wait_for (&result);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  fixture->store = open_desk (fixture->path);
  g_assert_cmpint (ask_sql (fixture->path, "SELECT count (*) FROM story"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/async/every-call", test_every_call);
  desk_fixture_add ("/async/every-error", test_every_error);
  desk_fixture_add ("/async/changed", test_changed);
  desk_fixture_add ("/async/changed-elsewhere", test_changed_elsewhere);
  desk_fixture_add ("/async/noticed-by-writing", test_noticed_by_writing);
  desk_fixture_add ("/async/cancelled-before", test_cancelled_before);
  desk_fixture_add ("/async/cancelled-after", test_cancelled_after);
  desk_fixture_add ("/async/cancelled-read", test_cancelled_read);
  desk_fixture_add ("/async/busy", test_busy);
  desk_fixture_add ("/async/drafts-first", test_drafts_first);
  desk_fixture_add ("/async/threads", test_threads);
  desk_fixture_add ("/async/two-programs", test_two_programs);
  desk_fixture_add ("/async/let-go", test_let_go);

  return g_test_run ();
}
