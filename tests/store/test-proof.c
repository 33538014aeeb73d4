/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"
#include "store/desk-proof.h"

#define STORY "018f3c1e-7a00-7c3a-9d51-6b2e4f0a1c77"

/* A journal of @n entries, each of which names those before it that @parents has as letters: "a" is the first. */
static GPtrArray *
make_journal (const char *const *parents, guint n)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_entry_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) ids = g_ptr_array_new ();
      g_autoptr (JsonObject) body = json_object_new ();
      g_autoptr (GError) error = NULL;
      DeskEntry *entry;

      for (const char *letter = parents[i]; *letter != '\0'; letter++)
        g_ptr_array_add (ids, (gpointer) desk_entry_get_id (entries->pdata[*letter - 'a']));
      g_ptr_array_add (ids, NULL);
      entry = desk_entry_new (STORY, (const char *const *) ids->pdata, "Mara Vell", "desk-3", 1000 + i, "UTC", DESK_ENTRY_NOTE,
                              body, &error);
      g_assert_no_error (error);
      g_ptr_array_add (entries, entry);
    }

  return entries;
}

static DeskProof *
find (GPtrArray *entries, char letter)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *start = g_strndup (desk_entry_get_id (entries->pdata[letter - 'a']), 12);
  DeskProof *proof = desk_proof_find (entries, start, &error);

  g_assert_no_error (error);
  g_assert_nonnull (proof);
  g_assert_true (proof->entry == entries->pdata[letter - 'a']);

  return proof;
}

static void
proof_is (GPtrArray *entries, char letter, gboolean holds, guint n_before, guint n_after, guint n_beside, char first)
{
  g_autoptr (DeskProof) proof = find (entries, letter);

  g_assert_cmpint (proof->holds, ==, holds);
  g_assert_cmpuint (proof->n_before, ==, n_before);
  g_assert_cmpuint (proof->n_after, ==, n_after);
  g_assert_cmpuint (proof->n_beside, ==, n_beside);
  g_assert_true (proof->first == (first != '\0' ? entries->pdata[first - 'a'] : NULL));
}

static void
test_line (void)
{
  static const char *const parents[] = { "", "a", "b", "c" };
  g_autoptr (GPtrArray) entries = make_journal (parents, G_N_ELEMENTS (parents));
  g_autoptr (GError) error = NULL;

  proof_is (entries, 'a', TRUE, 0, 3, 0, '\0');
  proof_is (entries, 'c', TRUE, 2, 1, 0, '\0');
  proof_is (entries, 'd', TRUE, 3, 0, 0, '\0');
  g_assert_null (desk_proof_find (entries, "0123456789abcdef", &error));
  g_assert_no_error (error);
}

/* c and d were made apart on b; f joins them, and g stands apart again. */
static void
test_fork (void)
{
  static const char *const joined[] = { "", "a", "b", "b", "d", "ce" };
  static const char *const apart[] = { "", "a", "b", "b", "d", "ce", "c" };
  g_autoptr (GPtrArray) entries = make_journal (joined, G_N_ELEMENTS (joined));
  g_autoptr (GPtrArray) more = make_journal (apart, G_N_ELEMENTS (apart));

  proof_is (entries, 'b', TRUE, 1, 4, 0, '\0');
  proof_is (entries, 'c', TRUE, 2, 1, 2, 'd');
  proof_is (entries, 'd', TRUE, 2, 2, 1, 'c');

  proof_is (more, 'b', TRUE, 1, 5, 0, '\0');
  proof_is (more, 'c', TRUE, 2, 2, 2, 'd');
  proof_is (more, 'd', FALSE, 2, 2, 2, 'c');
  proof_is (more, 'f', FALSE, 5, 0, 1, 'g');
}

/* The order in which they stand is a view, and proves nothing. */
static void
test_any_order (void)
{
  static const char *const parents[] = { "", "a", "b", "c" };
  g_autoptr (GPtrArray) entries = make_journal (parents, G_N_ELEMENTS (parents));
  g_autoptr (GPtrArray) turned = g_ptr_array_new ();

  for (guint i = entries->len; i > 0; i--)
    g_ptr_array_add (turned, entries->pdata[i - 1]);
  /* Its letters are turned with it. */
  proof_is (turned, 'c', TRUE, 1, 2, 0, '\0');
}

static void
test_ambiguous (void)
{
  static const char *const parents[] = { "", "a" };
  g_autoptr (GPtrArray) entries = make_journal (parents, G_N_ELEMENTS (parents));
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_proof_find (entries, "", &error));
  g_assert_error (error, DESK_STORE_ERROR, DESK_STORE_ERROR_AMBIGUOUS);
  g_assert_nonnull (strstr (error->message, desk_entry_get_id (entries->pdata[1])));
}

static void
prove_fails (DeskStore *store, const char *story, const char *start, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_store_prove (store, story, start, &error));
  g_assert_error (error, DESK_STORE_ERROR, code);
}

static void
test_store (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *other = make_story (fixture->store, "Ferry", "One.");
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autoptr (GPtrArray) entries = desk_store_list_entries (fixture->store, story, NULL);
  const char *id = desk_entry_get_id (entries->pdata[4]);
  g_autofree char *short_id = g_strndup (id, 8);
  g_autofree char *shouted = g_ascii_strup (id, -1);
  g_autofree char *too_short = g_strndup (id, 7);
  g_autofree char *too_long = g_strconcat (id, "0", NULL);
  const char *starts[] = { id, short_id, shouted };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskProof) proof = desk_store_prove (fixture->store, i == 0 ? story : NULL, starts[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (desk_entry_get_id (proof->entry), ==, id);
      g_assert_cmpstr (desk_entry_get_story (proof->entry), ==, story);
      g_assert_true (proof->holds);
      g_assert_cmpuint (proof->n_before, ==, 4);
      g_assert_cmpuint (proof->n_after, ==, entries->len - 5);
    }

  prove_fails (fixture->store, other, id, DESK_STORE_ERROR_NOT_FOUND);
  prove_fails (fixture->store, NULL, "0123456789", DESK_STORE_ERROR_NOT_FOUND);
  prove_fails (fixture->store, NULL, too_short, DESK_STORE_ERROR_INVALID);
  prove_fails (fixture->store, NULL, too_long, DESK_STORE_ERROR_INVALID);
  prove_fails (fixture->store, NULL, "not an id", DESK_STORE_ERROR_INVALID);
}

/* Another history of the same story, as somebody could write it: whole in itself, and not what was handed out. */
static void
test_another_history (DeskFixture *fixture, gconstpointer data)
{
  g_autofree char *copy = desk_fixture_path (fixture, "copy.desk");
  g_autofree char *story = make_story (fixture->store, "Harbour", "One.");
  g_autofree char *handed_out = NULL;
  g_autofree char *there = NULL;
  g_autoptr (DeskStore) forged = NULL;
  g_autoptr (DeskVerifyReport) report = NULL;
  g_autoptr (GPtrArray) gained = NULL;
  g_autoptr (DeskProof) proof = NULL;
  g_autoptr (GError) error = NULL;

  desk_store_backup (fixture->store, copy, &error);
  g_assert_no_error (error);
  handed_out = keep (fixture->store, story, "Two.");
  forged = open_desk (copy);
  there = keep (forged, story, "Three.");

  report = desk_store_verify (forged, NULL, NULL);
  g_assert_true (report->intact);
  prove_fails (forged, NULL, handed_out, DESK_STORE_ERROR_NOT_FOUND);

  /* Both in one desk: the story has two ends, and one does not build on what was handed out. */
  gained = desk_store_take_in (forged, fixture->path, &error);
  g_assert_no_error (error);
  proof = desk_store_prove (forged, NULL, handed_out, &error);
  g_assert_no_error (error);
  g_assert_false (proof->holds);
  g_assert_cmpuint (proof->n_beside, ==, 1);
  g_assert_cmpstr (desk_entry_get_id (proof->first), ==, there);

  desk_store_close (forged, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/proof/line", test_line);
  g_test_add_func ("/proof/fork", test_fork);
  g_test_add_func ("/proof/any-order", test_any_order);
  g_test_add_func ("/proof/ambiguous", test_ambiguous);
  desk_fixture_add ("/proof/store", test_store);
  desk_fixture_add ("/proof/another-history", test_another_history);

  return g_test_run ();
}
