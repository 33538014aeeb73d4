/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/desk-check.h"

#define BODY                                                                                        \
  "Armed men opened a prison, the coast guard said. “The gates are reportedly open,” it wrote.\n\n" \
  "Some 3,000 prisoners walked out.\n\n"                                                            \
  "<https://x.com/marrow_guard/status/1>\n"

static DeskSnapshot *
make_snapshot (const char *canonical)
{
  DeskSnapshot *snapshot = g_object_new (DESK_TYPE_SNAPSHOT, NULL);

  snapshot->story = g_object_new (DESK_TYPE_STORY, NULL);
  snapshot->text = desk_text_parse (canonical, -1, NULL);
  g_assert_nonnull (snapshot->text);

  return snapshot;
}

static DeskClaim *
add_claim (DeskSnapshot *snapshot, const char *exact)
{
  DeskClaim *claim = g_object_new (DESK_TYPE_CLAIM, NULL);
  g_autoptr (GError) error = NULL;

  claim->anchor = desk_anchor_new_for_words (desk_text_get_body (snapshot->text), exact,
                                             desk_text_get_hash (snapshot->text), &error);
  g_assert_no_error (error);
  g_free (claim->id);
  claim->id = g_strdup_printf ("claim-%u", snapshot->claims->len);
  g_set_str (&claim->wording, exact);
  g_ptr_array_add (snapshot->claims, claim);

  return claim;
}

static DeskPost *
add_post (DeskSnapshot *snapshot, const char *address, const char *words)
{
  DeskPost *post = g_object_new (DESK_TYPE_POST, NULL);

  g_set_str (&post->id, address);
  g_set_str (&post->address, address);
  g_set_str (&post->author, "Marrow Coast Guard");
  g_set_str (&post->words, words);
  g_ptr_array_add (snapshot->posts, post);

  return post;
}

static DeskFinding *
find (GPtrArray *findings, DeskFindingKind kind)
{
  for (guint i = 0; i < findings->len; i++)
    {
      DeskFinding *finding = g_ptr_array_index (findings, i);

      if (finding->kind == kind)
        return finding;
    }

  return NULL;
}

static void
test_whole (void)
{
  g_autoptr (DeskSnapshot) snapshot = make_snapshot ("Headline: H\nByline: B\nDateline: D\n\n" BODY);
  DeskClaim *open = add_claim (snapshot, "Armed men opened a prison");
  DeskClaim *figure = add_claim (snapshot, "Some 3,000 prisoners walked out.");
  DeskEvidence *evidence = g_object_new (DESK_TYPE_EVIDENCE, NULL);
  g_autoptr (GPtrArray) findings = NULL;
  DeskPost *post = add_post (snapshot, "https://x.com/marrow_guard/status/1", "The gates are open. Stay at home.");
  gboolean rest = FALSE;

  g_set_str (&post->graphic, "bodies");
  post->state = DESK_POST_DELETED;
  figure->kind = DESK_CLAIM_FIGURE;
  figure->so = DESK_SO_DISPUTED;
  g_ptr_array_add (figure->evidence, evidence);

  findings = desk_check_story (snapshot, NULL);
  g_assert_cmpstr (find (findings, DESK_FINDING_CLAIM_OPEN)->claim, ==, open->id);
  g_assert_cmpstr (find (findings, DESK_FINDING_CLAIM_UNSOURCED)->claim, ==, open->id);
  g_assert_cmpstr (find (findings, DESK_FINDING_CLAIM_DISPUTED)->claim, ==, figure->id);
  g_assert_cmpstr (find (findings, DESK_FINDING_ONE_SOURCE)->claim, ==, figure->id);
  g_assert_cmpstr (find (findings, DESK_FINDING_QUOTE_DIFFERS)->detail, ==, "The gates are reportedly open,");
  g_assert_cmpstr (find (findings, DESK_FINDING_QUOTE_DIFFERS)->detail_source, ==, "The gates are open");
  g_assert_cmpstr (find (findings, DESK_FINDING_NO_WARNING)->post, ==, post->id);
  g_assert_nonnull (find (findings, DESK_FINDING_POST_GONE));
  g_assert_null (find (findings, DESK_FINDING_POST_MISSING));
  g_assert_null (find (findings, DESK_FINDING_NO_HEADLINE));
  g_assert_null (find (findings, DESK_FINDING_WORDS_CHANGED));

  /* What must be seen comes first. */
  for (guint i = 0; i < findings->len; i++)
    {
      DeskFinding *finding = g_ptr_array_index (findings, i);

      g_assert_false (rest && finding->must_be_seen);
      rest = !finding->must_be_seen;
    }
}

/* Of several posts that a quotation is like, the nearest is named; one that has its very words ends the question. */
static void
test_nearest_post (void)
{
  g_autoptr (DeskSnapshot) snapshot =
      make_snapshot ("Headline: H\nByline: B\nDateline: D\n\n“The gates are reportedly open,” it wrote. “Not now.”\n");
  g_autoptr (GPtrArray) differing = NULL;
  g_autoptr (GPtrArray) right = NULL;
  DeskPost *nearest;

  add_post (snapshot, "https://example.org/1", "The old gates there are open.");
  nearest = add_post (snapshot, "https://example.org/2", "The gates are open.");
  add_post (snapshot, "https://example.org/3", "Rain is coming.");
  differing = desk_check_story (snapshot, NULL);
  g_assert_cmpstr (find (differing, DESK_FINDING_QUOTE_DIFFERS)->post, ==, nearest->id);
  g_assert_true (find (differing, DESK_FINDING_QUOTE_DIFFERS)->must_be_seen);

  add_post (snapshot, "https://example.org/4", "We hear that the gates are reportedly open");
  right = desk_check_story (snapshot, NULL);
  g_assert_null (find (right, DESK_FINDING_QUOTE_DIFFERS));
}

static void
test_header_and_embeds (void)
{
  g_autoptr (DeskSnapshot) snapshot = make_snapshot ("Warning: graphic\n\n" BODY "\nUpdated at 10:19 pm.\n");
  g_autoptr (GPtrArray) findings = desk_check_story (snapshot, NULL);

  g_assert_nonnull (find (findings, DESK_FINDING_NO_HEADLINE));
  g_assert_nonnull (find (findings, DESK_FINDING_NO_BYLINE));
  g_assert_nonnull (find (findings, DESK_FINDING_NO_DATELINE));
  g_assert_cmpstr (find (findings, DESK_FINDING_POST_MISSING)->detail, ==, "https://x.com/marrow_guard/status/1");
  g_assert_cmpstr (find (findings, DESK_FINDING_STAMP_IN_BODY)->detail, ==, "Updated at 10:19 pm.");
  /* No post is kept, so no quotation can differ from one. */
  g_assert_null (find (findings, DESK_FINDING_QUOTE_DIFFERS));
}

/* The words on the screen are what is checked, not those kept last. */
/* An embed means its post whatever form its address has. */
static void
test_other_address (void)
{
  g_autoptr (DeskSnapshot) snapshot =
      make_snapshot ("Headline: H\n\n<https://mobile.twitter.com/marrow_guard/status/1?s=20>\n");
  g_autoptr (GPtrArray) findings = NULL;

  add_post (snapshot, "https://x.com/marrow_guard/status/1", "The gates are open.");
  findings = desk_check_story (snapshot, NULL);
  g_assert_null (find (findings, DESK_FINDING_POST_MISSING));
}

static void
test_typed (void)
{
  g_autoptr (DeskSnapshot) snapshot = make_snapshot ("Headline: H\nByline: B\nDateline: D\n\n" BODY);
  g_autoptr (DeskText) typed = desk_text_with_body (
      snapshot->text, "Armed men did not open a prison, the coast guard said.\n\nPrisoners did not walk out.\n");
  DeskClaim *claim = add_claim (snapshot, "Armed men opened a prison, the coast guard said.");
  DeskClaim *gone = add_claim (snapshot, "“The gates are reportedly open,” it wrote.");
  g_autoptr (GPtrArray) findings = NULL;
  DeskFinding *changed;

  claim->said = DESK_SAID_YES;
  gone->said = DESK_SAID_YES;
  findings = desk_check_story (snapshot, typed);

  changed = find (findings, DESK_FINDING_WORDS_CHANGED);
  g_assert_cmpstr (changed->claim, ==, claim->id);
  g_assert_true (changed->must_be_seen);
  g_assert_nonnull (strstr (changed->detail, "did not open"));
  g_assert_cmpstr (changed->detail_source, ==, claim->wording);
  g_assert_cmpstr (find (findings, DESK_FINDING_WORDS_GONE)->claim, ==, gone->id);
}

static void
test_marks_end_no_check (void)
{
  g_autoptr (DeskSnapshot) snapshot = make_snapshot ("Headline: H\nByline: B\nDateline: D\n\nThe gates are open.\n");
  g_autoptr (DeskText) typed = desk_text_with_body (snapshot->text, "The **gates**, are  open!\n");
  DeskClaim *claim = add_claim (snapshot, "The gates are open.");
  g_autoptr (GPtrArray) findings = NULL;

  claim->so = DESK_SO_VERIFIED;
  findings = desk_check_story (snapshot, typed);
  g_assert_null (find (findings, DESK_FINDING_WORDS_CHANGED));
  g_assert_null (find (findings, DESK_FINDING_WORDS_GONE));
}

static void
test_count_changes (void)
{
  g_autoptr (DeskText) out = desk_text_parse ("Headline: One\nZone: UTC\n\nThe gate is open today.\n", -1, NULL);
  g_autoptr (DeskText) headline = desk_text_with_field (out, DESK_FIELD_HEADLINE, "Two");
  g_autoptr (DeskText) byline = desk_text_with_field (headline, DESK_FIELD_BYLINE, "B");
  g_autoptr (DeskText) no_zone = desk_text_with_field (byline, DESK_FIELD_ZONE, NULL);
  g_autoptr (DeskText) body = desk_text_with_body (no_zone, "The door is open tonight.\n");

  g_assert_cmpuint (desk_check_count_changes (out, out), ==, 0);
  g_assert_cmpuint (desk_check_count_changes (out, headline), ==, 1);
  g_assert_cmpuint (desk_check_count_changes (out, byline), ==, 2);
  g_assert_cmpuint (desk_check_count_changes (out, no_zone), ==, 3);
  g_assert_cmpuint (desk_check_count_changes (out, body), ==, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/check/whole", test_whole);
  g_test_add_func ("/check/nearest-post", test_nearest_post);
  g_test_add_func ("/check/header-and-embeds", test_header_and_embeds);
  g_test_add_func ("/check/other-address", test_other_address);
  g_test_add_func ("/check/typed", test_typed);
  g_test_add_func ("/check/marks-end-no-check", test_marks_end_no_check);
  g_test_add_func ("/check/count-changes", test_count_changes);

  return g_test_run ();
}
