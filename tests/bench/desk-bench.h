/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What the programs of this folder share. Each measures something of Desk, with what others do beside it where they are
 * there, and prints one line for each figure:
 *
 *   NAME <TAB> FIGURE <TAB> UNIT <TAB> PEER <TAB> PEER'S FIGURE <TAB> RATIO <TAB> BOUND
 *
 * with empty fields for what there is not; with --json one array of objects instead. Figures mean something in a
 * release build alone.
 */

/**
 * desk_bench_begin:
 *
 * Reads the command line, and leaves with 2 when it is wrong.
 */
void desk_bench_begin (int argc, char *argv[]);

/**
 * desk_bench_report:
 * @figure: less is better
 * @unit: "ms", "kB", "×", …
 * @peer: (nullable): another program, measured beside Desk in the same run
 * @peer_figure: in @unit; not looked at without @peer
 * @bound: what @figure may be at most, in @unit; 0 when nothing is asked
 */
void desk_bench_report (const char *name, double figure, const char *unit, const char *peer, double peer_figure, double bound);

/* Says on stderr what could not be measured, and why. */
void desk_bench_remark (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Returns: the exit status: 0 */
int desk_bench_end (void);

typedef void (*DeskBenchFunc) (gpointer data);

/**
 * desk_bench_time:
 *
 * Calls @func once unmeasured, then @runs times.
 *
 * Returns: (transfer full) (element-type double): the milliseconds that each run took, sorted
 */
GArray *desk_bench_time (guint runs, DeskBenchFunc func, gpointer data);

/* The milliseconds that half of @runs runs took at most. */
double desk_bench_median (guint runs, DeskBenchFunc func, gpointer data);

/* Which of sorted figures so many of a hundred do not exceed. */
double desk_bench_percentile (GArray *sorted, double percent);

/* Sorts figures (element-type double) that were measured one by one. */
void desk_bench_sort (GArray *figures);

/**
 * desk_bench_run:
 * @folder: where it runs
 * @argv: a program and its arguments; what it prints is dropped
 *
 * Returns: whether it is there and ended with a status below 2 ("they differ" is 1, of diff)
 */
gboolean desk_bench_run (const char *folder, const char *const *argv);

/* Takes a folder away with all that is in it. */
void desk_bench_remove (const char *folder);

/**
 * desk_bench_dup_text:
 * @words: how many
 * @seed: the same one gives the same text
 *
 * Returns: (transfer full): invented words of uneven frequency, in sentences and paragraphs
 */
char *desk_bench_dup_text (guint words, guint32 seed);

/**
 * desk_bench_dup_changed:
 * @share: of a thousand words, how many are replaced, dropped or given a new neighbour
 *
 * Returns: (transfer full): @text with changes spread over it
 */
char *desk_bench_dup_changed (const char *text, guint share, guint32 seed);

G_END_DECLS
