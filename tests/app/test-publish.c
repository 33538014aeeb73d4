/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-time.h"
#include "desk-test-utils.h"
#include "history/desk-diff-view.h"
#include "updates/desk-confirm-stamp-dialog.h"
#include "updates/desk-publish-dialog.h"
#include "updates/desk-update-row.h"
#include "updates/desk-updates-page.h"
#include "window/desk-story-view.h"

#define STORY                                     \
  "Headline: Ferry line asks for help\n"          \
  "Byline: M. Aral\n"                             \
  "Dateline: PORT ALDER, Marrow Coast\n"          \
  "Language: en\n"                                \
  "Zone: Asia/Baghdad\n"                          \
  "\n"                                            \
  "It has 40 boats, the harbour master said.\n\n" \
  "Nobody can be caried.\n"

typedef struct
{
  DeskStore *store;
  DeskDocument *document;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, const char *canonical, GtkWidget *page)
{
  g_autofree char *story = NULL;

  fixture->store = desk_test_store_new ();
  story = desk_test_story_new (fixture->store, canonical);
  fixture->document = desk_test_document_new (fixture->store, story);
  fixture->page = page;
  fixture->window = desk_test_window_new (page);
  g_object_set (page, "document", fixture->document, NULL);
}

static void
tear_down (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  desk_document_flush_async (fixture->document, NULL, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  g_assert_true (desk_document_flush_finish (fixture->document, result, NULL));
  g_clear_object (&result);
  desk_test_window_free (fixture->window);
  desk_test_finalize (fixture->document);
  desk_test_store_free (fixture->store);
}

static DeskSnapshot *
get_snapshot (Fixture *fixture)
{
  return desk_document_get_snapshot (fixture->document);
}

static guint
count_updates (Fixture *fixture)
{
  return get_snapshot (fixture)->updates->len;
}

static DeskUpdate *
get_newest (Fixture *fixture)
{
  return g_ptr_array_index (get_snapshot (fixture)->updates, 0);
}

static void
replace_words (Fixture *fixture, const char *was, const char *now)
{
  GtkTextBuffer *body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, was, 0, &start, &end, NULL));
  gtk_text_buffer_delete (body, &start, &end);
  gtk_text_buffer_insert (body, &start, now, -1);
}

static AdwDialog *
get_dialog (Fixture *fixture)
{
  return adw_window_get_visible_dialog (ADW_WINDOW (fixture->window));
}

static AdwToggleGroup *
get_kinds (AdwDialog *dialog)
{
  return ADW_TOGGLE_GROUP (desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_TOGGLE_GROUP, NULL));
}

static gboolean
is_filled (AdwDialog *dialog)
{
  GtkWidget *kinds = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_TOGGLE_GROUP, NULL);

  return gtk_widget_get_mapped (kinds);
}

/* Opens the dialog and waits until it has looked at the story. */
static AdwDialog *
open_dialog (Fixture *fixture, const char *supersedes)
{
  AdwDialog *dialog = desk_publish_dialog_new (fixture->document, supersedes);

  adw_dialog_present (dialog, fixture->page);
  desk_test_wait_for (is_filled (dialog));
  return dialog;
}

static void
assert_kind (AdwDialog *dialog, const char *name)
{
  g_assert_cmpstr (adw_toggle_group_get_active_name (get_kinds (dialog)), ==, name);
}

static void
publish (Fixture *fixture, AdwDialog *dialog)
{
  guint before = count_updates (fixture);

  gtk_widget_activate_action (GTK_WIDGET (dialog), "publish.commit", NULL);
  desk_test_wait_for (count_updates (fixture) == before + 1);
  desk_test_wait_for (get_dialog (fixture) == NULL);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_assert_nonnull (*text);
}

static void
test_first (void)
{
  Fixture fixture;
  AdwDialog *dialog;
  DeskUpdate *update;
  GtkWidget *row;
  g_autofree char *copied = NULL;
  g_autofree char *short_id = NULL;
  g_autofree char *line = NULL;

  set_up (&fixture, STORY, g_object_new (DESK_TYPE_UPDATES_PAGE, NULL));
  g_assert_true (gtk_widget_get_mapped (desk_test_find (fixture.page, ADW_TYPE_STATUS_PAGE, "Not Published Yet")));

  /* What is typed and not kept yet goes out with it. */
  replace_words (&fixture, "Nobody", "No one");
  dialog = open_dialog (&fixture, NULL);
  assert_kind (dialog, "first");
  g_assert_cmpuint (adw_toggle_group_get_n_toggles (get_kinds (dialog)), ==, 2);
  publish (&fixture, dialog);

  update = get_newest (&fixture);
  g_assert_cmpint (update->kind, ==, DESK_UPDATE_PUBLISH);
  g_assert_cmpstr (update->text, ==, desk_text_get_hash (get_snapshot (&fixture)->text));
  g_assert_cmpstr (update->zone, ==, "Asia/Baghdad");
  g_assert_true (desk_text_equal (get_snapshot (&fixture)->out, get_snapshot (&fixture)->text));
  g_assert_nonnull (strstr (desk_text_get_body (get_snapshot (&fixture)->out), "No one"));
  g_assert_cmpint (get_snapshot (&fixture)->story->state, ==, DESK_STATE_PUBLISHED);

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture.page), NULL, text_read_cb, &copied);
  desk_test_wait_for (copied != NULL);
  g_assert_nonnull (strstr (copied, "Ferry line asks for help"));
  g_assert_nonnull (strstr (copied, "No one can be caried."));

  desk_test_wait_for ((row = desk_test_find (fixture.page, DESK_TYPE_UPDATE_ROW, NULL)) != NULL);

  /* The id of what went out, for whoever is to hold it. */
  short_id = g_strndup (update->id, 8);
  line = g_strdup_printf ("Id %s…", short_id);
  g_assert_nonnull (desk_test_find (row, GTK_TYPE_LABEL, line));
  g_clear_pointer (&copied, g_free);
  g_assert_true (gtk_widget_activate_action (row, "update.copy-id", NULL));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture.page), NULL, text_read_cb, &copied);
  desk_test_wait_for (copied != NULL);
  g_assert_cmpstr (copied, ==, update->id);
  tear_down (&fixture);
}

static void
test_proposals (void)
{
  Fixture fixture;
  AdwDialog *dialog;
  GtkWidget *was, *now;

  set_up (&fixture, STORY, g_object_new (DESK_TYPE_UPDATES_PAGE, NULL));
  publish (&fixture, open_dialog (&fixture, NULL));

  /* Only spelling: no stamp. */
  replace_words (&fixture, "caried", "carried");
  dialog = open_dialog (&fixture, NULL);
  assert_kind (dialog, "silent");
  g_assert_nonnull (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Readers see no stamp"));
  publish (&fixture, dialog);
  g_assert_cmpint (get_newest (&fixture)->kind, ==, DESK_UPDATE_SILENT);
  g_assert_cmpstr (get_newest (&fixture)->words, ==, "");

  /* A figure: an update. Correction has both sides filled in. */
  replace_words (&fixture, "40", "48");
  dialog = open_dialog (&fixture, NULL);
  assert_kind (dialog, "update");
  g_assert_cmpuint (desk_diff_view_get_n_changes (DESK_DIFF_VIEW (desk_test_find (GTK_WIDGET (dialog), DESK_TYPE_DIFF_VIEW, NULL))), ==, 1);
  adw_toggle_group_set_active_name (get_kinds (dialog), "correction");
  was = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Was");
  now = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Now");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (was)), ==, "It has 40 boats, the harbour master said");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (now)), ==, "It has 48 boats, the harbour master said");

  /* Without them it can't go out. */
  gtk_editable_set_text (GTK_EDITABLE (now), "");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "publish.commit", NULL);
  desk_test_settle ();
  g_assert_cmpuint (count_updates (&fixture), ==, 2);
  gtk_editable_set_text (GTK_EDITABLE (was), "40 boats");
  gtk_editable_set_text (GTK_EDITABLE (now), "48 boats");
  publish (&fixture, dialog);
  g_assert_cmpint (get_newest (&fixture)->kind, ==, DESK_UPDATE_CORRECTION);
  g_assert_cmpstr (get_newest (&fixture)->was, ==, "40 boats");
  g_assert_cmpstr (get_newest (&fixture)->now, ==, "48 boats");
  g_assert_nonnull (strstr (get_newest (&fixture)->words, "48 boats"));

  tear_down (&fixture);
}

static void
test_own_words (void)
{
  Fixture fixture;
  AdwDialog *dialog;
  g_autofree char *mistaken = NULL;
  GtkWidget *row;

  set_up (&fixture, STORY, g_object_new (DESK_TYPE_UPDATES_PAGE, NULL));
  publish (&fixture, open_dialog (&fixture, NULL));

  replace_words (&fixture, "40", "48");
  dialog = open_dialog (&fixture, NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (desk_test_find_named (GTK_WIDGET (dialog), "Own Words")), TRUE);
  row = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Words Readers See");
  g_assert_true (g_str_has_prefix (gtk_editable_get_text (GTK_EDITABLE (row)), "Updated"));
  gtk_editable_set_text (GTK_EDITABLE (row), "Now with the numbr of boats.");
  publish (&fixture, dialog);
  g_assert_cmpstr (get_newest (&fixture)->words, ==, "Now with the numbr of boats.");

  /* What went out is not taken back, only superseded. */
  mistaken = g_strdup (get_newest (&fixture)->id);
  dialog = open_dialog (&fixture, mistaken);
  assert_kind (dialog, "update");
  publish (&fixture, dialog);
  g_assert_cmpstr (((DeskUpdate *) g_ptr_array_index (get_snapshot (&fixture)->updates, 1))->superseded_by, ==, get_newest (&fixture)->id);
  desk_test_wait_for ((row = desk_test_find (fixture.page, GTK_TYPE_LABEL, "Replaced by a later entry")) != NULL &&
                      !gtk_widget_get_mapped (row));
  row = desk_test_find (fixture.page, GTK_TYPE_LABEL, "Now with the numbr of boats.");
  g_assert_nonnull (row);
  g_assert_nonnull (gtk_label_get_attributes (GTK_LABEL (row)));

  tear_down (&fixture);
}

static DeskChange *
make_claim (Fixture *fixture, const char *words)
{
  DeskText *text = get_snapshot (fixture)->text;
  g_autoptr (DeskAnchor) anchor = desk_anchor_new_for_words (desk_text_get_body (text), words, desk_text_get_hash (text), NULL);

  g_assert_nonnull (anchor);
  return desk_change_new_claim (anchor, "the harbour master", DESK_CLAIM_FIGURE, DESK_SAID_YES, DESK_SO_VERIFIED, "", NULL);
}

static void
test_findings (void)
{
  Fixture fixture;
  AdwDialog *dialog;
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  GtkWidget *group, *row;
  g_autofree char *inspector = NULL;

  set_up (&fixture, STORY, g_object_new (DESK_TYPE_STORY_VIEW, NULL));
  g_ptr_array_add (changes, make_claim (&fixture, "It has 40 boats"));
  desk_test_commit (fixture.document, changes);
  replace_words (&fixture, "40", "48");

  /* Words that changed since they were checked have to be seen. */
  dialog = open_dialog (&fixture, NULL);
  group = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_PREFERENCES_GROUP, "Must Be Seen");
  g_assert_true (gtk_widget_get_mapped (group));
  row = desk_test_find (group, ADW_TYPE_ACTION_ROW, NULL);
  g_assert_true (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  g_assert_null (gtk_widget_get_next_sibling (row));

  /* Its row goes there. */
  desk_story_view_show_page (DESK_STORY_VIEW (fixture.page), "history");
  g_signal_emit_by_name (row, "activated");
  desk_test_wait_for (get_dialog (&fixture) == NULL);
  g_object_get (fixture.page, "inspector-page", &inspector, NULL);
  g_assert_cmpstr (inspector, ==, "claims");
  g_assert_cmpuint (count_updates (&fixture), ==, 0);

  tear_down (&fixture);
}

static void
test_found_stamp (void)
{
  Fixture fixture;
  AdwDialog *dialog;
  GtkWidget *button, *date, *confirm;
  gint64 at;

  set_up (&fixture, STORY "\nUpdated at 10:19 pm.\n", g_object_new (DESK_TYPE_UPDATES_PAGE, NULL));
  button = desk_test_find (fixture.page, GTK_TYPE_BUTTON, "_Confirm…");
  desk_test_wait_for (gtk_widget_get_mapped (button));
  g_signal_emit_by_name (button, "clicked");
  dialog = get_dialog (&fixture);
  g_assert_true (DESK_IS_CONFIRM_STAMP_DIALOG (dialog));

  /* The text gives no day, so nobody makes one up. */
  date = desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Date (year-month-day)");
  confirm = desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Confirm");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (date)), ==, "");
  g_assert_false (gtk_widget_get_sensitive (confirm));
  gtk_editable_set_text (GTK_EDITABLE (date), "2026-02-30");
  g_assert_false (gtk_widget_get_sensitive (confirm));
  gtk_editable_set_text (GTK_EDITABLE (date), "2026-02-23");
  g_assert_true (gtk_widget_get_sensitive (confirm));
  g_signal_emit_by_name (confirm, "clicked");

  desk_test_wait_for (count_updates (&fixture) == 1);
  g_assert_true (desk_time_parse ("2026-02-23T22:19:00+03:00", "UTC", 0, &at, NULL));
  g_assert_cmpint (get_newest (&fixture)->at, ==, at);
  g_assert_cmpint (get_newest (&fixture)->kind, ==, DESK_UPDATE_UPDATE);
  g_assert_cmpstr (get_newest (&fixture)->words, ==, "Updated at 10:19 pm.");
  g_assert_null (strstr (desk_text_get_body (get_snapshot (&fixture)->text), "Updated"));
  g_assert_cmpstr (get_newest (&fixture)->text, ==, desk_text_get_hash (get_snapshot (&fixture)->text));
  desk_test_wait_for (!gtk_widget_get_mapped (button));
  desk_test_wait_for (get_dialog (&fixture) == NULL);

  tear_down (&fixture);
}

static void
test_left_stamp (void)
{
  Fixture fixture;
  GtkWidget *button;

  set_up (&fixture, STORY "\nUpdated at 10:19 pm.\n", g_object_new (DESK_TYPE_UPDATES_PAGE, NULL));
  button = desk_test_find (fixture.page, GTK_TYPE_BUTTON, "_Leave in Text");
  desk_test_wait_for (gtk_widget_get_mapped (button));
  g_signal_emit_by_name (button, "clicked");
  desk_test_wait_for (!gtk_widget_get_mapped (button));
  g_assert_nonnull (strstr (desk_text_get_body (get_snapshot (&fixture)->text), "Updated at 10:19 pm."));
  g_assert_cmpuint (count_updates (&fixture), ==, 0);

  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/publish/first", test_first);
  g_test_add_func ("/publish/proposals", test_proposals);
  g_test_add_func ("/publish/own-words", test_own_words);
  g_test_add_func ("/publish/findings", test_findings);
  g_test_add_func ("/updates/found-stamp", test_found_stamp);
  g_test_add_func ("/updates/left-stamp", test_left_stamp);

  return g_test_run ();
}
