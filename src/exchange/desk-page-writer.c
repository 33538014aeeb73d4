/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>

#include "core/desk-article.h"
#include "desk-page-writer.h"

#define FOOT_FONT "Sans 9"
#define NUMBER_FONT "Sans 7"
/* Points from the foot of the paper to the line that its words stand on. */
#define FOOT_ABOVE 36.0
/* Points between the frame of a box and its words. */
#define PADDING 10.0
#define BOX_BEFORE 10.0
#define LEAST_BOX 90.0
/* Points of a mark, or of a bar and what is beside it. */
#define STEP 16.0

typedef struct
{
  PangoLayoutLine *line;
  double x;
  double baseline;
} Piece;

typedef enum
{
  SHAPE_FRAME,
  SHAPE_FILL,
} ShapeKind;

typedef struct
{
  ShapeKind kind;
  cairo_rectangle_t area;
} Shape;

typedef struct
{
  GArray *pieces; /* (element-type Piece) */
  GArray *shapes; /* (element-type Shape) */
} Page;

struct _DeskPageWriter
{
  DeskPageSize size;
  gboolean right_to_left;
  DeskPageFoot foot;
  gpointer data;
  PangoContext *context;
  double spacing;

  GPtrArray *layouts; /* lines are theirs */
  GPtrArray *pages;   /* (element-type Page), the last one is being written */
  double y;
  gboolean fresh;    /* nothing stands on the page yet */
  double inset;      /* on either side, within a box */
  guint n_lines;     /* numbered ones */
  gboolean numbered;
  guint box_page; /* where the box begins */
  double box_y;
};

static void
page_free (gpointer data)
{
  Page *page = data;

  g_array_unref (page->pieces);
  g_array_unref (page->shapes);
  g_free (page);
}

static void
begin_page (DeskPageWriter *self)
{
  Page *page = g_new0 (Page, 1);

  page->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  page->shapes = g_array_new (FALSE, FALSE, sizeof (Shape));
  g_ptr_array_add (self->pages, page);
  self->y = self->size.top + self->inset;
  self->fresh = TRUE;
}

static double
get_left (DeskPageWriter *self)
{
  return (self->right_to_left ? self->size.end : self->size.start) + self->inset;
}

static double
get_width (DeskPageWriter *self)
{
  return self->size.width - self->size.start - self->size.end - 2 * self->inset;
}

/* Where the last line has to end. */
static double
get_bottom (DeskPageWriter *self)
{
  return self->size.height - self->size.bottom - self->inset;
}

static PangoLayout *
make_layout (DeskPageWriter *self, const char *font, double width, const char *words, PangoAttrList *attributes)
{
  PangoLayout *layout = pango_layout_new (self->context);
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font);
  g_autoptr (PangoAttrList) all = attributes != NULL ? pango_attr_list_copy (attributes) : pango_attr_list_new ();

  /* Each paragraph has the direction of its own words; Pango turns the alignment round for those of the other direction. */
  pango_layout_set_auto_dir (layout, TRUE);
  pango_layout_set_alignment (layout, self->right_to_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_font_description (layout, description);
  if (width > 0)
    pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing (layout, self->spacing);
  pango_layout_set_text (layout, words, -1);

  /* "ff" copied out of the PDF is to be two letters: it may be part of an id. */
  pango_attr_list_insert (all, pango_attr_font_features_new ("liga=0, clig=0, dlig=0"));
  pango_layout_set_attributes (layout, all);

  return layout;
}

static void
add_shape (DeskPageWriter *self, guint page, ShapeKind kind, double x, double y, double width, double height)
{
  Shape shape = { kind, { x, y, width, height } };

  g_array_append_val (((Page *) g_ptr_array_index (self->pages, page))->shapes, shape);
}

/* @layout: (transfer full): one line, whose end or beginning is at @x */
static void
add_single (DeskPageWriter *self, PangoLayout *layout, double x, double baseline, gboolean ends_at_x)
{
  Page *page = g_ptr_array_index (self->pages, self->pages->len - 1);
  Piece piece = { .line = pango_layout_get_line_readonly (layout, 0), .x = x, .baseline = baseline };
  PangoRectangle extents;

  pango_layout_line_get_extents (piece.line, NULL, &extents);
  if (ends_at_x)
    piece.x -= extents.width / (double) PANGO_SCALE;
  g_array_append_val (page->pieces, piece);
  g_ptr_array_add (self->layouts, layout);
}

static void
add_number (DeskPageWriter *self, double baseline)
{
  g_autofree char *number = g_strdup_printf ("%u", ++self->n_lines);
  double x = self->right_to_left ? self->size.width - self->size.start + 12 : self->size.start - 12;

  add_single (self, make_layout (self, NUMBER_FONT, 0, number, NULL), x, baseline, !self->right_to_left);
}

/* How many of the lines from @first on go onto the page: none when they are to begin on the next. */
static guint
count_fitting (DeskPageWriter *self, GArray *heights, guint first)
{
  guint left = heights->len - first;
  double y = self->y;
  guint n = 0;

  for (; n < left; n++)
    {
      y += g_array_index (heights, double, first + n);
      if (y > get_bottom (self))
        break;
    }
  if (n == left)
    return n;

  /* The next page is to have two of them at least, and so is this one. */
  n = MIN (n, left > 2 ? left - 2 : 0);
  if (first == 0 && n < 2)
    n = 0;

  return self->fresh ? MAX (n, 1) : n;
}

static GArray *
measure_lines (PangoLayout *layout)
{
  GArray *heights = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (PangoLayoutIter) iter = pango_layout_get_iter (layout);

  do
    {
      int top, end;
      double height;

      pango_layout_iter_get_line_yrange (iter, &top, &end);
      height = (end - top) / (double) PANGO_SCALE;
      g_array_append_val (heights, height);
    }
  while (pango_layout_iter_next_line (iter));

  return heights;
}

static void
add_line (DeskPageWriter *self, PangoLayoutIter *iter, double indent, double height)
{
  Page *page = g_ptr_array_index (self->pages, self->pages->len - 1);
  Piece piece = { .line = pango_layout_iter_get_line_readonly (iter) };
  gboolean is_rtl = pango_layout_line_get_resolved_direction (piece.line) == PANGO_DIRECTION_RTL;
  PangoRectangle extents;
  int top;

  pango_layout_iter_get_line_extents (iter, NULL, &extents);
  pango_layout_iter_get_line_yrange (iter, &top, NULL);
  piece.x = get_left (self) + (is_rtl ? 0 : indent) + extents.x / (double) PANGO_SCALE;
  piece.baseline = self->y + (pango_layout_iter_get_baseline (iter) - top) / (double) PANGO_SCALE;
  g_array_append_val (page->pieces, piece);
  if (self->numbered)
    add_number (self, piece.baseline);
  self->y += height;
  self->fresh = FALSE;
}

static void
add_marker (DeskPageWriter *self, const DeskPageStyle *style, const char *marker, double indent, gboolean is_rtl)
{
  Page *page = g_ptr_array_index (self->pages, self->pages->len - 1);
  double baseline = g_array_index (page->pieces, Piece, page->pieces->len - 1).baseline;
  double x = is_rtl ? get_left (self) + get_width (self) - indent + STEP : get_left (self) + indent - STEP;

  add_single (self, make_layout (self, style->font, 0, marker, NULL), x, baseline, is_rtl);
}

static void
add_bars (DeskPageWriter *self, guint bars, double indent, double top, double end, gboolean is_rtl)
{
  for (guint i = 0; i < bars; i++)
    {
      double from_start = indent + i * STEP;
      double x = is_rtl ? get_left (self) + get_width (self) - from_start - 2 : get_left (self) + from_start;

      add_shape (self, self->pages->len - 1, SHAPE_FILL, x, top, 2, end - top);
    }
}

static void
draw_foot (DeskPageWriter *self, cairo_t *cr, guint page)
{
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  const char *words[2];
  double y = self->size.height - FOOT_ABOVE;

  self->foot (page + 1, self->pages->len, &start, &end, self->data);
  words[0] = start;
  words[1] = end;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (PangoLayout) layout = NULL;
      gboolean at_left = (i == 0) != self->right_to_left;
      int width;

      if (words[i] == NULL)
        continue;
      layout = make_layout (self, FOOT_FONT, 0, words[i], NULL);
      pango_layout_get_size (layout, &width, NULL);
      cairo_move_to (cr, at_left ? get_left (self) : get_left (self) + get_width (self) - width / (double) PANGO_SCALE, y);
      pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (layout, 0));
    }
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

DeskPageWriter *
desk_page_writer_new (const DeskPageSize *size, const char *language, DeskPageFoot foot, gpointer data)
{
  DeskPageWriter *self;

  g_return_val_if_fail (size != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);
  g_return_val_if_fail (foot != NULL, NULL);

  self = g_new0 (DeskPageWriter, 1);
  self->size = *size;
  self->right_to_left = desk_article_is_right_to_left (language);
  self->foot = foot;
  self->data = data;
  self->spacing = 1.15;
  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  /* One unit of a page is a point. */
  pango_cairo_context_set_resolution (self->context, 72);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  pango_context_set_base_dir (self->context, self->right_to_left ? PANGO_DIRECTION_WEAK_RTL : PANGO_DIRECTION_WEAK_LTR);
  if (*language != '\0')
    pango_context_set_language (self->context, pango_language_from_string (language));
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  self->pages = g_ptr_array_new_with_free_func (page_free);
  begin_page (self);

  return self;
}

void
desk_page_writer_free (DeskPageWriter *self)
{
  g_ptr_array_unref (self->pages);
  g_ptr_array_unref (self->layouts);
  g_object_unref (self->context);
  g_free (self);
}

void
desk_page_writer_set_spacing (DeskPageWriter *self, double spacing)
{
  g_return_if_fail (self != NULL);

  self->spacing = spacing;
}

void
desk_page_writer_set_numbered (DeskPageWriter *self, gboolean numbered)
{
  g_return_if_fail (self != NULL);

  self->numbered = numbered;
}

void
desk_page_writer_add (DeskPageWriter *self, const DeskPageStyle *style, const char *words, PangoAttrList *attributes, const char *marker, guint bars)
{
  double indent;
  g_autoptr (PangoLayout) layout = NULL;
  g_autoptr (PangoLayoutIter) iter = NULL;
  g_autoptr (GArray) heights = NULL;
  gboolean is_rtl;

  g_return_if_fail (self != NULL);
  g_return_if_fail (style != NULL);
  g_return_if_fail (words != NULL);

  if (*words == '\0')
    return;

  indent = style->indent + bars * STEP;
  layout = make_layout (self, style->font, get_width (self) - indent, words, attributes);
  heights = measure_lines (layout);
  self->y += self->fresh ? 0 : style->before;
  if (!self->fresh && self->y > get_bottom (self) - style->behind)
    begin_page (self);

  iter = pango_layout_get_iter (layout);
  is_rtl = pango_layout_line_get_resolved_direction (pango_layout_iter_get_line_readonly (iter)) == PANGO_DIRECTION_RTL;
  for (guint i = 0; i < heights->len;)
    {
      guint n = count_fitting (self, heights, i);
      double top = self->y;

      for (guint end = i + n; i < end; i++)
        {
          add_line (self, iter, indent, g_array_index (heights, double, i));
          if (i == 0 && marker != NULL)
            add_marker (self, style, marker, indent - bars * STEP, is_rtl);
          pango_layout_iter_next_line (iter);
        }
      add_bars (self, bars, style->indent, top, self->y, is_rtl);
      if (i < heights->len)
        begin_page (self);
    }
  g_ptr_array_add (self->layouts, g_steal_pointer (&layout));
}

void
desk_page_writer_add_break (DeskPageWriter *self)
{
  double width;

  g_return_if_fail (self != NULL);

  width = get_width (self);
  if (self->y + 40 > get_bottom (self))
    begin_page (self);
  add_shape (self, self->pages->len - 1, SHAPE_FILL, get_left (self) + width / 3, self->y + 16, width / 3, 0.75);
  self->y += 24;
  self->fresh = FALSE;
}

void
desk_page_writer_begin_box (DeskPageWriter *self, double height)
{
  double all = height + 2 * PADDING;
  double left;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->inset == 0);

  self->y += self->fresh ? 0 : BOX_BEFORE;
  left = get_bottom (self) - self->y;
  /* What is higher than a page begins where it stands, with some lines of it. */
  if (!self->fresh && (left < LEAST_BOX || (all > left && all <= get_bottom (self) - self->size.top)))
    begin_page (self);
  self->box_page = self->pages->len - 1;
  self->box_y = self->y;
  self->inset = PADDING;
  self->y += PADDING;
  self->fresh = TRUE;
}

void
desk_page_writer_end_box (DeskPageWriter *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->inset > 0);

  self->inset = 0;
  self->y += PADDING;
  self->fresh = FALSE;
  for (guint i = self->box_page; i < self->pages->len; i++)
    {
      double top = i == self->box_page ? self->box_y : self->size.top;
      double end = i == self->pages->len - 1 ? self->y : get_bottom (self);

      add_shape (self, i, SHAPE_FRAME, get_left (self), top, get_width (self), end - top);
    }
}

double
desk_page_writer_measure_in_box (DeskPageWriter *self, const DeskPageStyle *style, const char *words)
{
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (style != NULL, 0);
  g_return_val_if_fail (words != NULL, 0);

  if (*words == '\0')
    return 0;
  layout = make_layout (self, style->font, get_width (self) - 2 * PADDING - style->indent, words, NULL);
  pango_layout_get_size (layout, NULL, &height);

  return style->before + height / (double) PANGO_SCALE;
}

guint
desk_page_writer_get_n_pages (DeskPageWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pages->len;
}

void
desk_page_writer_draw (DeskPageWriter *self, cairo_t *cr, guint page)
{
  Page *drawn;

  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (page < self->pages->len);

  drawn = g_ptr_array_index (self->pages, page);
  cairo_set_source_rgb (cr, 0.6, 0.6, 0.6);
  cairo_set_line_width (cr, 0.75);
  for (guint i = 0; i < drawn->shapes->len; i++)
    {
      const Shape *shape = &g_array_index (drawn->shapes, Shape, i);

      cairo_rectangle (cr, shape->area.x, shape->area.y, shape->area.width, shape->area.height);
      if (shape->kind == SHAPE_FRAME)
        cairo_stroke (cr);
      else
        cairo_fill (cr);
    }
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < drawn->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (drawn->pieces, Piece, i);

      cairo_move_to (cr, piece->x, piece->baseline);
      pango_cairo_show_layout_line (cr, piece->line);
    }
  draw_foot (self, cr, page);
}

GBytes *
desk_page_writer_make_pdf (DeskPageWriter *self, const char *title, const char *subject, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_t *cr;
  cairo_status_t status;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (subject != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, self->size.width, self->size.height);
  /* The plainest form, as it is to be read in twenty years. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, subject);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Desk " PACKAGE_VERSION);
  cr = cairo_create (surface);
  for (guint i = 0; i < self->pages->len; i++)
    {
      desk_page_writer_draw (self, cr, i);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error,
                   DESK_EXCHANGE_ERROR,
                   DESK_EXCHANGE_ERROR_INVALID,
                   /* Translators: %s is a reason, in English */
                   _ ("The pages could not be drawn: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

char *
desk_page_isolate (const char *words)
{
  g_return_val_if_fail (words != NULL, NULL);

  return g_strdup_printf ("\342\201\250%s\342\201\251", words);
}
