/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preview/desk-preview-item.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (DeskPreviewItem, desk_preview_item, G_TYPE_OBJECT)

static const struct
{
  DeskRunStyle style;
  const char *tag;
} tags[] = {
  { DESK_RUN_BOLD, "b" },
  { DESK_RUN_ITALIC, "i" },
  { DESK_RUN_CODE, "tt" },
};

static void
append_run (GString *markup, const DeskRun *run)
{
  g_autofree char *words = g_markup_escape_text (run->words, -1);

  if (run->address != NULL)
    {
      g_autofree char *address = g_markup_escape_text (run->address, -1);

      g_string_append_printf (markup, "<a href=\"%s\" title=\"%s\">", address, address);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (run->style & tags[i].style)
      g_string_append_printf (markup, "<%s>", tags[i].tag);
  g_string_append (markup, words);
  for (gsize i = G_N_ELEMENTS (tags); i > 0; i--)
    if (run->style & tags[i - 1].style)
      g_string_append_printf (markup, "</%s>", tags[i - 1].tag);
  if (run->address != NULL)
    g_string_append (markup, "</a>");
}

static char *
make_markup (const DeskBlock *block)
{
  g_autoptr (GString) markup = g_string_new (NULL);

  for (guint i = 0; i < block->runs->len; i++)
    append_run (markup, g_ptr_array_index (block->runs, i));

  if (block->kind == DESK_BLOCK_WARNING && g_str_equal (markup->str, "graphic"))
    return g_strdup (_ ("Warning: graphic content"));
  if (block->kind == DESK_BLOCK_WARNING)
    /* Translators: %s is a warning of a story's content */
    return g_strdup_printf (_ ("Warning: %s"), markup->str);
  if (block->kind == DESK_BLOCK_RELATED)
    /* Translators: %s is the title of a related story */
    return g_strdup_printf (_ ("Related: %s"), markup->str);

  return g_string_free_and_steal (g_steal_pointer (&markup));
}

static DeskPreviewItem *
make_item (const DeskBlock *block, DeskSnapshot *snapshot)
{
  DeskPreviewItem *self = g_object_new (DESK_TYPE_PREVIEW_ITEM, NULL);

  self->kind = block->kind;
  self->level = block->level;
  self->quotes = block->quotes;
  self->lists = block->lists;
  self->marker = g_strdup (block->marker != NULL ? block->marker : "");
  self->markup = make_markup (block);
  self->words = desk_block_dup_words (block);
  self->address = g_strdup (block->address != NULL ? block->address : "");
  if (block->address != NULL)
    g_set_object (&self->post, desk_snapshot_get_post_for_address (snapshot, block->address));

  return self;
}

static void
desk_preview_item_finalize (GObject *object)
{
  DeskPreviewItem *self = DESK_PREVIEW_ITEM (object);

  g_free (self->marker);
  g_free (self->markup);
  g_free (self->words);
  g_free (self->address);
  g_free (self->zone);
  g_free (self->language);
  g_clear_object (&self->post);

  G_OBJECT_CLASS (desk_preview_item_parent_class)->finalize (object);
}

static void
desk_preview_item_class_init (DeskPreviewItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_preview_item_finalize;
}

static void
desk_preview_item_init (DeskPreviewItem *self)
{
}

GPtrArray *
desk_preview_list_items (DeskSnapshot *snapshot, DeskText *text)
{
  GPtrArray *items;
  g_autoptr (GPtrArray) blocks = NULL;
  const char *language, *zone;

  g_return_val_if_fail (DESK_IS_SNAPSHOT (snapshot), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  language = desk_text_get_field (text, DESK_FIELD_LANGUAGE);
  language = *language != '\0' ? language : snapshot->story->language;
  zone = desk_text_get_field (text, DESK_FIELD_ZONE);
  zone = *zone != '\0' ? zone : *snapshot->story->zone != '\0' ? snapshot->story->zone
                                                               : "UTC";
  blocks = desk_article_new (text, snapshot->updates, NULL, 0);
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < blocks->len; i++)
    {
      DeskPreviewItem *item = make_item (g_ptr_array_index (blocks, i), snapshot);

      item->language = g_strdup (language);
      item->zone = g_strdup (zone);
      item->right_to_left = desk_article_is_right_to_left (language);
      g_ptr_array_add (items, item);
    }

  return items;
}

gboolean
desk_preview_item_equal (DeskPreviewItem *a, DeskPreviewItem *b)
{
  g_return_val_if_fail (DESK_IS_PREVIEW_ITEM (a), FALSE);
  g_return_val_if_fail (DESK_IS_PREVIEW_ITEM (b), FALSE);

  if ((a->post != NULL) != (b->post != NULL))
    return FALSE;
  if (a->post != NULL && (!g_str_equal (a->post->id, b->post->id) || !g_str_equal (a->post->seen, b->post->seen)))
    return FALSE;

  return a->kind == b->kind && a->level == b->level && a->quotes == b->quotes && a->lists == b->lists &&
         a->right_to_left == b->right_to_left && g_str_equal (a->marker, b->marker) && g_str_equal (a->markup, b->markup) &&
         g_str_equal (a->address, b->address) && g_str_equal (a->zone, b->zone) && g_str_equal (a->language, b->language);
}
