/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskHouseWords:
 *
 * Lets the spelling of a document's body know the words that are spelled right at its desk, those too that come to it while
 * it is open.
 */
#define DESK_TYPE_HOUSE_WORDS (desk_house_words_get_type ())
G_DECLARE_FINAL_TYPE (DeskHouseWords, desk_house_words, DESK, HOUSE_WORDS, GObject)

DeskHouseWords *desk_house_words_new (void);
/* @document: (nullable) */
void desk_house_words_set_document (DeskHouseWords *self, DeskDocument *document);
/* The dictionary is another now, or there is one now. */
void desk_house_words_apply (DeskHouseWords *self);
/* @word is spelled right from now on, in the language of the document. */
void desk_house_words_add (DeskHouseWords *self, const char *word);

G_END_DECLS
