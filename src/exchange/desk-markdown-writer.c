/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-markdown-writer.h"

#include <string.h>

#include "core/desk-markdown.h"

/* Quotations and lists within one another; what is deeper stands with the last. */
#define MAX_NESTING 8
/* CommonMark, section 5.2: more digits begin no list. */
#define MAX_NUMBER 999999999

#define FLAG_LINK (1u << 8) /* beside DeskRunFlags, while runs are written */

/* Words with the same marks. */
typedef struct
{
  char *words;         /* "\n" alone is a line end */
  guint flags;         /* DeskRunFlags */
  const char *address; /* (nullable), of the writer's strings: equal ones are identical */
} Run;

typedef struct
{
  gboolean quote;
  gboolean ordered;
  guint number;    /* of the next item */
  char mark;       /* of this list: "-", "*", "." or ")" */
  gsize prefix;    /* bytes of the prefix around it */
  guint n_items;
  gboolean hidden; /* too deep: leaves no trace */
} Level;

struct _DeskMarkdownWriter
{
  GString *out;
  GString *prefix; /* of each line within what is open */
  GString *first;  /* of the next line instead, while an item has no line yet */
  GString *last;   /* as far as it is open still: the prefix of the last block */
  GArray *levels;  /* (element-type Level) */
  guint nesting;

  GArray *runs; /* (element-type Run): of the block that is being written */
  GStringChunk *addresses;
  gboolean space; /* the last words ended with a space */

  gboolean tight;     /* the next block follows in the next line */
  char last_list;     /* mark of the list that ended last, when nothing followed it yet; 0 */
  gsize last_level;   /* where that was */
  gboolean has_marks;
};

static void
run_clear (gpointer data)
{
  g_free (((Run *) data)->words);
}

static Run *
get_run (DeskMarkdownWriter *self, guint i)
{
  return &g_array_index (self->runs, Run, i);
}

static gboolean
is_break (const Run *run)
{
  return run->words[0] == '\n';
}

static gboolean
is_blank (const Run *run)
{
  return run->words[0] == '\n' || g_str_equal (run->words, " ");
}

/* --- one block's words --- */

static gboolean
is_punctuation (gunichar c)
{
  return c < 0x80 ? c != 0 && g_ascii_ispunct (c) : g_unichar_ispunct (c);
}

static gboolean
is_gap (gunichar c)
{
  return c == 0 || g_unichar_isspace (c);
}

static gunichar
get_last (const GString *line)
{
  const char *p = g_utf8_find_prev_char (line->str, line->str + line->len);

  return p ? g_utf8_get_char (p) : 0;
}

static gboolean
begins_line (const GString *line)
{
  return line->len == 0 || line->str[line->len - 1] == '\n';
}

static const char *
get_line (const GString *line)
{
  const char *newline = strrchr (line->str, '\n');

  return newline ? newline + 1 : line->str;
}

/* "&amp;", "&#8212;": CommonMark, section 2.5 */
static gboolean
is_entity (const char *p)
{
  gsize n = 1;

  if (p[1] == '#')
    n = 2;
  while (g_ascii_isalnum (p[n]) && n < 40)
    n++;
  return n > 1 && p[n] == ';';
}

/* Whether the rest of the words up to their end is of one kind. */
static gboolean
is_rest (const char *p, const char *accepted)
{
  return p[strspn (p, accepted)] == '\0';
}

/*
 * Whether the letter at @p would be read as a mark. @next: what follows it; "*" stands for a mark that may follow.
 */
static gboolean
needs_escape (const GString *line, const char *p, char next, gboolean linked)
{
  gunichar before = get_last (line);
  gboolean start = begins_line (line);
  gboolean gap_after = next == '\0' || g_ascii_isspace (next);

  switch (*p)
    {
    case '\\':
      return next == '\0' || next == '\n' || g_ascii_ispunct (next);
    case '`':
      return TRUE;
    case '*':
      return start || !(is_gap (before) && gap_after);
    case '_':
      return !(g_unichar_isalnum (before) && g_ascii_isalnum (next)) && !(!start && is_gap (before) && gap_after);
    case '[':
      return linked;
    case ']':
      return linked || (next != '\0' && strchr ("([:*", next) != NULL);
    case '!':
      return next == '[';
    case '<':
      return g_ascii_isalpha (next) || (next != '\0' && strchr ("/!?*", next) != NULL);
    case '&':
      return is_entity (p);
    case '>':
      return start;
    case '#':
      return start && strchr (" ", p[strspn (p, "#")]) != NULL;
    case '+':
      return start && gap_after;
    case '-':
      return start && (gap_after || is_rest (p, "- "));
    case '=':
      return start && is_rest (p, "= ");
    case '~':
      return start && g_str_has_prefix (p, "~~~");
    case '.':
    case ')':
      {
        const char *begin = get_line (line);
        gsize digits = strspn (begin, "0123456789");

        return gap_after && digits > 0 && digits <= 9 && begin[digits] == '\0';
      }
    default:
      return FALSE;
    }
}

static void
write_words (GString *line, const char *words, char after, gboolean linked, gboolean every)
{
  for (const char *p = words; *p; p = g_utf8_next_char (p))
    {
      char next = p[1] ? p[1] : after;

      if (every ? g_ascii_ispunct (*p) : needs_escape (line, p, next, linked))
        g_string_append_c (line, '\\');
      g_string_append_len (line, p, g_utf8_next_char (p) - p);
    }
}

static void
write_code (GString *line, const char *words)
{
  gsize longest = 0;
  gsize length = strlen (words);
  gboolean pad;

  for (const char *p = words; *p; p++)
    {
      gsize run = strspn (p, "`");

      longest = MAX (longest, run);
      p += run > 0 ? run - 1 : 0;
    }
  pad = words[0] == '`' || words[length - 1] == '`' || (words[0] == ' ' && words[length - 1] == ' ');
  for (gsize i = 0; i <= longest; i++)
    g_string_append_c (line, '`');
  g_string_append_printf (line, "%s%s%s", pad ? " " : "", words, pad ? " " : "");
  for (gsize i = 0; i <= longest; i++)
    g_string_append_c (line, '`');
}

static gunichar
get_first_of (DeskMarkdownWriter *self, guint i)
{
  return i < self->runs->len ? g_utf8_get_char (get_run (self, i)->words) : 0;
}

static guint write_runs (DeskMarkdownWriter *self, GString *line, guint from, guint to, guint done, gboolean every);

static gboolean
is_autolink (const Run *run)
{
  const char *shown;

  if (!run->address)
    return FALSE;
  shown = g_str_has_prefix (run->address, "mailto:") ? run->address + strlen ("mailto:") : run->address;
  return g_str_equal (run->words, shown);
}

static guint
write_link (DeskMarkdownWriter *self, GString *line, guint from, guint to, guint done, gboolean every)
{
  const char *address = get_run (self, from)->address;

  if (to == from + 1 && is_autolink (get_run (self, from)))
    {
      g_string_append_printf (line, "<%s>", get_run (self, from)->words);
      return to;
    }
  /* Else it would be a picture. */
  if (g_str_has_suffix (line->str, "!"))
    g_string_insert_c (line, line->len - 1, '\\');
  g_string_append_c (line, '[');
  to = write_runs (self, line, from, to, done | FLAG_LINK, every);
  g_string_append_printf (line, "](%s)", address);
  return to;
}

/* Cuts a run in two behind @bytes; the second has not @flag. */
static void
cut_run (DeskMarkdownWriter *self, guint i, gsize bytes, guint flag)
{
  Run rest = *get_run (self, i);

  rest.words = g_strdup (get_run (self, i)->words + bytes);
  rest.flags &= ~flag;
  get_run (self, i)->words[bytes] = '\0';
  g_array_insert_val (self->runs, i + 1, rest);
}

/* Bytes of @words without the punctuation at their end. */
static gsize
measure_without_punctuation (const char *words)
{
  const char *end = words + strlen (words);

  while (end > words)
    {
      const char *p = g_utf8_find_prev_char (words, end);

      if (!is_punctuation (g_utf8_get_char (p)))
        break;
      end = p;
    }
  return end - words;
}

/*
 * Emphasis ends where CommonMark sees it end (section 6.2): not behind a mark of punctuation that a letter follows, so such a
 * mark stays outside. Where that does not help, the words are written without emphasis: only the first of them where it could
 * not begin. Returns where to go on.
 */
static guint
write_emphasis (DeskMarkdownWriter *self, GString *line, guint from, guint to, guint flag, guint done, gboolean every)
{
  const char *mark = flag == DESK_RUN_STRONG ? "**" : "*";
  const Run *last = get_run (self, to - 1);
  gboolean marked = last->address != NULL || (last->flags & DESK_RUN_CODE);
  gsize whole = strlen (last->words);
  gsize bare = marked ? 0 : measure_without_punctuation (last->words);
  gunichar before = get_last (line);
  gunichar after = get_first_of (self, to);

  if (is_punctuation (get_first_of (self, from)) && !is_gap (before) && !is_punctuation (before))
    return write_runs (self, line, from, from + 1, done | flag, every);
  if (bare == 0 && !is_gap (after) && !is_punctuation (after))
    return write_runs (self, line, from, to, done | flag, every);

  if (bare < whole && !is_gap (after) && !is_punctuation (after))
    cut_run (self, to - 1, bare, flag);
  g_string_append (line, mark);
  to = write_runs (self, line, from, to, done | flag, every);
  g_string_append (line, mark);
  return to;
}

static gboolean
has_flag (const Run *run, guint flag, const char *address)
{
  return flag == FLAG_LINK ? run->address != NULL && run->address == address : (run->flags & flag) != 0;
}

/* What follows run @i, as far as it matters to its last letter: "*" is any mark. */
static char
get_next (DeskMarkdownWriter *self, guint i)
{
  const Run *next = i + 1 < self->runs->len ? get_run (self, i + 1) : NULL;

  if (!next)
    return '\0';
  return is_blank (next) ? next->words[0] : '*';
}

/* Writes runs but for those of the marks that are @done: those around them. Runs are cut here and there: returns the new @to. */
static guint
write_runs (DeskMarkdownWriter *self, GString *line, guint from, guint to, guint done, gboolean every)
{
  static const guint flags[] = { FLAG_LINK, DESK_RUN_STRONG, DESK_RUN_EMPH };

  for (guint i = from; i < to;)
    {
      const Run *run = get_run (self, i);
      guint n_runs = self->runs->len;
      guint longest = i, flag = 0;

      for (gsize j = 0; j < G_N_ELEMENTS (flags); j++)
        {
          guint end = i;

          while (!(done & flags[j]) && end < to && has_flag (get_run (self, end), flags[j], run->address))
            end++;
          if (end > longest)
            {
              longest = end;
              flag = flags[j];
            }
        }

      if (flag == FLAG_LINK)
        i = write_link (self, line, i, longest, done, every);
      else if (flag != 0 && !is_blank (run))
        i = write_emphasis (self, line, i, longest, flag, done, every);
      else
        {
          if (is_break (run))
            g_string_append (line, "\\\n");
          else if (run->flags & DESK_RUN_CODE)
            write_code (line, run->words);
          else
            write_words (line, run->words, get_next (self, i), (done & FLAG_LINK) != 0, every);
          i++;
        }
      to += self->runs->len - n_runs;
    }
  return to;
}

/* Adds @run to @runs, or its words to the last one; @run is empty then. */
static void
join_run (GArray *runs, Run *run)
{
  Run *last = runs->len > 0 ? &g_array_index (runs, Run, runs->len - 1) : NULL;

  if (last && !is_break (last) && !is_break (run) && last->flags == run->flags && last->address == run->address)
    {
      char *joined = g_strconcat (last->words, run->words, NULL);

      g_free (last->words);
      last->words = joined;
      g_free (run->words);
    }
  else
    {
      g_array_append_val (runs, *run);
    }
  run->words = NULL;
}

/*
 * White space belongs to what stands on both sides of it, so that no emphasis begins or ends with it; none begins or ends a
 * line. Words with the same marks are then one run.
 */
static void
settle_runs (DeskMarkdownWriter *self)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (Run));
  GArray *joined = g_array_sized_new (FALSE, FALSE, sizeof (Run), self->runs->len);

  g_array_set_clear_func (kept, run_clear);
  g_array_set_clear_func (joined, run_clear);
  for (guint i = 0; i < self->runs->len; i++)
    {
      Run *run = get_run (self, i);
      Run *last = kept->len > 0 ? &g_array_index (kept, Run, kept->len - 1) : NULL;

      if (is_blank (run) && last && is_blank (last))
        {
          if (is_break (run))
            last->words[0] = '\n';
        }
      else if (!is_blank (run) || last)
        {
          g_array_append_val (kept, *run);
          run->words = NULL;
        }
    }
  if (kept->len > 0 && is_blank (&g_array_index (kept, Run, kept->len - 1)))
    g_array_set_size (kept, kept->len - 1);

  for (guint i = 0; i < kept->len; i++)
    {
      Run *run = &g_array_index (kept, Run, i);

      if (is_blank (run))
        {
          run->flags = (run - 1)->flags & (run + 1)->flags;
          run->address = (run - 1)->address == (run + 1)->address ? (run - 1)->address : NULL;
          if (is_break (run))
            run->flags &= ~(guint) DESK_RUN_CODE;
        }
    }
  for (guint i = 0; i < kept->len; i++)
    join_run (joined, &g_array_index (kept, Run, i));
  g_array_unref (self->runs);
  self->runs = joined;
}

/* What a reader reads of the block. */
static char *
dup_words (DeskMarkdownWriter *self)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < self->runs->len; i++)
    g_string_append (words, get_run (self, i)->words);
  return g_string_free_and_steal (words);
}

static gboolean
reads_as (const char *markdown, const char *words)
{
  g_autofree char *plain = desk_markdown_to_plain (markdown);

  return g_str_equal (plain, words);
}

/* Plain letters and commas: nothing to look at twice. */
static gboolean
is_harmless (DeskMarkdownWriter *self)
{
  const Run *run;

  if (self->runs->len != 1)
    return FALSE;
  run = get_run (self, 0);
  if (run->flags != 0 || run->address)
    return FALSE;
  if (!g_ascii_isalpha (run->words[0]) && (guchar) run->words[0] < 0x80)
    return FALSE;
  return strpbrk (run->words, "\\`*_[]<&!") == NULL;
}

static gboolean
has_marks (DeskMarkdownWriter *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (get_run (self, i)->flags || get_run (self, i)->address)
      return TRUE;
  return FALSE;
}

/* (transfer full): the block that is being written, behind @begin ("## ") */
static char *
format_block (DeskMarkdownWriter *self, const char *begin)
{
  g_autofree char *words = NULL;

  settle_runs (self);
  if (self->runs->len == 0)
    return NULL;
  if (is_harmless (self) && *begin == '\0')
    return g_strdup (get_run (self, 0)->words);

  words = dup_words (self);
  for (guint attempt = 0; attempt < 4; attempt++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      g_autofree char *markdown = NULL;

      /* With all marks; without emphasis; then without links; then with every mark of punctuation escaped. */
      for (guint i = 0; i < self->runs->len; i++)
        {
          Run *run = get_run (self, i);

          run->flags &= attempt == 0 ? ~0u : attempt < 3 ? (guint) DESK_RUN_CODE
                                                         : 0u;
          run->address = attempt < 2 ? run->address : NULL;
        }
      write_runs (self, line, 0, self->runs->len, 0, attempt == 3);
      markdown = g_strconcat (begin, line->str, NULL);
      if (attempt == 3 || reads_as (markdown, words))
        {
          self->has_marks = self->has_marks || *begin || has_marks (self);
          return g_steal_pointer (&markdown);
        }
    }
  g_assert_not_reached ();
}

static void
clear_runs (DeskMarkdownWriter *self)
{
  g_array_set_size (self->runs, 0);
  self->space = FALSE;
}

/* --- blocks --- */

/* The prefix of an empty line has no space at its end. */
static void
append_bare (GString *out, const char *prefix, gsize length)
{
  while (length > 0 && prefix[length - 1] == ' ')
    length--;
  g_string_append_len (out, prefix, length);
}

static void
write_block (DeskMarkdownWriter *self, const char *block)
{
  g_auto (GStrv) lines = g_strsplit (block, "\n", -1);

  if (self->out->len > 0)
    {
      g_string_append_c (self->out, '\n');
      if (!self->tight)
        {
          gsize common = 0;

          while (common < self->last->len && self->last->str[common] == self->prefix->str[common])
            common++;
          append_bare (self->out, self->prefix->str, common);
          g_string_append_c (self->out, '\n');
        }
    }
  for (guint i = 0; lines[i]; i++)
    {
      const char *prefix = i == 0 && self->first->len > 0 ? self->first->str : self->prefix->str;

      if (i > 0)
        g_string_append_c (self->out, '\n');
      if (*lines[i])
        g_string_append (self->out, prefix);
      else
        append_bare (self->out, prefix, strlen (prefix));
      g_string_append (self->out, lines[i]);
    }
  g_string_truncate (self->first, 0);
  g_string_assign (self->last, self->prefix->str);
  self->tight = FALSE;
  self->last_list = 0;
}

static Level *
get_level (DeskMarkdownWriter *self)
{
  return self->levels->len > 0 ? &g_array_index (self->levels, Level, self->levels->len - 1) : NULL;
}

/* What stands in an item follows its words at once. */
static gboolean
is_in_item (DeskMarkdownWriter *self)
{
  Level *level = get_level (self);

  return level && !level->quote && level->n_items > 0;
}

DeskMarkdownWriter *
desk_markdown_writer_new (void)
{
  DeskMarkdownWriter *self = g_new0 (DeskMarkdownWriter, 1);

  self->out = g_string_new (NULL);
  self->prefix = g_string_new (NULL);
  self->first = g_string_new (NULL);
  self->last = g_string_new (NULL);
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_array_set_clear_func (self->runs, run_clear);
  self->addresses = g_string_chunk_new (1024);
  return self;
}

void
desk_markdown_writer_free (DeskMarkdownWriter *self)
{
  g_string_free (self->out, TRUE);
  g_string_free (self->prefix, TRUE);
  g_string_free (self->first, TRUE);
  g_string_free (self->last, TRUE);
  g_array_unref (self->levels);
  g_array_unref (self->runs);
  g_string_chunk_free (self->addresses);
  g_free (self);
}

/* What an address may have in "(…)" and "<…>". */
static char *
escape_address (const char *address)
{
  GString *escaped = g_string_new (NULL);
  int open = 0;
  gboolean balanced = TRUE;

  for (const char *p = address; *p; p++)
    {
      open += *p == '(' ? 1 : *p == ')' ? -1
                                        : 0;
      balanced = balanced && open >= 0;
    }
  balanced = balanced && open == 0;

  for (const char *p = address; *p; p++)
    if ((guchar) *p <= 0x20 || *p == 0x7f || strchr ("<>\\\"`*[]", *p) || (!balanced && strchr ("()", *p)))
      g_string_append_printf (escaped, "%%%02X", (guchar) *p);
    else
      g_string_append_c (escaped, *p);
  return g_string_free_and_steal (escaped);
}

static void
add_run (DeskMarkdownWriter *self, char *words, guint flags, const char *address)
{
  Run run = { words, flags, address };

  g_array_append_val (self->runs, run);
}

/* @words: one space where there was white space. Spaces at both ends are runs of their own. */
void
desk_markdown_writer_add_words (DeskMarkdownWriter *self, const char *words, DeskRunFlags flags, const char *address)
{
  g_autofree char *escaped = NULL;
  const char *kept = NULL;
  const char *p = words;

  g_return_if_fail (self != NULL);
  g_return_if_fail (words != NULL);

  if (address)
    {
      escaped = escape_address (address);
      kept = g_string_chunk_insert_const (self->addresses, escaped);
      /* An address that is shown is the one that it leads to. */
      if (g_str_equal (words, address))
        words = p = kept;
    }

  while (*p)
    {
      gsize gap = strspn (p, " \t\r\n\f\v");

      if (gap > 0)
        {
          if (!self->space)
            add_run (self, g_strdup (" "), flags & ~(guint) DESK_RUN_CODE, kept);
          self->space = TRUE;
          p += gap;
        }
      else
        {
          GString *run = g_string_new (NULL);

          /* Words with single spaces between them. */
          while (*p && strspn (p, " \t\r\n\f\v") == 0)
            {
              gsize length = strcspn (p, " \t\r\n\f\v");

              g_string_append_len (run, p, length);
              p += length;
              gap = strspn (p, " \t\r\n\f\v");
              if (gap == 0 || p[gap] == '\0')
                break;
              g_string_append_c (run, ' ');
              p += gap;
            }
          add_run (self, g_string_free_and_steal (run), flags, kept);
          self->space = FALSE;
        }
    }
}

void
desk_markdown_writer_add_break (DeskMarkdownWriter *self)
{
  g_return_if_fail (self != NULL);

  add_run (self, g_strdup ("\n"), 0, NULL);
  self->space = TRUE;
}

gboolean
desk_markdown_writer_has_words (DeskMarkdownWriter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = self->runs->len; i > 0; i--)
    if (!is_blank (get_run (self, i - 1)))
      return TRUE;
  return FALSE;
}

static void
end_block (DeskMarkdownWriter *self, const char *begin)
{
  g_autofree char *block = format_block (self, begin);

  if (block)
    write_block (self, block);
  clear_runs (self);
}

void
desk_markdown_writer_end_paragraph (DeskMarkdownWriter *self)
{
  g_return_if_fail (self != NULL);

  end_block (self, "");
}

void
desk_markdown_writer_end_heading (DeskMarkdownWriter *self, guint level)
{
  g_autofree char *begin = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (level >= 1 && level <= 6);

  /* A heading is one line. */
  for (guint i = 0; i < self->runs->len; i++)
    if (is_break (get_run (self, i)))
      get_run (self, i)->words[0] = ' ';
  begin = g_strnfill (level + 1, '#');
  begin[level] = ' ';
  end_block (self, begin);
}

void
desk_markdown_writer_add_code (DeskMarkdownWriter *self, const char *code)
{
  g_autoptr (GString) block = NULL;
  g_autofree char *fence = NULL;
  gsize longest = 2;

  g_return_if_fail (self != NULL);
  g_return_if_fail (code != NULL);

  desk_markdown_writer_end_paragraph (self);
  for (const char *p = code; *p; p++)
    {
      gsize run = strspn (p, "`");

      longest = MAX (longest, run);
      p += run > 0 ? run - 1 : 0;
    }
  fence = g_strnfill (longest + 1, '`');
  block = g_string_new (code);
  while (block->len > 0 && block->str[block->len - 1] == '\n')
    g_string_truncate (block, block->len - 1);
  if (block->len == 0)
    return;
  g_string_prepend_c (block, '\n');
  g_string_prepend (block, fence);
  g_string_append_printf (block, "\n%s", fence);
  write_block (self, block->str);
  self->has_marks = TRUE;
}

void
desk_markdown_writer_add_rule (DeskMarkdownWriter *self)
{
  g_return_if_fail (self != NULL);

  desk_markdown_writer_end_paragraph (self);
  if (self->out->len == 0)
    return;
  write_block (self, "* * *");
  self->has_marks = TRUE;
}

/* (transfer none): the level that began */
static Level *
begin_level (DeskMarkdownWriter *self, gboolean quote)
{
  Level level = { .quote = quote, .prefix = self->prefix->len, .hidden = self->nesting >= MAX_NESTING };

  desk_markdown_writer_end_paragraph (self);
  if (!level.hidden)
    self->nesting++;
  g_array_append_val (self->levels, level);
  return get_level (self);
}

static void
end_level (DeskMarkdownWriter *self)
{
  Level *level = get_level (self);

  desk_markdown_writer_end_paragraph (self);
  if (!level->hidden)
    {
      self->nesting--;
      g_string_truncate (self->prefix, level->prefix);
      g_string_truncate (self->last, MIN (self->last->len, level->prefix));
    }
  g_array_set_size (self->levels, self->levels->len - 1);
}

void
desk_markdown_writer_begin_quote (DeskMarkdownWriter *self)
{
  Level *level;

  g_return_if_fail (self != NULL);

  level = begin_level (self, TRUE);
  if (level->hidden)
    return;
  if (self->first->len > 0)
    g_string_append (self->first, "> ");
  g_string_append (self->prefix, "> ");
  self->has_marks = TRUE;
}

void
desk_markdown_writer_end_quote (DeskMarkdownWriter *self)
{
  g_return_if_fail (self != NULL);

  if (get_level (self) && get_level (self)->quote)
    {
      end_level (self);
      /* A quotation without words left its mark to the line that is not there. */
      if (self->first->len > 0 && g_str_has_suffix (self->first->str, "> "))
        g_string_truncate (self->first, self->first->len - 2);
    }
}

void
desk_markdown_writer_begin_list (DeskMarkdownWriter *self, gboolean ordered, guint start)
{
  gboolean in_item;
  Level *level;

  g_return_if_fail (self != NULL);

  in_item = is_in_item (self);
  level = begin_level (self, FALSE);
  level->ordered = ordered;
  level->number = MIN (start, MAX_NUMBER);
  level->mark = ordered ? '.' : '-';
  /* Right behind another list of its kind it would go on with that one. */
  if (self->last_list == level->mark && self->last_level == self->levels->len)
    level->mark = ordered ? ')' : '*';
  /* A number other than one can't begin a list in the line behind words (CommonMark, section 5.3). */
  if (in_item && self->first->len == 0 && (!ordered || start == 1))
    self->tight = TRUE;
  self->has_marks = TRUE;
}

void
desk_markdown_writer_begin_item (DeskMarkdownWriter *self)
{
  g_autofree char *mark = NULL;
  Level *level;

  g_return_if_fail (self != NULL);

  desk_markdown_writer_end_paragraph (self);
  level = get_level (self);
  g_return_if_fail (level && !level->quote);
  if (level->hidden)
    return;

  g_string_truncate (self->prefix, level->prefix);
  if (level->n_items > 0)
    self->tight = self->first->len == 0;
  mark = level->ordered ? g_strdup_printf ("%u%c ", level->number, level->mark) : g_strdup_printf ("%c ", level->mark);
  if (self->first->len == 0)
    g_string_assign (self->first, self->prefix->str);
  g_string_append (self->first, mark);
  for (gsize i = 0; mark[i]; i++)
    g_string_append_c (self->prefix, ' ');
  level->n_items++;
  level->number = MIN (level->number + 1, MAX_NUMBER);
}

void
desk_markdown_writer_end_item (DeskMarkdownWriter *self)
{
  Level *level;

  g_return_if_fail (self != NULL);

  desk_markdown_writer_end_paragraph (self);
  level = get_level (self);
  g_return_if_fail (level && !level->quote);
  if (level->hidden)
    return;

  /* An item without words is none. */
  if (self->first->len > 0)
    {
      gsize mark = self->prefix->len - level->prefix;

      g_string_truncate (self->first, self->first->len >= mark ? self->first->len - mark : 0);
      if (strspn (self->first->str, " >") == self->first->len)
        g_string_truncate (self->first, 0);
      g_string_truncate (self->prefix, level->prefix);
      level->n_items--;
      level->number = level->number > 0 ? level->number - 1 : 0;
    }
}

void
desk_markdown_writer_end_list (DeskMarkdownWriter *self)
{
  Level *level;
  char mark;

  g_return_if_fail (self != NULL);

  level = get_level (self);
  g_return_if_fail (level && !level->quote);
  mark = level->hidden ? 0 : level->mark;
  end_level (self);
  self->last_list = mark;
  self->last_level = self->levels->len + 1;
  /* What follows within an item of a list around it. */
  self->tight = FALSE;
}

gboolean
desk_markdown_writer_has_marks (DeskMarkdownWriter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_marks;
}

gsize
desk_markdown_writer_get_length (DeskMarkdownWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->out->len;
}

char *
desk_markdown_writer_finish (DeskMarkdownWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  desk_markdown_writer_end_paragraph (self);
  return g_strdup (self->out->str);
}
