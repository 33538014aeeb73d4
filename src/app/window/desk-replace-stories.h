/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-replacer.h"
#include "store/desk-store.h"

G_BEGIN_DECLS

/* Replacing in all stories of a desk: what would change is found on a thread, what is chosen is written story by story. */

/* More stories are not shown at once, nor are more places of one. */
#define DESK_REPLACE_MAX_STORIES 500
#define DESK_REPLACE_MAX_SHOWN 20

/**
 * DeskStoryReplacement:
 * @text: of the story now; as it is typed where it is open
 * @replaced: what it becomes
 * @n: how many places change
 * @shown: (element-type DeskReplacement): the first of them
 */
typedef struct
{
  DeskStory *story;
  DeskText *text;
  DeskText *replaced;
  guint n;
  GPtrArray *shown;
} DeskStoryReplacement;

/* Both texts the other way about: what takes it back. (transfer full) */
DeskStoryReplacement *desk_story_replacement_reverse (DeskStoryReplacement *self);
void desk_story_replacement_free (DeskStoryReplacement *self);

/**
 * desk_replace_stories_find_async:
 * @whole_words: (nullable): when only whole words are looked for, these: the search index then narrows the stories
 */
void desk_replace_stories_find_async (DeskStore *store,
                                      DeskReplacer *replacer,
                                      const char *whole_words,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);

/* (transfer full) (element-type DeskStoryReplacement). Errors: those of the store and of the expression */
GPtrArray *desk_replace_stories_find_finish (DeskStore *store, GAsyncResult *result, GError **error);

/**
 * desk_replace_stories_apply_async:
 * @replacements: (element-type DeskStoryReplacement)
 * @note: of the version that each story gets
 *
 * Writes one version a story. A story that is open takes it as a difference that can be undone there; one whose text is
 * another by now is left as it is.
 */
void desk_replace_stories_apply_async (DeskStore *store,
                                       GPtrArray *replacements,
                                       const char *note,
                                       GAsyncReadyCallback callback,
                                       gpointer data);

/* (transfer full) (element-type DeskStoryReplacement): those that were written. @error: the first that was met. */
GPtrArray *desk_replace_stories_apply_finish (DeskStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
