/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/desk-markdown.h"
#include "exchange/desk-exchange-error.h"
#include "exchange/desk-html.h"

/* What programs put on the clipboard, in their manner and with invented words, and what is to come of it. */
typedef struct
{
  const char *name;
  const char *html;
  const char *markdown;
} Case;

static const Case cases[] = {
  { "browser",
    "<meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\"><h2 style=\"font-family:Serif;color:#111\">Ferry line asks for help</h2>"
    "<p class=\"x\">The line has <b>40&nbsp;boats</b>, the <a href=\"https://example.org/master?utm_source=home&amp;id=4\" class=\"l\" target=\"_blank\">harbour master</a>"
    " <em>said</em>.<img src=\"https://track.example/p.gif\" width=1 height=1></p><script>alert(1)</script><style>p{color:red}</style>"
    "<p style=\"display:none\">Subscribe</p><p>It was   dark.<br>\nNobody came.</p>",
    "## Ferry line asks for help\n\nThe line has **40 boats**, the [harbour master](https://example.org/master?id=4) *said*.\n\nIt was dark.\\\nNobody came." },
  { "google-docs",
    "<meta charset='utf-8'><b style=\"font-weight:normal;\" id=\"docs-internal-guid-1a2b\"><p dir=\"ltr\" style=\"line-height:1.38;\">"
    "<span style=\"font-size:11pt;font-weight:400;font-style:normal;white-space:pre-wrap;\">The gates are </span>"
    "<span style=\"font-size:11pt;font-weight:700;white-space:pre-wrap;\">open</span><span style=\"font-weight:400;white-space:pre-wrap;\">, </span>"
    "<span style=\"font-weight:400;font-style:italic;white-space:pre-wrap;\">she said</span><span style=\"white-space:pre-wrap;\">.</span></p><br />"
    "<ul style=\"margin-top:0;\"><li dir=\"ltr\" aria-level=\"1\"><p dir=\"ltr\" role=\"presentation\"><span style=\"font-weight:400;\">One</span></p></li>"
    "<ul><li aria-level=\"2\"><p role=\"presentation\"><span>Half</span></p></li></ul><li aria-level=\"1\"><p><span>Two</span></p></li></ul>"
    "<p><a href=\"https://www.google.com/url?q=https://example.org/a&amp;sa=D\" style=\"text-decoration:none;\"><span style=\"font-weight:400;text-decoration:underline;\">the report</span></a></p></b>",
    "The gates are **open**, *she said*.\n\n- One\n  - Half\n- Two\n\n[the report](https://example.org/a)" },
  { "word",
    "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:w=\"urn:schemas-microsoft-com:office:word\"><head><meta charset=utf-8>"
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--><style><!-- p.MsoNormal {margin:0cm;} --></style></head>"
    "<body lang=DE><!--StartFragment--><p class=MsoNormal><b><span lang=EN-US style='mso-ansi-language:EN-US'>Harbour<o:p></o:p></span></b></p>"
    "<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'>"
    "<span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span lang=EN-US>Forty boats<o:p></o:p></span></p>"
    "<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><!--[if !supportLists]--><span style='mso-list:Ignore'>o<span>&nbsp; </span></span><!--[endif]-->Two leak</p>"
    "<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>No fuel</p>"
    "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.<span>&nbsp; </span></span>Third</p>"
    "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>4.<span>&nbsp; </span></span>Fourth</p>"
    "<p class=MsoNormal>The <i style='mso-bidi-font-style:normal'>end</i>.<span style='mso-hide:all'>secret</span></p><!--EndFragment--></body></html>",
    "**Harbour**\n\n- Forty boats\n  - Two leak\n- No fuel\n\n3. Third\n4. Fourth\n\nThe *end*." },
  { "libreoffice",
    "<!DOCTYPE html><html><head><meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\"/><title></title><meta name=\"generator\" content=\"LibreOffice 24.8\"/></head>"
    "<body lang=\"en-GB\" dir=\"ltr\"><h1 class=\"western\">A night</h1><p style=\"line-height: 100%; margin-bottom: 0cm\"><font face=\"Liberation Serif\"><font size=\"3\">"
    "It was <b>dark</b>.</font></font></p><p style=\"margin-bottom: 0cm\"><br/></p><ol><li><p style=\"margin-bottom: 0cm\">First</p></li><li><p>Second</p></li></ol>"
    "<p><img src=\"data:image/png;base64,AAAA\" name=\"Image1\" width=\"10\"/>After</p></body></html>",
    "# A night\n\nIt was **dark**.\n\n1. First\n2. Second\n\nAfter" },
  { "notes",
    "<html><head></head><body><div><b>To do</b></div><div>Call the ministry</div><div><br></div><div>Ask for names</div><div>and for times</div></body></html>",
    "**To do**\\\nCall the ministry\n\nAsk for names\\\nand for times" },
  { "mail",
    "<div class=\"moz-cite-prefix\">On 24/02/2026, Ilse Varn wrote:<br></div><blockquote type=\"cite\" cite=\"mid:1@example.org\"><p>We were <strong>there</strong>.</p>"
    "<blockquote type=\"cite\"><p>Were you?</p></blockquote><p>Yes.</p></blockquote><p>Thank you</p>",
    "On 24/02/2026, Ilse Varn wrote:\n\n> We were **there**.\n>\n> > Were you?\n>\n> Yes.\n\nThank you" },
  { "plain-mail",
    "<pre class=\"moz-quote-pre\" wrap=\"\">The gates were opened\nat nine, she said.\n\nNobody came.</pre><p>So <b>be</b> it</p>",
    "The gates were opened at nine, she said.\n\nNobody came.\n\nSo **be** it" },
  { "newsletter",
    "<table width=\"100%\"><tr><td align=center><table><tr><td><h3>Tonight</h3><p>Two ships are late.</p></td></tr></table></td></tr></table>",
    "### Tonight\n\nTwo ships are late." },
  { "table",
    "<p>Boats</p><table><thead><tr><th>Name</th><th>Seats</th></tr></thead><tbody><tr><td><p>Gull</p></td><td>40</td></tr><tr><td>Tern</td><td><b>12</b></td></tr></tbody></table><p>End</p>",
    "Boats\n\nName · Seats\\\nGull · 40\\\nTern · **12**\n\nEnd" },
  { "code",
    "<p>Type <code>a*b</code> and <tt>``</tt>:</p><pre><code>if (a)\n  b();\n```\n</code></pre>",
    "Type `a*b` and ``` `` ```:\n\n````\nif (a)\n  b();\n```\n````" },
  { "marks",
    "<p>2 * 3 * 4, *no*, snake_case _x_, [reportedly], [a](b), &lt;b&gt;, &amp;amp; AT&amp;T, C:\\dir\\*, `tick` !<a href='https://example.org/'>x [y]</a></p>"
    "<p># no heading</p><p>1. no list</p><p>1994. It was</p><p>- no</p><p>+ no</p><p>&gt; no</p><p>---</p><p>===</p><p>~~~</p><p>#hash and 50 &lt; 60</p><p>a<br>===</p><p>[x]: https://example.org</p>",
    "2 * 3 * 4, \\*no\\*, snake_case \\_x\\_, [reportedly], [a\\](b), \\<b>, \\&amp; AT&T, C:\\dir\\\\\\*, \\`tick\\` \\![x \\[y\\]](https://example.org/)\n\n"
    "\\# no heading\n\n1\\. no list\n\n1994\\. It was\n\n\\- no\n\n\\+ no\n\n\\> no\n\n\\---\n\n\\===\n\n\\~~~\n\n#hash and 50 < 60\n\na\\\n\\===\n\n[x\\]: https://example.org" },
  { "emphasis",
    "<p><b>Police: </b>no<b>thing</b> <b> </b>or <i><b>both</b></i> or <b>a<i>b</i>c</b>, <b>Name:</b>value x<b>“y”</b> <b><a href='https://example.org/'>l</a> m</b></p>",
    "**Police:** no**thing** or ***both*** or **a*b*c**, **Name**:value x“y” **[l](https://example.org/) m**" },
  { "links",
    "<p><a href=\"javascript:alert(1)\">a</a> <a href=\"data:text/html,x\">b</a> <a href=\"/rel\">c</a> <a href=\"#d\">d</a> <a name=e>e</a> "
    "<a href=\"https://example.org/f?fbclid=1\">https://example.org/f?fbclid=1</a> <a href=\"mailto:g@example.org?subject=x\">g@example.org</a> "
    "<a href=\"https://example.org/h (i\">h</a> <a href=\"https://example.org/w_(x)\">w</a><a href=\"https://example.org/\"><img src=x></a></p>",
    "a b c d e <https://example.org/f> <g@example.org> [h](https://example.org/h%20%28i) [w](https://example.org/w_(x))" },
  { "lists",
    "<ul><li>a<ol start=3><li>b</li></ol></li><li><p>c</p><p>d</p></li><li></li><li>e<ul><li>f</li></ul>g</li></ul><ul><li>other</li></ul><ol><li>1</li></ol><ol><li>2</li></ol>",
    "- a\n\n  3. b\n- c\n\n  d\n- e\n  - f\n\n  g\n\n* other\n\n1. 1\n\n1) 2" },
  { "hidden",
    "<p>Seen<span style=\"visibility: hidden\">no</span><span hidden>no</span><span aria-hidden=\"true\">no</span><del>no</del><template>no</template>.</p>"
    "<select><option>no</select><button>no</button><noscript>no</noscript>",
    "Seen." },
  { "breaks",
    "One<br><br>Two<br>\n&nbsp;<br>Three<hr>Four<br>",
    "One\n\nTwo\n\nThree\n\n* * *\n\nFour" },
  { "letters",
    "<p>har&shy;bour&#8203; &zwj;<i>می&zwnj;روم</i> <img class=emoji alt=\"🚢\" src=x><img alt=\"A ship\" src=y></p>",
    "harbour *می\u200cروم* 🚢" },
  { "links-around-blocks",
    "<a href=\"https://example.org/\"><div><h3>Title</h3><p>Words</p></div></a>",
    "### [Title](https://example.org/)\n\n[Words](https://example.org/)" },
  { "quotes-in-lists", "<ul><li><blockquote><p>a</p><p>b</p></blockquote></li><li>c</li></ul>", "- > a\n  >\n  > b\n- c" },
  { "none", "<p> &nbsp; </p><br>", "" },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GError) error = NULL;
  gboolean structured;
  g_autofree char *markdown = desk_html_to_markdown (one->html, strlen (one->html), "en", &structured, NULL, &error);
  g_autofree char *html = NULL;
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (markdown, ==, one->markdown);

  /* What Desk itself copies comes back as it was, but for what HTML can't say. */
  if (g_str_equal (one->name, "code") || g_str_equal (one->name, "marks"))
    return;
  html = desk_markdown_to_html (markdown);
  again = desk_html_to_markdown (html, strlen (html), "en", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, markdown);
}

static void
test_structured (void)
{
  static const struct
  {
    const char *html;
    gboolean structured;
  } one[] = {
    { "<meta charset=utf-8><span style=\"color:red\">words only</span>", FALSE },
    { "<div>a</div><div>b</div>", FALSE },
    { "<html><body><pre><font color=red>$ ls</font>\nb\n</pre></body></html>", FALSE },
    { "<b style=\"font-weight:normal\">words</b>", FALSE },
    { "a <b>b</b>", TRUE },
    { "<p>a</p><p>b</p>", TRUE },
    { "<a href=\"https://example.org/\">a</a>", TRUE },
    { "<table><tr><td>a</td><td>b</td></tr></table>", TRUE },
    { "<ul><li>a</ul>", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (one); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean structured = !one[i].structured;
      g_autofree char *markdown = desk_html_to_markdown (one[i].html, strlen (one[i].html), "en", &structured, NULL, &error);

      g_assert_no_error (error);
      g_test_message ("%s", one[i].html);
      g_assert_cmpint (structured, ==, one[i].structured);
    }
}

static void
check_bytes (const char *data, gsize length, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *markdown = desk_html_to_markdown (data, length, "en", NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (markdown, ==, expected);
}

static void
test_encodings (void)
{
  static const char utf16[] = "\xff\xfe<\0b\0>\0\xe4\0<\0/\0b\0>\0";
  static const char utf16_bare[] = "<\0b\0>\0\xe4\0<\0/\0b\0>\0";

  check_bytes (utf16, sizeof utf16 - 1, "**ä**");
  check_bytes (utf16_bare, sizeof utf16_bare - 1, "**ä**");
  check_bytes ("\xef\xbb\xbf<b>ä</b>", strlen ("\xef\xbb\xbf<b>ä</b>"), "**ä**");
  check_bytes ("<b>\xe4\x93z\x94</b>", 12, "**ä“z”**");
  check_bytes ("<meta charset=koi8-r><b>\xc1</b>", strlen ("<meta charset=koi8-r><b>\xc1</b>"), "**а**");
  check_bytes ("<meta charset=no-such><b>\xe4</b>", strlen ("<meta charset=no-such><b>\xe4</b>"), "**ä**");
  check_bytes ("<meta charset=latin1><b>ä</b>", strlen ("<meta charset=latin1><b>ä</b>"), "**ä**");
  check_bytes ("<b>a\0b</b>", 10, "**ab**");
  check_bytes ("\0", 1, "");
  check_bytes ("", 0, "");
}

static char *
repeat (const char *words, gsize n)
{
  GString *string = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append (string, words);
  return g_string_free_and_steal (string);
}

/* Nothing that somebody may put on a clipboard takes long, or all the memory there is. */
static void
test_hostile (void)
{
  static const char *const pieces[] = {
    "<div>",
    "<blockquote>",
    "<ul><li>",
    "<b>",
    "<i><b>",
    "<table><tr><td>",
    "<table><tr><td>a</td><td>b<td>",
    "<a href=https://example.org/>",
    "<h1>",
    "<q>",
    "<pre>",
    "a",
    "*",
    "[",
    "![",
    "](",
    "`",
    "\\",
    "<",
    "&",
    "&lt;",
    "<p>a",
    "<br>",
    "<span style=\"font-weight:bold\">x</span>y",
    "<!--",
    "</b>",
    "> ",
    "<p style='mso-list:l0 level9 lfo1'>a",
    "<p>*a_</p>",
    "<div>a</div><div><br></div>",
    "\xff",
    "&#0;",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (gsize length = 200; length <= 200000; length *= 10)
      {
        g_autofree char *html = repeat (pieces[i], length / strlen (pieces[i]));
        g_autoptr (GError) error = NULL;
        gint64 begin = g_get_monotonic_time ();
        g_autofree char *markdown = desk_html_to_markdown (html, strlen (html), "en", NULL, NULL, &error);

        if (markdown == NULL)
          g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_INVALID);
        else
          g_assert_cmpuint (strlen (markdown), <=, 40 * length);
        if (g_test_verbose ())
          g_test_message ("%zu × %s: %d ms", length, pieces[i], (int) ((g_get_monotonic_time () - begin) / 1000));
      }
}

static void
test_large (void)
{
  g_autofree char *words = repeat ("<p>The harbour is open. ", DESK_HTML_MAX_LENGTH / 24 + 10);
  g_autoptr (GString) pictures = g_string_new ("<p>a</p>");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *markdown = desk_html_to_markdown (words, strlen (words), "en", NULL, NULL, &error);

  g_assert_null (markdown);
  g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_TOO_LARGE);
  g_clear_error (&error);

  /* Pictures within it don't count. */
  g_string_append_printf (pictures, "<img src=\"data:image/png;base64,%s\"><p>b</p>", words);
  for (gsize i = 0; i < pictures->len; i++)
    if (i > 50 && i + 10 < pictures->len && strchr ("<> .", pictures->str[i]))
      pictures->str[i] = 'A';
  markdown = desk_html_to_markdown (pictures->str, pictures->len, "en", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (markdown, ==, "a\n\nb");

  g_cancellable_cancel (cancellable);
  g_assert_null (desk_html_to_markdown ("<p>a<b>b</b></p>", 16, "en", NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- by chance --- */

static const char *const atoms[] = {
  "<p>",
  "</p>",
  "<b>",
  "</b>",
  "<i>",
  "</i>",
  "<em>",
  "<strong>",
  "</strong>",
  "<ul>",
  "<li>",
  "</li>",
  "</ul>",
  "<ol start=2>",
  "</ol>",
  "<blockquote>",
  "</blockquote>",
  "<div>",
  "</div>",
  "<br>",
  "<h2>",
  "</h2>",
  "<a href='https://example.org/a(b'>",
  "</a>",
  "<code>",
  "</code>",
  "<pre>",
  "</pre>",
  "<table><tr><td>",
  "</td><td>",
  "</td></tr></table>",
  "<span style='font-weight:700;font-style:italic'>",
  "</span>",
  "<hr>",
  "<q>",
  "</q>",
  "<p style='mso-list:l0 level2 lfo1'>",
  "<s>",
  "\n",
  "word",
  "two words",
  " ",
  "*",
  "_",
  "**",
  "`",
  "[",
  "]",
  "](",
  "!",
  "#",
  "# ",
  "- ",
  "1. ",
  "2) ",
  "+",
  "> ",
  "&gt; ",
  "&lt;a&gt;",
  "&amp;",
  "&amp;lt;",
  "\\",
  "~~~",
  "===",
  "---",
  "“",
  "”",
  "é",
  "خبر",
  "中",
  ".",
  ":",
  "(",
  ")",
  "…",
  "👩\u200d👧",
  "https://example.org/",
  "&nbsp;",
  "\t",
  "12",
  "a_b",
};

/* The letters a reader sees, without any white space, marks of lists and gaps of tables. */
static char *
squeeze (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)) || strchr ("`_[]!\\", *p))
      g_string_append_unichar (out, g_utf8_get_char (p));
  return g_string_free_and_steal (out);
}

static char *
read_html (const char *html)
{
  g_autoptr (GError) error = NULL;
  char *markdown = desk_html_to_markdown (html, strlen (html), "en", NULL, NULL, &error);

  if (markdown == NULL)
    g_assert_error (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_INVALID);
  return markdown;
}

/*
 * Whatever is pasted, a reader reads what was pasted: Markdown of HTML, made HTML and read again, has the same words; and
 * what cmark reads in it is what was in the HTML.
 */
static void
test_chance (void)
{
  const char *rounds = g_getenv ("DESK_FUZZ_ROUNDS");
  guint n = rounds != NULL ? (guint) atoi (rounds) : 2000;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) html = g_string_new (NULL);
      g_autofree char *markdown = NULL;
      g_autofree char *rendered = NULL;
      g_autofree char *again = NULL;
      g_autofree char *plain = NULL;
      g_autofree char *plain_again = NULL;
      g_autofree char *words = NULL;
      g_autofree char *words_again = NULL;

      for (int left = g_test_rand_int_range (1, 30); left > 0; left--)
        g_string_append (html, atoms[g_test_rand_int_range (0, G_N_ELEMENTS (atoms))]);
      markdown = read_html (html->str);
      g_assert_nonnull (markdown);
      g_assert_true (g_utf8_validate (markdown, -1, NULL));
      plain = desk_markdown_to_plain (markdown);
      rendered = desk_markdown_to_html (markdown);
      again = read_html (rendered);
      plain_again = desk_markdown_to_plain (again);
      words = squeeze (plain);
      words_again = squeeze (plain_again);
      if (!g_str_equal (words, words_again))
        {
          g_test_message ("%s\n→\n%s\n→\n%s", html->str, markdown, again);
          g_assert_cmpstr (words, ==, words_again);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/html/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/html/structured", test_structured);
  g_test_add_func ("/html/encodings", test_encodings);
  g_test_add_func ("/html/hostile", test_hostile);
  g_test_add_func ("/html/large", test_large);
  g_test_add_func ("/html/chance", test_chance);

  return g_test_run ();
}
