/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* A setting: whether quotations are exempt. */
#define DESK_SKIP_QUOTATIONS "spelling-skips-quotations"

/**
 * desk_spelling_attach:
 * @view: shows a buffer of words in @language
 * @language: BCP 47
 *
 * Checks spelling in the story's language, where there is a dictionary for it. Two views of one buffer share the marks.
 *
 * Returns: (transfer none) (nullable): suggestions for the view's menu; %NULL when there is no dictionary
 */
GMenuModel *desk_spelling_attach (GtkTextView *view, const char *language);

/* The tag of what is no word of any language, such as an address; (transfer none) (nullable): %NULL while nothing is checked. */
GtkTextTag *desk_spelling_get_exempt_tag (GtkTextBuffer *buffer);

/*
 * Words that are right beside those of the dictionary; ended by %NULL. Without a dictionary it does nothing. What a
 * dictionary was told once it does not forget before Desk is started again.
 */
void desk_spelling_set_words (GtkTextBuffer *buffer, const char *const *words);

/* The tag of words that the dictionary does not know; (transfer none) (nullable): %NULL while nothing is checked. */
GtkTextTag *desk_spelling_get_tag (GtkTextBuffer *buffer);
/* What the dictionary has for a word, the best first; (transfer full), ended by %NULL. */
char **desk_spelling_list_corrections (GtkTextBuffer *buffer, const char *word);

G_END_DECLS
