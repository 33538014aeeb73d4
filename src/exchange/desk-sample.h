/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * desk_sample_fill:
 * @store: a new desk
 *
 * Writes the sample: an invented evening on an invented coast, with every part of a story's life. A few
 * stories, one of them in Arabic. The entries carry their own instants.
 */
gboolean desk_sample_fill (DeskStore *store, GError **error);

G_END_DECLS
