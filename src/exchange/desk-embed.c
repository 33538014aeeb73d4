/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "desk-embed.h"
#include "core/desk-networks.h"
#include "desk-post-parts.h"

/* libxml2 itself stops at 256. */
#define MAX_DEPTH 256
/* Embed code that shows no post, one within the other, is not read for ever. */
#define MAX_TRIES 4

static void read_signed_quote (DeskPost *post, xmlNode *quote);
static void read_bluesky (DeskPost *post, xmlNode *quote);
static void read_tiktok (DeskPost *post, xmlNode *quote);
static void read_reddit (DeskPost *post, xmlNode *quote);
static void read_mastodon (DeskPost *post, xmlNode *quote);
static void read_telegram_page (DeskPost *post, xmlNode *message);

/* What networks hand out to be put into a page: an element's class, and who reads it. */
static const struct
{
  const char *element;
  const char *class_name;
  void (*read) (DeskPost *post, xmlNode *node);
} embeds[] = {
  { "blockquote", "twitter-tweet", read_signed_quote },
  { "blockquote", "twitter-video", read_signed_quote },
  { "blockquote", "bluesky-embed", read_bluesky },
  { "blockquote", "tiktok-embed", read_tiktok },
  { "blockquote", "reddit-embed-bq", read_reddit },
  { "blockquote", "reddit-card", read_reddit },
  { "blockquote", "mastodon-embed", read_mastodon },
  { "div", "tgme_widget_message", read_telegram_page },
};

/* Where other embed code says which post it shows. @prefix is what the attribute leaves out. */
static const struct
{
  const char *element;
  const char *attribute;
  const char *prefix;
} address_attributes[] = {
  { "script", "data-telegram-post", "https://t.me/" },
  { "blockquote", "data-instgrm-permalink", "" },
  { "blockquote", "data-text-post-permalink", "" },
  { "blockquote", "cite", "" },
  { "div", "data-href", "" },
  { "iframe", "src", "" },
  { "link", "href", "" },
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

static gboolean
is_element (xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp ((const char *) node->name, name) == 0;
}

/* (transfer full) (nullable) */
static char *
get_attribute (xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp (node, (const xmlChar *) name);
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);

  return copy;
}

static gboolean
has_class (xmlNode *node, const char *name)
{
  g_autofree char *value = node->type == XML_ELEMENT_NODE ? get_attribute (node, "class") : NULL;
  g_auto (GStrv) names = g_strsplit_set (value != NULL ? value : "", " \t\r\n\f", -1);

  return g_strv_contains ((const char *const *) names, name);
}

/* The next node of the tree under @top in the order of the document. */
static xmlNode *
get_next (xmlNode *top, xmlNode *node)
{
  if (node->type == XML_ELEMENT_NODE && node->children != NULL)
    return node->children;

  while (node != top && node->next == NULL)
    node = node->parent;

  return node != top ? node->next : NULL;
}

static xmlNode *
find_class (xmlNode *top, const char *name)
{
  for (xmlNode *node = get_next (top, top); node != NULL; node = get_next (top, node))
    if (has_class (node, name))
      return node;

  return NULL;
}

static void
break_line (GString *out, guint n)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  if (out->len == 0)
    return;
  while (n > 0 && !(out->len >= n && strspn (out->str + out->len - n, "\n") >= n))
    g_string_append_c (out, '\n');
}

static void
append_characters (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (strchr (" \t\r\n\f", *p) == NULL)
        g_string_append_c (out, *p);
      else if (out->len > 0 && out->str[out->len - 1] != ' ' && out->str[out->len - 1] != '\n')
        g_string_append_c (out, ' ');
    }
}

/* The words below @node as a reader sees them, but for the elements @skip (nullable) and @skip_name (nullable). */
static void
append_words (GString *out, xmlNode *node, xmlNode *skip, const char *skip_name, guint depth)
{
  if (depth > MAX_DEPTH)
    return;

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
        append_characters (out, (const char *) child->content);
      if (child->type != XML_ELEMENT_NODE || child == skip)
        continue;
      if (is_element (child, "script") || is_element (child, "style") || is_element (child, "template"))
        continue;
      if (skip_name != NULL && is_element (child, skip_name))
        continue;

      if (is_element (child, "br"))
        {
          break_line (out, 0);
          g_string_append_c (out, '\n');
        }
      else if (is_element (child, "img"))
        {
          g_autofree char *alt = get_attribute (child, "alt");

          append_characters (out, alt != NULL ? alt : "");
        }
      else
        {
          guint gap = is_element (child, "p") ? 2 : is_element (child, "div") ? 1
                                                                              : 0;

          if (gap > 0)
            break_line (out, gap);
          append_words (out, child, skip, skip_name, depth + 1);
          if (gap > 0)
            break_line (out, gap);
        }
    }
}

static char *
get_words (xmlNode *node)
{
  GString *out = g_string_new (NULL);

  append_words (out, node, NULL, NULL, 0);

  return g_strstrip (g_string_free_and_steal (out));
}

/* The words of each paragraph, and the language of the first that names one. */
static void
read_paragraphs (DeskPost *post, xmlNode *quote)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (xmlNode *node = get_next (quote, quote); node != NULL; node = get_next (quote, node))
    {
      g_autofree char *paragraph = NULL;
      g_autofree char *language = NULL;

      if (!is_element (node, "p"))
        continue;

      paragraph = get_words (node);
      language = get_attribute (node, "lang");
      if (words->len > 0 && *paragraph != '\0')
        g_string_append (words, "\n\n");
      g_string_append (words, paragraph);
      if (language != NULL && *post->language == '\0')
        desk_post_take_language (post, language);
    }

  desk_post_take_words (post, words->str);
}

/* <p>words</p> — Name (@handle) <a href="the post">day</a> */
static void
read_signed_quote (DeskPost *post, xmlNode *quote)
{
  g_autoptr (GString) signature = g_string_new (NULL);
  g_autofree char *day = NULL;
  xmlNode *link = NULL;

  for (xmlNode *node = get_next (quote, quote); node != NULL; node = get_next (quote, node))
    {
      g_autofree char *address = is_element (node, "a") ? get_attribute (node, "href") : NULL;

      if (address != NULL && desk_post_take_address (post, address))
        link = node;
    }

  read_paragraphs (post, quote);

  append_words (signature, quote, link, "p", 0);
  /* What is between the handle and the day is no part of a name. */
  if (strrchr (signature->str, ')') != NULL)
    strrchr (signature->str, ')')[1] = '\0';
  g_strstrip (signature->str);
  desk_post_take_author (post, signature->str + (g_str_has_prefix (signature->str, "—") ? strlen ("—") : 0));

  day = link != NULL ? get_words (link) : g_strdup ("");
  desk_post_take_day (post, day);
}

/* Bluesky writes a note where pictures stand. */
static void
read_bluesky (DeskPost *post, xmlNode *quote)
{
  static const char note[] = "[image or embed]";

  read_signed_quote (post, quote);

  if (g_str_has_suffix (post->words, note))
    {
      post->words[strlen (post->words) - strlen (note)] = '\0';
      g_strchomp (post->words);
      desk_post_add_missing (post, "pictures");
    }
}

static void
read_tiktok (DeskPost *post, xmlNode *quote)
{
  g_autofree char *address = get_attribute (quote, "cite");

  if (address != NULL)
    desk_post_take_address (post, address);

  read_paragraphs (post, quote);
}

/* <a href="the post">title</a> by <a href="…/user/name/">name</a> in <a>…</a> */
static void
read_reddit (DeskPost *post, xmlNode *quote)
{
  for (xmlNode *node = get_next (quote, quote); node != NULL; node = get_next (quote, node))
    {
      g_autofree char *address = is_element (node, "a") ? get_attribute (node, "href") : NULL;
      g_autofree char *words = address != NULL ? get_words (node) : NULL;

      if (address == NULL)
        continue;

      if (*post->address == '\0' && desk_post_take_address (post, address))
        {
          desk_post_take_words (post, words);
        }
      else if (strstr (address, "reddit.com/user/") != NULL && *post->handle == '\0')
        {
          g_autofree char *name = desk_post_clean_line (g_str_has_prefix (words, "u/") ? words + 2 : words);

          g_free (post->handle);
          post->handle = g_strconcat ("u/", name, NULL);
        }
    }
}

/* No words: only where the post is, and "Post by @name@host". */
static void
read_mastodon (DeskPost *post, xmlNode *quote)
{
  g_autofree char *address = get_attribute (quote, "data-embed-url");
  g_autofree char *words = get_words (quote);
  const char *handle = strstr (words, "@");

  if (address != NULL)
    desk_post_take_address (post, address);

  if (handle != NULL && g_regex_match_simple ("^@[A-Za-z0-9_]+@[A-Za-z0-9.-]+(\\s|$)", handle, 0, 0))
    {
      g_autofree char *alone = g_strndup (handle, strcspn (handle, " \n"));

      desk_post_take_author (post, alone);
    }
}

/* A page of t.me with ?embed=1, as a browser saves it. */
static void
read_telegram_page (DeskPost *post, xmlNode *message)
{
  g_autofree char *number = get_attribute (message, "data-post");
  g_autofree char *address = number != NULL ? g_strconcat ("https://t.me/", number, NULL) : NULL;
  xmlNode *words = find_class (message, "js-message_text");
  xmlNode *owner = find_class (message, "tgme_widget_message_owner_name");

  if (address != NULL)
    desk_post_take_address (post, address);

  if (words != NULL)
    {
      g_autofree char *text = get_words (words);

      desk_post_take_words (post, text);
    }
  if (owner != NULL)
    {
      g_autofree char *name = get_words (owner);

      desk_post_take_author (post, name);
    }

  for (xmlNode *node = get_next (message, message); node != NULL; node = get_next (message, node))
    {
      g_autofree char *time = is_element (node, "time") ? get_attribute (node, "datetime") : NULL;

      if (time != NULL)
        desk_post_take_time (post, time);
    }

  if (find_class (message, "tgme_widget_message_photo_wrap") != NULL)
    desk_post_add_missing (post, "pictures");
  if (find_class (message, "tgme_widget_message_video_player") != NULL)
    desk_post_add_missing (post, "video");
}

static gboolean
read_embed (DeskPost *post, xmlNode *node, guint *tries)
{
  for (gsize i = 0; i < G_N_ELEMENTS (embeds); i++)
    if (is_element (node, embeds[i].element) && has_class (node, embeds[i].class_name))
      {
        embeds[i].read (post, node);
        (*tries)++;
        return *post->address != '\0' || *post->words != '\0';
      }

  return FALSE;
}

static gboolean
read_address_attribute (DeskPost *post, xmlNode *node)
{
  for (gsize i = 0; i < G_N_ELEMENTS (address_attributes); i++)
    {
      g_autofree char *value = NULL;
      g_autofree char *address = NULL;

      if (!is_element (node, address_attributes[i].element))
        continue;

      value = get_attribute (node, address_attributes[i].attribute);
      address = value != NULL ? g_strconcat (address_attributes[i].prefix, value, NULL) : NULL;
      if (address != NULL && desk_post_take_address (post, address))
        return TRUE;
    }

  return FALSE;
}

/* The only post that a page links to; of several, none is meant more than the others. */
static gboolean
read_only_link (DeskPost *post, xmlNode *top)
{
  g_autofree char *only = NULL;

  for (xmlNode *node = get_next (top, top); node != NULL; node = get_next (top, node))
    {
      g_autofree char *address = is_element (node, "a") ? get_attribute (node, "href") : NULL;
      g_autofree char *canonical = NULL;

      if (address == NULL || desk_network_for_address (address, &canonical, NULL, NULL) == NULL)
        continue;
      if (only != NULL && !g_str_equal (only, canonical))
        return FALSE;
      g_set_str (&only, canonical);
    }

  return only != NULL && desk_post_take_address (post, only);
}

gboolean
desk_embed_read (DeskPost *post, const char *html)
{
  g_autoptr (xmlDoc) document = NULL;
  guint tries = 0;
  xmlNode *top;

  g_return_val_if_fail (DESK_IS_POST (post), FALSE);
  g_return_val_if_fail (html != NULL, FALSE);

  document = htmlReadMemory (html,
                             strlen (html),
                             NULL,
                             "UTF-8",
                             HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER);
  top = document != NULL ? xmlDocGetRootElement (document) : NULL;
  if (top == NULL)
    return FALSE;

  for (xmlNode *node = top; node != NULL && tries < MAX_TRIES; node = get_next (top, node))
    if (read_embed (post, node, &tries))
      return TRUE;

  for (xmlNode *node = top; node != NULL; node = get_next (top, node))
    if (read_address_attribute (post, node))
      return TRUE;

  return read_only_link (post, top);
}
