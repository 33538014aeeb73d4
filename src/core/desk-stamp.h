/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-enums.h"

G_BEGIN_DECLS

/*
 * The words of a stamp. Patterns are data (data/stamps/NAME.stamp, key files compiled in), by house style
 * and story language; they never come from the catalogs of the interface.
 */

typedef struct
{
  const char *id;     /* "ap", "house", … */
  const char *name;   /* untranslated name of the style */
  const char *sample; /* a stamp in it, English */
} DeskStampStyle;

/* (transfer none) (array length=n): every style, in the order of a menu; the first is the default. */
const DeskStampStyle *desk_stamp_list_styles (gsize *n);

/**
 * desk_stamp_format:
 * @style: (nullable): a style's id; an unknown one is the default
 * @kind: silent ones have no stamp
 * @language: the story's, BCP 47; a language that the style lacks falls back to its parent,
 *   then to the default style's words, then English
 * @zone: the story's, IANA
 * @at: when, microseconds since 1970, UTC
 * @published: when the story first went out, or 0; on another day the stamp has the date
 *
 * Returns: (transfer full): "Updated at 10:19 pm.", or "" for a kind that has no stamp
 */
char *desk_stamp_format (const char *style,
                         DeskUpdateKind kind,
                         const char *language,
                         const char *zone,
                         gint64 at,
                         gint64 published);

/**
 * desk_stamp_format_correction:
 *
 * Returns: (transfer full): the words under a corrected story: when, what was wrong, what is right
 */
char *desk_stamp_format_correction (const char *style,
                                    const char *language,
                                    const char *zone,
                                    gint64 at,
                                    gint64 published,
                                    const char *was,
                                    const char *now);

/**
 * DeskFoundStamp:
 *
 * A line of a text that looks like a stamp: what it says and what it leaves open. Nothing is made up.
 */
typedef struct
{
  DeskUpdateKind kind; /* update, or publish for "Published at" */
  char *words;         /* the line */
  guint start, end;    /* code points of the body */
  int hour, minute;    /* as said, 24 hours */
  gboolean has_date;
  int year, month, day;
  char *zone; /* (nullable): as said ("GMT+3") when it fixes an offset or an IANA zone */
} DeskFoundStamp;

void desk_found_stamp_free (DeskFoundStamp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskFoundStamp, desk_found_stamp_free)

/**
 * desk_stamp_find:
 *
 * Looks for a stamp in the first and last paragraphs of a body (English, German and Arabic forms).
 *
 * Returns: (transfer full) (nullable)
 */
DeskFoundStamp *desk_stamp_find (const char *body);

G_END_DECLS
