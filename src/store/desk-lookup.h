/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"
#include "desk-store.h"

G_BEGIN_DECLS

/* Records out of the views. Each function reads one state of the file when the caller has begun a read. */

GPtrArray *desk_lookup_list_stories (DeskConnection *db, int state, gboolean binned, guint offset, guint limit, GError **error);
/* (transfer full) (nullable): NOT_FOUND when there is no such row. */
DeskStory *desk_lookup_get_story (DeskConnection *db, gint64 story, GError **error);
char *desk_lookup_find_story (DeskConnection *db, const char *name, GError **error);

DeskSnapshot *desk_lookup_load (DeskConnection *db, gint64 story, GError **error);

GPtrArray *desk_lookup_list_revisions (DeskConnection *db, gint64 story, guint offset, guint limit, GError **error);
/* As desk_store_list_marks() and desk_store_list_numbers(). */
GArray *desk_lookup_list_marks (DeskConnection *db, gint64 story, GError **error);
GPtrArray *desk_lookup_list_numbers (DeskConnection *db, gint64 story, guint first, guint n, GError **error);
DeskRevision *desk_lookup_find_revision (DeskConnection *db, gint64 story, const char *name, GError **error);
DeskUpdate *desk_lookup_find_out_at (DeskConnection *db, gint64 story, gint64 at, GError **error);

/* Rules and words of the desk: (element-type DeskRule), oldest first; (element-type DeskWord), by word. */
GPtrArray *desk_lookup_list_rules (DeskConnection *db, GError **error);
GPtrArray *desk_lookup_list_words (DeskConnection *db, GError **error);

/* The row of a story by its whole id: NOT_FOUND, -1, when there is none. */
gint64 desk_lookup_story_row (DeskConnection *db, const char *id, GError **error);

G_END_DECLS
