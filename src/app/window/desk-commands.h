/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * One table of what a window can do: the keys that are installed, the window of keyboard shortcuts and the command palette
 * are all made from it. A new action is one line in it.
 */

typedef enum
{
  DESK_COMMAND_LIBRARY,
  DESK_COMMAND_TEXT,
  DESK_COMMAND_VERSIONS,
  DESK_COMMAND_CLAIMS,
  DESK_COMMAND_OUT,
  DESK_COMMAND_WINDOW,
  DESK_COMMAND_N_GROUPS,
} DeskCommandGroup;

/* Where the keys of a command are looked at. */
typedef enum
{
  DESK_KEYS_APPLICATION, /* in every window: accelerators of the application */
  DESK_KEYS_STORY,       /* wherever the focus is in a window with a story, before any field sees the key */
  DESK_KEYS_FIELD,       /* the same, behind the fields, which may have that key for themselves */
  DESK_KEYS_ELSEWHERE,   /* some widget takes the key itself; here it is only told of */
} DeskKeys;

typedef struct
{
  DeskCommandGroup group;
  const char *action; /* detailed, as in g_action_parse_detailed_name(); (nullable): a key without an action of a window's own */
  const char *title;  /* not yet translated: desk_command_get_title() */
  DeskKeys where;
  const char *keys[4]; /* as gtk_accelerator_parse() reads them; the first is the one to learn */
} DeskCommand;

/* (transfer none): in the order in which they are shown, group by group */
const DeskCommand *desk_commands_list (gsize *n_commands);

/* (transfer none) (nullable) */
const DeskCommand *desk_commands_find (const char *action);

/* Translated; (transfer none). */
const char *desk_command_get_title (const DeskCommand *self);
const char *desk_command_group_get_title (DeskCommandGroup group);

/* Its keys as they are shown to a reader, "" when there are none; (transfer full) */
char *desk_command_dup_keys (const DeskCommand *self);

/**
 * desk_command_match:
 * @title: of a command
 * @typed: words in any order
 *
 * How well a title fits what was typed: every word of @typed begins a word of it (0), or stands within one (1), or is made
 * of the first letters of its words, as "kv" for "Keep a version" without the short ones (2). Neither case nor accents count.
 *
 * Returns: less is better; -1: it does not fit
 */
int desk_command_match (const char *title, const char *typed);

/* Installs the keys of @where, which are not the application's, on @widget. */
void desk_commands_add_shortcuts (GtkWidget *widget, DeskKeys where);

/* Installs the keys that work in every window. */
void desk_commands_set_accels (GtkApplication *application);

G_END_DECLS
