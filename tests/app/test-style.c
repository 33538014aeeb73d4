/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "editor/desk-editor.h"
#include "editor/desk-style-popover.h"

#define STORY                                    \
  "Headline: Harbour prison seized\n"            \
  "Language: en\n"                               \
  "Zone: Asia/Baghdad\n"                         \
  "\n"                                           \
  "Armed men opened the the prison on Monday.\n" \
  "\n"                                           \
  "The advisor said \"nothing\" of it - then he left.\n"

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  DeskEditor *editor;
  GtkWindow *window;
  GtkTextBuffer *body;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, STORY);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  fixture->editor = g_object_new (DESK_TYPE_EDITOR, "document", fixture->document, NULL);
  fixture->window = desk_test_window_new (GTK_WIDGET (fixture->editor));
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

/* "the the|\"|…": what has the line under it. */
static char *
dup_marked (Fixture *fixture)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->body), "house-style");
  g_autoptr (GString) out = g_string_new (NULL);
  GtkTextIter iter, end;

  gtk_text_buffer_get_start_iter (fixture->body, &iter);
  while (tag && (gtk_text_iter_starts_tag (&iter, tag) || gtk_text_iter_forward_to_tag_toggle (&iter, tag)))
    {
      g_autofree char *words = NULL;

      end = iter;
      gtk_text_iter_forward_to_tag_toggle (&end, tag);
      words = gtk_text_iter_get_text (&iter, &end);
      g_string_append_printf (out, "%s%s", out->len > 0 ? "|" : "", words);
      iter = end;
      if (gtk_text_iter_is_end (&iter))
        break;
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

typedef struct
{
  Fixture *fixture;
  const char *words;
} Marked;

static gboolean
is_marked (gpointer data)
{
  Marked *marked = data;
  g_autofree char *found = dup_marked (marked->fixture);

  return g_str_equal (found, marked->words);
}

static void
wait_marked (Fixture *fixture, const char *words)
{
  Marked marked = { fixture, words };

  desk_test_wait_until (is_marked, &marked);
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

static void
assert_selected (Fixture *fixture, const char *words)
{
  g_autofree char *selected = dup_selected (fixture);

  g_assert_cmpstr (selected, ==, words);
}

static void
next (Fixture *fixture, gboolean backwards, const char *words)
{
  g_test_message ("next %d: %s", backwards, words);
  g_assert_true (desk_editor_next_mark (fixture->editor, backwards));
  desk_test_settle ();
  assert_selected (fixture, words);
}

static void
add_rule (Fixture *fixture)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (DeskRule) rule = g_object_new (DESK_TYPE_RULE, NULL);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_set_str (&rule->id, "018f3c1e-7a00-7c3a-9d51-000000000001");
  g_set_str (&rule->term, "advisor");
  g_set_str (&rule->prefer, "adviser");
  g_set_str (&rule->why, "The house spells it so");
  g_ptr_array_add (changes, desk_change_new_rule (rule));
  ids = desk_store_commit (fixture->store, NULL, changes, &error);
  g_assert_no_error (error);
}

/* What is found has a line, moves along as one types, and goes when it was mended. */
static void
test_marks (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start, end;

  wait_marked (fixture, "the the|\"|\"|-");
  add_rule (fixture);
  wait_marked (fixture, "the the|advisor|\"|\"|-");

  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_insert (fixture->body, &start, "At dawn it rained. ", -1);
  next (fixture, FALSE, "the the");
  wait_marked (fixture, "the the|advisor|\"|\"|-");

  gtk_text_buffer_get_iter_at_offset (fixture->body, &start, 40);
  gtk_text_buffer_get_iter_at_offset (fixture->body, &end, 44);
  gtk_text_buffer_delete (fixture->body, &start, &end);
  wait_marked (fixture, "advisor|\"|\"|-");
}

/* From one to the next and back, around the end; each says why. */
static void
test_next (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start;
  GtkWidget *popover;

  wait_marked (fixture, "the the|\"|\"|-");
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_place_cursor (fixture->body, &start);
  next (fixture, FALSE, "the the");
  popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_STYLE_POPOVER, NULL);
  g_assert_nonnull (popover);
  g_assert_nonnull (desk_test_find (popover, GTK_TYPE_LABEL, "The same word twice"));
  g_assert_nonnull (desk_test_find (popover, GTK_TYPE_BUTTON, "the"));
  next (fixture, FALSE, "\"");
  next (fixture, FALSE, "\"");
  next (fixture, FALSE, "-");
  next (fixture, FALSE, "the the");
  next (fixture, TRUE, "-");
  next (fixture, TRUE, "\"");
}

/* One key takes the suggestion, one step of undo takes it back. */
static void
test_take (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dup_body (fixture);
  g_autofree char *taken = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *clicked = NULL;
  GtkTextIter start;
  GtkWidget *popover;

  wait_marked (fixture, "the the|\"|\"|-");
  gtk_text_buffer_get_start_iter (fixture->body, &start);
  gtk_text_buffer_place_cursor (fixture->body, &start);
  g_assert_false (desk_editor_take_suggestion (fixture->editor));
  next (fixture, FALSE, "the the");
  g_assert_true (desk_editor_take_suggestion (fixture->editor));
  taken = dup_body (fixture);
  g_assert_true (g_str_has_prefix (taken, "Armed men opened the prison on Monday."));
  wait_marked (fixture, "\"|\"|-");

  gtk_text_buffer_undo (fixture->body);
  undone = dup_body (fixture);
  g_assert_cmpstr (undone, ==, before);
  wait_marked (fixture, "the the|\"|\"|-");

  /* The dash's second suggestion, by the pointer. */
  next (fixture, TRUE, "-");
  popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_STYLE_POPOVER, NULL);
  desk_test_click (desk_test_find (popover, GTK_TYPE_BUTTON, "—"));
  clicked = dup_body (fixture);
  g_assert_nonnull (strstr (clicked, "of it — then he left"));
  desk_test_settle ();
}

/* At the cursor, without a popover. */
static void
test_at_cursor (Fixture *fixture, gconstpointer data)
{
  g_autofree char *taken = NULL;
  GtkTextIter iter;

  wait_marked (fixture, "the the|\"|\"|-");
  gtk_text_buffer_get_iter_at_offset (fixture->body, &iter, 20);
  gtk_text_buffer_place_cursor (fixture->body, &iter);
  g_assert_true (desk_editor_take_suggestion (fixture->editor));
  taken = dup_body (fixture);
  g_assert_true (g_str_has_prefix (taken, "Armed men opened the prison on Monday."));
}

static void
test_leave (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;
  DeskLeave *leave;

  wait_marked (fixture, "the the|\"|\"|-");
  gtk_text_buffer_set_text (fixture->body, "He said the the ship left.\n", -1);
  wait_marked (fixture, "the the");
  next (fixture, FALSE, "the the");
  popover = desk_test_find (GTK_WIDGET (fixture->editor), DESK_TYPE_STYLE_POPOVER, NULL);
  desk_test_click (desk_test_find (popover, GTK_TYPE_BUTTON, "_Leave It Here"));
  wait_marked (fixture, "");
  leave = desk_document_get_snapshot (fixture->document)->leaves->pdata[0];
  g_assert_cmpstr (leave->rule, ==, "doubled");
  g_assert_cmpstr (leave->anchor->exact, ==, "the the");

  /* Elsewhere it is found again. */
  gtk_text_buffer_set_text (fixture->body, "He said the the ship left. She saw the the boat.\n", -1);
  wait_marked (fixture, "the the");
}

static void
test_switch_off (Fixture *fixture, gconstpointer data)
{
  wait_marked (fixture, "the the|\"|\"|-");
  next (fixture, FALSE, "the the");
  g_assert_true (desk_editor_switch_off_rule (fixture->editor));
  wait_marked (fixture, "\"|\"|-");
}

/* It looks in the language that the story has now. */
static void
test_language (Fixture *fixture, gconstpointer data)
{
  const char *const german[] = { "de", NULL };

  wait_marked (fixture, "the the|\"|\"|-");
  desk_document_set_fields (fixture->document, "Language", german);
  gtk_text_buffer_set_text (fixture->body, "Er sagte, dass dass es so war.\n", -1);
  wait_marked (fixture, "dass dass");
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/style/marks", test_marks);
  add ("/style/next", test_next);
  add ("/style/take", test_take);
  add ("/style/at-cursor", test_at_cursor);
  add ("/style/leave", test_leave);
  add ("/style/switch-off", test_switch_off);
  add ("/style/language", test_language);

  return g_test_run ();
}
