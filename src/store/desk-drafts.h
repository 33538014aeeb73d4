/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-text.h"
#include "desk-commit.h"
#include "desk-session.h"

G_BEGIN_DECLS

/* What is being typed: one row for each story and session, as its difference from the revision it grew out of. */

/* A draft that says no more than its base does is taken away instead. */
gboolean desk_drafts_save (DeskWriter *writer, int session, gint64 story, const char *base, DeskText *text, GError **error);
gboolean desk_drafts_remove (DeskConnection *db, int session, gint64 story, GError **error);
/* The draft was typed on @old, whose place @base took meanwhile. */
gboolean desk_drafts_rebase (DeskConnection *db, int session, gint64 story, const char *old, const char *base, GError **error);

typedef void (*DeskDraftFunc) (const char *hash, gpointer data);
/* Calls @func for each draft of @story (0: of all) whose words do not come out as they were hashed. */
gboolean desk_drafts_check (DeskConnection *db, gint64 story, DeskDraftFunc func, gpointer data, GError **error);

/**
 * desk_drafts_keep:
 * @story: row of a story
 * @id: its id
 * @base: the revision that @text was typed on; one that is not there, as "", stands for the heads
 *
 * Makes a revision of words that were left behind, in the name of who wrote them then, unless a head says the same.
 *
 * Returns: 1 when there is a new one, 0, or -1 and @error
 */
int desk_drafts_keep (DeskWriter *writer, gint64 story, const char *id, const char *base, DeskText *text, const char *name, gint64 at, GError **error);

/**
 * desk_drafts_take_over:
 * @from: another desk
 *
 * Makes a revision of each draft that can be read there. Returns: their number, or -1
 */
int desk_drafts_take_over (DeskWriter *writer, DeskConnection *from, GError **error);
gboolean desk_drafts_clear (DeskConnection *db, GError **error);

/**
 * desk_drafts_recover:
 *
 * Makes a revision of each draft that was left behind, unless a head says the same. What cannot be read
 * stays where it is.
 *
 * Returns: (transfer full) (element-type utf8): ids of the stories that got one
 */
GPtrArray *desk_drafts_recover (DeskWriter *writer, DeskSession *session, GError **error);

G_END_DECLS
