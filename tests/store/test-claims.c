/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"

#define BODY "The harbour opened at dawn. Three ships left, the coast guard said. A crane fell.\n"

typedef struct
{
  DeskFixture fixture;
  char *story;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  desk_fixture_set_up (&self->fixture, data);
  self->story = make_story (self->fixture.store, "Harbour reopens", BODY);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->story);
  desk_fixture_tear_down (&self->fixture, data);
}

/* How the story's only claim stands now. */
static void
claim_is (Fixture *self, DeskFit fit, const char *exact, int start)
{
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture.store, self->story);
  DeskClaim *mark = get_claim (snapshot, 0);

  g_assert_cmpint (mark->fit, ==, fit);
  g_assert_cmpstr (mark->anchor->exact, ==, exact);
  if (start >= 0)
    g_assert_cmpuint (mark->anchor->start, ==, start);
}

static guint
count_anchors (Fixture *self)
{
  g_autoptr (GPtrArray) entries = desk_store_list_entries (self->fixture.store, self->story, NULL);
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += desk_entry_get_kind (entries->pdata[i]) == DESK_ENTRY_ANCHOR;

  return n;
}

static void
test_made (Fixture *self, gconstpointer data)
{
  g_autofree char *id = claim (self->fixture.store, self->story, "Three ships left");
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture.store, self->story);
  DeskClaim *mark = get_claim (snapshot, 0);

  g_assert_cmpstr (mark->id, ==, id);
  g_assert_cmpstr (mark->seen, ==, id);
  g_assert_cmpstr (mark->wording, ==, "Three ships left");
  g_assert_cmpstr (mark->by, ==, "the coast guard");
  g_assert_cmpstr (mark->author, ==, "Mara Vell");
  g_assert_cmpint (mark->answered_at, ==, 0);
  g_assert_cmpstr (mark->answered_by, ==, "");
  g_assert_cmpint (desk_claim_get_status (mark), ==, DESK_STATUS_OPEN);
  g_assert_cmpuint (snapshot->story->n_claims, ==, 1);
  g_assert_cmpuint (snapshot->story->n_sourced, ==, 0);
  g_assert_true (desk_snapshot_get_claim (snapshot, id) == mark);
}

/* Words elsewhere change: the claim moves along and nothing is written about it. */
static void
test_moved (Fixture *self, gconstpointer data)
{
  g_autofree char *id = claim (self->fixture.store, self->story, "Three ships left");
  g_autofree char *kept = keep (self->fixture.store, self->story, "At last. " BODY);
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture.store, self->story);
  DeskClaim *mark = get_claim (snapshot, 0);

  claim_is (self, DESK_FIT_EXACT, "Three ships left", 28 + 9);
  g_assert_cmpuint (count_anchors (self), ==, 0);
  /* The record is another one all the same. */
  g_assert_cmpstr (mark->seen, ==, kept);
  g_assert_cmpstr (mark->anchor->text, ==, desk_text_get_hash (snapshot->text));
}

static void
test_marks_and_spaces (Fixture *self, gconstpointer data)
{
  g_autofree char *id = claim (self->fixture.store, self->story, "Three ships left");
  g_autofree char *kept =
      keep (self->fixture.store, self->story,
            "The harbour opened at dawn. Three **ships**  left, the coast guard said. A crane fell.\n");
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture.store, self->story);

  g_assert_cmpint (get_claim (snapshot, 0)->fit, ==, DESK_FIT_EXACT);
  g_assert_cmpuint (count_anchors (self), ==, 0);
}

/* Both answers wait when words change, and hold again when they come back. */
static void
test_changed_and_back (Fixture *self, gconstpointer data)
{
  g_autofree char *id = claim (self->fixture.store, self->story, "Three ships left");
  g_autofree char *answer = commit (self->fixture.store, self->story,
                                    desk_change_new_answer (id, DESK_SAID_YES, DESK_SO_VERIFIED, NULL, "Three ships left"));
  g_autofree char *changed = NULL;
  g_autofree char *same = NULL;
  g_autofree char *back = NULL;
  g_autoptr (DeskSnapshot) verified = load (self->fixture.store, self->story);
  g_autoptr (DeskSnapshot) waiting = NULL;
  g_autoptr (DeskSnapshot) holds = NULL;

  g_assert_cmpint (desk_claim_get_status (get_claim (verified, 0)), ==, DESK_STATUS_VERIFIED);
  g_assert_cmpuint (verified->story->n_verified, ==, 1);

  changed = keep (self->fixture.store, self->story,
                  "The harbour opened at dawn. Four ships left, the coast guard said. A crane fell.\n");
  waiting = load (self->fixture.store, self->story);
  claim_is (self, DESK_FIT_CHANGED, "Four ships left", 28);
  g_assert_cmpstr (get_claim (waiting, 0)->wording, ==, "Three ships left");
  g_assert_cmpint (desk_claim_get_status (get_claim (waiting, 0)), ==, DESK_STATUS_CHANGED);
  g_assert_cmpuint (waiting->story->n_verified, ==, 0);
  g_assert_cmpuint (count_anchors (self), ==, 1);

  /* Elsewhere something moves: they go on waiting, and nothing is said of it. */
  same = keep (self->fixture.store, self->story,
               "Now. The harbour opened at dawn. Four ships left, the coast guard said. A crane fell.\n");
  claim_is (self, DESK_FIT_CHANGED, "Four ships left", 33);
  g_assert_cmpuint (count_anchors (self), ==, 1);

  back = keep (self->fixture.store, self->story, BODY);
  claim_is (self, DESK_FIT_EXACT, "Three ships left", 28);
  g_assert_cmpuint (count_anchors (self), ==, 2);
  holds = load (self->fixture.store, self->story);
  g_assert_cmpint (desk_claim_get_status (get_claim (holds, 0)), ==, DESK_STATUS_VERIFIED);
  g_assert_cmpuint (holds->story->n_verified, ==, 1);
}

/* An answer for the words as they are now ends the waiting. */
static void
test_answered_anew (Fixture *self, gconstpointer data)
{
  g_autofree char *id = claim (self->fixture.store, self->story, "Three ships left");
  g_autofree char *changed =
      keep (self->fixture.store, self->story,
            "The harbour opened at dawn. Four ships left, the coast guard said. A crane fell.\n");
  g_autofree char *old_words = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *so = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskSnapshot) after = NULL;
  DeskClaim *mark;

  /* For words that are not those now, it goes on waiting. */
  old_words = commit (self->fixture.store, self->story,
                      desk_change_new_answer (id, DESK_SAID_YES, -1, "I heard it", "Three ships left"));
  claim_is (self, DESK_FIT_CHANGED, "Four ships left", 28);

  answer = commit (self->fixture.store, self->story,
                   desk_change_new_answer (id, DESK_SAID_YES, -1, NULL, "Four ships left"));
  snapshot = load (self->fixture.store, self->story);
  mark = get_claim (snapshot, 0);
  g_assert_cmpint (mark->fit, ==, DESK_FIT_EXACT);
  g_assert_cmpstr (mark->wording, ==, "Four ships left");
  g_assert_cmpint (mark->said, ==, DESK_SAID_YES);
  g_assert_cmpint (mark->so, ==, DESK_SO_OPEN);
  g_assert_cmpstr (mark->because, ==, "I heard it");
  g_assert_cmpstr (mark->answered_by, ==, "Mara Vell");
  g_assert_cmpint (mark->answered_at, >, 0);
  g_assert_cmpstr (mark->seen, ==, answer);

  so = commit (self->fixture.store, self->story,
               desk_change_new_answer (id, -1, DESK_SO_DISPUTED, "they deny it", "Four ships left"));
  after = load (self->fixture.store, self->story);
  mark = get_claim (after, 0);
  g_assert_cmpint (mark->said, ==, DESK_SAID_YES);
  g_assert_cmpint (mark->so, ==, DESK_SO_DISPUTED);
  g_assert_cmpstr (mark->because, ==, "they deny it");
}

static void
test_gone_and_back (Fixture *self, gconstpointer data)
{
  g_autofree char *id = claim (self->fixture.store, self->story, "Three ships left");
  g_autofree char *gone = keep (self->fixture.store, self->story, "Nothing of it remains here at all.\n");
  g_autofree char *still = NULL;
  g_autofree char *back = NULL;

  claim_is (self, DESK_FIT_GONE, "Three ships left", -1);
  g_assert_cmpuint (count_anchors (self), ==, 1);

  still = keep (self->fixture.store, self->story, "Nothing of it remains here now.\n");
  claim_is (self, DESK_FIT_GONE, "Three ships left", -1);
  g_assert_cmpuint (count_anchors (self), ==, 1);

  back = keep (self->fixture.store, self->story, BODY);
  claim_is (self, DESK_FIT_EXACT, "Three ships left", 28);
  g_assert_cmpuint (count_anchors (self), ==, 2);
}

static DeskClaimRange
range_of (const char *id, guint start, guint end)
{
  DeskClaimRange range = { .start = start, .end = end };

  g_strlcpy (range.claim, id, sizeof range.claim);

  return range;
}

static char *
keep_with_range (Fixture *self, const char *body, DeskClaimRange range)
{
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture.store, self->story);
  g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, body);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (DeskClaimRange));

  g_array_append_val (ranges, range);

  return commit (self->fixture.store, self->story,
                 desk_change_new_revision (text, NULL, DESK_WHY_PAUSE, NULL, ranges));
}

/* The window knows better than any search where a claim's words are. */
static void
test_ranges (Fixture *self, gconstpointer data)
{
  g_autofree char *id = claim (self->fixture.store, self->story, "Three ships left");
  g_autofree char *twice = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *gone = NULL;

  /* Two places have the words now, and the second is the one that was dragged there. */
  twice = keep_with_range (self, "Three ships left. A crane fell. Three ships left.\n", range_of (id, 32, 48));
  claim_is (self, DESK_FIT_EXACT, "Three ships left", 32);

  changed = keep_with_range (self, "Three ships left. A crane fell. Five boats left.\n", range_of (id, 32, 47));
  claim_is (self, DESK_FIT_CHANGED, "Five boats left", 32);

  gone = keep_with_range (self, "Three ships left. A crane fell.\n", range_of (id, 10, 10));
  claim_is (self, DESK_FIT_GONE, "Five boats left", -1);
}

static void
test_details_and_dropping (Fixture *self, gconstpointer data)
{
  g_autofree char *first = claim (self->fixture.store, self->story, "A crane fell");
  g_autofree char *second = claim (self->fixture.store, self->story, "Three ships left");
  g_autofree char *details = commit (self->fixture.store, self->story,
                                     desk_change_new_claim_details (second, "the harbour master", DESK_CLAIM_FIGURE));
  g_autofree char *dropped = NULL;
  g_autofree char *taken_back = NULL;
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture.store, self->story);
  g_autoptr (DeskSnapshot) without = NULL;
  g_autoptr (DeskSnapshot) with = NULL;

  /* In the order of the text. */
  g_assert_cmpstr (get_claim (snapshot, 0)->id, ==, second);
  g_assert_cmpstr (get_claim (snapshot, 1)->id, ==, first);
  g_assert_cmpstr (get_claim (snapshot, 0)->by, ==, "the harbour master");
  g_assert_cmpint (get_claim (snapshot, 0)->kind, ==, DESK_CLAIM_FIGURE);
  g_assert_cmpint (get_claim (snapshot, 0)->answered_at, ==, 0);

  dropped = commit (self->fixture.store, self->story, desk_change_new_claim_dropped (second, TRUE, "a slip"));
  without = load (self->fixture.store, self->story);
  g_assert_cmpuint (without->claims->len, ==, 1);
  g_assert_cmpuint (without->story->n_claims, ==, 1);

  taken_back = commit (self->fixture.store, self->story, desk_change_new_claim_dropped (second, FALSE, NULL));
  with = load (self->fixture.store, self->story);
  g_assert_cmpuint (with->claims->len, ==, 2);
}

static void
test_evidence (Fixture *self, gconstpointer data)
{
  g_autoptr (DeskSnapshot) before = load (self->fixture.store, self->story);
  g_autoptr (DeskAnchor) anchor = desk_anchor_new_for_words (desk_text_get_body (before->text), "A crane fell", "", NULL);
  g_autoptr (GPtrArray) evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GBytes) film = g_bytes_new_static ("not really a film", 17);
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (GBytes) name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *id = NULL;
  g_autofree char *own = NULL;
  g_autofree char *drop_inline = NULL;
  g_autofree char *drop_own = NULL;
  g_autofree char *inline_id = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskSnapshot) after = NULL;
  g_autoptr (GError) error = NULL;
  DeskClaim *mark;
  DeskEvidence *item;

  g_ptr_array_add (evidence, desk_change_new_evidence_person (NULL, DESK_STANCE_FOR, "source A", "Tomas Rell", "I saw it"));
  g_ptr_array_add (evidence, desk_change_new_evidence_file (NULL, DESK_STANCE_AGAINST, film, "video/mp4", "film", ""));
  id = commit (self->fixture.store, self->story,
               desk_change_new_claim (anchor, "", DESK_CLAIM_FACT, DESK_SAID_YES, DESK_SO_OPEN, NULL, evidence));
  own = commit (self->fixture.store, self->story,
                desk_change_new_evidence (id, DESK_EVIDENCE_ADDRESS, DESK_STANCE_FOR, "https://harbour.example/log", "Log", "08:02 crane down"));

  snapshot = load (self->fixture.store, self->story);
  mark = get_claim (snapshot, 0);
  g_assert_cmpuint (mark->evidence->len, ==, 3);
  g_assert_cmpstr (mark->seen, ==, own);
  g_assert_cmpint (mark->answered_at, >, 0);
  /* An anchor that names no text is in the head. */
  g_assert_cmpstr (mark->anchor->text, ==, desk_text_get_hash (before->text));

  item = mark->evidence->pdata[0];
  inline_id = g_strdup_printf ("%s/1", id);
  g_assert_cmpstr (item->id, ==, inline_id);
  g_assert_cmpint (item->kind, ==, DESK_EVIDENCE_PERSON);
  g_assert_cmpstr (item->title, ==, "source A");
  name = desk_store_load_sealed (self->fixture.store, item->sealed, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (name, NULL), g_bytes_get_size (name), "Tomas Rell", 10);

  item = mark->evidence->pdata[1];
  g_assert_cmpint (item->stance, ==, DESK_STANCE_AGAINST);
  loaded = desk_store_load_blob (self->fixture.store, item->ref, &type, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (loaded, film));
  g_assert_cmpstr (type, ==, "video/mp4");

  item = mark->evidence->pdata[2];
  g_assert_cmpstr (item->id, ==, own);
  g_assert_cmpstr (item->quote, ==, "08:02 crane down");
  g_assert_cmpuint (snapshot->story->n_sourced, ==, 1);

  drop_inline = commit (self->fixture.store, self->story, desk_change_new_evidence_dropped (inline_id, TRUE));
  drop_own = commit (self->fixture.store, self->story, desk_change_new_evidence_dropped (own, TRUE));
  after = load (self->fixture.store, self->story);
  g_assert_cmpuint (get_claim (after, 0)->evidence->len, ==, 1);
  /* What is left speaks against it. */
  g_assert_cmpuint (after->story->n_sourced, ==, 0);
}

static void
test_contradiction (Fixture *self, gconstpointer data)
{
  g_autofree char *a = claim (self->fixture.store, self->story, "A crane fell");
  g_autofree char *b = claim (self->fixture.store, self->story, "Three ships left");
  g_autofree char *stands = commit (self->fixture.store, self->story, desk_change_new_contradiction (a, b, TRUE));
  g_autofree char *again = commit (self->fixture.store, self->story, desk_change_new_contradiction (b, a, TRUE));
  g_autofree char *ended = NULL;
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture.store, self->story);
  g_autoptr (DeskSnapshot) after = NULL;

  g_assert_cmpstr (get_claim (snapshot, 0)->contradicts[0], ==, a);
  g_assert_null (get_claim (snapshot, 0)->contradicts[1]);
  g_assert_cmpstr (get_claim (snapshot, 1)->contradicts[0], ==, b);
  g_assert_cmpstr (get_claim (snapshot, 1)->seen, ==, again);

  ended = commit (self->fixture.store, self->story, desk_change_new_contradiction (a, b, FALSE));
  after = load (self->fixture.store, self->story);
  g_assert_null (get_claim (after, 0)->contradicts[0]);
  g_assert_null (get_claim (after, 1)->contradicts[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/claims/made", test_made);
  add ("/claims/moved", test_moved);
  add ("/claims/marks-and-spaces", test_marks_and_spaces);
  add ("/claims/changed-and-back", test_changed_and_back);
  add ("/claims/answered-anew", test_answered_anew);
  add ("/claims/gone-and-back", test_gone_and_back);
  add ("/claims/ranges", test_ranges);
  add ("/claims/details-and-dropping", test_details_and_dropping);
  add ("/claims/evidence", test_evidence);
  add ("/claims/contradiction", test_contradiction);

  return g_test_run ();
}
