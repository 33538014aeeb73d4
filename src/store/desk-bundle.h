/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-connection.h"

G_BEGIN_DECLS

/*
 * Differences of texts that are kept together: the zstd frames of some rows of `text` that follow one another, one behind
 * the other, as one zstd frame in one row. A frame of a hundred bytes takes a third less room than in a row of its own, and
 * is so short that half of it looks like its neighbours.
 */

#define DESK_BUNDLE_TEXTS 64
#define DESK_BUNDLE_MAX_BYTES (64 * 1024)

/**
 * DeskBundleReader:
 *
 * Takes frames out of their bundles; quick for rows that are neighbours.
 */
typedef struct _DeskBundleReader DeskBundleReader;

DeskBundleReader *desk_bundle_reader_new (DeskConnection *db);
void desk_bundle_reader_free (DeskBundleReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskBundleReader, desk_bundle_reader_free)

/**
 * desk_bundle_reader_read:
 * @row: of a text without data of its own
 *
 * Errors: those of reading; damage is none.
 *
 * Returns: (transfer full) (nullable): its frame, untrusted; %NULL without @error when there is none
 */
GBytes *desk_bundle_reader_read (DeskBundleReader *self, gint64 row, GError **error);

/* Whether @data is one frame and nothing else, so that it can be found again among others. */
gboolean desk_bundle_takes (GBytes *data);
/* @frames: (element-type GBytes): as many whole frames, of the rows from @first on. */
gboolean desk_bundle_add (DeskConnection *db, gint64 first, GPtrArray *frames, GError **error);

G_END_DECLS
