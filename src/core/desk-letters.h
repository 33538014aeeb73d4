/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * desk_letters_clean:
 * @text: as another program gave it; what is no UTF-8 is replaced by U+FFFD
 * @length: bytes, or -1; a NUL among them is left out
 * @language: BCP 47, of the story
 *
 * Takes out the letters that nobody sees and that searches, checks and other programs stumble over: soft hyphens, spaces of
 * no width, marks of byte order, control characters, overriding of the direction. A no-break space stays where the language
 * sets one (before the marks of a French sentence, within a number, behind a Czech preposition), else it is a space. Joiners
 * and non-joiners stay with scripts that need them (Persian, Sorani, those of India) and within emoji, and marks of direction
 * in a text that has both. Line ends of any system become "\n", those of paragraphs "\n\n".
 *
 * Returns: (transfer full)
 */
char *desk_letters_clean (const char *text, gssize length, const char *language);

G_END_DECLS
