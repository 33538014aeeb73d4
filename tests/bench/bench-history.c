/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <gtksourceview/gtksource.h>
#include <malloc.h>

#include "desk-bench.h"
#include "history/desk-history-lines.h"
#include "history/desk-history-page.h"

#define VERSIONS 20000
#define FEW 2000
#define MANY 100000
#define FRAMES 1200
#define BATCH 500
#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

/* One frame of a display of 60 Hz. */
#define FRAME 16.7

/* Above and below what a line of a list shows. */
#define ROW_PADDING 16

#define PLAIN "GtkListView of as many lines, as high"

/* What is shown in the window, and how much its frames took. */
typedef struct
{
  GtkWindow *window;
  GtkWidget *list;
  GArray *frames; /* (element-type double): see frame_ended_cb() */
  double used;    /* of the main thread's time when the last frame ended, in milliseconds */
  guint n_left;   /* frames to scroll for */
} Stage;

/* --- the story --- */

static char *
make_canonical (guint number)
{
  return g_strdup_printf ("Headline: Ferry line asks for help\nLanguage: en\nZone: Asia/Baghdad\n\nIt has %u boats, the harbour master said.\n", number);
}

/* Mostly what is kept by itself, as it is in a long story; every fifth one was asked for. */
static void
add_versions (DeskStore *store, const char *story, guint first, guint n, gint64 begin)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *canonical = make_canonical (i);
      g_autoptr (DeskText) text = desk_text_parse (canonical, -1, NULL);
      DeskChange *change = desk_change_new_revision (text, NULL, i % 5 == 0 ? DESK_WHY_KEEP : DESK_WHY_PAUSE, "", NULL);

      desk_change_set_at (change, begin + i * 7 * MINUTE);
      g_ptr_array_add (changes, change);
    }
  ids = desk_store_commit (store, story, changes, &error);
  if (ids == NULL)
    g_error ("%s", error->message);
}

static char *
make_story (DeskStore *store, guint n)
{
  gint64 begin = g_get_real_time () - (gint64) (n + 10) * 7 * MINUTE;
  g_autofree char *canonical = make_canonical (0);
  g_autoptr (DeskText) text = desk_text_parse (canonical, -1, NULL);
  g_autoptr (DeskChange) state = desk_change_new_state (DESK_STATE_DRAFT, "");
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *story;

  desk_change_set_at (state, begin);
  g_ptr_array_add (changes, state);
  story = desk_store_create_story (store, NULL, text, changes, &error);
  if (story == NULL)
    g_error ("%s", error->message);
  for (guint i = 1; i < n; i += BATCH)
    add_versions (store, story, i, MIN (BATCH, n - i), begin);
  return story;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!desk_document_load_finish (DESK_DOCUMENT (source), result, &error))
    g_error ("%s", error->message);
  *(gboolean *) data = TRUE;
}

static DeskDocument *
load (DeskStore *store, const char *story)
{
  DeskDocument *document = desk_document_open (store, story);
  gboolean is_loaded = FALSE;

  desk_document_load_async (document, NULL, loaded_cb, &is_loaded);
  while (!is_loaded)
    g_main_context_iteration (NULL, TRUE);
  return document;
}

/* --- the stage --- */

/* Milliseconds of work of this thread. */
static double
get_used (void)
{
  struct timespec used;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  return used.tv_sec * 1e3 + used.tv_nsec / 1e6;
}

/* What a frame takes is all the work that the main thread does from the end of the frame before it: reading events and
 * answers, binding, layout and drawing. A busy computer does not make it longer. */
static void
frame_ended_cb (GdkFrameClock *clock, Stage *stage)
{
  double used = get_used ();
  double took = used - stage->used;

  stage->used = used;
  g_array_append_val (stage->frames, took);
}

static void
start_frames (Stage *stage)
{
  g_array_set_size (stage->frames, 0);
  stage->used = get_used ();
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

static void
settle (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}

static void
stage_open (Stage *stage, GtkWidget *child)
{
  stage->window = g_object_ref (GTK_WINDOW (adw_window_new ()));
  stage->frames = g_array_new (FALSE, FALSE, sizeof (double));
  gtk_window_set_default_size (stage->window, 360, 860);
  adw_window_set_content (ADW_WINDOW (stage->window), child);
  gtk_window_present (stage->window);
  settle (500);
  stage->list = find_list (child);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (stage->window)), "after-paint", G_CALLBACK (frame_ended_cb), stage);
}

static void
stage_close (Stage *stage)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (stage->window)), stage);
  gtk_window_destroy (stage->window);
  g_object_unref (stage->window);
  g_array_unref (stage->frames);
  settle (100);
}

static guint
count_lines (Stage *stage)
{
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (stage->list));

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static void
wait_for_frames (Stage *stage, guint n)
{
  n += stage->frames->len;
  while (stage->frames->len < n)
    {
      gtk_widget_queue_draw (stage->list);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Until all of @n_lines are there and have been painted. Milliseconds from @begin until the first have been. */
static double
wait_for_lines (Stage *stage, guint n_lines, gint64 begin)
{
  double until_lines;

  while (count_lines (stage) == 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for_frames (stage, 1);
  until_lines = (g_get_monotonic_time () - begin) / 1000.0;
  while (count_lines (stage) < n_lines)
    g_main_context_iteration (NULL, TRUE);
  wait_for_frames (stage, 3);
  return until_lines;
}

static double
get_longest (Stage *stage)
{
  double longest = 0;

  for (guint i = 0; i < stage->frames->len; i++)
    longest = MAX (longest, g_array_index (stage->frames, double, i));
  return longest;
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Stage *stage = data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (stage->list));
  double range = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (stage->n_left == 0)
    return G_SOURCE_REMOVE;
  stage->n_left--;
  gtk_adjustment_set_value (adjustment, range * (FRAMES - stage->n_left) / FRAMES);
  return G_SOURCE_CONTINUE;
}

/* From the newest line to the oldest: the 99th percentile of its frames. */
static double
scroll (Stage *stage)
{
  start_frames (stage);
  stage->n_left = FRAMES;
  gtk_widget_add_tick_callback (stage->list, scroll_cb, stage, NULL);
  while (stage->n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  desk_bench_sort (stage->frames);
  return desk_bench_percentile (stage->frames, 99);
}

/* From the newest line to the oldest at once, as by the End key: the longest of its frames. */
static double
jump (Stage *stage)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (stage->list));

  gtk_adjustment_set_value (adjustment, 0);
  settle (200);
  start_frames (stage);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  wait_for_frames (stage, 1);
  settle (300);
  return get_longest (stage);
}

/* --- what is measured --- */

typedef struct
{
  double until_lines;
  double longest;
  double scroll;
  double jump;
  double kilobytes;    /* that the program holds more when all was scrolled past */
  guint n_lines;
  double line_height; /* on average, headers of days included */
} Figures;

static double
get_held (void)
{
  malloc_trim (0);
  return mallinfo2 ().uordblks / 1000.0;
}

/* Opens it by @show and scrolls it from end to end. */
static void
measure (Stage *stage, Figures *figures, GFunc show, gpointer data)
{
  double held = get_held ();
  gint64 begin = g_get_monotonic_time ();

  start_frames (stage);
  show (adw_window_get_content (ADW_WINDOW (stage->window)), data);
  figures->until_lines = wait_for_lines (stage, figures->n_lines, begin);
  figures->longest = get_longest (stage);
  settle (200);
  figures->line_height = gtk_adjustment_get_upper (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (stage->list))) / figures->n_lines;
  figures->scroll = scroll (stage);
  settle (200);
  figures->kilobytes = get_held () - held;
  figures->jump = jump (stage);
}

static guint
count_story_lines (DeskDocument *document)
{
  g_autoptr (GArray) marks = desk_store_list_marks (desk_document_get_store (document), desk_document_get_story_id (document), NULL);
  g_autoptr (GArray) lines = desk_history_lines_new (marks, desk_document_get_zone (document));

  return lines->len;
}

static void
show_document (gpointer page, gpointer document)
{
  desk_history_page_set_document (page, document);
}

static Figures
measure_history (DeskDocument *document)
{
  GtkWidget *page = g_object_new (DESK_TYPE_HISTORY_PAGE, NULL);
  Figures figures = { .n_lines = count_story_lines (document) };
  Stage stage = { 0 };

  stage_open (&stage, page);
  measure (&stage, &figures, (GFunc) show_document, document);
  stage_close (&stage);
  return figures;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, double *height)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_set_size_request (box, -1, *height);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const char *string = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget *box = gtk_list_item_get_child (item);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), string);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), string);
}

static void
show_strings (gpointer window, gpointer strings)
{
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (strings)));
  GtkWidget *list = gtk_scrolled_window_get_child (window);

  gtk_list_view_set_model (GTK_LIST_VIEW (list), GTK_SELECTION_MODEL (selection));
}

/* As plain a list as GTK has, its strings made beforehand: as many lines as @history has, of two labels, as high as its are. */
static Figures
measure_plain (const Figures *history)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list = gtk_list_view_new (NULL, factory);
  GtkWidget *window = gtk_scrolled_window_new ();
  g_autoptr (GtkStringList) strings = gtk_string_list_new (NULL);
  Figures figures = { .n_lines = history->n_lines };
  Stage stage = { 0 };
  double height = history->line_height - ROW_PADDING;

  for (guint i = 0; i < figures.n_lines; i++)
    {
      g_autofree char *string = g_strdup_printf ("18:%02u Saved while writing, version %u", i % 60, i);

      gtk_string_list_append (strings, string);
    }
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), &height);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), list);
  stage_open (&stage, window);
  measure (&stage, &figures, (GFunc) show_strings, strings);
  stage_close (&stage);
  return figures;
}

/* A story as it stood at its middle and its newest version: milliseconds, the median of five each. */
static double
measure_as_of (DeskStore *store, const char *story, int number)
{
  g_autofree char *name = g_strdup_printf ("@%d", number);
  g_autoptr (DeskRevision) revision = desk_store_find_revision (store, story, name, NULL);
  g_autoptr (GArray) figures = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < 5; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (DeskSnapshot) snapshot = desk_store_load_as_of (store, story, revision->id, NULL);
      double figure = (g_get_monotonic_time () - begin) / 1000.0;

      g_assert (snapshot != NULL);
      g_array_append_val (figures, figure);
    }
  desk_bench_sort (figures);
  return desk_bench_percentile (figures, 50);
}

static void
remove_files (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *long_story = NULL;
  g_autofree char *short_story = NULL;
  g_autofree char *longest_story = NULL;
  DeskDocument *long_document, *short_document, *longest_document;
  DeskStore *store;
  Figures plain, history, few, many;

  /* What threads hold is counted too when there is one arena. */
  mallopt (M_ARENA_MAX, 1);
  desk_bench_begin (argc, argv);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!gtk_init_check ())
    {
      desk_bench_remark ("there is no display: the history was not measured");
      return desk_bench_end ();
    }
  adw_init ();
  gtk_source_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()), "/com/example/Desk/icons");

  folder = g_dir_make_tmp ("desk-bench-XXXXXX", &error);
  path = folder != NULL ? g_build_filename (folder, "bench.desk", NULL) : NULL;
  store = path != NULL ? desk_store_open (path, DESK_STORE_OPEN_DEFAULT, NULL, &error) : NULL;
  if (store == NULL)
    g_error ("%s", error->message);
  long_story = make_story (store, VERSIONS);
  short_story = make_story (store, FEW);
  longest_story = make_story (store, MANY);
  long_document = load (store, long_story);
  short_document = load (store, short_story);
  longest_document = load (store, longest_story);

  /* Fonts, icons and styles are read once, by whoever comes first, and SQLite fills its caches. */
  measure_history (longest_document);
  few = measure_history (short_document);
  history = measure_history (long_document);
  many = measure_history (longest_document);
  plain = measure_plain (&history);

  desk_bench_report ("history of 20,000 versions, until its first lines are seen", history.until_lines, "ms", PLAIN, plain.until_lines, 0);
  desk_bench_report ("history of 20,000 versions, longest frame until all its lines are there", history.longest, "ms", PLAIN, plain.longest, FRAME);
  desk_bench_report ("history of 20,000 versions, scrolled from end to end, 99th percentile of frames", history.scroll, "ms", PLAIN, plain.scroll, FRAME);
  desk_bench_report ("history of 20,000 versions, longest frame of a jump to its end", history.jump, "ms", PLAIN, plain.jump, 0);
  desk_bench_report ("history of 20,000 versions, memory once all was seen", history.kilobytes, "kB", "history of 2,000 versions", few.kilobytes, 0);
  desk_bench_report ("history of 100,000 versions, memory once all was seen", many.kilobytes, "kB", "history of 2,000 versions", few.kilobytes, 0);

  desk_bench_report ("a story of 20,000 versions as it stood at its middle one", measure_as_of (store, long_story, VERSIONS / 2), "ms", "of 2,000 versions", measure_as_of (store, short_story, FEW / 2), 0);
  desk_bench_report ("a story of 20,000 versions as it stood at its newest", measure_as_of (store, long_story, -1), "ms", "of 2,000 versions", measure_as_of (store, short_story, -1), 0);

  g_object_unref (long_document);
  g_object_unref (short_document);
  g_object_unref (longest_document);
  settle (200);
  desk_store_close (store, NULL);
  g_object_unref (store);
  remove_files (folder);
  return desk_bench_end ();
}
