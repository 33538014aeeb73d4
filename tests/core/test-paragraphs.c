/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "core/desk-markdown.h"
#include "core/desk-paragraphs.h"

typedef struct
{
  const char *marks;
  gboolean quoted;
  DeskDirection direction;
} Expected;

static void
check (const char *body, const Expected *expected, guint n)
{
  g_autoptr (GPtrArray) spans = desk_markdown_list_spans (body);
  g_autoptr (GPtrArray) paragraphs = desk_paragraphs_list (body, spans);

  g_assert_cmpuint (paragraphs->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const DeskParagraph *paragraph = g_ptr_array_index (paragraphs, i);

      g_assert_cmpstr (paragraph->marks, ==, expected[i].marks);
      g_assert_cmpint (paragraph->quoted, ==, expected[i].quoted);
      g_assert_cmpint (paragraph->direction, ==, expected[i].direction);
    }
}

static void
test_marks (void)
{
  const Expected expected[] = {
    { "- ", FALSE, DESK_DIRECTION_LTR },
    { "  - ", FALSE, DESK_DIRECTION_LTR },
    { "    ", FALSE, DESK_DIRECTION_LTR },
    { "00. ", FALSE, DESK_DIRECTION_LTR },
    { "> ", TRUE, DESK_DIRECTION_LTR },
    { "> - ", TRUE, DESK_DIRECTION_LTR },
  };

  check ("Words - no list.\n\n- one\n  - two\n    more\n\n12. twelfth\n\n> said\n\nWords.\n\n> - item\n", expected, G_N_ELEMENTS (expected));
}

static void
test_direction (void)
{
  const Expected mixed[] = {
    { "- ", FALSE, DESK_DIRECTION_RTL }, /* Arabic, and a name in Latin letters first of all it is not */
    { "- ", FALSE, DESK_DIRECTION_LTR }, /* a Latin name first */
    { "- ", FALSE, DESK_DIRECTION_RTL }, /* Sorani */
    { "- ", FALSE, DESK_DIRECTION_RTL }, /* Persian, behind a number */
    { "- ", FALSE, DESK_DIRECTION_RTL }, /* Hebrew, in quotation marks */
    { "- ", FALSE, DESK_DIRECTION_RTL }, /* a number goes on as the line before */
    { "> ", TRUE, DESK_DIRECTION_LTR },
  };
  const Expected waits[] = {
    { "- ", FALSE, DESK_DIRECTION_RTL },
    { "- ", FALSE, DESK_DIRECTION_RTL },
  };
  const Expected neutral[] = {
    { "- ", FALSE, DESK_DIRECTION_NEUTRAL },
  };

  check ("- ميناء Port Alder\n- Port Alder ميناء\n- بەندەر کرایەوە\n- 12 بندر باز شد\n- \"הנמל\" נפתח\n- 2024\n\n> said\n", mixed, G_N_ELEMENTS (mixed));
  /* What comes first without a letter goes as what follows. */
  check ("- 1991\n- قال\n", waits, G_N_ELEMENTS (waits));
  check ("- 1991\n", neutral, G_N_ELEMENTS (neutral));
}

static void
test_of (void)
{
  g_assert_cmpint (desk_direction_of ("12 abc", -1), ==, DESK_DIRECTION_LTR);
  g_assert_cmpint (desk_direction_of ("«קול» abc", -1), ==, DESK_DIRECTION_RTL);
  g_assert_cmpint (desk_direction_of ("123 …", -1), ==, DESK_DIRECTION_NEUTRAL);
  g_assert_cmpint (desk_direction_of ("", -1), ==, DESK_DIRECTION_NEUTRAL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/paragraphs/marks", test_marks);
  g_test_add_func ("/paragraphs/direction", test_direction);
  g_test_add_func ("/paragraphs/of", test_of);

  return g_test_run ();
}
