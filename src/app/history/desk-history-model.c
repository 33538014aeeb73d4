/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-history-model.h"

#include <gtk/gtk.h>

#include "desk-history-lines.h"

/* Versions that are read at a time, and how many pages of them are kept. */
#define PAGE 64
#define MAX_PAGES 12

/* The first lines are shown whole: so many fill a high window. */
#define FIRST_LINES 60

/* A line of the story and how it is shown. */
typedef struct
{
  DeskHistoryLine line;
  guint position; /* in the list */
  gboolean expanded;
} Place;

/* Records of PAGE versions by number, from @first on. */
typedef struct
{
  guint first;
  DeskRevision *revisions[PAGE]; /* %NULL: not there */
  gboolean is_stale;             /* read before the story changed */
} Page;

struct _DeskHistoryModel
{
  GObject parent_instance;

  DeskStore *store;
  char *story;
  char *zone;

  GArray *places; /* (element-type Place) */
  guint n_items;
  GHashTable *items; /* key → DeskHistoryItem that somebody holds */
  GQueue pages;      /* (element-type Page), used last first */
  GHashTable *asked; /* first numbers of pages that are on their way */
  guint looks;       /* how many were taken */
  gboolean loads;
  gboolean reloads; /* to be looked at again once the lines are there */
};

/* What a look at the story gives. */
typedef struct
{
  GArray *lines;
  GPtrArray *revisions; /* of the first lines */
} Look;

static void list_model_iface_init (GListModelInterface *iface);
static void section_model_iface_init (GtkSectionModelInterface *iface);

G_DEFINE_FINAL_TYPE (DeskHistoryItem, desk_history_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (DeskHistoryModel, desk_history_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL, section_model_iface_init))

enum
{
  CHANGED,
  N_ITEM_SIGNALS
};

static guint item_signals[N_ITEM_SIGNALS];

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- pages --- */

static void
page_free (Page *page)
{
  for (guint i = 0; i < PAGE; i++)
    g_clear_object (&page->revisions[i]);
  g_free (page);
}

static guint
get_page_start (guint number)
{
  return number - (number - 1) % PAGE;
}

static Page *
find_page (DeskHistoryModel *self, guint first)
{
  for (GList *link = self->pages.head; link != NULL; link = link->next)
    if (((Page *) link->data)->first == first)
      return link->data;
  return NULL;
}

static void
use_page (DeskHistoryModel *self, Page *page)
{
  g_queue_remove (&self->pages, page);
  g_queue_push_head (&self->pages, page);
  while (g_queue_get_length (&self->pages) > MAX_PAGES)
    page_free (g_queue_pop_tail (&self->pages));
}

static gboolean
is_same (DeskRevision *a, DeskRevision *b)
{
  return g_str_equal (a->id, b->id) && g_str_equal (a->seen, b->seen) && a->is_head == b->is_head && a->published == b->published;
}

static void
set_revision (DeskHistoryItem *item, DeskRevision *revision)
{
  if (item->revision != NULL && revision != NULL && is_same (item->revision, revision))
    return;
  if (!g_set_object (&item->revision, revision))
    return;
  if (revision != NULL)
    item->at = revision->at;
  g_signal_emit (item, item_signals[CHANGED], 0);
}

/* (element-type DeskHistoryItem): those that somebody holds; who hears of a change may let go of others. */
static GPtrArray *
list_items (DeskHistoryModel *self)
{
  GPtrArray *items = g_hash_table_get_values_as_ptr_array (self->items);

  g_ptr_array_foreach (items, (GFunc) g_object_ref, NULL);
  g_ptr_array_set_free_func (items, g_object_unref);
  return items;
}

/* Those who hold a line of the page see what was read. */
static void
show_page (DeskHistoryModel *self, Page *page)
{
  g_autoptr (GPtrArray) items = list_items (self);

  for (guint i = 0; i < items->len; i++)
    {
      DeskHistoryItem *item = g_ptr_array_index (items, i);

      if (item->n_folded == 0 && item->number >= page->first && item->number < page->first + PAGE)
        set_revision (item, page->revisions[item->number - page->first]);
    }
}

static void
fill_page (Page *page, GPtrArray *revisions)
{
  for (guint i = 0; i < revisions->len; i++)
    {
      DeskRevision *revision = g_ptr_array_index (revisions, i);

      if (revision->number >= page->first && revision->number < page->first + PAGE)
        g_set_object (&page->revisions[revision->number - page->first], revision);
    }
  page->is_stale = FALSE;
}

static Page *
add_page (DeskHistoryModel *self, guint first)
{
  Page *page = find_page (self, first);

  if (page == NULL)
    {
      page = g_new0 (Page, 1);
      page->first = first;
    }
  use_page (self, page);
  return page;
}

typedef struct
{
  DeskHistoryModel *self;
  guint first;
  guint looks;
} PageRequest;

static void ask_for_page (DeskHistoryModel *self, guint first);

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree PageRequest *request = data;
  g_autoptr (DeskHistoryModel) self = request->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) revisions = desk_store_list_numbers_finish (DESK_STORE (source), result, &error);
  Page *page;

  g_hash_table_remove (self->asked, GUINT_TO_POINTER (request->first));
  if (revisions == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  page = add_page (self, request->first);
  fill_page (page, revisions);
  show_page (self, page);
  /* The story was looked at again meanwhile: this may be from before. */
  page->is_stale = request->looks != self->looks;
  if (page->is_stale)
    ask_for_page (self, request->first);
}

static void
ask_for_page (DeskHistoryModel *self, guint first)
{
  PageRequest *request;

  if (!g_hash_table_add (self->asked, GUINT_TO_POINTER (first)))
    return;
  request = g_new (PageRequest, 1);
  *request = (PageRequest) { g_object_ref (self), first, self->looks };
  desk_store_list_numbers_async (self->store, self->story, first, PAGE, NULL, page_cb, request);
}

/* (transfer none) (nullable): it is read when it is not there. */
static DeskRevision *
get_revision (DeskHistoryModel *self, guint number)
{
  guint first = get_page_start (number);
  Page *page = find_page (self, first);

  if (page == NULL || page->is_stale)
    ask_for_page (self, first);
  if (page == NULL)
    return NULL;
  use_page (self, page);
  return page->revisions[number - first];
}

/* --- lines --- */

static Place *
get_place (DeskHistoryModel *self, guint i)
{
  return &g_array_index (self->places, Place, i);
}

static guint
count_items (const Place *place)
{
  return place->expanded ? place->line.n + 1 : 1;
}

static void
update_positions (DeskHistoryModel *self)
{
  self->n_items = 0;
  for (guint i = 0; i < self->places->len; i++)
    {
      get_place (self, i)->position = self->n_items;
      self->n_items += count_items (get_place (self, i));
    }
}

/* The line that @position belongs to. */
static guint
find_line (DeskHistoryModel *self, guint position)
{
  guint low = 0, high = self->places->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (get_place (self, middle)->position <= position)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* The line that has version @number: numbers go down. */
static guint
find_line_of_number (DeskHistoryModel *self, guint number)
{
  guint low = 0, high = self->places->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (get_place (self, middle)->line.number >= number)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* A version, a version in a fold and a fold of the same number are three lines. */
static gpointer
make_key (guint number, gboolean is_fold, gboolean is_nested)
{
  return GSIZE_TO_POINTER ((gsize) number * 4 + (is_fold ? 1 : 0) + (is_nested ? 2 : 0));
}

static gpointer
get_key (DeskHistoryItem *item)
{
  return make_key (item->number, item->n_folded > 0, item->nested);
}

static void
item_gone_cb (gpointer data, GObject *item)
{
  DeskHistoryModel *self = data;

  g_hash_table_remove (self->items, get_key (DESK_HISTORY_ITEM (item)));
}

static void
forget_item (DeskHistoryModel *self, DeskHistoryItem *item)
{
  g_object_weak_unref (G_OBJECT (item), item_gone_cb, self);
}

static DeskHistoryItem *
make_item (DeskHistoryModel *self, const Place *place, guint n)
{
  DeskHistoryItem *item = g_object_new (DESK_TYPE_HISTORY_ITEM, NULL);
  const DeskHistoryLine *line = &place->line;

  item->nested = n > 0;
  item->number = item->nested ? line->number - (n - 1) : line->number;
  item->at = item->nested ? 0 : line->at;
  if (line->n > 1 && !item->nested)
    {
      item->n_folded = line->n;
      item->oldest_at = line->at - line->span * G_USEC_PER_SEC;
      item->authors = line->authors;
      item->expanded = place->expanded;
      return item;
    }
  g_set_object (&item->revision, get_revision (self, item->number));
  if (item->revision != NULL)
    item->at = item->revision->at;
  return item;
}

static gboolean
is_same_line (const DeskHistoryLine *a, const DeskHistoryLine *b)
{
  return a->number == b->number && a->n == b->n && a->at == b->at && a->span == b->span && a->day == b->day && a->authors == b->authors;
}

static gboolean
is_same_place (const Place *a, const Place *b)
{
  return is_same_line (&a->line, &b->line) && a->expanded == b->expanded;
}

/* A fold stays open when versions came to it or went. */
static gboolean
was_expanded (DeskHistoryModel *self, const DeskHistoryLine *line)
{
  const Place *old;

  if (line->n == 1 || self->places->len == 0)
    return FALSE;
  /* The first line at or below the newest of the fold, and the ones behind it as far as the fold goes. */
  for (guint i = find_line_of_number (self, line->number); i < self->places->len; i++)
    {
      old = get_place (self, i);
      if (old->line.number + line->n <= line->number)
        break;
      if (old->expanded && old->line.number - old->line.n < line->number)
        return TRUE;
    }
  return FALSE;
}

/* --- looking at the story --- */

static void
look_free (Look *look)
{
  g_clear_pointer (&look->lines, g_array_unref);
  g_clear_pointer (&look->revisions, g_ptr_array_unref);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

/* The pages that the first lines need, so that these are whole in their first frame. */
static gboolean
read_first (DeskStore *store, const char *story, Look *look, GError **error)
{
  guint last = 0;

  look->revisions = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < MIN (look->lines->len, FIRST_LINES); i++)
    {
      const DeskHistoryLine *line = &g_array_index (look->lines, DeskHistoryLine, i);
      guint first = get_page_start (line->number);
      g_autoptr (GPtrArray) page = NULL;

      if (line->n > 1 || first == last)
        continue;
      page = desk_store_list_numbers (store, story, first, PAGE, error);
      if (page == NULL)
        return FALSE;
      last = first;
      g_ptr_array_extend_and_steal (look->revisions, g_steal_pointer (&page));
    }
  return TRUE;
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DeskHistoryModel *self = source;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) marks = desk_store_list_marks (self->store, self->story, &error);
  g_autoptr (Look) look = g_new0 (Look, 1);

  if (marks != NULL)
    look->lines = desk_history_lines_new (marks, self->zone);
  if (marks != NULL && read_first (self->store, self->story, look, &error))
    g_task_return_pointer (task, g_steal_pointer (&look), (GDestroyNotify) look_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Held lines of the region that is replaced are others from now on. */
static void
forget_items (DeskHistoryModel *self, guint highest, guint lowest)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (((DeskHistoryItem *) item)->number <= highest && ((DeskHistoryItem *) item)->number >= lowest)
      {
        forget_item (self, item);
        g_hash_table_iter_remove (&iter);
      }
}

/* Goes over to @places (transfer full), saying only what is different. */
static void
set_places (DeskHistoryModel *self, GArray *places)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->places);
  guint old_n_items = self->n_items;
  guint start = 0, old_end = old->len, new_end = places->len;
  guint position, n_behind;

  while (start < MIN (old_end, new_end) &&
         is_same_place (&g_array_index (old, Place, start), &g_array_index (places, Place, start)))
    start++;
  while (MIN (old_end, new_end) > start &&
         is_same_place (&g_array_index (old, Place, old_end - 1), &g_array_index (places, Place, new_end - 1)))
    {
      old_end--;
      new_end--;
    }

  self->places = places;
  update_positions (self);
  if (start == old_end && start == new_end)
    return;
  if (start < old_end)
    {
      const DeskHistoryLine *last = &g_array_index (old, Place, old_end - 1).line;

      forget_items (self, g_array_index (old, Place, start).line.number, last->number - last->n + 1);
    }
  position = start < old->len ? g_array_index (old, Place, start).position : old_n_items;
  n_behind = old_end < old->len ? old_n_items - g_array_index (old, Place, old_end).position : 0;
  g_list_model_items_changed (G_LIST_MODEL (self), position, old_n_items - n_behind - position,
                              self->n_items - n_behind - position);
  /* What stands behind may have become the first of its day, or be it no more. */
  if (n_behind > 0)
    gtk_section_model_sections_changed (GTK_SECTION_MODEL (self), self->n_items - n_behind, n_behind);
}

static GArray *
make_places (DeskHistoryModel *self, GArray *lines)
{
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (Place), lines->len);

  for (guint i = 0; i < lines->len; i++)
    {
      Place place = { .line = g_array_index (lines, DeskHistoryLine, i) };

      place.expanded = was_expanded (self, &place.line);
      g_array_append_val (places, place);
    }
  return places;
}

/* What somebody holds is read again; what nobody holds when it is asked for. */
static void
refresh_items (DeskHistoryModel *self)
{
  g_autoptr (GPtrArray) items = list_items (self);

  for (guint i = 0; i < items->len; i++)
    if (((DeskHistoryItem *) g_ptr_array_index (items, i))->n_folded == 0)
      get_revision (self, ((DeskHistoryItem *) g_ptr_array_index (items, i))->number);
}

static void
look_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskHistoryModel *self = DESK_HISTORY_MODEL (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (Look) look = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean reloads = self->reloads;

  self->loads = FALSE;
  self->reloads = FALSE;
  if (look == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }

  self->looks++;
  for (GList *link = self->pages.head; link != NULL; link = link->next)
    ((Page *) link->data)->is_stale = TRUE;
  for (guint i = 0; i < look->revisions->len; i++)
    {
      DeskRevision *revision = g_ptr_array_index (look->revisions, i);
      Page *page = add_page (self, get_page_start (revision->number));

      g_set_object (&page->revisions[revision->number - page->first], revision);
      page->is_stale = FALSE;
    }
  set_places (self, make_places (self, look->lines));
  for (GList *link = self->pages.head; link != NULL; link = link->next)
    if (!((Page *) link->data)->is_stale)
      show_page (self, link->data);
  refresh_items (self);
  if (reloads)
    desk_history_model_reload (self);
}

/* --- interfaces --- */

static GType
desk_history_model_get_item_type (GListModel *model)
{
  return DESK_TYPE_HISTORY_ITEM;
}

static guint
desk_history_model_get_n_items (GListModel *model)
{
  return DESK_HISTORY_MODEL (model)->n_items;
}

static gpointer
desk_history_model_get_item (GListModel *model, guint position)
{
  DeskHistoryModel *self = DESK_HISTORY_MODEL (model);
  DeskHistoryItem *item;
  const Place *place;
  gpointer key;
  guint n;

  if (position >= self->n_items)
    return NULL;
  place = get_place (self, find_line (self, position));
  n = position - place->position;
  key = make_key (n > 0 ? place->line.number - (n - 1) : place->line.number, place->line.n > 1 && n == 0, n > 0);
  item = g_hash_table_lookup (self->items, key);
  if (item != NULL)
    return g_object_ref (item);

  item = make_item (self, place, n);
  g_hash_table_insert (self->items, key, item);
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = desk_history_model_get_item_type;
  iface->get_n_items = desk_history_model_get_n_items;
  iface->get_item = desk_history_model_get_item;
}

/* The first line of a day, or of the one behind it: days go down. */
static guint
find_day (DeskHistoryModel *self, int day, gboolean behind)
{
  guint low = 0, high = self->places->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int other = get_place (self, middle)->line.day;

      if (other > day || (behind && other == day))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static guint
get_position (DeskHistoryModel *self, guint line)
{
  return line < self->places->len ? get_place (self, line)->position : self->n_items;
}

static void
desk_history_model_get_section (GtkSectionModel *model, guint position, guint *start, guint *end)
{
  DeskHistoryModel *self = DESK_HISTORY_MODEL (model);
  int day;

  if (position >= self->n_items)
    {
      *start = self->n_items;
      *end = G_MAXUINT;
      return;
    }
  day = get_place (self, find_line (self, position))->line.day;
  *start = get_position (self, find_day (self, day, FALSE));
  *end = get_position (self, find_day (self, day, TRUE));
}

static void
section_model_iface_init (GtkSectionModelInterface *iface)
{
  iface->get_section = desk_history_model_get_section;
}

/* --- objects --- */

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

  item_signals[CHANGED] = g_signal_new ("changed", DESK_TYPE_HISTORY_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_history_item_init (DeskHistoryItem *self)
{
}

static void
desk_history_model_finalize (GObject *object)
{
  DeskHistoryModel *self = DESK_HISTORY_MODEL (object);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    forget_item (self, item);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_queue_clear_full (&self->pages, (GDestroyNotify) page_free);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_clear_pointer (&self->places, g_array_unref);
  g_clear_object (&self->store);
  g_clear_pointer (&self->story, g_free);
  g_clear_pointer (&self->zone, g_free);

  G_OBJECT_CLASS (desk_history_model_parent_class)->finalize (object);
}

static void
desk_history_model_class_init (DeskHistoryModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_history_model_finalize;

  signals[FAILED] = g_signal_new ("failed", DESK_TYPE_HISTORY_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
desk_history_model_init (DeskHistoryModel *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->items = g_hash_table_new (NULL, NULL);
  self->asked = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->pages);
}

DeskHistoryModel *
desk_history_model_new (DeskStore *store, const char *story, const char *zone)
{
  DeskHistoryModel *self;

  g_return_val_if_fail (DESK_IS_STORE (store), NULL);
  g_return_val_if_fail (story != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  self = g_object_new (DESK_TYPE_HISTORY_MODEL, NULL);
  self->store = g_object_ref (store);
  self->story = g_strdup (story);
  self->zone = g_strdup (zone);
  desk_history_model_reload (self);
  return self;
}

void
desk_history_model_reload (DeskHistoryModel *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DESK_IS_HISTORY_MODEL (self));

  self->reloads = self->loads;
  if (self->loads)
    return;
  self->loads = TRUE;
  task = g_task_new (self, NULL, look_cb, NULL);
  g_task_set_source_tag (task, desk_history_model_reload);
  g_task_run_in_thread (task, look_in_thread);
}

void
desk_history_model_toggle (DeskHistoryModel *self, DeskHistoryItem *fold)
{
  Place *place;

  g_return_if_fail (DESK_IS_HISTORY_MODEL (self));
  g_return_if_fail (DESK_IS_HISTORY_ITEM (fold) && fold->n_folded > 0);

  if (g_hash_table_lookup (self->items, get_key (fold)) != fold)
    return;
  place = get_place (self, find_line_of_number (self, fold->number));
  place->expanded = !place->expanded;
  fold->expanded = place->expanded;
  update_positions (self);
  if (place->expanded)
    g_list_model_items_changed (G_LIST_MODEL (self), place->position + 1, 0, place->line.n);
  else
    g_list_model_items_changed (G_LIST_MODEL (self), place->position + 1, place->line.n, 0);
  g_signal_emit (fold, item_signals[CHANGED], 0);
}

DeskRevision *
desk_history_model_find (DeskHistoryModel *self, const char *id)
{
  g_return_val_if_fail (DESK_IS_HISTORY_MODEL (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (GList *link = self->pages.head; link != NULL; link = link->next)
    for (guint i = 0; i < PAGE; i++)
      {
        DeskRevision *revision = ((Page *) link->data)->revisions[i];

        if (revision != NULL && g_str_equal (revision->id, id))
          return revision;
      }
  return NULL;
}

guint
desk_history_model_get_n_records (DeskHistoryModel *self)
{
  guint n = 0;

  g_return_val_if_fail (DESK_IS_HISTORY_MODEL (self), 0);

  for (GList *link = self->pages.head; link != NULL; link = link->next)
    for (guint i = 0; i < PAGE; i++)
      n += ((Page *) link->data)->revisions[i] != NULL;
  return n;
}
