/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"

/* 2026-02-23 18:00 in Baghdad. */
#define EVENING (G_GINT64_CONSTANT (1771858800) * G_USEC_PER_SEC)
#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

#define BODY "The harbour opened at dawn. Three ships left, the coast guard said. A crane fell.\n"

/* How a story stood at the end of each of its versions, written down as it was made. */
typedef struct
{
  DeskFixture *fixture;
  char *story;
  GPtrArray *versions;
  GPtrArray *states;
} Diary;

static void
note (Diary *self)
{
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture->store, self->story);
  guint last = self->versions->len - 1;

  if (self->versions->len == 0 || !g_str_equal (g_ptr_array_index (self->versions, last), snapshot->story->head))
    {
      g_ptr_array_add (self->versions, g_strdup (snapshot->story->head));
      g_ptr_array_add (self->states, describe_snapshot (snapshot));
      return;
    }
  g_free (g_ptr_array_index (self->states, last));
  g_ptr_array_index (self->states, last) = describe_snapshot (snapshot);
}

/* @change: (transfer full) */
static char *
write_down (Diary *self, DeskChange *change)
{
  char *id = commit (self->fixture->store, self->story, change);

  note (self);

  return id;
}

static void
also (Diary *self, DeskChange *change)
{
  g_free (write_down (self, change));
}

static void
write_body (Diary *self, const char *body)
{
  g_free (keep (self->fixture->store, self->story, body));
  note (self);
}

static DeskChange *
make_publication (Diary *self, DeskUpdateKind kind, const char *words, const char *supersedes)
{
  g_autoptr (DeskSnapshot) snapshot = load (self->fixture->store, self->story);

  return desk_change_new_update (kind, desk_text_get_hash (snapshot->text), 0, "Asia/Baghdad", "en", words, "", "", "", supersedes);
}

static void
write_diary (Diary *self)
{
  g_autofree char *ships = NULL;
  g_autofree char *crane = NULL;
  g_autofree char *post_id = NULL;
  g_autofree char *person_id = NULL;
  g_autofree char *published = NULL;
  g_autofree char *sealed = NULL;
  g_autoptr (DeskPost) post = g_object_new (DESK_TYPE_POST, NULL);
  const char *erased[] = { NULL, NULL };
  DeskChange *person;

  note (self);
  ships = claim (self->fixture->store, self->story, "Three ships left");
  crane = claim (self->fixture->store, self->story, "A crane fell");
  note (self);
  write_body (self, "The harbour opened at dawn. Four ships left, the coast guard said. A crane fell.\n");
  also (self, desk_change_new_answer (ships, DESK_SAID_YES, DESK_SO_VERIFIED, "counted", "Four ships left"));
  g_set_str (&post->address, "https://bsky.app/profile/marrow.example/post/3k");
  g_set_str (&post->words, "Four ships left.");
  post_id = write_down (self, desk_change_new_post (post, NULL, NULL));
  write_body (self, "The harbour opened at dawn. Five ships left, the coast guard said. A crane fell. Nobody was hurt.\n");
  also (self, desk_change_new_evidence (ships, DESK_EVIDENCE_POST, DESK_STANCE_FOR, post_id, "", "Four ships left."));
  person = desk_change_new_evidence_person (crane, DESK_STANCE_AGAINST, "source A", "Tomas Rell", "It stands");
  sealed = g_strdup (desk_json_get_string (desk_change_get_body (person), "sealed"));
  person_id = write_down (self, person);
  published = write_down (self, make_publication (self, DESK_UPDATE_PUBLISH, "", ""));
  write_body (self, "Five ships left, the coast guard said. The harbour opened at dawn.\n");
  also (self, desk_change_new_name (g_ptr_array_index (self->versions, 1), "As it came", ""));
  also (self, desk_change_new_answer (crane, DESK_SAID_NO, DESK_SO_FALSE, "it stands", "A crane fell"));
  also (self, desk_change_new_contradiction (ships, crane, TRUE));
  also (self, make_publication (self, DESK_UPDATE_UPDATE, "Updated at 7:10 pm.", ""));
  write_body (self, "Six ships left, the coast guard said. The harbour opened at dawn.\n");
  also (self, desk_change_new_post_check (post_id, DESK_POST_DELETED));
  also (self, desk_change_new_evidence_dropped (person_id, TRUE));
  erased[0] = sealed;
  also (self, desk_change_new_erase (erased, NULL, "asked for"));
  also (self, make_publication (self, DESK_UPDATE_CORRECTION, "Corrected.", published));
  write_body (self, "Six ships left, the coast guard said.\n");
  also (self, desk_change_new_claim_dropped (crane, TRUE, "it stands"));
  also (self, desk_change_new_post_dropped (post_id, TRUE));
  also (self, desk_change_new_slug ("six-ships"));
  also (self, desk_change_new_update (DESK_UPDATE_WITHDRAWAL, "", 0, "Asia/Baghdad", "en", "", "", "", "all wrong", ""));
  write_body (self, "Six ships left.\n");
  also (self, desk_change_new_state (DESK_STATE_ARCHIVED, ""));
}

static void
test_versions (DeskFixture *self, gconstpointer data)
{
  Diary diary = { self, make_story (self->store, "Harbour reopens", BODY),
                  g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free) };

  write_diary (&diary);
  g_assert_cmpuint (diary.versions->len, ==, 7);
  for (guint i = 0; i < diary.versions->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskSnapshot) snapshot =
          desk_store_load_as_of (self->store, diary.story, g_ptr_array_index (diary.versions, i), &error);
      g_autofree char *state = NULL;

      g_assert_no_error (error);
      state = describe_snapshot (snapshot);
      g_assert_cmpstr (state, ==, g_ptr_array_index (diary.states, i));
    }

  g_free (diary.story);
  g_ptr_array_unref (diary.versions);
  g_ptr_array_unref (diary.states);
}

/* Looking back changes nothing: what was worked out in memory is not in the file. */
static void
test_untouched (DeskFixture *self, gconstpointer data)
{
  g_autofree char *story = make_rich_story (self->store, NULL);
  g_autofree char *before = dump_tables (self->path);
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions (self->store, story, 0, 0, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < revisions->len; i++)
    {
      DeskRevision *revision = g_ptr_array_index (revisions, i);
      g_autoptr (DeskSnapshot) snapshot = desk_store_load_as_of (self->store, story, revision->id, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (snapshot->story->head, ==, revision->id);
      g_assert_cmpstr (desk_text_get_hash (snapshot->text), ==, revision->text);
    }
  after = dump_tables (self->path);
  g_assert_cmpstr (after, ==, before);
}

static char *
commit_at (DeskStore *store, const char *story, DeskChange *change, gint64 at)
{
  desk_change_set_at (change, at);

  return commit (store, story, change);
}

static void
test_instants (DeskFixture *self, gconstpointer data)
{
  g_autoptr (DeskText) text = make_text ("Headline: Harbour\nLanguage: en\nZone: Asia/Baghdad\n\n" BODY);
  g_autoptr (DeskText) later = make_text ("Headline: Harbour\nLanguage: en\nZone: Asia/Baghdad\n\nThree ships left.\n");
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autoptr (DeskSnapshot) before = NULL;
  g_autoptr (DeskSnapshot) between = NULL;
  g_autoptr (DeskSnapshot) now = NULL;
  g_autofree char *story = NULL;
  g_autofree char *mark = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, desk_change_new_state (DESK_STATE_DRAFT, ""));
  desk_change_set_at (g_ptr_array_index (changes, 0), EVENING);
  story = desk_store_create_story (self->store, "harbour", text, changes, &error);
  desk_change_unref (g_ptr_array_index (changes, 0));
  g_assert_no_error (error);
  anchor = desk_anchor_new_for_words (BODY, "Three ships left", desk_text_get_hash (text), NULL);
  mark = commit_at (self->store, story, desk_change_new_claim (anchor, "", DESK_CLAIM_FACT, DESK_SAID_OPEN, DESK_SO_OPEN, "", NULL), EVENING + MINUTE);
  g_free (commit_at (self->store, story, desk_change_new_answer (mark, DESK_SAID_YES, DESK_SO_VERIFIED, NULL, "Three ships left"), EVENING + 10 * MINUTE));
  g_free (commit_at (self->store, story, desk_change_new_revision (later, NULL, DESK_WHY_KEEP, "", NULL), EVENING + 20 * MINUTE));

  before = desk_store_load_at (self->store, story, EVENING - MINUTE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->story->n_revisions, ==, 0);
  g_assert_cmpuint (before->claims->len, ==, 0);

  between = desk_store_load_at (self->store, story, EVENING + 9 * MINUTE, &error);
  g_assert_no_error (error);
  g_assert_true (desk_text_equal (between->text, text));
  g_assert_cmpint (get_claim (between, 0)->so, ==, DESK_SO_OPEN);

  now = desk_store_load_at (self->store, story, EVENING + 20 * MINUTE, &error);
  g_assert_no_error (error);
  g_assert_true (desk_text_equal (now->text, later));
  g_assert_cmpint (get_claim (now, 0)->so, ==, DESK_SO_VERIFIED);
}

static void
test_unknown (DeskFixture *self, gconstpointer data)
{
  g_autofree char *story = make_story (self->store, "Harbour reopens", BODY);
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_store_load_as_of (self->store, story, "0000000000000000000000000000000000000000000000000000000000000000", &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (desk_store_load_at (self->store, "018f3c1e-7a00-7c3a-9d51-6b2e4f0a1c77", EVENING, &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
}

static void
test_marks (DeskFixture *self, gconstpointer data)
{
  g_autofree char *story = make_rich_story (self->store, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions (self->store, story, 0, 0, &error);
  g_autoptr (GArray) marks = desk_store_list_marks (self->store, story, &error);
  g_autoptr (GPtrArray) some = desk_store_list_numbers (self->store, story, 2, 2, &error);
  g_autoptr (GPtrArray) none = desk_store_list_numbers (self->store, story, 200, 10, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (marks->len, ==, revisions->len);
  for (guint i = 0; i < marks->len; i++)
    {
      DeskRevision *revision = g_ptr_array_index (revisions, i);
      const DeskRevisionMark *mark = &g_array_index (marks, DeskRevisionMark, i);

      g_assert_cmpuint (revision->number, ==, marks->len - i);
      g_assert_cmpint (mark->at, ==, revision->at);
      g_assert_cmpstr (mark->author, ==, revision->author);
      g_assert_cmpint (mark->why, ==, revision->why);
      g_assert_cmpint (mark->is_named, ==, revision->name[0] != '\0');
      g_assert_cmpint (mark->is_published, ==, revision->published);
      g_assert_cmpint (mark->is_head, ==, revision->is_head);
    }

  g_assert_cmpuint (some->len, ==, 2);
  g_assert_cmpuint (((DeskRevision *) g_ptr_array_index (some, 0))->number, ==, 3);
  g_assert_cmpuint (((DeskRevision *) g_ptr_array_index (some, 1))->number, ==, 2);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  desk_fixture_add ("/as-of/versions", test_versions);
  desk_fixture_add ("/as-of/untouched", test_untouched);
  desk_fixture_add ("/as-of/instants", test_instants);
  desk_fixture_add ("/as-of/unknown", test_unknown);
  desk_fixture_add ("/as-of/marks", test_marks);

  return g_test_run ();
}
