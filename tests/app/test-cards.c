/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "editor/desk-editor.h"
#include "editor/desk-embed-frame.h"
#include "editor/desk-link-card.h"
#include "exchange/desk-capture.h"
#include "posts/desk-post-card.h"

#define N_POSTS 40
/* Posts that the top of the text shows. */
#define TOP 5
#define RELATED "[Ferry line *asks* for help](https://www.example.org/ferry)"

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

static char *
make_address (guint number)
{
  return g_strdup_printf ("https://x.com/marrow_guard/status/%" G_GUINT64_FORMAT, G_GUINT64_CONSTANT (1893000000000000000) + number);
}

static char *
make_story (void)
{
  GString *text = g_string_new ("Headline: Harbour prison seized\nLanguage: en\nZone: Europe/Berlin\n\n" RELATED "\n\n");

  for (guint i = 0; i < N_POSTS; i++)
    {
      g_autofree char *address = make_address (i);

      g_string_append_printf (text, "Boat %u has left. Its crew is well, the guard said.\n\n<%s>\n\n", i, address);
    }
  g_string_append (text, "That is all.\n");
  return g_string_free_and_steal (text);
}

static void
keep_posts (DeskDocument *document)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  for (guint i = 0; i < N_POSTS; i++)
    {
      g_autofree char *address = make_address (i);
      g_autofree char *words = g_strdup_printf ("Boat %u has left the harbour.", i);
      g_autoptr (DeskPost) post = desk_capture_by_hand (address, words, "Marrow Coast Guard (@marrow_guard)", 0, NULL);

      g_ptr_array_add (changes, desk_change_new_post (post, NULL, NULL));
    }
  desk_test_commit (document, changes);
}

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
  const GActionEntry entries[] = { { "edit-claim", activate_cb, "s" } };
  g_autofree char *text = make_story ();

  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, text);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  keep_posts (fixture->document);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  fixture->editor = g_object_new (DESK_TYPE_EDITOR, "document", fixture->document, NULL);
  fixture->window = desk_test_window_new (GTK_WIDGET (fixture->editor));
  fixture->view = GTK_TEXT_VIEW (desk_test_find (GTK_WIDGET (fixture->editor), GTK_SOURCE_TYPE_VIEW, NULL));
  fixture->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->actions), entries, G_N_ELEMENTS (entries), fixture);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "story", G_ACTION_GROUP (fixture->actions));
  desk_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "story", NULL);
  desk_test_window_free (fixture->window);
  desk_test_document_free (fixture->document);
  desk_test_store_free (fixture->store);
  g_object_unref (fixture->actions);
  g_free (fixture->activated);
  g_free (fixture->story);
}

static void
find_words (Fixture *fixture, const char *words, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_start_iter (fixture->body, start);
  g_assert_true (gtk_text_iter_forward_search (start, words, 0, start, end, NULL));
}

static void
place_cursor (Fixture *fixture, const char *before)
{
  GtkTextIter start, end;

  find_words (fixture, before, &start, &end);
  gtk_text_buffer_place_cursor (fixture->body, &start);
  gtk_text_view_scroll_to_mark (fixture->view, gtk_text_buffer_get_insert (fixture->body), 0, TRUE, 0, 0.3);
}

static char *
dup_body (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  return gtk_text_iter_get_text (&start, &end);
}

/* (element-type DeskEmbedFrame): all there are, on the screen or not */
static void
list_frames (GtkWidget *widget, GPtrArray *frames)
{
  if (DESK_IS_EMBED_FRAME (widget))
    g_ptr_array_add (frames, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    list_frames (child, frames);
}

static guint
count_frames (Fixture *fixture)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new ();

  list_frames (GTK_WIDGET (fixture->view), frames);
  return frames->len;
}

/* The card that shows the post with that number. */
static GtkWidget *
find_card (Fixture *fixture, guint number)
{
  g_autofree char *address = make_address (number);
  g_autoptr (GPtrArray) frames = g_ptr_array_new ();

  list_frames (GTK_WIDGET (fixture->view), frames);
  for (guint i = 0; i < frames->len; i++)
    {
      GtkWidget *frame = g_ptr_array_index (frames, i);
      GtkWidget *card = gtk_widget_get_mapped (frame) ? adw_bin_get_child (ADW_BIN (frame)) : NULL;

      if (card != NULL && DESK_IS_POST_CARD (card) && g_str_equal (desk_post_card_get_post (DESK_POST_CARD (card))->address, address))
        return card;
    }
  return NULL;
}

/* Whether that card lies in the room between its line and the next one. */
static gboolean
is_below_line (Fixture *fixture, guint number)
{
  g_autofree char *address = make_address (number);
  GtkWidget *card = find_card (fixture, number);
  GtkTextIter start, end;
  GdkRectangle line, next;
  graphene_rect_t bounds;
  int x, top, bottom;

  gtk_text_buffer_get_start_iter (fixture->body, &start);
  if (card == NULL || !gtk_text_iter_forward_search (&start, address, 0, &start, &end, NULL) ||
      !gtk_widget_compute_bounds (card, GTK_WIDGET (fixture->view), &bounds))
    return FALSE;

  gtk_text_view_get_iter_location (fixture->view, &start, &line);
  gtk_text_iter_forward_line (&end);
  gtk_text_view_get_iter_location (fixture->view, &end, &next);
  gtk_text_view_buffer_to_window_coords (fixture->view, GTK_TEXT_WINDOW_WIDGET, line.x, line.y + line.height, &x, &top);
  gtk_text_view_buffer_to_window_coords (fixture->view, GTK_TEXT_WINDOW_WIDGET, next.x, next.y, &x, &bottom);
  return bounds.origin.y >= top && bounds.origin.y + bounds.size.height <= bottom && bounds.origin.y - top < 20;
}

/* Cards are made where they can be seen, and no others. */
static void
test_near (Fixture *fixture, gconstpointer data)
{
  desk_test_wait_for (is_below_line (fixture, 0));
  g_assert_null (find_card (fixture, N_POSTS - 1));
  g_assert_cmpuint (count_frames (fixture), <, N_POSTS / 2);

  place_cursor (fixture, "That is all.");
  desk_test_wait_for (is_below_line (fixture, N_POSTS - 1));
  g_assert_null (find_card (fixture, 0));
  g_assert_cmpuint (count_frames (fixture), <, N_POSTS / 2);

  /* Not to the very top: a jump that ends there can leave what lies over a text view of GTK 4.18 where it was before. */
  for (guint i = N_POSTS; i-- > TOP;)
    {
      g_autofree char *words = g_strdup_printf ("Boat %u has", i);

      place_cursor (fixture, words);
      desk_test_wait_for (is_below_line (fixture, i));
    }
  g_assert_cmpuint (count_frames (fixture), <, N_POSTS / 2);
}

/* A line that is cut and pasted takes its card along, and undo brings both back. */
static void
test_line (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dup_body (fixture);
  g_autofree char *after = NULL;
  g_autofree char *address = make_address (1);
  g_autofree char *line = g_strdup_printf ("<%s>\n\n", address);
  GtkTextIter start, end;

  desk_test_wait_for (is_below_line (fixture, 0) && is_below_line (fixture, 1));

  find_words (fixture, line, &start, &end);
  gtk_text_buffer_begin_user_action (fixture->body);
  gtk_text_buffer_delete (fixture->body, &start, &end);
  gtk_text_buffer_end_user_action (fixture->body);
  desk_test_wait_for (find_card (fixture, 1) == NULL);

  find_words (fixture, "Boat 0 has", &start, &end);
  gtk_text_buffer_begin_user_action (fixture->body);
  gtk_text_buffer_insert (fixture->body, &start, line, -1);
  gtk_text_buffer_end_user_action (fixture->body);
  desk_test_wait_for (is_below_line (fixture, 1) && is_below_line (fixture, 0));

  gtk_text_buffer_undo (fixture->body);
  desk_test_wait_for (find_card (fixture, 1) == NULL);
  gtk_text_buffer_undo (fixture->body);
  desk_test_wait_for (is_below_line (fixture, 1) && is_below_line (fixture, 0));
  after = dup_body (fixture);
  g_assert_cmpstr (after, ==, before);
}

static gboolean
press (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  return handled;
}

/* Tab goes by; one key enters the card at the cursor, and Escape leaves it. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *address = make_address (0);
  g_autofree char *before = dup_body (fixture);
  g_autofree char *after = NULL;
  GtkWidget *frame;

  desk_test_wait_for (find_card (fixture, 0) != NULL);
  frame = gtk_widget_get_parent (find_card (fixture, 0));
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (find_card (fixture, 0))), ==, GTK_ACCESSIBLE_ROLE_ARTICLE);

  place_cursor (fixture, "Boat 0");
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  g_assert_false (desk_editor_open_here (fixture->editor));
  for (guint i = 0; i < 8; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
      g_assert_null (gtk_widget_get_ancestor (gtk_window_get_focus (fixture->window), DESK_TYPE_EMBED_FRAME));
    }

  place_cursor (fixture, address);
  g_assert_true (desk_editor_open_here (fixture->editor));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), frame));
  g_assert_true (press (frame, GDK_KEY_x));
  g_assert_true (press (frame, GDK_KEY_Escape));
  desk_test_wait_for (gtk_window_get_focus (fixture->window) == GTK_WIDGET (fixture->view));
  after = dup_body (fixture);
  g_assert_cmpstr (after, ==, before);
}

/* A link that stands alone is a card too, which can take its line away. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dup_body (fixture);
  g_autofree char *without = NULL;
  g_autofree char *after = NULL;
  GtkWidget *card;

  desk_test_wait_for ((card = desk_test_find (GTK_WIDGET (fixture->view), DESK_TYPE_LINK_CARD, NULL)) && gtk_widget_get_mapped (card));
  g_assert_nonnull (desk_test_find (card, GTK_TYPE_LABEL, "Ferry line asks for help"));
  g_assert_nonnull (desk_test_find (card, GTK_TYPE_LABEL, "example.org"));

  g_assert_true (gtk_widget_activate_action (card, "embed.remove", NULL));
  without = dup_body (fixture);
  g_assert_true (g_str_has_prefix (without, "Boat 0 has left."));
  desk_test_wait_for (!desk_test_find (GTK_WIDGET (fixture->view), DESK_TYPE_LINK_CARD, NULL));

  gtk_text_buffer_undo (fixture->body);
  after = dup_body (fixture);
  g_assert_cmpstr (after, ==, before);
  desk_test_wait_for (desk_test_find (GTK_WIDGET (fixture->view), DESK_TYPE_LINK_CARD, NULL));
}

static DeskChange *
new_claim (Fixture *fixture, const char *words, DeskSo so)
{
  g_autoptr (DeskAnchor) anchor = NULL;
  GtkTextIter start, end;

  find_words (fixture, words, &start, &end);
  anchor = desk_document_make_anchor (fixture->document, &start, &end, NULL);
  return desk_change_new_claim (anchor, "Marrow Coast Guard", DESK_CLAIM_FACT, DESK_SAID_YES, so, NULL, NULL);
}

/* The margin says how many claims a line has, and shows the worst of them. */
static void
test_margin (Fixture *fixture, gconstpointer data)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  GtkWidget *mark;

  g_ptr_array_add (changes, new_claim (fixture, "Boat 0 has left", DESK_SO_VERIFIED));
  g_ptr_array_add (changes, new_claim (fixture, "Its crew is well", DESK_SO_DISPUTED));
  g_ptr_array_add (changes, new_claim (fixture, "Boat 1 has left", DESK_SO_VERIFIED));
  desk_test_commit (fixture->document, changes);

  desk_test_wait_for (mark = desk_test_find_named (GTK_WIDGET (fixture->view), "Disputed: Its crew is well\nVerified: Boat 0 has left"));
  g_assert_nonnull (desk_test_find (mark, GTK_TYPE_LABEL, "2"));
  g_assert_nonnull (desk_test_find_named (GTK_WIDGET (fixture->view), "Verified: Boat 1 has left"));
  g_assert_null (desk_test_find_named (GTK_WIDGET (fixture->view), "Verified: Boat 0 has left"));

  /* The claim at the cursor is opened by key, too. */
  place_cursor (fixture, "crew is well");
  g_assert_true (desk_editor_open_here (fixture->editor));
  g_assert_true (g_str_has_prefix (fixture->activated, "edit-claim "));
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

#define ADD(path, function) g_test_add ("/cards/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("near", test_near);
  ADD ("line", test_line);
  ADD ("keys", test_keys);
  ADD ("link", test_link);
  ADD ("margin", test_margin);

  return g_test_run ();
}
