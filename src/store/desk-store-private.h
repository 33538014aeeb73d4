/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-backup.h"
#include "desk-blames.h"
#include "desk-commit.h"
#include "desk-connection.h"
#include "desk-queue.h"
#include "desk-search.h"
#include "desk-session.h"
#include "desk-store.h"

G_BEGIN_DECLS

/* What the files of DeskStore share. */

struct _DeskStore
{
  GObject parent_instance;

  char *path;
  GMainContext *context; /* where signals are emitted */
  DeskQueue *queue;
  DeskSearch *search;
  DeskBlames *blames;
  GStrv recovered;
  gboolean read_only;
  int damaged; /* atomic: nothing more is written */
  gboolean immutable; /* nobody can write it, so readers need no locks */
  GFileMonitor *monitors[2];
  GSource *rest; /* looks whether nobody writes */

  /* Of the queue's thread alone. */
  DeskWriter *writer; /* (nullable): NULL when the desk was opened to be read */
  DeskSession *session;
  GHashTable *draft_numbers; /* story id → number of the job that saved its draft last */
  GHashTable *successors;    /* revision → the one that this program put in its place */
  GPtrArray *backups;        /* (element-type DeskBackup): copies on their way; not owned */
  GHashTable *new_settings;  /* (nullable): what is in force once the transaction is committed */
  gint64 data_version;
  gint64 last_seq;

  int n_writes; /* atomic: those that somebody asked for */
  int writes_seen;      /* at the last look, of the main context alone */
  int writes_compacted; /* when the desk was compacted last, likewise */

  GMutex mutex; /* guards what is below */
  GCond returned;
  GQueue readers; /* (element-type DeskConnection): those that nobody uses */
  guint n_readers;
  gboolean closed;
  gboolean looking;
  gboolean told_damaged;
  GHashTable *settings;
  const char *person; /* interned */
};

/* Who and where the writer is, before it writes. */
void desk_store_prepare_writer (DeskStore *self);
/* Adds the stories that other connections changed since the last look to those touched. */
gboolean desk_store_notice_others (DeskStore *self, GError **error);
/* Tells of damage that a call met with, once. */
void desk_store_tell_damaged (DeskStore *self, const GError *error);
/* Tells of what was touched, when @committed, and forgets it. */
void desk_store_tell_touched (DeskStore *self, gboolean committed);

/* Called now and then, in the store's context: begins to make the desk smaller when nothing was written since the last call. */
void desk_store_rest (DeskStore *self);

G_END_DECLS
