/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-test-story.h"
#include "exchange/desk-export.h"
#include "exchange/desk-import.h"

static char *export (DeskSnapshot *snapshot, DeskText *text, const char *format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = desk_export_story (snapshot, text, format, NULL, &error);
  gsize length;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &length);

  return g_strndup (data, length);
}

static void
test_formats (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (GError) error = NULL;
  gsize n = 0;
  const DeskExportFormat *formats = desk_export_list_formats (&n);

  g_assert_cmpuint (n, >=, 2);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *written = export (snapshot, NULL, formats[i].id);

      g_assert_cmpstr (written, !=, "");
    }

  g_assert_null (desk_export_story (snapshot, NULL, "newsml", NULL, &error));
  g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN);
}

static void
test_markdown (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autofree char *written = export (snapshot, NULL, "markdown");
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskImport) import = NULL;

  g_assert_cmpstr (written, ==, desk_text_get_canonical (snapshot->text, NULL));

  import = desk_import_text (written, -1, "harbour.md", "de", "UTC", &error);
  g_assert_no_error (error);
  g_assert_true (desk_text_equal (import->text, snapshot->text));
}

static void
test_text (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autofree char *written = export (snapshot, NULL, "text");

  g_assert_cmpstr (written, ==,
                   "Harbour prison seized\n\n"
                   "Ministry denies losing control\n\n"
                   "By M. Aral\n\n"
                   "PORT ALDER, Marrow Coast — Armed men opened a prison, the coast guard said.\n\n"
                   "https://x.com/marrow_guard/status/2025946527169249280\n\n"
                   "• one\n• two\n\n"
                   "Updated at 10:19 pm.\n");
}

/* What Desk puts on the clipboard it reads again. */
static void
test_text_comes_back (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autofree char *written = export (snapshot, NULL, "text");
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskImport) import = desk_import_text (written, -1, NULL, "en", "UTC", &error);
  const char *const fields[] = { DESK_FIELD_HEADLINE, DESK_FIELD_STANDFIRST, DESK_FIELD_BYLINE, DESK_FIELD_DATELINE };

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_assert_cmpstr (desk_text_get_field (import->text, fields[i]), ==, desk_text_get_field (snapshot->text, fields[i]));
  g_assert_nonnull (import->stamp);
  g_assert_cmpstr (import->stamp->words, ==, "Updated at 10:19 pm.");
}

static void
test_corrections (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (DeskText) corrected = desk_text_with_body (snapshot->text, "Other words.");
  g_autoptr (DeskText) typed = desk_text_with_body (snapshot->text, "Words not out yet.");
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autofree char *not_out = NULL;
  DeskUpdate *mistaken;

  mistaken = desk_test_story_add_update (snapshot, DESK_UPDATE_CORRECTION, corrected, "Correction: a mistake.");
  g_set_str (&mistaken->superseded_by, "update-4");
  desk_test_story_add_update (snapshot, DESK_UPDATE_CORRECTION, corrected, "Correction: 840, not 850.");

  /* Readers of the older words saw no correction. */
  old = export (snapshot, snapshot->text, "text");
  g_assert_true (g_str_has_suffix (old, "• two\n\nUpdated at 10:19 pm.\n"));

  new = export (snapshot, corrected, "text");
  g_assert_true (g_str_has_suffix (new, " — Other words.\n\nUpdated at 10:19 pm.\n\nCorrection: 840, not 850.\n"));

  not_out = export (snapshot, typed, "text");
  g_assert_true (g_str_has_suffix (not_out, " — Words not out yet.\n\nUpdated at 10:19 pm.\n\nCorrection: 840, not 850.\n"));
}

static void
test_bare (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (DeskText) empty = desk_text_new ();
  g_autofree char *written = NULL;

  g_ptr_array_set_size (snapshot->updates, 0);
  written = export (snapshot, empty, "text");
  g_assert_cmpstr (written, ==, "");
}

/* What a file names behind its last line is told apart from its words again. */
static void
test_entry (void)
{
  static const char entry[] = "4b5193eb42ebd3b1c88fd7a7c78c03315f430693681de5741d551283d4e93f2d";
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  gsize n;
  const DeskExportFormat *formats = desk_export_list_formats (&n);

  for (gsize i = 0; i < n && g_str_has_prefix (formats[i].type, "text/"); i++)
    {
      g_autofree char *bare = export (snapshot, NULL, formats[i].id);
      g_autoptr (GBytes) bytes = desk_export_story (snapshot, NULL, formats[i].id, entry, NULL);
      g_autofree char *written = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_autoptr (DeskImport) plain = desk_import_text (bare, -1, "harbour.md", "de", "UTC", NULL);
      g_autoptr (DeskImport) import = desk_import_text (written, -1, "harbour.md", "de", "UTC", NULL);
      gsize length = desk_export_measure_entry (written, strlen (written));

      g_assert_true (g_str_has_prefix (written, bare));
      g_assert_nonnull (strstr (written + strlen (bare), entry));
      g_assert_cmpuint (length, ==, strlen (written) - strlen (bare));
      g_assert_true (desk_text_equal (import->text, plain->text));
      g_assert_cmpuint (desk_export_measure_entry (bare, strlen (bare)), ==, 0);
      /* An editor's own last line is no such thing. */
      written[strlen (written) - length + 8] = '!';
      g_assert_cmpuint (desk_export_measure_entry (written, strlen (written)), ==, 0);
    }
}

static void
test_find_entry (void)
{
  g_autoptr (DeskSnapshot) snapshot = desk_test_story_new ();
  g_autoptr (DeskText) typed = desk_text_with_body (snapshot->text, "Words not out yet.");
  DeskUpdate *update;

  g_set_str (&snapshot->story->head, "the-head");
  g_assert_null (desk_export_find_entry (snapshot, typed));

  update = desk_test_story_add_update (snapshot, DESK_UPDATE_UPDATE, snapshot->text, "Updated at 11 pm.");
  g_assert_cmpstr (desk_export_find_entry (snapshot, snapshot->text), ==, update->id);

  g_ptr_array_set_size (snapshot->updates, 0);
  g_assert_cmpstr (desk_export_find_entry (snapshot, snapshot->text), ==, "the-head");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export/formats", test_formats);
  g_test_add_func ("/export/markdown", test_markdown);
  g_test_add_func ("/export/text", test_text);
  g_test_add_func ("/export/text-comes-back", test_text_comes_back);
  g_test_add_func ("/export/corrections", test_corrections);
  g_test_add_func ("/export/bare", test_bare);
  g_test_add_func ("/export/entry", test_entry);
  g_test_add_func ("/export/find-entry", test_find_entry);

  return g_test_run ();
}
