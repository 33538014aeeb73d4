/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#include "desk-day.h"
#include "desk-fault-vfs.h"
#include "desk-power.h"

/*
 * The power is cut after every write of a day's work: what was synced is kept, what was not is lost, torn or there,
 * in any order. The desk is whole, and has all that was promised before.
 *
 * DESK_POWER_STEP=1 tries every single moment; without it they are thinned out.
 */

#define TRIES DESK_TRIES (120)
#define CHANCES 3 /* how often chance decides at one moment, beside all and nothing */

static void
clear_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
}

static void
test_power (DeskFixture *fixture, gconstpointer data)
{
  const char *step_text = g_getenv ("DESK_POWER_STEP");
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *folder = desk_fixture_path (fixture, "run");
  g_autofree char *after = desk_fixture_path (fixture, "after");
  g_autofree char *package = g_build_filename (folder, "in.desk", NULL);
  g_autoptr (DeskDay) day = desk_day_new (folder);
  guint n_moments, step;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (after, 0700), ==, 0);
  g_assert_true (desk_store_write_package (fixture->store, story, package, DESK_PACKAGE_WITH_SEALED, NULL));

  desk_power_begin (folder);
  desk_day_spend (day);
  n_moments = desk_power_end ();
  g_assert_cmpuint (day->n_failed, ==, 0);
  step = step_text != NULL ? (guint) MAX (1, atoi (step_text)) : MAX (1, n_moments / TRIES);
  g_test_message ("%u moments, every %u-th is the last", n_moments, step);
  g_assert_cmpuint (n_moments, >, 100);

  for (guint moment = 0; moment <= n_moments; moment += step)
    for (guint32 chance = 0; chance < 2 + CHANCES; chance++)
      {
        guint32 seed = chance < 2 ? chance : moment * CHANCES + chance;
        guint n;

        g_test_message ("moment %u, chance %u", moment, seed);
        clear_folder (after);
        n = desk_power_cut (moment, seed, after);
        desk_promises_check (day->promises, after, n);
      }

  desk_power_clear ();
  clear_folder (folder);
  clear_folder (after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_fault_vfs_install ();

  desk_fixture_add ("/power/cut", test_power);

  return g_test_run ();
}
