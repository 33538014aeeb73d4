/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"
#include "store/desk-file.h"
#include "store/desk-follow.h"

#define BODY                                                                                          \
  "The harbour opened at dawn. Three ships left, the coast guard said. A crane fell on the quay.\n\n" \
  "“Nobody was hurt,” the harbour master said. Die Fähre fährt wieder. فتح الميناء أبوابه. Two boats sank.\n"

/* Whatever was typed wherever, the short way and the long way find the same. */
static void
test_agrees (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", BODY);
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  const char *body = desk_text_get_body (snapshot->text);
  const char *words[] = { "The harbour opened", "Three ships left", "Nobody was hurt", "Fähre", "فتح الميناء", "Two boats sank" };
  const char *typed[] = { "", "x", " again ", "ü", "Three ships left", "\n\n", "ء" };
  glong length = g_utf8_strlen (body, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskConnection) db = desk_file_open (fixture->path, DESK_CONNECTION_READ, &error);
  g_autoptr (GRand) random = g_rand_new_with_seed (13);

  g_assert_no_error (error);
  for (int i = 0; i < 1500; i++)
    {
      glong at = g_rand_int_range (random, 0, length + 1);
      glong gone = g_rand_int_range (random, 0, 12);
      glong end = MIN (length, at + gone);
      const char *insert = typed[g_rand_int_range (random, 0, G_N_ELEMENTS (typed))];
      const char *tail = g_utf8_offset_to_pointer (body, end);
      g_autofree char *head = g_utf8_substring (body, 0, at);
      g_autofree char *new_body = g_strconcat (head, insert, tail, NULL);
      g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, new_body);
      g_autoptr (DeskFollow) follow = desk_follow_new (db, text);

      for (guint j = 0; j < G_N_ELEMENTS (words); j++)
        {
          g_autoptr (DeskAnchor) anchor =
              desk_anchor_new_for_words (body, words[j], desk_text_get_hash (snapshot->text), NULL);
          guint start = 0, stop = 0, long_start = 0, long_stop = 0;
          DeskFit fit = desk_follow_find (follow, anchor, &start, &stop);
          DeskFit long_fit =
              desk_anchor_follow (anchor, body, desk_text_get_body (text), "en", &long_start, &long_stop);

          g_assert_cmpint (fit, ==, long_fit);
          if (fit != DESK_FIT_GONE)
            {
              g_assert_cmpuint (start, ==, long_start);
              g_assert_cmpuint (stop, ==, long_stop);
            }
        }
    }
}

/* An anchor that does not tell the truth of its text, as one from elsewhere may not. */
static void
test_wrong_anchor (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *story = make_story (fixture->store, "Harbour", BODY);
  g_autoptr (DeskSnapshot) snapshot = load (fixture->store, story);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskConnection) db = desk_file_open (fixture->path, DESK_CONNECTION_READ, &error);
  g_autoptr (DeskFollow) follow = desk_follow_new (db, snapshot->text);
  g_autoptr (DeskAnchor) anchor =
      desk_anchor_new_for_words (desk_text_get_body (snapshot->text), "Three ships left", desk_text_get_hash (snapshot->text), NULL);
  const guint starts[] = { 0, 5, 100000, G_MAXUINT, G_MAXUINT - 3 };
  guint start, end;

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      anchor->start = starts[i];
      if (desk_follow_find (follow, anchor, &start, &end) != DESK_FIT_GONE)
        g_assert_cmpuint (end, <=, g_utf8_strlen (desk_text_get_body (snapshot->text), -1));
    }

  /* Of a text that is not here, its words alone tell. */
  anchor->start = 28;
  memset (anchor->text, 'a', 64);
  g_assert_cmpint (desk_follow_find (follow, anchor, &start, &end), ==, DESK_FIT_EXACT);
  g_assert_cmpuint (start, ==, 28);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/follow/agrees", test_agrees);
  desk_fixture_add ("/follow/wrong-anchor", test_wrong_anchor);

  return g_test_run ();
}
