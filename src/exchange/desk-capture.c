/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-time.h"
#include "desk-capture.h"
#include "desk-embed.h"
#include "desk-post-parts.h"

#define MAX_BYTES (4 * 1024 * 1024)

/*
 * An address that a text begins or ends with, and the words beside it. One in the middle of a text is a link within
 * somebody else's words, not a post.
 */
static gboolean
read_text (DeskPost *post, const char *text)
{
  g_autofree char *words = g_strstrip (g_strdup (text));
  gsize first = strcspn (words, " \t\n");
  char *last = words;

  for (char *p = words; *p != '\0'; p++)
    if (strchr (" \t\n", *p) != NULL)
      last = p + 1;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *address = i == 0 ? g_strndup (words, first) : g_strdup (last);
      gsize length = strlen (address);
      gboolean bracketed = length > 2 && *address == '<' && address[length - 1] == '>';

      if (bracketed)
        address[length - 1] = '\0';
      if (strchr (address, '/') == NULL || !desk_post_take_address (post, address + (bracketed ? 1 : 0)))
        continue;

      if (i == 0)
        memset (words, ' ', first);
      else
        *last = '\0';
      desk_post_take_words (post, words);

      return TRUE;
    }

  return FALSE;
}

/* Says what is known not to have been kept. */
static void
note_missing (DeskPost *self)
{
  if (strstr (self->words, "pic.twitter.com/") != NULL || strstr (self->words, "pic.x.com/") != NULL)
    desk_post_add_missing (self, "pictures");

  if (g_str_equal (self->network, "youtube") || strstr (self->address, "/video/") != NULL)
    desk_post_add_missing (self, "video");
  else if (g_str_equal (self->network, "tiktok"))
    desk_post_add_missing (self, "pictures");

  /* X cuts a long post and puts its address behind; of Reddit's only the title comes. */
  if (g_regex_match_simple ("… ?https?://t\\.co/\\w+$", self->words, 0, 0) ||
      (g_str_equal (self->network, "reddit") && *self->words != '\0'))
    desk_post_add_missing (self, "rest");

  if (self->posted_at == 0 || self->posted_from == DESK_TIME_DATE)
    desk_post_add_missing (self, "time");
}

DeskPost *
desk_capture_read (const char *data, gssize length, const char **raw_type, GError **error)
{
  g_autoptr (DeskPost) post = NULL;
  g_autofree char *text = NULL;
  const char *start;
  const char *type;
  gboolean seen;

  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (length < 0)
    length = strlen (data);
  if (length > MAX_BYTES)
    {
      g_set_error_literal (error,
                           DESK_EXCHANGE_ERROR,
                           DESK_EXCHANGE_ERROR_TOO_LARGE,
                           _ ("This is more than a post can be (4 MB)"));
      return NULL;
    }

  text = g_utf8_make_valid (data, length);
  start = g_str_has_prefix (text, "\xEF\xBB\xBF") ? text + 3 : text;
  start += strspn (start, " \t\r\n");

  post = g_object_new (DESK_TYPE_POST, NULL);
  if (*start == '{')
    {
      type = "application/json";
      seen = desk_oembed_read (post, start);
    }
  else if (*start == '<' && !g_str_has_prefix (start, "<http"))
    {
      type = "text/html";
      seen = desk_embed_read (post, start);
    }
  else
    {
      type = "text/plain";
      seen = read_text (post, start);
    }

  if (!seen)
    {
      g_set_error_literal (error,
                           DESK_EXCHANGE_ERROR,
                           DESK_EXCHANGE_ERROR_UNKNOWN,
                           _ ("No post could be seen in this. Paste its address, its embed code, or its words"));
      return NULL;
    }

  note_missing (post);
  if (raw_type != NULL)
    *raw_type = type;

  return g_steal_pointer (&post);
}

DeskPost *
desk_capture_by_hand (const char *address, const char *words, const char *author, gint64 posted_at, GError **error)
{
  g_autoptr (DeskPost) post = g_object_new (DESK_TYPE_POST, NULL);
  g_autofree char *line = desk_post_clean_line (address != NULL ? address : "");

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (*line != '\0' && !desk_post_take_address (post, line))
    {
      g_autofree char *clean = desk_post_clean_address (line, NULL);

      if (clean == NULL)
        {
          g_set_error (error,
                       DESK_EXCHANGE_ERROR,
                       DESK_EXCHANGE_ERROR_INVALID,
                       /* Translators: %s is what somebody typed as a post's address */
                       _ ("“%s” is not an address on the web. It should begin with https://"),
                       line);
          return NULL;
        }
      g_set_str (&post->address, clean);
      g_set_str (&post->network, "web");
    }

  desk_post_take_words (post, words != NULL ? words : "");
  desk_post_take_author (post, author != NULL ? author : "");
  if (posted_at != 0)
    {
      post->posted_at = posted_at;
      post->posted_from = DESK_TIME_TYPED;
    }

  if (*post->address == '\0' && *post->words == '\0')
    {
      g_set_error_literal (error,
                           DESK_EXCHANGE_ERROR,
                           DESK_EXCHANGE_ERROR_INVALID,
                           _ ("A post needs an address or words"));
      return NULL;
    }

  note_missing (post);

  return g_steal_pointer (&post);
}

char *
desk_capture_describe (DeskPost *post, const char *zone, const char *language)
{
  g_autoptr (GStrvBuilder) kept_builder = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) missing_builder = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;
  g_auto (GStrv) missing = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *kept_list = NULL;
  g_autofree char *missing_list = NULL;
  const char *separator;
  guint n_pictures;
  gboolean is_cut, is_video;

  g_return_val_if_fail (DESK_IS_POST (post), NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  n_pictures = g_strv_length (post->pictures);
  is_cut = g_strv_contains ((const char *const *) post->missing, "rest");
  is_video = g_strv_contains ((const char *const *) post->missing, "video");

  if (*post->address != '\0' && *post->words == '\0')
    g_strv_builder_add (kept_builder, C_ ("kept of a post", "address"));
  if (*post->words != '\0')
    g_strv_builder_add (kept_builder,
                        is_cut ? C_ ("kept of a post", "some of its words") : C_ ("kept of a post", "words"));
  if (post->posted_at != 0)
    g_strv_builder_add (kept_builder,
                        post->posted_from == DESK_TIME_DATE ? C_ ("kept of a post", "day") : C_ ("kept of a post", "time"));
  if (n_pictures > 0)
    g_strv_builder_take (kept_builder,
                         /* Translators: %u is the number of pictures kept with a post */
                         g_strdup_printf (ngettext ("%u picture", "%u pictures", n_pictures), n_pictures));

  if (*post->words == '\0')
    g_strv_builder_add (missing_builder, C_ ("not kept of a post", "no words"));
  if (post->posted_at == 0 || post->posted_from == DESK_TIME_DATE)
    g_strv_builder_add (missing_builder, C_ ("not kept of a post", "no time"));
  if (is_video)
    g_strv_builder_add (missing_builder, C_ ("not kept of a post", "no video"));
  else if (n_pictures == 0)
    g_strv_builder_add (missing_builder, C_ ("not kept of a post", "no pictures"));

  /* Translators: stands between the parts of a list: “words, time” */
  separator = C_ ("list", ", ");
  kept = g_strv_builder_end (kept_builder);
  missing = g_strv_builder_end (missing_builder);
  kept_list = g_strjoinv (separator, kept);
  missing_list = g_strjoinv (separator, missing);
  clock = desk_time_format_clock (post->captured_at != 0 ? post->captured_at : g_get_real_time (), zone, language);

  if (*missing_list == '\0')
    /* Translators: what was kept of a post: %1$s is a time, %2$s a list: “Kept 18:02: words, time” */
    return g_strdup_printf (_ ("Kept %1$s: %2$s"), clock, kept_list);

  /* Translators: what was kept of a post: %1$s is a time, %2$s and %3$s are lists: “Kept 18:02: words, time; no pictures” */
  return g_strdup_printf (_ ("Kept %1$s: %2$s; %3$s"), clock, kept_list, missing_list);
}
