/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/desk-markdown.h"
#include "core/desk-words.h"
#include "desk-file.h"
#include "desk-lookup.h"
#include "desk-search.h"
#include "desk-sql.h"
#include "desk-texts.h"
#include "desk-tokenizer.h"

#define SEARCH_VERSION 1

struct _DeskSearch
{
  GMutex mutex;
  char *desk;
  char *path; /* (nullable): in memory */
  DeskConnection *index; /* (nullable): opened by whoever searches first */
};

/* What is to be taken in of one story. */
typedef struct
{
  char *slug;
  char *headline;
  char *body;
  char *posts;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->slug);
  g_free (words->headline);
  g_free (words->body);
  g_free (words->posts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static void
remove_file (DeskSearch *self)
{
  g_clear_pointer (&self->index, desk_connection_close);
  if (self->path != NULL)
    desk_file_discard (self->path);
}

static DeskConnection *
open_at (const char *path, DeskConnectionMode mode, GError **error)
{
  g_autoptr (DeskConnection) index = desk_connection_open (path, mode, error);
  gint64 version;

  if (index == NULL || !desk_tokenizer_register (index, error) ||
      !desk_connection_exec (index, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", error) ||
      !desk_connection_get_int (index, "PRAGMA user_version", &version, error))
    return NULL;

  if (version == SEARCH_VERSION)
    return g_steal_pointer (&index);

  if (version != 0)
    {
      g_set_error_literal (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NEWER, "another version");
      return NULL;
    }

  /* Another program may be making it right now. */
  if (!desk_connection_begin (index, error) ||
      !desk_connection_get_int (index, "PRAGMA user_version", &version, error) ||
      (version == 0 && !desk_connection_exec (index, sql_search_schema, error)) ||
      !desk_connection_commit (index, error))
    return NULL;

  return g_steal_pointer (&index);
}

/* The words of stories are nobody's to read who may not read the desk. What SQLite puts beside the file has its mode. */
static DeskConnection *
open_file (DeskSearch *self)
{
  const char *suffixes[] = { "", "-wal", "-shm" };
  int fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_EXCL, 0600);

  if (fd < 0 && errno != EEXIST)
    return NULL;

  if (fd >= 0)
    close (fd);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (self->path, suffixes[i], NULL);

      desk_file_set_mode (file, self->desk, FALSE);
    }

  return open_at (self->path, DESK_CONNECTION_WRITE, NULL);
}

/* The file, or a new one in its place, or memory. */
static gboolean
ensure_open (DeskSearch *self, GError **error)
{
  if (self->index == NULL && self->path != NULL)
    self->index = open_file (self);

  if (self->index == NULL && self->path != NULL)
    {
      desk_file_discard (self->path);
      self->index = open_file (self);
    }

  if (self->index == NULL)
    self->index = open_at ("search", DESK_CONNECTION_MEMORY, error);

  return self->index != NULL;
}

static gboolean
read_words (DeskConnection *db, gint64 story, Words *words, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (DeskText) text = NULL;
  g_autoptr (GString) posts = g_string_new (NULL);
  g_autoptr (GError) local_error = NULL;

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_head, error, "l", story);

    if (statement == NULL)
      return FALSE;
    if (desk_statement_step (statement, &local_error))
      {
        words->slug = desk_statement_dup_string (statement, 1);
        hash = desk_statement_dup_string (statement, 5);
      }
  }

  if (local_error == NULL)
    {
      g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_search_post_words, &local_error, "l", story);

      while (statement != NULL && desk_statement_step (statement, &local_error))
        g_string_append_printf (posts, "%s %s %s\n", desk_statement_get_string (statement, 0),
                                desk_statement_get_string (statement, 1), desk_statement_get_string (statement, 2));
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return FALSE;

  words->posts = g_string_free_and_steal (g_steal_pointer (&posts));

  /* A story whose text was left out is found by its slug. */
  if (hash != NULL && *hash != '\0' && (text = desk_texts_load (db, hash, NULL)) != NULL)
    {
      g_autofree char *plain = desk_markdown_to_plain (desk_text_get_body (text));

      words->headline = g_strdup (desk_text_get_field (text, DESK_FIELD_HEADLINE));
      words->body = g_strjoin ("\n", desk_text_get_field (text, DESK_FIELD_STANDFIRST), plain,
                               desk_text_get_field (text, DESK_FIELD_BYLINE),
                               desk_text_get_field (text, DESK_FIELD_KEYWORDS), NULL);
    }

  return TRUE;
}

static gboolean
take_in_story (DeskSearch *self, DeskConnection *db, gint64 story, GError **error)
{
  g_auto (Words) words = { 0 };

  return read_words (db, story, &words, error) &&
         desk_connection_run (self->index, sql_search_remove, error, "l", story) &&
         desk_connection_run (self->index, sql_search_add_story, error, "l", story) &&
         desk_connection_run (self->index, sql_search_add, error, "lssss", story, words.slug, words.headline,
                              words.body, words.posts);
}

/* The row and id of an entry, or the mark that stands for one. */
static gboolean
read_mark (DeskConnection *db, const char *sql, gint64 *seq, char **id, GError **error)
{
  g_autoptr (DeskStatement) statement = desk_connection_query (db, sql, error, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  *seq = 0;
  if (desk_statement_step (statement, &local_error))
    {
      *seq = desk_statement_get_int (statement, 0);
      *id = desk_statement_dup_string (statement, 1);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error);
}

/* Whether the entry that the mark names is that desk's. */
static gboolean
is_mark_of (DeskConnection *db, gint64 seq, const char *id)
{
  g_autoptr (DeskStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  if (seq == 0)
    return TRUE;

  statement = desk_connection_query (db, sql_entry_id_at, NULL, "l", seq);

  return statement != NULL && desk_statement_step (statement, &local_error) &&
         g_strcmp0 (desk_statement_get_string (statement, 0), id) == 0;
}

/* Takes in every story that has entries beyond the mark. */
static gboolean
catch_up (DeskSearch *self, DeskConnection *db, GError **error)
{
  g_autofree char *mark_id = NULL;
  g_autofree char *last_id = NULL;
  g_autoptr (GArray) stories = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local_error = NULL;
  gint64 mark, last;

  if (!read_mark (self->index, sql_search_mark, &mark, &mark_id, error) ||
      !read_mark (db, sql_entry_last, &last, &last_id, error))
    return FALSE;

  if (last == mark && g_strcmp0 (last_id != NULL ? last_id : "", mark_id) == 0)
    return TRUE;

  if (mark > last || !is_mark_of (db, mark, mark_id))
    {
      remove_file (self);
      if (!ensure_open (self, error))
        return FALSE;
      mark = 0;
    }

  {
    g_autoptr (DeskStatement) statement = desk_connection_query (db, sql_story_list_changed, error, "l", mark);

    if (statement == NULL)
      return FALSE;

    while (desk_statement_step (statement, &local_error))
      {
        gint64 story = desk_statement_get_int (statement, 0);

        g_array_append_val (stories, story);
      }
  }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return FALSE;

  if (!desk_connection_begin (self->index, error))
    return FALSE;

  for (guint i = 0; i < stories->len; i++)
    if (!take_in_story (self, db, g_array_index (stories, gint64, i), error))
      {
        desk_connection_rollback (self->index);
        return FALSE;
      }

  if (!desk_connection_run (self->index, sql_search_set_mark, error, "ls", last, last_id != NULL ? last_id : "") ||
      !desk_connection_commit (self->index, error))
    {
      desk_connection_rollback (self->index);
      return FALSE;
    }

  return TRUE;
}

/* The words of a search in FTS5's language: each as it is, the last one perhaps only begun. NULL without words. */
static char *
make_match (const char *words)
{
  g_autoptr (GArray) tokens = desk_words_split (words, -1, NULL);
  g_autoptr (GString) match = g_string_new (NULL);
  gsize end = 0;

  for (guint i = 0; i < tokens->len; i++)
    {
      const DeskToken *token = &g_array_index (tokens, DeskToken, i);
      g_autofree char *folded = desk_tokenizer_fold (words + token->start, token->end - token->start);

      if (!token->is_word || *folded == '\0')
        continue;

      g_string_append_printf (match, "%s\"%s\"", match->len > 0 ? " " : "", folded);
      end = token->end;
    }

  if (match->len == 0)
    return NULL;

  if (words[end] == '\0')
    g_string_append_c (match, '*');

  return g_string_free_and_steal (g_steal_pointer (&match));
}

/* A passage on one line. */
static char *
join_lines (const char *passage)
{
  g_auto (GStrv) words = g_strsplit_set (passage, " \n", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);

  return g_string_free_and_steal (g_steal_pointer (&line));
}

static GPtrArray *
find (DeskSearch *self, DeskConnection *db, const DeskStoryQuery *query, const char *match, GError **error)
{
  g_autoptr (GPtrArray) stories = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DeskStatement) statement = desk_connection_query (self->index, sql_search_find, error, "s", match);
  g_autoptr (GError) local_error = NULL;
  guint n_passed = 0;

  if (statement == NULL)
    return NULL;

  while ((query->limit == 0 || stories->len < query->limit) && desk_statement_step (statement, &local_error))
    {
      g_autoptr (DeskStory) story = desk_lookup_get_story (db, desk_statement_get_int (statement, 0), &local_error);

      /* The index is of another state of the desk than is read: it knows what is not there. */
      if (g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND))
        g_clear_error (&local_error);
      if (local_error != NULL)
        break;

      if (story == NULL || story->binned != query->binned ||
          (query->state >= 0 && story->state != (DeskState) query->state) || n_passed++ < query->offset)
        continue;

      g_free (story->snippet);
      story->snippet = join_lines (desk_statement_get_string (statement, 1));
      g_ptr_array_add (stories, g_steal_pointer (&story));
    }

  if (!desk_pass_error (g_steal_pointer (&local_error), error))
    return NULL;

  return g_steal_pointer (&stories);
}

DeskSearch *
desk_search_new (const char *desk, const char *path)
{
  DeskSearch *self = g_new0 (DeskSearch, 1);

  g_mutex_init (&self->mutex);
  self->desk = g_strdup (desk);
  self->path = g_strdup (path);

  return self;
}

void
desk_search_free (DeskSearch *self)
{
  g_clear_pointer (&self->index, desk_connection_close);
  g_mutex_clear (&self->mutex);
  g_free (self->desk);
  g_free (self->path);
  g_free (self);
}

GPtrArray *
desk_search_find (DeskSearch *self, DeskConnection *db, const DeskStoryQuery *query, GError **error)
{
  g_autofree char *match = make_match (query->words);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *stories = NULL;

  if (match == NULL)
    return g_ptr_array_new_with_free_func (g_object_unref);

  if (ensure_open (self, NULL) && catch_up (self, db, NULL))
    stories = find (self, db, query, match, NULL);

  if (stories != NULL)
    return stories;

  /* Whatever is wrong with it, it can be made anew. */
  remove_file (self);
  if (!ensure_open (self, error) || !catch_up (self, db, error))
    return NULL;

  return find (self, db, query, match, error);
}

gboolean
desk_search_rebuild (DeskSearch *self, DeskConnection *db, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  remove_file (self);

  return ensure_open (self, error) && catch_up (self, db, error);
}
