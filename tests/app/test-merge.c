/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "history/desk-merge-text.h"
#include "window/desk-story-view.h"

#define STORY                                                       \
  "Headline: Ships leave at dawn\n"                                 \
  "Language: en\n"                                                  \
  "Zone: Europe/Berlin\n"                                           \
  "\n"                                                              \
  "Three ships left the harbour on Monday, the coast guard said.\n" \
  "\n"                                                              \
  "Nobody was hurt. The gates are open.\n"

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  GtkTextBuffer *body;
  char *base; /* the revision that both sides begin from */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, STORY);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  fixture->base = g_strdup (desk_document_get_head (fixture->document));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_test_finalize (fixture->document);
  desk_test_store_free (fixture->store);
  g_free (fixture->story);
  g_free (fixture->base);
}

static void
replace_words (GtkTextBuffer *buffer, const char *words, const char *with)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (buffer, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, words, 0, &start, &end, NULL));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, with, -1);
  gtk_text_buffer_end_user_action (buffer);
}

static char *
dup_all (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
assert_body (Fixture *fixture, const char *wanted)
{
  g_autofree char *body = dup_all (fixture->body);

  g_assert_cmpstr (body, ==, wanted);
}

/* Another program keeps a version made from the first one. */
static void
keep_elsewhere (Fixture *fixture, const char *words, const char *with)
{
  const char *bases[] = { fixture->base, NULL };
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (DeskText) first = desk_text_parse (STORY, -1, NULL);
  g_autoptr (GString) body = g_string_new (desk_text_get_body (first));
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  g_assert_cmpuint (g_string_replace (body, words, with, 1), ==, 1);
  text = desk_text_with_body (first, body->str);
  g_ptr_array_add (changes, desk_change_new_revision (text, bases, DESK_WHY_KEEP, NULL, NULL));
  ids = desk_store_commit (fixture->store, fixture->story, changes, NULL);
  g_assert_nonnull (ids);
}

static guint
count_heads (Fixture *fixture)
{
  return desk_document_get_snapshot (fixture->document)->story->n_heads;
}

/* What was written elsewhere while nothing was typed here comes in, and can be undone in one step. */
static void
test_follow (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dup_all (fixture->body);
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_offset (fixture->body, &cursor, 20);
  gtk_text_buffer_place_cursor (fixture->body, &cursor);
  keep_elsewhere (fixture, "Nobody was", "Two people were");
  desk_test_wait_for (!g_str_equal (desk_document_get_head (fixture->document), fixture->base));
  assert_body (fixture, "Three ships left the harbour on Monday, the coast guard said.\n\nTwo people were hurt. The gates are open.\n");
  gtk_text_buffer_get_iter_at_mark (fixture->body, &cursor, gtk_text_buffer_get_insert (fixture->body));
  g_assert_cmpint (gtk_text_iter_get_offset (&cursor), ==, 20);
  g_assert_cmpuint (count_heads (fixture), ==, 1);

  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, before);
  gtk_text_buffer_redo (fixture->body);
  desk_test_commit (fixture->document, NULL);
}

/* Shows the merge of what is typed here and what was kept elsewhere. */
static DeskMergeText *
begin_merge (Fixture *fixture, DeskStoryView *view)
{
  GtkWidget *text;

  desk_test_commit (fixture->document, NULL);
  desk_test_wait_for (count_heads (fixture) == 2);
  desk_test_click (desk_test_find (GTK_WIDGET (view), GTK_TYPE_BUTTON, "_Merge…"));
  desk_test_wait_for ((text = desk_test_find (GTK_WIDGET (view), DESK_TYPE_MERGE_TEXT, NULL)) != NULL);
  return DESK_MERGE_TEXT (text);
}

static GtkWidget *
wait_for_keep (DeskStoryView *view)
{
  GtkWidget *button = desk_test_find (GTK_WIDGET (view), GTK_TYPE_BUTTON, "_Keep Merged Version");

  g_assert_nonnull (button);
  return button;
}

static DeskStoryView *
new_view (Fixture *fixture, GtkWindow **window)
{
  DeskStoryView *view = g_object_new (DESK_TYPE_STORY_VIEW, NULL);

  desk_story_view_set_document (view, fixture->document);
  *window = desk_test_window_new (GTK_WIDGET (view));
  return view;
}

/* Takes "Mine", "Theirs" or "Both" of the conflict that is shown. */
static void
take (DeskStoryView *view, const char *side)
{
  GtkWidget *row = desk_test_find (GTK_WIDGET (view), ADW_TYPE_ACTION_ROW, side);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (desk_test_find (row, GTK_TYPE_CHECK_BUTTON, NULL)), TRUE);
}

static void
assert_words (GtkTextBuffer *buffer, const char *wanted)
{
  g_autofree char *words = dup_all (buffer);

  g_assert_cmpstr (words, ==, wanted);
}

static gboolean
has_words (GtkTextBuffer *buffer, const char *words)
{
  g_autofree char *all = dup_all (buffer);

  return strstr (all, words) != NULL;
}

/* Neither side touched the other's words: one press and both are in. */
static void
test_agreed (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window;
  DeskStoryView *view = new_view (fixture, &window);
  GtkWidget *text;

  replace_words (fixture->body, "Three", "Four");
  keep_elsewhere (fixture, "Nobody was", "Two people were");
  text = GTK_WIDGET (begin_merge (fixture, view));
  desk_test_click (wait_for_keep (view));
  desk_test_wait_for (count_heads (fixture) == 1);
  assert_body (fixture, "Four ships left the harbour on Monday, the coast guard said.\n\nTwo people were hurt. The gates are open.\n");
  desk_test_wait_for (!gtk_widget_get_mapped (text));
  desk_test_window_free (window);
}

static void
test_conflicts (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window;
  DeskStoryView *view = new_view (fixture, &window);
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  DeskMergeText *text;
  GtkWidget *keep;
  g_autofree char *shown = NULL;
  g_autofree char *head = NULL;
  g_autoptr (DeskRevision) revision = NULL;

  replace_words (fixture->body, "Three", "Four");
  replace_words (fixture->body, "open", "shut");
  keep_elsewhere (fixture, "Three ships left the harbour on Monday, the coast guard said.\n\nNobody was hurt. The gates are open.",
                  "Five ships left the harbour on Monday, the coast guard said.\n\nNobody was hurt. The gates are guarded.");
  text = begin_merge (fixture, view);
  keep = wait_for_keep (view);
  desk_test_wait_for (desk_merge_text_get_n_conflicts (text) == 2);
  g_assert_false (gtk_widget_get_sensitive (keep));
  g_assert_cmpuint (desk_merge_text_get_current (text), ==, 1);
  g_assert_cmpstr (desk_merge_text_get_chunk (text)->ours, ==, "Four");
  g_assert_cmpstr (desk_merge_text_get_chunk (text)->theirs, ==, "Five");

  /* Nothing but settled words can be typed over. */
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
  shown = dup_all (buffer);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, "No.", -1);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  assert_words (buffer, shown);

  /* From the last conflict to the first and back, and with the cursor. */
  desk_merge_text_go (text, TRUE);
  g_assert_cmpuint (desk_merge_text_get_current (text), ==, 2);
  desk_merge_text_go (text, TRUE);
  g_assert_cmpuint (desk_merge_text_get_current (text), ==, 1);
  gtk_text_buffer_get_end_iter (buffer, &end);
  g_assert_true (gtk_text_iter_backward_search (&end, "guarded", 0, &start, NULL, NULL));
  gtk_text_buffer_place_cursor (buffer, &start);
  g_assert_cmpuint (desk_merge_text_get_current (text), ==, 2);
  desk_merge_text_go (text, FALSE);
  g_assert_cmpuint (desk_merge_text_get_current (text), ==, 1);

  take (view, "Theirs");
  g_assert_cmpint (desk_merge_text_get_choice (text), ==, DESK_MERGE_TAKE_THEIRS);
  g_assert_cmpuint (desk_merge_text_get_n_settled (text), ==, 1);
  g_assert_false (gtk_widget_get_sensitive (keep));

  gtk_widget_activate_action (GTK_WIDGET (view), "story.next-open", NULL);
  g_assert_cmpuint (desk_merge_text_get_current (text), ==, 2);
  take (view, "Both");
  g_assert_cmpint (desk_merge_text_get_choice (text), ==, DESK_MERGE_TAKE_BOTH);
  take (view, "Mine");
  g_assert_cmpint (desk_merge_text_get_choice (text), ==, DESK_MERGE_TAKE_OURS);
  gtk_text_buffer_get_start_iter (buffer, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, "shut", 0, &start, &end, NULL));
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_text_buffer_insert_at_cursor (buffer, " for now", -1);
  g_assert_cmpint (desk_merge_text_get_choice (text), ==, DESK_MERGE_TAKE_WORDS);
  g_assert_true (gtk_widget_get_sensitive (keep));

  desk_test_click (keep);
  desk_test_wait_for (count_heads (fixture) == 1);
  assert_body (fixture, "Five ships left the harbour on Monday, the coast guard said.\n\nNobody was hurt. The gates are shut for now.\n");
  head = g_strdup (desk_document_get_head (fixture->document));
  revision = desk_store_find_revision (fixture->store, fixture->story, head, NULL);
  g_assert_cmpuint (g_strv_length (revision->bases), ==, 2);
  g_assert_cmpint (revision->why, ==, DESK_WHY_MERGE);
  desk_test_window_free (window);
}

/* Who went on writing while the merge was on the screen is asked again, and loses nothing. */
static void
test_written_meanwhile (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window;
  DeskStoryView *view = new_view (fixture, &window);
  DeskMergeText *text;

  replace_words (fixture->body, "Three", "Four");
  keep_elsewhere (fixture, "Nobody was", "Two people were");
  text = begin_merge (fixture, view);
  wait_for_keep (view);
  replace_words (fixture->body, "open", "shut");
  desk_test_click (wait_for_keep (view));
  desk_test_wait_for (has_words (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "shut"));
  g_assert_cmpuint (count_heads (fixture), ==, 2);
  desk_test_click (wait_for_keep (view));
  desk_test_wait_for (count_heads (fixture) == 1);
  assert_body (fixture, "Four ships left the harbour on Monday, the coast guard said.\n\nTwo people were hurt. The gates are shut.\n");
  desk_test_window_free (window);
}

/* What was typed while the other version came in is a version of its own; nothing is written over. */
static void
test_typed_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) revisions = NULL;

  replace_words (fixture->body, "Three", "Four");
  keep_elsewhere (fixture, "Three", "Five");
  desk_test_commit (fixture->document, NULL);
  desk_test_wait_for (count_heads (fixture) == 2);
  assert_body (fixture, "Four ships left the harbour on Monday, the coast guard said.\n\nNobody was hurt. The gates are open.\n");
  revisions = desk_store_list_revisions (fixture->store, fixture->story, 0, 0, NULL);
  g_assert_cmpuint (revisions->len, ==, 3);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/merge/follow", test_follow);
  add ("/merge/typed-meanwhile", test_typed_meanwhile);
  add ("/merge/agreed", test_agreed);
  add ("/merge/written-meanwhile", test_written_meanwhile);
  add ("/merge/conflicts", test_conflicts);

  return g_test_run ();
}
