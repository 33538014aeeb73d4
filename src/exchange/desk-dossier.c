/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-markdown.h"
#include "core/desk-time.h"
#include "desk-evidence-line.h"
#include "desk-export.h"
#include "desk-page-writer.h"
#include "core/desk-networks.h"

#define INDENT 16.0

static const DeskPageSize page = { DESK_PAGE_A4_WIDTH, DESK_PAGE_A4_HEIGHT, 64, 100, 64, 64 };

/* How a paragraph is set. */
typedef enum
{
  STYLE_HEADLINE,
  STYLE_SECTION,
  STYLE_STANDFIRST,
  STYLE_BODY,
  STYLE_ITEM,
  STYLE_DETAIL,
  STYLE_ID,
  STYLE_SMALL,
} Style;

static const DeskPageStyle styles[] = {
  [STYLE_HEADLINE] = { "Sans Bold 20", 4, 0, 0 },
  [STYLE_SECTION] = { "Sans Bold 14", 24, 0, 120 },
  [STYLE_STANDFIRST] = { "Sans Bold 11", 6, 0, 0 },
  [STYLE_BODY] = { "Serif 11", 7, 0, 0 },
  [STYLE_ITEM] = { "Sans Bold 10", 10, 0, 110 },
  [STYLE_DETAIL] = { "Sans 10", 2, INDENT, 0 },
  [STYLE_ID] = { "Monospace 8", 2, INDENT, 0 },
  [STYLE_SMALL] = { "Sans 9", 2, 0, 0 },
};

typedef struct
{
  DeskSnapshot *snapshot;
  DeskSnapshot *then; /* whose claims and posts are shown */
  DeskUpdate *update; /* (nullable) */
  DeskText *text;
  DeskStoryBlame *blame; /* (nullable): of @text */
  GPtrArray *revisions;
  const char *zone;
  const char *language;

  DeskPageWriter *writer;
} Dossier;

static void
write_foot (guint number, guint n_pages, char **start, char **end, gpointer data)
{
  Dossier *self = data;
  g_autofree char *slug = desk_page_isolate (self->snapshot->story->slug);
  g_autofree char *which = NULL;

  /* Translators: the foot of a dossier's page: “Page 2 of 7” */
  which = g_strdup_printf (_ ("Page %1$u of %2$u"), number, n_pages);
  *start = g_strdup_printf ("%s · %s · %s", slug, self->snapshot->story->id, which);
}

static void
add (Dossier *self, Style style, const char *words)
{
  desk_page_writer_add (self->writer, &styles[style], words, NULL, NULL, 0);
}

static void G_GNUC_PRINTF (3, 4)
    add_printf (Dossier *self, Style style, const char *format, ...)
{
  g_autofree char *words = NULL;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  add (self, style, words);
}

static char *
format_time (Dossier *self, gint64 at)
{
  g_autofree char *time = desk_time_format_full (at, self->zone, self->language);

  return desk_page_isolate (time);
}

static DeskRevision *
find_revision (Dossier *self)
{
  for (guint i = 0; i < self->revisions->len; i++)
    {
      DeskRevision *revision = g_ptr_array_index (self->revisions, i);

      if (self->update != NULL && g_str_equal (revision->id, self->update->revision))
        return revision;
      if (g_str_equal (revision->text, desk_text_get_hash (self->text)))
        return revision;
    }

  return NULL;
}

static void
add_facts (Dossier *self)
{
  DeskStory *story = self->snapshot->story;
  DeskRevision *revision = find_revision (self);
  const char *entry = self->update != NULL ? self->update->id : desk_export_find_entry (self->snapshot, self->text);
  g_autofree char *made = format_time (self, g_get_real_time ());

  add (self, STYLE_SMALL, _ ("Dossier"));
  add (self, STYLE_HEADLINE, desk_text_get_field (self->text, DESK_FIELD_HEADLINE));

  if (self->update != NULL)
    {
      g_autofree char *at = format_time (self, self->update->at);

      /* Translators: the words of a dossier are those that readers saw from %s, a date and time, on */
      add_printf (self, STYLE_DETAIL, _ ("As it was out from %s"), at);
      if (self->then != self->snapshot)
        add (self, STYLE_DETAIL, _ ("Claims and posts as the desk had them at the time that was asked for"));
    }
  else
    {
      add (self, STYLE_DETAIL, _ ("As it stands, out or not"));
    }

  /* Translators: %s is a date and time */
  add_printf (self, STYLE_DETAIL, _ ("Dossier made %s"), made);
  /* Translators: %s is a story's short name */
  add_printf (self, STYLE_DETAIL, _ ("Slug: %s"), story->slug);
  /* Translators: %s is a long number that names a story */
  add_printf (self, STYLE_ID, _ ("Story: %s"), story->id);
  if (revision != NULL)
    /* Translators: %1$u is a version's number, %2$s the long number that names it */
    add_printf (self, STYLE_ID, _ ("Version @%1$u: %2$s"), revision->number, revision->id);
  /* Translators: SHA-256 is a checksum; %s are its digits */
  add_printf (self, STYLE_ID, _ ("Text, SHA-256: %s"), desk_text_get_hash (self->text));
  if (entry != NULL)
    {
      /* Translators: %s is a long number that names an entry of the journal */
      add_printf (self, STYLE_ID, _ ("Entry: %s"), entry);
      add (self, STYLE_DETAIL, _ ("Whoever holds this number can have it checked later: “deskctl verify --against” and the number says whether the desk still has the entry, and whether all that came later builds on it."));
    }
  /* Translators: %1$s is a time zone, such as Asia/Baghdad, %2$s a language's code, such as en */
  add_printf (self, STYLE_DETAIL, _ ("Zone: %1$s · Language: %2$s"), self->zone, self->language);
}

static void
add_paragraphs (Dossier *self, Style style, const char *words)
{
  g_auto (GStrv) paragraphs = g_strsplit (words, "\n\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    add (self, style, g_strstrip (paragraphs[i]));
}

static void
add_text (Dossier *self)
{
  g_autofree char *plain = desk_markdown_to_plain (desk_text_get_body (self->text));
  g_autofree const char **related = desk_text_get_fields (self->text, DESK_FIELD_RELATED);
  g_autofree const char **warnings = desk_text_get_fields (self->text, DESK_FIELD_WARNING);

  add (self, STYLE_SECTION, _ ("The text"));
  add (self, STYLE_STANDFIRST, desk_text_get_field (self->text, DESK_FIELD_STANDFIRST));
  add (self, STYLE_BODY, desk_text_get_field (self->text, DESK_FIELD_BYLINE));
  add (self, STYLE_BODY, desk_text_get_field (self->text, DESK_FIELD_DATELINE));
  add_paragraphs (self, STYLE_BODY, plain);
  for (guint i = 0; warnings[i] != NULL; i++)
    /* Translators: %s is a warning of a story's content */
    add_printf (self, STYLE_DETAIL, _ ("Warning: %s"), warnings[i]);
  for (guint i = 0; related[i] != NULL; i++)
    {
      g_autofree char *title = desk_markdown_to_plain (related[i]);
      const char *address = strstr (related[i], "](");

      /* Translators: %1$s is the title of a related story, %2$s its address */
      add_printf (self, STYLE_DETAIL, _ ("Related: %1$s %2$s"), g_strstrip (title), address != NULL ? address + 1 : "");
    }
}

/* The bytes of the canonical text where the body begins. */
static gsize
get_body_start (DeskText *text)
{
  gsize length;

  desk_text_get_canonical (text, &length);

  return length - strlen (desk_text_get_body (text));
}

/* Words of the body that appeared in one version, paragraph by paragraph as far as they go. */
static void
add_written (Dossier *self, const DeskBlameRun *run, gsize body_start)
{
  DeskRevision *revision = g_ptr_array_index (self->blame->revisions, run->origin);
  gsize start = MAX (run->start, body_start);
  g_autofree char *words = NULL;
  g_autofree char *at = format_time (self, revision->at);
  g_auto (GStrv) paragraphs = NULL;

  if (run->start + run->length <= start)
    return;

  words = g_strndup (desk_text_get_canonical (self->text, NULL) + start, run->start + run->length - start);
  paragraphs = g_strsplit (g_strstrip (words), "\n\n", -1);
  if (paragraphs[0] == NULL)
    return;

  /* Translators: who wrote the words below: %1$s is a person, %2$u a version's number, %3$s a date and time */
  add_printf (self, STYLE_ITEM, _ ("%1$s · version @%2$u · %3$s"), revision->author, revision->number, at);
  for (guint i = 0; paragraphs[i] != NULL; i++)
    add (self, STYLE_DETAIL, g_strstrip (paragraphs[i]));
}

static void
add_blame (Dossier *self)
{
  if (self->blame == NULL)
    return;

  add (self, STYLE_SECTION, _ ("Who wrote which words"));
  add (self, STYLE_SMALL, _ ("Each with the version in which they appeared first"));
  for (guint i = 0; i < self->blame->runs->len; i++)
    add_written (self, &g_array_index (self->blame->runs, DeskBlameRun, i), get_body_start (self->text));
}

static void
add_update (Dossier *self, DeskUpdate *update)
{
  const char *kind = desk_enum_get_label (DESK_TYPE_UPDATE_KIND, update->kind);
  g_autofree char *time = desk_time_format_full (update->at, update->zone, update->language);
  g_autofree char *at = desk_page_isolate (time);

  add_printf (self, STYLE_ITEM, "%s · %s", kind, at);
  if (self->update != NULL && g_str_equal (self->update->id, update->id))
    add (self, STYLE_DETAIL, _ ("With the text above"));
  else if (self->update != NULL && update->at > self->update->at)
    add (self, STYLE_DETAIL, _ ("After the text above"));
  add (self, STYLE_DETAIL, update->words);
  if (*update->was != '\0')
    /* Translators: %s is what a story said before a correction */
    add_printf (self, STYLE_DETAIL, _ ("Was: %s"), update->was);
  if (*update->now != '\0')
    /* Translators: %s is what a story says after a correction */
    add_printf (self, STYLE_DETAIL, _ ("Now: %s"), update->now);
  if (*update->because != '\0')
    /* Translators: %s is a reason */
    add_printf (self, STYLE_DETAIL, _ ("Because: %s"), update->because);
  /* Translators: %1$s is who published, %2$u a version's number */
  add_printf (self, STYLE_DETAIL, _ ("By %1$s · version @%2$u"), update->author, update->revision_number);
  if (*update->superseded_by != '\0')
    /* Translators: %s is the long number of the line that replaced this one */
    add_printf (self, STYLE_ID, _ ("Replaced by: %s"), update->superseded_by);
  add_printf (self, STYLE_ID, _ ("Text, SHA-256: %s"), update->text);
  /* Translators: %s is a long number that names an entry of the journal */
  add_printf (self, STYLE_ID, _ ("Entry: %s"), update->id);
}

static void
add_updates (Dossier *self)
{
  GPtrArray *updates = self->snapshot->updates;

  if (updates->len == 0)
    return;

  add (self, STYLE_SECTION, _ ("What went out"));
  for (guint i = updates->len; i > 0; i--)
    add_update (self, g_ptr_array_index (updates, i - 1));
}

static void
add_evidence (Dossier *self, DeskClaim *claim, DeskEvidence *evidence)
{
  g_autofree char *what = desk_evidence_line_new (self->then, evidence);
  g_autofree char *at = format_time (self, evidence->at);

  add (self, STYLE_DETAIL, what);
  if (*evidence->quote != '\0')
    /* Translators: %s is a sentence that a source said */
    add_printf (self, STYLE_DETAIL, _ ("“%s”"), evidence->quote);
  if (evidence->at > claim->at)
    /* Translators: %1$s is who put a source there, %2$s a date and time */
    add_printf (self, STYLE_DETAIL, _ ("Added by %1$s, %2$s"), evidence->author, at);
}

static void
add_claim (Dossier *self, DeskClaim *claim, guint number)
{
  const char *body = desk_text_get_body (self->text);
  const char *kind = desk_enum_get_label (DESK_TYPE_CLAIM_KIND, claim->kind);
  g_autofree char *words = desk_page_isolate (claim->anchor->exact);
  g_autofree char *at = format_time (self, claim->at);
  guint start, end;
  DeskFit fit;

  add_printf (self, STYLE_ITEM, "%u. %s", number, words);
  if (*claim->by != '\0')
    add_printf (self, STYLE_DETAIL, "%s · %s", claim->by, kind);
  else
    add (self, STYLE_DETAIL, kind);

  /* Translators: the two answers to a claim: %1$s is whether it was said, %2$s whether it is so */
  add_printf (self, STYLE_DETAIL, _ ("Said: %1$s · So: %2$s"),
              desk_enum_get_label (DESK_TYPE_SAID, claim->said),
              desk_enum_get_label (DESK_TYPE_SO, claim->so));
  if (*claim->because != '\0')
    add_printf (self, STYLE_DETAIL, _ ("Because: %s"), claim->because);
  if (claim->fit != DESK_FIT_EXACT)
    /* Translators: %s are the words that a claim had when it was checked */
    add_printf (self, STYLE_DETAIL, _ ("Words changed since it was answered for: %s"), claim->wording);

  fit = desk_anchor_follow (claim->anchor, NULL, body, self->language, &start, &end);
  if (fit == DESK_FIT_GONE)
    {
      add (self, STYLE_DETAIL, _ ("These words are not in the text above"));
    }
  else if (fit == DESK_FIT_CHANGED)
    {
      g_autofree char *shown = g_utf8_substring (body, start, end);

      /* Translators: %s is what stands in a text where a claim has other words */
      add_printf (self, STYLE_DETAIL, _ ("In the text above: %s"), shown);
    }
  if (self->update != NULL && claim->at > self->update->at)
    add (self, STYLE_DETAIL, _ ("Marked after the text above went out"));

  /* Translators: %1$s is who marked a claim, %2$s a date and time */
  add_printf (self, STYLE_DETAIL, _ ("Marked by %1$s, %2$s"), claim->author, at);
  if (claim->answered_at > claim->at)
    {
      g_autofree char *answered = format_time (self, claim->answered_at);

      /* Translators: %1$s is who answered a claim's questions, %2$s a date and time */
      add_printf (self, STYLE_DETAIL, _ ("Answered by %1$s, %2$s"), claim->answered_by, answered);
    }

  for (guint i = 0; i < claim->evidence->len; i++)
    add_evidence (self, claim, g_ptr_array_index (claim->evidence, i));

  for (guint i = 0; claim->contradicts[i] != NULL; i++)
    {
      DeskClaim *other = desk_snapshot_get_claim (self->then, claim->contradicts[i]);

      if (other != NULL)
        /* Translators: %s are the words of another claim */
        add_printf (self, STYLE_DETAIL, _ ("Contradicts: %s"), other->anchor->exact);
    }
  add_printf (self, STYLE_ID, _ ("Entry: %s"), claim->id);
}

static void
add_claims (Dossier *self)
{
  GPtrArray *claims = self->then->claims;

  if (claims->len == 0)
    return;

  add (self, STYLE_SECTION, _ ("Claims"));
  for (guint i = 0; i < claims->len; i++)
    add_claim (self, g_ptr_array_index (claims, i), i + 1);
}

static void
add_post (Dossier *self, DeskPost *post)
{
  g_autofree char *author = desk_page_isolate (*post->author != '\0' ? post->author : post->handle);
  const char *network = desk_network_get_name (post->network);
  const char *state = desk_enum_get_label (DESK_TYPE_POST_STATE, post->state);

  if (*post->author != '\0' && *post->handle != '\0')
    add_printf (self, STYLE_ITEM, "%s · %s · %s", author, post->handle, network);
  else
    add_printf (self, STYLE_ITEM, "%s · %s", author, network);
  add (self, STYLE_DETAIL, post->address);

  if (post->posted_at != 0 && post->posted_from == DESK_TIME_DATE)
    {
      g_autofree char *day = desk_time_format_day (post->posted_at, "UTC", self->language);

      /* Translators: %s is a day; its time is not known */
      add_printf (self, STYLE_DETAIL, _ ("Posted %s"), day);
    }
  else if (post->posted_at != 0)
    {
      g_autofree char *posted = format_time (self, post->posted_at);

      /* Translators: %1$s is a date and time, %2$s what it was read from */
      add_printf (self, STYLE_DETAIL, _ ("Posted %1$s (%2$s)"), posted, desk_enum_get_label (DESK_TYPE_TIME_FROM, post->posted_from));
    }
  if (post->captured_at != 0)
    {
      g_autofree char *captured = format_time (self, post->captured_at);

      /* Translators: %1$s is who kept a post, %2$s a date and time */
      add_printf (self, STYLE_DETAIL, _ ("Kept by %1$s, %2$s"), post->captured_by, captured);
    }
  if (post->state != DESK_POST_KEPT && post->checked_at != 0)
    {
      g_autofree char *checked = format_time (self, post->checked_at);

      add_printf (self, STYLE_DETAIL, "%s · %s", state, checked);
    }
  if (*post->graphic != '\0')
    /* Translators: %s is why a post is covered */
    add_printf (self, STYLE_DETAIL, _ ("Covered: %s"), post->graphic);
  add_paragraphs (self, STYLE_BODY, post->words);
  for (guint i = 0; post->pictures[i] != NULL; i++)
    /* Translators: SHA-256 is a checksum; %s are its digits */
    add_printf (self, STYLE_ID, _ ("Picture, SHA-256: %s"), post->pictures[i]);
  if (*post->raw != '\0')
    /* Translators: what a network sent; SHA-256 is a checksum; %s are its digits */
    add_printf (self, STYLE_ID, _ ("As it came, SHA-256: %s"), post->raw);
  add_printf (self, STYLE_ID, _ ("Entry: %s"), post->id);
}

static void
add_posts (Dossier *self)
{
  GPtrArray *posts = self->then->posts;

  if (posts->len == 0)
    return;

  add (self, STYLE_SECTION, _ ("Posts"));
  for (guint i = 0; i < posts->len; i++)
    add_post (self, g_ptr_array_index (posts, i));
}

static void
add_revision (Dossier *self, DeskRevision *revision)
{
  g_autofree char *at = format_time (self, revision->at);
  const char *why = desk_enum_get_label (DESK_TYPE_WHY, revision->why);

  /* Translators: a line of a story's history: %1$u is a version's number, %2$s a person, %3$s a date and time */
  add_printf (self, STYLE_ITEM, _ ("@%1$u · %2$s · %3$s"), revision->number, revision->author, at);
  if (*revision->name != '\0')
    add_printf (self, STYLE_DETAIL, "%s · %s", revision->name, why);
  else
    add (self, STYLE_DETAIL, why);
  add (self, STYLE_DETAIL, revision->note);
  add_printf (self, STYLE_ID, _ ("Entry: %s"), revision->id);
  add_printf (self, STYLE_ID, _ ("Text, SHA-256: %s"), revision->text);
}

/* What Desk keeps by itself while somebody types says little, and there is much of it. */
static gboolean
is_listed (DeskRevision *revision)
{
  if (revision->is_head || revision->published || *revision->name != '\0' || *revision->note != '\0')
    return TRUE;
  switch (revision->why)
    {
    case DESK_WHY_PAUSE:
    case DESK_WHY_LEAVE:
    case DESK_WHY_CHECK:
    case DESK_WHY_DETAILS:
      return FALSE;
    case DESK_WHY_FIRST:
    case DESK_WHY_KEEP:
    case DESK_WHY_PUBLISH:
    case DESK_WHY_IMPORT:
    case DESK_WHY_RESTORE:
    case DESK_WHY_RECOVERED:
    case DESK_WHY_MERGE:
    default:
      return TRUE;
    }
}

static void
add_revisions (Dossier *self)
{
  guint n_left_out = 0;

  if (self->revisions->len == 0)
    return;

  add (self, STYLE_SECTION, _ ("Who kept which version"));
  for (guint i = 0; i < self->revisions->len; i++)
    if (is_listed (g_ptr_array_index (self->revisions, i)))
      add_revision (self, g_ptr_array_index (self->revisions, i));
    else
      n_left_out++;
  if (n_left_out > 0)
    add_printf (self, STYLE_SMALL,
                ngettext ("%u more version was kept by itself while somebody was writing, and is in the desk",
                          "%u more versions were kept by themselves while somebody was writing, and are in the desk",
                          n_left_out),
                n_left_out);
}

static void
add_all (Dossier *self)
{
  add_facts (self);
  add_text (self);
  add_blame (self);
  add_updates (self);
  add_claims (self);
  add_posts (self);
  add_revisions (self);
}

GBytes *
desk_export_dossier (
    DeskSnapshot *snapshot, DeskSnapshot *then, DeskUpdate *update, DeskText *text, DeskStoryBlame *blame, GPtrArray *revisions, GError **error)
{
  Dossier dossier = {
    .snapshot = snapshot,
    .then = then != NULL ? then : snapshot,
    .update = update,
    .text = text,
    .blame = blame != NULL && desk_text_equal (blame->text, text) ? blame : NULL,
    .revisions = revisions,
  };
  g_autoptr (DeskPageWriter) writer = NULL;

  g_return_val_if_fail (DESK_IS_SNAPSHOT (snapshot), NULL);
  g_return_val_if_fail (then == NULL || DESK_IS_SNAPSHOT (then), NULL);
  g_return_val_if_fail (update == NULL || DESK_IS_UPDATE (update), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (revisions != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* A story that came from elsewhere may lack either. */
  dossier.zone = update != NULL && *update->zone != '\0' ? update->zone : snapshot->story->zone;
  dossier.language = update != NULL && *update->language != '\0' ? update->language : snapshot->story->language;
  if (*dossier.zone == '\0')
    dossier.zone = "UTC";
  if (*dossier.language == '\0')
    dossier.language = "en";

  /* Its sentences are those of the interface: each paragraph has the direction of its own. */
  writer = desk_page_writer_new (&page, "", write_foot, &dossier);
  dossier.writer = writer;
  add_all (&dossier);

  return desk_page_writer_make_pdf (writer, desk_text_get_field (text, DESK_FIELD_HEADLINE), snapshot->story->id, error);
}
