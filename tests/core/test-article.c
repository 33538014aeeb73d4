/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/desk-article.h"

static const char *const kinds[] = { "warning", "headline", "standfirst", "byline", "p", "h", "code", "break", "post", "stamp", "correction", "related" };

/* One line a block: what it is, what stands around it, and its runs. */
static char *
describe (GPtrArray *blocks)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      DeskBlock *block = g_ptr_array_index (blocks, i);

      g_string_append (out, kinds[block->kind]);
      if (block->level > 0)
        g_string_append_printf (out, "%u", block->level);
      for (guint j = 0; j < block->quotes; j++)
        g_string_append (out, ">");
      if (block->lists > 0)
        g_string_append_printf (out, " list%u", block->lists);
      if (block->marker != NULL)
        g_string_append_printf (out, " %s", block->marker);
      if (block->address != NULL)
        g_string_append_printf (out, " <%s>", block->address);
      g_string_append_c (out, ':');
      for (guint j = 0; j < block->runs->len && block->kind != DESK_BLOCK_POST; j++)
        {
          DeskRun *run = g_ptr_array_index (block->runs, j);

          g_string_append_printf (out, " %s%s%s%s%s[%s]",
                                  run->style & DESK_RUN_BOLD ? "b" : "",
                                  run->style & DESK_RUN_ITALIC ? "i" : "",
                                  run->style & DESK_RUN_CODE ? "c" : "",
                                  run->style & DESK_RUN_MARKED ? "_" : "",
                                  run->style & DESK_RUN_NUMBER ? "^" : "",
                                  run->words);
          if (run->address != NULL)
            g_string_append_printf (out, "(%s)", run->address);
        }
      g_string_append_c (out, '\n');
    }

  return g_string_free_and_steal (out);
}

static void
assert_blocks (const char *body, const char *expected)
{
  g_autoptr (GPtrArray) blocks = desk_blocks_new (body, NULL, 0);
  g_autofree char *described = describe (blocks);

  g_assert_cmpstr (described, ==, expected);
}

static void
test_blocks (void)
{
  assert_blocks ("", "");
  assert_blocks ("One *two **three*** `four <b>`.", "p: [One ] i[two ] bi[three] [ ] c[four <b>] [.]\n");
  assert_blocks ("# Head & more\n\nText\nover \\*lines\\*.\\\nHard\n\n---\n\n    a < b\n\n    c\n",
                 "h1: [Head & more]\np: [Text over *lines*.\nHard]\nbreak:\ncode: c[a < b\n\nc]\n");
  assert_blocks ("3. three\n4. four\n\n   more of it\n   - deep\n5. five\n\nOut",
                 "p list1 3.: [three]\np list1 4.: [four]\np list1: [more of it]\np list2 •: [deep]\np list1 5.: [five]\np: [Out]\n");
  assert_blocks ("> said\n> > twice\n\n> - in a list", "p>: [said]\np>>: [twice]\np> list1 •: [in a list]\n");
  assert_blocks ("[the **post**](https://example.org/p?a=1&b=2), [bad](javascript:alert(1)), [mail](mailto:a@example.org)",
                 "p: [the ](https://example.org/p?a=1&b=2) b[post](https://example.org/p?a=1&b=2) [, bad, ] [mail](mailto:a@example.org)\n");
  assert_blocks ("One\n\n<https://example.org/1>\n\nsee <https://example.org/2>\n\n<div>raw</div>",
                 "p: [One]\npost <https://example.org/1>:\np: [see ] [https://example.org/2](https://example.org/2)\n");
}

/* What nobody writes: no stack is deep enough for what walks into it. */
static void
test_deep (void)
{
  g_autofree char *quotes = g_strnfill (100000, '>');
  g_autoptr (GString) body = g_string_new (quotes);
  g_autoptr (GPtrArray) blocks = NULL;

  g_string_append (body, " deep");
  blocks = desk_blocks_new (body->str, NULL, 0);
  g_assert_cmpuint (blocks->len, ==, 1);
}

static void
assert_marked (const char *body, const DeskBlockMark *marks, gsize n, const char *expected)
{
  g_autoptr (GPtrArray) blocks = desk_blocks_new (body, marks, n);
  g_autofree char *described = describe (blocks);

  g_assert_cmpstr (described, ==, expected);
}

static void
test_marks (void)
{
  const DeskBlockMark within[] = { { 4, 7, 1 }, { 8, 17, 2 } };
  const DeskBlockMark overlapping[] = { { 0, 7, 1 }, { 4, 13, 2 } };
  const DeskBlockMark item[] = { { 0, 9, 7 } };
  const DeskBlockMark across[] = { { 4, 12, 1 } };
  const DeskBlockMark emphasis[] = { { 0, 8, 1 } };
  const DeskBlockMark inside[] = { { 2, 6, 1 } };

  assert_marked ("One two **three**.", within, 2, "p: [One ] _[two] ^[1] [ ] b_[three] ^[2] [.]\n");
  assert_marked ("One two three.", overlapping, 2, "p: _[One two] ^[1] _[ three] ^[2] [.]\n");
  assert_marked ("- One two three", item, 1, "p list1 •: _[One two] ^[7] [ three]\n");
  assert_marked ("One two\n\nthree", across, 1, "p: [One ] _[two]\np: _[thr] ^[1] [ee]\n");
  assert_marked ("**One.** two", emphasis, 1, "p: b_[One.] ^[1] [ two]\n");
  assert_marked ("**One.** two", inside, 1, "p: b_[One.] ^[1] [ two]\n");
  assert_marked ("فتحت البوابات", across, 1, "p: [فتحت] _[ البوابا] ^[1] [ت]\n");
}

static DeskUpdate *
make_update (DeskUpdateKind kind, const char *words)
{
  DeskUpdate *update = g_object_new (DESK_TYPE_UPDATE, NULL);

  update->kind = kind;
  g_set_str (&update->words, words);

  return update;
}

static void
test_article (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskText) text = desk_text_parse (
      "Headline: Harbour *seized*\nStandfirst: Denied\nByline: By M. Aral\nDateline: PORT ALDER\nLanguage: en\n"
      "Related: [Ferry line](https://example.org/ferry)\nWarning: graphic\n\nArmed **men**.\n\n<https://x.com/a/status/1>\n",
      -1, &error);
  g_autoptr (GPtrArray) updates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) blocks = NULL;
  g_autofree char *described = NULL;
  DeskUpdate *mistaken = make_update (DESK_UPDATE_UPDATE, "Updated at 9:19 pm.");

  g_assert_no_error (error);
  g_set_str (&mistaken->superseded_by, "another");
  g_ptr_array_add (updates, make_update (DESK_UPDATE_CORRECTION, "Correction: two, not three."));
  g_ptr_array_add (updates, make_update (DESK_UPDATE_SILENT, ""));
  g_ptr_array_add (updates, make_update (DESK_UPDATE_UPDATE, "Updated at 10:19 pm."));
  g_ptr_array_add (updates, mistaken);
  g_ptr_array_add (updates, make_update (DESK_UPDATE_PUBLISH, "Published at 6:45 pm."));

  blocks = desk_article_new (text, updates, NULL, 0);
  described = describe (blocks);
  g_assert_cmpstr (described, ==,
                   "warning: [graphic]\n"
                   "headline: [Harbour *seized*]\n"
                   "standfirst: [Denied]\n"
                   "byline: [By M. Aral]\n"
                   "p: [PORT ALDER — Armed ] b[men] [.]\n"
                   "post <https://x.com/a/status/1>:\n"
                   "stamp: [Published at 6:45 pm.]\n"
                   "stamp: [Updated at 10:19 pm.]\n"
                   "correction: [Correction: two, not three.]\n"
                   "related: [Ferry line](https://example.org/ferry)\n");
}

static void
test_dateline (void)
{
  g_autoptr (DeskText) text = desk_text_parse ("Dateline: VELL\n\n> Quoted first.\n", -1, NULL);
  g_autoptr (GPtrArray) updates = g_ptr_array_new ();
  g_autoptr (GPtrArray) blocks = desk_article_new (text, updates, NULL, 0);
  g_autofree char *described = describe (blocks);

  g_assert_cmpstr (described, ==, "p: [VELL]\np>: [Quoted first.]\n");
}

static void
test_direction (void)
{
  static const char *const right_to_left[] = { "ar", "ckb", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ku-Arab", "ar-IQ" };
  static const char *const left_to_right[] = { "", "en", "de-AT", "ku", "zh", "nonsense" };

  for (gsize i = 0; i < G_N_ELEMENTS (right_to_left); i++)
    g_assert_true (desk_article_is_right_to_left (right_to_left[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (left_to_right); i++)
    g_assert_false (desk_article_is_right_to_left (left_to_right[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/article/blocks", test_blocks);
  g_test_add_func ("/article/deep", test_deep);
  g_test_add_func ("/article/marks", test_marks);
  g_test_add_func ("/article/article", test_article);
  g_test_add_func ("/article/dateline", test_dateline);
  g_test_add_func ("/article/direction", test_direction);

  return g_test_run ();
}
