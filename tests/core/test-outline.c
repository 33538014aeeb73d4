/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "core/desk-outline.h"

#define BODY "# The **night**\n\nÄrger *here*.\n\n<https://example.org/a>\n\n## Next\n- one\n\n> said\n"

static void
check (GPtrArray *places, guint i, DeskPlaceKind kind, guint level, const char *title, const char *words)
{
  const DeskPlace *place;
  g_autofree char *there = NULL;

  g_assert_cmpuint (i, <, places->len);
  place = g_ptr_array_index (places, i);
  there = g_utf8_substring (BODY, place->start, place->end);
  g_assert_cmpint (place->kind, ==, kind);
  g_assert_cmpuint (place->level, ==, level);
  g_assert_cmpstr (place->title, ==, title);
  g_assert_cmpstr (there, ==, words);
}

static void
test_outline (void)
{
  g_autoptr (GPtrArray) places = desk_outline_list (BODY);

  check (places, 0, DESK_PLACE_HEADING, 1, "The night", "The **night**");
  check (places, 1, DESK_PLACE_POST, 0, "https://example.org/a", "<https://example.org/a>");
  check (places, 2, DESK_PLACE_HEADING, 2, "Next", "Next");
  g_assert_cmpuint (places->len, ==, 3);
}

static void
test_paragraphs (void)
{
  g_autoptr (GPtrArray) places = desk_outline_list_paragraphs (BODY);
  g_autoptr (GPtrArray) none = desk_outline_list_paragraphs ("\n\n");

  check (places, 0, DESK_PLACE_PARAGRAPH, 1, "The night", "The **night**");
  check (places, 1, DESK_PLACE_PARAGRAPH, 2, "Ärger here.", "Ärger *here*.");
  check (places, 2, DESK_PLACE_PARAGRAPH, 3, "Next", "Next");
  check (places, 3, DESK_PLACE_PARAGRAPH, 4, "one", "one");
  check (places, 4, DESK_PLACE_PARAGRAPH, 5, "said", "said");
  g_assert_cmpuint (places->len, ==, 5);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/outline/outline", test_outline);
  g_test_add_func ("/outline/paragraphs", test_paragraphs);

  return g_test_run ();
}
