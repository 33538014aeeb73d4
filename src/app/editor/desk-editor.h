/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"
#include "editor/desk-formatter.h"

G_BEGIN_DECLS

/**
 * DeskEditor:
 *
 * The text column: headline, standfirst, byline and dateline, body with its claims underlined, a gutter
 * with their marks, kept posts as cards under their line, the stamp readers see, and a bar with the save state
 * and the number of words. It shows and changes a DeskDocument; it has no state of the story of its own.
 *
 * Properties: "document" (DeskDocument), "can-undo", "can-redo" (of the field typed in last), "focus-mode" (all but
 * the paragraph at the cursor is dimmed; Escape ends it).
 */
#define DESK_TYPE_EDITOR (desk_editor_get_type ())
G_DECLARE_FINAL_TYPE (DeskEditor, desk_editor, DESK, EDITOR, GtkWidget)

DeskDocument *desk_editor_get_document (DeskEditor *self);
void desk_editor_set_document (DeskEditor *self, DeskDocument *document);

void desk_editor_undo (DeskEditor *self);
void desk_editor_redo (DeskEditor *self);

/* Focus: a new story's headline, otherwise the body where the cursor was. */
void desk_editor_focus (DeskEditor *self);

/* Marks the selection, or the sentence at the cursor, as a claim: a popover with who and kind filled in; Enter accepts. */
void desk_editor_add_claim (DeskEditor *self);

/* What desk_formatter_toggle() does, in the text; in another field it says why not. */
void desk_editor_format (DeskEditor *self, DeskFormat format, guint level);

/* Asks where the selection, the word or the link at the cursor leads: a popover, Enter accepts. */
void desk_editor_edit_link (DeskEditor *self);

/* Asks for a note on the selection, or the paragraph at the cursor: a popover; where there is one already, it shows that. */
void desk_editor_add_note (DeskEditor *self);
/* Goes to a note's words and shows it in a popover; FALSE when its words are gone. */
gboolean desk_editor_edit_note (DeskEditor *self, const char *note);

/* The selection, or the paragraph at the cursor, in code points of the body; FALSE when there is nothing. */
gboolean desk_editor_get_passage (DeskEditor *self, guint *start, guint *end);

/* Shows @popover (floating) at a passage of the body. */
void desk_editor_popup (DeskEditor *self, GtkWidget *popover, guint start, guint end);

/* Puts @words of @post into the text at the cursor as an attributed quotation, with its claim (said: yes) and source, in one gesture. */
void desk_editor_quote (DeskEditor *self, DeskPost *post, const char *words);

/* Puts the post's address on a line of its own at the cursor. */
void desk_editor_insert_post (DeskEditor *self, DeskPost *post);

/* What is at the cursor: puts the focus into the card under its line, or shows its claim in the inspector. FALSE: nothing. */
gboolean desk_editor_open_here (DeskEditor *self);

/* Scrolls to a range of the body (code points), selects it, takes the focus. */
void desk_editor_show_range (DeskEditor *self, guint start, guint end);
gboolean desk_editor_show_claim (DeskEditor *self, const char *claim);

/* Goes to the next (previous) claim that is open, changed or disputed; its id, (transfer none) (nullable). */
const char *desk_editor_next_open (DeskEditor *self, gboolean backwards);

/* Pastes the plain words of what is on the clipboard. */
void desk_editor_paste_plain (DeskEditor *self);
/* Goes to the next (previous) words that are not in the house's style, or not in the dictionary, and says why: a popover. FALSE when there are none. */
gboolean desk_editor_next_mark (DeskEditor *self, gboolean backwards);
/* Writes the first suggestion for the words at the cursor; FALSE when there is none. */
gboolean desk_editor_take_suggestion (DeskEditor *self);
/* Leaves what house style finds at the cursor as it is; FALSE when there is nothing. */
gboolean desk_editor_leave_mark (DeskEditor *self);
/* Switches the rule off that finds something at the cursor; FALSE when there is nothing. */
gboolean desk_editor_switch_off_rule (DeskEditor *self);
/* The word at the cursor, or the selection, is spelled right at this desk from now on; FALSE when there is none. */
gboolean desk_editor_add_word (DeskEditor *self);

/* How long the text is, all of it. */
void desk_editor_measure (DeskEditor *self);

/* The search bar. @replace: with the line to replace in */
void desk_editor_find (DeskEditor *self, gboolean replace);

G_END_DECLS
