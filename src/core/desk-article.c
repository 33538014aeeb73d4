/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <unicode/uloc.h>

#include "desk-article.h"

/* A field's words, or none. */
static void
add_plain (GPtrArray *blocks, DeskBlockKind kind, const char *words)
{
  DeskBlock *block;

  if (*words == '\0')
    return;

  block = desk_block_new (kind);
  desk_block_add_run (block, DESK_RUN_PLAIN, words, NULL);
  g_ptr_array_add (blocks, block);
}

/* "PORT ALDER — Armed men …": before the first paragraph's words, or alone. */
static void
add_dateline (GPtrArray *body, const char *dateline)
{
  DeskBlock *first = body->len > 0 ? g_ptr_array_index (body, 0) : NULL;
  g_autoptr (DeskBlock) with_dateline = NULL;

  if (*dateline == '\0')
    return;

  with_dateline = desk_block_new (DESK_BLOCK_PARAGRAPH);
  desk_block_add_run (with_dateline, DESK_RUN_PLAIN, dateline, NULL);
  if (first != NULL && first->kind == DESK_BLOCK_PARAGRAPH && first->quotes == 0 && first->lists == 0)
    {
      desk_block_add_run (with_dateline, DESK_RUN_PLAIN, " — ", NULL);
      for (guint i = 0; i < first->runs->len; i++)
        {
          DeskRun *run = g_ptr_array_index (first->runs, i);

          desk_block_add_run (with_dateline, run->style, run->words, run->address);
        }
      g_ptr_array_remove_index (body, 0);
    }
  g_ptr_array_insert (body, 0, g_steal_pointer (&with_dateline));
}

static void
add_updates (GPtrArray *blocks, GPtrArray *updates)
{
  for (guint i = updates->len; i > 0; i--)
    {
      DeskUpdate *update = g_ptr_array_index (updates, i - 1);
      gboolean is_stamp = update->kind == DESK_UPDATE_PUBLISH || update->kind == DESK_UPDATE_UPDATE;

      if (*update->superseded_by == '\0')
        add_plain (blocks, is_stamp ? DESK_BLOCK_STAMP : DESK_BLOCK_CORRECTION, update->words);
    }
}

/* "[title](address)" */
static void
add_related (GPtrArray *blocks, const char *link)
{
  g_autoptr (GPtrArray) read = desk_blocks_new (link, NULL, 0);
  DeskBlock *block;

  if (read->len == 0)
    return;

  block = g_ptr_array_steal_index (read, 0);
  block->kind = DESK_BLOCK_RELATED;
  g_ptr_array_add (blocks, block);
}

GPtrArray *
desk_article_new (DeskText *text, GPtrArray *updates, const DeskBlockMark *marks, gsize n_marks)
{
  GPtrArray *blocks;
  g_autoptr (GPtrArray) body = NULL;
  g_autofree const char **warnings = NULL;
  g_autofree const char **related = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (updates != NULL, NULL);

  blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_block_free);
  warnings = desk_text_get_fields (text, DESK_FIELD_WARNING);
  for (guint i = 0; warnings[i] != NULL; i++)
    add_plain (blocks, DESK_BLOCK_WARNING, warnings[i]);
  add_plain (blocks, DESK_BLOCK_HEADLINE, desk_text_get_field (text, DESK_FIELD_HEADLINE));
  add_plain (blocks, DESK_BLOCK_STANDFIRST, desk_text_get_field (text, DESK_FIELD_STANDFIRST));
  add_plain (blocks, DESK_BLOCK_BYLINE, desk_text_get_field (text, DESK_FIELD_BYLINE));

  body = desk_blocks_new (desk_text_get_body (text), marks, n_marks);
  add_dateline (body, desk_text_get_field (text, DESK_FIELD_DATELINE));
  g_ptr_array_extend_and_steal (blocks, g_steal_pointer (&body));

  add_updates (blocks, updates);
  related = desk_text_get_fields (text, DESK_FIELD_RELATED);
  for (guint i = 0; related[i] != NULL; i++)
    add_related (blocks, related[i]);

  return blocks;
}

gboolean
desk_article_is_right_to_left (const char *language)
{
  g_return_val_if_fail (language != NULL, FALSE);

  return uloc_isRightToLeft (language);
}
