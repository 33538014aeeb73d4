/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-queue.h"

typedef struct
{
  DeskQueueFunc func;
  gpointer data;
  guint64 number;
} Job;

/* Counted: held by the owner and by the thread, which may end after its owner is gone. */
struct _DeskQueue
{
  GThread *thread;
  GMutex mutex;
  GCond cond;
  GQueue urgent;
  GQueue others;
  guint64 n_pushed;
  gboolean stopping;
};

static void
queue_clear_cb (gpointer data)
{
  DeskQueue *self = data;

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
}

static Job *
take_job (DeskQueue *self)
{
  Job *job;

  g_mutex_lock (&self->mutex);
  while ((job = g_queue_pop_head (&self->urgent)) == NULL && (job = g_queue_pop_head (&self->others)) == NULL &&
         !self->stopping)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);

  return job;
}

static gpointer
queue_thread_cb (gpointer data)
{
  DeskQueue *self = data;
  Job *job;

  while ((job = take_job (self)) != NULL)
    {
      job->func (job->data, job->number);
      g_free (job);
    }

  g_atomic_rc_box_release_full (self, queue_clear_cb);

  return NULL;
}

DeskQueue *
desk_queue_new (const char *name)
{
  DeskQueue *self = g_atomic_rc_box_new0 (DeskQueue);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new (name, queue_thread_cb, g_atomic_rc_box_acquire (self));

  return self;
}

void
desk_queue_push (DeskQueue *self, gboolean urgent, DeskQueueFunc func, gpointer data)
{
  Job *job = g_new (Job, 1);

  g_mutex_lock (&self->mutex);
  *job = (Job) { func, data, ++self->n_pushed };
  g_queue_push_tail (urgent ? &self->urgent : &self->others, job);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
desk_queue_stop (DeskQueue *self)
{
  GThread *thread = g_steal_pointer (&self->thread);

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  if (thread == g_thread_self ())
    g_thread_unref (thread);
  else
    g_thread_join (thread);

  g_atomic_rc_box_release_full (self, queue_clear_cb);
}
