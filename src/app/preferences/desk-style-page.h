/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskStylePage:
 *
 * House style in the preferences: the checks that are built in, the newsroom's own rules, which come from a table too and go
 * into one, and the words that are spelled right at this desk.
 */
#define DESK_TYPE_STYLE_PAGE (desk_style_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskStylePage, desk_style_page, DESK, STYLE_PAGE, AdwPreferencesPage)

/* @store: (nullable): lets go of it */
void desk_style_page_set_store (DeskStylePage *self, DeskStore *store);

/* Takes in the rules of a CSV file; what is none is told in a dialog, by the numbers of its lines. */
void desk_style_page_import (DeskStylePage *self, GFile *file);
/* Writes all rules into a CSV file. */
void desk_style_page_export (DeskStylePage *self, GFile *file);

G_END_DECLS
