/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-day.h"
#include "desk-power.h"

static void
add_event (DeskDay *self, DeskPromiseKind kind, gboolean done, const char *value)
{
  desk_promises_add (self->promises, kind, done, self->story, value);
  desk_power_note_mark (desk_promises_get_n (self->promises));
}

static void
try_to (DeskDay *self, DeskPromiseKind kind, const char *value)
{
  add_event (self, kind, FALSE, value);
}

static void
promise (DeskDay *self, DeskPromiseKind kind, const char *value)
{
  add_event (self, kind, TRUE, value);
}

/* A call that failed says what and where, in the store's words. */
static gboolean
settle (DeskDay *self, const char *what, gboolean done, GError **error)
{
  if (done)
    {
      g_assert_no_error (*error);
      return TRUE;
    }

  g_assert_nonnull (*error);
  g_test_message ("%s: %s", what, (*error)->message);
  g_assert_cmpstr (g_quark_to_string ((*error)->domain), ==, g_quark_to_string (DESK_STORE_ERROR));
  g_assert_true (g_utf8_validate ((*error)->message, -1, NULL));
  g_assert_nonnull (strstr ((*error)->message, self->folder));
  self->n_failed++;
  self->codes |= 1u << (*error)->code;
  g_clear_error (error);

  return FALSE;
}

/* --- What is done in a day --- */

static gboolean
open_it (DeskDay *self)
{
  g_autoptr (GError) error = NULL;

  self->store = desk_store_open (self->path, DESK_STORE_OPEN_DEFAULT, NULL, &error);
  if (!settle (self, "open", self->store != NULL, &error))
    return FALSE;

  desk_store_set_person (self->store, "Mara Vell");

  return TRUE;
}

/* The desk is closed afterwards, whatever it says. */
static void
close_it (DeskDay *self)
{
  g_autoptr (GError) error = NULL;
  gboolean done = desk_store_close (self->store, &error);

  settle (self, "close", done, &error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

static void
set_zone (DeskDay *self, const char *zone)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = desk_store_get_setting (self->store, "zone");
  g_autofree char *after = NULL;
  gboolean done;

  try_to (self, DESK_PROMISE_ZONE, zone);
  done = desk_store_set_setting (self->store, "zone", zone, &error);
  if (settle (self, "set", done, &error))
    promise (self, DESK_PROMISE_ZONE, zone);

  /* What was not written is not set. */
  after = desk_store_get_setting (self->store, "zone");
  g_assert_cmpstr (after, ==, done ? zone : before);
}

static gboolean
create (DeskDay *self, const char *headline, const char *body)
{
  g_autofree char *canonical =
      g_strdup_printf ("Headline: %s\nLanguage: en\nZone: Asia/Baghdad\n\n%s\n", headline, body);
  g_autoptr (DeskText) text = make_text (canonical);
  g_autoptr (GError) error = NULL;
  char *story = desk_store_create_story (self->store, NULL, text, NULL, &error);

  if (!settle (self, "new story", story != NULL, &error))
    return FALSE;

  g_free (self->story);
  self->story = story;
  promise (self, DESK_PROMISE_STORY, story);
  promise (self, DESK_PROMISE_TEXT, desk_text_get_hash (text));

  return TRUE;
}

/* (nullable): NULL when it could not be read. */
static DeskSnapshot *
read_story (DeskDay *self)
{
  g_autoptr (GError) error = NULL;
  DeskSnapshot *snapshot = desk_store_load (self->store, self->story, &error);

  return settle (self, "load", snapshot != NULL, &error) ? snapshot : NULL;
}

static void
type (DeskDay *self, const char *body)
{
  g_autoptr (DeskSnapshot) snapshot = read_story (self);
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (snapshot == NULL)
    return;

  text = desk_text_with_body (snapshot->text, body);
  try_to (self, DESK_PROMISE_TEXT, desk_text_get_hash (text));
  done = desk_store_save_draft (self->store, self->story, snapshot->story->head, text, &error);
  if (settle (self, "draft", done, &error))
    promise (self, DESK_PROMISE_TEXT, desk_text_get_hash (text));
}

/* Commits @changes, all or none; (transfer full) (nullable): the id of the last one's entry. */
static char *
do_all (DeskDay *self, const char *what, GPtrArray *changes)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < changes->len; i++)
    {
      DeskText *text = desk_change_get_text (changes->pdata[i]);

      if (text != NULL)
        try_to (self, DESK_PROMISE_TEXT, desk_text_get_hash (text));
    }

  ids = desk_store_commit (self->store, self->story, changes, &error);
  if (!settle (self, what, ids != NULL, &error))
    return NULL;

  g_assert_cmpuint (ids->len, ==, changes->len);
  for (guint i = 0; i < changes->len; i++)
    {
      DeskChange *change = changes->pdata[i];
      GPtrArray *blobs = desk_change_get_blobs (change);
      GPtrArray *sealed = desk_change_get_sealed (change);

      promise (self, DESK_PROMISE_ENTRY, ids->pdata[i]);
      if (desk_change_get_text (change) != NULL)
        promise (self, DESK_PROMISE_TEXT, desk_text_get_hash (desk_change_get_text (change)));
      for (guint j = 0; j < blobs->len; j++)
        promise (self, DESK_PROMISE_BLOB, ((DeskBlob *) blobs->pdata[j])->hash);
      for (guint j = 0; j < sealed->len; j++)
        promise (self, DESK_PROMISE_SEALED, ((DeskSealed *) sealed->pdata[j])->hash);
    }

  return g_strdup (ids->pdata[ids->len - 1]);
}

/* @change: (transfer full) */
static char *
do_one (DeskDay *self, const char *what, DeskChange *change)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);

  return do_all (self, what, changes);
}

static char *
keep_body (DeskDay *self, const char *body)
{
  g_autoptr (DeskSnapshot) snapshot = read_story (self);
  g_autoptr (DeskText) text = NULL;

  if (snapshot == NULL)
    return NULL;

  text = desk_text_with_body (snapshot->text, body);

  return do_one (self, "keep", desk_change_new_revision (text, NULL, DESK_WHY_KEEP, NULL, NULL));
}

static void
check_facts (DeskDay *self)
{
  g_autoptr (DeskSnapshot) snapshot = read_story (self);
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autoptr (GBytes) film = g_bytes_new_static ("a film of the night", 19);
  g_autofree char *claim_id = NULL;
  DeskChange *person;
  const char *sealed[] = { NULL, NULL };

  if (snapshot == NULL)
    return;

  anchor = desk_anchor_new_for_words (desk_text_get_body (snapshot->text), "Three ships left",
                                      desk_text_get_hash (snapshot->text), NULL);
  if (anchor == NULL)
    return;

  claim_id = do_one (self, "claim",
                     desk_change_new_claim (anchor, "the coast guard", DESK_CLAIM_FIGURE, DESK_SAID_OPEN, DESK_SO_OPEN,
                                            NULL, NULL));
  if (claim_id == NULL)
    return;

  g_free (do_one (self, "answer", desk_change_new_answer (claim_id, DESK_SAID_YES, DESK_SO_VERIFIED, "", "Three ships left")));
  g_free (do_one (self, "evidence",
                  desk_change_new_evidence_file (claim_id, DESK_STANCE_FOR, film, "video/mp4", "film", "")));

  person = desk_change_new_evidence_person (claim_id, DESK_STANCE_FOR, "source A", "Tomas Rell", "I stood there");
  sealed[0] = desk_json_get_string (desk_change_get_body (person), "sealed");
  desk_change_ref (person);
  g_free (do_one (self, "person", person));
  try_to (self, DESK_PROMISE_ERASED, sealed[0]);
  {
    g_autofree char *erased = do_one (self, "erase", desk_change_new_erase (sealed, NULL, "asked for"));

    if (erased != NULL)
      promise (self, DESK_PROMISE_ERASED, sealed[0]);
  }
  desk_change_unref (person);
}

static void
keep_post (DeskDay *self)
{
  g_autoptr (DeskPost) post = g_object_new (DESK_TYPE_POST, NULL);
  g_autoptr (GBytes) raw = g_bytes_new_static ("<blockquote>", 12);

  g_set_str (&post->address, "https://bsky.app/profile/marrow.example/post/3k");
  g_set_str (&post->network, "bluesky");
  g_set_str (&post->author, "Marrow Council");
  g_set_str (&post->words, "Three ships left.");
  g_free (do_one (self, "post", desk_change_new_post (post, raw, "text/html")));
}

/* What is typed and what goes out, in one commit. */
static void
publish (DeskDay *self, DeskUpdateKind kind, const char *body)
{
  g_autoptr (DeskSnapshot) snapshot = read_story (self);
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  if (snapshot == NULL)
    return;

  text = desk_text_with_body (snapshot->text, body);
  g_ptr_array_add (changes, desk_change_new_revision (text, NULL, DESK_WHY_PUBLISH, NULL, NULL));
  g_ptr_array_add (changes, desk_change_new_update (kind, desk_text_get_hash (text), 0, "Asia/Baghdad", "en",
                                                    "Updated at 10:19 pm.", "", "", "", ""));
  g_free (do_all (self, "publish", changes));
}

static void
look_around (DeskDay *self)
{
  DeskStoryQuery all = { .state = -1 };
  DeskStoryQuery search = { .state = -1, .words = "harbour" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stories = desk_store_list_stories (self->store, &all, &error);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) revisions = NULL;

  settle (self, "list", stories != NULL, &error);
  found = desk_store_list_stories (self->store, &search, &error);
  settle (self, "search", found != NULL, &error);
  revisions = desk_store_list_revisions (self->store, self->story, 0, 0, &error);
  if (!settle (self, "revisions", revisions != NULL, &error))
    return;

  for (guint i = 0; i < revisions->len; i++)
    {
      g_autoptr (DeskText) text = desk_store_load_text (self->store, ((DeskRevision *) revisions->pdata[i])->text, &error);

      settle (self, "text", text != NULL, &error);
    }
}

static void
make_files (DeskDay *self)
{
  g_autofree char *backup = g_build_filename (self->folder, "backup.desk", NULL);
  g_autofree char *package = g_build_filename (self->folder, "package.desk", NULL);
  g_autoptr (GError) error = NULL;
  gboolean done;

  try_to (self, DESK_PROMISE_BACKUP, "backup.desk");
  done = desk_store_backup (self->store, backup, &error);
  if (settle (self, "back up", done, &error))
    promise (self, DESK_PROMISE_BACKUP, "backup.desk");

  try_to (self, DESK_PROMISE_PACKAGE, "package.desk");
  done = desk_store_write_package (self->store, self->story, package, DESK_PACKAGE_WITH_SEALED, &error);
  if (settle (self, "hand over", done, &error))
    promise (self, DESK_PROMISE_PACKAGE, "package.desk");
}

static void
take_in (DeskDay *self)
{
  g_autofree char *path = g_build_filename (self->folder, "in.desk", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) gained = desk_store_take_in (self->store, path, &error);

  if (!settle (self, "take in", gained != NULL, &error))
    return;

  for (guint i = 0; i < gained->len; i++)
    promise (self, DESK_PROMISE_STORY, gained->pdata[i]);
}

static void
tidy_up (DeskDay *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;
  gboolean done;

  done = desk_store_compact (self->store, NULL, NULL, &error);
  settle (self, "compact", done, &error);

  done = desk_store_rebuild (self->store, &error) >= 0;
  settle (self, "rebuild", done, &error);

  report = desk_store_verify (self->store, NULL, &error);
  settle (self, "verify", report != NULL, &error);
}

void
desk_day_spend (DeskDay *self)
{
  g_autofree char *kept = NULL;

  if (!open_it (self))
    return;

  set_zone (self, "Asia/Baghdad");
  if (create (self, "Harbour reopens", "The harbour opened. Three ships left, the coast guard said."))
    {
      type (self, "The harbour opened. Three ships left, the coast guard said. A fourth\n");
      type (self, "The harbour opened. Three ships left, the coast guard said. A fourth followed.\n");
      kept = keep_body (self, "The harbour opened. Three ships left, the coast guard said. A fourth followed.\n");
      check_facts (self);
      keep_post (self);
      publish (self, DESK_UPDATE_PUBLISH, "The harbour opened at dawn. Three ships left, the coast guard said.\n");
      type (self, "The harbour opened at dawn. Three ships left, the coast guard said. The ferry waits.\n");
      publish (self, DESK_UPDATE_UPDATE, "The harbour opened at dawn. Three ships left. The ferry waits.\n");
      if (kept != NULL)
        g_free (do_one (self, "name", desk_change_new_name (kept, "Before the call", "as sent")));
      g_free (do_one (self, "slug", desk_change_new_slug ("harbour-night")));
      look_around (self);
      make_files (self);
    }
  take_in (self);
  tidy_up (self);
  set_zone (self, "Europe/Berlin");
  close_it (self);

  if (!open_it (self))
    return;

  /* Another story, of which something is left on the screen. */
  if (create (self, "Ferry late", "The ferry is late."))
    {
      type (self, "The ferry is late. It left at nine.\n");
      make_files (self);
    }
  close_it (self);
}

DeskDay *
desk_day_new (const char *folder)
{
  DeskDay *self = g_new0 (DeskDay, 1);

  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, "a.desk", NULL);
  self->promises = desk_promises_new ();

  return self;
}

void
desk_day_free (DeskDay *self)
{
  g_assert_null (self->store);
  desk_promises_free (self->promises);
  g_free (self->story);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}
