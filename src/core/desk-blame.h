/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Words one behind the other that appeared in the same revision. */
typedef struct
{
  gsize start, length; /* bytes */
  guint origin;        /* the number of that revision */
} DeskBlameRun;

/**
 * DeskBlame:
 *
 * A text of a story with the revision in which each of its words appeared first. That of a revision is made from those
 * of its bases and from nothing else, so whoever has it can keep it for all time. Immutable, may be shared between
 * threads.
 *
 * Words that stand elsewhere in the text than in a base keep the revision they came from: a paragraph that moved (see
 * desk_moves_diff()), and any four words or more in a row. Spaces go with the words before them. Words that were
 * deleted and written again are new, but when a text is one that an earlier revision had, byte for byte, whoever feeds the
 * revisions can take that one's blame for it: so a restored version is as it was.
 */
typedef struct _DeskBlame DeskBlame;

#define DESK_TYPE_BLAME (desk_blame_get_type ())
GType desk_blame_get_type (void);
DeskBlame *desk_blame_ref (DeskBlame *self);
void desk_blame_unref (DeskBlame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskBlame, desk_blame_unref)

/**
 * desk_blame_new:
 * @bases: what the revision stands on, none for a first one. Of two that both have a word the first one counts
 * @text: UTF-8
 * @origin: the number of the revision
 * @language: (nullable): BCP 47
 *
 * Returns: (transfer full)
 */
DeskBlame *desk_blame_new (DeskBlame *const *bases, guint n_bases, const char *text, guint origin, const char *language);

const char *desk_blame_get_text (DeskBlame *self);

/* (transfer full) (element-type DeskBlameRun): they cover the text, and each is of another revision than the one before. */
GArray *desk_blame_list_runs (DeskBlame *self);

G_END_DECLS
