/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk-fault-vfs.h"
#include "desk-fixture.h"
#include "store/desk-views.h"

/*
 * Single bytes of a desk are changed by chance. Each change is found, when the desk is opened or by `verify`; or it is
 * proved to touch nothing that the journal holds. Whatever is done with such a desk, nothing crashes.
 *
 * DESK_DAMAGES is how many of each form of the desk, DESK_DAMAGE_SEED makes a run again; both are printed.
 */

#define DAMAGES DESK_TRIES (1000)
#define USED_EVERY 10 /* how often a damaged desk is worked with, too */

typedef struct
{
  GBytes *bytes;      /* the file as it was */
  GPtrArray *stories; /* ids; the last one is NULL, for the desk's own journal */
  char *journal;      /* what it holds */
  GPtrArray *views;     /* (element-type utf8): of each story */
  GPtrArray *recovered; /* the same when what was left on the screen has become a version */
  char *path;
  char *in_path;
} Whole;

/* The desk as it is written, and as it is once it was compacted. */
typedef enum
{
  PLAIN,
  COMPACTED,
} Form;

typedef enum
{
  FOUND_AT_OPEN,
  FOUND_BY_VERIFY,
  HARMLESS,
  MISSED,
  N_OUTCOMES,
} Outcome;

typedef struct
{
  DeskStore *store;
  GString *out;
} Dump;

static void
dump_holding_cb (const char *hash, const char *kind, gpointer data)
{
  Dump *dump = data;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (kind, "text"))
    text = desk_store_load_text (dump->store, hash, &error);
  else if (g_str_equal (kind, "sealed"))
    bytes = desk_store_load_sealed (dump->store, hash, &error);
  else
    bytes = desk_store_load_blob (dump->store, hash, NULL, &error);

  g_string_append_printf (dump->out, "%s %s %s\n", kind, hash, error != NULL ? error->message : "");
  if (text != NULL)
    g_string_append (dump->out, desk_text_get_canonical (text, NULL));
  if (bytes != NULL)
    g_string_append_len (dump->out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Every entry and what it names; (transfer full). */
static char *
dump_journal (DeskStore *store, GPtrArray *stories)
{
  Dump dump = { store, g_string_new (NULL) };

  for (guint i = 0; i < stories->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) entries = desk_store_list_entries (store, stories->pdata[i], &error);

      g_string_append_printf (dump.out, "story %s %s\n", (char *) stories->pdata[i], error != NULL ? error->message : "");
      for (guint j = 0; entries != NULL && j < entries->len; j++)
        {
          GBytes *bytes = desk_entry_get_bytes (entries->pdata[j]);

          g_string_append_len (dump.out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
          g_string_append_c (dump.out, '\n');
          desk_views_foreach_holding (entries->pdata[j], dump_holding_cb, &dump);
        }
    }

  return g_string_free_and_steal (dump.out);
}

static void
write_file (const char *path, gconstpointer data, gsize size)
{
  const char *suffixes[] = { "-wal", "-shm", "-search", "-search-wal", "-search-shm", "-sessions" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *sibling = g_strconcat (path, suffixes[i], NULL);

      g_unlink (sibling);
    }
  g_file_set_contents_full (path, data, size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* An error is one of the store's, or of what it rests on, and can be shown. */
static void
check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpstr (error->message, !=, "");
}

/* All that is done with a desk, as far as it can be. */
static void
work_with (DeskStore *store, const Whole *whole)
{
  g_autofree char *backup = g_strconcat (whole->path, ".backup", NULL);
  g_autofree char *package = g_strconcat (whole->path, ".package", NULL);
  g_autoptr (GPtrArray) stories = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) gained = NULL;
  g_autofree char *made = NULL;
  g_autoptr (DeskText) text = make_text ("Headline: Next morning\nLanguage: en\nZone: UTC\n\nThe tide is out.\n");

  stories = desk_store_list_stories (store, &(DeskStoryQuery) { .state = -1 }, NULL);
  found = desk_store_list_stories (store, &(DeskStoryQuery) { .state = -1, .words = "prison" }, NULL);
  for (guint i = 0; stories != NULL && i < stories->len; i++)
    {
      const char *id = ((DeskStory *) stories->pdata[i])->id;
      g_autoptr (DeskSnapshot) snapshot = desk_store_load (store, id, NULL);
      g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, id, 0, 0, NULL);

      for (guint j = 0; revisions != NULL && j < revisions->len; j++)
        {
          g_autoptr (DeskText) loaded = desk_store_load_text (store, ((DeskRevision *) revisions->pdata[j])->text, NULL);
        }
      if (snapshot != NULL)
        {
          g_autoptr (DeskText) typed = desk_text_with_body (snapshot->text, "The tide is out again.\n");
          g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
          g_autoptr (GPtrArray) ids = NULL;

          desk_store_save_draft (store, id, snapshot->story->head, typed, NULL);
          g_ptr_array_add (changes, desk_change_new_revision (typed, NULL, DESK_WHY_KEEP, NULL, NULL));
          ids = desk_store_commit (store, id, changes, NULL);
        }
      desk_store_write_package (store, id, package, DESK_PACKAGE_WITH_SEALED, NULL);
    }

  made = desk_store_create_story (store, NULL, text, NULL, NULL);
  gained = desk_store_take_in (store, whole->in_path, NULL);
  desk_store_backup (store, backup, NULL);
  desk_store_rebuild (store, NULL);
}

/* Opened by an editor, and brought to another desk. */
static void
use (const Whole *whole, gconstpointer data, gsize size)
{
  g_autofree char *other_path = g_strconcat (whole->path, ".other", NULL);
  g_autoptr (DeskStore) other = NULL;
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (GPtrArray) gained = NULL;
  g_autoptr (GError) error = NULL;

  write_file (whole->path, data, size);
  write_file (other_path, "", 0);
  other = open_desk (other_path);
  gained = desk_store_take_in (other, whole->path, &error);
  if (gained == NULL)
    check_error (error);
  g_clear_error (&error);
  desk_store_close (other, NULL);

  store = desk_store_open (whole->path, DESK_STORE_OPEN_EXISTING, NULL, &error);
  if (store == NULL)
    {
      check_error (error);
      return;
    }
  work_with (store, whole);
  desk_store_close (store, NULL);
}

static gboolean
has_views (const Whole *whole, DeskStore *store, GPtrArray *views)
{
  for (guint i = 0; whole->stories->pdata[i] != NULL; i++)
    {
      g_autoptr (DeskSnapshot) snapshot = desk_store_load (store, whole->stories->pdata[i], NULL);
      g_autofree char *view = snapshot != NULL ? describe (store, whole->stories->pdata[i]) : NULL;

      if (g_strcmp0 (view, views->pdata[i]) != 0)
        return FALSE;
    }

  return TRUE;
}

/* What the journal holds is what it was, and the views that are made of it are too, or are when they are made again. */
static gboolean
is_harmless (const Whole *whole, DeskStore *store, gconstpointer data, gsize size)
{
  g_autofree char *journal = dump_journal (store, whole->stories);
  g_autoptr (DeskStore) rebuilt = NULL;
  g_autoptr (GError) error = NULL;
  gboolean same;

  if (!g_str_equal (journal, whole->journal))
    return FALSE;

  if (has_views (whole, store, whole->views))
    return TRUE;

  write_file (whole->path, data, size);
  rebuilt = desk_store_open (whole->path, DESK_STORE_OPEN_EXISTING, NULL, &error);
  same = rebuilt != NULL && desk_store_rebuild (rebuilt, &error) >= 0;
  same = same && has_views (whole, rebuilt, whole->recovered);
  if (error != NULL)
    g_test_message ("%s", error->message);
  if (rebuilt != NULL)
    desk_store_close (rebuilt, NULL);

  return same;
}

static Outcome
look_at (const Whole *whole, gconstpointer data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;
  Outcome outcome = FOUND_BY_VERIFY;

  write_file (whole->path, data, size);
  store = desk_store_open (whole->path, DESK_STORE_OPEN_READ_ONLY, NULL, &error);
  if (store == NULL)
    {
      check_error (error);
      return FOUND_AT_OPEN;
    }

  report = desk_store_verify (store, NULL, &error);
  if (report == NULL)
    check_error (error);
  else if (report->intact)
    outcome = is_harmless (whole, store, data, size) ? HARMLESS : MISSED;
  desk_store_close (store, NULL);

  return outcome;
}

static GPtrArray *
describe_all (DeskStore *store, GPtrArray *stories)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; stories->pdata[i] != NULL; i++)
    g_ptr_array_add (views, describe (store, stories->pdata[i]));

  return views;
}

/* Something is left on the screen. */
static void
type_on (DeskStore *store, const char *story)
{
  g_autoptr (DeskSnapshot) snapshot = load (store, story);
  g_autoptr (DeskText) text = desk_text_with_body (snapshot->text, "The last ship left the harbour. The ferry waits.\n");

  g_assert_true (desk_store_save_draft (store, story, snapshot->story->head, text, NULL));
}

/* A desk with something of everything, as one file. */
static void
make_whole (DeskFixture *fixture, Whole *whole, Form form)
{
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *plain = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *in_story = NULL;
  g_autofree char *in_desk = desk_fixture_path (fixture, "in-desk.desk");
  g_autoptr (DeskStore) in = open_desk (in_desk);
  g_autoptr (GString) body = g_string_new (NULL);
  gsize size;
  char *contents;

  for (guint i = 0; i < 30; i++)
    {
      g_string_append_printf (body, "Ship %u left the harbour. ", i);
      g_free (keep (fixture->store, plain, body->str));
    }

  in_story = make_story (in, "Ferry", "The ferry is late.");
  whole->in_path = desk_fixture_path (fixture, "in.desk");
  g_assert_true (desk_store_write_package (in, in_story, whole->in_path, DESK_PACKAGE_DEFAULT, NULL));
  desk_store_close (in, NULL);

  whole->path = desk_fixture_path (fixture, "damaged.desk");
  whole->stories = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (whole->stories, g_strdup (story));
  g_ptr_array_add (whole->stories, g_strdup (plain));
  g_ptr_array_add (whole->stories, NULL);
  whole->journal = dump_journal (fixture->store, whole->stories);
  whole->views = describe_all (fixture->store, whole->stories);

  if (form == COMPACTED)
    g_assert_true (desk_store_compact (fixture->store, NULL, NULL, NULL));
  type_on (fixture->store, plain);
  desk_fixture_close (fixture);
  contents = read_file (fixture->path, &size);
  whole->bytes = g_bytes_new_take (contents, size);

  fixture->store = open_desk (fixture->path);
  whole->recovered = describe_all (fixture->store, whole->stories);
}

static void
whole_clear (Whole *whole)
{
  g_bytes_unref (whole->bytes);
  g_ptr_array_unref (whole->stories);
  g_ptr_array_unref (whole->views);
  g_ptr_array_unref (whole->recovered);
  g_free (whole->journal);
  g_free (whole->path);
  g_free (whole->in_path);
}

static guint32
get_number (const char *name, guint32 otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint32) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
test_bytes (DeskFixture *fixture, gconstpointer data)
{
  guint n = get_number ("DESK_DAMAGES", DAMAGES / 2);
  guint32 seed = get_number ("DESK_DAMAGE_SEED", g_random_int ());
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  guint n_outcomes[N_OUTCOMES] = { 0 };
  Whole whole = { 0 };
  gsize size;

  make_whole (fixture, &whole, GPOINTER_TO_INT (data));
  size = g_bytes_get_size (whole.bytes);
  g_assert_cmpint (look_at (&whole, g_bytes_get_data (whole.bytes, NULL), size), ==, HARMLESS);
  g_test_message ("DESK_DAMAGE_SEED=%u DESK_DAMAGES=%u, of %zu bytes", seed, n, size);

  for (guint i = 0; i < n; i++)
    {
      g_autofree guint8 *damaged = g_memdup2 (g_bytes_get_data (whole.bytes, NULL), size);
      gsize at = g_rand_int_range (chance, 0, size);
      guint8 change = g_rand_int_range (chance, 1, 256);
      Outcome outcome;

      damaged[at] ^= change;
      outcome = look_at (&whole, damaged, size);
      n_outcomes[outcome]++;
      if (outcome == MISSED)
        g_test_message ("missed: byte %zu (of page %zu), changed by 0x%02x", at, at / 4096 + 1, change);
      if (i % USED_EVERY == 0)
        use (&whole, damaged, size);
    }

  g_test_message ("found when opened: %u, by verify: %u, harmless: %u, missed: %u", n_outcomes[FOUND_AT_OPEN],
                  n_outcomes[FOUND_BY_VERIFY], n_outcomes[HARMLESS], n_outcomes[MISSED]);
  g_assert_cmpuint (n_outcomes[MISSED], ==, 0);
  whole_clear (&whole);
}

/* A file that ends too early, or has another's pages in it. */
static void
test_pages (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (20260223);
  Whole whole = { 0 };
  const guint8 *bytes;
  gsize size;

  make_whole (fixture, &whole, GPOINTER_TO_INT (data));
  bytes = g_bytes_get_data (whole.bytes, &size);
  for (gsize end = 0; end < size; end += 4096 * 5)
    {
      g_assert_cmpint (look_at (&whole, bytes, end), !=, MISSED);
      use (&whole, bytes, end);
    }

  for (guint i = 0; i < 40; i++)
    {
      g_autofree guint8 *damaged = g_memdup2 (bytes, size);
      gsize from = g_rand_int_range (chance, 0, size / 4096);
      gsize to = g_rand_int_range (chance, 0, size / 4096);

      if (i % 2 == 0)
        memcpy (damaged + to * 4096, damaged + from * 4096, 4096);
      else
        memset (damaged + to * 4096, 0, 4096);
      g_assert_cmpint (look_at (&whole, damaged, size), !=, MISSED);
      use (&whole, damaged, size);
    }
  whole_clear (&whole);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_fault_vfs_install ();

#define ADD(path, func, form) \
  g_test_add ("/damage/" path, DeskFixture, GINT_TO_POINTER (form), desk_fixture_set_up, func, desk_fixture_tear_down)
  ADD ("bytes", test_bytes, PLAIN);
  ADD ("bytes-compacted", test_bytes, COMPACTED);
  ADD ("pages", test_pages, PLAIN);
  ADD ("pages-compacted", test_pages, COMPACTED);
#undef ADD

  return g_test_run ();
}
