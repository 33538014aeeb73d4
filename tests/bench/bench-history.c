/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <gtksourceview/gtksource.h>
#include <malloc.h>

#include "desk-bench.h"
#include "history/desk-history-page.h"

#define VERSIONS 20000
#define FEW 2000
#define FRAMES 1200
#define BATCH 500
#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

/* One frame of a display of 60 Hz. */
#define FRAME 16.7

/* What is shown in the window, and how long its frames took. */
typedef struct
{
  GtkWindow *window;
  GtkWidget *list;
  GArray *frames; /* (element-type double): milliseconds from the beginning of a frame to its end */
  gint64 began;
  guint n_left; /* frames to scroll for */
  gboolean is_painted;
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

static void
frame_began_cb (GdkFrameClock *clock, Stage *stage)
{
  stage->began = g_get_monotonic_time ();
}

static void
frame_ended_cb (GdkFrameClock *clock, Stage *stage)
{
  double took = (g_get_monotonic_time () - stage->began) / 1000.0;

  g_array_append_val (stage->frames, took);
  stage->is_painted = TRUE;
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
  GdkFrameClock *clock;

  stage->window = g_object_ref (GTK_WINDOW (adw_window_new ()));
  stage->frames = g_array_new (FALSE, FALSE, sizeof (double));
  gtk_window_set_default_size (stage->window, 360, 860);
  adw_window_set_content (ADW_WINDOW (stage->window), child);
  gtk_window_present (stage->window);
  settle (500);
  stage->list = find_list (child);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (stage->window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (frame_began_cb), stage);
  g_signal_connect (clock, "after-paint", G_CALLBACK (frame_ended_cb), stage);
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

/* Milliseconds from @begin until lines have been painted. */
static double
wait_for_lines (Stage *stage, gint64 begin)
{
  while (count_lines (stage) == 0)
    g_main_context_iteration (NULL, TRUE);
  stage->is_painted = FALSE;
  gtk_widget_queue_draw (stage->list);
  while (!stage->is_painted)
    g_main_context_iteration (NULL, TRUE);
  return (g_get_monotonic_time () - begin) / 1000.0;
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
  g_array_set_size (stage->frames, 0);
  stage->n_left = FRAMES;
  gtk_widget_add_tick_callback (stage->list, scroll_cb, stage, NULL);
  while (stage->n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  desk_bench_sort (stage->frames);
  return desk_bench_percentile (stage->frames, 99);
}

/* --- what is measured --- */

typedef struct
{
  double until_lines;
  double longest;
  double scroll;
  double kilobytes; /* that the program holds more when all was scrolled past */
} Figures;

static double
get_held (void)
{
  malloc_trim (0);
  return mallinfo2 ().uordblks / 1000.0;
}

static Figures
measure_history (DeskDocument *document)
{
  GtkWidget *page = g_object_new (DESK_TYPE_HISTORY_PAGE, NULL);
  Figures figures = { 0 };
  Stage stage = { 0 };
  double held;
  gint64 begin;

  stage_open (&stage, page);
  held = get_held ();
  begin = g_get_monotonic_time ();
  desk_history_page_set_document (DESK_HISTORY_PAGE (page), document);
  figures.until_lines = wait_for_lines (&stage, begin);
  figures.longest = get_longest (&stage);
  settle (200);
  figures.scroll = scroll (&stage);
  settle (200);
  figures.kilobytes = get_held () - held;
  stage_close (&stage);
  return figures;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* As plain a list as GTK has, its strings made beforehand. */
static Figures
measure_plain (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list = gtk_list_view_new (NULL, factory);
  GtkWidget *window = gtk_scrolled_window_new ();
  g_autoptr (GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr (GtkNoSelection) selection = NULL;
  Figures figures = { 0 };
  Stage stage = { 0 };
  double held;
  gint64 begin;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), list);
  stage_open (&stage, window);
  held = get_held ();
  for (guint i = 0; i < VERSIONS; i++)
    {
      g_autofree char *string = g_strdup_printf ("18:%02u Saved while writing, version %u", i % 60, i);

      gtk_string_list_append (strings, string);
    }
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (strings)));
  begin = g_get_monotonic_time ();
  gtk_list_view_set_model (GTK_LIST_VIEW (list), GTK_SELECTION_MODEL (selection));
  figures.until_lines = wait_for_lines (&stage, begin);
  figures.longest = get_longest (&stage);
  settle (200);
  figures.scroll = scroll (&stage);
  settle (200);
  figures.kilobytes = get_held () - held;
  stage_close (&stage);
  return figures;
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
  DeskDocument *long_document, *short_document;
  DeskStore *store;
  Figures plain, many, few;

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
  long_document = load (store, long_story);
  short_document = load (store, short_story);

  /* Fonts, icons and styles are read once, by whoever comes first. */
  measure_history (short_document);
  plain = measure_plain ();
  few = measure_history (short_document);
  many = measure_history (long_document);

  desk_bench_report ("history of 20,000 versions, until its lines are seen", many.until_lines, "ms", "GtkListView of 20,000 strings", plain.until_lines, 0);
  desk_bench_report ("history of 20,000 versions, longest frame while it opens", many.longest, "ms", "GtkListView of 20,000 strings", plain.longest, FRAME);
  desk_bench_report ("history of 20,000 versions, scrolled from end to end, 99th percentile of frames", many.scroll, "ms", "GtkListView of 20,000 strings", plain.scroll, FRAME);
  desk_bench_report ("history of 20,000 versions, memory once all was seen", many.kilobytes, "kB", "history of 2,000 versions", few.kilobytes, 0);

  g_object_unref (long_document);
  g_object_unref (short_document);
  settle (200);
  desk_store_close (store, NULL);
  g_object_unref (store);
  remove_files (folder);
  return desk_bench_end ();
}
