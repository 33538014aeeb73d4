/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/desk-records.h"
#include "desk-exchange-error.h"

G_BEGIN_DECLS

/**
 * DeskPrint:
 *
 * A story on paper, as a reader reads it; or a *proof*: a wide margin, numbered lines, claims underlined with their number, and
 * listed behind with what is known of them (nothing sealed).
 */
typedef struct _DeskPrint DeskPrint;

/* Reads it; may be called from any thread, and what it gives used from another. */
DeskPrint *desk_print_new (DeskSnapshot *snapshot, DeskText *text, gboolean is_proof);
void desk_print_free (DeskPrint *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskPrint, desk_print_free)

/* Begins to lay it out on paper of that size, in points: from here on by one thread. */
void desk_print_begin (DeskPrint *self, double width, double height);

/* Lays out a piece of it, some milliseconds at most for what people write; %FALSE when all is laid out. */
gboolean desk_print_step (DeskPrint *self);

guint desk_print_get_n_pages (DeskPrint *self);

/* @page: from 0 */
void desk_print_draw (DeskPrint *self, cairo_t *cr, guint page);

/**
 * desk_print_make_pdf:
 *
 * All of it on A4.
 *
 * Errors: %DESK_EXCHANGE_ERROR_INVALID when cairo cannot draw it.
 */
GBytes *desk_print_make_pdf (DeskPrint *self, GError **error);

G_END_DECLS
