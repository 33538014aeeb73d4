/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-exchange-error.h"
#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * desk_import_history:
 * @folder: a folder of UTF-8 texts, each as one state of a story; hidden files and folders are passed over
 * @n_revisions: (out) (optional)
 *
 * Makes a story of the history that another system kept: each file, in the order of their names (by bytes), becomes a version,
 * even one that says the same as the one before, and its time is when the file was changed last. A file that begins with a header
 * of Desk's is read as such; any other is the body, byte for byte but for line ends, which become LF. The story's headline and
 * slug come from the folder's name.
 *
 * All files are read once before anything is written, so that one that cannot be read leaves nothing behind.
 *
 * Errors: %DESK_EXCHANGE_ERROR_UNKNOWN for a folder without a text, %DESK_CORE_ERROR_ENCODING naming file, line and byte, those of
 * reading (%G_FILE_ERROR) and of the store.
 *
 * Returns: (transfer full) (nullable): the story's id
 */
char *desk_import_history (DeskStore *store, const char *folder, guint *n_revisions, GError **error);

G_END_DECLS
