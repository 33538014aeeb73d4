/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <sys/resource.h>

#include "desk-test-utils.h"
#include "editor/desk-soft-lines.h"

#define STORY                                                          \
  "Headline: Harbour prison seized\n"                                  \
  "Byline: M. Aral\n"                                                  \
  "Dateline: PORT ALDER, Marrow Coast\n"                               \
  "Language: en\n"                                                     \
  "Zone: Europe/Berlin\n"                                              \
  "X-Desk-Number: 12\n"                                                \
  "\n"                                                                 \
  "Armed men opened a prison on Monday night, the coast guard said.\n" \
  "\n"                                                                 \
  "The ministry said the building has room for 840 people. The gates are open.\n"

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  GtkTextBuffer *body;
  guint n_failed;
} Fixture;

static void
failed_cb (DeskDocument *document, const char *message, Fixture *fixture)
{
  g_test_message ("%s", message);
  fixture->n_failed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, data ? data : STORY);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  g_signal_connect (fixture->document, "failed", G_CALLBACK (failed_cb), fixture);
}

static DeskSaveState
get_save_state (Fixture *fixture)
{
  DeskSaveState state;

  g_object_get (fixture->document, "save-state", &state, NULL);
  return state;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_SAVED);
  desk_test_finalize (fixture->document);
  desk_test_store_free (fixture->store);
  g_free (fixture->story);
}

static char *
dup_body (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  return gtk_text_buffer_get_text (fixture->body, &start, &end, TRUE);
}

static void
find_words (Fixture *fixture, const char *words, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_start_iter (fixture->body, start);
  g_assert_true (gtk_text_iter_forward_search (start, words, 0, start, end, NULL));
}

static void
type_behind (Fixture *fixture, const char *words, const char *typed)
{
  GtkTextIter start, end;

  find_words (fixture, words, &start, &end);
  gtk_text_buffer_begin_user_action (fixture->body);
  gtk_text_buffer_insert (fixture->body, &end, typed, -1);
  gtk_text_buffer_end_user_action (fixture->body);
}

static void
delete_words (Fixture *fixture, const char *words)
{
  GtkTextIter start, end;

  find_words (fixture, words, &start, &end);
  gtk_text_buffer_begin_user_action (fixture->body);
  gtk_text_buffer_delete (fixture->body, &start, &end);
  gtk_text_buffer_end_user_action (fixture->body);
}

static DeskClaim *
get_claim (Fixture *fixture)
{
  g_autoptr (DeskClaim) claim = g_list_model_get_item (desk_document_get_claims (fixture->document), 0);

  g_assert_nonnull (claim);
  return claim;
}

/* A claim on @words, verified. */
static void
claim_words (Fixture *fixture, const char *words)
{
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  GtkTextIter start, end;

  find_words (fixture, words, &start, &end);
  anchor = desk_document_make_anchor (fixture->document, &start, &end, &error);
  g_assert_no_error (error);
  g_ptr_array_add (changes, desk_change_new_claim (anchor, "Ministry", DESK_CLAIM_FACT, DESK_SAID_YES, DESK_SO_VERIFIED, NULL, NULL));
  desk_test_commit (fixture->document, changes);
}

static char *
dup_claimed (Fixture *fixture)
{
  GtkTextIter start, end;

  if (!desk_document_get_claim_range (fixture->document, get_claim (fixture)->id, &start, &end))
    return NULL;
  return gtk_text_buffer_get_text (fixture->body, &start, &end, TRUE);
}

static gboolean
claims_words (Fixture *fixture, const char *words)
{
  g_autofree char *claimed = dup_claimed (fixture);

  return g_strcmp0 (claimed, words) == 0;
}

static DeskFit
get_fit (Fixture *fixture)
{
  return desk_document_get_claim_fit (fixture->document, get_claim (fixture));
}

static DeskRevision *
dup_revision (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  DeskRevision *revision = desk_store_find_revision (fixture->store, fixture->story, name, &error);

  g_assert_no_error (error);
  return revision;
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DeskText) text = desk_document_dup_text (fixture->document);
  g_autoptr (DeskDocument) same = desk_document_open (fixture->store, fixture->story);
  guint n_words;

  g_assert_true (same == fixture->document);
  g_assert_cmpstr (desk_text_get_canonical (text, NULL), ==, STORY);
  g_assert_cmpstr (gtk_entry_buffer_get_text (desk_document_get_dateline (fixture->document)), ==, "PORT ALDER, Marrow Coast");
  g_assert_cmpstr (desk_document_get_language (fixture->document), ==, "en");
  g_assert_cmpstr (desk_document_get_zone (fixture->document), ==, "Europe/Berlin");
  g_assert_cmpint (get_save_state (fixture), ==, DESK_SAVE_SAVED);
  g_assert_false (gtk_text_buffer_get_can_undo (fixture->body));
  desk_test_wait_for ((g_object_get (fixture->document, "n-words", &n_words, NULL), n_words > 0));
  g_assert_cmpuint (n_words, ==, 26);
}

/* What was typed is there after the desk was closed under the editor's hands. */
static void
test_draft (void)
{
  Fixture fixture = { 0 };
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  set_up (&fixture, NULL);
  path = g_strdup (desk_store_get_path (fixture.store));
  type_behind (&fixture, "Monday night", " and took the keys");
  gtk_text_buffer_set_text (desk_document_get_headline (fixture.document), "Keys taken\nat the harbour", -1);
  g_assert_cmpint (get_save_state (&fixture), ==, DESK_SAVE_WAITING);
  desk_test_wait_for (get_save_state (&fixture) == DESK_SAVE_SAVED);

  desk_test_finalize (fixture.document);
  desk_store_close (fixture.store, &error);
  g_assert_no_error (error);
  desk_test_finalize (fixture.store);

  store = desk_store_open (path, DESK_STORE_OPEN_EXISTING, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains (desk_store_get_recovered (store), fixture.story));
  snapshot = desk_store_load (store, fixture.story, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (desk_text_get_body (snapshot->text), "Monday night and took the keys, the coast"));
  g_assert_cmpstr (desk_text_get_field (snapshot->text, DESK_FIELD_HEADLINE), ==, "Keys taken at the harbour");

  g_clear_object (&snapshot);
  desk_test_store_free (g_steal_pointer (&store));
  g_free (fixture.story);
}

/* "Saved" is said when it is true: the disk is full, and then it is not. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  struct rlimit limit, old;
  g_autofree char *error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = old;
  limit.rlim_cur = 1;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  type_behind (fixture, "Monday night", " again");
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_FAILED);
  g_object_get (fixture->document, "save-error", &error, NULL);
  g_assert_cmpstr (error, !=, "");

  type_behind (fixture, "again", " and again");
  desk_test_settle ();
  g_assert_cmpint (get_save_state (fixture), ==, DESK_SAVE_FAILED);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_SAVED);
}

static void
test_flush (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  type_behind (fixture, "Monday night", " again");
  desk_document_commit (fixture->document, DESK_WHY_LEAVE, NULL);
  type_behind (fixture, "again", " and again");
  desk_document_flush_async (fixture->document, NULL, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  g_assert_true (desk_document_flush_finish (fixture->document, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_save_state (fixture), ==, DESK_SAVE_SAVED);
}

static void
test_commit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DeskRevision) first = NULL;
  g_autoptr (DeskRevision) second = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) two = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;

  /* Two in a row, and typed text between and behind them. */
  type_behind (fixture, "Monday night", " (one)");
  desk_document_commit_async (fixture->document, DESK_WHY_KEEP, NULL, NULL, desk_test_result_cb, &one);
  type_behind (fixture, "(one)", " (two)");
  g_ptr_array_add (changes, desk_change_new_slug ("harbour-prison"));
  desk_document_commit_async (fixture->document, DESK_WHY_CHECK, changes, NULL, desk_test_result_cb, &two);
  type_behind (fixture, "(two)", " (three)");

  desk_test_wait_for (two != NULL);
  g_assert_nonnull (one);
  ids = desk_document_commit_finish (fixture->document, one, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 0);
  g_clear_pointer (&ids, g_ptr_array_unref);
  ids = desk_document_commit_finish (fixture->document, two, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpstr (desk_document_get_snapshot (fixture->document)->story->slug, ==, "harbour-prison");

  first = dup_revision (fixture, "@2");
  second = dup_revision (fixture, "@3");
  g_assert_cmpint (first->why, ==, DESK_WHY_KEEP);
  g_assert_cmpint (second->why, ==, DESK_WHY_CHECK);
  g_assert_cmpstr (second->bases[0], ==, first->id);
  g_assert_true (second->is_head);
  text = desk_store_load_text (fixture->store, second->text, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (desk_text_get_body (text), "night (one) (two), the coast"));

  body = dup_body (fixture);
  g_assert_nonnull (strstr (body, "night (one) (two) (three), the coast"));
  desk_test_wait_for (get_save_state (fixture) == DESK_SAVE_SAVED);

  /* Nothing typed, nothing changed: no revision. */
  desk_test_commit (fixture->document, NULL);
  desk_test_commit (fixture->document, NULL);
  g_assert_cmpuint (desk_document_get_snapshot (fixture->document)->story->n_revisions, ==, 4);
}

static void
test_fields (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DeskText) text = NULL;

  desk_document_set_fields (fixture->document, DESK_FIELD_LANGUAGE, (const char *[]) { "de", NULL });
  desk_document_set_fields (fixture->document, DESK_FIELD_WARNING, (const char *[]) { "graphic", NULL });
  g_assert_cmpstr (desk_document_get_language (fixture->document), ==, "de");
  text = desk_document_dup_text (fixture->document);
  g_assert_cmpstr (desk_text_get_field (text, DESK_FIELD_WARNING), ==, "graphic");
  g_assert_cmpstr (desk_text_get_field (text, "X-Desk-Number"), ==, "12");

  /* Kept soon, by itself. */
  desk_test_wait_for (desk_document_get_snapshot (fixture->document)->story->n_revisions == 2);
  g_assert_cmpstr (desk_document_get_snapshot (fixture->document)->story->language, ==, "de");
}

static void
test_claim_follows (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start;

  claim_words (fixture, "the building has room for 840 people");
  g_assert_true (claims_words (fixture, "the building has room for 840 people"));

  /* Text before it, text at its edges, marks in it: the same words. */
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_insert (fixture->body, &start, "Überfall! ", -1);
  type_behind (fixture, "ministry said ", "that ");
  type_behind (fixture, "840 people", ", no more");
  type_behind (fixture, "the building", ",");
  g_assert_true (claims_words (fixture, "the building, has room for 840 people"));
  g_assert_cmpint (get_fit (fixture), ==, DESK_FIT_EXACT);
  g_assert_cmpint (desk_document_get_claim_status (fixture->document, get_claim (fixture)), ==, DESK_STATUS_VERIFIED);

  desk_test_commit (fixture->document, NULL);
  g_assert_true (claims_words (fixture, "the building, has room for 840 people"));
  g_assert_cmpint (get_claim (fixture)->fit, ==, DESK_FIT_EXACT);
}

static void
test_claim_changed (Fixture *fixture, gconstpointer data)
{
  claim_words (fixture, "the building has room for 840 people");

  /* At once, and without a commit. */
  delete_words (fixture, "840 ");
  g_assert_cmpint (get_fit (fixture), ==, DESK_FIT_CHANGED);
  g_assert_cmpint (desk_document_get_claim_status (fixture->document, get_claim (fixture)), ==, DESK_STATUS_CHANGED);
  type_behind (fixture, "for ", "480 ");
  desk_test_commit (fixture->document, NULL);
  g_assert_cmpint (get_claim (fixture)->fit, ==, DESK_FIT_CHANGED);
  g_assert_cmpint (get_fit (fixture), ==, DESK_FIT_CHANGED);
  g_assert_true (claims_words (fixture, "the building has room for 480 people"));

  /* A letter more at its edge makes another word. */
  delete_words (fixture, "480");
  type_behind (fixture, "for ", "840");
  g_assert_cmpint (get_fit (fixture), ==, DESK_FIT_EXACT);
  type_behind (fixture, "840 people", "s");
  g_assert_cmpint (get_fit (fixture), ==, DESK_FIT_CHANGED);
  g_assert_true (claims_words (fixture, "the building has room for 840 peoples"));
}

static void
test_claim_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dup_body (fixture);
  g_autofree char *after = NULL;

  claim_words (fixture, "the building has room for 840 people");

  /* All of it goes and comes back. */
  delete_words (fixture, "The ministry said the building has room for 840 people. ");
  desk_test_wait_for (get_fit (fixture) == DESK_FIT_GONE);
  g_assert_null (dup_claimed (fixture));
  gtk_text_buffer_undo (fixture->body);
  desk_test_wait_for (get_fit (fixture) == DESK_FIT_EXACT);
  g_assert_true (claims_words (fixture, "the building has room for 840 people"));

  /* Its end goes, is kept like that, and comes back. */
  delete_words (fixture, " for 840 people");
  desk_test_commit (fixture->document, NULL);
  g_assert_cmpint (get_fit (fixture), ==, DESK_FIT_CHANGED);
  gtk_text_buffer_undo (fixture->body);
  desk_test_wait_for (claims_words (fixture, "the building has room for 840 people"));
  g_assert_cmpint (get_fit (fixture), ==, DESK_FIT_EXACT);

  after = dup_body (fixture);
  g_assert_cmpstr (before, ==, after);
  desk_test_commit (fixture->document, NULL);
  g_assert_cmpint (get_claim (fixture)->fit, ==, DESK_FIT_EXACT);
}

static void
test_claim_moved (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start;

  claim_words (fixture, "the building has room for 840 people");

  /* Cut here, pasted there. */
  delete_words (fixture, "The ministry said the building has room for 840 people. ");
  desk_test_wait_for (get_fit (fixture) == DESK_FIT_GONE);
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_insert (fixture->body, &start, "The ministry said the building has room for 840 people. ", -1);
  desk_test_wait_for (get_fit (fixture) == DESK_FIT_EXACT);
  g_assert_true (claims_words (fixture, "the building has room for 840 people"));
  desk_test_commit (fixture->document, NULL);
  g_assert_cmpuint (get_claim (fixture)->anchor->start, ==, strlen ("The ministry said "));
}

/* A record that did not change keeps its place and identity. */
static void
test_lists (Fixture *fixture, gconstpointer data)
{
  GListModel *claims = desk_document_get_claims (fixture->document);
  g_autoptr (DeskClaim) before = NULL;
  g_autoptr (DeskClaim) after = NULL;
  g_autoptr (DeskClaim) earlier = NULL;

  claim_words (fixture, "The gates are open");
  before = g_list_model_get_item (claims, 0);
  claim_words (fixture, "Armed men opened a prison");
  g_assert_cmpuint (g_list_model_get_n_items (claims), ==, 2);
  earlier = g_list_model_get_item (claims, 0);
  after = g_list_model_get_item (claims, 1);
  g_assert_true (before == after);
  g_assert_cmpstr (earlier->anchor->exact, ==, "Armed men opened a prison");
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dup_body (fixture);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (DeskText) old = desk_document_dup_text (fixture->document);
  g_autoptr (DeskText) text = desk_text_with_body (old, "Armed men opened two prisons on Monday night — the coast guard said.\n");
  g_autoptr (DeskText) now = NULL;

  desk_document_replace_text (fixture->document, text);
  after = dup_body (fixture);
  g_assert_cmpstr (after, ==, desk_text_get_body (text));
  now = desk_document_dup_text (fixture->document);
  g_assert_true (desk_text_equal (now, text));

  gtk_text_buffer_undo (fixture->body);
  undone = dup_body (fixture);
  g_assert_cmpstr (undone, ==, before);
  g_assert_false (gtk_text_buffer_get_can_undo (fixture->body));
}

static void
write_elsewhere (Fixture *fixture, const char *body)
{
  g_autoptr (DeskText) text = desk_text_with_body (desk_document_get_snapshot (fixture->document)->text, body);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, desk_change_new_revision (text, NULL, DESK_WHY_KEEP, NULL, NULL));
  ids = desk_store_commit (fixture->store, fixture->story, changes, &error);
  g_assert_no_error (error);
}

static gboolean
body_is (Fixture *fixture, const char *expected)
{
  g_autofree char *body = dup_body (fixture);

  return g_str_equal (body, expected);
}

static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  /* Nothing typed here: the new text is shown, and can be undone. */
  write_elsewhere (fixture, "Armed men opened a prison.\n");
  desk_test_wait_for (body_is (fixture, "Armed men opened a prison.\n"));
  g_assert_cmpint (get_save_state (fixture), ==, DESK_SAVE_SAVED);
  g_assert_true (gtk_text_buffer_get_can_undo (fixture->body));
  g_assert_cmpuint (fixture->n_failed, ==, 0);

  /* Typed text is never written over; the editor is told, once. */
  type_behind (fixture, "a prison", " at night");
  write_elsewhere (fixture, "Armed men opened a jail.\n");
  desk_test_wait_for (fixture->n_failed > 0);
  g_assert_true (body_is (fixture, "Armed men opened a prison at night.\n"));
  desk_test_commit (fixture->document, NULL);
  g_assert_cmpuint (desk_document_get_snapshot (fixture->document)->heads->len, ==, 2);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_true (body_is (fixture, "Armed men opened a prison at night.\n"));
}

static void
test_changes_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DeskText) text = desk_document_dup_text (fixture->document);
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  guint n;

  g_ptr_array_add (changes, desk_change_new_update (DESK_UPDATE_PUBLISH, desk_text_get_hash (text), 0, "Europe/Berlin", "en", "", NULL, NULL, NULL, NULL));
  desk_test_commit (fixture->document, changes);
  desk_test_settle ();
  g_object_get (fixture->document, "n-changes-out", &n, NULL);
  g_assert_cmpuint (n, ==, 0);

  type_behind (fixture, "Monday", " or Tuesday");
  type_behind (fixture, "The gates", " of the prison");
  gtk_text_buffer_set_text (desk_document_get_headline (fixture->document), "Another headline", -1);
  desk_test_wait_for ((g_object_get (fixture->document, "n-changes-out", &n, NULL), n == 3));
}

/* A text that comes as one line is cut where CommonMark reads a space. */
static void
test_soft_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *cut = NULL;
  g_autofree char *body = NULL;
  g_auto (GStrv) lines = NULL;
  GtkTextIter end;

  for (int i = 0; i < 3000; i++)
    g_string_append_printf (text, "The %d gates — all of them — are open. - ", i);

  g_assert_null (desk_soft_lines ("Short lines\nstay as they are", -1));
  cut = desk_soft_lines ("Windows\r\nand old\rMacs", -1);
  g_assert_cmpstr (cut, ==, "Windows\nand old\nMacs");

  gtk_text_buffer_get_end_iter (fixture->body, &end);
  gtk_text_buffer_insert (fixture->body, &end, text->str, -1);
  body = dup_body (fixture);
  lines = g_strsplit (body, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 50);
  for (int i = 0; lines[i]; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <, 4000);
      g_assert_false (g_str_has_prefix (lines[i], "-"));
    }
  g_strdelimit (body, "\n", ' ');
  g_assert_true (g_str_has_suffix (body, text->str));
}

/* A story's slug comes with its first headline, once, and never against the editor's own. */
static void
test_slug (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (desk_document_get_snapshot (fixture->document)->story->slug, ==, "story");
  gtk_text_buffer_set_text (desk_document_get_headline (fixture->document), "Harbour reopens", -1);
  desk_test_commit (fixture->document, NULL);
  g_assert_cmpstr (desk_document_get_snapshot (fixture->document)->story->slug, ==, "harbour-reopens");

  gtk_text_buffer_set_text (desk_document_get_headline (fixture->document), "Harbour closes", -1);
  desk_test_commit (fixture->document, NULL);
  g_assert_cmpstr (desk_document_get_snapshot (fixture->document)->story->slug, ==, "harbour-reopens");
}

/* A story that has such a line opens with it cut: a change like any other. */
static void
test_long_line (void)
{
  g_autoptr (GString) text = g_string_new ("Headline: Long\nLanguage: en\n\n");
  Fixture fixture = { 0 };
  g_autofree char *body = NULL;

  for (int i = 0; i < 2000; i++)
    g_string_append (text, "The gates are open. ");
  set_up (&fixture, text->str);
  g_assert_cmpint (gtk_text_buffer_get_line_count (fixture.body), >, 15);
  g_assert_cmpint (get_save_state (&fixture), ==, DESK_SAVE_WAITING);
  body = dup_body (&fixture);
  g_strdelimit (body, "\n", ' ');
  g_assert_cmpstr (g_strchomp (body), ==, g_strchomp (strstr (text->str, "The gates")));
  desk_test_commit (fixture.document, NULL);
  g_assert_cmpuint (desk_document_get_snapshot (fixture.document)->story->n_revisions, ==, 2);
  tear_down (&fixture, NULL);
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

#define ADD(path, function) g_test_add ("/document/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("load", test_load);
  g_test_add_func ("/document/draft", test_draft);
  ADD ("full-disk", test_full_disk);
  ADD ("flush", test_flush);
  ADD ("commit", test_commit);
  g_test_add ("/document/slug", Fixture, "Language: en\n\nThe gates are open.\n", set_up, test_slug, tear_down);
  ADD ("fields", test_fields);
  ADD ("claim/follows", test_claim_follows);
  ADD ("claim/changed", test_claim_changed);
  ADD ("claim/undo", test_claim_undo);
  ADD ("claim/moved", test_claim_moved);
  ADD ("lists", test_lists);
  ADD ("replace", test_replace);
  ADD ("elsewhere", test_elsewhere);
  ADD ("changes-out", test_changes_out);
  ADD ("soft-lines", test_soft_lines);
  g_test_add_func ("/document/long-line", test_long_line);

  return g_test_run ();
}
