/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-blames.h"

#include <glib/gi18n.h>

#include "desk-lookup.h"
#include "desk-texts.h"

/* Answers remembered. */
#define MOST_KEPT 16

struct _DeskBlames
{
  GMutex mutex;
  GHashTable *numbers; /* id of a revision → its number in blames, from 1 */
  GPtrArray *ids;      /* and back */
  GQueue kept;         /* (element-type Kept): asked for last first */
};

typedef struct
{
  char *id; /* of a revision */
  DeskBlame *blame;
} Kept;

/* A version of the story at hand. */
typedef struct
{
  DeskRevision *revision;
  DeskBlame *blame; /* (nullable): while it is needed */
  GArray *stands_on; /* (nullable) (element-type guint): versions that its blame follows from, once they were looked for */
  guint n_needed;    /* by so many others */
} Node;

typedef struct
{
  DeskBlames *blames;
  DeskConnection *db;
  GArray *nodes;      /* (element-type Node): oldest first */
  GHashTable *places; /* id of a revision → its place in them, from 1 */
  GHashTable *texts;  /* hash of a text → the place of the first version that has it, from 1 */
} Story;

static void
kept_free (Kept *kept)
{
  g_free (kept->id);
  desk_blame_unref (kept->blame);
  g_free (kept);
}

static void
node_clear (Node *node)
{
  g_clear_object (&node->revision);
  g_clear_pointer (&node->blame, desk_blame_unref);
  g_clear_pointer (&node->stands_on, g_array_unref);
}

static Node *
story_get (Story *self, guint i)
{
  return &g_array_index (self->nodes, Node, i);
}

static void
story_clear (Story *self)
{
  g_clear_pointer (&self->nodes, g_array_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Story, story_clear)

static gboolean
story_load (Story *self, DeskBlames *blames, DeskConnection *db, gint64 story, GError **error)
{
  g_autoptr (GPtrArray) revisions = desk_lookup_list_revisions (db, story, 0, 0, error);

  if (revisions == NULL)
    return FALSE;

  self->blames = blames;
  self->db = db;
  self->places = g_hash_table_new (g_str_hash, g_str_equal);
  self->texts = g_hash_table_new (g_str_hash, g_str_equal);
  self->nodes = g_array_new (FALSE, TRUE, sizeof (Node));
  g_array_set_clear_func (self->nodes, (GDestroyNotify) node_clear);
  for (guint i = revisions->len; i > 0; i--)
    {
      Node node = { g_object_ref (g_ptr_array_index (revisions, i - 1)) };

      g_array_append_val (self->nodes, node);
      g_hash_table_insert (self->places, node.revision->id, GUINT_TO_POINTER (self->nodes->len));
      if (!g_hash_table_contains (self->texts, node.revision->text))
        g_hash_table_insert (self->texts, node.revision->text, GUINT_TO_POINTER (self->nodes->len));
    }

  return TRUE;
}

/* The number of a revision in every blame of this desk. */
static guint
get_number (DeskBlames *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, id));
  char *copy;

  if (number > 0)
    return number - 1;

  copy = g_strdup (id);
  g_ptr_array_add (self->ids, copy);
  g_hash_table_insert (self->numbers, copy, GUINT_TO_POINTER (self->ids->len));
  return self->ids->len - 1;
}

static const char *
get_id (DeskBlames *self, guint number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_ptr_array_index (self->ids, number);
}

/* (transfer full) (nullable) */
static DeskBlame *
recall (DeskBlames *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (GList *l = self->kept.head; l != NULL; l = l->next)
    if (g_str_equal (((Kept *) l->data)->id, id))
      return desk_blame_ref (((Kept *) l->data)->blame);

  return NULL;
}

static void
remember (DeskBlames *self, const char *id, DeskBlame *blame)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Kept *kept;

  for (GList *l = self->kept.head; l != NULL; l = l->next)
    if (g_str_equal (((Kept *) l->data)->id, id))
      {
        g_queue_unlink (&self->kept, l);
        g_queue_push_head_link (&self->kept, l);
        return;
      }

  kept = g_new (Kept, 1);
  kept->id = g_strdup (id);
  kept->blame = desk_blame_ref (blame);
  g_queue_push_head (&self->kept, kept);
  if (self->kept.length > MOST_KEPT)
    kept_free (g_queue_pop_tail (&self->kept));
}

/* The places of the versions that one was made from: (element-type guint) */
static GArray *
list_bases (Story *self, const Node *node)
{
  GArray *bases = g_array_new (FALSE, FALSE, sizeof (guint));

  for (char **id = node->revision->bases; *id != NULL; id++)
    {
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, *id));

      if (place-- > 0)
        g_array_append_val (bases, place);
    }

  return bases;
}

/* The oldest version with the same text that this one descends from, -1 when there is none. */
static int
find_same (Story *self, guint place)
{
  g_autoptr (GHashTable) seen = NULL;
  g_autoptr (GArray) stack = NULL;
  const char *text = story_get (self, place)->revision->text;
  guint oldest = GPOINTER_TO_UINT (g_hash_table_lookup (self->texts, text)) - 1;
  int found = -1;

  if (oldest == place)
    return -1;

  seen = g_hash_table_new (NULL, NULL);
  stack = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (stack, place);
  while (stack->len > 0)
    {
      guint at = g_array_index (stack, guint, stack->len - 1);
      g_autoptr (GArray) bases = list_bases (self, story_get (self, at));

      g_array_set_size (stack, stack->len - 1);
      if (at != place && g_str_equal (story_get (self, at)->revision->text, text) && (found < 0 || (int) at < found))
        found = at;
      for (guint i = 0; i < bases->len; i++)
        {
          guint base = g_array_index (bases, guint, i);

          if (base >= oldest && g_hash_table_add (seen, GUINT_TO_POINTER (base)))
            g_array_append_val (stack, base);
        }
    }

  return found;
}

/* Whether something in what a version's blame follows from has yet to be looked for; puts the first such on the stack. */
static gboolean
push_next (Story *self, GArray *stack, const Node *node)
{
  for (guint i = 0; i < node->stands_on->len; i++)
    {
      guint place = g_array_index (node->stands_on, guint, i);

      if (story_get (self, place)->stands_on == NULL)
        {
          g_array_append_val (stack, place);
          return TRUE;
        }
    }

  return FALSE;
}

/* The versions whose blame is needed for one's, each behind those that its own follows from: (element-type guint) */
static GArray *
list_needed (Story *self, guint wanted)
{
  GArray *needed = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_val (stack, wanted);
  while (stack->len > 0)
    {
      guint place = g_array_index (stack, guint, stack->len - 1);
      Node *node = story_get (self, place);

      if (node->stands_on == NULL)
        {
          int same;

          node->blame = recall (self->blames, node->revision->id);
          same = node->blame == NULL ? find_same (self, place) : -1;
          if (node->blame != NULL || same >= 0)
            node->stands_on = g_array_new (FALSE, FALSE, sizeof (guint));
          else
            node->stands_on = list_bases (self, node);
          if (same >= 0)
            g_array_append_val (node->stands_on, same);
        }

      if (push_next (self, stack, node))
        continue;
      g_array_set_size (stack, stack->len - 1);
      g_array_append_val (needed, place);
      for (guint i = 0; i < node->stands_on->len; i++)
        story_get (self, g_array_index (node->stands_on, guint, i))->n_needed++;
    }

  return needed;
}

static char *
load_words (Story *self, const char *hash, GError **error)
{
  gint64 row = desk_texts_find (self->db, hash, NULL, error);
  g_autoptr (GBytes) bytes = row > 0 ? desk_texts_load_bytes (self->db, row, error) : NULL;

  if (row == 0)
    g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND,
                 /* Translators: %s is a hash */
                 _ ("There is no text %s in this desk"), hash);
  if (bytes == NULL)
    return NULL;

  if (!g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL))
    {
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
                   /* Translators: %s is a hash */
                   _ ("The text %s is damaged: its bytes are not those that were kept"), hash);
      return NULL;
    }

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Works out one version's blame from those that it follows from, and lets go of those that nothing needs any more. */
static gboolean
trace (Story *self, Node *node, GError **error)
{
  g_autofree DeskBlame **bases = g_new0 (DeskBlame *, node->stands_on->len + 1);
  Node *first = node->stands_on->len > 0 ? story_get (self, g_array_index (node->stands_on, guint, 0)) : NULL;

  for (guint i = 0; i < node->stands_on->len; i++)
    bases[i] = story_get (self, g_array_index (node->stands_on, guint, i))->blame;

  if (first != NULL && g_str_equal (first->revision->text, node->revision->text))
    {
      node->blame = desk_blame_ref (bases[0]);
    }
  else
    {
      g_autofree char *words = load_words (self, node->revision->text, error);

      if (words == NULL)
        return FALSE;
      /* Without a language, as what is remembered for one version is used for all that follow. */
      node->blame = desk_blame_new (bases, node->stands_on->len, words, get_number (self->blames, node->revision->id), NULL);
    }

  for (guint i = 0; i < node->stands_on->len; i++)
    {
      Node *base = story_get (self, g_array_index (node->stands_on, guint, i));

      if (--base->n_needed == 0)
        g_clear_pointer (&base->blame, desk_blame_unref);
    }

  return TRUE;
}

static DeskBlame *
find_blame (Story *self, guint wanted, GError **error)
{
  g_autoptr (GArray) needed = list_needed (self, wanted);

  for (guint i = 0; i < needed->len; i++)
    {
      Node *node = story_get (self, g_array_index (needed, guint, i));

      if (node->blame == NULL && !trace (self, node, error))
        return NULL;
    }

  return desk_blame_ref (story_get (self, wanted)->blame);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a;
  guint y = *(const guint *) b;

  return (x > y) - (x < y);
}

/* The blame in terms of the versions that it names, oldest first. */
static DeskStoryBlame *
make_report (Story *self, DeskBlame *blame, DeskRevision *revision, GError **error)
{
  DeskStoryBlame *report = NULL;
  g_autoptr (GArray) runs = desk_blame_list_runs (blame);
  g_autoptr (DeskText) text = desk_texts_load (self->db, revision->text, error);
  g_autoptr (GHashTable) named = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));

  if (text == NULL)
    return NULL;

  report = g_new0 (DeskStoryBlame, 1);
  report->text = g_steal_pointer (&text);
  report->revision = g_object_ref (revision);
  report->revisions = g_ptr_array_new_with_free_func (g_object_unref);
  report->runs = g_array_sized_new (FALSE, FALSE, sizeof (DeskBlameRun), runs->len);

  for (guint i = 0; i < runs->len; i++)
    {
      DeskBlameRun run = g_array_index (runs, DeskBlameRun, i);

      run.origin = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, get_id (self->blames, run.origin))) - 1;
      g_array_append_val (report->runs, run);
      if (g_hash_table_add (named, GUINT_TO_POINTER (run.origin)))
        g_array_append_val (places, run.origin);
    }

  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++)
    {
      guint place = g_array_index (places, guint, i);

      g_hash_table_insert (named, GUINT_TO_POINTER (place), GUINT_TO_POINTER (i));
      g_ptr_array_add (report->revisions, g_object_ref (story_get (self, place)->revision));
    }
  for (guint i = 0; i < report->runs->len; i++)
    {
      DeskBlameRun *run = &g_array_index (report->runs, DeskBlameRun, i);

      run->origin = GPOINTER_TO_UINT (g_hash_table_lookup (named, GUINT_TO_POINTER (run->origin)));
    }

  return report;
}

DeskBlames *
desk_blames_new (void)
{
  DeskBlames *self = g_new0 (DeskBlames, 1);

  g_mutex_init (&self->mutex);
  g_queue_init (&self->kept);
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
desk_blames_free (DeskBlames *self)
{
  g_queue_clear_full (&self->kept, (GDestroyNotify) kept_free);
  g_hash_table_unref (self->numbers);
  g_ptr_array_unref (self->ids);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

DeskStoryBlame *
desk_blames_find (DeskBlames *self, DeskConnection *db, gint64 story, const char *revision, GError **error)
{
  g_auto (Story) nodes = { 0 };
  g_autoptr (DeskRevision) wanted = desk_lookup_find_revision (db, story, revision != NULL ? revision : "@-1", error);
  g_autoptr (DeskBlame) blame = NULL;
  guint place;

  if (wanted == NULL || !story_load (&nodes, self, db, story, error))
    return NULL;

  place = GPOINTER_TO_UINT (g_hash_table_lookup (nodes.places, wanted->id)) - 1;
  blame = find_blame (&nodes, place, error);
  if (blame == NULL)
    return NULL;

  remember (self, wanted->id, blame);
  return make_report (&nodes, blame, wanted, error);
}
