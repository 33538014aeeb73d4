/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "core/desk-markdown.h"
#include "editor/desk-editor.h"
#include "editor/desk-focus-dim.h"
#include "editor/desk-format-bar.h"
#include "editor/desk-link-popover.h"
#include "editor/desk-markdown-marks.h"
#include "editor/desk-measure-popover.h"
#include "editor/desk-near-marks.h"
#include "editor/desk-paragraph-marks.h"
#include "editor/desk-tag-ranges.h"
#include "window/desk-places-dialog.h"
#include "window/desk-story-view.h"

#define HEADER "Headline: Harbour reopens\nLanguage: en\nZone: Europe/Berlin\n\n"
#define ARABIC_HEADER "Headline: إعادة فتح الميناء\nLanguage: ckb\nZone: Asia/Baghdad\n\n"

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  DeskStoryView *story_view;
  GtkWindow *window;
  GtkTextBuffer *body;
  GtkTextView *view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, data);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  fixture->story_view = g_object_new (DESK_TYPE_STORY_VIEW, "document", fixture->document, NULL);
  fixture->window = desk_test_window_new (GTK_WIDGET (fixture->story_view));
  fixture->view = GTK_TEXT_VIEW (desk_test_find (GTK_WIDGET (fixture->story_view), GTK_SOURCE_TYPE_VIEW, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  desk_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  DeskSaveState state;

  desk_test_window_free (fixture->window);
  desk_test_wait_for ((g_object_get (fixture->document, "save-state", &state, NULL), state == DESK_SAVE_SAVED));
  desk_test_finalize (fixture->document);
  desk_test_store_free (fixture->store);
  g_free (fixture->story);
}

static char *
dup_body (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (fixture->body, &start, &end);
  return gtk_text_iter_get_text (&start, &end);
}

static void
assert_body (Fixture *fixture, const char *expected)
{
  g_autofree char *body = dup_body (fixture);

  g_assert_cmpstr (body, ==, expected);
}

static void
find (Fixture *fixture, const char *words, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_start_iter (fixture->body, start);
  g_assert_true (gtk_text_iter_forward_search (start, words, 0, start, end, NULL));
}

static void
select_words (Fixture *fixture, const char *words)
{
  GtkTextIter start, end;

  find (fixture, words, &start, &end);
  gtk_text_buffer_select_range (fixture->body, &end, &start);
}

static void
place_cursor (Fixture *fixture, const char *behind)
{
  GtkTextIter start, end;

  find (fixture, behind, &start, &end);
  gtk_text_buffer_place_cursor (fixture->body, &end);
}

static gboolean
has_tag (Fixture *fixture, const char *words, const char *name)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->body), name);
  GtkTextIter start, end;

  find (fixture, words, &start, &end);
  return tag != NULL && gtk_text_iter_has_tag (&start, tag);
}

static void
activate (Fixture *fixture, const char *action, GVariant *target)
{
  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (fixture->view), action, target));
}

/* As if it was pressed in the text. */
static gboolean
press (Fixture *fixture, guint keyval)
{
  GtkEventController *controller = g_object_get_data (G_OBJECT (fixture->view), "desk-formatter-keys");
  gboolean handled = FALSE;

  g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
  return handled;
}

static int
get_indent (Fixture *fixture, const char *words, gboolean *hangs)
{
  GtkTextIter start, end;
  g_autoptr (GSList) tags = NULL;
  int indent = 0;

  find (fixture, words, &start, &end);
  gtk_text_iter_set_line_offset (&start, 0);
  tags = gtk_text_iter_get_tags (&start);
  for (GSList *l = tags; l != NULL; l = l->next)
    {
      gboolean set;
      int value;

      g_object_get (l->data, "indent-set", &set, "indent", &value, NULL);
      if (set)
        indent = value;
    }
  *hangs = indent < 0;
  return -indent;
}

/* --- */

static void
test_actions (Fixture *fixture, gconstpointer data)
{
  select_words (fixture, "harbour");
  activate (fixture, "story.bold", NULL);
  assert_body (fixture, "The **harbour** reopens.\n\nTwo ferries run.\n");
  activate (fixture, "story.bold", NULL);
  assert_body (fixture, "The harbour reopens.\n\nTwo ferries run.\n");
  activate (fixture, "story.italic", NULL);
  assert_body (fixture, "The *harbour* reopens.\n\nTwo ferries run.\n");
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, "The harbour reopens.\n\nTwo ferries run.\n");

  /* Seen as soon as it was read anew. */
  select_words (fixture, "harbour");
  activate (fixture, "story.bold", NULL);
  desk_test_wait_for (has_tag (fixture, "harbour", "markdown-strong"));

  place_cursor (fixture, "ferries");
  activate (fixture, "story.heading", g_variant_new_int32 (2));
  assert_body (fixture, "The **harbour** reopens.\n\n## Two ferries run.\n");
  activate (fixture, "story.heading", g_variant_new_int32 (0));
  activate (fixture, "story.quotation", NULL);
  assert_body (fixture, "The **harbour** reopens.\n\n> Two ferries run.\n");
  activate (fixture, "story.quotation", NULL);
  activate (fixture, "story.list", NULL);
  assert_body (fixture, "The **harbour** reopens.\n\n- Two ferries run.\n");
  activate (fixture, "story.numbered-list", NULL);
  assert_body (fixture, "The **harbour** reopens.\n\n1. Two ferries run.\n");
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, "The **harbour** reopens.\n\n- Two ferries run.\n");
}

/* Words that are formatted keep the claim on them: only marks are typed. */
static void
test_claim (Fixture *fixture, gconstpointer data)
{
  GListModel *claims = desk_document_get_claims (fixture->document);
  g_autoptr (DeskClaim) claim = NULL;
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  GtkTextIter start, end;
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  find (fixture, "The harbour reopens.", &start, &end);
  anchor = desk_document_make_anchor (fixture->document, &start, &end, &error);
  g_assert_no_error (error);
  g_ptr_array_add (changes, desk_change_new_claim (anchor, "", DESK_CLAIM_FACT, DESK_SAID_YES, DESK_SO_OPEN, NULL, NULL));
  desk_test_commit (fixture->document, changes);
  desk_test_wait_for (g_list_model_get_n_items (claims) == 1);
  claim = g_list_model_get_item (claims, 0);

  select_words (fixture, "harbour reopens");
  activate (fixture, "story.bold", NULL);
  assert_body (fixture, "The **harbour reopens**.\n\nTwo ferries run.\n");
  desk_test_settle ();
  g_assert_true (desk_document_get_claim_range (fixture->document, claim->id, &start, &end));
  words = gtk_text_iter_get_text (&start, &end);
  g_assert_cmpstr (words, ==, "The **harbour reopens**.");
  g_assert_cmpint (desk_document_get_claim_status (fixture->document, claim), ==, DESK_STATUS_SAID);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  GtkTextIter end;

  gtk_text_buffer_set_text (fixture->body, "- one", -1);
  gtk_text_buffer_get_end_iter (fixture->body, &end);
  gtk_text_buffer_place_cursor (fixture->body, &end);
  g_assert_true (press (fixture, GDK_KEY_Return));
  assert_body (fixture, "- one\n- ");
  g_assert_true (press (fixture, GDK_KEY_Tab));
  assert_body (fixture, "- one\n  - ");
  g_assert_true (press (fixture, GDK_KEY_ISO_Left_Tab));
  assert_body (fixture, "- one\n- ");
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, "- one\n  - ");
  gtk_text_buffer_redo (fixture->body);
  assert_body (fixture, "- one\n- ");
  /* It ends there. */
  gtk_text_buffer_get_end_iter (fixture->body, &end);
  gtk_text_buffer_place_cursor (fixture->body, &end);
  g_assert_true (press (fixture, GDK_KEY_Return));
  assert_body (fixture, "- one\n\n");
  g_assert_false (press (fixture, GDK_KEY_Return));
  g_assert_false (press (fixture, GDK_KEY_Tab));

  gtk_text_buffer_set_text (fixture->body, "1. one and two", -1);
  select_words (fixture, " and ");
  g_assert_true (press (fixture, GDK_KEY_Return));
  assert_body (fixture, "1. one\n2. two");
  gtk_text_buffer_undo (fixture->body);
  assert_body (fixture, "1. one and two");
  place_cursor (fixture, "1. ");
  g_assert_true (press (fixture, GDK_KEY_BackSpace));
  assert_body (fixture, "one and two");
  g_assert_false (press (fixture, GDK_KEY_BackSpace));

  /* What an input method has begun is its own. */
  gtk_text_buffer_set_text (fixture->body, "> one", -1);
  place_cursor (fixture, "one");
  g_signal_emit_by_name (fixture->view, "preedit-changed", "ㅎ");
  g_assert_false (press (fixture, GDK_KEY_Return));
  g_signal_emit_by_name (fixture->view, "preedit-changed", "");
  g_assert_true (press (fixture, GDK_KEY_Return));
  assert_body (fixture, "> one\n> ");
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover, *entry;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), "https://example.org/ferries");
  select_words (fixture, "Two ferries");
  activate (fixture, "story.link", NULL);
  popover = desk_test_find (GTK_WIDGET (fixture->story_view), DESK_TYPE_LINK_POPOVER, NULL);
  g_assert_nonnull (popover);
  entry = desk_test_find (popover, GTK_TYPE_ENTRY, NULL);
  desk_test_wait_for (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), "https://example.org/ferries"));
  /* Enter. */
  g_signal_emit_by_name (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "activate");
  desk_test_wait_for (desk_test_find (GTK_WIDGET (fixture->story_view), DESK_TYPE_LINK_POPOVER, NULL) == NULL);
  assert_body (fixture, "The harbour reopens.\n\n[Two ferries](https://example.org/ferries) run.\n");

  /* It is filled in with where it leads, and can be taken away. */
  place_cursor (fixture, "[Two");
  activate (fixture, "story.link", NULL);
  popover = desk_test_find (GTK_WIDGET (fixture->story_view), DESK_TYPE_LINK_POPOVER, NULL);
  entry = desk_test_find (popover, GTK_TYPE_ENTRY, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "https://example.org/ferries");
  desk_test_click (desk_test_find (popover, GTK_TYPE_BUTTON, "_Remove Link"));
  desk_test_settle ();
  assert_body (fixture, "The harbour reopens.\n\nTwo ferries run.\n");
}

/* Marks are there in the cursor's line and pale elsewhere; and no line is laid out anew for it. */
static void
test_marks (Fixture *fixture, gconstpointer data)
{
  GtkTextTag *near;
  GdkRGBA *color = NULL;

  desk_test_wait_for (has_tag (fixture, "**night", "markdown-mark"));
  place_cursor (fixture, "The ");
  g_assert_true (has_tag (fixture, "**harbour", DESK_NEAR_MARK));
  g_assert_false (has_tag (fixture, "harbour", DESK_NEAR_MARK));
  g_assert_false (has_tag (fixture, "**night", DESK_NEAR_MARK));
  place_cursor (fixture, "**night");
  g_assert_false (has_tag (fixture, "**harbour", DESK_NEAR_MARK));
  g_assert_true (has_tag (fixture, "**night", DESK_NEAR_MARK));

  /* The cursor goes along when a line is broken. */
  gtk_text_buffer_insert_at_cursor (fixture->body, "\n\n", -1);
  desk_test_settle ();
  place_cursor (fixture, "reopens");
  g_assert_true (has_tag (fixture, "**harbour", DESK_NEAR_MARK));

  near = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->body), DESK_NEAR_MARK);
  g_object_get (near, "foreground-rgba", &color, NULL);
  g_assert_cmpfloat (color->alpha, >, 0.9);
  gdk_rgba_free (color);
  g_object_get (gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->body), "markdown-mark"), "foreground-rgba", &color, NULL);
  g_assert_cmpfloat (color->alpha, <, 0.5);
  g_assert_cmpfloat (color->alpha, >, 0.1);
  gdk_rgba_free (color);
}

static void
test_hang (Fixture *fixture, gconstpointer data)
{
  gboolean hangs;
  int one, nested, numbered;

  desk_test_wait_for (has_tag (fixture, "> said", DESK_QUOTE_LEFT));
  one = get_indent (fixture, "- one", &hangs);
  g_assert_true (hangs);
  nested = get_indent (fixture, "- nested", &hangs);
  g_assert_true (hangs);
  numbered = get_indent (fixture, "10. tenth", &hangs);
  g_assert_true (hangs);
  g_assert_cmpint (nested, >, one);
  g_assert_cmpint (numbered, >, one);
  get_indent (fixture, "Words", &hangs);
  g_assert_false (hangs);
  g_assert_false (has_tag (fixture, "Words", DESK_QUOTE_LEFT));

  /* The next item hangs from the first letter on, not only when typing rests. */
  place_cursor (fixture, "- one");
  g_assert_true (press (fixture, GDK_KEY_Return));
  gtk_text_buffer_insert_at_cursor (fixture->body, "second", -1);
  g_assert_cmpint (get_indent (fixture, "- second", &hangs), ==, one);
}

/* By the letters of the paragraph, and where there are none as GTK does; a neutral story by its language. */
static void
test_rtl (Fixture *fixture, gconstpointer data)
{
  gboolean hangs;
  GdkRectangle first, second;
  GtkTextIter start, end;

  desk_test_wait_for (has_tag (fixture, "> گوتی", DESK_QUOTE_RIGHT));
  g_assert_true (gtk_widget_get_direction (GTK_WIDGET (fixture->view)) == GTK_TEXT_DIR_RTL);
  g_assert_false (has_tag (fixture, "> گوتی", DESK_QUOTE_LEFT));
  g_assert_true (has_tag (fixture, "> He said", DESK_QUOTE_LEFT));
  g_assert_true (has_tag (fixture, "> 1991", DESK_QUOTE_LEFT));
  get_indent (fixture, "- بەندەر", &hangs);
  g_assert_true (hangs);

  /* The words of a wrapped line begin left of its mark. */
  find (fixture, "- بەندەر", &start, &end);
  gtk_text_view_get_iter_location (fixture->view, &start, &first);
  gtk_text_view_forward_display_line (fixture->view, &start);
  gtk_text_view_get_iter_location (fixture->view, &start, &second);
  g_assert_cmpint (second.y, >, first.y);
  find (fixture, "- بەندەر", &start, &end);
  g_assert_cmpint (gtk_text_iter_get_line_offset (&start), ==, 0);
  g_assert_cmpint (first.x, >, second.x);
}

static void
test_empty_rtl (Fixture *fixture, gconstpointer data)
{
  desk_test_wait_for (has_tag (fixture, "> 1991", DESK_QUOTE_RIGHT));
}

/* What looks right is not touched, and what was taken away leaves nothing behind. */
static void
test_plain_again (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start, end;
  gboolean hangs;

  desk_test_wait_for (has_tag (fixture, "> said", DESK_QUOTE_LEFT));
  find (fixture, "> said", &start, &end);
  end = start;
  gtk_text_iter_forward_chars (&end, 2);
  gtk_text_buffer_delete (fixture->body, &start, &end);
  find (fixture, "- one", &start, &end);
  end = start;
  gtk_text_iter_forward_chars (&end, 2);
  gtk_text_buffer_delete (fixture->body, &start, &end);
  desk_test_wait_for (!has_tag (fixture, "said", DESK_QUOTE_LEFT));
  get_indent (fixture, "one", &hangs);
  g_assert_false (hangs);
}

static void
press_button_of_bar (GtkWidget *bar, const char *name)
{
  GtkWidget *button = desk_test_find_named (bar, name);

  g_assert_nonnull (button);
  g_assert_false (gtk_widget_get_focusable (button) && gtk_widget_get_can_focus (button));
  desk_test_click (button);
}

static void
find_bar (GtkWidget *widget, GtkWidget **bar)
{
  if (gtk_widget_has_css_class (widget, "desk-format-bar"))
    *bar = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && *bar == NULL; child = gtk_widget_get_next_sibling (child))
    find_bar (child, bar);
}

static void
test_bar (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = NULL;

  desk_format_bar_show (fixture->view);
  find_bar (GTK_WIDGET (fixture->story_view), &bar);
  g_assert_null (bar);

  select_words (fixture, "harbour");
  desk_format_bar_show (fixture->view);
  find_bar (GTK_WIDGET (fixture->story_view), &bar);
  g_assert_nonnull (bar);
  desk_test_wait_for (gtk_widget_get_mapped (bar));
  g_assert_true (gtk_window_get_focus (fixture->window) == GTK_WIDGET (fixture->view));
  press_button_of_bar (bar, "Bold");
  assert_body (fixture, "The **harbour** reopens.\n\nTwo ferries run.\n");
  g_assert_true (gtk_window_get_focus (fixture->window) == GTK_WIDGET (fixture->view));
  desk_test_wait_for (!gtk_widget_get_mapped (bar));
}

/* In the headline there is nothing to format, and the text far from it is left alone. */
static void
test_field (Fixture *fixture, gconstpointer data)
{
  GtkWidget *headline = desk_test_find_named (GTK_WIDGET (fixture->story_view), "Headline");

  gtk_widget_grab_focus (headline);
  desk_test_settle ();
  activate (fixture, "story.bold", NULL);
  assert_body (fixture, "The harbour reopens.\n\nTwo ferries run.\n");
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  desk_test_settle ();
}

/* Where the tags are is where they belong. */
static gboolean
is_dressed (Fixture *fixture)
{
  g_autofree char *body = dup_body (fixture);
  g_autoptr (GPtrArray) spans = desk_markdown_list_spans (body);
  g_autoptr (GPtrArray) embeds = desk_markdown_list_embeds (body);
  g_autoptr (GPtrArray) plan = desk_markdown_marks_plan (body, spans, embeds, FALSE);
  g_autoptr (GPtrArray) tags = desk_markdown_marks_list_tags (fixture->body);

  for (guint i = 0; i < tags->len; i++)
    {
      GtkTextTag *tag = g_ptr_array_index (tags, i);
      GArray *ranges = g_ptr_array_index (plan, i);
      GtkTextIter iter;
      guint n = 0;

      if (tag == NULL)
        continue;
      gtk_text_buffer_get_start_iter (fixture->body, &iter);
      while (gtk_text_iter_has_tag (&iter, tag) || gtk_text_iter_forward_to_tag_toggle (&iter, tag))
        {
          DeskTagRange range = { 0, 0 };

          if (gtk_text_iter_is_end (&iter))
            break;
          if (n >= ranges->len)
            return FALSE;
          range = g_array_index (ranges, DeskTagRange, n++);
          if (gtk_text_iter_get_offset (&iter) != range.start)
            return FALSE;
          gtk_text_iter_forward_to_tag_toggle (&iter, tag);
          if (gtk_text_iter_get_offset (&iter) != range.end)
            return FALSE;
        }
      if (n != ranges->len)
        return FALSE;
    }
  return TRUE;
}

/* A long text is dressed in slices, and edited meanwhile. */
static void
test_sweep (Fixture *fixture, gconstpointer data)
{
  static const char *const pieces[] = { "**", "*", "\n\n", "word ", "`", "# ", "\n```\n", "> ", "<https://example.org/a>" };
  g_autoptr (GString) text = g_string_new (NULL);
  GtkTextIter start, end, at;

  for (int i = 0; i < 150; i++)
    g_string_append_printf (text, "%sThe harbour of **Port Alder** reopened at *noon*, [the authority](https://example.org/a) said, `%d`.\n\n", i % 7 == 0 ? "## " : "", i);
  gtk_text_buffer_set_text (fixture->body, text->str, -1);

  for (int round = 0; round < 60; round++)
    {
      int length = gtk_text_buffer_get_char_count (fixture->body);
      int place = g_test_rand_int_range (0, length + 1);

      gtk_text_buffer_get_iter_at_offset (fixture->body, &start, place);
      if (round % 3 == 0)
        {
          gtk_text_buffer_get_iter_at_offset (fixture->body, &end, MIN (length, place + g_test_rand_int_range (1, 40)));
          gtk_text_buffer_delete (fixture->body, &start, &end);
        }
      else
        gtk_text_buffer_insert (fixture->body, &start, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))], -1);
      if (round % 20 == 19)
        desk_test_wait_for (is_dressed (fixture));
      else if (round % 4 == 0)
        for (int i = 0; i < 25; i++)
          desk_test_iterate ();
    }

  /* Words that bring their tags along lose those that are not theirs here. */
  gtk_text_buffer_set_text (fixture->body, text->str, -1);
  desk_test_wait_for (is_dressed (fixture));
  find (fixture, "Port Alder", &start, &end);
  gtk_text_buffer_get_iter_at_line (fixture->body, &at, 4);
  gtk_text_buffer_insert_range (fixture->body, &at, &start, &end);
  g_assert_false (is_dressed (fixture));
  desk_test_wait_for (is_dressed (fixture));

  /* A mark far before a text changes what it is, there and back. */
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_insert (fixture->body, &start, "```\n", -1);
  desk_test_wait_for (is_dressed (fixture));
  gtk_text_buffer_undo (fixture->body);
  desk_test_wait_for (is_dressed (fixture));
}

static int
get_body_size (Fixture *fixture)
{
  return pango_font_description_get_size (pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (fixture->view))));
}

static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  GtkWidget *headline = desk_test_find_named (GTK_WIDGET (fixture->story_view), "Headline");
  GtkWidget *clamp = desk_test_find (GTK_WIDGET (fixture->story_view), ADW_TYPE_CLAMP_SCROLLABLE, NULL);
  int size, height, width;
  gboolean hangs;
  int indent;

  desk_test_wait_for ((indent = get_indent (fixture, "- one", &hangs)) > 0);
  /* Once spelling is looked at nothing else makes the text be dressed. */
  desk_test_wait_for (gtk_text_view_get_extra_menu (fixture->view) != NULL);
  for (int i = 0; i < 40; i++)
    desk_test_iterate ();
  size = get_body_size (fixture);
  height = gtk_widget_get_height (headline);
  width = adw_clamp_scrollable_get_maximum_size (ADW_CLAMP_SCROLLABLE (clamp));
  for (int i = 0; i < 5; i++)
    activate (fixture, "story.zoom-in", NULL);
  desk_test_settle ();
  g_assert_cmpint (get_body_size (fixture), ==, size * 3 / 2);
  g_assert_cmpint (gtk_widget_get_height (headline), >, height);
  g_assert_cmpint (adw_clamp_scrollable_get_maximum_size (ADW_CLAMP_SCROLLABLE (clamp)), ==, width * 3 / 2);
  /* What hangs was measured anew. */
  desk_test_wait_for (get_indent (fixture, "- one", &hangs) > indent);
  activate (fixture, "story.zoom-out", NULL);
  activate (fixture, "story.zoom-normal", NULL);
  desk_test_settle ();
  g_assert_cmpint (get_body_size (fixture), ==, size);
  g_assert_cmpint (gtk_widget_get_height (headline), ==, height);
}

static void
test_focus_mode (Fixture *fixture, gconstpointer data)
{
  gboolean focus_mode, inspector;
  gboolean handled = FALSE;
  GtkTextIter iter;

  g_object_set (fixture->story_view, "inspector-visible", TRUE, NULL);
  place_cursor (fixture, "harbour");
  activate (fixture, "story.focus-mode", NULL);
  g_object_get (fixture->story_view, "inspector-visible", &inspector, NULL);
  g_assert_false (inspector);
  g_assert_false (has_tag (fixture, "harbour", DESK_FOCUS_DIM_TAG));
  g_assert_true (has_tag (fixture, "ferries", DESK_FOCUS_DIM_TAG));
  place_cursor (fixture, "ferries");
  g_assert_true (has_tag (fixture, "harbour", DESK_FOCUS_DIM_TAG));
  g_assert_false (has_tag (fixture, "ferries", DESK_FOCUS_DIM_TAG));

  /* A new paragraph is the one that is written in. */
  place_cursor (fixture, "run.");
  gtk_text_buffer_insert_at_cursor (fixture->body, "\n\nSmoke.", -1);
  g_assert_true (has_tag (fixture, "ferries", DESK_FOCUS_DIM_TAG));
  g_assert_false (has_tag (fixture, "Smoke", DESK_FOCUS_DIM_TAG));
  gtk_text_buffer_get_start_iter (fixture->body, &iter);
  gtk_text_buffer_insert (fixture->body, &iter, "Night. ", -1);
  g_assert_true (has_tag (fixture, "Night", DESK_FOCUS_DIM_TAG));

  /* Escape ends it, and what made room is back. */
  for (GtkWidget *widget = GTK_WIDGET (fixture->view); widget != NULL && !handled; widget = gtk_widget_get_parent (widget))
    if (DESK_IS_EDITOR (widget))
      {
        g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

        for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
          {
            g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

            if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && !handled)
              g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Escape, 0, 0, &handled);
          }
      }
  g_assert_true (handled);
  g_object_get (fixture->story_view, "focus-mode", &focus_mode, "inspector-visible", &inspector, NULL);
  g_assert_false (focus_mode);
  g_assert_true (inspector);
  g_assert_false (has_tag (fixture, "harbour", DESK_FOCUS_DIM_TAG));
}

static void
test_full_screen (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bars = desk_test_find (GTK_WIDGET (fixture->story_view), ADW_TYPE_TOOLBAR_VIEW, NULL);

  g_assert_true (adw_toolbar_view_get_reveal_top_bars (ADW_TOOLBAR_VIEW (bars)));
  g_object_set (fixture->story_view, "full-screen", TRUE, NULL);
  g_assert_false (adw_toolbar_view_get_reveal_top_bars (ADW_TOOLBAR_VIEW (bars)));
  g_object_set (fixture->story_view, "full-screen", FALSE, NULL);
  g_assert_true (adw_toolbar_view_get_reveal_top_bars (ADW_TOOLBAR_VIEW (bars)));
}

static void
test_measure (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->story_view);
  GtkWidget *popover, *spin;

  desk_test_wait_for (desk_test_find (root, GTK_TYPE_LABEL, "6 words · 1 min"));
  select_words (fixture, "Two ferries");
  desk_test_wait_for (desk_test_find (root, GTK_TYPE_LABEL, "2 of 6 words"));
  activate (fixture, "story.measure", NULL);
  popover = desk_test_find (root, DESK_TYPE_MEASURE_POPOVER, NULL);
  /* Without their spaces: 18 and 14 of the story, 10 of the selection. */
  desk_test_wait_for (desk_test_find (popover, GTK_TYPE_LABEL, "32"));
  g_assert_nonnull (desk_test_find (popover, GTK_TYPE_LABEL, "10"));

  spin = desk_test_find (popover, GTK_TYPE_SPIN_BUTTON, NULL);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 800);
  gtk_popover_popdown (GTK_POPOVER (popover));
  desk_test_wait_for (desk_document_get_snapshot (fixture->document)->target == 800);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  place_cursor (fixture, "Two");
  desk_test_wait_for (desk_test_find (root, GTK_TYPE_LABEL, "6 of 800 words · 1 min"));
}

static AdwDialog *
open_dialog (Fixture *fixture, const char *action)
{
  AdwDialog *dialog;

  activate (fixture, action, NULL);
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (fixture->window));
  g_assert_true (DESK_IS_PLACES_DIALOG (dialog));
  desk_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  return dialog;
}

static void
go_with (Fixture *fixture, AdwDialog *dialog, const char *typed)
{
  GtkWidget *entry = desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), typed);
  desk_test_settle ();
  g_signal_emit_by_name (entry, "activate");
  desk_test_wait_for (adw_window_get_visible_dialog (ADW_WINDOW (fixture->window)) == NULL);
}

static char *
dup_line_at_cursor (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_mark (fixture->body, &start, gtk_text_buffer_get_insert (fixture->body));
  gtk_text_iter_set_line_offset (&start, 0);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  return gtk_text_iter_get_text (&start, &end);
}

static void
test_places (Fixture *fixture, gconstpointer data)
{
  AdwDialog *dialog = open_dialog (fixture, "story.go-to-paragraph");
  g_autofree char *third = NULL;
  g_autofree char *next = NULL;

  desk_test_wait_for (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "nested"));
  go_with (fixture, dialog, "3");
  third = dup_line_at_cursor (fixture);
  g_assert_cmpstr (third, ==, "  - nested");
  g_assert_false (gtk_text_buffer_get_has_selection (fixture->body));
  g_assert_true (gtk_window_get_focus (fixture->window) == GTK_WIDGET (fixture->view));

  gtk_text_buffer_set_text (fixture->body, "# First\n\nWords.\n\n## The next one\n\nWords.\n", -1);
  dialog = open_dialog (fixture, "story.outline");
  desk_test_wait_for (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "The next one"));
  g_assert_null (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Words."));
  go_with (fixture, dialog, "next");
  next = dup_line_at_cursor (fixture);
  g_assert_cmpstr (next, ==, "## The next one");

  /* Nothing to go to is no place to go. */
  dialog = open_dialog (fixture, "story.outline");
  desk_test_wait_for (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "First"));
  gtk_editable_set_text (GTK_EDITABLE (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, NULL)), "xyz");
  desk_test_settle ();
  g_signal_emit_by_name (desk_test_find (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, NULL), "activate");
  g_assert_true (adw_window_get_visible_dialog (ADW_WINDOW (fixture->window)) == dialog);
  adw_dialog_force_close (dialog);
  desk_test_settle ();
}

int
main (int argc, char *argv[])
{
  const char *plain = HEADER "The harbour reopens.\n\nTwo ferries run.\n";
  const char *marked = HEADER "The **harbour** reopens.\n\nAfter a **night** of storms.\n";
  const char *lists = HEADER "Words.\n\n- one\n  - nested\n\n9. ninth\n10. tenth\n\n> said\n\nWords.\n";
  const char *kurdish = ARABIC_HEADER
      "- بەندەر کرایەوە و کەشتییەکان دەستیان بە کارکردن کردەوە و بەندەر کرایەوە و کەشتییەکان دەستیان بە کارکردن کردەوە و بەندەر کرایەوە Port Alder "
      "و کەشتییەکان دەستیان بە کارکردن کردەوە\n\n> گوتی Port\n\n> He said so\n\n> 1991\n";
  const char *neutral = ARABIC_HEADER "> 1991\n";

  desk_test_init (&argc, &argv);

#define ADD(path, text, function) g_test_add ("/live/" path, Fixture, text, set_up, function, tear_down)
  ADD ("actions", plain, test_actions);
  ADD ("claim", plain, test_claim);
  ADD ("keys", plain, test_keys);
  ADD ("link", plain, test_link);
  ADD ("marks", marked, test_marks);
  ADD ("hang", lists, test_hang);
  ADD ("plain-again", lists, test_plain_again);
  ADD ("rtl", kurdish, test_rtl);
  ADD ("empty-rtl", neutral, test_empty_rtl);
  ADD ("bar", plain, test_bar);
  ADD ("field", plain, test_field);

  ADD ("zoom", lists, test_zoom);
  ADD ("focus-mode", plain, test_focus_mode);
  ADD ("full-screen", plain, test_full_screen);
  ADD ("measure", plain, test_measure);
  ADD ("places", lists, test_places);
  ADD ("sweep", plain, test_sweep);
  return g_test_run ();
}
