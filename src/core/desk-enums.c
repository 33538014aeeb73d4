/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "desk-enums.h"

/* clang-format off */
G_DEFINE_ENUM_TYPE (DeskEntryKind, desk_entry_kind,
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_STORY, "story"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_SLUG, "slug"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_REVISION, "revision"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_NAME, "name"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_CLAIM, "claim"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_ANCHOR, "anchor"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_ANSWER, "answer"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_EVIDENCE, "evidence"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_EVIDENCE_DROP, "evidence-drop"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_CONTRADICTION, "contradiction"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_PERSON, "person"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_POST, "post"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_CAPTURE, "capture"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_POST_CHECK, "post-check"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_POST_MARK, "post-mark"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_NOTE, "note"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_UPDATE, "update"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_STATE, "state"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_ERASE, "erase"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_BIN, "bin"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_RULE, "rule"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_WORD, "word"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_LEAVE, "leave"),
                    G_DEFINE_ENUM_VALUE (DESK_ENTRY_TARGET, "target"))

G_DEFINE_ENUM_TYPE (DeskWhy, desk_why,
                    G_DEFINE_ENUM_VALUE (DESK_WHY_FIRST, "first"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_KEEP, "keep"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_PAUSE, "pause"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_LEAVE, "leave"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_CHECK, "check"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_PUBLISH, "publish"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_IMPORT, "import"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_RESTORE, "restore"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_RECOVERED, "recovered"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_MERGE, "merge"),
                    G_DEFINE_ENUM_VALUE (DESK_WHY_DETAILS, "details"))

G_DEFINE_ENUM_TYPE (DeskState, desk_state,
                    G_DEFINE_ENUM_VALUE (DESK_STATE_DRAFT, "draft"),
                    G_DEFINE_ENUM_VALUE (DESK_STATE_REVIEW, "review"),
                    G_DEFINE_ENUM_VALUE (DESK_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (DESK_STATE_PUBLISHED, "published"),
                    G_DEFINE_ENUM_VALUE (DESK_STATE_ARCHIVED, "archived"))

G_DEFINE_ENUM_TYPE (DeskClaimKind, desk_claim_kind,
                    G_DEFINE_ENUM_VALUE (DESK_CLAIM_FACT, "fact"),
                    G_DEFINE_ENUM_VALUE (DESK_CLAIM_FIGURE, "figure"),
                    G_DEFINE_ENUM_VALUE (DESK_CLAIM_QUOTATION, "quotation"),
                    G_DEFINE_ENUM_VALUE (DESK_CLAIM_ALLEGATION, "allegation"),
                    G_DEFINE_ENUM_VALUE (DESK_CLAIM_IDENTITY, "identity"),
                    G_DEFINE_ENUM_VALUE (DESK_CLAIM_TIME, "time"),
                    G_DEFINE_ENUM_VALUE (DESK_CLAIM_PLACE, "place"),
                    G_DEFINE_ENUM_VALUE (DESK_CLAIM_OPINION, "opinion"))

G_DEFINE_ENUM_TYPE (DeskSaid, desk_said,
                    G_DEFINE_ENUM_VALUE (DESK_SAID_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (DESK_SAID_YES, "yes"),
                    G_DEFINE_ENUM_VALUE (DESK_SAID_NO, "no"))

G_DEFINE_ENUM_TYPE (DeskSo, desk_so,
                    G_DEFINE_ENUM_VALUE (DESK_SO_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (DESK_SO_VERIFIED, "verified"),
                    G_DEFINE_ENUM_VALUE (DESK_SO_DISPUTED, "disputed"),
                    G_DEFINE_ENUM_VALUE (DESK_SO_FALSE, "false"),
                    G_DEFINE_ENUM_VALUE (DESK_SO_UNKNOWN, "unknown"))

G_DEFINE_ENUM_TYPE (DeskFit, desk_fit,
                    G_DEFINE_ENUM_VALUE (DESK_FIT_EXACT, "exact"),
                    G_DEFINE_ENUM_VALUE (DESK_FIT_CHANGED, "changed"),
                    G_DEFINE_ENUM_VALUE (DESK_FIT_GONE, "gone"))

G_DEFINE_ENUM_TYPE (DeskStatus, desk_status,
                    G_DEFINE_ENUM_VALUE (DESK_STATUS_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (DESK_STATUS_SAID, "said"),
                    G_DEFINE_ENUM_VALUE (DESK_STATUS_VERIFIED, "verified"),
                    G_DEFINE_ENUM_VALUE (DESK_STATUS_CHANGED, "changed"),
                    G_DEFINE_ENUM_VALUE (DESK_STATUS_DISPUTED, "disputed"),
                    G_DEFINE_ENUM_VALUE (DESK_STATUS_FALSE, "false"))

G_DEFINE_ENUM_TYPE (DeskEvidenceKind, desk_evidence_kind,
                    G_DEFINE_ENUM_VALUE (DESK_EVIDENCE_ADDRESS, "address"),
                    G_DEFINE_ENUM_VALUE (DESK_EVIDENCE_POST, "post"),
                    G_DEFINE_ENUM_VALUE (DESK_EVIDENCE_FILE, "file"),
                    G_DEFINE_ENUM_VALUE (DESK_EVIDENCE_PERSON, "person"),
                    G_DEFINE_ENUM_VALUE (DESK_EVIDENCE_CLAIM, "claim"))

G_DEFINE_ENUM_TYPE (DeskStance, desk_stance,
                    G_DEFINE_ENUM_VALUE (DESK_STANCE_FOR, "for"),
                    G_DEFINE_ENUM_VALUE (DESK_STANCE_AGAINST, "against"))

G_DEFINE_ENUM_TYPE (DeskPostState, desk_post_state,
                    G_DEFINE_ENUM_VALUE (DESK_POST_KEPT, "kept"),
                    G_DEFINE_ENUM_VALUE (DESK_POST_SAME, "unchanged"),
                    G_DEFINE_ENUM_VALUE (DESK_POST_EDITED, "edited"),
                    G_DEFINE_ENUM_VALUE (DESK_POST_DELETED, "deleted"),
                    G_DEFINE_ENUM_VALUE (DESK_POST_GONE, "gone"))

G_DEFINE_ENUM_TYPE (DeskTimeFrom, desk_time_from,
                    G_DEFINE_ENUM_VALUE (DESK_TIME_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (DESK_TIME_ANSWER, "answer"),
                    G_DEFINE_ENUM_VALUE (DESK_TIME_NUMBER, "number"),
                    G_DEFINE_ENUM_VALUE (DESK_TIME_DATE, "date"),
                    G_DEFINE_ENUM_VALUE (DESK_TIME_TYPED, "typed"))

G_DEFINE_ENUM_TYPE (DeskUpdateKind, desk_update_kind,
                    G_DEFINE_ENUM_VALUE (DESK_UPDATE_PUBLISH, "publish"),
                    G_DEFINE_ENUM_VALUE (DESK_UPDATE_UPDATE, "update"),
                    G_DEFINE_ENUM_VALUE (DESK_UPDATE_SILENT, "silent"),
                    G_DEFINE_ENUM_VALUE (DESK_UPDATE_CORRECTION, "correction"),
                    G_DEFINE_ENUM_VALUE (DESK_UPDATE_CLARIFICATION, "clarification"),
                    G_DEFINE_ENUM_VALUE (DESK_UPDATE_RETRACTION, "retraction"),
                    G_DEFINE_ENUM_VALUE (DESK_UPDATE_WITHDRAWAL, "withdrawal"))

/* What editors read, in the order of the values. The contexts keep a verb apart from a noun. */
typedef struct
{
  GType (*type) (void);
  const char *context;
  const char *labels[12];
} Labels;

static const Labels labels[] = {
  { desk_why_get_type, "version",
      {
        NC_ ("version", "First version"),
        NC_ ("version", "Kept"),
        NC_ ("version", "Saved while writing"),
        NC_ ("version", "Saved on leaving"),
        NC_ ("version", "Saved with a claim"),
        NC_ ("version", "Went out"),
        NC_ ("version", "Imported"),
        NC_ ("version", "Restored"),
        NC_ ("version", "Recovered"),
        NC_ ("version", "Merged"),
        NC_ ("version", "Details changed")
      } },
  { desk_state_get_type, "story",
      {
        NC_ ("story", "Draft"),
        NC_ ("story", "In review"),
        NC_ ("story", "Ready"),
        NC_ ("story", "Published"),
        NC_ ("story", "Archived")
      } },
  { desk_claim_kind_get_type, "claim",
      {
        NC_ ("claim", "Fact"),
        NC_ ("claim", "Figure"),
        NC_ ("claim", "Quotation"),
        NC_ ("claim", "Allegation"),
        NC_ ("claim", "Identity"),
        NC_ ("claim", "Time"),
        NC_ ("claim", "Place"),
        NC_ ("claim", "Opinion")
      } },
  { desk_said_get_type, "said",
      {
        NC_ ("said", "Open"),
        NC_ ("said", "Yes"),
        NC_ ("said", "No")
      } },
  { desk_so_get_type, "so",
      {
        NC_ ("so", "Open"),
        NC_ ("so", "Verified"),
        NC_ ("so", "Disputed"),
        NC_ ("so", "False"),
        NC_ ("so", "Cannot be known")
      } },
  { desk_fit_get_type, "claim",
      {
        NC_ ("claim", "Words as they were"),
        NC_ ("claim", "Words changed"),
        NC_ ("claim", "Words gone")
      } },
  { desk_status_get_type, "claim",
      {
        NC_ ("claim", "Open"),
        NC_ ("claim", "Said, not yet known to be so"),
        NC_ ("claim", "Verified"),
        NC_ ("claim", "Words changed"),
        NC_ ("claim", "Disputed"),
        NC_ ("claim", "False")
      } },
  { desk_evidence_kind_get_type, "source",
      {
        NC_ ("source", "Web page"),
        NC_ ("source", "Post"),
        NC_ ("source", "File"),
        NC_ ("source", "Person"),
        NC_ ("source", "Claim")
      } },
  { desk_stance_get_type, "source",
      {
        NC_ ("source", "For"),
        NC_ ("source", "Against")
      } },
  { desk_post_state_get_type, "post",
      {
        NC_ ("post", "Kept"),
        NC_ ("post", "Unchanged"),
        NC_ ("post", "Edited since"),
        NC_ ("post", "Deleted since"),
        NC_ ("post", "Account gone")
      } },
  { desk_time_from_get_type, "post",
      {
        NC_ ("post", "Time not known"),
        NC_ ("post", "Time as the network gave it"),
        NC_ ("post", "Time read from the post’s number"),
        NC_ ("post", "Day as the network gave it"),
        NC_ ("post", "Time typed in")
      } },
  { desk_update_kind_get_type, "ledger",
      {
        NC_ ("ledger", "Published"),
        NC_ ("ledger", "Updated"),
        NC_ ("ledger", "Went out, no stamp"),
        NC_ ("ledger", "Corrected"),
        NC_ ("ledger", "Clarified"),
        NC_ ("ledger", "Retracted"),
        NC_ ("ledger", "Withdrawn")
      } },
};
/* clang-format on */

const char *
desk_enum_to_nick (GType type, int value)
{
  GEnumValue *found;

  g_return_val_if_fail (G_TYPE_IS_ENUM (type), NULL);

  found = g_enum_get_value (g_type_class_ref (type), value);
  g_return_val_if_fail (found != NULL, NULL);

  return found->value_nick;
}

gboolean
desk_enum_from_nick (GType type, const char *nick, int *value, GError **error)
{
  g_autoptr (GString) allowed = NULL;
  GEnumClass *class;
  GEnumValue *found;

  g_return_val_if_fail (G_TYPE_IS_ENUM (type), FALSE);
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  class = g_type_class_ref (type);
  found = g_enum_get_value_by_nick (class, nick);
  if (found != NULL)
    {
      *value = found->value;
      return TRUE;
    }

  allowed = g_string_new (NULL);
  for (guint i = 0; i < class->n_values; i++)
    {
      if (i > 0)
        g_string_append (allowed, ", ");
      g_string_append (allowed, class->values[i].value_nick);
    }

  /* Translators: the first %s is a word somebody typed, the second a list of the words that can be used */
  g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_VALUE, _ ("“%s” is not one of %s"), nick, allowed->str);

  return FALSE;
}

const char *
desk_enum_get_label (GType type, int value)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (labels[i].type () == type)
      {
        g_return_val_if_fail (value >= 0 && value < (int) G_N_ELEMENTS (labels[i].labels), "");
        g_return_val_if_fail (labels[i].labels[value] != NULL, "");

        return g_dpgettext2 (GETTEXT_PACKAGE, labels[i].context, labels[i].labels[value]);
      }

  return desk_enum_to_nick (type, value);
}
