/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-revision-list.h"

#define PAGE 100

struct _DeskRevisionList
{
  GObject parent_instance;

  DeskStore *store;
  char *story;
  GPtrArray *revisions;
  gboolean is_complete;
  gboolean loads;   /* a request is on its way */
  gboolean pages;   /* it is for the next page */
  guint asked_from; /* its offset */
  guint asked_for;  /* its limit */
  gboolean reloads; /* what is there is to be asked for again once the request is back */
};

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DeskRevisionList, desk_revision_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static gboolean
is_same (DeskRevision *a, DeskRevision *b)
{
  return g_str_equal (a->id, b->id) && g_str_equal (a->seen, b->seen) && a->is_head == b->is_head && a->published == b->published;
}

/* Where the newest version that was there is in @revisions; its length when it is not in it. */
static guint
find_newest (DeskRevisionList *self, GPtrArray *revisions)
{
  DeskRevision *newest = self->revisions->len > 0 ? g_ptr_array_index (self->revisions, 0) : NULL;
  guint i = 0;

  while (newest != NULL && i < revisions->len && !g_str_equal (newest->id, ((DeskRevision *) g_ptr_array_index (revisions, i))->id))
    i++;
  return newest != NULL ? i : 0;
}

/* Replaces @n_old versions at @position by @n_new of @revisions from @from on. */
static void
splice (DeskRevisionList *self, guint position, guint n_old, GPtrArray *revisions, guint from, guint n_new)
{
  if (n_old == 0 && n_new == 0)
    return;
  if (n_old > 0)
    g_ptr_array_remove_range (self->revisions, position, n_old);
  for (guint i = 0; i < n_new; i++)
    g_ptr_array_insert (self->revisions, position + i, g_object_ref (g_ptr_array_index (revisions, from + i)));
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_old, n_new);
}

/* Goes over to @revisions, the newest ones; all that is the same keeps its place and identity. */
static void
follow (DeskRevisionList *self, GPtrArray *revisions)
{
  guint grown = find_newest (self, revisions);
  guint n;

  splice (self, 0, 0, revisions, 0, grown);
  n = MIN (self->revisions->len, revisions->len);
  for (guint i = grown; i < n;)
    {
      guint end = i;

      while (end < n && !is_same (g_ptr_array_index (self->revisions, end), g_ptr_array_index (revisions, end)))
        end++;
      splice (self, i, end - i, revisions, i, end - i);
      i = end + 1;
    }
  splice (self, n, self->revisions->len - n, revisions, n, revisions->len - n);
}

/* Puts a page behind the ones before; it overlaps them by a version. FALSE: they don't meet, as the story has grown meanwhile. */
static gboolean
add_page (DeskRevisionList *self, GPtrArray *page)
{
  guint n = self->revisions->len;

  if (self->asked_from + 1 != n || page->len == 0 ||
      !g_str_equal (((DeskRevision *) g_ptr_array_index (self->revisions, n - 1))->id, ((DeskRevision *) g_ptr_array_index (page, 0))->id))
    return FALSE;
  splice (self, n, 0, page, 1, page->len - 1);
  return TRUE;
}

static void
list_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskRevisionList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) revisions = desk_store_list_revisions_finish (DESK_STORE (source), result, &error);
  gboolean reloads = self->reloads;

  self->loads = FALSE;
  self->reloads = FALSE;
  if (revisions == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }

  self->is_complete = revisions->len < self->asked_for;
  if (self->pages)
    reloads |= !add_page (self, revisions);
  else
    follow (self, revisions);
  if (reloads)
    desk_revision_list_reload (self);
}

static void
load (DeskRevisionList *self, gboolean pages, guint offset, guint limit)
{
  self->loads = TRUE;
  self->pages = pages;
  self->asked_from = offset;
  self->asked_for = limit;
  desk_store_list_revisions_async (self->store, self->story, offset, limit, NULL, list_cb, g_object_ref (self));
}

static GType
desk_revision_list_get_item_type (GListModel *model)
{
  return DESK_TYPE_REVISION;
}

static guint
desk_revision_list_get_n_items (GListModel *model)
{
  return DESK_REVISION_LIST (model)->revisions->len;
}

static gpointer
desk_revision_list_get_item (GListModel *model, guint position)
{
  DeskRevisionList *self = DESK_REVISION_LIST (model);

  return position < self->revisions->len ? g_object_ref (g_ptr_array_index (self->revisions, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = desk_revision_list_get_item_type;
  iface->get_n_items = desk_revision_list_get_n_items;
  iface->get_item = desk_revision_list_get_item;
}

static void
desk_revision_list_finalize (GObject *object)
{
  DeskRevisionList *self = DESK_REVISION_LIST (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->story, g_free);
  g_clear_pointer (&self->revisions, g_ptr_array_unref);

  G_OBJECT_CLASS (desk_revision_list_parent_class)->finalize (object);
}

static void
desk_revision_list_class_init (DeskRevisionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = desk_revision_list_finalize;

  signals[FAILED] = g_signal_new ("failed", DESK_TYPE_REVISION_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
desk_revision_list_init (DeskRevisionList *self)
{
  self->revisions = g_ptr_array_new_with_free_func (g_object_unref);
}

DeskRevisionList *
desk_revision_list_new (DeskStore *store, const char *story)
{
  DeskRevisionList *self;

  g_return_val_if_fail (DESK_IS_STORE (store), NULL);
  g_return_val_if_fail (story != NULL, NULL);

  self = g_object_new (DESK_TYPE_REVISION_LIST, NULL);
  self->store = g_object_ref (store);
  self->story = g_strdup (story);
  load (self, FALSE, 0, PAGE);
  return self;
}

void
desk_revision_list_load_more (DeskRevisionList *self)
{
  g_return_if_fail (DESK_IS_REVISION_LIST (self));

  if (self->loads || self->is_complete)
    return;
  if (self->revisions->len == 0)
    load (self, FALSE, 0, PAGE);
  else
    load (self, TRUE, self->revisions->len - 1, PAGE + 1);
}

void
desk_revision_list_reload (DeskRevisionList *self)
{
  g_return_if_fail (DESK_IS_REVISION_LIST (self));

  self->reloads = self->loads;
  /* As many again, and room for those that came since. */
  if (!self->loads)
    load (self, FALSE, 0, MAX (self->revisions->len, PAGE) + PAGE / 4);
}
