/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * All of Desk's SQL. What the tables hold is told in docs/desk-file.md.
 *
 * Kept: story (n, id), entry (id, bytes), pack, text, bundle, blob, sealed, left_out, draft, setting.
 * Views, which desk-views.c makes from the entries: all else.
 *
 * The hashes of which there is one for each entry and text are 32 bytes, found through an index on their first four: it is a
 * quarter as large as one on all of them, and nobody can make many of them alike. Elsewhere a hash is 64 digits.
 */

/* Names a hash that is bound as "h". What else is asked of the row has a + before it: no other index finds it as quickly. */
#define SQL_IS_HASH(column, value) "substr (" column ", 1, 4) = substr (" value ", 1, 4) AND " column " = " value
#define SQL_DIGITS(column) "lower (hex (" column "))"

#define DESK_APPLICATION_ID 0x4465736b /* "Desk" */
#define DESK_USER_VERSION 2

/*
 * The views that came with version 2. Who only reads a desk of version 1 makes them beside it, empty: no journal of that
 * version has anything for them.
 */
#define SQL_VERSION_2_TABLES(temporary)                 \
  "CREATE " temporary "TABLE note ("                    \
  "  entry INTEGER PRIMARY KEY REFERENCES entry (seq)," \
  "  story INTEGER NOT NULL REFERENCES story (n),"      \
  "  seen INTEGER NOT NULL REFERENCES entry (seq),"     \
  "  exact TEXT NOT NULL,"                              \
  "  prefix TEXT NOT NULL,"                             \
  "  suffix TEXT NOT NULL,"                             \
  "  start INTEGER NOT NULL,"                           \
  "  text TEXT NOT NULL,"                               \
  "  fit TEXT NOT NULL DEFAULT 'exact',"                \
  "  sealed TEXT NOT NULL,"                             \
  "  resolved INTEGER NOT NULL DEFAULT 0,"              \
  "  resolution INTEGER REFERENCES entry (seq),"        \
  "  dropped INTEGER NOT NULL DEFAULT 0"                \
  ") STRICT;"                                           \
  "CREATE " temporary "TABLE leave ("                   \
  "  entry INTEGER PRIMARY KEY REFERENCES entry (seq)," \
  "  story INTEGER NOT NULL REFERENCES story (n),"      \
  "  rule TEXT NOT NULL,"                               \
  "  exact TEXT NOT NULL,"                              \
  "  prefix TEXT NOT NULL,"                             \
  "  suffix TEXT NOT NULL,"                             \
  "  start INTEGER NOT NULL,"                           \
  "  text TEXT NOT NULL,"                               \
  "  dropped INTEGER NOT NULL DEFAULT 0"                \
  ") STRICT;"                                           \
  "CREATE " temporary "TABLE target ("                  \
  "  story INTEGER PRIMARY KEY REFERENCES story (n),"   \
  "  words INTEGER NOT NULL"                            \
  ") STRICT;"                                           \
  "CREATE " temporary "TABLE rule ("                    \
  "  id TEXT PRIMARY KEY,"                              \
  "  entry INTEGER NOT NULL REFERENCES entry (seq),"    \
  "  seen INTEGER NOT NULL REFERENCES entry (seq),"     \
  "  term TEXT NOT NULL DEFAULT '',"                    \
  "  prefer TEXT NOT NULL DEFAULT '',"                  \
  "  why TEXT NOT NULL DEFAULT '',"                     \
  "  language TEXT NOT NULL DEFAULT '',"                \
  "  regex INTEGER NOT NULL DEFAULT 0,"                 \
  "  any_case INTEGER NOT NULL DEFAULT 0,"              \
  "  dropped INTEGER NOT NULL DEFAULT 0"                \
  ") STRICT, WITHOUT ROWID;"                            \
  "CREATE " temporary "TABLE word ("                    \
  "  word TEXT NOT NULL,"                               \
  "  language TEXT NOT NULL,"                           \
  "  entry INTEGER NOT NULL REFERENCES entry (seq),"    \
  "  dropped INTEGER NOT NULL,"                         \
  "  PRIMARY KEY (word, language)"                      \
  ") STRICT, WITHOUT ROWID;"
#define SQL_VERSION_2                                    \
  SQL_VERSION_2_TABLES ("")                              \
  "CREATE INDEX note_by_story ON note (story, dropped);" \
  "CREATE INDEX leave_by_story ON leave (story, dropped);"
static const char sql_read_version_1[] = SQL_VERSION_2_TABLES ("TEMP ");

/* One step a version: the first makes version 1 out of an empty file. */
static const char *const sql_migrations[DESK_USER_VERSION] = {
  "CREATE TABLE setting ("
  "  key TEXT PRIMARY KEY,"
  "  value TEXT NOT NULL"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE story ("
  "  n INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  slug TEXT NOT NULL DEFAULT '',"
  "  slug_key TEXT NOT NULL DEFAULT '',"
  "  headline TEXT NOT NULL DEFAULT '',"
  "  language TEXT NOT NULL DEFAULT '',"
  "  zone TEXT NOT NULL DEFAULT '',"
  "  state TEXT NOT NULL DEFAULT 'draft',"
  "  binned INTEGER NOT NULL DEFAULT 0,"
  "  created_at INTEGER NOT NULL DEFAULT 0,"
  "  changed_at INTEGER NOT NULL DEFAULT 0,"
  "  published_at INTEGER NOT NULL DEFAULT 0,"
  "  out_at INTEGER NOT NULL DEFAULT 0,"
  "  out_text TEXT NOT NULL DEFAULT '',"
  "  head TEXT NOT NULL DEFAULT '',"
  "  head_text TEXT NOT NULL DEFAULT '',"
  "  tip TEXT NOT NULL DEFAULT '',"
  "  n_heads INTEGER NOT NULL DEFAULT 0,"
  "  n_revisions INTEGER NOT NULL DEFAULT 0,"
  "  n_claims INTEGER NOT NULL DEFAULT 0,"
  "  n_sourced INTEGER NOT NULL DEFAULT 0,"
  "  n_verified INTEGER NOT NULL DEFAULT 0,"
  "  n_posts INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"
  "CREATE INDEX story_by_change ON story (binned, changed_at DESC, n DESC);"
  "CREATE INDEX story_by_slug ON story (slug_key);"

  "CREATE TABLE actor ("
  "  n INTEGER PRIMARY KEY,"
  "  name TEXT NOT NULL,"
  "  device TEXT NOT NULL,"
  "  zone TEXT NOT NULL,"
  "  UNIQUE (name, device, zone)"
  ") STRICT;"
  "CREATE TABLE entry ("
  "  seq INTEGER PRIMARY KEY,"
  "  id BLOB NOT NULL,"
  "  story INTEGER REFERENCES story (n),"
  "  place INTEGER NOT NULL,"
  "  at INTEGER NOT NULL,"
  "  actor INTEGER NOT NULL REFERENCES actor (n),"
  "  revision INTEGER," /* its number, of a revision */
  "  bytes BLOB"
  ") STRICT;"
  "CREATE INDEX entry_by_id ON entry (substr (id, 1, 4));"
  "CREATE INDEX entry_by_place ON entry (story, place);"
  "CREATE TABLE pack ("
  "  first INTEGER PRIMARY KEY,"
  "  size INTEGER NOT NULL,"
  "  data BLOB NOT NULL"
  ") STRICT;"

  "CREATE TABLE text ("
  "  n INTEGER PRIMARY KEY,"
  "  hash BLOB NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  words INTEGER NOT NULL,"
  "  base INTEGER REFERENCES text (n),"
  "  frame INTEGER NOT NULL,"
  "  link INTEGER NOT NULL,"
  "  data BLOB"
  ") STRICT;"
  "CREATE TABLE bundle ("
  "  first INTEGER PRIMARY KEY,"
  "  data BLOB NOT NULL"
  ") STRICT;"
  "CREATE INDEX text_by_hash ON text (substr (hash, 1, 4));"
  "CREATE TABLE compacted ("
  "  kind TEXT PRIMARY KEY,"
  "  upto INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE blob ("
  "  n INTEGER PRIMARY KEY,"
  "  hash TEXT NOT NULL UNIQUE,"
  "  type TEXT NOT NULL,"
  "  bytes BLOB NOT NULL"
  ") STRICT;"
  "CREATE TABLE sealed ("
  "  n INTEGER PRIMARY KEY,"
  "  hash TEXT NOT NULL UNIQUE,"
  "  salt BLOB NOT NULL,"
  "  value BLOB NOT NULL"
  ") STRICT;"
  "CREATE TABLE left_out ("
  "  hash TEXT PRIMARY KEY"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE draft ("
  "  story INTEGER NOT NULL REFERENCES story (n),"
  "  session INTEGER NOT NULL,"
  "  base TEXT NOT NULL,"
  "  prefix TEXT NOT NULL,"
  "  hash TEXT NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  name TEXT NOT NULL,"
  "  at INTEGER NOT NULL,"
  "  data BLOB NOT NULL,"
  "  PRIMARY KEY (story, session)"
  ") STRICT;"

  "CREATE TABLE tip ("
  "  id TEXT PRIMARY KEY,"
  "  story INTEGER REFERENCES story (n)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX tip_by_story ON tip (story);"
  "CREATE TABLE holding ("
  "  hash TEXT NOT NULL,"
  "  story INTEGER NOT NULL REFERENCES story (n),"
  "  kind TEXT NOT NULL,"
  "  PRIMARY KEY (hash, story, kind)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX holding_by_story ON holding (story);"
  "CREATE TABLE revision ("
  "  story INTEGER NOT NULL REFERENCES story (n),"
  "  number INTEGER NOT NULL,"
  "  entry INTEGER NOT NULL REFERENCES entry (seq),"
  "  text INTEGER NOT NULL REFERENCES text (n),"
  "  base INTEGER," /* a number of this story's; NULL: it is not here, or there is none */
  "  why INTEGER NOT NULL," /* a DeskWhy */
  "  is_head INTEGER NOT NULL DEFAULT 1,"
  "  seen INTEGER REFERENCES entry (seq)," /* NULL: since it was made */
  "  more_bases TEXT NOT NULL DEFAULT '',"
  "  note TEXT NOT NULL,"
  "  name TEXT NOT NULL DEFAULT '',"
  "  PRIMARY KEY (story, number)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX revision_by_head ON revision (story) WHERE is_head;"
  "CREATE TABLE claim ("
  "  entry INTEGER PRIMARY KEY REFERENCES entry (seq),"
  "  story INTEGER NOT NULL REFERENCES story (n),"
  "  seen INTEGER NOT NULL REFERENCES entry (seq),"
  "  exact TEXT NOT NULL,"
  "  prefix TEXT NOT NULL,"
  "  suffix TEXT NOT NULL,"
  "  start INTEGER NOT NULL,"
  "  text TEXT NOT NULL,"
  "  fit TEXT NOT NULL DEFAULT 'exact',"
  "  wording TEXT NOT NULL,"
  "  by TEXT NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  said TEXT NOT NULL,"
  "  so TEXT NOT NULL,"
  "  because TEXT NOT NULL,"
  "  answer INTEGER REFERENCES entry (seq),"
  "  dropped INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"
  "CREATE INDEX claim_by_story ON claim (story, dropped);"
  "CREATE TABLE evidence ("
  "  entry INTEGER NOT NULL REFERENCES entry (seq),"
  "  n INTEGER NOT NULL,"
  "  claim INTEGER NOT NULL REFERENCES claim (entry),"
  "  kind TEXT NOT NULL,"
  "  stance TEXT NOT NULL,"
  "  ref TEXT NOT NULL,"
  "  title TEXT NOT NULL,"
  "  quote TEXT NOT NULL,"
  "  sealed TEXT NOT NULL,"
  "  dropped INTEGER NOT NULL DEFAULT 0,"
  "  PRIMARY KEY (entry, n)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX evidence_by_claim ON evidence (claim);"
  "CREATE TABLE contradiction ("
  "  a INTEGER NOT NULL REFERENCES claim (entry),"
  "  b INTEGER NOT NULL REFERENCES claim (entry),"
  "  PRIMARY KEY (a, b)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX contradiction_by_b ON contradiction (b);"
  "CREATE TABLE post ("
  "  entry INTEGER PRIMARY KEY REFERENCES entry (seq),"
  "  story INTEGER NOT NULL REFERENCES story (n),"
  "  seen INTEGER NOT NULL REFERENCES entry (seq),"
  "  capture INTEGER NOT NULL REFERENCES entry (seq),"
  "  n_captures INTEGER NOT NULL DEFAULT 1,"
  "  address TEXT NOT NULL,"
  "  network TEXT NOT NULL,"
  "  author TEXT NOT NULL,"
  "  handle TEXT NOT NULL,"
  "  author_address TEXT NOT NULL,"
  "  words TEXT NOT NULL,"
  "  language TEXT NOT NULL,"
  "  posted_at INTEGER NOT NULL,"
  "  posted_from TEXT NOT NULL,"
  "  missing TEXT NOT NULL,"
  "  graphic TEXT NOT NULL,"
  "  raw TEXT NOT NULL,"
  "  pictures TEXT NOT NULL,"
  "  state TEXT NOT NULL DEFAULT 'kept',"
  "  checked_at INTEGER NOT NULL DEFAULT 0,"
  "  dropped INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"
  "CREATE INDEX post_by_story ON post (story, dropped);"
  "CREATE TABLE ledger ("
  "  entry INTEGER PRIMARY KEY REFERENCES entry (seq),"
  "  story INTEGER NOT NULL REFERENCES story (n),"
  "  seen INTEGER NOT NULL REFERENCES entry (seq),"
  "  place INTEGER NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  at INTEGER NOT NULL,"
  "  zone TEXT NOT NULL,"
  "  language TEXT NOT NULL,"
  "  words TEXT NOT NULL,"
  "  text TEXT NOT NULL,"
  "  revision INTEGER REFERENCES entry (seq),"
  "  was TEXT NOT NULL,"
  "  now TEXT NOT NULL,"
  "  because TEXT NOT NULL,"
  "  superseded_by TEXT NOT NULL DEFAULT ''"
  ") STRICT;"
  "CREATE INDEX ledger_by_story ON ledger (story, at, place);",

  SQL_VERSION_2,
};

/* --- settings --- */

static const char sql_setting_list[] = "SELECT key, value FROM setting";
static const char sql_setting_set[] = "INSERT INTO setting (key, value) VALUES (?1, ?2)"
                                      " ON CONFLICT (key) DO UPDATE SET value = excluded.value";
static const char sql_setting_unset[] = "DELETE FROM setting WHERE key = ?1";

/* --- stories --- */

static const char sql_story_add[] = "INSERT INTO story (id) VALUES (?1)";
static const char sql_story_find[] = "SELECT n FROM story WHERE id = ?1";
static const char sql_story_list_ids[] = "SELECT n, id FROM story ORDER BY n";
static const char sql_story_list_changed[] =
    "SELECT DISTINCT story.n, story.id FROM entry JOIN story ON story.n = entry.story"
    " WHERE entry.seq > ?1 ORDER BY story.changed_at, story.n";
static const char sql_story_slug_taken[] = "SELECT 1 FROM story WHERE slug_key = ?1 AND id <> ?2";
static const char sql_story_head[] = "SELECT id, slug, language, zone, head, head_text, n_heads FROM story WHERE n = ?1";
/* A name is a slug, an id or the end of one. */
static const char sql_story_find_name[] = "SELECT id, slug FROM story WHERE slug_key = ?1 OR id = ?2";
static const char sql_story_find_end[] = "SELECT id, slug FROM story WHERE substr (id, -length (?1)) = ?1 ORDER BY slug_key LIMIT 9";

#define SQL_STORY                                                                     \
  "SELECT id, slug, headline, language, zone, state, binned, created_at, changed_at," \
  "  published_at, out_at, head, n_heads, n_claims, n_sourced, n_verified, n_posts,"  \
  "  n_revisions, state = 'published' AND out_text <> '' AND out_text <> head_text,"  \
  "  head_text, out_text, tip FROM story "
static const char sql_story_get[] = SQL_STORY "WHERE n = ?1";
static const char sql_story_list[] = SQL_STORY "WHERE binned = ?1 ORDER BY changed_at DESC, n DESC LIMIT ?2 OFFSET ?3";
static const char sql_story_list_state[] = SQL_STORY "WHERE binned = ?1 AND state = ?4 ORDER BY changed_at DESC, n DESC LIMIT ?2 OFFSET ?3";

/* --- the journal --- */

static const char sql_actor_find[] = "SELECT n FROM actor WHERE name = ?1 AND device = ?2 AND zone = ?3";
static const char sql_actor_add[] = "INSERT INTO actor (name, device, zone) VALUES (?1, ?2, ?3)";
static const char sql_entry_add[] =
    "INSERT INTO entry (id, story, place, at, actor, bytes)"
    " VALUES (?1, ?2, (SELECT coalesce (max (place), 0) + 1 FROM entry WHERE story IS ?2), ?3, ?4, ?5)";
static const char sql_entry_set[] = "UPDATE entry SET story = ?2, at = ?3, actor = ?4, revision = NULL WHERE seq = ?1";
static const char sql_entry_set_place[] = "UPDATE entry SET place = ?2 WHERE seq = ?1 AND place <> ?2";
static const char sql_entry_find[] = "SELECT seq, story, place FROM entry WHERE " SQL_IS_HASH ("id", "?1");
static const char sql_entry_find_in_story[] = "SELECT seq FROM entry WHERE " SQL_IS_HASH ("id", "?1") " AND +story IS ?2";
static const char sql_entry_last[] = "SELECT seq, " SQL_DIGITS ("id") " FROM entry ORDER BY seq DESC LIMIT 1";
static const char sql_entry_id_at[] = "SELECT " SQL_DIGITS ("id") " FROM entry WHERE seq = ?1";
static const char sql_entry_own_since[] = "SELECT count (*) FROM entry WHERE seq > ?1 AND story IS NULL";
static const char sql_entry_max_seq[] = "SELECT coalesce (max (seq), 0) FROM entry";
static const char sql_entry_list[] = "SELECT seq, bytes FROM entry WHERE story IS ?1 ORDER BY place";
static const char sql_entry_list_all[] =
    "SELECT seq, bytes, " SQL_DIGITS ("id") " FROM entry WHERE seq > ?1 ORDER BY seq LIMIT ?2";
static const char sql_entry_list_columns[] =
    "SELECT entry.seq, bytes, " SQL_DIGITS ("entry.id") ", story.id, place, at, actor.name, actor.device, actor.zone, entry.story"
                                                        " FROM entry LEFT JOIN story ON story.n = entry.story LEFT JOIN actor ON actor.n = entry.actor"
                                                        " WHERE seq > ?1 AND (?2 = 0 OR entry.story = ?2) ORDER BY seq LIMIT ?3";
static const char sql_entry_list_order[] = "SELECT seq, bytes, " SQL_DIGITS ("id") " FROM entry WHERE story IS ?1 ORDER BY at, id";
static const char sql_pack_list[] = "SELECT first, size, data FROM pack ORDER BY first";
static const char sql_pack_find[] = "SELECT first, size, data FROM pack WHERE first <= ?1 ORDER BY first DESC LIMIT 1";
static const char sql_pack_add[] = "INSERT INTO pack (first, size, data) VALUES (?1, ?2, ?3)";
static const char sql_entry_unload[] = "UPDATE entry SET bytes = NULL WHERE seq BETWEEN ?1 AND ?2";
static const char sql_compacted_get[] = "SELECT coalesce ((SELECT upto FROM compacted WHERE kind = ?1), 0)";
static const char sql_compacted_set[] =
    "INSERT INTO compacted (kind, upto) VALUES (?1, ?2) ON CONFLICT (kind) DO UPDATE SET upto = excluded.upto";
static const char sql_tip_list[] = "SELECT id FROM tip WHERE story IS ?1 ORDER BY id";
static const char sql_tip_add[] = "INSERT INTO tip (id, story) VALUES (?1, ?2)";
static const char sql_tip_remove[] = "DELETE FROM tip WHERE id = ?1";
static const char sql_tip_clear[] = "DELETE FROM tip WHERE story IS ?1";
static const char sql_tip_add_row[] =
    "INSERT INTO tip (id, story) SELECT " SQL_DIGITS ("id") ", story FROM entry WHERE seq = ?1";

/* --- texts, blobs, sealed values --- */

static const char sql_text_find[] = "SELECT n, size, words, size >= 0 FROM text WHERE " SQL_IS_HASH ("hash", "?1");
static const char sql_text_get[] = "SELECT size, base, data FROM text WHERE n = ?1";
static const char sql_text_get_place[] = "SELECT base, frame, link FROM text WHERE n = ?1";
static const char sql_text_get_hash[] = "SELECT " SQL_DIGITS ("hash") " FROM text WHERE n = ?1";
static const char sql_text_add[] =
    "INSERT INTO text (hash, size, words, base, frame, link, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char sql_text_name[] = "INSERT INTO text (hash, size, words, frame, link) VALUES (?1, -1, 0, 0, 0)";
static const char sql_text_fill[] =
    "UPDATE text SET size = ?2, words = ?3, base = ?4, frame = ?5, link = ?6, data = ?7 WHERE n = ?1";
static const char sql_text_next[] =
    "SELECT n, " SQL_DIGITS ("hash") ", base, data FROM text WHERE n > ?1 AND size >= 0 ORDER BY n LIMIT 1";
static const char sql_text_set_data[] = "UPDATE text SET data = ?2 WHERE n = ?1";
static const char sql_text_list_data[] = "SELECT n, data, link FROM text WHERE n > ?1 AND n <= ?2 ORDER BY n LIMIT ?3";
static const char sql_text_unload[] = "UPDATE text SET data = NULL WHERE n BETWEEN ?1 AND ?2";
static const char sql_bundle_find[] = "SELECT first, data FROM bundle WHERE first <= ?1 ORDER BY first DESC LIMIT 1";
static const char sql_bundle_add[] = "INSERT INTO bundle (first, data) VALUES (?1, ?2)";
static const char sql_text_set_words[] = "UPDATE text SET words = ?2 WHERE n = ?1 AND words <> ?2";
static const char sql_blob_get[] = "SELECT bytes, type FROM blob WHERE hash = ?1";
static const char sql_blob_add[] = "INSERT INTO blob (hash, type, bytes) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO NOTHING";
/* What another story holds too stays. */
static const char sql_blob_erase[] =
    "DELETE FROM blob WHERE hash = ?1 AND EXISTS (SELECT 1 FROM holding WHERE hash = ?1 AND story = ?2)"
    " AND NOT EXISTS (SELECT 1 FROM holding WHERE hash = ?1 AND story <> ?2)";
static const char sql_sealed_get[] = "SELECT salt, value FROM sealed WHERE hash = ?1";
static const char sql_sealed_add[] = "INSERT INTO sealed (hash, salt, value) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO NOTHING";
static const char sql_sealed_erase[] =
    "DELETE FROM sealed WHERE hash = ?1 AND EXISTS (SELECT 1 FROM holding WHERE hash = ?1 AND story = ?2)"
    " AND NOT EXISTS (SELECT 1 FROM holding WHERE hash = ?1 AND story <> ?2)";
static const char sql_left_out_add[] = "INSERT INTO left_out (hash) VALUES (?1) ON CONFLICT DO NOTHING";
static const char sql_left_out_note[] =
    "INSERT INTO left_out (hash) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM text WHERE " SQL_IS_HASH ("hash", "?2") " AND size >= 0)"
                                                                                                                   " AND NOT EXISTS (SELECT 1 FROM blob WHERE hash = ?1) AND NOT EXISTS (SELECT 1 FROM sealed WHERE hash = ?1)"
                                                                                                                   " ON CONFLICT DO NOTHING";
static const char sql_left_out_remove[] = "DELETE FROM left_out WHERE hash = ?1";
static const char sql_left_out_find[] = "SELECT 1 FROM left_out WHERE hash = ?1";
static const char sql_holding_add[] = "INSERT INTO holding (hash, story, kind) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
static const char sql_holding_clear[] = "DELETE FROM holding WHERE story = ?1";

/* --- whole files --- */

/* But for what SQLite makes for itself. */
static const char sql_schema_list[] =
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'";
static const char sql_integrity_check[] = "PRAGMA integrity_check (20)";
static const char sql_quick_check[] = "PRAGMA quick_check (1)";
/*
 * What salvaging a damaged file reads, of tables in which nothing is a view. Their columns are those of a new desk. The
 * names are put in for %s; a table without rowids is small, and read from both ends alone. A row of which nobody knows the
 * table is told by the types of its columns, and of entries and texts, whose are alike, by what only the one can have: an
 * instant, or the number of another text.
 */
#define SQL_SALVAGE_INSTANT "1000000000000"
static const struct
{
  const char *name;
  int has_rowid;
  const char *fits;
} sql_salvage_tables[] = {
  { "story", 1, "1" },
  { "actor", 1, "1" },
  { "entry", 1, "?5 >= " SQL_SALVAGE_INSTANT },
  { "pack", 1, "1" },
  { "text", 1, "?5 IS NULL OR ?5 < " SQL_SALVAGE_INSTANT },
  { "bundle", 1, "1" },
  { "blob", 1, "1" },
  { "sealed", 1, "1" },
  { "draft", 1, "1" },
  { "left_out", 0, "1" },
  { "setting", 0, "1" },
};
/* Of an entry, for a report on what is missing. */
static const char sql_recovery_entry[] =
    "SELECT coalesce (story.slug, ''), entry.at FROM entry LEFT JOIN story ON story.n = entry.story WHERE entry.seq = ?1";
static const char sql_entry_count_between[] = "SELECT count (*) FROM entry WHERE seq BETWEEN ?1 AND ?2";
static const char sql_salvage_up[] = "SELECT rowid, * FROM %s WHERE rowid > ?1 AND rowid < ?2 ORDER BY rowid";
static const char sql_salvage_down[] = "SELECT rowid, * FROM %s WHERE rowid > ?1 AND rowid < ?2 ORDER BY rowid DESC";
static const char sql_salvage_all[] = "SELECT 0, * FROM %s ORDER BY 2";
static const char sql_salvage_all_back[] = "SELECT 0, * FROM %s ORDER BY 2 DESC";
static const char sql_salvage_check[] = "PRAGMA quick_check (%s)";
static const char sql_salvage_root[] = "SELECT rootpage FROM sqlite_schema WHERE name = '%s'";
static const char sql_salvage_put[] = "INSERT OR IGNORE INTO %s SELECT %s WHERE %s";
/* "" without entries; the last of them, what is being typed, and the settings. */
static const char sql_backup_describe[] =
    "SELECT CASE WHEN (SELECT max (seq) FROM entry) IS NULL THEN '' ELSE (SELECT max (seq) FROM entry) || ' '"
    "  || coalesce ((SELECT group_concat (hex (hash), ' ') FROM (SELECT hash FROM draft ORDER BY story, session)), '')"
    "  || coalesce ((SELECT group_concat (hex (key) || '=' || hex (value), ' ')"
    "    FROM (SELECT key, value FROM setting ORDER BY key)), '') END";
/* Those that are read of another's file; a virtual table has no page of its own. */
/* --- drafts --- */

static const char sql_draft_set[] =
    "INSERT INTO draft (story, session, base, prefix, hash, size, name, at, data)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    " ON CONFLICT (story, session) DO UPDATE SET base = excluded.base, prefix = excluded.prefix, hash = excluded.hash,"
    "  size = excluded.size, name = excluded.name, at = excluded.at, data = excluded.data";
static const char sql_draft_remove[] = "DELETE FROM draft WHERE story = ?1 AND session = ?2";
static const char sql_draft_rebase[] = "UPDATE draft SET base = ?3 WHERE story = ?1 AND session = ?2 AND base = ?4";
static const char sql_draft_clear[] = "DELETE FROM draft";
static const char sql_draft_list[] =
    "SELECT draft.story, session, base, prefix, hash, size, name, at, data, story.id"
    " FROM draft JOIN story ON story.n = draft.story ORDER BY draft.story, at, session";

/* --- views: making them --- */

static const char sql_story_clear[] =
    "UPDATE story SET slug = '', slug_key = '', headline = '', language = '', zone = '', state = 'draft', binned = 0,"
    "  created_at = 0, changed_at = 0, published_at = 0, out_at = 0, out_text = '', head = '', head_text = '', tip = '',"
    "  n_heads = 0, n_revisions = 0, n_claims = 0, n_sourced = 0, n_verified = 0, n_posts = 0 WHERE n = ?1";
static const char *const sql_views_clear[] = {
  "DELETE FROM ledger WHERE story = ?1",
  "DELETE FROM contradiction WHERE a IN (SELECT entry FROM claim WHERE story = ?1)",
  "DELETE FROM evidence WHERE claim IN (SELECT entry FROM claim WHERE story = ?1)",
  "DELETE FROM claim WHERE story = ?1",
  "DELETE FROM post WHERE story = ?1",
  "DELETE FROM note WHERE story = ?1",
  "DELETE FROM leave WHERE story = ?1",
  "DELETE FROM target WHERE story = ?1",
  "DELETE FROM revision WHERE story = ?1",
  "UPDATE entry SET revision = NULL WHERE story = ?1 AND revision IS NOT NULL",
};

/* Those of the desk's own journal. */
static const char *const sql_desk_views_clear[] = {
  "DELETE FROM rule",
  "DELETE FROM word",
};

static const char sql_story_set_slug[] = "UPDATE story SET slug = ?2, slug_key = ?3 WHERE n = ?1";
static const char sql_story_set_state[] = "UPDATE story SET state = ?2 WHERE n = ?1";
static const char sql_story_set_binned[] = "UPDATE story SET binned = ?2 WHERE n = ?1";
static const char sql_story_touch[] =
    "UPDATE story SET created_at = iif (tip = '', ?2, created_at), changed_at = max (changed_at, ?2), tip = ?3 WHERE n = ?1";
static const char sql_story_set_text[] = "UPDATE story SET headline = ?2, language = ?3, zone = ?4 WHERE n = ?1";
static const char sql_story_sum_up[] =
    "UPDATE story SET"
    "  n_revisions = coalesce ((SELECT max (number) FROM revision WHERE story = ?1), 0),"
    "  n_heads = (SELECT count (*) FROM revision INDEXED BY revision_by_head WHERE story = ?1 AND is_head),"
    "  n_claims = (SELECT count (*) FROM claim WHERE story = ?1 AND NOT dropped),"
    "  n_sourced = (SELECT count (*) FROM claim WHERE story = ?1 AND NOT dropped AND EXISTS"
    "    (SELECT 1 FROM evidence WHERE claim = claim.entry AND stance = 'for' AND NOT evidence.dropped)),"
    "  n_verified = (SELECT count (*) FROM claim WHERE story = ?1 AND NOT dropped AND so = 'verified' AND fit = 'exact'),"
    "  n_posts = (SELECT count (*) FROM post WHERE story = ?1 AND NOT dropped),"
    "  published_at = coalesce ((SELECT min (at) FROM ledger WHERE story = ?1 AND superseded_by = '' AND kind <> 'withdrawal'), 0),"
    "  out_at = coalesce ((SELECT max (at) FROM ledger WHERE story = ?1 AND superseded_by = '' AND kind <> 'withdrawal'), 0),"
    "  out_text = coalesce ((SELECT iif (kind = 'withdrawal', '', text) FROM ledger"
    "    WHERE story = ?1 AND superseded_by = '' AND (kind = 'withdrawal' OR text <> '') ORDER BY at DESC, place DESC LIMIT 1), ''),"
    "  head = '', head_text = ''"
    " WHERE n = ?1";
static const char sql_story_sum_up_head[] =
    "UPDATE story SET head = " SQL_DIGITS ("entry.id") ", head_text = " SQL_DIGITS ("text.hash") " FROM revision JOIN entry ON entry.seq = revision.entry JOIN text ON text.n = revision.text"
                                                                                                 " WHERE story.n = ?1 AND revision.story = ?1 AND revision.number ="
                                                                                                 "   (SELECT max (number) FROM revision INDEXED BY revision_by_head WHERE story = ?1 AND is_head)";

static const char sql_revision_add[] =
    "INSERT INTO revision (entry, story, number, text, base, more_bases, why, note)"
    " VALUES (?1, ?2, (SELECT coalesce (max (number), 0) + 1 FROM revision WHERE story = ?2), ?3, ?4, ?5, ?6, ?7)";
static const char sql_revision_number_entry[] =
    "UPDATE entry SET revision = (SELECT max (number) FROM revision WHERE story = ?2) WHERE seq = ?1";
static const char sql_revision_end_head[] = "UPDATE revision SET is_head = 0, seen = ?3 WHERE story = ?1 AND number = ?2";
static const char sql_revision_name[] =
    "UPDATE revision SET name = ?3, note = ?4, seen = ?5"
    " WHERE story = ?2 AND number = (SELECT revision FROM entry WHERE " SQL_IS_HASH ("id", "?1") " AND +story = ?2)";
static const char sql_revision_went_out[] =
    "UPDATE revision SET seen = ?3 WHERE story = ?1 AND text = (SELECT n FROM text WHERE " SQL_IS_HASH ("hash", "?2") ")";
static const char sql_revision_for_text[] =
    "SELECT entry FROM revision WHERE story = ?1 AND text = (SELECT n FROM text WHERE " SQL_IS_HASH ("hash", "?2") ")"
                                                                                                                   " ORDER BY number DESC LIMIT 1";

static const char sql_claim_add[] =
    "INSERT INTO claim (entry, story, seen, exact, prefix, suffix, start, text, wording, by, kind, said, so, because, answer)"
    " VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?3, ?8, ?9, ?10, ?11, ?12, ?13)";
static const char sql_claim_find[] =
    "SELECT claim.entry, claim.exact, claim.fit FROM entry JOIN claim ON claim.entry = entry.seq"
    " WHERE " SQL_IS_HASH ("entry.id", "?1") " AND +claim.story = ?2";
static const char sql_claim_move[] =
    "UPDATE claim SET exact = ?2, prefix = ?3, suffix = ?4, start = ?5, text = ?6 WHERE entry = ?1";
static const char sql_claim_fit[] = "UPDATE claim SET fit = ?2, seen = ?3 WHERE entry = ?1";
static const char sql_claim_answer[] =
    "UPDATE claim SET said = coalesce (?2, said), so = coalesce (?3, so), because = coalesce (?4, because),"
    "  wording = coalesce (?5, wording), answer = ?6 WHERE entry = ?1";
static const char sql_claim_describe[] =
    "UPDATE claim SET by = coalesce (?2, by), kind = coalesce (?3, kind), dropped = coalesce (?4, dropped), seen = ?5 WHERE entry = ?1";
static const char sql_entry_is_later[] =
    "SELECT a.place > b.place FROM entry a JOIN entry b ON b.story IS a.story"
    " WHERE " SQL_IS_HASH ("a.id", "?1") " AND " SQL_IS_HASH ("b.id", "?2");
static const char sql_claim_see[] = "UPDATE claim SET seen = ?2 WHERE entry = ?1";

static const char sql_evidence_add[] =
    "INSERT INTO evidence (entry, n, claim, kind, stance, ref, title, quote, sealed)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
static const char sql_evidence_find[] =
    "SELECT evidence.entry, evidence.claim FROM entry JOIN evidence ON evidence.entry = entry.seq AND evidence.n = ?2"
    " WHERE " SQL_IS_HASH ("entry.id", "?1") " AND +entry.story = ?3";
static const char sql_evidence_drop[] = "UPDATE evidence SET dropped = ?3 WHERE entry = ?1 AND n = ?2";

static const char sql_contradiction_add[] = "INSERT INTO contradiction (a, b) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
static const char sql_contradiction_remove[] = "DELETE FROM contradiction WHERE a = ?1 AND b = ?2";

static const char sql_post_add[] =
    "INSERT INTO post (entry, story, seen, capture, address, network, author, handle, author_address, words, language,"
    "  posted_at, posted_from, missing, graphic, raw, pictures)"
    " VALUES (?1, ?2, ?1, ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
static const char sql_post_find[] =
    "SELECT post.entry, post.missing, post.pictures FROM entry JOIN post ON post.entry = entry.seq"
    " WHERE " SQL_IS_HASH ("entry.id", "?1") " AND +post.story = ?2";
/* What a second look did not find stays as it was kept. */
static const char sql_post_capture[] =
    "UPDATE post SET seen = ?2, capture = ?2, n_captures = n_captures + 1,"
    "  address = coalesce (nullif (?3, ''), address), network = coalesce (nullif (?4, ''), network),"
    "  author = coalesce (nullif (?5, ''), author), handle = coalesce (nullif (?6, ''), handle),"
    "  author_address = coalesce (nullif (?7, ''), author_address), words = coalesce (nullif (?8, ''), words),"
    "  language = coalesce (nullif (?9, ''), language),"
    "  posted_at = coalesce (nullif (?10, 0), posted_at), posted_from = iif (?10 = 0, posted_from, ?11), missing = ?12,"
    "  graphic = coalesce (nullif (?13, ''), graphic), raw = coalesce (nullif (?14, ''), raw), pictures = ?15"
    " WHERE entry = ?1";
static const char sql_post_check[] = "UPDATE post SET seen = ?2, state = ?3, checked_at = ?4 WHERE entry = ?1";
static const char sql_post_mark[] =
    "UPDATE post SET seen = ?2, graphic = coalesce (?3, graphic), dropped = coalesce (?4, dropped) WHERE entry = ?1";

static const char sql_note_add[] =
    "INSERT INTO note (entry, story, seen, exact, prefix, suffix, start, text, sealed) VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char sql_note_find[] =
    "SELECT note.entry FROM entry JOIN note ON note.entry = entry.seq WHERE " SQL_IS_HASH ("entry.id", "?1") " AND +note.story = ?2";
static const char sql_note_move[] =
    "UPDATE note SET exact = ?2, prefix = ?3, suffix = ?4, start = ?5, text = ?6 WHERE entry = ?1";
static const char sql_note_change[] =
    "UPDATE note SET seen = ?2, fit = coalesce (?3, fit), sealed = iif (?4 = '', sealed, trim (sealed || ' ' || ?4)),"
    "  dropped = coalesce (?5, dropped) WHERE entry = ?1";
static const char sql_note_resolve[] = "UPDATE note SET resolved = ?3, resolution = ?2 WHERE entry = ?1";
static const char sql_leave_add[] =
    "INSERT INTO leave (entry, story, rule, exact, prefix, suffix, start, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char sql_leave_find[] =
    "SELECT leave.entry FROM entry JOIN leave ON leave.entry = entry.seq WHERE " SQL_IS_HASH ("entry.id", "?1") " AND +leave.story = ?2";
static const char sql_leave_drop[] = "UPDATE leave SET dropped = ?2 WHERE entry = ?1";
static const char sql_target_set[] =
    "INSERT INTO target (story, words) VALUES (?1, ?2) ON CONFLICT (story) DO UPDATE SET words = excluded.words";
static const char sql_rule_set[] =
    "INSERT INTO rule (id, entry, seen, term, prefer, why, language, regex, any_case) VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, term = excluded.term, prefer = excluded.prefer, why = excluded.why,"
    "  language = excluded.language, regex = excluded.regex, any_case = excluded.any_case, dropped = 0";
static const char sql_rule_drop[] =
    "INSERT INTO rule (id, entry, seen, dropped) VALUES (?1, ?2, ?2, ?3)"
    " ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, dropped = excluded.dropped";
static const char sql_word_set[] =
    "INSERT INTO word (word, language, entry, dropped) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (word, language) DO UPDATE SET entry = excluded.entry, dropped = excluded.dropped";

static const char sql_ledger_add[] =
    "INSERT INTO ledger (entry, story, seen, place, kind, at, zone, language, words, text, revision, was, now, because)"
    " VALUES (?1, ?2, ?1, (SELECT place FROM entry WHERE seq = ?1), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
static const char sql_ledger_supersede[] =
    "UPDATE ledger SET superseded_by = ?3, seen = ?4 WHERE entry = (SELECT seq FROM entry WHERE " SQL_IS_HASH ("id", "?1") ") AND story = ?2";
static const char sql_ledger_find[] =
    "SELECT ledger.text FROM entry JOIN ledger ON ledger.entry = entry.seq WHERE " SQL_IS_HASH ("entry.id", "?1") " AND +ledger.story = ?2";

/* --- views: reading them --- */

#define SQL_ID(entry) SQL_DIGITS (entry ".id")
#define SQL_REVISION                                                                                                                                                                                                                                                                             \
  "SELECT " SQL_ID ("e") ", " SQL_ID ("s") ", r.number, " SQL_DIGITS ("t.hash") ","                                                                                                                                                                                                              \
                                                                                "  trim (" SQL_ID ("b") " || ' ' || r.more_bases), r.why, a.name, e.at, r.name, r.note, t.words,"                                                                                                                \
                                                                                                        "  t.words - coalesce (bt.words, 0), r.is_head, EXISTS (SELECT 1 FROM ledger"                                                                                                            \
                                                                                                        "    WHERE ledger.story = r.story AND ledger.text = " SQL_DIGITS ("t.hash") "    AND superseded_by = '' AND kind <> 'withdrawal')"                                                       \
                                                                                                                                                                                    " FROM revision r JOIN entry e ON e.seq = r.entry JOIN actor a ON a.n = e.actor JOIN text t ON t.n = r.text" \
                                                                                                                                                                                    " JOIN entry s ON s.seq = coalesce (r.seen, r.entry)"                                                        \
                                                                                                                                                                                    " LEFT JOIN revision br ON br.story = r.story AND br.number = r.base LEFT JOIN entry b ON b.seq = br.entry"  \
                                                                                                                                                                                    " LEFT JOIN text bt ON bt.n = br.text "
static const char sql_revision_list[] = SQL_REVISION "WHERE r.story = ?1 ORDER BY r.number DESC LIMIT ?2 OFFSET ?3";
static const char sql_revision_list_numbers[] = SQL_REVISION "WHERE r.story = ?1 AND r.number BETWEEN ?2 AND ?3 ORDER BY r.number DESC";
static const char sql_revision_list_marks[] =
    "SELECT e.at, a.name, r.why, r.name <> '', r.is_head, " SQL_DIGITS ("t.hash") " IN"
                                                                                  "   (SELECT text FROM ledger WHERE story = ?1 AND superseded_by = '' AND kind <> 'withdrawal')"
                                                                                  " FROM revision r JOIN entry e ON e.seq = r.entry JOIN actor a ON a.n = e.actor JOIN text t ON t.n = r.text"
                                                                                  " WHERE r.story = ?1 ORDER BY r.number DESC";
static const char sql_revision_at_number[] = SQL_REVISION "WHERE r.story = ?1 AND r.number ="
                                                          " iif (?2 > 0, ?2, (SELECT max (number) FROM revision WHERE story = ?1) + 1 + ?2)";
static const char sql_revision_by_id[] =
    SQL_REVISION "WHERE r.story = ?1 AND r.number = (SELECT revision FROM entry WHERE " SQL_IS_HASH ("id", "?2") " AND +story = ?1)";
static const char sql_revision_by_name[] = SQL_REVISION "WHERE r.story = ?1 AND r.name = ?2 AND ?2 <> '' ORDER BY r.number DESC LIMIT 9";
static const char sql_revision_by_start[] = SQL_REVISION "WHERE r.story = ?1 AND substr (" SQL_ID ("e") ", 1, length (?2)) = ?2"
                                                                                                        " ORDER BY r.number DESC LIMIT 9";
static const char sql_revision_list_heads[] =
    "SELECT " SQL_ID ("entry") ", " SQL_DIGITS ("text.hash") ", entry.at FROM revision INDEXED BY revision_by_head JOIN entry ON entry.seq = revision.entry JOIN text ON text.n = revision.text"
                                                             " WHERE revision.story = ?1 AND is_head ORDER BY number DESC";
static const char sql_revision_find[] =
    "SELECT " SQL_DIGITS ("text.hash") ", revision.is_head, revision.number FROM entry"
                                       " JOIN revision ON revision.story = entry.story AND revision.number = entry.revision JOIN text ON text.n = revision.text"
                                       " WHERE " SQL_IS_HASH ("entry.id", "?1") " AND +entry.story = ?2";

static const char sql_claim_list[] =
    "SELECT " SQL_ID ("e") ", " SQL_ID ("s") ", c.exact, c.prefix, c.suffix, c.start, c.text, c.fit, c.wording, c.by, c.kind,"
                                             "  c.said, c.so, c.because, w.name, e.at, v.name, a.at, c.entry"
                                             " FROM claim c JOIN entry e ON e.seq = c.entry JOIN actor w ON w.n = e.actor JOIN entry s ON s.seq = c.seen"
                                             " LEFT JOIN entry a ON a.seq = c.answer LEFT JOIN actor v ON v.n = a.actor"
                                             " WHERE c.story = ?1 AND c.dropped = 0 ORDER BY c.entry";
static const char sql_evidence_list[] =
    "SELECT " SQL_ID ("e") ", v.n, v.kind, v.stance, v.ref, v.title, v.quote, v.sealed, e.at, w.name, v.claim"
                           " FROM claim c JOIN evidence v ON v.claim = c.entry JOIN entry e ON e.seq = v.entry JOIN actor w ON w.n = e.actor"
                           " WHERE c.story = ?1 AND c.dropped = 0 AND v.dropped = 0 ORDER BY e.place, v.n";
static const char sql_contradiction_list[] =
    "SELECT x.a, " SQL_ID ("e") ", x.b, " SQL_ID ("f") " FROM claim c JOIN contradiction x ON x.a = c.entry JOIN claim d ON d.entry = x.b"
                                                       " JOIN entry e ON e.seq = x.a JOIN entry f ON f.seq = x.b"
                                                       " WHERE c.story = ?1 AND c.dropped = 0 AND d.dropped = 0 ORDER BY e.id, f.id";
static const char sql_post_list[] =
    "SELECT " SQL_ID ("e") ", " SQL_ID ("s") ", p.address, p.network, p.author, p.handle, p.author_address, p.words,"
                                             "  p.language, p.posted_at, p.posted_from, p.missing, p.graphic, p.raw, p.pictures, k.at, w.name, p.n_captures, p.state,"
                                             "  p.checked_at"
                                             " FROM post p JOIN entry e ON e.seq = p.entry JOIN entry s ON s.seq = p.seen JOIN entry k ON k.seq = p.capture"
                                             " JOIN actor w ON w.n = k.actor WHERE p.story = ?1 AND p.dropped = 0 ORDER BY e.place";
static const char sql_note_list[] =
    "SELECT " SQL_ID ("e") ", " SQL_ID ("s") ", n.exact, n.prefix, n.suffix, n.start, n.text, n.fit, n.sealed, n.resolved, w.name, e.at, v.name, r.at"
                                             " FROM note n JOIN entry e ON e.seq = n.entry JOIN actor w ON w.n = e.actor JOIN entry s ON s.seq = n.seen"
                                             " LEFT JOIN entry r ON r.seq = n.resolution LEFT JOIN actor v ON v.n = r.actor"
                                             " WHERE n.story = ?1 AND n.dropped = 0 ORDER BY e.place";
static const char sql_leave_list[] =
    "SELECT " SQL_ID ("e") ", l.rule, l.exact, l.prefix, l.suffix, l.start, l.text FROM leave l JOIN entry e ON e.seq = l.entry"
                           " WHERE l.story = ?1 AND l.dropped = 0 ORDER BY e.place";
static const char sql_target_get[] = "SELECT words FROM target WHERE story = ?1";
static const char sql_rule_list[] =
    "SELECT r.id, " SQL_ID ("s") ", r.term, r.prefer, r.why, r.language, r.regex, r.any_case, r.dropped, w.name, e.at"
                                 " FROM rule r JOIN entry e ON e.seq = r.entry JOIN actor w ON w.n = e.actor JOIN entry s ON s.seq = r.seen ORDER BY e.place, r.id";
static const char sql_word_list[] =
    "SELECT o.word, o.language, w.name, e.at FROM word o JOIN entry e ON e.seq = o.entry JOIN actor w ON w.n = e.actor"
    " WHERE o.dropped = 0 ORDER BY o.word, o.language";
#define SQL_LEDGER                                                                                                                                                                                                            \
  "SELECT " SQL_ID ("e") ", " SQL_ID ("s") ", l.kind, l.at, l.zone, l.language, l.words, l.text, " SQL_ID ("r") ","                                                                                                           \
                                                                                                                "  r.revision, l.was, l.now, l.because, w.name, l.superseded_by"                                              \
                                                                                                                " FROM ledger l JOIN entry e ON e.seq = l.entry JOIN actor w ON w.n = e.actor JOIN entry s ON s.seq = l.seen" \
                                                                                                                " LEFT JOIN entry r ON r.seq = l.revision "
static const char sql_ledger_list[] = SQL_LEDGER "WHERE l.story = ?1 ORDER BY l.at DESC, l.place DESC";
static const char sql_ledger_out_at[] =
    SQL_LEDGER "WHERE l.story = ?1 AND l.at <= ?2 AND l.superseded_by = '' AND (l.kind = 'withdrawal' OR l.text <> '')"
               " ORDER BY l.at DESC, l.place DESC LIMIT 1";

/* --- a story as it stood: an empty desk in memory, the desk beside it as "desk" --- */

static const char sql_as_of_drop_kept[] =
    "DROP TABLE entry; DROP TABLE actor; DROP TABLE pack; DROP TABLE text; DROP TABLE bundle;";
static const char sql_as_of_attach[] = "ATTACH ?1 AS desk";
static const char sql_as_of_add_story[] = "INSERT INTO main.story (n, id) SELECT n, id FROM desk.story WHERE id = ?1";
static const char sql_as_of_place[] =
    "SELECT coalesce ((SELECT next.place - 1 FROM desk.revision v JOIN entry next ON next.seq = v.entry"
    "   WHERE v.story = e.story AND v.number = e.revision + 1), 9223372036854775807)"
    " FROM entry e WHERE " SQL_IS_HASH ("e.id", "?1") " AND +e.story = ?2 AND e.revision IS NOT NULL";
static const char sql_as_of_take_revisions[] =
    "INSERT INTO main.revision SELECT r.* FROM desk.revision r JOIN entry ON entry.seq = r.entry"
    " WHERE r.story = ?1 AND place <= ?2 AND at <= ?3";
/* Heads are heads without what came later; of the many others few become one. */
static const char sql_as_of_set_heads[] =
    "UPDATE revision SET is_head = 1 WHERE NOT is_head"
    " AND number NOT IN (SELECT base FROM revision WHERE base IS NOT NULL)";
static const char sql_as_of_list_more_bases[] = "SELECT more_bases, number FROM revision WHERE more_bases <> ''";
static const char sql_as_of_end_head[] =
    "UPDATE revision SET is_head = 0 WHERE story = ?2"
    " AND number = (SELECT revision FROM entry WHERE " SQL_IS_HASH ("id", "?1") " AND +story = ?2)";
static const char sql_as_of_list_entries[] =
    "SELECT seq, bytes FROM entry WHERE story = ?1 AND place <= ?2 AND at <= ?3 AND revision IS NULL ORDER BY place";
static const char sql_as_of_touch[] =
    "UPDATE story SET changed_at = last.at, tip = last.id FROM"
    "   (SELECT max (at) OVER () AS at, " SQL_DIGITS ("id") " AS id FROM entry WHERE story = ?1 AND place <= ?2 AND at <= ?3"
                                                            "     ORDER BY place DESC LIMIT 1) AS last WHERE n = ?1";

/* --- the search file --- */

static const char sql_search_schema[] =
    "CREATE TABLE mark (seq INTEGER NOT NULL, id TEXT NOT NULL) STRICT;"
    "INSERT INTO mark (seq, id) VALUES (0, '');"
    /* The last story taken in has the highest serial, so that the newest come first without sorting. */
    "CREATE TABLE story (n INTEGER PRIMARY KEY, serial INTEGER NOT NULL UNIQUE) STRICT;"
    "CREATE VIRTUAL TABLE word USING fts5 (slug, headline, body, posts, tokenize = 'desk', prefix = '2 3');"
    "PRAGMA user_version = 1;";
static const char sql_search_mark[] = "SELECT seq, id FROM mark";
static const char sql_search_set_mark[] = "UPDATE mark SET seq = ?1, id = ?2";
static const char sql_search_remove[] = "DELETE FROM word WHERE rowid = (SELECT serial FROM story WHERE n = ?1)";
static const char sql_search_add_story[] =
    "INSERT INTO story (n, serial) VALUES (?1, (SELECT coalesce (max (serial), 0) + 1 FROM story))"
    " ON CONFLICT (n) DO UPDATE SET serial = (SELECT max (serial) + 1 FROM story)";
static const char sql_search_add[] =
    "INSERT INTO word (rowid, slug, headline, body, posts) VALUES ((SELECT serial FROM story WHERE n = ?1), ?2, ?3, ?4, ?5)";
static const char sql_search_find[] =
    "SELECT story.n, snippet (word, -1, '', '', '…', 20) FROM word JOIN story ON story.serial = word.rowid"
    " WHERE word MATCH ?1 ORDER BY word.rowid DESC";
static const char sql_search_post_words[] =
    "SELECT author, handle, words FROM post WHERE story = ?1 AND dropped = 0 ORDER BY entry";
