/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "claims/desk-claim-row.h"
#include "claims/desk-claims-page.h"
#include "claims/desk-shown-text.h"
#include "core/desk-change.h"
#include "desk-test-utils.h"
#include "window/desk-story-view.h"

#define PRISON "Armed men opened the prison."
#define GATE "The gate stood open for two hours."
#define ROOM "The building has room for 840 people."
#define TEXT "Headline: Harbour prison seized\nLanguage: en\nZone: Asia/Baghdad\n\n" PRISON " " GATE " " ROOM "\n"

/* A story with a claim for each of its sentences, in its view. */
typedef struct
{
  DeskStore *store;
  DeskDocument *document;
  GtkWindow *window;
  GtkWidget *page;
} Fixture;

static void
commit (Fixture *self, DeskChange *change)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);
  desk_test_commit (self->document, changes);
}

static void
add_claim (Fixture *self, const char *words, const char *by, DeskClaimKind kind)
{
  g_autoptr (DeskText) text = desk_document_dup_text (self->document);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskAnchor) anchor = desk_anchor_new_for_words (desk_text_get_body (text), words, desk_text_get_hash (text), &error);

  g_assert_no_error (error);
  commit (self, desk_change_new_claim (anchor, by, kind, DESK_SAID_OPEN, DESK_SO_OPEN, NULL, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *story = NULL;
  GtkWidget *view = g_object_new (DESK_TYPE_STORY_VIEW, NULL);
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->store = desk_test_store_new ();
  story = desk_test_story_new (self->store, TEXT);
  self->document = desk_test_document_new (self->store, story);
  desk_story_view_set_document (DESK_STORY_VIEW (view), self->document);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), view);
  self->window = desk_test_window_new (overlay);
  self->page = desk_test_find (view, DESK_TYPE_CLAIMS_PAGE, NULL);
  g_assert_nonnull (self->page);
  desk_story_view_show_page (DESK_STORY_VIEW (view), "claims");
}

static void
set_up_claims (Fixture *self, gconstpointer data)
{
  set_up (self, data);
  add_claim (self, PRISON, "Coast guard", DESK_CLAIM_FACT);
  add_claim (self, GATE, "", DESK_CLAIM_TIME);
  add_claim (self, ROOM, "Ministry", DESK_CLAIM_FIGURE);
  desk_test_settle ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  desk_test_window_free (self->window);
  desk_test_settle ();
  desk_test_finalize (self->document);
  desk_test_store_free (self->store);
}

static DeskClaim *
get_claim (Fixture *self, guint i)
{
  return g_ptr_array_index (desk_document_get_snapshot (self->document)->claims, i);
}

static DeskClaimRow *
get_row (Fixture *self, guint i)
{
  GtkListBox *list = GTK_LIST_BOX (desk_test_find (self->page, GTK_TYPE_LIST_BOX, NULL));

  return DESK_CLAIM_ROW (gtk_list_box_get_row_at_index (list, (int) i));
}

static gboolean
is_shown (GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_mapped (widget) && gtk_widget_get_child_visible (widget);
}

/* Every row has the same labels; only those that can be seen count. */
static gboolean
shows_text (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;

  return FALSE;
}

static gboolean
has_text (Fixture *self, const char *text)
{
  return shows_text (self->page, text);
}

static void
press (GtkWidget *root, const char *label)
{
  GtkWidget *button = desk_test_find (root, GTK_TYPE_BUTTON, label);

  if (button == NULL)
    button = desk_test_find_named (root, label);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* The toast tells of what was done last. */
static void
undo (Fixture *self)
{
  desk_test_wait_for (desk_test_find (GTK_WIDGET (self->window), GTK_TYPE_BUTTON, "_Undo") != NULL);
  desk_test_settle ();
  press (GTK_WIDGET (self->window), "_Undo");
}

static void
answer (DeskClaimRow *row, const char *action, const char *value)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row), action, "s", value));
}

static GtkEditable *
open_source (DeskClaimRow *row)
{
  desk_claim_row_set_expanded (row, TRUE);

  return GTK_EDITABLE (desk_test_find_named (GTK_WIDGET (row), "Add Source"));
}

static GtkEditable *
get_who (DeskClaimRow *row)
{
  /* The form's first field. */
  return GTK_EDITABLE (desk_test_find (GTK_WIDGET (row), GTK_TYPE_ENTRY, NULL));
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  GtkWidget *status = desk_test_find (self->page, ADW_TYPE_STATUS_PAGE, "No Claims Yet");

  g_assert_true (is_shown (status));
  g_assert_nonnull (desk_test_find (status, GTK_TYPE_BUTTON, "Add Claim"));

  add_claim (self, GATE, "Coast guard", DESK_CLAIM_TIME);
  desk_test_wait_for (!is_shown (status));
  desk_test_wait_for (has_text (self, "“" GATE "”"));
  g_assert_true (has_text (self, "0 of 1 sourced · 0 verified"));
}

static void
test_answers (Fixture *self, gconstpointer data)
{
  DeskClaimRow *row = get_row (self, 1);

  g_assert_cmpstr (desk_claim_row_get_claim (row)->anchor->exact, ==, GATE);

  /* The row stays while the record it shows is replaced. */
  answer (row, "claim.set-said", "yes");
  desk_test_wait_for (get_claim (self, 1)->said == DESK_SAID_YES);
  desk_test_settle ();
  g_assert_true (row == get_row (self, 1));
  g_assert_nonnull (desk_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "said"));
  undo (self);
  desk_test_wait_for (get_claim (self, 1)->said == DESK_SAID_OPEN);
  desk_test_wait_for (desk_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "said?") != NULL);

  answer (row, "claim.set-so", "disputed");
  desk_test_wait_for (get_claim (self, 1)->so == DESK_SO_DISPUTED);
  desk_test_wait_for (desk_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "disputed") != NULL);
  answer (row, "claim.set-so", "open");
  desk_test_wait_for (get_claim (self, 1)->so == DESK_SO_OPEN);
  g_assert_cmpuint (get_claim (self, 0)->so, ==, DESK_SO_OPEN);
}

static void
test_verify_asks_source (Fixture *self, gconstpointer data)
{
  DeskClaimRow *row = get_row (self, 0);
  GtkEditable *source;

  answer (row, "claim.set-so", "verified");
  g_assert_true (desk_claim_row_get_expanded (row));
  source = GTK_EDITABLE (desk_test_find_named (GTK_WIDGET (row), "Add Source"));
  g_assert_true (gtk_widget_get_state_flags (GTK_WIDGET (source)) & GTK_STATE_FLAG_FOCUS_WITHIN);
  desk_test_settle ();
  g_assert_cmpuint (get_claim (self, 0)->so, ==, DESK_SO_OPEN);

  /* What is no address is not taken for one. */
  gtk_editable_set_text (source, "a man at the gate");
  g_signal_emit_by_name (source, "activate");
  desk_test_settle ();
  g_assert_cmpuint (get_claim (self, 0)->evidence->len, ==, 0);

  gtk_editable_set_text (source, "example.org/register");
  g_signal_emit_by_name (source, "activate");
  desk_test_wait_for (get_claim (self, 0)->so == DESK_SO_VERIFIED);
  g_assert_cmpuint (get_claim (self, 0)->evidence->len, ==, 1);
  g_assert_cmpstr (((DeskEvidence *) g_ptr_array_index (get_claim (self, 0)->evidence, 0))->ref, ==, "https://example.org/register");
  g_assert_cmpstr (gtk_editable_get_text (source), ==, "");
  desk_test_wait_for (has_text (self, "1 of 3 sourced · 1 verified"));

  undo (self);
  desk_test_wait_for (get_claim (self, 0)->so == DESK_SO_OPEN);
  g_assert_cmpuint (get_claim (self, 0)->evidence->len, ==, 0);
}

static void
test_sources (Fixture *self, gconstpointer data)
{
  DeskClaimRow *row = get_row (self, 0);
  GtkEditable *source = open_source (row);
  g_autoptr (DeskPost) post = g_object_new (DESK_TYPE_POST, NULL);
  DeskEvidence *evidence;
  GtkWidget *remove;

  g_set_str (&post->address, "https://x.com/marrow_guard/status/1890000000000000000");
  g_set_str (&post->network, "x");
  g_set_str (&post->author, "Marrow Coast Guard");
  g_set_str (&post->words, "The gates are open.");
  commit (self, desk_change_new_post (post, NULL, NULL));

  /* The address of a kept post is that post, whatever form it has. */
  gtk_editable_set_text (source, "https://twitter.com/marrow_guard/status/1890000000000000000?s=20");
  press (GTK_WIDGET (row), "Add Address as Source");
  desk_test_wait_for (get_claim (self, 0)->evidence->len == 1);
  evidence = g_ptr_array_index (get_claim (self, 0)->evidence, 0);
  g_assert_cmpint (evidence->kind, ==, DESK_EVIDENCE_POST);
  desk_test_wait_for (has_text (self, "Post by Marrow Coast Guard"));

  /* A name is sealed: everybody reads a letter. */
  gtk_editable_set_text (source, "Mara Aral");
  press (GTK_WIDGET (row), "Add Person as Source");
  desk_test_wait_for (get_claim (self, 0)->evidence->len == 2);
  evidence = g_ptr_array_index (get_claim (self, 0)->evidence, 1);
  g_assert_cmpint (evidence->kind, ==, DESK_EVIDENCE_PERSON);
  g_assert_cmpstr (evidence->title, ==, "source A");
  g_assert_cmpstr (evidence->sealed, !=, "");

  row = get_row (self, 1);
  gtk_editable_set_text (open_source (row), "Another Name");
  press (GTK_WIDGET (row), "Add Person as Source");
  desk_test_wait_for (get_claim (self, 1)->evidence->len == 1);
  g_assert_cmpstr (((DeskEvidence *) g_ptr_array_index (get_claim (self, 1)->evidence, 0))->title, ==, "source B");

  desk_test_settle ();
  remove = desk_test_find_named (GTK_WIDGET (row), "Remove source B");
  g_assert_nonnull (remove);
  g_signal_emit_by_name (remove, "clicked");
  desk_test_wait_for (get_claim (self, 1)->evidence->len == 0);
  undo (self);
  desk_test_wait_for (get_claim (self, 1)->evidence->len == 1);
}

/* Replaces the word that begins at @at. */
static void
replace_word (Fixture *self, const char *word, const char *with)
{
  GtkTextBuffer *body = GTK_TEXT_BUFFER (desk_document_get_body (self->document));
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, word, 0, &start, &end, NULL));
  gtk_text_buffer_begin_user_action (body);
  gtk_text_buffer_delete (body, &start, &end);
  gtk_text_buffer_insert (body, &start, with, -1);
  gtk_text_buffer_end_user_action (body);
}

static void
test_words_changed (Fixture *self, gconstpointer data)
{
  DeskClaimRow *row = get_row (self, 1);

  commit (self, desk_change_new_evidence (get_claim (self, 1)->id, DESK_EVIDENCE_ADDRESS, DESK_STANCE_FOR, "https://example.org/a", NULL, NULL));
  commit (self, desk_change_new_evidence (get_claim (self, 1)->id, DESK_EVIDENCE_ADDRESS, DESK_STANCE_AGAINST, "https://example.org/b", NULL, NULL));
  answer (row, "claim.set-so", "verified");
  desk_test_wait_for (get_claim (self, 1)->so == DESK_SO_VERIFIED);
  desk_test_settle ();
  g_assert_false (has_text (self, "Words changed"));
  g_assert_null (desk_test_find_named (GTK_WIDGET (row), "Still Holds"));
  g_assert_nonnull (desk_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "2 sources"));

  /* As one types, before anything is written. */
  replace_word (self, "two", "three");
  desk_test_wait_for (has_text (self, "Words changed"));
  desk_test_wait_for (has_text (self, "“The gate stood open for three hours.”"));
  g_assert_true (has_text (self, "0 of 3 sourced · 0 verified") || has_text (self, "1 of 3 sourced · 0 verified"));

  press (GTK_WIDGET (row), "Still Holds");
  desk_test_wait_for (g_strcmp0 (get_claim (self, 1)->wording, "The gate stood open for three hours.") == 0);
  g_assert_cmpint (get_claim (self, 1)->so, ==, DESK_SO_VERIFIED);
  desk_test_wait_for (!has_text (self, "Words changed"));

  replace_word (self, "three", "four");
  desk_test_wait_for (has_text (self, "Words changed"));
  press (GTK_WIDGET (row), "Check Again");
  desk_test_wait_for (get_claim (self, 1)->so == DESK_SO_OPEN);
  desk_test_wait_for (!has_text (self, "Words changed"));
  g_assert_cmpstr (get_claim (self, 1)->wording, ==, "The gate stood open for four hours.");
}

/* Words that moved make a claim newer with every version; what is answered since is newer still. */
static void
test_answer_behind_moved_words (Fixture *self, gconstpointer data)
{
  GtkTextBuffer *body = GTK_TEXT_BUFFER (desk_document_get_body (self->document));
  DeskClaimRow *row = get_row (self, 1);
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (body, &start);
  gtk_text_buffer_insert (body, &start, "On Monday night, it began.\n\n", -1);
  answer (row, "claim.set-so", "disputed");
  desk_test_wait_for (get_claim (self, 1)->so == DESK_SO_DISPUTED);
  desk_test_settle ();

  answer (row, "claim.set-so", "false");
  desk_test_wait_for (get_claim (self, 1)->so == DESK_SO_FALSE);
  desk_test_wait_for (desk_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "false") != NULL);
}

/* Claims stand in the order of the text; a row that is open stays so on its way. */
static void
test_order (Fixture *self, gconstpointer data)
{
  GtkTextBuffer *body = GTK_TEXT_BUFFER (desk_document_get_body (self->document));
  DeskClaimRow *row = get_row (self, 0);
  GtkTextIter start, end;

  desk_claim_row_set_expanded (row, TRUE);
  gtk_text_buffer_begin_user_action (body);
  gtk_text_buffer_get_start_iter (body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, PRISON " ", 0, &start, &end, NULL));
  gtk_text_buffer_delete (body, &start, &end);
  gtk_text_buffer_get_end_iter (body, &end);
  gtk_text_buffer_insert (body, &end, "\n" PRISON "\n", -1);
  gtk_text_buffer_end_user_action (body);
  desk_test_settle ();

  answer (get_row (self, 1), "claim.set-said", "yes");
  desk_test_wait_for (g_str_equal (get_claim (self, 2)->anchor->exact, PRISON));
  desk_test_wait_for (get_row (self, 2) == row);
  g_assert_true (desk_claim_row_get_expanded (row));
  g_assert_cmpstr (desk_claim_row_get_claim (row)->anchor->exact, ==, PRISON);
}

static void
test_filter (Fixture *self, gconstpointer data)
{
  AdwToggleGroup *filter = ADW_TOGGLE_GROUP (desk_test_find_named (self->page, "Claims Shown"));
  GtkWidget *row = GTK_WIDGET (get_row (self, 0));

  commit (self, desk_change_new_answer (get_claim (self, 0)->id, DESK_SAID_YES, DESK_SO_FALSE, "seen", PRISON));
  desk_test_settle ();
  g_assert_true (is_shown (row));
  adw_toggle_group_set_active_name (filter, "open");
  desk_test_wait_for (!is_shown (row));
  g_assert_true (is_shown (GTK_WIDGET (get_row (self, 1))));

  /* A claim that is asked for is shown all the same. */
  desk_claims_page_show_claim (DESK_CLAIMS_PAGE (self->page), get_claim (self, 0)->id);
  desk_test_wait_for (is_shown (row));
  g_assert_true (desk_claim_row_get_expanded (DESK_CLAIM_ROW (row)));
  g_assert_true (gtk_window_get_focus (self->window) == row);

  gtk_widget_activate_action (row, "claim.close", NULL);
  adw_toggle_group_set_active_name (filter, "all");
  adw_toggle_group_set_active_name (filter, "open");
  commit (self, desk_change_new_answer (get_claim (self, 1)->id, DESK_SAID_YES, DESK_SO_FALSE, "", GATE));
  commit (self, desk_change_new_answer (get_claim (self, 2)->id, DESK_SAID_NO, DESK_SO_UNKNOWN, "", ROOM));
  desk_test_wait_for (is_shown (desk_test_find (self->page, ADW_TYPE_STATUS_PAGE, "Nothing Is Open")));
}

static void
test_let_go (Fixture *self, gconstpointer data)
{
  g_autofree char *id = g_strdup (get_claim (self, 1)->id);

  gtk_widget_activate_action (GTK_WIDGET (get_row (self, 1)), "claim.let-go", NULL);
  desk_test_wait_for (desk_document_get_snapshot (self->document)->claims->len == 2);
  desk_test_wait_for (get_row (self, 2) == NULL);
  g_assert_cmpstr (desk_claim_row_get_claim (get_row (self, 1))->anchor->exact, ==, ROOM);

  undo (self);
  desk_test_wait_for (desk_document_get_snapshot (self->document)->claims->len == 3);
  desk_test_wait_for (get_row (self, 2) != NULL);
  g_assert_cmpstr (desk_claim_row_get_claim (get_row (self, 1))->id, ==, id);
}

static void
test_contradiction (Fixture *self, gconstpointer data)
{
  DeskClaimRow *row = get_row (self, 0);
  GtkWidget *button, *search, *others;

  desk_claim_row_set_expanded (row, TRUE);
  button = desk_test_find_named (GTK_WIDGET (row), "Contradicts…");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  desk_test_settle ();
  search = desk_test_find (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), GTK_TYPE_SEARCH_ENTRY, NULL);
  others = desk_test_find (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), GTK_TYPE_LIST_BOX, NULL);
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (others), 1));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (others), 2));

  /* Enter takes the first that fits what was typed. */
  gtk_editable_set_text (GTK_EDITABLE (search), "ROOM for");
  g_signal_emit_by_name (search, "activate");
  desk_test_wait_for (get_claim (self, 0)->contradicts[0] != NULL);
  g_assert_cmpstr (get_claim (self, 0)->contradicts[0], ==, get_claim (self, 2)->id);
  g_assert_cmpstr (get_claim (self, 2)->contradicts[0], ==, get_claim (self, 0)->id);

  undo (self);
  desk_test_wait_for (get_claim (self, 0)->contradicts[0] == NULL);
}

static void
test_shown_text (void)
{
  GtkEditable *entry = g_object_ref_sink (GTK_EDITABLE (gtk_entry_new ()));

  desk_shown_text_show (entry, "one");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "one");
  g_assert_false (desk_shown_text_take (entry));
  desk_shown_text_show (entry, "two");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "two");

  /* What is typed stays, whatever the story says. */
  gtk_editable_set_text (entry, "typed ");
  desk_shown_text_show (entry, "three");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "typed ");

  /* What is taken stays until the story says something new. */
  g_assert_true (desk_shown_text_take (entry));
  g_assert_false (desk_shown_text_take (entry));
  desk_shown_text_show (entry, "three");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "typed ");
  desk_shown_text_show (entry, "typed");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "typed");
  g_assert_false (desk_shown_text_is_typed (entry));

  /* Back to what the story says no more, before it was shown again. */
  gtk_editable_set_text (entry, "else");
  g_assert_true (desk_shown_text_take (entry));
  gtk_editable_set_text (entry, "typed");
  g_assert_true (desk_shown_text_take (entry));
  desk_shown_text_show (entry, "else");
  desk_shown_text_show (entry, "typed");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "typed");

  gtk_editable_set_text (entry, "else");
  desk_shown_text_drop (entry);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "typed");

  desk_test_finalize (entry);
}

static void
test_details (Fixture *self, gconstpointer data)
{
  DeskClaimRow *row = get_row (self, 0);
  GtkDropDown *kind;
  GtkEditable *who;

  desk_claim_row_set_expanded (row, TRUE);
  who = get_who (row);
  g_assert_cmpstr (gtk_editable_get_text (who), ==, "Coast guard");

  /* What is being typed stays when something else changes. */
  gtk_editable_set_text (who, "Marrow Coast Gu");
  kind = GTK_DROP_DOWN (desk_test_find_named (GTK_WIDGET (row), "Kind of Claim"));
  gtk_drop_down_set_selected (kind, DESK_CLAIM_ALLEGATION);
  desk_test_wait_for (get_claim (self, 0)->kind == DESK_CLAIM_ALLEGATION);
  desk_test_settle ();
  g_assert_cmpstr (gtk_editable_get_text (who), ==, "Marrow Coast Gu");
  g_assert_cmpstr (get_claim (self, 0)->by, ==, "Coast guard");

  gtk_editable_set_text (who, "Marrow Coast Guard");
  g_signal_emit_by_name (who, "activate");
  desk_test_wait_for (g_strcmp0 (get_claim (self, 0)->by, "Marrow Coast Guard") == 0);
  undo (self);
  desk_test_wait_for (g_strcmp0 (get_claim (self, 0)->by, "Coast guard") == 0);
  desk_test_wait_for (g_strcmp0 (gtk_editable_get_text (who), "Coast guard") == 0);
}

static void
test_reason (Fixture *self, gconstpointer data)
{
  DeskClaimRow *row = get_row (self, 0);
  GtkEditable *because;

  answer (row, "claim.set-so", "disputed");
  desk_test_wait_for (get_claim (self, 0)->so == DESK_SO_DISPUTED);
  desk_claim_row_set_expanded (row, TRUE);
  because = GTK_EDITABLE (gtk_widget_get_next_sibling (desk_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "_Because")));

  gtk_editable_set_text (because, "Two posts say otherwise");
  g_signal_emit_by_name (because, "activate");
  desk_test_wait_for (g_strcmp0 (get_claim (self, 0)->because, "Two posts say otherwise") == 0);
  g_assert_cmpint (get_claim (self, 0)->so, ==, DESK_SO_DISPUTED);

  gtk_editable_set_text (because, "");
  g_signal_emit_by_name (because, "activate");
  desk_test_wait_for (g_strcmp0 (get_claim (self, 0)->because, "") == 0);
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/claims-page/shown-text", test_shown_text);
  g_test_add ("/claims-page/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/claims-page/answers", Fixture, NULL, set_up_claims, test_answers, tear_down);
  g_test_add ("/claims-page/verify-asks-source", Fixture, NULL, set_up_claims, test_verify_asks_source, tear_down);
  g_test_add ("/claims-page/sources", Fixture, NULL, set_up_claims, test_sources, tear_down);
  g_test_add ("/claims-page/words-changed", Fixture, NULL, set_up_claims, test_words_changed, tear_down);
  g_test_add ("/claims-page/answer-behind-moved-words", Fixture, NULL, set_up_claims, test_answer_behind_moved_words, tear_down);
  g_test_add ("/claims-page/order", Fixture, NULL, set_up_claims, test_order, tear_down);
  g_test_add ("/claims-page/filter", Fixture, NULL, set_up_claims, test_filter, tear_down);
  g_test_add ("/claims-page/let-go", Fixture, NULL, set_up_claims, test_let_go, tear_down);
  g_test_add ("/claims-page/contradiction", Fixture, NULL, set_up_claims, test_contradiction, tear_down);
  g_test_add ("/claims-page/details", Fixture, NULL, set_up_claims, test_details, tear_down);
  g_test_add ("/claims-page/reason", Fixture, NULL, set_up_claims, test_reason, tear_down);

  return g_test_run ();
}
