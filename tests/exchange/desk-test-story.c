/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "desk-test-story.h"

/* 23 February 2026, 18:45 in Baghdad. */
#define EVENING G_GINT64_CONSTANT (1771861500000000)

static DeskText *
make_text (void)
{
  g_autoptr (GError) error = NULL;
  DeskText *text = desk_text_parse (
      "Headline: Harbour prison seized\n"
      "Standfirst: Ministry denies losing control\n"
      "Byline: By M. Aral\n"
      "Dateline: PORT ALDER, Marrow Coast\n"
      "Language: en\n"
      "Zone: Asia/Baghdad\n"
      "Related: [Ferry line asks for help](https://example.org/ferry)\n"
      "\n"
      "Armed men **opened** a prison, the [coast guard](https://example.org/guard) said.\n\n"
      "<https://x.com/marrow_guard/status/2025946527169249280>\n\n"
      "* one\n* two",
      -1, &error);

  g_assert_no_error (error);

  return text;
}

static void
add_claim (DeskSnapshot *self, const char *id, const char *words)
{
  DeskClaim *claim = g_object_new (DESK_TYPE_CLAIM, NULL);
  DeskEvidence *post = g_object_new (DESK_TYPE_EVIDENCE, NULL);
  DeskEvidence *person = g_object_new (DESK_TYPE_EVIDENCE, NULL);

  g_set_str (&claim->id, id);
  claim->anchor = desk_anchor_new_for_words (desk_text_get_body (self->text), words, desk_text_get_hash (self->text), NULL);
  g_assert_nonnull (claim->anchor);
  g_set_str (&claim->by, "Marrow Coast Guard");
  g_set_str (&claim->author, "M. Aral");
  claim->at = EVENING;
  claim->said = DESK_SAID_YES;
  claim->so = DESK_SO_DISPUTED;

  post->kind = DESK_EVIDENCE_POST;
  g_set_str (&post->ref, "post-1");
  g_set_str (&post->title, "");
  g_ptr_array_add (claim->evidence, post);

  person->kind = DESK_EVIDENCE_PERSON;
  g_set_str (&person->title, "source A");
  g_set_str (&person->sealed, "5ea1ed00");
  g_ptr_array_add (claim->evidence, person);

  g_ptr_array_add (self->claims, claim);
}

static void
add_post (DeskSnapshot *self)
{
  DeskPost *post = g_object_new (DESK_TYPE_POST, NULL);

  g_set_str (&post->id, "post-1");
  g_set_str (&post->network, "x");
  g_set_str (&post->address, "https://x.com/marrow_guard/status/2025946527169249280");
  g_set_str (&post->author, "Marrow Coast Guard");
  g_set_str (&post->handle, "@marrow_guard");
  g_set_str (&post->words, "The gates are open.\n\nStay at home.");
  post->posted_at = EVENING - 54 * G_TIME_SPAN_MINUTE;
  post->posted_from = DESK_TIME_NUMBER;
  post->captured_at = EVENING;
  post->state = DESK_POST_DELETED;
  post->checked_at = EVENING;
  g_ptr_array_add (self->posts, post);
}

DeskUpdate *
desk_test_story_add_update (DeskSnapshot *self, DeskUpdateKind kind, DeskText *text, const char *words)
{
  DeskUpdate *update = g_object_new (DESK_TYPE_UPDATE, NULL);

  g_free (update->id);
  update->id = g_strdup_printf ("update-%u", self->updates->len + 1);
  update->kind = kind;
  update->at = EVENING + self->updates->len * G_TIME_SPAN_HOUR;
  g_set_str (&update->zone, "Asia/Baghdad");
  g_set_str (&update->language, "en");
  g_set_str (&update->text, desk_text_get_hash (text));
  g_set_str (&update->words, words);
  g_set_str (&update->author, "M. Aral");
  g_ptr_array_insert (self->updates, 0, update);

  return update;
}

DeskSnapshot *
desk_test_story_new (void)
{
  DeskSnapshot *self = g_object_new (DESK_TYPE_SNAPSHOT, NULL);

  self->story = g_object_new (DESK_TYPE_STORY, NULL);
  g_set_str (&self->story->id, "019c8b5e-0000-7000-8000-000000000001");
  g_set_str (&self->story->slug, "harbour-prison");
  g_set_str (&self->story->zone, "Asia/Baghdad");
  g_set_str (&self->story->language, "en");
  self->text = make_text ();

  add_post (self);
  add_claim (self, "claim-1", "Armed men **opened** a prison");
  desk_test_story_add_update (self, DESK_UPDATE_PUBLISH, self->text, "");
  desk_test_story_add_update (self, DESK_UPDATE_UPDATE, self->text, "Updated at 10:19 pm.");

  return self;
}

GPtrArray *
desk_test_story_list_revisions (DeskSnapshot *self)
{
  GPtrArray *revisions = g_ptr_array_new_with_free_func (g_object_unref);
  DeskRevision *revision = g_object_new (DESK_TYPE_REVISION, NULL);

  g_set_str (&revision->id, "revision-1");
  g_set_str (&revision->text, desk_text_get_hash (self->text));
  g_set_str (&revision->author, "M. Aral");
  revision->number = 1;
  revision->at = EVENING;
  g_ptr_array_add (revisions, revision);

  return revisions;
}

char *
desk_test_read_pdf (GBytes *bytes)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;
  char *text = NULL;
  int fd;

  if (program == NULL)
    return NULL;

  fd = g_file_open_tmp ("desk-pages-XXXXXX.pdf", &path, &error);
  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);

  command = g_strdup_printf ("%s %s -", program, path);
  g_assert_true (g_spawn_command_line_sync (command, &text, NULL, NULL, NULL));
  g_unlink (path);

  return text;
}
