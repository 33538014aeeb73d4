/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeskQueue:
 *
 * A thread that does one job after another: urgent ones first, otherwise in the order they came.
 */
typedef struct _DeskQueue DeskQueue;
/* @number: the job's place in the order in which jobs were pushed, from 1 */
typedef void (*DeskQueueFunc) (gpointer data, guint64 number);

DeskQueue *desk_queue_new (const char *name);
void desk_queue_push (DeskQueue *self, gboolean urgent, DeskQueueFunc func, gpointer data);
/* Does what is waiting, then ends the thread and frees the queue. On the thread itself it does not wait. */
void desk_queue_stop (DeskQueue *self);

G_END_DECLS
