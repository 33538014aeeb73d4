/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "editor/desk-editor.h"
#include "window/desk-story-view.h"

/*
 * Whatever is done to a text, to undo all of it gives the text that was there, and to redo all the one that came of it, byte for
 * byte. What is done is chosen by chance; the seed is printed, and --seed tries it again.
 */

#define ROUNDS 6
#define GESTURES 40

#define STORY                                                                                         \
  "Headline: Harbour reopens\nLanguage: en\nZone: Europe/Berlin\n\n"                                  \
  "The harbour of Port Alder reopened at noon. It was **dark**.\n\n"                                  \
  "## What is known\n\n- Two ferries run\n- Nobody was hurt\n  - So far\n\n1. Pilots\n2. Ferries\n\n" \
  "> We have never seen waves like these.\n\nقالت هيئة الميناء إن Port Alder فُتح.\n\n<https://example.org/a>\n\nEnd.\n"

typedef struct
{
  DeskStore *store;
  char *story;
  DeskDocument *document;
  DeskStoryView *story_view;
  DeskEditor *editor;
  GtkWindow *window;
  GtkTextBuffer *body;
  GtkTextView *view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = desk_test_store_new ();
  fixture->story = desk_test_story_new (fixture->store, STORY);
  fixture->document = desk_test_document_new (fixture->store, fixture->story);
  fixture->body = GTK_TEXT_BUFFER (desk_document_get_body (fixture->document));
  fixture->story_view = g_object_new (DESK_TYPE_STORY_VIEW, "document", fixture->document, NULL);
  fixture->window = desk_test_window_new (GTK_WIDGET (fixture->story_view));
  fixture->editor = desk_story_view_get_editor (fixture->story_view);
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
select_any (Fixture *fixture)
{
  int length = gtk_text_buffer_get_char_count (fixture->body);
  int from = g_test_rand_int_range (0, length + 1);
  int to = g_test_rand_bit () ? from : MIN (length, from + g_test_rand_int_range (0, 60));
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (fixture->body, &start, from);
  gtk_text_buffer_get_iter_at_offset (fixture->body, &end, to);
  gtk_text_buffer_select_range (fixture->body, &end, &start);
}

static void
type_words (Fixture *fixture)
{
  static const char *const words[] = { "a", "é", "قال ", "**", "\n", "- ", "> ", "1. ", "word ", "\n\n", "#", "`", "👩‍🚒" };

  gtk_text_buffer_begin_user_action (fixture->body);
  gtk_text_buffer_delete_selection (fixture->body, TRUE, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (fixture->body, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))], -1, TRUE);
  gtk_text_buffer_end_user_action (fixture->body);
}

static void
press_key (Fixture *fixture)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_BackSpace, GDK_KEY_Tab, GDK_KEY_ISO_Left_Tab };
  GtkEventController *controller = g_object_get_data (G_OBJECT (fixture->view), "desk-formatter-keys");
  gboolean handled = FALSE;

  g_signal_emit_by_name (controller, "key-pressed", keys[g_test_rand_int_range (0, G_N_ELEMENTS (keys))], 0, 0, &handled);
}

static gboolean
has_words (Fixture *fixture, const char *words)
{
  g_autofree char *body = dup_body (fixture);

  return strstr (body, words) != NULL;
}

static void
paste (Fixture *fixture)
{
  static guint n;
  static const char *const texts[] = { "%s", "Two\nlines %s", "“%s”", "a **b** %s [c](https://example.org)" };
  g_autofree char *marker = g_strdup_printf ("pasted%u", n++);
  g_autoptr (GString) text = g_string_new (texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))]);

  g_string_replace (text, "%s", marker, 1);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), text->str);
  desk_editor_paste_plain (fixture->editor);
  desk_test_wait_for (has_words (fixture, marker));
}

static void
claim (Fixture *fixture)
{
  GtkTextIter start, end;
  DeskAnchor *anchor;
  GPtrArray *changes;

  if (!gtk_text_buffer_get_selection_bounds (fixture->body, &start, &end))
    return;
  anchor = desk_document_make_anchor (fixture->document, &start, &end, NULL);
  if (anchor == NULL)
    return;
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_ptr_array_add (changes, desk_change_new_claim (anchor, "", DESK_CLAIM_FACT, DESK_SAID_OPEN, DESK_SO_OPEN, NULL, NULL));
  desk_anchor_free (anchor);
  desk_test_commit (fixture->document, changes);
}

static void
do_anything (Fixture *fixture)
{
  select_any (fixture);
  switch (g_test_rand_int_range (0, 14))
    {
    case 0:
    case 1:
    case 2:
      type_words (fixture);
      break;
    case 3:
    case 4:
    case 5:
      press_key (fixture);
      break;
    case 6:
      gtk_text_buffer_delete_selection (fixture->body, TRUE, TRUE);
      break;
    case 7:
      paste (fixture);
      break;
    case 8:
      claim (fixture);
      break;
    case 9:
      desk_test_settle ();
      break;
    case 10:
      desk_editor_format (fixture->editor, DESK_FORMAT_HEADING, g_test_rand_int_range (0, 4));
      break;
    default:
      desk_editor_format (fixture->editor, g_test_rand_int_range (DESK_FORMAT_BOLD, DESK_FORMAT_NUMBERED_LIST + 1), 1);
      break;
    }
}

static void
undo_all (Fixture *fixture)
{
  while (gtk_text_buffer_get_can_undo (fixture->body))
    gtk_text_buffer_undo (fixture->body);
}

static void
test_any (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = dup_body (fixture);

  for (int round = 0; round < ROUNDS; round++)
    {
      g_autofree char *last = NULL;
      g_autofree char *undone = NULL;
      g_autofree char *redone = NULL;
      g_autofree char *undone_again = NULL;

      for (int i = 0; i < GESTURES; i++)
        do_anything (fixture);
      last = dup_body (fixture);

      undo_all (fixture);
      undone = dup_body (fixture);
      g_assert_cmpstr (undone, ==, first);

      while (gtk_text_buffer_get_can_redo (fixture->body))
        gtk_text_buffer_redo (fixture->body);
      redone = dup_body (fixture);
      g_assert_cmpstr (redone, ==, last);

      /* Some of the way back, and on from there another time. */
      undo_all (fixture);
      undone_again = dup_body (fixture);
      g_assert_cmpstr (undone_again, ==, first);
      desk_test_settle ();
    }
}

/* A gesture of an editor is one step back. */
static void
test_one (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 60; i++)
    {
      g_autofree char *before = dup_body (fixture);
      g_autofree char *after = NULL;
      g_autofree char *undone = NULL;

      select_any (fixture);
      if (g_test_rand_bit ())
        press_key (fixture);
      else
        desk_editor_format (fixture->editor, g_test_rand_int_range (DESK_FORMAT_BOLD, DESK_FORMAT_NUMBERED_LIST + 1), 2);
      after = dup_body (fixture);
      if (g_str_equal (before, after))
        continue;
      gtk_text_buffer_undo (fixture->body);
      undone = dup_body (fixture);
      g_assert_cmpstr (undone, ==, before);
      /* On from another text. (GTK takes what follows a redo as a part of what was done again.) */
      select_any (fixture);
      type_words (fixture);
    }
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

  g_test_add ("/undo/any", Fixture, NULL, set_up, test_any, tear_down);
  g_test_add ("/undo/one", Fixture, NULL, set_up, test_one, tear_down);

  return g_test_run ();
}
