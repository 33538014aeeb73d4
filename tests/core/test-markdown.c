/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/desk-markdown.h"

static void
test_plain (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "\n\n", "" },
    { "One *two* **three** `four`.\n", "One two three four." },
    { "# Head\n\nText\nover lines.\n\n---\n\nMore.", "Head\n\nText over lines.\n\n* * *\n\nMore." },
    { "Hard\\\nbreak", "Hard\nbreak" },
    { "- one\n- two\n  - three\n\nEnd", "• one\n• two\n  • three\n\nEnd" },
    { "3. three\n4. four\n\n   more of it\n", "3. three\n\n4. four\n\nmore of it" },
    { "-\n- a", "• \n• a" },
    { "> quoted\n> words\n\n> > deep", "quoted words\n\ndeep" },
    { "[the post](https://example.org/p \"title\") says", "the post says" },
    { "![a boat](boat.jpg)", "a boat" },
    { "One.\n\n<https://example.org/post/1>\n\nTwo.", "One.\n\nhttps://example.org/post/1\n\nTwo." },
    { "    code\n    more\n\nText", "code\nmore\n\nText" },
    { "```c\ncode\n```\n", "code" },
    { "a <b>bold</b> &amp; \\*star\\*", "a bold & *star*" },
    { "<div>\nraw\n</div>\n\nText", "Text" },
    { "فتحت **البوابات** و[المنشور](https://example.org)", "فتحت البوابات والمنشور" },
    { "Don't \"touch\" -- these...", "Don't \"touch\" -- these..." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = desk_markdown_to_plain (cases[i][0]);

      g_assert_cmpstr (plain, ==, cases[i][1]);
    }
}

static void
test_html (void)
{
  g_autofree char *html = desk_markdown_to_html ("One **two**\n\n<script>bad()</script>\n\n[x](javascript:bad()) <b onclick='bad()'>y</b> [z](https://example.org)");

  g_assert_nonnull (strstr (html, "<p>One <strong>two</strong></p>"));
  g_assert_nonnull (strstr (html, "<a href=\"https://example.org\">z</a>"));
  g_assert_null (strstr (html, "bad"));
  g_assert_null (strstr (html, "<script"));
}

static void
test_count (void)
{
  static const struct
  {
    const char *body;
    const char *language;
    guint words;
  } cases[] = {
    { "", "en", 0 },
    { "# Three words here\n\nand **two** more", "en", 6 },
    { "1. one\n2. two\n", "en", 2 },
    { "See [the post](https://example.org/a/b/c)", "en", 3 },
    { "See <https://example.org/a/b/c> and (https://example.org/d), www.example.org", "en", 2 },
    { "One.\n\n<https://example.org/post/1>\n\nTwo.\n\n---\n", "en", 2 },
    { "**bo**ld", "en", 1 },
    { "فتحت **البوابات** اليوم", "ar", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (desk_markdown_count_words (cases[i].body, cases[i].language), ==, cases[i].words);
}

static void
test_embeds (void)
{
  const char *body =
      "سجن <https://example.org/in-text>\n"
      "\n"
      "<https://example.org/1?a=1&amp;b=2>\n"
      "\n"
      "  <https://example.org/2>  \n"
      "\n"
      "<https://example.org/3>\n"
      "<https://example.org/4>\n"
      "\n"
      "- <https://example.org/5>\n"
      "\n"
      "<mailto:desk@example.org>\n"
      "\n"
      "[words](https://example.org/6)\n"
      "\n"
      "    <https://example.org/code>\n"
      "\n"
      "<https://example.org/7>";
  static const struct
  {
    const char *address;
    guint line;
    const char *text;
  } wanted[] = {
    { "https://example.org/1?a=1&amp;b=2", 2, "<https://example.org/1?a=1&amp;b=2>" },
    { "https://example.org/2", 4, "  <https://example.org/2>  " },
    { "https://example.org/7", 17, "<https://example.org/7>" },
  };
  g_autoptr (GPtrArray) embeds = desk_markdown_list_embeds (body);

  g_assert_cmpuint (embeds->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < embeds->len; i++)
    {
      DeskEmbed *embed = g_ptr_array_index (embeds, i);
      g_autofree char *text = g_utf8_substring (body, embed->start, embed->end);

      g_assert_cmpstr (embed->address, ==, wanted[i].address);
      g_assert_cmpuint (embed->line, ==, wanted[i].line);
      g_assert_cmpstr (text, ==, wanted[i].text);
    }
}

/* Every span as a line: its kind, and what it covers. */
static char *
show_spans (const char *body)
{
  static const char *const kinds[] = { "heading", "strong", "emph", "code", "link", "quote", "list", "mark" };
  g_autoptr (GPtrArray) spans = desk_markdown_list_spans (body);
  GString *string = g_string_new (NULL);
  guint last = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      DeskSpan *span = g_ptr_array_index (spans, i);
      g_autofree char *text = NULL;

      g_assert_cmpuint (span->start, <, span->end);
      g_assert_cmpint (span->end, <=, g_utf8_strlen (body, -1));
      g_assert_cmpuint (span->start, >=, last);
      last = span->start;

      text = g_utf8_substring (body, span->start, span->end);
      g_string_append_printf (string, "%s", kinds[span->kind]);
      if (span->level > 0)
        g_string_append_printf (string, "%u", span->level);
      g_string_append_printf (string, "|%s|", text);
      if (span->address != NULL)
        g_string_append_printf (string, "%s|", span->address);
      g_string_append_c (string, '\n');
    }

  return g_string_free_and_steal (string);
}

static void
test_spans (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "plain text, nothing else", "" },
    { "a **b** c *d*", "strong|**b**|\nmark|**|\nmark|**|\nemph|*d*|\nmark|*|\nmark|*|\n" },
    { "سجن **الميناء** é", "strong|**الميناء**|\nmark|**|\nmark|**|\n" },
    { "***a***", "emph|***a***|\nmark|*|\nstrong|**a**|\nmark|**|\nmark|**|\nmark|*|\n" },
    { "**a *b***", "strong|**a *b***|\nmark|**|\nemph|*b*|\nmark|*|\nmark|*|\nmark|**|\n" },
    { "# Head", "heading1|# Head|\nmark|# |\n" },
    { "### Head *x* ##\nText", "heading3|### Head *x* ##|\nmark|### |\nemph|*x*|\nmark|*|\nmark|*|\nmark| ##|\n" },
    { "Head\n---\n\nText", "heading2|Head\n---|\nmark|---|\n" },
    { "`a` ``b` ``", "code|`a`|\nmark|`|\nmark|`|\ncode|``b` ``|\nmark|``|\nmark|``|\n" },
    { "\\``a`", "code|`a`|\nmark|`|\nmark|`|\n" },
    { "[a *b*](http://x.org \"t\")",
      "link|[a *b*](http://x.org \"t\")|http://x.org|\nmark|[|\nemph|*b*|\nmark|*|\nmark|*|\nmark|](http://x.org \"t\")|\n" },
    { "[](http://x.org)", "link|[](http://x.org)|http://x.org|\nmark|[|\nmark|](http://x.org)|\n" },
    { "<https://x.org>", "link|<https://x.org>|https://x.org|\nmark|<|\nmark|>|\n" },
    { "[a][r]\n\n[r]: http://x.org\n", "link|[a][r]|http://x.org|\nmark|[|\nmark|][r]|\n" },
    { "![a](x.png)", "link|![a](x.png)|x.png|\nmark|![|\nmark|](x.png)|\n" },
    { "- a\n- **b**\n", "list|- a|\nmark|- |\nlist|- **b**|\nmark|- |\nstrong|**b**|\nmark|**|\nmark|**|\n" },
    { "12. a\n", "list|12. a|\nmark|12. |\n" },
    { "> a\n> > b\nc", "quote|> a\n> > b\nc|\nmark|> |\nmark|> |\nquote|> b\nc|\nmark|> |\n" },
    { "```\ncode *x*\n```\n\ntext", "code|```\ncode *x*\n```|\nmark|```|\nmark|```|\n" },
    { "a\n\n***\n\nb", "mark|***|\n" },
    { "<div>\n*a*\n</div>\n", "" },
    /* Places that cmark gets wrong by itself. */
    { "one [two\nthree](http://x.org) *four\nfive*",
      "link|[two\nthree](http://x.org)|http://x.org|\nmark|[|\nmark|](http://x.org)|\nemph|*four\nfive*|\nmark|*|\nmark|*|\n" },
    { "one\\\ntwo **three**", "strong|**three**|\nmark|**|\nmark|**|\n" },
    { "- one\n    two **three** `a\n  b` *c*",
      "list|- one\n    two **three** `a\n  b` *c*|\nmark|- |\nstrong|**three**|\nmark|**|\nmark|**|\ncode|`a\n  b`|\nmark|`|\nmark|`|\n"
      "emph|*c*|\nmark|*|\nmark|*|\n" },
    { "**a`** *&amp;*", "strong|**a`**|\nmark|**|\nmark|**|\nemph|*&amp;*|\nmark|*|\nmark|*|\n" },
    { "A\n=\nb\n\nC\n---\n- d", "heading1|A\n=|\nmark|=|\nheading2|C\n---|\nmark|---|\nlist|- d|\nmark|- |\n" },
    { "> one\nlazy **two**", "quote|> one\nlazy **two**|\nmark|> |\nstrong|**two**|\nmark|**|\nmark|**|\n" },
    { "> - a\n>   **b**", "quote|> - a\n>   **b**|\nmark|> |\nlist|- a\n>   **b**|\nmark|- |\nmark|> |\nstrong|**b**|\nmark|**|\nmark|**|\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *spans = show_spans (cases[i][0]);

      g_test_message ("%s", cases[i][0]);
      g_assert_cmpstr (spans, ==, cases[i][1]);
    }
}

/* Whatever the text, spans lie within it and begin with their marks. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "*", "**", "_", "`", "``", "[", "](http://x.org)", "](", ")", "<https://x.org>", "\n", "\n\n", "> ", "- ", "1. ", "    ", "# ", "word ", "سجن", "👍",
    "\\", "\\\n", "&amp;", "<b>", "![", "\t", "```\n", "---\n", "===\n", "é", "\"", " "
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (int round = 0; round < (g_test_thorough () ? 50000 : 1000); round++)
    {
      g_autoptr (GString) body = g_string_new (NULL);
      g_autoptr (GPtrArray) spans = NULL;
      g_autoptr (GPtrArray) embeds = NULL;
      g_autofree char *shown = NULL;
      g_autofree char *plain = NULL;
      guint n = g_rand_int_range (random, 0, 40);

      for (guint i = 0; i < n; i++)
        g_string_append (body, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);

      shown = show_spans (body->str);
      plain = desk_markdown_to_plain (body->str);
      g_assert_true (g_utf8_validate (plain, -1, NULL));
      embeds = desk_markdown_list_embeds (body->str);
      spans = desk_markdown_list_spans (body->str);
      for (guint i = 0; i < spans->len; i++)
        {
          DeskSpan *span = g_ptr_array_index (spans, i);
          g_autofree char *text = g_utf8_substring (body->str, span->start, span->end);

          g_test_message ("%d %s", span->kind, text);
          if (span->kind == DESK_SPAN_STRONG)
            g_assert_true (strspn (text, "*_") >= 2 && strchr ("*_", text[strlen (text) - 1]) != NULL);
          else if (span->kind == DESK_SPAN_EMPH)
            g_assert_true (strspn (text, "*_") >= 1 && strchr ("*_", text[strlen (text) - 1]) != NULL);
          else if (span->kind == DESK_SPAN_LINK)
            g_assert_true (strchr ("[!<", *text) != NULL && strchr ("])>", text[strlen (text) - 1]) != NULL);
          else if (span->kind == DESK_SPAN_QUOTE)
            g_assert_true (*text == '>');
        }
    }
}

/* Nested as nobody writes: no stack and no time runs out, and the words are there. */
static void
test_deep (void)
{
  const char *pieces[] = { ">", "> ", "- ", "1. ", "> - ", "[", "![", "*a ", "**", "_a __", "a`", "<", "(" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) body = g_string_new (NULL);
      g_autofree char *plain = NULL;
      g_autofree char *html = NULL;
      g_autoptr (GPtrArray) embeds = NULL;
      g_autoptr (GPtrArray) spans = NULL;

      g_test_message ("%s", pieces[i]);
      while (body->len < 60000)
        g_string_append (body, pieces[i]);
      g_string_append (body, "harbour\n");

      plain = desk_markdown_to_plain (body->str);
      g_assert_nonnull (strstr (plain, "harbour"));
      g_assert_cmpuint (strlen (plain), <, 2 * body->len);
      html = desk_markdown_to_html (body->str);
      embeds = desk_markdown_list_embeds (body->str);
      spans = desk_markdown_list_spans (body->str);
      g_assert_cmpuint (desk_markdown_count_words (body->str, "en"), >, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/markdown/plain", test_plain);
  g_test_add_func ("/markdown/html", test_html);
  g_test_add_func ("/markdown/count", test_count);
  g_test_add_func ("/markdown/embeds", test_embeds);
  g_test_add_func ("/markdown/spans", test_spans);
  g_test_add_func ("/markdown/random", test_random);
  g_test_add_func ("/markdown/deep", test_deep);

  return g_test_run ();
}
