/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskCaretaker:
 *
 * Looks after a desk while it is open: has SQLite look through the file once it is open, and backs it up every hour in
 * which something changed. Nothing of it is done in the window's thread.
 *
 * Signals: `backup-failed (message)`: no backup could be made; once, until one can be made again.
 * `damaged (message)`: something is wrong with the file, which is then backed up no more.
 */
#define DESK_TYPE_CARETAKER (desk_caretaker_get_type ())
G_DECLARE_FINAL_TYPE (DeskCaretaker, desk_caretaker, DESK, CARETAKER, GObject)

DeskCaretaker *desk_caretaker_new (DeskStore *store);

/* Looks now whether there is something to do; otherwise it does that by itself. */
void desk_caretaker_look (DeskCaretaker *self);

G_END_DECLS
