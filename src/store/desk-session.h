/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DeskSession:
 *
 * Says that this program is alive. Each holds a lock on one byte of a file beside the desk; the
 * kernel lets go of it however the program ends. A draft whose session nobody holds was left behind.
 */
typedef struct _DeskSession DeskSession;

/* @path: the file of locks, made when there is none. Errors: %DESK_STORE_ERROR. */
DeskSession *desk_session_new (const char *path, GError **error);
void desk_session_free (DeskSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskSession, desk_session_free)

/* The number that this session's drafts carry, from 1. */
int desk_session_get_number (DeskSession *self);
/* Whether no other program holds any. */
gboolean desk_session_is_alone (DeskSession *self);
/* Whether another program holds that number. */
gboolean desk_session_is_held (DeskSession *self, int number);

G_END_DECLS
