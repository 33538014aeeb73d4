/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskRevisionList:
 *
 * The versions of a story, newest first: a GListModel of DeskRevision that loads a page at a time, and follows
 * a story that grows without moving what did not change.
 *
 * Signal: "failed" (const char *message).
 */
#define DESK_TYPE_REVISION_LIST (desk_revision_list_get_type ())
G_DECLARE_FINAL_TYPE (DeskRevisionList, desk_revision_list, DESK, REVISION_LIST, GObject)

/* Empty until the first page has come. */
DeskRevisionList *desk_revision_list_new (DeskStore *store, const char *story);

/* Asks for the next page, unless all is there or it is on its way. */
void desk_revision_list_load_more (DeskRevisionList *self);

/* Asks again for what is there. */
void desk_revision_list_reload (DeskRevisionList *self);

G_END_DECLS
