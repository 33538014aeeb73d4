/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-fixture.h"

/*
 * What a desk promised: whatever a call said to be done must be there afterwards, however it ended. Of some things
 * it must be known what was tried, too: a draft that was promised may have given way to a later one that was not.
 */
typedef struct _DeskPromises DeskPromises;

typedef enum
{
  DESK_PROMISE_STORY,   /* an id */
  DESK_PROMISE_ENTRY,   /* an id */
  DESK_PROMISE_TEXT,    /* a hash: of a draft or a revision; one that is tried later may take its place */
  DESK_PROMISE_ZONE,    /* the setting; the same */
  DESK_PROMISE_BLOB,    /* a hash */
  DESK_PROMISE_SEALED,  /* a hash */
  DESK_PROMISE_ERASED,  /* the same, which is there no more */
  DESK_PROMISE_BACKUP,  /* of all before it, in backup.desk beside the desk */
  DESK_PROMISE_PACKAGE, /* of a story, in package.desk */
} DeskPromiseKind;

DeskPromises *desk_promises_new (void);
void desk_promises_free (DeskPromises *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskPromises, desk_promises_free)

/* @done: it was promised; else it is about to be tried */
void desk_promises_add (DeskPromises *self, DeskPromiseKind kind, gboolean done, const char *story, const char *value);
guint desk_promises_get_n (DeskPromises *self);

/* As a line, for another program; (transfer full). */
char *desk_promises_format (DeskPromiseKind kind, gboolean done, const char *story, const char *value);
/* Adds what @line (without its end) says. */
void desk_promises_parse (DeskPromises *self, const char *line);

/* Opens a.desk in @folder: it is whole, and has all that the first @n events promise; so have the copies beside it. */
void desk_promises_check (DeskPromises *self, const char *folder, guint n);
