/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long a text is, as readers read it: marks, addresses and embeds do not count. */
typedef struct
{
  guint words;
  guint characters; /* spaces included */
  guint characters_without_spaces;
  guint sentences;
  guint paragraphs; /* headings and items of lists too */
} DeskMeasure;

/**
 * desk_measure_read:
 * @body: CommonMark, or a part of it
 * @language: (nullable): BCP 47
 */
DeskMeasure desk_measure_read (const char *body, const char *language);

/* Minutes that it takes to read so many words, at least one. */
guint desk_measure_get_minutes (guint words);

G_END_DECLS
