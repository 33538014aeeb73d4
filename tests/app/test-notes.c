/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "claims/desk-claims-page.h"
#include "claims/desk-notes-list.h"
#include "desk-test-utils.h"
#include "editor/desk-editor.h"
#include "editor/desk-note-popover.h"

#define STORY                                                       \
  "Headline: Harbour prison seized\n"                               \
  "Language: en\n"                                                  \
  "Zone: Europe/Berlin\n"                                           \
  "\n"                                                              \
  "Armed men opened a prison, the coast guard said. It was dark.\n" \
  "\n"                                                              \
  "The gates are open.\n"

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  DeskEditor *editor;
  DeskClaimsPage *page;
  GtkWindow *window;
  GtkTextBuffer *body;
  GSimpleActionGroup *actions;
  char *activated;
} Fixture;

static void
activate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Fixture *fixture = data;

  g_free (fixture->activated);
  fixture->activated = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), g_variant_get_string (parameter, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const GActionEntry entries[] = { { "edit-note", activate_cb, "s" }, { "toast", activate_cb, "s" } };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, STORY);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  fixture->editor = g_object_new (DESK_TYPE_EDITOR, "document", fixture->document, "hexpand", TRUE, NULL);
  fixture->page = g_object_new (DESK_TYPE_CLAIMS_PAGE, "document", fixture->document, NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->editor));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->page));
  fixture->window = desk_test_window_new (box);
  fixture->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->actions), entries, G_N_ELEMENTS (entries), fixture);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "story", G_ACTION_GROUP (fixture->actions));
  desk_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  DeskSaveState state;

  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "story", NULL);
  desk_test_window_free (fixture->window);
  desk_test_wait_for ((g_object_get (fixture->document, "save-state", &state, NULL), state == DESK_SAVE_SAVED));
  desk_test_finalize (fixture->document);
  desk_test_store_free (fixture->store);
  g_object_unref (fixture->actions);
  g_free (fixture->activated);
  g_free (fixture->story);
}

static void
select_words (Fixture *fixture, const char *words)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (fixture->body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, words, 0, &start, &end, NULL));
  gtk_text_buffer_select_range (fixture->body, &start, &end);
}

/* What has the tint of a note, "" when nothing has. */
static char *
dup_tinted (Fixture *fixture)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->body), "note");
  GtkTextIter iter, end;

  gtk_text_buffer_get_start_iter (fixture->body, &iter);
  if (!tag || (!gtk_text_iter_starts_tag (&iter, tag) && !gtk_text_iter_forward_to_tag_toggle (&iter, tag)))
    return g_strdup ("");
  end = iter;
  gtk_text_iter_forward_to_tag_toggle (&end, tag);
  return gtk_text_iter_get_text (&iter, &end);
}

static gboolean
is_tinted (Fixture *fixture, const char *words)
{
  g_autofree char *tinted = dup_tinted (fixture);

  return g_str_equal (tinted, words);
}

static GtkTextBuffer *
get_words (Fixture *fixture)
{
  GtkWidget *popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_NOTE_POPOVER, NULL);

  g_assert_nonnull (popover);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (desk_test_find (popover, GTK_TYPE_TEXT_VIEW, NULL)));
}

static void
press (Fixture *fixture, const char *label)
{
  GtkWidget *popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_NOTE_POPOVER, NULL);

  desk_test_click (desk_test_find (popover, GTK_TYPE_BUTTON, label));
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (desk_document_get_notes (fixture->document));
}

static DeskNote *
get_note (Fixture *fixture)
{
  g_autoptr (DeskNote) note = g_list_model_get_item (desk_document_get_notes (fixture->document), 0);

  return note; /* the list has it */
}

static void
add_note (Fixture *fixture, const char *words, const char *says)
{
  guint before = count (fixture);

  select_words (fixture, words);
  desk_editor_add_note (fixture->editor);
  gtk_text_buffer_set_text (get_words (fixture), says, -1);
  press (fixture, "_Add Note");
  desk_test_wait_for (count (fixture) == before + 1);
  desk_test_settle ();
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = desk_test_find (GTK_WIDGET (fixture->page), DESK_TYPE_NOTES_LIST, NULL);

  g_assert_false (gtk_widget_get_visible (list));
  add_note (fixture, "the coast guard", "Who there?");
  g_assert_cmpstr (get_note (fixture)->words, ==, "Who there?");
  g_assert_cmpstr (get_note (fixture)->anchor->exact, ==, "the coast guard");
  desk_test_wait_for (is_tinted (fixture, "the coast guard"));
  desk_test_wait_for (desk_test_find_named (GTK_WIDGET (fixture->editor), "Note: Who there?") != NULL);
  g_assert_true (gtk_widget_get_visible (list));
  g_assert_nonnull (desk_test_find (list, ADW_TYPE_ACTION_ROW, "Who there?"));
}

/* Without a selection it is on the paragraph; an empty one is none. */
static void
test_paragraph (Fixture *fixture, gconstpointer data)
{
  GtkTextIter iter;
  GtkWidget *popover;

  gtk_text_buffer_get_end_iter (fixture->body, &iter);
  gtk_text_iter_backward_chars (&iter, 5);
  gtk_text_buffer_place_cursor (fixture->body, &iter);
  desk_editor_add_note (fixture->editor);
  popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_NOTE_POPOVER, NULL);
  gtk_text_buffer_set_text (get_words (fixture), "  \n", -1);
  g_assert_false (gtk_widget_get_sensitive (desk_test_find (popover, GTK_TYPE_BUTTON, "_Add Note")));
  gtk_text_buffer_set_text (get_words (fixture), "All of it?", -1);
  press (fixture, "_Add Note");
  desk_test_wait_for (count (fixture) == 1);
  g_assert_cmpstr (get_note (fixture)->anchor->exact, ==, "The gates are open.");
}

/* A note goes along with its words, takes in what is typed into them, and comes back with undo. */
static void
test_follow (Fixture *fixture, gconstpointer data)
{
  GtkTextIter iter, end;

  add_note (fixture, "the coast guard", "Who there?");
  desk_test_wait_for (is_tinted (fixture, "the coast guard"));
  gtk_text_buffer_get_start_iter (fixture->body, &iter);
  gtk_text_buffer_insert (fixture->body, &iter, "At dusk it rained. ", -1);
  g_assert_true (is_tinted (fixture, "the coast guard"));

  select_words (fixture, "guard");
  gtk_text_buffer_get_selection_bounds (fixture->body, &iter, &end);
  gtk_text_buffer_insert (fixture->body, &iter, "grey ", -1);
  g_assert_true (desk_document_get_note_range (fixture->document, get_note (fixture)->id, &iter, &end));
  desk_test_wait_for (is_tinted (fixture, "the coast grey guard"));
  desk_test_commit (fixture->document, NULL);
  desk_test_wait_for (g_str_equal (get_note (fixture)->anchor->exact, "the coast grey guard"));

  select_words (fixture, "the coast grey guard said");
  gtk_text_buffer_get_selection_bounds (fixture->body, &iter, &end);
  gtk_text_buffer_begin_user_action (fixture->body);
  gtk_text_buffer_delete (fixture->body, &iter, &end);
  gtk_text_buffer_end_user_action (fixture->body);
  desk_test_wait_for (is_tinted (fixture, ""));
  gtk_text_buffer_undo (fixture->body);
  desk_test_wait_for (is_tinted (fixture, "the coast grey guard"));
}

/* Among words that are all alike the window knows which ones are meant, and tells the journal. */
static void
test_alike (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (DeskAnchor) anchor = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_set_text (fixture->body, "Boom. Boom. Boom.\n", -1);
  gtk_text_buffer_get_iter_at_offset (fixture->body, &start, 6);
  gtk_text_buffer_get_iter_at_offset (fixture->body, &end, 11);
  anchor = desk_document_make_anchor (fixture->document, &start, &end, NULL);
  g_ptr_array_add (changes, desk_change_new_note (anchor, "Which one?"));
  desk_test_commit (fixture->document, g_steal_pointer (&changes));
  g_assert_cmpuint (get_note (fixture)->anchor->start, ==, 6);

  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_insert (fixture->body, &start, "Boom. Boom. ", -1);
  desk_test_commit (fixture->document, NULL);
  desk_test_wait_for (get_note (fixture)->anchor->start == 18);
  g_assert_true (desk_document_get_note_range (fixture->document, get_note (fixture)->id, &start, &end));
  g_assert_cmpint (gtk_text_iter_get_offset (&start), ==, 18);
}

/* At its words the same key shows it: to be changed, resolved, opened again and deleted. */
static void
test_edit (Fixture *fixture, gconstpointer data)
{
  GtkTextIter iter, end;

  add_note (fixture, "the coast guard", "Who there?");
  select_words (fixture, "coast");
  gtk_text_buffer_get_selection_bounds (fixture->body, &iter, &end);
  gtk_text_buffer_place_cursor (fixture->body, &iter);
  desk_editor_add_note (fixture->editor);
  gtk_text_buffer_set_text (get_words (fixture), "The watch officer?", -1);
  press (fixture, "_Save");
  desk_test_wait_for (g_str_equal (get_note (fixture)->words, "The watch officer?"));
  g_assert_cmpuint (count (fixture), ==, 1);
  desk_test_settle ();

  g_assert_true (desk_editor_edit_note (fixture->editor, get_note (fixture)->id));
  press (fixture, "_Resolve");
  desk_test_wait_for (get_note (fixture)->resolved);
  desk_test_wait_for (is_tinted (fixture, ""));
  desk_test_settle ();

  g_assert_true (desk_editor_edit_note (fixture->editor, get_note (fixture)->id));
  press (fixture, "Re_open");
  desk_test_wait_for (!get_note (fixture)->resolved);
  desk_test_settle ();

  g_assert_true (desk_editor_edit_note (fixture->editor, get_note (fixture)->id));
  press (fixture, "_Delete");
  desk_test_wait_for (count (fixture) == 0);
  desk_test_wait_for (is_tinted (fixture, ""));
}

/* In the list: its button resolves, and activating it goes to its words. */
static void
test_list (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = desk_test_find (GTK_WIDGET (fixture->page), DESK_TYPE_NOTES_LIST, NULL);
  g_autofree char *expected = NULL;
  GtkListBox *box;
  GtkWidget *row;

  add_note (fixture, "the coast guard", "Who there?");
  add_note (fixture, "The gates", "Which?");
  desk_test_click (desk_test_find_named (list, "Resolve"));
  desk_test_wait_for (get_note (fixture)->resolved);
  desk_test_settle ();
  box = GTK_LIST_BOX (desk_test_find (list, GTK_TYPE_LIST_BOX, NULL));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (gtk_list_box_get_row_at_index (box, 0)), "dimmed"));
  row = GTK_WIDGET (gtk_list_box_get_row_at_index (box, 1));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Which?");

  g_signal_emit_by_name (box, "row-activated", row);
  expected = g_strdup_printf ("edit-note %s", ((DeskNote *) desk_document_get_snapshot (fixture->document)->notes->pdata[1])->id);
  g_assert_cmpstr (fixture->activated, ==, expected);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/notes/add", test_add);
  add ("/notes/paragraph", test_paragraph);
  add ("/notes/follow", test_follow);
  add ("/notes/alike", test_alike);
  add ("/notes/edit", test_edit);
  add ("/notes/list", test_list);

  return g_test_run ();
}
