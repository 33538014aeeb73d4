/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskMergeBanner:
 *
 * Says that a story has two versions, neither of which descends from the other, and offers `story.merge`.
 *
 * Property: "document" (DeskDocument, nullable).
 */
#define DESK_TYPE_MERGE_BANNER (desk_merge_banner_get_type ())
G_DECLARE_FINAL_TYPE (DeskMergeBanner, desk_merge_banner, DESK, MERGE_BANNER, AdwBin)

G_END_DECLS
