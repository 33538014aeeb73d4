/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/utext.h>

#include "desk-words.h"

/* A full stop behind one of these ends no sentence. Without the stop, as it is written. */
static const char *const abbreviations[] = {
  /* English */
  "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "Gen", "Maj", "Col", "Lt", "Capt", "Cmdr", "Cpl", "Sgt", "Adm", "Gov",
  "Sen", "Rep", "Rev", "Hon", "St", "Mt", "Ft", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "vs", "cf",
  /* German */
  "z", "d", "u", "o", "bzw", "ca", "evtl", "ggf", "Hr", "Fr", "Nr", "Abs", "Art", "Str", "Mio", "Mrd", "Tsd", "Jh",
  /* French, Spanish, Italian, Turkish */
  "M", "MM", "Mme", "Mlle", "Sr", "Sra", "Dra", "Ud", "Sig", "Dott", "Av", "Yrd", "Doç"
};

/* What follows a German day of the month: "am 3. März", "der 2. Weltkrieg". */
static const char *const after_ordinals[] = {
  "Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
  "November", "Dezember", "Jahrhundert", "Jahrestag", "Jahrtausend", "Weltkrieg", "Stock", "Klasse", "Bezirk", "Mal"
};

static void
breaks_free (gpointer breaks)
{
  ubrk_close (breaks);
}

/*
 * This thread's break iterator for a language (transfer none); only one text at a time is read with one. To open or
 * clone one takes ICU as long as to read a page.
 */
static UBreakIterator *
get_breaks (UBreakIteratorType type, const char *language)
{
  static GPrivate kept = G_PRIVATE_INIT ((GDestroyNotify) g_hash_table_unref);
  GHashTable *opened = g_private_get (&kept);
  g_autofree char *key = g_strdup_printf ("%d:%s", type, language != NULL ? language : "");
  char locale[ULOC_FULLNAME_CAPACITY] = "";
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *breaks;

  if (opened == NULL)
    {
      opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, breaks_free);
      g_private_set (&kept, opened);
    }

  breaks = g_hash_table_lookup (opened, key);
  if (breaks != NULL)
    return breaks;

  if (language != NULL)
    uloc_forLanguageTag (language, locale, sizeof locale, NULL, &status);
  if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING)
    *locale = '\0';

  status = U_ZERO_ERROR;
  breaks = ubrk_open (type, locale, NULL, 0, &status);
  if (U_FAILURE (status))
    g_error ("ICU has no break rules: %s", u_errorName (status));
  g_hash_table_insert (opened, g_steal_pointer (&key), breaks);

  return breaks;
}

/* @breaks then stops at byte offsets of @text. @utext is to live as long as it is used, and to be closed. */
static void
set_text (UBreakIterator *breaks, UText *utext, const char *text, gsize length)
{
  UErrorCode status = U_ZERO_ERROR;

  utext_openUTF8 (utext, text, length, &status);
  ubrk_setUText (breaks, utext, &status);
  if (U_FAILURE (status))
    g_error ("ICU does not read UTF-8: %s", u_errorName (status));
}

/* A boundary between two of these is one of grapheme clusters as well. */
static gboolean
stands_alone (const char *text, gsize at)
{
  return at == 0 || ((guchar) text[at - 1] < 0x80 && (guchar) text[at] < 0x80 && text[at - 1] != '\r');
}

/* Behind a link's destination that begins at @at with "](" or "<http", else @at. */
static gsize
skip_destination (const char *text, gsize length, gsize at)
{
  gsize end = at;

  if (text[at] == '<' && length - at > 5 && g_ascii_strncasecmp (text + at + 1, "http", 4) == 0)
    {
      while (end < length && text[end] != '>' && text[end] != '\n' && text[end] != ' ')
        end++;
      return end < length && text[end] == '>' ? end + 1 : at;
    }

  if (text[at] == ']' && length - at > 2 && text[at + 1] == '(')
    {
      int depth = 0;

      for (end = at + 1; end < length && text[end] != '\n'; end++)
        if (text[end] == '(')
          depth++;
        else if (text[end] == ')' && --depth == 0)
          return end + 1;
    }

  return at;
}

/* Signs that an editor reads out: without them a figure says something else. */
static gboolean
is_said (const char *text, gsize length, const DeskToken *token)
{
  gunichar c;

  if (token->is_word)
    return TRUE;

  c = g_utf8_get_char (text + token->start);
  if (c == '%' || c == 0x2030 || c == 0x066A || c == 0xB0 || g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL)
    return TRUE;

  /* A minus, not a hyphen or a dash. */
  return (c == '-' || c == 0x2212) && token->end < length &&
         g_unichar_isdigit (g_utf8_get_char (text + token->end)) &&
         (token->start == 0 || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (text + token->start))));
}

/* A word as it is compared; case counts unless @fold_case. */
static char *
normalize_word (const char *word, gsize length, gboolean fold_case)
{
  g_autofree char *copy = g_strndup (word, length);
  g_autofree char *folded = NULL;
  GString *string;

  if (fold_case)
    return desk_words_fold (copy);

  folded = g_utf8_normalize (copy, length, G_NORMALIZE_DEFAULT_COMPOSE);
  string = g_string_new (folded);
  g_string_replace (string, "’", "'", 0);
  g_string_replace (string, "ʼ", "'", 0);

  return g_string_free_and_steal (string);
}

static gboolean
same_word (const char *a, gsize a_length, const char *b, gsize b_length, gboolean fold_case)
{
  g_autofree char *a_normal = NULL;
  g_autofree char *b_normal = NULL;

  if (a_length == b_length && memcmp (a, b, a_length) == 0)
    return TRUE;

  a_normal = normalize_word (a, a_length, fold_case);
  b_normal = normalize_word (b, b_length, fold_case);

  return g_str_equal (a_normal, b_normal);
}

/*
 * A line of a body. Blocks are found by their lines and not by cmark, as this
 * is asked at every move of the cursor.
 */
typedef struct
{
  gsize start;
  gsize words; /* behind the marks that begin it */
  gsize end;   /* without the line end */
  gboolean is_blank;
  gboolean is_alone; /* a heading, an embed, a rule: no line before or behind belongs to it */
  gboolean begins;   /* a list item, the first line of a quotation */
} Line;

static gboolean
is_rule (const char *line, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    if (line[i] == *line && strchr ("-*_=", *line) != NULL)
      n++;
    else if (line[i] != ' ' && line[i] != '\t')
      return FALSE;

  return n > 0 && (n >= 3 || *line == '=' || *line == '-');
}

static Line
read_line (const char *body, gsize at)
{
  const char *end = strchr (body + at, '\n');
  Line line = { 0 };
  gsize p;
  gsize digits;

  for (line.start = at; line.start > 0 && body[line.start - 1] != '\n';)
    line.start--;
  line.end = end != NULL ? (gsize) (end - body) : at + strlen (body + at);

  for (p = line.start; p < line.end && strchr (" \t>", body[p]) != NULL; p++)
    line.begins |= body[p] == '>';

  digits = strspn (body + p, "0123456789");
  if (p < line.end && is_rule (body + p, line.end - p))
    line.is_alone = TRUE, p = line.end;
  else if (p < line.end && strchr ("-*+", body[p]) != NULL && (body[p + 1] == ' ' || body[p + 1] == '\t'))
    line.begins = TRUE, p += 2;
  else if (digits > 0 && digits < 10 && strchr (".)", body[p + digits]) != NULL && body[p + digits + 1] == ' ')
    line.begins = TRUE, p += digits + 2;

  while (p < line.end && (body[p] == ' ' || body[p] == '\t'))
    p++;
  if (body[p] == '#')
    {
      gsize level = strspn (body + p, "#");

      if (level <= 6 && (body[p + level] == ' ' || body[p + level] == '\t'))
        {
          line.is_alone = TRUE;
          for (p += level; p < line.end && (body[p] == ' ' || body[p] == '\t'); p++)
            ;
          while (line.end > p && strchr ("# \t", body[line.end - 1]) != NULL)
            line.end--;
        }
    }

  line.words = p;
  line.is_blank = p >= line.end;
  if (!line.is_blank && body[p] == '<')
    {
      gsize behind = skip_destination (body, line.end, p);

      while (behind > p && behind < line.end && (body[behind] == ' ' || body[behind] == '\t'))
        behind++;
      if (behind == line.end)
        line.is_alone = line.is_blank = TRUE;
    }

  return line;
}

/* The lines that belong together with the one at @at: a paragraph, a list item, a heading. */
static gboolean
find_block (const char *body, gsize at, Line *first, Line *last)
{
  *first = *last = read_line (body, at);
  if (first->is_blank)
    return FALSE;
  if (first->is_alone)
    return TRUE;

  while (first->start > 0)
    {
      Line before = read_line (body, first->start - 1);
      gboolean quoted = body[first->start] == '>' && body[before.start] == '>';

      if ((first->begins && !quoted) || before.is_blank || before.is_alone)
        break;
      *first = before;
    }

  while (body[last->end] != '\0')
    {
      Line next = read_line (body, last->end + 1);
      gboolean quoted = body[next.start] == '>' && body[last->start] == '>';

      if ((next.begins && !quoted) || next.is_blank || next.is_alone)
        break;
      *last = next;
    }

  return TRUE;
}

/*
 * The block as ICU is to read it, byte for byte in the same places: line ends and the
 * marks behind them are spaces, emphasis closes like a quotation mark, addresses are one word.
 */
static char *
mask_block (const char *body, gsize start, gsize end)
{
  char *masked = g_strndup (body + start, end - start);

  for (gsize i = 0; i < end - start; i++)
    {
      gsize behind = skip_destination (masked, end - start, i);

      if (behind > i)
        {
          memset (masked + i, 'x', behind - i);
          masked[i] = masked[behind - 1] = '"';
          i = behind - 1;
        }
      else if (masked[i] == '\n')
        for (masked[i] = ' '; i + 1 < end - start && strchr (" \t>", masked[i + 1]) != NULL;)
          masked[++i] = ' ';
      else if (masked[i] == '*' || masked[i] == '`' ||
               (masked[i] == '_' && (i == 0 || !g_ascii_isalnum (masked[i - 1]) || !g_ascii_isalnum (masked[i + 1]))))
        masked[i] = '"';
    }

  return masked;
}

/* Whether the sentence of @text goes on at @at, though ICU ends it there. */
static gboolean
sentence_goes_on (const char *text, gsize at)
{
  const char *next = text + at;
  const char *stop = text + at;
  const char *word;
  gsize length;

  /* "Really?" he said. */
  while (*next != '\0' && !g_unichar_isalnum (g_utf8_get_char (next)))
    next = g_utf8_next_char (next);
  /* Not whether it is small: in Georgian every letter is, at the start of a sentence too. */
  if (u_totitle (g_utf8_get_char (next)) != (UChar32) g_utf8_get_char (next))
    return TRUE;

  while (stop > text && g_ascii_isspace (stop[-1]))
    stop--;
  if (stop == text || stop[-1] != '.')
    return FALSE;

  stop--;
  for (word = stop; word > text; word = g_utf8_prev_char (word))
    if (!g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (word))))
      break;
  length = stop - word;

  /* J. Marrow, U.S. Navy */
  if (length > 0 && g_utf8_next_char (word) == stop && g_unichar_isupper (g_utf8_get_char (word)))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (abbreviations); i++)
    if (strlen (abbreviations[i]) == length && strncmp (abbreviations[i], word, length) == 0)
      return TRUE;

  if (length > 0 && length <= 2 && strspn (word, "0123456789") == length)
    for (gsize i = 0; i < G_N_ELEMENTS (after_ordinals); i++)
      if (g_str_has_prefix (next, after_ordinals[i]))
        return TRUE;

  return FALSE;
}

GArray *
desk_words_split (const char *text, gssize length, const char *language)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (DeskToken));
  UText utext = UTEXT_INITIALIZER;
  UText cluster_utext = UTEXT_INITIALIZER;
  UBreakIterator *words;
  UBreakIterator *clusters = NULL;
  gboolean is_word = FALSE;
  gsize start = 0;

  g_return_val_if_fail (text != NULL, tokens);

  if (length < 0)
    length = strlen (text);
  g_return_val_if_fail (length <= G_MAXINT32, tokens);

  words = get_breaks (UBRK_WORD, language);
  set_text (words, &utext, text, length);

  for (int32_t end = ubrk_next (words); end != UBRK_DONE; end = ubrk_next (words))
    {
      DeskToken token = { start, end };

      is_word |= ubrk_getRuleStatus (words) >= UBRK_WORD_NONE_LIMIT;

      /* Dictionaries, and rules that are older than the script, may cut where a cluster has no end. */
      if (end < length && !stands_alone (text, end))
        {
          if (clusters == NULL)
            {
              clusters = get_breaks (UBRK_CHARACTER, language);
              set_text (clusters, &cluster_utext, text, length);
            }
          if (!ubrk_isBoundary (clusters, end))
            continue;
        }

      token.is_word = is_word;
      g_array_append_val (tokens, token);
      start = end;
      is_word = FALSE;
    }

  utext_close (&utext);
  utext_close (&cluster_utext);

  return tokens;
}

GArray *
desk_words_list_said (const char *text, gssize length, const char *language)
{
  g_autoptr (GArray) tokens = NULL;
  GArray *said = g_array_new (FALSE, FALSE, sizeof (DeskToken));
  gsize behind = 0;

  g_return_val_if_fail (text != NULL, said);

  if (length < 0)
    length = strlen (text);
  tokens = desk_words_split (text, length, language);

  for (guint i = 0; i < tokens->len; i++)
    {
      DeskToken token = g_array_index (tokens, DeskToken, i);

      if (token.start < behind)
        continue;
      if (!token.is_word)
        behind = skip_destination (text, length, token.start);
      if (behind > token.start || !is_said (text, length, &token))
        continue;

      /* To ICU an underscore belongs to the word beside it. */
      while (token.start < token.end && text[token.start] == '_')
        token.start++;
      while (token.end > token.start && text[token.end - 1] == '_')
        token.end--;
      if (token.start < token.end)
        g_array_append_val (said, token);
    }

  return said;
}

guint
desk_words_count (const char *text, const char *language)
{
  g_autoptr (GArray) tokens = NULL;
  guint n = 0;

  g_return_val_if_fail (text != NULL, 0);

  tokens = desk_words_split (text, -1, language);
  for (guint i = 0; i < tokens->len; i++)
    n += g_array_index (tokens, DeskToken, i).is_word;

  return n;
}

guint
desk_words_count_sentences (const char *paragraph, const char *language)
{
  UText utext = UTEXT_INITIALIZER;
  UBreakIterator *sentences;
  gsize length, from = 0;
  guint n = 0;

  g_return_val_if_fail (paragraph != NULL, 0);

  length = strlen (paragraph);
  sentences = get_breaks (UBRK_SENTENCE, language);
  set_text (sentences, &utext, paragraph, length);
  for (int32_t next = ubrk_next (sentences); next != UBRK_DONE; next = ubrk_next (sentences))
    {
      gboolean has_words = FALSE;

      if ((gsize) next < length && sentence_goes_on (paragraph, next))
        continue;
      /* Marks alone are no sentence. */
      for (const char *p = paragraph + from; p < paragraph + next && !has_words; p = g_utf8_next_char (p))
        has_words = g_unichar_isalnum (g_utf8_get_char (p));
      n += has_words;
      from = next;
    }
  utext_close (&utext);

  return n;
}

void
desk_words_count_characters (const char *text, guint *all, guint *without_spaces)
{
  UText utext = UTEXT_INITIALIZER;
  UBreakIterator *clusters;
  int32_t from = 0;

  g_return_if_fail (text != NULL);
  g_return_if_fail (all != NULL && without_spaces != NULL);

  *all = *without_spaces = 0;
  clusters = get_breaks (UBRK_CHARACTER, NULL);
  set_text (clusters, &utext, text, strlen (text));
  for (int32_t next = ubrk_next (clusters); next != UBRK_DONE; next = ubrk_next (clusters))
    {
      gunichar c = g_utf8_get_char (text + from);

      /* Where a paragraph ends nothing is printed. */
      *all += c != '\n';
      *without_spaces += !g_unichar_isspace (c);
      from = next;
    }
  utext_close (&utext);
}

gboolean
desk_words_same (const char *a, const char *b, const char *language)
{
  g_autoptr (GArray) a_said = NULL;
  g_autoptr (GArray) b_said = NULL;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (g_str_equal (a, b))
    return TRUE;

  a_said = desk_words_list_said (a, -1, language);
  b_said = desk_words_list_said (b, -1, language);
  if (a_said->len != b_said->len)
    return FALSE;

  for (guint i = 0; i < a_said->len; i++)
    {
      DeskToken *x = &g_array_index (a_said, DeskToken, i);
      DeskToken *y = &g_array_index (b_said, DeskToken, i);

      if (!same_word (a + x->start, x->end - x->start, b + y->start, y->end - y->start, i == 0))
        return FALSE;
    }

  return TRUE;
}

char *
desk_words_fold (const char *text)
{
  g_autofree char *composed = NULL;
  g_autofree char *cased = NULL;
  g_autofree char *folded = NULL;
  GString *string;

  g_return_val_if_fail (text != NULL, NULL);

  /* Folding case can take a composition apart again. */
  composed = g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_return_val_if_fail (composed != NULL, g_strdup (text));
  cased = g_utf8_casefold (composed, -1);
  folded = g_utf8_normalize (cased, -1, G_NORMALIZE_DEFAULT_COMPOSE);

  string = g_string_sized_new (strlen (folded));
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      switch (c)
        {
        case 0x201C: /* “ ” „ ‟ « » */
        case 0x201D:
        case 0x201E:
        case 0x201F:
        case 0xAB:
        case 0xBB:
          g_string_append_c (string, '"');
          break;
        case 0x2018: /* ‘ ’ ‚ ‛ ‹ › ʼ */
        case 0x2019:
        case 0x201A:
        case 0x201B:
        case 0x2039:
        case 0x203A:
        case 0x02BC:
          g_string_append_c (string, '\'');
          break;
        default:
          if (!g_unichar_isspace (c))
            g_string_append_unichar (string, c);
          else if (string->len == 0 || string->str[string->len - 1] != ' ')
            g_string_append_c (string, ' ');
        }
    }

  return g_string_free_and_steal (string);
}

gboolean
desk_words_sentence_at (const char *body, guint offset, const char *language, guint *start, guint *end)
{
  g_autofree char *masked = NULL;
  g_autoptr (GArray) tokens = NULL;
  UText utext = UTEXT_INITIALIZER;
  UBreakIterator *sentences;
  gboolean has_words = FALSE;
  Line first;
  Line last;
  gsize at;
  gsize length;
  gsize from = 0;
  gsize to = 0;

  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (start != NULL && end != NULL, FALSE);

  at = desk_words_bytes_at (body, offset);
  if (!find_block (body, at, &first, &last))
    return FALSE;

  masked = mask_block (body, first.words, last.end);
  length = last.end - first.words;
  at = at > first.words ? at - first.words : 0;

  sentences = get_breaks (UBRK_SENTENCE, language);
  set_text (sentences, &utext, masked, length);
  for (int32_t next = ubrk_next (sentences); next != UBRK_DONE; next = ubrk_next (sentences))
    {
      to = next;
      if (to < length && sentence_goes_on (masked, to))
        continue;
      if (at < to || to == length)
        break;
      from = to;
    }
  utext_close (&utext);

  while (from < to && masked[from] == ' ')
    from++;
  while (to > from && (masked[to - 1] == ' ' || masked[to - 1] == '\t'))
    to--;

  tokens = desk_words_list_said (body + first.words + from, to - from, language);
  for (guint i = 0; i < tokens->len && !has_words; i++)
    has_words = g_array_index (tokens, DeskToken, i).is_word;
  if (!has_words)
    return FALSE;

  *start = desk_words_chars_at (body, first.words + from);
  *end = *start + g_utf8_strlen (body + first.words + from, to - from);

  return TRUE;
}

guint
desk_words_chars_at (const char *text, gsize byte)
{
  guint chars = 0;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *p = text; *p != '\0'; chars++)
    {
      const char *next = g_utf8_next_char (p);

      if ((gsize) (next - text) > byte)
        break;
      p = next;
    }

  return chars;
}

gsize
desk_words_bytes_at (const char *text, guint chars)
{
  const char *p = text;

  g_return_val_if_fail (text != NULL, 0);

  for (; chars > 0 && *p != '\0'; chars--)
    p = g_utf8_next_char (p);

  return p - text;
}
