/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-test-utils.h"
#include "history/desk-compare-view.h"
#include "history/desk-diff-view.h"
#include "history/desk-history-lines.h"
#include "history/desk-history-model.h"
#include "history/desk-history-page.h"
#include "history/desk-history-row.h"

#define STORY                                     \
  "Headline: Ferry line asks for help\n"          \
  "Language: en\n"                                \
  "Zone: Asia/Baghdad\n"                          \
  "\n"                                            \
  "It has 40 boats, the harbour master said.\n\n" \
  "Nobody can be carried.\n\n"                    \
  "The sea is calm.\n"

/* 2026-02-23 10:00 in Baghdad. */
#define MORNING (G_GINT64_CONSTANT (1771830000) * G_USEC_PER_SEC)
#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define DAY (24 * 60 * MINUTE)

/* What the actions of a story were asked to do: "story.restore 'id'". */
static char *asked;

static void
asked_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *printed = parameter != NULL ? g_variant_print (parameter, FALSE) : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), printed);

  g_set_str (&asked, text);
}

static GSimpleActionGroup *
make_story_actions (void)
{
  const GActionEntry entries[] = {
    { "show-revision", asked_cb, "s" },
    { "compare-revisions", asked_cb, "(ss)" },
    { "restore", asked_cb, "s" },
    { "close-compare", asked_cb },
    { "keep-version", asked_cb },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), NULL);
  return group;
}

static GtkWindow *
open_window (GtkWidget *child)
{
  GtkWindow *window = desk_test_window_new (child);
  g_autoptr (GSimpleActionGroup) actions = make_story_actions ();

  gtk_widget_insert_action_group (GTK_WIDGET (window), "story", G_ACTION_GROUP (actions));
  g_clear_pointer (&asked, g_free);
  return window;
}

static void
assert_asked (const char *action, const char *parameter)
{
  g_autofree char *wanted = g_strdup_printf ("%s %s", action, parameter);

  g_assert_cmpstr (asked, ==, wanted);
  g_clear_pointer (&asked, g_free);
}

/* Marks newest last, as they come to be: a word for why, "!" behind it for what went out, "*" for a name; "MINUTES" of rest
 * stand in front of it, and "Name:" when somebody else goes on. */
static GArray *
make_marks (const char *story)
{
  g_auto (GStrv) words = g_strsplit (story, " ", -1);
  GArray *marks = g_array_new (FALSE, TRUE, sizeof (DeskRevisionMark));
  const char *author = "Mara Vell";
  gint64 at = MORNING;

  for (guint i = 0; words[i] != NULL; i++)
    {
      DeskRevisionMark mark = { .at = at + MINUTE };
      gsize length = strcspn (words[i], "!*:");
      g_autofree char *word = g_strndup (words[i], length);
      int why;

      if (words[i][length] == ':')
        {
          author = g_intern_string (word);
          continue;
        }
      if (g_ascii_isdigit (word[0]))
        {
          at += g_ascii_strtoll (word, NULL, 10) * MINUTE;
          continue;
        }
      g_assert_true (desk_enum_from_nick (DESK_TYPE_WHY, word, &why, NULL));
      at = mark.at;
      mark.why = why;
      mark.author = author;
      mark.is_published = words[i][length] == '!';
      mark.is_named = words[i][length] == '*';
      g_array_prepend_val (marks, mark);
    }
  g_array_index (marks, DeskRevisionMark, 0).is_head = TRUE;
  return marks;
}

/* Lines oldest first: "keep", or "3" for a fold; | where a day ends. */
static void
assert_lines (const char *story, const char *wanted)
{
  g_autoptr (GArray) marks = make_marks (story);
  g_autoptr (GArray) lines = desk_history_lines_new (marks, "Asia/Baghdad");
  g_autoptr (GString) out = g_string_new (NULL);
  guint next = 1;

  for (guint i = lines->len; i > 0; i--)
    {
      const DeskHistoryLine *line = &g_array_index (lines, DeskHistoryLine, i - 1);

      g_assert_cmpuint (line->number, ==, next + line->n - 1);
      next += line->n;
      if (out->len > 0)
        g_string_append (out, g_array_index (lines, DeskHistoryLine, i).day != line->day ? " | " : " ");
      if (line->n > 1)
        g_string_append_printf (out, "%u", line->n);
      else
        g_string_append (out, desk_enum_to_nick (DESK_TYPE_WHY, g_array_index (marks, DeskRevisionMark, marks->len - line->number).why));
    }
  g_assert_cmpuint (next, ==, marks->len + 1);
  g_assert_cmpstr (out->str, ==, wanted);
}

static void
test_lines (void)
{
  assert_lines ("first", "first");
  assert_lines ("first pause", "first pause");
  /* The newest stands by itself. */
  assert_lines ("first pause leave pause", "first 2 pause");
  assert_lines ("first pause check details leave keep", "first 4 keep");
  /* What went out, has a name, or is not of Desk's own making stands by itself. */
  assert_lines ("first pause pause! pause pause* pause pause restore pause pause merge pause pause recovered pause pause import keep",
                "first pause pause pause pause 2 restore 2 merge 2 recovered 2 import keep");
  /* Rest ends a burst; half an hour is not yet rest. */
  assert_lines ("first pause pause 31 pause pause keep", "first 2 2 keep");
  assert_lines ("first pause pause 29 pause pause keep", "first 4 keep");
  /* 10:00 is the first: midnight lies between. */
  assert_lines ("first 835 pause pause pause pause pause keep", "first 3 | 2 keep");
}

static void
test_lines_fold (void)
{
  g_autoptr (GArray) marks = make_marks ("first pause pause Ilan: pause leave Mara: keep");
  g_autoptr (GArray) lines = desk_history_lines_new (marks, "Asia/Baghdad");
  const DeskHistoryLine *fold = &g_array_index (lines, DeskHistoryLine, 1);

  g_assert_cmpuint (lines->len, ==, 3);
  g_assert_cmpuint (fold->number, ==, 5);
  g_assert_cmpuint (fold->n, ==, 4);
  g_assert_cmpuint (fold->span, ==, 3 * 60);
  g_assert_cmpint (fold->at, ==, MORNING + 5 * MINUTE);
  g_assert_cmpstr (fold->authors, ==, "Ilan\nMara Vell");
}

static void
test_lines_many (void)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, TRUE, sizeof (DeskRevisionMark));
  g_autoptr (GArray) lines = NULL;

  for (guint i = 0; i < 20000; i++)
    {
      const DeskRevisionMark mark = { .at = MORNING - i * MINUTE, .author = "Mara Vell", .why = i % 4 == 0 ? DESK_WHY_KEEP : DESK_WHY_PAUSE };

      g_array_append_val (marks, mark);
    }
  lines = desk_history_lines_new (marks, "no/such-zone");
  g_assert_cmpuint (lines->len, >=, 10000);
}

/* The lines as "keep", "3*" for a fold, "+" in front when it is open, "-" in front of a version in it, "?" for what was not read. */
static char *
describe (DeskHistoryModel *model)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (DeskHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      if (i > 0)
        g_string_append_c (lines, ' ');
      g_string_append (lines, item->expanded ? "+" : item->nested ? "-"
                                                                  : "");
      if (item->n_folded > 0)
        g_string_append_printf (lines, "%u*", item->n_folded);
      else
        g_string_append (lines, item->revision != NULL ? desk_enum_to_nick (DESK_TYPE_WHY, item->revision->why) : "?");
    }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static gboolean
has_lines (DeskHistoryModel *model, const char *wanted)
{
  g_autofree char *lines = describe (model);

  return g_str_equal (lines, wanted);
}

typedef struct
{
  guint n;
  guint position, removed, added;
} Changes;

static void
count_changes_cb (GListModel *model, guint position, guint removed, guint added, Changes *changes)
{
  changes->n++;
  changes->position = position;
  changes->removed = removed;
  changes->added = added;
}

static void
sections_changed_cb (GtkSectionModel *model, guint position, guint n, Changes *changes)
{
  changes->n++;
  changes->position = position;
  changes->added = n;
}

static void
toggle (DeskHistoryModel *model, guint position)
{
  g_autoptr (DeskHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (model), position);

  desk_history_model_toggle (model, item);
}

static DeskText *
make_text (guint number)
{
  g_autofree char *canonical = g_strdup_printf ("Headline: Ferry line asks for help\nLanguage: en\nZone: Asia/Baghdad\n\nIt has %u boats.\n", number);

  return desk_text_parse (canonical, -1, NULL);
}

/* Versions one minute apart, from @at on, of texts numbered from @first on. */
static void
commit_revisions (DeskStore *store, const char *story, guint first, guint n, DeskWhy why, gint64 at)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = first; i < first + n; i++)
    {
      g_autoptr (DeskText) text = make_text (i);
      DeskChange *change = desk_change_new_revision (text, NULL, why, "", NULL);

      desk_change_set_at (change, at + (i - first) * MINUTE);
      g_ptr_array_add (changes, change);
    }
  ids = desk_store_commit (store, story, changes, &error);
  g_assert_no_error (error);
}

static char *
make_old_story (DeskStore *store)
{
  g_autoptr (DeskText) text = desk_text_parse (STORY, -1, NULL);
  g_autoptr (DeskChange) change = desk_change_new_state (DESK_STATE_DRAFT, "");
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *story;

  desk_change_set_at (change, MORNING);
  g_ptr_array_add (changes, change);
  story = desk_store_create_story (store, NULL, text, changes, &error);
  g_assert_no_error (error);
  return story;
}

static void
test_model (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = make_old_story (store);
  DeskHistoryModel *model;
  Changes changes = { 0 };
  Changes sections = { 0 };
  g_autoptr (DeskHistoryItem) kept = NULL;
  g_autoptr (DeskHistoryItem) fold = NULL;
  g_autoptr (DeskHistoryItem) again = NULL;
  guint start, end;

  commit_revisions (store, story, 1, 3, DESK_WHY_PAUSE, MORNING + MINUTE);
  commit_revisions (store, story, 4, 1, DESK_WHY_KEEP, MORNING + 5 * MINUTE);
  commit_revisions (store, story, 5, 2, DESK_WHY_LEAVE, MORNING + DAY);
  commit_revisions (store, story, 7, 1, DESK_WHY_KEEP, MORNING + DAY + 3 * MINUTE);

  model = desk_history_model_new (store, story, "Asia/Baghdad");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
  desk_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (model)) > 0);
  /* The first lines are whole when they come. */
  g_assert_true (has_lines (model, "keep 2* keep 3* first"));

  gtk_section_model_get_section (GTK_SECTION_MODEL (model), 1, &start, &end);
  g_assert_cmpuint (start, ==, 0);
  g_assert_cmpuint (end, ==, 2);
  gtk_section_model_get_section (GTK_SECTION_MODEL (model), 4, &start, &end);
  g_assert_cmpuint (start, ==, 2);
  g_assert_cmpuint (end, ==, 5);

  g_signal_connect (model, "items-changed", G_CALLBACK (count_changes_cb), &changes);
  kept = g_list_model_get_item (G_LIST_MODEL (model), 2);
  fold = g_list_model_get_item (G_LIST_MODEL (model), 3);
  desk_history_model_toggle (model, fold);
  g_assert_true (has_lines (model, "keep 2* keep +3* -pause -pause -pause first"));
  g_assert_cmpuint (changes.n, ==, 1);
  g_assert_cmpuint (changes.position, ==, 4);
  g_assert_cmpuint (changes.removed, ==, 0);
  g_assert_cmpuint (changes.added, ==, 3);

  /* It stays open when versions come, and what did not change is the same object. The one that was the newest is it no more. */
  g_signal_connect (model, "sections-changed", G_CALLBACK (sections_changed_cb), &sections);
  commit_revisions (store, story, 8, 1, DESK_WHY_KEEP, MORNING + DAY + 4 * MINUTE);
  desk_history_model_reload (model);
  desk_test_wait_for (changes.n == 2);
  g_assert_true (has_lines (model, "keep keep 2* keep +3* -pause -pause -pause first"));
  g_assert_cmpuint (changes.position, ==, 0);
  g_assert_cmpuint (changes.removed, ==, 0);
  g_assert_cmpuint (changes.added, ==, 1);
  /* The line that began the day does so no more. */
  g_assert_cmpuint (sections.n, ==, 1);
  g_assert_cmpuint (sections.position, ==, 1);
  g_assert_cmpuint (sections.added, ==, 8);
  again = g_list_model_get_item (G_LIST_MODEL (model), 3);
  g_assert_true (kept == again);

  toggle (model, 4);
  g_assert_true (has_lines (model, "keep keep 2* keep 3* first"));
  toggle (model, 2);
  g_assert_true (has_lines (model, "keep keep +2* -leave -leave keep 3* first"));

  /* One of a fold is named: the fold falls into two lines, the open part stays open. */
  {
    g_autoptr (DeskRevision) revision = desk_store_find_revision (store, story, "@2", NULL);
    g_autoptr (GPtrArray) naming = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
    g_autoptr (GPtrArray) ids = NULL;

    g_ptr_array_add (naming, desk_change_new_name (revision->id, "As it came", ""));
    ids = desk_store_commit (store, story, naming, NULL);
    g_assert_nonnull (ids);
  }
  desk_history_model_reload (model);
  desk_test_wait_for (has_lines (model, "keep keep +2* -leave -leave keep 2* pause first"));

  /* Nothing changes when nothing changed. */
  changes.n = 0;
  desk_history_model_reload (model);
  desk_test_settle ();
  g_assert_cmpuint (changes.n, ==, 0);

  desk_test_finalize (model);
  desk_test_store_free (store);
}

/* Records are read when lines are asked for, and forgotten when others were. */
static void
test_model_pages (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = make_old_story (store);
  DeskHistoryModel *model;
  g_autoptr (DeskHistoryItem) oldest = NULL;
  g_autoptr (DeskHistoryItem) newest = NULL;
  guint n_read;

  commit_revisions (store, story, 1, 999, DESK_WHY_KEEP, MORNING + MINUTE);
  model = desk_history_model_new (store, story, "Asia/Baghdad");
  desk_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (model)) == 1000);
  newest = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_nonnull (newest->revision);
  n_read = desk_history_model_get_n_records (model);
  g_assert_cmpuint (n_read, <=, 200);

  oldest = g_list_model_get_item (G_LIST_MODEL (model), 999);
  g_assert_null (oldest->revision);
  g_assert_cmpint (oldest->at, ==, MORNING);
  desk_test_wait_for (oldest->revision != NULL);
  g_assert_cmpint (oldest->revision->why, ==, DESK_WHY_FIRST);
  g_assert_cmpuint (oldest->revision->number, ==, 1);

  for (guint i = 0; i < 1000; i += 50)
    {
      g_autoptr (DeskHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      desk_test_wait_for (item->revision != NULL);
      g_assert_cmpuint (item->revision->number, ==, 1000 - i);
    }
  g_assert_cmpuint (desk_history_model_get_n_records (model), <=, 12 * 64);

  /* Who holds a line sees what becomes of it. */
  {
    g_autoptr (GPtrArray) naming = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
    g_autoptr (GPtrArray) ids = NULL;

    g_ptr_array_add (naming, desk_change_new_name (oldest->revision->id, "As it came", ""));
    ids = desk_store_commit (store, story, naming, NULL);
    g_assert_nonnull (ids);
  }
  desk_history_model_reload (model);
  desk_test_wait_for (g_str_equal (oldest->revision->name, "As it came"));

  desk_test_finalize (model);
  desk_test_store_free (store);
}

static GPtrArray *
one (DeskChange *change)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);
  return changes;
}

static GtkListView *
get_list (GtkWindow *window)
{
  return GTK_LIST_VIEW (desk_test_find (GTK_WIDGET (window), GTK_TYPE_LIST_VIEW, NULL));
}

static guint
count_lines (GtkWindow *window)
{
  GtkSelectionModel *model = gtk_list_view_get_model (get_list (window));

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static DeskHistoryItem *
get_line (GtkWindow *window, guint position)
{
  g_autoptr (DeskHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (get_list (window))), position);

  return item;
}

static DeskChange *
make_revision_change (const char *canonical, DeskWhy why)
{
  g_autoptr (DeskText) text = desk_text_parse (canonical, -1, NULL);

  return desk_change_new_revision (text, NULL, why, "", NULL);
}

static void
test_page (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, STORY);
  DeskDocument *document;
  GtkWidget *page = g_object_new (DESK_TYPE_HISTORY_PAGE, NULL);
  GtkWindow *window;
  g_autofree char *quoted = NULL;
  GtkWidget *dialog, *entry;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *canonical = g_strdup_printf (STORY "\n%u", i);
      g_autoptr (GPtrArray) changes = one (make_revision_change (canonical, i == 0 ? DESK_WHY_KEEP : DESK_WHY_PAUSE));
      g_autoptr (GPtrArray) ids = desk_store_commit (store, story, changes, NULL);

      g_assert_nonnull (ids);
    }
  document = desk_test_document_new (store, story);
  window = open_window (page);
  desk_history_page_set_document (DESK_HISTORY_PAGE (page), document);
  desk_test_wait_for (count_lines (window) == 4);
  desk_test_settle ();
  g_assert_nonnull (desk_test_find (page, DESK_TYPE_HISTORY_ROW, NULL));

  /* Enter on a line shows that version. */
  g_assert_cmpint (get_line (window, 3)->revision->why, ==, DESK_WHY_FIRST);
  quoted = g_strdup_printf ("'%s'", get_line (window, 3)->revision->id);
  gtk_widget_activate_action (GTK_WIDGET (get_list (window)), "list.activate-item", "u", 3);
  assert_asked ("show-revision", quoted);

  /* One more, and the two pauses that are not the newest fold; the page follows. */
  desk_test_commit (document, one (make_revision_change (STORY "\nLater.", DESK_WHY_KEEP)));
  desk_test_wait_for (count_lines (window) == 4 && get_line (window, 1)->n_folded == 2);
  gtk_widget_activate_action (GTK_WIDGET (get_list (window)), "list.activate-item", "u", 1);
  g_assert_cmpuint (count_lines (window), ==, 6);
  desk_test_settle ();
  g_assert_null (asked);

  /* A version gets a name. */
  gtk_widget_activate_action (page, "history.name", "s", get_line (window, 5)->revision->id);
  dialog = GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (window)));
  g_assert_nonnull (dialog);
  desk_test_wait_for (gtk_widget_get_mapped (adw_dialog_get_default_widget (ADW_DIALOG (dialog))));
  entry = desk_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Name");
  gtk_editable_set_text (GTK_EDITABLE (entry), "As it came");
  g_signal_emit_by_name (adw_dialog_get_default_widget (ADW_DIALOG (dialog)), "clicked");
  desk_test_wait_for (g_str_equal (get_line (window, 5)->revision->name, "As it came"));
  g_assert_cmpuint (count_lines (window), ==, 6);
  desk_test_wait_for (adw_window_get_visible_dialog (ADW_WINDOW (window)) == NULL);

  desk_test_window_free (window);
  desk_test_finalize (document);
  desk_test_store_free (store);
}

/* (nullable): the button of the line's menu when it is there. */
static GtkWidget *
find_button (GtkWidget *row)
{
  GtkWidget *button = desk_test_find (row, GTK_TYPE_MENU_BUTTON, NULL);

  return button != NULL && gtk_widget_get_visible (button) ? button : NULL;
}

/* A place on a line, as the list knows places. */
static void
find_place (GtkListView *list, GtkWidget *row, double *x, double *y)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (list), &bounds));
  *x = bounds.origin.x + bounds.size.width / 2;
  *y = bounds.origin.y + bounds.size.height / 2;
}

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      /* The list view has some of its own. */
      if (G_OBJECT_TYPE (controller) == type && (type != GTK_TYPE_GESTURE_LONG_PRESS || gtk_gesture_single_get_touch_only (GTK_GESTURE_SINGLE (controller))))
        return controller;
    }
  g_assert_not_reached ();
}

/* A line has the button of its menu while the pointer or the focus is on it, or its menu open. */
static void
test_button (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = make_old_story (store);
  DeskDocument *document;
  GtkWidget *page = g_object_new (DESK_TYPE_HISTORY_PAGE, NULL);
  GtkWindow *window;
  GtkListView *list;
  GtkWidget *item, *row, *other, *button;
  GtkEventController *motion, *press;
  double x, y;

  commit_revisions (store, story, 1, 2, DESK_WHY_KEEP, MORNING + MINUTE);
  document = desk_test_document_new (store, story);
  window = open_window (page);
  desk_history_page_set_document (DESK_HISTORY_PAGE (page), document);
  desk_test_wait_for (count_lines (window) == 3);
  desk_test_settle ();
  list = get_list (window);
  row = desk_test_find (page, DESK_TYPE_HISTORY_ROW, NULL);
  item = gtk_widget_get_parent (row);
  other = gtk_widget_get_first_child (gtk_widget_get_next_sibling (item));
  g_assert_true (DESK_IS_HISTORY_ROW (other));
  gtk_window_set_focus (window, NULL);
  g_assert_null (find_button (row));

  motion = find_controller (GTK_WIDGET (list), GTK_TYPE_EVENT_CONTROLLER_MOTION);
  find_place (list, row, &x, &y);
  g_signal_emit_by_name (motion, "motion", x, y);
  g_assert_nonnull (find_button (row));
  find_place (list, other, &x, &y);
  g_signal_emit_by_name (motion, "motion", x, y);
  g_assert_null (find_button (row));
  g_assert_nonnull (find_button (other));
  g_signal_emit_by_name (motion, "leave");
  g_assert_null (find_button (other));

  /* Tab goes on from the line to its button. */
  g_assert_true (gtk_widget_grab_focus (item));
  button = find_button (row);
  g_assert_nonnull (button);
  desk_test_wait_for (gtk_widget_get_width (button) > 0);
  g_assert_true (gtk_widget_child_focus (item, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), button) || gtk_window_get_focus (window) == button);
  g_assert_true (find_button (row) == button);
  gtk_widget_grab_focus (gtk_widget_get_parent (other));
  g_assert_null (find_button (row));
  g_assert_nonnull (find_button (other));
  gtk_window_set_focus (window, NULL);
  g_assert_null (find_button (other));

  /* A finger that stays opens the menu. */
  press = find_controller (GTK_WIDGET (list), GTK_TYPE_GESTURE_LONG_PRESS);
  find_place (list, row, &x, &y);
  g_signal_emit_by_name (press, "pressed", x, y);
  g_assert_true (find_button (row) == button);
  g_assert_true (gtk_menu_button_get_active (GTK_MENU_BUTTON (button)));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  gtk_window_set_focus (window, NULL);
  g_assert_null (find_button (row));

  desk_test_window_free (window);
  desk_test_finalize (document);
  desk_test_store_free (store);
}

static GtkAdjustment *
get_adjustment (GtkWindow *window)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (get_list (window)));
}

/* However many lines there are, and in whatever steps they come, the newest and its day are seen first; who scrolled stays. */
static void
test_top (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = make_old_story (store);
  DeskDocument *document;
  GtkWidget *page = g_object_new (DESK_TYPE_HISTORY_PAGE, NULL);
  GtkWindow *window;
  double below;

  commit_revisions (store, story, 1, 499, DESK_WHY_KEEP, MORNING + MINUTE);
  document = desk_test_document_new (store, story);
  window = open_window (page);
  desk_history_page_set_document (DESK_HISTORY_PAGE (page), document);
  desk_test_wait_for (count_lines (window) > 0);
  while (count_lines (window) < 500)
    {
      g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (window)), ==, 0);
      desk_test_iterate ();
    }
  desk_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_upper (get_adjustment (window)), >, 500 * 20);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (window)), ==, 0);

  /* What comes is seen. */
  desk_test_commit (document, one (make_revision_change (STORY "Later.\n", DESK_WHY_KEEP)));
  desk_test_wait_for (count_lines (window) == 501);
  desk_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (window)), ==, 0);

  gtk_adjustment_set_value (get_adjustment (window), 2000);
  desk_test_settle ();
  below = gtk_adjustment_get_upper (get_adjustment (window)) - gtk_adjustment_get_value (get_adjustment (window));
  desk_test_commit (document, one (make_revision_change (STORY "Later still.\n", DESK_WHY_KEEP)));
  desk_test_wait_for (count_lines (window) == 502);
  desk_test_settle ();
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_upper (get_adjustment (window)) - gtk_adjustment_get_value (get_adjustment (window)), below, 100);

  desk_test_window_free (window);
  desk_test_finalize (document);
  desk_test_store_free (store);
}

static char *
get_selected (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    return NULL;
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* The words under @tag, run by run, with | between. */
static char *
get_tagged (GtkWidget *view, const char *name)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);
  g_autoptr (GString) words = g_string_new (NULL);
  GtkTextIter iter;

  gtk_text_buffer_get_start_iter (buffer, &iter);
  while (gtk_text_iter_starts_tag (&iter, tag) || gtk_text_iter_forward_to_tag_toggle (&iter, tag))
    {
      GtkTextIter start = iter;
      g_autofree char *run = NULL;

      gtk_text_iter_forward_to_tag_toggle (&iter, tag);
      run = gtk_text_iter_get_text (&start, &iter);
      g_string_append_printf (words, "%s%s", words->len > 0 ? "|" : "", run);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
assert_tagged (GtkWidget *view, const char *name, const char *wanted)
{
  g_autofree char *words = get_tagged (view, name);

  g_assert_cmpstr (words, ==, wanted);
}

static void
assert_goes_to (GtkWidget *view, gboolean backwards, guint place, const char *wanted)
{
  g_autofree char *selected = NULL;

  g_assert_cmpuint (desk_diff_view_go (DESK_DIFF_VIEW (view), backwards), ==, place);
  selected = get_selected (view);
  g_assert_cmpstr (selected, ==, wanted);
}

static void
test_diff_view (void)
{
  g_autoptr (DeskText) from = desk_text_parse (STORY, -1, NULL);
  g_autoptr (DeskText) to = desk_text_parse ("Headline: Ferry line begs for quick help\n"
                                             "Standfirst: The sea is calm\n"
                                             "Language: en\n"
                                             "Zone: Asia/Baghdad\n"
                                             "Keywords: boats\n"
                                             "\n"
                                             "It has 48 boats, the harbour master said.\n\n"
                                             "Nobody can be carried.\n\n"
                                             "The sea is very calm.\n",
                                             -1, NULL);
  g_autoptr (DeskTextDiff) diff = desk_text_diff_new (from, to, "en");
  GtkWidget *view = g_object_new (DESK_TYPE_DIFF_VIEW, NULL);
  GtkWidget *changes = g_object_new (DESK_TYPE_DIFF_VIEW, "only-changes", TRUE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWindow *window;
  g_autofree char *shown = NULL;
  g_autofree char *shown_changes = NULL;

  gtk_box_append (GTK_BOX (box), view);
  gtk_box_append (GTK_BOX (box), changes);
  window = open_window (box);

  desk_diff_view_set_diff (DESK_DIFF_VIEW (view), diff);
  shown = desk_test_dup_shown (view);
  g_assert_cmpstr (shown, ==,
                   "Ferry line asksbegs for quick help\n"
                   "The sea is calm\n"
                   "Keywords: boats\n"
                   "\n"
                   "It has 4048 boats, the harbour master said.\n\n"
                   "Nobody can be carried.\n\n"
                   "The sea is very calm.\n");
  assert_tagged (view, "removed", "asks|40");
  assert_tagged (view, "added", "begs|quick |The sea is calm|boats|48|very ");

  /* A field counts as one change; both views and the title bar say the same number. */
  g_assert_cmpuint (desk_text_diff_get_n_changes (diff), ==, 5);
  g_assert_cmpuint (desk_diff_view_get_n_changes (DESK_DIFF_VIEW (view)), ==, 5);
  assert_goes_to (view, FALSE, 1, "asksbegs for quick ");
  assert_goes_to (view, FALSE, 2, "The sea is calm");
  assert_goes_to (view, TRUE, 1, "asksbegs for quick ");
  assert_goes_to (view, TRUE, 5, "very ");
  assert_goes_to (view, FALSE, 1, "asksbegs for quick ");

  desk_diff_view_set_diff (DESK_DIFF_VIEW (changes), diff);
  shown_changes = desk_test_dup_shown (changes);
  g_assert_cmpstr (shown_changes, ==,
                   "Headline: Ferry line asksbegs for quick help\n"
                   "Standfirst: The sea is calm\n"
                   "Keywords: boats\n"
                   "It has 4048 boats, the harbour master said.\n"
                   "…\n"
                   "The sea is very calm.\n");
  g_assert_cmpuint (desk_diff_view_get_n_changes (DESK_DIFF_VIEW (changes)), ==, 5);

  desk_diff_view_set_diff (DESK_DIFF_VIEW (view), NULL);
  g_assert_cmpuint (desk_diff_view_go (DESK_DIFF_VIEW (view), FALSE), ==, 0);
  desk_test_window_free (window);
}

static GtkWidget *
get_diff_view (GtkWidget *compare)
{
  return desk_test_find (compare, DESK_TYPE_DIFF_VIEW, NULL);
}

static void
test_compare (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, STORY);
  DeskDocument *document = desk_test_document_new (store, story);
  GtkWidget *compare = g_object_new (DESK_TYPE_COMPARE_VIEW, NULL);
  GtkWindow *window = open_window (compare);
  g_autofree char *first = g_strdup (desk_document_get_snapshot (document)->story->head);
  g_autofree char *second = NULL;
  g_autofree char *quoted = g_strdup_printf ("'%s'", first);
  GtkWidget *restore;

  desk_compare_view_set_document (DESK_COMPARE_VIEW (compare), document);
  desk_test_commit (document, one (make_revision_change (STORY "Later.\n", DESK_WHY_KEEP)));
  desk_test_wait_for (desk_document_get_snapshot (document)->story->n_revisions == 2);
  second = g_strdup (desk_document_get_snapshot (document)->story->head);

  /* Nothing is out and nothing is typed: the last version with the one before. */
  desk_compare_view_compare (DESK_COMPARE_VIEW (compare), NULL, NULL);
  desk_test_wait_for (desk_test_shows (compare, "Later."));
  g_assert_nonnull (desk_test_find (compare, GTK_TYPE_LABEL, "1 change"));
  desk_compare_view_next (DESK_COMPARE_VIEW (compare), FALSE);
  g_assert_nonnull (desk_test_find (compare, GTK_TYPE_LABEL, "1 of 1 change"));

  /* What is typed with the last version. */
  {
    GtkTextBuffer *body = GTK_TEXT_BUFFER (desk_document_get_body (document));
    GtkTextIter end;

    gtk_text_buffer_get_end_iter (body, &end);
    gtk_text_buffer_insert (body, &end, "\nTyped.", -1);
  }
  desk_compare_view_compare (DESK_COMPARE_VIEW (compare), first, NULL);
  desk_test_wait_for (desk_test_shows (compare, "Typed."));
  restore = desk_test_find (compare, GTK_TYPE_BUTTON, "Restore This Version");
  g_assert_true (gtk_widget_get_visible (restore));
  g_signal_emit_by_name (restore, "clicked");
  assert_asked ("restore", quoted);

  /* Two kept versions, what is typed apart. */
  desk_compare_view_compare (DESK_COMPARE_VIEW (compare), first, second);
  desk_test_wait_for (!desk_test_shows (compare, "Typed."));
  g_assert_true (desk_test_shows (compare, "Later."));
  assert_tagged (get_diff_view (compare), "removed", "");

  /* One alone. */
  desk_compare_view_show (DESK_COMPARE_VIEW (compare), first);
  desk_test_wait_for (!desk_test_shows (compare, "Later."));
  g_assert_true (desk_test_shows (compare, "Nobody can be carried."));
  g_assert_cmpuint (desk_diff_view_get_n_changes (DESK_DIFF_VIEW (get_diff_view (compare))), ==, 0);
  g_signal_emit_by_name (desk_test_find (compare, GTK_TYPE_BUTTON, "Compare with Now"), "clicked");
  desk_test_wait_for (desk_test_shows (compare, "Typed."));

  g_signal_emit_by_name (desk_test_find (compare, GTK_TYPE_BUTTON, "Restore This Version"), "clicked");
  assert_asked ("restore", quoted);
  desk_compare_view_compare (DESK_COMPARE_VIEW (compare), "00000000", NULL);
  desk_test_wait_for (gtk_widget_get_mapped (desk_test_find (compare, ADW_TYPE_STATUS_PAGE, NULL)));

  desk_test_window_free (window);
  desk_test_document_free (document);
  desk_test_store_free (store);
}

/* Where there is little room the banner takes two lines, and its menu has what is not on it. */
static void
test_compare_narrow (void)
{
  DeskStore *store = desk_test_store_new ();
  g_autofree char *story = desk_test_story_new (store, STORY);
  DeskDocument *document = desk_test_document_new (store, story);
  GtkWidget *compare = g_object_new (DESK_TYPE_COMPARE_VIEW, NULL);
  GtkWindow *window = open_window (compare);
  g_autofree char *first = g_strdup (desk_document_get_snapshot (document)->story->head);
  g_autofree char *quoted = g_strdup_printf ("'%s'", first);
  graphene_rect_t bounds;
  GtkWidget *up, *restore;

  gtk_window_set_default_size (window, 360, 720);
  desk_compare_view_set_document (DESK_COMPARE_VIEW (compare), document);
  desk_test_commit (document, one (make_revision_change (STORY "Later.\n", DESK_WHY_KEEP)));
  desk_compare_view_compare (DESK_COMPARE_VIEW (compare), first, NULL);
  desk_test_wait_for (gtk_widget_get_width (compare) <= 360 && desk_test_shows (compare, "Later."));
  desk_test_settle ();
  up = desk_test_find_named (compare, "Previous Change");
  g_assert_true (gtk_widget_compute_bounds (up, compare, &bounds));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <, 2 * bounds.size.height + 24);
  restore = desk_test_find (compare, GTK_TYPE_BUTTON, "Restore This Version");
  g_assert_false (gtk_widget_get_mapped (restore));
  gtk_widget_activate_action (gtk_widget_get_parent (restore), "compare.restore", NULL);
  assert_asked ("restore", quoted);

  desk_test_window_free (window);
  desk_test_document_free (document);
  desk_test_store_free (store);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);

  g_test_add_func ("/history/lines", test_lines);
  g_test_add_func ("/history/lines/fold", test_lines_fold);
  g_test_add_func ("/history/lines/many", test_lines_many);
  g_test_add_func ("/history/model", test_model);
  g_test_add_func ("/history/model/pages", test_model_pages);
  g_test_add_func ("/history/page", test_page);
  g_test_add_func ("/history/page/button", test_button);
  g_test_add_func ("/history/page/top", test_top);
  g_test_add_func ("/history/diff-view", test_diff_view);
  g_test_add_func ("/history/compare", test_compare);
  g_test_add_func ("/history/compare/narrow", test_compare_narrow);

  return g_test_run ();
}
