/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "desk-attribution.h"
#include "desk-check.h"
#include "desk-diff.h"
#include "desk-markdown.h"
#include "desk-stamp.h"
#include "desk-words.h"

/* A quotation shorter than that is a word in marks. */
#define MIN_QUOTED_WORDS 3

/* clang-format off */
G_DEFINE_ENUM_TYPE (DeskFindingKind, desk_finding_kind,
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_QUOTE_DIFFERS, "quote-differs"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_WORDS_CHANGED, "words-changed"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_WORDS_GONE, "words-gone"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_CLAIM_FALSE, "claim-false"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_NO_WARNING, "no-warning"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_CLAIM_OPEN, "claim-open"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_CLAIM_UNSOURCED, "claim-unsourced"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_CLAIM_DISPUTED, "claim-disputed"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_ONE_SOURCE, "one-source"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_POST_GONE, "post-gone"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_POST_MISSING, "post-missing"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_NO_HEADLINE, "no-headline"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_NO_BYLINE, "no-byline"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_NO_DATELINE, "no-dateline"),
                    G_DEFINE_ENUM_VALUE (DESK_FINDING_STAMP_IN_BODY, "stamp-in-body"))
/* clang-format on */

G_DEFINE_FINAL_TYPE (DeskFinding, desk_finding, G_TYPE_OBJECT)

/* A story under inspection. */
typedef struct
{
  DeskSnapshot *snapshot;
  DeskText *text;
  const char *body;
  const char *language;
  GPtrArray *findings; /* (element-type DeskFinding) */
} Check;

static void
desk_finding_finalize (GObject *object)
{
  DeskFinding *self = DESK_FINDING (object);

  g_free (self->message);
  g_free (self->detail);
  g_free (self->detail_source);
  g_free (self->claim);
  g_free (self->post);

  G_OBJECT_CLASS (desk_finding_parent_class)->finalize (object);
}

static void
desk_finding_class_init (DeskFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_finding_finalize;
}

static void
desk_finding_init (DeskFinding *self)
{
  self->message = g_strdup ("");
  self->detail = g_strdup ("");
  self->detail_source = g_strdup ("");
  self->claim = g_strdup ("");
  self->post = g_strdup ("");
}

static gboolean
must_be_seen (DeskFindingKind kind)
{
  return kind == DESK_FINDING_QUOTE_DIFFERS || kind == DESK_FINDING_WORDS_CHANGED ||
         kind == DESK_FINDING_WORDS_GONE || kind == DESK_FINDING_CLAIM_FALSE || kind == DESK_FINDING_NO_WARNING;
}

/* Takes @message. */
static DeskFinding *
add_finding (Check *check, DeskFindingKind kind, char *message)
{
  DeskFinding *finding = g_object_new (DESK_TYPE_FINDING, NULL);

  finding->kind = kind;
  finding->must_be_seen = must_be_seen (kind);
  g_free (finding->message);
  finding->message = message;
  g_ptr_array_add (check->findings, finding);

  return finding;
}

/* Takes @message. The words of the claim are where they are now, when they are anywhere. */
static void
add_claim_finding (Check *check, DeskFindingKind kind, DeskClaim *claim, guint start, guint end, char *message)
{
  DeskFinding *finding = add_finding (check, kind, message);

  g_set_str (&finding->claim, claim->id);
  g_set_str (&finding->detail, claim->anchor != NULL ? claim->anchor->exact : claim->wording);
  finding->start = start;
  finding->end = end;
}

static guint
count_sources (DeskClaim *claim)
{
  guint n = 0;

  for (guint i = 0; i < claim->evidence->len; i++)
    if (((DeskEvidence *) g_ptr_array_index (claim->evidence, i))->stance == DESK_STANCE_FOR)
      n++;

  return n;
}

/* Where a claim's words are in the text that is checked, and how they stand there. */
static DeskFit
place_claim (Check *check, DeskClaim *claim, guint *start, guint *end)
{
  DeskFit fit;
  g_autofree char *words = NULL;

  *start = *end = 0;
  if (claim->anchor == NULL || claim->fit == DESK_FIT_GONE)
    return DESK_FIT_GONE;

  fit = desk_anchor_follow (claim->anchor, desk_text_get_body (check->snapshot->text), check->body, check->language,
                            start, end);
  if (fit == DESK_FIT_GONE)
    return fit;

  /* An answer was given for one wording; that is the one to compare with. */
  words = g_utf8_substring (check->body, *start, *end);

  return *claim->wording != '\0' && desk_words_same (words, claim->wording, check->language) ? DESK_FIT_EXACT
         : *claim->wording == '\0'                                                           ? fit
                                                                                             : DESK_FIT_CHANGED;
}

static void
check_claim (Check *check, DeskClaim *claim)
{
  guint start, end;
  DeskFit fit = place_claim (check, claim, &start, &end);
  gboolean answered = claim->said != DESK_SAID_OPEN || claim->so != DESK_SO_OPEN;
  guint sources = count_sources (claim);

  if (fit == DESK_FIT_GONE)
    {
      add_claim_finding (check, DESK_FINDING_WORDS_GONE, claim, 0, 0,
                         g_strdup (_ ("The words of a claim are gone from the text")));
      return;
    }

  if (fit == DESK_FIT_CHANGED && answered)
    {
      DeskFinding *finding;

      add_claim_finding (check, DESK_FINDING_WORDS_CHANGED, claim, start, end,
                         g_strdup (_ ("Words changed since the check")));
      finding = check->findings->pdata[check->findings->len - 1];
      g_free (finding->detail);
      finding->detail = g_utf8_substring (check->body, start, end);
      g_set_str (&finding->detail_source, claim->wording);
    }

  if (claim->so == DESK_SO_FALSE)
    add_claim_finding (check, DESK_FINDING_CLAIM_FALSE, claim, start, end,
                       g_strdup (_ ("The text says what was found to be false")));
  else if (claim->so == DESK_SO_DISPUTED)
    add_claim_finding (check, DESK_FINDING_CLAIM_DISPUTED, claim, start, end, g_strdup (_ ("A claim is disputed")));
  else if (!answered)
    add_claim_finding (check, DESK_FINDING_CLAIM_OPEN, claim, start, end, g_strdup (_ ("A claim is open")));

  if (sources == 0)
    add_claim_finding (check, DESK_FINDING_CLAIM_UNSOURCED, claim, start, end, g_strdup (_ ("A claim has no source")));
  else if (sources == 1 && claim->kind == DESK_CLAIM_FIGURE)
    add_claim_finding (check, DESK_FINDING_ONE_SOURCE, claim, start, end,
                       g_strdup (_ ("A figure has a single source")));
}

/* A quotation is right when any post has its words; it differs when the nearest one has nearly all. */
static void
check_quotation (Check *check, guint start, guint end)
{
  g_autofree char *words = g_utf8_substring (check->body, start, end);
  g_autofree char *differs_from = NULL;
  DeskPost *source = NULL;
  DeskFinding *finding;
  guint fewest = 0;

  if (desk_words_count (words, check->language) < MIN_QUOTED_WORDS)
    return;

  for (guint i = 0; i < check->snapshot->posts->len; i++)
    {
      DeskPost *post = g_ptr_array_index (check->snapshot->posts, i);
      g_autofree char *near = NULL;
      DeskQuoteFit fit = desk_attribution_compare_quotation (words, post->words, check->language, &near);

      if (fit == DESK_QUOTE_EXACT || fit == DESK_QUOTE_SHORTENED)
        return;

      if (fit == DESK_QUOTE_DIFFERS)
        {
          g_autoptr (GArray) hunks = desk_diff_words (near, words, check->language);
          guint changes = desk_diff_count (hunks);

          if (source == NULL || changes < fewest)
            {
              source = post;
              fewest = changes;
              g_set_str (&differs_from, near);
            }
        }
    }

  if (source == NULL)
    return;

  finding = add_finding (check, DESK_FINDING_QUOTE_DIFFERS,
                         *source->author != '\0'
                             /* Translators: %s is the author of a post */
                             ? g_strdup_printf (_ ("A quotation differs from the post by %s"), source->author)
                             : g_strdup (_ ("A quotation differs from its post")));
  finding->start = start;
  finding->end = end;
  g_set_str (&finding->post, source->id);
  g_set_str (&finding->detail, words);
  g_set_str (&finding->detail_source, differs_from);
}

static void
check_quotations (Check *check)
{
  g_autoptr (GArray) quotations = desk_attribution_list_quotations (check->body);

  for (guint i = 0; i < quotations->len; i++)
    {
      DeskQuotation *quotation = &g_array_index (quotations, DeskQuotation, i);

      check_quotation (check, quotation->start, quotation->end);
    }
}

static void
check_embeds (Check *check)
{
  g_autoptr (GPtrArray) embeds = desk_markdown_list_embeds (check->body);
  gboolean warned = *desk_text_get_field (check->text, DESK_FIELD_WARNING) != '\0';

  for (guint i = 0; i < embeds->len; i++)
    {
      DeskEmbed *embed = g_ptr_array_index (embeds, i);
      DeskPost *post = desk_snapshot_get_post_for_address (check->snapshot, embed->address);
      DeskFinding *finding;

      if (post == NULL)
        {
          finding =
              add_finding (check, DESK_FINDING_POST_MISSING, g_strdup (_ ("An embedded post is not kept on this desk")));
          g_set_str (&finding->detail, embed->address);
        }
      else if (*post->graphic != '\0' && !warned)
        {
          finding = add_finding (check, DESK_FINDING_NO_WARNING,
                                 g_strdup (_ ("A graphic post is in the text, and the story has no warning")));
          g_set_str (&finding->post, post->id);
          g_set_str (&finding->detail, post->graphic);
        }
      else
        {
          continue;
        }

      finding->start = embed->start;
      finding->end = embed->end;
    }
}

static void
check_posts (Check *check)
{
  for (guint i = 0; i < check->snapshot->posts->len; i++)
    {
      DeskPost *post = g_ptr_array_index (check->snapshot->posts, i);
      DeskFinding *finding;

      if (post->state != DESK_POST_DELETED && post->state != DESK_POST_GONE && post->state != DESK_POST_EDITED)
        continue;

      finding = add_finding (check, DESK_FINDING_POST_GONE,
                             /* Translators: the first %s is the author of a post, the second "Deleted since", "Edited since" … */
                             g_strdup_printf (_ ("Post by %s: %s"), *post->author != '\0' ? post->author : post->handle,
                                              desk_enum_get_label (DESK_TYPE_POST_STATE, post->state)));
      g_set_str (&finding->post, post->id);
    }
}

static void
check_header (Check *check)
{
  static const struct
  {
    const char *field;
    DeskFindingKind kind;
    const char *message;
  } wanted[] = {
    { DESK_FIELD_HEADLINE, DESK_FINDING_NO_HEADLINE, N_ ("There is no headline") },
    { DESK_FIELD_BYLINE, DESK_FINDING_NO_BYLINE, N_ ("There is no byline") },
    { DESK_FIELD_DATELINE, DESK_FINDING_NO_DATELINE, N_ ("There is no dateline") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (*desk_text_get_field (check->text, wanted[i].field) == '\0')
      add_finding (check, wanted[i].kind, g_strdup (_ (wanted[i].message)));
}

static void
check_stamp (Check *check)
{
  g_autoptr (DeskFoundStamp) stamp = desk_stamp_find (check->body);
  DeskFinding *finding;

  if (stamp == NULL)
    return;

  finding = add_finding (check, DESK_FINDING_STAMP_IN_BODY,
                         g_strdup (_ ("The text ends with a stamp whose date and zone nobody has confirmed")));
  g_set_str (&finding->detail, stamp->words);
  finding->start = stamp->start;
  finding->end = stamp->end;
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const DeskFinding *left = *(DeskFinding *const *) a;
  const DeskFinding *right = *(DeskFinding *const *) b;

  if (left->must_be_seen != right->must_be_seen)
    return left->must_be_seen ? -1 : 1;

  return left->kind != right->kind ? (left->kind > right->kind) - (left->kind < right->kind)
                                   : (left->start > right->start) - (left->start < right->start);
}

/* Whether a field's values are the same in both. */
static gboolean
field_equal (DeskText *a, DeskText *b, const char *name)
{
  g_autofree const char **left = desk_text_get_fields (a, name);
  g_autofree const char **right = desk_text_get_fields (b, name);

  return g_strv_equal (left, right);
}

/* Counts the fields of @a that differ in @b; with @only_missing those that @b has not at all. */
static guint
count_fields (DeskText *a, DeskText *b, gboolean only_missing)
{
  g_autofree const char **names = desk_text_get_field_names (a);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree const char **other = desk_text_get_fields (b, names[i]);

      if (!g_hash_table_add (seen, g_ascii_strdown (names[i], -1)))
        continue;
      if (only_missing ? other[0] == NULL : !field_equal (a, b, names[i]))
        n++;
    }

  return n;
}

GPtrArray *
desk_check_story (DeskSnapshot *snapshot, DeskText *text)
{
  Check check = { .snapshot = snapshot };

  g_return_val_if_fail (DESK_IS_SNAPSHOT (snapshot), NULL);

  check.text = text != NULL ? text : snapshot->text;
  check.body = desk_text_get_body (check.text);
  check.language = desk_text_get_field (check.text, DESK_FIELD_LANGUAGE);
  check.findings = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < snapshot->claims->len; i++)
    {
      DeskClaim *claim = g_ptr_array_index (snapshot->claims, i);

      if (!claim->dropped)
        check_claim (&check, claim);
    }
  check_quotations (&check);
  check_embeds (&check);
  check_posts (&check);
  check_header (&check);
  check_stamp (&check);

  g_ptr_array_sort (check.findings, compare_findings);

  return check.findings;
}

guint
desk_check_count_changes (DeskText *a, DeskText *b)
{
  g_autoptr (GArray) hunks = NULL;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (desk_text_equal (a, b))
    return 0;

  hunks =
      desk_diff_words (desk_text_get_body (a), desk_text_get_body (b), desk_text_get_field (b, DESK_FIELD_LANGUAGE));

  return desk_diff_count (hunks) + count_fields (a, b, FALSE) + count_fields (b, a, TRUE);
}
