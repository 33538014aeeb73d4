/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "desk-evidence-line.h"
#include "desk-page-writer.h"

static char *
describe (DeskSnapshot *snapshot, DeskEvidence *evidence)
{
  DeskPost *post = evidence->kind == DESK_EVIDENCE_POST ? desk_snapshot_get_post (snapshot, evidence->ref) : NULL;
  DeskClaim *claim = evidence->kind == DESK_EVIDENCE_CLAIM ? desk_snapshot_get_claim (snapshot, evidence->ref) : NULL;
  const char *title = evidence->title;
  const char *where = evidence->ref;
  g_autofree char *isolated = NULL;

  if (post != NULL)
    {
      title = *title != '\0' ? title : *post->author != '\0' ? post->author
                                                             : post->handle;
      where = *post->address != '\0' ? post->address : post->id;
    }
  else if (claim != NULL)
    {
      title = *title != '\0' ? title : claim->anchor->exact;
    }

  isolated = desk_page_isolate (title);

  return *where != '\0' && !g_str_equal (where, title) ? g_strdup_printf ("%s · %s", isolated, where)
                                                       : g_steal_pointer (&isolated);
}

char *
desk_evidence_line_new (DeskSnapshot *snapshot, DeskEvidence *evidence)
{
  const char *kind;
  g_autofree char *what = NULL;

  g_return_val_if_fail (DESK_IS_SNAPSHOT (snapshot), NULL);
  g_return_val_if_fail (DESK_IS_EVIDENCE (evidence), NULL);

  kind = desk_enum_get_label (DESK_TYPE_EVIDENCE_KIND, evidence->kind);
  what = describe (snapshot, evidence);
  if (evidence->stance == DESK_STANCE_AGAINST)
    /* Translators: evidence against a claim: %1$s is its kind, such as Post, %2$s what it is */
    return g_strdup_printf (_ ("Against: %1$s: %2$s"), kind, what);

  /* Translators: evidence for a claim: %1$s is its kind, such as Post, %2$s what it is */
  return g_strdup_printf (_ ("For: %1$s: %2$s"), kind, what);
}
