/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-bench.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

static JsonArray *reported; /* (nullable): with --json */

void
desk_bench_begin (int argc, char *argv[])
{
  gboolean json = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "One JSON value instead of lines", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1)
    {
      g_printerr ("%s: %s\n", g_get_prgname (), error != NULL ? error->message : "No such argument");
      exit (2);
    }
  if (json)
    reported = json_array_new ();
}

static char *
format_figure (double figure)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, figure < 100 ? "%.2f" : "%.0f", figure));
}

void
desk_bench_report (const char *name, double figure, const char *unit, const char *peer, double peer_figure, double bound)
{
  g_autofree char *own = format_figure (figure);
  g_autofree char *theirs = peer != NULL ? format_figure (peer_figure) : g_strdup ("");
  g_autofree char *ratio = peer != NULL ? format_figure (figure / peer_figure) : g_strdup ("");
  g_autofree char *most = bound > 0 ? format_figure (bound) : g_strdup ("");
  JsonObject *object;

  if (reported == NULL)
    {
      g_print ("%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, own, unit, peer != NULL ? peer : "", theirs, ratio, most);
      return;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "name", name);
  json_object_set_double_member (object, "figure", figure);
  json_object_set_string_member (object, "unit", unit);
  if (peer != NULL)
    {
      json_object_set_string_member (object, "peer", peer);
      json_object_set_double_member (object, "peer-figure", peer_figure);
      json_object_set_double_member (object, "ratio", figure / peer_figure);
    }
  if (bound > 0)
    json_object_set_double_member (object, "bound", bound);
  json_array_add_object_element (reported, object);
}

void
desk_bench_remark (const char *format, ...)
{
  g_autofree char *remark = NULL;
  va_list arguments;

  va_start (arguments, format);
  remark = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("%s\n", remark);
}

int
desk_bench_end (void)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;

  if (reported == NULL)
    return 0;

  node = json_node_alloc ();
  json_node_init_array (node, reported);
  json = json_to_string (node, FALSE);
  g_print ("%s\n", json);
  g_clear_pointer (&reported, json_array_unref);
  return 0;
}

GArray *
desk_bench_time (guint runs, DeskBenchFunc func, gpointer data)
{
  GArray *figures = g_array_sized_new (FALSE, FALSE, sizeof (double), runs);

  func (data);
  for (guint i = 0; i < runs; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      double figure;

      func (data);
      figure = (g_get_monotonic_time () - begin) / 1000.0;
      g_array_append_val (figures, figure);
    }
  desk_bench_sort (figures);

  return figures;
}

double
desk_bench_median (guint runs, DeskBenchFunc func, gpointer data)
{
  g_autoptr (GArray) figures = desk_bench_time (runs, func, data);

  return desk_bench_percentile (figures, 50);
}

double
desk_bench_percentile (GArray *sorted, double percent)
{
  g_return_val_if_fail (sorted->len > 0, 0);

  return g_array_index (sorted, double, MIN ((guint) (sorted->len * percent / 100), sorted->len - 1));
}

static int
compare_figures (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

void
desk_bench_sort (GArray *figures)
{
  g_array_sort (figures, compare_figures);
}

gboolean
desk_bench_run (const char *folder, const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_spawn_sync (folder, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, NULL, NULL, &status, NULL))
    return FALSE;

  return g_spawn_check_wait_status (status, &error) ||
         (error->domain == G_SPAWN_EXIT_ERROR && error->code == 1);
}

void
desk_bench_remove (const char *folder)
{
  const char *const argv[] = { "rm", "-r", "--", folder, NULL };

  desk_bench_run (NULL, argv);
}

/* Low numbers come often, as common words do. */
static char *
dup_word (GRand *random)
{
  static const char *const syllables[] = { "ma", "ro", "ven", "tel", "ska", "lin", "dor", "pe", "us", "har", "bo", "ny", "fe", "ri", "al", "thu" };
  double chance = g_rand_double (random);
  guint number = 4000 * chance * chance * chance;
  GString *word = g_string_new (NULL);

  do
    {
      g_string_append (word, syllables[number % G_N_ELEMENTS (syllables)]);
      number /= G_N_ELEMENTS (syllables);
    }
  while (number > 0);

  return g_string_free_and_steal (word);
}

char *
desk_bench_dup_text (guint words, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GString *text = g_string_new (NULL);
  guint sentence = 0;
  guint paragraph = 0;

  for (guint i = 0; i < words; i++)
    {
      g_autofree char *word = dup_word (random);

      if (sentence == 0)
        *word = g_ascii_toupper (*word);
      g_string_append (text, word);
      if (i + 1 < words && ++sentence < 8 + i % 11)
        {
          g_string_append (text, g_rand_int_range (random, 0, 12) == 0 ? ", " : " ");
          continue;
        }
      sentence = 0;
      g_string_append_c (text, '.');
      if (i + 1 == words || ++paragraph == 3)
        {
          paragraph = 0;
          g_string_append (text, i + 1 == words ? "\n" : "\n\n");
        }
      else
        {
          g_string_append_c (text, ' ');
        }
    }

  return g_string_free_and_steal (text);
}

char *
desk_bench_dup_changed (const char *text, guint share, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GString *changed = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize word = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
      gsize behind = strcspn (text + word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
      int way = (guint) g_rand_int_range (random, 0, 1000) < share ? g_rand_int_range (random, 0, 4) : -1;
      g_autofree char *other = way >= 1 ? dup_word (random) : NULL;

      if (way != 0 && way < 2)
        g_string_append_len (changed, text, word);
      if (way == 1)
        g_string_append_c (changed, ' ');
      if (other != NULL)
        g_string_append (changed, other);
      g_string_append_len (changed, text + word, behind);
      text += word + behind;
    }

  return g_string_free_and_steal (changed);
}
