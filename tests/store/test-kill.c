/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk-promises.h"

/*
 * A program that works on a desk with several threads is killed at moments of chance. It says what was promised to
 * it in a pipe, and all of that is there; what was typed last becomes a version when the desk is opened again.
 *
 * DESK_KILLS is how often, DESK_KILL_SEED makes a run again; its number is printed.
 */

/* From the start of a program, or from its first promise, to its end: microseconds. Under a sanitizer everything takes its time. */
#ifdef __SANITIZE_ADDRESS__
#define LONGEST 900000
#else
#define LONGEST 120000
#endif
#define KILLS DESK_TRIES (200)
#define LIVES 8 /* of one desk, before the next begins anew */

/* --- The program that is killed --- */

typedef struct
{
  DeskStore *store;
  const char *folder;
  guint32 seed;
  gint *stop;
} Work;

/* One line is one write, so that threads do not mix theirs. */
static void
say (DeskPromiseKind kind, gboolean done, const char *story, const char *value)
{
  g_autofree char *line = desk_promises_format (kind, done, story, value);

  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    _exit (1);
}

/* @changes: (transfer full); the id of the last one's entry */
static char *
do_all (DeskStore *store, const char *story, GPtrArray *changes)
{
  g_autoptr (GPtrArray) owned = changes;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < changes->len; i++)
    {
      DeskText *text = desk_change_get_text (changes->pdata[i]);

      if (text != NULL)
        say (DESK_PROMISE_TEXT, FALSE, story, desk_text_get_hash (text));
    }

  ids = desk_store_commit (store, story, changes, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < changes->len; i++)
    {
      DeskChange *change = changes->pdata[i];
      GPtrArray *blobs = desk_change_get_blobs (change);

      say (DESK_PROMISE_ENTRY, TRUE, story, ids->pdata[i]);
      if (desk_change_get_text (change) != NULL)
        say (DESK_PROMISE_TEXT, TRUE, story, desk_text_get_hash (desk_change_get_text (change)));
      for (guint j = 0; j < blobs->len; j++)
        say (DESK_PROMISE_BLOB, TRUE, story, ((DeskBlob *) blobs->pdata[j])->hash);
    }

  return g_strdup (ids->pdata[ids->len - 1]);
}

static char *
do_one (DeskStore *store, const char *story, DeskChange *change)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);

  return do_all (store, story, changes);
}

static char *
begin_story (Work *work, const char *headline)
{
  char *story = make_story (work->store, headline, "Armed men opened the prison. Thousands fled.");

  say (DESK_PROMISE_STORY, TRUE, story, story);

  return story;
}

/* Types, keeps, and sends out at times. */
static gpointer
write_cb (gpointer data)
{
  Work *work = data;
  g_autoptr (GRand) chance = g_rand_new_with_seed (work->seed);
  g_autofree char *story = begin_story (work, "Prison");
  g_autoptr (GString) body = g_string_new ("Armed men opened the prison. Thousands fled.");

  while (!g_atomic_int_get (work->stop))
    {
      g_autoptr (DeskSnapshot) snapshot = load (work->store, story);
      g_autoptr (DeskText) text = NULL;
      g_autoptr (GError) error = NULL;

      for (int n = g_rand_int_range (chance, 1, 5); n > 0; n--)
        {
          g_clear_pointer (&text, desk_text_unref);
          g_string_append_printf (body, " %08x", g_rand_int (chance));
          text = desk_text_with_body (snapshot->text, body->str);
          say (DESK_PROMISE_TEXT, FALSE, story, desk_text_get_hash (text));
          desk_store_save_draft (work->store, story, snapshot->story->head, text, &error);
          g_assert_no_error (error);
          say (DESK_PROMISE_TEXT, TRUE, story, desk_text_get_hash (text));
        }

      if (g_rand_boolean (chance))
        {
          GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

          g_ptr_array_add (changes, desk_change_new_revision (text, NULL, DESK_WHY_KEEP, NULL, NULL));
          if (g_rand_boolean (chance))
            g_ptr_array_add (changes, desk_change_new_update (DESK_UPDATE_UPDATE, desk_text_get_hash (text), 0, "UTC",
                                                              "en", "Updated.", "", "", "", ""));
          g_free (do_all (work->store, story, changes));
        }
    }

  return NULL;
}

/* Claims, answers, files. */
static gpointer
check_cb (gpointer data)
{
  Work *work = data;
  g_autoptr (GRand) chance = g_rand_new_with_seed (work->seed + 1);
  g_autofree char *story = begin_story (work, "Claims");

  while (!g_atomic_int_get (work->stop))
    {
      g_autofree char *id = claim (work->store, story, g_rand_boolean (chance) ? "Thousands fled" : "Armed men");
      g_autofree char *bytes = g_strdup_printf ("a picture %08x", g_rand_int (chance));
      g_autoptr (GBytes) picture = g_bytes_new (bytes, strlen (bytes));

      say (DESK_PROMISE_ENTRY, TRUE, story, id);
      g_free (do_one (work->store, story, desk_change_new_answer (id, DESK_SAID_YES, DESK_SO_VERIFIED, "", NULL)));
      g_free (do_one (work->store, story,
                      desk_change_new_evidence_file (id, DESK_STANCE_FOR, picture, "image/png", "a picture", "")));
      if (g_rand_int_range (chance, 0, 4) == 0)
        g_free (do_one (work->store, story, desk_change_new_claim_dropped (id, TRUE, "")));
    }

  return NULL;
}

/* New stories, settings, searches. */
static gpointer
look_cb (gpointer data)
{
  Work *work = data;
  g_autoptr (GRand) chance = g_rand_new_with_seed (work->seed + 2);
  const char *zones[] = { "Asia/Baghdad", "Europe/Berlin", "Asia/Tokyo" };

  while (!g_atomic_int_get (work->stop))
    {
      const char *zone = zones[g_rand_int_range (chance, 0, G_N_ELEMENTS (zones))];
      g_autofree char *story = begin_story (work, "Ferry");
      g_autoptr (GPtrArray) found = NULL;
      g_autoptr (GError) error = NULL;

      say (DESK_PROMISE_ZONE, FALSE, NULL, zone);
      desk_store_set_setting (work->store, "zone", zone, &error);
      g_assert_no_error (error);
      say (DESK_PROMISE_ZONE, TRUE, NULL, zone);
      found = desk_store_list_stories (work->store, &(DeskStoryQuery) { .state = -1, .words = "prison" }, &error);
      g_assert_no_error (error);
    }

  return NULL;
}

/* While others write and it is compacted. */
static void
check_intact (DeskStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskVerifyReport) report = desk_store_verify (store, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->faults->len; i++)
    g_printerr ("%s\n", (char *) report->faults->pdata[i]);
  g_assert_true (report->intact);
}

/* What takes long. */
static gpointer
copy_cb (gpointer data)
{
  Work *work = data;
  g_autofree char *backup = g_build_filename (work->folder, "backup.desk", NULL);
  g_autofree char *package = g_build_filename (work->folder, "package.desk", NULL);
  g_autofree char *story = begin_story (work, "Lighthouse");

  while (!g_atomic_int_get (work->stop))
    {
      g_autoptr (GError) error = NULL;

      say (DESK_PROMISE_BACKUP, FALSE, NULL, "backup.desk");
      desk_store_backup (work->store, backup, &error);
      g_assert_no_error (error);
      say (DESK_PROMISE_BACKUP, TRUE, NULL, "backup.desk");

      say (DESK_PROMISE_PACKAGE, FALSE, story, "package.desk");
      desk_store_write_package (work->store, story, package, DESK_PACKAGE_DEFAULT, &error);
      g_assert_no_error (error);
      say (DESK_PROMISE_PACKAGE, TRUE, story, "package.desk");

      desk_store_compact (work->store, NULL, NULL, &error);
      g_assert_no_error (error);
      check_intact (work->store);
      desk_store_rebuild (work->store, &error);
      g_assert_no_error (error);
    }

  return NULL;
}

/* Until it is killed. */
static void
live (const char *folder, guint32 seed)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  g_autofree char *path = g_build_filename (folder, "a.desk", NULL);

  for (;;)
    {
      GThreadFunc funcs[] = { write_cb, check_cb, look_cb, copy_cb };
      GThread *threads[G_N_ELEMENTS (funcs)];
      gint stop = 0;
      Work work = { open_desk (path), folder, g_rand_int (chance), &stop };
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
        threads[i] = g_thread_new ("work", funcs[i], &work);
      g_usleep (g_rand_int_range (chance, 0, LONGEST));
      g_atomic_int_set (&stop, 1);
      for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
        g_thread_join (threads[i]);

      desk_store_close (work.store, &error);
      g_assert_no_error (error);
      g_object_unref (work.store);
    }
}

/* --- The one that kills --- */

static gboolean
read_promise (GDataInputStream *lines, DeskPromises *promises)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);
  if (line != NULL)
    desk_promises_parse (promises, line);

  return line != NULL;
}

/* Lets a program live for a moment; what it was promised is added. */
static void
live_and_die (const char *program, const char *folder, GRand *chance, DeskPromises *promises)
{
  g_autofree char *seed = g_strdup_printf ("%u", g_rand_int (chance));
  const char *arguments[] = { program, "--live", folder, seed, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autoptr (GDataInputStream) lines = NULL;
  gboolean from_start = g_rand_int_range (chance, 0, 4) == 0;
  gulong moment = g_rand_int_range (chance, 0, LONGEST);

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  /* On a slow computer most would not live to see one. */
  if (!from_start)
    read_promise (lines, promises);
  g_usleep (moment);
  g_subprocess_send_signal (child, SIGKILL);
  while (read_promise (lines, promises))
    ;

  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  /* Not by itself, of something that went wrong. */
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
}

/* What was left on the screen is a version now. */
static guint
count_recovered (const char *path)
{
  g_autoptr (DeskStore) store = open_desk (path);
  guint n = g_strv_length ((char **) desk_store_get_recovered (store));

  desk_store_close (store, NULL);

  return n;
}

static void
test_kill (gconstpointer program)
{
  const char *kills = g_getenv ("DESK_KILLS");
  const char *seed_text = g_getenv ("DESK_KILL_SEED");
  int n_kills = kills != NULL ? atoi (kills) : KILLS;
  guint32 seed = seed_text != NULL ? (guint32) g_ascii_strtoull (seed_text, NULL, 10) : g_random_int ();
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  guint n_promises = 0, n_recovered = 0;

  g_test_message ("DESK_KILL_SEED=%u DESK_KILLS=%d", seed, n_kills);
  for (int i = 0; i < n_kills;)
    {
      DeskFixture fixture;
      g_autoptr (DeskPromises) promises = desk_promises_new ();

      desk_fixture_set_up (&fixture, NULL);
      desk_fixture_close (&fixture);
      for (int life = 0; life < LIVES && i < n_kills; life++, i++)
        {
          live_and_die (program, fixture.folder, chance, promises);
          n_recovered += count_recovered (fixture.path);
          desk_promises_check (promises, fixture.folder, desk_promises_get_n (promises));
        }
      n_promises += desk_promises_get_n (promises);
      desk_fixture_tear_down (&fixture, NULL);
    }

  g_test_message ("%u promises, %u versions were recovered", n_promises, n_recovered);
  g_assert_cmpuint (n_promises, >, 0);
  g_assert_true (n_recovered > 0 || n_kills < 20);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--live"))
    live (argv[2], (guint32) g_ascii_strtoull (argv[3], NULL, 10));

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/kill/at-random-moments", argv[0], test_kill);

  return g_test_run ();
}
