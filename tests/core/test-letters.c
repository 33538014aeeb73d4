/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-letters.h"

static void
test_clean (void)
{
  static const struct
  {
    const char *language;
    const char *text;
    const char *clean;
  } cases[] = {
    { "en", "The har\u00adbour\u200b is \ufeffopen\u2060.", "The harbour is open." },
    { "en", "at\u00a010\u202fpm and 10\u00a0000 men", "at 10 pm and 10\u00a0000 men" },
    { "fr", "Quoi\u00a0? «\u00a0Non\u00a0», dit\u00a0il.", "Quoi\u00a0? «\u00a0Non\u00a0», dit il." },
    { "fr-CA", "\u00a0: oui", "\u00a0: oui" },
    { "de", "10\u00a0km und\u00a0mehr", "10\u00a0km und mehr" },
    { "cs", "v\u00a0Praze", "v\u00a0Praze" },
    /* Joiners: Persian, Sorani, a family; not between Latin letters. */
    { "fa", "می\u200cروم", "می\u200cروم" },
    { "ckb", "ده\u200cڵێت", "ده\u200cڵێت" },
    { "en", "👩\u200d👧 was\u200cthere", "👩\u200d👧 wasthere" },
    { "th", "คำ\u200bคำ", "คำ\u200bคำ" },
    /* Direction: marks in a text that needs them, no overriding anywhere. */
    { "ar", "قال \u200eABC\u200f هنا", "قال \u200eABC\u200f هنا" },
    { "en", "abc\u200e \u202egpj.exe\u202c", "abc gpj.exe" },
    { "en", "a\r\nb\rc\u2028d\u2029e\tf\x01g", "a\nb\nc\nd\n\ne\tfg" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = desk_letters_clean (cases[i].text, -1, cases[i].language);
      g_autofree char *again = desk_letters_clean (clean, -1, cases[i].language);

      g_assert_cmpstr (clean, ==, cases[i].clean);
      g_assert_cmpstr (again, ==, clean);
    }
}

static void
test_bytes (void)
{
  g_autofree char *nul = desk_letters_clean ("a\0b\0\0c", 6, "en");
  g_autofree char *invalid = desk_letters_clean ("a\xff\xc3", 3, "en");

  g_assert_cmpstr (nul, ==, "abc");
  g_assert_cmpstr (invalid, ==, "a\ufffd\ufffd");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/letters/clean", test_clean);
  g_test_add_func ("/letters/bytes", test_bytes);

  return g_test_run ();
}
