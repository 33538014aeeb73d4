/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskNotesList:
 *
 * The notes on a story, in the order of the text, dimmed when they are resolved; hidden while there are none. In a row Enter goes to its words, R resolves
 * it or opens it again, Delete deletes it, and Shift+Delete takes what it says out of the desk for good.
 */
#define DESK_TYPE_NOTES_LIST (desk_notes_list_get_type ())
G_DECLARE_FINAL_TYPE (DeskNotesList, desk_notes_list, DESK, NOTES_LIST, AdwBin)

/* @document: (nullable) */
void desk_notes_list_set_document (DeskNotesList *self, DeskDocument *document);

G_END_DECLS
