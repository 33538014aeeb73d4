/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "claims/desk-undoable.h"
#include "desk-test-utils.h"
#include "history/desk-as-of-dialog.h"
#include "history/desk-blame-popover.h"
#include "history/desk-compare-view.h"
#include "history/desk-diff-pairs.h"
#include "history/desk-diff-view.h"
#include "history/desk-record-changes.h"
#include "history/desk-side-view.h"
#include "window/desk-story-view.h"

#define HEADER "Headline: Ferry line asks for help\nLanguage: en\nZone: Asia/Baghdad\n\n"
#define BOATS "It has 40 boats, the harbour master said."
#define NOBODY "Nobody can be carried before the storm is over, according to the council of the islands."
#define SEA "The sea is calm again, and the pier that fell last week is being cleared of stones."
#define STORY HEADER BOATS "\n\n" NOBODY "\n\n" SEA "\n"

/* 2026-02-23 18:45 in Baghdad. */
#define EVENING (G_GINT64_CONSTANT (1771861500) * G_USEC_PER_SEC)
#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static DeskText *
make_text (const char *canonical)
{
  g_autoptr (GError) error = NULL;
  DeskText *text = desk_text_parse (canonical, -1, &error);

  g_assert_no_error (error);
  return text;
}

static DeskChange *
make_version (const char *canonical)
{
  g_autoptr (DeskText) text = make_text (canonical);

  return desk_change_new_revision (text, NULL, DESK_WHY_KEEP, "", NULL);
}

/* --- what moved --- */

static void
test_moved (void)
{
  g_autoptr (DeskText) from = make_text (HEADER BOATS "\n\n" NOBODY "\n\n" SEA "\n");
  g_autoptr (DeskText) to = make_text (HEADER NOBODY "\n\n" SEA "\n\n" BOATS "\n");
  g_autoptr (DeskTextDiff) diff = desk_text_diff_new (from, to, "en");
  GtkWidget *view = g_object_new (DESK_TYPE_DIFF_VIEW, NULL);
  GtkWindow *window = desk_test_window_new (view);
  g_autofree char *shown = NULL;
  GtkTextIter start, end;
  g_autofree char *selected = NULL;

  desk_diff_view_set_diff (DESK_DIFF_VIEW (view), diff);
  shown = desk_test_dup_shown (view);
  g_assert_cmpstr (shown, ==,
                   "Ferry line asks for help\n\n"
                   "↓ Moved down from here\n" BOATS "\n\n" NOBODY "\n\n" SEA
                   "\n\n↓ Moved here from above\n" BOATS "\n");
  g_assert_cmpuint (desk_diff_view_get_n_changes (DESK_DIFF_VIEW (view)), ==, 1);

  /* The next change is where it stands now. */
  g_assert_cmpuint (desk_diff_view_go (DESK_DIFF_VIEW (view), FALSE), ==, 1);
  gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), &start, &end);
  selected = gtk_text_iter_get_text (&start, &end);
  g_assert_nonnull (strstr (selected, "Moved here from above\n" BOATS));
  desk_test_window_free (window);
}

/* Whoever reads on with the cursor is at the change that is there. */
static void
test_cursor (void)
{
  g_autoptr (DeskText) from = make_text (STORY);
  g_autoptr (DeskText) to = make_text (HEADER "It has 48 boats, the harbour master said.\n\n" NOBODY "\n\n" SEA "\n");
  g_autoptr (DeskTextDiff) diff = desk_text_diff_new (from, to, "en");
  GtkWidget *view = g_object_new (DESK_TYPE_DIFF_VIEW, NULL);
  GtkWindow *window = desk_test_window_new (view);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter iter;

  desk_diff_view_set_diff (DESK_DIFF_VIEW (view), diff);
  g_assert_cmpuint (desk_diff_view_get_current (DESK_DIFF_VIEW (view)), ==, 0);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, strlen ("Ferry line asks for help\n\nIt has 4"));
  gtk_text_buffer_place_cursor (buffer, &iter);
  g_assert_cmpuint (desk_diff_view_get_current (DESK_DIFF_VIEW (view)), ==, 1);
  gtk_text_buffer_get_end_iter (buffer, &iter);
  gtk_text_buffer_place_cursor (buffer, &iter);
  g_assert_cmpuint (desk_diff_view_get_current (DESK_DIFF_VIEW (view)), ==, 0);
  desk_test_window_free (window);
}

/* --- side by side --- */

/* "was | now" for each pair, with the changes in it behind it. */
static char *
describe_pairs (const char *old_text, const char *new_text)
{
  g_autoptr (DeskText) from = make_text (old_text);
  g_autoptr (DeskText) to = make_text (new_text);
  g_autoptr (DeskTextDiff) diff = desk_text_diff_new (from, to, "en");
  g_autoptr (DeskDiffRuns) runs = desk_diff_runs_new (diff);
  const DeskDiffColours colours = { { 0, 0, 1, 1 }, 0.5 };
  g_autoptr (GPtrArray) pairs = desk_diff_pairs_new (runs, &colours);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++)
    {
      DeskDiffPair *pair = g_ptr_array_index (pairs, i);

      g_string_append_printf (out, "%s | %s", pair->old_words, pair->new_words);
      if (pair->first_change > 0)
        g_string_append_printf (out, " %u-%u", pair->first_change, pair->last_change);
      g_string_append_c (out, '\n');
    }
  return g_string_free_and_steal (out);
}

static void
assert_pairs (const char *old_text, const char *new_text, const char *wanted)
{
  g_autofree char *pairs = describe_pairs (old_text, new_text);

  g_assert_cmpstr (pairs, ==, wanted);
}

static void
test_pairs (void)
{
  /* What came or went has a line of its own, and what stands beside it in both texts stays beside it. */
  assert_pairs (HEADER BOATS "\n\n" SEA "\n", HEADER BOATS "\n\n" NOBODY "\n\n" SEA "\n",
                "Ferry line asks for help | Ferry line asks for help\n" BOATS " | " BOATS "\n | " NOBODY " 1-1\n" SEA " | " SEA "\n");
  assert_pairs (HEADER BOATS "\n\n" NOBODY "\n", HEADER BOATS "\n",
                "Ferry line asks for help | Ferry line asks for help\n" BOATS " | " BOATS "\n" NOBODY " |  1-1\n");
  assert_pairs (HEADER BOATS "\n\n" NOBODY "\n\n" SEA "\n", HEADER NOBODY "\n\n" SEA "\n\n" BOATS "\n",
                "Ferry line asks for help | Ferry line asks for help\n" BOATS " | ↓ Moved down from here\n" NOBODY " | " NOBODY "\n" SEA
                " | " SEA "\n↓ Moved here from above | " BOATS " 1-1\n");
  assert_pairs (HEADER BOATS "\n", "Headline: Ferry line begs for help\nLanguage: en\nZone: Asia/Baghdad\nKeywords: boats\n\nIt has 48 boats.\n",
                "Ferry line asks for help | Ferry line begs for help 1-1\n | Keywords: boats 2-2\n"
                "It has 40 boats, the harbour master said. | It has 48 boats. 3-4\n");
}

static void
test_side_view (void)
{
  g_autoptr (DeskText) from = make_text (STORY);
  g_autoptr (DeskText) to = make_text (HEADER "It has 48 boats, the harbour master said.\n\n" SEA "\n");
  g_autoptr (DeskTextDiff) diff = desk_text_diff_new (from, to, "en");
  g_autoptr (DeskDiffRuns) runs = desk_diff_runs_new (diff);
  GtkWidget *view = g_object_new (DESK_TYPE_SIDE_VIEW, NULL);
  GtkWindow *window = desk_test_window_new (view);

  desk_side_view_set_runs (DESK_SIDE_VIEW (view), runs);
  desk_test_settle ();
  g_assert_nonnull (desk_test_find (view, GTK_TYPE_LABEL, "It has 48 boats, the harbour master said."));
  g_assert_cmpuint (desk_side_view_go (DESK_SIDE_VIEW (view), FALSE), ==, 1);
  g_assert_cmpuint (desk_side_view_go (DESK_SIDE_VIEW (view), FALSE), ==, 2);
  g_assert_cmpuint (desk_side_view_go (DESK_SIDE_VIEW (view), FALSE), ==, 1);
  g_assert_cmpuint (desk_side_view_go (DESK_SIDE_VIEW (view), TRUE), ==, 2);
  g_assert_cmpuint (desk_side_view_get_current (DESK_SIDE_VIEW (view)), ==, 2);
  desk_side_view_set_runs (DESK_SIDE_VIEW (view), NULL);
  g_assert_cmpuint (desk_side_view_go (DESK_SIDE_VIEW (view), FALSE), ==, 0);
  desk_test_window_free (window);
}

/* --- a story's comparison --- */

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  GtkWidget *compare;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = desk_test_store_new ();
  self->story = desk_test_story_new (self->store, STORY);
  self->document = desk_test_document_new (self->store, self->story);
  self->compare = g_object_new (DESK_TYPE_COMPARE_VIEW, NULL);
  self->window = desk_test_window_new (self->compare);
  desk_compare_view_set_document (DESK_COMPARE_VIEW (self->compare), self->document);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  desk_test_window_free (self->window);
  desk_test_document_free (self->document);
  desk_test_store_free (self->store);
  g_free (self->story);
}

static DeskChange *
make_claim (Fixture *self, const char *words)
{
  DeskText *text = desk_document_get_snapshot (self->document)->text;
  g_autoptr (DeskAnchor) anchor = desk_anchor_new_for_words (desk_text_get_body (text), words, desk_text_get_hash (text), NULL);

  return desk_change_new_claim (anchor, "the harbour master", DESK_CLAIM_FIGURE, DESK_SAID_OPEN, DESK_SO_OPEN, "", NULL);
}

/* What was done besides the text is told: between two versions, and not what came behind the later one. */
static void
test_records (Fixture *self, gconstpointer data)
{
  g_autofree char *first = g_strdup (desk_document_get_snapshot (self->document)->story->head);
  g_autofree char *second = NULL;
  g_autofree char *claim = NULL;
  GtkWidget *records = desk_test_find (self->compare, DESK_TYPE_RECORD_CHANGES, NULL);
  DeskText *text;

  g_assert_false (gtk_widget_get_visible (records));
  desk_test_commit (self->document, desk_changes_new (make_version (HEADER BOATS "\n\n" SEA "\n")));
  second = g_strdup (desk_document_get_snapshot (self->document)->story->head);
  desk_test_commit (self->document, desk_changes_new (make_claim (self, "It has 40 boats")));
  claim = g_strdup (((DeskClaim *) g_ptr_array_index (desk_document_get_snapshot (self->document)->claims, 0))->id);
  desk_test_commit (self->document, desk_changes_new (make_version (HEADER BOATS "\n")));
  desk_test_commit (self->document, desk_changes_new (desk_change_new_answer (claim, DESK_SAID_YES, DESK_SO_VERIFIED, NULL, "It has 40 boats")));
  text = desk_document_get_snapshot (self->document)->text;
  desk_test_commit (self->document, desk_changes_new (desk_change_new_update (DESK_UPDATE_PUBLISH, desk_text_get_hash (text), EVENING, "Asia/Baghdad", "en", "Published at 6:45 pm.", "", "", "", "")));

  desk_compare_view_compare (DESK_COMPARE_VIEW (self->compare), first, second);
  desk_test_wait_for (desk_test_find (records, GTK_TYPE_LABEL, "1 change besides the text") != NULL);
  g_assert_nonnull (desk_test_find (records, GTK_TYPE_LABEL, "Marked"));

  desk_compare_view_compare (DESK_COMPARE_VIEW (self->compare), second, NULL);
  desk_test_wait_for (desk_test_find (records, GTK_TYPE_LABEL, "3 changes besides the text") != NULL);
  g_assert_nonnull (desk_test_find (records, GTK_TYPE_LABEL, "State: Draft → Published"));
  g_assert_nonnull (desk_test_find (records, GTK_TYPE_LABEL, "Said: Open → Yes · So: Open → Verified"));
  g_assert_nonnull (desk_test_find_named (records, "\u2068It has 40 boats\u2069, Said: Open → Yes · So: Open → Verified"));
  g_assert_true (gtk_widget_get_visible (records));

  /* One version alone is only to be read. */
  desk_compare_view_show (DESK_COMPARE_VIEW (self->compare), first);
  desk_test_wait_for (!gtk_widget_get_visible (records));
}

static gboolean
is_enabled (GtkWidget *compare, const char *label)
{
  GtkWidget *button = desk_test_find (compare, GTK_TYPE_BUTTON, label);

  return gtk_widget_get_visible (button) && gtk_widget_is_sensitive (button);
}

static gboolean
says (Fixture *self, const char *body)
{
  g_autoptr (DeskText) typed = desk_document_dup_text (self->document);

  return g_str_equal (desk_text_get_body (typed), body);
}

static void
test_restore_paragraph (Fixture *self, gconstpointer data)
{
  g_autofree char *first = g_strdup (desk_document_get_snapshot (self->document)->story->head);

  desk_test_commit (self->document, desk_changes_new (make_version (HEADER "It has 48 boats, the ferryman said.\n\n" SEA "\n")));
  desk_compare_view_compare (DESK_COMPARE_VIEW (self->compare), first, NULL);
  desk_test_wait_for (desk_test_shows (self->compare, "48"));
  g_assert_false (is_enabled (self->compare, "Restore Paragraph"));

  /* The whole paragraph of the change where the reader is, and no other. */
  desk_compare_view_next (DESK_COMPARE_VIEW (self->compare), FALSE);
  g_assert_true (is_enabled (self->compare, "Restore Paragraph"));
  desk_test_click (desk_test_find (self->compare, GTK_TYPE_BUTTON, "Restore Paragraph"));
  g_assert_true (says (self, BOATS "\n\n" SEA "\n"));
  desk_test_wait_for (!desk_test_shows (self->compare, "48"));
  g_assert_nonnull (desk_test_find (self->compare, GTK_TYPE_LABEL, "1 change"));

  /* It was typed as if by hand: undone as that, and seen when it was. */
  g_assert_true (gtk_text_buffer_get_can_undo (GTK_TEXT_BUFFER (desk_document_get_body (self->document))));
  gtk_text_buffer_undo (GTK_TEXT_BUFFER (desk_document_get_body (self->document)));
  desk_test_wait_for (desk_test_shows (self->compare, "48"));

  /* Between two versions that are both past there is nothing to put it into. */
  desk_compare_view_compare (DESK_COMPARE_VIEW (self->compare), first, desk_document_get_snapshot (self->document)->story->head);
  desk_test_wait_for (!gtk_widget_get_visible (desk_test_find (self->compare, GTK_TYPE_BUTTON, "Restore Paragraph")));
}

static void
test_side_by_side (Fixture *self, gconstpointer data)
{
  g_autofree char *first = g_strdup (desk_document_get_snapshot (self->document)->story->head);
  GtkWidget *side = desk_test_find (self->compare, DESK_TYPE_SIDE_VIEW, NULL);

  desk_test_commit (self->document, desk_changes_new (make_version (HEADER "It has 48 boats, the harbour master said.\n\n" SEA "\n")));
  desk_compare_view_compare (DESK_COMPARE_VIEW (self->compare), first, NULL);
  desk_test_wait_for (desk_test_shows (self->compare, "48"));
  g_assert_false (gtk_widget_get_mapped (side));
  gtk_widget_activate_action (self->compare, "compare.side-by-side", NULL);
  desk_test_wait_for (gtk_widget_get_mapped (side));

  /* The same keys and buttons hold there. */
  desk_compare_view_next (DESK_COMPARE_VIEW (self->compare), FALSE);
  g_assert_nonnull (desk_test_find (self->compare, GTK_TYPE_LABEL, "1 of 2 changes"));
  desk_compare_view_next (DESK_COMPARE_VIEW (self->compare), FALSE);
  desk_test_click (desk_test_find (self->compare, GTK_TYPE_BUTTON, "Restore Paragraph"));
  g_assert_true (says (self, "It has 48 boats, the harbour master said.\n\n" NOBODY "\n\n" SEA "\n"));
  gtk_widget_activate_action (self->compare, "compare.side-by-side", NULL);
  desk_test_wait_for (!gtk_widget_get_mapped (side));
}

/* --- as of --- */

static void
publish (Fixture *self, const char *body, gint64 at, const char *words)
{
  g_autofree char *canonical = g_strconcat (HEADER, body, NULL);
  g_autoptr (DeskText) text = make_text (canonical);
  GPtrArray *changes = desk_changes_new (make_version (canonical));

  g_ptr_array_add (changes, desk_change_new_update (DESK_UPDATE_PUBLISH, desk_text_get_hash (text), at, "Asia/Baghdad", "en", words, "", "", "", ""));
  desk_test_commit (self->document, changes);
}

static void
test_as_of (Fixture *self, gconstpointer data)
{
  publish (self, "It has 50 boats.\n", EVENING, "");
  publish (self, "It has 60 boats.\n", EVENING + 2 * HOUR, "Updated at 8:45 pm.");

  desk_compare_view_show_as_of (DESK_COMPARE_VIEW (self->compare), EVENING + HOUR);
  desk_test_wait_for (desk_test_shows (self->compare, "50 boats"));
  g_assert_nonnull (desk_test_find (self->compare, GTK_TYPE_LABEL, "Published Feb 23, 18:45. Readers saw no stamp"));
  g_assert_true (gtk_widget_get_visible (desk_test_find (self->compare, GTK_TYPE_BUTTON, "Save _Dossier…")));
  g_assert_cmpint (desk_compare_view_get_as_of (DESK_COMPARE_VIEW (self->compare)), ==, EVENING + HOUR);

  desk_compare_view_show_as_of (DESK_COMPARE_VIEW (self->compare), EVENING + 2 * HOUR);
  desk_test_wait_for (desk_test_shows (self->compare, "60 boats"));
  g_assert_nonnull (desk_test_find (self->compare, GTK_TYPE_LABEL, "Published Feb 23, 20:45. Readers saw: “\u2068Updated at 8:45 pm.\u2069”"));

  /* Before anything was out. */
  desk_compare_view_show_as_of (DESK_COMPARE_VIEW (self->compare), EVENING - 1);
  desk_test_wait_for (gtk_widget_get_mapped (desk_test_find (self->compare, ADW_TYPE_STATUS_PAGE, "Nothing Was Out")));
  g_assert_false (gtk_widget_get_visible (desk_test_find (self->compare, GTK_TYPE_BUTTON, "Save _Dossier…")));

  desk_compare_view_show_as_of (DESK_COMPARE_VIEW (self->compare), EVENING);
  desk_test_wait_for (desk_test_shows (self->compare, "50 boats"));
  g_signal_emit_by_name (desk_test_find (self->compare, GTK_TYPE_BUTTON, "Compare with Now"), "clicked");
  desk_test_wait_for (desk_test_shows (self->compare, "5060"));
}

/* The day and the time are the story's, wherever its reader is. */
static void
test_as_of_dialog (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, STORY);
  DeskDocument *document = desk_test_document_new (store, story);
  GtkWidget *view = g_object_new (DESK_TYPE_STORY_VIEW, "document", document, NULL);
  GtkWindow *window = desk_test_window_new (view);
  AdwDialog *dialog = desk_as_of_dialog_new (document, EVENING);
  GtkWidget *date, *time;

  adw_dialog_present (dialog, view);
  date = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Date (year-month-day)");
  time = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Time (24 hours)");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (date)), ==, "2026-02-23");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (time)), ==, "18:45");

  /* A day of the calendar is one that was typed. */
  {
    g_autoptr (GDateTime) day = g_date_time_new_utc (2026, 2, 28, 0, 0, 0);

    gtk_calendar_select_day (GTK_CALENDAR (desk_test_find (date, GTK_TYPE_CALENDAR, NULL)), day);
    g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (date)), ==, "2026-02-28");
    gtk_editable_set_text (GTK_EDITABLE (date), "2026-02-23");
  }

  gtk_editable_set_text (GTK_EDITABLE (time), "25:99");
  g_assert_false (gtk_widget_get_sensitive (adw_dialog_get_default_widget (dialog)));
  gtk_editable_set_text (GTK_EDITABLE (time), "18:30");
  g_assert_true (gtk_widget_get_sensitive (adw_dialog_get_default_widget (dialog)));
  desk_test_click (adw_dialog_get_default_widget (dialog));

  /* Nothing has gone out, and the story's comparison says so. */
  desk_test_wait_for (desk_test_find (view, ADW_TYPE_STATUS_PAGE, "Nothing Was Out") != NULL &&
                      gtk_widget_get_mapped (desk_test_find (view, ADW_TYPE_STATUS_PAGE, "Nothing Was Out")));
  g_assert_cmpint (desk_compare_view_get_as_of (DESK_COMPARE_VIEW (desk_test_find (view, DESK_TYPE_COMPARE_VIEW, NULL))), ==, EVENING - HOUR / 4);
  desk_test_wait_for (adw_window_get_visible_dialog (ADW_WINDOW (window)) == NULL);

  desk_test_window_free (window);
  desk_test_document_free (document);
  desk_test_store_free (store);
}

/* --- who wrote this --- */

static char *asked;

static void
compare_revisions_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_free (asked);
  asked = g_variant_print (parameter, FALSE);
}

static void
test_blame (Fixture *self, gconstpointer data)
{
  const GActionEntry entries[] = { { "compare-revisions", compare_revisions_cb, "(ss)" } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (DeskStoryBlame) blame = NULL;
  g_autofree char *wanted = NULL;
  GtkWidget *popover, *list, *button;
  GtkListBoxRow *row;

  desk_store_set_person (self->store, "Ilan Döss");
  desk_test_commit (self->document, desk_changes_new (make_version (HEADER "It has 48 boats, the harbour master said.\n\n" NOBODY "\n\n" SEA "\n")));
  blame = desk_store_blame (self->store, self->story, NULL, NULL);
  g_assert_nonnull (blame);

  /* A passage of the first paragraph: who wrote what is around the figure, who the figure. */
  popover = desk_blame_popover_new (blame, strlen ("It has "), strlen ("It has 48 boats"), "Asia/Baghdad");
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self->window), "story", G_ACTION_GROUP (actions));
  button = gtk_menu_button_new ();
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  desk_compare_view_set_document (DESK_COMPARE_VIEW (self->compare), NULL);
  adw_window_set_content (ADW_WINDOW (self->window), button);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  desk_test_settle ();
  list = desk_test_find (popover, GTK_TYPE_LIST_BOX, NULL);
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0);
  g_assert_nonnull (desk_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "\u206848\u2069"));
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1);
  g_assert_nonnull (desk_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "\u2068boats\u2069"));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2));

  /* A line goes to its version. */
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  wanted = g_strdup_printf ("('', '%s')", desk_document_get_snapshot (self->document)->story->head);
  g_assert_cmpstr (asked, ==, wanted);
  g_clear_pointer (&asked, g_free);
  desk_test_settle ();
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/compare/moved", test_moved);
  g_test_add_func ("/compare/cursor", test_cursor);
  g_test_add_func ("/compare/pairs", test_pairs);
  g_test_add_func ("/compare/side-view", test_side_view);
  add ("/compare/records", test_records);
  add ("/compare/restore-paragraph", test_restore_paragraph);
  add ("/compare/side-by-side", test_side_by_side);
  add ("/compare/as-of", test_as_of);
  g_test_add_func ("/compare/as-of/dialog", test_as_of_dialog);
  add ("/compare/blame", test_blame);

  return g_test_run ();
}
