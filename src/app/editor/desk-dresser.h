/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskDresser:
 *
 * Reads the text of a document as CommonMark once typing rests, on another thread, and dresses it: bold is bold, the
 * marks step back, claims are underlined. What looks right already is not touched.
 *
 * Signal: "dressed" (GPtrArray of DeskEmbed): the lone links of the text as it is now.
 */
#define DESK_TYPE_DRESSER (desk_dresser_get_type ())
G_DECLARE_FINAL_TYPE (DeskDresser, desk_dresser, DESK, DRESSER, GObject)

DeskDresser *desk_dresser_new (void);

/* @document: (nullable) */
void desk_dresser_set_document (DeskDresser *self, DeskDocument *document);

/* At once, and not only when typing rests. */
void desk_dresser_dress (DeskDresser *self);
/* When typing rests, though nothing was typed. */
void desk_dresser_dress_soon (DeskDresser *self);
/* At once, unless the text is dressed as it is. */
void desk_dresser_ensure (DeskDresser *self);

/* (transfer none) (nullable) (element-type DeskParagraph): lines of lists and quotations, of the text as it was dressed last */
GPtrArray *desk_dresser_get_paragraphs (DeskDresser *self);

G_END_DECLS
