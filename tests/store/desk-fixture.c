/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "desk-fixture.h"

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_chmod (path, 0700);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

DeskStore *
open_desk (const char *path)
{
  g_autoptr (GError) error = NULL;
  DeskStore *store = desk_store_open (path, DESK_STORE_OPEN_DEFAULT, NULL, &error);

  g_assert_no_error (error);
  desk_store_set_person (store, "Mara Vell");

  return store;
}

void
desk_fixture_set_up (DeskFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("desk-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "a.desk", NULL);
  self->store = open_desk (self->path);
}

void
desk_fixture_close (DeskFixture *self)
{
  g_autoptr (GError) error = NULL;

  desk_store_close (self->store, &error);
  g_assert_no_error (error);
  /* Looks for what others did end in the main context, and reads that were cancelled in threads of their own. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; G_OBJECT (self->store)->ref_count > 1 && i < 6000; i++)
    {
      g_usleep (10 * G_TIME_SPAN_MILLISECOND);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

void
desk_fixture_reopen (DeskFixture *self)
{
  desk_fixture_close (self);
  self->store = open_desk (self->path);
}

void
desk_fixture_tear_down (DeskFixture *self, gconstpointer data)
{
  if (self->store != NULL)
    desk_fixture_close (self);

  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

char *
desk_fixture_path (DeskFixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

DeskText *
make_text (const char *canonical)
{
  g_autoptr (GError) error = NULL;
  DeskText *text = desk_text_parse (canonical, -1, &error);

  g_assert_no_error (error);

  return text;
}

char *
make_story (DeskStore *store, const char *headline, const char *body)
{
  g_autofree char *canonical =
      g_strdup_printf ("Headline: %s\nLanguage: en\nZone: Asia/Baghdad\n\n%s\n", headline, body);
  g_autoptr (DeskText) text = make_text (canonical);
  g_autoptr (GError) error = NULL;
  char *story = desk_store_create_story (store, NULL, text, NULL, &error);

  g_assert_no_error (error);

  return story;
}

DeskSnapshot *
load (DeskStore *store, const char *story)
{
  g_autoptr (GError) error = NULL;
  DeskSnapshot *snapshot = desk_store_load (store, story, &error);

  g_assert_no_error (error);

  return snapshot;
}

char *
commit (DeskStore *store, const char *story, DeskChange *change)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, change);
  ids = desk_store_commit (store, story, changes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);

  return g_ptr_array_steal_index (ids, 0);
}

void
commit_fails (DeskStore *store, const char *story, DeskChange *change, GQuark domain, int code)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, change);
  ids = desk_store_commit (store, story, changes, &error);
  g_assert_error (error, domain, code);
  g_assert_null (ids);
}

char *
keep (DeskStore *store, const char *story, const char *body)
{
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, body);

  return commit (store, story, desk_change_new_revision (text, NULL, DESK_WHY_KEEP, NULL, NULL));
}

char *
claim (DeskStore *store, const char *story, const char *words)
{
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskAnchor) anchor = desk_anchor_new_for_words (desk_text_get_body (snapshot->text), words,
                                                             desk_text_get_hash (snapshot->text), &error);

  g_assert_no_error (error);

  return commit (store, story,
                 desk_change_new_claim (anchor, "the coast guard", DESK_CLAIM_FACT, DESK_SAID_OPEN, DESK_SO_OPEN, NULL,
                                        NULL));
}

DeskClaim *
get_claim (DeskSnapshot *snapshot, guint i)
{
  g_assert_cmpuint (i, <, snapshot->claims->len);

  return g_ptr_array_index (snapshot->claims, i);
}

guint
count_entries (DeskStore *store, const char *story)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = desk_store_list_entries (store, story, &error);

  g_assert_no_error (error);

  return entries->len;
}

/* Commits what needs no id afterwards. */
static void
also (DeskStore *store, const char *story, DeskChange *change)
{
  g_autofree char *id = commit (store, story, change);
}

char *
add_note (DeskStore *store, const char *story, const char *words, const char *remark)
{
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskAnchor) anchor = desk_anchor_new_for_words (desk_text_get_body (snapshot->text), words,
                                                             desk_text_get_hash (snapshot->text), &error);

  g_assert_no_error (error);

  return commit (store, story, desk_change_new_note (anchor, remark));
}

/* Two notes, something that is left as it is, and a length. */
static void
remark (DeskStore *store, const char *story)
{
  g_autofree char *asked = add_note (store, story, "opened the prison", "Who let them in?");
  g_autofree char *done = add_note (store, story, "the council said", "Call again");
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (DeskAnchor) crane = desk_anchor_new_for_words (desk_text_get_body (snapshot->text), "A crane", NULL, NULL);
  g_autofree char *left = commit (store, story, desk_change_new_leave ("weekday", crane));

  also (store, story, desk_change_new_note_words (asked, "Who let them in? Ask the council"));
  also (store, story, desk_change_new_note_resolved (done, TRUE));
  also (store, story, desk_change_new_target (600));
}

char *
make_rich_story (DeskStore *store, char **sealed)
{
  char *story = make_story (store, "Prison opened in Marrow",
                            "Armed men opened the prison. Thousands fled, the council said. A crane fell.");
  g_autofree char *opened = claim (store, story, "Armed men opened the prison");
  g_autofree char *fled = claim (store, story, "Thousands fled");
  g_autofree char *crane = claim (store, story, "A crane fell");
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *post_id = NULL;
  g_autofree char *address = NULL;
  g_autofree char *published = NULL;
  g_autoptr (DeskPost) post = g_object_new (DESK_TYPE_POST, NULL);
  g_autoptr (DeskSnapshot) out = NULL;
  g_autoptr (DeskSnapshot) corrected = NULL;
  g_autoptr (GBytes) raw = g_bytes_new_static ("<blockquote>", 12);
  g_autoptr (GBytes) film = g_bytes_new_static ("a film of the night", 19);
  DeskChange *person;

  g_set_str (&post->address, "https://bsky.app/profile/marrow.example/post/3k");
  g_set_str (&post->network, "bluesky");
  g_set_str (&post->author, "Marrow Council");
  g_set_str (&post->words, "Thousands fled.");
  post->posted_at = G_GINT64_CONSTANT (1771860120000000);
  post->posted_from = DESK_TIME_ANSWER;
  post_id = commit (store, story, desk_change_new_post (post, raw, "text/html"));
  also (store, story, desk_change_new_capture (post_id, post, NULL, NULL));
  also (store, story, desk_change_new_post_check (post_id, DESK_POST_DELETED));
  also (store, story, desk_change_new_post_graphic (post_id, "a body is shown"));

  person = desk_change_new_evidence_person (opened, DESK_STANCE_FOR, "source A", "Tomas Rell", "I stood there");
  if (sealed != NULL)
    *sealed = g_strdup (desk_json_get_string (desk_change_get_body (person), "sealed"));
  also (store, story, person);
  also (store, story, desk_change_new_evidence (fled, DESK_EVIDENCE_POST, DESK_STANCE_FOR, post_id, "", "Thousands fled."));
  also (store, story, desk_change_new_evidence_file (crane, DESK_STANCE_AGAINST, film, "video/mp4", "film", ""));
  address = commit (store, story,
                    desk_change_new_evidence (crane, DESK_EVIDENCE_ADDRESS, DESK_STANCE_FOR, "https://a.example", "A", ""));
  also (store, story, desk_change_new_evidence_dropped (address, TRUE));
  also (store, story, desk_change_new_contradiction (opened, fled, TRUE));
  also (store, story, desk_change_new_answer (fled, DESK_SAID_YES, DESK_SO_DISPUTED, "two counts", "Thousands fled"));
  also (store, story, desk_change_new_claim_details (crane, "the harbour master", DESK_CLAIM_FACT));

  remark (store, story);
  second = keep (store, story, "Armed men opened the prison. Hundreds fled, the council said. A crane fell.\n");
  third = keep (store, story, "Armed men opened the prison at dusk. Hundreds fled, the council said.\n");
  also (store, story, desk_change_new_name (second, "Before the call", "as sent"));
  also (store, story, desk_change_new_claim_dropped (crane, TRUE, "it stood"));

  out = load (store, story);
  published = commit (store, story,
                      desk_change_new_update (DESK_UPDATE_PUBLISH, desk_text_get_hash (out->text), 0, "Asia/Baghdad",
                                              "en", "", "", "", "", ""));
  g_free (keep (store, story, "Armed men opened the prison at dusk. Dozens fled, the council said.\n"));
  corrected = load (store, story);
  also (store, story,
        desk_change_new_update (DESK_UPDATE_CORRECTION, desk_text_get_hash (corrected->text), 0, "Asia/Baghdad", "en",
                                "Corrected", "Hundreds", "Dozens", "a miscount", ""));
  g_free (keep (store, story, "Armed men opened the prison at dusk. Dozens fled.\n"));

  return story;
}

static void
describe_claim (GString *out, DeskClaim *claim)
{
  g_autofree char *contradicts = g_strjoinv (",", claim->contradicts);

  g_string_append_printf (out, "claim %s %s [%s] %u %s fit %d wording [%s] by [%s] %d said %d so %d [%s] %s %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " contradicts %s\n",
                          claim->id, claim->seen, claim->anchor->exact, claim->anchor->start, claim->anchor->text,
                          claim->fit, claim->wording, claim->by, claim->kind, claim->said, claim->so, claim->because,
                          claim->author, claim->at, claim->answered_by, claim->answered_at, contradicts);
  for (guint i = 0; i < claim->evidence->len; i++)
    {
      DeskEvidence *evidence = g_ptr_array_index (claim->evidence, i);

      g_string_append_printf (out, "  evidence %s %d %d %s [%s] [%s] %s\n", evidence->id, evidence->kind,
                              evidence->stance, evidence->ref, evidence->title, evidence->quote, evidence->sealed);
    }
}

static void
describe_remarks (GString *out, DeskSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->notes->len; i++)
    {
      DeskNote *n = g_ptr_array_index (snapshot->notes, i);
      g_autofree char *sealed = g_strjoinv (",", n->sealed);

      g_string_append_printf (out, "note %s %s [%s] %u %s fit %d %s %s %" G_GINT64_FORMAT " resolved %d %s %" G_GINT64_FORMAT "\n",
                              n->id, n->seen, n->anchor->exact, n->anchor->start, n->anchor->text, n->fit, sealed,
                              n->author, n->at, n->resolved, n->resolved_by, n->resolved_at);
    }

  for (guint i = 0; i < snapshot->leaves->len; i++)
    {
      DeskLeave *l = g_ptr_array_index (snapshot->leaves, i);

      g_string_append_printf (out, "leave %s %s [%s] %u %s\n", l->id, l->rule, l->anchor->exact, l->anchor->start, l->anchor->text);
    }

  g_string_append_printf (out, "target %u\n", snapshot->target);
}

static void
describe_story (GString *out, DeskSnapshot *snapshot)
{
  DeskStory *s = snapshot->story;

  g_string_append_printf (out,
                          "%s %s [%s] %s %s %d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                          " %" G_GINT64_FORMAT " head %s of %u, %u %u %u %u %u %d tip %s out %s\n",
                          s->id, s->slug, s->headline, s->language, s->zone, s->state, s->binned, s->created_at,
                          s->changed_at, s->published_at, s->out_at, s->head, s->n_heads, s->n_claims, s->n_sourced,
                          s->n_verified, s->n_posts, s->n_revisions, s->not_out, snapshot->tip,
                          snapshot->out != NULL ? desk_text_get_hash (snapshot->out) : "-");
}

static void
describe_records (GString *out, DeskSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->claims->len; i++)
    describe_claim (out, g_ptr_array_index (snapshot->claims, i));

  for (guint i = 0; i < snapshot->posts->len; i++)
    {
      DeskPost *p = g_ptr_array_index (snapshot->posts, i);
      g_autofree char *missing = g_strjoinv (",", p->missing);
      g_autofree char *pictures = g_strjoinv (",", p->pictures);

      g_string_append_printf (out,
                              "post %s %s %s %s [%s] %s %s [%s] %s %" G_GINT64_FORMAT " %d missing %s graphic [%s] raw %s "
                              "pictures %s captured %" G_GINT64_FORMAT " by %s, %u, state %d %" G_GINT64_FORMAT "\n",
                              p->id, p->seen, p->address, p->network, p->author, p->handle, p->author_address, p->words,
                              p->language, p->posted_at, p->posted_from, missing, p->graphic, p->raw, pictures,
                              p->captured_at, p->captured_by, p->n_captures, p->state, p->checked_at);
    }

  for (guint i = 0; i < snapshot->updates->len; i++)
    {
      DeskUpdate *u = g_ptr_array_index (snapshot->updates, i);

      g_string_append_printf (out,
                              "update %s %s %d at %" G_GINT64_FORMAT " %s %s [%s] %s %s @%u was [%s] now [%s] [%s] %s by %s\n",
                              u->id, u->seen, u->kind, u->at, u->zone, u->language, u->words, u->text, u->revision,
                              u->revision_number, u->was, u->now, u->because, u->superseded_by, u->author);
    }

  describe_remarks (out, snapshot);
}

char *
describe_snapshot (DeskSnapshot *snapshot)
{
  g_autoptr (GString) out = g_string_new (NULL);

  describe_story (out, snapshot);
  describe_records (out, snapshot);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

char *
describe (DeskStore *store, const char *story)
{
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, story, 0, 0, &error);

  g_assert_no_error (error);
  describe_story (out, snapshot);

  for (guint i = 0; i < revisions->len; i++)
    {
      DeskRevision *r = g_ptr_array_index (revisions, i);
      g_autofree char *bases = g_strjoinv (",", r->bases);

      g_string_append_printf (out,
                              "revision %s %s @%u %s on %s why %d by %s at %" G_GINT64_FORMAT
                              " [%s] [%s] %u %d out %d head %d\n",
                              r->id, r->seen, r->number, r->text, bases, r->why, r->author, r->at, r->name, r->note,
                              r->words, r->words_more, r->published, r->is_head);
    }

  describe_records (out, snapshot);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static sqlite3 *
open_sql (const char *path)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 5000);

  return handle;
}

/* The entries of a journal; NULL: of the desk's own. */
static void
tell_entries (DeskStore *store, const char *story, GString *out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = desk_store_list_entries (store, story, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      gsize size;
      const char *bytes = g_bytes_get_data (desk_entry_get_bytes (entries->pdata[i]), &size);

      g_string_append_len (out, bytes, size);
      g_string_append_c (out, '\n');
    }
}

char *
tell_all (DeskStore *store)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) stories = desk_store_list_stories (store, &(DeskStoryQuery) { .state = -1 }, NULL);

  for (guint i = 0; i < stories->len; i++)
    {
      DeskStory *story = stories->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, story->id, 0, 0, &error);

      g_assert_no_error (error);
      tell_entries (store, story->id, out);
      for (guint j = 0; j < revisions->len; j++)
        {
          DeskRevision *revision = revisions->pdata[j];
          g_autoptr (DeskText) text = desk_store_load_text (store, revision->text, &error);

          g_assert_no_error (error);
          g_string_append_printf (out, "@%u %s %s\n%s", revision->number, revision->id, revision->text,
                                  desk_text_get_canonical (text, NULL));
        }
    }

  tell_entries (store, NULL, out);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

void
run_sql (const char *path, const char *sql)
{
  sqlite3 *handle = open_sql (path);
  char *message = NULL;

  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (handle);
}

gint64
ask_sql (const char *path, const char *sql)
{
  sqlite3 *handle = open_sql (path);
  sqlite3_stmt *statement;
  gint64 answer;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  answer = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);

  return answer;
}

static void
dump_table (sqlite3 *handle, const char *table, GString *out)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      g_string_append_printf (out, "%s:", table);
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          sqlite3_value *value = sqlite3_value_dup (sqlite3_column_value (statement, i));

          if (sqlite3_value_type (value) == SQLITE_BLOB)
            {
              g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, sqlite3_value_blob (value),
                                                                   sqlite3_value_bytes (value));

              g_string_append_printf (out, "|%s", hash);
            }
          else if (sqlite3_value_type (value) == SQLITE_NULL)
            g_string_append (out, "|NULL");
          else
            g_string_append_printf (out, "|%s", sqlite3_value_text (value));
          sqlite3_value_free (value);
        }
      g_string_append_c (out, '\n');
    }
  sqlite3_finalize (statement);
}

char *
dump_tables (const char *path)
{
  sqlite3 *handle = open_sql (path);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement;

  g_assert_cmpint (
      sqlite3_prepare_v2 (handle, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", -1, &statement, NULL),
      ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (tables, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);

  for (guint i = 0; i < tables->len; i++)
    dump_table (handle, g_ptr_array_index (tables, i), out);
  sqlite3_close (handle);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

char *
read_file (const char *path, gsize *length)
{
  g_autoptr (GError) error = NULL;
  char *contents;

  g_file_get_contents (path, &contents, length, &error);
  g_assert_no_error (error);

  return contents;
}

char *
hash_file (const char *path)
{
  gsize length;
  g_autofree char *contents = read_file (path, &length);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) contents, length);
}
