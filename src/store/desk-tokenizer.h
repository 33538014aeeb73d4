/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"

G_BEGIN_DECLS

/**
 * desk_tokenizer_register:
 *
 * Makes the FTS5 tokenizer "desk" known to a connection: words as ICU cuts them in every script, whatever
 * their case, without accents, vowel marks and stretching.
 */
gboolean desk_tokenizer_register (DeskConnection *db, GError **error);

/* A word as it is looked up. (transfer full): "" when it is nothing but marks */
char *desk_tokenizer_fold (const char *word, gssize length);

G_END_DECLS
