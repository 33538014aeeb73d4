/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <libspelling.h>
#include <malloc.h>
#include <string.h>
#include <time.h>

#include "desk-bench.h"
#include "editor/desk-editor.h"
#include "exchange/desk-capture.h"

#define WORDS 20000
#define CARDS 100
#define CLAIMS 200
#define CLAIM_LENGTH 60 /* characters, at least */

#define KEYSTROKES 60
#define EVERY 80  /* milliseconds between two keystrokes, as a quick typist has it */
#define REST 1500 /* milliseconds in which all that waits for a pause is done */

#define PASTED 50000
#define PARAGRAPH 16000

#define PEER "GtkSourceView with libspelling"

/* A text view in a window: Desk's own, or as bare as it comes with spelling. */
typedef struct
{
  GtkWindow *window;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  SpellingTextBufferAdapter *spelling; /* (nullable): of the bare one */
  gboolean is_painted;
} Stage;

typedef struct
{
  double open;
  double kilobytes; /* that the program holds with the story open */
  double median[3]; /* milliseconds of CPU for a keystroke: at the start, in the middle, at the end */
  double worst[3];
  double burst; /* the longest the main thread was busy at a stretch once typing rested */
} Figures;

/* Of the main thread alone: what other threads and programs do is not counted. */
static double
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000.0 + now.tv_nsec / 1e6;
}

/* What the program holds, of whichever thread. */
static double
get_held (void)
{
  struct mallinfo2 info;

  malloc_trim (0);
  info = mallinfo2 ();
  return (info.uordblks + info.hblkhd) / 1000.0;
}

static gboolean
timeout_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the program run so long; the longest that it was busy between two looks for what comes next. */
static double
run_for (guint milliseconds)
{
  gboolean is_over = FALSE;
  double longest = 0;

  g_timeout_add (milliseconds, timeout_cb, &is_over);
  while (!is_over)
    {
      double begin = get_cpu ();
      double took;

      g_main_context_iteration (NULL, TRUE);
      took = get_cpu () - begin;
      longest = MAX (longest, took);
    }
  return longest;
}

/* --- the story --- */

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Words that the spelling knows, of the letters a to z alone. */
static GPtrArray *
read_dictionary (void)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *data = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/usr/share/hunspell/en_US.dic", &data, NULL, NULL))
    return words;

  lines = g_strsplit (data, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize length = strspn (lines[i], LETTERS);

      if (length > 2 && g_ascii_islower (lines[i][0]) && strchr ("/\n", lines[i][length]) != NULL)
        g_ptr_array_add (words, g_strndup (lines[i], length));
    }
  return words;
}

/* Invented words, each put into one that the spelling knows but for one of fifty, as in a story that was typed in a hurry. */
static char *
make_text (guint n_words, guint32 seed)
{
  g_autofree char *invented = desk_bench_dup_text (n_words, seed);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) dictionary = read_dictionary ();
  GString *text = g_string_new (NULL);

  for (const char *p = invented; *p != '\0';)
    {
      gsize length = strspn (p, LETTERS);
      gsize behind = strcspn (p + length, LETTERS);
      g_autofree char *word = g_ascii_strdown (p, length);
      const char *put = g_hash_table_lookup (known, word);

      if (put == NULL)
        {
          guint n = g_hash_table_size (known);

          put = n % 50 == 0 || dictionary->len == 0 ? word : g_ptr_array_index (dictionary, n * 17 % dictionary->len);
          put = g_intern_string (put);
          g_hash_table_insert (known, g_strdup (word), (gpointer) put);
        }
      if (length > 0)
        g_string_append_c (text, g_ascii_isupper (*p) ? g_ascii_toupper (*put) : *put);
      if (length > 0)
        g_string_append (text, put + 1);
      g_string_append_len (text, p + length, behind);
      p += length + behind;
    }
  return g_string_free_and_steal (text);
}

static char *
make_address (guint number)
{
  return g_strdup_printf ("https://x.com/marrow_guard/status/%" G_GUINT64_FORMAT, G_GUINT64_CONSTANT (1893000000000000000) + number);
}

/* An embed behind every so many paragraphs. */
static char *
make_body (void)
{
  g_autofree char *words = make_text (WORDS, 7);
  g_auto (GStrv) paragraphs = g_strsplit (words, "\n\n", -1);
  guint n = g_strv_length (paragraphs);
  g_autoptr (GString) body = g_string_new (NULL);
  guint n_cards = 0;

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (body, "\n\n");
      g_string_append (body, paragraphs[i]);
      while (n_cards < CARDS && n_cards * n < i * CARDS)
        {
          g_autofree char *address = make_address (n_cards++);

          g_string_append_printf (body, "\n\n<%s>", address);
        }
    }
  while (n_cards < CARDS)
    {
      g_autofree char *address = make_address (n_cards++);

      g_string_append_printf (body, "\n\n<%s>", address);
    }
  g_string_append_c (body, '\n');
  return g_string_free_and_steal (g_steal_pointer (&body));
}

static void
add_posts (GPtrArray *changes)
{
  for (guint i = 0; i < CARDS; i++)
    {
      g_autofree char *address = make_address (i);
      g_autofree char *words = g_strdup_printf ("Boat %u of the ferry line has left the harbour. All on board are well.", i);
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskPost) post = desk_capture_by_hand (address, words, "Marrow Coast Guard (@marrow_guard)", 0, &error);

      if (post == NULL)
        g_error ("%s", error->message);
      g_ptr_array_add (changes, desk_change_new_post (post, NULL, NULL));
    }
}

/* Where the next line of words, not an address, begins; @body at the end. */
static const char *
find_line (const char *body, const char *from)
{
  const char *line = from;

  while (line != NULL && (line == body || line[-1] != '\n' || *line == '<' || *line == '\n'))
    {
      line = strchr (line + (line == body && *line != '<'), '\n');
      line = line != NULL ? line + 1 : NULL;
    }
  return line;
}

static void
add_claims (GPtrArray *changes, DeskText *text)
{
  const char *body = desk_text_get_body (text);
  gsize length = strlen (body);

  for (guint i = 0; i < CLAIMS; i++)
    {
      const char *line = find_line (body, body + length * i / (CLAIMS + 1));
      g_autoptr (DeskAnchor) anchor = NULL;
      g_autoptr (GError) error = NULL;
      guint start;

      if (line == NULL)
        g_error ("there is no line for claim %u", i);
      start = g_utf8_pointer_to_offset (body, line);
      anchor = desk_anchor_new (body, start, start + MIN (CLAIM_LENGTH, (guint) (strchr (line, '\n') - line)), desk_text_get_hash (text), &error);
      if (anchor == NULL)
        g_error ("%s", error->message);
      g_ptr_array_add (changes, desk_change_new_claim (anchor, "Marrow Coast Guard", DESK_CLAIM_FACT, i % 3, i % 4, NULL, NULL));
    }
}

static char *
make_story (DeskStore *store, const char *body, gboolean has_records)
{
  g_autofree char *canonical = g_strconcat ("Headline: Ferry line asks for help\nLanguage: en\nZone: Asia/Baghdad\n\n", body, NULL);
  g_autoptr (DeskText) text = desk_text_parse (canonical, -1, NULL);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  char *story = desk_store_create_story (store, NULL, text, NULL, &error);

  if (story == NULL)
    g_error ("%s", error->message);
  if (!has_records)
    return story;
  add_posts (changes);
  add_claims (changes, text);
  ids = desk_store_commit (store, story, changes, &error);
  if (ids == NULL)
    g_error ("%s", error->message);
  return story;
}

/* --- the stages --- */

static void
painted_cb (GdkFrameClock *clock, Stage *stage)
{
  stage->is_painted = TRUE;
}

static void
wait_for_frame (Stage *stage)
{
  stage->is_painted = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (stage->view));
  while (!stage->is_painted)
    g_main_context_iteration (NULL, TRUE);
}

static GtkTextView *
find_view (GtkWidget *widget)
{
  GtkTextView *found = GTK_SOURCE_IS_VIEW (widget) ? GTK_TEXT_VIEW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_view (child);
  return found;
}

/* A window with that in it, drawn, which waits for a text. */
static void
stage_open (Stage *stage, GtkWidget *content)
{
  stage->window = g_object_ref (GTK_WINDOW (adw_window_new ()));
  gtk_window_set_default_size (stage->window, 720, 860);
  adw_window_set_content (ADW_WINDOW (stage->window), content);
  gtk_window_present (stage->window);
  run_for (300);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (stage->window)), "after-paint", G_CALLBACK (painted_cb), stage);
}

static void
stage_close (Stage *stage)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (stage->window)), stage);
  gtk_window_destroy (stage->window);
  g_object_unref (stage->window);
  g_clear_object (&stage->spelling);
  run_for (300);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!desk_document_load_finish (DESK_DOCUMENT (source), result, &error))
    g_error ("%s", error->message);
  *(gboolean *) data = TRUE;
}

/* As the window does it: the story is read from the desk, then shown in an editor that is there. */
static void
show_story (Stage *stage, DeskStore *store, const char *story)
{
  GtkWidget *editor = adw_window_get_content (ADW_WINDOW (stage->window));
  g_autoptr (DeskDocument) document = desk_document_open (store, story);
  gboolean is_loaded = FALSE;

  desk_document_load_async (document, NULL, loaded_cb, &is_loaded);
  while (!is_loaded)
    g_main_context_iteration (NULL, TRUE);
  desk_editor_set_document (DESK_EDITOR (editor), document);
  stage->view = find_view (editor);
  stage->buffer = gtk_text_view_get_buffer (stage->view);
}

static void
attach_spelling (Stage *stage)
{
  SpellingChecker *checker = spelling_checker_get_default ();

  spelling_checker_set_language (checker, "en_US");
  stage->spelling = spelling_text_buffer_adapter_new (GTK_SOURCE_BUFFER (stage->buffer), checker);
  spelling_text_buffer_adapter_set_enabled (stage->spelling, TRUE);
}

static void
show_bare (Stage *stage, const char *body)
{
  stage->view = find_view (adw_window_get_content (ADW_WINDOW (stage->window)));
  stage->buffer = gtk_text_view_get_buffer (stage->view);
  gtk_text_buffer_set_text (stage->buffer, body, -1);
  attach_spelling (stage);
}

static GtkWidget *
new_bare_view (void)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_source_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  return scroller;
}

/* --- what is measured --- */

/* In the middle of the line at that share of the text. */
static void
place_cursor (Stage *stage, double share)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (stage->buffer, &iter, (int) ((gtk_text_buffer_get_line_count (stage->buffer) - 1) * share));
  while (gtk_text_iter_get_chars_in_line (&iter) < 40 || gtk_text_iter_get_char (&iter) == '<')
    if (share < 1 ? !gtk_text_iter_forward_line (&iter) : !gtk_text_iter_backward_line (&iter))
      break;
  gtk_text_iter_set_line_offset (&iter, MIN (20, gtk_text_iter_get_chars_in_line (&iter) / 2));
  gtk_text_buffer_place_cursor (stage->buffer, &iter);
  gtk_widget_grab_focus (GTK_WIDGET (stage->view));
  gtk_text_view_scroll_to_mark (stage->view, gtk_text_buffer_get_insert (stage->buffer), 0, TRUE, 0, 0.5);
}

static void
type (Stage *stage, double share, double *median, double *worst, double *burst)
{
  static const char letters[] = "the harbour master said so ";
  g_autoptr (GArray) figures = g_array_new (FALSE, FALSE, sizeof (double));
  double rest;

  place_cursor (stage, share);
  run_for (REST);
  for (guint i = 0; i < KEYSTROKES; i++)
    {
      double begin = get_cpu ();
      double took;

      gtk_text_buffer_begin_user_action (stage->buffer);
      gtk_text_buffer_insert_interactive_at_cursor (stage->buffer, letters + i % (sizeof letters - 1), 1, TRUE);
      gtk_text_buffer_end_user_action (stage->buffer);
      run_for (EVERY);
      took = get_cpu () - begin;
      g_array_append_val (figures, took);
    }
  rest = run_for (REST);
  *burst = MAX (*burst, rest);
  desk_bench_sort (figures);
  *median = desk_bench_percentile (figures, 50);
  *worst = desk_bench_percentile (figures, 99);
}

static void
measure (Stage *stage, Figures *figures, gint64 begin)
{
  wait_for_frame (stage);
  figures->open = (g_get_monotonic_time () - begin) / 1000.0;
  run_for (3 * REST);
  figures->kilobytes = get_held ();
  for (guint i = 0; i < 3; i++)
    type (stage, i / 2.0, &figures->median[i], &figures->worst[i], &figures->burst);
}

static Figures
measure_desk (DeskStore *store, const char *story)
{
  Figures figures = { 0 };
  Stage stage = { 0 };
  gint64 begin;

  stage_open (&stage, g_object_new (DESK_TYPE_EDITOR, NULL));
  begin = g_get_monotonic_time ();
  show_story (&stage, store, story);
  measure (&stage, &figures, begin);
  stage_close (&stage);
  return figures;
}

static Figures
measure_bare (const char *body)
{
  Figures figures = { 0 };
  Stage stage = { 0 };
  gint64 begin;

  stage_open (&stage, new_bare_view ());
  begin = g_get_monotonic_time ();
  show_bare (&stage, body);
  measure (&stage, &figures, begin);
  stage_close (&stage);
  return figures;
}

/* The longest that the window does not answer while words come in from the clipboard. */
static double
paste (DeskStore *store, const char *words)
{
  g_autofree char *story = make_story (store, "The harbour is open.\n", FALSE);
  Stage stage = { 0 };
  double longest;

  stage_open (&stage, g_object_new (DESK_TYPE_EDITOR, NULL));
  show_story (&stage, store, story);
  wait_for_frame (&stage);
  run_for (REST);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (stage.view)), words);
  g_signal_emit_by_name (stage.view, "paste-clipboard");
  longest = run_for (4 * REST);
  if (gtk_text_buffer_get_char_count (stage.buffer) < (int) strlen (words) / 2)
    g_error ("the words did not come in");
  stage_close (&stage);
  return longest;
}

static double
paste_bare (const char *words)
{
  Stage stage = { 0 };
  double longest;

  stage_open (&stage, new_bare_view ());
  show_bare (&stage, "The harbour is open.\n");
  wait_for_frame (&stage);
  run_for (REST);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (stage.view)), words);
  g_signal_emit_by_name (stage.view, "paste-clipboard");
  longest = run_for (4 * REST);
  stage_close (&stage);
  return longest;
}

static void
remove_lines (char *words)
{
  for (char *p = words; *p != '\0'; p++)
    if (*p == '\n')
      *p = ' ';
}

static void
report_keystrokes (const Figures *desk, const Figures *bare)
{
  static const char *const places[] = { "start", "middle", "end" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *median = g_strdup_printf ("a keystroke at the %s of 20,000 words, CPU, median", places[i]);
      g_autofree char *worst = g_strdup_printf ("a keystroke at the %s of 20,000 words, CPU, 99th percentile", places[i]);

      desk_bench_report (median, desk->median[i], "ms", PEER, bare->median[i], 1.25 * bare->median[i]);
      desk_bench_report (worst, desk->worst[i], "ms", PEER, bare->worst[i], 8);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *body = make_body ();
  g_autofree char *pasted = make_text (PASTED, 11);
  g_autofree char *paragraph = make_text (PARAGRAPH, 13);
  g_autofree char *story = NULL;
  g_autofree char *short_story = NULL;
  DeskStore *store;
  Figures desk, bare;

  desk_bench_begin (argc, argv);
  /* One heap, so that what other threads hold is counted too. */
  mallopt (M_ARENA_MAX, 1);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!gtk_init_check ())
    {
      desk_bench_remark ("there is no display: the editor was not measured");
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
  story = make_story (store, body, TRUE);
  short_story = make_story (store, "The harbour is open.\n\n<https://x.com/marrow_guard/status/1893000000000000000>\n", FALSE);

  /* Fonts, icons, styles and dictionaries are read once, by whoever comes first. */
  measure_bare ("The harbour is open.\n");
  measure_desk (store, short_story);
  bare = measure_bare (body);
  desk = measure_desk (store, story);

  report_keystrokes (&desk, &bare);
  desk_bench_report ("20,000 words, 100 cards, 200 claims: until they are seen", desk.open, "ms", PEER, bare.open, 1.5 * bare.open);
  desk_bench_report ("20,000 words, 100 cards, 200 claims: memory of the program", desk.kilobytes, "kB", PEER, bare.kilobytes, 1.5 * bare.kilobytes);
  desk_bench_report ("20,000 words: once typing rests, the longest at a stretch", desk.burst, "ms", PEER, bare.burst, 0);
  desk_bench_report ("50,000 words pasted: the longest without an answer", paste (store, pasted), "ms", PEER, paste_bare (pasted), 50);
  remove_lines (paragraph);
  desk_bench_report ("a paragraph of 16,000 words pasted: the longest without an answer", paste (store, paragraph), "ms", PEER, paste_bare (paragraph), 150);

  run_for (REST);
  desk_store_close (store, NULL);
  g_object_unref (store);
  desk_bench_remove (folder);
  return desk_bench_end ();
}
