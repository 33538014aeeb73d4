/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-power.h"

#define SECTOR 512

typedef enum
{
  OPEN,
  WRITE,
  TRUNCATE,
  SYNC,
  DELETE,
  RENAME,
  SYNC_FOLDER,
  MARK,
} Kind;

/* Something that happened. */
typedef struct
{
  Kind kind;
  char *name;     /* (nullable): in the folder */
  char *new_name; /* (nullable) */
  GBytes *data;   /* (nullable) */
  goffset offset; /* or a size, or a mark */
} Event;

/* A file, whatever its name is. */
typedef struct
{
  GByteArray *synced;
  GPtrArray *waiting; /* (element-type Event), not owned: since it was synced */
} File;

/* A name that was given or taken, and may not be on the disk yet. */
typedef struct
{
  char *name;
  File *file; /* (nullable): taken */
} Naming;

static GMutex mutex;
static gboolean noting;
static char *noted_folder;
static GPtrArray *events; /* (element-type Event) */

/* The disk, played up to @n_played. */
static guint n_played;
static guint last_mark;
static GPtrArray *files;     /* (element-type File) */
static GHashTable *live;     /* name → File, as programs see it */
static GHashTable *durable;  /* name → File, as the disk has it */
static GPtrArray *namings;   /* (element-type Naming): on their way from the one to the other */

static void
event_free (gpointer data)
{
  Event *event = data;

  g_free (event->name);
  g_free (event->new_name);
  g_clear_pointer (&event->data, g_bytes_unref);
  g_free (event);
}

static void
file_free (gpointer data)
{
  File *file = data;

  g_byte_array_unref (file->synced);
  g_ptr_array_unref (file->waiting);
  g_free (file);
}

static void
naming_free (gpointer data)
{
  Naming *naming = data;

  g_free (naming->name);
  g_free (naming);
}

/* --- Writing down --- */

/* @data: (transfer full) (nullable) */
static void
note (Kind kind, const char *path, const char *new_path, GBytes *data, goffset offset)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autoptr (GBytes) owned = data;
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;
  Event *event;

  /* What programs share in memory is made anew. */
  if (!noting || (folder != NULL && (!g_str_equal (folder, noted_folder) || g_str_has_suffix (path, "-shm"))))
    return;

  event = g_new0 (Event, 1);
  event->kind = kind;
  event->name = path != NULL ? g_path_get_basename (path) : NULL;
  event->new_name = new_path != NULL ? g_path_get_basename (new_path) : NULL;
  event->data = g_steal_pointer (&owned);
  event->offset = offset;
  g_ptr_array_add (events, event);
}

void
desk_power_note_open (const char *path)
{
  char *contents;
  gsize size;

  /* Something else than SQLite may have made it, with something in it. */
  if (noting && path != NULL && g_file_get_contents (path, &contents, &size, NULL))
    note (OPEN, path, NULL, g_bytes_new_take (contents, size), 0);
}

void
desk_power_note_write (const char *path, gconstpointer data, gsize size, goffset offset)
{
  if (noting && path != NULL)
    note (WRITE, path, NULL, g_bytes_new (data, size), offset);
}

void
desk_power_note_truncate (const char *path, goffset size)
{
  if (path != NULL)
    note (TRUNCATE, path, NULL, NULL, size);
}

void
desk_power_note_sync (const char *path)
{
  if (path != NULL)
    note (SYNC, path, NULL, NULL, 0);
}

void
desk_power_note_delete (const char *path, gboolean sync_folder)
{
  note (DELETE, path, NULL, NULL, 0);
  if (sync_folder)
    note (SYNC_FOLDER, NULL, NULL, NULL, 0);
}

void
desk_power_note_rename (const char *old_path, const char *path)
{
  note (RENAME, old_path, path, NULL, 0);
}

void
desk_power_note_sync_folder (void)
{
  note (SYNC_FOLDER, NULL, NULL, NULL, 0);
}

void
desk_power_note_mark (guint n)
{
  note (MARK, NULL, NULL, NULL, n);
}

/* --- Playing again --- */

static File *
add_file (GBytes *data)
{
  File *file = g_new0 (File, 1);

  file->synced = g_byte_array_new ();
  file->waiting = g_ptr_array_new ();
  if (data != NULL && g_bytes_get_size (data) > 0)
    g_byte_array_append (file->synced, g_bytes_get_data (data, NULL), g_bytes_get_size (data));
  g_ptr_array_add (files, file);

  return file;
}

static void
set_length (GByteArray *bytes, gsize size)
{
  gsize old = bytes->len;

  g_byte_array_set_size (bytes, size);
  if (size > old)
    memset (bytes->data + old, 0, size - old);
}

static void
write_bytes (GByteArray *bytes, gconstpointer data, gsize size, goffset offset)
{
  if (bytes->len < offset + size)
    set_length (bytes, offset + size);
  if (size > 0)
    memcpy (bytes->data + offset, data, size);
}

static void
apply (GByteArray *bytes, const Event *event)
{
  if (event->kind == TRUNCATE)
    set_length (bytes, event->offset);
  else
    write_bytes (bytes, g_bytes_get_data (event->data, NULL), g_bytes_get_size (event->data), event->offset);
}

/* Which of its sectors reach the disk is chance, and one may come out as rubbish. */
static void
apply_by_chance (GByteArray *bytes, const Event *event, GRand *chance)
{
  const guint8 *data;
  gsize size;

  if (event->kind == TRUNCATE)
    {
      if (g_rand_boolean (chance))
        apply (bytes, event);
      return;
    }

  data = g_bytes_get_data (event->data, &size);
  for (gsize at = 0; at < size;)
    {
      gsize n = MIN (size - at, SECTOR - (event->offset + at) % SECTOR);
      int what = g_rand_int_range (chance, 0, 8);

      if (what < 4)
        {
          write_bytes (bytes, data + at, n, event->offset + at);
        }
      else if (what == 4)
        {
          g_autofree guint8 *rubbish = g_malloc (n);

          for (gsize i = 0; i < n; i++)
            rubbish[i] = g_rand_int (chance);
          write_bytes (bytes, rubbish, n, event->offset + at);
        }
      at += n;
    }
}

static void
name_file (GHashTable *names, const char *name, File *file)
{
  if (file != NULL)
    g_hash_table_insert (names, g_strdup (name), file);
  else
    g_hash_table_remove (names, name);
}

static void
add_naming (const char *name, File *file)
{
  Naming *naming = g_new (Naming, 1);

  *naming = (Naming) { g_strdup (name), file };
  g_ptr_array_add (namings, naming);
  name_file (live, name, file);
}

/* The first @n names are on the disk now. */
static void
settle_names (guint n)
{
  for (guint i = 0; i < n; i++)
    {
      Naming *naming = g_ptr_array_index (namings, i);

      name_file (durable, naming->name, naming->file);
    }
  g_ptr_array_remove_range (namings, 0, n);
}

static void
sync_file (File *file)
{
  for (guint i = 0; i < file->waiting->len; i++)
    apply (file->synced, g_ptr_array_index (file->waiting, i));
  g_ptr_array_set_size (file->waiting, 0);

  /* With a file its name comes to the disk, and all that was done to names before. */
  for (guint i = namings->len; i > 0; i--)
    if (((Naming *) g_ptr_array_index (namings, i - 1))->file == file)
      {
        settle_names (i);
        break;
      }
}

static void
play (Event *event)
{
  File *file = event->name != NULL ? g_hash_table_lookup (live, event->name) : NULL;

  switch (event->kind)
    {
    case OPEN:
      if (file == NULL)
        add_naming (event->name, add_file (event->data));
      break;

    case WRITE:
    case TRUNCATE:
      /* Not when it is one that was deleted while it was open. */
      if (file != NULL)
        g_ptr_array_add (file->waiting, event);
      break;

    case SYNC:
      if (file != NULL)
        sync_file (file);
      break;

    case DELETE:
      if (file != NULL)
        add_naming (event->name, NULL);
      break;

    case RENAME:
      g_assert_nonnull (file);
      add_naming (event->new_name, file);
      add_naming (event->name, NULL);
      break;

    case SYNC_FOLDER:
      settle_names (namings->len);
      break;

    case MARK:
      last_mark = event->offset;
      break;

    default:
      g_assert_not_reached ();
    }
}

void
desk_power_clear (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  noting = FALSE;
  n_played = last_mark = 0;
  g_clear_pointer (&noted_folder, g_free);
  g_clear_pointer (&events, g_ptr_array_unref);
  g_clear_pointer (&live, g_hash_table_unref);
  g_clear_pointer (&durable, g_hash_table_unref);
  g_clear_pointer (&namings, g_ptr_array_unref);
  g_clear_pointer (&files, g_ptr_array_unref);
}

void
desk_power_begin (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  desk_power_clear ();
  noted_folder = g_strdup (folder);
  events = g_ptr_array_new_with_free_func (event_free);
  files = g_ptr_array_new_with_free_func (file_free);
  live = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  durable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  namings = g_ptr_array_new_with_free_func (naming_free);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GBytes) bytes = NULL;
      char *contents;
      gsize size;

      if (!g_file_get_contents (path, &contents, &size, NULL))
        continue;
      bytes = g_bytes_new_take (contents, size);
      add_naming (name, add_file (bytes));
    }
  settle_names (namings->len);
  noting = TRUE;
}

guint
desk_power_end (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  noting = FALSE;

  return events->len;
}

static void
write_image (GHashTable *names, GRand *chance, guint32 seed, const char *folder)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      File *file = value;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;

      g_byte_array_append (bytes, file->synced->data, file->synced->len);
      for (guint i = 0; i < file->waiting->len && seed != 0; i++)
        {
          Event *event = g_ptr_array_index (file->waiting, i);

          if (seed == 1)
            apply (bytes, event);
          else
            apply_by_chance (bytes, event, chance);
        }
      g_file_set_contents_full (path, (const char *) bytes->data, bytes->len, G_FILE_SET_CONTENTS_NONE, 0600, &error);
      g_assert_no_error (error);
    }
}

guint
desk_power_cut (guint moment, guint32 seed, const char *folder)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer name, file;
  guint n_names;

  g_assert_cmpuint (moment, >=, n_played);
  g_assert_cmpuint (moment, <=, events->len);
  for (; n_played < moment; n_played++)
    play (g_ptr_array_index (events, n_played));

  g_hash_table_iter_init (&iter, durable);
  while (g_hash_table_iter_next (&iter, &name, &file))
    name_file (names, name, file);

  n_names = seed == 0 ? 0 : seed == 1 ? namings->len
                                      : (guint) g_rand_int_range (chance, 0, namings->len + 1);
  for (guint i = 0; i < n_names; i++)
    {
      Naming *naming = g_ptr_array_index (namings, i);

      name_file (names, naming->name, naming->file);
    }

  write_image (names, chance, seed, folder);

  return last_mark;
}
