/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "desk-test-utils.h"
#include "exchange/desk-capture.h"
#include "posts/desk-post-card.h"
#include "preview/desk-preview-item.h"
#include "preview/desk-preview-row.h"
#include "preview/desk-preview-view.h"
#include "window/desk-story-print.h"
#include "window/desk-story-view.h"

#define ADDRESS "https://x.com/marrow_guard/status/2025946527169249280"
#define STORY                                                                                                                \
  "Headline: Harbour prison <seized>\nStandfirst: Ministry denies losing control\nByline: By M. Aral\n"                      \
  "Dateline: PORT ALDER\nLanguage: en\nZone: Asia/Baghdad\nRelated: [Ferry line](https://example.org/ferry)\n"               \
  "Warning: graphic\n\nArmed men **opened** a prison & [fled](https://example.org/?a=1&b=2).\n\n<" ADDRESS ">\n\n## Why\n\n" \
  "> Said *twice*\n\n1. one\n2. two\n\n---\n\n    a < b\n"

/* 2026-02-23 18:45 in Baghdad. */
#define EVENING (G_GINT64_CONSTANT (1771861500) * G_USEC_PER_SEC)

typedef struct
{
  DeskStore *store;
  DeskDocument *document;
  DeskStoryView *view;
  GtkWindow *window;
} Fixture;

static void
commit (Fixture *self, DeskChange *change)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);
  desk_test_commit (self->document, changes);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *story = NULL;

  self->store = desk_test_store_new ();
  story = desk_test_story_new (self->store, data);
  self->document = desk_test_document_new (self->store, story);
  self->view = g_object_new (DESK_TYPE_STORY_VIEW, "document", self->document, NULL);
  self->window = desk_test_window_new (GTK_WIDGET (self->view));
  desk_test_settle ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  desk_test_window_free (self->window);
  desk_test_document_free (self->document);
  desk_test_store_free (self->store);
}

static GtkWidget *
get_preview (Fixture *self)
{
  return desk_test_find (GTK_WIDGET (self->view), DESK_TYPE_PREVIEW_VIEW, NULL);
}

static gboolean
is_previewing (Fixture *self)
{
  GtkWidget *preview = get_preview (self);

  return preview != NULL && gtk_widget_get_mapped (preview);
}

static GtkWidget *
find_label (Fixture *self, const char *markup)
{
  return desk_test_find (get_preview (self), GTK_TYPE_LABEL, markup);
}

static void
open_preview (Fixture *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "story.preview", NULL);
  desk_test_wait_for (is_previewing (self));
}

static void
publish (Fixture *self, DeskUpdateKind kind, const char *words, gint64 at)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);

  commit (self, desk_change_new_update (kind, desk_text_get_hash (snapshot->text), at, "Asia/Baghdad", "en", words, "", "", "", NULL));
}

static void
test_blocks (Fixture *self, gconstpointer data)
{
  static const char *const shown[] = {
    "Warning: graphic content",
    "Harbour prison &lt;seized&gt;",
    "Ministry denies losing control",
    "By M. Aral",
    "PORT ALDER — Armed men <b>opened</b> a prison &amp; <a href=\"https://example.org/?a=1&amp;b=2\" title=\"https://example.org/?a=1&amp;b=2\">fled</a>.",
    "Why",
    "Said <i>twice</i>",
    "1.",
    "two",
    "<tt>a &lt; b</tt>",
    "Related: <a href=\"https://example.org/ferry\" title=\"https://example.org/ferry\">Ferry line</a>",
  };
  GtkWidget *headline, *heading;

  open_preview (self);
  desk_test_wait_for (find_label (self, "Harbour prison &lt;seized&gt;") != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_test_message ("%s", shown[i]);
      g_assert_nonnull (find_label (self, shown[i]));
    }

  headline = find_label (self, "Harbour prison &lt;seized&gt;");
  heading = find_label (self, "Why");
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (headline)), ==, GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_test_accessible_assert_property (headline, GTK_ACCESSIBLE_PROPERTY_LEVEL, 1);
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (heading)), ==, GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_test_accessible_assert_property (heading, GTK_ACCESSIBLE_PROPERTY_LEVEL, 3);
  g_assert_nonnull (desk_test_find (get_preview (self), GTK_TYPE_SEPARATOR, NULL));
}

static void
test_close (Fixture *self, gconstpointer data)
{
  GtkTextBuffer *body = GTK_TEXT_BUFFER (desk_document_get_body (self->document));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (body, &iter, 12);
  gtk_text_buffer_place_cursor (body, &iter);
  open_preview (self);
  gtk_widget_activate_action (get_preview (self), "story.close-preview", NULL);
  desk_test_wait_for (!is_previewing (self));
  gtk_text_buffer_get_iter_at_mark (body, &iter, gtk_text_buffer_get_insert (body));
  g_assert_cmpint (gtk_text_iter_get_offset (&iter), ==, 12);

  /* The key that opened it closes it; another view of the story takes its place. */
  open_preview (self);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "story.preview", NULL);
  desk_test_wait_for (!is_previewing (self));
  open_preview (self);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "story.compare", NULL);
  desk_test_wait_for (!is_previewing (self));
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (self->view), "story.close-preview", NULL) && is_previewing (self));
}

/* Covered as it is, and nothing that only the desk knows. */
static void
test_card (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = desk_capture_by_hand (ADDRESS, "The gates are open.", "Marrow Coast Guard (@marrow_guard)", 0, &error);
  GtkWidget *card, *words;

  g_assert_no_error (error);
  g_set_str (&post->graphic, "A fire");
  commit (self, desk_change_new_post (post, NULL, NULL));
  open_preview (self);
  desk_test_wait_for ((card = desk_test_find (get_preview (self), DESK_TYPE_POST_CARD, NULL)) != NULL);
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (card)), ==, GTK_ACCESSIBLE_ROLE_ARTICLE);
  words = desk_test_find (card, GTK_TYPE_LABEL, "The gates are open.");
  desk_test_wait_for (gtk_widget_get_mapped (card));
  g_assert_false (gtk_widget_get_visible (words));
  g_assert_null (desk_test_find_named (card, "Post Menu"));
  gtk_widget_activate_action (card, "post.show", NULL);
  g_assert_true (gtk_widget_get_visible (words));
  g_assert_false (gtk_widget_get_visible (desk_test_find (card, GTK_TYPE_BUTTON, "Quote")));
}

static void
test_out (Fixture *self, gconstpointer data)
{
  GtkWidget *out_switch;

  publish (self, DESK_UPDATE_PUBLISH, "Published at 6:45 pm.", EVENING);
  publish (self, DESK_UPDATE_CORRECTION, "Correction: it was two & not three.", EVENING + G_TIME_SPAN_HOUR);
  open_preview (self);
  desk_test_wait_for (find_label (self, "Published at 6:45 pm.") != NULL);
  g_assert_nonnull (find_label (self, "Correction: it was two &amp; not three."));
  out_switch = desk_test_find (get_preview (self), GTK_TYPE_SWITCH, NULL);
  g_assert_true (gtk_widget_get_visible (out_switch));

  /* What is typed meanwhile, in another window, is seen; what is out stays what it is. */
  gtk_text_buffer_set_text (desk_document_get_headline (self->document), "Harbour prison retaken", -1);
  desk_test_wait_for (find_label (self, "Harbour prison retaken") != NULL);
  g_assert_null (find_label (self, "Harbour prison &lt;seized&gt;"));
  gtk_switch_set_active (GTK_SWITCH (out_switch), TRUE);
  desk_test_wait_for (find_label (self, "Harbour prison &lt;seized&gt;") != NULL);
  g_assert_null (find_label (self, "Harbour prison retaken"));
}

static void
test_not_out (Fixture *self, gconstpointer data)
{
  open_preview (self);
  desk_test_wait_for (find_label (self, "By M. Aral") != NULL);
  g_assert_false (gtk_widget_get_visible (desk_test_find (get_preview (self), GTK_TYPE_SWITCH, NULL)));
}

/* Words that begin in another script stand where the story's own do. */
static void
test_right_to_left (Fixture *self, gconstpointer data)
{
  open_preview (self);
  desk_test_wait_for (find_label (self, "فتحت <b>البوابات</b>") != NULL);
  g_assert_cmpint (gtk_widget_get_direction (find_label (self, "فتحت <b>البوابات</b>")), ==, GTK_TEXT_DIR_RTL);
  g_assert_cmpint (gtk_widget_get_direction (find_label (self, "TikTok قال")), ==, GTK_TEXT_DIR_RTL);
  g_assert_cmpint (gtk_widget_get_direction (gtk_widget_get_parent (find_label (self, "TikTok قال"))), ==, GTK_TEXT_DIR_RTL);
}

static guint
count_labels (GtkWidget *widget)
{
  guint n = GTK_IS_LABEL (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_labels (child);
  return n;
}

/* Of a story of 20,000 words only what is near has widgets. */
static void
test_long (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);

  for (guint i = 0; i < 2000; i++)
    g_string_append (body, "Ten words stand in each of these two thousand paragraphs.\n\n");
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (desk_document_get_body (self->document)), body->str, -1);
  open_preview (self);
  desk_test_wait_for (find_label (self, "Ten words stand in each of these two thousand paragraphs.") != NULL);
  desk_test_settle ();
  g_assert_cmpuint (count_labels (get_preview (self)), <, 500);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  open_preview (self);
  desk_test_wait_for (desk_test_find (get_preview (self), ADW_TYPE_STATUS_PAGE, NULL) != NULL);
  desk_test_wait_for (gtk_widget_get_mapped (desk_test_find (get_preview (self), ADW_TYPE_STATUS_PAGE, NULL)));
}

/* Without a dialog and a printer, what a printer would get. */
static void
test_print (Fixture *self, gconstpointer data)
{
  g_autoptr (DeskText) text = desk_document_dup_text (self->document);
  g_autoptr (GtkPrintOperation) operation = desk_story_print_new_operation (desk_print_new (desk_document_get_snapshot (self->document), text, TRUE));
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "desk-print-XXXXXX.pdf", NULL);
  g_autofree char *pdf = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_mkstemp (path);

  close (fd);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, self->window, &error), ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), ==, 1);
  g_assert_true (g_file_get_contents (path, &pdf, NULL, &error));
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_unlink (path);
}

/* What did not change keeps its widget, and with it the place of whoever reads. */
static void
test_kept (Fixture *self, gconstpointer data)
{
  GtkWidget *byline;

  open_preview (self);
  desk_test_wait_for ((byline = find_label (self, "By M. Aral")) != NULL);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (desk_document_get_body (self->document)), "Otherwise.", -1);
  desk_test_wait_for (find_label (self, "PORT ALDER — Otherwise.") != NULL);
  g_assert_true (find_label (self, "By M. Aral") == byline);
}

static void
add (const char *path, const char *story, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, story, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

  add ("/preview/blocks", STORY, test_blocks);
  add ("/preview/close", STORY, test_close);
  add ("/preview/card", STORY, test_card);
  add ("/preview/out", STORY, test_out);
  add ("/preview/not-out", STORY, test_not_out);
  add ("/preview/right-to-left", "Headline: خبر\nLanguage: ar\nZone: Asia/Baghdad\n\nفتحت **البوابات**\n\n- TikTok قال\n", test_right_to_left);
  add ("/preview/long", STORY, test_long);
  add ("/preview/empty", "Language: en\nZone: Asia/Baghdad\n\n", test_empty);
  add ("/preview/kept", STORY, test_kept);
  add ("/preview/print", STORY, test_print);

  return g_test_run ();
}
