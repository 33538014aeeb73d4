/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

#include "desk-fault-vfs.h"
#include "desk-fixture.h"
#include "store/desk-recovery.h"

/*
 * Files that somebody made to do harm: values of other types than a column says, sizes that nobody has, texts told from
 * themselves, tables that compute. Whatever is done with one, there is an error or there is none: memory and time are
 * bounded, nothing crashes, and a desk that took one in is intact.
 *
 * DESK_HOSTILE=all tries every value in every column.
 */

#define MEMORY (G_GINT64_CONSTANT (4) * 1024 * 1024 * 1024)

/* SQL of values that no column expects. */
static const char *const values[] = {
  "NULL",
  "x'ff00c0af'",
  "''",
  "CAST (x'c0afff' AS TEXT)",
  "CAST (x'610062' AS TEXT)",
  "9223372036854775807",
  "-9223372036854775808",
  "-1",
  "2147483648",
  "1e308",
  "'0'",
  "zeroblob (3000000)",
  "(SELECT group_concat (x, '') FROM (WITH RECURSIVE n (i, x) AS (SELECT 0, '[{\"' UNION ALL SELECT i + 1, x FROM n WHERE i < 20000) SELECT x FROM n))",
};
#define TRIES 2 /* of them in each column */

typedef struct
{
  GBytes *bytes;
  char *path;
  char *story;
  char *other_path;
  DeskStore *other; /* takes in all of them */
} Hostile;

static sqlite3 *
open_sql (const char *path)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);

  return handle;
}

/* What it cannot do it leaves. */
static void
try_sql (const char *path, const char *sql)
{
  sqlite3 *handle = open_sql (path);
  char *message = NULL;

  sqlite3_exec (handle, sql, NULL, NULL, &message);
  if (message != NULL)
    g_test_message ("%s", message);
  sqlite3_free (message);
  sqlite3_close (handle);
}

static void
begin (Hostile *self)
{
  const char *suffixes[] = { "-wal", "-shm", "-search", "-search-wal", "-search-shm", "-sessions" };
  gsize size;
  gconstpointer data = g_bytes_get_data (self->bytes, &size);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *sibling = g_strconcat (self->path, suffixes[i], NULL);

      g_unlink (sibling);
    }
  g_assert_true (g_file_set_contents (self->path, data, size, NULL));
}

static void
check_error (const char *what, gboolean done, const GError *error)
{
  if (done)
    return;

  g_test_message ("%s: %s", what, error != NULL ? error->message : "nothing is said");
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* Everything that is done with a file; how many of the ways ended in an error. */
static guint
face (Hostile *self)
{
  g_autofree char *target = g_strconcat (self->path, ".recovered", NULL);
  g_autofree char *package = g_strconcat (self->path, ".package", NULL);
  g_autoptr (DeskStore) store = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autoptr (GPtrArray) gained = NULL;
  g_autoptr (DeskRecovery) recovery = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  gained = desk_store_take_in (self->other, self->path, &error);
  check_error ("take in", gained != NULL, error);
  n += error != NULL;
  g_clear_error (&error);

  g_unlink (target);
  recovery = desk_recovery_run (self->path, target, 0, &error);
  check_error ("recover", recovery != NULL, error);
  g_clear_error (&error);

  store = desk_store_open (self->path, DESK_STORE_OPEN_EXISTING, NULL, &error);
  check_error ("open", store != NULL, error);
  n += error != NULL;
  g_clear_error (&error);
  if (store == NULL)
    return n;

  report = desk_store_verify (store, NULL, &error);
  check_error ("verify", report != NULL, error);
  n += error != NULL || !report->intact;
  g_clear_error (&error);
  {
    g_autoptr (GPtrArray) stories = desk_store_list_stories (store, &(DeskStoryQuery) { .state = -1 }, NULL);
    g_autoptr (GPtrArray) found = desk_store_list_stories (store, &(DeskStoryQuery) { .state = -1, .words = "prison" }, NULL);
    g_autoptr (DeskSnapshot) snapshot = desk_store_load (store, self->story, NULL);
    g_autoptr (GPtrArray) revisions = desk_store_list_revisions (store, self->story, 0, 0, NULL);

    for (guint i = 0; revisions != NULL && i < revisions->len; i++)
      {
        g_autoptr (DeskText) text = desk_store_load_text (store, ((DeskRevision *) revisions->pdata[i])->text, NULL);
      }
    if (snapshot != NULL)
      {
        g_autoptr (DeskText) typed = desk_text_with_body (snapshot->text, "Armed men closed the prison.\n");
        g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
        g_autoptr (GPtrArray) ids = NULL;

        g_ptr_array_add (changes, desk_change_new_revision (typed, NULL, DESK_WHY_KEEP, NULL, NULL));
        ids = desk_store_commit (store, self->story, changes, NULL);
      }
  }
  desk_store_write_package (store, self->story, package, DESK_PACKAGE_WITH_SEALED, NULL);
  desk_store_rebuild (store, NULL);
  desk_store_compact (store, NULL, NULL, NULL);
  desk_store_close (store, NULL);

  return n;
}

static void
set_up (DeskFixture *fixture, Hostile *self)
{
  g_autoptr (DeskSnapshot) snapshot = NULL;
  g_autoptr (DeskText) typed = NULL;
  struct rlimit limit;
  gsize size;
  char *contents;

  self->story = make_rich_story (fixture->store, NULL);
  self->path = desk_fixture_path (fixture, "hostile.desk");
  self->other_path = desk_fixture_path (fixture, "other.desk");
  snapshot = load (fixture->store, self->story);
  typed = desk_text_with_body (snapshot->text, "Armed men opened the prison. Nobody fled.\n");
  g_assert_true (desk_store_save_draft (fixture->store, self->story, snapshot->story->head, typed, NULL));
  desk_fixture_close (fixture);
  contents = read_file (fixture->path, &size);
  self->bytes = g_bytes_new_take (contents, size);
  self->other = open_desk (self->other_path);

  /* What asks for more than that ends here. The sanitizers ask for more. */
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (getrlimit (RLIMIT_AS, &limit), ==, 0);
  limit.rlim_cur = MEMORY;
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
#else
  (void) limit;
#endif
}

static void
tear_down (Hostile *self)
{
  g_autoptr (DeskVerifyReport) report = desk_store_verify (self->other, NULL, NULL);

  for (guint i = 0; i < report->faults->len; i++)
    g_test_message ("%s", (char *) report->faults->pdata[i]);
  g_assert_true (report->intact);
  desk_store_close (self->other, NULL);
  g_clear_object (&self->other);
  g_bytes_unref (self->bytes);
  g_free (self->path);
  g_free (self->other_path);
  g_free (self->story);
}

/* Without STRICT and NOT NULL for as long as @sql takes, so that nothing of it shows afterwards. */
static void
smuggle (const char *path, const char *sql)
{
  g_autofree char *all = g_strdup_printf (
      "CREATE TEMP TABLE was AS SELECT rowid AS n, sql FROM main.sqlite_schema;"
      "PRAGMA writable_schema = ON;"
      "UPDATE main.sqlite_schema SET sql = replace (replace (replace (sql, ') STRICT, ', ') '), ') STRICT', ')'), ' NOT NULL', '');"
      "PRAGMA writable_schema = RESET;"
      "%s;"
      "PRAGMA writable_schema = ON;"
      "UPDATE main.sqlite_schema SET sql = (SELECT sql FROM was WHERE was.n = main.sqlite_schema.rowid);"
      "PRAGMA writable_schema = RESET;",
      sql);

  try_sql (path, all);
}

/* Each name that @sql gives; (transfer full) (element-type utf8) */
static GPtrArray *
list_names (const char *path, const char *sql)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  sqlite3 *handle = open_sql (path);
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  sqlite3_close (handle);

  return g_steal_pointer (&names);
}

static void
test_columns (DeskFixture *fixture, gconstpointer data)
{
  gboolean all = g_strcmp0 (g_getenv ("DESK_HOSTILE"), "all") == 0;
  g_autoptr (GPtrArray) columns = NULL;
  Hostile self = { 0 };
  guint value = 0, n = 0;

  set_up (fixture, &self);
  begin (&self);
  columns = list_names (self.path, "SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info (t.name) AS c"
                                   " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY 1");
  g_assert_cmpuint (columns->len, >, 50);

  for (guint i = 0; i < columns->len; i++)
    for (guint j = 0; j < (all ? G_N_ELEMENTS (values) : TRIES); j++)
      {
        g_auto (GStrv) parts = g_strsplit (columns->pdata[i], ".", 2);
        g_autofree char *sql = NULL;

        /* The first row alone, or all. */
        sql = g_strdup_printf ("UPDATE OR IGNORE \"%s\" SET \"%s\" = %s%s", parts[0], parts[1],
                               values[value % G_N_ELEMENTS (values)], value % 2 == 0 ? " LIMIT 1" : "");
        if (g_str_has_suffix (sql, " LIMIT 1"))
          {
            g_free (sql);
            sql = g_strdup_printf ("UPDATE OR IGNORE \"%s\" SET \"%s\" = %s WHERE \"%s\" = (SELECT max (\"%s\") FROM \"%s\")",
                                   parts[0], parts[1], values[value % G_N_ELEMENTS (values)], parts[1], parts[1], parts[0]);
          }
        g_test_message ("%.200s", sql);
        begin (&self);
        smuggle (self.path, sql);
        n += face (&self) > 0;
        value++;
      }

  /* Where a view says something else it is no matter; but most of it is. */
  g_test_message ("%u of %u were refused or found", n, value);
  g_assert_cmpuint (n, >, value / 4);
  tear_down (&self);
}

/* Tables that are none, and what is hung on them. */
static void
test_schema (DeskFixture *fixture, gconstpointer data)
{
  static const char *const tricks[] = {
    "ALTER TABLE entry RENAME TO real_entry; CREATE VIEW entry AS SELECT * FROM real_entry",
    "ALTER TABLE text RENAME TO real_text; CREATE VIEW text AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT i AS n, i AS hash, i AS size, 1 AS words, i AS base, 0 AS frame, 0 AS link, i AS data FROM n",
    "ALTER TABLE blob RENAME TO real_blob; CREATE VIRTUAL TABLE blob USING fts5 (n, hash, type, bytes)",
    "CREATE TRIGGER evil AFTER INSERT ON entry BEGIN DELETE FROM text; END",
    "CREATE TRIGGER evil AFTER UPDATE ON setting BEGIN SELECT zeroblob (900000000); END",
    "ALTER TABLE text ADD COLUMN evil TEXT AS (printf ('%.*c', 900000000, 'x')) VIRTUAL",
    "CREATE INDEX evil ON entry (length (printf ('%.*c', 1000000, 'x')))",
    "ALTER TABLE story ADD COLUMN evil TEXT CHECK (length (printf ('%.*c', 1000000, 'x')) > 1)",
    "DROP TABLE text",
    "DROP TABLE setting",
    "DROP INDEX entry_by_place",
    "CREATE UNIQUE INDEX evil ON story (state)",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace (sql, ') STRICT', ')') WHERE name = 'entry'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE entry (' WHERE name = 'entry'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'entry'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'story') WHERE name = 'text'",
    "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name = 'entry'",
  };
  Hostile self = { 0 };

  set_up (fixture, &self);
  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++)
    {
      g_test_message ("%s", tricks[i]);
      begin (&self);
      try_sql (self.path, tricks[i]);
      g_assert_cmpuint (face (&self), >, 0);
    }

  /* A table of somebody else beside them harms nobody. */
  begin (&self);
  try_sql (self.path, "CREATE TABLE note (words TEXT); CREATE INDEX note_by_words ON note (words)");
  g_assert_cmpuint (face (&self), ==, 0);
  tear_down (&self);
}

/* A zstd frame (RFC 8878, section 3.1.1) that says to hold 2^40 bytes in a window of 2^30, and one that is nothing but zeros. */
#define LARGE_FRAME "x'28b52ffdc0a00000000000010000010000'"
#define BOMB "x'28b52ffda000000001' || x'02000000' || x'00'"

static void
test_sizes (DeskFixture *fixture, gconstpointer data)
{
  static const char *const tricks[] = {
    "UPDATE text SET size = 2147483648",
    "UPDATE text SET size = 1099511627776",
    "UPDATE text SET size = 16777216",
    "UPDATE text SET data = " LARGE_FRAME,
    "UPDATE text SET data = " LARGE_FRAME ", size = 16777216, base = NULL",
    "UPDATE text SET data = CAST (" BOMB " AS BLOB), size = 16777216, base = NULL",
    "UPDATE text SET base = n",
    "UPDATE text SET base = (SELECT min (m.n) FROM text AS m WHERE m.n > text.n)",
    "UPDATE text SET base = (SELECT max (n) FROM text), frame = 31, link = 31",
    "UPDATE text SET base = 999999",
    "UPDATE text SET frame = 2147483647, link = -2147483648",
    "UPDATE draft SET size = 1099511627776",
    "UPDATE draft SET data = " LARGE_FRAME ", size = 16777216",
    "UPDATE draft SET session = 9223372036854775807",
    "UPDATE entry SET bytes = zeroblob (50000000) WHERE seq = 3",
    "UPDATE entry SET place = 9223372036854775807",
    "UPDATE entry SET seq = 9223372036854775807 - (SELECT max (seq) FROM entry) + seq",
    "UPDATE story SET n = 9223372036854775807 - n",
    "UPDATE blob SET bytes = zeroblob (50000000) WHERE n = 1",
    "INSERT INTO pack (first, size, data) VALUES (1, 1099511627776, " LARGE_FRAME ")",
    "UPDATE entry SET bytes = NULL; INSERT INTO pack (first, size, data) VALUES (1, 262144, " LARGE_FRAME ")",
    "UPDATE entry SET bytes = NULL; INSERT INTO pack (first, size, data) VALUES (-9223372036854775808, 262144, zeroblob (262144))",
    "UPDATE text SET data = NULL; INSERT INTO bundle (first, data) VALUES (1, zeroblob (50000000))",
    "UPDATE text SET data = NULL; INSERT INTO bundle (first, data) VALUES (1, " LARGE_FRAME ")",
    "UPDATE text SET data = NULL; INSERT INTO bundle (first, data) VALUES (9223372036854775807, " LARGE_FRAME ")",
    "UPDATE revision SET why = 9223372036854775807; UPDATE revision SET why = -1 WHERE number = 1",
    "UPDATE compacted SET upto = 9223372036854775807",
    "UPDATE sealed SET value = zeroblob (50000000) WHERE n = 1",
  };
  Hostile self = { 0 };

  set_up (fixture, &self);
  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++)
    {
      g_test_message ("%s", tricks[i]);
      begin (&self);
      smuggle (self.path, tricks[i]);
      face (&self);
    }
  tear_down (&self);
}

/* An entry with that body, as one that was hashed. */
static void
plant (Hostile *self, const char *body, gssize length)
{
  gsize size = length < 0 ? strlen (body) : (gsize) length;
  g_autoptr (GString) bytes = g_string_new ("{\"actor\":{\"device\":\"d\",\"name\":\"n\"},\"at\":1771858920000000,\"body\":");
  g_autofree char *hash = NULL;
  g_autofree char *hex = NULL;
  g_autofree char *sql = NULL;
  GString *digits = g_string_new (NULL);

  g_string_append_len (bytes, body, size);
  g_string_append_printf (bytes, ",\"kind\":\"note\",\"parents\":[],\"story\":\"%s\",\"zone\":\"UTC\"}", self->story);
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes->str, bytes->len);
  for (gsize i = 0; i < bytes->len; i++)
    g_string_append_printf (digits, "%02x", (guchar) bytes->str[i]);
  hex = g_string_free_and_steal (digits);
  sql = g_strdup_printf ("INSERT INTO entry (id, story, place, at, actor, bytes)"
                         " SELECT x'%s', story, max (place) + 1, at, actor, x'%s' FROM entry WHERE story IS NOT NULL",
                         hash, hex);
  begin (self);
  try_sql (self->path, sql);
}

/* Entries that hash right and are wrong. */
static void
test_entries (DeskFixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = {
    "",
    "[]",
    "{",
    "null",
    "{\"a\":1.5}",
    "{\"a\":99999999999999999999}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":\"\\ud800\"}",
    "{\"a\":\"\\u0000\"}",
    "{\"text\":[]}",
    "{\"text\":\"zz\"}",
    "{\"bases\":{}}",
    "{\"a\":true}",
  };
  g_autofree char *deep_lists = g_strnfill (200000, '[');
  g_autofree char *large = g_strnfill (2000000, 'x');
  g_autofree char *large_body = g_strconcat ("{\"a\":\"", large, "\"}", NULL);
  g_autoptr (GString) deep = g_string_new (NULL);
  Hostile self = { 0 };

  set_up (fixture, &self);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_test_message ("%s", bodies[i]);
      plant (&self, bodies[i], -1);
      face (&self);
    }

  plant (&self, "{\"a\":\"\xc0\xaf\xff\"}", -1);
  g_assert_cmpuint (face (&self), >, 0);
  plant (&self, "{\"a\":\"x\0y\"}", 11);
  g_assert_cmpuint (face (&self), >, 0);
  plant (&self, deep_lists, -1);
  g_assert_cmpuint (face (&self), >, 0);
  plant (&self, large_body, -1);
  g_assert_cmpuint (face (&self), >, 0);
  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "{\"a\":");
  plant (&self, deep->str, -1);
  g_assert_cmpuint (face (&self), >, 0);
  tear_down (&self);
}

/* Texts that make a reader of CommonMark or of a header work. */
static void
test_texts (DeskFixture *fixture, gconstpointer data)
{
  static const char *const parts[] = {
    ">",
    "[",
    "![",
    "*a ",
    "_a __",
    "- ",
    "`",
    "<",
    "[a](",
    "&#",
    "(",
    "1. ",
    "\\",
    "<a ",
    "**",
    "~~~\n",
    "|a",
    "x: y\n",
    "\xe2\x80\xae",
    "e\xcc\x81",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) body = g_string_new ("Headline: Much\nLanguage: en\nZone: UTC\n\n");
      g_autoptr (DeskText) text = NULL;
      g_autofree char *story = NULL;
      g_autoptr (GError) error = NULL;

      while (body->len < 100000)
        g_string_append (body, parts[i]);
      g_string_append_c (body, '\n');
      text = make_text (body->str);
      story = desk_store_create_story (fixture->store, NULL, text, NULL, &error);
      g_assert_no_error (error);
      g_object_unref (load (fixture->store, story));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_fault_vfs_install ();

  desk_fixture_add ("/hostile/columns", test_columns);
  desk_fixture_add ("/hostile/schema", test_schema);
  desk_fixture_add ("/hostile/sizes", test_sizes);
  desk_fixture_add ("/hostile/entries", test_entries);
  desk_fixture_add ("/hostile/texts", test_texts);

  return g_test_run ();
}
