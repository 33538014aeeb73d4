/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * desk_slug_from_headline:
 *
 * Returns: (transfer full): the first words of @headline in Latin letters and figures, with hyphens between them
 *   (ICU transliterates); "story" when nothing comes out
 */
char *desk_slug_from_headline (const char *headline);

/**
 * desk_slug_is_made_up:
 *
 * Returns: whether @slug is what a story without a headline was given, with or without a number
 */
gboolean desk_slug_is_made_up (const char *slug);

/**
 * desk_slug_check:
 *
 * Errors: %DESK_STORE_ERROR_INVALID when @slug is empty, longer than 120 characters, or holds a slash, a line break
 *   or spaces at its ends.
 */
gboolean desk_slug_check (const char *slug, GError **error);

/* @slug with "-2", "-3", … behind it; @n from 2. (transfer full) */
char *desk_slug_number (const char *slug, guint n);

G_END_DECLS
