/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "details/desk-details-page.h"
#include "details/desk-related.h"
#include "preferences/desk-choice-row.h"
#include "window/desk-story-view.h"

#define TEXT                                                \
  "Headline: Harbour prison seized\n"                       \
  "Language: en\n"                                          \
  "Zone: Asia/Baghdad\n"                                    \
  "Keywords: prison, harbour\n"                             \
  "Related: [Ferry line asks](https://example.org/ferry)\n" \
  "Warning: Shows a fire\n"                                 \
  "Warning: Names of the dead\n"                            \
  "\n"                                                      \
  "Armed men opened the prison.\n"

typedef struct
{
  DeskStore *store;
  DeskDocument *document;
  GtkWindow *window;
  GtkWidget *page;
} Fixture;

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
  desk_story_view_show_page (DESK_STORY_VIEW (view), "details");
  self->page = desk_test_find (view, DESK_TYPE_DETAILS_PAGE, NULL);
  desk_test_wait_for (gtk_widget_get_mapped (self->page));
  desk_test_settle ();
}

static void
flush (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  desk_document_flush_async (self->document, NULL, desk_test_result_cb, &result);
  desk_test_wait_for (result != NULL);
  desk_document_flush_finish (self->document, result, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  flush (self);
  desk_test_window_free (self->window);
  desk_test_settle ();
  desk_test_finalize (self->document);
  desk_test_store_free (self->store);
}

static GtkEditable *
get_field (Fixture *self, const char *title)
{
  GtkWidget *row = desk_test_find (self->page, ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (row);

  return GTK_EDITABLE (row);
}

static void
apply (GtkEditable *field, const char *text)
{
  gtk_editable_set_text (field, text);
  g_signal_emit_by_name (field, "apply");
}

static void
assert_fields (Fixture *self, const char *name, const char *expected)
{
  g_autoptr (DeskText) text = desk_document_dup_text (self->document);
  g_autofree const char **values = desk_text_get_fields (text, name);
  g_autofree char *joined = g_strjoinv (" | ", (char **) values);

  g_assert_cmpstr (joined, ==, expected);
}

static DeskStory *
get_story (Fixture *self)
{
  return desk_document_get_snapshot (self->document)->story;
}

static void
assert_link (const char *value, const char *title, const char *address)
{
  g_autofree char *parsed_title = NULL;
  g_autofree char *parsed_address = NULL;

  desk_related_parse (value, &parsed_title, &parsed_address);
  g_assert_cmpstr (parsed_title, ==, title);
  g_assert_cmpstr (parsed_address, ==, address);
}

static void
test_related_format (void)
{
  const char *const links[][2] = {
    { "Ferry line asks for help", "https://example.org/ferry" },
    { "A [bracketed] title", "https://example.org/a" },
    { "One ] alone", "https://example.org/a" },
    { "Back\\slash", "https://example.org/a_(b)" },
    { "Spaces", "https://example.org/a b" },
    { "", "https://example.org/a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *value = desk_related_format (links[i][0], links[i][1]);

      assert_link (value, *links[i][0] != '\0' ? links[i][0] : links[i][1], links[i][1]);
    }

  assert_link ("Ferry line asks for help", "Ferry line asks for help", "");
  assert_link ("[Ferry line", "[Ferry line", "");
  assert_link ("[a](b", "[a](b", "");
  assert_link ("", "", "");
}

static void
test_shown (Fixture *self, gconstpointer data)
{
  g_assert_cmpstr (gtk_editable_get_text (get_field (self, "Slug")), ==, get_story (self)->slug);
  g_assert_cmpstr (gtk_editable_get_text (get_field (self, "Keywords, Separated by Commas")), ==, "prison, harbour");
  g_assert_cmpstr (gtk_editable_get_text (get_field (self, "Warning in Your Own Words")), ==, "Shows a fire");
  g_assert_cmpstr (gtk_editable_get_text (get_field (self, "Language Tag (BCP 47)")), ==, "en");
  g_assert_nonnull (desk_test_find (self->page, ADW_TYPE_ACTION_ROW, "Ferry line asks"));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (desk_test_find (self->page, ADW_TYPE_ACTION_ROW, "Words"))), ==, "5");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (desk_test_find (self->page, ADW_TYPE_ACTION_ROW, "Story ID"))), ==, get_story (self)->id);

  /* Looking changes nothing. */
  assert_fields (self, DESK_FIELD_WARNING, "Shows a fire | Names of the dead");
  g_assert_cmpint (get_story (self)->state, ==, DESK_STATE_DRAFT);
}

static void
test_slug (Fixture *self, gconstpointer data)
{
  GtkEditable *slug = get_field (self, "Slug");
  g_autofree char *other = desk_test_story_new (self->store, "Headline: Ferry\n\nThe ferry.\n");
  g_autofree char *earlier = g_strdup (get_story (self)->slug);

  /* One that is taken is told in place, and what was typed stays. */
  apply (slug, "ferry");
  desk_test_wait_for (gtk_widget_has_css_class (GTK_WIDGET (slug), "error"));
  g_assert_cmpstr (get_story (self)->slug, ==, earlier);
  g_assert_cmpstr (gtk_editable_get_text (slug), ==, "ferry");

  apply (slug, "harbour-prison-2");
  desk_test_wait_for (g_strcmp0 (get_story (self)->slug, "harbour-prison-2") == 0);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (slug), "error"));
}

static void
test_state (Fixture *self, gconstpointer data)
{
  AdwComboRow *state = ADW_COMBO_ROW (desk_test_find (self->page, ADW_TYPE_COMBO_ROW, "State"));
  GtkWidget *undo;

  adw_combo_row_set_selected (state, DESK_STATE_REVIEW);
  desk_test_wait_for (get_story (self)->state == DESK_STATE_REVIEW);
  desk_test_wait_for ((undo = desk_test_find (GTK_WIDGET (self->window), GTK_TYPE_BUTTON, "_Undo")) != NULL);
  desk_test_settle ();
  g_signal_emit_by_name (undo, "clicked");
  desk_test_wait_for (get_story (self)->state == DESK_STATE_DRAFT);
  desk_test_wait_for (adw_combo_row_get_selected (state) == DESK_STATE_DRAFT);
}

static void
test_language (Fixture *self, gconstpointer data)
{
  GtkWidget *language = desk_test_find (self->page, DESK_TYPE_CHOICE_ROW, "Language");
  GtkEditable *tag = get_field (self, "Language Tag (BCP 47)");

  desk_choice_row_set_chosen (DESK_CHOICE_ROW (language), "ar");
  desk_test_wait_for (g_strcmp0 (desk_document_get_language (self->document), "ar") == 0);
  g_assert_cmpstr (gtk_editable_get_text (tag), ==, "ar");

  apply (tag, "not a language");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (tag), "error"));
  g_assert_cmpstr (desk_document_get_language (self->document), ==, "ar");

  apply (tag, "PT-br");
  g_assert_cmpstr (desk_document_get_language (self->document), ==, "pt-BR");
  g_assert_cmpstr (gtk_editable_get_text (tag), ==, "pt-BR");
  g_assert_cmpstr (desk_choice_row_get_chosen (DESK_CHOICE_ROW (language)), ==, "pt-BR");
}

static void
test_zone (Fixture *self, gconstpointer data)
{
  GtkWidget *zone = desk_test_find (self->page, DESK_TYPE_CHOICE_ROW, "Time Zone");

  g_assert_cmpstr (desk_choice_row_get_chosen (DESK_CHOICE_ROW (zone)), ==, "Asia/Baghdad");
  desk_choice_row_set_chosen (DESK_CHOICE_ROW (zone), "Europe/Lisbon");
  desk_test_wait_for (g_strcmp0 (desk_document_get_zone (self->document), "Europe/Lisbon") == 0);
  assert_fields (self, DESK_FIELD_ZONE, "Europe/Lisbon");
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (zone)), "It is "));
}

static void
test_keywords (Fixture *self, gconstpointer data)
{
  GtkEditable *keywords = get_field (self, "Keywords, Separated by Commas");

  /* What is being typed stays when something else changes. */
  gtk_editable_set_text (keywords, "prison, harbour, sto");
  adw_switch_row_set_active (ADW_SWITCH_ROW (desk_test_find (self->page, ADW_TYPE_SWITCH_ROW, "Graphic")), TRUE);
  desk_test_settle ();
  g_assert_cmpstr (gtk_editable_get_text (keywords), ==, "prison, harbour, sto");
  assert_fields (self, DESK_FIELD_KEYWORDS, "prison, harbour");

  apply (keywords, " prison ,harbour,, storm، سجن");
  assert_fields (self, DESK_FIELD_KEYWORDS, "prison, harbour, storm, سجن");
  g_assert_cmpstr (gtk_editable_get_text (keywords), ==, "prison, harbour, storm, سجن");
}

static void
test_related (Fixture *self, gconstpointer data)
{
  GtkWidget *remove;

  gtk_editable_set_text (get_field (self, "Title"), "What is known");
  gtk_editable_set_text (get_field (self, "Address"), "https://example.org/known");
  g_signal_emit_by_name (get_field (self, "Address"), "entry-activated");
  assert_fields (self, DESK_FIELD_RELATED, "[Ferry line asks](https://example.org/ferry) | [What is known](https://example.org/known)");
  g_assert_cmpstr (gtk_editable_get_text (get_field (self, "Title")), ==, "");
  g_assert_nonnull (desk_test_find (self->page, ADW_TYPE_ACTION_ROW, "What is known"));

  remove = desk_test_find_named (self->page, "Remove Link “Ferry line asks”");
  g_assert_nonnull (remove);
  g_signal_emit_by_name (remove, "clicked");
  assert_fields (self, DESK_FIELD_RELATED, "[What is known](https://example.org/known)");
  g_assert_null (desk_test_find (self->page, ADW_TYPE_ACTION_ROW, "Ferry line asks"));
}

static void
test_warnings (Fixture *self, gconstpointer data)
{
  AdwSwitchRow *graphic = ADW_SWITCH_ROW (desk_test_find (self->page, ADW_TYPE_SWITCH_ROW, "Graphic"));
  GtkEditable *words = get_field (self, "Warning in Your Own Words");

  /* A warning that the form has no field for stays. */
  g_assert_false (adw_switch_row_get_active (graphic));
  adw_switch_row_set_active (graphic, TRUE);
  assert_fields (self, DESK_FIELD_WARNING, "graphic | Shows a fire | Names of the dead");
  apply (words, "Shows a great fire");
  assert_fields (self, DESK_FIELD_WARNING, "graphic | Shows a great fire | Names of the dead");
  apply (words, "");
  assert_fields (self, DESK_FIELD_WARNING, "graphic | Names of the dead");
  adw_switch_row_set_active (graphic, FALSE);
  desk_test_settle ();
  assert_fields (self, DESK_FIELD_WARNING, "Names of the dead");
}

int
main (int argc, char *argv[])
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/details-page/related-format", test_related_format);
  g_test_add ("/details-page/shown", Fixture, NULL, set_up, test_shown, tear_down);
  g_test_add ("/details-page/slug", Fixture, NULL, set_up, test_slug, tear_down);
  g_test_add ("/details-page/state", Fixture, NULL, set_up, test_state, tear_down);
  g_test_add ("/details-page/language", Fixture, NULL, set_up, test_language, tear_down);
  g_test_add ("/details-page/zone", Fixture, NULL, set_up, test_zone, tear_down);
  g_test_add ("/details-page/keywords", Fixture, NULL, set_up, test_keywords, tear_down);
  g_test_add ("/details-page/related", Fixture, NULL, set_up, test_related, tear_down);
  g_test_add ("/details-page/warnings", Fixture, NULL, set_up, test_warnings, tear_down);

  return g_test_run ();
}
