/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "desk-attribution.h"
#include "desk-words.h"

/* A proposal longer than that is a sentence, not a name. */
#define MAX_WHO_WORDS 9
/* Two words alike are chance; from here on they are a quotation. */
#define MIN_QUOTED_WORDS 3
/* Of the words between marks, those that must be in the source for the two to be compared at all. */
#define NEAR_SHARE 0.6
#define MAX_COMPARED_WORDS 4000
/* Words of a source that an aside in brackets may stand for. */
#define MAX_ASIDE_WORDS 6

/* How a language attributes: patterns in which the group "who" is the speaker, tried in this order. */
typedef struct
{
  const char *language;
  const char *patterns[4];
  const char *articles;   /* and conjunctions, left out at the beginning */
  const char *pronouns;   /* name nobody */
  const char *accusation; /* what makes a claim an allegation */
} Rules;

#define WHO_EN "(?<who>[^,.;:!?\"“”‘«»()\\n]+?)"
#define SAID_EN "(?:said|says|say|wrote|writes|told|announced|added|denied|denies|claimed|claims|confirmed|reported|warned|insisted|stated|posted)"
#define WHO_DE "(?<who>[^,.;:!?\"“„»«()\\n]+?)"
#define SAID_DE "(?:sagte|sagt|sagten|erklärte|erklärten|schrieb|schreibt|teilte|teilten|meldete|meldeten|bestätigte|bestritt|behauptete|warnte|betonte)"
#define WHO_AR "(?<who>[^،.؛:!؟\"“”«»()\\n]+?)"
#define SAID_AR "(?:[وف]?(?:قال|قالت|أعلن|أعلنت|ذكر|ذكرت|أكد|أكدت|كتب|كتبت|أضاف|أضافت|نفى|نفت|صرح|صرحت))"

static const Rules rules[] = {
  {
      "en",
      {
          "\\baccording to " WHO_EN "(?=[,.;:!?\"“”«»()]|$)",
          "(?:[,”\"’»] ?|^)" SAID_EN " " WHO_EN "(?= (?:in|on|at|during|after|before|late|early|to|who|that)\\b|[,.;:!?\"“”«»()]|$)",
          "(?:^|[,.;:”\"’»(] ?|\\b(?:and|but|while|as) )" WHO_EN " (?:also |has |have |had |later |earlier )?" SAID_EN "\\b",
          NULL,
      },
      "^(?:(?:and|but|while|as|that) )?(?:(?:the|a|an) )?",
      "^(?:he|she|they|it|we|i|you|who|which|one|this|that|there)$",
      "\\b(?:accus\\w+|alleg\\w+|blam\\w+|guilty|murder\\w*|stole|tortur\\w+|corrupt\\w*|fraud\\w*)\\b",
  },
  {
      "de",
      {
          "\\b(?:laut|zufolge|nach Angaben (?:von|der|des)) " WHO_DE "(?=[,.;:!?\"“„»«()]|$| (?:hat|haben|ist|sind|wurde|wurden|war|waren)\\b)",
          "(?:[,“\"«] ?|^)" SAID_DE " " WHO_DE "(?= (?:am|im|in|auf|nach|vor|bei|mit|gegenüber)\\b|[,.;:!?\"“„»«()]|$)",
          "(?:^|[,.;:“\"«(] ?|\\b(?:und|aber|wie) )" WHO_DE " (?:hat |haben |auch )?" SAID_DE "\\b",
          NULL,
      },
      "^(?:(?:und|aber|wie|dass) )?(?:(?:der|die|das|dem|den|des|ein|eine|einer|einem) )?",
      "^(?:er|sie|es|wir|ich|man|dies|das|wer)$",
      "\\b(?:beschuldig\\w+|vorw\\w+|angeblich|mutmaßlich\\w*|korrupt\\w*|betrug\\w*|mord\\w*)\\b",
  },
  {
      "ar",
      {
          "(?:بحسب|وبحسب|حسب|وفقا ل|وفقًا ل|وفقاً ل)\\s*" WHO_AR "(?=[،.؛:!؟\"“”«»()]|$)",
          SAID_AR "\\s+" WHO_AR "(?=\\s+(?:إن|أن|إنه|إنها|بأن|في|على|يوم)\\b|[،.؛:!؟\"“”«»()]|$)",
          NULL,
      },
      NULL,
      "^(?:هو|هي|هم|إنه|إنها)$",
      "(?:اتهم\\S*|يتهم\\S*|مزاعم|زعم\\S*|فساد|احتيال)",
  },
};

static const Rules *
find_rules (const char *language)
{
  for (guint i = 0; language != NULL && i < G_N_ELEMENTS (rules); i++)
    {
      gsize n = strlen (rules[i].language);

      if (g_ascii_strncasecmp (language, rules[i].language, n) == 0 && strchr ("-_@.", language[n]))
        return &rules[i];
    }

  return language == NULL || *language == '\0' ? &rules[0] : NULL;
}

/* (nullable): the speaker of one match, or %NULL when it is a pronoun, or too long to be a name */
static char *
clean_who (const Rules *language, const char *found)
{
  g_autofree char *who = g_strstrip (g_strdup (found));

  if (language->articles != NULL)
    {
      g_autoptr (GRegex) article = g_regex_new (language->articles, G_REGEX_CASELESS, 0, NULL);
      g_autofree char *rest = g_regex_replace_literal (article, who, -1, 0, "", 0, NULL);

      g_set_str (&who, rest);
    }

  if (*who == '\0' || g_regex_match_simple (language->pronouns, who, G_REGEX_CASELESS, 0) ||
      desk_words_count (who, language->language) > MAX_WHO_WORDS)
    return NULL;

  {
    g_autofree char *first = g_utf8_substring (who, 0, 1);
    g_autofree char *upper = g_utf8_strup (first, -1);

    return g_strconcat (upper, g_utf8_next_char (who), NULL);
  }
}

static char *
guess_who (const Rules *language, const char *sentence)
{
  for (guint i = 0; language->patterns[i] != NULL; i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (language->patterns[i], G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
      g_autoptr (GMatchInfo) match = NULL;

      g_assert (regex != NULL);
      for (g_regex_match (regex, sentence, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
        {
          g_autofree char *found = g_match_info_fetch_named (match, "who");
          char *who = clean_who (language, found);

          if (who != NULL)
            return who;
        }
    }

  return g_strdup ("");
}

static DeskClaimKind
guess_kind (const Rules *language, const char *words)
{
  g_autoptr (GArray) quotations = desk_attribution_list_quotations (words);

  if (quotations->len > 0)
    return DESK_CLAIM_QUOTATION;

  if (language != NULL && g_regex_match_simple (language->accusation, words, G_REGEX_CASELESS, 0))
    return DESK_CLAIM_ALLEGATION;

  if (g_regex_match_simple ("\\p{Nd}", words, 0, 0))
    return DESK_CLAIM_FIGURE;

  return DESK_CLAIM_FACT;
}

/* What may end a passage that @mark begins; %NULL when it begins none. */
static const char *
closing_marks (gunichar mark)
{
  switch (mark)
    {
    case 0x201c: /* “ */
      return "”";
    case 0x201e: /* „ */
      return "“”";
    case 0x00ab: /* « */
      return "»";
    case 0x00bb: /* », in German books */
      return "«";
    case 0x2018: /* ‘ */
      return "’";
    case 0x201a: /* ‚ */
      return "‘’";
    case 0x2039: /* ‹ */
      return "›";
    case '"':
      return "\"";
    case '\'':
      return "'";
    default:
      return NULL;
    }
}

static gboolean
may_open (gunichar mark, gunichar before, gunichar behind)
{
  if (behind == 0 || g_unichar_isspace (behind))
    return FALSE;

  /* Marks that may also close, and apostrophes, open only where a word cannot end. */
  if (mark == '"' || mark == '\'' || mark == 0x00bb)
    return before == 0 || (!g_unichar_isalnum (before) && before != ')' && before != '.' && before != ',');

  return TRUE;
}

static gboolean
may_close (gunichar mark, gunichar before, gunichar behind)
{
  /* Between letters these are apostrophes. */
  if ((mark == '\'' || mark == 0x2019) && g_unichar_isalnum (behind))
    return FALSE;

  return before != 0 && !g_unichar_isspace (before);
}

/*
 * The place of the mark that ends the passage begun at @open, or 0. A passage ends with its
 * paragraph, unless the next one begins with the same mark: a quotation that runs on.
 */
static guint
find_close (const gunichar *text, glong length, guint open)
{
  const char *closers = closing_marks (text[open]);
  guint depth = 1;

  for (glong i = open + 1; i < length; i++)
    {
      gunichar before = text[i - 1];
      gunichar behind = i + 1 < length ? text[i + 1] : 0;

      if (text[i] == '\n' && behind == '\n')
        {
          glong next = i;

          while (next < length && g_unichar_isspace (text[next]))
            next++;
          if (next == length || text[next] != text[open])
            return 0;
          i = next;
        }
      else if (text[i] < 0x10ffff && g_utf8_strchr (closers, -1, text[i]) != NULL && may_close (text[i], before, behind))
        {
          if (--depth == 0)
            return i;
        }
      else if (text[i] == text[open] && may_open (text[i], before, behind))
        {
          depth++;
        }
    }

  return 0;
}

/* The words of a text, folded, with where they stand. */
typedef struct
{
  GPtrArray *words; /* (element-type utf8) */
  GArray *tokens;   /* (element-type DeskToken), as many */
} Words;

static Words *
words_new (const char *text, const char *language)
{
  g_autoptr (GArray) tokens = desk_words_split (text, -1, language);
  Words *self = g_new (Words, 1);

  self->words = g_ptr_array_new_with_free_func (g_free);
  self->tokens = g_array_new (FALSE, FALSE, sizeof (DeskToken));

  for (guint i = 0; i < tokens->len && self->words->len < MAX_COMPARED_WORDS; i++)
    {
      DeskToken *token = &g_array_index (tokens, DeskToken, i);

      if (token->is_word)
        {
          g_autofree char *word = g_strndup (text + token->start, token->end - token->start);

          g_ptr_array_add (self->words, desk_words_fold (word));
          g_array_append_val (self->tokens, *token);
        }
    }

  return self;
}

static void
words_free (Words *self)
{
  g_ptr_array_unref (self->words);
  g_array_unref (self->tokens);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Words, words_free)

static gboolean
word_equal (Words *a, guint i, Words *b, guint j)
{
  return g_str_equal (a->words->pdata[i], b->words->pdata[j]);
}

/* A part of a quotation, between places where the quoting editor put or left out something. */
typedef struct
{
  Words *words;
  gboolean after_omission; /* "…" is before it; else at most an aside in brackets */
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;

  words_free (part->words);
  g_free (part);
}

/*
 * The parts of a quotation, in order, empty ones left out. "[T]he" is "The"; "[…]" leaves out as "…" does; other words
 * in brackets are the editor's, added or put for the source's own.
 */
static GPtrArray *
split_quotation (const char *quotation, const char *language)
{
  g_autoptr (GRegex) capital = g_regex_new ("\\[(\\p{L})\\](?=\\p{L})", 0, 0, NULL);
  g_autoptr (GRegex) gap = g_regex_new ("(?<omission>[\\[(]?(?:…|\\.\\.\\.|\\. \\. \\.)[\\])]?)|\\[[^\\]]*\\](?!\\()", 0, 0, NULL);
  g_autofree char *text = g_regex_replace (capital, quotation, -1, 0, "\\1", 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);
  gboolean after_omission = FALSE;
  gboolean more = g_regex_match (gap, text, 0, &match);
  int at = 0;

  for (;;)
    {
      int start = strlen (text);
      int end = start;
      g_autofree char *passage = NULL;
      g_autofree char *omission = NULL;
      Part *part = g_new0 (Part, 1);

      if (more)
        g_match_info_fetch_pos (match, 0, &start, &end);
      passage = g_strndup (text + at, start - at);
      part->words = words_new (passage, language);
      part->after_omission = after_omission;
      if (part->words->words->len > 0)
        {
          g_ptr_array_add (parts, part);
          after_omission = FALSE;
        }
      else
        part_free (part);
      if (!more)
        return parts;

      omission = g_match_info_fetch_named (match, "omission");
      after_omission |= omission != NULL && *omission != '\0';
      at = end;
      more = g_match_info_next (match, NULL);
    }
}

/* Whether all of @part stands in @source at one of @most places from @from on; the place behind it in @behind. */
static gboolean
find_run (Words *part, Words *source, guint from, guint most, guint *behind)
{
  for (guint start = from; start - from < most && start + part->words->len <= source->words->len; start++)
    {
      guint n = 0;

      while (n < part->words->len && word_equal (part, n, source, start + n))
        n++;
      if (n == part->words->len)
        {
          *behind = start + n;
          return TRUE;
        }
    }

  return FALSE;
}

/* Whether the parts from the @i-th on stand in @source in their order, the first of them at one of @most places. */
static gboolean
find_parts (GPtrArray *parts, guint i, Words *source, guint from, guint most)
{
  Part *part = g_ptr_array_index (parts, i);
  Part *next = i + 1 < parts->len ? g_ptr_array_index (parts, i + 1) : NULL;
  guint first = from;
  guint behind;

  for (; from - first < most && find_run (part->words, source, from, most - (from - first), &behind);
       from = behind - part->words->words->len + 1)
    if (next == NULL || find_parts (parts, i + 1, source, behind, next->after_omission ? G_MAXUINT : MAX_ASIDE_WORDS + 1))
      return TRUE;

  return FALSE;
}

/* Whether every part is somewhere in @source, in whatever order; the stretch that holds them all. */
static gboolean
find_scattered (GPtrArray *parts, Words *source, guint *first, guint *last)
{
  *first = G_MAXUINT;
  *last = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      Part *part = g_ptr_array_index (parts, i);
      guint behind;

      if (!find_run (part->words, source, 0, G_MAXUINT, &behind))
        return FALSE;
      *first = MIN (*first, behind - part->words->words->len);
      *last = MAX (*last, behind - 1);
    }

  return *first != G_MAXUINT;
}

/* All words of a quotation's parts. */
static Words *
join_parts (GPtrArray *parts)
{
  Words *whole = words_new ("", NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      Words *words = ((Part *) g_ptr_array_index (parts, i))->words;

      for (guint k = 0; k < words->words->len; k++)
        g_ptr_array_add (whole->words, g_strdup (words->words->pdata[k]));
    }

  return whole;
}

/*
 * The stretch of @source most like @quotation: local alignment (Smith and Waterman, 1981; a word in common
 * 2, a word changed, added or left out -1). Returns how many words both have.
 */
static guint
align (Words *quotation, Words *source, guint *first, guint *last)
{
  typedef struct
  {
    int score;
    guint matches;
    guint start;
  } Cell;
  guint columns = source->words->len + 1;
  g_autofree Cell *above = g_new0 (Cell, columns);
  g_autofree Cell *row = g_new0 (Cell, columns);
  Cell best = { 0 };

  for (guint i = 1; i <= quotation->words->len; i++)
    {
      row[0] = (Cell) { 0 };
      for (guint j = 1; j < columns; j++)
        {
          gboolean same = word_equal (quotation, i - 1, source, j - 1);
          Cell cell = above[j - 1];

          if (cell.score == 0)
            cell = (Cell) { .start = j - 1 };
          cell.score += same ? 2 : -1;
          cell.matches += same ? 1 : 0;
          if (above[j].score - 1 > cell.score)
            {
              cell = above[j];
              cell.score--;
            }
          if (row[j - 1].score - 1 > cell.score)
            {
              cell = row[j - 1];
              cell.score--;
            }
          if (cell.score <= 0)
            cell = (Cell) { 0 };

          row[j] = cell;
          if (cell.score > best.score)
            {
              best = cell;
              *last = j - 1;
            }
        }

      {
        Cell *swap = above;

        above = row;
        row = swap;
      }
    }

  *first = best.start;

  return best.matches;
}

void
desk_attribution_free (DeskAttribution *self)
{
  if (self == NULL)
    return;

  g_free (self->who);
  g_free (self);
}

DeskAttribution *
desk_attribution_guess (const char *words, const char *sentence, const char *language)
{
  DeskAttribution *self = g_new0 (DeskAttribution, 1);
  const Rules *found = find_rules (language);

  g_return_val_if_fail (words != NULL, self);
  g_return_val_if_fail (sentence != NULL, self);

  self->who = found != NULL ? guess_who (found, sentence) : g_strdup ("");
  self->kind = guess_kind (found, words);

  return self;
}

GArray *
desk_attribution_list_quotations (const char *body)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (DeskQuotation));
  g_autofree gunichar *text = NULL;
  glong length;

  g_return_val_if_fail (body != NULL, found);

  text = g_utf8_to_ucs4_fast (body, -1, &length);
  for (glong i = 0; i < length; i++)
    {
      guint close;

      if (closing_marks (text[i]) == NULL ||
          !may_open (text[i], i > 0 ? text[i - 1] : 0, i + 1 < length ? text[i + 1] : 0))
        continue;

      close = find_close (text, length, i);
      if (close > i + 1)
        {
          DeskQuotation quotation = { .start = i + 1, .end = close };

          g_array_append_val (found, quotation);
          i = close;
        }
    }

  return found;
}

DeskQuoteFit
desk_attribution_compare_quotation (const char *quotation, const char *source, const char *language, char **near)
{
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (Words) whole = NULL;
  g_autoptr (Words) source_words = NULL;
  guint first = 0, last = 0;

  g_return_val_if_fail (quotation != NULL, DESK_QUOTE_NO_SOURCE);
  g_return_val_if_fail (source != NULL, DESK_QUOTE_NO_SOURCE);

  if (near != NULL)
    *near = NULL;

  parts = split_quotation (quotation, language);
  if (parts->len == 0)
    return DESK_QUOTE_NO_SOURCE;

  source_words = words_new (source, language);
  if (find_parts (parts, 0, source_words, 0, G_MAXUINT))
    {
      for (guint i = 1; i < parts->len; i++)
        if (((Part *) g_ptr_array_index (parts, i))->after_omission)
          return DESK_QUOTE_SHORTENED;
      return DESK_QUOTE_EXACT;
    }

  whole = join_parts (parts);
  if (whole->words->len < MIN_QUOTED_WORDS)
    return DESK_QUOTE_NO_SOURCE;
  if (!find_scattered (parts, source_words, &first, &last) &&
      align (whole, source_words, &first, &last) < NEAR_SHARE * whole->words->len)
    return DESK_QUOTE_NO_SOURCE;

  if (near != NULL)
    {
      gsize start = g_array_index (source_words->tokens, DeskToken, first).start;

      *near = g_strndup (source + start, g_array_index (source_words->tokens, DeskToken, last).end - start);
    }

  return DESK_QUOTE_DIFFERS;
}
