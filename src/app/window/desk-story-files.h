/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "editor/desk-document.h"

G_BEGIN_DECLS

/*
 * How a story leaves the window: to the clipboard, or to a file that is asked for. Made and written on another
 * thread; a toast says what became of it. @widget is one for which desk_story_view_find() answers.
 */

/* Clean text for the newsroom's system, as it stands. */
void desk_story_files_copy (GtkWidget *widget, DeskDocument *document);

/* @format: id of a DeskExportFormat */
void desk_story_files_export (GtkWidget *widget, DeskDocument *document, const char *format);

/* What is typed, as it is kept, to a file on another disk: for when the desk's own can take nothing. */
void desk_story_files_save_elsewhere (GtkWidget *widget, DeskDocument *document);
/* The same to a file that was chosen. */
void desk_story_files_save_to (GtkWidget *widget, DeskDocument *document, GFile *file);

/* A PDF for a lawyer; what is typed is kept as a version first. */
void desk_story_files_save_dossier (GtkWidget *widget, DeskDocument *document);

/* The same of what was out at an instant, microseconds. */
void desk_story_files_save_dossier_as_of (GtkWidget *widget, DeskDocument *document, gint64 at);

/* The story as a desk file of its own, for another desk; what is typed is kept as a version first. */
void desk_story_files_hand_over (GtkWidget *widget, DeskDocument *document);

G_END_DECLS
