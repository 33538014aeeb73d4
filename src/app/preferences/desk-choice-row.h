/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  DESK_CHOICE_ZONE,
  DESK_CHOICE_LANGUAGE,
  DESK_CHOICE_STAMP_STYLE,
} DeskChoice;
#define DESK_TYPE_CHOICE (desk_choice_get_type ())
GType desk_choice_get_type (void);

/**
 * DeskChoiceRow:
 *
 * A row that takes one of the time zones, languages or stamp styles that Desk knows, found by typing.
 *
 * Properties: "choice" (DeskChoice), "chosen" (string: IANA name, BCP 47 tag or style's id; "" when none is).
 */
#define DESK_TYPE_CHOICE_ROW (desk_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskChoiceRow, desk_choice_row, DESK, CHOICE_ROW, AdwComboRow)

GtkWidget *desk_choice_row_new (DeskChoice choice);

/* (transfer none): never %NULL */
const char *desk_choice_row_get_chosen (DeskChoiceRow *self);

/* @chosen: (nullable): one that is not in the list is put in front of it, as is "Choose…" for none */
void desk_choice_row_set_chosen (DeskChoiceRow *self, const char *chosen);

G_END_DECLS
