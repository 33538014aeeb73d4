/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-text-merge.h"

#define BASE                             \
  "Headline: Ferry line asks for help\n" \
  "Byline: M. Aral\n"                    \
  "Language: en\n"                       \
  "Zone: Asia/Baghdad\n"                 \
  "Keywords: ferry, storm\n"             \
  "Related: [One](https://a.example)\n"  \
  "House-Note: kept\n"                   \
  "\n"                                   \
  "It has 40 boats.\n"

static DeskText *
parse (const char *canonical)
{
  g_autoptr (GError) error = NULL;
  DeskText *text = desk_text_parse (canonical, -1, &error);

  g_assert_no_error (error);
  return text;
}

static DeskTextMerge *
merge (const char *base, const char *ours, const char *theirs)
{
  g_autoptr (DeskText) b = parse (base);
  g_autoptr (DeskText) x = parse (ours);
  g_autoptr (DeskText) y = parse (theirs);

  return desk_text_merge_new (b, x, y, "en");
}

static void
assert_merged (DeskTextMerge *self, const DeskMergeAnswer *answers, const char *wanted)
{
  g_autoptr (DeskText) text = desk_text_merge_dup_text (self, answers);

  g_assert_cmpstr (desk_text_get_canonical (text, NULL), ==, wanted);
}

static void
test_parts (void)
{
  g_autoptr (DeskTextMerge) merged = merge (BASE,
                                            "Headline: Ferry line begs for help\n"
                                            "Byline: M. Aral\n"
                                            "Language: en\n"
                                            "Zone: Asia/Baghdad\n"
                                            "Keywords: ferry, storm, pier\n"
                                            "Related: [One](https://a.example)\n"
                                            "Warning: graphic\n"
                                            "House-Note: kept\n"
                                            "\n"
                                            "It has 48 boats.\n",
                                            "Headline: Ferry line asks for money\n"
                                            "Standfirst: The sea is calm\n"
                                            "Byline: M. Aral\n"
                                            "Language: en\n"
                                            "Zone: Asia/Tokyo\n"
                                            "Keywords: ferry, sea\n"
                                            "Related: [One](https://a.example)\n"
                                            "Related: [Two](https://b.example)\n"
                                            "\n"
                                            "It has 40 boats, they say.\n");

  g_assert_cmpuint (desk_text_merge_get_n_conflicts (merged), ==, 0);
  assert_merged (merged, NULL,
                 "Headline: Ferry line begs for money\n"
                 "Standfirst: The sea is calm\n"
                 "Byline: M. Aral\n"
                 "Language: en\n"
                 "Zone: Asia/Tokyo\n"
                 "Keywords: ferry, pier, sea\n"
                 "Related: [One](https://a.example)\n"
                 "Related: [Two](https://b.example)\n"
                 "Warning: graphic\n"
                 "\n"
                 "It has 48 boats, they say.\n");
}

/* A zone is no words: two other ones are a conflict, though each changed another half of it. */
static void
test_conflicts (void)
{
  g_autoptr (DeskTextMerge) merged = merge (BASE,
                                            "Headline: Ferry line begs for help\nZone: Asia/Tokyo\n\nIt has 48 boats.\n",
                                            "Headline: Ferry line cries for help\nZone: Europe/Baghdad\n\nIt has 50 boats.\n");
  const DeskMergeAnswer answers[] = {
    { DESK_MERGE_TAKE_THEIRS },
    { DESK_MERGE_TAKE_OURS },
    { DESK_MERGE_TAKE_WORDS, "some" },
  };

  g_assert_cmpuint (desk_text_merge_get_n_conflicts (merged), ==, 3);
  assert_merged (merged, answers, "Headline: Ferry line cries for help\nZone: Asia/Tokyo\n\nIt has some boats.\n");
}

/* What one side alone changed comes out to the byte. */
static void
test_alone (void)
{
  const char *odd = "zone: Asia/Tokyo\nHeadline: Ferry line\n  begs\nKeywords: a,b , c\nX-One: 1\n\nIt has 40 boats, they say.\n";
  g_autoptr (DeskTextMerge) theirs = merge (BASE, BASE, odd);
  g_autoptr (DeskTextMerge) ours = merge (BASE, odd, BASE);
  g_autoptr (DeskTextMerge) both = merge (BASE, odd, odd);

  g_assert_cmpuint (desk_text_merge_get_n_conflicts (theirs), ==, 0);
  assert_merged (theirs, NULL, odd);
  assert_merged (ours, NULL, odd);
  assert_merged (both, NULL, odd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text-merge/parts", test_parts);
  g_test_add_func ("/text-merge/conflicts", test_conflicts);
  g_test_add_func ("/text-merge/alone", test_alone);

  return g_test_run ();
}
