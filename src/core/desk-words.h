/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words and sentences in every script, by ICU's break iterators (UAX #29). */

/**
 * DeskToken:
 * @start: byte offset
 * @end: byte offset behind it
 * @is_word: a word or number; otherwise spaces and marks
 */
typedef struct
{
  gsize start;
  gsize end;
  gboolean is_word;
} DeskToken;

/**
 * desk_words_split:
 * @text: UTF-8
 * @length: bytes, or -1
 * @language: (nullable): BCP 47; chooses ICU's dictionary and rules
 *
 * Cuts @text into tokens that together cover it; never within a grapheme cluster.
 *
 * Returns: (transfer full) (element-type DeskToken)
 */
GArray *desk_words_split (const char *text, gssize length, const char *language);

/**
 * desk_words_list_said:
 * @text: CommonMark
 * @length: bytes, or -1
 * @language: (nullable): BCP 47
 *
 * What is said when @text is read out: its words and numbers, and the signs that change a figure
 * (percent, currencies, degrees, a minus). Marks, spaces, emphasis and the addresses of links are left out.
 *
 * Returns: (transfer full) (element-type DeskToken)
 */
GArray *desk_words_list_said (const char *text, gssize length, const char *language);

/**
 * desk_words_count:
 *
 * Returns: words of @text as it stands
 */
guint desk_words_count (const char *text, const char *language);

/**
 * desk_words_count_sentences:
 * @paragraph: plain text
 *
 * Returns: sentences that have a word, abbreviations and ordinals known
 */
guint desk_words_count_sentences (const char *paragraph, const char *language);

/* Characters as a reader counts them (grapheme clusters of UAX #29), line ends left out. */
void desk_words_count_characters (const char *text, guint *all, guint *without_spaces);

/**
 * desk_words_same:
 *
 * Returns: whether both have the same words in the same order: marks, spaces, CommonMark's emphasis
 *   and case at the very start do not count
 */
gboolean desk_words_same (const char *a, const char *b, const char *language);

/**
 * desk_words_fold:
 *
 * Returns: (transfer full): @text as it is compared: NFC, case folded, curly marks made straight, runs of
 *   white space made one space
 */
char *desk_words_fold (const char *text);

/**
 * desk_words_sentence_at:
 * @body: a CommonMark body
 * @offset: code points; within or at the edge of a sentence
 * @start: (out): code points; spaces, list marks and heading marks left out
 * @end: (out):
 *
 * Returns: %FALSE when there is no sentence there (an empty line, an embed's line)
 */
gboolean desk_words_sentence_at (const char *body, guint offset, const char *language, guint *start, guint *end);

/* Code points of a byte offset, and back; both clamp to the text. */
guint desk_words_chars_at (const char *text, gsize byte);
gsize desk_words_bytes_at (const char *text, guint chars);

G_END_DECLS
