/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-enums.h"

G_BEGIN_DECLS

/**
 * desk_status_get_icon_name:
 *
 * Returns: (transfer none): the symbolic icon that marks a claim of this status, in the gutter and in its row.
 *   It says nothing to a screen reader: put the words of desk_enum_get_label() beside it
 */
const char *desk_status_get_icon_name (DeskStatus status);

/**
 * desk_status_get_css_class:
 *
 * Returns: (transfer none): the style class that colours this status: one of libadwaita's
 */
const char *desk_status_get_css_class (DeskStatus status);

G_END_DECLS
