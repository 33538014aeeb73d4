/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "editor/desk-claim-popover.h"
#include "editor/desk-editor.h"
#include "editor/desk-paste.h"
#include "editor/desk-quotation.h"
#include "editor/desk-title-view.h"
#include "exchange/desk-capture.h"
#include "posts/desk-post-card.h"

#define ADDRESS "https://x.com/marrow_guard/status/1893000000000000001"

#define STORY                                                       \
  "Headline: Harbour prison seized\n"                               \
  "Language: en\n"                                                  \
  "Zone: Europe/Berlin\n"                                           \
  "\n"                                                              \
  "Armed men opened a prison, the coast guard said. It was dark.\n" \
  "\n"                                                              \
  "The building has room for 840 people.\n"                         \
  "\n"                                                              \
  "The gates are open.\n"

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  DeskEditor *editor;
  GtkWindow *window;
  GtkTextBuffer *body;
  GtkTextView *view;
  GSimpleActionGroup *actions;
  char *activated; /* the last action, and what it was given */
} Fixture;

static void
activate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Fixture *fixture = data;

  g_free (fixture->activated);
  fixture->activated = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), g_variant_get_string (parameter, NULL));
}

/* What the story view installs. */
static void
add_actions (Fixture *fixture)
{
  const GActionEntry entries[] = {
    { "toast", activate_cb, "s" },
    { "edit-claim", activate_cb, "s" },
    { "keep-pasted-post", activate_cb, "s" },
  };

  fixture->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->actions), entries, G_N_ELEMENTS (entries), fixture);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "story", G_ACTION_GROUP (fixture->actions));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, data ? data : STORY);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  fixture->editor = g_object_new (DESK_TYPE_EDITOR, "document", fixture->document, NULL);
  fixture->window = desk_test_window_new (GTK_WIDGET (fixture->editor));
  fixture->view = GTK_TEXT_VIEW (desk_test_find (GTK_WIDGET (fixture->editor), GTK_SOURCE_TYPE_VIEW, NULL));
  add_actions (fixture);
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
place_cursor (Fixture *fixture, const char *behind)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (fixture->body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, behind, 0, &start, &end, NULL));
  gtk_text_buffer_place_cursor (fixture->body, &end);
}

static void
select_words (Fixture *fixture, const char *words)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (fixture->body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, words, 0, &start, &end, NULL));
  gtk_text_buffer_select_range (fixture->body, &start, &end);
}

static char *
dup_selected (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (fixture->body, &start, &end);
  return gtk_text_iter_get_text (&start, &end);
}

static char *
dup_body (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  return gtk_text_iter_get_text (&start, &end);
}

/* Marks words as the editor does, and waits until they are a claim. */
static DeskClaim *
add_claim (Fixture *fixture, const char *words)
{
  GListModel *claims = desk_document_get_claims (fixture->document);
  guint n = g_list_model_get_n_items (claims);
  GtkWidget *popover;

  select_words (fixture, words);
  desk_editor_add_claim (fixture->editor);
  popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_CLAIM_POPOVER, NULL);
  g_assert_nonnull (popover);
  g_signal_emit_by_name (desk_test_find (popover, GTK_TYPE_BUTTON, "_Mark as Claim"), "clicked");
  desk_test_wait_for (g_list_model_get_n_items (claims) == n + 1);
  desk_test_settle ();

  for (guint i = 0; i <= n; i++)
    {
      g_autoptr (DeskClaim) claim = g_list_model_get_item (claims, i);

      if (g_str_equal (claim->anchor->exact, words))
        return claim;
    }
  g_assert_not_reached ();
}

static gboolean
has_tag (Fixture *fixture, const char *words, const char *name)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->body), name);
  GtkTextIter start, end;

  g_assert_nonnull (tag);
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, words, 0, &start, &end, NULL));
  return gtk_text_iter_starts_tag (&start, tag) && gtk_text_iter_ends_tag (&end, tag);
}

static DeskPost *
keep_post (Fixture *fixture)
{
  g_autoptr (DeskPost) post = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  post = desk_capture_by_hand (ADDRESS, "We have lost contact with the post at the prison. The gates are open.", "Marrow Coast Guard (@marrow_guard)", 0, &error);
  g_assert_no_error (error);
  g_ptr_array_add (changes, desk_change_new_post (post, NULL, NULL));
  desk_test_commit (fixture->document, changes);
  return g_list_model_get_item (desk_document_get_posts (fixture->document), 0);
}

static void
test_fields (Fixture *fixture, gconstpointer data)
{
  GtkWidget *headline = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_TITLE_VIEW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (headline));
  gboolean can_undo;

  g_assert_true (buffer == desk_document_get_headline (fixture->document));
  g_assert_nonnull (desk_test_find (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "Saved"));
  desk_test_wait_for (desk_test_find (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "23 words · 1 min"));

  /* Enter goes on to the standfirst. */
  gtk_widget_grab_focus (headline);
  gtk_text_buffer_insert_at_cursor (buffer, "Night: ", -1);
  g_object_get (fixture->editor, "can-undo", &can_undo, NULL);
  g_assert_true (can_undo);
  g_assert_nonnull (desk_test_find (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "Saving…"));
  g_signal_emit_by_name (headline, "activate");
  g_assert_false (gtk_widget_is_focus (headline));
  g_assert_true (DESK_IS_TITLE_VIEW (gtk_root_get_focus (GTK_ROOT (fixture->window))));
  g_object_get (fixture->editor, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);

  gtk_widget_grab_focus (headline);
  desk_editor_undo (fixture->editor);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, strlen ("Harbour prison seized"));
  desk_test_wait_for (desk_test_find (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "Saved"));
}

static void
test_claim (Fixture *fixture, gconstpointer data)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  GtkWidget *popover;
  GtkWidget *who;
  DeskClaim *claim;
  GtkWidget *mark;
  int width;

  /* The sentence at the cursor, with who said it. */
  place_cursor (fixture, "opened a pr");
  desk_editor_add_claim (fixture->editor);
  popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_CLAIM_POPOVER, NULL);
  g_assert_nonnull (desk_test_find (popover, GTK_TYPE_LABEL, "Armed men opened a prison, the coast guard said."));
  who = desk_test_find (popover, GTK_TYPE_ENTRY, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (who)), ==, "Coast guard");
  gtk_widget_measure (popover, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  g_assert_cmpint (width, <=, 340);
  gtk_popover_popdown (GTK_POPOVER (popover));
  desk_test_settle ();
  g_assert_null (desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_CLAIM_POPOVER, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (desk_document_get_claims (fixture->document)), ==, 0);

  claim = add_claim (fixture, "room for 840 people");
  g_assert_cmpint (claim->kind, ==, DESK_CLAIM_FIGURE);
  g_assert_true (has_tag (fixture, "room for 840 people", "claim-open"));

  mark = desk_test_find_named (GTK_WIDGET (fixture->editor), "Open: room for 840 people");
  g_assert_nonnull (mark);
  g_signal_emit_by_name (mark, "clicked");
  g_assert_true (g_str_has_prefix (fixture->activated, "edit-claim "));
  g_assert_true (g_str_has_suffix (fixture->activated, claim->id));

  g_ptr_array_add (changes, desk_change_new_answer (claim->id, DESK_SAID_YES, DESK_SO_VERIFIED, NULL, "room for 840 people"));
  desk_test_commit (fixture->document, changes);
  g_assert_true (has_tag (fixture, "room for 840 people", "claim-verified"));
  desk_test_settle ();
  g_assert_nonnull (desk_test_find_named (GTK_WIDGET (fixture->editor), "Verified: room for 840 people"));

  /* The words change: so does the mark, before anything is kept. */
  select_words (fixture, "840");
  gtk_text_buffer_delete_selection (fixture->body, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (fixture->body, "480", -1);
  desk_test_wait_for (has_tag (fixture, "room for 480 people", "claim-changed"));
  gtk_text_buffer_undo (fixture->body);
  gtk_text_buffer_undo (fixture->body);
  desk_test_wait_for (has_tag (fixture, "room for 840 people", "claim-verified"));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  gtk_text_buffer_select_range (fixture->body, &start, &end);
  desk_editor_add_claim (fixture->editor);
  g_assert_true (g_str_has_prefix (fixture->activated, "toast "));
  g_assert_null (desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_CLAIM_POPOVER, NULL));

  g_clear_pointer (&fixture->activated, g_free);
  gtk_text_buffer_get_iter_at_line (fixture->body, &start, 1);
  gtk_text_buffer_place_cursor (fixture->body, &start);
  desk_editor_add_claim (fixture->editor);
  g_assert_true (g_str_has_prefix (fixture->activated, "toast "));
}

static void
test_next_open (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = g_strdup (add_claim (fixture, "The gates are open")->id);
  g_autofree char *second = g_strdup (add_claim (fixture, "It was dark")->id);
  g_autofree char *selected = NULL;
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_place_cursor (fixture->body, &start);
  g_assert_cmpstr (desk_editor_next_open (fixture->editor, FALSE), ==, second);
  selected = dup_selected (fixture);
  g_assert_cmpstr (selected, ==, "It was dark");
  g_assert_cmpstr (desk_editor_next_open (fixture->editor, FALSE), ==, first);
  g_assert_cmpstr (desk_editor_next_open (fixture->editor, FALSE), ==, second);
  g_assert_cmpstr (desk_editor_next_open (fixture->editor, TRUE), ==, first);
  g_assert_cmpstr (desk_editor_next_open (fixture->editor, TRUE), ==, second);

  place_cursor (fixture, "840");
  g_assert_cmpstr (desk_editor_next_open (fixture->editor, FALSE), ==, first);
  place_cursor (fixture, "840");
  g_assert_cmpstr (desk_editor_next_open (fixture->editor, TRUE), ==, second);
}

static void
test_embed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DeskPost) post = keep_post (fixture);
  GtkWidget *card;
  GtkTextIter line, next;
  GdkRectangle here, there;
  graphene_rect_t bounds;
  int gap;

  place_cursor (fixture, "It was dark.");
  desk_editor_insert_post (fixture->editor, post);
  desk_test_wait_for ((card = desk_test_find (GTK_WIDGET (fixture->view), DESK_TYPE_POST_CARD, NULL)) && gtk_widget_get_mapped (card));
  desk_test_settle ();
  g_assert_cmpstr (desk_post_card_get_post (DESK_POST_CARD (card))->id, ==, post->id);

  /* The card is under its line, in the room that is left there. */
  gtk_text_buffer_get_iter_at_line (fixture->body, &line, 2);
  gtk_text_buffer_get_iter_at_line (fixture->body, &next, 3);
  gtk_text_view_get_iter_location (fixture->view, &line, &here);
  gtk_text_view_get_iter_location (fixture->view, &next, &there);
  gap = there.y - here.y - here.height;
  g_assert_cmpint (gap, >=, gtk_widget_get_height (card));
  g_assert_true (gtk_widget_compute_bounds (card, GTK_WIDGET (fixture->view), &bounds));
  g_assert_cmpfloat (bounds.origin.y, >=, here.y + here.height);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, there.y);

  /* A line more above, and the card goes along; the address goes, and so does the card. */
  gtk_text_buffer_get_start_iter (fixture->body, &line);
  gtk_text_buffer_insert (fixture->body, &line, "More.\n\n", -1);
  desk_test_settle ();
  desk_test_settle ();
  g_assert_true (gtk_widget_compute_bounds (card, GTK_WIDGET (fixture->view), &bounds));
  gtk_text_buffer_get_iter_at_line (fixture->body, &next, 5);
  gtk_text_view_get_iter_location (fixture->view, &next, &there);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, there.y);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, >, there.y - 20);

  select_words (fixture, "<" ADDRESS ">");
  gtk_text_buffer_delete_selection (fixture->body, TRUE, TRUE);
  desk_test_wait_for (!desk_test_find (GTK_WIDGET (fixture->view), DESK_TYPE_POST_CARD, NULL));
}

static void
test_quote (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DeskPost) post = keep_post (fixture);
  g_autoptr (DeskClaim) claim = NULL;
  g_autofree char *before = dup_body (fixture);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  DeskEvidence *evidence;

  place_cursor (fixture, "It was dark.");
  desk_editor_quote (fixture->editor, post, "The gates are open.");
  after = dup_body (fixture);
  g_assert_nonnull (strstr (after, "It was dark. “The gates are open,” Marrow Coast Guard said in a post on X.\n"));

  desk_test_wait_for (g_list_model_get_n_items (desk_document_get_claims (fixture->document)) == 1);
  claim = g_list_model_get_item (desk_document_get_claims (fixture->document), 0);
  g_assert_cmpstr (claim->anchor->exact, ==, "“The gates are open,” Marrow Coast Guard said in a post on X.");
  g_assert_cmpstr (claim->by, ==, "Marrow Coast Guard");
  g_assert_cmpint (claim->kind, ==, DESK_CLAIM_QUOTATION);
  g_assert_cmpint (claim->said, ==, DESK_SAID_YES);
  g_assert_cmpint (claim->so, ==, DESK_SO_OPEN);
  g_assert_cmpuint (claim->evidence->len, ==, 1);
  evidence = g_ptr_array_index (claim->evidence, 0);
  g_assert_cmpstr (evidence->ref, ==, post->id);
  g_assert_cmpstr (evidence->quote, ==, "The gates are open.");
  g_assert_cmpuint (desk_document_get_snapshot (fixture->document)->story->n_revisions, ==, 2);

  gtk_text_buffer_undo (fixture->body);
  undone = dup_body (fixture);
  g_assert_cmpstr (undone, ==, before);
}

static void
test_quotation (void)
{
  g_autoptr (DeskPost) post = desk_capture_by_hand (ADDRESS, "…", "Marrow Coast Guard (@marrow_guard)", 0, NULL);
  g_autoptr (DeskPost) unknown = desk_capture_by_hand (NULL, "Words", NULL, 0, NULL);
  const struct
  {
    DeskPost *post;
    const char *words, *language, *expected;
  } cases[] = {
    { post, "Open.", "en-GB", "“Open,” Marrow Coast Guard said in a post on X." },
    { post, " Where\nare  the keys? ", "en", "“Where are the keys?” Marrow Coast Guard said in a post on X." },
    { post, "He said “no” and \"never\".", "en", "“He said ‘no’ and ‘never’,” Marrow Coast Guard said in a post on X." },
    { post, "*Open* <now> {who}", "en", "“\\*Open\\* \\<now> {who},” Marrow Coast Guard said in a post on X." },
    { post, "Offen.", "de", "„Offen“, schrieb Marrow Coast Guard in einem Beitrag auf X." },
    { post, "مفتوحة.", "ar", "«مفتوحة»، قال Marrow Coast Guard في منشور على X." },
    { post, "Ouvert.", "fr", "“Ouvert,” Marrow Coast Guard said in a post on X." },
    { unknown, "Open", "en", "“Open,” a post said." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence = desk_quotation_format (cases[i].post, cases[i].words, cases[i].language);

      g_assert_cmpstr (sentence, ==, cases[i].expected);
    }
}

static void
test_paste_kinds (void)
{
  const struct
  {
    const char *data;
    DeskPasteKind kind;
    const char *text, *address;
  } cases[] = {
    { "Some words\n", DESK_PASTE_TEXT, "Some words\n", "" },
    { "  https://twitter.com/marrow_guard/status/1893000000000000001?s=20 \n", DESK_PASTE_ADDRESS, "https://twitter.com/marrow_guard/status/1893000000000000001?s=20", ADDRESS },
    { "<" ADDRESS ">", DESK_PASTE_ADDRESS, "<" ADDRESS ">", ADDRESS },
    { "See " ADDRESS, DESK_PASTE_TEXT, "See " ADDRESS, "" },
    { "https://example.org/", DESK_PASTE_TEXT, "https://example.org/", "" },
    { "<b>bold</b>", DESK_PASTE_TEXT, "<b>bold</b>", "" },
    { "{ not an answer", DESK_PASTE_TEXT, "{ not an answer", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DeskPaste) paste = desk_paste_read (cases[i].data);

      g_assert_cmpint (paste->kind, ==, cases[i].kind);
      g_assert_cmpstr (paste->text, ==, cases[i].text);
      g_assert_cmpstr (paste->address, ==, cases[i].address);
    }
}

static void
paste (Fixture *fixture, const char *text)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));

  gdk_clipboard_set_text (clipboard, text);
  g_signal_emit_by_name (fixture->view, "paste-clipboard");
  desk_test_settle ();
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body = NULL;
  GtkTextIter end;

  /* In a paragraph an address is a link, in an empty one it is the post's place; both are kept. */
  select_words (fixture, "It was dark.");
  paste (fixture, ADDRESS);
  g_assert_cmpstr (fixture->activated, ==, "keep-pasted-post " ADDRESS);
  g_clear_pointer (&fixture->activated, g_free);
  gtk_text_buffer_get_end_iter (fixture->body, &end);
  gtk_text_buffer_place_cursor (fixture->body, &end);
  paste (fixture, ADDRESS);
  g_assert_cmpstr (fixture->activated, ==, "keep-pasted-post " ADDRESS);
  body = dup_body (fixture);
  g_assert_nonnull (strstr (body, "the coast guard said. <" ADDRESS ">\n"));
  g_assert_nonnull (strstr (body, "The gates are open.\n\n<" ADDRESS ">\n\n"));
  desk_test_wait_for (desk_test_find (GTK_WIDGET (fixture->view), GTK_TYPE_LABEL, "This post is not kept yet"));
  g_clear_pointer (&fixture->activated, g_free);

  /* Embed code never gets into the text, words do. */
  paste (fixture, "<blockquote class=\"twitter-tweet\"><p lang=\"en\" dir=\"ltr\">Open.</p>&mdash; Guard (@marrow_guard) <a href=\"" ADDRESS "\">February 23, 2026</a></blockquote>");
  g_assert_true (g_str_has_prefix (fixture->activated, "keep-pasted-post <blockquote"));
  paste (fixture, "Plain *words*");
  g_free (body);
  body = dup_body (fixture);
  g_assert_null (strstr (body, "blockquote"));
  g_assert_nonnull (strstr (body, "Plain *words*"));
}

/* Marks are not copied with the words, to a field or within the text. */
static void
test_paste_marked (Fixture *fixture, gconstpointer data)
{
  GtkWidget *headline = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_TITLE_VIEW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (headline));
  GtkTextTag *tag;
  GtkTextIter start, end;

  add_claim (fixture, "The gates are open");
  /* What X still has to tell of clipboards before this one would be taken for this one. */
  desk_test_settle ();
  select_words (fixture, "The gates are open");
  g_signal_emit_by_name (fixture->view, "copy-clipboard");
  desk_test_settle ();
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  g_signal_emit_by_name (headline, "paste-clipboard");
  desk_test_settle ();
  gtk_text_buffer_get_start_iter (buffer, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, "The gates are open", 0, &start, &end, NULL));

  tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->body), "claim-open");
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_paste_clipboard (fixture->body, gtk_widget_get_clipboard (headline), &start, TRUE);
  desk_test_wait_for ((gtk_text_buffer_get_start_iter (fixture->body, &start),
                       gtk_text_iter_forward_search (&start, "The gates are openArmed", 0, &start, &end, NULL)));
  desk_test_settle ();
  desk_test_settle ();
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, "The gates are openArmed", 0, &start, &end, NULL));
  g_assert_false (gtk_text_iter_has_tag (&start, tag));
}

static void
test_paste_long (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkTextIter iter, end;

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text, "word%d%s", i, i % 12 == 11 ? ". " : " ");

  gtk_text_buffer_get_end_iter (fixture->body, &end);
  gtk_text_buffer_place_cursor (fixture->body, &end);
  paste (fixture, text->str);

  /* One line of 16,000 words takes 6.5 seconds to draw: no line is long. */
  gtk_text_buffer_get_start_iter (fixture->body, &iter);
  do
    g_assert_cmpint (gtk_text_iter_get_chars_in_line (&iter), <, 3000);
  while (gtk_text_iter_forward_line (&iter));
}

static void
test_direction (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (fixture->view)), ==, GTK_TEXT_DIR_LTR);
  desk_document_set_fields (fixture->document, DESK_FIELD_LANGUAGE, (const char *[]) { "ckb", NULL });
  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (fixture->view)), ==, GTK_TEXT_DIR_RTL);
  g_assert_cmpint (gtk_text_view_get_right_margin (fixture->view), ==, 24);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *headline = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_TITLE_VIEW, NULL);
  int minimum;

  g_assert_true (gtk_widget_has_css_class (headline, "title-1"));
  gtk_entry_buffer_set_text (desk_document_get_byline (fixture->document), "By M. Aral, R. Sandoval and the staff of the Marrow Coast desk", -1);
  gtk_entry_buffer_set_text (desk_document_get_dateline (fixture->document), "PORT ALDER, Marrow Coast, and VELL, in the mountains", -1);
  gtk_window_set_default_size (fixture->window, 360, 720);
  desk_test_wait_for (gtk_widget_has_css_class (headline, "title-2"));
  desk_test_settle ();
  gtk_widget_measure (GTK_WIDGET (fixture->editor), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->view)), <=, 360 - 2 * 12);
}

static gboolean
is_below (GtkWidget *widget, GtkWidget *other)
{
  graphene_rect_t place;

  return gtk_widget_compute_bounds (widget, other, &place) && place.origin.y >= gtk_widget_get_height (other);
}

/* A card is as wide as its column, which may become narrower. */
static void
test_embed_width (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DeskPost) post = keep_post (fixture);
  GtkWidget *card;
  int wide;

  place_cursor (fixture, "It was dark.");
  desk_editor_insert_post (fixture->editor, post);
  desk_test_wait_for ((card = desk_test_find (GTK_WIDGET (fixture->view), DESK_TYPE_POST_CARD, NULL)) && gtk_widget_get_mapped (card));
  desk_test_settle ();
  wide = gtk_widget_get_width (card);
  g_assert_cmpint (wide, >, 500);

  for (int width = 640; width >= 360; width -= 140)
    {
      gtk_window_set_default_size (fixture->window, width, 720);
      desk_test_wait_for (gtk_widget_get_width (GTK_WIDGET (fixture->view)) < width);
      desk_test_wait_for (gtk_widget_get_width (card) > width - 120 && gtk_widget_get_width (card) < width - 24);
    }
  gtk_window_set_default_size (fixture->window, 1000, 720);
  desk_test_wait_for (gtk_widget_get_width (card) == wide);
  desk_test_settle ();
}

/* Byline and dateline are read whole: beside each other, or below where there is no room. */
static void
test_lines (Fixture *fixture, gconstpointer data)
{
  GtkWidget *byline = desk_test_find_named (GTK_WIDGET (fixture->editor), "Byline");
  GtkWidget *dateline = desk_test_find_named (GTK_WIDGET (fixture->editor), "Dateline");
  int natural;

  gtk_entry_buffer_set_text (desk_document_get_byline (fixture->document), "By Mara Aral, R. Sandoval and T. Okar", -1);
  gtk_entry_buffer_set_text (desk_document_get_dateline (fixture->document), "PORT ALDER, Marrow Coast", -1);
  desk_test_settle ();
  g_assert_false (is_below (dateline, byline));
  gtk_widget_measure (byline, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, >, 200);
  g_assert_cmpint (gtk_widget_get_width (byline), >=, natural);

  gtk_window_set_default_size (fixture->window, 360, 720);
  desk_test_wait_for (is_below (dateline, byline));
  gtk_widget_measure (dateline, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (gtk_widget_get_width (dateline), >=, natural);

  /* What was drawn before is kept for a frame. */
  desk_test_settle ();
}

/* The head and the text scroll as one, and only what can be seen is laid out at once. */
static void
test_scroll (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *headline = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_TITLE_VIEW, NULL);
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (fixture->view), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  GtkTextIter start, end;
  GdkRectangle place, screen;

  for (int i = 0; i < 400; i++)
    g_string_append_printf (text, "Paragraph %d has fifty words or so, which is enough for some lines of it on the screen of an editor who writes a long story.\n\n", i);
  gtk_text_buffer_set_text (fixture->body, text->str, -1);
  desk_test_settle ();

  place_cursor (fixture, "Paragraph 398");
  gtk_text_buffer_get_iter_at_mark (fixture->body, &start, gtk_text_buffer_get_insert (fixture->body));
  desk_editor_show_range (fixture->editor, gtk_text_iter_get_offset (&start), gtk_text_iter_get_offset (&start) + 10);
  desk_test_settle ();
  gtk_text_buffer_get_selection_bounds (fixture->body, &start, &end);
  gtk_text_view_get_iter_location (fixture->view, &start, &place);
  gtk_text_view_get_visible_rect (fixture->view, &screen);
  g_assert_cmpint (place.y, >=, screen.y);
  g_assert_cmpint (place.y + place.height, <=, screen.y + screen.height);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->view)), <=, gtk_widget_get_height (scroller));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 1000);

  gtk_widget_grab_focus (headline);
  desk_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <, 50);
  gtk_text_view_get_visible_rect (fixture->view, &screen);
  g_assert_cmpint (screen.y, ==, 0);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry;
  g_autofree char *selected = NULL;

  desk_editor_find (fixture->editor, FALSE);
  desk_test_settle ();
  entry = desk_test_find (GTK_WIDGET (fixture->editor), GTK_TYPE_SEARCH_ENTRY, NULL);
  g_assert_true (gtk_widget_get_mapped (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), "GATES");
  desk_test_wait_for (desk_test_find (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "1 of 1"));
  selected = dup_selected (fixture);
  g_assert_cmpstr (selected, ==, "gates");
  g_signal_emit_by_name (entry, "stop-search");
  /* Whether the window itself has the focus is the display's business. */
  desk_test_wait_for (gtk_window_get_focus (fixture->window) == GTK_WIDGET (fixture->view));
}

/* What was typed is kept as a version when another story is opened. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  gtk_text_buffer_insert_at_cursor (fixture->body, "Typed. ", -1);
  desk_editor_set_document (fixture->editor, NULL);
  desk_test_wait_for (desk_document_get_snapshot (fixture->document)->story->n_revisions == 2);
  desk_editor_set_document (fixture->editor, fixture->document);
  desk_test_settle ();
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

#define ADD(path, function) g_test_add ("/editor/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("fields", test_fields);
  ADD ("claim", test_claim);
  ADD ("refused", test_refused);
  ADD ("next-open", test_next_open);
  ADD ("embed", test_embed);
  ADD ("quote", test_quote);
  ADD ("paste", test_paste);
  ADD ("paste-marked", test_paste_marked);
  ADD ("paste-long", test_paste_long);
  ADD ("direction", test_direction);
  ADD ("narrow", test_narrow);
  ADD ("embed-width", test_embed_width);
  ADD ("lines", test_lines);
  ADD ("scroll", test_scroll);
  ADD ("find", test_find);
  ADD ("leave", test_leave);
  g_test_add_func ("/editor/quotation", test_quotation);
  g_test_add_func ("/editor/paste-kinds", test_paste_kinds);

  return g_test_run ();
}
