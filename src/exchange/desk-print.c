/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "core/desk-article.h"
#include "core/desk-markdown.h"
#include "core/desk-networks.h"
#include "core/desk-time.h"
#include "desk-evidence-line.h"
#include "desk-page-writer.h"
#include "desk-print.h"

#define STEP 16.0

/* Points around the words of a page; a proof has room to write in beside them. */
#define MARGIN 64.0
#define BOTTOM 92.0
#define PROOF_END 170.0
#define PROOF_SPACING 1.5

struct _DeskPrint
{
  DeskSnapshot *snapshot;
  DeskText *text;
  gboolean is_proof;
  const char *language;
  const char *zone;
  GPtrArray *blocks; /* (element-type DeskBlock) */
  DeskPageWriter *writer;
  guint next; /* block, then claim */
};

static const DeskPageStyle block_styles[] = {
  [DESK_BLOCK_WARNING] = { "Sans Bold 10", 0, 0, 0 },
  [DESK_BLOCK_HEADLINE] = { "Sans Bold 20", 6, 0, 0 },
  [DESK_BLOCK_STANDFIRST] = { "Sans Bold 12", 6, 0, 0 },
  [DESK_BLOCK_BYLINE] = { "Sans 10", 6, 0, 0 },
  [DESK_BLOCK_PARAGRAPH] = { "Serif 11", 8, 0, 0 },
  [DESK_BLOCK_HEADING] = { "Sans Bold 13", 16, 0, 70 },
  [DESK_BLOCK_CODE] = { "Monospace 9", 8, STEP, 0 },
  [DESK_BLOCK_BREAK] = { "Serif 11", 0, 0, 0 },
  [DESK_BLOCK_POST] = { "Serif 11", 8, 0, 0 },
  [DESK_BLOCK_STAMP] = { "Sans 9", 10, 0, 0 },
  [DESK_BLOCK_CORRECTION] = { "Serif Italic 11", 10, 0, 0 },
  [DESK_BLOCK_RELATED] = { "Sans 10", 8, 0, 0 },
};

static const DeskPageStyle card_author = { "Sans Bold 10", 0, 0, 30 };
static const DeskPageStyle card_detail = { "Sans 9", 2, 0, 0 };
static const DeskPageStyle card_words = { "Sans 10", 6, 0, 0 };

static const DeskPageStyle list_title = { "Sans Bold 14", 26, 0, 120 };
static const DeskPageStyle claim_title = { "Sans Bold 10", 12, STEP, 60 };
static const DeskPageStyle claim_detail = { "Sans 9", 2, STEP, 0 };

/* --- runs --- */

static void
insert (PangoAttrList *attributes, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

static void
add_run_attributes (PangoAttrList *attributes, DeskRunStyle style, guint start, guint end)
{
  if (style & DESK_RUN_BOLD)
    insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
  if (style & DESK_RUN_ITALIC)
    insert (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC), start, end);
  if (style & DESK_RUN_CODE)
    insert (attributes, pango_attr_family_new ("Monospace"), start, end);
  if (style & DESK_RUN_MARKED)
    insert (attributes, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), start, end);
  if (style & DESK_RUN_NUMBER)
    {
      insert (attributes, pango_attr_scale_new (0.7), start, end);
      insert (attributes, pango_attr_rise_new (4 * PANGO_SCALE), start, end);
      insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
    }
}

/* (transfer full): the block's words, with their looks in @attributes. */
static char *
write_runs (const DeskBlock *block, PangoAttrList *attributes)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < block->runs->len; i++)
    {
      const DeskRun *run = g_ptr_array_index (block->runs, i);
      guint start = words->len;

      g_string_append (words, run->words);
      add_run_attributes (attributes, run->style, start, words->len);
    }

  return g_string_free_and_steal (g_steal_pointer (&words));
}

/* --- blocks --- */

static void
add_words (DeskPrint *self, const DeskBlock *block)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *words = write_runs (block, attributes);
  DeskPageStyle style = block_styles[block->kind];

  /* However deeply it is nested, there is room for words beside it. */
  style.indent += MIN (block->lists, 6) * STEP;
  desk_page_writer_add (self->writer, &style, words, attributes, block->marker, MIN (block->quotes, 4));
}

/* Words of a field, with what they are before them. */
static void
add_labelled (DeskPrint *self, const DeskBlock *block)
{
  g_autofree char *words = desk_block_dup_words (block);
  g_autofree char *labelled = NULL;

  if (block->kind == DESK_BLOCK_WARNING && g_str_equal (words, "graphic"))
    labelled = g_strdup (_ ("Warning: graphic content"));
  else if (block->kind == DESK_BLOCK_WARNING)
    /* Translators: %s is a warning of a story's content */
    labelled = g_strdup_printf (_ ("Warning: %s"), words);
  else
    /* Translators: %s is the title of a related story */
    labelled = g_strdup_printf (_ ("Related: %s"), words);
  desk_page_writer_add (self->writer, &block_styles[block->kind], labelled, NULL, NULL, 0);
}

static char *
describe_posted (DeskPrint *self, DeskPost *post)
{
  g_autofree char *handle = desk_page_isolate (post->handle);
  g_autofree char *posted = NULL;
  g_autofree char *time = NULL;
  /* Its parts follow one another in the direction of the story, whichever comes first. */
  GString *line = g_string_new (desk_article_is_right_to_left (self->language) ? "\342\200\217" : "\342\200\216");

  if (*post->author != '\0' && *post->handle != '\0')
    g_string_append_printf (line, "%s · ", handle);
  if (*post->network != '\0')
    g_string_append_printf (line, "%s · ", desk_network_get_name (post->network));
  if (post->posted_at == 0)
    posted = g_strdup (_ ("time not known"));
  else if (post->posted_from == DESK_TIME_DATE)
    posted = desk_time_format_day (post->posted_at, self->zone, self->language);
  else
    posted = desk_time_format_full (post->posted_at, self->zone, self->language);
  time = desk_page_isolate (posted);
  g_string_append (line, time);

  return g_string_free_and_steal (line);
}

static void
add_post (DeskPrint *self, const DeskBlock *block)
{
  DeskPost *post = desk_snapshot_get_post_for_address (self->snapshot, block->address);
  g_autofree char *detail = NULL;
  g_autofree char *words = NULL;
  const char *author;

  if (post == NULL)
    {
      add_words (self, block);
      return;
    }

  author = *post->author != '\0' ? post->author : *post->handle != '\0' ? post->handle
                                                                        : _ ("Unknown Author");
  detail = describe_posted (self, post);
  if (g_str_equal (post->graphic, "graphic"))
    words = g_strdup (_ ("Covered: graphic"));
  else if (*post->graphic != '\0')
    /* Translators: why a post is covered, in the editor's words */
    words = g_strdup_printf (_ ("Covered: %s"), post->graphic);
  else
    words = g_strdup (post->words);

  desk_page_writer_begin_box (self->writer,
                              desk_page_writer_measure_in_box (self->writer, &card_author, author) +
                                  desk_page_writer_measure_in_box (self->writer, &card_detail, detail) +
                                  desk_page_writer_measure_in_box (self->writer, &card_words, words) +
                                  desk_page_writer_measure_in_box (self->writer, &card_detail, post->address));
  desk_page_writer_add (self->writer, &card_author, author, NULL, NULL, 0);
  desk_page_writer_add (self->writer, &card_detail, detail, NULL, NULL, 0);
  desk_page_writer_add (self->writer, &card_words, words, NULL, NULL, 0);
  desk_page_writer_add (self->writer, &card_detail, post->address, NULL, NULL, 0);
  desk_page_writer_end_box (self->writer);
}

static gboolean
has_numbers (DeskBlockKind kind)
{
  return kind == DESK_BLOCK_HEADLINE || kind == DESK_BLOCK_STANDFIRST || kind == DESK_BLOCK_PARAGRAPH || kind == DESK_BLOCK_HEADING ||
         kind == DESK_BLOCK_CODE;
}

static void
add_block (DeskPrint *self, const DeskBlock *block)
{
  desk_page_writer_set_numbered (self->writer, self->is_proof && has_numbers (block->kind));
  switch (block->kind)
    {
    case DESK_BLOCK_BREAK:
      desk_page_writer_add_break (self->writer);
      break;
    case DESK_BLOCK_POST:
      add_post (self, block);
      break;
    case DESK_BLOCK_WARNING:
    case DESK_BLOCK_RELATED:
      add_labelled (self, block);
      break;
    case DESK_BLOCK_HEADLINE:
    case DESK_BLOCK_STANDFIRST:
    case DESK_BLOCK_BYLINE:
    case DESK_BLOCK_PARAGRAPH:
    case DESK_BLOCK_HEADING:
    case DESK_BLOCK_CODE:
    case DESK_BLOCK_STAMP:
    case DESK_BLOCK_CORRECTION:
    default:
      add_words (self, block);
      break;
    }
}

/* --- claims of a proof --- */

static void
add_claim (DeskPrint *self, guint i)
{
  DeskClaim *claim = g_ptr_array_index (self->snapshot->claims, i);
  const char *kind = desk_enum_get_label (DESK_TYPE_CLAIM_KIND, claim->kind);
  g_autofree char *by = *claim->by != '\0' ? desk_page_isolate (claim->by) : NULL;
  g_autofree char *who = by != NULL ? g_strdup_printf ("%s · %s", by, kind) : g_strdup (kind);
  g_autofree char *marker = g_strdup_printf ("%u", i + 1);
  g_autofree char *words = desk_markdown_to_plain (claim->anchor->exact);
  g_autofree char *answers = NULL;

  if (i == 0)
    desk_page_writer_add (self->writer, &list_title, _ ("Claims"), NULL, NULL, 0);

  desk_page_writer_add (self->writer, &claim_title, words, NULL, marker, 0);
  desk_page_writer_add (self->writer, &claim_detail, desk_enum_get_label (DESK_TYPE_STATUS, desk_claim_get_status (claim)), NULL, NULL, 0);
  desk_page_writer_add (self->writer, &claim_detail, who, NULL, NULL, 0);
  /* Translators: the two answers to a claim: %1$s is whether it was said, %2$s whether it is so */
  answers = g_strdup_printf (_ ("Said: %1$s · So: %2$s"),
                             desk_enum_get_label (DESK_TYPE_SAID, claim->said),
                             desk_enum_get_label (DESK_TYPE_SO, claim->so));
  desk_page_writer_add (self->writer, &claim_detail, answers, NULL, NULL, 0);
  for (guint j = 0; j < claim->evidence->len; j++)
    {
      g_autofree char *line = desk_evidence_line_new (self->snapshot, g_ptr_array_index (claim->evidence, j));

      desk_page_writer_add (self->writer, &claim_detail, line, NULL, NULL, 0);
    }
}

/* Each claim whose words are in the text, under the number that it has in the list. */
static GArray *
find_claims (DeskPrint *self)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (DeskBlockMark));

  for (guint i = 0; i < self->snapshot->claims->len; i++)
    {
      DeskClaim *claim = g_ptr_array_index (self->snapshot->claims, i);
      DeskBlockMark mark = { .number = i + 1 };

      if (desk_anchor_follow (claim->anchor, NULL, desk_text_get_body (self->text), self->language, &mark.start, &mark.end) != DESK_FIT_GONE)
        g_array_append_val (marks, mark);
    }

  return marks;
}

static void
write_foot (guint page, guint n_pages, char **start, char **end, gpointer data)
{
  DeskPrint *self = data;
  g_autofree char *slug = desk_page_isolate (self->snapshot->story->slug);

  if (self->is_proof)
    /* Translators: the foot of a proof's page; %s is a story's short name */
    *start = g_strdup_printf (_ ("%s · Proof"), slug);
  else
    *start = g_steal_pointer (&slug);
  *end = g_strdup_printf ("%u / %u", page, n_pages);
}

DeskPrint *
desk_print_new (DeskSnapshot *snapshot, DeskText *text, gboolean is_proof)
{
  DeskPrint *self;
  g_autoptr (GArray) marks = NULL;

  g_return_val_if_fail (DESK_IS_SNAPSHOT (snapshot), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (DeskPrint, 1);
  self->snapshot = g_object_ref (snapshot);
  self->text = desk_text_ref (text);
  self->is_proof = is_proof;
  /* A story that came from elsewhere may lack either. */
  self->language = desk_text_get_field (text, DESK_FIELD_LANGUAGE);
  if (*self->language == '\0')
    self->language = *snapshot->story->language != '\0' ? snapshot->story->language : "en";
  self->zone = desk_text_get_field (text, DESK_FIELD_ZONE);
  if (*self->zone == '\0')
    self->zone = *snapshot->story->zone != '\0' ? snapshot->story->zone : "UTC";
  marks = is_proof ? find_claims (self) : g_array_new (FALSE, FALSE, sizeof (DeskBlockMark));
  self->blocks = desk_article_new (text, snapshot->updates, (const DeskBlockMark *) (gpointer) marks->data, marks->len);

  return self;
}

void
desk_print_free (DeskPrint *self)
{
  g_clear_pointer (&self->writer, desk_page_writer_free);
  g_ptr_array_unref (self->blocks);
  desk_text_unref (self->text);
  g_object_unref (self->snapshot);
  g_free (self);
}

void
desk_print_begin (DeskPrint *self, double width, double height)
{
  DeskPageSize size = { width, height, MARGIN, BOTTOM, MARGIN, MARGIN };

  g_return_if_fail (self != NULL);

  if (self->is_proof)
    size.end = PROOF_END;
  g_clear_pointer (&self->writer, desk_page_writer_free);
  self->writer = desk_page_writer_new (&size, self->language, write_foot, self);
  if (self->is_proof)
    desk_page_writer_set_spacing (self->writer, PROOF_SPACING);
  self->next = 0;
}

gboolean
desk_print_step (DeskPrint *self)
{
  guint n_claims;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->writer != NULL, FALSE);

  n_claims = self->is_proof ? self->snapshot->claims->len : 0;
  if (self->next < self->blocks->len)
    {
      add_block (self, g_ptr_array_index (self->blocks, self->next++));
    }
  else if (self->next < self->blocks->len + n_claims)
    {
      desk_page_writer_set_numbered (self->writer, FALSE);
      desk_page_writer_set_spacing (self->writer, 1.15);
      add_claim (self, self->next++ - self->blocks->len);
    }

  return self->next < self->blocks->len + n_claims;
}

guint
desk_print_get_n_pages (DeskPrint *self)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (self->writer != NULL, 0);

  return desk_page_writer_get_n_pages (self->writer);
}

void
desk_print_draw (DeskPrint *self, cairo_t *cr, guint page)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->writer != NULL);

  desk_page_writer_draw (self->writer, cr, page);
}

GBytes *
desk_print_make_pdf (DeskPrint *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  desk_print_begin (self, DESK_PAGE_A4_WIDTH, DESK_PAGE_A4_HEIGHT);
  while (desk_print_step (self))
    ;

  return desk_page_writer_make_pdf (self->writer,
                                    desk_text_get_field (self->text, DESK_FIELD_HEADLINE),
                                    self->snapshot->story->id,
                                    error);
}
