/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk-backups.h"
#include "desk-drafts.h"
#include "desk-file.h"
#include "desk-incoming.h"
#include "desk-journal.h"
#include "desk-lookup.h"
#include "desk-recovery.h"
#include "desk-salvage.h"
#include "desk-sql.h"
#include "desk-texts.h"
#include "desk-verify.h"

/* A recovery on its way. */
typedef struct
{
  const char *path;   /* of the damaged desk */
  char *partial;      /* the desk that takes its place */
  DeskWriter *writer; /* writes that */
  DeskSalvage *salvage;
  DeskIncoming *incoming;
  GHashTable *losses; /* slug → DeskRecoveryLoss, which the report owns */
  DeskRecovery *report;
} Recovery;

static void
loss_free (DeskRecoveryLoss *loss)
{
  g_free (loss->slug);
  g_free (loss);
}

static void
add_loss (Recovery *self, const char *slug, gint64 at)
{
  DeskRecoveryLoss *loss = g_hash_table_lookup (self->losses, slug);

  if (loss == NULL)
    {
      loss = g_new0 (DeskRecoveryLoss, 1);
      loss->slug = g_strdup (slug);
      loss->since = at;
      g_hash_table_insert (self->losses, loss->slug, loss);
      g_ptr_array_add (self->report->losses, loss);
    }

  loss->since = MIN (loss->since, at);
  loss->n++;
}

static void
writer_free (DeskWriter *writer)
{
  g_clear_pointer (&writer->db, desk_connection_close);
  g_free (writer->person);
  g_free (writer->device);
  g_free (writer->zone);
  g_free (writer->language);
  g_hash_table_unref (writer->touched);
  g_free (writer);
}

/* Words that are recovered keep who wrote them, and when; this is for what else there is to write. */
static DeskWriter *
make_writer (DeskConnection *db)
{
  DeskWriter *writer = g_new0 (DeskWriter, 1);

  writer->db = db;
  writer->person = g_strdup (g_str_equal (g_get_real_name (), "Unknown") ? g_get_user_name () : g_get_real_name ());
  writer->device = g_strdup (g_get_host_name ());
  writer->zone = g_strdup ("UTC");
  writer->language = g_strdup ("en");
  writer->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return writer;
}

static void
recovery_clear (Recovery *self)
{
  g_clear_pointer (&self->incoming, desk_incoming_free);
  g_clear_pointer (&self->salvage, desk_salvage_free);
  g_clear_pointer (&self->writer, writer_free);
  if (self->partial != NULL)
    desk_file_discard (self->partial);
  g_clear_pointer (&self->partial, g_free);
  g_clear_pointer (&self->losses, g_hash_table_unref);
  g_clear_pointer (&self->report, desk_recovery_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Recovery, recovery_clear)

/* --- What takes its place --- */

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) local_error = NULL;

  /* A desk is its writer's alone, whatever its backup was. */
  if (g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &local_error))
    return g_chmod (to, 0600) == 0 || desk_file_fail (to, errno, error);

  desk_file_fail (to, g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? ENOSPC : EIO, error);

  return FALSE;
}

/* Whether SQLite finds nothing wrong; @hashes: and all that it holds is what its hash says. */
static gboolean
is_good (const char *path, gboolean hashes)
{
  g_autoptr (DeskConnection) db = desk_file_open (path, DESK_CONNECTION_IMMUTABLE, NULL);
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return FALSE;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_integrity_check, &error, "");

    if (statement == NULL || !desk_statement_step (statement, &error) ||
        !g_str_equal (desk_statement_get_string (statement, 0), "ok"))
      return FALSE;
  }

  if (!hashes)
    return TRUE;

  report = desk_verify (db, 0, NULL);

  return report != NULL && report->intact;
}

/* The newest one that is whole; else one that can at least be read. */
static gboolean
take_backup (Recovery *self, GError **error)
{
  g_autoptr (GPtrArray) backups = desk_backups_list (self->path, NULL);

  for (guint hashes = 2; backups != NULL && hashes > 0; hashes--)
    for (guint i = 0; i < backups->len; i++)
      {
        const DeskBackupFile *backup = g_ptr_array_index (backups, i);

        if (!is_good (backup->path, hashes == 2))
          continue;

        self->report->backup = g_strdup (backup->path);
        self->report->backup_at = backup->at;
        self->report->n_passed = i;

        return copy_file (backup->path, self->partial, error);
      }

  self->report->n_passed = backups != NULL ? backups->len : 0;
  desk_file_discard (self->partial);

  return desk_file_create (self->partial, error);
}

/* A new desk has the settings of the old one. */
static gboolean
take_settings (Recovery *self, GError **error)
{
  g_autoptr (DeskStatement) statement =
      desk_connection_query (desk_incoming_get_connection (self->incoming), sql_setting_list, error, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (desk_statement_step (statement, &local_error))
    if (!desk_connection_run (self->writer->db, sql_setting_set, &local_error, "ss",
                              desk_statement_get_string (statement, 0), desk_statement_get_string (statement, 1)))
      break;

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* --- What is brought over --- */

/* What was written after the backup, and nobody can read. */
static gboolean
count_unread (Recovery *self, gint64 last_in_backup, GError **error)
{
  gint64 last, n;

  if (!desk_connection_get_int (desk_incoming_get_connection (self->incoming), sql_entry_max_seq, &last, error) ||
      !desk_incoming_count_lost (self->incoming, self->writer->db, last_in_backup + 1, last, &n, error))
    return FALSE;

  self->report->n_unread = n;
  self->report->cut_off = desk_salvage_is_cut_off (self->salvage, "entry");

  return TRUE;
}

/* The story's slug, "" when it has none yet; (transfer full) */
static char *
find_slug (DeskConnection *db, gint64 story)
{
  g_autoptr (DeskStory) found = story > 0 ? desk_lookup_get_story (db, story, NULL) : NULL;

  return g_strdup (found != NULL ? found->slug : "");
}

/* The text that a revision names, when it is there. */
static DeskText *
load_revision_text (Recovery *self, DeskEntry *entry)
{
  const char *hash = json_object_get_string_member_with_default (desk_entry_get_body (entry), "text", "");
  DeskText *text;

  if (desk_entry_get_kind (entry) != DESK_ENTRY_REVISION)
    return NULL;

  text = desk_texts_load (desk_incoming_get_connection (self->incoming), hash, NULL);

  return text != NULL ? text : desk_texts_load (self->writer->db, hash, NULL);
}

/* A story of which the beginning is gone is told anew, under another id, from the first of its texts that is there. */
static char *
begin_again (Recovery *self, DeskText *text, GError **error)
{
  return desk_commit_story (self->writer, NULL, text, NULL, error);
}

/* A rule or a word of the desk needs nothing that came before it: it is written anew. */
static gboolean
write_own_again (Recovery *self, DeskEntry *entry, GError **error)
{
  DeskEntryKind kind = desk_entry_get_kind (entry);
  g_autofree char *id = NULL;

  if (kind != DESK_ENTRY_RULE && kind != DESK_ENTRY_WORD)
    {
      add_loss (self, "", desk_entry_get_at (entry));
      return TRUE;
    }

  id = desk_commit_entry (self->writer, 0, NULL, kind, desk_entry_get_body (entry), desk_entry_get_at (entry),
                          desk_entry_get_name (entry), error);

  return id != NULL;
}

/* Of entries that stand on missing ones the words are kept: each text as a version of its story. */
static gboolean
keep_orphans (Recovery *self, GError **error)
{
  GPtrArray *orphans = desk_incoming_get_orphans (self->incoming);
  g_autoptr (GHashTable) again = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < orphans->len; i++)
    {
      DeskEntry *entry = g_ptr_array_index (orphans, i);
      const char *id = desk_entry_get_story (entry);
      const char *now_id = id != NULL ? g_hash_table_lookup (again, id) : NULL;
      g_autoptr (DeskText) text = NULL;
      g_autofree char *slug = NULL;
      gint64 row;
      int kept = 0;

      if (id == NULL)
        {
          if (!write_own_again (self, entry, error))
            return FALSE;
          continue;
        }

      text = load_revision_text (self, entry);
      row = desk_journal_find_story (self->writer->db, now_id != NULL ? now_id : id, error);
      if (row < 0)
        return FALSE;

      if (row == 0 && text != NULL)
        {
          char *new_id = begin_again (self, text, error);

          if (new_id == NULL)
            return FALSE;

          g_hash_table_insert (again, (gpointer) id, new_id);
          row = desk_journal_find_story (self->writer->db, new_id, error);
          kept = 1;
        }
      else if (text != NULL)
        {
          kept = desk_drafts_keep (self->writer, row, now_id != NULL ? now_id : id, "", text, desk_entry_get_name (entry),
                                   desk_entry_get_at (entry), error);
        }

      if (row < 0 || kept < 0)
        return FALSE;

      self->report->n_versions += kept;
      slug = find_slug (self->writer->db, row);
      add_loss (self, slug, desk_entry_get_at (entry));
    }

  return TRUE;
}

/* Whether the text of the story's newest head is there. */
static gboolean
has_head_text (DeskConnection *db, gint64 story)
{
  g_autofree char *hash = NULL;
  g_autoptr (DeskText) text = NULL;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_revision_list_heads, NULL, "l", story);
    g_autoptr (GError) local_error = NULL;

    if (statement == NULL || !desk_statement_step (statement, &local_error))
      return TRUE;
    hash = desk_statement_dup_string (statement, 1);
  }
  text = desk_texts_load (db, hash, NULL);

  return text != NULL;
}

/* A story whose last text is gone goes on from the last one that is there, so that it can be opened. */
static gboolean
mend_head (Recovery *self, gint64 story, const char *id, GError **error)
{
  DeskConnection *db = self->writer->db;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (DeskText) text = NULL;
  DeskRevision *revision = NULL;

  if (has_head_text (db, story))
    return TRUE;

  revisions = desk_lookup_list_revisions (db, story, 0, 0, error);
  if (revisions == NULL)
    return FALSE;

  for (guint i = 0; i < revisions->len && text == NULL; i++)
    {
      revision = g_ptr_array_index (revisions, i);
      text = desk_texts_load (db, revision->text, NULL);
    }
  if (text == NULL)
    text = desk_text_new ();

  return desk_drafts_keep (self->writer, story, id, "", text, revision != NULL ? revision->author : NULL,
                           revision != NULL ? revision->at : 0, error) >= 0;
}

static gboolean
mend_heads (Recovery *self, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (self->writer->db, sql_story_list_ids, error, "");

    if (statement == NULL)
      return FALSE;

    while (desk_statement_step (statement, &local_error))
      g_ptr_array_add (ids, desk_statement_dup_string (statement, 1));
  }

  for (guint i = 0; i < ids->len && local_error == NULL; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      gint64 row = desk_journal_find_story (self->writer->db, id, &local_error);

      if (row > 0)
        mend_head (self, row, id, &local_error);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

static gboolean
keep_drafts (Recovery *self, GError **error)
{
  int n;

  /* Those of the backup are older; what was typed then has become a version, or is among those of the damaged desk. */
  if (desk_salvage_is_whole (self->salvage, "draft") && !desk_drafts_clear (self->writer->db, error))
    return FALSE;

  n = desk_drafts_take_over (self->writer, desk_incoming_get_connection (self->incoming), error);
  self->report->n_versions += MAX (n, 0);

  return n >= 0;
}

/* @func in a transaction of its own. */
static gboolean
write_with (Recovery *self, gboolean (*func) (Recovery *self, GError **error), GError **error)
{
  DeskConnection *db = self->writer->db;

  if (!desk_connection_begin (db, error))
    return FALSE;

  if (func (self, error) && desk_connection_commit (db, error))
    return TRUE;

  desk_connection_rollback (db);

  return FALSE;
}

static gboolean
take_in (Recovery *self, GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!desk_incoming_step (self->incoming, self->writer, &more, error))
      return FALSE;

  return TRUE;
}

/* What verifying finds is missing too: entries that came without their text. */
static gboolean
list_losses (Recovery *self, GError **error)
{
  DeskConnection *db = self->writer->db;
  g_autoptr (DeskVerifyReport) report = desk_verify (db, 0, error);

  if (report == NULL)
    return FALSE;

  for (guint i = 0; i < report->fault_ids->len; i++)
    {
      const char *id = g_ptr_array_index (report->fault_ids, i);
      gint64 row = desk_texts_is_hash (id) ? desk_journal_find (db, -1, id, NULL) : 0;
      g_autoptr (DeskStatement) statement = row > 0 ? desk_connection_query (db, sql_recovery_entry, error, "l", row) : NULL;
      g_autoptr (GError) local_error = NULL;

      if (statement != NULL && desk_statement_step (statement, &local_error))
        add_loss (self, desk_statement_get_string (statement, 0), desk_statement_get_int (statement, 1));
    }

  return TRUE;
}

static gboolean
bring_over (Recovery *self, GError **error)
{
  DeskConnection *db = desk_file_open (self->partial, DESK_CONNECTION_WRITE, error);
  g_autoptr (GPtrArray) gained = NULL;
  gint64 last_in_backup;

  if (db == NULL)
    return FALSE;

  self->writer = make_writer (db);
  self->incoming = desk_incoming_new_salvaged (desk_salvage_get_path (self->salvage), db, error);
  if (self->incoming == NULL || !desk_connection_get_int (db, sql_entry_max_seq, &last_in_backup, error) ||
      !count_unread (self, last_in_backup, error) ||
      (self->report->backup == NULL && !write_with (self, take_settings, error)) || !write_with (self, take_in, error) ||
      !write_with (self, keep_orphans, error) || !write_with (self, mend_heads, error) ||
      !write_with (self, keep_drafts, error) || !list_losses (self, error))
    return FALSE;

  gained = desk_incoming_take_gained (self->incoming);
  self->report->n_stories = gained->len;
  self->report->n_entries = desk_incoming_get_n_entries (self->incoming);
  g_clear_pointer (&self->incoming, desk_incoming_free);
  g_clear_pointer (&self->writer, writer_free);

  return TRUE;
}

/* --- Setting aside --- */

static char *
make_damaged_name (const char *path, gint64 now, guint n)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (now);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%d-%H%M%S");

  return n == 0 ? g_strdup_printf ("%s.damaged-%s", path, stamp) : g_strdup_printf ("%s.damaged-%s-%u", path, stamp, n + 1);
}

/*
 * Gives the damaged file its other name, and its WAL with it. Under the old name it is still there, until another file
 * takes that: whoever starts in between finds the damaged desk, and no empty one.
 */
static char *
set_aside (const char *path, gint64 now, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_autofree char *name = NULL;
  g_autofree char *name_wal = NULL;
  struct stat status;

  for (guint n = 0; n < 100; n++)
    {
      g_free (name);
      name = make_damaged_name (path, now, n);
      if (link (path, name) == 0)
        break;

      /* Where a file cannot have two names it gets the other one at once. */
      if (errno != EEXIST && (errno != EPERM || renameat2 (AT_FDCWD, path, AT_FDCWD, name, RENAME_NOREPLACE) != 0))
        {
          desk_file_fail (path, errno, error);
          return NULL;
        }
      if (errno != EEXIST)
        break;
    }

  name_wal = g_strconcat (name, "-wal", NULL);
  if (stat (wal, &status) == 0 && status.st_size == 0)
    g_unlink (wal);
  else if (g_rename (wal, name_wal) != 0 && errno != ENOENT)
    {
      desk_file_fail (wal, errno, error);
      g_unlink (name);
      return NULL;
    }
  g_unlink (shm);

  return g_steal_pointer (&name);
}

/* A recovery that was killed left the damaged file with both names, and its WAL under the other one. */
static char *
find_set_aside (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, ".damaged-", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  struct stat status, other;
  const char *name;

  if (stat (path, &status) != 0)
    return NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, prefix) && stat (file, &other) == 0 && other.st_ino == status.st_ino &&
          other.st_dev == status.st_dev)
        return g_steal_pointer (&file);
    }

  return NULL;
}

static DeskSession *
hold_alone (const char *path, GError **error)
{
  g_autofree char *sessions = g_strconcat (path, "-sessions", NULL);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (DeskSession) session = desk_session_new (sessions, error);

  if (session != NULL && !desk_session_is_alone (session))
    {
      g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_BUSY,
                   /* Translators: %s is a file */
                   _ ("Another program has “%s” open, which is damaged. Close it there, then try again"), shown);
      return NULL;
    }

  return g_steal_pointer (&session);
}

/* Of what was never a desk, and of what nothing is left of, nothing is made. */
static gboolean
fail_nothing (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED,
               /* Translators: %s is a file */
               _ ("Nothing can be read of “%s”, and there is no backup of it. It was left as it is"), shown);

  return FALSE;
}

static gboolean
make_desk (Recovery *self, const char *source, const char *target, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean exists;

  self->report = g_new0 (DeskRecovery, 1);
  self->report->losses = g_ptr_array_new_with_free_func ((GDestroyNotify) loss_free);
  self->losses = g_hash_table_new (g_str_hash, g_str_equal);

  if (!desk_file_check (source, &exists, &local_error) && !g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_A_DESK))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  self->partial = desk_file_make_partial (target, error);
  if (self->partial == NULL)
    return FALSE;

  desk_file_set_mode (self->partial, source, FALSE);
  self->salvage = desk_salvage_new (source, target, error);

  if (self->salvage == NULL || !take_backup (self, error) || !bring_over (self, error))
    return FALSE;

  return self->report->backup != NULL || self->report->n_entries > 0 || self->report->n_versions > 0 ||
         fail_nothing (self->path, error);
}

DeskRecovery *
desk_recovery_run (const char *path, const char *target, gint64 now, GError **error)
{
  g_autofree char *real = NULL;
  g_autofree char *search = NULL;
  g_autofree char *before = NULL;
  g_autofree char *sessions = NULL;
  g_autoptr (DeskSession) session = NULL;
  gboolean held_before;
  g_auto (Recovery) self = { NULL };

  g_return_val_if_fail (path != NULL, NULL);

  real = desk_file_get_sibling (path, "");
  self.path = real;
  if (target != NULL)
    {
      if (!make_desk (&self, real, target, error) || !desk_file_put_in_place (self.partial, target, error))
        return NULL;

      self.report->damaged = g_strdup (real);

      return g_steal_pointer (&self.report);
    }

  sessions = g_strconcat (real, "-sessions", NULL);
  held_before = g_file_test (sessions, G_FILE_TEST_EXISTS);
  session = hold_alone (real, error);
  if (session == NULL)
    return NULL;

  before = find_set_aside (real);
  if (!make_desk (&self, before != NULL ? before : real, real, error))
    {
      if (!held_before)
        g_unlink (sessions);
      return NULL;
    }

  self.report->damaged = before != NULL ? g_steal_pointer (&before) : set_aside (real, now, error);
  if (self.report->damaged == NULL || !desk_file_put_in_place (self.partial, real, error))
    return NULL;

  /* Words of the damaged desk. */
  search = g_strconcat (real, "-search", NULL);
  desk_file_discard (search);

  return g_steal_pointer (&self.report);
}

gboolean
desk_recovery_is_needed (const char *path, const GError *error)
{
  g_autoptr (GPtrArray) backups = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  if (g_error_matches (error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
    return TRUE;

  if (!g_error_matches (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_A_DESK) ||
      !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;

  backups = desk_backups_list (path, NULL);

  return backups != NULL && backups->len > 0;
}

gboolean
desk_recovery_is_complete (const DeskRecovery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->n_unread == 0 && !self->cut_off && self->losses->len == 0;
}

void
desk_recovery_free (DeskRecovery *self)
{
  g_free (self->damaged);
  g_free (self->backup);
  g_ptr_array_unref (self->losses);
  g_free (self);
}
