/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-change.h"
#include "core/desk-time.h"
#include "desk-test-utils.h"
#include "posts/desk-isolate.h"
#include "posts/desk-keep-post-dialog.h"
#include "posts/desk-post-card.h"
#include "posts/desk-posts-page.h"
#include "window/desk-story-view.h"

#define ADDRESS "https://x.com/marrow_guard/status/1890000000000000000"
#define TEXT "Headline: Harbour prison seized\nLanguage: en\nZone: Asia/Baghdad\n\nArmed men opened the prison.\n"

#define EMBED                                                                                                 \
  "<blockquote class=\"twitter-tweet\"><p lang=\"en\" dir=\"ltr\">We have lost contact with the post at the " \
  "harbour prison.<br>The gates are open.</p>&mdash; Marrow Coast Guard (@marrow_guard) "                     \
  "<a href=\"https://twitter.com/marrow_guard/status/1890000000000000000?ref_src=twsrc%5Etfw\">February 13, " \
  "2025</a></blockquote>\n<script async src=\"https://platform.twitter.com/widgets.js\" charset=\"utf-8\"></script>\n"

typedef struct
{
  DeskStore *store;
  DeskDocument *document;
  GtkWindow *window;
  GtkWidget *view;
  GtkWidget *page;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *story = NULL;
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->store = desk_test_store_new ();
  story = desk_test_story_new (self->store, TEXT);
  self->document = desk_test_document_new (self->store, story);
  self->view = g_object_new (DESK_TYPE_STORY_VIEW, NULL);
  desk_story_view_set_document (DESK_STORY_VIEW (self->view), self->document);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), self->view);
  self->window = desk_test_window_new (overlay);
  desk_story_view_show_page (DESK_STORY_VIEW (self->view), "posts");
  self->page = desk_test_find (self->view, DESK_TYPE_POSTS_PAGE, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  desk_test_window_free (self->window);
  desk_test_settle ();
  desk_test_finalize (self->document);
  desk_test_store_free (self->store);
}

static DeskPost *
make_post (const char *author, const char *words)
{
  DeskPost *post = g_object_new (DESK_TYPE_POST, NULL);

  g_set_str (&post->address, ADDRESS);
  g_set_str (&post->network, "x");
  g_set_str (&post->author, author);
  g_set_str (&post->handle, "@marrow_guard");
  g_set_str (&post->words, words);

  return post;
}

static void
commit (Fixture *self, DeskChange *change)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);
  desk_test_commit (self->document, changes);
}

static guint
count_posts (Fixture *self)
{
  return desk_document_get_snapshot (self->document)->posts->len;
}

static DeskPost *
get_post (Fixture *self, guint i)
{
  return g_ptr_array_index (desk_document_get_snapshot (self->document)->posts, i);
}

static gboolean
is_shown (GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_mapped (widget);
}

static AdwDialog *
get_dialog (Fixture *self)
{
  return adw_window_get_visible_dialog (ADW_WINDOW (self->window));
}

static AdwDialog *
open_dialog (Fixture *self, const char *paste)
{
  AdwDialog *dialog;

  if (paste != NULL)
    gtk_widget_activate_action (self->view, "story.keep-pasted-post", "s", paste);
  else
    gtk_widget_activate_action (self->view, "story.keep-post", NULL);
  desk_test_wait_for ((dialog = get_dialog (self)) != NULL);
  g_assert_true (DESK_IS_KEEP_POST_DIALOG (dialog));
  desk_test_settle ();

  return dialog;
}

static char *
dup_words (AdwDialog *dialog)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL)));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_words (AdwDialog *dialog, const char *words)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL))), words, -1);
}

static GtkEditable *
get_field (AdwDialog *dialog, const char *title)
{
  return GTK_EDITABLE (desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, title));
}

static void
keep (AdwDialog *dialog)
{
  gtk_widget_activate (adw_dialog_get_default_widget (dialog));
}

static void
test_isolate (void)
{
  g_autofree char *plain = desk_isolate ("Marrow Coast Guard");
  g_autofree char *hostile = desk_isolate ("a\u202eb\u2069c\nd");

  g_assert_cmpstr (plain, ==, "\u2068Marrow Coast Guard\u2069");
  g_assert_cmpstr (hostile, ==, "\u2068abc d\u2069");
}

static void
test_keep_embed (Fixture *self, gconstpointer data)
{
  AdwDialog *dialog;
  g_autofree char *words = NULL;

  g_assert_true (is_shown (desk_test_find (self->page, ADW_TYPE_STATUS_PAGE, "No Posts Yet")));

  dialog = open_dialog (self, EMBED);
  desk_test_wait_for (*gtk_editable_get_text (get_field (dialog, "Account: Name (@handle)")) != '\0');
  words = dup_words (dialog);
  g_assert_cmpstr (words, ==, "We have lost contact with the post at the harbour prison.\nThe gates are open.");
  g_assert_cmpstr (gtk_editable_get_text (get_field (dialog, "Account: Name (@handle)")), ==, "Marrow Coast Guard (@marrow_guard)");

  keep (dialog);
  desk_test_wait_for (count_posts (self) == 1);
  desk_test_wait_for (get_dialog (self) == NULL);
  g_assert_cmpstr (get_post (self, 0)->address, ==, ADDRESS);
  g_assert_cmpstr (get_post (self, 0)->author, ==, "Marrow Coast Guard");
  g_assert_cmpstr (get_post (self, 0)->handle, ==, "@marrow_guard");
  g_assert_cmpstr (get_post (self, 0)->words, ==, words);
  g_assert_cmpint (get_post (self, 0)->posted_from, ==, DESK_TIME_NUMBER);
  g_assert_cmpstr (get_post (self, 0)->raw, !=, "");
  desk_test_wait_for (is_shown (desk_test_find (self->page, DESK_TYPE_POST_CARD, NULL)));
}

static void
test_keep_by_hand (Fixture *self, gconstpointer data)
{
  AdwDialog *dialog = open_dialog (self, NULL);
  GtkEditable *time = get_field (dialog, "Time in Asia/Baghdad (17:51, or 2026-02-23 17:51)");

  /* Nothing to keep: the form says so and stays. */
  keep (dialog);
  desk_test_settle ();
  g_assert_true (get_dialog (self) == dialog);
  g_assert_cmpuint (count_posts (self), ==, 0);

  set_words (dialog, "The gates are open.");
  gtk_editable_set_text (get_field (dialog, "Account: Name (@handle)"), "Harbour Watch (@harbour_watch)");
  gtk_editable_set_text (time, "half past");
  keep (dialog);
  desk_test_settle ();
  g_assert_true (get_dialog (self) == dialog);

  gtk_editable_set_text (time, "2026-02-23 17:51");
  adw_switch_row_set_active (ADW_SWITCH_ROW (desk_test_find (GTK_WIDGET (dialog), ADW_TYPE_SWITCH_ROW, "Graphic")), TRUE);
  gtk_editable_set_text (get_field (dialog, "What It Shows"), "A fire");
  keep (dialog);
  desk_test_wait_for (count_posts (self) == 1);
  desk_test_wait_for (get_dialog (self) == NULL);
  g_assert_cmpstr (get_post (self, 0)->author, ==, "Harbour Watch");
  g_assert_cmpstr (get_post (self, 0)->handle, ==, "@harbour_watch");
  g_assert_cmpstr (get_post (self, 0)->graphic, ==, "A fire");
  /* 14:51 UTC: Baghdad is three hours ahead. */
  g_assert_cmpint (get_post (self, 0)->posted_at, ==, G_GINT64_CONSTANT (1771858260) * G_USEC_PER_SEC);
  g_assert_cmpint (get_post (self, 0)->posted_from, ==, DESK_TIME_TYPED);
}

static void
test_keep_again (Fixture *self, gconstpointer data)
{
  g_autoptr (DeskPost) post = make_post ("Marrow Coast Guard", "The gates are open.");
  AdwDialog *dialog;
  GtkEditable *address;

  commit (self, desk_change_new_post (post, NULL, NULL));

  /* Typed in the page's field; the same post by another of its addresses. */
  address = GTK_EDITABLE (desk_test_find_named (self->page, "Address of a Post"));
  gtk_editable_set_text (address, "https://mobile.twitter.com/marrow_guard/status/1890000000000000000?s=20");
  g_signal_emit_by_name (address, "activate");
  desk_test_wait_for ((dialog = get_dialog (self)) != NULL);
  g_assert_cmpstr (gtk_editable_get_text (address), ==, "");
  desk_test_wait_for (*gtk_editable_get_text (get_field (dialog, "Account: Name (@handle)")) != '\0');

  desk_test_settle ();
  set_words (dialog, "The gates are shut.");
  keep (dialog);
  desk_test_wait_for (get_dialog (self) == NULL);
  g_assert_cmpuint (count_posts (self), ==, 1);
  g_assert_cmpuint (get_post (self, 0)->n_captures, ==, 2);
  g_assert_cmpstr (get_post (self, 0)->words, ==, "The gates are shut.");
}

static void
test_keep_and_insert (Fixture *self, gconstpointer data)
{
  AdwDialog *dialog = open_dialog (self, ADDRESS);
  g_autoptr (DeskText) text = NULL;

  set_words (dialog, "The gates are open.");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.keep-and-insert", NULL);
  desk_test_wait_for (count_posts (self) == 1);
  desk_test_wait_for (get_dialog (self) == NULL);
  desk_test_settle ();
  text = desk_document_dup_text (self->document);
  g_assert_nonnull (strstr (desk_text_get_body (text), "<" ADDRESS ">"));
}

static void
test_large_paste (Fixture *self, gconstpointer data)
{
  AdwDialog *dialog = open_dialog (self, NULL);
  GtkEditable *paste = get_field (dialog, "Address or Embed Code");
  g_autofree char *filler = g_strnfill (200 * 1024, 'x');
  g_autofree char *code = g_strconcat (EMBED, "<!-- ", filler, " -->", NULL);
  int position = 0;

  /* It never comes to stand in a field of one line. */
  gtk_editable_insert_text (paste, code, -1, &position);
  g_assert_cmpstr (gtk_editable_get_text (paste), ==, "");
  keep (dialog);
  desk_test_wait_for (count_posts (self) == 1);
  g_assert_cmpstr (get_post (self, 0)->handle, ==, "@marrow_guard");
}

static char *quoted;

/* Catches what the card asks of the story's view. */
static void
quote_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *words;

  g_variant_get (parameter, "(&s&s)", NULL, &words);
  g_set_str (&quoted, words);
}

/* Words begin where their script begins, in an interface of either direction. */
static void
test_isolate_label (void)
{
  static const struct
  {
    const char *words;
    GtkTextDirection in_ltr, in_rtl;
  } cases[] = {
    { "The gates are open.", GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_LTR },
    { "“البوابات مفتوحة.”", GTK_TEXT_DIR_RTL, GTK_TEXT_DIR_RTL },
    { "2026 البوابات", GTK_TEXT_DIR_RTL, GTK_TEXT_DIR_RTL },
    { "18:45", GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL },
    { "", GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL },
  };
  GtkTextDirection before = gtk_widget_get_default_direction ();
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_label_set_label (GTK_LABEL (label), cases[i].words);
      gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
      desk_isolate_label (GTK_LABEL (label));
      g_assert_cmpint (gtk_widget_get_direction (label), ==, cases[i].in_ltr);
      gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
      desk_isolate_label (GTK_LABEL (label));
      g_assert_cmpint (gtk_widget_get_direction (label), ==, cases[i].in_rtl);
    }

  gtk_widget_set_default_direction (before);
  g_assert_finalize_object (label);
}

static void
test_card (void)
{
  const GActionEntry entries[] = { { .name = "quote", .activate = quote_cb, .parameter_type = "(ss)" } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (DeskPost) post = make_post ("Marrow \u202eGuard", "<b>The gates</b> are open & wide.");
  GtkWidget *card = desk_post_card_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *words;
  GtkWindow *window;
  int minimum;

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), NULL);
  gtk_box_append (GTK_BOX (box), card);
  gtk_widget_insert_action_group (box, "story", G_ACTION_GROUP (actions));

  g_set_str (&post->id, "p");
  post->posted_at = G_GINT64_CONSTANT (1771858260) * G_USEC_PER_SEC;
  post->posted_from = DESK_TIME_NUMBER;
  desk_post_card_set_post (DESK_POST_CARD (card), post, "Asia/Baghdad", "en");
  window = desk_test_window_new (box);

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (card)), ==, GTK_ACCESSIBLE_ROLE_ARTICLE);
  g_assert_true (desk_test_find_named (box, "Post by Marrow \u202eGuard") == card);
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 300);

  /* Words are words, never markup; a name turns nothing around but itself. */
  words = desk_test_find (card, GTK_TYPE_LABEL, "<b>The gates</b> are open & wide.");
  g_assert_nonnull (words);
  g_assert_nonnull (desk_test_find (card, GTK_TYPE_LABEL, "\u2068Marrow Guard\u2069"));

  {
    g_autofree char *moment = desk_time_format_moment (post->posted_at, g_get_real_time (), "Asia/Baghdad", "en");
    g_autofree char *byline = g_strdup_printf ("\u200e\u2068@marrow_guard\u2069 · X · \u2068%s\u2069", moment);

    g_assert_nonnull (desk_test_find (card, GTK_TYPE_LABEL, byline));
  }

  /* All of them, or those selected. */
  gtk_widget_activate_action (card, "post.quote", NULL);
  g_assert_cmpstr (quoted, ==, "<b>The gates</b> are open & wide.");
  gtk_label_select_region (GTK_LABEL (words), 3, 12);
  gtk_widget_activate_action (card, "post.quote", NULL);
  g_assert_cmpstr (quoted, ==, "The gates");

  /* Selected words stay selected when the post's state changes. */
  {
    g_autoptr (DeskPost) later = make_post ("Marrow Guard", post->words);

    g_set_str (&later->id, "p");
    later->state = DESK_POST_DELETED;
    later->captured_at = G_GINT64_CONSTANT (1771858920) * G_USEC_PER_SEC;
    desk_post_card_set_post (DESK_POST_CARD (card), later, "Asia/Baghdad", "en");
    g_assert_true (gtk_label_get_selection_bounds (GTK_LABEL (words), NULL, NULL));
  }

  g_clear_pointer (&quoted, g_free);
  desk_test_window_free (window);
}

static void
test_covered (Fixture *self, gconstpointer data)
{
  g_autoptr (DeskPost) post = make_post ("Harbour Watch", "The guardhouse is on fire.");
  GtkWidget *card, *words;

  g_set_str (&post->graphic, "A fire");
  commit (self, desk_change_new_post (post, NULL, NULL));
  desk_test_wait_for ((card = desk_test_find (self->page, DESK_TYPE_POST_CARD, NULL)) != NULL);
  desk_test_wait_for (is_shown (card));
  words = desk_test_find (card, GTK_TYPE_LABEL, "The guardhouse is on fire.");
  g_assert_false (is_shown (words));
  g_assert_true (is_shown (desk_test_find (card, GTK_TYPE_LABEL, "Covered: \u2068A fire\u2069")));

  gtk_widget_activate_action (card, "post.show", NULL);
  desk_test_wait_for (is_shown (words));

  /* The card stays the same one, and as it is shown. */
  commit (self, desk_change_new_post_check (get_post (self, 0)->id, DESK_POST_DELETED));
  desk_test_settle ();
  g_assert_true (desk_test_find (self->page, DESK_TYPE_POST_CARD, NULL) == card);
  g_assert_true (is_shown (words));

  gtk_widget_activate_action (card, "story.cover-post", "s", get_post (self, 0)->id);
  desk_test_wait_for (*get_post (self, 0)->graphic == '\0');
  gtk_widget_activate_action (card, "story.drop-post", "s", get_post (self, 0)->id);
  desk_test_wait_for (count_posts (self) == 0);
  desk_test_wait_for (is_shown (desk_test_find (self->page, ADW_TYPE_STATUS_PAGE, "No Posts Yet")));
}

static void
test_show_post (Fixture *self, gconstpointer data)
{
  g_autoptr (DeskPost) post = make_post ("Harbour Watch", "The guardhouse is on fire.");
  GtkWidget *row;

  commit (self, desk_change_new_post (post, NULL, NULL));
  desk_posts_page_show_post (DESK_POSTS_PAGE (self->page), get_post (self, 0)->id);
  row = gtk_widget_get_ancestor (desk_test_find (self->page, DESK_TYPE_POST_CARD, NULL), GTK_TYPE_LIST_BOX_ROW);
  desk_test_wait_for (gtk_window_get_focus (self->window) == row);
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/posts-page/isolate", test_isolate);
  g_test_add_func ("/posts-page/isolate-label", test_isolate_label);
  g_test_add_func ("/posts-page/card", test_card);
  g_test_add ("/posts-page/keep-embed", Fixture, NULL, set_up, test_keep_embed, tear_down);
  g_test_add ("/posts-page/keep-by-hand", Fixture, NULL, set_up, test_keep_by_hand, tear_down);
  g_test_add ("/posts-page/keep-again", Fixture, NULL, set_up, test_keep_again, tear_down);
  g_test_add ("/posts-page/keep-and-insert", Fixture, NULL, set_up, test_keep_and_insert, tear_down);
  g_test_add ("/posts-page/large-paste", Fixture, NULL, set_up, test_large_paste, tear_down);
  g_test_add ("/posts-page/covered", Fixture, NULL, set_up, test_covered, tear_down);
  g_test_add ("/posts-page/show-post", Fixture, NULL, set_up, test_show_post, tear_down);

  return g_test_run ();
}
