/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-text-diff.h"

#define HEADER                          \
  "Headline: Ferry line asks\n"         \
  "Language: en\n"                      \
  "Related: [One](https://a.example)\n" \
  "Related: [Two](https://b.example)\n"

static DeskText *
parse (const char *canonical)
{
  g_autoptr (GError) error = NULL;
  DeskText *text = desk_text_parse (canonical, -1, &error);

  g_assert_no_error (error);
  return text;
}

static DeskTextDiff *
compare (const char *from, const char *to)
{
  g_autoptr (DeskText) a = parse (from);
  g_autoptr (DeskText) b = parse (to);

  return desk_text_diff_new (a, b, "en");
}

static const DeskTextDiffPart *
get_part (DeskTextDiff *diff, guint i)
{
  return g_ptr_array_index (desk_text_diff_get_parts (diff), i);
}

static void
test_parts (void)
{
  g_autoptr (DeskTextDiff) diff = compare (HEADER "House-Note: kept\n\nIt has 40 boats.\n",
                                           "Headline: Ferry line begs for help\n"
                                           "Standfirst: The sea is calm\n"
                                           "Language: en\n"
                                           "Related: [One](https://a.example)\n"
                                           "\n"
                                           "It has 48 boats, and two more.\n");
  const char *const fields[] = { "Headline", "Standfirst", "Language", "Related", "House-Note", NULL };
  const guint n_changes[] = { 1, 1, 0, 1, 1, 2 };

  g_assert_cmpuint (desk_text_diff_get_parts (diff)->len, ==, G_N_ELEMENTS (fields));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_assert_cmpstr (get_part (diff, i)->field, ==, fields[i]);
      g_assert_cmpuint (get_part (diff, i)->n_changes, ==, n_changes[i]);
    }
  g_assert_cmpuint (desk_text_diff_get_n_changes (diff), ==, 6);
  g_assert_cmpstr (get_part (diff, 3)->old_text, ==, "[One](https://a.example)\n[Two](https://b.example)");
  g_assert_cmpstr (get_part (diff, 3)->new_text, ==, "[One](https://a.example)");
  g_assert_cmpstr (get_part (diff, 5)->new_text, ==, "It has 48 boats, and two more.\n");
}

static void
test_same (void)
{
  g_autoptr (DeskTextDiff) diff = compare (HEADER "\nIt has 40 boats.\n", HEADER "\nIt has 40 boats.\n");
  g_autofree char *was = NULL;
  g_autofree char *now = NULL;

  g_assert_cmpuint (desk_text_diff_get_n_changes (diff), ==, 0);
  desk_text_diff_dup_first (diff, &was, &now);
  g_assert_cmpstr (was, ==, "");
  g_assert_cmpstr (now, ==, "");
}

static void
test_small (void)
{
  g_autoptr (DeskTextDiff) spelling = compare (HEADER "\nNobody can be caried.\n", HEADER "\nNobody can be carried.\n");
  g_autoptr (DeskTextDiff) figure = compare (HEADER "\nIt has 40 boats.\n", HEADER "\nIt has 48 boats.\n");
  g_autoptr (DeskTextDiff) headline = compare ("Headline: Ferry asks\n\nCaried.\n", "Headline: Ferry demands help\n\nCarried.\n");

  g_assert_true (desk_text_diff_is_small (spelling));
  g_assert_false (desk_text_diff_is_small (figure));
  g_assert_false (desk_text_diff_is_small (headline));
}

static void
test_first (void)
{
  static const struct
  {
    const char *from, *to, *was, *now;
  } cases[] = {
    /* A short sentence whole, as plain text, without the full stop. */
    { "One. It has **40** boats. Two.\n", "One. It has **48** boats. Two.\n", "It has 40 boats", "It has 48 boats" },
    /* Of a long one the clause. */
    { "Some 120 prisoners were brought back in three buses, a spokesperson, Ilse Varn, said after nightfall.\n",
      "Some 120 prisoners were brought back in three buses, a spokesperson, Ilse Varn, said overnight.\n",
      "said after nightfall", "said overnight" },
    { "Some 120 prisoners were brought back in three buses, a spokesperson, Ilse Varn, said after nightfall.\n",
      "Some 140 prisoners were brought back in three buses, a spokesperson, Ilse Varn, said after nightfall.\n",
      "Some 120 prisoners were brought back in three buses", "Some 140 prisoners were brought back in three buses" },
    /* A clause of a word says nothing. */
    { "In the night, boats, 40, went out to sea from the harbour of Port Alder in the storm.\n",
      "In the night, boats, 48, went out to sea from the harbour of Port Alder in the storm.\n",
      "In the night, boats, 40, went out to sea from the harbour of Port Alder in the storm",
      "In the night, boats, 48, went out to sea from the harbour of Port Alder in the storm" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *from = g_strconcat (HEADER "\n", cases[i].from, NULL);
      g_autofree char *to = g_strconcat (HEADER "\n", cases[i].to, NULL);
      g_autoptr (DeskTextDiff) diff = compare (from, to);
      g_autofree char *was = NULL;
      g_autofree char *now = NULL;

      desk_text_diff_dup_first (diff, &was, &now);
      g_assert_cmpstr (was, ==, cases[i].was);
      g_assert_cmpstr (now, ==, cases[i].now);
    }
}

/* When the body is the same, the field that changed. */
static void
test_first_field (void)
{
  g_autoptr (DeskTextDiff) diff = compare ("Headline: Ferry line asks\n\nWords.\n", "Headline: Ferry line begs\n\nWords.\n");
  g_autofree char *was = NULL;
  g_autofree char *now = NULL;

  desk_text_diff_dup_first (diff, &was, &now);
  g_assert_cmpstr (was, ==, "Ferry line asks");
  g_assert_cmpstr (now, ==, "Ferry line begs");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text-diff/parts", test_parts);
  g_test_add_func ("/text-diff/same", test_same);
  g_test_add_func ("/text-diff/small", test_small);
  g_test_add_func ("/text-diff/first", test_first);
  g_test_add_func ("/text-diff/first/field", test_first_field);

  return g_test_run ();
}
