/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "desk-job.h"
#include "desk-journal.h"
#include "desk-lookup.h"
#include "desk-proof.h"
#include "desk-sql.h"

/* A journal, with the ways through it. */
typedef struct
{
  GPtrArray *entries;
  GHashTable *places;  /* id → place in @entries, from 1 */
  GPtrArray *children; /* (element-type GArray of guint) */
} Chain;

static void
chain_clear (Chain *self)
{
  g_hash_table_unref (self->places);
  g_ptr_array_unref (self->children);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

static guint
find_place (Chain *self, const char *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->places, id));
}

static Chain
make_chain (GPtrArray *entries)
{
  Chain self = { entries, g_hash_table_new (g_str_hash, g_str_equal),
                 g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref) };

  for (guint i = 0; i < entries->len; i++)
    {
      g_hash_table_insert (self.places, (gpointer) desk_entry_get_id (entries->pdata[i]), GUINT_TO_POINTER (i + 1));
      g_ptr_array_add (self.children, g_array_new (FALSE, FALSE, sizeof (guint)));
    }

  for (guint i = 0; i < entries->len; i++)
    {
      const char *const *parents = desk_entry_get_parents (entries->pdata[i]);

      for (guint j = 0; parents[j] != NULL; j++)
        {
          guint place = find_place (&self, parents[j]);

          if (place > 0)
            g_array_append_val ((GArray *) self.children->pdata[place - 1], i);
        }
    }

  return self;
}

/* Marks what can be reached from entry @from in @marks, without itself; its number. */
static guint
mark_reached (Chain *self, guint from, gboolean up, guint8 *marks)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n = 0;

  g_array_append_val (waiting, from);
  while (waiting->len > 0)
    {
      guint i = g_array_index (waiting, guint, waiting->len - 1);
      const char *const *parents = desk_entry_get_parents (self->entries->pdata[i]);
      GArray *children = self->children->pdata[i];
      guint n_next = up ? g_strv_length ((char **) parents) : children->len;

      g_array_set_size (waiting, waiting->len - 1);
      for (guint j = 0; j < n_next; j++)
        {
          guint place = up ? find_place (self, parents[j]) : g_array_index (children, guint, j) + 1;
          guint next = place - 1;

          if (place == 0 || marks[next])
            continue;
          marks[next] = TRUE;
          g_array_append_val (waiting, next);
          n++;
        }
    }

  return n;
}

static DeskProof *
prove (GPtrArray *entries, guint at)
{
  g_auto (Chain) chain = make_chain (entries);
  g_autofree guint8 *before = g_new0 (guint8, entries->len);
  g_autofree guint8 *after = g_new0 (guint8, entries->len);
  DeskProof *proof = g_new0 (DeskProof, 1);

  proof->entry = desk_entry_ref (entries->pdata[at]);
  proof->n_before = mark_reached (&chain, at, TRUE, before);
  proof->n_after = mark_reached (&chain, at, FALSE, after);
  proof->n_beside = entries->len - 1 - proof->n_before - proof->n_after;

  proof->holds = TRUE;
  for (guint i = 0; i < entries->len; i++)
    {
      if (i == at || after[i])
        continue;

      /* One that nothing builds on is an end of the journal; what the entry itself builds on has it behind. */
      proof->holds = proof->holds && ((GArray *) chain.children->pdata[i])->len > 0;
      if (!before[i] && proof->first == NULL)
        proof->first = desk_entry_ref (entries->pdata[i]);
    }

  return proof;
}

static gboolean
check_digits (const char *start, GError **error)
{
  gsize length = strlen (start);

  if (length >= DESK_PROOF_MIN_DIGITS && length <= 64 && strspn (start, "0123456789abcdef") == length)
    return TRUE;

  g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_INVALID,
               /* Translators: %s is what somebody typed, %d a number */
               _ ("“%s” is no id: it has 64 digits and letters from a to f, of which the first %d are enough"), start,
               DESK_PROOF_MIN_DIGITS);

  return FALSE;
}

DeskProof *
desk_proof_find (GPtrArray *entries, const char *start, GError **error)
{
  DeskEntry *found = NULL;
  guint at = 0;

  g_return_val_if_fail (entries != NULL, NULL);
  g_return_val_if_fail (start != NULL, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const char *id = desk_entry_get_id (entries->pdata[i]);

      if (!g_str_has_prefix (id, start))
        continue;

      if (found != NULL)
        {
          g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_AMBIGUOUS,
                       /* Translators: the beginning of an id, then two ids */
                       _ ("“%s” may be %s or %s: more of its digits are needed"), start, desk_entry_get_id (found), id);
          return NULL;
        }
      found = entries->pdata[i];
      at = i;
    }

  return found != NULL ? prove (entries, at) : NULL;
}

void
desk_proof_free (DeskProof *self)
{
  desk_entry_unref (self->entry);
  g_clear_pointer (&self->first, desk_entry_unref);
  g_free (self);
}

/* (element-type gint64): the row of that story, or 0 for the desk's own journal and the rows of all. */
static GArray *
list_journals (DeskConnection *db, const char *story, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_autoptr (DeskStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 row = 0;

  if (story != NULL && (row = desk_lookup_story_row (db, story, error)) < 0)
    return NULL;

  g_array_append_val (rows, row);
  if (story != NULL)
    return g_steal_pointer (&rows);

  statement = desk_connection_query (db, sql_story_list_ids, error, "");
  if (statement == NULL)
    return NULL;

  while (desk_statement_step (statement, &local_error))
    {
      row = desk_statement_get_int (statement, 0);
      g_array_append_val (rows, row);
    }

  return desk_pass_error (g_steal_pointer (&local_error), error) ? g_steal_pointer (&rows) : NULL;
}

/* Looks in every journal, as the same beginning may be in two. */
static gpointer
prove_func (DeskStore *self, DeskConnection *db, guint64 number, DeskRequest *request, GError **error)
{
  g_autoptr (GArray) rows = NULL;
  g_autoptr (DeskProof) proof = NULL;
  g_autoptr (GError) damage = NULL;

  rows = list_journals (db, request->story, error);
  if (rows == NULL)
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      GError *local_error = NULL;
      g_autoptr (GPtrArray) entries = desk_journal_list (db, g_array_index (rows, gint64, i), &local_error);
      g_autoptr (DeskProof) found = NULL;

      if (entries != NULL)
        found = desk_proof_find (entries, request->name, &local_error);

      if (g_error_matches (local_error, DESK_STORE_ERROR, DESK_STORE_ERROR_DAMAGED))
        {
          g_clear_error (&damage);
          damage = local_error;
        }
      else if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return NULL;
        }

      if (found != NULL && proof != NULL)
        {
          g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_AMBIGUOUS,
                       /* Translators: the beginning of an id, then two ids */
                       _ ("“%s” may be %s or %s: more of its digits are needed"), request->name,
                       desk_entry_get_id (proof->entry), desk_entry_get_id (found->entry));
          return NULL;
        }
      if (found != NULL)
        proof = g_steal_pointer (&found);
    }

  if (proof != NULL)
    return g_steal_pointer (&proof);

  if (damage != NULL)
    g_propagate_error (error, g_steal_pointer (&damage));
  else
    g_set_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_NOT_FOUND,
                 /* Translators: %s is an id, or the beginning of one */
                 _ ("No entry of this history has the id %s"), request->name);

  return NULL;
}

static const DeskOperation prove_operation = { DESK_OPERATION_READ, prove_func, (GDestroyNotify) desk_proof_free };

DeskProof *
desk_store_prove (DeskStore *self, const char *story, const char *start, GError **error)
{
  g_autofree char *digits = NULL;

  g_return_val_if_fail (DESK_IS_STORE (self), NULL);
  g_return_val_if_fail (start != NULL, NULL);

  digits = g_ascii_strdown (start, -1);
  if (!check_digits (digits, error))
    return NULL;

  return desk_store_run (self, &prove_operation, desk_request_new_name (story, digits), error);
}
