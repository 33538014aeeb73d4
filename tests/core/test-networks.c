/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "core/desk-networks.h"

typedef struct
{
  const char *address;
  const char *network; /* NULL: no post's address */
  const char *canonical;
  const char *handle;
  gint64 seconds; /* of the time in the number, 0 for none */
} Case;

static const Case cases[] = {
  { "https://x.com/marrow_guard/status/436461658601713664", "x", "https://x.com/marrow_guard/status/436461658601713664", "@marrow_guard", 1392895543 },
  { "https://twitter.com/Marrow_Guard/status/436461658601713664?s=20&t=abc", "x", "https://x.com/marrow_guard/status/436461658601713664", "@Marrow_Guard", 1392895543 },
  { "http://mobile.twitter.com/marrow_guard/statuses/436461658601713664/photo/1", "x", "https://x.com/marrow_guard/status/436461658601713664", "@marrow_guard", 1392895543 },
  { "  x.com/marrow_guard/status/436461658601713664\n", "x", "https://x.com/marrow_guard/status/436461658601713664", "@marrow_guard", 1392895543 },
  { "https://X.COM/i/web/status/436461658601713664", "x", "https://x.com/i/status/436461658601713664", NULL, 1392895543 },
  /* Counted up, before numbers had a time in them. */
  { "https://x.com/marrow_guard/status/20", "x", "https://x.com/marrow_guard/status/20", "@marrow_guard", 0 },
  { "https://x.com/marrow_guard/status/29700859247", "x", "https://x.com/marrow_guard/status/29700859247", "@marrow_guard", 0 },
  { "https://x.com/marrow_guard", NULL },
  { "https://x.com/marrow_guard/status/", NULL },
  { "https://x.com/marrow_guard/status/12x", NULL },
  { "https://x.com/a_name_that_is_too_long/status/12", NULL },
  { "https://nitter.net/marrow_guard/status/436461658601713664", NULL },
  { "https://notx.com/marrow_guard/status/436461658601713664", NULL },
  { "https://x.com.example.org/marrow_guard/status/436461658601713664", NULL },
  { "https://x.com@example.org/marrow_guard/status/436461658601713664", NULL },
  { "https://x.com:8443/marrow_guard/status/436461658601713664", NULL },
  { "javascript:alert('https://x.com/marrow_guard/status/436461658601713664')", NULL },
  { "ftp://x.com/marrow_guard/status/436461658601713664", NULL },

  { "https://bsky.app/profile/harbour.example/post/3lisxyzabcd2k", "bluesky", "https://bsky.app/profile/harbour.example/post/3lisxyzabcd2k", "@harbour.example", 0 },
  { "https://bsky.app/profile/Harbour.Example/post/3lisxyzabcd2k?ref_src=embed", "bluesky", "https://bsky.app/profile/harbour.example/post/3lisxyzabcd2k", "@harbour.example", 0 },
  { "https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx/post/3lisxyzabcd2k", "bluesky", "https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx/post/3lisxyzabcd2k", NULL, 0 },
  { "https://bsky.app/profile/harbour.example", NULL },

  { "https://coast.example/@guard/113456789012345678", "mastodon", "https://coast.example/@guard/113456789012345678", "@guard@coast.example", 0 },
  { "https://coast.example/@guard/113456789012345678/embed", "mastodon", "https://coast.example/@guard/113456789012345678", "@guard@coast.example", 0 },
  { "https://coast.example/users/guard/statuses/113456789012345678", "mastodon", "https://coast.example/@guard/113456789012345678", "@guard@coast.example", 0 },
  { "https://coast.example/@guard@vell.example/113456789012345678", "mastodon", "https://coast.example/@guard@vell.example/113456789012345678", "@guard@vell.example", 0 },
  { "https://coast.example/@guard/2024", NULL },
  { "https://coast.example/@guard/a-story-of-1134567890123456", NULL },
  { "https://coast/@guard/113456789012345678", NULL },

  { "https://www.tiktok.com/@vell.watch/video/7000000000000000123?lang=en", "tiktok", "https://www.tiktok.com/@vell.watch/video/7000000000000000123", "@vell.watch", 1629814505 },
  { "https://tiktok.com/@Vell.Watch/photo/7000000000000000123", "tiktok", "https://www.tiktok.com/@vell.watch/photo/7000000000000000123", "@Vell.Watch", 1629814505 },
  { "https://www.tiktok.com/@vell.watch/video/1", "tiktok", "https://www.tiktok.com/@vell.watch/video/1", "@vell.watch", 0 },
  { "https://www.tiktok.com/@vell.watch/video/99999999999999999999", "tiktok", "https://www.tiktok.com/@vell.watch/video/99999999999999999999", "@vell.watch", 0 },
  { "https://www.tiktok.com/@vell.watch", NULL },

  { "https://www.youtube.com/watch?v=a1B2c3D4_-Z", "youtube", "https://www.youtube.com/watch?v=a1B2c3D4_-Z", NULL, 0 },
  { "https://m.youtube.com/watch?app=desktop&v=a1B2c3D4_-Z&t=4s", "youtube", "https://www.youtube.com/watch?v=a1B2c3D4_-Z", NULL, 0 },
  { "https://youtu.be/a1B2c3D4_-Z?si=tracking", "youtube", "https://www.youtube.com/watch?v=a1B2c3D4_-Z", NULL, 0 },
  { "https://www.youtube.com/shorts/a1B2c3D4_-Z", "youtube", "https://www.youtube.com/watch?v=a1B2c3D4_-Z", NULL, 0 },
  { "https://www.youtube-nocookie.com/embed/a1B2c3D4_-Z?rel=0", "youtube", "https://www.youtube.com/watch?v=a1B2c3D4_-Z", NULL, 0 },
  { "https://www.youtube.com/embed/videoseries?list=PLmarrowcoast00", "youtube", "https://www.youtube.com/playlist?list=PLmarrowcoast00", NULL, 0 },
  { "https://www.youtube.com/watch?v=short", NULL },
  { "https://www.youtube.com/@marrow", NULL },

  { "https://t.me/alder_now/311", "telegram", "https://t.me/alder_now/311", "@alder_now", 0 },
  { "https://t.me/s/Alder_Now/311?single", "telegram", "https://t.me/alder_now/311", "@Alder_Now", 0 },
  { "https://telegram.me/alder_now/311", "telegram", "https://t.me/alder_now/311", "@alder_now", 0 },
  { "https://t.me/c/1234567890/311", "telegram", "https://t.me/c/1234567890/311", NULL, 0 },
  { "https://t.me/alder_now", NULL },

  { "https://old.reddit.com/r/MarrowCoast/comments/1abcde/the_gates_are_open/?ref=share", "reddit", "https://www.reddit.com/r/marrowcoast/comments/1abcde/", NULL, 0 },
  { "https://www.reddit.com/user/ferry_fan/comments/1abcde/title/", "reddit", "https://www.reddit.com/user/ferry_fan/comments/1abcde/", "u/ferry_fan", 0 },
  { "https://redd.it/1abcde", "reddit", "https://www.reddit.com/comments/1abcde/", NULL, 0 },
  { "https://www.reddit.com/r/MarrowCoast/", NULL },

  { "https://www.threads.net/@marrow.guard/post/DAbcdefghij", "threads", "https://www.threads.com/@marrow.guard/post/DAbcdefghij", "@marrow.guard", 0 },
  { "https://www.instagram.com/marrow.guard/p/DAbcdefghij/?igsh=x", "instagram", "https://www.instagram.com/p/DAbcdefghij/", NULL, 0 },
  { "https://www.instagram.com/reel/DAbcdefghij/", "instagram", "https://www.instagram.com/reel/DAbcdefghij/", NULL, 0 },
  { "https://m.facebook.com/marrow.guard/posts/pfbid0abcdefg?mibextid=x", "facebook", "https://www.facebook.com/marrow.guard/posts/pfbid0abcdefg", NULL, 0 },
  { "https://www.facebook.com/permalink.php?story_fbid=pfbid0abc&id=10001", "facebook", "https://www.facebook.com/permalink.php?story_fbid=pfbid0abc&id=10001", NULL, 0 },
  { "https://www.facebook.com/reel/123456789", "facebook", "https://www.facebook.com/reel/123456789", NULL, 0 },

  { "https://example.org/ferry", NULL },
  { "", NULL },
  { "https://", NULL },
  { "two words", NULL },
};

static void
test_addresses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autofree char *canonical = NULL;
      g_autofree char *handle = NULL;
      gint64 posted_at = -1;
      const DeskNetwork *network = desk_network_for_address (c->address, &canonical, &handle, &posted_at);

      g_test_message ("%s", c->address);
      g_assert_cmpstr (network != NULL ? network->id : NULL, ==, c->network);
      g_assert_cmpstr (canonical, ==, c->canonical);
      g_assert_cmpstr (handle, ==, c->handle);
      g_assert_cmpint (posted_at / G_USEC_PER_SEC, ==, c->seconds);
    }
}

/* A post has one address: the canonical one is its own. */
static void
test_canonical_stays (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *canonical = NULL;

      if (cases[i].network == NULL)
        continue;

      g_assert_nonnull (desk_network_for_address (cases[i].canonical, &canonical, NULL, NULL));
      g_assert_cmpstr (canonical, ==, cases[i].canonical);
    }
}

static void
test_time_of_number (void)
{
  g_autoptr (GDateTime) at = NULL;
  g_autofree char *iso = NULL;
  gint64 posted_at;

  desk_network_for_address ("https://x.com/marrow_guard/status/436461658601713664", NULL, NULL, &posted_at);
  at = g_date_time_new_from_unix_utc_usec (posted_at);
  iso = g_date_time_format_iso8601 (at);

  g_assert_cmpstr (iso, ==, "2014-02-20T11:25:43.133000Z");
}

static void
test_long_address (void)
{
  g_autofree char *name = g_strnfill (100000, 'a');
  g_autofree char *address = g_strconcat ("https://x.com/marrow_guard/status/1?", name, NULL);

  g_assert_null (desk_network_for_address (address, NULL, NULL, NULL));
}

static void
test_names (void)
{
  g_assert_cmpstr (desk_network_get_name ("x"), ==, "X");
  g_assert_cmpstr (desk_network_get_name ("tiktok"), ==, "TikTok");
  g_assert_cmpstr (desk_network_get_name ("mastodon"), ==, "Mastodon");
  g_assert_cmpstr (desk_network_get_name ("web"), ==, "web");
  g_assert_cmpstr (desk_network_get_name (""), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/networks/addresses", test_addresses);
  g_test_add_func ("/networks/canonical-stays", test_canonical_stays);
  g_test_add_func ("/networks/time-of-number", test_time_of_number);
  g_test_add_func ("/networks/long-address", test_long_address);
  g_test_add_func ("/networks/names", test_names);

  return g_test_run ();
}
