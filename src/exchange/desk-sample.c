/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "core/desk-stamp.h"
#include "core/desk-time.h"
#include "desk-capture.h"
#include "desk-sample.h"
#include "desk-sample-picture.h"

/*
 * The sample is told as it happened: who did what at which minute of an invented evening. Its words are a story's,
 * not the interface's, so none of them is translated.
 */

#define ZONE "Asia/Baghdad"

#define GUARD_POST "https://x.com/marrow_guard/status/2025946527169249280"
#define MINISTRY_POST "https://x.com/marrow_interior/status/2025955473618751488"
#define VIDEO_POST "https://www.tiktok.com/@vell.watch/video/7610078562926727184"
#define CHANNEL_POST "https://t.me/alder_now/311"

/* The form in which X hands out a post. */
#define X_EMBED                                                                           \
  "<blockquote class=\"twitter-tweet\"><p lang=\"en\" dir=\"ltr\">%s</p>&mdash; %s (%s) " \
  "<a href=\"%s\">February 23, 2026</a></blockquote>\n"

/* --- harbour-prison: its text, as it grows --- */

#define OPENED "Armed men opened a prison in Port Alder on Monday evening, the coast guard said in a post on X"
#define THOUSANDS OPENED ", and “thousands” of prisoners walked out."
#define EMBED "<" GUARD_POST ">"
#define VIDEO(gate)                                                                                      \
  "A video, which this desk’s editors have seen and describe as graphic, shows the guardhouse on fire. " \
  "Its place was matched to the " gate " gate; its time was not."
#define MINISTRY(room)                                                                                    \
  "The interior ministry said the prison was “secure and fully staffed”. The building has room for " room \
  " people, according to the ministry’s own register."
#define HOSPITAL                                                                                     \
  "Alder Now, a channel on Telegram, wrote: “Three guards have reportedly been taken to hospital.” " \
  "Two gates were left unlocked before dusk, a guard told this desk."
#define FERRY_FIRE \
  "Posts that say “the ferry terminal is burning” show an older fire: the same picture was printed in 2019."
#define BROUGHT_BACK(typed, when) \
  "Some 120 prisoners were brought back in three " typed ", a spokesperson for the coast guard, Ilse Varn, said " when ". She called it “the longest night since the storms”."
#define NAMES(asked) \
  "Coast Watch, a rights group, " asked " for the names of all who were held. The harbour stays closed until noon on Tuesday."

#define GAP "\n\n"

static const char body_first[] = OPENED ".";

static const char body_accounts[] = THOUSANDS GAP EMBED GAP VIDEO ("south");

static const char body_denial[] =
    THOUSANDS GAP MINISTRY ("850") GAP EMBED GAP VIDEO ("south") GAP HOSPITAL GAP FERRY_FIRE;

static const char body_gate[] =
    THOUSANDS GAP MINISTRY ("850") GAP EMBED GAP VIDEO ("north") GAP HOSPITAL GAP FERRY_FIRE;

static const char body_update[] =
    THOUSANDS GAP MINISTRY ("850") GAP EMBED GAP VIDEO ("north") GAP HOSPITAL GAP FERRY_FIRE
        GAP BROUGHT_BACK ("busses", "after nightfall") GAP NAMES ("asked");

static const char body_mended[] =
    THOUSANDS GAP MINISTRY ("850") GAP EMBED GAP VIDEO ("north") GAP HOSPITAL GAP FERRY_FIRE
        GAP BROUGHT_BACK ("buses", "after nightfall") GAP NAMES ("asked");

static const char body_corrected[] =
    THOUSANDS GAP MINISTRY ("840") GAP EMBED GAP VIDEO ("north") GAP HOSPITAL GAP FERRY_FIRE
        GAP BROUGHT_BACK ("buses", "after nightfall") GAP NAMES ("asked");

/* Two changes, and one of the headline, are not out yet. */
static const char body_morning[] =
    THOUSANDS GAP MINISTRY ("840") GAP EMBED GAP VIDEO ("north") GAP HOSPITAL GAP FERRY_FIRE
        GAP BROUGHT_BACK ("buses", "overnight") GAP NAMES ("asked on Tuesday");

/* --- Other stories --- */

typedef struct
{
  const char *exact;
  const char *by;
  DeskClaimKind kind;
  DeskSaid said;
  DeskSo so;
  const char *address; /* of its source, NULL without */
  const char *title;
} SampleClaim;

typedef struct
{
  const char *slug;
  const char *author;
  const char *at;
  const char *out_at; /* NULL: not published */
  DeskState state;
  const char *text; /* canonical */
  SampleClaim claims[8];
} SampleStory;

static const SampleStory stories[] = {
  {
      .slug = "fishing-season",
      .author = "ليان ساري",
      .at = "2026-02-23 12:40:10",
      .out_at = "2026-02-23 13:05:00",
      .state = DESK_STATE_PUBLISHED,
      .text =
          "Headline: قوارب ساحل مارو تعود إلى البحر بعد أسبوع من العواصف\n"
          "Standfirst: اتحاد الصيادين يطلب تمديد الموسم\n"
          "Byline: ليان ساري\n"
          "Dateline: بورت ألدر\n"
          "Language: ar\n"
          "Zone: " ZONE "\n"
          "Keywords: صيد, بورت ألدر\n"
          "\n"
          "خرج نحو ستين قاربًا من بورت ألدر صباح الاثنين، وفق سجل الميناء، للمرة الأولى منذ العواصف.\n\n"
          "وقال اتحاد الصيادين إن «الموسم ضاع نصفه»، وطلب تمديده حتى نهاية أبريل.",
      .claims = {
          { "خرج نحو ستين قاربًا من بورت ألدر", "سجل الميناء", DESK_CLAIM_FIGURE, DESK_SAID_YES, DESK_SO_VERIFIED, "https://example.org/harbour/register", "سجل الميناء" },
          { "الموسم ضاع نصفه", "اتحاد الصيادين", DESK_CLAIM_QUOTATION, DESK_SAID_YES, DESK_SO_OPEN, "https://example.org/union/season", "بيان اتحاد الصيادين" },
      },
  },
  {
      .slug = "vell-outage",
      .author = "T. Okar",
      .at = "2026-02-23 14:22:31",
      .state = DESK_STATE_REVIEW,
      .text = "Headline: What is known about the outage in Vell\n"
              "Standfirst: Half the town was without power for an hour\n"
              "Byline: By T. Okar\n"
              "Dateline: VELL, Marrow Coast\n"
              "Language: en\n"
              "Zone: " ZONE "\n"
              "Keywords: Vell, power\n"
              "\n"
              "The power failed in half of Vell at 12:50 p.m. on Monday and came back an hour later, the grid’s operator said.\n\n"
              "**What is known.** A line at the old quarry tore in the wind. Some 9,000 homes were without light. "
              "The clinic ran on its own generator.\n\n"
              "**What is not.** Shopkeepers say it was the third time this month. The operator counts two.",
      .claims = {
          { "The power failed in half of Vell at 12:50 p.m.", "the grid’s operator", DESK_CLAIM_TIME, DESK_SAID_YES, DESK_SO_VERIFIED, "https://example.org/grid/notices", "The operator’s notices" },
          { "A line at the old quarry tore in the wind", "the grid’s operator", DESK_CLAIM_FACT, DESK_SAID_YES, DESK_SO_OPEN, "https://example.org/grid/notices", "The operator’s notices" },
          { "Some 9,000 homes were without light", "the grid’s operator", DESK_CLAIM_FIGURE, DESK_SAID_YES, DESK_SO_OPEN, "https://example.org/grid/notices", "The operator’s notices" },
          { "The clinic ran on its own generator", "", DESK_CLAIM_FACT, DESK_SAID_OPEN, DESK_SO_OPEN, NULL, NULL },
          { "the third time this month", "shopkeepers", DESK_CLAIM_FIGURE, DESK_SAID_OPEN, DESK_SO_DISPUTED, NULL, NULL },
          { "The operator counts two", "the grid’s operator", DESK_CLAIM_FIGURE, DESK_SAID_YES, DESK_SO_DISPUTED, "https://example.org/grid/2026", "The operator’s list of outages" },
      },
  },
  {
      .slug = "night-trains",
      .author = "L. Sand",
      .at = "2026-02-23 14:48:05",
      .out_at = "2026-02-23 15:10:00",
      .state = DESK_STATE_PUBLISHED,
      .text = "Headline: Marrow Coast council votes on night trains\n"
              "Standfirst: The line to Vell would run until two in the morning\n"
              "Byline: By L. Sand\n"
              "Dateline: PORT ALDER, Marrow Coast\n"
              "Language: en\n"
              "Zone: " ZONE "\n"
              "Keywords: trains, council\n"
              "\n"
              "The council of Marrow Coast voted on Monday to let trains run at night, by 31 to 12.\n\n"
              "From 1 May the line from Port Alder to Vell would run until two in the morning, the bill says. "
              "It costs 4.2 million a year.\n\n"
              "“People work at night, so trains should,” said Councillor Noor Belin, who wrote the bill. "
              "The ferry line, which has the last boat at eleven, did not object.",
      .claims = {
          { "voted on Monday to let trains run at night", "the council", DESK_CLAIM_FACT, DESK_SAID_YES, DESK_SO_VERIFIED, "https://example.org/council/minutes", "Minutes of the council" },
          { "by 31 to 12", "the council", DESK_CLAIM_FIGURE, DESK_SAID_YES, DESK_SO_VERIFIED, "https://example.org/council/minutes", "Minutes of the council" },
          { "would run until two in the morning", "the bill", DESK_CLAIM_TIME, DESK_SAID_YES, DESK_SO_VERIFIED, "https://example.org/council/bill-77", "The bill" },
          { "It costs 4.2 million a year", "the bill", DESK_CLAIM_FIGURE, DESK_SAID_YES, DESK_SO_VERIFIED, "https://example.org/council/bill-77", "The bill" },
          { "People work at night, so trains should", "Noor Belin", DESK_CLAIM_QUOTATION, DESK_SAID_YES, DESK_SO_VERIFIED, "https://example.org/council/recording", "Recording of the session" },
          { "who wrote the bill", "the council", DESK_CLAIM_IDENTITY, DESK_SAID_YES, DESK_SO_VERIFIED, "https://example.org/council/bill-77", "The bill" },
          { "did not object", "the ferry line", DESK_CLAIM_FACT, DESK_SAID_YES, DESK_SO_VERIFIED, "https://example.org/ferry/letter", "Letter of the ferry line" },
      },
  },
  {
      .slug = "ferry-pier",
      .author = "M. Aral",
      .at = "2026-02-23 17:58:20",
      .state = DESK_STATE_DRAFT,
      .text = "Headline: Ferry line asks for help after pier collapse\n"
              "Byline: By M. Aral\n"
              "Dateline: PORT ALDER, Marrow Coast\n"
              "Language: en\n"
              "Zone: " ZONE "\n"
              "\n"
              "The ferry line of Port Alder has asked the coast for help after the old pier fell into the sea.\n\n"
              "Nobody was on it, the line said. Boats land at the fish market until the summer. "
              "Mending it would take eleven weeks.",
      .claims = {
          { "the old pier fell into the sea", "the ferry line", DESK_CLAIM_FACT, DESK_SAID_OPEN, DESK_SO_OPEN, NULL, NULL },
          { "Nobody was on it", "the ferry line", DESK_CLAIM_ALLEGATION, DESK_SAID_OPEN, DESK_SO_OPEN, NULL, NULL },
          { "Mending it would take eleven weeks", "", DESK_CLAIM_FIGURE, DESK_SAID_OPEN, DESK_SO_OPEN, NULL, NULL },
      },
  },
};

/* Somebody at the desk, at some minute, doing things to a story. */
typedef struct
{
  DeskStore *store;
  char *story;
  const char *author;
  gint64 at;
  DeskText *text;     /* the story's newest */
  GPtrArray *changes; /* (element-type DeskChange): not committed yet */
  GPtrArray *slots;   /* (element-type char**): where the id of each change's entry goes, NULL for nowhere */
} Teller;

static void
teller_init (Teller *self, DeskStore *store)
{
  *self = (Teller) { .store = store };
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  self->slots = g_ptr_array_new ();
}

static void
teller_clear (Teller *self)
{
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_pointer (&self->text, desk_text_unref);
  g_clear_pointer (&self->story, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Teller, teller_clear)

static gint64
read_time (const char *time)
{
  gint64 at = 0;
  gboolean known = desk_time_parse (time, ZONE, 0, &at, NULL);

  g_assert (known);

  return at;
}

/* From here on it is @author who acts, at @time ("2026-02-23 18:02:40"). */
static void
turn (Teller *self, const char *author, const char *time)
{
  self->author = author;
  self->at = read_time (time);
}

/* Takes @change. Each act is a second behind the one before. */
static void
act (Teller *self, DeskChange *change, char **slot)
{
  desk_change_set_author (change, self->author);
  desk_change_set_at (change, self->at);
  self->at += G_USEC_PER_SEC;
  g_ptr_array_add (self->changes, change);
  g_ptr_array_add (self->slots, slot);
}

static gboolean
commit (Teller *self, GError **error)
{
  g_autoptr (GPtrArray) ids = desk_store_commit (self->store, self->story, self->changes, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      char **slot = g_ptr_array_index (self->slots, i);

      if (slot != NULL)
        g_set_str (slot, g_ptr_array_index (ids, i));
    }

  g_ptr_array_set_size (self->changes, 0);
  g_ptr_array_set_size (self->slots, 0);

  return TRUE;
}

static void
set_field (Teller *self, const char *name, const char *value)
{
  DeskText *changed = desk_text_with_field (self->text, name, value);

  desk_text_unref (self->text);
  self->text = changed;
}

static void
set_body (Teller *self, const char *body)
{
  DeskText *changed = desk_text_with_body (self->text, body);

  desk_text_unref (self->text);
  self->text = changed;
}

static void
keep_version (Teller *self, DeskWhy why, const char *name)
{
  act (self, desk_change_new_revision (self->text, NULL, why, NULL, NULL), NULL);
  if (name != NULL)
    act (self, desk_change_new_name ("", name, NULL), NULL);
}

static GPtrArray *
make_evidence (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
}

static DeskAnchor *
make_anchor (Teller *self, const char *exact)
{
  g_autoptr (GError) error = NULL;
  DeskAnchor *anchor = desk_anchor_new_for_words (desk_text_get_body (self->text), exact, desk_text_get_hash (self->text), &error);

  /* The sample's own words. */
  g_assert_no_error (error);

  return anchor;
}

/* @evidence: (nullable) (transfer full) */
static void
mark (Teller *self,
      char **slot,
      const char *exact,
      const char *by,
      DeskClaimKind kind,
      DeskSaid said,
      DeskSo so,
      const char *because,
      GPtrArray *evidence)
{
  g_autoptr (DeskAnchor) anchor = make_anchor (self, exact);

  act (self, desk_change_new_claim (anchor, by, kind, said, so, because, evidence), slot);
  g_clear_pointer (&evidence, g_ptr_array_unref);
}

static GPtrArray *
from_post (const char *post, const char *title, const char *quote)
{
  GPtrArray *evidence = make_evidence ();

  g_ptr_array_add (evidence, desk_change_new_evidence (NULL, DESK_EVIDENCE_POST, DESK_STANCE_FOR, post, title, quote));

  return evidence;
}

static GPtrArray *
from_address (const char *address, const char *title)
{
  GPtrArray *evidence = make_evidence ();

  g_ptr_array_add (evidence, desk_change_new_evidence (NULL, DESK_EVIDENCE_ADDRESS, DESK_STANCE_FOR, address, title, NULL));

  return evidence;
}

/* @words: as X's embed code has them; @picture: (nullable): a PNG */
static DeskChange *
make_x_post (const char *address, const char *words, const char *author, const char *handle, GBytes *picture)
{
  g_autofree char *html = g_strdup_printf (X_EMBED, words, author, handle, address);
  g_autoptr (GBytes) raw = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;
  const char *type = NULL;
  g_autoptr (DeskPost) post = desk_capture_read (html, -1, &type, &error);
  DeskChange *change;

  g_assert_no_error (error);
  if (picture != NULL)
    {
      char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);

      g_strfreev (post->pictures);
      post->pictures = g_new0 (char *, 2);
      post->pictures[0] = hash;
    }

  change = desk_change_new_post (post, raw, type);
  if (picture != NULL)
    desk_change_add_blob (change, picture, "image/png");

  return change;
}

static DeskChange *
make_typed_post (const char *address, const char *words, const char *author, const char *time)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPost) post = desk_capture_by_hand (address, words, author, time != NULL ? read_time (time) : 0, &error);

  g_assert_no_error (error);
  g_set_str (&post->language, "en");

  return desk_change_new_post (post, NULL, NULL);
}

/* @published: when it first went out, 0 when this is the first */
static void
publish (Teller *self, DeskUpdateKind kind, gint64 published, const char *was, const char *now, const char *because)
{
  const char *language = desk_text_get_field (self->text, DESK_FIELD_LANGUAGE);
  g_autofree char *words = kind == DESK_UPDATE_CORRECTION
                               ? desk_stamp_format_correction (NULL, language, ZONE, self->at, published, was, now)
                               : desk_stamp_format (NULL, kind, language, ZONE, self->at, published);

  act (self,
       desk_change_new_update (kind, desk_text_get_hash (self->text), self->at, ZONE, language, words, was, now, because, NULL),
       NULL);
}

/* A story of one sitting: its text, its claims, maybe its publication. */
static gboolean
fill_story (DeskStore *store, const SampleStory *story, GError **error)
{
  g_auto (Teller) teller = { NULL };

  teller_init (&teller, store);
  teller.text = desk_text_parse (story->text, -1, error);
  if (teller.text == NULL)
    return FALSE;

  turn (&teller, story->author, story->at);
  for (gsize i = 0; i < G_N_ELEMENTS (story->claims) && story->claims[i].exact != NULL; i++)
    {
      const SampleClaim *claim = &story->claims[i];

      mark (&teller, NULL, claim->exact, claim->by, claim->kind, claim->said, claim->so, NULL,
            claim->address != NULL ? from_address (claim->address, claim->title) : NULL);
    }

  if (story->out_at != NULL)
    {
      turn (&teller, story->author, story->out_at);
      publish (&teller, DESK_UPDATE_PUBLISH, 0, NULL, NULL, NULL);
    }
  else if (story->state != DESK_STATE_DRAFT)
    {
      act (&teller, desk_change_new_state (story->state, NULL), NULL);
    }

  teller.story = desk_store_create_story (store, story->slug, teller.text, teller.changes, error);

  return teller.story != NULL;
}

/* --- The evening --- */

/* Entries of the evening that later ones speak of. */
typedef struct
{
  char *guard, *ministry, *video, *channel; /* posts */
  char *thousands, *staffed, *room, *gate, *quoted, *fire;
} Evening;

static void
evening_clear (Evening *self)
{
  g_free (self->guard);
  g_free (self->ministry);
  g_free (self->video);
  g_free (self->channel);
  g_free (self->thousands);
  g_free (self->staffed);
  g_free (self->room);
  g_free (self->gate);
  g_free (self->quoted);
  g_free (self->fire);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evening, evening_clear)

/* 18:02: a post begins a story. */
static gboolean
tell_first_post (Teller *self, Evening *evening, GError **error)
{
  g_autoptr (GBytes) picture = desk_sample_draw_picture ();
  g_autoptr (DeskSnapshot) snapshot = NULL;

  self->text = desk_text_new ();
  set_field (self, DESK_FIELD_HEADLINE, "Contact lost with harbour prison, coast guard says");
  set_field (self, DESK_FIELD_BYLINE, "By M. Aral");
  set_field (self, DESK_FIELD_DATELINE, "PORT ALDER, Marrow Coast");
  set_field (self, DESK_FIELD_LANGUAGE, "en");
  set_field (self, DESK_FIELD_ZONE, ZONE);
  set_body (self, body_first);

  turn (self, "M. Aral", "2026-02-23 18:02:40");
  act (self,
       make_x_post (GUARD_POST,
                    "We have lost contact with the post at the harbour prison. The gates are open. "
                    "Thousands are in the streets. Stay at home.",
                    "Marrow Coast Guard", "@marrow_guard", picture),
       NULL);

  self->story = desk_store_create_story (self->store, "harbour-prison", self->text, self->changes, error);
  if (self->story == NULL)
    return FALSE;

  g_ptr_array_set_size (self->changes, 0);
  g_ptr_array_set_size (self->slots, 0);
  snapshot = desk_store_load (self->store, self->story, error);
  if (snapshot == NULL)
    return FALSE;
  g_set_str (&evening->guard, ((DeskPost *) g_ptr_array_index (snapshot->posts, 0))->id);

  return TRUE;
}

/* Until 18:31: a graphic video, a channel's message, what the other side says. */
static gboolean
tell_accounts (Teller *self, Evening *evening, GError **error)
{
  turn (self, "M. Aral", "2026-02-23 18:14:02");
  act (self,
       make_typed_post (VIDEO_POST, "The guardhouse at the north gate, just now.", "Vell Watch (@vell.watch)", NULL),
       &evening->video);
  if (!commit (self, error))
    return FALSE;

  turn (self, "M. Aral", "2026-02-23 18:15:10");
  act (self, desk_change_new_post_graphic (evening->video, "A wounded guard can be seen"), NULL);
  turn (self, "L. Sand", "2026-02-23 18:22:15");
  act (self,
       make_typed_post (CHANNEL_POST,
                        "The ring road is closed. Shots at the north gate. Three guards have been taken to hospital.",
                        "Alder Now (@alder_now)", "2026-02-23 18:20"),
       &evening->channel);

  turn (self, "M. Aral", "2026-02-23 18:24:30");
  set_body (self, body_accounts);
  keep_version (self, DESK_WHY_PAUSE, NULL);
  mark (self, NULL, "Armed men opened a prison in Port Alder", "Marrow Coast Guard", DESK_CLAIM_ALLEGATION,
        DESK_SAID_YES, DESK_SO_OPEN, NULL, from_post (evening->guard, "Marrow Coast Guard", "The gates are open."));
  mark (self, &evening->thousands, "“thousands” of prisoners walked out", "Marrow Coast Guard", DESK_CLAIM_FIGURE,
        DESK_SAID_YES, DESK_SO_OPEN, NULL, from_post (evening->guard, "Marrow Coast Guard", "Thousands are in the streets."));
  turn (self, "M. Aral", "2026-02-23 18:29:20");
  act (self,
       make_x_post (MINISTRY_POST,
                    "The harbour prison is secure and fully staffed. Reports to the contrary are false.",
                    "Interior Ministry", "@marrow_interior", NULL),
       &evening->ministry);
  turn (self, "L. Sand", "2026-02-23 18:31:00");
  mark (self, NULL, "shows the guardhouse on fire", "Vell Watch", DESK_CLAIM_FACT,
        DESK_SAID_YES, DESK_SO_VERIFIED, "Roof and chimney are those of the guardhouse",
        from_post (evening->video, "Vell Watch", NULL));
  mark (self, &evening->gate, "Its place was matched to the south gate", "Desk", DESK_CLAIM_PLACE,
        DESK_SAID_YES, DESK_SO_VERIFIED, "The two lamps and the wall stand so on the map",
        from_address ("https://example.org/maps/port-alder", "Town map, harbour sheet"));

  return commit (self, error);
}

/* Until 18:45: the denial in the text, a contradiction, and out. */
static gboolean
tell_publication (Teller *self, Evening *evening, GError **error)
{
  GPtrArray *source = make_evidence ();

  turn (self, "M. Aral", "2026-02-23 18:36:05");
  set_field (self, DESK_FIELD_HEADLINE, "Harbour prison seized in night of storms");
  set_field (self, DESK_FIELD_STANDFIRST, "Ministry denies losing control");
  set_field (self, DESK_FIELD_KEYWORDS, "harbour, prison, Port Alder");
  set_field (self, DESK_FIELD_RELATED, "[Ferry line asks for help after pier collapse](https://example.org/marrow/ferry-pier)");
  set_field (self, DESK_FIELD_WARNING, "graphic");
  set_body (self, body_denial);
  keep_version (self, DESK_WHY_CHECK, NULL);
  mark (self, &evening->staffed, "the prison was “secure and fully staffed”", "Interior Ministry", DESK_CLAIM_ALLEGATION,
        DESK_SAID_YES, DESK_SO_OPEN, NULL,
        from_post (evening->ministry, "Interior Ministry", "The harbour prison is secure and fully staffed."));
  mark (self, &evening->room, "The building has room for 850 people", "the ministry’s register", DESK_CLAIM_FIGURE,
        DESK_SAID_YES, DESK_SO_VERIFIED, NULL, from_address ("https://example.org/ministry/register", "Register of prisons"));
  mark (self, &evening->quoted, "Three guards have reportedly been taken to hospital.", "Alder Now", DESK_CLAIM_QUOTATION,
        DESK_SAID_OPEN, DESK_SO_OPEN, NULL, from_post (evening->channel, "Alder Now", NULL));
  g_ptr_array_add (source,
                   desk_change_new_evidence_person (NULL, DESK_STANCE_FOR, "source A", "Jonas Merrin",
                                                    "We were told to leave two of them open."));
  mark (self, NULL, "Two gates were left unlocked before dusk", "a guard", DESK_CLAIM_ALLEGATION,
        DESK_SAID_YES, DESK_SO_UNKNOWN, NULL, source);
  mark (self, &evening->fire, "the ferry terminal is burning", "posts on X", DESK_CLAIM_ALLEGATION,
        DESK_SAID_YES, DESK_SO_FALSE, "The picture is of the fire of 2019",
        from_address ("https://example.org/evening/2019-08-11", "Marrow Evening, 11 August 2019"));
  if (!commit (self, error))
    return FALSE;

  turn (self, "L. Sand", "2026-02-23 18:39:40");
  act (self, desk_change_new_contradiction (evening->thousands, evening->staffed, TRUE), NULL);
  act (self,
       desk_change_new_answer (evening->thousands, -1, DESK_SO_DISPUTED, "The ministry says the opposite",
                               "“thousands” of prisoners walked out"),
       NULL);
  act (self,
       desk_change_new_answer (evening->staffed, -1, DESK_SO_DISPUTED, "The coast guard says the opposite",
                               "the prison was “secure and fully staffed”"),
       NULL);
  act (self, desk_change_new_state (DESK_STATE_REVIEW, NULL), NULL);
  turn (self, "L. Sand", "2026-02-23 18:41:15");
  act (self, desk_change_new_post_check (evening->guard, DESK_POST_DELETED), NULL);
  turn (self, "T. Okar", "2026-02-23 18:44:30");
  act (self, desk_change_new_name ("", "Read by the night desk", "Quotation of Alder Now still to be compared"), NULL);
  turn (self, "M. Aral", "2026-02-23 18:45:00");
  publish (self, DESK_UPDATE_PUBLISH, 0, NULL, NULL, NULL);

  return commit (self, error);
}

/* Until 22:30: a sentence rewritten, new facts, a typo. */
static gboolean
tell_night (Teller *self, Evening *evening, GError **error)
{
  gint64 published = read_time ("2026-02-23 18:45:00");

  turn (self, "L. Sand", "2026-02-23 18:53:10");
  set_body (self, body_gate);
  keep_version (self, DESK_WHY_PAUSE, NULL);

  turn (self, "L. Sand", "2026-02-23 22:10:00");
  act (self, desk_change_new_post_check (evening->ministry, DESK_POST_SAME), NULL);
  turn (self, "M. Aral", "2026-02-23 22:16:45");
  set_field (self, DESK_FIELD_STANDFIRST, "Ministry denies losing control; rights group asks for the names of those held");
  set_body (self, body_update);
  keep_version (self, DESK_WHY_KEEP, "With what the coast guard said");
  mark (self, NULL, "Some 120 prisoners were brought back", "Marrow Coast Guard", DESK_CLAIM_FIGURE,
        DESK_SAID_YES, DESK_SO_OPEN, NULL, from_address ("https://example.org/guard/briefing", "Recording of the briefing"));
  mark (self, NULL, "a spokesperson for the coast guard, Ilse Varn", "Marrow Coast Guard", DESK_CLAIM_IDENTITY,
        DESK_SAID_YES, DESK_SO_VERIFIED, NULL, from_address ("https://example.org/guard/people", "Staff page of the coast guard"));
  mark (self, NULL, "the longest night since the storms", "Ilse Varn", DESK_CLAIM_QUOTATION,
        DESK_SAID_YES, DESK_SO_OPEN, NULL, from_address ("https://example.org/guard/briefing", "Recording of the briefing"));
  mark (self, NULL, "for the names of all who were held", "Coast Watch", DESK_CLAIM_FACT,
        DESK_SAID_YES, DESK_SO_VERIFIED, NULL, from_address ("https://example.org/coast-watch/letter", "Letter of Coast Watch"));
  mark (self, NULL, "The harbour stays closed until noon on Tuesday", "", DESK_CLAIM_TIME,
        DESK_SAID_OPEN, DESK_SO_OPEN, NULL, NULL);
  turn (self, "M. Aral", "2026-02-23 22:19:00");
  publish (self, DESK_UPDATE_UPDATE, published, NULL, NULL, NULL);

  turn (self, "T. Okar", "2026-02-23 22:30:12");
  set_body (self, body_mended);
  keep_version (self, DESK_WHY_PUBLISH, NULL);
  publish (self, DESK_UPDATE_SILENT, published, NULL, NULL, NULL);

  return commit (self, error);
}

/* The next morning: a correction, and three small changes that are not out. */
static gboolean
tell_morning (Teller *self, Evening *evening, GError **error)
{
  static const char page[] = "Register of prisons, Marrow Coast\n\nHarbour prison, Port Alder. Opened 1931. Places: 840.\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (page, strlen (page));
  gint64 published = read_time ("2026-02-23 18:45:00");

  turn (self, "T. Okar", "2026-02-24 09:02:30");
  set_body (self, body_corrected);
  keep_version (self, DESK_WHY_PUBLISH, NULL);
  act (self,
       desk_change_new_evidence_file (evening->room, DESK_STANCE_FOR, bytes, "text/plain", "The register’s page, copied",
                                      "Places: 840."),
       NULL);
  act (self,
       desk_change_new_answer (evening->room, DESK_SAID_YES, DESK_SO_VERIFIED, "Read again in the register itself",
                               "The building has room for 840 people"),
       NULL);
  turn (self, "T. Okar", "2026-02-24 09:05:00");
  publish (self, DESK_UPDATE_CORRECTION, published, "room for 850 people", "room for 840 people", "A figure was misread");

  turn (self, "M. Aral", "2026-02-24 09:40:20");
  set_field (self, DESK_FIELD_HEADLINE, "Harbour prison seized in night of storms, officials say");
  set_body (self, body_morning);
  keep_version (self, DESK_WHY_PAUSE, NULL);

  return commit (self, error);
}

static gboolean
fill_evening (DeskStore *store, GError **error)
{
  g_auto (Teller) teller = { NULL };
  g_auto (Evening) evening = { NULL };

  teller_init (&teller, store);

  return tell_first_post (&teller, &evening, error) &&
         tell_accounts (&teller, &evening, error) &&
         tell_publication (&teller, &evening, error) &&
         tell_night (&teller, &evening, error) &&
         tell_morning (&teller, &evening, error);
}

gboolean
desk_sample_fill (DeskStore *store, GError **error)
{
  g_return_val_if_fail (DESK_IS_STORE (store), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    if (!fill_story (store, &stories[i], error))
      return FALSE;

  return fill_evening (store, error);
}
