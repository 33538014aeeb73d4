/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes an empty row; (transfer full). */
typedef GtkListBoxRow *(*DeskRecordRowFunc) (gpointer data);
/* Shows @record in @row, for the first time or again. */
typedef void (*DeskRecordShowFunc) (GtkListBoxRow *row, gpointer record, gpointer data);
/* (transfer none): what stays the same while a record is replaced by a newer one. */
typedef const char *(*DeskRecordIdFunc) (gpointer record);

/**
 * desk_record_list_bind:
 * @box: an empty list box, or one bound before
 * @model: (nullable): of records; %NULL empties @box
 *
 * Keeps a row for each record. gtk_list_box_bind_model() makes a new row when a record is replaced by its next
 * state, and takes away what somebody opened, selected or is typing in it; here a row stays for as long as
 * there is a record of its id, and is shown the new one.
 */
void desk_record_list_bind (GtkListBox *box,
                            GListModel *model,
                            DeskRecordIdFunc get_id,
                            DeskRecordRowFunc make_row,
                            DeskRecordShowFunc show,
                            gpointer data);

/* The row of a record, also of one that came just now; (transfer none) (nullable). */
GtkListBoxRow *desk_record_list_get_row (GtkListBox *box, const char *id);

G_END_DECLS
