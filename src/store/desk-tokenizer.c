/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "core/desk-words.h"
#include "desk-tokenizer.h"

/* Stretches an Arabic word and means nothing. */
#define TATWEEL 0x0640

/* https://www.sqlite.org/fts5.html, section 7.1 */
typedef int (*TokenFunc) (void *context, int flags, const char *token, int length, int start, int end);

static int
tokenizer_create_cb (void *data, const char **arguments, int n_arguments, Fts5Tokenizer **out)
{
  static int the_only_one;

  *out = (Fts5Tokenizer *) &the_only_one;

  return SQLITE_OK;
}

static void
tokenizer_delete_cb (Fts5Tokenizer *self)
{
}

static int
tokenizer_tokenize_cb (Fts5Tokenizer *self, void *context, int flags, const char *text, int length, TokenFunc token_cb)
{
  g_autoptr (GArray) tokens = NULL;

  if (length <= 0 || !g_utf8_validate_len (text, length, NULL))
    return SQLITE_OK;

  tokens = desk_words_split (text, length, NULL);
  for (guint i = 0; i < tokens->len; i++)
    {
      const DeskToken *token = &g_array_index (tokens, DeskToken, i);
      g_autofree char *folded = NULL;
      int code;

      if (!token->is_word)
        continue;

      folded = desk_tokenizer_fold (text + token->start, token->end - token->start);
      if (*folded == '\0')
        continue;

      code = token_cb (context, 0, folded, strlen (folded), token->start, token->end);
      if (code != SQLITE_OK)
        return code;
    }

  return SQLITE_OK;
}

char *
desk_tokenizer_fold (const char *word, gssize length)
{
  g_autofree char *cased = g_utf8_casefold (word, length);
  g_autofree char *split = g_utf8_normalize (cased, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) folded = g_string_new (NULL);

  for (const char *c = split; c != NULL && *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      /* Vowels that Indic and Thai scripts write as marks have no combining class, and stay. */
      if (g_unichar_combining_class (character) == 0 && character != TATWEEL)
        g_string_append_unichar (folded, character);
    }

  return g_string_free_and_steal (g_steal_pointer (&folded));
}

gboolean
desk_tokenizer_register (DeskConnection *db, GError **error)
{
  sqlite3 *handle = desk_connection_get_handle (db);
  fts5_tokenizer tokenizer = { tokenizer_create_cb, tokenizer_delete_cb, tokenizer_tokenize_cb };
  fts5_api *api = NULL;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (handle, "SELECT fts5 (?1)", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (statement);
    }
  sqlite3_finalize (statement);

  if (api == NULL || api->xCreateTokenizer (api, "desk", NULL, &tokenizer, NULL) != SQLITE_OK)
    return desk_connection_fail (handle, error);

  return TRUE;
}
