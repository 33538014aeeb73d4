/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A piece of a text and what takes its place; code points of the text as it was. */
typedef struct
{
  guint start;
  guint end;
  char *text;
} DeskEdit;

/**
 * DeskEdits:
 * @edits: (element-type DeskEdit): in order, none over another; as small as they can be, so that what is tied to the
 *   words around them stays
 * @start: where the selection begins afterwards, in the text as it is then
 * @end: where it ends
 *
 * What a gesture does to a text.
 */
typedef struct
{
  GPtrArray *edits;
  guint start;
  guint end;
} DeskEdits;

/* Nothing to be done, with the selection where it is. */
DeskEdits *desk_edits_new (guint start, guint end);
void desk_edits_free (DeskEdits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskEdits, desk_edits_free)

void desk_edits_add (DeskEdits *self, guint start, guint end, const char *text);

/* Puts edits in order; those that change nothing, alone or with the next one, go. */
void desk_edits_sort (DeskEdits *self, const char *text);

/**
 * desk_edits_map:
 * @behind: whether a place at which words come in is behind them then
 *
 * Returns: where a place of the text as it was is afterwards
 */
guint desk_edits_map (DeskEdits *self, guint place, gboolean behind);

/* Returns: (transfer full): @text with the edits made */
char *desk_edits_apply (DeskEdits *self, const char *text);

G_END_DECLS
