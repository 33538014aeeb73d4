/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-caretaker.h"

#include <glib/gi18n.h>

/* Seconds. A look costs little: when a backup is due is the store's to say. */
#define FIRST_LOOK 30
#define LOOK_EVERY 300

struct _DeskCaretaker
{
  GObject parent_instance;

  DeskStore *store;
  GCancellable *cancellable;
  guint look_id;
  gboolean looking;
  gboolean told;
};

G_DEFINE_FINAL_TYPE (DeskCaretaker, desk_caretaker, G_TYPE_OBJECT)

enum
{
  BACKUP_FAILED,
  DAMAGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
look_cb (gpointer data)
{
  DeskCaretaker *self = data;

  self->look_id = 0;
  desk_caretaker_look (self);
}

static void
look_again (DeskCaretaker *self, guint after)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  self->look_id = g_timeout_add_seconds_once (after, look_cb, self);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskCaretaker) self = data;
  g_autoptr (GError) error = NULL;
  gboolean whole = desk_store_check_finish (DESK_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (!whole && g_error_matches (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    g_signal_emit (self, signals[DAMAGED], 0, error->message);
  else
    look_again (self, FIRST_LOOK);
}

static void
backup_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskCaretaker) self = data;
  g_autoptr (GError) error = NULL;
  gboolean kept = desk_store_keep_backup_finish (DESK_STORE (source), result, &error);

  self->looking = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  look_again (self, LOOK_EVERY);
  if (!kept && !self->told)
    {
      /* Translators: %s is a whole sentence that says why */
      g_autofree char *message = g_strdup_printf (_ ("Your words are saved, but no backup could be made. %s"), error->message);

      g_signal_emit (self, signals[BACKUP_FAILED], 0, message);
    }
  self->told = !kept;
}

static void
desk_caretaker_dispose (GObject *object)
{
  DeskCaretaker *self = DESK_CARETAKER (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (desk_caretaker_parent_class)->dispose (object);
}

static void
desk_caretaker_finalize (GObject *object)
{
  DeskCaretaker *self = DESK_CARETAKER (object);

  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (desk_caretaker_parent_class)->finalize (object);
}

static void
desk_caretaker_class_init (DeskCaretakerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_caretaker_dispose;
  object_class->finalize = desk_caretaker_finalize;

  signals[DAMAGED] = g_signal_new ("damaged", DESK_TYPE_CARETAKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BACKUP_FAILED] = g_signal_new ("backup-failed", DESK_TYPE_CARETAKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
desk_caretaker_init (DeskCaretaker *self)
{
  self->cancellable = g_cancellable_new ();
}

DeskCaretaker *
desk_caretaker_new (DeskStore *store)
{
  DeskCaretaker *self;

  g_return_val_if_fail (DESK_IS_STORE (store), NULL);

  self = g_object_new (DESK_TYPE_CARETAKER, NULL);
  self->store = g_object_ref (store);
  desk_store_check_async (store, self->cancellable, checked_cb, g_object_ref (self));
  return self;
}

void
desk_caretaker_look (DeskCaretaker *self)
{
  g_return_if_fail (DESK_IS_CARETAKER (self));

  if (self->looking || self->store == NULL)
    return;
  g_clear_handle_id (&self->look_id, g_source_remove);
  self->looking = TRUE;
  desk_store_keep_backup_async (self->store, NULL, backup_kept_cb, g_object_ref (self));
}
