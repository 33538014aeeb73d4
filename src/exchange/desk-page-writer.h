/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "desk-exchange-error.h"

G_BEGIN_DECLS

/**
 * DeskPageWriter:
 *
 * Lays paragraphs out on pages, whatever draws them: a PDF, or a printer. What is added is laid out at once; it is drawn when all
 * is there, so that a page's foot knows how many there are. Lengths are points. Not to be shared between threads.
 *
 * No paragraph leaves a single line at the end of a page or brings one over to the next.
 */
typedef struct _DeskPageWriter DeskPageWriter;

#define DESK_PAGE_A4_WIDTH 595.28
#define DESK_PAGE_A4_HEIGHT 841.89

typedef struct
{
  double width;
  double height;
  double top; /* above and below the words */
  double bottom;
  double start; /* beside them, where lines begin and where they end */
  double end;
} DeskPageSize;

/* How a paragraph is set. */
typedef struct
{
  const char *font;
  double before; /* above it */
  double indent;
  double behind; /* must be left on the page behind its beginning: no heading stands alone */
} DeskPageStyle;

/*
 * The foot of a page, from 1: what stands at its start, and at its end. Either may stay %NULL.
 */
typedef void (*DeskPageFoot) (guint page, guint n_pages, char **start, char **end, gpointer data);

/* @language: BCP 47, "" when not known: paragraphs of no direction, and the foot, have its direction */
DeskPageWriter *desk_page_writer_new (const DeskPageSize *size, const char *language, DeskPageFoot foot, gpointer data);
void desk_page_writer_free (DeskPageWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskPageWriter, desk_page_writer_free)

/* How far lines stand apart, 1.15 to begin with. */
void desk_page_writer_set_spacing (DeskPageWriter *self, double spacing);

/* Whether the lines that are added from here on have their number in the margin. */
void desk_page_writer_set_numbered (DeskPageWriter *self, gboolean numbered);

/**
 * desk_page_writer_add:
 * @words: a paragraph; empty ones are left out
 * @attributes: (nullable) (transfer none): of its bytes
 * @marker: (nullable): what stands before its first line, in the indentation
 * @bars: lines that run beside it, as beside a quotation
 */
void desk_page_writer_add (DeskPageWriter *self,
                           const DeskPageStyle *style,
                           const char *words,
                           PangoAttrList *attributes,
                           const char *marker,
                           guint bars);

/* A short line across the middle. */
void desk_page_writer_add_break (DeskPageWriter *self);

/* What is added until desk_page_writer_end_box() stands in a frame, on one page when @height of it fits on one. */
void desk_page_writer_begin_box (DeskPageWriter *self, double height);
void desk_page_writer_end_box (DeskPageWriter *self);

/* The height that a paragraph takes within a box, with what stands above it. */
double desk_page_writer_measure_in_box (DeskPageWriter *self, const DeskPageStyle *style, const char *words);

guint desk_page_writer_get_n_pages (DeskPageWriter *self);

/* @page: from 0 */
void desk_page_writer_draw (DeskPageWriter *self, cairo_t *cr, guint page);

/**
 * desk_page_writer_make_pdf:
 *
 * Errors: %DESK_EXCHANGE_ERROR_INVALID when cairo cannot draw it.
 *
 * Returns: (transfer full) (nullable)
 */
GBytes *desk_page_writer_make_pdf (DeskPageWriter *self, const char *title, const char *subject, GError **error);

/* (transfer full): words from outside, which stand apart from those around them whichever way they are written */
char *desk_page_isolate (const char *words);

G_END_DECLS
