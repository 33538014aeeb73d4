/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/* What the tests of widgets share. A wait that takes over a minute ends the test. */

void desk_test_init (int *argc, char ***argv);

/* A new desk in a folder of its own, with an editor's name; closed and removed by desk_test_store_free(). */
DeskStore *desk_test_store_new (void);
void desk_test_store_free (DeskStore *store);

/* @text: canonical. Returns: (transfer full): the story's id */
char *desk_test_story_new (DeskStore *store, const char *text);

/* That story's document, loaded; (transfer full). */
DeskDocument *desk_test_document_new (DeskStore *store, const char *story);

/* Once what was typed is on disk. */
void desk_test_document_free (DeskDocument *document);

/* Commits and waits: (transfer full) @changes, (nullable). */
void desk_test_commit (DeskDocument *document, GPtrArray *changes);

/* @child in a window of 1000 × 800 on the screen; (transfer full): free it with desk_test_window_free(). */
GtkWindow *desk_test_window_new (GtkWidget *child);
/* Destroys it and asserts that it was the last one to know it. */
void desk_test_window_free (GtkWindow *window);

/* Lets everything happen that is due, some frames included. */
void desk_test_settle (void);

typedef gboolean (*DeskTestCondition) (gpointer data);
void desk_test_wait_until (DeskTestCondition condition, gpointer data);

#define desk_test_wait_for(expression)                                                \
  G_STMT_START                                                                        \
  {                                                                                   \
    gint64 desk_test_end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;             \
    while (!(expression))                                                             \
      {                                                                               \
        if (g_get_monotonic_time () > desk_test_end)                                  \
          g_error ("%s:%d: waited in vain for: %s", __FILE__, __LINE__, #expression); \
        desk_test_iterate ();                                                         \
      }                                                                               \
  }                                                                                   \
  G_STMT_END

/* g_assert_finalize_object(), for what work on its way may still know: on a busy computer for longer. */
#define desk_test_finalize(object)                          \
  G_STMT_START                                              \
  {                                                         \
    desk_test_wait_for (G_OBJECT (object)->ref_count == 1); \
    g_assert_finalize_object (object);                      \
  }                                                         \
  G_STMT_END

/* One turn of the main loop, or some milliseconds. */
void desk_test_iterate (void);

/* For an _async call: `g_autoptr (GAsyncResult) result = NULL; f_async (…, desk_test_result_cb, &result);
 * desk_test_wait_for (result != NULL);` */
void desk_test_result_cb (GObject *source, GAsyncResult *result, gpointer data);

/* The first widget of that type below @root, in depth; of those with that text as label, title or button label when
 * @label is given. (transfer none) (nullable) */
GtkWidget *desk_test_find (GtkWidget *root, GType type, const char *label);

/* The first visible widget below @root that assistive technology knows by that name; (transfer none) (nullable). */
GtkWidget *desk_test_find_named (GtkWidget *root, const char *name);

/* All words of a text view, (transfer full). */
char *desk_test_dup_shown (GtkWidget *view);

/* Whether the comparison below @root has those words in its text. */
gboolean desk_test_shows (GtkWidget *root, const char *words);

/* Waits until it can be pressed, and presses it. */
void desk_test_click (GtkWidget *button);

G_END_DECLS
