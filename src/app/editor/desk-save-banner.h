/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/**
 * DeskSaveBanner:
 *
 * Says that the last words are not on disk, why, and what to do, for as long as that is so. Its button lets
 * them be saved elsewhere (`story.save-elsewhere`). Saving is tried again by itself, and at once when an
 * editor comes back to the window.
 *
 * Property: "document" (DeskDocument).
 */
#define DESK_TYPE_SAVE_BANNER (desk_save_banner_get_type ())
G_DECLARE_FINAL_TYPE (DeskSaveBanner, desk_save_banner, DESK, SAVE_BANNER, AdwBin)

G_END_DECLS
