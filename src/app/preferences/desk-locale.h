/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the system says of the person at this computer. */

/**
 * desk_locale_get_language:
 *
 * Returns: (transfer none): the language of the interface, BCP 47 ("de-AT"); "en" when none is set
 */
const char *desk_locale_get_language (void);

/**
 * desk_locale_dup_zone:
 *
 * Returns: (transfer full): the system's time zone, IANA; "UTC" when it cannot be known by name
 */
char *desk_locale_dup_zone (void);

/**
 * desk_locale_dup_person:
 *
 * Returns: (transfer full): the user's real name, or the login name; UTF-8
 */
char *desk_locale_dup_person (void);

/**
 * desk_locale_list_languages:
 *
 * Returns: (transfer full): the languages that ICU knows, as BCP 47, sorted by their names in the
 *   language of the interface, ended by %NULL
 */
char **desk_locale_list_languages (void);

/**
 * desk_locale_dup_language_name:
 * @language: BCP 47
 *
 * Returns: (transfer full): its name in the language of the interface: "German"
 */
char *desk_locale_dup_language_name (const char *language);

G_END_DECLS
