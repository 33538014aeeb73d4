/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-promises.h"

static const char *const kinds[] = { "story", "entry", "text", "zone", "blob", "sealed", "erased", "backup", "package" };

typedef struct
{
  DeskPromiseKind kind;
  gboolean done;
  char *story; /* (nullable) */
  char *value;
} Event;

struct _DeskPromises
{
  GPtrArray *events; /* (element-type Event) */
};

static void
event_free (gpointer data)
{
  Event *event = data;

  g_free (event->story);
  g_free (event->value);
  g_free (event);
}

/* What is there of one story. */
typedef struct
{
  GHashTable *texts;   /* hashes of the texts of its revisions, each of which comes out as it was hashed */
  GHashTable *entries; /* ids */
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_hash_table_unref (found->texts);
  g_hash_table_unref (found->entries);
  g_free (found);
}

/* @all: story → Found */
static Found *
look_up (GHashTable *all, DeskStore *store, const char *story)
{
  Found *found = g_hash_table_lookup (all, story);
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  if (found != NULL)
    return found;

  found = g_new (Found, 1);
  found->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  found->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (all, g_strdup (story), found);

  revisions = desk_store_list_revisions (store, story, 0, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < revisions->len; i++)
    {
      DeskRevision *revision = revisions->pdata[i];
      g_autoptr (DeskText) text = desk_store_load_text (store, revision->text, &error);

      g_assert_no_error (error);
      g_hash_table_add (found->texts, g_strdup (revision->text));
    }

  entries = desk_store_list_entries (store, story, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (found->entries, g_strdup (desk_entry_get_id (entries->pdata[i])));

  return found;
}

static gboolean
is_later_text (DeskPromises *self, guint after, const char *story, GHashTable *texts)
{
  for (guint i = after; i < self->events->len; i++)
    {
      Event *event = g_ptr_array_index (self->events, i);

      if (event->kind == DESK_PROMISE_TEXT && g_strcmp0 (event->story, story) == 0 && g_hash_table_contains (texts, event->value))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_later_value (DeskPromises *self, guint after, DeskPromiseKind kind, const char *value)
{
  for (guint i = after; i < self->events->len; i++)
    {
      Event *event = g_ptr_array_index (self->events, i);

      if (event->kind == kind && g_strcmp0 (event->value, value) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
assert_intact (DeskStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskVerifyReport) report = desk_store_verify (store, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->faults->len; i++)
    g_test_message ("%s", (char *) report->faults->pdata[i]);
  g_assert_true (report->intact);
}

static void
check_event (DeskPromises *self, DeskStore *store, GHashTable *all, guint i)
{
  Event *event = g_ptr_array_index (self->events, i);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *zone = NULL;

  switch (event->kind)
    {
    case DESK_PROMISE_STORY:
      g_object_unref (load (store, event->value));
      break;

    case DESK_PROMISE_ENTRY:
      g_assert_true (g_hash_table_contains (look_up (all, store, event->story)->entries, event->value));
      break;

    case DESK_PROMISE_TEXT:
      g_assert_true (is_later_text (self, i, event->story, look_up (all, store, event->story)->texts));
      break;

    case DESK_PROMISE_ZONE:
      zone = desk_store_get_setting (store, "zone");
      g_assert_true (is_later_value (self, i, DESK_PROMISE_ZONE, zone));
      break;

    case DESK_PROMISE_BLOB:
      bytes = desk_store_load_blob (store, event->value, NULL, &error);
      g_assert_no_error (error);
      break;

    case DESK_PROMISE_SEALED:
      bytes = desk_store_load_sealed (store, event->value, &error);
      if (is_later_value (self, i, DESK_PROMISE_ERASED, event->value))
        g_clear_error (&error);
      g_assert_no_error (error);
      break;

    case DESK_PROMISE_ERASED:
      bytes = desk_store_load_sealed (store, event->value, &error);
      g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND);
      break;

    case DESK_PROMISE_BACKUP:
    case DESK_PROMISE_PACKAGE:
      break;

    default:
      g_assert_not_reached ();
    }
}

/* A copy, where there is one, is whole, and has what was promised before it was begun. */
static void
check_file (DeskPromises *self, const char *folder, const char *name, DeskPromiseKind kind, guint n)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, found_free);
  guint began = 0, tried = 0;
  gboolean done = FALSE;

  for (guint i = 0; i < n; i++)
    {
      Event *event = g_ptr_array_index (self->events, i);

      if (event->kind != kind)
        continue;
      if (event->done)
        began = tried;
      else
        tried = i;
      done = done || event->done;
    }

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_assert_false (done);
      return;
    }

  store = desk_store_open (path, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  assert_intact (store);

  for (guint i = 0; i < began && done; i++)
    {
      Event *event = g_ptr_array_index (self->events, i);

      if (event->done && event->kind == DESK_PROMISE_ENTRY && kind == DESK_PROMISE_BACKUP)
        g_assert_true (g_hash_table_contains (look_up (all, store, event->story)->entries, event->value));
    }
  if (done && kind == DESK_PROMISE_PACKAGE)
    {
      g_autoptr (GPtrArray) stories = desk_store_list_stories (store, &(DeskStoryQuery) { .state = -1 }, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (stories->len, ==, 1);
    }
  desk_store_close (store, NULL);
}

void
desk_promises_check (DeskPromises *self, const char *folder, guint n)
{
  g_autofree char *path = g_build_filename (folder, "a.desk", NULL);
  g_autoptr (DeskStore) store = NULL;
  g_autofree char *story = NULL;
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, found_free);
  g_autoptr (GError) error = NULL;

  /* One that was never opened is made now. */
  store = open_desk (path);
  assert_intact (store);
  for (guint i = 0; i < n; i++)
    if (((Event *) g_ptr_array_index (self->events, i))->done)
      check_event (self, store, all, i);

  /* And work goes on. */
  story = make_story (store, "Next morning", "The tide is out.");
  g_assert_true (desk_store_close (store, &error));
  g_assert_no_error (error);

  check_file (self, folder, "backup.desk", DESK_PROMISE_BACKUP, n);
  check_file (self, folder, "package.desk", DESK_PROMISE_PACKAGE, n);
}

DeskPromises *
desk_promises_new (void)
{
  DeskPromises *self = g_new0 (DeskPromises, 1);

  self->events = g_ptr_array_new_with_free_func (event_free);

  return self;
}

void
desk_promises_free (DeskPromises *self)
{
  g_ptr_array_unref (self->events);
  g_free (self);
}

guint
desk_promises_get_n (DeskPromises *self)
{
  return self->events->len;
}

void
desk_promises_add (DeskPromises *self, DeskPromiseKind kind, gboolean done, const char *story, const char *value)
{
  Event *event = g_new (Event, 1);

  *event = (Event) { kind, done, g_strdup (story), g_strdup (value) };
  g_ptr_array_add (self->events, event);
}

char *
desk_promises_format (DeskPromiseKind kind, gboolean done, const char *story, const char *value)
{
  return g_strdup_printf ("%s %s %s %s\n", kinds[kind], done ? "done" : "try", story != NULL ? story : "-", value);
}

void
desk_promises_parse (DeskPromises *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);

  g_assert_cmpuint (g_strv_length (words), ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (words[0], kinds[i]))
      {
        desk_promises_add (self, i, g_str_equal (words[1], "done"), words[2], words[3]);
        return;
      }
  g_assert_not_reached ();
}
