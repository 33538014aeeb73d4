/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk-fixture.h"

static DeskText *
text_with_body (DeskStore *store, const char *story, const char *body)
{
  g_autoptr (DeskSnapshot) snapshot = load (store, story);

  return desk_text_with_body (snapshot->text, body);
}

static void
save (DeskStore *store, const char *story, const char *base, const char *body)
{
  g_autoptr (DeskText) text = text_with_body (store, story, body);
  g_autoptr (GError) error = NULL;

  desk_store_save_draft (store, story, base, text, &error);
  g_assert_no_error (error);
}

static gint64
count_drafts (DeskFixture *fixture)
{
  return ask_sql (fixture->path, "SELECT count (*) FROM draft");
}

static void
head_is (DeskStore *store, const char *story, const char *body, DeskWhy why, guint n_heads)
{
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (DeskRevision) head = desk_store_find_revision (store, story, "@-1", NULL);

  g_assert_cmpstr (desk_text_get_body (snapshot->text), ==, body);
  g_assert_cmpint (head->why, ==, why);
  g_assert_cmpuint (snapshot->story->n_heads, ==, n_heads);
}

/* One row for each story, which a version takes the place of. */
static void
test_saved (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autofree char *kept = NULL;
  const char *base = snapshot->story->head;

  save (fixture->store, story, base, "One t\n");
  save (fixture->store, story, base, "One two\n");
  g_assert_cmpint (count_drafts (fixture), ==, 1);

  /* Undone to where it began. */
  save (fixture->store, story, base, "One.\n");
  g_assert_cmpint (count_drafts (fixture), ==, 0);

  save (fixture->store, story, base, "One two three\n");
  kept = keep (fixture->store, story, "One two three\n");
  g_assert_cmpint (count_drafts (fixture), ==, 0);
}

static void
test_not_found (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (DeskText) text = make_text ("Headline: a\n\nb\n");
  g_autoptr (GError) error = NULL;

  g_assert_false (desk_store_save_draft (fixture->store, "01890000-0000-7000-8000-000000000000", "", text, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

/* What was left behind becomes a version, with its own author and instant. */
static void
test_recovered (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *mark = claim (fixture->store, story, "One");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  g_autoptr (DeskSnapshot) after = NULL;
  g_autoptr (DeskRevision) head = NULL;
  gint64 saved_at;

  desk_store_set_person (fixture->store, "Ilan Doss");
  save (fixture->store, story, before->story->head, "Quite other words\n");
  saved_at = ask_sql (fixture->path, "SELECT at FROM draft");

  desk_fixture_reopen (fixture);
  g_assert_cmpstr (desk_store_get_recovered (fixture->store)[0], ==, story);
  g_assert_null (desk_store_get_recovered (fixture->store)[1]);
  g_assert_cmpint (count_drafts (fixture), ==, 0);
  head_is (fixture->store, story, "Quite other words\n", DESK_WHY_RECOVERED, 1);

  head = desk_store_find_revision (fixture->store, story, "@-1", NULL);
  g_assert_cmpstr (head->bases[0], ==, before->story->head);
  g_assert_cmpstr (head->author, ==, "Ilan Doss");
  g_assert_cmpint (head->at, ==, saved_at);
  /* Claims are followed, as behind every version. */
  after = load (fixture->store, story);
  g_assert_cmpint (get_claim (after, 0)->fit, ==, DESK_FIT_CHANGED);

  desk_fixture_reopen (fixture);
  g_assert_null (desk_store_get_recovered (fixture->store)[0]);
}

/* The first headline gives a story its slug when it was recovered too; a slug that somebody gave stays. */
static void
test_recovered_slug (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskText) empty = make_text ("Language: en\n\n");
  g_autofree char *nameless = desk_store_create_story (fixture->store, NULL, empty, NULL, &error);
  g_autofree char *named = desk_store_create_story (fixture->store, "night-trains", empty, NULL, &error);
  g_autoptr (DeskText) text = make_text ("Headline: Harbour reopens\n\nIt is open.\n");
  const char *const stories[] = { nameless, named };
  const char *const slugs[] = { "harbour-reopens", "night-trains" };

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (DeskSnapshot) snapshot = load (fixture->store, stories[i]);

      g_assert_true (desk_store_save_draft (fixture->store, stories[i], snapshot->story->head, text, &error));
      g_assert_no_error (error);
    }

  desk_fixture_reopen (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (DeskSnapshot) snapshot = load (fixture->store, stories[i]);

      head_is (fixture->store, stories[i], "It is open.\n", DESK_WHY_RECOVERED, 1);
      g_assert_cmpstr (snapshot->story->slug, ==, slugs[i]);
    }
}

/* The head moved on, through another program: both texts stay, and wait to be merged. */
static void
test_recovered_beside (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  g_autoptr (DeskStore) other = open_desk (fixture->path);
  g_autofree char *kept = NULL;

  /* Another program alive: its drafts are its own. */
  g_assert_null (desk_store_get_recovered (other)[0]);
  save (fixture->store, story, before->story->head, "One, typed here\n");
  kept = keep (other, story, "One, kept there\n");
  g_assert_cmpint (count_drafts (fixture), ==, 1);
  desk_store_close (other, NULL);
  g_clear_object (&other);

  desk_fixture_reopen (fixture);
  g_assert_cmpstr (desk_store_get_recovered (fixture->store)[0], ==, story);
  head_is (fixture->store, story, "One, typed here\n", DESK_WHY_RECOVERED, 2);
}

/* A draft of a program that lives is left alone, and recovered by whoever comes when it is dead. */
static void
test_living_session (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  DeskStore *other;

  save (fixture->store, story, before->story->head, "One, typed\n");
  other = open_desk (fixture->path);
  g_assert_null (desk_store_get_recovered (other)[0]);
  g_assert_cmpint (count_drafts (fixture), ==, 1);

  /* Both have a draft of the story. */
  save (other, story, before->story->head, "One, typed there\n");
  g_assert_cmpint (count_drafts (fixture), ==, 2);

  desk_fixture_close (fixture);
  desk_store_close (other, NULL);
  g_object_unref (other);
  fixture->store = open_desk (fixture->path);
  g_assert_cmpstr (desk_store_get_recovered (fixture->store)[0], ==, story);
  g_assert_null (desk_store_get_recovered (fixture->store)[1]);
  g_assert_cmpint (count_drafts (fixture), ==, 0);
  g_assert_cmpuint (count_entries (fixture->store, story), ==, 4);
}

static void
test_same_as_head (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  g_autoptr (DeskStore) other = open_desk (fixture->path);
  g_autofree char *kept = NULL;

  save (fixture->store, story, before->story->head, "One, the same\n");
  kept = keep (other, story, "One, the same\n");
  desk_store_close (other, NULL);
  g_clear_object (&other);

  desk_fixture_reopen (fixture);
  g_assert_null (desk_store_get_recovered (fixture->store)[0]);
  g_assert_cmpint (count_drafts (fixture), ==, 0);
}

/* A draft that cannot be read is not thrown away. */
static void
test_damaged (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);

  save (fixture->store, story, before->story->head, "One, typed\n");
  run_sql (fixture->path, "UPDATE draft SET hash = 'a' || substr (hash, 2), data = zeroblob (9)");
  desk_fixture_reopen (fixture);
  g_assert_null (desk_store_get_recovered (fixture->store)[0]);
  g_assert_cmpint (count_drafts (fixture), ==, 1);
}

/* The window types on, and saves, before it hears that its version was kept. */
static void
test_stale_base (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  g_autofree char *kept = keep (fixture->store, story, "One two\n");

  save (fixture->store, story, before->story->head, "One two three\n");
  desk_fixture_reopen (fixture);
  g_assert_cmpstr (desk_store_get_recovered (fixture->store)[0], ==, story);
  head_is (fixture->store, story, "One two three\n", DESK_WHY_RECOVERED, 1);
}

static void
count_down_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  int *n = data;

  *n -= 1;
}

/* A draft overtakes the version that was asked for before it: it is newer all the same. */
static void
test_overtaking (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  g_autoptr (DeskText) kept_text = text_with_body (fixture->store, story, "One two\n");
  g_autoptr (DeskText) typed_text = text_with_body (fixture->store, story, "One two three\n");
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  int n = 0;

  /* Something for the writer to do meanwhile. */
  for (; n < 50; n++)
    {
      g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);

      g_hash_table_insert (settings, (gpointer) "a", (gpointer) "b");
      desk_store_set_settings_async (fixture->store, settings, NULL, count_down_cb, &n);
    }

  g_ptr_array_add (changes, desk_change_new_revision (kept_text, NULL, DESK_WHY_KEEP, NULL, NULL));
  n += 2;
  desk_store_commit_async (fixture->store, story, changes, NULL, count_down_cb, &n);
  desk_store_save_draft_async (fixture->store, story, before->story->head, typed_text, NULL, count_down_cb, &n);
  while (n > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (count_drafts (fixture), ==, 1);
  desk_fixture_reopen (fixture);
  head_is (fixture->store, story, "One two three\n", DESK_WHY_RECOVERED, 1);
}

/* The other way about: a version kept from what was just saved leaves no draft. */
static void
test_saved_then_kept (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskSnapshot) before = load (fixture->store, story);
  g_autoptr (DeskText) text = text_with_body (fixture->store, story, "One two\n");
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  int n = 2;

  g_ptr_array_add (changes, desk_change_new_revision (text, NULL, DESK_WHY_KEEP, NULL, NULL));
  desk_store_save_draft_async (fixture->store, story, before->story->head, text, NULL, count_down_cb, &n);
  desk_store_commit_async (fixture->store, story, changes, NULL, count_down_cb, &n);
  while (n > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (count_drafts (fixture), ==, 0);
}

/* Typing for hours leaves no more on the disk than typing for minutes. */
static void
test_small_disk (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *wal_path = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *story = NULL;
  g_autoptr (DeskSnapshot) before = NULL;
  g_autofree char *wal = NULL;
  g_autofree char *desk = NULL;
  gsize wal_size, desk_size;

  for (int i = 0; i < 2500; i++)
    g_string_append_printf (body, "word%d ", i);
  story = make_story (fixture->store, "Long", body->str);
  before = load (fixture->store, story);

  for (int i = 0; i < 400; i++)
    {
      g_autofree char *typed = g_strdup_printf ("%s%d", body->str, i);

      save (fixture->store, story, before->story->head, typed);
    }

  wal = read_file (wal_path, &wal_size);
  desk = read_file (fixture->path, &desk_size);
  g_assert_cmpuint (wal_size, <, 1024 * 1024);
  g_assert_cmpuint (desk_size, <, 1024 * 1024);
}

/* Types in a program of its own, which says when a draft is safe, until it is killed. */
static void
test_killed (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autofree char *expected = NULL;
  int pipe_fds[2];
  int n = 0, saved = 0;
  pid_t child;

  /* A fork has no threads but its own, so the desk is closed before. */
  desk_fixture_close (fixture);
  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      g_autoptr (DeskStore) store = open_desk (fixture->path);
      g_autoptr (DeskSnapshot) mine = load (store, story);

      for (n = 1;; n++)
        {
          g_autofree char *body = g_strdup_printf ("One, and %d words more\n", n);

          save (store, story, mine->story->head, body);
          if (write (pipe_fds[1], &n, sizeof n) != sizeof n)
            _exit (1);
        }
    }

  close (pipe_fds[1]);
  while (saved < 20 && read (pipe_fds[0], &saved, sizeof saved) == sizeof saved)
    ;
  kill (child, SIGKILL);
  /* What it had said before the end came. */
  while (read (pipe_fds[0], &n, sizeof n) == sizeof n)
    saved = n;
  close (pipe_fds[0]);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_assert_cmpint (saved, >=, 20);

  fixture->store = open_desk (fixture->path);
  g_assert_cmpstr (desk_store_get_recovered (fixture->store)[0], ==, story);
  snapshot = load (fixture->store, story);
  /* The last one it said, or the one it was about to say. */
  expected = g_strdup_printf ("One, and %d words more\n", saved);
  if (!g_str_equal (desk_text_get_body (snapshot->text), expected))
    {
      g_free (expected);
      expected = g_strdup_printf ("One, and %d words more\n", saved + 1);
    }
  g_assert_cmpstr (desk_text_get_body (snapshot->text), ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/drafts/saved", test_saved);
  desk_fixture_add ("/drafts/not-found", test_not_found);
  desk_fixture_add ("/drafts/recovered", test_recovered);
  desk_fixture_add ("/drafts/recovered-slug", test_recovered_slug);
  desk_fixture_add ("/drafts/recovered-beside", test_recovered_beside);
  desk_fixture_add ("/drafts/living-session", test_living_session);
  desk_fixture_add ("/drafts/same-as-head", test_same_as_head);
  desk_fixture_add ("/drafts/damaged", test_damaged);
  desk_fixture_add ("/drafts/stale-base", test_stale_base);
  desk_fixture_add ("/drafts/overtaking", test_overtaking);
  desk_fixture_add ("/drafts/saved-then-kept", test_saved_then_kept);
  desk_fixture_add ("/drafts/small-disk", test_small_disk);
  desk_fixture_add ("/drafts/killed", test_killed);

  return g_test_run ();
}
