/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-article.h"

G_BEGIN_DECLS

/**
 * DeskPreviewItem:
 *
 * One block of a preview, ready to be shown: its words are Pango markup. Never changes; may be made on any thread.
 */
#define DESK_TYPE_PREVIEW_ITEM (desk_preview_item_get_type ())
G_DECLARE_FINAL_TYPE (DeskPreviewItem, desk_preview_item, DESK, PREVIEW_ITEM, GObject)

struct _DeskPreviewItem
{
  GObject parent_instance;

  DeskBlockKind kind;
  guint level;
  guint quotes;
  guint lists;
  char *marker; /* "" without */
  char *markup;
  char *words;   /* the same without markup */
  char *address; /* of a post, "" otherwise */
  DeskPost *post; /* (nullable): the post itself when it is kept */
  char *zone;
  char *language;
  gboolean right_to_left;
};

/**
 * desk_preview_list_items:
 * @snapshot: whose stamps and posts are shown
 * @text: the words
 *
 * Returns: (transfer full) (element-type DeskPreviewItem)
 */
GPtrArray *desk_preview_list_items (DeskSnapshot *snapshot, DeskText *text);

/* Whether both look the same. */
gboolean desk_preview_item_equal (DeskPreviewItem *a, DeskPreviewItem *b);

G_END_DECLS
