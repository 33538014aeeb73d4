/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "exchange/desk-capture.h"

/* What a file of tests/data/posts holds. The last members that are left out are "", 0 and none. */
typedef struct
{
  const char *file;
  const char *type;
  const char *network;
  const char *address;
  const char *words;
  const char *author;
  const char *handle;
  const char *language;
  const char *time; /* RFC 3339 */
  DeskTimeFrom from;
  const char *missing; /* separated by spaces */
  const char *author_address;
} Case;

static const Case cases[] = {
  { "x-embed.html", "text/html", "x", "https://x.com/marrow_guard/status/2025946527169249280",
    "We have lost contact with the post at the harbour prison.\n\n"
    "The gates are open & thousands are in the streets. #PortAlder pic.twitter.com/Abcdef0123",
    "Marrow Coast Guard (press)", "@marrow_guard", "en", "2026-02-23T14:51:07Z", DESK_TIME_NUMBER, "pictures" },
  { "x-oembed.json", "application/json", "x", "https://x.com/marrow_interior/status/2025955473618751488",
    "The harbour prison is secure and fully staffed. Reports to the contrary are false. https://t.co/Zyxwvu9876",
    "Interior Ministry", "@marrow_interior", "en", "2026-02-23T15:26:40Z", DESK_TIME_NUMBER, "",
    "https://twitter.com/marrow_interior" },
  { "x-embed-cut.html", "text/html", "x", "https://x.com/marrow_guard/status/20",
    "فقدنا الاتصال بالموقع عند سجن الميناء. البوابات مفتوحة، والآلاف في الشوارع… https://t.co/Abcdef0124",
    "حرس الساحل", "@marrow_guard", "ar", "2026-02-23T00:00:00Z", DESK_TIME_DATE, "rest time" },
  { "bluesky-embed.html", "text/html", "bluesky",
    "https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx/post/3lisxyzabcd2k",
    "Buses stop at the old pier.\nBring water.",
    "Ferry Watch", "@ferry.example", "en", "2026-02-23T00:00:00Z", DESK_TIME_DATE, "pictures time" },
  { "tiktok-embed.html", "text/html", "tiktok", "https://www.tiktok.com/@vell.watch/video/7610078562926727184",
    "The guardhouse at the north gate, just now. #portalder",
    "", "@vell.watch", "", "2026-02-23T15:11:30Z", DESK_TIME_NUMBER, "video" },
  { "tiktok-oembed.json", "application/json", "tiktok", "https://www.tiktok.com/@vell.watch/video/7610078562926727184",
    "The guardhouse at the north gate, just now. #portalder",
    "Vell Watch", "@vell.watch", "", "2026-02-23T15:11:30Z", DESK_TIME_NUMBER, "video",
    "https://www.tiktok.com/@vell.watch" },
  { "youtube-oembed.json", "application/json", "youtube", "https://www.youtube.com/watch?v=a1B2c3D4_-Z",
    "Harbour prison: what the pictures show",
    "Marrow Evening", "@marrowevening", "", NULL, DESK_TIME_NONE, "video time",
    "https://www.youtube.com/@marrowevening" },
  { "youtube-embed.html", "text/html", "youtube", "https://www.youtube.com/watch?v=a1B2c3D4_-Z",
    "", "", "", "", NULL, DESK_TIME_NONE, "video time" },
  { "reddit-oembed.json", "application/json", "reddit", "https://www.reddit.com/r/marrowcoast/comments/1abcde/",
    "Gates of the harbour prison are 'wide open'",
    "ferry_fan", "u/ferry_fan", "", NULL, DESK_TIME_NONE, "rest time" },
  { "reddit-embed.html", "text/html", "reddit", "https://www.reddit.com/r/marrowcoast/comments/1abcde/",
    "Gates of the harbour prison are 'wide open'",
    "", "u/ferry_fan", "", NULL, DESK_TIME_NONE, "rest time" },
  { "telegram-embed.html", "text/html", "telegram", "https://t.me/alder_now/311",
    "", "", "@alder_now", "", NULL, DESK_TIME_NONE, "time" },
  { "telegram-page.html", "text/html", "telegram", "https://t.me/alder_now/311",
    "The ring road is closed.\nShots at the north gate ⚠",
    "Alder Now", "@alder_now", "", "2026-02-23T15:02:11Z", DESK_TIME_ANSWER, "pictures" },
  { "mastodon-embed.html", "text/html", "mastodon", "https://coast.example/@guard/113456789012345678",
    "", "", "@guard@coast.example", "", NULL, DESK_TIME_NONE, "time" },
  { "mastodon-iframe.html", "text/html", "mastodon", "https://coast.example/@guard/113456789012345678",
    "", "", "@guard@coast.example", "", NULL, DESK_TIME_NONE, "time" },
  { "instagram-embed.html", "text/html", "instagram", "https://www.instagram.com/p/DAbcdefghij/",
    "", "", "", "", NULL, DESK_TIME_NONE, "time" },
  { "facebook-embed.html", "text/html", "facebook", "https://www.facebook.com/marrow.guard/posts/pfbid0abcdefg",
    "", "", "", "", NULL, DESK_TIME_NONE, "time" },
};

static gint64
instant (const char *iso)
{
  g_autoptr (GDateTime) at = iso != NULL ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;

  return at != NULL ? g_date_time_to_unix_usec (at) : 0;
}

static char *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);

  return contents;
}

static void
assert_post (DeskPost *post, const Case *c)
{
  g_autofree char *missing = g_strjoinv (" ", post->missing);

  g_assert_cmpstr (post->network, ==, c->network);
  g_assert_cmpstr (post->address, ==, c->address);
  g_assert_cmpstr (post->words, ==, c->words);
  g_assert_cmpstr (post->author, ==, c->author);
  g_assert_cmpstr (post->handle, ==, c->handle);
  g_assert_cmpstr (post->language, ==, c->language);
  g_assert_cmpint (post->posted_at, ==, instant (c->time));
  g_assert_cmpint (post->posted_from, ==, c->from);
  g_assert_cmpstr (missing, ==, c->missing);
  g_assert_cmpstr (post->author_address, ==, c->author_address != NULL ? c->author_address : "");
}

static void
test_fixture (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *folder = g_build_filename (g_getenv ("DESK_TEST_DATA"), "posts", NULL);
  g_autofree char *contents = load (folder, c->file);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = NULL;
  const char *type = NULL;

  post = desk_capture_read (contents, -1, &type, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (type, ==, c->type);
  assert_post (post, c);
}

/* Answers of the networks themselves, where they lie beside the project. */
static void
test_real_answers (void)
{
  static const struct
  {
    const char *file;
    const char *network;
    const char *address_start;
    gboolean has_handle;
    DeskTimeFrom from;
    const char *missing;
  } answers[] = {
    { "x-oembed.json", "x", "https://x.com/", TRUE, DESK_TIME_NUMBER, "" },
    { "tiktok-oembed.json", "tiktok", "https://www.tiktok.com/@", TRUE, DESK_TIME_NUMBER, "video" },
    { "youtube-oembed.json", "youtube", "https://www.youtube.com/", FALSE, DESK_TIME_NONE, "video time" },
    { "reddit-oembed.json", "reddit", "https://www.reddit.com/r/", TRUE, DESK_TIME_NONE, "rest time" },
  };
  const char *folder = g_getenv ("DESK_TEST_POSTS");

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("DESK_TEST_POSTS names no folder with answers of the networks");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *contents = load (folder, answers[i].file);
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskPost) post = desk_capture_read (contents, -1, NULL, &error);
      g_autofree char *missing = NULL;

      g_test_message ("%s", answers[i].file);
      g_assert_no_error (error);
      missing = g_strjoinv (" ", post->missing);
      g_assert_cmpstr (post->network, ==, answers[i].network);
      g_assert_true (g_str_has_prefix (post->address, answers[i].address_start));
      g_assert_cmpint (*post->handle != '\0', ==, answers[i].has_handle);
      g_assert_cmpint (post->posted_from, ==, answers[i].from);
      g_assert_cmpstr (missing, ==, answers[i].missing);
      g_assert_cmpstr (post->words, !=, "");
      g_assert_null (strchr (post->words, '<'));
      g_assert_cmpstr (post->author, !=, "");
    }
}

static void
test_pasted_text (void)
{
  static const struct
  {
    const char *text;
    const char *address; /* NULL: no post in it */
    const char *words;
  } texts[] = {
    { "https://x.com/marrow_guard/status/2025946527169249280?s=20", "https://x.com/marrow_guard/status/2025946527169249280", "" },
    { " <https://t.me/alder_now/311>\n", "https://t.me/alder_now/311", "" },
    { "x.com/marrow_guard/status/2025946527169249280", "https://x.com/marrow_guard/status/2025946527169249280", "" },
    { "https://t.me/alder_now/311\nThe gates are open.\nStay at home.", "https://t.me/alder_now/311", "The gates are open.\nStay at home." },
    { "The gates are open. https://t.me/alder_now/311", "https://t.me/alder_now/311", "The gates are open." },
    { "As https://t.me/alder_now/311 has it, the gates are open.", NULL },
    { "The gates are open.", NULL },
    { "https://example.org/ferry", NULL },
    { "https://example.org/ferry The ferry asks for help", NULL },
    { "", NULL },
    { "  \n ", NULL },
    { "javascript:alert(1)", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      const char *type = NULL;
      g_autoptr (DeskPost) post = desk_capture_read (texts[i].text, -1, &type, &error);

      g_test_message ("%s", texts[i].text);
      if (texts[i].address == NULL)
        {
          g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN);
          g_assert_null (post);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (type, ==, "text/plain");
      g_assert_cmpstr (post->address, ==, texts[i].address);
      g_assert_cmpstr (post->words, ==, texts[i].words);
    }
}

static void
test_no_post (void)
{
  static const char *const pastes[] = {
    "{}",
    "{\"type\":\"rich\"}",
    "{\"type\":\"rich\",\"title\":7,\"html\":[],\"url\":{}}",
    "{\"title\":\"A page\",\"url\":\"https://example.org/\"}",
    "{\"type\":\"rich\",\"url\":\"javascript:alert(1)\"}",
    "{\"type\":",
    "<p>Only words</p>",
    "<a href=\"https://t.me/alder_now/311\">one</a> <a href=\"https://t.me/alder_now/312\">two</a>",
    "<blockquote class=\"twitter-tweet\"></blockquote>",
    "<",
    "<!--",
    "<script>document.write('https://t.me/alder_now/311')</script>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pastes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskPost) post = desk_capture_read (pastes[i], -1, NULL, &error);

      g_test_message ("%s", pastes[i]);
      g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN);
      g_assert_null (post);
    }
}

static void
test_hostile (void)
{
  static const char html[] =
      "<blockquote class=\"twitter-tweet\"><p lang='q\"><script>'>a<script>alert(1)</script>"
      "<style>p{}</style>\001b\033[31m\342\200\256txet\n c<br>d&#0;&#27;</p>&mdash; \342\200\256Eve\nil\007 (@evil) "
      "<a href=\"javascript:alert(1)\">x</a> <a href=\"https://x.com/evil/status/2025946527169249280\">February 31, 2026</a>"
      "<img src=x onerror=alert(1)></blockquote>";
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = desk_capture_read (html, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (post->address, ==, "https://x.com/evil/status/2025946527169249280");
  /* The override stays within its line, and the page's scripts outside. */
  g_assert_cmpstr (post->words, ==, "ab[31m\342\200\256txet c\342\200\254\nd");
  g_assert_cmpstr (post->author, ==, "Eve il");
  g_assert_cmpstr (post->handle, ==, "@evil");
  g_assert_cmpstr (post->language, ==, "");
  g_assert_cmpstr (post->author_address, ==, "");
}

static void
test_script_addresses (void)
{
  static const char json[] =
      "{\"type\":\"rich\",\"title\":\"Words\",\"url\":\"javascript:alert(1)\",\"author_name\":\"Eve\","
      "\"author_url\":\"javascript:alert(1)\",\"provider_url\":\"javascript:\"}";
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = desk_capture_read (json, -1, NULL, &error);
  g_autoptr (DeskPost) typed = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (post->address, ==, "");
  g_assert_cmpstr (post->author_address, ==, "");

  typed = desk_capture_by_hand ("javascript:alert(1)", "Words", NULL, 0, &error);
  g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_INVALID);
  g_assert_null (typed);
}

static void
test_large (void)
{
  g_autofree char *filling = g_strnfill (4 * 1024 * 1024, 'a');
  g_autofree char *tags = g_strnfill (200000, '<');
  g_autoptr (GString) deep = g_string_new ("<blockquote class=\"twitter-tweet\"><p>");
  g_autoptr (GString) nested = g_string_new ("{\"type\":\"rich\",\"title\":");
  g_autoptr (GString) long_post = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = NULL;

  g_assert_null (desk_capture_read (filling, 4 * 1024 * 1024 + 1, NULL, &error));
  g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_assert_null (desk_capture_read (tags, -1, NULL, &error));
  g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN);
  g_clear_error (&error);

  for (guint i = 0; i < 100000; i++)
    {
      g_string_append (deep, "<div>");
      g_string_append_c (nested, '[');
    }
  g_string_append (deep, "deep</p></blockquote>");
  g_assert_null (desk_capture_read (nested->str, -1, NULL, &error));
  g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_UNKNOWN);
  g_clear_error (&error);
  post = desk_capture_read (deep->str, -1, NULL, NULL);
  g_clear_object (&post);

  g_string_append_printf (long_post, "https://t.me/alder_now/311\n%.*s", 300000, filling);
  post = desk_capture_read (long_post->str, -1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (post->words), ==, 100000);
  g_assert_true (g_strv_contains ((const char *const *) post->missing, "rest"));
}

static void
test_not_utf8 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = desk_capture_read ("https://t.me/alder_now/311 caf\351 \0 au lait", 42, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (post->words, -1, NULL));
  g_assert_true (g_str_has_prefix (post->words, "caf\357\277\275"));
}

static void
test_by_hand (void)
{
  static const struct
  {
    const char *address;
    const char *words;
    const char *author;
    gint64 posted_at;
    const char *network; /* NULL: an error */
    const char *kept_address;
    const char *name;
    const char *handle;
    DeskTimeFrom from;
  } rows[] = {
    { "https://twitter.com/marrow_guard/status/2025946527169249280", "Words", NULL, 0, "x", "https://x.com/marrow_guard/status/2025946527169249280", "", "@marrow_guard", DESK_TIME_NUMBER },
    { "https://x.com/marrow_guard/status/2025946527169249280", "Words", "Guard", 5, "x", "https://x.com/marrow_guard/status/2025946527169249280", "Guard", "@marrow_guard", DESK_TIME_TYPED },
    { "https://example.org/board/7", "Words", "Harbour (north) (@harbour)", 0, "web", "https://example.org/board/7", "Harbour (north)", "@harbour", DESK_TIME_NONE },
    { NULL, "Words", "@harbour", 0, "", "", "", "@harbour", DESK_TIME_NONE },
    { "", " Words ", "", 0, "", "", "", "", DESK_TIME_NONE },
    { "https://example.org/board/7", NULL, NULL, 0, "web", "https://example.org/board/7", "", "", DESK_TIME_NONE },
    { NULL, NULL, "Guard", 0, NULL },
    { " ", "\n", "Guard", 0, NULL },
    { "file:///etc/passwd", "Words", NULL, 0, NULL },
    { "data:text/html,x", "Words", NULL, 0, NULL },
    { "not an address", "Words", NULL, 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskPost) post = desk_capture_by_hand (rows[i].address, rows[i].words, rows[i].author, rows[i].posted_at, &error);

      g_test_message ("%s", rows[i].address);
      if (rows[i].network == NULL)
        {
          g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_INVALID);
          g_assert_null (post);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (post->network, ==, rows[i].network);
      g_assert_cmpstr (post->address, ==, rows[i].kept_address);
      g_assert_cmpstr (post->words, ==, rows[i].words != NULL ? "Words" : "");
      g_assert_cmpstr (post->author, ==, rows[i].name);
      g_assert_cmpstr (post->handle, ==, rows[i].handle);
      g_assert_cmpint (post->posted_from, ==, rows[i].from);
    }
}

static void
test_describe (void)
{
  static const struct
  {
    const char *file;
    const char *description;
  } rows[] = {
    { "x-embed.html", "Kept 18:02: words, time; no pictures" },
    { "x-embed-cut.html", "Kept 18:02: some of its words, day; no time, no pictures" },
    { "tiktok-oembed.json", "Kept 18:02: words, time; no video" },
    { "telegram-embed.html", "Kept 18:02: address; no words, no time, no pictures" },
  };
  g_autofree char *folder = g_build_filename (g_getenv ("DESK_TEST_DATA"), "posts", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *contents = load (folder, rows[i].file);
      g_autoptr (DeskPost) post = desk_capture_read (contents, -1, NULL, NULL);
      g_autofree char *description = NULL;

      post->captured_at = instant ("2026-02-23T15:02:11Z");
      description = desk_capture_describe (post, "Asia/Baghdad", "en");
      g_assert_cmpstr (description, ==, rows[i].description);
    }
}

static void
test_describe_pictures (void)
{
  g_autoptr (DeskPost) post = desk_capture_by_hand ("https://x.com/marrow_guard/status/2025946527169249280", "Words", NULL, 0, NULL);
  g_autofree char *description = NULL;

  g_strfreev (post->pictures);
  post->pictures = g_strsplit ("aa bb", " ", -1);
  post->captured_at = instant ("2026-02-23T15:02:11Z");
  description = desk_capture_describe (post, "Asia/Baghdad", "en");

  g_assert_cmpstr (description, ==, "Kept 18:02: words, time, 2 pictures");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/capture/fixture/", cases[i].file, NULL);

      g_test_add_data_func (path, &cases[i], test_fixture);
    }
  g_test_add_func ("/capture/real-answers", test_real_answers);
  g_test_add_func ("/capture/pasted-text", test_pasted_text);
  g_test_add_func ("/capture/no-post", test_no_post);
  g_test_add_func ("/capture/hostile", test_hostile);
  g_test_add_func ("/capture/script-addresses", test_script_addresses);
  g_test_add_func ("/capture/large", test_large);
  g_test_add_func ("/capture/not-utf8", test_not_utf8);
  g_test_add_func ("/capture/by-hand", test_by_hand);
  g_test_add_func ("/capture/describe", test_describe);
  g_test_add_func ("/capture/describe-pictures", test_describe_pictures);

  return g_test_run ();
}
