/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-format.h"

#include <string.h>

#include "desk-line.h"
#include "desk-markdown.h"
#include "desk-words.h"

typedef struct
{
  guint start;
  guint end;
} Range;

/* A text and how it is dressed; all places are code points. */
typedef struct
{
  const char *text;
  gunichar *chars;
  guint length;
  GPtrArray *spans; /* (element-type DeskSpan) */
} Source;

static void
source_init (Source *self, const char *text)
{
  glong length;

  self->text = text;
  self->chars = g_utf8_to_ucs4_fast (text, -1, &length);
  self->length = length;
  self->spans = desk_markdown_list_spans (text);
}

static void
source_clear (Source *self)
{
  g_free (self->chars);
  g_ptr_array_unref (self->spans);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

/* --- what is formatted: the words of each block that the selection has --- */

static Range
trim (const Source *self, guint start, guint end)
{
  while (start < end && g_unichar_isspace (self->chars[start]))
    start++;
  while (end > start && g_unichar_isspace (self->chars[end - 1]))
    end--;
  return (Range) { start, end };
}

/* A block goes on in the next line when that has no mark of its own but those of the same quotation. */
static gboolean
goes_on (const DeskLine *line, const DeskLine *next)
{
  return line->level == 0 && next->level == 0 && !desk_line_is_item (next) && line->quotes == next->quotes;
}

static gboolean
is_address_alone (const Source *self, Range range)
{
  return range.end > range.start && self->chars[range.start] == '<' && self->chars[range.end - 1] == '>';
}

static GArray *
list_blocks (const Source *self, guint start, guint end)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (Range));
  DeskLine last = { 0 };
  gboolean follows = FALSE;

  for (guint at = start; at <= end;)
    {
      DeskLine line = desk_line_read (self->chars, self->length, at);
      Range words = trim (self, line.text, line.end);
      Range part = trim (self, MAX (words.start, start), MAX (words.start, MIN (words.end, end)));

      if (part.start >= part.end || is_address_alone (self, words))
        follows = FALSE;
      else if (follows && goes_on (&last, &line))
        g_array_index (blocks, Range, blocks->len - 1).end = part.end;
      else
        {
          g_array_append_val (blocks, part);
          follows = TRUE;
        }
      last = line;
      at = line.end + 1;
    }
  return blocks;
}

/* The word that a cursor is in, or stands at. */
static gboolean
find_word (const Source *self, guint cursor, Range *word)
{
  DeskLine line = desk_line_read (self->chars, self->length, cursor);
  g_autofree char *words = g_utf8_substring (self->text, line.start, line.end);
  g_autoptr (GArray) tokens = desk_words_split (words, -1, NULL);
  gboolean found = FALSE;

  for (guint i = 0; i < tokens->len; i++)
    {
      const DeskToken *token = &g_array_index (tokens, DeskToken, i);
      guint start = line.start + g_utf8_pointer_to_offset (words, words + token->start);
      guint end = line.start + g_utf8_pointer_to_offset (words, words + token->end);

      if (!token->is_word || start < line.text || start > cursor || end < cursor)
        continue;
      *word = (Range) { start, end };
      found = TRUE;
    }
  return found;
}

/* --- what it is already --- */

static gboolean
touches (const DeskSpan *span, Range range)
{
  return span->start < range.end && span->end > range.start;
}

/* What is between the marks that a span begins and ends with. */
static Range
get_content (const Source *self, const DeskSpan *span)
{
  Range content = { span->start, span->end };

  for (guint i = 0; i < self->spans->len; i++)
    {
      const DeskSpan *mark = g_ptr_array_index (self->spans, i);

      if (mark->kind != DESK_SPAN_MARK || mark->start < span->start || mark->end > span->end)
        continue;
      if (mark->start == span->start)
        content.start = MAX (content.start, mark->end);
      if (mark->end == span->end)
        content.end = MIN (content.end, mark->start);
    }
  if (span->kind == DESK_SPAN_STRONG || span->kind == DESK_SPAN_EMPH)
    {
      /* The marks of what is in it may stand beside its own. */
      guint n = span->kind == DESK_SPAN_STRONG ? 2 : 1;

      content = (Range) { span->start + n, span->end - n };
    }
  return content;
}

/* Whether all words of a range are within spans of a kind. */
static gboolean
is_covered (const Source *self, DeskSpanKind kind, Range range)
{
  g_autofree gboolean *in = g_new0 (gboolean, self->length + 1);
  g_autofree gboolean *mark = g_new0 (gboolean, self->length + 1);
  gboolean any = FALSE;

  for (guint i = 0; i < self->spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (self->spans, i);

      for (guint j = span->start; j < MIN (span->end, self->length); j++)
        if (span->kind == kind)
          in[j] = TRUE;
        else if (span->kind == DESK_SPAN_MARK)
          mark[j] = TRUE;
    }
  for (guint i = range.start; i < range.end; i++)
    {
      if (mark[i] || g_unichar_isspace (self->chars[i]) || g_unichar_ispunct (self->chars[i]))
        continue;
      if (!in[i])
        return FALSE;
      any = TRUE;
    }
  return any;
}

static gboolean
is_covered_after (const Source *self, DeskEdits *edits, DeskSpanKind kind, Range range)
{
  g_auto (Source) after = { 0 };
  g_autofree char *text = NULL;

  desk_edits_sort (edits, self->text);
  text = desk_edits_apply (edits, self->text);
  source_init (&after, text);
  range.start = desk_edits_map (edits, range.start, TRUE);
  range.end = desk_edits_map (edits, range.end, FALSE);
  return is_covered (&after, kind, range);
}

static void
take_over (DeskEdits *self, DeskEdits *other)
{
  for (guint i = 0; i < other->edits->len; i++)
    {
      const DeskEdit *edit = g_ptr_array_index (other->edits, i);

      desk_edits_add (self, edit->start, edit->end, edit->text);
    }
}

/* --- emphasis --- */

/* A run that begins or ends within another one takes all of that: marks may not cross. */
static Range
fit (const Source *self, Range range, DeskSpanKind kind)
{
  gboolean grown = TRUE;

  while (grown)
    {
      grown = FALSE;
      for (guint i = 0; i < self->spans->len; i++)
        {
          const DeskSpan *span = g_ptr_array_index (self->spans, i);
          gboolean same = span->kind == kind;
          Range content;

          if (span->kind != DESK_SPAN_STRONG && span->kind != DESK_SPAN_EMPH && span->kind != DESK_SPAN_CODE && span->kind != DESK_SPAN_LINK)
            continue;
          content = get_content (self, span);
          if (same ? (span->start > range.end || span->end < range.start) : !touches (span, range))
            continue;
          if (range.start <= span->start && range.end >= span->end)
            continue;
          if (!same && span->kind != DESK_SPAN_CODE && range.start >= content.start && range.end <= content.end)
            continue;
          range.start = MIN (range.start, span->start);
          range.end = MAX (range.end, span->end);
          grown = TRUE;
        }
    }
  return range;
}

static void
remove_marks (const Source *self, DeskEdits *edits, DeskSpanKind kind, Range range)
{
  for (guint i = 0; i < self->spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (self->spans, i);
      Range content;

      if (span->kind != kind || !touches (span, range))
        continue;
      content = get_content (self, span);
      desk_edits_add (edits, span->start, content.start, "");
      desk_edits_add (edits, content.end, span->end, "");
    }
}

static DeskEdits *
try_emphasis (const Source *self, DeskSpanKind kind, Range range)
{
  g_autoptr (DeskEdits) edits = desk_edits_new (0, 0);
  const char *mark = kind == DESK_SPAN_STRONG ? "**" : "*";

  if (range.start >= range.end)
    return NULL;
  range = fit (self, range, kind);
  remove_marks (self, edits, kind, range);
  desk_edits_add (edits, range.start, range.start, mark);
  desk_edits_add (edits, range.end, range.end, mark);
  return is_covered_after (self, edits, kind, range) ? g_steal_pointer (&edits) : NULL;
}

/* As selected, or near it. */
static DeskEdits *
add_emphasis (const Source *self, DeskSpanKind kind, Range range)
{
  DeskEdits *edits = try_emphasis (self, kind, range);
  Range words = range;

  if (edits != NULL)
    return edits;

  while (words.start < words.end && g_unichar_ispunct (self->chars[words.start]))
    words.start++;
  while (words.end > words.start && g_unichar_ispunct (self->chars[words.end - 1]))
    words.end--;
  edits = try_emphasis (self, kind, words);
  if (edits != NULL)
    return edits;

  words = range;
  while (words.start > 0 && !g_unichar_isspace (self->chars[words.start - 1]))
    words.start--;
  while (words.end < self->length && !g_unichar_isspace (self->chars[words.end]))
    words.end++;
  return try_emphasis (self, kind, words);
}

static DeskEdits *
drop_emphasis (const Source *self, DeskSpanKind kind, Range range)
{
  g_autoptr (DeskEdits) edits = desk_edits_new (0, 0);
  const char *mark = kind == DESK_SPAN_STRONG ? "**" : "*";
  DeskEdits *all;

  /* What was emphasised beside the selection stays so. */
  for (guint i = 0; i < self->spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (self->spans, i);
      Range content, before, behind;

      if (span->kind != kind || !touches (span, range))
        continue;
      content = get_content (self, span);
      before = trim (self, content.start, MAX (content.start, MIN (content.end, range.start)));
      behind = trim (self, MIN (content.end, MAX (content.start, range.end)), content.end);
      if (before.start < before.end)
        desk_edits_add (edits, before.end, before.end, mark);
      else
        desk_edits_add (edits, span->start, content.start, "");
      if (behind.start < behind.end)
        desk_edits_add (edits, behind.start, behind.start, mark);
      else
        desk_edits_add (edits, content.end, span->end, "");
    }
  for (guint i = 0; i < self->spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (self->spans, i);
      Range content = get_content (self, span);
      Range before = trim (self, content.start, MAX (content.start, MIN (content.end, range.start)));
      Range behind = trim (self, MIN (content.end, MAX (content.start, range.end)), content.end);

      if (span->kind == kind && touches (span, range) &&
          ((before.start < before.end && !is_covered_after (self, edits, kind, before)) ||
           (behind.start < behind.end && !is_covered_after (self, edits, kind, behind))))
        {
          desk_edits_free (g_steal_pointer (&edits));
          break;
        }
    }
  if (edits != NULL && !is_covered_after (self, edits, kind, range))
    return g_steal_pointer (&edits);

  all = desk_edits_new (0, 0);
  remove_marks (self, all, kind, range);
  return all;
}

/* Marks around a cursor that has no word, or gone again. */
static DeskEdits *
toggle_empty (const Source *self, guint cursor, gboolean strong)
{
  DeskEdits *edits = desk_edits_new (cursor, cursor);
  guint n = strong ? 2 : 1;
  guint before = 0, behind = 0;

  while (before < cursor && self->chars[cursor - before - 1] == '*')
    before++;
  while (cursor + behind < self->length && self->chars[cursor + behind] == '*')
    behind++;
  if (before == behind && (before == n || before == 3))
    {
      desk_edits_add (edits, cursor - n, cursor, "");
      desk_edits_add (edits, cursor, cursor + n, "");
      edits->start = edits->end = cursor - n;
      return edits;
    }
  desk_edits_add (edits, cursor, cursor, strong ? "****" : "**");
  edits->start = edits->end = cursor + n;
  return edits;
}

static gboolean
find_span (const Source *self, DeskSpanKind kind, guint cursor, Range *range)
{
  for (guint i = 0; i < self->spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (self->spans, i);

      if (span->kind == kind && span->start <= cursor && span->end >= cursor)
        {
          *range = get_content (self, span);
          return TRUE;
        }
    }
  return FALSE;
}

/* Where a selection of a text is afterwards: around the same words, within the marks. */
static void
map_selection (DeskEdits *edits, guint start, guint end, Range first)
{
  edits->start = desk_edits_map (edits, start, start < end || start == first.start);
  edits->end = start < end ? MAX (edits->start, desk_edits_map (edits, end, FALSE)) : edits->start;
}

DeskEdits *
desk_format_emphasis (const char *text, guint start, guint end, gboolean strong)
{
  DeskSpanKind kind = strong ? DESK_SPAN_STRONG : DESK_SPAN_EMPH;
  g_autoptr (DeskEdits) edits = NULL;
  g_autoptr (GArray) blocks = NULL;
  g_auto (Source) source = { 0 };
  gboolean covered = TRUE;
  Range range = { start, end };

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (start <= end, NULL);

  source_init (&source, text);
  if (start == end && !find_span (&source, kind, start, &range) && !find_word (&source, start, &range))
    return toggle_empty (&source, start, strong);

  blocks = list_blocks (&source, range.start, range.end);
  for (guint i = 0; i < blocks->len; i++)
    covered = covered && is_covered (&source, kind, g_array_index (blocks, Range, i));

  edits = desk_edits_new (start, end);
  for (guint i = 0; i < blocks->len; i++)
    {
      Range block = g_array_index (blocks, Range, i);
      g_autoptr (DeskEdits) one = NULL;

      if (covered)
        one = drop_emphasis (&source, kind, block);
      else if (!is_covered (&source, kind, block))
        one = add_emphasis (&source, kind, block);
      if (one != NULL)
        take_over (edits, one);
    }
  desk_edits_sort (edits, text);
  if (edits->edits->len == 0)
    return NULL;
  map_selection (edits, start, end, g_array_index (blocks, Range, 0));
  return g_steal_pointer (&edits);
}

/* --- links --- */

static const DeskSpan *
find_link (const Source *self, guint start, guint end)
{
  for (guint i = 0; i < self->spans->len; i++)
    {
      const DeskSpan *span = g_ptr_array_index (self->spans, i);

      if (span->kind == DESK_SPAN_LINK && (touches (span, (Range) { start, end }) || (start == end && span->start <= start && span->end >= start)))
        return span;
    }
  return NULL;
}

/* An address as it can stand between round and between pointed brackets. */
static char *
escape_address (const char *address)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = address; *p != '\0'; p++)
    if ((guchar) *p <= ' ' || strchr ("()<>\\\"", *p) != NULL)
      g_string_append_printf (out, "%%%02X", (guchar) *p);
    else
      g_string_append_c (out, *p);
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* Brackets that stand in the words of a link would end it. */
static void
escape_brackets (const Source *self, DeskEdits *edits, Range range)
{
  for (guint i = range.start; i < range.end; i++)
    if ((self->chars[i] == '[' || self->chars[i] == ']') && (i == 0 || self->chars[i - 1] != '\\'))
      desk_edits_add (edits, i, i, "\\");
}

static DeskEdits *
new_link (const Source *self, Range range, const char *address, gboolean escape)
{
  g_autoptr (DeskEdits) edits = desk_edits_new (0, 0);
  g_autofree char *tail = g_strdup_printf ("](%s)", address);

  desk_edits_add (edits, range.start, range.start, "[");
  if (escape)
    escape_brackets (self, edits, range);
  desk_edits_add (edits, range.end, range.end, tail);
  return escape || is_covered_after (self, edits, DESK_SPAN_LINK, range) ? g_steal_pointer (&edits) : NULL;
}

static void
change_link (const Source *self, DeskEdits *edits, const DeskSpan *link, const char *address)
{
  Range content = get_content (self, link);
  g_autofree char *tail = NULL;

  if (self->chars[link->start] == '<' && address != NULL)
    {
      desk_edits_add (edits, content.start, content.end, address);
      return;
    }
  tail = address != NULL ? g_strdup_printf ("](%s)", address) : g_strdup ("");
  if (address == NULL)
    desk_edits_add (edits, link->start, content.start, "");
  desk_edits_add (edits, content.end, link->end, tail);
}

DeskEdits *
desk_format_link (const char *text, guint start, guint end, const char *address)
{
  g_autofree char *escaped = address != NULL ? escape_address (address) : NULL;
  g_autoptr (DeskEdits) edits = NULL;
  g_autoptr (GArray) blocks = NULL;
  g_auto (Source) source = { 0 };
  const DeskSpan *link;
  Range range = { start, end };

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (start <= end, NULL);

  source_init (&source, text);
  edits = desk_edits_new (start, end);
  link = find_link (&source, start, end);
  if (link != NULL)
    {
      change_link (&source, edits, link, escaped);
      map_selection (edits, start, end, get_content (&source, link));
      return edits->edits->len > 0 ? g_steal_pointer (&edits) : NULL;
    }
  if (escaped == NULL)
    return NULL;
  if (start == end && !find_word (&source, start, &range))
    {
      g_autofree char *words = g_strdup_printf ("<%s>", escaped);

      desk_edits_add (edits, start, start, words);
      edits->start = edits->end = start + g_utf8_strlen (words, -1);
      return g_steal_pointer (&edits);
    }

  blocks = list_blocks (&source, range.start, range.end);
  for (guint i = 0; i < blocks->len; i++)
    {
      Range block = fit (&source, g_array_index (blocks, Range, i), DESK_SPAN_LINK);
      g_autoptr (DeskEdits) one = new_link (&source, block, escaped, FALSE);

      if (one == NULL)
        one = new_link (&source, block, escaped, TRUE);
      take_over (edits, one);
    }
  desk_edits_sort (edits, text);
  if (edits->edits->len == 0)
    return NULL;
  map_selection (edits, start, end, g_array_index (blocks, Range, 0));
  return g_steal_pointer (&edits);
}

char *
desk_format_find_link (const char *text, guint start, guint end)
{
  g_auto (Source) source = { 0 };
  const DeskSpan *link;

  g_return_val_if_fail (text != NULL, NULL);

  source_init (&source, text);
  link = find_link (&source, start, end);
  return link != NULL ? g_strdup (link->address) : NULL;
}

gboolean
desk_format_is_address (const char *words)
{
  g_return_val_if_fail (words != NULL, FALSE);

  return strpbrk (words, " \t\n") == NULL &&
         ((g_ascii_strncasecmp (words, "http://", 7) == 0 && words[7] != '\0') ||
          (g_ascii_strncasecmp (words, "https://", 8) == 0 && words[8] != '\0') ||
          (g_ascii_strncasecmp (words, "mailto:", 7) == 0 && words[7] != '\0'));
}

char *
desk_format_complete_address (const char *address)
{
  g_autofree char *words = NULL;
  g_autofree char *scheme = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  words = g_strstrip (g_strdup (address));
  scheme = g_uri_parse_scheme (words);
  /* "example.org:8080" has no scheme. */
  if ((scheme != NULL && strchr (scheme, '.') == NULL) || strchr ("/#?", *words) != NULL || strchr (words, '.') == NULL)
    return g_steal_pointer (&words);
  if (strchr (words, '@') != NULL && strchr (words, '/') == NULL)
    return g_strconcat ("mailto:", words, NULL);
  return g_strconcat ("https://", words, NULL);
}
