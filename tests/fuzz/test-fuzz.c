/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/desk-entry.h"
#include "core/desk-text.h"
#include "store/desk-fault-vfs.h"
#include "store/desk-fixture.h"

/*
 * What is read from outside, changed by chance again and again: never a crash, and what is accepted is what it says.
 * The same seed makes the same run; both are printed, and what crashed is found by them.
 *
 * DESK_FUZZ_ROUNDS is how many times as many as usual, DESK_FUZZ_SEED where chance begins.
 */

#define SMALL_ROUNDS 3000
#define FILE_ROUNDS 60

typedef void (*Target) (const guint8 *data, gsize size);

static guint32
get_number (const char *name, guint32 otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint32) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static GRand *
begin (void)
{
  guint32 seed = get_number ("DESK_FUZZ_SEED", g_random_int ());

  g_test_message ("DESK_FUZZ_SEED=%u DESK_FUZZ_ROUNDS=%u", seed, get_number ("DESK_FUZZ_ROUNDS", 1));

  return g_rand_new_with_seed (seed);
}

/* Bits, bytes, runs: changed, cut out, said twice, moved, or replaced by what means something. */
static GByteArray *
mutate (GRand *chance, GBytes *seed)
{
  static const char *const words[] = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "\\u0000",
    "\\ud800",
    "-0",
    "1e9",
    "9007199254740992",
    "null",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "Headline: ",
    "Zone: ",
    "\xc0\x80",
    "\xed\xa0\x80",
    "\xff",
    "\xef\xbb\xbf",
    "\xe2\x80\xae",
  };
  GByteArray *bytes = g_byte_array_new ();
  gsize size;
  gconstpointer data = g_bytes_get_data (seed, &size);

  g_byte_array_append (bytes, data, size);
  for (int n = g_rand_int_range (chance, 1, 10); n > 0 && bytes->len > 2; n--)
    {
      guint at = g_rand_int_range (chance, 0, bytes->len);
      guint run = g_rand_int_range (chance, 1, MIN (200, bytes->len - at) + 1);
      guint from = g_rand_int_range (chance, 0, bytes->len - run + 1);
      const char *word = words[g_rand_int_range (chance, 0, G_N_ELEMENTS (words))];

      switch (g_rand_int_range (chance, 0, 7))
        {
        case 0:
          bytes->data[at] ^= 1 << g_rand_int_range (chance, 0, 8);
          break;
        case 1:
          bytes->data[at] = g_rand_int_range (chance, 0, 256);
          break;
        case 2:
          g_byte_array_remove_range (bytes, at, run);
          break;
        case 3:
          memmove (bytes->data + at, bytes->data + MIN (from, bytes->len - run), run);
          break;
        case 4:
          memset (bytes->data + at, g_rand_boolean (chance) ? 0xff : 0, run);
          break;
        case 5:
          memcpy (bytes->data + at, word, MIN (strlen (word), bytes->len - at));
          break;
        default:
          g_byte_array_append (bytes, (const guint8 *) word, strlen (word));
          break;
        }
    }

  return bytes;
}

static void
read_text (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskText) text = desk_text_parse ((const char *) data, size, &error);
  g_autoptr (DeskText) again = NULL;

  if (text == NULL)
    {
      g_assert_true (error->domain == DESK_CORE_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }

  again = desk_text_parse (desk_text_get_canonical (text, NULL), -1, &error);
  g_assert_no_error (error);
  g_assert_true (desk_text_equal (text, again));
  g_assert_true (g_utf8_validate (desk_text_get_body (text), -1, NULL));
}

static void
read_entry (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntry) entry = desk_entry_parse (bytes, &error);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  if (entry == NULL)
    {
      g_assert_true (error->domain == DESK_CORE_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }

  g_assert_cmpstr (desk_entry_get_id (entry), ==, hash);
  g_assert_true (g_utf8_validate (desk_entry_get_zone (entry), -1, NULL));
}

static void
run (GBytes *seed, Target target)
{
  g_autoptr (GRand) chance = begin ();
  guint rounds = SMALL_ROUNDS * get_number ("DESK_FUZZ_ROUNDS", 1);

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GByteArray) bytes = mutate (chance, seed);

      target (bytes->data, bytes->len);
    }
}

static void
test_text (void)
{
  static const char bytes[] =
      "Headline: Harbour reopens after\n night of storms\nByline: Mara Vell\nLanguage: en\nZone: Asia/Baghdad\nX-Own: 1\n\n"
      "The *harbour* opened at dawn. [Three](https://a.example) ships left.\n\n<https://x.com/harbour/status/123>\n";
  g_autoptr (GBytes) seed = g_bytes_new_static (bytes, sizeof bytes - 1);

  run (seed, read_text);
}

static void
test_entry (void)
{
  static const char bytes[] =
      "{\"actor\":{\"device\":\"desk-3\",\"name\":\"Mara Vell\"},\"at\":1771859100000000,\"body\":{\"bases\":["
      "\"670ffdd84a1af47f5f9f0ce7c90267914dce5cd1444c01fc9e8e90e36a7d1c6c\"],\"text\":"
      "\"e7c770b2452511bc8be5aef64d66c4684bcb95b35b44f8d95a2074d013b7d70f\",\"why\":\"keep\"},\"kind\":\"revision\",\"parents\":["
      "\"670ffdd84a1af47f5f9f0ce7c90267914dce5cd1444c01fc9e8e90e36a7d1c6c\"],\"story\":\"018f3c1e-7a00-7c3a-9d51-6b2e4f0a1c77\","
      "\"zone\":\"Asia/Baghdad\"}";
  g_autoptr (GBytes) seed = g_bytes_new_static (bytes, sizeof bytes - 1);

  run (seed, read_entry);
}

/* Opened, verified and taken in, by a desk that stays intact. */
static void
test_desk (DeskFixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) chance = begin ();
  g_autofree char *story = make_rich_story (fixture->store, NULL);
  g_autofree char *package = desk_fixture_path (fixture, "package.desk");
  g_autofree char *path = desk_fixture_path (fixture, "mutant.desk");
  g_autofree char *other_path = desk_fixture_path (fixture, "other.desk");
  g_autoptr (DeskStore) other = open_desk (other_path);
  g_autoptr (DeskVerifyReport) whole = NULL;
  g_autoptr (GBytes) seed = NULL;
  guint rounds = FILE_ROUNDS * get_number ("DESK_FUZZ_ROUNDS", 1);
  gsize size;
  char *contents;

  g_assert_true (desk_store_write_package (fixture->store, story, package, DESK_PACKAGE_WITH_SEALED, NULL));
  contents = read_file (package, &size);
  seed = g_bytes_new_take (contents, size);

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GByteArray) bytes = mutate (chance, seed);
      g_autoptr (GPtrArray) gained = NULL;
      g_autoptr (DeskStore) store = NULL;
      g_autoptr (DeskVerifyReport) report = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
      gained = desk_store_take_in (other, path, &error);
      g_assert_true (gained != NULL || g_utf8_validate (error->message, -1, NULL));
      store = desk_store_open (path, DESK_STORE_OPEN_READ_ONLY, NULL, NULL);
      if (store != NULL)
        {
          g_autoptr (DeskSnapshot) snapshot = desk_store_load (store, story, NULL);

          report = desk_store_verify (store, NULL, NULL);
          desk_store_close (store, NULL);
        }
    }

  whole = desk_store_verify (other, NULL, NULL);
  g_assert_true (whole->intact);
  desk_store_close (other, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_fault_vfs_install ();

  g_test_add_func ("/fuzz/text", test_text);
  g_test_add_func ("/fuzz/entry", test_entry);
  desk_fixture_add ("/fuzz/desk", test_desk);

  return g_test_run ();
}
