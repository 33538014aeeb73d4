/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-history-model.h"

#include <gtk/gtk.h>

struct _DeskHistoryModel
{
  GObject parent_instance;

  GListModel *revisions;
  GTimeZone *zone;
  GHashTable *expanded; /* ids of versions whose fold is open */
  GPtrArray *items;
};

static void list_model_iface_init (GListModelInterface *iface);
static void section_model_iface_init (GtkSectionModelInterface *iface);

G_DEFINE_FINAL_TYPE (DeskHistoryItem, desk_history_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (DeskHistoryModel, desk_history_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL, section_model_iface_init))

/* Days since 1970 in the story's zone: thousands of versions at once, so by arithmetic. */
static gint64
get_day (DeskHistoryModel *self, gint64 at)
{
  gint64 seconds = at / G_USEC_PER_SEC;
  int interval = g_time_zone_find_interval (self->zone, G_TIME_TYPE_UNIVERSAL, seconds);

  return (seconds + g_time_zone_get_offset (self->zone, interval)) / (24 * 60 * 60);
}

static gboolean
is_foldable (DeskRevision *revision)
{
  if (revision->is_head || revision->published || revision->name[0] != '\0')
    return FALSE;
  switch (revision->why)
    {
    case DESK_WHY_PAUSE:
    case DESK_WHY_LEAVE:
    case DESK_WHY_DETAILS:
      return TRUE;
    case DESK_WHY_FIRST:
    case DESK_WHY_KEEP:
    case DESK_WHY_CHECK:
    case DESK_WHY_PUBLISH:
    case DESK_WHY_IMPORT:
    case DESK_WHY_RESTORE:
    case DESK_WHY_RECOVERED:
    case DESK_WHY_MERGE:
    default:
      return FALSE;
    }
}

/* How many versions from @position on fold into one line. */
static guint
count_folded (DeskHistoryModel *self, guint position)
{
  guint n = g_list_model_get_n_items (self->revisions);
  gint64 day = 0;
  guint end;

  for (end = position; end < n; end++)
    {
      g_autoptr (DeskRevision) revision = g_list_model_get_item (self->revisions, end);

      if (!is_foldable (revision) || (end > position && get_day (self, revision->at) != day))
        break;
      day = get_day (self, revision->at);
    }
  return end - position;
}

static DeskHistoryItem *
make_item (DeskRevision *revision, gboolean nested)
{
  DeskHistoryItem *item = g_object_new (DESK_TYPE_HISTORY_ITEM, NULL);

  item->revision = g_object_ref (revision);
  item->nested = nested;
  return item;
}

static void
add_fold (DeskHistoryModel *self, GPtrArray *items, guint position, guint n)
{
  g_autoptr (DeskRevision) newest = g_list_model_get_item (self->revisions, position);
  g_autoptr (DeskRevision) oldest = g_list_model_get_item (self->revisions, position + n - 1);
  DeskHistoryItem *fold = make_item (newest, FALSE);

  fold->n_folded = n;
  fold->oldest_at = oldest->at;
  g_ptr_array_add (items, fold);
  for (guint i = position; i < position + n && !fold->expanded; i++)
    {
      g_autoptr (DeskRevision) revision = g_list_model_get_item (self->revisions, i);

      fold->expanded = g_hash_table_contains (self->expanded, revision->id);
    }
  for (guint i = position; i < position + n && fold->expanded; i++)
    {
      g_autoptr (DeskRevision) revision = g_list_model_get_item (self->revisions, i);

      g_ptr_array_add (items, make_item (revision, TRUE));
    }
}

static GPtrArray *
make_items (DeskHistoryModel *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (self->revisions);
  guint folded;

  for (guint i = 0; i < n; i += folded)
    {
      folded = count_folded (self, i);
      if (folded > 1)
        {
          add_fold (self, items, i, folded);
        }
      else
        {
          g_autoptr (DeskRevision) revision = g_list_model_get_item (self->revisions, i);

          g_ptr_array_add (items, make_item (revision, FALSE));
          folded = 1;
        }
    }
  return items;
}

static gboolean
is_same (DeskHistoryItem *a, DeskHistoryItem *b)
{
  return a->revision == b->revision && a->n_folded == b->n_folded && a->expanded == b->expanded && a->nested == b->nested;
}

/* Makes the lines anew and says only what is different; what is the same keeps its identity, and the view its place. */
static void
update (DeskHistoryModel *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->items);
  guint start = 0, old_end = old->len, new_end;

  self->items = make_items (self);
  new_end = self->items->len;
  while (start < MIN (old_end, new_end) && is_same (old->pdata[start], self->items->pdata[start]))
    start++;
  while (MIN (old_end, new_end) > start && is_same (old->pdata[old_end - 1], self->items->pdata[new_end - 1]))
    {
      old_end--;
      new_end--;
    }

  for (guint i = 0; i < self->items->len; i++)
    if (i < start || i >= new_end)
      {
        gpointer kept = g_object_ref (old->pdata[i < start ? i : i - new_end + old_end]);

        g_object_unref (self->items->pdata[i]);
        self->items->pdata[i] = kept;
      }

  if (start == old_end && start == new_end)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), start, old_end - start, new_end - start);
  /* What stands behind may have become the first of its day, or be it no more. */
  if (new_end < self->items->len)
    gtk_section_model_sections_changed (GTK_SECTION_MODEL (self), new_end, self->items->len - new_end);
}

static void
revisions_changed_cb (DeskHistoryModel *self)
{
  update (self);
}

static GType
desk_history_model_get_item_type (GListModel *model)
{
  return DESK_TYPE_HISTORY_ITEM;
}

static guint
desk_history_model_get_n_items (GListModel *model)
{
  return DESK_HISTORY_MODEL (model)->items->len;
}

static gpointer
desk_history_model_get_item (GListModel *model, guint position)
{
  DeskHistoryModel *self = DESK_HISTORY_MODEL (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = desk_history_model_get_item_type;
  iface->get_n_items = desk_history_model_get_n_items;
  iface->get_item = desk_history_model_get_item;
}

static void
desk_history_model_get_section (GtkSectionModel *model, guint position, guint *start, guint *end)
{
  DeskHistoryModel *self = DESK_HISTORY_MODEL (model);
  gint64 day;

  if (position >= self->items->len)
    {
      *start = self->items->len;
      *end = G_MAXUINT;
      return;
    }
  day = get_day (self, ((DeskHistoryItem *) self->items->pdata[position])->revision->at);
  for (*start = position; *start > 0; (*start)--)
    if (get_day (self, ((DeskHistoryItem *) self->items->pdata[*start - 1])->revision->at) != day)
      break;
  for (*end = position + 1; *end < self->items->len; (*end)++)
    if (get_day (self, ((DeskHistoryItem *) self->items->pdata[*end])->revision->at) != day)
      break;
}

static void
section_model_iface_init (GtkSectionModelInterface *iface)
{
  iface->get_section = desk_history_model_get_section;
}

static void
desk_history_item_finalize (GObject *object)
{
  DeskHistoryItem *self = DESK_HISTORY_ITEM (object);

  g_clear_object (&self->revision);

  G_OBJECT_CLASS (desk_history_item_parent_class)->finalize (object);
}

static void
desk_history_item_class_init (DeskHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_history_item_finalize;
}

static void
desk_history_item_init (DeskHistoryItem *self)
{
}

static void
desk_history_model_finalize (GObject *object)
{
  DeskHistoryModel *self = DESK_HISTORY_MODEL (object);

  g_clear_object (&self->revisions);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->expanded, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (desk_history_model_parent_class)->finalize (object);
}

static void
desk_history_model_class_init (DeskHistoryModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_history_model_finalize;
}

static void
desk_history_model_init (DeskHistoryModel *self)
{
  self->expanded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

DeskHistoryModel *
desk_history_model_new (GListModel *revisions, const char *zone)
{
  DeskHistoryModel *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (revisions), NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  self = g_object_new (DESK_TYPE_HISTORY_MODEL, NULL);
  self->revisions = g_object_ref (revisions);
  self->zone = g_time_zone_new_identifier (zone);
  if (self->zone == NULL)
    self->zone = g_time_zone_new_utc ();
  g_signal_connect_object (revisions, "items-changed", G_CALLBACK (revisions_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

void
desk_history_model_toggle (DeskHistoryModel *self, DeskHistoryItem *fold)
{
  guint position = 0;

  g_return_if_fail (DESK_IS_HISTORY_MODEL (self));
  g_return_if_fail (DESK_IS_HISTORY_ITEM (fold) && fold->n_folded > 0);

  while (position < g_list_model_get_n_items (self->revisions))
    {
      g_autoptr (DeskRevision) revision = g_list_model_get_item (self->revisions, position);

      if (revision == fold->revision)
        break;
      position++;
    }

  if (!fold->expanded)
    g_hash_table_add (self->expanded, g_strdup (fold->revision->id));
  /* It is open for the sake of any of its versions: one may have come to the fold since. */
  for (guint i = 0; fold->expanded && i < fold->n_folded; i++)
    {
      g_autoptr (DeskRevision) revision = g_list_model_get_item (self->revisions, position + i);

      if (revision != NULL)
        g_hash_table_remove (self->expanded, revision->id);
    }
  update (self);
}
