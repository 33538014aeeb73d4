/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-measure.h"

#include "desk-markdown.h"
#include "desk-words.h"

#define WORDS_A_MINUTE 220

DeskMeasure
desk_measure_read (const char *body, const char *language)
{
  DeskMeasure measure = { 0 };
  g_autofree char *words = NULL;
  g_auto (GStrv) paragraphs = NULL;

  g_return_val_if_fail (body != NULL, measure);

  words = desk_markdown_to_words (body);
  measure.words = desk_words_count (words, language);
  paragraphs = g_strsplit (words, "\n", -1);
  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      guint all, without_spaces;

      if (*g_strstrip (paragraphs[i]) == '\0')
        continue;
      measure.paragraphs++;
      measure.sentences += desk_words_count_sentences (paragraphs[i], language);
      desk_words_count_characters (paragraphs[i], &all, &without_spaces);
      measure.characters += all;
      measure.characters_without_spaces += without_spaces;
    }
  return measure;
}

guint
desk_measure_get_minutes (guint words)
{
  return MAX (1, (words + WORDS_A_MINUTE / 2) / WORDS_A_MINUTE);
}
